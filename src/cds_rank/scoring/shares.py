"""Scoring rules: from a measured value to a share of the maximum points, 0 to 1.

Every function is exact (a z-score to 12 decimals) and, but for brackets and
piecewise lines that say otherwise, never falls when the value gets better. Sources: the patterns in provincial and
national decisions (docs/vi/phuong-phap.md lists them); methods of composite indices from the OECD/JRC Handbook on
Constructing Composite Indicators (2008), step 5.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from cds_rank.model.quantity import exact, exact_sum, round_half_up
from cds_rank.model.rule import Bracket, Direction, Knot, Step

_ZERO, _ONE = Fraction(0), Fraction(1)
Z_PLACES = 12
"""Decimals to which a z-score is kept: a standard deviation is seldom a fraction."""


class Peers:
    """The measured values of a group for one indicator: what a unit is compared with, its own value included."""

    def __init__(self, values: Sequence[Fraction]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    @cached_property
    def values(self) -> list[Fraction]:
        """The values in order; sorted when first looked at, for most rules never do."""
        return sorted(self._values)

    @property
    def lowest(self) -> Fraction:
        """The smallest value; IndexError when there is none."""
        return self.values[0]

    @property
    def highest(self) -> Fraction:
        """The greatest value; IndexError when there is none."""
        return self.values[-1]

    @property
    def all_equal(self) -> bool:
        """Whether there is nothing to tell the units apart by."""
        return self.lowest == self.highest

    @cached_property
    def mean(self) -> Fraction:
        """The arithmetic mean."""
        return exact_sum(self.values) / len(self.values)

    @cached_property
    def squares(self) -> Fraction:
        """The sum of squared distances from the mean."""
        return exact_sum((value - self.mean) ** 2 for value in self.values)

    @cached_property
    def median(self) -> Fraction:
        """The middle value, of an even number the mean of the two in the middle."""
        middle = len(self.values) // 2
        return (self.values[middle] + self.values[~middle]) / 2

    def below(self, value: Fraction) -> int:
        """How many values are smaller."""
        return bisect_left(self.values, value)

    def equal(self, value: Fraction) -> int:
        """How many values are the same."""
        return bisect_right(self.values, value) - bisect_left(self.values, value)


def clipped(share: Fraction) -> Fraction:
    """Keep a share between 0 and 1."""
    above, below = share.as_integer_ratio()
    return _ZERO if above < 0 else _ONE if above > below else share


def _ratio(value: Fraction, full: Fraction) -> Fraction:
    """value / full, kept between 0 and 1; full > 0."""
    above, below = value.as_integer_ratio()
    over, under = full.as_integer_ratio()
    top, bottom = above * under, below * over
    return _ZERO if top <= 0 else _ONE if top >= bottom else Fraction(top, bottom)


def proportional_share(value: Fraction, full: Decimal, direction: Direction) -> Fraction:
    """value / full, capped; where lower is better, what is left of 1.

    value, full: in the indicator's unit of measure.
    """
    share = _ratio(value, exact(full))
    return share if direction is Direction.HIGHER_IS_BETTER else 1 - share


def target_share(value: Fraction, target: Decimal, direction: Direction) -> Fraction:
    """value / target, capped at 1; where lower is better target / value, 1 at or below the target.

    value, target: in the indicator's unit of measure; target > 0.
    """
    if direction is Direction.HIGHER_IS_BETTER:
        return _ratio(value, exact(target))
    return _ONE if value <= exact(target) else exact(target) / value


def steps_share(value: Fraction, steps: Sequence[Step]) -> Fraction:
    """The share of the first step whose bound the value meets; 0 when it meets none."""
    for step in steps:
        if (
            (step.at_least is not None and value >= exact(step.at_least))
            or (step.above is not None and value > exact(step.above))
            or (step.at_most is not None and value <= exact(step.at_most))
            or (step.below is not None and value < exact(step.below))
        ):
            return step.share
    return _ZERO


def capped_count_share(count: Fraction, points_each: Decimal, max_points: Decimal) -> Fraction:
    """count x points_each, up to max_points, as a share of max_points (0 when that is 0)."""
    return clipped(count * exact(points_each) / exact(max_points)) if max_points else _ZERO


def bracket_share(value: Fraction, brackets: Sequence[Bracket], outside: Fraction | None) -> Fraction:
    """The share of the bracket that holds the value; `outside` (0 when None) when none does."""
    for bracket in brackets:
        if (
            (bracket.at_least is None or value >= exact(bracket.at_least))
            and (bracket.above is None or value > exact(bracket.above))
            and (bracket.at_most is None or value <= exact(bracket.at_most))
            and (bracket.below is None or value < exact(bracket.below))
        ):
            return bracket.share
    return outside or _ZERO


def piecewise_share(value: Fraction, knots: Sequence[Knot]) -> Fraction:
    """The share on the straight line between the knots around the value; the first's or last's beyond them.

    knots: at least two, values rising.
    """
    if value <= exact(knots[0].value):
        return knots[0].share
    for left, right in pairwise(knots):
        low, high = exact(left.value), exact(right.value)
        if value <= high:
            return left.share + (right.share - left.share) * (value - low) / (high - low)
    return knots[-1].share


def best_in_group_share(value: Fraction, peers: Peers, direction: Direction) -> Fraction:
    """value / best of the group; where lower is better, best / value.

    peers: the values of every unit of the group that reported, the unit's own among them.
    A group whose best is 0 or less scores 0 where higher is better, and 1 at or below it where lower is.
    """
    if direction is Direction.HIGHER_IS_BETTER:
        best = peers.highest
        return clipped(value / best) if best > 0 else _ZERO
    best = max(peers.lowest, _ZERO)
    return _ONE if value <= best else best / value


def standard_deviation(peers: Peers, deviation: str) -> Fraction:
    """The root of the mean squared distance from the mean, to 40 digits.

    deviation: "population" (divided by n) or "sample" (by n - 1). The values must not be all equal.
    """
    variance = peers.squares / (len(peers) - (deviation == "sample"))
    with localcontext() as context:
        context.prec = 40
        return Fraction((Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt())


def z_score(value: Fraction, peers: Peers, deviation: str) -> Fraction:
    """(value - mean) / standard deviation of the group, to 12 decimals, half up.

    deviation: as in `standard_deviation`. The values must not be all equal.
    Source: OECD/JRC Handbook (2008), step 5, standardisation.
    """
    distance = value - peers.mean
    return Fraction(round_half_up(distance / standard_deviation(peers, deviation), Z_PLACES))


def z_share(z: Fraction, centre: Decimal, spread: Decimal, direction: Direction) -> Fraction:
    """(centre + spread x z) / 100, kept between 0 and 1; where lower is better z changes its sign."""
    signed = z if direction is Direction.HIGHER_IS_BETTER else -z
    return clipped((Fraction(centre) + Fraction(spread) * signed) / 100)


def mean_rank(value: Fraction, peers: Peers, direction: Direction) -> Fraction:
    """The value's rank in the group, 1 the best; equal values share the mean of their ranks."""
    equal, below = peers.equal(value), peers.below(value)
    better = len(peers) - below - equal if direction is Direction.HIGHER_IS_BETTER else below
    return better + Fraction(equal + 1, 2)


def rank_share(value: Fraction, peers: Peers, direction: Direction) -> Fraction:
    """(n - rank) / (n - 1): the best of the group 1, the worst 0. The group must have two values or more.

    A value that is not one of the group's (an earlier figure that stands in) is kept between the two.
    Source: OECD/JRC Handbook (2008), step 5, ranking.
    """
    return clipped((len(peers) - mean_rank(value, peers, direction)) / (len(peers) - 1))


def percentile_share(value: Fraction, peers: Peers, direction: Direction) -> Fraction:
    """The share of the group's values that are worse, equal ones (the unit's own too) counted half.

    Source: mid-rank percentiles; OECD/JRC Handbook (2008), step 5, percentile ranks.
    """
    equal = peers.equal(value)
    below = peers.below(value)
    worse = below if direction is Direction.HIGHER_IS_BETTER else len(peers) - below - equal
    return (worse + Fraction(equal, 2)) / len(peers)


def goalpost_share(value: Fraction, lower: Fraction, upper: Fraction, direction: Direction) -> Fraction:
    """Place `value` between two goalposts; a value beyond one counts as being on it.

    lower < upper, in the indicator's unit of measure.
    Source: OECD/JRC Handbook (2008), step 5; UNDP HDR, technical note 1.
    """
    share = clipped((value - lower) / (upper - lower))
    return share if direction is Direction.HIGHER_IS_BETTER else 1 - share
