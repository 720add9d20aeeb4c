"""From a value to its share of the maximum: every rule, both directions, on and beyond its bounds."""

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import pytest

from cds_rank.model.rule import Bracket, Direction, Knot, Step
from cds_rank.scoring.shares import (
    Peers,
    best_in_group_share,
    bracket_share,
    capped_count_share,
    clipped,
    goalpost_share,
    mean_rank,
    percentile_share,
    piecewise_share,
    proportional_share,
    rank_share,
    standard_deviation,
    steps_share,
    target_share,
    z_score,
    z_share,
)

UP, DOWN = Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER
F = Fraction


@pytest.mark.parametrize(
    ("share", "kept"), [(F(-1, 9), 0), (0, 0), (F(1, 3), F(1, 3)), (1, 1), (F(10, 9), 1)]
)
def test_a_share_stays_between_nothing_and_all(share: Fraction, kept: Fraction) -> None:
    assert clipped(F(share)) == kept


@pytest.mark.parametrize(
    ("value", "direction", "share"),
    [
        ("45", UP, F(9, 20)),
        ("0", UP, 0),
        ("-5", UP, 0),
        ("100", UP, 1),
        ("120", UP, 1),
        ("45", DOWN, F(11, 20)),
        ("0", DOWN, 1),
        ("-5", DOWN, 1),
        ("100", DOWN, 0),
        ("120", DOWN, 0),
    ],
)
def test_proportional_is_value_over_full_and_its_complement_downwards(
    value: str, direction: Direction, share: Fraction
) -> None:
    assert proportional_share(F(value), Decimal(100), direction) == share


def test_proportional_keeps_thirds_exact() -> None:
    assert proportional_share(F(100, 3), Decimal(100), UP) == F(1, 3)
    assert proportional_share(F("0.7"), Decimal("2.1"), UP) == F(1, 3)


@pytest.mark.parametrize(
    ("value", "direction", "share"),
    [
        ("40", UP, F(1, 2)),
        ("80", UP, 1),
        ("95", UP, 1),
        ("0", UP, 0),
        ("-1", UP, 0),
        ("160", DOWN, F(1, 2)),
        ("80", DOWN, 1),
        ("80.01", DOWN, F(8000, 8001)),
        ("1", DOWN, 1),
        ("0", DOWN, 1),
        ("-3", DOWN, 1),
    ],
)
def test_target_is_value_over_target_upwards_and_target_over_value_downwards(
    value: str, direction: Direction, share: Fraction
) -> None:
    assert target_share(F(value), Decimal(80), direction) == share


@pytest.mark.parametrize(
    ("value", "share"),
    [("95", 1), ("90", 1), ("89.99", F(1, 2)), ("50.01", F(1, 2)), ("50", 0), ("0", 0)],
)
def test_steps_upwards_include_at_least_and_exclude_above(value: str, share: Fraction) -> None:
    steps = [Step(at_least=Decimal(90), share=F(1)), Step(above=Decimal(50), share=F(1, 2))]

    assert steps_share(F(value), steps) == share


@pytest.mark.parametrize(
    ("value", "share"), [("0", 1), ("5", 1), ("5.01", F(1, 3)), ("9.99", F(1, 3)), ("10", 0), ("11", 0)]
)
def test_steps_downwards_include_at_most_and_exclude_below(value: str, share: Fraction) -> None:
    steps = [Step(at_most=Decimal(5), share=F(1)), Step(below=Decimal(10), share=F(1, 3))]

    assert steps_share(F(value), steps) == share


@pytest.mark.parametrize(("count", "share"), [(0, 0), (1, F(1, 5)), (4, F(4, 5)), (5, 1), (6, 1), (-1, 0)])
def test_capped_count_gives_so_many_points_each_up_to_the_maximum(count: int, share: Fraction) -> None:
    assert capped_count_share(F(count), Decimal(1), Decimal(5)) == share


def test_capped_count_without_points_to_earn_is_nothing() -> None:
    assert capped_count_share(F(3), Decimal(1), Decimal(0)) == 0


@pytest.mark.parametrize(
    ("value", "peers", "direction", "share"),
    [
        (30, (30, 90), UP, F(1, 3)),
        (90, (30, 90), UP, 1),
        (0, (0, 90), UP, 0),
        (-3, (-3, 90), UP, 0),
        (0, (0, 0), UP, 0),  # nobody has any: nothing to be proportional to
        (-1, (-1, -2), UP, 0),
        (90, (30, 90), DOWN, F(1, 3)),
        (30, (30, 90), DOWN, 1),
        (0, (0, 5), DOWN, 1),
        (5, (0, 5), DOWN, 0),
        (0, (0, 0), DOWN, 1),
        (-2, (-2, 5), DOWN, 1),
        (5, (-2, 5), DOWN, 0),
    ],
)
def test_best_in_group_compares_with_the_best_peer(
    value: int, peers: tuple[int, ...], direction: Direction, share: Fraction
) -> None:
    assert best_in_group_share(F(value), Peers([F(peer) for peer in peers]), direction) == share


@pytest.mark.parametrize(
    ("value", "direction", "share"),
    [
        ("75", UP, F(55, 65)),
        ("20", UP, 0),
        ("85", UP, 1),
        ("19", UP, 0),
        ("99", UP, 1),
        ("75", DOWN, F(10, 65)),
        ("20", DOWN, 1),
        ("85", DOWN, 0),
        ("19", DOWN, 1),
        ("99", DOWN, 0),
    ],
)
def test_goalposts_follow_the_undp_formula_and_hold_beyond_the_posts(
    value: str, direction: Direction, share: Fraction
) -> None:
    """UNDP HDR, technical note 1: life expectancy has the goalposts 20 and 85 years."""
    assert goalpost_share(F(value), F(20), F(85), direction) == share


def test_goalposts_may_be_negative() -> None:
    assert goalpost_share(F(0), F(-10), F(10), UP) == F(1, 2)


def peers(*values: int | str) -> Peers:
    return Peers([F(value) for value in values])


class TestPeers:
    """2, 4, 4, 4, 5, 5, 7, 9: the textbook example, mean 5 and standard deviation 2."""

    EIGHT: ClassVar = peers(9, 2, 4, 5, 4, 7, 4, 5)

    def test_know_their_extremes_mean_median_and_spread(self) -> None:
        found = self.EIGHT

        assert [found.lowest, found.highest, found.mean, found.median, found.squares] == [
            2,
            9,
            5,
            F(9, 2),
            32,
        ]

    def test_count_what_is_smaller_and_what_is_the_same(self) -> None:
        assert [(self.EIGHT.below(F(v)), self.EIGHT.equal(F(v))) for v in (1, 4, 6, 9)] == [
            (0, 0), (1, 3), (6, 0), (7, 1),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("values", "median"), [((3,), 3), ((3, 4), F(7, 2)), ((9, 1, 5), 5), ((-1, 0, 0, 8), 0)]
    )
    def test_have_the_middle_for_median(self, values: tuple[int, ...], median: Fraction) -> None:
        assert peers(*values).median == median


class TestZScore:
    EIGHT: ClassVar = peers(2, 4, 4, 4, 5, 5, 7, 9)

    @pytest.mark.parametrize(("value", "z"), [(5, 0), (7, 1), (9, 2), (2, F(-3, 2))])
    def test_is_the_distance_from_the_mean_in_standard_deviations(self, value: int, z: Fraction) -> None:
        assert z_score(F(value), self.EIGHT, "population") == z

    def test_of_a_sample_divides_by_one_less(self) -> None:
        """32 / 7 = 4,571428…, its root 2,138089935299; (9 - 5) / that is 1,870828693387 (√3,5)."""
        assert round(standard_deviation(self.EIGHT, "sample"), 12) == F("2.138089935299")
        assert z_score(F(9), self.EIGHT, "sample") == F("1.870828693387")

    def test_of_two_values_is_one_up_and_one_down(self) -> None:
        assert [z_score(F(v), peers(10, 20), "population") for v in (10, 20)] == [-1, 1]

    @pytest.mark.parametrize(
        ("z", "direction", "share"),
        [
            (0, UP, F("0.5")), (2, UP, F("0.7")), (F(-3, 2), UP, F("0.35")),
            (0, DOWN, F("0.5")), (2, DOWN, F("0.3")), (6, UP, 1), (-6, UP, 0), (6, DOWN, 0),
        ],
    )  # fmt: skip
    def test_is_put_on_a_scale_of_a_hundred_around_the_centre(
        self, z: Fraction, direction: Direction, share: Fraction
    ) -> None:
        """Centre 50, spread 10: two deviations above are 70 of 100."""
        assert z_share(F(z), Decimal(50), Decimal(10), direction) == share

    def test_does_not_change_when_all_values_move_or_stretch(self) -> None:
        moved = peers(*(-7 * v + 100 for v in (2, 4, 4, 4, 5, 5, 7, 9)))

        assert z_score(F(-7 * 9 + 100), moved, "population") == -2


class TestRanks:
    @pytest.mark.parametrize(
        ("value", "direction", "rank"),
        [(90, UP, 1), (70, UP, F(5, 2)), (10, UP, 4), (90, DOWN, 4), (70, DOWN, F(5, 2)), (10, DOWN, 1)],
    )
    def test_equal_values_share_the_mean_of_their_ranks(
        self, value: int, direction: Direction, rank: Fraction
    ) -> None:
        """90, 70, 70, 10: ranks 1, 2,5, 2,5 and 4."""
        assert mean_rank(F(value), peers(70, 10, 90, 70), direction) == rank

    @pytest.mark.parametrize(
        ("value", "direction", "share"),
        [(90, UP, 1), (70, UP, F(1, 2)), (10, UP, 0), (90, DOWN, 0), (10, DOWN, 1)],
    )
    def test_become_a_share_of_those_one_could_beat(
        self, value: int, direction: Direction, share: Fraction
    ) -> None:
        """(4 - 2,5) / 3 = 1/2."""
        assert rank_share(F(value), peers(70, 10, 90, 70), direction) == share

    @pytest.mark.parametrize(("value", "share"), [(100, 1), (0, 0), (80, F(5, 6))])
    def test_of_a_value_from_outside_stay_on_the_scale(self, value: int, share: Fraction) -> None:
        """80 stands between rank 1 and 2: rank 1,5, (4 - 1,5) / 3."""
        assert rank_share(F(value), peers(70, 10, 90, 70), UP) == share

    @pytest.mark.parametrize(
        ("value", "direction", "share"),
        [(90, UP, F(7, 8)), (70, UP, F(1, 2)), (10, UP, F(1, 8)), (90, DOWN, F(1, 8)), (10, DOWN, F(7, 8))],
    )
    def test_percentile_counts_who_is_worse_and_half_of_who_is_equal(
        self, value: int, direction: Direction, share: Fraction
    ) -> None:
        """70: one worse, two equal: (1 + 2/2) / 4."""
        assert percentile_share(F(value), peers(70, 10, 90, 70), direction) == share

    def test_percentile_of_one_alone_and_of_all_equal_is_the_middle(self) -> None:
        assert percentile_share(F(3), peers(3), UP) == F(1, 2)
        assert percentile_share(F(3), peers(3, 3, 3), DOWN) == F(1, 2)

    def test_look_at_order_only(self) -> None:
        """Negative values, zero and huge distances are ranks like any others."""
        wide, narrow = peers(-(10**12), 0, 1), peers(1, 2, 3)

        assert [rank_share(v, wide, UP) for v in wide.values] == [
            rank_share(v, narrow, UP) for v in narrow.values
        ]


class TestBrackets:
    """Under 50: 0; from 50 to under 80: 1/2; from 80 to 100, both included: 1."""

    BRACKETS = (
        Bracket(below=Decimal(50), share=F(0)),
        Bracket(at_least=Decimal(50), below=Decimal(80), share=F(1, 2)),
        Bracket(at_least=Decimal(80), at_most=Decimal(100), share=F(1)),
    )

    @pytest.mark.parametrize(
        ("value", "share"),
        [
            ("-3", 0),
            ("49.999", 0),
            ("50", F(1, 2)),
            ("79.999", F(1, 2)),
            ("80", 1),
            ("100", 1),
            ("100.001", F(1, 4)),
        ],
    )
    def test_hold_their_bounds_or_do_not(self, value: str, share: Fraction) -> None:
        assert bracket_share(F(value), self.BRACKETS, F(1, 4)) == share

    def test_exclude_what_is_written_above_and_include_at_most(self) -> None:
        halves = (Bracket(at_most=Decimal(50), share=F(0)), Bracket(above=Decimal(50), share=F(1)))

        assert [bracket_share(F(v), halves, None) for v in ("50", "50.001")] == [0, 1]

    def test_may_have_the_best_in_the_middle(self) -> None:
        """A norm of 20 to 30 is good, less and more is not."""
        middle = (Bracket(at_least=Decimal(20), at_most=Decimal(30), share=F(1)),)

        assert [bracket_share(F(v), middle, F(0)) for v in (19, 20, 30, 31)] == [0, 1, 1, 0]


class TestPiecewise:
    """0 at 10, 3/5 at 50, 1 at 100."""

    KNOTS = tuple(Knot(value=Decimal(v), share=F(s)) for v, s in ((10, 0), (50, "3/5"), (100, 1)))

    @pytest.mark.parametrize(
        ("value", "share"),
        [
            ("-5", 0), ("10", 0), ("30", F(3, 10)), ("50", F(3, 5)), ("75", F(4, 5)), ("100", 1), ("999", 1),
            ("20", F(3, 20)),
        ],
    )  # fmt: skip
    def test_follows_straight_lines_and_stays_beyond_its_ends(self, value: str, share: Fraction) -> None:
        """30 lies half way from 10 to 50: half of 3/5."""
        assert piecewise_share(F(value), self.KNOTS) == share

    def test_may_fall(self) -> None:
        falling = tuple(Knot(value=Decimal(v), share=F(s)) for v, s in ((0, 1), (3, "1/3")))

        assert [piecewise_share(F(v), falling) for v in (0, 1, 3, 9)] == [1, F(7, 9), F(1, 3), F(1, 3)]
