"""Reading what reviewers sent back: each workbook by itself, then all of them put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from cds_rank.checks.context import Context
from cds_rank.checks.reviews import Reported, check_reviews
from cds_rank.model.finding import Finding, ValidationReport, in_order
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Obstacle, ObstacleKind, Origin
from cds_rank.model.review import Review
from cds_rank.model.review_typed import ReadReview
from cds_rank.reading.reviews import is_review_workbook, read_review
from cds_rank.workflow.sources import Source, find_sources


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What review workbooks say: the decisions that can be taken over, and everything found in the files.

    illustrative: a workbook says that its figures are invented.
    """

    reviews: tuple[Review, ...]
    findings: tuple[Finding, ...]
    files: tuple[InputFile, ...]
    illustrative: bool = False


def told_apart(sources: Sequence[Source], reviews: Sequence[Path]) -> tuple[list[Source], list[Source]]:
    """Return the submissions and the review workbooks; a file given as both counts as what it says it is.

    No review workbook has a submission's name, so that a finding always tells which of them is meant.
    Raises CdsRankError as `find_sources`.
    """
    given = find_sources(reviews)
    also_given = {source.path.resolve() for source in given} & {source.path.resolve() for source in sources}
    are_reviews = {path for path in also_given if is_review_workbook(path)}
    submissions = [source for source in sources if source.path.resolve() not in are_reviews]
    of_reviewers = [source for source in given if source.path.resolve() not in also_given - are_reviews]
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
    return Reviewed(reviews, findings, tuple(one.file for one in read), illustrative)


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
    )
