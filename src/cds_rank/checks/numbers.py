"""Rules about how figures are typed: can the number be told, and was it typed as asked (CEL, NUM, PCT)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from cds_rank.checks.context import Context, Entry
from cds_rank.model.finding import Finding
from cds_rank.model.form_layout import INPUT_COLUMNS
from cds_rank.model.indicator_set import InputKind
from cds_rank.model.observation import NumberRemark, ObservationStatus, TypedNumber
from cds_rank.model.quantity import decimal_text, round_half_up

_CODE_OF_REMARK = {
    NumberRemark.FORMULA_NOT_CALCULATED: "CEL001",
    NumberRemark.ERROR_VALUE: "CEL002",
    NumberRemark.NOT_A_NUMBER: "NUM001",
    NumberRemark.AMBIGUOUS_SEPARATOR: "NUM003",
    NumberRemark.FOREIGN_STYLE: "NUM004",
    NumberRemark.UNIT_IN_CELL: "NUM007",
    NumberRemark.TICK_OR_WORD: "NUM008",
    NumberRemark.PLACEHOLDER: "NUM010",
    NumberRemark.DATE: "NUM011",
}
_DECLARED_ABSENT = frozenset(
    {ObservationStatus.MISSING, ObservationStatus.NOTHING_TO_COUNT, ObservationStatus.NOT_APPLICABLE}
)


def typed_numbers(entry: Entry) -> Iterator[tuple[str, TypedNumber]]:
    """Give the figures of a row in the columns that its indicator asks for."""
    for column in INPUT_COLUMNS[entry.indicator.input]:
        number = entry.row.numbers.get(column)
        if number is not None:
            yield column, number


def asks_percent(entry: Entry) -> bool:
    """Tell whether the row's value is a percentage on the scale 0 to 100."""
    return entry.indicator.unit_of_measure.vi.lstrip().startswith("%")


def unreadable_numbers(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find every figure of which cannot be told what number it is."""
    for column, number in typed_numbers(entry):
        remark = next((remark for remark in number.remarks if remark in _CODE_OF_REMARK), None)
        if remark is None:
            continue
        if remark is NumberRemark.PLACEHOLDER and entry.row.status in _DECLARED_ABSENT:
            continue
        facts = {"text": number.text[:60]}
        if remark is NumberRemark.AMBIGUOUS_SEPARATOR:
            facts |= {"first": number.suggestions[0], "second": number.suggestions[1]}
        if remark is NumberRemark.FOREIGN_STYLE:
            facts["suggestion"] = number.suggestions[0]
        yield entry.found(_CODE_OF_REMARK[remark], column, facts)


def numbers_as_text(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find figures that were typed as text but have one reading only."""
    for column, number in typed_numbers(entry):
        if number.value is None:
            continue
        facts = {"text": number.text[:60], "value": _vietnamese(number.value)}
        if NumberRemark.PERCENT_SIGN in number.remarks:
            if column == "value" and asks_percent(entry):
                yield entry.found("PCT003", column, facts)
        elif NumberRemark.ODD_CHARACTERS in number.remarks:
            yield entry.found("NUM009", column, facts)
        elif NumberRemark.STORED_AS_TEXT in number.remarks:
            yield entry.found("NUM002", column, facts)


def percent_where_a_count_is_asked(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find counts, points and other figures that are shown or typed as percentages."""
    signs = {NumberRemark.PERCENT_FORMAT, NumberRemark.PERCENT_SIGN}
    for column, number in typed_numbers(entry):
        if signs & set(number.remarks) and not (column == "value" and asks_percent(entry)):
            yield entry.found("PCT004", column, {"text": number.text[:60]})


def share_instead_of_percentage(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find a value between 0 and 1 typed plainly where 0 to 100 is asked."""
    number = entry.row.numbers.get("value")
    if entry.indicator.input is not InputKind.VALUE or number is None or number.value is None:
        return
    maximum = entry.indicator.limits.maximum
    if asks_percent(entry) and maximum == 100 and 0 < number.value <= 1 and not number.remarks:
        suggestion = _vietnamese(number.value * 100)
        yield entry.found("PCT002", "value", {"text": _vietnamese(number.value), "suggestion": suggestion})


def merged_cells(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find input cells that are merged with others."""
    for column in INPUT_COLUMNS[entry.indicator.input]:
        if column in entry.row.merged:
            yield entry.found("CEL005", column)


def value_against_parts(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find a computed percentage that was typed over and differs from numerator / denominator."""
    if entry.indicator.input is not InputKind.RATIO or entry.observation is None:
        return
    typed, observation = entry.row.numbers.get("value"), entry.observation
    if typed is None or typed.value is None or not observation.denominator or observation.numerator is None:
        return
    ratio = (
        Fraction(observation.numerator) / Fraction(observation.denominator) * Fraction(entry.indicator.per)
    )
    # Half a unit of the second decimal: what the sheet shows may have been copied as a value.
    if "value" not in entry.row.formulas and abs(Fraction(typed.value) - ratio) > Fraction(1, 200):
        facts = {"text": _vietnamese(typed.value), "computed": _vietnamese(round_half_up(ratio, 2))}
        yield entry.found("CEL007", "value", facts)


def _vietnamese(number: Decimal) -> str:
    return decimal_text(number).replace(".", ",")
