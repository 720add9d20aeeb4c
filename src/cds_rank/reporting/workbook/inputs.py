"""The sheet of inputs: every figure of every scored unit, what may be changed, and the formulas down to its points."""

from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import parse_exact
from cds_rank.model.result import NodeScore
from cds_rank.reporting.derivation import derivation
from cds_rank.reporting.sentences import figure_text
from cds_rank.reporting.workbook.figure_formulas import ASKED, DIVISOR, FigureFormulas
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.paper import Sheet, Style, as_shown, own_format
from cds_rank.reporting.workbook.plan import CHECK_HEADING, CLAIMED_HEADING, Plan
from cds_rank.reporting.workbook.quick import FormulaCell
from cds_rank.reporting.workbook.report import FIGURES_SHEET, Report
from cds_rank.reporting.workbook.row_checks import RowCheck
from cds_rank.reporting.workbook.stored import FigureValues, Shown, StoredValues
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
    "target": (N_("Mục tiêu (để xem)"), 10.0),
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
_NUMBERS = ("numerator", "denominator", "value", "given", "earlier")
_TEXT: Style = ("cell", "small", "wrap", "top", "left")
_PLAIN: Style = ("cell", "small", "top", "left")
_NUMBER: Style = ("cell", "small", "top", "right")
_WORD: Style = ("cell", "small", "top", "right", "wrap")
_CHECK: Style = ("cell", "small", "top", "left", "wrap", "fall", "bold")
_CHOSEN: Style = ("cell", "small", "top", "input", "left", "wrap")
_ENTERED: Style = ("cell", "small", "top", "input", "right")
_SHARE: Style = (*_NUMBER, "percent")
_CLOSED: Style = ("cell", "small", "closed")
_SIZE = 10.0
_HEAD_REACH = 3
_OF_MANY_VALUES = ("measured", "used", "share", "earned")
_OF_FEW_VALUES = ("applies", "attainable", "absent", "reported")
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
    for group in (group for group in plan.groups if group.units):
        rows = [_Row(plan, stored, sheet, group, indicator) for indicator in group.indicators]
        for place, unit in enumerate(group.units):
            first, named = group.first_input + place * len(rows), _name_cells(plan, sheet, unit)
            for number, row in enumerate(rows, start=first):
                row.write(number, unit, named)
            if plan.is_large:
                sheet.worksheet.pack_rows_below(first + len(rows))
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


def _name_cells(plan: Plan, sheet: Sheet, unit: str) -> dict[str, bytes]:
    """Make the cells that name a unit: the same in all its rows."""
    style, columns = _PLAIN if plan.is_large else _TEXT, plan.input_columns
    texts = {"unit": unit, "unit_name": plan.report.unit_names[unit]}
    return {name: sheet.text_cell(columns[name], text, style) for name, text in texts.items()}


class _Row:
    """Writes one indicator's row of any unit of a group: most of its cells are the same for all units."""

    def __init__(
        self, plan: Plan, stored: StoredValues, sheet: Sheet, group: GroupPlan, indicator: Indicator
    ) -> None:
        self._plan, self._stored, self._sheet, self._group = plan, stored, sheet, group
        self._indicator, self._columns = indicator, plan.input_columns
        self._report: Report = plan.report
        self._formulas = FigureFormulas(plan, group, indicator)
        self._check = None if self._formulas.is_left_out else RowCheck(plan, indicator)
        self._far = [
            (mark.encode(), self._distance(other))
            for mark, other in ((ASKED, self._formulas.asked), (DIVISOR, self._formulas.divisor))
            if other is not None
        ]
        self._style = _PLAIN if plan.is_large else _TEXT
        self._result, self._unit_names = self._report.result, self._report.unit_names
        self._name = self._report.name_among_figures(indicator)
        self._unit_of_measure = indicator.unit_of_measure.in_language(self._report.language)
        self._statuses = self._report.words.statuses
        self._check_cell, self._few_cell = cache(self._made_check_cell), cache(self._made_few_cell)
        self._answer_text = cache(partial(plan.answer_text, indicator))
        self._open = [] if self._formulas.is_left_out else self._open_columns()
        self._worked_out = self._formula_cells()
        self._alike = self._cells_alike()

    def _open_columns(self) -> list[str]:
        """List the columns in which something may be entered."""
        used = {"status", "given", *_KINDS[self._indicator.input]}
        if self._plan.needs_earlier(self._indicator):
            used.add("earlier")
        return [name for name in _INPUTS if name in used and name in self._columns]

    def _distance(self, other: Indicator) -> int:
        places = self._group.indicator_places
        return places[other.code] - places[self._indicator.code]

    # --- what is the same for all units

    def _formula_cells(self) -> dict[str, FormulaCell]:
        """Make the cells of the formulas, but for what they come to, by the names of their columns."""
        formulas, maximum = self._formulas, self._indicator.max_points
        found: dict[str, tuple[str | None, Style]] = {
            "applies": (formulas.applies, _WORD),
            "measured": (formulas.measured, (*_WORD, "value")),
            "used": (formulas.used, (*_WORD, "value")),
            "share": (formulas.share, _SHARE),
            "earned": (formulas.earned, self._earned),
            "attainable": (formulas.attainable, (*_NUMBER, own_format(maximum))),
            "absent": (formulas.absent, (*_NUMBER, "0")),
            "reported": (formulas.reported, (*_NUMBER, "0")),
        }
        return {
            name: self._sheet.formula_cell(self._columns[name], formula, style)
            for name, (formula, style) in found.items()
            if name in self._columns and formula
        }

    @property
    def _earned(self) -> Style:
        return (*_NUMBER, self._report.point_format, "bold")

    def _cells_alike(self) -> dict[str, bytes]:
        """Make every column's cell as it is without a figure; nothing for what each unit has of its own."""
        sheet, columns, indicator = self._sheet, self._columns, self._indicator
        cells = {
            "indicator": self._text("indicator", indicator.code, self._style),
            "indicator_name": self._text("indicator_name", self._name, self._style),
            "unit_of_measure": self._text("unit_of_measure", self._unit_of_measure, self._style),
        }
        if indicator.target is not None and "target" in columns:
            cells["target"] = sheet.own_number_cell(columns["target"], indicator.target.value, _NUMBER)
        else:
            cells["target"] = self._text("target", "", _NUMBER)
        if "absent" in columns:
            cells["absent"] = sheet.number_cell(columns["absent"], 0, (*_NUMBER, "0"))
        cells |= {name: self._text(name, "", _ENTERED) for name in self._open if name in _NUMBERS}
        if not self._plan.is_large:  # of many units each cell costs, and a closed one is locked anyway
            used = {*self._open, *self._worked_out} | ({"check"} if self._check is not None else set())
            closed = [name for name in (*_INPUTS, "check", "applies", "used") if name not in used]
            cells |= {name: self._text(name, "", _CLOSED) for name in closed}
        return {name: cells.get(name, b"") for name in columns}

    def _text(self, name: str, text: str, style: Style) -> bytes:
        """Make a text's cell, or nothing where the sheet has no such column."""
        column = self._columns.get(name)
        return b"" if column is None else self._sheet.text_cell(column, text, style)

    # --- what differs

    def write(self, row: int, unit: str, named: dict[str, bytes]) -> None:
        """Write the row of one unit. named: the cells that name the unit."""
        result, indicator = self._result, self._indicator
        figure = result.observations.get((unit, indicator.code))
        score = result.scores[unit].nodes[indicator.code]
        cells = self._alike | named
        if self._check is not None:
            self._put_inputs(cells, figure, score)
            wrong = self._stored.wrong_rows.get((unit, indicator.code), "")
            cells["check"] = self._check_cell(self._check.formula_of(unit), wrong)
        self._put_formulas(cells, self._stored.figure(unit, indicator))
        if not self._plan.is_large:
            self._put_told(cells, row, unit, figure, score)
        elif figure is not None:
            cells["file"] = self._text("file", figure.origin.file, self._style)
            cells["origin_cell"] = self._text("origin_cell", figure.origin.cell, self._style)
        line = b"".join(cells.values())
        for mark, distance in self._far:
            line = line.replace(mark, b"%d" % (row + 1 + distance))
        self._sheet.line(row, line, len(cells) - 1)

    def _put_told(
        self, cells: dict[str, bytes], row: int, unit: str, figure: Observation | None, score: NodeScore
    ) -> None:
        """Put what is told of a figure, and make its row high enough."""
        indicator, columns, language = self._indicator, self._columns, self._report.language
        origin = None if figure is None else figure.origin
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
        cells |= {name: self._text(name, text, _TEXT) for name, text in told.items() if name in columns}
        texts = told | {
            "unit": unit,
            "unit_name": self._unit_names[unit],
            "indicator": indicator.code,
            "indicator_name": self._name,
            "unit_of_measure": self._unit_of_measure,
        }
        self._sheet.fit_height(row, (texts.get(name, "") for name in columns), _SIZE)

    def _claimed(self, unit: str, figure: Observation | None) -> str:
        """Return what the unit itself reported, where reviewers put something else in its place."""
        indicator, report = self._indicator, self._report
        claimed = report.result.self_observations.get((unit, indicator.code))
        if claimed is None or _said(claimed) == _said(figure):
            return ""
        text = figure_text(claimed, indicator, report.language)
        return text or report.words.statuses[status_of(claimed)]

    def _put_inputs(self, cells: dict[str, bytes], figure: Observation | None, score: NodeScore) -> None:
        """Put what may be changed."""
        status = status_of(figure)
        told = figure if status is ObservationStatus.REPORTED else None
        for name in self._open:
            if name == "status":
                cells[name] = self._text(name, self._statuses[status], _CHOSEN)
            elif name == "answer":
                text = self._answer_text(None if told is None else told.option)
                cells[name] = self._text(name, text, _CHOSEN)
            elif (value := _entered(name, told, score)) is not None:
                cells[name] = self._sheet.own_number_cell(self._columns[name], value, _ENTERED)

    def _put_formulas(self, cells: dict[str, bytes], values: FigureValues) -> None:
        """Put what is worked out, under its name among the values."""
        for name in _OF_MANY_VALUES:
            if name in self._worked_out:
                cells[name] = self._worked_out[name].showing(getattr(values, name))
        for name in _OF_FEW_VALUES:
            if name in self._worked_out:
                cells[name] = self._few_cell(name, getattr(values, name))
        for name, style in (("share", _SHARE), ("earned", self._earned)):
            if name in values.doubtful or name not in self._worked_out:
                cells[name] = self._fixed(name, getattr(values, name), style)

    def _made_few_cell(self, name: str, value: Shown) -> bytes:
        return self._worked_out[name].showing(value)

    def _made_check_cell(self, formula: str, wrong: str) -> bytes:
        return self._sheet.formula_cell(self._columns["check"], formula, _CHECK).showing(as_shown(wrong))

    def _fixed(self, name: str, value: Shown, style: Style) -> bytes:
        column, look = self._columns[name], (*style, "fixed")
        if isinstance(value, str):
            return self._sheet.text_cell(column, value, look)
        return self._sheet.number_cell(column, value, look)


def _entered(name: str, figure: Observation | None, score: NodeScore) -> Decimal | Fraction | None:
    """Return the number that stands in a column of what may be entered."""
    if name == "earlier":
        known = score.how.get("then") or score.how.get("stand_in")
        return None if known is None else parse_exact(known)
    if figure is None:
        return None
    number: Decimal | None = getattr(figure, "points" if name == "given" else name)
    return number


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
    for name in _NUMBERS:
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
