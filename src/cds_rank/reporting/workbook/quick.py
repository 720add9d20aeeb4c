"""A worksheet that turns every cell into its XML at once: a report has many formulas, and XlsxWriter looks each over.

Only how cells are kept differs from XlsxWriter's own worksheet; everything else of a sheet is written by it.
"""

import zlib
from collections.abc import Iterator
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_COLUMNS = tuple(xl_col_to_name(column) for column in range(2048))
_CHUNK = 2_000_000
"""Characters that wait before they are packed."""


def format_index(cell_format: Any) -> int:
    """Return the index under which cells name a format that is not changed any more."""
    return int(cell_format._get_xf_index())  # noqa: SLF001 - as XlsxWriter's own worksheet asks for it


class QuickWorksheet(Worksheet):  # type: ignore[misc]
    """Cells as XML, row by row.

    `pack_rows_below` frees what has been written, for sheets that are filled from top to bottom.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, dict[int, str]] = {}
        self._packed: list[bytes] = []
        self._waiting: list[str] = []
        self._waiting_size = 0
        self._shown: dict[tuple[int, int], float | str] = {}
        self._packed_to = -1
        self._packed_column = 0
        self._packs = False

    # --- what reports write

    def put_blank(self, row: int, column: int, look: int) -> None:
        """Keep an empty cell. look: the index of its format."""
        self._put(row, column, f'<c r="{_COLUMNS[column]}{row + 1}" s="{look}"/>')

    def put_text(self, row: int, column: int, text: str, look: int) -> None:
        """Keep a text; it is written once for all cells that show it."""
        index = self.str_table._get_shared_string_index(text)  # noqa: SLF001 - as XlsxWriter's own
        self._put(row, column, f'<c r="{_COLUMNS[column]}{row + 1}" s="{look}" t="s"><v>{index}</v></c>')
        if not self._packs:
            self._shown[row, column] = text

    def put_number(self, row: int, column: int, number: float, look: int) -> None:
        """Keep a number."""
        self._put(row, column, f'<c r="{_COLUMNS[column]}{row + 1}" s="{look}"><v>{_digits(number)}</v></c>')
        if not self._packs:
            self._shown[row, column] = number

    def put_formula(self, row: int, column: int, formula: str, value: float | str, look: int) -> None:
        """Keep a formula, without "=", and what it comes to."""
        if "&" in formula or "<" in formula or ">" in formula:
            formula = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if isinstance(value, str):
            kind, shown = ' t="str"', value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        else:
            kind, shown = "", _digits(value)
        self._put(
            row, column,
            f'<c r="{_COLUMNS[column]}{row + 1}" s="{look}"{kind}><f>{formula}</f><v>{shown}</v></c>',
        )  # fmt: skip
        if not self._packs:
            self._shown[row, column] = value

    def _put(self, row: int, column: int, xml: str) -> None:
        cells = self._rows.get(row)
        if cells is None:
            cells = self._rows[row] = {}
        cells[column] = xml

    # --- many rows

    def pack_rows_below(self, row: int) -> None:
        """Pack every row above this one: nothing will be written there any more."""
        self._packs = True
        for number in [number for number in sorted(self._rows) if number < row]:
            self._packed_column = max(self._packed_column, *self._rows[number])
            text = self._row_xml(number, self._rows.pop(number))
            self._packed_to = max(self._packed_to, number)
            self._waiting.append(text)
            self._waiting_size += len(text)
        if self._waiting_size > _CHUNK:
            self._pack()

    def _pack(self) -> None:
        self._packed.append(zlib.compress("".join(self._waiting).encode(), 1))
        self._waiting, self._waiting_size = [], 0

    # --- what XlsxWriter asks for

    def _write_blank(self, row: int, col: int, _: Any, cell_format: Any = None) -> int:
        if cell_format is not None:
            self.put_blank(row, col, format_index(cell_format))
        return 0

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        self.put_text(row, col, string, 0 if cell_format is None else format_index(cell_format))
        return 0

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> list[Any]:
        return [
            f"{value:.16g}" if isinstance(value, float) else value
            for row in range(row_start, row_end + 1)
            for column in range(col_start, col_end + 1)
            for value in [self._shown.get((row, column))]
        ]

    def _assemble_xml_file(self) -> None:
        rows = [*self._rows, *((0, self._packed_to) if self._packed_to >= 0 else ())]
        columns = [column for cells in self._rows.values() for column in cells]
        if rows:
            self.dim_rowmin, self.dim_rowmax = min(rows), max(rows)
            self.dim_colmin, self.dim_colmax = min(columns, default=0), max([self._packed_column, *columns])
        super()._assemble_xml_file()

    def _write_rows(self) -> None:
        for xml in self._all_rows():
            self.fh.write(xml)

    def _all_rows(self) -> Iterator[str]:
        for packed in self._packed:
            yield zlib.decompress(packed).decode()
        yield from self._waiting
        for row in sorted({*self._rows, *(row for row in self.row_info if row > self._packed_to)}):
            yield self._row_xml(row, self._rows.get(row, {}))

    def _row_xml(self, row: int, cells: dict[int, str]) -> str:
        info = self.row_info.get(row)
        height = ""
        if info is not None and info.height is not None:
            height = f' ht="{info.height * 0.75:.16g}" customHeight="1"'  # pixels to points
        inside = "".join([cells[column] for column in sorted(cells)])
        return f'<row r="{row + 1}"{height}>{inside}</row>'


def _digits(number: float) -> str:
    whole = int(number)
    return str(whole) if whole == number else repr(number)
