"""Findings in words, beside the file or the unit they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from cds_rank.model.finding import Finding, Severity
from cds_rank.reporting.view.teller import Teller, clean
from cds_rank.reporting.view.values import FileView, FindingView
from cds_rank.wording.findings import answered_text, place_text
from cds_rank.wording.language import Language, translator


def refused_files(teller: Teller) -> Iterator[FileView]:
    """Give every file that was not scored, with what was found in it."""
    owners = {
        file: entry.unit
        for ranking in teller.result.rankings
        for entry in ranking.unranked
        for file in entry.facts.get("files", "").split(", ")
    }
    by_file = defaultdict(list)
    for finding in teller.result.findings:
        by_file[finding.origin.file].append(finding)
    for file in teller.result.refused_files:
        owner = owners.get(file)
        yield FileView(
            clean(file),
            clean(teller.units[owner].name) if owner is not None and owner in teller.units else "",
            tuple(finding_views(teller, by_file[file])),
        )


def finding_views(teller: Teller, findings: Iterable[Finding]) -> Iterator[FindingView]:
    """Word findings, errors first."""
    for finding in sorted(findings, key=lambda finding: finding.severity.order):
        text = answered_text(finding, teller.language)
        yield FindingView(
            finding.severity.value,
            text.severity,
            finding.code,
            clean(place_text(finding, teller.language)),
            text.title,
            text.message,
            text.fix,
        )


def other_findings(teller: Teller) -> Iterator[FindingView]:
    """Give the findings that stand neither with a refused file nor in a profile nor as "not submitted"."""
    refused = set(teller.result.refused_files)
    yield from finding_views(
        teller,
        (
            finding
            for finding in teller.result.findings
            if finding.origin.file
            and finding.origin.file not in refused
            and teller.owner(finding) not in teller.result.scores
        ),
    )


def found_text(counts: Mapping[Severity, int], language: Language) -> str:
    """Say how many findings a result has; of the hints it keeps only those on units that sent nothing."""
    _ = translator(language)
    return _(
        "{errors} lỗi, {warnings} cảnh báo, {silent} đơn vị chưa nộp; các mục chỉ để người tổng hợp biết không đưa "
        "vào báo cáo"
    ).format(errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], silent=counts[Severity.INFO])
