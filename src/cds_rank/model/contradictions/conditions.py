"""Conditions and divisors that the indicator they name cannot give."""

from collections.abc import Iterator, Mapping
from typing import Any

from cds_rank.model.contradictions.rules import BOUNDS, RULES_BY_INPUT
from cds_rank.model.contradictions.survey import Path, Problem, Survey, items_of, map_of

_NUMBERS = frozenset({"value", "ratio", "count"})


def impossible_conditions(survey: Survey) -> Iterator[Problem]:
    """Find conditions and divisors that the indicator they name cannot give."""
    by_code = {node.get("code"): node for _, node in survey.indicators if isinstance(node.get("code"), str)}
    for path, node in survey.indicators:
        condition = map_of(node.get("applies_when"))
        asked = by_code.get(str(condition.get("indicator")))
        if asked is not None:
            yield from _unlike(survey, (*path, "applies_when"), node, asked)
            yield from _unanswerable((*path, "applies_when"), condition, asked)
        divisor = by_code.get(str(map_of(node.get("denomination")).get("by")))
        if divisor is not None:
            yield from _unlike(survey, (*path, "denomination"), node, divisor)
            kind = str(divisor.get("input"))
            if kind in RULES_BY_INPUT and kind not in _NUMBERS:
                yield (*path, "denomination", "by"), "SET034", {"code": str(divisor.get("code"))}


def _unlike(
    survey: Survey, path: Path, node: Mapping[str, Any], named: Mapping[str, Any]
) -> Iterator[Problem]:
    there = [str(group) for group in items_of(named.get("groups"))]
    for group in map(str, items_of(node.get("groups"))):
        if group in survey.group_codes and group not in there:
            facts = {"code": str(node.get("code")), "indicator": str(named.get("code")), "group": group}
            yield path, "SET033", facts


def _unanswerable(path: Path, condition: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[Problem]:
    kind = str(asked.get("input"))
    if kind not in RULES_BY_INPUT:
        return
    answers = {
        "yes_no": ["yes", "no"],
        "choice": [str(map_of(o).get("code")) for o in items_of(asked.get("options"))],
    }
    allowed = [f"answer: {answer}" for answer in answers.get(kind, ())] or list(BOUNDS)
    for key in ("answer", *BOUNDS):
        value = condition.get(key)
        if value is not None and key not in allowed and f"{key}: {value}" not in allowed:
            facts = {
                "code": str(asked.get("code")),
                "given": f"{key}: {value}",
                "allowed": ", ".join(allowed),
            }
            yield (*path, key), "SET032", facts
