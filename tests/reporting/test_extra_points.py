"""Sets with bonus, deductions, limits and means: what is printed adds up, and what is said of it is true."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.result import TOTAL
from cds_rank.record.sealing import SealedResult
from cds_rank.reporting.maxima import Maxima
from cds_rank.reporting.story import Story
from cds_rank.reporting.view import BranchRow, CriterionRow, ProfileView, ReportView, make_view, point_digits
from tests.reporting.test_html import page_of
from tests.reporting.test_workbook import sealed_result
from tests.scoring.builders import branch, composite, indicator, levels, make_set, named

DOWN = "lower_is_better"
CUT = {"above_maximum": "cut", "below_zero": "cut"}
KEPT = {"above_maximum": "kept", "below_zero": "kept"}
NOT_APPLICABLE = ObservationStatus.NOT_APPLICABLE
Figures = Mapping[str, Mapping[str, Any]]


def bonus(code: str, most: object = 3, **more: Any) -> dict[str, Any]:
    return indicator(code, effect="bonus", max_points=most, **more)


def deduction(code: str, most: object = 5, **more: Any) -> dict[str, Any]:
    return indicator(code, effect="deduction", direction=DOWN, max_points=most, **more)


def extra(*tree: dict[str, Any], beyond: Mapping[str, str] = CUT, **more: Any) -> IndicatorSet:
    method = {"extra_points": dict(beyond)} | more.pop("method", {})
    return make_set(*tree, method=method, **more)


def result(made_of: IndicatorSet, figures: Figures) -> SealedResult:
    exact = {
        unit: {
            code: value if isinstance(value, ObservationStatus) else Decimal(str(value))
            for code, value in of.items()
        }
        for unit, of in figures.items()
    }
    return sealed_result(made_of, exact)


def view(made_of: IndicatorSet, figures: Figures) -> ReportView:
    return make_view(Story(result(made_of, figures), "vi"))


def profile(made_of: IndicatorSet, figures: Mapping[str, Any]) -> ProfileView:
    return view(made_of, {"U": figures}).profiles[0]


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", ".").replace("−", "-"))


def rows_added(of: ProfileView) -> Decimal:
    """Add the column up as a reader does: the one of what counts, where there is one."""
    lines = [line for line in of.lines if isinstance(line, CriterionRow)]
    texts = [line.counted if of.shows_counted else line.earned for line in lines]
    return sum((number(text) for text in texts if text != "—"), Decimal(0))


A, B = indicator("A", max_points=60), indicator("B", max_points=40)


class TestAddingUp:
    def test_a_deduction_is_among_the_rows_and_no_rounding(self) -> None:
        """33,333 % of 60 and 93,11 % of 40, less 5: 20,00 + 37,24 − 5,00 = 52,24."""
        of = profile(extra(A, B, deduction("D")), {"A": "33.333", "B": "93.11", "D": 100})

        assert (rows_added(of), of.total_earned, of.rounding_note) == (Decimal("52.24"), "52,24", "")

    def test_a_limit_on_bonus_and_the_cut_of_the_total_are_stated_with_their_amounts(self) -> None:
        """60 + 40 + 3 + 4 = 107; of the bonus 5 count, of 105 the 100 that the scale has."""
        made_of = extra(A, B, branch("X", bonus("E"), bonus("F", 4), at_most=5))

        of = profile(made_of, {"A": 100, "B": 100, "E": 100, "F": 100})

        assert of.rounding_note == (
            "Cộng các dòng chỉ tiêu ở trên được 107,00. “X” chỉ tính trong giới hạn: −2,00. "
            "Tổng vượt điểm tối đa được cắt còn 100: −5,00."
        )
        branches = [line.how for line in of.lines if isinstance(line, BranchRow)]
        assert branches == ["cộng lại +7,00, chỉ tính +5,00 theo giới hạn"]

    def test_a_total_below_zero_that_counts_as_zero_is_stated(self) -> None:
        of = profile(extra(A, deduction("D")), {"A": 0})

        assert of.total_earned == "0,00"
        assert of.rounding_note == (
            "Cộng các dòng chỉ tiêu ở trên được −5,00. Tổng dưới 0 được tính là 0: +5,00."
        )

    def test_a_geometric_mean_is_no_sum_of_its_rows(self) -> None:
        """90 % and 40 % of ten points each: 60 % of twenty, and not 13."""
        parts = branch("G", indicator("A"), indicator("B"), aggregation="geometric")

        of = profile(extra(parts, indicator("C")), {"A": 90, "B": 40, "C": 50})

        assert of.total_earned == "17,00"
        assert of.rounding_note == (
            "Cộng các dòng chỉ tiêu ở trên được 5,00. "
            "“G” gộp theo cách: trung bình nhân, không phải là phép cộng các dòng của nó: +12,00."
        )

    def test_rows_that_count_only_together_are_no_column_to_add_up(self) -> None:
        made_of = make_set(branch("G", indicator("A"), indicator("B"), aggregation="geometric"))

        of = profile(made_of, {"A": 90, "B": 40})

        assert [line.counted for line in of.lines if isinstance(line, CriterionRow)] == ["—", "—"]
        assert of.rounding_note.endswith("không phải là phép cộng các dòng của nó: +12,00.")

    def test_a_total_that_is_a_mean_says_that_it_is_no_sum(self) -> None:
        members = [{"node": "A"}, {"node": "B"}]
        total = {"aggregation": "harmonic", "members": members, "weights_total": 2}

        of = profile(make_set(A, B, total=total), {"A": 90, "B": 40})

        assert of.rounding_note == (
            "Tổng điểm gộp theo cách: trung bình điều hòa; không phải là phép cộng các dòng ở trên."
        )
        assert of.losses is None

    def test_rounding_at_every_node_is_not_put_down_to_printing(self) -> None:
        made_of = make_set(
            branch("P", indicator("A")), method={"rounding": {"published_score": 2, "node_points": 0}}
        )

        of = profile(made_of, {"A": 44})

        assert of.rounding_note == (
            "Cộng các số đã làm tròn ở trên được 4,400; chênh 0,400 là do làm tròn ở từng phần và khi in. "
            "Do làm tròn, các dòng cộng lại chênh so với điểm in của từng phần: “P” +0,400."
        )


_SHARES = st.one_of(st.integers(0, 100), st.decimals(0, 100, places=3), st.just(NOT_APPLICABLE), st.none())
_MOST = st.sampled_from(["1", "3.3", "10", "16.7"])


@st.composite
def small_sets(draw: st.DrawFn) -> tuple[IndicatorSet, dict[str, Any]]:
    """A set of a few branches of every kind, and one unit's figures."""
    codes: list[str] = []

    def leaf(effect: str = "score") -> dict[str, Any]:
        codes.append(f"I{len(codes)}")
        most = draw(st.one_of(_MOST, st.just("0"))) if effect == "score" else draw(_MOST)
        lower = {"direction": DOWN} if effect == "deduction" else {}
        return indicator(codes[-1], effect=effect, max_points=most, may_be_not_applicable=True, **lower)

    def parts(code: str) -> dict[str, Any]:
        kind = draw(st.sampled_from(["sum", "best", "geometric", "bonus", "deduction", "mixed"]))
        count = draw(st.integers(1, 3))
        if kind == "mixed":
            return branch(
                code, *(leaf(draw(st.sampled_from(["score", "bonus", "deduction"]))) for _ in range(count))
            )
        if kind in {"bonus", "deduction"}:
            limit = draw(st.one_of(st.none(), st.sampled_from(["2", "4.5"])))
            return branch(code, *(leaf(kind) for _ in range(count)), **({"at_most": limit} if limit else {}))
        lowest = {"lowest_share": "1%"} if kind == "geometric" else {}
        return branch(code, *(leaf() for _ in range(count)), aggregation=kind, **lowest)

    tree = [
        branch("FIRST", indicator("I", max_points=10)),
        *(parts(f"P{n}") for n in range(draw(st.integers(1, 4)))),
    ]
    beyond = {side: draw(st.sampled_from(["cut", "kept"])) for side in ("above_maximum", "below_zero")}
    digits = draw(st.sampled_from([None, 1]))
    rounding = {"published_score": 2, "indicator_points": digits}
    made_of = extra(*tree, beyond=beyond, method={"rounding": rounding})
    figures = {code: draw(_SHARES) for code in ("I", *codes)}
    return made_of, {code: figure for code, figure in figures.items() if figure is not None}


@given(small_sets())
@settings(max_examples=60)
def test_the_printed_rows_and_what_is_stated_make_the_printed_total(
    given_: tuple[IndicatorSet, dict[str, Any]],
) -> None:
    """Exactly in the decimals printed; and what is called rounding is no more than rounding can be."""
    sealed = result(given_[0], {"U": given_[1]})
    of = make_view(Story(sealed, "vi")).profiles[0]
    added, total, note = rows_added(of), number(of.total_earned), of.rounding_note
    sums = re.findall(r"ở trên được ([−\d.,]*\d)", note)
    assert [number(text) for text in sums] == ([] if added == total else [added])
    stated = [number(text) for text in re.findall(r": ([+−][\d.,]*\d)\.", note)]
    rounding = (
        number(found[0])
        if (found := re.findall(r"do làm tròn khi in: ([+−][\d.,]*\d)", note))
        else Decimal(0)
    )
    if unsigned := re.findall(r"chênh ([\d.,]*\d) là do làm tròn khi in", note):
        rounding = total - added
        assert abs(rounding) == number(unsigned[0])
        stated = [rounding]
    assert added + sum(stated, Decimal(0)) == total
    terms = sum(isinstance(line, CriterionRow) for line in of.lines) + len(stated) + 1
    assert abs(rounding) <= terms * Decimal(1).scaleb(-point_digits(sealed.result)) / 2


class TestMaxima:
    SET = extra(
        branch("P", indicator("A", max_points=60), indicator("N", max_points=0)),
        branch("Q", indicator("B", max_points=40), deduction("D")),
        branch("X", bonus("E"), bonus("F", 4), at_most=5),
        indicator("OUT", max_points=7),
        indicator("SEEN", max_points=0),
        total={"aggregation": "sum", "members": [{"node": node} for node in "PQX"]},
    )

    @pytest.mark.parametrize(
        ("node", "said"),
        [
            ("P", "60 điểm / 1 chỉ tiêu; 1 chỉ tiêu chỉ để theo dõi"),
            ("Q", "40 điểm / 1 chỉ tiêu; điểm trừ tối đa 5 / 1 chỉ tiêu"),
            ("X", "điểm cộng tối đa 5 / 2 chỉ tiêu"),
            (
                TOTAL,
                (
                    "100 điểm / 2 chỉ tiêu; điểm cộng tối đa 5 / 2 chỉ tiêu; điểm trừ tối đa 5 / 1 chỉ tiêu; "
                    "2 chỉ tiêu chỉ để theo dõi; 1 chỉ tiêu ngoài tổng"
                ),
            ),
        ],
    )
    def test_bonus_and_deductions_stand_apart_and_every_criterion_is_counted(
        self, node: str, said: str
    ) -> None:
        assert Maxima(self.SET).extent_text(node, "so", "vi") == said

    def test_every_way_to_put_parts_together_has_a_name_and_its_weights(self) -> None:
        """A branch by geometric mean has its parts' points, a comparison in pairs its weights."""
        compared = composite("CP", "copeland", "A", "B", weights_total=2)
        made_of = make_set(
            branch("G", indicator("A"), indicator("B"), aggregation="geometric", lowest_share="1%"),
            composites=[compared],
        )

        tree = view(made_of, {"U": {"A": 50, "B": 50}}).method.tree

        assert [(row.how, *row.per_group) for row in tree] == [
            ("trung bình nhân", "20 điểm / 2 chỉ tiêu"),
            ("so từng cặp đơn vị (Copeland)", "2 điểm / 2 chỉ tiêu"),
            ("cộng điểm", "20 điểm / 2 chỉ tiêu"),
        ]

    def test_a_row_that_adds_or_takes_shows_the_most_with_its_sign(self) -> None:
        of = profile(self.SET, {"A": 50, "N": 5120, "B": 50, "D": 20, "E": 100, "F": 50})

        shown = {
            line.code: (line.earned, line.attainable) for line in of.lines if isinstance(line, CriterionRow)
        }
        assert shown["D"] == ("−1,00", "−5")
        assert shown["E"] == ("+3,00", "+3")
        assert shown["N"] == ("—", "—")
        assert of.lines[6].attainable == "+5"  # the branch under its own limit

    def test_the_method_names_what_is_no_maximum(self) -> None:
        listed = {item.code: item for item in view(self.SET, {"U": {"A": 1}}).method.criteria}

        assert [listed[code].maximum for code in ("A", "D", "E")] == ["60", "−5", "+3"]
        assert listed["N"].rule == "Không tính điểm, chỉ để theo dõi."


class TestLosses:
    def test_bonus_does_not_make_losses_smaller_and_a_deduction_is_one(self) -> None:
        """Lost 30 of A and 5 by the deduction; the bonus of 3 is no part of either."""
        of = profile(extra(A, B, bonus("E"), deduction("D")), {"A": 50, "B": 100, "E": 100, "D": 100})

        assert of.losses is not None
        assert [(row.code, row.lost) for row in of.losses.rows] == [("A", "30,00"), ("D", "5,00")]
        assert (of.losses.rest, of.losses.total, of.losses.share) == ("0,00", "35,00", "100")
        assert of.losses.note == "Kể cả điểm bị trừ; chưa kể điểm cộng và phần cắt theo giới hạn."

    def test_deductions_under_a_limit_lose_no_more_than_it(self) -> None:
        limited = branch("Y", deduction("D", 4), deduction("F", 4), at_most=5)

        of = profile(extra(A, limited), {"A": 100})

        assert of.losses is not None
        assert [(row.code, row.lost) for row in of.losses.rows] == [("Y", "5,00")]

    def test_all_points_and_a_bonus_lose_nothing(self) -> None:
        assert profile(extra(A, bonus("E")), {"A": 100, "E": 100}).losses is None


class TestBars:
    SET = extra(A, branch("X", bonus("E", 9), deduction("D")), beyond=KEPT, pillars=["A", "X"])

    def test_a_bar_ends_at_the_maximum_and_begins_at_zero(self) -> None:
        over, under = (
            view(self.SET, {"U": {"A": 100, "E": 100, "D": 0}, "V": {"A": 0, "E": 0}}).groups[0].rows
        )

        assert (over.score.text, under.score.text) == ("115,00", "-8,33")
        assert [(str(s.start), str(s.width)) for s in over.segments] == [("0", "1"), ("1", "0")]
        assert [(s.points, str(s.width)) for s in under.segments] == [("0,00", "0"), ("−5,00", "0")]

    def test_a_deduction_takes_the_bar_s_end(self) -> None:
        (row,) = view(self.SET, {"U": {"A": 50, "E": 0, "D": 100}}).groups[0].rows

        assert [s.width for s in row.segments] == [Fraction(25, 60), 0]

    def test_the_page_says_so_and_why_a_pillar_has_no_column(self) -> None:
        group = view(self.SET, {"U": {"A": 100, "E": 100, "D": 0}}).groups[0]

        assert [column.name for column in group.columns] == ["A"]
        assert group.notes == (
            "Chỉ có điểm cộng, điểm trừ nên không có tỷ lệ và không thành cột: X; xem ở từng đơn vị.",
            (
                "Thanh cơ cấu dài bằng tổng điểm, trong khoảng từ 0 đến điểm tối đa: điểm trừ bớt ở cuối thanh, "
                "phần vượt điểm tối đa không vẽ."
            ),
        )

    def test_shares_beside_the_group_are_drawn_within_the_bar(self) -> None:
        made_of = extra(branch("P", indicator("A"), bonus("E", 5)), beyond=KEPT, pillars=["P"])

        (row,) = profile(made_of, {"A": 100, "E": 100}).pillars

        assert (row.own_text, str(row.own), str(row.best)) == ("150,00", "1", "1")


def test_levels_of_a_group_are_named() -> None:
    own = levels(("gioi", "at_least", 80), ("kha", None, None))
    made_of = make_set(A, groups=[{"code": "so", "name": named("Sở"), "levels": own}])

    page = page_of(result(made_of, {"U": {"A": 90}}))

    assert page.one("table", "ranking").one("td", "level").text == "gioi"


def test_bonus_that_does_not_apply_neither_adds_nor_takes() -> None:
    of = profile(extra(A, bonus("E", may_be_not_applicable=True)), {"A": 50, "E": NOT_APPLICABLE})

    (row,) = (line for line in of.lines if isinstance(line, CriterionRow) and line.code == "E")
    assert (row.earned, row.attainable, row.derivation) == ("—", "—", "Không áp dụng: không cộng, không trừ.")


def test_what_is_only_followed_says_so_whatever_was_reported() -> None:
    made_of = make_set(A, indicator("N", "best_in_group", max_points=0, may_be_not_applicable=True))

    def told(figure: Observation | ObservationStatus | int) -> str:
        lines = profile(made_of, {"A": 1, "N": figure}).lines
        return next(line.derivation for line in lines if isinstance(line, CriterionRow) and line.code == "N")

    assert told(5120) == "Không tính điểm, chỉ để theo dõi."
    assert told(ObservationStatus.MISSING) == "Chưa báo cáo. Không tính điểm, chỉ để theo dõi."
