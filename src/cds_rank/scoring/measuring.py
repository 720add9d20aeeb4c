"""What a figure measures: from what was reported to the value that a scoring rule looks at, or the reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from cds_rank.model.indicator_set import Change, Condition, Indicator, IndicatorSet, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import Number
from cds_rank.model.result import Treatment
from cds_rank.model.rule import ZeroDenominator

Key = tuple[str, str]  # unit, indicator
_GAPS = {
    ObservationStatus.MISSING: Treatment.MISSING,
    ObservationStatus.UNREADABLE: Treatment.UNREADABLE,
    ObservationStatus.NOT_APPLICABLE: Treatment.NOT_APPLICABLE,
    ObservationStatus.REJECTED: Treatment.REJECTED,
}
_UNKNOWN = frozenset({ObservationStatus.MISSING, ObservationStatus.UNREADABLE, ObservationStatus.REJECTED})


class Figure(Protocol):
    """A figure of any period: a value, or a numerator and a denominator."""

    @property
    def value(self) -> Decimal | None:
        """The figure of one number."""
        ...

    @property
    def numerator(self) -> Decimal | None:
        """Of a ratio."""
        ...

    @property
    def denominator(self) -> Decimal | None:
        """Of a ratio."""
        ...


@dataclass(frozen=True, slots=True)
class Measurement:
    """What stands behind the points of one figure.

    treatment: SCORED with exactly one of value, option and points, IMPUTED with a value; else what kind of gap.
    zero: what is scored instead where there was nothing to count or to compare with.
    points: given by the reviewers instead of a figure. how: facts from which the derivation is printed.
    """

    treatment: Treatment
    value: Fraction | None = None
    option: str | None = None
    points: Decimal | None = None
    zero: ZeroDenominator | None = None
    how: Mapping[str, Number | str] = field(default_factory=dict)


def plain_value(indicator: Indicator, figure: Figure) -> Fraction | None:
    """Return what a reported figure says, in the indicator's unit of measure; None for a zero denominator.

    A ratio is always taken from its numerator and denominator: a computed cell is only a convenience.
    """
    if indicator.input is InputKind.RATIO:
        if figure.numerator is None or figure.denominator is None or not figure.denominator:
            return None
        above, under = figure.numerator.as_integer_ratio()
        below, over = figure.denominator.as_integer_ratio()
        per, part = indicator.per.as_integer_ratio()
        return Fraction(above * over * per, under * below * part)
    return None if figure.value is None else Fraction(figure.value)


class Measuring:
    """One period's figures, and the earlier period's where growth is measured against them.

    figures: the figure that counts for each (unit, indicator) that has one. earlier: the same of the earlier period.
    not_held: survey blocks of which no survey was held.
    """

    def __init__(
        self,
        indicator_set: IndicatorSet,
        figures: Mapping[Key, Observation],
        earlier: Mapping[Key, Figure] | None = None,
        not_held: frozenset[str] = frozenset(),
    ) -> None:
        self._set = indicator_set
        self._figures = figures
        self._earlier = earlier or {}
        self._left_out = {i.code for node in not_held for i in indicator_set.indicators_under(node)}

    def measure(self, unit: str, indicator: Indicator) -> Measurement:
        """Say what a unit's figure measures, for an indicator that applies to the unit's group."""
        if indicator.code in self._left_out:
            return Measurement(Treatment.NOT_APPLICABLE, how={"because": "not_held"})
        condition = indicator.applies_when
        holds = True if condition is None else self._holds(unit, condition)
        if condition is not None and not holds:
            how = {"because": "condition", "condition": condition.indicator}
            return Measurement(Treatment.MISSING if holds is None else Treatment.NOT_APPLICABLE, how=how)
        figure = self._figures.get((unit, indicator.code))
        if figure is None:
            return Measurement(Treatment.MISSING)
        if figure.points is not None:
            return Measurement(Treatment.SCORED, points=figure.points)
        gap = _GAPS.get(figure.status)
        if gap is not None:
            return Measurement(gap)
        zero = indicator.zero_denominator or self._set.method.zero_denominator
        if figure.status is ObservationStatus.NOTHING_TO_COUNT:
            return Measurement(Treatment.NOTHING_TO_COUNT, zero=zero)
        if indicator.input in {InputKind.YES_NO, InputKind.CHOICE}:
            return Measurement(Treatment.SCORED, option=figure.option or "")
        return self._measured(unit, indicator, figure, zero)

    def earlier_value(self, unit: str, indicator: Indicator) -> Fraction | None:
        """Return what the indicator's figure was in the earlier period; None when it is not known."""
        figure = self._earlier.get((unit, indicator.code))
        if figure is None:
            return None
        value = plain_value(indicator, figure)
        if value is None or indicator.denomination is None:
            return value
        by = self._earlier.get((unit, indicator.denomination.by))
        divisor = None if by is None else plain_value(self._set.indicators[indicator.denomination.by], by)
        return None if not divisor else value / divisor * Fraction(indicator.denomination.per)

    def _measured(
        self, unit: str, indicator: Indicator, figure: Observation, zero: ZeroDenominator
    ) -> Measurement:
        value = plain_value(indicator, figure)
        if value is None:
            return Measurement(Treatment.NOTHING_TO_COUNT, zero=zero)
        how: dict[str, Number | str] = {}
        if indicator.input is InputKind.POINTS:
            how["stage"] = figure.stage.value
        if indicator.input is InputKind.RATIO:
            how["numerator"] = figure.numerator or Decimal(0)
            how["denominator"] = figure.denominator or Decimal(0)
            how["per"] = indicator.per
        if indicator.denomination is not None:
            by = indicator.denomination.by
            divisor = self._other_value(unit, by)
            if divisor is None:
                return Measurement(Treatment.MISSING, how={"lacks": by})
            how |= {
                "figure": value,
                "divisor": divisor,
                "by": by,
                "so_many": indicator.denomination.per,
            }
            if not divisor:
                return Measurement(Treatment.NOTHING_TO_COUNT, zero=zero, how=how)
            value = value / divisor * Fraction(indicator.denomination.per)
        if indicator.change is not None:
            return self._changed(unit, indicator, indicator.change, value, how)
        return Measurement(Treatment.SCORED, value, how=how)

    def _changed(
        self, unit: str, indicator: Indicator, change: Change, now: Fraction, how: dict[str, Number | str]
    ) -> Measurement:
        then = self.earlier_value(unit, indicator)
        how |= {"now": now}
        if then is None or (change.kind == "percent" and not then):
            how["because"] = "no_earlier"
            return Measurement(Treatment.NOTHING_TO_COUNT, zero=change.without_earlier, how=how)
        how |= {"then": then, "change": change.kind}
        value = now - then if change.kind == "difference" else (now - then) / abs(then) * 100
        return Measurement(Treatment.SCORED, value, how=how)

    def _other_value(self, unit: str, code: str) -> Fraction | None:
        figure = self._figures.get((unit, code))
        if figure is None or figure.status is not ObservationStatus.REPORTED:
            return None
        return plain_value(self._set.indicators[code], figure)

    def _holds(self, unit: str, condition: Condition) -> bool | None:
        """Tell whether a condition holds; None where the unit left the answer out or it was not accepted.

        What then hangs on it counts as missing: if it applied, or did not, hiding the answer would pay. An answer
        that was given and decides nothing (nothing to count, points from the reviewers) leaves the condition true.
        """
        asked = self._set.indicators[condition.indicator]
        if asked.code in self._left_out:
            return False
        applies = True if asked.applies_when is None else self._holds(unit, asked.applies_when)
        if not applies:
            return applies
        figure = self._figures.get((unit, asked.code))
        if figure is None or figure.status in _UNKNOWN:
            return None
        if figure.status is not ObservationStatus.REPORTED:
            return figure.status is ObservationStatus.NOTHING_TO_COUNT
        if condition.answer is not None:
            return figure.option is None or figure.option == condition.answer
        value = plain_value(asked, figure)
        if value is None:
            return True
        return (
            (condition.at_least is None or value >= Fraction(condition.at_least))
            and (condition.above is None or value > Fraction(condition.above))
            and (condition.at_most is None or value <= Fraction(condition.at_most))
            and (condition.below is None or value < Fraction(condition.below))
        )
