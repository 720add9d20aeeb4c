"""What was found in files, kept between runs in the user's cache folder."""

import contextlib
import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Any

from cds_rank.model.checked import CheckedFile

_MOST_ENTRIES = 20_000
_KEPT_ENTRIES = 15_000


def cache_folder() -> Path:
    """Return where outcomes are kept: CDS_RANK_CACHE, or the system's place for what may be thrown away."""
    if folder := os.environ.get("CDS_RANK_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("cds-rank", appauthor=False) / "checked"


class FolderCache:
    """Outcomes as JSON files named by their keys; anything that goes wrong with one means that it is not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._has_grown = False

    @cached_property
    def _format(self) -> Any:
        from pydantic import TypeAdapter

        return TypeAdapter(CheckedFile)

    def get(self, key: str) -> CheckedFile | None:
        """Return what was kept under a key."""
        try:
            outcome: CheckedFile = self._format.validate_json(self._path(key).read_bytes())
        except (OSError, ValueError):
            return None
        return outcome

    def put(self, key: str, outcome: CheckedFile) -> None:
        """Keep an outcome; a cache that cannot be written slows the next run down, no more."""
        if any(finding.code == "SYS001" for finding in outcome.findings):
            return  # it may go better next time
        path = self._path(key)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(self._format.dump_json(outcome))
            beside.replace(path)
            self._has_grown = True

    def tidy(self) -> None:
        """Throw away what was used longest ago, when there is too much."""
        if not self._has_grown:
            return
        with contextlib.suppress(OSError):
            files = sorted(self._folder.glob("*/*.json"), key=lambda file: file.stat().st_mtime)
            if len(files) > _MOST_ENTRIES:
                for file in files[:-_KEPT_ENTRIES]:
                    file.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"
