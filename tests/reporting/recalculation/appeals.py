"""What somebody who doubts a score does: type another figure into the sheet of inputs."""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ObservationStatus, Stage
from cds_rank.reporting.workbook.places import Places
from cds_rank.scoring.measuring import Measuring
from tests.reporting.recalculation.cells import Place, Value
from tests.reporting.recalculation.worlds import Drawn, World, figure_at, figure_of

Key = tuple[str, str]  # unit, indicator


def typed(places: Places, key: Key, made: Observation) -> dict[Place, Value]:
    """Tell what has to be typed, and where, for a row to say what an observation says."""
    cells, (_, code) = places.inputs[key], key
    answer = None if made.option is None else places.answer_words[code][made.option]
    said: dict[str, Value] = {
        cells.status: places.status_words[made.status],
        cells.numerator: _number(made.numerator),
        cells.denominator: _number(made.denominator),
        cells.value: _number(made.value),
        cells.answer: answer,
        cells.given: _number(made.points),
    }
    return {(cells.sheet, address): value for address, value in said.items() if address}


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def the_past(
    places: Places, indicator_set: IndicatorSet, earlier: Mapping[Key, Observation]
) -> dict[Place, Value]:
    """Tell what has to be typed for every earlier figure to be there: a result holds only those it used."""
    measuring = Measuring(indicator_set, {}, earlier)
    found: dict[Place, Value] = {}
    for (unit, code), cells in places.inputs.items():
        if cells.earlier:
            known = measuring.earlier_value(unit, indicator_set.indicators[code])
            found[cells.sheet, cells.earlier] = None if known is None else float(known)
    return found


def appeals(world: World, seed: int, count: int) -> dict[Key, Observation]:
    """Choose figures of a world that somebody doubts, and what they say instead; not necessarily something better."""
    d = Drawn(seed)
    keys = [
        (unit, one["code"])
        for unit in world.reported
        for one in world.leaves.values()
        if world.group_of[unit] in one["groups"]
    ]
    return {key: _instead(world, key, d) for key in d.some(keys, 1, count)}


def _instead(world: World, key: Key, d: Drawn) -> Observation:
    one = world.leaves[key[1]]
    if d.chance(3):
        gaps: Sequence[ObservationStatus] = [
            status for status in ObservationStatus if status is not ObservationStatus.REPORTED
        ]
        return figure_at(key, status=d.one_of(gaps))
    if d.chance(6) and Decimal(one["max_points"]):
        points = d.one_of([Decimal(0), Decimal("0.15"), Decimal(5)])
        return dataclasses.replace(figure_at(key), stage=Stage.VERIFIED, points=points)
    return figure_of(one, d, key[0])
