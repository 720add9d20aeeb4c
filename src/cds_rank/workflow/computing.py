"""From what was read and checked to the result: admit, score, rank, recognise, record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.similarity import nearest
from cds_rank.workflow.checking import Choices, Validated

if TYPE_CHECKING:
    from cds_rank.model.indicator_set import IndicatorSet
    from cds_rank.model.observation import Observation
    from cds_rank.model.result import Result
    from cds_rank.model.review import Review

_Key = tuple[str, str]


def _is_published(finding: Finding) -> bool:
    """Tell whether a finding belongs into a result: hints for whoever gathers the files do not."""
    return finding.severity is not Severity.INFO or finding.code == "KEY007"


def compute(
    validated: Validated, choices: Choices, *, created_at: str, tool_version: str, accept_errors: bool = False
) -> "Result":
    """Score and rank what was validated.

    created_at: ISO 8601, recorded as given. Raises nothing for bad data: refused units are in the result.
    Raises CdsRankError where the choices do not fit the set (a survey block it does not have, growth without an
    earlier period, verified figures without reviews), or its method is not defined for the data.
    """
    from cds_rank.checks.admission import admit
    from cds_rank.model.method import StageUsed
    from cds_rank.model.result import Result, RunRecord, UnitListUsed
    from cds_rank.model.review import with_reviews
    from cds_rank.scoring.index import build_index, used_observations
    from cds_rank.scoring.ranking import rank_units
    from cds_rank.scoring.recognition import recognise

    context = validated.context
    indicator_set, unit_list = context.indicator_set, context.unit_list
    stage = choices.stage or indicator_set.method.stage
    not_held = _surveys_not_held(indicator_set, choices.not_held)
    refuse_growth_without_a_past(validated)
    admission = admit(validated.read, validated.report, context, accept_errors=accept_errors)
    dataset = admission.dataset
    units = dataset.units
    observations = with_reviews(dataset.observations, validated.reviews, dataset.period)
    earlier = context.earlier.counted if context.earlier else None
    if stage is StageUsed.VERIFIED:
        _refuse_without_verified(observations, validated.reviews)
    figures = used_observations(observations, stage)
    scores = build_index(units, figures, indicator_set, earlier=earlier, not_held=not_held)
    reviews = {(r.unit, r.indicator): r for r in validated.reviews if r.unit in scores}
    claimed = used_observations(observations, StageUsed.SELF_ASSESSED) if reviews else {}
    rankings = rank_units(unit_list.units, scores, admission.refused_units, indicator_set)
    listed = {placement.unit for ranking in rankings for placement in ranking.placements}
    record = RunRecord(
        created_at=created_at,
        tool_version=tool_version,
        period=context.period,
        stage=stage.value,
        accepted_errors=accept_errors,
        illustrative=validated.illustrative,
        inputs=validated.report.files,
        set_digest=validated.definitions.set_digest,
        not_held=tuple(sorted(not_held)),
        earlier=context.earlier.period.text if context.earlier and _measures_growth(indicator_set) else "",
    )
    used = UnitListUsed(
        unit_list.id,
        unit_list.version,
        validated.definitions.units_digest,
        tuple(unit for unit in unit_list.units if unit.code in listed),
        unit_list.parents,
    )
    return Result(
        record=record,
        indicator_set=indicator_set,
        unit_list=used,
        rankings=rankings,
        scores=scores,
        observations=_in_order(figures, scores),
        findings=tuple(f for f in validated.report.findings if _is_published(f)),
        refused_files=admission.refused_files,
        reviews=reviews,
        self_scores=(
            build_index(units, claimed, indicator_set, earlier=earlier, not_held=not_held) if reviews else {}
        ),
        self_observations=_in_order(claimed, scores),
        recognitions=recognise(scores, figures, indicator_set),
    )


def _in_order(figures: "Mapping[_Key, Observation]", units: Iterable[str]) -> "dict[_Key, Observation]":
    by_unit: dict[str, list[_Key]] = {}
    for key in figures:
        by_unit.setdefault(key[0], []).append(key)
    return {key: figures[key] for unit in units for key in by_unit.get(unit, ())}


def _surveys_not_held(indicator_set: "IndicatorSet", named: Iterable[str]) -> frozenset[str]:
    """Return the survey blocks that are left out; only those that the set says may be."""
    known = [survey.node for survey in indicator_set.method.surveys]
    for node in named:
        if node not in known:
            raise CdsRankError(
                "not_a_survey", name=node, known=", ".join(known) or "–", nearest=nearest(node, known)
            )
    return frozenset(named)


def _refuse_without_verified(
    observations: "Mapping[_Key, Sequence[Observation]]", reviews: "Iterable[Review]"
) -> None:
    """Refuse to score verified figures where there are none at all: everybody would be first with nothing."""
    from cds_rank.model.observation import ObservationStatus, Stage

    is_verified = any(
        one.stage is Stage.VERIFIED and one.status is not ObservationStatus.MISSING
        for stages in observations.values()
        for one in stages
    )
    units = {unit for unit, _ in observations}
    if observations and not is_verified and not any(review.unit in units for review in reviews):
        raise CdsRankError("verified_needed")


def _measures_growth(indicator_set: "IndicatorSet") -> bool:
    return any(indicator.change is not None for indicator in indicator_set.indicators.values())


def refuse_growth_without_a_past(validated: Validated) -> None:
    """Refuse to score a set that measures growth when no earlier period was given (CdsRankError)."""
    indicator_set = validated.context.indicator_set
    growing = [i.code for i in indicator_set.indicators.values() if i.change is not None]
    if growing and validated.context.earlier is None:
        raise CdsRankError("previous_needed", set=indicator_set.id, indicators=", ".join(growing))
