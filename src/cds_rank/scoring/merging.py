"""Units that were merged: what a new unit scores, from what the old units it was made of scored."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cds_rank.model.indicator_set import Effect, Indicator, IndicatorSet
from cds_rank.model.quantity import exact_text, round_half_up
from cds_rank.model.result import NodeScore, Treatment, UnitScores
from cds_rank.model.unit import Unit
from cds_rank.scoring.nodes import score_nodes

_ZERO = Fraction(0)
_ABSENT = frozenset({Treatment.MISSING, Treatment.UNREADABLE})


def merged_scores(
    units: Sequence[Unit],
    lineage: Mapping[str, Sequence[str]],
    old: Mapping[str, UnitScores],
    indicator_set: IndicatorSet,
) -> dict[str, UnitScores]:
    """Score new units as the plain mean of the old ones, indicator by indicator; a large one weighs like a small one.

    units: of the new list. lineage: code of each new unit → codes, in the old list, of every unit that went whole
    into it, its own former self included (one: it was only renamed). A new code says nothing about an old one: 15
    was Yên Bái and is Lào Cai. old: scores by old code, which stay as they are; best-in-group and the like are not
    compared again.
    Points and maximum of every indicator are the means of the old units to which it applies; what is above is
    rolled up from them as the set says, so that a main index which is a sum comes out as the mean of its old values.
    Where one of the old units has no figure, the indicator is MISSING and `how` names that unit: a mean over the
    others would be the score of another territory. A new unit of which no old one was scored is left out.
    Source: DTI 2024, where each main index of a merged province is the unweighted mean of the old provinces'
    (dantri.com.vn 20251021181803153; vtcnews.vn; huengaynay). Nothing is published on gaps, on what applied to some
    of the old units only, and on communes: those three answers are ours.
    """
    made = [unit for unit in units if any(code in old for code in lineage[unit.code])]
    leaves = {
        unit.code: {
            indicator.code: _mean(
                indicator, {code: old.get(code) for code in lineage[unit.code]}, indicator_set
            )
            for indicator in indicator_set.indicators_for(unit.group)
        }
        for unit in made
    }
    return score_nodes(
        made, indicator_set, lambda indicator: [leaves[unit.code].get(indicator.code) for unit in made]
    )


def _mean(
    indicator: Indicator, old: Mapping[str, UnitScores | None], indicator_set: IndicatorSet
) -> NodeScore:
    scored = {
        code: None if scores is None else scores.nodes.get(indicator.code) for code, scores in old.items()
    }
    how = {"merged": ", ".join(old)}
    without = [
        code
        for code, score in scored.items()
        if old[code] is None or (score is not None and score.treatment in _ABSENT)
    ]
    if without:
        how["without_figure"] = ", ".join(without)
        maximum = Fraction(indicator.max_points)
        earned = -maximum if indicator.effect is Effect.DEDUCTION else _ZERO  # not reported: taken whole
        attainable = maximum if indicator.effect is Effect.SCORE else _ZERO
        return NodeScore(indicator.code, earned, attainable, Treatment.MISSING, how)
    applying = {
        code: score
        for code, score in scored.items()
        if score is not None and score.treatment is not Treatment.NOT_APPLICABLE
    }
    if not applying:
        return NodeScore(indicator.code, _ZERO, _ZERO, Treatment.NOT_APPLICABLE, how)
    if len(applying) < len(old):
        how["applies_to"] = ", ".join(applying)
    how["points"] = ", ".join(exact_text(score.earned) for score in applying.values())
    earned = sum((score.earned for score in applying.values()), _ZERO) / len(applying)
    attainable = sum((score.attainable for score in applying.values()), _ZERO) / len(applying)
    digits = indicator_set.method.rounding.indicator_points
    if digits is not None and (rounded := Fraction(round_half_up(earned, digits))) != earned:
        how["exact_points"] = exact_text(earned)
        earned = rounded
    imputed = any(score.treatment is Treatment.IMPUTED for score in applying.values())
    treatment = Treatment.IMPUTED if imputed else Treatment.AGGREGATED
    return NodeScore(indicator.code, earned, attainable, treatment, how)
