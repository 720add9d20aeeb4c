"""Rules that hold figures against an earlier period's and against other units' (VAL007–010, VAL017)."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from cds_rank.checks.context import Context, Entry, plain
from cds_rank.checks.numbers import asks_percent, share_instead_of_percentage
from cds_rank.checks.values import numerator_above_denominator, outside_limits
from cds_rank.model.checked import CheckedFile, Figure
from cds_rank.model.earlier import EarlierFigure
from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import FormIdentity, ObservationStatus, Origin
from cds_rank.model.quantity import decimal_text, is_decimal
from cds_rank.wording.catalogue import RULES

# How far from the exact power a slip may be: figures also change. A tenfold change does happen, so it has to be close.
_TOLERANCES: Final[Mapping[int, Fraction]] = {
    10: Fraction(5, 100),
    100: Fraction(15, 100),
    1000: Fraction(15, 100),
}
_SMALL = 10  # below it a count easily grows tenfold: 1 → 10
_FEWEST_COPIED = 8
_FEWEST_UNITS = 8
_OUTLYING = Fraction(7, 2)
_TELL_MORE: Final = (outside_limits, numerator_above_denominator, share_instead_of_percentage)
_COMPARED_IN_GROUP = frozenset({InputKind.VALUE, InputKind.COUNT, InputKind.RATIO})


@dataclass(frozen=True, slots=True)
class _Pair:
    """One figure as typed now, and as it was in the earlier period."""

    column: str
    now: Decimal
    earlier: Decimal


@dataclass(frozen=True, slots=True)
class _Standing:
    """One unit's value among those of its group."""

    file: CheckedFile
    identity: FormIdentity
    figure: Figure
    value: Fraction


def against_earlier(entry: Entry, context: Context) -> Iterator[Finding]:
    """Find figures that the earlier period's make doubtful: slips, cumulative ones that fell, jumps.

    One cause gives one finding: what has slipped has not jumped besides, and what is impossible by itself is no
    surprise against the earlier period.
    """
    pairs = _pairs(entry, context)
    doubtful = [*_slips(entry, pairs, context), *_falls(entry, pairs, context)]
    doubtful = doubtful or list(_jump(entry, pairs, context))
    if doubtful and not any(True for rule in _TELL_MORE for _ in rule(entry, context)):
        yield from doubtful


def _slips(entry: Entry, pairs: Sequence[_Pair], context: Context) -> Iterator[Finding]:
    for pair in pairs:
        factor = _slip(pair, entry)
        if factor:
            facts = {"number": plain(pair.now), "earlier": plain(pair.earlier), "factor": str(factor)}
            yield entry.found("VAL008", pair.column, facts | _period(context))


def _falls(entry: Entry, pairs: Sequence[_Pair], context: Context) -> Iterator[Finding]:
    for pair in pairs:
        if entry.indicator.cumulative and pair.now < pair.earlier and not _slip(pair, entry):
            facts = {"number": plain(pair.now), "earlier": plain(pair.earlier)}
            yield entry.found("VAL017", pair.column, facts | _period(context))


def _jump(entry: Entry, pairs: Sequence[_Pair], context: Context) -> Iterator[Finding]:
    """Find a change beyond the set's limit: in percent of the earlier value, of percentages in points."""
    in_points = _is_percentage(entry)
    limit, values = change_limit(entry, context, in_points=in_points), _values(entry, pairs)
    if limit is None or values is None:
        return
    now, earlier = values
    if not in_points and not earlier:
        return  # from nothing to something has no percentage
    change = abs(now - earlier) if in_points else abs(now - earlier) / abs(earlier) * 100
    if change > Fraction(limit):
        facts = {
            "number": _shown(now),
            "earlier": _shown(earlier),
            "change": _shown(change),
            "limit": plain(limit),
            "measure": "points" if in_points else "percent",
        }
        yield entry.found("VAL007", pairs[0].column, facts | _period(context))


def change_limit(entry: Entry, context: Context, *, in_points: bool) -> Decimal | None:
    """Return the largest change between two periods that needs no explanation; None where the set names none.

    The indicator's own limit counts before the set's for all percentages (in points) or all other figures.
    """
    of_all = context.indicator_set.checks
    own = entry.indicator.limits.largest_change
    return own or (of_all.largest_change_points if in_points else of_all.largest_change_percent)


def _is_percentage(entry: Entry) -> bool:
    return asks_percent(entry) or (entry.indicator.input is InputKind.RATIO and entry.indicator.per == 100)


def copied_sheet(table: Sequence[Entry], context: Context) -> Iterator[Finding]:
    """Find a data sheet on which every figure is still the earlier period's.

    What often stays the same says nothing: 0, 100, and the most that the indicator allows.
    """
    if context.earlier is None:
        return
    same = 0
    for entry in table:
        for pair in _pairs(entry, context):
            if pair.now != pair.earlier:
                return
            same += pair.now not in {0, 100, *_most(entry)}
    if same >= _FEWEST_COPIED:
        facts = {"count": str(same)} | _period(context)
        submission = table[0].submission
        origin = Origin(submission.file.name, submission.sheet)
        yield Finding("VAL009", RULES["VAL009"].severity, origin, facts, submission.identity.unit)


def outliers(files: Sequence[CheckedFile], context: Context) -> Iterator[Finding]:
    """Find values far from those of the other units of the group.

    Far: the modified z-score 0.6745 (x - median) / MAD is beyond 3.5; MAD is the median of the distances from the
    median, and where it is 0 nothing can be said. Groups of fewer than 8 values are not looked at.
    Source: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers.
    """
    of_group: dict[tuple[str, str], list[_Standing]] = defaultdict(list)
    for file, identity in _one_for_each_unit(files, context):
        for figure in file.figures:
            value = _value_of(figure, context.indicator_set.indicators[figure.indicator])
            if value is not None:
                of_group[identity.group, figure.indicator].append(_Standing(file, identity, figure, value))
    for standings in of_group.values():
        if len(standings) >= _FEWEST_UNITS:
            yield from _outlying(standings)


def _outlying(standings: Sequence[_Standing]) -> Iterator[Finding]:
    if not _may_have_outliers(standings):
        return
    middle = median([standing.value for standing in standings])
    spread = median([abs(standing.value - middle) for standing in standings])
    if not spread:
        return
    for standing in standings:
        if Fraction(6745, 10000) * abs(standing.value - middle) > _OUTLYING * spread:
            figure = standing.figure
            facts = {
                "column": figure.column,
                "cell": figure.cell,
                "number": _shown(standing.value),
                "median": _shown(middle),
                "size": str(len(standings)),
            }
            origin = Origin(standing.file.file.name, standing.file.sheet, figure.cell)
            unit = standing.identity.unit
            yield Finding(
                "VAL010", RULES["VAL010"].severity, origin, facts, unit, figure.indicator, figure.row
            )


def _may_have_outliers(standings: Sequence[_Standing]) -> bool:
    """Tell quickly whether it is worth while to look exactly; never says no where the exact look says yes."""
    try:
        values = [float(standing.value) for standing in standings]
    except OverflowError:
        return True
    middle = statistics.median(values)
    distances = [abs(value - middle) for value in values]
    spread = statistics.median(distances)
    return 0.6745 * max(distances) > 3.4 * spread


def median(values: Sequence[Fraction]) -> Fraction:
    """Return the middle value, exactly; of an even number of values the mean of the two middle ones."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _earlier_figure(entry: Entry, context: Context) -> EarlierFigure | None:
    earlier = context.earlier
    # A code means something only inside its set: figures of another set are not comparable.
    if earlier is None or earlier.set_id != context.indicator_set.id:
        return None
    return earlier.figures.get((entry.submission.identity.unit, entry.indicator.code))


def _pairs(entry: Entry, context: Context) -> tuple[_Pair, ...]:
    """Give the row's own figures that are there in both periods: all that the input asks for, or none."""
    now, before = entry.observation, _earlier_figure(entry, context)
    if now is None or before is None or now.status is not ObservationStatus.REPORTED:
        return ()
    if entry.indicator.input is InputKind.RATIO:
        figures = {
            "numerator": (now.numerator, before.numerator),
            "denominator": (now.denominator, before.denominator),
        }
    else:
        column = "points" if entry.indicator.input is InputKind.POINTS else "value"
        figures = {column: (now.value, before.value)}
    pairs = [
        _Pair(column, typed, earlier)
        for column, (typed, earlier) in figures.items()
        if typed is not None and earlier is not None
    ]
    return tuple(pairs) if len(pairs) == len(figures) else ()


def _slip(pair: _Pair, entry: Entry) -> int:
    """Return by how many times a figure seems to have slipped; 0 when it does not.

    Small figures have to keep their digits (3,75 → 37,5), for ten times at least two of them: 1 → 10 is
    growth. Percentages may have been a share once: 0,95 → 96,2.
    """
    if pair.now * pair.earlier <= 0:
        return 0
    small, large = sorted((abs(pair.now), abs(pair.earlier)))
    ratio = Fraction(large) / Fraction(small)
    for factor, tolerance in _TOLERANCES.items():
        if abs(ratio / factor - 1) > tolerance:
            continue
        was_a_share = factor == 100 and small <= 1 and asks_percent(entry) and pair.column == "value"
        same_digits = ratio == factor and (factor > 10 or len(small.normalize().as_tuple().digits) > 1)
        if small >= _SMALL or same_digits or was_a_share:
            return factor
    return 0


def _values(entry: Entry, pairs: Sequence[_Pair]) -> tuple[Fraction, Fraction] | None:
    """Return the indicator's value now and before, None where one of them cannot be worked out."""
    if not pairs:
        return None
    if entry.indicator.input is not InputKind.RATIO:
        return Fraction(pairs[0].now), Fraction(pairs[0].earlier)
    numerator, denominator = pairs
    if not denominator.now or not denominator.earlier:
        return None
    per = Fraction(entry.indicator.per)
    return (
        Fraction(numerator.now) / Fraction(denominator.now) * per,
        Fraction(numerator.earlier) / Fraction(denominator.earlier) * per,
    )


def _value_of(figure: Figure, indicator: Indicator) -> Fraction | None:
    """Return the figure in the indicator's unit of measure, None where it is none to compare units by."""
    if indicator.input not in _COMPARED_IN_GROUP:
        return None
    if figure.denominator is None:
        return Fraction(figure.value)
    return Fraction(figure.value) / Fraction(figure.denominator) * Fraction(indicator.per)


def _most(entry: Entry) -> tuple[Decimal, ...]:
    limits, indicator = entry.indicator.limits, entry.indicator
    most = indicator.max_points if indicator.input is InputKind.POINTS else limits.maximum
    return () if most is None else (most,)


def _one_for_each_unit(
    files: Sequence[CheckedFile], context: Context
) -> Iterator[tuple[CheckedFile, FormIdentity]]:
    """Give the files of this period; of a unit with several it is unclear which counts, and none does."""
    of_period = [
        (file, file.identity)
        for file in files
        if file.identity is not None and file.identity.period == context.period.text
    ]
    sent = Counter(identity.unit for _, identity in of_period)
    yield from ((file, identity) for file, identity in of_period if sent[identity.unit] == 1)


def _period(context: Context) -> dict[str, str]:
    return {"period": context.earlier.period.text if context.earlier else ""}


def _shown(number: Fraction) -> str:
    return decimal_text(number, 6 if is_decimal(number, 6) else 2)  # 33,33 for a third
