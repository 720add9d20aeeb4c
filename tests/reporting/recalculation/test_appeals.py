"""An appellant changes one cell and sees points, total and rank of everybody move; the sums can be done by eye."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from cds_rank.model.observation import Observation, ObservationStatus, Stage
from cds_rank.reporting.workbook import build_workbook, places_in
from cds_rank.reporting.workbook.places import Places
from tests.reporting.recalculation.appeals import typed
from tests.reporting.recalculation.cells import Book, Place, Value, with_inputs
from tests.reporting.recalculation.engine import Key, contradicted, with_figures
from tests.reporting.recalculation.office import recalculated
from tests.reporting.recalculation.worlds import OPTIONS, World, figure_at
from tests.scoring.builders import Value as Figure
from tests.scoring.builders import branch, indicator, levels, ratio, set_data

STEPS = {"kind": "steps", "steps": [{"at_least": 90, "share": 1}, {"above": 70, "share": "1/2"}]}
FIGURES: dict[str, tuple[Figure, ...]] = {
    "X": ((50, 100), "89.9", "yes", "o1", 3, 7, 50),  # 5 + 5 + 10 + 6⅔ + 6 + 7 = 39⅔ of 60
    "Y": ((80, 100), 70, "no", "o0", 5, 10, 40),  # 8 + 0 + 0 + 10 + 10 + 10 = 38
    "Z": ((20, 40), 90, "yes", "o3", 0, 5, 30),  # 5 + 10 + 10 + 0 + 0 + 5 = 30
    "W": ((1, 3), 0, "no", "o2", 1, 2, 20),  # 3⅓ + 0 + 0 + 3⅓ + 2 + 2 = 10⅔
}
WORLD = World(
    set_data(
        ratio("A", zero_denominator="not_applicable", may_be_not_applicable=True),
        branch("P", indicator("S", STEPS, may_be_not_applicable=True), indicator("Q", "yes_no")),
        indicator("C", "choice", options=OPTIONS),
        indicator("N", {"kind": "capped_count", "points_each": 2}),
        indicator("V", "assessed"),
        indicator("G", "best_in_group", max_points=0),
        pillars=["P"],
        method={"levels": levels(("cao", "at_least", 60), ("thap", None, None))},
    ),
    dict.fromkeys("XYZW", "so"),
    {
        unit: {code: figure_at((unit, code), value) for code, value in zip("ASQCNVG", values, strict=True)}
        for unit, values in FIGURES.items()
    },
)
BEFORE = {"X": 1, "Y": 2, "Z": 3, "W": 4}
MISSING, NOT_APPLICABLE = ObservationStatus.MISSING, ObservationStatus.NOT_APPLICABLE


@dataclass(frozen=True)
class Points:
    """What reviewers give instead of a figure."""

    given: Decimal


@dataclass(frozen=True)
class Appeal:
    """Whose figure becomes what; the ranks and the published score of that unit then."""

    unit: str
    indicator: str
    to: Figure | ObservationStatus | Points
    score: float
    ranks: Mapping[str, int]

    @property
    def figure(self) -> Observation:
        key = self.unit, self.indicator
        if isinstance(self.to, Points):
            return replace(figure_at(key), stage=Stage.VERIFIED, points=self.to.given)
        if isinstance(self.to, ObservationStatus):
            return figure_at(key, status=self.to)
        return figure_at(key, self.to)


APPEALS = {
    "a number just above a bound": Appeal("Y", "S", "70.1", 71.67, {"X": 2, "Y": 1, "Z": 3, "W": 4}),
    "a number down onto a bound": Appeal("X", "S", 70, 57.78, {"X": 2, "Y": 1, "Z": 3, "W": 4}),
    "a number up onto a bound": Appeal("X", "S", 90, 74.44, BEFORE),
    "a denominator that becomes 0": Appeal("X", "A", (50, 0), 69.33, BEFORE),
    "a numerator": Appeal("Y", "A", (100, 100), 66.67, {"X": 2, "Y": 1, "Z": 3, "W": 4}),
    "not reported": Appeal("X", "Q", MISSING, 49.44, {"X": 3, "Y": 1, "Z": 2, "W": 4}),
    "does not apply": Appeal("Y", "S", NOT_APPLICABLE, 76.0, {"X": 2, "Y": 1, "Z": 3, "W": 4}),
    "yes becomes no": Appeal("X", "Q", "no", 49.44, {"X": 3, "Y": 1, "Z": 2, "W": 4}),
    "no becomes yes": Appeal("Y", "Q", "yes", 80.0, {"X": 2, "Y": 1, "Z": 3, "W": 4}),
    "another case": Appeal("W", "C", "o0", 28.89, BEFORE),
    "a count up to an exact tie": Appeal("Z", "N", 4, 63.33, {"X": 1, "Y": 2, "Z": 2, "W": 4}),
    "assessed points": Appeal("Z", "V", 10, 58.33, BEFORE),
    "points of reviewers": Appeal("Y", "S", Points(Decimal(10)), 80.0, {"X": 2, "Y": 1, "Z": 3, "W": 4}),
    "what only informs": Appeal("W", "G", 500, 17.78, BEFORE),
}


def _file(name: str) -> str:
    return name.replace(" ", "-")


EMPTIED = {("X", "A"): "numerator", ("Z", "S"): "value", ("X", "Q"): "answer", ("W", "C"): "status"}


def _emptied(places: Places, key: Key) -> dict[Place, Value]:
    cells = places.inputs[key]
    return {(cells.sheet, getattr(cells, EMPTIED[key])): None}


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    workbook, places = build_workbook(WORLD.story()), places_in(WORLD.story())
    books = {
        _file(name): with_inputs(workbook, typed(places, (appeal.unit, appeal.indicator), appeal.figure))
        for name, appeal in APPEALS.items()
    }
    books |= {"-".join(key): with_inputs(workbook, _emptied(places, key)) for key in EMPTIED}
    return recalculated(books, tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("name", APPEALS)
def test_whoever_changes_one_cell_sees_everybody_move(name: str, computed: dict[str, Book]) -> None:
    appeal, book, places = APPEALS[name], computed[_file(name)], places_in(WORLD.story())
    after = with_figures(WORLD.result, {(appeal.unit, appeal.indicator): appeal.figure})
    rows = places.rankings

    assert {unit: book[row.sheet][row.rank].value for unit, row in rows.items()} == appeal.ranks
    assert book[rows[appeal.unit].sheet][rows[appeal.unit].score].value == appeal.score
    assert contradicted(places, book, after) == []


@pytest.mark.parametrize("key", EMPTIED, ids="-".join)
def test_a_cell_left_empty_counts_as_not_reported(key: Key, computed: dict[str, Book]) -> None:
    after = with_figures(WORLD.result, {key: figure_at(key, status=MISSING)})

    assert contradicted(places_in(WORLD.story()), computed["-".join(key)], after) == []
