"""Order, ties, levels, and those without a rank, group by group."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.method import Levels, Ties
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import Ranked, Unranked, UnrankedReason
from cds_rank.scoring.ranking import competition_ranks, level_of
from tests.scoring.builders import (
    Table,
    branch,
    got,
    indicator,
    levels,
    make_set,
    named,
    no_figure,
    places,
    rankings,
    ratio,
)

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)
UNREADABLE = no_figure(ObservationStatus.UNREADABLE)
GROUPS = [{"code": "so", "name": named("Sở")}, {"code": "huyen", "name": named("Huyện")}]
UNRANKED_GROUPS = [GROUPS[0], GROUPS[1] | {"ranked": False}]


def points_set(*codes: str, maximum: int = 100, **more: Any) -> IndicatorSet:
    return make_set(*(indicator(code, "assessed", max_points=maximum) for code in codes or ("A",)), **more)


def of_a(**values: int | str) -> Table:
    return {code: {"A": value} for code, value in values.items()}


def only(indicator_set: IndicatorSet, table: Table) -> Ranked:
    (ranking,) = rankings(indicator_set, table)
    (entry,) = ranking.ranked
    return entry


class TestTies:
    @pytest.mark.parametrize(
        ("ties", "ranks"),
        [
            (Ties.COMPETITION, [1, 2, 2, 4]),
            (Ties.MODIFIED_COMPETITION, [1, 3, 3, 4]),
            (Ties.DENSE, [1, 2, 2, 3]),
        ],
    )
    def test_share_the_rank_that_the_set_declares(self, ties: Ties, ranks: list[int]) -> None:
        assert competition_ranks([80, 70, 70, 60], ties) == ranks
        assert competition_ranks([60, 70, 80, 70], ties) == [ranks[3], ranks[1], ranks[0], ranks[2]]

    @pytest.mark.parametrize(
        ("ties", "ranks"),
        [
            (Ties.COMPETITION, [1, 1, 3, 3, 3, 6]),
            (Ties.MODIFIED_COMPETITION, [2, 2, 5, 5, 5, 6]),
            (Ties.DENSE, [1, 1, 2, 2, 2, 3]),
        ],
    )
    def test_of_many(self, ties: Ties, ranks: list[int]) -> None:
        assert competition_ranks([9, 9, 5, 5, 5, 1], ties) == ranks

    def test_of_all_and_of_none(self) -> None:
        assert [competition_ranks([7, 7, 7], ties) for ties in Ties] == [[1, 1, 1], [3, 3, 3], [1, 1, 1]]
        assert [competition_ranks([], ties) for ties in Ties] == [[], [], []]

    def test_the_wrong_winner_of_scikit_criteria(self) -> None:
        """Its untied ranks of 1.5, 1.5, 3, 0 are 3, 1, 2, 4: the third unit is the best."""
        assert competition_ranks([F("1.5"), F("1.5"), F(3), F(0)]) == [2, 2, 1, 4]

    def test_are_as_the_method_says(self) -> None:
        table = of_a(U=80, V=70, W=70, X=60)
        found = {ties: places(points_set(method={"ties": ties}), table) for ties in Ties}

        assert found == {
            Ties.COMPETITION: {"U": 1, "V": 2, "W": 2, "X": 4},
            Ties.MODIFIED_COMPETITION: {"U": 1, "V": 3, "W": 3, "X": 4},
            Ties.DENSE: {"U": 1, "V": 2, "W": 2, "X": 3},
        }

    def test_are_marked_and_stay_in_the_order_of_the_list(self) -> None:
        (ranking,) = rankings(points_set(), of_a(Z=70, U=80, V=70, W=60))

        assert [(entry.unit, entry.rank, entry.shares_rank) for entry in ranking.ranked] == [
            ("U", 1, False), ("Z", 2, True), ("V", 2, True), ("W", 4, False),
        ]  # fmt: skip

    def test_that_binary_floats_split(self) -> None:
        """0,1 + 0,2 = 0,3, whatever a float thinks of it."""
        assert 0.1 + 0.2 != 0.3
        tied: Table = {
            "U": {"A": "0.1", "B": "0.2"},
            "V": {"A": "0.3", "B": 0},
            "W": {"A": "0.2", "B": "0.1"},
        }

        assert places(points_set("A", "B"), tied) == {"U": 1, "V": 1, "W": 1}

    def test_of_thirds(self) -> None:
        """1/3 + 1/3 + 1/3 of three ratios and 1 of one."""
        thirds = make_set(*(ratio(code) for code in "ABC"))
        table: Table = {
            "U": {"A": (1, 3), "B": (1, 3), "C": (1, 3)},
            "V": {"A": (7, 7), "B": (0, 3), "C": (0, 1)},
            "W": {"A": (1, 6), "B": (1, 2), "C": (2, 6)},
        }

        assert places(thirds, table) == {"U": 1, "V": 1, "W": 1}

    def test_do_not_hide_a_true_difference(self) -> None:
        """Two shares that are the same to 17 digits and are not the same."""
        close: Table = {"U": {"A": (10**20 - 1, 10**20)}, "V": {"A": (10**20 - 2, 10**20)}}

        assert places(make_set(ratio()), close) == {"U": 1, "V": 2}


class TestTieBreakers:
    TABLE: ClassVar[Table] = {"U": {"A": 20, "B": 60}, "V": {"A": 40, "B": 40}, "W": {"A": 30, "B": 50}}

    def test_none_leave_the_tie(self) -> None:
        assert places(points_set("A", "B"), self.TABLE) == {"U": 1, "V": 1, "W": 1}

    def test_compare_the_named_nodes(self) -> None:
        assert places(points_set("A", "B", method={"tie_breakers": ["A"]}), self.TABLE) == {
            "V": 1, "W": 2, "U": 3,
        }  # fmt: skip
        assert places(points_set("A", "B", method={"tie_breakers": ["B"]}), self.TABLE) == {
            "U": 1, "W": 2, "V": 3,
        }  # fmt: skip

    def test_come_one_after_the_other(self) -> None:
        table: Table = {
            "U": {"A": 10, "B": 20, "C": 30}, "V": {"A": 10, "B": 30, "C": 20}, "W": {"A": 30, "B": 20, "C": 10},
        }  # fmt: skip

        assert places(points_set("A", "B", "C", method={"tie_breakers": ["A", "C"]}), table) == {
            "W": 1, "U": 2, "V": 3,
        }  # fmt: skip

    def test_never_overrule_the_score(self) -> None:
        table: Table = {"U": {"A": 0, "B": 51}, "V": {"A": 50, "B": 0}}

        assert places(points_set("A", "B", method={"tie_breakers": ["A"]}), table) == {"U": 1, "V": 2}

    def test_leave_true_ties(self) -> None:
        table: Table = {"U": {"A": 20, "B": 60}, "V": {"A": 20, "B": 60}}

        assert places(points_set("A", "B", method={"tie_breakers": ["A", "B"]}), table) == {"U": 1, "V": 1}

    def test_a_node_that_does_not_apply_cannot_win(self) -> None:
        table: Table = {"U": {"A": NOT_APPLICABLE, "B": 0}, "V": {"A": 0, "B": 0}}

        assert places(points_set("A", "B", method={"tie_breakers": ["A"]}), table) == {"V": 1, "U": 2}

    def test_may_be_pillars(self) -> None:
        pillars = make_set(
            branch("P", indicator("A"), indicator("B")), indicator("C"), method={"tie_breakers": ["P"]}
        )
        table: Table = {"U": {"A": 50, "B": 50, "C": 0}, "V": {"A": 0, "B": 0, "C": 100}}

        assert places(pillars, table) == {"U": 1, "V": 2}


class TestRankedOn:
    TABLE = of_a(U="70.004", V="70.001", W="69.995", X="69.994")

    def test_exact_tells_apart_what_looks_the_same_in_print(self) -> None:
        assert places(points_set(), self.TABLE) == {"U": 1, "V": 2, "W": 3, "X": 4}

    def test_published_ties_what_looks_the_same_in_print(self) -> None:
        """70,004; 70,001 and 69,995 are all printed as 70,00; 69,994 is printed as 69,99."""
        found = places(points_set(method={"rank_on": "published"}), self.TABLE)

        assert found == {"U": 1, "V": 1, "W": 1, "X": 4}

    def test_published_breaks_ties_by_exact_shares(self) -> None:
        method = {"rank_on": "published", "tie_breakers": ["A"]}

        assert places(points_set(method=method), self.TABLE) == {"U": 1, "V": 2, "W": 3, "X": 4}


class TestPublishedScore:
    @pytest.mark.parametrize(
        ("earned", "digits", "published"),
        [
            ("51.85", 1, "51.9"),
            ("51.85", 2, "51.85"),
            ("51.85", 0, "52"),
            ("0.005", 2, "0.01"),
            ("0.00499", 2, "0.00"),
            ("99.995", 2, "100.00"),
            ("100", 2, "100.00"),
            ("0", 2, "0.00"),
            ("2.5", 0, "3"),
        ],
    )
    def test_is_rounded_half_up_with_every_digit_shown(
        self, earned: str, digits: int, published: str
    ) -> None:
        entry = only(points_set(method={"rounding": {"published_score": digits}}), of_a(U=earned))

        assert str(entry.published) == published
        assert entry.score == F(earned)

    def test_is_on_the_scale_of_the_set(self) -> None:
        method = {
            "scale": {"name": named("DTI"), "factor": 1, "suffix": ""},
            "rounding": {"published_score": 4},
        }
        entry = only(points_set(maximum=1000, method=method), of_a(U="700.175"))

        assert (entry.score, str(entry.published)) == (F("0.700175"), "0.7002")

    def test_is_the_share_of_the_unit_s_own_maximum(self) -> None:
        """261 of 390 points beat 250 of 400 although both have the same indicators on paper."""
        table: Table = {"U": {"A": 61, "B": NOT_APPLICABLE}, "V": {"A": 60, "B": 61}}
        (ranking,) = rankings(points_set("A", "B"), table)

        assert [got(e.unit, e.earned, e.attainable, str(e.published)) for e in ranking.ranked] == [
            ("U", 61, 100, "61.00"), ("V", 121, 200, "60.50"),
        ]  # fmt: skip


class TestLevels:
    UPPER_BOUND_BELONGS_BELOW = levels(("tot", "above", 75), ("kha", "above", "50.5"), ("kem", None, None))
    LOWER_BOUND_BELONGS_TO_IT = levels(
        ("tot", "at_least", 75), ("kha", "at_least", "50.5"), ("kem", None, None)
    )

    @pytest.mark.parametrize(
        ("score", "above", "at_least"),
        [
            ("100", "tot", "tot"),
            ("75.0001", "tot", "tot"),
            ("75", "kha", "tot"),
            ("74.9999", "kha", "kha"),
            ("50.5", "kem", "kha"),
            ("50.49", "kem", "kem"),
            ("0", "kem", "kem"),
        ],
    )
    def test_bounds_belong_where_the_set_says(self, score: str, above: str, at_least: str) -> None:
        excluded = Levels.model_validate(self.UPPER_BOUND_BELONGS_BELOW)
        included = Levels.model_validate(self.LOWER_BOUND_BELONGS_TO_IT)

        assert (level_of(F(score), excluded), level_of(F(score), included)) == (above, at_least)
        assert level_of(Decimal(score), included) == at_least

    def test_are_judged_by_the_score_that_ranks(self) -> None:
        """74,996 is printed as 75,00: whoever ranks on printed scores gives levels on printed scores."""
        method = {"levels": self.LOWER_BOUND_BELONGS_TO_IT}
        exact = only(points_set(method=method), of_a(U="74.996"))
        printed = only(points_set(method=method | {"rank_on": "published"}), of_a(U="74.996"))

        assert (exact.level, printed.level) == ("kha", "tot")

    def test_none_are_given_without_levels(self) -> None:
        assert only(points_set(), of_a(U=1)).level is None


class TestUnranked:
    def test_a_unit_that_sent_nothing_is_named(self) -> None:
        (ranking,) = rankings(points_set(), of_a(U=1), silent=("V",))

        assert ranking.unranked == (Unranked("V", UnrankedReason.NOT_SUBMITTED, {}),)

    def test_a_refused_unit_keeps_its_reason(self) -> None:
        reason = Unranked("V", UnrankedReason.REFUSED, {"files": "v.xlsx"})
        (ranking,) = rankings(points_set(), of_a(U=1), refused={"V": reason})

        assert ranking.unranked == (reason,)
        assert [entry.unit for entry in ranking.ranked] == ["U"]

    def test_nothing_attainable_has_no_rank(self) -> None:
        table: Table = {"U": {"A": 1}, "V": {"A": NOT_APPLICABLE}}

        assert places(points_set(), table) == {"U": 1, "V": UnrankedReason.NOTHING_ATTAINABLE}

    @pytest.mark.parametrize("absent", [UNREADABLE, no_figure(ObservationStatus.MISSING)])
    def test_missing_values_leave_no_rank_where_the_set_says_so(self, absent: Any) -> None:
        strict = points_set("A", "B", method={"missing": "unranked"})
        (ranking,) = rankings(strict, {"U": {"A": 1, "B": 1}, "V": {"A": 99, "B": absent}, "W": {}})

        assert [entry.unit for entry in ranking.ranked] == ["U"]
        assert ranking.unranked == (
            Unranked("V", UnrankedReason.MISSING_VALUES, {"indicators": "B"}),
            Unranked("W", UnrankedReason.MISSING_VALUES, {"indicators": "A, B"}),
        )

    def test_missing_values_score_zero_where_the_set_says_so(self) -> None:
        assert places(points_set("A", "B"), {"U": {"A": 99}, "V": {"A": 50, "B": 50}}) == {"V": 1, "U": 2}

    def test_a_declared_absence_keeps_the_rank(self) -> None:
        strict = points_set("A", "B", method={"missing": "unranked"})

        assert places(strict, {"U": {"A": 1, "B": NOT_APPLICABLE}}) == {"U": 1}

    def test_nobody_disappears(self) -> None:
        strict = points_set("A", "B", method={"missing": "unranked"}, groups=GROUPS)
        refused = Unranked("R", UnrankedReason.REFUSED, {})
        found = rankings(
            strict,
            {"U": {"A": 1, "B": 1}, "V": {"A": 1}, "W": dict.fromkeys("AB", NOT_APPLICABLE)},
            silent=("S",),
            refused={"R": refused},
        )

        assert sorted(p.unit for ranking in found for p in ranking.placements) == ["R", "S", "U", "V", "W"]


class TestGroups:
    SET = make_set(indicator("A", groups=["so", "huyen"]), groups=GROUPS)
    BOTH: ClassVar[Table] = {"S1": {"A": 10}, "H1": {"A": 90}, "S2": {"A": 20}, "H2": {"A": 5}}
    DISTRICTS: ClassVar = {"H1": "huyen", "H2": "huyen"}

    def test_are_ranked_apart_in_the_order_of_the_set(self) -> None:
        assert places(self.SET, self.BOTH, self.DISTRICTS) == {"S2": 1, "S1": 2, "H1": 1, "H2": 2}
        assert [ranking.group for ranking in rankings(self.SET, self.BOTH, self.DISTRICTS)] == ["so", "huyen"]

    def test_without_units_are_left_out(self) -> None:
        assert [ranking.group for ranking in rankings(self.SET, {"S1": {"A": 10}})] == ["so"]

    def test_that_are_not_ranked_get_a_score_and_no_rank(self) -> None:
        unranked = make_set(indicator("A", groups=["so", "huyen"]), groups=UNRANKED_GROUPS)
        found = rankings(unranked, self.BOTH, self.DISTRICTS)

        assert found[1].ranked == ()
        assert found[1].unranked == (
            Unranked("H1", UnrankedReason.GROUP_NOT_RANKED, {"score": "90"}),
            Unranked("H2", UnrankedReason.GROUP_NOT_RANKED, {"score": "5"}),
        )

    def test_that_are_not_ranked_are_left_out_when_nobody_sent_anything(self) -> None:
        unranked = make_set(indicator("A", groups=["so", "huyen"]), groups=UNRANKED_GROUPS)

        found = rankings(unranked, {"S1": {"A": 10}}, {"H1": "huyen"}, silent=("H1",))
        assert [ranking.group for ranking in found] == ["so"]
