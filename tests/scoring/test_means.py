"""Means that punish a low part, and comparison pair by pair, worked out by hand."""

from fractions import Fraction
from itertools import permutations

import pytest

from cds_rank.errors import CdsRankError
from cds_rank.model.observation import ObservationStatus
from cds_rank.scoring.means import copeland_shares, geometric_mean, harmonic_mean, weighted_mean
from cds_rank.wording.messages import error_text
from tests.scoring.builders import Table, branch, got, index, indicator, make_set, no_figure

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)


def of(*parts: tuple[int | str, int | str]) -> list[tuple[Fraction, Fraction]]:
    return [(F(weight), F(share)) for weight, share in parts]


class TestMeans:
    def test_of_a_quarter_and_one(self) -> None:
        """1/4 and 1: arithmetic 5/8, geometric √(1/4) = 1/2, harmonic 2 / (4 + 1) = 2/5."""
        parts = of((1, "1/4"), (1, 1))

        assert (weighted_mean(parts), geometric_mean(parts), harmonic_mean(parts)) == (
            F(5, 8),
            F(1, 2),
            F(2, 5),
        )

    def test_weigh_their_parts(self) -> None:
        """Weights 3 and 1 of 1/2 and 1/32: (1/2)^(3/4) x (1/32)^(1/4) = 2^-2 = 1/4."""
        parts = of((3, "1/2"), (1, "1/32"))

        assert geometric_mean(parts) == F(1, 4)
        assert weighted_mean(parts) == F(49, 128)
        assert harmonic_mean(parts) == 4 / F(6 + 32)

    def test_do_not_depend_on_the_sum_of_weights(self) -> None:
        once, tenfold = of((3, "0.7"), (1, "0.2")), of((30, "0.7"), (10, "0.2"))

        for mean in (weighted_mean, geometric_mean, harmonic_mean):
            assert mean(once) == mean(tenfold)

    def test_a_geometric_mean_that_is_no_fraction_is_kept_to_twelve_decimals(self) -> None:
        """√(1/2) = 0,70710678118654…, rounded half up at the twelfth."""
        assert geometric_mean(of((1, "1/2"), (1, 1))) == F("0.707106781187")

    def test_a_geometric_mean_that_ends_at_the_thirteenth_decimal_rounds_up_in_any_order(self) -> None:
        """Its logarithms add up to a little more or a little less than the mean, as they come."""
        middle = F("0.1234567890125")
        parts = [
            (F(1), middle / 2),
            (F(1), middle * 2),
            (F(1), middle / 3),
            (F(1), middle * 3),
            (F(5), middle),
        ]

        assert {geometric_mean(order) for order in permutations(parts)} == {F("0.123456789013")}

    def test_of_all_the_same_is_the_same(self) -> None:
        for mean in (weighted_mean, geometric_mean, harmonic_mean):
            assert mean(of((1, "0.3"), (2, "0.3"))) == F("0.3")
            assert mean(of((7, "0.3"))) == F("0.3")

    @pytest.mark.parametrize("share", ["1/100", "1/1000000000000"])
    def test_a_low_part_pulls_the_harmonic_mean_below_the_geometric(self, share: str) -> None:
        parts = of((1, share), (1, "9/10"))

        assert harmonic_mean(parts) < geometric_mean(parts) < weighted_mean(parts)


class TestAtZero:
    @pytest.mark.parametrize("mean", ["geometric", "harmonic"])
    def test_it_is_said_of_whom_and_of_what_and_what_to_do(self, mean: str) -> None:
        """Other tools return 0, NaN or nothing at all, and nobody learns which part of which unit it was."""
        broken = make_set(branch("P", indicator("A"), indicator("B"), aggregation=mean))
        with pytest.raises(CdsRankError) as caught:
            index(broken, {"U": {"A": 50, "B": 50}, "V": {"A": 50, "B": 0}})

        assert dict(caught.value.facts) == {"mean": mean, "node": "P", "part": "B", "unit": "Đơn vị V"}
        assert "lowest_share" in error_text(caught.value, "vi")

    def test_a_lowest_share_lifts_what_lies_below_it(self) -> None:
        """0 counts as 1/4: √(1/4 x 1) = 1/2 of 20 points; 1/2 and 1/2 stay 1/2."""
        lifted = make_set(
            branch("P", indicator("A"), indicator("B"), aggregation="geometric", lowest_share="25%")
        )
        scores = index(lifted, {"U": {"A": 100}, "V": {"A": 50, "B": 50}})

        assert [scores[code].total.earned for code in "UV"] == [10, 10]
        assert [scores[code].nodes["P"].how.get("lowest_share") for code in "UV"] == ["0.25", None]

    def test_what_does_not_apply_is_no_zero(self) -> None:
        mean = make_set(branch("P", indicator("A"), indicator("B", max_points=30), aggregation="harmonic"))
        part = index(mean, {"U": {"A": 50, "B": NOT_APPLICABLE}})["U"].nodes["P"]

        assert got(part.earned, part.attainable) == (5, 10)

    def test_nothing_that_applies_is_nothing_attainable(self) -> None:
        mean = make_set(branch("P", indicator("A"), aggregation="geometric"))
        part = index(mean, {"U": {"A": NOT_APPLICABLE}})["U"].nodes["P"]

        assert got(part.earned, part.attainable, part.share) == (0, 0, None)


class TestCopeland:
    ONE = (F(1),)

    def test_counts_whom_one_beats(self) -> None:
        """U beats V and W in two of three parts; V and W draw (one each, one equal): 2, 1/2 and 1/2 of 2."""
        table = [[F(3), F(3), F(1)], [F(2), F(1), F(2)], [F(1), F(2), F(2)]]

        assert copeland_shares([F(1)] * 3, table) == [1, F(1, 4), F(1, 4)]

    def test_a_heavy_part_outweighs_two_light_ones(self) -> None:
        table = [[F(2), F(1), F(1)], [F(1), F(2), F(2)]]

        assert copeland_shares([F(3), F(1), F(1)], table) == [1, 0]
        assert copeland_shares([F(2), F(1), F(1)], table) == [F(1, 2), F(1, 2)]

    def test_a_circle_leaves_all_equal(self) -> None:
        """Each beats one and loses to one: Condorcet's circle."""
        table = [[F(3), F(2), F(1)], [F(1), F(3), F(2)], [F(2), F(1), F(3)]]

        assert copeland_shares([F(1)] * 3, table) == [F(1, 2)] * 3

    def test_all_equal_draw_with_everybody(self) -> None:
        assert copeland_shares(self.ONE, [[F(5)]] * 4) == [F(1, 2)] * 4

    def test_one_alone_has_lost_to_nobody(self) -> None:
        assert copeland_shares(self.ONE, [[F(0)]]) == [1]

    def test_a_unit_without_any_part_takes_no_place(self) -> None:
        assert copeland_shares(self.ONE, [[F(1)], [None], [F(2)]]) == [0, None, 1]

    def test_a_part_that_does_not_apply_is_not_compared(self) -> None:
        """V lacks the first part, where it would have lost: what is left decides."""
        table: list[list[Fraction | None]] = [[F(9), F(1)], [None, F(2)]]

        assert copeland_shares([F(5), F(1)], table) == [0, 1]

    def test_gaps_make_no_rank_depend_on_the_order_of_the_file(self) -> None:
        """Elsewhere, reversing the rows of a file with gaps moves three units in four."""
        table: list[list[Fraction | None]] = [
            [F(3), None, F(1)], [F(2), F(2), None], [None, F(1), F(3)], [F(1), F(3), F(2)], [F(3), F(3), None],
        ]  # fmt: skip
        weights = [F(1), F("0.5"), F(1, 3)]
        before = copeland_shares(weights, table)

        for order in permutations(range(5)):
            after = copeland_shares(weights, [table[i] for i in order])
            assert [after[order.index(i)] for i in range(5)] == before
        for columns in permutations(range(3)):
            turned = [[row[i] for i in columns] for row in table]
            assert copeland_shares([weights[i] for i in columns], turned) == before

    def test_compares_within_the_group_only(self) -> None:
        members = [{"node": "A", "weight": 2}, {"node": "B"}]
        total = {"aggregation": "copeland", "members": members, "weights_total": 3}
        both = [indicator(code, groups=["so", "huyen"]) for code in "AB"]
        groups = [{"code": code, "name": {"vi": code, "en": code}} for code in ("so", "huyen")]
        table: Table = {"U": {"A": 1, "B": 9}, "V": {"A": 2, "B": 1}, "W": {"A": 99, "B": 99}}
        scores = index(make_set(*both, total=total, groups=groups), table, {"W": "huyen"})

        assert {code: s.total.share for code, s in scores.items()} == {"U": 0, "V": 1, "W": 1}
        assert scores["V"].total.attainable == 3
