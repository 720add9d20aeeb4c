"""Everything above the indicators: their points put together, node by node, up to the total.

It goes through the set node by node and not unit by unit: roll-ups that compare units need all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from cds_rank.errors import CdsRankError
from cds_rank.model.indicator_set import (
    UNDEFINED_AT_ZERO,
    Aggregation,
    Branch,
    Composite,
    Indicator,
    IndicatorSet,
    RollUp,
)
from cds_rank.model.method import Beyond, ExtraPoints
from cds_rank.model.quantity import exact_sum, exact_text, round_half_up
from cds_rank.model.result import TOTAL, NodeScore, Treatment, UnitScores
from cds_rank.model.unit import Unit
from cds_rank.scoring.means import copeland_shares, geometric_mean, harmonic_mean, weighted_mean

Column = list[NodeScore | None]
"""A node's score of every unit, in the order of the units; None where it does not exist for the unit's group."""

_ZERO = Fraction(0)
_MEANS: Mapping[Aggregation, Callable[[Sequence[tuple[Fraction, Fraction]]], Fraction]] = {
    Aggregation.WEIGHTED_MEAN: weighted_mean,
    Aggregation.GEOMETRIC: geometric_mean,
    Aggregation.HARMONIC: harmonic_mean,
}


def score_nodes(
    units: Sequence[Unit], indicator_set: IndicatorSet, points_of: Callable[[Indicator], Column]
) -> dict[str, UnitScores]:
    """Put the points of indicators together up to the total.

    points_of: gives an indicator's points of every unit; asked once for each indicator.
    Returns the scores by unit code, in the order of `units`.
    Raises CdsRankError ("mean_undefined") where the set takes a geometric or harmonic mean of a share of 0.
    """
    return _Nodes(units, indicator_set, points_of).scores()


class _Nodes:
    def __init__(
        self, units: Sequence[Unit], indicator_set: IndicatorSet, points_of: Callable[[Indicator], Column]
    ) -> None:
        self._units = units
        self._set = indicator_set
        self._points_of = points_of
        self._columns: dict[str, Column] = {}

    def scores(self) -> dict[str, UnitScores]:
        total = self._beyond(self._roll_up(TOTAL, self._set.total))
        nothing = NodeScore(TOTAL, _ZERO, _ZERO, Treatment.AGGREGATED, {})
        columns = {code: self._column(code) for code in self._set.nodes}
        made = {}
        for place, unit in enumerate(self._units):
            nodes = {code: score for code, column in columns.items() if (score := column[place]) is not None}
            made[unit.code] = UnitScores(unit.code, unit.group, nodes, total[place] or nothing)
        return made

    def _column(self, code: str) -> Column:
        column = self._columns.get(code)
        if column is None:
            node = self._set.nodes[code]
            if isinstance(node, Indicator):
                column = self._points_of(node)
            elif isinstance(node, Branch):
                rounded = self._rounded([self._branch(node, place) for place in range(len(self._units))])
                column = [None if score is None else _capped(score, node) for score in rounded]
            else:
                column = self._composite(node)
            self._columns[code] = column
        return column

    def _composite(self, node: Composite) -> Column:
        return self._roll_up(node.code, node.roll_up)

    def _branch(self, branch: Branch, place: int) -> NodeScore | None:
        parts = [part for child in branch.children if (part := self._column(child.code)[place]) is not None]
        if not parts:
            return None
        if branch.aggregation is Aggregation.BEST:
            return _best(branch.code, parts)
        if branch.aggregation is Aggregation.SUM:
            return _sum(branch.code, parts)
        weighted = [(part.attainable, part) for part in parts if part.attainable]
        if not weighted:
            return _sum(branch.code, parts)
        return self._mean(branch.code, branch.aggregation, weighted, branch.lowest_share, place)

    def _roll_up(self, code: str, rule: RollUp) -> Column:
        members = [(Fraction(member.weight), self._column(member.node)) for member in rule.members]
        if rule.aggregation is Aggregation.COPELAND:
            return self._rounded(self._copeland(code, members))
        column: Column = []
        for place in range(len(self._units)):
            parts = [(weight, part) for weight, column in members if (part := column[place]) is not None]
            if not parts:
                column.append(None)
            elif rule.aggregation is Aggregation.SUM:
                column.append(_sum(code, [part for _, part in parts]))
            else:
                weighted = [(weight, part) for weight, part in parts if part.attainable]
                column.append(self._mean(code, rule.aggregation, weighted, rule.lowest_share, place))
        return self._rounded(column)

    def _mean(
        self,
        code: str,
        aggregation: Aggregation,
        weighted: Sequence[tuple[Fraction, NodeScore]],
        lowest: Fraction | None,
        place: int,
    ) -> NodeScore:
        attainable = sum((weight for weight, _ in weighted), _ZERO)
        how = {"aggregation": aggregation.value, "weights": exact_text(attainable)}
        if not weighted:
            return NodeScore(code, _ZERO, _ZERO, Treatment.AGGREGATED, how)
        parts = []
        for weight, part in weighted:
            share = part.earned / part.attainable
            if lowest is not None and share < lowest:
                how["lowest_share"] = exact_text(lowest)
                share = lowest
            if aggregation in UNDEFINED_AT_ZERO and share <= 0:
                raise CdsRankError(
                    "mean_undefined",
                    mean=aggregation.value,
                    node=code or "total",
                    part=part.node,
                    unit=self._units[place].name,
                )
            parts.append((weight, share))
        mean = _MEANS[aggregation](parts)
        return NodeScore(code, mean * attainable, attainable, Treatment.AGGREGATED, how)

    def _copeland(self, code: str, members: Sequence[tuple[Fraction, Column]]) -> Column:
        """Compare the units of each group pair by pair; what applies to a unit weighs what it weighs for the others."""
        column: Column = [None] * len(self._units)
        weights = [weight for weight, _ in members]
        for group in dict.fromkeys(unit.group for unit in self._units):
            places = [place for place, unit in enumerate(self._units) if unit.group == group]
            exists = [place for place in places if any(column[place] is not None for _, column in members)]
            table = [[_share_at(column, place) for _, column in members] for place in exists]
            for place, row, share in zip(exists, table, copeland_shares(weights, table), strict=True):
                attainable = sum((w for w, part in zip(weights, row, strict=True) if part is not None), _ZERO)
                how = {"aggregation": Aggregation.COPELAND.value, "units": str(len(exists))}
                earned = (share or _ZERO) * attainable
                column[place] = NodeScore(code, earned, attainable, Treatment.AGGREGATED, how)
        return column

    # --- what the method does to points

    def _rounded(self, column: Column) -> Column:
        digits = self._set.method.rounding.node_points
        if digits is None:
            return column
        return [None if score is None else _rounded_to(digits, score) for score in column]

    def _beyond(self, column: Column) -> Column:
        """Keep or cut totals that bonus or deductions carried beyond the scale."""
        extra = self._set.method.extra_points
        if extra is None:
            return column
        return [None if score is None else _within_scale(score, extra) for score in column]


def _within_scale(score: NodeScore, extra: ExtraPoints) -> NodeScore:
    earned = score.earned
    if extra.above_maximum is Beyond.CUT:
        earned = min(earned, score.attainable)
    if extra.below_zero is Beyond.CUT:
        earned = max(earned, _ZERO)
    if earned == score.earned:
        return score
    return replace(score, earned=earned, how={**score.how, "cut_from": exact_text(score.earned)})


def _share_at(column: Column, place: int) -> Fraction | None:
    score = column[place]
    return None if score is None else score.share


def _rounded_to(digits: int, score: NodeScore) -> NodeScore:
    rounded = Fraction(round_half_up(score.earned, digits))
    if score.earned <= score.attainable:
        rounded = min(rounded, score.attainable)
    return replace(score, earned=rounded)


def _sum(code: str, parts: Sequence[NodeScore]) -> NodeScore:
    earned = exact_sum(part.earned for part in parts)
    attainable = exact_sum(part.attainable for part in parts)
    return NodeScore(code, earned, attainable, Treatment.AGGREGATED, {"aggregation": Aggregation.SUM.value})


def _capped(score: NodeScore, branch: Branch) -> NodeScore:
    """Keep bonus and deductions of a branch within what the set allows it."""
    if branch.at_most is None or abs(score.earned) <= branch.at_most:
        return score
    limit = Fraction(branch.at_most)
    how = {**score.how, "cut_from": exact_text(score.earned)}
    return replace(score, earned=limit if score.earned > 0 else -limit, how=how)


def _best(code: str, parts: Sequence[NodeScore]) -> NodeScore:
    cases = [part for part in parts if part.attainable] or parts  # a case that does not apply is not taken
    earned = max(part.earned for part in cases)
    taken = next(part.node for part in cases if part.earned == earned)
    attainable = max(part.attainable for part in cases)
    how = {"aggregation": Aggregation.BEST.value, "taken": taken}
    return NodeScore(code, earned, attainable, Treatment.AGGREGATED, how)
