"""Where a unit stands above and below the middle of its group."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from cds_rank.model.indicator_set import Indicator
from cds_rank.model.result import TOTAL, UnitScores
from cds_rank.reporting.adding_up import Shares, counts_points
from cds_rank.reporting.view.choices import not_taken
from cds_rank.reporting.view.gaps import is_gap
from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import StrengthRow

MOST_STRENGTHS = 5
_ONE = Fraction(1)


class _Difference(NamedTuple):
    code: str
    points: Fraction
    median: Fraction
    printed: Decimal


def counted_factors(teller: Teller, scores: UnitScores, shares: Shares) -> Mapping[str, Fraction]:
    """Return what one point of each criterion counts, in one measure for the whole unit.

    Where the total is a sum or a mean of all of its criteria, as they count in it. Where some node is no sum of its
    parts' points, a point is a point everywhere. What the total leaves out is left out, and so are the alternatives
    that were not taken.
    """
    if not shares.wholes:
        return shares.factors
    below = {item.code for node in shares.wholes for item in _under(teller, node)}
    outside = not_taken(scores, teller.choices)
    return dict.fromkeys((shares.factors.keys() | below) - outside, _ONE)


def strengths(
    teller: Teller, scores: UnitScores, factors: Mapping[str, Fraction]
) -> tuple[tuple[StrengthRow, ...], tuple[StrengthRow, ...]]:
    """Return the criteria at which a unit is furthest above and furthest below the median, five of each at most.

    The difference is that of the two numbers as printed. Equal ones stand in the order of the tree. A criterion
    without a figure that counts is neither: it stands among the gaps, with what it costs.
    """
    found = list(_differences(teller, scores, factors))
    above = sorted((item for item in found if item.printed > 0), key=lambda item: -item.printed)
    below = sorted((item for item in found if item.printed < 0), key=lambda item: item.printed)
    return _rows(teller, above[:MOST_STRENGTHS]), _rows(teller, below[:MOST_STRENGTHS])


def _differences(
    teller: Teller, scores: UnitScores, factors: Mapping[str, Fraction]
) -> Iterator[_Difference]:
    for code, indicator in teller.set.indicators.items():
        score, factor = scores.nodes.get(code), factors.get(code)
        if score is None or factor is None or not counts_points(indicator, score) or is_gap(indicator, score):
            continue
        median = teller.spreads[scores.group, code].median
        if median is None:
            continue
        own, middle = score.earned, median
        if factor.as_integer_ratio() != (1, 1):
            own, middle = factor * own, factor * middle
        printed = teller.printed(own) - teller.printed(middle)
        if printed:
            yield _Difference(code, own, middle, printed)


def _rows(teller: Teller, found: list[_Difference]) -> tuple[StrengthRow, ...]:
    return tuple(
        StrengthRow(
            code=item.code,
            name=teller.names[item.code],
            points=teller.points(item.points),
            median=teller.points(item.median),
            difference=teller.signed_points(item.printed),
        )
        for item in found
    )


def _under(teller: Teller, node: str) -> Iterator[Indicator]:
    starts = [node] if node != TOTAL else [member.node for member in teller.set.total.members]
    for start in starts:
        yield from teller.set.indicators_under(start)
