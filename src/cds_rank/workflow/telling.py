"""What reports are made from: a result file, the earlier ones beside it, and what follows from both."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cds_rank.errors import CdsRankError
from cds_rank.workflow.sources import is_folder

if TYPE_CHECKING:
    from cds_rank.record.sealing import SealedResult
    from cds_rank.reporting.story import Story

RESULT_FILE = "result.json"
Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Told:
    """A result file and the story of it."""

    path: Path
    story: "Story"


def find_results(folder: Path) -> list[Path]:
    """List the result files at any depth of a folder, hidden folders left out, in the order of their paths.

    Raises CdsRankError ("no_results") when there is none.
    """
    found = [
        path
        for path in sorted(folder.rglob(RESULT_FILE))
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if not found:
        raise CdsRankError("no_results", path=folder)
    return found


def result_file(path: Path) -> Path:
    """Return the result file that a path means: itself, or the only one below a folder.

    Raises CdsRankError: "path_missing", "no_results", or "results_several" where the folder has more than one.
    """
    if not is_folder(path):
        if not os.path.lexists(path):
            raise CdsRankError("path_missing", path=path)
        return path
    found = find_results(path)
    if len(found) > 1:
        raise CdsRankError("results_several", path=path, count=len(found))
    return found[0]


def tell(path: Path, previous: Sequence[Path], language: Language) -> "Story":
    """Open a result and earlier ones, files or folders with one result, and make the story of them.

    Raises CdsRankError, naming the file: "previous_not_earlier" for an earlier result that is not of an earlier period,
    "previous_overlap" for two of overlapping periods, and what `result_file` and `load_result` raise.
    """
    from cds_rank.record.sealing import load_result

    sealed = load_result(result_file(path))
    earlier = [(file, load_result(file)) for file in map(_earlier_file, previous)]
    _refuse_not_earlier(sealed, earlier)
    return story_of(sealed, [one for _file, one in earlier], language)


def _earlier_file(path: Path) -> Path:
    """Return the result file that a path means; of a folder with several, the error names one of them."""
    try:
        return result_file(path)
    except CdsRankError as error:
        if error.code != "results_several":
            raise
        example = find_results(path)[0]
        facts = error.facts
        raise CdsRankError(
            "previous_several", path=facts["path"], count=facts["count"], example=example
        ) from error


def _refuse_not_earlier(present: "SealedResult", earlier: Sequence[tuple[Path, "SealedResult"]]) -> None:
    now = present.result.record.period
    dated = [(file, one.result.record.period) for file, one in earlier]
    for file, then in dated:
        if not then.last < now.first:
            raise CdsRankError("previous_not_earlier", path=file, found=then.text, wanted=now.text)
    for (first, before), (second, after) in pairwise(sorted(dated, key=lambda one: one[1].first)):
        if not before.last < after.first:
            raise CdsRankError(
                "previous_overlap", first=first, second=second, found=before.text, wanted=after.text
            )


def story_of(
    sealed: "SealedResult",
    earlier: Sequence["SealedResult"],
    language: Language,
    *,
    only_earlier: bool = False,
) -> "Story":
    """Make the story of a result beside earlier ones, in any order.

    only_earlier: a result whose period overlaps is left out, instead of CdsRankError ("report_not_earlier").
    """
    from cds_rank.reporting.story import Story
    from cds_rank.scoring.history import make_history
    from cds_rank.scoring.stages import stage_differences

    first = sealed.result.record.period.first
    past = [one for one in earlier if not only_earlier or one.result.record.period.last < first]
    past.sort(key=lambda one: one.result.record.period.first)
    history = make_history(sealed.result, [one.result for one in past])
    return Story(sealed, language, stage_differences(sealed.result), history, tuple(past))


def tell_all(folder: Path, language: Language) -> list[Told]:
    """Open every result below a folder; each is told beside the earlier ones of its set and kind of period.

    Returns them set by set, the newest period first.
    Raises CdsRankError ("results_twice") for two results of the same set and period, and what `find_results` and
    `load_result` raise.
    """
    from cds_rank.record.sealing import load_result

    opened: dict[tuple[str, str], tuple[Path, SealedResult]] = {}
    for path in find_results(folder):
        sealed = load_result(path)
        key = sealed.result.indicator_set.id, sealed.result.record.period.text
        if key in opened:
            raise CdsRankError("results_twice", first=opened[key][0], second=path, set=key[0], period=key[1])
        opened[key] = path, sealed
    every = [sealed for _path, sealed in opened.values()]
    told = [Told(path, story_of(sealed, _like(sealed, every), language)) for path, sealed in opened.values()]
    told.sort(key=lambda one: one.story.result.record.period.first, reverse=True)
    told.sort(key=lambda one: one.story.result.indicator_set.id)
    return told


def _like(present: "SealedResult", every: Iterable["SealedResult"]) -> list["SealedResult"]:
    """Return the earlier results of the same set and the same kind of period: a quarter beside quarters only."""
    return list(_each_like(present, every))


def _each_like(present: "SealedResult", every: Iterable["SealedResult"]) -> Iterator["SealedResult"]:
    period = present.result.record.period
    for one in every:
        then = one.result.record.period
        is_same_set = one.result.indicator_set.id == present.result.indicator_set.id
        if is_same_set and _kind(then.text) == _kind(period.text) and then.last < period.first:
            yield one


def _kind(period: str) -> str:
    """Tell years (""), half-years (H), quarters (Q) and months ("-") apart."""
    return "-" if period[5:6].isdigit() else period[5:6]
