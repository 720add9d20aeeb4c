"""Tables of criteria as provinces have them, built cell by cell."""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from cds_rank.authoring.criteria_table import propose
from cds_rank.authoring.proposal import Proposal, ProposedBranch, ProposedIndicator, ProposedNode
from cds_rank.authoring.set_text import SetHead, set_yaml
from cds_rank.authoring.table_columns import find_table, parse_overrides
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.reading.definitions import load_indicator_set
from cds_rank.reading.ooxml import open_workbook

Row = Sequence[object]

DISTRICT_HEADINGS = (
    "STT", "Chỉ số/Chỉ số thành phần", "Điểm tối đa", "Cách xác định và tính điểm", "Tài liệu kiểm chứng",
    "Nguồn thu thập dữ liệu", "Đơn vị phối hợp xác minh số liệu",
)  # fmt: skip
DISTRICT: Sequence[Row] = (
    ("PHỤ LỤC I",),
    ("BỘ CHỈ SỐ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ CẤP HUYỆN",),
    ("(Kèm theo Quyết định số 12/QĐ-UBND ngày 01/02/2024)",),
    (),
    DISTRICT_HEADINGS,
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
    ("I", "NHẬN THỨC SỐ", "60 điểm"),
    (
        1, "Người đứng đầu là Trưởng Ban chỉ đạo", "10",
        "- Trưởng ban là Bí thư/Chủ tịch: điểm tối đa;\n- Phó Chủ tịch: 1/2 điểm tối đa;\n- khác/chưa có: 0",
        "Quyết định thành lập", "UBND huyện", "Văn phòng UBND tỉnh",
    ),
    (2, "Ban chỉ đạo họp trong năm", 20, "họp ≥4 lần: 20; 3: 15; 2: 10; 1: 5; còn lại: 0"),
    (
        3, "Văn bản do người đứng đầu ký", "30 điểm",
        "Điểm = (a/b) × Điểm tối đa\na: Số văn bản do người đứng đầu ký\nb: Tổng số văn bản",
    ),
    ("Cộng điểm Nhóm I", None, 60),
    ("II", "HẠ TẦNG SỐ", 100),
    (1, "Diễn tập an toàn thông tin", "10", "Có: điểm tối đa; không: 0"),
    (2, "Ứng dụng trên mạng WAN", "5", "mỗi ứng dụng 1 điểm, tối đa 5"),
    (3, "Mạng WAN", "50", "Điểm = Tỷ lệ × 45 + min(5, số ứng dụng)"),
    (None, "Tổng cộng", 165),
    (None, "Ghi chú: số liệu tính đến 31/12."),
)  # fmt: skip

COMMUNE_GROUPS = (
    ("Nhận thức số", 7), ("Thể chế số", 5), ("Hạ tầng số", 6), ("Hoạt động chính quyền số", 32),
    ("Hoạt động kinh tế số", 4), ("Hoạt động xã hội số", 8),
)  # fmt: skip


def commune_codes() -> list[str]:
    """62 codes in 6 groups: 4.1 … 4.21, then 4.22.1 … 4.22.11."""
    codes = []
    for group, (_, count) in enumerate(COMMUNE_GROUPS, start=1):
        for number in range(1, count + 1):
            deeper = group == 4 and number > 21
            codes.append(f"4.22.{number - 21}" if deeper else f"{group}.{number}")
    return codes


def commune_rows(*, spoilt: bool) -> list[Row]:
    """A commune's table; spoilt: codes as numbers and dates, as spreadsheets make of them."""
    rows: list[Row] = [("Mã", "Chỉ tiêu", "Nhóm", "Điểm tối đa", "Tự đánh giá", "Thẩm định")]
    for position, code in enumerate(commune_codes()):
        group = COMMUNE_GROUPS[int(code[0]) - 1][0]
        written = "Hoạt động Kinh tế số" if code == "5.1" else group
        typed: object = code
        if spoilt and code.startswith("4.22."):
            typed = dt.date(2000 + int(code[5:]), 4, 22)  # 4.22.1 is 22 April 2001 on an American laptop
        elif spoilt:
            typed = float(code)
        rows.append((typed, f"Chỉ tiêu {code}", written, (10, 20, 30, 0)[position % 4], 5, None))
    return rows


def workbook(rows: Sequence[Row], merged: Sequence[str] = (), sheet: str = "Phụ lục") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for place in merged:
        page.merge_cells(place)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def proposed(
    content: bytes, *columns: str, header_row: int | None = None, sheet: str | None = None
) -> Proposal:
    book = open_workbook(content, name="bang.xlsx")
    overrides = parse_overrides(columns)
    place = find_table(book, "bang.xlsx", sheet=sheet, header_row=header_row, overrides=overrides)
    return propose(place, file="bang.xlsx", date_1904=book.date_1904)


def yaml_of(proposal: Proposal) -> str:
    return set_yaml(proposal, SetHead("bang", (("xa", "Xã, phường"),), "bang"), "vi")


def loaded(proposal: Proposal, folder: Path) -> IndicatorSet:
    """Write the proposal and load it as a set: it has to pass every check."""
    path = folder / "bang.yaml"
    path.write_text(yaml_of(proposal), encoding="utf-8")
    return load_indicator_set(path)


def said(proposal: Proposal) -> set[tuple[str, str, str]]:
    """What is to be looked at: kind, cell and code."""
    return {(remark.kind.value, remark.cell, remark.node) for remark in proposal.remarks}


def outline(nodes: Sequence[ProposedNode]) -> list[object]:
    """Codes as a nested list."""
    return [
        [node.code, outline(node.children)] if isinstance(node, ProposedBranch) else node.code
        for node in nodes
    ]


def indicator(proposal: Proposal, code: str) -> ProposedIndicator:
    (found,) = [item for item in proposal.indicators() if item.code == code]
    return found
