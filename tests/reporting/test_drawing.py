"""Shapes of drawings: where dots pile up, lines break and labels stand."""

from fractions import Fraction

from cds_rank.reporting.drawing import Label, bar_path, dot_plot, slopes, spark, tick
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
SAME = ChangeView("same", "=", "0", "giữ hạng", "", "0")


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

    heights = [float(dot.split()[1].removesuffix("h0")) for dot in plot.dots.split("M")[1:]]
    assert len(heights) == 151
    assert min(heights) > 41  # the lowest label's line
    assert max(heights) < plot.height - 20  # the scale
    assert plot.height <= 140
    assert [label.text for label in plot.labels] == ["150 đơn vị", "Xã A"]


def test_labels_stay_inside_the_drawing() -> None:
    """At the left end words begin at their dot, at the right end they end there."""
    plot = dot_plot(
        [Dot(Fraction(0), "0", ("A",)), Dot(Fraction(1), "10", ("B",))], Fraction(1, 2), "{count}"
    )

    assert plot.labels == (Label("628", "26", "end", "B"), Label("12", "41", "start", "A"))
    assert plot.median == "320"


def test_when_all_are_equal_one_label_is_enough() -> None:
    assert len(dot_plot([Dot(Fraction(1), "10", ("A", "B"))], Fraction(1), "{count}").labels) == 1


def test_a_criterion_that_nobody_has_is_an_empty_scale() -> None:
    plot = dot_plot([], None, "{count}")

    assert (plot.dots, plot.median, plot.labels) == ("", "", ())


def test_a_line_is_not_drawn_across_a_gap() -> None:
    drawn = spark((1, None, 3, 2), 4)

    assert drawn.line.count("M") == 2
    assert drawn.line.count("L") == 1
    assert drawn.dots.count("h0") == 3


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
