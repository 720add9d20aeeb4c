"""What a report may not hold is told on the sheet of inputs and above every result: nobody gains by it unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from cds_rank.model.observation import Observation, ObservationStatus, Origin
from cds_rank.model.review import Review, Verdict
from cds_rank.reporting.workbook import build_workbook, places_in
from tests.reporting.recalculation.appeals import typed
from tests.reporting.recalculation.cells import Book, Place, Value, read_book, with_inputs
from tests.reporting.recalculation.office import disagreements, recalculated
from tests.reporting.recalculation.worlds import OPTIONS, World, figure_at
from tests.scoring.builders import Value as Figure
from tests.scoring.builders import indicator, ratio, set_data

INDICATORS = (
    ratio("A", limits={"maximum": 100}, may_be_not_applicable=False),
    ratio("R", limits={"maximum": 150}, may_be_not_applicable=True),
    indicator("V", limits={"minimum": 5, "maximum": 100}, may_be_not_applicable=True),
    indicator("W", limits={"whole": True}),
    indicator("N", {"kind": "capped_count", "points_each": 2}),
    indicator("P", "assessed"),
    indicator("Q", "yes_no"),
    indicator("C", "choice", options=OPTIONS),
    indicator("T"),
)
SUMS = {"sums": [{"total": "T", "parts": ["V", "W"]}]}
GOOD: dict[str, Figure] = {
    "A": (30, 40), "R": (60, 40), "V": 5, "W": 7, "N": 3, "P": 10, "Q": "no", "C": "o1", "T": 12,
}  # fmt: skip
NOT_A_NUMBER = "ô số chứa chữ hoặc TRUE, FALSE"
LEFT = "còn số liệu mà tình trạng không phải là “có số liệu”"
GIVEN = "điểm cho nằm ngoài mức từ 0 đến điểm tối đa"
OUTSIDE = "ngoài giới hạn được nhận"
OF_REVIEWERS = "chỉ người thẩm định mới ghi “không được chấp nhận”"
UNEQUAL = "tổng không bằng các phần cộng lại"


@dataclass(frozen=True)
class Typed:
    """What somebody types into one row, by the kind of cell, and what the row says then."""

    indicator: str
    cells: Mapping[str, Value]
    says: str


TYPED = {
    "X01": Typed("A", {"denominator": 0.0}, "mẫu số bằng 0 mà tử số khác 0"),
    "X02": Typed("A", {"numerator": 41.0}, "tử số lớn hơn mẫu số"),
    "X03": Typed("A", {"numerator": None}, "thiếu tử số hoặc mẫu số"),
    "X04": Typed("A", {"numerator": -1.0}, OUTSIDE),
    "X05": Typed("A", {"numerator": "30"}, NOT_A_NUMBER),
    "X06": Typed("A", {"denominator": True}, NOT_A_NUMBER),
    "X07": Typed("A", {"status": "không áp dụng", "numerator": None, "denominator": None},
                 "chỉ tiêu này không được khai “không áp dụng”"),
    "X08": Typed("A", {"status": None}, "có số liệu mà chưa chọn tình trạng"),
    "X09": Typed("A", {"status": "chưa báo cáo"}, LEFT),
    "X10": Typed("A", {"status": "chưa gửi", "numerator": None, "denominator": None},
                 "tình trạng không có trong danh sách"),
    "X11": Typed("A", {"numerator": None, "denominator": None}, ""),
    "X12": Typed("A", {"numerator": 0.0, "denominator": 0.0}, ""),
    "X13": Typed("A", {"status": "không phát sinh", "numerator": None, "denominator": None}, ""),
    "X14": Typed("R", {"numerator": 61.0}, OUTSIDE),
    "X15": Typed("R", {"status": "không áp dụng", "numerator": None, "denominator": None}, ""),
    "X16": Typed("V", {"value": 100.5}, OUTSIDE),
    "X17": Typed("V", {"value": 4.99}, OUTSIDE),
    "X18": Typed("V", {"value": None}, ""),
    "X19": Typed("V", {"value": "120"}, NOT_A_NUMBER),
    "X20": Typed("V", {"status": "không áp dụng"}, LEFT),
    "X21": Typed("V", {"status": "không phát sinh", "value": None}, "chỉ tỷ lệ mới được khai “không phát sinh”"),
    "X22": Typed("W", {"value": 7.5}, "phải là số nguyên"),
    "X23": Typed("N", {"value": -1.0}, OUTSIDE),
    "X24": Typed("N", {"value": 1.5}, "phải là số nguyên"),
    "X25": Typed("P", {"value": 10.5}, "cao hơn điểm tối đa"),
    "X26": Typed("Q", {"answer": "Đúng"}, "trả lời không có trong danh sách"),
    "X27": Typed("Q", {"answer": True}, "trả lời không có trong danh sách"),
    "X28": Typed("C", {"answer": "Cách 9"}, "trả lời không có trong danh sách"),
    "X29": Typed("C", {"status": "không được chấp nhận"}, LEFT),
    "X30": Typed("V", {"given": 10.01}, GIVEN),
    "X31": Typed("V", {"given": "10"}, NOT_A_NUMBER),
    "X32": Typed("V", {"status": "chưa báo cáo", "value": None, "given": 4.0}, ""),
    "X33": Typed("V", {"status": "không được chấp nhận", "value": None}, OF_REVIEWERS),
    "X34": Typed("C", {"status": "không được chấp nhận", "answer": None}, OF_REVIEWERS),
    "X35": Typed("T", {"value": 12.5}, UNEQUAL),
    "X36": Typed("T", {"value": None}, ""),
    "X37": Typed("V", {"status": "không áp dụng", "value": 6.0}, LEFT),
}  # fmt: skip
STORED: dict[str, tuple[str, Figure | ObservationStatus | Decimal, str]] = {
    "Y1": ("A", (1, 0), "mẫu số bằng 0 mà tử số khác 0"),
    "Y2": ("A", (41, 40), "tử số lớn hơn mẫu số"),
    "Y3": ("A", ObservationStatus.NOT_APPLICABLE, "chỉ tiêu này không được khai “không áp dụng”"),
    "Y4": ("A", ObservationStatus.UNREADABLE, ""),
    "Y5": ("R", (61, 40), OUTSIDE),
    "Y6": ("V", 101, OUTSIDE),
    "Y7": ("W", "7.5", "phải là số nguyên"),
    "Y8": ("V", Decimal(11), GIVEN),
    "Y9": ("T", 11, UNEQUAL),
}


def _world() -> World:
    figures = {
        unit: {code: figure_at((unit, code), said) for code, said in GOOD.items()}
        for unit in (*TYPED, *STORED)
    }
    for unit, (code, said, _says) in STORED.items():
        figures[unit][code] = _stored(unit, code, said)
    return World(set_data(*INDICATORS, checks=SUMS), dict.fromkeys(figures, "so"), figures)


def _stored(unit: str, code: str, said: Figure | ObservationStatus | Decimal) -> Observation:
    if isinstance(said, ObservationStatus):
        return figure_at((unit, code), status=said)
    if isinstance(said, Decimal):
        return replace(figure_at((unit, code), 50), points=said)
    return figure_at((unit, code), said)


WORLD = _world()
PLACES = places_in(WORLD.story())
VALID = World(
    set_data(*INDICATORS, checks=SUMS),
    {"Z": "so"},
    {"Z": {code: figure_at(("Z", code), said) for code, said in GOOD.items()}},
)


_ORIGIN = Origin("tham-dinh.xlsx", "Thẩm định", "H9")
REVIEWED = World(
    set_data(*INDICATORS, checks=SUMS),
    dict.fromkeys(("R1", "R2", "R3"), "so"),
    {
        unit: {code: figure_at((unit, code), said) for code, said in (GOOD | {"T": total}).items()}
        for unit, total in (("R1", 12), ("R2", 12), ("R3", 13))
    },
    reviews=(
        Review("R1", "V", Verdict.ADJUSTED, _ORIGIN, value=Decimal(6)),
        Review("R2", "V", Verdict.REJECTED, _ORIGIN),
        Review("R3", "T", Verdict.AGREED, _ORIGIN),
    ),
)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return build_workbook(WORLD.story())


@pytest.fixture(scope="module")
def computed(workbook: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    inputs: dict[Place, Value] = {}
    for unit, one in TYPED.items():
        cells = PLACES.inputs[unit, one.indicator]
        inputs |= {(cells.sheet, getattr(cells, name)): value for name, value in one.cells.items()}
    valid, there = build_workbook(VALID.story()), places_in(VALID.story())
    spoilt = typed(there, ("Z", "A"), figure_at(("Z", "A"), (1, 0)))
    books = {
        "stored": workbook,
        "typed": with_inputs(workbook, inputs),
        "valid": valid,
        "reviewed": build_workbook(REVIEWED.story()),
        "spoilt": with_inputs(valid, spoilt),
    }
    return recalculated(books, tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("unit", TYPED)
def test_a_row_that_a_report_may_not_hold_says_why(unit: str, computed: dict[str, Book]) -> None:
    one = TYPED[unit]
    cells = PLACES.inputs[unit, one.indicator]

    assert computed["typed"][cells.sheet][cells.check].value == one.says


@pytest.mark.parametrize(
    ("unit", "says"),
    [("X16", UNEQUAL), ("X18", ""), ("X19", ""), ("X37", ""), ("X22", UNEQUAL)],
    ids=["part changed", "part emptied", "part is a text", "part does not apply", "other part changed"],
)
def test_a_sum_is_told_in_the_row_of_the_total_while_all_its_parts_are_numbers(
    unit: str, says: str, computed: dict[str, Book]
) -> None:
    total = PLACES.inputs[unit, "T"]

    assert computed["typed"][total.sheet][total.check].value == says


@pytest.mark.parametrize(
    ("unit", "code", "says"), [("R1", "T", ""), ("R2", "V", ""), ("R2", "T", ""), ("R3", "T", UNEQUAL)]
)
def test_what_reviewers_decided_is_no_error_and_what_a_unit_reported_wrongly_still_is(
    unit: str, code: str, says: str, computed: dict[str, Book]
) -> None:
    cells = places_in(REVIEWED.story()).inputs[unit, code]

    stored = read_book(build_workbook(REVIEWED.story()))[cells.sheet][cells.check].value
    assert (stored, computed["reviewed"][cells.sheet][cells.check].value) == (says, says)


@pytest.mark.parametrize("unit", STORED)
def test_a_result_made_in_spite_of_errors_says_so_in_its_rows(unit: str, workbook: bytes) -> None:
    code, _said, says = STORED[unit]
    cells = PLACES.inputs[unit, code]

    assert read_book(workbook)[cells.sheet][cells.check].value == says


def test_the_stored_checks_are_what_libreoffice_comes_to(workbook: bytes, computed: dict[str, Book]) -> None:
    assert disagreements(read_book(workbook), computed["stored"]) == []


@pytest.mark.parametrize(
    "sheet", [places_in(VALID.story()).rankings["Z"].sheet, "Hồ sơ – Sở, ban, ngành", "Số liệu"]
)
def test_results_are_not_to_be_used_while_a_row_is_refused(sheet: str, computed: dict[str, Book]) -> None:
    told = "Có 1 dòng ở trang “Số liệu” không hợp lệ (cột “Kiểm tra”): kết quả dưới đây chưa dùng được."

    assert told not in {cell.value for cell in computed["valid"][sheet].values()}
    assert told in {cell.value for cell in computed["spoilt"][sheet].values()}


def test_every_row_of_honest_figures_is_empty(computed: dict[str, Book]) -> None:
    places = places_in(VALID.story())

    assert {computed["valid"][cells.sheet][cells.check].value for cells in places.inputs.values()} == {""}
