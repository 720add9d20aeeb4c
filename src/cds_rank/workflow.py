"""The users' stories as plain functions: paths in, values out; nothing here prints or writes."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank.checks.context import Context
from cds_rank.checks.files import obstacles
from cds_rank.checks.run import run_checks
from cds_rank.errors import CdsRankError
from cds_rank.model.finding import ValidationReport, in_order
from cds_rank.model.indicator_set import IndicatorSet, StageUsed
from cds_rank.model.observation import FormIdentity, InputFile, Obstacle, ObstacleKind, Origin, ReadFile
from cds_rank.model.period import Period
from cds_rank.reading.definitions import Definitions, builtin_folder, find_set, is_file, load_definitions
from cds_rank.reading.submissions import peek_identity, read_submission

if TYPE_CHECKING:
    from cds_rank.model.result import Result

Progress = Callable[[Iterable[Path], int], Iterable[Path]]
WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})


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
    kind. Raises CdsRankError when a path does not exist or nothing is found.
    """
    found: dict[Path, Source] = {}
    for path in paths:
        if _is_folder(path):
            for file in path.rglob("*"):
                if _is_submission(file):
                    found.setdefault(file.resolve(), Source(file, file.relative_to(path).as_posix()))
        elif is_file(path):
            found.setdefault(path.resolve(), Source(path, path.name))
        else:
            raise CdsRankError("path_missing", path=path)
    if not found:
        raise CdsRankError("nothing_to_read", paths=", ".join(str(path) for path in paths))
    return _distinctly_named(found)


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


def validate(
    sources: Sequence[Source], choices: Choices, *, whole_list: bool, watch: Progress | None = None
) -> Validated:
    """Read the files and run every check.

    whole_list: the files are all there is, so that units of the list without one have sent nothing.
    watch: wraps the iteration over the files, to show progress.
    Raises CdsRankError when it is not clear which set or period is meant, or the set is refused.
    """
    definitions, period = _settle(sources, choices)
    read = tuple(_read_each(sources, definitions.indicator_set, watch))
    context = Context(definitions.indicator_set, definitions.set_digest, definitions.unit_list, period)
    return Validated(definitions, context, read, run_checks(read, context, whole_list=whole_list))


def _read_each(
    sources: Sequence[Source], indicator_set: IndicatorSet | None, watch: Progress | None
) -> Iterator[ReadFile]:
    by_path = {source.path: source.name for source in sources}
    paths: Iterable[Path] = by_path
    if watch is not None:
        paths = watch(paths, len(by_path))
    for path in paths:
        name = by_path[path]
        try:
            yield read_submission(path, name, indicator_set)
        except Exception as error:
            facts = {"detail": f"{type(error).__name__}: {error}"[:200]}
            obstacle = Obstacle(ObstacleKind.INTERNAL_ERROR, Origin(name), facts)
            yield ReadFile(InputFile(name, "", 0), None, None, (obstacle,))


def _settle(sources: Sequence[Source], choices: Choices) -> tuple[Definitions, Period]:
    identities: list[FormIdentity] = []
    if choices.indicator_set is None or choices.period is None:
        identities = [i for source in sources if (i := _peek(source)) is not None]
    set_name = choices.indicator_set or _told_by(identities, "set_id", "set_needed", "several_sets")
    definitions = load_definitions(find_set(set_name, set_folders()), set_folders(), choices.units)
    of_set = [i for i in identities if i.set_id == definitions.indicator_set.id]
    period = choices.period or _told_by(of_set, "period", "period_needed", "several_periods")
    return definitions, parse_period(period)


def _peek(source: Source) -> FormIdentity | None:
    try:
        return peek_identity(source.path)
    except Exception:
        return None


def unreadable_files(sources: Sequence[Source]) -> ValidationReport:
    """Say of files of which none tells its set what they are: each one's obstacles, and nothing else."""
    read = tuple(_read_each(sources, None, None))
    return ValidationReport(
        in_order(f for file in read for f in obstacles(file)), tuple(r.file for r in read)
    )


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
        findings=validated.report.findings,
        refused_files=admission.refused_files,
    )
