"""The sheet of a group's values that are compared with one another, and what is worked out from them."""

from fractions import Fraction

from cds_rank.model.indicator_set import Indicator
from cds_rank.model.rule import ZScoreRule
from cds_rank.reporting.workbook.formulas import DOES_NOT_APPLY, compared, literal
from cds_rank.reporting.workbook.group_plan import GroupPlan, has_rounded_values
from cds_rank.reporting.workbook.paper import Sheet, Style, cell_ref, range_ref
from cds_rank.reporting.workbook.plan import COMPARISON_SHEET, STATISTICS, Plan
from cds_rank.reporting.workbook.stored import StoredValues, stored_statistics
from cds_rank.wording.language import N_

_NAMES = {
    "count": N_("Số đơn vị có giá trị"),
    "lowest": N_("Thấp nhất"),
    "highest": N_("Cao nhất"),
    "mean": N_("Trung bình"),
    "deviation": N_("Độ lệch chuẩn"),
    "median": N_("Trung vị"),
}
_FUNCTIONS = {"count": "COUNT", "lowest": "MIN", "highest": "MAX", "mean": "AVERAGE", "median": "MEDIAN"}
_NUMBER: Style = ("cell", "small", "right", "value")
_STATISTIC: Style = ("cell", "small", "right", "tint", "value")
_COUNT: Style = (*_STATISTIC, "0")


def write_comparison(plan: Plan, stored: StoredValues, group: GroupPlan, sheet: Sheet) -> None:
    """Write a group's values of the indicators whose rules compare units, under their statistics."""
    report = plan.report
    _ = report.translate
    shown = group.values_shown
    sheet.widths([13.0, 42.0, *[14.0] * len(shown)])
    title = _(COMPARISON_SHEET).format(group=report.group_name(group.ranking))
    note = _(
        "Giá trị của các chỉ tiêu chấm bằng cách so các đơn vị trong nhóm; toàn bộ là công thức từ trang “{sheet}”."
    )
    heading = report.write_head(
        sheet, title, max(1 + len(shown), 4), [note.format(sheet=plan.names["inputs"])]
    )
    assert heading == plan.comparison_heading  # what formulas point to
    names = [f"{item.code} {item.name.in_language(report.language)}" for item in shown]
    sheet.row_of_texts(heading, (_("Mã"), _("Đơn vị"), *names), ("heading", "small"))
    sheet.fit_height(heading, ("", "", *names), 10)
    first, last = plan.first_compared, plan.first_compared + len(group.units) - 1
    for place, name in enumerate(STATISTICS):
        sheet.span(heading + 1 + place, 0, 1, _(_NAMES[name]), ("cell", "small", "tint", "bold", "left"))
    for column, indicator in enumerate(shown, start=2):
        _write_statistics(
            stored, group, sheet, indicator, heading + 1, column, range_ref((first, column), (last, column))
        )
    for row, unit in enumerate(group.units, start=first):
        sheet.text(row, 0, unit, ("cell", "small", "left"))
        sheet.text(row, 1, report.unit_names[unit], ("cell", "small", "left"))
        for column, indicator in enumerate(shown, start=2):
            _write_value(plan, stored, sheet, row, column, unit, indicator)
    sheet.worksheet.freeze_panes(first, 2)
    sheet.worksheet.repeat_rows(heading)
    sheet.worksheet.repeat_columns(0, 1)
    sheet.protect()
    report.prepare_page(sheet, title, pages_wide=max(1, -(-len(shown) // 12)))


def _write_value(
    plan: Plan, stored: StoredValues, sheet: Sheet, row: int, column: int, unit: str, indicator: Indicator
) -> None:
    there = plan.on(
        "inputs",
        cell_ref(plan.input_row(unit, indicator.code), plan.input_columns["measured"], absolute=True),
    )
    value = stored.measured(unit, indicator.code)
    if has_rounded_values(indicator):
        there = f"IF(ISNUMBER({there}),{compared(there)},{there})"
    sheet.formula(row, column, there, value, _NUMBER)


def _write_statistics(
    stored: StoredValues,
    group: GroupPlan,
    sheet: Sheet,
    indicator: Indicator,
    row: int,
    column: int,
    values: str,
) -> None:
    deviation = indicator.rule.deviation if isinstance(indicator.rule, ZScoreRule) else ""
    found = stored_statistics([stored.measured(unit, indicator.code) for unit in group.units], deviation)
    count, nothing = cell_ref(row, column), literal(DOES_NOT_APPLY)
    for place, name in enumerate(STATISTICS):
        value = found[name]
        shown: str | Fraction = value if isinstance(value, str) else Fraction(value)
        if name == "count":
            formula = f"COUNT({values})"
        elif name != "deviation":
            formula = f"IF({count}=0,{nothing},{_FUNCTIONS[name]}({values}))"
        elif not deviation:
            sheet.text(row + place, column, DOES_NOT_APPLY, (*_STATISTIC, "muted"))
            continue
        else:
            function, least = ("STDEV", 1) if deviation == "sample" else ("STDEVP", 0)
            formula = f"IF({count}<={least},{nothing},{function}({values}))"
        sheet.formula(row + place, column, formula, shown, _COUNT if name == "count" else _STATISTIC)
