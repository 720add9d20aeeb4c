"""The sheet of inputs: every figure of every scored unit, what may be changed, and the formulas down to its points."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import parse_exact
from cds_rank.model.result import NodeScore
from cds_rank.reporting.derivation import derivation
from cds_rank.reporting.sentences import figure_text
from cds_rank.reporting.workbook.figure_formulas import ASKED, DIVISOR, OWN, FigureFormulas
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.paper import Sheet, Style, own_format
from cds_rank.reporting.workbook.plan import CHECK_HEADING, CLAIMED_HEADING, Plan
from cds_rank.reporting.workbook.report import FIGURES_SHEET, Report
from cds_rank.reporting.workbook.row_checks import RowCheck
from cds_rank.reporting.workbook.stored import FigureValues, StoredValues, Value
from cds_rank.reporting.workbook.words import status_of
from cds_rank.reporting.workbook.wrong_rows import warn_of_wrong_rows
from cds_rank.wording.labels import label
from cds_rank.wording.language import N_

_HEADINGS = {
    "unit": (N_("Mã đơn vị"), 11.0),
    "unit_name": (N_("Đơn vị"), 26.0),
    "indicator": (N_("Mã chỉ tiêu"), 10.0),
    "indicator_name": (N_("Chỉ tiêu"), 42.0),
    "unit_of_measure": (N_("Đơn vị tính"), 10.0),
    "status": (N_("Tình trạng"), 15.0),
    "numerator": (N_("Tử số"), 11.0),
    "denominator": (N_("Mẫu số"), 11.0),
    "value": (N_("Giá trị"), 12.0),
    "answer": (N_("Trả lời"), 22.0),
    "given": (N_("Điểm người thẩm định cho"), 11.0),
    "earlier": (N_("Số kỳ trước"), 12.0),
    "check": (CHECK_HEADING, 24.0),
    "applies": (N_("Đủ điều kiện để tính"), 11.0),
    "measured": (N_("Giá trị tính điểm"), 14.0),
    "used": (N_("Giá trị sau khi điền thay"), 14.0),
    "share": (N_("Phần của điểm tối đa"), 10.0),
    "earned": (N_("Điểm đạt"), 10.0),
    "attainable": (N_("Điểm tối đa áp dụng"), 11.0),
    "absent": (N_("Thiếu số liệu bắt buộc"), 10.0),
    "reported": (N_("Có báo cáo"), 9.0),
    "target": (N_("Mục tiêu"), 10.0),
    "stage": (N_("Giai đoạn"), 11.0),
    "claimed": (CLAIMED_HEADING, 16.0),
    "derivation": (N_("Cách ra điểm khi công bố"), 40.0),
    "evidence": (N_("Tài liệu kiểm chứng"), 30.0),
    "explanation": (N_("Giải trình"), 26.0),
    "file": (N_("Tệp"), 30.0),
    "origin_sheet": (N_("Trang tính"), 10.0),
    "origin_cell": (N_("Ô"), 7.0),
}
_INPUTS = ("status", "numerator", "denominator", "value", "answer", "given", "earlier")
_TEXT: Style = ("cell", "small", "wrap", "top", "left")
_PLAIN: Style = ("cell", "small", "top", "left")
_NUMBER: Style = ("cell", "small", "top", "right")
_WORD: Style = ("cell", "small", "top", "right", "wrap")
_CHECK: Style = ("cell", "small", "top", "left", "wrap", "fall", "bold")
_INPUT: Style = ("cell", "small", "top", "input")
_SIZE = 10.0
_HEAD_REACH = 3
_LARGEST_NUMBER = 10**15
_CELLS_A_LIST = 500  # cells of one drop-down list, named one by one
_KINDS = {
    InputKind.RATIO: ("numerator", "denominator"),
    InputKind.VALUE: ("value",),
    InputKind.COUNT: ("value",),
    InputKind.POINTS: ("value",),
    InputKind.YES_NO: ("answer",),
    InputKind.CHOICE: ("answer",),
}


def write_inputs(plan: Plan, stored: StoredValues, sheet: Sheet) -> None:
    """Write one row for each unit and indicator: unit by unit as ranked, indicators in the order of the tree."""
    report, columns = plan.report, plan.input_columns
    _ = report.translate
    sheet.widths(_HEADINGS[name][1] for name in columns)
    title = _(FIGURES_SHEET)
    heading = report.write_head(sheet, title, _HEAD_REACH + 4, plan.input_notes)
    assert heading + 1 == plan.first_input  # what every formula points to
    _count_wrong_rows(plan, stored, sheet)
    sheet.row_of_texts(heading, [_(_HEADINGS[name][0]) for name in columns], ("heading", "small"))
    for name in (name for name in _INPUTS if name in columns):
        sheet.text(heading, columns[name], _(_HEADINGS[name][0]), ("heading", "small", "entry"))
    sheet.height(heading, 3, 10)
    for group in plan.groups:
        rows = [_Row(plan, stored, sheet, group, indicator) for indicator in group.indicators]
        for unit in group.units:
            for row in rows:
                row.write(unit)
            if plan.is_large:
                sheet.worksheet.pack_rows_below(plan.input_row(unit, group.indicators[-1].code))
    last = max(plan.after_inputs - 1, plan.first_input)
    _choose(plan, sheet, last)
    column = columns["check"]
    is_wrong = {"type": "cell", "criteria": "!=", "value": '""', "format": sheet.look(("alarm",))}
    sheet.worksheet.conditional_format(plan.first_input, column, last, column, is_wrong)
    sheet.worksheet.autofilter(heading, 0, last, len(columns) - 1)
    sheet.worksheet.freeze_panes(heading + 1, _HEAD_REACH + 1)
    sheet.worksheet.repeat_rows(heading)
    sheet.worksheet.repeat_columns(0, _HEAD_REACH)
    sheet.protect()
    report.prepare_page(sheet, title, pages_wide=2)


def _count_wrong_rows(plan: Plan, stored: StoredValues, sheet: Sheet) -> None:
    """Count, above their column, the rows that would be refused, and say so beside it."""
    row, column = plan.wrong_rows
    formula = f'SUMPRODUCT(--({plan.checks}<>""))'
    sheet.formula(
        row, column, formula, Fraction(len(stored.wrong_rows)), ("right", "bold", "fall", "#,##0;;")
    )
    warn_of_wrong_rows(plan, stored, sheet, row, _HEAD_REACH + 2)


class _Row:
    """Writes one indicator's row of any unit of a group."""

    def __init__(
        self, plan: Plan, stored: StoredValues, sheet: Sheet, group: GroupPlan, indicator: Indicator
    ) -> None:
        self._plan, self._stored, self._sheet, self._group = plan, stored, sheet, group
        self._indicator, self._columns = indicator, plan.input_columns
        self._report: Report = plan.report
        self._formulas = FigureFormulas(plan, group, indicator)
        self._check = "" if self._formulas.is_left_out else RowCheck(plan, indicator).formula
        language = self._report.language
        self._name = self._report.name_among_figures(indicator)
        self._unit_of_measure = indicator.unit_of_measure.in_language(language)
        self._asked = self._distance(self._formulas.asked)
        self._divisor = self._distance(self._formulas.divisor)
        self._used_inputs = {"status", "given", *_KINDS[indicator.input]}
        if plan.needs_earlier(indicator):
            self._used_inputs.add("earlier")
        self._points: Style = (*_NUMBER, self._report.point_format)

    def _distance(self, other: Indicator | None) -> int:
        places = self._group.indicator_places
        return 0 if other is None else places[other.code] - places[self._indicator.code]

    def write(self, unit: str) -> None:
        """Write the row of one unit."""
        plan, sheet, report = self._plan, self._sheet, self._report
        indicator, columns = self._indicator, self._columns
        row = plan.input_row(unit, indicator.code)
        figure = report.result.observations.get((unit, indicator.code))
        score = report.result.scores[unit].nodes[indicator.code]
        values = self._stored.figure(unit, indicator)
        names = {
            "unit": unit,
            "unit_name": report.unit_names[unit],
            "indicator": indicator.code,
            "indicator_name": self._name,
            "unit_of_measure": self._unit_of_measure,
        }
        style = _PLAIN if plan.is_large else _TEXT
        for name, text in names.items():
            if name in columns:
                sheet.text(row, columns[name], text, style)
        self._write_inputs(row, figure, score)
        if self._check:
            wrong = self._stored.wrong_rows.get((unit, indicator.code), "")
            self._write(row, "check", self._check, wrong, _CHECK)
        else:
            self._close(row, columns["check"])
        self._write_formulas(row, values)
        if plan.is_large:
            if figure is not None:
                sheet.text(row, columns["file"], figure.origin.file, _PLAIN)
                sheet.text(row, columns["origin_cell"], figure.origin.cell, _PLAIN)
            return
        if "target" in columns:
            target = indicator.target
            if target is None:
                sheet.text(row, columns["target"], "", _NUMBER)
            else:
                sheet.number(row, columns["target"], target.value, (*_NUMBER, own_format(target.value)))
        language, origin = report.language, None if figure is None else figure.origin
        told = {
            "stage": "" if figure is None else label(figure.stage, language),
            "claimed": self._claimed(unit, figure) if "claimed" in columns else "",
            "derivation": derivation(score, indicator, language),
            "evidence": "" if figure is None else figure.evidence,
            "explanation": "" if figure is None else figure.explanation,
            "file": "" if origin is None else origin.file,
            "origin_sheet": "" if origin is None else origin.sheet,
            "origin_cell": "" if origin is None else origin.cell,
        }
        for name, text in told.items():
            if name in columns:
                sheet.text(row, columns[name], text, _TEXT)
        texts = {columns[name]: text for name, text in (names | told).items() if name in columns}
        sheet.fit_height(row, (texts.get(place, "") for place in range(len(columns))), _SIZE)

    def _claimed(self, unit: str, figure: Observation | None) -> str:
        """Return what the unit itself reported, where reviewers put something else in its place."""
        indicator, report = self._indicator, self._report
        claimed = report.result.self_observations.get((unit, indicator.code))
        if claimed is None or _said(claimed) == _said(figure):
            return ""
        text = figure_text(claimed, indicator, report.language)
        return text or report.words.statuses[status_of(claimed)]

    # --- what may be changed

    def _write_inputs(self, row: int, figure: Observation | None, score: NodeScore) -> None:
        sheet, columns, words = self._sheet, self._columns, self._report.words
        status = status_of(figure)
        has_figure = figure is not None and status is ObservationStatus.REPORTED
        for name in _INPUTS:
            column = columns.get(name)
            if column is None:
                continue
            if name not in self._used_inputs or self._formulas.is_left_out:
                self._close(row, column)
            elif name == "status":
                sheet.text(row, column, words.statuses[status], (*_INPUT, "left", "wrap"))
            elif name == "answer":
                option = figure.option if figure is not None and has_figure else None
                text = self._plan.answer_text(self._indicator, option)
                sheet.text(row, column, text, (*_INPUT, "left", "wrap"))
            else:
                self._write_number(row, column, self._number(name, figure if has_figure else None, score))

    def _close(self, row: int, column: int) -> None:
        """Mark a cell that the indicator has no use for; of many units each cell costs, and it is locked anyway."""
        if not self._plan.is_large:
            self._sheet.text(row, column, "", ("cell", "small", "closed"))

    def _number(self, name: str, figure: Observation | None, score: NodeScore) -> Decimal | Fraction | None:
        if name == "earlier":
            known = score.how.get("then") or score.how.get("stand_in")
            return None if known is None else parse_exact(known)
        if figure is None:
            return None
        return {
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "value": figure.value,
            "given": figure.points,
        }[name]

    def _write_number(self, row: int, column: int, value: Decimal | Fraction | None) -> None:
        if value is None:
            self._sheet.text(row, column, "", (*_INPUT, "right"))
        else:
            self._sheet.number(row, column, value, (*_INPUT, "right", own_format(value)))

    # --- what is worked out

    def _write_formulas(self, row: int, values: FigureValues) -> None:
        columns, formulas, sheet = self._columns, self._formulas, self._sheet
        if "applies" in columns:
            if formulas.applies:
                self._write(row, "applies", formulas.applies, values.applies, _WORD)
            else:
                self._close(row, columns["applies"])
        self._write(row, "measured", formulas.measured, values.measured, (*_WORD, "value"))
        if "used" in columns:
            if formulas.used:
                self._write(row, "used", formulas.used, values.used, (*_WORD, "value"))
            else:
                self._close(row, columns["used"])
        share: Style = (*_NUMBER, "percent")
        earned: Style = (*self._points, "bold")
        formula = formulas.share
        if formula is None or "share" in values.doubtful:
            self._write_value(row, "share", values.share, share)
        else:
            self._write(row, "share", formula, values.share, share)
        if "earned" in values.doubtful:
            self._write_value(row, "earned", values.earned, earned)
        else:
            self._write(row, "earned", formulas.earned, values.earned, earned)
        maximum = self._indicator.max_points
        self._write(
            row, "attainable", formulas.attainable, values.attainable, (*_NUMBER, own_format(maximum))
        )
        if "absent" in columns:
            if formulas.absent:
                self._write(row, "absent", formulas.absent, Fraction(values.absent), (*_NUMBER, "0"))
            else:
                sheet.number(row, columns["absent"], 0, (*_NUMBER, "0"))
        if "reported" in columns:
            self._write(row, "reported", formulas.reported, Fraction(values.reported), (*_NUMBER, "0"))

    def _write(self, row: int, name: str, formula: str, value: Value, style: Style) -> None:
        for mark, distance in ((OWN, 0), (ASKED, self._asked), (DIVISOR, self._divisor)):
            if mark in formula:
                formula = formula.replace(mark, str(row + 1 + distance))
        self._sheet.formula(row, self._columns[name], formula, value, style)

    def _write_value(self, row: int, name: str, value: Value, style: Style) -> None:
        write: Callable[..., Any] = self._sheet.text if isinstance(value, str) else self._sheet.number
        write(row, self._columns[name], value, (*style, "fixed"))


def _said(figure: Observation | None) -> tuple[object, ...]:
    if figure is None:
        return ()
    return figure.status, figure.numerator, figure.denominator, figure.value, figure.option, figure.points


def _choose(plan: Plan, sheet: Sheet, last: int) -> None:
    """Offer lists where something is chosen, and stop texts where a number belongs."""
    columns, first, words = plan.input_columns, plan.first_input, plan.report.words
    _ = plan.report.translate
    wrong = {"error_title": _("Không nhận"), "error_message": _("Hãy chọn một mục trong danh sách.")}
    statuses = plan.listed(0, len(words.statuses))
    validate = sheet.worksheet.data_validation
    validate(
        first,
        columns["status"],
        last,
        columns["status"],
        {"validate": "list", "source": f"={statuses}", **wrong},
    )
    number = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -_LARGEST_NUMBER,
        "maximum": _LARGEST_NUMBER,
        "error_title": _("Không nhận"),
        "error_message": _("Ô này phải là số."),
    }
    for name in ("numerator", "denominator", "value", "given", "earlier"):
        if name in columns:
            validate(first, columns[name], last, columns[name], number)
    lists: dict[str, list[int]] = {}
    for group in plan.groups:
        for indicator in group.indicators:
            if indicator.input is InputKind.YES_NO:
                source = plan.listed(2, 2)
            elif indicator.input is InputKind.CHOICE:
                source = plan.answer_list(indicator.code)[0]
            else:
                continue
            lists.setdefault(source, []).extend(plan.input_row(unit, indicator.code) for unit in group.units)
    column = columns.get("answer", -1)
    for source, rows in lists.items():
        for part in range(0, len(rows), _CELLS_A_LIST):
            cells = [[row, column, row, column] for row in rows[part : part + _CELLS_A_LIST]]
            validate(
                *cells[0], {"validate": "list", "source": f"={source}", "other_cells": cells[1:], **wrong}
            )
