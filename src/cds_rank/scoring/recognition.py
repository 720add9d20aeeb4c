"""Recognition: which units reach which tier, and what each of the others still lacks."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation
from cds_rank.model.recognition import CountRounding, Inapplicable, Recognition, Tier
from cds_rank.model.result import NodeScore, TierOutcome, Treatment, UnitRecognition, UnitScores


def recognise(
    scores: Mapping[str, UnitScores],
    figures: Mapping[tuple[str, str], Observation],
    indicator_set: IndicatorSet,
) -> tuple[UnitRecognition, ...]:
    """Hold every scored unit against the tiers of its group; empty where the set recognises nobody.

    figures: the figures that were scored; they hold the answer to whether a unit registered.
    A unit of a group without tiers is left out. A unit that did not register reaches nothing, but its standing is
    worked out all the same. Source: HD 02/HD-UBND of Yên Bái (2024) for 100 % of mandatory and 30 % of extended
    criteria; KH 120/KH-UBND (2022) for 17/17 and 16/17.
    """
    recognition = indicator_set.recognition
    if recognition is None:
        return ()
    found = []
    for of_unit in scores.values():
        tiers = [tier for tier in recognition.tiers if of_unit.group in tier.groups]
        if tiers:
            registered = _registered(of_unit.unit, figures, recognition)
            found.append(_stand(of_unit, tiers, recognition, registered=registered))
    return tuple(found)


def criteria_needed(count: int, share: Fraction, rounding: CountRounding) -> int:
    """Turn "at least this share of n criteria" into a number of criteria: 30 % of 7 is 3 rounded up, 2 half up."""
    exact = share * count
    match rounding:
        case CountRounding.UP:
            return ceil(exact)
        case CountRounding.HALF_UP:
            return floor(exact + Fraction(1, 2))
        case CountRounding.DOWN:
            return floor(exact)


def _registered(
    unit: str, figures: Mapping[tuple[str, str], Observation], recognition: Recognition
) -> bool | None:
    if recognition.registered_by is None:
        return None
    answer = figures.get((unit, recognition.registered_by))
    return answer is not None and answer.option == "yes"


def _stand(
    scores: UnitScores, tiers: Sequence[Tier], recognition: Recognition, *, registered: bool | None
) -> UnitRecognition:
    outcomes: dict[str, TierOutcome] = {}
    for tier in _from_below(tiers):
        presupposed = tier.presupposes
        lacks = presupposed if presupposed is not None and not _reached(presupposed, outcomes) else None
        outcomes[tier.code] = _outcome(scores, tier, recognition, lacks, registered=registered)
    in_order = tuple(outcomes[tier.code] for tier in tiers)
    reached = next((outcome.tier for outcome in in_order if outcome.reached), None)
    return UnitRecognition(scores.unit, registered, reached, in_order)


def _from_below(tiers: Sequence[Tier]) -> list[Tier]:
    """Order tiers so that what a tier presupposes comes before it."""
    by_code = {tier.code: tier for tier in tiers}
    ordered: dict[str, Tier] = {}

    def take(tier: Tier) -> None:
        if tier.presupposes in by_code:
            take(by_code[tier.presupposes])
        ordered.setdefault(tier.code, tier)

    for tier in tiers:
        take(tier)
    return list(ordered.values())


def _reached(tier: str, outcomes: Mapping[str, TierOutcome]) -> bool:
    return tier in outcomes and outcomes[tier].reached


def _outcome(
    scores: UnitScores, tier: Tier, recognition: Recognition, lacks: str | None, *, registered: bool | None
) -> TierOutcome:
    mandatory_met, mandatory_unmet = _split(scores, tier.mandatory, recognition)
    extended_met, extended_unmet = _split(scores, tier.extended, recognition)
    needed = 0
    if tier.extended_at_least is not None:
        counted = len(extended_met) + len(extended_unmet)
        needed = criteria_needed(counted, tier.extended_at_least, recognition.rounding)
    reached = (
        registered is not False
        and lacks is None
        and bool(mandatory_met)  # 100 % of nothing is no reason to recognise anybody
        and len(mandatory_unmet) <= tier.unmet_at_most
        and len(extended_met) >= needed
    )
    return TierOutcome(
        tier.code,
        reached,
        mandatory_met,
        mandatory_unmet,
        extended_met,
        extended_unmet,
        needed,
        lacks or "",
    )


def _split(
    scores: UnitScores, codes: Sequence[str], recognition: Recognition
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    met: list[str] = []
    unmet: list[str] = []
    for code in codes:
        is_met = _is_met(scores.nodes.get(code), recognition)
        if is_met is not None:
            (met if is_met else unmet).append(code)
    return tuple(met), tuple(unmet)


def _is_met(score: NodeScore | None, recognition: Recognition) -> bool | None:
    """Tell whether a criterion is met; None when it does not apply and leaves the count."""
    if score is None or score.treatment is Treatment.NOT_APPLICABLE:
        match recognition.inapplicable:
            case Inapplicable.LEAVES:
                return None
            case Inapplicable.MET:
                return True
            case Inapplicable.UNMET:
                return False
    return score.share is not None and score.share >= recognition.met_from
