"""Tables of criteria in Excel: what comes out of them, and what is said of the rest."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds_rank.authoring.remarks import RemarkKind
from cds_rank.authoring.set_text import SetHead, set_yaml
from cds_rank.errors import CdsRankError
from cds_rank.model.indicator_set import Branch
from tests.authoring.criteria_workbooks import (
    DISTRICT,
    commune_codes,
    commune_rows,
    indicator,
    loaded,
    outline,
    proposed,
    said,
    workbook,
    yaml_of,
)


def test_a_district_table_comes_out_with_its_rules_and_its_own_words(tmp_path: Path) -> None:
    found = loaded(proposed(workbook(DISTRICT, ["A1:G1", "A11:B11"])), tmp_path)

    rules = {code: (str(item.input), item.rule.kind) for code, item in found.indicators.items()}
    assert rules == {
        "I.1": ("choice", "choice"),
        "I.2": ("count", "steps"),
        "I.3": ("ratio", "proportional"),
        "II.1": ("yes_no", "yes_no"),
        "II.2": ("count", "capped_count"),
        "II.3": ("points", "assessed"),
    }
    assert [item.max_points for item in found.indicators.values()] == [10, 20, 30, 10, 5, 50]
    head = found.indicators["I.1"]
    assert head.evidence.what is not None
    assert head.evidence.what.vi == "Quyết định thành lập"
    assert head.notes is not None
    for words in (
        "- Phó Chủ tịch: 1/2 điểm tối đa;",
        "Nguồn thu thập dữ liệu: UBND huyện",
        "Văn phòng UBND tỉnh",
    ):
        assert words in head.notes.vi
    assert head.source == "Nhập từ bang.xlsx, trang Phụ lục, ô B8"
    assert found.name.vi == "BỘ CHỈ SỐ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ CẤP HUYỆN"
    assert found.legal_basis[0].title == "Kèm theo Quyết định số 12/QĐ-UBND ngày 01/02/2024"


def test_nothing_that_was_guessed_looks_confirmed(tmp_path: Path) -> None:
    assert "status: confirmed" not in yaml_of(proposed(workbook(DISTRICT)))


def test_a_sum_that_is_wrong_is_said_and_not_written(tmp_path: Path) -> None:
    proposal = proposed(workbook(DISTRICT))

    assert ("sum_differs", "C12", "II") in said(proposal)  # 100 declared, 10 + 5 + 50 below it
    assert ("subtotal_differs", "B16", "") in said(proposal)  # 165 declared, 125 in the table
    found = loaded(proposal, tmp_path)
    branches = {node.code: node.max_points for node in found.tree if isinstance(node, Branch)}
    assert branches == {"I": {"xa": 60}, "II": {}}
    assert found.total.max_points == {}
    comments = [line for line in yaml_of(proposal).splitlines() if "CẦN XEM: (ô C12)" in line]
    assert len(comments) == 1


def test_a_total_that_is_right_is_kept_as_a_check(tmp_path: Path) -> None:
    rows = [*DISTRICT[:15], (None, "Tổng cộng", "125 điểm")]

    assert loaded(proposed(workbook(rows)), tmp_path).total.max_points == {"xa": 125}


@pytest.mark.parametrize("spoilt", [False, True], ids=["codes as text", "codes as numbers and dates"])
def test_a_commune_table_keeps_its_62_codes(spoilt: bool, tmp_path: Path) -> None:
    found = loaded(proposed(workbook(commune_rows(spoilt=spoilt))), tmp_path)

    assert list(found.indicators) == commune_codes()
    assert [item.max_points for item in found.indicators.values()][:4] == [10, 20, 30, 0]
    assert {item.rule.kind for item in found.indicators.values()} == {"assessed"}
    assert [node.code for node in found.tree] == ["1", "2", "3", "4", "5", "6"]
    assert [node.name.vi for node in found.tree][4] == "Hoạt động kinh tế số"


def test_codes_that_were_restored_are_listed_each_with_its_cell() -> None:
    proposal = proposed(workbook(commune_rows(spoilt=True)))

    restored = {(r.cell, r.node) for r in proposal.remarks if r.kind is RemarkKind.CODE_RESTORED}
    assert restored == {("A29", "4.10"), ("A39", "4.20")} | {
        (f"A{40 + n}", f"4.22.{n}") for n in range(1, 12)
    }


def test_uneven_capitals_make_one_group_and_are_said() -> None:
    proposal = proposed(workbook(commune_rows(spoilt=False)))

    (remark,) = [r for r in proposal.remarks if r.kind is RemarkKind.GROUP_SPELLINGS]
    assert (remark.node, remark.facts["other"], remark.facts["cells"]) == ("5", "Hoạt động Kinh tế số", "C52")


def test_columns_of_a_report_are_left_out_and_named() -> None:
    proposal = proposed(workbook(commune_rows(spoilt=False)))

    assert [(piece.cell, piece.text) for piece in proposal.left_out] == [
        ("E", "Tự đánh giá"),
        ("F", "Thẩm định"),
    ]


HEAD = ("Mã", "Tiêu chí", "Điểm tối đa", "Cách tính điểm")


def test_codes_alone_make_a_tree_of_any_depth() -> None:
    rows = [
        HEAD,
        ("4", "Hoạt động", 30),
        ("4.1", "a", 10),
        ("4.22", "b", 20),
        ("4.22.1", "c", 5),
        ("4.22.2", "d", 15),
    ]

    proposal = proposed(workbook(rows))

    assert outline(proposal.nodes) == [["4", ["4.1", ["4.22", ["4.22.1", "4.22.2"]]]]]
    leaves = [("B3", "4.1"), ("B5", "4.22.1"), ("B6", "4.22.2")]
    assert said(proposal) == {("method_blank", cell, code) for cell, code in leaves}


def test_letters_numerals_and_merged_titles_head_groups() -> None:
    rows = [
        HEAD,
        ("A. NỀN TẢNG CHUNG",),
        ("I", "Nhận thức"), ("1", "a", 10), ("2", "b", 5),
        ("II", "Thể chế"), ("3", "c", 5),
        ("B. HOẠT ĐỘNG",),
        ("III", "Kinh tế"), ("4", "d", 5),
    ]  # fmt: skip

    proposal = proposed(workbook(rows, ["A2:D2", "A8:D8"]))

    assert outline(proposal.nodes) == [
        ["A", [["I", ["1", "2"]], ["II", ["3"]]]],
        ["B", [["III", ["4"]]]],
    ]


def test_a_group_of_which_the_best_case_counts_is_checked_against_its_best_part(tmp_path: Path) -> None:
    best = "Tính theo trường hợp có điểm cao nhất"
    rows = [
        HEAD,
        ("1", "Trung tâm dữ liệu", 60, best),
        ("1.1", "Có riêng", 60),
        ("1.2", "Thuê", 40),
        ("2", "b", 5),
    ]

    found = loaded(proposed(workbook([*rows, (None, "Tổng cộng", 65)])), tmp_path)

    branch = found.tree[0]
    assert isinstance(branch, Branch)
    assert branch.aggregation.value == "best"
    assert branch.max_points == {"xa": 60}
    assert found.total.max_points == {"xa": 65}


def test_the_letter_i_after_h_is_no_numeral() -> None:
    letters = [row for letter in "HIK" for row in ((letter, f"Nhóm {letter}"), (f"{letter}.1", "a", 1))]

    proposal = proposed(workbook([HEAD, *letters]))

    assert outline(proposal.nodes) == [["H", ["H.1"]], ["I", ["I.1"]], ["K", ["K.1"]]]


def test_a_group_named_beside_a_heading_is_kept_in_the_notes() -> None:
    headings = ("Mã", "Tiêu chí", "Nhóm", "Điểm tối đa")
    rows = [headings, ("I", "Hạ tầng"), ("1", "a", "Bắt buộc", 10), ("2", "b", "Mở rộng", 5)]

    proposal = proposed(workbook(rows))

    assert outline(proposal.nodes) == [["I", ["1", "2"]]]
    assert indicator(proposal, "2").notes == "Nhóm: Mở rộng"


def test_small_letters_and_dashes_below_a_criterion_are_its_parts() -> None:
    rows = [
        HEAD,
        ("1", "Kế hoạch", 10), ("a", "Có kế hoạch", 6), ("b", "Có báo cáo", 4),
        ("2", "Cán bộ", 10), (None, "- Có cán bộ chuyên trách", 7), (None, "- Có tập huấn", 3),
        ("3", "Cổng", 10), (None, "- Có cổng", 10), (None, "- Không có cổng", 0),
    ]  # fmt: skip

    proposal = proposed(workbook(rows))

    assert outline(proposal.nodes) == [["1", ["1.a", "1.b"]], ["2", ["2.1", "2.2"]], ["3", ["3.1", "3.2"]]]


def test_dashes_whose_points_do_not_add_up_are_cases_of_the_method() -> None:
    rows = [
        HEAD,
        ("1", "Trưởng ban", 10),
        (None, "- Chủ tịch", 10),
        (None, "- Phó Chủ tịch", 5),
        (None, "- Khác", 0),
    ]

    found = indicator(proposed(workbook(rows)), "1")

    assert [f"{case.name}: {case.share * 10}" for case in found.scoring.cases] == [
        "Chủ tịch: 10",
        "Phó Chủ tịch: 5",
        "Khác: 0",
    ]


def test_rows_without_code_and_name_go_on_with_the_row_above() -> None:
    rows = [HEAD, ("1", "Trang tin", 10, "Có: 10 điểm"), (None, None, None, "Không: 0 điểm")]

    found = indicator(proposed(workbook(rows, ["A2:A3", "B2:B3", "C2:C3"])), "1")

    assert found.scoring.rule == "yes_no"
    assert "Không: 0 điểm" in found.notes


@pytest.mark.parametrize(
    ("typed", "points", "kind"),
    [
        (10, "10", None),
        ("10 điểm", "10", None),
        ("0,5", "0.5", None),
        (0, "0", None),
        ("1.000", "1000", "maximum_guessed"),
        ("7.04", "7.04", "maximum_guessed"),
        ("Không tính điểm", "0", "maximum_guessed"),
        ("10/20", "0", "maximum_unreadable"),
        ("-5", "0", "deduction"),
        (None, "0", "maximum_missing"),
        ("=1+1", "0", "maximum_unreadable"),  # a formula that no program has calculated
    ],
)
def test_maxima_as_people_type_them(typed: object, points: str, kind: str | None) -> None:
    proposal = proposed(workbook([HEAD[:3], ("1", "a", typed), ("2", "b", 3)]))

    assert indicator(proposal, "1").maximum == Decimal(points)
    about = {found for found, _, node in said(proposal) if node == "1"}
    assert about == ({kind} if kind else set())


def test_a_missing_maximum_is_taken_from_the_method_and_said() -> None:
    proposal = proposed(workbook([HEAD, ("1", "a", None, "Có: 15 điểm; không: 0 điểm")]))

    assert indicator(proposal, "1").maximum == 15
    assert ("maximum_from_method", "B2", "1") in said(proposal)


def test_codes_used_twice_or_missing_get_a_code_of_their_row() -> None:
    proposal = proposed(workbook([HEAD, ("1.1", "a", 1), ("1.1", "b", 2), (None, "c", 3), ("#REF!", "d", 4)]))

    assert [item.code for item in proposal.indicators()] == ["1.1", "1.1-dong-3", "dong-4", "dong-5"]
    assert {kind for kind, _, _ in said(proposal)} >= {"code_twice", "code_made_up", "code_unreadable"}


def test_without_a_header_row_the_columns_can_be_named() -> None:
    content = workbook([("1.1", "Có kế hoạch", 10), ("1.2", "Có báo cáo", 5)])

    with pytest.raises(CdsRankError) as refused:
        proposed(content)
    assert refused.value.code == "criteria_no_header"
    proposal = proposed(content, "code=A", "name=B", "max_points=C", header_row=0)
    assert [f"{item.code}: {item.maximum}" for item in proposal.indicators()] == ["1.1: 10", "1.2: 5"]


def test_a_heading_of_two_rows_is_put_together() -> None:
    headings = [("TT", "Tiêu chí", "Điểm", None), (None, None, "Điểm tối đa", "Tự chấm")]
    rows = [*headings, ("1", "a", 10, 9), ("2", "b", 5, 5)]

    proposal = proposed(workbook(rows, ["A1:A2", "B1:B2", "C1:D1"]))

    assert [f"{item.code}: {item.maximum}{item.notes}" for item in proposal.indicators()] == ["1: 10", "2: 5"]


def test_a_heading_goes_down_as_far_as_its_cells_are_merged_and_the_line_of_numbers_below_is_no_criterion() -> (
    None
):
    headings = [
        ("STT", "Nội dung", "Điểm", None, None),
        (None, None, "Tối đa", "Cấp xã", None),
        (None, None, None, "Tự chấm", "Thẩm định"),
        (1, 2, 3, 4, 5),
    ]
    rows = [*headings, ("1", "a", 10, 9, 8), ("2", "b", 5, 5, 4)]

    proposal = proposed(workbook(rows, ["A1:A3", "B1:B3", "C1:E1", "C2:C3", "D2:E2"]))

    assert [f"{item.code}: {item.maximum}{item.notes}" for item in proposal.indicators()] == ["1: 10", "2: 5"]
    assert [piece.text for piece in proposal.left_out] == ["Tự chấm", "Thẩm định", "1 | 2 | 3 | 4 | 5"]


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c",
        "- x",
        "'x",
        '"x',
        "{x}",
        "%s",
        "null",
        "no",
        "x\ny: z",
        "  x",
        "`x`",
        "&a",
        "*a",
        "!t",
        "| x",
        "💥",
        "\u2028x\u0085y",
        "a\x86b\nc",
    ],
)
def test_what_was_typed_is_text_in_the_yaml_and_nothing_else(text: str, tmp_path: Path) -> None:
    rows = [(*HEAD, "Minh chứng"), ("I", text), ("1", f"T {text}", 10, text, text), ("2", "b", 10)]

    found = loaded(proposed(workbook(rows)), tmp_path)

    first = found.indicators["1"]
    assert first.name.vi == " ".join(f"T {text}".split())
    assert first.evidence.what is not None
    assert first.evidence.what.vi.split() == text.split()
    assert found.tree[0].name.vi.split() == text.split()


def test_the_same_table_gives_the_same_text() -> None:
    assert yaml_of(proposed(workbook(DISTRICT))) == yaml_of(proposed(workbook(DISTRICT)))


def test_every_group_gets_the_maxima(tmp_path: Path) -> None:
    head = SetHead("bang", (("so", "Sở, ban, ngành"), ("xa", "Xã")), "bang")

    text = set_yaml(proposed(workbook(DISTRICT)), head, "vi")

    assert "max_points: {so: 60, xa: 60}" in text
    assert "groups: [so, xa]" in text


_POINTS = st.decimals(min_value=0, max_value=1000, places=2) | st.integers(min_value=0, max_value=1000)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_POINTS, min_size=1, max_size=12), min_size=1, max_size=6), st.booleans())
def test_every_code_and_maximum_comes_out_unchanged(
    tmp_path: Path, groups: list[list[Decimal | int]], as_text: bool
) -> None:
    wanted = {
        f"{group}.{number}": Decimal(points)
        for group, maxima in enumerate(groups, start=1)
        for number, points in enumerate(maxima, start=1)
    }
    rows: list[tuple[object, ...]] = [HEAD[:3]]
    for group, maxima in enumerate(groups, start=1):
        rows.append((str(group), f"Nhóm {group}", None))
        for number, points in enumerate(maxima, start=1):
            typed = str(points).replace(".", ",") if as_text else points
            rows.append((f"{group}.{number}", f"Chỉ tiêu {group}.{number}", typed))

    found = loaded(proposed(workbook(rows)), tmp_path)

    assert {code: item.max_points for code, item in found.indicators.items()} == wanted


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "I", "A", "1", "1.1", 4.1, "a", "-", "Cộng điểm Nhóm I", "x y", "=A1"]),
            st.sampled_from([None, "Tên", "- có", "I. Hạ tầng", "Tổng cộng", "Ghi chú: x", "1.1 Tỷ lệ"]),
            st.sampled_from([None, 5, "5 điểm", "abc", "-5", 0]),
            st.sampled_from([None, "Có: 5 điểm; không: 0", "(a/b) x điểm tối đa", "theo hướng dẫn"]),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_no_row_is_lost_and_the_set_can_be_loaded(
    tmp_path: Path, rows: list[tuple[object, object, object, object]]
) -> None:
    """Every row carries a word of its own in a column that nobody knows."""
    table = [
        (*HEAD, "Cột lạ"),
        *((*row, f"dấu{n}x") for n, row in enumerate(rows)),
        ("99", "Cuối", 1, None, "hết"),
    ]

    proposal = proposed(workbook(table))

    text = yaml_of(proposal)
    assert [n for n in range(len(rows)) if f"dấu{n}x" not in text] == []
    assert loaded(proposal, tmp_path).indicators
