"""Whether a result was made by a newer version than the one that reads it."""

import re

from cds_rank import __version__
from cds_rank.model.result import Result

_RELEASE = re.compile(r"\d+(?:\.\d+){0,3}", re.ASCII)


def newer_version(result: Result, ours: str = __version__) -> str:
    """Return the version that made a result where it is newer than ours, else an empty text.

    Only the numbers of a release are compared; a version that has none is taken for ours.
    """
    made_by = result.record.tool_version
    found, own = _numbers(made_by), _numbers(ours)
    return made_by if found and found > own else ""


def _numbers(version: str) -> tuple[int, ...]:
    found = _RELEASE.match(version)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    while numbers and numbers[-1] == 0:  # 1.0 is 1
        numbers.pop()
    return tuple(numbers)
