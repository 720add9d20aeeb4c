"""A filled-in form taken apart into its cells' XML: spoilt and packed again in a millisecond, without a library."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from cds_rank.checks.context import Context
from cds_rank.checks.run import run_checks
from cds_rank.forms.workbook import Figure, build_form
from cds_rank.model import form_layout as layout
from cds_rank.model.finding import Finding, ValidationReport
from cds_rank.model.observation import Observation, ReadFile, Stage
from cds_rank.reading.ooxml_cells import column_letters, column_number
from cds_rank.reading.submissions import read_bytes
from tests.checks import forms

SHEET_PART = "xl/worksheets/sheet2.xml"
STYLES_PART = "xl/styles.xml"
FILE = "SYT.xlsx"
_CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?: ?/>|>(.*?)</c>)', re.DOTALL)
_ROW = re.compile(r'<row r="([0-9]+)"([^>]*?)(?: ?/>|>(.*?)</row>)', re.DOTALL)
_MERGED = re.compile(r'<mergeCell ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)" ?/>')
Place = tuple[int, int]  # row, column

# A set whose limits forgive nearly everything, so that a wrong reading is not found by its size.
_LOOSE: Mapping[str, Any] = {
    "numerator": forms.names("Số hồ sơ nộp trực tuyến"),
    "denominator": forms.names("Tổng số hồ sơ"),
}
WIDE: dict[str, Any] = forms.changed(
    forms.SET,
    tree=[
        {
            "code": "I",
            "name": forms.names("Thể chế số"),
            "children": [
                forms.indicator("1.1", "points", {"kind": "assessed"}, unit_of_measure=forms.names("điểm")),
                forms.indicator("1.10", "ratio", {"kind": "proportional"}, **_LOOSE),
                forms.indicator("1.2", "ratio", {"kind": "proportional"}, **forms.RATIO),
                forms.indicator(
                    "1.3",
                    "count",
                    {"kind": "capped_count", "points_each": "0.5"},
                    unit_of_measure=forms.names("mô hình"),
                ),
            ],
        },
        {
            "code": "II",
            "name": forms.names("Chính quyền số"),
            "children": [
                forms.indicator("2.1", "value", {"kind": "proportional"}),
                forms.indicator(
                    "2.2", "value", {"kind": "proportional"}, limits={"minimum": "0", "maximum": "100"}
                ),
                forms.indicator(
                    "2.3",
                    "value",
                    {"kind": "target"},
                    target={"value": "30", "status": "confirmed", "source": "Kế hoạch"},
                    unit_of_measure=forms.names("tỷ đồng"),
                ),
                forms.indicator("2.4", "yes_no", {"kind": "yes_no"}, unit_of_measure=forms.names("Có/Không")),
            ],
        },
    ],
)
WIDE_FIGURES: dict[str, Figure] = {
    "1.1": Figure(points=Decimal("8.25"), evidence="BC 1"),
    "1.10": Figure(numerator=Decimal(131), denominator=Decimal(577), evidence="BC 2"),
    "1.2": Figure(numerator=Decimal(29), denominator=Decimal(41), evidence="BC 3"),
    "1.3": Figure(value=Decimal(17), evidence="BC 4"),
    "2.1": Figure(value=Decimal("61.75"), evidence="BC 5"),
    "2.2": Figure(value=Decimal("37.5"), evidence="BC 6"),
    "2.3": Figure(value=Decimal("1234.5"), evidence="BC 7"),
    "2.4": Figure(answer="yes", evidence="BC 8"),
}
FIGURE_CELLS: tuple[tuple[str, str], ...] = (
    ("1.1", "points"),
    ("1.10", "numerator"),
    ("1.10", "denominator"),
    ("1.2", "numerator"),
    ("1.2", "denominator"),
    ("1.3", "value"),
    ("2.1", "value"),
    ("2.2", "value"),
    ("2.3", "value"),
)
"""Every cell of the wide form in which a figure is asked for: indicator, column."""


@lru_cache
def wide_context() -> Context:
    return forms.context_of(WIDE)


@lru_cache
def wide_form() -> bytes:
    context = wide_context()
    unit = context.unit_list.by_code["SYT"]
    return build_form(context.indicator_set, context.set_digest, unit, forms.PERIOD, figures=WIDE_FIGURES)


@lru_cache
def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts without pressing them: it is the reader that is tried, not zlib."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


@dataclass(frozen=True)
class Cell:
    """The attributes of a `<c>` but for its place, and what is inside."""

    attributes: str
    inside: str


@dataclass(frozen=True)
class Sheet:
    """The data sheet: cells by row and column, row attributes, merged ranges, and the XML around them."""

    before: str
    cells: Mapping[Place, Cell]
    rows: Mapping[int, str]
    merged: tuple[tuple[int, int, int, int], ...]  # first row, first column, last row, last column
    after: str
    styles: tuple[tuple[int, str], ...] = ()  # what is added to cellXfs: number format id and code
    parts: Mapping[str, bytes] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """Pack the workbook."""
        parts = dict(self.parts) | {SHEET_PART: self._xml().encode()}
        if self.styles:
            parts[STYLES_PART] = _with_styles(parts[STYLES_PART].decode(), self.styles).encode()
        return packed(parts)

    def _xml(self) -> str:
        by_row: dict[int, list[str]] = {row: [] for row in self.rows}
        for (row, column), cell in sorted(self.cells.items()):
            place = f"{column_letters(column)}{row}"
            by_row.setdefault(row, []).append(f'<c r="{place}"{cell.attributes}>{cell.inside}</c>')
        rows = "".join(
            f'<row r="{row}"{self.rows.get(row, "")}>{"".join(cells)}</row>'
            for row, cells in sorted(by_row.items())
        )
        merged = "".join(
            f'<mergeCell ref="{column_letters(left)}{top}:{column_letters(right)}{bottom}"/>'
            for top, left, bottom, right in self.merged
        )
        return self.before + rows + self.after.replace("<!--merged-->", merged)

    def put(self, place: Place, inside: str, attributes: str = "") -> "Sheet":
        """Change one cell."""
        return replace(self, cells={**self.cells, place: Cell(attributes, inside)})

    def without(self, *places: Place) -> "Sheet":
        """Empty some cells."""
        return replace(self, cells={place: cell for place, cell in self.cells.items() if place not in places})

    def text(self, place: Place) -> str:
        """Give the inline text of a cell, "" when it has none."""
        found = re.search(r"<t[^>]*>(.*?)</t>", self.cells[place].inside) if place in self.cells else None
        return found[1] if found else ""

    @property
    def columns(self) -> dict[str, int]:
        """Give the columns of the form by their keys."""
        keys = {column.heading: column.key for column in layout.COLUMNS}
        row = layout.HEADER_ROW
        return {keys[self.text(place)]: place[1] for place in self.cells if place[0] == row}

    @property
    def row_of(self) -> dict[str, int]:
        """Give the row of each indicator code."""
        return {
            self.text(place): place[0]
            for place in sorted(self.cells)
            if place[1] == 1 and place[0] > layout.HEADER_ROW and self.text(place)
        }


@lru_cache
def wide_sheet() -> Sheet:
    return sheet_of(wide_form())


def sheet_of(data: bytes) -> Sheet:
    """Take a form apart."""
    parts = parts_of(data)
    xml = parts[SHEET_PART].decode()
    before, opening, rest = xml.partition("<sheetData>")
    inner, closing, after = rest.partition("</sheetData>")
    cells = {
        (int(row), column_number(letters) or 0): Cell(attributes.rstrip(), inside)
        for letters, row, attributes, inside in _CELL.findall(inner)
    }
    rows = {int(number): attributes.rstrip() for number, attributes, _ in _ROW.findall(inner)}
    merged = tuple(
        (int(top), column_number(left) or 0, int(bottom), column_number(right) or 0)
        for left, top, right, bottom in _MERGED.findall(after)
    )
    after = re.sub(r"<mergeCells[^>]*>.*?</mergeCells>", "<mergeCells><!--merged--></mergeCells>", after)
    return Sheet(before + opening, cells, rows, merged, closing + after, (), parts)


def _with_styles(xml: str, styles: Sequence[tuple[int, str]]) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{escape(c, {chr(34): "&quot;"})}"/>' for n, c in styles if c
    )
    cells = "".join(f'<xf numFmtId="{number}"/>' for number, _ in styles)
    if formats:
        xml = re.sub(r"<numFmts[^>]*/>|<numFmts[^>]*>(.*?)</numFmts>", "", xml)
        xml = re.sub(r"(<styleSheet[^>]*>)", lambda found: f"{found[1]}<numFmts>{formats}</numFmts>", xml)
    return xml.replace("</cellXfs>", f"{cells}</cellXfs>")


@lru_cache
def style_count(data: bytes) -> int:
    xml = parts_of(data)[STYLES_PART].decode()
    return xml.partition("<cellXfs")[2].partition("</cellXfs>")[0].count("<xf ")


# --- what became of it


@dataclass(frozen=True)
class Seen:
    """What was read of a file and found in it."""

    read: ReadFile
    report: ValidationReport

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.report.findings

    def observation(self, indicator: str) -> Observation | None:
        if self.read.submission is None:
            return None
        own = (o for o in self.read.submission.observations if o.stage is Stage.SELF_ASSESSED)
        return next((o for o in own if o.indicator == indicator), None)

    def figure(self, indicator: str, column: str) -> Decimal | None:
        """Give what a figure would be scored as; None when it would not be."""
        observation = self.observation(indicator)
        if observation is None:
            return None
        if column in {"numerator", "denominator"}:
            return observation.numerator if column == "numerator" else observation.denominator
        return observation.value

    def at(self, *coordinates: str) -> tuple[Finding, ...]:
        """Give the findings that name one of the cells."""
        return tuple(f for f in self.findings if set(coordinates) & set(f.cells))

    def about(self, indicator: str) -> tuple[Finding, ...]:
        """Give the findings that name an indicator."""
        return tuple(
            f
            for f in self.findings
            if indicator in f.indicators or indicator in f.facts.get("indicator", "").split(", ")
        )


def seen(data: bytes, context: Context | None = None) -> Seen:
    """Read and check one file, as `cds-rank validate` does."""
    context = context or wide_context()
    read = read_bytes(data, FILE, context.indicator_set)
    return Seen(read, run_checks([read], context, whole_list=False))
