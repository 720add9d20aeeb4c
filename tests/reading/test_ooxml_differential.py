"""The reader against openpyxl, python-calamine and itself, on workbooks nobody thought up; and against noise."""

import datetime as dt
import io
import random
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.reading import ooxml, ooxml_parts
from cds_rank.reading.ooxml import (
    CellKind,
    Limits,
    Sheet,
    UnreadableWorkbook,
    Workbook,
    column_letters,
    open_workbook,
)
from cds_rank.reading.ooxml_sheet import SheetReader, StringsReader
from tests.reading.ooxml_builder import Book, pack, unpack

# --- workbooks ----------------------------------------------------------------------------------------------------

FORMATS = (
    "General",
    "0",
    "0.00",
    "0%",
    "0.00%",
    "@",
    "dd/mm/yyyy",
    "#,##0 ₫",
    "h:mm",
    '0.0"%"',
    "d/m/yy h:mm",
)
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#REF!", "#VALUE!", "#NULL!")


@dataclass(frozen=True)
class Written:
    """What is written into one cell. cached: what a formula is said to be worth; "" when never calculated."""

    value: str | int | float | bool
    number_format: str = "General"
    formula: str | None = None


@dataclass(frozen=True)
class Plan:
    """One sheet to be written by one library or another; rows and columns from 1."""

    cells: dict[tuple[int, int], Written]
    blanks: frozenset[tuple[int, int]]
    merged: tuple[tuple[int, int, int, int], ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    state: Literal["visible", "hidden", "veryHidden"]


VIETNAMESE = "Đơn vị tính tỷ lệ hồ sơ trực tuyến ẵ ỵ Ũ ơ"
texts = st.one_of(
    st.text(alphabet=st.sampled_from(VIETNAMESE + "<>&\"' \n\t%.,"), max_size=12),
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=8),
    st.sampled_from(
        ["_x000D_", "_x005F_", " đầu", "cuối ", "a\nb", "]]>", "001", "1.10", "TRUE", "#N/A?", "📈", "&lt;"]
    ),
)
numbers = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15),
    st.decimals(min_value=0, max_value=100, places=2).map(float),
    st.sampled_from([0.1 + 0.2, 95.29, 1e-7, 1.5e300, 0, -0.5]),
)
formulas = st.sampled_from(["B1/C1", 'IF(A1<2,"a&b",1)', "SUM(A1:A9)*100%", "'Số liệu'!A1", 'A1&"<>"'])
values = st.one_of(texts, numbers, st.booleans())
cells = st.builds(Written, values, st.sampled_from(FORMATS)) | st.builds(
    Written, values, st.sampled_from(FORMATS), formulas
)
places = st.tuples(st.integers(1, 12), st.integers(1, 30))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    first = draw(places)
    merges = draw(st.sampled_from([(), ((40, 2, 41, 4),), ((50, 1, 50, 3), (52, 28, 60, 28))]))
    return Plan(
        cells=draw(st.dictionaries(places, cells, max_size=14)) | {first: Written("x")},
        blanks=draw(st.frozensets(places, max_size=5)),
        merged=merges,
        hidden_rows=draw(st.frozensets(st.integers(1, 12), max_size=4)),
        hidden_columns=draw(st.frozensets(st.integers(1, 30), max_size=4)),
        state=draw(st.sampled_from(["visible", "hidden", "veryHidden"])),
    )


def write_with_openpyxl(plan: Plan) -> bytes:
    """Formulas are never calculated here: openpyxl cannot store what they are worth."""
    book = openpyxl.Workbook()
    book.create_sheet("khác")
    sheet = book["Sheet"]
    sheet.title = "Số liệu"
    for row, column in sorted(plan.blanks):
        sheet.cell(row, column).number_format = "0.00"
    for (row, column), written in plan.cells.items():
        cell = sheet.cell(row, column)
        assert isinstance(cell, OpenpyxlCell)
        cell.number_format = written.number_format
        if written.formula is None:
            cell.value = written.value
            if isinstance(written.value, str):
                cell.data_type = "s"  # not a formula or an error, whatever it looks like
        else:
            cell.value = f"={written.formula}"
    for first_row, first_column, last_row, last_column in plan.merged:
        sheet.merge_cells(
            start_row=first_row, start_column=first_column, end_row=last_row, end_column=last_column
        )
    for row in plan.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in plan.hidden_columns:
        sheet.column_dimensions[column_letters(column)].hidden = True
    sheet.sheet_state = plan.state
    book.active = book["khác"]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def write_with_xlsxwriter(plan: Plan) -> bytes:
    """Formulas carry what they are worth, errors too."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    sheet = book.add_worksheet("Số liệu")
    book.add_worksheet("khác").activate()
    styles = {code: book.add_format({"num_format": code}) for code in FORMATS}
    for row, column in sorted(plan.blanks - plan.cells.keys()):
        sheet.write_blank(row - 1, column - 1, None, styles["0.00"])
    for (row, column), written in plan.cells.items():
        style, value = styles[written.number_format], written.value
        if written.formula is not None:
            sheet.write_formula(row - 1, column - 1, f"={written.formula}", style, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row - 1, column - 1, value, style)
        elif isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value, style)
        else:
            sheet.write_number(row - 1, column - 1, value, style)
    for first_row, first_column, last_row, last_column in plan.merged:
        sheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "")
    for row in plan.hidden_rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for column in plan.hidden_columns:
        sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
    if plan.state != "visible":
        getattr(sheet, {"hidden": "hide", "veryHidden": "very_hidden"}[plan.state])()
    book.close()
    return saved.getvalue()


# --- comparisons --------------------------------------------------------------------------------------------------


def plain_value(sheet: Sheet, row: int, column: int) -> object:
    """What the cell is worth, in Python's types; None when blank or not calculated."""
    cell = sheet.cell(row, column)
    if cell is None or cell.kind is CellKind.EMPTY:
        return None
    if cell.kind is CellKind.NUMBER:
        return float(cell.text)
    if cell.kind is CellKind.BOOLEAN:
        return cell.text == "1"
    return cell.text


def assert_like_openpyxl(data: bytes, sheet: Sheet) -> None:
    """Formulas, formats, merges, hidden rows and columns, cell by cell."""
    with warnings.catch_warnings(action="ignore"):  # about numbers outside the calendar
        full = openpyxl.load_workbook(io.BytesIO(data))["Số liệu"]
    assert isinstance(full, Worksheet)
    theirs = {
        (cell.row, cell.column): cell
        for row in full.iter_rows()
        for cell in row
        if isinstance(cell, OpenpyxlCell) and cell.value is not None
    }
    for place, cell in theirs.items():
        ours = sheet.cells[place]
        assert ours.number_format == cell.number_format
        assert ours.coordinate == cell.coordinate
        if cell.data_type == "f":
            assert f"={ours.formula}" == cell.value
            continue
        assert ours.formula is None
        if cell.data_type in ("n", "s", "b", "e") and not ours.is_date_format:
            assert agree(plain_value(sheet, *place), cell.value)
    assert {place for place, cell in sheet.cells.items() if cell.text or cell.formula} <= set(theirs)
    assert sorted(merged.coordinates for merged in sheet.merged) == sorted(
        str(m) for m in full.merged_cells.ranges
    )
    rows = {row for row, dimension in full.row_dimensions.items() if dimension.hidden}
    assert {row for hidden in sheet.hidden_rows for row in hidden} == rows
    assert sheet.state == full.sheet_state


def agree(ours: object, theirs: object) -> bool:
    """Whether two readings of a cell agree; on _xHHHH_ libraries do not, and ours is tested by hand."""
    return ours == theirs or any(isinstance(text, str) and "_x" in text for text in (ours, theirs))


def assert_like_calamine(data: bytes, sheet: Sheet) -> None:
    """Values only; calamine has no coordinates, and shows errors and what was not calculated as blank."""
    if any(cell.is_date_format and abs(float(cell.text)) > 2_958_465 for cell in sheet.cells.values()):
        return  # it panics
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_name("Số liệu").to_python(skip_empty_area=False)
    for row, row_values in enumerate(rows, 1):
        for column, theirs in enumerate(row_values, 1):
            cell = sheet.cell(row, column)
            ours = plain_value(sheet, row, column)
            if cell is not None and cell.is_date_format:
                continue  # gives dates and times; see test_dates_are_those_that_were_written
            if cell is not None and cell.kind is CellKind.ERROR:
                continue
            if cell is not None and cell.formula is not None and isinstance(theirs, str):
                theirs = theirs.strip(" \t\r\n")  # noqa: PLW2901 - Excel does, without xml:space
            assert agree("" if ours is None else ours, theirs), (row, column)


def assert_as_planned(plan: Plan, sheet: Sheet, *, are_formulas_calculated: bool) -> None:
    for (row, column), written in plan.cells.items():
        value = plain_value(sheet, row, column)
        if written.formula is not None and not are_formulas_calculated:
            assert value is None
            continue
        expected = written.value
        if written.formula is not None:
            continue  # XlsxWriter guesses the type of what a formula is worth; calamine judges
        if isinstance(expected, str):
            assert agree(value or "", expected)
        elif isinstance(expected, bool):
            assert value is expected
        else:
            assert isinstance(value, float)
            assert value == pytest.approx(float(expected), rel=1e-15)
    hidden = {column for columns in sheet.hidden_columns for column in columns}
    assert hidden == plan.hidden_columns
    assert {row for rows in sheet.hidden_rows for row in rows} == plan.hidden_rows


def both_ways(data: bytes) -> Sheet:
    """Read plainly and by expat alone, and hold the two together."""
    plainly = open_workbook(data).sheet("Số liệu")
    by_expat = read_by_expat(data, "Số liệu")
    assert plainly == by_expat
    return plainly


def read_by_expat(data: bytes, name: str) -> Sheet:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ooxml, "SheetReader", partial(SheetReader, plain=False))
        patch.setattr(ooxml, "StringsReader", partial(StringsReader, plain=False))
        return open_workbook(data).sheet(name)


ENOUGH = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@ENOUGH
@given(plans())
def test_what_openpyxl_writes_is_read_as_by_openpyxl_and_calamine(plan: Plan) -> None:
    data = write_with_openpyxl(plan)
    sheet = both_ways(data)

    assert_as_planned(plan, sheet, are_formulas_calculated=False)
    assert_like_openpyxl(data, sheet)
    assert_like_calamine(data, sheet)


@ENOUGH
@given(plans())
def test_what_xlsxwriter_writes_is_read_as_by_openpyxl_and_calamine(plan: Plan) -> None:
    data = write_with_xlsxwriter(plan)
    sheet = both_ways(data)

    assert_as_planned(plan, sheet, are_formulas_calculated=True)
    assert_like_openpyxl(data, sheet)
    assert_like_calamine(data, sheet)


first, last = dt.datetime.fromisoformat("1904-01-02"), dt.datetime.fromisoformat("2200-01-01")
moments_of_a_second = st.datetimes(first, last).map(lambda moment: moment.replace(microsecond=0))


@settings(ENOUGH, max_examples=30)
@given(st.lists(moments_of_a_second), st.booleans())
def test_dates_are_those_that_were_written(moments: list[dt.datetime], date_1904: bool) -> None:
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True, "date_1904": date_1904})
    sheet = book.add_worksheet("Số liệu")
    style = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    for row, moment in enumerate(moments):
        sheet.write_datetime(row, 0, moment, style)
    book.close()
    workbook = open_workbook(saved.getvalue())
    read = [cell.date(workbook.date_1904) for cell in workbook.sheet("Số liệu").cells.values()]

    assert workbook.date_1904 == date_1904
    assert [moment if moment.time() != dt.time() else moment.date() for moment in moments] == read


@ENOUGH
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_decimal_of_fifteen_digits_comes_back_as_typed(number: Decimal) -> None:
    text = repr(float(number))
    sheet = open_workbook(Book(f'<row r="1"><c r="A1"><v>{text}</v></c></row>').bytes()).sheet("S")

    assert sheet.cells[1, 1].number() == number


# --- odd wordings of the same sheet, plainly and by expat ------------------------------------------------------------

FRAGMENTS = (
    '<row r="1">',
    '<row r="2" hidden="1" spans="1:2">',
    '<row spans="1:3">',
    '<row hidden="true" r="7">',
    '<row r="3"/>',
    '<row r="5" x14ac:dyDescent="0.25" hidden="0" >',
    "</row>",
    "<c>",
    '<c r="A1">',
    '<c r="B1" s="1"/>',
    '<c r="C2" s="1" t="s">',
    '<c t="s" r="D2">',
    '<c r="A2" t="str">',
    '<c r="B2" s="9" t="b">',
    '<c r="E1" t="inlineStr">',
    '<c r="xfd2">',
    '<c r="A1" />',
    "</c>",
    "<f>",
    '<f t="shared" si="0" ref="A1:A2">',
    '<f t="shared" si="0"/>',
    "<f/>",
    "</f>",
    "<si>",
    "</si>",
    "<si><t>a</t></si>",
    '<row r="4"><c r="A4" s="1"/></row>',
    '<row r="6" spans="1:2" ht="15" customHeight="1"/>',
    "<v>",
    "<v/>",
    "</v>",
    "<is>",
    "</is>",
    "<t>",
    '<t xml:space="preserve">',
    "</t>",
    "<r>",
    "</r>",
    "0",
    "1",
    " 2 ",
    "1E3",
    "abc",
    "ế &amp; &lt;",
    "&#10;",
    "_x000D_",
    "\r\n",
    "<!-- <row> -->",
    "<![CDATA[<v>]]>",
    "]]>",
    "\x0b",
    "\ufffe",
    "<mc:Choice>",
    "</mc:Choice>",
)
FREQUENT_CELLS = (
    '<c r="A1"><v>1</v></c>',
    '<c r="B1" s="1" t="s"><v>0</v></c>',
    '<c r="B2" s="1" t="s"><v> 1 </v></c>',
    '<c r="C1" t="s"><v>7</v></c>',
    '<c r="C1" t="str"><f>A1&amp;"x"</f><v></v></c>',
    '<c r="A2"><f>A1*2</f></c>',
    '<c r="A2"><f t="shared" ref="A2:A3" si="0">A1*2</f><v>2</v></c>',
    '<c r="B2"><f t="shared" si="0"/><v>4.5</v></c>',
    '<c r="D1" t="inlineStr"><is><t xml:space="preserve"> a &gt; b </t></is></c>',
    '<c r="D2" t="inlineStr"><is><t> ế </t></is></c>',
    '<c r="E2" s="2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="F1" t="b"><v>1</v></c>',
    '<c r="G1" s="1"/><c r="H1"/>',
)


def outcome(data: bytes, *, plain: bool) -> object:
    """The sheet, or what is wrong with the file."""
    try:
        return open_workbook(data).sheet("S") if plain else read_by_expat(data, "S")
    except UnreadableWorkbook as error:
        return error.cause, error.facts


def cut_up(dice: random.Random, text: str, times: int) -> str:
    """Put fragments before tags or in their place."""
    for _ in range(times):
        place = dice.choice([index for index in range(len(text) + 1) if text[index : index + 1] in ("<", "")])
        stop = place + dice.choice((0, 0, len(text[place:].partition(">")[0]) + 1))
        text = text[:place] + "".join(dice.choices(FRAGMENTS, k=dice.choice((1, 1, 2)))) + text[stop:]
    return text


@settings(ENOUGH, max_examples=700)
@given(st.randoms(use_true_random=False))
def test_the_bypass_never_says_anything_else_than_expat(dice: random.Random) -> None:
    """Rows of usual cells, now and then cut up by whatever else XML may hold there."""
    rows = []
    for number in dice.sample((1, 2, 2, 3), dice.randint(1, 4)):
        inside = dice.choices(FREQUENT_CELLS, k=dice.randint(0, 4))
        row = f'<row r="{number}">' + "".join(cell.replace("2", str(number)) for cell in inside) + "</row>"
        rows.append(row if dice.random() < 0.9 else "")
    strings = "<si><t>không</t></si><si><t>một</t></si>"
    data = Book(
        cut_up(dice, "".join(rows), dice.choice((0, 0, 1, 2))),
        before="<sheetViews/>",
        strings=cut_up(dice, strings, dice.choice((0, 0, 0, 1, 2))),
        styles='<cellXfs><xf/><xf numFmtId="10"/></cellXfs>',
    ).bytes()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ooxml_parts, "_CHUNK", dice.choice((130, 170, 210, 250, 300, 400, 1 << 18)))
        assert outcome(data, plain=True) == outcome(data, plain=False)


# --- noise --------------------------------------------------------------------------------------------------------

SMALL = Limits(cells=5_000, string_characters=200_000, entries=200, unpacked_bytes=5_000_000)


def use(workbook: Workbook) -> None:
    """Ask for everything."""
    for name in workbook.sheet_names:
        sheet = workbook.sheet(name)
        for _, row in sheet.rows():
            for cell in row:
                number = cell.number()
                assert number is None or number.is_finite()
                assert cell.date(workbook.date_1904) is None or cell.kind in (CellKind.NUMBER, CellKind.DATE)
                assert cell.text.encode() is not None
                assert cell.coordinate
    assert workbook.properties is not None
    assert workbook.application is not None
    assert workbook.external_links is not None
    assert workbook.has_macros is not None


def survives(data: bytes) -> bool:
    """Read it all; True when it could be read, False when it was refused as it should be."""
    try:
        use(open_workbook(data, limits=SMALL))
    except UnreadableWorkbook as error:
        return not str(error)  # which is never empty
    return True


def originals() -> list[bytes]:
    plan = Plan(
        {
            (1, 1): Written("Bản Lầu & <b>"),
            (1, 2): Written(95.29, "0.00%"),
            (2, 1): Written(True),
            (2, 2): Written(45000, "dd/mm/yyyy"),
            (3, 1): Written("x", "General", 'IF(A1<2,"a",1)'),
        },
        frozenset({(4, 4)}),
        ((40, 2, 41, 4),),
        frozenset({3}),
        frozenset({5}),
        "visible",
    )
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    book.add_worksheet("Số liệu").write_row(0, 0, ["Bản Lầu", 1, 2.5])
    book.set_custom_property("set", "dti")
    book.define_name("tên", "='Số liệu'!$A$1")
    book.close()
    return [saved.getvalue(), write_with_openpyxl(plan), write_with_xlsxwriter(plan)]


def mutated(dice: random.Random, data: bytes, vocabulary: list[bytes]) -> bytes:
    """Change, drop, double or insert a few bytes or a piece of the file's own vocabulary."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        place = dice.randrange(len(changed) + 1)
        length = dice.choice((1, 1, 2, 4, 16))
        match dice.randrange(5):
            case 0:
                changed[place : place + length] = dice.randbytes(length)
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = changed[place : place + 8 * length]
            case 3:
                changed[place:place] = dice.choice(vocabulary)
            case _:
                changed[place : place + length] = dice.choice(vocabulary)
    return bytes(changed)


ZIP_WORDS = [
    b"PK\x01\x02",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xff" * 4,
    b"\0" * 4,
    b"\x01\x00",
    b"\x7f",
    b"\x80",
]
XML_WORDS = [
    *(b"<row>", b"</row>", b"<c>", b"<c", b"/>", b">", b"<", b"&", b"&#xD800;", b"&lt;", b'"', b" ", b"\0"),
    *(b"<!DOCTYPE a>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>", b'xmlns="urn:x"', b"\xff\xfe"),
    *(b"-1", b"99999999999999999999", b"1e999", b"NaN", b"\xd9\xa3", b"_xD800_", b"0", b'r="XFE1"', b't="s"'),
    *(
        b'Target="../../x"',
        b'Target=""',
        b'TargetMode="External"',
        b"<v>",
        b"</v>",
        b"<f>",
        b"<is><t>",
        b"<si>",
    ),
    *(b"1" * 5000, b't="d"', b'<?xml encoding="utf-7"?>'),
]


def noisy_zips(dice: random.Random, count: int) -> Iterator[bytes]:
    files = originals()
    for _ in range(count):
        yield mutated(dice, dice.choice(files), ZIP_WORDS)


def noisy_parts(dice: random.Random, count: int) -> Iterator[bytes]:
    books = [unpack(data) for data in originals()]
    wanted = [[name for name in parts if "theme" not in name and "core" not in name] for parts in books]
    for _ in range(count):
        index = dice.randrange(len(books))
        name = dice.choice(wanted[index])
        yield pack(books[index] | {name: mutated(dice, books[index][name], XML_WORDS)})


@pytest.mark.parametrize(("noise", "count"), [(noisy_zips, 2500), (noisy_parts, 1500)])
def test_noise_gives_a_workbook_or_a_reason(noise: object, count: int) -> None:
    """Seeded, so that a failure comes back; no other exception, no hang, and not everything refused or accepted."""
    assert callable(noise)
    outcomes = [survives(data) for data in noise(random.Random(2025), count)]

    assert 0 < sum(outcomes) < count


def test_noise_inside_the_compressed_data() -> None:
    """A wrong checksum is damage; so is deflate that ends too soon or does not end."""
    dice = random.Random(7)
    data = originals()[0]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    for entry in entries:
        begin = entry.header_offset + 30 + len(entry.filename)
        for _ in range(10):
            place = begin + dice.randrange(max(entry.compress_size, 1))
            changed = data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :]
            survives(changed)


@pytest.mark.parametrize("beginning", [b"PK", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"<", b""])
def test_any_bytes_whatsoever(beginning: bytes) -> None:
    dice = random.Random(len(beginning))

    assert not any(survives(beginning + dice.randbytes(dice.choice((0, 1, 30, 300)))) for _ in range(200))


def test_stored_and_padded_and_commented_zips_are_zips() -> None:
    parts = unpack(originals()[0])
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        archive.comment = b"note"

    assert survives(stored.getvalue())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(method: int) -> None:
    odd = io.BytesIO()
    with zipfile.ZipFile(odd, "w", method) as archive:
        for name, part in unpack(originals()[0]).items():
            archive.writestr(name, part)

    assert not survives(odd.getvalue())


def test_the_mutations_reach_the_reader() -> None:
    """Guards the guards: noise in a part keeps the checksum right, so that the XML reader sees it."""
    noisy = next(noisy_parts(random.Random(1), 1))
    with zipfile.ZipFile(io.BytesIO(noisy)) as archive:
        assert all(zlib.crc32(archive.read(entry)) == entry.CRC for entry in archive.infolist())
