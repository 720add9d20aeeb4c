"""Ties as printed: 15, 15, 17; 17, 17, 19; 32, 32, 34; 40, 40, 42. Equal values share a rank, the next is skipped."""

import pytest

from tests.scoring.builders import Table, indicator, make_set, places
from tests.worked_examples.tables import Row, table


def ranks_of_values(printed: list[int], ties: str) -> list[int]:
    """Ranks of units of ours: one for each better rank, then units whose values fall with the printed ranks."""
    values = [1000 - rank for rank in (*range(1, printed[0]), *printed)]
    of_points = indicator("A", "assessed", max_points=1000)
    units: Table = {f"U{position}": {"A": value} for position, value in enumerate(values)}
    found = places(make_set(of_points, method={"ties": ties}), units)
    return [int(str(rank)) for rank in list(found.values())[-len(printed) :]]


def printed_ranks(row: Row) -> list[int]:
    return [int(rank) for rank in row["ranks"].split(", ")]


@pytest.mark.parametrize("row", table("ties"), ids=lambda row: str(row["ranks"]))
def test_printed_ties_are_competition_ranking(row: Row) -> None:
    assert ranks_of_values(printed_ranks(row), "competition") == printed_ranks(row)


@pytest.mark.parametrize("row", table("ties"), ids=lambda row: str(row["ranks"]))
@pytest.mark.parametrize("ties", ["dense", "modified_competition"])
def test_no_other_rule_for_ties_gives_the_printed_ranks(row: Row, ties: str) -> None:
    assert ranks_of_values(printed_ranks(row), ties) != printed_ranks(row)
