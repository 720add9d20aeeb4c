"""What a check says: every finding in words, each file's verdict, the totals; decided once, renderers only draw."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cds_rank.model.finding import Finding, Severity, ValidationReport, cells_text
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.period import Period
from cds_rank.model.unit import UnitList
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.findings import finding_text, place_text, printable
from cds_rank.wording.language import Language, translator

_LONGEST_NAME = 70
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Against:
    """What the files were held against; nothing of it is known when no file could be read."""

    tool_version: str
    indicator_set: IndicatorSet | None = None
    unit_list: UnitList | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in the reader's words. Texts of senders are printable, not yet escaped for any format.

    place: nop/SYT.xlsx ▸ Số liệu!D5:D62 (58 ô). cells: every cell, "D5" first. cell_range: D5:D62, "" without a cell.
    line, column: of the first cell in the sheet, 1-based; 0 without a cell.
    row: the indicator in words, "1.4 Số dịch vụ công trực tuyến", "" when it is about no indicator.
    explanation: the sender's own words where they answer the warning. fingerprint: the same from run to run.
    """

    code: str
    severity: Severity
    severity_label: str
    title: str
    message: str
    fix: str
    place: str
    file: str
    sheet: str
    cells: tuple[str, ...]
    cell_range: str
    line: int
    column: int
    unit: str
    unit_label: str
    indicators: tuple[str, ...]
    row: str
    explanation: str
    fingerprint: str
    facts: Mapping[str, str]
    mendable: bool

    @property
    def whose(self) -> str:
        """The row and the unit in words: 1.4 Số dịch vụ công trực tuyến – Sở Y tế."""
        return " – ".join(part for part in (self.row, self.unit_label) if part)


@dataclass(frozen=True, slots=True)
class FileView:
    """One file, its verdict and its findings in the order of the sheet.

    counts: how many findings of each severity, those no longer listed too. explained: how many of them the sender
    has explained. is_review: it is a reviewers' workbook, of which an error costs the decision it stands at.
    """

    name: str
    sha256: str
    size: int
    unit: str
    unit_label: str
    findings: tuple[FindingView, ...]
    counts: Mapping[Severity, int]
    explained: int
    is_review: bool = False

    def count(self, severity: Severity) -> int:
        """Count the file's findings of one severity, the explained ones too."""
        return self.counts.get(severity, 0)

    @property
    def passed(self) -> bool:
        """Whether nothing keeps the file from being scored."""
        return self.count(Severity.ERROR) == 0


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule was broken: findings as listed and cut, cells, and files."""

    code: str
    severity: Severity
    title: str
    findings: int
    cells: int
    files: int


@dataclass(frozen=True, slots=True)
class CheckView:
    """What a whole run says.

    findings: file by file; those about no file (a unit that sent nothing) come first.
    not_submitted: code and label of each unit that sent nothing. set_aside: left out on request, by reason.
    cut: how many are counted but not listed, by rule. counts, explained, statistics: over all, listed or not.
    set_name, period: "" when not known.
    """

    language: Language
    tool_version: str
    set_id: str
    set_version: str
    set_name: str
    unit_list_id: str
    period: str
    findings: tuple[FindingView, ...]
    files: tuple[FileView, ...]
    not_submitted: tuple[tuple[str, str], ...]
    set_aside: Mapping[str, int]
    cut: Mapping[str, int]
    statistics: tuple[RuleCount, ...]
    counts: Mapping[Severity, int]
    explained: int

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity, the explained ones and those not listed too."""
        return self.counts.get(severity, 0)

    @property
    def failed_files(self) -> tuple[str, ...]:
        """Names of the files that cannot be scored as they are."""
        return tuple(file.name for file in self.files if not file.passed)


def make_view(report: ValidationReport, against: Against, language: Language) -> CheckView:
    """Put a report into words."""
    maker = _Maker(against, language)
    views = tuple(maker.finding(finding) for finding in report.findings)
    of_file: dict[str, list[FindingView]] = defaultdict(list)
    for finding, view in zip(report.findings, views, strict=True):
        of_file[finding.origin.file].append(view)
    files = tuple(
        FileView(
            printable(file.name),
            file.sha256,
            file.size,
            printable(report.units.get(file.name, "")),
            maker.unit_label(report.units.get(file.name, "")),
            tuple(of_file[file.name]),
            Counter(view.severity for view in of_file[file.name]),
            sum(bool(view.explanation) for view in of_file[file.name]),
            file.name in report.review_files,
        )
        for file in sorted(report.files, key=lambda file: file.name)
    )
    indicator_set = against.indicator_set
    return CheckView(
        language=language,
        tool_version=against.tool_version,
        set_id=indicator_set.id if indicator_set else "",
        set_version=indicator_set.version if indicator_set else "",
        set_name=indicator_set.name.in_language(language) if indicator_set else "",
        unit_list_id=against.unit_list.id if against.unit_list else "",
        period=against.period.text if against.period else "",
        findings=views,
        files=files,
        not_submitted=tuple((code, maker.unit_label(code)) for code in report.not_submitted),
        set_aside=dict(report.set_aside),
        cut={},
        statistics=_statistics(views, language),
        counts=Counter(view.severity for view in views),
        explained=sum(bool(view.explanation) for view in views),
    )


def shortened(view: CheckView, max_per_rule: int | None) -> CheckView:
    """List at most so many findings of each rule, the unexplained before the others; counts and verdicts stay."""
    if max_per_rule is None:
        return view
    of_rule: dict[str, list[FindingView]] = defaultdict(list)
    for finding in sorted(view.findings, key=lambda finding: bool(finding.explanation)):
        of_rule[finding.code].append(finding)
    kept = {_mark(finding) for found in of_rule.values() for finding in found[:max_per_rule]}
    cut = {
        code: len(found) - max_per_rule
        for code, found in sorted(of_rule.items())
        if len(found) > max_per_rule
    }
    files = tuple(replace(file, findings=_kept(file.findings, kept)) for file in view.files)
    return replace(view, findings=_kept(view.findings, kept), files=files, cut=cut)


_Mark = tuple[str, str, str, str]


def _mark(finding: FindingView) -> _Mark:
    return finding.code, finding.file, finding.place, finding.message


def _kept(findings: Sequence[FindingView], kept: set[_Mark]) -> tuple[FindingView, ...]:
    return tuple(finding for finding in findings if _mark(finding) in kept)


class _Maker:
    def __init__(self, against: Against, language: Language) -> None:
        self.against = against
        self.language = language

    def finding(self, finding: Finding) -> FindingView:
        text = finding_text(finding, self.language)
        line, column = cell_position(finding.origin.cell)
        return FindingView(
            code=finding.code,
            severity=finding.severity,
            severity_label=text.severity,
            title=text.title,
            message=text.message,
            fix=text.fix,
            place=printable(place_text(finding, self.language)),
            file=printable(finding.origin.file),
            sheet=printable(finding.origin.sheet),
            cells=finding.cells,
            cell_range=cells_text(finding.cells) if finding.cells else "",
            line=line,
            column=column,
            unit=printable(finding.unit),
            unit_label=self.unit_label(finding.unit),
            indicators=tuple(map(printable, finding.indicators)),
            row=self._row(finding.indicators),
            explanation=printable(finding.explanation),
            fingerprint=finding.fingerprint,
            facts={key: printable(value) for key, value in finding.facts.items()},
            mendable=RULES[finding.code].mendable,
        )

    def unit_label(self, code: str) -> str:
        unit = self.against.unit_list.by_code.get(code) if self.against.unit_list else None
        return printable(unit.label if unit else code)

    def _row(self, indicators: Sequence[str]) -> str:
        known = self.against.indicator_set.indicators if self.against.indicator_set else {}
        if len(indicators) != 1 or indicators[0] not in known:
            return printable(", ".join(indicators[:4]) + ("…" if len(indicators) > 4 else ""))
        name = known[indicators[0]].name.in_language(self.language)
        short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
        return printable(f"{indicators[0]} {short}")


def cell_position(cell: str) -> tuple[int, int]:
    """Tell row and column of a cell, 1-based: of "D7" 7 and 4; 0 and 0 when it is no cell."""
    found = _CELL.fullmatch(cell)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _statistics(findings: Sequence[FindingView], language: Language) -> tuple[RuleCount, ...]:
    _ = translator(language)
    number: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    files: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        number[finding.code] += 1
        cells[finding.code] += len(finding.cells)
        files[finding.code].add(finding.file)
    counts = [
        RuleCount(
            code,
            RULES[code].severity,
            _(RULES[code].title),
            number[code],
            cells[code],
            len(files[code] - {""}),
        )
        for code in number
    ]
    return tuple(sorted(counts, key=lambda count: (count.severity.order, -count.findings, count.code)))
