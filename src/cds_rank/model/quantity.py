"""Exact quantities as text and back, and the one rounding there is: half up."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

Number = Decimal | Fraction | int
_ZERO = Fraction(0)
_LONGEST = 8600  # characters; a total of a hundred odd ratios has some hundreds


def round_half_up(number: Number, digits: int) -> Decimal:
    """Round half away from zero to `digits` decimals, exactly (no binary float, no double rounding)."""
    numerator, denominator = number.as_integer_ratio()
    whole = (2 * abs(numerator) * 10**digits + denominator) // (2 * denominator)
    # Out of a text: what is made of one is not rounded to the precision of the context.
    return Decimal(f"{'-' if numerator < 0 and whole else ''}{whole}E-{digits}")


def decimal_text(number: Number, places: int = 12) -> str:
    """Write a number for machines: a point, no grouping, at most `places` decimals (half up)."""
    # A fraction's own hash costs more than writing most of them.
    return _decimal_text(*number.as_integer_ratio(), places)


@lru_cache(maxsize=65536)
def _decimal_text(numerator: int, denominator: int, places: int) -> str:
    unit: int = 10**places
    whole, decimals = divmod((2 * abs(numerator) * unit + denominator) // (2 * denominator), unit)
    sign = "-" if numerator < 0 and (whole or decimals) else ""
    return f"{sign}{whole}.{decimals:0{places}d}".rstrip("0") if decimals else f"{sign}{whole}"


def is_decimal(number: Number, places: int = 12) -> bool:
    """Tell whether a number has no more than `places` decimals, so that `decimal_text` is exact."""
    scale: int = 10**places
    return scale % number.as_integer_ratio()[1] == 0


def exact_text(number: Number) -> str:
    """Write a number exactly: 7.5 as a decimal, 50/7 as a fraction."""
    return decimal_text(number) if is_decimal(number) else str(Fraction(number))


@lru_cache(maxsize=65536)
def parse_exact(text: str) -> Fraction:
    """Read what `exact_text` wrote; ValueError when it is not a number."""
    if len(text) > _LONGEST or "e" in text.lower():  # 1e999999999 would fill the memory
        raise ValueError(text)
    try:
        return Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(text) from error


@lru_cache(maxsize=65536)
def exact(number: Decimal) -> Fraction:
    """Return a number of a definition as a fraction; the same few come again and again."""
    return Fraction(number)


def exact_sum(numbers: Iterable[Fraction]) -> Fraction:
    """Add fractions over one common denominator: many times quicker than one after the other."""
    parts = [number.as_integer_ratio() for number in numbers]
    if not parts:
        return _ZERO
    denominator = lcm(*{below for _, below in parts})
    return Fraction(sum(above * (denominator // below) for above, below in parts), denominator)


class Facts(Mapping[str, str]):
    """Named facts as text, written when somebody reads them: of a large index most never are."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Mapping[str, Number | str]) -> None:
        self._raw = raw

    def __getitem__(self, key: str) -> str:
        value = self._raw[key]
        return value if isinstance(value, str) else exact_text(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def __repr__(self) -> str:
        return repr(dict(self))
