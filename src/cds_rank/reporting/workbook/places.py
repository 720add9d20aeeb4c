"""Addresses of inputs and scores, as those need them who open a workbook and look something up."""

from collections.abc import Mapping
from dataclasses import dataclass

from cds_rank.model.observation import ObservationStatus


@dataclass(frozen=True, slots=True)
class InputCells:
    """One figure's row of the sheet of inputs; an address is empty where the indicator has no such cell.

    row: as Excel counts. status to earlier: what may be changed; applies to attainable: what is worked out;
    check: why the row would be refused.
    """

    sheet: str
    row: int
    status: str
    numerator: str
    denominator: str
    value: str
    answer: str
    given: str
    earlier: str
    applies: str
    measured: str
    used: str
    share: str
    earned: str
    attainable: str
    check: str


@dataclass(frozen=True, slots=True)
class NodeCells:
    """Points of one unit at one node above indicators."""

    sheet: str
    earned: str
    attainable: str


@dataclass(frozen=True, slots=True)
class RankCells:
    """A scored unit's place in the ranking; level is empty without levels."""

    sheet: str
    rank: str
    score: str
    level: str


@dataclass(frozen=True, slots=True)
class FixedCell:
    """A cell that holds a value where a formula would not come to it: whose, of what, where, and why."""

    sheet: str
    cell: str
    unit: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where a workbook's inputs and scores stand, by unit and indicator or node."""

    inputs: Mapping[tuple[str, str], InputCells]
    nodes: Mapping[tuple[str, str], NodeCells]
    rankings: Mapping[str, RankCells]
    status_words: Mapping[ObservationStatus, str]
    answer_words: Mapping[str, Mapping[str, str]]
    exceptions: tuple[FixedCell, ...]
