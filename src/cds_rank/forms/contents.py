"""What one form is about: which set, unit and period, which figures are in it already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cds_rank.model.form_layout import form_rows
from cds_rank.model.indicator_set import Branch, Indicator, IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.period import Period
from cds_rank.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Figure:
    """What is already filled in on an indicator's row.

    answer: "yes", "no", an option's code, or any text as somebody might type it.
    """

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    answer: str = ""
    points: Decimal | None = None
    verified_points: Decimal | None = None
    status: ObservationStatus | None = None
    evidence: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class FormContents:
    """The facts of one form."""

    indicator_set: IndicatorSet
    unit: Unit
    period: Period
    figures: Mapping[str, Figure]
    illustrative: bool

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators that apply to the unit's group, in order."""
        return self.indicator_set.indicators_for(self.unit.group)

    def rows(self) -> Iterator[tuple[int, Branch | Indicator]]:
        """Give the titles and indicators of the form in order, each with its depth in the tree."""
        return form_rows(self.indicator_set.tree, self.unit.group)
