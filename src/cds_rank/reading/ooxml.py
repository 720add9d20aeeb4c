"""Read what people really send as .xlsx: every value, formula and format with its coordinate, safely, in one pass.

Numbers stay the decimal text of the file until asked for; `<dimension>` is not believed; blank styled cells cost
nothing. UnreadableWorkbook is the only exception any bytes can cause, on opening or when a part is first read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cds_rank.reading.ooxml_cells import (
    GENERAL,
    LAST_COLUMN,
    LAST_ROW,
    Cell,
    CellKind,
    CellRange,
    column_letters,
)
from cds_rank.reading.ooxml_parts import (
    Attributes,
    Limits,
    Package,
    Parser,
    Relationship,
    UnreadableCause,
    UnreadableWorkbook,
    damaged,
    load,
    not_a_workbook,
    require_zip,
    too_large,
)
from cds_rank.reading.ooxml_sheet import (
    UNWRITTEN_FORMULA,
    XML_SPACE,
    SheetReader,
    StringsReader,
    is_true,
    is_within,
    unescaped,
)

__all__ = [
    "LAST_COLUMN",
    "LAST_ROW",
    "UNWRITTEN_FORMULA",
    "Cell",
    "CellKind",
    "CellRange",
    "Limits",
    "Sheet",
    "SheetState",
    "UnreadableCause",
    "UnreadableWorkbook",
    "Workbook",
    "column_letters",
    "open_workbook",
]

_MOST_STYLES = 200_000  # Excel stops at 65,490

_BUILT_IN_FORMATS = {
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "5": '"$"#,##0_);("$"#,##0)',
    "6": '"$"#,##0_);[Red]("$"#,##0)',
    "7": '"$"#,##0.00_);("$"#,##0.00)',
    "8": '"$"#,##0.00_);[Red]("$"#,##0.00)',
    "9": "0%",
    "10": "0.00%",
    "11": "0.00E+00",
    "12": "# ?/?",
    "13": "# ??/??",
    "14": "mm-dd-yy",  # Excel shows the short date of the laptop it runs on
    "15": "d-mmm-yy",
    "16": "d-mmm",
    "17": "mmm-yy",
    "18": "h:mm AM/PM",
    "19": "h:mm:ss AM/PM",
    "20": "h:mm",
    "21": "h:mm:ss",
    "22": "m/d/yy h:mm",
    "37": "#,##0_);(#,##0)",
    "38": "#,##0_);[Red](#,##0)",
    "39": "#,##0.00_);(#,##0.00)",
    "40": "#,##0.00_);[Red](#,##0.00)",
    "41": r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    "42": r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    "43": r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    "44": r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    "45": "mm:ss",
    "46": "[h]:mm:ss",
    "47": "mmss.0",
    "48": "##0.0E+0",
    "49": "@",
}
# 27 to 36 and 50 to 58 are dates in the East Asian tables only; a program made for them may use the bare ids.
_BUILT_IN_FORMATS |= {str(number): "yyyy-mm-dd" for number in (*range(27, 32), 36, *range(50, 55), 57, 58)}
_BUILT_IN_FORMATS |= {str(number): "h:mm:ss" for number in (*range(32, 36), 55, 56)}


class SheetState(StrEnum):
    """Whether Excel shows the tab, and whether its menu can bring it back."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet holds. A chart sheet is a sheet without cells.

    cells: by (row, column), only those with a value or a formula; when a file gives one twice, the last counts.
    hidden_rows, hidden_columns: ascending and apart; one may reach to the end of the sheet.
    last_row: the last row that the file mentions, blank or not; 0 when it mentions none.
    """

    name: str
    state: SheetState
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[CellRange, ...]
    hidden_rows: tuple[range, ...]
    hidden_columns: tuple[range, ...]
    filtered: bool
    has_protection: bool
    last_row: int = 0

    def cell(self, row: int, column: int) -> Cell | None:
        """Give the cell at a place, None when it is blank."""
        return self.cells.get((row, column))

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Go through the rows that hold something, each with its cells from left to right."""
        for row, places in groupby(sorted(self.cells), itemgetter(0)):
            yield row, [self.cells[place] for place in places]

    def is_row_hidden(self, row: int) -> bool:
        """Whether a row is hidden, by hand or by a filter."""
        return is_within(self.hidden_rows, row)

    def is_column_hidden(self, column: int) -> bool:
        """Whether a column is hidden."""
        return is_within(self.hidden_columns, column)


class Workbook:
    """One workbook: names and states are known, sheets and properties are read when first asked for.

    Anything read late may raise UnreadableWorkbook. Nothing keeps the file open.
    """

    def __init__(self, package: Package, name: str) -> None:
        self.name = name
        self._package = package
        self._package_arrows = tuple(package.relationships("").values())
        self._part = _workbook_part(package, self._package_arrows)
        self._arrows = package.relationships(self._part)
        outline = _read_outline(package, self._part)
        self.date_1904 = outline.date_1904
        self._listed = {sheet.name: sheet for sheet in reversed(outline.sheets)}
        self._names = tuple(dict.fromkeys(sheet.name for sheet in outline.sheets))
        self._read: dict[str, Sheet] = {}

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """Names of the sheets in the order of their tabs, the hidden ones too."""
        return self._names

    @property
    def states(self) -> dict[str, SheetState]:
        """Whether each sheet is shown, in the order of their tabs."""
        return {name: self._listed[name].state for name in self._names}

    def sheet(self, name: str) -> Sheet:
        """Read one sheet, once. Raises KeyError for a name that is not among `sheet_names`."""
        if name not in self._read:
            self._read[name] = self._read_sheet(self._listed[name])
        return self._read[name]

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """Custom document properties, every type as its text."""
        part = _linked(self._package, self._package_arrows, "customproperties")
        return MappingProxyType(_read_properties(self._package, part) if part else {})

    @cached_property
    def application(self) -> str:
        """The program that says it wrote the file, "" when none does."""
        part = _linked(self._package, self._package_arrows, "extendedproperties")
        return _read_application(self._package, part) if part else ""

    @cached_property
    def has_macros(self) -> bool:
        """Whether the file carries a VBA project, whatever the file is called."""
        return any(part.endswith("vbaproject.bin") for part in self._package.names())

    @cached_property
    def external_links(self) -> tuple[str, ...]:
        """The other workbooks that formulas point to, as written in the file."""
        links = [arrow.target for arrow in self._arrows.values() if arrow.kind == "externallink"]
        arrows = (arrow for link in links for arrow in self._package.relationships(link).values())
        return tuple(arrow.target for arrow in arrows if arrow.external)

    @cached_property
    def outside_sources(self) -> tuple[str, ...]:
        """What else the file draws on when it is opened: "connection", "dde", "ole", each at most once."""
        found = []
        names = tuple(self._package.names())
        if any(name.startswith(("xl/connections.xml", "xl/querytables/")) for name in names):
            found.append("connection")
        links = [arrow.target for arrow in self._arrows.values() if arrow.kind == "externallink"]
        if any(b"<ddeLink" in self._package.beginning(link, 4000) for link in links):
            found.append("dde")
        if any("/embeddings/" in name or "/activex/" in name for name in names):
            found.append("ole")
        return tuple(found)

    def _read_sheet(self, listed: "_ListedSheet") -> Sheet:
        arrow = self._arrows.get(listed.relationship)
        try:
            if arrow is None or arrow.external:
                raise damaged(self._part, "the sheet has no part")
            reader = SheetReader(self._package, arrow.target, self._strings, self._formats)
            return Sheet(listed.name, listed.state, *reader.read())
        except UnreadableWorkbook as error:
            error.facts["sheet"] = listed.name
            raise

    @cached_property
    def _strings(self) -> list[str]:
        part = _linked(self._package, self._arrows.values(), "sharedstrings")
        return StringsReader(self._package, part).read() if part else []

    @cached_property
    def _formats(self) -> dict[str, str]:
        part = _linked(self._package, self._arrows.values(), "styles")
        return _read_formats(self._package, part) if part else {}


_DEFAULT_LIMITS = Limits()


def open_workbook(
    source: Path | bytes, *, name: str | None = None, limits: Limits = _DEFAULT_LIMITS
) -> Workbook:
    """Open a workbook from a path or from its bytes.

    name: what to call it; the file's name unless told.
    Raises UnreadableWorkbook, here or when a sheet is read, whatever the bytes are.
    """
    data = load(source, limits)
    require_zip(data)
    if name is None:
        name = source.name if isinstance(source, Path) else ""
    return Workbook(Package(data, limits), name)


# The workbook part and what hangs on it


class _ListedSheet(NamedTuple):
    name: str
    state: SheetState
    relationship: str


class _Outline(NamedTuple):
    sheets: list[_ListedSheet]
    date_1904: bool


def _linked(package: Package, arrows: Iterable[Relationship], kind: str) -> str | None:
    """Find the part of a kind that is pointed to, None when there is no such arrow or no such part."""
    targets = (arrow.target for arrow in arrows if arrow.kind == kind and not arrow.external)
    return next((target for target in targets if target in package), None)


def _workbook_part(package: Package, arrows: Iterable[Relationship]) -> str:
    """Find the workbook, or say what the zip holds instead."""
    if package.beginning("mimetype", 100).startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise UnreadableWorkbook(UnreadableCause.UNSUPPORTED_KIND, {"kind": ".ods"})
    part = _linked(package, arrows, "officedocument")
    if part is None and "xl/workbook.xml" in package:
        part = "xl/workbook.xml"
    if part is not None and part.lower().endswith(".bin"):
        raise UnreadableWorkbook(UnreadableCause.UNSUPPORTED_KIND, {"kind": ".xlsb"})
    others = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
    for other, kind in others.items():
        if other in package and part in (None, other):
            raise not_a_workbook(kind)
    if part is None and "[content_types].xml" in package.names():
        raise damaged("_rels/.rels", "no workbook part")
    if part is None:
        raise not_a_workbook("zip")
    return part


def _read_outline(package: Package, part: str) -> _Outline:
    sheets: list[_ListedSheet] = []
    date_1904 = False

    def visit(parent: str, name: str, attributes: Attributes) -> None:
        nonlocal date_1904
        if name == "<sheet>" and parent == "<sheets>":
            sheets.append(_listed_sheet(attributes))
            if len(sheets) > package.limits.entries:
                raise too_large("sheets", len(sheets), package.limits.entries)
        elif name == "<workbookPr>":
            date_1904 = is_true(attributes.get("date1904"))

    _visit(package, part, "<workbook>", visit)
    if not sheets:
        raise damaged(part, "no sheets")
    return _Outline(sheets, date_1904)


def _listed_sheet(attributes: Attributes) -> _ListedSheet:
    state = next((known for known in SheetState if known == attributes.get("state")), SheetState.VISIBLE)
    return _ListedSheet(attributes.get("name", ""), state, attributes.get("<r:id>", ""))


def _read_formats(package: Package, part: str) -> dict[str, str]:
    """Give the number format code of each cell style by its index as written, "3"."""
    codes = dict(_BUILT_IN_FORMATS)
    style_formats: list[str] = []

    def visit(parent: str, name: str, attributes: Attributes) -> None:
        if name == "<xf>" and parent == "<cellXfs>":
            if len(style_formats) < _MOST_STYLES:
                style_formats.append(attributes.get("numFmtId", ""))
        elif name == "<numFmt>" and parent == "<numFmts>" and len(codes) < _MOST_STYLES:
            codes[attributes.get("numFmtId", "")] = unescaped(attributes.get("formatCode", GENERAL))

    _visit(package, part, "<styleSheet>", visit)
    return {str(index): codes.get(number, GENERAL) for index, number in enumerate(style_formats)}


def _read_properties(package: Package, part: str) -> dict[str, str]:
    found: dict[str, str] = {}
    pieces: list[str] = []
    name = ""

    def start(element: str, attributes: Attributes) -> None:
        nonlocal name
        if element == "<property>":
            name = attributes.get("name", "")
            pieces.clear()

    def end(element: str) -> None:
        if element == "<property>":
            found[name] = "".join(pieces).strip(XML_SPACE)
            if len(found) > package.limits.entries:
                raise too_large("properties", len(found), package.limits.entries)

    def install(parser: Parser) -> None:
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = pieces.append

    package.parse(part, ("<Properties>",), install)
    return found


def _read_application(package: Package, part: str) -> str:
    pieces: list[str] = []

    def install(parser: Parser) -> None:
        def start(element: str, _: Attributes) -> None:
            parser.CharacterDataHandler = pieces.append if element == "<Application>" else None

        def end(_: str) -> None:
            parser.CharacterDataHandler = None

        parser.StartElementHandler, parser.EndElementHandler = start, end

    package.parse(part, ("<Properties>",), install)
    return "".join(pieces).strip(XML_SPACE)


def _visit(package: Package, part: str, root: str, visit: Callable[[str, str, Attributes], None]) -> None:
    """Visit the children and grandchildren of the root, each with its parent's name; deeper ones are passed over.

    So what mc:AlternateContent or an extension wraps is not taken for the real thing.
    """
    depth = 0
    parent = root

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, parent
        depth += 1
        if depth == 1:
            parent = name
            visit(root, name, attributes)
        elif depth == 2:
            visit(parent, name, attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def install(parser: Parser) -> None:
        parser.StartElementHandler, parser.EndElementHandler = start, end

    package.parse(part, (root,), install)
