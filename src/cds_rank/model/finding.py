"""Findings: what is wrong with data, as values; the sentences are written elsewhere."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cds_rank.model.observation import InputFile, Origin

_CELL = re.compile(r"([A-Z]+)([0-9]+)")
_PLACE_FACTS = frozenset({"cell", "row", "indicator"})


class Severity(StrEnum):
    """How much a finding matters: an error keeps a submission from being scored."""

    ERROR = "error"  # lỗi
    WARNING = "warning"  # cảnh báo
    INFO = "info"  # thông tin

    @property
    def order(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Spot:
    """A further cell in which the very same was found."""

    cell: str
    row: int
    indicator: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in the data.

    code: key of the catalogue (`wording/catalogue.py`), stable and never reused.
    facts: what the sentence names, as text or exact numbers in text.
    also: further cells of the same column with the very same finding, from top to bottom.
    explanation: what the sender wrote in the column "Giải trình", where that answers the warning.
    """

    code: str
    severity: Severity
    origin: Origin
    facts: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    indicator: str = ""
    row: int = 0  # of the sheet, for ordering
    also: tuple[Spot, ...] = ()
    explanation: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell it was found in, from top to bottom; empty when it is about a sheet or a file."""
        return (self.origin.cell, *(spot.cell for spot in self.also)) if self.origin.cell else ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of the indicators of its rows."""
        return tuple(
            dict.fromkeys(code for code in (self.indicator, *(s.indicator for s in self.also)) if code)
        )

    @property
    def is_explained(self) -> bool:
        """Whether the sender has answered it: it is then listed, and asks for nothing more."""
        return bool(self.explanation)

    @property
    def fingerprint(self) -> str:
        """Tell it apart from others in a way that outlives rows inserted above: 16 hexadecimal digits.

        Taken over code, file, sheet, indicators, column and facts; not over row numbers.
        """
        column = self.origin.cell.rstrip("0123456789") if self.indicator else self.origin.cell
        facts = sorted((key, value) for key, value in self.facts.items() if key not in _PLACE_FACTS)
        parts = [self.code, self.origin.file, self.origin.sheet, column, *self.indicators, repr(facts)]
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """Everything found in one run over files.

    files: every file given, in order. not_submitted: codes of units of the list that sent nothing.
    units: the unit of each file, by the file's name, where the file says it.
    set_aside: how many findings were left out, by the reason ("ignored", "baseline").
    review_files: names of those files that are review workbooks.
    """

    findings: tuple[Finding, ...]
    files: tuple[InputFile, ...]
    not_submitted: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    set_aside: Mapping[str, int] = field(default_factory=dict)
    review_files: frozenset[str] = frozenset()

    def of_file(self, name: str) -> tuple[Finding, ...]:
        """Return the findings of one file."""
        return tuple(finding for finding in self.findings if finding.origin.file == name)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity, the explained ones too."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def files_with_errors(self) -> frozenset[str]:
        """Names of the files that have at least one error."""
        return frozenset(f.origin.file for f in self.findings if f.severity is Severity.ERROR)

    def reaches(self, threshold: Severity) -> bool:
        """Tell whether anything that still asks for an answer is as grave as `threshold`."""
        return any(f.severity.order <= threshold.order and not f.is_explained for f in self.findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by file, sheet, row, cell and code, the same way every time."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (
                f.origin.file,
                f.origin.sheet,
                f.row,
                len(f.origin.cell),
                f.origin.cell,
                f.code,
                sorted(f.facts.items()),
            ),
        )
    )


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Make one finding of the equal ones in a column, and sort them.

    Equal: the same code and facts but for cell, row and indicator. The first keeps its place; its facts "cell"
    and "row" name all of them.
    """
    alike: dict[object, list[Finding]] = defaultdict(list)
    for finding in in_order(findings):
        alike[_likeness(finding)].append(finding)
    return in_order(_folded(same) for same in alike.values())


def _likeness(finding: Finding) -> object:
    if not finding.origin.cell:
        return id(finding)
    column = finding.origin.cell.rstrip("0123456789")
    facts = frozenset((key, value) for key, value in finding.facts.items() if key not in _PLACE_FACTS)
    return finding.code, finding.origin.file, finding.origin.sheet, column, finding.explanation, facts


def _folded(same: Sequence[Finding]) -> Finding:
    first, *others = same
    further = [spot for f in others for spot in (Spot(f.origin.cell, f.row, f.indicator), *f.also)]
    spots = dict.fromkeys([*first.also, *further])
    also = tuple(spot for spot in spots if spot.cell != first.origin.cell)
    if also == first.also:
        return first
    facts = dict(first.facts)
    cells = (first.origin.cell, *(spot.cell for spot in also))
    if "cell" in facts:
        facts["cell"] = cells_text(cells)
    if "row" in facts:
        facts["row"] = ", ".join(_runs([first.row, *(spot.row for spot in also)], "{}–{}"))
    if "indicator" in facts:
        facts["indicator"] = ", ".join(dict.fromkeys([first.indicator, *(spot.indicator for spot in also)]))
    return replace(first, facts=facts, also=also)


def cells_text(cells: Sequence[str], at_most: int = 4) -> str:
    """Write cells of one column as ranges: D5:D20, D25; of more than `at_most` ranges the last is "…"."""
    by_column: dict[str, list[int]] = defaultdict(list)
    for cell in cells:
        found = _CELL.fullmatch(cell)
        if found is None:
            return ", ".join(cells[:at_most])
        by_column[found[1]].append(int(found[2]))
    ranges = [
        run.replace("#", letters)
        for letters, rows in by_column.items()
        for run in _runs(rows, "#{}:#{}", "#{}")
    ]
    return ", ".join(ranges if len(ranges) <= at_most else [*ranges[: at_most - 1], "…"])


def _runs(numbers: Iterable[int], run: str, single: str = "{}") -> list[str]:
    """Write numbers as runs of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [single.format(a) if a == b else run.format(a, b) for a, b in runs]
