"""Shapes of drawings: where dots pile up, lines break and labels stand."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_rank.reporting.drawing import (
    PLOT_TEXT,
    DotPlot,
    Label,
    bar_path,
    dot_plot,
    extent,
    slopes,
    spark,
    tick,
    wide,
)
from cds_rank.reporting.view.values import (
    Cell,
    ChangeView,
    Dot,
    MovementGroup,
    MovementLine,
    RankedRow,
    Segment,
)

NOTHING = Cell("", "")
SAME = ChangeView("same", "=", "0", "giữ hạng", "", "0", "không đổi")


def points(shape: str) -> list[tuple[float, float]]:
    """Read where the dots of a path stand."""
    places = (dot.removesuffix("h0").split() for dot in shape.split("M")[1:])
    return [(float(x), float(y)) for x, y in places]


def row(*segments: Segment) -> RankedRow:
    return RankedRow("1", "Một", "", 1, False, (), segments, NOTHING, NOTHING, NOTHING, "")


def test_parts_with_the_same_colour_have_another_pattern() -> None:
    eighth = Fraction(1, 16)
    parts = [Segment(slot, "", "", slot * eighth, eighth) for slot in range(16)]

    looks = {(colour, pattern) for colour, pattern, _shape in bar_path(row(*parts))}

    assert len(looks) == 16


def test_a_part_without_points_is_not_drawn() -> None:
    """Half and a quarter of 240."""
    parts = [
        Segment(0, "", "", Fraction(0), Fraction(1, 2)),
        Segment(1, "", "", Fraction(1, 2), Fraction(0)),
        Segment(2, "", "", Fraction(1, 2), Fraction(1, 4)),
    ]

    assert [shape for _colour, _pattern, shape in bar_path(row(*parts))] == [
        "M0 0h120v14H0z",
        "M120 0h60v14H120z",
    ]


def test_every_unit_has_its_dot_and_piles_stay_within_the_drawing() -> None:
    dots = [
        Dot(Fraction(1), "10", tuple(f"Xã {n}" for n in range(150))),
        Dot(Fraction(1, 2), "5", ("Xã A",)),
    ]

    plot = dot_plot(dots, Fraction(1), "{count} đơn vị")

    heights = [y for _x, y in points(plot.dots)]
    assert len(heights) == 151
    assert max(heights) < plot.base < plot.height
    assert plot.height <= 150
    assert [label.text for label in plot.labels] == ["150 đơn vị", "Xã A"]


def test_labels_stay_inside_the_drawing() -> None:
    """At the left end words begin at their dot, at the right end they end there."""
    plot = dot_plot(
        [Dot(Fraction(0), "0", ("A",)), Dot(Fraction(1), "10", ("B",))], Fraction(1, 2), "{count}"
    )

    assert plot.labels == (Label("628", "14", "end", "B"), Label("12", "14", "start", "A"))
    assert plot.median == "320"


def test_when_all_are_equal_one_label_is_enough() -> None:
    assert len(dot_plot([Dot(Fraction(1), "10", ("A", "B"))], Fraction(1), "{count}").labels) == 1


def test_a_criterion_that_nobody_has_is_an_empty_scale() -> None:
    plot = dot_plot([], None, "{count}")

    assert (plot.dots, plot.hollow, plot.median, plot.labels) == ("", "", "", ())


def test_units_without_a_figure_are_hollow_dots_above_those_who_reported_as_little() -> None:
    plot = dot_plot([Dot(Fraction(0), "0", ("A", "B", "C"), without=2)], Fraction(0), "{count}")

    (reported,), hollow = points(plot.dots), points(plot.hollow)
    assert [x for x, _y in hollow] == [reported[0]] * 2
    assert [y < reported[1] for _x, y in hollow] == [True, True]


def boxes(plot: DotPlot) -> list[tuple[float, float, float, float]]:
    """Where words stand at most: left, right, top, bottom."""
    labels = [*plot.labels, *([plot.median_label] if plot.median_label else [])]
    return [(*extent(label), float(label.y) - PLOT_TEXT * 0.86, float(label.y) + 2) for label in labels]


def meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def assert_is_readable(plot: DotPlot) -> None:
    found = boxes(plot)
    assert not [pair for pair in combinations(found, 2) if meet(*pair)]
    assert all(left >= 0 and right <= 640 and top >= 0 for left, right, top, _bottom in found)
    lowest = max((bottom for *_rest, bottom in found), default=0)
    assert all(lowest < y - 3.5 and y + 3.5 < plot.base for _x, y in points(plot.dots + plot.hollow))
    if plot.median_label is not None:
        x, top = float(plot.median), float(plot.median_label.y) + 4
        line = (x - 1, x + 1, top, float(plot.base))
        assert not [box for box in found if meet(line, box)]


_NAMES = st.text("aijmWMÂ ,.Ộ", min_size=1, max_size=45)
_DOTS = st.builds(
    lambda at, names, without: Dot(at, "", tuple(names), min(without, len(names))),
    st.fractions(0, 1, max_denominator=40),
    st.lists(_NAMES, min_size=1, max_size=12),
    st.integers(0, 3),
)


@given(
    st.lists(_DOTS, max_size=6),
    st.none() | st.fractions(0, 1, max_denominator=60),
    st.sampled_from(["trung vị 7,56", "trung vị −1.234,5678", "m"]),
)
def test_no_words_of_a_dot_plot_meet_each_other_the_dots_or_the_median(
    dots: list[Dot], median: Fraction | None, words: str
) -> None:
    assert_is_readable(dot_plot(dots, median, "{count} đơn vị", words))


def test_words_that_have_room_share_a_line_and_others_do_not() -> None:
    """Ends far from each other and from the median need one line; names of 38 letters at one end need two."""
    ends = [Dot(Fraction(0), "", ("A",)), Dot(Fraction(1), "", ("B",))]
    close = [Dot(Fraction(4, 5), "", ("a" * 38,)), Dot(Fraction(1), "", ("b" * 38,))]

    apart = dot_plot(ends, Fraction(1, 2), "{count}", "trung vị 5")
    together = dot_plot(close, Fraction(9, 10), "{count}", "trung vị 9")

    assert {label.y for label in (*apart.labels, apart.median_label) if label} == {"14"}
    assert [label.y for label in (*together.labels, together.median_label) if label] == ["14", "32", "50"]
    assert together.height == apart.height + 36


@pytest.mark.parametrize("at", range(13))
def test_a_name_too_long_for_the_drawing_is_cut(at: int) -> None:
    plot = dot_plot([Dot(Fraction(at, 12), "", ("W" * 300,))], Fraction(at, 12), "{count}", "trung vị 5")

    assert plot.labels[0].text.endswith("W…")
    assert_is_readable(plot)


def test_a_wide_letter_is_reckoned_wider_than_a_narrow_one_and_a_mark_above_it_as_nothing() -> None:
    assert wide("m", 10) > wide("a", 10) > wide("i", 10)
    assert wide("a\u0301", 10) == wide("a", 10)


def test_a_line_is_not_drawn_across_a_gap() -> None:
    drawn = spark((1, None, 3, 2), 4)

    assert drawn.line.count("M") == 2
    assert drawn.line.count("L") == 1
    assert drawn.dots.count("h0") == 3


def test_both_ends_of_a_line_have_their_rank_and_know_their_edition() -> None:
    drawn = spark((None, 8, 3, None, 5), 9)

    assert (drawn.first, drawn.last) == (1, 4)
    assert [(label.text, label.anchor) for label in drawn.labels] == [("8", "end"), ("5", "start")]
    first, last = points(drawn.dots)[0], points(drawn.dots)[-1]
    assert float(drawn.labels[0].x) < first[0] < last[0] < float(drawn.labels[1].x)


def test_one_edition_makes_no_line() -> None:
    assert spark((None, 1), 3).line == ""


def test_units_that_share_a_rank_have_labels_one_below_the_other() -> None:
    lines = tuple(MovementLine(name, name, (1, rank), ("", ""), SAME) for name, rank in (("A", 1), ("B", 1)))

    drawn = slopes(MovementGroup("g", "Nhóm", 1, lines), 2)

    first, second = (line.label for line in drawn.lines)
    assert float(second.y) > float(first.y)
    assert float(second.y) < drawn.height
    assert [label.text for label in drawn.ranks] == ["1"]


def test_a_unit_without_a_rank_now_has_no_line() -> None:
    lines = (MovementLine("A", "A", (1, None), ("", ""), SAME),)

    assert slopes(MovementGroup("g", "Nhóm", 1, lines), 2).lines == ()


def test_small_bars_are_drawn_to_a_twentieth() -> None:
    assert [tick(share) for share in (None, Fraction(0), Fraction(1, 3), Fraction(1))] == [None, 0, 7, 20]
    assert [tick(share) for share in (Fraction(-1, 2), Fraction(6, 5))] == [0, 20]
