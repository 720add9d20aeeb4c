"""The rows of a table of criteria: each with its code, name, maximum and words, and what kind of row it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cds_rank.authoring.plain_words import folded
from cds_rank.authoring.remarks import RemarkKind
from cds_rank.authoring.row_codes import CodeReader, ReadCode, code_in_text, roman_value
from cds_rank.authoring.table_columns import Columns, Role, column_name
from cds_rank.model.observation import NumberRemark
from cds_rank.model.spelling import clean_text, comparison_key
from cds_rank.reading.numbers import number_in_text
from cds_rank.reading.ooxml import Cell, CellKind, Sheet


class RowKind(StrEnum):
    """What a row of the table is."""

    HEADING = "heading"  # I, A, or a title without points
    ITEM = "item"
    PART = "part"  # "- …" below an item
    CONTINUATION = "continuation"  # more words for the row above
    SUBTOTAL = "subtotal"
    FURNITURE = "furniture"  # headings once more, numbers of the columns
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Points:
    """Maximum points as read: None when there are none or they cannot be read. text: as in the cell."""

    value: Decimal | None = None
    text: str = ""
    remark: RemarkKind | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row with content. texts: by role, cleaned; others: by column, what has no role.

    name_cell: where its name (or whatever it has) stands, for pointing at it.
    """

    row: int
    kind: RowKind
    code: ReadCode
    name: str
    points: Points
    texts: Mapping[Role, str]
    others: Mapping[int, str]
    cells: Mapping[Role, str]
    name_cell: str

    @property
    def all_text(self) -> str:
        """Everything that stands in the row, for quoting it."""
        parts = [self.code.text, self.name, self.points.text, *self.texts.values(), *self.others.values()]
        return " | ".join(" ".join(part.split()) for part in parts if part)


_MOST_DECIMALS, _MOST_DIGITS = 15, 12  # behind and before the comma: far beyond any decision
_POINTS = re.compile(
    r"(?:toi da|max|<=|≤)?\s*:?\s*(?P<sign>[+-]?)\s*(?P<number>\d[\d.,]*)\s*(?:diem|d)?\s*(?P<more>\([^)]*\))?[.;]?"
)
_NOT_SCORED = re.compile(r"khong (?:tinh|cham|co)?\s*diem.*|khong tinh.*")
_SUBTOTAL = re.compile(
    r"(?:cong|tong cong|tong diem|cong diem|tong so diem|tong)(?:$|[ :.]+(?:diem|nhom|muc|phan|tru cot|cac|toan|toi da|"
    r"[ivx]+\b|\(|\d)).*"
)
_TOTAL = re.compile(r"tong.*")
_COLUMN_NUMBER = re.compile(r"\(?[0-9A-Z]{1,2}\)?(?:\s*=[\s()0-9A-Z/*x+:-]{1,20})?", re.ASCII)
_LEADING_CODE = re.compile(
    r"(?:(?P<word>nhóm|phần|mục|trụ cột|chương)\s+)?(?P<code>\d+(?:\.\d+)*|[IVXL]+|[A-ZĐ])\s*[.:)/–-]+\s*"
    r"(?P<name>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEADING_DOTTED = re.compile(r"(?P<code>\d+(?:\.\d+)+)\s+(?P<name>\S.*)", re.DOTALL)
_BULLETS = ("-", "+", "–", "•", "*")
_NOTE = re.compile(r"(?:ghi chu|luu y|chu thich)\b.*", re.DOTALL)
_LONGEST_SUBTOTAL = 80
_LONGEST_CODE = 40
_MOST_FILLED = 1_000_000


@dataclass(frozen=True, slots=True)
class _Raw:
    row: int
    code: ReadCode
    name: str
    points: Points
    texts: Mapping[Role, str]
    others: Mapping[int, str]
    cells: Mapping[Role, str]
    first_cell: str
    is_furniture: bool = False


def read_rows(sheet: Sheet, columns: Columns, date_1904: bool) -> list[TableRow]:
    """Read every row with content below the header."""
    reader = CodeReader(date_1904)
    raw = list(_raw_rows(sheet, columns, reader))
    last_item = max((i for i, row in enumerate(raw) if _has_points_or_method(row)), default=len(raw) - 1)
    rows: list[TableRow] = []
    for position, found in enumerate(raw):
        kind = _kind(found, after_last=position > last_item)
        place = found.cells.get(Role.NAME) or found.cells.get(Role.CODE) or found.first_cell
        rows.append(
            TableRow(
                found.row,
                kind,
                found.code,
                found.name,
                found.points,
                found.texts,
                found.others,
                found.cells,
                place,
            )
        )
    return rows


def _raw_rows(sheet: Sheet, columns: Columns, reader: CodeReader) -> Iterator[_Raw]:
    fill = _group_fill(sheet, columns)
    for row, cells in sheet.rows():
        if row <= columns.last_header_row:
            continue
        by_column = {cell.column: cell for cell in cells if _text(cell)}
        if not by_column.keys() - set(columns.left_out):
            continue
        if _is_furniture(row, by_column, columns):
            first = next(iter(by_column.values()))
            others = {column: _text(cell) for column, cell in by_column.items()}
            yield _Raw(row, ReadCode(), "", Points(), {}, others, {}, first.coordinate, is_furniture=True)
            continue
        yield _raw(row, by_column, columns, reader, fill)


def _raw(
    row: int, by_column: Mapping[int, Cell], columns: Columns, reader: CodeReader, fill: Mapping[int, str]
) -> _Raw:
    here = {role: by_column[column] for role, column in columns.roles.items() if column in by_column}
    cells = {role: cell.coordinate for role, cell in here.items()}
    name = _text(here[Role.NAME]) if Role.NAME in here else ""
    code_cell = here.get(Role.CODE)
    code = ReadCode()
    if code_cell is not None and not name and _is_title(code_cell):
        name = _text(code_cell)
        cells[Role.NAME] = code_cell.coordinate
        code_cell = None
    if code_cell is not None and _text(code_cell) in _BULLETS:
        name, code_cell = f"{_text(code_cell)} {name}", None
    if code_cell is not None:
        code = reader.read(code_cell)
    elif name:
        code, name = _code_in_name(
            name, has_code_column=Role.CODE in columns.roles, has_points=Role.MAX_POINTS in here
        )
        if code.code and roman_value(code.code) is None:
            code = reader.read(Cell(row, 1, CellKind.TEXT, code.code, None, "@"))
    texts: dict[Role, str] = {
        role: _text(cell)
        for role, cell in here.items()
        if role not in {Role.CODE, Role.NAME, Role.MAX_POINTS, Role.GROUP}
    }
    group = _text(here[Role.GROUP]) if Role.GROUP in here else fill.get(row, "")
    if group:
        texts[Role.GROUP] = group
    taken = {*columns.roles.values(), *columns.left_out}
    others = {column: _text(cell) for column, cell in by_column.items() if column not in taken}
    points = read_points(here[Role.MAX_POINTS]) if Role.MAX_POINTS in here else Points()
    first = next(iter(by_column.values()))
    return _Raw(row, code, name, points, texts, others, cells, first.coordinate)


def _text(cell: Cell) -> str:
    if cell.kind is CellKind.EMPTY:
        return f"={cell.formula}" if cell.formula else ""
    if cell.kind is CellKind.NUMBER:
        number = cell.number()
        return cell.text if number is None else format(number, "f")
    return clean_text(cell.text)


def _group_fill(sheet: Sheet, columns: Columns) -> dict[int, str]:
    """Give the group's name for the rows that a merged cell of the group column covers."""
    column = columns.roles.get(Role.GROUP)
    filled: dict[int, str] = {}
    if column is None:
        return filled
    budget = _MOST_FILLED  # ranges that lie over one another would ask for more
    for merged in sheet.merged:
        if budget <= 0:
            break
        if merged.first_column <= column <= merged.last_column:
            top = sheet.cell(merged.first_row, merged.first_column)
            text = _text(top) if top is not None else ""
            last = min(merged.last_row, sheet.last_row)
            if text and merged.first_column == column:
                filled |= dict.fromkeys(range(merged.first_row, last + 1), text)
                budget -= last - merged.first_row
    return filled


def _is_furniture(row: int, by_column: Mapping[int, Cell], columns: Columns) -> bool:
    texts = {column: _text(cell) for column, cell in by_column.items()}
    again = [c for c, text in texts.items() if comparison_key(text) == comparison_key(columns.heading(c))]
    if len(again) >= 2:
        return True
    near = row <= columns.last_header_row + 2
    return near and len(texts) >= 3 and all(map(_COLUMN_NUMBER.fullmatch, texts.values()))


def _is_title(cell: Cell) -> bool:
    """Whether the cell for the code holds words: a title put across the table, "Cộng điểm Nhóm I"."""
    text = _text(cell)
    is_words = len(text.split()) >= 2 or len(text) > _LONGEST_CODE
    is_typed = cell.kind is CellKind.TEXT and is_words and not re.fullmatch(r"[\d.,\s]+", text)
    return is_typed or bool(_SUBTOTAL.fullmatch(folded(text)))


def _code_in_name(name: str, *, has_code_column: bool, has_points: bool) -> tuple[ReadCode, str]:
    """Take the code that stands before a name: "I. Nhận thức số", "Nhóm 2: …", "1.1 Tỷ lệ …"."""
    found = _LEADING_CODE.fullmatch(name) or _LEADING_DOTTED.fullmatch(name)
    if found is None:
        return ReadCode(), name
    token = found["code"]
    word = found.groupdict().get("word")
    if not token.isupper() and not token[0].isdigit():
        return ReadCode(), name
    if has_code_column and has_points and not word and token.isdigit():
        return ReadCode(), name  # "1) …" below a criterion is a case of it
    code = f"N{token}" if word and token.isdigit() else token
    return code_in_text(code), found["name"].strip()


def read_points(cell: Cell) -> Points:
    """Read maximum points as people type them: 10, "10 điểm", "1.000", "0,5", "không tính điểm"."""
    text = _text(cell)
    if cell.kind in {CellKind.EMPTY, CellKind.ERROR, CellKind.BOOLEAN, CellKind.DATE} or cell.is_date_format:
        return Points(None, text, RemarkKind.MAXIMUM_UNREADABLE)
    if cell.kind is CellKind.NUMBER:
        value = cell.number()
        if value is not None and cell.is_percent:
            return Points(kept_points(value * 100), f"{value}", RemarkKind.MAXIMUM_GUESSED)
        if value is not None and value < 0:
            return Points(Decimal(0), text, RemarkKind.DEDUCTION)
        kept = None if value is None else kept_points(value)
        return Points(kept, text, None if kept is not None else RemarkKind.MAXIMUM_UNREADABLE)
    return _points_in_text(text)


def _points_in_text(text: str) -> Points:
    key = folded(" ".join(text.split()))
    typed = number_in_text(text)
    if NumberRemark.PLACEHOLDER in typed.remarks:
        return Points(None, "")
    if _NOT_SCORED.fullmatch(key):
        return Points(Decimal(0), text, RemarkKind.MAXIMUM_GUESSED)
    match = _POINTS.fullmatch(key)
    if match is None:
        return Points(None, text, RemarkKind.MAXIMUM_UNREADABLE)
    if match["sign"] == "-":
        return Points(Decimal(0), text, RemarkKind.DEDUCTION)
    inner = number_in_text(match["number"])
    value, guessed = inner.value, bool(match["sign"] or match["more"])
    if value is None and inner.suggestions:
        # "1.000" points are a thousand; "7.04" has a decimal point. Both are said.
        value, guessed = number_in_text(inner.suggestions[0]).value, True
    if value is None or (value := kept_points(value)) is None:
        return Points(None, text, RemarkKind.MAXIMUM_UNREADABLE)
    return Points(value, text, RemarkKind.MAXIMUM_GUESSED if guessed else None)


def kept_points(value: Decimal) -> Decimal | None:
    """Return points that a set can hold, None for what no decision means."""
    exponent = value.as_tuple().exponent
    fits = isinstance(exponent, int) and exponent >= -_MOST_DECIMALS and value.adjusted() < _MOST_DIGITS
    return value if fits else None


def _has_points_or_method(row: _Raw) -> bool:
    is_sum = bool(_SUBTOTAL.fullmatch(folded(row.name)))
    return (
        not row.is_furniture
        and not is_sum
        and bool(row.points.text or Role.METHOD in row.texts or row.code.code)
    )


def _kind(row: _Raw, *, after_last: bool) -> RowKind:
    if row.is_furniture:
        return RowKind.FURNITURE
    key = folded(" ".join(row.name.split()))
    words = Role.METHOD in row.texts or Role.EVIDENCE in row.texts
    if not row.code.code and not words and len(key) <= _LONGEST_SUBTOTAL and _SUBTOTAL.fullmatch(key):
        return RowKind.SUBTOTAL
    if after_last and not row.code.code and not row.points.text:
        return RowKind.NOTE
    if row.code.code and is_heading_code(row.code.code):
        return RowKind.HEADING
    if row.code.code or row.code.text:
        return RowKind.ITEM
    if not row.name:
        return RowKind.CONTINUATION
    if row.name.startswith(_BULLETS):
        return RowKind.PART
    if row.points.text or words:
        return RowKind.ITEM
    return RowKind.NOTE if _NOTE.fullmatch(key) else RowKind.HEADING


def is_heading_code(code: str) -> bool:
    """Whether a code is a Roman numeral or a capital letter, as groups of criteria have."""
    is_letter = len(code) == 1 and code.isalpha() and code.isupper()
    numbered = len(code) > 1 and code[0] == "N" and code[1:].isdigit()
    return roman_value(code) is not None or is_letter or numbered


def is_total(name: str) -> bool:
    """Whether a subtotal row speaks of the whole table: "Tổng cộng", "Tổng điểm"."""
    key = folded(" ".join(name.split()))
    return bool(_TOTAL.fullmatch(key)) and not re.search(r"\b(?:nhom|muc|phan|tru cot)\b", key)


def label_of(columns: Columns, column: int) -> str:
    """Name a column for quoting its content: its heading, or its letters."""
    return " ".join(columns.heading(column).split()) or f"Cột {column_name(column)}"
