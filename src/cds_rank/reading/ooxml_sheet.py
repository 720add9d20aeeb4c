"""Read the cells of one sheet, and the strings they share, from their XML.

Expat reads everything. Cells and strings in the plain wording that Excel, openpyxl, XlsxWriter and LibreOffice use
are taken by a regular expression instead, in a third of the time; what it does not cover to the last byte goes to
expat. The tests hold both ways to the same cells and the same complaints.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from math import isfinite
from operator import attrgetter
from types import MappingProxyType
from typing import Final, NamedTuple

from cds_rank.model.spelling import RUN_MARK
from cds_rank.reading.ooxml_cells import (
    GENERAL,
    LAST_COLUMN,
    Cell,
    CellKind,
    CellRange,
    column_letters,
    column_number,
    natural,
    parse_range,
    row_number,
)
from cds_rank.reading.ooxml_parts import (
    Attributes,
    Feed,
    Package,
    Parser,
    UnreadableWorkbook,
    damaged,
    skip_subtree,
    too_large,
)

UNWRITTEN_FORMULA: Final = "?"
"""Stands for a formula that the file mentions but does not spell out: a data table, a lost shared master."""

XML_SPACE: Final = " \t\r\n"

_DIGITS = "0123456789"
_LONGEST_NUMBER = 400  # characters; programs write at most 24
_SURELY_FINITE = 300  # digits
_LONGEST_PLAIN = 1 << 22  # bytes, of one row or string
_STRING_START, _STRING_END = b"<si>", b"</si>"
_ROW_END = b"</row>"
_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))  # "&amp;" last

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BOOLEANS = {"1": "1", "0": "0", "true": "1", "false": "0"}
_NUMBER, _TEXT, _UNCALCULATED = CellKind.NUMBER, CellKind.TEXT, (CellKind.EMPTY, "")
_TEXT_ELEMENTS = frozenset({"<v>", "<t>", "<f>"})
_FREQUENT = frozenset({"s", "n", ""})  # cell types
_SHEET_ROOTS = ("<worksheet>", "<chartsheet>", "<dialogsheet>")

# Everything XML allows in a text except "\r", which XML readers turn into "\n", and references by number.
_PLAIN = r"[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_PLAIN = rf"({_PLAIN}(?:&(?:lt|gt|amp|quot|apos);{_PLAIN})*+)"
_PLAIN_ATTRIBUTES = r'(?: [A-Za-z0-9]++(?::[A-Za-z0-9]++)?+="[^"<&\x00-\x1f\ufffe\uffff]*+")*+'
_BLANK_CELLS = (
    r'(?:[ \t\n]*+<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]++")?(?: t="[a-zA-Z]++")? ?+/>)*+[ \t\n]*+'
)
_CELL = (
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]++)")?(?: t="([a-zA-Z]++)")?>'
    rf"(?:<f({_PLAIN_ATTRIBUTES})(?: ?/>|>{_PLAIN}</f>))?"
    rf'(?:(<v)(?: ?/>|>{_PLAIN}</v>)|(<is><t>|<is><t xml:space="preserve">){_PLAIN}</t></is>)?</c>'
)
_ROW = r'(<row|</row)(?: r="([0-9]{1,7})")?' + rf"({_PLAIN_ATTRIBUTES} ?/?)>"
_BLANK_ROWS = (
    r'(?:[ \t\n]*+<row r="[1-9][0-9]{0,5}"(?: spans="[0-9:]++")?(?: s="[0-9]++" customFormat="1")?'
    r'(?: ht="[0-9.]++")?(?: customHeight="1")? ?+(?:/>|>' + _BLANK_CELLS + "</row>))*+"
)
_LAST_ROW_TAG = re.compile(r'<row r="([0-9]{1,7})"')
_DECLARED_PREFIX = re.compile("xmlns:([A-Za-z0-9]+)=")
_ATTRIBUTE = re.compile(r' ([^=]+)="([^"]*)"')


class _NotPlainError(Exception):
    """What looked plain is for expat after all."""


class SheetContent(NamedTuple):
    """What the part of one sheet says; see `ooxml.Sheet`."""

    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[CellRange, ...]
    hidden_rows: tuple[range, ...]
    hidden_columns: tuple[range, ...]
    filtered: bool
    has_protection: bool
    last_row: int


@cache
def _plain_string_step() -> re.Pattern[str]:
    return re.compile(
        rf'[ \t\n]*+(?:<si>(<t>|<t xml:space="preserve">){_PLAIN}</t></si>|(?!\Z)(.).*|\Z)', re.DOTALL
    )


@cache
def _plain_step() -> re.Pattern[str]:
    """Compile what takes one step through plain sheet data; 2 ms that only a command that reads should spend."""
    return re.compile(rf"{_BLANK_ROWS}{_BLANK_CELLS}(?:{_CELL}|{_ROW}|(?!\Z)(.).*|\Z)", re.DOTALL)


def is_true(text: str | None) -> bool:
    """Read a boolean attribute; one that is not there is false."""
    return text in ("1", "true", "on")


def is_within(ranges: tuple[range, ...], number: int) -> bool:
    """Whether ascending ranges hold a number."""
    following = bisect_right(ranges, number, key=attrgetter("start"))
    return following > 0 and number in ranges[following - 1]


def unescaped(text: str) -> str:
    """Turn _x000D_ into the character it stands for; _x005F_ is the underscore that protects such a text."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Two escapes may make up one character beyond FFFF; half of one would fail in every later .encode().
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _TextReader:
    """Collects what stands in a <t>, <v> or <f>, and joins the runs of a rich text.

    Excel drops the spaces around a text unless xml:space says preserve; it keeps a run made of spaces only.
    """

    def __init__(self, package: Package, part: str) -> None:
        self.package = package
        self.part = part
        self.limits = package.limits
        self.parser: Parser
        self.pieces: list[str] = []  # of the element being read
        self.attributes: Attributes = {}  # of the element being read
        self.runs: list[str] = []  # <t> elements of the string being read
        self.in_run = False
        self.is_odd_run = False  # raised, lowered or struck through
        self.characters = 0  # of all strings kept

    def end_t(self) -> None:
        if self.is_odd_run:
            self.runs.append(RUN_MARK)  # "95" and a raised "1" are not 951
        self.runs.append(self.trimmed() or ("".join(self.pieces) if self.in_run else ""))

    def end_run(self) -> None:
        self.in_run = self.is_odd_run = False

    def is_of_run(self, name: str, attributes: Attributes) -> bool:
        """Look at what a run says of its looks; False for an element that is none of its."""
        if name == "<vertAlign>":
            self.is_odd_run = attributes.get("val") in {"superscript", "subscript"}
        elif name == "<strike>":
            self.is_odd_run = is_true(attributes.get("val", "1"))
        return self.in_run and name in {"<rPr>", "<vertAlign>", "<strike>"}

    def trimmed(self) -> str:
        text = "".join(self.pieces)
        if self.attributes and self.attributes.get("<xml:space>") == "preserve":
            return text
        return text.strip(XML_SPACE)

    def take_runs(self) -> str:
        text = "".join(self.runs)
        self.runs.clear()
        return text

    def count_characters(self, more: int) -> None:
        self.characters += more
        self.pieces.clear()  # or check_pieces would count them again
        if self.characters > self.limits.string_characters:
            raise too_large("string_characters", self.characters, self.limits.string_characters)

    def check_pieces(self) -> None:
        """Stop at one endless text while it is still in pieces."""
        unfinished = self.characters + sum(map(len, self.pieces))
        if unfinished > self.limits.string_characters:
            raise too_large("string_characters", unfinished, self.limits.string_characters)


class StringsReader(_TextReader):
    """Reads the shared strings, without their phonetic runs."""

    def __init__(self, package: Package, part: str, *, plain: bool = True) -> None:
        super().__init__(package, part)
        self.plain = plain
        self.held = b""  # plain strings, the last of which is not complete
        self.is_bypassed = False  # expat stands behind an <si>
        self.is_in_string = False
        self.strings: list[str] = []

    def read(self) -> list[str]:
        """Read them in their order; cells point to them by index."""
        self.package.parse(self.part, ("<sst>",), self._install, self.check_pieces, self._divert)
        return self.strings

    def _install(self, parser: Parser) -> None:
        self.parser = parser
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self.pieces.append

    def _start(self, name: str, attributes: Attributes) -> None:
        self.pieces.clear()
        if name == "<t>":
            self.attributes = attributes
        elif name == "<si>":
            self.is_in_string = True
        elif name == "<r>":
            self.in_run = True
        elif not self.is_of_run(name, attributes):
            skip_subtree(self.parser)

    def _end(self, name: str) -> None:
        if name == "<t>":
            self.end_t()
        elif name == "<r>":
            self.end_run()
        elif name == "<si>":
            self.is_in_string = False
            if not self.is_bypassed:
                self._keep(self.take_runs())

    def _keep(self, text: str) -> None:
        text = unescaped(text)
        self.count_characters(len(text))
        self.strings.append(text)
        if len(self.strings) > self.limits.cells:
            raise too_large("shared_strings", len(self.strings), self.limits.cells)

    def _divert(self, feed: Feed, chunk: bytes, final: bool) -> None:
        """Pass on to expat what is not a plain string; expat sees one empty string in place of all plain ones."""
        if self.plain:
            self.plain = False
            before, opening, chunk = chunk.partition(_STRING_START)
            feed(before, final and not opening)
            if not opening:
                return
            was_in_string = self.is_in_string
            feed(opening, False)
            self.is_bypassed = self.is_in_string and not was_in_string
            self.held = opening
        if self.is_bypassed:
            chunk = self.held + chunk
            stop = chunk.rfind(_STRING_END) + len(_STRING_END) if _STRING_END in chunk else 0
            is_plain = self._read_plainly(chunk[:stop])
            chunk = chunk[stop:] if is_plain else chunk
            if is_plain and not final and len(chunk) <= _LONGEST_PLAIN:
                self.held = chunk
                return
            feed(_STRING_END, False)
            self.is_bypassed = False
        feed(chunk, final)

    def _read_plainly(self, data: bytes) -> bool:
        """Read whole strings without expat. False, and nothing is kept, unless every byte is plain."""
        text = _decoded(data)
        if text is None:
            return False
        steps = _plain_string_step().findall(text)
        if any(other for _, _, other in steps[-2:]):
            return False
        for tag, written, _ in steps:
            if tag:
                found = _resolved(written)
                self._keep(found if "preserve" in tag else found.strip(XML_SPACE))
        return True


class SheetReader(_TextReader):
    """Reads one sheet. Handlers for cells are in place only inside <sheetData>, where nearly all events are.

    strings: the shared ones. formats: number format codes by style index as written.
    plain: whether plainly worded sheet data may bypass expat; tests turn it off to compare.
    """

    def __init__(
        self, package: Package, part: str, strings: list[str], formats: dict[str, str], *, plain: bool = True
    ) -> None:
        super().__init__(package, part)
        self.strings = strings
        self.formats = formats
        self.plain = plain
        self.held = b""  # plain sheet data whose row is not complete
        self.is_bypassed = False  # expat stands at <sheetData> and waits for </sheetData>
        self.prefixes: set[str] = set()  # that the root element declares
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[CellRange] = []
        self.hidden_rows: list[range] = []
        self.hidden_columns: list[range] = []
        self.filtered = False
        self.has_protection = False
        self.masters: dict[str, str] = {}  # shared formulas by their si
        self.columns: dict[str, int] = {}  # numbers of the column letters met so far
        self.is_in_cells = False
        self.row = 0
        self.row_digits = ""
        self.cell: Attributes = {}  # of the <c> being read
        self.value: str | None = None  # its <v>
        self.has_inline = False  # it has an <is>
        self.formula: str | None = None  # its <f>

    def read(self) -> SheetContent:
        """Read it; the caller adds the sheet's name to what goes wrong."""
        self.package.parse(self.part, _SHEET_ROOTS, self._leave_cells, self._check, self._divert)
        return SheetContent(
            MappingProxyType(self.cells),
            tuple(self.merged),
            _joined(self.hidden_rows),
            _joined(self.hidden_columns),
            self.filtered,
            self.has_protection,
            self.row,
        )

    def _check(self) -> None:
        self.check_pieces()
        kept = len(self.cells) + len(self.merged) + len(self.hidden_rows) + len(self.hidden_columns)
        if kept > self.limits.cells:
            raise too_large("cells", kept, self.limits.cells)

    # Around the cells

    def _leave_cells(self, parser: Parser) -> None:
        self.parser = parser
        self.is_in_cells = False
        parser.StartElementHandler, parser.EndElementHandler = self._start_around, None
        parser.CharacterDataHandler = None

    def _enter_cells(self) -> None:
        self.is_in_cells = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self.pieces.append

    def _start_around(self, name: str, attributes: Attributes) -> None:
        if name == "<sheetData>":
            self._enter_cells()
        elif name == "<col>":
            if is_true(attributes.get("hidden")):
                first, last = natural(attributes.get("min", "")), natural(attributes.get("max", ""))
                if first and last and first <= last:
                    self.hidden_columns.append(range(first, min(last, LAST_COLUMN) + 1))
        elif name == "<mergeCell>":
            merged = parse_range(attributes.get("ref", ""))
            if merged is None:
                raise damaged(self.part, f"merged range {attributes.get('ref', '')}")
            self.merged.append(merged)
        elif name == "<autoFilter>":
            self.filtered = True
        elif name == "<sheetProtection>":
            self.has_protection = is_true(attributes.get("sheet"))
        elif name not in ("<cols>", "<mergeCells>"):
            skip_subtree(self.parser)

    # Inside <sheetData>, as expat tells it

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "<c>":
            if "r" not in attributes:
                attributes["r"] = self._next_reference()
            self.cell = attributes
            self.pieces.clear()  # line breaks between cells
        elif name in _TEXT_ELEMENTS:
            self.pieces.clear()
            self.attributes = attributes
        elif name == "<row>":
            self.pieces.clear()
            self._start_row(attributes.get("r", ""), hidden=is_true(attributes.get("hidden")))
        elif name == "<is>":
            self.has_inline = True
        elif name == "<r>":
            self.in_run = True
        elif not self.is_of_run(name, attributes):
            skip_subtree(self.parser)

    def _end(self, name: str) -> None:
        if name == "<c>":
            if self.value is not None or self.has_inline or self.formula is not None:
                self._end_cell()
        elif name == "<v>":
            self.value = self.trimmed()
        elif name == "<t>":
            self.end_t()
        elif name == "<f>":
            self.formula = self._written_formula(self.attributes, "".join(self.pieces))
        elif name == "<r>":
            self.end_run()
        elif name == "<sheetData>":
            self._leave_cells(self.parser)

    def _end_cell(self) -> None:
        kind, value = self.cell.get("t", "n"), self.value
        if self.has_inline:
            inline = self.take_runs()
            if kind == "inlineStr" or value is None:
                kind, value = "inlineStr", inline
        content = None if value is None else self._content(kind, value)
        if content is not None or self.formula is not None:
            row, column = self._place(self.cell["r"] if "r" in self.cell else self._next_reference())
            number_format = self.formats.get(self.cell.get("s", "0"), GENERAL)
            found = content or _UNCALCULATED
            self.cells[row, column] = Cell(row, column, *found, self.formula, number_format)
        self.value = self.formula = None
        self.has_inline = False

    def _start_row(self, digits: str, *, hidden: bool) -> None:
        """Begin a row; one that does not say which it is follows the one before."""
        self.cell = {}
        self.row_digits = digits or str(self.row + 1)
        self.row = row = self._row_of(self.row_digits)
        if hidden:
            before = self.hidden_rows[-1] if self.hidden_rows else range(0)
            if before and before.stop == row:
                self.hidden_rows[-1] = range(before.start, row + 1)
            else:
                self.hidden_rows.append(range(row, row + 1))

    def _next_reference(self) -> str:
        """Place a cell that does not say where it is: after the one before it."""
        before = self.cell.get("r", "").rstrip(_DIGITS)
        column = self._column_of(before) + 1 if before else 1
        return f"{column_letters(column)}{self.row_digits}"

    def _place(self, reference: str) -> tuple[int, int]:
        letters = reference.rstrip(_DIGITS)
        digits = reference[len(letters) :]
        row = self.row if digits == self.row_digits else self._row_of(digits)
        return row, self._column_of(letters)

    def _column_of(self, letters: str) -> int:
        column = self.columns.get(letters) or column_number(letters)
        if column is None:
            raise damaged(self.part, f"column {letters}")
        self.columns[letters] = column
        return column

    def _row_of(self, digits: str) -> int:
        row = row_number(digits)
        if row is None:
            raise damaged(self.part, f"row {digits}")
        return row

    def _written_formula(self, attributes: Attributes, text: str) -> str | None:
        """Give the text of an <f>; None for an empty one, which some programs write for no reason."""
        text = unescaped(text)
        self.count_characters(len(text))
        kind = attributes.get("t")
        if kind == "shared":
            index = attributes.get("si", "")
            if text:
                self.masters.setdefault(index, text)
            else:
                text = self.masters.get(index, UNWRITTEN_FORMULA)
        elif not text and kind in ("array", "dataTable"):
            text = UNWRITTEN_FORMULA
        return text or None

    def _content(self, kind: str, value: str) -> tuple[CellKind, str] | None:
        """Say what a cell holds whose <v>, or <is>, has this text; None when nothing after all."""
        if kind in ("str", "inlineStr"):
            self.count_characters(len(value))
            return _TEXT, unescaped(value)
        value = value.strip(XML_SPACE)
        if not value:
            return None
        if kind == "n":
            return (_NUMBER, value) if _is_number(value) else (_TEXT, value)
        if kind == "s":
            return _TEXT, self._shared_string(value)
        return _rare_content(kind, value)

    def _shared_string(self, index: str) -> str:
        number = natural(index)
        if number is None or number >= len(self.strings):
            error = damaged(self.part, f"shared string {index} of {len(self.strings)}")
            error.facts["cell"] = self.cell.get("r", "")
            raise error
        return self.strings[number]

    # Inside <sheetData>, when it is worded plainly

    def _divert(self, feed: Feed, chunk: bytes, final: bool) -> None:
        """Pass on to expat what is not plain sheet data.

        Expat sees <sheetData></sheetData> and all around it, so that the rest of the part is checked as ever.
        """
        if self.plain:
            self.plain = False
            before, opening, chunk = chunk.partition(b"<sheetData>")
            feed(before, final and not opening)
            if not opening:
                return
            # Only if this very tag opens the cells: it may stand in a comment or in another namespace.
            was_in_cells = self.is_in_cells
            feed(opening, False)
            self.is_bypassed = self.is_in_cells and not was_in_cells
            root = before[before.find(b"<worksheet") :].partition(b">")[0]
            self.prefixes = set(_DECLARED_PREFIX.findall(root.decode("ascii", "ignore")))
        if self.is_bypassed:
            chunk = self._bypass(self.held + chunk)
            if self.is_bypassed and not final and len(chunk) <= _LONGEST_PLAIN:
                self.held = chunk
                return
            self.is_bypassed = False
        feed(chunk, final)

    def _bypass(self, data: bytes) -> bytes:
        """Read the whole rows at the beginning of `data` and give back the rest.

        From </sheetData> on, or from the first byte that is not plain, everything is for expat.
        """
        stop = data.find(b"</sheetData>")
        if stop >= 0:
            self.is_bypassed = False
        else:
            stop = data.rfind(_ROW_END) + len(_ROW_END) if _ROW_END in data else 0
        before = self.row, self.characters, dict(self.masters)
        cells = self._plain_cells(data[:stop])
        if cells is None:
            self.is_bypassed = False
            self.row, self.characters, self.masters = before
            return data
        self.cells.update(cells)
        return data[stop:]

    def _plain_cells(self, data: bytes) -> dict[tuple[int, int], Cell] | None:
        """Read whole rows without expat; None unless every byte is plain and nothing is wrong with it."""
        text = _decoded(data)
        if text is None:
            return None
        try:
            cells = self._cells_of_steps(_plain_step().findall(text))
        except (_NotPlainError, IndexError, UnreadableWorkbook):
            return None  # expat comes to the same place and says what is wrong with it
        last_row = _LAST_ROW_TAG.search(text, text.rfind("<row"))
        if last_row:  # it may have been among the blank ones
            self.row = int(last_row[1])
        return cells

    def _cells_of_steps(self, steps: list[tuple[str, ...]]) -> dict[tuple[int, int], Cell] | None:
        """Build the cells of plain rows. The reader's time goes here, so the frequent cases call little."""
        cells: dict[tuple[int, int], Cell] = {}
        columns, formats, strings = self.columns, self.formats, self.strings
        new_cell = tuple.__new__  # half the time of Cell(...)
        row, row_digits = 0, ""  # outside any row
        hidden: dict[str, bool] = {"": False}  # by the attributes of a row after its number
        for letters, digits, style, kind, f_tag, f, v_tag, v, t_tag, t, row_tag, r, row_rest, other in steps:
            if letters:
                if digits != row_digits:
                    return None
                formula = self._plain_formula(f_tag, f) if f or f_tag else None
                if kind in _FREQUENT and v.isdecimal() and v.isascii() and len(v) < 9:
                    found, text = (_TEXT, strings[int(v)]) if kind == "s" else (_NUMBER, v)
                else:
                    content = self._plain_content(kind, v, t_tag, t) if v_tag or t_tag else None
                    if content is None and formula is None:
                        continue
                    found, text = content or _UNCALCULATED
                column = columns.get(letters) or self._column_of(letters)
                number_format = formats.get(style or "0", GENERAL)
                cells[row, column] = new_cell(Cell, (row, column, found, text, formula, number_format))
            elif row_tag == "<row":
                if row_digits or not r:
                    return None
                if row_rest not in hidden:
                    hidden[row_rest] = self._is_plain_row_hidden(row_rest)
                self._start_row(r, hidden=hidden[row_rest])
                if not row_rest.endswith("/"):
                    row, row_digits = self.row, self.row_digits
            elif row_tag:
                if not row_digits or r or row_rest:
                    return None
                row_digits = ""
            elif other:
                return None
        return None if row_digits else cells

    def _plain_formula(self, tag: str, text: str) -> str | None:
        return self._written_formula(self._plain_attributes(tag), _resolved(text))

    def _is_plain_row_hidden(self, written: str) -> bool:
        """Read what a row says besides its number."""
        attributes = self._plain_attributes(written.rstrip(" /"))
        if "r" in attributes:
            raise _NotPlainError
        return is_true(attributes.get("hidden"))

    def _plain_attributes(self, written: str) -> Attributes:
        """Read attributes. Raises _NotPlainError when one comes twice or expat might not know its prefix."""
        found = _ATTRIBUTE.findall(written)
        attributes = dict(found)
        prefixes = {name.partition(":")[0] for name in attributes if ":" in name}
        if len(attributes) < len(found) or "xmlns" in attributes or not prefixes <= self.prefixes:
            raise _NotPlainError
        return attributes

    def _plain_content(self, kind: str, v: str, t_tag: str, t: str) -> tuple[CellKind, str] | None:
        if not t_tag:
            return self._content(kind or "n", _resolved(v).strip(XML_SPACE))
        text = _resolved(t)
        return self._content("inlineStr", text if "preserve" in t_tag else text.strip(XML_SPACE))


def _decoded(data: bytes) -> str | None:
    """Decode what may be plain; None when it is for expat to say why it is not."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if "]]>" in text else text


def _resolved(text: str) -> str:
    """Resolve the five references that XML knows by name."""
    if "&" not in text:
        return text
    for reference, character in _REFERENCES:
        text = text.replace(reference, character)
    return text


def _is_number(text: str) -> bool:
    if text.isdecimal() and text.isascii() and len(text) < _SURELY_FINITE:
        return True
    if len(text) > _LONGEST_NUMBER or not _DECIMAL.fullmatch(text):
        return False
    return ("e" not in text.lower() and len(text) < _SURELY_FINITE) or isfinite(float(text))


def _rare_content(kind: str, value: str) -> tuple[CellKind, str]:
    """Read the types that are rare; one that is not in the standard is taken for a number or a text."""
    if kind == "b":
        truth = _BOOLEANS.get(value.lower())
        return (_TEXT, value) if truth is None else (CellKind.BOOLEAN, truth)
    if kind == "e":
        return CellKind.ERROR, value
    if kind == "d":
        return CellKind.DATE, value
    return (_NUMBER, value) if _is_number(value) else (_TEXT, value)


def _joined(ranges: list[range]) -> tuple[range, ...]:
    """Sort ranges and join those that touch."""
    joined: list[range] = []
    for following in sorted(ranges, key=attrgetter("start")):
        if joined and following.start <= joined[-1].stop:
            joined[-1] = range(joined[-1].start, max(joined[-1].stop, following.stop))
        else:
            joined.append(following)
    return tuple(joined)
