"""Formulas: fine, never calculated, broken, and reaching out of the file."""

import re

from tests.checks.forms import Form, part_of, with_parts
from tests.corpus import office
from tests.corpus.registry import file_story, form_story
from tests.reading import ooxml_builder as ooxml

SHEET = "xl/worksheets/sheet1.xml"  # of the light form, the sheet of figures
RELS = "xl/_rels/workbook.xml.rels"
LINK = "xl/externalLinks/externalLink1.xml"
LINK_RELS = "xl/externalLinks/_rels/externalLink1.xml.rels"
OTHER_BOOK = f'<externalBook xmlns:r="{ooxml.RELATIONSHIPS}" r:id="rId1"/>'
ON_THEIR_DISK = "file:///D:/CDS/Theodoi.xlsx"


def with_cell(data: bytes, cell: str, content: str, kind: str = "n") -> bytes:
    """Write what is inside <c> of a cell of the data sheet, as only Excel itself would."""
    changed, times = re.subn(
        rf'<c r="{cell}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)',
        lambda found: f'<c r="{cell}"{found[1]} t="{kind}">{content}</c>',
        part_of(data, SHEET).decode("utf-8"),
        count=1,
    )
    assert times == 1, cell
    return with_parts(data, {SHEET: changed.encode("utf-8")})


def with_link(data: bytes, link: str, target: str = "") -> bytes:
    """Add an external link, as Excel keeps them: a part, an arrow to it, an arrow to the other file."""
    kind = f"{ooxml.RELATIONSHIPS}/externalLink"
    arrow = ooxml.relationship("rIdX", kind, "externalLinks/externalLink1.xml")
    away = ooxml.relationship("rId1", f"{kind}Path", target, "External") if target else ""
    rels = part_of(data, RELS).decode("utf-8").replace("</Relationships>", f"{arrow}</Relationships>")
    part = f'<externalLink xmlns="{ooxml.TRANSITIONAL}">{link}</externalLink>'
    return with_parts(data, {RELS: rels.encode(), LINK: part.encode(), LINK_RELS: ooxml.rels(away).encode()})


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
    return with_link(data, OTHER_BOOK, ON_THEIR_DISK)


@file_story(("WBK005", ""))
def link_left_behind() -> bytes:
    """The formula is gone, the link is still there and asks to be updated."""
    return with_link(office.light(), OTHER_BOOK, ON_THEIR_DISK)


@file_story(("WBK009", ""))
def data_connection() -> bytes:
    """Connected to the one-stop shop's database."""
    return with_parts(
        office.light(), {"xl/connections.xml": f'<connections xmlns="{ooxml.TRANSITIONAL}"/>'.encode()}
    )


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


@form_story(("CEL004", "F13"))
def the_forms_formula_typed_over_with_a_percent_sign(form: Form) -> None:
    """ "75%" as text over the formula; that it is text does not matter besides."""
    form.say("4.1", "value", "75%")
