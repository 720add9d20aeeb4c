"""What is odd in how a text was typed, where nobody sees it with the bare eye."""

from dataclasses import dataclass
from enum import StrEnum


class TextRemarkKind(StrEnum):
    """How a text differs from what it looks like."""

    DECOMPOSED = "decomposed"  # letters and marks apart (NFD)
    INVISIBLE = "invisible"  # no-break or zero-width spaces, direction marks, control characters
    LEGACY = "legacy"  # TCVN3 or VNI letters
    LOOK_ALIKE = "look_alike"  # Ð for Đ, Cyrillic letters among Latin ones
    FORMULA_LIKE = "formula_like"  # begins with = + - @
    ERROR_VALUE = "error_value"  # #N/A where words are asked
    NOT_CALCULATED = "not_calculated"  # a formula without a stored result


@dataclass(frozen=True, slots=True)
class TextRemark:
    """One such thing; suggestion: the text as it should be typed, "" when that cannot be told."""

    kind: TextRemarkKind
    suggestion: str = ""
