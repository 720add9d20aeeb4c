"""Indicator sets and unit lists: from YAML files to checked models, every problem named with line and column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from cds_rank.errors import CdsRankError, DefinitionError, DefinitionProblem
from cds_rank.model.contradictions import Problem, contradictions
from cds_rank.model.contradictions.survey import Survey
from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.similarity import nearest
from cds_rank.model.text import TEXT_TAGS
from cds_rank.model.unit import Status, UnitList
from cds_rank.reading.yaml_source import YamlSource, read_yaml

_PACKAGE = Path(__file__).resolve().parent.parent
_Definition = TypeVar("_Definition", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Definitions:
    """An indicator set with the unit list it is used with, and the digest of each."""

    indicator_set: IndicatorSet
    set_digest: str
    unit_list: UnitList
    units_digest: str


def builtin_folder() -> Path:
    """Return the folder of the built-in sets: inside the package, or beside it in a checkout."""
    inside = _PACKAGE / "indicator_sets"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "indicator_sets"


def set_files(folders: Sequence[Path]) -> dict[str, Path]:
    """Return the set files of the folders by name; the first folder that has a name wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            if path.is_file():
                found.setdefault(path.stem, path)
    return found


def is_file(path: Path) -> bool:
    """Tell whether a path is a file; one that the system cannot even look at is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def find_set(name: str, folders: Sequence[Path]) -> Path:
    """Find an indicator set by path or by name.

    Raises CdsRankError ("set_unknown") with the names there are and the nearest one.
    """
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or is_file(path):
        if not is_file(path):
            raise CdsRankError("file_not_readable", path=name, reason="")
        return path
    known = set_files(folders)
    if name not in known:
        raise CdsRankError("set_unknown", name=name, known=", ".join(known), nearest=nearest(name, known))
    return known[name]


def find_unit_list(name: str, folders: Sequence[Path]) -> Path:
    """Find a unit list by path or by name in the folders' `units`; CdsRankError when there is none."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or is_file(path):
        return path
    known = {
        path.stem: path for folder in reversed(folders) for path in sorted((folder / "units").glob("*.yaml"))
    }
    if name not in known:
        raise CdsRankError("units_unknown", name=name, known=", ".join(known), nearest=nearest(name, known))
    return known[name]


def load_indicator_set(path: Path) -> IndicatorSet:
    """Read and check an indicator set.

    Raises DefinitionError with every problem at its line and column, CdsRankError when the file cannot be read.
    """
    return _load(path, IndicatorSet)


def load_unit_list(path: Path) -> UnitList:
    """Read and check a unit list; raises as `load_indicator_set`."""
    return _load(path, UnitList)


def changed_under_its_version(path: Path, others: Sequence[Path]) -> list[DefinitionProblem]:
    """Find other files that hold the same set or list under the same version, but with other content.

    path: of a definition that can be loaded; others that cannot be are passed over. A published version that
    changes quietly is the end of "same rules for everybody": whoever changes the content changes the version.
    """
    source = read_yaml(path)
    model = _model_of(source.data)
    mine = _load(path, model)
    problems = []
    for other in others:
        if other.resolve() == path.resolve():
            continue
        try:
            theirs = _load(other, model)
        except CdsRankError:
            continue
        same = (theirs.id, theirs.version) == (mine.id, mine.version)
        if same and content_digest(theirs) != content_digest(mine):
            facts = {"id": mine.id, "version": mine.version, "other": str(other)}
            problems.append(source.problem(("version",), "SET011", facts))
    return problems


def load_definition(path: Path) -> IndicatorSet | UnitList:
    """Read and check a file that is an indicator set or a unit list, whichever it looks like."""
    return _load(path, _model_of(read_yaml(path).data))


def _model_of(data: Any) -> type[IndicatorSet] | type[UnitList]:
    is_units = isinstance(data, dict) and isinstance(data.get("units"), list) and "tree" not in data
    return UnitList if is_units else IndicatorSet


def load_definitions(set_path: Path, folders: Sequence[Path], units: str | None = None) -> Definitions:
    """Load a set and the unit list it names, or the one given instead.

    Raises CdsRankError when the set names no list and none is given, or another version of it (SET020), and
    DefinitionError when the list has units of groups that the set does not know.
    """
    indicator_set = load_indicator_set(set_path)
    reference = indicator_set.units
    if units is None and reference is None:
        raise CdsRankError("units_needed", set=indicator_set.id)
    near = (set_path.parent, *folders)
    units_path = find_unit_list(units or (reference.id if reference else ""), near)
    unit_list = load_unit_list(units_path)
    if units is None and reference is not None and unit_list.version != reference.version:
        raise CdsRankError(
            "units_version", path=str(units_path), wanted=reference.version, found=unit_list.version
        )
    unknown = [
        DefinitionProblem(str(units_path), 1, 1, "SET007", _unknown_group(unit.group, indicator_set))
        for unit in {unit.group: unit for unit in unit_list.units}.values()
        if unit.group not in indicator_set.group_codes
    ]
    if unknown:
        raise DefinitionError(str(units_path), unknown)
    return Definitions(indicator_set, content_digest(indicator_set), unit_list, content_digest(unit_list))


def _unknown_group(group: str, indicator_set: IndicatorSet) -> dict[str, str]:
    return {"code": group, "nearest": nearest(group, indicator_set.group_codes)}


def _load(path: Path, model: type[_Definition]) -> _Definition:
    source = read_yaml(path)
    problems = list(source.problems)
    if not isinstance(source.data, dict):
        problem = source.problem((), "SET001", {"detail": "not_a_mapping"})
        raise DefinitionError(source.file, [*problems, problem])
    try:
        definition = model.model_validate(source.data)
    except ValidationError as error:
        problems.extend(_model_problems(source, model, error))
    except RecursionError as error:
        problem = source.problem((), "SET001", {"detail": "too_deep"})
        raise DefinitionError(source.file, [problem]) from error
    if model is IndicatorSet:
        problems.extend(_unsaid_statuses(source))
    if problems:
        unique = {(p.line, p.column, p.code, tuple(sorted(p.facts.items()))): p for p in problems}
        raise DefinitionError(source.file, [unique[key] for key in sorted(unique)])
    return definition


def _unsaid_statuses(source: YamlSource) -> Iterator[DefinitionProblem]:
    """Find reconstructed indicators that leave open whether their points and groups are.

    The model takes what is not said for confirmed, so that old files and results stay what they are; in what people
    write, a criterion that was put together may not get official points by leaving a line out.
    """
    for path, indicator in Survey(source.data).indicators:
        if indicator.get("status") == Status.RECONSTRUCTED.value:
            for key in ("max_points_status", "groups_status"):
                if indicator.get(key) is None:
                    yield source.problem(path, "SET012", {"key": key})


def _model_problems(
    source: YamlSource, model: type[BaseModel], error: ValidationError
) -> Iterator[DefinitionProblem]:
    contradicting: list[Problem] | None = None
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "contradictions":
            contradicting = detail["ctx"]["problems"]
            continue
        if detail["type"] == "too_short" and _has_faulty_parts(detail["loc"], details):
            continue  # the list is not short: its parts were refused
        yield _field_problem(source, model, detail)
    if contradicting is None and model is IndicatorSet:
        contradicting = contradictions(source.data)
    for path, code, facts in contradicting or ():
        known = facts.pop("known", None)
        shown = (
            {**facts, "nearest": nearest(facts["code"], known.split("\n"))} if known is not None else facts
        )
        yield source.problem(path, code, shown, key=code in {"SET005", "SET008"})


def _has_faulty_parts(path: Sequence[str | int], details: Sequence[Any]) -> bool:
    length = len(path)
    return any(len(d["loc"]) > length and d["loc"][:length] == path for d in details)


def _without_tags(path: Sequence[str | int]) -> tuple[str | int, ...]:
    """Take out the names of union members, which pydantic puts into its paths and no file has."""
    kept: list[str | int] = []
    previous: str | int = ""
    for part in path:
        of_node = isinstance(previous, int) and part in {"branch", "indicator"}
        is_tag = previous == "rule" or of_node or part in TEXT_TAGS
        if not is_tag:
            kept.append(part)
        previous = part
    return tuple(kept)


def _field_problem(source: YamlSource, model: type[BaseModel], detail: Any) -> DefinitionProblem:
    path, kind = _without_tags(detail["loc"]), detail["type"]
    key = str(next((part for part in reversed(path) if isinstance(part, str)), ""))
    value = detail["input"]
    shown = value if isinstance(value, str) else "…"
    context = {name: str(item) for name, item in (detail.get("ctx") or {}).items()}
    match kind:
        case "extra_forbidden":
            known = sorted({name for m in _models_at(model, detail["loc"][:-1]) for name in m.model_fields})
            return source.problem(path, "SET003", {"key": key, "nearest": nearest(key, known)}, key=True)
        case "missing":
            return source.problem(path[:-1], "SET012", {"key": key})
        case "union_tag_not_found":
            return source.problem(path, "SET012", {"key": "kind"})
        case "unquoted_code":
            return source.problem(path, "SET010", {"value": shown})
        case "enum" | "literal_error" | "union_tag_invalid":
            expected = context.get("expected") or context.get("expected_tags", "")
            choices = ", ".join(re.findall(r"'([^']*)'", expected))
            if kind == "union_tag_invalid":
                path, shown = (*path, "kind"), context.get("tag", shown)
            facts = {"key": str(path[-1]), "value": shown, "choices": choices}
            return source.problem(path, "SET021", {**facts, "nearest": nearest(shown, choices.split(", "))})
        case _:
            bound = next(
                (context[name] for name in ("gt", "ge", "lt", "le", "min_length") if name in context), ""
            )
            expected = "names" if context.get("class_name") == "Names" else kind
            facts = {"key": key, "value": shown, "expected": expected, "bound": bound}
            return source.problem(path, "SET004", facts)


def _models_at(model: type[BaseModel], path: Sequence[str | int]) -> set[type[BaseModel]]:
    """Tell which models an error's path leads to; union tags in it choose among the candidates."""
    candidates = {model}
    previous: str | int = ""
    for part in path:
        follows, previous = previous, part
        if not isinstance(part, str):
            continue
        if follows == "rule":
            candidates = {m for m in candidates if part in _tags(m)} or candidates
            continue
        inside = {found for m in candidates if part in m.model_fields for found in _models_in(m, part)}
        candidates = inside or {m for m in candidates if part in _tags(m)} or candidates
    return candidates


@lru_cache
def _models_in(model: type[BaseModel], field: str) -> frozenset[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    ahead: list[Any] = [model.model_fields[field].annotation]
    while ahead:
        annotation = ahead.pop()
        if (
            isinstance(annotation, type)
            and get_origin(annotation) is None
            and issubclass(annotation, BaseModel)
        ):
            found.add(annotation)
        ahead.extend(get_args(annotation))
    return frozenset(found)


def _tags(model: type[BaseModel]) -> set[str]:
    tags = {model.__name__.lower()}
    kind = model.model_fields.get("kind")
    if kind is not None and get_origin(kind.annotation) is Literal:
        tags.update(get_args(kind.annotation))
    return tags
