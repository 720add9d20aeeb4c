"""The index: every node's points of every unit, from the figures up to the total."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from cds_rank.model.indicator_set import Indicator, IndicatorSet
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import Observation
from cds_rank.model.result import UnitScores
from cds_rank.model.unit import Unit
from cds_rank.scoring.imputation import imputed
from cds_rank.scoring.measuring import Figure, Key, Measurement, Measuring
from cds_rank.scoring.nodes import Column, score_nodes
from cds_rank.scoring.points import choose_stage, score_indicator
from cds_rank.scoring.shares import Peers

_NOBODY = Peers(())


def used_observations(
    observations: Mapping[Key, Sequence[Observation]], stage: StageUsed
) -> dict[Key, Observation]:
    """Return the figure that is scored for each (unit, indicator) that has one.

    observations: every stage of each figure.
    """
    chosen = {key: choose_stage(stages, stage) for key, stages in observations.items()}
    return {key: observation for key, observation in chosen.items() if observation is not None}


def build_index(
    units: Sequence[Unit],
    figures: Mapping[Key, Observation],
    indicator_set: IndicatorSet,
    *,
    earlier: Mapping[Key, Figure] | None = None,
    not_held: frozenset[str] = frozenset(),
) -> dict[str, UnitScores]:
    """Score every node of every unit.

    units: those whose submissions were admitted, in any order. figures: by (unit, indicator). earlier: the figures
    of the period that growth is measured against. not_held: survey blocks of which no survey was held.
    Returns the scores by unit code, in the order of `units`; exact but for roundings that the set declares.
    Raises CdsRankError ("mean_undefined") where the set takes a geometric or harmonic mean of a share of 0.
    """
    measuring = Measuring(indicator_set, figures, earlier, not_held)

    def points_of(indicator: Indicator) -> Column:
        measured = [
            measuring.measure(unit.code, indicator) if unit.group in indicator.groups else None
            for unit in units
        ]
        peers = _peers(units, measured)
        completed = imputed(indicator, indicator_set, units, measured, peers, measuring)
        return [
            None
            if m is None
            else score_indicator(indicator, m, peers.get(unit.group, _NOBODY), indicator_set.method)
            for unit, m in zip(units, completed, strict=True)
        ]

    return score_nodes(units, indicator_set, points_of)


def _peers(units: Sequence[Unit], measured: Sequence[Measurement | None]) -> dict[str, Peers]:
    """Gather the values that were reported, group by group; a stand-in is nobody's value."""
    values: dict[str, list[Fraction]] = defaultdict(list)
    for unit, of_unit in zip(units, measured, strict=True):
        if of_unit is not None and of_unit.value is not None:
            values[unit.group].append(of_unit.value)
    return {group: Peers(of_group) for group, of_group in values.items()}
