"""What a profile says beside the points: strengths and weaknesses, gaps, medians and places, reviews."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.review import Cause, Verdict
from cds_rank.reporting.view import CriterionRow, ProfileView
from cds_rank.reporting.view.on_demand import OnDemand
from cds_rank.reporting.view.spreads import spreads_of
from cds_rank.reporting.view.values import StrengthRow
from tests.reporting.test_extra_points import extra
from tests.reporting.views import profile_of, view_of
from tests.scoring.builders import branch, figure, index, indicator, make_set, target
from tests.scoring.reviews import Claims, said

NOT_APPLICABLE = figure(status=ObservationStatus.NOT_APPLICABLE)
UNREADABLE = figure(status=ObservationStatus.UNREADABLE)
DOWN = "lower_is_better"


def rows(profile: ProfileView) -> dict[str, CriterionRow]:
    return {line.code: line for line in profile.lines if isinstance(line, CriterionRow)}


def short(text: str) -> str:
    """Leave out the noughts behind the comma: how many decimals there are depends on the set's total."""
    return text.rstrip("0").rstrip(",") if "," in text else text


def above(profile: ProfileView) -> list[tuple[str, ...]]:
    return _told(profile.strengths)


def below(profile: ProfileView) -> list[tuple[str, ...]]:
    return _told(profile.weaknesses)


def _told(found: Iterable[StrengthRow]) -> list[tuple[str, ...]]:
    return [(row.code, short(row.points), short(row.median), short(row.difference)) for row in found]


def gaps(profile: ProfileView) -> list[tuple[str, str, str]]:
    return [(row.code, row.reason, short(row.lost)) for row in profile.gaps]


def three() -> IndicatorSet:
    return make_set(indicator("A"), indicator("B"), indicator("C"))


TABLE = {
    "U": {"A": 90, "B": 50, "C": 70},  # 9, 5, 7 points
    "V": {"A": 40, "B": 60, "C": 70},
    "W": {"A": 60, "B": 80, "C": 70},
}


def test_strengths_and_weaknesses_are_points_above_and_below_the_groups_median() -> None:
    """Medians 6, 6 and 7: U has 3 more at A, 1 less at B and the same at C."""
    profile = profile_of(three(), TABLE, "U")

    assert above(profile) == [("A", "9", "6", "+3")]
    assert below(profile) == [("B", "5", "6", "−1")]


def test_the_median_of_two_lies_halfway_and_differences_are_those_of_the_printed_numbers() -> None:
    """Halfway between 5 and 6 lies 5,5; of 10/3 and 20/3 points halfway lies 5."""
    of_two = profile_of(make_set(indicator("A")), {"U": {"A": 50}, "V": {"A": 60}}, "U")
    thirds = profile_of(
        make_set(indicator("A", {"kind": "proportional", "full": 3})), {"U": {"A": 1}, "V": {"A": 2}}, "U"
    )

    assert below(of_two) == [("A", "5", "5,5", "−0,5")]
    assert below(thirds) == [("A", "3,333", "5", "−1,667")]


def test_what_prints_alike_is_neither_strength_nor_weakness() -> None:
    profile = profile_of(make_set(indicator("A")), {"U": {"A": "50.001"}, "V": {"A": "50.002"}}, "U")

    assert (profile.strengths, profile.weaknesses) == ((), ())


def test_at_most_five_are_named_the_furthest_first_equal_ones_as_in_the_tree() -> None:
    codes = ["A", "B", "C", "D", "E", "F", "G"]
    mine = dict(zip(codes, [60, 80, 70, 80, 60, 90, 50], strict=True))
    table = {"U": mine, "V": dict.fromkeys(codes, 50), "W": dict.fromkeys(codes, 50)}

    profile = profile_of(make_set(*(indicator(code) for code in codes)), table, "U")

    assert [row.code for row in profile.strengths] == ["F", "B", "D", "C", "A"]
    assert [short(row.difference) for row in profile.strengths] == ["+4", "+3", "+3", "+2", "+1"]


def test_nobody_is_compared_with_itself() -> None:
    alone = profile_of(three(), {"U": TABLE["U"]}, "U")
    only_it_has_a: Claims = {"U": TABLE["U"], "V": {**TABLE["V"], "A": NOT_APPLICABLE}}
    elsewhere = profile_of(
        make_set(*(indicator(code, groups=["so", "huyen"]) for code in "ABC"), groups=_two_groups()),
        TABLE,
        "U",
        groups={"V": "huyen", "W": "huyen"},
    )
    the_set = make_set(indicator("A", may_be_not_applicable=True), indicator("B"), indicator("C"))
    partly = rows(profile_of(the_set, only_it_has_a, "U"))

    for profile in (alone, elsewhere):
        assert (profile.strengths, profile.weaknesses) == ((), ())
        assert {(row.median, row.place) for row in rows(profile).values()} == {("", "")}
    assert [(short(partly[code].median), partly[code].place) for code in "AB"] == [("", ""), ("5,5", "2/2")]


def _two_groups() -> list[dict[str, Any]]:
    return [{"code": code, "name": {"vi": code, "en": code}} for code in ("so", "huyen")]


def test_medians_and_places_are_taken_over_those_to_whom_the_criterion_applies() -> None:
    the_set = make_set(indicator("A", may_be_not_applicable=True))
    table: Claims = {
        "U": {"A": 50},
        "V": {"A": 80},
        "W": {"A": NOT_APPLICABLE},
        "X": {"A": 90},
        "Y": {"A": 50},
    }
    view = view_of(the_set, table)

    shown = {profile.unit: rows(profile)["A"] for profile in view.profiles}

    assert {unit: short(row.median) for unit, row in shown.items()} == dict.fromkeys("UVXY", "6,5") | {
        "W": ""
    }
    assert {unit: row.place for unit, row in shown.items()} == {
        "X": "1/4", "V": "2/4", "U": "3=/4", "Y": "3=/4", "W": "",
    }  # fmt: skip


def test_a_missing_figure_counts_with_its_nought_in_median_and_place() -> None:
    profile = profile_of(make_set(indicator("A")), {"U": {"A": None}, "V": {"A": 80}, "W": {"A": 40}}, "U")

    assert (short(rows(profile)["A"].median), rows(profile)["A"].place) == ("4", "3/3")


@pytest.mark.parametrize("lacking", [None, UNREADABLE])
def test_what_has_no_figure_is_a_gap_and_no_weakness(lacking: Any) -> None:
    """Measured, one point of ten is a weakness; without a figure the same criterion is a gap."""
    others = {"V": {"A": 80, "B": 80}, "W": {"A": 40, "B": 80}}

    measured = profile_of(make_set(indicator("A"), indicator("B")), {"U": {"A": 10, "B": 0}, **others}, "U")
    without = profile_of(
        make_set(indicator("A"), indicator("B")), {"U": {"A": lacking, "B": 0}, **others}, "U"
    )

    assert [row.code for row in measured.weaknesses] == ["B", "A"]
    assert ([row.code for row in without.weaknesses], [row.code for row in without.gaps]) == (["B"], ["A"])


def _extra(*tree: dict[str, Any]) -> IndicatorSet:
    return make_set(*tree, method={"extra_points": {"above_maximum": "kept", "below_zero": "kept"}})


def test_bonus_and_deductions_count_with_their_signs() -> None:
    """D takes a point for every 20 of 100: U loses 1, V 2, W none. Its median is one point taken."""
    the_set = _extra(
        indicator("A"),
        indicator("B", effect="bonus", max_points=2),
        indicator("D", effect="deduction", direction=DOWN, max_points=5),
    )
    table: Claims = {
        "U": {"A": 50, "B": 100, "D": 20},
        "V": {"A": 50, "B": None, "D": 40},
        "W": {"A": 50, "B": None, "D": 0},
    }
    of = {unit: profile_of(the_set, table, unit) for unit in "UVW"}

    assert above(of["U"]) == [("B", "2", "0", "+2")]
    assert below(of["V"]) == [("D", "−2", "−1", "−1")]
    assert above(of["W"]) == [("D", "0", "−1", "+1")]
    assert {unit: (short(rows(of[unit])["D"].median), rows(of[unit])["D"].place) for unit in "UVW"} == {
        "U": ("−1", "2/3"),
        "V": ("−1", "3/3"),
        "W": ("−1", "1/3"),
    }
    assert short(rows(of["U"])["B"].median) == "0"


def _mean(*members: tuple[str, int]) -> dict[str, Any]:
    return {
        "aggregation": "weighted_mean",
        "weights_total": sum(weight for _node, weight in members),
        "members": [{"node": node, "weight": weight} for node, weight in members],
    }


def test_in_a_mean_differences_count_as_they_do_in_the_total() -> None:
    """A weighs 3 of 4: ten points of A are three of the total, so 9 against 6 is 2,7 against 1,8."""
    the_set = make_set(
        branch("P", indicator("A")), branch("Q", indicator("B")), total=_mean(("P", 3), ("Q", 1))
    )

    profile = profile_of(the_set, {unit: {"A": of["A"], "B": of["B"]} for unit, of in TABLE.items()}, "U")

    assert above(profile) == [("A", "2,7", "1,8", "+0,9")]
    assert below(profile) == [("B", "0,5", "0,6", "−0,1")]


def test_under_a_mean_that_is_no_sum_a_point_is_a_point() -> None:
    total = {"aggregation": "geometric", "lowest_share": "1%", "members": [{"node": "P"}], "weights_total": 1}
    the_set = make_set(branch("P", indicator("A"), indicator("B"), indicator("C")), total=total)

    assert [short(row.difference) for row in profile_of(the_set, TABLE, "U").strengths] == ["+3"]


def test_alternatives_that_were_not_taken_are_compared_with_nobody() -> None:
    the_set = make_set(branch("P", indicator("A"), indicator("B"), aggregation="best"))
    table = {unit: {"A": of["A"], "B": of["B"]} for unit, of in TABLE.items()}

    assert above(profile_of(the_set, table, "U")) == [("A", "9", "6", "+3")]
    assert below(profile_of(the_set, table, "U")) == []


def test_alternatives_stay_apart_under_a_mean_that_is_no_sum_too() -> None:
    total = {"aggregation": "geometric", "lowest_share": "1%", "members": [{"node": "P"}], "weights_total": 1}
    the_set = make_set(branch("P", indicator("A"), indicator("B"), aggregation="best"), total=total)
    table = {unit: {"A": of["A"], "B": of["B"]} for unit, of in TABLE.items()}

    profile = profile_of(the_set, table, "U")

    assert above(profile) == [("A", "9", "6", "+3")]
    assert below(profile) == []


def test_what_the_total_leaves_out_is_neither_strength_nor_weakness() -> None:
    total = {"aggregation": "sum", "members": [{"node": "B"}]}
    the_set = make_set(indicator("A"), indicator("B"), indicator("C"), total=total)

    profile = profile_of(the_set, TABLE, "U")

    assert above(profile) == []
    assert below(profile) == [("B", "5", "6", "−1")]


# Gaps


def test_every_kind_of_gap_has_its_reason_and_what_it_costs() -> None:
    the_set = make_set(indicator("A"), indicator("B"), indicator("C"), indicator("D"))
    figures: Claims = {"U": {"A": None, "B": UNREADABLE, "C": 60, "D": 50}, "V": dict.fromkeys("ABCD", 50)}
    rejected = said("U", "C", Verdict.REJECTED, Cause.NO_EVIDENCE, reason="Không có quyết định")

    assert gaps(profile_of(the_set, figures, "U", rejected)) == [
        ("A", "chưa báo cáo", "10"),
        ("B", "không đọc được", "10"),
        ("C", "không chấp nhận (thiếu tài liệu kiểm chứng): Không có quyết định", "10"),
    ]
    assert gaps(profile_of(the_set, figures, "V")) == []


def test_an_imputed_figure_is_a_gap_that_costs_what_the_stand_in_does_not_earn() -> None:
    imputed = {"indicators": ["A"], "by": "group_median", "status": "confirmed", "source": "QĐ"}
    the_set = make_set(indicator("A"), method={"imputations": [imputed]})
    table: Claims = {"U": {"A": None}, "V": {"A": 40}, "W": {"A": 80}}

    assert gaps(profile_of(the_set, table, "U")) == [
        ("A", "chưa báo cáo; điền thay bằng trung vị của nhóm: 60", "4")
    ]


def test_what_does_not_apply_or_was_not_claimed_as_bonus_is_no_gap() -> None:
    the_set = _extra(
        indicator("A", may_be_not_applicable=True), indicator("B", effect="bonus"), indicator("C")
    )

    assert gaps(profile_of(the_set, {"U": {"A": NOT_APPLICABLE, "B": None, "C": 10}}, "U")) == []


def test_a_deduction_that_was_not_reported_costs_what_it_takes() -> None:
    the_set = _extra(indicator("A"), indicator("D", effect="deduction", direction=DOWN, max_points=5))

    assert gaps(profile_of(the_set, {"U": {"A": 10, "D": None}}, "U")) == [("D", "chưa báo cáo", "5")]


def test_a_gap_costs_nothing_where_the_total_does_not_count_it() -> None:
    total = {"aggregation": "sum", "members": [{"node": "B"}]}
    the_set = make_set(indicator("A"), indicator("B"), indicator("I", max_points=0), total=total)

    assert gaps(profile_of(the_set, {"U": {"A": None, "B": 10, "I": None}}, "U")) == [
        ("A", "chưa báo cáo", "—"),
        ("I", "chưa báo cáo", "—"),
    ]


def test_a_gap_says_which_other_figure_is_lacking() -> None:
    the_set = make_set(
        indicator("A", denomination={"by": "N", "per": 1}, rule={"kind": "target"}, target=target(5)),
        indicator("N", max_points=0),
        indicator("C", applies_when={"indicator": "Y", "answer": "yes"}),
        indicator("Y", "yes_no", max_points=0),
    )

    found = gaps(profile_of(the_set, {"U": {"A": 10, "N": None, "C": 10, "Y": None}}, "U"))

    assert [reason for code, reason, _lost in found if code in "AC"] == [
        "thiếu số liệu của chỉ tiêu N để chia",
        "chưa trả lời chỉ tiêu Y nên chưa rõ có phải tính hay không",
    ]


def test_a_case_left_empty_is_no_gap_where_another_case_was_reported() -> None:
    """P is a choice between A, B with C, and D; the page of a criterion and the quality page say the same."""
    the_set = make_set(
        branch(
            "P",
            indicator("A", may_be_not_applicable=True),
            branch("Q", indicator("B"), indicator("C")),
            indicator("D"),
            aggregation="best",
        )
    )
    view = view_of(
        the_set,
        {
            "U": {"A": 50, "B": None, "C": None, "D": UNREADABLE},
            "V": {"A": None, "B": 50, "C": None, "D": None},
            "W": {"A": NOT_APPLICABLE, "B": None, "C": None, "D": None},
        },
    )

    assert [gap.code for gap in view.profiles.of("U").gaps] == ["D"]
    assert [gap.code for gap in view.profiles.of("V").gaps] == ["A", "C", "D"]
    assert [gap.code for gap in view.profiles.of("W").gaps] == ["B", "C", "D"]
    assert [row.reported for row in view.quality.groups[0].rows] == ["1/2", "1/4", "0/3"]
    of_b = view.criteria.of("B").groups[0]
    assert ([unit.unit for unit in of_b.lacking], of_b.facts[0].text) == (["W"], "1/2")


def test_where_only_verified_figures_count_a_reported_one_waits_for_its_review() -> None:
    agreed = said("U", "B", Verdict.AGREED)
    the_set = make_set(indicator("A"), indicator("B"), indicator("C"), method={"stage": "verified"})

    profile = profile_of(the_set, {"U": {"A": 50, "B": 50, "C": None}}, "U", agreed, stage=StageUsed.VERIFIED)

    assert gaps(profile) == [("A", "đã báo cáo nhưng chưa thẩm định", "10"), ("C", "chưa báo cáo", "10")]


# Reviews


def test_a_line_says_what_the_reviewers_decided_for_which_cause_and_why() -> None:
    the_set = make_set(*(indicator(code) for code in "ABCD"))
    reviews = (
        said("U", "A", Verdict.AGREED),
        said("U", "B", Verdict.ADJUSTED, Cause.WRONG_FIGURE, reason="Biên bản\u202e ghi {40}", value=Decimal(40)),
        said("U", "C", Verdict.REJECTED, Cause.WRONG_PERIOD),
    )  # fmt: skip

    found = rows(profile_of(the_set, {"U": dict.fromkeys("ABCD", 50)}, "U", *reviews))

    assert {code: row.review for code, row in found.items()} == {
        "A": "thống nhất",
        "B": "điều chỉnh (số liệu chưa đúng): Biên bản ghi {40}",
        "C": "không chấp nhận (ngoài kỳ đánh giá)",
        "D": "",
    }


def test_without_reviews_no_line_speaks_of_them() -> None:
    assert {row.review for row in rows(profile_of(three(), TABLE, "U")).values()} == {""}


# Properties

_SHARES = st.integers(0, 100) | st.none()
_TABLES = st.lists(st.tuples(_SHARES, _SHARES, _SHARES), min_size=1, max_size=7)


def _printed(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace(",", "."))


@settings(max_examples=25, deadline=None)
@given(_TABLES)
def test_differences_add_up_on_paper_and_to_what_separates_a_unit_from_the_medians(
    table: list[tuple[int | None, int | None, int | None]],
) -> None:
    claims = {f"U{n}": dict(zip("ABC", values, strict=True)) for n, values in enumerate(table)}
    view = view_of(three(), claims)

    for profile in view.profiles:
        named = (*profile.strengths, *profile.weaknesses)
        for row in named:
            assert _printed(row.points) - _printed(row.median) == _printed(row.difference)
        differences = [_printed(row.difference) for row in named]
        lacking = {row.code for row in profile.gaps}
        lines = [row for row in rows(profile).values() if row.median and row.code not in lacking]
        of_lines = [(_printed(row.earned), _printed(row.median)) for row in lines]
        assert sum(differences) == sum((own - middle for own, middle in of_lines), Decimal(0))
        assert [_printed(row.difference) for row in profile.strengths] == sorted(
            (d for d in differences if d > 0), reverse=True
        )
        lowest_first = sorted(d for d in differences if d < 0)
        assert [_printed(row.difference) for row in profile.weaknesses] == lowest_first


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from("TUVWXYZ"), st.integers(0, 3), min_size=1))
def test_a_spread_is_what_its_definitions_say(values: Mapping[str, int]) -> None:
    """A place is one more than the number of those with more points; the median is the plain one."""
    scores = index(make_set(indicator("A")), {unit: {"A": 25 * value} for unit, value in values.items()})

    spread = spreads_of(scores.values(), make_set(indicator("A")).indicators)["so", "A"]

    points = {unit: scores[unit].nodes["A"].earned for unit in values}
    places = {unit: 1 + sum(other > own for other in points.values()) for unit, own in points.items()}
    shared = {unit for unit, own in points.items() if list(points.values()).count(own) > 1}
    assert spread.places == {unit: f"{place}{'=' * (unit in shared)}" for unit, place in places.items()}
    assert spread.median == (median(points.values()) if len(values) > 1 else None)
    assert [of_level for of_level, _units in spread.levels] == sorted(set(points.values()), reverse=True)
    assert {unit: at for at, units in spread.levels for unit in units} == points


def test_fractions_that_no_float_tells_apart_are_kept_in_order() -> None:
    tiny = Fraction(1, 10**40)
    table: dict[str, Any] = {"U": {"A": 50}, "V": {"A": 50}}
    scores = index(make_set(indicator("A")), table)
    node = scores["V"].nodes["A"]
    scores["V"] = replace(scores["V"], nodes={"A": replace(node, earned=node.earned + tiny)})

    assert spreads_of(scores.values(), make_set(indicator("A")).indicators)["so", "A"].places == {
        "V": "1",
        "U": "2",
    }


# Made when asked for


def test_a_profile_is_made_when_it_is_asked_for_and_only_once() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.lower()

    items = OnDemand(["U", "V", "W"], make)

    assert (len(items), items.keys, made) == (3, ("U", "V", "W"), [])
    assert (items.of("V"), items[1], items[-1], made) == ("v", "v", "w", ["V", "W"])
    assert (list(items), items[:2], made) == (["u", "v", "w"], ("u", "v"), ["V", "W", "U"])
    with pytest.raises(KeyError):
        items.of("X")


def test_profiles_are_found_by_unit_and_stand_in_the_order_of_the_ranking() -> None:
    view = view_of(three(), TABLE)

    assert (
        [profile.unit for profile in view.profiles]
        == ["U", "W", "V"]
        == [row.unit for row in view.groups[0].rows]
    )
    assert view.profiles.of("W") is view.profiles[1]


# Printed rows and the printed points above them


def test_a_branch_whose_printed_rows_do_not_add_up_is_named_even_where_the_total_does() -> None:
    """P: 3,3345 + 3,3345 prints 3,33 + 3,33 and 6,67; Q: 3,3355 + 3,3355 prints 3,34 + 3,34 and 6,67. 13,34 in all."""
    the_set = make_set(
        branch("P", indicator("A"), indicator("B")),
        branch("Q", indicator("C"), indicator("D")),
        indicator("E", max_points=60),
    )

    of = profile_of(the_set, {"U": {"A": "33.345", "B": "33.345", "C": "33.355", "D": "33.355", "E": 0}}, "U")

    assert of.total_earned == "13,34"
    assert of.rounding_note == (
        "Do làm tròn, các dòng cộng lại chênh so với điểm in của từng phần: “P” −0,01; “Q” +0,01."
    )


def test_a_branch_that_is_no_sum_or_whose_rows_add_up_is_not_named() -> None:
    the_set = make_set(
        branch("P", indicator("A"), indicator("B")),
        branch("Q", indicator("C"), indicator("D"), aggregation="best"),
        indicator("E", max_points=70),
    )

    of = profile_of(the_set, {"U": {"A": "33.3", "B": "33.3", "C": "33.355", "D": "10", "E": 0}}, "U")

    assert "từng phần" not in of.rounding_note


def test_of_a_branch_that_a_limit_holds_the_points_before_the_cut_are_compared() -> None:
    """3,33 + 3,33 prints beside 6,67 before the cut, of which 5 count."""
    bonus: dict[str, Any] = {"effect": "bonus", "max_points": 10}
    the_set = extra(
        indicator("A", max_points=100),
        branch("X", indicator("E", **bonus), indicator("F", **bonus), at_most=5),
    )

    of = profile_of(the_set, {"U": {"A": 50, "E": "33.345", "F": "33.345"}}, "U")

    assert of.rounding_note.endswith("của từng phần: “X” −0,01.")
