"""Cells kept as XML: the same sheet whether its rows wait in memory or in a file, and nothing typed becomes markup."""

import io
import zipfile
from fractions import Fraction

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.reporting.workbook.floats import as_double, quotient
from cds_rank.reporting.workbook.packing import QuickWorkbook
from cds_rank.reporting.workbook.quick import ROW, FormulaCell, formula_cell, number_cell

SUM = formula_cell(2, f'IF(A{ROW}<5,"&",B{ROW}*2)', 0)


def _made(*, rows: int = 40, packed: bool = False) -> QuickWorkbook:
    book = QuickWorkbook({}, is_large=packed)
    sheet = book.add_sheet("Số liệu")
    names = [sheet.text_cell(0, name, 0) for name in ("Xã hai", "Xã <số> & một")]
    for row in range(rows):
        sheet.put_line(row, names[row % 2] + number_cell(1, row / 4, 0) + SUM.showing(row / 2), 2)
        if packed:
            sheet.pack_rows_below(row)
    sheet.set_row(rows + 2, 30)
    book.close()
    return book


def _sheet(book: QuickWorkbook, *, values: bool = False) -> Worksheet:
    sheet = load_workbook(io.BytesIO(book.content), data_only=values).active
    assert isinstance(sheet, Worksheet)
    return sheet


def _cells(book: QuickWorkbook) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in _sheet(book).iter_rows()]


def test_rows_that_waited_in_a_file_read_as_those_kept_in_memory() -> None:
    packed, kept = _made(packed=True), _made()

    assert _cells(packed) == _cells(kept)
    assert _sheet(packed).dimensions == _sheet(kept).dimensions == "A1:C40"
    assert _sheet(packed).row_dimensions[43].height == _sheet(kept).row_dimensions[43].height == 30


def test_a_cell_made_once_names_the_row_it_is_put_into() -> None:
    sheet, values = _sheet(_made()), _sheet(_made(), values=True)

    assert sheet["C1"].value == '=IF(A1<5,"&",B1*2)'
    assert sheet["C40"].value == '=IF(A40<5,"&",B40*2)'
    assert [values["B3"].value, values["C3"].value] == [0.5, 1]


def test_marks_of_markup_stay_text() -> None:
    cell = FormulaCell(b'<c r="A1"', b"><f>B1</f><v>").showing("<v>&amp;</v>")

    assert _sheet(_made())["A2"].value == "Xã <số> & một"
    assert cell == b'<c r="A1" t="str"><f>B1</f><v>&lt;v&gt;&amp;amp;&lt;/v&gt;</v></c>'


def test_the_list_of_texts_says_how_many_cells_show_one() -> None:
    with zipfile.ZipFile(io.BytesIO(_made(packed=True).content)) as package:
        assert b'count="40" uniqueCount="2"' in package.read("xl/sharedStrings.xml")


def test_a_chart_keeps_the_values_of_the_formulas_it_draws() -> None:
    book = QuickWorkbook({}, is_large=False)
    sheet = book.add_sheet("Điểm")
    for row in range(3):
        sheet.put_line(row, sheet.text_cell(0, f"Xã {row}", 0) + SUM.showing(row + 0.25), 2)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"categories": ["Điểm", 0, 0, 2, 0], "values": ["Điểm", 0, 2, 2, 2]})
    sheet.insert_chart(5, 0, chart)
    book.close()

    with zipfile.ZipFile(io.BytesIO(book.content)) as package:
        drawn = package.read("xl/charts/chart1.xml").decode()
    assert [f"<c:v>{text}</c:v>" in drawn for text in ("Xã 2", "0.25", "2.25", "3.25")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_double_made_without_a_fraction_is_the_one_next_to_it() -> None:
    texts = ("50/7", "-1/3", "0.1", "12345678901234567890/7", "0", "99.995", f"{10**40}/{3**60}")

    assert [as_double(text) for text in texts] == [float(Fraction(text)) for text in texts]
    assert [quotient(Fraction(text)) for text in texts] == [float(Fraction(text)) for text in texts]
