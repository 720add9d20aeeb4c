"""LibreOffice as the second opinion: workbooks computed anew, many in one go."""

import os
import re
import shutil
import signal
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from tests.reporting.recalculation.cells import Book, Cell, Value, bare, read_book, without_values

TOLERANCE = 1e-9
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""
_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^,\n"]*))(,|\n|\Z)')
_LONGEST = 400  # seconds


def recalculated(contents: Mapping[str, bytes], folder: Path) -> dict[str, Book]:
    """Let LibreOffice compute workbooks of which only the formulas are left; starting it costs more than a workbook.

    contents: by a name that can be a file's. folder: empty, for the profile and the files.
    Returns the sheets that have formulas. An error is a text here ("Err:502", "#NAME?"), which is no number.
    """
    output = _converted({name: bare(content) for name, content in contents.items()}, folder, _EVERY_SHEET)
    found: dict[str, dict[str, Mapping[str, Cell]]] = {name: {} for name in contents}
    for file in output.iterdir():
        name = max((name for name in contents if file.name.startswith(f"{name}-")), key=len)
        sheet = unicodedata.normalize("NFC", file.stem.removeprefix(f"{name}-"))
        found[name][sheet] = dict(_cells(file.read_text(encoding="utf-8")))
    return dict(found)


def opened(content: bytes, folder: Path) -> Book:
    """Let LibreOffice open a whole workbook, compute it and save it; folder: empty."""
    return read_book(
        (_converted({"whole": without_values(content)}, folder, "xlsx") / "whole.xlsx").read_bytes()
    )


def _converted(contents: Mapping[str, bytes], folder: Path, to: str) -> Path:
    """Return the folder with what LibreOffice made."""
    program = shutil.which("soffice")
    assert program is not None, "LibreOffice (soffice) is needed: apt-get install libreoffice-calc"
    profile, sources, output = folder / "profile", folder / "in", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    sources.mkdir()
    for name, content in contents.items():
        (sources / f"{name}.xlsx").write_bytes(content)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    _run([*command, "--outdir", str(output), *(str(sources / f"{name}.xlsx") for name in contents)])
    return output


def _run(command: Sequence[str]) -> None:
    """Run LibreOffice; when it hangs, end it with the process that it starts."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        told, _ = process.communicate(timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    assert process.returncode == 0, told.decode(errors="replace")


def _cells(csv: str) -> Iterator[tuple[str, Cell]]:
    """Read a CSV file as LibreOffice writes it with texts quoted and everything else not."""
    row, column = 1, 0
    for found in _FIELD.finditer(csv):
        quoted, plain, end = found.groups()
        if quoted is not None:
            # LibreOffice writes a tab inside a text as \x01.
            text = quoted.replace('""', '"').replace("\x01", "\t")
            yield f"{xl_col_to_name(column)}{row}", Cell(text)
        elif plain:
            yield f"{xl_col_to_name(column)}{row}", _plain(plain)
        row, column = (row, column + 1) if end == "," else (row + 1, 0)


def _plain(text: str) -> Cell:
    if text in {"TRUE", "FALSE"}:
        return Cell(text == "TRUE")
    try:
        return Cell(float(text))
    except ValueError:
        return Cell(text)


def differs(found: Value, expected: Value) -> bool:
    """Tell whether two values are not the same: numbers but for a float's error, everything else exactly."""
    if isinstance(found, float) and isinstance(expected, float):
        return abs(found - expected) > TOLERANCE * max(1.0, abs(expected))
    return type(found) is not type(expected) or found != expected


def disagreements(stored: Book, computed: Book, name: str = "") -> list[str]:
    """List every formula whose value LibreOffice does not come to, and every error there is."""
    found = []
    for sheet, cells in stored.items():
        there = computed.get(sheet, {})
        for ref, cell in cells.items():
            if cell.formula is None:
                continue
            anew = there.get(ref, Cell(None))
            if cell.is_error or differs(anew.value, cell.value):
                found.append(
                    f"{name} › {sheet}!{ref}: {anew.value!r}, not {cell.value!r}, from ={cell.formula}"
                )
    return found


def formulas(book: Book) -> int:
    """Count the formulas of a workbook."""
    return sum(cell.formula is not None for cells in book.values() for cell in cells.values())
