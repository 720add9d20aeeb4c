"""What the units reported for an earlier period, to hold this period's figures against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cds_rank.model.observation import Observation, ObservationStatus, Stage
from cds_rank.model.period import Period


@dataclass(frozen=True, slots=True)
class EarlierFigure:
    """One unit's own figure for one indicator in the earlier period.

    value: in the indicator's unit of measure, of assessed points the points; None for a ratio and an answer.
    option: code of the chosen case, or "yes" / "no".
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The figures of an earlier period.

    set_id: the indicator set they were reported for; the codes mean something only inside it.
    figures: as the units reported them themselves, by unit and indicator; what was not reported, or not readable, is
    not among them.
    counted: the same for the figures that were scored then, verified ones first: growth is measured against them.
    """

    period: Period
    set_id: str
    figures: Mapping[tuple[str, str], EarlierFigure]
    counted: Mapping[tuple[str, str], EarlierFigure] = field(default_factory=dict)


def earlier_from_observations(period: Period, set_id: str, observations: Iterable[Observation]) -> Earlier:
    """Take the figures out of an earlier period's observations; of two for one thing the first."""
    figures: dict[tuple[str, str], EarlierFigure] = {}
    verified: dict[tuple[str, str], EarlierFigure] = {}
    for observation in observations:
        if observation.status is ObservationStatus.REPORTED and observation.points is None:
            figure = EarlierFigure(
                observation.value, observation.numerator, observation.denominator, observation.option
            )
            of_stage = figures if observation.stage is Stage.SELF_ASSESSED else verified
            of_stage.setdefault((observation.unit, observation.indicator), figure)
    return Earlier(period, set_id, figures, figures | verified)
