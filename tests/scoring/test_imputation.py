"""Stand-ins for figures that were not reported: only where the set names them, and each one listed."""

from fractions import Fraction
from typing import Any

import pytest

from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import NodeScore, Treatment
from cds_rank.scoring.index import build_index
from tests.scoring.builders import Table, figure, got, indicator, make_set, no_figure, ratio, unit

F = Fraction
EARLIER = {("U", "A"): figure(40)}


def by(how: str, *codes: str) -> dict[str, Any]:
    rule = {"indicators": list(codes or ("A",)), "by": how, "status": "confirmed", "source": "QĐ"}
    return {"imputations": [rule]}


def scored(
    of: dict[str, Any], how: str, table: Table, groups: dict[str, str] | None = None
) -> dict[str, NodeScore]:
    units = [unit(code, (groups or {}).get(code, "so")) for code in table]
    figures = {
        (u, c): figure(v, unit=u, indicator=c) for u, values in table.items() for c, v in values.items()
    }
    indicator_set = make_set(
        of, method=by(how), groups=[{"code": c, "name": {"vi": c, "en": c}} for c in ("so", "huyen")]
    )
    found = build_index(units, figures, indicator_set, earlier=EARLIER)
    return {code: scores.nodes["A"] for code, scores in found.items()}


@pytest.mark.parametrize(
    ("how", "earned"), [("group_median", F(3)), ("group_mean", F(4)), ("previous", F(4))]
)
def test_a_missing_figure_gets_what_the_set_says(how: str, earned: Fraction) -> None:
    """20, 30 and 70: median 30, mean 40; a year ago it was 40."""
    found = scored(indicator("A"), how, {"U": {}, "V": {"A": 20}, "W": {"A": 30}, "X": {"A": 70}})

    assert (found["U"].earned, found["U"].treatment) == (earned, Treatment.IMPUTED)
    assert found["U"].how["imputed_by"] == how
    assert [found[code].treatment for code in "VWX"] == [Treatment.SCORED] * 3


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() -> None:
    assert scored(indicator("A"), "group_median", {"U": {}, "V": {"A": 10}, "W": {"A": 60}})["U"].earned == F(
        "3.5"
    )


@pytest.mark.parametrize(
    "status", [ObservationStatus.UNREADABLE, ObservationStatus.REJECTED, ObservationStatus.NOT_APPLICABLE]
)
def test_what_was_said_is_not_put_right_by_a_guess(status: ObservationStatus) -> None:
    found = scored(indicator("A"), "group_mean", {"U": {"A": no_figure(status)}, "V": {"A": 50}})

    assert found["U"].treatment is not Treatment.IMPUTED
    assert found["U"].earned == 0


def test_the_group_is_one_s_own() -> None:
    """Imputation that looked at other groups changed figures of units that had reported."""
    both = indicator("A", groups=["so", "huyen"])
    found = scored(both, "group_mean", {"U": {}, "V": {"A": 10}, "W": {"A": 90}}, {"W": "huyen"})

    assert found["U"].earned == 1


@pytest.mark.parametrize("how", ["group_median", "group_mean"])
def test_where_nobody_reported_there_is_nothing_to_take(how: str) -> None:
    assert scored(indicator("A"), how, {"U": {}, "V": {}})["U"].treatment is Treatment.MISSING


RELATIVE: list[Any] = [
    "best_in_group",
    "percentile",
    {"kind": "min_max", "when_all_equal": "zero"},
    {"kind": "rank", "when_all_equal": "zero"},
    {"kind": "z_score", "deviation": "population", "when_all_equal": "zero"},
]


@pytest.mark.parametrize("rule", RELATIVE)
def test_an_earlier_figure_has_nobody_to_be_compared_with_where_nobody_reported(rule: Any) -> None:
    found = scored(indicator("A", rule), "previous", {"U": {}, "V": {}})

    assert {code: score.treatment for code, score in found.items()} == dict.fromkeys("UV", Treatment.MISSING)


@pytest.mark.parametrize("direction", ["higher_is_better", "lower_is_better"])
@pytest.mark.parametrize("rule", RELATIVE)
@pytest.mark.parametrize("others", [(1, 2, 3), (50, 60, 70), (39, 40, 41)])
def test_an_earlier_figure_beyond_the_group_stays_on_the_scale(
    rule: Any, direction: str, others: tuple[int, ...]
) -> None:
    table: Table = {"U": {}} | {f"V{i}": {"A": value} for i, value in enumerate(others)}
    found = scored(indicator("A", rule, direction=direction), "previous", table)["U"]

    assert 0 <= found.earned <= found.attainable == 10
    assert found.treatment is Treatment.IMPUTED


def test_a_stand_in_is_nobody_s_yardstick() -> None:
    """U's earlier 40 would be the best: V is measured by W's 30 all the same."""
    found = scored(indicator("A", "best_in_group"), "previous", {"U": {}, "V": {"A": 15}, "W": {"A": 30}})

    assert [found[code].earned for code in "VW"] == [5, 10]


@pytest.mark.parametrize("policy", ["maximum", "zero"])
def test_a_stand_in_stays_listed_where_all_others_are_equal(policy: str) -> None:
    found = scored(
        indicator("A", {"kind": "min_max", "when_all_equal": policy}), "group_mean", {"U": {}, "V": {"A": 7}}
    )

    assert found["U"].treatment is Treatment.IMPUTED
    assert found["U"].earned == (10 if policy == "maximum" else 0)


def test_without_being_named_nothing_is_put_in() -> None:
    plain = make_set(indicator("A"), indicator("B"), method=by("group_mean", "B"))
    found = build_index([unit("U"), unit("V")], {("V", "A"): figure(50, unit="V")}, plain)

    assert found["U"].nodes["A"].treatment is Treatment.MISSING


def test_an_indicator_of_which_it_is_not_known_whether_it_applies_gets_nothing() -> None:
    """Else leaving out the answer and the figure would earn the group's mean."""
    hangs = indicator("A", applies_when={"indicator": "Q", "answer": "yes"})
    indicator_set = make_set(hangs, indicator("Q", "yes_no", max_points=0), method=by("group_mean"))
    figures = {("V", "A"): figure(80, unit="V"), ("V", "Q"): figure("yes", unit="V", indicator="Q")}
    found = build_index([unit("U"), unit("V")], figures, indicator_set)

    assert got(found["U"].nodes["A"].treatment, found["U"].nodes["A"].earned) == (Treatment.MISSING, 0)


def test_a_ratio_takes_the_earlier_ratio() -> None:
    indicator_set = make_set(ratio("A"), method=by("previous"))
    found = build_index([unit("U")], {}, indicator_set, earlier={("U", "A"): figure((3, 4))})

    assert found["U"].nodes["A"].earned == F("7.5")
