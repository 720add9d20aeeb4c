"""What one review workbook is about: the figures to be reviewed, what is decided already, and whose part it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.observation import Observation
from cds_rank.model.period import Period
from cds_rank.model.review import Cause, Verdict
from cds_rank.model.unit import Unit

WAYS_TO_SPLIT = ("all", "unit", "pillar", "indicator")
ALL_IN_ONE = "Tất cả"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One figure to be reviewed: of which unit and indicator, what was reported, and what was found in it.

    reported: the unit's own observation, None where it sent no row. claimed: points that the unit's own figure
    comes to, below 0 for a deduction; None where it claims none.
    """

    unit: Unit
    indicator: Indicator
    reported: Observation | None
    claimed: Fraction | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledReview:
    """What a reviewer has filled in on one row already.

    answer: "yes", "no", an option's code, or any text as somebody might type it. verdict: None is an empty cell.
    """

    verdict: Verdict | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    answer: str = ""
    points: Decimal | None = None
    cause: Cause | None = None
    reason: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class ReviewContents:
    """The facts of one review workbook; rows of a unit stand together."""

    indicator_set: IndicatorSet
    period: Period
    rows: tuple[ReviewRow, ...]
    part: str
    filled: Mapping[tuple[str, str], FilledReview]
    illustrative: bool

    @property
    def units(self) -> dict[str, Unit]:
        """The units by code, in the order of the rows."""
        return {row.unit.code: row.unit for row in self.rows}

    @property
    def kinds(self) -> frozenset[InputKind]:
        """What kinds of figures there are."""
        return frozenset(row.indicator.input for row in self.rows)

    @property
    def part_words(self) -> str:
        """The part with its name: the unit's where all rows are of that unit, else the indicator's or pillar's."""
        units = self.units
        if list(units) == [self.part]:
            return f"{units[self.part].name} ({self.part})"
        node = self.indicator_set.nodes.get(self.part)
        return self.part if node is None else f"{node.name.vi} ({self.part})"


def parts_of(
    rows: Sequence[ReviewRow], by: str, indicator_set: IndicatorSet
) -> tuple[tuple[str, tuple[ReviewRow, ...]], ...]:
    """Cut rows into parts, each with its name: everything in one, or the code of its unit, pillar or indicator.

    by: one of WAYS_TO_SPLIT. Every row is in exactly one part; where pillars overlap, in that of the first.
    """
    if by == "all":
        return ((ALL_IN_ONE, tuple(rows)),) if rows else ()
    pillars = _pillar_of_each(indicator_set)
    names: Mapping[str, Callable[[ReviewRow], str]] = {
        "unit": lambda row: row.unit.code,
        "pillar": lambda row: pillars[row.indicator.code],
        "indicator": lambda row: row.indicator.code,
    }
    order = {"pillar": tuple(pillars.values()), "indicator": tuple(indicator_set.indicators)}
    found: dict[str, list[ReviewRow]] = {name: [] for name in order.get(by, ())}
    for row in rows:
        found.setdefault(names[by](row), []).append(row)
    return tuple((name, tuple(part)) for name, part in found.items() if part)


def _pillar_of_each(indicator_set: IndicatorSet) -> dict[str, str]:
    """Return the pillar of each indicator: the first that the set names, else the node at the top of its tree."""
    found: dict[str, str] = {}
    for code in (*indicator_set.pillars, *(node.code for node in indicator_set.tree)):
        for indicator in indicator_set.indicators_under(code):
            found.setdefault(indicator.code, code)
    return found
