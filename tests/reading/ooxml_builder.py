"""Build .xlsx files by hand, part by part, for what no writing library would write."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
ROOT_RELS = "_rels/.rels"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"

Part = str | bytes


@dataclass
class Book:
    """One workbook with one sheet, "S", whose XML the test writes.

    data: inside of <sheetData>. before, after: the rest of the worksheet. strings: inside of <sst>.
    styles: inside of <styleSheet>. others: parts to add or to replace; None takes a part away.
    """

    data: str = ""
    before: str = ""
    after: str = ""
    strings: str | None = None
    styles: str | None = None
    sheets: str = '<sheet name="S" sheetId="1" r:id="rId1"/>'
    workbook_rest: str = ""
    main: str = TRANSITIONAL
    relationships: str = RELATIONSHIPS
    others: Mapping[str, Part | None] = field(default_factory=dict)

    def parts(self) -> dict[str, Part]:
        """Give every part by its name."""
        arrows = relationship("rId1", f"{self.relationships}/worksheet", "worksheets/sheet1.xml")
        parts: dict[str, Part] = {
            CONTENT_TYPES: "<Types/>",
            ROOT_RELS: rels(relationship("r1", f"{self.relationships}/officeDocument", "xl/workbook.xml")),
            WORKBOOK: f'<workbook xmlns="{self.main}" xmlns:r="{self.relationships}">{self.workbook_rest}'
            f"<sheets>{self.sheets}</sheets></workbook>",
            SHEET: f'<worksheet xmlns="{self.main}">{self.before}<sheetData>{self.data}</sheetData>'
            f"{self.after}</worksheet>",
        }
        if self.strings is not None:
            parts[STRINGS] = f'<sst xmlns="{self.main}">{self.strings}</sst>'
            arrows += relationship("rId2", f"{self.relationships}/sharedStrings", "sharedStrings.xml")
        if self.styles is not None:
            parts[STYLES] = f'<styleSheet xmlns="{self.main}">{self.styles}</styleSheet>'
            arrows += relationship("rId3", f"{self.relationships}/styles", "styles.xml")
        parts[WORKBOOK_RELS] = rels(arrows)
        for name, part in self.others.items():
            if part is None:
                del parts[name]
            else:
                parts[name] = part
        return parts

    def bytes(self) -> bytes:
        """Give the file."""
        return pack(self.parts())


def relationship(identity: str, kind: str, target: str, mode: str = "") -> str:
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"{mode}/>'


def rels(arrows: str) -> str:
    return f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">{arrows}</Relationships>'


def row_of(cells: str) -> str:
    return f'<row r="1">{cells}</row>'


def pack(parts: Mapping[str, Part]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
