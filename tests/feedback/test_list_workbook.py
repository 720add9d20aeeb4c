"""The list as an Excel workbook, read back by two readers that know nothing of its writer."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from cds_rank.feedback.list_workbook import build_list_workbook
from tests.feedback.views import clean_view, finding_of, view, without_context


def sheet(content: bytes, name: str) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(content))[name]
    assert isinstance(found, Worksheet)
    return found


def rows(content: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


@pytest.fixture(scope="module")
def made() -> bytes:
    return build_list_workbook(view())


def test_each_finding_is_one_row(made: bytes) -> None:
    header, *listed = rows(made, "Phát hiện")

    assert header == [
        "Tệp", "Đơn vị", "Trang", "Ô", "Mức", "Mã", "Chỉ tiêu", "Vấn đề", "Cách sửa", "Giải trình", "Trạng thái",
    ]  # fmt: skip
    assert [row[5] for row in listed] == [finding.code for finding in view().findings]
    (typed,) = (row for row in listed if row[5] == "NUM002")
    assert typed[:6] == ["nop/SYT.xlsx", "Sở Y tế", "Số liệu", "F17:F18, F21", "cảnh báo", "NUM002"]
    assert typed[7:9] == [finding_of(view(), "NUM002").message, finding_of(view(), "NUM002").fix]


def test_the_state_says_what_is_still_to_be_done() -> None:
    """PCT002 may be explained, in F99 nobody has; that a number is typed as text is mended, not explained."""
    made = view()
    open_one = replace(finding_of(made, "PCT002"), explanation="", cell_range="F99")
    content = build_list_workbook(replace(made, findings=(*made.findings, open_one)))
    states = {row[5] if row[3] != "F99" else "open": row[10] for row in rows(content, "Phát hiện")[1:]}

    assert states["NUM003"] == "phải sửa"
    assert states["NUM002"] == "phải sửa"
    assert states["open"] == "sửa hoặc giải trình"
    assert states["PCT002"] == "đã giải trình"
    assert states["KEY007"] == "để biết"


def test_the_summary_gives_totals_verdicts_and_who_is_missing(made: bytes) -> None:
    listed = rows(made, "Tổng hợp")
    totals = {row[0]: row[1] for row in listed}

    assert listed[0][0] == "Kết quả kiểm tra báo cáo"
    assert (totals["Số tệp"], totals["Tệp đạt"], totals["Tệp chưa đạt"], totals["Lỗi"]) == (4, 1, 3, 3)
    assert (totals["Cảnh báo"], totals["Trong đó đã giải trình"]) == (2, 1)
    assert ["Thành phố Yên Bái", "nop/132.xlsx", "đạt", 0, 0, 0, 0] in listed
    assert ["Sở Y tế", "nop/SYT.xlsx", "chưa đạt", 1, 2, 1, 1] in listed
    assert listed[-2][:2] == ["Đơn vị", "Mã đơn vị"]
    assert listed[-1][:2] == ["Sở Nội vụ", "SNV"]


def test_files_that_fail_stand_before_files_that_pass(made: bytes) -> None:
    verdicts = [row[2] for row in rows(made, "Tổng hợp") if row[2] in {"đạt", "chưa đạt"}]

    assert verdicts == ["chưa đạt"] * 3 + ["đạt"]


def test_broken_rules_are_counted_by_finding_cell_and_file(made: bytes) -> None:
    assert ["NUM002", "Số lưu dưới dạng chữ", "cảnh báo", 1, 3, 1] in rows(made, "Theo quy tắc")


def test_no_text_of_a_sender_becomes_a_formula_or_a_link(made: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made))

    assert {cell.data_type for ws in book for row in ws for cell in row if cell.value is not None} == {
        "s",
        "n",
    }
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist() if "sheet" in name)
    assert b"<f>" not in parts
    assert b"hyperlink" not in parts
    explained = next(row for row in sheet(made, "Phát hiện").iter_rows() if row[5].value == "PCT002")[9]
    assert str(explained.value).startswith("=1+1 Số liệu đúng")
    assert explained.quotePrefix


def test_hostile_names_are_shown_as_the_other_formats_show_them(made: bytes) -> None:
    hostile = finding_of(view(), "NUM001")
    row = next(row for row in rows(made, "Phát hiện") if row[5] == "NUM001")

    assert row[0] == hostile.file.replace("\ufffe", " ")
    assert row[7] == hostile.message.replace("\ufffe", " ")
    assert not re.search("[\x00-\x1f\ud800-\udfff\ufffe]", "".join(str(text) for text in row))


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    """Excel takes 32 767 UTF-16 units; an emoji is two of them."""
    finding = replace(finding_of(view(), "NUM003"), message="😀" * 20_000)
    content = build_list_workbook(replace(view(), findings=(finding,)))

    text = str(rows(content, "Phát hiện")[1][7])
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert text == "😀" * 16_383 + "…"


def test_the_lists_keep_their_headings_and_filter(made: bytes) -> None:
    listed = sheet(made, "Phát hiện")

    assert listed.freeze_panes == "A2"
    assert listed.auto_filter.ref == f"A1:K{len(view().findings) + 1}"
    assert listed.print_title_rows == "$1:$1"
    assert listed.page_setup.orientation == "landscape"
    assert str(listed.page_setup.paperSize) == "9"
    assert sheet(made, "Theo quy tắc").freeze_panes == "A2"


def test_the_same_view_gives_the_same_bytes(made: bytes) -> None:
    assert build_list_workbook(view()) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:  # no moment of its making in it
        assert b">1980-01-01T00:00:00Z</dcterms:created>" in archive.read("docProps/core.xml")


def test_a_check_without_findings_gives_headings_only() -> None:
    content = build_list_workbook(clean_view())

    assert len(rows(content, "Phát hiện")) == 1
    assert sheet(content, "Phát hiện").auto_filter.ref is None


def test_a_check_that_knows_no_set_says_nothing_of_one() -> None:
    content = build_list_workbook(without_context())

    labels = [row[0] for row in rows(content, "Tổng hợp")]
    assert "Bộ chỉ tiêu" not in labels
    assert "Số tệp" in labels
