"""The data of a report inside its page: small tables as they are, everything together in one archive."""

import base64
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from cds_rank.reporting.story import Story
from cds_rank.wording.language import Language

ARCHIVES: Mapping[Language, str] = {"vi": "du-lieu.zip", "en": "data.zip"}
_PLAIN_UP_TO = 12_000  # bytes of a table that stands in the page as it is
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the time that archives begin with: the same data gives the same bytes


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file within the page: its name, its size in bytes and its address, which holds all of it."""

    name: str
    size: int
    href: str
    holds: tuple[str, ...] = ()


def tables(story: Story) -> tuple[Embedded, ...]:
    """Give the table of the ranking alone: a first page leaves the rest to the file beside it."""
    from cds_rank.reporting.data import ranking_csv

    content = ranking_csv(story).encode("utf-8")
    return (Embedded("ranking.csv", len(content), _address("text/csv;charset=utf-8", content)),)


def files(story: Story) -> tuple[Embedded, ...]:
    """Give the files that a page offers: it needs neither a server nor a script to hand them over."""
    from cds_rank.reporting.data import csv_files, json_text

    contents = {name: text.encode("utf-8") for name, text in csv_files(story).items()}
    contents["ranking.json"] = json_text(story).encode("utf-8")
    small = [
        Embedded(name, len(content), _address("text/csv;charset=utf-8", content))
        for name, content in contents.items()
        if name.endswith(".csv") and len(content) <= _PLAIN_UP_TO
    ]
    packed = _archive(contents)
    return (
        *small,
        Embedded(ARCHIVES[story.language], len(packed), _address("application/zip", packed), tuple(contents)),
    )


def _address(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _archive(contents: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return made.getvalue()
