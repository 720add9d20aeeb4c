"""Writing files whole or not at all."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from cds_rank.errors import CdsRankError


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files so that readers see the old content or the new, never a part.

    Everything is written beside its place first; only when all of it is on disk does it move there, and when one
    of them cannot, the others go back (a report open in Excel leaves no mixture of old and new).
    Raises CdsRankError ("not_writable") naming the file; nothing half-written is left behind.
    """
    waiting: dict[Path, Path] = {}
    replaced: dict[Path, Path] = {}
    moved: list[Path] = []
    path = Path()
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
            waiting[path] = beside
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, beside in waiting.items():
            if path.is_file():
                replaced[path] = path.with_name(f".{path.name}.{secrets.token_hex(4)}.old")
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


def _restore(moved: Sequence[Path], former: Mapping[Path, Path]) -> None:
    """Put back what stood there, so that no folder holds half of one run and half of another."""
    for path in moved:
        with contextlib.suppress(OSError):
            if path in former:
                former[path].replace(path)
            else:
                path.unlink()
