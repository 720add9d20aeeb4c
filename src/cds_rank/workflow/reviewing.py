"""Reading what reviewers sent back: each workbook by itself, then all of them put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from cds_rank.checks.context import Context
from cds_rank.checks.reviews import Reported, check_reviews
from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Finding, Severity, ValidationReport, in_order
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Obstacle, ObstacleKind, Origin
from cds_rank.model.review import Review, ReviewCounts, Verdict
from cds_rank.model.review_typed import ReadReview
from cds_rank.reading.reviews import is_review_workbook, read_review
from cds_rank.workflow.sources import Source, find_sources


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What review workbooks say: the decisions that can be taken over, and everything found in the files.

    counts: of the figures that may be reviewed and of those that are. illustrative: a workbook says that its figures
    are invented.
    """

    reviews: tuple[Review, ...]
    findings: tuple[Finding, ...]
    files: tuple[InputFile, ...]
    counts: ReviewCounts
    illustrative: bool = False


def told_apart(sources: Sequence[Source], reviews: Sequence[Path]) -> tuple[list[Source], list[Source]]:
    """Return the submissions and the review workbooks; a file given as both counts as what it says it is.

    No review workbook has a submission's name, so that a finding always tells which of them is meant.
    Raises CdsRankError as `find_sources`, and ("no_reviews") where none of the files is left for a review workbook.
    """
    given = find_sources(reviews)
    also_given = {source.path.resolve() for source in given} & {source.path.resolve() for source in sources}
    are_reviews = {path for path in also_given if is_review_workbook(path)}
    submissions = [source for source in sources if source.path.resolve() not in are_reviews]
    of_reviewers = [source for source in given if source.path.resolve() not in also_given - are_reviews]
    if not of_reviewers:
        raise CdsRankError("no_reviews", paths=", ".join(str(path) for path in reviews))
    taken = {source.name for source in submissions}
    return submissions, [_named_apart(source, taken) for source in of_reviewers]


def _named_apart(source: Source, taken: set[str]) -> Source:
    """Put folders before a name that is taken already."""
    name = source.name
    folders = [*reversed(PurePath(source.path.resolve()).parent.parts)]
    while name in taken:
        name = f"{folders.pop(0) if folders else '_'}/{name}"
    return replace(source, name=name)


def read_reviews(sources: Sequence[Source], context: Context, reported: Reported) -> Reviewed:
    """Read, check and merge review workbooks; their order makes no difference.

    reported: what the units' submissions say now, see `checks.reviews.reported_by`.
    """
    read = [_read_safely(source, context.indicator_set) for source in sources]
    reviews, findings = check_reviews(read, context, reported)
    illustrative = any(one.identity is not None and one.identity.illustrative for one in read)
    counts = _counted(read, reviews, findings, context, reported)
    return Reviewed(reviews, findings, tuple(one.file for one in read), counts, illustrative)


def _counted(
    read: Sequence[ReadReview],
    reviews: Sequence[Review],
    findings: Sequence[Finding],
    context: Context,
    reported: Reported,
) -> ReviewCounts:
    """Count figures: a row that cannot be told whose it is counts by its place, one in a refused file by its verdict.

    To be reviewed is every indicator with points of every unit that reports.
    """
    taken = {(review.unit, review.indicator) for review in reviews}
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    rows = {one.file.name: {row.row for row in one.rows} for one in read}
    dropped: set[tuple[str, ...]] = set()
    for finding in errors:
        if finding.unit and finding.indicators:
            dropped |= {(finding.unit, indicator) for indicator in finding.indicators}
        elif finding.row in rows[finding.origin.file]:
            dropped |= {(finding.origin.file, finding.origin.sheet, cell) for cell in finding.cells}
    refused = {error.origin.file for error in errors if error.row not in rows[error.origin.file]}
    decided = (Verdict.AGREED, Verdict.ADJUSTED, Verdict.REJECTED)
    for one in read:
        if one.file.name in refused:
            dropped |= {(row.unit, row.code) for row in one.rows if row.verdict in decided}
    dropped -= taken
    units = context.unit_list.by_code
    due = {
        (unit, indicator.code)
        for unit in {unit for unit, _ in reported}
        if unit in units
        for indicator in context.indicator_set.indicators_for(units[unit].group)
        if indicator.max_points
    }
    return ReviewCounts(len(taken), len(dropped), len(due - taken - dropped))


def _read_safely(source: Source, indicator_set: IndicatorSet) -> ReadReview:
    """Read one file; a bug of ours on it is an obstacle like any other."""
    try:
        return read_review(source.path, source.name, indicator_set)
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:200]
        obstacle = Obstacle(ObstacleKind.INTERNAL_ERROR, Origin(source.name), {"detail": detail})
        return ReadReview(InputFile(source.name, "", 0), None, "", (), (obstacle,))


def with_reviewed(report: ValidationReport, reviewed: Reviewed) -> ValidationReport:
    """Add what was found in review workbooks to what was found in the submissions."""
    return replace(
        report,
        findings=in_order((*report.findings, *reviewed.findings)),
        files=(*report.files, *reviewed.files),
        review_files=frozenset(file.name for file in reviewed.files),
    )
