"""The paper the Excel report is written on: type, colours, cells, and pages ready for the printer."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from cds_rank.model.quantity import round_half_up
from cds_rank.reporting.workbook_text import lines_needed, one_line, sheet_name
from cds_rank.wording.cell_text import clean, clip

FACE = "Times New Roman"  # the face of Vietnamese official papers (NĐ 30/2020/NĐ-CP, annex I)
A4, A3 = 9, 8  # as Excel numbers paper sizes
NAVY, NAVY_TINT, BAND = "#1F3864", "#D9E2F0", "#F4F6FA"
RED, RED_TINT, AMBER_TINT = "#A61C1C", "#FBE9E7", "#FFF2CC"
INK, MUTED, LINE = "#1A1A1A", "#595959", "#B4BECC"

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
    "quoted": {"quote_prefix": True},
}  # fmt: skip
_LONGEST_PROPERTY = 255
_MOST_IN_FOOTER = 140  # UTF-16 units of a text: with its face, and the page beside it, less than Excel's 255
_MOST_POINTS = 409.0  # Excel's highest row
_POINTS_A_LINE = 1.2  # times the size of the type
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


class Paper:
    """A workbook in the making: its sheets, and its formats, each made once."""

    def __init__(self, created: dt.datetime, title: str, subject: str) -> None:
        """created: with an offset, or UTC."""
        self._bytes = io.BytesIO()
        moment = created.astimezone(dt.UTC).replace(tzinfo=None) if created.tzinfo else created
        self.book = Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FACE, "font_size": 12},
            },
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
        self._names: list[str] = []

    def add_sheet(self, wanted_name: str) -> "Sheet":
        """Add a sheet under the wanted name, or the nearest that Excel accepts."""
        name = sheet_name(wanted_name, self._names)
        self._names.append(name)
        return Sheet(self, self.book.add_worksheet(name), name)

    def format(self, style: Style) -> Any:
        """Return XlsxWriter's format for a style."""
        made = self._formats.get(style)
        if made is None:
            look: dict[str, Any] = {"font_color": INK, "valign": "vcenter"}
            for name in style:
                look |= _LOOKS.get(name, {"num_format": name})
            made = self._formats[style] = self.book.add_format(look)
        return made

    def finish(self) -> bytes:
        """Close the workbook and return its bytes."""
        self.book.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet: every text is written as text, every formula together with its value.

    Rows and columns count from 0.
    """

    def __init__(self, paper: Paper, worksheet: Any, name: str) -> None:
        self.worksheet = worksheet
        self.name = name
        self._format = paper.format
        self._widths: tuple[float, ...] = ()

    @property
    def reference(self) -> str:
        """The sheet's name as formulas write it before an address."""
        return "'" + self.name.replace("'", "''") + "'!"

    def text(self, row: int, column: int, text: str, style: Style) -> None:
        """Write a text as text, whatever it begins with."""
        tidy = clean(text)
        if not tidy:
            self.worksheet.write_blank(row, column, None, self._format(style))
            return
        if tidy.startswith(_STARTS_A_FORMULA):
            style = (*style, "quoted")  # stays text when somebody edits the cell
        self.worksheet.write_string(row, column, tidy, self._format(style))

    def number(self, row: int, column: int, number: Decimal | Fraction | int, style: Style) -> None:
        """Write a number, as near as a binary float comes to it."""
        self.worksheet.write_number(row, column, float(number), self._format(style))

    def formula(
        self, row: int, column: int, formula: str, value: Decimal | Fraction | int | str, style: Style
    ) -> None:
        """Write a formula and what it comes to, so that a program that does not compute shows it too."""
        shown = value if isinstance(value, str) else float(value)
        self.worksheet.write_formula(row, column, "=" + formula, self._format(style), shown)

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
        paper_size: int = A4,
    ) -> None:
        """Set the sheet up for a paper size, across.

        page_words: with &P and &N. footer, warning: plain text; the warning stands in red on every page.
        pages_high: 0 for as many as it takes.
        """
        sheet = self.worksheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(paper_size)
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
