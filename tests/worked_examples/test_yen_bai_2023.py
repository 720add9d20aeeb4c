"""Yên Bái 2023 (conference of 13/3/2024, vnanet 35636): “tỷ lệ hoàn thành” of the first three of each block."""

from fractions import Fraction

import pytest

from cds_rank.model.observation import ObservationStatus
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import UnrankedReason
from tests.scoring.builders import Value, got, no_figure
from tests.worked_examples.tables import (
    example_set,
    number,
    one_of,
    placed,
    printed,
    ranked,
    ranks,
    table,
    unit_list,
    unranked,
)

ROWS = table("yen_bai_2023")
PERCENT = {row["unit"]: row["ty_le_hoan_thanh_percent"] for row in ROWS}
UNITS = unit_list("yen-bai-2022").in_groups(["so-ban-nganh", "huyen"])
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)
FITTING: dict[str, dict[str, Value]] = {
    "Sở Thông tin và Truyền thông": {"A": "84", "B": NOT_APPLICABLE},  # 84/85
    "Văn phòng UBND tỉnh": {"A": "82.5", "B": NOT_APPLICABLE},  # 82,5/85
    "Sở Tài chính": {"A": "78", "B": "2"},  # 80/87
}


def test_ranks_from_the_printed_percentages() -> None:
    figures: dict[str, dict[str, Value]] = {
        name: {"TL": number(percent)} for name, percent in PERCENT.items()
    }
    places = placed(example_set("yen-bai-ty-le"), UNITS, figures)

    assert ranks(places) == {row["unit"]: int(row["rank"]) for row in ROWS}
    assert {name: printed(entry.published) for name, entry in ranked(places).items()} == PERCENT


def test_the_22_units_without_a_percentage_are_named() -> None:
    """16 departments and 6 districts: ranks 4 and below were not found."""
    figures: dict[str, dict[str, Value]] = {
        name: {"TL": number(percent)} for name, percent in PERCENT.items()
    }
    without = unranked(placed(example_set("yen-bai-ty-le"), UNITS, figures))

    assert without == {unit.name: UnrankedReason.NOT_SUBMITTED for unit in UNITS if unit.name not in PERCENT}
    assert len(without) == 16 + 6


def test_points_that_fit_the_percentages_of_the_departments() -> None:
    """84/85 = 98,82 %, 82,5/85 = 97,06 %, 80/87 = 91,95 %: each of its own maximum."""
    entries = ranked(placed(example_set("yen-bai-2023-phu-hop"), UNITS[:19], FITTING))

    assert {name: got(entry.earned, entry.attainable) for name, entry in entries.items()} == {
        "Sở Thông tin và Truyền thông": (84, 85),
        "Văn phòng UBND tỉnh": (Fraction("82.5"), 85),
        "Sở Tài chính": (80, 87),
    }
    assert {name: printed(entry.published) for name, entry in entries.items()} == {
        name: percent for name, percent in PERCENT.items() if name in FITTING
    }


@pytest.mark.parametrize(
    ("unit", "fits"),
    [
        ("Sở Thông tin và Truyền thông", [("84", "85"), ("168", "170")]),
        ("Văn phòng UBND tỉnh", [("82.5", "85"), ("165", "170")]),
        ("Sở Tài chính", [("80", "87"), ("160", "174")]),
    ],
)
def test_the_fit_is_no_proof(unit: str, fits: list[tuple[str, str]]) -> None:
    """On a scale twice as long the same percentages come out, so the points cannot be told from them."""
    assert {printed(round_half_up(100 * one_of(*fit), 2)) for fit in fits} == {PERCENT[unit]}
