"""Lào Cai 2022 (QĐ 791/QĐ-UBND, 11/4/2023): groups of 1000, 750 and 1000 points, levels with the upper bound below."""

from fractions import Fraction

import pytest

from cds_rank.model.result import UnrankedReason
from tests.scoring.builders import Value
from tests.worked_examples.tables import (
    example_set,
    number,
    placed,
    ranked,
    ranks,
    scored,
    table,
    units_of,
    unranked,
)

SET = example_set("lao-cai-2022")
ROWS = table("lao_cai_2022")
GROUPS = {
    "có TTHC": "co-tthc", "không có TTHC": "khong-tthc", "huyện, thị xã, thành phố": "huyen",
}  # fmt: skip
TOTAL_OF = {"co-tthc": "TD1", "khong-tthc": "TD2", "huyen": "TD3"}
LEVELS = {"dẫn dắt": "dan-dat", "nâng cao": "nang-cao", "hình thành": "hinh-thanh", "khởi động": "khoi-dong"}
UNITS = units_of(ROWS, GROUPS)
FIGURES: dict[str, dict[str, Value]] = {
    row["unit"]: {TOTAL_OF[GROUPS[row["group"]]]: number(row["points"])} for row in ROWS if row["points"]
}
PLACES = placed(SET, UNITS, FIGURES)
FIRST_OF = {unit.group: unit for unit in reversed(UNITS)}


def test_the_one_published_total_has_the_published_rank_and_level() -> None:
    """Sở Giáo dục và Đào tạo: 625,3 of 1000 points, first of its group, “nâng cao”."""
    (row,) = [row for row in ROWS if row["points"]]
    entry = ranked(PLACES)[row["unit"]]

    assert entry.earned == Fraction("625.3")
    assert (entry.rank, entry.level) == (int(row["rank"]), LEVELS[row["level"]])


def test_units_without_published_points_are_named() -> None:
    """Sở Du lịch (18), VP UBND tỉnh (1), Công ty Apatit (last), TP Lào Cai (1), Văn Bàn (last): ranks only."""
    assert ranks(PLACES) == {"Sở Giáo dục và Đào tạo": 1}
    assert unranked(PLACES) == {
        row["unit"]: UnrankedReason.NOT_SUBMITTED for row in ROWS if not row["points"]
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["unit"]))
def test_each_group_has_its_own_scale(row: dict[str, str]) -> None:
    group = GROUPS[row["group"]]
    figures: dict[str, dict[str, Value]] = {FIRST_OF[group].name: {TOTAL_OF[group]: 500}}
    (scores,) = scored(SET, UNITS, figures).values()

    assert scores.total.share == Fraction(500, int(row["group_max"]))


@pytest.mark.parametrize(
    ("group", "points", "level"),
    [
        ("co-tthc", "1000", "dan-dat"),
        (
            "co-tthc",
            "750.01",
            "dan-dat",
        ),  # printed as 75,00 %, and above 75 % all the same: see 750,01 / 1000
        ("co-tthc", "750.001", "dan-dat"),
        ("co-tthc", "750.00", "nang-cao"),
        ("co-tthc", "500.01", "nang-cao"),
        ("co-tthc", "500", "hinh-thanh"),
        ("co-tthc", "250.01", "hinh-thanh"),
        ("co-tthc", "250", "khoi-dong"),
        ("co-tthc", "0", "khoi-dong"),
        ("khong-tthc", "562.51", "dan-dat"),
        ("khong-tthc", "562.5", "nang-cao"),
        ("khong-tthc", "375", "hinh-thanh"),
        ("khong-tthc", "187.5", "khoi-dong"),
        ("huyen", "750", "nang-cao"),
    ],
)
def test_bounds_of_the_levels(group: str, points: str, level: str) -> None:
    """> 75 % dẫn dắt, > 50–75 nâng cao, > 25–50 hình thành, ≤ 25 khởi động, of the group's own maximum."""
    name = FIRST_OF[group].name
    places = placed(SET, UNITS, {name: {TOTAL_OF[group]: points}})

    assert ranked(places)[name].level == level
