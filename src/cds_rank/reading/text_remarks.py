"""What is odd in how a text was typed, each with the text as it should be."""

import re
import unicodedata
from typing import Final

from cds_rank.model.spelling import clean_text, unmixed
from cds_rank.model.text_remark import TextRemark, TextRemarkKind
from cds_rank.reading.legacy_text import LegacyText, decode_legacy

_VIETNAMESE = "àáâãèéêìíòóôõùúýăđĩũơưÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-ỹ"
# Nearly every text is made of these only, and one look tells.
_UNUSUAL: Final = re.compile(f"[^\t\n\r -~{_VIETNAMESE}–—‘’“”…•≤≥°²³→]")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00a0\u00ad\u061c\u2007\u2009\u200b-\u200f\u202a-\u202f\u2060\u2066-\u2069\u3000\ufeff]"
)
_FORMULA_SIGN: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")
_FULL_WIDTH: Final = str.maketrans("＝＋－＠", "=+-@")
# "- báo cáo …" and "+ báo cáo …" are how official papers list things; "- cmd|…" and "+ SUM(…)" are not.
_BULLET: Final = re.compile(r"[-+]+\s+[^\W_](?![^\n]*\|)(?!\w*\()")
_FIGURE: Final = re.compile(r"[+-][\d\s.,%()]*")
_PLACEHOLDER: Final = re.compile("-+")
_SIGNS: Final = "=+-@"


def remarks_on(text: str) -> tuple[TextRemark, ...]:
    """Find what is odd in a text, as it stands in the file, before any cleaning; mostly nothing.

    Of what is odd in its letters only the gravest is told (an old font, letters of other scripts, marks apart,
    invisible characters); the suggestion mends all of them. That it begins like a formula is told besides.
    """
    if _UNUSUAL.search(text):
        letters = _on_letters(text)
    elif legacy := decode_legacy(text):
        letters = _legacy(legacy)
    else:
        letters = ()
    return (*letters, *_on_beginning(text)) if _FORMULA_SIGN.match(text) else letters


def _on_letters(text: str) -> tuple[TextRemark, ...]:
    composed = unicodedata.normalize("NFC", text)
    legacy = decode_legacy(composed)
    if legacy is not None:
        return _legacy(legacy)
    mended = clean_text(unmixed(composed))
    if unmixed(composed) != composed:
        return (TextRemark(TextRemarkKind.LOOK_ALIKE, mended),)
    if composed != text:
        return (TextRemark(TextRemarkKind.DECOMPOSED, mended),)
    if _INVISIBLE.search(text):
        return (TextRemark(TextRemarkKind.INVISIBLE, mended),)
    return ()


def _legacy(legacy: LegacyText) -> tuple[TextRemark, ...]:
    return (TextRemark(TextRemarkKind.LEGACY, clean_text(unmixed(legacy.text))),)


def _on_beginning(text: str) -> tuple[TextRemark, ...]:
    """Say of a text that begins with = + - @ whether a spreadsheet could take it for a formula."""
    start = clean_text(unmixed(text)).translate(_FULL_WIDTH)
    if _FIGURE.fullmatch(start) or _PLACEHOLDER.fullmatch(start) or _BULLET.match(start):
        return ()
    return (TextRemark(TextRemarkKind.FORMULA_LIKE, start.lstrip(f"{_SIGNS} \n\t")),)
