"""Every set that comes with the program: the workbook says what the engine says, cell by cell."""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import pytest

from cds_rank.model.observation import Observation
from cds_rank.model.result import Result
from cds_rank.reporting.workbook import build_workbook, places_in
from cds_rank.reporting.workbook.places import Places
from tests.reporting.recalculation.appeals import typed
from tests.reporting.recalculation.cells import Book, Place, Value, read_book, with_inputs
from tests.reporting.recalculation.engine import contradicted, dead, with_figures
from tests.reporting.recalculation.office import disagreements, formulas, recalculated
from tests.reporting.recalculation.shipped import FROM_SAMPLES, MADE_UP, REVIEWED, made_up, of_samples
from tests.reporting.recalculation.worlds import story_of

NAMES = (*FROM_SAMPLES, REVIEWED, *(f"{name}-made-up" for name in MADE_UP))


@dataclass(frozen=True)
class Shipped:
    """One result, its workbook, and what it says when units of a group say what their neighbours said."""

    result: Result

    @cached_property
    def places(self) -> Places:
        return places_in(story_of(self.result))

    @cached_property
    def workbook(self) -> bytes:
        return build_workbook(story_of(self.result))

    @cached_property
    def stored(self) -> Book:
        return read_book(self.workbook)

    @cached_property
    def changes(self) -> dict[tuple[str, str], Observation]:
        """Every fifth figure, so that no unit is as good as its neighbour was."""
        result = self.result
        found = {}
        for ranking in result.rankings:
            members = [entry.unit for entry in ranking.placements if entry.unit in result.scores]
            for unit, other in zip(members, [*members[1:], members[0]] if members else [], strict=True):
                for indicator in result.indicator_set.indicators_for(ranking.group):
                    theirs = result.observations.get((other, indicator.code))
                    if theirs is not None:
                        found[unit, indicator.code] = dataclasses.replace(theirs, unit=unit)
        return dict(list(found.items())[::5])

    def appealed(self) -> bytes:
        inputs: dict[Place, Value] = {}
        for key, made in self.changes.items():
            inputs |= typed(self.places, key, made)
        return with_inputs(self.workbook, inputs)


def _result(name: str) -> Result:
    if name == REVIEWED:
        return of_samples("yen-bai-2022", REVIEWED)
    plain = name.removesuffix("-made-up")
    return of_samples(name) if plain == name else made_up(plain)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Shipped]:
    return {name: Shipped(_result(name)) for name in NAMES}


@pytest.fixture(scope="module")
def computed(shipped: dict[str, Shipped], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    books = {name: one.workbook for name, one in shipped.items()}
    books |= {f"{name}-appealed": one.appealed() for name, one in shipped.items()}
    return recalculated(books, tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_comes_to_every_stored_value(
    name: str, shipped: dict[str, Shipped], computed: dict[str, Book]
) -> None:
    stored = shipped[name].stored

    assert disagreements(stored, computed[name]) == []
    assert formulas(stored) > 3 * len(shipped[name].places.inputs)


@pytest.mark.parametrize("name", NAMES)
def test_stored_values_are_the_engine_s(name: str, shipped: dict[str, Shipped]) -> None:
    one = shipped[name]

    assert contradicted(one.places, one.stored, one.result) == []


@pytest.mark.parametrize("name", NAMES)
def test_everybody_moves_as_the_engine_says_when_figures_are_changed(
    name: str, shipped: dict[str, Shipped], computed: dict[str, Book]
) -> None:
    one = shipped[name]
    after = with_figures(one.result, one.changes)

    assert contradicted(one.places, computed[f"{name}-appealed"], after) == []


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_scores_is_a_formula(name: str, shipped: dict[str, Shipped]) -> None:
    one = shipped[name]

    assert dead(one.places, one.stored, one.result) == []
    assert one.places.exceptions == ()
