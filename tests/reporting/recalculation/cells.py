"""Cells of a workbook as they stand in its XML: formulas, stored values, and the means to change an input."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr, unescape

Value = float | str | bool | None
Place = tuple[str, str]  # sheet, cell

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r'<c r="(?P<ref>[A-Z]+[0-9]+)"(?P<more>[^>]*?)(?:/>|>(?P<inside>.*?)</c>)', re.DOTALL)
_FORMULA = re.compile(r"<f[ >/].*?(?:</f>|/>)", re.DOTALL)
_TYPE = re.compile(r' t="[^"]*"')
_ROW = re.compile(r'(<row r="\d+")[^>]*?(/?)>')
_DATA = re.compile(r"<sheetData>.*</sheetData>|<sheetData/>", re.DOTALL)
_NAMES = re.compile(r"<definedNames>.*?</definedNames>", re.DOTALL)
_HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN[1:-1]}">'


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
        if value is None:
            value = ""  # a formula that shows nothing is stored without a value
        written = None if formula is None else formula.text or ""
        is_array = formula is not None and formula.get("t") == "array"
        yield str(cell.get("r")), Cell(value, written, is_array, is_error=kind == "e")


def bare(content: bytes) -> bytes:
    """Leave nothing but what is calculated: formulas without their values, and the sheets that they look at.

    Without a value, a formula gets one only from a program that computes. LibreOffice spends most of its time on
    sheets of text, styles and page breaks, which decide no value.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        parts = _sheet_parts(old)
        sheets = {name: _bare_sheet(old.read(part).decode()) for name, part in parts.items()}
        formulas = unescape("".join(formula for xml in sheets.values() for formula in _FORMULA.findall(xml)))
        workbook = _NAMES.sub("", old.read("xl/workbook.xml").decode())
        for name, xml in sheets.items():
            quoted = name.replace("'", "''")
            if _FORMULA.search(xml) or f"{quoted}'!" in formulas or f"{quoted}!" in formulas:
                new.writestr(parts[name], xml)
            else:
                workbook = workbook.replace(_sheet_element(workbook, name), "")
        new.writestr("xl/workbook.xml", workbook)
        for part in old.namelist():
            if not part.startswith(("xl/worksheets/", "docProps/")) and part != "xl/workbook.xml":
                new.writestr(part, old.read(part))
    return made.getvalue()


def without_values(content: bytes) -> bytes:
    """Leave a workbook as it is but for the values of its formulas."""

    def cell(found: re.Match[str]) -> str:
        formula = _FORMULA.search(found["inside"] or "")
        if formula is None:
            return found[0]
        return f'<c r="{found["ref"]}"{_TYPE.sub("", found["more"])}>{formula[0]}</c>'

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            is_sheet = part.startswith("xl/worksheets/sheet")
            new.writestr(part, _CELL.sub(cell, data.decode()) if is_sheet else data)
    return made.getvalue()


def _bare_sheet(xml: str) -> str:
    def cell(found: re.Match[str]) -> str:
        formula = _FORMULA.search(found["inside"] or "")
        if formula is not None:
            return f'<c r="{found["ref"]}">{formula[0]}</c>'
        kind = _TYPE.search(found["more"])
        if found["inside"] is None:
            return ""
        return f'<c r="{found["ref"]}"{kind[0] if kind else ""}>{found["inside"]}</c>'

    data = _DATA.search(xml)
    assert data is not None, "a sheet without <sheetData>"
    rows = _ROW.sub(r"\1\2>", data[0])
    return f"{_HEAD}{_CELL.sub(cell, rows)}</worksheet>"


def _sheet_element(workbook: str, name: str) -> str:
    found = next(
        element for element in re.findall(r"<sheet [^>]*/>", workbook) if f"name={quoteattr(name)}" in element
    )
    return str(found)


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

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names = {part: name for name, part in _sheet_parts(old).items()}
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, typed(names[part], data.decode()) if part in names else data)
    assert not left, f"no such cells: {sorted(left)}"
    return made.getvalue()


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
