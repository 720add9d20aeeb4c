"""The sheet of lists: what cells choose from, and words that formulas look up."""

from cds_rank.model.indicator_set import InputKind
from cds_rank.model.quantity import exact_text
from cds_rank.reporting.workbook.paper import Sheet, Style
from cds_rank.reporting.workbook.plan import CAUSES_COLUMN, LEVEL_COLUMN, LISTS_SHEET, Plan
from cds_rank.reporting.workbook.row_checks import cause_texts
from cds_rank.wording.cell_text import clean, clip

UNIT_COLUMNS = {"label": 7, "code": 8, "name": 9}
_TEXT: Style = ("cell", "small", "left")
_LONGEST_LABEL = 200
_WIDTHS = (
    24.0,
    3.0,
    10.0,
    44.0,
    10.0,
    12.0,
    3.0,
    40.0,
    12.0,
    34.0,
    3.0,
    20.0,
    3.0,
    52.0,
)


def unit_label(code: str, name: str) -> str:
    """Name a unit as it is chosen from a list; no two are alike."""
    return (
        clip(" ".join(clean(f"{name} · {code}").split()), _LONGEST_LABEL)
        if len(name) < _LONGEST_LABEL // 2
        else (clip(" ".join(clean(f"{code} · {name}").split()), _LONGEST_LABEL))
    )


def write_lists(plan: Plan, sheet: Sheet) -> None:
    """Write statuses, answers and units."""
    report, words = plan.report, plan.report.words
    _ = report.translate
    sheet.widths(_WIDTHS)
    note = _(
        "Trang phụ: danh sách để chọn ở ô nhập và ở hồ sơ đơn vị; công thức ở các trang khác đọc từ đây."
    )
    heading = report.write_head(sheet, _(LISTS_SHEET), 5, [note])
    first = heading + 1
    assert first == plan.first_listed  # what formulas and lists point to
    kinds = {indicator.input for indicator in plan.set.indicators.values()}
    headings = {
        0: _("Tình trạng"),
        UNIT_COLUMNS["label"]: _("Đơn vị để chọn"),
        UNIT_COLUMNS["code"]: _("Mã đơn vị"),
        UNIT_COLUMNS["name"]: _("Đơn vị"),
        CAUSES_COLUMN: _("Vì sao không được nhận"),
    }
    # Of lists that the set has.
    if InputKind.YES_NO in kinds:
        headings[2] = _("Có, không")
    if plan.answers:
        headings |= {3: _("Trả lời"), 4: _("Phần của điểm tối đa"), 5: _("Mã chỉ tiêu")}
    if any(plan.set.levels_of(group.code) for group in plan.set.groups):
        headings[LEVEL_COLUMN] = _("Mức độ")
    for column, text in headings.items():
        sheet.text(heading, column, text, ("heading", "small"))
    sheet.height(heading, 3, 10)
    for row, word in enumerate(words.statuses.values(), start=first):
        sheet.text(row, 0, word, _TEXT)
    for row, word in enumerate((words.yes, words.no) if InputKind.YES_NO in kinds else (), start=first):
        sheet.text(row, 2, word, _TEXT)
    for row, text in enumerate(cause_texts(plan).values(), start=first):
        sheet.text(row, CAUSES_COLUMN, text, _TEXT)
    row = first
    for code, answers in plan.answers.items():
        shares = {option.code: option.share for option in plan.set.indicators[code].options}
        for option, text in answers:
            sheet.text(row, 3, text, _TEXT)
            share = shares[option]
            if "/" in exact_text(share):
                sheet.formula(row, 4, exact_text(share), share, ("cell", "small", "right", "0.0000"))
            else:
                sheet.number(row, 4, share, ("cell", "small", "right", "General"))
            sheet.text(row, 5, code, _TEXT)
            row += 1
    _write_units(plan, sheet, first)
    _write_levels(plan, sheet, first)
    sheet.worksheet.freeze_panes(first, 0)
    report.prepare_page(sheet, _(LISTS_SHEET), pages_wide=1)


def _write_units(plan: Plan, sheet: Sheet, first: int) -> None:
    row, at = first, UNIT_COLUMNS
    for group in plan.groups:
        for unit in group.units:
            name = plan.report.unit_names[unit]
            sheet.text(row, at["label"], unit_label(unit, name), _TEXT)
            sheet.text(row, at["code"], unit, _TEXT)
            sheet.text(row, at["name"], name, _TEXT)
            row += 1


def _write_levels(plan: Plan, sheet: Sheet, first: int) -> None:
    row = first
    for of_set in plan.set.groups:
        levels = plan.set.levels_of(of_set.code)
        for band in levels.bands if levels else ():
            sheet.text(row, LEVEL_COLUMN, band.name.in_language(plan.report.language), _TEXT)
            row += 1
