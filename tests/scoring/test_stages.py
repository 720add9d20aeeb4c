"""Two stages of one score: what was claimed, what became of it, and that nothing is lost on the way."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.method import StageUsed
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import Ranked, Result, Unranked, UnrankedReason
from cds_rank.model.review import Cause, Verdict
from cds_rank.model.stages import UnitStages
from cds_rank.scoring.stages import stage_differences
from tests.scoring.builders import Value, branch, figure, got, indicator, make_set, ratio
from tests.scoring.reviews import reviewed, said


def only(result: Result) -> UnitStages:
    (found,) = stage_differences(result)
    return found


FOUR = make_set(*(indicator(code) for code in "ABCD"))  # 10 points each, value / 100 of them


def test_every_point_lost_or_gained_has_its_reason() -> None:
    """Claimed 8 + 6 + 4 + 5 = 23; A falls to 0 without evidence, B to 5 by figure, C rises to 9: 0 + 5 + 9 + 5 = 19."""
    stages = only(
        reviewed(
            FOUR,
            {"U": {"A": 80, "B": 60, "C": 40, "D": 50}},
            said("U", "A", Verdict.REJECTED, Cause.NO_EVIDENCE),
            said("U", "B", Verdict.ADJUSTED, Cause.WRONG_FIGURE, value=Decimal(50)),
            said("U", "C", Verdict.ADJUSTED, Cause.OWN_DATA, value=Decimal(90)),
        )
    )

    assert got(stages.claimed.total.earned, stages.final.total.earned, stages.difference) == (23, 19, -4)
    assert got(stages.lost_for_want_of_evidence, stages.lost_otherwise, stages.gained) == (8, 1, 5)
    assert stages.adds_up
    assert [entry.difference for entry in stages.indicators] == [-8, -1, 5, 0]
    assert got(stages.claimed.published, stages.final.published) == (Decimal("57.50"), Decimal("47.50"))
    assert stages.published_difference == Decimal("-10.00")


@pytest.mark.parametrize(
    ("cause", "lost"),
    [
        (Cause.NO_EVIDENCE, (3, 0)),
        (Cause.WRONG_EVIDENCE, (3, 0)),
        (Cause.WRONG_FIGURE, (0, 3)),
        (Cause.WRONG_PERIOD, (0, 3)),
        (Cause.OWN_DATA, (0, 3)),
        (Cause.OTHER, (0, 3)),
        (None, (0, 3)),
    ],
)
def test_only_a_want_of_evidence_is_one(cause: Cause | None, lost: tuple[int, int]) -> None:
    lower = said("U", "A", Verdict.ADJUSTED, cause, points=Decimal(5))
    stages = only(reviewed(FOUR, {"U": {"A": 80, "B": 60, "C": 40, "D": 50}}, lower))

    assert got(stages.lost_for_want_of_evidence, stages.lost_otherwise) == lost


def test_a_higher_figure_is_a_gain_whatever_its_cause() -> None:
    higher = said("U", "A", Verdict.ADJUSTED, Cause.NO_EVIDENCE, points=Decimal(9))
    stages = only(reviewed(FOUR, {"U": {"A": 80}}, higher))

    assert got(stages.lost_for_want_of_evidence, stages.lost_otherwise, stages.gained) == (0, 0, 1)


def test_a_loss_that_another_unit_brings_about_is_no_want_of_evidence() -> None:
    """Best in the group: X has 50 of 50; Y rises to 100, and X, whose own figure was agreed, has half its points."""
    result = reviewed(
        make_set(indicator("A", "best_in_group")),
        {"X": {"A": 50}, "Y": {"A": 50}},
        said("X", "A", Verdict.AGREED, Cause.NO_EVIDENCE),
        said("Y", "A", Verdict.ADJUSTED, Cause.OWN_DATA, value=Decimal(100)),
    )

    of_x = stage_differences(result)[1]

    assert got(of_x.unit, of_x.lost_for_want_of_evidence, of_x.lost_otherwise) == ("X", 0, 5)


def test_what_the_reviewers_make_applicable_or_not_is_due_all_the_same() -> None:
    """A: claimed as not applicable, found to apply; B: claimed, found to have nothing to count."""
    the_set = make_set(indicator("A"), ratio("B"), method={"zero_denominator": "not_applicable"})
    not_applicable = figure(status=ObservationStatus.NOT_APPLICABLE)
    stages = only(
        reviewed(
            the_set,
            {"U": {"A": not_applicable, "B": (1, 2)}},
            said("U", "A", Verdict.ADJUSTED, Cause.OTHER, value=Decimal(30)),
            said("U", "B", Verdict.ADJUSTED, Cause.OTHER, numerator=Decimal(0), denominator=Decimal(0)),
        )
    )

    assert got(stages.due, stages.open, stages.gained, stages.lost_otherwise) == (2, 0, 3, 5)
    assert got(stages.claimed.published, stages.final.published) == (Decimal("50.00"), Decimal("30.00"))


def test_what_is_pending_or_not_mentioned_is_not_reviewed_yet() -> None:
    """Four are due: one agreed, one rejected, one pending, one nobody speaks of; two of four are open."""
    stages = only(
        reviewed(
            FOUR,
            {"U": {"A": 80, "B": 60, "C": 40, "D": 50}},
            said("U", "A", Verdict.AGREED),
            said("U", "B", Verdict.REJECTED, Cause.OTHER),
            said("U", "C", Verdict.PENDING),
        )
    )

    assert got(stages.due, stages.open, stages.not_reviewed) == (4, 2, 1)
    assert [stages.count(verdict) for verdict in Verdict] == [1, 0, 1, 1]


def test_what_gives_no_points_or_is_not_for_a_unit_has_not_to_be_reviewed() -> None:
    """I is for information only, and a review of it counts nowhere; N only applies where B is high; Z is for others."""
    when = {"indicator": "B", "at_least": 90}
    the_set = make_set(indicator("N", applies_when=when), indicator("B"), indicator("I", max_points=0),
                       indicator("Z", groups=["xa"]),
                       groups=[{"code": c, "name": {"vi": c, "en": c}} for c in ("so", "xa")])  # fmt: skip
    stages = only(reviewed(the_set, {"U": {"N": 1, "B": 50, "I": 7}}, said("U", "I", Verdict.AGREED)))

    assert [(entry.indicator, entry.is_due) for entry in stages.indicators] == [("B", True), ("I", False)]
    assert got(stages.due, stages.open, stages.count(Verdict.AGREED)) == (1, 1, 0)


def test_that_something_does_not_apply_is_a_claim_to_be_reviewed_too() -> None:
    """A is declared not applicable, B has nothing to count; nobody has looked at either."""
    the_set = make_set(
        indicator("A"), ratio("B"), indicator("C"), method={"zero_denominator": "not_applicable"}
    )
    not_applicable = figure(status=ObservationStatus.NOT_APPLICABLE)
    stages = only(
        reviewed(the_set, {"U": {"A": not_applicable, "B": (0, 0), "C": 50}}, said("U", "C", Verdict.AGREED))
    )

    assert [(entry.indicator, entry.is_open) for entry in stages.indicators] == [
        ("A", True), ("B", True), ("C", False),
    ]  # fmt: skip
    assert got(stages.due, stages.open) == (3, 2)


def test_a_maximum_that_changes_has_its_own_effect() -> None:
    """5 of 10 claimed; A is found to apply and gets nothing: 5 of 20, a quarter less, and no points moved."""
    not_applicable = figure(status=ObservationStatus.NOT_APPLICABLE)
    the_set = make_set(indicator("A"), indicator("B"))
    stages = only(
        reviewed(
            the_set, {"U": {"A": not_applicable, "B": 50}}, said("U", "A", Verdict.REJECTED, Cause.OTHER)
        )
    )

    assert stages.changes_maximum
    assert stages.maximum_effect == Fraction(-1, 4)
    assert got(stages.gained, stages.lost_otherwise, stages.lost_for_want_of_evidence) == (0, 0, 0)
    assert [entry.changes_maximum for entry in stages.indicators] == [True, False]


def test_claims_are_ranked_among_each_other() -> None:
    """Claimed: X 90, Y 80, Z 70. X falls to 0, so that Y and Z move up."""
    result = reviewed(
        make_set(indicator("A")),
        {"X": {"A": 90}, "Y": {"A": 80}, "Z": {"A": 70}},
        said("X", "A", Verdict.REJECTED, Cause.NO_EVIDENCE),
    )

    ranks = {
        stages.unit: [outcome.placement.rank for outcome in (stages.claimed, stages.final)
                      if isinstance(outcome.placement, Ranked)]
        for stages in stage_differences(result)
    }  # fmt: skip

    assert ranks == {"Y": [2, 1], "Z": [3, 2], "X": [1, 3]}


def test_a_unit_can_be_unranked_by_its_claims_and_ranked_by_what_was_verified() -> None:
    result = reviewed(
        make_set(indicator("A"), method={"missing": "unranked"}),
        {"X": {"A": None}, "Y": {"A": 50}},
        said("X", "A", Verdict.ADJUSTED, Cause.OWN_DATA, value=Decimal(60)),
    )

    first, second = stage_differences(result)

    assert got(first.unit, second.unit) == ("X", "Y")
    assert isinstance(first.claimed.placement, Unranked)
    assert first.claimed.placement.reason is UnrankedReason.MISSING_VALUES
    assert isinstance(first.final.placement, Ranked)
    assert isinstance(second.claimed.placement, Ranked)
    assert got(second.claimed.placement.rank, second.final.placement) == (1, result.rankings[0].ranked[1])


def test_who_was_refused_has_no_stages_and_takes_no_rank() -> None:
    refused = {"R": Unranked("R", UnrankedReason.REFUSED, {"files": "r.xlsx", "codes": "NUM001"})}
    result = reviewed(FOUR, {"U": {"A": 80}}, said("U", "A", Verdict.AGREED), refused=refused)

    assert [stages.unit for stages in stage_differences(result)] == ["U"]


def test_a_unit_without_anything_attainable_has_no_score_in_either_stage() -> None:
    not_applicable = figure(status=ObservationStatus.NOT_APPLICABLE)
    stages = only(
        reviewed(make_set(indicator("A")), {"U": {"A": not_applicable}}, said("U", "A", Verdict.AGREED))
    )

    assert got(stages.claimed.published, stages.final.published, stages.published_difference) == (None,) * 3
    assert stages.maximum_effect is None


def test_without_reviews_there_are_no_stages() -> None:
    assert stage_differences(reviewed(FOUR, {"U": {"A": 80}})) == ()


def test_scored_by_claims_nothing_is_lost_yet() -> None:
    rejected = said("U", "A", Verdict.REJECTED, Cause.NO_EVIDENCE)
    stages = only(reviewed(FOUR, {"U": {"A": 80}}, rejected, stage=StageUsed.SELF_ASSESSED))

    assert got(stages.difference, stages.lost_for_want_of_evidence) == (0, 0)
    assert stages.count(Verdict.REJECTED) == 1


def test_of_alternative_cases_the_differences_need_not_add_up_and_that_is_said() -> None:
    """The best of 8 and 6 is 8; losing the 8 leaves 6: the total loses 2, the indicator 8."""
    the_set = make_set(branch("P", indicator("A"), indicator("B"), aggregation="best"))
    rejected = said("U", "A", Verdict.REJECTED, Cause.NO_EVIDENCE)

    stages = only(reviewed(the_set, {"U": {"A": 80, "B": 60}}, rejected))

    assert got(stages.difference, stages.lost_for_want_of_evidence, stages.adds_up) == (-2, 8, False)


def test_an_indicator_outside_the_total_moves_no_total() -> None:
    the_set = make_set(
        indicator("A"), indicator("B"), total={"aggregation": "sum", "members": [{"node": "A"}]}
    )
    stages = only(
        reviewed(the_set, {"U": {"A": 80, "B": 60}}, said("U", "B", Verdict.REJECTED, Cause.NO_EVIDENCE))
    )

    assert [(entry.indicator, entry.in_total) for entry in stages.indicators] == [("A", True), ("B", False)]
    assert got(stages.difference, stages.lost_for_want_of_evidence, stages.adds_up) == (0, 0, True)


_PERCENT = st.integers(0, 100)
_REVIEWS = st.tuples(st.sampled_from([None, *Verdict]), st.sampled_from([None, *Cause]), _PERCENT)
_PARTS = st.tuples(st.integers(0, 50), st.integers(0, 50))
SUMS = make_set(
    branch("P", ratio("A", max_points=7), indicator("B")),
    branch("Q", indicator("C", max_points=30), indicator("D", max_points=0)),
    indicator("E", "best_in_group"),
)


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(_PARTS, st.lists(_PERCENT, min_size=4, max_size=4)), min_size=1, max_size=4),
    st.lists(_REVIEWS, min_size=20, max_size=20),
    st.sampled_from(StageUsed),
)
def test_of_a_plain_sum_the_differences_always_add_up_exactly(
    figures: list[tuple[tuple[int, int], list[int]]],
    decisions: list[tuple[Verdict | None, Cause | None, int]],
    stage: StageUsed,
) -> None:
    codes = "ABCDE"
    claims: dict[str, dict[str, Value | None]] = {
        f"U{number}": {"A": parts, **dict(zip("BCDE", values, strict=True))}
        for number, (parts, values) in enumerate(figures)
    }
    places = [(of, code) for of in claims for code in codes]
    reviews = [
        said(of, code, verdict, cause, **({"points": Decimal(points)} if verdict is Verdict.ADJUSTED else {}))
        for (of, code), (verdict, cause, points) in zip(places, decisions, strict=False)
        if verdict is not None
    ]

    result = reviewed(SUMS, claims, *reviews, stage=stage)

    found = stage_differences(result)
    assert len(found) == (len(claims) if reviews else 0)
    for stages in found:
        differences = [entry.difference for entry in stages.indicators]
        assert sum(differences, Fraction(0)) == stages.final.total.earned - stages.claimed.total.earned
        assert stages.adds_up
        assert min(stages.lost_for_want_of_evidence, stages.lost_otherwise, stages.gained) >= 0
        counted = sum(stages.count(verdict) for verdict in Verdict)
        assert counted + stages.not_reviewed == stages.due
        assert stages.open == stages.not_reviewed + stages.count(Verdict.PENDING)


def test_units_come_in_the_order_of_the_rankings() -> None:
    result = reviewed(
        make_set(indicator("A")), {"X": {"A": 10}, "Y": {"A": 90}}, said("X", "A", Verdict.AGREED)
    )

    assert [stages.unit for stages in stage_differences(result)] == ["Y", "X"]
