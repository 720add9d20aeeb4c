"""Codes that stand twice, that nothing bears, or that lead back to themselves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cds_rank.model.contradictions.survey import Path, Problem, Survey, items_of, map_of


def codes_used_twice(survey: Survey) -> Iterator[Problem]:
    """Find codes that two groups, nodes, tiers or options bear, or that one list names twice."""
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
        for position, option in enumerate(items_of(indicator.get("options"))):
            code = str(map_of(option).get("code"))
            if code in names:
                yield (*path, "options", position, "code"), "SET006", {"code": code}
            names.add(code)
    yield from _named_twice(survey)


def _named_twice(survey: Survey) -> Iterator[Problem]:
    """Find what a list of codes names a second time: it would count twice, or once and nobody knows how."""

    def listed(path: Path, items: Any, field: str = "") -> list[tuple[Path, Any]]:
        return [
            ((*path, position, field), map_of(item).get(field)) if field else ((*path, position), item)
            for position, item in enumerate(items_of(items))
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
            for position, item in enumerate(items_of(method.get("imputations")))
            for entry in listed(
                ("method", "imputations", position, "indicators"), map_of(item).get("indicators")
            )
        ]
    )
    for entries in lists:
        seen: set[str] = set()
        for path, code in entries:
            if code is not None and str(code) in seen:
                yield path, "SET006", {"code": str(code)}
            seen.add(str(code))


def unknown_codes(survey: Survey) -> Iterator[Problem]:
    """Find codes that are named and that nothing in the set bears."""
    indicators = [str(node.get("code")) for _, node in survey.indicators]
    yield from _unknown_in_nodes(survey)
    yield from _unknown_in_roll_ups(survey)
    for position, code in enumerate(items_of(survey.data.get("pillars"))):
        yield from _unknown(("pillars", position), code, survey.node_codes)
    for position, code in enumerate(items_of(survey.method.get("tie_breakers"))):
        yield from _unknown(("method", "tie_breakers", position), code, survey.node_codes)
    yield from _unknown_in_indicators(survey, indicators)
    yield from _unknown_in_imputations(survey, indicators)
    for position, item in enumerate(items_of(survey.method.get("surveys"))):
        path = ("method", "surveys", position, "node")
        yield from _unknown(path, map_of(item).get("node"), survey.node_codes)
    yield from _unknown_in_checks(survey, indicators)


def _unknown(path: Path, code: Any, known: Sequence[str]) -> Iterator[Problem]:
    if code is not None and str(code) not in known:
        yield path, "SET007", {"code": str(code), "known": "\n".join(known)}


def _unknown_in_nodes(survey: Survey) -> Iterator[Problem]:
    for path, node in survey.nodes:
        for position, group in enumerate(items_of(node.get("groups"))):
            yield from _unknown((*path, "groups", position), group, survey.group_codes)
        if "children" in node:
            for group in map_of(node.get("max_points")):
                yield from _unknown((*path, "max_points", group), group, survey.group_codes)


def _unknown_in_roll_ups(survey: Survey) -> Iterator[Problem]:
    for path, _, roll_up in survey.roll_ups():
        for position, member in enumerate(items_of(roll_up.get("members"))):
            node = map_of(member).get("node")
            yield from _unknown((*path, "members", position, "node"), node, survey.node_codes)
        for group in map_of(roll_up.get("max_points")):
            yield from _unknown((*path, "max_points", group), group, survey.group_codes)


def _unknown_in_indicators(survey: Survey, indicators: Sequence[str]) -> Iterator[Problem]:
    for path, node in survey.indicators:
        for key, field in (("denomination", "by"), ("applies_when", "indicator")):
            yield from _unknown((*path, key, field), map_of(node.get(key)).get(field), indicators)


def _unknown_in_imputations(survey: Survey, indicators: Sequence[str]) -> Iterator[Problem]:
    for position, item in enumerate(items_of(survey.method.get("imputations"))):
        for place, code in enumerate(items_of(map_of(item).get("indicators"))):
            yield from _unknown(("method", "imputations", position, "indicators", place), code, indicators)


def _unknown_in_checks(survey: Survey, indicators: Sequence[str]) -> Iterator[Problem]:
    for position, check in enumerate(items_of(map_of(survey.data.get("checks")).get("sums"))):
        here = ("checks", "sums", position)
        yield from _unknown((*here, "total"), map_of(check).get("total"), indicators)
        for place, code in enumerate(items_of(map_of(check).get("parts"))):
            yield from _unknown((*here, "parts", place), code, indicators)


def circles(survey: Survey) -> Iterator[Problem]:
    """Find composites, conditions and divisors that lead back to themselves."""
    yield from _circles_of_composites(survey)
    yield from _circles_of_indicators(survey)


def _circles_of_composites(survey: Survey) -> Iterator[Problem]:
    members = {
        code: [str(map_of(member).get("node")) for member in items_of(roll_up.get("members"))]
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


def _circles_of_indicators(survey: Survey) -> Iterator[Problem]:
    asks = {
        str(node.get("code")): map_of(node.get("applies_when")).get("indicator")
        for _, node in survey.indicators
    }
    for place, indicator in survey.indicators:
        own = str(indicator.get("code"))
        if leads_back(own, asks):
            yield (*place, "applies_when"), "SET009", {"code": own}
        if map_of(indicator.get("denomination")).get("by") == indicator.get("code") is not None:
            yield (*place, "denomination"), "SET009", {"code": own}


def leads_back(code: str, following: Mapping[str, Any]) -> bool:
    """Tell whether going from one to what it names comes back to where it began."""
    here, steps = following.get(code), 0
    while here is not None and steps <= len(following):
        if str(here) == code:
            return True
        here, steps = following.get(str(here)), steps + 1
    return False
