"""DTI 2022, provinces (QĐ 922/QĐ-BTTTT; dti.gov.vn/xep-hang-2022): 63 ranks, main indices of ranks 1 to 5."""

from decimal import Decimal
from fractions import Fraction

from cds_rank.model.result import UnrankedReason
from tests.scoring.builders import Value
from tests.worked_examples.tables import (
    builtin,
    example_set,
    number,
    placed,
    ranked,
    ranks,
    scored,
    table,
    unranked,
    written,
)

F = Fraction
COLUMNS = {
    "NTS": "nhan_thuc_so", "TCS": "the_che_so", "HTS": "ha_tang_so", "NLS": "nhan_luc_so",
    "ATTT": "an_toan_thong_tin", "HDCQS": "hoat_dong_chinh_quyen_so", "HDKTS": "hoat_dong_kinh_te_so",
    "HDXHS": "hoat_dong_xa_hoi_so",
}  # fmt: skip
ROWS = table("dti_2022")
WITH_FIGURES = [row for row in ROWS if row["pdti"]]
FIGURES: dict[str, dict[str, Value]] = {
    row["province"]: {code: row[column] for code, column in COLUMNS.items()} for row in WITH_FIGURES
}
SET = builtin("dti-tinh-2022").indicator_set
UNITS = builtin("dti-tinh-2022").unit_list.units
NAMES = {name: unit.name for name, unit in written(UNITS).items()}
HO_CHI_MINH = NAMES["TP. Hồ Chí Minh"]
PLACES = placed(SET, UNITS, FIGURES)


def test_the_table_names_all_63_provinces_once() -> None:
    assert sorted(NAMES[row["province"]] for row in ROWS) == sorted(unit.name for unit in UNITS)


def test_totals_come_out_as_printed_but_for_ho_chi_minh_city() -> None:
    found = {name: entry.published for name, entry in ranked(PLACES).items()}
    as_printed = {NAMES[row["province"]]: number(row["pdti"]) for row in WITH_FIGURES}

    assert found == as_printed | {HO_CHI_MINH: Decimal("0.7164")}


def test_ho_chi_minh_city_is_one_off_in_the_last_place() -> None:
    """Printed: 0,7163. The printed inputs give 0,716355, which is 0,7164: the ministry had more decimals."""
    entry = ranked(PLACES)[HO_CHI_MINH]
    (row,) = [row for row in WITH_FIGURES if NAMES[row["province"]] == HO_CHI_MINH]

    assert entry.score == F("0.716355")
    assert abs(entry.published - number(row["pdti"])) == Decimal("0.0001")


def test_unrounded_totals() -> None:
    found = {name: entry.score for name, entry in ranked(PLACES).items()}

    assert found == {
        "Thành phố Đà Nẵng": F("0.800175"), "Thành phố Hồ Chí Minh": F("0.716355"),
        "Tỉnh Quảng Ninh": F("0.702445"), NAMES["Thừa Thiên - Huế"]: F("0.697460"),
        "Thành phố Cần Thơ": F("0.692395"),
    }  # fmt: skip


def test_ranks_of_the_first_five() -> None:
    assert ranks(PLACES) == {NAMES[row["province"]]: int(row["rank"]) for row in WITH_FIGURES}


def test_the_58_provinces_without_published_figures_are_named() -> None:
    """Their ranks 6 to 63 were printed, their index values were not readable: nothing to compute from."""
    without = {NAMES[row["province"]] for row in ROWS if not row["pdti"]}

    assert unranked(PLACES) == dict.fromkeys(without, UnrankedReason.NOT_SUBMITTED)
    assert len(without) == 58


def test_the_printed_rank_column_is_competition_ranking() -> None:
    """All 63 rows: values of ours that fall with the printed rank give that column back, 15, 15, 17 included.

    What this can show is the rule for ties and skipped ranks, not the order: that was put in.
    """
    figures: dict[str, dict[str, Value]] = {
        row["province"]: {"DTI": str(1 - Decimal(row["rank"]) / 100)} for row in ROWS
    }
    places = placed(example_set("dti-gia-tri"), UNITS, figures)

    assert ranks(places) == {NAMES[row["province"]]: int(row["rank"]) for row in ROWS}
    assert {name for name, entry in ranked(places).items() if entry.shares_rank} == {
        "Tỉnh Thanh Hóa",
        "Tỉnh Yên Bái",
    }


def test_pillars_overlap_so_that_their_sum_is_not_the_total() -> None:
    """Đà Nẵng: 5 common indices of 100 points in each pillar, plus an activity of 200, 150 and 150."""
    da_nang = WITH_FIGURES[0]
    scores = scored(SET, UNITS, {"TP. Đà Nẵng": FIGURES["TP. Đà Nẵng"]})["TP. Đà Nẵng"]
    common = sum((F(da_nang[COLUMNS[code]]) * 100 for code in ("NTS", "TCS", "HTS", "NLS", "ATTT")), F(0))

    assert [scores.nodes[code].earned for code in ("CQS", "KTS", "XHS")] == [
        common + 200 * F("0.8575"), common + 150 * F("0.7836"), common + 150 * F("0.5197"),
    ]  # fmt: skip
    assert scores.total.earned == F("800.175")
