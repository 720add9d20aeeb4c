"""LibreOffice as the second opinion: workbooks computed anew, many in one go."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.reporting.recalculation.cells import Book, Cell, Value, read_book, without_values

TOLERANCE = 1e-9
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def recalculated(contents: Mapping[str, bytes], folder: Path) -> dict[str, Book]:
    """Let LibreOffice compute workbooks of which only the formulas are left; starting it costs more than a workbook.

    contents: by a name that can be a file's. folder: empty, for the profile and the files.
    """
    program = shutil.which("soffice")
    assert program is not None, "LibreOffice (soffice) is needed: apt-get install libreoffice-calc"
    profile, sources, output = folder / "profile", folder / "in", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    sources.mkdir()
    files = []
    for name, content in contents.items():
        file = sources / f"{name}.xlsx"
        file.write_bytes(without_values(content))
        files.append(str(file))
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(output), *files], check=True, capture_output=True, timeout=300)
    return {name: read_book((output / f"{name}.xlsx").read_bytes()) for name in contents}


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
            if anew.is_error or cell.is_error or differs(anew.value, cell.value):
                found.append(
                    f"{name} › {sheet}!{ref}: {anew.value!r}, not {cell.value!r}, from ={cell.formula}"
                )
    return found


def formulas(book: Book) -> int:
    """Count the formulas of a workbook."""
    return sum(cell.formula is not None for cells in book.values() for cell in cells.values())
