"""What must hold for any set and any figures; most of what the field's tools get wrong, one of these would catch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import UnitScores
from cds_rank.scoring.index import build_index
from cds_rank.scoring.means import geometric_mean, harmonic_mean, weighted_mean
from tests.scoring.builders import (
    Value,
    branch,
    composite,
    figure,
    index,
    indicator,
    make_set,
    named,
    no_figure,
    places,
    ratio,
    target,
    unit,
)

Z_UP = {"kind": "z_score", "deviation": "sample", "when_all_equal": "zero"}
bounded = settings(max_examples=40, derandomize=True, deadline=None)
BEST = 12  # figures come in qualities 0 (worst) to 12 (best)
UP, DOWN = "higher_is_better", "lower_is_better"
UNITS = ("U", "V", "W", "X")
SHARES = ("1", "2/3", "1/3", "0")
STATED = {
    status: no_figure(status)
    for status in (
        ObservationStatus.NOT_APPLICABLE, ObservationStatus.NOTHING_TO_COUNT,
        ObservationStatus.UNREADABLE, ObservationStatus.MISSING, ObservationStatus.REJECTED,
    )
}  # fmt: skip
OPTIONS = [{"code": f"o{i}", "name": named(f"o{i}"), "share": share} for i, share in enumerate(SHARES)]


@dataclass(frozen=True)
class Case:
    """An indicator's data (code and maximum left out), and its figure of a quality."""

    name: str
    make: Callable[..., dict[str, Any]]
    figure: Callable[[int], Value]

    def __repr__(self) -> str:
        return self.name


def numeric(name: str, rule: Any, direction: str, offset: int = -2, **more: Any) -> Case:
    """Figures from below the scale (offset × 10) to above it, in sevenths of 60, so that nothing is round."""

    def make(code: str, **also: Any) -> dict[str, Any]:
        return indicator(code, rule, direction=direction, **{**more, **also})

    def at(quality: int) -> Decimal:
        upwards = Decimal(offset * 10) + Decimal(quality) * Decimal("11.7")
        return upwards if direction == UP else Decimal(120) - upwards

    return Case(f"{name}, {direction}", make, at)


def of_ratio(name: str, rule: Any, direction: str, **more: Any) -> Case:
    def make(code: str, **also: Any) -> dict[str, Any]:
        return ratio(code, rule, direction=direction, **{**more, **also})

    return Case(
        f"{name} of a ratio, {direction}", make, lambda q: (q if direction == UP else BEST - q, BEST - 1)
    )


def answered(direction: str) -> Case:
    good, bad = ("yes", "no") if direction == UP else ("no", "yes")
    return Case(
        f"yes_no, {direction}",
        lambda code, **also: indicator(code, "yes_no", direction=direction, **also),
        lambda quality: good if quality > BEST // 2 else bad,
    )


STEPS_UP = {"kind": "steps", "steps": [{"at_least": 90, "share": 1}, {"above": "33.3", "share": "1/3"}]}
STEPS_DOWN = {"kind": "steps", "steps": [{"at_most": 5, "share": 1}, {"below": "66.6", "share": "1/3"}]}
BRACKETS = {
    "kind": "brackets",
    "brackets": [
        {"below": "33.3", "share": 0}, {"at_least": "33.3", "at_most": 70, "share": "2/7"}, {"above": 70, "share": 1},
    ],
}  # fmt: skip
KNOTS_UP = {
    "kind": "piecewise",
    "knots": [{"value": 5, "share": 0}, {"value": 30, "share": "2/3"}, {"value": 90, "share": 1}],
}
KNOTS_DOWN = {
    "kind": "piecewise",
    "knots": [{"value": 5, "share": 1}, {"value": 30, "share": "1/3"}, {"value": 90, "share": 0}],
}
CASES = [
    *(answered(direction) for direction in (UP, DOWN)),
    Case(
        "choice",
        lambda code, **also: indicator(code, "choice", options=OPTIONS, **also),
        lambda q: f"o{3 - 3 * q // BEST}",
    ),
    *(numeric("proportional", "proportional", direction) for direction in (UP, DOWN)),
    *(numeric("target", "target", direction, target=target("33.3")) for direction in (UP, DOWN)),
    numeric("steps", STEPS_UP, UP),
    numeric("steps", STEPS_DOWN, DOWN),
    numeric("brackets", BRACKETS, UP),
    numeric("piecewise", KNOTS_UP, UP),
    numeric("piecewise", KNOTS_DOWN, DOWN),
    numeric("floor and ceiling", {"kind": "proportional", "floor": 20, "ceiling": 77}, UP),
    numeric("floor and ceiling", {"kind": "proportional", "floor": 77, "ceiling": 20}, DOWN),
    numeric("target with a floor", {"kind": "target", "floor": 20}, UP, target=target("33.3")),
    numeric("target with a floor", {"kind": "target", "floor": 77}, DOWN, target=target("33.3")),
    *(numeric("best_in_group", "best_in_group", direction) for direction in (UP, DOWN)),
    *(numeric("rank", {"kind": "rank", "when_all_equal": "zero"}, direction) for direction in (UP, DOWN)),
    *(numeric("percentile", "percentile", direction) for direction in (UP, DOWN)),
    *(numeric("goalposts", {"kind": "goalposts", "lower": -5, "upper": 95}, d) for d in (UP, DOWN)),
    *(
        numeric(f"min_max, {policy} when all equal", {"kind": "min_max", "when_all_equal": policy}, direction)
        for policy in ("maximum", "zero", "not_applicable")
        for direction in (UP, DOWN)
    ),
    *(of_ratio("proportional", "proportional", direction) for direction in (UP, DOWN)),
    *(of_ratio("target", "target", direction, target=target(70)) for direction in (UP, DOWN)),
]  # fmt: skip
COUNTED = Case(
    "capped_count",
    lambda code, **also: indicator(code, {"kind": "capped_count", "points_each": "1.3"}, **also),
    lambda quality: quality,
)
ASSESSED = Case(
    "assessed", lambda code, **also: indicator(code, "assessed", **also), lambda quality: Decimal(quality) - 1
)
EVERY_CASE = [*CASES, COUNTED, ASSESSED]

cases = st.sampled_from(EVERY_CASE)
qualities = st.integers(0, BEST)
maxima = st.sampled_from(["10", "7.5", "0.3", "1000", "33.33"])


@dataclass(frozen=True)
class World:
    """A set of a few indicators, and everybody's figures."""

    cases: tuple[Case, ...]
    maxima: tuple[str, ...]
    shape: str
    missing: str
    table: dict[str, dict[str, Value]]

    def data(self, factor: int = 1) -> list[dict[str, Any]]:
        return [
            case.make(f"I{i}", max_points=str(Decimal(maximum) * factor), zero_denominator="not_applicable")
            for i, (case, maximum) in enumerate(zip(self.cases, self.maxima, strict=True))
        ]

    def set(self, factor: int = 1, order: Sequence[int] | None = None, **method: Any) -> IndicatorSet:
        return shaped(self.shape, self.data(factor), order, {"missing": self.missing} | method)


def shaped(
    shape: str, leaves: list[dict[str, Any]], order: Sequence[int] | None, method: dict[str, Any]
) -> IndicatorSet:
    """Put indicators together in one of the ways there are, in `order` (of their position) within the tree."""
    listed = [leaves[i] for i in order or range(len(leaves))]
    codes = [leaf["code"] for leaf in listed]
    match shape:
        case "sum" | "best":
            return make_set(branch("P", *listed, aggregation=shape), method=method)
        case "geometric" | "harmonic":
            return make_set(branch("P", *listed, aggregation=shape, lowest_share="1%"), method=method)
        case "weighted_mean" | "copeland":
            members = [{"node": code, "weight": int(code[1:]) + 1} for code in codes]
            whole = sum(range(1, len(codes) + 1))
            total: dict[str, Any] = {"aggregation": shape, "members": members, "weights_total": whole}
            return make_set(*listed, total=total, method=method)
        case _:
            overlapping = [composite("P", "sum", *codes), composite("Q", "sum", min(codes))]
            total = {"aggregation": "sum", "members": [{"node": "P"}, {"node": "Q"}]}
            return make_set(*listed, composites=overlapping, total=total, method=method)


SHAPES = ("sum", "best", "weighted_mean", "overlap", "geometric", "harmonic", "copeland")


@st.composite
def worlds(draw: st.DrawFn, of: Sequence[Case] = EVERY_CASE, absences: bool = True) -> World:
    chosen = tuple(draw(st.lists(st.sampled_from(list(of)), min_size=1, max_size=4)))
    stated = st.sampled_from(list(STATED.values()))

    def value(case: Case) -> Value | None:
        if absences and draw(st.integers(0, 5)) == 0:
            return draw(st.none() | stated)
        return case.figure(draw(qualities))

    table: dict[str, dict[str, Value]] = {}
    for code in UNITS:
        found = {f"I{i}": value(case) for i, case in enumerate(chosen)}
        table[code] = {key: sent for key, sent in found.items() if sent is not None}
    return World(
        chosen,
        tuple(draw(maxima) for _ in chosen),
        draw(st.sampled_from(SHAPES)),
        draw(st.sampled_from(["zero", "unranked"])),
        table,
    )


def own(scores: UnitScores) -> Fraction:
    return scores.total.share or Fraction(0)


@bounded
@given(worlds(), st.permutations(UNITS), st.randoms(use_true_random=False))
def test_no_order_of_units_rows_or_indicators_changes_a_score_or_a_rank(
    world: World, units: list[str], shuffled: Any
) -> None:
    """COINr's Copeland ranks 38 of 51 units differently when the rows of the file are reversed."""
    order = list(range(len(world.cases)))
    shuffled.shuffle(order)
    turned = {
        code: dict(shuffled.sample(sorted(world.table[code].items()), len(world.table[code])))
        for code in units
    }
    before, after = index(world.set(), world.table), index(world.set(order=order), turned)

    assert {code: scores.total.share for code, scores in before.items()} == {
        code: after[code].total.share for code in before
    }
    for code, scores in before.items():
        assert {n: (s.earned, s.attainable) for n, s in scores.nodes.items()} == {
            n: (s.earned, s.attainable) for n, s in after[code].nodes.items()
        }
    assert places(world.set(), world.table) == places(world.set(order=order), turned)


@pytest.mark.parametrize("case", EVERY_CASE, ids=repr)
@settings(max_examples=12, derandomize=True, deadline=None)
@given(
    others=st.lists(qualities, min_size=3, max_size=3),
    pair=st.tuples(qualities, qualities),
    beside=qualities,
    shape=st.sampled_from(SHAPES),
    digits=st.sampled_from([None, 0, 1]),
)
def test_a_better_figure_never_lowers_one_s_own_score(
    case: Case, others: list[int], pair: tuple[int, int], beside: int, shape: str, digits: int | None
) -> None:
    """COINr's n_fracmax with direction -1 gives the worst value the best score."""
    rounding = {"published_score": 2, "indicator_points": digits}
    leaves = [case.make("I0"), indicator("I1", max_points=30)]
    indicator_set = shaped(shape, leaves, None, {"rounding": rounding})

    def scored(quality: int) -> Fraction:
        table: dict[str, dict[str, Value]] = {"U": {"I0": case.figure(quality), "I1": 5 * beside}}
        for code, theirs in zip(UNITS[1:], others, strict=True):
            table[code] = {"I0": case.figure(theirs), "I1": 50}
        return own(index(indicator_set, table)["U"])

    worse, better = sorted(pair)
    assert scored(worse) <= scored(better)


@pytest.mark.parametrize("case", EVERY_CASE, ids=repr)
def test_the_best_figure_scores_more_than_the_worst(case: Case) -> None:
    """Without this, a rule that gives everybody the same would pass for monotonous."""
    table: dict[str, dict[str, Value]] = {"U": {"A": case.figure(BEST)}, "V": {"A": case.figure(0)}}
    scores = index(make_set(case.make("A")), table)

    assert own(scores["U"]) > own(scores["V"])


@bounded
@given(worlds(), st.data())
def test_leaving_a_figure_out_never_raises_one_s_own_score(world: World, data: st.DataObject) -> None:
    """In COINr, whoever withholds his five worst figures gains 3.8 places on average, and up to 13."""
    sent = sorted(world.table["U"])
    hidden = data.draw(st.sets(st.sampled_from(sent)) if sent else st.just(set[str]()))
    kept = {code: value for code, value in world.table["U"].items() if code not in hidden}
    with_all = index(world.set(missing="zero"), world.table)["U"]
    with_less = index(world.set(missing="zero"), {**world.table, "U": kept})["U"]

    assert own(with_less) <= own(with_all)


@bounded
@given(worlds(absences=False))
def test_a_share_lies_between_nothing_and_all(world: World) -> None:
    for scores in index(world.set(), world.table).values():
        for node in (scores.total, *scores.nodes.values()):
            assert 0 <= node.earned <= node.attainable


@bounded
@given(worlds())
def test_nothing_attainable_means_nothing_earned(world: World) -> None:
    for scores in index(world.set(), world.table).values():
        for node in (scores.total, *scores.nodes.values()):
            assert node.share is not None or node.earned == 0


@bounded
@given(worlds(of=CASES), st.sampled_from([2, 3, 10]))
def test_doubling_all_maximum_points_changes_no_score_and_no_rank(world: World, factor: int) -> None:
    once, more = index(world.set(), world.table), index(world.set(factor), world.table)

    assert {code: scores.total.share for code, scores in once.items()} == {
        code: scores.total.share for code, scores in more.items()
    }
    assert places(world.set(), world.table) == places(world.set(factor), world.table)


def test_doubling_points_that_are_given_as_points_changes_no_rank() -> None:
    """So many points each, and assessed points, have to be doubled with their maxima."""
    counts: dict[str, dict[str, Value]] = {
        "U": {"C": 3, "A": 7},
        "V": {"C": 4, "A": 6},
        "W": {"C": 9, "A": 0},
    }
    doubled: dict[str, dict[str, Value]] = {
        code: {"C": values["C"], "A": 2 * int(str(values["A"]))} for code, values in counts.items()
    }

    def of(factor: int) -> IndicatorSet:
        each = {"kind": "capped_count", "points_each": factor}
        counted = indicator("C", each, max_points=5 * factor)
        return make_set(counted, indicator("A", "assessed", max_points=10 * factor))

    assert places(of(1), counts) == places(of(2), doubled) == {"U": 1, "V": 1, "W": 3}


@bounded
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), min_size=2, max_size=5),
    st.randoms(use_true_random=False),
)
def test_the_same_shares_in_another_order_tie_exactly(parts: list[tuple[int, int]], shuffled: Any) -> None:
    """Thirds, sevenths and tenths: floats add up to something else in another order, and split the tie."""
    turned = parts.copy()
    shuffled.shuffle(turned)
    codes = [f"I{i}" for i in range(len(parts))]
    table: dict[str, dict[str, Value]] = {
        "U": dict(zip(codes, parts, strict=True)),
        "V": dict(zip(codes, turned, strict=True)),
        "W": {code: (7 * a, 7 * b) for code, (a, b) in zip(codes, parts, strict=True)},
    }

    assert places(make_set(*(ratio(code) for code in codes)), table) == {"U": 1, "V": 1, "W": 1}


@bounded
@given(worlds())
def test_whoever_scores_more_stands_above(world: World) -> None:
    """Rank = 1 + the number of ranked units with a higher score: competition ranking by its definition."""
    found = places(world.set(), world.table)
    scores = index(world.set(), world.table)
    ranked = {code: rank for code, rank in found.items() if isinstance(rank, int)}

    assert ranked == {code: 1 + sum(own(scores[o]) > own(scores[code]) for o in ranked) for code in ranked}
    assert set(found) == set(UNITS)


@bounded
@given(worlds())
def test_a_unit_s_score_does_not_depend_on_units_of_another_group(world: World) -> None:
    leaves = [leaf | {"groups": ["so", "huyen"]} for leaf in world.data()]
    groups = [{"code": code, "name": named(code)} for code in ("so", "huyen")]
    both = make_set(*leaves, groups=groups)
    with_others = index(both, world.table, {"W": "huyen", "X": "huyen"})
    alone = index(both, {code: world.table[code] for code in ("U", "V")})

    assert with_others["U"] == alone["U"]
    assert with_others["V"] == alone["V"]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.lists(st.integers(-50, 50), min_size=2, max_size=5).filter(lambda others: len(set(others)) > 1),
    st.tuples(st.integers(-60, 60), st.integers(-60, 60)),
    st.sampled_from([UP, DOWN]),
)
def test_a_better_figure_never_lowers_one_s_own_z_score(
    others: list[int], pair: tuple[int, int], direction: str
) -> None:
    """Moving one's own value moves the mean and the deviation as well."""
    standardised = make_set(indicator("A", Z_UP | {"spread": 30}, direction=direction))

    def scored(value: int) -> Fraction:
        table: dict[str, dict[str, Value]] = {"U": {"A": value}}
        return own(index(standardised, table | {f"V{i}": {"A": v} for i, v in enumerate(others)})["U"])

    worse, better = sorted(pair, reverse=direction == DOWN)
    assert scored(worse) <= scored(better)


RELATIVE: list[dict[str, Any]] = [
    Z_UP,
    {"kind": "z_score", "deviation": "population", "when_all_equal": "maximum"},
    {"kind": "min_max", "when_all_equal": "zero"},
    {"kind": "rank", "when_all_equal": "not_applicable"},
    {"kind": "percentile"},
    {"kind": "goalposts", "lower": -20, "upper": 20},
]


@pytest.mark.parametrize("rule", RELATIVE, ids=lambda rule: str(rule["kind"]))
@bounded
@given(st.lists(st.decimals(-30, 30, places=1), min_size=1, max_size=5))
def test_mirrored_figures_in_the_other_direction_score_the_same(rule: Any, values: list[Decimal]) -> None:
    """With the direction turned, one tool's fraction of the maximum gives the worst value the best score."""
    upwards, downwards = (make_set(indicator("A", rule, direction=d)) for d in (UP, DOWN))
    units = [f"U{i}" for i in range(len(values))]
    as_they_are = index(upwards, {u: {"A": v} for u, v in zip(units, values, strict=True)})
    mirrored = index(downwards, {u: {"A": -v} for u, v in zip(units, values, strict=True)})

    assert [as_they_are[u].total.share for u in units] == [mirrored[u].total.share for u in units]


@pytest.mark.parametrize("rule", ["best_in_group", *RELATIVE], ids=str)
@bounded
@given(st.lists(st.integers(-3, 3), min_size=2, max_size=5))
def test_equal_figures_score_the_same_and_better_ones_no_less(rule: Any, values: list[int]) -> None:
    """A ranking that numbers its ranks the wrong way round names another winner than its own scores."""
    compared = make_set(indicator("A", rule))
    scores = index(compared, {f"U{i}": {"A": value} for i, value in enumerate(values)})
    by_value = sorted((value, own(scores[f"U{i}"])) for i, value in enumerate(values))

    for (value, share), (further, more) in pairwise(by_value):
        assert share == more if value == further else share <= more


weighted_shares = st.lists(
    st.tuples(
        st.integers(1, 9).map(Fraction),
        st.integers(1, 1000).map(lambda n: Fraction(n, 1000)) | st.just(Fraction(2, 3)),
    ),
    min_size=1,
    max_size=5,
)
HALF_A_PLACE = Fraction(1, 2 * 10**12)


@bounded
@given(weighted_shares, st.data())
def test_harmonic_is_at_most_geometric_is_at_most_arithmetic(
    parts: list[tuple[Fraction, Fraction]], data: st.DataObject
) -> None:
    """Up to the twelfth decimal, to which the geometric mean is kept; in any order of the parts."""
    arithmetic, geometric, harmonic = weighted_mean(parts), geometric_mean(parts), harmonic_mean(parts)
    turned = data.draw(st.permutations(parts))

    assert harmonic <= geometric + HALF_A_PLACE
    assert geometric <= arithmetic + HALF_A_PLACE
    assert min(share for _, share in parts) <= harmonic <= arithmetic <= max(share for _, share in parts)
    assert (weighted_mean(turned), geometric_mean(turned), harmonic_mean(turned)) == (
        arithmetic,
        geometric,
        harmonic,
    )


@pytest.mark.parametrize("aggregation", ["weighted_mean", "geometric", "harmonic", "copeland"])
@bounded
@given(st.lists(st.integers(1, 12), min_size=2, max_size=4), st.data())
def test_the_same_shares_at_other_parts_of_the_same_weight_tie_exactly(
    aggregation: str, parts: list[int], data: st.DataObject
) -> None:
    """Thirteenths: in floats the sum of logarithms depends on which part comes first."""
    codes = [f"I{i}" for i in range(len(parts))]
    whole = {"aggregation": aggregation, "members": [{"node": c} for c in codes], "weights_total": len(codes)}
    tied = make_set(*(ratio(code) for code in codes), total=whole)
    # Pair by pair, other parts are another result: there only what is the same in every part has to tie.
    turned = parts if aggregation == "copeland" else data.draw(st.permutations(parts))
    rows = {"U": parts, "V": turned, "W": [1] * len(parts)}
    order = data.draw(st.permutations(sorted(rows)))
    found = places(
        tied, {unit: {c: (n, 13) for c, n in zip(codes, rows[unit], strict=True)} for unit in order}
    )

    assert found["U"] == found["V"] == 1


ENTANGLED = [
    indicator("A", applies_when={"indicator": "Q", "answer": "yes"}),
    indicator("B", applies_when={"indicator": "A", "at_least": 40}, max_points=7),
    indicator("C", denomination={"by": "N", "per": 10}, max_points=3),
    indicator("E", effect="bonus", max_points=4),
    indicator(
        "F", effect="deduction", direction=DOWN, max_points=6, applies_when={"indicator": "N", "above": 2}
    ),
    indicator("G", effect="deduction", max_points=2),
    indicator("H", change={"kind": "percent", "without_earlier": "maximum"}),
    branch("S", indicator("S1"), indicator("S2", applies_when={"indicator": "S1", "above": 10})),
    branch(
        "R",
        indicator("R1", max_points=8, applies_when={"indicator": "Q", "answer": "no"}),
        indicator("R2"),
        aggregation="best",
    ),
    indicator("Q", "yes_no", max_points=0),
    indicator("N", "proportional", input="count", max_points=0),
]
CODES = ("A", "B", "C", "E", "F", "G", "H", "S1", "S2", "R1", "R2", "Q", "N")


@settings(max_examples=250, derandomize=True, deadline=None)
@given(
    st.fixed_dictionaries(
        {}, optional={code: st.sampled_from([0, 5, 30, 60, 100]) for code in CODES if code not in "QN"}
        | {"Q": st.sampled_from(["yes", "no"]), "N": st.sampled_from([0, 1, 3, 40])},
    ),
    st.dictionaries(
        st.sampled_from(CODES),
        st.sampled_from([None, ObservationStatus.MISSING, ObservationStatus.UNREADABLE, ObservationStatus.REJECTED]),
        min_size=1,
    ),
    st.sampled_from(["zero", "maximum", "not_applicable"]),
    st.booleans(),
)  # fmt: skip
def test_hiding_never_pays_whatever_hangs_on_the_figure(
    sent: dict[str, Value], hidden: dict[str, ObservationStatus | None], policy: str, held: bool
) -> None:
    """Conditions, divisors, surveys, growth, bonus and deductions: leaving figures out only ever costs.

    Totals below 0 are cut: of a negative total, a larger maximum would make a smaller share.
    """
    entangled = make_set(
        *ENTANGLED,
        method={
            "zero_denominator": policy,
            "extra_points": {"above_maximum": "kept", "below_zero": "cut"},
            "surveys": [{"node": "S", "source": "QĐ", "status": "confirmed"}],
        },
    )
    earlier = {("U", "H"): figure(50, indicator="H")}
    not_held = frozenset[str]() if held else frozenset({"S"})

    def scored(values: dict[str, Value]) -> Fraction:
        figures = {("U", code): figure(value, indicator=code) for code, value in values.items()}
        return own(build_index([unit("U")], figures, entangled, earlier=earlier, not_held=not_held)["U"])

    left: dict[str, Value] = {code: value for code, value in sent.items() if code not in hidden}
    for code, status in hidden.items():
        if status is not None:
            left[code] = no_figure(status)
    assert scored(left) <= scored(sent)
