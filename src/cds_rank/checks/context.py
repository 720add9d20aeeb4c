"""What every rule may look at, and how a rule says that it found something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cds_rank.model.checked import CheckedFile
from cds_rank.model.earlier import Earlier
from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import Indicator, IndicatorSet
from cds_rank.model.observation import Observation, Origin, ReadFile, Submission, SubmittedRow
from cds_rank.model.period import Period
from cds_rank.model.unit import UnitList
from cds_rank.wording.catalogue import RULES


@dataclass(frozen=True, slots=True)
class Context:
    """What the files are held against: the set, the list of units, the period, and an earlier period's figures."""

    indicator_set: IndicatorSet
    set_digest: str
    unit_list: UnitList
    period: Period
    earlier: Earlier | None = None

    def unit_name(self, code: str) -> str:
        """Return a unit's name, or its code when the list does not have it."""
        unit = self.unit_list.by_code.get(code)
        return unit.name if unit else code


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that stands for an indicator which applies to the submission's group.

    observation: the self-assessed observation that the row makes.
    """

    submission: Submission
    row: SubmittedRow
    indicator: Indicator
    observation: Observation | None

    def place(self, column: str) -> Origin:
        """Return where a column of the row stands."""
        cell = self.row.cells.get(column, self.row.cells["code"])
        return Origin(self.submission.file.name, self.submission.sheet, cell)

    def found(self, code: str, column: str, facts: Mapping[str, str] | None = None) -> Finding:
        """Make a finding at one of the row's cells."""
        origin = self.place(column)
        return Finding(
            code,
            RULES[code].severity,
            origin,
            {"column": column, "cell": origin.cell, **(facts or {})},
            unit=self.submission.identity.unit,
            indicator=self.indicator.code,
            row=self.row.row,
        )


def found_in_file(
    read: ReadFile | CheckedFile, code: str, facts: Mapping[str, str] | None = None, sheet: str = ""
) -> Finding:
    """Make a finding about a whole file, or one of its sheets."""
    unit = read.identity.unit if read.identity else ""
    return Finding(code, RULES[code].severity, Origin(read.file.name, sheet), facts or {}, unit=unit)


def entries(submission: Submission, indicator_set: IndicatorSet) -> Iterator[Entry]:
    """Give the first row of every indicator that applies, in the order of the sheet."""
    applicable = {i.code: i for i in indicator_set.indicators_for(submission.identity.group)}
    observations = {o.indicator: o for o in reversed(submission.observations)}  # the unit's own comes first
    for row in submission.rows:
        indicator = applicable.pop(row.code, None)
        if indicator is not None:
            yield Entry(submission, row, indicator, observations.get(row.code))


def plain(number: Decimal) -> str:
    """Write a number as a fact: exactly, with a point and no grouping; the wording makes it readable."""
    return format(number.normalize() + 0, "f")
