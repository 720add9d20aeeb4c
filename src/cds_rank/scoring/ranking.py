"""Ranks: order, ties, levels and those without a rank, group by group, as the set says."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cds_rank.model.indicator_set import Group, IndicatorSet
from cds_rank.model.method import Levels, MissingPolicy, RankedOn, Ties
from cds_rank.model.quantity import decimal_text, exact_text, round_half_up
from cds_rank.model.result import GroupRanking, Ranked, UnitScores, Unranked, UnrankedReason
from cds_rank.model.unit import Unit
from cds_rank.scoring.gaps import coverage, missing_nodes


def rank_units(
    units: Sequence[Unit],
    scores: Mapping[str, UnitScores],
    refused: Mapping[str, Unranked],
    indicator_set: IndicatorSet,
) -> tuple[GroupRanking, ...]:
    """Rank the units of every group apart.

    units: every unit of the list, which also gives the order in which ties are printed.
    refused: the units that sent something which may not be scored, with the reason.
    Nobody disappears: a unit is ranked, or stands among the unranked with its reason. A group that is not
    ranked is left out when none of its units sent anything.
    """
    rankings = []
    for group in indicator_set.groups:
        members = [unit for unit in units if unit.group == group.code]
        heard_of = any(unit.code in scores or unit.code in refused for unit in members)
        if members and (group.ranked or heard_of):
            rankings.append(_rank_group(group, members, scores, refused, indicator_set))
    return tuple(rankings)


def competition_ranks(keys: Sequence[Any], ties: Ties = Ties.COMPETITION) -> list[int]:
    """Give each key its rank, the greatest first; equal keys share one.

    competition: 1-2-2-4 (the national practice); modified competition: 1-3-3-4; dense: 1-2-2-3.
    """
    ordered = sorted(keys, reverse=True)
    ranks: dict[Any, int] = {}
    for position, key in enumerate(ordered, start=1):
        match ties:
            case Ties.COMPETITION:
                ranks.setdefault(key, position)
            case Ties.MODIFIED_COMPETITION:
                ranks[key] = position
            case Ties.DENSE:
                ranks.setdefault(key, len(ranks) + 1)
    return [ranks[key] for key in keys]


def level_of(score: Decimal | Fraction, levels: Levels) -> str:
    """Return the code of the level of a score (on the set's scale); the last level takes what is left."""
    for band in levels.bands:
        if band.at_least is not None and Fraction(score) >= Fraction(band.at_least):
            return band.code
        if band.above is not None and Fraction(score) > Fraction(band.above):
            return band.code
    return levels.bands[-1].code


def _rank_group(
    group: Group,
    members: Sequence[Unit],
    scores: Mapping[str, UnitScores],
    refused: Mapping[str, Unranked],
    indicator_set: IndicatorSet,
) -> GroupRanking:
    unranked = []
    contenders = []
    for unit in members:
        reason = _why_unranked(unit, group, scores, refused, indicator_set)
        if reason is None:
            contenders.append(scores[unit.code])
        else:
            unranked.append(reason)
    key = _ranking_key(indicator_set)
    keys = [key(unit_scores) for unit_scores in contenders]
    ranks = competition_ranks(keys, indicator_set.method.ties)
    holders = Counter(ranks)
    placed = [
        _place(unit_scores, rank, indicator_set, shares_rank=holders[rank] > 1)
        for unit_scores, rank in zip(contenders, ranks, strict=True)
    ]
    placed.sort(key=lambda entry: entry.rank)  # stable: ties stay in the order of the list
    return GroupRanking(group.code, tuple(placed), tuple(unranked))


def _why_unranked(
    unit: Unit,
    group: Group,
    scores: Mapping[str, UnitScores],
    refused: Mapping[str, Unranked],
    indicator_set: IndicatorSet,
) -> Unranked | None:
    if unit.code in refused:
        return refused[unit.code]
    if unit.code not in scores:
        return Unranked(unit.code, UnrankedReason.NOT_SUBMITTED, {})
    of_unit = scores[unit.code]
    if not of_unit.total.attainable:
        return Unranked(unit.code, UnrankedReason.NOTHING_ATTAINABLE, {})
    missing = missing_nodes(of_unit, indicator_set)
    if missing and indicator_set.method.missing is MissingPolicy.UNRANKED:
        return Unranked(unit.code, UnrankedReason.MISSING_VALUES, {"indicators": ", ".join(missing)})
    least = indicator_set.method.coverage
    if least is not None and (reported := coverage(of_unit, indicator_set)) < least.least:
        facts = {"reported": exact_text(reported), "least": exact_text(least.least)}
        return Unranked(unit.code, UnrankedReason.LOW_COVERAGE, facts)
    if not group.ranked:
        score = _score(of_unit, indicator_set)
        published = round_half_up(score, indicator_set.method.rounding.published_score)
        return Unranked(unit.code, UnrankedReason.GROUP_NOT_RANKED, {"score": decimal_text(published)})
    return None


def _score(scores: UnitScores, indicator_set: IndicatorSet) -> Fraction:
    return scores.total.earned / scores.total.attainable * Fraction(indicator_set.method.scale.factor)


def _ranking_key(indicator_set: IndicatorSet) -> Callable[[UnitScores], tuple[Any, ...]]:
    method = indicator_set.method

    def share(scores: UnitScores, node: str) -> tuple[bool, Fraction]:
        of_node = scores.nodes.get(node)
        # A node that does not apply cannot win a tie, not even against one that deductions took below 0.
        known = of_node.share if of_node is not None else None
        return known is not None, known or Fraction(0)

    def key(scores: UnitScores) -> tuple[Any, ...]:
        score = _score(scores, indicator_set)
        if method.rank_on is RankedOn.PUBLISHED:
            score = Fraction(round_half_up(score, method.rounding.published_score))
        return (score, *(share(scores, node) for node in method.tie_breakers))

    return key


def _place(scores: UnitScores, rank: int, indicator_set: IndicatorSet, *, shares_rank: bool) -> Ranked:
    method, levels = indicator_set.method, indicator_set.levels_of(scores.group)
    score = _score(scores, indicator_set)
    published = round_half_up(score, method.rounding.published_score)
    judged = score if method.rank_on is RankedOn.EXACT else published
    return Ranked(
        unit=scores.unit,
        rank=rank,
        score=score,
        published=published,
        earned=scores.total.earned,
        attainable=scores.total.attainable,
        level=level_of(judged, levels) if levels else None,
        shares_rank=shares_rank,
    )
