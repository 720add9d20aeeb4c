"""Numbers and dates as the reader's country writes them: 1.234,56 · 95,29 % · ngày 05 tháng 10 năm 2025."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from cds_rank.model.quantity import Number, round_half_up
from cds_rank.wording.language import Language, translator

# Thousands, decimals: as in CLDR (a test asks Babel). Loading Babel costs a short command a tenth of its time.
_SEPARATORS: Mapping[Language, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}


def number_text(number: Number, language: Language, digits: int | None = None, at_most: int = 6) -> str:
    """Write a number with the language's separators.

    digits: exactly so many decimals, rounded half up; None: as many as it has, `at_most` so many.
    """
    # By its parts: the hash of a fraction costs more than writing it.
    return _ratio_text(*number.as_integer_ratio(), language, digits, at_most)


@lru_cache(maxsize=65536)
def _ratio_text(above: int, below: int, language: Language, digits: int | None, at_most: int) -> str:
    # Not Babel's own format_decimal: it parses its pattern anew for each of a report's thousands of numbers.
    shown = round_half_up(Fraction(above, below), at_most if digits is None else digits)
    whole, _, decimals = f"{shown:,f}".partition(".")
    group, point = _SEPARATORS[language]
    if digits is None:
        decimals = decimals.rstrip("0")
    whole = whole.replace(",", group)
    return f"{whole}{point}{decimals}" if decimals else whole


def with_sign(number: str, sign: str, language: Language) -> str:
    """Put what a number is counted in behind it; in English a percent sign stands close to it."""
    return f"{number}{sign}" if language == "en" and sign == "%" else f"{number} {sign}".strip()


def date_text(day: dt.date, language: Language) -> str:
    """Write a date as official papers do: days below 10 and the months 1 and 2 with a leading nought."""
    if language == "en":
        from babel.dates import format_date

        return format_date(day, "d MMMM y", locale="en")
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def moment_text(created_at: str, language: Language) -> str:
    """Write a moment of ISO 8601 as 08:00, ngày 20 tháng 01 năm 2023; the text itself where it is not one."""
    try:
        moment = dt.datetime.fromisoformat(created_at)
    except ValueError:
        return created_at
    _ = translator(language)
    return _("{time}, {date}").format(time=f"{moment:%H:%M}", date=date_text(moment.date(), language))
