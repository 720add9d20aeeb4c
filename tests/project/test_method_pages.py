"""The pages of methods: every choice of the model has one, and what is worked out by hand is what is scored."""

import importlib.util
import re
import sys
import types
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from cds_rank.model.indicator_set import (
    Checks,
    Evidence,
    IndicatorSet,
    LegalText,
    Limits,
    UnitListReference,
)
from cds_rank.model.text import Names
from cds_rank.model.unit import Status

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "make_method_pages.py"
GUIDES = ("huong-dan.md", "bo-chi-tieu.md")

# What is only said of a set, or only asked of a figure, decides no points: the guide to writing sets tells of it.
NO_METHOD = (Names, LegalText, Limits, Evidence, Checks, UnitListReference, Status)
ONLY_SAID = frozenset(
    {"code", "name", "id", "version", "description", "status", "source", "notes", "valid_from", "valid_to"}
    | {"max_points_status", "groups_status", "year", "unit_of_measure", "numerator", "denominator"}
    | {"cumulative", "children", "method"}
)


@lru_cache(maxsize=1)
def tool() -> Any:
    spec = importlib.util.spec_from_file_location("cds_rank_method_pages_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=1)
def pages() -> tuple[Any, ...]:
    return tuple(tool().read_pages(tool().read_front()))


def parts_of(annotation: Any) -> Iterator[Any]:
    """The classes and Literals that an annotation is made of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from parts_of(get_args(annotation)[0])
    elif origin is Literal or isinstance(annotation, type):
        yield annotation
    elif origin in {Union, types.UnionType, tuple, dict}:
        for inside in get_args(annotation):
            yield from parts_of(inside)


def models(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if model not in seen and not issubclass(model, NO_METHOD):
        seen.add(model)
        for field in model.model_fields.values():
            for part in parts_of(field.annotation):
                if isinstance(part, type) and issubclass(part, BaseModel):
                    models(part, seen)
    return seen


def fields() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every field of the model that decides something, as Model.field, with what it is made of."""
    for model in sorted(models(IndicatorSet, set()), key=lambda found: found.__name__):
        for name, field in model.model_fields.items():
            parts = tuple(parts_of(field.annotation))
            about_no_method = parts and all(
                isinstance(part, type) and issubclass(part, NO_METHOD)
                for part in parts
                if part is not type(None)
            )
            if name not in ONLY_SAID and not about_no_method:
                yield f"{model.__name__}.{name}", parts


def covered() -> dict[str, set[str]]:
    """The pages' keys: Model.field → values of it that a page tells of."""
    found: dict[str, set[str]] = {}
    for page in pages():
        for key in page.covers:
            field, _, value = key.partition("=")
            found.setdefault(field, set()).add(value)
    return found


def test_every_field_of_the_model_that_decides_points_has_a_page() -> None:
    assert [field for field, _ in fields() if field not in covered()] == []


def test_every_value_of_the_model_has_a_page() -> None:
    told: dict[Any, set[str]] = {}
    values: dict[Any, set[str]] = {}
    for field, parts in fields():
        for part in parts:
            is_enum = isinstance(part, type) and issubclass(part, StrEnum)
            if is_enum or get_origin(part) is Literal:
                # An aggregation is told of wherever it stands: some of them only a roll-up has.
                first = None if is_enum else get_args(part)[0]
                kind = part if is_enum else type(first) if isinstance(first, StrEnum) else (field, part)
                values.setdefault(kind, set()).update(
                    str(value) for value in (part if is_enum else get_args(part))
                )
                told.setdefault(kind, set()).update(covered().get(field, set()))
    assert len(values) > 20
    untold = {str(kind): values[kind] - told[kind] for kind in values if values[kind] - told[kind]}
    assert untold == {}


def test_no_page_tells_of_what_the_model_does_not_have() -> None:
    known = {field for field, _ in fields()}

    assert [field for field in covered() if field not in known] == []


def test_a_page_shows_every_key_and_value_it_claims() -> None:
    titles = {page.slug: page.title for page in pages()}
    absent = []
    for page in pages():
        text = tool().page_markdown(page, titles)
        for key in page.covers:
            _, _, field_and_value = key.partition(".")
            absent += [
                f"{page.slug}: {word}"
                for word in field_and_value.split("=")
                if not re.search(rf"\b{word}\b", text)
            ]

    assert absent == []


@pytest.mark.parametrize(
    "slug", sorted(path.stem for path in (ROOT / "tools" / "method_pages").glob("[a-z]*.yaml"))
)
def test_what_a_page_works_out_by_hand_is_what_the_program_scores(slug: str) -> None:
    page = tool().read_page(ROOT / "tools" / "method_pages" / f"{slug}.yaml")

    assert page.examples
    for example in page.examples:
        stated = [what for of_unit in example.by_hand.values() for what in of_unit if what != "how"]
        assert stated or example.refused, f"{slug}: nothing is worked out by hand"
        assert list(tool().disagreements(example)) == []


def test_a_wrong_sum_by_hand_is_noticed() -> None:
    example = next(page for page in pages() if page.slug == "ty-le").examples[0]
    wrong = replace(
        example, by_hand={"An": {"A": "9"}, "Bình": {"A": "8 of 11", "rank": "1", "score": "80.5"}}
    )

    assert list(tool().disagreements(wrong)) == [
        "An A: by hand 9, by the program 10",
        "Bình A: by hand 8 of 11, by the program 8 of 10",
        "Bình rank: by hand 1, by the program 2",
        "Bình score: by hand 80.5, by the program 80",
    ]


def test_the_committed_pages_are_the_ones_that_are_made() -> None:
    made = tool().made_pages()
    committed = {
        path: path.read_text(encoding="utf-8") for path in (tool().INDEX, *tool().PAGES.glob("*.md"))
    }

    assert made.keys() == committed.keys(), "make methods"
    assert [path.name for path in made if made[path] != committed[path]] == [], "make methods"


def test_every_link_of_the_pages_and_guides_leads_somewhere() -> None:
    docs = ROOT / "docs" / "vi"
    files = [tool().INDEX, *sorted(tool().PAGES.glob("*.md")), *(docs / name for name in GUIDES)]
    broken = []
    for file in files:
        targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))
        broken += [
            f"{file.name} → {target}"
            for target in targets
            if "://" not in target and not (file.parent / target).exists()
        ]

    assert broken == []


def test_every_page_says_when_how_and_whence() -> None:
    silent = [
        f"{page.slug}: {part}"
        for page in pages()
        for part in ("title", "when", "formula", "source", "see", "beware")
        if not getattr(page, part)
    ]

    assert silent == []
