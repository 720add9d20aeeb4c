"""Writing files whole or not at all."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cds_rank.errors import CdsRankError


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files so that readers see the old content or the new, never a part.

    Everything is written beside its place first; only when all of it is on disk does it move there.
    Raises CdsRankError ("not_writable") naming the file; nothing half-written is left behind.
    """
    waiting: dict[Path, Path] = {}
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
            beside.replace(path)
    except OSError as error:
        raise CdsRankError("not_writable", path=path, reason=error.strerror or "") from error
    finally:
        for beside in waiting.values():
            beside.unlink(missing_ok=True)
