"""A worksheet that keeps its cells as XML: a report has many formulas, and XlsxWriter looks each over.

A cell is made once for all rows that show the same in its column: `ROW` stands in it for the number of the row, and
is put in when the row is complete. Only how cells are kept differs from XlsxWriter's own worksheet; everything else of
a sheet is written by it.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

ROW = "\x00"
"""In cells and formulas: the number of the row they stand in. No text of a cell can hold it."""
_ROW = ROW.encode()
_COLUMNS = tuple(xl_col_to_name(column) for column in range(2048))
_CHUNK = 1 << 20  # bytes of rows that are written to the disk, and read back, at once
_IS_TEXT = b' t="s"><v>'  # no formula holds it: there ">" is escaped


def format_index(cell_format: Any) -> int:
    """Return the index under which cells name a format that is not changed any more."""
    return int(cell_format._get_xf_index())  # noqa: SLF001 - as XlsxWriter's own worksheet asks for it


def blank_cell(column: int, look: int) -> bytes:
    """Make an empty cell. look: the index of its format."""
    return f'<c r="{_COLUMNS[column]}{ROW}" s="{look}"/>'.encode()


def number_cell(column: int, number: float, look: int) -> bytes:
    """Make a cell with a number."""
    return f'<c r="{_COLUMNS[column]}{ROW}" s="{look}"><v>{_digits(number)}</v></c>'.encode()


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula, up to what it comes to: that is all that differs from row to row."""

    start: bytes
    formula: bytes

    def showing(self, value: float | str) -> bytes:
        """Make the cell, with what the formula comes to."""
        if isinstance(value, str):
            return b'%b t="str"%b%b</v></c>' % (self.start, self.formula, _escaped(value).encode())
        return b"%b%b%b</v></c>" % (self.start, self.formula, _digits(value).encode())


def formula_cell(column: int, formula: str, look: int) -> FormulaCell:
    """Make a formula's cell. formula: without "="."""
    start = f'<c r="{_COLUMNS[column]}{ROW}" s="{look}"'
    return FormulaCell(start.encode(), f"><f>{_escaped(formula)}</f><v>".encode())


class QuickWorksheet(Worksheet):  # type: ignore[misc]
    """Cells as XML, row by row.

    `pack_rows_below` frees what has been written, for sheets that are filled from top to bottom.
    texts: how many cells show a text; known once the sheet is complete.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts = 0
        self._rows: dict[int, dict[int, bytes]] = {}
        self._last_column = 0
        self._packed: IO[bytes] | None = None
        self._unpacked_from = 0
        self._before_rows = ""
        self._unpacked: list[bytes] = []

    # --- what reports write

    def text_cell(self, column: int, text: str, look: int) -> bytes:
        """Make a cell with a text; the text is written once for all cells that show it."""
        index = self.str_table._get_shared_string_index(text)  # noqa: SLF001 - as XlsxWriter's own
        return b'<c r="%b" s="%d"%b%d</v></c>' % (f"{_COLUMNS[column]}{ROW}".encode(), look, _IS_TEXT, index)

    def put(self, row: int, column: int, cell: bytes) -> None:
        """Keep a cell."""
        cells = self._rows.get(row)
        if cells is None:
            cells = self._rows[row] = {}
        cells[column] = cell
        self._last_column = max(self._last_column, column)

    def put_line(self, row: int, cells: bytes, last: int) -> None:
        """Keep a row's cells, all of them from the first column to the last."""
        self._rows[row] = {0: cells}
        self._last_column = max(self._last_column, last)

    def pack_rows_below(self, row: int) -> None:
        """Put every row above this one into a file: nothing will be written there any more."""
        if self._packed is None:
            self._packed = TemporaryFile(buffering=_CHUNK)  # noqa: SIM115 - closed when the sheet is read
        self._packed.writelines(self._rows_to(row))

    def pieces(self) -> Iterator[bytes]:
        """Give the XML of the complete sheet, piece by piece."""
        yield self._before_rows.encode()
        if self._packed is not None:
            with self._packed as packed:
                packed.seek(0)
                while piece := packed.read(_CHUNK):
                    yield piece
        yield b"".join(self._unpacked)
        yield self.fh.getvalue().encode()

    # --- what XlsxWriter asks for

    def _write_blank(self, row: int, col: int, _: Any, cell_format: Any = None) -> int:
        if cell_format is not None:
            self.put(row, col, blank_cell(col, format_index(cell_format)))
        return 0

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        look = 0 if cell_format is None else format_index(cell_format)
        self.put(row, col, self.text_cell(col, string, look))
        return 0

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> list[Any]:
        return [
            self._shown(row, column)
            for row in range(row_start, row_end + 1)
            for column in range(col_start, col_end + 1)
        ]

    def _shown(self, row: int, column: int) -> str | None:
        """Return what a cell shows; None for an empty one, and for one that is packed."""
        pattern = f'<c r="{_COLUMNS[column]}{ROW}" s="\\d+"( t="s"| t="str")?>(?:<f>[^<]*</f>)?<v>([^<]*)</v>'
        found = re.search(pattern, b"".join(self._rows.get(row, {}).values()).decode())
        if found is None:
            return None
        kind, shown = found.groups()
        if kind is None:
            return f"{float(shown):.16g}"
        if kind == ' t="str"':
            return html.unescape(shown)
        return str(self.str_table._get_shared_string(int(shown)))  # noqa: SLF001 - as XlsxWriter's own

    def _assemble_xml_file(self) -> None:
        rows = [*self._rows, *((0, self._unpacked_from - 1) if self._unpacked_from else ())]
        if rows:
            self.dim_rowmin, self.dim_rowmax = min(rows), max(rows)
            self.dim_colmin = 0 if self._unpacked_from else min(map(min, self._rows.values()))
            self.dim_colmax = self._last_column
        super()._assemble_xml_file()

    def _write_rows(self) -> None:
        self._before_rows = self.fh.getvalue()
        self.fh.seek(0)
        self.fh.truncate()
        self._unpacked = list(self._rows_to(max([*self._rows, *self.row_info], default=-1) + 1))

    def _rows_to(self, end: int) -> Iterator[bytes]:
        """Take the rows above one that are not packed yet."""
        for row in range(self._unpacked_from, end):
            cells, info = self._rows.pop(row, {}), self.row_info.get(row)
            if not cells and info is None:
                continue
            height = ""
            if info is not None and info.height is not None:
                height = f' ht="{info.height * 0.75:.16g}" customHeight="1"'  # pixels to points
            inside = b"".join([cells[column] for column in sorted(cells)])
            self.texts += inside.count(_IS_TEXT)
            number = b"%d" % (row + 1)
            yield b'<row r="%b"%b>%b</row>' % (number, height.encode(), inside.replace(_ROW, number))
        self._unpacked_from = max(self._unpacked_from, end)


def _escaped(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _digits(number: float) -> str:
    whole = int(number)
    return str(whole) if whole == number else repr(number)
