"""How long reading one submission takes, next to python-calamine and openpyxl, measured turn by turn.

python benchmarks/bench_reading.py: prints the two ratios for a workbook as openpyxl writes it (texts in the cells)
and for one as XlsxWriter and Excel write it (shared strings). Also how long one million formatted blank rows take.
"""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import openpyxl
import python_calamine
import xlsxwriter
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.reading.ooxml import open_workbook

DATA_SHEET = "Số liệu"
HEADINGS = (
    "Mã",
    "Tên chỉ số",
    "Đơn vị tính",
    "Kỳ",
    "Tử số",
    "Mẫu số",
    "Giá trị",
    "Tự chấm",
    "Trạng thái",
    "Minh chứng",
    "Ghi chú",
)
ROUNDS = 200


def row_values(row: int) -> list[str | int | float | None]:
    """One row of a submission: code, name, unit of measure, period, parts of the ratio, value, score, status."""
    name = f"Tỷ lệ hồ sơ trực tuyến số {row}"
    ratio = f"=E{row}/F{row}*100"
    code = f"{row // 10}.{row % 10}"
    return [code, name, "%", "2025", row * 3, row * 4, ratio, 95.29 + row / 100, "đã báo cáo", None, None]


def write_with_openpyxl(path: Path) -> None:
    """Write a submission with instructions, 45 rows, blank styled rows below, lists and a very hidden sheet."""
    book = openpyxl.Workbook()
    instructions = book.active
    assert isinstance(instructions, Worksheet)
    instructions.title = "Hướng dẫn"
    for row in range(1, 21):
        instructions.cell(row, 1, f"Bước {row}: nhập số liệu vào cột được tô vàng rồi lưu lại")
    data = book.create_sheet(DATA_SHEET)
    fill = PatternFill("solid", fgColor="FFF2CC")
    border = Border(*(Side("thin"),) * 4)
    for column, heading in enumerate(HEADINGS, 1):
        cell = data.cell(1, column, heading)
        cell.font, cell.fill, cell.border = Font(bold=True), fill, border
    for row in range(2, 47):
        for column, value in enumerate(row_values(row), 1):
            cell = data.cell(row, column, value)
            cell.border, cell.alignment = border, Alignment(wrap_text=True)
            if column in (5, 6, 7):
                cell.fill, cell.protection = fill, Protection(locked=False)
            if column == 8:
                cell.number_format = "0.00"
    for row in range(47, 80):
        for column in range(1, 12):
            data.cell(row, column).border = border
    for rule, cells in (
        (DataValidation(type="list", formula1="'Danh mục'!$A$1:$A$30"), "I2:I46"),
        (DataValidation(type="decimal", operator="between", formula1="0", formula2="100"), "H2:H46"),
    ):
        data.add_data_validation(rule)
        rule.add(cells)
    data.protection.sheet = True
    lists = book.create_sheet("Danh mục")
    for row in range(1, 31):
        lists.cell(row, 1, f"giá trị {row}")
    meta = book.create_sheet("_meta")
    meta.sheet_state = "veryHidden"
    for row in range(1, 10):
        meta.cell(row, 1, f"khoá {row}")
        meta.cell(row, 2, f"v{row}")
    book.save(path)


def write_with_xlsxwriter(path: Path) -> None:
    """Write the same submission with shared strings, as Excel itself does."""
    book = xlsxwriter.Workbook(str(path))
    instructions, data = book.add_worksheet("Hướng dẫn"), book.add_worksheet(DATA_SHEET)
    lists, meta = book.add_worksheet("Danh mục"), book.add_worksheet("_meta")
    for row in range(20):
        instructions.write(row, 0, f"Bước {row}: nhập số liệu vào cột được tô vàng rồi lưu lại")
    plain, head = book.add_format({"border": 1}), book.add_format({"bold": True, "border": 1})
    data.write_row(0, 0, HEADINGS, head)
    for row in range(2, 47):
        data.write_row(row - 1, 0, row_values(row), plain)
    for row in range(46, 79):
        data.write_row(row, 0, [None] * 11, plain)
    data.data_validation("I2:I46", {"validate": "list", "source": "='Danh mục'!$A$1:$A$30"})
    data.protect()
    for row in range(30):
        lists.write(row, 0, f"giá trị {row}")
    for row in range(9):
        meta.write_row(row, 0, [f"khoá {row}", f"v{row}"])
    meta.very_hidden()
    book.close()


def read_here(path: Path) -> None:
    """Open and read the data sheet with cds_rank."""
    open_workbook(path).sheet(DATA_SHEET)


def read_with_calamine(path: Path) -> None:
    """Open and read the data sheet with python-calamine: values only, no coordinates, formulas or formats."""
    python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(DATA_SHEET).to_python()


def read_with_openpyxl(path: Path) -> None:
    """Open with openpyxl and go through the data sheet."""
    for row in openpyxl.load_workbook(path)[DATA_SHEET].iter_rows():
        for cell in row:
            _ = cell.value


def measure(path: Path, readers: tuple[Callable[[Path], None], ...]) -> list[float]:
    """Give the median processor seconds of each reader; they take turns, so a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in readers]
    for _ in range(ROUNDS):
        for reader, taken in zip(readers, times, strict=True):
            begin = time.process_time()
            reader(path)
            taken.append(time.process_time() - begin)
    return [median(taken) for taken in times]


def formatted_blank_rows(rows: int) -> bytes:
    """Build a workbook whose sheet formats three blank cells in each of `rows` rows."""
    with io.BytesIO() as plain:
        openpyxl.Workbook().save(plain)
        source = zipfile.ZipFile(plain)
        parts = {name: source.read(name) for name in source.namelist() if "sheet1" not in name}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
        with target.open("xl/worksheets/sheet1.xml", "w") as sheet:
            space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            sheet.write(f'<worksheet xmlns="{space}"><sheetData>'.encode())
            for row in range(1, rows + 1):
                cells = "".join(f'<c r="{letter}{row}" s="0"/>' for letter in "ABC")
                sheet.write(f'<row r="{row}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    return packed.getvalue()


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        for writer in (write_with_openpyxl, write_with_xlsxwriter):
            path = Path(folder) / "submission.xlsx"
            writer(path)
            here, calamine, full = measure(path, (read_here, read_with_calamine, read_with_openpyxl))
            print(
                f"{writer.__name__}: cds-rank {here * 1e3:.2f} ms, "
                f"calamine {calamine * 1e3:.2f} ms (ratio {here / calamine:.2f}, at most 4), "
                f"openpyxl {full * 1e3:.2f} ms (ratio {here / full:.3f}, at most 0.25)"
            )
    data = formatted_blank_rows(1_048_576)
    begin = time.process_time()
    kept = len(open_workbook(data).sheet("Sheet").cells)
    taken = time.process_time() - begin
    print(
        f"1,048,576 rows of 3 formatted blank cells ({len(data) / 1e6:.1f} MB): {taken:.1f} s, {kept} cells kept"
    )


if __name__ == "__main__":
    main()
