"""Files that are no workbook, a broken one, or one that is meant to do harm; and odd ones that Excel opens."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.checks.forms import Form, part_of, with_parts
from tests.corpus import office
from tests.corpus.registry import file_story
from tests.reading import ooxml_builder as ooxml

NOTHING = dict.fromkeys(office.AS_FILLED)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"  # of the light form, the sheet of figures
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
RELS = "xl/_rels/workbook.xml.rels"


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Put parts into a zip that is nobody's workbook."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def with_shared_strings(data: bytes) -> bytes:
    """Move the texts of the data sheet into the part that Excel keeps them in."""
    texts: list[str] = []

    def shared(cell: re.Match[str]) -> str:
        texts.append(cell[2])
        return f'{cell[1]} t="s"><v>{len(texts) - 1}</v></c>'

    sheet = part_of(data, SHEET).decode("utf-8")
    sheet, times = re.subn(r'(<c r="[^>]*?) t="inlineStr"><is>(<t[^>]*>[^<]*</t>)</is></c>', shared, sheet)
    assert times > 50
    arrow = ooxml.relationship("rIdS", f"{ooxml.RELATIONSHIPS}/sharedStrings", "sharedStrings.xml")
    rels = part_of(data, RELS).decode("utf-8").replace("</Relationships>", f"{arrow}</Relationships>")
    strings = "".join(f"<si>{text}</si>" for text in texts)
    sst = f'<sst xmlns="{ooxml.TRANSITIONAL}">{strings}</sst>'
    return with_parts(data, {SHEET: sheet.encode(), RELS: rels.encode(), STRINGS: sst.encode()})


def edited(part: str, pattern: bytes, replacement: bytes) -> bytes:
    """Give the light form with one passage of a part written anew."""
    data = office.light()
    text, times = re.subn(pattern, lambda _: replacement, part_of(data, part), count=1)
    assert times == 1, pattern
    return with_parts(data, {part: text})


@file_story(("FIL001", ""), reads=NOTHING)
def nothing_but_a_name() -> bytes:
    """The upload broke off before the first byte."""
    return b""


@file_story(("FIL002", ""), reads=NOTHING)
def web_page_called_xlsx() -> bytes:
    """Exported from software that calls a table in HTML a workbook."""
    return b"<html><body><table><tr><td>4.1</td><td>60</td></tr></table></body></html>"


@file_story(("FIL002", ""), reads=NOTHING)
def csv_called_xlsx() -> bytes:
    """Only the ending was changed."""
    return "Mã,Chỉ tiêu,Giá trị\r\n4.2,Tỷ lệ,37.5\r\n".encode("utf-8-sig")


@file_story(("FIL002", ""), reads=NOTHING)
def scan_called_xlsx() -> bytes:
    """The signed paper."""
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


@file_story(("FIL002", ""), reads=NOTHING)
def word_document_called_xlsx() -> bytes:
    """A zip like a workbook, with a letter in it."""
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


@file_story(("FIL002", ""), reads=NOTHING)
def rar_called_xlsx() -> bytes:
    """Packed, and renamed so that the mail lets it through."""
    return b"Rar!\x1a\x07\x01\x00" + bytes(64)


@file_story(("FIL009", ""), reads=NOTHING)
def ods_called_xlsx() -> bytes:
    """Saved by LibreOffice the way it saves by default."""
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": b"<office:document-content/>"})


@file_story(("FIL009", ""), reads=NOTHING)
def binary_workbook() -> bytes:
    """.xlsb: smaller, and another format."""
    target = "xl/workbook.bin"
    arrow = ooxml.relationship("r1", f"{ooxml.RELATIONSHIPS}/officeDocument", target)
    return zipped(
        {"[Content_Types].xml": b"<Types/>", "_rels/.rels": ooxml.rels(arrow).encode(), target: b"\x83\x01"}
    )


@file_story(("FIL003", ""), reads=NOTHING, file="SYT_so-y-te.xls")
def workbook_of_excel_97() -> bytes:
    """The old format, under its own ending."""
    return OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(512)


@file_story(("FIL004", ""), reads=NOTHING)
def locked_with_a_password() -> bytes:
    """Encrypted, so that nobody reads it on the way."""
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


@file_story(("FIL002", ""), reads=NOTHING)
def old_word_document_called_xlsx() -> bytes:
    """The same wrapping as an old workbook, and inside a letter: to save it as .xlsx helps nobody."""
    return OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(512)


@file_story(("FIL002", ""), reads=NOTHING)
def spreadsheet_of_2003_in_xml() -> bytes:
    """XML that Excel 2003 wrote; Excel opens it, and it is no .xlsx."""
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@file_story(("FIL002", ""), reads=NOTHING)
def workbook_inside_a_zip_called_xlsx() -> bytes:
    """Packed, and then the ending was changed instead of unpacking it."""
    return zipped({"SYT_so-y-te.xlsx": office.light()})


@file_story(("FIL004", ""), reads=NOTHING)
def zip_with_encrypted_parts() -> bytes:
    """Packed again with a password by an archiver."""
    data = bytearray(office.light())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


@file_story(("FIL005", ""), reads=NOTHING)
def half_of_a_file() -> bytes:
    """The stick was pulled out."""
    data = office.light()
    return data[: len(data) // 2]


@file_story(("FIL005", ""), reads=NOTHING)
def a_bit_flipped_on_the_way() -> bytes:
    """The checksum of one part does not agree."""
    data = bytearray(office.light())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        info = package.getinfo(SHEET)
    data[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 0xFF
    return bytes(data)


@file_story(("FIL005", ""), reads=NOTHING)
def data_sheet_not_in_the_zip() -> bytes:
    """A scanner for viruses took one part out."""
    data = office.light()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return zipped({name: package.read(name) for name in package.namelist() if name != SHEET})


@file_story(("FIL008", ""))
def macros_inside_an_xlsx() -> bytes:
    """vbaProject.bin under an ending that promises none."""
    return with_parts(office.light(), {"xl/vbaProject.bin": OLE})


@file_story(("FIL007", ""), reads=NOTHING)
def external_entity_in_the_sheet() -> bytes:
    """A DTD that wants to read /etc/passwd."""
    doctype = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'
    return edited(SHEET, b"<worksheet", doctype)


@file_story(("FIL007", ""), reads=NOTHING)
def a_billion_laughs() -> bytes:
    """Entities of entities in the shared strings."""
    laughs = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    strings = b"<!DOCTYPE x [" + laughs + b"]><sst><si><t>&a9;</t></si></sst>"
    return with_parts(with_shared_strings(office.light()), {STRINGS: strings})


@file_story(("FIL006", ""), reads=NOTHING)
def zip_bomb() -> bytes:
    """4 MB of blanks in a few KB."""
    return with_parts(office.light(), {SHEET: b"<worksheet>" + b" " * 4_000_000 + b"</worksheet>"})


@file_story(("FIL006", ""), reads=NOTHING)
def more_than_a_machine_should_unpack() -> bytes:
    """Small parts by themselves, 210 MB together; an image may pack as tightly as it likes."""
    return with_parts(office.light(), {f"xl/media/image{n}.bmp": bytes(70_000_000) for n in range(3)})


@file_story(("FIL006", ""), reads=NOTHING, on_command_line=False)
def one_string_of_sixty_million_letters() -> bytes:
    """Excel's longest text has 32 767."""
    text = "".join(f"{number:08d}{'a' * 112}" for number in range(500_000))
    sst = f'<sst xmlns="{ooxml.TRANSITIONAL}"><si><t>{text}</t></si></sst>'
    return with_parts(with_shared_strings(office.light()), {STRINGS: sst.encode()})


@file_story(("FIL006", ""), reads=NOTHING)
def eleven_thousand_parts() -> bytes:
    """A directory that is itself the attack."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for number in range(11_000):
            package.writestr(zipfile.ZipInfo(f"x{number}"), b"")
    return packed.getvalue()


@file_story(("SHT005", "XFD1048576"))
def a_blank_typed_into_the_last_cell_of_all() -> bytes:
    """One stray cell at the end of the sheet, at which other readers run out of memory."""
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return edited(SHEET, b"</sheetData>", cell)


@file_story(("SHT006", "Số liệu"), on_command_line=False)
def a_million_formatted_blank_rows() -> bytes:
    """A whole column was framed; nothing stands in it."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(100, 1_048_577))
    return edited(SHEET, b"</sheetData>", f"{rows}</sheetData>".encode())


@file_story()
def dimension_of_the_whole_sheet() -> bytes:
    """<dimension> says A1:XFD1048576 and is not believed."""
    return edited(SHEET, rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"')


@file_story()
def dimension_of_one_cell() -> bytes:
    """Some exporters write A1 whatever there is."""
    return edited(SHEET, rb'<dimension ref="[^"]*"', b'<dimension ref="A1"')


@file_story()
def styles_with_an_empty_fill() -> bytes:
    """Other software writes <fill/>, Excel opens it, and openpyxl does not."""
    return edited("xl/styles.xml", rb"<fill>.*?</fill>", b"<fill/>")


@file_story()
def strict_open_xml() -> bytes:
    """Save as "Strict Open XML": other namespaces throughout."""
    data = office.light()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    spaces = {
        ooxml.TRANSITIONAL: ooxml.STRICT,
        ooxml.RELATIONSHIPS: ooxml.STRICT_RELATIONSHIPS,
        f"{ooxml.RELATIONSHIPS.rpartition('/')[0]}/custom-properties": (
            "http://purl.oclc.org/ooxml/officeDocument/customProperties"
        ),
        f"{ooxml.RELATIONSHIPS.rpartition('/')[0]}/extended-properties": (
            "http://purl.oclc.org/ooxml/officeDocument/extendedProperties"
        ),
    }
    for old, new in spaces.items():
        parts = {name: content.replace(old.encode(), new.encode()) for name, content in parts.items()}
    assert ooxml.TRANSITIONAL.encode() not in b"".join(parts.values())
    return ooxml.pack(parts)


@file_story()
def strings_shared_by_the_cells() -> bytes:
    """As Excel itself writes them: every text once, in a part of its own."""
    return with_shared_strings(office.light())


@file_story()
def strings_in_runs_with_phonetics() -> bytes:
    """Half a word in bold, and a Japanese reading aid above it: one text all the same."""
    data = with_shared_strings(office.light())
    heading = "<t>Mẫu số</t>".encode()
    assert heading in part_of(data, STRINGS)
    runs = (
        '<r><rPr><b/></rPr><t xml:space="preserve">Mẫu </t></r><r><t>số</t></r>'
        '<rPh sb="0" eb="1"><t>マウ</t></rPh><phoneticPr fontId="1"/>'
    )
    return with_parts(data, {STRINGS: part_of(data, STRINGS).replace(heading, runs.encode(), 1)})


@file_story()
def strings_inside_the_cells_in_runs() -> bytes:
    """Inline strings, as report generators write them, one of them in pieces."""
    runs = '<is><r><t xml:space="preserve">Mẫu </t></r><r><rPr><i/></rPr><t>số</t></r></is>'
    return edited(SHEET, "<is><t>Mẫu số</t></is>".encode(), runs.encode())


@file_story()
def sheet_in_utf_16() -> bytes:
    """Allowed, and written by nobody but a few exporters."""
    data = office.light()
    text = part_of(data, SHEET).decode("utf-8")
    return with_parts(data, {SHEET: ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")})


@file_story()
def elements_with_a_prefix() -> bytes:
    """<x:row> as the Open XML SDK writes it."""
    data = office.light()
    text = part_of(data, SHEET).decode("utf-8").replace("xmlns=", "xmlns:x=", 1)
    return with_parts(data, {SHEET: re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).encode("utf-8")})


@file_story(("WBK008", ""))
def dates_counted_from_1904() -> bytes:
    """Made by an old Excel for the Mac."""
    return edited(WORKBOOK, b"<workbookPr", b'<workbookPr date1904="1"')


@file_story()
def zip_with_something_behind() -> bytes:
    """A mail gateway added its own lines to the end of the file."""
    return office.light() + bytes(100)


@file_story()
def zip_with_backslashes() -> bytes:
    """Packed by a program that writes xl\\worksheets\\sheet1.xml."""
    with zipfile.ZipFile(io.BytesIO(office.light())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    data = ooxml.pack(parts)
    for name in parts:
        data = data.replace(name.encode(), name.replace("/", "\\").encode())
    return data


@file_story()
def formula_like_text_in_the_title() -> bytes:
    """Above the table everything is for the eye."""
    form = Form(office.light())
    form.sheet["A1"] = "=HYPERLINK(1)"
    form.sheet["A1"].data_type = "s"
    return form.bytes()


@file_story(("FIL013", ""), needs="soffice")
def opened_and_saved_with_libreoffice() -> bytes:
    """A real round trip: very hidden becomes hidden, formulas are calculated, every style is written anew."""
    with TemporaryDirectory() as folder:
        source, out = Path(folder) / "SYT.xlsx", Path(folder) / "out"
        source.write_bytes(office.filled())
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            shutil.which("soffice") or "soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir",
            str(out), str(source),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (out / "SYT.xlsx").read_bytes()
