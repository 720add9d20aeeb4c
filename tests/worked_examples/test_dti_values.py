"""Values of the DTI printed without main indices, 2020 to 2024: the order is checked, the values cannot be.

Sources stand in data/dti_values.csv, one for each year.
"""

import pytest

from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import UnrankedReason
from tests.scoring.builders import Value, make_set, rankings, ratio
from tests.worked_examples.tables import (
    Row,
    example_set,
    number,
    placed,
    ranked,
    ranks,
    table,
    units_of,
    unranked,
)
from tests.worked_examples.tables import printed as as_printed

ROWS = [row for row in table("dti_values") if row["rank"]]
GROUPS = {
    "tỉnh": "tinh", "tỉnh (34)": "tinh", "bộ có DVC": "bo-co-dvc", "bộ không DVC": "bo-khong-dvc",
}  # fmt: skip


def block(year: str, name: str) -> list[Row]:
    return [row for row in ROWS if (row["year"], row["block"]) == (year, name)]


def places_of(rows: list[Row]) -> tuple[dict[str, int], dict[str, UnrankedReason]]:
    units = units_of([{"block": row["block"], "unit": row["unit"]} for row in rows], GROUPS)
    figures: dict[str, dict[str, Value]] = {
        row["unit"]: {"DTI": number(row["value"])} for row in rows if row["value"]
    }
    places = placed(example_set("dti-gia-tri"), units, figures)
    values = {row["unit"]: number(row["value"]) for row in rows if row["value"]}
    assert {name: entry.published for name, entry in ranked(places).items()} == values
    return ranks(places), unranked(places)


@pytest.mark.parametrize("name", ["bộ có DVC", "bộ không DVC"])
def test_2021_the_first_five_of_both_lists_of_ministries(name: str) -> None:
    rows = block("2021", name)

    assert places_of(rows) == ({row["unit"]: int(row["rank"]) for row in rows}, {})
    assert len(rows) == 5


def test_2024_the_first_four_provinces_and_those_of_whom_only_the_rank_is_known() -> None:
    """Lào Cai is printed as 14; with the ten above it left out for want of a value it comes out fifth."""
    found, without_value = places_of(block("2024", "tỉnh (34)"))

    assert found == {"Hà Nội": 1, "Huế": 2, "Hải Phòng": 3, "TP. Hồ Chí Minh": 4, "Lào Cai": 5}
    assert without_value == dict.fromkeys(
        ["Thanh Hóa", "Điện Biên", "Hà Tĩnh", "TP. Đà Nẵng"], UnrankedReason.NOT_SUBMITTED
    )


@pytest.mark.parametrize(
    ("year", "name"), sorted({(row["year"], row["block"]) for row in ROWS if row["value"]})
)
def test_a_better_printed_rank_always_has_the_greater_value(year: str, name: str) -> None:
    found, _ = places_of(block(year, name))
    by_printed_rank = sorted(
        (row for row in block(year, name) if row["value"]), key=lambda row: int(row["rank"])
    )

    assert list(found) == [row["unit"] for row in by_printed_rank]


def test_2021_growth_of_the_academy_of_sciences() -> None:
    """From 0,2848 to 0,4736: printed as +66,29 %. As a ratio: (0,4736 - 0,2848) / 0,2848."""
    growth = make_set(ratio("A", limits={}), method={"missing": "unranked"})
    (ranking,) = rankings(growth, {"U": {"A": (str(number("0.4736") - number("0.2848")), "0.2848")}})

    assert as_printed(round_half_up(ranking.ranked[0].score, 2)) == "66,29"
