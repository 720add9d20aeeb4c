"""Sets and figures of every kind, drawn by hypothesis: a bit of everything that can go wrong in a formula."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any, TypeVar

from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin
from cds_rank.model.result import Result, RunRecord, UnitListUsed, Unranked, UnrankedReason
from cds_rank.model.review import Cause, Review, Verdict, with_reviews
from cds_rank.model.unit import Unit
from cds_rank.record.sealing import seal
from cds_rank.reporting.story import Story
from cds_rank.scoring.index import build_index, used_observations
from cds_rank.scoring.ranking import rank_units
from cds_rank.scoring.recognition import recognise
from cds_rank.scoring.stages import stage_differences
from cds_rank.wording.language import Language
from tests.scoring.builders import (
    PERIOD,
    Value,
    branch,
    composite,
    figure,
    indicator,
    levels,
    named,
    set_data,
    target,
    unit,
)

T = TypeVar("T")
Data = dict[str, Any]
Key = tuple[str, str]  # unit, indicator
UP, DOWN = "higher_is_better", "lower_is_better"
POLICIES = ("maximum", "zero", "not_applicable")


@dataclass(frozen=True)
class World:
    """A set's data and everybody's figures.

    group_of: by unit, the silent and the refused ones too. reported: by unit that is scored, then by indicator.
    earlier: the figures that growth is measured against.
    """

    data: Data
    group_of: Mapping[str, str]
    reported: Mapping[str, Mapping[str, Observation]]
    refused: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    earlier: Mapping[Key, Observation] = field(default_factory=dict)
    not_held: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"World of {', '.join(one['rule']['kind'] for one in self.leaves.values())}"

    @cached_property
    def leaves(self) -> dict[str, Data]:
        """The data of every indicator, by its code."""
        return {one["code"]: one for one in _leaves_of(self.data)}

    @cached_property
    def set(self) -> IndicatorSet:
        """The set itself."""
        return IndicatorSet.model_validate(self.data)

    @cached_property
    def result(self) -> Result:
        """What the engine says; CdsRankError where a mean is not defined."""
        units = tuple(
            unit(code, group).model_copy(update={"name": self.names.get(code, f"Đơn vị {code}")})
            for code, group in self.group_of.items()
        )
        return make_result(
            self.set,
            units,
            {(of, code): made for of, figures in self.reported.items() for code, made in figures.items()},
            scored=tuple(self.reported),
            refused=self.refused,
            reviews=self.reviews,
            earlier=self.earlier,
            not_held=self.not_held,
        )

    def story(self, language: Language = "vi") -> Story:
        """What a report of it starts from."""
        return story_of(self.result, language)


def make_result(
    the_set: IndicatorSet,
    units: Sequence[Unit],
    reported: Mapping[Key, Observation],
    *,
    scored: Sequence[str],
    refused: Sequence[str] = (),
    reviews: Sequence[Review] = (),
    earlier: Mapping[Key, Observation] | None = None,
    not_held: frozenset[str] = frozenset(),
) -> Result:
    """Score, rank and recognise as a run does, without files."""
    observations = with_reviews({key: (made,) for key, made in reported.items()}, reviews, PERIOD)
    figures = used_observations(observations, the_set.method.stage)
    admitted = [one for one in units if one.code in set(scored)]
    claimed = {key: made for key, made in reported.items() if reviews}

    def index(of: Mapping[Key, Observation]) -> Any:
        return build_index(admitted, of, the_set, earlier=earlier, not_held=not_held)

    scores = index(figures)
    reasons = {
        code: Unranked(code, UnrankedReason.REFUSED, {"files": f"{code}.xlsx", "codes": "NUM001"})
        for code in refused
    }
    files = tuple(InputFile(f"{one.code}.xlsx", "ab" * 32, 100) for one in admitted)
    return Result(
        record=RunRecord(
            "2023-01-20T08:00:00+07:00",
            "0.1.0",
            PERIOD,
            the_set.method.stage.value,
            False,
            True,
            files,
            content_digest(the_set),
            not_held=tuple(sorted(not_held)),
            earlier="2021" if earlier else "",
        ),
        indicator_set=the_set,
        unit_list=UnitListUsed("danh-sach", "1.0.0", "b" * 64, tuple(units)),
        rankings=rank_units(units, scores, reasons, the_set),
        scores=scores,
        observations=figures,
        findings=(),
        refused_files=tuple(f"{code}.xlsx" for code in refused),
        reviews={(review.unit, review.indicator): review for review in reviews},
        self_scores=index(claimed) if reviews else {},
        self_observations=claimed,
        recognitions=recognise(scores, figures, the_set),
    )


def story_of(result: Result, language: Language = "vi") -> Story:
    """Seal a result and put beside it what a report needs."""
    return Story(seal(result)[1], language, stage_differences(result))


# --- rules

# Floats miss 7, 29 and 57 by a hair when they come from 7/100, 29/100, 57/100.
BOUNDS = tuple(map(Decimal, ("-5", "0", "7", "20", "29", "33.3", "57", "70", "77", "90", "100")))
_BESIDE = tuple(
    map(Decimal, ("-20", "3.7", "33.2999", "33.3001", "69.9999999", "70.0000001", "130", "123456789.123"))
)
RATIOS: tuple[tuple[int, int], ...] = (
    *((n, 100) for n in (0, 7, 29, 57, 70, 77, 90, 100, 130)),
    *((1, 3), (2, 6), (7, 21), (333, 1000), (5, 7), (10, 14), (0, 0), (4, 0), (123456789, 987654321)),
)
OPTIONS = [
    {"code": f"o{i}", "name": named(f"Cách {i}"), "share": share}
    for i, share in enumerate(("1", "2/3", "1/3", "0"))
]
RULES = (
    "yes_no", "choice", "proportional", "target", "steps", "brackets", "piecewise", "capped_count", "best_in_group",
    "min_max", "z_score", "rank", "percentile", "goalposts", "assessed",
)  # fmt: skip
_GROWS_ONLY = frozenset({"choice", "capped_count", "assessed"})
_OF_ANSWERS = frozenset({"yes_no", "choice", "assessed"})


class Drawn:
    """Choices that follow from a seed, each as likely as the others: hypothesis by itself likes what is small."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def one_of(self, items: Sequence[T]) -> T:
        return self._random.choice(items)

    def chance(self, one_in: int) -> bool:
        return self._random.randrange(one_in) == 0

    def some(self, items: Sequence[T], least: int, most: int) -> list[T]:
        """Some of the items, no item twice."""
        count = self._random.randint(least, min(most, len(items)))
        return self._random.sample(items, count)

    def shares(self, count: int) -> list[str]:
        """Shares, rising."""
        return sorted(
            self.some(("0", "1/7", "1/4", "1/3", "0.5", "2/3", "0.9", "1"), count, count), key=_number
        )


def _number(text: str) -> float:
    above, _, below = text.partition("/")
    return float(above) / float(below or 1)


def rule_of(kind: str, falls: bool, d: Drawn) -> Data:
    """falls: points fall when the value rises."""
    bounds = sorted(d.some(BOUNDS, 3, 3))
    match kind:
        case "proportional":
            made: Data = {"kind": kind, "full": d.one_of(["100", "57", "33.3"])}
            worse, better = bounds[0], bounds[-1]
            if d.chance(2):
                made["floor"] = better if falls else worse
            if d.chance(2):
                made["ceiling"] = worse if falls else better
            return made
        case "target":
            return {"kind": kind} | ({"floor": d.one_of(BOUNDS)} if d.chance(2) else {})
        case "steps":
            keys = ("at_most", "below") if falls else ("at_least", "above")
            shares = d.shares(3)[::-1]
            ordered = bounds if falls else bounds[::-1]
            steps = [{d.one_of(keys): bound, "share": s} for bound, s in zip(ordered, shares, strict=True)]
            return {"kind": kind, "steps": steps}
        case "brackets":
            return _brackets(bounds, d)
        case "piecewise":
            shares_up = d.shares(3)
            shares = shares_up[::-1] if falls else shares_up
            knots = [{"value": value, "share": s} for value, s in zip(bounds, shares, strict=True)]
            return {"kind": kind, "knots": knots}
        case "capped_count":
            return {"kind": kind, "points_each": d.one_of(["1.3", "0.1", "3"])}
        case "min_max" | "rank":
            return {"kind": kind, "when_all_equal": d.one_of(POLICIES)}
        case "z_score":
            deviation = d.one_of(["sample", "population"])
            spread = d.one_of(["10", "30"])
            return {
                "kind": kind,
                "deviation": deviation,
                "spread": spread,
                "when_all_equal": d.one_of(POLICIES),
            }
        case "goalposts":
            return {"kind": kind, "lower": bounds[0], "upper": bounds[-1]}
        case _:
            return {"kind": kind}


def _brackets(bounds: list[Decimal], d: Drawn) -> Data:
    """From low to high, either side of a bound holding it; with or without a gap and open ends."""
    shares = [d.one_of(["0", "2/7", "0.5", "1"]) for _ in range(4)]
    holding = [d.one_of([("below", "at_least"), ("at_most", "above")]) for _ in bounds]
    made: list[Data] = [{"share": share} for share in shares]
    for place, (bound, (end, start)) in enumerate(zip(bounds, holding, strict=True)):
        made[place][end] = bound
        made[place + 1][start] = bound
    if not d.chance(2):
        return {"kind": "brackets", "brackets": made}
    left_out = d.one_of([made[1:], made[:-1], [made[0], *made[2:]]])
    return {"kind": "brackets", "brackets": left_out, "outside": d.one_of(["0", "1/3"])}


def leaf(code: str, kind: str, groups: list[str], d: Drawn, effect: str = "score") -> Data:
    """One indicator of a rule, with whatever goes with it."""
    falls = kind not in _GROWS_ONLY and d.chance(2)
    # A deduction's points grow with what is bad, so that its direction is the other way round.
    lower = falls is not (effect == "deduction")
    if kind in _GROWS_ONLY and effect == "score":
        lower = False
    more: Data = {
        "direction": DOWN if lower else UP,
        "max_points": d.one_of(["10", "7.5", "0.3", "33.33"]),
        "groups": groups,
        "effect": effect,
        "may_be_not_applicable": True,
    }
    if d.chance(2):
        more["zero_denominator"] = d.one_of(POLICIES)
    if kind == "choice":
        more["options"] = OPTIONS
    if kind == "target":
        more["target"] = target(d.one_of(["57", "33.3", "70"]))
    if kind not in _OF_ANSWERS and kind != "capped_count":
        more["input"] = d.one_of(["value", "value", "ratio", "count"])
    if more.get("input") == "ratio":
        more |= {
            "numerator": named("tử số"),
            "denominator": named("mẫu số"),
            "per": d.one_of(["100", "100", "1000"]),
        }
    return indicator(code, rule_of(kind, falls, d), **more)


# --- figures

_GAPS = (
    ObservationStatus.MISSING,
    ObservationStatus.NOT_APPLICABLE,
    ObservationStatus.NOTHING_TO_COUNT,
    ObservationStatus.UNREADABLE,
)


def figure_at(
    key: Key, value: Value | None = None, status: ObservationStatus = ObservationStatus.REPORTED
) -> Observation:
    """What a unit says of an indicator."""
    return figure(value, unit=key[0], indicator=key[1], status=status)


def figure_of(one: Data, d: Drawn, of: str) -> Observation:
    """A figure of a unit such as the indicator asks for."""
    key = of, str(one["code"])
    match one["input"]:
        case "yes_no":
            return figure_at(key, d.one_of(["yes", "no"]))
        case "choice":
            return figure_at(key, d.one_of([f"o{i}" for i in range(len(OPTIONS))]))
        case "ratio":
            return figure_at(key, d.one_of(RATIOS))
        case "points":
            return figure_at(key, d.one_of(["0", "0.15", "0.3", "5", "7.25", "10"]))
        case "count":
            return figure_at(key, d.one_of([0, 1, 2, 3, 7, 29, 57, 100]))
        case _:
            return figure_at(key, d.one_of([*BOUNDS, *_BESIDE]))


def _maybe_figure(one: Data, d: Drawn, of: str, gaps_one_in: int) -> Observation | None:
    """A figure or the lack of one; None: the row is not there."""
    if not d.chance(gaps_one_in):
        return figure_of(one, d, of)
    gap = d.one_of([None, *_GAPS])
    return None if gap is None else figure_at((of, one["code"]), status=gap)


def _leaves_of(data: Data) -> list[Data]:
    """Every indicator of a set's data, in the order of the tree."""

    def below(node: Data) -> list[Data]:
        return [leaf for child in node["children"] for leaf in below(child)] if "children" in node else [node]

    return [one for node in data["tree"] for one in below(node)]


# --- sets

AGGREGATIONS = ("sum", "best", "geometric", "harmonic")
ROLL_UPS = ("sum", "weighted_mean", "geometric", "harmonic", "copeland")
_MEANS = frozenset({"geometric", "harmonic"})
GROUPS = ("so", "huyen", "tinh")
_CONDITIONS = ("at_least", "above", "at_most", "below")


def _lowest(aggregation: str, d: Drawn) -> Data:
    """Without a lowest share a mean is not defined at 0; that is a case of its own, and rare."""
    return {"lowest_share": d.one_of(["1%", "5%", "0.2"])} if aggregation in _MEANS else {}


def _roll_up(aggregation: str, nodes: Sequence[str], d: Drawn) -> Data:
    members: list[Data] = [{"node": node} for node in nodes]
    if aggregation == "sum":
        return {"aggregation": aggregation, "members": members}
    weights = [d.one_of(["1", "2", "0.5", "3.3"]) for _ in nodes]
    members = [{"node": node, "weight": weight} for node, weight in zip(nodes, weights, strict=True)]
    whole = str(sum(map(Decimal, weights)))
    return {"aggregation": aggregation, "members": members, "weights_total": whole} | _lowest(aggregation, d)


def _entangle(leaves: list[Data], d: Drawn) -> list[Data]:
    """Make some of the indicators hang on others, and give back those that they hang on."""
    asked: list[Data] = []
    groups = list(GROUPS)
    if d.chance(2):
        asked.append(indicator("Q", "yes_no", max_points=d.one_of([0, 2]), groups=groups))
        one = d.one_of(leaves)
        one["applies_when"] = {"indicator": "Q", "answer": d.one_of(["yes", "no"])}
    if d.chance(2):
        asked.append(indicator("N", "proportional", input="count", max_points=0, groups=groups))
        measured = [one for one in leaves if one["input"] in {"value", "ratio", "count"}]
        if measured and d.chance(2):
            d.one_of(measured)["denomination"] = {"by": "N", "per": d.one_of(["1", "10", "1000"])}
        if d.chance(2):
            d.one_of(leaves)["applies_when"] = {"indicator": "N", d.one_of(_CONDITIONS): d.one_of([1, 7])}
    if asked and d.chance(3):
        asked[-1] |= {"may_be_not_applicable": True}
    if len(asked) == 2 and d.chance(3):  # a chain: what decides hangs on something itself
        asked[1]["applies_when"] = {"indicator": "Q", "answer": "yes"}
    grown = [one for one in leaves if one["input"] in {"value", "ratio", "count"}]
    if grown and d.chance(3):
        kind = d.one_of(["percent", "difference"])
        d.one_of(grown)["change"] = {"kind": kind, "without_earlier": d.one_of(POLICIES)}
    return asked


def _tree(leaves: list[Data], d: Drawn) -> list[Data]:
    """Put indicators into branches, one of them inside another, and leave some by themselves."""
    nodes: list[Data] = []
    rest = list(leaves)
    for number in range(d.one_of([0, 1, 2])):
        if len(rest) < 2:
            break
        taken, rest = rest[:2], rest[2:]
        aggregation = d.one_of(AGGREGATIONS)
        made = branch(f"P{number}", *taken, aggregation=aggregation, **_lowest(aggregation, d))
        if nodes and d.chance(2):
            made = branch(
                f"P{number}",
                nodes.pop(),
                *taken,
                aggregation=aggregation,
                **{k: made[k] for k in ("lowest_share",) if k in made},
            )
        nodes.append(made)
    return [*nodes, *rest]


def _extras(d: Drawn) -> list[Data]:
    """Bonus and deductions, by themselves or in branches with a limit."""
    groups = list(GROUPS)
    bonus = [
        leaf(f"B{i}", d.one_of(["proportional", "capped_count", "steps"]), groups, d, "bonus") for i in (0, 1)
    ]
    taken = [
        leaf(f"T{i}", d.one_of(["proportional", "yes_no", "capped_count"]), groups, d, "deduction")
        for i in (0, 1)
    ]
    extras = [branch("B", *bonus), branch("T", *taken)]
    if d.chance(2):
        extras[0]["at_most"] = d.one_of(["0.5", "5"])
    if d.chance(2):
        extras[1]["at_most"] = d.one_of(["0.5", "5"])
    return d.one_of([extras, [bonus[0], extras[1]], [extras[0]], [taken[0]]])


_SCALES: tuple[Data, ...] = (
    {"name": named("Tỷ lệ")},
    {"factor": "1", "suffix": "", "name": named("DTI")},
    {"factor": "1000", "suffix": " điểm", "name": named("Điểm")},
)


def _method(nodes: Sequence[str], leaves: Sequence[Data], d: Drawn) -> Data:
    digits = d.one_of([None, None, 0, 1, 2])
    made: Data = {
        "missing": d.one_of(["zero", "zero", "unranked"]),
        "zero_denominator": d.one_of(POLICIES),
        "scale": d.one_of(_SCALES),
        "rounding": {
            "published_score": d.one_of([0, 1, 2, 4]),
            "indicator_points": d.one_of([None, None, 0, 1, 2]),
            "node_points": digits,
        },
        "ties": d.one_of(["competition", "modified_competition", "dense"]),
        "rank_on": d.one_of(["exact", "published"]),
        "extra_points": {"above_maximum": d.one_of(["kept", "cut"]), "below_zero": d.one_of(["kept", "cut"])},
    }  # fmt: skip
    if d.chance(2):
        made["tie_breakers"] = d.some(nodes, 1, 2)
    if d.chance(2):
        made["coverage"] = {"least": d.one_of(["1/2", "2/3", "90%"])}
    if d.chance(2):
        factor = Decimal(made["scale"].get("factor", "100"))
        bounds = [
            (code, d.one_of(["above", "at_least"]), str(factor * Decimal(share)))
            for code, share in (("cao", "0.7"), ("vua", "0.5"))
        ]
        made["levels"] = levels(*bounds, ("thap", None, None))
    numbers = [
        one for one in leaves if one["input"] not in {"yes_no", "choice", "points"} and "change" not in one
    ]
    if numbers and d.chance(3):
        by = d.one_of(["group_median", "group_mean", "previous"])
        codes = [one["code"] for one in numbers[:2]]
        made["imputations"] = [{"indicators": codes, "by": by, "status": "confirmed", "source": "QĐ"}]
    return made


def set_of(d: Drawn, kinds: Sequence[str]) -> Data:
    """A set that has an indicator of each of the rules; plain enough to be valid."""
    only_some = list(d.some(GROUPS[:2], 1, 2))
    leaves = [
        leaf(f"I{i}", kind, only_some if i == 1 and len(kinds) > 2 else list(GROUPS), d)
        for i, kind in enumerate(kinds)
    ]
    asked = _entangle([one for one in leaves if one["groups"] == list(GROUPS)], d)
    tree = _tree(leaves, d)
    scoring = [node["code"] for node in tree]
    aggregation = d.one_of([*ROLL_UPS, "sum", "sum", "sum"])
    composites = []
    if d.chance(2):
        composites.append(composite("K", "sum", *d.some(scoring, 1, 2)))
        inner = d.one_of(ROLL_UPS)
        composites.append({**composite("W", "sum", "K"), "roll_up": _roll_up(inner, scoring, d)})
    nodes = [*scoring, *(made["code"] for made in composites)]
    members = d.one_of([scoring, scoring, nodes])
    extras = _extras(d) if aggregation == "sum" and not d.chance(3) else []
    total = _roll_up(aggregation, [*members, *(node["code"] for node in extras)], d)
    method = _method(nodes, leaves, d)
    data = set_data(*tree, *extras, *asked, method=method, composites=composites, total=total)
    data["pillars"] = nodes[:2]
    survey = next((node["code"] for node in tree if "children" in node), None)
    if survey and d.chance(3):
        method_surveys = [{"node": survey, "source": "QĐ", "status": "confirmed"}]
        data["method"]["surveys"] = method_surveys
    data["groups"] = [
        {"code": "so", "name": named("Sở, ban, ngành")},
        {"code": "huyen", "name": named("Huyện")},
        {"code": "tinh", "name": named("Tỉnh"), "ranked": False},
    ]
    return data


# --- worlds

UNITS: Mapping[str, str] = {
    **dict.fromkeys(("01", "1", "4.10", "4.1", "S5"), "so"),
    **dict.fromkeys(("H1", "H2"), "huyen"),
    "15": "tinh",
}


def _review(of: str, leaf_data: Data, d: Drawn) -> Review:
    verdict = d.one_of(
        [Verdict.AGREED, Verdict.ADJUSTED, Verdict.ADJUSTED, Verdict.REJECTED, Verdict.PENDING]
    )
    origin = Origin("tham-dinh.xlsx", "Thẩm định", "H9")
    cause = Cause.WRONG_FIGURE if verdict in {Verdict.ADJUSTED, Verdict.REJECTED} else None
    made = Review(of, leaf_data["code"], verdict, origin, cause, reason="xem lại" if cause else "")
    if verdict is not Verdict.ADJUSTED:
        return made
    if leaf_data["input"] != "points" and d.chance(2):
        return dataclasses.replace(made, points=d.one_of([Decimal(0), Decimal("0.15"), Decimal(3)]))
    new = figure_of(leaf_data, d, of)
    return dataclasses.replace(
        made,
        value=new.value,
        numerator=new.numerator,
        denominator=new.denominator,
        option=new.option,
    )


def world_of(seed: int) -> World:
    """Make a world from a number; neighbours have nothing in common."""
    d = Drawn(seed)
    kinds = [d.one_of(RULES) for _ in range(d.one_of([2, 3, 4, 5]))]
    data = set_of(d, kinds)
    # A sheet costs LibreOffice more than its cells do.
    there = GROUPS[: d.one_of([1, 2, 2, 3])]
    group_of = {code: group for code, group in UNITS.items() if group in there}
    leaves = _leaves_of(data)
    gaps_one_in = d.one_of([3, 6, 12])
    reported: dict[str, dict[str, Observation]] = {}
    for code, group in group_of.items():
        found = [_maybe_figure(one, d, code, gaps_one_in) for one in leaves if group in one["groups"]]
        reported[code] = {made.indicator: made for made in found if made is not None}
    if d.chance(2):  # the very same figures, so that there is a tie at every level
        reported["1"] = {key: dataclasses.replace(made, unit="1") for key, made in reported["01"].items()}
    refused = ("S8",) if d.chance(3) else ()
    silent = ("S9",) if d.chance(3) else ()
    reviews: tuple[Review, ...] = ()
    if d.chance(3):
        pairs = [(of, one) for of, group in group_of.items() for one in leaves if group in one["groups"]]
        reviews = tuple(_review(of, one, d) for of, one in d.some(pairs, 1, 5))
    needs_past = any("change" in one for one in leaves) or any(
        rule["by"] == "previous" for rule in data["method"].get("imputations", ())
    )
    earlier = {}
    if needs_past:
        for code in group_of:
            for one in leaves:
                if one["input"] in {"value", "ratio", "count"} and not d.chance(5):
                    earlier[code, one["code"]] = figure_of(one, d, code)
    surveys = data["method"].get("surveys", [])
    not_held = frozenset({surveys[0]["node"]}) if surveys and d.chance(2) else frozenset[str]()
    listed = {**group_of, **dict.fromkeys((*refused, *silent), "so")}
    return World(data, listed, reported, refused, reviews, earlier, not_held)
