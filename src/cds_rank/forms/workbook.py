"""The submission workbook (phiếu báo cáo): built for one unit and one period, ready to be sent out."""

import datetime as dt
import re
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from cds_rank.forms.contents import Figure, FormContents
from cds_rank.forms.data_sheet import write_data_sheet
from cds_rank.forms.guide_sheets import write_dictionary_sheet, write_guide_sheet
from cds_rank.forms.lists import Lists
from cds_rank.forms.packing import reproducible_bytes
from cds_rank.forms.words import period_words
from cds_rank.forms.workbook_parts import UNDATED, new_sheet, shortened, write_identity, write_properties
from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import FormIdentity
from cds_rank.model.period import Period
from cds_rank.model.text import ascii_words, file_code
from cds_rank.model.unit import Unit

__all__ = ["Figure", "build_form", "form_file_name"]


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
    write_identity(workbook, layout.identity_entries(identity))
    write_properties(workbook, _title(form), form.indicator_set.name.vi)
    workbook.security = WorkbookProtection(lockStructure=True)
    sheets_with_codes = (layout.DATA_SHEET, layout.DICTIONARY_SHEET)
    return reproducible_bytes(workbook, created_at or UNDATED, sheets_with_codes)


def _write_sheets(workbook: Workbook, form: FormContents) -> None:
    guide = workbook.worksheets[0]
    guide.title = layout.GUIDE_SHEET
    write_guide_sheet(guide, form)
    lists = Lists()
    write_data_sheet(new_sheet(workbook, layout.DATA_SHEET), form, lists)
    write_dictionary_sheet(new_sheet(workbook, layout.DICTIONARY_SHEET), form)
    lists.write(workbook, new_sheet(workbook, layout.LISTS_SHEET))
    workbook.active = guide


def _title(form: FormContents) -> str:
    return f"Phiếu báo cáo số liệu – {form.unit.name} – {period_words(form.period)}"


def form_file_name(unit: Unit, set_id: str, period: Period) -> str:
    """Return a file name: unit code, unit name, set and period, in ASCII and safe on Windows.

    Units with different codes get different names (as long as the codes differ in more than case).
    """
    code = file_code(unit.code)
    name = ascii_words(unit.name).lower().replace(".", "-")
    parts = [code, shortened(re.sub("-+", "-", name)), shortened(ascii_words(set_id)), period.text]
    return "_".join(part for part in parts if part) + ".xlsx"
