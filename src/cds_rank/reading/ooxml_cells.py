"""What a cell of a workbook is: its place, its text, its number and its date."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384  # XFD
GENERAL: Final = "General"

_DIGITS = "0123456789"
_LAST_SERIAL = 2_958_465  # 31 December 9999
_DAY_THAT_NEVER_WAS = 60  # 29 February 1900, kept by Excel for the sake of Lotus 1-2-3
_MILLISECONDS = 86_400_000  # in a day

# Excel stores 17 digits and shows 15: 95.29 is often written as 95.29000000000001.
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP, Emin=-999, Emax=999, traps=[])

_LITERALS = re.compile(
    r'"[^"]*"?|[\\_*].|\[[^\]]*\]'
)  # text, padding, colours and locales of a number format
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


class CellKind(StrEnum):
    """What the file says a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    DATE = "date"  # ISO text; most dates are NUMBER with a date format
    EMPTY = "empty"  # a formula that no program has calculated: unknown, not blank


class Cell(NamedTuple):
    """One cell with a value or a formula.

    row, column: from 1. text: as in the file, without the spaces around a number; "1"/"0" for a boolean; ""
    when EMPTY. A numeric cell whose text is no number ("abc", "NaN") is TEXT, so that a check can complain.
    formula: without "="; a child of a shared formula has its master's text, references not moved.
    number_format: the code, "0.00%"; built-in ids are resolved.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    formula: str | None
    number_format: str

    @property
    def coordinate(self) -> str:
        """The place as people say it: C17."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def is_percent(self) -> bool:
        """Whether 0.95 is shown as 95 %."""
        return _shows_percent(self.number_format)

    @property
    def is_date_format(self) -> bool:
        """Whether the cell is a number shown as a date or a time."""
        return self.kind is CellKind.NUMBER and _shows_date(self.number_format)

    def number(self) -> Decimal | None:
        """Give the number to 15 significant digits, half up, as Excel shows it; None unless NUMBER.

        No trailing zeros: the exponent tells how many decimals there are.
        """
        if self.kind is not CellKind.NUMBER:
            return None
        value = _FIFTEEN_DIGITS.create_decimal(self.text)
        if not value.is_finite():
            return None
        value = value.normalize(_FIFTEEN_DIGITS)
        return Decimal(int(value)) if value == value.to_integral_value() else value

    def date(self, date_1904: bool) -> "dt.date | dt.datetime | None":
        """Give the date of a DATE cell or of a number shown as a date; a datetime when it has a time of day.

        date_1904: as the workbook says. Times are rounded to milliseconds.
        None when there is no such day: a time alone, 29 February 1900, outside Excel's calendar.
        """
        if self.kind is CellKind.DATE:
            return _date_of_iso(self.text)
        serial = self.number() if self.is_date_format else None
        return None if serial is None else _date_of_serial(serial, date_1904)


@dataclass(frozen=True, slots=True)
class CellRange:
    """A rectangle of cells, its borders included, counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, place: tuple[int, int]) -> bool:
        row, column = place
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    @property
    def coordinates(self) -> str:
        """The range as people say it: B2:D4."""
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


def column_letters(column: int) -> str:
    """Name a column: 1 is A, 16384 is XFD."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_number(letters: str) -> int | None:
    """Count a column: A is 1; None when Excel has no such column."""
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column if column <= LAST_COLUMN else None


def row_number(digits: str) -> int | None:
    """Count a row; None when Excel has no such row."""
    row = natural(digits)
    return row if row is not None and 1 <= row <= LAST_ROW else None


def parse_range(text: str) -> CellRange | None:
    """Read "B2:D4" or "B2"; None when it is no rectangle of cells."""
    first, _, last = text.partition(":")
    corners = [_place(first), _place(last or first)]
    (first_row, first_column), (last_row, last_column) = (corner or (0, 0) for corner in corners)
    if not (first_row and last_row):
        return None
    rows, columns = sorted((first_row, last_row)), sorted((first_column, last_column))
    return CellRange(rows[0], columns[0], rows[1], columns[1])


def natural(text: str) -> int | None:
    """Read a count of at most nine ASCII digits; None for anything else."""
    return int(text) if len(text) <= 9 and text.isascii() and text.isdigit() else None


def _place(reference: str) -> tuple[int, int] | None:
    letters = reference.rstrip(_DIGITS)
    row, column = row_number(reference[len(letters) :]), column_number(letters)
    return None if row is None or column is None else (row, column)


@lru_cache(maxsize=512)
def _shows_percent(number_format: str) -> bool:
    return "%" in _LITERALS.sub("", number_format)


@lru_cache(maxsize=512)
def _shows_date(number_format: str) -> bool:
    """Say whether the section for positive numbers holds a letter of a date or a time."""
    if _ELAPSED.search(number_format):
        return True
    positive = _LITERALS.sub("", number_format).partition(";")[0].lower()
    return any(letter in positive for letter in "ymdhs")


def _date_of_iso(text: str) -> "dt.date | dt.datetime | None":
    import datetime as dt

    try:
        if len(text) == len("2024-01-31"):
            return dt.date.fromisoformat(text)
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return moment if moment.time() != dt.time() else moment.date()


def _date_of_serial(serial: Decimal, date_1904: bool) -> "dt.date | dt.datetime | None":
    import datetime as dt

    if not 1 <= serial <= _LAST_SERIAL + 1:
        return None
    days = int(serial)
    fraction = ((serial - days) * _MILLISECONDS).to_integral_value(ROUND_HALF_UP)
    more_days, milliseconds = divmod(int(fraction), _MILLISECONDS)
    days += more_days
    if date_1904:
        ordinal = dt.date(1904, 1, 1).toordinal() + days
    elif days == _DAY_THAT_NEVER_WAS:
        return None
    else:
        ordinal = dt.date(1899, 12, 31).toordinal() + days - (days > _DAY_THAT_NEVER_WAS)
    if ordinal > dt.date.max.toordinal():
        return None
    day = dt.date.fromordinal(ordinal)
    if not milliseconds:
        return day
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(milliseconds=milliseconds)
