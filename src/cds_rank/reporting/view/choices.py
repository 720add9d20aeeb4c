"""Criteria made of alternative cases, of which the best counts: which were taken, which need not be reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from cds_rank.model.indicator_set import Aggregation, Branch, IndicatorSet
from cds_rank.model.result import Treatment, UnitScores

WITHOUT_FIGURE = frozenset({Treatment.MISSING, Treatment.UNREADABLE, Treatment.REJECTED, Treatment.IMPUTED})
"""How a criterion is treated of which the unit has no figure of its own that counts."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A branch of which the best case counts. cases: by the code of the case, the criteria below it."""

    branch: str
    cases: dict[str, tuple[str, ...]]


def choices_of(indicator_set: IndicatorSet) -> tuple[Choice, ...]:
    """List the branches of a set of which the best case counts."""
    return tuple(
        Choice(
            code,
            {
                child.code: tuple(item.code for item in indicator_set.indicators_under(child.code))
                for child in node.children
            },
        )
        for code, node in indicator_set.nodes.items()
        if isinstance(node, Branch) and node.aggregation is Aggregation.BEST
    )


def not_taken(scores: UnitScores, choices: Sequence[Choice]) -> set[str]:
    """Return the criteria of the cases that do not count, because another one is better."""
    return {
        code
        for choice in choices
        if choice.branch in scores.nodes
        for case, codes in choice.cases.items()
        if scores.nodes[choice.branch].how.get("taken") != case
        for code in codes
    }


def excused(scores: UnitScores, choices: Sequence[Choice]) -> frozenset[str]:
    """Return the criteria that a unit left empty because it reported another case whole."""
    return frozenset(
        code
        for choice in choices
        if any(_is_whole(scores, codes) for codes in choice.cases.values())
        for codes in choice.cases.values()
        for code in codes
        if code in scores.nodes and scores.nodes[code].treatment is Treatment.MISSING
    )


def _is_whole(scores: UnitScores, codes: Sequence[str]) -> bool:
    treatments = {scores.nodes[code].treatment for code in codes if code in scores.nodes}
    return bool(treatments - {Treatment.NOT_APPLICABLE}) and treatments.isdisjoint(WITHOUT_FIGURE)
