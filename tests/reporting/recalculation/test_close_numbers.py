"""What doubles cannot tell apart stands as a value that says why; and a mean that is not defined says so."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from cds_rank.reporting.workbook import build_workbook, places_in
from tests.reporting.recalculation.appeals import typed
from tests.reporting.recalculation.cells import Book, read_book, with_inputs
from tests.reporting.recalculation.engine import contradicted, dead
from tests.reporting.recalculation.office import disagreements, recalculated
from tests.reporting.recalculation.worlds import World, figure_at
from tests.scoring.builders import branch, indicator, levels, ratio, set_data


def world(values: Sequence[str], rule: Any = "proportional", **method: Any) -> World:
    return World(
        set_data(indicator("A", rule), method=method),
        {f"U{i}": "so" for i in range(len(values))},
        {f"U{i}": {"A": figure_at((f"U{i}", "A"), Decimal(value))} for i, value in enumerate(values)},
    )


STEP = {"kind": "steps", "steps": [{"at_least": 70, "share": 1}]}
TOO_CLOSE = {
    "two-ranks-one-double": world(["50.0000000000001", "50", "40"]),
    "a-hair-below-the-half": world(["50.1249999999999", "40"]),
    "a-hair-below-a-step": world(["69.99999999999", "70", "71"], STEP),
    "a-hair-apart-by-rank": world(["1.00000000000001", "1", "0"], {"kind": "rank", "when_all_equal": "zero"}),
}
LEVELS = levels(("cao", "at_least", 70), ("vua", "above", 50), ("thap", None, None))
FAR_ENOUGH = {
    "on-a-level": world(["70", "69.9999999", "50", "50.0000001"], levels=LEVELS),
    "on-a-level-of-what-is-published": world(["69.996", "50.004"], levels=LEVELS, rank_on="published"),
    "seven-hundredths": World(
        set_data(ratio("A", STEP | {"steps": [{"at_least": 29, "share": 1}, {"above": 7, "share": "1/2"}]})),
        {"X": "so", "Y": "so"},
        {"X": {"A": figure_at(("X", "A"), (7, 100))}, "Y": {"A": figure_at(("Y", "A"), (29, 100))}},
    ),
    "two-thirds-reported": World(
        set_data(*(indicator(code) for code in "ABC"), method={"coverage": {"least": "2/3"}}),
        {"X": "so", "Y": "so"},
        {
            "X": {code: figure_at(("X", code), 30) for code in "AB"},
            "Y": {"A": figure_at(("Y", "A"), 90)},
        },
    ),
    "on-the-half": world(["50.125", "50.135", "0.285", "1.005"]),
    "on-a-step": world(["70", "69.999999", "70.000001"], STEP),
    "thirds": world(["33.3", "66.6", "0.1", "0.7"], {"kind": "proportional", "full": "33.3"}),
}
GEOMETRIC = World(
    set_data(branch("P", indicator("A"), indicator("B"), aggregation="geometric")),
    dict.fromkeys("XYZ", "so"),
    {
        unit: {code: figure_at((unit, code), value) for code, value in zip("AB", values, strict=True)}
        for unit, values in {"X": (90, 90), "Y": (50, 80), "Z": (20, 20)}.items()
    },
)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    made = {name: build_workbook(one.story()) for name, one in {**TOO_CLOSE, **FAR_ENOUGH}.items()}
    zero = typed(places_in(GEOMETRIC.story()), ("X", "A"), figure_at(("X", "A"), 0))
    made["undefined"] = with_inputs(build_workbook(GEOMETRIC.story()), zero)
    return recalculated(made, tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("name", TOO_CLOSE)
def test_what_doubles_cannot_tell_is_a_value_with_the_reason(name: str, computed: dict[str, Book]) -> None:
    one, book = TOO_CLOSE[name], read_book(build_workbook(TOO_CLOSE[name].story()))
    places = places_in(one.story())

    assert places.exceptions
    assert dead(places, book, one.result) == []
    assert disagreements(book, computed[name]) == []
    assert contradicted(places, computed[name], one.result) == []


@pytest.mark.parametrize("name", FAR_ENOUGH)
def test_what_lies_exactly_on_a_bound_is_a_formula_all_the_same(name: str, computed: dict[str, Book]) -> None:
    one = FAR_ENOUGH[name]
    places = places_in(one.story())

    assert places.exceptions == ()
    assert contradicted(places, computed[name], one.result) == []


def test_numbers_are_rounded_before_they_are_compared() -> None:
    """7/100*100 is 7.000000000000001: LibreOffice forgives it, Excel does not."""
    one = FAR_ENOUGH["seven-hundredths"]
    places, book = places_in(one.story()), read_book(build_workbook(one.story()))
    cells = places.inputs["X", "A"]
    formula = str(book[cells.sheet][cells.share].formula)

    compared = re.findall(r"([^,(]*\([^()]*\))(?:>=|>)(?:29|7),", formula)
    assert len(compared) == 2
    assert all(left.startswith("ROUND(") for left in compared)


def test_whoever_has_no_mean_has_no_rank_and_the_others_move_up(computed: dict[str, Book]) -> None:
    """The engine refuses a geometric mean of a share of 0; the workbook says so where it is, and goes on."""
    places, book = places_in(GEOMETRIC.story()), computed["undefined"]
    node = places.nodes["X", "P"]

    assert str(book[node.sheet][node.earned].value).startswith(("Err:", "#"))
    assert {unit: book[row.sheet][row.rank].value for unit, row in places.rankings.items()} == {
        "X": "—",
        "Y": 1,
        "Z": 2,
    }
