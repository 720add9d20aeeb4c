"""The review workbook, opened again with other programs' eyes."""

import csv
import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style, words
from cds_rank.forms.review_workbook import (
    FilledReview,
    ReviewRow,
    build_review,
    parts_of,
    review_file_name,
)
from cds_rank.model import form_layout
from cds_rank.model import review_layout as layout
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.review import Cause, Verdict
from cds_rank.model.unit import Unit
from cds_rank.reading.reviews import read_review_bytes
from tests.forms.test_submission_form import (
    DIGEST,
    HOSTILE,
    MIXED,
    NO_POINTS,
    OPTIONS,
    PERIOD,
    RATIO,
    UNIT,
    converted,
    indicator,
    indicator_set,
    listed,
    names,
    opened,
    validation_of,
)

HEALTH = UNIT.model_copy(update={"code": "SYT", "name": "Sở Y tế"})


def reported(code: str, unit: Unit = UNIT, **more: Any) -> Observation:
    status = more.pop("status", ObservationStatus.REPORTED)
    return Observation(unit.code, code, PERIOD, Stage.SELF_ASSESSED, status, Origin("x.xlsx"), **more)


FIGURES: dict[str, dict[str, Any]] = {
    "1.1": {"value": Decimal("7.5")},
    "1.2": {"option": "no"},
    "1.3": {"status": ObservationStatus.NOT_APPLICABLE, "explanation": "Không thuộc chức năng"},
    "4.1": {"numerator": Decimal(84), "denominator": Decimal(85), "evidence": "Báo cáo số 12/BC-STTTT"},
    "4.10": {"status": ObservationStatus.NOTHING_TO_COUNT},
    "4.2": {"value": Decimal("95.125")},
}
CLAIMED = {"1.1": Fraction(15, 2), "4.1": Fraction(50, 7), "1.2": Fraction(0)}


def rows_of(a_set: IndicatorSet = MIXED, *units: Unit) -> tuple[ReviewRow, ...]:
    """Make every row of some units; indicator 4.3 was not reported."""
    return tuple(
        ReviewRow(
            unit,
            one,
            reported(one.code, unit, **FIGURES[one.code]) if one.code in FIGURES else None,
            CLAIMED.get(one.code),
        )
        for unit in units or (UNIT,)
        for one in a_set.indicators_for("so")
    )


def bytes_of(rows: Sequence[ReviewRow] | None = None, a_set: IndicatorSet = MIXED, **more: Any) -> bytes:
    part = more.pop("part", "Tất cả")
    return build_review(a_set, DIGEST, PERIOD, rows_of(a_set) if rows is None else rows, part, **more)


def review(rows: Sequence[ReviewRow] | None = None, a_set: IndicatorSet = MIXED, **more: Any) -> Workbook:
    return opened(bytes_of(rows, a_set, **more))


def table(workbook: Workbook) -> Worksheet:
    sheet = workbook[layout.REVIEW_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def headings(sheet: Worksheet) -> list[Any]:
    return [cell.value for cell in sheet[layout.REVIEW_HEADER_ROW]]


def cell_of(sheet: Worksheet, code: str, key: str, unit: str = UNIT.code) -> Cell:
    heading = next(column.heading for column in layout.REVIEW_COLUMNS if column.key == key)
    column = headings(sheet).index(heading) + 1
    for row in range(layout.REVIEW_FIRST_ROW, sheet.max_row + 1):
        if (sheet.cell(row, 1).value, sheet.cell(row, 3).value) == (unit, code):
            cell = sheet.cell(row, column)
            assert isinstance(cell, Cell)
            return cell
    raise KeyError(code)


def shown(sheet: Worksheet, code: str, *keys: str) -> list[Any]:
    return [cell_of(sheet, code, key).value for key in keys]


# --- what the reader relies on


def test_headings_stand_in_the_seventh_row_in_the_order_of_the_layout() -> None:
    assert headings(table(review())) == [column.heading for column in layout.REVIEW_COLUMNS]
    assert layout.REVIEW_HEADER_ROW == 7


def test_without_a_ratio_there_are_no_columns_for_its_parts() -> None:
    rows = [row for row in rows_of() if row.indicator.code in {"1.1", "4.2"}]

    assert not {h for h in headings(table(review(rows))) if h.startswith(("Tử số", "Mẫu số"))}


def test_the_identity_stands_in_two_places_and_says_that_this_is_a_review() -> None:
    workbook = review(part="CQS", illustrative=True)
    expected = {
        "kind": "review",
        "set_id": "bo-thu",
        "set_version": "1.2.0",
        "set_digest": DIGEST,
        "period": "2022-Q4",
        "part": "CQS",
        "form_version": "1",
        "illustrative": "true",
    }

    meta = {key.value: value.value for key, value in workbook[form_layout.META_SHEET].iter_rows(max_col=2)}
    properties = {
        p.name.removeprefix("cds-rank."): p.value
        for p in workbook.custom_doc_props  # type: ignore[attr-defined]  # the stubs do not know it
    }
    assert meta == properties == expected
    assert list(meta) == list(layout.REVIEW_META_KEYS)
    assert workbook[form_layout.META_SHEET].sheet_state == "veryHidden"


def test_every_row_names_its_unit_and_indicator_as_text() -> None:
    sheet = table(review())

    for code in ("1.1", "4.1", "4.10"):
        for key in ("unit", "code", "mark"):
            cell = cell_of(sheet, code, key)
            assert (cell.number_format, cell.protection.locked) == ("@", True)
    assert shown(sheet, "4.10", "unit", "unit_name", "code", "max_points") == [
        "STTTT", "Sở Thông tin và Truyền thông", "4.10", 10,
    ]  # fmt: skip
    assert cell_of(sheet, "4.10", "code").data_type == "s"


def test_the_hidden_mark_is_that_of_the_reported_figure_and_empty_where_there_is_none() -> None:
    sheet = table(review())
    mark = cell_of(sheet, "4.1", "mark")

    assert mark.value == layout.mark_of(reported("4.1", **FIGURES["4.1"]))
    assert cell_of(sheet, "4.3", "mark").value is None
    assert sheet.column_dimensions[mark.column_letter].hidden


def test_the_reader_reads_what_was_filled_in() -> None:
    filled = {
        ("STTTT", "1.1"): FilledReview(Verdict.ADJUSTED, points=Decimal("8.5"), reason="Có thêm kế hoạch"),
        ("STTTT", "1.2"): FilledReview(Verdict.ADJUSTED, answer="yes", reviewer="Nguyễn Văn An"),
        ("STTTT", "4.1"): FilledReview(
            Verdict.ADJUSTED, numerator=Decimal(80), denominator=Decimal(85), cause=Cause.WRONG_FIGURE
        ),
        ("STTTT", "4.2"): FilledReview(Verdict.REJECTED, reason="_x0041_ = 1"),
        ("STTTT", "4.3"): FilledReview(),
    }
    read = read_review_bytes(bytes_of(filled=filled), "x.xlsx", MIXED)
    rows = {row.code: row for row in read.rows if row.unit}

    assert read.obstacles == ()
    assert read.identity is not None
    assert (read.identity.part, len(rows)) == ("Tất cả", 7)
    assert {code: row.verdict for code, row in rows.items() if row.verdict} == {
        "1.1": Verdict.ADJUSTED, "1.2": Verdict.ADJUSTED, "4.1": Verdict.ADJUSTED, "4.2": Verdict.REJECTED,
    }  # fmt: skip
    figures = {code: {key: n.value for key, n in row.numbers.items()} for code, row in rows.items()}
    assert figures["1.1"] == {"points": Decimal("8.5")}
    assert figures["4.1"] == {"numerator": 80, "denominator": 85}
    assert (rows["1.2"].option, rows["4.1"].cause) == ("yes", Cause.WRONG_FIGURE)
    assert rows["4.2"].texts["reason"] == "_x0041_ = 1"
    assert rows["1.2"].texts["reviewer"] == "Nguyễn Văn An"


# --- the reported side


def test_the_figures_that_units_reported_stand_on_the_left() -> None:
    sheet = table(review())
    keys = ("reported_numerator", "reported_denominator", "reported_value", "self_points")

    assert shown(sheet, "4.1", *keys) == [84, 85, 98.823529, 7.142857]  # 84/85 = 98,82 %; 50/7 points
    assert shown(sheet, "4.2", *keys) == [None, None, 95.125, None]
    assert shown(sheet, "1.1", *keys) == [None, None, None, 7.5]  # points are no value
    assert shown(sheet, "1.2", *keys) == [None, None, "Không", 0]
    assert shown(sheet, "4.1", "evidence") == ["Báo cáo số 12/BC-STTTT"]
    formats = [cell_of(sheet, code, key).number_format for code, key in (
        ("4.1", "reported_value"), ("4.1", "self_points"), ("4.2", "reported_value"), ("4.1", "reported_numerator"),
    )]  # fmt: skip
    assert formats == ["#,##0.00", "#,##0.00", "#,##0.000", "#,##0"]


def test_what_was_not_reported_says_why() -> None:
    sheet = table(review())

    assert [shown(sheet, code, "reported_value")[0] for code in ("1.3", "4.10", "4.3")] == [
        "Không áp dụng", "Không phát sinh", "Chưa có số liệu",
    ]  # fmt: skip


def test_a_deduction_is_written_without_a_sign_and_says_so() -> None:
    minus = indicator("2", "points", {"kind": "assessed"}, effect="deduction", max_points="5")
    a_set = indicator_set(indicator("1", "points", {"kind": "assessed"}), minus, method=MIXED.method.model_dump(
        mode="json", exclude_none=True
    ) | {"extra_points": {"above_maximum": "kept", "below_zero": "cut"}})  # fmt: skip
    row = ReviewRow(UNIT, a_set.indicators["2"], reported("2", value=Decimal(3)), Fraction(-3))
    workbook = review([row], a_set)

    assert shown(table(workbook), "2", "self_points", "name") == [
        3,
        "Chỉ tiêu 2 (điểm trừ: ghi số điểm bị trừ)",
    ]
    guide = " ".join(str(c.value) for r in workbook[layout.REVIEW_GUIDE_SHEET] for c in r)
    assert "không ghi dấu âm" in guide


def test_findings_are_said_in_words_with_whether_they_are_explained() -> None:
    facts, origin = {"consequence": "zero"}, Origin("x.xlsx", "Số liệu", "F9")
    plain = Finding("VAL002", Severity.WARNING, origin, facts, indicator="4.2")
    explained = Finding(
        "VAL002", Severity.WARNING, origin, facts, indicator="4.2", explanation="Đã đối chiếu"
    )
    row = ReviewRow(UNIT, MIXED.indicators["4.2"], None, None, (plain, explained))

    said = "– Chưa điền số liệu; nếu để trống, chỉ tiêu được 0 điểm."
    assert shown(table(review([row])), "4.2", "findings") == [f"{said}\n{said} (Đơn vị đã giải trình.)"]


# --- units


def test_units_have_titles_where_each_has_several_rows_and_nothing_stands_in_column_a() -> None:
    sheet = table(review(rows_of(MIXED, UNIT, HEALTH)))
    titles = {
        row: sheet.cell(row, 2).value
        for row in range(layout.REVIEW_FIRST_ROW, sheet.max_row + 1)
        if sheet.cell(row, 1).value is None and sheet.cell(row, 2).value
    }

    assert titles == {
        8: "SỞ THÔNG TIN VÀ TRUYỀN THÔNG (STTTT) – 7 chỉ tiêu",
        16: "SỞ Y TẾ (SYT) – 7 chỉ tiêu",
    }
    assert cell_of(sheet, "1.1", "unit", "SYT").row == 17


def test_one_row_of_each_unit_needs_no_titles() -> None:
    rows = [row for row in rows_of(MIXED, UNIT, HEALTH) if row.indicator.code == "4.1"]
    sheet = table(review(rows))

    assert [sheet.cell(row, 1).value for row in (8, 9, 10)] == ["STTTT", "SYT", None]


def test_the_face_names_the_part() -> None:
    assert table(review(part="STTTT"))["A4"].value == (
        "Phần thẩm định: Sở Thông tin và Truyền thông (STTTT) – 7 dòng"
    )
    both = rows_of(MIXED, UNIT, HEALTH)
    assert table(review(both, part="II"))["A4"].value == (
        "Phần thẩm định: Hoạt động chính quyền số (II) – 2 đơn vị, 14 dòng"
    )


# --- the reviewers' side


@pytest.mark.parametrize(
    ("code", "figure"),
    [
        ("1.1", {"points"}),
        ("1.2", {"value", "points"}),
        ("1.3", {"value", "points"}),
        ("4.1", {"numerator", "denominator", "points"}),
        ("4.2", {"value", "points"}),
        ("4.3", {"value", "points"}),
    ],
)
def test_only_the_reviewers_side_is_open(code: str, figure: set[str]) -> None:
    sheet = table(review())
    found = {c.key for c in layout.REVIEW_COLUMNS if not cell_of(sheet, code, c.key).protection.locked}

    assert found == figure | {"verdict", "cause", "reason", "reviewer"}
    assert sheet.protection.sheet
    assert not sheet.protection.autoFilter  # not forbidden


def test_an_indicator_without_points_takes_none() -> None:
    a_set = indicator_set(indicator("1", "value", {"kind": "proportional"}), indicator(
        "2", "count", {"kind": "capped_count", "points_each": "1"}, max_points="0"
    ))  # fmt: skip
    sheet = table(review(a_set=a_set))

    assert [cell_of(sheet, code, "points").protection.locked for code in ("1", "2")] == [False, True]


def test_verdicts_and_causes_are_chosen_from_lists() -> None:
    workbook = review()
    sheet = table(workbook)

    verdicts = listed(workbook, validation_of(sheet, cell_of(sheet, "4.2", "verdict")))
    assert verdicts == ["Thống nhất", "Điều chỉnh", "Không chấp nhận", "Chưa thẩm định"]
    assert listed(workbook, validation_of(sheet, cell_of(sheet, "4.2", "cause"))) == list(layout.CAUSE_LABELS)
    answers = listed(workbook, validation_of(sheet, cell_of(sheet, "1.3", "value")))
    assert answers == [option["name"]["vi"] for option in OPTIONS]  # type: ignore[index]
    assert workbook[form_layout.LISTS_SHEET].sheet_state == "hidden"


def test_points_go_from_nothing_to_the_maximum_of_their_own_row() -> None:
    sheet = table(review())
    cell = cell_of(sheet, "4.1", "points")
    rule = validation_of(sheet, cell)

    assert (rule.type, rule.operator, rule.formula1) == ("decimal", "between", "0")
    assert cell.row == layout.REVIEW_FIRST_ROW + 3
    assert rule.formula2 == f"$F{layout.REVIEW_FIRST_ROW}"  # as seen from the first cell of the rule
    assert str(rule.sqref).startswith(f"R{layout.REVIEW_FIRST_ROW}:")
    assert cell_of(sheet, "4.1", "max_points").column_letter == "F"


@pytest.mark.parametrize(
    ("code", "key", "expected"),
    [
        ("4.1", "numerator", ("decimal", "greaterThanOrEqual", "0", None)),
        ("4.10", "denominator", ("decimal", "greaterThanOrEqual", "0", None)),
        ("4.2", "value", ("decimal", "between", "0", "100")),
        ("4.3", "value", ("whole", "greaterThanOrEqual", "0", None)),
    ],
)
def test_verified_figures_are_kept_within_the_limits(
    code: str, key: str, expected: tuple[str, str, str, str | None]
) -> None:
    sheet = table(review())
    rule = validation_of(sheet, cell_of(sheet, code, key))

    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == expected
    assert rule.showErrorMessage


def test_a_verdict_says_that_a_reason_is_wanting() -> None:
    sheet = table(review())
    verdict = cell_of(sheet, "4.1", "verdict")
    rules = [
        rule
        for places in sheet.conditional_formatting
        if verdict.coordinate in places.cells
        for rule in places.rules
    ]
    agreed, first, *_ = sorted(rules, key=lambda rule: rule.priority)

    assert agreed.dxf.numFmt.formatCode == '@" – xóa số hoặc chọn Điều chỉnh"'
    assert agreed.formula == ['AND($A8<>"",$N8="Thống nhất",OR($O8<>"",$P8<>"",$Q8<>"",$R8<>""))']
    assert first.dxf.numFmt.formatCode == '@" – cần lý do"'
    changed = 'OR($N8="Điều chỉnh",$N8="Không chấp nhận")'
    figure = '$O8<>"",$P8<>"",$Q8<>"",$R8<>""'
    assert first.formula == [f'AND($A8<>"",TRIM($T8)="",OR({changed},{figure}))']
    assert [column.key for column in layout.REVIEW_COLUMNS][13:20] == [
        "verdict", "numerator", "denominator", "value", "points", "cause", "reason",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "key", "formula"),
    [
        ("4.1", "numerator", 'AND($O8="",$P8<>"")'),
        ("4.1", "denominator", 'AND($P8="",$O8<>"")'),
        ("4.1", "numerator", "AND(ISNUMBER($O11),ISNUMBER($P11),$O11*100>$P11*100)"),
        ("4.1", "points", 'AND($R8<>"",OR($O8<>"",$P8<>"",$Q8<>""))'),
    ],
)
def test_what_the_reader_would_refuse_turns_red_at_once(code: str, key: str, formula: str) -> None:
    sheet = table(review())
    cell = cell_of(sheet, code, key)
    found = {
        rule.formula[0]: rule.dxf.fill.bgColor.rgb
        for places in sheet.conditional_formatting
        if cell.coordinate in places.cells
        for rule in places.rules
    }

    assert found[formula].endswith(style.RED_TINT)


def test_the_target_stands_below_the_name() -> None:
    a_set = indicator_set(
        indicator(
            "1", "ratio", {"kind": "proportional"}, **RATIO,
            target={"value": "80", "year": 2025, "status": "reconstructed", "source": "Kế hoạch"},
        ),
    )  # fmt: skip
    row = ReviewRow(UNIT, a_set.indicators["1"], None)
    (name,) = shown(table(review([row], a_set)), "1", "name")

    assert name.split("\n")[1].startswith("Mục tiêu: ≥ 80")
    assert name.endswith("(năm 2025) – suy ra")


def test_the_guide_says_what_a_decision_on_a_criterion_that_does_not_apply_does() -> None:
    guide = review()[layout.REVIEW_GUIDE_SHEET]
    text = "\n".join(str(cell.value) for row in guide for cell in row if cell.value)

    assert "thì chỉ tiêu được áp dụng và chấm điểm: điểm tối đa của đơn vị tăng thêm" in text


def test_prompts_fit_into_what_excel_can_hold() -> None:
    for rule in table(review()).data_validations.dataValidation:
        assert 0 < len(rule.promptTitle or "") <= 32
        assert 0 < len(rule.prompt or "") <= 255
        assert not rule.prompt.endswith("…")
        assert len(rule.error or "") <= 255


def test_a_rejected_figure_is_not_a_blank_one_and_the_guide_says_so() -> None:
    guide = review()[layout.REVIEW_GUIDE_SHEET]
    text = "\n".join(str(cell.value) for row in guide for cell in row if cell.value)

    for said in (
        "Để trống không phải là 0",
        "có thể cao hơn điểm tự đánh giá",
        "Phải ghi lý do",
        "7 dòng của 1 đơn vị",
    ):
        assert said in text
    no_ratio = rows_of(NO_POINTS)[1:]
    assert "Tử số" not in "\n".join(
        str(c.value) for r in review(no_ratio, NO_POINTS)[layout.REVIEW_GUIDE_SHEET] for c in r
    )


# --- texts from outside


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_what_senders_typed_is_shown_literally(start: str) -> None:
    text = f"{start}1+1{HOSTILE}<b>&amp;_x0041_"
    broken = text.replace("<b>", "\ud800<b>")
    a_set = indicator_set(
        indicator("1", "ratio", {"kind": "proportional"}, **RATIO),
        indicator(
            "2", "choice", {"kind": "choice"}, name=names(text), options=[OPTIONS[0] | {"name": names(text)}],
            unit_of_measure=names(text),
        ),
        name=names(text),
    )  # fmt: skip
    unit = UNIT.model_copy(update={"name": broken})
    finding = Finding(
        "VAL002", Severity.WARNING, Origin(text, text, "A1"), {"column": text, "value": text}, indicator="2"
    )
    rows = [
        ReviewRow(unit, a_set.indicators["1"], reported("1", evidence=text, explanation=broken)),
        ReviewRow(unit, a_set.indicators["2"], reported("2", option=text, evidence=text), None, (finding,)),
    ]
    filled = {("STTTT", "2"): FilledReview(answer=broken, reason=broken, reviewer=broken)}
    data = bytes_of(rows, a_set, filled=filled)

    workbook = opened(data)
    formulas = [str(c.value) for sheet in workbook for row in sheet for c in row if c.data_type == "f"]
    assert [f[:16] for f in formulas] == ['="Đã thẩm định "', '=IF(OR(O8="",P8=']
    evidence = cell_of(table(workbook), "2", "evidence")
    assert str(evidence.value).startswith(f"{start}1+1=HYPERLINK")
    assert str(evidence.value).endswith("<b>&amp;_x005F_x0041_")  # as Excel writes "_x0041_"
    assert evidence.quotePrefix
    read = read_review_bytes(data, "x.xlsx", a_set)
    assert read.rows[1].texts["reason"].endswith("<b>&amp;_x0041_")


def test_invented_figures_say_so_on_every_face() -> None:
    invented, real = review(illustrative=True), review()

    assert invented["Hướng dẫn"]["A1"].value == invented["Thẩm định"]["A1"].value == words.ILLUSTRATIVE
    header = table(invented).oddHeader
    assert header is not None
    assert header.center is not None
    assert header.center.text == words.ILLUSTRATIVE
    assert words.ILLUSTRATIVE not in {cell.value for sheet in real for row in sheet for cell in row}


# --- the workbook


def test_the_sheet_stays_readable_on_the_screen_and_on_paper() -> None:
    sheet = table(review())

    assert sheet.freeze_panes == "E8"
    assert sheet.auto_filter.ref == "A7:U14"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")  # A3
    assert sheet.print_title_rows == "$6:$7"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_sheets_stand_in_order_and_cannot_be_moved() -> None:
    workbook = review()

    assert workbook.sheetnames == ["Hướng dẫn", "Thẩm định", "Danh mục", "_meta"]
    assert workbook.active is workbook["Hướng dẫn"]
    assert workbook.security is not None
    assert workbook.security.lockStructure
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in workbook.worksheets)


def test_codes_of_units_and_indicators_get_no_green_triangles() -> None:
    with zipfile.ZipFile(io.BytesIO(bytes_of())) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()

    last = table(review()).max_row
    assert f'<ignoredError sqref="A1:A{last} C1:C{last}" numberStoredAsText="1"/>' in sheet
    assert f'<dimension ref="A1:V{last}"' in sheet


def test_a_workbook_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="without a row"):
        bytes_of([])


ELSEWHERE = """
import sys
from tests.forms.test_review_workbook import bytes_of
sys.stdout.buffer.write(bytes_of())
"""


def test_the_same_arguments_give_the_same_bytes_in_another_process() -> None:
    root = Path(__file__).parents[2]
    environment = os.environ | {
        "PYTHONHASHSEED": "1", "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "TZ": "Asia/Ho_Chi_Minh",
    }  # fmt: skip
    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], env=environment, capture_output=True, check=True
    )

    assert there.stdout == bytes_of()


def test_a_thousand_rows_are_quick() -> None:
    """7,000 rows are to take less than 5 seconds: a thousand less than 5/7 of one."""
    units = [UNIT.model_copy(update={"code": f"U{i}", "name": f"Xã {i}"}) for i in range(143)]
    rows = rows_of(MIXED, *units)
    assert len(rows) == 1001

    started = time.process_time()
    bytes_of(rows)
    assert time.process_time() - started < 5 / 7


# --- parts


def test_everything_is_one_part_unless_it_is_split() -> None:
    rows = rows_of(MIXED, UNIT, HEALTH)

    assert parts_of(rows, "all", MIXED) == (("Tất cả", rows),)
    assert parts_of((), "all", MIXED) == ()


@pytest.mark.parametrize(
    ("by", "sizes"),
    [
        ("unit", {"STTTT": 7, "SYT": 7}),
        ("pillar", {"I": 6, "II": 8}),
        ("indicator", dict.fromkeys(("1.1", "1.2", "1.3", "4.1", "4.10", "4.2", "4.3"), 2)),
    ],
)
def test_every_row_is_in_exactly_one_part(by: str, sizes: dict[str, int]) -> None:
    rows = rows_of(MIXED, UNIT, HEALTH)
    parts = parts_of(rows, by, MIXED)

    assert {name: len(part) for name, part in parts} == sizes
    assert [name for name, _ in parts] == list(sizes)
    assert sorted(map(id, rows)) == sorted(id(row) for _, part in parts for row in part)


def test_where_pillars_overlap_a_row_goes_to_the_first_of_them() -> None:
    data = MIXED.model_dump(mode="json", exclude_none=True)
    total = {"aggregation": "sum", "members": [{"node": "1.1"}, {"node": "II"}]}
    composite = {"code": "K", "name": names("Trụ cột K"), "roll_up": total, "status": "confirmed"}
    a_set = IndicatorSet.model_validate(data | {"composites": [composite], "pillars": ["K", "I"]})

    parts = {
        name: [row.indicator.code for row in part] for name, part in parts_of(rows_of(a_set), "pillar", a_set)
    }
    assert parts == {"K": ["1.1", "4.1", "4.10", "4.2", "4.3"], "I": ["1.2", "1.3"]}


def test_files_of_different_parts_have_different_names_that_windows_can_hold() -> None:
    assert review_file_name("yen-bai-2022", PERIOD, "Tất cả") == "tham-dinh_tat-ca_yen-bai-2022_2022-Q4.xlsx"
    parts = ["4.1", "4.10", "A/1", "A-1", "CON", "Đ1", "D1", "Tất cả", "tat-ca/1"]
    found = [review_file_name("bộ/thử", Period.parse("2022"), part) for part in parts]

    assert len(set(found)) == len(parts)
    for name in found:
        assert name.isascii()
        assert not set(name) & set('<>:"/\\|?* ')


# --- LibreOffice


def test_a_spreadsheet_program_counts_what_is_done_and_asks_for_reasons(tmp_path: Path) -> None:
    """Decided: 1.1, 1.2, 1.3, 4.1 of 7. Reasons are wanting in 1.2 (rejected), 4.1 (adjusted) and 4.2 (a figure)."""
    filled = {
        ("STTTT", "1.1"): FilledReview(Verdict.AGREED),
        ("STTTT", "1.2"): FilledReview(Verdict.REJECTED, reason="  "),
        ("STTTT", "1.3"): FilledReview(Verdict.REJECTED, reason="Không có quyết định"),
        ("STTTT", "4.1"): FilledReview(Verdict.ADJUSTED, numerator=Decimal(80), denominator=Decimal(85)),
        ("STTTT", "4.2"): FilledReview(points=Decimal(3)),
        ("STTTT", "4.3"): FilledReview(Verdict.PENDING),
    }
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true,false,false,2"
    path = converted(bytes_of(filled=filled), to_csv, tmp_path)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    columns = {column.key: position for position, column in enumerate(layout.REVIEW_COLUMNS)}
    assert rows[5][0] == "Đã thẩm định 4/7; 3 dòng cần lý do"
    assert rows[10][columns["value"]] == "94.12"  # 80/85


def test_libreoffice_keeps_what_the_reader_needs(tmp_path: Path) -> None:
    filled = {("STTTT", "4.1"): FilledReview(Verdict.AGREED, reviewer="An")}
    data = bytes_of(filled=filled, illustrative=True)
    path = converted(data, "xlsx", tmp_path)
    after = table(load_workbook(path))

    assert headings(after) == headings(table(opened(data)))
    assert not cell_of(after, "4.2", "verdict").protection.locked
    assert cell_of(after, "4.2", "reported_value").protection.locked
    assert validation_of(after, cell_of(after, "4.2", "verdict")).type == "list"
    read, before = (read_review_bytes(d, "x.xlsx", MIXED) for d in (path.read_bytes(), data))
    assert read.identity == before.identity
    assert [(r.unit, r.code, r.verdict, r.texts) for r in read.rows if r.unit] == [
        (r.unit, r.code, r.verdict, r.texts) for r in before.rows if r.unit
    ]
