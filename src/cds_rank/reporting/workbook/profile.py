"""The unit sheet: one page that shows whichever unit is chosen, all of it formulas over the other sheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from statistics import median

from xlsxwriter.utility import xl_col_to_name

from cds_rank.model.indicator_set import Indicator
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import TOTAL
from cds_rank.reporting.workbook.formulas import DOES_NOT_APPLY, literal, rounded
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.lists import UNIT_COLUMNS, unit_label
from cds_rank.reporting.workbook.paper import PART_COLOURS, Sheet, Style, cell_ref
from cds_rank.reporting.workbook.plan import GROUP_COLUMN, PROFILE_SHEET, Plan
from cds_rank.reporting.workbook.stored import StoredValues, Value
from cds_rank.reporting.workbook.text import lines_needed
from cds_rank.reporting.workbook.words import status_of
from cds_rank.reporting.workbook.wrong_rows import warn_of_wrong_rows
from cds_rank.wording.labels import label
from cds_rank.wording.language import N_

_CELL: Style = ("line", "small")
_NOTHING = literal(DOES_NOT_APPLY)
_CRITERIA = (
    (N_("Mã"), "indicator", 12.0),
    (N_("Chỉ tiêu"), "indicator_name", 56.0),
    (N_("Tình trạng"), "status", 15.0),
    (N_("Tử số"), "numerator", 13.0),
    (N_("Mẫu số"), "denominator", 13.0),
    (N_("Giá trị hoặc trả lời"), "figure", 16.0),
    (N_("Điểm người thẩm định cho"), "given", 12.0),
    (N_("Giá trị tính điểm"), "measured", 15.0),
    (N_("Phần của điểm tối đa"), "share", 12.0),
    (N_("Điểm đạt"), "earned", 12.0),
    (N_("Điểm tối đa"), "attainable", 12.0),
    (N_("Giai đoạn"), "stage", 13.0),
    (N_("Tệp"), "file", 30.0),
    (N_("Ô"), "origin_cell", 9.0),
)
_WIDTHS = tuple(width for _text, _name, width in _CRITERIA)
_LAST = len(_WIDTHS) - 1
_SHARE = 8
_HELPER = _LAST + 2  # column of the numbers that formulas look things up by
_OWN_DECIMALS = frozenset({"numerator", "denominator", "figure", "given", "measured", "attainable"})


@dataclass(frozen=True)
class _Chosen:
    """The unit that is shown until somebody chooses another."""

    group: GroupPlan
    unit: str


def write_profile(plan: Plan, stored: StoredValues, sheet: Sheet) -> None:
    """Write the page; at first it shows the first unit of the first group."""
    group = next(group for group in plan.groups if group.units)
    _Page(plan, stored, sheet, _Chosen(group, group.units[0])).write()


class _Page:
    def __init__(self, plan: Plan, stored: StoredValues, sheet: Sheet, chosen: _Chosen) -> None:
        self._plan, self._stored, self._sheet, self._chosen = plan, stored, sheet, chosen
        self._report, self._translate = plan.report, plan.report.translate
        self._line = stored.ranking(chosen.group).line(chosen.unit)

    def write(self) -> None:
        """Write everything."""
        _, sheet, report = self._translate, self._sheet, self._report
        sheet.widths([*_WIDTHS, 3.0])
        sheet.worksheet.set_column(_HELPER, _HELPER, 10, None, {"hidden": True})
        note = _(
            "Chọn đơn vị ở ô vàng; mọi con số dưới đây là công thức và đổi theo số liệu ở trang “{sheet}”."
        )
        row = report.write_head(
            sheet, _(PROFILE_SHEET), _LAST, [note.format(sheet=self._plan.names["inputs"])]
        )
        warn_of_wrong_rows(self._plan, self._stored, sheet, row - 1, _LAST)
        row = self._write_choice(row)
        row = self._write_facts(row + 1)
        row = self._write_pillars(row + 1)
        first = self._write_criteria(row + 1)
        sheet.worksheet.freeze_panes(self._choice_row + 1, 0)
        sheet.worksheet.repeat_rows(self._choice_row)
        sheet.worksheet.print_area(0, 0, first, _LAST)
        sheet.protect()
        # One page high where even the unit with the most indicators fits: fewer leave no empty page behind.
        most = max(len(group.indicators) for group in self._plan.groups)
        report.prepare_page(sheet, _(PROFILE_SHEET), lines=most)

    # --- which unit

    def _write_choice(self, row: int) -> int:
        _, plan, sheet = self._translate, self._plan, self._sheet
        self._choice_row = row
        chosen, count = self._chosen, sum(len(group.units) for group in plan.groups)
        sheet.text(row, 0, _("Đơn vị"), ("bold", "navy", "large"))
        label = unit_label(chosen.unit, self._report.unit_names[chosen.unit])
        sheet.span(row, 1, 5, label, ("cell", "input", "bold", "large", "left"))
        sheet.height(row, 1, 18)
        labels = plan.listed(UNIT_COLUMNS["label"], count)
        sheet.worksheet.data_validation(
            row, 1, row, 1,
            {
                "validate": "list",
                "source": f"={labels}",
                "error_title": _("Không nhận"),
                "error_message": _("Hãy chọn một mục trong danh sách."),
            },
        )  # fmt: skip
        # EXACT, not MATCH: that one takes * and ? in a name for anything.
        first = labels.split(":")[0]
        here = cell_ref(row, 1, absolute=True)
        position = f"SUMPRODUCT(EXACT({labels},{here})*(ROW({labels})-ROW({first})+1))"
        place = plan_position(plan, chosen.unit)
        group = chosen.group
        values = {
            "position": place,
            "group": group.position + 1,
            "place": group.place[chosen.unit] + 1,
            "first": group.first_input + group.place[chosen.unit] * len(group.indicators) + 1,
            "count": len(group.indicators),
        }
        self._at = {name: cell_ref(row + i, _HELPER, absolute=True) for i, name in enumerate(values)}
        look: Style = ("small", "faint", "0")
        for i, (name, value) in enumerate(values.items()):
            if name == "position":
                formula = position
            else:
                listed = plan.listed(UNIT_COLUMNS[name], count)
                formula = f"IF({self._at['position']}=0,0,INDEX({listed},{self._at['position']}))"
            sheet.formula(row + i, _HELPER, formula, Fraction(value), look)
        return row + 1

    def _by_group(self, of_group: Callable[[GroupPlan], str]) -> str:
        """Write a formula that is another one in every group."""
        made = [of_group(group) if group.units else _NOTHING for group in self._plan.groups]
        return f'IF({self._at["group"]}=0,"",CHOOSE({self._at["group"]},{",".join(made)}))'

    def _range(self, group: GroupPlan, column: int) -> str:
        sheet = self._plan.on(f"points {group.position}", "")
        address = group.column_range(column)
        return sheet + (address if ":" in address else f"{address}:{address}")

    def _own(self, group: GroupPlan, column: int) -> str:
        return _NOTHING if column < 0 else f"INDEX({self._range(group, column)},{self._at['place']})"

    def _group_name(self) -> str:
        names = self._plan.listed(GROUP_COLUMN, len(self._plan.groups))
        return f'IF({self._at["group"]}=0,"",INDEX({names},{self._at["group"]}))'

    # --- what it comes to

    def _write_facts(self, row: int) -> int:
        _, sheet, line = self._translate, self._sheet, self._line
        group, report = self._chosen.group, self._report
        earned, attainable = self._stored.node(self._chosen.unit, TOTAL)

        def rank(of: GroupPlan) -> str:
            if of.rank_columns.rank < 0:
                return _NOTHING
            own, everybody = self._own(of, of.rank_columns.rank), self._range(of, of.rank_columns.rank)
            return f'IF(ISNUMBER({own}),{own}&" / "&COUNT({everybody}),{_NOTHING})'

        told = f"{line.rank} / {len(group.ranking.ranked)}"

        facts: list[tuple[str, str, Value, Style]] = [
            (
                _("Nhóm"),
                self._group_name(),
                report.group_name(group.ranking),
                ("shrunk",),
            ),
            (_("Hạng trong nhóm"), self._by_group(rank), DOES_NOT_APPLY if line.rank is None else told, ()),
            (
                report.score_name,
                self._by_group(lambda of: self._own(of, of.rank_columns.published)),
                DOES_NOT_APPLY if line.published is None else line.published,
                (report.score_format,),
            ),
            (
                _("Điểm đạt"),
                self._by_group(lambda of: self._own(of, of.columns[TOTAL].earned)),
                earned,
                (report.point_format,),
            ),
            (
                _("Điểm tối đa áp dụng"),
                self._by_group(lambda of: self._own(of, of.columns[TOTAL].attainable)),
                attainable,
                ("General",),
            ),
        ]
        if any(of.rank_columns.level >= 0 for of in self._plan.groups):
            level = self._by_group(lambda of: self._own(of, of.rank_columns.level))
            stored = line.level if group.rank_columns.level >= 0 else DOES_NOT_APPLY
            facts.append((_("Mức độ"), level, stored, ("shrunk",)))
        for place, (name, formula, value, style) in enumerate(facts):
            first, last = 2 * place, min(2 * place + 1, _LAST)
            sheet.span(row, first, last, name, ("tile", "small", "muted"))
            sheet.span(row + 1, first, last, "", ("tile", "tile value"))
            sheet.formula(row + 1, first, formula, value, ("tile", "tile value", *style))
        sheet.height(row, 1, 11)
        sheet.height(row + 1, 1, 20)
        return row + 2

    def _write_pillars(self, row: int) -> int:
        _, sheet, plan = self._translate, self._sheet, self._plan
        pillars = [
            code for code in plan.set.pillars if any(code in group.pillar_columns for group in plan.groups)
        ]
        if not pillars:
            return row
        headings = ("", _("Trụ cột"), _("Đơn vị này"), _("Trung vị của nhóm"), _("Cao nhất trong nhóm"))
        sheet.row_of_texts(row, headings[1:], ("subheading", "small"), 1)
        sheet.height(row, 2, 10)
        first, last = row + 1, row + len(pillars)
        for row, code in enumerate(pillars, start=first):  # noqa: PLR1704 - goes on below the heading
            sheet.text(row, 1, self._report.name_of(code), (*_CELL, "left", "wrap"))
            sheet.fit_height(row, ("", self._report.name_of(code)), 10)
            style: Style = (*_CELL, "right", self._report.score_format)
            for column, (function, value) in enumerate(self._pillar_values(code), start=2):
                formula = self._by_group(partial(self._pillar, code, function))
                look = (*style, "bold") if column == 2 else style
                sheet.formula(row, column, formula, value, look)
        top = float(plan.set.method.scale.factor)
        for column in range(2, 5):
            sheet.bar(first, column, last, column, PART_COLOURS[0][1], top)
        return last + 1

    def _pillar(self, code: str, function: str, group: GroupPlan) -> str:
        column = group.pillar_columns.get(code, -1)
        if column < 0:
            return _NOTHING
        if not function:
            return self._own(group, column)
        values = self._range(group, column)
        digits = self._plan.set.method.rounding.published_score
        return f"IF(COUNT({values})=0,{_NOTHING},{rounded(f'{function}({values})', digits)})"

    def _pillar_values(self, code: str) -> list[tuple[str, Value]]:
        group, method = self._chosen.group, self._plan.set.method
        published: dict[str, Fraction] = {}
        if code in group.pillar_columns:
            for unit in group.units:
                earned, attainable = self._stored.node(unit, code)
                if attainable:
                    exact = earned / attainable * Fraction(method.scale.factor)
                    published[unit] = Fraction(round_half_up(exact, method.rounding.published_score))
        digits = method.rounding.published_score
        own: Value = published.get(self._chosen.unit, DOES_NOT_APPLY)
        if not published:
            return [("", own), ("MEDIAN", DOES_NOT_APPLY), ("MAX", DOES_NOT_APPLY)]
        middle = Fraction(round_half_up(median(published.values()), digits))
        return [("", own), ("MEDIAN", middle), ("MAX", max(published.values()))]

    # --- criterion by criterion

    def _write_criteria(self, row: int) -> int:
        _, sheet, plan = self._translate, self._sheet, self._plan
        sheet.row_of_texts(row, self._criteria_headings(), ("heading", "small"))
        sheet.height(row, 2, 10)
        first = row + 1
        most = max(len(group.indicators) for group in plan.groups)
        indicators: Sequence[Indicator] = self._chosen.group.indicators
        for place in range(most):
            row = first + place
            number = f"({self._at['first']}+{place})"
            shown = f"{self._at['count']}>{place}"
            values = self._criterion(indicators[place]) if place < len(indicators) else None
            for column, (_text, name, _width) in enumerate(_CRITERIA):
                if name not in plan.input_columns and name != "figure":
                    continue
                formula = self._looked_up(name, number)
                value: Value | Decimal = "" if values is None else values[name]
                sheet.formula(row, column, f'IF({shown},{formula},"")', value, self._look(name))
            names = (group.indicators[place].name for group in plan.groups if place < len(group.indicators))
            lines = (lines_needed(name.in_language(plan.report.language), _WIDTHS[1], 10) for name in names)
            sheet.height(row, max(2, *lines), 10)
        last = first + most - 1
        is_used = {"type": "formula", "criteria": f'=$A{first + 1}<>""', "format": sheet.look(("underline",))}
        sheet.worksheet.conditional_format(first, 0, last, _LAST, is_used)
        self._show_whole_numbers(first, last)
        sheet.bar(first, _SHARE, last, _SHARE, PART_COLOURS[0][1], 1.0)
        return last

    def _criteria_headings(self) -> list[str]:
        _, columns = self._translate, self._plan.input_columns
        return [_(text) if name in columns or name == "figure" else "" for text, name, _width in _CRITERIA]

    def _show_whole_numbers(self, first: int, last: int) -> None:
        """Leave out the decimals of whole numbers: what stands in a cell changes with the unit that is chosen."""
        whole = self._sheet.look(("#,##0",))
        for column, (_text, name, _width) in enumerate(_CRITERIA):
            if name in _OWN_DECIMALS:
                here = cell_ref(first, column)
                test = {
                    "type": "formula",
                    "criteria": f"=IF(ISNUMBER({here}),{here}=INT({here}))",
                    "format": whole,
                }
                self._sheet.worksheet.conditional_format(first, column, last, column, test)

    def _looked_up(self, name: str, number: str) -> str:
        if name == "figure":
            found = [
                self._column(part, number) for part in ("answer", "value") if part in self._plan.input_columns
            ]
            if len(found) == 2:
                return f'IF({found[0]}<>"",{found[0]},IF({found[1]}="","",{found[1]}))'
            return f'IF({found[0]}="","",{found[0]})' if found else '""'
        there = self._column(name, number)
        return f'IF({there}="","",{there})'

    def _column(self, name: str, number: str) -> str:
        column = xl_col_to_name(self._plan.input_columns[name])
        whole = self._plan.on("inputs", f"${column}$1:${column}${self._plan.after_inputs}")
        return f"INDEX({whole},{number})"

    def _look(self, name: str) -> Style:
        if name in {"indicator", "indicator_name", "status", "stage", "file", "origin_cell"}:
            return "small", "left", "wrap"
        if name == "share":
            return "small", "right", "percent"
        if name == "earned":
            return "small", "right", "bold", self._report.point_format
        return "small", "right", "value" if name == "measured" else "General"

    def _criterion(self, indicator: Indicator) -> dict[str, Value | Decimal]:
        unit, report = self._chosen.unit, self._report
        figure = report.result.observations.get((unit, indicator.code))
        values, status = self._stored.figure(unit, indicator), status_of(figure)
        shown = (
            figure
            if status is ObservationStatus.REPORTED and indicator.code not in self._plan.left_out
            else None
        )
        is_left_out = indicator.code in self._plan.left_out
        return {
            "indicator": indicator.code,
            "indicator_name": report.name_among_figures(indicator),
            "status": "" if is_left_out else report.words.statuses[status],
            "numerator": _or_blank(None if shown is None else shown.numerator),
            "denominator": _or_blank(None if shown is None else shown.denominator),
            "figure": self._figure(indicator, shown),
            "given": _or_blank(None if shown is None else shown.points),
            "measured": values.measured,
            "share": values.share,
            "earned": values.earned,
            "attainable": values.attainable,
            "stage": "" if figure is None else label(figure.stage, report.language),
            "file": "" if figure is None else figure.origin.file,
            "origin_cell": "" if figure is None else figure.origin.cell,
        }

    def _figure(self, indicator: Indicator, figure: Observation | None) -> Value | Decimal:
        if figure is None:
            return ""
        if figure.option is not None:
            return self._plan.answer_text(indicator, figure.option)
        return _or_blank(figure.value)


def _or_blank(number: Decimal | None) -> Value | Decimal:
    return "" if number is None else number


def plan_position(plan: Plan, unit: str) -> int:
    """Place of a unit in the list of units, counted from 1."""
    group = plan.group_of[unit]
    before = sum(len(other.units) for other in plan.groups[: group.position])
    return before + group.place[unit] + 1
