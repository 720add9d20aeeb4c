"""Which characters a font can draw: real fonts against known facts, small ones made here, damaged ones."""

import os
import struct
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from cds_rank.errors import CdsRankError
from cds_rank.reporting.glyphs import VIETNAMESE_LETTERS, FontError, coverage, missing_characters

TINOS = Path(__file__).resolve().parents[2] / "src" / "cds_rank" / "reporting" / "fonts"
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
A, B, Y = ord("A"), ord("B"), ord("Y")

with_dejavu = pytest.mark.skipif(not DEJAVU.is_dir(), reason="no DejaVu here")


def font(
    *subtables: tuple[int, int, bytes], glyphs: int = 100, tables: Mapping[bytes, bytes] | None = None
) -> bytes:
    """Make a font of nothing but what is read; subtables: platform, encoding, content."""
    header = struct.pack(">HH", 0, len(subtables))
    at = 4 + 8 * len(subtables)
    body = b""
    for platform, encoding, content in subtables:
        header += struct.pack(">HHI", platform, encoding, at + len(body))
        body += content
    return sfnt({b"cmap": header + body, b"maxp": struct.pack(">IH", 0x10000, glyphs)} | dict(tables or {}))


def sfnt(tables: Mapping[bytes, bytes], kind: bytes = b"\x00\x01\x00\x00", start: int = 0) -> bytes:
    at = start + 12 + 16 * len(tables)
    head, body = kind + struct.pack(">HHHH", len(tables), 0, 0, 0), b""
    for tag, content in tables.items():
        head += struct.pack(">4sIII", tag, 0, at + len(body), len(content))
        body += content
    return head + body


def format_4(*segments: tuple[int, int, int, int], more: bytes = b"") -> bytes:
    """segments: first, last, delta, offset."""
    count = len(segments)
    columns = list(zip(*segments, strict=True))
    starts, ends, deltas, offsets = columns
    return (
        struct.pack(">HHHHHHH", 4, 0, 0, 2 * count, 0, 0, 0)
        + struct.pack(f">{count}H", *ends)
        + b"\0\0"
        + struct.pack(f">{count}H", *starts)
        + struct.pack(f">{count}H", *deltas)
        + struct.pack(f">{count}H", *offsets)
        + more
    )


def format_12(*groups: tuple[int, int, int]) -> bytes:
    packed = b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHIII", 12, 0, 16 + len(packed), 0, len(groups)) + packed


def drawn(content: bytes) -> str:
    return "".join(map(chr, sorted(coverage(content))))


# --- the letters


def test_vietnamese_has_134_letters_beyond_the_latin_ones() -> None:
    """12 vowels with 5 tones each, and ă â đ ê ô ơ ư: 67 letters, small and capital."""
    assert len(VIETNAMESE_LETTERS) == len(set(VIETNAMESE_LETTERS)) == 2 * (12 * 5 + 7)
    assert set("ăâđêôơưấẵỹữỵẶỮĐỲ") <= set(VIETNAMESE_LETTERS)
    assert all(unicodedata.is_normalized("NFC", letter) for letter in VIETNAMESE_LETTERS)


# --- fonts there are


@pytest.mark.parametrize("face", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_tinos_draws_every_vietnamese_letter_and_the_arrows_and_the_dong(face: str) -> None:
    path = TINOS / f"Tinos-{face}.ttf"

    assert missing_characters(VIETNAMESE_LETTERS + "▲▼₫–“”…", [path]) == []
    assert missing_characters("☐ 普 😀", [path]) == ["☐", "普", "😀"]


@with_dejavu
def test_dejavu_sans_mono_lacks_the_letters_that_it_is_known_to_lack() -> None:
    """What fontconfig says of this file too: the dotted letters are there, those with a hook are not."""
    path = DEJAVU / "DejaVuSansMono.ttf"

    assert "".join(missing_characters("Bản cả ạ ặ ấ ữ", [path])) == "ảấ"
    assert missing_characters("Bản cả ạ ặ ấ ữ", [path, DEJAVU / "DejaVuSans.ttf"]) == []


@with_dejavu
def test_a_character_beyond_the_first_65536_is_read_from_format_12() -> None:
    """DejaVu Sans has dominoes (U+1F030), Tinos has none."""
    assert 0x1F030 in coverage((DEJAVU / "DejaVuSans.ttf").read_bytes())
    assert 0x1F030 not in coverage((TINOS / "Tinos-Regular.ttf").read_bytes())


# --- the two formats


def test_format_4_by_delta_and_by_table() -> None:
    """A 0 in the table is no glyph, whatever the delta would make of it."""
    table = struct.pack(">HHH", 7, 0, 9)
    # An offset counts from its own place: the table follows the last one, 2 bytes on.
    content = font((3, 1, format_4((A, A, 10 - A & 0xFFFF, 0), (Y - 1, Y + 1, 5, 2), more=table)))

    assert drawn(content) == "AXZ"


def test_format_12() -> None:
    assert drawn(font((3, 10, format_12((A, B, 5), (0x1F600, 0x1F600, 7))))) == "AB😀"


def test_a_character_whose_glyph_is_the_empty_box_is_not_drawn() -> None:
    assert drawn(font((3, 1, format_4((A, B, -A & 0xFFFF, 0))))) == "B"
    assert drawn(font((3, 10, format_12((A, B, 0))))) == "B"


def test_a_glyph_that_the_font_does_not_have_draws_nothing() -> None:
    assert drawn(font((3, 10, format_12((A, Y, 90))), glyphs=92)) == "AB"


def test_tables_that_are_not_unicode_do_not_count() -> None:
    symbols, mac, variants = (
        (3, 0, format_12((A, A, 1))),
        (1, 0, format_12((B, B, 1))),
        (0, 5, format_12((Y, Y, 1))),
    )

    assert drawn(font(symbols, mac, variants)) == ""
    assert drawn(font(symbols, (0, 3, format_12((B, B, 1))), mac)) == "B"


def test_a_format_that_is_not_read_leaves_the_others() -> None:
    assert drawn(font((0, 3, struct.pack(">H", 6) + bytes(20)), (3, 1, format_12((A, A, 1))))) == "A"


def test_of_a_collection_the_first_face_is_read() -> None:
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12) + format_12((A, A, 1)),
        b"maxp": struct.pack(">IH", 0, 9),
    }
    content = b"ttcf" + struct.pack(">III", 0x10000, 1, 16) + sfnt(tables, start=16)

    assert drawn(content) == "A"


# --- files that are no fonts, or no longer


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"PK\x03\x04" + bytes(100), b"ttcf", b"ttcf" + bytes(12), b"\x00\x01\x00\x00\xff\xff" + bytes(40)],
    ids=["empty", "one byte", "zip", "collection cut", "collection of nothing", "tables that are not there"],
)  # fmt: skip
def test_what_is_no_font_is_refused(content: bytes) -> None:
    with pytest.raises(FontError):
        coverage(content)


def test_a_font_without_characters_or_glyphs_is_refused() -> None:
    for tables in ({b"cmap": bytes(4)}, {b"maxp": bytes(6)}):
        with pytest.raises(FontError):
            coverage(sfnt(tables))


def test_a_font_cut_off_anywhere_is_refused() -> None:
    """Even where the characters' own table is still whole: the glyphs behind it are not."""
    whole = (TINOS / "Tinos-Regular.ttf").read_bytes()
    for length in (4, 11, 12, 100, 1000, 20_000, len(whole) // 2, len(whole) - 4):
        with pytest.raises(FontError):
            coverage(whole[:length])


def test_no_damage_to_any_byte_of_the_tables_is_more_than_an_error() -> None:
    whole = bytearray((TINOS / "Tinos-Regular.ttf").read_bytes())
    tables = struct.unpack_from(">H", whole, 4)[0]
    cmap = next(
        struct.unpack_from(">I", whole, 12 + 16 * n + 8)[0]
        for n in range(tables)
        if whole[12 + 16 * n : 16 + 16 * n] == b"cmap"
    )
    refused = 0
    for place in (*range(0, 12 + 16 * tables, 3), *range(cmap, cmap + 60)):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            coverage(bytes(damaged))
        except FontError:
            refused += 1

    assert refused > 20


@pytest.mark.parametrize(
    "subtable",
    [
        format_12(*[(0, 0xFFFFFFFF, 1)] * 3000),
        format_12(*[(0, 0x10FFFF, 1)] * 3000),
        struct.pack(">HHIII", 12, 0, 16, 0, 0xFFFFFFFF) + bytes(40),
        format_4(*[(0, 0xFFFF, 1, 0)] * 3000),
        format_4(*[(0xFFFF, 0, 1, 0)] * 3000),
        format_4((0, 0xFFFE, 0, 0xFFFE)),
    ],
    ids=[
        "beyond Unicode",
        "all of Unicode often",
        "many groups claimed",
        "all often",
        "backwards",
        "outside",
    ],
)
def test_a_hostile_table_is_over_quickly(subtable: bytes) -> None:
    """Two tables of it, each of which asks for thousands of millions of steps."""
    content = font(*[(3, 1, subtable)] * 2, glyphs=0xFFFF)
    started = time.process_time()
    try:
        found = len(coverage(content))
    except FontError:
        found = 0

    assert found <= 0x110000
    assert time.process_time() - started < 8


def test_three_thousand_tables_are_not_all_gone_through() -> None:
    """Each would take its time; eight are enough for any font."""
    table = format_12((0, 0xFFFF, 1))
    entries = 3000
    header = struct.pack(">HH", 0, entries)
    header += b"".join(struct.pack(">HHI", 3, 1, 4 + 8 * entries + len(table) * n) for n in range(entries))
    content = sfnt({b"cmap": header + table * entries, b"maxp": struct.pack(">IH", 0, 0xFFFF)})
    started = time.process_time()

    assert len(coverage(content)) > 60_000
    assert time.process_time() - started < 8


# --- texts


@pytest.fixture
def latin(tmp_path: Path) -> Path:
    """A font with A–Z, a–z and ạ."""
    path = tmp_path / "latin.ttf"
    path.write_bytes(
        font((3, 1, format_12((A, A + 25, 1), (ord("a"), ord("z"), 30), (ord("ạ"), ord("ạ"), 60))))
    )
    return path


def test_missing_characters_come_once_each_as_they_appear(latin: Path) -> None:
    assert missing_characters("Yên Bái, Yên Bình", [latin]) == ["ê", "á", ",", "ì"]


def test_a_letter_and_its_mark_typed_apart_are_one_letter(latin: Path) -> None:
    assert missing_characters(unicodedata.normalize("NFD", "ạ"), [latin]) == []
    assert missing_characters(unicodedata.normalize("NFD", "ả"), [latin]) == ["ả"]


def test_spaces_line_ends_and_marks_of_direction_need_no_glyph(latin: Path) -> None:
    assert missing_characters("A \t\r\n\u00a0\u202f\u200b\u200d\u202e\u2028\ufe0f\ufeffB", [latin]) == []


def test_what_another_font_has_is_not_missing(latin: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ttf"
    other.write_bytes(font((3, 10, format_12((0x1F600, 0x1F600, 1)))))

    assert missing_characters("A😀!", [latin, other]) == ["!"]
    assert missing_characters("A😀!", []) == ["A", "😀", "!"]


def test_a_lone_surrogate_is_missing_and_breaks_nothing(latin: Path) -> None:
    assert missing_characters("A\ud800", [latin]) == ["\ud800"]


def test_a_font_file_is_read_once_and_again_when_it_has_changed(
    latin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cds_rank.reporting import glyphs

    read: list[bytes] = []

    def noted(content: bytes) -> frozenset[int]:
        read.append(content)
        return coverage(content)

    monkeypatch.setattr(glyphs, "coverage", noted)
    for text in ("A", "AB", "é"):
        missing_characters(text, [latin])
    assert len(read) == 1

    latin.write_bytes(font((3, 1, format_12((ord("é"), ord("é"), 1)))))
    assert missing_characters("é", [latin]) == []
    assert len(read) == 2


def test_a_file_that_is_no_font_and_one_that_is_not_there_are_errors_with_their_names(tmp_path: Path) -> None:
    damaged, absent = tmp_path / "a.ttf", tmp_path / "b.ttf"
    damaged.write_bytes(b"<html>")
    for path, code in (
        (damaged, "font_damaged"),
        (absent, "file_not_readable"),
        (tmp_path, "file_not_readable"),
    ):
        with pytest.raises(CdsRankError) as refused:
            missing_characters("ã", [path])
        assert (refused.value.code, refused.value.facts["path"]) == (code, str(path))


@pytest.mark.skipif(os.name == "nt", reason="sparse files made in another way")
def test_an_enormous_file_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    with path.open("wb") as file:
        file.write(font((3, 1, format_12((A, B, 1)))))
        file.truncate(10_000_000_000)
    with pytest.raises(CdsRankError) as refused:
        missing_characters("ã", [path])
    assert refused.value.code == "font_damaged"
