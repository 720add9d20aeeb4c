"""Sentences of a method of scoring made comparable, and the numbers in them."""

import re
import unicodedata
from decimal import Decimal

from cds_rank.reading.numbers import number_in_text

NUMBER = r"(\d+(?:[.,]\d+)*)"
"""A number within a sentence, as a part of a pattern."""


def folded(text: str) -> str:
    """Return a text in small letters without marks, letter for letter: places in both are the same."""
    return "".join(_fold(letter) for letter in text)


def _fold(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def joined(text: str) -> str:
    """Put a text into NFC and on one line, one blank between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def amount_in(text: str) -> Decimal | None:
    """Read a number within a sentence; None when it has more than one reading."""
    value = number_in_text(text).value
    if value is None and re.fullmatch(r"\d+\.\d{1,2}", text, re.ASCII):
        value = Decimal(text)  # a decimal point can be nothing else here
    return value
