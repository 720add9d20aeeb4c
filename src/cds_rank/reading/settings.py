"""`cds-rank.toml` and the list of known findings: found, read, and every problem named with line and column."""

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from cds_rank.errors import CdsRankError, DefinitionError, DefinitionProblem
from cds_rank.model.settings import ReportSettings, Settings, ValidateSettings, is_rule_code
from cds_rank.model.similarity import nearest

SETTINGS_FILE: Final = "cds-rank.toml"
_REPORT_SCHEMA = "cds-rank/validation-report"
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_LARGEST_FILE = 1_000_000  # bytes
_YAML = (".yaml", ".yml")

_KEY_PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEY = rf"{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART})*"
_LINE = re.compile(rf"[ \t]*(?:\[\[?[ \t]*(?P<table>{_KEY})[ \t]*\]|(?P<key>{_KEY})[ \t]*=[ \t]*)")
_PARSER_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def find_settings(start: Path) -> Path | None:
    """Find the nearest `cds-rank.toml` in a folder (or a file's folder) and the folders above it.

    Looks no higher than the folder that has `.git`. Returns None when there is none.
    """
    # Not resolved: a linked folder belongs to where it is linked, as a reader of its path would say.
    here = Path(os.path.abspath(start))  # noqa: PTH100 - takes out "..", which absolute() leaves
    for folder in (here, *here.parents):
        try:
            if (folder / SETTINGS_FILE).is_file():
                return folder / SETTINGS_FILE
            if (folder / ".git").exists():
                return None
        except (OSError, ValueError):
            continue
    return None


def load_settings(path: Path) -> Settings:
    """Read and check a settings file; the paths in it start from its own folder.

    Raises DefinitionError with every problem at its line and column, CdsRankError when it cannot be read.
    """
    import tomllib  # only where there is such a file

    text = _text_of(path)
    places = _Places(str(path), text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(str(path), [places.syntax_problem(str(error))]) from error
    except RecursionError as error:
        raise _refused(path, 1, 1, "too_deep") from error
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        problems = {_field_problem(places, detail) for detail in error.errors(include_url=False)}
        ordered = sorted(problems, key=lambda p: (p.line, p.column, p.code, p.facts))
        raise DefinitionError(str(path), [p.as_problem(str(path)) for p in ordered]) from error
    told = {
        "validation": _from_folder(settings.validation, path.parent),
        "report": _template_from_folder(settings.report, path.parent),
    }
    return settings.model_copy(update=told)


def load_baseline(path: Path) -> frozenset[str]:
    """Read the fingerprints of the findings that an earlier JSON report lists.

    Raises CdsRankError: "file_not_readable", or "not_a_baseline" when it is no such report.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CdsRankError("file_not_readable", path=path, reason=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise CdsRankError("not_a_baseline", path=path) from error
    return read_baseline(text, str(path))


def read_baseline(text: str, name: str = "") -> frozenset[str]:
    """Take the fingerprints out of the text of a JSON report; name: the file, for the error "not_a_baseline"."""
    try:
        report = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CdsRankError("not_a_baseline", path=name) from error
    listed = report.get("findings") if isinstance(report, dict) else None
    if not isinstance(listed, list) or report.get("schema") != _REPORT_SCHEMA:
        raise CdsRankError("not_a_baseline", path=name)
    given = [entry.get("fingerprint") if isinstance(entry, dict) else None for entry in listed]
    fingerprints = [mark for mark in given if isinstance(mark, str) and _FINGERPRINT.fullmatch(mark)]
    if len(fingerprints) < len(given):
        raise CdsRankError("not_a_baseline", path=name)
    return frozenset(fingerprints)


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CdsRankError("file_not_readable", path=path, reason=error.strerror or "") from error
    if len(raw) > _LARGEST_FILE:
        raise _refused(path, 1, 1, "too_large")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise _refused(path, line, column, "not_utf8") from error


def _refused(path: Path, line: int, column: int, detail: str) -> DefinitionError:
    problem = DefinitionProblem(str(path), line, column, "SET001", {"detail": detail, "syntax": "TOML"})
    return DefinitionError(str(path), [problem])


def _from_folder(settings: ValidateSettings, folder: Path) -> ValidateSettings:
    """Let the paths start from the folder of the settings; the name of a set or of a list is no path."""
    files = {name: getattr(settings, name) for name in ("previous", "baseline")}
    named = {name: getattr(settings, name) for name in ("indicator_set", "units")}
    files |= {name: value for name, value in named.items() if value and value.lower().endswith(_YAML)}
    return settings.model_copy(update={name: str(folder / value) for name, value in files.items() if value})


def _template_from_folder(settings: ReportSettings, folder: Path) -> ReportSettings:
    template = settings.template
    return settings.model_copy(update={"template": str(folder / template)}) if template else settings


@dataclass(frozen=True, slots=True)
class _Problem:
    """A problem that can be compared: facts as pairs."""

    line: int
    column: int
    code: str
    facts: tuple[tuple[str, str], ...]

    def as_problem(self, file: str) -> DefinitionProblem:
        return DefinitionProblem(file, self.line, self.column, self.code, dict(self.facts))


def _field_problem(places: "_Places", detail: Any) -> _Problem:
    path, kind, value = detail["loc"], detail["type"], detail["input"]
    key = str(next((part for part in reversed(path) if isinstance(part, str) and part != "[key]"), ""))
    shown = "…" if isinstance(value, dict | list) else json.dumps(value, default=str).strip('"')
    shown = value if isinstance(value, str) else shown
    context = {name: str(item) for name, item in (detail.get("ctx") or {}).items()}
    at_key = False
    match kind:
        case "extra_forbidden":
            code, at_key = "SET003", True
            facts = {"key": key, "nearest": nearest(key, _keys_at(path[:-1]))}
        case "rule_code":
            meant = shown.strip().upper()
            code, facts = "SET007", {"code": shown, "nearest": meant if is_rule_code(meant) else ""}
        case "enum" | "literal_error":
            choices = re.findall(r"'([^']*)'", context.get("expected", ""))
            code = "SET021"
            facts = {
                "key": key,
                "value": shown,
                "choices": ", ".join(choices),
                "nearest": nearest(shown, choices),
            }
        case _:
            code = "SET004"
            facts = {"key": key, "value": shown, "expected": kind, "bound": context.get("ge", "")}
    line, column = places.of(path, value, at_key=at_key)
    return _Problem(line, column, code, tuple(facts.items()))


def _keys_at(path: Sequence[str | int]) -> set[str]:
    """List the keys that the table at `path` may have; none where it is a list of free names."""
    model: type[BaseModel] = Settings
    for part in path:
        field = next((f for name, f in model.model_fields.items() if (f.alias or name) == part), None)
        if field is None or not (
            isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        ):
            return set()
        model = field.annotation
    return {field.alias or name for name, field in model.model_fields.items()}


class _Places:
    """Where the keys of a TOML text stand; good enough to point an author at a line, no second parser.

    Lines and columns are 1-based.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self._of_key = dict(reversed(list(self._keys())))  # the first of equal keys counts

    def _keys(self) -> Iterator[tuple[tuple[str, ...], tuple[int, int, int]]]:
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.lines):
            found = _LINE.match(line)
            if found is None:
                continue
            if found["table"] is not None:
                table = _parts(found["table"])
                yield table, (number, found.start("table"), found.start("table"))
            else:
                yield (*table, *_parts(found["key"])), (number, found.start("key"), found.end())

    def of(self, path: Sequence[str | int], value: Any, *, at_key: bool) -> tuple[int, int]:
        """Find a path's value, or its key; of a list the item, where it is written out as such."""
        names = tuple(part for part in path if isinstance(part, str) and part != "[key]")
        known = next((names[:n] for n in range(len(names), 0, -1) if names[:n] in self._of_key), None)
        if known is None:
            return 1, 1
        line, key_column, value_column = self._of_key[known]
        if at_key or len(known) < len(names):
            return line + 1, key_column + 1
        if isinstance(path[-1], int):
            return self._item(line, value_column, value)
        return line + 1, value_column + 1

    def _item(self, line: int, column: int, value: Any) -> tuple[int, int]:
        written = {f'"{value}"', f"'{value}'"} if isinstance(value, str) else {json.dumps(value, default=str)}
        for number in range(line, len(self.lines)):
            start = column if number == line else 0
            if number > line and _LINE.match(self.lines[number]):
                break
            found = [at for text in written if (at := self.lines[number].find(text, start)) >= 0]
            if found:
                return number + 1, min(found) + 1
        return line + 1, column + 1

    def syntax_problem(self, message: str) -> DefinitionProblem:
        """Put what the parser says into a problem; a key given twice is told by its name."""
        place = _PARSER_PLACE.search(message)
        detail = _PARSER_PLACE.sub("", message)
        if place is not None and place["line"]:
            line, column = int(place["line"]), int(place["column"])
        else:
            line, column = len(self.lines), len(self.lines[-1]) + 1
        written = _LINE.match(self.lines[line - 1]) if line <= len(self.lines) else None
        if written is not None and detail.startswith(("Cannot overwrite", "Cannot declare")):
            group = "table" if written["table"] is not None else "key"
            key, column = ".".join(_parts(written[group])), written.start(group) + 1
            return DefinitionProblem(self.file, line, column, "SET002", {"key": key})
        return DefinitionProblem(self.file, line, column, "SET001", {"detail": detail, "syntax": "TOML"})


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY_PART, key))
