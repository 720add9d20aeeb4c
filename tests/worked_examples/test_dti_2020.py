"""DTI 2020, provinces (QĐ 1726/QĐ-BTTTT): the total is a weighted mean of three pillars.

Known: rank 1 and 3, and the pillars of rank 3 (en.dangcongsan.vn 585850; stttt.bacninh.gov.vn 57420).
"""

from fractions import Fraction

import pytest

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.result import Ranked, UnrankedReason
from tests.scoring.builders import Value
from tests.worked_examples.tables import builtin, number, placed, ranks, table, unranked

PILLARS = ("CQS", "KTS", "XHS")
(BAC_NINH,) = [row for row in table("dti_values") if (row["year"], row["unit"]) == ("2020", "Bắc Ninh")]
FIGURES: dict[str, dict[str, Value]] = {"Bắc Ninh": {pillar: BAC_NINH[pillar] for pillar in PILLARS}}


def of_bac_ninh(indicator_set: IndicatorSet) -> Ranked:
    place = placed(indicator_set, builtin("dti-tinh-2020").unit_list.units, FIGURES)["Tỉnh Bắc Ninh"]
    assert isinstance(place, Ranked)
    return place


def test_bac_ninh_comes_out_as_printed() -> None:
    """0,4 × 0,4449 + 0,3 × 0,3668 + 0,3 × 0,4052 = 0,40956, printed 0,4096."""
    entry = of_bac_ninh(builtin("dti-tinh-2020").indicator_set)

    assert entry.score == Fraction("0.40956")
    assert entry.published == number(BAC_NINH["value"])


@pytest.mark.parametrize("weights", [("0.3", "0.4", "0.3"), ("0.3", "0.3", "0.4"), ("1/3", "1/3", "1/3")])
def test_other_weights_do_not_reproduce_it(weights: tuple[str, str, str]) -> None:
    """The weights are our finding, from this one province; 0,4 on another pillar, or thirds, give another total."""
    by_hand = sum(
        Fraction(weight) * Fraction(BAC_NINH[of]) for weight, of in zip(weights, PILLARS, strict=True)
    )

    assert abs(by_hand - Fraction(BAC_NINH["value"])) > Fraction("0.0005")


def test_its_rank_cannot_be_reproduced_from_one_province() -> None:
    """Printed: 3. The pillars of the other 62 were not published where we could read them; they are named."""
    places = placed(builtin("dti-tinh-2020").indicator_set, builtin("dti-tinh-2020").unit_list.units, FIGURES)

    assert ranks(places) == {"Tỉnh Bắc Ninh": 1}
    assert len(unranked(places)) == 62
    assert unranked(places)["Thành phố Đà Nẵng"] is UnrankedReason.NOT_SUBMITTED
