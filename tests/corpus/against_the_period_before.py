"""Figures that only last quarter's make doubtful."""

from collections.abc import Callable

from tests.checks.forms import Form
from tests.corpus import office
from tests.corpus.registry import EXPLAINED, Files, form_story


def quarter_before(**changes: str) -> Callable[[], Files]:
    """Give SYT's form of the quarter before, with other figures: i001="800" for 001, i44="30" for 4.4.

    1.1, 4.1 and 4.10 are as now; so few equal figures are no copy.
    """
    values = {key[1:] if key == "i001" else f"{key[1]}.{key[2:]}": value for key, value in changes.items()}
    usual = {"4.2": "35", "4.3": "80", "4.4": "20", "4.5": "14", "001": "1100", "5.2": "290", "5.1": "330"}
    made = tuple((usual | values).items())
    return lambda: {office.file_name("SYT", office.BEFORE): office.filled("SYT", office.BEFORE, made)}


def _copied() -> Files:
    return {office.file_name("SYT", office.BEFORE): office.filled("SYT", office.BEFORE)}


@form_story(previous=quarter_before())
def figures_that_grew_a_little(_: Form) -> None:
    """As every quarter."""


@form_story(("VAL007", "F20"), previous=quarter_before(i001="800"))
def spending_jumped(_: Form) -> None:
    """From 800 to 1250 million: 56 %, and the set allows 50."""


@form_story(("VAL007", "F20", EXPLAINED), previous=quarter_before(i001="800"))
def spending_jumped_and_is_explained(form: Form) -> None:
    """It is listed, and asks for nothing more."""
    form.put("001", "explanation", "Từ tháng 10/2022 mua thêm máy chủ theo Quyết định 1125/QĐ-UBND")


@form_story(("VAL007", "F20"), ("EVD002", "L20"), previous=quarter_before(i001="800"))
def spending_jumped_and_is_not_really_explained(form: Form) -> None:
    """ "Số liệu đúng" says nothing."""
    form.put("001", "explanation", "Số liệu đúng")


@form_story(("VAL008", "F20"), previous=quarter_before(i001="125"))
def a_nought_too_many(_: Form) -> None:
    """Ten times last quarter's: a slip, and not a jump besides."""


@form_story(("VAL008", "F20"), reads={"001": "1250000"}, previous=quarter_before(i001="1300"))
def typed_in_thousands_where_millions_are_asked(form: Form) -> None:
    """A thousand times last quarter's."""
    form.put("001", "value", 1250000)


@form_story(("VAL008", "F15"), reads={"4.2": "37.5"}, previous=quarter_before(i42="0.375"))
def last_quarter_was_a_share(_: Form) -> None:
    """0,375 then, 37,5 now: a hundred times."""


@form_story(("VAL017", "F17"), previous=quarter_before(i44="30"))
def cumulative_count_fell(_: Form) -> None:
    """30 points of payment last quarter, 24 now, where they add up."""


@form_story(("VAL009", "Số liệu"), previous=_copied)
def sheet_copied_from_the_quarter_before(_: Form) -> None:
    """Every figure is still last quarter's."""


@form_story(reads={"001": "1300"}, previous=_copied)
def nearly_everything_unchanged(form: Form) -> None:
    """One figure is new: then somebody has looked."""
    form.put("001", "value", 1300)


@form_story(previous=lambda: {office.file_name("STC", office.BEFORE): office.filled("STC", office.BEFORE)})
def only_another_unit_reported_before(_: Form) -> None:
    """Its figures are nobody else's business."""
