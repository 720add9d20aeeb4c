"""Recognition: which tier a unit reaches, and what the others still lack. Every count is by hand."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.recognition import CountRounding
from cds_rank.model.result import TierOutcome, UnitRecognition
from cds_rank.scoring.recognition import criteria_needed, recognise
from tests.scoring.builders import Table, Value, figure, index, indicator, make_set, named, no_figure

NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)
MISSING = no_figure(ObservationStatus.MISSING)
M, X = ["M1", "M2", "M3"], ["X1", "X2", "X3", "X4", "X5", "X6", "X7"]


def tier(code: str = "dat", mandatory: list[str] = M, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": named(code),
        "groups": ["so"],
        "mandatory": mandatory,
        "status": "confirmed",
        "source": "HD",
    } | more


ADVANCED = tier("nang-cao", extended=X, extended_at_least="30%")


def recognition(*tiers: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"tiers": list(tiers), "met_from": "1", "rounding": "up", "inapplicable": "leaves"} | settings


def a_set(
    *tiers: dict[str, Any], criteria: Mapping[str, dict[str, Any]] | None = None, **settings: Any
) -> IndicatorSet:
    """criteria: those that are not answered with yes or no. settings: of the recognition, where they matter."""
    made = {code: indicator(code, "yes_no") for code in [*M, *X]} | dict(criteria or {})
    return make_set(*made.values(), recognition=recognition(*tiers, **settings))


def recognised(
    the_set: IndicatorSet, table: Table, groups: Mapping[str, str] | None = None
) -> dict[str, UnitRecognition]:
    figures = {
        (unit, code): figure(value, unit=unit, indicator=code)
        for unit, values in table.items()
        for code, value in values.items()
    }
    return {entry.unit: entry for entry in recognise(index(the_set, table, groups), figures, the_set)}


def stand(the_set: IndicatorSet, answers: Mapping[str, Value]) -> UnitRecognition:
    return recognised(the_set, {"U": answers})["U"]


def outcome(the_set: IndicatorSet, answers: Mapping[str, Value]) -> TierOutcome:
    """How the unit stands against the first tier."""
    return stand(the_set, answers).outcomes[0]


def yes(*codes: str) -> dict[str, Value]:
    """Yes to these, no to every other criterion."""
    return {code: "yes" if code in codes else "no" for code in [*M, *X]}


class TestMandatoryCriteria:
    def test_all_of_them_are_needed(self) -> None:
        all_met = stand(a_set(tier()), yes(*M))
        one_short = stand(a_set(tier()), yes("M1", "M3"))

        assert (all_met.tier, one_short.tier) == ("dat", None)
        assert one_short.outcomes[0].mandatory_met == ("M1", "M3")
        assert one_short.outcomes[0].mandatory_unmet == ("M2",)

    @pytest.mark.parametrize(("met", "reached"), [(17, "dat"), (16, "co-ban"), (15, None)])
    def test_17_of_17_are_dat_and_16_of_17_are_co_ban(self, met: int, reached: str | None) -> None:
        """Yên Bái 2022: “đạt 17/17 mục tiêu”, “cơ bản hoàn thành 16/17 mục tiêu”."""
        codes = [f"G{number}" for number in range(1, 18)]
        criteria = {code: indicator(code, "yes_no") for code in codes}
        the_set = a_set(tier("dat", codes), tier("co-ban", codes, unmet_at_most=1), criteria=criteria)

        answers = dict.fromkeys(codes[:met], "yes") | dict.fromkeys(codes[met:], "no")
        assert stand(the_set, answers).tier == reached

    @pytest.mark.parametrize("status", [ObservationStatus.MISSING, ObservationStatus.UNREADABLE])
    def test_what_was_not_reported_is_not_met(self, status: ObservationStatus) -> None:
        found = outcome(a_set(tier()), yes("M1", "M3") | {"M2": no_figure(status)})

        assert (found.reached, found.mandatory_unmet) == (False, ("M2",))

    def test_a_group_without_a_tier_is_not_judged(self) -> None:
        the_set = make_set(
            indicator("A", "yes_no", groups=["so", "xa"]),
            groups=[{"code": "so", "name": named("Sở")}, {"code": "xa", "name": named("Xã")}],
            recognition=recognition(tier(mandatory=["A"])),
        )

        found = recognised(the_set, {"U": {"A": "yes"}, "V": {"A": "yes"}}, {"V": "xa"})
        assert {unit: entry.tier for unit, entry in found.items()} == {"U": "dat"}

    def test_a_set_without_recognition_recognises_nobody(self) -> None:
        assert recognised(make_set(indicator("A", "yes_no")), {"U": {"A": "yes"}}) == {}


class TestExtendedCriteria:
    @pytest.mark.parametrize(("rounding", "needed"), [("up", 3), ("half_up", 2), ("down", 2)])
    def test_30_percent_of_7_are_2_1(self, rounding: str, needed: int) -> None:
        assert criteria_needed(7, Fraction(3, 10), CountRounding(rounding)) == needed
        the_set = a_set(ADVANCED, rounding=rounding)

        enough = outcome(the_set, yes(*M, *X[:needed]))
        too_few = outcome(the_set, yes(*M, *X[: needed - 1]))
        assert (enough.reached, enough.extended_needed, enough.extended_met) == (
            True,
            needed,
            tuple(X[:needed]),
        )
        assert (too_few.reached, too_few.extended_unmet) == (False, tuple(X[needed - 1 :]))

    @pytest.mark.parametrize(
        ("count", "up", "half_up", "down"),
        [(0, 0, 0, 0), (1, 1, 0, 0), (4, 2, 1, 1), (5, 2, 2, 1), (6, 2, 2, 1), (10, 3, 3, 3)],
    )
    def test_30_percent_of_n(self, count: int, up: int, half_up: int, down: int) -> None:
        """0; 0,3; 1,2; 1,5; 1,8; 3."""
        assert [criteria_needed(count, Fraction(3, 10), rounding) for rounding in CountRounding] == [
            up,
            half_up,
            down,
        ]

    def test_they_do_not_make_up_for_a_mandatory_one(self) -> None:
        assert not outcome(a_set(ADVANCED), yes("M1", "M2", *X)).reached


class TestWhatDoesNotApply:
    @pytest.mark.parametrize(
        ("inapplicable", "reached", "met", "unmet"),
        [
            ("leaves", True, ("M1", "M3"), ()),
            ("met", True, ("M1", "M2", "M3"), ()),
            ("unmet", False, ("M1", "M3"), ("M2",)),
        ],
    )
    def test_among_mandatory_criteria(
        self, inapplicable: str, reached: bool, met: tuple[str, ...], unmet: tuple[str, ...]
    ) -> None:
        found = outcome(a_set(tier(), inapplicable=inapplicable), yes(*M) | {"M2": NOT_APPLICABLE})

        assert (found.reached, found.mandatory_met, found.mandatory_unmet) == (reached, met, unmet)

    @pytest.mark.parametrize(
        ("inapplicable", "needed", "met"), [("leaves", 2, 1), ("met", 3, 2), ("unmet", 3, 1)]
    )
    def test_among_extended_criteria(self, inapplicable: str, needed: int, met: int) -> None:
        """One of seven does not apply: 30 % of 6 are 1,8, of 7 they are 2,1; one other is met."""
        found = outcome(a_set(ADVANCED, inapplicable=inapplicable), yes(*M, "X1") | {"X7": NOT_APPLICABLE})

        assert (found.extended_needed, len(found.extended_met), found.reached) == (needed, met, False)

    def test_a_unit_to_which_nothing_applies_is_not_recognised(self) -> None:
        found = stand(a_set(tier()), dict.fromkeys(M, NOT_APPLICABLE))

        assert found.tier is None
        assert (found.outcomes[0].mandatory_met, found.outcomes[0].mandatory_unmet) == ((), ())


class TestPresupposedTiers:
    HIGHER = tier("nang-cao", ["X1"], presupposes="dat")

    def test_is_not_reached_without_the_lower_one(self) -> None:
        found = stand(a_set(self.HIGHER, tier()), yes("X1", "M1", "M2"))

        assert found.tier is None
        assert [(o.tier, o.reached, o.lacks_tier) for o in found.outcomes] == [
            ("nang-cao", False, "dat"),
            ("dat", False, ""),
        ]

    def test_is_reached_with_it(self) -> None:
        assert stand(a_set(self.HIGHER, tier()), yes("X1", *M)).tier == "nang-cao"

    def test_stands_alone_where_the_set_does_not_say_so(self) -> None:
        assert stand(a_set(tier("nang-cao", ["X1"]), tier()), yes("X1")).tier == "nang-cao"

    def test_go_down_step_by_step(self) -> None:
        """The highest presupposes the middle one, the middle one the lowest, which is not reached."""
        tiers = (
            tier("cao", ["X2"], presupposes="vua"),
            tier("vua", ["X1"], presupposes="thap"),
            tier("thap"),
        )
        found = stand(a_set(*tiers), yes("X1", "X2", "M1", "M2"))

        assert [o.lacks_tier for o in found.outcomes] == ["vua", "thap", ""]
        assert stand(a_set(*tiers), yes("X1", "X2", *M)).tier == "cao"


class TestRegistration:
    SETTINGS: Mapping[str, Any] = {"registered_by": "X7"}

    def test_who_did_not_register_reaches_nothing_but_sees_how_it_stands(self) -> None:
        found = stand(a_set(tier(), **self.SETTINGS), yes(*M))

        assert (found.registered, found.tier) == (False, None)
        assert (found.outcomes[0].reached, found.outcomes[0].mandatory_unmet) == (False, ())

    def test_who_did_is_judged(self) -> None:
        found = stand(a_set(tier(), **self.SETTINGS), yes(*M, "X7"))

        assert (found.registered, found.tier) == (True, "dat")

    @pytest.mark.parametrize("answer", [MISSING, NOT_APPLICABLE])
    def test_no_answer_is_no_registration(self, answer: Value) -> None:
        assert stand(a_set(tier(), **self.SETTINGS), yes(*M) | {"X7": answer}).registered is False

    def test_where_the_set_does_not_ask_everybody_is_judged(self) -> None:
        found = stand(a_set(tier()), yes(*M))

        assert (found.registered, found.tier) == (None, "dat")


class TestWhenACriterionIsMet:
    @pytest.mark.parametrize(
        ("met_from", "value", "reached"),
        [("1", 100, True), ("1", "99.99", False), ("80%", 80, True), ("80%", "79.99", False)],
    )
    def test_from_a_share_of_its_points(self, met_from: str, value: int | str, reached: bool) -> None:
        the_set = a_set(tier(mandatory=["A"]), criteria={"A": indicator("A")}, met_from=met_from)

        assert outcome(the_set, {"A": value}).reached is reached


some_answers = st.fixed_dictionaries(
    {code: st.sampled_from(["yes", "no", "khong-ap-dung"]) for code in [*M, *X]}
)


@given(
    answers=some_answers,
    code=st.sampled_from([*M, *X]),
    rounding=st.sampled_from(["up", "half_up", "down"]),
    inapplicable=st.sampled_from(["leaves", "met", "unmet"]),
    presupposes=st.booleans(),
)
def test_meeting_one_more_criterion_never_loses_a_tier(
    answers: dict[str, str], code: str, rounding: str, inapplicable: str, presupposes: bool
) -> None:
    higher = ADVANCED | ({"presupposes": "dat"} if presupposes else {})
    the_set = a_set(
        higher, tier(), tier("co-ban", unmet_at_most=1), rounding=rounding, inapplicable=inapplicable
    )
    given_answers: dict[str, Value] = {
        each: NOT_APPLICABLE if answer == "khong-ap-dung" else answer for each, answer in answers.items()
    }
    before, after = stand(the_set, given_answers), stand(the_set, given_answers | {code: "yes"})

    reached = {o.tier for o in before.outcomes if o.reached}
    assert reached <= {o.tier for o in after.outcomes if o.reached}
