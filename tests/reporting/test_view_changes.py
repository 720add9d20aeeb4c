"""What became of places since earlier editions, in words: on the ranking, in profiles, and edition by edition."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from cds_rank.model.result import Result
from cds_rank.reporting.view import ReportView
from cds_rank.reporting.view.values import ChangeView, StepView
from cds_rank.scoring.ranking import rank_units
from tests.reporting.views import column, result_of, told
from tests.scoring.builders import indicator, make_set

SET = make_set(indicator("A"))
THEN = {"U": 90, "V": 80, "W": 70, "X": 60}
NOW = {"U": 50, "V": 80, "W": "89.5", "X": 85}  # W, X, V, U


def of(period: str, values: Mapping[str, object]) -> Result:
    return result_of(SET, column("A", values), period=period)


def view(now: Mapping[str, object] = NOW, then: Mapping[str, object] = THEN) -> ReportView:
    return told(of("2022-Q4", now), of("2022-Q3", then))


def change(view: ReportView, unit: str) -> ChangeView:
    """Return a unit's change as its profile tells it; it says the same wherever it stands."""
    group = view.groups[0]
    rows = {row.unit: row.change for row in group.rows} | {row.unit: row.change for row in group.unranked}
    if unit in view.profiles.keys:
        assert view.profiles.of(unit).change == rows[unit]
    found = rows[unit]
    assert found is not None
    return found


def test_a_rise_names_places_won_both_ranks_and_the_score() -> None:
    assert change(view(), "W") == ChangeView(
        "up", "▲", "2", "tăng 2 bậc, từ hạng 3 lên hạng 1", "+19,50", "2", "tăng 2 bậc"
    )


def test_a_fall_names_places_lost_both_ranks_and_the_score() -> None:
    assert change(view(), "U") == ChangeView(
        "down", "▼", "3", "giảm 3 bậc, từ hạng 1 xuống hạng 4", "−40,00", "-3", "giảm 3 bậc"
    )


def test_a_kept_place_is_told_with_its_score_which_may_have_moved() -> None:
    moved = view(now={**THEN, "V": "80.5"})

    assert change(moved, "V") == ChangeView("same", "=", "0", "giữ nguyên hạng 2", "+0,50", "0", "không đổi")
    assert change(moved, "U").score == "0,00"


def test_a_new_unit_is_new() -> None:
    without_x = {unit: value for unit, value in THEN.items() if unit != "X"}

    assert change(view(then=without_x), "X") == ChangeView("new", "", "", "mới", "", "", "mới")


def silent(result: Result, unit: str) -> Result:
    """Take what one unit sent out of a result; it stays in the list."""
    scores = {code: scores for code, scores in result.scores.items() if code != unit}
    rankings = rank_units(result.unit_list.units, scores, {}, result.indicator_set)
    figures = {key: figure for key, figure in result.observations.items() if key[0] != unit}
    return replace(result, scores=scores, rankings=rankings, observations=figures)


def test_who_had_no_rank_before_is_not_called_new() -> None:
    found = told(of("2022-Q4", NOW), silent(of("2022-Q3", THEN), "X"))

    assert change(found, "X") == ChangeView(
        "not_ranked_before", "", "", "kỳ trước không xếp hạng", "", "", "kỳ trước không xếp hạng"
    )


def test_who_has_no_rank_now_is_told_where_it_stood() -> None:
    found = told(silent(of("2022-Q4", NOW), "U"), of("2022-Q3", THEN))
    never = told(silent(of("2022-Q4", NOW), "U"), silent(of("2022-Q3", THEN), "U"))

    assert change(found, "U").kind == "not_ranked_now"
    assert change(found, "U").words == "kỳ này không xếp hạng, kỳ trước hạng 1"
    assert change(never, "U").words == "kỳ này không xếp hạng"


def _other_method(result: Result) -> Result:
    return result_of(make_set(indicator("A", max_points=20)), column("A", THEN), period="2022-Q3")


def _other_set(result: Result) -> Result:
    return replace(result, indicator_set=make_set(indicator("A"), id="khac"))


def _claims(result: Result) -> Result:
    return replace(result, record=replace(result.record, stage="self"))


def _other_list(result: Result) -> Result:
    return replace(result, unit_list=replace(result.unit_list, id="khac"))


@pytest.mark.parametrize(
    ("altered", "why"),
    [
        (_other_method, "bộ chỉ tiêu đã đổi cách tính"),
        (_other_set, "theo bộ chỉ tiêu khác"),
        (_claims, "một bên theo số tự đánh giá, một bên theo số thẩm định"),
        (_other_list, "theo danh sách đơn vị khác"),
    ],
)
def test_what_cannot_be_compared_says_why_once_below_the_ranking_and_in_the_profile(
    altered: Callable[[Result], Result], why: str
) -> None:
    found = told(of("2022-Q4", NOW), altered(of("2022-Q3", THEN)))

    group, profile = found.groups[0], found.profiles.of("W")
    assert (group.compared_with, {row.change for row in group.rows}) == ("", {None})
    assert [note for note in group.notes if why in note] == [
        f"Không so sánh thứ hạng và điểm với quý III năm 2022: {why}."
    ]
    words = f"không so sánh được: {why}"
    assert profile.change == ChangeView("not_comparable", "", "", words, "", "", words)
    assert profile.steps == ()


def test_who_is_not_ranked_has_no_change_where_nothing_can_be_compared() -> None:
    found = told(silent(of("2022-Q4", NOW), "U"), _claims(of("2022-Q3", THEN)))

    assert [row.change for row in found.groups[0].unranked] == [None]


def test_movement_names_what_cannot_be_compared_and_lists_nobody() -> None:
    movement = told(of("2022-Q4", NOW), _claims(of("2022-Q3", THEN))).movement

    assert movement is not None
    assert movement.groups == ()
    assert len(movement.notes) == 1


def test_an_older_edition_that_can_be_compared_still_has_its_steps() -> None:
    found = told(of("2022-Q4", NOW), _claims(of("2022-Q3", THEN)), of("2022-Q2", THEN))

    assert [step.rank for step in found.profiles.of("W").steps] == ["3/4", "—", "1/4"]
    assert found.movement is not None
    assert found.movement.groups[0].lines[0].ranks == (3, None, 1)


# Fewer or more units than before


def test_where_the_number_of_ranked_units_changed_a_change_of_place_gives_both_numbers() -> None:
    """W and V stand before the new X; U is last of three, then last of four."""
    then = {"W": 90, "V": 80, "U": 70}
    now = {"W": 60, "V": 85, "X": 50, "U": 40}

    found = told(of("2022-Q4", now), of("2022-Q3", then))

    assert change(found, "V").words == "tăng 1 bậc, từ hạng 2 trên 3 đơn vị lên hạng 1 trên 4 đơn vị"
    assert change(found, "U").words == "giảm 1 bậc, từ hạng 3 trên 3 đơn vị xuống hạng 4 trên 4 đơn vị"


def test_a_kept_place_gives_both_numbers_too() -> None:
    found = told(of("2022-Q4", {"W": 60, "X": 50}), of("2022-Q3", {"W": 90}))

    assert change(found, "W").words == "giữ nguyên hạng 1, kỳ trước trên 1 đơn vị, kỳ này trên 2 đơn vị"


def test_a_note_names_who_joined_and_who_left_the_ranking() -> None:
    """X is new, Y is no longer in the list, U stays in it without a rank."""
    then = {"U": 90, "V": 80, "W": 70, "Y": 60}
    now = silent(of("2022-Q4", {"U": 1, "V": 80, "W": 70, "X": 60}), "U")

    notes = told(now, of("2022-Q3", then)).groups[0].notes

    assert notes[-1] == (
        "Kỳ này xếp hạng 3 đơn vị, quý III năm 2022 xếp hạng 4 đơn vị: thêm Đơn vị X; bớt Đơn vị U, Đơn vị Y. "
        "Một phần thay đổi thứ hạng là do đó."
    )


def test_more_than_five_that_joined_are_counted() -> None:
    joined = dict.fromkeys("ABCDEF", 50)

    notes = told(of("2022-Q4", {**THEN, **joined}), of("2022-Q3", THEN)).groups[0].notes

    assert notes[-1] == (
        "Kỳ này xếp hạng 10 đơn vị, quý III năm 2022 xếp hạng 4 đơn vị: thêm 6 đơn vị. "
        "Một phần thay đổi thứ hạng là do đó."
    )


def test_where_the_same_units_are_ranked_nothing_is_said_of_joining() -> None:
    assert not [note for note in view().groups[0].notes if "xếp hạng 4 đơn vị" in note]


def test_a_ranking_names_the_edition_it_is_compared_with() -> None:
    found = told(of("2022-Q4", NOW), of("2022-Q1", THEN), of("2022-Q3", THEN))

    assert found.groups[0].compared_with == "quý III năm 2022"


def test_without_earlier_results_nothing_speaks_of_changes() -> None:
    alone = told(of("2022-Q4", NOW))

    assert {row.change for row in alone.groups[0].rows} == {None}
    assert (alone.groups[0].compared_with, alone.movement) == ("", None)
    assert {(profile.change, profile.steps) for profile in alone.profiles} == {(None, ())}


def test_a_profile_steps_through_the_editions() -> None:
    found = told(of("2022-Q4", NOW), silent(of("2022-Q3", THEN), "W"), of("2022-Q2", THEN))

    assert found.profiles.of("W").steps == (
        StepView("quý II năm 2022", "3/4", "70,00 %"),
        StepView("quý III năm 2022", "—", "—"),
        StepView("quý IV năm 2022", "1/4", "89,50 %"),
    )


# Movement


def test_movement_follows_every_unit_in_the_order_of_the_present_ranking() -> None:
    movement = told(of("2022-Q4", NOW), of("2022-Q3", THEN), of("2022-Q2", {**THEN, "U": 10})).movement

    assert movement is not None
    assert movement.periods == ("quý II năm 2022", "quý III năm 2022", "quý IV năm 2022")
    group = movement.groups[0]
    assert (group.name, group.most) == ("Sở, ban, ngành", 4)
    assert [(line.unit, line.ranks) for line in group.lines] == [
        ("W", (2, 3, 1)), ("X", (3, 4, 2)), ("V", (1, 2, 3)), ("U", (4, 1, 4)),
    ]  # fmt: skip
    assert group.lines[0].scores == ("70,00 %", "70,00 %", "89,50 %")
    assert group.lines[0].change.words == "tăng 2 bậc, từ hạng 3 lên hạng 1"


def test_movement_leaves_gaps_where_there_was_no_rank_and_leaves_out_who_never_had_one() -> None:
    now = silent(silent(of("2022-Q4", {**NOW, "Y": 1}), "U"), "Y")

    movement = told(now, silent(of("2022-Q3", {**THEN, "Y": 1}), "Y")).movement

    assert movement is not None
    lines = {line.unit: line for line in movement.groups[0].lines}
    assert set(lines) == set("UVWX")
    assert (lines["U"].ranks, lines["U"].scores) == ((1, None), ("90,00 %", "—"))


def test_movement_names_each_edition_that_cannot_be_compared_and_why() -> None:
    newer = make_set(indicator("A"), version="1.1.0")
    now = replace(of("2022-Q4", NOW), indicator_set=newer)
    earlier = (
        _other_method(of("2022-Q3", THEN)),
        replace(_claims(of("2022-Q2", THEN)), indicator_set=newer),
        of("2022-Q1", THEN),
    )

    movement = told(now, *earlier).movement

    assert movement is not None
    assert movement.notes == (
        (
            "Bộ chỉ tiêu của quý I năm 2022 là phiên bản 1.0.0, nay là 1.1.0; những gì quyết định điểm và thứ hạng "
            "không đổi nên vẫn so sánh được."
        ),
        "Không so sánh được với quý II năm 2022: một bên theo số tự đánh giá, một bên theo số thẩm định.",
        "Không so sánh được với quý III năm 2022: bộ chỉ tiêu đã đổi cách tính (phiên bản 1.0.0, nay là 1.1.0).",
    )
    assert {line.ranks[1:3] for line in movement.groups[0].lines} == {(None, None)}


def test_invented_figures_of_an_earlier_edition_are_called_that() -> None:
    before = of("2022-Q3", THEN)
    invented = replace(before, record=replace(before.record, illustrative=True))

    movement = told(of("2022-Q4", NOW), invented).movement

    assert movement is not None
    assert movement.notes == ("Số liệu của quý III năm 2022 là số liệu minh họa, không phải số liệu thật.",)
