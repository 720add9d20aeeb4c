"""The submission workbook, opened again with other programs' eyes."""

import csv
import datetime as dt
import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import words
from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import FormIdentity, ObservationStatus
from cds_rank.model.period import Period
from cds_rank.model.unit import Status, Unit
from cds_rank.wording.cell_text import clean, clip

DIGEST = "0123456789abcdef" * 4
PERIOD = Period.parse("2022-Q4")
UNIT = Unit(
    code="STTTT", name="Sở Thông tin và Truyền thông", group="so", status=Status.CONFIRMED, source="Danh sách"
)


def names(vi: str) -> dict[str, str]:
    return {"vi": vi, "en": vi}


def indicator(code: str, kind: str, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": names(f"Chỉ tiêu {code}"),
        "unit_of_measure": names("%"),
        "input": kind,
        "direction": "higher_is_better",
        "rule": rule,
        "max_points": "10",
        "groups": ["so"],
        "status": "confirmed",
        "source": "Quyết định",
    } | more


def indicator_set(*tree: dict[str, Any], **more: Any) -> IndicatorSet:
    data = {
        "id": "bo-thu",
        "version": "1.2.0",
        "name": names("Bộ chỉ tiêu đánh giá chuyển đổi số của các sở, ban, ngành tỉnh Thử Nghiệm năm 2022"),
        "status": "confirmed",
        "groups": [
            {"code": "so", "name": names("Sở, ban, ngành")},
            {"code": "huyen", "name": names("Huyện")},
        ],
        "tree": list(tree),
        "total": {"aggregation": "sum", "members": [{"node": node["code"]} for node in tree]},
        "method": {
            "missing": "zero",
            "zero_denominator": "zero",
            "stage": "final",
            "scale": {"name": names("Tỷ lệ hoàn thành")},
            "rounding": {"published_score": 2},
            "ties": "competition",
            "rank_on": "exact",
        },
    }
    return IndicatorSet.model_validate(data | more)


RATIO = {
    "numerator": names("Số hồ sơ nộp trực tuyến đã giải quyết"),
    "denominator": names("Tổng số hồ sơ đã giải quyết"),
    "limits": {"minimum": "0", "maximum": "100"},
}
OPTIONS = [
    {"code": "full", "name": names("Đã ban hành và triển khai đầy đủ, có báo cáo định kỳ"), "share": "1"},
    {"code": "half", "name": names("Đã ban hành nhưng chưa triển khai đầy đủ"), "share": "1/2"},
    {"code": "none", "name": names("Chưa ban hành"), "share": "0"},
]

MIXED = indicator_set(
    {
        "code": "I",
        "name": names("Nhận thức và thể chế số"),
        "max_points": {"so": "30"},
        "children": [
            {
                "code": "I.1",
                "name": names("Nhận thức của người đứng đầu"),
                "children": [
                    indicator("1.1", "points", {"kind": "assessed"}, unit_of_measure=names("điểm")),
                    indicator("1.2", "yes_no", {"kind": "yes_no"}, unit_of_measure=names("Có/Không")),
                ],
            },
            indicator(
                "1.3",
                "choice",
                {"kind": "choice"},
                options=OPTIONS,
                unit_of_measure=names("lựa chọn"),
                name=names(
                    "Ban hành kế hoạch chuyển đổi số hằng năm của cơ quan và tổ chức triển khai thực hiện"
                ),
                may_be_not_applicable=True,
            ),
        ],
    },
    {
        "code": "II",
        "name": names("Hoạt động chính quyền số"),
        "children": [
            indicator("4.1", "ratio", {"kind": "proportional"}, **RATIO),
            indicator(
                "4.10",
                "ratio",
                {"kind": "target"},
                target={"value": "80", "year": 2025, "status": "reconstructed", "source": "QĐ 942/QĐ-TTg"},
                name=names(
                    "Tỷ lệ thủ tục hành chính có đủ điều kiện theo quy định được cung cấp dưới hình thức dịch vụ "
                    "công trực tuyến, được cung cấp trên nhiều phương tiện truy cập khác nhau, bao gồm cả di động"
                ),
                **RATIO | {"numerator": names("Số thủ tục " + "rất dài " * 60)},
            ),
            indicator("4.2", "value", {"kind": "proportional"}, limits={"minimum": "0", "maximum": "100"}),
            indicator(
                "4.3",
                "count",
                {"kind": "capped_count", "points_each": "0.5"},
                unit_of_measure=names("mô hình"),
                evidence={"required": False},
            ),
            indicator("4.4", "ratio", {"kind": "proportional"}, groups=["huyen"], **RATIO),
        ],
    },
    {
        "code": "III",
        "name": names("Chỉ của huyện"),
        "children": [indicator("5.1", "ratio", {"kind": "proportional"}, groups=["huyen"], **RATIO)],
    },
)

NO_POINTS = indicator_set(
    indicator("4.1", "ratio", {"kind": "proportional"}, **RATIO),
    indicator("4.2", "value", {"kind": "proportional"}),
)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def form(a_set: IndicatorSet = MIXED, unit: Unit = UNIT, **more: Any) -> Workbook:
    return opened(build_form(a_set, DIGEST, unit, PERIOD, **more))


def data_sheet(workbook: Workbook) -> Worksheet:
    sheet = workbook[layout.DATA_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def headings(sheet: Worksheet) -> list[Any]:
    return [cell.value for cell in sheet[layout.HEADER_ROW]]


def cell_of(sheet: Worksheet, code: str, key: str) -> Cell:
    heading = next(column.heading for column in layout.COLUMNS if column.key == key)
    column = headings(sheet).index(heading) + 1
    for row in range(layout.FIRST_DATA_ROW, sheet.max_row + 1):
        if sheet.cell(row, 1).value == code:
            cell = sheet.cell(row, column)
            assert isinstance(cell, Cell)
            return cell
    raise KeyError(code)


def validation_of(sheet: Worksheet, cell: Cell) -> DataValidation:
    found = [rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref]
    (rule,) = found
    assert isinstance(rule, DataValidation)
    return rule


def listed(workbook: Workbook, rule: DataValidation) -> list[str]:
    (title, place), *_ = workbook.defined_names[str(rule.formula1)].destinations
    return [str(row[0].value) for row in workbook[title][place]]


# --- what the reader relies on


def test_headings_stand_in_the_header_row_in_order() -> None:
    expected = [
        "Mã",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Tử số",
        "Mẫu số",
        "Giá trị",
        "Điểm tối đa",
        "Điểm tự đánh giá",
        "Điểm thẩm định",
        "Tình trạng",
        "Tài liệu kiểm chứng",
        "Giải trình",
    ]

    assert expected == headings(data_sheet(form()))
    assert layout.HEADER_ROW == 7


def test_a_form_has_only_the_columns_that_its_indicators_need() -> None:
    without_points = [h for h in headings(data_sheet(form())) if not str(h).startswith("Điểm")]
    assert without_points == headings(data_sheet(form(NO_POINTS)))

    only_points = indicator_set(indicator("1", "points", {"kind": "assessed"}))
    assert not {"Tử số", "Mẫu số", "Giá trị"} & set(headings(data_sheet(form(only_points))))


def test_codes_are_text_and_only_indicators_have_one() -> None:
    sheet = data_sheet(form())
    cells = [sheet.cell(row, 1) for row in range(layout.FIRST_DATA_ROW, sheet.max_row + 1)]
    codes = [cell for cell in cells if cell.value is not None]

    assert [cell.value for cell in codes] == ["1.1", "1.2", "1.3", "4.1", "4.10", "4.2", "4.3"]
    assert {(cell.data_type, cell.number_format) for cell in codes} == {("s", "@")}


def test_rows_without_a_code_have_nothing_in_the_columns_of_figures() -> None:
    sheet = data_sheet(form())
    figures = range(3, 10)  # numerator to status
    for row in sheet.iter_rows(min_row=layout.FIRST_DATA_ROW):
        if row[0].value is None:
            assert [row[i].value for i in figures] == [None] * len(figures)


def test_titles_of_the_tree_stand_above_their_indicators_and_empty_branches_are_left_out() -> None:
    sheet = data_sheet(form())
    column = [sheet.cell(row, 2).value for row in range(layout.FIRST_DATA_ROW, sheet.max_row + 1)]

    assert column[0] == "NHẬN THỨC VÀ THỂ CHẾ SỐ (tối đa 30 điểm)"
    assert column[1:3] == ["Nhận thức của người đứng đầu", "Chỉ tiêu 1.1"]
    assert "CHỈ CỦA HUYỆN" not in column


def test_the_identity_stands_in_two_places_and_is_the_same() -> None:
    workbook = form(illustrative=True)
    expected = FormIdentity(
        set_id="bo-thu",
        set_version="1.2.0",
        set_digest=DIGEST,
        unit="STTTT",
        group="so",
        period="2022-Q4",
        form_version="1",
        illustrative=True,
    )

    meta = {str(key.value): value.value for key, value in workbook[layout.META_SHEET].iter_rows(max_col=2)}
    properties = {
        p.name.removeprefix("cds-rank."): p.value
        for p in workbook.custom_doc_props  # type: ignore[attr-defined]  # the stubs do not know it
    }

    assert list(meta) == list(layout.META_KEYS)
    assert all(isinstance(value, str) for value in meta.values())
    assert expected == layout.identity_from({key: str(value) for key, value in meta.items()})
    assert meta == properties


def test_a_year_as_period_stays_text_in_the_identity() -> None:
    workbook = opened(build_form(MIXED, DIGEST, UNIT, Period.parse("2022")))
    cell = workbook[layout.META_SHEET]["B6"]

    assert (cell.value, cell.data_type) == ("2022", "s")


def test_status_labels_lead_back_to_the_status() -> None:
    not_for_units = {ObservationStatus.UNREADABLE, ObservationStatus.REJECTED}
    for status in ObservationStatus:
        label = layout.status_label(status)
        assert label == "" if status in not_for_units else layout.STATUS_LABELS[label] is status
    assert layout.status_label(None) == ""


# --- cells


def test_a_ratio_is_computed_from_numerator_and_denominator() -> None:
    sheet = data_sheet(form())
    value = cell_of(sheet, "4.10", "value")
    top, bottom = (cell_of(sheet, "4.10", key).coordinate for key in ("numerator", "denominator"))

    assert value.value == f'=IF(OR({top}="",{bottom}=""),"",IF({bottom}=0,"",{top}/{bottom}*100))'
    assert value.number_format == "#,##0.00"


def test_a_ratio_per_1000_is_computed_so() -> None:
    a_set = indicator_set(indicator("1", "ratio", {"kind": "proportional"}, per="1000", **RATIO))

    assert str(cell_of(data_sheet(form(a_set)), "1", "value").value).endswith("*1000))")


ALWAYS_OPEN = {"status", "evidence", "explanation"}


@pytest.mark.parametrize(
    ("code", "open_columns"),
    [
        ("1.1", {"points", "verified_points"}),
        ("1.2", {"value"}),
        ("1.3", {"value"}),
        ("4.1", {"numerator", "denominator"}),
        ("4.2", {"value"}),
        ("4.3", {"value"}),
    ],
)
def test_only_what_is_asked_for_can_be_filled_in(code: str, open_columns: set[str]) -> None:
    sheet = data_sheet(form())
    found = {c.key for c in layout.COLUMNS if not cell_of(sheet, code, c.key).protection.locked}

    assert found == open_columns | ALWAYS_OPEN
    assert sheet.protection.sheet
    assert not sheet.protection.formatColumns  # not forbidden
    assert sheet.protection.insertRows


def test_typed_percentages_can_be_told_from_plain_numbers() -> None:
    """Excel turns a General cell into a percent cell when "95%" is typed; any other format would hide it."""
    sheet = data_sheet(form())

    assert cell_of(sheet, "4.2", "value").number_format == "General"
    assert cell_of(sheet, "4.1", "numerator").number_format == "General"


def test_texts_are_typed_into_text_cells() -> None:
    sheet = data_sheet(form())

    assert {cell_of(sheet, code, key).number_format for code in ("1.1", "4.2") for key in ALWAYS_OPEN} == {
        "@"
    }


def test_figures_are_filled_in_where_their_kind_belongs() -> None:
    figures = {
        "1.1": Figure(points=Decimal("7.5"), verified_points=Decimal(8)),
        "1.2": Figure(answer="no"),
        "1.3": Figure(answer="half", evidence="=Kế hoạch 12/KH"),
        "4.1": Figure(numerator=Decimal(84), denominator=Decimal(85), status=ObservationStatus.REPORTED),
        "4.2": Figure(value=Decimal("95.29"), explanation="Sơ bộ"),
        "4.3": Figure(status=ObservationStatus.MISSING),
    }
    sheet = data_sheet(form(figures=figures))
    found = {
        (code, key): cell_of(sheet, code, key).value
        for code in figures
        for key in ("numerator", "denominator", "value", "points", "verified_points", *sorted(ALWAYS_OPEN))
        if cell_of(sheet, code, key).value is not None and (code, key) != ("4.1", "value")
    }

    assert found == {
        ("1.1", "points"): 7.5,
        ("1.1", "verified_points"): 8,
        ("1.2", "value"): "Không",
        ("1.3", "value"): "Đã ban hành nhưng chưa triển khai đầy đủ",
        ("1.3", "evidence"): "=Kế hoạch 12/KH",
        ("4.1", "numerator"): 84,
        ("4.1", "denominator"): 85,
        ("4.1", "status"): "Đã có số liệu",
        ("4.2", "value"): 95.29,
        ("4.2", "explanation"): "Sơ bộ",
        ("4.3", "status"): "Chưa thu thập được",
    }


def test_a_figure_for_an_indicator_that_is_not_in_the_form_is_refused() -> None:
    with pytest.raises(KeyError, match=r"5\.1"):
        form(figures={"5.1": Figure(value=Decimal(1))})


def test_a_unit_of_an_unknown_group_is_refused() -> None:
    with pytest.raises(KeyError, match="xa"):
        form(unit=UNIT.model_copy(update={"group": "xa"}))


# --- validations and tints


@pytest.mark.parametrize(
    ("code", "key", "expected"),
    [
        ("1.1", "points", ("decimal", "between", "0", "10")),
        ("1.1", "verified_points", ("decimal", "between", "0", "10")),
        ("4.1", "numerator", ("decimal", "greaterThanOrEqual", "0", None)),
        ("4.1", "denominator", ("decimal", "greaterThanOrEqual", "0", None)),
        ("4.2", "value", ("decimal", "between", "0", "100")),
        ("4.3", "value", ("whole", "greaterThanOrEqual", "0", None)),
    ],
)
def test_figures_are_kept_within_their_limits(
    code: str, key: str, expected: tuple[str, str, str, str | None]
) -> None:
    sheet = data_sheet(form())
    rule = validation_of(sheet, cell_of(sheet, code, key))

    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == expected
    assert rule.showErrorMessage
    assert rule.error


def test_a_value_without_limits_may_be_any_number_but_no_text() -> None:
    sheet = data_sheet(form(NO_POINTS))
    rule = validation_of(sheet, cell_of(sheet, "4.2", "value"))

    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "-1000000000000000", "1000000000000000")


def test_a_rate_that_can_fall_below_zero_takes_a_numerator_below_zero() -> None:
    growth = indicator("1", "ratio", {"kind": "proportional"}, **RATIO | {"limits": {"minimum": "-100"}})
    sheet = data_sheet(form(indicator_set(growth)))

    assert str(validation_of(sheet, cell_of(sheet, "1", "numerator")).formula1).startswith("-")
    assert validation_of(sheet, cell_of(sheet, "1", "denominator")).formula1 == "0"


def test_prompts_say_what_is_counted_within_what_excel_can_hold() -> None:
    sheet = data_sheet(form())
    assert (
        validation_of(sheet, cell_of(sheet, "4.1", "numerator")).prompt
        == "Số hồ sơ nộp trực tuyến đã giải quyết"
    )
    assert validation_of(sheet, cell_of(sheet, "4.1", "denominator")).prompt == "Tổng số hồ sơ đã giải quyết"

    for rule in sheet.data_validations.dataValidation:
        assert 0 < len(rule.promptTitle or "") <= 32
        assert 0 < len(rule.prompt or "") <= 255
        assert len(rule.error or "") <= 255
        assert len(rule.errorTitle or "") <= 32


@pytest.mark.parametrize(("kind", "per", "times"), [("count", "1000", " và nhân 1.000"), ("value", "1", "")])
def test_a_figure_that_the_program_divides_is_asked_for_as_counted(kind: str, per: str, times: str) -> None:
    """Whoever types it "per 1,000 people" already would have it divided twice."""
    people = indicator("DAN", "count", {"kind": "proportional"}, max_points="0")
    news = indicator(
        "TIN", kind, {"kind": "best_in_group"}, denomination={"by": "DAN", "per": per},
        unit_of_measure=names("tin trên 1.000 dân"), limits={"minimum": "0"},
    )  # fmt: skip
    asked = f"Gõ số đếm được (chưa chia); chương trình tự chia cho chỉ tiêu DAN{times}."
    workbook = form(indicator_set(people, news))
    sheet = data_sheet(workbook)

    rule = validation_of(sheet, cell_of(sheet, "TIN", "value"))
    assert (rule.promptTitle, rule.prompt) == (
        "Giá trị (chưa chia)",
        f"{asked} Không nhỏ hơn 0. Chỉ tiêu TIN",
    )
    explained = [str(cell.value) for row in workbook[layout.DICTIONARY_SHEET] for cell in row if cell.value]
    assert [text for text in explained if asked in text] == [
        f"Đơn vị tính sau khi chia: tin trên 1.000 dân\n{asked}"
    ]


def test_lists_are_kept_on_the_hidden_sheet_because_excel_cannot_hold_long_ones() -> None:
    workbook = form()
    sheet = data_sheet(workbook)
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert lists
    assert all(str(rule.formula1) in workbook.defined_names for rule in lists)
    assert workbook[layout.LISTS_SHEET].sheet_state == "hidden"

    options = listed(workbook, validation_of(sheet, cell_of(sheet, "1.3", "value")))
    assert options == [option["name"]["vi"] for option in OPTIONS]  # type: ignore[index]
    assert listed(workbook, validation_of(sheet, cell_of(sheet, "1.2", "value"))) == ["Có", "Không"]


@pytest.mark.parametrize(
    ("code", "more"), [("4.2", []), ("4.1", ["Không phát sinh"]), ("1.3", ["Không áp dụng"])]
)
def test_each_row_offers_the_statuses_that_make_sense_for_it(code: str, more: list[str]) -> None:
    workbook = form()
    sheet = data_sheet(workbook)

    offered = listed(workbook, validation_of(sheet, cell_of(sheet, code, "status")))
    assert offered == ["Đã có số liệu", "Chưa đến kỳ", "Chưa thu thập được", *more]


def tints(sheet: Worksheet, cell: Cell) -> list[str]:
    return [
        rule.formula[0]
        for places in sheet.conditional_formatting
        if cell.coordinate in places.cells
        for rule in places.rules
    ]


def test_a_numerator_above_its_denominator_turns_red_only_where_there_is_a_maximum() -> None:
    sheet = data_sheet(form())
    top = cell_of(sheet, "4.1", "numerator")
    assert f"AND(COUNT($D{top.row},$E{top.row})=2,$D{top.row}>$E{top.row})" in tints(sheet, top)

    unlimited = indicator("4.1", "ratio", {"kind": "proportional"}, **RATIO | {"limits": {}})
    sheet = data_sheet(form(indicator_set(unlimited)))
    assert not any(">$E" in formula for formula in tints(sheet, cell_of(sheet, "4.1", "numerator")))


def test_a_figure_beside_a_status_that_says_there_is_none_turns_red() -> None:
    """The reader refuses such a row, so the sheet warns while it is being filled in."""
    sheet = data_sheet(form())
    cell = cell_of(sheet, "4.1", "numerator")
    status = f"$J{cell.row}"

    assert tints(sheet, cell)[1] == f'AND(AND({status}<>"",{status}<>"Đã có số liệu"),{cell.coordinate}<>"")'


def test_what_is_still_to_be_filled_in_is_tinted() -> None:
    sheet = data_sheet(form())
    for code, key in (("1.1", "points"), ("1.2", "value"), ("4.1", "numerator"), ("4.2", "value")):
        cell = cell_of(sheet, code, key)
        assert f'{cell.coordinate}=""' in tints(sheet, cell)
    assert tints(sheet, cell_of(sheet, "4.1", "value")) == []
    assert tints(sheet, cell_of(sheet, "4.3", "evidence")) == []  # not required there


# --- texts from outside


HOSTILE = '=HYPERLINK("http://x","Sở")&cmd|\' /C calc\'!A0 \x00\x0b\x1f\ufffe'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_text_becomes_a_formula(start: str) -> None:
    text = f"{start}1+1{HOSTILE}"
    hostile = names(text)
    a_set = indicator_set(
        {
            "code": "I",
            "name": hostile,
            "children": [
                indicator(
                    "1", "ratio", {"kind": "proportional"}, name=hostile, **RATIO | {"numerator": hostile}
                ),
                indicator(
                    "2",
                    "choice",
                    {"kind": "choice"},
                    options=[OPTIONS[0] | {"name": hostile}],
                    unit_of_measure=hostile,
                    evidence={"what": hostile},
                    source=text,
                    notes=hostile,
                ),
            ],
        },
        name=hostile,
        description=hostile,
        groups=[{"code": "so", "name": hostile}],
    )
    unit = UNIT.model_copy(update={"name": f"{text}\ud800"})
    figure = Figure(answer=text, evidence=text, explanation=f"{text}\ud800")
    data = build_form(a_set, DIGEST, unit, PERIOD, figures={"2": figure})

    ours = ('=IF(OR(D9="",E9=""),"",IF(E9=0,"",D9/E9*100))', '="Đã điền "&')
    workbook = opened(data)
    formulas = [str(c.value) for sheet in workbook for row in sheet for c in row if c.data_type == "f"]
    assert len(formulas) == len(ours)
    assert all(any(formula.startswith(our) for our in ours) for formula in formulas)
    sheet = data_sheet(workbook)
    assert str(cell_of(sheet, "2", "explanation").value).startswith(f"{start}1+1=HYPERLINK")
    assert cell_of(sheet, "2", "explanation").quotePrefix


def test_an_ampersand_in_a_name_gives_no_orders_to_the_footer() -> None:
    workbook = form(unit=UNIT.model_copy(update={"name": "Sở A&B &P" + " rất dài" * 100}))
    footer = data_sheet(workbook).oddFooter
    assert footer is not None
    assert footer.left is not None

    assert str(footer.left.text).startswith("Sở A&&B &&P")
    assert len(str(footer.left.text)) < 120


def test_a_text_is_cut_to_what_excel_can_hold() -> None:
    assert clip("abcdef", 6) == "abcdef"
    assert clip("abcdefg", 6) == "abcde…"
    assert clip("😀😀😀", 4) == "😀…"  # Excel counts such a sign as two
    assert len(clean("x" * 40_000)) == 32_767


# --- the workbook


def test_the_sheets_stand_in_order_and_cannot_be_moved() -> None:
    workbook = form()
    states = {sheet.title: sheet.sheet_state for sheet in workbook}

    assert states == {
        "Hướng dẫn": "visible",
        "Số liệu": "visible",
        "Giải thích chỉ tiêu": "visible",
        "Danh mục": "hidden",
        "_meta": "veryHidden",
    }
    assert workbook.active is workbook["Hướng dẫn"]
    assert workbook.security is not None
    assert workbook.security.lockStructure
    assert workbook.security.workbookPassword is None
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in workbook.worksheets)


def test_the_data_sheet_prints_on_a4_one_page_wide_with_its_headings() -> None:
    sheet = data_sheet(form())

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$7:$7"
    assert sheet.freeze_panes == "C8"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.right is not None
    assert sheet.oddFooter.right.text == "Trang &P/&N"


def test_invented_figures_say_so_on_every_face() -> None:
    banner = words.ILLUSTRATIVE

    invented, real = form(illustrative=True), form()
    assert invented["Hướng dẫn"]["A1"].value == invented["Số liệu"]["A1"].value == banner
    assert invented["Số liệu"]["A1"].fill.fgColor.rgb == "00C00000"
    header = data_sheet(invented).oddHeader
    assert header is not None
    assert header.center is not None
    assert header.center.text == banner
    assert banner not in {cell.value for sheet in real for row in sheet for cell in row}


def test_the_instructions_name_the_unit_and_speak_only_of_what_the_form_has() -> None:
    def text_of(workbook: Workbook) -> str:
        return "\n".join(
            str(cell.value) for row in workbook[layout.GUIDE_SHEET] for cell in row if cell.value
        )

    mixed, no_points = text_of(form()), text_of(form(NO_POINTS))
    assert "Sở Thông tin và Truyền thông (mã STTTT)" in mixed
    assert "Quý IV năm 2022 (từ 01/10/2022 đến 31/12/2022)" in mixed
    assert "Điểm thẩm định" in mixed
    assert "Điểm thẩm định" not in no_points
    assert "Không áp dụng" not in no_points


def test_every_indicator_is_explained() -> None:
    sheet = form()[layout.DICTIONARY_SHEET]
    rows = {str(row[0].value): [cell.value for cell in row] for row in sheet.iter_rows(min_row=4)}

    assert rows["4.10"][3] == (
        "Đạt mục tiêu 80 trở lên: 10 điểm; chưa đạt: giá trị / 80 × 10.\nMẫu số bằng 0: được 0 điểm."
    )
    assert rows["4.10"][5] == "≥ 80 % (năm 2025)\nSuy ra: QĐ 942/QĐ-TTg"
    assert rows["4.1"][2] == (
        "Tử số: Số hồ sơ nộp trực tuyến đã giải quyết\nMẫu số: Tổng số hồ sơ đã giải quyết\n"
        "Giá trị = Tử số ÷ Mẫu số × 100"
    )
    assert rows["1.3"][3] == (
        "Đã ban hành và triển khai đầy đủ, có báo cáo định kỳ: 10 điểm.\n"
        "Đã ban hành nhưng chưa triển khai đầy đủ: 5 điểm.\nChưa ban hành: 0 điểm."
    )
    assert rows["4.2"][7] == "Chính thức: Quyết định"


LOWER = {"direction": "lower_is_better"}


@pytest.mark.parametrize(
    ("kind", "rule", "more", "said"),
    [
        ("yes_no", {"kind": "yes_no"}, {}, "Có: 10 điểm.\nKhông: 0 điểm."),
        ("yes_no", {"kind": "yes_no"}, LOWER, "Không: 10 điểm.\nCó: 0 điểm."),
        ("value", {"kind": "proportional"}, {}, "Giá trị / 100 × 10, không quá 10."),
        ("value", {"kind": "proportional"}, LOWER, "(1 − giá trị / 100) × 10, không dưới 0."),
        (
            "value",
            {
                "kind": "steps",
                "steps": [{"at_least": "80", "share": "1"}, {"above": "50.5", "share": "1/2"}],
            },
            {},
            "Từ 80 trở lên: 10 điểm.\nTrên 50,5: 5 điểm.\nCòn lại: 0 điểm.",
        ),
        (
            "value",
            {"kind": "steps", "steps": [{"at_most": "5", "share": "1"}, {"below": "10", "share": "1/4"}]},
            LOWER,
            "Đến 5: 10 điểm.\nDưới 10: 2,5 điểm.\nCòn lại: 0 điểm.",
        ),
        (
            "count",
            {"kind": "capped_count", "points_each": "0.5"},
            {"unit_of_measure": names("mô hình")},
            "Mỗi mô hình được 0,5 điểm, không quá 10.",
        ),
        ("value", {"kind": "best_in_group"}, {}, "Giá trị / giá trị cao nhất trong nhóm × 10."),
        ("value", {"kind": "best_in_group"}, LOWER, "Giá trị thấp nhất trong nhóm / giá trị × 10."),
        ("value", {"kind": "proportional"}, {"max_points": "0"}, "Không tính điểm, chỉ để theo dõi."),
    ],
)
def test_scoring_rules_are_said_in_words(
    kind: str, rule: dict[str, Any], more: dict[str, Any], said: str
) -> None:
    a_set = indicator_set(indicator("1", kind, rule, **more))

    assert words.scoring(a_set.indicators["1"], a_set.method) == said


def test_goalposts_are_measured_from_the_worse_end() -> None:
    rule = {"kind": "goalposts", "lower": "20", "upper": "85"}
    better = indicator_set(indicator("1", "value", rule))
    worse = indicator_set(indicator("1", "value", rule, **LOWER))

    assert "(Giá trị − 20) / (85 − 20) × 10" in words.scoring(better.indicators["1"], better.method)
    assert "(85 − giá trị) / (85 − 20) × 10" in words.scoring(worse.indicators["1"], worse.method)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2022", "Năm 2022"),
        ("2022-Q4", "Quý IV năm 2022"),
        ("2022-H1", "6 tháng đầu năm 2022"),
        ("2022-H2", "6 tháng cuối năm 2022"),
        ("2022-10", "Tháng 10 năm 2022"),
        ("2022-03", "Tháng 3 năm 2022"),
    ],
)
def test_periods_are_said_in_words(period: str, said: str) -> None:
    assert words.period_words(Period.parse(period)) == said


def test_rows_are_higher_for_longer_texts() -> None:
    long = indicator("2", "value", {"kind": "proportional"}, name=names("Tỷ lệ thủ tục hành chính " * 20))
    sheet = data_sheet(form(indicator_set(indicator("1", "value", {"kind": "proportional"}), long)))
    short_row, long_row = (cell_of(sheet, code, "code").row for code in ("1", "2"))

    # 20 × 25 letters in a column that holds about 50: some 10 lines of at least 14 points
    assert sheet.row_dimensions[long_row].height > 10 * 14
    assert sheet.row_dimensions[short_row].height < 40


# --- the same bytes


ELSEWHERE = """
import sys
from tests.forms.test_submission_form import DIGEST, MIXED, PERIOD, UNIT
from cds_rank.forms.workbook import build_form
sys.stdout.buffer.write(build_form(MIXED, DIGEST, UNIT, PERIOD))
"""


def test_the_same_arguments_give_the_same_bytes_in_another_process_and_second() -> None:
    here = build_form(MIXED, DIGEST, UNIT, PERIOD)
    time.sleep(2.1)  # a zip file counts in steps of two seconds
    root = Path(__file__).parents[2]
    for seed in ("1", "2"):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
            "TZ": "Asia/Ho_Chi_Minh",
        }
        there = subprocess.run(
            [sys.executable, "-c", ELSEWHERE], env=environment, capture_output=True, check=True
        )
        assert there.stdout == here


def test_the_time_of_making_is_an_argument() -> None:
    moment = dt.datetime(2023, 1, 5, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    data = build_form(MIXED, DIGEST, UNIT, PERIOD, created_at=moment)
    properties = opened(data).properties

    assert properties.created == properties.modified == dt.datetime(2023, 1, 5, 1, 30)  # noqa: DTZ001 - UTC, without an offset
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        first, second, *others = archive.namelist()
        assert (first, second) == ("[Content_Types].xml", "_rels/.rels")
        assert others == sorted(others)


def test_codes_that_look_like_numbers_get_no_green_triangles() -> None:
    with zipfile.ZipFile(io.BytesIO(build_form(MIXED, DIGEST, UNIT, PERIOD))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()

    last_row = data_sheet(form()).max_row
    assert sheet.endswith(
        f'<ignoredErrors><ignoredError sqref="A1:A{last_row}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


# --- names of files


def test_a_file_name_starts_with_the_unit_code_and_is_ascii() -> None:
    expected = "STTTT_so-thong-tin-va-truyen-thong_yen-bai-2022_2022-Q4.xlsx"

    assert expected == form_file_name(UNIT, "yen-bai-2022", PERIOD)
    district = UNIT.model_copy(update={"code": "101", "name": "Huyện Điện Biên Đông"})
    assert form_file_name(district, "s", PERIOD) == "101_huyen-dien-bien-dong_s_2022-Q4.xlsx"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CON", "con"),
        ("nul", "Đơn vị"),
        ("COM1.2", "x"),
        ("A/1", "../../etc/passwd"),
        ("B", 'a<b>:"c|d?e*f\\g\x00'),
        ("C", "Ủy ban nhân dân " * 40),
        ("D", "北京"),
        ("x" * 40, "tên . "),
        ("Đ1", "Điện Biên"),
    ],
)
def test_file_names_are_safe_on_windows(code: str, name: str) -> None:
    unit = UNIT.model_copy(update={"code": code, "name": name})
    file_name = form_file_name(unit, "yen-bai-2022", PERIOD)

    assert file_name.isascii()
    assert not set(file_name) & set('<>:"/\\|?*& \x00')
    assert len(file_name) <= 160
    stem = file_name.removesuffix(".xlsx")
    assert stem == stem.strip(". ")
    assert ".." not in file_name
    assert stem.split(".")[0].split("_")[0].upper() not in {"CON", "NUL", "COM1"}


def test_units_whose_codes_look_alike_in_ascii_get_different_names() -> None:
    codes = ["A/1", "A-1", "Đ1", "D1", "4.1", "4.10"]
    files = {form_file_name(UNIT.model_copy(update={"code": code}), "s", PERIOD) for code in codes}

    assert len(files) == len(codes)


# --- LibreOffice


def converted(data: bytes, target: str, folder: Path) -> Path:
    """Let LibreOffice open the workbook and save it in another form; it must be installed."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed for this test"
    source, out = folder / "phieu.xlsx", folder / "out"
    source.write_bytes(data)
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(out),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    (found,) = out.iterdir()
    return found


FIGURES = {
    "4.1": Figure(numerator=Decimal(84), denominator=Decimal(85)),
    "4.10": Figure(numerator=Decimal(0), denominator=Decimal(0)),
    "4.2": Figure(status=ObservationStatus.MISSING),
}


def test_a_spreadsheet_program_computes_the_formulas(tmp_path: Path) -> None:
    """84/85 is 98,82 %; nothing is divided by zero; three of seven rows are filled in."""
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true,false,false,2"
    path = converted(build_form(MIXED, DIGEST, UNIT, PERIOD, figures=FIGURES), to_csv, tmp_path)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    value = {row[0]: row[5] for row in rows[layout.HEADER_ROW :]}

    assert value["4.1"] == "98.82"
    assert value["4.10"] == ""
    assert value["1.1"] == ""
    assert rows[layout.HEADER_ROW - 2][-1] == "Đã điền 3/7 chỉ tiêu"


def test_libreoffice_keeps_what_the_reader_and_the_guards_need(tmp_path: Path) -> None:
    data = build_form(MIXED, DIGEST, UNIT, PERIOD, figures=FIGURES, illustrative=True)
    before, after = opened(data), load_workbook(converted(data, "xlsx", tmp_path))

    def identity(workbook: Workbook) -> dict[str, object]:
        return {p.name: p.value for p in workbook.custom_doc_props if p.name.startswith("cds-rank.")}  # type: ignore[attr-defined]

    assert identity(after) == identity(before)
    meta = [[cell.value for cell in row] for row in after[layout.META_SHEET].iter_rows(max_col=2)]
    assert meta == [[key, identity(before)[f"cds-rank.{key}"]] for key in layout.META_KEYS]
    assert headings(data_sheet(after)) == headings(data_sheet(before))
    for code, key in (("1.3", "value"), ("4.1", "numerator"), ("4.2", "value"), ("4.10", "status")):
        cell = cell_of(data_sheet(after), code, key)
        kind = validation_of(data_sheet(before), cell_of(data_sheet(before), code, key)).type
        assert validation_of(data_sheet(after), cell).type == kind
        assert not cell.protection.locked
    assert cell_of(data_sheet(after), "4.10", "code").data_type == "s"
    assert data_sheet(after).protection.sheet
