"""Rules about how figures are typed: can the number be told, and was it typed as asked (CEL, NUM, PCT, DAT001)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from cds_rank.checks.context import Context, Entry, plain
from cds_rank.checks.files import points_outside
from cds_rank.model.finding import Finding, Spot
from cds_rank.model.form_layout import INPUT_COLUMNS
from cds_rank.model.indicator_set import InputKind
from cds_rank.model.observation import NumberRemark, ObservationStatus, TypedNumber
from cds_rank.model.quantity import round_half_up

_CODE_OF_REMARK = {
    NumberRemark.FORMULA_NOT_CALCULATED: "CEL001",
    NumberRemark.ERROR_VALUE: "CEL002",
    NumberRemark.NOT_A_NUMBER: "NUM001",
    NumberRemark.AMBIGUOUS_SEPARATOR: "NUM003",
    NumberRemark.FOREIGN_STYLE: "NUM004",
    NumberRemark.SCIENTIFIC: "NUM005",
    NumberRemark.UNIT_IN_CELL: "NUM007",
    NumberRemark.TICK_OR_WORD: "NUM008",
    NumberRemark.PLACEHOLDER: "NUM010",
    NumberRemark.DATE: "NUM011",
    NumberRemark.DATE_AS_TEXT: "DAT001",
    NumberRemark.PERCENT_ELSEWHERE: "PCT004",
}
_DECLARED_ABSENT = frozenset(
    {ObservationStatus.MISSING, ObservationStatus.NOTHING_TO_COUNT, ObservationStatus.NOT_APPLICABLE}
)
_IN_THE_FILE = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)  # how a file keeps a number
_FIGURES = ("numerator", "denominator", "value", "points", "verified_points")


def typed_numbers(entry: Entry) -> Iterator[tuple[str, TypedNumber]]:
    """Give the figures of a row in the columns that its indicator asks for."""
    for column in INPUT_COLUMNS[entry.indicator.input]:
        number = entry.row.numbers.get(column)
        if number is not None:
            yield column, number


def asks_percent(entry: Entry) -> bool:
    """Tell whether the row's value is a percentage on the scale 0 to 100."""
    return entry.indicator.unit_of_measure.vi.lstrip().startswith("%")


def shown(number: TypedNumber) -> str:
    """Give what stands in the cell as the clerk sees it: TRUE, not the 1 that the file keeps; 37,5, not 37.5."""
    text = number.text[:60]
    if NumberRemark.TICK_OR_WORD in number.remarks and text in {"0", "1"}:
        return "TRUE" if text == "1" else "FALSE"
    if NumberRemark.STORED_AS_TEXT in number.remarks or not _IN_THE_FILE.fullmatch(text):
        return text
    if {NumberRemark.PERCENT_ELSEWHERE, NumberRemark.PERCENT_FORMAT} & set(number.remarks):
        return plain(Decimal(text) * 100).replace(".", ",") + "%"
    return text.replace(".", ",") if number.is_readable else text


def figures_elsewhere(entry: Entry) -> tuple[str, ...]:
    """Return the columns of figures that the indicator does not ask for and that hold a typed figure."""
    asked = set(INPUT_COLUMNS[entry.indicator.input])
    if entry.indicator.input in {InputKind.YES_NO, InputKind.CHOICE}:
        asked.add("value")
    return tuple(
        column
        for column in _FIGURES
        if column in entry.row.numbers and column not in asked and column not in entry.row.formulas
    )


def wrong_column(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find figures typed in a column that the row's indicator does not ask for."""
    elsewhere = figures_elsewhere(entry)
    if entry.indicator.input is InputKind.RATIO and any(column for column, _number in typed_numbers(entry)):
        elsewhere = tuple(column for column in elsewhere if column != "value")  # CEL004 and CEL007
    if elsewhere and not (entry.indicator.input is InputKind.RATIO and entry.row.status in _DECLARED_ABSENT):
        wanted = INPUT_COLUMNS[entry.indicator.input][0]
        facts = {"text": shown(entry.row.numbers[elsewhere[0]]), "wanted_column": wanted}
        yield entry.found("VAL018", elsewhere[0], facts)


def unreadable_numbers(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find every figure of which cannot be told what number it is."""
    placeholders = [c for c, number in typed_numbers(entry) if NumberRemark.PLACEHOLDER in number.remarks]
    for column, number in typed_numbers(entry):
        remark = next((remark for remark in number.remarks if remark in _CODE_OF_REMARK), None)
        if remark is None or points_outside(number.formula):
            continue
        if remark is NumberRemark.PLACEHOLDER and (
            entry.row.status in _DECLARED_ABSENT or _is_status_told(entry)
        ):
            continue
        facts = {"text": shown(number)}
        if remark is NumberRemark.PLACEHOLDER:
            if column == placeholders[0]:  # "-" over "-" is told once
                yield _over_the_row(entry, _CODE_OF_REMARK[remark], placeholders, facts)
            continue
        if remark is NumberRemark.ERROR_VALUE:
            facts["formula"] = f"={number.formula[:80]}" if number.formula else ""
        if remark is NumberRemark.AMBIGUOUS_SEPARATOR:
            facts |= {"first": number.suggestions[0], "second": number.suggestions[1]}
        if remark is NumberRemark.FOREIGN_STYLE:
            facts["suggestion"] = number.suggestions[0]
        yield entry.found(_CODE_OF_REMARK[remark], column, facts)


def _is_status_told(entry: Entry) -> bool:
    """Tell whether the row says a status that the list does not have: that is the finding."""
    return entry.row.status is None and bool(entry.row.texts.get("status"))


def formulas(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find figures that a formula gives: from another workbook, or where a typed figure is asked."""
    for column, number in typed_numbers(entry):
        if points_outside(number.formula):
            yield entry.found("CEL006", column, {"formula": f"={number.formula[:80]}"})
        elif number.formula and number.is_readable:
            yield entry.found("CEL003", column, {"formula": f"={number.formula[:80]}"})


def numbers_as_text(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find figures that were typed as text but have one reading only."""
    for column, number in typed_numbers(entry):
        if number.value is None:
            continue
        facts = {"text": number.text[:60], "value": plain(number.value)}
        if NumberRemark.PERCENT_SIGN in number.remarks:
            yield entry.found("PCT003", column, facts)
        elif NumberRemark.ODD_CHARACTERS in number.remarks:
            yield entry.found("NUM009", column, facts)
        elif NumberRemark.STORED_AS_TEXT in number.remarks:
            yield entry.found("NUM002", column, facts)


def share_instead_of_percentage(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find a value between 0 and 1 typed plainly where 0 to 100 is asked."""
    number = entry.row.numbers.get("value")
    if entry.indicator.input is not InputKind.VALUE or number is None or number.value is None:
        return
    maximum = entry.indicator.limits.maximum
    says_percent = {NumberRemark.PERCENT_SIGN, NumberRemark.PERCENT_FORMAT} & set(number.remarks)
    if asks_percent(entry) and maximum == 100 and 0 < number.value <= 1 and not says_percent:
        facts = {"number": plain(number.value), "suggested": plain(number.value * 100)}
        yield entry.found("PCT002", "value", facts)


def mixed_percentages(table: Sequence[Entry], _: Context) -> Iterator[Finding]:
    """Find percentages typed as 0.95 and shown as 95 % beside others typed as 95, in one column."""
    of_percent: dict[bool, list[tuple[Entry, TypedNumber]]] = {True: [], False: []}
    for entry in table:
        number = entry.row.numbers.get("value")
        if entry.indicator.input is not InputKind.VALUE or not asks_percent(entry) or number is None:
            continue
        if number.value:
            of_percent[NumberRemark.PERCENT_FORMAT in number.remarks].append((entry, number))
    if of_percent[False]:
        for entry, number in of_percent[True]:
            most = entry.indicator.limits.maximum
            if most is not None and number.value is not None and number.value > most:
                continue  # 95 shown as 9500 %: it is outside its limits, whatever the others are
            value = plain(number.value or Decimal(0))
            facts = {"text": shown(number), "stored": number.text[:60], "value": value}
            yield entry.found("PCT001", "value", facts)


def too_many_decimals(entry: Entry, context: Context) -> Iterator[Finding]:
    """Find values with more decimals than the set allows."""
    most = entry.indicator.limits.decimals
    number = entry.row.numbers.get("value")
    if most is None or entry.indicator.input is not InputKind.VALUE or number is None or number.value is None:
        return
    if any(share_instead_of_percentage(entry, context)):
        return  # the wrong scale is the cause
    if number.value != round_half_up(number.value, most):
        facts = {"number": plain(number.value), "decimals": str(most)}
        yield entry.found("NUM006", "value", facts)


def merged_cells(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find input cells that are merged with others; those of a row are one finding."""
    merged = [column for column in INPUT_COLUMNS[entry.indicator.input] if column in entry.row.merged]
    if merged:
        yield _over_the_row(entry, "CEL005", merged, {})


def _over_the_row(entry: Entry, code: str, columns: Sequence[str], facts: Mapping[str, str]) -> Finding:
    """Make one finding of several cells of a row."""
    first, *others = columns
    cells = [entry.row.cells[column] for column in columns]
    spots = tuple(Spot(entry.row.cells[column], entry.row.row, entry.indicator.code) for column in others)
    return replace(entry.found(code, first, {**facts, "cell": ", ".join(cells)}), also=spots)


def value_against_parts(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find a computed percentage that was typed over, and whether it differs from numerator / denominator."""
    if entry.indicator.input is not InputKind.RATIO or entry.observation is None:
        return
    typed, observation = entry.row.numbers.get("value"), entry.observation
    if typed is None or "value" in entry.row.formulas or entry.row.merged:
        return
    if not observation.denominator or observation.numerator is None:
        return
    ratio = (
        Fraction(observation.numerator) / Fraction(observation.denominator) * Fraction(entry.indicator.per)
    )
    # Half a unit of the second decimal: what the sheet shows may have been copied as a value.
    if typed.value is not None and abs(Fraction(typed.value) - ratio) <= Fraction(1, 200):
        yield entry.found("CEL004", "value")
        return
    facts: Mapping[str, str] = {"text": shown(typed), "computed": plain(round_half_up(ratio, 2))}
    yield entry.found("CEL007", "value", facts)
