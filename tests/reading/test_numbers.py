"""Numbers as people type them: read as meant, or flagged; never silently something else."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cds_rank.model.observation import NON_BLOCKING_REMARKS, NumberRemark
from cds_rank.reading.numbers import PLACEHOLDERS, TICKS, number_in_cell, number_in_text
from cds_rank.reading.ooxml import Cell, CellKind

bounded = settings(max_examples=150, derandomize=True, deadline=None)
TEXT, PERCENT, ODD = NumberRemark.STORED_AS_TEXT, NumberRemark.PERCENT_SIGN, NumberRemark.ODD_CHARACTERS
numbers = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=4
) | st.integers(-(10**7), 10**7).map(Decimal)  # fmt: skip


def written(number: Decimal, *, thousands: str, comma: str, decimals: int | None = None) -> str:
    """Write a number as some country does; decimals: exactly so many, or as many as it has."""
    plain = f"{number:,.{decimals}f}" if decimals is not None else f"{number.normalize():,f}"
    return plain.translate({ord(","): thousands, ord("."): comma})


def cell(
    text: str, kind: CellKind = CellKind.NUMBER, number_format: str = "General", formula: str | None = None
) -> Cell:
    return Cell(1, 1, kind, text, formula, number_format)


@pytest.mark.parametrize(
    ("text", "value", "remarks"),
    [
        ("37,3", "37.3", {TEXT}),
        ("1.340,5", "1340.5", {TEXT}),
        ("1.234.567", "1234567", {TEXT}),
        ("95,29%", "95.29", {TEXT, PERCENT}),
        ("95,29 %", "95.29", {TEXT, PERCENT}),
        ("100", "100", {TEXT}),
        ("+5", "5", {TEXT}),
        ("-0,5", "-0.5", {TEXT}),
        ("0,950", "0.95", {TEXT}),
        ("12.345.678,901", "12345678.901", {TEXT}),
        ("1234,567", "1234.567", {TEXT}),
        ("1 340", "1340", {TEXT, ODD}),
        ("1\u00a0340,5", "1340.5", {TEXT, ODD}),
        ("1\u202f340\u202f000", "1340000", {TEXT, ODD}),
        ("\u00a037,3", "37.3", {TEXT, ODD}),
        ("37,3\u200b", "37.3", {TEXT, ODD}),
        ("３７", "37", {TEXT, ODD}),
        ("３７，３", "37.3", {TEXT, ODD}),
        ("−5", "-5", {TEXT, ODD}),
        ("–5", "-5", {TEXT, ODD}),
        (" 37,3 ", "37.3", {TEXT}),
    ],
)
def test_text_with_one_reading_is_read(text: str, value: str, remarks: set[NumberRemark]) -> None:
    typed = number_in_text(text)

    assert (typed.value, set(typed.remarks), typed.text) == (Decimal(value), remarks, text)


@pytest.mark.parametrize(
    ("text", "remark", "suggestions"),
    [
        ("1.340", NumberRemark.AMBIGUOUS_SEPARATOR, ("1340", "1,34")),
        ("1,340", NumberRemark.AMBIGUOUS_SEPARATOR, ("1340", "1,34")),
        ("12.000", NumberRemark.AMBIGUOUS_SEPARATOR, ("12000", "12,0")),
        ("１.３４０", NumberRemark.AMBIGUOUS_SEPARATOR, ("1340", "1,34")),
        ("12.345%", NumberRemark.AMBIGUOUS_SEPARATOR, ("12345", "12,345")),
        ("0.95", NumberRemark.FOREIGN_STYLE, ("0,95",)),
        ("0.950", NumberRemark.FOREIGN_STYLE, ("0,950",)),
        ("12.5", NumberRemark.FOREIGN_STYLE, ("12,5",)),
        ("100.00", NumberRemark.FOREIGN_STYLE, ("100,00",)),
        ("95.29%", NumberRemark.FOREIGN_STYLE, ("95,29",)),
        ("1,340.5", NumberRemark.FOREIGN_STYLE, ("1340,5",)),
        ("1,234,567", NumberRemark.FOREIGN_STYLE, ("1234567",)),
        ("12 hồ sơ", NumberRemark.UNIT_IN_CELL, ("12",)),
        (">95", NumberRemark.UNIT_IN_CELL, ("95",)),
        ("1.340 hồ sơ", NumberRemark.UNIT_IN_CELL, ()),
        ("84/85", NumberRemark.UNIT_IN_CELL, ()),
        ("5–10", NumberRemark.UNIT_IN_CELL, ()),
        ("1.2.3", NumberRemark.UNIT_IN_CELL, ()),
        ("1e5", NumberRemark.SCIENTIFIC, ()),
        ("1,2E+06", NumberRemark.SCIENTIFIC, ()),
        ("-1.2e-3", NumberRemark.SCIENTIFIC, ()),
        ("1e", NumberRemark.UNIT_IN_CELL, ("1",)),
        ("30/09/2022", NumberRemark.DATE_AS_TEXT, ()),
        ("9/2022", NumberRemark.DATE_AS_TEXT, ()),
        ("2022-09-30", NumberRemark.DATE_AS_TEXT, ()),
        ("1.2.22", NumberRemark.DATE_AS_TEXT, ()),
        ("9/22", NumberRemark.UNIT_IN_CELL, ()),
        ("½", NumberRemark.NOT_A_NUMBER, ()),
        ("chín mươi", NumberRemark.NOT_A_NUMBER, ()),
        ("%", NumberRemark.NOT_A_NUMBER, ()),
        ("٣", NumberRemark.NOT_A_NUMBER, ()),
        ("9" * 100, NumberRemark.NOT_A_NUMBER, ()),
        ("", NumberRemark.PLACEHOLDER, ()),
        ("\u200b \u00a0", NumberRemark.PLACEHOLDER, ()),
    ],
)
def test_text_with_several_readings_or_none_is_flagged(
    text: str, remark: NumberRemark, suggestions: tuple[str, ...]
) -> None:
    typed = number_in_text(text)

    assert (typed.value, typed.remarks, typed.suggestions) == (None, (remark,), suggestions)


@pytest.mark.parametrize("text", ["10²", "95¹", "①", "5₂"])
def test_a_raised_or_circled_figure_is_not_a_digit_of_the_number(text: str) -> None:
    """95¹ is 95 with a footnote, not 951."""
    assert number_in_text(text).value is None


@pytest.mark.parametrize("text", ["0.125.000", "0.123,5", "01.234,5", "000.001.000", "0 340"])
def test_groups_of_three_do_not_start_with_a_nought(text: str) -> None:
    """Nobody writes 125 thousand as 0.125.000: whatever was meant, it was not that."""
    assert number_in_text(text).value is None


@pytest.mark.parametrize(("text", "wrong"), [(",5", "5"), (".5", "5"), ("(5)", "5")])
def test_no_suggestion_leaves_out_a_part_of_what_was_typed(text: str, wrong: str) -> None:
    """,5 may mean 0,5 but never 5; (5) is how accountants write -5."""
    typed = number_in_text(text)

    assert typed.value is None
    assert wrong not in typed.suggestions


@pytest.mark.parametrize("text", sorted(TICKS | {"X", "CÓ", "Đạt", " x "}))
def test_a_tick_is_no_number(text: str) -> None:
    assert number_in_text(text).remarks == (NumberRemark.TICK_OR_WORD,)


@pytest.mark.parametrize("text", sorted(PLACEHOLDERS | {"N/A", "Không có", "Kps", "–", "—", "−"}))
def test_a_placeholder_is_no_number(text: str) -> None:
    assert number_in_text(text).remarks == (NumberRemark.PLACEHOLDER,)


@bounded
@given(numbers, st.sampled_from(["", "."]), st.none() | st.integers(0, 4))
@example(Decimal(1340), ".", None)
@example(Decimal("1.34"), "", 3)
@example(Decimal("0.125"), "", 3)
@example(Decimal("999.125"), "", 3)
@example(Decimal("1000.125"), "", 3)
def test_a_number_written_the_vietnamese_way_is_read_as_meant_or_flagged(
    number: Decimal, thousands: str, decimals: int | None
) -> None:
    text = written(number, thousands=thousands, comma=",", decimals=decimals)
    meant = Decimal(f"{number:.{decimals}f}") if decimals is not None else number
    typed = number_in_text(text)

    if typed.value is not None:
        assert typed.value == meant
    else:
        assert typed.remarks == (NumberRemark.AMBIGUOUS_SEPARATOR,)
        assert meant in [Decimal(reading.replace(",", ".")) for reading in typed.suggestions]


@bounded
@given(numbers)
def test_only_a_single_group_of_three_is_ambiguous(number: Decimal) -> None:
    """So that the flag stays rare: it is one separator with three digits behind it and one to three before."""
    text = written(number, thousands=".", comma=",")
    lone = text.lstrip("-").replace(",", ".").split(".")

    ambiguous = len(lone) == 2 and len(lone[1]) == 3 and 0 < len(lone[0]) <= 3 and not lone[0].startswith("0")
    assert (number_in_text(text).value is None) is ambiguous


@bounded
@given(numbers, st.sampled_from(["", ","]), st.none() | st.integers(0, 4))
def test_a_number_written_the_english_way_is_never_read_as_something_else(
    number: Decimal, thousands: str, decimals: int | None
) -> None:
    """Babel reads 0.95 as 95 and 1,340.5 as 1,3405."""
    text = written(number, thousands=thousands, comma=".", decimals=decimals)
    meant = Decimal(f"{number:.{decimals}f}") if decimals is not None else number
    typed = number_in_text(text)

    if typed.value is not None:
        assert typed.value == meant
    else:
        assert meant in [Decimal(reading.replace(",", ".")) for reading in typed.suggestions]


@bounded
@given(numbers, st.sampled_from(["%", " %"]), st.sampled_from(["", " ", "\u00a0", "\t"]))
def test_signs_and_blanks_around_a_number_do_not_change_it(number: Decimal, sign: str, blank: str) -> None:
    text = written(number, thousands="", comma=",")
    plain, marked = number_in_text(text), number_in_text(blank + text + sign + blank)

    assert marked.value == plain.value
    assert marked.value is None or PERCENT in marked.remarks


@bounded
@given(st.text(max_size=70) | st.text(alphabet="0123456789.,+-% \u00a0xe/()", max_size=20))
def test_any_text_is_read_or_flagged(text: str) -> None:
    typed = number_in_text(text)

    assert typed.text == text
    assert typed.remarks
    assert (typed.value is not None) is (set(typed.remarks) <= NON_BLOCKING_REMARKS)


@bounded
@given(st.text(alphabet="0123456789.,-% ", max_size=12))
def test_a_suggestion_can_be_typed_and_is_then_read(text: str) -> None:
    for suggestion in number_in_text(text).suggestions:
        assert number_in_text(suggestion).value is not None or suggestion.count(",") == 1


class TestCells:
    @pytest.mark.parametrize(
        ("text", "number_format", "percent", "value", "remarks"),
        [
            ("95.29", "General", True, "95.29", ()),
            ("95.29000000000001", "0.00", True, "95.29", ()),
            ("0.9529", "0.00%", True, "95.29", (NumberRemark.PERCENT_FORMAT,)),
            ("1", "0%", True, "100", (NumberRemark.PERCENT_FORMAT,)),
            ("0", "0%", True, "0", (NumberRemark.PERCENT_FORMAT,)),
            ("1E+3", "General", False, "1000", ()),
        ],
    )
    def test_a_number_keeps_its_value_and_a_percent_format_its_scale(
        self, text: str, number_format: str, percent: bool, value: str, remarks: tuple[Any, ...]
    ) -> None:
        typed = number_in_cell(cell(text, number_format=number_format), percent=percent)

        assert (typed.value, typed.remarks) == (Decimal(value), remarks)

    @pytest.mark.parametrize(
        "made",
        [cell("0.9529", number_format="0.00%"), cell("95%", CellKind.TEXT), cell("0", number_format="0%")],
    )
    def test_a_percentage_is_no_count(self, made: Cell) -> None:
        """Whether 0.5 shown as 50 % was meant as 50 or as a half cannot be told."""
        typed = number_in_cell(made, percent=False)

        assert (typed.value, typed.remarks) == (None, (NumberRemark.PERCENT_ELSEWHERE,))

    @pytest.mark.parametrize(
        ("made", "remark"),
        [
            (cell("", CellKind.EMPTY, formula="A1/B1"), NumberRemark.FORMULA_NOT_CALCULATED),
            (cell("#DIV/0!", CellKind.ERROR), NumberRemark.ERROR_VALUE),
            (cell("1", CellKind.BOOLEAN), NumberRemark.TICK_OR_WORD),
            (cell("2022-04-08", CellKind.DATE), NumberRemark.DATE),
            (cell("44659", number_format="dd/mm/yyyy"), NumberRemark.DATE),
            (cell("1.340", CellKind.TEXT), NumberRemark.AMBIGUOUS_SEPARATOR),
        ],
    )
    def test_what_is_no_number_is_flagged(self, made: Cell, remark: NumberRemark) -> None:
        typed = number_in_cell(made, percent=True)

        assert (typed.value, typed.remarks, typed.formula) == (None, (remark,), made.formula or "")

    def test_text_is_read_as_text(self) -> None:
        typed = number_in_cell(cell("37,3", CellKind.TEXT, formula='"37,3"'), percent=True)

        assert (typed.value, typed.formula) == (Decimal("37.3"), '"37,3"')
