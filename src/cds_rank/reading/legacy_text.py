"""Vietnamese typed for old fonts, TCVN3 (.VnTime) or VNI, that lives on as Latin-1 letters: "Së Y tÕ", "Sôû Y teá"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Encoding = Literal["TCVN3", "VNI"]

# TCVN 5712:1993, VN3 (the "ABC" fonts). Capitals with a tone have no code of their own: the fonts whose names end in H
# show the small letters as capitals.
_TCVN3_VOWELS = (
    "àµ ả¶ ã· á¸ ạ¹ ă¨ ằ» ẳ¼ ẵ½ ắ¾ ặÆ â© ầÇ ẩÈ ẫÉ ấÊ ậË èÌ ẻÎ ẽÏ éÐ ẹÑ êª ềÒ ểÓ ễÔ ếÕ ệÖ ì× ỉØ ĩÜ íÝ ịÞ "
    "òß ỏá õâ óã ọä ô« ồå ổæ ỗç ốè ộé ơ¬ ờê ởë ỡì ớí ợî ùï ủñ ũò úó ụô ư\u00ad ừõ ửö ữ÷ ứø ựù ỳú ỷû ỹü ýý ỵþ"
)
_TCVN3_OTHERS = "đ® Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"
# VNI-Windows: a vowel, then a letter that only means its marks; six vowels and đ have one code.
_VNI_A = "à:aø á:aù ả:aû ã:aõ ạ:aï â:aâ ầ:aà ấ:aá ẩ:aå ẫ:aã ậ:aä ă:aê ằ:aè ắ:aé ẳ:aú ẵ:aü ặ:aë"
_VNI_E = "è:eø é:eù ẻ:eû ẽ:eõ ẹ:eï ê:eâ ề:eà ế:eá ể:eå ễ:eã ệ:eä"
_VNI_O = "ò:oø ó:où ỏ:oû õ:oõ ọ:oï ô:oâ ồ:oà ố:oá ổ:oå ỗ:oã ộ:oä"
_VNI_HORNS = "ơ:ô ờ:ôø ớ:ôù ở:ôû ỡ:ôõ ợ:ôï ư:ö ừ:öø ứ:öù ử:öû ữ:öõ ự:öï ù:uø ú:uù ủ:uû ũ:uõ ụ:uï"
_VNI_OTHERS = "ỳ:yø ý:yù ỷ:yû ỹ:yõ ỵ:î ỉ:æ ĩ:ó ị:ò đ:ñ"  # ì and í are themselves


def _vni() -> dict[str, str]:
    pairs = f"{_VNI_A} {_VNI_E} {_VNI_O} {_VNI_HORNS} {_VNI_OTHERS} ì:ì í:í".split()
    small = {old: letter for letter, old in (pair.split(":") for pair in pairs)}
    capital = {old.upper(): letter.upper() for old, letter in small.items()}
    # "Uûy ban": the first letter typed with Shift, its mark without.
    title = {old[0].upper() + old[1]: letter.upper() for old, letter in small.items() if len(old) == 2}
    return small | capital | title


TCVN3: Final[Mapping[str, str]] = {pair[1]: pair[0] for pair in f"{_TCVN3_VOWELS} {_TCVN3_OTHERS}".split(" ")}
"""Unicode letters by what stands for them in TCVN3: 67 small letters and 7 capitals."""
VNI: Final[Mapping[str, str]] = _vni()
"""Unicode letters by the one or two characters that stand for them in VNI-Windows."""

_VIETNAMESE_IN_LATIN_1 = "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
# One of these, and it is Unicode: no old font's letters come out as ế, ư or đ.
_UNICODE = re.compile("[\u0100-\u024f\u1e00-\u1eff]")
# What Vietnamese in Unicode never has: a strange character, a capital behind a small letter ("tÕ"), VNI's "aâ".
_SUSPECT = re.compile(
    f"[¡-ÿ](?:(?<![{_VIETNAMESE_IN_LATIN_1}])|(?<=[a-z][À-Ý])|(?<=[aA][âàáãêèéùõúÂÀÁÃÊÈÉÙÕÚ])"
    "|(?<=[eE][âàáãùõÂÀÁÃÙÕ])|(?<=[oOôÔ][âùõÂÙÕ])|(?<=[uUyY][ùõÙÕ]))"
)
_TCVN3_WORD = re.compile(f"[A-Za-zÀ-ÿ{''.join(map(re.escape, TCVN3))}]+")
_VNI_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]+")
_VNI_LETTER = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
_TCVN3_TABLE = str.maketrans(dict(TCVN3))
_SIGNS = frozenset("×÷·\u00ad")  # between letters they mean themselves: m×n, and where a word may be broken
_THAI_IN_FRENCH = "thaï"  # would be "thạ" in VNI
_LETTERLIKE = frozenset("µª")  # letters to Unicode, signs to people
_SMALL, _CAPITAL = re.compile("[a-z]"), re.compile("[A-Z]")

# Each vowel with a tone: the vowel, and the tone: 1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng.
_VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
_TONED = {
    letter: (_VOWELS[place - place % 6], place % 6) for place, letter in enumerate(_VOWELS) if place % 6
}
_SHARP, _HEAVY = 4, 5
_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx]"
_RIMES = (
    "a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|ă(?:c|k|m|n|ng|p|t)|â(?:c|m|n|ng|p|t|u|y)?|e(?:c|m|n|ng|o|p|t)?"
    "|ê(?:ch|m|n|nh|p|t|u)?|i(?:a|ch|m|n|nh|p|t|u)?|iê(?:c|m|n|ng|p|t|u)|yê(?:m|n|ng|t|u)|y(?:ch|n|nh|t)?"
    "|o(?:c|i|m|n|ng|p|t)?|oo(?:c|ng)|oa(?:c|ch|i|m|n|ng|nh|o|p|t|y)?|oă(?:c|m|n|ng|p|t)|oe(?:c|m|n|ng|o|t)?"
    "|ô(?:c|i|m|n|ng|p|t)?|ơ(?:i|m|n|p|t)?|u(?:a|c|i|m|n|ng|p|t|ơ)?|uô(?:c|i|m|n|ng|t)|uê(?:ch|n|nh|u)?"
    "|uâ(?:n|ng|t|y)|uy(?:a|ch|n|nh|p|t|u)?|uyê(?:n|t)|ư(?:a|c|i|m|n|ng|t|u)?|ươ(?:c|i|m|n|ng|p|t|u)"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?P<rime>{_RIMES})|q(?P<after_q>uô[cn])")
_LONGEST_SYLLABLE = len("nghiêng")
_STOP = re.compile("(?:c|k|p|t|ch)$")


@dataclass(frozen=True, slots=True)
class LegacyText:
    """Text that was typed for an old font; text: the Unicode it stands for."""

    encoding: Encoding
    text: str


def decode_legacy(text: str) -> LegacyText | None:
    """Read text typed in TCVN3 or VNI; None when it is anything else.

    text: in NFC, as it stands in the file: TCVN3's "ư" is the soft hyphen, which cleaning takes away.
    It has to have words that Vietnamese in Unicode cannot have and that become Vietnamese syllables. Where one letter
    of Vietnamese Unicode is there already, the text is taken for Unicode: nobody mixes the two in one cell.
    TCVN3 that happens to read as Vietnamese ("sè" for "số", alone) is not noticed.
    """
    if text.isascii() or _UNICODE.search(text) or not _SUSPECT.search(text):
        return None
    # Where both will do, VNI: "khoâng" is "không" there and "khoõng" in TCVN3.
    readings = [reading for reading in (_read_vni(text), _read_tcvn3(text)) if reading.is_plausible]
    if not readings:
        return None
    best = max(readings, key=lambda reading: reading.understood - reading.not_understood)
    return LegacyText(best.encoding, best.text)


def is_syllable(word: str) -> bool:
    """Tell whether a word, in NFC and any case, could be a Vietnamese syllable: onset, rime and tone fit.

    Both ways of placing the tone will do: "hòa" and "hoà".
    """
    return len(word) <= _LONGEST_SYLLABLE and _is_syllable(word.lower())


@lru_cache(maxsize=4096)
def _is_syllable(word: str) -> bool:
    bare = "".join(_TONED[letter][0] if letter in _TONED else letter for letter in word)
    found = _SYLLABLE.fullmatch(bare)
    if found is None:
        return False
    tones = [(place, _TONED[letter][1]) for place, letter in enumerate(word) if letter in _TONED]
    if not tones:
        return not _STOP.search(bare)
    place, tone = tones[0]
    start = found.start(found.lastgroup or 0)
    return (
        len(tones) == 1
        and _tone_may_stand(bare[start:], place - start)
        and (tone in {_SHARP, _HEAVY} or not _STOP.search(bare))
    )


def _tone_may_stand(rime: str, place: int) -> bool:
    """Tell whether the tone may be written over this letter of a rime."""
    marked = [position for position, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return place == marked[-1]
    return place in {0, 1} if rime.startswith(("oa", "oe", "oo", "uy")) else place == 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text becomes when read in one encoding.

    understood, not_understood: words with letters outside ASCII that become syllables, and that do not.
    telling: words that cannot be Vietnamese as they stand and become syllables. hints: such words as a mere
    unit or sign might give too: "µm" would be "àm". foreign: ASCII words that are no syllables.
    """

    encoding: Encoding
    text: str
    understood: int
    not_understood: int
    telling: int
    hints: int
    foreign: int

    @property
    def is_plausible(self) -> bool:
        enough = self.telling or self.hints >= 2
        return (
            bool(enough)
            and self.not_understood * 4 <= self.understood
            and (self.foreign < self.understood or not self.foreign)
        )


def _read_tcvn3(text: str) -> _Reading:
    return _reading("TCVN3", text, _TCVN3_WORD, _from_tcvn3)


def _read_vni(text: str) -> _Reading:
    return _reading("VNI", text, _VNI_WORD, _from_vni)


def _from_tcvn3(word: str) -> str:
    if word.isascii():
        return word
    decoded = word.translate(_TCVN3_TABLE)
    # Typed with Caps Lock in a font that has no capitals with tones: "VIÖT".
    shouted = _CAPITAL.search(word, 1) and not _SMALL.search(word)
    return decoded.upper() if shouted else decoded


def _from_vni(word: str) -> str:
    return word if word.isascii() else _VNI_LETTER.sub(lambda found: VNI[found.group()], word)


def _reading(
    encoding: Encoding, text: str, words: re.Pattern[str], decoded: Callable[[str], str]
) -> _Reading:
    understood = not_understood = foreign = 0
    telling, hints = set[str](), set[str]()
    for found in words.finditer(text):
        word = found.group()
        if len(word) == 1 or _stands_at_a_digit(text, found):
            continue
        if word.isascii():
            foreign += bool(_SMALL.search(word)) and not is_syllable(word)
        elif not _is_word(meant := decoded(word)):
            not_understood += not meant.isupper()  # an abbreviation may be anything: QĐ-UBND
        else:
            understood += 1
            if not _is_word(word):
                (telling if _is_telling(word) else hints).add(word)
    return _Reading(
        encoding,
        words.sub(lambda found: decoded(found.group()), text),
        understood,
        not_understood,
        len(telling),
        len(hints),
        foreign,
    )


def _is_word(word: str) -> bool:
    """Tell whether a word could stand so in a Vietnamese text: a syllable, and small, Capital or CAPITALS."""
    return (word.islower() or word.isupper() or word == word.capitalize()) and is_syllable(word)


def _is_telling(word: str) -> bool:
    """Tell whether a word has a letter outside ASCII, or a symbol where none would be: "N¨m", "X·", not "µm"."""
    if word.lower() == _THAI_IN_FRENCH:
        return False
    if any(letter.isalpha() and letter not in _LETTERLIKE for letter in word if not letter.isascii()):
        return True
    return word.endswith("·") or any(not a.isalnum() and a not in _SIGNS for a in word[1:-1])


def _stands_at_a_digit(text: str, found: re.Match[str]) -> bool:
    """Tell whether a digit stands right before or after: a unit or a product, "5µm", "2×3"."""
    return text[found.start() - 1 : found.start()].isdigit() or text[found.end() : found.end() + 1].isdigit()
