"""Exact totals of many units at once, without derivations: what is scored again and again starts here.

Figures stand in columns of whole numbers over one denominator each, so that a total is a sum of whole numbers and no
fraction is touched until the end. The totals are those of `build_index`; a property test holds the two together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Effect,
    Indicator,
    IndicatorSet,
    InputKind,
    RollUp,
)
from cds_rank.model.quantity import Number
from cds_rank.model.result import NodeScore, Treatment
from cds_rank.model.rule import (
    AssessedRule,
    BestInGroupRule,
    CappedCountRule,
    Direction,
    GoalpostsRule,
    MinMaxRule,
    ProportionalRule,
    TargetRule,
)
from cds_rank.model.unit import Unit
from cds_rank.scoring.measuring import Measurement
from cds_rank.scoring.nodes import score_nodes
from cds_rank.scoring.points import direction_of_points, score_indicator
from cds_rank.scoring.shares import Peers

_ZERO = Fraction(0)
_TAKES_NOTHING = frozenset({Treatment.NOT_APPLICABLE, Treatment.NOTHING_TO_COUNT})


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """One indicator's measured values of every unit: whole / denominator, in the indicator's unit of measure.

    gaps: why a unit has no value, by its place; `whole` is 0 there.
    """

    whole: Sequence[int]
    denominator: int
    gaps: Mapping[int, Treatment]


@dataclass(frozen=True, slots=True)
class _PointColumn:
    """Points: earned / denominator. attainable: per unit, the same for all but the gaps."""

    earned: Sequence[int]
    denominator: int
    attainable: Fraction
    not_applicable: frozenset[int]


def figure_column(values: Sequence[Number | Treatment]) -> FigureColumn:
    """Put an indicator's values into a column; a Treatment stands where a unit has none."""
    gaps = {place: value for place, value in enumerate(values) if isinstance(value, Treatment)}
    pairs = [(0, 1) if isinstance(value, Treatment) else value.as_integer_ratio() for value in values]
    denominator = lcm(*{below for _, below in pairs})
    return FigureColumn([above * (denominator // below) for above, below in pairs], denominator, gaps)


def exact_totals(
    units: Sequence[Unit], columns: Mapping[str, FigureColumn], indicator_set: IndicatorSet
) -> list[tuple[Fraction, Fraction]]:
    """Return the points earned and attainable of every unit.

    units: of one group. columns: by indicator, for every indicator that applies to the group and is not an answer;
    what was measured (a ratio divided, a change worked out) stands in them.
    Raises KeyError when a column is missing, CdsRankError as `build_index`.
    """
    (group,) = {unit.group for unit in units}
    points = {
        indicator.code: _points(indicator, columns[indicator.code], indicator_set)
        for indicator in indicator_set.indicators_for(group)
        if indicator.input not in {InputKind.YES_NO, InputKind.CHOICE}
    }
    summed = _summed(indicator_set, group)
    if summed is not None and indicator_set.method.extra_points is None:
        return _sums([points[code] for code in summed], len(units))
    scores = score_nodes(
        units,
        indicator_set,
        lambda indicator: _as_scores(indicator.code, points[indicator.code], len(units)),
    )
    return [(scores[unit.code].total.earned, scores[unit.code].total.attainable) for unit in units]


def _sums(columns: Sequence[_PointColumn], count: int) -> list[tuple[Fraction, Fraction]]:
    common = lcm(*(column.denominator for column in columns))
    scaled = [
        column.earned
        if column.denominator == common
        else [earned * (common // column.denominator) for earned in column.earned]
        for column in columns
    ]
    totals = list(map(sum, zip(*scaled, strict=True)))
    everything = sum((column.attainable for column in columns), _ZERO)
    less: dict[int, Fraction] = {}
    for column in columns:
        for place in column.not_applicable:
            less[place] = less.get(place, _ZERO) + column.attainable
    return [(Fraction(totals[place], common), everything - less.get(place, _ZERO)) for place in range(count)]


def _summed(indicator_set: IndicatorSet, group: str) -> list[str] | None:
    """List the indicators that the total is a plain sum of, one as often as it counts; None where it is not."""
    if indicator_set.method.rounding.node_points is not None:
        return None
    found: list[str] = []

    def add(code: str) -> bool:
        node = indicator_set.nodes[code]
        if isinstance(node, Indicator):
            if group in node.groups:
                found.append(code)
            return True
        if isinstance(node, Branch):
            is_sum = node.aggregation is Aggregation.SUM and node.at_most is None
            return is_sum and all(add(child.code) for child in node.children)
        return add_members(node.roll_up)

    def add_members(roll_up: RollUp) -> bool:
        return roll_up.aggregation is Aggregation.SUM and all(add(member.node) for member in roll_up.members)

    return found if add_members(indicator_set.total) else None


def _as_scores(code: str, column: _PointColumn, count: int) -> list[NodeScore | None]:
    scores: list[NodeScore | None] = []
    for place in range(count):
        applies = place not in column.not_applicable
        scores.append(
            NodeScore(
                code,
                Fraction(column.earned[place], column.denominator),
                column.attainable if applies else _ZERO,
                Treatment.SCORED if applies else Treatment.NOT_APPLICABLE,
                {},
            )
        )
    return scores


def _points(indicator: Indicator, column: FigureColumn, indicator_set: IndicatorSet) -> _PointColumn:
    not_applicable = frozenset(p for p, gap in column.gaps.items() if gap is Treatment.NOT_APPLICABLE)
    attainable = Fraction(indicator.max_points) if indicator.effect is Effect.SCORE else _ZERO
    line = None
    if indicator_set.method.rounding.indicator_points is None:
        line = _line(indicator, column)
    if line is None:
        earned, denominator = _looked_up(indicator, column, indicator_set)
    else:
        earned, denominator = _on_line(line, indicator, column)
    scale = Fraction(indicator.max_points).denominator
    if indicator.effect is Effect.DEDUCTION and denominator % scale:
        earned, denominator = [points * scale for points in earned], denominator * scale
    takes_all = (
        -int(Fraction(indicator.max_points) * denominator) if indicator.effect is Effect.DEDUCTION else 0
    )
    for place, gap in column.gaps.items():
        # A deduction that was not reported is taken whole.
        earned[place] = 0 if gap in _TAKES_NOTHING else takes_all
    return _PointColumn(earned, denominator, attainable, not_applicable)


def _line(indicator: Indicator, column: FigureColumn) -> tuple[Fraction, Fraction] | None:
    """Return the values that score nothing and everything, where points follow the straight line between them."""
    rule, higher = indicator.rule, direction_of_points(indicator) is Direction.HIGHER_IS_BETTER
    ends: tuple[Number, Number] | None = None
    match rule:
        case ProportionalRule() if rule.floor is None and rule.ceiling is None:
            ends = (0, rule.full)
        case GoalpostsRule():
            ends = (rule.lower, rule.upper)
        case AssessedRule():
            ends = (0, indicator.max_points)
        case CappedCountRule():
            ends = (0, Fraction(indicator.max_points) / Fraction(rule.points_each))
        case TargetRule() if higher and rule.floor is None and indicator.target is not None:
            return _ZERO, Fraction(indicator.target.value)
        case BestInGroupRule() if higher and (best := _extremes(column)[1]) > 0:
            return _ZERO, Fraction(best, column.denominator)
        case MinMaxRule():
            lowest, highest = _extremes(column)
            ends = (Fraction(lowest, column.denominator), Fraction(highest, column.denominator))
    if ends is None or ends[0] == ends[1]:
        return None
    low, high = Fraction(ends[0]), Fraction(ends[1])
    return (low, high) if higher else (high, low)


def _extremes(column: FigureColumn) -> tuple[int, int]:
    values = column.whole
    if column.gaps:
        values = [value for place, value in enumerate(values) if place not in column.gaps] or [0]
    return min(values), max(values)


def _on_line(
    line: tuple[Fraction, Fraction], indicator: Indicator, column: FigureColumn
) -> tuple[list[int], int]:
    """points = maximum x (value - nothing) / (everything - nothing), kept between 0 and the maximum."""
    nothing, everything = line
    maximum = Fraction(indicator.max_points)
    sign = -1 if indicator.effect is Effect.DEDUCTION else 1
    slope = maximum / (everything - nothing) / column.denominator
    start = -nothing * maximum / (everything - nothing)
    denominator = lcm(slope.denominator, start.denominator, maximum.denominator)
    rise, offset, top = int(slope * denominator), int(start * denominator), int(maximum * denominator)
    if sign < 0:
        return [-max(0, min(top, value * rise + offset)) for value in column.whole], denominator
    return [
        0 if (points := value * rise + offset) < 0 else top if points > top else points
        for value in column.whole
    ], denominator


def _looked_up(
    indicator: Indicator, column: FigureColumn, indicator_set: IndicatorSet
) -> tuple[list[int], int]:
    """Score every different value once."""
    present = [value for place, value in enumerate(column.whole) if place not in column.gaps]
    peers = Peers([Fraction(value, column.denominator) for value in present])
    earned = {
        value: score_indicator(
            indicator,
            Measurement(Treatment.SCORED, Fraction(value, column.denominator)),
            peers,
            indicator_set.method,
        ).earned
        for value in set(present)
    }
    denominator = lcm(*(points.denominator for points in earned.values()))
    whole = {value: int(points * denominator) for value, points in earned.items()}
    return [whole.get(value, 0) for value in column.whole], denominator
