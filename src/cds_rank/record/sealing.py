"""The result file: one JSON document under a digest over all of it."""

import json
from dataclasses import dataclass
from decimal import InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from cds_rank.errors import ResultFileError
from cds_rank.model.digest import canonical_json, text_digest
from cds_rank.model.result import Result
from cds_rank.record.codec import SCHEMA_VERSION, from_json, to_json
from cds_rank.record.lines import only_once, read_lines

if TYPE_CHECKING:
    import pandas as pd

    from cds_rank.record.frames import Table

_LARGEST_FILE = 1_000_000_000  # bytes


@dataclass(frozen=True, slots=True)
class SealedResult:
    """A result together with the digest it was sealed under."""

    result: Result
    digest: str

    def to_frame(self, table: "Table" = "ranking") -> "pd.DataFrame":
        """Return one of the result's tables as a pandas frame; see `record.frames.to_frame` for the columns."""
        from cds_rank.record.frames import to_frame

        return to_frame(self.result, table)


def seal(result: Result) -> tuple[str, SealedResult]:
    """Write a result as the text of its file; the same result always gives the same text.

    The digest is the SHA-256 of the document's canonical JSON without the digest itself.
    """
    data = to_json(result)
    digest = text_digest(canonical_json(data))
    sections = [f" {json.dumps(key)}: {_section(value)}" for key, value in {**data, "digest": digest}.items()]
    return "{\n" + ",\n".join(sections) + "\n}\n", SealedResult(result, digest)


def load_result(path: Path | str) -> SealedResult:
    """Open a result file and check its seal.

    Raises ResultFileError when it is not a result file, is damaged, was changed after sealing, or was made
    by a newer version.
    """
    name = str(path)
    try:
        path = Path(path)
        if path.stat().st_size > _LARGEST_FILE:
            raise ResultFileError("result_not_readable", path=name)
        if (as_sealed := read_lines(path)) is not None:
            return SealedResult(*as_sealed)
        data = json.loads(path.read_bytes(), object_pairs_hook=only_once)
    except OSError as error:
        raise ResultFileError("file_not_readable", path=name, reason=error.strerror or "") from error
    except (ValueError, RecursionError) as error:
        raise ResultFileError("result_not_readable", path=name) from error
    if not isinstance(data, dict) or "schema_version" not in data or "schema" in data:
        raise ResultFileError("result_not_readable", path=name)
    if data["schema_version"] != SCHEMA_VERSION:
        raise ResultFileError("result_newer", path=name, found=data["schema_version"], known=SCHEMA_VERSION)
    digest = data.pop("digest", "")
    try:
        is_intact = text_digest(canonical_json(data)) == digest
    except (ValueError, RecursionError) as error:  # letters that cannot be written down
        raise ResultFileError("result_not_readable", path=name) from error
    if not is_intact:
        raise ResultFileError("result_changed", path=name)
    try:
        return SealedResult(from_json(data), digest)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, ValidationError) as error:
        raise ResultFileError("result_not_readable", path=name) from error


def _section(value: Any) -> str:
    """Write lists one item a line, so that two results can be compared line by line."""
    if isinstance(value, list) and value:
        items = [json.dumps(item, ensure_ascii=False) for item in value]
        return "[\n  " + ",\n  ".join(items) + "\n ]"
    return json.dumps(value, ensure_ascii=False)
