"""A workbook whose parts are packed once, and the rows of large sheets straight from the file they wait in."""

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

from cds_rank.reporting.workbook.quick import QuickWorksheet

_LEVEL, _LEVEL_OF_LARGE = 6, 2
"""How hard zlib tries: on 130 MB of cells 2.5 s for 17 MB, or 1 s for 21 MB."""


class QuickWorkbook(Workbook):  # type: ignore[misc]
    """A workbook of quick worksheets.

    content: its bytes, once it is closed.
    """

    def __init__(self, options: dict[str, Any], *, is_large: bool) -> None:
        super().__init__(
            io.BytesIO(), {**options, "in_memory": True}
        )  # stays empty: the package is written here
        self.level = _LEVEL_OF_LARGE if is_large else _LEVEL
        self.content = b""

    def add_sheet(self, name: str) -> QuickWorksheet:
        """Add a worksheet."""
        sheet: QuickWorksheet = self.add_worksheet(name, QuickWorksheet)
        return sheet

    def _get_packager(self) -> "_Package":
        return _Package()


class _Package(Packager):  # type: ignore[misc]
    def _create_package(self) -> list[Any]:
        parts, packed = super()._create_package(), io.BytesIO()
        sheets = {id(sheet.fh): sheet for sheet in self.workbook.worksheets()}
        with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=self.workbook.level) as package:
            for content, name, is_binary in parts:
                with package.open(name, "w") as part:
                    if id(content) in sheets:
                        part.writelines(sheets[id(content)].pieces())
                    else:
                        part.write(content.getvalue() if is_binary else content.getvalue().encode())
        self.workbook.content = packed.getvalue()
        return []  # nothing is left for XlsxWriter to pack

    def _write_shared_strings_file(self) -> None:
        # A cell is made once for many rows: only now it is known how many show a text.
        self.workbook.str_table.count = sum(sheet.texts for sheet in self.workbook.worksheets())
        super()._write_shared_strings_file()
