"""What reviewers are given to decide on: the figures of every unit whose submission is admitted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cds_rank.checks.admission import admit
from cds_rank.forms.review_contents import ReviewRow
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.method import StageUsed
from cds_rank.model.result import NodeScore, Treatment, Unranked
from cds_rank.scoring.index import build_index, used_observations
from cds_rank.workflow.checking import Validated
from cds_rank.workflow.computing import refuse_growth_without_a_past

_ABOUT_FIGURES = "VAL"  # the family of rules
_CLAIMS_NOTHING = frozenset({Treatment.MISSING, Treatment.UNREADABLE, Treatment.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class ReviewMaterial:
    """The rows to be reviewed, and who is not among them.

    rows: units in list order, each with the indicators of its group in the set's order. refused: units whose
    submission has errors, by code. not_submitted: codes of units that sent nothing.
    illustrative: figures of at least one submission are invented.
    """

    rows: tuple[ReviewRow, ...]
    refused: Mapping[str, Unranked]
    refused_files: tuple[str, ...]
    not_submitted: tuple[str, ...]
    illustrative: bool


def review_material(validated: Validated) -> ReviewMaterial:
    """Put together what reviewers need of each figure: reported, claimed, and what was found in it.

    A submission with an error is not reviewed: its figures are still to be mended by the unit.
    Raises CdsRankError where growth is measured and no earlier period was given, or the set's method is not defined
    for the figures.
    """
    refuse_growth_without_a_past(validated)
    context = validated.context
    indicator_set = context.indicator_set
    admission = admit(validated.read, validated.report, context, accept_errors=False)
    units = admission.dataset.units
    reported = used_observations(admission.dataset.observations, StageUsed.SELF_ASSESSED)
    earlier = context.earlier.counted if context.earlier else None
    scores = build_index(units, reported, indicator_set, earlier=earlier)
    findings = _by_figure(validated.report.findings, validated.report.units)
    rows = tuple(
        ReviewRow(
            unit,
            indicator,
            reported.get((unit.code, indicator.code)),
            _claimed(scores[unit.code].nodes.get(indicator.code)),
            tuple(findings[unit.code, indicator.code]),
        )
        for unit in units
        for indicator in indicator_set.indicators_for(unit.group)
    )
    return ReviewMaterial(
        rows,
        admission.refused_units,
        admission.refused_files,
        validated.report.not_submitted,
        validated.illustrative,
    )


def _claimed(score: NodeScore | None) -> Fraction | None:
    return None if score is None or score.treatment in _CLAIMS_NOTHING else score.earned


def _by_figure(
    findings: Sequence[Finding], unit_of_file: Mapping[str, str]
) -> Mapping[tuple[str, str], list[Finding]]:
    """Sort findings by the figures they are about; of the hints, those on the figures themselves."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        unit = finding.unit or unit_of_file.get(finding.origin.file, "")
        if finding.severity is Severity.INFO and not finding.code.startswith(_ABOUT_FIGURES):
            continue
        for indicator in finding.indicators:
            found[unit, indicator].append(finding)
    return found
