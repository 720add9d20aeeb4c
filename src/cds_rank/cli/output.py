"""Writing files whole or not at all."""

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from cds_rank.errors import CdsRankError

_OURS = re.compile(r"\.cds-rank-[0-9a-f]{8}\.(?:tmp|old)")
_ABANDONED_AFTER = 600  # seconds; between a run's first file and its last lie a few


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files so that readers see the old content or the new, never a part.

    Everything is written beside its place first; only when all of it is on disk does it move there, and when one
    of them cannot, the others go back (a report open in Excel leaves no mixture of old and new).
    What an earlier run that was killed left in the same folders is taken away.
    Raises CdsRankError ("not_writable") naming the file; nothing half-written is left behind.
    """
    waiting: dict[Path, Path] = {}
    replaced: dict[Path, Path] = {}
    moved: list[Path] = []
    cleared: set[Path] = set()
    path = Path()
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = _beside(path, "tmp")
            waiting[path] = beside
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if path.parent not in cleared:
                cleared.add(path.parent)
                _clear_up(path.parent, beside.stat().st_mtime)
        for path, beside in waiting.items():
            if path.is_file():
                replaced[path] = _beside(path, "old")
                shutil.copyfile(path, replaced[path])
            beside.replace(path)
            moved.append(path)
    except OSError as error:
        _restore(moved, replaced)
        raise CdsRankError("not_writable", path=path, reason=error.strerror or "") from error
    finally:
        for left in (*waiting.values(), *replaced.values()):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    """Name a file to wait beside another; short, as the other's name may be as long as the system allows."""
    return path.with_name(f".cds-rank-{secrets.token_hex(4)}.{ending}")


def _clear_up(folder: Path, now: float) -> None:
    """Take away what a killed run of ours left; what is young may belong to one that is still running.

    now: when a file was written here just now, by the clock that dates the files of this folder.
    """
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if _OURS.fullmatch(path.name):
                with contextlib.suppress(OSError):
                    if now - path.stat().st_mtime > _ABANDONED_AFTER:
                        path.unlink()


def _restore(moved: Sequence[Path], former: Mapping[Path, Path]) -> None:
    """Put back what stood there, so that no folder holds half of one run and half of another."""
    for path in moved:
        with contextlib.suppress(OSError):
            if path in former:
                former[path].replace(path)
            else:
                path.unlink()
