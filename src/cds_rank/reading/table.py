"""The rows below the header: each cell as typed, with its place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.observation import NumberRemark, ObservationStatus, ObstacleKind, SubmittedRow
from cds_rank.model.similarity import nearest
from cds_rank.model.spelling import RUN_MARK, clean_text, comparison_key
from cds_rank.model.text import CODE_PATTERN
from cds_rank.model.text_remark import TextRemark, TextRemarkKind
from cds_rank.reading.collecting import FAR_COLUMNS, Reading
from cds_rank.reading.headings import Header, is_heading
from cds_rank.reading.numbers import number_in_cell, number_in_text
from cds_rank.reading.ooxml import Cell, CellKind, Sheet, column_letters
from cds_rank.reading.text_remarks import remarks_on

_NUMBER_COLUMNS = ("numerator", "denominator", "value", "points", "verified_points")
_TEXT_COLUMNS = ("name", "unit_of_measure", "status", "evidence", "explanation")
_STATUS_BY_KEY = {comparison_key(label): status for label, status in layout.STATUS_LABELS.items()}
_MEANS_A_FIGURE = frozenset(NumberRemark) - {
    NumberRemark.NOT_A_NUMBER,
    NumberRemark.TICK_OR_WORD,
    NumberRemark.PLACEHOLDER,
    NumberRemark.UNIT_IN_CELL,
    NumberRemark.DATE_AS_TEXT,
}
_UNTOLD = {CellKind.ERROR: TextRemarkKind.ERROR_VALUE, CellKind.EMPTY: TextRemarkKind.NOT_CALCULATED}
_FEWEST_WORDS_OF_A_NOTE = 3
_FEWEST_HEADINGS = 3
_NUMBERING_BELOW = 2  # rows below the headings in which circulars number the columns: (1) (2) (3)=(1)/(2)
_COLUMN_NUMBER = re.compile(r"\(?[0-9A-Z]{1,2}\)?(?:\s*=[\s()0-9A-Z/*x+:-]{1,20})?", re.ASCII)
LONGEST_TEXT = 8000


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


class Table:
    """The rows below the header, cell by cell."""

    def __init__(self, sheet: Sheet, header: Header, indicator_set: IndicatorSet, reading: Reading) -> None:
        self.sheet = sheet
        self.header = header
        self.columns = header.columns
        self.letters = {key: column_letters(column) for key, column in self.columns.items()}
        self.indicator_set = indicator_set
        self._branches = indicator_set.nodes.keys() - indicator_set.indicators.keys()
        self.reading = reading
        row_numbers = [row for row, _ in sheet.rows()]
        self.merged_rows = {
            key: _merged_rows(sheet, column, row_numbers) for key, column in self.columns.items()
        }

    def rows(self) -> Iterator[SubmittedRow]:
        """Give the rows that stand for an indicator; what else has content becomes an obstacle."""
        unread: dict[int, Cell] = {}
        known = frozenset(self.columns.values())
        for row, cells in self.sheet.rows():
            if row <= self.header.row:
                continue
            by_column = {cell.column: cell for cell in cells}
            here = {key: by_column[column] for key, column in self.columns.items() if column in by_column}
            code = here.get("code")
            if self._is_furniture(row, code, cells):
                continue
            figures = [here[key] for key in _NUMBER_COLUMNS if key in here and _is_figure(here[key])]
            if code is None or not clean_text(code.text):
                if figures:
                    place, facts = figures[0].coordinate, {"row": str(row)}
                    self.reading.met(ObstacleKind.FIGURES_WITHOUT_CODE, self.sheet.name, place, row, facts)
                continue
            if not figures and clean_text(code.text) in self._branches:
                continue  # a numeral put before a pillar's title
            if not figures and self._is_note(code):
                facts = {"text": clean_text(code.text)[:80]}
                self.reading.met(ObstacleKind.NOTE_OUTSIDE, self.sheet.name, code.coordinate, row, facts)
                continue
            for column in by_column.keys() - known - unread.keys():
                unread[column] = by_column[column]
            yield self._row(row, code, here)
        self._report_unread(unread)

    def _is_furniture(self, row: int, code: Cell | None, cells: Sequence[Cell]) -> bool:
        """Tell whether a row is the headings once more, or the line below them that numbers the columns."""
        if code is not None and is_heading(code):
            return sum(is_heading(cell) for cell in cells) >= _FEWEST_HEADINGS
        if row > self.header.row + _NUMBERING_BELOW:
            return False
        texts = [clean_text(cell.text) for cell in cells if clean_text(cell.text)]
        return len(texts) >= _FEWEST_HEADINGS and all(map(_COLUMN_NUMBER.fullmatch, texts))

    def _is_note(self, code: Cell) -> bool:
        text = clean_text(code.text)
        if code.kind is not CellKind.TEXT or text in self.indicator_set.indicators:
            return False
        if len(text.split()) >= _FEWEST_WORDS_OF_A_NOTE:
            return True
        return not re.fullmatch(CODE_PATTERN, text) and not nearest(text, self.indicator_set.indicators)

    def _report_unread(self, unread: Mapping[int, Cell]) -> None:
        for column, cell in sorted(unread.items()):
            if not clean_text(cell.text) or column > max(self.columns.values()) + FAR_COLUMNS:
                continue
            heading = self.header.others.get(column)
            facts = {"letters": column_letters(column), "text": clean_text(cell.text)[:60]}
            if heading is None:
                self.reading.met(
                    ObstacleKind.HEADING_BLANK, self.sheet.name, cell.coordinate, cell.row, facts
                )
            else:
                facts["heading"] = clean_text(heading.text)[:60]
                self.reading.met(
                    ObstacleKind.UNKNOWN_COLUMN, self.sheet.name, heading.coordinate, heading.row, facts
                )

    def _row(self, row: int, code_cell: Cell, here: Mapping[str, Cell]) -> SubmittedRow:
        code = clean_text(code_cell.text)
        indicator = self.indicator_set.indicators.get(code)
        asks_answer = indicator is not None and indicator.input in {InputKind.YES_NO, InputKind.CHOICE}
        texts = {
            key: clean_text(here[key].text)
            for key in _TEXT_COLUMNS
            if key in here and here[key].kind is not CellKind.ERROR
        }
        if asks_answer and "value" in here:
            texts["answer"] = clean_text(here["value"].text)
        numbers = {
            key: number_in_cell(here[key], percent=key == "value" and asks_percent(indicator))
            for key in _NUMBER_COLUMNS
            if key in here
            and has_content(here[key])
            and not (asks_answer and key == "value" and _is_told(here[key]))
        }
        cells = {key: f"{letters}{row}" for key, letters in self.letters.items()}
        remarks = _text_remarks(here, indicator, asks_answer=asks_answer)
        is_told = indicator is None or any(r.kind is TextRemarkKind.LEGACY for r in remarks.get("status", ()))
        checked = self._checked(row, code, texts | {"status": ""} if is_told else texts, cells)
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
            text_remarks=remarks,
        )

    def _checked(self, row: int, code: str, texts: Mapping[str, str], cells: Mapping[str, str]) -> _RowTexts:
        kept = dict(texts)
        for _ in range(2):  # what is refused is reported and left out; the rest of the row stays
            try:
                return _RowTexts.model_validate(kept)
            except ValidationError as error:
                for detail in error.errors(include_url=False):
                    key = str(detail["loc"][0])
                    self._refused(detail["type"], (row, code), key, kept[key], cells[key])
                    kept[key] = "" if key == "status" else kept[key][:LONGEST_TEXT]
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


def _text_remarks(
    here: Mapping[str, Cell], indicator: Indicator | None, *, asks_answer: bool
) -> dict[str, tuple[TextRemark, ...]]:
    locked = {indicator.name.vi, indicator.unit_of_measure.vi, indicator.code} if indicator else set()
    found: dict[str, tuple[TextRemark, ...]] = {}
    for key in ("code", *_TEXT_COLUMNS, *(("value",) if asks_answer else ())):
        cell = here.get(key)
        if cell is None or cell.text in locked:
            continue
        if cell.kind in _UNTOLD and key in {"evidence", "explanation"}:
            found[key] = (TextRemark(_UNTOLD[cell.kind], cell.text),)
        if cell.kind is not CellKind.TEXT:
            continue
        if remarks := remarks_on(cell.text.replace(RUN_MARK, "")):  # m² with a raised 2 is no oddity
            found[key] = remarks
    return found


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


def asks_percent(indicator: Indicator | None) -> bool:
    """Tell whether an indicator's value is a percentage on the scale 0 to 100."""
    return indicator is not None and indicator.unit_of_measure.vi.lstrip().startswith("%")


def _is_told(answer: Cell) -> bool:
    return answer.kind is not CellKind.EMPTY  # a formula that was never calculated tells nothing


def _is_figure(cell: Cell) -> bool:
    """Tell whether a cell holds something that may be meant as a figure: not words, not the line of signatures."""
    if cell.kind is not CellKind.TEXT:
        return True
    return has_content(cell) and bool(_MEANS_A_FIGURE.intersection(number_in_text(cell.text).remarks))


def has_content(cell: Cell) -> bool:
    """Tell whether somebody can have typed something into a cell."""
    if cell.kind is not CellKind.TEXT:
        return True
    # A formula such as the template's own gives "" while its inputs are empty: nothing was reported. Nor by a blank
    # that nobody sees.
    return bool(clean_text(cell.text))
