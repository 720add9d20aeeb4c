"""Declared sums of points and weights that their parts do not make up."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from cds_rank.model.contradictions.survey import Path, Problem, Survey, items_of, map_of, number_of, text_of

MEANS = frozenset({"geometric", "harmonic"})
WEIGHTED = MEANS | {"weighted_mean", "copeland"}


class Maxima:
    """Attainable points of nodes for a group when everything applies; None when it cannot be told."""

    def __init__(self, survey: Survey) -> None:
        self._nodes = {str(node.get("code")): node for _, node in survey.nodes}
        self._roll_ups = {code: roll_up for _, code, roll_up in survey.roll_ups()}
        self._known: dict[tuple[str, str], Fraction | None] = {}

    def of(self, code: str, group: str, depth: int = 0) -> Fraction | None:
        """Give what a node or roll-up can attain in a group."""
        if (code, group) not in self._known:
            # Settled once for each node: composites of composites would double the work at every step.
            self._known[code, group] = None if depth > 50 else self._compute(code, group, depth)
        return self._known[code, group]

    def _compute(self, code: str, group: str, depth: int) -> Fraction | None:
        if code in self._nodes:
            node = self._nodes[code]
            if "children" not in node:
                applies = group in [str(item) for item in items_of(node.get("groups"))]
                applies = applies and node.get("effect", "score") == "score"
                return number_of(node.get("max_points")) if applies else Fraction(0)
            parts = [
                self.of(str(map_of(child).get("code")), group, depth + 1)
                for child in items_of(node.get("children"))
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
        members = [map_of(member) for member in items_of(roll_up.get("members"))]
        total = Fraction(0)
        for member in members:
            part = self.of(str(member.get("node")), group, depth + 1)
            if str(roll_up.get("aggregation")) in WEIGHTED:
                weight = number_of(member.get("weight", 1))
                part = None if part is None or weight is None else weight if part else Fraction(0)
            if part is None:
                return None
            total += part
        return total


def unequal_sums(survey: Survey) -> Iterator[Problem]:
    """Find declared points and weights that differ from the sum of their parts."""
    maxima = Maxima(survey)
    for path, branch in survey.branches:
        yield from _declared_sums(
            (*path, "max_points"), str(branch.get("code")), branch.get("max_points"), maxima
        )
    for path, code, roll_up in survey.roll_ups():
        yield from _declared_sums((*path, "max_points"), code, roll_up.get("max_points"), maxima)
        if str(roll_up.get("aggregation")) in WEIGHTED:
            weights = [
                number_of(map_of(member).get("weight", 1)) for member in items_of(roll_up.get("members"))
            ]
            declared = number_of(roll_up.get("weights_total", 1))
            if declared is not None and None not in weights:
                total = sum((weight for weight in weights if weight is not None), Fraction(0))
                if total != declared:
                    yield (
                        (*path, "members"),
                        "SET005",
                        {
                            "what": code,
                            "sum": text_of(total),
                            "declared": text_of(declared),
                            "group": "",
                        },
                    )


def _declared_sums(path: Path, code: str, declared: Any, maxima: Maxima) -> Iterator[Problem]:
    for group, value in map_of(declared).items():
        wanted, found = number_of(value), maxima.of(code, str(group))
        if wanted is not None and found is not None and wanted != found:
            facts = {"what": code, "sum": text_of(found), "declared": text_of(wanted), "group": str(group)}
            yield (*path, group), "SET005", facts
