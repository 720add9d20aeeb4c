"""Who sent what, how much of what applies has a figure, and what was found in it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from cds_rank.model.finding import Finding, Severity
from cds_rank.model.result import GroupRanking, UnitScores, Unranked, UnrankedReason
from cds_rank.reporting.view.choices import WITHOUT_FIGURE, excused
from cds_rank.reporting.view.gaps import is_due
from cds_rank.reporting.view.teller import Teller, clean
from cds_rank.reporting.view.values import (
    Fact,
    FindingCount,
    QualityView,
    SubmissionGroup,
    SubmissionRow,
    SubmissionsAlike,
)
from cds_rank.wording.findings import finding_text

_MOST_ROWS = 500
"""Of a group with more units than this, those of which the same is to be said share a row."""
_GRAVEST_FIRST = ("refused", "scored", "not_submitted")
_Share = tuple[int, int]  # criteria with a figure of the unit's own, and all that apply
_Counts = tuple[int, int, int]  # errors, warnings, warnings that were explained
_Like = tuple[str, _Share, _Counts]  # the state of a unit, what it reported, and what was found


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
    result = teller.result
    reported = {
        unit: reported_of(teller, result.self_scores.get(unit, result.scores[unit]))
        for unit, state in states.items()
        if state == "scored"
    }
    return QualityView(
        facts=tuple(_facts(teller, states, reported)),
        groups=tuple(_group(teller, ranking, states, reported, owned) for ranking in result.rankings),
        counts=tuple(_counts(teller, owner)),
    )


def reported_of(teller: Teller, scores: UnitScores) -> _Share:
    """Count the criteria that apply to a unit and have a figure of its own, and all that apply."""
    elsewhere = excused(scores, teller.choices)
    due = [
        score.treatment
        for code, indicator in teller.set.indicators.items()
        if (score := scores.nodes.get(code)) is not None
        and is_due(indicator, score)
        and code not in elsewhere
    ]
    return sum(treatment not in WITHOUT_FIGURE for treatment in due), len(due)


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
    teller: Teller,
    ranking: GroupRanking,
    states: Mapping[str, str],
    reported: Mapping[str, _Share],
    owned: Mapping[str, Sequence[Finding]],
) -> SubmissionGroup:
    refused = {entry.unit: entry for entry in ranking.unranked if entry.reason is UnrankedReason.REFUSED}
    here = {entry.unit for entry in ranking.placements}
    is_long = len(here) > _MOST_ROWS
    rows: list[SubmissionRow] = []
    together: dict[_Like, list[str]] = defaultdict(list)
    for unit in (unit for unit in teller.units if unit in here):
        state, counts = states[unit], _counted(owned.get(unit, ()))
        if is_long or (state == "not_submitted" and not any(counts)):
            together[state, reported.get(unit, (0, 0)), counts].append(unit)
        else:
            rows.append(_row(teller, unit, state, refused.get(unit), reported.get(unit), counts))
    return SubmissionGroup(
        name=teller.set.group(ranking.group).name.in_language(teller.language),
        rows=tuple(rows),
        alike=tuple(_alike(teller, like, together[like]) for like in sorted(together, key=_gravity)),
    )


def _counted(findings: Sequence[Finding]) -> _Counts:
    return (
        sum(finding.severity is Severity.ERROR for finding in findings),
        sum(finding.severity is Severity.WARNING for finding in findings),
        sum(_is_answered(finding) for finding in findings),
    )


def _gravity(like: _Like) -> tuple[object, ...]:
    """Sort what is said of several units: refused ones first, then by errors, by what is missing, by warnings."""
    state, (had, due), (errors, warnings, explained) = like
    return _GRAVEST_FIRST.index(state), -errors, had - due, -warnings, -explained, due


def _state_label(teller: Teller, state: str) -> str:
    _ = teller.translate
    labels = {
        "scored": _("đã tính điểm"),
        "refused": _("có lỗi, chưa được tính"),
        "not_submitted": _("chưa nộp báo cáo"),
    }
    return labels[state]


def _row(
    teller: Teller,
    unit: str,
    state: str,
    refused: Unranked | None,
    reported: _Share | None,
    counts: _Counts,
) -> SubmissionRow:
    source = teller.sources.get(unit)
    file = source.file if source is not None else ""
    if refused is not None:
        file = refused.facts.get("files", "")
    errors, warnings, explained = map(teller.plain, counts)
    return SubmissionRow(
        unit=unit,
        name=teller.unit_names[unit],
        file=clean(file),
        state=state,
        state_label=_state_label(teller, state),
        reported=_of_due(teller, [reported]) if reported else "",
        errors=errors,
        warnings=warnings,
        explained=explained,
    )


def _alike(teller: Teller, like: _Like, units: Sequence[str]) -> SubmissionsAlike:
    state, reported, counts = like
    is_silent = state == "not_submitted" and not any(counts)
    errors, warnings, explained = ("", "", "") if is_silent else map(teller.plain, counts)
    return SubmissionsAlike(
        units=tuple(units),
        count=teller.plain(len(units)),
        state=state,
        state_label=_state_label(teller, state),
        reported=_of_due(teller, [reported]) if state == "scored" else "",
        errors=errors,
        warnings=warnings,
        explained=explained,
    )


def _is_answered(finding: Finding) -> bool:
    return finding.severity is Severity.WARNING and finding.is_explained


def _of_due(teller: Teller, reported: Collection[_Share]) -> str:
    """Write how many figures there are of those that are due: 23/24."""
    had, due = sum(had for had, _due in reported), sum(due for _had, due in reported)
    return f"{teller.plain(had)}/{teller.plain(due)}"


def _facts(teller: Teller, states: Mapping[str, str], reported: Mapping[str, _Share]) -> Iterator[Fact]:
    _ = teller.translate
    errors, warnings, explained = _counted(teller.result.findings)
    counts = (
        (_("Đơn vị trong danh sách"), len(states)),
        (_("Đã tính điểm"), len(reported)),
        (_("Có lỗi, chưa được tính"), sum(state == "refused" for state in states.values())),
        (_("Chưa nộp báo cáo"), sum(state == "not_submitted" for state in states.values())),
        (_("Lỗi"), errors),
        (_("Cảnh báo"), warnings),
        (_("Cảnh báo đã giải trình"), explained),
    )
    for title, count in counts:
        yield Fact(title, teller.plain(count))
    if reported:
        yield Fact(
            _("Số liệu đã có trên số liệu phải có (không kể chỗ không áp dụng)"),
            _of_due(teller, reported.values()),
        )


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
