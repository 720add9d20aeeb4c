"""Yên Bái 2022 (conference of 29/3/2023, baophapluat.vn post470827): ranks only, no points, no rule text.

Nothing can be computed from ranks. The samples of `yen-bai-2022` lead to this order with invented figures.
"""

import pytest

from tests.worked_examples.tables import table, unit_list

ROWS = table("yen_bai_2022")
GROUPS = {"sở, ban, ngành": "so-ban-nganh", "huyện, thị xã, thành phố": "huyen"}


@pytest.mark.parametrize("block", list(GROUPS))
def test_the_printed_ranks_go_as_far_as_the_list_has_units(block: str) -> None:
    """19 departments and 9 districts, and the last of each has the last rank for itself."""
    listed = unit_list("yen-bai-2022").in_groups([GROUPS[block]])
    printed = [(int(row["rank"]), row["unit"]) for row in ROWS if row["block"] == block]

    assert max(printed)[0] == len(listed)
    assert {unit for _, unit in printed} <= {unit.name for unit in listed}
    assert [rank for rank, _ in printed] == [1, 2, 3, len(listed)]
