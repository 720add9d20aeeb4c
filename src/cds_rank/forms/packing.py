"""From a workbook to bytes that depend on nothing but its contents: no clock, no order of the moment."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Collection, Mapping

from openpyxl.workbook.workbook import Workbook

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip file knows no earlier time
_FIRST = ("[Content_Types].xml", "_rels/.rels")  # where readers that stream expect them
_UNIX = 3


def reproducible_bytes(
    workbook: Workbook,
    created_at: dt.datetime,
    sheets_with_codes: Collection[str] = (),
    *,
    code_columns: str = "A",
    rows_above: Mapping[tuple[str, int], bytes] | None = None,
) -> bytes:
    """Save a workbook as created and last modified at `created_at` (without an offset: UTC).

    sheets_with_codes: titles of sheets that hold codes, where "4.10" is not a mistake to be pointed out, in the
    columns `code_columns`. rows_above: ready-made rows in XML, by the sheet's title and the row they stand above.
    """
    moment = created_at.astimezone(dt.UTC).replace(tzinfo=None) if created_at.tzinfo else created_at
    moment = moment.replace(microsecond=0)
    workbook.properties.created = moment
    saved = io.BytesIO()
    workbook.save(saved)
    paths = {sheet.title: f"xl{sheet.path[3:]}" for sheet in workbook.worksheets}
    codes = {paths[title]: workbook[title].max_row for title in paths if title in sheets_with_codes}
    rows = {paths[title]: (row, xml) for (title, row), xml in (rows_above or {}).items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=_place):
            content = old.read(name)
            if name == _CORE:
                content = _with_modified(content, moment)
            if name in rows:
                content = _with_rows(content, *rows[name])
            if name in codes:
                content = _without_triangles(content, code_columns, codes[name])
            new.writestr(_entry(name), content, compresslevel=6)
    return packed.getvalue()


def _with_rows(sheet: bytes, row: int, rows: bytes) -> bytes:
    above, mark, below = sheet.partition(f'<row r="{row}"'.encode())
    assert mark, f"no row {row} to stand above"
    return above + rows + mark + below


def _without_triangles(sheet: bytes, columns: str, last_row: int) -> bytes:
    # openpyxl cannot write this element; ours have nothing that would have to stand after it.
    places = " ".join(f"{column}1:{column}{last_row}" for column in columns)
    ignored = f'<ignoredErrors><ignoredError sqref="{places}" numberStoredAsText="1"/></ignoredErrors>'
    return sheet.replace(b"</worksheet>", ignored.encode() + b"</worksheet>")


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def _with_modified(core: bytes, moment: dt.datetime) -> bytes:
    # openpyxl writes the current time here while saving, whatever the properties say.
    return _MODIFIED.sub(rb"\g<1>" + f"{moment.isoformat()}Z".encode() + rb"\g<2>", core)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX  # else it tells the machine
    entry.external_attr = 0o644 << 16
    return entry
