"""Lines and names of sheets as Excel can hold them, and the room that texts take."""

import re
from collections.abc import Iterable

from cds_rank.wording.cell_text import clean, clip

_LONGEST_NAME = 31  # of a sheet
_LETTERS = 12.8  # that fit into one unit of column width, times the size of the type
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]+")
_LIKE_A_CALL = re.compile(r"(?<=[A-Z])\(")
_RESERVED_NAME = "history"


def one_line(text: str) -> str:
    """Return a text without line ends, for headers, titles and sheet names."""
    return " ".join(clean(text).split())


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that Excel accepts and that no other sheet has, capital letters or not.

    A long name is cut between words and ends in "…".
    """
    plain = one_line(_NOT_IN_A_NAME.sub(" ", wanted)).strip("' ")
    # XlsxWriter takes "MAP(" for a new function, even inside the quotes of a sheet's name.
    plain = _LIKE_A_CALL.sub(" (", plain)
    if not plain or plain.lower() == _RESERVED_NAME:
        plain = f"{plain}_"
    used = {name.casefold() for name in taken}
    name, number = _cut(plain, _LONGEST_NAME), 1
    while name.casefold() in used:
        number += 1
        name = _cut(plain, _LONGEST_NAME - len(f" ({number})")) + f" ({number})"
    return name


def _cut(text: str, longest: int) -> str:
    cut = clip(text, longest)
    if cut == text:
        return text
    whole_words, _, rest = cut[:-1].rpartition(" ")
    inside_a_word = text[len(cut) - 1 : len(cut)].strip() != ""
    kept = whole_words if inside_a_word and len(whole_words) > longest // 2 and rest else cut[:-1]
    return kept.rstrip(" ,;–-'") + "…"


def lines_needed(text: str, width: float, size: float = 12.0) -> int:
    """Estimate how many lines a text takes in a width given in Excel's units."""
    letters = max(1.0, (width - 1) * _LETTERS / size)
    if len(text) <= letters and "\n" not in text:
        return 1
    return sum(max(1, -int(-len(part) // letters)) for part in text.split("\n"))
