"""Headings, columns and sheets as people rearrange them."""

from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.model import form_layout as layout
from tests.checks.forms import Form
from tests.corpus import office
from tests.corpus.registry import form_story

SHEET = layout.DATA_SHEET
NOTHING = dict.fromkeys(office.AS_FILLED)


def move_columns(sheet: Worksheet, order: str) -> None:
    """Write the columns of the table anew, in the order given by their letters."""
    for row in sheet.iter_rows(min_row=7, max_row=23):
        values = dict(zip("ABCDEFGHIJKL", [cell.value for cell in row], strict=True))
        for cell, letter in zip(row, order, strict=True):
            cell.value = values[letter]


@form_story(("HDR005", "E7"))
def heading_explained(form: Form) -> None:
    """ "Mẫu số (tổng)": clearly still the denominator."""
    form.sheet["E7"] = "Mẫu số (tổng)"


@form_story(("HDR001", "A7"), reads=NOTHING)
def heading_reworded_beyond_recognition(form: Form) -> None:
    """ "Tổng" for "Mẫu số": one finding, and none for the rows."""
    form.sheet["E7"] = "Tổng"


@form_story(("HDR001", "A7"), reads=NOTHING)
def column_deleted(form: Form) -> None:
    """Only the shares count, says the office, and deletes the denominators."""
    form.sheet.delete_cols(5)


@form_story(("HDR006", "A7"), reads=NOTHING)
def heading_of_two_rows(form: Form) -> None:
    """ "Số liệu" above "Tử số", "Mẫu số" and "Giá trị", as in a decree's annex."""
    sheet = form.sheet
    sheet.insert_rows(8)
    for column in "DEF":
        sheet[f"{column}8"] = sheet[f"{column}7"].value
        sheet[f"{column}7"] = None
    sheet["D7"] = "Số liệu"
    sheet.merge_cells("D7:F7")


@form_story(("HDR002", "N7"), reads=NOTHING)
def second_column_of_values(form: Form) -> None:
    """Last quarter's values beside this quarter's."""
    form.sheet["N7"] = "Giá trị"
    form.sheet["N15"] = 30


@form_story(("HDR003", "M7"))
def column_of_notes_added(form: Form) -> None:
    """ "Người phụ trách" with something in it, which is not read."""
    form.sheet["M7"] = "Người phụ trách"
    form.sheet["M15"] = "Chị Hoa"
    form.sheet["M16"] = "Anh Tư"


@form_story(("HDR007", "M15"))
def remark_beside_the_table(form: Form) -> None:
    """In a column that has no heading."""
    form.sheet["M15"] = "tăng 5 so với quý III"


@form_story(("HDR004", "A7"))
def columns_swapped(form: Form) -> None:
    """Denominators before numerators, headings and figures together."""
    move_columns(form.sheet, "ABCEDFGHIJKL")


@form_story(("HDR004", "A7"), ("VAL003", "E13"), ("VAL003", "E14"), reads={"4.1": "80/60", "4.10": "40/30"})
def only_the_headings_swapped(form: Form) -> None:
    """The figures stayed where they were and mean the opposite."""
    form.sheet["D7"], form.sheet["E7"] = "Mẫu số", "Tử số"


@form_story(("SHT004", SHEET), reads=NOTHING)
def header_row_deleted(form: Form) -> None:
    """The table begins right away."""
    form.sheet.delete_rows(7)


@form_story(("SHT008", SHEET))
def column_hidden_for_printing(form: Form) -> None:
    """To fit the page."""
    form.sheet.column_dimensions["E"].hidden = True


@form_story(("SHT002", "So lieu"))
def sheet_named_without_marks(form: Form) -> None:
    """Typed again on a computer without UniKey."""
    form.sheet.title = "So lieu"


@form_story(("SHT002", "SỐ LIỆU "))
def sheet_named_in_capitals_with_a_blank(form: Form) -> None:
    """A trailing blank that nobody sees."""
    form.sheet.title = "SỐ LIỆU "


@form_story(("SHT001", ""), reads=NOTHING)
def sheet_named_sheet1(form: Form) -> None:
    """The table was copied to a new sheet and the old one thrown away."""
    form.sheet.title = "Sheet1"


@form_story(("SHT001", ""), reads=NOTHING)
def sheet_deleted(form: Form) -> None:
    """Only the lists are left."""
    del form.workbook[SHEET]
    form.workbook[layout.LISTS_SHEET].sheet_state = "visible"


@form_story(("SHT012", "Số liệu (2)"))
def sheet_copied_for_each_division(form: Form) -> None:
    """Two sheets of data, of which one is read."""
    form.workbook.copy_worksheet(form.sheet).title = "Số liệu (2)"


@form_story(("SHT012", "SO LIEU"))
def second_sheet_named_without_marks(form: Form) -> None:
    """To Excel "SO LIEU" is another name than "Số liệu"; what stands there is read by nobody."""
    form.workbook.copy_worksheet(form.sheet).title = "SO LIEU"


@form_story(("WBK007", "nháp"))
def scratch_sheet_very_hidden(form: Form) -> None:
    """The sums of the communes, on a sheet that no menu of Excel brings back."""
    sheet = form.workbook.create_sheet("nháp")
    sheet["A1"] = 12
    sheet.sheet_state = "veryHidden"


@form_story(("WBK006", SHEET))
def protection_taken_off(form: Form) -> None:
    """To make the rows higher."""
    form.sheet.protection.sheet = False


@form_story(("SHT005", "AK350"))
def scratch_far_away(form: Form) -> None:
    """A forgotten sum in a corner of the sheet."""
    form.sheet["AK350"] = "45+12"
