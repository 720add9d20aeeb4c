"""Review workbooks, filled in with openpyxl the way a reviewer does with Excel."""

import io
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.checks.context import Context
from cds_rank.checks.reviews import Reported, check_reviews, reported_by
from cds_rank.forms.review_contents import ReviewRow
from cds_rank.forms.review_workbook import build_review
from cds_rank.model import review_layout as layout
from cds_rank.model.finding import Finding
from cds_rank.model.form_layout import META_SHEET, PROPERTY_PREFIX
from cds_rank.model.observation import Observation
from cds_rank.model.review import Review
from cds_rank.reading.reviews import read_review_bytes
from cds_rank.reading.submissions import read_bytes
from tests.checks import forms
from tests.checks.forms import PERIOD

HEADINGS = {column.key: column.heading for column in layout.REVIEW_COLUMNS}
SHEET = layout.REVIEW_SHEET
REASON = "Quyết định ban hành sau kỳ đánh giá"
AGREED, ADJUSTED, REJECTED, PENDING = layout.VERDICT_LABELS
NO_EVIDENCE, WRONG_EVIDENCE = tuple(layout.CAUSE_LABELS)[:2]


@lru_cache
def reported(senders: tuple[str, ...] = ("SYT", "STC", "132")) -> Reported:
    """Give what units report whose forms are filled in as asked."""
    context = forms.context_of()
    return reported_in({f"{code}.xlsx": forms.filled(code) for code in senders}, context)


def reported_in(files: Mapping[str, bytes], context: Context) -> Mapping[tuple[str, str], Observation]:
    read = [read_bytes(data, name, context.indicator_set) for name, data in files.items()]
    return reported_by(read, context)


@lru_cache
def blank(
    units: tuple[str, ...] = ("SYT", "STC", "132"), indicators: tuple[str, ...] = (), *, plain: bool = True
) -> bytes:
    """Give a review workbook in which nothing is decided.

    indicators: only these; empty: all that apply. plain: without guide, drop-downs and tints, which takes half as
    long to open.
    """
    context = forms.context_of()
    told = reported()
    rows = [
        ReviewRow(context.unit_list.by_code[unit], indicator, told.get((unit, indicator.code)))
        for unit in units
        for indicator in context.indicator_set.indicators_for(context.unit_list.by_code[unit].group)
        if not indicators or indicator.code in indicators
    ]
    data = build_review(context.indicator_set, context.set_digest, PERIOD, rows, "Tất cả")
    if not plain:
        return data
    paper = ReviewPaper(data)
    del paper.workbook[layout.REVIEW_GUIDE_SHEET]
    paper.sheet.data_validations.dataValidation = []
    paper.sheet.conditional_formatting = ConditionalFormattingList()
    return paper.bytes()


class ReviewPaper:
    """A review workbook on a reviewer's screen."""

    def __init__(self, data: bytes | None = None) -> None:
        self.workbook: Workbook = load_workbook(io.BytesIO(blank() if data is None else data))

    @property
    def sheet(self) -> Worksheet:
        sheet = self.workbook[SHEET]
        assert isinstance(sheet, Worksheet)
        return sheet

    def heading(self, column: str) -> Cell:
        return next(
            cell
            for cell in self.sheet[layout.REVIEW_HEADER_ROW]
            if isinstance(cell, Cell) and cell.value == HEADINGS[column]
        )

    def row(self, unit: str, code: str) -> int:
        return next(
            number
            for number in range(layout.REVIEW_FIRST_ROW, self.sheet.max_row + 1)
            if (self.sheet.cell(number, 1).value, self.sheet.cell(number, 3).value) == (unit, code)
        )

    def cell(self, unit: str, code: str, column: str) -> Cell:
        cell = self.sheet.cell(self.row(unit, code), self.heading(column).column)
        assert isinstance(cell, Cell)
        return cell

    def put(self, unit: str, code: str, /, **typed: Any) -> str:
        """Type into a row's cells, by column; returns where the first one is, as a finding says it."""
        cells = [self.cell(unit, code, column) for column in typed]  # codes may be typed over: look first
        for cell, value in zip(cells, typed.values(), strict=True):
            cell.value = value
        return f"{SHEET}!{cells[0].coordinate}"

    def place(self, unit: str, code: str, column: str) -> str:
        return f"{SHEET}!{self.cell(unit, code, column).coordinate}"

    def set_identity(self, key: str, value: str | None, *, in_properties: bool = True) -> None:
        """Change what the workbook says it is; None takes the entry away."""
        for row in self.workbook[META_SHEET].iter_rows():
            if row[0].value == key:
                row[1].value = value
                row[0].value = key if value is not None else None
        properties = self.workbook.custom_doc_props  # type: ignore[attr-defined]
        if in_properties and value is not None:
            properties[PROPERTY_PREFIX + key].value = value
        elif in_properties:
            del properties[PROPERTY_PREFIX + key]

    def bytes(self) -> bytes:
        saved = io.BytesIO()
        self.workbook.save(saved)
        return saved.getvalue()


Fill = Callable[[ReviewPaper], object]


def filled(*steps: Fill, data: bytes | None = None) -> bytes:
    """Give the bytes of a review workbook after some steps."""
    paper = ReviewPaper(data)
    for step in steps:
        step(paper)
    return paper.bytes()


def decides(unit: str, code: str, verdict: str | None, /, **typed: Any) -> Fill:
    """Decide on one figure; a rejection or adjustment comes with a reason unless another is given."""
    if verdict in {ADJUSTED, REJECTED}:
        typed = {"reason": REASON, **typed}
    if verdict == REJECTED:
        typed = {"cause": NO_EVIDENCE, **typed}
    return lambda paper: paper.put(unit, code, verdict=verdict, **typed)


def checked(
    files: Mapping[str, bytes], context: Context | None = None, told: Reported | None = None
) -> tuple[tuple[Review, ...], tuple[Finding, ...]]:
    """Read review workbooks in the order given and put them together."""
    context = context or forms.context_of()
    read = [read_review_bytes(data, name, context.indicator_set) for name, data in files.items()]
    return check_reviews(read, context, reported() if told is None else told)


def by_figure(reviews: Iterable[Review]) -> dict[tuple[str, str], Review]:
    return {(review.unit, review.indicator): review for review in reviews}
