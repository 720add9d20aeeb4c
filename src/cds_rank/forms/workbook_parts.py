"""What every workbook of ours has: its identity in two places, its properties, a name that any system can hold."""

import datetime as dt
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style
from cds_rank.model import form_layout as layout
from cds_rank.wording.cell_text import clean, clip

UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LONGEST_PART = 48  # characters of a part of the file name
_LONGEST_PROPERTY = 255


def new_sheet(workbook: Workbook, title: str) -> Worksheet:
    """Add a sheet at the end."""
    sheet = workbook.create_sheet(title)
    assert isinstance(sheet, Worksheet)
    return sheet


def write_identity(workbook: Workbook, entries: Mapping[str, str]) -> None:
    """Write what a workbook says it is, on a very hidden sheet and as document properties."""
    # In two places: LibreOffice and people lose now one, now the other.
    sheet = new_sheet(workbook, layout.META_SHEET)
    for row, (key, value) in enumerate(entries.items(), start=1):
        for column, text in enumerate((key, value), start=1):
            cell = style.cell_at(sheet, row, column)
            style.put_text(cell, text)
            cell.number_format = "@"
        workbook.custom_doc_props.append(  # type: ignore[attr-defined]  # the stubs do not know it
            StringProperty(name=layout.PROPERTY_PREFIX + key, value=clean(value))
        )
    style.set_widths(sheet, (18, 70))
    style.protect(sheet)
    sheet.sheet_state = "veryHidden"


def write_properties(workbook: Workbook, title: str, subject: str) -> None:
    """Write the document properties that file managers show."""
    properties = workbook.properties
    properties.title = clip(style.one_line(title), _LONGEST_PROPERTY)
    properties.subject = clip(style.one_line(subject), _LONGEST_PROPERTY)
    properties.creator = "cds-rank"
    properties.language = "vi-VN"


def shortened(text: str) -> str:
    """Cut a part of a file's name to a length that fits, between words where it can."""
    if len(text) <= _LONGEST_PART:
        return text
    cut = text[: _LONGEST_PART + 1]
    return (cut.rsplit("-", 1)[0] if "-" in cut else cut[:_LONGEST_PART]).strip("-._")
