"""Rules about what figures say: limits, parts that do not fit, gaps, statuses, evidence (VAL, EVD, CEL008, SHT007)."""

from collections.abc import Iterator
from decimal import Decimal

from cds_rank.checks.context import Context, Entry
from cds_rank.checks.numbers import typed_numbers
from cds_rank.model.finding import Finding
from cds_rank.model.form_layout import YES_NO_LABELS
from cds_rank.model.indicator_set import InputKind, MissingPolicy
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.quantity import decimal_text
from cds_rank.model.similarity import nearest

_ABSENT = frozenset(
    {ObservationStatus.MISSING, ObservationStatus.NOTHING_TO_COUNT, ObservationStatus.NOT_APPLICABLE}
)


def outside_limits(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find values outside the indicator's limits, and counts below zero."""
    limits = entry.indicator.limits
    for column, number in typed_numbers(entry):
        if number.value is None:
            continue
        if column == "value":
            lower, upper, whole = limits.minimum, limits.maximum, limits.whole
            if entry.indicator.input is InputKind.COUNT:
                lower, whole = (Decimal(0) if lower is None else lower), True
        elif column in {"points", "verified_points"}:
            lower, upper, whole = Decimal(0), None, False
            if number.value > entry.indicator.max_points:
                facts = {"text": _text(number.value), "maximum": _text(entry.indicator.max_points)}
                yield entry.found("VAL006", column, facts)
        else:
            lower, upper, whole = Decimal(0), None, False
        if (lower is not None and number.value < lower) or (upper is not None and number.value > upper):
            bounds = {
                "lower": "" if lower is None else _text(lower),
                "upper": "" if upper is None else _text(upper),
            }
            yield entry.found("VAL001", column, {"text": _text(number.value), "limits": "", **bounds})
        elif whole and number.value != number.value.to_integral_value():
            yield entry.found("VAL012", column, {"text": _text(number.value)})


def numerator_above_denominator(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find numerators above their denominators where the share may not pass 100 %."""
    observation, limits = entry.observation, entry.indicator.limits
    if observation is None or observation.numerator is None or not observation.denominator:
        return
    if observation.denominator < 0:
        return  # outside its own limits already
    ratio_limit = limits.maximum
    if (
        ratio_limit is not None
        and observation.numerator * entry.indicator.per > ratio_limit * observation.denominator
    ):
        facts = {"numerator": _text(observation.numerator), "denominator": _text(observation.denominator)}
        yield entry.found("VAL003", "numerator", facts)


def incomplete_ratio(entry: Entry, context: Context) -> Iterator[Finding]:
    """Find ratios with one part missing, with a zero below something, or zero over zero."""
    if entry.indicator.input is not InputKind.RATIO or entry.row.status in _ABSENT:
        return
    if entry.row.merged & {"numerator", "denominator"}:
        return
    numbers = entry.row.numbers
    present = [column for column in ("numerator", "denominator") if column in numbers]
    if not all(numbers[column].is_readable for column in present):
        return
    if len(present) == 1:
        absent = "denominator" if present == ["numerator"] else "numerator"
        yield entry.found("VAL004", absent, {"problem": "empty"})
    elif present and not numbers["denominator"].value:
        if numbers["numerator"].value:
            yield entry.found("VAL004", "denominator", {"problem": "zero"})
        else:
            policy = entry.indicator.zero_denominator or context.indicator_set.method.zero_denominator
            yield entry.found("VAL014", "denominator", {"consequence": policy.value})


def missing_figures(entry: Entry, context: Context) -> Iterator[Finding]:
    """Find rows left empty with no status, and statuses without the reason they need."""
    observation = entry.observation
    if observation is None or observation.status not in _ABSENT or not entry.indicator.max_points:
        return
    if entry.row.merged or (entry.row.status is None and entry.row.texts.get("status")):
        return  # merged cells, or a status that is not in the list: that is the finding
    first = "points" if entry.indicator.input is InputKind.POINTS else "value"
    if entry.row.status is None or entry.row.status is ObservationStatus.REPORTED:
        zero = context.indicator_set.method.missing is MissingPolicy.ZERO
        column = "numerator" if entry.indicator.input is InputKind.RATIO else first
        consequence = "missing_zero" if zero else "missing_unranked"
        yield entry.found("VAL002", column, {"consequence": consequence})
    elif not entry.row.texts.get("explanation"):
        yield entry.found("VAL016", "explanation", {"status": entry.row.texts.get("status", "")})


def status_against_figures(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find statuses that the row's figures contradict, or that the set does not allow."""
    status, observation = entry.row.status, entry.observation
    if observation is None or status not in _ABSENT:
        return
    shown = {"status": entry.row.texts.get("status", "")}
    if (
        entry.indicator.input is InputKind.RATIO
        and "value" in entry.row.numbers
        and "value" not in entry.row.formulas
    ):
        yield entry.found("VAL011", "status", {**shown, "contradiction": "has_figures"})
        return
    if observation.status is ObservationStatus.UNREADABLE and observation.status is not status:
        if all(number.is_readable for _, number in typed_numbers(entry)):
            yield entry.found("VAL011", "status", {**shown, "contradiction": "has_figures"})
    elif status is ObservationStatus.NOT_APPLICABLE and not entry.indicator.may_be_not_applicable:
        yield entry.found("VAL015", "status", {"indicator": entry.indicator.code})
    elif status is ObservationStatus.NOTHING_TO_COUNT and entry.indicator.input is not InputKind.RATIO:
        yield entry.found("VAL011", "status", {**shown, "contradiction": "not_a_ratio"})


def answers_outside_list(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find answers that are not in the drop-down list."""
    answer, observation = entry.row.texts.get("answer", ""), entry.observation
    if not answer or observation is None or observation.status is not ObservationStatus.UNREADABLE:
        return
    if entry.row.status in _ABSENT:
        return
    choices = (
        list(YES_NO_LABELS.values())
        if entry.indicator.input is InputKind.YES_NO
        else [option.name.vi for option in entry.indicator.options]
    )
    facts = {"text": answer[:60], "nearest": nearest(answer, choices) or choices[0]}
    yield entry.found("VAL013", "value", facts)


def evidence_missing(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find reported figures without the evidence that the set asks for."""
    observation = entry.observation
    reported = observation is not None and observation.status is ObservationStatus.REPORTED
    if reported and entry.indicator.evidence.required and not entry.row.texts.get("evidence"):
        yield entry.found("EVD001", "evidence")


def locked_text_changed(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find names and units of measure that are no longer those of the template."""
    wanted = {"name": entry.indicator.name.vi, "unit_of_measure": entry.indicator.unit_of_measure.vi}
    for column, text in wanted.items():
        typed = entry.row.texts.get(column, "")
        if " ".join(typed.split()) != " ".join(text.split()):
            yield entry.found("CEL008", column, {"text": typed[:80], "wanted": text})


def hidden_rows(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find rows of the table that are hidden."""
    if entry.row.is_hidden:
        yield entry.found("SHT007", "code", {"row": str(entry.row.row)})


def _text(number: Decimal) -> str:
    return decimal_text(number).replace(".", ",")
