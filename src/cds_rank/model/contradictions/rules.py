"""Rules that do not fit what an indicator asks, and bounds, brackets, knots and levels out of order."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from cds_rank.model.contradictions.survey import Path, Problem, Survey, items_of, map_of, number_of, text_of

_RULES_FOR_NUMBERS = frozenset(
    {"proportional", "target", "steps", "brackets", "piecewise", "best_in_group", "min_max", "z_score"}
    | {"rank", "percentile", "goalposts"}
)
RULES_BY_INPUT: Mapping[str, frozenset[str]] = {
    "value": _RULES_FOR_NUMBERS,
    "ratio": _RULES_FOR_NUMBERS,
    "count": _RULES_FOR_NUMBERS | {"capped_count"},
    "yes_no": frozenset({"yes_no"}),
    "choice": frozenset({"choice"}),
    "points": frozenset({"assessed"}),
}
_ONLY_HIGHER_IS_BETTER = frozenset({"capped_count", "assessed", "choice"})
BOUNDS = ("at_least", "above", "at_most", "below")


def rules_against_inputs(survey: Survey) -> Iterator[Problem]:
    """Find rules that cannot score what an indicator asks, and what they need and lack."""
    for path, indicator in survey.indicators:
        kind, rule = str(indicator.get("input")), str(map_of(indicator.get("rule")).get("kind"))
        facts = {"code": str(indicator.get("code")), "rule": rule, "input": kind}
        allowed = RULES_BY_INPUT.get(kind)
        known_rule = any(rule in rules for rules in RULES_BY_INPUT.values())
        if allowed and known_rule and rule not in allowed:
            yield (*path, "rule"), "SET013", {**facts, "allowed": ", ".join(sorted(allowed))}
        is_deduction = indicator.get("effect") == "deduction"
        lower_is_better = indicator.get("direction") == "lower_is_better"
        if lower_is_better and rule in _ONLY_HIGHER_IS_BETTER and not is_deduction:
            yield (*path, "direction"), "SET014", facts
        if is_deduction and rule == "capped_count" and indicator.get("direction") == "higher_is_better":
            yield (*path, "direction"), "SET037", {"code": str(indicator.get("code"))}
        needs = {
            "target": rule == "target",
            "options": kind == "choice",
            "numerator": kind == "ratio",
            "denominator": kind == "ratio",
        }
        for field, needed in needs.items():
            if needed and not indicator.get(field):
                yield path, "SET015", {**facts, "field": field}
        measured = _RULES_FOR_NUMBERS | {"capped_count"}
        for field in ("change", "denomination"):
            if indicator.get(field) and known_rule and rule not in measured:
                yield (*path, field), "SET013", {**facts, "allowed": ", ".join(sorted(measured))}


def crossed_bounds(survey: Survey) -> Iterator[Problem]:
    """Find bounds, steps, brackets, knots, levels and dates that are out of order."""
    for path, indicator in survey.indicators:
        rule = map_of(indicator.get("rule"))
        yield from _crossed(
            (*path, "limits"), map_of(indicator.get("limits")), "minimum", "maximum", equal=True
        )
        if rule.get("kind") == "goalposts":
            yield from _crossed((*path, "rule"), rule, "lower", "upper", equal=False)
        if rule.get("kind") == "steps":
            yield from _step_order((*path, "rule", "steps"), indicator, items_of(rule.get("steps")))
        if rule.get("kind") == "brackets":
            crossed = list(_bracket_order((*path, "rule"), rule))
            yield from crossed or _bracket_ends((*path, "rule"), rule, indicator)
        if rule.get("kind") == "piecewise":
            yield from _knot_order((*path, "rule", "knots"), indicator, items_of(rule.get("knots")))
        if rule.get("kind") == "proportional":
            worse, better = ("ceiling", "floor") if _points_fall(indicator) else ("floor", "ceiling")
            yield from _crossed((*path, "rule"), rule, worse, better, equal=True)
        condition = map_of(indicator.get("applies_when"))
        if condition:
            yield from _one_bound((*path, "applies_when"), condition, ("answer", *BOUNDS), 1)
    yield from _level_order(("method", "levels"), map_of(survey.method.get("levels")))
    for path, group in survey.groups:
        yield from _level_order((*path, "levels"), map_of(group.get("levels")))
    dates = [str(survey.data.get(name)) for name in ("valid_from", "valid_to") if survey.data.get(name)]
    if len(dates) == 2 and dates[0] > dates[1]:
        yield ("valid_to",), "SET008", {"lower": dates[0], "upper": dates[1]}


def _one_bound(path: Path, item: Mapping[str, Any], bounds: Sequence[str], least: int) -> Iterator[Problem]:
    given = [bound for bound in bounds if item.get(bound) is not None]
    if not least <= len(given) <= 1:
        yield path, "SET016", {"bounds": ", ".join(bounds), "given": ", ".join(given) or "0"}


def _crossed(
    path: Path, item: Mapping[str, Any], lower: str, upper: str, *, equal: bool
) -> Iterator[Problem]:
    low, high = number_of(item.get(lower)), number_of(item.get(upper))
    if low is not None and high is not None and (low > high or (low == high and not equal)):
        yield (*path, lower), "SET008", {"lower": text_of(low), "upper": text_of(high)}


def _level_order(path: Path, levels: Mapping[str, Any]) -> Iterator[Problem]:
    bands = [map_of(band) for band in items_of(levels.get("bands"))]
    last = len(bands) - 1
    for position, band in enumerate(bands):
        here: Path = (*path, "bands", position)
        yield from _one_bound(here, band, ("at_least", "above"), 0 if position == last else 1)
        if position == last and any(band.get(bound) is not None for bound in ("at_least", "above")):
            yield here, "SET017", {"code": str(band.get("code"))}
    bounds = [
        number_of(band.get("at_least", None) if band.get("at_least") is not None else band.get("above"))
        for band in bands[:-1]
    ]
    for position, (upper, lower) in enumerate(pairwise(bounds), start=1):
        if upper is not None and lower is not None and lower >= upper:
            yield (
                (*path, "bands", position),
                "SET008",
                {"lower": text_of(lower), "upper": text_of(upper)},
            )


def _step_order(path: Path, indicator: Mapping[str, Any], steps: Sequence[Any]) -> Iterator[Problem]:
    lower_is_better = _points_fall(indicator)
    wanted = ("at_most", "below") if lower_is_better else ("at_least", "above")
    previous: tuple[Fraction, Fraction] | None = None
    for position, item in enumerate(steps):
        step = map_of(item)
        here = (*path, position)
        given = [bound for bound in BOUNDS if step.get(bound) is not None]
        if len(given) != 1 or given[0] not in wanted:
            yield here, "SET016", {"bounds": ", ".join(wanted), "given": ", ".join(given) or "0"}
            continue
        bound, share = number_of(step[given[0]]), number_of(step.get("share"))
        if bound is None or share is None:
            continue
        if previous is not None:
            further = bound > previous[0] if lower_is_better else bound < previous[0]
            if not further or share > previous[1]:
                yield here, "SET018", {"bound": text_of(bound), "share": text_of(share)}
        previous = (bound, share)


_Side = tuple[Fraction, bool] | None  # a bound, and whether the bracket holds it; None: open


def _sides(bracket: Mapping[str, Any]) -> tuple[_Side, _Side]:
    def side(inclusive: str, exclusive: str) -> _Side:
        for key, holds in ((inclusive, True), (exclusive, False)):
            number = number_of(bracket.get(key))
            if number is not None:
                return number, holds
        return None

    return side("at_least", "above"), side("at_most", "below")


def _bracket_order(path: Path, rule: Mapping[str, Any]) -> Iterator[Problem]:
    """Find brackets that overlap or leave a gap; they stand from low to high, only the outermost sides may be open."""
    brackets = [map_of(bracket) for bracket in items_of(rule.get("brackets"))]
    for position, bracket in enumerate(brackets):
        here = (*path, "brackets", position)
        for pair in (("at_least", "above"), ("at_most", "below")):
            yield from _one_bound(here, bracket, pair, 0)
        low, high = _sides(bracket)
        if low and high and (low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1]))):
            yield here, "SET008", {"lower": text_of(low[0]), "upper": text_of(high[0])}
    may_leave_gaps = rule.get("outside") is not None
    for position, (left, right) in enumerate(pairwise(brackets), start=1):
        here = (*path, "brackets", position)
        high, low = _sides(left)[1], _sides(right)[0]
        bounds = {"upper": text_of(high[0]) if high else "∞", "lower": text_of(low[0]) if low else "−∞"}
        if high is None or low is None or low[0] < high[0] or (low[0] == high[0] and low[1] and high[1]):
            yield here, "SET022", bounds
        elif not may_leave_gaps and (low[0] > high[0] or not (low[1] or high[1])):
            yield here, "SET023", bounds


def _bracket_ends(path: Path, rule: Mapping[str, Any], indicator: Mapping[str, Any]) -> Iterator[Problem]:
    """Find a first or last bracket that ends before what the indicator's limits let in, with nothing said of it."""
    brackets = [map_of(bracket) for bracket in items_of(rule.get("brackets"))]
    if not brackets or rule.get("outside") is not None:
        return
    # Limits are those of the figure as typed: they say nothing of what is made of it.
    is_typed = not indicator.get("change") and not indicator.get("denomination")
    limits = map_of(indicator.get("limits")) if is_typed else {}
    least, most = number_of(limits.get("minimum")), number_of(limits.get("maximum"))
    low, high = _sides(brackets[0])[0], _sides(brackets[-1])[1]
    if low is not None and (least is None or least < low[0] or (least == low[0] and not low[1])):
        yield (*path, "brackets", 0), "SET038", {"bound": text_of(low[0]), "field": "minimum"}
    if high is not None and (most is None or most > high[0] or (most == high[0] and not high[1])):
        yield (
            (*path, "brackets", len(brackets) - 1),
            "SET038",
            {"bound": text_of(high[0]), "field": "maximum"},
        )


def _knot_order(path: Path, indicator: Mapping[str, Any], knots: Sequence[Any]) -> Iterator[Problem]:
    falls = _points_fall(indicator)
    places = [(number_of(map_of(knot).get("value")), number_of(map_of(knot).get("share"))) for knot in knots]
    for position, ((value, share), (further, then)) in enumerate(pairwise(places), start=1):
        if value is None or further is None or share is None or then is None:
            continue
        if further <= value or (then > share if falls else then < share):
            yield (*path, position), "SET018", {"bound": text_of(further), "share": text_of(then)}


def _points_fall(indicator: Mapping[str, Any]) -> bool:
    """Tell whether points fall when the value rises; a deduction's grow with what is bad."""
    lower_is_better = indicator.get("direction") == "lower_is_better"
    return lower_is_better is not (indicator.get("effect") == "deduction")
