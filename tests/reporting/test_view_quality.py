"""Who sent what, how much of what applies has a figure, and what was found in it."""

import pytest

from cds_rank.model.finding import Finding, Severity
from cds_rank.model.observation import Origin
from cds_rank.model.result import Unranked, UnrankedReason
from cds_rank.model.review import Verdict
from cds_rank.record.sealing import seal
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.values import QualityView, SubmissionsAlike
from cds_rank.wording.catalogue import RULES
from tests.record.results import empty
from tests.reporting import FIGURES, UNITS, sealed, unit
from tests.reporting.views import view_of
from tests.scoring.builders import indicator, make_set
from tests.scoring.reviews import said

REFUSED = (Unranked("141", UnrankedReason.REFUSED, {"files": "hỏng.xlsx", "codes": "FIL005"}),)


def finding(
    code: str, severity: Severity, file: str = "133.xlsx", of: str = "", explanation: str = ""
) -> Finding:
    return Finding(code, severity, Origin(file, "Số liệu", "D9"), unit=of, explanation=explanation)


FINDINGS = (
    finding("FIL005", Severity.ERROR, "hỏng.xlsx"),
    finding("VAL010", Severity.WARNING, of="133"),
    finding("VAL010", Severity.WARNING, of="133", explanation="Đã kiểm tra lại"),
    finding("VAL010", Severity.WARNING, "139.xlsx"),
    finding("EVD001", Severity.WARNING, of="133"),
)


def quality() -> QualityView:
    """132, 133, 139 and STC were scored, 141 was refused, and one more district is silent."""
    units = (*UNITS, unit("A1", "Huyện Văn Chấn"))
    return Story(sealed(units=units, refused=REFUSED, findings=FINDINGS)).view.quality


def test_every_unit_of_the_list_stands_in_its_group_in_the_order_of_the_list() -> None:
    found = [(group.name, [(row.unit, row.state) for row in group.rows]) for group in quality().groups]

    assert found == [
        (
            "Huyện",
            [("139", "scored"), ("132", "scored"), ("133", "scored"), ("141", "refused")],
        ),
        ("Sở", [("STC", "scored")]),
    ]  # fmt: skip


def test_units_that_sent_nothing_share_one_row() -> None:
    units = (*UNITS, unit("A1", "Huyện Văn Chấn"), unit("A2", "Huyện Lục Yên"))
    groups = Story(sealed(units=units, refused=REFUSED, findings=FINDINGS)).view.quality.groups

    assert groups[0].alike == (
        SubmissionsAlike(("A1", "A2"), "2", "not_submitted", "chưa nộp báo cáo", "", "", "", ""),
    )
    assert groups[1].alike == ()


def test_a_unit_that_sent_nothing_scorable_and_has_a_finding_keeps_its_row() -> None:
    units = (*UNITS, unit("A1", "Huyện Văn Chấn"))
    found = (finding("FIL005", Severity.ERROR, "a1.xlsx", of="A1"),)
    group = Story(sealed(units=units, refused=REFUSED, findings=found)).view.quality.groups[0]

    assert [(row.unit, row.state, row.errors) for row in group.rows][-1] == ("A1", "not_submitted", "1")
    assert group.alike == ()


def test_in_a_long_group_units_of_which_the_same_is_said_share_a_row_the_gravest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """141 is refused, 133 lacks one of three figures, 139 has a warning, 132 nothing, A1 sent nothing."""
    monkeypatch.setattr("cds_rank.reporting.view.quality._MOST_ROWS", 4)
    group = quality().groups[0]

    assert group.rows == ()
    assert [(row.units, row.state, row.reported, row.errors, row.warnings) for row in group.alike] == [
        (("141",), "refused", "", "1", "0"),
        (("133",), "scored", "2/3", "0", "3"),
        (("139",), "scored", "3/3", "0", "1"),
        (("132",), "scored", "2/2", "0", "0"),
        (("A1",), "not_submitted", "", "", ""),
    ]


def test_every_unit_stands_once_rows_and_shared_rows_together() -> None:
    for group in quality().groups:
        listed = [row.unit for row in group.rows] + [code for row in group.alike for code in row.units]
        assert len(listed) == len(set(listed))
    assert (
        sum(len(group.rows) + sum(len(row.units) for row in group.alike) for group in quality().groups) == 6
    )


def test_states_are_told_in_words_and_files_are_named() -> None:
    rows = {row.unit: row for row in quality().groups[0].rows}

    assert (rows["139"].file, rows["139"].state_label) == ("139.xlsx", "đã tính điểm")
    assert (rows["141"].file, rows["141"].state_label) == ("hỏng.xlsx", "có lỗi, chưa được tính")


def test_how_much_is_reported_leaves_out_what_does_not_apply() -> None:
    """133 left CQ-2 empty; of 132 XH-1 does not apply."""
    rows = {row.unit: row.reported for group in quality().groups for row in group.rows}

    assert rows == {"139": "3/3", "132": "2/2", "133": "2/3", "141": "", "STC": "2/2"}


def test_findings_are_counted_with_the_unit_they_belong_to() -> None:
    """Of 141 the file was not scored, of 139 the finding names only the file."""
    rows = {row.unit: (row.errors, row.warnings, row.explained) for row in quality().groups[0].rows}

    assert rows == {
        "139": ("0", "1", "0"), "132": ("0", "0", "0"), "133": ("0", "3", "1"),
        "141": ("1", "0", "0"),
    }  # fmt: skip


def test_rules_are_counted_the_gravest_first_then_the_most_frequent() -> None:
    found = [(c.code, c.severity, c.findings, c.units) for c in quality().counts]

    assert found == [
        ("FIL005", "error", "1", "1"),
        ("VAL010", "warning", "3", "2"),
        ("EVD001", "warning", "1", "1"),
    ]


def test_a_rule_is_named_by_its_title_and_severity() -> None:
    first = quality().counts[1]

    assert (first.severity_label, first.title) == ("cảnh báo", RULES["VAL010"].title)


def test_a_file_of_which_nobody_knows_whose_it_is_counts_as_one_sender() -> None:
    found = (finding("FIL005", Severity.ERROR, "a.xlsx"), finding("FIL005", Severity.ERROR, "b.xlsx"))

    counts = Story(sealed(findings=found)).view.quality.counts

    assert [(count.findings, count.units) for count in counts] == [("2", "2")]


def test_facts_add_up_the_whole_list() -> None:
    facts = {fact.label: fact.text for fact in quality().facts}

    assert facts == {
        "Đơn vị trong danh sách": "6",
        "Đã tính điểm": "4",
        "Có lỗi, chưa được tính": "1",
        "Chưa nộp báo cáo": "1",
        "Lỗi": "1",
        "Cảnh báo": "4",
        "Cảnh báo đã giải trình": "1",
        "Số liệu đã có trên số liệu phải có (không kể chỗ không áp dụng)": "9/10",
    }


def test_what_reviewers_rejected_was_reported_all_the_same() -> None:
    the_set = make_set(indicator("A"), indicator("B"))
    rejected = said("U", "A", Verdict.REJECTED)

    view = view_of(the_set, {"U": {"A": 50, "B": None}}, rejected)

    assert view.quality.groups[0].rows[0].reported == "1/2"
    assert [gap.code for gap in view.profiles.of("U").gaps] == ["A", "B"]


def test_reported_and_gaps_make_up_what_applies_without_reviews() -> None:
    story = Story(sealed(figures=FIGURES))
    rows = {row.unit: row.reported for group in story.view.quality.groups for row in group.rows}

    for profile in story.view.profiles:
        had, due = (int(part) for part in rows[profile.unit].split("/"))
        assert len(profile.gaps) == due - had


def test_a_result_of_nobody_has_no_rows_and_no_counts() -> None:
    quality = Story(seal(empty())[1]).view.quality

    assert (quality.groups, quality.counts) == ((), ())
    assert quality.facts[0].text == "0"
