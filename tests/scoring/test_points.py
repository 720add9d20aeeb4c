"""Points of one figure: which stage counts, what absence and zero denominators do, and rounding where declared."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cds_rank.model.indicator_set import Indicator
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import Observation, ObservationStatus, Stage
from cds_rank.model.result import Treatment
from cds_rank.scoring.measuring import plain_value
from cds_rank.scoring.points import choose_stage
from tests.scoring.builders import (
    Value,
    earned,
    figure,
    got,
    indicator,
    make_set,
    named,
    no_figure,
    points,
    ratio,
    target,
)

F = Fraction
DOWN = "lower_is_better"
OPTIONS = [
    {"code": "chu-tich", "name": named("Chủ tịch"), "share": "1"},
    {"code": "pho", "name": named("Phó"), "share": "1/3"},
    {"code": "khac", "name": named("Khác"), "share": "0"},
]


def the(data: dict[str, Any]) -> Indicator:
    return make_set(data).indicators[data["code"]]


@pytest.mark.parametrize(
    ("data", "value", "expected"),
    [
        (indicator(rule="yes_no"), "yes", 10),
        (indicator(rule="yes_no"), "no", 0),
        (indicator(rule="yes_no", direction=DOWN), "yes", 0),
        (indicator(rule="yes_no", direction=DOWN), "no", 10),
        (indicator(rule="choice", options=OPTIONS), "chu-tich", 10),
        (indicator(rule="choice", options=OPTIONS), "pho", F(10, 3)),
        (indicator(rule="choice", options=OPTIONS), "khac", 0),
        (indicator(rule="proportional"), 45, F("4.5")),
        (indicator(rule="proportional", direction=DOWN), 45, F("5.5")),
        (indicator(rule={"kind": "proportional", "full": "2.5"}), 1, 4),
        (indicator(rule="target", target=target(80)), 60, F("7.5")),
        (indicator(rule="target", target=target(80)), 81, 10),
        (indicator(rule="target", target=target(3), direction=DOWN), 9, F(10, 3)),
        (indicator(rule={"kind": "capped_count", "points_each": "2.5"}), 3, F("7.5")),
        (indicator(rule={"kind": "capped_count", "points_each": "2.5"}), 5, 10),
        (indicator(rule={"kind": "goalposts", "lower": 20, "upper": 85}), 75, F(550, 65)),
        (indicator(rule={"kind": "goalposts", "lower": 20, "upper": 85}, direction=DOWN), 75, F(100, 65)),
        (indicator(rule={"kind": "steps", "steps": [{"at_least": 4, "share": "3/4"}]}), 4, F("7.5")),
        (indicator(rule={"kind": "steps", "steps": [{"at_least": 4, "share": "3/4"}]}), 3, 0),
        (indicator(rule={"kind": "steps", "steps": [{"below": 4, "share": "75%"}]}, direction=DOWN), 3, F("7.5")),
        (indicator(rule="assessed"), "7.25", F("7.25")),
        (indicator(rule="assessed"), 0, 0),
        (indicator(rule="assessed"), 11, 10),
        (indicator(rule="assessed"), -1, 0),
        (ratio(rule="proportional"), (6, 7), F(60, 7)),
        (ratio(rule="proportional", per=1000), (6, 700), F(60, 70)),
        (ratio(rule="target", target=target(80)), (1, 2), F("6.25")),
    ],
)  # fmt: skip
def test_a_figure_earns_its_share_of_the_maximum(
    data: dict[str, Any], value: Value, expected: Fraction
) -> None:
    scored = points(data, value)

    assert got(scored.earned, scored.attainable, scored.treatment) == (expected, 10, Treatment.SCORED)


@pytest.mark.parametrize(
    ("rule", "direction", "value", "peers", "expected"),
    [
        ("best_in_group", "higher_is_better", 30, (30, 90), F(10, 3)),
        ("best_in_group", DOWN, 90, (30, 90), F(10, 3)),
        ({"kind": "min_max", "when_all_equal": "zero"}, "higher_is_better", 50, (20, 50, 110), F(10, 3)),
        ({"kind": "min_max", "when_all_equal": "zero"}, "higher_is_better", 110, (20, 50, 110), 10),
        ({"kind": "min_max", "when_all_equal": "zero"}, DOWN, 50, (20, 50, 110), F(20, 3)),
        ({"kind": "min_max", "when_all_equal": "zero"}, DOWN, 110, (20, 50, 110), 0),
    ],
)
def test_rules_that_compare_look_at_the_group(
    rule: Any, direction: str, value: int, peers: tuple[int, ...], expected: Fraction
) -> None:
    assert earned(indicator(rule=rule, direction=direction), value, *peers) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("maximum", (10, 10, Treatment.NOTHING_TO_COUNT)),
        ("zero", (0, 10, Treatment.NOTHING_TO_COUNT)),
        ("not_applicable", (0, 0, Treatment.NOT_APPLICABLE)),
    ],
)
class TestNothingToTellUnitsApart:
    """The three published answers to “there was nothing to count”; a constant column is the same question."""

    def test_when_all_units_are_equal(self, policy: str, expected: tuple[int, int, Treatment]) -> None:
        scored = points(indicator(rule={"kind": "min_max", "when_all_equal": policy}), 5, 5, 5)

        assert got(scored.earned, scored.attainable, scored.treatment) == expected

    @pytest.mark.parametrize("value", [(0, 0), no_figure(ObservationStatus.NOTHING_TO_COUNT)])
    def test_when_the_method_says_so(
        self, policy: str, expected: tuple[int, int, Treatment], value: Value
    ) -> None:
        scored = points(ratio(), value, method={"zero_denominator": policy})

        assert got(scored.earned, scored.attainable, scored.treatment) == expected

    @pytest.mark.parametrize("value", [(0, 0), no_figure(ObservationStatus.NOTHING_TO_COUNT)])
    def test_when_the_indicator_says_otherwise_than_the_method(
        self, policy: str, expected: tuple[int, int, Treatment], value: Value
    ) -> None:
        for by_method in ("maximum", "zero", "not_applicable"):
            scored = points(ratio(zero_denominator=policy), value, method={"zero_denominator": by_method})

            assert got(scored.earned, scored.attainable, scored.treatment) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, (0, 10, Treatment.MISSING)),
        (no_figure(ObservationStatus.MISSING), (0, 10, Treatment.MISSING)),
        (no_figure(ObservationStatus.UNREADABLE), (0, 10, Treatment.UNREADABLE)),
        (no_figure(ObservationStatus.NOT_APPLICABLE), (0, 0, Treatment.NOT_APPLICABLE)),
    ],
)
def test_four_kinds_of_absence_are_four_different_things(
    value: Observation | None, expected: tuple[int, int, Treatment]
) -> None:
    scored = points(indicator(), value)

    assert got(scored.earned, scored.attainable, scored.treatment) == expected


@pytest.mark.parametrize(
    ("more", "value", "expected"),
    [
        ({"floor": 50}, "49.99", 0),
        ({"floor": 50}, 50, 5),
        ({"ceiling": 80}, "79.99", F("7.999")),
        ({"ceiling": 80}, 80, 10),
        ({"floor": 50, "ceiling": 50}, 50, 10),
        ({"floor": 50, "ceiling": 50}, 49, 0),
    ],
)
def test_floor_and_ceiling_hold_their_own_value(
    more: dict[str, int], value: Value, expected: Fraction
) -> None:
    """Below the floor nothing, at it the formula; from the ceiling on everything."""
    assert earned(indicator(rule={"kind": "proportional", **more}), value) == expected


@pytest.mark.parametrize(
    ("more", "value", "expected"),
    [
        ({"floor": 50}, 50, 5),
        ({"floor": 50}, "50.01", 0),
        ({"ceiling": 20}, 20, 10),
        ({"ceiling": 20}, 30, 7),
    ],
)
def test_floor_and_ceiling_turn_round_where_less_is_better(
    more: dict[str, int], value: Value, expected: Fraction
) -> None:
    assert earned(indicator(rule={"kind": "proportional", **more}, direction=DOWN), value) == expected


@pytest.mark.parametrize(
    ("direction", "value", "expected"),
    [("higher_is_better", 39, 0), ("higher_is_better", 40, 5), (DOWN, 161, 0), (DOWN, 160, 5)],
)
def test_a_target_has_a_floor_too(direction: str, value: Value, expected: int) -> None:
    floor = 40 if direction == "higher_is_better" else 160
    data = indicator(rule={"kind": "target", "floor": floor}, target=target(80), direction=direction)

    assert earned(data, value) == expected


@pytest.mark.parametrize("policy", ["maximum", "zero", "not_applicable"])
@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "z_score", "deviation": "population"},
        {"kind": "z_score", "deviation": "sample"},
        {"kind": "rank"},
    ],
)
@pytest.mark.parametrize("peers", [(5,), (5, 5, 5), (0, 0)])
def test_one_alone_and_all_equal_is_scored_as_the_set_says(
    policy: str, rule: dict[str, str], peers: tuple[int, ...]
) -> None:
    """A column of equal values gives everybody everything in one tool, nothing in another, and vanishes in a third."""
    scored = points(indicator(rule=rule | {"when_all_equal": policy}), peers[0], *peers)

    assert got(scored.earned, scored.attainable) == {
        "maximum": (10, 10), "zero": (0, 10), "not_applicable": (0, 0),
    }[policy]  # fmt: skip


def test_a_reported_zero_is_a_score_and_not_an_absence() -> None:
    assert points(indicator(), 0).treatment is Treatment.SCORED
    assert points(indicator(rule="assessed"), 0).treatment is Treatment.SCORED


def test_an_indicator_for_information_has_nothing_to_earn() -> None:
    for rule in ("proportional", "assessed", {"kind": "capped_count", "points_each": 1}):
        scored = points(indicator(rule=rule, max_points=0), 50)

        assert got(scored.earned, scored.attainable) == (0, 0)


class TestMeasuredValue:
    def test_a_ratio_is_taken_from_its_parts(self) -> None:
        assert plain_value(the(ratio()), figure((6073, 6373))) == F(607300, 6373)

    def test_a_ratio_looks_at_nothing_but_its_parts(self) -> None:
        """A computed cell is only a convenience."""
        typed = Observation(
            "U", "A", figure().period, Stage.SELF_ASSESSED, ObservationStatus.REPORTED, figure().origin,
            value=Decimal(99), numerator=Decimal(1), denominator=Decimal(2),
        )  # fmt: skip

        assert plain_value(the(ratio()), typed) == 50

    def test_a_zero_denominator_measures_nothing(self) -> None:
        assert plain_value(the(ratio()), figure((0, 0))) is None

    def test_a_zero_numerator_measures_zero(self) -> None:
        assert plain_value(the(ratio()), figure((0, 5))) == 0

    def test_a_value_is_itself(self) -> None:
        assert plain_value(the(indicator()), figure("95.29")) == F("95.29")


class TestStage:
    SELF = figure(90)
    LOWER = figure(70, stage=Stage.VERIFIED)
    HIGHER = figure(95, stage=Stage.VERIFIED)
    ZERO = figure(0, stage=Stage.VERIFIED)
    BLANK = figure(stage=Stage.VERIFIED, status=ObservationStatus.MISSING)

    @pytest.mark.parametrize("verified", [LOWER, HIGHER, ZERO])
    def test_the_verified_figure_counts_whether_lower_higher_or_zero(self, verified: Observation) -> None:
        assert choose_stage([self.SELF, verified], StageUsed.FINAL) is verified
        assert choose_stage([verified, self.SELF], StageUsed.FINAL) is verified

    def test_without_a_verified_figure_the_unit_s_own_counts(self) -> None:
        assert choose_stage([self.SELF], StageUsed.FINAL) is self.SELF

    def test_a_verified_blank_is_not_a_verified_zero(self) -> None:
        assert choose_stage([self.SELF, self.BLANK], StageUsed.FINAL) is self.SELF

    def test_a_unit_that_sent_nothing_can_still_be_verified(self) -> None:
        unsent = figure(status=ObservationStatus.MISSING)

        assert choose_stage([unsent, self.LOWER], StageUsed.FINAL) is self.LOWER

    def test_self_looks_at_the_unit_s_own_figure_only(self) -> None:
        assert choose_stage([self.SELF, self.HIGHER], StageUsed.SELF_ASSESSED) is self.SELF
        assert choose_stage([self.HIGHER], StageUsed.SELF_ASSESSED) is None

    def test_verified_never_falls_back_on_the_unit_s_own_figure(self) -> None:
        assert choose_stage([self.SELF, self.LOWER], StageUsed.VERIFIED) is self.LOWER
        assert choose_stage([self.SELF], StageUsed.VERIFIED) is None
        assert choose_stage([self.SELF, self.BLANK], StageUsed.VERIFIED) is self.BLANK

    def test_what_is_declared_not_to_apply_does_not_in_the_verified_stage_until_somebody_says_otherwise(
        self,
    ) -> None:
        absent = figure(status=ObservationStatus.NOT_APPLICABLE)

        assert choose_stage([absent], StageUsed.VERIFIED) is absent
        assert choose_stage([absent, self.BLANK], StageUsed.VERIFIED) is absent
        assert choose_stage([absent, self.LOWER], StageUsed.VERIFIED) is self.LOWER

    def test_absence_keeps_its_place_in_the_file(self) -> None:
        unsent = figure(status=ObservationStatus.MISSING)

        assert choose_stage([unsent], StageUsed.FINAL) is unsent
        assert choose_stage([unsent, self.BLANK], StageUsed.FINAL) is unsent
        assert choose_stage([], StageUsed.FINAL) is None


class TestRoundingOfIndicatorPoints:
    @pytest.mark.parametrize(
        ("points_typed", "digits", "rounded"),
        [
            ("51.85", 1, "51.9"),  # a binary float prints 51.8
            ("0.005", 2, "0.01"),
            ("0.0049", 2, "0"),
            ("2.5", 0, "3"),
            ("3.5", 0, "4"),
            ("1.005", 2, "1.01"),
            ("1.115", 2, "1.12"),
            ("2.675", 2, "2.68"),
        ],
    )
    def test_is_half_up(self, points_typed: str, digits: int, rounded: str) -> None:
        rounding = {"published_score": 2, "indicator_points": digits}
        scored = points(
            indicator(rule="assessed", max_points=100), points_typed, method={"rounding": rounding}
        )

        assert scored.earned == F(rounded)

    def test_rounds_once_from_the_exact_points(self) -> None:
        """4/9 × 10 = 4,444…: rounding to 2, then 1, then 0 decimals must not climb."""
        rounding = {"published_score": 2, "indicator_points": 0}

        assert earned(indicator(rule="assessed"), "4.4445", rounding=rounding) == 4

    def test_keeps_the_exact_points_for_the_explanation(self) -> None:
        rounding = {"published_score": 2, "indicator_points": 2}
        scored = points(ratio(max_points=20), (6, 7), method={"rounding": rounding})

        assert (scored.earned, scored.how["exact_points"]) == (F("17.14"), "120/7")

    def test_says_nothing_of_exact_points_where_rounding_changed_nothing(self) -> None:
        rounding = {"published_score": 2, "indicator_points": 2}

        assert "exact_points" not in points(ratio(), (1, 2), method={"rounding": rounding}).how

    @pytest.mark.parametrize(("maximum", "digits"), [("2.5", 0), ("0.25", 1), ("0.005", 2)])
    def test_never_gives_more_than_the_maximum(self, maximum: str, digits: int) -> None:
        """2,5 of 2,5 points are not 3: a completion rate of 120 % cannot be published."""
        rounding = {"published_score": 2, "indicator_points": digits}
        scored = points(indicator(max_points=maximum), 100, method={"rounding": rounding})

        assert scored.earned <= scored.attainable


def test_the_derivation_names_what_it_rests_on() -> None:
    data = ratio(rule="target", target=target(80), max_points=20)

    assert points(data, (6, 16)).how == {
        "rule": "target", "value": "37.5", "numerator": "6", "denominator": "16", "per": "100",
        "target": "80", "share": "0.46875",
    }  # fmt: skip
