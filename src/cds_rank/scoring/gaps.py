"""What a unit's score lacks: the indicators that were not reported, and how much of what applies was."""

from fractions import Fraction
from functools import cache

from cds_rank.model.indicator_set import Aggregation, Branch, Effect, Indicator, IndicatorSet, RollUp
from cds_rank.model.result import Treatment, UnitScores

_ABSENT = frozenset({Treatment.MISSING, Treatment.UNREADABLE})
_STOOD_IN = frozenset({Treatment.IMPUTED})


def missing_nodes(scores: UnitScores, indicator_set: IndicatorSet) -> tuple[str, ...]:
    """List the indicators in the total that the unit did not report and that no other case makes good.

    A bonus that was not claimed is not missing: nothing was to be had by leaving it out.
    """

    @cache
    def below(code: str) -> list[str]:
        node = indicator_set.nodes[code]
        if isinstance(node, Indicator):
            score = scores.nodes.get(code)
            absent = score is not None and score.treatment in _ABSENT
            is_needed = bool(node.max_points) and node.effect is not Effect.BONUS
            return [code] if absent and is_needed else []
        if isinstance(node, Branch):
            here = [child.code for child in node.children if child.code in scores.nodes]
            parts = [below(code) for code in here]
            applying = [part for code, part in zip(here, parts, strict=True) if scores.nodes[code].attainable]
            if node.aggregation is Aggregation.BEST and not all(applying):
                return []
        else:
            parts = [below(member.node) for member in node.roll_up.members]
        return [code for part in parts for code in part]

    members = [below(member.node) for member in indicator_set.total.members if member.node in scores.nodes]
    return tuple(dict.fromkeys(code for part in members for code in part))


def coverage(scores: UnitScores, indicator_set: IndicatorSet) -> Fraction:
    """Return how much of what applies to a unit it reported, 0 to 1.

    Each indicator weighs what it weighs in the total. What was imputed was not reported. Of alternative cases the
    one that was taken counts, of several with the same points the one that was reported. A unit to which nothing
    applies has reported everything.
    Source: OECD/JRC Handbook (2008), step 3 (coverage before imputation).
    """

    @cache
    def of(code: str) -> Fraction:
        node = indicator_set.nodes[code]
        if isinstance(node, Indicator):
            return Fraction(scores.nodes[code].treatment not in _ABSENT | _STOOD_IN)
        if isinstance(node, Branch):
            here = [child.code for child in node.children if child.code in scores.nodes]
            if node.aggregation is Aggregation.BEST:
                best = scores.nodes[code].earned
                cases = [c for c in here if scores.nodes[c].attainable and scores.nodes[c].earned == best]
                return max((of(case) for case in cases), default=Fraction(1))
            return weighed([(scores.nodes[code].attainable, code) for code in here])
        return of_roll_up(node.roll_up)

    def of_roll_up(roll_up: RollUp) -> Fraction:
        here = [m for m in roll_up.members if m.node in scores.nodes and scores.nodes[m.node].attainable]
        if roll_up.aggregation is Aggregation.SUM:
            return weighed([(scores.nodes[m.node].attainable, m.node) for m in here])
        return weighed([(Fraction(m.weight), m.node) for m in here])

    def weighed(parts: list[tuple[Fraction, str]]) -> Fraction:
        counted = [(weight, code) for weight, code in parts if weight]
        total = sum((weight for weight, _ in counted), Fraction(0))
        return (
            sum((weight * of(code) for weight, code in counted), Fraction(0)) / total
            if total
            else Fraction(1)
        )

    return of_roll_up(indicator_set.total)
