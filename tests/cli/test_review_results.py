"""What `validate` and `compute` say of reviewers' decisions, and what they refuse."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cds_rank.checks.admission import admit
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.observation import Origin
from cds_rank.wording.findings import finding_text
from cds_rank.workflow import Choices, find_sources, validate
from cds_rank.workflow.review_forms import review_material
from tests.checks.reviews import ADJUSTED, AGREED, Fill, decides, filled
from tests.cli.helpers import CREATED_AT, Cli

Run = Callable[..., Cli]


def reviewed(office: Path, *steps: Fill) -> None:
    (office / "td").mkdir(exist_ok=True)
    (office / "td" / "a.xlsx").write_bytes(filled(*steps))


def compute(cli: Run, *more: object) -> Cli:
    return cli("compute", "nop", "--created-at", CREATED_AT, "--out", "kq", "--format", "json", *more)


# --- how many decisions count


def test_one_line_says_how_many_decisions_are_taken(office: Path, cli: Run) -> None:
    """SYT, STC and SNV have eight criteria each and the district nine: 33 figures; one decision is wrong."""
    reviewed(
        office, decides("SYT", "1.1", AGREED), decides("SYT", "4.2", ADJUSTED), decides("STC", "1.1", AGREED)
    )
    line = "Phiếu thẩm định: 2 kết luận được lấy, 1 không lấy (có lỗi), 30 chưa thẩm định"

    checked, computed = cli("validate", "nop", "--reviews", "td"), compute(cli, "--reviews", "td")
    assert line in checked.err.splitlines()
    assert line in computed.err.splitlines()
    assert (checked.code, computed.code) == (1, 1)  # a decision was left out


def test_decisions_without_an_error_are_no_failure(office: Path, cli: Run) -> None:
    reviewed(office, decides("SYT", "1.1", AGREED))

    assert cli("validate", "nop", "--reviews", "td").code == 0
    assert compute(cli, "--reviews", "td").code == 0


def test_rows_of_nobody_and_decisions_in_a_refused_workbook_count_as_not_taken(
    office: Path, cli: Run
) -> None:
    reviewed(office, decides("SYT", "1.1", AGREED), lambda paper: paper.put("SYT", "1.1", unit="SYTE"))
    assert (
        "0 kết luận được lấy, 1 không lấy (có lỗi), 33 chưa thẩm định" in compute(cli, "--reviews", "td").err
    )

    reviewed(office, decides("SYT", "1.1", AGREED), lambda paper: paper.set_identity("set_version", "9.9.9"))
    refused = compute(cli, "--reviews", "td")
    assert "0 kết luận được lấy, 1 không lấy (có lỗi), 32 chưa thẩm định" in refused.err
    assert refused.code == 1


def test_without_review_workbooks_there_is_no_such_line(office: Path, cli: Run) -> None:
    assert "Phiếu thẩm định" not in cli("validate", "nop").err + compute(cli).err


# --- what an error in a review workbook means


def test_an_error_in_a_review_workbook_is_not_said_to_keep_a_report_from_being_scored(
    office: Path, cli: Run
) -> None:
    reviewed(office, decides("SYT", "4.2", ADJUSTED))

    text = cli("validate", "nop", "--reviews", "td").out
    page = cli("validate", "nop", "--reviews", "td", "--format", "html").out
    grouped = cli("validate", "nop", "--reviews", "td", "--format", "grouped").out
    assert "a.xlsx: có lỗi (1 lỗi, 0 cảnh báo)" in grouped
    assert "Tệp chưa đạt" not in text
    assert "Phiếu thẩm định có lỗi (1); chỗ có lỗi không được lấy, các kết luận khác vẫn được lấy:" in text
    assert "Mỗi tệp phải hết lỗi mới được chấm điểm" not in page
    assert "phải sửa rồi nộp lại" not in page
    assert "1 phiếu thẩm định có lỗi, kết luận ở chỗ có lỗi không được lấy" in page


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("REV011", "lỗi – phải sửa, nếu không kết luận ở đó không được lấy"),
        ("REV016", "cảnh báo – nên xem lại; kết luận được hiểu như đã nói"),
        ("NUM003", "lỗi – phải sửa, nếu không báo cáo không được chấm điểm"),
    ],
)
def test_a_rule_says_what_breaking_it_costs(code: str, said: str, cli: Run) -> None:
    assert said in cli("rule", code).out


# --- verified figures alone


def test_verified_figures_alone_are_not_ranked_where_there_are_none(office: Path, cli: Run) -> None:
    refused = compute(cli, "--stage", "verified")

    assert refused.code == 2
    assert "Chưa có số liệu thẩm định nào: thêm --reviews, hoặc dùng --stage final." in refused.err
    assert not (office / "kq").exists()
    reviewed(office, decides("SYT", "1.1", AGREED))
    assert compute(cli, "--stage", "verified", "--reviews", "td").code == 0


# --- the workbooks


def test_one_unit_s_workbook_is_named_after_it(office: Path, cli: Run) -> None:
    made = cli("template", "--stage", "verified", "--from", "nop", "--out", "td", "--unit", "SYT")

    assert made.code == 0
    assert [path.name for path in (office / "td").iterdir()] == ["tham-dinh_SYT_bo-thu_2022-Q4.xlsx"]


def test_hints_about_a_figure_stand_beside_it_and_others_do_not(office: Path) -> None:
    validated = validate(find_sources([office / "nop"]), Choices(), whole_list=True)
    admission = admit(validated.read, validated.report, validated.context)
    unit = admission.dataset.units[0].code
    origin = Origin(validated.read[0].file.name, "Số liệu", "D9")
    hints = tuple(
        Finding(code, Severity.INFO, origin, {}, unit=unit, indicator="4.1") for code in ("VAL010", "FIL014")
    )
    report = replace(validated.report, findings=hints)
    (row,) = [
        row
        for row in review_material(replace(validated, report=report)).rows
        if (row.unit.code, row.indicator.code) == (unit, "4.1")
    ]
    assert [finding.code for finding in row.findings] == ["VAL010"]


@pytest.mark.parametrize(
    ("column", "said"),
    [("numerator", "Tỷ lệ là 54,55, khác xa 9 đơn vị"), ("value", "Ô “Giá trị” là 54,55, khác xa 9 đơn vị")],
)
def test_a_share_far_from_the_others_is_not_said_to_stand_in_the_numerator_s_cell(
    column: str, said: str
) -> None:
    facts = {"column": column, "cell": "D9", "number": "54.55", "median": "90", "size": "9"}
    finding = Finding("VAL010", Severity.INFO, Origin("a.xlsx", "Số liệu", "D9"), facts)

    assert finding_text(finding, "vi").message.startswith(said)
