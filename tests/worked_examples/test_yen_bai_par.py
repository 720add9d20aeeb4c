"""Administrative reform index (CCHC, PAR) of Yên Bái, 2020 (noichinh.vn 309584) and 2021 (QĐ 885/QĐ-UBND, 8/6/2022)."""

import pytest

from cds_rank.model.result import UnrankedReason
from tests.scoring.builders import Value
from tests.worked_examples.tables import (
    Row,
    example_set,
    number,
    placed,
    printed,
    ranked,
    ranks,
    table,
    unit_list,
    unranked,
)

SET = example_set("yen-bai-ty-le")
UNITS = unit_list("yen-bai-2022").in_groups(["so-ban-nganh", "huyen"])
DEPARTMENTS, DISTRICTS = "sở, ban, ngành", "huyện, thị xã, thành phố"


def figures(rows: list[Row]) -> dict[str, dict[str, Value]]:
    return {row["unit"]: {"TL": number(row["percent"])} for row in rows if row["percent"]}


@pytest.mark.parametrize("year", ["2020", "2021"])
def test_printed_ranks_come_out_as_far_as_the_percentages_go(year: str) -> None:
    """1, 2, 3 as printed. The last of a block comes next, because those between were not published."""
    rows = table(f"yen_bai_par_{year}")
    found = ranks(placed(SET, UNITS, figures(rows)))

    for block in (DEPARTMENTS, DISTRICTS):
        listed = [row for row in rows if row["block"] == block and row["percent"]]
        assert [found[row["unit"]] for row in listed] == [1, 2, 3, 4][: len(listed)]
        assert [int(row["rank"]) for row in listed[:3]] == [1, 2, 3][: len(listed)]


@pytest.mark.parametrize("year", ["2020", "2021"])
def test_percentages_stand_in_the_result_as_printed(year: str) -> None:
    rows = table(f"yen_bai_par_{year}")

    assert {
        name: printed(entry.published) for name, entry in ranked(placed(SET, UNITS, figures(rows))).items()
    } == {row["unit"]: row["percent"] for row in rows if row["percent"]}


@pytest.mark.parametrize(("year", "with_percentage"), [("2020", 8), ("2021", 4)])
def test_units_whose_percentage_was_not_published_are_named(year: str, with_percentage: int) -> None:
    rows = table(f"yen_bai_par_{year}")
    without = unranked(placed(SET, UNITS, figures(rows)))

    assert len(without) == 19 + 9 - with_percentage
    assert {row["unit"] for row in rows if not row["percent"]} <= set(without)
    assert set(without.values()) == {UnrankedReason.NOT_SUBMITTED}


@pytest.mark.parametrize(("year", "last"), [("2020", {19, 9}), ("2021", {19, 9})])
def test_the_last_printed_rank_is_the_number_of_units(year: str, last: set[int]) -> None:
    rows = table(f"yen_bai_par_{year}")

    assert {
        max(int(row["rank"]) for row in rows if row["block"] == b) for b in (DEPARTMENTS, DISTRICTS)
    } == last
    assert {row["unit"] for row in rows} <= {unit.name for unit in UNITS}
