"""How shares are put together beyond plain sums: means that punish a low part, and comparison pair by pair."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from cds_rank.model.quantity import round_half_up

PLACES = 12
"""Decimals to which a geometric mean is kept: it is seldom a fraction."""
_WORKING = 60  # digits while it is worked out
_TRUSTED = 40  # decimals that no order of adding up can change


def weighted_mean(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Σ weight x share / Σ weight.

    parts: (weight > 0, share), at least one. Source: OECD/JRC Handbook (2008), step 6, linear aggregation.
    """
    total = sum((weight for weight, _ in parts), Fraction(0))
    return sum((weight * share for weight, share in parts), Fraction(0)) / total


def geometric_mean(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """(Π share^weight)^(1 / Σ weight), to 12 decimals, half up.

    parts: (weight > 0, share > 0), at least one, in any order; at a share of 0 it says nothing of the other parts, so
    it is not defined here. Source: OECD/JRC Handbook (2008), step 6, geometric aggregation.
    """
    total = sum((weight for weight, _ in parts), Fraction(0))
    with localcontext() as context:
        context.prec = _WORKING
        logarithm = sum(
            (_decimal(weight / total) * _decimal(share).ln() for weight, share in parts), Decimal(0)
        )
        mean = logarithm.exp()
    # First to what can be trusted: a mean that ends in a 5 at the 13th decimal must not fall to either side by the
    # order in which logarithms were added.
    return Fraction(round_half_up(round_half_up(mean, _TRUSTED), PLACES))


def harmonic_mean(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Σ weight / Σ (weight / share), exactly.

    parts: (weight > 0, share > 0), at least one.
    """
    total = sum((weight for weight, _ in parts), Fraction(0))
    return total / sum((weight / share for weight, share in parts), Fraction(0))


def copeland_shares(
    weights: Sequence[Fraction], table: Sequence[Sequence[Fraction | None]]
) -> list[Fraction | None]:
    """How many of the other units each one beats, a draw counted half, as a share of the other units.

    weights: by part. table: by unit, the share at each part; None where the part does not apply to the unit: it is
    left out of that unit's pairs. One unit beats another when the parts where it is better weigh more than those
    where it is worse. A unit to which no part applies gets None; one that has nobody to be compared with gets 1.
    The order of units and parts does not matter. Source: OECD/JRC Handbook (2008), step 6, non-compensatory
    multi-criteria approach; A. H. Copeland (1951).
    """
    ranks = [_places([row[part] for row in table]) for part in range(len(weights))]
    by_unit = [[ranks[part][unit] for part in range(len(weights))] for unit in range(len(table))]
    scale = _common_denominator(weights)
    whole = [int(weight * scale) for weight in weights]
    compared = [unit for unit, places in enumerate(by_unit) if any(place is not None for place in places)]
    halves = [0] * len(table)
    for position, one in enumerate(compared):
        for other in compared[position + 1 :]:
            balance = 0
            for weight, mine, theirs in zip(whole, by_unit[one], by_unit[other], strict=True):
                if mine is not None and theirs is not None and mine != theirs:
                    balance += weight if mine > theirs else -weight
            halves[one] += 2 if balance > 0 else 1 if balance == 0 else 0
            halves[other] += 2 if balance < 0 else 1 if balance == 0 else 0
    others = len(compared) - 1
    shares: list[Fraction | None] = [None] * len(table)
    for unit in compared:
        shares[unit] = Fraction(halves[unit], 2 * others) if others else Fraction(1)
    return shares


def _places(values: Sequence[Fraction | None]) -> list[int | None]:
    """Replace values by their place in order: whole numbers are quicker to compare."""
    place = {value: i for i, value in enumerate(sorted({value for value in values if value is not None}))}
    return [None if value is None else place[value] for value in values]


def _common_denominator(numbers: Sequence[Fraction]) -> int:
    scale = 1
    for number in numbers:
        scale *= (number * scale).denominator
    return scale


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
