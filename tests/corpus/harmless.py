"""Files that look odd and are in order: nothing is found, or something to know and nothing to mend."""

import datetime as dt
import re
import unicodedata

from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill

from cds_rank.model import form_layout as layout
from tests.checks.forms import Form, part_of, with_parts
from tests.corpus import office
from tests.corpus.figures import declare
from tests.corpus.registry import file_story, form_story


@file_story()
def form_filled_in_as_asked() -> bytes:
    """As the province made it, guide and all."""
    return office.filled()


@form_story(form=office.filled)
def saved_again_by_another_library(_: Form) -> None:
    """Opened and saved with openpyxl: other bytes, the same figures."""


@form_story(("SHT003", ""))
def sheet_of_sums_added(form: Form) -> None:
    """The communes' figures on a sheet of their own, for everybody to see."""
    form.workbook.create_sheet("Tổng hợp xã")["A1"] = 12


@form_story()
def empty_sheet_hidden(form: Form) -> None:
    """Nothing is on it."""
    form.workbook.create_sheet("Sheet3").sheet_state = "hidden"


@form_story()
def title_rows_inserted_above(form: Form) -> None:
    """The national heading on top, as on every official paper."""
    form.sheet.insert_rows(1, 4)
    form.sheet["A2"] = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    form.sheet["A3"] = "Độc lập - Tự do - Hạnh phúc"


@form_story()
def title_rows_deleted(form: Form) -> None:
    """Only the table was kept."""
    for merged in list(form.sheet.merged_cells.ranges):
        form.sheet.unmerge_cells(str(merged))
    form.sheet.delete_rows(1, 6)


@form_story()
def blank_row_below_the_headings(form: Form) -> None:
    """For looks."""
    form.sheet.insert_rows(8)


@form_story()
def columns_numbered_in_brackets(form: Form) -> None:
    """(1) (2) (3) below the headings, as in the annex of every circular."""
    form.sheet.insert_rows(8)
    for column in range(1, 13):
        form.sheet.cell(8, column).value = f"({column})"


@form_story()
def columns_numbered(form: Form) -> None:
    """1 2 3 below the headings, as in the annex of every circular: neither a code nor figures."""
    form.sheet.insert_rows(8)
    for column in range(1, 13):
        form.sheet.cell(8, column).value = column


@form_story()
def numerals_before_the_titles_of_pillars(form: Form) -> None:
    """I, II and III in the column of codes: the set's own codes of its pillars, and no figures beside them."""
    for row, numeral in ((8, "I"), (12, "II"), (19, "III")):
        form.sheet.cell(row, 1).value = numeral


@form_story()
def own_name_typed_again_without_the_code(form: Form) -> None:
    """ "Đơn vị: Sở Y tế": it is the unit that the form was made for."""
    form.sheet["A4"] = "Đơn vị: Sở Y tế"


@form_story(reads={"4.1": None})
def nothing_to_count_and_two_noughts(form: Form) -> None:
    """Status and figures say the same."""
    declare(form, "4.1", layout.NOTHING_TO_COUNT)
    form.put("4.1", "numerator", 0)
    form.put("4.1", "denominator", 0)


@form_story()
def wide_columns_and_high_rows(form: Form) -> None:
    """To read it without glasses."""
    for letter in "ABCDEFGHIJKL":
        form.sheet.column_dimensions[letter].width = 60
    form.sheet.row_dimensions[15].height = 200


@form_story()
def comments_in_the_cells(form: Form) -> None:
    """Notes from one colleague to another."""
    form.cell("4.2", "value").comment = Comment("Anh Tư xem lại", "SYT")


@form_story()
def colours_and_bold(form: Form) -> None:
    """Yellow for done, red for not yet."""
    form.cell("4.2", "value").fill = PatternFill("solid", fgColor="FF0000")
    form.cell("4.2", "value").font = Font(name="Arial", bold=True, size=16)


@form_story()
def conditional_formats(form: Form) -> None:
    """Whatever is below 50 turns red."""
    red = PatternFill("solid", bgColor="FF0000")
    rule = CellIsRule(operator="lessThan", formula=["50"], fill=red)  # type: ignore[no-untyped-call]
    form.sheet.conditional_formatting.add("F8:F23", rule)


@form_story()
def numbers_with_a_format_for_thousands(form: Form) -> None:
    """Shown as 1.250: a matter of format, and the number is 1250."""
    form.cell("001", "value").number_format = "#.##0"
    form.cell("5.1", "value").number_format = "#,##0.00"


@form_story()
def unit_in_the_number_format(form: Form) -> None:
    """24 "điểm": the word is in the format and not in the cell."""
    form.cell("4.4", "value").number_format = '0" điểm"'


@form_story(reads={"4.2": "37.5", "4.3": "82.25"})
def every_percentage_shown_as_percent(form: Form) -> None:
    """The whole column is in one style: 0.375 shown as 37,5 %."""
    form.put("4.2", "value", 0.375, "0.0%")
    form.put("4.3", "value", 0.8225, "0.00%")


@form_story()
def seventeen_digits_of_82_25(form: Form) -> None:
    """What other programs write for 82.25; Excel counts fifteen digits."""
    form.put("4.3", "value", 82.25000000000001)


@form_story()
def blanks_around_a_code(form: Form) -> None:
    """Typed again with a blank behind."""
    form.put("4.2", "code", "4.2 ")


@form_story()
def answers_in_another_case(form: Form) -> None:
    """ "CÓ" and a status in small letters with a doubled blank."""
    form.say("1.2", "value", "CÓ")
    form.say("1.3", "value", "đã ban hành và  triển khai đầy đủ")
    form.put("4.2", "status", "đã có  số liệu")


@form_story()
def answers_without_marks(form: Form) -> None:
    """Typed on a telephone."""
    form.say("1.2", "value", "co")
    form.say("1.3", "value", "Da ban hanh va trien khai day du")


@form_story(reads={"4.2": None})
def dash_beside_a_status(form: Form) -> None:
    """The status says why there is nothing, the dash says the same."""
    declare(form, "4.2", layout.NOT_COLLECTED)
    form.say("4.2", "value", "-")


@form_story(reads={"4.1": None, "4.10": None, "4.2": None})
def three_rows_with_reasons(form: Form) -> None:
    """Not applicable where that is allowed, nothing to count, not yet due."""
    declare(form, "4.1", layout.NOT_APPLICABLE)
    declare(form, "4.10", layout.NOTHING_TO_COUNT)
    declare(form, "4.2", layout.NOT_YET_DUE)


@form_story(reads={"4.1": "0/80"})
def nought_of_eighty(form: Form) -> None:
    """0 is a figure."""
    form.put("4.1", "numerator", 0)


@form_story()
def evidence_and_explanation_merged(form: Form) -> None:
    """Texts may be merged; no figure is lost."""
    form.sheet.merge_cells("K13:L13")


@form_story()
def evidence_as_a_list(form: Form) -> None:
    """Lines that begin with a dash, as in every official paper."""
    form.put("4.2", "evidence", "- Báo cáo 106/BC-SYT\n- Quyết định 12/QĐ-SYT ngày 03/03/2021")


@form_story()
def evidence_with_good_links(form: Form) -> None:
    """With a port, marks in the path, and a full stop behind."""
    form.put("4.2", "evidence", "Xem https://yenbai.gov.vn:8443/văn-bản?id=125&q=1.")


@form_story()
def evidence_dated_right_after_the_period(form: Form) -> None:
    """The report about a quarter is written after it."""
    form.put("4.2", "evidence", "Báo cáo 106/BC-SYT ngày 10/01/2023")


@form_story()
def dates_and_words_in_the_explanation(form: Form) -> None:
    """What would be wrong in a cell of figures is right here."""
    form.put("4.2", "explanation", dt.date(2022, 12, 15), "dd/mm/yyyy")
    form.put("4.3", "explanation", "1.340 người, đạt 95.29%")


@form_story()
def filter_without_anything_filtered(form: Form) -> None:
    """The arrows are there, every row is shown."""
    form.sheet.auto_filter.ref = "A7:L23"


@form_story()
def rows_hidden_outside_the_table(form: Form) -> None:
    """The title and the line for the signature."""
    for row in (2, 27):
        form.sheet.row_dimensions[row].hidden = True


@form_story(form=office.filled)
def guide_and_lists_thrown_away(form: Form) -> None:
    """Only the figures were to be sent."""
    for title in (layout.GUIDE_SHEET, layout.DICTIONARY_SHEET, layout.LISTS_SHEET):
        del form.workbook[title]


@form_story()
def heading_in_capitals_on_two_lines(form: Form) -> None:
    """The same words."""
    form.sheet["E7"] = "MẪU\nSỐ"


@form_story()
def empty_column_added(form: Form) -> None:
    """A heading with nothing below."""
    form.sheet["M7"] = "Ghi chú"


@form_story(file=unicodedata.normalize("NFD", "Báo cáo của Sở Y tế (bản cuối) #2.xlsx"))
def file_name_of_ones_own(_: Form) -> None:
    """Marks in pieces, blanks, brackets: the name decides nothing."""


@form_story(file="SYT_so-y-te.xls")
def new_workbook_with_the_old_ending(_: Form) -> None:
    """Renamed for the sake of an upload form; Excel asks and opens it."""


@form_story(file="SYT_so-y-te.xlsm")
def saved_as_xlsm_without_macros(_: Form) -> None:
    """The ending promises macros, and there are none."""


@form_story()
def signed_below_the_table(form: Form) -> None:
    """Place, date, names: words, and not in the column of codes."""
    form.sheet["K25"] = "Yên Bái, ngày 15 tháng 12 năm 2022"
    form.sheet["B29"], form.sheet["K29"] = "Nguyễn Thị Hoa", "Trần Văn Tư"


def written_by(program: str) -> bytes:
    """Give the form with another program's name in it."""
    data = office.light()
    app = re.sub(
        rb"<Application>.*?</Application>",
        f"<Application>{program}</Application>".encode(),
        part_of(data, "docProps/app.xml"),
    )
    assert program.encode() in app
    return with_parts(data, {"docProps/app.xml": app})


@file_story(("FIL013", ""))
def saved_by_wps() -> bytes:
    """WPS Office, as many communes have it."""
    return written_by("WPS Office WWO_wpscloud_20221215")


@file_story(("FIL013", ""))
def saved_by_google() -> bytes:
    """Downloaded from Google Sheets."""
    return written_by("Google Sheets")


@file_story()
def saved_by_excel_for_mac() -> bytes:
    """A Mac is no other program."""
    return written_by("Microsoft Macintosh Excel")
