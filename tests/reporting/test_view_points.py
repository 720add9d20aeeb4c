"""The table of points: its rows add up, exactly in the decimals printed, to the points that the ranking shows."""

from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cds_rank.errors import CdsRankError
from cds_rank.model.result import Result
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.values import PointsTable
from tests.reporting import FIGURES, sealed
from tests.reporting.recalculation.shipped import FROM_SAMPLES, MADE_UP, REVIEWED, made_up, of_samples
from tests.reporting.recalculation.worlds import story_of, world_of
from tests.reporting.views import view_of
from tests.scoring.builders import branch, indicator, make_set
from tests.scoring.reviews import Claims


def number(text: str) -> Decimal:
    plain = text.replace(".", "").replace(",", ".").replace("−", "-").replace("+", "")
    return Decimal(plain) if plain not in {"", "—"} else Decimal(0)


def unequal(story: Story) -> list[str]:
    """Name the units whose cells do not come to the points that the ranking prints."""
    earned = {row.unit: row.earned.text for group in story.view.groups for row in group.rows}
    found = []
    for table in story.view.points:
        for row in table.rows:
            cells = sum((number(cell.text) for cell in row.cells), number(row.other))
            if cells != number(row.total) or earned.get(row.unit, row.total) != row.total:
                found.append(row.unit)
    return found


@cache
def shipped(name: str) -> Result:
    return of_samples(name) if name in FROM_SAMPLES else made_up(name)


def table_of(story: Story, group: str) -> PointsTable:
    return story.view.points.of(group)


@pytest.mark.parametrize("name", sorted({*FROM_SAMPLES, *MADE_UP}))
def test_every_row_of_a_shipped_set_adds_up_to_the_ranking(name: str) -> None:
    story = story_of(shipped(name))
    assert sum(len(table.rows) for table in story.view.points) == len(story.result.scores) > 0
    assert not unequal(story)


def test_rows_of_a_reviewed_result_add_up_to_what_the_reviewers_left() -> None:
    story = story_of(of_samples("yen-bai-2022", REVIEWED))
    assert story.result.reviews
    assert not unequal(story)


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_rows_add_up_in_sets_of_every_kind(seed: int) -> None:
    try:
        story = story_of(world_of(seed).result)
    except CdsRankError:  # a mean that is not defined for what was drawn
        assume(False)
    if story.result.indicator_set.total.aggregation.value in {"geometric", "harmonic", "copeland"}:
        assert all(not row.other for table in story.view.points for row in table.rows)
    else:
        assert not unequal(story)


def test_a_cell_says_what_it_is() -> None:
    """Points, nothing scored, and a criterion that does not apply: each looks different."""
    table = table_of(Story(sealed()), "huyen")
    rows = {row.unit: row for row in table.rows}
    assert [column.code for column in table.columns] == ["CQ-1", "CQ-2", "XH-1"]
    assert [column.maximum for column in table.columns] == ["10", "10", "10"]
    assert [(cell.text, cell.lacks) for cell in rows["133"].cells] == [
        ("8,00", False), ("0,00", True), ("10,00", False),
    ]  # fmt: skip
    assert rows["132"].cells[2].text == "—"
    assert rows["133"].total == "18,00"
    assert [row.rank for row in table.rows] == ["1", "2", "3"]
    assert any("Dấu *" in note for note in table.notes)
    assert any("không áp dụng" in note for note in table.notes)


def test_a_group_without_a_unit_scored_has_no_table() -> None:
    story = Story(sealed(figures={"STC": FIGURES["STC"]}))
    assert story.view.points.keys == ("so",)


def test_what_rounding_leaves_stands_in_its_own_column() -> None:
    """Three times 1,6675 print as 1,67 and come to 5,0025, printed 5,00: the last hundredth has its place."""
    parts: dict[str, Any] = {"rule": {"kind": "proportional"}, "max_points": "3.335"}
    the_set = make_set(branch("P", *(indicator(code, **parts) for code in "ABC")))
    table = view_of(the_set, {"U": {"A": 50, "B": 50, "C": 50}}).points[0]
    (row,) = table.rows
    assert [cell.text for cell in row.cells] == ["1,67", "1,67", "1,67"]
    assert (row.other, row.total) == ("−0,01", "5,00")
    assert table.has_other


def test_points_that_do_not_add_up_are_said_to_be_so() -> None:
    total = {"aggregation": "copeland", "members": [{"node": "A"}, {"node": "B"}], "weights_total": 2}
    claims: Claims = {"U": {"A": 50, "B": 80}, "V": {"A": 40, "B": 90}}
    table = view_of(make_set(indicator("A"), indicator("B"), total=total), claims).points[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["5,000", "8,000"],
        ["4,000", "9,000"],
    ]
    assert not table.has_other
    assert table.notes[0] == (
        "Tổng điểm gộp theo cách: so từng cặp đơn vị (Copeland); không phải là phép cộng các ô."
    )


def test_the_maximum_of_a_part_of_a_mean_is_what_it_counts() -> None:
    """P weighs 3 of 4: its ten points count three, those of Q one."""
    members = [{"node": "P", "weight": 3}, {"node": "Q", "weight": 1}]
    total = {"aggregation": "weighted_mean", "weights_total": 4, "members": members}
    the_set = make_set(branch("P", indicator("A")), branch("Q", indicator("B")), total=total)
    claims: Claims = {"U": {"A": 50, "B": 90}}

    table = view_of(the_set, claims).points[0]

    assert [number(column.maximum) for column in table.columns] == [3, 1]
    assert number(table.rows[0].total) == Decimal("2.4")
