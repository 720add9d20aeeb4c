"""From a workbook to bytes that depend on nothing but its contents: no clock, no order of the moment."""

import datetime as dt
import io
import re
import zipfile

from openpyxl.workbook.workbook import Workbook

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip file knows no earlier time
_FIRST = ("[Content_Types].xml", "_rels/.rels")  # where readers that stream expect them
_UNIX = 3


def reproducible_bytes(workbook: Workbook, created_at: dt.datetime) -> bytes:
    """Save a workbook as created and last modified at `created_at` (without an offset: UTC)."""
    moment = created_at.astimezone(dt.UTC).replace(tzinfo=None) if created_at.tzinfo else created_at
    moment = moment.replace(microsecond=0)
    workbook.properties.created = moment
    saved = io.BytesIO()
    workbook.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=_place):
            content = old.read(name)
            if name == _CORE:
                content = _with_modified(content, moment)
            new.writestr(_entry(name), content, compresslevel=6)
    return packed.getvalue()


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
