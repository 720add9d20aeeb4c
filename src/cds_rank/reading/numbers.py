"""Numbers as people type them in Vietnam: decimal comma, thousands dot, and everything that is not quite that."""

import re
from collections.abc import Sequence
from decimal import Decimal

from cds_rank.model.observation import NumberRemark, TypedNumber
from cds_rank.model.spelling import INVISIBLE, RUN_MARK
from cds_rank.reading.ooxml import Cell, CellKind

# Full-width forms only: NFKC would also read "10²" as 102.
_FULL_WIDTH = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
_MINUS_SIGNS = dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"), "-")
_PLAIN = re.compile(r"[+-]?\d+", re.ASCII)
_VIETNAMESE = re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+),\d+|[+-]?[1-9]\d{0,2}(\.\d{3}){2,}", re.ASCII)
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_FOREIGN = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)\.\d+|[+-]?\d{1,3}(,\d{3}){2,}", re.ASCII)
_SPACED = re.compile(r"[+-]?[1-9]\d{0,2}( \d{3})+(,\d+)?", re.ASCII)
_BREAK = re.compile(
    r"[\n\r\t\v\f]| {2}"
)  # two figures one below the other, not one with blanks between thousands
_EMBEDDED = re.compile(r"[+-]?\d[\d.,]*", re.ASCII)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})|\d{1,2}/\d{4}|\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d{1,3}", re.ASCII)
_PART_OF_ANOTHER = re.compile(r"(^|[^\d\s])[.,]\d|\(")
_LONGEST = 60
_ERROR_VALUES = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)

TICKS = frozenset(
    {"x", "v", "✓", "✔", "√", "☑", "có", "co", "không", "khong", "đạt", "true", "false", "đúng", "sai"}
)
PLACEHOLDERS = frozenset(
    {"-", "--", "---", "_", ".", "..", "...", "…", "/", "?", "—", "n/a", "na", "không có", "ko", "ko có", "k", "kc",
     "chưa có", "chưa", "không phát sinh", "kps", "không áp dụng", "null", "none", "nil", "trống", "#"}
)  # fmt: skip


def number_in_cell(cell: Cell, *, percent: bool) -> TypedNumber:
    """Read the number a cell means.

    percent: the column asks for a percentage on the scale 0 to 100, so that 0.95 shown as 95 % is 95.
    Never guesses: what has more than one reading has no value and says which readings there are.
    """
    formula = cell.formula or ""
    blocking = {
        CellKind.EMPTY: NumberRemark.FORMULA_NOT_CALCULATED,
        CellKind.ERROR: NumberRemark.ERROR_VALUE,
        CellKind.BOOLEAN: NumberRemark.TICK_OR_WORD,
        CellKind.DATE: NumberRemark.DATE,
    }.get(cell.kind)
    if blocking is not None:
        return TypedNumber(None, cell.text, (blocking,), formula=formula)
    if RUN_MARK in cell.text:
        return TypedNumber(
            None, cell.text.replace(RUN_MARK, ""), (NumberRemark.UNIT_IN_CELL,), formula=formula
        )
    if cell.kind is CellKind.TEXT:
        typed = number_in_text(cell.text)
        if NumberRemark.PERCENT_SIGN in typed.remarks and not percent:
            return TypedNumber(None, cell.text, (NumberRemark.PERCENT_ELSEWHERE,), formula=formula)
        return TypedNumber(typed.value, cell.text, typed.remarks, typed.suggestions, formula)
    value = cell.number()
    if value is None:
        return TypedNumber(None, cell.text, (NumberRemark.NOT_A_NUMBER,), formula=formula)
    if cell.is_date_format:
        return TypedNumber(None, cell.text, (NumberRemark.DATE,), formula=formula)
    if cell.is_percent:
        if not percent:
            return TypedNumber(None, cell.text, (NumberRemark.PERCENT_ELSEWHERE,), formula=formula)
        scaled = (value * 100).normalize()
        return TypedNumber(scaled + 0, cell.text, (NumberRemark.PERCENT_FORMAT,), formula=formula)
    return TypedNumber(value, cell.text, formula=formula)


def number_in_text(text: str) -> TypedNumber:
    """Read a number typed as text.

    "37,3", "1.340,5" and "1.234.567" have one reading; "1.340" has two and is not read; "95.29" and
    "1,340.5" are another country's style and are not read; both come with suggestions.
    """
    remarks: list[NumberRemark] = [NumberRemark.STORED_AS_TEXT]
    cleaned = text.translate(INVISIBLE).translate(_FULL_WIDTH).translate(_MINUS_SIGNS)
    cleaned = " ".join(cleaned.split())
    if cleaned != text.strip(" \t\r\n"):
        remarks.append(NumberRemark.ODD_CHARACTERS)
    if len(cleaned) > _LONGEST:
        return TypedNumber(None, text, (NumberRemark.NOT_A_NUMBER,))
    if cleaned in _ERROR_VALUES:
        return TypedNumber(None, text, (NumberRemark.ERROR_VALUE,))
    if cleaned.casefold() in TICKS:
        return TypedNumber(None, text, (NumberRemark.TICK_OR_WORD,))
    if cleaned.casefold() in PLACEHOLDERS or not cleaned:
        return TypedNumber(None, text, (NumberRemark.PLACEHOLDER,))
    if cleaned.endswith("%"):
        remarks.append(NumberRemark.PERCENT_SIGN)
        cleaned = cleaned[:-1].rstrip()
    return _judged(cleaned, text, remarks)


def _judged(cleaned: str, text: str, remarks: Sequence[NumberRemark]) -> TypedNumber:
    if _AMBIGUOUS.fullmatch(cleaned):
        separator = "." if "." in cleaned else ","
        whole, fraction = cleaned.split(separator)
        readings = (whole + fraction, f"{whole},{fraction.rstrip('0') or '0'}")
        return TypedNumber(None, text, (NumberRemark.AMBIGUOUS_SEPARATOR,), readings)
    if _PLAIN.fullmatch(cleaned):
        return TypedNumber(Decimal(cleaned), text, tuple(remarks))
    if _VIETNAMESE.fullmatch(cleaned):
        return TypedNumber(Decimal(cleaned.replace(".", "").replace(",", ".")), text, tuple(remarks))
    if _SPACED.fullmatch(cleaned) and not _BREAK.search(text.strip()):
        value = Decimal(cleaned.replace(" ", "").replace(",", "."))
        odd = tuple(dict.fromkeys((*remarks, NumberRemark.ODD_CHARACTERS)))
        return TypedNumber(value, text, odd)
    if _FOREIGN.fullmatch(cleaned):
        suggestion = cleaned.translate({ord(","): "", ord("."): ","})
        return TypedNumber(None, text, (NumberRemark.FOREIGN_STYLE,), (suggestion,))
    if _DATE.fullmatch(cleaned):
        return TypedNumber(None, text, (NumberRemark.DATE_AS_TEXT,))
    if _SCIENTIFIC.fullmatch(cleaned):
        return TypedNumber(None, text, (NumberRemark.SCIENTIFIC,))
    embedded = _EMBEDDED.findall(cleaned)
    if not embedded:
        return TypedNumber(None, text, (NumberRemark.NOT_A_NUMBER,))
    if _PART_OF_ANOTHER.search(cleaned):
        embedded = []  # ",5" is not 5, and "(5)" may be an accountant's -5
    suggestions = tuple(part for part in (number.rstrip(".,") for number in embedded) if _is_readable(part))
    return TypedNumber(None, text, (NumberRemark.UNIT_IN_CELL,), suggestions if len(suggestions) == 1 else ())


def _is_readable(part: str) -> bool:
    return bool(_PLAIN.fullmatch(part) or _VIETNAMESE.fullmatch(part)) and not _AMBIGUOUS.fullmatch(part)
