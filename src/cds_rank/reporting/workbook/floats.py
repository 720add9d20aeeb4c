"""Where binary numbers could come to another answer than exact ones.

Scores are exact fractions, a spreadsheet has doubles. Formulas compare and round only after rounding to so many
decimals that a double's error is gone. That comes to the engine's answer unless an exact number lies closer to a
bound than those decimals can tell; such a number is found here, from the exact fractions.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from cds_rank.model.method import Method
from cds_rank.model.quantity import round_half_up

DECIMALS = 10
"""Decimals of what is compared: far coarser than a double's error, far finer than anything published."""
_NEAREST = 10**9
NEAR = Fraction(1, _NEAREST)
"""Closer to a bound than this, and not on it: left to exact numbers."""
_AT_HAND = 1e-6
_SPARE = 2  # at least so many decimals more than are published
_TIGHT = Fraction(1, 100)  # of the last compared decimal


def decimals_compared(method: Method) -> int:
    """Return the decimals to which scores are rounded before they are rounded or compared again."""
    return max(DECIMALS, method.rounding.published_score + _SPARE)


def quotient(value: Fraction) -> float:
    """Return the double next to a fraction; as float() does it, in half the time."""
    above, below = value.as_integer_ratio()
    return above / below


@lru_cache(maxsize=4096)
def as_double(text: str) -> float:
    """Return the double next to a number that `exact_text` wrote, without a fraction in between."""
    above, _, below = text.partition("/")
    return int(above) / int(below) if below else float(above)


def may_be_near(value: float, bound: float) -> bool:
    """Tell whether exact numbers have to be asked how near they are; a double's error is far below this."""
    return abs(value - bound) <= _AT_HAND * (1 + abs(bound))


def is_near(value: Fraction, bound: Fraction | Decimal) -> bool:
    """Tell whether a value lies so close to a bound, without being on it, that doubles may take it for the bound."""
    (number, of), (limit, of_limit) = value.as_integer_ratio(), bound.as_integer_ratio()
    distance = abs(number * of_limit - limit * of)  # over of * of_limit; quicker than fractions
    return 0 < distance * _NEAREST < of * of_limit


def rounds_alike(value: Fraction, digits: int, decimals: int = DECIMALS) -> bool:
    """Tell whether doubles round a value to `digits` decimals as exact numbers do.

    decimals: to which a formula rounds it first, to get rid of a double's error.
    """
    if digits >= decimals:
        return False
    number, of = value.as_integer_ratio()
    from_half = abs(2 * (number * 10**digits % of) - of)  # over 2 * of; quicker than fractions
    return bool(from_half == 0 or from_half * 10 ** (decimals - digits) > 2 * of)


def as_compared(value: Fraction, decimals: int = DECIMALS) -> Fraction | None:
    """Return what a formula compares for a value; None where it depends on a double's last digits."""
    rest = value * 10**decimals % 1
    if abs(rest - Fraction(1, 2)) < _TIGHT:
        return None
    return Fraction(round_half_up(value, decimals))
