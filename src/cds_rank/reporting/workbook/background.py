"""The sheets behind the numbers: the method, what the checks found, and what the result was made from."""

from collections import Counter
from collections.abc import Iterator, Mapping

from cds_rank.model.finding import Finding, Severity, cells_text
from cds_rank.model.indicator_set import Indicator
from cds_rank.model.text import in_language
from cds_rank.reporting.sentences import status_label
from cds_rank.reporting.view import found_text
from cds_rank.reporting.workbook.paper import Sheet, Style, own_format
from cds_rank.reporting.workbook.report import (
    FINDINGS_SHEET,
    METHOD_SHEET,
    PROVENANCE_SHEET,
    Report,
)
from cds_rank.wording.findings import answered_text
from cds_rank.wording.language import N_
from cds_rank.wording.method import method_statements
from cds_rank.wording.numbers import moment_text
from cds_rank.wording.rule_words import rule_text

_CRITERIA_COLUMNS = (
    (N_("Mã"), 11.0),
    (N_("Chỉ tiêu"), 40.0),
    (N_("Đơn vị tính"), 10.0),
    (N_("Cách tính điểm"), 38.0),
    (N_("Điểm tối đa"), 10.0),
    (N_("Mục tiêu"), 10.0),
    (N_("Năm"), 8.0),
    (N_("Mục tiêu có nguồn hay suy ra"), 13.0),
    (N_("Nguồn của mục tiêu"), 30.0),
    (N_("Áp dụng cho"), 18.0),
    (N_("Chỉ tiêu có nguồn hay suy ra"), 13.0),
    (N_("Nguồn của chỉ tiêu"), 32.0),
)
_FINDINGS_COLUMNS = (
    (N_("Mức"), 12.0),
    (N_("Mã"), 10.0),
    (N_("Đơn vị"), 28.0),
    (N_("Chỉ tiêu"), 12.0),
    (N_("Tệp"), 34.0),
    (N_("Trang tính"), 12.0),
    (N_("Ô"), 8.0),
    (N_("Phát hiện"), 56.0),
    (N_("Cách sửa"), 52.0),
)
_PROVENANCE_WIDTHS = (52.0, 70.0, 13.0, 13.0)
_SIZE = 10.0
_TEXT: Style = ("cell", "small", "wrap", "top", "left")
_NUMBER: Style = ("cell", "small", "top", "right")
_SEVERITY_LOOKS: Mapping[Severity, Style] = {
    Severity.ERROR: ("alarm",),
    Severity.WARNING: ("amber",),
    Severity.INFO: (),
}
_TITLE_COLUMNS = (0, 1)  # of a statement on the method sheet
_TEXT_COLUMNS = (2, 8)


def write_method(report: Report, sheet: Sheet) -> None:
    """Write every choice of the method, and every criterion with its rule, target and source."""
    _ = report.translate
    sheet.widths(width for _heading, width in _CRITERIA_COLUMNS)
    first, last = _TEXT_COLUMNS
    title = _(METHOD_SHEET)
    row = report.write_head(sheet, title, last, report.notices)
    label_style: Style = ("cell", "bold", "navy", "tint", "left", "top", "wrap")
    for statement in method_statements(report.indicator_set, report.language):
        sheet.span(row, *_TITLE_COLUMNS, statement.title, label_style)
        sheet.paragraph(row, first, last, statement.text, ("cell", "wrap", "top", "left"))
        row += 1
    row += 1
    sheet.text(row, 0, _("Các chỉ tiêu"), ("section",))
    sheet.height(row, 1, 16)
    heading = row + 1
    sheet.row_of_texts(heading, [_(text) for text, _width in _CRITERIA_COLUMNS], ("heading", "small"))
    sheet.height(heading, 4, 10)
    assert heading + 1 == first_criterion(report)  # what links point to
    indicators = report.indicator_set.indicators
    for row, indicator in enumerate(indicators.values(), start=heading + 1):
        _write_criterion(report, sheet, row, indicator)
    sheet.worksheet.autofilter(heading, 0, heading + len(indicators), len(_CRITERIA_COLUMNS) - 1)
    report.prepare_page(sheet, title)


def first_criterion(report: Report) -> int:
    """Row of the first criterion on the sheet of the method."""
    statements = len(method_statements(report.indicator_set, report.language))
    return report.table_row(len(report.notices)) + statements + 3


def _write_criterion(report: Report, sheet: Sheet, row: int, indicator: Indicator) -> None:
    language, target = report.language, indicator.target
    groups = (g for g in report.indicator_set.groups if g.code in indicator.groups)
    texts = {
        0: indicator.code,
        1: indicator.name.in_language(language),
        2: indicator.unit_of_measure.in_language(language),
        3: rule_text(indicator, language),
        7: status_label(target.status, language) if target else "",
        8: in_language(target.source, language) if target else "",
        9: "; ".join(group.name.in_language(language) for group in groups),
        10: status_label(indicator.status, language),
        11: in_language(indicator.source, language),
    }
    for column, text in texts.items():
        sheet.text(row, column, text, _TEXT)
    sheet.fit_height(row, (texts.get(column, "") for column in range(len(_CRITERIA_COLUMNS))), _SIZE)
    sheet.number(row, 4, indicator.max_points, (*_NUMBER, own_format(indicator.max_points)))
    if target is None:
        sheet.row_of_texts(row, ("", ""), _TEXT, 5)
        return
    sheet.number(row, 5, target.value, (*_NUMBER, own_format(target.value)))
    if target.year is None:
        sheet.text(row, 6, "", _TEXT)
    else:
        sheet.number(row, 6, target.year, (*_NUMBER, "0"))


def write_findings(report: Report, sheet: Sheet) -> None:
    """Write everything the checks found, the gravest first, or say that they found nothing."""
    _ = report.translate
    widths = [width for _heading, width in _FINDINGS_COLUMNS]
    sheet.widths(widths)
    title = _(FINDINGS_SHEET)
    counts = Counter(finding.severity for finding in report.result.findings)
    row = report.write_head(sheet, title, len(widths) - 1, [f"{found_text(counts, report.language)}."])
    sheet.row_of_texts(row, [_(text) for text, _width in _FINDINGS_COLUMNS], ("heading",))
    findings = sorted(report.result.findings, key=lambda finding: finding.severity.order)
    for line, finding in enumerate(findings, start=row + 1):
        _write_finding(report, sheet, line, finding)
    if findings:
        sheet.worksheet.autofilter(row, 0, row + len(findings), len(widths) - 1)
    else:
        sheet.span(row + 1, 0, len(widths) - 1, _("Không có lỗi, cảnh báo nào."), ("cell", "left", "muted"))
    sheet.worksheet.freeze_panes(row + 1, 0)
    sheet.worksheet.repeat_rows(row)
    report.prepare_page(sheet, title)


def _write_finding(report: Report, sheet: Sheet, row: int, finding: Finding) -> None:
    words = answered_text(finding, report.language)
    texts = (
        words.severity,
        finding.code,
        report.unit_names.get(finding.unit, finding.unit),
        ", ".join(finding.indicators),
        finding.origin.file,
        finding.origin.sheet,
        cells_text(finding.cells) if finding.cells else "",
        words.message,
        words.fix,
    )
    sheet.row_of_texts(row, texts, _TEXT)
    sheet.fit_height(row, texts, _SIZE)
    sheet.text(row, 0, words.severity, (*_TEXT, "bold", *_SEVERITY_LOOKS[finding.severity]))


def write_provenance(report: Report, sheet: Sheet) -> None:
    """Write when, with what and from which files the result was made, each under its digest."""
    _ = report.translate
    sheet.widths(_PROVENANCE_WIDTHS)
    title = _(PROVENANCE_SHEET)
    row = report.write_head(sheet, title, len(_PROVENANCE_WIDTHS) - 1)
    for name, text in _facts(report):
        sheet.text(row, 0, name, ("cell", "bold", "navy", "tint", "left", "top"))
        sheet.paragraph(row, 1, 3, text, ("cell", "wrap", "top", "left"))
        row += 1
    row += 1
    sheet.text(row, 0, _("Tệp đầu vào"), ("section",))
    sheet.height(row, 1, 16)
    headings = (_("Tệp"), _("Mã băm SHA-256"), _("Cỡ (byte)"), _("Được tính"))
    heading = row + 1
    sheet.row_of_texts(heading, headings, ("heading",))
    refused = set(report.result.refused_files)
    for row, file in enumerate(report.result.record.inputs, start=heading + 1):
        sheet.fit_height(row, (file.name, file.sha256), _SIZE)
        sheet.text(row, 0, file.name, _TEXT)
        sheet.text(row, 1, file.sha256, _TEXT)
        sheet.number(row, 2, file.size, (*_NUMBER, "#,##0"))
        counted = _("không") if file.name in refused else _("có")
        sheet.text(row, 3, counted, (*_TEXT, "centre"))
    sheet.worksheet.repeat_rows(heading)
    report.prepare_page(sheet, title)


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    _, record, used = report.translate, report.result.record, report.result.unit_list
    indicator_set = report.indicator_set
    version = _("{id}, phiên bản {version}")
    made = moment_text(record.created_at, report.language) if record.created_at else _("không ghi")
    yield _("Lập lúc"), made
    yield _("Chương trình"), f"cds-rank {record.tool_version}"
    yield _("Bộ chỉ tiêu"), version.format(id=indicator_set.id, version=indicator_set.version)
    yield _("Danh sách đơn vị"), version.format(id=used.id, version=used.version)
    yield _("Mã băm của kết quả"), report.sealed.digest
    yield _("Mã băm của bộ chỉ tiêu"), record.set_digest
    yield _("Mã băm của danh sách đơn vị"), used.digest
    for text in indicator_set.legal_basis:
        yield _("Căn cứ"), in_language(text.title, report.language)
