"""The sheet of points: one line a unit, one column an indicator, with the sums that make the score."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cds_rank.model.indicator_set import Branch, Effect, Indicator
from cds_rank.model.result import TOTAL, GroupRanking, NodeScore, Treatment, Unranked
from cds_rank.reporting.sentences import signed, treatment_label
from cds_rank.reporting.workbook_figures import FigureColumns
from cds_rank.reporting.workbook_paper import Sheet, Style, cell_ref, own_format, range_ref
from cds_rank.reporting.workbook_report import DOES_NOT_APPLY, FIGURES_SHEET, Report
from cds_rank.reporting.workbook_sums import NotASum, runs, summed_indicators, within_scale_formula
from cds_rank.wording.labels import label
from cds_rank.wording.language import N_
from cds_rank.wording.numbers import number_text

_FIRST = 2  # the first indicator's column, after code and name
_WIDTHS = (13.0, 42.0)
_INDICATOR_WIDTH, _SUM_WIDTH = 11.0, 12.0
_COLUMNS_A_PAGE = 12
_LEAST_HEADING_LINES = 4
_CELL: Style = ("cell", "small")
_UNMARKED = {Treatment.NOT_APPLICABLE, Treatment.SCORED}

_WHY_NO_SUM = {
    NotASum.WEIGHTED_MEAN: N_("“{node}” là trung bình có trọng số, không phải tổng điểm các chỉ tiêu"),
    NotASum.NOT_ADDED: N_("“{node}” gộp theo tỷ lệ đạt hoặc so từng cặp, không phải tổng điểm các chỉ tiêu"),
    NotASum.BEST: N_("“{node}” có phần chỉ lấy trường hợp cao nhất"),
    NotASum.LIMITED: N_("“{node}” có phần điểm cộng hoặc điểm trừ bị giới hạn"),
    NotASum.ROUNDED: N_("“{node}” cộng từ điểm đã làm tròn ở từng cấp"),
    NotASum.COUNTED_TWICE: N_("“{node}” tính một chỉ tiêu nhiều lần"),
}


@dataclass(frozen=True, slots=True)
class PointColumns:
    """Where the ranking finds a node's points: column of the points earned, attainable to the right of it.

    columns: of the pillars and the total, by node code. rows: by unit code.
    """

    sheet: str  # as formulas write it, with "!"
    columns: dict[str, int]
    rows: dict[str, int]

    def earned(self, unit: str, node: str) -> str:
        """Address of the points earned."""
        return self.sheet + cell_ref(self.rows[unit], self.columns[node], absolute=True)

    def attainable(self, unit: str, node: str) -> str:
        """Address of the points attainable."""
        return self.sheet + cell_ref(self.rows[unit], self.columns[node] + 1, absolute=True)


@dataclass(frozen=True, slots=True)
class _Table:
    """The plan of one group's table: which indicator in which column, which sums after them."""

    indicators: tuple[Indicator, ...]
    sums: tuple[str, ...]  # pillars, then the total
    parts: dict[str, tuple[str, ...] | NotASum]

    @property
    def columns(self) -> dict[str, int]:
        """Columns of the indicators' points."""
        return {indicator.code: _FIRST + i for i, indicator in enumerate(self.indicators)}

    @property
    def sum_columns(self) -> dict[str, int]:
        """Columns of the sums; an indicator may be a pillar too, and then has a column of either kind."""
        start = _FIRST + len(self.indicators)
        return {node: start + 2 * i for i, node in enumerate(self.sums)}

    @property
    def check(self) -> int:
        """Column of the check against the inputs."""
        return _FIRST + len(self.indicators) + 2 * len(self.sums)


def write_points_sheet(
    report: Report, ranking: GroupRanking, sheet: Sheet, figures: FigureColumns
) -> PointColumns:
    """Write a group's points, its units in the order of the ranking."""
    _ = report.translate
    table = _plan(report, ranking)
    widths = [*_WIDTHS, *[_INDICATOR_WIDTH] * len(table.indicators)]
    widths += [_SUM_WIDTH] * (table.check + 1 - len(widths))
    sheet.widths(widths)
    title = _("Điểm theo chỉ tiêu – {group}").format(group=report.group_name(ranking))
    row = report.write_head(sheet, title, _FIRST - 1, narrow=True)
    maxima = _write_heading(report, sheet, row, table)
    rows = {entry.unit: maxima + 1 + i for i, entry in enumerate(ranking.placements)}
    points = PointColumns(sheet.reference, table.sum_columns, rows)
    for entry in ranking.placements:
        if entry.unit in report.result.scores:
            _write_unit(report, sheet, entry.unit, table, points, maxima, figures)
        elif isinstance(entry, Unranked):
            _write_silent_unit(report, sheet, rows[entry.unit], entry, table)
    report.write_notes(sheet, maxima + 2 + len(rows), _FIRST - 1, _notes(report, ranking, table))
    sheet.worksheet.freeze_panes(maxima + 1, _FIRST)
    sheet.worksheet.repeat_rows(row, maxima)
    sheet.worksheet.repeat_columns(0, _FIRST - 1)
    pages_wide = -(-(table.check + 1 - _FIRST) // _COLUMNS_A_PAGE)
    report.prepare_page(sheet, title, pages_wide=pages_wide, lines=len(rows))
    return points


def _plan(report: Report, ranking: GroupRanking) -> _Table:
    sums = (*report.pillars_of(ranking), TOTAL)
    parts = {node: summed_indicators(node, report.indicator_set, ranking.group) for node in sums}
    return _Table(report.indicator_set.indicators_for(ranking.group), sums, parts)


def _sum_name(report: Report, node: str) -> str:
    _ = report.translate
    return _("Tổng điểm") if node == TOTAL else report.name_of(node)


def _marked(report: Report, ranking: GroupRanking, table: _Table) -> list[Treatment]:
    """List what the marked cells of a group stand for."""
    found = {
        report.result.scores[entry.unit].nodes[indicator.code].treatment
        for entry in ranking.placements
        if entry.unit in report.result.scores
        for indicator in table.indicators
    }
    return [treatment for treatment in Treatment if treatment in found - _UNMARKED]


def _notes(report: Report, ranking: GroupRanking, table: _Table) -> list[str]:
    _ = report.translate
    notes = [
        _(
            "“{gap}”: không áp dụng, không tính cả điểm đạt và điểm tối đa. Đối chiếu: tổng dòng này so với trang "
            "“{sheet}”."
        ).format(gap=DOES_NOT_APPLY, sheet=_(FIGURES_SHEET))
    ]
    marked = _marked(report, ranking, table)
    if marked:
        states = "; ".join(treatment_label(treatment, report.language) for treatment in marked)
        notes.append(_("Ô vàng: {states}.").format(states=states))
    if any(indicator.effect is not Effect.SCORE for indicator in table.indicators):
        notes.append(_("+, −: cộng hoặc trừ nhiều nhất; không tính vào điểm tối đa."))
    reasons = [
        _(_WHY_NO_SUM[parts]).format(node=_sum_name(report, node))
        for node, parts in table.parts.items()
        if isinstance(parts, NotASum)
    ]
    if reasons:
        notes.append(_("Ghi số, không ghi công thức: {reasons}.").format(reasons="; ".join(reasons)))
    return notes


def _write_heading(report: Report, sheet: Sheet, row: int, table: _Table) -> int:
    """Write the heading's rows; returns the row of the maximum points, which is the last of them."""
    _ = report.translate
    levels = _branches_above(report, table.indicators)
    depth = max((len(path) for path in levels), default=0)
    codes, names, maxima = row + depth, row + depth + 1, row + depth + 2
    dark: Style = ("heading", "small")
    light: Style = ("subheading", "small")
    for level in range(depth):
        sheet.height(row + level, 1, 10)
        style = dark if level == 0 else light
        column = _FIRST
        for path, group in groupby(path[: level + 1] for path in levels):
            width = sum(1 for _item in group)
            text = report.name_of(path[level]) if len(path) > level else ""
            # Not merged: a merged heading would be cut where a page ends.
            sheet.text(row + level, column, text, (*style, "open", "starts"))
            sheet.row_of_texts(row + level, [""] * (width - 1), (*style, "open"), column + 1)
            column += width
    sheet.span(row, 0, 0, _("Mã"), dark, last_row=names)
    sheet.span(row, 1, 1, _("Đơn vị"), dark, last_row=names)
    for column, indicator in enumerate(table.indicators, start=_FIRST):
        sheet.text(codes, column, indicator.code, light)
        sheet.text(names, column, indicator.name.in_language(report.language), (*light, "plain", "tiny"))
        maximum = indicator.max_points
        shown: Style = (*_CELL, "tint", "right")
        if indicator.effect is Effect.SCORE:
            sheet.number(maxima, column, maximum, (*shown, own_format(maximum)))
        else:
            # A text: no formula can take it for a maximum that the total has.
            sign = -1 if indicator.effect is Effect.DEDUCTION else 1
            sheet.text(maxima, column, signed(number_text(maximum, report.language), sign), shown)
    first_sum = _FIRST + len(table.indicators)
    for i, node in enumerate(table.sums):
        column = first_sum + 2 * i
        above = max(names - 1, row)
        sheet.span(row, column, column + 1, _sum_name(report, node), dark, last_row=above)
        sheet.text(names, column, _("Điểm đạt"), light)
        sheet.text(names, column + 1, _("Điểm tối đa áp dụng"), light)
        sheet.row_of_texts(maxima, ("", ""), (*_CELL, "tint"), column)
    sheet.span(row, table.check, table.check, _("Đối chiếu"), dark, last_row=names)
    sheet.text(maxima, table.check, "", (*_CELL, "tint"))
    sheet.span(maxima, 0, 1, _("Điểm tối đa của chỉ tiêu"), (*_CELL, "tint", "bold", "navy", "left"))
    full_names = [indicator.name.in_language(report.language) for indicator in table.indicators]
    sheet.fit_height(names, [*full_names, "\n" * _LEAST_HEADING_LINES], 8, _FIRST)
    return maxima


def _branches_above(report: Report, indicators: Sequence[Indicator]) -> list[tuple[str, ...]]:
    """List each indicator's branches, the topmost first."""
    above: dict[str, tuple[str, ...]] = {}

    def walk(nodes: Sequence[Branch | Indicator], path: tuple[str, ...]) -> None:
        for node in nodes:
            if isinstance(node, Indicator):
                above[node.code] = path
            else:
                walk(node.children, (*path, node.code))

    walk(report.indicator_set.tree, ())
    return [above[indicator.code] for indicator in indicators]


def _write_unit(
    report: Report,
    sheet: Sheet,
    unit: str,
    table: _Table,
    points: PointColumns,
    maxima: int,
    figures: FigureColumns,
) -> None:
    scores, row = report.result.scores[unit], points.rows[unit]
    number: Style = (*_CELL, "right", report.point_format)
    sheet.fit_height(row, (unit, report.unit_names[unit]), 11)
    sheet.text(row, 0, unit, (*_CELL, "left"))
    sheet.text(row, 1, report.unit_names[unit], (*_CELL, "left", "wrap"))
    columns = table.columns
    for code, place in columns.items():
        _write_points(sheet, row, place, scores.nodes[code], number)
    limit: Style = (*_CELL, "right", "band")
    strong: Style = (*limit, "bold", report.point_format)
    for node in table.sums:
        score = scores.total if node == TOTAL else scores.nodes.get(node)
        column, parts = points.columns[node], table.parts[node]
        if score is None or not score.attainable:  # no pillar consists of bonus or deductions alone
            sheet.row_of_texts(
                row, (DOES_NOT_APPLY, DOES_NOT_APPLY), (*_CELL, "centre", "muted", "band"), column
            )
        elif isinstance(parts, NotASum):
            sheet.number(row, column, score.earned, strong)
            sheet.number(row, column + 1, score.attainable, (*limit, own_format(score.attainable)))
        else:
            own = report.indicator_set.indicators
            scored = [columns[code] for code in parts if own[code].effect is Effect.SCORE]
            earned = _sum_formula([columns[code] for code in parts], row)
            attainable = _attainable_formula(scored, row, maxima)
            if node == TOTAL:
                limit_cell, extra = cell_ref(row, column + 1), report.indicator_set.method.extra_points
                earned = within_scale_formula(earned, limit_cell, extra)
            sheet.formula(row, column, earned, score.earned, strong)
            shown = (*limit, own_format(score.attainable))
            sheet.formula(row, column + 1, attainable, score.attainable, shown)
    if table.indicators:
        _write_check(report, sheet, row, table, figures)


def _write_points(sheet: Sheet, row: int, column: int, score: NodeScore, style: Style) -> None:
    if score.treatment is Treatment.NOT_APPLICABLE:
        sheet.text(row, column, DOES_NOT_APPLY, (*_CELL, "centre", "muted"))
    elif score.treatment is Treatment.SCORED:
        sheet.number(row, column, score.earned, style)
    else:
        sheet.number(row, column, score.earned, (*style, "amber"))


def _sum_formula(columns: Sequence[int], row: int) -> str:
    """Write the sum of the points in some columns."""
    stretches = ",".join(range_ref((row, first), (row, last)) for first, last in runs(columns))
    return f"SUM({stretches})"


def _attainable_formula(columns: Sequence[int], row: int, maxima: int) -> str:
    """Write the sum of the maxima of those columns that apply."""
    attainable = []
    for first, last in runs(columns):
        here = range_ref((row, first), (row, last))
        top = range_ref((maxima, first), (maxima, last), row_absolute=True)
        attainable.append(f"SUMPRODUCT(--ISNUMBER({here}),{top})")
    return "+".join(attainable)


def _write_check(report: Report, sheet: Sheet, row: int, table: _Table, figures: FigureColumns) -> None:
    _ = report.translate
    agrees, differs = _("Khớp"), _("Lệch")
    here = range_ref((row, _FIRST), (row, _FIRST + len(table.indicators) - 1))
    # EXACT, not SUMIFS: that one takes the codes 4.1 and 4.10 for one number.
    there = f"SUMPRODUCT(--EXACT({figures.units},{cell_ref(row, 0)}),{figures.earned})"
    test = f'IF(ABS(SUM({here})-{there})<0.000001,"{agrees}","{differs}")'
    sheet.formula(row, table.check, test, agrees, (*_CELL, "centre", "muted"))


def _write_silent_unit(report: Report, sheet: Sheet, row: int, entry: Unranked, table: _Table) -> None:
    _ = report.translate
    sheet.fit_height(row, (entry.unit, report.unit_names[entry.unit]), 11)
    sheet.text(row, 0, entry.unit, (*_CELL, "left"))
    sheet.text(row, 1, report.unit_names[entry.unit], (*_CELL, "left", "wrap"))
    reason = _("Không có điểm: {reason}").format(reason=label(entry.reason, report.language))
    sheet.span(row, _FIRST, table.check, reason, (*_CELL, "left", "muted"))
