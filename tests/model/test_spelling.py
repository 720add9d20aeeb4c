"""Spellings of one text: tones in either place, letters that only look right."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cds_rank.model.spelling import clean_text, comparison_key, tone_key, unmixed

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcghklmnpqrstvx .,1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"), ("thủy", "thuỷ"), ("khỏe", "khoẻ"), ("quý", "qúy"), ("Hòa Bình", "Hoà Bình"),
        ("TÒA", "TOÀ"), ("Ủy ban", "Uỷ ban"), ("hòan thành", "hoàn thành"), ("già", "gìa"), ("được", "đựơc"),
        ("ngoèo", "ngòeo"), ("nghĩa", "nghiã"), ("hòa", unicodedata.normalize("NFD", "hoà")),
    ],
)  # fmt: skip
def test_where_the_tone_stands_makes_no_difference(one: str, other: str) -> None:
    assert one != other
    assert tone_key(one) == tone_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hoa"), ("hoà", "hoá"), ("hòa", "Hòa"), ("tế", "té"), ("tên", "ten"), ("múa", "mùa"), ("mua", "mưa"),
        ("hoa hồng", "hoa hông"), ("ngạn", "ngàn"), ("đa", "da"), ("naïve", "naive"), ("hoà  bình", "hoà bình"),
        ("cá lan", "ca lán"), ("bán", "ban"),
    ],
)  # fmt: skip
def test_everything_else_does(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)


@settings(deadline=None)
@given(st.text(st.sampled_from(LETTERS + LETTERS.upper()), max_size=30))
def test_the_tone_key_keeps_letters_and_tones(text: str) -> None:
    key = tone_key(text)

    assert sorted(unicodedata.normalize("NFD", key)) == sorted(unicodedata.normalize("NFD", text))
    assert comparison_key(key) == comparison_key(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ðồng", "Đồng"),  # U+00D0
        ("Ɖồng", "Đồng"),  # U+0189
        ("ðồng", "đồng"),
        ("Ð", "Đ"),
        ("S\u1edf Y t\u0435", "Sở Y te"),  # Cyrillic е
        ("t\u0435\u0302\u0301", "tế"),
        ("x\u0430\u0303 Mường", "xã Mường"),
        ("\u0425\u00e3", "Xã"),  # Cyrillic Х
        ("\u0391n Giang", "An Giang"),  # Greek Α
        ("SYT-\u0421B", "SYT-CB"),
    ],
)
def test_letters_that_only_look_vietnamese_are_put_right(typed: str, meant: str) -> None:
    assert unmixed(typed) == meant


@pytest.mark.parametrize(
    "text",
    ["", "Sở Y tế", "Đồng", "Москва", "СССР", "\u0430", "Αθήνα", "Quý Ⅳ", "5 μm", "Δt", "100 Ω", "Müller",
     "Sở Y tế – Москва", "straße", "x\u0301"],
)  # fmt: skip
def test_other_scripts_and_signs_stay(text: str) -> None:
    assert unmixed(text) == text


@settings(deadline=None)
@given(st.text(st.sampled_from(LETTERS + "ÐðАВЕеосΑΒЖ"), max_size=30))
@example("Ðе")
def test_what_is_put_right_once_is_right(text: str) -> None:
    assert unmixed(unmixed(text)) == unmixed(text)
    assert not set("ÐðƉ") & set(unmixed(text))


def test_cleaning_stays_as_it_was() -> None:
    assert clean_text(" So\u0309\u00a0Y\u200b te\u0302\u0301\r\n") == "Sỏ Y tế"
    assert comparison_key("  Đơn  VỊ ") == "don vi"


@pytest.mark.parametrize(
    "text", ["a" * 32767 + "é", "\u0302" * 32767, "a\u0302" * 16000, "\u0435x" * 16000, "o\u0300" * 16000]
)
def test_the_longest_cell_takes_no_time(text: str) -> None:
    start = time.process_time()
    tone_key(text)
    unmixed(text)

    assert time.process_time() - start < 0.5
