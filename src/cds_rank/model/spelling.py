"""Text as people type it, made comparable; the original stays where it was typed."""

import re
import unicodedata
from functools import lru_cache

_MARKS_NOT_SEEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad"
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
INVISIBLE: dict[int, None] = dict.fromkeys(map(ord, _MARKS_NOT_SEEN))
"""Zero-width characters and direction marks: nobody sees them, so they mean nothing."""

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u3000"), " ")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Almost no text has any of these: looking once is quicker than replacing four times.
_ODD = re.compile(f"[{_MARKS_NOT_SEEN}\u00a0\u2007\u202f\u2009\u3000\x00-\x08\x0b-\x1f\x7f]")
_MARKS = {ord("đ"): "d", ord("Đ"): "d"}


def clean_text(text: str) -> str:
    """Put text into NFC, without invisible or control characters, trimmed; line breaks stay."""
    if _ODD.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(INVISIBLE).translate(_SPACES)
        text = _CONTROL.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


@lru_cache(maxsize=4096)
def comparison_key(text: str) -> str:
    """Return what two spellings of one text have in common: no case, no marks, no doubled blanks."""
    decomposed = unicodedata.normalize("NFD", clean_text(text).translate(_MARKS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
