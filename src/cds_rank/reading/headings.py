"""The header row of the data sheet: where it is, and which column stands where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cds_rank.model import form_layout as layout
from cds_rank.model.observation import ObstacleKind
from cds_rank.model.spelling import clean_text, comparison_key
from cds_rank.reading.collecting import Reading
from cds_rank.reading.ooxml import Cell, CellKind, Sheet

_HEADINGS = {comparison_key(column.heading): column.key for column in layout.COLUMNS}
_KEYS = {column.key: comparison_key(column.heading) for column in layout.COLUMNS}
_ALSO_WRITTEN = {
    "dvt": "unit_of_measure",
    "don vi": "unit_of_measure",
    "ma so": "code",
    "ma chi tieu": "code",
    "ten chi tieu": "name",
    "noi dung": "name",
    "so lieu": "value",
    "ket qua": "value",
    "minh chung": "evidence",
    "tai lieu minh chung": "evidence",
    "ghi chu": "explanation",
    "ly do": "explanation",
}
"""Other words that offices use for a column; they count only where the form's own heading is missing."""
_ROWS_SEARCHED = 200  # rows with content; a form has seven above its table
_MOST_CANDIDATES = 60
_FEWEST_HEADINGS = 3  # a row with fewer known headings is no header row
_LONGEST_HEADING = 40  # characters; ours have at most 20
_ALIKE, _CLEARLY = 0.75, 0.15  # how like a heading has to be, and how much more than like any other


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: its number, and the column of each known heading by its key.

    others: headings that are not the form's, by column. first: the first heading's cell.
    """

    row: int
    columns: Mapping[str, int]
    others: Mapping[int, Cell]


def read_header(sheet: Sheet, expected: Sequence[layout.Column], reading: Reading) -> Header | None:
    """Find the header row and its columns; None, with the obstacles that say why, when one is missing."""
    found = _best_row(sheet)
    if found is None:
        reading.met(ObstacleKind.HEADER_NOT_FOUND, sheet.name)
        return None
    row, cells = found
    places: dict[str, list[Cell]] = {}
    others: dict[int, Cell] = {}
    for cell in cells:
        key = _heading_key(cell)
        if key is not None:
            places.setdefault(key, []).append(cell)
        elif clean_text(cell.text):
            others[cell.column] = cell
    missing = [column for column in expected if column.key not in places]
    if missing and _is_split(sheet, row, missing):
        reading.met(ObstacleKind.HEADING_SPLIT, sheet.name, cells[0].coordinate, row)
        return None
    complete = True
    for column in missing:
        meant = _reworded(column, missing, others.values())
        if meant is None:
            facts = {"column": column.key}
            reading.met(ObstacleKind.COLUMN_MISSING, sheet.name, f"A{row}", row, facts)
            complete = False
            continue
        del others[meant.column]
        places[column.key] = [meant]
        facts = {"column": column.key, "text": clean_text(meant.text)[:60], "suggestion": column.heading}
        reading.met(ObstacleKind.HEADING_REWORDED, sheet.name, meant.coordinate, row, facts)
    for column in expected:
        if len(twice := places.get(column.key, [])) > 1:
            facts = {"column": column.key, "cells": ", ".join(cell.coordinate for cell in twice)}
            reading.met(ObstacleKind.COLUMN_TWICE, sheet.name, twice[1].coordinate, row, facts)
            complete = False
    if not complete:
        return None
    columns = {key: cells[0].column for key, cells in places.items()}
    in_order = [column.key for column in layout.COLUMNS if column.key in columns]
    if sorted(columns, key=columns.__getitem__) != in_order:
        reading.met(ObstacleKind.COLUMN_ORDER, sheet.name, cells[0].coordinate, row)
    return Header(row, columns, others)


def _best_row(sheet: Sheet) -> tuple[int, list[Cell]] | None:
    best: tuple[int, int, list[Cell]] | None = None
    for row, cells in islice(sheet.rows(), _ROWS_SEARCHED):
        known = sum(_heading_key(cell) is not None for cell in cells)
        if known >= _FEWEST_HEADINGS and (best is None or known > best[0]):
            best = (known, row, cells)
    return None if best is None else (best[1], best[2])


def _heading_key(cell: Cell) -> str | None:
    if cell.kind is not CellKind.TEXT or len(cell.text) > _LONGEST_HEADING:
        return None
    return _HEADINGS.get(comparison_key(cell.text))


def is_heading(cell: Cell) -> bool:
    """Tell whether a cell says one of the form's headings."""
    return _heading_key(cell) is not None


def _is_split(sheet: Sheet, row: int, missing: Sequence[layout.Column]) -> bool:
    """Tell whether the missing headings stand in the row above or below: a heading of two rows."""
    wanted = {column.key for column in missing}
    beside = [
        cell
        for (at, _), cell in sheet.cells.items()
        if at in (row - 1, row + 1) and cell.kind is CellKind.TEXT
    ]
    return wanted <= {_heading_key(cell) for cell in beside}


def _reworded(column: layout.Column, missing: Sequence[layout.Column], others: Iterable[Cell]) -> Cell | None:
    """Find the one strange heading that is clearly meant for a missing column."""
    candidates = [
        cell
        for cell in islice(others, _MOST_CANDIDATES)
        if cell.kind is CellKind.TEXT and len(cell.text) <= 3 * _LONGEST_HEADING
    ]
    ranked = sorted(candidates, key=lambda cell: -_likeness(cell, column.key))
    if not ranked or _likeness(ranked[0], column.key) < _ALIKE:
        return None
    best = ranked[0]
    rivals = [_likeness(best, other.key) for other in missing if other is not column]
    rivals += [_likeness(cell, column.key) for cell in ranked[1:]]
    return best if _likeness(best, column.key) - max(rivals, default=0.0) >= _CLEARLY else None


def _likeness(cell: Cell, column: str) -> float:
    from difflib import SequenceMatcher  # only when something is wrong: it is slow to import

    typed, wanted = comparison_key(cell.text), _KEYS[column]
    if _ALSO_WRITTEN.get(typed) == column:
        return 0.95
    if typed.startswith((f"{wanted} ", f"{wanted}(", f"{wanted}:")):
        return 0.95
    as_written = SequenceMatcher(None, typed, wanted).ratio()
    words = " ".join(sorted(typed.split())), " ".join(sorted(wanted.split()))
    return max(as_written, SequenceMatcher(None, *words).ratio())  # "Số tử" for "Tử số"
