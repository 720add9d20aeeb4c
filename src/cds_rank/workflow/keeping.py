"""What earlier runs found in files that have not changed since."""

import hashlib
from pathlib import Path
from typing import Protocol

from cds_rank.checks.context import Context
from cds_rank.model.checked import CheckedFile
from cds_rank.reading.definitions import Definitions
from cds_rank.workflow.sources import Source


class Cache(Protocol):
    """Where the outcome of checking a file is kept between runs."""

    def get(self, key: str) -> CheckedFile | None:
        """Return what was kept under a key, None when there is nothing or it cannot be read."""
        ...

    def put(self, key: str, outcome: CheckedFile) -> None:
        """Keep an outcome; whether that succeeds is nobody's concern."""
        ...


class Kept:
    """What earlier runs made of files, found by the file's content, its name, and all else it depends on.

    Files are read for their digest only, each once.
    """

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache
        self._contents: dict[Source, str] = {}
        self._code = _code_digest() if cache is not None else ""

    def get(self, source: Source, against: str) -> CheckedFile | None:
        """Return what was kept for a file held against all that `against` is a digest of."""
        key = self._key(source, against)
        return self._cache.get(key) if self._cache is not None and key else None

    def put(self, source: Source, against: str, outcome: CheckedFile) -> None:
        """Keep a file's outcome."""
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


def digest_of(definitions: Definitions, context: Context) -> str:
    """Take a digest over everything besides the file and our own code that its findings depend on."""
    earlier = context.earlier
    told = [
        definitions.set_digest, definitions.units_digest, context.period.text,
        "" if earlier is None else repr((earlier.period.text, earlier.set_id, sorted(earlier.figures.items()))),
    ]  # fmt: skip
    return hashlib.sha256("\x1f".join(told).encode("utf-8")).hexdigest()


def _code_digest() -> str:
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for room in ("model", "reading", "checks", "wording"):
        for file in sorted((package / room).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
