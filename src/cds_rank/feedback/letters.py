"""A short letter to a unit, ready to paste into an e-mail or Zalo: plain text, nothing that a program could act on."""

from collections.abc import Sequence
from typing import Final

from cds_rank.feedback.view import CheckView, FileView, FindingView
from cds_rank.model import form_layout as layout
from cds_rank.model.finding import Severity
from cds_rank.model.period import Period
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator
from cds_rank.wording.periods import period_text

_MOST_ITEMS = 15
_ROOM: Final = 1700  # characters for all items together; Zalo cuts messages near 2,000 to 3,000
_LONGEST_ITEM = 330
_LONGEST_NAME = 120


def letter(file: FileView, view: CheckView) -> str:
    """Write to a unit how its file stands and what to mend, errors first; names no deadline and no sender."""
    _ = translator(view.language)
    open_ = sorted(
        (f for f in file.findings if not f.explanation and f.severity is not Severity.INFO),
        key=lambda finding: finding.severity.order,
    )
    paragraphs = [_greeting(file.unit_label or file.unit, view.language), _opening(file, view, open_)]
    if open_:
        paragraphs.append(_items(open_, view.language))
        paragraphs.append(_request(file, view.language))
    paragraphs.append(_("Trân trọng cảm ơn."))
    return "\n\n".join(paragraphs) + "\n"


def reminder(unit_label: str, view: CheckView) -> str:
    """Write to a unit from which nothing has come; names no deadline and no sender."""
    _ = translator(view.language)
    text = _(
        "Đến lúc kiểm tra, chúng tôi chưa nhận được phiếu báo cáo số liệu{period} của đơn vị. "
        "Đề nghị đơn vị điền phiếu, lưu tệp và gửi lại. Nếu đã gửi, xin gửi lại để chúng tôi đối chiếu."
    ).format(period=_period(view))
    return "\n\n".join([_greeting(unit_label, view.language), text, _("Trân trọng cảm ơn.")]) + "\n"


def _greeting(unit: str, language: Language) -> str:
    _ = translator(language)
    name = _line(unit, _LONGEST_NAME)
    return _("Kính gửi: {unit}").format(unit=name) if name else _("Kính gửi đơn vị")


def _opening(file: FileView, view: CheckView, open_: Sequence[FindingView]) -> str:
    _ = translator(view.language)
    name, period = _line(file.name, _LONGEST_NAME), _period(view)
    errors = sum(finding.severity is Severity.ERROR for finding in open_)
    warned = len(open_) - errors
    if not open_:
        return _(
            "Phiếu báo cáo số liệu{period} (tệp {file}) đã được kiểm tra và đạt yêu cầu; đơn vị không phải sửa gì."
        ).format(period=period, file=name)
    if not errors:
        return _(
            "Phiếu báo cáo số liệu{period} (tệp {file}) đã được kiểm tra và đạt yêu cầu, "
            "còn {warnings} cảnh báo cần xem lại:"
        ).format(period=period, file=name, warnings=warned)
    if not warned:
        return _(
            "Phiếu báo cáo số liệu{period} (tệp {file}) đã được kiểm tra và chưa đạt: có {errors} lỗi phải sửa."
        ).format(period=period, file=name, errors=errors)
    return _(
        "Phiếu báo cáo số liệu{period} (tệp {file}) đã được kiểm tra và chưa đạt: "
        "có {errors} lỗi phải sửa và {warnings} cảnh báo cần xem lại."
    ).format(period=period, file=name, errors=errors, warnings=warned)


def _items(findings: Sequence[FindingView], language: Language) -> str:
    _ = translator(language)
    lines: list[str] = []
    used = 0
    for number, finding in enumerate(findings[:_MOST_ITEMS], start=1):
        line = f"{number}. {_item(finding, language)}"
        if lines and used + len(line) > _ROOM:
            break
        lines.append(line)
        used += len(line)
    left = len(findings) - len(lines)
    if left:
        more = _("… và {count} điểm khác, xem trang “{sheet}” trong tệp kèm theo.")
        lines.append(more.format(count=left, sheet=layout.ANNOTATION_SHEET))
    return "\n".join(lines)


def _item(finding: FindingView, language: Language) -> str:
    _ = translator(language)
    text = _("{place} – {message} Cách sửa: {fix}").format(
        place=_place(finding, language), message=finding.message, fix=finding.fix
    )
    return _line(text, _LONGEST_ITEM)


def _place(finding: FindingView, language: Language) -> str:
    _ = translator(language)
    if not finding.cells:
        return _("Trang “{sheet}”").format(sheet=finding.sheet) if finding.sheet else _("Cả tệp")
    if finding.sheet == layout.DATA_SHEET:
        return _("Ô {cells}").format(cells=finding.cell_range)
    return _("Trang “{sheet}”, ô {cells}").format(sheet=finding.sheet, cells=finding.cell_range)


def _request(file: FileView, language: Language) -> str:
    _ = translator(language)
    if file.passed:
        return _(
            "Đề nghị đơn vị sửa, hoặc ghi lý do ở cột Giải trình nếu số liệu đúng như vậy, rồi lưu tệp và gửi lại."
        )
    if not any(finding.cells for finding in file.findings):
        return _("Đề nghị đơn vị làm theo hướng dẫn trên rồi gửi lại tệp.")
    return _(
        "Đề nghị đơn vị mở tệp kèm theo, sửa các ô được tô màu, lưu tệp rồi gửi lại chính tệp đó. "
        "Với cảnh báo mà số liệu đúng như vậy, chỉ cần ghi lý do ở cột Giải trình."
    )


def _period(view: CheckView) -> str:
    """Write the period so that it can follow a noun: " quý IV năm 2022"; empty when it is not known."""
    if not view.period:
        return ""
    _ = translator(view.language)
    return _(" {period}").format(period=period_text(Period.parse(view.period), view.language))


def _line(text: str, longest: int) -> str:
    """Return a text of a sender's as one line that does nothing, shortened where it is long."""
    line = " ".join(printable(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
