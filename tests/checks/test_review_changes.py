"""Figures that changed under a reviewer's hands, criteria declared not to apply, and rows pasted over others."""

from collections.abc import Mapping

import pytest

from cds_rank.model.finding import Finding, Severity
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.review_layout import mark_of
from cds_rank.wording.findings import finding_text
from tests.checks import forms, reviews
from tests.checks.forms import Form
from tests.checks.reviews import (
    ADJUSTED,
    AGREED,
    NO_EVIDENCE,
    PENDING,
    REASON,
    REJECTED,
    SHEET,
    Fill,
    ReviewPaper,
    blank,
    by_figure,
    checked,
    decides,
    filled,
)

Reported = Mapping[tuple[str, str], Observation]


def resent(code: str, **typed: object) -> Reported:
    """Give what SYT reports after typing something else into the row of one criterion."""
    form = Form(forms.filled("SYT"))
    for column, value in typed.items():
        form.put(code, column, value)
    return reviews.reported_in({"SYT.xlsx": form.bytes()}, forms.context_of())


def types(code: str, **typed: object) -> Fill:
    return lambda paper: paper.put("SYT", code, **typed)


def seen(code: str, told: Reported) -> Fill:
    """Make it the row of a workbook printed for the figures as they are now."""
    return types(code, mark=mark_of(told["SYT", code]))


def message(finding: Finding) -> str:
    return finding_text(finding, "vi").message


# --- a unit sent other figures


@pytest.mark.parametrize(
    ("code", "typed", "changes"),
    [
        ("4.1", {"numerator": 61}, "Tử số báo cáo: 60 → 61"),
        (
            "4.1",
            {"numerator": 61, "denominator": 81},
            "Tử số báo cáo: 60 → 61; Mẫu số báo cáo: 80 → 81",
        ),
        ("4.2", {"value": 40}, "Giá trị báo cáo: 37,5 → 40"),
        ("1.2", {"value": "Không"}, "Giá trị báo cáo: Có → Không"),
        ("4.2", {"evidence": "Quyết định số 99/QĐ-SYT"}, "Tài liệu kiểm chứng"),
        (
            "4.2",
            {"value": 40, "evidence": "Quyết định số 99/QĐ-SYT"},
            "Giá trị báo cáo: 37,5 → 40; Tài liệu kiểm chứng",
        ),
        ("4.2", {"value": None, "status": "Không áp dụng"}, "Giá trị báo cáo: 37,5 → Không áp dụng"),
        (
            "4.1",
            {"numerator": None, "denominator": None, "status": "Không áp dụng"},
            "Giá trị báo cáo: 60 / 80 → Không áp dụng",
        ),
    ],
)
def test_what_changed_since_is_named(code: str, typed: dict[str, object], changes: str) -> None:
    _, (finding,) = checked({"a.xlsx": filled(decides("SYT", code, AGREED))}, told=resent(code, **typed))

    assert (finding.code, finding.facts["changes"]) == ("REV023", changes)
    assert changes in message(finding)


def test_changed_evidence_is_looked_for_in_its_row_and_not_at_the_figure() -> None:
    told = resent("4.2", evidence="Quyết định số 99/QĐ-SYT")
    _, (finding,) = checked({"a.xlsx": filled(decides("SYT", "4.2", AGREED))}, told=told)

    row = told["SYT", "4.2"].origin.cell[1:]
    assert finding.facts["other"] == f"SYT.xlsx ▸ Số liệu!{row}:{row}"


def test_a_decision_on_the_new_figure_takes_the_place_of_the_old_one() -> None:
    told = resent("4.2", value=40)
    old = filled(decides("SYT", "4.2", AGREED))
    new = filled(seen("4.2", told), decides("SYT", "4.2", ADJUSTED, value=38))
    found, (finding,) = checked({"a.xlsx": old, "b.xlsx": new}, told=told)

    assert by_figure(found)["SYT", "4.2"].origin.file == "b.xlsx"
    assert (finding.code, finding.severity, finding.origin.file) == ("REV026", Severity.INFO, "a.xlsx")
    assert f"đã có kết luận mới ở b.xlsx ▸ {SHEET}!N" in message(finding)


def test_a_new_workbook_that_does_not_decide_yet_replaces_nothing() -> None:
    told = resent("4.2", value=40)
    old, new = filled(decides("SYT", "4.2", AGREED)), filled(seen("4.2", told))

    assert [f.code for f in checked({"a.xlsx": old, "b.xlsx": new}, told=told)[1]] == ["REV023"]


@pytest.mark.parametrize(
    ("left", "codes"),
    [
        ({}, []),
        ({"reason": REASON}, ["REV027"]),
        ({"cause": NO_EVIDENCE}, ["REV027"]),
        ({"value": 38, "reason": REASON}, ["REV027"]),
        ({"value": "ba mươi"}, ["REV027"]),
        ({"verdict": PENDING}, []),
        ({"verdict": PENDING, "value": 38}, ["REV027"]),
    ],
)
def test_clearing_the_verdict_ends_it(left: dict[str, object], codes: list[str]) -> None:
    found, findings = checked(
        {"a.xlsx": filled(types("4.2", **{"verdict": None, **left}))}, told=resent("4.2", value=40)
    )

    assert found == ()
    assert [(f.code, f.severity) for f in findings] == [(code, Severity.INFO) for code in codes]


# --- declared not to apply


def not_applicable() -> Reported:
    told = resent("4.2", value=None, status="Không áp dụng", explanation="Sở không có chức năng này")
    assert told["SYT", "4.2"].status is ObservationStatus.NOT_APPLICABLE
    return told


@pytest.mark.parametrize(
    ("verdict", "typed", "codes"),
    [
        (REJECTED, {}, ["REV025"]),
        (ADJUSTED, {"value": 30}, ["REV025"]),
        (ADJUSTED, {"points": 3}, ["REV025"]),
        (AGREED, {}, []),
        (PENDING, {}, []),
    ],
)
def test_deciding_that_a_criterion_applies_after_all_is_said(
    verdict: str, typed: dict[str, object], codes: list[str]
) -> None:
    told = not_applicable()
    data = filled(seen("4.2", told), decides("SYT", "4.2", verdict, **typed))
    found, findings = checked({"a.xlsx": data}, told=told)

    assert len(found) == (verdict != PENDING)  # a warning: it is taken all the same
    assert [(f.code, f.severity) for f in findings] == [(code, Severity.WARNING) for code in codes]
    for finding in findings:
        assert finding.origin.cell == ReviewPaper().cell("SYT", "4.2", "verdict").coordinate
        assert "(tối đa 10 điểm) được áp dụng" in message(finding)


# --- a row pasted over another


def pasted(source: tuple[str, str], target: tuple[str, str]) -> Fill:
    """Paste a whole row, codes and all, over another one."""

    def do(paper: ReviewPaper) -> None:
        above, below = paper.row(*source), paper.row(*target)
        for column, cell in enumerate(paper.sheet[above], start=1):
            paper.sheet.cell(below, column).value = cell.value

    return do


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (blank(), " (phiếu không còn hàng SYT 1.2)"),
        (blank(("SYT",), ("1.1", "1.2")), ""),
    ],
    ids=["whole", "part"],
)
def test_a_row_pasted_over_another_is_told_with_what_is_missing(data: bytes, said: str) -> None:
    data = filled(decides("SYT", "1.1", AGREED), pasted(("SYT", "1.1"), ("SYT", "1.2")), data=data)
    found, (finding,) = checked({"a.xlsx": data})

    assert set(by_figure(found)) == {("SYT", "1.1")}
    assert (finding.code, finding.severity, finding.facts["other"]) == (
        "REV028",
        Severity.WARNING,
        f"{SHEET}!{found[0].origin.cell}",
    )
    assert message(finding).endswith(f"bị chép đè{said}.")


def test_one_unit_s_part_misses_what_applies_to_the_unit() -> None:
    paper = ReviewPaper(blank(("SYT",)))
    paper.set_identity("part", "SYT")
    decides("SYT", "1.1", AGREED)(paper)
    pasted(("SYT", "1.1"), ("SYT", "1.2"))(paper)

    (finding,) = checked({"a.xlsx": paper.bytes()})[1]
    assert (finding.code, finding.facts["missing"]) == ("REV028", "SYT 1.2")


# --- other denominators


@pytest.mark.parametrize(("denominator", "codes"), [(80, []), (90, ["REV029"])])
def test_another_denominator_than_reported_is_asked_about(denominator: int, codes: list[str]) -> None:
    data = filled(decides("SYT", "4.1", ADJUSTED, numerator=50, denominator=denominator))
    found, findings = checked({"a.xlsx": data})

    assert len(found) == 1
    assert [(f.code, f.severity) for f in findings] == [(code, Severity.INFO) for code in codes]
    assert [message(f) for f in findings] == ["Mẫu số thẩm định là 90, đơn vị báo cáo 80."] * len(codes)


# --- two who differ


def test_two_who_differ_are_named_with_what_their_figures_are() -> None:
    points = filled(decides("SYT", "4.2", ADJUSTED, points=6, reviewer="Lò Thị A"))
    value = filled(decides("SYT", "4.2", ADJUSTED, value=6))
    _, (first, second) = checked({"a.xlsx": points, "b.xlsx": value})

    assert first.facts["verdict"] == "Lò Thị A: Điều chỉnh, Điểm thẩm định 6"
    assert second.facts["verdict"] == "Điều chỉnh, Giá trị thẩm định 6"
    assert "(Điều chỉnh, Giá trị thẩm định 6)" in message(first)


def test_an_answer_is_named_in_words() -> None:
    _, (first, _) = checked(
        {
            "a.xlsx": filled(decides("SYT", "1.3", ADJUSTED, value="Chưa ban hành")),
            "b.xlsx": filled(decides("SYT", "1.3", AGREED)),
        }
    )

    assert first.facts["verdict"] == "Điều chỉnh, “Chưa ban hành”"
