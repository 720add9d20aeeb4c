"""The submission workbook (phiếu báo cáo): built for one unit and one period, ready to be sent out."""

import datetime as dt
import re
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style
from cds_rank.forms.contents import Figure, FormContents
from cds_rank.forms.data_sheet import write_data_sheet
from cds_rank.forms.guide_sheets import write_dictionary_sheet, write_guide_sheet
from cds_rank.forms.lists import Lists
from cds_rank.forms.packing import reproducible_bytes
from cds_rank.forms.words import period_words
from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import FormIdentity
from cds_rank.model.period import Period
from cds_rank.model.text import ascii_words, file_code
from cds_rank.model.unit import Unit

__all__ = ["Figure", "build_form", "form_file_name"]

_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LONGEST_PART = 48  # characters of a part of the file name
_LONGEST_PROPERTY = 255


def build_form(
    indicator_set: IndicatorSet,
    set_digest: str,
    unit: Unit,
    period: Period,
    *,
    created_at: dt.datetime | None = None,
    figures: Mapping[str, Figure] | None = None,
    illustrative: bool = False,
) -> bytes:
    """Build the workbook in which a unit reports for a period; same arguments, same bytes.

    figures: what is filled in already, by indicator code. illustrative: the figures are invented, and it says so.
    Raises KeyError when the set does not know the unit's group, or has no indicator for it with a figure's code.
    """
    form = FormContents(indicator_set, unit, period, figures or {}, illustrative)
    for code in form.figures.keys() - {indicator.code for indicator in form.indicators}:
        raise KeyError(code)
    identity = FormIdentity(
        set_id=indicator_set.id,
        set_version=indicator_set.version,
        set_digest=set_digest,
        unit=unit.code,
        group=unit.group,
        period=period.text,
        form_version=layout.FORM_VERSION,
        illustrative=illustrative,
    )
    workbook = Workbook()
    _write_sheets(workbook, form)
    _write_identity(workbook, identity)
    _write_properties(workbook, form)
    workbook.security = WorkbookProtection(lockStructure=True)
    sheets_with_codes = (layout.DATA_SHEET, layout.DICTIONARY_SHEET)
    return reproducible_bytes(workbook, created_at or _UNDATED, sheets_with_codes)


def _write_sheets(workbook: Workbook, form: FormContents) -> None:
    guide = workbook.worksheets[0]
    guide.title = layout.GUIDE_SHEET
    write_guide_sheet(guide, form)
    lists = Lists()
    write_data_sheet(_new_sheet(workbook, layout.DATA_SHEET), form, lists)
    write_dictionary_sheet(_new_sheet(workbook, layout.DICTIONARY_SHEET), form)
    lists.write(workbook, _new_sheet(workbook, layout.LISTS_SHEET))
    workbook.active = guide


def _new_sheet(workbook: Workbook, title: str) -> Worksheet:
    sheet = workbook.create_sheet(title)
    assert isinstance(sheet, Worksheet)
    return sheet


def _write_identity(workbook: Workbook, identity: FormIdentity) -> None:
    # In two places: LibreOffice and people lose now one, now the other.
    sheet = _new_sheet(workbook, layout.META_SHEET)
    for row, (key, value) in enumerate(layout.identity_entries(identity).items(), start=1):
        for column, text in enumerate((key, value), start=1):
            cell = style.cell_at(sheet, row, column)
            style.put_text(cell, text)
            cell.number_format = "@"
        workbook.custom_doc_props.append(  # type: ignore[attr-defined]  # the stubs do not know it
            StringProperty(name=layout.PROPERTY_PREFIX + key, value=style.clean(value))
        )
    style.set_widths(sheet, (18, 70))
    style.protect(sheet)
    sheet.sheet_state = "veryHidden"


def _write_properties(workbook: Workbook, form: FormContents) -> None:
    properties = workbook.properties
    title = f"Phiếu báo cáo số liệu – {form.unit.name} – {period_words(form.period)}"
    properties.title = style.clip(style.one_line(title), _LONGEST_PROPERTY)
    properties.subject = style.clip(style.one_line(form.indicator_set.name.vi), _LONGEST_PROPERTY)
    properties.creator = "cds-rank"
    properties.language = "vi-VN"


def form_file_name(unit: Unit, set_id: str, period: Period) -> str:
    """Return a file name: unit code, unit name, set and period, in ASCII and safe on Windows.

    Units with different codes get different names (as long as the codes differ in more than case).
    """
    code = file_code(unit.code)
    name = ascii_words(unit.name).lower().replace(".", "-")
    parts = [code, _shortened(re.sub("-+", "-", name)), _shortened(ascii_words(set_id)), period.text]
    return "_".join(part for part in parts if part) + ".xlsx"


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_PART:
        return text
    cut = text[: _LONGEST_PART + 1]
    return (cut.rsplit("-", 1)[0] if "-" in cut else cut[:_LONGEST_PART]).strip("-._")
