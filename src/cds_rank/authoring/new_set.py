"""A new set or unit list to be completed: the template's text, or another's, under a name of its own."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.text import CODE_PATTERN
from cds_rank.model.unit import UnitList

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Scalars = Mapping[tuple[str, ...], str]  # new values by the path of their keys
_FIRST_VERSION = "1.0.0"
_LONGEST_CODE = 40


def is_code(text: str) -> bool:
    """Tell whether a text can be the id of a set or unit list."""
    return len(text) <= _LONGEST_CODE and re.fullmatch(CODE_PATTERN, text) is not None


def set_from_template(set_id: str, name: str | None) -> str:
    """Write the template of a set under an id; it is complete, and everything in it is an example.

    name: in Vietnamese; it stands for the English one too until somebody translates it.
    """
    changes: _Scalars = {("id",): set_id, ("units", "id"): set_id, **_named(name)}
    return _with_scalars(_template("set.yaml"), changes)


def units_from_template(list_id: str) -> str:
    """Write the template of the unit list that goes with the template of a set."""
    return _with_scalars(_template("units.yaml"), {("id",): list_id})


def copy_of_set(text: str, original: IndicatorSet, set_id: str, name: str | None, units: str | None) -> str:
    """Copy a set's text, comments and all, under an id, a name and a version of its own.

    text: of the file that `original` was read from. units: id of the list to name instead of the original's.
    """
    new_name = _named(name) or {
        ("name", "vi"): f"CẦN ĐẶT TÊN – chép từ {original.name.vi}",
        ("name", "en"): f"TO BE NAMED – copied from {original.name.en}",
    }
    own_units: _Scalars = (
        {} if units is None else {("units", "id"): units, ("units", "version"): _FIRST_VERSION}
    )
    changes: _Scalars = {("id",): set_id, ("version",): _FIRST_VERSION, **new_name, **own_units}
    return _copied_from(original) + _with_scalars(text, changes)


def copy_of_units(text: str, original: UnitList, list_id: str) -> str:
    """Copy a unit list's text, comments and all, under an id of its own."""
    changes: _Scalars = {("id",): list_id, ("version",): _FIRST_VERSION}
    return _copied_from(original) + _with_scalars(text, changes)


def _named(name: str | None) -> _Scalars:
    shown = _one_line(name or "")
    return {("name", "vi"): shown, ("name", "en"): shown} if shown else {}


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _copied_from(original: IndicatorSet | UnitList) -> str:
    return (
        f"# Chép từ {original.id} phiên bản {original.version}, mã băm {content_digest(original)}.\n"
        "# Những gì ghi là có nguồn (confirmed) là theo nguồn của bản gốc: đối chiếu lại với văn bản của mình.\n"
        "#\n"
    )


def _with_scalars(text: str, changes: _Scalars) -> str:
    """Put other values in the place of scalars; everything around them stays as it is."""
    root = yaml.compose(text, Loader=_LOADER)
    places = [
        (node, value) for path, value in changes.items() if (node := _scalar_at(root, path)) is not None
    ]
    for node, value in sorted(places, key=lambda place: place[0].start_mark.index, reverse=True):
        start, end = node.start_mark.index, node.end_mark.index
        written = text[start:end]
        # A block of text (>-) ends behind its last line break, and that has to stay.
        after = written[len(written.rstrip()) :]
        text = text[:start] + _quoted(value) + after + text[end:]
    return text


def _scalar_at(root: yaml.Node | None, path: tuple[str, ...]) -> yaml.ScalarNode | None:
    node = root
    for part in path:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == part), None)
    return node if isinstance(node, yaml.ScalarNode) else None


def _one_line(text: str) -> str:
    """Put a text on one line, a space for whatever cannot be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _quoted(value: str) -> str:
    escaped = _one_line(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
