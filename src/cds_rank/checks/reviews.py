"""From review workbooks to decisions: each held against the set and what units reported, then all put together (REV).

The order of the files makes no difference, and neither does how the rows were shared out among them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cds_rank.checks.context import Context, plain
from cds_rank.checks.files import of_obstacle
from cds_rank.checks.review_changes import answer_in_words
from cds_rank.checks.review_rows import ReviewEntry, decision, found_in_row, place_of
from cds_rank.model.finding import Finding, Severity, folded, in_order
from cds_rank.model.observation import Observation, Obstacle, ObstacleKind, Origin, ReadFile, Stage
from cds_rank.model.review import Review, Verdict
from cds_rank.model.review_layout import REVIEW_COLUMNS, REVIEW_VERSION, VERDICT_LABELS
from cds_rank.model.review_typed import ReadReview, ReviewRow
from cds_rank.model.similarity import nearest
from cds_rank.wording.catalogue import RULES

_IDENTITY_OBSTACLES = frozenset({ObstacleKind.IDENTITY_DISAGREES, ObstacleKind.IDENTITY_MALFORMED})
_LABELS = {verdict: label for label, verdict in VERDICT_LABELS.items()}
_HEADINGS = {column.key: column.heading for column in REVIEW_COLUMNS}
_LONGEST_NAME = 60  # of a reviewer, in a sentence
_MOST_OTHERS = 3  # places named in one finding

Reported = Mapping[tuple[str, str], Observation]
"""What units reported themselves, by unit and indicator."""


def reported_by(read: Iterable[ReadFile], context: Context) -> dict[tuple[str, str], Observation]:
    """Return what the submissions of this set and period report; of two from one unit the first counts."""
    wanted = context.indicator_set.id, context.period.text
    found: dict[tuple[str, str], Observation] = {}
    heard_of: set[str] = set()
    for submission in (file.submission for file in read if file.submission is not None):
        identity = submission.identity
        if (identity.set_id, identity.period) != wanted or identity.unit in heard_of:
            continue
        heard_of.add(identity.unit)
        for observation in submission.observations:
            if observation.stage is Stage.SELF_ASSESSED:
                found[observation.unit, observation.indicator] = observation
    return found


def check_reviews(
    read: Iterable[ReadReview], context: Context, reported: Reported
) -> tuple[tuple[Review, ...], tuple[Finding, ...]]:
    """Return the decisions that can be taken over, by unit and indicator, and everything found in the files.

    A decision with an error is not among them, nor are two that contradict each other: that figure stays as not
    reviewed. A file that is refused as a whole gives none.
    """
    findings: list[Finding] = []
    decided: dict[tuple[str, str], list[Review]] = defaultdict(list)
    absent: dict[str, tuple[str, ...]] = {}
    first_by_content: dict[str, str] = {}
    for one in sorted(read, key=lambda one: one.file.name):
        first = first_by_content.setdefault(one.file.sha256, one.file.name)
        if first != one.file.name and one.file.size:
            findings.append(_in_file("FIL014", one, {"other": first}))
            continue
        try:
            reviews, found = _checked(one, context, reported)
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"[:200]
            reviews, found = (), (_in_file("SYS001", one, {"detail": detail}),)
        findings += found
        absent[one.file.name] = _rows_gone(one, context)
        for review in reviews:
            decided[review.unit, review.indicator].append(review)
    merged: list[Review] = []
    for _, of_figure in sorted(decided.items()):
        agreed, found = _put_together(of_figure, context, absent)
        merged += agreed
        findings += found
    findings = [
        _superseded(finding, decided.get((finding.unit, finding.indicator), ())) for finding in findings
    ]
    return tuple(merged), _folded_by_unit(findings)


def _folded_by_unit(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Make one finding of the equal ones in a column: here a column holds many units, and each is told its own."""
    of_unit: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        of_unit[finding.unit].append(finding)
    return in_order(finding for alike in of_unit.values() for finding in folded(alike))


def _in_file(code: str, read: ReadReview, facts: Mapping[str, str]) -> Finding:
    return Finding(code, RULES[code].severity, Origin(read.file.name), facts)


def _checked(
    read: ReadReview, context: Context, reported: Reported
) -> tuple[tuple[Review, ...], tuple[Finding, ...]]:
    """Check one file by itself."""
    rows = {row.row: row for row in read.rows}
    findings = [_of_obstacle(obstacle, rows, context) for obstacle in read.obstacles]
    findings += _other_set(read, context)
    grave = [finding for finding in findings if finding.severity is Severity.ERROR]
    if any(finding.row not in rows for finding in grave):
        return (), tuple(findings)
    spoilt = {finding.row for finding in grave}
    senders = {unit: observation.origin.file for (unit, _), observation in reported.items()}
    reviews: list[Review] = []
    for row in read.rows:
        if not _says_something(row):
            continue
        entry = _known(read, row, context, reported, senders)
        if isinstance(entry, Finding):
            findings.append(entry)
            continue
        review, found = decision(entry)
        findings += found
        if review is not None and row.row not in spoilt:
            reviews.append(review)
    return tuple(reviews), tuple(findings)


def _of_obstacle(obstacle: Obstacle, rows: Mapping[int, ReviewRow], context: Context) -> Finding:
    if obstacle.kind not in _IDENTITY_OBSTACLES:
        row = rows.get(obstacle.row)
        return of_obstacle(obstacle, row.unit if row and row.unit in context.unit_list.by_code else "")
    facts = {"field": obstacle.facts["field"]}
    return Finding("REV003", RULES["REV003"].severity, obstacle.origin, facts)


def _other_set(read: ReadReview, context: Context) -> Iterator[Finding]:
    """Find a workbook made for another set, version, content or period, or in another edition of the layout."""
    identity, wanted = read.identity, context.indicator_set
    if identity is None:
        return
    told = {
        "set_id": (identity.set_id, wanted.id),
        "set_version": (identity.set_version, wanted.version),
        "set_digest": (identity.set_digest[:12], context.set_digest[:12]),
        "period": (identity.period, context.period.text),
        "form_version": (identity.form_version, REVIEW_VERSION),
    }
    for field, (found, expected) in told.items():
        if found != expected:
            yield _in_file("REV004", read, {"field": field, "found": found, "wanted": expected})
            return


def _says_something(row: ReviewRow) -> bool:
    """Tell whether a row holds anything that a reviewer typed; a pending one asks for nothing."""
    if not row.unit and not row.code:  # signatures and notes stand below the table
        is_verdict = row.verdict is not None and row.verdict is not Verdict.PENDING
        return is_verdict or any(number.is_readable for number in row.numbers.values())
    if row.not_calculated or "verdict" in row.merged:
        return True  # something was decided, and nobody can tell what
    if row.verdict is Verdict.PENDING:
        return bool(row.numbers) or "answer" in row.texts
    return bool(row.numbers) or not row.texts.keys().isdisjoint({"verdict", "answer", "cause", "reason"})


def _known(
    read: ReadReview, row: ReviewRow, context: Context, reported: Reported, senders: Mapping[str, str]
) -> ReviewEntry | Finding:
    """Return the row with its unit and indicator, or the finding that says why there is none."""

    def found(code: str, column: str, unit: str = "", indicator: str = "", **facts: str) -> Finding:
        told = facts | ({"indicator": indicator} if indicator else {})
        return found_in_row(code, read.file.name, read.sheet, row, column, told, unit, indicator)

    units, indicators = context.unit_list, context.indicator_set.indicators
    if not row.unit or not row.code:
        return found("REV008", "unit" if not row.unit else "code", row=str(row.row))
    unit = units.by_code.get(row.unit)
    if unit is None:
        former = units.former_by_code.get(row.unit)
        near = former.became[0] if former is not None else nearest(row.unit, units.by_code)
        return found("REV005", "unit", text=row.unit[:60], nearest=near)
    if row.code_is_number:
        return found("KEY004", "code", unit.code, text=row.code[:60], nearest="")
    indicator = indicators.get(row.code)
    if indicator is None:
        return found("REV006", "code", unit.code, text=row.code[:60], nearest=nearest(row.code, indicators))
    if unit.group not in indicator.groups:
        return found("REV007", "code", unit.code, indicator.code, unit_name=unit.name)
    if unit.code not in senders:
        return found("REV024", "unit", unit.code, indicator.code, unit_name=unit.name)
    own = reported.get((unit.code, indicator.code))
    return ReviewEntry(read.file.name, read.sheet, row, unit, indicator, own, senders[unit.code])


def _superseded(finding: Finding, decisions: Sequence[Review]) -> Finding:
    """Make a hint of a decision on an old figure when another workbook decides on the figure as it is now."""
    if finding.code != "REV023" or not decisions:
        return finding
    facts = {**finding.facts, "other": place_of(decisions[0].origin)}
    return replace(finding, code="REV026", severity=RULES["REV026"].severity, facts=facts)


def _rows_gone(read: ReadReview, context: Context) -> tuple[str, ...]:
    """Return the figures that a workbook should have a row of, going by its other rows, and has not: SYT 1.2.

    Its units are taken with every indicator of its rows that applies to them; a unit's own part has all of those.
    """
    units = context.unit_list.by_code
    present = {(row.unit, row.code) for row in read.rows}
    codes = {code for _, code in present}
    part = read.identity.part if read.identity is not None else ""
    return tuple(
        f"{unit} {indicator.code}"
        for unit in dict.fromkeys(row.unit for row in read.rows)
        if unit in units
        for indicator in context.indicator_set.indicators_for(units[unit].group)
        if (unit, indicator.code) not in present and (indicator.code in codes or part == unit)
    )


def _put_together(
    reviews: Sequence[Review], context: Context, absent: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Review, ...], tuple[Finding, ...]]:
    """Make one decision of those on one figure, by file and row: none where they differ.

    absent: by file, the figures whose rows are not there any more.
    """
    first, *others = reviews
    if all(_substance(other) == _substance(first) for other in others):
        return (first,), tuple(_repeated(other, reviews, absent) for other in others)
    said = {id(review): _said(review, context) for review in reviews}
    return (), tuple(
        _of_review("REV021", review, {"verdict": said[id(review)], "others": _others(review, reviews, said)})
        for review in reviews
    )


def _repeated(review: Review, reviews: Sequence[Review], absent: Mapping[str, tuple[str, ...]]) -> Finding:
    """Say where a decision stands already; twice in one workbook, a row was pasted over another."""
    file = review.origin.file
    first = next(one for one in reviews if one.origin.file == file)
    if first is review:
        return _of_review("REV022", review, {"other": reviews[0].origin.file})
    gone = absent.get(file, ())
    missing = ", ".join((*gone[:_MOST_OTHERS], *(["…"] if len(gone) > _MOST_OTHERS else [])))
    return _of_review(
        "REV028", review, {"other": f"{first.origin.sheet}!{first.origin.cell}", "missing": missing}
    )


def _substance(review: Review) -> Review:
    """Return what counts of a decision: not who wrote it where and in which words."""
    return replace(review, origin=Origin(""), reason="", reviewer="")


def _others(review: Review, all_of_them: Sequence[Review], said: Mapping[int, str]) -> str:
    others = [f"{place_of(other.origin)} ({said[id(other)]})" for other in all_of_them if other is not review]
    return "; ".join(others if len(others) <= _MOST_OTHERS else [*others[:_MOST_OTHERS], "…"])


def _said(review: Review, context: Context) -> str:
    """Write a decision in the words of the workbook, and whose it is: Lò Thị A: Điều chỉnh, Điểm thẩm định 7,5."""
    figures = [
        f"{_HEADINGS[column]} {plain(number).replace('.', ',')}"
        for column in ("value", "numerator", "denominator", "points")
        if (number := getattr(review, column)) is not None
    ]
    if review.option is not None:
        indicator = context.indicator_set.indicators[review.indicator]
        figures.append(f"“{answer_in_words(indicator, review.option)}”")
    decided = ", ".join((_LABELS[review.verdict], *figures))
    return f"{review.reviewer[:_LONGEST_NAME]}: {decided}" if review.reviewer else decided


def _of_review(code: str, review: Review, facts: Mapping[str, str]) -> Finding:
    cell = review.origin.cell
    row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    told = {"cell": cell, **facts}
    return Finding(
        code, RULES[code].severity, review.origin, told, unit=review.unit, indicator=review.indicator, row=row
    )
