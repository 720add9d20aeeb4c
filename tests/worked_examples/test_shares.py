"""Percentages printed beside the two numbers they come from; sources stand in data/shares.csv."""

import pytest

from tests.scoring.builders import make_set, rankings, ratio
from tests.worked_examples.tables import Row, printed, table


def share(row: Row, digits: int) -> str:
    method = {"rounding": {"published_score": digits}}
    (ranking,) = rankings(make_set(ratio(), method=method), {"U": {"A": (row["part"], row["whole"])}})
    return printed(ranking.ranked[0].published)


@pytest.mark.parametrize("row", table("shares"), ids=lambda row: str(row["what"]))
def test_printed_shares_come_out(row: Row) -> None:
    assert share(row, int(row["digits"])) == row["printed"]


def test_tu_le_was_printed_with_one_decimal() -> None:
    """3.053 of 3.153: printed 96,8 %; with two decimals it is 96,83 %."""
    (row,) = [row for row in table("shares") if row["part"] == "3053"]

    assert share(row, 2) == "96,83"
