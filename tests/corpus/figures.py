"""Figures that can be read and cannot be right, and rows that say why there are none."""

from cds_rank.model import form_layout as layout
from tests.checks.forms import Form
from tests.corpus.registry import EXPLAINED, form_story

REASON = "Chờ số liệu của Cục Thống kê, có trước ngày 15/01/2023"


def declare(form: Form, code: str, status: str, reason: str | None = REASON) -> None:
    """Empty a row, choose a status and give a reason."""
    form.clear(code, "evidence", *(("numerator", "denominator") if code in {"4.1", "4.10"} else ("value",)))
    form.put(code, "status", status)
    form.put(code, "explanation", reason)


@form_story(("VAL003", "D13"), reads={"4.1": "81/80"})
def part_larger_than_the_whole(form: Form) -> None:
    """81 of 80 files."""
    form.put("4.1", "numerator", 81)


@form_story(("VAL004", "E13"), reads={"4.1": None})
def sixty_of_none(form: Form) -> None:
    """A denominator of 0 below something."""
    form.put("4.1", "denominator", 0)


@form_story(("VAL004", "E13"), reads={"4.1": None})
def denominator_left_empty(form: Form) -> None:
    """Only what was done is counted."""
    form.clear("4.1", "denominator")


@form_story(("VAL004", "D13"), reads={"4.1": None})
def numerator_left_empty(form: Form) -> None:
    """Empty is not 0."""
    form.clear("4.1", "numerator")


@form_story(("VAL014", "E13"), reads={"4.1": None})
def nothing_of_nothing(form: Form) -> None:
    """0 of 0, without saying that there was nothing to count."""
    form.put("4.1", "numerator", 0)
    form.put("4.1", "denominator", 0)


@form_story(("VAL006", "H9"), reads={"1.1": "12"})
def more_points_than_there_are(form: Form) -> None:
    """12 of 10 points."""
    form.put("1.1", "points", 12)


@form_story(("VAL001", "F15"), reads={"4.2": "375"})
def percentage_of_375(form: Form) -> None:
    """The comma got lost."""
    form.put("4.2", "value", 375)


@form_story(("VAL001", "F17"), reads={"4.4": "-24"})
def negative_count(form: Form) -> None:
    """Entered as a correction of the quarter before."""
    form.put("4.4", "value", -24)


@form_story(("VAL013", "F10"))
def a_checkbox_for_yes(form: Form) -> None:
    """TRUE where "Có" is asked."""
    form.put("1.2", "value", True)


@form_story(("VAL006", "I9"))
def reviewers_points_above_the_maximum(form: Form) -> None:
    """The other column of points."""
    form.put("1.1", "verified_points", 11)


@form_story(("VAL001", "E13"), reads={"4.1": "60/-80"})
def negative_denominator(form: Form) -> None:
    """It is not called smaller than its part besides."""
    form.put("4.1", "denominator", -80)


@form_story(("VAL012", "F17"), reads={"4.4": "1.34"})
def half_a_thing_counted(form: Form) -> None:
    """1,340 typed on Vietnamese settings became 1,34 before anybody could see it."""
    form.put("4.4", "value", 1.34)


@form_story(("VAL005", "F21"), reads={"5.1": "350"})
def total_that_is_not_the_sum(form: Form) -> None:
    """One part was mended, the total was not."""
    form.put("5.1", "value", 350)


@form_story(("VAL013", "F11"))
def answer_outside_the_list(form: Form) -> None:
    """An answer of one's own, pasted over the drop-down."""
    form.say("1.3", "value", "Đang lấy ý kiến các đơn vị")


@form_story(("VAL013", "F10"))
def yes_with_a_reservation(form: Form) -> None:
    """Neither yes nor no."""
    form.say("1.2", "value", "Có, nhưng chưa đủ")


@form_story(("VAL013", "J15"))
def status_of_ones_own(form: Form) -> None:
    """The drop-down has no such status; the figure stays."""
    form.put("4.2", "status", "Đã hoàn thành")


@form_story(("VAL011", "J15"), reads={"4.2": None})
def figure_and_a_status_that_denies_it(form: Form) -> None:
    """37,5, and "not collected"."""
    form.put("4.2", "status", layout.NOT_COLLECTED)
    form.put("4.2", "explanation", REASON)


@form_story(("VAL011", "J15"), reads={"4.2": None})
def nothing_to_count_in_what_is_no_ratio(form: Form) -> None:
    """Only a ratio has a denominator that may be nothing."""
    declare(form, "4.2", layout.NOTHING_TO_COUNT)


@form_story(("VAL015", "J14"), reads={"4.10": None})
def not_applicable_where_it_is_not_allowed(form: Form) -> None:
    """The office thinks that it is not concerned."""
    declare(form, "4.10", layout.NOT_APPLICABLE)


@form_story(("VAL016", "L15"), reads={"4.2": None})
def no_figure_and_no_reason(form: Form) -> None:
    """A status was chosen, the reason forgotten."""
    declare(form, "4.2", layout.NOT_COLLECTED, None)


@form_story(("VAL002", "F15"), reads={"4.2": None})
def a_blank_typed_into_a_cell(form: Form) -> None:
    """Cleared with the space bar: nothing is there, and it is no unknown word."""
    form.say("4.2", "value", " ")


@form_story(("VAL002", "F15:F16 (2 ô)"), reads={"4.2": None, "4.3": None})
def two_rows_left_empty(form: Form) -> None:
    """Overlooked on the second page."""
    form.clear("4.2", "value", "evidence")
    form.clear("4.3", "value", "evidence")


@form_story(("VAL002", "F15", EXPLAINED), reads={"4.2": None})
def row_left_empty_with_a_reason(form: Form) -> None:
    """The reason is there, only the status was not chosen."""
    form.clear("4.2", "value", "evidence")
    form.put("4.2", "explanation", REASON)


@form_story(("PCT002", "F15", EXPLAINED), reads={"4.2": "0.95"})
def less_than_one_percent_and_explained(form: Form) -> None:
    """It really is 0,95 %."""
    form.put("4.2", "value", 0.95)
    form.put(
        "4.2", "explanation", "Chữ ký số mới cấp cho Văn phòng sở từ ngày 20/12/2022, nên tỷ lệ còn thấp"
    )


@form_story(
    ("VAL006", "H9"), ("NUM007", "D13"), ("VAL003", "D14"), ("PCT002", "F15"), ("NUM008", "F17"), ("EVD001", "K18"),
    reads={"1.1": "12", "4.1": None, "4.10": "41/40", "4.2": "0.5", "4.4": None},
)  # fmt: skip
def a_fault_in_every_row(form: Form) -> None:
    """None of them hides another, and none has a second."""
    form.put("1.1", "points", 12)
    form.say("4.1", "numerator", "60 hồ sơ")
    form.put("4.10", "numerator", 41)
    form.put("4.2", "value", 0.5)
    form.say("4.4", "value", "x")
    form.clear("4.5", "evidence")
