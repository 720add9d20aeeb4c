"""The users' stories as plain functions: paths in, values out; nothing here prints or writes."""

import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from cds_rank.model.finding import Finding, Severity, ValidationReport, folded
from cds_rank.model.indicator_set import IndicatorSet, StageUsed
from cds_rank.model.observation import FormIdentity, InputFile, Obstacle, ObstacleKind, Origin, ReadFile
from cds_rank.model.period import Period
from cds_rank.reading.definitions import Definitions, builtin_folder, find_set, is_file, load_definitions
from cds_rank.reading.submissions import peek_identity, read_submission

if TYPE_CHECKING:
    from cds_rank.model.result import Result

_Item = TypeVar("_Item")
WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
OTHER_SUFFIXES = frozenset(
    {".et", ".ett", ".doc", ".docx", ".pdf", ".rtf", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png", ".heic"}
)
"""Kinds of files in which somebody may have sent figures; they are named and not read."""
_ENOUGH_FOR_ANOTHER_PROCESS = 100  # files; starting a process costs about as much as checking so many


class Progress(Protocol):
    """What goes through items and shows how far it is."""

    def __call__(self, items: Iterable[_Item], total: int) -> Iterable[_Item]:
        """Give the items unchanged."""
        ...


class Cache(Protocol):
    """Where the outcome of checking a file is kept between runs."""

    def get(self, key: str) -> CheckedFile | None:
        """Return what was kept under a key, None when there is nothing or it cannot be read."""
        ...

    def put(self, key: str, outcome: CheckedFile) -> None:
        """Keep an outcome; whether that succeeds is nobody's concern."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and the name it is recorded under."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose; what is None is told by the workbooks or by the set."""

    indicator_set: str | None = None
    units: str | None = None
    period: str | None = None
    stage: StageUsed | None = None
    previous: Path | None = None


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
    """The files checked, each by itself, and held against which definitions."""

    definitions: Definitions
    context: Context
    files: tuple[CheckedFile, ...]


@dataclass(frozen=True, slots=True)
class Validated:
    """The files read and what was found in them, held against which definitions."""

    definitions: Definitions
    context: Context
    read: tuple[ReadFile, ...]
    report: ValidationReport


def set_folders() -> tuple[Path, ...]:
    """Return where indicator sets are looked for: the working folder's own, then the built-in ones."""
    own = Path("indicator_sets")
    builtin = builtin_folder()
    return (own, builtin) if own.is_dir() and own.resolve() != builtin.resolve() else (builtin,)


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """List the workbooks of folders (searched through) and files, each once, in a fixed order.

    Excel's owner files (~$…) and hidden files are passed over; a file named outright is taken whatever its
    kind; a pattern such as nop/*.xlsx that the shell left as it is (Windows) is looked up here.
    Raises CdsRankError when a path does not exist or nothing is found.
    """
    found: dict[Path, Source] = {}
    for path in paths:
        matching = [path] if _is_folder(path) or is_file(path) else _matching(path)
        if not matching:
            raise CdsRankError("path_missing", path=path)
        for one in matching:
            if _is_folder(one):
                for file in one.rglob("*"):
                    if _is_submission(file):
                        found.setdefault(file.resolve(), Source(file, file.relative_to(one).as_posix()))
            else:
                found.setdefault(one.resolve(), Source(one, one.name))
    if not found:
        raise CdsRankError("nothing_to_read", paths=", ".join(str(path) for path in paths))
    return _distinctly_named(found)


def _matching(path: Path) -> list[Path]:
    if not any(letter in str(path) for letter in "*?["):
        return []
    import glob

    return sorted(Path(match) for match in glob.glob(str(path), recursive=True))  # noqa: PTH207 - absolute patterns


def passed_over(paths: Sequence[Path]) -> list[str]:
    """Name the files in folders in which figures may have been sent, but not as a workbook."""
    return sorted(
        _readable(file.relative_to(path).as_posix())
        for path in paths
        if _is_folder(path)
        for file in path.rglob("*")
        if file.suffix.lower() in OTHER_SUFFIXES and not file.name.startswith(("~$", ".")) and is_file(file)
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _is_submission(file: Path) -> bool:
    if file.suffix.lower() not in WORKBOOK_SUFFIXES or file.name.startswith(("~$", ".")) or not is_file(file):
        return False
    is_our_report = file.name == "ranking.xlsx" and is_file(file.with_name("result.json"))
    return not is_our_report


def _distinctly_named(found: Mapping[Path, Source]) -> list[Source]:
    """Name files that have the same name in different folders by their place below what they share."""
    times = Counter(source.name for source in found.values())
    shared = [path for path, source in found.items() if times[source.name] > 1]
    base = Path(os.path.commonpath(shared)) if len(shared) > 1 else Path()
    named = [
        Source(s.path, _readable(s.name if times[s.name] == 1 else path.relative_to(base).as_posix()))
        for path, s in found.items()
    ]
    return sorted(named, key=lambda source: source.name)


def _readable(name: str) -> str:
    """Return a file's name as text that can be written down, whatever encoding its letters were in."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def settle(
    sources: Sequence[Source], choices: Choices, kept: "_Kept | None" = None
) -> tuple[Definitions, Context]:
    """Tell which set, units and period the files are held against, and read the earlier period's figures.

    Raises CdsRankError when it is not clear which set or period is meant, or the set is refused.
    """
    definitions, period = _settle(sources, choices, kept or _Kept(None))
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
    definitions, context = settle(sources, choices)
    watched = sources if watch is None else watch(sources, len(sources))
    read = tuple(read_safely(source, context.indicator_set) for source in watched)
    return Validated(definitions, context, read, run_checks(read, context, whole_list=whole_list))


def check(
    sources: Sequence[Source], choices: Choices, effort: Effort, part: Sequence[Source] | None = None
) -> Checked:
    """Check every file by itself and keep what `conclude` needs; memory grows by little with each file.

    part: check only these; all of them still tell which set and period is meant.
    Raises CdsRankError as `settle`.
    """
    kept = _Kept(effort.cache)
    definitions, context = settle(sources, choices, kept)
    chosen = sources if part is None else part
    outcomes: Iterable[CheckedFile] = _outcomes(chosen, definitions, context, effort.jobs, kept)
    if effort.watch is not None:
        outcomes = effort.watch(outcomes, len(chosen))
    return Checked(definitions, context, tuple(outcomes))


def report_of(
    checked_files: Checked, *, whole_list: bool, passed_over: Sequence[str] = ()
) -> ValidationReport:
    """Put the report together: what each file shows by itself, and what only all of them show together."""
    return conclude(
        checked_files.files, checked_files.context, whole_list=whole_list, passed_over=passed_over
    )


def _outcomes(
    sources: Sequence[Source], definitions: Definitions, context: Context, jobs: int | None, kept: "_Kept"
) -> Iterator[CheckedFile]:
    """Give the outcome of each file in order: as it was kept, or worked out now and kept."""
    against = _digest_of(definitions, context)
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


class _Kept:
    """What earlier runs made of files, found by the file's content, its name, and all else it depends on.

    Files are read for their digest only, each once.
    """

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache
        self._contents: dict[Source, str] = {}
        self._code = _code_digest() if cache is not None else ""

    def get(self, source: Source, against: str) -> CheckedFile | None:
        key = self._key(source, against)
        return self._cache.get(key) if self._cache is not None and key else None

    def put(self, source: Source, against: str, outcome: CheckedFile) -> None:
        key = self._key(source, against)
        # The file may have changed since its digest was taken: then this is the outcome of another content.
        if self._cache is not None and key and outcome.file.sha256 in (self._contents[source], ""):
            self._cache.put(key, outcome)

    def _key(self, source: Source, against: str) -> str:
        if self._cache is None:
            return ""
        if source not in self._contents:
            try:
                self._contents[source] = hashlib.sha256(source.path.read_bytes()).hexdigest()
            except OSError:
                self._contents[source] = ""
        content = self._contents[source]
        told = "\x1f".join((self._code, against, source.name, content))
        return hashlib.sha256(told.encode()).hexdigest() if content else ""


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


def _is_published(finding: Finding) -> bool:
    """Tell whether a finding belongs into a result: hints for whoever gathers the files do not."""
    return finding.severity is not Severity.INFO or finding.code == "KEY007"


def _digest_of(definitions: Definitions, context: Context) -> str:
    """Take a digest over everything besides the file and our own code that its findings depend on."""
    earlier = context.earlier
    told = [
        definitions.set_digest, definitions.units_digest, context.period.text,
        "" if earlier is None else repr((earlier.period.text, earlier.set_id, sorted(earlier.figures.items()))),
    ]  # fmt: skip
    return hashlib.sha256("\x1f".join(told).encode("utf-8")).hexdigest()


def _code_digest() -> str:
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for room in ("model", "reading", "checks", "wording"):
        for file in sorted((package / room).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _earlier(path: Path, choices: Choices, indicator_set: IndicatorSet, period: Period) -> Earlier:
    """Read an earlier period's figures, from a result file or from the workbooks of a folder."""
    if _is_folder(path):
        sources = find_sources([path])
        of_then = replace(choices, indicator_set=choices.indicator_set, period=None, previous=None)
        _, then = _settle(sources, of_then, _Kept(None))
        read = [read_safely(source, indicator_set) for source in sources]
        of_period = [r.submission for r in read if r.submission and r.submission.identity.period == then.text]
        observations = [o for submission in of_period for o in submission.observations]
        found = earlier_from_observations(then, indicator_set.id, observations)
    else:
        from cds_rank.record.sealing import load_result

        result = load_result(path).result
        period_then = result.record.period
        found = earlier_from_observations(period_then, result.indicator_set.id, result.observations.values())
    if found.set_id != indicator_set.id:
        raise CdsRankError("previous_other_set", path=path, found=found.set_id, wanted=indicator_set.id)
    if found.period.last >= period.last:
        raise CdsRankError("previous_not_earlier", path=path, found=found.period, wanted=period)
    return found


def shard_of(sources: Sequence[Source], number: int, of: int) -> list[Source]:
    """Return the `number`-th of `of` parts of the files: every file in exactly one, whatever the machine.

    number: from 1. A file's part is told by its name alone, so a file added later moves no other.
    """
    return [
        source
        for source in sources
        if int.from_bytes(hashlib.sha256(_plain_name(source.name)).digest()[:8], "big") % of == number - 1
    ]


def _plain_name(name: str) -> bytes:
    return unicodedata.normalize("NFC", name).encode("utf-8")


def _settle(sources: Sequence[Source], choices: Choices, kept: _Kept) -> tuple[Definitions, Period]:
    identities: list[FormIdentity] = []
    if choices.indicator_set is None or choices.period is None:
        identities = [i for source in sources if (i := _identity(source, kept)) is not None]
    set_name = choices.indicator_set or _told_by(identities, "set_id", "set_needed", "several_sets")
    definitions = load_definitions(find_set(set_name, set_folders()), set_folders(), choices.units)
    of_set = [i for i in identities if i.set_id == definitions.indicator_set.id]
    period = choices.period or _told_by(of_set, "period", "period_needed", "several_periods")
    return definitions, parse_period(period)


def _identity(source: Source, kept: _Kept) -> FormIdentity | None:
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
