"""The look of the workbook: type, colours, borders, and how high a row has to be for its text."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.wording.cell_text import clean, clip

FACE = "Times New Roman"  # the face of Vietnamese official papers (NĐ 30/2020/NĐ-CP, annex I)
BODY = 12.0

NAVY = "1F3864"
NAVY_TINT = "D9E2F0"
BAND = "EEF2F8"
RED = "C00000"
RED_TINT = "F8CBAD"
INK = "1A1A1A"
MUTED = "595959"
LINE = "A6B1C2"
PAPER = "FFFFFF"
LOCKED = "F0F0F0"  # nothing to fill in
COMPUTED = "E4EBF5"
INPUT = "FFFBE3"  # to be filled in
WANTED = "FFF0B0"  # to be filled in and still empty
REVIEW = "E7F3E4"  # for the reviewers

_MOST_POINTS = 409.0  # Excel's highest row
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

_thin = Side(style="thin", color=LINE)
GRID = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)


def font(size: float = BODY, *, bold: bool = False, italic: bool = False, colour: str = INK) -> Font:
    """Return the workbook's face in a size (points) and a colour."""
    return Font(name=FACE, size=size, bold=bold, italic=italic, color=colour)


def colour_only(colour: str) -> Font:
    """Return a font that changes nothing but the colour, for conditional formats."""
    return Font(color=colour)


def fill(colour: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", fgColor=colour, bgColor=colour)


def align(horizontal: str = "left", *, wrap: bool = True, indent: int | None = None) -> Alignment:
    """Return an alignment; text wraps and, on the left, keeps off the border unless told otherwise."""
    # Not on the right: LibreOffice draws such indents in one cell and forgets them in the next.
    steps = int(horizontal == "left") if indent is None else indent
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap, indent=steps)


LOCK = Protection(locked=True)
UNLOCK = Protection(locked=False)


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell by its place, counted from 1; never one that a merged range covers."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Write a text as text, whatever it begins with: "=1+1" stays those four characters."""
    value = clean(text)
    cell.value = value or None
    if value:
        cell.data_type = "s"  # openpyxl makes a formula of anything that starts with "="
    if value.startswith(STARTS_A_FORMULA):
        cell.quotePrefix = True  # stays text when somebody edits the cell


def one_line(text: str) -> str:
    """Return a text without line ends, for headers, prompts and titles."""
    return " ".join(clean(text).split())


# Widths of Times New Roman's letters in em; a letter with marks is as wide as the letter below them.
_WIDTHS = {
    **dict.fromkeys(" .,", 0.25),
    **dict.fromkeys("iljt:;/'", 0.28),
    **dict.fromkeys("frIsJ()[]-!|", 0.37),
    **dict.fromkeys('acez“”"', 0.44),
    **dict.fromkeys("FPS÷×≤≥+=ELTZ", 0.61),
    **dict.fromkeys("wABCDĐGHKNOQRUVXY", 0.72),
    **dict.fromkeys("mMW%&", 0.85),
    **dict.fromkeys("—…", 1.0),
}
_USUAL_WIDTH = 0.51
_BOLD = 1.06
_SAFETY = 1.04  # Excel rounds letter widths to pixels
_PIXELS_PER_UNIT = 7  # of column width, for the workbook's default font
_CELL_PADDING = 17  # pixels, an indent of one step included
_PIXELS_PER_POINT = 96 / 72
_LEADING = 1.17


def line_count(text: str, width: float, size: float = BODY, *, bold: bool = False) -> int:
    """Estimate how many lines a text takes in a column.

    width: of the column, in Excel's units. size: of the type, in points.
    """
    em = size * _PIXELS_PER_POINT * (_BOLD if bold else 1.0) * _SAFETY
    room = (width * _PIXELS_PER_UNIT - _CELL_PADDING) / em
    return sum(_lines_of_paragraph(paragraph, room) for paragraph in text.split("\n")) if text else 0


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    return _WIDTHS.get(unicodedata.normalize("NFD", letter)[0], _USUAL_WIDTH)


def _lines_of_paragraph(paragraph: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in paragraph.split(" "):
        wide = sum(_letter_width(letter) for letter in word)
        if used and used + _WIDTHS[" "] + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (_WIDTHS[" "] if used else 0.0)
        while used > room > 0:
            lines, used = lines + 1, used - room
    return lines


def text_height(lines: int, size: float = BODY, *, padding: float = 7.0) -> float:
    """Return the row height in points for so many lines, at most what Excel allows."""
    return min(_MOST_POINTS, round((lines * size * _LEADING + padding) * 4) / 4)


class _GrowingRow(RowDimension):
    """A row whose height is a starting point: Excel fits it again when the texts in it change."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name
        return False


def set_height(sheet: Worksheet, row: int, points: float, *, grows: bool = False) -> None:
    """Set a row's height; one that grows is fitted again by Excel when its texts change."""
    if grows:
        sheet.row_dimensions[row] = _GrowingRow(sheet, index=row, ht=points)
    else:
        sheet.row_dimensions[row].height = points


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Set column widths from column A on, in Excel's units (0: left alone)."""
    from openpyxl.utils import get_column_letter

    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width


def protect(sheet: Worksheet) -> None:
    """Protect a sheet without a password: against slips. Rows and columns may still be resized."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # False: not forbidden
    sheet.protection.formatRows = False


def prepare_page(
    sheet: Worksheet,
    *,
    landscape: bool,
    footer: str,
    warning: str = "",
    pages_high: int = 0,
    page_words: str = "Trang &P/&N",
    paper: str = "9",
) -> None:
    """Set a sheet up for printing, one page wide, with page numbers.

    footer, warning: plain text; the warning is printed in red at the head of every page.
    pages_high: 0 for as many as it takes. page_words: with Excel's own marks for the page and the number of pages.
    paper: Excel's number of the format, "9" for A4, "8" for A3.
    """
    sheet.page_setup.paperSize = paper
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages_high
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.45
    margins.top, margins.bottom = (0.65 if warning else 0.5), 0.65
    margins.header = margins.footer = 0.3
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert head is not None
    assert foot is not None
    for part, text, colour in (
        (foot.left, _header_text(footer), MUTED),
        (foot.right, page_words, MUTED),
        (head.center, _header_text(warning), RED),
    ):
        if text:
            part.text, part.font, part.size, part.color = text, f"{FACE},Regular", 9, colour


def _header_text(text: str) -> str:
    # "&" gives orders in headers and footers; all parts together may have 255 characters.
    return clip(one_line(text), 100).replace("&", "&&")
