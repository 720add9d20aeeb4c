"""The safe way into a zip of XML parts that a stranger sent: weigh first, then unpack a little at a time.

Nothing here knows about cells; `ooxml.py` does. What comes out is either XML events or UnreadableWorkbook.
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

_MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict
)
_RELATIONSHIP_ATTRIBUTE_NAMESPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PROPERTIES_NAMESPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
)
_XML = "http://www.w3.org/XML/1998/namespace"

_CHUNK = 1 << 18  # bytes unpacked at a time; most parts of a submission fit in one
_SLICE = 1 << 16  # packed bytes handed to zlib at a time
_MOST_NAMES = 20_000  # distinct XML names in one part; real parts use under a hundred
_LONGEST_TOKEN = 1 << 25  # bytes of one tag, comment or text; Excel's longest text is 32,767 characters
_WEIGHED_BELOW = 1 << 20  # bytes; a small part may be packed as tightly as it likes
_DETAIL_LENGTH = 120  # characters; a detail goes into a report, the file may hold megabytes


class UnreadableCause(StrEnum):
    """Why a file cannot be read as a workbook, each with its own advice to the sender."""

    EMPTY_FILE = "empty_file"
    NOT_A_WORKBOOK = "not_a_workbook"  # facts: kind
    OLD_XLS = "old_xls"
    PASSWORD = "password"
    DAMAGED = "damaged"  # facts: part, detail
    TOO_LARGE = "too_large"  # facts: what, size, limit
    DOCTYPE = "doctype"  # facts: part
    UNSUPPORTED_KIND = "unsupported_kind"  # facts: kind
    LOCKED = "locked"  # facts: detail


class UnreadableWorkbook(Exception):  # noqa: N818 - says what the file is, and is turned into a finding
    """The file cannot be read, for a cause that can be told to whoever sent it.

    facts: what the cause needs to be told, see UnreadableCause; text from the file is cut to 120 characters.
    """

    def __init__(self, cause: UnreadableCause, facts: Mapping[str, str | int] | None = None) -> None:
        self.cause = cause
        self.facts: dict[str, str | int] = {
            key: value[:_DETAIL_LENGTH] if isinstance(value, str) else value
            for key, value in (facts or {}).items()
        }
        super().__init__(cause, self.facts)

    def __str__(self) -> str:
        told = ", ".join(f"{key}={value}" for key, value in self.facts.items())
        return f"{self.cause.value} ({told})" if told else self.cause.value


def damaged(part: str, detail: str) -> UnreadableWorkbook:
    """Say that `part` is not what it should be; the caller raises it."""
    return UnreadableWorkbook(UnreadableCause.DAMAGED, {"part": part, "detail": detail})


def too_large(what: str, size: int, limit: int) -> UnreadableWorkbook:
    """Say that `what` goes beyond its limit; the caller raises it."""
    return UnreadableWorkbook(UnreadableCause.TOO_LARGE, {"what": what, "size": size, "limit": limit})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask of the machine; far above any submission, far below an attack.

    The worst file within these limits takes seconds and some hundreds of megabytes, not minutes and gigabytes.
    """

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 200_000_000  # all entries together, as declared and enforced
    entry_bytes: int = 150_000_000  # one XML part
    ratio: int = 300  # unpacked to packed, of an XML part above 1 MB; real sheets stay below 100
    entries: int = 10_000
    cells: int = 1_000_000  # cells kept in one sheet, and shared strings
    string_characters: int = 50_000_000  # of the shared strings, and of the other text of one sheet


# Names as the handlers see them. Expat interns names through a dict it is given; filling that dict beforehand
# makes both namespaces come out, already in C, as these short names. "<" cannot occur in a real name.
_LOCAL_NAMES = [
    "workbook",
    "workbookPr",
    "sheets",
    "sheet",
    "sst",
    "si",
    "t",
    "r",
    "is",
    "styleSheet",
    "numFmts",
    "numFmt",
    "cellXfs",
    "xf",
    "worksheet",
    "chartsheet",
    "dialogsheet",
    "sheetData",
    "row",
    "c",
    "v",
    "f",
    "cols",
    "col",
    "mergeCells",
    "mergeCell",
    "autoFilter",
    "sheetProtection",
    "rPr",
    "vertAlign",
    "strike",
]
_NAMES: dict[str, str] = {
    f"{space} {name}": f"<{name}>" for space in _MAIN_NAMESPACES for name in _LOCAL_NAMES
}
_NAMES |= {f"{space} id": "<r:id>" for space in _RELATIONSHIP_ATTRIBUTE_NAMESPACES}
_NAMES |= {f"{_PACKAGE_RELATIONSHIPS} {name}": f"<{name}>" for name in ("Relationships", "Relationship")}
_NAMES |= {
    f"{space} {name}": f"<{name}>"
    for space in _PROPERTIES_NAMESPACES
    for name in ("Properties", "property", "Application")
}
_NAMES[f"{_XML} space"] = "<xml:space>"

Attributes = dict[str, str]
Parser = expat.XMLParserType
Feed = Callable[[bytes, bool], None]  # the bytes, and whether they are the last


class Relationship(NamedTuple):
    """One arrow from a part to another part (`target` is its name in the zip) or to the outside."""

    kind: str  # last step of the type as Strict and transitional share it: "worksheet", "customproperties"
    target: str
    external: bool


class Package:
    """The entries of one zip, found as Excel finds them and unpacked within limits.

    data: the whole file; nothing stays open, so Windows lets others rename or delete it meanwhile.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self.limits = limits
        infos = _directory(data, limits)
        self._entries = {part_name(info.filename).lower(): info for info in infos}
        _weigh(infos, limits)

    def __contains__(self, part: str) -> bool:
        return self._entry(part) is not None

    def names(self) -> Iterable[str]:
        """Every part name, in lower case and with forward slashes."""
        return self._entries.keys()

    def beginning(self, part: str, size: int) -> bytes:
        """Unpack at most `size` bytes of a part, b"" when there is none."""
        entry = self._entry(part)
        return b"" if entry is None else _Unpacking(self._data, entry, part, self.limits).read(size)

    def parse(
        self,
        part: str,
        roots: tuple[str, ...],
        install: Callable[[Parser], None],
        check: Callable[[], None] | None = None,
        divert: Callable[[Feed, bytes, bool], None] | None = None,
    ) -> None:
        """Stream one part through expat.

        roots: what the outermost element may be; anything else is DAMAGED, because a sheet in a vocabulary
        we do not know must not look like an empty one.
        install: sets handlers once the root has been seen. check: called after each chunk, to enforce caps.
        divert: gets each chunk in place of expat, with the function that feeds expat.
        """
        entry = self._entry(part)
        if entry is None:
            raise damaged(part, "missing part")
        unpacking = _Unpacking(self._data, entry, part, self.limits)
        chunk = unpacking.read(_CHUNK)
        parser = expat.ParserCreate(_encoding(chunk), " ", names := dict(_NAMES))
        parser.buffer_text = True
        fed = 0

        def refuse_doctype(*_: object) -> None:
            raise UnreadableWorkbook(UnreadableCause.DOCTYPE, {"part": part})

        def see_root(name: str, _: Attributes) -> None:
            if name not in roots:
                raise damaged(part, f"unexpected root element {name.rpartition(' ')[2]}")
            parser.StartElementHandler = None
            install(parser)

        def feed(data: bytes, final: bool) -> None:
            nonlocal fed
            fed += len(data)
            try:
                parser.Parse(data, final)
            except expat.ExpatError as error:
                raise damaged(part, expat.ErrorString(error.code)) from error

        parser.StartDoctypeDeclHandler = refuse_doctype
        parser.StartElementHandler = see_root
        while True:
            if divert is None:
                feed(chunk, unpacking.finished)
            else:
                divert(feed, chunk, unpacking.finished)
            if len(names) > _MOST_NAMES:
                raise too_large("names", len(names), _MOST_NAMES)
            if check is not None:
                check()
            if unpacking.finished:
                return
            # Expat before 2.6 scans an unfinished tag or comment from its start at every call. Feeding at
            # least as much as it holds back keeps the work linear when one comment is 100 MB long.
            held_back = fed - max(parser.CurrentByteIndex, 0)
            if held_back > _LONGEST_TOKEN:
                raise too_large("token", held_back, _LONGEST_TOKEN)
            chunk = unpacking.read(max(_CHUNK, held_back))

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Read where `part` points to, by relationship id; {} when it points nowhere.

        part: "" for the package itself.
        """
        folder, _, file = part.rpartition("/")
        source = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        found: dict[str, Relationship] = {}
        if source not in self:
            return found

        def relationship(name: str, attributes: Attributes) -> None:
            if name == "<Relationship>" and "Target" in attributes:
                target = attributes["Target"]
                external = attributes.get("TargetMode") == "External"
                kind = attributes.get("Type", "").rpartition("/")[2].replace("-", "").lower()
                resolved = target if external else resolve(folder, target)
                found[attributes.get("Id", "")] = Relationship(kind, resolved, external)
                if len(found) > self.limits.entries:
                    raise too_large("relationships", len(found), self.limits.entries)

        def install(parser: Parser) -> None:
            parser.StartElementHandler = relationship

        self.parse(source, ("<Relationships>",), install)
        return found

    def _entry(self, part: str) -> ZipInfo | None:
        entry = self._entries.get(part.lower())
        if entry is None and "%" in part:
            from urllib.parse import unquote

            entry = self._entries.get(unquote(part).lower())
        return entry


def skip_subtree(parser: Parser) -> None:
    """Call from a start handler: nothing is heard until the element just started has ended.

    For what we do not know (mc:AlternateContent, extLst, later extensions) or do not want (phonetic runs).
    """
    start, end = parser.StartElementHandler, parser.EndElementHandler
    depth = 1

    def deeper(_name: str, _attributes: Attributes) -> None:
        nonlocal depth
        depth += 1

    def shallower(_name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            parser.StartElementHandler, parser.EndElementHandler = start, end

    parser.StartElementHandler, parser.EndElementHandler = deeper, shallower


def load(source: Path | bytes, limits: Limits) -> bytes:
    """Read the whole file at once, or say that it cannot be opened or is too long."""
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as stream:
                data = stream.read(limits.file_bytes + 1)
        except OSError as error:
            facts = {"detail": error.strerror or type(error).__name__}
            raise UnreadableWorkbook(UnreadableCause.LOCKED, facts) from error
    if len(data) > limits.file_bytes:
        raise too_large("file", len(data), limits.file_bytes)
    return data


_OLE_STREAMS = {"WordDocument": "doc", "PowerPoint Document": "ppt"}


def require_zip(data: bytes) -> None:
    """Say what the file is when its first bytes are not those of a zip."""
    if not data:
        raise UnreadableWorkbook(UnreadableCause.EMPTY_FILE)
    if data.startswith(b"PK"):
        return
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableWorkbook(UnreadableCause.PASSWORD)
        if "Workbook".encode("utf-16-le") not in data:  # a workbook may have a document embedded
            for stream, kind in _OLE_STREAMS.items():
                if stream.encode("utf-16-le") in data:
                    raise not_a_workbook(kind)
        raise UnreadableWorkbook(UnreadableCause.OLD_XLS)
    if data.startswith((b"\x09\x08", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")):
        raise UnreadableWorkbook(UnreadableCause.OLD_XLS)  # BIFF without the OLE wrapping
    raise not_a_workbook(_kind_of(data))


def not_a_workbook(kind: str) -> UnreadableWorkbook:
    """Say what the file is instead; the caller raises it."""
    return UnreadableWorkbook(UnreadableCause.NOT_A_WORKBOOK, {"kind": kind})


def part_name(name: str) -> str:
    """Turn a name written in the zip ("\\xl\\workbook.xml", "/xl/workbook.xml") into a part name."""
    return name.replace("\\", "/").lstrip("/")


def resolve(folder: str, target: str) -> str:
    """Follow a relationship target, absolute or relative to `folder`, to a part name."""
    target = target.replace("\\", "/")
    path = target if target.startswith("/") else f"{folder}/{target}"
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


_MAGIC = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"MIME-Version:", "HTML"),  # a web page saved with its pictures
)


def _kind_of(data: bytes) -> str:
    """Guess what a file that is neither zip nor OLE holds, from its first 4 KB."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    text = _as_text(data[:4096])
    if text is None:
        return "binary"
    beginning = text.lstrip().lower()
    if beginning.startswith("<") or "<html" in beginning or "<table" in beginning:
        known_as_xml = beginning.startswith("<?xml") and "<html" not in beginning
        return "XML" if known_as_xml else "HTML"
    lines = [line for line in text.splitlines() if line.strip()]
    separated = any(all(mark in line for line in lines[:3]) for mark in (",", ";", "\t"))
    return "CSV" if lines and separated else "text"


def _as_text(sample: bytes) -> str | None:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample.decode("utf-16", "replace")
    if any(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample):
        return None
    # Latin-1 as the last resort: TCVN3 and other one-byte encodings are text too.
    text = sample.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return text if "\ufffd" not in text[:-1] else sample.decode("latin-1")


def _encoding(beginning: bytes) -> str:
    """Name the encoding from the first bytes; what the XML declaration claims is not believed.

    OOXML allows UTF-8 and UTF-16 only. Overriding keeps Python's codecs, whatever a file names, out of expat.
    """
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if beginning.startswith(b"<\0"):
        return "utf-16le"
    return "utf-16be" if beginning.startswith(b"\0<") else "utf-8"


def _directory(data: bytes, limits: Limits) -> list[ZipInfo]:
    """List the entries of the zip, without unpacking any."""
    listed = data.count(b"PK\x01\x02")  # before zipfile makes an object of each
    if listed > limits.entries:
        raise too_large("entries", listed, limits.entries)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (
        BadZipFile,
        ValueError,
        OverflowError,
        NotImplementedError,
        EOFError,
        OSError,
        struct.error,
    ) as error:
        raise damaged("zip directory", str(error)) from error


def _weigh(infos: list[ZipInfo], limits: Limits) -> None:
    """Refuse a zip that would unpack to too much; `_Unpacking` sees to it that the directory is not lying."""
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked_bytes:
        raise too_large("unpacked", unpacked, limits.unpacked_bytes)
    for info in infos:
        if info.flag_bits & 0x1:
            raise UnreadableWorkbook(UnreadableCause.PASSWORD)
        if info.file_size < _WEIGHED_BELOW or not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue  # an embedded white bitmap may pack 1 : 1000, and is never unpacked
        ratio = info.file_size // max(info.compress_size, 1)
        if ratio > limits.ratio:
            raise too_large("ratio", ratio, limits.ratio)


class _Unpacking:
    """One entry being unpacked, never beyond what the directory declared for it."""

    def __init__(self, data: bytes, info: ZipInfo, part: str, limits: Limits) -> None:
        if info.file_size > limits.entry_bytes:
            raise too_large("part", info.file_size, limits.entry_bytes)
        header = data[info.header_offset : info.header_offset + 30] if info.header_offset >= 0 else b""
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise damaged(part, "no local header")
        if info.compress_type not in (0, 8):
            raise damaged(part, f"compression method {info.compress_type}")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        self._data = data
        self._part = part
        self._next = info.header_offset + 30 + name_length + extra_length
        self._stop = min(self._next + info.compress_size, len(data))
        self._declared = info.file_size
        self._declared_crc = info.CRC
        self._crc = 0
        self._inflate = zlib.decompressobj(-15) if info.compress_type == 8 else None
        self._held = b""
        self.position = 0  # bytes unpacked so far
        self.finished = False

    def read(self, size: int) -> bytes:
        """Unpack about `size` bytes, fewer only at the end; sets `finished` when that was all."""
        pieces: list[bytes] = []
        wanted = min(size, self._declared - self.position + 1)
        while wanted > 0 and not self.finished:
            piece = self._piece(wanted)
            wanted -= len(piece)
            pieces.append(piece)
        unpacked = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        self.position += len(unpacked)
        self._crc = zlib.crc32(unpacked, self._crc)
        if self.position > self._declared:
            raise damaged(self._part, "longer than the zip directory declares")
        if self.finished and (self.position, self._crc) != (self._declared, self._declared_crc):
            raise damaged(self._part, "length or checksum differs from the zip directory")
        return unpacked

    def _piece(self, size: int) -> bytes:
        if self._inflate is None:
            piece = self._packed(size)
            self.finished = self._next >= self._stop
            return piece
        packed = self._held or self._packed(_SLICE)
        try:
            piece = self._inflate.decompress(packed, size)
        except zlib.error as error:
            raise damaged(self._part, "cannot be unpacked") from error
        self._held = self._inflate.unconsumed_tail
        self.finished = self._inflate.eof
        if not (piece or packed or self.finished):
            raise damaged(self._part, "cut off")
        return piece

    def _packed(self, size: int) -> bytes:
        begin = self._next
        self._next = min(begin + size, self._stop)
        return self._data[begin : self._next]
