"""From a workbook to a submission: who it is from, its rows as typed, and the observations they make.

Reading interprets and never judges: what is odd becomes a remark on a number or an obstacle with its place,
and `checks` says how much it matters.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.observation import (
    FormIdentity,
    InputFile,
    ObservationStatus,
    Obstacle,
    ObstacleKind,
    Origin,
    ReadFile,
    Submission,
    SubmittedRow,
)
from cds_rank.reading.numbers import number_in_cell
from cds_rank.reading.observations import observations_of
from cds_rank.reading.ooxml import (
    Cell,
    CellKind,
    Sheet,
    UnreadableWorkbook,
    Workbook,
    column_letters,
    open_workbook,
)
from cds_rank.model.spelling import clean_text, comparison_key

_NUMBER_COLUMNS = ("numerator", "denominator", "value", "points", "verified_points")
_TEXT_COLUMNS = ("name", "unit_of_measure", "status", "evidence", "explanation")
_STATUS_BY_KEY = {comparison_key(label): status for label, status in layout.STATUS_LABELS.items()}
_HEADINGS = {comparison_key(column.heading): column.key for column in layout.COLUMNS}
_FEWEST_HEADINGS = 3  # a row with fewer known headings is no header row
LONGEST_TEXT = 8000
_LONGEST_HEADING = 40  # characters; ours have at most 20


def _status(value: str) -> ObservationStatus | None:
    if not value:
        return None
    status = _STATUS_BY_KEY.get(comparison_key(value))
    if status is None:
        raise PydanticCustomError("not_in_list", "{value} is not a status", {"value": value})
    return status


class _RowTexts(BaseModel):
    """The texts of a row, checked: what a drop-down allows, and how long a text may be."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    status: Annotated[ObservationStatus | None, BeforeValidator(_status)] = None
    evidence: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    explanation: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""


@dataclass
class _Reading:
    """What is collected while one file is read."""

    file: InputFile
    obstacles: list[Obstacle] = field(default_factory=list)

    def met(
        self,
        kind: ObstacleKind,
        sheet: str = "",
        cell: str = "",
        row: int = 0,
        facts: Mapping[str, str] | None = None,
        indicator: str = "",
    ) -> None:
        self.obstacles.append(
            Obstacle(kind, Origin(self.file.name, sheet, cell), facts or {}, row, indicator)
        )


def peek_identity(path: Path) -> FormIdentity | None:
    """Return what a workbook says it is, or None when it cannot be told; looks at as little as possible."""
    try:
        workbook = open_workbook(path)
        entries = _identity_in_properties(workbook) or _identity_in_sheet(workbook)
        return layout.identity_from(entries)
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
        reading = _Reading(InputFile(name, "", 0))
        reading.met(ObstacleKind.LOCKED)
        return ReadFile(reading.file, None, None, tuple(reading.obstacles))
    reading = _Reading(InputFile(name, hashlib.sha256(data).hexdigest(), len(data)))
    identity: FormIdentity | None = None
    submission: Submission | None = None
    try:
        workbook = open_workbook(data)
        identity = _read_identity(workbook, reading)
        if workbook.has_macros:
            reading.met(ObstacleKind.HAS_MACROS)
        if identity is not None and indicator_set is not None and identity.set_id == indicator_set.id:
            submission = _read_data(workbook, identity, indicator_set, reading)
    except UnreadableWorkbook as unreadable:
        facts = {key: str(value) for key, value in unreadable.facts.items()}
        reading.met(ObstacleKind(unreadable.cause.value), facts=facts)
    return ReadFile(reading.file, identity, submission, tuple(reading.obstacles))


def _identity_in_properties(workbook: Workbook) -> dict[str, str]:
    prefix = layout.PROPERTY_PREFIX
    return {
        key.removeprefix(prefix): value
        for key, value in workbook.properties.items()
        if key.startswith(prefix)
    }


def _identity_in_sheet(workbook: Workbook) -> dict[str, str]:
    if layout.META_SHEET not in workbook.sheet_names:
        return {}
    sheet = workbook.sheet(layout.META_SHEET)
    pairs = ((cells[0].text.strip(), cells[1].text.strip()) for _, cells in sheet.rows() if len(cells) > 1)
    return {key: value for key, value in pairs if key in layout.META_KEYS}


def _read_identity(workbook: Workbook, reading: _Reading) -> FormIdentity | None:
    in_properties, in_sheet = _identity_in_properties(workbook), _identity_in_sheet(workbook)
    if not in_properties and not in_sheet:
        reading.met(ObstacleKind.NOT_FROM_TEMPLATE)
        return None
    for key in layout.META_KEYS:
        both = in_properties.get(key), in_sheet.get(key)
        if in_properties and in_sheet and both[0] != both[1]:
            facts = {"field": key, "in_properties": both[0] or "", "in_sheet": both[1] or ""}
            reading.met(ObstacleKind.IDENTITY_DISAGREES, facts=facts)
            return None
    entries = in_sheet or in_properties
    try:
        return layout.identity_from(entries)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            key = str(detail["loc"][0])
            facts = {"field": key, "value": entries.get(key, "")[:100]}
            reading.met(ObstacleKind.IDENTITY_MALFORMED, facts=facts)
        return None


def _read_data(
    workbook: Workbook, identity: FormIdentity, indicator_set: IndicatorSet, reading: _Reading
) -> Submission | None:
    sheet = _data_sheet(workbook, reading)
    if sheet is None:
        return None
    header = _find_header(sheet)
    if header is None:
        reading.met(ObstacleKind.HEADER_NOT_FOUND, sheet.name)
        return None
    header_row, headings = header
    columns = _columns(sheet, header_row, headings, identity, indicator_set, reading)
    if columns is None:
        return None
    table = _Table(sheet, columns, indicator_set, reading)
    rows = tuple(table.rows(header_row))
    observations = observations_of(rows, identity, indicator_set, reading.file.name, sheet.name)
    return Submission(reading.file, identity, sheet.name, rows, observations)


def _data_sheet(workbook: Workbook, reading: _Reading) -> Sheet | None:
    wanted = layout.DATA_SHEET
    if wanted in workbook.sheet_names:
        return workbook.sheet(wanted)
    alike = [name for name in workbook.sheet_names if comparison_key(name) == comparison_key(wanted)]
    if len(alike) == 1:
        reading.met(ObstacleKind.SHEET_RENAMED, alike[0], facts={"found": alike[0], "sheet": wanted})
        return workbook.sheet(alike[0])
    facts = {"sheet": wanted, "sheets": ", ".join(workbook.sheet_names)}
    reading.met(ObstacleKind.SHEET_MISSING, facts=facts)
    return None


def _find_header(sheet: Sheet) -> tuple[int, list[Cell]] | None:
    best: tuple[int, int, list[Cell]] | None = None
    for row, cells in sheet.rows():
        known = [cell for cell in cells if _heading_key(cell) is not None]
        if len(known) >= _FEWEST_HEADINGS and (best is None or len(known) > best[0]):
            best = (len(known), row, known)
    return None if best is None else (best[1], best[2])


def _heading_key(cell: Cell) -> str | None:
    if cell.kind is not CellKind.TEXT or len(cell.text) > _LONGEST_HEADING:
        return None
    return _HEADINGS.get(comparison_key(cell.text))


def _columns(
    sheet: Sheet,
    header_row: int,
    headings: Iterable[Cell],
    identity: FormIdentity,
    indicator_set: IndicatorSet,
    reading: _Reading,
) -> dict[str, int] | None:
    found: dict[str, list[Cell]] = {}
    for cell in headings:
        found.setdefault(_heading_key(cell) or "", []).append(cell)
    expected = layout.columns_for(indicator_set.indicators_for(identity.group))
    complete = True
    for column in expected:
        places = found.get(column.key, [])
        if not places:
            reading.met(
                ObstacleKind.COLUMN_MISSING, sheet.name, f"A{header_row}", header_row, {"column": column.key}
            )
            complete = False
        elif len(places) > 1:
            cells = ", ".join(cell.coordinate for cell in places)
            facts = {"column": column.key, "cells": cells}
            reading.met(ObstacleKind.COLUMN_TWICE, sheet.name, places[1].coordinate, header_row, facts)
            complete = False
    return {key: places[0].column for key, places in found.items()} if complete else None


class _Table:
    """The rows below the header, cell by cell."""

    def __init__(
        self, sheet: Sheet, columns: Mapping[str, int], indicator_set: IndicatorSet, reading: _Reading
    ) -> None:
        self.sheet = sheet
        self.columns = columns
        self.letters = {key: column_letters(column) for key, column in columns.items()}
        self.indicator_set = indicator_set
        self.reading = reading
        row_numbers = [row for row, _ in sheet.rows()]
        self.merged_rows = {key: _merged_rows(sheet, column, row_numbers) for key, column in columns.items()}

    def rows(self, header_row: int) -> Iterator[SubmittedRow]:
        for row, cells in self.sheet.rows():
            if row <= header_row:
                continue
            by_column = {cell.column: cell for cell in cells}
            here = {key: by_column[column] for key, column in self.columns.items() if column in by_column}
            code = here.get("code")
            if code is not None and clean_text(code.text):
                yield self._row(row, code, here)
            elif figures := [here[key] for key in _NUMBER_COLUMNS if key in here]:
                place = figures[0].coordinate
                self.reading.met(
                    ObstacleKind.FIGURES_WITHOUT_CODE, self.sheet.name, place, row, {"row": str(row)}
                )

    def _row(self, row: int, code_cell: Cell, here: Mapping[str, Cell]) -> SubmittedRow:
        code = clean_text(code_cell.text)
        indicator = self.indicator_set.indicators.get(code)
        asks_answer = indicator is not None and indicator.input in {InputKind.YES_NO, InputKind.CHOICE}
        texts = {key: clean_text(here[key].text) for key in _TEXT_COLUMNS if key in here}
        if asks_answer and "value" in here:
            texts["answer"] = clean_text(here["value"].text)
        numbers = {
            key: number_in_cell(here[key], percent=key == "value" and _asks_percent(indicator))
            for key in _NUMBER_COLUMNS
            if key in here
            and _has_content(here[key])
            and not (asks_answer and key == "value" and _is_told(here[key]))
        }
        cells = {key: f"{letters}{row}" for key, letters in self.letters.items()}
        checked = self._checked(row, code, texts, cells)
        return SubmittedRow(
            row=row,
            code=code,
            code_is_number=code_cell.kind is not CellKind.TEXT,
            numbers=numbers,
            texts=texts | {"evidence": checked.evidence, "explanation": checked.explanation},
            cells=cells,
            status=checked.status,
            formulas={key: cell.formula for key, cell in here.items() if cell.formula is not None},
            merged=frozenset(key for key in self.columns if row in self.merged_rows[key]),
            is_hidden=self.sheet.is_row_hidden(row),
        )

    def _checked(self, row: int, code: str, texts: Mapping[str, str], cells: Mapping[str, str]) -> _RowTexts:
        kept = dict(texts)
        for _ in range(2):  # what is refused is reported and left out; the rest of the row stays
            try:
                return _RowTexts.model_validate(kept)
            except ValidationError as error:
                for detail in error.errors(include_url=False):
                    key = str(detail["loc"][0])
                    self._refused(detail["type"], (row, code), key, kept.pop(key), cells[key])
        return _RowTexts()

    def _refused(self, problem: str, place: tuple[int, str], key: str, text: str, cell: str) -> None:
        row, code = place
        if problem == "not_in_list":
            choices = "\n".join(layout.STATUS_LABELS)
            facts = {"column": key, "text": text[:100], "choices": choices}
            self.reading.met(ObstacleKind.NOT_IN_LIST, self.sheet.name, cell, row, facts, code)
        else:
            facts = {"column": key, "length": str(len(text)), "limit": str(LONGEST_TEXT)}
            self.reading.met(ObstacleKind.TEXT_TOO_LONG, self.sheet.name, cell, row, facts, code)


def _merged_rows(sheet: Sheet, column: int, row_numbers: Sequence[int]) -> frozenset[int]:
    """Return the rows with content in which a column lies in a merged range.

    One pass over ranges and one over rows: a hostile sheet has ten thousands of both.
    """
    changes = [0] * (len(row_numbers) + 1)
    for merged in sheet.merged:
        if merged.first_column <= column <= merged.last_column:
            changes[bisect_left(row_numbers, merged.first_row)] += 1
            changes[bisect_right(row_numbers, merged.last_row)] -= 1
    return frozenset(row for row, depth in zip(row_numbers, accumulate(changes), strict=False) if depth)


def _asks_percent(indicator: Indicator | None) -> bool:
    return indicator is not None and indicator.unit_of_measure.vi.lstrip().startswith("%")


def _is_told(answer: Cell) -> bool:
    return answer.kind is not CellKind.EMPTY  # a formula that was never calculated tells nothing


def _has_content(cell: Cell) -> bool:
    if cell.kind is not CellKind.TEXT:
        return True
    # A formula such as the template's own gives "" while its inputs are empty: nothing was reported.
    return bool(cell.text.strip())
