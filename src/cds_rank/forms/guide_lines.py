"""The lines of a sheet "Hướng dẫn": facts, headings, steps in three columns."""

from collections.abc import Iterable

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style

_WIDTHS = (6.0, 25.0, 82.0)


class GuideLines:
    """A sheet that is written from top to bottom, line by line."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet, self._row = sheet, 0

    def write_across(
        self,
        text: str,
        size: float,
        *,
        colour: str,
        bold: bool = False,
        horizontal: str = "center",
        padding: float = 7,
    ) -> None:
        """Write a line over the whole width."""
        self._row += 1
        self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=1, end_column=3)
        cell = style.cell_at(self._sheet, self._row, 1)
        style.put_text(cell, text)
        cell.font = style.font(size, bold=bold, colour=colour)
        cell.alignment = style.align(horizontal)
        lines = style.line_count(text, sum(_WIDTHS), size, bold=bold)
        style.set_height(self._sheet, self._row, style.text_height(lines, size, padding=padding))

    def write_space(self) -> None:
        """Leave a narrow line empty."""
        self._row += 1
        style.set_height(self._sheet, self._row, 9)

    def write_fact(self, label: str, text: str) -> None:
        """Write a label and, in bold, what it is."""
        self._row += 1
        self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=1, end_column=2)
        name, fact = style.cell_at(self._sheet, self._row, 1), style.cell_at(self._sheet, self._row, 3)
        for cell, words, bold in ((name, label, False), (fact, text, True)):
            style.put_text(cell, words)
            cell.font = style.font(12.5, bold=bold, colour=style.INK if bold else style.MUTED)
            cell.alignment = style.align()
        lines = style.line_count(text, _WIDTHS[2], 12.5, bold=True)
        style.set_height(self._sheet, self._row, style.text_height(lines, 12.5, padding=5))

    def write_heading(self, text: str) -> None:
        """Write a heading in a band, with a narrow line above it."""
        self.write_space()
        self._row += 1
        self.fill_across(style.NAVY)
        cell = style.cell_at(self._sheet, self._row, 1)
        style.put_text(cell, text)
        cell.font = style.font(13, bold=True, colour=style.PAPER)
        cell.alignment = style.align(wrap=False, indent=1)
        style.set_height(self._sheet, self._row, 24)

    def write_line(self, mark: str | None, what: str, how: str) -> Cell:
        """Write a line of the list; without a mark what it is about takes the mark's place too."""
        self._row += 1
        cells = [style.cell_at(self._sheet, self._row, column) for column in (1, 2, 3)]
        texts = (what, "", how) if mark is None else (mark, what, how)
        for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            style.put_text(cell, text)
            numbered = position == 0 and mark is not None
            cell.font = style.font(bold=position < 2, colour=style.NAVY if numbered else style.INK)
            cell.alignment = style.align("center" if numbered else "left")
            cell.border = style.GRID
        if mark is None:
            self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=1, end_column=2)
        lines = max(style.line_count(what, _WIDTHS[1], bold=True), style.line_count(how, _WIDTHS[2]))
        style.set_height(self._sheet, self._row, style.text_height(lines, padding=9))
        return cells[0]

    def fill_across(self, colour: str, columns: Iterable[int] = (1, 2, 3)) -> None:
        """Colour the last line."""
        for column in columns:
            self._sheet.cell(self._row, column).fill = style.fill(colour)

    def finish(self, footer: str) -> None:
        """Set up how the sheet looks, prints and is protected; footer: plain text."""
        style.set_widths(self._sheet, _WIDTHS)
        self._sheet.sheet_view.showGridLines = False
        self._sheet.sheet_properties.tabColor = style.NAVY
        style.protect(self._sheet)
        style.prepare_page(self._sheet, landscape=False, pages_high=1, footer=footer)
        self._sheet.print_area = f"A1:C{self._row}"
