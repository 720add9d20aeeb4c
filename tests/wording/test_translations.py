"""The English catalogue: complete, in step with the program, with the same facts, and in English throughout."""

import importlib.util
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from cds_rank.model.form_layout import COLUMNS, DATA_SHEET, STATUS_LABELS
from cds_rank.model.review_layout import CAUSE_LABELS, VERDICT_LABELS
from cds_rank.wording.catalogue import RULES

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "messages.py"
ENGLISH = ROOT / "src" / "cds_rank" / "locale" / "en" / "LC_MESSAGES" / "cds_rank.po"

# What an English sentence quotes from the form, whose headings and drop-down lists are always Vietnamese.
QUOTED_FROM_THE_FORM = frozenset(
    {
        "Mã",
        "Chỉ tiêu",
        "Giá trị",
        "Tình trạng",
        "Giải trình",
        "Tài liệu kiểm chứng",
        "Số liệu",
        "Chưa thu thập được",
        "Không phát sinh",
        "Không áp dụng",
        "Thống nhất",
        "Điều chỉnh",
        "Không chấp nhận",
        "Lý do khác",
    }
)
QUOTED = re.compile("“[^”]*”")
VIETNAMESE_LETTERS = frozenset("ăâđêôơư")
TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")


@lru_cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cds_rank_messages_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache
def translations() -> Mapping[str, str]:
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def fields(text: str) -> set[str]:
    return {name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def without_quotations(text: str) -> str:
    for quoted in QUOTED_FROM_THE_FORM:
        text = text.replace(f"“{quoted}”", "")
    return text


def has_vietnamese_letters(text: str) -> bool:
    composed = unicodedata.normalize("NFC", text).lower()
    marks = unicodedata.normalize("NFD", composed)
    return not VIETNAMESE_LETTERS.isdisjoint(composed) or not TONE_MARKS.isdisjoint(marks)


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_catalogues_are_in_step_with_the_program() -> None:
    """Nothing untranslated, nothing superfluous, .po as the tool writes it, .mo compiled from it."""
    assert tool().problems() == []


def test_every_text_is_translated() -> None:
    assert translations()
    assert [vi for vi, en in translations().items() if not en.strip()] == []


def test_every_text_can_be_found_by_the_extraction() -> None:
    """`translator(language)("…")` is not extracted: the text would stay Vietnamese in English, and nobody would see."""
    hidden = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for found in re.finditer(
            r"(?:translator\([^()]*\)|\.translate)\(\s*\"[^\"]*\"", path.read_text(encoding="utf-8")
        )
    ]

    assert hidden == []


def test_nothing_waits_for_review() -> None:
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en")
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(fields, id="named fields"),
        pytest.param(edges, id="blanks at the edges"),
        pytest.param(lambda text: text.count("\n"), id="line breaks"),
        pytest.param(lambda text: text.count("%"), id="per cent signs"),
        pytest.param(lambda text: text.count("--"), id="options"),
    ],
)
def test_translation_keeps(kept: Callable[[str], object]) -> None:
    assert {vi: en for vi, en in translations().items() if kept(vi) != kept(en)} == {}


def test_english_is_english() -> None:
    shown_as_typed = {
        rule.example for rule in RULES.values()
    }  # what clerks type is Vietnamese in every language
    stories = {rule.cause for rule in RULES.values()}  # they quote it
    leaks = [
        en
        for vi, en in translations().items()
        if vi not in shown_as_typed
        and has_vietnamese_letters(QUOTED.sub("", en) if vi in stories else without_quotations(en))
    ]
    assert leaks == []


def test_quotations_stand_in_the_form() -> None:
    """Whoever follows a sentence to the form finds there exactly the words that it quotes."""
    of_reviews = {*VERDICT_LABELS, *CAUSE_LABELS}
    of_forms = {column.heading for column in COLUMNS} | set(STATUS_LABELS) | {DATA_SHEET}
    assert of_forms | of_reviews >= QUOTED_FROM_THE_FORM


def test_every_quotation_is_used() -> None:
    english = "\n".join(translations().values())
    assert {quoted for quoted in QUOTED_FROM_THE_FORM if f"“{quoted}”" not in english} == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt", True),
        ("Sua\u0309a", True),
        ("Ư", True),
        ("the unit’s own – 5 × 2 ≈ 10 · “x” ▸ …", False),
    ],
)
def test_vietnamese_letters_are_told(text: str, expected: bool) -> None:
    assert has_vietnamese_letters(text) is expected
