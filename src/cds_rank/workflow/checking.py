"""Reading and checking: which set and period are meant, every file by itself, then all of them together."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from cds_rank.batch import in_processes
from cds_rank.checks.context import Context
from cds_rank.checks.files import obstacles
from cds_rank.checks.run import checked, conclude, run_checks
from cds_rank.errors import CdsRankError
from cds_rank.model.checked import CheckedFile
from cds_rank.model.earlier import Earlier, earlier_from_observations
from cds_rank.model.finding import ValidationReport, folded
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import FormIdentity, InputFile, Obstacle, ObstacleKind, Origin, ReadFile
from cds_rank.model.period import Period
from cds_rank.model.review import Review, ReviewCounts
from cds_rank.reading.definitions import Definitions, builtin_folder, find_set, load_definitions
from cds_rank.reading.submissions import peek_identity, read_submission
from cds_rank.workflow.keeping import Cache, Kept, digest_of
from cds_rank.workflow.sources import Source, find_sources, is_folder

if TYPE_CHECKING:
    from cds_rank.workflow.reviewing import Reviewed

_Item = TypeVar("_Item")
_ENOUGH_FOR_ANOTHER_PROCESS = 200  # files; starting a process costs about as much as checking so many


class Progress(Protocol):
    """What goes through items and shows how far it is."""

    def __call__(self, items: Iterable[_Item], total: int) -> Iterable[_Item]:
        """Give the items unchanged."""
        ...


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose; what is None is told by the workbooks or by the set.

    reviews: review workbooks, or folders of them. not_held: survey blocks of which no survey was held.
    """

    indicator_set: str | None = None
    units: str | None = None
    period: str | None = None
    stage: StageUsed | None = None
    previous: Path | None = None
    reviews: tuple[Path, ...] = ()
    not_held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effort:
    """How the files are gone through; the outcome does not depend on it.

    jobs: processes, None for what the files are worth. cache: None keeps nothing. watch: wraps the iteration, to
    show progress.
    """

    jobs: int | None = 1
    cache: Cache | None = None
    watch: Progress | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The files checked, each by itself, and held against which definitions.

    reviewed: what the review workbooks say; None where none were given.
    """

    definitions: Definitions
    context: Context
    files: tuple[CheckedFile, ...]
    reviewed: "Reviewed | None" = None


@dataclass(frozen=True, slots=True)
class Validated:
    """The files read and what was found in them, held against which definitions.

    reviews: what reviewers decided, as far as it may be taken; what was found in their workbooks is in the report.
    review_counts: how many figures they decided on; None where no review workbooks were given.
    illustrative: a submission or a review says that its figures are invented.
    """

    definitions: Definitions
    context: Context
    read: tuple[ReadFile, ...]
    report: ValidationReport
    reviews: tuple[Review, ...] = ()
    illustrative: bool = False
    review_counts: ReviewCounts | None = None


def set_folders() -> tuple[Path, ...]:
    """Return where indicator sets are looked for: the working folder's own, then the built-in ones."""
    own = Path("indicator_sets")
    builtin = builtin_folder()
    return (own, builtin) if own.is_dir() and own.resolve() != builtin.resolve() else (builtin,)


def settle(
    sources: Sequence[Source], choices: Choices, kept: Kept | None = None
) -> tuple[Definitions, Context]:
    """Tell which set, units and period the files are held against, and read the earlier period's figures.

    Raises CdsRankError when it is not clear which set or period is meant, or the set is refused.
    """
    definitions, period = _settle(sources, choices, kept or Kept(None))
    indicator_set = definitions.indicator_set
    earlier = None if choices.previous is None else _earlier(choices.previous, choices, indicator_set, period)
    context = Context(indicator_set, definitions.set_digest, definitions.unit_list, period, earlier)
    return definitions, context


def validate(
    sources: Sequence[Source], choices: Choices, *, whole_list: bool, watch: Progress | None = None
) -> Validated:
    """Read the files, run every check and keep all that was read.

    whole_list: the files are all there is, so that units of the list without one have sent nothing.
    watch: wraps the iteration over the files, to show progress.
    Raises CdsRankError as `settle`.
    """
    submissions, reviews = _told_apart(sources, choices)
    definitions, context = settle(submissions, choices)
    watched = submissions if watch is None else watch(submissions, len(submissions))
    read = tuple(read_safely(source, context.indicator_set) for source in watched)
    report = run_checks(read, context, whole_list=whole_list)
    illustrative = any(one.identity is not None and one.identity.illustrative for one in read)
    if not choices.reviews:
        return Validated(definitions, context, read, report, illustrative=illustrative)
    from cds_rank.checks.reviews import reported_by
    from cds_rank.workflow.reviewing import read_reviews, with_reviewed

    reviewed = read_reviews(reviews, context, reported_by(read, context))
    illustrative = illustrative or reviewed.illustrative
    report = with_reviewed(report, reviewed)
    return Validated(definitions, context, read, report, reviewed.reviews, illustrative, reviewed.counts)


def _told_apart(sources: Sequence[Source], choices: Choices) -> tuple[Sequence[Source], Sequence[Source]]:
    """Return the submissions and the review workbooks."""
    if not choices.reviews:
        return sources, ()
    from cds_rank.workflow.reviewing import told_apart

    return told_apart(sources, choices.reviews)


def check(
    sources: Sequence[Source], choices: Choices, effort: Effort, part: Sequence[Source] | None = None
) -> Checked:
    """Check every file by itself and keep what `conclude` needs; memory grows by little with each file.

    part: check only these, and no review workbooks; all of them still tell which set and period is meant.
    Raises CdsRankError as `settle`.
    """
    kept = Kept(effort.cache)
    submissions, reviews = _told_apart(sources, choices)
    definitions, context = settle(submissions, choices, kept)
    chosen = submissions if part is None else part
    outcomes: Iterable[CheckedFile] = _outcomes(chosen, definitions, context, effort.jobs, kept)
    if effort.watch is not None:
        outcomes = effort.watch(outcomes, len(chosen))
    checked_files = tuple(outcomes)
    if not choices.reviews or part is not None:
        return Checked(definitions, context, checked_files)
    from cds_rank.checks.reviews import reported_by
    from cds_rank.workflow.reviewing import read_reviews

    # A mark is taken over answers and evidence too, which what is kept of a checked file does not have.
    again = (read_safely(source, context.indicator_set) for source in submissions)
    reviewed = read_reviews(reviews, context, reported_by(again, context))
    return Checked(definitions, context, checked_files, reviewed)


def report_of(
    checked_files: Checked, *, whole_list: bool, passed_over: Sequence[str] = ()
) -> ValidationReport:
    """Put the report together: what each file shows by itself, and what only all of them show together."""
    report = conclude(
        checked_files.files, checked_files.context, whole_list=whole_list, passed_over=passed_over
    )
    if checked_files.reviewed is None:
        return report
    from cds_rank.workflow.reviewing import with_reviewed

    return with_reviewed(report, checked_files.reviewed)


def _outcomes(
    sources: Sequence[Source], definitions: Definitions, context: Context, jobs: int | None, kept: Kept
) -> Iterator[CheckedFile]:
    """Give the outcome of each file in order: as it was kept, or worked out now and kept."""
    against = digest_of(definitions, context)
    known = {source: outcome for source in sources if (outcome := kept.get(source, against)) is not None}
    waiting = [source for source in sources if source not in known]
    fresh = in_processes(
        partial(check_source, context=context),
        waiting,
        jobs or _worthwhile_jobs(len(waiting)),
        partial(_broken, context=context),
    )
    for source in sources:
        outcome = known.get(source)
        if outcome is None:
            outcome = next(fresh)
            kept.put(source, against, outcome)
        yield outcome


def _worthwhile_jobs(files: int) -> int:
    return max(1, min(os.cpu_count() or 1, files // _ENOUGH_FOR_ANOTHER_PROCESS))


def check_source(source: Source, context: Context) -> CheckedFile:
    """Read and check one file; what goes wrong becomes a finding."""
    return checked(read_safely(source, context.indicator_set), context)


def _broken(source: Source, reason: str, context: Context) -> CheckedFile:
    return checked(_internal_error(source.name, reason), context)


def read_safely(source: Source, indicator_set: IndicatorSet | None) -> ReadFile:
    """Read one file; a bug of ours on it is an obstacle like any other."""
    try:
        return read_submission(source.path, source.name, indicator_set)
    except Exception as error:
        return _internal_error(source.name, f"{type(error).__name__}: {error}"[:200])


def _internal_error(name: str, detail: str) -> ReadFile:
    obstacle = Obstacle(ObstacleKind.INTERNAL_ERROR, Origin(name), {"detail": detail})
    return ReadFile(InputFile(name, "", 0), None, None, (obstacle,))


def _earlier(path: Path, choices: Choices, indicator_set: IndicatorSet, period: Period) -> Earlier:
    """Read an earlier period's figures, from a result file or from the workbooks of a folder."""
    if is_folder(path):
        sources = find_sources([path])
        of_then = replace(choices, indicator_set=choices.indicator_set, period=None, previous=None)
        _, then = _settle(sources, of_then, Kept(None))
        read = [read_safely(source, indicator_set) for source in sources]
        of_period = [r.submission for r in read if r.submission and r.submission.identity.period == then.text]
        observations = [o for submission in of_period for o in submission.observations]
        found = earlier_from_observations(then, indicator_set.id, observations)
    else:
        from cds_rank.record.sealing import load_result

        result = load_result(path).result
        period_then = result.record.period
        observations = [*result.self_observations.values(), *result.observations.values()]
        found = earlier_from_observations(period_then, result.indicator_set.id, observations)
    if found.set_id != indicator_set.id:
        raise CdsRankError("previous_other_set", path=path, found=found.set_id, wanted=indicator_set.id)
    if found.period.last >= period.last:
        raise CdsRankError("previous_not_earlier", path=path, found=found.period, wanted=period)
    return found


def _settle(sources: Sequence[Source], choices: Choices, kept: Kept) -> tuple[Definitions, Period]:
    identities: list[FormIdentity] = []
    if choices.indicator_set is None or choices.period is None:
        identities = [i for source in sources if (i := _identity(source, kept)) is not None]
    set_name = choices.indicator_set or _told_by(identities, "set_id", "set_needed", "several_sets")
    definitions = load_definitions(find_set(set_name, set_folders()), set_folders(), choices.units)
    of_set = [i for i in identities if i.set_id == definitions.indicator_set.id]
    period = choices.period or _told_by(of_set, "period", "period_needed", "several_periods")
    return definitions, parse_period(period)


def _identity(source: Source, kept: Kept) -> FormIdentity | None:
    known = kept.get(source, "identity")
    if known is not None:
        return known.identity
    identity = _peek(source)
    kept.put(source, "identity", CheckedFile(InputFile(source.name, "", 0), identity, "", (), ()))
    return identity


def _peek(source: Source) -> FormIdentity | None:
    try:
        return peek_identity(source.path)
    except Exception:
        return None


def unreadable_files(sources: Sequence[Source]) -> ValidationReport:
    """Say of files of which none tells its set what they are: each one's obstacles, and nothing else."""
    read = [read_safely(source, None) for source in sources]
    return ValidationReport(folded(f for file in read for f in obstacles(file)), tuple(r.file for r in read))


def parse_period(text: str) -> Period:
    """Read a period that a user gave; CdsRankError when it is not one."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise CdsRankError("not_a_period", text=text) from error


def _told_by(identities: Sequence[FormIdentity], field: str, none: str, several: str) -> str:
    """Return what most workbooks say; the others get a finding each."""
    counted = Counter(str(getattr(identity, field)) for identity in identities).most_common(2)
    if not counted:
        raise CdsRankError(none)
    if len(counted) > 1 and counted[0][1] == counted[1][1]:
        raise CdsRankError(several, first=counted[0][0], second=counted[1][0])
    return counted[0][0]
