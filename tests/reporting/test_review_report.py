"""What reports say of the two stages: in HTML, in Excel (recalculated by LibreOffice), on the terminal, in frames."""

import io
import math
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cds_rank.cli.ranking_table import show_result
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import InputFile, ObservationStatus, Origin
from cds_rank.model.result import Result
from cds_rank.model.review import Cause, Verdict
from cds_rank.record.frames import csv_text, to_frame
from cds_rank.record.sealing import seal
from cds_rank.reporting.html import render_html
from cds_rank.reporting.sentences import signed
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.reviews import open_notice, review_section
from cds_rank.reporting.workbook import build_workbook, places_in
from cds_rank.scoring.stages import stage_differences
from cds_rank.wording.language import Language
from tests.reporting.recalculation.cells import Place, with_inputs
from tests.reporting.recalculation.cells import Value as CellValue
from tests.reporting.test_html import Element, Tree
from tests.reporting.test_workbook import all_texts, read, recalculated, rows_under
from tests.scoring.builders import Value, branch, figure, indicator, make_set, ratio
from tests.scoring.reviews import Claims, reviewed, said

HOSTILE = '=HYPERLINK("http://evil.example","x")<script>alert(1)</script>'


def small(stage: StageUsed = StageUsed.FINAL, reason: str = "Không có quyết định") -> Result:
    """X: 8 + 6 + 5 = 19 claimed, 0 + 6 + 5 = 11 scored; Y: 5 + 5 + 5 = 15 claimed, 5 + 9 + 5 = 19 scored."""
    return reviewed(
        make_set(indicator("A"), indicator("B"), indicator("C")),
        {"X": {"A": 80, "B": 60, "C": 50}, "Y": {"A": 50, "B": 50, "C": 50}},
        said("X", "A", Verdict.REJECTED, Cause.NO_EVIDENCE, reason=reason, reviewer="Sở Nội vụ"),
        said("X", "B", Verdict.AGREED),
        said("X", "C", Verdict.PENDING),
        said("Y", "B", Verdict.ADJUSTED, Cause.OWN_DATA, reason="Theo Cổng", value=Decimal(90)),
        stage=stage,
    )


def page_of(result: Result, language: Language = "vi") -> Element:
    return Tree(render_html(Story(seal(result)[1], language, stage_differences(result)))).root


def workbook_of(result: Result) -> bytes:
    return build_workbook(Story(seal(result)[1], "vi", stage_differences(result)))


def rows_of(table: Element) -> list[list[str]]:
    body = table.one("tbody")
    return [[cell.text for cell in row if cell.tag in {"td", "th"}] for row in body.all("tr")]


# HTML


def test_both_stages_of_every_unit_stand_side_by_side() -> None:
    """X falls from 19/30 to 11/30 and to the second place, Y rises from 15/30 to 19/30."""
    section = page_of(small()).by_id("reviews")

    assert rows_of(section.one("table", "ranking")) == [
        ["Đơn vị Y", "2 → 1", "50,00", "63,33", "+13,33", "0,00", "0,00", "0,00", "+4,00", "2/3"],
        ["Đơn vị X", "1 → 2", "63,33", "36,67", "−26,66", "−8,00", "0,00", "0,00", "0,00", "1/3"],
    ]


def test_the_table_can_be_sorted_by_every_column() -> None:
    table = page_of(small()).by_id("reviews").one("table", "ranking")

    assert all(head.attributes.get("data-sort") for head in table.one("thead").all("th"))
    keys = [[cell.attributes["data-k"] for cell in row if cell.tag in {"td", "th"}]
            for row in table.one("tbody").all("tr")]  # fmt: skip
    assert keys[1] == ["Đơn vị X", "2", "63.33", "36.67", "-26.66", "8", "0", "0", "0", "1"]


def test_counts_of_verdicts_stand_above_the_table() -> None:
    section = page_of(small()).by_id("reviews")

    assert [item.text for item in section.all("dd")] == ["6", "1", "1", "1", "3", "1", "0"]


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (StageUsed.FINAL, "đang dùng số tự đánh giá"),
        (StageUsed.VERIFIED, "coi như chưa báo cáo"),
        (StageUsed.SELF_ASSESSED, "không theo kết quả thẩm định"),
    ],
)
def test_what_is_not_reviewed_yet_is_said_first(stage: StageUsed, words: str) -> None:
    (banner,) = page_of(small(stage)).all("aside", "banner")

    assert banner.text.startswith("Chưa thẩm định 3/6 số liệu.")
    assert words in banner.text


def test_a_unit_of_which_nothing_was_reviewed_has_dashes_and_no_noughts() -> None:
    """X was agreed with and keeps its 80; of Y nobody has said anything."""
    result = reviewed(
        make_set(indicator("A")), {"X": {"A": 80}, "Y": {"A": 50}}, said("X", "A", Verdict.AGREED)
    )
    section = review_section(result, stage_differences(result), "vi")

    assert section is not None
    rows = {row.unit: [cell.text for cell in row.cells] for row in section.groups[0].rows}
    assert rows["X"] == ["1 → 1", "80,00", "80,00", "0,00", *4 * ["0,000"], "0/1"]
    assert rows["Y"] == ["2 → 2", "50,00", "50,00", *5 * ["—"], "1/1"]
    assert section.units["X"].difference == "0,000"
    assert section.units["Y"].difference == "—"
    assert section.units["Y"].criteria[0].difference == "—"
    assert "chưa số liệu nào của đơn vị được thẩm định" in section.units["Y"].why
    assert [fact.text for fact in section.units["Y"].facts][2:] == ["—", "—", "—", "—", "1/1"]


def test_figures_to_be_reviewed_that_are_said_not_to_apply_are_counted_apart() -> None:
    """Of four figures X says that B does not apply; who counts the figures that are due finds three."""
    not_applicable: Value = figure(status=ObservationStatus.NOT_APPLICABLE)
    claims: Claims = {"X": {"A": 80, "B": not_applicable}, "Y": {"A": 50, "B": 50}}
    result = reviewed(make_set(indicator("A"), indicator("B")), claims, said("X", "A", Verdict.AGREED))
    notice = open_notice(result, stage_differences(result), "vi")

    assert notice is not None
    assert notice.title == "Chưa thẩm định 3/4 số liệu"
    assert notice.text.endswith(
        "Trong 4 số liệu phải thẩm định có 1 chỗ đơn vị khai là không áp dụng, cũng phải thẩm định."
    )


def test_when_everything_is_reviewed_there_is_no_notice() -> None:
    done = reviewed(make_set(indicator("A")), {"X": {"A": 80}}, said("X", "A", Verdict.AGREED))

    assert page_of(done).all("aside", "banner") == []
    assert "Chưa thẩm định" not in "\n".join(
        all_texts(sheet) for name, sheet in read(workbook_of(done), values=True).items() if "hạng" in name
    )


def test_only_what_was_scored_by_verdicts_is_called_verified() -> None:
    heads = {
        stage: page_of(small(stage)).by_id("reviews").one("table", "ranking").one("thead").all("th")[3].text
        for stage in StageUsed
    }

    assert heads == {
        StageUsed.FINAL: "Sau thẩm định (%)",
        StageUsed.VERIFIED: "Sau thẩm định (%)",
        StageUsed.SELF_ASSESSED: "Được tính (%)",
    }


def test_a_profile_gives_verdict_cause_reason_and_cell_of_every_criterion() -> None:
    profile = page_of(small()).by_id("unit-X")
    table = profile.all("table", "criteria")[-1]

    assert rows_of(table) == [
        ["A A", "8,00", "0,00", "−8,00", "không chấp nhận",
         "thiếu tài liệu kiểm chứng “Không có quyết định” Sở Nội vụ · N8"],
        ["B B", "6,00", "6,00", "0,00", "thống nhất", "N8"],
        ["C C", "5,00", "5,00", "—", "chưa thẩm định", "N8"],
    ]  # fmt: skip
    assert "Kết luận lấy từ tham-dinh.xlsx › Thẩm định" in table.one("caption").text
    assert [cell.text for cell in table.one("tfoot").all("td")] == ["19,00", "11,00", "−8,00", "", ""]


def test_a_changed_figure_is_shown_with_the_one_before() -> None:
    table = page_of(small()).by_id("unit-Y").all("table", "criteria")[-1]

    assert rows_of(table)[1][-1] == "theo số liệu của cơ quan thẩm định 50 → 90 “Theo Cổng” N8"
    assert rows_of(table)[0][4:] == ["chưa thẩm định", ""]  # nobody speaks of it


def test_a_verdict_in_another_file_is_named_with_its_file() -> None:
    result = small()
    elsewhere = replace(result.reviews["X", "C"], origin=Origin("khac.xlsx", "Thẩm định", "N9"))
    moved = replace(result, reviews={**result.reviews, ("X", "C"): elsewhere})

    table = page_of(moved).by_id("unit-X").all("table", "criteria")[-1]

    assert rows_of(table)[2][-1] == "khac.xlsx › Thẩm định!N9"


def test_differences_that_do_not_make_the_total_are_explained() -> None:
    """Of the best of 8 and 6, losing the 8 costs the total only 2."""
    best = make_set(branch("P", indicator("A"), indicator("B"), aggregation="best"))
    result = reviewed(best, {"X": {"A": 80, "B": 60}}, said("X", "A", Verdict.REJECTED, Cause.NO_EVIDENCE))
    page = page_of(result)

    assert "không chỉ là phép cộng" in page.by_id("reviews").one("ul", "notes").text
    assert "cộng lại là −8,000 điểm" in page.by_id("unit-X").all("tfoot")[-1].text
    assert page_of(small()).by_id("reviews").all("ul", "notes") == []


def test_a_changed_maximum_is_explained() -> None:
    """A is found to apply: 5 of 10 become 5 + 3 of 20, more points and a lower score."""
    not_applicable: Value = figure(status=ObservationStatus.NOT_APPLICABLE)
    claims = {"X": {"A": not_applicable, "B": 50}}
    applies = said("X", "A", Verdict.ADJUSTED, Cause.OTHER, value=Decimal(30))
    page = page_of(reviewed(make_set(indicator("A"), indicator("B")), claims, applies))

    assert "thay đổi điểm tối đa áp dụng của: Đơn vị X" in page.by_id("reviews").one("ul", "notes").text
    assert "10 → 20" in [fact.text for fact in page.by_id("unit-X").all("dd")]
    table = page.by_id("reviews").one("table", "ranking")
    assert rows_of(table)[0][2:7] == ["50,00", "40,00", "−10,00", "10 → 20", "−40,00"]  # 8 / 20 less 8 / 10
    assert [head.text for head in table.one("thead").all("th")][5:7] == [
        "Điểm tối đa áp dụng", "Riêng do điểm tối đa đổi (điểm phần trăm)",
    ]  # fmt: skip
    (line, _other) = rows_of(page.by_id("unit-X").all("table", "criteria")[-1])
    assert line[1:4] == ["không áp dụng", "3,00 trên 10", "+3,00 điểm tối đa +10"]


def test_what_is_made_applicable_and_then_rejected_still_changes_the_maximum() -> None:
    claims: dict[str, dict[str, Value | None]] = {
        "X": {"A": figure(status=ObservationStatus.NOT_APPLICABLE), "B": 50}
    }
    rejected = said("X", "A", Verdict.REJECTED, Cause.OTHER)
    result = reviewed(make_set(indicator("A"), indicator("B")), claims, rejected)

    line = rows_of(page_of(result).by_id("unit-X").all("table", "criteria")[-1])[0]
    sheets = read(workbook_of(result), values=True)

    assert line[1:4] == ["không áp dụng", "0,00 trên 10", "0,00 điểm tối đa +10"]
    assert rows_under(sheets["Thẩm định"], "Mã đơn vị")[0][10] == "không đổi điểm, đổi điểm tối đa"
    assert rows_under(sheets["Thẩm định – đơn vị"], "Nhóm")[0][11:14] == (10, 20, -25)  # 5 / 20 less 5 / 10


def test_a_hostile_reason_is_only_text() -> None:
    result = small(reason=HOSTILE)
    hostile = replace(result.reviews["X", "A"], reviewer=HOSTILE, origin=Origin(HOSTILE, HOSTILE, HOSTILE))
    page = page_of(replace(result, reviews={**result.reviews, ("X", "A"): hostile}))

    assert len(page.all("script")) == 1
    assert (
        page.by_id("unit-X").text.count(HOSTILE) == 6
    )  # reason (also as a gap), reviewer, file, sheet and cell


def test_direction_marks_are_left_out_of_reasons() -> None:
    assert "\u202e" not in page_of(small(reason="a\u202eb")).text


def test_without_reviews_nothing_is_said_of_them() -> None:
    plain = reviewed(make_set(indicator("A")), {"X": {"A": 80}})
    sealed = seal(plain)[1]

    assert "tham-dinh" not in render_html(Story(sealed))
    assert not [
        item for item in Tree(render_html(Story(sealed))).root if item.attributes.get("id") == "reviews"
    ]
    assert not [name for name in read(build_workbook(Story(sealed)), values=True) if "Thẩm định" in name]


def test_reviews_without_their_stages_are_our_mistake() -> None:
    with pytest.raises(ValueError, match="stages"):
        Story(seal(small())[1])


def thirds() -> Result:
    """A: 5/3 claimed, 3 given; B: 10/3, agreed; C: 2/3 claimed, rejected. 5,666… claimed, 6,333… scored of 20."""
    the_set = make_set(ratio("A", max_points=5), ratio("B", max_points=10), ratio("C", max_points=5))
    return reviewed(
        the_set,
        {"X": {"A": (1, 3), "B": (1, 3), "C": (2, 15)}},
        said("X", "A", Verdict.ADJUSTED, Cause.WRONG_EVIDENCE, points=Decimal(3)),
        said("X", "B", Verdict.AGREED),
        said("X", "C", Verdict.REJECTED, Cause.NO_EVIDENCE),
    )


def test_a_difference_is_what_the_two_printed_numbers_give() -> None:
    """In total 17/3 → 19/3: printed 5,67 → 6,33, which is 0,66 to whoever takes the one from the other."""
    page = page_of(thirds())
    table = page.by_id("unit-X").all("table", "criteria")[-1]

    def number(text: str) -> Decimal:
        return Decimal(text.split(maxsplit=1)[0].replace("−", "-").replace(",", "."))

    rows = [*rows_of(table), [cell.text for cell in table.one("tfoot").one("tr") if cell.tag in {"td", "th"}]]
    assert [row[1:4] for row in rows] == [
        ["1,67", "3,00", "+1,33"],
        ["3,33", "3,33", "0,00"],
        ["0,67", "0,00", "−0,67"],
        ["5,67", "6,33", "+0,66"],  # exactly 0,666…, which rounds to 0,67
    ]
    assert all(
        number(after) - number(before) == number(difference) for _, before, after, difference, *_rest in rows
    )


def test_the_sheet_takes_differences_of_the_printed_numbers_too() -> None:
    sheets = read(workbook_of(thirds()), values=True)

    assert [row[8] for row in rows_under(sheets["Thẩm định"], "Mã đơn vị")] == [1.33, 0, -0.67]
    unit = rows_under(sheets["Thẩm định – đơn vị"], "Nhóm")[0]
    assert unit[10] == 0.66
    assert unit[14:20] == (-0.67, 0, 0, 1.33, 0, "khớp")


def test_what_rounding_leaves_in_the_columns_is_said() -> None:
    """Three times 10/3 print as 3,33 each, 9,99 together, and 10,00 in total."""
    parts: Value = (1, 3)
    result = reviewed(
        make_set(*(ratio(code, max_points=10) for code in "ABC")),
        {"X": {"A": parts, "B": parts, "C": parts}},
        said("X", "A", Verdict.REJECTED, Cause.NO_EVIDENCE),
    )
    page = page_of(result)

    foot = page.by_id("unit-X").all("tfoot")[-1].text
    assert "được 9,99, 6,66 và −3,33; lệch so với dòng này là do làm tròn" in foot
    assert "làm tròn" not in page_of(small()).by_id("unit-X").all("tfoot")[-1].text


def test_columns_name_what_their_numbers_are_counted_in() -> None:
    page = page_of(small())

    heads = [head.text for head in page.by_id("reviews").one("table", "ranking").one("thead").all("th")]
    assert heads[2:6] == [
        "Tự đánh giá (%)", "Sau thẩm định (%)", "Chênh lệch (điểm phần trăm)",
        "Mất vì thiếu tài liệu kiểm chứng (điểm)",
    ]  # fmt: skip
    profile = page.by_id("unit-X").all("table", "criteria")[-1].one("thead").all("th")
    assert [head.text for head in profile][1:4] == [
        "Tự đánh giá (điểm)", "Sau thẩm định (điểm)", "Chênh lệch (điểm)",
    ]  # fmt: skip


def test_missing_and_wrong_evidence_are_told_apart() -> None:
    """A is lost for want of any evidence (−8), B for evidence of something else (−6): one unit each."""
    result = reviewed(
        make_set(indicator("A"), indicator("B")),
        {"X": {"A": 80, "B": 60}, "Y": {"A": 10, "B": 60}},
        said("X", "A", Verdict.REJECTED, Cause.NO_EVIDENCE),
        said("X", "B", Verdict.REJECTED, Cause.WRONG_EVIDENCE),
        said("Y", "B", Verdict.REJECTED, Cause.WRONG_EVIDENCE),
    )
    section = page_of(result).by_id("reviews")

    cells = {row[0]: row[5:9] for row in rows_of(section.one("table", "ranking"))}
    assert cells == {
        "Đơn vị X": ["−8,00", "−6,00", "0,00", "0,00"],
        "Đơn vị Y": ["0,00", "−6,00", "0,00", "0,00"],
    }
    assert [item.text for item in section.all("dd")][-2:] == ["1", "2"]
    units = rows_under(read(workbook_of(result), values=True)["Thẩm định – đơn vị"], "Nhóm")
    assert [row[14:16] for row in units] == [(0, -6), (-8, -6)]


def test_a_profile_says_in_a_sentence_what_the_review_did() -> None:
    page = page_of(small())

    assert (
        "Tự đánh giá hạng 1, sau thẩm định hạng 2: mất 8,00 điểm vì thiếu tài liệu kiểm chứng."
        in page.by_id("unit-X").text
    )
    assert "Tự đánh giá hạng 2, sau thẩm định hạng 1: được thêm 4,00 điểm." in page.by_id("unit-Y").text
    assert "sau thẩm định hạng" not in page_of(small(StageUsed.SELF_ASSESSED)).text


def test_it_is_said_which_parts_are_not_reviewed_yet() -> None:
    """P: A of two units, one reviewed; Q: B of two units, none. A workbook without a verdict is named."""
    the_set = make_set(branch("P", indicator("A")), branch("Q", indicator("B")))
    result = reviewed(
        the_set, {"X": {"A": 80, "B": 60}, "Y": {"A": 10, "B": 60}}, said("X", "A", Verdict.AGREED)
    )
    empty = InputFile("tham-dinh_Q_<b>.xlsx", "a" * 64, 9)
    own = InputFile(result.self_observations["X", "A"].origin.file, "b" * 64, 9)
    named = replace(result, record=replace(result.record, inputs=(empty, own)))

    rows = rows_of(page_of(named).by_id("reviews").all("table")[-1])

    assert rows == [
        ["Trụ cột P", "1", "1", "2", ""],
        ["Trụ cột Q", "0", "2", "2", "chưa có kết luận nào"],
        ["Phiếu thẩm định tham-dinh.xlsx", "1", "—", "—", ""],
        ["Phiếu thẩm định tham-dinh_Q_<b>.xlsx", "0", "—", "—", "chưa có kết luận nào"],
    ]


def test_what_was_reported_stays_beside_a_verdict_that_leaves_no_figure() -> None:
    """Both cells are named: the unit's own, and that of the verdict in the other file."""
    the_set = make_set(indicator("A"), indicator("B"), indicator("C"))
    verdicts = (
        said("X", "A", Verdict.REJECTED, Cause.NO_EVIDENCE),
        said("X", "B", Verdict.ADJUSTED, Cause.OTHER, points=Decimal(3)),
        said("X", "C", Verdict.REJECTED, Cause.OTHER),
    )
    not_applicable = figure(status=ObservationStatus.NOT_APPLICABLE)
    result = reviewed(the_set, {"X": {"A": 80, "B": 60, "C": not_applicable}}, *verdicts)
    table = page_of(result).by_id("unit-X").all("table", "criteria")[0]

    own = result.self_observations["X", "A"].origin
    figures = [row[1] for row in rows_of(table)]
    assert own.file in table.one("caption").text
    assert figures == [
        f"80 {own.cell} không được chấp nhận tham-dinh.xlsx › Thẩm định!N8",
        f"60 {own.cell} cho điểm trực tiếp tham-dinh.xlsx › Thẩm định!N8",
        f"không áp dụng U.xlsx › Số liệu!{own.cell} không được chấp nhận tham-dinh.xlsx › Thẩm định!N8",
    ]
    assert "Người thẩm định cho 3 trên 10 điểm." in rows_of(table)[1][-1]


# Excel


def test_the_sheet_of_units_has_every_number_stored() -> None:
    sheet = read(workbook_of(small()), values=True)["Thẩm định – đơn vị"]

    rows = rows_under(sheet, "Nhóm")

    assert rows == [
        ("Sở, ban, ngành", "Y", "Đơn vị Y", 2, 1, 50, 63.33, 13.33, 15, 19, 4, 30, 30, 0, 0, 0, 0, 4, 0, "khớp",
         3, 0, 1, 0, 2),
        ("Sở, ban, ngành", "X", "Đơn vị X", 1, 2, 63.33, 36.67, -26.66, 19, 11, -8, 30, 30, 0, -8, 0, 0, 0, 0, "khớp",
         3, 1, 0, 1, 1),
    ]  # fmt: skip


def test_differences_and_sums_are_formulas() -> None:
    sheets = read(workbook_of(small()), values=False)

    units = rows_under(sheets["Thẩm định – đơn vị"], "Nhóm")
    reviews = rows_under(sheets["Thẩm định"], "Mã đơn vị")

    assert all(str(row[column]).startswith("=") for row in units for column in (7, 10, *range(13, 25)))
    assert all(str(row[8]).startswith("=ROUND(ROUND(N(") for row in reviews)


def test_the_sheet_of_reviews_has_a_row_for_everything_that_is_due() -> None:
    rows = rows_under(read(workbook_of(small()), values=True)["Thẩm định"], "Mã đơn vị")

    reviewed_rows, open_rows = [("Y", "B"), ("X", "A"), ("X", "B")], [("Y", "A"), ("Y", "C"), ("X", "C")]
    assert [(row[0], row[2]) for row in rows] == reviewed_rows + open_rows
    assert rows[1] == (
        "X", "Đơn vị X", "A", "A", 80, 8, "không được chấp nhận", 0, -8, "không chấp nhận",
        "mất vì thiếu tài liệu kiểm chứng", "thiếu tài liệu kiểm chứng", "Không có quyết định", "Sở Nội vụ",
        "tham-dinh.xlsx", "Thẩm định", "N8",
    )  # fmt: skip
    assert rows[0][4:11] == (50, 5, 90, 9, 4, "điều chỉnh", "được thêm")
    assert rows[3][9:] == ("chưa thẩm định", "không đổi", *[None] * 6)


def test_open_figures_are_announced_above_rankings_and_reviews() -> None:
    sheets = read(workbook_of(small()), values=True)

    for name in ("Xếp hạng – Sở, ban, ngành", "Thẩm định – đơn vị"):
        assert "Chưa thẩm định 3/6 số liệu. Những số liệu này đang dùng số tự đánh giá" in all_texts(
            sheets[name]
        )


def test_both_sheets_can_be_filtered_and_printed() -> None:
    sheets = read(workbook_of(small()), values=False)

    for name, frozen in (("Thẩm định – đơn vị", "D"), ("Thẩm định", "E")):
        sheet = sheets[name]
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows
        assert str(sheet.freeze_panes).startswith(frozen)
        assert sheet.page_setup.orientation == "landscape"


def test_reviews_are_printed_on_a4_two_pages_wide_without_what_is_open() -> None:
    sheet = read(workbook_of(small()), values=False)["Thẩm định"]

    heading = next(cell.row for cell in sheet["A"] if cell.value == "Mã đơn vị")
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 2)
    assert sheet.print_area == f"'Thẩm định'!$A$1:$Q${heading + 3}"


def test_no_hostile_reason_becomes_a_formula_or_a_link() -> None:
    content = workbook_of(small(reason=HOSTILE))

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        links = [
            link
            for part in package.namelist()
            for link in re.findall(r"<hyperlink [^>]*>", package.read(part).decode())
        ]
        targets = [
            part for part in package.namelist() if b"hyperlink" in package.read(part) and ".rels" in part
        ]
    # Only our own, from one sheet to another: none leads out, none is made of what somebody typed.
    assert links
    assert [link for link in links if "location=" not in link or "r:id" in link] == []
    assert targets == []
    cells = [
        c for row in read(content, values=False)["Thẩm định"].iter_rows() for c in row if c.value == HOSTILE
    ]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


def varied() -> Mapping[str, Result]:
    """Codes that look like one number, thirds, alternatives, what applies in one stage only, information."""
    unlike = make_set(
        ratio("A", max_points=7), indicator("B"), indicator("I", max_points=0),
        method={"zero_denominator": "not_applicable"},
    )  # fmt: skip
    best = make_set(branch("P", indicator("A"), indicator("B"), aggregation="best"))
    not_applicable = figure(status=ObservationStatus.NOT_APPLICABLE)
    return {
        "small": small(),
        "verified": small(StageUsed.VERIFIED),
        "claimed": small(StageUsed.SELF_ASSESSED),
        "codes": reviewed(
            unlike,
            {
                "4.1": {"A": (1, 3), "B": 33, "I": 5},
                "4.10": {"A": (2, 3), "B": not_applicable},
                "01": {"A": (5, 7), "B": None},
                "1": {"A": (1, 7), "B": 10},
            },
            said("4.1", "A", Verdict.ADJUSTED, Cause.WRONG_EVIDENCE, numerator=Decimal(2), denominator=Decimal(7)),
            said("4.1", "I", Verdict.AGREED),
            said("4.10", "B", Verdict.ADJUSTED, Cause.OTHER, points=Decimal("3.3")),
            said("01", "A", Verdict.ADJUSTED, Cause.OTHER, numerator=Decimal(0), denominator=Decimal(0)),
            said("1", "A", Verdict.REJECTED, Cause.NO_EVIDENCE),
            said("1", "B", Verdict.PENDING),
        ),
        "best": reviewed(
            best, {"X": {"A": 80, "B": 60}}, said("X", "A", Verdict.REJECTED, Cause.NO_EVIDENCE)
        ),
    }  # fmt: skip


def test_libreoffice_computes_what_is_stored(tmp_path: Path) -> None:
    contents = {name: workbook_of(result) for name, result in varied().items()}
    computed = recalculated(contents, tmp_path)

    formulas = 0
    for name, content in contents.items():
        written, stored = read(content, values=False), read(content, values=True)
        anew = read(computed[name], values=True)
        for title in ("Thẩm định – đơn vị", "Thẩm định"):
            for cell in (c for row in written[title].iter_rows() for c in row if c.data_type == "f"):
                formulas += 1
                expected = stored[title][cell.coordinate].value
                found = anew[title][cell.coordinate].value
                where = f"{name} › {title}!{cell.coordinate} {cell.value}: {found}, not {expected}"
                if not isinstance(expected, int | float) or not isinstance(found, int | float):
                    assert found == expected, where
                else:
                    assert math.isclose(found, expected, rel_tol=1e-12), where
    assert formulas > 100


def test_sheets_of_the_review_say_at_the_top_that_they_follow_no_edit_and_when_there_was_one(
    tmp_path: Path,
) -> None:
    """X's claim of 80 for A was rejected: typed again, X has 8 points more than the sheets of the review say."""
    result = small()
    at = places_in(Story(seal(result)[1], "vi", stage_differences(result))).inputs["X", "A"]
    written = workbook_of(result)
    edits: dict[Place, CellValue] = {(at.sheet, at.status): "có số liệu", (at.sheet, at.value): 80.0}
    computed = recalculated({"written": written, "edited": with_inputs(written, edits)}, tmp_path)
    stated = "Như khi công bố; sửa trang “Số liệu” thì trang này không đổi."
    told = "Trang “Số liệu” đã được sửa: điểm ở đó nay khác ở đây."

    for name in ("Thẩm định – đơn vị", "Thẩm định"):
        before, after = (read(computed[key], values=True)[name] for key in ("written", "edited"))
        first_lines = [row[0].value for row in before.iter_rows(max_row=5)]
        assert stated in str(first_lines[3])
        assert (told in all_texts(before), told in all_texts(after)) == (False, True)
    heads = [rows_under(read(computed[key], values=True)["Thẩm định"], "Mã đơn vị") for key in computed]
    assert heads[0] == heads[1]


def test_the_head_of_the_sheet_of_units_ends_where_the_repeated_columns_end() -> None:
    """Pages to the right repeat the first columns only: of a text over more of them they would print its beginning."""
    sheet = read(workbook_of(small()), values=False)["Thẩm định – đơn vị"]
    heading = next(cell.row for cell in sheet["A"] if cell.value == "Đơn vị")

    assert sheet.print_title_cols == "$A:$C"
    above = [area for area in sheet.merged_cells.ranges if area.max_row < heading]
    assert {area.max_col for area in above if area.min_col <= 3} == {3}


def test_the_legend_of_the_points_names_what_is_marked_and_nothing_else() -> None:
    sheets = read(workbook_of(small()), values=True)
    plain = read(
        build_workbook(Story(seal(reviewed(make_set(indicator("A")), {"X": {"A": 8}}))[1])), values=True
    )

    assert "Ô vàng: không được chấp nhận." in all_texts(sheets["Điểm chỉ tiêu – Sở, ban, ngành"])
    assert not [text for text in all_texts(plain["Điểm chỉ tiêu – Sở, ban, ngành"]) if "Ô vàng" in text]


def test_findings_that_a_result_does_not_keep_are_not_counted_as_none() -> None:
    told = "0 lỗi, 0 cảnh báo, 0 đơn vị chưa nộp; các mục chỉ để người tổng hợp biết không đưa vào báo cáo"
    texts = all_texts(read(workbook_of(small()), values=True)["Kiểm tra"])

    assert f"{told}." in texts
    assert "Không có lỗi, cảnh báo nào." in texts
    assert told in page_of(small()).text
    assert "0 thông tin" not in page_of(small()).text


# Terminal and frames


def test_the_terminal_shows_both_stages_where_it_is_wide_enough(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    show_result(small(), "vi")
    wide = capsys.readouterr().out
    monkeypatch.setattr("cds_rank.cli.display._WIDTH_WHEN_NOT_A_TERMINAL", 80)
    show_result(small(), "vi")
    narrow = capsys.readouterr().out

    line = next(line for line in wide.splitlines() if "Đơn vị X" in line)
    assert [cell.strip() for cell in line.strip("│").split("│")][-3:] == ["36,67 %", "63,33", "−26,66"]
    assert "Tự đánh giá (%)" in wide
    assert "Chênh lệch (điểm phần trăm)" in wide
    assert "Chưa thẩm định 3/6 số liệu." in wide
    assert "Tự đánh giá" not in narrow
    assert "Chưa thẩm định 3/6 số liệu." in narrow


def test_the_terminal_says_nothing_of_stages_without_reviews(capsys: pytest.CaptureFixture[str]) -> None:
    show_result(reviewed(make_set(indicator("A")), {"X": {"A": 80}}), "vi")

    out = capsys.readouterr().out
    assert "Tự đánh giá" not in out
    assert "thẩm định" not in out


def test_the_frame_of_reviews_has_points_verdict_and_place() -> None:
    frame = to_frame(small(reason=HOSTILE), "reviews").set_index(["unit", "indicator"])

    first: Any = frame.loc[("X", "A")]
    assert list(frame.index) == [("X", "A"), ("X", "B"), ("X", "C"), ("Y", "B")]
    assert list(first[["claimed", "earned", "difference"]]) == [8.0, 0.0, -8.0]
    assert list(first[["verdict", "cause", "reviewer", "file", "sheet", "cell"]]) == [
        "rejected", "no_evidence", "Sở Nội vụ", "tham-dinh.xlsx", "Thẩm định", "N8",
    ]  # fmt: skip
    assert frame["cause"].isna().tolist() == [False, True, True, False]
    assert "'=HYPERLINK" in csv_text(to_frame(small(reason=HOSTILE), "reviews"))


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [
        ("1,25", "1.25", "+1,25"),
        ("-3,40", "-3.4", "−3,40"),
        ("0,00", "0", "0,00"),
        ("-0,00", "-0.001", "0,00"),
    ],
)
def test_a_difference_carries_its_sign(text: str, number: str, shown: str) -> None:
    assert signed(text, Decimal(number)) == shown
