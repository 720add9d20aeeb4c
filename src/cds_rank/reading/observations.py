"""From a row as typed to the observation it makes: a figure, or the reason why there is none."""

from collections.abc import Sequence

from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.observation import (
    FormIdentity,
    NumberRemark,
    Observation,
    ObservationStatus,
    Origin,
    Stage,
    SubmittedRow,
    TypedNumber,
)
from cds_rank.model.period import Period
from cds_rank.model.spelling import comparison_key

_DECLARED = frozenset(
    {ObservationStatus.MISSING, ObservationStatus.NOTHING_TO_COUNT, ObservationStatus.NOT_APPLICABLE}
)


def observations_of(
    rows: Sequence[SubmittedRow], identity: FormIdentity, indicator_set: IndicatorSet, file: str, sheet: str
) -> tuple[Observation, ...]:
    """Make the observations of a submission's rows, one for each indicator and stage.

    Rows of unknown indicators or of those that do not apply to the group make none; of two rows of one
    indicator the first counts (both are findings elsewhere).
    """
    period = Period.parse(identity.period)
    applicable = {indicator.code: indicator for indicator in indicator_set.indicators_for(identity.group)}
    made: dict[tuple[str, Stage], Observation] = {}
    for row in rows:
        indicator = applicable.get(row.code)
        if indicator is None:
            continue
        for stage, column in _stages(indicator):
            origin = Origin(file, sheet, row.cells.get(column, row.cells["code"]))
            observation = _observation(row, indicator, identity.unit, period, stage, column, origin)
            if stage is Stage.VERIFIED and observation.status is ObservationStatus.MISSING:
                continue  # not reviewed yet, which is not a verified nothing
            made.setdefault((indicator.code, stage), observation)
    return tuple(made.values())


def figure_columns(indicator: Indicator) -> tuple[str, ...]:
    """Return the columns in which a unit's own figure for this indicator stands."""
    return tuple(key for key in layout.INPUT_COLUMNS[indicator.input] if key != "verified_points")


def chosen_option(indicator: Indicator, answer: str) -> str | None:
    """Return the code of the answer ("yes" and "no" for those), None when the list does not have it."""
    wanted = comparison_key(answer)
    if indicator.input is InputKind.YES_NO:
        return next(
            (code for code, label in layout.YES_NO_LABELS.items() if comparison_key(label) == wanted), None
        )
    options = {
        comparison_key(name): option.code
        for option in indicator.options
        for name in (option.name.vi, option.code)
    }
    return options.get(wanted)


def is_declared_absent(row: SubmittedRow, number: TypedNumber) -> bool:
    """Tell whether a placeholder ("-", "không có") only repeats what the row's status says."""
    return number.remarks == (NumberRemark.PLACEHOLDER,) and row.status in _DECLARED


def _stages(indicator: Indicator) -> tuple[tuple[Stage, str], ...]:
    if indicator.input is InputKind.POINTS:
        return (Stage.SELF_ASSESSED, "points"), (Stage.VERIFIED, "verified_points")
    return ((Stage.SELF_ASSESSED, figure_columns(indicator)[0]),)


def _observation(
    row: SubmittedRow,
    indicator: Indicator,
    unit: str,
    period: Period,
    stage: Stage,
    column: str,
    origin: Origin,
) -> Observation:
    def made(status: ObservationStatus, **values: object) -> Observation:
        return Observation(
            unit, indicator.code, period, stage, status, origin,
            evidence=row.texts.get("evidence", ""), explanation=row.texts.get("explanation", ""),
            **values,  # type: ignore[arg-type]
        )  # fmt: skip

    columns = (column,) if indicator.input is InputKind.POINTS else figure_columns(indicator)
    answer = row.texts.get("answer", "")
    present = {
        key: number
        for key in columns
        if (number := row.numbers.get(key)) is not None and not is_declared_absent(row, number)
    }
    declared = row.status if row.status in _DECLARED and stage is Stage.SELF_ASSESSED else None
    if not present and not answer:
        return made(declared or ObservationStatus.MISSING)
    if declared is ObservationStatus.NOTHING_TO_COUNT and all(
        number.value == 0 for number in present.values()
    ):
        return made(declared)  # 0 / 0 says the same
    if declared is not None:
        return made(ObservationStatus.UNREADABLE)  # a figure, and a status that says there is none
    if answer:
        option = chosen_option(indicator, answer)
        return (
            made(ObservationStatus.UNREADABLE)
            if option is None
            else made(ObservationStatus.REPORTED, option=option)
        )
    if len(present) < len(columns) or not all(number.is_readable for number in present.values()):
        return made(ObservationStatus.UNREADABLE)
    if indicator.input is InputKind.RATIO:
        numerator, denominator = present["numerator"].value, present["denominator"].value
        if not denominator and numerator:
            return made(ObservationStatus.UNREADABLE)
        return made(ObservationStatus.REPORTED, numerator=numerator, denominator=denominator)
    return made(ObservationStatus.REPORTED, value=present[column].value)
