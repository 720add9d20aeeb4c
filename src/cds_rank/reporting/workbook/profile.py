"""The unit sheet of a group: it shows whichever of its units is chosen, all of it formulas over the other sheets.

Each group has its own: every unit of it has the same criteria, so no row of the page is ever left empty in print.
"""

from decimal import Decimal
from fractions import Fraction
from statistics import median

from xlsxwriter.utility import xl_col_to_name

from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import TOTAL
from cds_rank.reporting.workbook.formulas import DOES_NOT_APPLY, literal, rounded
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.lists import UNIT_COLUMNS, unit_label
from cds_rank.reporting.workbook.paper import PART_COLOURS, Sheet, Style, cell_ref
from cds_rank.reporting.workbook.plan import PROFILE_SHEET, Plan
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
_ONLY_RATIOS, _ONLY_OTHERS = frozenset({"numerator", "denominator"}), frozenset({"figure"})
_LINES = 2  # of a criterion at least: names of files are long
_CHOICE_REACH = 5  # the last column of the cell in which a unit is chosen
_OWN_DECIMALS = frozenset({"numerator", "denominator", "figure", "given", "measured", "attainable"})


def write_profile(plan: Plan, stored: StoredValues, group: GroupPlan, sheet: Sheet) -> None:
    """Write the page of a group that has units; at first it shows the first of them."""
    _Page(plan, stored, group, sheet).write()


class _Page:
    def __init__(self, plan: Plan, stored: StoredValues, group: GroupPlan, sheet: Sheet) -> None:
        self._plan, self._stored, self._group, self._sheet = plan, stored, group, sheet
        self._unit = group.units[0]
        self._report, self._translate = plan.report, plan.report.translate
        self._line = stored.ranking(group).line(self._unit)
        self._columns = _columns_of(plan, group)
        self._last = len(self._columns) - 1

    def write(self) -> None:
        """Write everything."""
        _, sheet, report, last = self._translate, self._sheet, self._report, self._last
        sheet.widths([*(width for _text, _name, width in self._columns), 3.0])
        sheet.worksheet.set_column(last + 2, last + 2, 10, None, {"hidden": True})
        title = _(PROFILE_SHEET).format(group=report.group_name(self._group.ranking))
        note = _(
            "Chọn đơn vị ở ô vàng; mọi con số dưới đây là công thức và đổi theo số liệu ở trang “{sheet}”."
        )
        row = report.write_head(sheet, title, last, [note.format(sheet=self._plan.names["inputs"])])
        warn_of_wrong_rows(self._plan, self._stored, sheet, row - 1, last)
        row = self._write_choice(row)
        sheet.worksheet.freeze_panes(row, 0)
        row = self._write_facts(row + 1)
        row = self._write_pillars(row + 1)
        heading = self._write_criteria_heading(row + 1)
        end = self._write_criteria(heading + 1)
        sheet.worksheet.repeat_rows(heading - 1, heading)
        sheet.worksheet.print_area(0, 0, end, last)
        sheet.protect()
        report.prepare_page(sheet, title, lines=len(self._group.indicators))

    # --- which unit

    def _write_choice(self, row: int) -> int:
        """Write the cell in which a unit is chosen; returns the row after it."""
        _, plan, sheet, group = self._translate, self._plan, self._sheet, self._group
        sheet.text(row, 0, _("Đơn vị"), ("bold", "navy", "large"))
        label = unit_label(self._unit, self._report.unit_names[self._unit])
        sheet.span(row, 1, _CHOICE_REACH, label, ("cell", "input", "bold", "large", "left"))
        sheet.height(row, 1, 18)
        start = plan.first_listed + sum(len(other.units) for other in plan.groups[: group.position])
        ends = [
            cell_ref(start + place, UNIT_COLUMNS["label"], absolute=True)
            for place in (0, len(group.units) - 1)
        ]
        labels = plan.on("lists", ":".join(ends))
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
        self._choice = cell_ref(row, 1, absolute=True)
        place = f"SUMPRODUCT(EXACT({labels},{self._choice})*(ROW({labels})-{start}))"
        look: Style = ("small", "faint", "0")
        sheet.formula(row, self._last + 2, place, Fraction(1), look)
        self._place = cell_ref(row, self._last + 2, absolute=True)
        many = len(group.indicators)
        figures = f"IF({self._place}=0,0,{group.first_input + 1}+({self._place}-1)*{many})"
        sheet.formula(row + 1, self._last + 2, figures, Fraction(group.first_input + 1), look)
        self._figures = cell_ref(row + 1, self._last + 2, absolute=True)
        return row + 1

    def _if_chosen(self, formula: str) -> str:
        return f'IF({self._place}=0,"",{formula})'

    def _range(self, column: int) -> str:
        address = self._group.column_range(column)
        there = self._plan.on(f"points {self._group.position}", "")
        return there + (address if ":" in address else f"{address}:{address}")

    def _own(self, column: int) -> str:
        return f"INDEX({self._range(column)},{self._place})"

    # --- what it comes to

    def _write_facts(self, row: int) -> int:
        """Write the facts in a row of tiles; returns the row after them."""
        _, sheet, line, group, report = self._translate, self._sheet, self._line, self._group, self._report
        places, total = group.rank_columns, group.columns[TOTAL]
        earned, attainable = self._stored.node(self._unit, TOTAL)
        published: Value = DOES_NOT_APPLY if line.published is None else line.published
        facts: list[tuple[str, str, Value, Style]] = [
            (_("Hạng trong nhóm"), *self._rank(), ()),
            (report.score_name, self._own(places.published), published, (report.score_format,)),
            (_("Điểm đạt"), self._own(total.earned), earned, (report.point_format,)),
            (_("Điểm tối đa áp dụng"), self._own(total.attainable), attainable, ("General",)),
        ]
        if places.level >= 0:
            facts.append((_("Mức độ"), self._own(places.level), line.level, ("shrunk",)))
        for place, (name, formula, value, style) in enumerate(facts):
            first, last = 2 * place, 2 * place + 1
            sheet.span(row, first, last, name, ("tile", "small", "muted"))
            sheet.span(row + 1, first, last, "", ("tile", "tile value"))
            sheet.formula(row + 1, first, self._if_chosen(formula), value, ("tile", "tile value", *style))
        sheet.height(row, 1, 11)
        sheet.height(row + 1, 1, 20)
        return row + 2

    def _rank(self) -> tuple[str, str]:
        """Return the formula of the rank among how many, and what it comes to."""
        column = self._group.rank_columns.rank
        if column < 0:
            return _NOTHING, DOES_NOT_APPLY
        own, rank = self._own(column), self._line.rank
        formula = f'IF(ISNUMBER({own}),{own}&" / "&COUNT({self._range(column)}),{_NOTHING})'
        return formula, DOES_NOT_APPLY if rank is None else f"{rank} / {len(self._group.ranking.ranked)}"

    def _write_pillars(self, row: int) -> int:
        """Write the pillars beside the group's; returns the row after them."""
        _, sheet, group = self._translate, self._sheet, self._group
        if not group.pillars:
            return row
        headings = (_("Trụ cột"), _("Đơn vị này"), _("Trung vị của nhóm"), _("Cao nhất trong nhóm"))
        sheet.row_of_texts(row, headings, ("subheading", "small"), 1)
        sheet.height(row, 2, 10)
        first, last = row + 1, row + len(group.pillars)
        style: Style = (*_CELL, "right", self._report.score_format)
        for line, code in enumerate(group.pillars, start=first):
            name = self._report.name_of(code)
            sheet.text(line, 1, name, (*_CELL, "left", "wrap"))
            sheet.fit_height(line, ("", name), 10)
            for column, (function, value) in enumerate(self._pillar_values(code), start=2):
                formula = self._if_chosen(self._pillar(code, function))
                sheet.formula(line, column, formula, value, (*style, "bold") if column == 2 else style)
        top = float(self._plan.set.method.scale.factor)
        for column in range(2, 5):
            sheet.bar(first, column, last, column, PART_COLOURS[0][1], top)
        return last + 1

    def _pillar(self, code: str, function: str) -> str:
        column = self._group.pillar_columns[code]
        if not function:
            return self._own(column)
        values = self._range(column)
        digits = self._plan.set.method.rounding.published_score
        return f"IF(COUNT({values})=0,{_NOTHING},{rounded(f'{function}({values})', digits)})"

    def _pillar_values(self, code: str) -> list[tuple[str, Value]]:
        digits, ranked = self._plan.set.method.rounding.published_score, self._stored.ranking(self._group)
        scores = {unit: ranked.pillar(unit, code)[0] for unit in self._group.units}
        published = {unit: score for unit, score in scores.items() if score is not None}
        own: Value = published.get(self._unit, DOES_NOT_APPLY)
        if not published:
            return [("", own), ("MEDIAN", DOES_NOT_APPLY), ("MAX", DOES_NOT_APPLY)]
        middle = Fraction(round_half_up(median(published.values()), digits))
        return [("", own), ("MEDIAN", middle), ("MAX", max(published.values()))]

    # --- criterion by criterion

    def _write_criteria_heading(self, row: int) -> int:
        """Write whose criteria these are, for every printed page, and the heading; returns the row of that."""
        _, sheet = self._translate, self._sheet
        label = unit_label(self._unit, self._report.unit_names[self._unit])
        before, after = _("Từng chỉ tiêu: {unit}").split("{unit}")
        told = f"{literal(before)}&{self._choice}&{literal(after)}"
        sheet.formula(row, 0, told, f"{before}{label}{after}", ("section",))
        sheet.height(row, 1, 14)
        headings = [_(text) for text, _name, _width in self._columns]
        sheet.row_of_texts(row + 1, headings, ("heading", "small"))
        sheet.height(row + 1, 2, 10)
        return row + 1

    def _write_criteria(self, first: int) -> int:
        """Write a row for each criterion; returns the last of them."""
        sheet, indicators = self._sheet, self._group.indicators
        for place, indicator in enumerate(indicators):
            row, number = first + place, f"({self._figures}+{place})"
            values = self._criterion(indicator)
            for column, (_text, name, _width) in enumerate(self._columns):
                formula = self._if_chosen(self._looked_up(name, number))
                sheet.formula(row, column, formula, values[name], self._look(name))
            name = self._report.name_among_figures(indicator)
            sheet.height(row, max(_LINES, lines_needed(name, self._columns[1][2], 10)), 10)
        if not indicators:
            return first - 1
        last = first + len(indicators) - 1
        self._show_whole_numbers(first, last)
        share = next(column for column, (_text, name, _width) in enumerate(self._columns) if name == "share")
        sheet.bar(first, share, last, share, PART_COLOURS[0][1], 1.0)
        return last

    def _show_whole_numbers(self, first: int, last: int) -> None:
        """Leave out the decimals of whole numbers: what stands in a cell changes with the unit that is chosen."""
        whole = self._sheet.look(("#,##0",))
        for column, (_text, name, _width) in enumerate(self._columns):
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
            return *_CELL, "left", "wrap"
        if name == "share":
            return *_CELL, "right", "percent"
        if name == "earned":
            return *_CELL, "right", "bold", self._report.point_format
        return *_CELL, "right", "value" if name == "measured" else "General"

    def _criterion(self, indicator: Indicator) -> dict[str, Value | Decimal]:
        unit, report = self._unit, self._report
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


def _columns_of(plan: Plan, group: GroupPlan) -> tuple[tuple[str, str, float], ...]:
    """Choose the columns that some criterion of the group fills: heading, what it holds, width."""
    are_ratios = {indicator.input is InputKind.RATIO for indicator in group.indicators}
    unused = frozenset[str]() if True in are_ratios else _ONLY_RATIOS
    if False not in are_ratios:
        unused |= _ONLY_OTHERS
    known = {*plan.input_columns, *_ONLY_OTHERS}
    return tuple(column for column in _CRITERIA if column[1] in known - unused)
