"""What was not reported: which indicators, and how much of what applies."""

from fractions import Fraction

import pytest

from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import UnrankedReason
from cds_rank.scoring.gaps import coverage, missing_nodes
from tests.scoring.builders import Table, branch, index, indicator, make_set, no_figure, places

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)
NOTHING_TO_COUNT = no_figure(ObservationStatus.NOTHING_TO_COUNT)
UNREADABLE = no_figure(ObservationStatus.UNREADABLE)
REJECTED = no_figure(ObservationStatus.REJECTED)
EXTRA = {"extra_points": {"above_maximum": "cut", "below_zero": "cut"}}
DOWN = "lower_is_better"


class TestCoverage:
    SET = make_set(branch("P", indicator("A"), indicator("B", max_points=20)), indicator("C", max_points=70))

    @pytest.mark.parametrize(
        ("sent", "reported"),
        [
            ({"A": 0, "B": 0, "C": 0}, F(1)),
            ({"A": 0, "B": 0}, F("0.3")),
            ({"C": 100}, F("0.7")),
            ({}, F(0)),
            ({"A": NOT_APPLICABLE, "C": 1}, F(7, 9)),
            ({"A": NOTHING_TO_COUNT, "B": 1}, F("0.3")),
            ({"A": UNREADABLE, "B": 1, "C": 1}, F("0.9")),
            ({"A": REJECTED, "B": 1, "C": 1}, F(1)),  # it was reported
            (dict.fromkeys("ABC", NOT_APPLICABLE), F(1)),
        ],
    )
    def test_weighs_by_what_could_be_had(self, sent: dict[str, object], reported: Fraction) -> None:
        scores = index(self.SET, {"U": sent})["U"]  # type: ignore[dict-item]

        assert coverage(scores, self.SET) == reported

    def test_weighs_by_the_weights_of_a_mean(self) -> None:
        """C has 70 of 100 points and a weight of one quarter."""
        members = [{"node": "P", "weight": 3}, {"node": "C", "weight": 1}]
        mean = make_set(
            branch("P", indicator("A"), indicator("B", max_points=20)), indicator("C", max_points=70),
            total={"aggregation": "weighted_mean", "members": members, "weights_total": 4},
        )  # fmt: skip

        assert coverage(index(mean, {"U": {"A": 1, "C": 1}})["U"], mean) == F(3, 4) * F(1, 3) + F(1, 4)

    @pytest.mark.parametrize("order", ["AB", "BA"])
    def test_of_cases_without_points_the_reported_one_counts_in_any_order(self, order: str) -> None:
        """A was left out, B was reported and earns nothing: the branch was reported."""
        best = make_set(branch("P", *(indicator(code) for code in order), aggregation="best"))

        assert coverage(index(best, {"U": {"B": 0}})["U"], best) == 1
        assert coverage(index(best, {"U": {}})["U"], best) == 0

    def test_is_not_lifted_by_what_was_imputed(self) -> None:
        stand_in = {"indicators": ["A"], "by": "group_mean", "status": "confirmed", "source": "QĐ"}
        helped = make_set(indicator("A"), indicator("B"), method={"imputations": [stand_in]})
        scores = index(helped, {"U": {"B": 50}, "V": {"A": 80, "B": 50}})["U"]

        assert scores.nodes["A"].earned == 8
        assert coverage(scores, helped) == F(1, 2)

    def test_below_the_threshold_is_no_rank_and_at_it_is_one(self) -> None:
        strict = make_set(
            indicator("A", max_points=65),
            indicator("B", max_points=35),
            method={"coverage": {"least": "65%"}},
        )
        table: Table = {"U": {"A": 10}, "V": {"B": 100}, "W": {"A": 5, "B": 5}}

        assert places(strict, table) == {"U": 1, "W": 2, "V": UnrankedReason.LOW_COVERAGE}

    def test_does_not_ask_for_a_bonus(self) -> None:
        plus = make_set(indicator("A"), indicator("B", effect="bonus"), method=EXTRA)

        assert coverage(index(plus, {"U": {"A": 1}})["U"], plus) == 1


class TestMissingNodes:
    def test_a_bonus_that_was_not_claimed_costs_no_rank(self) -> None:
        plus = make_set(
            indicator("A"), indicator("B", effect="bonus"), method=EXTRA | {"missing": "unranked"}
        )

        assert places(plus, {"U": {"A": 50}, "V": {"A": 50, "B": 10}}) == {"V": 1, "U": 2}

    def test_a_deduction_that_was_left_out_does(self) -> None:
        minus = make_set(
            indicator("A"), indicator("B", effect="deduction", direction=DOWN),
            method=EXTRA | {"missing": "unranked"},
        )  # fmt: skip

        assert missing_nodes(index(minus, {"U": {"A": 50}})["U"], minus) == ("B",)
        assert places(minus, {"U": {"A": 50}, "V": {"A": 50, "B": 0}}) == {
            "V": 1, "U": UnrankedReason.MISSING_VALUES,
        }  # fmt: skip

    def test_a_figure_that_was_rejected_is_not_missing(self) -> None:
        strict = make_set(indicator("A"), indicator("B"), method={"missing": "unranked"})

        assert places(strict, {"U": {"A": 50, "B": REJECTED}}) == {"U": 1}
