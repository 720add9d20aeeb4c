"""The Excel report, opened again with openpyxl and recalculated by LibreOffice."""

import io
import math
import os
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.model.finding import Finding, Severity
from cds_rank.model.history import History
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import TOTAL, Result, RunRecord, UnitListUsed, Unranked, UnrankedReason
from cds_rank.model.unit import Status, Unit
from cds_rank.record.sealing import SealedResult, seal
from cds_rank.reporting.story import Story
from cds_rank.reporting.workbook import build_workbook, places_in
from cds_rank.reporting.workbook.node_formulas import runs
from cds_rank.reporting.workbook.text import sheet_name
from cds_rank.reporting.workbook.words import Words
from cds_rank.scoring.history import make_history
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from cds_rank.wording.cell_text import clean, clip
from cds_rank.wording.language import LANGUAGES, Language

PERIOD, EARLIER = Period.parse("2022-Q4"), Period.parse("2022-Q3")
Figure = Decimal | str | tuple[Decimal, Decimal] | ObservationStatus
BANNER = "Số liệu minh họa – không phải số liệu thật"


# Small results


def names(vi: str) -> dict[str, str]:
    return {"vi": vi, "en": vi}


def value(code: str, *, maximum: str = "10", **more: Any) -> dict[str, Any]:
    """An indicator whose points are value / 100 of the maximum."""
    return {
        "code": code,
        "name": names(f"Chỉ tiêu {code}"),
        "unit_of_measure": names("%"),
        "input": "value",
        "direction": "higher_is_better",
        "rule": {"kind": "proportional", "full": "100"},
        "max_points": maximum,
        "groups": ["so"],
        "may_be_not_applicable": True,
        "status": "confirmed",
        "source": "Quyết định",
    } | more


def ratio(code: str, **more: Any) -> dict[str, Any]:
    return (
        value(code, numerator=names("Số hồ sơ trực tuyến"), denominator=names("Tổng số hồ sơ"))
        | {"input": "ratio"}
        | more
    )


def branch(code: str, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": code, "name": names(f"Trụ cột {code}"), "children": list(children)} | more


def indicator_set(
    *tree: dict[str, Any], method: Mapping[str, Any] | None = None, **more: Any
) -> IndicatorSet:
    usual = {
        "missing": "zero",
        "zero_denominator": "not_applicable",
        "stage": "final",
        "scale": {"name": names("Tỷ lệ hoàn thành")},
        "rounding": {"published_score": 2},
        "ties": "competition",
        "rank_on": "exact",
    }
    data = {
        "id": "bo-thu",
        "version": "1.0.0",
        "name": names("Bộ chỉ tiêu thử"),
        "status": "confirmed",
        "groups": [{"code": "so", "name": names("Sở, ban, ngành")}],
        "tree": list(tree),
        "total": {"aggregation": "sum", "members": [{"node": node["code"]} for node in tree]},
        "method": usual | dict(method or {}),
    }
    return IndicatorSet.model_validate(data | more)


def observation(unit: str, indicator: str, figure: Figure, row: int) -> Observation:
    told: dict[str, Any] = {"status": ObservationStatus.REPORTED}
    match figure:
        case Decimal():
            told["value"] = figure
        case ObservationStatus():
            told["status"] = figure
        case str():
            told["option"] = figure
        case _:
            told["numerator"], told["denominator"] = figure
    return Observation(
        unit=unit,
        indicator=indicator,
        period=PERIOD,
        stage=Stage.SELF_ASSESSED,
        origin=Origin(f"{unit}.xlsx", "Số liệu", f"D{row}"),
        evidence="Báo cáo số 12",
        **told,
    )


def sealed_result(
    made_of: IndicatorSet,
    figures: Mapping[str, Mapping[str, Figure]],
    *,
    unit_names: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    silent: Sequence[str] = (),
    refused: Sequence[str] = (),
    findings: Sequence[Finding] = (),
    **record: Any,
) -> SealedResult:
    """Score and rank units from their figures; silent units sent nothing, refused ones have errors."""
    units = [
        Unit(
            code=code,
            name=(unit_names or {}).get(code, f"Đơn vị {code}"),
            group=(groups or {}).get(code, "so"),
            status=Status.CONFIRMED,
        )
        for code in (*figures, *silent, *refused)
    ]
    observations = {
        (unit, code): observation(unit, code, figure, row)
        for unit, of_unit in figures.items()
        for row, (code, figure) in enumerate(of_unit.items(), start=9)
    }
    scores = build_index([unit for unit in units if unit.code in figures], observations, made_of)
    reasons = {
        code: Unranked(code, UnrankedReason.REFUSED, {"files": f"{code}.xlsx", "codes": "NUM001"})
        for code in refused
    }
    about: dict[str, Any] = {
        "created_at": "2023-01-20T08:00:00+07:00",
        "tool_version": "0.1.0",
        "period": PERIOD,
        "stage": "final",
        "accepted_errors": False,
        "illustrative": False,
        "inputs": tuple(InputFile(f"{code}.xlsx", "ab" * 32, 100) for code in (*figures, *refused)),
        "set_digest": "cd" * 32,
    } | record
    result = Result(
        record=RunRecord(**about),
        indicator_set=made_of,
        unit_list=UnitListUsed("don-vi", "1.0.0", "ef" * 32, tuple(units)),
        rankings=rank_units(units, scores, reasons, made_of),
        scores=scores,
        observations=observations,
        findings=tuple(findings),
        refused_files=tuple(f"{code}.xlsx" for code in refused),
    )
    return seal(result)[1]


def numbers(*texts: str) -> dict[str, Figure]:
    """Figures of the indicators A, B, C … in this order."""
    return {"ABCDEFGH"[i]: Decimal(text) for i, text in enumerate(texts)}


SIMPLE = indicator_set(branch("P", value("A"), value("B")), value("C", maximum="20"), pillars=["P"])
SIMPLE_FIGURES = {
    "SYT": numbers("50", "60", "70"),  # 5 + 6 + 14 = 25 of 40
    "STC": numbers("80", "90", "75"),  # 8 + 9 + 15 = 32 of 40
    "SXD": numbers("80", "90", "75") | {"B": ObservationStatus.NOT_APPLICABLE},  # 8 + 15 = 23 of 30
}


# Reading back


def opened(sealed: SealedResult, *, values: bool = False) -> dict[str, Worksheet]:
    return read(build_workbook(Story(sealed)), values=values)


def read(content: bytes, *, values: bool) -> dict[str, Worksheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know data bars' newer half
        book = load_workbook(io.BytesIO(content), data_only=values)
    return {sheet.title: sheet for sheet in book.worksheets}


def rows_under(sheet: Worksheet, heading: str) -> list[tuple[Any, ...]]:
    """Rows below the one whose first cell is `heading`, down to the first empty one."""
    found = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    start = next(i for i, row in enumerate(found) if row[0] == heading) + 1
    rows = []
    for row in found[start:]:
        if all(cell is None for cell in row):
            break
        rows.append(row)
    return rows


def table(sheet: Worksheet) -> list[tuple[Any, ...]]:
    """The lines of a ranking, without the heading's second row."""
    return [row for row in rows_under(sheet, "Hạng") if row[0] is not None]


def row_number(row: Sequence[Any]) -> int:
    """Number of a row as Excel counts, from one of its cells."""
    return int(row[0].row)


def all_texts(sheet: Worksheet) -> str:
    return "\n".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None)


def test_sheets_stand_in_reading_order() -> None:
    assert list(opened(sealed_result(SIMPLE, SIMPLE_FIGURES))) == [
        "Xếp hạng – Sở, ban, ngành",
        "Hồ sơ – Sở, ban, ngành",
        "Số liệu",
        "Điểm chỉ tiêu – Sở, ban, ngành",
        "Phương pháp",
        "Kiểm tra",
        "Nguồn gốc",
        "Danh mục",
    ]


def ranking_of(sheet: Worksheet) -> list[tuple[Any, ...]]:
    """Rank, code, name, pillars, earned, attainable and score of those with a rank, by rank."""
    return [row[:7] for row in table(sheet) if isinstance(row[0], int | float)]


def cell(sheets: Mapping[str, Worksheet], sheet: str, address: str) -> Any:
    return sheets[sheet][address].value


def test_ranking_shows_stored_values_without_a_spreadsheet_program() -> None:
    """Rank, code, name, pillar, earned, attainable, score: values are there though nothing computed them."""
    sheet = opened(sealed_result(SIMPLE, SIMPLE_FIGURES), values=True)["Xếp hạng – Sở, ban, ngành"]

    assert ranking_of(sheet) == [
        (1, "STC", "Đơn vị STC", 85, 32, 40, 80),
        (2, "SXD", "Đơn vị SXD", 80, 23, 30, 76.67),
        (3, "SYT", "Đơn vị SYT", 55, 25, 40, 62.5),
    ]


def test_ranking_is_a_chain_of_formulas_down_to_the_inputs() -> None:
    """Rank ← points ← a figure's row ← what was typed; nothing on the way is a number by itself."""
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES)
    sheets, places = opened(sealed), places_in(Story(sealed))
    inputs, total, rank = places.inputs["STC", "A"], places.nodes["STC", TOTAL], places.rankings["STC"]
    p = re.sub(r"\D", "", total.earned)

    there = r"='Điểm chỉ tiêu – Sở, ban, ngành'!\$[A-Z]+\$" + p
    assert all(re.fullmatch(there, cell(sheets, rank.sheet, at)) for at in (rank.rank, rank.score))
    assert cell(sheets, total.sheet, f"C{p}") == f"='Số liệu'!{inputs.earned}"
    assert cell(sheets, total.sheet, total.earned) == f"=SUM(E{p},F{p})"
    assert cell(sheets, total.sheet, f"F{p}") == f"=SUM(C{p}:D{p})"
    assert cell(sheets, inputs.sheet, inputs.earned).startswith(
        f"=IF(ISNUMBER({inputs.share}),{inputs.share}*10"
    )
    assert cell(sheets, inputs.sheet, inputs.value) == 80


def test_what_does_not_apply_is_no_number_so_that_both_sums_leave_it_out() -> None:
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES)
    shown, places = opened(sealed, values=True), places_in(Story(sealed))
    row = [places.inputs["SXD", code] for code in "ABC"]

    assert [cell(shown, at.sheet, at.earned) for at in row] == [8, "—", 15]
    assert [cell(shown, at.sheet, at.attainable) for at in row] == [10, "—", 20]
    total = places.nodes["SXD", TOTAL]
    assert (cell(shown, total.sheet, total.earned), cell(shown, total.sheet, total.attainable)) == (23, 30)


def test_ratio_is_a_formula_of_its_numerator_and_denominator() -> None:
    figures: dict[str, dict[str, Figure]] = {"SYT": {"A": (Decimal(12), Decimal(16))}}
    sealed = sealed_result(indicator_set(ratio("A")), figures)
    at = places_in(Story(sealed)).inputs["SYT", "A"]

    assert [cell(opened(sealed), at.sheet, a) for a in (at.numerator, at.denominator)] == [12, 16]
    assert f"{at.numerator}*100/{at.denominator}" in cell(opened(sealed), at.sheet, at.measured)
    assert cell(opened(sealed, values=True), at.sheet, at.measured) == 75


def test_only_what_may_be_changed_is_unlocked_and_marked() -> None:
    """A figure, its status and the reviewers' points: everything else of the sheet of inputs is locked."""
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES)
    sheet = opened(sealed)["Số liệu"]
    at = places_in(Story(sealed)).inputs["SYT", "A"]

    unlocked = {c.coordinate for c in sheet[at.row] if not c.protection.locked}
    assert unlocked == {at.status, at.value, at.given}
    assert {sheet[address].fill.fgColor.rgb for address in unlocked} == {"FFFFFBE0"}
    assert sheet.protection.sheet


def test_what_is_chosen_has_a_list_to_choose_from() -> None:
    made_of = indicator_set(value("A", input="yes_no", rule={"kind": "yes_no"}), value("B"))
    sealed = sealed_result(made_of, {"X": {"A": "yes", "B": Decimal(5)}})
    sheets, places = opened(sealed), places_in(Story(sealed))
    at = places.inputs["X", "A"]
    lists = {str(v.sqref): v.formula1 for v in sheets[at.sheet].data_validations.dataValidation}

    def listed(formula: str) -> list[Any]:
        first, last = re.findall(r"\$([A-Z]+\$\d+)", formula)
        return [c.value for (c,) in sheets["Danh mục"][f"{first}:{last}".replace("$", "")]]

    assert listed(lists[at.answer]) == ["Có", "Không"]
    assert cell(sheets, at.sheet, at.answer) == "Có"
    statuses = next(formula for where, formula in lists.items() if where.startswith(at.status))
    assert listed(statuses) == list(places.status_words.values())


def test_inputs_say_what_each_figure_scored_and_where_it_is_written() -> None:
    sealed = sealed_result(SIMPLE, {"SYT": numbers("50", "60", "70") | {"C": ObservationStatus.MISSING}})

    rows = rows_under(opened(sealed, values=True)["Số liệu"], "Mã đơn vị")

    assert [row[2] for row in rows] == ["A", "B", "C"]
    assert rows[0][:8] == ("SYT", "Đơn vị SYT", "A", "Chỉ tiêu A", "%", "có số liệu", 50, None)
    assert rows[0][8:14] == (None, 50, 0.5, 5, 10, "tự đánh giá")  # accepted: nothing to say
    assert rows[0][15] == "Báo cáo số 12"
    assert rows[0][17:20] == ("SYT.xlsx", "Số liệu", "D9")
    assert (rows[2][5], rows[2][6], rows[2][9], rows[2][11], rows[2][12]) == (
        "chưa báo cáo",
        None,
        "chưa báo cáo",
        0,
        20,
    )


def test_codes_stay_text() -> None:
    made_of = indicator_set(value("4.10"), value("4.1"))
    rows = rows_under(
        opened(sealed_result(made_of, {"001": {"4.10": Decimal(1), "4.1": Decimal(2)}}))["Số liệu"],
        "Mã đơn vị",
    )

    assert [(row[0], row[2]) for row in rows] == [("001", "4.10"), ("001", "4.1")]


def test_nobody_disappears_and_everybody_without_a_rank_has_a_reason() -> None:
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES, silent=["STP"], refused=["SNV"])
    sheets = opened(sealed)
    ranking, points = sheets["Xếp hạng – Sở, ban, ngành"], sheets["Điểm chỉ tiêu – Sở, ban, ngành"]

    unranked = rows_under(ranking, "Không xếp hạng")[1:]

    assert [row[1:4] for row in unranked] == [
        ("STP", "Đơn vị STP", "Chưa nộp báo cáo."),
        ("SNV", "Đơn vị SNV", "Báo cáo chưa được chấp nhận: SNV.xlsx (NUM001)."),
    ]
    assert [row[0].value for row in points.iter_rows() if row[0].value in {"STP", "SNV"}] == ["STP", "SNV"]


def test_group_without_ranked_units_still_has_its_sheets() -> None:
    sealed = sealed_result(SIMPLE, {}, silent=["STP"])

    text = all_texts(opened(sealed)["Xếp hạng – Sở, ban, ngành"])

    assert "Không có đơn vị nào được xếp hạng." in text
    assert "Chưa nộp báo cáo." in text


def test_group_that_is_not_ranked_tells_the_score_all_the_same() -> None:
    groups = [{"code": "so", "name": names("Tỉnh"), "ranked": False}]
    sealed = sealed_result(indicator_set(value("A"), groups=groups), {"T": numbers("81")})

    assert "81,00 %" in all_texts(opened(sealed)["Xếp hạng – Tỉnh"])


def test_levels_have_a_column_of_their_own() -> None:
    bands = [{"code": "cao", "name": names("Cao"), "at_least": "70"}, {"code": "thap", "name": names("Thấp")}]
    levels = {"bands": bands, "status": "confirmed", "source": "Quyết định"}
    sealed = sealed_result(
        indicator_set(value("A"), method={"levels": levels}), {"X": numbers("71"), "Y": numbers("69")}
    )

    shown = opened(sealed, values=True)["Xếp hạng – Sở, ban, ngành"]
    assert [row[-1] for row in table(shown)[:2]] == ["Cao", "Thấp"]


def test_invented_figures_are_announced_on_every_sheet_and_every_printed_page() -> None:
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES, illustrative=True)

    for sheet in opened(sealed).values():
        assert BANNER in all_texts(sheet)
        assert sheet.oddHeader is not None
        assert BANNER in str(sheet.oddHeader.center.text)
    for sheet in opened(sealed_result(SIMPLE, SIMPLE_FIGURES)).values():
        assert BANNER not in all_texts(sheet)


def test_accepted_errors_and_reconstructed_sets_are_announced_above_the_ranking() -> None:
    made_of = indicator_set(value("A"), status="reconstructed")
    sealed = sealed_result(made_of, {"X": numbers("71")}, accepted_errors=True)

    text = all_texts(opened(sealed)["Xếp hạng – Sở, ban, ngành"])

    assert "Đã tính cả báo cáo còn lỗi" in text
    assert "Bộ chỉ tiêu có phần do suy ra" in text


def test_findings_stand_gravest_first_with_what_to_do() -> None:
    findings = [
        Finding("FIL008", Severity.WARNING, Origin("b.xlsx"), unit="SYT"),
        Finding("FIL001", Severity.ERROR, Origin("a.xlsx", "Số liệu", "D9")),
    ]
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES, findings=findings)

    rows = rows_under(opened(sealed)["Kiểm tra"], "Mức")

    assert [row[:2] for row in rows] == [("lỗi", "FIL001"), ("cảnh báo", "FIL008")]
    assert rows[0][4:9] == (
        "a.xlsx",
        "Số liệu",
        "D9",
        "Tệp có 0 byte, không có nội dung.",
        "Mở lại tệp gốc trong Excel, bấm Ctrl+S rồi gửi lại.",
    )
    assert rows[1][2] == "Đơn vị SYT"


def test_method_lists_every_criterion_with_its_target_and_sources() -> None:
    target = {"value": "95", "year": 2025, "status": "reconstructed", "source": "QĐ 749"}
    made_of = indicator_set(value("A", target=target, rule={"kind": "target"}), value("B"))

    sheet = opened(sealed_result(made_of, {"X": numbers("71", "3")}))["Phương pháp"]
    start = next(c.row for c in sheet["A"] if c.value == "Các chỉ tiêu")
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=start + 2)]

    assert [row[0] for row in rows] == ["A", "B"]
    assert rows[0][4:12] == [
        10, 95, 2025, "suy ra", "QĐ 749", "Sở, ban, ngành", "có nguồn", "Quyết định",
    ]  # fmt: skip
    assert "Tổng điểm" in all_texts(sheet)


def test_provenance_names_digests_and_every_input_file() -> None:
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES, refused=["SNV"])
    sheet = opened(sealed)["Nguồn gốc"]

    assert sealed.digest in all_texts(sheet)
    assert rows_under(sheet, "Tệp")[-1] == ("SNV.xlsx", "ab" * 32, 100, "không")
    assert rows_under(sheet, "Tệp")[0][3] == "có"


# What is no plain sum is a formula too


WEIGHTED = indicator_set(
    value("A", maximum="1", rule={"kind": "proportional", "full": "1"}),
    value("B", maximum="1", rule={"kind": "proportional", "full": "1"}),
    pillars=["A", "B"],
    total={
        "aggregation": "weighted_mean",
        "members": [{"node": "A", "weight": "0.4"}, {"node": "B", "weight": "0.6"}],
    },
    method={
        "scale": {"factor": "1", "suffix": "", "name": names("Giá trị DTI")},
        "rounding": {"published_score": 4},
        "rank_on": "published",
    },
)
# 0.4 × 0.8001 + 0.6 × 0.80015 = 0.80013; 0.4 × 0.80015 + 0.6 × 0.80015 = 0.80015, half up 0.8002
WEIGHTED_FIGURES = {"X": numbers("0.8001", "0.80015"), "Y": numbers("0.80015", "0.80015")}
BEST = indicator_set(branch("P", value("A"), value("B"), aggregation="best"), value("C"), pillars=["P"])
OVERLAPPING = indicator_set(
    value("A"),
    value("B"),
    value("C"),
    composites=[
        {
            "code": code,
            "name": names(code),
            "roll_up": {"aggregation": "sum", "members": [{"node": m} for m in members]},
            "status": "reconstructed",
        }
        for code, members in (("P", "AC"), ("Q", "BC"))
    ],
    pillars=["P", "Q"],
)
ROUNDED_NODES = indicator_set(
    branch("P", value("A", maximum="1"), value("B", maximum="1")),
    value("C"),
    pillars=["P"],
    method={"rounding": {"node_points": 1, "published_score": 2}},
)


def of_total(sealed: SealedResult, unit: str, *, values: bool = False) -> tuple[Any, Any]:
    """Points earned and attainable of a unit's total as written on the sheet of points."""
    sheets, at = opened(sealed, values=values), places_in(Story(sealed)).nodes[unit, TOTAL]
    return cell(sheets, at.sheet, at.earned), cell(sheets, at.sheet, at.attainable)


@pytest.mark.parametrize(
    ("made_of", "figures", "function"),
    [
        (WEIGHTED, ("0.5", "0.25"), "0.4*"),
        (BEST, ("5", "25", "50"), "SUM("),
        (ROUNDED_NODES, ("50", "25", "50"), "ROUND("),
    ],
)
def test_total_that_is_no_plain_sum_is_a_formula_all_the_same(
    made_of: IndicatorSet, figures: tuple[str, ...], function: str
) -> None:
    sealed = sealed_result(made_of, {"X": numbers(*figures)})
    total = sealed.result.scores["X"].total

    assert of_total(sealed, "X", values=True) == (float(total.earned), float(total.attainable))
    assert function in of_total(sealed, "X")[0]
    assert places_in(Story(sealed)).exceptions == ()


def test_weighted_mean_scores_are_formulas_of_the_parts_and_round_half_up() -> None:
    rows = table(opened(sealed_result(WEIGHTED, WEIGHTED_FIGURES), values=True)["Xếp hạng – Sở, ban, ngành"])

    assert [(row[0], row[1], row[-1]) for row in rows[:2]] == [(1, "Y", 0.8002), (2, "X", 0.8001)]


def test_overlapping_pillars_each_sum_their_own_columns() -> None:
    figures = {"X": numbers("10", "20", "30")}  # 1, 2 and 3 points of 10 each
    sealed = sealed_result(OVERLAPPING, figures)
    sheets, nodes = opened(sealed), places_in(Story(sealed)).nodes
    r = re.sub(r"\D", "", nodes["X", "P"].earned)

    written = [cell(sheets, nodes["X", code].sheet, nodes["X", code].earned) for code in ("P", "Q", TOTAL)]
    assert written == [f"=SUM(C{r},E{r})", f"=SUM(D{r}:E{r})", f"=SUM(C{r}:E{r})"]


def test_best_of_cases_takes_none_that_does_not_apply() -> None:
    figures = {"X": numbers("10", "20", "30") | {"B": ObservationStatus.NOT_APPLICABLE}}
    sealed = sealed_result(BEST, figures)
    at = places_in(Story(sealed)).nodes["X", "P"]

    assert cell(opened(sealed, values=True), at.sheet, at.earned) == 1
    assert re.search(r"MAX\(IF\(.*>0,N\(C\d+\)", cell(opened(sealed), at.sheet, at.earned))


def extra(code: str, effect: str, **more: Any) -> dict[str, Any]:
    down = {"direction": "lower_is_better"} if effect == "deduction" else {}
    return value(code, maximum="5", effect=effect, **down, **more)


def with_extra(*tree: dict[str, Any], beyond: str = "cut", **more: Any) -> IndicatorSet:
    """Two criteria of ten points, then bonus and deductions."""
    method = {"extra_points": {"above_maximum": beyond, "below_zero": beyond}}
    return indicator_set(branch("P", value("A"), value("B")), *tree, method=method, **more)


EXTRA = with_extra(extra("C", "bonus"), extra("D", "deduction"), pillars=["P"])
EXTRA_FIGURES = {
    "X": numbers("100", "90", "100", "0"),  # 19 + 5 of 20: cut to 20
    "Y": numbers("50", "60", "20", "40"),  # 11 + 1 − 2 = 10
    "Z": numbers("10", "0", "0", "100"),  # 1 − 5: below zero, which counts as 0
}
LIMITED = with_extra(branch("X", extra("C", "bonus"), extra("D", "bonus"), at_most="6"), pillars=["P"])
GEOMETRIC = indicator_set(
    branch("P", value("A"), value("B"), aggregation="geometric"), value("C"), pillars=["P"]
)


def test_bonus_and_deductions_are_in_the_points_and_not_in_the_maximum() -> None:
    sealed = sealed_result(EXTRA, EXTRA_FIGURES)
    sheets, at = opened(sealed), places_in(Story(sealed)).nodes["Y", TOTAL]
    rows = list(sheets[at.sheet].iter_rows())
    maxima = next(row for row in rows if row[0].value == "Điểm tối đa của chỉ tiêu")

    assert [found.value for found in maxima[2:6]] == [10, 10, "+5", "−5"]
    earned, attainable = of_total(sealed, "Y")
    r = re.sub(r"\D", "", at.earned)
    assert earned == f"=MAX(MIN(SUM(E{r}:F{r},G{r}),{at.attainable}),0)"
    assert attainable == f"=H{r}"
    assert [row[-3:] for row in ranking_of(opened(sealed, values=True)["Xếp hạng – Sở, ban, ngành"])] == [
        (20, 20, 100),
        (10, 20, 50),
        (0, 20, 0),
    ]


def test_what_is_kept_beyond_the_scale_is_a_plain_sum() -> None:
    kept = with_extra(extra("C", "bonus"), extra("D", "deduction"), beyond="kept")

    earned, _maximum = of_total(sealed_result(kept, EXTRA_FIGURES), "X")

    assert str(earned).startswith("=SUM(")


@pytest.mark.parametrize(
    ("made_of", "node", "function"), [(LIMITED, "X", "=MAX(-6,MIN(6,"), (GEOMETRIC, "P", "LN(")]
)
def test_what_a_limit_or_a_mean_makes_is_a_formula(made_of: IndicatorSet, node: str, function: str) -> None:
    sealed = sealed_result(made_of, {"U": numbers("40", "90", "100", "60")})
    at, score = places_in(Story(sealed)).nodes["U", node], sealed.result.scores["U"].nodes[node]

    assert function in cell(opened(sealed), at.sheet, at.earned)
    assert math.isclose(cell(opened(sealed, values=True), at.sheet, at.earned), score.earned)


def test_levels_of_a_group_are_named() -> None:
    bands = [{"code": "gioi", "name": names("Giỏi"), "at_least": "50"}, {"code": "kem", "name": names("Kém")}]
    levels = {"bands": bands, "status": "confirmed", "source": "Quyết định"}
    made_of = indicator_set(value("A"), groups=[{"code": "so", "name": names("Sở"), "levels": levels}])

    sheet = opened(sealed_result(made_of, {"X": numbers("60"), "Y": numbers("40")}), values=True)[
        "Xếp hạng – Sở"
    ]

    assert [row[-1] for row in table(sheet)[:2]] == ["Giỏi", "Kém"]


def test_tie_breakers_are_formulas() -> None:
    made_of = indicator_set(value("A"), value("B"), method={"tie_breakers": ["B"]})
    sealed = sealed_result(made_of, {"X": numbers("40", "60"), "Y": numbers("60", "40")})
    rank = places_in(Story(sealed)).rankings

    shown = opened(sealed, values=True)[rank["X"].sheet]
    assert [shown[rank[unit].rank].value for unit in "XY"] == [1, 2]
    assert places_in(Story(sealed)).exceptions == ()


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("50.0000000000001", "50", 4),  # two ranks, one number after ROUND(…, 10): place and rank of both
        ("50.1249999999999", "40", 1),  # published 50.12; ROUND(…, 10) makes it 50.125, which is 50.13
    ],
)
def test_scores_too_close_for_floats_are_numbers_with_the_reason(first: str, second: str, count: int) -> None:
    sealed = sealed_result(indicator_set(value("A")), {"X": numbers(first), "Y": numbers(second)})

    fixed = places_in(Story(sealed)).exceptions
    sheets = opened(sealed)

    assert len(fixed) == count
    assert all(isinstance(cell(sheets, at.sheet, at.cell), int | float) for at in fixed)
    assert all(sheets[at.sheet][at.cell].font.italic for at in fixed)
    assert fixed[0].cell in all_texts(sheets["Xếp hạng – Sở, ban, ngành"])
    assert fixed[0].cell in all_texts(sheets[fixed[0].sheet])


def test_scores_that_only_print_alike_keep_their_formulas() -> None:
    """A thousandth apart is far apart: nothing but a real clash of floats may freeze a number."""
    figures = {
        "X": numbers("50.001"),
        "Y": numbers("50.0010001"),
        "Z": numbers("50.125"),
        "T": numbers("33.3333333333"),
    }

    assert places_in(Story(sealed_result(indicator_set(value("A")), figures))).exceptions == ()


@pytest.mark.parametrize("kind", ["best_in_group", "percentile"])
def test_a_group_with_nobody_to_compare_is_no_trouble(kind: str) -> None:
    """Early in a quarter all files of a group may be refused: there is nothing to work its best value out of."""
    groups = [{"code": "so", "name": names("Sở, ban, ngành")}, {"code": "huyen", "name": names("Huyện")}]
    made_of = indicator_set(value("A", rule={"kind": kind}, groups=["so", "huyen"]), groups=groups)
    sealed = sealed_result(made_of, {"X": numbers("50")}, groups={"Y": "huyen"}, refused=("Y",))

    book = opened(sealed)

    assert "Xếp hạng – Huyện" in book


def test_equal_print_with_unequal_ranks_is_explained() -> None:
    sealed = sealed_result(indicator_set(value("A")), {"X": numbers("50.001"), "Y": numbers("50.002")})

    assert "khác hạng" in all_texts(opened(sealed)["Xếp hạng – Sở, ban, ngành"])
    assert "khác hạng" not in all_texts(
        opened(sealed_result(SIMPLE, SIMPLE_FIGURES))["Xếp hạng – Sở, ban, ngành"]
    )


def test_runs_join_neighbours() -> None:
    assert runs([5, 3, 4, 8]) == [(3, 5), (8, 8)]


# Text is text

HOSTILE = ('=HYPERLINK("http://evil.example","x")', "+1", "@x", "-1+1", "http://evil.example/a", "{=1+1}")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ever_becomes_a_formula_or_a_link(text: str) -> None:
    made_of = indicator_set(
        branch("P", value("A", name=names(text), source=text), name=names(text)),
        name=names(text),
        groups=[{"code": "so", "name": names(text)}],
    )
    sealed = sealed_result(
        made_of,
        {"X": numbers("50")},
        unit_names={"X": text},
        findings=[Finding("WBK001", Severity.ERROR, Origin(text, text, text), {"found": text})],
        inputs=(InputFile(text, text, 1),),
    )
    figure = sealed.result.observations["X", "A"]
    told = replace(figure, evidence=text, explanation=text, origin=Origin(text, text, text))
    sealed = SealedResult(replace(sealed.result, observations={("X", "A"): told}), sealed.digest)

    content = build_workbook(Story(sealed))

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in package.namelist():
            xml = package.read(part).decode()
            for link in re.findall("<hyperlink [^>]*>", xml):  # within the workbook, to sheets that we named
                there = r"""<hyperlink ref="[A-Z]+\d+" location="'(Số liệu|Phương pháp)'!A\d+" display="[^"]*"/>"""
                assert re.fullmatch(there, link)
            formulas = "\n".join(re.findall(r"<f>([^<]*)</f>", xml))
            assert "HYPERLINK" not in re.sub(
                r"'(?:[^']|'')*'!", "", formulas
            )  # names of sheets are in quotes
    sheets = read(content, values=False)
    assert sum(text == cell.value for row in sheets["Số liệu"].iter_rows() for cell in row) >= 7
    for sheet in sheets.values():
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
        assert all(cell.data_type == "s" for cell in cells)
        assert all(
            cell.style.quotePrefix if False else cell.quotePrefix for cell in cells if text[0] in "=+-@"
        )


def test_control_characters_are_cleaned_and_long_texts_cut() -> None:
    assert clean("a\x0bb\x00c\r\nd") == "a b c\nd"
    assert clean("\ud800") == " "
    assert len(clean("x" * 40_000)) == 32_767
    assert clean("x" * 40_000).endswith("x…")
    assert clean("x" * 32_767) == "x" * 32_767


def test_hostile_names_survive_in_the_workbook_as_cleaned() -> None:
    names_of = {"X": "Sở\x0bA" + "a" * 40_000}
    rows = rows_under(
        opened(sealed_result(SIMPLE, {"X": numbers("1", "2", "3")}, unit_names=names_of))["Số liệu"],
        "Mã đơn vị",
    )

    assert rows[0][1].startswith("Sở Aaa")
    assert len(rows[0][1]) == 32_767


def test_clip_counts_as_excel_does() -> None:
    assert clip("😀😀😀", 6) == "😀😀😀"  # two UTF-16 units each
    assert clip("😀😀😀", 5) == "😀😀…"
    assert clip("abc", 3) == "abc"


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Xếp hạng – Sở, ban, ngành", "Xếp hạng – Sở, ban, ngành"),
        ("Xếp hạng – Huyện, thị xã, thành phố", "Xếp hạng – Huyện, thị xã…"),
        ("a[b]:c*d?e/f\\g", "a b c d e f g"),
        ("'nháy'", "nháy"),
        ("Sở 'A'", "Sở 'A"),
        ("", "_"),
        ("History", "History_"),
        ("x" * 40, "x" * 30 + "…"),
        ("dòng\nhai", "dòng hai"),
        ("😀" * 20, "😀" * 15 + "…"),
        ("MAP(xã)", "MAP (xã)"),
    ],
)
def test_sheet_names_obey_excel(wanted: str, name: str) -> None:
    assert sheet_name(wanted, ()) == name


def test_sheet_names_are_unique_whatever_their_capitals() -> None:
    taken: list[str] = []
    for wanted in ("Xã", "xã", "XÃ", "x" * 31, "X" * 31):
        taken.append(sheet_name(wanted, taken))

    assert taken == ["Xã", "xã (2)", "XÃ (3)", "x" * 31, "X" * 26 + "… (2)"]


# The same result, the same bytes


def test_bytes_do_not_depend_on_clock_time_zone_or_hash_seed(tmp_path: Path) -> None:
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES)
    path = tmp_path / "result.json"
    path.write_text(seal(sealed.result)[0], encoding="utf-8")
    program = (
        "import sys; from cds_rank.record.sealing import load_result; "
        "from cds_rank.reporting.story import Story; "
        "from cds_rank.reporting.workbook import build_workbook; "
        "sys.stdout.buffer.write(build_workbook(Story(load_result(sys.argv[1]))))"
    )

    def elsewhere(zone: str, seed: str) -> bytes:
        environment = {
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", program, str(path)]
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    assert elsewhere("Asia/Ho_Chi_Minh", "1") == elsewhere("UTC", "2") == build_workbook(Story(sealed))


def test_workbook_is_dated_by_its_record() -> None:
    with zipfile.ZipFile(io.BytesIO(build_workbook(Story(sealed_result(SIMPLE, SIMPLE_FIGURES))))) as package:
        core = package.read("docProps/core.xml").decode()

    assert set(re.findall(r">([^<]*)</dcterms:", core)) == {"2023-01-20T01:00:00Z"}


def test_undated_result_has_a_fixed_date() -> None:
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES, created_at="")
    with zipfile.ZipFile(io.BytesIO(build_workbook(Story(sealed)))) as package:
        core = package.read("docProps/core.xml").decode()

    assert "2000-01-01T00:00:00Z" in core


# The unit sheet, and how places changed


def test_unit_sheet_shows_whichever_unit_is_chosen() -> None:
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES)
    written, shown = (opened(sealed, values=v)["Hồ sơ – Sở, ban, ngành"] for v in (False, True))
    texts = [c for row in shown.iter_rows() for c in row if c.value is not None]
    chosen = next(c for c in texts if c.value == "Đơn vị STC · STC")

    assert not written[chosen.coordinate].protection.locked
    lists = {str(v.sqref): v.formula1 for v in written.data_validations.dataValidation}
    assert "Danh mục" in lists[chosen.coordinate]
    assert [c.value for c in texts if c.value in {"1 / 3", 80, 32, 40}][:4] == ["1 / 3", 80, 32, 40]
    criteria = [row[0].value for row in shown.iter_rows() if row[0].value in {"A", "B", "C"}]
    assert criteria == ["A", "B", "C"]


def history_of(now: SealedResult, then: SealedResult) -> History | None:
    return make_history(
        now.result, [replace(then.result, record=replace(then.result.record, period=EARLIER))]
    )


def test_change_of_rank_is_told_in_words_and_follows_the_rank() -> None:
    """STC rises from 2 to 1, SYT was 1 and is 3, SXD was not in the list."""
    then = sealed_result(SIMPLE, {"SYT": numbers("90", "90", "90"), "STC": numbers("50", "50", "50")})
    now = sealed_result(SIMPLE, SIMPLE_FIGURES)
    story = Story(now, history=history_of(now, then))
    written, shown = (
        read(build_workbook(story), values=v)["Xếp hạng – Sở, ban, ngành"] for v in (False, True)
    )
    rows = {row[1]: row for row in table(shown) if row[1]}

    assert rows["STC"][3:6] == (2, "▲ tăng 1 bậc", 30)
    assert rows["SYT"][3:6] == (1, "▼ giảm 2 bậc", -27.5)
    assert rows["SXD"][3:6] == ("—", "mới", "—")
    assert "So với quý III năm 2022" in all_texts(shown)
    assert [row[-2:] for row in (rows["STC"], rows["SYT"])] == [(50, 80), (90, 62.5)]
    line = next(row for row in written.iter_rows() if row[1].value == "STC")
    assert re.match(r"=IF\(ISNUMBER\(A\d+\),IF\(A\d+<D\d+", str(line[4].value))


def test_edition_that_is_not_comparable_is_said_once_and_has_no_columns() -> None:
    """The earlier set gave C ten points, this one twenty: neither ranks nor scores stand beside each other."""
    other = indicator_set(branch("P", value("A"), value("B")), value("C"), pillars=["P"])
    then, now = sealed_result(other, SIMPLE_FIGURES), sealed_result(SIMPLE, SIMPLE_FIGURES)
    story = Story(now, history=history_of(now, then))
    sheet = read(build_workbook(story), values=True)["Xếp hạng – Sở, ban, ngành"]
    heads = [row[0] for row in sheet.iter_rows() if row[0].value == "Hạng"]
    shown = {cell.value for cell in sheet[heads[0].row]} | {cell.value for cell in sheet[heads[0].row + 1]}

    assert "Tỷ lệ hoàn thành (%)" in shown
    assert not {"So với quý III năm 2022", "Thay đổi hạng", "Điểm qua các kỳ", "Diễn biến"} & shown
    assert all_texts(sheet).count("bộ chỉ tiêu đã đổi cách tính") == 1
    assert "không so sánh được" not in all_texts(sheet)


def test_scores_of_three_editions_are_drawn_on_one_scale_and_those_of_two_are_not() -> None:
    def drawn(*earlier: str) -> list[str]:
        now = sealed_result(SIMPLE, SIMPLE_FIGURES)
        results = [
            replace(now.result, record=replace(now.result.record, period=Period.parse(period)))
            for period in earlier
        ]
        story = Story(now, history=make_history(now.result, results))
        with zipfile.ZipFile(io.BytesIO(build_workbook(story))) as package:
            return re.findall("<x14:sparklineGroup [^>]*>", package.read("xl/worksheets/sheet1.xml").decode())

    (group,) = drawn("2022-Q2", "2022-Q3")
    assert 'minAxisType="group" maxAxisType="group"' in group
    assert drawn("2022-Q3") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_that_formulas_compare_are_alike(language: Language) -> None:
    words = Words(language)
    compared = [*words.statuses.values(), words.unsure, words.no_earlier, words.given]

    assert len({word.casefold() for word in compared}) == len(compared)
    assert len({word.casefold() for word in (words.applies, words.applies_not, words.unsure)}) == 3
    assert words.yes.casefold() != words.no.casefold()


def test_many_units_leave_long_texts_out_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cds_rank.reporting.workbook.plan.MANY_UNITS", 2)
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES)
    sheet = opened(sealed, values=True)["Số liệu"]

    assert "Có trên 2 đơn vị nên trang này không chép" in all_texts(sheet)
    assert "Báo cáo số 12" not in all_texts(sheet)
    rows = rows_under(sheet, "Mã đơn vị")
    assert [(row[0], row[2], row[5]) for row in rows[:3]] == [
        ("STC", "A", 80),
        ("STC", "B", 90),
        ("STC", "C", 75),
    ]
    assert len(rows) == 9


# Print and screen


def test_what_is_worked_out_is_locked_without_a_password() -> None:
    """One keystroke would make a number of a formula; columns may be made wider and rows be filtered all the same."""
    sheets = opened(sealed_result(SIMPLE, SIMPLE_FIGURES))

    for name in (
        "Xếp hạng – Sở, ban, ngành",
        "Điểm chỉ tiêu – Sở, ban, ngành",
        "Hồ sơ – Sở, ban, ngành",
        "Số liệu",
    ):
        protection = sheets[name].protection
        assert (protection.sheet, protection.password) == (True, None), name
        assert (protection.autoFilter, protection.formatColumns, protection.sort) == (False, False, False), (
            name
        )
    assert all(
        c.protection.locked for row in sheets["Điểm chỉ tiêu – Sở, ban, ngành"].iter_rows() for c in row
    )


def test_units_that_are_compared_are_counted_in_whole_numbers() -> None:
    rule = {"kind": "min_max", "when_all_equal": "maximum"}
    sealed = sealed_result(indicator_set(value("A", rule=rule)), {"X": numbers("60"), "Y": numbers("40")})
    sheet = next(sheet for name, sheet in opened(sealed).items() if name.startswith("Giá trị so sánh"))
    rows = {row[0].value: row[2] for row in sheet.iter_rows(min_row=4)}

    assert rows["Số đơn vị có giá trị"].number_format == "0"
    assert rows["Cao nhất"].number_format == "#,##0.00##"


def test_ranking_says_how_a_locked_sheet_is_put_into_a_new_order() -> None:
    """Excel sorts only unlocked cells of a protected sheet, and these are formulas."""
    sheet = opened(sealed_result(SIMPLE, SIMPLE_FIGURES))["Xếp hạng – Sở, ban, ngành"]

    assert sheet.protection.password is None
    assert "bấm Bỏ bảo vệ trang tính (không có mật khẩu), bấm nút ở cột “Hạng”" in all_texts(sheet)
    assert "dán giá trị và xếp ở đó" in all_texts(sheet)


def test_codes_lead_to_figures_and_to_criteria() -> None:
    sealed = sealed_result(SIMPLE, SIMPLE_FIGURES)
    sheets, places = opened(sealed), places_in(Story(sealed))

    def leads_to(sheet: str, text: str) -> Any:
        found: Any = (c for row in sheets[sheet].iter_rows() for c in row if c.value == text and c.hyperlink)
        address = str(next(found).hyperlink.location)
        name, cell_there = re.fullmatch(r"'(.*)'!([A-Z]+\d+)", address).groups()  # type: ignore[union-attr]
        there: Any = sheets[name][cell_there]
        return name, there.value, there.row

    assert leads_to("Xếp hạng – Sở, ban, ngành", "SXD") == ("Số liệu", "SXD", places.inputs["SXD", "A"].row)
    assert leads_to("Điểm chỉ tiêu – Sở, ban, ngành", "B")[:2] == ("Phương pháp", "B")


def test_what_has_no_points_says_so_beside_its_inputs() -> None:
    made_of = indicator_set(value("A"), value("F", maximum="0"))
    sheet = opened(sealed_result(made_of, {"X": {"A": Decimal(5), "F": Decimal(7)}}))["Số liệu"]

    assert [row[3] for row in rows_under(sheet, "Mã đơn vị")] == [
        "Chỉ tiêu A",
        "Chỉ tiêu F (chỉ để theo dõi)",
    ]


def test_units_without_a_rank_have_no_number_to_be_ranked_by() -> None:
    made_of = indicator_set(value("A"), method={"missing": "unranked"})
    sealed = sealed_result(made_of, {"X": numbers("50"), "Y": {"A": ObservationStatus.MISSING}})
    sheet = opened(sealed, values=True)["Điểm chỉ tiêu – Sở, ban, ngành"]

    assert not any(isinstance(c.value, float | int) and c.value < 0 for row in sheet.iter_rows() for c in row)


def test_every_sheet_is_ready_for_the_printer() -> None:
    for sheet in opened(sealed_result(SIMPLE, SIMPLE_FIGURES)).values():
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter is not None
        assert "Trang &P/&N" in str(sheet.oddFooter.right.text)
        assert sheet.sheet_view.showGridLines is False


@pytest.mark.parametrize(("group", "printed"), [("A&B", "A&&B ·"), ("&" * 200, "&&&&")])
def test_ampersands_do_not_give_orders_in_footers(group: str, printed: str) -> None:
    made_of = indicator_set(value("A"), groups=[{"code": "so", "name": names(group)}])

    sheet = next(iter(opened(sealed_result(made_of, {"X": numbers("1")})).values()))

    assert sheet.oddFooter is not None
    assert printed in str(sheet.oddFooter.left.text)
    assert str(sheet.oddFooter.right.text) == "Trang &P/&N"  # gone when the whole is too long


def test_tables_keep_their_headings_in_view_and_on_every_page() -> None:
    sheets = opened(sealed_result(SIMPLE, SIMPLE_FIGURES))
    tables = {"Xếp hạng – Sở, ban, ngành": "D", "Điểm chỉ tiêu – Sở, ban, ngành": "C", "Số liệu": "E"}

    assert {name: str(sheets[name].freeze_panes)[0] for name in tables} == tables
    assert all(sheets[name].print_title_rows for name in tables)
    assert all(sheets[name].auto_filter.ref for name in ("Xếp hạng – Sở, ban, ngành", "Số liệu"))


# LibreOffice comes to the same values

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def without_values(content: bytes) -> bytes:
    """Replace what every formula comes to by nonsense, so that only a program that computes can put it right."""
    emptied = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(emptied, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>-777</v>", part)
            new.writestr(name, part)
    return emptied.getvalue()


def recalculated(contents: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Let LibreOffice compute workbooks anew."""
    program = shutil.which("soffice")
    assert program is not None, "LibreOffice (soffice) is needed: apt-get install libreoffice-calc"
    profile, output = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(without_values(content))
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    files = [str(folder / f"{name}.xlsx") for name in contents]
    subprocess.run([*command, "--outdir", str(output), *files], check=True, capture_output=True, timeout=300)
    return {name: (output / f"{name}.xlsx").read_bytes() for name in contents}


def workbooks_to_recalculate() -> dict[str, SealedResult]:
    tied = {
        unit: numbers(a, b)
        for unit, a, b in zip("VWXYZ", ("90", "70", "60", "70", "50"), "54332", strict=True)
    }
    tied["W"], tied["Y"] = numbers("33", "34"), numbers("34", "33")  # equal in fractions, not in floats
    third = [ratio("A"), ratio("B", max_points="20")]
    made: dict[str, SealedResult] = {
        "simple": sealed_result(SIMPLE, SIMPLE_FIGURES, silent=["STP"], refused=["SNV"]),
        "weighted": sealed_result(WEIGHTED, WEIGHTED_FIGURES),
        "best": sealed_result(BEST, {"X": numbers("10", "20", "30"), "Y": numbers("20", "20", "30")}),
        "overlapping": sealed_result(
            OVERLAPPING, {"X": numbers("10", "20", "30"), "Y": numbers("3", "2", "1")}
        ),
        "rounded": sealed_result(
            ROUNDED_NODES, {"X": numbers("33", "33", "33"), "Y": numbers("36", "36", "1")}
        ),
        "extra": sealed_result(EXTRA, EXTRA_FIGURES),
        "limited": sealed_result(
            LIMITED, {"X": numbers("90", "90", "90", "90"), "Y": numbers("3", "2", "1", "0")}
        ),
        "geometric": sealed_result(
            GEOMETRIC, {"X": numbers("40", "90", "50"), "Y": numbers("30", "20", "1")}
        ),
        "empty": sealed_result(SIMPLE, {}, silent=["STP"]),
        "ratios": sealed_result(
            indicator_set(*third, groups=[{"code": "so", "name": names("Sở 'A' & \"B\" / MAP(1)")}]),
            {
                "001": {"A": (Decimal(1), Decimal(3)), "B": (Decimal(2), Decimal(7))},
                "1": {"A": (Decimal(7), Decimal(21)), "B": (Decimal(8), Decimal(28))},
                "4.10": {"A": (Decimal(5), Decimal(0)), "B": (Decimal(3), Decimal(7))},
                "4.1": {"A": (Decimal(5), Decimal(11)), "B": ObservationStatus.MISSING},
            },
        ),
    }
    for ties in ("competition", "modified_competition", "dense"):
        for rank_on in ("exact", "published"):
            method = {"ties": ties, "rank_on": rank_on, "rounding": {"published_score": 1}}
            made_of = indicator_set(value("A"), value("B"), method=method)
            made[f"{ties}-{rank_on}"] = sealed_result(made_of, tied)
    # Scores on the half, which floats miss by a hair on one side or the other
    halves = {f"U{i:02}": numbers(f"0.{i:02}85", f"0.{i:02}85") for i in range(10, 60)}
    made["halves"] = sealed_result(
        indicator_set(
            value("A", rule={"kind": "proportional", "full": "1"}),
            value("B", rule={"kind": "proportional", "full": "1"}),
            method={
                "scale": {"factor": "1", "suffix": "", "name": names("DTI")},
                "rounding": {"published_score": 3},
                "rank_on": "published",
            },
        ),
        halves,
    )
    return made


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {name: build_workbook(Story(sealed)) for name, sealed in workbooks_to_recalculate().items()}


def test_libreoffice_computes_what_is_stored(made: dict[str, bytes], tmp_path: Path) -> None:
    computed = recalculated(made, tmp_path)

    formulas = 0
    for name, content in made.items():
        written, stored = read(content, values=False), read(content, values=True)
        anew = read(computed[name], values=True)
        for title, sheet in written.items():
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    formulas += 1
                    expected, found = (  # an empty text is read as nothing
                        "" if value is None else value
                        for value in (
                            stored[title][cell.coordinate].value,
                            anew[title][cell.coordinate].value,
                        )
                    )
                    where = f"{name} › {title}!{cell.coordinate} {cell.value}"
                    if isinstance(expected, str) or isinstance(found, str):
                        assert found == expected, where
                    else:
                        assert math.isclose(found, expected, rel_tol=1e-12), (
                            f"{where}: {found}, not {expected}"
                        )
    assert formulas > 600


def test_stored_values_are_those_of_the_result(made: dict[str, bytes]) -> None:
    for name, sealed in workbooks_to_recalculate().items():
        shown = list(read(made[name], values=True).values())
        for ranking, sheet in zip(sealed.result.rankings, shown, strict=False):
            rows = table(sheet)[: len(ranking.ranked)]
            assert [(row[0], row[1]) for row in rows] == [(e.rank, e.unit) for e in ranking.ranked]
            pillars = len(rows[0]) - 6 if rows else 0
            for row, entry in zip(rows, ranking.ranked, strict=True):
                assert row[3 + pillars :] == (
                    float(entry.earned),
                    float(entry.attainable),
                    float(entry.published),
                )
