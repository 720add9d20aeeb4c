"""Reporting periods: how they are written, and which days they hold."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.period import Period

bounded = settings(max_examples=100, derandomize=True, deadline=None)
years = st.integers(1, 9998).map(lambda year: f"{year:04d}")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
        ("2022-H1", dt.date(2022, 1, 1), dt.date(2022, 6, 30)),
        ("2022-H2", dt.date(2022, 7, 1), dt.date(2022, 12, 31)),
        ("2022-Q1", dt.date(2022, 1, 1), dt.date(2022, 3, 31)),
        ("2022-Q4", dt.date(2022, 10, 1), dt.date(2022, 12, 31)),
        ("2022-01", dt.date(2022, 1, 1), dt.date(2022, 1, 31)),
        ("2022-02", dt.date(2022, 2, 1), dt.date(2022, 2, 28)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2022-12", dt.date(2022, 12, 1), dt.date(2022, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: dt.date, last: dt.date) -> None:
    period = Period.parse(text)

    assert (period.text, str(period), period.first, period.last) == (text, text, first, last)


def test_blanks_around_it_are_not_part_of_it() -> None:
    assert Period.parse(" 2022-Q4\n").text == "2022-Q4"


@pytest.mark.parametrize(
    "text",
    [
        "", "22", "2022-", "2022-Q0", "2022-Q5", "2022-H0", "2022-H3", "2022-00", "2022-13", "2022-1", "2022-001",
        "2022-q4", "2022Q4", "2022/Q4", "2022 Q4", "Q4-2022", "2022-Q4-1", "02022", "0000", "２０２２", "năm 2022",
        "2022-04-08", "-2022", "2022.0",
    ],
)  # fmt: skip
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        Period.parse(text)


@bounded
@given(years, st.sampled_from(["H{}/2", "Q{}/4", "{:02d}/12"]))
def test_the_parts_of_a_year_follow_each_other_without_gap_or_overlap(year: str, parts: str) -> None:
    form, count = parts.split("/")
    periods = [Period.parse(f"{year}-{form.format(i)}") for i in range(1, int(count) + 1)]
    whole = Period.parse(year)

    assert (periods[0].first, periods[-1].last) == (whole.first, whole.last)
    for earlier, later in pairwise(periods):
        assert later.first - earlier.last == dt.timedelta(days=1)


@bounded
@given(st.text(alphabet="0129QHqh-/ ", max_size=9))
def test_a_text_is_a_period_or_a_value_error(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValueError:
        return
    assert period.first <= period.last
    assert Period.parse(period.text) == period
