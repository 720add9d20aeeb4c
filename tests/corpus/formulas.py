"""Formulas: fine, never calculated, broken, and reaching out of the file."""

import re

from tests.checks.forms import Form, part_of, sheet_part, with_parts
from tests.corpus import office
from tests.corpus.registry import file_story, form_story

REMARKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "xl/_rels/workbook.xml.rels"
LINK_RELS = "xl/externalLinks/_rels/externalLink1.xml.rels"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_cell(data: bytes, cell: str, content: str, kind: str = "n") -> bytes:
    """Write what is inside <c> of a cell of the data sheet, as only Excel itself would."""
    part = _data_part(data)
    sheet = part_of(data, part).decode("utf-8")
    changed, times = re.subn(
        rf'<c r="{cell}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)',
        lambda found: f'<c r="{cell}"{found[1]} t="{kind}">{content}</c>',
        sheet,
        count=1,
    )
    assert times == 1, cell
    return with_parts(data, {part: changed.encode("utf-8")})


def _data_part(data: bytes) -> str:
    """Tell which part holds the data sheet: the first one without the guide, else the second."""
    first = "xl/worksheets/sheet1.xml"
    return first if "Mã".encode() and b'r="K13"' in part_of(data, first) else sheet_part(data)


def with_link(data: bytes, link: str, target: str = "") -> bytes:
    """Add an external link, as Excel keeps them: a part, an arrow to it, an arrow to the other file."""
    arrow = f'<Relationship Id="rIdX" Type="{REMARKS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    rels = part_of(data, RELS).decode().replace("</Relationships>", f"{arrow}</Relationships>")
    away = (
        f'<Relationship Id="rId1" Type="{REMARKS}/externalLinkPath" Target="{target}" TargetMode="External"/>'
        if target
        else ""
    )
    return with_parts(
        data,
        {
            RELS: rels.encode(),
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}">{link}</externalLink>'.encode(),
            LINK_RELS: f'<Relationships xmlns="{PACKAGE}">{away}</Relationships>'.encode(),
        },
    )


@file_story(("CEL003", "D13"))
def sum_typed_into_the_cell() -> bytes:
    """=45+15, with its result: used, and told."""
    return with_cell(office.light(), "D13", "<f>45+15</f><v>60</v>")


@form_story(("CEL001", "F15"), reads={"4.2": None})
def formula_never_calculated(form: Form) -> None:
    """Written by a program: a formula without a result is not a blank."""
    form.put("4.2", "value", "=30+7.5")


@form_story(("CEL001", "F15:F16 (2 ô)"), reads={"4.2": None, "4.3": None})
def formulas_never_calculated(form: Form) -> None:
    """The same cause in two cells of a column folds."""
    form.put("4.2", "value", "=30+7.5")
    form.put("4.3", "value", "=80+2.25")


@file_story(("CEL002", "F15"), reads={"4.2": None})
def divided_by_nothing() -> bytes:
    """#DIV/0! where the value should be; it is said once and with its formula."""
    return with_cell(office.light(), "F15", "<f>3/0</f><v>#DIV/0!</v>", "e")


@file_story(("CEL002", "D13"), reads={"4.1": None})
def pointed_to_a_deleted_sheet() -> bytes:
    """#REF! in a numerator; nothing is made of the denominator alone."""
    return with_cell(office.light(), "D13", "<f>#REF!B2</f><v>#REF!</v>", "e")


@file_story(("CEL006", "D13"))
def figure_taken_from_another_workbook() -> bytes:
    """The link in the cell and the link of the file are one thing."""
    data = with_cell(office.light(), "D13", "<f>[1]Q4!$C$5</f><v>60</v>")
    return with_link(data, '<externalBook r:id="rId1" xmlns:r="r"/>', "file:///D:/CDS/Theodoi.xlsx")


@file_story(("WBK005", ""))
def link_left_behind() -> bytes:
    """The formula is gone, the link is still there and asks to be updated."""
    return with_link(
        office.light(), '<externalBook r:id="rId1" xmlns:r="r"/>', "file:///D:/CDS/Theodoi.xlsx"
    )


@file_story(("WBK009", ""))
def data_connection() -> bytes:
    """Connected to the one-stop shop's database."""
    return with_parts(office.light(), {"xl/connections.xml": f'<connections xmlns="{MAIN}"/>'.encode()})


@file_story(("WBK009", ""))
def dde_link() -> bytes:
    """Starts another program when it is opened."""
    return with_link(office.light(), '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>')


@file_story(("WBK009", ""))
def a_word_document_embedded() -> bytes:
    """The scanned decision travels inside the sheet."""
    return with_parts(office.light(), {"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})


@form_story(("CEL004", "F13"))
def the_forms_formula_typed_over(form: Form) -> None:
    """75 typed over the formula that gives 75."""
    form.put("4.1", "value", 75)


@form_story(("CEL007", "F13"))
def another_result_typed_over_the_formula(form: Form) -> None:
    """80 typed over 60 / 80: the parts decide."""
    form.put("4.1", "value", 80)
