"""Findings as plain text, for a person at a terminal: in full, a line each, file by file, or only counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cds_rank.feedback.view import CheckView, FindingView
from cds_rank.model.finding import Severity
from cds_rank.wording.field_labels import SEVERITY_LABELS
from cds_rank.wording.findings import printable
from cds_rank.wording.language import N_, Translate, translator

NOT_SUBMITTED = "KEY007"  # named together at the bottom, never one by one
MENDABLE_MARK = "⚒"
_MOST_UNITS_NAMED = 20
_SET_ASIDE: Mapping[str, str] = {
    "ignored": N_("{count} phát hiện được bỏ qua theo yêu cầu"),
    "baseline": N_("{count} phát hiện đã có trong tệp mốc (--baseline)"),
}


def render_full(view: CheckView, only: Severity | None = None) -> str:
    """Write each finding with its place, its row in words and how to mend it; the totals at the bottom.

    only: list the findings of this severity; the totals count them all.
    """
    _ = translator(view.language)
    findings = [finding for finding in listed(view) if only in (None, finding.severity)]
    lines = [line for finding in findings for line in _in_full(finding, finding.place, _)]
    return _text([*lines, *_bottom(view, lines)])


def render_concise(view: CheckView) -> str:
    """Write one line a finding, nop/SYT.xlsx:Số liệu!D7: NUM003 lỗi: …, and the totals."""
    _ = translator(view.language)
    lines = [concise_line(finding, _) for finding in listed(view)]
    return _text([*lines, totals(view)])


def render_grouped(view: CheckView) -> str:
    """Write file by file the verdict and, indented, its findings in the order of the sheet; then the totals."""
    _ = translator(view.language)
    lines: list[str] = []
    for file in view.files:
        failed = _("có lỗi") if file.is_review else _("chưa đạt")
        verdict = _("đạt") if file.passed else failed
        counts = _("{errors} lỗi, {warnings} cảnh báo").format(
            errors=file.count(Severity.ERROR), warnings=file.count(Severity.WARNING)
        )
        heading = " – ".join(part for part in (file.name, file.unit_label) if part)
        lines += ["", f"{heading}: {verdict} ({counts})", *_indented(file.findings, _)]
    of_files = {file.name for file in view.files}
    for name, findings in findings_by_file(view).items():
        if name not in of_files:
            lines += ["", name, *_indented(findings, _)]
    return _text([*lines[1:], *_bottom(view, lines)])


def render_statistics(view: CheckView) -> str:
    """Write how often each rule was broken, the gravest and commonest first, and the totals.

    Columns: code, severity, findings (those not listed too), cells, files, title.
    """
    _ = translator(view.language)
    rows = [(_("Mã"), _("Mức"), _("Số phát hiện"), _("Số ô"), _("Số tệp"), _("Quy tắc"))]
    rows += [
        (c.code, _(SEVERITY_LABELS[c.severity]), str(c.findings), str(c.cells), str(c.files), c.title)
        for c in view.statistics
    ]
    table = _aligned(rows, right={2, 3, 4}) if view.statistics else []
    return _text([*table, *_bottom(view, table, mending=False)])


def totals(view: CheckView) -> str:
    """Write the one line that says it all: 3 tệp: 1 đạt, 2 chưa đạt · 4 lỗi, 2 cảnh báo · chưa nộp: STC."""
    _ = translator(view.language)
    failed = len(view.failed_files)
    line = _("{files} tệp: {passed} đạt, {failed} chưa đạt · {errors} lỗi, {warnings} cảnh báo").format(
        files=len(view.files),
        passed=len(view.files) - failed,
        failed=failed,
        errors=view.count(Severity.ERROR),
        warnings=view.count(Severity.WARNING),
    )
    if view.explained:
        line += " " + _("({count} đã giải trình)").format(count=view.explained)
    if len(view.not_submitted) > _MOST_UNITS_NAMED:
        line += " · " + _("chưa nộp: {count} đơn vị").format(count=len(view.not_submitted))
    elif view.not_submitted:
        codes = ", ".join(code for code, _label in view.not_submitted)
        line += " · " + _("chưa nộp: {units}").format(units=codes)
    return line


def listed(view: CheckView) -> tuple[FindingView, ...]:
    """Give the findings that are listed one by one: all but the units that sent nothing."""
    return tuple(finding for finding in view.findings if finding.code != NOT_SUBMITTED)


def findings_by_file(view: CheckView) -> dict[str, tuple[FindingView, ...]]:
    """Give the listed findings by the name of their file, in the order of the view."""
    by_file: dict[str, list[FindingView]] = {}
    for finding in listed(view):
        by_file.setdefault(finding.file, []).append(finding)
    return {name: tuple(findings) for name, findings in by_file.items()}


def cell_place(finding: FindingView) -> str:
    """Write where in its file a finding is: Số liệu!D5:D62, only the sheet, or "" for the whole file."""
    return f"{finding.sheet}!{finding.cell_range}" if finding.cell_range else finding.sheet


def standing(finding: FindingView, _: Translate) -> str:
    """Write how much a finding still asks: its severity, or that the sender has explained it."""
    return _("đã giải trình") if finding.explanation else finding.severity_label


def concise_line(finding: FindingView, _: Translate) -> str:
    """Write a finding in one line."""
    place = ":".join(part for part in (finding.file, cell_place(finding)) if part)
    line = f"{finding.code} {standing(finding, _)}: {finding.message}"
    return f"{place}: {line}" if place else line


def _in_full(finding: FindingView, place: str, _: Translate) -> Iterator[str]:
    mark = f" {MENDABLE_MARK}" if finding.mendable else ""
    parts = (place, f"{finding.code} {standing(finding, _)}{mark}", finding.whose)
    yield "   ".join(part for part in parts if part)
    yield f"    {finding.message}"
    if finding.explanation:
        yield "    " + _("Giải trình: {explanation}").format(explanation=finding.explanation)
    else:
        fix = _("Cách sửa: {fix} Xem: cds-rank rule {code}").format(fix=finding.fix, code=finding.code)
        yield f"    {fix}"


def _indented(findings: Iterable[FindingView], _: Translate) -> list[str]:
    return [f"  {line}" for finding in findings for line in _in_full(finding, _place_in_file(finding, _), _)]


def _place_in_file(finding: FindingView, _: Translate) -> str:
    place = cell_place(finding)
    if len(finding.cells) > 1:
        place += " " + _("({count} ô)").format(count=len(finding.cells))
    return place


def _bottom(view: CheckView, above: Sequence[str], *, mending: bool = True) -> list[str]:
    """Write what a reader has to see last, because a long list scrolls away: who failed, who is silent, totals."""
    _ = translator(view.language)
    lines = [
        _("… còn {count} phát hiện {code} không liệt kê").format(count=count, code=code)
        for code, count in sorted(view.cut.items())
    ]
    for reason, count in sorted(view.set_aside.items()):
        words = _SET_ASIDE.get(reason, N_("{count} phát hiện được để riêng"))
        lines.append(_("Không tính: {what}").format(what=_(words).format(count=count)))
    mendable = sum(finding.mendable for finding in listed(view))
    if mendable and mending:
        hint = _("{count} phát hiện có dấu {mark} tự sửa được bằng --fix THƯ_MỤC")
        lines.append(hint.format(count=mendable, mark=MENDABLE_MARK))
    submissions = [file.name for file in view.files if not file.passed and not file.is_review]
    if submissions:
        lines.append(_("Tệp chưa đạt ({count}):").format(count=len(submissions)))
        lines += [f"  {name}" for name in submissions]
    reviews = [file.name for file in view.files if not file.passed and file.is_review]
    if reviews:
        words = _(
            "Phiếu thẩm định có lỗi ({count}); chỗ có lỗi không được lấy, các kết luận khác vẫn được lấy:"
        )
        lines.append(words.format(count=len(reviews)))
        lines += [f"  {name}" for name in reviews]
    if view.not_submitted:
        labels = ", ".join(label for _code, label in view.not_submitted[:_MOST_UNITS_NAMED])
        more = ", …" if len(view.not_submitted) > _MOST_UNITS_NAMED else ""
        count = len(view.not_submitted)
        lines.append(_("Chưa nộp ({count}): {units}").format(count=count, units=labels + more))
    lines.append(totals(view))
    return ["", *lines] if above else lines


def _aligned(rows: Sequence[Sequence[str]], right: set[int]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _text(lines: Iterable[str]) -> str:
    # Codes and labels come from definitions that other people write: nothing may act on a terminal.
    return "".join(f"{printable(line)}\n" for line in lines)
