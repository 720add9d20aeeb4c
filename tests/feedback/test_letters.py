"""Letters to units: short, plain, one line a point, nothing invented and nothing that acts."""

import re
from dataclasses import replace

import pytest

from cds_rank.feedback.letters import letter, reminder
from cds_rank.feedback.view import CheckView, FileView, make_view
from cds_rank.model.finding import Finding, Severity, ValidationReport
from cds_rank.model.observation import InputFile
from tests.feedback.views import (
    AGAINST,
    AMBIGUOUS,
    EXPLAINED,
    HOSTILE_NAME,
    HOSTILE_TEXT,
    REMARK,
    SYT,
    TYPED,
    found,
)


def check(*findings: Finding, name: str = SYT) -> tuple[FileView, CheckView]:
    report = ValidationReport(findings, (InputFile(name, "0" * 64, 1),), units={name: "SYT"})
    view = make_view(report, AGAINST, "vi")
    return view.files[0], view


def points(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"\d+\. ", line)]


def test_it_greets_the_unit_and_says_which_file_and_period_and_how_it_stands() -> None:
    text = letter(*check(AMBIGUOUS, *TYPED))

    assert text.startswith("Kính gửi: Sở Y tế\n\n")
    assert "quý IV năm 2022 (tệp nop/SYT.xlsx)" in text
    assert "có 1 lỗi phải sửa và 3 cảnh báo cần xem lại" in text


def test_each_point_says_where_what_and_how_errors_first() -> None:
    text = letter(*check(*TYPED, AMBIGUOUS))

    assert points(text)[0].startswith("1. Ô H20 – ")
    assert "“1.340”" in points(text)[0]
    assert "Cách sửa: " in points(text)[0]
    assert [line.split(" – ")[0] for line in points(text)[1:]] == ["2. Ô F17", "3. Ô F18", "4. Ô F21"]


def test_a_file_with_errors_is_to_be_sent_again() -> None:
    assert "gửi lại chính tệp đó" in letter(*check(AMBIGUOUS))


def test_a_file_that_passed_gets_thanks_and_is_not_asked_for_anything() -> None:
    text = letter(*check(REMARK, EXPLAINED))

    assert "đạt yêu cầu; đơn vị không phải sửa gì" in text
    assert "gửi lại" not in text
    assert points(text) == []
    assert text.endswith("Trân trọng cảm ơn.\n")


def test_open_warnings_of_a_file_that_passed_are_mentioned_and_explained_ones_are_not() -> None:
    text = letter(*check(TYPED[0], EXPLAINED))

    assert "còn 1 cảnh báo cần xem lại" in text
    assert len(points(text)) == 1
    assert "Giải trình" in text


@pytest.mark.parametrize("length", [1, 60, 5000])
def test_a_letter_stays_short_and_counts_what_it_leaves_out(length: int) -> None:
    many = [
        found("NUM001", Severity.ERROR, f"D{row}", column="value", text=f"{row} " + "ừ" * length)
        for row in range(9, 209)
    ]
    text = letter(*check(*many))
    shown = points(text)
    left = re.search(r"và (\d+) điểm khác, xem trang “Lỗi” trong tệp kèm theo", text)

    assert len(text) < 2500
    assert 5 <= len(shown) <= 15
    assert left is not None
    assert len(shown) + int(left[1]) == 200


def test_hostile_texts_stand_on_one_line_and_do_nothing() -> None:
    hostile = [
        found("NUM001", Severity.ERROR, f"D{row}", HOSTILE_NAME, column="value", text=HOSTILE_TEXT)
        for row in range(9, 12)
    ]
    file, view = check(*hostile, name=HOSTILE_NAME)
    text = letter(replace(file, unit_label="Sở\nY\x1b[31m tế\u202e"), view)

    assert len(text.splitlines()) == len(letter(*check(AMBIGUOUS, *TYPED[:2])).splitlines())
    assert text.startswith("Kính gửi: Sở Y [31m tế\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u200b\u202e]", text)


def test_a_unit_that_sent_nothing_is_asked_once_and_politely() -> None:
    _, view = check()
    text = reminder("Sở Tài chính", view)

    assert text.startswith("Kính gửi: Sở Tài chính\n\n")
    assert "chưa nhận được phiếu báo cáo số liệu quý IV năm 2022" in text


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2022", "số liệu năm 2022 của"),
        ("2022-H1", "số liệu 6 tháng đầu năm 2022 của"),
        ("2022-H2", "số liệu 6 tháng cuối năm 2022 của"),
        ("2022-Q2", "số liệu quý II năm 2022 của"),
        ("2022-03", "số liệu tháng 3 năm 2022 của"),
        ("", "số liệu của"),
    ],
)
def test_the_period_is_in_words_and_left_out_when_not_known(period: str, words: str) -> None:
    _, view = check()

    assert words in reminder("Sở Tài chính", replace(view, period=period))


def test_a_finding_about_the_whole_file_or_a_sheet_says_so() -> None:
    about_file = found("WBK003", Severity.ERROR, found="2022-Q3", wanted="2022-Q4")
    text = letter(*check(about_file))

    assert points(text)[0].startswith("1. Cả tệp – ")


def test_no_deadline_name_or_markup_is_invented() -> None:
    text = letter(*check(AMBIGUOUS, *TYPED)) + reminder("Sở Tài chính", check()[1])

    assert not re.search(r"trước ngày|hạn|Ký|[*_#<>`]", text)
