"""The sheets to read: how the form is filled in, and what each indicator means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style
from cds_rank.forms.contents import FormContents
from cds_rank.forms.guide_lines import GuideLines
from cds_rank.forms.words import (
    ILLUSTRATIVE,
    evidence_text,
    measure,
    number,
    period_words,
    provenance,
    scoring,
    target_text,
)
from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import Branch, Indicator, InputKind
from cds_rank.model.method import Method
from cds_rank.model.unit import Status

_STATUS_MEANINGS = {
    layout.HAVE_FIGURES: "Dòng đã có số liệu. Để trống cũng được hiểu như vậy khi đã điền số.",
    layout.NOT_YET_DUE: "Chưa đến thời điểm có số liệu của kỳ này. Ghi rõ khi nào có ở cột Giải trình.",
    layout.NOT_COLLECTED: "Đáng lẽ có nhưng đơn vị chưa thu thập được. Nêu lý do ở cột Giải trình.",
    layout.NOTHING_TO_COUNT: "Trong kỳ không có việc nào để tính, mẫu số bằng 0 (ví dụ: không phát sinh hồ sơ nào).",
    layout.NOT_APPLICABLE: "Chỉ tiêu không thuộc chức năng, nhiệm vụ của đơn vị. Nêu lý do ở cột Giải trình; "
    "cơ quan thẩm định sẽ xem xét.",
}


def write_guide_sheet(sheet: Worksheet, form: FormContents) -> None:
    """Fill the sheet "Hướng dẫn"."""
    _Guide(sheet, form).write()


class _Guide:
    def __init__(self, sheet: Worksheet, form: FormContents) -> None:
        self._lines, self._form = GuideLines(sheet), form
        self._kinds = {indicator.input for indicator in form.indicators}

    def write(self) -> None:
        self._write_head()
        self._lines.write_heading("Cách điền")
        for position, (what, how) in enumerate(self._steps(), start=1):
            self._lines.write_line(str(position), what, how)
        self._lines.write_heading("Màu của các ô")
        for colour, what, how in self._colours():
            self._lines.write_line("", what, how).fill = style.fill(colour)
        self._lines.write_heading("Cột Tình trạng")
        for label in self._statuses():
            self._lines.write_line(None, label, _STATUS_MEANINGS[label])
        self._lines.finish(f"{self._form.unit.name} – {period_words(self._form.period)}")

    def _write_head(self) -> None:
        form = self._form
        if form.illustrative:
            self._lines.write_across(ILLUSTRATIVE, 16, bold=True, colour=style.PAPER, padding=14)
            self._lines.fill_across(style.RED)
            self._lines.write_space()
        self._lines.write_across("PHIẾU BÁO CÁO SỐ LIỆU", 18, bold=True, colour=style.NAVY)
        self._lines.write_across(form.indicator_set.name.vi, 14, bold=True, colour=style.NAVY)
        self._lines.write_space()
        group, period = form.indicator_set.group(form.unit.group), form.period
        facts = {
            "Đơn vị báo cáo": f"{form.unit.name} (mã {form.unit.code})",
            "Nhóm": group.name.vi,
            "Kỳ báo cáo": f"{period_words(period)} (từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y})",
            "Bộ chỉ tiêu": f"{form.indicator_set.id}, phiên bản {form.indicator_set.version}; "
            f"{len(form.indicators)} chỉ tiêu áp dụng cho đơn vị",
        }
        for label, text in facts.items():
            self._lines.write_fact(label, text)
        self._write_about()

    def _write_about(self) -> None:
        indicator_set = self._form.indicator_set
        about = indicator_set.description.vi if indicator_set.description else ""
        if indicator_set.status is Status.RECONSTRUCTED:
            source = (
                "Bộ chỉ tiêu có phần được suy ra từ các văn bản liên quan; "
                f"xem cột Nguồn ở trang “{layout.DICTIONARY_SHEET}”."
            )
            about = f"{source}\n{about}" if about else source
        if about:
            self._lines.write_space()
            self._lines.write_across(about, 11, colour=style.MUTED, horizontal="left", padding=14)
            self._lines.fill_across(style.BAND, columns=(1,))

    def _steps(self) -> Iterable[tuple[str, str]]:
        yield (
            "Điền ô màu vàng",
            (
                f"Mở trang “{layout.DATA_SHEET}”. Chỉ điền vào các ô màu vàng, các ô khác đã khóa. "
                f"Ý nghĩa từng chỉ tiêu xem ở trang “{layout.DICTIONARY_SHEET}”."
            ),
        )
        yield (
            "Chỉ gõ con số",
            (
                "Không gõ kèm đơn vị tính hay ký hiệu: gõ 95,29, không gõ “95,29%” hay “120 hồ sơ”. "
                "Dấu phẩy đứng trước phần thập phân (máy đặt kiểu Anh – Mỹ: dấu chấm); không gõ dấu tách hàng nghìn."
            ),
        )
        if InputKind.RATIO in self._kinds:
            yield (
                "Chỉ tiêu tỷ lệ",
                "Điền cột Tử số và cột Mẫu số; cột Giá trị tự tính. Ô chuyển sang màu đỏ khi tử số lớn hơn mức có thể.",
            )
        if self._kinds & {InputKind.YES_NO, InputKind.CHOICE}:
            yield "Câu hỏi lựa chọn", "Bấm vào ô Giá trị rồi chọn một dòng trong danh sách."
        if InputKind.POINTS in self._kinds:
            yield (
                "Chỉ tiêu chấm điểm",
                "Điền cột Điểm tự đánh giá, không quá điểm tối đa. Cột Điểm thẩm định do cơ quan thẩm định điền.",
            )
        yield (
            "Không có số liệu",
            (
                "Để trống ô số, chọn lý do ở cột Tình trạng và nói rõ ở cột Giải trình. "
                "Không gõ số 0, dấu gạch hay chữ “không có” thay cho số liệu chưa có."
            ),
        )
        yield (
            "Tài liệu kiểm chứng",
            (
                "Ghi số, ký hiệu, ngày và trích yếu, ví dụ: “Báo cáo số 12/BC-UBND ngày 05/01/2023 về kết quả "
                "cung cấp dịch vụ công trực tuyến năm 2022”; hoặc ghi đường dẫn đến tài liệu."
            ),
        )
        yield (
            "Giữ nguyên mẫu",
            (
                "Không đổi tên trang, không thêm, xóa hay đổi chỗ dòng và cột. Chép số từ tệp khác thì dùng "
                "Dán đặc biệt › Giá trị (Paste Special › Values)."
            ),
        )
        yield (
            "Lưu và gửi lại",
            (
                "Lưu tệp ở dạng Excel (.xlsx), giữ nguyên tên tệp, rồi gửi lại chính tệp này. "
                f"Khi cần bản giấy: in trang “{layout.DATA_SHEET}”, ký và đóng dấu."
            ),
        )

    def _colours(self) -> Iterable[tuple[str, str, str]]:
        yield style.WANTED, "Vàng đậm", "Phải điền, hiện còn trống."
        yield style.INPUT, "Vàng nhạt", "Ô để điền; đã điền hoặc không bắt buộc."
        if InputKind.RATIO in self._kinds:
            yield style.COMPUTED, "Xanh nhạt", "Tự tính từ tử số và mẫu số, không điền."
        yield style.LOCKED, "Xám", "Không phải điền."
        if InputKind.POINTS in self._kinds:
            yield style.REVIEW, "Xanh lá nhạt", "Dành cho cơ quan thẩm định."
        yield (
            style.RED_TINT,
            "Đỏ nhạt",
            "Cần xem lại: tử số quá lớn, hoặc có số mà Tình trạng lại ghi là không có.",
        )

    def _statuses(self) -> Iterable[str]:
        offered = {label for i in self._form.indicators for label in layout.status_labels_for(i)}
        return [label for label in layout.STATUS_LABELS if label in offered]


@dataclass(frozen=True, slots=True)
class _Explained:
    """One column of the dictionary."""

    heading: str
    width: float
    text: Callable[[Indicator, Method], str]
    centred: bool = False


_EXPLAINED = (
    _Explained("Mã", 10, lambda i, _: i.code, centred=True),
    _Explained("Chỉ tiêu", 32, lambda i, _: f"{i.name.vi} ({i.unit_of_measure.vi})"),
    _Explained("Cách xác định", 42, lambda i, _: measure(i)),
    _Explained("Cách tính điểm", 32, scoring),
    _Explained("Điểm tối đa", 8, lambda i, _: number(i.max_points), centred=True),
    _Explained("Mục tiêu", 22, lambda i, _: target_text(i)),
    _Explained("Tài liệu kiểm chứng", 27, lambda i, _: evidence_text(i)),
    _Explained("Nguồn của chỉ tiêu", 28, lambda i, _: provenance(i)),
)
_DICTIONARY_SIZE = 11.5
_DICTIONARY_HEADER_ROW = 3


def write_dictionary_sheet(sheet: Worksheet, form: FormContents) -> None:
    """Fill the sheet "Giải thích chỉ tiêu": a row for each indicator of the form."""
    method = form.indicator_set.method
    columns = [c for c in _EXPLAINED if any(c.text(i, method) for i in form.indicators)] or list(_EXPLAINED)
    _write_dictionary_head(sheet, form, columns)
    row = _DICTIONARY_HEADER_ROW
    for depth, node in form.rows():
        row += 1
        if isinstance(node, Branch):
            _write_dictionary_title(sheet, row, depth, node, len(columns))
        else:
            texts = [column.text(node, method) for column in columns]
            _write_explanation(sheet, row, texts, columns)
    style.set_widths(sheet, [column.width for column in columns])
    sheet.freeze_panes = f"C{_DICTIONARY_HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = "7F7F7F"
    style.protect(sheet)
    style.prepare_page(
        sheet, landscape=True, footer=f"{layout.DICTIONARY_SHEET} – {form.indicator_set.name.vi}"
    )
    sheet.print_title_rows = f"{_DICTIONARY_HEADER_ROW}:{_DICTIONARY_HEADER_ROW}"
    sheet.print_area = f"A1:{style.cell_at(sheet, _DICTIONARY_HEADER_ROW, len(columns)).column_letter}{row}"


def _write_dictionary_head(sheet: Worksheet, form: FormContents, columns: list[_Explained]) -> None:
    notes = (
        "“Chính thức”: có trong văn bản được nêu. “Suy ra”: chưa thấy trong văn bản của bộ chỉ tiêu, "
        "lấy theo văn bản được nêu. Số ở trang này chỉ để đọc; điểm được tính theo bộ chỉ tiêu."
    )
    titles = (
        (f"GIẢI THÍCH CHỈ TIÊU – {style.one_line(form.indicator_set.name.vi)}", 15.0, True, style.NAVY),
        (notes, 11.0, False, style.MUTED),
    )
    across = sum(column.width for column in columns)
    for row, (text, size, bold, colour) in enumerate(titles, start=1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
        cell = style.cell_at(sheet, row, 1)
        style.put_text(cell, text)
        cell.font = style.font(size, bold=bold, italic=not bold, colour=colour)
        cell.alignment = style.align("center")
        lines = style.line_count(text, across, size, bold=bold)
        style.set_height(sheet, row, style.text_height(lines, size, padding=10))
    for position, column in enumerate(columns, start=1):
        cell = style.cell_at(sheet, _DICTIONARY_HEADER_ROW, position)
        style.put_text(cell, column.heading)
        cell.font = style.font(bold=True, colour=style.PAPER)
        cell.fill = style.fill(style.NAVY)
        cell.alignment = style.align("center")
        cell.border = style.GRID
    style.set_height(sheet, _DICTIONARY_HEADER_ROW, 38)


def _write_dictionary_title(sheet: Worksheet, row: int, depth: int, branch: Branch, columns: int) -> None:
    for column in range(1, columns + 1):
        cell = style.cell_at(sheet, row, column)
        cell.fill = style.fill((style.NAVY_TINT, style.BAND)[min(depth, 1)])
    title = style.cell_at(sheet, row, 1)
    name = style.one_line(branch.name.vi)
    style.put_text(title, name.upper() if depth == 0 else name)
    title.font = style.font(bold=depth < 2, italic=depth >= 2, colour=style.NAVY)
    title.alignment = style.align(wrap=False, indent=max(1, depth))
    style.set_height(sheet, row, 24 if depth == 0 else 21)


def _write_explanation(sheet: Worksheet, row: int, texts: list[str], columns: list[_Explained]) -> None:
    lines = 1
    for position, (column, text) in enumerate(zip(columns, texts, strict=True), start=1):
        cell = style.cell_at(sheet, row, position)
        bold = position == 1
        style.put_text(cell, text)
        cell.number_format = "@"
        cell.font = style.font(_DICTIONARY_SIZE, bold=bold)
        cell.border = style.GRID
        cell.alignment = style.align("center" if column.centred else "left")
        lines = max(lines, style.line_count(text, column.width, _DICTIONARY_SIZE, bold=bold))
    style.set_height(sheet, row, style.text_height(lines, _DICTIONARY_SIZE))
