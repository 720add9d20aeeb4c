"""Safe mends (⚒): what a finding leaves no doubt about is put right in a copy, and every change is listed in it.

The copy is the sender's own package with the bytes of single cells exchanged. Loading and saving with openpyxl would
drop what it does not know (drop-downs that look at other sheets, stored results of formulas, pictures in headers),
and the promise here is that nothing but the listed cells changes.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from cds_rank.feedback.view import FileView, FindingView
from cds_rank.model import form_layout as layout
from cds_rank.model.spelling import clean_text, comparison_key, tone_key, unmixed
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator

CHANGES_MARKER_NAME: Final = "_cds_rank_changes"
"""A hidden defined name that refers to our list of changes, by which it is known again and replaced."""

_CHANGES_PART = "xl/worksheets/cds-rank-changes.xml"
_MOST_UNPACKED = 200 << 20  # bytes
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_SHEET_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PLAIN_FORMATS = frozenset({"0", "1", "2", "3", "4"})  # General, 0, 0.00, #,##0, #,##0.00
_LONGEST_FACT = 60  # characters; findings name no more of what was typed
_MOST_DIGITS = 15  # Excel keeps no more
_EARLIEST = (1980, 1, 1, 0, 0, 0)

_RENAME = "SHT002"
_NUMBER_RULES = frozenset({"NUM002", "NUM009", "PCT001", "PCT003"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing put right; before, after: as the reader's country writes it. cell: "" for the sheet's own name."""

    sheet: str
    cell: str
    before: str
    after: str
    code: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A corrected copy; content is None when nothing could be put right.

    left: how many of the file's findings are not mended (a finding in several cells counts when any is left).
    """

    content: bytes | None
    changes: tuple[Change, ...]
    left: int


class PackageRefused(Exception):  # noqa: N818 - an answer, not a fault
    """The bytes are no workbook that may be unpacked here."""

    def __init__(self, *, too_large: bool = False) -> None:
        super().__init__("too large" if too_large else "not a workbook")
        self.too_large = too_large


def mend(data: bytes, file: FileView, language: Language) -> Mended:
    """Put right in a copy what the file's mendable findings say; same arguments, same bytes.

    A cell is changed only while it still holds what its finding says; whatever is in doubt is left and counted.
    """
    wanted = [finding for finding in file.findings if finding.mendable]
    nothing = Mended(None, (), len(file.findings))
    if not wanted:
        return nothing
    try:
        book = _Book(package_parts(data, _MOST_UNPACKED))
        mended = [finding for finding in wanted if _mend_one(book, finding, language)]
        book.write_cells()
        # Last: until now findings name the sheet as the sender did.
        mended += [finding for finding in wanted if finding.code == _RENAME and _rename(book, finding)]
        if not book.changes:
            return replace(nothing, left=len(file.findings) - len(mended))
        book.list_changes(language)
        content = with_parts(data, book.changed_parts())
    except (PackageRefused, expat.ExpatError, ET.ParseError, LookupError, StopIteration, ValueError):
        return nothing
    return Mended(content, tuple(book.changes), len(file.findings) - len(mended))


# --- what each rule asks for


def _mend_one(book: "_Book", finding: FindingView, language: Language) -> bool:
    cells = [book.mend_cell(finding, cell, language) for cell in finding.cells]
    return bool(cells) and all(cells)


def _rename(book: "_Book", finding: FindingView) -> bool:
    wanted = finding.facts.get("suggestion") or finding.facts.get("sheet", "")
    return book.rename(finding.sheet, wanted, finding.code)


def _number_for(finding: FindingView, current: "_Content") -> Decimal | None:
    try:
        value = Decimal(finding.facts.get("value", ""))
    except InvalidOperation:
        return None
    if not value.is_finite() or len(value.normalize().as_tuple().digits) > _MOST_DIGITS:
        return None
    return value if _said(finding, current.text) else None


def _said(finding: FindingView, current: str) -> bool:
    """Tell whether a cell holds what its finding says."""
    # What a clerk sees of 0.95 in a cell of percentages is 95 %: then the finding names what is stored besides.
    said, shown = finding.facts.get("stored") or finding.facts.get("text", ""), printable(current)
    return bool(said) and (shown == said or (len(said) >= _LONGEST_FACT and shown.startswith(said)))


def _text_for(finding: FindingView, current: str) -> str | None:
    """Return what the text of a cell should be, or None when that is in doubt."""
    suggestion = finding.facts.get("suggestion", "")
    match finding.code:
        case "TXT001":
            return unicodedata.normalize("NFC", current)
        case "TXT002":
            return clean_text(current)
        case "TXT003":  # the same letters and marks, only placed otherwise
            return suggestion if tone_key(_one_line(current)) == tone_key(_one_line(suggestion)) else None
        case "TXT005":  # a finding names no more than the beginning of a long text
            mended = unmixed(unicodedata.normalize("NFC", current))
            return mended if suggestion and printable(clean_text(mended)).startswith(suggestion) else None
        case "HDR005":
            is_same = _said(finding, clean_text(current))
            is_ours = suggestion in {column.heading for column in layout.COLUMNS}
            return suggestion if is_same and is_ours else None
        case _:
            return None


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _reader_number(value: Decimal | str, language: Language) -> str:
    text = f"{value:f}" if isinstance(value, Decimal) else value
    return text.replace(".", ",") if language == "vi" else text


# --- the package


def package_parts(data: bytes, limit: int) -> dict[str, bytes]:
    """Unpack a workbook; raises PackageRefused when it is none, when its parts are more than `limit` bytes
    together, or when a part brings its own document type (entities grow without bounds).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            size = sum(info.file_size for info in infos)
            # zipfile unpacks no more than the size promised, and says so when there is more.
            parts = {info.filename: package.read(info) for info in infos if size <= limit}
    except Exception as broken:  # zipfile, zlib and struct each have their own
        raise PackageRefused from broken
    if size > limit:
        raise PackageRefused(too_large=True)
    if "[Content_Types].xml" not in parts or len(parts) != len(infos):
        raise PackageRefused
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")) and (
            b"<!DOCTYPE" in content or b"<!ENTITY" in content or content[:2] in {b"\xff\xfe", b"\xfe\xff"}
        ):
            raise PackageRefused
    return parts


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Exchange or add parts of a package; all others stay as they are, in their order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        names = [info.filename for info in old.infolist() if not info.is_dir()]
        for name in [*names, *sorted(parts.keys() - set(names))]:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it tells the machine
            entry.external_attr = 0o644 << 16
            new.writestr(entry, parts[name] if name in parts else old.read(name), compresslevel=6)
    return packed.getvalue()


def sheet_reference(title: str) -> str:
    """Write a sheet's name as formulas and links do: 'Số liệu'."""
    return "'" + title.replace("'", "''") + "'"


# --- places in XML, byte for byte

_HEAD = re.compile(rb"<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True, slots=True)
class _Element:
    """Where an element stands in the bytes of its part: <name …>inner</name>."""

    name: str  # with its prefix
    attributes: Mapping[str, str]
    parent: str  # its parent's name without prefix
    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        return self.name[: len(self.name) - len(self.local)]


def _elements(xml: bytes, wanted: frozenset[str], parents: frozenset[str] = frozenset()) -> list[_Element]:
    """Find the elements with these names (without prefix), in the order in which they end.

    parents: only those directly in one of these, if any are given.
    Raises expat.ExpatError for broken XML, ValueError where byte places cannot be told.
    """
    found: list[_Element] = []
    open_: list[tuple[str, int, Mapping[str, str]]] = []
    parser = expat.ParserCreate()

    def begun(name: str, attributes: dict[str, str]) -> None:
        open_.append((name, parser.CurrentByteIndex, attributes))

    def ended(name: str) -> None:
        _, start, attributes = open_.pop()
        if name.rpartition(":")[2] not in wanted:
            return
        parent = open_[-1][0].rpartition(":")[2] if open_ else ""
        if parents and parent not in parents:
            return
        head = _HEAD.match(xml, start)
        if head is None:
            raise ValueError(name)
        if head[0].endswith(b"/>"):
            inner = inner_end = end = head.end()
        else:
            inner, inner_end = head.end(), parser.CurrentByteIndex
            end = xml.index(b">", inner_end) + 1
        found.append(_Element(name, attributes, parent, start, inner, inner_end, end))

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.upper() not in {"UTF-8", "US-ASCII"}:
            raise ValueError(encoding)

    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    parser.XmlDeclHandler = declared
    parser.Parse(xml, True)
    return found


def _exchanged(xml: bytes, pieces: Sequence[tuple[int, int, bytes]]) -> bytes:
    """Put other bytes in several places; the places do not overlap."""
    result, at = [], 0
    for start, end, new in sorted(pieces):
        result += [xml[at:start], new]
        at = end
    return b"".join([*result, xml[at:]])


def _with_attributes(head: bytes, new: Mapping[str, str | None]) -> bytes:
    """Set attributes in a start tag; None takes one away."""
    kept = _ATTRIBUTE.sub(lambda match: b"" if match[1].decode() in new else match[0], head)
    close = b"/>" if kept.rstrip().endswith(b"/>") else b">"
    added = "".join(f" {name}={quoteattr(value)}" for name, value in new.items() if value is not None)
    return kept.rstrip()[: -len(close)].rstrip() + added.encode() + close


def _appended(xml: bytes, element: _Element, new: str, **attributes: str) -> bytes:
    """Put new children at the end of an element, and set attributes of it."""
    head = _with_attributes(xml[element.start : element.inner], attributes)
    if element.end == element.inner:  # <cellXfs/>
        whole = head[:-2].rstrip() + b">" + new.encode() + f"</{element.name}>".encode()
        return _exchanged(xml, [(element.start, element.end, whole)])
    pieces = [(element.start, element.inner, head), (element.inner_end, element.inner_end, new.encode())]
    return _exchanged(xml, pieces)


# --- the workbook


@dataclass(frozen=True, slots=True)
class _Content:
    """What a cell holds: a text or a number as stored."""

    text: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class _SheetPlace:
    name: str
    part: str


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Book:
    """A package whose parts are exchanged one after the other."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        self._changed: set[str] = set()
        self._strings: list[str] | None = None
        self._cells: dict[str, dict[str, _Element]] = {}  # where the cells stood when a part was first read
        self._new: dict[
            str, dict[str, tuple[_Content, str]]
        ] = {}  # new contents and styles, by part and cell
        self.changes: list[Change] = []
        self._workbook = self._main_part()
        self._sheets = self._sheet_places()
        self._own = self._own_sheet()

    def changed_parts(self) -> dict[str, bytes]:
        return {name: self._parts[name] for name in self._changed}

    def _put(self, part: str, content: bytes) -> None:
        self._parts[part] = content
        self._changed.add(part)

    # --- what stands where

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return type and target of a part's relationships by id."""
        place = join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels").lstrip("/")
        relations = {}
        for element in _elements(self._parts[place], frozenset({"Relationship"})):
            target = element.attributes["Target"]
            if element.attributes.get("TargetMode") != "External":
                full = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
                relations[element.attributes["Id"]] = (
                    element.attributes["Type"].rpartition("/")[2],
                    full,
                )
        return relations

    def _main_part(self) -> str:
        return next(target for kind, target in self._relations("").values() if kind == "officeDocument")

    def _related(self, kind: str) -> str | None:
        relations = self._relations(self._workbook).values()
        return next((target for k, target in relations if k == kind and target in self._parts), None)

    def _sheet_elements(self) -> list[_Element]:
        return _elements(self._parts[self._workbook], frozenset({"sheet"}), frozenset({"sheets"}))

    def _sheet_places(self) -> list[_SheetPlace]:
        relations = self._relations(self._workbook)
        places = []
        for element in self._sheet_elements():
            key = next(value for name, value in element.attributes.items() if name.endswith(":id"))
            kind, part = relations[key]
            if kind == "worksheet" and part in self._parts:
                places.append(_SheetPlace(element.attributes["name"], part))
        return places

    def _own_sheet(self) -> _SheetPlace | None:
        names = _elements(self._parts[self._workbook], frozenset({"definedName"}))
        marker = next((e for e in names if e.attributes.get("name") == CHANGES_MARKER_NAME), None)
        if marker is None:
            return None
        xml = self._parts[self._workbook]
        inner = _fragment(xml[marker.inner : marker.inner_end], "")
        reference = (inner.text or "") if inner is not None else ""
        title = reference.rpartition("!")[0]
        title = title[1:-1].replace("''", "'") if title.startswith("'") else title
        own = next((place for place in self._sheets if place.name == title), None)
        return None if own is not None and own.name == layout.DATA_SHEET else own

    def _sheet(self, shown: str) -> _SheetPlace | None:
        alike = [place for place in self._sheets if printable(place.name) == shown]
        return alike[0] if len(alike) == 1 else None

    # --- cells

    def mend_cell(self, finding: FindingView, cell: str, language: Language) -> bool:
        """Put one cell right; tells whether it is as it should be now."""
        place = self._sheet(finding.sheet)
        current = self._content(place.part, cell) if place is not None else None
        if place is None or current is None:
            return False
        if finding.code in _NUMBER_RULES:
            value = _number_for(finding, current)
            if value is None:
                return False
            self._new_content(place.part, cell, _Content(f"{value:f}", is_text=False))
            before = current.text if current.is_text else _reader_number(current.text, language)
            after = _reader_number(value, language)
        else:
            text = _text_for(finding, current.text) if current.is_text else None
            if text is None or _UNWRITABLE.search(text):
                return False
            if text == current.text:
                return True  # an earlier finding's mend has done it
            if not text:
                return False  # nothing but invisible characters: to empty a cell is not ours to decide
            self._new_content(place.part, cell, _Content(text, is_text=True))
            before, after = current.text, text
        self.changes.append(Change(place.name, cell, before, after, finding.code))
        return True

    def _content(self, part: str, cell: str) -> _Content | None:
        """Return what a cell holds now; None when it holds a formula, or neither text nor number."""
        if cell in self._new.get(part, {}):
            return self._new[part][cell][0]
        element = self._cell_elements(part).get(cell)
        if element is None or element.end == element.inner:
            return None
        inner = _fragment(self._parts[part][element.inner : element.inner_end], element.prefix)
        if inner is None or inner.find("{*}f") is not None:
            return None
        value = inner.findtext("{*}v", "")
        match element.attributes.get("t", "n"):
            case "s":
                return _Content(self._shared_strings()[int(value)], is_text=True)
            case "inlineStr":
                return _Content(_unescaped(_plain_text(inner)), is_text=True)
            case "str":
                return _Content(_unescaped(value), is_text=True)
            case "n" if value:
                return _Content(value, is_text=False)
            case _:
                return None

    def _cell_elements(self, part: str) -> dict[str, _Element]:
        if part not in self._cells:
            places: dict[str, _Element] = {}
            twice: set[str] = set()
            for element in _elements(self._parts[part], frozenset({"c"}), frozenset({"row"})):
                reference = element.attributes.get("r", "")
                twice |= {reference} & places.keys()
                places[reference] = element
            self._cells[part] = {cell: e for cell, e in places.items() if cell not in twice}
        return self._cells[part]

    def _shared_strings(self) -> list[str]:
        if self._strings is None:
            part = self._related("sharedStrings")
            root = ET.fromstring(self._parts[part]) if part else ET.Element("sst")
            self._strings = [_unescaped(_plain_text(item)) for item in root if _local(item) == "si"]
        return self._strings

    def _new_content(self, part: str, cell: str, content: _Content) -> None:
        style = self._cell_elements(part)[cell].attributes.get("s", "")
        if not content.is_text:
            style = self._plain_style(style)
        self._new.setdefault(part, {})[cell] = (content, style)

    def write_cells(self) -> None:
        for part, contents in self._new.items():
            xml = self._parts[part]
            pieces = []
            for cell, (content, style) in contents.items():
                element = self._cell_elements(part)[cell]
                kind = "inlineStr" if content.is_text else None
                head = _with_attributes(xml[element.start : element.inner], {"t": kind, "s": style or None})
                p = element.prefix
                if content.is_text:
                    text = escape(_ESCAPED.sub(r"_x005F_x\1_", content.text))
                    inner = f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is>'
                else:
                    inner = f"<{p}v>{content.text}</{p}v>"
                new = head + inner.encode() + f"</{element.name}>".encode()
                pieces.append((element.start, element.end, new))
            self._put(part, _exchanged(xml, pieces))

    # --- styles

    def _plain_style(self, style: str) -> str:
        """Return a style like this one in which a number shows as a plain number.

        A number in a cell formatted as text or with a leading apostrophe turns into text when somebody edits it,
        and one in a percent format would mean a hundredth.
        """
        part = self._related("styles")
        if part is None:
            return style
        xml = self._parts[part]
        formats = _elements(xml, frozenset({"xf"}), frozenset({"cellXfs"}))
        if not formats or int(style or 0) >= len(formats):
            return style
        old = formats[int(style or 0)]
        is_plain = old.attributes.get("numFmtId", "0") in _PLAIN_FORMATS
        if is_plain and old.attributes.get("quotePrefix", "0") in {"0", "false"}:
            return style
        number_format = old.attributes.get("numFmtId", "0") if is_plain else "0"
        head = _with_attributes(
            xml[old.start : old.inner],
            {"numFmtId": number_format, "applyNumberFormat": "1", "quotePrefix": None},
        )
        new = head + xml[old.inner : old.end]
        same = [number for number, xf in enumerate(formats) if xml[xf.start : xf.end] == new]
        if same:
            return str(same[0])
        (home,) = _elements(xml, frozenset({"cellXfs"}))
        self._put(part, _appended(xml, home, new.decode(), count=str(len(formats) + 1)))
        return str(len(formats))

    def _list_styles(self) -> dict[str, str]:
        """Add the looks of the list to the workbook's styles; without a styles part everything is plain."""
        part = self._related("styles")
        homes: dict[str, _Element] = {}
        if part is not None:
            for element in _elements(
                self._parts[part],
                frozenset({"fonts", "fills", "borders", "cellXfs"}),
                frozenset({"styleSheet"}),
            ):
                homes[element.local] = element
        if part is None or len(homes) < 4:
            return {}
        p = homes["fonts"].prefix
        face = f'<{p}name val="Times New Roman"/>'
        fonts = [
            f'<{p}font><{p}sz val="12"/>{face}</{p}font>',
            f'<{p}font><{p}b/><{p}sz val="12"/><{p}color rgb="FFFFFFFF"/>{face}</{p}font>',
            f'<{p}font><{p}b/><{p}sz val="16"/><{p}color rgb="FF1F3864"/>{face}</{p}font>',
            f'<{p}font><{p}b/><{p}u/><{p}sz val="12"/><{p}color rgb="FF0563C1"/>{face}</{p}font>',
        ]
        side = '{0}<{1}color rgb="FFA6B1C2"/></{1}{2}>'
        sides = "".join(
            side.format(f'<{p}{name} style="thin">', p, name) for name in ("left", "right", "top", "bottom")
        )
        font = self._add_style(part, "fonts", "font", fonts)
        fill = self._add_style(
            part,
            "fills",
            "fill",
            [
                f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF1F3864"/></{p}patternFill></{p}fill>'
            ],
        )
        border = self._add_style(part, "borders", "border", [f"<{p}border>{sides}<{p}diagonal/></{p}border>"])
        wrap = f'<{p}alignment horizontal="left" vertical="center" wrapText="1" indent="1"/>'
        centre = f'<{p}alignment horizontal="center" vertical="center" wrapText="1"/>'

        def xf(font_id: int, inner: str, *, filled: bool = False, ruled: bool = True) -> str:
            return (
                f'<{p}xf numFmtId="49" fontId="{font_id}" fillId="{fill if filled else 0}" '
                f'borderId="{border if ruled else 0}" xfId="0" applyNumberFormat="1" applyFont="1" '
                f'applyFill="1" applyBorder="1" applyAlignment="1">{inner}</{p}xf>'
            )

        looks = {
            "text": xf(font, wrap),
            "centre": xf(font, centre),
            "heading": xf(font + 1, centre, filled=True),
            "title": xf(font + 2, "", ruled=False),
            "link": xf(font + 3, centre),
            "plain": xf(font, "", ruled=False),
        }
        first = self._add_style(part, "cellXfs", "xf", list(looks.values()))
        return {look: str(first + number) for number, look in enumerate(looks)}

    def _add_style(self, part: str, home: str, name: str, new: Sequence[str]) -> int:
        """Add entries to a list of styles; return the number of the first. Those already there are used again."""
        xml = self._parts[part]
        entries = _elements(xml, frozenset({name}), frozenset({home}))
        joined = "".join(new).encode()
        if entries and xml[entries[-1].end - len(joined) : entries[-1].end] == joined:
            return len(entries) - len(new)
        (place,) = _elements(xml, frozenset({home}), frozenset({"styleSheet"}))
        self._put(part, _appended(xml, place, "".join(new), count=str(len(entries) + len(new))))
        return len(entries)

    # --- a sheet's name

    def rename(self, shown: str, wanted: str, code: str) -> bool:
        """Give a sheet its right name, also where formulas, names and links mention it."""
        place = self._sheet(shown)
        taken = {element.attributes["name"].casefold() for element in self._sheet_elements()}
        if place is None or wanted != layout.DATA_SHEET or place.name == wanted:
            return False
        if comparison_key(place.name) != comparison_key(wanted):
            return False
        if wanted.casefold() in taken - {place.name.casefold()}:
            return False
        for part in sorted(self._parts):
            if part.startswith(dirname(self._workbook) + "/") and part.endswith(".xml"):
                self._follow_rename(part, place.name, wanted)
        xml = self._parts[self._workbook]
        element = next(e for e in self._sheet_elements() if e.attributes["name"] == place.name)
        head = _with_attributes(xml[element.start : element.inner], {"name": wanted})
        self._put(self._workbook, _exchanged(xml, [(element.start, element.inner, head)]))
        self._sheets = [replace(s, name=wanted) if s is place else s for s in self._sheets]
        self.changes = [replace(c, sheet=wanted) if c.sheet == place.name else c for c in self.changes]
        self.changes.append(Change(wanted, "", place.name, wanted, code))
        return True

    def _follow_rename(self, part: str, old: str, new: str) -> None:
        xml = self._parts[part]
        if escape(old.replace("'", "''")).encode() not in xml:
            return
        mention = re.compile(
            rf"(?:{re.escape(escape(sheet_reference(old)))}|(?<![\w.'\]]){re.escape(escape(old))})!"
        )
        target = escape(sheet_reference(new)) + "!"
        names = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
        pieces = []
        for element in _elements(xml, names):
            inner = xml[element.inner : element.inner_end].decode()
            if b"<" not in inner.encode() and mention.search(inner):
                after = mention.sub(lambda _: target, inner)
                pieces.append((element.inner, element.inner_end, after.encode()))
        for element in _elements(xml, frozenset({"hyperlink"})):
            location = element.attributes.get("location", "")
            if mention.search(escape(location)):
                after = location.replace(sheet_reference(old), sheet_reference(new), 1)
                head = _with_attributes(xml[element.start : element.inner], {"location": after})
                pieces.append((element.start, element.inner, head))
        if pieces:
            self._put(part, _exchanged(xml, pieces))

    # --- the list of changes

    def list_changes(self, language: Language) -> None:
        """Put the list of changes into the workbook as its last sheet, or in the place of an earlier one."""
        self._calculate_on_opening()
        looks = self._list_styles()
        if self._own is not None:
            self._put(self._own.part, _list_xml(self.changes, looks, language))
            return
        self._put(_CHANGES_PART, _list_xml(self.changes, looks, language))
        self._announce_part()
        self._announce_sheet()

    def _announce_part(self) -> None:
        types = self._parts["[Content_Types].xml"]
        (home,) = _elements(types, frozenset({"Types"}))
        new = f'<{home.prefix}Override PartName="/{_CHANGES_PART}" ContentType="{_SHEET_CONTENT}"/>'
        self._put("[Content_Types].xml", _appended(types, home, new))

    def _announce_sheet(self) -> None:
        relations_part = join(dirname(self._workbook), "_rels", self._workbook.rpartition("/")[2] + ".rels")
        relations = self._parts[relations_part]
        (home,) = _elements(relations, frozenset({"Relationships"}))
        known = self._relations(self._workbook).keys()
        key = next(f"rIdChanges{n}" for n in range(1, 100_000) if f"rIdChanges{n}" not in known)
        new = f'<{home.prefix}Relationship Id="{key}" Type="{_SHEET_TYPE}" Target="/{_CHANGES_PART}"/>'
        self._put(relations_part, _appended(relations, home, new))
        sheets = self._sheet_elements()
        taken = {element.attributes["name"].casefold() for element in sheets}
        titles = [layout.CHANGES_SHEET, *(f"{layout.CHANGES_SHEET} ({number})" for number in range(2, 1000))]
        title = next(title for title in titles if title.casefold() not in taken)
        number = 1 + max((int(element.attributes.get("sheetId", "0")) for element in sheets), default=0)
        id_name = next(name for name in sheets[0].attributes if name.endswith(":id"))
        xml = self._parts[self._workbook]
        (home,) = _elements(xml, frozenset({"sheets"}))
        new = f'<{home.prefix}sheet name={quoteattr(title)} sheetId="{number}" {id_name}="{key}"/>'
        self._put(self._workbook, _appended(xml, home, new))
        self._announce_marker(title)

    def _announce_marker(self, title: str) -> None:
        xml = self._parts[self._workbook]
        homes = _elements(xml, frozenset({"definedNames"}), frozenset({"workbook"}))
        p = _elements(xml, frozenset({"sheets"}))[0].prefix
        reference = escape(f"{sheet_reference(title)}!$A$1")
        new = f'<{p}definedName name="{CHANGES_MARKER_NAME}" hidden="1">{reference}</{p}definedName>'
        # Where an earlier list was deleted, its name is left behind.
        stale = [
            element
            for element in _elements(xml, frozenset({"definedName"}))
            if element.attributes.get("name") == CHANGES_MARKER_NAME
        ]
        if stale:
            self._put(self._workbook, _exchanged(xml, [(stale[0].start, stale[0].end, new.encode())]))
        elif homes:
            self._put(self._workbook, _appended(xml, homes[0], new))
        else:
            at = self._after("sheets", "functionGroups", "externalReferences")
            whole = f"<{p}definedNames>{new}</{p}definedNames>".encode()
            self._put(self._workbook, _exchanged(xml, [(at, at, whole)]))

    def _after(self, *names: str) -> int:
        xml = self._parts[self._workbook]
        return max(element.end for element in _elements(xml, frozenset(names), frozenset({"workbook"})))

    def _calculate_on_opening(self) -> None:
        # Results stored by formulas were made from the old contents; Excel makes them anew when it is told to.
        xml = self._parts[self._workbook]
        found = _elements(xml, frozenset({"calcPr"}), frozenset({"workbook"}))
        if found:
            head = _with_attributes(xml[found[0].start : found[0].inner], {"fullCalcOnLoad": "1"})
            self._put(self._workbook, _exchanged(xml, [(found[0].start, found[0].inner, head)]))
            return
        at = self._after("sheets", "functionGroups", "externalReferences", "definedNames")
        p = _elements(xml, frozenset({"sheets"}))[0].prefix
        self._put(self._workbook, _exchanged(xml, [(at, at, f'<{p}calcPr fullCalcOnLoad="1"/>'.encode())]))


def _fragment(inner: bytes, prefix: str) -> ET.Element | None:
    """Parse what stands inside an element; None when it needs a prefix declared elsewhere."""
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    try:
        return ET.fromstring(f'<a {name}="{_MAIN}">'.encode() + inner + b"</a>")
    except ET.ParseError:
        return None


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _plain_text(item: ET.Element) -> str:
    """Return the text of a string, of all its runs, without how it is pronounced."""
    return "".join(_texts(item))


def _texts(item: ET.Element) -> Iterator[str]:
    for child in item:
        if _local(child) == "t":
            yield child.text or ""
        elif _local(child) != "rPh":
            yield from _texts(child)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


_WIDTHS = (6, 16, 11, 44, 44, 40)
_NOT_SEEN = re.compile(
    "[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ONE_LINE = frozenset({"title", "plain"})
_LETTERS_PER_LINE = 40
_HIGHEST_ROW = 409  # points
_LONGEST_SHOWN = 2000  # characters


def _list_xml(changes: Sequence[Change], looks: Mapping[str, str], language: Language) -> bytes:
    """Write the sheet that lists the changes."""
    _ = translator(language)
    intro = _("Đã sửa {count} chỗ trong bản sao này; mọi ô khác giữ nguyên như bản gốc.").format(
        count=len(changes)
    )
    headings = (_("STT"), _("Trang"), _("Ô"), _("Trước khi sửa"), _("Sau khi sửa"), _("Vì sao"))
    rows = [
        _row(1, [(_("NHỮNG CHỖ ĐÃ ĐƯỢC SỬA"), "title")], looks),
        _row(2, [(intro, "plain")], looks),
        _row(4, [(heading, "heading") for heading in headings], looks),
    ]
    links = []
    for number, change in enumerate(changes, start=1):
        row = 4 + number
        texts = (
            str(number),
            change.sheet,
            change.cell or _("Tên trang"),
            _visible(change.before),
            _visible(change.after),
            f"{change.code} {_(RULES[change.code].title)}",
        )
        kinds = ("centre", "centre", "link", "text", "text", "text")
        rows.append(_row(row, list(zip(texts, kinds, strict=True)), looks))
        location = f"{sheet_reference(change.sheet)}!{change.cell or 'A1'}"
        links.append(f'<hyperlink ref="C{row}" location={quoteattr(location)}/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        '<pane ySplit="4" topLeftCell="A5" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A4:F{4 + len(changes)}"/>'
        f"<hyperlinks>{''.join(links)}</hyperlinks>"
        '<pageMargins left="0.45" right="0.45" top="0.5" bottom="0.65" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(row: int, cells: Sequence[tuple[str, str]], looks: Mapping[str, str]) -> str:
    written = []
    for letter, (text, look) in zip("ABCDEF", cells, strict=False):
        style = f' s="{looks[look]}"' if look in looks else ""
        shown = escape(_ESCAPED.sub(r"_x005F_x\1_", text))
        written.append(
            f'<c r="{letter}{row}"{style} t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
        )
    lines = (
        max(1 + len(text) // _LETTERS_PER_LINE for text, look in cells if look not in _ONE_LINE)
        if cells[1:]
        else 1
    )
    height = min(_HIGHEST_ROW, 9 + 16 * lines)  # a starting point: Excel and LibreOffice fit it again
    return f'<row r="{row}" ht="{height}">{"".join(written)}</row>'


def _visible(text: str) -> str:
    """Show what nobody sees: a no-break space as ⟨U+00A0⟩."""
    short = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return _NOT_SEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", short)
