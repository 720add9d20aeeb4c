"""DTI 2024: each main index of a merged province is the plain mean of the old provinces' values.

Printed is that rule, and totals of new provinces (Lào Cai 0,7167); main indices of 2024 are printed for no province,
so that no total of 2024 can be computed. The rule is worked out here on main indices of 2022, of three provinces that
were never merged with one another.
Sources: dantri.com.vn 20251021181803153; vtcnews.vn ar972306; huengaynay.
"""

from fractions import Fraction

from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import UnitScores
from cds_rank.model.unit import Status, Unit
from cds_rank.scoring.merging import merged_scores
from tests.scoring.builders import Value
from tests.worked_examples.tables import builtin, scored, table

COLUMNS = {
    "NTS": "nhan_thuc_so", "TCS": "the_che_so", "HTS": "ha_tang_so", "NLS": "nhan_luc_so",
    "ATTT": "an_toan_thong_tin", "HDCQS": "hoat_dong_chinh_quyen_so", "HDKTS": "hoat_dong_kinh_te_so",
    "HDXHS": "hoat_dong_xa_hoi_so",
}  # fmt: skip
OLD = {row["province"]: row for row in table("dti_2022")[:3]}
NEW = Unit(code="M", name="Ba tỉnh gộp lại để thử", group="tinh", status=Status.RECONSTRUCTED)


def merged() -> UnitScores:
    definitions = builtin("dti-tinh-2022")
    figures: dict[str, dict[str, Value]] = {
        name: {code: row[column] for code, column in COLUMNS.items()} for name, row in OLD.items()
    }
    old = {
        of.unit: of for of in scored(definitions.indicator_set, definitions.unit_list.units, figures).values()
    }
    return merged_scores([NEW], {NEW.code: tuple(old)}, old, definitions.indicator_set)[NEW.code]


def test_a_main_index_is_the_mean_of_three() -> None:
    """Nhận thức số of Đà Nẵng, TP. Hồ Chí Minh, Quảng Ninh: (1,0000 + 0,8917 + 0,9581) / 3 = 0,949933…"""
    assert merged().nodes["NTS"].share == Fraction("2.8498") / 3


def test_every_main_index_is_the_plain_mean() -> None:
    scores = merged()

    for code, column in COLUMNS.items():
        values = [Fraction(row[column]) for row in OLD.values()]
        assert scores.nodes[code].share == sum(values, Fraction(0)) / 3


def test_the_total_of_the_means_is_the_mean_of_the_totals() -> None:
    """(0,800175 + 0,716355 + 0,702445) / 3 = 2,218975 / 3 = 0,739658…, printed as 0,7397."""
    share = merged().total.share

    assert share == Fraction("2.218975") / 3
    assert str(round_half_up(share, 4)) == "0.7397"
