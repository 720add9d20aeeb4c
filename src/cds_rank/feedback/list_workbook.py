"""A check as an Excel workbook: totals and verdicts, one row a finding, one row a rule; for sorting and filtering."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

from cds_rank.feedback.view import CheckView, FileView, FindingView
from cds_rank.model.finding import Severity
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.cell_text import clean
from cds_rank.wording.field_labels import SEVERITY_LABELS
from cds_rank.wording.language import Language, translator

_FACE = "Times New Roman"  # the face of Vietnamese official papers (NĐ 30/2020/NĐ-CP, annex I)
_NAVY, _INK, _MUTED, _LINE = "#1F3864", "#1A1A1A", "#595959", "#B4BECC"
# A view knows no moment, and the same view has to give the same bytes: the day from which zip archives count.
_CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - XlsxWriter takes it for UTC
_MOST_ROWS = 1_048_576
_MOST_POINTS = 409.0  # Excel's highest row
_LETTERS_A_WIDTH = 1.15  # that fit into one unit of column width at 11 points
_POINTS_A_LINE = 14.5
_STARTS_A_FORMULA = ("=", "+", "-", "@")
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "font_color": _NAVY},
    "subtitle": {"font_size": 12, "font_color": _MUTED},
    "section": {"font_size": 13, "bold": True, "font_color": _NAVY},
    "heading": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": _NAVY, "border": 1, "border_color": _LINE,
        "text_wrap": True, "valign": "vcenter", "align": "left", "indent": 1,
    },
    "label": {"font_color": _MUTED},
    "cell": {"border": 1, "border_color": _LINE, "text_wrap": True, "align": "left", "indent": 1},
    "number": {"num_format": "#,##0", "align": "right", "text_wrap": False},
    "left": {"align": "left"},
    "bold": {"bold": True},
    "error": {"font_color": "#A61C1C", "bg_color": "#FBE9E7", "bold": True},
    "warning": {"font_color": "#7A4B00", "bg_color": "#FFF2CC", "bold": True},
    "info": {"font_color": "#124A7E", "bg_color": "#E8F0F8", "bold": True},
    "good": {"font_color": "#1D6B40", "bg_color": "#E6F4EC", "bold": True},
    "quoted": {"quote_prefix": True},
}  # fmt: skip
Style = tuple[str, ...]
Cell = tuple[str | int, Style]


def build_list_workbook(view: CheckView) -> bytes:
    """Write a check as an .xlsx file; the same view always gives the same bytes.

    Every text is written as text, whatever it begins with. Rows beyond what a sheet holds are left out, and the
    last row says how many.
    """
    _ = translator(view.language)
    buffer = io.BytesIO()
    book = Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": _FACE, "font_size": 11},
        },
    )
    book.set_properties(
        {
            "title": _("Kết quả kiểm tra báo cáo"),
            "author": f"cds-rank {view.tool_version}",
            "created": _CREATED,
        }
    )
    paper = _Paper(book, view.language)
    _write_summary(paper.sheet(_("Tổng hợp"), (32, 44, 14, 10, 13, 17, 13)), view)
    _write_findings(paper.sheet(_("Phát hiện"), (18, 16, 10, 11, 11, 10, 21, 33, 33, 20, 13)), view)
    _write_rules(paper.sheet(_("Theo quy tắc"), (12, 52, 14, 13, 12, 12)), view)
    book.close()
    return buffer.getvalue()


class _Paper:
    """A workbook in the making: its sheets, and its formats, each made once."""

    def __init__(self, book: Any, language: Language) -> None:
        self.language = language
        self._book = book
        self._formats: dict[Style, Any] = {}

    def sheet(self, name: str, widths: Sequence[float]) -> "_Sheet":
        return _Sheet(self, self._book.add_worksheet(name), widths)

    def format(self, style: Style) -> Any:
        made = self._formats.get(style)
        if made is None:
            look: dict[str, Any] = {"font_color": _INK, "valign": "top"}
            for name in style:
                look |= _LOOKS[name]
            made = self._formats[style] = self._book.add_format(look)
        return made


class _Sheet:
    """One sheet, written from top to bottom; rows and columns count from 0."""

    def __init__(self, paper: _Paper, worksheet: Any, widths: Sequence[float]) -> None:
        _ = translator(paper.language)
        self.row = 0
        self.worksheet = worksheet
        self._paper = paper
        self._widths = widths
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(9)  # A4
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.set_footer(f'&R&"{_FACE},Regular"&9' + _("Trang &P/&N"))

    def write(self, cells: Iterable[Cell], *, fitted: bool = True) -> None:
        """Write the next row. fitted: high enough for its longest text."""
        lines = 1
        for column, (content, style) in enumerate(cells):
            if isinstance(content, int):
                self.worksheet.write_number(self.row, column, content, self._paper.format(style))
                continue
            text = clean(content)
            if not text:
                self.worksheet.write_blank(self.row, column, None, self._paper.format(style))
                continue
            # Quoted, it stays text when somebody edits the cell.
            look = (*style, "quoted") if text.startswith(_STARTS_A_FORMULA) else style
            self.worksheet.write_string(self.row, column, text, self._paper.format(look))
            lines = max(lines, _lines(text, self._widths[column]))
        if fitted:
            self.worksheet.set_row(self.row, min(_MOST_POINTS, lines * _POINTS_A_LINE + 4))
        self.row += 1

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Write headings and rows, with a filter over them; the headings are repeated on every page."""
        _ = translator(self._paper.language)
        top = self.row
        room = _MOST_ROWS - top - 2
        self.write([(heading, ("heading",)) for heading in headings])
        for row in rows[:room]:
            self.write(row)
        if rows:
            self.worksheet.autofilter(top, 0, self.row - 1, len(headings) - 1)
        if len(rows) > room:
            note = _("Còn {count} hàng không đủ chỗ trong một trang tính.").format(count=len(rows) - room)
            self.write([(note, ("bold",))], fitted=False)

    def keep_headings(self) -> None:
        """Keep the first row in sight and on every printed page."""
        self.worksheet.freeze_panes(1, 0)
        self.worksheet.repeat_rows(0)


def _write_summary(sheet: _Sheet, view: CheckView) -> None:
    _ = translator(view.language)
    sheet.write([(_("Kết quả kiểm tra báo cáo"), ("title",))], fitted=False)
    sheet.worksheet.set_row(0, 28)
    heading = " · ".join(part for part in (view.set_name, view.period) if part)
    sheet.write([(heading, ("subtitle",))], fitted=False)
    sheet.row += 1
    failed = len(view.failed_files)
    facts: list[tuple[str, str | int]] = [
        (_("Bộ chỉ tiêu"), f"{view.set_id} {view.set_version}".strip()),
        (_("Danh sách đơn vị"), view.unit_list_id),
        (_("Kỳ báo cáo"), view.period),
        (_("Chương trình"), f"cds-rank {view.tool_version}"),
        (_("Số tệp"), len(view.files)),
        (_("Tệp đạt"), len(view.files) - failed),
        (_("Tệp chưa đạt"), failed),
        (_("Lỗi"), view.count(Severity.ERROR)),
        (_("Cảnh báo"), view.count(Severity.WARNING)),
        (_("Trong đó đã giải trình"), view.explained),
        (_("Thông tin"), view.count(Severity.INFO)),
        (_("Đơn vị chưa nộp"), len(view.not_submitted)),
        (_("Đếm, không liệt kê"), sum(view.cut.values())),
        (_("Không nêu theo yêu cầu"), sum(view.set_aside.values())),
    ]
    for label, content in facts:
        if content not in {"", 0} or label in {_("Tệp chưa đạt"), _("Lỗi"), _("Cảnh báo")}:
            number = isinstance(content, int)
            sheet.write([(label, ("label",)), (content, ("bold", "number", "left") if number else ("bold",))])
    if view.files:
        sheet.row += 1
        sheet.write([(_("Các tệp"), ("section",))], fitted=False)
        headings = [
            _("Đơn vị"),
            _("Tệp"),
            _("Kết luận"),
            _("Lỗi"),
            _("Cảnh báo"),
            _("Đã giải trình"),
            _("Thông tin"),
        ]
        sheet.table(headings, [_file_row(file, view.language) for file in _failed_first(view.files)])
    if view.not_submitted:
        sheet.row += 1
        sheet.write([(_("Đơn vị chưa nộp"), ("section",))], fitted=False)
        sheet.write([(_("Đơn vị"), ("heading",)), (_("Mã đơn vị"), ("heading",))])
        for code, label in view.not_submitted:
            sheet.write([(label, ("cell",)), (code, ("cell",))])


def _failed_first(files: Iterable[FileView]) -> list[FileView]:
    return sorted(files, key=lambda file: (-file.count(Severity.ERROR), -file.count(Severity.WARNING)))


def _file_row(file: FileView, language: Language) -> list[Cell]:
    _ = translator(language)
    verdict: Cell = (_("đạt"), ("cell", "good")) if file.passed else (_("chưa đạt"), ("cell", "error"))
    counts = (
        file.count(Severity.ERROR),
        file.count(Severity.WARNING),
        file.explained,
        file.count(Severity.INFO),
    )
    return [
        (file.unit_label, ("cell",)),
        (file.name, ("cell",)),
        verdict,
        *((count, ("cell", "number")) for count in counts),
    ]


def _write_findings(sheet: _Sheet, view: CheckView) -> None:
    _ = translator(view.language)
    headings = [
        _("Tệp"),
        _("Đơn vị"),
        _("Trang"),
        _("Ô"),
        _("Mức"),
        _("Mã"),
        _("Chỉ tiêu"),
        _("Vấn đề"),
        _("Cách sửa"),
        _("Giải trình"),
        _("Trạng thái"),
    ]
    sheet.table(headings, [_finding_row(finding, view.language) for finding in view.findings])
    sheet.keep_headings()


def _finding_row(finding: FindingView, language: Language) -> list[Cell]:
    texts = (
        finding.row,
        finding.message,
        finding.fix,
        finding.explanation,
    )
    return [
        (finding.file, ("cell",)),
        (finding.unit_label, ("cell",)),
        (finding.sheet, ("cell",)),
        (finding.cell_range, ("cell", "bold")),
        (finding.severity_label, ("cell", finding.severity.value)),
        (finding.code, ("cell",)),
        *((text, ("cell",)) for text in texts),
        _state(finding, language),
    ]


def _state(finding: FindingView, language: Language) -> Cell:
    """Say what is still to be done about a finding."""
    _ = translator(language)
    if finding.explanation:
        return _("đã giải trình"), ("cell", "good")
    states = {
        Severity.ERROR: _("phải sửa"),
        Severity.WARNING: _("sửa hoặc giải trình") if RULES[finding.code].explainable else _("phải sửa"),
        Severity.INFO: _("để biết"),
    }
    return states[finding.severity], ("cell",)


def _write_rules(sheet: _Sheet, view: CheckView) -> None:
    _ = translator(view.language)
    headings = [_("Mã"), _("Quy tắc"), _("Mức"), _("Số phát hiện"), _("Số ô"), _("Số tệp")]
    rows: list[list[Cell]] = [
        [
            (count.code, ("cell",)),
            (count.title, ("cell",)),
            (_(SEVERITY_LABELS[count.severity]), ("cell", count.severity.value)),
            *((number, ("cell", "number")) for number in (count.findings, count.cells, count.files)),
        ]
        for count in view.statistics
    ]
    sheet.table(headings, rows)
    sheet.keep_headings()


def _lines(text: str, width: float) -> int:
    letters = max(1.0, (width - 2.5) * _LETTERS_A_WIDTH)
    return sum(max(1, -int(-len(part) // letters)) for part in text.split("\n"))
