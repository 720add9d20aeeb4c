"""Tuyên Quang 2023 (baotuyenquang.com.vn 192424): three blocks, each with a scale of its own that was not printed."""

from decimal import Decimal
from itertools import groupby

import pytest

from cds_rank.model.indicator_set import IndicatorSet
from tests.scoring.builders import Value
from tests.worked_examples.tables import example_set, number, placed, ranked, table, units_of

ROWS = table("tuyen_quang_2023")
GROUPS = {"cơ quan cấp tỉnh": "co-quan-cap-tinh", "cấp huyện": "cap-huyen", "cấp xã": "cap-xa"}
UNITS = units_of(ROWS, GROUPS)
FIGURES: dict[str, dict[str, Value]] = {row["unit"]: {"TD": number(row["points"])} for row in ROWS}


def with_maximum(maximum: int) -> IndicatorSet:
    given = example_set("tuyen-quang-2023")
    (whole,) = given.tree
    return given.model_copy(update={"tree": (whole.model_copy(update={"max_points": Decimal(maximum)}),)})


@pytest.mark.parametrize("maximum", [514, 1000])
def test_the_printed_order_of_each_block_comes_out_whatever_its_maximum(maximum: int) -> None:
    """The last of a block is printed without a number: of the four units with points it is the fourth."""
    places = ranked(placed(with_maximum(maximum), UNITS, FIGURES))

    for _, block in groupby(ROWS, key=lambda row: row["group"]):
        rows = list(block)
        assert [places[row["unit"]].rank for row in rows] == [1, 2, 3, 4]
        assert [row["rank"] for row in rows] == ["1", "2", "3", "cuối"]


def test_points_stand_in_the_result_as_printed() -> None:
    places = ranked(placed(example_set("tuyen-quang-2023"), UNITS, FIGURES))

    assert {name: entry.published for name, entry in places.items()} == {
        row["unit"]: number(row["points"]) for row in ROWS
    }


def test_blocks_are_not_one_list() -> None:
    """The best commune has 304,31 points, the last district 434,21, and both stand where their own block puts them."""
    places = ranked(placed(example_set("tuyen-quang-2023"), UNITS, FIGURES))
    commune, district = places["Xã Tràng Đà (TP Tuyên Quang)"], places["Huyện Na Hang"]

    assert commune.score < district.score
    assert commune.rank < district.rank
