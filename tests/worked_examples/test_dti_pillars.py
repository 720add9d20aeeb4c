"""What provinces print as “pillars” of the DTI, and what can be told from it.

Trà Vinh 2022 (travinh.gov.vn 691291), Tuyên Quang 2023 (doingoai.tuyenquang.gov.vn id=137762), means of 2024
(dantri.com.vn 20251021181803153). Main indices were printed for none of them: values here are solved backwards.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import UnitScores
from tests.scoring.builders import Value
from tests.worked_examples.tables import Row, builtin, scored, table

F = Fraction
COMMON = ("NTS", "TCS", "HTS", "NLS", "ATTT")
PILLARS = ("CQS", "KTS", "XHS")


def row_of(year: str, unit: str) -> Row:
    (row,) = [row for row in table("dti_values") if (row["year"], row["unit"]) == (year, unit)]
    return row


TRA_VINH, TUYEN_QUANG = row_of("2022", "Trà Vinh"), row_of("2023", "Tuyên Quang")
MEANS_2024 = row_of("2024", "trung bình")


def province(common: str, government: str, economy: str, society: str) -> UnitScores:
    """Score a province whose five common indices all have the same value."""
    definitions = builtin("dti-tinh-2022")
    figures: dict[str, Value] = dict.fromkeys(COMMON, common)
    figures |= {"HDCQS": government, "HDKTS": economy, "HDXHS": society}
    return scored(definitions.indicator_set, definitions.unit_list.units, {"Trà Vinh": figures})["Trà Vinh"]


def four_decimals(scores: UnitScores) -> dict[str, Decimal]:
    shares = {code: scores.nodes[code].share for code in PILLARS} | {"value": scores.total.share}
    return {code: round_half_up(share, 4) for code, share in shares.items() if share is not None}


def test_tra_vinh_2022_fits_pillars_of_common_indices_and_one_activity() -> None:
    """500·F + A = 700 × 0,6683 = 467,81; 650 × 0,6647 = 432,055; 650 × 0,5991 = 389,415; together 607,7.

    The three pillars hold F three times, the total once: 1000·F = 1289,28 - 607,7, so F = 0,6816, and the
    activities are 0,6351; 0,6084; 0,3242. All lie between 0 and 1: it fits, which proves nothing.
    """
    scores = province("0.6816", "0.6351", "0.6084", "0.3242")

    assert four_decimals(scores) == {code: Decimal(TRA_VINH[code]) for code in (*PILLARS, "value")}


def test_tuyen_quang_2023_cannot_be_such_pillars() -> None:
    """A society pillar of 0,4443 allows F = 0,5776 at most, and with that government cannot reach 0,7089."""
    all_else_zero, all_else_full = province("0.5777", "0", "0", "0"), province("0.5776", "1", "1", "1")

    assert four_decimals(all_else_zero)["XHS"] > Decimal(TUYEN_QUANG["XHS"])
    assert four_decimals(all_else_full)["CQS"] < Decimal(TUYEN_QUANG["CQS"])


def test_tuyen_quang_2023_fits_the_bare_activity_indices() -> None:
    """200 × 0,7089 + 150 × 0,6197 + 150 × 0,4443 = 301,38; the other 372,12 of 673,5 are 0,7442 of 500."""
    scores = province("0.7442", *(TUYEN_QUANG[pillar] for pillar in PILLARS))

    assert four_decimals(scores)["value"] == Decimal(TUYEN_QUANG["value"])


def test_means_of_2024_cannot_be_parts_of_the_total() -> None:
    """0,7582; 0,7723; 0,7692 and a total of 0,6961: a mean with whatever weights is no less than its least part."""
    definitions = builtin("dti-tinh-2020")
    figures: dict[str, Value] = {code: MEANS_2024[code] for code in PILLARS}
    scores = scored(definitions.indicator_set, definitions.unit_list.units, {"Trà Vinh": figures})
    weighted = scores["Trà Vinh"].total.share

    assert weighted == F("0.76573")
    assert min(Decimal(MEANS_2024[code]) for code in PILLARS) > Decimal(MEANS_2024["value"])


def test_means_of_2024_would_fit_overlapping_pillars_of_the_shape_of_2022() -> None:
    """700 × 0,7582 + 650 × 0,7723 + 650 × 0,7692 - 696,1 = 836,615 = 1000·F. The points of 2024 are not known."""
    scores = province("0.8366", "0.5622", "0.5580", "0.5445")

    assert four_decimals(scores) == {code: Decimal(MEANS_2024[code]) for code in (*PILLARS, "value")}


@pytest.mark.parametrize("row", [TRA_VINH, TUYEN_QUANG, MEANS_2024], ids=lambda row: str(row["unit"]))
def test_the_plain_mean_of_the_pillars_is_never_the_total(row: Row) -> None:
    mean = sum((F(row[code]) for code in PILLARS), F(0)) / 3

    assert round_half_up(mean, 4) != Decimal(row["value"])
