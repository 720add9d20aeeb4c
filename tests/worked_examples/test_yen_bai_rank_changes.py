"""Yên Bái in the national DTI 2020 to 2022 (yenbai.gov.vn ItemID=29559): printed changes are counted again."""

from itertools import pairwise

from tests.worked_examples.tables import table

HISTORY = table("yen_bai_dti_history")


def test_from_40_to_27_is_13_places_and_not_17() -> None:
    """The province's site prints “tăng 17 bậc”, the conference of 29/3/2023 “tăng 13 bậc”: 13 is right."""
    changes = {
        later["year"]: int(earlier["dti_rank"]) - int(later["dti_rank"])
        for earlier, later in pairwise(HISTORY)
    }

    assert changes == {"2021": 13, "2022": 12}


def test_2022_is_the_rank_of_the_national_table() -> None:
    (row,) = [row for row in table("dti_2022") if row["province"] == "Yên Bái"]

    assert row["rank"] == HISTORY[-1]["dti_rank"] == "15"
