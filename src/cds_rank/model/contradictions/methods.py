"""Choices of the method that the parts of the set do not bear, or that they call for in vain."""

from collections.abc import Iterator, Mapping
from typing import Any

from cds_rank.model.contradictions.sums import MEANS, WEIGHTED, Maxima
from cds_rank.model.contradictions.survey import Path, Problem, Survey, items_of, map_of

_ANSWERS = frozenset({"yes_no", "choice"})
_EXTRA = frozenset({"bonus", "deduction"})


def methods_against_parts(survey: Survey) -> Iterator[Problem]:
    """Find bonus and deductions where they have no meaning, and choices that they and other parts call for."""
    has_extra = any(_effects(node) & _EXTRA for _, node in survey.indicators)
    if has_extra and not survey.method.get("extra_points"):
        yield ("method",), "SET024", {"field": "extra_points"}
    yield from _branches(survey)
    yield from _roll_ups(survey)
    yield from _stand_ins(survey)


def _effects(node: Mapping[str, Any]) -> set[str]:
    if "children" not in node:
        return {str(node.get("effect", "score"))}
    return {effect for child in items_of(node.get("children")) for effect in _effects(map_of(child))}


def _branches(survey: Survey) -> Iterator[Problem]:
    for path, branch in survey.branches:
        kinds = _effects(branch)
        if branch.get("at_most") is not None and (len(kinds) > 1 or not kinds <= _EXTRA):
            yield (*path, "at_most"), "SET025", {"code": str(branch.get("code"))}
        mean = str(branch.get("aggregation", "sum"))
        if mean != "sum" and kinds & _EXTRA:
            yield (*path, "aggregation"), "SET026", {"code": str(branch.get("code")), "aggregation": mean}
        yield from _lowest_share(path, branch, mean)


def _roll_ups(survey: Survey) -> Iterator[Problem]:
    nodes = {str(node.get("code")): node for _, node in survey.nodes}
    composites = {code: roll_up for _, code, roll_up in survey.roll_ups() if code}

    def below(code: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """Give the effects of whatever a roll-up's member holds, through composites of composites."""
        if code in nodes:
            return _effects(nodes[code])
        if code in seen:
            return set()
        members = items_of(composites.get(code, {}).get("members"))
        return {e for m in members for e in below(str(map_of(m).get("node")), seen | {code})}

    for path, code, roll_up in survey.roll_ups():
        mean = str(roll_up.get("aggregation", "sum"))
        members = [str(map_of(member).get("node")) for member in items_of(roll_up.get("members"))]
        if mean != "sum" and any(below(member) & _EXTRA for member in members):
            yield (*path, "aggregation"), "SET026", {"code": code or "total", "aggregation": mean}
        yield from _lowest_share(path, roll_up, mean)


def _lowest_share(path: Path, part: Mapping[str, Any], mean: str) -> Iterator[Problem]:
    if part.get("lowest_share") is not None and mean not in MEANS:
        yield (*path, "lowest_share"), "SET027", {"field": "lowest_share", "aggregation": mean}


def _stand_ins(survey: Survey) -> Iterator[Problem]:
    """Find imputations that would put a number where an answer is asked, or a figure where growth is measured."""
    by_code = {str(node.get("code")): node for _, node in survey.indicators}
    for position, item in enumerate(items_of(survey.method.get("imputations"))):
        for place, code in enumerate(items_of(map_of(item).get("indicators"))):
            path = ("method", "imputations", position, "indicators", place)
            node = by_code.get(str(code), {})
            if str(node.get("input")) in _ANSWERS:
                yield path, "SET028", {"code": str(code)}
            if node.get("change") and map_of(item).get("by") == "previous":
                yield path, "SET035", {"code": str(code)}


def without_points(survey: Survey) -> Iterator[Problem]:
    """Find nodes that are asked for their share of the maximum and have no maximum in any group."""
    maxima = Maxima(survey)

    def empty(path: Path, code: Any) -> Iterator[Problem]:
        if str(code) in survey.node_codes:
            found = [maxima.of(str(code), group) for group in survey.group_codes]
            if found and all(maximum == 0 for maximum in found):
                yield path, "SET036", {"code": str(code)}

    for position, code in enumerate(items_of(survey.method.get("tie_breakers"))):
        yield from empty(("method", "tie_breakers", position), code)
    for path, _, roll_up in survey.roll_ups():
        if str(roll_up.get("aggregation")) in WEIGHTED:
            for position, member in enumerate(items_of(roll_up.get("members"))):
                yield from empty((*path, "members", position, "node"), map_of(member).get("node"))
