"""What became of what units claimed: claimed and final points, ranks and losses, unit by unit."""

from collections.abc import Iterator
from fractions import Fraction

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import NodeScore, Placement, Result, Treatment, UnitScores
from cds_rank.model.stages import IndicatorStages, StageOutcome, UnitStages
from cds_rank.scoring.ranking import rank_units

_SAYS_NO = frozenset({ObservationStatus.NOT_APPLICABLE, ObservationStatus.NOTHING_TO_COUNT})
_NO_CLAIMS = frozenset({"condition", "not_held"})


def stage_differences(result: Result) -> tuple[UnitStages, ...]:
    """Put what every scored unit claimed beside what it got; empty where there are no reviews.

    Returns the units in the order of the rankings. Claimed scores are ranked among each other as the set says, so
    that a unit can be unranked in one stage and ranked in the other.
    """
    if not result.reviews:
        return ()
    # Refused units are not scored; without their reason they count as silent, which moves nobody.
    claimed_rankings = rank_units(result.unit_list.units, result.self_scores, {}, result.indicator_set)
    claimed = {entry.unit: entry for ranking in claimed_rankings for entry in ranking.placements}
    under_total = frozenset(
        indicator.code
        for member in result.indicator_set.total.members
        for indicator in result.indicator_set.indicators_under(member.node)
    )
    return tuple(
        _unit_stages(result, entry, claimed[entry.unit], under_total)
        for ranking in result.rankings
        for entry in ranking.placements
        if entry.unit in result.scores
    )


def _unit_stages(
    result: Result, final: Placement, claimed: Placement, under_total: frozenset[str]
) -> UnitStages:
    scores, self_scores = result.scores[final.unit], result.self_scores[final.unit]
    return UnitStages(
        unit=final.unit,
        group=scores.group,
        claimed=_outcome(self_scores, claimed, result.indicator_set),
        final=_outcome(scores, final, result.indicator_set),
        indicators=tuple(_indicators(result, scores, self_scores, under_total)),
    )


def _outcome(scores: UnitScores, placement: Placement, indicator_set: IndicatorSet) -> StageOutcome:
    share, method = scores.total.share, indicator_set.method
    published = (
        None
        if share is None
        else round_half_up(share * Fraction(method.scale.factor), method.rounding.published_score)
    )
    return StageOutcome(scores.total, published, placement)


def _indicators(
    result: Result, scores: UnitScores, self_scores: UnitScores, under_total: frozenset[str]
) -> Iterator[IndicatorStages]:
    for code, indicator in result.indicator_set.indicators.items():
        final, claimed = scores.nodes.get(code), self_scores.nodes.get(code)
        if final is None or claimed is None:
            continue
        key = scores.unit, code
        review = result.reviews.get(key)
        is_due = indicator.max_points > 0 and (
            _applies(final) or _applies(claimed) or _says_no(result.self_observations.get(key), claimed)
        )
        if is_due or review is not None:
            yield IndicatorStages(code, claimed, final, review, is_due, code in under_total)


def _applies(score: NodeScore) -> bool:
    return score.treatment is not Treatment.NOT_APPLICABLE


def _says_no(reported: Observation | None, claimed: NodeScore) -> bool:
    """Tell whether the unit itself says that an indicator does not apply to it: a claim like any other.

    What the set, or a survey not held, leaves out is nobody's claim.
    """
    if reported is None or claimed.how.get("because") in _NO_CLAIMS:
        return False
    return reported.status in _SAYS_NO or "zero_denominator" in claimed.how
