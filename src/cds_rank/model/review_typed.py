"""A review workbook as it was typed: interpreted, not judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cds_rank.model.observation import InputFile, Obstacle, TypedNumber
from cds_rank.model.review import Cause, Verdict
from cds_rank.model.review_layout import ReviewIdentity


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row of a review workbook: whose figure, and what a reviewer typed beside it.

    unit, code: of the unit and the indicator, trimmed; "" where left empty.
    verdict, cause: what the list says of the typed text; None where nothing, or nothing of the list, was typed.
    numbers: by column (numerator, denominator, value, points); only cells in which somebody typed something.
    texts: by column (verdict, answer, cause, reason, reviewer, mark), in NFC, trimmed; "answer" is what was typed
    in the column "value" where the indicator asks for one, and option the code of that answer.
    cells: the coordinate of each of the row's columns ("verdict": "N8"), with content or not.
    printed: by column (reported_numerator, reported_denominator, reported_value, self_points, evidence), what the
    workbook says that the unit reported; numbers as the file has them.
    merged, not_calculated: columns of the reviewer's that are merged with other rows' cells, and those of words that
    hold a formula without a result: what is decided there cannot be told.
    """

    row: int
    unit: str
    code: str
    code_is_number: bool
    verdict: Verdict | None
    cause: Cause | None
    numbers: Mapping[str, TypedNumber]
    texts: Mapping[str, str]
    option: str | None
    cells: Mapping[str, str]
    merged: frozenset[str] = frozenset()
    not_calculated: frozenset[str] = frozenset()
    printed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadReview:
    """What became of one file given as a review workbook.

    identity: None where the file does not say that it is a review. sheet: "" when no row could be read.
    """

    file: InputFile
    identity: ReviewIdentity | None
    sheet: str
    rows: tuple[ReviewRow, ...]
    obstacles: tuple[Obstacle, ...]
