"""Figures that were published, worked out again; where our number differs from the printed one, the test says so."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import GroupRanking, Ranked, UnrankedReason
from cds_rank.reading.definitions import Definitions, builtin_folder, load_definitions
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from tests.scoring.builders import (
    Table,
    Value,
    branch,
    figure,
    got,
    indicator,
    levels,
    make_set,
    named,
    no_figure,
    places,
    points,
    rankings,
    ratio,
    target,
)

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)


def published(earned: str, attainable: str, digits: int = 2) -> Ranked:
    """A unit with so many of so many points, as it comes out of scoring and ranking."""
    of_points = indicator("A", "assessed", max_points=attainable)
    indicator_set = make_set(of_points, method={"rounding": {"published_score": digits}})
    return rankings(indicator_set, {"U": {"A": earned}})[0].ranked[0]


class TestNationalIndex:
    """Totals of the provincial DTI from main indices or pillars printed with four decimals."""

    # dti.gov.vn/xep-hang-2022: unit code → printed main indices, printed total, rank
    CODES = ("NTS", "TCS", "HTS", "NLS", "ATTT", "HDCQS", "HDKTS", "HDXHS")
    TABLE_2022: ClassVar = {
        "48": (("1.0000", "0.9000", "0.8253", "0.8487", "0.7578", "0.8575", "0.7836", "0.5197"), "0.8002", 1),
        "79": (("0.8917", "0.9000", "0.8258", "0.6267", "0.5580", "0.8406", "0.7611", "0.3590"), "0.7163", 2),
        "22": (("0.9581", "0.9000", "0.7648", "0.6250", "0.5382", "0.8385", "0.5904", "0.4505"), "0.7024", 3),
        "46": (("0.9500", "0.9000", "0.6823", "0.6794", "0.6423", "0.8262", "0.6787", "0.3001"), "0.6975", 4),
        "92": (("0.9000", "0.8000", "0.7233", "0.7376", "0.7226", "0.7325", "0.7556", "0.2947"), "0.6924", 5),
    }
    NAMES: ClassVar = {"48": "Đà Nẵng", "79": "Hồ Chí Minh", "22": "Quảng Ninh", "46": "Huế", "92": "Cần Thơ"}
    HO_CHI_MINH = "79"

    @staticmethod
    def load(name: str) -> Definitions:
        folder = builtin_folder()
        return load_definitions(folder / f"{name}.yaml", (folder,))

    def rank(self, name: str, table: dict[str, dict[str, str]]) -> GroupRanking:
        definitions = self.load(name)
        units = definitions.unit_list.units
        figures: dict[tuple[str, str], Observation] = {
            (of, code): figure(value, unit=of, indicator=code)
            for of, values in table.items()
            for code, value in values.items()
        }
        sent = [unit for unit in units if unit.code in table]
        scores = build_index(sent, figures, definitions.indicator_set)
        return rank_units(units, scores, {}, definitions.indicator_set)[0]

    def of_2022(self) -> GroupRanking:
        table = {
            of: dict(zip(self.CODES, printed, strict=True)) for of, (printed, *_) in self.TABLE_2022.items()
        }
        return self.rank("dti-tinh-2022", table)

    def test_the_codes_are_those_provinces(self) -> None:
        by_code = self.load("dti-tinh-2022").unit_list.by_code

        assert all(name in by_code[code].name for code, name in self.NAMES.items())

    def test_2022_totals_come_out_as_printed_but_for_ho_chi_minh_city(self) -> None:
        found = {entry.unit: str(entry.published) for entry in self.of_2022().ranked}
        printed = {of: total for of, (_, total, _) in self.TABLE_2022.items()}

        assert found == printed | {self.HO_CHI_MINH: "0.7164"}

    def test_2022_ho_chi_minh_city_is_one_off_in_the_last_place(self) -> None:
        """Printed: 0,7163. The printed inputs give 0,716355, which is 0,7164: the ministry had more decimals."""
        (entry,) = [entry for entry in self.of_2022().ranked if entry.unit == self.HO_CHI_MINH]

        assert entry.score == F("0.716355")
        assert abs(entry.published - Decimal(self.TABLE_2022[self.HO_CHI_MINH][1])) == Decimal("0.0001")

    def test_2022_unrounded_totals(self) -> None:
        found = {entry.unit: entry.score for entry in self.of_2022().ranked}

        assert found == {
            "48": F("0.800175"), "79": F("0.716355"), "22": F("0.702445"), "46": F("0.697460"), "92": F("0.692395"),
        }  # fmt: skip

    def test_2022_ranks(self) -> None:
        ranking = self.of_2022()

        assert {entry.unit: entry.rank for entry in ranking.ranked} == {
            of: rank for of, (*_, rank) in self.TABLE_2022.items()
        }
        assert {entry.reason for entry in ranking.unranked} == {UnrankedReason.NOT_SUBMITTED}
        assert len(ranking.placements) == 63

    def test_2022_pillars_overlap_so_that_their_sum_is_not_the_total(self) -> None:
        """Đà Nẵng: 5 common indices of 100 points in each pillar, plus an activity of 200, 150 and 150."""
        definitions = self.load("dti-tinh-2022")
        printed = self.TABLE_2022["48"][0]
        figures = {
            ("48", code): figure(value, unit="48", indicator=code)
            for code, value in zip(self.CODES, printed, strict=True)
        }
        scores = build_index([definitions.unit_list.by_code["48"]], figures, definitions.indicator_set)["48"]
        common = sum((F(value) * 100 for value in printed[:5]), F(0))

        assert [scores.nodes[code].earned for code in ("CQS", "KTS", "XHS")] == [
            common + 200 * F("0.8575"), common + 150 * F("0.7836"), common + 150 * F("0.5197"),
        ]  # fmt: skip
        assert scores.total.earned == F("800.175")

    def test_2020_is_a_weighted_mean_of_pillars(self) -> None:
        """Bắc Ninh, rank 3: 0,4 × 0,4449 + 0,3 × 0,3668 + 0,3 × 0,4052 = 0,40956, printed 0,4096."""
        ranking = self.rank("dti-tinh-2020", {"27": {"CQS": "0.4449", "KTS": "0.3668", "XHS": "0.4052"}})
        (entry,) = ranking.ranked

        assert self.load("dti-tinh-2020").unit_list.by_code["27"].label == "Bắc Ninh"
        assert (entry.score, str(entry.published)) == (F("0.40956"), "0.4096")

    def test_2022_ties_skip_a_rank(self) -> None:
        """Thanh Hóa 15, Yên Bái 15, Hậu Giang 17. Their values were not printed; any that tie will do."""
        codes = ("Bắc", "Thanh", "Yên", "Hậu")
        table: Table = dict(zip(codes, ({"A": v} for v in ("60", "59.5", "59.5", "59.4")), strict=True))
        found = places(make_set(indicator()), table)

        assert [14 + int(str(found[code])) - 1 for code in codes] == [14, 15, 15, 17]


class TestShareOfOneSOwnMaximum:
    @pytest.mark.parametrize(
        ("earned", "attainable", "printed"),
        [
            ("84", "85", "98.82"),
            ("82.5", "85", "97.06"),
            ("80", "87", "91.95"),
        ],
    )
    def test_yen_bai_2023_departments(self, earned: str, attainable: str, printed: str) -> None:
        """The province printed the percentages only; the points are the ones that fit (84/85, 82,5/85, 80/87)."""
        assert str(published(earned, attainable).published) == printed

    @pytest.mark.parametrize(
        ("earned", "attainable", "printed"),
        [("340", "340", "100.00"), ("261", "390", "66.92")],
    )
    def test_tay_ninh_2024(self, earned: str, attainable: str, printed: str) -> None:
        """SGGP post772887: 340/340 and 261/390 stand in one block."""
        assert str(published(earned, attainable).published) == printed

    def test_tay_ninh_units_with_other_maxima_rank_together(self) -> None:
        """Văn phòng UBND and Thanh tra have 340 of 340, Sở Y tế 261 of 390: the 50 points do not apply to two."""
        block = make_set(
            indicator("A", "assessed", max_points=340), indicator("B", "assessed", max_points=50),
            method={"ties": "competition"},
        )  # fmt: skip
        table: Table = {
            "VP": {"A": 340, "B": NOT_APPLICABLE}, "TT": {"A": 340, "B": NOT_APPLICABLE}, "YT": {"A": 240, "B": 21},
        }  # fmt: skip

        assert places(block, table) == {"VP": 1, "TT": 1, "YT": 3}

    @pytest.mark.parametrize(
        ("numerator", "denominator", "digits", "printed"),
        [("6073", "6373", 2, "95.29"), ("3053", "3153", 2, "96.83"), ("3053", "3153", 1, "96.8")],
    )
    def test_tu_le_ratios(self, numerator: str, denominator: str, digits: int, printed: str) -> None:
        """Xã Tú Lệ: 6.073/6.373 = 95,29 %; 3.053/3.153 was printed with one decimal, 96,8 %."""
        method = {"rounding": {"published_score": digits}}
        (ranking,) = rankings(make_set(ratio(), method=method), {"U": {"A": (numerator, denominator)}})

        assert str(ranking.ranked[0].published) == printed

    @pytest.mark.parametrize(("numerator", "denominator", "printed"), [(73, 173, "42.2"), (6, 20, "30.0")])
    def test_other_shares_of_yen_bai(self, numerator: int, denominator: int, printed: str) -> None:
        """73 of 173 communes registered (42,2 %)."""
        assert str(round_half_up(F(100 * numerator, denominator), 1)) == printed


class TestLaoCai:
    """QĐ 791/2023 and 684/2024: levels are shares of the group's maximum, the upper bound inclusive."""

    LEVELS = levels(
        ("dan-dat", "above", 75),
        ("nang-cao", "above", 50),
        ("hinh-thanh", "above", 25),
        ("khoi-dong", None, None),
    )

    def level(self, earned: str, maximum: int) -> str | None:
        of_points = indicator("A", "assessed", max_points=maximum)
        indicator_set = make_set(of_points, method={"levels": self.LEVELS})
        return rankings(indicator_set, {"U": {"A": earned}})[0].ranked[0].level

    @pytest.mark.parametrize(
        ("earned", "maximum", "level"),
        [
            ("731.61", 1000, "nang-cao"),  # Sở LĐTBXH 2023, as published
            ("625.3", 1000, "nang-cao"),  # Sở GD&ĐT 2022, as published
            ("750.00", 1000, "nang-cao"),
            ("750.01", 1000, "dan-dat"),  # 75,00 % in print, and above 75 % all the same
            ("500", 1000, "hinh-thanh"),
            ("500.01", 1000, "nang-cao"),
            ("250", 1000, "khoi-dong"),
            ("250.01", 1000, "hinh-thanh"),
            ("562.5", 750, "nang-cao"),
            ("562.51", 750, "dan-dat"),
            ("600", 800, "nang-cao"),
        ],
    )
    def test_bounds(self, earned: str, maximum: int, level: str) -> None:
        assert self.level(earned, maximum) == level

    def test_the_percentage_of_the_first_of_2023(self) -> None:
        """731,61 of 1000 points: 73,16 %."""
        assert str(published("731.61", "1000").published) == "73.16"

    def test_each_group_has_its_own_scale(self) -> None:
        """1000 points with administrative procedures, 750 without (2022)."""
        groups = [{"code": code, "name": named(code)} for code in ("co-tthc", "khong-tthc")]
        both = make_set(
            indicator("A", "assessed", max_points=750, groups=["co-tthc", "khong-tthc"]),
            indicator("T", "assessed", max_points=250, groups=["co-tthc"]),
            groups=groups,
            total={
                "aggregation": "sum", "members": [{"node": "A"}, {"node": "T"}],
                "max_points": {"co-tthc": 1000, "khong-tthc": 750},
            },
        )  # fmt: skip
        table: Table = {"G": {"A": 500, "T": "125.3"}, "V": {"A": 500}}
        found = rankings(both, table, {"G": "co-tthc", "V": "khong-tthc"})

        assert [got(r.ranked[0].rank, r.ranked[0].earned, r.ranked[0].attainable) for r in found] == [
            (1, F("625.3"), 1000), (1, 500, 750),
        ]  # fmt: skip


def test_six_of_seven_meetings_give_17_14_of_20_points() -> None:
    """A district index prints points with two decimals: 20 × 6/7 = 17,142857…"""
    assert str(round_half_up(points(ratio(max_points=20), (6, 7)).earned, 2)) == "17.14"


def test_printed_rank_changes_can_be_wrong_so_they_are_counted_again() -> None:
    """A site says “up 17 places” of a province that went from 40 to 27; that is 13."""
    assert 40 - 27 == 13


MEETINGS = {
    "kind": "steps",
    "steps": [
        {"at_least": 4, "share": "20/20"}, {"at_least": 3, "share": "15/20"},
        {"at_least": 2, "share": "10/20"}, {"at_least": 1, "share": "5/20"},
    ],
}  # fmt: skip
HEADS = [
    {"code": "truong", "name": named("Bí thư hoặc Chủ tịch"), "share": "1"},
    {"code": "pho", "name": named("Phó"), "share": "1/2"},
    {"code": "khac", "name": named("Khác, chưa có"), "share": "0"},
]


class TestPatternsOfDecisions:
    """Ways of scoring that stand in real decisions, each with the document it was seen in."""

    @staticmethod
    def earned(indicator_set: IndicatorSet, **values: Value) -> Fraction:
        return rankings(indicator_set, {"U": values})[0].ranked[0].earned

    @pytest.mark.parametrize(("chaired", "held", "earned"), [(6, 7, F(120, 7)), (7, 7, 20), (0, 7, 0)])
    def test_ratio(self, chaired: int, held: int, earned: Fraction) -> None:
        """Meetings chaired by the head / all meetings, 20 points (thuvienphapluat bulletin 4cac85e7)."""
        assert self.earned(make_set(ratio("A", max_points=20)), A=(chaired, held)) == earned

    @pytest.mark.parametrize(("meetings", "earned"), [(5, 20), (4, 20), (3, 15), (2, 10), (1, 5), (0, 0)])
    def test_stepped_count(self, meetings: int, earned: int) -> None:
        """Meetings of the steering committee in a year, 20 points (thuvienphapluat bulletin 4cac85e7)."""
        assert (
            self.earned(make_set(indicator("A", MEETINGS, input="count", max_points=20)), A=meetings)
            == earned
        )

    @pytest.mark.parametrize(("answer", "earned"), [("truong", 10), ("pho", 5), ("khac", 0)])
    def test_choice_fraction(self, answer: str, earned: int) -> None:
        """Who heads the steering committee, 10 points (cds.tpcaolanh.dongthap.gov.vn)."""
        assert self.earned(make_set(indicator("A", "choice", options=HEADS)), A=answer) == earned

    @pytest.mark.parametrize(
        ("province", "district", "earned"),
        [("yes", "yes", 10), ("yes", "no", 5), ("no", "yes", 5), ("no", "no", 0)],
    )
    def test_additive_parts(self, province: str, district: str, earned: int) -> None:
        """Half for attending the province's meetings, half for chairing one's own (cds.tpcaolanh.dongthap.gov.vn)."""
        parts = [indicator(code, "yes_no", max_points=5) for code in ("A", "B")]

        assert self.earned(make_set(branch("P", *parts)), A=province, B=district) == earned

    @pytest.mark.parametrize(("answer", "earned"), [("yes", 10), ("no", 0)])
    def test_yes_no(self, answer: str, earned: int) -> None:
        """Took part in the whole drill, 10 points (a commune index)."""
        assert self.earned(make_set(indicator("A", "yes_no")), A=answer) == earned

    def test_best_performer(self) -> None:
        """Bandwidth per official against the group's best, 40 points (pdfslide, Phụ lục 1B, ICT index)."""
        best = make_set(indicator("A", "best_in_group", max_points=40))
        (ranking,) = rankings(best, {"U": {"A": "2.5"}, "V": {"A": 10}, "W": {"A": 4}})

        assert {entry.unit: entry.earned for entry in ranking.ranked} == {"V": 40, "W": 16, "U": 10}

    @pytest.mark.parametrize(("applications", "earned"), [(0, 0), (3, 3), (5, 5), (9, 5)])
    def test_count_capped(self, applications: int, earned: int) -> None:
        """A point for each application on the WAN, 5 at most (pdfslide, Phụ lục 1B, ICT index)."""
        each = {"kind": "capped_count", "points_each": 1}

        assert self.earned(make_set(indicator("A", each, max_points=5)), A=applications) == earned

    @pytest.mark.parametrize(
        ("connected", "applications", "earned"), [((8, 10), 3, 39), ((10, 10), 7, 50), ((1, 3), 0, 15)]
    )
    def test_sum_of_a_ratio_and_a_capped_count(
        self, connected: tuple[int, int], applications: int, earned: int
    ) -> None:
        """Ratio × 45 + min(5, applications), 50 points (pdfslide, Phụ lục 1B, ICT index)."""
        each = {"kind": "capped_count", "points_each": 1}
        whole = branch(
            "P", ratio("A", max_points=45), indicator("B", each, max_points=5), max_points={"so": 50}
        )

        assert self.earned(make_set(whole), A=connected, B=applications) == earned

    def test_best_of_cases(self) -> None:
        """A data centre of one's own, or a hired one, 60 points (pdfslide, Phụ lục 1B; the cases are made up)."""
        cases = [indicator("A", "assessed", max_points=60), indicator("B", "assessed", max_points=40)]
        best = make_set(branch("P", *cases, aggregation="best", max_points={"so": 60}))

        assert self.earned(best, A=30, B=40) == 40
        assert self.earned(best, A=45, B=40) == 45
        assert self.earned(best, B=35) == 35

    @pytest.mark.parametrize(("value", "earned"), [(80, 10), (95, 10), (60, F("7.5")), (0, 0)])
    def test_target_threshold(self, value: int, earned: Fraction) -> None:
        """At or above the target the maximum, below it value / target (reconstructed: seen by inference only)."""
        assert self.earned(make_set(indicator("A", "target", target=target(80))), A=value) == earned

    def test_unscored_information(self) -> None:
        """Smart city has 0 points and is not scored (QĐ 922, after eballsviet)."""
        informed = make_set(indicator("A"), indicator("D", max_points=0), method={"missing": "unranked"})

        assert places(informed, {"U": {"A": 50, "D": 100}, "V": {"A": 50}}) == {"U": 1, "V": 1}

    def test_weighted_main_indices(self) -> None:
        """0,1 × 5 + 0,2 + 0,15 + 0,15 (dti.gov.vn, verified by calculation): as weights, Cần Thơ is 0,692395."""
        printed = TestNationalIndex.TABLE_2022["92"][0]
        weights = ("0.1",) * 5 + ("0.2", "0.15", "0.15")
        codes = TestNationalIndex.CODES
        one = {"kind": "proportional", "full": 1}
        members = [{"node": code, "weight": weight} for code, weight in zip(codes, weights, strict=True)]
        weighted = make_set(
            *(indicator(code, one) for code in codes),
            total={"aggregation": "weighted_mean", "members": members},
            method={"scale": {"name": named("DTI"), "factor": 1, "suffix": ""}},
        )

        assert self.earned(weighted, **dict(zip(codes, printed, strict=True))) == F("0.692395")

    def test_rescaling_without_a_survey(self) -> None:
        """30 of 100 points come from a survey; without one the rest is put on a scale of 100 (thuonggiaonline)."""
        surveyed = make_set(
            indicator("A", "assessed", max_points=70), indicator("S", "assessed", max_points=30)
        )
        (ranking,) = rankings(surveyed, {"U": {"A": 63, "S": NOT_APPLICABLE}, "V": {"A": 63, "S": 24}})

        assert {entry.unit: str(entry.published) for entry in ranking.ranked} == {"U": "90.00", "V": "87.00"}


def test_a_reviewer_may_set_any_score_up_to_the_maximum() -> None:
    """Seen in a real commune submission: self-assessed 8, verified 6,5; and once higher than the claim."""
    data: dict[str, Any] = indicator("A", "assessed")

    assert points(data, "6.5").earned == F("6.5")
    assert points(data, 10).earned == 10
