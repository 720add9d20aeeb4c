"""Numbers as people type them."""

import datetime as dt

from tests.checks.forms import Form
from tests.corpus.registry import form_story


@form_story(("PCT003", "F15"), reads={"4.2": "95.29"})
def percent_typed_as_text(form: Form) -> None:
    """Copied from a report in Word, so that all of "95,29%" is a text."""
    form.say("4.2", "value", "95,29%")


@form_story(("NUM002", "F15"), reads={"4.2": "37.3"})
def decimal_comma_in_a_text_cell(form: Form) -> None:
    """The laptop runs on English settings, where 37,3 is no number."""
    form.say("4.2", "value", "37,3")


@form_story(("NUM002", "F20"), reads={"001": "1234567"})
def thousands_dots_as_text(form: Form) -> None:
    """Two dots leave one reading only."""
    form.say("001", "value", "1.234.567")


@form_story(("NUM002", "F20"), reads={"001": "1340.5"})
def thousands_dot_and_decimal_comma(form: Form) -> None:
    """Dot and comma together are the Vietnamese way and no other."""
    form.say("001", "value", "1.340,5")


@form_story(("NUM003", "F20"), reads={"001": None})
def one_dot_three_digits(form: Form) -> None:
    """1.340 is thirteen hundred and forty to the clerk and 1,34 to a program."""
    form.say("001", "value", "1.340")


@form_story(("NUM003", "F17"), reads={"4.4": None})
def one_comma_three_digits(form: Form) -> None:
    """1,340 exported by software with English settings."""
    form.say("4.4", "value", "1,340")


@form_story(("NUM004", "F15"), reads={"4.2": None})
def decimal_point_as_text(form: Form) -> None:
    """95.29 copied from a dashboard in English."""
    form.say("4.2", "value", "95.29")


@form_story(("NUM004", "F20"), reads={"001": None})
def english_thousands_and_decimals(form: Form) -> None:
    """1,340.5 copied from a bank's statement."""
    form.say("001", "value", "1,340.5")


@form_story(("NUM007", "D13"), reads={"4.1": None})
def unit_written_behind_the_number(form: Form) -> None:
    """60 "hồ sơ" as in a report on paper."""
    form.say("4.1", "numerator", "60 hồ sơ")


@form_story(("NUM007", "F17"), reads={"4.4": None})
def estimate_noted_in_the_cell(form: Form) -> None:
    """The number is an estimate, and the clerk says so where the number stands."""
    form.say("4.4", "value", "24 (ước)")


@form_story(("NUM007", "F15"), reads={"4.2": None})
def more_than_95(form: Form) -> None:
    """The office promises rather than counts."""
    form.say("4.2", "value", ">95")


@form_story(("NUM007", "F20"), reads={"001": None})
def millions_abbreviated(form: Form) -> None:
    """1,25 tỷ where millions are asked: the unit changes the number."""
    form.say("001", "value", "1,25 tỷ")


@form_story(("NUM007", "F20"), reads={"001": None})
def an_accountants_minus(form: Form) -> None:
    """(5) is minus five to the finance department and five to everybody else."""
    form.say("001", "value", "(5)")


@form_story(("NUM007", "F17"), reads={"4.4": None})
def done_out_of_all_in_one_cell(form: Form) -> None:
    """5/12: five done of twelve planned."""
    form.say("4.4", "value", "5/12")


@form_story(("NUM001", "F15"), reads={"4.2": None})
def a_word_for_a_number(form: Form) -> None:
    """The question is taken for one of opinion."""
    form.say("4.2", "value", "hầu hết")


@form_story(("PCT001", "F15"), reads={"4.2": "95"})
def share_shown_as_percent_beside_plain_percentages(form: Form) -> None:
    """0.95 shown as 95 % above 82,25 typed plainly; pandas would read 0.95 and 82.25."""
    form.put("4.2", "value", 0.95, "0%")


@form_story(("VAL001", "F15"), reads={"4.2": "9500"})
def percentage_pasted_into_a_cell_shown_as_percent(form: Form) -> None:
    """95 where the cell multiplies by a hundred: it shows 9500 %, and that is the one thing to mend."""
    form.put("4.2", "value", 95, "0%")


@form_story(("PCT002", "F15"), reads={"4.2": "0.95"})
def share_of_one_typed_plainly(form: Form) -> None:
    """The result of a division pasted as a value."""
    form.put("4.2", "value", 0.95)


@form_story(("NUM002", "F15"), ("PCT002", "F15"), reads={"4.2": "0.95"})
def share_of_one_typed_as_text(form: Form) -> None:
    """Two faults in one cell: once it is a number it is still a hundred times too small."""
    form.say("4.2", "value", "0,95")


@form_story(("NUM008", "F17"), reads={"4.4": None})
def a_tick_in_a_count(form: Form) -> None:
    """The form is filled in like a survey."""
    form.say("4.4", "value", "✓")


@form_story(("NUM008", "F15"), reads={"4.2": None})
def yes_in_a_percentage(form: Form) -> None:
    """ "Có" as for the row above."""
    form.say("4.2", "value", "Có")


@form_story(("NUM008", "F17"), reads={"4.4": None})
def a_checkbox_in_a_count(form: Form) -> None:
    """TRUE is kept as 1 by Excel and would count as one."""
    form.put("4.4", "value", True)


@form_story(("NUM010", "F15:F16 (2 ô)"), reads={"4.2": None, "4.3": None})
def dashes_without_a_status(form: Form) -> None:
    """The habit of reports on paper: a dash where there is nothing; twice in one column."""
    form.say("4.2", "value", "-")
    form.say("4.3", "value", "-")


@form_story(("NUM010", "D13"), reads={"4.1": None})
def not_available_in_english(form: Form) -> None:
    """N/A in one half of a ratio."""
    form.say("4.1", "numerator", "N/A")


@form_story(("NUM009", "F15"), reads={"4.2": "37.5"})
def full_width_digits(form: Form) -> None:
    """Typed with a Japanese keyboard still on."""
    form.say("4.2", "value", "３７,５")


@form_story(("NUM009", "F20"), reads={"001": "-5"})
def a_typographers_minus(form: Form) -> None:
    """U+2212 from a PDF in place of the hyphen."""
    form.say("001", "value", "\u22125")


@form_story(("NUM009", "F20"), reads={"001": "1250"})
def blank_between_thousands(form: Form) -> None:
    """1 250 as typesetters write it."""
    form.say("001", "value", "1 250")


@form_story(("NUM009", "F20"), reads={"001": "1250"})
def no_break_space_between_thousands(form: Form) -> None:
    """Copied from a web page."""
    form.say("001", "value", "1\u00a0250")


@form_story(("DAT001", "F17"), reads={"4.4": None})
def a_date_typed_for_a_count(form: Form) -> None:
    """When it was finished instead of how many."""
    form.say("4.4", "value", "30/09/2022")


@form_story(("NUM011", "F17"), reads={"4.4": None})
def number_turned_into_a_date(form: Form) -> None:
    """5/12 typed into a cell that is not text: Excel makes the fifth of December of it."""
    form.put("4.4", "value", dt.date(2022, 12, 5), "dd/mm/yyyy")


@form_story(("NUM011", "F20"), reads={"001": None})
def number_pasted_with_a_dates_format(form: Form) -> None:
    """1250 shown as 03/06/1903."""
    form.put("001", "value", 1250, "dd/mm/yyyy")


@form_story(("NUM005", "F20"), reads={"001": None})
def scientific_text_from_a_csv(form: Form) -> None:
    """1,2E+06: the other digits are gone."""
    form.say("001", "value", "1,2E+06")


@form_story(("NUM006", "F16"), reads={"4.3": "82.294117647"})
def a_division_with_all_its_decimals(form: Form) -> None:
    """The cell shows two decimals and holds nine."""
    form.put("4.3", "value", 82.294117647)


@form_story(("PCT004", "F17"), reads={"4.4": None})
def a_percentage_where_a_count_is_asked(form: Form) -> None:
    """ "90%" of the points of payment, where their number is asked."""
    form.say("4.4", "value", "90%")


@form_story(("PCT004", "D13"), reads={"4.1": None})
def numerator_shown_as_percent(form: Form) -> None:
    """75 % in the numerator: the ratio instead of its part."""
    form.put("4.1", "numerator", 0.75, "0%")


@form_story(("NUM002", "F15"), ("NUM002", "F16"), reads={"4.2": "37.5", "4.3": "82.25"})
def percentages_pasted_from_word(form: Form) -> None:
    """Each has a value of its own, so that each is told by itself."""
    form.say("4.2", "value", "37,5")
    form.say("4.3", "value", "82,25")


@form_story(("NUM004", "F15"), reads={"4.2": None})
def english_percentage(form: Form) -> None:
    """A percent sign does not make the point a comma."""
    form.say("4.2", "value", "37.5%")


@form_story(("PCT003", "F15"), reads={"4.2": "95"})
def full_width_percent_sign(form: Form) -> None:
    """95％ is 95 %, and it is said once."""
    form.say("4.2", "value", "95％")


@form_story(("NUM001", "F16"), reads={"4.3": None})
def as_above(form: Form) -> None:
    """ "nt" (như trên): what stands above, as in a ledger."""
    form.say("4.3", "value", "nt")


@form_story(("NUM007", "F17"), reads={"4.4": None})
def letter_o_for_a_nought(form: Form) -> None:
    """2O, from a program that reads scans."""
    form.say("4.4", "value", "2O")
