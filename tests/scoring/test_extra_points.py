"""Bonus and deductions: what they add and take, what limits them, and what is done about a total beyond the scale."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import Treatment
from tests.scoring.builders import (
    Table,
    Value,
    branch,
    got,
    index,
    indicator,
    make_set,
    named,
    no_figure,
    places,
    ratio,
    target,
)

F = Fraction
DOWN = "lower_is_better"
COUNT = {"kind": "capped_count", "points_each": 2}


def extra(above: str = "kept", below: str = "kept", **more: Any) -> dict[str, Any]:
    return {"extra_points": {"above_maximum": above, "below_zero": below}} | more


def bonus(code: str = "B", rule: Any = "assessed", **more: Any) -> dict[str, Any]:
    return indicator(code, rule, effect="bonus", **{"max_points": 5, **more})


def deduction(code: str = "D", rule: Any = COUNT, **more: Any) -> dict[str, Any]:
    return indicator(code, rule, effect="deduction", **{"max_points": 5, "direction": DOWN, **more})


def total(tree: Sequence[dict[str, Any]], values: dict[str, Value], **method: Any) -> tuple[object, ...]:
    scored = index(make_set(*tree, method=method), {"U": values})["U"].total
    return got(scored.earned, scored.attainable)


class TestBonus:
    def test_adds_to_what_is_earned_and_not_to_the_maximum(self) -> None:
        assert total([indicator("A"), bonus()], {"A": 60, "B": 3}, **extra()) == (9, 10)

    def test_has_its_own_cap(self) -> None:
        assert total([indicator("A"), bonus()], {"A": 60, "B": 8}, **extra()) == (11, 10)

    @pytest.mark.parametrize("status", ["MISSING", "UNREADABLE", "REJECTED", "NOT_APPLICABLE"])
    def test_that_was_not_granted_is_nothing(self, status: str) -> None:
        absent = no_figure(ObservationStatus[status])

        assert total([indicator("A"), bonus()], {"A": 60, "B": absent}, **extra()) == (6, 10)


class TestDeduction:
    def test_takes_so_many_points_each_up_to_its_maximum(self) -> None:
        """2 points each, 5 at most: 1 reprimand takes 2, 3 take 5."""
        tree = [indicator("A"), deduction()]

        assert [total(tree, {"A": 60, "D": n}, **extra())[0] for n in (0, 1, 3)] == [6, 4, 1]

    @pytest.mark.parametrize(
        ("rule", "more", "taken"),
        [
            ("proportional", {}, {0: 0, 40: 2, 100: 5}),
            ({"kind": "goalposts", "lower": 20, "upper": 60}, {}, {20: 0, 40: F("2.5"), 60: 5}),
            ({"kind": "steps", "steps": [{"at_least": 50, "share": 1}]}, {}, {49: 0, 50: 5}),
        ],
    )
    def test_grows_with_what_is_bad(
        self, rule: Any, more: dict[str, Any], taken: dict[int, Fraction]
    ) -> None:
        """Direction lower_is_better: the more, the worse, the more is taken."""
        tree = [indicator("A"), deduction(rule=rule, **more)]

        assert {v: 6 - total(tree, {"A": 60, "D": v}, **extra())[0] for v in taken} == taken  # type: ignore[operator]

    @pytest.mark.parametrize(
        ("rule", "more", "taken"),
        [
            ("proportional", {}, {100: 0, 60: 2, 0: 5}),
            ({"kind": "steps", "steps": [{"below": 90, "share": 1}]}, {}, {90: 0, 89: 5}),
            ({"kind": "goalposts", "lower": 20, "upper": 60}, {}, {60: 0, 40: F("2.5"), 20: 5}),
            ("target", {"target": target(50)}, {100: F("2.5"), 50: 5, 40: 5}),
        ],
    )
    def test_of_what_is_good_grows_where_it_is_lacking(
        self, rule: Any, more: dict[str, Any], taken: dict[int, Fraction]
    ) -> None:
        """Files on time, higher_is_better: a better share must never cost more."""
        tree = [indicator("A"), deduction(rule=rule, direction="higher_is_better", **more)]

        assert {v: 6 - total(tree, {"A": 60, "D": v}, **extra())[0] for v in taken} == taken  # type: ignore[operator]

    def test_of_an_answer_is_for_the_bad_one(self) -> None:
        fined, planned = deduction(rule="yes_no"), deduction("E", "yes_no", direction="higher_is_better")
        tree = [indicator("A"), fined, planned]

        assert total(tree, {"A": 100, "D": "no", "E": "yes"}, **extra()) == (10, 10)
        assert total(tree, {"A": 100, "D": "yes", "E": "no"}, **extra()) == (0, 10)

    def test_of_a_choice_and_of_assessed_points_is_what_was_chosen_and_assessed(self) -> None:
        options = [{"code": c, "name": named(c), "share": s} for c, s in (("nhe", "1/5"), ("nang", 1))]
        chosen = deduction(rule="choice", options=options, direction="higher_is_better")
        assessed = deduction("E", "assessed", direction="higher_is_better")

        assert total([indicator("A"), chosen, assessed], {"A": 100, "D": "nhe", "E": 3}, **extra()) == (6, 10)

    @pytest.mark.parametrize("status", ["MISSING", "UNREADABLE", "REJECTED"])
    def test_that_is_hidden_takes_all(self, status: str) -> None:
        """If silence took nothing, whoever has something to hide would gain by hiding it."""
        scores = index(
            make_set(indicator("A"), deduction(), method=extra()),
            {
                "U": {"A": 60, "D": no_figure(ObservationStatus[status])},
                "V": {"A": 60},
                "W": {"A": 60, "D": 9},
            },
        )

        assert [scores[code].total.earned for code in "UVW"] == [1, 1, 1]
        assert scores["U"].nodes["D"].treatment is Treatment[status]

    def test_that_does_not_apply_takes_nothing(self) -> None:
        absent = no_figure(ObservationStatus.NOT_APPLICABLE)

        assert total([indicator("A"), deduction()], {"A": 60, "D": absent}, **extra()) == (6, 10)

    @pytest.mark.parametrize("policy", ["maximum", "zero", "not_applicable"])
    def test_where_there_was_nothing_to_count_takes_nothing(self, policy: str) -> None:
        """No files, so none late: "the maximum where there was nothing to count" is meant for points one can earn."""
        late = ratio("D", effect="deduction", direction=DOWN, max_points=5)

        assert (
            total([indicator("A"), late], {"A": 60, "D": (0, 0)}, zero_denominator=policy, **extra())[0] == 6
        )


class TestLimitOfABranch:
    @pytest.mark.parametrize(("claimed", "earned"), [((1, 1), 12), ((3, 4), 13), ((0, 0), 10)])
    def test_keeps_bonus_within_it(self, claimed: tuple[int, int], earned: int) -> None:
        capped = branch("P", bonus("B"), bonus("C"), at_most=3)

        assert total([indicator("A"), capped], {"A": 100, "B": claimed[0], "C": claimed[1]}, **extra()) == (
            earned,
            10,
        )

    def test_keeps_deductions_within_it(self) -> None:
        capped = branch("P", deduction("D"), deduction("E"), at_most=3)

        assert total([indicator("A"), capped], {"A": 100, "D": 2, "E": 2}, **extra()) == (7, 10)

    def test_says_what_was_cut(self) -> None:
        capped = make_set(indicator("A"), branch("P", bonus("B"), at_most=3), method=extra())

        assert index(capped, {"U": {"B": 4}})["U"].nodes["P"].how["cut_from"] == "4"

    def test_is_not_rounded_away(self) -> None:
        """At most 2,5: with points of nodes rounded to whole ones it is still not 3."""
        capped = branch("P", bonus("B"), at_most="2.5")
        rounding = {"published_score": 2, "node_points": 0}
        scores = index(
            make_set(indicator("A"), capped, method=extra(rounding=rounding)), {"U": {"A": 0, "B": 4}}
        )

        assert scores["U"].nodes["P"].earned == F("2.5")


class TestBeyondTheScale:
    @pytest.mark.parametrize(("above", "earned"), [("kept", 14), ("cut", 10)])
    def test_above_the_maximum(self, above: str, earned: int) -> None:
        assert total([indicator("A"), bonus()], {"A": 100, "B": 4}, **extra(above)) == (earned, 10)

    @pytest.mark.parametrize(("below", "earned"), [("kept", -5), ("cut", 0)])
    def test_below_zero(self, below: str, earned: int) -> None:
        assert total([indicator("A"), deduction()], {"A": 0, "D": 9}, **extra(below=below)) == (earned, 10)

    def test_only_the_total_is_cut(self) -> None:
        """10 + 4 - 5 = 9: the bonus is not lost to the scale before the deduction is taken."""
        tree = [branch("P", indicator("A"), bonus()), deduction()]

        assert total(tree, {"A": 100, "B": 4, "D": 9}, **extra("cut", "cut")) == (9, 10)

    def test_a_total_that_is_kept_ranks_above_the_maximum_and_below_zero(self) -> None:
        whole = make_set(indicator("A"), bonus(), deduction(), method=extra())
        table: Table = {
            "U": {"A": 100, "D": 0}, "V": {"A": 100, "B": 1, "D": 0}, "W": {"A": 0, "D": 9}, "X": {"A": 0, "D": 0},
        }  # fmt: skip

        assert places(whole, table) == {"V": 1, "U": 2, "X": 3, "W": 4}


def test_a_part_that_deductions_took_below_nothing_still_wins_a_tie_against_one_that_does_not_apply() -> None:
    part = branch("P", indicator("A", max_points=1), deduction("D", max_points=5))
    whole = make_set(part, indicator("B"), method=extra(tie_breakers=["P"]))
    not_applicable = no_figure(ObservationStatus.NOT_APPLICABLE)
    table: Table = {
        "U": {"A": 0, "D": 9, "B": 50},  # -5 + 5 = 0 of 11
        "V": {"A": not_applicable, "D": not_applicable, "B": 0},  # 0 of 10
    }

    assert places(whole, table) == {"U": 1, "V": 2}
