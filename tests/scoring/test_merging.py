"""Merged units: the plain mean of the old ones, indicator by indicator."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import Treatment, UnitScores, Unranked, UnrankedReason
from cds_rank.scoring.merging import merged_scores
from cds_rank.scoring.ranking import rank_units
from tests.scoring.builders import (
    Table,
    branch,
    composite,
    got,
    index,
    indicator,
    make_set,
    no_figure,
    ratio,
    unit,
)

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)
TWO = make_set(indicator("A"), indicator("B", max_points=20), method={"missing": "unranked"})


def merged(
    indicator_set: IndicatorSet, table: Table, lineage: Mapping[str, Sequence[str]] | None = None
) -> dict[str, UnitScores]:
    """Merge all units of the table into N, unless `lineage` says otherwise."""
    whence = lineage or {"N": tuple(table)}
    return merged_scores([unit(code) for code in whence], whence, index(indicator_set, table), indicator_set)


def points(scores: UnitScores) -> dict[str, tuple[object, ...]]:
    return {code: got(score.earned, score.attainable) for code, score in scores.nodes.items()}


def test_each_indicator_is_the_plain_mean_and_the_total_follows() -> None:
    """A: (6 + 9) / 2 = 7,5 of 10; B: (20 + 5) / 2 = 12,5 of 20; together 20 of 30."""
    (new,) = merged(TWO, {"L": {"A": 60, "B": 100}, "Y": {"A": 90, "B": 25}}).values()

    assert points(new) == {"A": (F("7.5"), 10), "B": (F("12.5"), 20)}
    assert got(new.total.earned, new.total.attainable) == (20, 30)


def test_a_mean_of_three_stays_exact() -> None:
    """(10 + 0 + 0) / 3 = 10/3, which no decimal holds."""
    (new,) = merged(TWO, {"L": {"A": 100, "B": 0}, "Y": {"A": 0, "B": 0}, "H": {"A": 0, "B": 0}}).values()

    assert new.nodes["A"].earned == F(10, 3)


def test_it_is_the_mean_of_shares_and_not_the_ratio_of_sums() -> None:
    """1 of 1 and 0 of 99: 50 % and not 1 %, because a small unit weighs like a large one."""
    (new,) = merged(make_set(ratio()), {"L": {"A": (1, 1)}, "Y": {"A": (0, 99)}}).values()

    assert new.nodes["A"].share == F(1, 2)


def test_a_unit_that_was_only_renamed_keeps_its_scores() -> None:
    old = index(TWO, {"L": {"A": 61, "B": 7}})["L"]
    (new,) = merged(TWO, {"L": {"A": 61, "B": 7}}).values()

    assert points(new) == points(old)
    assert new.total == old.total


def test_old_and_new_units_may_have_the_same_code() -> None:
    """15 was Yên Bái and is Lào Cai, which was 10 and took Yên Bái in."""
    (new,) = merged(TWO, {"10": {"A": 40, "B": 0}, "15": {"A": 60, "B": 0}}, {"15": ("10", "15")}).values()

    assert got(new.unit, new.nodes["A"].earned, new.nodes["A"].how["merged"]) == ("15", 5, "10, 15")


def test_the_old_scores_stay_as_they_were() -> None:
    old = index(TWO, {"10": {"A": 40, "B": 0}, "15": {"A": 60, "B": 0}})
    before = {code: points(scores) for code, scores in old.items()}
    merged_scores([unit("15")], {"15": ("10", "15")}, old, TWO)

    assert {code: points(scores) for code, scores in old.items()} == before


@pytest.mark.parametrize("order", [("L", "Y", "H"), ("H", "Y", "L")])
def test_the_order_of_the_old_units_does_not_matter(order: tuple[str, ...]) -> None:
    table: dict[str, dict[str, Any]] = {
        "L": {"A": 10, "B": 3},
        "Y": {"A": 20, "B": 2},
        "H": {"A": 31, "B": 1},
    }
    (new,) = merged(TWO, table, {"N": order}).values()

    assert new.total.earned == F(1 + 2 + F("3.1")) / 3 + F(F("0.6") + F("0.4") + F("0.2")) / 3


class TestGaps:
    """What nothing is published on: our answers."""

    def test_a_missing_figure_is_not_averaged_over_the_rest(self) -> None:
        (new,) = merged(TWO, {"L": {"A": 60, "B": 100}, "Y": {"A": 90}}).values()

        assert new.nodes["B"].treatment is Treatment.MISSING
        assert new.nodes["B"].how == {"merged": "L, Y", "without_figure": "Y"}
        assert (new.nodes["B"].earned, new.nodes["B"].attainable) == (F(0), F(20))
        assert new.nodes["A"].earned == F("7.5")

    def test_the_new_unit_is_then_unranked_where_the_set_says_so(self) -> None:
        scores = merged(TWO, {"L": {"A": 60, "B": 100}, "Y": {"A": 90}})
        (ranking,) = rank_units([unit("N")], scores, {}, TWO)

        assert ranking.placements == (Unranked("N", UnrankedReason.MISSING_VALUES, {"indicators": "B"}),)

    def test_an_old_unit_that_was_not_scored_leaves_everything_missing_and_is_named(self) -> None:
        table: Table = {"L": {"A": 60, "B": 100}}
        (new,) = merged(TWO, table, {"N": ("L", "Y")}).values()

        assert {score.how["without_figure"] for score in new.nodes.values()} == {"Y"}
        assert {score.treatment for score in new.nodes.values()} == {Treatment.MISSING}
        assert new.total.earned == 0

    def test_a_new_unit_of_which_no_old_one_was_scored_is_left_out(self) -> None:
        scores = merged(TWO, {"L": {"A": 60, "B": 100}}, {"N": ("L",), "M": ("Y", "H")})
        (ranking,) = rank_units([unit("N"), unit("M")], scores, {}, TWO)

        assert list(scores) == ["N"]
        assert ranking.unranked == (Unranked("M", UnrankedReason.NOT_SUBMITTED, {}),)

    def test_a_stand_in_is_averaged_and_stays_a_stand_in(self) -> None:
        """Y gets the mean of L and H, (60 + 20) / 2 = 40; N is the mean of 60 and 40, and was not wholly reported."""
        stand_in = {"indicators": ["A"], "by": "group_mean", "status": "reconstructed", "source": "QĐ"}
        imputing = make_set(indicator("A"), method={"imputations": [stand_in]})
        new = merged(imputing, {"L": {"A": 60}, "Y": {}, "H": {"A": 20}}, {"N": ("L", "Y"), "M": ("L", "H")})

        assert got(new["N"].nodes["A"].earned, new["N"].nodes["A"].treatment) == (5, Treatment.IMPUTED)
        assert new["M"].nodes["A"].treatment is Treatment.AGGREGATED

    def test_an_unread_figure_counts_as_missing(self) -> None:
        unreadable = no_figure(ObservationStatus.UNREADABLE)
        (new,) = merged(TWO, {"L": {"A": 60, "B": 100}, "Y": {"A": 90, "B": unreadable}}).values()

        assert new.nodes["B"].how["without_figure"] == "Y"

    def test_what_applies_to_some_only_is_the_mean_over_those(self) -> None:
        (new,) = merged(TWO, {"L": {"A": 60, "B": 50}, "Y": {"A": 90, "B": NOT_APPLICABLE}}).values()

        assert points(new)["B"] == (10, 20)
        assert new.nodes["B"].how["applies_to"] == "L"

    def test_what_applies_to_none_leaves_points_and_maximum(self) -> None:
        none: Table = {"L": {"A": 60, "B": NOT_APPLICABLE}, "Y": {"A": 90, "B": NOT_APPLICABLE}}
        (new,) = merged(TWO, none).values()

        assert (new.nodes["B"].treatment, new.total.attainable) == (Treatment.NOT_APPLICABLE, F(10))

    def test_a_missing_bonus_makes_nothing_attainable(self) -> None:
        with_bonus = make_set(
            indicator("A"),
            indicator("B", effect="bonus"),
            method={"extra_points": {"above_maximum": "cut", "below_zero": "cut"}},
        )
        (new,) = merged(with_bonus, {"L": {"A": 60, "B": 50}, "Y": {"A": 90}}).values()

        assert points(new)["B"] == (0, 0)


class TestAboveIndicators:
    def test_a_main_index_that_is_a_sum_is_the_mean_of_its_old_values(self) -> None:
        whole = make_set(branch("P", indicator("A"), indicator("B", max_points=30)), indicator("C"))
        table: Table = {
            "L": {"A": 60, "B": 11, "C": 5},
            "Y": {"A": 7, "B": 90, "C": 0},
            "H": {"A": 1, "B": 2},
        }
        del_missing: Table = {code: {"C": 0, **values} for code, values in table.items()}
        old = index(whole, del_missing)
        (new,) = merged(whole, del_missing).values()

        for of_new, of_old in (
            (new.nodes["P"], [scores.nodes["P"] for scores in old.values()]),
            (new.total, [scores.total for scores in old.values()]),
        ):
            assert of_new.share == sum((score.earned / score.attainable for score in of_old), F(0)) / 3

    def test_weighted_means_and_composites_are_rolled_up_from_the_means(self) -> None:
        """A 0,5 and B 0,4: pillar 0,9 of 2; total 0,75 × 0,5 + 0,25 × 0,4 = 0,475."""
        weighted = make_set(
            indicator("A", max_points=1),
            indicator("B", max_points=1),
            composites=[composite("T", "sum", "A", "B")],
            total={
                "aggregation": "weighted_mean",
                "members": [{"node": "A", "weight": "0.75"}, {"node": "B", "weight": "0.25"}],
            },
        )
        (new,) = merged(weighted, {"L": {"A": 100, "B": 20}, "Y": {"A": 0, "B": 60}}).values()

        assert points(new)["T"] == (F("0.9"), 2)
        assert new.total.earned == F("0.475")

    def test_copeland_compares_the_new_units(self) -> None:
        """N has A 50 and B 40, M has A 60 and B 30: one win each, although L of N alone would win both."""
        total = {"aggregation": "copeland", "members": [{"node": "A"}, {"node": "B"}], "weights_total": 2}
        pairs = make_set(indicator("A"), indicator("B"), total=total)
        table: Table = {"L": {"A": 90, "B": 60}, "Y": {"A": 10, "B": 20}, "H": {"A": 60, "B": 30}}
        new = merged(pairs, table, {"N": ("L", "Y"), "M": ("H",)})

        assert new["N"].total.share == new["M"].total.share == F(1, 2)

    def test_points_are_rounded_where_the_set_rounds_them(self) -> None:
        """(10 + 0 + 0) / 3 = 3,33 with two decimals; the exact mean stays in `how`."""
        rounding = {"indicator_points": 2, "published_score": 2}
        rounded = make_set(indicator("A"), method={"rounding": rounding})
        (new,) = merged(rounded, {"L": {"A": 100}, "Y": {"A": 0}, "H": {"A": 0}}).values()

        assert (new.nodes["A"].earned, new.nodes["A"].how["exact_points"]) == (F("3.33"), "10/3")


def test_merged_units_are_ranked_among_each_other() -> None:
    """N = (90 + 30) / 2 = 60 and M = 55: the best old unit does not carry its neighbour to the top by itself."""
    only = make_set(indicator("A"))
    scores = merged(
        only, {"L": {"A": 90}, "Y": {"A": 30}, "H": {"A": 55}, "D": {"A": 61}},
        {"N": ("L", "Y"), "M": ("H",), "K": ("D",)},
    )  # fmt: skip
    (ranking,) = rank_units([unit("N"), unit("M"), unit("K")], scores, {}, only)

    assert [(entry.unit, entry.rank) for entry in ranking.ranked] == [("K", 1), ("N", 2), ("M", 3)]
