"""What an indicator set may not say of itself, found all at once on its plain data.

It works on the data as written (maps, lists and text), so that it can also look at a set whose fields are
partly wrong: an author sees every problem in one go.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Any

Path = tuple[str | int, ...]
Problem = tuple[Path, str, dict[str, str]]  # where, SET code, facts

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
_BOUNDS = ("at_least", "above", "at_most", "below")
_ANSWERS = frozenset({"yes_no", "choice"})
_NUMBERS = frozenset({"value", "ratio", "count"})
_MEANS = frozenset({"geometric", "harmonic"})
_WEIGHTED = _MEANS | {"weighted_mean", "copeland"}


def contradictions(data: Mapping[str, Any]) -> list[Problem]:
    """List every contradiction in an indicator set's data, in the order of the file's parts.

    data: the set as maps, lists and text; parts of a wrong type are passed over (the types find those).
    """
    survey = _Survey(data)
    return [
        *_codes_used_twice(survey),
        *_unknown_codes(survey),
        *_circles(survey),
        *_rules_against_inputs(survey),
        *_crossed_bounds(survey),
        *_conditions(survey),
        *_methods_against_parts(survey),
        *_without_points(survey),
        *_recognition(survey),
        *_sums(survey),
    ]


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> Fraction | None:
    if value is None or isinstance(value, bool | Mapping | list | tuple):
        return None
    if isinstance(value, str) and "/" in value:
        try:
            return Fraction(value.replace(" ", ""))
        except (ValueError, ZeroDivisionError):
            return None
    try:
        if isinstance(value, str) and value.endswith("%"):
            return Fraction(Decimal(value[:-1])) / 100
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and abs(number.adjusted()) < 40 else None


class _Survey:
    """The parts of the data that the checks look at, each with its path."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.method = _map(data.get("method"))
        self.groups = [(("groups", i), _map(group)) for i, group in enumerate(_items(data.get("groups")))]
        self.nodes = list(self._walk(("tree",), data.get("tree")))
        self.composites = [
            (("composites", i), _map(item)) for i, item in enumerate(_items(data.get("composites")))
        ]
        recognition = _map(data.get("recognition"))
        self.tiers = [
            (("recognition", "tiers", i), _map(tier))
            for i, tier in enumerate(_items(recognition.get("tiers")))
        ]
        self.indicators = [(path, node) for path, node in self.nodes if "children" not in node]
        self.branches = [(path, node) for path, node in self.nodes if "children" in node]
        self.group_codes = [str(group.get("code")) for _, group in self.groups]
        self.node_codes = [
            str(node.get("code"))
            for _, node in (*self.nodes, *self.composites)
            if node.get("code") is not None
        ]

    def _walk(self, path: Path, nodes: Any) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        for position, node in enumerate(_items(nodes)):
            here = (*path, position)
            yield here, _map(node)
            yield from self._walk((*here, "children"), _map(node).get("children"))

    def roll_ups(self) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
        for path, composite in self.composites:
            yield (*path, "roll_up"), str(composite.get("code")), _map(composite.get("roll_up"))
        yield ("total",), "", _map(self.data.get("total"))


def _codes_used_twice(survey: _Survey) -> Iterator[Problem]:
    for family in (survey.groups, [*survey.nodes, *survey.composites], survey.tiers):
        seen: set[str] = set()
        for path, item in family:
            code = item.get("code")
            if code is None:
                continue
            if str(code) in seen:
                yield (*path, "code"), "SET006", {"code": str(code)}
            seen.add(str(code))
    for path, indicator in survey.indicators:
        names: set[str] = set()
        for position, option in enumerate(_items(indicator.get("options"))):
            code = str(_map(option).get("code"))
            if code in names:
                yield (*path, "options", position, "code"), "SET006", {"code": code}
            names.add(code)
    yield from _named_twice(survey)


def _named_twice(survey: _Survey) -> Iterator[Problem]:
    """Find what a list of codes names a second time: it would count twice, or once and nobody knows how."""

    def listed(path: Path, items: Any, field: str = "") -> list[tuple[Path, Any]]:
        return [
            ((*path, position, field), _map(item).get(field)) if field else ((*path, position), item)
            for position, item in enumerate(_items(items))
        ]

    method = survey.method
    lists = [
        listed((*path, "members"), roll_up.get("members"), "node") for path, _, roll_up in survey.roll_ups()
    ]
    lists.append(listed(("method", "tie_breakers"), method.get("tie_breakers")))
    lists.append(listed(("method", "surveys"), method.get("surveys"), "node"))
    lists.append(
        [
            entry
            for position, item in enumerate(_items(method.get("imputations")))
            for entry in listed(
                ("method", "imputations", position, "indicators"), _map(item).get("indicators")
            )
        ]
    )
    for entries in lists:
        seen: set[str] = set()
        for path, code in entries:
            if code is not None and str(code) in seen:
                yield path, "SET006", {"code": str(code)}
            seen.add(str(code))


def _unknown_codes(survey: _Survey) -> Iterator[Problem]:
    def unknown(path: Path, code: Any, known: Sequence[str]) -> Iterator[Problem]:
        if code is not None and str(code) not in known:
            yield path, "SET007", {"code": str(code), "known": "\n".join(known)}

    for path, node in survey.nodes:
        for position, group in enumerate(_items(node.get("groups"))):
            yield from unknown((*path, "groups", position), group, survey.group_codes)
        if "children" in node:
            for group in _map(node.get("max_points")):
                yield from unknown((*path, "max_points", group), group, survey.group_codes)
    for path, _, roll_up in survey.roll_ups():
        for position, member in enumerate(_items(roll_up.get("members"))):
            yield from unknown(
                (*path, "members", position, "node"), _map(member).get("node"), survey.node_codes
            )
        for group in _map(roll_up.get("max_points")):
            yield from unknown((*path, "max_points", group), group, survey.group_codes)
    for position, code in enumerate(_items(survey.data.get("pillars"))):
        yield from unknown(("pillars", position), code, survey.node_codes)
    for position, code in enumerate(_items(survey.method.get("tie_breakers"))):
        yield from unknown(("method", "tie_breakers", position), code, survey.node_codes)
    indicators = [str(node.get("code")) for _, node in survey.indicators]
    for path, node in survey.indicators:
        for key, field in (("denomination", "by"), ("applies_when", "indicator")):
            yield from unknown((*path, key, field), _map(node.get(key)).get(field), indicators)
    for position, item in enumerate(_items(survey.method.get("imputations"))):
        for place, code in enumerate(_items(_map(item).get("indicators"))):
            yield from unknown(("method", "imputations", position, "indicators", place), code, indicators)
    for position, item in enumerate(_items(survey.method.get("surveys"))):
        yield from unknown(("method", "surveys", position, "node"), _map(item).get("node"), survey.node_codes)
    for position, check in enumerate(_items(_map(survey.data.get("checks")).get("sums"))):
        here = ("checks", "sums", position)
        yield from unknown((*here, "total"), _map(check).get("total"), indicators)
        for place, code in enumerate(_items(_map(check).get("parts"))):
            yield from unknown((*here, "parts", place), code, indicators)


def _circles(survey: _Survey) -> Iterator[Problem]:
    members = {
        code: [str(_map(member).get("node")) for member in _items(roll_up.get("members"))]
        for _, code, roll_up in survey.roll_ups()
        if code
    }
    for path, composite in survey.composites:
        start = str(composite.get("code"))
        reached, ahead = set[str](), list(members.get(start, ()))
        while ahead:
            code = ahead.pop()
            if code not in reached:
                reached.add(code)
                ahead.extend(members.get(code, ()))
        if start in reached:
            yield (*path, "roll_up"), "SET009", {"code": start}
    asks = {
        str(node.get("code")): _map(node.get("applies_when")).get("indicator")
        for _, node in survey.indicators
    }
    for place, indicator in survey.indicators:
        own = str(indicator.get("code"))
        if _leads_back(own, asks):
            yield (*place, "applies_when"), "SET009", {"code": own}
        if _map(indicator.get("denomination")).get("by") == indicator.get("code") is not None:
            yield (*place, "denomination"), "SET009", {"code": own}


def _leads_back(code: str, following: Mapping[str, Any]) -> bool:
    """Tell whether going from one to what it names comes back to where it began."""
    here, steps = following.get(code), 0
    while here is not None and steps <= len(following):
        if str(here) == code:
            return True
        here, steps = following.get(str(here)), steps + 1
    return False


def _rules_against_inputs(survey: _Survey) -> Iterator[Problem]:
    for path, indicator in survey.indicators:
        kind, rule = str(indicator.get("input")), str(_map(indicator.get("rule")).get("kind"))
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


def _one_bound(path: Path, item: Mapping[str, Any], bounds: Sequence[str], least: int) -> Iterator[Problem]:
    given = [bound for bound in bounds if item.get(bound) is not None]
    if not least <= len(given) <= 1:
        yield path, "SET016", {"bounds": ", ".join(bounds), "given": ", ".join(given) or "0"}


def _crossed_bounds(survey: _Survey) -> Iterator[Problem]:
    for path, indicator in survey.indicators:
        rule = _map(indicator.get("rule"))
        yield from _crossed(
            (*path, "limits"), _map(indicator.get("limits")), "minimum", "maximum", equal=True
        )
        if rule.get("kind") == "goalposts":
            yield from _crossed((*path, "rule"), rule, "lower", "upper", equal=False)
        if rule.get("kind") == "steps":
            yield from _step_order((*path, "rule", "steps"), indicator, _items(rule.get("steps")))
        if rule.get("kind") == "brackets":
            crossed = list(_bracket_order((*path, "rule"), rule))
            yield from crossed or _bracket_ends((*path, "rule"), rule, indicator)
        if rule.get("kind") == "piecewise":
            yield from _knot_order((*path, "rule", "knots"), indicator, _items(rule.get("knots")))
        if rule.get("kind") == "proportional":
            worse, better = ("ceiling", "floor") if _points_fall(indicator) else ("floor", "ceiling")
            yield from _crossed((*path, "rule"), rule, worse, better, equal=True)
        condition = _map(indicator.get("applies_when"))
        if condition:
            yield from _one_bound((*path, "applies_when"), condition, ("answer", *_BOUNDS), 1)
    yield from _level_order(("method", "levels"), _map(survey.method.get("levels")))
    for path, group in survey.groups:
        yield from _level_order((*path, "levels"), _map(group.get("levels")))
    dates = [str(survey.data.get(name)) for name in ("valid_from", "valid_to") if survey.data.get(name)]
    if len(dates) == 2 and dates[0] > dates[1]:
        yield ("valid_to",), "SET008", {"lower": dates[0], "upper": dates[1]}


def _level_order(path: Path, levels: Mapping[str, Any]) -> Iterator[Problem]:
    bands = [_map(band) for band in _items(levels.get("bands"))]
    last = len(bands) - 1
    for position, band in enumerate(bands):
        here: Path = (*path, "bands", position)
        yield from _one_bound(here, band, ("at_least", "above"), 0 if position == last else 1)
        if position == last and any(band.get(bound) is not None for bound in ("at_least", "above")):
            yield here, "SET017", {"code": str(band.get("code"))}
    bounds = [
        _number(band.get("at_least", None) if band.get("at_least") is not None else band.get("above"))
        for band in bands[:-1]
    ]
    for position, (upper, lower) in enumerate(pairwise(bounds), start=1):
        if upper is not None and lower is not None and lower >= upper:
            yield (
                (*path, "bands", position),
                "SET008",
                {"lower": _text(lower), "upper": _text(upper)},
            )


def _crossed(
    path: Path, item: Mapping[str, Any], lower: str, upper: str, *, equal: bool
) -> Iterator[Problem]:
    low, high = _number(item.get(lower)), _number(item.get(upper))
    if low is not None and high is not None and (low > high or (low == high and not equal)):
        yield (*path, lower), "SET008", {"lower": _text(low), "upper": _text(high)}


def _step_order(path: Path, indicator: Mapping[str, Any], steps: Sequence[Any]) -> Iterator[Problem]:
    lower_is_better = _points_fall(indicator)
    wanted = ("at_most", "below") if lower_is_better else ("at_least", "above")
    previous: tuple[Fraction, Fraction] | None = None
    for position, item in enumerate(steps):
        step = _map(item)
        here = (*path, position)
        given = [bound for bound in _BOUNDS if step.get(bound) is not None]
        if len(given) != 1 or given[0] not in wanted:
            yield here, "SET016", {"bounds": ", ".join(wanted), "given": ", ".join(given) or "0"}
            continue
        bound, share = _number(step[given[0]]), _number(step.get("share"))
        if bound is None or share is None:
            continue
        if previous is not None:
            further = bound > previous[0] if lower_is_better else bound < previous[0]
            if not further or share > previous[1]:
                yield here, "SET018", {"bound": _text(bound), "share": _text(share)}
        previous = (bound, share)


def _points_fall(indicator: Mapping[str, Any]) -> bool:
    """Tell whether points fall when the value rises; a deduction's grow with what is bad."""
    lower_is_better = indicator.get("direction") == "lower_is_better"
    return lower_is_better is not (indicator.get("effect") == "deduction")


_Side = tuple[Fraction, bool] | None  # a bound, and whether the bracket holds it; None: open


def _sides(bracket: Mapping[str, Any]) -> tuple[_Side, _Side]:
    def side(inclusive: str, exclusive: str) -> _Side:
        for key, holds in ((inclusive, True), (exclusive, False)):
            number = _number(bracket.get(key))
            if number is not None:
                return number, holds
        return None

    return side("at_least", "above"), side("at_most", "below")


def _bracket_order(path: Path, rule: Mapping[str, Any]) -> Iterator[Problem]:
    """Find brackets that overlap or leave a gap; they stand from low to high, only the outermost sides may be open."""
    brackets = [_map(bracket) for bracket in _items(rule.get("brackets"))]
    for position, bracket in enumerate(brackets):
        here = (*path, "brackets", position)
        for pair in (("at_least", "above"), ("at_most", "below")):
            yield from _one_bound(here, bracket, pair, 0)
        low, high = _sides(bracket)
        if low and high and (low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1]))):
            yield here, "SET008", {"lower": _text(low[0]), "upper": _text(high[0])}
    may_leave_gaps = rule.get("outside") is not None
    for position, (left, right) in enumerate(pairwise(brackets), start=1):
        here = (*path, "brackets", position)
        high, low = _sides(left)[1], _sides(right)[0]
        bounds = {"upper": _text(high[0]) if high else "∞", "lower": _text(low[0]) if low else "−∞"}
        if high is None or low is None or low[0] < high[0] or (low[0] == high[0] and low[1] and high[1]):
            yield here, "SET022", bounds
        elif not may_leave_gaps and (low[0] > high[0] or not (low[1] or high[1])):
            yield here, "SET023", bounds


def _bracket_ends(path: Path, rule: Mapping[str, Any], indicator: Mapping[str, Any]) -> Iterator[Problem]:
    """Find a first or last bracket that ends before what the indicator's limits let in, with nothing said of it."""
    brackets = [_map(bracket) for bracket in _items(rule.get("brackets"))]
    if not brackets or rule.get("outside") is not None:
        return
    # Limits are those of the figure as typed: they say nothing of what is made of it.
    is_typed = not indicator.get("change") and not indicator.get("denomination")
    limits = _map(indicator.get("limits")) if is_typed else {}
    least, most = _number(limits.get("minimum")), _number(limits.get("maximum"))
    low, high = _sides(brackets[0])[0], _sides(brackets[-1])[1]
    if low is not None and (least is None or least < low[0] or (least == low[0] and not low[1])):
        yield (*path, "brackets", 0), "SET038", {"bound": _text(low[0]), "field": "minimum"}
    if high is not None and (most is None or most > high[0] or (most == high[0] and not high[1])):
        yield (*path, "brackets", len(brackets) - 1), "SET038", {"bound": _text(high[0]), "field": "maximum"}


def _knot_order(path: Path, indicator: Mapping[str, Any], knots: Sequence[Any]) -> Iterator[Problem]:
    falls = _points_fall(indicator)
    places = [(_number(_map(knot).get("value")), _number(_map(knot).get("share"))) for knot in knots]
    for position, ((value, share), (further, then)) in enumerate(pairwise(places), start=1):
        if value is None or further is None or share is None or then is None:
            continue
        if further <= value or (then > share if falls else then < share):
            yield (*path, position), "SET018", {"bound": _text(further), "share": _text(then)}


def _conditions(survey: _Survey) -> Iterator[Problem]:
    """Find conditions and divisors that the indicator they name cannot give."""
    by_code = {node.get("code"): node for _, node in survey.indicators if isinstance(node.get("code"), str)}
    for path, node in survey.indicators:
        condition = _map(node.get("applies_when"))
        asked = by_code.get(str(condition.get("indicator")))
        if asked is not None:
            yield from _unlike(survey, (*path, "applies_when"), node, asked)
            yield from _unanswerable((*path, "applies_when"), condition, asked)
        divisor = by_code.get(str(_map(node.get("denomination")).get("by")))
        if divisor is not None:
            yield from _unlike(survey, (*path, "denomination"), node, divisor)
            kind = str(divisor.get("input"))
            if kind in RULES_BY_INPUT and kind not in _NUMBERS:
                yield (*path, "denomination", "by"), "SET034", {"code": str(divisor.get("code"))}


def _unlike(
    survey: _Survey, path: Path, node: Mapping[str, Any], named: Mapping[str, Any]
) -> Iterator[Problem]:
    there = [str(group) for group in _items(named.get("groups"))]
    for group in map(str, _items(node.get("groups"))):
        if group in survey.group_codes and group not in there:
            facts = {"code": str(node.get("code")), "indicator": str(named.get("code")), "group": group}
            yield path, "SET033", facts


def _unanswerable(path: Path, condition: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[Problem]:
    kind = str(asked.get("input"))
    if kind not in RULES_BY_INPUT:
        return
    answers = {
        "yes_no": ["yes", "no"],
        "choice": [str(_map(o).get("code")) for o in _items(asked.get("options"))],
    }
    allowed = [f"answer: {answer}" for answer in answers.get(kind, ())] or list(_BOUNDS)
    for key in ("answer", *_BOUNDS):
        value = condition.get(key)
        if value is not None and key not in allowed and f"{key}: {value}" not in allowed:
            facts = {
                "code": str(asked.get("code")),
                "given": f"{key}: {value}",
                "allowed": ", ".join(allowed),
            }
            yield (*path, key), "SET032", facts


def _methods_against_parts(survey: _Survey) -> Iterator[Problem]:
    """Find bonus and deductions where they have no meaning, and choices that they and other parts call for."""
    nodes = {str(node.get("code")): node for _, node in survey.nodes}

    def effects(node: Mapping[str, Any]) -> set[str]:
        if "children" not in node:
            return {str(node.get("effect", "score"))}
        return {effect for child in _items(node.get("children")) for effect in effects(_map(child))}

    composites = {code: roll_up for _, code, roll_up in survey.roll_ups() if code}

    def below(code: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """Give the effects of whatever a roll-up's member holds, through composites of composites."""
        if code in nodes:
            return effects(nodes[code])
        if code in seen:
            return set()
        members = _items(composites.get(code, {}).get("members"))
        return {e for m in members for e in below(str(_map(m).get("node")), seen | {code})}

    extra = {"bonus", "deduction"}
    has_extra = any(effects(node) & extra for _, node in survey.indicators)
    if has_extra and not survey.method.get("extra_points"):
        yield ("method",), "SET024", {"field": "extra_points"}
    for path, branch in survey.branches:
        kinds = effects(branch)
        if branch.get("at_most") is not None and (len(kinds) > 1 or not kinds <= extra):
            yield (*path, "at_most"), "SET025", {"code": str(branch.get("code"))}
        mean = str(branch.get("aggregation", "sum"))
        if mean != "sum" and kinds & extra:
            yield (*path, "aggregation"), "SET026", {"code": str(branch.get("code")), "aggregation": mean}
        if branch.get("lowest_share") is not None and mean not in _MEANS:
            yield (*path, "lowest_share"), "SET027", {"field": "lowest_share", "aggregation": mean}
    for path, code, roll_up in survey.roll_ups():
        mean = str(roll_up.get("aggregation", "sum"))
        members = [str(_map(member).get("node")) for member in _items(roll_up.get("members"))]
        if mean != "sum" and any(below(member) & extra for member in members):
            yield (*path, "aggregation"), "SET026", {"code": code or "total", "aggregation": mean}
        if roll_up.get("lowest_share") is not None and mean not in _MEANS:
            yield (*path, "lowest_share"), "SET027", {"field": "lowest_share", "aggregation": mean}
    yield from _stand_ins(survey)


def _stand_ins(survey: _Survey) -> Iterator[Problem]:
    """Find imputations that would put a number where an answer is asked, or a figure where growth is measured."""
    by_code = {str(node.get("code")): node for _, node in survey.indicators}
    for position, item in enumerate(_items(survey.method.get("imputations"))):
        for place, code in enumerate(_items(_map(item).get("indicators"))):
            path = ("method", "imputations", position, "indicators", place)
            node = by_code.get(str(code), {})
            if str(node.get("input")) in _ANSWERS:
                yield path, "SET028", {"code": str(code)}
            if node.get("change") and _map(item).get("by") == "previous":
                yield path, "SET035", {"code": str(code)}


def _without_points(survey: _Survey) -> Iterator[Problem]:
    """Find nodes that are asked for their share of the maximum and have no maximum in any group."""
    maxima = _Maxima(survey)

    def empty(path: Path, code: Any) -> Iterator[Problem]:
        if str(code) in survey.node_codes:
            found = [maxima.of(str(code), group) for group in survey.group_codes]
            if found and all(maximum == 0 for maximum in found):
                yield path, "SET036", {"code": str(code)}

    for position, code in enumerate(_items(survey.method.get("tie_breakers"))):
        yield from empty(("method", "tie_breakers", position), code)
    for path, _, roll_up in survey.roll_ups():
        if str(roll_up.get("aggregation")) in _WEIGHTED:
            for position, member in enumerate(_items(roll_up.get("members"))):
                yield from empty((*path, "members", position, "node"), _map(member).get("node"))


def _recognition(survey: _Survey) -> Iterator[Problem]:
    """Find tiers that name what is not there, ask the same twice, or presuppose one another in a circle."""
    recognition = _map(survey.data.get("recognition"))
    indicators = {str(node.get("code")): node for _, node in survey.indicators}
    known = "\n".join(indicators)
    registered = recognition.get("registered_by")
    if registered is not None and str(registered) not in indicators:
        yield ("recognition", "registered_by"), "SET007", {"code": str(registered), "known": known}
    elif registered is not None and indicators[str(registered)].get("input") != "yes_no":
        yield ("recognition", "registered_by"), "SET029", {"code": str(registered)}
    codes = [str(tier.get("code")) for _, tier in survey.tiers]
    lower = {str(tier.get("code")): tier.get("presupposes") for _, tier in survey.tiers}
    groups_of = {
        str(tier.get("code")): [str(group) for group in _items(tier.get("groups"))]
        for _, tier in survey.tiers
    }
    for path, tier in survey.tiers:
        groups = [str(group) for group in _items(tier.get("groups"))]
        for position, group in enumerate(groups):
            if group not in survey.group_codes:
                facts = {"code": group, "known": "\n".join(survey.group_codes)}
                yield (*path, "groups", position), "SET007", facts
        seen: set[str] = set()
        for field in ("mandatory", "extended"):
            for position, item in enumerate(_items(tier.get(field))):
                code, here = str(item), (*path, field, position)
                if code not in indicators:
                    yield here, "SET007", {"code": code, "known": known}
                elif code in seen:
                    yield here, "SET006", {"code": code}
                else:
                    applies = [str(group) for group in _items(indicators[code].get("groups"))]
                    for group in groups:
                        if group in survey.group_codes and group not in applies:
                            yield here, "SET030", {"code": code, "group": group}
                seen.add(code)
        if registered is not None and str(registered) in indicators:
            asked = [str(group) for group in _items(indicators[str(registered)].get("groups"))]
            for group in groups:
                if group in survey.group_codes and group not in asked:
                    facts = {"code": str(registered), "group": group}
                    yield ("recognition", "registered_by"), "SET030", facts
        allowed, mandatory = _number(tier.get("unmet_at_most")), _items(tier.get("mandatory"))
        if allowed is not None and mandatory and allowed >= len(mandatory):
            yield (
                (*path, "unmet_at_most"),
                "SET039",
                {"code": str(tier.get("code")), "count": str(len(mandatory))},
            )
        if bool(_items(tier.get("extended"))) is not (tier.get("extended_at_least") is not None):
            yield path, "SET031", {"code": str(tier.get("code"))}
        if tier.get("presupposes") is not None:
            wanted = str(tier.get("presupposes"))
            if wanted not in codes:
                yield (*path, "presupposes"), "SET007", {"code": wanted, "known": "\n".join(codes)}
            elif _leads_back(str(tier.get("code")), lower):
                yield (*path, "presupposes"), "SET009", {"code": str(tier.get("code"))}
            else:
                for group in groups:
                    if group in survey.group_codes and group not in groups_of[wanted]:
                        facts = {"code": str(tier.get("code")), "tier": wanted, "group": group}
                        yield (*path, "presupposes"), "SET040", facts


def _sums(survey: _Survey) -> Iterator[Problem]:
    maxima = _Maxima(survey)
    for path, branch in survey.branches:
        yield from _declared_sums(
            (*path, "max_points"), str(branch.get("code")), branch.get("max_points"), maxima
        )
    for path, code, roll_up in survey.roll_ups():
        yield from _declared_sums((*path, "max_points"), code, roll_up.get("max_points"), maxima)
        if str(roll_up.get("aggregation")) in _WEIGHTED:
            weights = [_number(_map(member).get("weight", 1)) for member in _items(roll_up.get("members"))]
            declared = _number(roll_up.get("weights_total", 1))
            if declared is not None and None not in weights:
                total = sum((weight for weight in weights if weight is not None), Fraction(0))
                if total != declared:
                    yield (
                        (*path, "members"),
                        "SET005",
                        {
                            "what": code,
                            "sum": _text(total),
                            "declared": _text(declared),
                            "group": "",
                        },
                    )


def _declared_sums(path: Path, code: str, declared: Any, maxima: "_Maxima") -> Iterator[Problem]:
    for group, value in _map(declared).items():
        wanted, found = _number(value), maxima.of(code, str(group))
        if wanted is not None and found is not None and wanted != found:
            facts = {"what": code, "sum": _text(found), "declared": _text(wanted), "group": str(group)}
            yield (*path, group), "SET005", facts


class _Maxima:
    """Attainable points of nodes for a group when everything applies; None when it cannot be told."""

    def __init__(self, survey: _Survey) -> None:
        self._nodes = {str(node.get("code")): node for _, node in survey.nodes}
        self._roll_ups = {code: roll_up for _, code, roll_up in survey.roll_ups()}
        self._known: dict[tuple[str, str], Fraction | None] = {}

    def of(self, code: str, group: str, depth: int = 0) -> Fraction | None:
        if (code, group) not in self._known:
            # Settled once for each node: composites of composites would double the work at every step.
            self._known[code, group] = None if depth > 50 else self._compute(code, group, depth)
        return self._known[code, group]

    def _compute(self, code: str, group: str, depth: int) -> Fraction | None:
        if code in self._nodes:
            node = self._nodes[code]
            if "children" not in node:
                applies = group in [str(item) for item in _items(node.get("groups"))]
                applies = applies and node.get("effect", "score") == "score"
                return _number(node.get("max_points")) if applies else Fraction(0)
            parts = [
                self.of(str(_map(child).get("code")), group, depth + 1)
                for child in _items(node.get("children"))
            ]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return (
                max(known, default=Fraction(0))
                if node.get("aggregation") == "best"
                else sum(known, Fraction(0))
            )
        roll_up = self._roll_ups.get(code)
        if roll_up is None:
            return None
        members = [_map(member) for member in _items(roll_up.get("members"))]
        total = Fraction(0)
        for member in members:
            part = self.of(str(member.get("node")), group, depth + 1)
            if str(roll_up.get("aggregation")) in _WEIGHTED:
                weight = _number(member.get("weight", 1))
                part = None if part is None or weight is None else weight if part else Fraction(0)
            if part is None:
                return None
            total += part
        return total


def _text(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return format(decimal.normalize(), "f") if Fraction(decimal) == number else str(number)
