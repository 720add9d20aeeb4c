"""The review workbook (phiếu thẩm định): pre-filled with what units reported, for reviewers to decide on."""

import datetime as dt
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from cds_rank.forms.lists import Lists
from cds_rank.forms.packing import reproducible_bytes
from cds_rank.forms.review_contents import (
    ALL_IN_ONE,
    WAYS_TO_SPLIT,
    FilledReview,
    ReviewContents,
    ReviewRow,
    parts_of,
)
from cds_rank.forms.review_guide import write_review_guide
from cds_rank.forms.review_sheet import write_review_sheet
from cds_rank.forms.words import period_words
from cds_rank.forms.workbook_parts import UNDATED, new_sheet, shortened, write_identity, write_properties
from cds_rank.model import review_layout as layout
from cds_rank.model.form_layout import LISTS_SHEET
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.period import Period
from cds_rank.model.text import ascii_words, file_code

__all__ = ["WAYS_TO_SPLIT", "FilledReview", "ReviewRow", "build_review", "parts_of", "review_file_name"]

_CODE_COLUMNS = "AC"  # the unit's and the indicator's


def build_review(
    indicator_set: IndicatorSet,
    set_digest: str,
    period: Period,
    rows: Sequence[ReviewRow],
    part: str,
    *,
    created_at: dt.datetime | None = None,
    illustrative: bool = False,
    filled: Mapping[tuple[str, str], FilledReview] | None = None,
) -> bytes:
    """Build the workbook in which reviewers decide on reported figures; same arguments, same bytes.

    rows: at least one, those of a unit one after the other. part: what they are, as `parts_of` names it.
    illustrative: the figures are invented, and it says so. filled: what is decided already, by unit and indicator;
    decisions on other rows than these are passed over.
    Raises ValueError when there is no row.
    """
    if not rows:
        raise ValueError("a review workbook without a row")
    contents = ReviewContents(indicator_set, period, tuple(rows), part, filled or {}, illustrative)
    identity = layout.ReviewIdentity(
        kind=layout.REVIEW_KIND,
        set_id=indicator_set.id,
        set_version=indicator_set.version,
        set_digest=set_digest,
        period=period.text,
        part=part,
        form_version=layout.REVIEW_VERSION,
        illustrative=illustrative,
    )
    workbook = Workbook()
    guide = workbook.worksheets[0]
    guide.title = layout.REVIEW_GUIDE_SHEET
    write_review_guide(guide, contents)
    lists = Lists()
    row_below, table = write_review_sheet(new_sheet(workbook, layout.REVIEW_SHEET), contents, lists)
    lists.write(workbook, new_sheet(workbook, LISTS_SHEET))
    workbook.active = guide
    write_identity(workbook, layout.review_entries(identity))
    title = f"Phiếu thẩm định số liệu – {contents.part_words} – {period_words(period)}"
    write_properties(workbook, title, indicator_set.name.vi)
    workbook.security = WorkbookProtection(lockStructure=True)
    return reproducible_bytes(
        workbook,
        created_at or UNDATED,
        (layout.REVIEW_SHEET,),
        code_columns=_CODE_COLUMNS,
        rows_above={(layout.REVIEW_SHEET, row_below): table},
    )


def review_file_name(set_id: str, period: Period, part: str) -> str:
    """Return a file name: what it is, the part, the set and the period, in ASCII and safe on Windows.

    Different parts get different names (as long as they differ in more than case).
    """
    name = ascii_words(part).lower() if part == ALL_IN_ONE else file_code(part)
    return "_".join(("tham-dinh", name, shortened(ascii_words(set_id)), period.text)) + ".xlsx"
