"""Points of one unit at one indicator: which figure counts, what it measures, and what it scores."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.method import Method, StageUsed
from cds_rank.model.observation import Observation, ObservationStatus, Stage
from cds_rank.model.quantity import exact_text, round_half_up
from cds_rank.model.result import NodeScore, Treatment
from cds_rank.model.rule import (
    AssessedRule,
    BestInGroupRule,
    CappedCountRule,
    ChoiceRule,
    Direction,
    GoalpostsRule,
    MinMaxRule,
    ProportionalRule,
    StepsRule,
    TargetRule,
    YesNoRule,
    ZeroDenominator,
)
from cds_rank.scoring.shares import (
    best_in_group_share,
    capped_count_share,
    clipped,
    goalpost_share,
    proportional_share,
    steps_share,
    target_share,
)

_ZERO = Fraction(0)


def choose_stage(observations: Sequence[Observation], stage: StageUsed) -> Observation | None:
    """Choose the figure that is scored: verified where there is one, else self-assessed, unless told otherwise.

    Neither stage caps the other; a verified figure left empty is not a verified zero.
    """
    by_stage = {o.stage: o for o in observations if o.status is not ObservationStatus.MISSING}
    absent = {o.stage: o for o in observations}
    match stage:
        case StageUsed.FINAL:
            order: tuple[Stage, ...] = (Stage.VERIFIED, Stage.SELF_ASSESSED)
        case StageUsed.SELF_ASSESSED:
            order = (Stage.SELF_ASSESSED,)
        case StageUsed.VERIFIED:
            order = (Stage.VERIFIED,)
    reported = next((by_stage[s] for s in order if s in by_stage), None)
    return reported or next((absent[s] for s in reversed(order) if s in absent), None)


def measured_value(indicator: Indicator, observation: Observation) -> Fraction | None:
    """Return what a reported figure measures, in the indicator's unit of measure; None for a zero denominator.

    A ratio is always taken from its numerator and denominator: a computed cell is only a convenience.
    """
    if indicator.input is InputKind.RATIO:
        if observation.numerator is None or observation.denominator is None or not observation.denominator:
            return None
        return Fraction(observation.numerator) / Fraction(observation.denominator) * Fraction(indicator.per)
    return None if observation.value is None else Fraction(observation.value)


@dataclass(frozen=True, slots=True)
class _Outcome:
    share: Fraction
    treatment: Treatment
    how: dict[str, str] = field(default_factory=dict)


def score_indicator(
    indicator: Indicator, observation: Observation | None, peers: Sequence[Fraction], method: Method
) -> NodeScore:
    """Score one figure of one unit.

    peers: measured values of the unit's group for this indicator, its own included; only rules that compare
    with the group look at them.
    Returns points earned and attainable; both 0 when the indicator does not apply to the unit.
    """
    outcome = _outcome(indicator, observation, peers, method)
    if outcome.treatment is Treatment.NOT_APPLICABLE:
        return NodeScore(indicator.code, _ZERO, _ZERO, outcome.treatment, outcome.how)
    attainable = Fraction(indicator.max_points)
    earned = outcome.share * attainable
    how = {"rule": indicator.rule.kind, **outcome.how, "share": exact_text(outcome.share)}
    digits = method.rounding.indicator_points
    if digits is not None:
        rounded = min(Fraction(round_half_up(earned, digits)), attainable)  # 2.5 of 2.5 is not 3
        if rounded != earned:
            how["exact_points"] = exact_text(earned)
        earned = rounded
    return NodeScore(indicator.code, earned, attainable, outcome.treatment, how)


def _outcome(
    indicator: Indicator, observation: Observation | None, peers: Sequence[Fraction], method: Method
) -> _Outcome:
    if observation is None:
        return _Outcome(_ZERO, Treatment.MISSING)
    match observation.status:
        case ObservationStatus.MISSING:
            return _Outcome(_ZERO, Treatment.MISSING)
        case ObservationStatus.UNREADABLE:
            return _Outcome(_ZERO, Treatment.UNREADABLE)
        case ObservationStatus.NOT_APPLICABLE:
            return _Outcome(_ZERO, Treatment.NOT_APPLICABLE)
        case ObservationStatus.NOTHING_TO_COUNT:
            return _nothing_to_count(indicator.zero_denominator or method.zero_denominator)
        case ObservationStatus.REPORTED:
            return _reported(indicator, observation, peers, method)
        case _:
            assert_never(observation.status)


def _nothing_to_count(policy: ZeroDenominator) -> _Outcome:
    how = {"zero_denominator": policy.value}
    match policy:
        case ZeroDenominator.MAXIMUM:
            return _Outcome(Fraction(1), Treatment.NOTHING_TO_COUNT, how)
        case ZeroDenominator.ZERO:
            return _Outcome(_ZERO, Treatment.NOTHING_TO_COUNT, how)
        case ZeroDenominator.NOT_APPLICABLE:
            return _Outcome(_ZERO, Treatment.NOT_APPLICABLE, how)


def _reported(
    indicator: Indicator, observation: Observation, peers: Sequence[Fraction], method: Method
) -> _Outcome:
    rule = indicator.rule
    match rule:
        case YesNoRule():
            good = "yes" if indicator.direction is Direction.HIGHER_IS_BETTER else "no"
            share = Fraction(observation.option == good)
            return _Outcome(share, Treatment.SCORED, {"answer": observation.option or ""})
        case ChoiceRule():
            chosen = {option.code: option.share for option in indicator.options}
            share = chosen.get(observation.option or "", _ZERO)
            return _Outcome(share, Treatment.SCORED, {"answer": observation.option or ""})
    value = measured_value(indicator, observation)
    if value is None:
        return _nothing_to_count(indicator.zero_denominator or method.zero_denominator)
    how = {"value": exact_text(value)}
    if indicator.input is InputKind.RATIO:
        how["numerator"] = exact_text(observation.numerator or Decimal(0))
        how["denominator"] = exact_text(observation.denominator or Decimal(0))
        how["per"] = exact_text(indicator.per)
    match rule:
        case ProportionalRule():
            how["full"] = exact_text(rule.full)
            share = proportional_share(value, rule.full, indicator.direction)
        case TargetRule():
            assert indicator.target is not None  # IndicatorSet refuses the rule without a target
            how["target"] = exact_text(indicator.target.value)
            share = target_share(value, indicator.target.value, indicator.direction)
        case StepsRule():
            share = steps_share(value, rule.steps)
        case CappedCountRule():
            how["points_each"] = exact_text(rule.points_each)
            share = capped_count_share(value, rule.points_each, indicator.max_points)
        case BestInGroupRule():
            best = max(peers) if indicator.direction is Direction.HIGHER_IS_BETTER else min(peers)
            how["best"] = exact_text(best)
            share = best_in_group_share(value, peers, indicator.direction)
        case MinMaxRule():
            lowest, highest = min(peers), max(peers)
            how |= {"lower": exact_text(lowest), "upper": exact_text(highest)}
            if lowest == highest:
                outcome = _nothing_to_count(rule.when_all_equal)
                return _Outcome(
                    outcome.share, outcome.treatment, how | {"when_all_equal": rule.when_all_equal.value}
                )
            share = goalpost_share(value, lowest, highest, indicator.direction)
        case GoalpostsRule():
            how |= {"lower": exact_text(rule.lower), "upper": exact_text(rule.upper)}
            share = goalpost_share(value, Fraction(rule.lower), Fraction(rule.upper), indicator.direction)
        case AssessedRule():
            how["stage"] = observation.stage.value
            share = clipped(value / Fraction(indicator.max_points)) if indicator.max_points else _ZERO
        case _:
            assert_never(rule)
    return _Outcome(share, Treatment.SCORED, how)
