"""The paper the Excel report is written on: type, colours, cells, and pages ready for the printer."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from cds_rank.model.quantity import round_half_up
from cds_rank.reporting.workbook.packing import QuickWorkbook
from cds_rank.reporting.workbook.quick import (
    FormulaCell,
    blank_cell,
    format_index,
    formula_cell,
    number_cell,
)
from cds_rank.reporting.workbook.text import lines_needed, one_line, sheet_name
from cds_rank.wording.cell_text import clean, clip

FACE = "Times New Roman"  # the face of Vietnamese official papers (NĐ 30/2020/NĐ-CP, annex I)
A4 = 9  # as Excel numbers paper sizes
NAVY, NAVY_TINT, BAND = "#1F3864", "#D9E2F0", "#F4F6FA"
RED, RED_TINT, AMBER_TINT = "#A61C1C", "#FBE9E7", "#FFF2CC"
INK, MUTED, LINE = "#1A1A1A", "#595959", "#B4BECC"
INPUT_INK, INPUT_TINT = (
    "#1F4FB4",
    "#FFFBE0",
)  # what may be changed: blue on pale yellow, as accountants mark it
CLOSED, FIXED_TINT = "#EEF0F3", "#EADCF4"
PART_COLOURS = (
    ("#1F3864", "#C9D5E8"), ("#C55A11", "#F6DCC8"), ("#2E7D5B", "#CBE5D9"), ("#7A5195", "#E2D6EB"),
    ("#B8860B", "#F3E6BF"), ("#17777F", "#C6E3E5"), ("#A23B4A", "#F0D0D5"), ("#5B6770", "#DADEE2"),
)  # fmt: skip
"""Of the parts of a total: for bars in charts, and lighter for bars behind numbers."""
LEVEL_COLOURS = ("level 1", "level 2", "level 3", "level 4", "level 5")
"""Looks of levels, from best to lowest."""

Style = tuple[str, ...]
"""Names of what a cell's look is put together from; a later name wins. "0.00" and the like are number formats."""

_STARTS_A_FORMULA = ("=", "+", "-", "@")
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "kicker": {"font_size": 12, "font_color": MUTED, "text_wrap": True},
    "title": {"font_size": 20, "bold": True, "font_color": NAVY, "text_wrap": True},
    "smaller_title": {"font_size": 16},
    "subtitle": {"font_size": 12, "font_color": INK, "text_wrap": True},
    "section": {"font_size": 14, "bold": True, "font_color": NAVY},
    "banner": {
        "font_size": 13, "bold": True, "font_color": RED, "bg_color": RED_TINT, "text_wrap": True, "indent": 1,
    },
    "note": {"font_size": 11, "font_color": MUTED, "text_wrap": True, "valign": "top"},
    "heading": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "border": 1, "border_color": LINE,
        "text_wrap": True, "align": "center",
    },
    "subheading": {
        "bold": True, "font_color": NAVY, "bg_color": NAVY_TINT, "border": 1, "border_color": LINE,
        "text_wrap": True, "align": "center",
    },
    "open": {"left": 0, "right": 0, "align": "left", "indent": 1, "text_wrap": False},
    "starts": {"left": 1},
    "cell": {"border": 1, "border_color": LINE},
    "line": {"bottom": 1, "bottom_color": LINE},
    "underline": {"bottom": 1, "bottom_color": LINE},
    "rise": {"font_color": "#1B6B3A"},
    "fall": {"font_color": RED},
    "level 1": {"bg_color": "#B7DFC3", "font_color": "#0F4A26"},
    "level 2": {"bg_color": "#DCEFD0", "font_color": "#2F4A12"},
    "level 3": {"bg_color": "#FFF0C2", "font_color": "#5C4300"},
    "level 4": {"bg_color": "#FBDDC3", "font_color": "#6A3203"},
    "level 5": {"bg_color": "#F5CDC8", "font_color": "#7A1712"},
    "tile": {"bg_color": BAND, "align": "center", "left": 1, "left_color": "#FFFFFF", "text_wrap": True},
    "tile value": {"font_size": 18, "bold": True, "font_color": NAVY},
    "shrunk": {"shrink": True, "text_wrap": False},
    "faint": {"font_color": "#9AA3AE"},
    "wrap": {"text_wrap": True},
    "centre": {"align": "center"},
    "left": {"align": "left", "indent": 1},
    "right": {"align": "right", "indent": 1},
    "top": {"valign": "top"},
    "bold": {"bold": True},
    "plain": {"bold": False},
    "navy": {"font_color": NAVY},
    "muted": {"font_color": MUTED},
    "band": {"bg_color": BAND},
    "tint": {"bg_color": NAVY_TINT},
    "amber": {"bg_color": AMBER_TINT},
    "alarm": {"font_color": RED, "bg_color": RED_TINT},
    "large": {"font_size": 13},
    "small": {"font_size": 10},
    "tiny": {"font_size": 8},
    "input": {"bg_color": INPUT_TINT, "font_color": INPUT_INK, "locked": False},
    "entry": {"bg_color": INPUT_INK},
    "closed": {"bg_color": CLOSED},
    "fixed": {"bg_color": FIXED_TINT, "italic": True},
    "value": {"num_format": "#,##0.00##"},
    "percent": {"num_format": "0.00%"},
    "breaker": {"num_format": '[<=-999999999]"—";0.0000'},
    "link": {"font_color": INPUT_INK, "underline": 1},
    "quoted": {"quote_prefix": True},
}  # fmt: skip
_ALLOWED = {
    "autofilter": True,
    "sort": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
}
_LONGEST_PROPERTY = 255
_MOST_IN_FOOTER = 140  # UTF-16 units of a text: with its face, and the page beside it, less than Excel's 255
_MOST_POINTS = 409.0  # Excel's highest row
_POINTS_A_LINE = 1.2  # times the size of the type
_CELLS_KEPT = 8192  # of each kind of a sheet; the same come again and again
_MOST_DIGITS = 6  # of a number shown with as many decimals as it has


def cell_ref(row: int, column: int, *, absolute: bool = False, row_absolute: bool = False) -> str:
    """Write a cell's address: D9, $D$9 or D$9. Rows and columns count from 0."""
    return str(xl_rowcol_to_cell(row, column, absolute or row_absolute, absolute))


def range_ref(
    first: tuple[int, int], last: tuple[int, int], *, absolute: bool = False, row_absolute: bool = False
) -> str:
    """Write a range's address: D9:F9, $D$9:$F$9 or D$9:F$9; one cell as a cell."""
    start, end = (
        cell_ref(row, column, absolute=absolute, row_absolute=row_absolute) for row, column in (first, last)
    )
    return start if start == end else f"{start}:{end}"


def decimals_format(digits: int) -> str:
    """Return the number format with so many decimals; Excel shows the separators of the reader's country."""
    return "#,##0" + ("." + "0" * digits if digits else "")


@lru_cache(maxsize=4096)
def own_format(number: Decimal | Fraction) -> str:
    """Return the number format that shows a number's own decimals, up to six: 10, but 12,5."""
    shown = round_half_up(number, _MOST_DIGITS).normalize()
    return decimals_format(max(0, -int(shown.as_tuple().exponent)))


def quoted(sheet: str) -> str:
    """Write a sheet's name as formulas do before an address."""
    return "'" + sheet.replace("'", "''") + "'!"


@lru_cache(maxsize=8192)
def _as_text(text: str) -> tuple[str, bool]:
    """Return a text as a cell can hold it, and whether it begins as a formula does."""
    tidy = clean(text)
    return tidy, tidy.startswith(_STARTS_A_FORMULA)


def as_shown(value: Decimal | Fraction | float | str) -> float | str:
    """Return what a formula comes to as a cell stores it."""
    if isinstance(value, str):
        return _as_text(value)[0]
    above, below = value.as_integer_ratio()
    return above / below  # as float() does it, in half the time


class Paper:
    """A workbook in the making: its sheets, and its formats, each made once."""

    def __init__(self, created: dt.datetime, title: str, subject: str, *, is_large: bool = False) -> None:
        """created: with an offset, or UTC. is_large: pack quickly rather than small."""
        moment = created.astimezone(dt.UTC).replace(tzinfo=None) if created.tzinfo else created
        self.book = QuickWorkbook(
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FACE, "font_size": 12},
            },
            is_large=is_large,
        )
        self.book.set_properties(
            {
                "title": clip(one_line(title), _LONGEST_PROPERTY),
                "subject": clip(one_line(subject), _LONGEST_PROPERTY),
                "author": "cds-rank",
                "created": moment.replace(microsecond=0),
            }
        )
        self._formats: dict[Style, Any] = {}
        self._indices: dict[Style, int] = {}
        self._names: list[str] = []

    def add_sheet(self, wanted_name: str) -> "Sheet":
        """Add a sheet under the wanted name, or the nearest that Excel accepts."""
        name = sheet_name(wanted_name, self._names)
        self._names.append(name)
        return Sheet(self, self.book.add_sheet(name), name)

    def look(self, style: Style) -> Any:
        """Return a format for what conditions change: only what the style says."""
        return self.book.add_format(
            {key: value for name in style for key, value in _LOOKS.get(name, {"num_format": name}).items()}
        )

    def format(self, style: Style) -> Any:
        """Return XlsxWriter's format for a style."""
        made = self._formats.get(style)
        if made is None:
            look: dict[str, Any] = {"font_color": INK, "valign": "vcenter"}
            for name in style:
                look |= _LOOKS.get(name, {"num_format": name})
            made = self._formats[style] = self.book.add_format(look)
        return made

    def index(self, style: Style) -> int:
        """Return the index under which cells name the format of a style."""
        index = self._indices.get(style)
        if index is None:
            index = self._indices[style] = format_index(self.format(style))
        return index

    def finish(self) -> bytes:
        """Close the workbook and return its bytes."""
        self.book.close()
        return self.book.content


class Sheet:
    """One sheet: every text is written as text, every formula together with its value.

    Rows and columns count from 0.
    """

    def __init__(self, paper: Paper, worksheet: Any, name: str) -> None:
        self.worksheet = worksheet
        self.name = name
        self._format, self._look = paper.format, paper.index
        self.look = paper.look
        self.new_chart = paper.book.add_chart
        self._widths: tuple[float, ...] = ()
        self.text_cell = lru_cache(_CELLS_KEPT)(self._made_text_cell)
        """Make a text's cell for `line`."""
        self.own_number_cell = lru_cache(_CELLS_KEPT)(self._made_number_cell)
        """Make a number's cell for `line`, with its own decimals."""
        self.formula_cell = lru_cache(_CELLS_KEPT)(self._made_formula_cell)
        """Make a formula's cell for `line`, but for what it comes to; `ROW` stands in it for the row's number."""

    @property
    def reference(self) -> str:
        """The sheet's name as formulas write it before an address."""
        return quoted(self.name)

    def text(self, row: int, column: int, text: str, style: Style) -> None:
        """Write a text as text, whatever it begins with."""
        self.worksheet.put(row, column, self._made_text_cell(column, text, style))

    def number(self, row: int, column: int, number: Decimal | Fraction | float, style: Style) -> None:
        """Write a number, as near as a binary float comes to it."""
        self.worksheet.put(row, column, self.number_cell(column, number, style))

    def formula(
        self, row: int, column: int, formula: str, value: Decimal | Fraction | float | str, style: Style
    ) -> None:
        """Write a formula and what it comes to, so that a program that does not compute shows it too."""
        cell = formula_cell(column, formula, self._look(style))
        self.worksheet.put(row, column, cell.showing(as_shown(value)))

    # --- rows of which many are alike

    def _made_text_cell(self, column: int, text: str, style: Style) -> bytes:
        tidy, looks_like_a_formula = _as_text(text)
        if not tidy:
            return blank_cell(column, self._look(style))
        if looks_like_a_formula:
            style = (*style, "quoted")  # stays text when somebody edits the cell
        cell: bytes = self.worksheet.text_cell(column, tidy, self._look(style))
        return cell

    def _made_number_cell(self, column: int, number: Decimal | Fraction, style: Style) -> bytes:
        return number_cell(column, float(number), self._look((*style, own_format(number))))

    def _made_formula_cell(self, column: int, formula: str, style: Style) -> FormulaCell:
        return formula_cell(column, formula, self._look(style))

    def number_cell(self, column: int, number: Decimal | Fraction | float, style: Style) -> bytes:
        """Make a number's cell for `line`."""
        return number_cell(column, float(number), self._look(style))

    def line(self, row: int, cells: bytes, last: int) -> None:
        """Write the cells of a whole row, from the first column to the last."""
        self.worksheet.put_line(row, cells, last)

    def link(self, row: int, column: int, text: str, place: str, style: Style) -> None:
        """Write a text that leads to a place in this workbook.

        place: an address with its sheet, as formulas write it.
        """
        tidy, looks_like_a_formula = _as_text(text)
        if not tidy:
            self.text(row, column, text, style)
            return
        look = (*style, "link", "quoted") if looks_like_a_formula else (*style, "link")
        self.worksheet.write_url(row, column, f"internal:{place}", self._format(look), tidy)

    def protect(self) -> None:
        """Lock what is locked, without a password; what can be allowed on a locked sheet is allowed."""
        self.worksheet.protect("", _ALLOWED)

    def bar(self, first: int, left: int, last: int, right: int, colour: str, top: float) -> None:
        """Draw bars behind numbers from zero to the scale's end, so that their lengths tell the truth."""
        options = {
            "type": "data_bar",
            "data_bar_2010": True,
            "bar_solid": True,
            "bar_color": colour,
            "bar_border_color": colour,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": top,
        }
        self.worksheet.conditional_format(first, left, last, right, options)

    def row_of_texts(self, row: int, texts: Iterable[str], style: Style, first: int = 0) -> None:
        """Write texts side by side."""
        for column, text in enumerate(texts, start=first):
            self.text(row, column, text, style)

    def span(self, row: int, first: int, last: int, text: str, style: Style, last_row: int = -1) -> None:
        """Write a text over several columns (and rows)."""
        bottom = max(row, last_row)
        if (first, row) != (last, bottom):
            self.worksheet.merge_range(row, first, bottom, last, "", self._format(style))
        self.text(row, first, text, style)

    def paragraph(self, row: int, first: int, last: int, text: str, style: Style) -> None:
        """Write a text over several columns and give its row the height it needs."""
        self.span(row, first, last, text, style)
        size = next(
            (float(_LOOKS[n]["font_size"]) for n in reversed(style) if "font_size" in _LOOKS[n]), 12.0
        )
        self.height(row, lines_needed(text, sum(self._widths[first : last + 1]), size), size)

    def height(self, row: int, lines: int, size: float = 12.0) -> None:
        """Make a row high enough for so many lines of a type size (points)."""
        self.worksheet.set_row(row, min(_MOST_POINTS, lines * size * _POINTS_A_LINE + 6))

    def fit_height(self, row: int, texts: Iterable[str], size: float, first: int = 0) -> None:
        """Make a row high enough for texts that stand side by side, each wrapped in its own column."""
        lines = [lines_needed(text, self._widths[column], size) for column, text in enumerate(texts, first)]
        self.height(row, max(lines, default=1), size)

    def widths(self, widths: Iterable[float]) -> None:
        """Set column widths from the first column on, in Excel's units."""
        self._widths = tuple(widths)
        for column, width in enumerate(self._widths):
            self.worksheet.set_column(column, column, width)

    def prepare_page(
        self,
        footer: str,
        page_words: str,
        warning: str,
        *,
        pages_wide: int = 1,
        pages_high: int = 0,
    ) -> None:
        """Set the sheet up for A4, across.

        page_words: with &P and &N. footer, warning: plain text; the warning stands in red on every page.
        pages_high: 0 for as many as it takes.
        """
        sheet = self.worksheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(pages_wide, pages_high)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.65 if warning else 0.5, bottom=0.6)
        face = f'&"{FACE},Regular"&9'
        # Not smaller with the sheet: fitted to one page wide, it could not be read any more.
        unscaled = {"scale_with_doc": False}
        sheet.set_footer(f"&L{face}&K595959{_header_text(footer)}&R{face}&K595959{page_words}", unscaled)
        if warning:
            sheet.set_header(f'&C&"{FACE},Bold"&10&K{RED[1:]}{_header_text(warning)}', unscaled)


def _header_text(text: str) -> str:
    # "&" gives orders in headers and footers, and a digit would continue the size before it. All of it together
    # may have 255 characters.
    line = one_line(text)
    doubled = clip(line, _MOST_IN_FOOTER).replace("&", "&&")
    if len(doubled.encode("utf-16-le")) // 2 > _MOST_IN_FOOTER:
        doubled = clip(line, _MOST_IN_FOOTER // 2).replace("&", "&&")
    return " " + doubled
