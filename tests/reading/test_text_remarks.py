"""What is odd in a text, each thing once and with the text as it should be."""

import time
import timeit
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.text_remark import TextRemark, TextRemarkKind
from cds_rank.reading.text_remarks import remarks_on

DECOMPOSED, INVISIBLE = TextRemarkKind.DECOMPOSED, TextRemarkKind.INVISIBLE
LEGACY, LOOK_ALIKE, FORMULA_LIKE = (
    TextRemarkKind.LEGACY,
    TextRemarkKind.LOOK_ALIKE,
    TextRemarkKind.FORMULA_LIKE,
)


@pytest.mark.parametrize(
    "text",
    ["", "SYT", "Sở Y tế", " Sở Y tế \r\n", "Dòng một\nDòng hai\tcột hai", "Tỷ lệ ≥ 95 %", "“Kế hoạch” – số 5…",
     "Müller", "5 µm", "-", "--", "---", "-5", "+5,3 %", "- 1.340", "+84 912 345 678",
     "- báo cáo số 5", "+ Kế hoạch (ngày 5)", "1 = 1", "a@b.vn", "Москва", "🙂", "– báo cáo", "http://x.vn/?a=b"],
)  # fmt: skip
def test_an_ordinary_text_has_nothing_odd(text: str) -> None:
    assert remarks_on(text) == ()


@pytest.mark.parametrize(
    ("text", "kind", "suggestion"),
    [
        (unicodedata.normalize("NFD", "Sở Y tế"), DECOMPOSED, "Sở Y tế"),
        ("Sở\u00a0Y tế", INVISIBLE, "Sở Y tế"),
        ("Sở Y tế\u00a0", INVISIBLE, "Sở Y tế"),
        ("SYT\u200b", INVISIBLE, "SYT"),
        ("S\x07YT", INVISIBLE, "SYT"),
        ("\u202eSYT", INVISIBLE, "SYT"),
        ("thông\u00adtin", INVISIBLE, "thôngtin"),
        ("Së Y tÕ", LEGACY, "Sở Y tế"),
        ("khoâng coù", LEGACY, "không có"),  # no strange letter, only strange pairs
        ("th\u00ad viÖn", LEGACY, "thư viện"),
        ("Ðồng Nai", LOOK_ALIKE, "Đồng Nai"),
        ("Sở Y t\u0435\u0302\u0301", LOOK_ALIKE, "Sở Y tế"),
        ("=SUM(A1:A5)", FORMULA_LIKE, "SUM(A1:A5)"),
        ("  @tên", FORMULA_LIKE, "tên"),
        ("\uff1d1+1", FORMULA_LIKE, "1+1"),
        ("-báo cáo", FORMULA_LIKE, "báo cáo"),
        ("+cmd|' /C calc'!A0", FORMULA_LIKE, "cmd|' /C calc'!A0"),
        ("- cmd|' /C calc'!A0", FORMULA_LIKE, "cmd|' /C calc'!A0"),
        ("+ SUM(A1)", FORMULA_LIKE, "SUM(A1)"),
        ("=", FORMULA_LIKE, ""),
    ],
)
def test_each_oddity_is_told_with_the_text_as_it_should_be(
    text: str, kind: TextRemarkKind, suggestion: str
) -> None:
    assert remarks_on(text) == (TextRemark(kind, suggestion),)


@pytest.mark.parametrize(
    ("text", "kind", "suggestion"),
    [
        (unicodedata.normalize("NFD", "Së Y\u00a0tÕ"), LEGACY, "Sở Y tế"),
        (unicodedata.normalize("NFD", "Sở\u00a0Y tế"), DECOMPOSED, "Sở Y tế"),
        (unicodedata.normalize("NFD", "Ðồng\u200b Nai"), LOOK_ALIKE, "Đồng Nai"),
    ],
)
def test_of_several_oddities_of_letters_the_gravest_is_told_and_all_are_mended(
    text: str, kind: TextRemarkKind, suggestion: str
) -> None:
    assert remarks_on(text) == (TextRemark(kind, suggestion),)


def test_a_formula_hidden_behind_invisible_characters_is_told_besides() -> None:
    assert remarks_on("\u200b=A1") == (TextRemark(INVISIBLE, "=A1"), TextRemark(FORMULA_LIKE, "A1"))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_suggestion_has_nothing_odd_in_its_letters(text: str) -> None:
    for remark in remarks_on(text):
        assert {again.kind for again in remarks_on(remark.suggestion)} <= {FORMULA_LIKE, LEGACY}


@settings(deadline=None)
@given(st.text(st.sampled_from("Sở Y tế hồ sơ -=+@()|!.,5"), max_size=40))
def test_ordinary_letters_never_have_anything_odd_but_their_beginning(text: str) -> None:
    remarks = remarks_on(text)

    assert {remark.kind for remark in remarks} <= {FORMULA_LIKE}
    if not text.lstrip().startswith(("=", "+", "-", "@")):
        assert remarks == ()


def test_an_ordinary_text_takes_next_to_no_time() -> None:
    text = "Quyết định số 1340/QĐ-UBND ngày 05/10/2022 của Ủy ban nhân dân"
    of_reference = min(timeit.repeat(lambda: [letter.isalpha() for letter in text], number=500, repeat=5))

    # 1.6 against 2.5 millionths of a second
    assert min(timeit.repeat(lambda: remarks_on(text), number=500, repeat=5)) < 2 * of_reference


@pytest.mark.parametrize(
    "text",
    [
        "-" * 32767,
        "- a" + "x" * 32000,
        " " * 32767 + "=",
        "-1" * 16000,
        "- a\n" * 8000,
        "+ " + "a" * 32000 + "(",
    ],
)
def test_the_longest_cell_takes_no_time(text: str) -> None:
    start = time.process_time()
    remarks_on(text)

    assert time.process_time() - start < 0.5
