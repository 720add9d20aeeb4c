"""The header row of a table: where it is, and which column stands where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cds_rank.model import form_layout as layout
from cds_rank.model.observation import ObstacleKind
from cds_rank.model.spelling import clean_text, comparison_key
from cds_rank.reading.collecting import Reading
from cds_rank.reading.ooxml import Cell, CellKind, Sheet

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


class Headings:
    """The headings that a table of ours has, and how a cell's text is held against them.

    columns: every column there can be, in order. also_written: other words for a column's heading, by their
    comparison key. told_by_key: whether findings name a column by its key, which the wording knows, or by its heading.
    """

    def __init__(
        self, columns: Sequence[layout.Column], also_written: Mapping[str, str], *, told_by_key: bool
    ) -> None:
        self.columns = columns
        self.also_written = also_written
        self.keys = {comparison_key(column.heading): column.key for column in columns}
        self.wanted = {column.key: comparison_key(column.heading) for column in columns}
        self._told_by_key = told_by_key

    def key_of(self, cell: Cell) -> str | None:
        """Return the key of the column whose heading a cell says."""
        if cell.kind is not CellKind.TEXT or len(cell.text) > _LONGEST_HEADING:
            return None
        return self.keys.get(comparison_key(cell.text))

    def told(self, column: layout.Column) -> str:
        """Return what a finding calls a column."""
        return column.key if self._told_by_key else column.heading


FORM_HEADINGS = Headings(layout.COLUMNS, _ALSO_WRITTEN, told_by_key=True)


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: its number, and the column of each known heading by its key.

    others: headings that are not the form's, by column. first: the first heading's cell.
    """

    row: int
    columns: Mapping[str, int]
    others: Mapping[int, Cell]


def read_header(
    sheet: Sheet, expected: Sequence[layout.Column], reading: Reading, headings: Headings = FORM_HEADINGS
) -> Header | None:
    """Find the header row and its columns; None, with the obstacles that say why, when one is missing."""
    found = _best_row(sheet, headings)
    if found is None:
        reading.met(ObstacleKind.HEADER_NOT_FOUND, sheet.name)
        return None
    row, cells = found
    places: dict[str, list[Cell]] = {}
    others: dict[int, Cell] = {}
    for cell in cells:
        key = headings.key_of(cell)
        if key is not None:
            places.setdefault(key, []).append(cell)
        elif clean_text(cell.text):
            others[cell.column] = cell
    missing = [column for column in expected if column.key not in places]
    if missing and _is_split(sheet, row, missing, headings):
        reading.met(ObstacleKind.HEADING_SPLIT, sheet.name, cells[0].coordinate, row)
        return None
    complete = True
    for column in missing:
        meant = _reworded(column, missing, others.values(), headings)
        if meant is None:
            facts = {"column": headings.told(column)}
            reading.met(ObstacleKind.COLUMN_MISSING, sheet.name, f"A{row}", row, facts)
            complete = False
            continue
        del others[meant.column]
        places[column.key] = [meant]
        facts = {
            "column": headings.told(column),
            "text": clean_text(meant.text)[:60],
            "suggestion": column.heading,
        }
        reading.met(ObstacleKind.HEADING_REWORDED, sheet.name, meant.coordinate, row, facts)
    for column in expected:
        if len(twice := places.get(column.key, [])) > 1:
            facts = {"column": headings.told(column), "cells": ", ".join(cell.coordinate for cell in twice)}
            reading.met(ObstacleKind.COLUMN_TWICE, sheet.name, twice[1].coordinate, row, facts)
            complete = False
    if not complete:
        return None
    columns = {key: cells[0].column for key, cells in places.items()}
    in_order = [column.key for column in headings.columns if column.key in columns]
    if sorted(columns, key=columns.__getitem__) != in_order:
        reading.met(ObstacleKind.COLUMN_ORDER, sheet.name, cells[0].coordinate, row)
    return Header(row, columns, others)


def _best_row(sheet: Sheet, headings: Headings) -> tuple[int, list[Cell]] | None:
    best: tuple[int, int, list[Cell]] | None = None
    for row, cells in islice(sheet.rows(), _ROWS_SEARCHED):
        known = sum(headings.key_of(cell) is not None for cell in cells)
        if known >= _FEWEST_HEADINGS and (best is None or known > best[0]):
            best = (known, row, cells)
    return None if best is None else (best[1], best[2])


def is_heading(cell: Cell) -> bool:
    """Tell whether a cell says one of the form's headings."""
    return FORM_HEADINGS.key_of(cell) is not None


def _is_split(sheet: Sheet, row: int, missing: Sequence[layout.Column], headings: Headings) -> bool:
    """Tell whether the missing headings stand in the row above or below: a heading of two rows."""
    wanted = {column.key for column in missing}
    beside = [
        cell
        for (at, _), cell in sheet.cells.items()
        if at in (row - 1, row + 1) and cell.kind is CellKind.TEXT
    ]
    return wanted <= {headings.key_of(cell) for cell in beside}


def _reworded(
    column: layout.Column, missing: Sequence[layout.Column], others: Iterable[Cell], headings: Headings
) -> Cell | None:
    """Find the one strange heading that is clearly meant for a missing column."""
    candidates = [
        cell
        for cell in islice(others, _MOST_CANDIDATES)
        if cell.kind is CellKind.TEXT and len(cell.text) <= 3 * _LONGEST_HEADING
    ]
    ranked = sorted(candidates, key=lambda cell: -_likeness(cell, column.key, headings))
    if not ranked or _likeness(ranked[0], column.key, headings) < _ALIKE:
        return None
    best = ranked[0]
    rivals = [_likeness(best, other.key, headings) for other in missing if other is not column]
    rivals += [_likeness(cell, column.key, headings) for cell in ranked[1:]]
    return best if _likeness(best, column.key, headings) - max(rivals, default=0.0) >= _CLEARLY else None


def _likeness(cell: Cell, column: str, headings: Headings) -> float:
    from difflib import SequenceMatcher  # only when something is wrong: it is slow to import

    typed, wanted = comparison_key(cell.text), headings.wanted[column]
    if headings.also_written.get(typed) == column:
        return 0.95
    if typed.startswith((f"{wanted} ", f"{wanted}(", f"{wanted}:")):
        return 0.95
    as_written = SequenceMatcher(None, typed, wanted).ratio()
    words = " ".join(sorted(typed.split())), " ".join(sorted(wanted.split()))
    return max(as_written, SequenceMatcher(None, *words).ratio())  # "Số tử" for "Tử số"
