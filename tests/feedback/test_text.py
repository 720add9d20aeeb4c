"""Findings as text: what a clerk reads, in which order, and that nothing a sender typed acts on the terminal."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from cds_rank.feedback.text import (
    render_concise,
    render_full,
    render_grouped,
    render_statistics,
    totals,
)
from cds_rank.feedback.view import CheckView
from cds_rank.model.finding import Severity
from tests.feedback.views import (
    AMBIGUOUS,
    DAMAGED,
    EXPLAINED,
    FILES,
    FINDINGS,
    HOSTILE_NAME,
    NOT_SENT,
    REMARK,
    SYT,
    TORN,
    TYPED,
    clean_view,
    finding_of,
    found,
    view,
    without_context,
)

Renderer = Callable[[CheckView], str]
RENDERERS = [render_full, render_concise, render_grouped, render_statistics]
each_renderer = pytest.mark.parametrize("render", RENDERERS)


def small_view() -> CheckView:
    """One file with an error, a folded warning and an explained one; one unit has sent nothing."""
    return view(findings=(AMBIGUOUS, *TYPED, EXPLAINED, NOT_SENT), files=FILES[:2])


def test_full_says_where_what_whose_and_how_to_mend_it() -> None:
    v = view(findings=(AMBIGUOUS,), files=FILES[:1], not_submitted=())
    finding = finding_of(v, "NUM003")

    assert render_full(v).splitlines() == [
        "nop/SYT.xlsx ▸ Số liệu!H20   NUM003 lỗi   4.2 Chỉ tiêu 4.2 – Sở Y tế",
        f"    {finding.message}",
        f"    Cách sửa: {finding.fix} Xem: cds-rank rule NUM003",
        "",
        "Tệp chưa đạt (1):",
        "  nop/SYT.xlsx",
        "1 tệp: 0 đạt, 1 chưa đạt · 1 lỗi, 0 cảnh báo",
    ]


def test_full_says_of_an_explained_warning_the_explanation_and_asks_for_nothing() -> None:
    v = view(findings=(EXPLAINED,), files=FILES[:1], not_submitted=())
    finding = finding_of(v, "PCT002")

    assert render_full(v).splitlines() == [
        "nop/SYT.xlsx ▸ Số liệu!H22   PCT002 đã giải trình   4.4 Chỉ tiêu 4.4 – Sở Y tế",
        f"    {finding.message}",
        "    Giải trình: =1+1 Số liệu đúng, xem báo cáo 12 <b>::error::",
        "",
        "1 tệp: 1 đạt, 0 chưa đạt · 0 lỗi, 1 cảnh báo (1 đã giải trình)",
    ]


def test_the_bottom_of_full_has_what_was_cut_set_aside_mendable_failed_and_silent_in_this_order() -> None:
    v = replace(small_view(), cut={"NUM003": 1, "NUM002": 3}, set_aside={"ignored": 2, "baseline": 5})

    assert render_full(v).partition("\n\n")[2].splitlines() == [
        "… còn 3 phát hiện NUM002 không liệt kê",
        "… còn 1 phát hiện NUM003 không liệt kê",
        "Không tính: 5 phát hiện đã có trong tệp mốc (--baseline)",
        "Không tính: 2 phát hiện được bỏ qua theo yêu cầu",
        "1 phát hiện có dấu ⚒ tự sửa được bằng --fix THƯ_MỤC",
        "Tệp chưa đạt (1):",
        "  nop/SYT.xlsx",
        "Chưa nộp (1): Sở Nội vụ",
        "2 tệp: 1 đạt, 1 chưa đạt · 1 lỗi, 2 cảnh báo (1 đã giải trình) · chưa nộp: SNV",
    ]


def test_only_mendable_findings_carry_the_mark() -> None:
    marked = [line for line in render_full(small_view()).splitlines() if line.count("   ") and "⚒" in line]

    assert marked == [
        "nop/SYT.xlsx ▸ Số liệu!F17:F18, F21 (3 ô)   NUM002 cảnh báo ⚒   4.1, 4.10, 4.3 – Sở Y tế"
    ]


def test_without_mendable_findings_there_is_no_hint() -> None:
    assert "⚒" not in render_full(view(mendable=()))


def test_every_failing_file_is_named_even_among_many() -> None:
    files = tuple(replace(FILES[0], name=f"nop/{number:03}.xlsx") for number in range(150))
    findings = tuple(found("FIL005", Severity.ERROR, file=file.name, part="x") for file in files[1:])
    lines = render_full(view(findings=findings, files=files)).splitlines()

    start = lines.index("Tệp chưa đạt (149):")
    assert lines[start + 1 : start + 150] == [f"  {file.name}" for file in files[1:]]


def test_up_to_twenty_silent_units_are_all_named_with_label_and_code() -> None:
    codes = tuple(f"P{number:02}" for number in range(19))
    lines = render_full(view(not_submitted=("SNV", *codes))).splitlines()

    assert lines[-2] == "Chưa nộp (20): Sở Nội vụ, " + ", ".join(codes)
    assert lines[-1].endswith(" · chưa nộp: SNV, " + ", ".join(codes))


def test_of_more_than_twenty_silent_units_the_first_twenty_and_the_number_are_told() -> None:
    codes = tuple(f"P{number:02}" for number in range(21))
    lines = render_full(view(not_submitted=codes)).splitlines()

    assert lines[-2] == "Chưa nộp (21): " + ", ".join(codes[:20]) + ", …"
    assert lines[-1].endswith(" · chưa nộp: 21 đơn vị")


def test_concise_is_one_line_a_finding_and_the_totals() -> None:
    v = view(findings=(AMBIGUOUS, *TYPED, EXPLAINED, DAMAGED, NOT_SENT, REMARK))

    assert render_concise(v).splitlines() == [
        f"nop/SYT.xlsx:Số liệu!F17:F18, F21: NUM002 cảnh báo: {finding_of(v, 'NUM002').message}",
        f"nop/SYT.xlsx:Số liệu!H20: NUM003 lỗi: {finding_of(v, 'NUM003').message}",
        f"nop/SYT.xlsx:Số liệu!H22: PCT002 đã giải trình: {finding_of(v, 'PCT002').message}",
        f"nop/SYT.xlsx:Số liệu!A23: KEY008 thông tin: {finding_of(v, 'KEY008').message}",
        f"nop/hỏng.xlsx: FIL005 lỗi: {finding_of(v, 'FIL005').message}",
        "4 tệp: 2 đạt, 2 chưa đạt · 2 lỗi, 2 cảnh báo (1 đã giải trình) · chưa nộp: SNV",
    ]


def test_grouped_gives_each_file_its_verdict_and_its_findings_in_the_order_of_the_sheet() -> None:
    lines = render_grouped(small_view()).splitlines()

    assert [line for line in lines if not line.startswith("      ")] == [
        "nop/132.xlsx – Thành phố Yên Bái: đạt (0 lỗi, 0 cảnh báo)",
        "",
        "nop/SYT.xlsx – Sở Y tế: chưa đạt (1 lỗi, 2 cảnh báo)",
        "  Số liệu!F17:F18, F21 (3 ô)   NUM002 cảnh báo ⚒   4.1, 4.10, 4.3 – Sở Y tế",
        "  Số liệu!H20   NUM003 lỗi   4.2 Chỉ tiêu 4.2 – Sở Y tế",
        "  Số liệu!H22   PCT002 đã giải trình   4.4 Chỉ tiêu 4.4 – Sở Y tế",
        "",
        "1 phát hiện có dấu ⚒ tự sửa được bằng --fix THƯ_MỤC",
        "Tệp chưa đạt (1):",
        "  nop/SYT.xlsx",
        "Chưa nộp (1): Sở Nội vụ",
        "2 tệp: 1 đạt, 1 chưa đạt · 1 lỗi, 2 cảnh báo (1 đã giải trình) · chưa nộp: SNV",
    ]


def test_grouped_loses_no_finding_about_a_file_that_is_not_among_those_given() -> None:
    elsewhere = found("SET001", Severity.ERROR, file="bộ.yaml", detail="x")
    lines = render_grouped(view(findings=(elsewhere,), files=FILES[1:2])).splitlines()

    assert lines[2:4] == ["bộ.yaml", "  SET001 lỗi"]


def test_statistics_counts_findings_cells_and_files_of_each_rule() -> None:
    v = view()
    title = {count.code: count.title for count in v.statistics}
    table = render_statistics(v).partition("\n\n")[0].splitlines()

    assert table[0].split() == ["Mã", "Mức", "Số", "phát", "hiện", "Số", "ô", "Số", "tệp", "Quy", "tắc"]
    assert table[4] == f"KEY008  cảnh báo              1     1       1  {title['KEY008']}"
    assert [line[:6] for line in table[1:]] == [
        "FIL005",
        "NUM001",
        "NUM003",
        "KEY008",
        "NUM002",
        "PCT002",
        "KEY007",
    ]
    assert len({line.index(title[line[:6]]) for line in table[1:]}) == 1


def test_the_totals_count_what_was_cut() -> None:
    v = view(findings=(AMBIGUOUS,), files=FILES[:1], not_submitted=(), cut={"NUM003": 40, "NUM002": 2})

    assert totals(v) == "1 tệp: 0 đạt, 1 chưa đạt · 41 lỗi, 2 cảnh báo"


@pytest.mark.parametrize("render", [render_full, render_concise, render_grouped])
def test_units_that_sent_nothing_are_named_at_the_bottom_and_not_listed(render: Renderer) -> None:
    text = render(view())

    assert "KEY007" not in text
    assert text.splitlines()[-1].endswith("chưa nộp: SNV")


@each_renderer
def test_when_all_is_well_the_totals_say_so(render: Renderer) -> None:
    assert render(clean_view()).splitlines()[-1] == "1 tệp: 1 đạt, 0 chưa đạt · 0 lỗi, 0 cảnh báo"


@each_renderer
def test_a_run_in_which_nothing_could_be_read_is_told(render: Renderer) -> None:
    assert TORN in render(without_context()) or render is render_statistics
    assert render(without_context()).endswith("1 tệp: 0 đạt, 1 chưa đạt · 1 lỗi, 0 cảnh báo\n")


@each_renderer
def test_nothing_that_a_sender_or_an_author_typed_acts_on_the_terminal(render: Renderer) -> None:
    v = view()
    v = replace(v, not_submitted=(("S\x1bV", "Sở \u202eNội\x9b vụ\n::error::"),), cut={"NUM001": 2})
    text = render(v)

    acting = [c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert acting == []
    assert not any(line.startswith("::") for line in text.splitlines())


def test_what_a_sender_typed_is_shown_literally() -> None:
    assert '"http://x"' in render_full(view())
    assert "<script>&amp;]]>" in render_concise(view())
    assert "%0A::error title=y::z" in render_grouped(view())


@each_renderer
@pytest.mark.parametrize("made", [view, clean_view, without_context])
def test_a_text_ends_in_one_line_end(render: Renderer, made: Callable[[], CheckView]) -> None:
    text = render(made())

    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not text.startswith("\n")


@each_renderer
@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_things_were_found_does_not_change_a_byte(render: Renderer, seed: int) -> None:
    shuffled = random.Random(seed).sample(FINDINGS, len(FINDINGS))

    assert render(view(findings=shuffled)) == render(view())


@each_renderer
def test_every_listed_finding_of_the_view_is_in_the_text(render: Renderer) -> None:
    text = render(view())

    assert all(f.code in text for f in view().findings if f.code != "KEY007")
    assert SYT in text
    assert HOSTILE_NAME not in text  # but for what acts on a terminal
