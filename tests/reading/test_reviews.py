"""A review workbook is read as it was typed: what it says it is, and every row with its cells; nothing is judged."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cds_rank.model import form_layout
from cds_rank.model.observation import NumberRemark, ObstacleKind
from cds_rank.model.review import Cause, Verdict
from cds_rank.model.review_typed import ReadReview, ReviewRow
from cds_rank.reading.reviews import is_review_workbook, read_review, read_review_bytes
from cds_rank.reading.submissions import peek_identity, read_bytes
from tests.checks import forms
from tests.checks.reviews import SHEET, ReviewPaper, blank, filled


def read(data: bytes) -> ReadReview:
    return read_review_bytes(data, "tham-dinh.xlsx", forms.the_set())


def typed(code: str, **cells: object) -> ReviewRow:
    """Type into SYT's row of an indicator and read it."""
    found = read(filled(lambda paper: paper.put("SYT", code, **cells)))
    assert found.obstacles == ()
    return next(row for row in found.rows if (row.unit, row.code) == ("SYT", code))


def kinds(found: ReadReview) -> list[ObstacleKind]:
    return [obstacle.kind for obstacle in found.obstacles]


def test_a_workbook_says_what_it_is_and_what_it_holds() -> None:
    found = read(blank())

    assert found.identity is not None
    assert (found.identity.set_id, found.identity.period, found.identity.part) == (
        "bo-thu",
        "2022-Q4",
        "Tất cả",
    )
    assert found.sheet == SHEET
    in_table = [(row.unit, row.code) for row in found.rows if row.code]
    assert in_table == [
        (unit.code, indicator.code)
        for unit in (forms.the_units().by_code[code] for code in ("SYT", "STC", "132"))
        for indicator in forms.the_set().indicators_for(unit.group)
    ]


def test_a_row_keeps_the_cells_of_its_columns_and_what_was_typed() -> None:
    row = typed(
        "1.1", verdict="Điều chỉnh", points="7,5", cause="Lý do khác", reason=" Sai  kỳ\n", reviewer="Lò"
    )

    assert (row.row, row.verdict, row.cause) == (9, Verdict.ADJUSTED, Cause.OTHER)
    assert row.numbers["points"].value == Decimal("7.5")
    assert row.numbers["points"].remarks == (NumberRemark.STORED_AS_TEXT,)
    assert (row.texts["reason"], row.texts["reviewer"]) == ("Sai  kỳ", "Lò")
    assert (row.cells["unit"], row.cells["verdict"], row.cells["points"]) == ("A9", "N9", "R9")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Thống nhất", Verdict.AGREED),
        ("THỐNG NHẤT", Verdict.AGREED),
        ("  không   chấp nhận ", Verdict.REJECTED),
        ("Không chấp nhâ\u0323n", Verdict.REJECTED),
        ("Dieu chinh", Verdict.ADJUSTED),
        ("Chưa thẩm định", Verdict.PENDING),
        ("Thống nhất một phần", None),
        ("", None),
    ],
)
def test_a_verdict_is_known_whatever_its_capitals_blanks_and_marks(
    text: str, verdict: Verdict | None
) -> None:
    assert typed("1.1", verdict=text).verdict is verdict


@pytest.mark.parametrize(
    ("code", "cells", "expected"),
    [
        ("4.2", {"value": "75%"}, {"value": "75"}),
        ("4.2", {"value": 0.5}, {"value": "0.5"}),
        ("4.1", {"numerator": "1.340", "denominator": 80}, {"numerator": None, "denominator": "80"}),
        ("4.1", {"numerator": "50%"}, {"numerator": None}),
        ("1.1", {"points": "-"}, {}),
        ("1.1", {"points": " \u00a0"}, {}),
        ("1.1", {"points": "=1+1"}, {"points": None}),
        ("1.1", {"points": True}, {"points": None}),
    ],
)
def test_numbers_are_read_as_people_type_them(
    code: str, cells: dict[str, object], expected: dict[str, str | None]
) -> None:
    found = {key: number.value for key, number in typed(code, **cells).numbers.items()}

    assert found == {key: None if text is None else Decimal(text) for key, text in expected.items()}


def test_the_share_that_the_sheet_works_out_of_two_parts_is_nothing_typed() -> None:
    paper = ReviewPaper()

    assert paper.cell("SYT", "4.1", "value").data_type == "f"
    assert typed("4.1", numerator=None).numbers == {}


@pytest.mark.parametrize(
    ("code", "text", "option"),
    [("1.2", "CÓ", "yes"), ("1.2", "Rồi", None), ("1.3", "chưa ban hành", "none"), ("4.2", "Có", None)],
)
def test_an_answer_is_looked_up_in_its_list(code: str, text: str, option: str | None) -> None:
    row = typed(code, value=text)

    assert row.option == option
    assert row.texts.get("answer") == (text if code != "4.2" else None)


def test_a_code_that_became_a_number_is_told() -> None:
    found = read(filled(lambda paper: paper.put("SYT", "4.10", code=4.1)))

    assert [row.code for row in found.rows if row.code_is_number] == ["4.1"]


def test_rows_and_columns_may_be_moved_and_headings_reworded() -> None:
    paper = ReviewPaper()
    paper.put("SYT", "1.1", verdict="Thống nhất")
    paper.heading("verdict").value = "Kết luận (chọn)"
    paper.sheet.insert_rows(3)
    found = read(paper.bytes())

    assert [(o.kind, o.facts["column"]) for o in found.obstacles] == [
        (ObstacleKind.HEADING_REWORDED, "Kết luận")
    ]
    assert [row.cells["verdict"] for row in found.rows if row.verdict] == ["N10"]


def test_the_sheet_may_be_renamed_a_little() -> None:
    paper = ReviewPaper()
    paper.sheet.title = "tham dinh"
    found = read(paper.bytes())

    assert kinds(found) == [ObstacleKind.SHEET_RENAMED]
    assert found.rows


def test_columns_of_ratios_are_missed_only_where_a_row_is_a_ratios() -> None:
    without = filled(data=blank(("SYT",), ("1.1",)))
    assert read(without).obstacles == ()

    paper = ReviewPaper()
    paper.heading("numerator").value = None
    found = read(paper.bytes())
    assert [(o.kind, o.facts["column"]) for o in found.obstacles] == [
        (ObstacleKind.COLUMN_MISSING, "Tử số thẩm định")
    ]
    assert found.rows == ()


def test_notes_and_signatures_below_the_table_are_rows_without_a_decision() -> None:
    paper = ReviewPaper()
    paper.sheet["A50"] = "Ghi chú: thẩm định ngày 12/1/2023"
    rows = [row for row in read(paper.bytes()).rows if row.row > 40]

    assert rows
    assert all(row.verdict is None and not row.numbers and not row.texts for row in rows)


# --- whose workbook it is


def without_properties(paper: ReviewPaper) -> None:
    paper.workbook.custom_doc_props.props.clear()  # type: ignore[attr-defined]


def without_sheet(paper: ReviewPaper) -> None:
    del paper.workbook[form_layout.META_SHEET]


@pytest.mark.parametrize("lose", [without_properties, without_sheet])
def test_one_of_the_two_places_is_enough(lose: Callable[[ReviewPaper], None]) -> None:
    assert read(filled(lose)).identity == read(blank()).identity is not None


def test_a_submission_is_no_review_and_a_review_is_no_submission(tmp_path: Path) -> None:
    review, submission = tmp_path / "review.xlsx", tmp_path / "submission.xlsx"
    review.write_bytes(blank())
    submission.write_bytes(forms.filled())

    assert (is_review_workbook(review), is_review_workbook(submission)) == (True, False)
    assert peek_identity(review) is None
    assert kinds(read(submission.read_bytes())) == [ObstacleKind.IS_SUBMISSION]
    as_submission = read_bytes(review.read_bytes(), "a.xlsx", forms.the_set())
    assert [obstacle.kind for obstacle in as_submission.obstacles] == [ObstacleKind.IS_REVIEW]
    assert as_submission.submission is None


def test_rows_of_another_set_are_not_read() -> None:
    found = read(filled(lambda paper: paper.set_identity("set_id", "bo-khac")))

    assert found.identity is not None
    assert found.rows == ()


# --- hostile and broken


def test_a_file_that_is_gone_is_an_obstacle(tmp_path: Path) -> None:
    assert kinds(read_review(tmp_path / "gone.xlsx", "gone.xlsx", forms.the_set())) == [ObstacleKind.LOCKED]
    assert not is_review_workbook(tmp_path / "gone.xlsx")


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_never_trips_the_program(seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(blank())
    for _ in range(dice.choice((1, 20))):
        data[dice.randrange(len(data))] = dice.randrange(256)

    assert isinstance(read(bytes(data[: dice.choice((len(data), len(data) // 2))])), ReadReview)


def test_a_bomb_is_told_before_it_goes_off() -> None:
    data = blank()
    part = "xl/worksheets/sheet1.xml"
    packed = forms.with_parts(data, {part: b"<worksheet>" + b" " * 4_000_000})

    assert kinds(read(packed)) == [ObstacleKind.TOO_LARGE]


def test_macros_are_told() -> None:
    packed = forms.with_parts(blank(), {"xl/vbaProject.bin": b"x"})

    assert kinds(read(packed)) == [ObstacleKind.HAS_MACROS]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\u202exlsx.exe"])
def test_what_was_typed_stays_what_it_is(text: str) -> None:
    paper = ReviewPaper()
    place = paper.cell("SYT", "1.1", "reason")
    place.value, place.data_type = text, "s"
    row = next(row for row in read(paper.bytes()).rows if row.code == "1.1")

    assert row.texts["reason"] == text.replace("\u202e", "")
