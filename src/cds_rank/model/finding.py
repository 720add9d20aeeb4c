"""Findings: what is wrong with data, as values; the sentences are written elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cds_rank.model.observation import InputFile, Origin


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
class Finding:
    """One thing found in the data.

    code: key of the catalogue (`checks/catalogue.py`), stable and never reused.
    facts: what the sentence names, as text or exact numbers in text.
    """

    code: str
    severity: Severity
    origin: Origin
    facts: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    indicator: str = ""
    row: int = 0  # of the sheet, for ordering


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """Everything found in one run over files.

    files: every file given, in order. not_submitted: codes of units of the list that sent nothing.
    """

    findings: tuple[Finding, ...]
    files: tuple[InputFile, ...]
    not_submitted: tuple[str, ...] = ()

    def of_file(self, name: str) -> tuple[Finding, ...]:
        """Return the findings of one file."""
        return tuple(finding for finding in self.findings if finding.origin.file == name)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def files_with_errors(self) -> frozenset[str]:
        """Names of the files that have at least one error."""
        return frozenset(f.origin.file for f in self.findings if f.severity is Severity.ERROR)


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
