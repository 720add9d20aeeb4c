"""A criterion's page: how a group is spread, who does best by which figure, and who lacks it."""

from fractions import Fraction
from typing import Any

from cds_rank.model.observation import ObservationStatus
from cds_rank.model.review import Verdict
from cds_rank.reporting.view.values import CriterionGroup, Dot, Fact, Lacking
from tests.reporting.views import column, page_of, view_of
from tests.scoring.builders import figure, indicator, make_set, ratio
from tests.scoring.reviews import said

NOT_APPLICABLE = figure(status=ObservationStatus.NOT_APPLICABLE)
UNREADABLE = figure(status=ObservationStatus.UNREADABLE)


def group(values: dict[str, Any], *reviews: Any, **criterion: Any) -> CriterionGroup:
    """Spread units at one criterion of a total of 100 points, so that points have two decimals."""
    method = {"extra_points": {"above_maximum": "kept", "below_zero": "kept"}}
    the_set = make_set(indicator("A", **criterion), indicator("B", max_points=90), method=method)
    return page_of(the_set, column("A", values), "A", *reviews).groups[0]


def test_units_with_the_same_points_share_a_dot_best_first() -> None:
    assert group({"U": 50, "V": 75, "W": 50, "X": None}).dots == (
        Dot(Fraction(3, 4), "7,50", ("Đơn vị V",)),
        Dot(Fraction(1, 2), "5,00", ("Đơn vị U", "Đơn vị W")),
        Dot(Fraction(0), "0,00", ("Đơn vị X",), without=1),
    )


def test_a_reported_nothing_and_no_figure_have_the_same_points_and_are_told_apart() -> None:
    found = group({"U": None, "V": 0, "W": UNREADABLE, "X": 60})

    assert found.dots[-1] == Dot(Fraction(0), "0,00", ("Đơn vị V", "Đơn vị U", "Đơn vị W"), without=2)
    assert found.without == "chưa có số liệu, tính 0 điểm"
    assert group({"V": 0, "X": 60}).without == ""


def test_a_rejected_figure_is_none() -> None:
    rejected = said("U", "A", Verdict.REJECTED, reason="Không có hồ sơ")

    assert [dot.without for dot in group({"U": 90, "V": 50}, rejected).dots] == [0, 1]


def test_a_median_says_whom_it_counts_and_the_lowest_is_a_figure() -> None:
    """Of 0, 5 and 8 points the middle is 5; nobody reported less than 5."""
    assert group({"U": None, "V": 50, "W": 80}).facts == (
        Fact("Có số liệu", "2/3"),
        Fact("Cao nhất", "8,00"),
        Fact("Trung vị (tính cả 1 đơn vị chưa có số liệu)", "5,00"),
        Fact("Thấp nhất", "5,00"),
    )


def test_where_nobody_has_a_figure_there_is_neither_highest_nor_lowest() -> None:
    assert group({"U": None, "V": None}).facts == (
        Fact("Có số liệu", "0/2"),
        Fact("Trung vị (tính cả 2 đơn vị chưa có số liệu)", "0,00"),
    )


def test_points_that_a_rule_takes_for_what_is_not_reported_are_not_called_nought() -> None:
    taken = {"effect": "deduction", "direction": "lower_is_better", "max_points": 5}

    assert (
        group({"U": 0, "W": None}, **taken).without
        == "chưa có số liệu, tính điểm theo quy định của bộ chỉ tiêu"
    )


def test_the_median_is_drawn_where_it_lies() -> None:
    """Halfway between 5 and 7,5 points of 10."""
    found = group({"U": 50, "V": 75, "W": 0, "X": 90})

    assert (found.median, found.median_at) == ("6,25", Fraction(5, 8))


def test_one_unit_alone_has_neither_median_nor_best() -> None:
    found = group({"U": 50})

    assert (found.median, found.median_at, found.best, found.best_figure) == ("", None, (), "")
    assert found.facts == (Fact("Có số liệu", "1/1"),)


def test_the_best_are_named_with_their_figure() -> None:
    found = group({"U": 95, "V": 80, "W": 95})

    assert (found.best, found.best_figure) == (("Đơn vị U", "Đơn vị W"), "95")


def test_different_figures_with_the_same_points_are_all_named_while_they_are_few() -> None:
    reached = {"kind": "proportional", "ceiling": 90}
    three = {"U": 91, "V": 92, "W": 91, "X": 93, "Y": 1}

    assert group(three, rule=reached).best_figure == "91; 92; 93"
    assert group({**three, "Z": 94}, rule=reached).best_figure == ""


def test_nobody_is_best_where_all_have_the_same_points() -> None:
    assert group({"U": 50, "V": 50}).best == ()


def test_having_had_nothing_to_count_is_nobodys_practice() -> None:
    """A zero denominator gets the maximum here, and so does V by its figure."""
    the_set = make_set(ratio("A", zero_denominator="maximum"))
    claims = column("A", {"U": (0, 0), "V": (5, 5), "W": (1, 2)})

    found = page_of(the_set, claims, "A").groups[0]

    assert [place.rank for place in found.places] == ["1=", "1=", "3"]
    assert (found.best, found.best_figure) == (("Đơn vị V",), "5 / 5")


def test_who_lacks_it_is_listed_with_the_reason_in_the_order_of_the_list() -> None:
    rejected = said("V", "A", Verdict.REJECTED, reason="Không có hồ sơ")

    found = group({"W": None, "V": 50, "U": UNREADABLE, "X": 70, "Y": 60}, rejected)

    assert found.lacking == (
        Lacking("W", "Đơn vị W", "chưa báo cáo"),
        Lacking("V", "Đơn vị V", "không chấp nhận: Không có hồ sơ"),
        Lacking("U", "Đơn vị U", "không đọc được"),
    )
    assert found.facts[0] == Fact("Có số liệu", "2/5")


def test_places_stand_by_points_with_figure_and_treatment() -> None:
    found = group({"U": 50, "V": None, "W": 80, "X": 50})

    assert [(place.unit, place.rank, place.figure, place.points, place.key) for place in found.places] == [
        ("W", "1", "80", "8,00", "0.8"),
        ("U", "2=", "50", "5,00", "0.5"),
        ("X", "2=", "50", "5,00", "0.5"),
        ("V", "4", "chưa báo cáo", "0,00", "0"),
    ]
    assert {place.attainable for place in found.places} == {"10"}


def test_facts_say_how_many_and_how_far() -> None:
    assert group({"U": 50, "V": 75, "W": 90}).facts == (
        Fact("Có số liệu", "3/3"),
        Fact("Cao nhất", "9,00"),
        Fact("Trung vị", "7,50"),
        Fact("Thấp nhất", "5,00"),
    )


def test_those_to_whom_it_does_not_apply_stand_nowhere() -> None:
    found = group({"U": 50, "V": NOT_APPLICABLE, "W": 80}, may_be_not_applicable=True)

    assert [place.unit for place in found.places] == ["W", "U"]
    assert (found.median, found.facts[0].text, found.lacking) == ("6,50", "2/2", ())


def test_of_a_deduction_nothing_taken_lies_at_the_best_end() -> None:
    """5 points are taken at 100; 20 takes one. What is not reported takes all."""
    taken = {"effect": "deduction", "direction": "lower_is_better", "max_points": 5}

    found = group({"U": 0, "V": 20, "W": None}, **taken)

    assert [(dot.at, dot.points) for dot in found.dots] == [
        (Fraction(1), "0,00"), (Fraction(4, 5), "−1,00"), (Fraction(0), "−5,00"),
    ]  # fmt: skip
    assert (found.median, found.median_at, found.best) == ("−1,00", Fraction(4, 5), ("Đơn vị U",))
    assert {place.attainable for place in found.places} == {"−5"}


def test_a_bonus_that_was_not_claimed_is_lacked_by_nobody() -> None:
    found = group({"U": 100, "V": None}, effect="bonus", max_points=2)

    assert [(dot.at, dot.points) for dot in found.dots] == [(Fraction(1), "+2,00"), (Fraction(0), "0,00")]
    assert (found.lacking, found.facts[0]) == ((), Fact("Có số liệu", "1/1"))


def test_every_criterion_with_points_has_its_page_and_no_other() -> None:
    the_set = make_set(indicator("A"), indicator("I", max_points=0), indicator("B"))

    view = view_of(the_set, {"U": {"A": 1, "B": 1, "I": 1}})

    assert [page.code for page in view.criteria] == ["A", "B"]


def test_a_page_has_each_group_to_which_the_criterion_applies_by_itself() -> None:
    groups = [{"code": code, "name": {"vi": code, "en": code}} for code in ("so", "huyen", "xa")]
    the_set = make_set(
        indicator("A", groups=["so", "huyen"]), indicator("B", groups=["huyen", "xa"]), groups=groups
    )
    claims = {"U": {"A": 50}, "V": {"A": 90, "B": 1}, "W": {"A": 70, "B": 2}, "X": {"B": 3}}
    view = view_of(the_set, claims, groups={"V": "huyen", "W": "huyen", "X": "xa"})

    of_a, of_b = view.criteria

    assert [(group.code, len(group.places)) for group in of_a.groups] == [("so", 1), ("huyen", 2)]
    assert [(group.code, len(group.places)) for group in of_b.groups] == [("huyen", 2), ("xa", 1)]
    assert of_a.groups[1].median != of_a.groups[0].median == ""


def test_a_page_says_what_is_aimed_at_and_how_it_scores() -> None:
    aim = {"value": 80, "year": 2025, "status": "confirmed", "source": "QĐ"}
    page = page_of(make_set(indicator("A", "target", target=aim)), column("A", {"U": 40}), "A")

    assert (page.target, page.maximum) == ("≥ 80 % (năm 2025; có nguồn)", "10")
    assert "80" in page.rule


def test_equal_units_stand_in_the_order_of_the_list_not_of_their_codes() -> None:
    found = group({"Z": 50, "B": 50, "M": 50, "A": 90})

    assert found.dots[1].units == ("Đơn vị Z", "Đơn vị B", "Đơn vị M")
    assert [place.unit for place in found.places] == ["A", "Z", "B", "M"]
