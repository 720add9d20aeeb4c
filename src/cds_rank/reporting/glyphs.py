"""Which characters a font can draw: read from its table of characters, so that no letter falls to another font."""

import os
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from cds_rank.errors import CdsRankError

_LARGEST_FONT: Final = 64 * 1024 * 1024  # bytes; the largest families of East Asia stay below
_KINDS: Final = {b"\x00\x01\x00\x00", b"OTTO", b"true"}
_LAST_CODE_POINT: Final = 0x10FFFF
_LAST_OF_FORMAT_4: Final = 0xFFFE  # U+FFFF closes the table and is no character
# Drawn by nobody: controls, format marks (direction, joiners), line ends, and spaces, which engines make themselves.
_NO_GLYPH_NEEDED: Final = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_VARIATION_SELECTORS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))

_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
_VOWELS: Final = "aăâeêioôơuưy"
_SMALL_LETTERS: Final = "ăâđêôơư" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES
)
VIETNAMESE_LETTERS: Final = _SMALL_LETTERS + _SMALL_LETTERS.upper()
"""The 134 letters that Vietnamese has beyond a–z and A–Z, each as one character."""


class FontError(ValueError):
    """The bytes are no TrueType or OpenType font, or a damaged one."""


def coverage(font: bytes) -> frozenset[int]:
    """Read which characters a font has a glyph for.

    font: a whole .ttf, .otf or .ttc file; of a collection the first face counts.
    Returns Unicode code points; those that lead to glyph 0 (the empty box) are not among them.
    Raises FontError when the file is damaged or cut off, whatever is in it; the work is bounded by the number of
    code points there are, not by what the file claims.
    Source: OpenType specification, "cmap", formats 4 and 12.
    """
    try:
        tables = _tables(font)
        start = tables[b"cmap"]
        (glyphs,) = struct.unpack_from(">H", font, tables[b"maxp"] + 4)
        drawn: set[int] = set()
        for subtable in _unicode_subtables(font, start):
            drawn.update(code for code, glyph in _mapped(font, subtable) if 0 < glyph < glyphs)
    except (struct.error, KeyError) as error:
        raise FontError(str(error)) from error
    return frozenset(drawn)


def missing_characters(text: str, fonts: Sequence[Path]) -> list[str]:
    """Find the characters of a text that none of the fonts can draw, in the order of their first appearance.

    The text is looked at as engines shape it: with letters and their marks put together (NFC); what needs no glyph
    (spaces, line ends, direction marks) is never missing. What a font covers is read once per file.
    Raises CdsRankError: "file_not_readable", or "font_damaged" when the file is no font.
    """
    needed = [char for char in dict.fromkeys(unicodedata.normalize("NFC", text)) if _needs_a_glyph(char)]
    for path in fonts:
        if not needed:
            break
        drawn = font_coverage(path)
        needed = [char for char in needed if ord(char) not in drawn]
    return needed


def font_coverage(path: Path) -> frozenset[int]:
    """Read which code points a font file covers, once per file; raises as `missing_characters`."""
    try:
        found = path.stat()
        return _coverage_of(os.fspath(path), found.st_size, found.st_mtime_ns)
    except OSError as error:
        raise CdsRankError("file_not_readable", path=path, reason=error.strerror or "") from error
    except FontError as error:
        raise CdsRankError("font_damaged", path=path) from error


# A file that has changed since has another size or time, and is read anew.
@lru_cache(maxsize=64)
def _coverage_of(path: str, size: int, changed: int) -> frozenset[int]:
    with Path(path).open("rb") as file:
        content = file.read(_LARGEST_FONT + 1)
    if len(content) > _LARGEST_FONT:
        raise FontError("too large")
    return coverage(content)


def _needs_a_glyph(char: str) -> bool:
    return unicodedata.category(char) not in _NO_GLYPH_NEEDED and char not in _VARIATION_SELECTORS


def _tables(font: bytes) -> dict[bytes, int]:
    """Return where each table begins; every table has to lie within the file, else the file was cut off."""
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    if font[start : start + 4] not in _KINDS:
        raise FontError("no font")
    (count,) = struct.unpack_from(">H", font, start + 4)
    tables: dict[bytes, int] = {}
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, start + 12 + 16 * number)
        if offset + length > len(font):
            raise FontError("cut off")
        tables[tag] = offset
    return tables


def _unicode_subtables(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    offsets = set()
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        # Platform 0 is Unicode (its 5 lists variants only), 3 is Windows: 1 the first 65,536 characters, 10 all.
        if (platform == 0 and encoding != 5) or (platform == 3 and encoding in {1, 10}):
            offsets.add(start + offset)
    # 65,535 entries could name as many tables; a real font has two or three.
    yield from sorted(offsets)[:8]


def _mapped(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Go through one subtable's characters and their glyphs; of a format that is not read, through none."""
    (form,) = struct.unpack_from(">H", font, start)
    if form == 4:
        yield from _format_4(font, start)
    elif form == 12:
        yield from _format_12(font, start)


def _format_4(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, start + 14 + skipped)
        for skipped in _columns_of_format_4(count)
    )
    offsets_at = start + 14 + _columns_of_format_4(count)[3]
    following = 0  # a character belongs to the first segment that reaches it; nothing is gone through twice
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(max(first, following), min(last, _LAST_OF_FORMAT_4) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(
                    ">H", font, offsets_at + 2 * number + offset + 2 * (code - first)
                )
                if glyph == 0:
                    continue
            yield code, (glyph + delta) & 0xFFFF
        following = max(following, last + 1)


def _columns_of_format_4(count: int) -> tuple[int, int, int, int]:
    """Return where ends, starts, deltas and offsets begin, in bytes; two spare ones follow the ends."""
    return 0, 2 * count + 2, 4 * count + 2, 6 * count + 2


def _format_12(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    following = 0
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", font, start + 16 + 12 * number)
        for code in range(max(first, following), min(last, _LAST_CODE_POINT) + 1):
            yield code, glyph + code - first
        following = max(following, last + 1)
