"""Text as people type it, made comparable; the original stays where it was typed."""

import re
import unicodedata
from functools import lru_cache

RUN_MARK = "\U000f5cd1"
"""Stands in a text before a part that is raised, lowered or struck through; a character that nobody types."""

_MARKS_NOT_SEEN = (
    RUN_MARK + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
INVISIBLE: dict[int, None] = dict.fromkeys(map(ord, _MARKS_NOT_SEEN))
"""Zero-width characters and direction marks: nobody sees them, so they mean nothing."""

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u3000"), " ")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Almost no text has any of these: looking once is quicker than replacing four times.
_ODD = re.compile(f"[{_MARKS_NOT_SEEN}\u00a0\u2007\u202f\u2009\u3000\x00-\x08\x0b-\x1f\x7f]")
_MARKS = {ord("đ"): "d", ord("Đ"): "d"}

# In NFD: a vowel with its tone, and the vowels behind it. Circumflex, breve and horn belong to the vowel, tones do not.
_TONED_VOWEL = re.compile(
    "([aeiouyAEIOUY][\u0302\u0306\u031b]{0,2})([\u0300\u0301\u0303\u0309\u0323])"
    "((?:[\u0302\u0306\u031b]|[aeiouyAEIOUY](?![\u0300\u0301\u0303\u0309\u0323\u0308])){0,6})"
)
_LOOKS_LIKE_D = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
_LOOK_ALIKES = dict(
    zip(
        "АВЕКМНОРСТХУІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο",
        "ABEKMHOPCTXYIJSaeopcyxijsABEZHIKMNOPTYXvo",
        strict=True,
    )
)
_OTHER_LETTERS = re.compile("[ÐðƉɖ\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ\u1e00-\u1eff]")


def clean_text(text: str) -> str:
    """Put text into NFC, without invisible or control characters, trimmed; line breaks stay."""
    if _ODD.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(INVISIBLE).translate(_SPACES)
        text = _CONTROL.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


@lru_cache(maxsize=4096)
def comparison_key(text: str) -> str:
    """Return what two spellings of one text have in common: no case, no marks, no doubled blanks."""
    cleaned = clean_text(text)
    if cleaned.isascii():
        return " ".join(cleaned.casefold().split())
    decomposed = unicodedata.normalize("NFD", cleaned.translate(_MARKS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def tone_key(text: str) -> str:
    """Return what two spellings of one text have in common that differ in where the tone stands: hòa, hoà.

    Case, the tones themselves and everything else stay. In NFC; the tone stands on the last vowel.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _TONED_VOWEL.sub(r"\1\3\2", unicodedata.normalize("NFD", text)))


def unmixed(text: str) -> str:
    """Put Vietnamese letters in place of those that only look like them: Ð, ð for Đ, đ, and Cyrillic or Greek ones.

    A Cyrillic or Greek letter is replaced only in a word that has Latin letters besides: "Sở Y tế" with a Cyrillic
    "е". A word wholly in another script stays, and so do letters that look like no Latin one.
    """
    if text.isascii() or not _OTHER_LETTERS.search(text):
        return text
    for foreign, letter in _LOOKS_LIKE_D.items():
        text = text.replace(foreign, letter)
    return _WORD.sub(lambda found: _latin(found.group()), text)


def _latin(word: str) -> str:
    if word.isascii() or not _LATIN.search(word) or not _OTHER_LETTERS.search(word):
        return word
    return unicodedata.normalize("NFC", "".join(_LOOK_ALIKES.get(letter, letter) for letter in word))
