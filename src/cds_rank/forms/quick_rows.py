"""Rows of a sheet written as XML: openpyxl takes a second for a thousand wide rows, and there may be many thousands."""

import re
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style

_READ_AS_A_LETTER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What stands before "x0041_": Excel takes "_x0041_" for an A, its way of writing what XML cannot hold."""


class QuickRows:
    """Rows that stand together in a sheet, from top to bottom; `reproducible_bytes` puts them into its XML."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._lines: list[str] = []

    def look(
        self,
        *,
        font: Font,
        fill: PatternFill | None = None,
        alignment: Alignment | None = None,
        border: Border | None = None,
        number_format: str = "General",
        locked: bool = True,
        quoted: bool = False,
    ) -> int:
        """Return the number by which the workbook knows a look. quoted: stays text when somebody edits the cell."""
        model = Cell(self._sheet, row=1, column=1)  # stands nowhere
        model.font = font
        model.number_format = number_format
        model.protection = style.LOCK if locked else style.UNLOCK
        if fill is not None:
            model.fill = fill
        if alignment is not None:
            model.alignment = alignment
        if border is not None:
            model.border = border
        if quoted:
            model.quotePrefix = True
        return int(model.style_id)

    def add(self, row: int, height: float, cells: list[str], *, grows: bool = False) -> None:
        """Add a row. height: in points; grows: Excel fits it again when its texts change."""
        fixed = "" if grows else ' customHeight="1"'
        self._lines.append(f'<row r="{row}" ht="{height:g}"{fixed}>{"".join(cells)}</row>')

    def xml(self) -> bytes:
        """Return the rows as they stand in the sheet's XML."""
        return "".join(self._lines).encode("utf-8")


def empty_cell(place: str, look: int) -> str:
    """Write a cell without content."""
    return f'<c r="{place}" s="{look}"/>'


def number_cell(place: str, look: int, number: Decimal) -> str:
    """Write a number."""
    return f'<c r="{place}" s="{look}"><v>{number:f}</v></c>'


def formula_cell(place: str, look: int, formula: str) -> str:
    """Write a formula of ours, without its equals sign; programs calculate it when they open the workbook."""
    return f'<c r="{place}" s="{look}"><f>{escape(formula)}</f></c>'


def text_cell(place: str, look: int, text: str) -> str:
    """Write a text as text, whatever it begins with; text: as `cell_text.clean` leaves it."""
    return (
        f'<c r="{place}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'
    )


def _escaped(text: str) -> str:
    return _READ_AS_A_LETTER.sub("_x005F_", escape(text)) if "_x" in text else escape(text)
