"""Scoring rules: from a measured value to a share of the maximum points, 0 to 1.

Every function is exact and never falls when the value gets better. Sources: the patterns in provincial and
national decisions (docs/vi/phuong-phap.md lists them); min-max and goalposts from the OECD/JRC Handbook (2008), step 5.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.rule import Direction, Step

_ZERO, _ONE = Fraction(0), Fraction(1)


def clipped(share: Fraction) -> Fraction:
    """Keep a share between 0 and 1."""
    return min(max(share, _ZERO), _ONE)


def proportional_share(value: Fraction, full: Decimal, direction: Direction) -> Fraction:
    """value / full, capped; where lower is better, what is left of 1.

    value, full: in the indicator's unit of measure.
    """
    share = clipped(value / Fraction(full))
    return share if direction is Direction.HIGHER_IS_BETTER else 1 - share


def target_share(value: Fraction, target: Decimal, direction: Direction) -> Fraction:
    """value / target, capped at 1; where lower is better target / value, 1 at or below the target.

    value, target: in the indicator's unit of measure; target > 0.
    """
    if direction is Direction.HIGHER_IS_BETTER:
        return clipped(value / Fraction(target))
    return _ONE if value <= Fraction(target) else Fraction(target) / value


def steps_share(value: Fraction, steps: Sequence[Step]) -> Fraction:
    """The share of the first step whose bound the value meets; 0 when it meets none."""
    for step in steps:
        if (
            (step.at_least is not None and value >= Fraction(step.at_least))
            or (step.above is not None and value > Fraction(step.above))
            or (step.at_most is not None and value <= Fraction(step.at_most))
            or (step.below is not None and value < Fraction(step.below))
        ):
            return step.share
    return _ZERO


def capped_count_share(count: Fraction, points_each: Decimal, max_points: Decimal) -> Fraction:
    """count x points_each, up to max_points, as a share of max_points (0 when that is 0)."""
    return clipped(count * Fraction(points_each) / Fraction(max_points)) if max_points else _ZERO


def best_in_group_share(value: Fraction, peers: Sequence[Fraction], direction: Direction) -> Fraction:
    """value / best of the group; where lower is better, best / value.

    peers: the values of every unit of the group that reported, the unit's own among them.
    A group whose best is 0 or less scores 0 where higher is better, and 1 at or below it where lower is.
    """
    if direction is Direction.HIGHER_IS_BETTER:
        best = max(peers)
        return clipped(value / best) if best > 0 else _ZERO
    best = max(min(peers), _ZERO)
    return _ONE if value <= best else best / value


def goalpost_share(value: Fraction, lower: Fraction, upper: Fraction, direction: Direction) -> Fraction:
    """Place `value` between two goalposts; a value beyond one counts as being on it.

    lower < upper, in the indicator's unit of measure.
    Source: OECD/JRC Handbook (2008), step 5; UNDP HDR, technical note 1.
    """
    share = clipped((value - lower) / (upper - lower))
    return share if direction is Direction.HIGHER_IS_BETTER else 1 - share
