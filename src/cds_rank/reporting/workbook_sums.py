"""What a reader can do again in Excel: which scores are plain sums, and whether floats keep the ranks.

Scores are exact fractions, Excel has binary floats. A formula is written only where it comes to what the
result says; everywhere else the value stands alone, with the reason.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from cds_rank.model.indicator_set import Aggregation, Branch, Composite, Indicator, IndicatorSet, RollUp
from cds_rank.model.method import Beyond, ExtraPoints, Method, RankedOn, Ties
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import TOTAL, Ranked
from cds_rank.reporting.adding_up import NOT_ADDED

_SNAP = 9  # decimals: far coarser than a float's error, far finer than a published score
_SPARE = 3  # at least so many decimals more than are published


class NotASum(StrEnum):
    """Why a node's points are not the sum of its indicators' points."""

    WEIGHTED_MEAN = "weighted_mean"
    NOT_ADDED = "not_added"  # a geometric or harmonic mean, or a comparison in pairs
    BEST = "best"
    LIMITED = "limited"  # a branch of bonus or deductions under a limit of its own
    ROUNDED = "rounded"  # nodes on the way are rounded
    COUNTED_TWICE = "counted_twice"


class NoRankFormula(StrEnum):
    """Why a group's ranks are not formulas."""

    TIE_BREAKERS = "tie_breakers"
    TOO_CLOSE = "too_close"  # closer to one another, or to a rounding bound, than floats can tell


def summed_indicators(code: str, indicator_set: IndicatorSet, group: str) -> tuple[str, ...] | NotASum:
    """List the indicators whose points add up to a node's (or the total's) in a group, in the order of the tree."""
    nodes = indicator_set.nodes
    obstacles: list[NotASum] = []

    def below(node: Branch | Indicator | Composite) -> list[str]:
        if isinstance(node, Indicator):
            return [node.code] if group in node.groups else []
        if isinstance(node, Composite):
            return below_roll_up(node.roll_up)
        parts = [part for child in node.children if (part := below(child))]
        if node.aggregation is Aggregation.BEST and len(parts) > 1:
            obstacles.append(NotASum.BEST)
        if node.aggregation in NOT_ADDED:
            obstacles.append(NotASum.NOT_ADDED)
        if node.at_most is not None and parts:
            obstacles.append(NotASum.LIMITED)
        return [found for part in parts for found in part]

    def below_roll_up(roll_up: RollUp) -> list[str]:
        if roll_up.aggregation is Aggregation.WEIGHTED_MEAN:
            obstacles.append(NotASum.WEIGHTED_MEAN)
        if roll_up.aggregation in NOT_ADDED:
            obstacles.append(NotASum.NOT_ADDED)
        return [found for member in roll_up.members for found in below(nodes[member.node])]

    found = below_roll_up(indicator_set.total) if code == TOTAL else below(nodes[code])
    is_rolled_up = code == TOTAL or not isinstance(nodes[code], Indicator)
    if is_rolled_up and indicator_set.method.rounding.node_points is not None:
        obstacles.append(NotASum.ROUNDED)
    if len(set(found)) < len(found):
        obstacles.append(NotASum.COUNTED_TWICE)
    if obstacles:
        return obstacles[0]
    wanted = set(found)
    return tuple(indicator for indicator in indicator_set.indicators if indicator in wanted)


def within_scale_formula(points: str, attainable: str, extra: ExtraPoints | None) -> str:
    """Write what the set does to a total that bonus or deductions carry beyond the scale.

    points, attainable: formulas or addresses of the points added up and of the maximum.
    """
    if extra is not None and extra.above_maximum is Beyond.CUT:
        points = f"MIN({points},{attainable})"
    if extra is not None and extra.below_zero is Beyond.CUT:
        points = f"MAX({points},0)"
    return points


def runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """Put places together into runs of neighbours: 3, 4, 5, 8 gives (3, 5), (8, 8)."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def snap_digits(method: Method) -> int:
    """Return the decimals to which Excel rounds a score before it looks at it again."""
    return max(_SNAP, method.rounding.published_score + _SPARE)


def score_formula(earned: str, attainable: str, method: Method) -> str:
    """Write the published score from the addresses of its parts, rounded as the set says.

    The inner rounding puts a float such as 71.36499999999999 back on 71.365, which rounds up.
    """
    return (
        f"ROUND(ROUND({_exact_score(earned, attainable, method)},{snap_digits(method)}),"
        f"{method.rounding.published_score})"
    )


def _exact_score(earned: str, attainable: str, method: Method) -> str:
    factor = method.scale.factor
    return f"{earned}/{attainable}" + ("" if factor == 1 else f"*{factor.normalize():f}")


def rank_formula(own: Sequence[str], group: Sequence[str], method: Method) -> str:
    """Write a rank by the set's rule for equal scores.

    own: addresses of the unit's points earned, points attainable and published score; group: the same three
    as ranges over all ranked units.
    """
    if method.rank_on is RankedOn.PUBLISHED:
        mine, others = own[2], group[2]
    else:
        digits = snap_digits(method)
        mine = f"ROUND({_exact_score(own[0], own[1], method)},{digits})"
        others = f"ROUND({_exact_score(group[0], group[1], method)},{digits})"
    match method.ties:
        case Ties.COMPETITION:
            return f"SUMPRODUCT(--({others}>{mine}))+1"
        case Ties.MODIFIED_COMPETITION:
            return f"SUMPRODUCT(--({others}>={mine}))"
        case Ties.DENSE:
            # Lower scores count as 0, in the class of the lowest; so the number of classes filled is the rank.
            return f"SUMPRODUCT(--(FREQUENCY({others}*({others}>{mine}),{others})>0))"


def why_no_rank_formula(ranked: Sequence[Ranked], method: Method) -> NoRankFormula | None:
    """Tell why a group's ranks cannot be formulas; None when a formula gives exactly the ranks of the result.

    ranked: by rank.
    """
    if not all(is_safe_to_round(entry.score, method) for entry in ranked):
        return NoRankFormula.TOO_CLOSE
    if method.tie_breakers:
        return NoRankFormula.TIE_BREAKERS
    seen = [_score_as_excel_compares(entry, method) for entry in ranked]
    orders_agree = all(
        higher == lower if before.rank == after.rank else higher > lower
        for (before, after), (higher, lower) in zip(pairwise(ranked), pairwise(seen), strict=True)
    )
    return None if orders_agree else NoRankFormula.TOO_CLOSE


def is_safe_to_round(score: Fraction, method: Method) -> bool:
    """Tell whether Excel rounds a score just as the set does, whatever a float's last digits do."""
    digits, published = snap_digits(method), method.rounding.published_score
    remainder = score * 10**digits % 1
    if abs(remainder - Fraction(1, 2)) < Fraction(1, 1000):
        return False
    return round_half_up(round_half_up(score, digits), published) == round_half_up(score, published)


def _score_as_excel_compares(entry: Ranked, method: Method) -> Fraction:
    if method.rank_on is RankedOn.PUBLISHED:
        return Fraction(entry.published)
    return Fraction(round_half_up(entry.score, snap_digits(method)))
