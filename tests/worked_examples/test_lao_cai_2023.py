"""Lào Cai 2023 (QĐ 684/QĐ-UBND, 3/4/2024): groups of 1000 and 800 points, levels as in 2022."""

from decimal import Decimal
from fractions import Fraction

import pytest

from cds_rank.model.result import UnrankedReason
from tests.scoring.builders import Value, got
from tests.worked_examples.tables import (
    example_set,
    number,
    placed,
    printed,
    ranked,
    ranks,
    table,
    units_of,
    unranked,
)

SET = example_set("lao-cai-2023")
ROWS = table("lao_cai_2023")
GROUPS = {"có TTHC": "co-tthc", "không có TTHC": "khong-tthc"}
UNITS = units_of(ROWS, GROUPS)
WITH_PERCENTAGE = [row for row in ROWS if row["percent_of_max"]]


def points(row: dict[str, str]) -> Decimal:
    """The printed points; where only the percentage is printed, that percentage of the 1000 points (ours)."""
    return number(row["points"]) if row["points"] else number(row["percent_of_max"]) * 10


FIGURES: dict[str, dict[str, Value]] = {row["unit"]: {"TD1": points(row)} for row in WITH_PERCENTAGE}
PLACES = placed(SET, UNITS, FIGURES)


def test_the_percentage_of_the_first_follows_from_its_points() -> None:
    """Sở Lao động - Thương binh và Xã hội: 731,61 of 1000 points, printed 73,16 %."""
    entry = ranked(PLACES)["Sở Lao động - Thương binh và Xã hội"]

    assert got(entry.earned, entry.attainable) == (Fraction("731.61"), 1000)
    assert printed(entry.published) == "73,16" == WITH_PERCENTAGE[0]["percent_of_max"]


def test_ranks_and_levels_of_the_three_with_a_percentage() -> None:
    found = {name: (entry.rank, entry.level) for name, entry in ranked(PLACES).items()}

    assert [row["level"] for row in WITH_PERCENTAGE] == ["nâng cao"] * 3
    assert found == {row["unit"]: (int(row["rank"]), "nang-cao") for row in WITH_PERCENTAGE}


def test_the_eight_with_a_rank_only_are_named() -> None:
    without = [row["unit"] for row in ROWS if not row["percent_of_max"]]

    assert unranked(PLACES) == dict.fromkeys(without, UnrankedReason.NOT_SUBMITTED)
    assert len(without) == 8


@pytest.mark.parametrize(
    ("points", "level"),
    [("600.01", "dan-dat"), ("600", "nang-cao"), ("400", "hinh-thanh"), ("200", "khoi-dong")],
)
def test_levels_of_the_group_without_procedures_are_shares_of_800(points: str, level: str) -> None:
    places = placed(SET, UNITS, {"Văn phòng Tỉnh ủy": {"TD2": points}})

    assert ranks(places) == {"Văn phòng Tỉnh ủy": 1}
    assert ranked(places)["Văn phòng Tỉnh ủy"].level == level
