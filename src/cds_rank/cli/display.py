"""Results and findings on the terminal."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank.checks.context import Context
from cds_rank.model.finding import Finding, Severity, ValidationReport
from cds_rank.wording.findings import finding_text, place_text, printable
from cds_rank.wording.language import Language, translator

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH_WHEN_NOT_A_TERMINAL = 140
_FEWEST_FOR_A_BAR = 5


def say(text: str = "") -> None:
    """Write a line of the result."""
    print(_harmless(text))  # noqa: T201


def note(text: str) -> None:
    """Write a line about the work, beside the result."""
    print(_harmless(text), file=sys.stderr)  # noqa: T201


def _harmless(text: str) -> str:
    """Take out what would act on the terminal, whoever wrote it."""
    return "\n".join(printable(line) for line in text.split("\n"))


def findings_in_full(findings: Iterable[Finding], context: Context | None, language: Language) -> list[str]:
    """Write findings the long way: where, what, whose, and how to mend it."""
    _ = translator(language)
    lines = []
    for finding in findings:
        text = finding_text(finding, language)
        whose = " – ".join(
            part for part in (_row_in_words(finding, context, language), _unit(finding, context)) if part
        )
        lines.append(f"{printable(place_text(finding))}   {finding.code} {text.severity}   {whose}".rstrip())
        lines.append(f"    {text.message}")
        lines.append("    " + _("Cách sửa: {fix}").format(fix=text.fix))
    return lines


def _row_in_words(finding: Finding, context: Context | None, language: Language) -> str:
    indicator = context.indicator_set.indicators.get(finding.indicator) if context else None
    if indicator is None:
        return ""
    name = indicator.name.in_language(language)
    return f"{indicator.code} {name if len(name) <= 70 else name[:69] + '…'}"


def _unit(finding: Finding, context: Context | None) -> str:
    unit = context.unit_list.by_code.get(finding.unit) if context else None
    return unit.label if unit is not None and finding.code != "KEY007" else ""


def summary(report: ValidationReport, context: Context | None, language: Language) -> list[str]:
    """Write the totals, the files that have errors and the units that sent nothing: the last thing on screen."""
    _ = translator(language)
    lines = []
    failing = [file.name for file in report.files if file.name in report.files_with_errors]
    if failing:
        lines.append(_("Tệp chưa đạt:"))
        lines += [f"  {printable(name)}" for name in failing]
    if report.not_submitted and context is not None:
        labels = ", ".join(context.unit_list.by_code[code].label for code in report.not_submitted)
        lines.append(_("Chưa nộp ({count}): {units}").format(count=len(report.not_submitted), units=labels))
    counts = Counter(finding.severity for finding in report.findings)
    lines.append(
        _("{files} tệp: {good} đạt, {bad} chưa đạt · {errors} lỗi, {warnings} cảnh báo").format(
            files=len(report.files),
            good=len(report.files) - len(failing),
            bad=len(failing),
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
        )
    )
    return lines


def console() -> "Console":
    """Make a console on stdout: as wide as the terminal, or wide enough for a table when there is none."""
    from rich.console import Console

    is_terminal = sys.stdout.isatty()
    return Console(
        file=sys.stdout, highlight=False, width=None if is_terminal else _WIDTH_WHEN_NOT_A_TERMINAL
    )


def watch_progress(language: Language) -> Callable[[Iterable[Path], int], Iterable[Path]]:
    """Make what shows progress over files: a bar on a terminal, nothing elsewhere."""
    _ = translator(language)
    label = _("Đang đọc")

    def watch(paths: Iterable[Path], total: int) -> Iterable[Path]:
        if total < _FEWEST_FOR_A_BAR or not sys.stderr.isatty():
            return paths
        from rich.console import Console
        from rich.progress import track

        return track(paths, label, total=total, console=Console(stderr=True), transient=True)

    return watch


def table_of(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> None:
    """Print a plain table."""
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console().print(table)
