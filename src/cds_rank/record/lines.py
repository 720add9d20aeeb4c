"""A result file in the layout that `seal` writes, read some lines at a time: its data never stands in memory whole."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO

import pydantic_core

from cds_rank.model.digest import canonical_json
from cds_rank.model.period import Period
from cds_rank.model.result import Result
from cds_rank.record.codec import SCHEMA_VERSION, Json, assembled, readers

NOT_SO = (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, RecursionError)
"""What reading raises where data is not what was expected."""
_PIECE = 1 << 15  # bytes read at a time: what comes of them stays in the processor's cache
_HEAD = re.compile(rb' "([a-z_]+)": ')
_Place = tuple[int, int]  # of a list's lines in the file: from the first byte of the first to behind the last


def read_lines(path: Path) -> tuple[Result, str] | None:
    """Return a result and its digest where they fit each other; None for whatever is not just as `seal` writes it.

    None says nothing of what is wrong, if anything is. A file that changes meanwhile has no digest that fits: it is
    taken over the very bytes that become the result.
    """
    with suppress(OSError, *NOT_SO), path.open("rb") as file:
        texts, places = _sections(file)
        decoded = {key: _decoded(text) for key, text in texts.items()}
        digest, _canonical = decoded.pop("digest")
        parts = {key: data for key, (data, _canonical) in decoded.items()}
        if parts["schema_version"] != SCHEMA_VERSION or "schema" in parts:
            return None
        read = readers(Period.parse(parts["period"]))
        # A list without items stands in one line.
        parts |= {key: [read[key](item) for item in parts[key]] for key in read.keys() & parts}
        seal = hashlib.sha256()
        for begun, key in enumerate(sorted([*decoded, *places])):
            seal.update((b',"%s":' if begun else b'{"%s":') % key.encode())
            if key in decoded:
                seal.update(decoded[key][1])
            else:
                parts[key] = list(map(read.get(key, _as_it_is), _items(file, places[key], seal.update)))
        seal.update(b"}")
        if seal.hexdigest() == digest:
            return assembled(parts), digest
    return None


def only_once(pairs: list[tuple[str, Any]]) -> Json:
    """Make a dict of pairs; ValueError for a key that stands twice: a reader would see one, and the seal the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _as_it_is(item: Any) -> Any:
    return item


def _sections(file: BinaryIO) -> tuple[dict[str, bytes], dict[str, _Place]]:
    """Find the parts of the document: the text of those of one line, and where the lines of the others are.

    Raises ValueError where the layout is another.
    """
    texts: dict[str, bytes] = {}
    places: dict[str, _Place] = {}
    is_over, opened, begin = False, "", 0
    if file.readline(3) != b"{\n":
        raise ValueError("another layout")
    position = 2
    for line in file:
        position += len(line)
        if opened and line[:2] != b" ]":
            continue
        if opened:
            places[opened] = begin, position - len(line)
            is_over, opened = _is_last(line, b" ]"), ""
        elif is_over:
            if line != b"}\n" or file.read(1):
                raise ValueError("another layout")
            return texts, places
        else:
            head = _HEAD.match(line)
            key = head[1].decode() if head else ""
            if head is None or key in texts or key in places:
                raise ValueError("another layout")
            text = line[head.end() :]
            if text == b"[\n":
                opened, begin = key, position
            else:
                texts[key] = text.removesuffix(b"\n").removesuffix(b",")
                is_over = _is_last(text, texts[key])
    raise ValueError("cut short")


def _is_last(line: bytes, text: bytes) -> bool:
    """Tell whether a line ends the document's parts or another one follows; ValueError where it does neither."""
    if line not in {text + b"\n", text + b",\n"}:
        raise ValueError("another layout")
    return line == text + b"\n"


def _items(file: BinaryIO, place: _Place, update: Callable[[bytes], None]) -> Iterator[Any]:
    """Decode the items of a list, and take their canonical text into the digest."""
    begin, end = place
    file.seek(begin)
    before = b"["
    while begin < end:
        piece = file.read(min(_PIECE, end - begin))
        begin += len(piece)
        if begin < end:
            rest = file.readline()
            begin += len(rest)
            piece += rest
        text = piece.rstrip()
        if begin < end:
            if not text.endswith(b","):
                raise ValueError("no comma between two items")
            text = text[:-1]
        items, canonical = _decoded(b"[%b]" % text)
        update(before + canonical[1:-1])
        before = b","
        yield from items
    update(b"]")


def _decoded(text: bytes) -> tuple[Any, bytes]:
    """Return the data that a JSON text stands for, and the text's canonical form; ValueError for a key twice."""
    if b"\\u" in text:
        data = json.loads(text.decode(), object_pairs_hook=only_once)
        return data, canonical_json(data).encode()
    data = pydantic_core.from_json(text)
    canonical = canonical_json(data).encode()
    # Where no character is written as its number, a text has two quotes for each of its strings and one for each
    # quote in them, and the canonical form has the same: fewer show a key that was there before.
    if canonical.count(b'"') != text.count(b'"'):
        raise ValueError("a key twice")
    return data, canonical
