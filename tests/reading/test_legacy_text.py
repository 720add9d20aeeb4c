"""Text typed for the fonts of the nineties: noticed, read, and never seen where there is none."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from babel import Locale
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cds_rank.reading.legacy_text import TCVN3, VNI, LegacyText, decode_legacy, is_syllable

ROOT = Path(__file__).resolve().parents[2]
VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
LETTERS = [letter for letter in VOWELS + "đ" if not letter.isascii()]
TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
TO_VNI = {VNI[code]: code for code in sorted(VNI, key=str.isupper)}
SOME_TEXT = """
sở y tế tài chính nội vụ công thương thông tin và truyền xã phường thị trấn huyện tỉnh thành phố ủy ban nhân dân
quyết định nghị kế hoạch báo cáo ngày tháng năm quý kỳ số tỷ lệ hồ sơ trực tuyến toàn trình dịch vụ được không có
chưa người nước đường trường học viên giấy khai sinh đăng ký kết hôn giếng gì giữa quốc tịch quy chế nguyễn khuỷu
hoà bình thuỷ lợi khoẻ mạnh nghiêng ngoằn ngoèo yêu cầu uống rượu hươu bướm quyển khuếch đại xoong chuyển đổi
mười lăm bảy chín ưu tiên thuế huệ chậm trễ sớm muộn phức tạp ghép nghĩa kẻ vẽ lẽ ngẫm nghĩ hẵng ẵm đẵn lỡ cỡ mỡ
"""
WORDS = SOME_TEXT.split()


def in_tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    return "".join(TO_VNI.get(letter, letter) for letter in text)


def test_every_vietnamese_letter_has_a_code_of_its_own() -> None:
    assert len(LETTERS) == 67
    assert {letter for letter in TCVN3.values() if letter.islower()} == set(LETTERS)
    assert {letter for letter in TCVN3.values() if letter.isupper()} == set("ĂÂÊÔƠƯĐ")
    assert set(VNI.values()) == {*LETTERS, *(letter.upper() for letter in LETTERS)}
    assert all(len(code) == 1 for code in TCVN3)
    assert len(set(TO_VNI.values())) == len(TO_VNI) == 134


@pytest.mark.parametrize(
    ("encoded", "unicode"),
    [
        # TCVN 5712:1993 by its code points: A8 = ă, AE = đ, B5 = à, D5 = ế, EB = ở, FE = ỵ
        (bytes([0xA8, 0xAE, 0xB5, 0xD5, 0xEB, 0xFE]), "ăđàếởỵ"),
        (bytes([0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7]), "ĂÂÊÔƠƯĐ"),
        (bytes([0xB8, 0xBE, 0xCA, 0xD0, 0xDD, 0xE3, 0xE8, 0xED, 0xF3, 0xF8]), "áắấéíóốớúứ"),
    ],
)
def test_tcvn3_has_the_codes_of_the_standard(encoded: bytes, unicode: str) -> None:
    assert "".join(TCVN3[code] for code in encoded.decode("latin-1")) == unicode


@pytest.mark.parametrize(
    ("typed", "encoding", "meant"),
    [
        ("Së Y tÕ", "TCVN3", "Sở Y tế"),
        ("Sôû Y teá", "VNI", "Sở Y tế"),
        ("QuyÕt ®Þnh sè 1340/Q§-UBND ngµy 05/10/2022", "TCVN3", "Quyết định số 1340/QĐ-UBND ngày 05/10/2022"),
        ("Quyeát ñònh soá 1340/QÑ-UBND", "VNI", "Quyết định số 1340/QĐ-UBND"),
        ("UÛy ban nhaân daân tænh Yeân Baùi", "VNI", "Ủy ban nhân dân tỉnh Yên Bái"),
        ("Uûy ban nhaân daân", "VNI", "Ủy ban nhân dân"),
        ("SÔÛ Y TEÁ", "VNI", "SỞ Y TẾ"),
        ("th\u00ad viÖn ®iÖn tö", "TCVN3", "thư viện điện tử"),  # the soft hyphen is TCVN3's "ư"
        ("VIÖT NAM", "TCVN3", "VIỆT NAM"),
        ("§¾k L¾k", "TCVN3", "Đắk Lắk"),
        ("N¨m", "TCVN3", "Năm"),
        ("l·i suÊt", "TCVN3", "lãi suất"),
        ("khoâng coù", "VNI", "không có"),
        ("Ñaït", "VNI", "Đạt"),
        ("X· Tuy Léc", "TCVN3", "Xã Tuy Lộc"),
        ("Website cña Së Y tÕ", "TCVN3", "Website của Sở Y tế"),
    ],
)
def test_what_was_typed_for_an_old_font_is_read(typed: str, encoding: str, meant: str) -> None:
    found = decode_legacy(typed)

    assert found is not None
    assert (found.encoding, found.text) == (encoding, meant)


@pytest.mark.parametrize(
    "text",
    [
        "", "Sở Y tế", "Không có", "HÀ NAM", "Báo cáo", "hòa", "Uỷ ban", "quá khó", "Việt Nam – Müller",
        "Müller", "Besançon", "naïve", "São Paulo", "Noël", "Zoë", "Raphaël", "Citroën", "Ångström", "Øresund",
        "Düsseldorf", "Göteborg", "Malmö", "Córdoba", "Español", "El Niño", "Curaçao", "Hanoï", "Thaï",
        "C'était déjà l'été à la mer", "Straße", "Smørrebrød", "Þórr",
        "Söng – Đức", "Söng of the north",
        "2×3 m", "4m×5b×6", "m×n", "4m×5m", "5 µm × 3 µm", "µm", "µg", "ø 20", "©", "© 2024", "®", "½",
        "Microsoft® Office", "10 m² × 4 m²", "kg/m³", "25 °C", "«Ngân sách»", "«Budget»", "§ 5", "£5", "A·B", "x ÷ y",
        "Tên¹", "a¹ b²", "không có × không", "Báo cáo 5 µm", "Ðà", "ðông", "¿Qué?", "cafe\u0301",
        "th\u00adng", "thanh\u00ad",
    ],
)  # fmt: skip
def test_what_was_not_is_left_alone(text: str) -> None:
    assert decode_legacy(text) is None


@pytest.mark.parametrize("language", ["de", "fr", "es", "pt", "da", "sv", "nb", "nl", "it", "fi"])
def test_names_of_countries_and_currencies_in_other_languages_are_left_alone(language: str) -> None:
    locale = Locale.parse(language)
    names = [*locale.territories.values(), *locale.currencies.values()]

    assert len(names) > 400
    assert [name for name in names if decode_legacy(name)] == []


def texts_in(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for pair in node.items() for part in pair for text in texts_in(part)]
    if isinstance(node, list):
        return [text for part in node for text in texts_in(part)]
    return [node] if isinstance(node, str) else []


@pytest.fixture(scope="module")
def our_texts() -> list[str]:
    paths = sorted((ROOT / "indicator_sets").rglob("*.yaml"))
    return [text for path in paths for text in texts_in(yaml.safe_load(path.read_text(encoding="utf-8")))]


def test_no_text_of_the_indicator_sets_is_taken_for_legacy(our_texts: list[str]) -> None:
    words = {word for text in our_texts for word in text.split()}

    assert len(our_texts) > 500
    assert [text for text in (*our_texts, *words) if decode_legacy(text)] == []


def test_names_of_the_indicator_sets_typed_in_an_old_font_are_read_back(our_texts: list[str]) -> None:
    # TCVN3 has no capitals with tones
    tcvn3 = [
        text for text in our_texts if all(a.islower() or a.isascii() or a in "ĂÂÊÔƠƯĐ–…“”" for a in text)
    ]
    units = [text for text in tcvn3 if text.startswith(("Sở ", "Xã ", "Phường ", "Huyện "))]

    assert len(units) > 100
    for text in units:
        if not is_ambiguous(in_tcvn3(text)):
            assert decode_legacy(in_tcvn3(text)) == LegacyText("TCVN3", text)
        if in_vni(text) != text and not is_ambiguous(in_vni(text)):
            assert decode_legacy(in_vni(text)) == LegacyText("VNI", text)


def is_ambiguous(encoded: str) -> bool:
    """Tell whether every word of encoded text could as well be Vietnamese in Unicode: "sè" for "số"."""
    return all(
        is_syllable(word) and word in {word.lower(), word.capitalize(), word.upper()}
        for word in encoded.split()
        if not word.isascii()
    )


SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def has_a_telling_word(encoded: str) -> bool:
    """Tell whether a word has a letter that Vietnamese in Unicode has not; one letter alone is no word."""
    strange = {letter for letter in encoded if letter.isalpha() and not letter.isascii()}
    strange -= set(VOWELS + VOWELS.upper() + "µª")
    return any(len(word) > 1 and strange & set(word) for word in encoded.split())


def reads_both_ways(encoded: str, found: LegacyText | None) -> bool:
    """Tell whether what was found is what it says: "thuû" is "thuỷ" in TCVN3 and "thủ" in VNI."""
    return found is not None and encoded == {"TCVN3": in_tcvn3, "VNI": in_vni}[found.encoding](found.text)


@pytest.mark.parametrize("sentence", [line for line in SOME_TEXT.splitlines() if line])
def test_a_longer_text_is_read_in_the_one_way_that_gives_words(sentence: str) -> None:
    assert decode_legacy(in_tcvn3(sentence)) == LegacyText("TCVN3", sentence)
    assert decode_legacy(in_vni(sentence)) == LegacyText("VNI", sentence)


@settings(deadline=None)
@given(SENTENCES)
@example("thuỷ")
@example("sở y tế")
@example("ngày 05 tháng 10")
@example("đường ưu tiên")
def test_a_sentence_typed_in_tcvn3_is_read_back(sentence: str) -> None:
    encoded = in_tcvn3(sentence)
    found = decode_legacy(encoded)

    assert found is not None or not has_a_telling_word(encoded)
    assert found in {None, LegacyText("TCVN3", sentence)} or reads_both_ways(encoded, found)


@settings(deadline=None)
@given(SENTENCES, st.sampled_from([str.lower, str.upper, str.capitalize, str.title]))
@example("không được", str.upper)
def test_a_sentence_typed_in_vni_is_read_back(sentence: str, shown: Callable[[str], str]) -> None:
    sentence = shown(sentence)
    encoded = in_vni(sentence)
    found = decode_legacy(encoded)

    assert found is not None or not has_a_telling_word(encoded)
    assert found in {None, LegacyText("VNI", sentence)} or reads_both_ways(encoded, found)


@settings(deadline=None)
@given(st.text(st.sampled_from(sorted(set("".join(WORDS)) | set(" ,.-/0123456789"))), max_size=60))
def test_text_with_letters_that_only_unicode_has_is_never_taken_for_legacy(text: str) -> None:
    assume(any("\u1ea0" <= letter <= "\u1ef9" or letter in "ăđĩũơư" for letter in text))

    assert decode_legacy(text) is None


@pytest.mark.parametrize(
    "word", [*WORDS, "Hòa", "HOÀ", "gìn", "quý", "Kạn", "Đắk", "giêng", "quỳnh", "oẳn", "ưỡn", "yểng"]
)
def test_vietnamese_words_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    ["", "ñy", "tek", "cat", "sửt", "bàc", "bổch", "hơng", "zô", "aa", "đđ", "áà", "trườngg", "thaù", "teá", "naïve",
     "khuyếnh", "wang", "ngheên", "x" * 40],
)  # fmt: skip
def test_what_no_syllable_can_be_is_not_one(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    "text", ["A" * 32767 + "aé", "é" * 32767, "a\u00ad" * 16000, "Së " * 10000, "µ" * 32767, "eâ" * 16000]
)
def test_the_longest_cell_takes_no_time(text: str) -> None:
    start = time.process_time()
    decode_legacy(text)

    assert time.process_time() - start < 0.5
