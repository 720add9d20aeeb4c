"""Which files are meant: folders searched through, each file once, under a name that says which."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cds_rank.errors import CdsRankError
from cds_rank.reading.definitions import is_file

_Item = TypeVar("_Item")


WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
OTHER_SUFFIXES = frozenset(
    {".et", ".ett", ".doc", ".docx", ".pdf", ".rtf", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png", ".heic"}
)
"""Kinds of files in which somebody may have sent figures; they are named and not read."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and the name it is recorded under."""

    path: Path
    name: str


_OUR_REPORTS = re.compile(r"(?:ranking|points|decision)(?:\.en)?\.(?:xlsx|csv|docx|pdf)")


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """List the workbooks of folders (searched through) and files, each once, in a fixed order.

    Excel's owner files (~$…) and hidden files are passed over; a file named outright is taken whatever its
    kind; a pattern such as nop/*.xlsx that the shell left as it is (Windows) is looked up here.
    Raises CdsRankError when a path does not exist or nothing is found.
    """
    found: dict[Path, Source] = {}
    for path in paths:
        matching = [path] if is_folder(path) or is_file(path) else _matching(path)
        if not matching:
            raise CdsRankError("path_missing", path=path)
        for one in matching:
            if is_folder(one):
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
        if is_folder(path)
        for file in path.rglob("*")
        if file.suffix.lower() in OTHER_SUFFIXES
        and not file.name.startswith(("~$", "."))
        and is_file(file)
        and not _is_our_report(file)
    )


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; one that the system cannot even look at is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _is_submission(file: Path) -> bool:
    if file.suffix.lower() not in WORKBOOK_SUFFIXES or file.name.startswith(("~$", ".")) or not is_file(file):
        return False
    return not _is_our_report(file)


def _is_our_report(file: Path) -> bool:
    """Tell whether a file is a report of ours: its name says so, and a record or a page of ours stands beside it."""
    if not _OUR_REPORTS.fullmatch(file.name):
        return False
    return any(is_file(file.with_name(name)) for name in ("result.json", "ranking.json", "index.html"))


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
