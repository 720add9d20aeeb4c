"""From what was read and checked to the result: admit, score, rank, record."""

from typing import TYPE_CHECKING

from cds_rank.model.finding import Finding, Severity
from cds_rank.workflow.checking import Choices, Validated

if TYPE_CHECKING:
    from cds_rank.model.result import Result


def _is_published(finding: Finding) -> bool:
    """Tell whether a finding belongs into a result: hints for whoever gathers the files do not."""
    return finding.severity is not Severity.INFO or finding.code == "KEY007"


def compute(
    validated: Validated, choices: Choices, *, created_at: str, tool_version: str, accept_errors: bool = False
) -> "Result":
    """Score and rank what was validated.

    created_at: ISO 8601, recorded as given. Raises nothing for bad data: refused units are in the result.
    """
    from cds_rank.checks.admission import admit
    from cds_rank.model.result import Result, RunRecord, UnitListUsed
    from cds_rank.scoring.index import build_index, used_observations
    from cds_rank.scoring.ranking import rank_units

    indicator_set, unit_list = validated.definitions.indicator_set, validated.definitions.unit_list
    stage = choices.stage or indicator_set.method.stage
    admission = admit(validated.read, validated.report, validated.context, accept_errors=accept_errors)
    figures = used_observations(admission.dataset, stage)
    scores = build_index(admission.dataset.units, figures, indicator_set)
    rankings = rank_units(unit_list.units, scores, admission.refused_units, indicator_set)
    listed = {placement.unit for ranking in rankings for placement in ranking.placements}
    record = RunRecord(
        created_at=created_at,
        tool_version=tool_version,
        period=validated.context.period,
        stage=stage.value,
        accepted_errors=accept_errors,
        illustrative=any(read.identity is not None and read.identity.illustrative for read in validated.read),
        inputs=validated.report.files,
        set_digest=validated.definitions.set_digest,
    )
    used = UnitListUsed(
        unit_list.id,
        unit_list.version,
        validated.definitions.units_digest,
        tuple(unit for unit in unit_list.units if unit.code in listed),
    )
    kept = {key: figures[key] for unit in admission.dataset.units for key in figures if key[0] == unit.code}
    return Result(
        record=record,
        indicator_set=indicator_set,
        unit_list=used,
        rankings=rankings,
        scores=scores,
        observations=kept,
        findings=tuple(f for f in validated.report.findings if _is_published(f)),
        refused_files=admission.refused_files,
    )
