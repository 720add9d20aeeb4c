"""How a unit's criteria make its total: what each counts, what a limit cuts off, and what cannot be split."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Composite,
    Effect,
    Indicator,
    IndicatorSet,
    RollUp,
)
from cds_rank.model.quantity import parse_exact, round_half_up
from cds_rank.model.result import TOTAL, NodeScore, Treatment, UnitScores

NOT_ADDED = frozenset({Aggregation.GEOMETRIC, Aggregation.HARMONIC, Aggregation.COPELAND})
"""Ways to put parts together in which no part has points of its own in the whole."""
ONE, _ZERO = Fraction(1), Fraction(0)


@dataclass(slots=True)
class Shares:
    """How a unit's criteria make its total: points times factors, with wholes and cuts, add up to it.

    factors: by criterion, what one of its points counts in the total; absent where none of them is added.
    wholes: by node, the points that it gives the total in one piece, because they are no sum of its parts' points.
    cuts: by node (the total: TOTAL), what a limit on bonus or deductions changes its points by, with sign.
    lost: points of the total not obtained, or taken by deductions, by criterion; alternatives of which the best
    counts, means that are no sums and branches of deductions that a limit holds are one. Bonus is nobody's loss.
    """

    factors: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    wholes: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    cuts: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    lost: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))


@dataclass(frozen=True, slots=True)
class AddedUp:
    """What the printed criteria come to, and what lies between that and the printed total.

    All in points, as printed; rows, wholes, cuts and rounding add up to the total. Amounts that print as 0 are
    left out.
    """

    rows: Decimal
    wholes: Mapping[str, Decimal]
    cuts: Mapping[str, Decimal]
    rounding: Decimal
    total: Decimal


def counts_points(indicator: Indicator, score: NodeScore) -> bool:
    """Tell whether an indicator can give or take points of a unit: it applies, and is not only followed."""
    return bool(indicator.max_points) and score.treatment is not Treatment.NOT_APPLICABLE


def shares_of_total(scores: UnitScores, indicator_set: IndicatorSet) -> Shares:
    """Follow the total down to the criteria."""
    found = Shares()
    _Walk(scores, indicator_set, found).total()
    return found


def add_up(scores: UnitScores, shares: Shares, digits: int) -> AddedUp:
    """Add the criteria as they are printed, with so many decimals, and compare with the printed total."""

    def printed(amounts: Mapping[str, Fraction]) -> dict[str, Decimal]:
        rounded = {code: round_half_up(points, digits) for code, points in amounts.items()}
        return {code: points for code, points in rounded.items() if points}

    rows = {code: scores.nodes[code].earned * factor for code, factor in shares.factors.items()}
    wholes, cuts = printed(shares.wholes), printed(shares.cuts)
    total = round_half_up(scores.total.earned, digits)
    added = sum(printed(rows).values(), Decimal(0))
    stated = sum((*wholes.values(), *cuts.values()), Decimal(0))
    return AddedUp(added, wholes, cuts, total - added - stated, total)


class _Walk:
    def __init__(self, scores: UnitScores, indicator_set: IndicatorSet, found: Shares) -> None:
        self._scores = scores
        self._set = indicator_set
        self._found = found

    def total(self) -> None:
        total = self._scores.total
        if self._set.total.aggregation in NOT_ADDED:
            self._found.wholes[TOTAL] += total.earned
        else:
            self._roll_up(self._set.total, ONE, loses=True)
        self._cut(TOTAL, total, ONE)

    def _node(self, code: str, factor: Fraction, *, loses: bool) -> None:
        score = self._scores.nodes.get(code)
        if score is None:
            return
        node = self._set.nodes[code]
        if isinstance(node, Indicator):
            self._indicator(node, score, factor, loses=loses)
            return
        rule = node.roll_up.aggregation if isinstance(node, Composite) else node.aggregation
        if rule is not Aggregation.SUM and not score.attainable:
            return
        if rule in NOT_ADDED:
            self._found.wholes[code] += factor * score.earned
            self._lose(code, score, factor, loses=loses)
        elif isinstance(node, Composite):
            self._roll_up(node.roll_up, factor, loses=loses)
        elif rule is Aggregation.BEST:
            self._lose(code, score, factor, loses=loses)
            self._node(score.how["taken"], factor, loses=False)
        else:
            self._parts(node, score, factor, loses=loses)

    def _parts(self, branch: Branch, score: NodeScore, factor: Fraction, *, loses: bool) -> None:
        is_cut = self._cut(branch.code, score, factor)
        if is_cut and score.earned < 0:
            self._lose(branch.code, score, factor, loses=loses)
        for child in branch.children:
            self._node(child.code, factor, loses=loses and not is_cut)

    def _roll_up(self, rule: RollUp, factor: Fraction, *, loses: bool) -> None:
        weighs = rule.aggregation is Aggregation.WEIGHTED_MEAN
        for member in rule.members:
            score = self._scores.nodes.get(member.node)
            if score is None or (weighs and not score.attainable):
                continue
            part = factor * Fraction(member.weight) / score.attainable if weighs else factor
            self._node(member.node, part, loses=loses)

    def _indicator(self, indicator: Indicator, score: NodeScore, factor: Fraction, *, loses: bool) -> None:
        if not counts_points(indicator, score):
            return
        _add(self._found.factors, indicator.code, factor)
        self._lose(indicator.code, score, factor, loses=loses and indicator.effect is not Effect.BONUS)

    def _lose(self, code: str, score: NodeScore, factor: Fraction, *, loses: bool) -> None:
        if loses:
            lost = score.attainable - score.earned
            _add(self._found.lost, code, lost if factor is ONE else factor * lost)

    def _cut(self, code: str, score: NodeScore, factor: Fraction) -> bool:
        if "cut_from" not in score.how:
            return False
        self._found.cuts[code] += factor * (score.earned - parse_exact(score.how["cut_from"]))
        return True


def _add(amounts: dict[str, Fraction], code: str, amount: Fraction) -> None:
    # Most have one amount alone: adding it to nothing would cost a fraction more.
    known = amounts.get(code)
    amounts[code] = amount if known is None else known + amount
