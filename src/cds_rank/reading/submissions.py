"""From a workbook to a submission: who it is from, its rows as typed, and the observations they make.

Reading interprets and never judges: what is odd becomes a remark on a number or a text, or an obstacle with its
place, and `checks` says how much it matters.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import (
    FormIdentity,
    InputFile,
    ObstacleKind,
    ReadFile,
    Submission,
    SubmittedRow,
)
from cds_rank.model.spelling import clean_text, comparison_key
from cds_rank.reading.collecting import Reading
from cds_rank.reading.headings import read_header
from cds_rank.reading.identity import read_identity, told_identity
from cds_rank.reading.named_sheet import named_sheet
from cds_rank.reading.observations import observations_of
from cds_rank.reading.ooxml import CellKind, Limits, Sheet, UnreadableWorkbook, Workbook, open_workbook
from cds_rank.reading.surroundings import survey_sheet, survey_workbook
from cds_rank.reading.table import LONGEST_TEXT, Table

__all__ = ["LONGEST_TEXT", "peek_identity", "read_submission"]

MOST_ROWS = 5_000
"""Rows with content on the data sheet; the largest set known has some hundreds of indicators."""

_LIMITS = Limits(file_bytes=25_000_000, cells=50_000, string_characters=4_000_000)
"""A form has some hundreds of cells and 50 kB, and mail carries 25 MB; what goes beyond is refused at once."""

_CODE_OF_UNIT = re.compile(r"\(([^()]+)\)\s*$")


def peek_identity(path: Path) -> FormIdentity | None:
    """Return what a workbook says it is, or None when it cannot be told; looks at as little as possible."""
    try:
        return told_identity(open_workbook(path, limits=_LIMITS))
    except (UnreadableWorkbook, ValidationError):
        return None


def read_submission(path: Path, name: str, indicator_set: IndicatorSet | None) -> ReadFile:
    """Read one file; whatever is wrong with it becomes an obstacle, never an exception.

    name: as recorded, "/" between folders. The set tells what kind of input each row takes; without one only
    the file itself and its identity are looked at.
    """
    try:
        data = path.read_bytes()
    except OSError:
        reading = Reading(InputFile(name, "", 0))
        reading.met(ObstacleKind.LOCKED)
        return ReadFile(reading.file, None, None, tuple(reading.obstacles))
    return read_bytes(data, name, indicator_set)


def read_bytes(data: bytes, name: str, indicator_set: IndicatorSet | None) -> ReadFile:
    """Read a file that is in memory, as `read_submission`."""
    reading = Reading(InputFile(name, hashlib.sha256(data).hexdigest(), len(data)))
    identity: FormIdentity | None = None
    submission: Submission | None = None
    try:
        workbook = open_workbook(data, limits=_LIMITS)
        identity = read_identity(workbook, reading)
        if identity is not None:
            survey_workbook(workbook, reading)
            if indicator_set is not None and identity.set_id == indicator_set.id:
                submission = _read_data(workbook, identity, indicator_set, reading)
        elif workbook.has_macros:
            reading.met(ObstacleKind.HAS_MACROS)
    except UnreadableWorkbook as unreadable:
        facts = {key: str(value) for key, value in unreadable.facts.items()}
        reading.met(ObstacleKind(unreadable.cause.value), facts=facts)
    return ReadFile(reading.file, identity, submission, tuple(reading.obstacles))


def _read_data(
    workbook: Workbook, identity: FormIdentity, indicator_set: IndicatorSet, reading: Reading
) -> Submission | None:
    sheet = named_sheet(workbook, layout.DATA_SHEET, reading)
    if sheet is None:
        return None
    count = len({row for row, _ in sheet.cells})
    if count > MOST_ROWS:
        facts = {"what": "rows", "size": str(count), "limit": str(MOST_ROWS)}
        reading.met(ObstacleKind.TOO_LARGE, sheet.name, facts=facts)
        return None
    expected = layout.columns_for(indicator_set.indicators_for(identity.group))
    header = read_header(sheet, expected, reading)
    if header is None:
        return None
    _read_unit_line(sheet, header.row, identity, reading)
    table = Table(sheet, header, indicator_set, reading)
    rows = tuple(table.rows())
    survey_sheet(sheet, _span(rows, header.row), dict(header.columns), reading)
    observations = observations_of(rows, identity, indicator_set, reading.file.name, sheet.name)
    is_filtered = reading.has_met(ObstacleKind.FILTERED)
    return Submission(reading.file, identity, sheet.name, rows, observations, is_filtered)


def _span(rows: Iterable[SubmittedRow], header_row: int) -> range:
    numbers = [row.row for row in rows]
    return range(min(numbers), max(numbers) + 1) if numbers else range(header_row, header_row + 1)


def _read_unit_line(sheet: Sheet, header_row: int, identity: FormIdentity, reading: Reading) -> None:
    """Compare the unit that the line above the table names with the one the form was made for.

    A clerk who borrows another unit's form types his own unit over it; the identity stays the other's.
    """
    beginning = comparison_key(layout.UNIT_LINE)
    for (row, _), cell in sheet.cells.items():
        if row >= header_row or cell.kind is not CellKind.TEXT:
            continue
        text = clean_text(cell.text)
        if not comparison_key(text).startswith(beginning):
            continue
        code = _CODE_OF_UNIT.search(text)
        if code is None or code[1].strip().casefold() != identity.unit.casefold():
            facts = {"text": text[:100], "unit": identity.unit}
            reading.met(ObstacleKind.OTHER_UNIT_NAMED, sheet.name, cell.coordinate, row, facts)
        return
