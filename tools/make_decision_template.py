"""Make the shipped Word template of the decision: always the same bytes from the same words and sizes.

python tools/make_decision_template.py [FILE]. Sizes and margins follow Nghị định 30/2020/NĐ-CP, Phụ lục I, as far as
secondary sources tell them: the decree itself was not at hand. Taken from common practice alone: which of the
permitted sizes is used (Quốc hiệu 12, Tiêu ngữ 13, text 14), tables in 12, the lengths of the drawn lines.
"""

# ruff: noqa: SLF001 - python-docx has no other way to what it does not know (repeated heads, fields, borders)

import datetime as dt
import io
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TEMPLATE = Path(__file__).resolve().parent.parent / "src/cds_rank/reporting/templates/decision.docx"
FONT: Final = "Times New Roman"
LEFT, RIGHT, ABOVE, BELOW = 30, 15, 20, 20  # margins of an upright page, in millimetres
SIDE: Final = 20  # every margin left and right of a page on its side
WIDTH: Final = 210 - LEFT - RIGHT
HEAD: Final = (68, 97)  # the two halves of the head
FOOT: Final = (85, 80)  # recipients and signature
MOTTO_LINE: Final = {"vi": 56, "en": 73}  # as long as the words above it, bold in 13 points
AUTHORITY_LINE: Final = 24  # a third to a half of the words above it
SUBJECT_LINE: Final = 50
ATTACHED_LINE: Final = 42
LYING: Final = 297 - 2 * SIDE  # between the margins of a page on its side
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)

# name: size in points, bold, italic, alignment, before and after in points
STYLES: Final[dict[str, tuple[float, bool, bool, ALIGN, float, float]]] = {
    "QĐ Chủ quản": (12, False, False, ALIGN.CENTER, 0, 0),
    "QĐ Ban hành": (12, True, False, ALIGN.CENTER, 0, 0),
    "QĐ Quốc hiệu": (12, True, False, ALIGN.CENTER, 0, 0),
    "QĐ Tiêu ngữ": (13, True, False, ALIGN.CENTER, 0, 0),
    "QĐ Kẻ": (2, False, False, ALIGN.CENTER, 1, 0),
    "QĐ Số": (13, False, False, ALIGN.CENTER, 4, 0),
    "QĐ Ngày": (13, False, True, ALIGN.CENTER, 4, 0),
    "QĐ Tên loại": (14, True, False, ALIGN.CENTER, 10, 0),
    "QĐ Trích yếu": (14, True, False, ALIGN.CENTER, 0, 0),
    "QĐ Thẩm quyền": (14, True, False, ALIGN.CENTER, 8, 6),
    "QĐ Căn cứ": (14, False, True, ALIGN.JUSTIFY, 0, 6),
    "QĐ Quyết định": (14, True, False, ALIGN.CENTER, 4, 6),
    "QĐ Điều": (14, False, False, ALIGN.JUSTIFY, 0, 6),
    "QĐ Điều cuối": (14, False, False, ALIGN.JUSTIFY, 0, 6),
    "QĐ Nơi nhận": (12, True, True, ALIGN.LEFT, 0, 0),
    "QĐ Nơi nhận mục": (11, False, False, ALIGN.LEFT, 0, 0),
    "QĐ Chức vụ": (14, True, False, ALIGN.CENTER, 0, 0),
    "QĐ Họ tên": (14, True, False, ALIGN.CENTER, 54, 0),
    "QĐ Phụ lục": (14, True, False, ALIGN.CENTER, 0, 0),
    "QĐ Tên phụ lục": (14, True, False, ALIGN.CENTER, 2, 0),
    "QĐ Kèm theo": (14, False, True, ALIGN.CENTER, 0, 4),
    "QĐ Lời": (13, False, False, ALIGN.JUSTIFY, 0, 4),
    "QĐ Tên bảng": (13, True, False, ALIGN.LEFT, 10, 4),
    "QĐ Ghi chú": (12, False, True, ALIGN.LEFT, 4, 0),
    "QĐ Đầu bảng": (12, True, False, ALIGN.CENTER, 2, 2),
    "QĐ Ô trái": (12, False, False, ALIGN.LEFT, 2, 2),
    "QĐ Ô giữa": (12, False, False, ALIGN.CENTER, 2, 2),
    "QĐ Ô phải": (12, False, False, ALIGN.RIGHT, 2, 2),
    "QĐ Cảnh báo tên": (11, True, False, ALIGN.CENTER, 0, 0),
    "QĐ Cảnh báo": (10, False, False, ALIGN.JUSTIFY, 0, 1),
    "QĐ Dưới khung": (6, False, False, ALIGN.LEFT, 0, 0),
    "QĐ Minh họa": (10, True, False, ALIGN.LEFT, 0, 0),
    "QĐ Dự thảo": (12, True, False, ALIGN.RIGHT, 0, 0),
    "QĐ Số trang": (13, False, False, ALIGN.CENTER, 0, 0),
    "QĐ Ngắt": (1, False, False, ALIGN.LEFT, 0, 0),
}
INDENTED: Final = ("QĐ Căn cứ", "QĐ Điều", "QĐ Điều cuối")
KEPT_WITH_NEXT: Final = (
    "QĐ Tên bảng",
    "QĐ Quyết định",
    "QĐ Điều cuối",
    "QĐ Ngắt",
    "QĐ Chức vụ",
    "QĐ Phụ lục",
    "QĐ Tên phụ lục",
    "QĐ Kèm theo",
)


def make_template() -> bytes:
    """Return the template as a .docx."""
    document = Document()
    _page(document)
    _styles(document)
    _headers(document)
    _warnings(document)
    _head(document)
    _decision(document)
    _foot(document)
    _appendices(document)
    _properties(document)
    packed = io.BytesIO()
    _without_thumbnail(document)
    document.save(packed)
    return _without_clock(packed.getvalue())


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.top_margin, section.bottom_margin = Mm(ABOVE), Mm(BELOW)
    section.header_distance, section.footer_distance = Mm(8), Mm(8)
    section.different_first_page_header_footer = True
    # Without it Word opens the file in the compatibility mode of 2007.
    compat = parse_xml(
        f"<w:compat {nsdecls('w')}>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat>"
    )
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    settings.insert_element_before(
        compat, "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping"
    )


def _styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    _font(normal.element.get_or_add_rPr())
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    language = document.styles.element.find(f"./{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language is not None
    language.set(qn("w:val"), "vi-VN")
    for name, (size, bold, italic, align, before, after) in STYLES.items():
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.quick_style = True
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        layout = style.paragraph_format
        layout.alignment, layout.space_before, layout.space_after = align, Pt(before), Pt(after)
        layout.first_line_indent = Mm(12.7) if name in INDENTED else None
        layout.keep_with_next = name in KEPT_WITH_NEXT
        layout.widow_control = True


def _font(properties: Any) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _headers(document: WordDocument) -> None:
    """On every page the stamp of a draft and what says that figures are invented; numbers from the second page on.

    An appendix is passed on without the page that has the warnings.
    """
    section = document.sections[0]
    first, usual = section.first_page_header.paragraphs[0], section.header.paragraphs[0]
    usual.style = "QĐ Số trang"
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "2"), ("end", "")):
        run = usual.add_run()
        if kind:
            mark = parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')
        elif text == "2":
            mark = parse_xml(f"<w:t {nsdecls('w')}>2</w:t>")
        else:
            mark = parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{text}</w:instrText>')
        run._r.append(mark)
    for paragraph in (first, usual.insert_paragraph_before()):
        _beside(paragraph.insert_paragraph_before("{{ invented }}", "QĐ Minh họa"), "left")
        paragraph.style = "QĐ Dự thảo"
        paragraph.add_run("{{ stamp }}")
        _beside(paragraph, "right")
    section.first_page_header.add_paragraph(style="QĐ Số trang")


def _beside(paragraph: Paragraph, side: str) -> None:
    """Put a frame beside the page's number: the number stays in the middle, whichever way the page lies."""
    place = f'w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{side}" w:y="1"'
    frame = f"<w:framePr {nsdecls('w')} {place}/>"
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(parse_xml(frame), "w:widowControl", "w:pBdr", "w:spacing", "w:jc")


def _warnings(document: WordDocument) -> None:
    """Give the box that says why the paper is not official."""
    _tag(document, "{%p if warnings or reading_note %}")
    table = _bare_table(document, (WIDTH,), rows=1, padding=110)
    borders = parse_xml(
        f"<w:tblBorders {nsdecls('w')}>"
        + "".join(
            f'<w:{s} w:val="single" w:sz="12" w:color="000000"/>' for s in ("top", "left", "bottom", "right")
        )
        + "</w:tblBorders>"
    )
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    cell = table.cell(0, 0)
    _fill(
        cell,
        ("{%p if warnings %}", "Normal"),
        ("{{ warning_title }}", "QĐ Cảnh báo tên"),
        ("{%p for warning in warnings %}", "Normal"),
    )
    line = cell.add_paragraph(style="QĐ Cảnh báo")
    line.add_run("{{ warning.title }}.").bold = True
    line.add_run(" {{ warning.text }}{% for fact in warning.facts %} {{ fact.label }}: {{ fact.text }}")
    line.add_run("{% if not loop.last %};{% else %}.{% endif %}{% endfor %}")
    for text in ("{%p endfor %}", "{%p endif %}", "{%p if reading_note %}"):
        cell.add_paragraph(text)
    cell.add_paragraph("{{ reading_note }}", style="QĐ Cảnh báo")
    cell.add_paragraph("{%p endif %}")
    document.add_paragraph(style="QĐ Dưới khung")
    _tag(document, "{%p endif %}")


def _head(document: WordDocument) -> None:
    table = _bare_table(document, HEAD, rows=2)
    (left, right), (number, place) = (row.cells for row in table.rows)
    _fill(
        left,
        ("{%p if superior %}", "Normal"),
        ("{{ superior }}", "QĐ Chủ quản"),
        ("{%p endif %}", "Normal"),
        ("{{ authority }}", "QĐ Ban hành"),
    )
    _line(left.add_paragraph(), HEAD[0], AUTHORITY_LINE)
    _fill(right, ("{{ state }}", "QĐ Quốc hiệu"), ("{{ motto }}", "QĐ Tiêu ngữ"))
    right.add_paragraph('{%p if language == "vi" %}')
    _line(right.add_paragraph(), HEAD[1], MOTTO_LINE["vi"])
    right.add_paragraph("{%p else %}")
    _line(right.add_paragraph(), HEAD[1], MOTTO_LINE["en"])
    right.add_paragraph("{%p endif %}")
    _fill(number, ("{{ number }}", "QĐ Số"))
    _fill(place, ("{{ place_and_date }}", "QĐ Ngày"))


def _decision(document: WordDocument) -> None:
    document.add_paragraph("{{ kind }}", style="QĐ Tên loại")
    document.add_paragraph("{{ subject }}", style="QĐ Trích yếu")
    _line(document.add_paragraph(), WIDTH, SUBJECT_LINE)
    document.add_paragraph("{{ issued_by }}", style="QĐ Thẩm quyền")
    _tag(document, "{%p for ground in grounds %}")
    document.add_paragraph("{{ ground }}", style="QĐ Căn cứ")
    _tag(document, "{%p endfor %}")
    document.add_paragraph("{{ resolves }}", style="QĐ Quyết định")
    _tag(document, "{%p for article in articles %}")
    # The last article stays on the page of the signature.
    _tag(document, "{%p if loop.last %}")
    _article(document, "QĐ Điều cuối")
    _tag(document, "{%p else %}")
    _article(document, "QĐ Điều")
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endfor %}")


def _article(document: WordDocument, style: str) -> None:
    line = document.add_paragraph(style=style)
    line.add_run("{{ article.label }}").bold = True
    line.add_run(" {{ article.paragraphs[0] }}")
    _loop(document, "paragraph in article.paragraphs[1:]", "{{ paragraph }}", style)


def _foot(document: WordDocument) -> None:
    document.add_paragraph(style="QĐ Ngắt")
    table = _bare_table(document, FOOT, rows=1)
    left, right = table.rows[0].cells
    _fill(
        left,
        ("{{ recipients_title }}", "QĐ Nơi nhận"),
        ("{%p for recipient in recipients %}", "Normal"),
        ("{{ recipient }}", "QĐ Nơi nhận mục"),
        ("{%p endfor %}", "Normal"),
    )
    _fill(
        right,
        ("{%p for line in signature %}", "Normal"),
        ("{{ line }}", "QĐ Chức vụ"),
        ("{%p endfor %}", "Normal"),
        ("{{ signer }}", "QĐ Họ tên"),
    )


def _appendices(document: WordDocument) -> None:
    """Begin every appendix on a page of its own, with its own numbers; wide tables turn the page."""
    _section_end(document, landscape=False, first=True)
    _tag(document, "{%p for appendix in appendices %}")
    document.add_paragraph("{{ appendix.label }}", style="QĐ Phụ lục")
    document.add_paragraph("{{ appendix.title }}", style="QĐ Tên phụ lục")
    document.add_paragraph("{{ appendix.attached }}", style="QĐ Kèm theo")
    _tag(document, "{%p if appendix.landscape %}")
    _line(document.add_paragraph(), LYING, ATTACHED_LINE)
    _tag(document, "{%p else %}")
    _line(document.add_paragraph(), WIDTH, ATTACHED_LINE)
    _tag(document, "{%p endif %}")
    document.add_paragraph(style="QĐ Dưới khung")
    _loop(document, "text in appendix.paragraphs", "{{ text }}", "QĐ Lời")
    _tag(document, "{%p for table in appendix.tables %}")
    _tag(document, "{%p if table.title %}")
    document.add_paragraph("{{ table.title }}", style="QĐ Tên bảng")
    _tag(document, "{%p endif %}")
    _table(document)
    _tag(document, "{%p endfor %}")
    _loop(document, "note in appendix.notes", "{{ note }}", "QĐ Ghi chú")
    _tag(document, "{%p if not loop.last %}")
    _tag(document, "{%p if appendix.landscape %}")
    _section_end(document, landscape=True)
    _tag(document, "{%p else %}")
    _section_end(document, landscape=False)
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endfor %}")
    _count_from_one(document.element.body.sectPr)


def _loop(document: WordDocument, each: str, text: str, style: str) -> None:
    _tag(document, f"{{%p for {each} %}}")
    document.add_paragraph(text, style=style)
    _tag(document, "{%p endfor %}")


def _table(document: WordDocument) -> None:
    """Draw one table for every shape: as many columns and rows as there are."""
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    _whole_width(table, WIDTH)
    _pad(table, 70)
    head, opening, row, closing = table.rows
    head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    _between(head.cells, "{%tc for column in table.columns %}", "{%tc endfor %}")
    _fill(head.cells[1], ("{{ column.name }}", "QĐ Đầu bảng"))
    head.cells[1]._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
    _fill(opening.cells[0], ("{%tr for row in table.rows %}", "Normal"))
    _between(row.cells, "{%tc for cell in row %}", "{%tc endfor %}")
    _fill(
        row.cells[1],
        ("{%p set align = table.columns[loop.index0].align %}", "Normal"),
        ('{%p if align == "left" %}', "Normal"),
        ("{{ cell }}", "QĐ Ô trái"),
        ('{%p elif align == "centre" %}', "Normal"),
        ("{{ cell }}", "QĐ Ô giữa"),
        ("{%p else %}", "Normal"),
        ("{{ cell }}", "QĐ Ô phải"),
        ("{%p endif %}", "Normal"),
    )
    _fill(closing.cells[0], ("{%tr endfor %}", "Normal"))


def _between(cells: Iterable[_Cell], opening: str, closing: str) -> None:
    first, _, last = cells
    _fill(first, (opening, "Normal"))
    _fill(last, (closing, "Normal"))


# Pieces


def _tag(document: WordDocument, text: str) -> None:
    document.add_paragraph(text)


def _bare_table(document: WordDocument, widths: Iterable[int], rows: int, padding: int = 0) -> Table:
    """Add a table without lines; its columns' widths in millimetres, the padding in twentieths of a point."""
    widths = tuple(widths)
    table: Table = document.add_table(rows=rows, cols=len(widths))
    _whole_width(table, sum(widths))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    _pad(table, padding)
    return table


def _pad(table: Table, padding: int) -> None:
    margins = parse_xml(
        f"<w:tblCellMar {nsdecls('w')}>"
        + "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("left", "right"))
        + "</w:tblCellMar>"
    )
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _whole_width(table: Table, width: int) -> None:
    table.autofit = False
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        old.set(qn("w:type"), "dxa")
        old.set(qn("w:w"), str(int(Mm(width).twips)))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _fill(cell: _Cell, *paragraphs: tuple[str, str]) -> None:
    """Write paragraphs into an empty cell, each with its style."""
    (text, style), *rest = paragraphs
    cell.paragraphs[0].style = style
    cell.paragraphs[0].add_run(text)
    for text, style in rest:
        cell.add_paragraph(text, style=style)


def _line(paragraph: Paragraph, room: int, length: int) -> None:
    """Draw a line of `length` millimetres in the middle of `room`: the upper border of an empty paragraph."""
    paragraph.style = "QĐ Kẻ"
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((room - length) / 2)
    border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(parse_xml(border), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _section_end(document: WordDocument, *, landscape: bool, first: bool = False) -> None:
    """End a section here; only the first names the headers, the others go on with them."""
    document.add_section()
    inner = document.paragraphs[-1]
    inner.style = "QĐ Ngắt"
    properties: Any = inner._p.pPr.sectPr  # type: ignore[union-attr]
    if not first:
        _count_from_one(properties)
    if landscape:
        size, margins = properties.find(qn("w:pgSz")), properties.find(qn("w:pgMar"))
        size.set(qn("w:w"), str(Mm(297).twips))
        size.set(qn("w:h"), str(Mm(210).twips))
        size.set(qn("w:orient"), "landscape")
        for side in ("left", "right"):
            margins.set(qn(f"w:{side}"), str(Mm(SIDE).twips))


def _count_from_one(section: Any) -> None:
    start = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    section.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")


def _properties(document: WordDocument) -> None:
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.title = "cds-rank: Quyết định"
    core.created = core.modified = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    core.revision = 1


def _without_thumbnail(document: WordDocument) -> None:
    """Leave out the picture that python-docx' own template brings along."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def _without_clock(packed: bytes) -> bytes:
    """Pack the parts again, all with one date."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, LONG_AGO), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATE
    target.write_bytes(make_template())
    print(target)
