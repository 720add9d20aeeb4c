"""Tây Ninh 2024 (sggp.org.vn post772887): one block with maxima of 340 and 390 points."""

import re
from collections import Counter

from cds_rank.model.observation import ObservationStatus
from tests.scoring.builders import Value, got, no_figure
from tests.worked_examples.tables import example_set, number, placed, printed, ranked, table, units_of

ROWS = table("tay_ninh_2024")
WITH_POINTS = [row for row in ROWS if row["points"]]
UNITS = units_of(WITH_POINTS, {"cấp tỉnh (19)": "cap-tinh"}, named="unit_or_count")


def figures(row: dict[str, str]) -> dict[str, Value]:
    """Up to 340 points in what applies to all; the other 50 do not apply to a unit whose maximum is 340."""
    applies_whole = row["max"] == "390"
    rest = number(row["points"]) - 240 if applies_whole else no_figure(ObservationStatus.NOT_APPLICABLE)
    return {"A": 240 if applies_whole else number(row["points"]), "B": rest}


PLACES = placed(
    example_set("tay-ninh-2024"), UNITS, {row["unit_or_count"]: figures(row) for row in WITH_POINTS}
)


def test_percentages() -> None:
    """340/340 = 100,00 %, twice; 261/390 = 66,92 %."""
    assert {name: printed(entry.published) for name, entry in ranked(PLACES).items()} == {
        "Văn phòng UBND tỉnh": "100,00", "Thanh tra tỉnh": "100,00", "Sở Y tế": "66,92",
    }  # fmt: skip


def test_what_does_not_apply_leaves_points_and_maximum() -> None:
    found = {name: got(entry.earned, entry.attainable) for name, entry in ranked(PLACES).items()}

    assert found == {row["unit_or_count"]: (int(row["points"]), int(row["max"])) for row in WITH_POINTS}


def test_units_with_different_maxima_rank_together() -> None:
    assert {name: (entry.rank, entry.shares_rank) for name, entry in ranked(PLACES).items()} == {
        "Văn phòng UBND tỉnh": (1, True), "Thanh tra tỉnh": (1, True), "Sở Y tế": (3, False),
    }  # fmt: skip


def test_no_level_is_made_up_where_the_thresholds_are_not_published() -> None:
    """100 % is printed as “tốt” and 66,92 % as “trung bình”; the bounds of tốt, khá, trung bình, kém are not."""
    assert [row["level"] for row in WITH_POINTS] == ["tốt", "tốt", "trung bình"]
    assert {entry.level for entry in ranked(PLACES).values()} == {None}


def test_the_counts_by_level_add_up_to_the_units_of_each_block() -> None:
    """19 = 18 tốt + Sở Y tế; 9 = 8 + Tân Biên; 94 = 15 + 42 + 18 + 19."""
    counted: Counter[str] = Counter()
    for row in ROWS:
        many = re.match(r"(\d+) đơn vị", row["unit_or_count"])
        named_and_tot = row["points"] and row["level"] == "tốt"  # two of the 18
        counted[row["group"]] += int(many[1]) if many else 0 if named_and_tot else 1

    assert counted == {"cấp tỉnh (19)": 19, "cấp huyện (9)": 9, "cấp xã (94)": 94}
