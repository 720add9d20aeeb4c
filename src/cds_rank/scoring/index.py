"""The index: every node's points of every unit, from the figures up to the total."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from cds_rank.model.indicator_set import Aggregation, Branch, Composite, Indicator, IndicatorSet, RollUp
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import Dataset, Observation, ObservationStatus
from cds_rank.model.quantity import exact_text, round_half_up
from cds_rank.model.result import TOTAL, NodeScore, Treatment, UnitScores
from cds_rank.model.rule import BestInGroupRule, MinMaxRule
from cds_rank.model.unit import Unit
from cds_rank.scoring.points import choose_stage, measured_value, score_indicator

_ZERO = Fraction(0)


def used_observations(dataset: Dataset, stage: StageUsed) -> dict[tuple[str, str], Observation]:
    """Return the figure that is scored for each (unit, indicator) that has one."""
    chosen = {key: choose_stage(stages, stage) for key, stages in dataset.observations.items()}
    return {key: observation for key, observation in chosen.items() if observation is not None}


def build_index(
    units: Sequence[Unit], figures: Mapping[tuple[str, str], Observation], indicator_set: IndicatorSet
) -> dict[str, UnitScores]:
    """Score every node of every unit.

    units: those whose submissions were admitted, in any order. figures: by (unit, indicator).
    Returns the scores by unit code, in the order of `units`; exact but for roundings that the set declares.
    """
    peers = _peer_values(units, figures, indicator_set)
    return {unit.code: _score_unit(unit, figures, peers, indicator_set) for unit in units}


def missing_nodes(scores: UnitScores, indicator_set: IndicatorSet) -> tuple[str, ...]:
    """List the indicators in the total that the unit did not report and that no other case makes good."""

    @cache
    def below(code: str) -> list[str]:
        node = indicator_set.nodes[code]
        if isinstance(node, Indicator):
            score = scores.nodes.get(code)
            absent = score is not None and score.treatment in {Treatment.MISSING, Treatment.UNREADABLE}
            return [code] if absent and node.max_points else []
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


def _peer_values(
    units: Sequence[Unit], figures: Mapping[tuple[str, str], Observation], indicator_set: IndicatorSet
) -> Mapping[tuple[str, str], list[Fraction]]:
    peers: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    relative = [
        i for i in indicator_set.indicators.values() if isinstance(i.rule, BestInGroupRule | MinMaxRule)
    ]
    for indicator in relative:
        for unit in units:
            figure = figures.get((unit.code, indicator.code))
            if figure is None or figure.status is not ObservationStatus.REPORTED:
                continue
            value = measured_value(indicator, figure)
            if value is not None:
                peers[unit.group, indicator.code].append(value)
    return peers


def _score_unit(
    unit: Unit,
    figures: Mapping[tuple[str, str], Observation],
    peers: Mapping[tuple[str, str], list[Fraction]],
    indicator_set: IndicatorSet,
) -> UnitScores:
    method = indicator_set.method
    nodes: dict[str, NodeScore] = {}

    def rounded(node: NodeScore) -> NodeScore:
        digits = method.rounding.node_points
        if digits is None:
            return node
        return replace(node, earned=min(Fraction(round_half_up(node.earned, digits)), node.attainable))

    def score(node: Branch | Indicator | Composite) -> NodeScore | None:
        if node.code in nodes:
            return nodes[node.code]
        scored: NodeScore | None
        if isinstance(node, Indicator):
            if unit.group not in node.groups:
                return None
            figure = figures.get((unit.code, node.code))
            scored = score_indicator(node, figure, peers.get((unit.group, node.code), ()), method)
        elif isinstance(node, Branch):
            parts = [part for child in node.children if (part := score(child)) is not None]
            scored = (
                _best(node.code, parts) if node.aggregation is Aggregation.BEST else _sum(node.code, parts)
            )
        else:
            scored = roll_up(node.code, node.roll_up)
        if scored is None:
            return None
        if not isinstance(node, Indicator):
            scored = rounded(scored)
        nodes[node.code] = scored
        return scored

    def roll_up(code: str, rule: RollUp) -> NodeScore | None:
        parts = [
            (member, part)
            for member in rule.members
            if (part := score(indicator_set.nodes[member.node])) is not None
        ]
        if rule.aggregation is Aggregation.SUM:
            return _sum(code, [part for _, part in parts])
        weighted = [(Fraction(member.weight), part.share) for member, part in parts if part.share is not None]
        earned = sum((weight * share for weight, share in weighted), _ZERO)
        attainable = sum((weight for weight, _ in weighted), _ZERO)
        how = {"aggregation": Aggregation.WEIGHTED_MEAN.value, "weights": exact_text(attainable)}
        return NodeScore(code, earned, attainable, Treatment.AGGREGATED, how) if parts else None

    for node in indicator_set.nodes.values():
        score(node)
    total = roll_up(TOTAL, indicator_set.total) or NodeScore(TOTAL, _ZERO, _ZERO, Treatment.AGGREGATED, {})
    in_order = {code: nodes[code] for code in indicator_set.nodes if code in nodes}
    return UnitScores(unit.code, unit.group, in_order, rounded(total))


def _sum(code: str, parts: Sequence[NodeScore]) -> NodeScore | None:
    if not parts:
        return None
    earned = sum((part.earned for part in parts), _ZERO)
    attainable = sum((part.attainable for part in parts), _ZERO)
    return NodeScore(code, earned, attainable, Treatment.AGGREGATED, {"aggregation": Aggregation.SUM.value})


def _best(code: str, parts: Sequence[NodeScore]) -> NodeScore | None:
    if not parts:
        return None
    cases = [part for part in parts if part.attainable] or parts  # a case that does not apply is not taken
    earned = max(part.earned for part in cases)
    taken = next(part.node for part in cases if part.earned == earned)
    attainable = max(part.attainable for part in cases)
    how = {"aggregation": Aggregation.BEST.value, "taken": taken}
    return NodeScore(code, earned, attainable, Treatment.AGGREGATED, how)
