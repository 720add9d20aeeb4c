"""Back to the sender: a copy of the workbook with every finding tinted and noted at its cell, and listed in front."""

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.feedback.mending import (
    CHANGES_MARKER_NAME,
    PackageRefused,
    package_parts,
    sheet_reference,
    with_parts,
)
from cds_rank.feedback.view import FileView, FindingView
from cds_rank.forms import style
from cds_rank.forms.packing import reproducible_bytes
from cds_rank.model import form_layout as layout
from cds_rank.model.finding import Severity
from cds_rank.wording.cell_text import clip
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator

ANNOTATION_MARKER_NAME: Final = "_cds_rank_findings"
"""A hidden defined name that refers to our sheet. Excel and LibreOffice keep it, and let it follow the sheet when
somebody renames or moves it; a sender's own sheet called "Lỗi" does not have it."""

MARKER_SHEETS: Final = {ANNOTATION_MARKER_NAME, CHANGES_MARKER_NAME}
_FORM_SHEETS = {
    layout.GUIDE_SHEET,
    layout.DATA_SHEET,
    layout.DICTIONARY_SHEET,
    layout.LISTS_SHEET,
    layout.META_SHEET,
}

AUTHOR: Final = "cds-rank"
_BEGIN, _END = "▼ cds-rank", "▲ cds-rank"
_OURS = re.compile(rf"(\n\n)?{_BEGIN}\n.*?(?:\n{_END}|\Z)", re.DOTALL)

# Tints are conditional formats, not fills: the sender's own fills and number formats are never touched, so there is
# nothing to record and nothing to restore. The formula is always true and carries our name, by which the format is
# known again after Excel or LibreOffice has saved the file.
_ALWAYS_TRUE = f'N("{AUTHOR}")=0'
_EXPLAINED = "explained"
_TINTS: Mapping[str, tuple[str, str]] = {  # background, ink; stronger than the form's own yellow and red
    Severity.ERROR: ("FF9F9F", "7A0000"),
    Severity.WARNING: ("FFC466", "5C3A00"),
    Severity.INFO: ("A9D2FF", "0B3C6F"),
    _EXPLAINED: ("CDEBC5", "1E4D2B"),
}
_LINK = "0563C1"
_MOST_RANGES = 400  # in one conditional format; Excel takes long lists badly

_MANY_CELLS, _MOST_COMMENTS = 2000, 500
_LONGEST_COMMENT = 1800  # characters
_BOX_WIDTH, _LETTERS_PER_LINE, _LINE_HEIGHT, _HIGHEST_BOX = 380, 54, 17, 460  # pixels, but for the letters

_MOST_UNPACKED = 40 << 20  # bytes of all parts; openpyxl needs about fifty times as much memory
_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_STRICT = b"http://purl.oclc.org/ooxml/"

_COLUMNS_WIDE = (6.0, 12.0, 10.0, 13.0, 27.0, 42.0, 42.0, 24.0)


@dataclass(frozen=True, slots=True)
class Annotated:
    """What goes back to the sender of one file.

    file_name: where it belongs below the output folder: the original's, ending in .xlsx.
    list_only: there is only the list, because the original could not be copied; reason: why, in the reader's words.
    """

    content: bytes
    file_name: str
    list_only: bool
    reason: str


def annotate(data: bytes, file: FileView, language: Language) -> Annotated:
    """Make the annotated copy of one workbook; same arguments, same bytes.

    Earlier annotations of ours are taken out first; a person's comments, sheets and fills stay. A file that cannot
    be copied gives a workbook with the list alone.
    """
    name = str(PurePosixPath(file.name).with_suffix(".xlsx")) if file.name else "cds-rank.xlsx"
    try:
        return Annotated(_annotated_copy(data, file, language), name, list_only=False, reason="")
    except _NoCopy as refusal:
        reason = refusal.reason
    except Exception:  # openpyxl meets odd files with nearly every exception there is
        reason = _reason("odd", language)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = layout.ANNOTATION_SHEET
    _mark(workbook, sheet)
    _ListSheet(sheet, file, language, {}).write(reason)
    return Annotated(reproducible_bytes(workbook, _UNDATED), name, list_only=True, reason=reason)


class _NoCopy(Exception):  # noqa: N818 - an answer, not a fault
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _reason(cause: str, language: Language) -> str:
    _ = translator(language)
    return {
        "unreadable": _("Tệp gốc không mở được, nên không có bản sao đánh dấu từng ô; chỉ có danh sách này."),
        "too_large": _(
            "Tệp gốc chứa quá nhiều ô hoặc định dạng thừa, nên không có bản sao đánh dấu từng ô; chỉ có danh sách này."
        ),
        "odd": _(
            "Tệp gốc có cấu trúc không chép lại nguyên vẹn được, nên không có bản sao đánh dấu từng ô; "
            "chỉ có danh sách này."
        ),
    }[cause]


# --- the copy


def _annotated_copy(data: bytes, file: FileView, language: Language) -> bytes:
    # A file that our own reader refused (a zip bomb, entities, a password) is not handed to another one.
    if any(f.code.startswith("FIL") and f.severity is Severity.ERROR for f in file.findings):
        raise _NoCopy(_reason("unreadable", language))
    try:
        parts = package_parts(data, _MOST_UNPACKED)
    except PackageRefused as refused:
        raise _NoCopy(_reason("too_large" if refused.too_large else "unreadable", language)) from refused
    if any(_STRICT in content[:4096] for name, content in parts.items() if name.endswith("workbook.xml")):
        raise _NoCopy(_reason("odd", language))  # openpyxl would silently read every sheet as empty
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions it leaves out; _restored puts the useful ones back
        workbook, paths = _loaded(data)
        _remove_annotations(workbook)
        sheets = {
            printable(sheet.title): sheet for sheet in workbook.worksheets if isinstance(sheet, Worksheet)
        }
        _annotate_cells(sheets, file, language)
        listing = workbook.create_sheet(_free_title(workbook), 0)
        assert isinstance(listing, Worksheet)
        _mark(workbook, listing)
        titles = {shown: sheet.title for shown, sheet in sheets.items() if sheet.sheet_state == "visible"}
        _ListSheet(listing, file, language, titles).write("")
        for sheet in sheets.values():
            sheet.sheet_view.tabSelected = False
        workbook.active = 0
        saved = reproducible_bytes(workbook, _moment(parts))
    written = package_parts(saved, 4 * _MOST_UNPACKED)
    restored = {
        sheet.path.lstrip("/"): _restored(written[sheet.path.lstrip("/")], parts[paths[sheet.title]])
        for sheet in sheets.values()
    }
    return with_parts(saved, restored)


def _loaded(data: bytes) -> tuple[Workbook, dict[str, str]]:
    """Open a workbook with its formulas; also tell which part each sheet was."""
    reader = ExcelReader(io.BytesIO(data), keep_vba=False, keep_links=True)
    reader.read()
    workbook = reader.wb
    workbook.template = False
    return workbook, {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}


def _free_title(workbook: Workbook) -> str:
    taken = {title.casefold() for title in workbook.sheetnames}
    candidates = [
        layout.ANNOTATION_SHEET,
        *(f"{layout.ANNOTATION_SHEET} ({number})" for number in range(2, 1000)),
    ]
    return next(title for title in candidates if title.casefold() not in taken)


def _mark(workbook: Workbook, sheet: Worksheet) -> None:
    reference = f"{sheet_reference(sheet.title)}!$A$1"
    workbook.defined_names[ANNOTATION_MARKER_NAME] = DefinedName(
        ANNOTATION_MARKER_NAME, attr_text=reference, hidden=True
    )


def _moment(parts: Mapping[str, bytes]) -> dt.datetime:
    # Not the clock: the copy is as old as what it says.
    core = parts.get("docProps/core.xml", b"")
    found = re.search(rb"<dcterms:modified[^>]*>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)", core)
    if found is None:
        return _UNDATED
    try:
        return dt.datetime.fromisoformat(found[1].decode()).replace(tzinfo=dt.UTC)
    except ValueError:
        return _UNDATED


# --- what openpyxl does not carry over

_WRITTEN_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: [a-z]+="[^"]*")*)>'
    rb"((?:<f\b[^>]*?(?:/>|>[^<]*</f>))?)<v(?: ?/>|>[^<]*</v>)</c>"
)
_TYPE = re.compile(rb' t="[^"]*"')
_TAIL = re.compile(rb"<(?:drawing|legacyDrawing|tableParts|extLst)\b|</worksheet>")
_IGNORED_ERRORS = re.compile(rb"<ignoredErrors>.*?</ignoredErrors>", re.DOTALL)
_EXTENSIONS = re.compile(rb"(<extLst>(?:(?!<extLst>).)*</extLst>)\s*</worksheet>\s*\Z", re.DOTALL)
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _restored(written: bytes, original: bytes) -> bytes:
    """Put back into a written sheet what openpyxl left out of the original one.

    These are stored results of formulas, numbers and dates digit for digit, which green triangles are not wanted,
    and drop-downs that look at other sheets.
    """
    raw = _raw_values(original)

    def with_raw_value(match: re.Match[bytes]) -> bytes:
        reference, attributes, formula = match[1], match[2], match[3]
        kind, value, had_formula = raw.get(reference.decode(), ("", "", False))
        if not value or bool(formula) is not had_formula:
            return match[0]
        attributes = _TYPE.sub(b"", attributes) + (f' t="{kind}"'.encode() if kind else b"")
        text = escape(value).encode()
        return b'<c r="%b"%b>%b<v>%b</v></c>' % (reference, attributes, formula, text)

    written = _WRITTEN_CELL.sub(with_raw_value, written)
    if (ignored := _IGNORED_ERRORS.search(original)) and _is_whole(ignored[0]):
        at = _last_start(written)
        written = written[:at] + ignored[0] + written[at:]
    if b"<extLst" not in written and (found := _EXTENSIONS.search(original)):
        extensions = found[1]
        if b"r:id" not in extensions and _is_whole(extensions):
            written = written.replace(b"</worksheet>", extensions + b"</worksheet>")
    return written


def _last_start(written: bytes) -> int:
    end_of_cells = max(written.rfind(b"</sheetData>"), written.rfind(b"<sheetData"), 0)
    found = _TAIL.search(written, end_of_cells)
    assert found is not None
    return found.start()


def _is_whole(fragment: bytes) -> bool:
    try:
        ET.fromstring(b"<a %b>%b</a>" % (_MAIN, fragment))
    except ET.ParseError:
        return False  # it uses a prefix that its sheet declares elsewhere
    return True


def _raw_values(original: bytes) -> dict[str, tuple[str, str, bool]]:
    """Return type, stored text and whether there is a formula, of every formula and plain number."""
    raw: dict[str, tuple[str, str, bool]] = {}
    for _, element in ET.iterparse(io.BytesIO(original)):
        if not element.tag.endswith("}c"):
            continue
        kind = element.get("t", "")
        value = element.find("{*}v")
        has_formula = element.find("{*}f") is not None
        is_number = kind in {"", "n"}
        if value is not None and value.text and (is_number or (has_formula and kind in {"str", "b", "e"})):
            raw[element.get("r", "")] = (kind, value.text, has_formula)
        element.clear()
    return raw


# --- earlier annotations


_MARKED_SHEET = re.compile(r"(?:'((?:[^']|'')*)'|([^'!]+))!")


def _remove_annotations(workbook: Workbook) -> None:
    for marker in sorted(MARKER_SHEETS):
        name = workbook.defined_names.pop(marker, None)
        found = _MARKED_SHEET.match(name.attr_text or "") if name is not None else None
        title = (found[1].replace("''", "'") if found[1] is not None else found[2]) if found else ""
        # Anybody can write such a name: it never costs a sheet of the form.
        if title in workbook.sheetnames and title not in _FORM_SHEETS:
            workbook.remove(workbook[title])
    for sheet in workbook.worksheets:
        _remove_comments(sheet)


def _remove_comments(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is None:
                continue
            theirs = _OURS.sub("", cell.comment.text)
            cell.comment = _comment(theirs, cell.comment.author) if theirs.strip() else None


def _comment(text: str, author: str) -> Comment:
    lines = sum(1 + len(line) // _LETTERS_PER_LINE for line in text.split("\n"))
    height = min(_HIGHEST_BOX, 24 + lines * _LINE_HEIGHT)
    return Comment(text, author, height=height, width=_BOX_WIDTH)


# --- tints and comments


def _annotate_cells(sheets: Mapping[str, Worksheet], file: FileView, language: Language) -> None:
    in_cells: dict[tuple[str, str], list[FindingView]] = {}
    for finding in listed(file.findings):
        if finding.sheet in sheets:
            for cell in finding.cells:
                in_cells.setdefault((finding.sheet, cell), []).append(finding)
    tinted: dict[tuple[str, str], list[str]] = {}
    for (title, cell), findings in in_cells.items():
        tinted.setdefault((title, _kind(findings[0])), []).append(cell)
    for name, sheet in sheets.items():
        _tint(sheet, {kind: cells for (title, kind), cells in tinted.items() if title == name})
    noted = list(in_cells.items())
    for (title, cell), findings in noted[:_MOST_COMMENTS] if len(noted) > _MANY_CELLS else noted:
        _put_comment(_uncovered(sheets[title], cell), findings, language)


def listed(findings: Iterable[FindingView]) -> list[FindingView]:
    """Return findings as they are listed: errors, warnings, information, what is explained; then as in the sheet."""
    return sorted(findings, key=lambda finding: (bool(finding.explanation), finding.severity.order))


def _kind(finding: FindingView) -> str:
    return _EXPLAINED if finding.explanation else finding.severity


def _tint(sheet: Worksheet, cells: Mapping[str, Sequence[str]]) -> None:
    """Tint cells by the kind of what was found in them; tints of an earlier run go."""
    theirs = [
        (str(places.sqref), rule)
        for places in sheet.conditional_formatting
        for rule in places.rules
        if not any(f'"{AUTHOR}"' in formula for formula in rule.formula)
    ]
    theirs.sort(key=lambda entry: entry[1].priority)
    # Ours have the first priorities for Excel, and stand first in the file for LibreOffice, where the first
    # format that says anything of a cell wins.
    sheet.conditional_formatting = ConditionalFormattingList()
    for priority, (kind, (background, ink)) in enumerate(_TINTS.items(), start=1):
        look = DifferentialStyle(
            fill=PatternFill("solid", fgColor=background, bgColor=background), font=Font(color=ink)
        )
        ranges = list(_ranges(cells.get(kind, ())))
        for start in range(0, len(ranges), _MOST_RANGES):
            rule = Rule("expression", dxf=look, formula=[_ALWAYS_TRUE], stopIfTrue=True, priority=priority)
            sheet.conditional_formatting.add(" ".join(ranges[start : start + _MOST_RANGES]), rule)
    for priority, (ranges_text, rule) in enumerate(theirs, start=len(_TINTS) + 1):
        rule.priority = priority
        sheet.conditional_formatting.add(ranges_text, rule)


def _ranges(cells: Iterable[str]) -> Iterator[str]:
    """Write cells as ranges within their columns: D5:D20, D25."""
    rows: dict[str, list[int]] = {}
    for cell in cells:
        letters = cell.rstrip("0123456789")
        rows.setdefault(letters, []).append(int(cell[len(letters) :]))
    for letters, numbers in sorted(rows.items(), key=lambda item: (len(item[0]), item[0])):
        ordered = sorted(set(numbers))
        first = last = ordered[0]
        for number in [*ordered[1:], -1]:
            if number == last + 1:
                last = number
                continue
            yield f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"
            first = last = number


def _uncovered(sheet: Worksheet, coordinate: str) -> Cell:
    """Return the cell, or the one that a merged range shows in its place."""
    cell = sheet[coordinate]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if coordinate in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    assert isinstance(cell, Cell)
    return cell


def _put_comment(cell: Cell, findings: Sequence[FindingView], language: Language) -> None:
    text = "\n\n".join(_note(finding, language) for finding in findings)
    ours = f"{_BEGIN}\n{clip(text, _LONGEST_COMMENT)}\n{_END}"
    theirs = cell.comment
    if theirs is None:
        cell.comment = _comment(ours, AUTHOR)
    else:
        cell.comment = _comment(f"{theirs.text}\n\n{ours}", theirs.author)


def _note(finding: FindingView, language: Language) -> str:
    _ = translator(language)
    lines = [
        f"{finding.severity_label.upper()} {finding.code}: {finding.title}",
        finding.message,
        _("Cách sửa: {fix}").format(fix=finding.fix),
    ]
    if finding.explanation:
        lines[2] = _("Đã giải trình: {text}").format(text=finding.explanation)
    # A text of the sender's that looks like the end of our block would keep the rest of it alive.
    return "\n".join(style.one_line(line).replace(_END, "").replace(_BEGIN, "") for line in lines)


# --- the list


class _ListSheet:
    """The sheet in front: whose file, how it stands, and every finding with a link to its cell."""

    def __init__(
        self, sheet: Worksheet, file: FileView, language: Language, titles: Mapping[str, str]
    ) -> None:
        """titles: of the sheets that a link can lead to, by the names that findings give them."""
        self._sheet, self._file, self._language, self._titles = sheet, file, language, titles
        self._findings = listed(file.findings)
        self._looks: dict[tuple[str, bool], StyleArray] = {}

    def write(self, reason: str) -> None:
        header = self._write_head(reason)
        self._write_headings(header)
        for number, finding in enumerate(self._findings, start=1):
            self._write_finding(header + number, number, finding)
        self._set_up(header)

    def _write_head(self, reason: str) -> int:
        """Write what stands above the table; return the row of its headings."""
        _ = translator(self._language)
        file = self._file
        lines = [(_("KẾT QUẢ KIỂM TRA PHIẾU BÁO CÁO"), 17.0, True, style.NAVY)]
        if file.unit_label:
            lines.append((_("Đơn vị: {unit}").format(unit=file.unit_label), 13.0, True, style.INK))
        lines.append((_("Tệp: {name}").format(name=file.name), 12.0, False, style.INK))
        lines.append((self._totals(), 13.0, True, style.INK if file.passed else style.RED))
        if reason:
            lines.append((reason, 12.0, True, style.RED))
        elif self._findings:
            lines.append((self._advice(), 12.0, False, style.INK))
        if not reason and sum(len(f.cells) for f in self._findings) > _MANY_CELLS:
            note = _("Có quá nhiều ô cần xem: mọi ô đều được tô màu, chỉ {count} ô đầu có ghi chú.")
            lines.append((note.format(count=_MOST_COMMENTS), 12.0, False, style.INK))
        for row, (text, size, bold, colour) in enumerate(lines, start=1):
            self._write_line(row, text, size, bold=bold, colour=colour)
        row = len(lines) + 1
        if self._findings and not reason:
            self._write_legend(row)
            row += 1
        self._sheet.row_dimensions[row].height = 6
        return row + 1

    def _write_line(self, row: int, text: str, size: float, *, bold: bool, colour: str) -> None:
        self._sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_COLUMNS_WIDE))
        cell = style.cell_at(self._sheet, row, 1)
        style.put_text(cell, style.one_line(text))
        cell.font = style.font(size, bold=bold, colour=colour)
        cell.alignment = style.align(indent=0)
        count = style.line_count(text, sum(_COLUMNS_WIDE), size, bold=bold)
        style.set_height(self._sheet, row, style.text_height(count, size))

    def _totals(self) -> str:
        _ = translator(self._language)
        file = self._file
        errors, warned = file.count(Severity.ERROR), file.count(Severity.WARNING)
        verdict = _("ĐẠT") if file.passed else _("CHƯA ĐẠT")
        text = _("{verdict}: {errors} lỗi, {warnings} cảnh báo, {infos} thông tin").format(
            verdict=verdict, errors=errors, warnings=warned, infos=file.count(Severity.INFO)
        )
        if file.explained:
            text += _(" ({count} cảnh báo đã giải trình)").format(count=file.explained)
        return text

    def _advice(self) -> str:
        _ = translator(self._language)
        if all(finding.explanation for finding in self._findings):
            return _("Không phải sửa gì thêm.")
        return _(
            "Bấm vào địa chỉ ở cột “Ô” để tới chỗ cần sửa, sửa theo cột “Cách sửa”, lưu tệp rồi gửi lại chính tệp này. "
            "Không cần xóa trang này, màu tô và ghi chú."
        )

    def _write_legend(self, row: int) -> None:
        _ = translator(self._language)
        words = {
            Severity.ERROR: _("Lỗi: phải sửa"),
            Severity.WARNING: _("Cảnh báo: sửa, hoặc ghi lý do ở cột Giải trình"),
            Severity.INFO: _("Thông tin: chỉ để biết"),
            _EXPLAINED: _("Đã giải trình"),
        }
        label = style.cell_at(self._sheet, row, 1)
        style.put_text(label, _("Màu ô:"))
        label.font = style.font(11)
        label.alignment = style.align(wrap=False, indent=0)
        places = {Severity.ERROR: 3, Severity.WARNING: 5, Severity.INFO: 7, _EXPLAINED: 8}
        for kind, text in words.items():
            cell = style.cell_at(self._sheet, row, places[kind])
            if kind is Severity.ERROR:
                self._sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)
            if kind is Severity.WARNING:
                self._sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=6)
            style.put_text(cell, text)
            self._colour(cell, kind)
            cell.alignment = style.align("center", wrap=False)
        style.set_height(self._sheet, row, 20)

    def _colour(self, cell: Cell, kind: str) -> None:
        background, ink = _TINTS[kind]
        cell.fill = style.fill(background)
        cell.font = style.font(11, bold=True, colour=ink)

    def _dress(self, cell: Cell, look: str) -> None:
        """Give a cell of the table its look; made once for each and then copied, for there may be thousands."""
        key = look, cell.quotePrefix
        if key in self._looks:
            # Every public way looks each part of a style up again.
            cell._style = self._looks[key]  # type: ignore[attr-defined]  # noqa: SLF001
            return
        cell.font = style.font(11)
        cell.border = style.GRID
        cell.alignment = style.align("left" if look == "text" else "center")
        if look in _TINTS:
            self._colour(cell, look)
        if look == "link":
            cell.font = Font(name=style.FACE, size=11, underline="single", color=_LINK, bold=True)
        self._looks[key] = copy(cell._style)  # type: ignore[attr-defined]  # noqa: SLF001

    def _write_headings(self, row: int) -> None:
        _ = translator(self._language)
        headings = (
            _("STT"),
            _("Mức"),
            _("Mã"),
            _("Ô"),
            _("Chỉ tiêu"),
            _("Vấn đề"),
            _("Cách sửa"),
            _("Giải trình"),
        )
        for column, heading in enumerate(headings, start=1):
            cell = style.cell_at(self._sheet, row, column)
            style.put_text(cell, heading)
            cell.font = style.font(bold=True, colour=style.PAPER)
            cell.fill = style.fill(style.NAVY)
            cell.alignment = style.align("center")
            cell.border = style.GRID
        style.set_height(self._sheet, row, 26)

    def _write_finding(self, row: int, number: int, finding: FindingView) -> None:
        _ = translator(self._language)
        texts = (
            finding.severity_label,
            finding.code,
            self._place(finding),
            finding.row,
            finding.message,
            finding.fix,
            finding.explanation,
        )
        is_linked = self._link(style.cell_at(self._sheet, row, 4), finding)
        looks = ["centre", _kind(finding), "centre", "link" if is_linked else "centre", *["text"] * 4]
        for column, look in enumerate(looks, start=1):
            cell = style.cell_at(self._sheet, row, column)
            if column == 1:
                cell.value = number
            else:
                style.put_text(cell, style.one_line(texts[column - 2]))
            self._dress(cell, look)
        lines = max(
            style.line_count(style.one_line(text), width, 11)
            for text, width in zip(texts, _COLUMNS_WIDE[1:], strict=True)
        )
        style.set_height(self._sheet, row, style.text_height(max(lines, 1), 11), grows=True)

    def _place(self, finding: FindingView) -> str:
        _ = translator(self._language)
        if not finding.sheet:
            return _("Cả tệp")
        if not finding.cells:
            return finding.sheet
        place = finding.cell_range
        if finding.sheet != layout.DATA_SHEET:
            place = f"{finding.sheet}!{place}"
        if len(finding.cells) > 1:
            place += " " + _("({count} ô)").format(count=len(finding.cells))
        return place

    def _link(self, cell: Cell, finding: FindingView) -> bool:
        if finding.sheet not in self._titles:
            return False  # the whole file, or a sheet that cannot be shown
        target = finding.cells[0] if finding.cells else "A1"
        location = f"{sheet_reference(self._titles[finding.sheet])}!{target}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
        return True

    def _set_up(self, header: int) -> None:
        sheet = self._sheet
        style.set_widths(sheet, _COLUMNS_WIDE)
        sheet.freeze_panes = f"A{header + 1}"
        if self._findings:
            last = get_column_letter(len(_COLUMNS_WIDE))
            sheet.auto_filter.ref = f"A{header}:{last}{header + len(self._findings)}"
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = style.RED
        _ = translator(self._language)
        footer = self._file.unit_label or self._file.name
        style.prepare_page(sheet, landscape=True, footer=footer, page_words=_("Trang &P/&N"))
        sheet.print_title_rows = f"{header}:{header}"
