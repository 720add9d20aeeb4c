"""Methods of scoring in words: read exactly, or left to people."""

from decimal import Decimal

import pytest

from cds_rank.authoring.remarks import RemarkKind
from cds_rank.authoring.scoring_words import read_scoring


@pytest.mark.parametrize(
    "method",
    [
        "Có: điểm tối đa; không: 0",
        "- Có: 10 điểm\n- Không: 0 điểm",
        "Đã có: 10 điểm, chưa có: 0 điểm.",
        "Chưa ban hành: 0 điểm; đã ban hành: 10 điểm",
        "Có/không",
    ],
)
def test_having_it_or_not_is_yes_or_no(method: str) -> None:
    found = read_scoring(method, Decimal(10))

    assert (found.input, found.rule, found.remark) == ("yes_no", "yes_no", None)


@pytest.mark.parametrize(
    ("method", "numerator", "denominator"),
    [
        (
            "Điểm = (a/b) × Điểm tối đa\na: Số hồ sơ trực tuyến\nb: Tổng số hồ sơ",
            "Số hồ sơ trực tuyến",
            "Tổng số hồ sơ",
        ),
        (
            "a là số hộ có cáp quang; b là tổng số hộ.\nĐiểm = a/b x điểm tối đa",
            "số hộ có cáp quang",
            "tổng số hộ",
        ),
        (
            "Số cuộc họp do Bí thư/Chủ tịch chủ trì / tổng số cuộc họp",
            "Số cuộc họp do Bí thư/Chủ tịch chủ trì",
            "tổng số cuộc họp",
        ),
        (
            "Tỷ lệ = a/b*100%. Điểm = Tỷ lệ * Điểm tối đa. Trong đó: a: số xã đạt; b: số xã",
            "số xã đạt",
            "số xã",
        ),
    ],
)
def test_a_over_b_is_a_ratio_with_both_named(method: str, numerator: str, denominator: str) -> None:
    found = read_scoring(method, Decimal(20))

    assert (found.input, found.rule, found.remark) == ("ratio", "proportional", None)
    assert (found.numerator, found.denominator) == (numerator, denominator)


def test_a_ratio_whose_parts_have_no_name_asks_for_them() -> None:
    found = read_scoring("Điểm = (a/b) × Điểm tối đa", Decimal(20))

    assert (found.rule, found.remark) == ("proportional", RemarkKind.RATIO_PARTS_UNNAMED)


@pytest.mark.parametrize(
    "method",
    [
        "Điểm = a/b × điểm tối đa; a: số hồ sơ; b: tổng số hồ sơ. Nếu dưới 50% thì 0 điểm",
        "Dưới 50%: 0 điểm. Điểm = a/b × điểm tối đa; a: số hồ sơ; b: tổng số hồ sơ",
        "Tỷ lệ x điểm tối đa. Dưới 50% không tính điểm",
        "Điểm = Tỷ lệ × 45 + min(5, số ứng dụng)",
    ],
)
def test_a_ratio_with_a_further_condition_is_left_to_people(method: str) -> None:
    found = read_scoring(method, Decimal(50))

    assert (found.input, found.rule) == ("points", "assessed")
    assert found.remark is not None


def test_cases_with_parts_of_the_maximum_are_a_choice() -> None:
    method = "Trưởng ban là Bí thư/Chủ tịch: điểm tối đa; là Phó: 1/2 điểm tối đa; khác/chưa có: 0"

    found = read_scoring(method, Decimal(10))

    assert found.rule == "choice"
    assert [f"{case.name}: {case.share}" for case in found.cases] == [
        "Trưởng ban là Bí thư/Chủ tịch: 1",
        "là Phó: 1/2",
        "khác/chưa có: 0",
    ]


def test_bands_become_steps_with_the_bounds_as_written() -> None:
    method = (
        "Từ 90% trở lên: 20 điểm\nTrên 70% đến dưới 90%: 15 điểm\nTừ 50% đến 70%: 10 điểm\nDưới 50%: 0 điểm"
    )

    found = read_scoring(method, Decimal(20))

    assert (found.input, found.rule, found.unit) == ("value", "steps", "%")
    assert [f"{band.bound} {band.value}: {band.share}" for band in found.bands] == [
        "at_least 90: 1",
        "above 70: 3/4",
        "at_least 50: 1/2",
    ]


def test_counts_one_by_one_become_steps() -> None:
    found = read_scoring("họp ≥4 lần: 20; 3: 15; 2: 10; 1: 5; còn lại: 0", Decimal(20))

    assert (found.input, found.unit) == ("count", "lần")
    assert [f"{band.bound} {band.value}: {band.share * 20}" for band in found.bands] == [
        "at_least 4: 20",
        "at_least 3: 15",
        "at_least 2: 10",
        "at_least 1: 5",
    ]


def test_where_less_is_better_the_steps_go_upwards() -> None:
    found = read_scoring("Dưới 5%: 20 điểm; từ 5% đến 10%: 10 điểm; trên 10%: 0 điểm", Decimal(20))

    assert found.lower_is_better
    assert [f"{band.bound} {band.value}: {band.share}" for band in found.bands] == [
        "below 5: 1",
        "at_most 10: 1/2",
    ]


@pytest.mark.parametrize(
    "method",
    [
        "Từ 90% trở lên: 20 điểm\nTừ 70% đến 90%: 15 điểm\nDưới 70%: 0 điểm",
        "Từ 90% trở lên: 20 điểm\nTừ 70% đến dưới 80%: 15 điểm\nDưới 70%: 0 điểm",
        "Từ 1.000 lượt trở lên: 20 điểm; dưới 1.000 lượt: 0 điểm",
        "Trên 90%: 10 điểm; từ 50% đến 90%: 20 điểm; dưới 50%: 5 điểm",
    ],
    ids=["overlap at 90", "gap between 80 and 90", "1.000 has two readings", "up and down"],
)
def test_bands_that_are_not_exact_are_left_to_people(method: str) -> None:
    found = read_scoring(method, Decimal(20))

    assert (found.rule, found.remark) == ("assessed", RemarkKind.METHOD_BANDS)


@pytest.mark.parametrize(
    ("method", "each"),
    [
        ("mỗi ứng dụng 1 điểm, tối đa 5", "1"),
        ("Mỗi ứng dụng được 0,5 điểm, tối đa không quá 5 điểm", "0.5"),
        ("Cứ mỗi ứng dụng: 2 điểm", "2"),
    ],
)
def test_so_many_points_each_are_a_capped_count(method: str, each: str) -> None:
    found = read_scoring(method, Decimal(5))

    assert (found.input, found.rule, found.unit) == ("count", "capped_count", "ứng dụng")
    assert found.points_each == Decimal(each)


@pytest.mark.parametrize(
    ("method", "remark"),
    [
        ("mỗi ứng dụng 1 điểm, tối đa 5", RemarkKind.METHOD_NOT_FULL),
        ("Dự họp tỉnh: 1/2 điểm tối đa; chủ trì họp huyện: 1/2 điểm tối đa", RemarkKind.METHOD_PARTS_ADD_UP),
        ("tính theo trường hợp có điểm cao nhất", RemarkKind.METHOD_BEST_CASE),
        ("Có: 8 điểm; không: 0 điểm", RemarkKind.METHOD_NOT_FULL),
        ("Sở Nội vụ chấm theo hướng dẫn riêng", RemarkKind.METHOD_NOT_READ),
    ],
)
def test_what_is_not_read_says_why(method: str, remark: RemarkKind) -> None:
    found = read_scoring(method, Decimal(10))

    assert (found.rule, found.remark) == ("assessed", remark)


def test_the_share_of_the_best_of_the_group_is_read() -> None:
    method = "Tỷ lệ chuẩn hóa = giá trị đơn vị / giá trị lớn nhất nhóm; Điểm = Tỷ lệ chuẩn hóa × điểm tối đa"

    assert read_scoring(method, Decimal(40)).rule == "best_in_group"


@pytest.mark.parametrize(
    "method", ["a/b " * 1000, "Có: 1/0 điểm tối đa; không: 0", "=" * 3999, "9" * 3000 + " điểm"]
)
def test_hostile_methods_are_left_to_people(method: str) -> None:
    assert read_scoring(method, Decimal(10)).rule == "assessed"
