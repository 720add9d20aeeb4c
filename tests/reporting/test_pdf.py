"""The PDFs, read back with poppler's programs: what they say, how they are made, and what is refused."""

import hashlib
import os
import re
import string
import struct
import subprocess
import sys
import zlib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typst
from babel.messages.pofile import read_po

from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, RunRecord, UnitListUsed
from cds_rank.model.settings import DecisionSettings
from cds_rank.model.unit import Status, Unit
from cds_rank.record.sealing import seal
from cds_rank.reporting import pdf
from cds_rank.reporting.decision import Appendix, DecisionTable, TableColumn
from cds_rank.reporting.glyphs import VIETNAMESE_LETTERS, coverage, missing_characters
from cds_rank.reporting.pdf import FACES, FONTS, SUBSTITUTES, build_pdf, build_unit_pdf
from cds_rank.reporting.pdf_tables import appendix_tables, letter_width, text_width
from cds_rank.reporting.story import Story
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from cds_rank.wording.catalogue import RULES, Rule
from cds_rank.wording.language import Language
from cds_rank.wording.messages import error_text
from cds_rank.workflow.checking import Choices, validate
from cds_rank.workflow.computing import compute
from cds_rank.workflow.sources import find_sources

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "samples"
CATALOGUE = ROOT / "src" / "cds_rank" / "locale" / "en" / "LC_MESSAGES" / "cds_rank.po"
AT_THE_TERMINAL = "⚒"  # of what is printed there only
PERIOD = Period.parse("2022")
NOTHING = DecisionSettings()
FINAL = DecisionSettings.model_validate(
    {"authority": "Ủy ban nhân dân tỉnh Yên Bái", "number": "310", "symbol": "QĐ-UBND", "date": "2023-03-29",
     "place": "Yên Bái", "signer-role": "Chủ tịch", "signer": "Trần Huy T."}
)  # fmt: skip
DRAFT = "DỰ THẢO"
INVENTED = "Số liệu minh họa – không phải số liệu thật"
HOSTILE = (
    '#panic("x")',
    "*đậm* _nghiêng_ $x^2$ `mã`",
    "- Như Điều 2",
    "=SUM(A1:A9)",
    "<script>alert(1)</script>",
    "@preview/x:0.1.0 <nhãn> @nhãn",
    "[ngoặc] \\ // chú thích",
    "+ 1. / a: b ~ -- --- ...",
    "{{ told }} %s {0}",
    "\"kép\" 'đơn' & ; \\u{41}",
)


# Small results


def names(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def indicator(code: str) -> dict[str, Any]:
    """Points are the value / 100 of ten."""
    return {
        "code": code, "name": names(f"Chỉ tiêu {code}"), "unit_of_measure": names("%"), "input": "value",
        "direction": "higher_is_better", "rule": {"kind": "proportional", "full": "100"}, "max_points": "10",
        "groups": ["xa"], "status": "confirmed", "source": "Quyết định",
    }  # fmt: skip


def indicator_set() -> IndicatorSet:
    pillars = {"P": "Chính quyền số", "Q": "Xã hội số"}
    return IndicatorSet.model_validate(
        {
            "id": "bo-thu", "version": "1.0.0", "name": names("Bộ chỉ tiêu thử"), "status": "confirmed",
            "groups": [{"code": "xa", "name": names("Xã, phường")}],
            "tree": [
                {"code": code, "name": names(name), "children": [indicator(f"{code}1"), indicator(f"{code}2")]}
                for code, name in pillars.items()
            ],
            "pillars": list(pillars),
            "total": {"aggregation": "sum", "members": [{"node": code} for code in pillars]},
            "method": {
                "missing": "zero", "zero_denominator": "not_applicable", "stage": "final", "ties": "competition",
                "scale": {"name": names("Tỷ lệ"), "suffix": "%"}, "rounding": {"published_score": 2},
                "rank_on": "exact",
            },
        }
    )  # fmt: skip


def result_of(unit_names: Mapping[str, str], evidence: str = "Báo cáo số 12", **record: Any) -> Result:
    """Units in the order of their names' list: the first has 90, 80, 70, 60; each next one a little less."""
    made_of = indicator_set()
    units = [
        Unit(code=code, name=name, group="xa", status=Status.CONFIRMED) for code, name in unit_names.items()
    ]
    figures = {}
    for number, unit in enumerate(units):
        for row, code in enumerate(made_of.indicators):
            figures[unit.code, code] = Observation(
                unit=unit.code, indicator=code, period=PERIOD, stage=Stage.SELF_ASSESSED,
                status=ObservationStatus.REPORTED, value=Decimal(90 - 10 * row) - Decimal(number) / 10,
                origin=Origin(f"{unit.code}.xlsx", "Số liệu", f"D{9 + row}"), evidence=evidence,
            )  # fmt: skip
    scores = build_index(units, figures, made_of)
    about: dict[str, Any] = {
        "created_at": "2023-01-20T08:00:00+07:00", "tool_version": "0.1.0", "period": PERIOD, "stage": "final",
        "accepted_errors": False, "illustrative": False, "set_digest": "cd" * 32,
        "inputs": tuple(InputFile(f"{code}.xlsx", "ab" * 32, 100) for code in unit_names),
    } | record  # fmt: skip
    return Result(
        record=RunRecord(**about),
        indicator_set=made_of,
        unit_list=UnitListUsed("xa", "1.0.0", "ef" * 32, tuple(units)),
        rankings=rank_units(units, scores, {}, made_of),
        scores=scores,
        observations=figures,
        findings=(),
        refused_files=(),
    )


def story(*unit_names: str, language: Language = "vi", **more: Any) -> Story:
    listed = {f"X{number}": name for number, name in enumerate(unit_names, start=1)}
    return Story(seal(result_of(listed, **more))[1], language)


def many(count: int, **more: Any) -> Story:
    return story(*(f"Xã Tân Lập {number}" for number in range(1, count + 1)), **more)


# Reading back


def run(*command: str, content: bytes) -> str:
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def pages(content: bytes, *options: str) -> list[str]:
    """The text of each page, line by line as it stands."""
    return run("pdftotext", *options, "-", "-", content=content).split("\f")[:-1]


def words(content: bytes, *options: str) -> str:
    """All texts in one line."""
    return " ".join(" ".join(pages(content, *options)).split())


@lru_cache
def of_sixty() -> bytes:
    return build_pdf(many(60), NOTHING)


def test_the_decision_tells_every_unit_with_its_figures() -> None:
    told = words(build_pdf(many(3), FINAL, draft=False), "-layout")

    assert "Số: 310/QĐ-UBND" in told
    assert "Yên Bái, ngày 29 tháng 3 năm 2023" in told
    # (90 + 80) / 200, (70 + 60) / 200, 9 + 8 + 7 + 6 of 40
    assert "1 Xã Tân Lập 1 85,00 65,00 30,00 40 75,00" in told
    assert "3 Xã Tân Lập 3 84,80 64,80 29,92 40 74,80" in told
    assert "P1 Chỉ tiêu P1 10" in told


def test_english_figures_are_written_the_english_way() -> None:
    told = words(build_pdf(many(2, language="en"), NOTHING), "-layout")

    assert "1 Xã Tân Lập 1 85.00 65.00 30.00 40 75.00" in told


def test_the_profile_tells_figures_points_and_cells() -> None:
    sealed = many(3)
    told = words(build_unit_pdf(sealed, "X1"))

    for text in (
        "Xã Tân Lập 1", "1/3", "75,00 %", "Chính quyền số", "Xã hội số", "Báo cáo số 12", "D12",
        "X1.xlsx › Số liệu", "So với đơn vị xếp ngay dưới", "cds-rank 0.1.0", sealed.sealed.digest, "ab" * 32,
    ):  # fmt: skip
        assert text in told, text


def test_the_profile_splits_the_distance_to_the_unit_above() -> None:
    """As the page does: what each criterion takes, and both scores with their difference."""
    story_of_three = many(3)
    told = words(build_unit_pdf(story_of_three, "X2"), "-layout")
    beside = story_of_three.view.profiles.of("X2").neighbour

    assert beside is not None
    assert "So với đơn vị xếp ngay trên" in told
    for row in beside.rows:
        assert f"{row.own} {row.other} {row.difference}" in told
    assert f"{beside.own_score} {beside.score} {beside.total}" in told


def test_a_unit_without_a_profile_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        build_unit_pdf(many(1), "X9")


# What people typed


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_printed_as_they_were_typed(name: str) -> None:
    told = story(name, "Xã khác", evidence=name)
    plain = " ".join(name.split())

    assert plain in words(build_pdf(told, DecisionSettings(signer=name)))
    assert plain in words(build_unit_pdf(told, "X1"))


def test_line_ends_direction_marks_and_decomposed_letters_do_no_harm() -> None:
    told = story("Xã một\nhai", "Xã \u202eba", "Xa\u0303 bo\u0302\u0301n")
    text = words(build_pdf(told, NOTHING))

    assert "Xã một hai" in text
    assert "Xã ba" in text
    assert "Xã bốn" in text


@pytest.mark.parametrize("word", ["W" * 300, "Đ" * 300, "ab" * 150, "1" * 300])
def test_nothing_is_printed_beyond_the_margins(word: str) -> None:
    told = story(word, f"Xã {word} " * 2, evidence=f"https://vn/{word}")
    typed = DecisionSettings(authority=word, signer=word, number=word, subject=word, recipients=(word,))
    for content in (build_pdf(told, typed), build_unit_pdf(told, "X1")):
        assert word in words(content).replace(" ", "")
        box = run("pdftotext", "-bbox", "-", "-", content=content)
        for page in box.split("<page ")[1:]:
            width = float(re.search(r'width="([\d.]+)"', page)[1])  # type: ignore[index]
            for left, right, printed in re.findall(r'xMin="([-\d.]+)".*xMax="([-\d.]+)".*>(.*)</word>', page):
                assert float(left) >= 20, printed
                assert float(right) <= width - 20, printed


@pytest.mark.parametrize(
    "word", ["kếhoạchchuyểnđổisốcủacácxã", "bao-cao_quy.4/2022-xa-tan-lap.xlsx", "https://vn/x?a=1"]
)
def test_a_word_that_may_break_is_searched_and_copied_as_it_was_typed(word: str) -> None:
    told = story(f"Xã {word}", "Xã khác", evidence=word)
    for content in (
        build_pdf(told, DecisionSettings(subject=word, grounds=(word,))),
        build_unit_pdf(told, "X1"),
    ):
        assert word in words(content)
        assert "\u200b" not in words(content)
        assert word in run("pdfinfo", "-", content=content)
        listed = re.findall(rb"/Title ?<FEFF([0-9A-F]+)>", unpacked(content))
        contents = [bytes.fromhex(title.decode()).decode("utf-16-be") for title in listed]
        assert any(word in title for title in contents)


def test_an_answer_longer_than_a_page_goes_on_on_the_next() -> None:
    answer = "giải trình dài " * 2000 + "HẾT"
    told = words(build_unit_pdf(story("Xã một", "Xã hai", evidence=answer), "X1"))

    assert told.count("HẾT") == 4


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Xã 😀", "“😀” (U+1F600)"),
        ("Xã 新", "“新” (U+65B0)"),
        ("Xã \uf001", "U+F001"),
        ("Xã \ud800", "U+D800"),
    ],
    ids=["emoji", "Chinese", "private", "half a pair"],
)
def test_a_character_that_no_face_has_is_an_error_that_names_it_and_its_place(name: str, named: str) -> None:
    told = story("Xã một", "Xã hai")
    settings = DecisionSettings.model_construct(signer=name)
    with pytest.raises(CdsRankError) as caught:
        build_pdf(told, settings)

    assert caught.value.code == "pdf_glyph_missing"
    sentence = error_text(caught.value, "vi")
    sentence.encode("utf-8")
    assert named in sentence
    assert "“Xã " in sentence


def test_the_place_of_a_missing_character_is_told_of_a_profile_too() -> None:
    with pytest.raises(CdsRankError) as caught:
        build_unit_pdf(story("Xã một", "Xã hai", evidence=f"{'dài ' * 100}xem ảnh 📷 kèm theo"), "X1")

    assert caught.value.facts["document"] == "Xã một"
    assert "xem ảnh 📷 kèm theo" in caught.value.facts["places"]


def test_a_units_name_that_cannot_be_printed_is_told_once_with_its_code() -> None:
    told = story("Xã một", "Xã 😀 hai", "Xã ba", "Xã bốn 新")
    with pytest.raises(CdsRankError) as caught:
        build_pdf(told, NOTHING)

    assert caught.value.facts["characters"] == "“新” (U+65B0), “😀” (U+1F600)"
    assert caught.value.facts["places"] == "X2 “Xã 😀 hai”; X4 “Xã bốn 新”"


def test_an_answer_that_cannot_be_printed_is_told_with_its_cell() -> None:
    with pytest.raises(CdsRankError) as caught:
        build_unit_pdf(story("Xã một", "Xã hai", evidence="Ảnh 📷"), "X2")

    assert caught.value.facts["places"].startswith("X2, P1 (X2.xlsx › Số liệu › D9) “Ảnh 📷”; X2, P2 (")
    assert "X1" not in caught.value.facts["places"]


# What the program itself says


def own_texts() -> list[str]:
    """Every text of the program in both languages."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="en") if message.id]
    return [str(text) for message in messages for text in (message.id, message.string)]


def test_every_character_of_the_programs_own_texts_is_printed() -> None:
    texts = own_texts()
    printed = {
        char: SUBSTITUTES.get(char, char) for text in texts for char in text if char not in AT_THE_TERMINAL
    }

    assert len(texts) > 1000
    assert missing_characters("".join(printed.values()), [FONTS / face for face in FACES]) == []
    # Of those that no face has none is kept in the list when nothing says it any more.
    assert set(SUBSTITUTES) == set(
        missing_characters("▸" + "".join(printed), [FONTS / face for face in FACES])
    )


def facts_of(rule: Rule) -> dict[str, str]:
    """Give every fact that a rule's sentences name."""
    told = " ".join((rule.title, rule.message, rule.fix))
    return {name: "7" for _text, name, _form, _conversion in string.Formatter().parse(told) if name}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_profile_with_a_finding_of_every_rule_is_printed(language: Language) -> None:
    found = tuple(
        Finding(code, rule.severity, Origin("X1.xlsx", "Số liệu", "D26"), facts_of(rule), unit="X1")
        for code, rule in RULES.items()
    )
    result = replace(result_of({"X1": "Xã một", "X2": "Xã hai"}), findings=found)
    told = words(build_unit_pdf(Story(seal(result)[1], language), "X1"))

    assert told.count("X1.xlsx › Số liệu!D26") == len(RULES)
    assert "▸" not in told


def test_units_that_were_warned_of_a_leap_since_the_quarter_before_have_their_profiles() -> None:
    choices = Choices(previous=SAMPLES / "yen-bai-2022-quy-3")
    validated = validate(find_sources([SAMPLES / "yen-bai-2022"]), choices, whole_list=True)
    warned = compute(validated, choices, created_at="2023-03-29T08:00:00+07:00", tool_version="0.1.0")
    made = Story(seal(warned)[1])

    leapt = {finding.unit for finding in warned.findings if finding.code == "VAL007"}
    assert leapt == {"STC", "SKHDT", "BQLKCN"}
    for unit in sorted(leapt):
        assert "VAL007" in words(build_unit_pdf(made, unit))


# What stands on every page


def test_a_draft_is_stamped_on_every_page_and_a_final_text_on_none() -> None:
    content = build_pdf(many(60), NOTHING, draft=False)
    draft, final = pages(of_sixty()), pages(content)

    assert len(draft) == len(final) == 4
    assert all(DRAFT in page for page in draft)
    assert not any(DRAFT in page for page in final)
    assert min(pale_shares(of_sixty())) > 0.01
    assert max(pale_shares(content)) < 0.005


def pale_shares(content: bytes) -> list[float]:
    """How much of each page is of the pale grey (93 %) that only the large word across it has."""
    command = ["pdftoppm", "-gray", "-r", "40", "-"]
    drawn = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    shares = []
    while drawn:
        _kind, size, _depth, rest = drawn.split(b"\n", 3)
        wide, high = map(int, size.split())
        shares.append(sum(236 <= grey <= 238 for grey in rest[: wide * high]) / (wide * high))
        drawn = rest[wide * high :]
    return shares


@pytest.mark.parametrize("mode", ["-layout", "-raw", "-nodiag", ""])
def test_the_large_word_across_a_page_is_not_among_its_copied_text(mode: str) -> None:
    """But for the stamp at its head a draft is copied like the final text; its first page in the same order too."""
    final = build_pdf(many(60), NOTHING, draft=False)
    options = [mode] if mode else []
    stamped = [page.replace(DRAFT, "").split() for page in pages(of_sixty(), *options)]
    plain = [page.split() for page in pages(final, *options)]

    assert stamped[0] == plain[0]
    assert [sorted(page) for page in stamped] == [sorted(page) for page in plain]


@pytest.mark.parametrize("draft", [True, False])
def test_invented_figures_say_so_on_every_page_whatever_is_asked(draft: bool) -> None:
    told = many(60, illustrative=True)
    for content in (build_pdf(told, FINAL, draft=draft), build_unit_pdf(told, "X1")):
        found = pages(content)

        assert len(found) >= 2
        assert all(INVENTED in page for page in found)
    assert not any(INVENTED in page for page in pages(of_sixty()))


def test_text_and_appendices_count_their_own_pages_from_the_second() -> None:
    tops = [page.strip().splitlines()[0].split()[2:] for page in pages(of_sixty(), "-layout")]

    # The decision; the ranking on two pages; the method.
    assert tops == [[], [], ["2"], []]


def test_the_head_of_a_table_is_repeated() -> None:
    for page in pages(of_sixty(), "-layout")[1:3]:
        assert re.search(r"Hạng +Đơn vị", page)


@pytest.mark.parametrize(
    "name", ["Xã tên dài " * 12 + "cuối", "Xã một\nhai\ncuối"], ids=["long", "line ends"]
)
def test_a_row_of_several_lines_pushes_the_next_one_down(name: str) -> None:
    box = run("pdftotext", "-bbox", "-", "-", content=build_pdf(story(name, "Xã_sau"), NOTHING))
    places = {
        word: (float(top), float(bottom))
        for top, bottom, word in re.findall(r'yMin="([\d.]+)".* yMax="([\d.]+)">(cuối|Xã_sau)</word>', box)
    }

    assert places["cuối"][1] <= places["Xã_sau"][0] + 1


def test_no_column_is_narrower_than_its_longest_word() -> None:
    columns = (TableColumn("Tên", 150, "left"), TableColumn("Tình trạng", 15, "left"))
    table = DecisionTable("", columns, (("một", "reconstructed"),))
    appendix = Appendix("", "", "", landscape=False, paragraphs=(), tables=(table,), notes=())
    (laid_out,) = appendix_tables(appendix)
    first, second = (column["width"] for column in laid_out["columns"])  # type: ignore[attr-defined]

    assert second >= text_width("reconstructed") > 20
    assert first + second == pytest.approx(165, abs=0.05)


def test_a_profiles_criteria_begin_where_the_first_page_has_room() -> None:
    first = pages(build_unit_pdf(many(3), "X1"))[0]

    assert "Từng chỉ tiêu" in first
    assert "Chỉ tiêu P1" in first.partition("Từng chỉ tiêu")[2]


def test_a_column_that_had_room_keeps_it_when_others_take_more() -> None:
    """The English list of criteria: planned 20 for a code that needs 20, beside headings that need more."""
    widths = (20, 63, 25, 36, 21)
    heads = ("Code", "Indicator", "Maximum points", "Applies to", "Source of the name")
    columns = tuple(TableColumn(head, width, "left") for head, width in zip(heads, widths, strict=True))
    row = (
        "CQS-01",
        "administrative",
        "10\N{NO-BREAK SPACE}(reconstructed)",
        "(reconstructed)",
        "reconstructed",
    )
    table = DecisionTable("", columns, (row,))
    (laid_out,) = appendix_tables(Appendix("", "", "", False, (), (table,), ()))
    given = [column["width"] for column in laid_out["columns"]]  # type: ignore[attr-defined]

    assert sum(given) == pytest.approx(165, abs=0.05)
    for word, width in zip(row, given, strict=True):
        assert width > max(map(text_width, word.split(" ")))


# How the file is made


def test_every_font_is_embedded_and_is_one_of_ours() -> None:
    for content in (of_sixty(), build_unit_pdf(many(3), "X1")):
        listed = run("pdffonts", "-", content=content).splitlines()[2:]

        assert listed
        for line in listed:
            assert re.match(r"[A-Z]{6}\+Tinos", line), line
            assert re.search(r" yes yes yes ", line), line


def test_the_file_calls_itself_accessible_and_made_to_last() -> None:
    for content in (of_sixty(), build_unit_pdf(many(3), "X1")):
        assert b"<pdfaid:part>2</pdfaid:part>" in content
        assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
        assert b"<pdfuaid:part>1</pdfuaid:part>" in content
        about = run("pdfinfo", "-isodates", "-", content=content)
        assert re.search(r"Tagged: +yes", about)
        assert re.search(r"CreationDate: +2023-01-20T01:00:00Z", about)


def test_title_author_and_language_are_told() -> None:
    content = build_pdf(many(3), FINAL, draft=False)
    about = run("pdfinfo", "-", content=content)

    assert re.search(
        r"Title: +QUYẾT ĐỊNH – Về việc công bố kết quả xếp hạng năm 2022 theo Bộ chỉ tiêu thử", about
    )
    assert re.search(r"Author: +ỦY BAN NHÂN DÂN TỈNH YÊN BÁI", about)
    assert b"/Lang(vi-VN)" in unpacked(content)
    assert b"/Lang(en-GB)" in unpacked(build_pdf(many(2, language="en"), NOTHING))


def test_headings_make_an_outline_and_tables_have_heads() -> None:
    tree = run("pdfinfo", "-struct", "-", content=of_sixty())

    assert len(re.findall(r"^ *H1\b", tree, re.MULTILINE)) == 3  # the decision and two appendices
    assert len(re.findall(r"^ *Table\b", tree, re.MULTILINE)) == 3
    assert len(re.findall(r"^ *TH\b", tree, re.MULTILINE)) >= 8
    assert b"/Type/Outlines" in unpacked(of_sixty()) or b"/Outlines" in unpacked(of_sixty())


def unpacked(content: bytes) -> bytes:
    """The file with its packed objects unfolded."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_the_same_result_gives_the_same_bytes_wherever_it_is_set(tmp_path: Path) -> None:
    result = result_of({"X1": "Xã một", "X2": "Xã hai"})
    (tmp_path / "result.json").write_text(seal(result)[0], encoding="utf-8")
    here = Story(seal(result)[1])
    first = [build_pdf(here, FINAL), build_unit_pdf(here, "X2")]
    code = (
        "import hashlib, sys\n"
        "from cds_rank.model.settings import DecisionSettings\n"
        "from cds_rank.record.sealing import load_result\n"
        "from cds_rank.reporting.pdf import build_pdf, build_unit_pdf\n"
        "from cds_rank.reporting.story import Story\n"
        "assert 'typst' not in sys.modules\n"
        "story = Story(load_result('result.json'))\n"
        f"settings = DecisionSettings.model_validate_json({FINAL.model_dump_json(by_alias=True)!r})\n"
        "for content in (build_unit_pdf(story, 'X2'), build_pdf(story, settings)):\n"
        "    print(hashlib.sha256(content).hexdigest())\n"
    )
    elsewhere = {
        **os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "7",
        "TYPST_FONT_PATHS": str(tmp_path), "PYTHONPATH": str(Path(pdf.__file__).parents[2]),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=elsewhere, capture_output=True, check=True
    )

    assert [build_pdf(here, FINAL), build_unit_pdf(here, "X2")] == first
    assert done.stdout.decode().split() == [
        hashlib.sha256(content).hexdigest() for content in reversed(first)
    ]


def test_a_result_that_tells_no_time_has_a_fixed_one_all_the_same() -> None:
    content = build_pdf(many(2, created_at=""), NOTHING)

    assert re.search(
        r"CreationDate: +1970-01-01T00:00:00Z", run("pdfinfo", "-isodates", "-", content=content)
    )


def test_templates_read_nothing_but_each_other() -> None:
    templates = sorted(pdf._TEMPLATES.glob("*.typ"))

    assert [path.name for path in templates] == ["decision.typ", "paper.typ", "unit.typ", "watermark.typ"]
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"(?:import|include) (\S+):", text)) <= {'"paper.typ"'}
        assert not re.search(r"\b(read|plugin|csv|yaml|toml|xml|cbor|eval|bibliography)\(", text)
        assert set(re.findall(r"\bimage\(([^)]*)\)", text)) <= {"bytes(sys.inputs.watermark"}
        assert re.findall(r"\bjson\((.*)\)", text) in ([], ["bytes(sys.inputs.told)"])


def test_the_typesetter_may_not_read_outside_of_the_templates(tmp_path: Path) -> None:
    (tmp_path / "probe.typ").write_text('#read("/etc/hostname")', encoding="utf-8")
    with pytest.raises(typst.TypstError, match="not found"):
        typst.compile(tmp_path / "probe.typ", root=tmp_path, format="pdf")


# What is missing


def test_a_typst_that_does_not_load_is_not_told_to_be_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "typst.py").write_text("raise ImportError('DLL load failed')", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(CdsRankError) as caught:
        build_pdf(many(1), NOTHING)

    assert caught.value.code == "pdf_not_loading"
    assert "DLL load failed" in error_text(caught.value, "vi")


def test_without_typst_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CdsRankError) as caught:
        build_pdf(many(1), NOTHING)

    assert caught.value.code == "pdf_not_installed"
    assert 'pip install "cds-rank[pdf]"' in error_text(caught.value, "vi")


def test_without_its_fonts_nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for face in FACES[1:]:
        (tmp_path / face).write_bytes((FONTS / face).read_bytes())
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(CdsRankError) as caught:
        build_unit_pdf(many(1), "X1")

    assert caught.value.code == "pdf_fonts_missing"
    assert f"{tmp_path}: Tinos-Regular.ttf." in error_text(caught.value, "vi")


@pytest.mark.parametrize("kept", [0.5, 0.999], ids=["half", "almost whole"])
@pytest.mark.parametrize("damaged", FACES)
def test_a_face_that_was_cut_off_is_named_and_nothing_is_set(
    damaged: str, kept: float, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for face in FACES:
        content = (FONTS / face).read_bytes()
        (tmp_path / face).write_bytes(content[: int(len(content) * kept)] if face == damaged else content)
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(CdsRankError) as caught:
        build_unit_pdf(many(1), "X1")

    assert caught.value.code == "font_damaged"
    assert f"{tmp_path / damaged} bị hỏng" in error_text(caught.value, "vi")


def test_a_warning_of_the_typesetter_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    warned = [SimpleNamespace(message="unknown font family: tinos")]
    monkeypatch.setattr(typst, "compile_with_warnings", lambda *_, **__: (b"%PDF", warned))
    with pytest.raises(CdsRankError) as caught:
        build_pdf(many(1), NOTHING)

    assert caught.value.code == "pdf_not_made"
    assert "unknown font family" in error_text(caught.value, "vi")


def test_a_font_of_another_name_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for template in pdf._TEMPLATES.glob("*.typ"):
        text = template.read_text(encoding="utf-8").replace('font: "Tinos"', 'font: "Times New Roman"')
        (tmp_path / template.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(pdf, "_TEMPLATES", tmp_path)
    with pytest.raises(CdsRankError) as caught:
        build_pdf(many(1), NOTHING)

    assert caught.value.code == "pdf_not_made"


# The fonts


def test_the_faces_cover_the_same_characters_and_all_that_vietnamese_needs() -> None:
    covered = [coverage((FONTS / face).read_bytes()) for face in FACES]

    assert covered.count(covered[0]) == 4
    for face in FACES:
        assert (
            missing_characters(f"{VIETNAMESE_LETTERS}{string.printable}▲▼₫–—“”…≤≥×›·−", [FONTS / face]) == []
        )


def test_the_fonts_come_with_their_licence() -> None:
    text = (FONTS / "LICENSE.txt").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE" in text
    assert "Copyright 2010 Google Inc." in text
    for face in FACES:
        content = (FONTS / face).read_bytes()
        assert "licensed under the SIL Open Font License, Version 1.1".encode("utf-16-be") in content


@pytest.mark.parametrize(("face", "wider"), [("Tinos-Regular.ttf", 1.0), ("Tinos-Bold.ttf", 1.12)])
def test_no_letter_is_wider_than_it_is_counted(face: str, wider: float) -> None:
    drawn = widths((FONTS / face).read_bytes())
    letters = set(
        string.ascii_letters + string.digits + string.punctuation + VIETNAMESE_LETTERS + "–—“”…≤≥›·−"
    )
    too_wide = {letter: drawn[letter] for letter in letters if drawn[letter] > letter_width(letter) * wider}

    assert too_wide == {}


def widths(font: bytes) -> dict[str, float]:
    """How far each character of the first plane moves the pen, in hundredths of the size ("hmtx", "cmap" 4)."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {
        font[12 + 16 * n : 16 + 16 * n]: struct.unpack_from(">I", font, 20 + 16 * n)[0] for n in range(count)
    }
    (em,) = struct.unpack_from(">H", font, tables[b"head"] + 18)
    (metrics,) = struct.unpack_from(">H", font, tables[b"hhea"] + 34)
    found = {}
    for char, glyph in glyphs(font, tables[b"cmap"]).items():
        (advance,) = struct.unpack_from(">H", font, tables[b"hmtx"] + 4 * min(glyph, metrics - 1))
        found[char] = advance / em * 100
    return found


def glyphs(font: bytes, cmap: int) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    starts = [cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * n)[0] for n in range(count)]
    start = next(at for at in starts if struct.unpack_from(">H", font, at)[0] == 4)
    segments = struct.unpack_from(">H", font, start + 6)[0] // 2
    parts = [
        struct.unpack_from(f">{segments}H", font, start + 14 + skip)
        for skip in (0, 2 * segments + 2, 4 * segments + 2, 6 * segments + 2)
    ]
    found = {}
    for n, (last, first, delta, offset) in enumerate(zip(*parts, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = start + 16 + 6 * segments + 2 * n + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, place)
            found[chr(code)] = (glyph + delta) & 0xFFFF
    return found
