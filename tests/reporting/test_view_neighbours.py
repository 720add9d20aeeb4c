"""What lies between a unit and the one above it: criterion by criterion, and to the last printed digit."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.reporting.view import ProfileView
from cds_rank.reporting.view.neighbours import MOST_ROWS
from cds_rank.reporting.view.values import Neighbour
from tests.reporting.test_extra_points import CUT, KEPT, bonus, deduction
from tests.reporting.views import profile_of, view_of
from tests.scoring.builders import branch, figure, indicator, make_set

NOT_APPLICABLE = figure(status=ObservationStatus.NOT_APPLICABLE)
GEOMETRIC = {
    "aggregation": "geometric",
    "lowest_share": "1%",
    "members": [{"node": "P"}],
    "weights_total": 1,
}


def of(the_set: IndicatorSet, table: Mapping[str, Mapping[str, Any]], unit: str) -> Neighbour:
    found = profile_of(the_set, table, unit).neighbour
    assert found is not None
    return found


def parts(found: Neighbour) -> list[tuple[str, str, str, str]]:
    return [(row.code or row.name, row.own, row.other, row.difference) for row in found.rows]


def printed(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("+", "").replace(",", ".").removesuffix(" %"))


def two() -> IndicatorSet:
    """Two criteria of 10 points each: a point is five of the score."""
    return make_set(indicator("A"), indicator("B"))


def test_the_gap_to_the_unit_above_is_split_by_criterion() -> None:
    """U has 10 of 20, V 16: three less at each of A and B, of 20 that is 15 of a hundred each."""
    found = of(two(), {"U": {"A": 50, "B": 50}, "V": {"A": 80, "B": 80}}, "U")

    assert (found.unit, found.rank, found.is_above) == ("V", 1, True)
    assert (found.own_score, found.score, found.total) == ("50,00 %", "80,00 %", "−30,00")
    assert parts(found) == [("A", "5,00", "8,00", "−15,00"), ("B", "5,00", "8,00", "−15,00")]
    assert (found.rest_name, found.rest) == ("", "")
    assert found.note == "Mỗi dòng là hiệu điểm chia cho 20, nhân 100."


def test_the_first_is_compared_with_the_unit_below() -> None:
    table = {"U": {"A": 90, "B": 20}, "V": {"A": 30, "B": 40}, "W": {"A": 0, "B": 0}}

    found = of(two(), table, "U")

    assert (found.unit, found.rank, found.is_above, found.total) == ("V", 2, False, "+20,00")
    assert parts(found) == [("A", "9,00", "3,00", "+30,00"), ("B", "2,00", "4,00", "−10,00")]


def test_what_does_not_apply_takes_nothing_from_anybody() -> None:
    """B does not apply to U, who lost 5 of 10 at A; V lost 1 and 4 of 20: 50 against 25 of a hundred.

    U's half point lost is 50; V's is 5 at A and 20 at B.
    """
    the_set = make_set(indicator("A"), indicator("B", may_be_not_applicable=True))

    found = of(the_set, {"U": {"A": 50, "B": NOT_APPLICABLE}, "V": {"A": 90, "B": 60}}, "U")

    assert parts(found) == [("A", "5,00", "9,00", "−45,00"), ("B", "—", "6,00", "+20,00")]
    assert found.total == "−25,00"
    assert "(10 và 20)" in found.note


def test_a_missing_figure_says_so_beside_its_nought() -> None:
    found = of(two(), {"U": {"A": None, "B": 50}, "V": {"A": 80, "B": None}}, "U")

    assert {row.code: (row.own_note, row.other_note) for row in found.rows} == {
        "A": ("chưa báo cáo", ""),
        "B": ("", "chưa báo cáo"),
    }


def many(count: int) -> IndicatorSet:
    return make_set(*(indicator(f"C{n}") for n in range(count)))


@pytest.mark.parametrize(("count", "shown"), [(8, 8), (9, MOST_ROWS), (12, MOST_ROWS)])
def test_the_parts_that_matter_most_stand_first_and_the_others_are_one_line(count: int, shown: int) -> None:
    """At Cn one has n + 1 hundredths of 10 points less: the last of them weighs most."""
    claims = {
        "U": {f"C{n}": 49 - n for n in range(count)},
        "V": {f"C{n}": 50 for n in range(count)},
    }

    found = of(many(count), claims, "U")

    assert [row.code for row in found.rows] == [f"C{n}" for n in range(count - 1, count - 1 - shown, -1)]
    left = count - shown
    assert found.rest_name == (
        f"Các chỉ tiêu khác có chênh lệch: {left}" if left else "" if not found.rest else "Do làm tròn khi in"
    )


def test_what_made_the_difference_stands_before_what_was_against_it() -> None:
    """Nine criteria at which U has one to nine tenths less, and three at which it has two, four and six points more."""
    less = {f"C{n}": 49 - n for n in range(9)}
    claims = {"U": less | {"C9": 70, "C10": 90, "C11": 65}, "V": {f"C{n}": 50 for n in range(12)}}

    behind, ahead = of(many(12), claims, "V"), of(many(12), claims, "U")

    assert [row.code for row in behind.rows] == ["C10", "C9", "C11", "C8", "C7", "C6"]
    assert behind.is_above
    assert [row.code for row in ahead.rows] == [row.code for row in behind.rows]
    assert ahead.rest_name == "Các chỉ tiêu khác có chênh lệch: 6"


def test_few_that_made_the_difference_leave_their_lines_to_the_others() -> None:
    claims = {
        "U": {f"C{n}": 49 for n in range(11)} | {"C11": 100},
        "V": dict.fromkeys(map("C{}".format, range(12)), 50),
    }

    found = of(many(12), claims, "U")

    assert [row.code for row in found.rows] == ["C11", "C0", "C1", "C2", "C3", "C4"]


def test_what_rounding_leaves_of_the_printed_total_has_a_line() -> None:
    """Three times 1 of 30 points less is 3,333… of a hundred: printed 3,33 each, 10,00 together."""
    claims = {"U": dict.fromkeys("ABC", 50), "V": dict.fromkeys("ABC", 60)}

    found = of(make_set(indicator("A"), indicator("B"), indicator("C")), claims, "U")

    assert [row.difference for row in found.rows] == ["−3,33"] * 3
    assert (found.rest_name, found.rest, found.total) == ("Do làm tròn khi in", "−0,01", "−10,00")


def test_scores_that_print_alike_are_told_with_as_many_decimals_as_it_takes() -> None:
    """0,0001 of 20 points are 0,0005 of a hundred."""
    found = of(two(), {"U": {"A": 50, "B": 50}, "V": {"A": "50.001", "B": 50}}, "U")

    assert (found.own_score, found.score, found.total) == ("50,00 %", "50,00 %", "−0,0005")
    assert [(row.code, row.difference) for row in found.rows] == [("A", "−0,0005")]


def test_units_with_the_same_rank_are_named_and_compared_with_the_next_better() -> None:
    table = {
        "U": {"A": 50, "B": 50},
        "V": {"A": 60, "B": 40},
        "W": {"A": 90, "B": 90},
        "X": {"A": 90, "B": 90},
    }
    view = view_of(two(), table)

    assert view.profiles.of("U").why == (
        "Còn kém 40,00 điểm phần trăm so với Đơn vị X ở hạng liền trên (90,00 %). Đồng hạng với Đơn vị V."
    )
    below, first = view.profiles.of("V").neighbour, view.profiles.of("W").neighbour
    assert below is not None
    assert first is not None
    assert (below.unit, below.note) == (
        "X",
        "Có 2 đơn vị cùng hạng 1; ở đây so với Đơn vị X. Mỗi dòng là hiệu điểm chia cho 20, nhân 100.",
    )
    assert (first.unit, first.is_above) == ("U", False)
    assert first.note.startswith("Có 2 đơn vị cùng hạng 3; ở đây so với Đơn vị U.")
    assert view.profiles.of("W").why == "Đơn vị có điểm cao nhất nhóm. Đồng hạng với Đơn vị X."


def test_many_with_the_same_rank_are_counted_not_named() -> None:
    alike = {unit: {"A": 50, "B": 50} for unit in "UVWXY"}

    assert profile_of(two(), alike, "U").why.endswith("Đồng hạng với 4 đơn vị khác.")


def test_who_stands_alone_or_has_no_rank_is_compared_with_nobody() -> None:
    groups = [{"code": "so", "name": {"vi": "Sở", "en": "Departments"}, "ranked": False}]
    apart = make_set(indicator("A"), groups=groups)

    assert profile_of(two(), {"U": {"A": 50, "B": 50}}, "U").neighbour is None
    assert profile_of(two(), {unit: {"A": 50, "B": 50} for unit in "UV"}, "U").neighbour is None
    assert profile_of(apart, {"U": {"A": 50}, "V": {"A": 60}}, "U").neighbour is None


def test_bonus_and_deductions_stand_with_their_signs() -> None:
    """Of 10 points: U has 5 and the bonus of 2, V 9 and loses 1 of 5 by the deduction."""
    the_set = make_set(indicator("A"), bonus("E", 2), deduction("D"), method={"extra_points": dict(KEPT)})

    found = of(the_set, {"U": {"A": 50, "E": 100, "D": 0}, "V": {"A": 90, "E": None, "D": 20}}, "U")

    assert parts(found) == [
        ("A", "5,000", "9,000", "−40,00"),
        ("E", "+2,000", "0,000", "+20,00"),
        ("D", "0,000", "−1,000", "+10,00"),
    ]
    assert found.total == "−10,00"


def test_a_branch_that_a_limit_holds_is_one_line_in_both() -> None:
    """V has 4 + 4 of bonus and keeps 5 of them, U has 1."""
    limited = branch("X", bonus("E", 4), bonus("F", 4), at_most=5)
    the_set = make_set(indicator("A"), limited, method={"extra_points": dict(KEPT)})

    found = of(the_set, {"U": {"A": 50, "E": 25, "F": 0}, "V": {"A": 50, "E": 100, "F": 100}}, "U")

    assert parts(found) == [("X", "+1,000", "+5,000", "−40,00")]


def test_what_a_limit_on_the_total_takes_is_a_line_of_its_own() -> None:
    """V has 10 + 3 and keeps 10 of them."""
    the_set = make_set(indicator("A"), bonus("E"), method={"extra_points": dict(CUT)})

    found = of(the_set, {"U": {"A": 50, "E": 0}, "V": {"A": 100, "E": 100}}, "U")

    assert [(row.code, row.difference) for row in found.rows] == [
        ("A", "−50,00"),
        ("E", "−30,00"),
        ("", "+30,00"),
    ]
    assert found.total == "−50,00"


def test_in_a_mean_a_criterion_counts_as_it_does_in_the_total() -> None:
    """A weighs 3 of 4: three points of ten less at A are 22,5 of a hundred."""
    total = {
        "aggregation": "weighted_mean",
        "weights_total": 4,
        "members": [{"node": "P", "weight": 3}, {"node": "Q", "weight": 1}],
    }
    the_set = make_set(branch("P", indicator("A")), branch("Q", indicator("B")), total=total)

    found = of(the_set, {"U": {"A": 50, "B": 90}, "V": {"A": 80, "B": 80}}, "U")

    assert [(row.code, row.difference) for row in found.rows] == [("A", "−22,50"), ("B", "+2,50")]
    assert found.total == "−20,00"
    assert found.note == (
        "Mỗi dòng tính theo phần của chỉ tiêu trong tổng điểm, nên không bằng hiệu của hai cột bên."
    )


def test_a_total_that_is_no_sum_is_not_split_and_says_so() -> None:
    the_set = make_set(branch("P", indicator("A"), indicator("B")), total=GEOMETRIC)

    found = of(the_set, {"U": {"A": 50, "B": 90}, "V": {"A": 80, "B": 80}}, "U")

    assert found.rows == ()
    assert found.note == "Tổng điểm gộp theo cách: trung bình nhân; nên không tách được theo từng chỉ tiêu."


def test_the_better_of_alternatives_is_one_line() -> None:
    the_set = make_set(branch("P", indicator("A"), indicator("B"), aggregation="best"), indicator("C"))

    found = of(the_set, {"U": {"A": 50, "B": 20, "C": 0}, "V": {"A": 0, "B": 70, "C": 0}}, "U")

    assert parts(found) == [("P", "5,00", "7,00", "−10,00")]
    assert found.note == "Mỗi dòng là hiệu điểm chia cho 20, nhân 100."


def test_what_prints_as_nothing_is_rounding_and_nobodys_advantage() -> None:
    """U lacks 0,004 at A, printed 0,00, and has 24,9955 more at B, printed 25,00; the scores differ by 24,99."""
    found = of(two(), {"U": {"A": "50", "B": "70"}, "V": {"A": "50.008", "B": "20.009"}}, "U")

    assert parts(found) == [("B", "7,00", "2,00", "+25,00")]
    assert (found.rest_name, found.rest, found.total) == ("Do làm tròn khi in", "−0,01", "+24,99")


# Whatever the figures are, the lines add up to what is printed above them.

_SHARES = st.integers(0, 100) | st.none()


def _sets() -> dict[str, tuple[IndicatorSet, str]]:
    extra: dict[str, Any] = {"extra_points": dict(CUT)}
    rounded: dict[str, Any] = {"rounding": {"published_score": 2, "node_points": 0}}
    may: dict[str, Any] = {"may_be_not_applicable": True}
    weights: dict[str, Any] = {
        "aggregation": "weighted_mean",
        "weights_total": 3,
        "members": [{"node": "P", "weight": 2}, {"node": "Q", "weight": 1}],
    }
    limited = branch("X", bonus("E", 4), bonus("F", 4), at_most=5)
    taken = branch("Y", deduction("G", 4), deduction("H", 4), at_most=5)
    return {
        "sum": (many(12), ""),
        "not applicable": (make_set(indicator("A", **may), indicator("B", **may), indicator("C")), "AB"),
        "rounded": (
            make_set(branch("P", indicator("A"), indicator("B")), indicator("C"), method=rounded),
            "",
        ),
        "limits": (make_set(indicator("A"), limited, taken, method=extra), ""),
        "mean": (
            make_set(
                branch("P", indicator("A", **may), indicator("B")), branch("Q", indicator("C")), total=weights
            ),
            "A",
        ),
        "best": (
            make_set(branch("P", indicator("A"), indicator("B"), aggregation="best"), indicator("C")),
            "",
        ),
    }


SETS = _sets()


@settings(max_examples=12, deadline=None)
@given(st.data())
@pytest.mark.parametrize("kind", SETS)
def test_the_printed_lines_add_up_to_the_printed_difference(kind: str, data: st.DataObject) -> None:
    the_set, optional = SETS[kind]
    codes = [code for code, item in the_set.indicators.items() if item.max_points]
    one = st.fixed_dictionaries(
        {code: _SHARES | (st.just(NOT_APPLICABLE) if code in optional else st.nothing()) for code in codes}
    )
    claims = {f"U{n}": values for n, values in enumerate(data.draw(st.lists(one, min_size=2, max_size=4)))}

    for profile in view_of(the_set, claims).profiles:
        if profile.neighbour is not None:
            assert_adds_up(profile, profile.neighbour)


def assert_adds_up(profile: ProfileView, found: Neighbour) -> None:
    lines = [*(row.difference for row in found.rows), *([found.rest] if found.rest else [])]
    assert sum(map(printed, lines), Decimal(0)) == printed(found.total)
    difference = printed(profile.score) - printed(found.score)
    assert found.own_score == profile.score
    assert printed(found.total) == difference or not difference
    assert (printed(found.total) < 0) == found.is_above
    assert all(printed(row.difference) for row in found.rows)
