"""Where binary numbers could come to another answer than exact ones.

Scores are exact fractions, a spreadsheet has doubles. Formulas compare and round only after rounding to so many
decimals that a double's error is gone. That comes to the engine's answer unless an exact number lies closer to a
bound than those decimals can tell; such a number is found here, from the exact fractions.
"""

from decimal import Decimal
from fractions import Fraction

from cds_rank.model.method import Method
from cds_rank.model.quantity import round_half_up

DECIMALS = 10
"""Decimals of what is compared: far coarser than a double's error, far finer than anything published."""
NEAR = Fraction(1, 10**9)
"""Closer to a bound than this, and not on it: left to exact numbers."""
_SPARE = 2  # at least so many decimals more than are published
_TIGHT = Fraction(1, 100)  # of the last compared decimal


def decimals_compared(method: Method) -> int:
    """Return the decimals to which scores are rounded before they are rounded or compared again."""
    return max(DECIMALS, method.rounding.published_score + _SPARE)


def is_near(value: Fraction, bound: Fraction | Decimal) -> bool:
    """Tell whether a value lies so close to a bound, without being on it, that doubles may take it for the bound."""
    distance = abs(value - Fraction(bound))
    return 0 < distance < NEAR


def rounds_alike(value: Fraction, digits: int, decimals: int = DECIMALS) -> bool:
    """Tell whether doubles round a value to `digits` decimals as exact numbers do.

    decimals: to which a formula rounds it first, to get rid of a double's error.
    """
    if digits >= decimals:
        return False
    from_half = abs(value * 10**digits % 1 - Fraction(1, 2))
    return bool(from_half == 0 or from_half > Fraction(10**digits, 10**decimals))


def as_compared(value: Fraction, decimals: int = DECIMALS) -> Fraction | None:
    """Return what a formula compares for a value; None where it depends on a double's last digits."""
    rest = value * 10**decimals % 1
    if abs(rest - Fraction(1, 2)) < _TIGHT:
        return None
    return Fraction(round_half_up(value, decimals))
