"""Points of one unit at one indicator: which figure counts, and what it scores."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from cds_rank.model.indicator_set import Effect, Indicator, points_fall
from cds_rank.model.method import Method, StageUsed
from cds_rank.model.observation import Observation, ObservationStatus, Stage
from cds_rank.model.quantity import Facts, Number, exact, round_half_up
from cds_rank.model.result import NodeScore, Treatment
from cds_rank.model.rule import (
    AssessedRule,
    BestInGroupRule,
    BracketsRule,
    CappedCountRule,
    ChoiceRule,
    Direction,
    GoalpostsRule,
    MinMaxRule,
    PercentileRule,
    PiecewiseRule,
    ProportionalRule,
    RankRule,
    StepsRule,
    TargetRule,
    YesNoRule,
    ZeroDenominator,
    ZScoreRule,
)
from cds_rank.scoring.measuring import Measurement
from cds_rank.scoring.shares import (
    Z_PLACES,
    Peers,
    best_in_group_share,
    bracket_share,
    capped_count_share,
    clipped,
    goalpost_share,
    mean_rank,
    percentile_share,
    piecewise_share,
    proportional_share,
    rank_share,
    standard_deviation,
    steps_share,
    target_share,
    z_score,
    z_share,
)

_ZERO, _ONE = Fraction(0), Fraction(1)


def choose_stage(observations: Sequence[Observation], stage: StageUsed) -> Observation | None:
    """Choose the figure that is scored: verified where there is one, else self-assessed, unless told otherwise.

    Neither stage caps the other; a verified figure left empty is not a verified zero. Of the verified ones alone,
    what a unit declares not to apply still does not, as long as nobody has said otherwise: its maximum is the same
    in every stage.
    """
    by_stage = {o.stage: o for o in observations if o.status is not ObservationStatus.MISSING}
    absent = {o.stage: o for o in observations}
    match stage:
        case StageUsed.FINAL:
            order: tuple[Stage, ...] = (Stage.VERIFIED, Stage.SELF_ASSESSED)
        case StageUsed.SELF_ASSESSED:
            order = (Stage.SELF_ASSESSED,)
        case StageUsed.VERIFIED:
            own = by_stage.get(Stage.SELF_ASSESSED)
            not_applicable = own is not None and own.status is ObservationStatus.NOT_APPLICABLE
            order = (Stage.VERIFIED, Stage.SELF_ASSESSED) if not_applicable else (Stage.VERIFIED,)
    reported = next((by_stage[s] for s in order if s in by_stage), None)
    return reported or next((absent[s] for s in reversed(order) if s in absent), None)


@dataclass(frozen=True, slots=True)
class _Outcome:
    share: Fraction
    treatment: Treatment
    how: dict[str, Number | str] = field(default_factory=dict)


def score_indicator(indicator: Indicator, measured: Measurement, peers: Peers, method: Method) -> NodeScore:
    """Score what one unit's figure measures.

    peers: measured values of the unit's group for this indicator, its own included; only rules that compare
    with the group look at them.
    Returns points earned and attainable; both 0 when the indicator does not apply to the unit. Bonus earns without
    anything being attainable, a deduction earns less than nothing. A deduction whose figure is missing, unreadable or
    rejected takes its maximum, else hiding what is bad would pay; where there was nothing to count it takes nothing.
    """
    outcome = _outcome(indicator, measured, peers, method)
    if outcome.treatment is Treatment.NOT_APPLICABLE:
        return NodeScore(indicator.code, _ZERO, _ZERO, outcome.treatment, Facts(outcome.how))
    maximum = exact(indicator.max_points)
    earned = _part_of(maximum, outcome.share)
    how: dict[str, Number | str] = {"rule": indicator.rule.kind, **outcome.how, "share": outcome.share}
    digits = method.rounding.indicator_points
    if digits is not None:
        rounded = min(Fraction(round_half_up(earned, digits)), maximum)  # 2.5 of 2.5 is not 3
        if rounded != earned:
            how["exact_points"] = earned
        earned = rounded
    if indicator.effect is Effect.SCORE:
        return NodeScore(indicator.code, earned, maximum, outcome.treatment, Facts(how))
    how |= {"effect": indicator.effect.value, "maximum": maximum}
    signed = -earned if indicator.effect is Effect.DEDUCTION else earned
    return NodeScore(indicator.code, signed, _ZERO, outcome.treatment, Facts(how))


def _part_of(maximum: Fraction, share: Fraction) -> Fraction:
    """maximum x share; most shares are 0 or 1."""
    above, below = share.as_integer_ratio()
    if above == 0:
        return _ZERO
    over, under = maximum.as_integer_ratio()
    return maximum if above == below else Fraction(above * over, below * under)


def _outcome(indicator: Indicator, measured: Measurement, peers: Peers, method: Method) -> _Outcome:
    how = dict(measured.how)
    takes = indicator.effect is Effect.DEDUCTION
    if measured.zero is not None:
        how["zero_denominator"] = measured.zero.value
        return _by_policy(measured.zero, Treatment.NOTHING_TO_COUNT, how, takes=takes)
    if measured.treatment not in {Treatment.SCORED, Treatment.IMPUTED}:
        return _Outcome(_ONE if takes else _ZERO, measured.treatment, how)
    if measured.points is not None:
        how["given"] = measured.points
        maximum = exact(indicator.max_points)
        share = clipped(Fraction(measured.points) / maximum) if maximum else _ZERO
        return _Outcome(share, measured.treatment, how)
    if measured.option is not None:
        return _answered(indicator, measured.option)
    assert measured.value is not None  # a Measurement that is scored has a value, an option or points
    how["value"] = measured.value
    share_or_policy = _share(indicator, measured.value, peers, how)
    if isinstance(share_or_policy, ZeroDenominator):
        how["when_all_equal"] = share_or_policy.value
        is_imputed = measured.treatment is Treatment.IMPUTED  # stays listed as what it is
        treatment = Treatment.IMPUTED if is_imputed else Treatment.NOTHING_TO_COUNT
        return _by_policy(share_or_policy, treatment, how, takes=takes)
    return _Outcome(share_or_policy, measured.treatment, how)


def _by_policy(
    policy: ZeroDenominator, treatment: Treatment, how: dict[str, Number | str], *, takes: bool
) -> _Outcome:
    match policy:
        case ZeroDenominator.MAXIMUM:
            return _Outcome(_ZERO if takes else _ONE, treatment, how)
        case ZeroDenominator.ZERO:
            return _Outcome(_ZERO, treatment, how)
        case ZeroDenominator.NOT_APPLICABLE:
            return _Outcome(_ZERO, Treatment.NOT_APPLICABLE, how)


def direction_of_points(indicator: Indicator) -> Direction:
    """Return which way the rule's points grow: with what is good, a deduction's with what is bad.

    Points that are counted, assessed or chosen always grow with their number.
    """
    if isinstance(indicator.rule, CappedCountRule | AssessedRule | ChoiceRule):
        return Direction.HIGHER_IS_BETTER
    falls = points_fall(indicator)
    return Direction.LOWER_IS_BETTER if falls else Direction.HIGHER_IS_BETTER


def _answered(indicator: Indicator, option: str) -> _Outcome:
    how: dict[str, Number | str] = {"answer": option}
    if isinstance(indicator.rule, YesNoRule):
        good = "yes" if direction_of_points(indicator) is Direction.HIGHER_IS_BETTER else "no"
        return _Outcome(Fraction(option == good), Treatment.SCORED, how)
    chosen = {case.code: case.share for case in indicator.options}
    return _Outcome(chosen.get(option, _ZERO), Treatment.SCORED, how)


def _share(
    indicator: Indicator, value: Fraction, peers: Peers, how: dict[str, Number | str]
) -> Fraction | ZeroDenominator:
    """Return the share a value scores, or the policy where the group gives nothing to compare; adds to `how`."""
    rule, direction = indicator.rule, direction_of_points(indicator)
    match rule:
        case ProportionalRule():
            how["full"] = rule.full
            if _is_worse(value, rule.floor, direction):
                how["floor"] = rule.floor or 0
                return _ZERO
            if rule.ceiling is not None and not _is_worse(value, rule.ceiling, direction):
                how["ceiling"] = rule.ceiling
                return _ONE
            return proportional_share(value, rule.full, direction)
        case TargetRule():
            assert indicator.target is not None  # IndicatorSet refuses the rule without a target
            how["target"] = indicator.target.value
            if _is_worse(value, rule.floor, direction):
                how["floor"] = rule.floor or 0
                return _ZERO
            return target_share(value, indicator.target.value, direction)
        case StepsRule():
            return steps_share(value, rule.steps)
        case BracketsRule():
            return bracket_share(value, rule.brackets, rule.outside)
        case PiecewiseRule():
            return piecewise_share(value, rule.knots)
        case CappedCountRule():
            how["points_each"] = rule.points_each
            return capped_count_share(value, rule.points_each, indicator.max_points)
        case BestInGroupRule():
            best = peers.highest if direction is Direction.HIGHER_IS_BETTER else peers.lowest
            how["best"] = best
            return best_in_group_share(value, peers, direction)
        case MinMaxRule():
            how |= {"lower": peers.lowest, "upper": peers.highest}
            if peers.all_equal:
                return rule.when_all_equal
            return goalpost_share(value, peers.lowest, peers.highest, direction)
        case ZScoreRule():
            how |= {"mean": peers.mean, "units": str(len(peers))}
            if peers.all_equal:
                return rule.when_all_equal
            z = z_score(value, peers, rule.deviation)
            root = standard_deviation(peers, rule.deviation)
            how |= {
                "z": z,
                "deviation": round_half_up(root, Z_PLACES),
                "centre": rule.centre,
                "spread": rule.spread,
            }
            return z_share(z, rule.centre, rule.spread, direction)
        case RankRule():
            how |= {"place": mean_rank(value, peers, direction), "units": str(len(peers))}
            return rule.when_all_equal if peers.all_equal else rank_share(value, peers, direction)
        case PercentileRule():
            how |= {"place": mean_rank(value, peers, direction), "units": str(len(peers))}
            return percentile_share(value, peers, direction)
        case GoalpostsRule():
            how |= {"lower": rule.lower, "upper": rule.upper}
            return goalpost_share(value, exact(rule.lower), exact(rule.upper), direction)
        case AssessedRule():
            return clipped(value / exact(indicator.max_points)) if indicator.max_points else _ZERO
        case YesNoRule() | ChoiceRule():
            raise AssertionError(rule.kind)  # answers have no value
        case _:
            assert_never(rule)


def _is_worse(value: Fraction, bound: Decimal | None, direction: Direction) -> bool:
    if bound is None:
        return False
    limit = exact(bound)
    return value < limit if direction is Direction.HIGHER_IS_BETTER else value > limit
