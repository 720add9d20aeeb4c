"""What became of places and scores since earlier results, and what is not compared with what."""

import copy
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cds_rank.errors import CdsRankError
from cds_rank.model.history import Comparison, History, Standing, Step
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.period import Period
from cds_rank.model.result import Result
from cds_rank.model.review import Verdict
from cds_rank.model.unit import Unit
from cds_rank.scoring.history import make_history, scoring_basis
from tests.reporting import UNITS, sealed, small_set, unit
from tests.scoring.reviews import said

BEFORE: Mapping[str, Mapping[str, float | str | None]] = {
    "139": {"CQ-1": 90, "CQ-2": 90, "XH-1": 90},  # 27 of 30: 90 %
    "132": {"CQ-1": 80, "CQ-2": 80, "XH-1": 80},  # 24 of 30: 80 %
    "133": {"CQ-1": 60, "CQ-2": 60, "XH-1": 60},  # 18 of 30: 60 %
    "STC": {"CQ-1": 100, "CQ-2": 50},
}
NOW: Mapping[str, Mapping[str, float | str | None]] = {
    "139": {"CQ-1": 70, "CQ-2": 70, "XH-1": 70},  # 70 %
    "132": {"CQ-1": 91, "CQ-2": 91, "XH-1": 91},  # 91 %
    "133": {"CQ-1": 60, "CQ-2": 60, "XH-1": 65},  # 61,67 %
    "STC": {"CQ-1": 100, "CQ-2": 50},
}


def of(period: str, figures: Mapping[str, Mapping[str, float | str | None]] = NOW, **more: Any) -> Result:
    """Score figures for a period; `more` goes to `sealed`."""
    result = sealed(figures=figures, **more).result
    return replace(result, record=replace(result.record, period=Period.parse(period)))


def history(*results: Result) -> History:
    """Tell the last of the results beside those before it."""
    found = make_history(results[-1], results[:-1])
    assert found is not None
    return found


def standing(found: History, code: str) -> tuple[Standing, int | None, Decimal | None]:
    of_unit = found.units[code]
    return of_unit.standing, of_unit.ranks_gained, of_unit.score_gained


def comparison(before: Result, now: Result | None = None) -> Comparison:
    return history(before, now or of("2022-Q4")).latest.comparison


def test_a_result_alone_has_no_history() -> None:
    assert make_history(of("2022-Q4"), []) is None


def test_places_and_published_scores_are_compared_with_the_latest_earlier_result() -> None:
    found = history(of("2022-Q3", BEFORE), of("2022-Q4"))

    assert standing(found, "132") == (Standing.COMPARED, 1, Decimal("11.00"))
    assert standing(found, "139") == (Standing.COMPARED, -1, Decimal("-20.00"))
    assert standing(found, "133") == (Standing.COMPARED, 0, Decimal("1.67"))


def test_steps_stand_for_every_edition_oldest_first_whatever_order_they_are_given_in() -> None:
    now, then, first = of("2022-Q4"), of("2022-Q3", BEFORE), of("2022-Q1", BEFORE)

    found = make_history(now, [then, first])

    assert found is not None
    assert [edition.period.text for edition in found.editions] == ["2022-Q1", "2022-Q3", "2022-Q4"]
    assert found.units["139"].steps == (
        Step(1, Decimal("90.00"), 3),
        Step(1, Decimal("90.00"), 3),
        Step(2, Decimal("70.00"), 3),
    )


def test_who_was_not_in_the_earlier_list_is_new() -> None:
    before = of("2022-Q3", {"139": BEFORE["139"]}, units=[UNITS[0]])

    found = history(before, of("2022-Q4"))

    assert standing(found, "132") == (Standing.NEW, None, None)
    assert standing(found, "139")[0] is Standing.COMPARED


def test_who_was_in_another_group_is_new() -> None:
    moved = [unit("139", "Huyện Trạm Tấu", "so"), *UNITS[1:]]
    before = of("2022-Q3", {**BEFORE, "139": {"CQ-1": 90, "CQ-2": 90}}, units=moved)

    assert standing(history(before, of("2022-Q4")), "139") == (Standing.NEW, None, None)


def test_a_code_that_meant_another_unit_is_new() -> None:
    other = [unit("139", "Huyện Mù Cang Chải"), *UNITS[1:]]

    found = history(of("2022-Q3", BEFORE, units=other), of("2022-Q4"))

    assert found.units["139"].standing is Standing.NEW
    assert found.units["139"].steps[0] is None


@pytest.mark.parametrize(
    "earlier",
    [
        Unit(code="139", name="huyện  Trạm Tấu", group="huyen", status="confirmed"),
        Unit(code="139", name="H. Trạm Tấu", group="huyen", status="confirmed", also_written=("Huyện Trạm Tấu",)),
        Unit(code="139", name="Huyện Tra\u0323m Ta\u0302\u0301u", group="huyen", status="confirmed"),
    ],
    ids=["case and blanks", "also written", "decomposed"],
)  # fmt: skip
def test_a_unit_whose_name_is_only_written_otherwise_stays_the_same(earlier: Unit) -> None:
    found = history(of("2022-Q3", BEFORE, units=[earlier, *UNITS[1:]]), of("2022-Q4"))

    assert standing(found, "139") == (Standing.COMPARED, -1, Decimal("-20.00"))


def test_where_a_tone_stands_makes_no_other_unit() -> None:
    old, new = ([unit("139", name), *UNITS[1:]] for name in ("Huyện Hoà An", "Huyện Hòa An"))

    found = history(of("2022-Q3", BEFORE, units=old), of("2022-Q4", units=new))

    assert found.units["139"].standing is Standing.COMPARED


def test_without_a_rank_before_or_now_nothing_is_subtracted() -> None:
    silent_then = {code: values for code, values in BEFORE.items() if code != "132"}
    silent_now = {code: values for code, values in NOW.items() if code != "139"}

    found = history(of("2022-Q3", silent_then), of("2022-Q4", silent_now))

    assert standing(found, "132") == (Standing.NOT_RANKED_BEFORE, None, None)
    assert found.units["132"].steps[0] == Step(None, None, 2)
    assert standing(found, "139") == (Standing.NOT_RANKED_NOW, None, None)
    assert found.units["139"].steps[0] == Step(1, Decimal("90.00"), 2)


def test_nothing_is_compared_across_a_changed_method_but_everybody_is_listed() -> None:
    changed = of("2022-Q3", BEFORE, indicator_set=_changed(method={"rounding": {"published_score": 1}}))

    found = history(changed, of("2022-Q4"))

    assert found.latest.comparison is Comparison.OTHER_METHOD
    assert {of_unit.standing for code, of_unit in found.units.items() if code != "141"} == {
        Standing.NOT_COMPARABLE
    }
    assert found.units["141"].standing is Standing.NOT_RANKED_NOW
    assert all(of_unit.steps[0] is None for of_unit in found.units.values())


def test_editions_that_can_be_compared_stay_beside_one_that_cannot() -> None:
    changed = of("2022-Q2", BEFORE, indicator_set=_changed(id="khac"))

    found = history(changed, of("2022-Q3", BEFORE), of("2022-Q4"))

    assert [edition.comparison for edition in found.editions] == [
        Comparison.OTHER_SET,
        Comparison.COMPARABLE,
        Comparison.COMPARABLE,
    ]
    assert found.units["139"].steps[0] is None
    assert found.units["139"].ranks_gained == -1


def _changed(**more: Any) -> IndicatorSet:
    data = small_set().model_dump(mode="json")
    for key, value in more.items():
        data[key] = data[key] | value if isinstance(value, dict) else value
    return IndicatorSet.model_validate(data)


def _first(**more: Any) -> IndicatorSet:
    """The set with its first criterion changed."""
    data = copy.deepcopy(small_set().model_dump(mode="json"))
    data["tree"][0]["children"][0] |= more
    return IndicatorSet.model_validate(data)


@pytest.mark.parametrize(
    "changed",
    [
        _changed(version="2.0.0", name={"vi": "Tên mới", "en": "New name"}, status="confirmed"),
        _first(name={"vi": "Tên mới", "en": "New"}, source="Quyết định 2", max_points_status="reconstructed"),
        _first(source={"vi": "Quyết định 1", "en": "Decision 1"}),
        _first(evidence={"required": False}, limits={"maximum": "100"}, cumulative=True),
        _changed(pillars=["CQ"], checks={"evidence_grace_days": 10}),
    ],
    ids=["set's words", "criterion's words", "a source's English", "what is checked", "what is shown"],
)
def test_words_and_checks_may_change_without_ending_the_comparison(changed: IndicatorSet) -> None:
    assert scoring_basis(changed) == scoring_basis(small_set())
    assert comparison(of("2022-Q3", BEFORE, indicator_set=changed)) is Comparison.COMPARABLE


@pytest.mark.parametrize(
    "changed",
    [
        _first(max_points="11"),
        _first(rule={"kind": "proportional", "full": "90"}),
        _first(direction="lower_is_better"),
        _first(groups=["huyen"]),
        _first(target={"value": "80", "status": "confirmed", "source": "QĐ"}, rule={"kind": "target"}),
        _changed(method={"ties": "dense"}),
        _changed(method={"tie_breakers": ["XH"]}),
        _changed(method={"missing": "unranked"}),
        _changed(method={"scale": {"name": {"vi": "Chỉ số", "en": "Index"}, "factor": "1", "suffix": ""}}),
        _changed(
            total={"aggregation": "weighted_mean", "weights_total": "2", "members": [{"node": "CQ"}, {"node": "XH"}]}
        ),
    ],
    ids=["points", "rule", "direction", "groups", "target", "ties", "tie breaker", "missing", "scale", "total"],
)  # fmt: skip
def test_whatever_decides_a_score_or_a_rank_ends_the_comparison(changed: IndicatorSet) -> None:
    assert comparison(of("2022-Q3", BEFORE, indicator_set=changed)) is Comparison.OTHER_METHOD


def test_claims_are_not_compared_with_verified_figures() -> None:
    claimed = of("2022-Q3", BEFORE)
    claimed = replace(claimed, record=replace(claimed.record, stage="self"))

    assert comparison(claimed) is Comparison.OTHER_STAGE


def test_a_reviewed_result_is_not_compared_with_one_that_nobody_reviewed() -> None:
    """Both are the final stage: of the one these are claims, of the other verdicts."""
    reviews = {("139", "CQ-1"): said("139", "CQ-1", Verdict.AGREED)}
    reviewed = replace(of("2022-Q3", BEFORE), reviews=reviews)

    assert comparison(reviewed) is Comparison.OTHER_STAGE
    assert comparison(reviewed, replace(of("2022-Q4"), reviews=reviews)) is Comparison.COMPARABLE


def test_codes_of_another_unit_list_are_not_compared() -> None:
    before = of("2022-Q3", BEFORE)

    assert (
        comparison(replace(before, unit_list=replace(before.unit_list, id="khac"))) is Comparison.OTHER_UNITS
    )


def test_another_version_of_the_same_unit_list_is_compared() -> None:
    before = of("2022-Q3", BEFORE)
    newer = replace(before, unit_list=replace(before.unit_list, version="2.0.0", digest="c" * 64))

    assert comparison(newer) is Comparison.COMPARABLE


@pytest.mark.parametrize("earlier", ["2022-Q4", "2022", "2023-Q1"], ids=["the same", "around it", "later"])
def test_a_result_that_is_not_earlier_is_refused(earlier: str) -> None:
    with pytest.raises(CdsRankError) as caught:
        make_history(of("2022-Q4"), [of(earlier, BEFORE)])

    assert caught.value.code == "report_not_earlier"


def test_one_earlier_result_given_twice_is_refused() -> None:
    with pytest.raises(CdsRankError) as caught:
        make_history(of("2022-Q4"), [of("2022-Q3", BEFORE), of("2022-Q3", BEFORE)])

    assert caught.value.facts == {"found": "2022-Q3", "wanted": "2022-Q3"}
