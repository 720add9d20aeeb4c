"""Did you mean: the known name most like the one that was written."""

import unicodedata
from collections.abc import Iterable

_LONGEST = 100


def plain(text: str) -> str:
    """Return a text without marks, capitals and doubled blanks: what is typed in a hurry for a name."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name`, or an empty text when none is."""
    if len(name) > _LONGEST:
        return ""  # no name of ours is half as long, and comparing long texts takes memory
    import difflib  # only when something is wrong: it is slow to import

    candidates = sorted(known)
    folded = {candidate.casefold(): candidate for candidate in reversed(candidates)}
    found = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else ""
