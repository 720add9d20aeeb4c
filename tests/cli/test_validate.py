"""`cds-rank validate`: everything wrong is shown with its cell, once, and the exit code tells."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cds_rank.model import form_layout as layout
from tests.checks import forms
from tests.checks.forms import Form, file_name, filled
from tests.cli.helpers import ENCRYPTED, SAMPLES, Cli

Run = Callable[..., Cli]


def spoil(office: Path, code: str, column: str, value: object, unit: str = "SYT") -> Path:
    path = office / "nop" / file_name(unit)
    form = Form(path.read_bytes())
    form.put(code, column, value)
    return form.save(path)


def test_everything_in_order_is_exit_0_and_one_line(office: Path, cli: Run) -> None:
    done = cli("validate", "nop")

    assert (done.code, done.err) == (0, "")
    assert done.out == "4 tệp: 4 đạt, 0 chưa đạt · 0 lỗi, 0 cảnh báo\n"


def test_the_samples_are_in_order(cli: Run) -> None:
    done = cli("validate", SAMPLES)

    assert (done.code, done.err) == (0, "")
    assert "28 tệp: 28 đạt" in done.out


def test_an_error_is_shown_with_place_row_unit_and_remedy(office: Path, cli: Run) -> None:
    spoil(office, "4.1", "numerator", "12 hồ sơ")

    done = cli("validate", "nop")

    assert done.code == 1
    name = file_name()
    fix = (
        "Bấm vào ô D13, gõ lại chỉ con số, không có dấu chấm hàng nghìn. "
        "Đơn vị tính thì bỏ; chữ như “ước”, “khoảng” chuyển sang cột Giải trình."
    )
    assert done.out.splitlines() == [
        f"{name} ▸ Số liệu!D13   NUM007 lỗi   4.1 Chỉ tiêu 4.1 – Sở Y tế",
        "    Ô “Tử số” ghi “12 hồ sơ”: có chữ hoặc ký hiệu lẫn với con số.",
        f"    Cách sửa: {fix} Xem: cds-rank rule NUM007",
        "",
        "Tệp chưa đạt (1):",
        f"  {name}",
        "4 tệp: 3 đạt, 1 chưa đạt · 1 lỗi, 0 cảnh báo",
    ]


@pytest.mark.parametrize(
    ("column", "value", "fail_on", "code"),
    [
        ("value", 101, "error", 1),
        ("value", 101, "info", 1),
        ("evidence", None, "error", 0),
        ("evidence", None, "warning", 1),
        ("value", 37.5, "info", 0),
    ],
)
def test_fail_on_draws_the_line(
    column: str, value: object, fail_on: str, code: int, office: Path, cli: Run
) -> None:
    spoil(office, "4.2", column, value)

    assert cli("validate", "nop", "--fail-on", fail_on).code == code


def test_who_sent_nothing_is_named_at_the_end_and_is_no_failure(office: Path, cli: Run) -> None:
    for unit in ("SNV", "132"):
        (office / "nop" / file_name(unit)).unlink()

    done = cli("validate", "nop")

    assert done.code == 0
    assert "Chưa nộp (2): Sở Nội vụ, Thành phố Yên Bái" in done.out.splitlines()[-2]
    assert cli("validate", "nop", "--fail-on", "info").code == 1


def test_files_named_one_by_one_say_nothing_about_the_others(office: Path, cli: Run) -> None:
    done = cli("validate", Path("nop") / file_name())

    assert (done.code, "Chưa nộp" in done.out) == (0, False)


def test_a_bad_file_is_a_finding_and_the_others_are_still_looked_at(office: Path, cli: Run) -> None:
    (office / "nop" / file_name("STC")).write_bytes(filled("STC")[:5000])
    (office / "nop" / file_name("SNV")).write_bytes(ENCRYPTED)
    spoil(office, "4.2", "value", 101)

    done = cli("validate", "nop")

    assert done.code == 1
    assert [re.findall(r"(FIL\d+|VAL\d+) lỗi", done.out)] == [["FIL004", "FIL005", "VAL001"]]
    assert "4 tệp: 1 đạt, 3 chưa đạt" in done.out


@pytest.mark.parametrize(
    ("content", "rule"), [(b"", "FIL001"), (ENCRYPTED, "FIL004"), (b"<html></html>", "FIL002")]
)
def test_a_single_file_nobody_can_read_is_told_for_what_it_is(
    content: bytes, rule: str, office: Path, cli: Run
) -> None:
    """Not "which set?": the sender who checks the one file they have cannot know, and need not."""
    path = office / "mot.xlsx"
    path.write_bytes(content)

    done = cli("validate", path)

    assert done.code != 0
    assert rule in done.out + done.err


def test_a_file_not_made_from_the_template_is_told_for_what_it_is(office: Path, cli: Run) -> None:
    form = Form()
    form.forget_properties()
    form.workbook.remove(form.meta)
    path = form.save(office / "mot.xlsx")

    done = cli("validate", path)

    assert done.code != 0
    assert "WBK001" in done.out + done.err


def test_owner_files_hidden_files_and_other_kinds_in_a_folder_are_passed_over(office: Path, cli: Run) -> None:
    for name in (f"~${file_name()}", ".an.xlsx", "ghi-chu.txt", "cong-van.pdf"):
        (office / "nop" / name).write_bytes(b"x")
    (office / "nop" / "sau" / "hon").mkdir(parents=True)
    shutil.move(office / "nop" / file_name("132"), office / "nop" / "sau" / "hon" / file_name("132"))

    done = cli("validate", "nop")

    assert done.code == 0
    assert done.out.splitlines()[0].startswith("FIL015 thông tin")
    assert "1 tệp không phải bảng tính, không được đọc: cong-van.pdf." in done.out
    assert done.out.splitlines()[-1] == "4 tệp: 4 đạt, 0 chưa đạt · 0 lỗi, 0 cảnh báo"


def test_a_text_file_named_outright_is_looked_at(office: Path, cli: Run) -> None:
    (office / "ghi-chu.txt").write_text("Kính gửi", encoding="utf-8")

    done = cli("validate", "nop", "ghi-chu.txt")

    assert (done.code, "ghi-chu.txt   FIL002 lỗi" in done.out) == (1, True)


def test_one_file_given_twice_is_one_file(office: Path, cli: Run) -> None:
    done = cli("validate", "nop", Path("nop") / file_name(), office / "nop")

    assert (done.code, done.out[:5]) == (0, "4 tệp")


def test_a_numeric_code_in_a_set_where_4_1_and_4_10_differ(office: Path, cli: Run) -> None:
    spoil(office, "4.10", "code", 4.1)

    done = cli("validate", "nop")

    assert done.code == 1
    assert f"{file_name()} ▸ Số liệu!A14   KEY004 lỗi" in done.out
    assert "KEY002" not in done.out


@pytest.mark.parametrize(("last", "many"), [(29, False), (30, True), (119, True)])
def test_bad_codes_are_findings_in_the_order_of_the_sheet_and_beyond_ten_one_for_the_table(
    last: int, many: bool, office: Path, cli: Run
) -> None:
    path = office / "nop" / file_name()
    form = Form(path.read_bytes())
    for row in range(20, last + 1):
        form.sheet.cell(row, 1).value = f"X-{row}"
    form.save(path)

    done = cli("validate", "nop")

    rows = [] if many else list(range(20, last + 1))
    assert [int(row) for row in re.findall(r"Số liệu!A(\d+)   KEY003", done.out)] == rows
    assert done.out.count("KEY010 lỗi") == many


def test_one_fault_down_a_column_is_one_finding_with_all_its_cells(office: Path, cli: Run) -> None:
    """Also a fault of a hundred cells is read in one go, and every cell is named where it can be typed."""
    path = office / "nop" / file_name()
    form = Form(path.read_bytes())
    for code in ("4.1", "4.10", "4.3", "4.4"):
        form.clear(code, "evidence")
    form.save(path)

    done = cli("validate", "nop")

    assert (done.code, done.out.count("EVD001 cảnh báo")) == (1, 1)
    assert f"{file_name()} ▸ Số liệu!K13:K14, K16:K17 (4 ô)   EVD001 cảnh báo" in done.out
    assert "vào ô K13:K14, K16:K17;" in done.out
    assert done.out.splitlines()[-1] == "4 tệp: 4 đạt, 0 chưa đạt · 0 lỗi, 1 cảnh báo"


def test_a_warning_that_the_sender_explained_fails_nothing_and_is_still_listed(
    office: Path, cli: Run
) -> None:
    path = office / "nop" / file_name()
    form = Form(path.read_bytes())
    form.put("4.2", "value", 0.5)
    form.put("4.2", "explanation", "Mới triển khai thí điểm tại một phòng từ tháng 11")
    form.save(path)

    done = cli("validate", "nop", "--fail-on", "info")

    assert done.code == 0
    assert "Số liệu!F15   PCT002 đã giải trình" in done.out
    assert "Mới triển khai thí điểm tại một phòng từ tháng 11" in done.out
    assert "1 cảnh báo (1 đã giải trình)" in done.out


def test_what_a_sender_typed_cannot_act_on_the_terminal(office: Path, cli: Run) -> None:
    spoil(office, "4.2", "value", "\u202e[red]12[/red] \u2066hồ sơ")
    spoil(office, "1.2", "value", "[bold]Có[/bold]", "STC")

    done = cli("validate", "nop")

    assert "[red]12[/red]" in done.out
    assert "[bold]Có[/bold]" in done.out
    assert not set(done.out) & set("\x1b\u202e\u2066")


def test_names_from_the_unit_list_cannot_act_on_the_terminal(office: Path, cli: Run) -> None:
    units = forms.changed(forms.UNITS)
    units["units"][0]["name"] = "Sở \x1b[31mY\x1b[0m tế \u202e[red]x[/red]"
    units["units"][1]["name"] = "Sở Tài chính \x9b31m\u2066"
    forms.write_yaml(office / "indicator_sets" / "units" / "ds-thu.yaml", units)
    spoil(office, "4.2", "value", 101)
    (office / "nop" / file_name("STC")).unlink()

    done = cli("validate", "nop")

    assert done.code == 1
    assert "[red]x[/red]" in done.out
    assert not set(done.out) & set("\x1b\x9b\u202e\u2066")


def test_a_period_or_set_that_most_files_have_is_taken_and_the_others_are_named(
    office: Path, cli: Run
) -> None:
    (office / "nop" / file_name("SNV")).write_bytes(filled("SNV", "2022-Q3"))

    done = cli("validate", "nop")

    assert (done.code, "WBK003 lỗi" in done.out) == (1, True)
    assert "kỳ 2022-Q3; đang tổng hợp kỳ 2022-Q4" in done.out


def test_two_files_of_two_periods_leave_it_open(office: Path, cli: Run) -> None:
    (office / "hai").mkdir()
    (office / "hai" / "a.xlsx").write_bytes(filled())
    (office / "hai" / "b.xlsx").write_bytes(filled("STC", "2022-Q3"))

    assert cli("validate", "hai").code == 2
    assert cli("validate", "hai", "--period", "2022-Q3").code == 1


@pytest.mark.parametrize("wrong", ["2022-Q5", "quý 4", "20222", "2022-13", "2022-Q4\n--out", ""])
def test_a_period_that_is_none_is_refused(wrong: str, office: Path, cli: Run) -> None:
    done = cli("validate", "nop", "--period", wrong)

    assert (done.code, done.out) == ((0, done.out) if not wrong else (2, ""))


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate"],
        ["validate", "khong-co"],
        ["validate", "nop", "--khong-co"],
        ["validate", "nop", "--set", "khong-co"],
        ["validate", "nop", "--set", "khong-co.yaml"],
        ["validate", "nop", "--set", "nop"],
        ["validate", "nop", "--units", "khong-co"],
        ["validate", "nop", "--units", "indicator_sets/bo-thu.yaml"],
        ["validate", "nop", "--set", "indicator_sets/units/ds-thu.yaml"],
        ["validate", "nop", "--fail-on", "fatal"],
        ["validate", "nop", "--period"],
        ["validate", "trong"],
        ["validate", "a" * 5000],
        ["validate", "nop", "--set", "a" * 5000],
        ["xep-hang"],
        [],
        ["--lang", "fr", "validate", "nop"],
    ],
    ids=lambda arguments: " ".join(arguments)[:60],
)
def test_what_cannot_be_done_is_exit_2_with_one_sentence_and_no_log(
    arguments: list[str], office: Path, cli: Run
) -> None:
    (office / "trong").mkdir()
    (office / "trong" / "ghi-chu.txt").write_text("x", encoding="utf-8")

    done = cli(*arguments)

    assert done.code == 2
    assert "Lỗi: " in done.err or not arguments
    assert "ngoài dự kiến" not in done.err  # that is for our bugs


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "\x1b[31mkhông có\u202e"],
        ["validate", "nop", "--set", "\x1b]0;x\x07"],
        ["validate", "nop", "--set", "\x1b]0;x\x07.yaml"],
        ["validate", "nop", "--period", "\x9b31m"],
        ["validate", "nop", "--\x1b[31m"],
        ["\x1b[31m"],
    ],
    ids=ascii,
)
def test_what_was_typed_is_repeated_inertly(arguments: list[str], office: Path, cli: Run) -> None:
    done = cli(*arguments)

    assert done.code == 2
    assert not set(done.out + done.err) & set("\x1b\x07\x9b\u202e")


BROKEN_SETS = {
    "no yaml": "id: [",
    "a list": "- a\n- b\n",
    "nothing": "",
    "a tab": "id:\n\t- x\n",
    "not utf-8": "id: S\u00e9t",
    "code not quoted": None,
    "deep": "[" * 3_000,
    "alias bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "python tag": "id: !!python/object/apply:os.system ['echo x']\n",
}


@pytest.mark.parametrize("story", BROKEN_SETS)
def test_a_broken_set_is_refused_with_line_and_column(story: str, office: Path, cli: Run) -> None:
    path = office / "hong.yaml"
    text = BROKEN_SETS[story]
    if text is None:
        whole = (office / "indicator_sets" / "bo-thu.yaml").read_text(encoding="utf-8")
        text = whole.replace("'4.10'", "4.10", 1)
    path.write_bytes(text.encode("latin-1" if story == "not utf-8" else "utf-8"))

    done = cli("validate", "nop", "--set", path)

    assert (done.code, done.out) == (2, "")
    assert re.search(r"hong\.yaml:\d+:\d+: SET\d{3} ", done.err)
    assert "ngoài dự kiến" not in done.err


def test_sheets_and_rows_as_libreoffice_leaves_them_are_in_order(office: Path, cli: Run) -> None:
    """LibreOffice turns "very hidden" into "hidden"."""
    path = office / "nop" / file_name()
    form = Form(path.read_bytes())
    form.workbook[layout.META_SHEET].sheet_state = "hidden"
    form.save(path)

    assert cli("validate", "nop").code == 0
