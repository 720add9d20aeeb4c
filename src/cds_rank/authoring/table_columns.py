"""Where the table of criteria stands in a workbook: its sheet, its header row, and what each column is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from cds_rank.errors import CdsRankError
from cds_rank.model.similarity import nearest
from cds_rank.model.spelling import clean_text, comparison_key
from cds_rank.reading.ooxml import Cell, CellKind, Sheet, SheetState, Workbook, column_letters
from cds_rank.reading.ooxml_cells import column_number


class Role(StrEnum):
    """What a column of a table of criteria is for; the value is what `--column` calls it."""

    CODE = "code"
    NAME = "name"
    GROUP = "group"
    MAX_POINTS = "max_points"
    METHOD = "method"
    EVIDENCE = "evidence"
    DATA_SOURCE = "data_source"
    UNIT_OF_MEASURE = "unit"
    NOTES = "notes"


# Columns of a unit's own report: they say nothing about the criterion.
_OF_A_REPORT = (
    "tu danh gia", "tu cham", "diem tu", "tham dinh", "diem tham dinh", "diem dat", "ket qua", "chenh lech",
    "trang thai", "phu trach", "han xu ly",
)  # fmt: skip
# How offices head each column, without marks; what starts so is meant too. The more special stand first.
_HEADINGS: Sequence[tuple[Role, tuple[str, ...]]] = (
    (
        Role.EVIDENCE,
        ("tai lieu kiem chung", "tai lieu minh chung", "tai lieu chung minh", "minh chung", "ho so",
         "yeu cau minh chung"),
    ),
    (Role.DATA_SOURCE, ("nguon thu thap du lieu", "nguon thu thap", "nguon du lieu", "nguon so lieu")),
    (
        Role.METHOD,
        ("cach tinh", "cach xac dinh", "cach cham", "cach danh gia", "phuong phap", "cong thuc", "huong dan cham",
         "huong dan danh gia", "huong dan tinh"),
    ),
    (Role.MAX_POINTS, ("diem toi da", "diem chuan", "so diem toi da", "thang diem", "muc diem", "so diem", "diem")),
    (Role.UNIT_OF_MEASURE, ("don vi tinh", "dvt", "don vi do")),
    (Role.GROUP, ("nhom", "ten nhom", "tru cot", "linh vuc")),
    (Role.NOTES, ("ghi chu", "giai thich", "mo ta")),
    (
        Role.CODE,
        ("ma", "ma so", "ma chi tieu", "ma tieu chi", "ma chi so", "ma hieu", "stt", "tt", "so tt", "so thu tu"),
    ),
    (
        Role.NAME,
        ("chi tieu", "tieu chi", "chi so", "ten chi tieu", "ten tieu chi", "ten chi so", "noi dung", "cac tieu chi",
         "cac chi", "noi dung danh gia", "ten"),
    ),
)  # fmt: skip
_SERIAL_NUMBERS = frozenset({"stt", "tt", "so tt", "so thu tu"})
_ROWS_SEARCHED = 60  # rows with content above which nobody starts a table
_LONGEST_HEADING = 80
_MOST_HEADER_ROWS = 5
_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of criteria.

    last_header_row: below it the table begins. roles: column by role. headings: the heading's cell of every column
    that has one. kept: columns without a role whose content goes into the notes; left_out: those of a report.
    """

    header_row: int
    last_header_row: int
    roles: Mapping[Role, int]
    headings: Mapping[int, str]
    kept: tuple[int, ...]
    left_out: tuple[int, ...]

    def heading(self, column: int) -> str:
        """The heading as written, "" when the column has none."""
        return self.headings.get(column, "")


@dataclass(frozen=True, slots=True)
class Place:
    """The sheet of the table and its columns; others: further visible sheets that look like tables of criteria."""

    sheet: Sheet
    columns: Columns
    others: tuple[str, ...]


def parse_overrides(texts: Sequence[str]) -> dict[Role, int | None]:
    """Read what `--column` was given: code=B, evidence=- for "there is none".

    Raises CdsRankError ("criteria_column") for anything else.
    """
    found: dict[Role, int | None] = {}
    for text in texts:
        name, _, letters = (part.strip() for part in text.partition("="))
        column = None if letters == "-" else column_number(letters)
        if name not in list(Role) or (column is None and letters != "-"):
            known = ", ".join(Role)
            raise CdsRankError("criteria_column", text=text, known=known, nearest=nearest(name, list(Role)))
        found[Role(name)] = column
    return found


def find_table(
    workbook: Workbook,
    path: str,
    *,
    sheet: str | None,
    header_row: int | None,
    overrides: Mapping[Role, int | None],
) -> Place:
    """Find the table of criteria, on the sheet and at the header row asked for or on the likeliest.

    header_row: 0 says that there is no header row. Raises CdsRankError ("criteria_sheet", "criteria_no_header",
    "criteria_no_names"), and UnreadableWorkbook when a sheet cannot be read.
    """
    names = _sheets_to_search(workbook, sheet)
    found: list[tuple[int, Sheet, Columns]] = []
    for name in names:
        candidate = workbook.sheet(name)
        columns = _columns_of(candidate, header_row, overrides)
        if columns is not None:
            found.append((len(columns.roles), candidate, columns))
    if not found:
        raise CdsRankError("criteria_no_header", path=path, sheets=", ".join(names))
    most = max(count for count, _, _ in found)
    _, best, columns = next(entry for entry in found if entry[0] == most)
    if Role.NAME not in columns.roles:
        raise CdsRankError("criteria_no_names", path=path, sheet=best.name, row=columns.header_row)
    others = tuple(other.name for _, other, _ in found if other is not best)
    return Place(best, columns, others)


def _sheets_to_search(workbook: Workbook, wanted: str | None) -> tuple[str, ...]:
    names = workbook.sheet_names
    if wanted is None:
        shown = tuple(name for name in names if workbook.states[name] is SheetState.VISIBLE)
        return shown or names
    meant = [name for name in names if comparison_key(name) == comparison_key(wanted)]
    if wanted in names:
        meant = [wanted]
    if len(meant) != 1:
        raise CdsRankError(
            "criteria_sheet", name=wanted, known=", ".join(names), nearest=nearest(wanted, names)
        )
    return (meant[0],)


def _columns_of(sheet: Sheet, header_row: int | None, overrides: Mapping[Role, int | None]) -> Columns | None:
    if header_row == 0:
        return _with_overrides(Columns(0, 0, {}, {}, (), ()), overrides)
    rows = dict(sheet.rows())
    if header_row is not None:
        row = header_row if header_row in rows else None
    else:
        row = _likeliest_header(islice(rows.items(), _ROWS_SEARCHED))
    if row is None:
        return None
    below = rows.get(row + 1, [])
    second = _is_second_header(rows[row], below)
    texts = {cell.column: clean_text(cell.text) for cell in rows[row] if clean_text(cell.text)}
    if second:
        texts |= {cell.column: clean_text(cell.text) for cell in below if clean_text(cell.text)}
    last = max(row + second, _last_merged_row(sheet, row, texts))
    for number in range(row + 1 + second, last + 1):
        for cell in rows.get(number, ()):
            text = clean_text(cell.text)
            if text and (cell.column not in texts or _says_something(cell)):
                texts[cell.column] = text
    return _with_overrides(_named(row, last, texts), overrides)


def _last_merged_row(sheet: Sheet, row: int, texts: Mapping[int, str]) -> int:
    """Return the row down to which the heading of the code or the name is merged: the header ends there."""
    named = [column for column, text in texts.items() if _meaning(text)[0] in {Role.CODE, Role.NAME}]
    ends = (
        merged.last_row
        for merged in sheet.merged
        if merged.first_row == row
        and merged.last_row < row + _MOST_HEADER_ROWS
        and any((row, column) in merged for column in named)
    )
    return max(ends, default=row)


def _says_something(cell: Cell) -> bool:
    """Tell whether a lower heading says more than the one above it: "Tự chấm" below "Điểm", not "Tối đa"."""
    return _role_of(cell) is not None or _is_of_a_report(comparison_key(cell.text))


def _likeliest_header(rows: Iterator[tuple[int, list[Cell]]]) -> int | None:
    best: tuple[int, int] | None = None
    for row, cells in rows:
        roles = {role for cell in cells if (role := _role_of(cell)) is not None}
        likely = len(roles) >= 2 and Role.NAME in roles
        if likely and (best is None or len(roles) > best[0]):
            best = (len(roles), row)
    return None if best is None else best[1]


def _is_second_header(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """Tell whether the row below belongs to the header: headings only, none of them a code or a name."""
    had = {_role_of(cell) for cell in first}
    roles = [_role_of(cell) for cell in second if clean_text(cell.text)]
    new = {role for role in roles if role is not None} - had
    reports = [cell for cell in second if _is_of_a_report(comparison_key(cell.text))]
    known = len([role for role in roles if role is not None]) + len(reports)
    return (
        bool(roles)
        and known == len(roles)
        and bool(new or reports)
        and not {Role.CODE, Role.NAME} & set(roles)
    )


def _is_of_a_report(key: str) -> bool:
    return key.startswith(_OF_A_REPORT)


def _role_of(cell: Cell) -> Role | None:
    if cell.kind is not CellKind.TEXT or len(cell.text) > _LONGEST_HEADING:
        return None
    return _meaning(cell.text)[0]


def _meaning(heading: str) -> tuple[Role | None, int]:
    """Tell what a heading means, and how surely: 2 for the very words, 1 for what begins with them."""
    key = comparison_key(_WORDS.sub(" ", clean_text(heading)))
    if _is_of_a_report(key):
        return None, 0
    for role, words in _HEADINGS:
        if key in words:
            return role, 2
    if key.startswith("linh vuc ") and any(word in key for word in ("tieu chi", "chi tieu", "chi so")):
        return Role.NAME, 1  # "Lĩnh vực/Tiêu chí": both kinds of rows stand in one column
    for role, words in _HEADINGS:
        if any(key.startswith(f"{word} ") for word in words):
            return role, 1
    return None, 0


def _named(row: int, last: int, texts: Mapping[int, str]) -> Columns:
    candidates: dict[Role, list[tuple[int, int]]] = {}
    for column, text in sorted(texts.items()):
        role, sureness = _meaning(text)
        if role is not None:
            candidates.setdefault(role, []).append((sureness, column))
    roles = {}
    for role, places in candidates.items():
        surest = max(sureness for sureness, _ in places)
        roles[role] = next(column for sureness, column in places if sureness == surest)
    codes = [column for _, column in candidates.get(Role.CODE, ())]
    own = [column for column in codes if comparison_key(texts[column]) not in _SERIAL_NUMBERS]
    serial = []
    if own:  # a column "Mã" beside "STT": the serial number is no code
        roles[Role.CODE] = own[0]
        serial = [column for column in codes if column not in own]
    names = [column for _, column in candidates.get(Role.NAME, ())]
    parts = [column for column in names if "thanh phan" in comparison_key(texts[column])]
    if len(names) > 1 and len(parts) == 1:
        roles[Role.NAME] = parts[0]
        roles.setdefault(Role.GROUP, next(column for column in names if column != parts[0]))
    reports = [column for column, text in texts.items() if _is_of_a_report(comparison_key(text))]
    left_out = tuple(sorted({*reports, *serial} - set(roles.values())))
    return Columns(row, last, roles, dict(texts), _rest(texts, roles, left_out), left_out)


def _rest(texts: Mapping[int, str], roles: Mapping[Role, int], left_out: Sequence[int]) -> tuple[int, ...]:
    return tuple(column for column in sorted(texts) if column not in {*roles.values(), *left_out})


def _with_overrides(columns: Columns, overrides: Mapping[Role, int | None]) -> Columns:
    given = {role: column for role, column in overrides.items() if column is not None}
    kept = {
        role: column
        for role, column in columns.roles.items()
        if role not in overrides and column not in given.values()
    }
    roles = {**kept, **given}
    left_out = tuple(column for column in columns.left_out if column not in roles.values())
    rest = _rest(columns.headings, roles, left_out)
    return Columns(columns.header_row, columns.last_header_row, roles, columns.headings, rest, left_out)


def column_name(column: int) -> str:
    """Name a column as people say it: B."""
    return column_letters(column)
