"""Ways of scoring that stand in real decisions, each with the document it was seen in."""

from fractions import Fraction
from typing import Any

import pytest

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.quantity import round_half_up
from tests.scoring.builders import (
    Value,
    branch,
    indicator,
    make_set,
    named,
    no_figure,
    places,
    points,
    rankings,
    ratio,
    target,
)
from tests.worked_examples.tables import table

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)

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
        codes = ("NTS", "TCS", "HTS", "NLS", "ATTT", "HDCQS", "HDKTS", "HDXHS")
        can_tho = table("dti_2022")[4]
        as_printed = list(can_tho.values())[2:-1]
        weights = ("0.1",) * 5 + ("0.2", "0.15", "0.15")
        one = {"kind": "proportional", "full": 1}
        members = [{"node": code, "weight": weight} for code, weight in zip(codes, weights, strict=True)]
        weighted = make_set(
            *(indicator(code, one) for code in codes),
            total={"aggregation": "weighted_mean", "members": members},
            method={"scale": {"name": named("DTI"), "factor": 1, "suffix": ""}},
        )

        assert can_tho["province"] == "TP. Cần Thơ"
        assert self.earned(weighted, **dict(zip(codes, as_printed, strict=True))) == F("0.692395")

    def test_rescaling_without_a_survey(self) -> None:
        """30 of 100 points come from a survey; without one the rest is put on a scale of 100 (thuonggiaonline)."""
        surveyed = make_set(
            indicator("A", "assessed", max_points=70), indicator("S", "assessed", max_points=30)
        )
        (ranking,) = rankings(surveyed, {"U": {"A": 63, "S": NOT_APPLICABLE}, "V": {"A": 63, "S": 24}})

        assert {entry.unit: str(entry.published) for entry in ranking.ranked} == {"U": "90.00", "V": "87.00"}


def test_six_of_seven_meetings_give_17_14_of_20_points() -> None:
    """A district index prints points with two decimals: 20 × 6/7 = 17,142857…"""
    assert str(round_half_up(points(ratio(max_points=20), (6, 7)).earned, 2)) == "17.14"


def test_a_share_of_51_85_is_printed_as_51_9() -> None:
    """A group printed 51,8: summed in binary floats, 51,85 is 51,8499…; the five parts here are made up."""
    parts = [indicator(code, "assessed", max_points=20) for code in "ABCDE"]
    (ranking,) = rankings(
        make_set(*parts, method={"rounding": {"published_score": 1}}), {"U": dict.fromkeys("ABCDE", "10.37")}
    )

    assert f"{sum([10.37] * 5):.1f}" == "51.8"
    assert str(ranking.ranked[0].published) == "51.9"


def test_a_reviewer_may_set_any_score_up_to_the_maximum() -> None:
    """Seen in a real commune submission: self-assessed 8, verified 6,5; and once higher than the claim."""
    data: dict[str, Any] = indicator("A", "assessed")

    assert points(data, "6.5").earned == F("6.5")
    assert points(data, 10).earned == 10
