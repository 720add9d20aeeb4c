"""Who sent what, how much of what applies has a figure, and what was found in it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from cds_rank.model.finding import Finding, Severity
from cds_rank.model.result import GroupRanking, UnitScores, Unranked, UnrankedReason
from cds_rank.reporting.view.choices import excused
from cds_rank.reporting.view.gaps import is_due, is_gap
from cds_rank.reporting.view.teller import Teller, clean
from cds_rank.reporting.view.values import (
    Fact,
    FindingCount,
    QualityView,
    SubmissionGroup,
    SubmissionRow,
)
from cds_rank.wording.findings import finding_text


def quality_view(teller: Teller) -> QualityView:
    """Say who sent what, and what was found in it.

    Warnings include the explained ones. How much was reported is what the units themselves sent, before any review.
    """
    owner = _owners(teller)
    owned = defaultdict(list)
    for finding in teller.result.findings:
        owned[owner(finding)].append(finding)
    states = {
        entry.unit: _state(teller, entry.unit, entry if isinstance(entry, Unranked) else None)
        for ranking in teller.result.rankings
        for entry in ranking.placements
    }
    return QualityView(
        facts=tuple(_facts(teller, states)),
        groups=tuple(_group(teller, ranking, states, owned) for ranking in teller.result.rankings),
        counts=tuple(_counts(teller, owner)),
    )


def reported_of(teller: Teller, scores: UnitScores) -> tuple[int, int]:
    """Count the criteria that apply to a unit and have a figure of its own, and all that apply."""
    elsewhere = excused(scores, teller.choices)
    found = [
        is_gap(indicator, score)
        for code, indicator in teller.set.indicators.items()
        if (score := scores.nodes.get(code)) is not None
        and is_due(indicator, score)
        and code not in elsewhere
    ]
    return len(found) - sum(found), len(found)


def _state(teller: Teller, unit: str, unranked: Unranked | None) -> str:
    if unit in teller.result.scores:
        return "scored"
    is_refused = unranked is not None and unranked.reason is UnrankedReason.REFUSED
    return "refused" if is_refused else "not_submitted"


def _owners(teller: Teller) -> Callable[[Finding], str]:
    """Return who a finding belongs to: in a file that was not scored, the unit that is refused for it."""
    refused_for = {
        file: entry.unit
        for ranking in teller.result.rankings
        for entry in ranking.unranked
        if entry.reason is UnrankedReason.REFUSED
        for file in entry.facts.get("files", "").split(", ")
    }
    return lambda finding: teller.owner(finding) or refused_for.get(finding.origin.file, "")


def _group(
    teller: Teller, ranking: GroupRanking, states: Mapping[str, str], owned: Mapping[str, Sequence[Finding]]
) -> SubmissionGroup:
    refused = {entry.unit: entry for entry in ranking.unranked if entry.reason is UnrankedReason.REFUSED}
    here = {entry.unit for entry in ranking.placements}
    return SubmissionGroup(
        name=teller.set.group(ranking.group).name.in_language(teller.language),
        rows=tuple(
            _row(teller, unit, states[unit], refused.get(unit), owned.get(unit, ()))
            for unit in teller.units
            if unit in here
        ),
    )


def _row(
    teller: Teller, unit: str, state: str, refused: Unranked | None, findings: Sequence[Finding]
) -> SubmissionRow:
    _ = teller.translate
    labels = {
        "scored": _("đã tính điểm"),
        "refused": _("có lỗi, chưa được tính"),
        "not_submitted": _("chưa nộp báo cáo"),
    }
    source = teller.sources.get(unit)
    file = source.file if source is not None else ""
    if refused is not None:
        file = refused.facts.get("files", "")
    return SubmissionRow(
        unit=unit,
        name=teller.unit_names[unit],
        file=clean(file),
        state=state,
        state_label=labels[state],
        reported=_reported(teller, [unit]) if state == "scored" else "",
        errors=teller.plain(sum(finding.severity is Severity.ERROR for finding in findings)),
        warnings=teller.plain(sum(finding.severity is Severity.WARNING for finding in findings)),
        explained=teller.plain(sum(_is_answered(finding) for finding in findings)),
    )


def _is_answered(finding: Finding) -> bool:
    return finding.severity is Severity.WARNING and finding.is_explained


def _reported(teller: Teller, units: Sequence[str]) -> str:
    result = teller.result
    counts = [reported_of(teller, result.self_scores.get(unit, result.scores[unit])) for unit in units]
    had, due = sum(count[0] for count in counts), sum(count[1] for count in counts)
    return f"{teller.plain(had)}/{teller.plain(due)}"


def _facts(teller: Teller, states: Mapping[str, str]) -> Iterator[Fact]:
    _ = teller.translate
    findings = teller.result.findings
    scored = [unit for unit, state in states.items() if state == "scored"]
    counts = (
        (_("Đơn vị trong danh sách"), len(states)),
        (_("Đã tính điểm"), len(scored)),
        (_("Có lỗi, chưa được tính"), sum(state == "refused" for state in states.values())),
        (_("Chưa nộp báo cáo"), sum(state == "not_submitted" for state in states.values())),
        (_("Lỗi"), sum(finding.severity is Severity.ERROR for finding in findings)),
        (_("Cảnh báo"), sum(finding.severity is Severity.WARNING for finding in findings)),
        (_("Cảnh báo đã giải trình"), sum(_is_answered(finding) for finding in findings)),
    )
    for title, count in counts:
        yield Fact(title, teller.plain(count))
    if scored:
        yield Fact(_("Số liệu đã có trên số liệu phải có"), _reported(teller, scored))


def _counts(teller: Teller, owner: Callable[[Finding], str]) -> Iterator[FindingCount]:
    """Count the findings rule by rule: the gravest first, then the most frequent."""
    by_rule: dict[tuple[str, Severity], list[Finding]] = defaultdict(list)
    for finding in teller.result.findings:
        by_rule[finding.code, finding.severity].append(finding)
    ordered = sorted(by_rule.items(), key=lambda item: (item[0][1].order, -len(item[1]), item[0][0]))
    for (code, severity), findings in ordered:
        text = finding_text(findings[0], teller.language)
        # A file of which nobody knows whose it is, is somebody's all the same.
        senders = {owner(finding) or finding.origin.file for finding in findings}
        yield FindingCount(
            code=code,
            severity=severity.value,
            severity_label=text.severity,
            title=text.title,
            findings=teller.plain(len(findings)),
            units=teller.plain(len(senders)),
        )
