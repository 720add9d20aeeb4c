"""From a workbook to what a reviewer typed: what it says it is, and each row with its place.

Reading interprets and never judges: what is odd becomes a remark on a number, a text that no list has, or an
obstacle with its place, and `checks` says how much it matters.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from cds_rank.model import review_layout as layout
from cds_rank.model.form_layout import LISTS_SHEET, META_SHEET, Column
from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.observation import InputFile, NumberRemark, ObstacleKind, TypedNumber
from cds_rank.model.review_layout import ReviewIdentity
from cds_rank.model.review_typed import ReadReview, ReviewRow
from cds_rank.model.spelling import clean_text, comparison_key
from cds_rank.reading.collecting import Reading
from cds_rank.reading.headings import Header, Headings, read_header
from cds_rank.reading.identity import is_review, read_review_identity
from cds_rank.reading.named_sheet import named_sheet
from cds_rank.reading.numbers import number_in_cell
from cds_rank.reading.observations import chosen_option
from cds_rank.reading.ooxml import (
    Cell,
    CellKind,
    Limits,
    Sheet,
    UnreadableWorkbook,
    Workbook,
    column_letters,
    open_workbook,
)
from cds_rank.reading.ooxml_sheet import is_within
from cds_rank.reading.table import LONGEST_TEXT, asks_percent, has_content

MOST_ROWS = 50_000
"""Rows with content; 200 units with 150 figures each make 30,000."""

_LIMITS = Limits(file_bytes=25_000_000)
"""One workbook may hold every figure of every unit, some twenty cells each; mail carries 25 MB."""

_HEADINGS = Headings(layout.REVIEW_COLUMNS, {}, told_by_key=False)
_RATIO_COLUMNS = frozenset({"numerator", "denominator"})
_NEEDED = frozenset({"unit", "code", "verdict", "value", "points", "cause", "reason", "mark"})
_NUMBER_COLUMNS = ("numerator", "denominator", "value", "points")
_TEXT_COLUMNS = ("verdict", "cause", "reason", "reviewer", "mark")
_PRINTED_COLUMNS = ("reported_numerator", "reported_denominator", "reported_value", "self_points", "evidence")
_WORDS_THAT_DECIDE = ("verdict", "cause", "reason")
_OWN_SHEETS = frozenset({layout.REVIEW_SHEET, layout.REVIEW_GUIDE_SHEET, LISTS_SHEET, META_SHEET})
_ROWS_SEARCHED = 200  # of another sheet, for the headings of our table
_FEWEST_HEADINGS = 3  # a row with fewer known headings is no header row
_VERDICTS = {comparison_key(label): verdict for label, verdict in layout.VERDICT_LABELS.items()}
_CAUSES = {comparison_key(label): cause for label, cause in layout.CAUSE_LABELS.items()}


def is_review_workbook(path: Path) -> bool:
    """Tell whether a file says that it is a review workbook; one that cannot be opened does not."""
    try:
        return is_review(open_workbook(path, limits=_LIMITS))
    except UnreadableWorkbook:
        return False


def read_review(path: Path, name: str, indicator_set: IndicatorSet) -> ReadReview:
    """Read one file; whatever is wrong with it becomes an obstacle, never an exception.

    name: as recorded, "/" between folders. The set tells what kind of input each row takes.
    """
    try:
        data = path.read_bytes()
    except OSError:
        reading = Reading(InputFile(name, "", 0))
        reading.met(ObstacleKind.LOCKED)
        return ReadReview(reading.file, None, "", (), tuple(reading.obstacles))
    return read_review_bytes(data, name, indicator_set)


def read_review_bytes(data: bytes, name: str, indicator_set: IndicatorSet) -> ReadReview:
    """Read a file that is in memory, as `read_review`."""
    reading = Reading(InputFile(name, hashlib.sha256(data).hexdigest(), len(data)))
    identity: ReviewIdentity | None = None
    sheet, rows = "", tuple[ReviewRow, ...]()
    try:
        workbook = open_workbook(data, limits=_LIMITS)
        if workbook.has_macros:
            reading.met(ObstacleKind.HAS_MACROS)
        identity = read_review_identity(workbook, reading)
        if identity is not None and identity.set_id == indicator_set.id:
            sheet, rows = _read_sheet(workbook, indicator_set, reading)
    except UnreadableWorkbook as unreadable:
        facts = {key: str(value) for key, value in unreadable.facts.items()}
        reading.met(ObstacleKind(unreadable.cause.value), facts=facts)
    return ReadReview(reading.file, identity, sheet, rows, tuple(reading.obstacles))


def _read_sheet(
    workbook: Workbook, indicator_set: IndicatorSet, reading: Reading
) -> tuple[str, tuple[ReviewRow, ...]]:
    sheet = named_sheet(workbook, layout.REVIEW_SHEET, reading)
    if sheet is None:
        return "", ()
    count = len({row for row, _ in sheet.cells})
    if count > MOST_ROWS:
        facts = {"what": "rows", "size": str(count), "limit": str(MOST_ROWS)}
        reading.met(ObstacleKind.TOO_LARGE, sheet.name, facts=facts)
        return "", ()
    header = read_header(sheet, _expected(sheet, indicator_set), reading, _HEADINGS)
    if header is None:
        return "", ()
    _note_second_tables(workbook, sheet.name, reading)
    return sheet.name, tuple(_rows(sheet, header, indicator_set, reading))


def _note_second_tables(workbook: Workbook, read: str, reading: Reading) -> None:
    """Note every other sheet that holds our table too: what is decided there is not read."""
    for name in workbook.sheet_names:
        if name != read and name not in _OWN_SHEETS and _holds_a_table(workbook.sheet(name)):
            facts = {"found": name, "sheet": read}
            reading.met(ObstacleKind.SECOND_DATA_SHEET, name, facts=facts)


def _holds_a_table(sheet: Sheet) -> bool:
    return any(
        sum(_HEADINGS.key_of(cell) is not None for cell in cells) >= _FEWEST_HEADINGS
        for _, cells in islice(sheet.rows(), _ROWS_SEARCHED)
    )


def _expected(sheet: Sheet, indicator_set: IndicatorSet) -> list[Column]:
    """Return the columns that have to be there: those of a ratio only where a row is one's."""
    ratios = {code for code, i in indicator_set.indicators.items() if i.input is InputKind.RATIO}
    has_ratio = any(clean_text(cell.text) in ratios for cell in sheet.cells.values())
    needed = _NEEDED | _RATIO_COLUMNS if has_ratio else _NEEDED
    return [column for column in layout.REVIEW_COLUMNS if column.key in needed]


def _rows(sheet: Sheet, header: Header, indicator_set: IndicatorSet, reading: Reading) -> Iterator[ReviewRow]:
    letters = {key: column_letters(column) for key, column in header.columns.items()}
    merged = {
        key: _merged_rows(sheet, header.columns[key])
        for key in header.columns
        if key in layout.REVIEWER_COLUMNS and key != "reviewer"
    }
    for row, cells in sheet.rows():
        if row <= header.row:
            continue
        by_column = {cell.column: cell for cell in cells}
        here = {key: by_column[column] for key, column in header.columns.items() if column in by_column}
        if "unit" in here and _HEADINGS.key_of(here["unit"]) == "unit":
            continue  # the headings once more
        coordinates = {key: f"{letter}{row}" for key, letter in letters.items()}
        typed = _row(row, here, coordinates, indicator_set, reading, sheet.name)
        yield replace(
            typed, merged=frozenset(key for key, ranges in merged.items() if is_within(ranges, row))
        )


def _merged_rows(sheet: Sheet, column: int) -> tuple[range, ...]:
    """Return the rows in which a column's cell is merged with one of another row, as ascending ranges."""
    found: list[range] = []
    for first, last in sorted(
        (merged.first_row, merged.last_row)
        for merged in sheet.merged
        if merged.first_row < merged.last_row and merged.first_column <= column <= merged.last_column
    ):
        if found and first <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, last + 1))
        else:
            found.append(range(first, last + 1))
    return tuple(found)


def _row(
    row: int,
    here: Mapping[str, Cell],
    cells: Mapping[str, str],
    indicator_set: IndicatorSet,
    reading: Reading,
    sheet: str,
) -> ReviewRow:
    code = _text(here, "code")
    indicator = indicator_set.indicators.get(code)
    texts = {key: text for key in _TEXT_COLUMNS if (text := _text(here, key))}
    if len(texts.get("reason", "")) > LONGEST_TEXT:
        heading = next(column.heading for column in layout.REVIEW_COLUMNS if column.key == "reason")
        facts = {"column": heading, "length": str(len(texts["reason"])), "limit": str(LONGEST_TEXT)}
        reading.met(ObstacleKind.TEXT_TOO_LONG, sheet, cells["reason"], row, facts, code)
        texts["reason"] = texts["reason"][:LONGEST_TEXT]
    asks_answer = indicator is not None and _asks_answer(indicator)
    words = (*_WORDS_THAT_DECIDE, "value") if asks_answer else _WORDS_THAT_DECIDE
    option = None
    if indicator is not None and asks_answer and (answer := _text(here, "value")):
        texts["answer"] = answer
        option = chosen_option(indicator, answer)
    return ReviewRow(
        row=row,
        unit=_text(here, "unit"),
        code=code,
        code_is_number="code" in here and here["code"].kind is not CellKind.TEXT,
        verdict=_VERDICTS.get(comparison_key(texts.get("verdict", ""))),
        cause=_CAUSES.get(comparison_key(texts.get("cause", ""))),
        numbers=_numbers(here, indicator),
        texts=texts,
        option=option,
        cells=cells,
        not_calculated=frozenset(key for key in words if key in here and here[key].kind is CellKind.EMPTY),
        printed={key: text for key in _PRINTED_COLUMNS if (text := _text(here, key))},
    )


def _text(here: Mapping[str, Cell], key: str) -> str:
    return clean_text(here[key].text) if key in here else ""


def _asks_answer(indicator: Indicator) -> bool:
    return indicator.input in {InputKind.YES_NO, InputKind.CHOICE}


def _numbers(here: Mapping[str, Cell], indicator: Indicator | None) -> dict[str, TypedNumber]:
    found: dict[str, TypedNumber] = {}
    for key in _NUMBER_COLUMNS:
        cell = here.get(key)
        if cell is None or not has_content(cell):
            continue
        if key == "value" and indicator is not None:
            if _asks_answer(indicator):
                continue
            if indicator.input is InputKind.RATIO and cell.formula is not None:
                continue  # the share, worked out by the sheet from its two parts
        number = number_in_cell(cell, percent=key == "value" and asks_percent(indicator))
        if number.remarks != (NumberRemark.PLACEHOLDER,):  # "-" says that there is nothing
            found[key] = number
    return found
