"""Drop-down lists: kept on a hidden sheet, because Excel cannot hold long ones inside a validation."""

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms.style import cell_at, font, protect, put_text
from cds_rank.model.form_layout import LISTS_SHEET


class Lists:
    """The lists of a workbook, each written once and known by a name."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], str] = {}

    def name_of(self, items: tuple[str, ...]) -> str:
        """Return the defined name that stands for these items."""
        return self._names.setdefault(items, f"danh_sach_{len(self._names) + 1}")

    def write(self, workbook: Workbook, sheet: Worksheet) -> None:
        """Write every list as a column, its name in row 1, and define the names."""
        for column, (items, name) in enumerate(self._names.items(), start=1):
            heading = cell_at(sheet, 1, column)
            put_text(heading, name)
            heading.font = font(bold=True)
            for row, item in enumerate(items, start=2):
                cell = cell_at(sheet, row, column)
                put_text(cell, item)
                cell.font = font()
            letter = heading.column_letter
            sheet.column_dimensions[letter].width = 40
            place = f"'{LISTS_SHEET}'!${letter}$2:${letter}${len(items) + 1}"
            workbook.defined_names[name] = DefinedName(name, attr_text=place)
        protect(sheet)
        sheet.sheet_state = "hidden"
