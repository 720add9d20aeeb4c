"""Codes as Excel mends them, and rows as clerks move them."""

import datetime as dt

from cds_rank.model import form_layout as layout
from tests.checks.forms import Form
from tests.corpus import office
from tests.corpus.registry import form_story

LAST = 23  # the row of 5.3
SHEET = layout.DATA_SHEET


def add_row(form: Form, *values: object) -> None:
    """Write one more row right below the table."""
    for column, value in enumerate(values, start=1):
        form.sheet.cell(LAST + 1, column).value = value  # type: ignore[assignment]


@form_story(("KEY004", "A14"), reads={"4.10": None})
def code_4_10_became_4_1(form: Form) -> None:
    """Typed again as a number, so that there seem to be two of 4.1."""
    form.put("4.10", "code", 4.1, "General")


@form_story(("KEY004", "A20"), reads={"001": None})
def code_001_became_1(form: Form) -> None:
    """Leading noughts are not for numbers."""
    form.put("001", "code", 1, "General")


@form_story(("KEY004", "A14"), reads={"4.10": None})
def code_4_10_became_the_4th_of_october(form: Form) -> None:
    """Typed again where a dot makes a date."""
    form.put("4.10", "code", dt.date(2022, 10, 4), "dd/mm/yyyy")


@form_story(("KEY003", "A20"), reads={"001": None})
def code_001_typed_as_the_text_1(form: Form) -> None:
    """Text this time, and still not 001."""
    form.put("001", "code", "1")


@form_story(("KEY003", "A14"), reads={"4.10": None})
def code_with_a_comma(form: Form) -> None:
    """4,10 as one says it."""
    form.put("4.10", "code", "4,10")


@form_story(("TXT002", "A15"))
def code_with_a_no_break_space(form: Form) -> None:
    """Nobody sees it, and nothing is found under it; here the row is still the right one."""
    form.put("4.2", "code", "4.2\u00a0")


@form_story(("KEY009", "F15"), reads={"4.2": None})
def code_deleted(form: Form) -> None:
    """The figures stand there, and nobody knows what of."""
    form.sheet["A15"] = None


@form_story(("KEY002", "A24"))
def row_copied_for_another_quarter(form: Form) -> None:
    """The same indicator twice."""
    add_row(form, "4.2", "Tỷ lệ văn bản điện tử có chữ ký số", "%", None, None, 30)


@form_story(("KEY003", "A24"))
def an_indicator_of_ones_own(form: Form) -> None:
    """Something else the office is proud of."""
    add_row(form, "5.4", "Doanh nghiệp mới", "doanh nghiệp", None, None, 7)


@form_story(("KEY008", "A24"))
def a_row_of_the_districts_form(form: Form) -> None:
    """4.6 is for districts only."""
    add_row(form, "4.6", "Tỷ lệ xã có mạng 5G", "%", 3, 9)


@form_story(("KEY009", "D24"))
def a_total_below_the_table(form: Form) -> None:
    """Sums under every column, out of habit."""
    add_row(form, None, "Tổng cộng", None, 90, 120)


@form_story(("KEY001", SHEET), reads={"4.2": None})
def row_deleted(form: Form) -> None:
    """The indicator is not for us, says the office."""
    form.sheet.delete_rows(form.row("4.2"))


@form_story(("SHT010", "A17"))
def row_inserted_for_a_detail(form: Form) -> None:
    """One more line below 4.2; the figures are found by their codes."""
    form.sheet.insert_rows(16)
    form.sheet["B16"] = "trong đó: tuyến huyện"


@form_story(("SHT010", "A12"))
def title_of_a_pillar_deleted(form: Form) -> None:
    """To win a line on the page."""
    form.sheet.delete_rows(12)


@form_story(("SHT010", "A9"))
def rows_sorted_from_a_to_z(form: Form) -> None:
    """Data › Sort by code: 001 comes first, the pillars' titles last."""
    sheet = form.sheet
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8, max_row=LAST)]
    rows.sort(key=lambda values: (values[0] is None, str(values[0])))
    for number, values in enumerate(rows, start=8):
        for column, value in enumerate(values, start=1):
            sheet.cell(number, column).value = value


@form_story(("KEY010", SHEET), reads=dict.fromkeys(office.AS_FILLED))
def table_of_another_set_pasted_in(form: Form) -> None:
    """Last year's codes from top to bottom: one finding, not one for each row."""
    for number in range(8, LAST + 1):
        if form.sheet.cell(number, 1).value:
            form.sheet.cell(number, 1).value = f"CQS-{number:02}"


@form_story(("SHT007", "A15:A16 (2 ô)"))
def rows_hidden_for_printing(form: Form) -> None:
    """Two rows that nobody was to see."""
    for row in (15, 16):
        form.sheet.row_dimensions[row].hidden = True


@form_story(("SHT009", SHEET))
def filter_left_on(form: Form) -> None:
    """One division filtered its own rows; that rows are hidden is told once."""
    form.sheet.auto_filter.ref = "A7:L23"
    form.sheet.auto_filter.add_filter_column(0, ["4.1", "4.10"])
    for row in (9, 10, 11, 15, 16, 17, 18, 20, 21, 22, 23):
        form.sheet.row_dimensions[row].hidden = True


@form_story(("SHT011", "A26"))
def a_note_below_the_table(form: Form) -> None:
    """In the column of codes, where it is not read."""
    form.sheet["A26"] = "Ghi chú: số liệu tính đến hết ngày 15/12/2022"


@form_story(("SHT010", "A17"))
def heading_repeated_for_the_second_page(form: Form) -> None:
    """The header row once more in the middle; a heading is no unknown code."""
    form.sheet.insert_rows(16)
    for column in range(1, 13):
        form.sheet.cell(16, column).value = form.sheet.cell(7, column).value


@form_story(("SHT011", "A26"))
def who_gets_a_copy(form: Form) -> None:
    """ "Nơi nhận:", bottom left on every official paper, and so in the column of codes."""
    form.sheet["A26"] = "Nơi nhận:"


@form_story(("CEL005", "D13:D14 (2 ô)"), reads={"4.10": None})
def one_number_for_two_indicators(form: Form) -> None:
    """Two cells merged; Excel keeps the upper figure only."""
    form.sheet.merge_cells("D13:D14")


@form_story(("CEL005", "D13, E13 (2 ô)"), reads={"4.1": None})
def numerator_and_denominator_merged(form: Form) -> None:
    """A ratio written across both cells; it is not said besides that one is empty."""
    form.sheet.merge_cells("D13:E13")


@form_story(("CEL005", "F15"), reads={"4.2": None})
def a_whole_row_merged(form: Form) -> None:
    """The row was made into one cell to cross it out; that its name is gone is the same fault."""
    form.sheet.merge_cells("A15:L15")


@form_story(("CEL008", "B15"))
def name_of_an_indicator_improved(form: Form) -> None:
    """The office counts something slightly different."""
    form.put("4.2", "name", "Tỷ lệ văn bản điện tử có chữ ký số (không kể văn bản mật)")


@form_story(("CEL008", "C20"))
def unit_of_measure_changed(form: Form) -> None:
    """Millions became đồng, and the figure a million times as large."""
    form.put("001", "unit_of_measure", "đồng")


@form_story(("VAL018", "D15"), reads={"4.2": None})
def figure_typed_in_the_wrong_column(form: Form) -> None:
    """Everything went into the first column of figures."""
    form.put("4.2", "numerator", 37.5)
    form.clear("4.2", "value")


@form_story(("KEY009", "D14"), reads={"4.10": None})
def codes_of_two_rows_merged(form: Form) -> None:
    """A13 and A14 became one cell, and the second code is gone."""
    form.sheet.merge_cells("A13:A14")


@form_story(("VAL018", "F13"), reads={"4.1": None})
def only_the_share_of_a_ratio(form: Form) -> None:
    """75 over the formula, and neither part."""
    form.clear("4.1", "numerator", "denominator")
    form.put("4.1", "value", 75)


@form_story(("VAL018", "F9"), reads={"1.1": None})
def points_in_the_column_of_values(form: Form) -> None:
    """One column for everything, thinks the clerk."""
    form.clear("1.1", "points")
    form.put("1.1", "value", 8.5)


@form_story(("VAL004", "D13"), reads={"4.1": None})
def row_pasted_one_column_too_far(form: Form) -> None:
    """60 as denominator, 80 over the formula: one cause."""
    form.clear("4.1", "numerator")
    form.put("4.1", "denominator", 60)
    form.put("4.1", "value", 80)


@form_story(
    ("VAL002", "D13:D14 (2 ô)"),
    ("VAL002", "F10:F11, F15:F18, F20:F23 (10 ô)"),
    ("VAL002", "H9"),
    reads=dict.fromkeys(office.AS_FILLED),
    form=lambda: office.built(office.the_context().unit_list.by_code["SYT"]),
)
def form_sent_back_as_it_came(_: Form) -> None:
    """Not a cell filled in: a finding for each column, and no word about evidence."""
