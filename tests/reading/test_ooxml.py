"""What people send, and what nobody should: hand-built workbooks, one story each."""

import datetime as dt
import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from cds_rank.reading import ooxml, ooxml_parts, ooxml_sheet
from cds_rank.reading.ooxml import (
    Cell,
    CellKind,
    CellRange,
    Limits,
    Sheet,
    SheetState,
    UnreadableCause,
    UnreadableWorkbook,
    Workbook,
    column_letters,
    open_workbook,
)
from tests.reading.ooxml_builder import (
    CONTENT_TYPES,
    RELATIONSHIPS,
    ROOT_RELS,
    SHEET,
    STRICT,
    STRICT_RELATIONSHIPS,
    TRANSITIONAL,
    WORKBOOK,
    WORKBOOK_RELS,
    Book,
    pack,
    relationship,
    rels,
    row_of,
)


def sheet_of(book: Book, limits: Limits | None = None) -> Sheet:
    return open_workbook(book.bytes(), limits=limits or Limits()).sheet("S")


def cell_of(cell_xml: str, *, strings: str | None = None, styles: str | None = None) -> Cell | None:
    return sheet_of(Book(row_of(cell_xml), strings=strings, styles=styles)).cell(1, 1)


def content_of(cell_xml: str, *, strings: str | None = None) -> tuple[CellKind, str] | None:
    cell = cell_of(cell_xml, strings=strings)
    return None if cell is None else (cell.kind, cell.text)


def refusal(action: Callable[[], object]) -> UnreadableWorkbook:
    with pytest.raises(UnreadableWorkbook) as caught:
        action()
    return caught.value


def refusal_of(data: bytes, limits: Limits | None = None) -> UnreadableWorkbook:
    return refusal(lambda: read_all(data, limits))


def read_all(data: bytes, limits: Limits | None = None) -> Workbook:
    workbook = open_workbook(data, limits=limits or Limits())
    for name in workbook.sheet_names:
        workbook.sheet(name)
    assert workbook.properties is not None
    assert workbook.application is not None
    assert workbook.external_links is not None
    return workbook


@pytest.fixture(params=["plainly", "by expat"], autouse=True)
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test of this file holds whether or not sheet data may bypass expat."""
    if request.param == "by expat":
        monkeypatch.setattr(ooxml, "SheetReader", partial(ooxml_sheet.SheetReader, plain=False))
        monkeypatch.setattr(ooxml, "StringsReader", partial(ooxml_sheet.StringsReader, plain=False))


# --- values -------------------------------------------------------------------------------------------------------

NUMBER, TEXT, BOOLEAN = CellKind.NUMBER, CellKind.TEXT, CellKind.BOOLEAN


@pytest.mark.parametrize(
    ("cell_xml", "expected"),
    [
        ('<c r="A1"><v>12</v></c>', (NUMBER, "12")),
        ('<c r="A1" t="n"><v>95.29000000000001</v></c>', (NUMBER, "95.29000000000001")),
        ('<c r="A1"><v> 12\n</v></c>', (NUMBER, "12")),
        ('<c r="A1"><v>1E-3</v></c>', (NUMBER, "1E-3")),
        ('<c r="A1"><v>+5</v></c>', (NUMBER, "+5")),
        ('<c r="A1"><v>-.5</v></c>', (NUMBER, "-.5")),
        ('<c r="A1"><v>abc</v></c>', (TEXT, "abc")),
        ('<c r="A1"><v>NaN</v></c>', (TEXT, "NaN")),
        ('<c r="A1"><v>INF</v></c>', (TEXT, "INF")),
        ('<c r="A1"><v>1e999</v></c>', (TEXT, "1e999")),
        ('<c r="A1"><v>1_000</v></c>', (TEXT, "1_000")),
        ('<c r="A1"><v>３７</v></c>', (TEXT, "３７")),
        ('<c r="A1"><v>0x1F</v></c>', (TEXT, "0x1F")),
        ('<c r="A1" t="b"><v>1</v></c>', (BOOLEAN, "1")),
        ('<c r="A1" t="b"><v>true</v></c>', (BOOLEAN, "1")),
        ('<c r="A1" t="b"><v>false</v></c>', (BOOLEAN, "0")),
        ('<c r="A1" t="b"><v>maybe</v></c>', (TEXT, "maybe")),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', (CellKind.ERROR, "#DIV/0!")),
        ('<c r="A1" t="d"><v>2025-03-01</v></c>', (CellKind.DATE, "2025-03-01")),
        ('<c r="A1" t="str"><v>xã Bản Lầu</v></c>', (TEXT, "xã Bản Lầu")),
        ('<c r="A1" t="str"><v> a </v></c>', (TEXT, "a")),
        ('<c r="A1" t="str"><v xml:space="preserve"> a </v></c>', (TEXT, " a ")),
        ('<c r="A1" t="str"><v></v></c>', (TEXT, "")),
        ('<c r="A1" t="inlineStr"><is><t>x &lt; y &amp;amp; z</t></is></c>', (TEXT, "x < y &amp; z")),
        ('<c r="A1" t="inlineStr"><is><t>&#7871;&#x1F4C8;</t></is></c>', (TEXT, "ế📈")),
        ('<c r="A1" t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>', (TEXT, "a<b")),
        ('<c r="A1" t="inlineStr"><is><t>a<!-- not seen -->b</t></is></c>', (TEXT, "ab")),
        ('<c r="A1" t="inlineStr"><is><t> a </t></is></c>', (TEXT, "a")),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', (TEXT, " a ")),
        ('<c r="A1" t="inlineStr"><is><t/></is></c>', (TEXT, "")),
        ('<c r="A1" t="inlineStr"><v>kept in v</v></c>', (TEXT, "kept in v")),
        ('<c r="A1"><is><t>type forgotten</t></is></c>', (TEXT, "type forgotten")),
        ('<c r="A1" t="someday"><v>7</v></c>', (NUMBER, "7")),
        ('<c r="A1" t="someday"><v>seven</v></c>', (TEXT, "seven")),
        ('<c r="A1"/>', None),
        ('<c r="A1" s="3"/>', None),
        ('<c r="A1"><v/></c>', None),
        ('<c r="A1"><v> </v></c>', None),
        ('<c r="A1" t="s"/>', None),
        ('<c r="A1"><f/></c>', None),
    ],
)
def test_a_cell_holds_what_the_file_says(cell_xml: str, expected: tuple[CellKind, str] | None) -> None:
    assert expected == content_of(cell_xml)


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        ("<si><t>Tỷ lệ</t></si>", "Tỷ lệ"),
        ('<si><t xml:space="preserve"> a\nb </t></si>', " a\nb "),
        ("<si><t>\n  a\n  </t></si>", "a"),
        ("<si><r><rPr><b/><sz val='11'/></rPr><t>Tỷ</t></r><r><t> </t></r><r><t>lệ</t></r></si>", "Tỷ lệ"),
        ("<si><t>東京</t><rPh sb='0' eb='2'><t>とうきょう</t></rPh><phoneticPr fontId='1'/></si>", "東京"),
        ("<si><t>a_x000D_b</t></si>", "a\rb"),
        ("<si><t>a_x000d_b</t></si>", "a\rb"),
        ("<si><t>_x005F_x000D_</t></si>", "_x000D_"),
        ("<si><t>_xD83D__xDCC8_ _xD83D_</t></si>", "📈 \ufffd"),
        ("<si><t>a_x00zz_b</t></si>", "a_x00zz_b"),
        ("<si/>", ""),
        ("<si>\n  <t>a</t>\n</si>", "a"),
    ],
)
def test_shared_strings(strings: str, expected: str) -> None:
    assert (TEXT, expected) == content_of('<c r="A1" t="s"><v>0</v></c>', strings=strings)


@pytest.mark.parametrize(
    "odd",
    [
        "<si><t>b</t></si>",
        "<si><r><t>b</t></r></si>",
        "<si><t>b<!-- x --></t></si>",
        '<si><t x="1">b</t></si>',
    ],
)
def test_plain_and_other_strings_may_alternate_over_many_chunks(odd: str) -> None:
    """About 1.6 MB, so six chunks; the last string but one is the odd one."""
    plain = "".join(f"<si><t>chỉ số {number}</t></si>\n" for number in range(50_000))
    last = '<si><t xml:space="preserve"> &lt; </t></si>'
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>49999</v></c><c r="C1" t="s"><v>50000</v></c>'
    for around in ("", "<!-- <si><t>0</t></si> -->"):
        strings = f"{around}{plain}{odd}{last}{around}"
        sheet = sheet_of(Book(row_of(f'{cells}<c r="D1" t="s"><v>50001</v></c>'), strings=strings))

        assert texts(sheet) == {"A1": "chỉ số 0", "B1": "chỉ số 49999", "C1": "b", "D1": " < "}


def test_a_string_in_a_comment_is_no_string() -> None:
    strings = "<si ><t>a</t><!-- <si><t>x</t></si> --></si >"

    assert content_of('<c r="A1" t="s"><v>0</v></c>', strings=strings) == (TEXT, "a")


@pytest.mark.parametrize(
    "strings",
    [
        "<si><t>a</t>",
        "<si><t>a</si>",
        "<si><t>a</t></si></si>",
        "<si><t>a</t></si>&",
        "<si><t>&a;</t></si>",
        "<si><t>]]></t></si>",
        "<si><t>a\x0b</t></si>",
    ],
)
def test_broken_strings_are_damage(strings: str) -> None:
    error = refusal_of(Book(row_of('<c r="A1" t="s"><v>0</v></c>'), strings=strings).bytes())

    assert (error.cause, error.facts["part"]) == (UnreadableCause.DAMAGED, "xl/sharedStrings.xml")


def test_rich_inline_text_is_joined() -> None:
    runs = '<is><r><rPr><b/></rPr><t>Bản</t></r><r><t xml:space="preserve"> Lầu</t></r></is>'

    assert content_of(f'<c r="A1" t="inlineStr">{runs}</c>') == (TEXT, "Bản Lầu")


@pytest.mark.parametrize("index", ["3", "-1", "x", "1.0", "99999999999", "１"])
def test_a_shared_string_that_is_not_there_is_damage_with_a_place(index: str) -> None:
    book = Book(row_of(f'<c r="B1" t="s"><v>{index}</v></c>'), strings="<si><t>a</t></si>" * 2)
    error = refusal_of(book.bytes())

    assert (error.cause, error.facts["sheet"], error.facts["cell"]) == (UnreadableCause.DAMAGED, "S", "B1")
    assert error.facts["part"] == SHEET


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("95.29000000000001", "95.29"),
        ("1.0000000000000002E+2", "100"),
        ("0.30000000000000004", "0.3"),
        ("12.50", "12.5"),
        ("1234567890123456", "1234567890123460"),
        ("0.1234567890123465", "0.123456789012347"),  # half up, not half even
        ("-0", "0"),
        ("1E-300", "1E-300"),
    ],
)
def test_numbers_are_read_to_fifteen_digits(text: str, expected: str) -> None:
    cell = cell_of(f'<c r="A1"><v>{text}</v></c>')

    assert cell is not None
    assert Decimal(expected) == cell.number()


def test_a_number_has_no_trailing_zeros_and_no_exponent_of_its_own() -> None:
    texts = ["100", "1.50", "2E+3", "0.00"]
    numbers = [Cell(1, 1, NUMBER, text, None, "General").number() for text in texts]

    assert [str(number) for number in numbers] == ["100", "1.5", "2000", "0"]


@pytest.mark.parametrize("kind", [kind for kind in CellKind if kind is not NUMBER])
def test_only_a_number_is_a_number(kind: CellKind) -> None:
    assert Cell(1, 1, kind, "5", None, "General").number() is None


# --- formulas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell_xml", "expected"),
    [
        ('<c r="A1"><f>B1/C1</f><v>2</v></c>', (NUMBER, "2", "B1/C1")),
        ('<c r="A1"><f>B1/C1</f></c>', (CellKind.EMPTY, "", "B1/C1")),
        ('<c r="A1"><f>B1/C1</f><v></v></c>', (CellKind.EMPTY, "", "B1/C1")),
        ('<c r="A1"><f>B1/C1</f><v/></c>', (CellKind.EMPTY, "", "B1/C1")),
        ('<c r="A1" t="str"><f>A2&amp;""</f><v></v></c>', (TEXT, "", 'A2&""')),
        ('<c r="A1" t="str"><f>A2</f></c>', (CellKind.EMPTY, "", "A2")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', (CellKind.ERROR, "#DIV/0!", "1/0")),
        ('<c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>4</v></c>', (NUMBER, "4", "B1:B2*2")),
        ('<c r="A1"><f aca="false">IF(B1&lt;2,"a",1)</f><v>1</v></c>', (NUMBER, "1", 'IF(B1<2,"a",1)')),
        ('<c r="A1"><f t="dataTable" ref="A1:A2" dt2D="1"/><v>4</v></c>', (NUMBER, "4", "?")),
        ('<c r="A1"><f t="shared" si="9"/><v>4</v></c>', (NUMBER, "4", "?")),
        ('<c r="A1"><f></f><v>4</v></c>', (NUMBER, "4", None)),
        ('<c r="A1"><v>4</v><f>B1</f></c>', (NUMBER, "4", "B1")),
    ],
)
def test_formulas(cell_xml: str, expected: tuple[CellKind, str, str | None]) -> None:
    cell = cell_of(cell_xml)

    assert cell is not None
    assert expected == (cell.kind, cell.text, cell.formula)


def test_children_of_a_shared_formula_have_a_formula() -> None:
    sheet = sheet_of(
        Book(
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c></row>'
            '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
            '<row r="3"><c r="A3"><f t="shared" si="0"></f></c></row>'
        )
    )

    assert [cell.formula for cell in sheet.cells.values()] == ["B1*2"] * 3
    assert [cell.kind for cell in sheet.cells.values()] == [NUMBER, NUMBER, CellKind.EMPTY]


# --- styles and dates -----------------------------------------------------------------------------------------------

STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<fonts><font/></fonts><fills><fill/></fills><cellStyleXfs><xf numFmtId="10"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"><alignment/></xf><xf numFmtId="164"/><xf numFmtId="49"/>'
    '<xf/><xf numFmtId="77"/></cellXfs><cellStyles><cellStyle xfId="0"/></cellStyles>'
    '<dxfs><dxf><numFmt numFmtId="164" formatCode="0.000"/></dxf></dxfs>'
)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("", "General"),
        ('s="0"', "General"),
        ('s="1"', "0.00%"),
        ('s="2"', "dd/mm/yyyy"),
        ('s="3"', "@"),
        ('s="4"', "General"),
        ('s="5"', "General"),
        ('s="6"', "General"),
        ('s="-1"', "General"),
        ('s="x"', "General"),
    ],
)
def test_number_formats_are_resolved_and_odd_styles_do_not_matter(style: str, expected: str) -> None:
    cell = cell_of(f'<c r="A1" {style}><v>1</v></c>', styles=STYLES)

    assert cell is not None
    assert expected == cell.number_format


def test_a_style_that_is_not_written_is_the_first_one() -> None:
    cell = cell_of('<c r="A1"><v>1</v></c>', styles='<cellXfs><xf numFmtId="9"/></cellXfs>')

    assert cell is not None
    assert cell.is_percent


@pytest.mark.parametrize("code", ["0%", "0.00 %", '0.0"x"%', "[Red]0%;-0%"])
def test_percent_formats(code: str) -> None:
    assert Cell(1, 1, NUMBER, "0.95", None, code).is_percent


@pytest.mark.parametrize("code", ["General", "0.00", '0"%"', r"0\%", "@"])
def test_formats_without_percent(code: str) -> None:
    assert not Cell(1, 1, NUMBER, "0.95", None, code).is_percent


@pytest.mark.parametrize(
    "code", ["dd/mm/yyyy", "[$-42A]d mmmm yyyy;@", "h:mm", "[h]:mm", "[mm]", "mm-dd-yy", "yyyy"]
)
def test_date_formats(code: str) -> None:
    assert Cell(1, 1, NUMBER, "45000", None, code).is_date_format
    assert not Cell(1, 1, TEXT, "45000", None, code).is_date_format


@pytest.mark.parametrize(
    "code", ["General", "0.00", "[Red]0", '0" days"', r"0\d", "#,##0 ₫", "[$USD] 0", "0.00E+00", "0;d"]
)
def test_formats_that_are_no_dates(code: str) -> None:
    assert not Cell(1, 1, NUMBER, "45000", None, code).is_date_format


@pytest.mark.parametrize(
    ("serial", "date_1904", "expected"),
    [
        ("1", False, dt.date(1900, 1, 1)),
        ("59", False, dt.date(1900, 2, 28)),
        ("60", False, None),
        ("61", False, dt.date(1900, 3, 1)),
        ("45717", False, dt.date(2025, 3, 1)),
        ("44255", True, dt.date(2025, 3, 1)),
        ("45717.5", False, dt.datetime.fromisoformat("2025-03-01T12:00:00")),
        ("45717.999999999", False, dt.date(2025, 3, 2)),
        ("0.5", False, None),
        ("-3", False, None),
        ("2958465", False, dt.date(9999, 12, 31)),
        ("2958466", False, None),
        ("2958465.9999999999", False, None),
        ("2958465", True, None),
        ("1E+300", False, None),
    ],
)
def test_dates_of_serial_numbers(serial: str, date_1904: bool, expected: dt.date | None) -> None:
    assert expected == Cell(1, 1, NUMBER, serial, None, "dd/mm/yyyy").date(date_1904)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-01", dt.date(2025, 3, 1)),
        ("2025-03-01T00:00:00", dt.date(2025, 3, 1)),
        ("2025-03-01T08:30:00Z", dt.datetime.fromisoformat("2025-03-01T08:30:00")),
        ("08:30:00", None),
        ("01/03/2025", None),
    ],
)
def test_dates_in_words(text: str, expected: dt.date | None) -> None:
    assert expected == Cell(1, 1, CellKind.DATE, text, None, "General").date(date_1904=False)


def test_a_number_without_date_format_is_no_date() -> None:
    assert Cell(1, 1, NUMBER, "45717", None, "0.00").date(date_1904=False) is None


# --- places -----------------------------------------------------------------------------------------------------


def test_coordinates() -> None:
    assert [
        Cell(row, column, TEXT, "", None, "").coordinate
        for row, column in ((1, 1), (17, 3), (1_048_576, 16_384))
    ] == ["A1", "C17", "XFD1048576"]
    assert [column_letters(n) for n in (26, 27, 52, 53, 702, 703)] == ["Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_cells_without_a_place_follow_the_one_before() -> None:
    sheet = sheet_of(
        Book(
            '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5"><c r="D5" s="1"/><c><v>5</v></c></row>'
            '<row><c r="B6"><v>6</v></c><c><v>7</v></c></row>'
        )
    )

    assert texts(sheet) == {"A1": "1", "C1": "3", "E5": "5", "B6": "6", "C6": "7"}


def texts(sheet: Sheet) -> dict[str, str]:
    return {cell.coordinate: cell.text for cell in sheet.cells.values()}


def test_the_place_of_the_cell_counts_more_than_its_row() -> None:
    assert texts(sheet_of(Book('<row r="2"><c r="C7"><v>1</v></c></row>'))) == {"C7": "1"}


def test_rows_in_any_order_come_out_in_order_and_the_last_of_two_cells_counts() -> None:
    sheet = sheet_of(
        Book(
            '<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row>'
            '<row r="1"><c r="A1"><v>3</v></c></row>'
            '<row r="3"><c r="B3"><v>4</v></c></row>'
        )
    )
    rows = [(row, [cell.text for cell in cells]) for row, cells in sheet.rows()]

    assert rows == [(1, ["3"]), (3, ["2", "4"])]


def test_a_stray_cell_at_the_end_of_the_world_costs_one_cell() -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'

    assert texts(sheet_of(Book(data))) == {"A1": "1", "XFD1048576": "2"}


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "nonsense"])
def test_the_dimension_is_not_believed(dimension: str) -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'

    assert texts(sheet_of(Book(data, before=f'<dimension ref="{dimension}"/>'))) == {"A1": "1", "C1": "3"}


@pytest.mark.parametrize(
    "reference", ["XFE1", "A1048577", "A0", "1A", "A", "7", "", "$A$1", "Ế1", "A1:B2", "AAAA1"]
)
def test_a_place_that_excel_does_not_have_is_damage(reference: str) -> None:
    error = refusal_of(Book(row_of(f'<c r="{reference}"><v>1</v></c>')).bytes())

    assert (error.cause, error.facts["part"], error.facts["sheet"]) == (UnreadableCause.DAMAGED, SHEET, "S")


@pytest.mark.parametrize("row", ["0", "1048577", "x", "-1", "1.0", "99999999999999999999"])
def test_a_row_that_excel_does_not_have_is_damage(row: str) -> None:
    assert refusal_of(Book(f'<row r="{row}"><c><v>1</v></c></row>').bytes()).cause is UnreadableCause.DAMAGED


# --- around the cells ---------------------------------------------------------------------------------------------


def test_merged_and_hidden_and_filtered_and_protected() -> None:
    sheet = sheet_of(
        Book(
            '<row r="2" hidden="1"/><row r="3" hidden="true"><c r="A3"><v>1</v></c></row><row r="4" hidden="0"/>'
            '<row r="9" hidden="1"/>',
            before='<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/>'
            '<col min="5" max="16384" hidden="1"/></cols>',
            after='<sheetProtection sheet="1"/><autoFilter ref="A1:C9"><filterColumn colId="0"/></autoFilter>'
            '<mergeCells><mergeCell ref="B2:D4"/><mergeCell ref="F1"/></mergeCells>',
        )
    )

    assert (range(2, 4), range(9, 10)) == sheet.hidden_rows
    assert (range(2, 4), range(5, 16_385)) == sheet.hidden_columns
    assert [sheet.is_column_hidden(n) for n in (1, 2, 3, 4, 5, 16384, 16385)] == [
        False,
        True,
        True,
        False,
        True,
        True,
        False,
    ]
    assert [sheet.is_row_hidden(n) for n in (1, 2, 3, 4, 9, 10)] == [False, True, True, False, True, False]
    assert (CellRange(2, 2, 4, 4), CellRange(1, 6, 1, 6)) == sheet.merged
    assert sheet.merged[0].coordinates == "B2:D4"
    assert (4, 4) in sheet.merged[0]
    assert (5, 4) not in sheet.merged[0]
    assert sheet.filtered
    assert sheet.has_protection


def test_a_bare_sheet_has_none_of_it() -> None:
    sheet = sheet_of(Book(after='<sheetProtection sheet="0"/>'))

    assert (sheet.merged, sheet.hidden_rows, sheet.hidden_columns) == ((), (), ())
    assert not sheet.filtered
    assert not sheet.has_protection


def test_a_filter_in_a_custom_view_is_not_the_sheets_filter() -> None:
    view = "<customSheetViews><customSheetView><autoFilter ref='A1:B2'/></customSheetView></customSheetViews>"

    assert not sheet_of(Book(after=view)).filtered


@pytest.mark.parametrize("reference", ["", "B2:", ":", "B2:XFE9", "B2:C", "B2:C3:D4"])
def test_a_merged_range_must_be_one(reference: str) -> None:
    book = Book(after=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>')
    if reference == "B2:":
        assert (CellRange(2, 2, 2, 2),) == sheet_of(book).merged
    else:
        assert refusal_of(book.bytes()).cause is UnreadableCause.DAMAGED


def test_a_million_formatted_blank_rows_keep_nothing() -> None:
    """Fewer rows here, so that the tests stay quick; benchmarks/bench_reading.py takes all 1,048,576."""
    rows = "".join(
        f'<row r="{row}" spans="1:2"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'
        for row in range(1, 30_001)
    )

    assert sheet_of(Book(rows)).cells == {}


@pytest.mark.parametrize("chunk", [300, 310, 320, 330, 340, 350, 360, 370, 1 << 18])
def test_blank_rows_count_for_a_row_that_does_not_say_which_it_is(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks of a few rows, so that now and then the row without a number is the first of its chunk."""
    monkeypatch.setattr(ooxml_parts, "_CHUNK", chunk)
    blank = "".join(f'<row r="{row}" spans="1:2"><c r="A{row}" s="1"/></row>' for row in range(1, 21))
    data = f'{blank}<row><c><v>1</v></c></row><row r="30" ht="15" hidden="1"/><row><c><v>2</v></c></row>'
    sheet = sheet_of(Book(data))

    assert texts(sheet) == {"A21": "1", "A31": "2"}
    assert sheet.hidden_rows == (range(30, 31),)
    assert sheet_of(Book(f'{blank}<row hidden="1"/>')).hidden_rows == (range(21, 22),)


def test_a_prefix_must_be_declared() -> None:
    row = '<row r="1" x14ac:dyDescent="0.25"><c r="A1"><v>1</v></c></row>'
    declared = (
        f'<worksheet xmlns="{TRANSITIONAL}" xmlns:x14ac="urn:x"><sheetData>{row}</sheetData></worksheet>'
    )

    assert refusal_of(Book(row).bytes()).cause is UnreadableCause.DAMAGED
    assert texts(sheet_of(Book(others={SHEET: declared}))) == {"A1": "1"}


def test_foreign_elements_are_passed_over_with_all_they_hold() -> None:
    foreign = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x14"><row r="9"><c r="A9"><v>9</v></c></row></mc:Choice></mc:AlternateContent>'
    )
    data = (
        f'{foreign}<row r="1"><c r="A1"><v>1</v><extLst><ext><c r="Z1"><v>26</v></c></ext></extLst></c>'
        f'<y:c xmlns:y="urn:y" r="B1"><v>2</v></y:c><c r="C1"><v>3</v></c></row>'
    )

    assert texts(sheet_of(Book(data, before=foreign, after=foreign))) == {"A1": "1", "C1": "3"}


# --- wording: prefixes, Strict, encodings ---------------------------------------------------------------------------


def test_prefixes_are_what_the_file_wants_them_to_be() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is>'
        "<x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    )

    assert texts(sheet_of(Book(others={SHEET: sheet}))) == {"A1": "a"}


def test_strict_files_are_read_alike() -> None:
    book = Book(
        row_of('<c r="A1" t="s"><v>0</v></c><c r="B1" s="1" t="d"><v>2025-03-01</v></c>'),
        strings="<si><t>Bản Lầu</t></si>",
        styles='<cellXfs><xf/><xf numFmtId="14"/></cellXfs>',
        workbook_rest='<workbookPr date1904="true"/>',
        main=STRICT,
        relationships=STRICT_RELATIONSHIPS,
    )
    workbook = open_workbook(book.bytes())

    assert texts(workbook.sheet("S")) == {"A1": "Bản Lầu", "B1": "2025-03-01"}
    assert workbook.date_1904


def test_a_sheet_in_an_unknown_vocabulary_is_damage_not_an_empty_sheet() -> None:
    error = refusal_of(
        Book(row_of('<c r="A1"><v>1</v></c>'), others={SHEET: '<worksheet xmlns="urn:other"/>'}).bytes()
    )

    assert (error.cause, error.facts["part"]) == (UnreadableCause.DAMAGED, SHEET)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_the_encodings_that_ooxml_allows(encoding: str) -> None:
    sheet = str(Book(row_of('<c r="A1" t="inlineStr"><is><t>Lầu</t></is></c>')).parts()[SHEET])

    assert texts(sheet_of(Book(others={SHEET: sheet.encode(encoding)}))) == {"A1": "Lầu"}


@pytest.mark.parametrize(
    "encoding", ["windows-1258", "rot13", "idna", "no-such-thing", "utf-7", "unicode_escape"]
)
def test_other_encodings_are_not_believed(encoding: str) -> None:
    sheet = f'<?xml version="1.0" encoding="{encoding}"?>' + str(
        Book(row_of('<c r="A1"><v>1</v></c>')).parts()[SHEET]
    )

    assert texts(sheet_of(Book(others={SHEET: sheet}))) == {"A1": "1"}


def test_line_breaks_between_cells_do_not_matter() -> None:
    data = (
        '\n<row r="1">\r\n  <c r="A1" s="0">\n<v>1</v>\n</c>\n <c r="B1"/>\n<c r="C1"><v>3</v></c>\n</row>\n'
    )

    assert texts(sheet_of(Book(data))) == {"A1": "1", "C1": "3"}


# --- the package --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "entry"),
    [
        ("/xl/worksheets/sheet1.xml", SHEET),
        ("../xl/worksheets/sheet1.xml", SHEET),
        ("./worksheets/./sheet1.xml", SHEET),
        ("worksheets\\sheet1.xml", SHEET),
        ("Worksheets/Sheet1.XML", SHEET),
        ("worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml"),
        ("worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
        ("worksheets/sheet%201.xml", "xl/worksheets/sheet 1.xml"),
        ("worksheets/sheet%201.xml", "xl/worksheets/sheet%201.xml"),
        ("../../../sheet.xml", "sheet.xml"),
    ],
)
def test_parts_are_found_as_excel_finds_them(target: str, entry: str) -> None:
    book = Book(row_of('<c r="A1"><v>1</v></c>'))
    sheet = book.parts()[SHEET]
    arrows = rels(relationship("rId1", f"{RELATIONSHIPS}/worksheet", target))
    moved = Book(others={SHEET: None, WORKBOOK_RELS: arrows}).parts() | {entry: sheet}

    assert texts(open_workbook(pack(moved)).sheet("S")) == {"A1": "1"}


def test_the_workbook_may_have_any_name() -> None:
    parts = Book(row_of('<c r="A1"><v>1</v></c>')).parts()
    moved = {
        ROOT_RELS: rels(relationship("x", f"{RELATIONSHIPS}/officeDocument", "/book/main.xml")),
        "book/main.xml": parts[WORKBOOK],
        "book/_rels/main.xml.rels": rels(relationship("rId1", f"{RELATIONSHIPS}/worksheet", "s.xml")),
        "book/s.xml": parts[SHEET],
    }

    assert texts(open_workbook(pack(moved)).sheet("S")) == {"A1": "1"}


def test_states_of_sheets() -> None:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="1" r:id="rId1" {state}/>'
        for name, state in (
            ("Số liệu", ""),
            ("a", 'state="hidden"'),
            ("_meta", 'state="veryHidden"'),
            ("b", 'state="?"'),
        )
    )
    workbook = open_workbook(Book(sheets=sheets).bytes())

    assert workbook.sheet_names == ("Số liệu", "a", "_meta", "b")
    assert list(workbook.states.values()) == [
        SheetState.VISIBLE,
        SheetState.HIDDEN,
        SheetState.VERY_HIDDEN,
        SheetState.VISIBLE,
    ]
    assert workbook.sheet("_meta").state is SheetState.VERY_HIDDEN


def test_what_an_extension_wraps_is_not_a_sheet_or_a_style() -> None:
    sheets = (
        '<sheet name="S" sheetId="1" r:id="rId1"/><x:a xmlns:x="urn:x"><sheet name="T" r:id="rId1"/></x:a>'
    )
    styles = '<cellXfs><x:a xmlns:x="urn:x"><xf numFmtId="9"/></x:a><xf numFmtId="10"/></cellXfs>'
    workbook = open_workbook(Book(row_of('<c r="A1"><v>1</v></c>'), sheets=sheets, styles=styles).bytes())

    assert workbook.sheet_names == ("S",)
    assert workbook.sheet("S").cells[1, 1].number_format == "0.00%"


def test_a_sheet_is_read_once_and_an_unknown_name_is_a_key_error() -> None:
    workbook = open_workbook(Book(row_of('<c r="A1"><v>1</v></c>')).bytes())

    assert workbook.sheet("S") is workbook.sheet("S")
    with pytest.raises(KeyError):
        workbook.sheet("T")


def test_a_damaged_sheet_does_not_keep_the_others_from_being_read() -> None:
    sheets = '<sheet name="S" sheetId="1" r:id="rId1"/><sheet name="T" sheetId="2" r:id="rId9"/>'
    workbook = open_workbook(Book(row_of('<c r="A1"><v>1</v></c>'), sheets=sheets).bytes())

    assert texts(workbook.sheet("S")) == {"A1": "1"}
    assert refusal(lambda: workbook.sheet("T")).facts["sheet"] == "T"


def test_a_chart_sheet_is_a_sheet_without_cells() -> None:
    chart = f'<chartsheet xmlns="{TRANSITIONAL}"><sheetViews/></chartsheet>'

    assert sheet_of(Book(others={SHEET: chart})).cells == {}


CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def test_properties_application_macros_and_links() -> None:
    custom = (
        f'<Properties xmlns="{CUSTOM}" xmlns:vt="{TYPES}"><property name="cds_rank.set"><vt:lpwstr>dti-lao-cai '
        '</vt:lpwstr></property><property name="version"><vt:i4>3</vt:i4></property>'
        '<property name="final"><vt:bool>true</vt:bool></property><property name="none"/></Properties>'
    )
    app = (
        f'<Properties xmlns="{EXTENDED}"><Template>x</Template><Application>Microsoft Excel</Application>'
        "<TotalTime>5</TotalTime></Properties>"
    )
    parts = Book().parts() | {
        "docProps/custom.xml": custom,
        "docProps/app.xml": app,
        ROOT_RELS: rels(
            relationship("1", f"{RELATIONSHIPS}/officeDocument", "xl/workbook.xml")
            + relationship("2", f"{RELATIONSHIPS}/custom-properties", "docProps/custom.xml")
            + relationship("3", f"{RELATIONSHIPS}/extended-properties", "docProps/app.xml")
        ),
        WORKBOOK_RELS: rels(
            relationship("rId1", f"{RELATIONSHIPS}/worksheet", "worksheets/sheet1.xml")
            + relationship("rId2", f"{RELATIONSHIPS}/externalLink", "externalLinks/externalLink1.xml")
        ),
        "xl/externalLinks/_rels/externalLink1.xml.rels": rels(
            relationship("rId1", f"{RELATIONSHIPS}/externalLinkPath", "file:///D:/so%20lieu.xlsx", "External")
        ),
        "xl/vbaProject.bin": b"\0",
    }
    workbook = open_workbook(pack(parts))

    assert workbook.properties == {"cds_rank.set": "dti-lao-cai", "version": "3", "final": "true", "none": ""}
    assert workbook.application == "Microsoft Excel"
    assert workbook.has_macros
    assert workbook.external_links == ("file:///D:/so%20lieu.xlsx",)


def test_a_workbook_without_any_of_that() -> None:
    workbook = open_workbook(Book().bytes())

    assert (
        workbook.properties,
        workbook.application,
        workbook.has_macros,
        workbook.external_links,
    ) == ({}, "", False, ())
    assert not workbook.date_1904


def test_a_workbook_is_called_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "xã Bản Lầu.xlsx"
    path.write_bytes(Book().bytes())
    workbook = open_workbook(path)
    path.unlink()  # nothing keeps it open

    assert workbook.name == "xã Bản Lầu.xlsx"
    assert open_workbook(Book().bytes(), name="other").name == "other"
    assert workbook.sheet("S").cells == {}


# --- what is not a workbook ---------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "cause", "kind"),
    [
        (b"", UnreadableCause.EMPTY_FILE, None),
        (OLE + b"\0" * 600, UnreadableCause.OLD_XLS, None),
        (b"\x09\x08\x10\x00\x00\x06", UnreadableCause.OLD_XLS, None),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), UnreadableCause.PASSWORD, None),
        (b"%PDF-1.7\n", UnreadableCause.NOT_A_WORKBOOK, "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", UnreadableCause.NOT_A_WORKBOOK, "HTML"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>", UnreadableCause.NOT_A_WORKBOOK, "HTML"),
        (b"MIME-Version: 1.0\r\n", UnreadableCause.NOT_A_WORKBOOK, "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', UnreadableCause.NOT_A_WORKBOOK, "XML"),
        ("mã,giá trị\n1.1,5\n1.2,6\n".encode(), UnreadableCause.NOT_A_WORKBOOK, "CSV"),
        ("mã;giá trị\n1.1;5\n".encode("utf-16"), UnreadableCause.NOT_A_WORKBOOK, "CSV"),
        ("Kính gửi".encode(), UnreadableCause.NOT_A_WORKBOOK, "text"),
        (b"S\xeb Y t\xd5", UnreadableCause.NOT_A_WORKBOOK, "text"),  # TCVN3
        (b"\xff\xd8\xff\xe0\0\0", UnreadableCause.NOT_A_WORKBOOK, "image"),
        (b"Rar!\x1a\x07", UnreadableCause.NOT_A_WORKBOOK, "archive"),
        (b"{\\rtf1", UnreadableCause.NOT_A_WORKBOOK, "RTF"),
        (b"\0\1\2\3", UnreadableCause.NOT_A_WORKBOOK, "binary"),
        (b"P", UnreadableCause.NOT_A_WORKBOOK, "text"),
        (b"PK\x05\x06" + b"\0" * 18, UnreadableCause.NOT_A_WORKBOOK, "zip"),
        (pack({"a.xlsx": b"PK"}), UnreadableCause.NOT_A_WORKBOOK, "zip"),
        (pack({"word/document.xml": "<d/>"}), UnreadableCause.NOT_A_WORKBOOK, "docx"),
        (pack({"ppt/presentation.xml": "<d/>", CONTENT_TYPES: ""}), UnreadableCause.NOT_A_WORKBOOK, "pptx"),
        (
            pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            UnreadableCause.UNSUPPORTED_KIND,
            ".ods",
        ),
        (
            pack(
                {
                    ROOT_RELS: rels(relationship("1", f"{RELATIONSHIPS}/officeDocument", "xl/workbook.bin")),
                    "xl/workbook.bin": b"",
                }
            ),
            UnreadableCause.UNSUPPORTED_KIND,
            ".xlsb",
        ),
    ],
)
def test_what_the_file_is_instead(data: bytes, cause: UnreadableCause, kind: str | None) -> None:
    error = refusal_of(data)

    assert (cause, kind) == (error.cause, error.facts.get("kind"))


def test_an_encrypted_zip_wants_a_password() -> None:
    data = bytearray(Book().bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert refusal_of(bytes(data)).cause is UnreadableCause.PASSWORD


def test_a_file_that_cannot_be_opened_is_locked(tmp_path: Path) -> None:
    assert refusal(lambda: open_workbook(tmp_path / "gone.xlsx")).cause is UnreadableCause.LOCKED
    assert refusal(lambda: open_workbook(tmp_path)).cause is UnreadableCause.LOCKED


def test_a_zip_whose_names_are_not_text_is_damaged() -> None:
    data = pack(Book().parts() | {"xl/é.xml": ""}).replace("é".encode(), b"\xff\xff")

    assert refusal_of(data).cause is UnreadableCause.DAMAGED


def test_a_truncated_file_is_damaged_wherever_it_ends() -> None:
    data = Book(row_of('<c r="A1"><v>1</v></c>'), strings="<si><t>a</t></si>").bytes()
    causes = {refusal_of(data[:length]).cause for length in range(2, len(data), 7)}

    assert {UnreadableCause.DAMAGED} == causes


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "<worksheet",
        *(
            f'<worksheet xmlns="{TRANSITIONAL}"><sheetData>{data}'
            for data in (
                '<row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
                '<row r="1"><c r="A1"><v>1</v></row></sheetData></worksheet>',
                '<row r="1"></sheetData></worksheet>',
                "</row></sheetData></worksheet>",
                '<row r="1" r="2"></row></sheetData></worksheet>',
                '<row r="1"></row r="1"></sheetData></worksheet>',
                '<row r="1"><row r="2"></row></sheetData></worksheet>',
                '<row r="1"><c r="A1" t="str"><v>&x;</v></c></row></sheetData></worksheet>',
                '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row></sheetData></worksheet>',
                '<row r="1"><c r="A1" t="str"><v>]]></v></c></row></sheetData></worksheet>',
                '<row r="1"/>stray<row r="2"/>&</sheetData></worksheet>',
                "</sheetData></worksheet><more/>",
            )
        ),
        b'<worksheet xmlns="%b"><sheetData><row r="1"><c r="A1" t="str"><v>\xff</v></c></row></sheetData></worksheet>'
        % TRANSITIONAL.encode(),
    ],
)
def test_broken_xml_is_damage_that_names_the_part(sheet: str | bytes) -> None:
    error = refusal_of(Book(others={SHEET: sheet}).bytes())

    assert (error.cause, error.facts["part"]) == (UnreadableCause.DAMAGED, SHEET)


@pytest.mark.parametrize("part", [SHEET, WORKBOOK])
def test_a_missing_part_is_damage(part: str) -> None:
    assert refusal_of(Book(others={part: None}).bytes()).cause is UnreadableCause.DAMAGED


def test_a_workbook_without_sheets_is_damage() -> None:
    assert refusal_of(Book(sheets="").bytes()).cause is UnreadableCause.DAMAGED


# --- attacks ------------------------------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, XXE, '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">'])
@pytest.mark.parametrize(
    "part", [SHEET, WORKBOOK, WORKBOOK_RELS, ROOT_RELS, "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_a_document_type_is_refused_in_every_part(part: str, doctype: str) -> None:
    parts = Book(row_of('<c r="A1"><v>1</v></c>'), strings="", styles="").parts()
    error = refusal_of(pack(parts | {part: doctype + str(parts[part])}))

    assert (UnreadableCause.DOCTYPE, part) == (error.cause, error.facts["part"])


def test_a_bomb_is_weighed_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/bomb.xml", "w") as entry,
    ):
        for _ in range(210):
            entry.write(b" " * 1_000_000)

    def unpack_nothing(*_: object) -> None:
        pytest.fail("unpacked")

    monkeypatch.setattr(ooxml_parts, "_Unpacking", unpack_nothing)
    error = refusal_of(packed.getvalue())

    assert (error.cause, error.facts["what"], error.facts["size"]) == (
        UnreadableCause.TOO_LARGE,
        "unpacked",
        210_000_000,
    )


def test_a_sheet_packed_too_tightly_is_refused() -> None:
    error = refusal_of(Book(" " * 3_000_000).bytes())

    assert (error.cause, error.facts["what"]) == (UnreadableCause.TOO_LARGE, "ratio")


def test_a_picture_may_be_packed_as_tightly_as_it_likes() -> None:
    assert sheet_of(Book(others={"xl/media/image1.bmp": b"\xff" * 3_000_000})).cells == {}


def declare(data: bytes, part: str, size: int) -> bytes:
    """Write another unpacked size for a part into the zip directory."""
    changed = bytearray(data)
    place = changed.rindex(part.encode()) - 46 + 24
    changed[place : place + 4] = struct.pack("<I", size)
    return bytes(changed)


def test_a_part_longer_than_declared_is_damage_and_stops_at_once() -> None:
    data = declare(Book("<!--" + " " * 900_000 + "-->").bytes(), SHEET, 1_000)
    error = refusal_of(data)

    assert (error.cause, error.facts["part"]) == (UnreadableCause.DAMAGED, SHEET)


def test_a_part_shorter_than_declared_is_damage() -> None:
    assert refusal_of(declare(Book().bytes(), SHEET, 50_000)).cause is UnreadableCause.DAMAGED


def test_a_string_declared_as_three_gigabytes_is_refused() -> None:
    data = declare(Book(strings="<si><t>a</t></si>").bytes(), "xl/sharedStrings.xml", 3_000_000_000)

    assert refusal_of(data).facts["what"] == "unpacked"
    assert refusal_of(data, Limits(unpacked_bytes=1 << 40, ratio=1 << 40)).facts["what"] == "part"


CELLS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1001))
LONG = '<c r="A1" t="str"><v>' + "ab" * 40_000 + "</v></c>"


@pytest.mark.parametrize(
    ("book", "limits", "what"),
    [
        (Book(CELLS), Limits(cells=999), "cells"),
        (
            Book(after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 50 + "</mergeCells>"),
            Limits(cells=49),
            "cells",
        ),
        (
            Book(strings="<si/>" * 50, data=row_of('<c r="A1" t="s"><v>1</v></c>')),
            Limits(cells=49),
            "shared_strings",
        ),
        (Book(row_of(LONG)), Limits(string_characters=79_999), "string_characters"),
        (
            Book("", strings=f"<si><t>{'ab' * 40_000}</t></si>"),
            Limits(string_characters=79_999),
            "string_characters",
        ),
        (Book(), Limits(entries=4), "entries"),
        (Book(), Limits(file_bytes=100), "file"),
        (Book(), Limits(unpacked_bytes=100), "unpacked"),
        (Book(), Limits(entry_bytes=100), "part"),
    ],
)
def test_limits(book: Book, limits: Limits, what: str) -> None:
    error = refusal_of(book.bytes(), limits)

    assert (UnreadableCause.TOO_LARGE, what) == (error.cause, error.facts["what"])
    size, limit = error.facts["size"], error.facts["limit"]
    assert isinstance(size, int)
    assert isinstance(limit, int)
    assert size > limit


@pytest.mark.parametrize(
    ("book", "limits"),
    [
        (Book(CELLS), Limits(cells=1000)),
        (Book(row_of(LONG)), Limits(string_characters=80_000)),
        (Book(), Limits(entries=5)),
    ],
)
def test_within_limits(book: Book, limits: Limits) -> None:
    read_all(book.bytes(), limits)


def test_the_limit_of_the_file_holds_for_a_path_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(Book().bytes())

    assert refusal(lambda: open_workbook(path, limits=Limits(file_bytes=100))).facts["what"] == "file"


def test_endless_text_stops_while_in_pieces() -> None:
    """One string of 12 MB in several chunks: noticed before it is put together."""
    noise = "".join(chr(97 + n * n % 23) for n in range(4001)) * 3000
    book = Book(strings=f"<si><t>{noise}</t></si>")
    error = refusal_of(book.bytes(), Limits(ratio=1000, string_characters=3_000_000))
    size = error.facts["size"]

    assert error.facts["what"] == "string_characters"
    assert isinstance(size, int)
    assert size < len(noise)


def test_a_comment_of_many_megabytes_is_not_scanned_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """In 80 equal chunks, expat 2.5 would scan 21 MB forty times over; chunks that double, only twice."""
    chunks: list[int] = []
    read = ooxml_parts._Unpacking.read

    def counting_read(unpacking: ooxml_parts._Unpacking, size: int) -> bytes:
        chunk = read(unpacking, size)
        chunks.append(len(chunk))
        return chunk

    monkeypatch.setattr(ooxml_parts._Unpacking, "read", counting_read)
    book = Book(f"<!--{'ab ' * 7_000_000}-->" + row_of('<c r="A1"><v>1</v></c>'))

    assert texts(sheet_of(book, Limits(ratio=2000))) == {"A1": "1"}
    assert len([length for length in chunks if length > 100_000]) <= 24


def test_a_comment_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml_parts, "_LONGEST_TOKEN", 1_000_000)
    book = Book(after=f"<!--{'ab ' * 2_000_000}-->")

    assert refusal_of(book.bytes(), Limits(ratio=2000)).facts["what"] == "token"


@pytest.mark.parametrize("character", ["\x0b", "\x1f", "\ufffe", "\uffff"])
def test_characters_that_xml_forbids_are_for_expat_to_judge(character: str) -> None:
    data = f'<row r="1"><c r="A1" t="str"><v>a{character}b</v></c></row>'

    if character < " ":
        assert refusal_of(Book(data).bytes()).cause is UnreadableCause.DAMAGED
    else:
        assert outcome_of(data) in ({"A1": f"a{character}b"}, UnreadableCause.DAMAGED)


def outcome_of(data: str) -> dict[str, str] | UnreadableCause:
    try:
        return texts(sheet_of(Book(data)))
    except UnreadableWorkbook as error:
        return error.cause


def test_line_ends_are_what_xml_makes_of_them() -> None:
    data = '<row r="1"><c r="A1" t="str"><v>a\r\nb\rc</v></c></row>'

    assert texts(sheet_of(Book(data))) == {"A1": "a\nb\nc"}


def test_names_without_end_are_refused() -> None:
    names = "".join(f"<n{number}/>" for number in range(60_000))

    assert refusal_of(Book(after=names).bytes()).facts["what"] == "names"


def test_a_bypass_cannot_be_opened_from_a_comment() -> None:
    """The text "<sheetData>" inside a comment, or inside another element, is not where the cells begin."""
    cells = '<row r="1"><c r="A1"><v>666</v></c></row>'
    parts = Book().parts()
    for around in (
        f"<sheetData ><!-- <sheetData>{cells}</sheetData> --></sheetData>",
        f"<!-- <sheetData>{cells}</sheetData> --><sheetData/>",
        f'<x:a xmlns:x="urn:x"><sheetData>{cells}</sheetData></x:a><sheetData/>',
        f'<x:a xmlns:x="urn:x" xmlns="urn:y"><sheetData>{cells}</sheetData></x:a>',
    ):
        sheet = f'<worksheet xmlns="{TRANSITIONAL}">{around}</worksheet>'

        assert texts(open_workbook(pack(parts | {SHEET: sheet})).sheet("S")) == {}


def test_a_namespace_may_change_inside_the_cells() -> None:
    data = (
        '<row r="1" xmlns="urn:x"><c r="A1"><v>666</v></c></row>' + '<row r="2"><c r="A2"><v>2</v></c></row>'
    )

    assert texts(sheet_of(Book(data))) == {"A2": "2"}


def test_plain_and_other_rows_may_alternate_over_many_chunks() -> None:
    """About 2 MB, so eight chunks; every 5,000th row is not plain."""
    rows = []
    for row in range(1, 30_001):
        cdata = row % 5000 == 0
        text = f"<![CDATA[{row}]]>" if cdata else str(row)
        rows.append(
            f'<row r="{row}"><c r="A{row}"><v>{text}</v></c><c r="B{row}" t="str"><v>xã</v></c></row>'
        )
    sheet = sheet_of(Book("".join(rows)))

    assert len(sheet.cells) == 60_000
    assert all(str(row) == sheet.cells[row, 1].text for row in range(1, 30_001))


# --- the tools themselves -------------------------------------------------------------------------------------------


def test_importing_the_reader_does_not_import_what_it_does_not_need() -> None:
    unwanted = ("pydantic", "openpyxl", "email", "pandas", "typer")
    code = f"import sys, cds_rank.reading.ooxml as o; print(*(n for n in {unwanted} if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
