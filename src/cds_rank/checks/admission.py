"""Admission: which submissions may be scored, and why the others may not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cds_rank.checks.context import Context
from cds_rank.checks.files import unit_in_file_name
from cds_rank.model.finding import Finding, Severity, ValidationReport
from cds_rank.model.observation import Dataset, Observation, ReadFile, Submission
from cds_rank.model.result import Unranked, UnrankedReason
from cds_rank.model.unit import Unit

NEVER_ACCEPTED = frozenset(
    {"WBK001", "WBK002", "WBK003", "WBK004", "WBK010", "WBK011", "WBK012", "WBK014", "WBK015"}
    | {"KEY005", "KEY006", "KEY010", "FIL011"}
)
"""Errors that leave it open whose figures they are, or of which period: `accept_errors` does not help there."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What may be scored, and the units and files that may not, each with its reason."""

    dataset: Dataset
    refused_units: dict[str, Unranked]
    refused_files: tuple[str, ...]


def admit(
    read: Sequence[ReadFile], report: ValidationReport, context: Context, *, accept_errors: bool = False
) -> Admission:
    """Decide which submissions are scored.

    A submission with an error is not scored: its unit stands unranked with the reason. With `accept_errors`
    it is, what cannot be read counting as not reported; but not where nothing could be read at all, or where
    it is not clear whose or which period's figures they are.
    """
    errors: dict[str, list[Finding]] = defaultdict(list)
    repeated = set()
    for finding in report.findings:
        if finding.severity is Severity.ERROR:
            errors[finding.origin.file].append(finding)
        elif finding.code == "FIL014":
            repeated.add(finding.origin.file)
    admitted: list[Submission] = []
    refused: dict[str, Unranked] = {}
    refused_files: list[str] = []
    for file in read:
        name = file.file.name
        if name in repeated:
            continue
        against = errors.get(name, [])
        if accept_errors:
            against = [
                finding for finding in against if finding.code in NEVER_ACCEPTED or not file.submission
            ]
        if file.submission is not None and not against:
            admitted.append(file.submission)
            continue
        refused_files.append(name)
        unit = file.identity.unit if file.identity is not None else unit_in_file_name(name, context)
        if unit in context.unit_list.by_code:
            refused[unit] = _refusal(unit, name, against, refused.get(unit))
    units, observations = _gathered(admitted, context)
    dataset = Dataset(context.period, units, observations)
    still_refused = {code: reason for code, reason in refused.items() if code not in {u.code for u in units}}
    return Admission(dataset, still_refused, tuple(refused_files))


def _refusal(unit: str, file: str, against: Sequence[Finding], earlier: Unranked | None) -> Unranked:
    codes = sorted({finding.code for finding in against})
    files = [*(earlier.facts["files"].split(", ") if earlier else ()), file]
    if earlier:
        codes = sorted({*codes, *earlier.facts["codes"].split(", ")})
    facts = {"files": ", ".join(files), "codes": ", ".join(codes), "errors": str(len(against))}
    return Unranked(unit, UnrankedReason.REFUSED, facts)


def _gathered(
    admitted: Sequence[Submission], context: Context
) -> tuple[tuple[Unit, ...], dict[tuple[str, str], tuple[Observation, ...]]]:
    senders = {submission.identity.unit for submission in admitted}
    units = tuple(unit for unit in context.unit_list.units if unit.code in senders)
    observations: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for submission in admitted:
        for observation in submission.observations:
            observations[observation.unit, observation.indicator].append(observation)
    return units, {key: tuple(stages) for key, stages in observations.items()}
