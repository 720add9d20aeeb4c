"""From a reported figure to what is measured: conditions, divisors, growth, surveys, points from the reviewers."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.result import NodeScore, Treatment
from cds_rank.scoring.index import build_index
from tests.scoring.builders import (
    Value,
    branch,
    figure,
    got,
    indicator,
    make_set,
    named,
    no_figure,
    points,
    ratio,
    unit,
)

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)
NOTHING_TO_COUNT = no_figure(ObservationStatus.NOTHING_TO_COUNT)
MISSING = no_figure(ObservationStatus.MISSING)
UNREADABLE = no_figure(ObservationStatus.UNREADABLE)
REJECTED = no_figure(ObservationStatus.REJECTED)
QUESTION = indicator("Q", "yes_no", max_points=0)
PEOPLE = indicator("N", "proportional", input="count", max_points=0)


def node(
    tree: list[dict[str, Any]],
    values: Mapping[str, Value],
    earlier: Mapping[str, Value] | None = None,
    code: str = "A",
    not_held: frozenset[str] = frozenset(),
    **method: Any,
) -> NodeScore:
    def made(of: Mapping[str, Value]) -> dict[tuple[str, str], Observation]:
        return {("U", key): figure(value, indicator=key) for key, value in of.items()}

    found = build_index(
        [unit("U")],
        made(values),
        make_set(*tree, method=method),
        earlier=made(earlier or {}),
        not_held=not_held,
    )
    return found["U"].nodes[code]


class TestCondition:
    TREE: ClassVar = [indicator("A", applies_when={"indicator": "Q", "answer": "yes"}), QUESTION]

    @pytest.mark.parametrize(
        ("answer", "earned", "attainable", "treatment"),
        [
            ("yes", 8, 10, Treatment.SCORED),
            ("no", 0, 0, Treatment.NOT_APPLICABLE),
            (NOT_APPLICABLE, 0, 0, Treatment.NOT_APPLICABLE),
            (MISSING, 0, 10, Treatment.MISSING),
            (UNREADABLE, 0, 10, Treatment.MISSING),
            (REJECTED, 0, 10, Treatment.MISSING),
        ],
    )
    def test_decides_whether_an_indicator_counts(
        self, answer: Value, earned: int, attainable: int, treatment: Treatment
    ) -> None:
        scored = node(self.TREE, {"A": 80, "Q": answer})

        assert got(scored.earned, scored.attainable, scored.treatment) == (earned, attainable, treatment)

    def test_leaving_the_answer_out_pays_nobody(self) -> None:
        """A unit that has to say no would earn 8 of 10 if silence meant yes; one with 0 points, if it meant no."""
        silent = node(self.TREE, {"A": 80})

        assert got(silent.earned, silent.attainable, silent.how["condition"]) == (0, 10, "Q")

    @pytest.mark.parametrize(
        ("bound", "value", "applies"),
        [
            ({"at_least": 50}, 50, True), ({"at_least": 50}, "49.99", False),
            ({"above": 50}, 50, False), ({"above": 50}, "50.01", True),
            ({"at_most": 50}, 50, True), ({"at_most": 50}, "50.01", False),
            ({"below": 50}, 50, False), ({"below": 50}, "49.99", True),
        ],
    )  # fmt: skip
    def test_bounds_hold_their_value_or_do_not(
        self, bound: dict[str, int], value: Value, applies: bool
    ) -> None:
        tree = [indicator("A", applies_when={"indicator": "N", **bound}), indicator("N", max_points=0)]

        assert node(tree, {"A": 80, "N": value}).attainable == (10 if applies else 0)

    def test_may_ask_for_an_option(self) -> None:
        options = [{"code": c, "name": named(c), "share": s} for c, s in (("co", 1), ("khong", 0))]
        chosen = indicator("Q", "choice", options=options, max_points=0)
        tree = [indicator("A", applies_when={"indicator": "Q", "answer": "co"}), chosen]

        assert [node(tree, {"A": 80, "Q": answer}).attainable for answer in ("co", "khong")] == [10, 0]

    @pytest.mark.parametrize(
        ("first", "attainable", "treatment"),
        [
            ("yes", 10, Treatment.SCORED),
            ("no", 0, Treatment.NOT_APPLICABLE),  # what does not apply cannot be true
            (MISSING, 10, Treatment.MISSING),
        ],
    )
    def test_on_a_condition_is_followed_to_its_end(
        self, first: Value, attainable: int, treatment: Treatment
    ) -> None:
        tree = [
            indicator("A", applies_when={"indicator": "B", "at_least": 10}),
            indicator("B", applies_when={"indicator": "Q", "answer": "yes"}),
            QUESTION,
        ]
        scored = node(tree, {"A": 80, "B": 50, "Q": first})

        assert got(scored.attainable, scored.treatment) == (attainable, treatment)

    def test_on_a_survey_that_was_not_held_does_not_hold(self) -> None:
        tree = [
            indicator("A", applies_when={"indicator": "S1", "at_least": 10}),
            branch("S", indicator("S1")),
        ]

        assert node(tree, {"A": 80, "S1": 50}, not_held=frozenset({"S"})).attainable == 0

    def test_points_from_the_reviewers_do_not_make_a_condition_untrue(self) -> None:
        reviewed = replace(figure("no", indicator="Q"), option=None, points=Decimal(0))
        found = build_index([unit("U")], {("U", "A"): figure(80), ("U", "Q"): reviewed}, make_set(*self.TREE))

        assert found["U"].nodes["A"].earned == 8


class TestDenomination:
    TREE: ClassVar = [
        indicator("A", {"kind": "proportional", "full": 5}, denomination={"by": "N", "per": 1000}),
        PEOPLE,
    ]

    def test_is_the_figure_per_so_many(self) -> None:
        """30 applications for 12.000 inhabitants are 2,5 per 1.000; 2,5/5 x 10 = 5."""
        scored = node(self.TREE, {"A": 30, "N": 12000})

        assert scored.earned == 5
        assert {key: scored.how[key] for key in ("figure", "divisor", "so_many", "value", "by")} == {
            "figure": "30", "divisor": "12000", "so_many": "1000", "value": "2.5", "by": "N",
        }  # fmt: skip

    def test_of_a_ratio_comes_after_the_ratio(self) -> None:
        """3 of 4 are 75; per 30 inhabitants 2,5."""
        tree = [ratio("A", {"kind": "proportional", "full": 5}, denomination={"by": "N"}), PEOPLE]

        assert node(tree, {"A": (3, 4), "N": 30}).earned == 5

    @pytest.mark.parametrize("divisor", [MISSING, UNREADABLE, REJECTED, NOT_APPLICABLE])
    def test_without_its_divisor_a_figure_is_missing(self, divisor: Value) -> None:
        scored = node(self.TREE, {"A": 30, "N": divisor})

        assert got(scored.earned, scored.attainable, scored.treatment, scored.how["lacks"]) == (
            0, 10, Treatment.MISSING, "N",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("policy", "earned", "attainable"), [("zero", 0, 10), ("maximum", 10, 10), ("not_applicable", 0, 0)]
    )
    def test_by_zero_is_scored_as_the_set_says(self, policy: str, earned: int, attainable: int) -> None:
        scored = node(self.TREE, {"A": 30, "N": 0}, zero_denominator=policy)

        assert got(scored.earned, scored.attainable) == (earned, attainable)


class TestChange:
    @staticmethod
    def tree(kind: str = "percent", **more: Any) -> list[dict[str, Any]]:
        return [indicator("A", change={"kind": kind, "without_earlier": "zero"}, **more)]

    @pytest.mark.parametrize(
        ("now", "then", "growth"),
        [
            (150, 100, 50), (100, 100, 0), (80, 100, -20), (0, 100, -100), (1, 3, F(-200, 3)),
            (5, -10, 150), (-20, -10, -100),
        ],
    )  # fmt: skip
    def test_in_percent_is_held_against_the_size_of_the_earlier_figure(
        self, now: int, then: int, growth: Fraction
    ) -> None:
        """(now - then) / |then| x 100: from -10 to 5 is a rise, whatever the sign of -10."""
        scored = node(self.tree(), {"A": now}, {"A": then})

        assert Fraction(scored.how["value"]) == growth

    def test_as_a_difference_is_in_the_unit_of_measure(self) -> None:
        scored = node(self.tree("difference"), {"A": "62.5"}, {"A": 50})

        assert got(scored.earned, scored.how["then"], scored.how["value"]) == (F("1.25"), "50", "12.5")

    @pytest.mark.parametrize("earlier", [{}, {"A": 0}, {"A": MISSING}])
    @pytest.mark.parametrize(
        ("policy", "earned", "attainable"), [("zero", 0, 10), ("maximum", 10, 10), ("not_applicable", 0, 0)]
    )
    def test_without_an_earlier_figure_is_scored_as_the_set_says(
        self, earlier: dict[str, Value], policy: str, earned: int, attainable: int
    ) -> None:
        tree = [indicator("A", change={"kind": "percent", "without_earlier": policy})]
        scored = node(tree, {"A": 50}, earlier)

        assert got(scored.earned, scored.attainable, scored.how["because"]) == (
            earned,
            attainable,
            "no_earlier",
        )

    def test_a_difference_from_nothing_is_a_difference(self) -> None:
        assert node(self.tree("difference"), {"A": 50}, {"A": 0}).earned == 5

    def test_of_what_is_counted_per_so_many_divides_both_periods(self) -> None:
        """30 per 10 a year ago, 60 per 15 now: 3 and 4 are a rise of 33,33… %."""
        tree = [*self.tree(denomination={"by": "N"}), PEOPLE]
        scored = node(tree, {"A": 60, "N": 15}, {"A": 30, "N": 10})

        assert scored.earned == F(10, 3)

    def test_a_missing_figure_is_missing_whatever_it_was_before(self) -> None:
        assert node(self.tree(), {}, {"A": 50}).treatment is Treatment.MISSING


class TestSurvey:
    TREE: ClassVar = [
        indicator("A", max_points=70),
        branch("S", indicator("S1", max_points=20), indicator("S2")),
    ]

    def test_that_was_not_held_leaves_both_sides(self) -> None:
        """63 of 70 points; what was written down for S1 all the same does not count."""
        values: dict[str, Value] = {"A": 90, "S1": 100}
        block = node(self.TREE, values, code="S", not_held=frozenset({"S"}))
        whole = build_index(
            [unit("U")], {("U", c): figure(v, indicator=c) for c, v in values.items()},
            make_set(*self.TREE), not_held=frozenset({"S"}),
        )["U"].total  # fmt: skip

        assert got(block.earned, block.attainable) == (0, 0)
        assert got(whole.earned, whole.attainable) == (63, 70)

    def test_that_was_held_counts(self) -> None:
        assert got(node(self.TREE, {"S1": 50}, code="S").earned) == (10,)


class TestReviewers:
    def test_points_stand_for_any_rule(self) -> None:
        """The reviewers give 6,5 of 10 where the figure alone would be 8."""
        given = replace(figure(80), points=Decimal("6.5"))
        found = build_index([unit("U")], {("U", "A"): given}, make_set(indicator()))["U"].nodes["A"]
        assert got(found.earned, found.how["given"], found.treatment) == (F("6.5"), "6.5", Treatment.SCORED)

    @pytest.mark.parametrize(("given", "earned"), [("12", 10), ("-1", 0), ("0", 0)])
    def test_points_stay_between_nothing_and_the_maximum(self, given: str, earned: int) -> None:
        sent = {("U", "A"): replace(figure(80), points=Decimal(given))}

        assert build_index([unit("U")], sent, make_set(indicator()))["U"].total.earned == earned

    def test_points_are_nobody_s_yardstick(self) -> None:
        """W has points and no value: V's 40 is the best of the group."""
        sent = {
            ("U", "A"): figure(20), ("V", "A"): figure(40, unit="V"),
            ("W", "A"): replace(figure(99, unit="W"), value=None, points=Decimal(3)),
        }  # fmt: skip
        found = build_index([unit(c) for c in "UVW"], sent, make_set(indicator(rule="best_in_group")))

        assert [found[code].total.earned for code in "UVW"] == [5, 10, 3]

    def test_a_rejected_figure_earns_nothing_and_stays_attainable(self) -> None:
        scored = points(indicator(), REJECTED)

        assert got(scored.earned, scored.attainable, scored.treatment) == (0, 10, Treatment.REJECTED)
