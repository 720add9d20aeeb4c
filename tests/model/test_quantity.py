"""The one rounding there is, and exact numbers as text and back."""

from decimal import Decimal, getcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.quantity import (
    Number,
    decimal_text,
    exact_text,
    is_decimal,
    parse_exact,
    round_half_up,
)

bounded = settings(max_examples=100, derandomize=True, deadline=None)
huge = 10**45
fractions = st.fractions(min_value=-huge, max_value=huge, max_denominator=10**20)


@pytest.mark.parametrize(
    ("number", "digits", "rounded"),
    [
        (Decimal("51.85"), 1, "51.9"),
        (Decimal("0.005"), 2, "0.01"),
        (Decimal("0.0049999999999999999999"), 2, "0.00"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (Decimal("-0.005"), 2, "-0.01"),
        (Decimal("-0.004"), 2, "0.00"),  # no minus before a nought
        (Decimal("1E+3"), 2, "1000.00"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(-2, 3), 4, "-0.6667"),
        (Fraction(716355, 1000000), 4, "0.7164"),
        (7, 2, "7.00"),
        (0, 0, "0"),
        (Decimal("99.995"), 2, "100.00"),
    ],
)
def test_rounding_is_half_up_and_shows_every_digit(number: Number, digits: int, rounded: str) -> None:
    assert str(round_half_up(number, digits)) == rounded


@bounded
@given(fractions, st.integers(0, 12))
def test_the_rounded_number_is_the_nearest_and_the_further_from_zero_of_two(
    number: Fraction, digits: int
) -> None:
    rounded = Fraction(round_half_up(number, digits))
    half = Fraction(1, 2 * 10**digits)

    assert (rounded * 10**digits).denominator == 1
    assert abs(rounded - number) <= half
    assert abs(rounded - number) < half or abs(rounded) > abs(number)


@bounded
@given(fractions, st.integers(0, 12))
def test_rounding_treats_both_signs_alike(number: Fraction, digits: int) -> None:
    """Found with numbers of more than 28 digits, where a Decimal's minus sign rounds."""
    assert Fraction(round_half_up(-number, digits)) == -Fraction(round_half_up(number, digits))


@bounded
@given(fractions, fractions, st.integers(0, 12))
def test_rounding_keeps_the_order(one: Fraction, other: Fraction, digits: int) -> None:
    lower, upper = sorted((one, other))

    assert round_half_up(lower, digits) <= round_half_up(upper, digits)


def test_rounding_does_not_look_at_the_surrounding_precision() -> None:
    before = getcontext().prec
    getcontext().prec = 3
    try:
        assert str(round_half_up(Fraction(1234565, 100), 1)) == "12345.7"
    finally:
        getcontext().prec = before


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("7.50"), "7.5"),
        (Decimal("100"), "100"),
        (Decimal("1E+2"), "100"),
        (Decimal("-0.0"), "0"),
        (Fraction(50, 7), "50/7"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 3), "-1/3"),
        (Decimal("0.0000000000001"), "1/10000000000000"),  # more decimals than are written
    ],
)
def test_exact_text_is_a_decimal_where_it_can_be(number: Number, text: str) -> None:
    assert exact_text(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(Fraction(2, 3), "0.666666666667"), (Decimal("12.30"), "12.3"), (Decimal("1000"), "1000"), (0, "0")],
)
def test_decimal_text_has_a_point_and_no_grouping(number: Number, text: str) -> None:
    assert decimal_text(number) == text


@bounded
@given(fractions)
def test_exact_text_is_read_back(number: Fraction) -> None:
    assert parse_exact(exact_text(number)) == number
    assert is_decimal(number) is ("/" not in exact_text(number))


def test_an_exact_number_is_read_back_however_long() -> None:
    """A sum of forty ratios with six-digit denominators has more than two hundred digits above and below the line."""
    ratios = [Fraction(1, denominator) for denominator in range(842_001, 842_081, 2)]
    total = sum(ratios, Fraction(0))

    assert len(ratios) == 40
    assert parse_exact(exact_text(total)) == total


@pytest.mark.parametrize("text", ["", "x", "1/0", "1,5", "1e5", "1E5", "nan", "inf", "1/2/3", "--1", "1 000"])
def test_what_is_no_exact_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        parse_exact(text)


def test_a_text_that_would_take_forever_is_refused() -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_exact("1e999999999")
    with pytest.raises(ValueError):  # noqa: PT011
        parse_exact("9" * 10_000)
