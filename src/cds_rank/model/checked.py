"""What is left of one file once it has been checked: its findings, and what the rules across files need of it."""

from dataclasses import dataclass
from decimal import Decimal

from cds_rank.model.finding import Finding
from cds_rank.model.observation import FormIdentity, InputFile


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported figure: value / denominator, times the indicator's `per` for a ratio; and where it is written."""

    indicator: str
    column: str
    cell: str
    row: int
    value: Decimal
    denominator: Decimal | None = None  # of a ratio, never 0


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file, checked by itself; small enough to keep thousands of them.

    sheet: the data sheet that the figures stand in, "" when none was read.
    """

    file: InputFile
    identity: FormIdentity | None
    sheet: str
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
