"""Exact totals without derivations are the totals with them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import Treatment
from cds_rank.scoring.table import exact_totals, figure_column
from tests.scoring.builders import branch, index, indicator, make_set, no_figure, target, unit

F = Fraction
RULES: list[dict[str, Any]] = [
    {"rule": {"kind": "proportional", "full": 30}},
    {"rule": {"kind": "proportional", "full": 30, "floor": 5, "ceiling": 20}},
    {"rule": "proportional", "direction": "lower_is_better"},
    {"rule": {"kind": "goalposts", "lower": 3, "upper": 10}, "max_points": "2.5"},
    {"rule": {"kind": "goalposts", "lower": 3, "upper": 10}, "direction": "lower_is_better"},
    {"rule": {"kind": "target"}, "target": target("7")},
    {"rule": {"kind": "target"}, "target": target("7"), "direction": "lower_is_better"},
    {"rule": {"kind": "target", "floor": 4}, "target": target("7")},
    {"rule": {"kind": "capped_count", "points_each": "0.3"}},
    {"rule": {"kind": "steps", "steps": [{"at_least": 10, "share": 1}, {"above": 5, "share": "1/3"}]}},
    {"rule": {"kind": "piecewise", "knots": [{"value": 0, "share": 0}, {"value": 7, "share": 1}]}},
    {"rule": {"kind": "best_in_group"}},
    {"rule": {"kind": "best_in_group"}, "direction": "lower_is_better"},
    {"rule": {"kind": "min_max", "when_all_equal": "zero"}},
    {"rule": {"kind": "rank", "when_all_equal": "maximum"}},
    {"rule": {"kind": "percentile"}},
    {"rule": {"kind": "z_score", "deviation": "population", "when_all_equal": "zero"}},
    {"rule": "assessed", "max_points": 20},
    {
        "rule": {"kind": "capped_count", "points_each": "0.3"},
        "effect": "deduction",
        "max_points": "2.5",
        "direction": "lower_is_better",
    },
    {"rule": {"kind": "goalposts", "lower": 3, "upper": 10}, "effect": "bonus", "max_points": 2},
]
KEPT = {"extra_points": {"above_maximum": "kept", "below_zero": "kept"}}
GAPS = {
    Treatment.MISSING: ObservationStatus.MISSING,
    Treatment.NOT_APPLICABLE: ObservationStatus.NOT_APPLICABLE,
    Treatment.UNREADABLE: ObservationStatus.UNREADABLE,
}
VALUES = st.decimals(min_value=0, max_value=20, places=2) | st.sampled_from(list(GAPS))
Figures = dict[str, dict[str, Decimal | Treatment]]


def both(indicator_set: IndicatorSet, figures: Figures) -> tuple[list[Any], list[Any]]:
    """Score once with derivations and once without."""
    table = {
        of: {code: no_figure(GAPS[v]) if isinstance(v, Treatment) else v for code, v in values.items()}
        for of, values in figures.items()
    }
    scores = index(indicator_set, table)
    units = [unit(code) for code in figures]
    columns = {
        code: figure_column([figures[u.code][code] for u in units]) for code in indicator_set.indicators
    }
    with_derivations = [(scores[u.code].total.earned, scores[u.code].total.attainable) for u in units]
    return with_derivations, exact_totals(units, columns, indicator_set)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.data(), st.lists(st.sampled_from(range(len(RULES))), min_size=1, max_size=5))
def test_totals_without_derivations_are_the_same(data: st.DataObject, chosen: list[int]) -> None:
    parts = [indicator(f"I{i}", **RULES[which]) for i, which in enumerate(chosen)]
    indicator_set = make_set(*parts, method={"missing": "zero"} | KEPT)
    figures: Figures = {
        f"U{n}": {part["code"]: data.draw(VALUES) for part in parts}
        for n in range(data.draw(st.integers(1, 6)))
    }

    with_derivations, without = both(indicator_set, figures)

    assert without == with_derivations


PART_A, PART_B = indicator("A", RULES[0]["rule"]), indicator("B", "assessed", max_points=20)
ROUNDED = {"rounding": {"indicator_points": 1, "published_score": 2}}
NODES_ROUNDED = {"rounding": {"node_points": 0, "published_score": 2}}
MEMBERS = [{"node": "A"}, {"node": "B", "weight": 2}]
EXTRA = {"extra_points": {"above_maximum": "cut", "below_zero": "cut"}}


@pytest.mark.parametrize(
    "indicator_set",
    [
        make_set(branch("X", PART_A, PART_B, aggregation="best")),
        make_set(branch("X", PART_A, PART_B, aggregation="geometric", lowest_share="1%")),
        make_set(PART_A, PART_B, method=ROUNDED),
        make_set(branch("X", PART_A, PART_B), method=NODES_ROUNDED),
        make_set(PART_A, indicator("B", "assessed", max_points=5, effect="bonus"), method=EXTRA),
        make_set(
            PART_A,
            PART_B,
            total={"aggregation": "copeland", "members": MEMBERS, "weights_total": 3},
        ),
    ],
    ids=["best", "geometric", "rounded points", "rounded nodes", "bonus", "copeland"],
)  # fmt: skip
def test_sets_that_are_no_plain_sum_are_scored_too(indicator_set: IndicatorSet) -> None:
    figures: Figures = {
        "U": {"A": Decimal("12.34"), "B": Decimal(7)},
        "V": {"A": Decimal(29), "B": Decimal("4.05")},
        "W": {"A": Treatment.MISSING, "B": Decimal(20)},
    }

    with_derivations, without = both(indicator_set, figures)

    assert without == with_derivations
    assert len(set(without)) == 3


def test_a_bonus_and_a_deduction_move_what_is_earned_and_not_what_is_attainable() -> None:
    """60 of 100 (10 points: 6), bonus 2 x 0,5 = 1, deduction 3 x 0,2 = 0,6: 6,4 of 10."""
    plus = indicator("P", {"kind": "capped_count", "points_each": "0.5"}, effect="bonus", max_points=2)
    minus = indicator("M", {"kind": "capped_count", "points_each": "0.2"}, effect="deduction", max_points=2,
                      direction="lower_is_better")  # fmt: skip
    kept = {"extra_points": {"above_maximum": "kept", "below_zero": "kept"}}
    indicator_set = make_set(indicator("A"), plus, minus, method=kept)

    with_derivations, without = both(
        indicator_set, {"U": {"A": Decimal(60), "P": Decimal(2), "M": Decimal(3)}}
    )

    assert without == with_derivations == [(F("6.4"), F(10))]


def test_a_deduction_that_was_not_reported_is_taken_whole_here_too() -> None:
    """60 of 100 (10 points: 6) less the most that can be deducted, 2,5: 3,5 of 10."""
    minus = indicator("M", {"kind": "capped_count", "points_each": "1"}, effect="deduction", max_points="2.5",
                      direction="lower_is_better")  # fmt: skip
    kept = {"extra_points": {"above_maximum": "kept", "below_zero": "kept"}}
    indicator_set = make_set(indicator("A"), minus, method=kept)

    with_derivations, without = both(indicator_set, {"U": {"A": Decimal(60), "M": Treatment.MISSING}})

    assert without == with_derivations == [(F("3.5"), F(10))]
