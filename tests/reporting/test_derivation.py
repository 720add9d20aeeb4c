"""How a figure became points, in words: a clerk with a pocket calculator comes to the same points."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.reporting.derivation import derivation
from cds_rank.scoring.index import build_index
from tests.scoring.builders import (
    Value,
    branch,
    figure,
    indicator,
    make_set,
    named,
    no_figure,
    ratio,
    target,
    unit,
)

DOWN = "lower_is_better"
EXTRA = {"extra_points": {"above_maximum": "kept", "below_zero": "kept"}}
OPTIONS = [{"code": c, "name": named(c), "share": s} for c, s in (("pho", "1/3"), ("khac", 0))]
QUESTION = indicator("Q", "yes_no", max_points=0)
PEOPLE = indicator("N", "proportional", input="count", max_points=0)
KNOTS = {
    "kind": "piecewise",
    "knots": [{"value": 0, "share": 0}, {"value": 50, "share": "3/5"}, {"value": 100, "share": 1}],
}
BRACKETS = {"kind": "brackets", "brackets": [{"below": 50, "share": "1/4"}, {"at_least": 50, "share": 1}]}
Z = {"kind": "z_score", "deviation": "population", "when_all_equal": "zero"}
RANK = {"kind": "rank", "when_all_equal": "not_applicable"}
MIN_MAX = {"kind": "min_max", "when_all_equal": "maximum"}


def said(
    of: dict[str, Any],
    value: Value | None,
    *peers: Value,
    beside: Mapping[str, Value] | None = None,
    earlier: Mapping[str, Value] | None = None,
    not_held: frozenset[str] = frozenset(),
    given: str | None = None,
    **method: Any,
) -> str:
    """Say how U came to its points for A; peers: what other units report. given: points from the reviewers."""
    tree = [of, QUESTION, PEOPLE]
    indicator_set = make_set(*tree, method=EXTRA | method)
    figures: dict[tuple[str, str], Observation] = {
        ("U", code): figure(other, indicator=code) for code, other in (beside or {}).items()
    }
    if value is not None:
        own = figure(value)
        figures["U", "A"] = own if given is None else replace(own, points=Decimal(given))
    others = [f"V{place}" for place in range(len(peers))]
    figures |= {(code, "A"): figure(peer, unit=code) for code, peer in zip(others, peers, strict=True)}
    was = {("U", code): figure(other, indicator=code) for code, other in (earlier or {}).items()}
    found = build_index(
        [unit(code) for code in ("U", *others)], figures, indicator_set, earlier=was, not_held=not_held
    )
    return derivation(found["U"].nodes["A"], indicator_set.indicators["A"], "vi")


@pytest.mark.parametrize(
    ("of", "value", "sentence"),
    [
        (indicator(), 45, "45 / 100 × 10 = 4,5 điểm."),
        (indicator(), 120, "120 / 100 × 10, giữ trong khoảng 0 đến 10: 10 điểm."),
        (indicator(direction=DOWN), 45, "(1 − 45 / 100) × 10 = 5,5 điểm."),
        (indicator(direction=DOWN), 130, "(1 − 130 / 100) × 10, giữ trong khoảng 0 đến 10: 0 điểm."),
        (indicator(rule={"kind": "proportional", "floor": 50}), 45, "Giá trị 45 kém mức sàn 50: 0 điểm."),
        (indicator(rule={"kind": "proportional", "ceiling": 90}), 95,
         "Giá trị 95 đạt mức 90, được điểm tối đa: 10 điểm."),
        (indicator(rule="target", target=target(80)), 60, "60 / 80 × 10 = 7,5 điểm."),
        (indicator(rule="target", target=target(80)), 81, "Đạt mục tiêu 80: được điểm tối đa = 10 điểm."),
        (indicator(rule="target", target=target(80)), -8, "-8 / 80 × 10, giữ trong khoảng 0 đến 10: 0 điểm."),
        (indicator(rule="target", target=target(3), direction=DOWN), 9, "3 / 9 × 10 ≈ 3,33 điểm."),
        (indicator(rule=BRACKETS), 49, "Giá trị 49 thuộc khoảng 0,25 điểm tối đa: 0,25 × 10 = 2,5 điểm."),
        (indicator(rule=KNOTS), 75,
         "Nội suy giữa 50 (6 điểm) và 100 (10 điểm): 6 + (75 − 50) / (100 − 50) × (10 − 6) = 8 điểm."),
        (indicator(rule=KNOTS), 50,
         "Giá trị 50 ở điểm gãy hoặc ngoài hai đầu, được 0,6 điểm tối đa: 0,6 × 10 = 6 điểm."),
        (indicator(rule=KNOTS), 130,
         "Giá trị 130 ở điểm gãy hoặc ngoài hai đầu, được 1 điểm tối đa: 1 × 10 = 10 điểm."),
        (indicator(rule={"kind": "capped_count", "points_each": 2}), 3, "3 × 2 điểm, không quá 10 = 6 điểm."),
        (indicator(rule={"kind": "goalposts", "lower": 20, "upper": 85}), 33, "(33 − 20) / (85 − 20) × 10 = 2 điểm."),
        (indicator(rule={"kind": "goalposts", "lower": 20, "upper": 85}), 9,
         "(9 − 20) / (85 − 20) × 10, giữ trong khoảng 0 đến 10: 0 điểm."),
        (indicator(rule="choice", options=OPTIONS), "pho",
         "Trả lời này được 1/3 điểm tối đa: 1/3 × 10 ≈ 3,33 điểm."),
        (indicator(rule="choice", options=OPTIONS, max_points=30), "pho",
         "Trả lời này được 1/3 điểm tối đa: 1/3 × 30 = 10 điểm."),
        (indicator(rule="assessed"), "7.25", "Điểm được chấm: 7,25, điểm tối đa 10 = 7,25 điểm."),
        (ratio(max_points=20), (6, 7), "6 / 7 × 100 ≈ 85,7143. 85,7143 / 100 × 20 ≈ 17,14 điểm."),
    ],
)  # fmt: skip
def test_a_rule_is_said_with_its_numbers(of: dict[str, Any], value: Value, sentence: str) -> None:
    assert said(of, value) == sentence


@pytest.mark.parametrize(
    ("of", "value", "peers", "sentence"),
    [
        (indicator(rule="best_in_group"), 30, (90,), "30 / 90 × 10 ≈ 3,33 điểm."),
        (indicator(rule="best_in_group", direction=DOWN), 90, (30,), "30 / 90 × 10 ≈ 3,33 điểm."),
        (indicator(rule="best_in_group"), -3, (90,), "-3 / 90 × 10, giữ trong khoảng 0 đến 10: 0 điểm."),
        (indicator(rule="best_in_group"), -3, (-2,), "Giá trị cao nhất trong nhóm là -2, không lớn hơn 0: 0 điểm."),
        (indicator(rule="best_in_group", direction=DOWN), 0, (5,),
         "Giá trị 0 không lớn hơn 0, được điểm tối đa: 10 điểm."),
        (indicator(rule="best_in_group", direction=DOWN), 5, (-2,),
         "Giá trị thấp nhất trong nhóm là -2, không lớn hơn 0, còn ở đây là 5: 0 điểm."),
        (indicator(rule=MIN_MAX), 50, (20, 110), "(50 − 20) / (110 − 20) × 10 ≈ 3,33 điểm."),
        (indicator(rule=MIN_MAX), 50, (50,), "Mọi đơn vị trong nhóm có cùng giá trị 50: 10 trên 10 điểm."),
        (indicator(rule=RANK), 50, (50,),
         "Mọi đơn vị trong nhóm có cùng giá trị 50: không tính vào điểm đạt và điểm tối đa."),
        (indicator(rule=RANK), 70, (90, 70, 10), "Hạng 2,5 trong 4: (4 − 2,5) / (4 − 1) × 10 = 5 điểm."),
        (indicator(rule="percentile"), 70, (90, 70, 10), "Hạng 2,5 trong 4: (4 − 2,5 + 0,5) / 4 × 10 = 5 điểm."),
        (indicator(rule=Z), 9, (2, 4, 4, 4, 5, 5, 7), "z = (9 − 5) / 2 = 2; (50 + 10 × z) / 100 × 10 = 7 điểm."),
        (indicator(rule=Z, direction=DOWN), 9, (2, 4, 4, 4, 5, 5, 7),
         "z = (9 − 5) / 2 = 2; (50 − 10 × z) / 100 × 10 = 3 điểm."),
        (indicator(rule=Z | {"centre": 80, "spread": 20}), 9, (2, 4, 4, 4, 5, 5, 7),
         "z = (9 − 5) / 2 = 2; (80 + 20 × z) / 100 × 10, giữ trong khoảng 0 đến 10: 10 điểm."),
    ],
)  # fmt: skip
def test_a_comparison_is_said_with_the_numbers_of_the_group(
    of: dict[str, Any], value: Value, peers: tuple[Value, ...], sentence: str
) -> None:
    assert said(of, value, *peers) == sentence


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (None, "Chưa báo cáo: 0 trên 10 điểm."),
        ("UNREADABLE", "Số liệu không đọc được: 0 trên 10 điểm."),
        ("REJECTED", "Không được chấp nhận khi thẩm định: 0 trên 10 điểm."),
        ("NOT_APPLICABLE", "Không áp dụng: không tính vào điểm đạt và điểm tối đa."),
        ("NOTHING_TO_COUNT", "Không phát sinh (mẫu số bằng 0): 0 trên 10 điểm."),
    ],
)
def test_each_absence_is_said_apart(status: str | None, sentence: str) -> None:
    assert said(indicator(), None if status is None else no_figure(ObservationStatus[status])) == sentence


class TestConditionsAndDivisors:
    ASKED = indicator("A", applies_when={"indicator": "Q", "answer": "yes"})
    PER = indicator("A", {"kind": "proportional", "full": 5}, denomination={"by": "N", "per": 1000})

    def test_a_condition_that_does_not_hold(self) -> None:
        assert said(self.ASKED, 80, beside={"Q": "no"}) == (
            "Chưa đủ điều kiện để tính (theo chỉ tiêu Q): không tính vào điểm đạt và điểm tối đa."
        )

    def test_a_condition_that_was_not_answered(self) -> None:
        assert said(self.ASKED, 80) == (
            "Chưa trả lời chỉ tiêu Q nên chưa rõ có phải tính hay không, coi như chưa báo cáo: 0 trên 10 điểm."
        )

    def test_a_figure_per_so_many(self) -> None:
        assert said(self.PER, 30, beside={"N": 12000}) == "30 / 12.000 × 1.000 = 2,5. 2,5 / 5 × 10 = 5 điểm."

    def test_a_divisor_that_is_missing_or_zero(self) -> None:
        assert said(self.PER, 30) == "Thiếu số liệu của chỉ tiêu N để chia: 0 trên 10 điểm."
        assert said(self.PER, 30, beside={"N": 0}, zero_denominator="not_applicable") == (
            "Không phát sinh (mẫu số bằng 0): không tính vào điểm đạt và điểm tối đa."
        )

    def test_codes_that_look_like_numbers_stay_codes(self) -> None:
        """4.10 is not 4,1."""
        odd = indicator("A", denomination={"by": "4.10"})
        counted = indicator("4.10", "proportional", input="count", max_points=0)
        the_set = make_set(odd, counted)
        scored = build_index([unit("U")], {("U", "A"): figure(3)}, the_set)["U"].nodes["A"]

        assert derivation(scored, the_set.indicators["A"], "vi").startswith(
            "Thiếu số liệu của chỉ tiêu 4.10 "
        )


class TestChange:
    @staticmethod
    def of(kind: str, policy: str = "zero") -> dict[str, Any]:
        return indicator("A", change={"kind": kind, "without_earlier": policy})

    def test_in_percent(self) -> None:
        assert said(self.of("percent"), 150, earlier={"A": 120}) == (
            "(150 − 120) / 120 × 100 = 25. 25 / 100 × 10 = 2,5 điểm."
        )

    def test_in_percent_of_a_negative_figure(self) -> None:
        assert said(self.of("percent"), -5, earlier={"A": -10}) == (
            "(-5 − (-10)) / |-10| × 100 = 50. 50 / 100 × 10 = 5 điểm."
        )

    def test_as_a_difference(self) -> None:
        assert said(self.of("difference"), 60, earlier={"A": 45}) == "60 − 45 = 15. 15 / 100 × 10 = 1,5 điểm."
        assert (
            said(self.of("difference"), 5, earlier={"A": -10}) == "5 − (-10) = 15. 15 / 100 × 10 = 1,5 điểm."
        )

    def test_of_a_ratio(self) -> None:
        growing = ratio("A", change={"kind": "difference", "without_earlier": "zero"})

        assert said(growing, (3, 4), earlier={"A": (1, 2)}) == (
            "3 / 4 × 100 = 75. 75 − 50 = 25. 25 / 100 × 10 = 2,5 điểm."
        )

    @pytest.mark.parametrize(
        ("policy", "rest"),
        [
            ("zero", "0 trên 10 điểm."), ("maximum", "10 trên 10 điểm."),
            ("not_applicable", "không tính vào điểm đạt và điểm tối đa."),
        ],
    )  # fmt: skip
    def test_without_an_earlier_figure(self, policy: str, rest: str) -> None:
        assert said(self.of("percent", policy), 150) == f"Kỳ trước không có số liệu để so: {rest}"


def test_a_survey_that_was_not_held() -> None:
    the_set = make_set(branch("S", indicator("A")))
    scored = build_index([unit("U")], {}, the_set, not_held=frozenset({"S"}))["U"].nodes["A"]

    assert derivation(scored, the_set.indicators["A"], "vi") == (
        "Kỳ này không tổ chức điều tra: không tính vào điểm đạt và điểm tối đa."
    )


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ("group_median", "Chưa báo cáo; điền thay bằng trung vị của nhóm: 30. 30 / 100 × 10 = 3 điểm."),
        ("group_mean", "Chưa báo cáo; điền thay bằng trung bình của nhóm: 40. 40 / 100 × 10 = 4 điểm."),
        (
            "previous",
            "Chưa báo cáo; điền thay bằng số liệu kỳ trước của chính đơn vị: 55. 55 / 100 × 10 = 5,5 điểm.",
        ),
    ],
)
def test_a_stand_in_says_where_it_comes_from(by: str, sentence: str) -> None:
    rule = {"indicators": ["A"], "by": by, "status": "confirmed", "source": "QĐ"}

    assert said(indicator(), None, 20, 30, 70, earlier={"A": 55}, imputations=[rule]) == sentence


def test_a_stand_in_among_equals_says_both() -> None:
    rule = {"indicators": ["A"], "by": "group_mean", "status": "confirmed", "source": "QĐ"}

    assert said(indicator(rule=MIN_MAX), None, 7, 7, imputations=[rule]) == (
        "Chưa báo cáo; điền thay bằng trung bình của nhóm: 7. "
        "Mọi đơn vị trong nhóm có cùng giá trị 7: 10 trên 10 điểm."
    )


class TestBonusAndDeduction:
    @pytest.mark.parametrize(
        ("value", "sentence"),
        [(3, "3 × 2 điểm, không quá 5 = 5 điểm bị trừ."), (0, "0 × 2 điểm, không quá 5 = 0 điểm bị trừ."),
         (None, "Chưa báo cáo: bị trừ 5 trên 5 điểm.")],
    )  # fmt: skip
    def test_a_deduction_says_what_is_taken(self, value: Value | None, sentence: str) -> None:
        each = {"kind": "capped_count", "points_each": 2}

        assert said(indicator("A", each, effect="deduction", direction=DOWN, max_points=5), value) == sentence

    def test_a_deduction_for_what_is_lacking(self) -> None:
        lacking = indicator("A", effect="deduction", max_points=5)

        assert said(lacking, 60) == "(1 − 60 / 100) × 5 = 2 điểm bị trừ."

    def test_nothing_to_count_takes_nothing(self) -> None:
        late = ratio("A", effect="deduction", direction=DOWN, max_points=5)

        assert said(late, (0, 0), zero_denominator="maximum") == (
            "Không phát sinh (mẫu số bằng 0): bị trừ 0 trên 5 điểm."
        )

    def test_a_bonus_says_what_is_added(self) -> None:
        assert said(indicator("A", effect="bonus", max_points=5), 40) == "40 / 100 × 5 = 2 điểm cộng."
        assert said(indicator("A", effect="bonus", max_points=5), None) == "Chưa báo cáo: cộng 0 trên 5 điểm."


def test_points_from_the_reviewers() -> None:
    assert said(indicator(), 80, given="6.5") == "Người thẩm định cho 6,5 trên 10 điểm."


def test_rounded_points_name_the_exact_ones() -> None:
    rounding = {"published_score": 2, "indicator_points": 1}

    assert said(indicator(max_points=20), "33.33", rounding=rounding) == (
        "33,33 / 100 × 20 = 6,7 điểm. Đã làm tròn từ 6,666."
    )


RULES: list[tuple[Any, dict[str, Any]]] = [
    ("yes_no", {}), ("choice", {"options": OPTIONS}), ("proportional", {}),
    ({"kind": "proportional", "floor": 20, "ceiling": 20}, {}), ("target", {"target": target(30)}), (BRACKETS, {}),
    ({"kind": "steps", "steps": [{"at_least": 50, "share": "2/3"}]}, {}), (KNOTS, {}),
    ({"kind": "capped_count", "points_each": "0.7"}, {}), ("best_in_group", {}), (MIN_MAX, {}), (Z, {}),
    (Z | {"deviation": "sample", "when_all_equal": "not_applicable"}, {}), (RANK, {}), ("percentile", {}),
    ({"kind": "goalposts", "lower": -10, "upper": 60}, {}), ("assessed", {}),
]  # fmt: skip
YES_OR_NO: st.SearchStrategy[Value] = st.sampled_from(["yes", "no"])
CHOSEN: st.SearchStrategy[Value] = st.sampled_from(["pho", "khac"])
FALLING = {
    "proportional",
    "target",
    "best_in_group",
    "min_max",
    "z_score",
    "rank",
    "percentile",
    "goalposts",
    "yes_no",
}


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.data())
def test_whatever_the_rule_and_the_figure_it_is_said_in_a_sentence(data: st.DataObject) -> None:
    """No rule with any figure, effect, direction or absence leaves a gap or a place that nothing was put in."""
    rule, more = data.draw(st.sampled_from(RULES))
    kind = rule if isinstance(rule, str) else rule["kind"]
    numbers: st.SearchStrategy[Value] = st.sampled_from([-30, 0, 7, 20, 50, 100, 130])
    values = {"yes_no": YES_OR_NO, "choice": CHOSEN}.get(kind, numbers)
    absent = st.sampled_from(
        [None, *(no_figure(s) for s in ObservationStatus if s is not ObservationStatus.REPORTED)]
    )
    effect = data.draw(st.sampled_from(["score", "bonus", "deduction"]))
    more = {**more, "effect": effect, "max_points": data.draw(st.sampled_from([0, 3, 10, 1000]))}
    if kind in FALLING and kind != "proportional" and effect == "score":
        more["direction"] = data.draw(st.sampled_from(["higher_is_better", DOWN]))
    if effect == "deduction" and (kind in {"steps", "piecewise", "capped_count"} or "floor" in rule):
        more["direction"] = DOWN
    is_number = kind not in {"yes_no", "choice", "assessed"}
    if is_number and data.draw(st.booleans()):
        more["denomination"] = {"by": "N"}
    if is_number and data.draw(st.booleans()):
        more["change"] = {
            "kind": data.draw(st.sampled_from(["percent", "difference"])),
            "without_earlier": "maximum",
        }
    if data.draw(st.booleans()):
        more["applies_when"] = {"indicator": "Q", "answer": "yes"}
    imputation = {"indicators": ["A"], "by": data.draw(st.sampled_from(["group_mean", "group_median"])),
                  "status": "confirmed", "source": "QĐ"}  # fmt: skip
    sentence = said(
        indicator("A", rule, **more),
        data.draw(values | absent),
        *data.draw(st.lists(values, max_size=3)),
        beside=data.draw(st.fixed_dictionaries({}, optional={"Q": YES_OR_NO, "N": numbers})),
        earlier=data.draw(st.fixed_dictionaries({}, optional={"A": numbers, "N": numbers}))
        if is_number
        else {},
        given=data.draw(st.sampled_from([None, None, "2.5", "-1", "99"])),
        imputations=[imputation] if is_number and data.draw(st.booleans()) else [],
        zero_denominator=data.draw(st.sampled_from(["zero", "maximum", "not_applicable"])),
        rounding={"published_score": 2, "indicator_points": data.draw(st.sampled_from([None, 0, 2]))},
    )

    assert sentence.endswith(".")
    assert [part for part in ("{", "}", "None", "Fraction", "  ", "::") if part in sentence] == []
