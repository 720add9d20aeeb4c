"""Rules about what figures say: limits, parts that do not fit, gaps, statuses (VAL, SHT007)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cds_rank.checks.context import Context, Entry, plain
from cds_rank.checks.numbers import figures_elsewhere, typed_numbers
from cds_rank.model.finding import Finding
from cds_rank.model.form_layout import INPUT_COLUMNS, YES_NO_LABELS
from cds_rank.model.indicator_set import Effect, Indicator, InputKind
from cds_rank.model.method import Method, MissingPolicy
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.rule import ZeroDenominator
from cds_rank.model.similarity import nearest
from cds_rank.model.text_remark import TextRemarkKind

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
                facts = {"number": plain(number.value), "maximum": plain(entry.indicator.max_points)}
                yield entry.found("VAL006", column, facts)
        else:
            lower, upper, whole = Decimal(0), None, False
        if (lower is not None and number.value < lower) or (upper is not None and number.value > upper):
            bounds = {
                "lower": "" if lower is None else plain(lower),
                "upper": "" if upper is None else plain(upper),
            }
            yield entry.found("VAL001", column, {"number": plain(number.value), "limits": "", **bounds})
        elif whole and number.value != number.value.to_integral_value():
            yield entry.found("VAL012", column, {"number": plain(number.value)})


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
        facts = {"numerator": plain(observation.numerator), "denominator": plain(observation.denominator)}
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
            takes = entry.indicator.effect is Effect.DEDUCTION
            nothing_taken = takes and policy is not ZeroDenominator.NOT_APPLICABLE
            consequence = "nothing_taken" if nothing_taken else policy.value
            yield entry.found("VAL014", "denominator", {"consequence": consequence})


def missing_figures(entry: Entry, context: Context) -> Iterator[Finding]:
    """Find rows left empty with no status, and statuses without the reason they need."""
    observation = entry.observation
    if observation is None or observation.status not in _ABSENT or not entry.indicator.max_points:
        return
    if entry.row.merged or (entry.row.status is None and entry.row.texts.get("status")):
        return  # merged cells, or a status that is not in the list: that is the finding
    first = "points" if entry.indicator.input is InputKind.POINTS else "value"
    if entry.row.status is None or entry.row.status is ObservationStatus.REPORTED:
        column = "numerator" if entry.indicator.input is InputKind.RATIO else first
        if figures_elsewhere(entry):
            return  # typed in the wrong column: that is the finding
        consequence = _of_a_gap(entry.indicator, context.indicator_set.method)
        yield entry.found("VAL002", column, {"consequence": consequence})
    elif not entry.row.texts.get("explanation"):
        yield entry.found("VAL016", "explanation", {"status": entry.row.texts.get("status", "")})


def _of_a_gap(indicator: Indicator, method: Method) -> str:
    """Return what becomes of a figure that is not reported; bonus is nobody's duty, a deduction is taken whole."""
    if any(indicator.code in rule.indicators for rule in method.imputations):
        return "missing_stood_in"
    if indicator.effect is Effect.BONUS:
        return "missing_not_added"
    if method.missing is MissingPolicy.UNRANKED:
        return "missing_unranked"
    return "missing_taken" if indicator.effect is Effect.DEDUCTION else "missing_zero"


def status_against_figures(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find statuses that the row's figures contradict, or that the set does not allow."""
    status, observation = entry.row.status, entry.observation
    if observation is None or status not in _ABSENT:
        return
    shown = {"status": entry.row.texts.get("status", "")}
    if entry.indicator.input is InputKind.RATIO and "value" in figures_elsewhere(entry):
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
    if any(remark.kind is TextRemarkKind.LEGACY for remark in entry.row.text_remarks.get("value", ())):
        return  # told already
    if entry.row.status in _ABSENT:
        return
    choices = (
        list(YES_NO_LABELS.values())
        if entry.indicator.input is InputKind.YES_NO
        else [option.name.vi for option in entry.indicator.options]
    )
    facts = {"text": answer[:60], "nearest": nearest(answer, choices) or choices[0]}
    yield entry.found("VAL013", "value", facts)


def hidden_rows(table: Sequence[Entry], _: Context) -> Iterator[Finding]:
    """Find rows of the table that are hidden, not by a filter, and hold something."""
    for entry in table:
        if (
            entry.row.is_hidden
            and not entry.submission.is_filtered
            and (entry.row.numbers or entry.row.texts.get("answer"))
        ):
            yield entry.found("SHT007", "code", {"row": str(entry.row.row)})


def totals_of_parts(table: Sequence[Entry], context: Context) -> Iterator[Finding]:
    """Find totals that are not the sum of their parts, where the set names them."""
    rows = {entry.indicator.code: entry for entry in table}
    for check in context.indicator_set.checks.sums:
        total = rows.get(check.total)
        figures = [_figure(rows.get(code)) for code in (check.total, *check.parts)]
        if total is None or any(figure is None for figure in figures):
            continue
        stated, *parts = (figure or Decimal(0) for figure in figures)
        involved = (rows[code] for code in (check.total, *check.parts))
        if any(finding for entry in involved for finding in outside_limits(entry, context)):
            continue  # one of them is wrong by itself
        if stated != sum(parts):
            facts = {"number": plain(stated), "sum": plain(sum(parts, Decimal(0)))}
            column = INPUT_COLUMNS[total.indicator.input][0]
            yield total.found("VAL005", column, facts | {"parts": ", ".join(check.parts)})


def _figure(entry: Entry | None) -> Decimal | None:
    if entry is None or entry.observation is None:
        return None
    return entry.observation.value
