"""Cells of a workbook as they stand in its XML: formulas, stored values, and the means to change an input."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

Value = float | str | bool | None
Place = tuple[str, str]  # sheet, cell

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r'<c r="(?P<ref>[A-Z]+[0-9]+)"(?P<more>[^>]*?)(?:/>|>(?P<inside>.*?)</c>)', re.DOTALL)
_FORMULA = re.compile(r"<f[ >/].*?(?:</f>|/>)", re.DOTALL)
_TYPE = re.compile(r' t="[^"]*"')


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, number, truth value or nothing, and the formula it comes from.

    formula: without "=", None for what was typed. is_error: the value is the name of an error ("#NAME?").
    """

    value: Value
    formula: str | None = None
    is_array: bool = False
    is_error: bool = False


Book = Mapping[str, Mapping[str, Cell]]


def read_book(content: bytes) -> dict[str, dict[str, Cell]]:
    """Read every cell of every sheet, by the sheet's name and the cell's address."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        texts = _shared_texts(package)
        return {
            name: dict(_cells(ET.fromstring(package.read(part)), texts))
            for name, part in _sheet_parts(package).items()
        }


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = ET.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {str(sheet.get("name")): f"xl/{targets[sheet.get(_REL)].removeprefix('/xl/')}" for sheet in sheets}


def _shared_texts(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    table = ET.fromstring(package.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in table]


def _cells(sheet: ET.Element, texts: list[str]) -> Iterator[tuple[str, Cell]]:
    for cell in sheet.iter(f"{_MAIN}c"):
        formula, stored = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}v")
        text = None if stored is None else stored.text or ""
        kind = cell.get("t", "n")
        value: Value
        match kind:
            case "s":
                value = texts[int(text or 0)]
            case "inlineStr":
                value = "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
            case "b":
                value = text == "1"
            case "n":
                value = float(text) if text else None
            case _:
                value = text
        if value is None and formula is None:
            continue
        written = None if formula is None else formula.text or ""
        is_array = formula is not None and formula.get("t") == "array"
        yield str(cell.get("r")), Cell(value, written, is_array, is_error=kind == "e")


def _rewritten(content: bytes, change: Callable[[str, str], str]) -> bytes:
    """Write a workbook again with the XML of its sheets changed; `change` takes a sheet's name and its XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = {part: name for name, part in _sheet_parts(old).items()}
        for part in old.namelist():
            data = old.read(part)
            if part in names:
                data = change(names[part], data.decode()).encode()
            new.writestr(part, data)
    return made.getvalue()


def without_values(content: bytes) -> bytes:
    """Leave every formula without a value, so that only a program that computes can give it one."""

    def emptied(cell: re.Match[str]) -> str:
        formula = _FORMULA.search(cell["inside"] or "")
        if formula is None:
            return cell[0]
        return f'<c r="{cell["ref"]}"{_TYPE.sub("", cell["more"])}>{formula[0]}</c>'

    return _rewritten(content, lambda _name, xml: _CELL.sub(emptied, xml))


def with_inputs(content: bytes, inputs: Mapping[Place, Value]) -> bytes:
    """Type something else into cells, as a reader would; AssertionError where a cell is missing or is a formula."""
    left = dict(inputs)

    def typed(sheet: str, xml: str) -> str:
        def cell(found: re.Match[str]) -> str:
            place = sheet, found["ref"]
            if place not in left:
                return found[0]
            assert not _FORMULA.search(found["inside"] or ""), f"{place} is a formula, not an input"
            return _typed_cell(found["ref"], _TYPE.sub("", found["more"]), left.pop(place))

        return _CELL.sub(cell, xml)

    made = _rewritten(content, typed)
    assert not left, f"no such cells: {sorted(left)}"
    return made


def _typed_cell(ref: str, more: str, value: Value) -> str:
    start = f"<c r={quoteattr(ref)}{more}"
    match value:
        case None:
            return f"{start}/>"
        case bool():
            return f'{start} t="b"><v>{int(value)}</v></c>'
        case str():
            return f'{start} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case _:
            return f"{start}><v>{value!r}</v></c>"
