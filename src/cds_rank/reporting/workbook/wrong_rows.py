"""The line that stands above results while rows of the sheet of inputs would be refused."""

from cds_rank.reporting.workbook.formulas import literal
from cds_rank.reporting.workbook.paper import Sheet, cell_ref
from cds_rank.reporting.workbook.plan import CHECK_HEADING, Plan
from cds_rank.reporting.workbook.stored import StoredValues


def warn_of_wrong_rows(plan: Plan, stored: StoredValues, sheet: Sheet, row: int, last: int) -> None:
    """Write the line into an empty row, up to a column: a formula, empty while every row is valid."""
    _ = plan.report.translate
    told = _(
        "Có {count} dòng ở trang “{sheet}” không hợp lệ (cột “{column}”): kết quả dưới đây chưa dùng được."
    ).format(count="{count}", sheet=plan.names["inputs"], column=_(CHECK_HEADING))
    before, after = told.split("{count}")
    there = plan.on("inputs", cell_ref(*plan.wrong_rows, absolute=True))
    formula = f'IF({there}=0,"",{literal(before)}&{there}&{literal(after)})'
    count = len(stored.wrong_rows)
    sheet.span(row, 0, last, "", ("left", "bold", "fall"))
    sheet.formula(row, 0, formula, told.format(count=count) if count else "", ("left", "bold", "fall"))
    is_told = {
        "type": "formula",
        "criteria": f'={cell_ref(row, 0, absolute=True)}<>""',
        "format": sheet.look(("alarm",)),
    }
    sheet.worksheet.conditional_format(row, 0, row, last, is_told)
