"""The summary of a run for a CI page: Markdown with the totals, the files to mend, and what to mend in them."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from cds_rank.feedback.text import totals
from cds_rank.feedback.view import CheckView, FindingView
from cds_rank.model.finding import Severity
from cds_rank.wording.language import Language, Translate, translator

LARGEST: Final = 900_000
"""Bytes; GitHub refuses the summary of a step above 1 MiB, and several runs may share a step."""

_ROOM_FOR_THE_REST = 2_000  # bytes: what closes a table, and the sentence on what was left out
_LONGEST_NAMES = 20_000  # characters of names in one paragraph


def render_markdown(view: CheckView, largest: int = LARGEST) -> str:
    """Write a run as GitHub Markdown of at most `largest` bytes; findings beyond that are counted.

    Tables are HTML, in which nothing is Markdown any more: what senders typed stays what it is.
    """
    _ = translator(view.language)
    head = "\n\n".join(_head(view, _)) + "\n"
    budget = largest - len(head.encode()) - 2 * _ROOM_FOR_THE_REST
    files = _table(
        _("Tệp chưa đạt"),
        (_("Tệp"), _("Đơn vị"), _("Lỗi"), _("Cảnh báo")),
        (
            (_code(f.name), _text(f.unit_label), str(f.count(Severity.ERROR)), str(f.count(Severity.WARNING)))
            for f in view.files
            if not f.passed
        ),
        budget // 2,
        view.language,
    )
    listed = sorted(
        (f for f in view.findings if f.severity is not Severity.INFO and not f.explanation),
        key=lambda finding: finding.severity.order,
    )
    findings = _table(
        _("Việc cần sửa"),
        (_("Ở đâu"), _("Mã"), _("Mức"), _("Điều sai"), _("Cách sửa")),
        (_finding_cells(finding) for finding in listed),
        budget - len(files.encode()),
        view.language,
    )
    return "\n".join(part for part in (head, files, findings) if part)


def _head(view: CheckView, _: Translate) -> Iterator[str]:
    failed = len(view.failed_files)
    title = _("cds-rank: {bad} tệp chưa đạt") if failed else _("cds-rank: mọi tệp đều đạt")
    yield "### " + title.format(bad=failed)
    against = " · ".join(part for part in (view.set_name, view.set_version, view.period) if part)
    if against:
        yield _paragraph(_text(against))
    line = totals(view)
    if view.set_aside:
        line += " · " + _("{count} bỏ qua theo yêu cầu").format(count=sum(view.set_aside.values()))
    if view.cut:
        line += " · " + _("{count} không liệt kê").format(count=sum(view.cut.values()))
    yield _paragraph(_text(line))
    if view.not_submitted:
        units = ", ".join(label for _code_of_unit, label in view.not_submitted)
        shown = units if len(units) <= _LONGEST_NAMES else units[:_LONGEST_NAMES] + "…"
        text = _("Chưa nộp ({count}): {units}").format(count=len(view.not_submitted), units=shown)
        yield _paragraph(_text(text))


def _finding_cells(finding: FindingView) -> Sequence[str]:
    what = "<br>".join(_text(part) for part in (finding.whose, finding.message) if part)
    return _code(finding.place), finding.code, _text(finding.severity_label), what, _text(finding.fix)


def _table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], largest: int, language: Language
) -> str:
    """Write rows of HTML cells as a table of at most `largest` bytes; "" without rows."""
    _ = translator(language)
    lines: list[str] = []
    left_out = 0
    for row in rows:
        line = "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        largest -= len(line.encode()) + 1
        # Once full it stays full: a list with a gap in it would be read as complete up to its end.
        if left_out or largest < 0:
            left_out += 1
        else:
            lines.append(line)
    if not lines and not left_out:
        return ""
    head = "<tr>" + "".join(f"<th>{_text(heading)}</th>" for heading in headings) + "</tr>"
    table = "\n".join([f"<table>\n{head}", *lines, "</table>"])
    more = _paragraph(_("… và {count} dòng nữa.").format(count=left_out)) if left_out else ""
    return "\n\n".join(part for part in (f"#### {title}", table, more) if part) + "\n"


def _paragraph(html: str) -> str:
    # An HTML block as well, which ends with a blank line: a name with * or _ in it is only a name.
    return f"<p>{html}</p>"


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>" if text else ""


def _text(text: str) -> str:
    """Write a text for an HTML block, in one line: an empty one would end the block."""
    return escape(" ".join(text.split()), quote=True)
