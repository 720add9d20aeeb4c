"""Texts as a cell of an Excel workbook can hold them."""

import re

_LONGEST_CELL = 32_767  # UTF-16 units; Excel calls a file with a longer text damaged
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text that a cell can hold: no control characters, line ends as \\n, not too long."""
    tidy = _UNPRINTABLE.sub(" ", text)
    if "\r" in tidy:
        tidy = tidy.replace("\r\n", "\n").replace("\r", "\n")
    return clip(tidy, _LONGEST_CELL)


def clip(text: str, longest: int) -> str:
    """Shorten a text to `longest` UTF-16 units, the way Excel counts, ending in "…" when something is left out."""
    if 2 * len(text) <= longest or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= longest:
        return text
    kept = text.encode("utf-16-le")[: 2 * (longest - 1)].decode("utf-16-le", "ignore")
    return kept.rstrip() + "…"
