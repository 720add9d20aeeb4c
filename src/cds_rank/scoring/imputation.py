"""Imputation: a stand-in for a figure that was not reported, only where the set names it; every one is listed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cds_rank.model.indicator_set import Indicator, IndicatorSet
from cds_rank.model.method import ImputedBy
from cds_rank.model.result import Treatment
from cds_rank.model.rule import RelativeRule
from cds_rank.model.unit import Unit
from cds_rank.scoring.measuring import Measurement, Measuring
from cds_rank.scoring.shares import Peers


def imputed(
    indicator: Indicator,
    indicator_set: IndicatorSet,
    units: Sequence[Unit],
    measured: Sequence[Measurement | None],
    peers: Mapping[str, Peers],
    measuring: Measuring,
) -> list[Measurement | None]:
    """Put stand-ins where a figure is missing; everything else stays as it is.

    units, measured: side by side; None where the indicator does not apply to the unit's group.
    peers: the reported values of each group. A figure that was reported but is unreadable, rejected or declared not
    applicable is not missing, nor is one of which it is not known whether it applies. Where there is nothing to
    take (nobody reported, no earlier figure) or nobody to compare it with it stays missing.
    Source: OECD/JRC Handbook (2008), step 3, single imputation.
    """
    by = next(
        (rule.by for rule in indicator_set.method.imputations if indicator.code in rule.indicators), None
    )
    if by is None:
        return list(measured)

    def stand_in(unit: Unit) -> Fraction | None:
        group = peers.get(unit.group)
        if by is ImputedBy.PREVIOUS:
            compared = isinstance(indicator.rule, RelativeRule)
            return None if compared and group is None else measuring.earlier_value(unit.code, indicator)
        if group is None:
            return None
        return group.median if by is ImputedBy.GROUP_MEDIAN else group.mean

    found: list[Measurement | None] = []
    for unit, of_unit in zip(units, measured, strict=True):
        value = stand_in(unit) if of_unit is not None and _may_be_put_in(of_unit) else None
        if value is None:
            found.append(of_unit)
        else:
            how = {"imputed_by": by.value, "stand_in": value}
            found.append(Measurement(Treatment.IMPUTED, value, how=how))
    return found


def _may_be_put_in(measured: Measurement) -> bool:
    return measured.treatment is Treatment.MISSING and "condition" not in measured.how
