"""Codes of criteria as spreadsheets spoil them: 4.10 became the number 4.1, 4.22.1 became a date."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cds_rank.authoring.remarks import RemarkKind
from cds_rank.model.spelling import clean_text
from cds_rank.model.text import CODE_PATTERN
from cds_rank.reading.ooxml import Cell, CellKind

_LONGEST_CODE = 40
_TYPED_DATE = re.compile(
    r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00:00)?", re.ASCII
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A code as read: "" when there is none. remark: what was done to it; text: as it stands in the cell."""

    code: str = ""
    text: str = ""
    remark: RemarkKind | None = None
    is_number: bool = False


@dataclass(slots=True)
class CodeReader:
    """Reads the codes of a column from top to bottom: what came before tells what a spoilt code was.

    date_1904: as the workbook says.
    """

    date_1904: bool = False
    _used: set[str] = field(default_factory=set)
    _last: str = ""

    def read(self, cell: Cell | None) -> ReadCode:
        """Read the next code."""
        found = self._read(cell)
        if found.code:
            self._used.add(found.code)
            self._last = found.code
        return found

    def _read(self, cell: Cell | None) -> ReadCode:
        if cell is None:
            return ReadCode()
        if cell.kind is CellKind.DATE or cell.is_date_format:
            return self._of_date(cell.date(self.date_1904), cell.number_format, cell.text)
        if cell.kind is CellKind.NUMBER and (number := cell.number()) is not None and number >= 0:
            return self._of_number(format(number, "f"))
        if cell.kind in {CellKind.ERROR, CellKind.EMPTY, CellKind.BOOLEAN}:
            return ReadCode("", cell.text or f"={cell.formula}", RemarkKind.CODE_UNREADABLE)
        text = clean_text(cell.text)
        typed = _TYPED_DATE.fullmatch(text)
        if typed:
            return self._of_date(_date(typed), "d/m/yyyy", text)
        return code_in_text(text)

    def _of_number(self, shown: str) -> ReadCode:
        if "." not in shown or len(shown) >= _LONGEST_CODE:
            return code_in_text(shown, is_number=True)
        longer = f"{shown}0"
        expected = _successors(self._last)
        spoilt = shown in self._used and longer not in self._used
        if shown not in expected and longer not in self._used and longer in expected:
            spoilt = True
        if spoilt and (longer in expected or _is_later(longer, self._last)):
            return ReadCode(longer, shown, RemarkKind.CODE_RESTORED, is_number=True)
        return ReadCode(shown, shown, is_number=True)

    def _of_date(self, moment: dt.date | None, number_format: str, text: str) -> ReadCode:
        unreadable = ReadCode("", text, RemarkKind.CODE_UNREADABLE)
        if moment is None or isinstance(moment, dt.datetime):
            return unreadable
        day, month, year = moment.day, moment.month, moment.year % 100
        shown = f"{day:02}/{month:02}/{moment.year}"
        letters = number_format.lower()
        with_day, with_year = "d" in letters, "y" in letters
        candidates = [f"{day}.{month}.{year}", f"{month}.{day}.{year}"]
        if not with_year:
            candidates = [f"{day}.{month}", f"{month}.{day}"]
        elif not with_day:
            candidates = [f"{month}.{year}"]
        expected = _successors(self._last)
        fitting = {code for code in candidates if code in expected and code not in self._used}
        if len(fitting) != 1:
            return ReadCode("", shown, RemarkKind.CODE_UNREADABLE)
        return ReadCode(fitting.pop(), shown, RemarkKind.CODE_RESTORED)


def code_in_text(text: str, *, is_number: bool = False) -> ReadCode:
    """Read a code as typed: without brackets and final dots; what no code may have becomes a hyphen."""
    code = text.strip(" \t\n'()[]").rstrip(".):;,- ")
    if not code:
        return ReadCode("", text)
    dotted = _BETWEEN_DIGITS.sub(".", code)
    plain = re.sub(r"[^\w.\-/]+", "-", dotted).strip("-_./")
    if not re.fullmatch(CODE_PATTERN, plain) or len(plain) > _LONGEST_CODE:
        return ReadCode("", text, RemarkKind.CODE_UNREADABLE)
    remark = None if plain == code else RemarkKind.CODE_CHANGED
    return ReadCode(plain, text, remark, is_number)


def _date(typed: re.Match[str]) -> dt.date | None:
    day, month, year, iso_year, iso_month, iso_day = typed.groups()
    try:
        if iso_year:
            return dt.date(int(iso_year), int(iso_month), int(iso_day))
        if int(month) > 12:
            day, month = month, day
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _successors(last: str) -> frozenset[str]:
    """Codes that may follow: the next at each level, and the first below any of them."""
    if not last:
        return frozenset({"1", "1.1", "1.1.1"})
    parts = last.split(".")
    found = {f"{last}.1"}
    for depth, part in enumerate(parts):
        if _counts(part):
            following = ".".join([*parts[:depth], str(int(part) + 1)])
            found |= {following, f"{following}.1"}
    return frozenset(found)


def _is_later(code: str, last: str) -> bool:
    """Whether a code stands behind another one at the same level: 4.20 behind 4.18."""
    parts, before = code.split("."), last.split(".")
    same = len(parts) == len(before) and parts[:-1] == before[:-1]
    return same and _counts(parts[-1]) and _counts(before[-1]) and int(parts[-1]) > int(before[-1])


def _counts(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) < 6


ROMAN = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})", re.ASCII)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}


def roman_value(token: str) -> int | None:
    """Read a Roman numeral up to 89 in capitals; None for anything else."""
    if not token or not ROMAN.fullmatch(token):
        return None
    values: Sequence[int] = [_ROMAN_DIGITS[letter] for letter in token]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
