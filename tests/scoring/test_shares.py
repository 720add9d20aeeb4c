"""From a value to its share of the maximum: every rule, both directions, on and beyond its bounds."""

from decimal import Decimal
from fractions import Fraction

import pytest

from cds_rank.model.rule import Direction, Step
from cds_rank.scoring.shares import (
    Peers,
    best_in_group_share,
    capped_count_share,
    clipped,
    goalpost_share,
    proportional_share,
    steps_share,
    target_share,
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
