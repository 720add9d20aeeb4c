"""What a check says: verdicts and counts are decided before anything is shortened."""

from dataclasses import replace

from cds_rank.feedback.text import render_full, totals
from cds_rank.feedback.view import shortened
from cds_rank.model.finding import Severity
from tests.feedback.views import EXPLAINED, FILES, found, view


def test_a_shortened_list_leaves_counts_verdicts_and_statistics_as_they_are() -> None:
    files = tuple(replace(FILES[0], name=f"{name}.xlsx") for name in "abc")
    findings = tuple(found("FIL005", Severity.ERROR, file=file.name, part="x") for file in files)
    whole = view(findings=findings, files=files, not_submitted=())

    short = shortened(whole, 1)

    assert len(short.findings) == 1
    assert short.cut == {"FIL005": 2}
    assert short.failed_files == ("a.xlsx", "b.xlsx", "c.xlsx")
    assert short.statistics == whole.statistics
    assert totals(short) == totals(whole) == "3 tệp: 0 đạt, 3 chưa đạt · 3 lỗi, 0 cảnh báo"
    assert "… còn 2 phát hiện FIL005 không liệt kê" in render_full(short)


def test_what_still_asks_for_an_answer_is_listed_before_what_was_explained() -> None:
    open_one = found(
        "PCT002", Severity.WARNING, "H30", column="value", number="0.5", unit="SYT", indicator="4.2"
    )
    whole = view(findings=(EXPLAINED, open_one), files=FILES[:1], not_submitted=())

    (kept,) = shortened(whole, 1).findings

    assert kept.cells == ("H30",)


def test_a_limit_that_nothing_reaches_changes_nothing() -> None:
    assert shortened(view(), 50) == view()
    assert shortened(view(), None) == view()


def test_files_whose_names_look_alike_keep_their_own_findings() -> None:
    names = ("a\x01.xlsx", "a\x02.xlsx")
    files = tuple(replace(FILES[0], name=name) for name in names)
    findings = (found("FIL005", Severity.ERROR, file=names[0], part="x"),)

    made = view(findings=findings, files=files, not_submitted=())

    assert [file.passed for file in made.files] == [False, True]
