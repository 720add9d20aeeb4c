"""From figures to the total: sums, best cases, weighted means, overlaps, and what each absence does on the way."""

from fractions import Fraction

import pytest

from cds_rank.model.method import StageUsed
from cds_rank.model.observation import Dataset, ObservationStatus, Stage
from cds_rank.model.result import TOTAL, Treatment
from cds_rank.scoring.gaps import missing_nodes
from cds_rank.scoring.index import build_index, used_observations
from tests.scoring.builders import (
    PERIOD,
    branch,
    composite,
    figure,
    got,
    index,
    indicator,
    make_set,
    named,
    no_figure,
    ratio,
    unit,
)

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)
NOTHING_TO_COUNT = no_figure(ObservationStatus.NOTHING_TO_COUNT)
UNREADABLE = no_figure(ObservationStatus.UNREADABLE)
TWO_GROUPS = [{"code": "so", "name": named("Sở")}, {"code": "huyen", "name": named("Huyện")}]


class TestSum:
    SET = make_set(branch("P", indicator("A"), indicator("B", max_points=30)), indicator("C"))

    def test_adds_earned_and_attainable(self) -> None:
        scores = index(self.SET, {"U": {"A": 50, "B": 10, "C": 100}})["U"]

        assert got(scores.nodes["P"].earned, scores.nodes["P"].attainable) == (8, 40)
        assert got(scores.total.earned, scores.total.attainable, scores.total.node) == (18, 50, TOTAL)

    def test_what_does_not_apply_leaves_both_sides(self) -> None:
        """Tây Ninh prints 340/340 beside 261/390."""
        scores = index(self.SET, {"U": {"A": 50, "B": NOT_APPLICABLE, "C": 100}})["U"]

        assert got(scores.nodes["P"].earned, scores.nodes["P"].attainable) == (5, 10)
        assert got(scores.total.earned, scores.total.attainable) == (15, 20)

    def test_what_was_not_reported_leaves_no_side(self) -> None:
        scores = index(self.SET, {"U": {"A": 50, "C": 100}})["U"]

        assert got(scores.total.earned, scores.total.attainable) == (15, 50)

    def test_nothing_attainable_has_no_share(self) -> None:
        scores = index(self.SET, dict.fromkeys("U", dict.fromkeys("ABC", NOT_APPLICABLE)))["U"]

        assert scores.total.share is None
        assert scores.nodes["P"].share is None

    def test_lists_nodes_in_the_order_of_the_set(self) -> None:
        assert list(index(self.SET, {"U": {}})["U"].nodes) == ["P", "A", "B", "C"]


class TestGroups:
    SET = make_set(
        branch("P", indicator("A", groups=["so"]), indicator("B", groups=["so", "huyen"])),
        indicator("C", groups=["huyen"]),
        groups=TWO_GROUPS,
    )

    def test_each_has_its_own_indicators_and_maximum(self) -> None:
        table = {"S": {"A": 50, "B": 50, "C": 50}, "H": {"A": 50, "B": 50, "C": 50}}
        scores = index(self.SET, table, {"H": "huyen"})

        assert list(scores["S"].nodes) == ["P", "A", "B"]
        assert list(scores["H"].nodes) == ["P", "B", "C"]
        assert scores["S"].nodes["P"].attainable == 20
        assert scores["H"].nodes["P"].attainable == 10

    def test_a_pillar_without_indicators_of_the_group_is_not_there(self) -> None:
        only = make_set(
            branch("P", indicator("A", groups=["so"])), indicator("C", groups=["huyen"]), groups=TWO_GROUPS
        )

        assert list(index(only, {"H": {}}, {"H": "huyen"})["H"].nodes) == ["C"]

    def test_compare_only_within_themselves(self) -> None:
        best = make_set(indicator("A", "best_in_group", groups=["so", "huyen"]), groups=TWO_GROUPS)
        table = {"S1": {"A": 30}, "S2": {"A": 60}, "H": {"A": 600}}
        scores = index(best, table, {"H": "huyen"})

        assert {code: of.total.earned for code, of in scores.items()} == {"S1": 5, "S2": 10, "H": 10}


class TestComparisonWithPeers:
    @pytest.mark.parametrize("absent", [NOT_APPLICABLE, NOTHING_TO_COUNT, UNREADABLE, (0, 0)])
    def test_a_unit_without_a_value_is_nobody_s_yardstick(self, absent: object) -> None:
        spread = make_set(ratio("A", {"kind": "min_max", "when_all_equal": "zero"}))
        table = {"U": {"A": (1, 2)}, "V": {"A": (1, 1)}, "W": {"A": (3, 4)}, "X": {"A": absent}}
        scores = index(spread, table)  # type: ignore[arg-type]

        assert [scores[code].total.earned for code in "UVW"] == [0, 10, 5]

    @pytest.mark.parametrize("rule", ["best_in_group", {"kind": "min_max", "when_all_equal": "zero"}])
    def test_a_figure_that_was_not_accepted_is_nobody_s_yardstick(self, rule: str) -> None:
        refused = figure(1000, status=ObservationStatus.UNREADABLE)
        scores = index(make_set(indicator("A", rule)), {"U": {"A": 100}, "V": {"A": 0}, "W": {"A": refused}})

        assert [scores[code].total.earned for code in "UVW"] == [10, 0, 0]

    def test_the_yardstick_is_the_stage_that_is_scored(self) -> None:
        best = make_set(indicator("A", "best_in_group"))
        verified = figure(50, unit="V", stage=Stage.VERIFIED)
        dataset = Dataset(
            PERIOD, (unit("U"), unit("V")),
            {("U", "A"): (figure(50),), ("V", "A"): (figure(100, unit="V"), verified)},
        )  # fmt: skip
        scores = {
            stage: build_index(dataset.units, used_observations(dataset.observations, stage), best)[
                "U"
            ].total.earned
            for stage in (StageUsed.FINAL, StageUsed.SELF_ASSESSED)
        }

        assert scores == {StageUsed.FINAL: 10, StageUsed.SELF_ASSESSED: 5}


def test_used_observations_leaves_out_what_has_no_figure_of_the_stage() -> None:
    dataset = Dataset(PERIOD, (unit("U"),), {("U", "A"): (figure(50),), ("U", "B"): ()})

    assert used_observations(dataset.observations, StageUsed.VERIFIED) == {}
    assert list(used_observations(dataset.observations, StageUsed.FINAL)) == [("U", "A")]


class TestBestOfCases:
    SET = make_set(
        branch("P", indicator("A", max_points=60), indicator("B", max_points=40), aggregation="best")
    )

    def test_takes_the_case_with_most_points(self) -> None:
        scores = index(self.SET, {"U": {"A": 50, "B": 100}, "V": {"A": 100, "B": 100}})

        assert got(scores["U"].nodes["P"].earned, scores["U"].nodes["P"].how["taken"]) == (40, "B")
        assert got(scores["V"].nodes["P"].earned, scores["V"].nodes["P"].how["taken"]) == (60, "A")

    def test_is_measured_by_the_best_that_could_be_had(self) -> None:
        assert index(self.SET, {"U": {"B": 100}})["U"].nodes["P"].attainable == 60

    def test_a_case_that_does_not_apply_cannot_be_had(self) -> None:
        scores = index(self.SET, {"U": {"A": NOT_APPLICABLE, "B": 100}})["U"].nodes["P"]

        assert got(scores.earned, scores.attainable, scores.how["taken"]) == (40, 40, "B")

    def test_a_case_that_does_not_apply_is_not_the_one_taken(self) -> None:
        scores = index(self.SET, {"U": {"A": NOT_APPLICABLE, "B": 0}})["U"].nodes["P"]

        assert got(scores.earned, scores.attainable, scores.how["taken"]) == (0, 40, "B")

    def test_one_case_reported_makes_good_the_other(self) -> None:
        assert missing_nodes(index(self.SET, {"U": {"B": 0}})["U"], self.SET) == ()

    def test_is_missing_when_every_case_is_missing(self) -> None:
        assert missing_nodes(index(self.SET, {"U": {}})["U"], self.SET) == ("A", "B")

    def test_a_case_that_does_not_apply_makes_nothing_good(self) -> None:
        """Else a unit could declare one case away and keep the other to itself."""
        scores = index(self.SET, {"U": {"A": NOT_APPLICABLE}})["U"]

        assert missing_nodes(scores, self.SET) == ("B",)

    def test_a_case_of_several_parts_is_missing_when_a_part_is(self) -> None:
        nested = make_set(
            branch("P", branch("Q", indicator("A"), indicator("B")), indicator("C"), aggregation="best")
        )

        assert missing_nodes(index(nested, {"U": {"A": 50}})["U"], nested) == ("B", "C")
        assert missing_nodes(index(nested, {"U": {"A": 50, "B": 50}})["U"], nested) == ()


class TestWeightedMean:
    SET = make_set(
        indicator("A", max_points=400),
        indicator("B", max_points=10),
        total={
            "aggregation": "weighted_mean",
            "members": [{"node": "A", "weight": "0.7"}, {"node": "B", "weight": "0.3"}],
        },
    )

    def test_weighs_shares_and_not_points(self) -> None:
        total = index(self.SET, {"U": {"A": 50, "B": 100}})["U"].total

        assert got(total.earned, total.attainable) == (F("0.65"), 1)

    def test_the_weight_of_what_does_not_apply_leaves(self) -> None:
        total = index(self.SET, {"U": {"A": 50, "B": NOT_APPLICABLE}})["U"].total

        assert (total.earned, total.attainable, total.share) == (F("0.35"), F("0.7"), F(1, 2))

    def test_the_weight_of_what_was_not_reported_stays(self) -> None:
        """Weights are never renormalised over what happens to be present: that rewards hiding bad data."""
        total = index(self.SET, {"U": {"A": 50}})["U"].total

        assert got(total.earned, total.attainable) == (F("0.35"), 1)

    def test_weights_may_add_up_to_what_is_declared(self) -> None:
        hundred = make_set(
            indicator("A"), indicator("B"),
            total={
                "aggregation": "weighted_mean", "weights_total": 3,
                "members": [{"node": "A", "weight": 1}, {"node": "B", "weight": 2}],
            },
        )  # fmt: skip

        assert index(hundred, {"U": {"A": 50, "B": 100}})["U"].total.share == F(5, 6)


class TestComposites:
    SET = make_set(
        indicator("F"), indicator("X"), indicator("Y"),
        composites=[composite("P", "sum", "F", "X"), composite("Q", "sum", "F", "Y")],
    )  # fmt: skip

    def test_may_share_nodes_and_the_total_counts_these_once(self) -> None:
        """A DTI pillar holds the common indices and one activity index: pillars do not add up to the total."""
        scores = index(self.SET, {"U": {"F": 90, "X": 60, "Y": 30}})["U"]

        assert got(scores.nodes["P"].earned, scores.nodes["Q"].earned) == (15, 12)
        assert got(scores.total.earned, scores.total.attainable) == (18, 30)

    def test_may_be_made_of_composites(self) -> None:
        stacked = make_set(
            indicator("A"), indicator("B"),
            composites=[composite("R", "sum", "Q", "A"), composite("Q", "sum", "B")],
            total={"aggregation": "sum", "members": [{"node": "R"}]},
        )  # fmt: skip
        scores = index(stacked, {"U": {"A": 50, "B": 100}})["U"]

        assert scores.total.earned == scores.nodes["R"].earned == 15

    def test_without_anything_of_the_group_are_not_there(self) -> None:
        apart = make_set(
            indicator("A"), indicator("B", groups=["huyen"]),
            composites=[composite("P", "sum", "B"), composite("Q", "weighted_mean", "B")],
            groups=TWO_GROUPS,
        )  # fmt: skip

        assert list(index(apart, {"U": {"A": 50}})["U"].nodes) == ["A"]

    def test_name_a_missing_indicator_once(self) -> None:
        both = make_set(
            indicator("F"), indicator("X"),
            composites=[composite("P", "sum", "F", "X"), composite("Q", "sum", "F")],
            total={"aggregation": "sum", "members": [{"node": "P"}, {"node": "Q"}]},
        )  # fmt: skip

        assert missing_nodes(index(both, {"U": {"X": 1}})["U"], both) == ("F",)


class TestMissingNodes:
    SET = make_set(
        indicator("A"), indicator("B"), indicator("I", max_points=0), indicator("N"),
        total={"aggregation": "sum", "members": [{"node": "A"}, {"node": "B"}, {"node": "I"}]},
    )  # fmt: skip

    def test_are_those_without_a_figure_that_the_total_needs(self) -> None:
        """I gives no points and N is not in the total: leaving them out costs nobody a rank."""
        assert missing_nodes(index(self.SET, {"U": {"A": 1}})["U"], self.SET) == ("B",)

    def test_an_unreadable_figure_is_missing_too(self) -> None:
        scores = index(self.SET, {"U": {"A": 1, "B": UNREADABLE}})["U"]

        assert missing_nodes(scores, self.SET) == ("B",)

    @pytest.mark.parametrize("stated", [NOT_APPLICABLE, NOTHING_TO_COUNT, 0])
    def test_a_stated_absence_is_not_missing(self, stated: object) -> None:
        scores = index(self.SET, {"U": {"A": 1, "B": stated}})["U"]  # type: ignore[dict-item]

        assert missing_nodes(scores, self.SET) == ()


class TestRoundingOfNodes:
    def test_is_half_up_at_every_node_above_indicators(self) -> None:
        a, b, c = (indicator(code, "assessed") for code in "ABC")
        rounded = make_set(
            branch("P", branch("Q", a, b), c), method={"rounding": {"published_score": 2, "node_points": 1}}
        )
        scores = index(rounded, {"U": {"A": "1.04", "B": "1.01", "C": "3.25"}})["U"]

        assert scores.nodes["A"].earned == F("1.04")
        assert scores.nodes["Q"].earned == F("2.1")  # 2,05
        assert scores.nodes["P"].earned == F("5.4")  # 2,1 + 3,25 = 5,35
        assert scores.total.earned == F("5.4")

    def test_indicator_points_are_rounded_before_they_are_added(self) -> None:
        rounded = make_set(
            branch("P", *(indicator(code, "assessed") for code in "ABC")),
            method={"rounding": {"published_score": 2, "indicator_points": 0}},
        )

        assert index(rounded, {"U": dict.fromkeys("ABC", "1.5")})["U"].total.earned == 6

    def test_without_it_thirds_stay_thirds(self) -> None:
        thirds = make_set(*(ratio(code) for code in "ABC"))

        assert index(thirds, {"U": dict.fromkeys("ABC", (1, 3))})["U"].total.earned == 10

    @pytest.mark.parametrize("digits", [0, 1])
    def test_never_gives_more_than_can_be_had(self, digits: int) -> None:
        rounding = {"published_score": 2, "node_points": digits}
        quarter = make_set(branch("P", indicator("A", max_points="2.75")), method={"rounding": rounding})
        scores = index(quarter, {"U": {"A": 100}})["U"]

        assert scores.nodes["P"].earned <= scores.nodes["P"].attainable
        assert scores.total.earned <= scores.total.attainable


def test_the_treatment_says_how_a_node_came_about() -> None:
    mixed = make_set(branch("P", indicator("A"), indicator("B")))
    scores = index(mixed, {"U": {"A": 1}})["U"]

    assert {code: node.treatment for code, node in scores.nodes.items()} == {
        "P": Treatment.AGGREGATED, "A": Treatment.SCORED, "B": Treatment.MISSING,
    }  # fmt: skip
