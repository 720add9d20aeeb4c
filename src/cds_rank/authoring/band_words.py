"""Bands of values in words ("từ 70% đến dưới 90%") put into steps, where they can be read exactly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from cds_rank.authoring.plain_words import NUMBER, amount_in, folded


@dataclass(frozen=True, slots=True)
class Band:
    """One step: `bound` is at_least, above, at_most or below."""

    bound: str
    value: Decimal
    share: Fraction


@dataclass(frozen=True, slots=True)
class Bands:
    """Steps from best to worst, what their values are counted in ("" when not said), and which way is better."""

    steps: tuple[Band, ...]
    unit: str
    is_count: bool
    lower_is_better: bool


_UNIT = r"(?P<unit>%|[^\W\d]+(?: [^\W\d]+){0,2})?"
_PREFIX = r"^(?:neu |truong hop |dat |co |ty le |ti le |so luong |hop |to chuc |muc |la )*"
_BAND_FORMS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(rf"{_PREFIX}(?:tu )?(?P<low>{NUMBER})\s*{_UNIT} tro len$"), "[)"),
    (re.compile(rf"{_PREFIX}(?:>=|≥|=>) ?(?P<low>{NUMBER})\s*{_UNIT}$"), "[)"),
    (re.compile(rf"{_PREFIX}(?:tren|lon hon|hon|>) ?(?P<low>{NUMBER})\s*{_UNIT}$"), "()"),
    (
        re.compile(
            rf"{_PREFIX}tren (?P<low>{NUMBER})\s*%?\s*(?:den|-|–) (?:duoi|<) ?(?P<high>{NUMBER})\s*{_UNIT}$"
        ),
        "()",
    ),
    (
        re.compile(
            rf"{_PREFIX}(?:tu )?(?P<low>{NUMBER})\s*%?\s*(?:den|-|–) (?:duoi|<) ?(?P<high>{NUMBER})\s*{_UNIT}$"
        ),
        "[)",
    ),
    (re.compile(rf"{_PREFIX}tren (?P<low>{NUMBER})\s*%?\s*(?:den|-|–) ?(?P<high>{NUMBER})\s*{_UNIT}$"), "(]"),
    (
        re.compile(rf"{_PREFIX}(?:tu )?(?P<low>{NUMBER})\s*%?\s*(?:den|-|–) ?(?P<high>{NUMBER})\s*{_UNIT}$"),
        "[]",
    ),
    (re.compile(rf"{_PREFIX}(?:duoi|nho hon|it hon|<) ?(?P<high>{NUMBER})\s*{_UNIT}$"), "()"),
    (re.compile(rf"{_PREFIX}(?:<=|≤|=<) ?(?P<high>{NUMBER})\s*{_UNIT}$"), "(]"),
    (re.compile(rf"{_PREFIX}(?P<high>{NUMBER})\s*{_UNIT} tro xuong$"), "(]"),
    (re.compile(rf"{_PREFIX}(?P<low>{NUMBER})\s*{_UNIT}$"), "="),
)
_ELSE = re.compile(
    r"^(?:(?:truong hop |cac truong hop )?(?:con lai|khac)|khong (?:co|hop|to chuc)|chua co)(?: .{1,30})?$"
)


def is_band(text: str) -> bool:
    """Tell whether a text speaks of a band of values, or of one value."""
    return _interval(text) is not None


@dataclass(frozen=True, slots=True)
class _Interval:
    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool
    unit: str
    is_value: bool = False  # one value only: "3 lần"


def _interval(text: str) -> _Interval | None:
    key = folded(text)
    for pattern, ends in _BAND_FORMS:
        match = pattern.match(key)
        if match is None:
            continue
        names = match.groupdict()
        low, high = (amount_in(names[end]) if names.get(end) else None for end in ("low", "high"))
        if low is None and high is None:
            return None
        unit = text[match.start("unit") : match.end("unit")].lower() or ("%" if "%" in text else "")
        if ends == "=":
            return _Interval(low, True, low, True, unit, is_value=True)
        return _Interval(low, ends[0] == "[", high, ends[1] == "]", unit)
    return None


def read_bands(texts: Sequence[str], shares: Sequence[Fraction]) -> Bands | None:
    """Put bands into steps; None unless together they leave no gap, overlap nowhere and go one way."""
    known: list[tuple[_Interval, Fraction]] = []
    rest = Fraction(0)
    for position, (text, share) in enumerate(zip(texts, shares, strict=True)):
        interval = _interval(text)
        if interval is not None:
            known.append((interval, share))
        elif position == len(texts) - 1 and _ELSE.match(folded(text)):
            rest = share
        else:
            return None
    units = {interval.unit for interval, _ in known if interval.unit}
    if len(units) > 1 or rest != 0:
        return None
    unit = next(iter(units), "")
    known.sort(key=lambda entry: (entry[0].low is not None, entry[0].low or 0, entry[0].high is None))
    if any(not _touch(first, second) for (first, _), (second, _) in pairwise(known)):
        return None
    ordered = [share for _, share in known]
    if ordered == sorted(ordered) and not (known[-1][0].high is not None and not _is_top(known[-1][0])):
        steps = _upward(known)
        lower_is_better = False
    elif ordered == sorted(ordered, reverse=True) and known[0][0].low in {None, Decimal(0)}:
        steps = _downward(known)
        lower_is_better = True
    else:
        return None
    if steps is None:
        return None
    is_count = unit != "%" and (unit != "" or any(interval.is_value for interval, _ in known))
    return Bands(steps, unit, is_count, lower_is_better)


def _is_top(interval: _Interval) -> bool:
    """Whether nothing lies above: 100 % is the highest there is."""
    return interval.unit == "%" and interval.high == 100


def _touch(lower: _Interval, upper: _Interval) -> bool:
    if lower.high is None or upper.low is None:
        return False
    if lower.is_value and "%" in lower.unit:
        return False
    if lower.is_value:  # counts one by one: 1, 2, 3, then 4 and more
        return upper.low == lower.high + (1 if upper.low_in else 0)
    if upper.is_value and _is_top(upper):
        return lower.high == upper.low and not lower.high_in
    return lower.high == upper.low and lower.high_in != upper.low_in


def _upward(known: Sequence[tuple[_Interval, Fraction]]) -> tuple[Band, ...] | None:
    steps = []
    for interval, share in reversed(known):
        if share == 0:
            continue
        if interval.low is None:  # no measured value lies below zero
            steps.append(Band("at_least", Decimal(0), share))
        else:
            steps.append(Band("at_least" if interval.low_in else "above", interval.low, share))
    return tuple(steps) or None


def _downward(known: Sequence[tuple[_Interval, Fraction]]) -> tuple[Band, ...] | None:
    steps = []
    for interval, share in known:
        if share == 0:
            continue
        if interval.high is None:
            return None
        steps.append(Band("at_most" if interval.high_in else "below", interval.high, share))
    return tuple(steps) or None
