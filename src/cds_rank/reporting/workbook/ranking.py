"""The ranking sheet of a group: who stands where, how that changed, and where the points come from."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.history import Step
from cds_rank.model.indicator_set import Aggregation
from cds_rank.model.method import Levels, Ties
from cds_rank.model.result import TOTAL, Unranked
from cds_rank.reporting.sentences import unranked_reason
from cds_rank.reporting.workbook.formulas import DOES_NOT_APPLY, literal, number
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.paper import (
    LEVEL_COLOURS,
    PART_COLOURS,
    Sheet,
    Style,
    cell_ref,
    own_format,
    range_ref,
)
from cds_rank.reporting.workbook.places import FixedCell
from cds_rank.reporting.workbook.plan import RANKING_SHEET, Plan, RankingColumns, fixed_note
from cds_rank.reporting.workbook.points import node_name, reason_words
from cds_rank.reporting.workbook.stored import RankLine, RankValues, StoredValues
from cds_rank.reporting.workbook.text import lines_needed
from cds_rank.reporting.workbook.wrong_rows import warn_of_wrong_rows
from cds_rank.wording.language import N_
from cds_rank.wording.periods import period_text

_WIDTHS = (8.0, 13.0, 44.0)
_CHANGE_WIDTH, _PILLAR_WIDTH, _NUMBER_WIDTH, _SCORE_WIDTH, _LEVEL_WIDTH = 27.0, 15.0, 14.0, 24.0, 18.0
_SMALL_WIDTH, _EDITION_WIDTH = 10.0, 13.0
_BAR = "#C9D5E8"
_LINE_SIZE = 13.0
_MOST_DRAWN = 70  # units in a chart

_RANK_RULES = {
    Ties.COMPETITION: N_("Hạng = 1 + số đơn vị có điểm cao hơn; bằng điểm thì cùng hạng (1-2-2-4)."),
    Ties.MODIFIED_COMPETITION: N_("Hạng = số đơn vị có điểm bằng hoặc cao hơn (1-3-3-4)."),
    Ties.DENSE: N_("Hạng = 1 + số mức điểm cao hơn; bằng điểm thì cùng hạng (1-2-2-3)."),
}


def write_ranking(
    plan: Plan, stored: StoredValues, group: GroupPlan, sheet: Sheet, fixed: Sequence[FixedCell]
) -> None:
    """Write a group's ranking: every scored unit by rank, then those that were not scored, each with the reason."""
    report, ranking = plan.report, group.ranking
    _ = report.translate
    columns = plan.ranking_columns(group)
    sheet.widths(_all_widths(group, columns))
    title = _(RANKING_SHEET).format(group=report.group_name(ranking))
    heading = report.write_head(sheet, title, columns.last, report.notices)
    assert heading == plan.ranking_heading  # what every formula points to
    warn_of_wrong_rows(plan, stored, sheet, heading - 1, columns.last)
    _write_heading(plan, sheet, group, columns)
    first = plan.first_ranked(group)
    last = first + len(group.units) - 1
    line = _Line(plan, stored, group, sheet, columns)
    for row, unit in enumerate(group.units, start=first):
        line.write(row, unit)
    row = last + 1
    if not ranking.ranked:
        sheet.span(row, 0, columns.last, _("Không có đơn vị nào được xếp hạng."), ("cell", "left", "muted"))
        row += 1
    if group.units:
        _decorate(plan, sheet, group, columns, first, last)
        sheet.worksheet.autofilter(first - 1, 0, last, columns.last)
    silent = [entry for entry in ranking.unranked if entry.unit not in group.place]
    if silent:
        row = _write_silent(plan, sheet, row + 1, silent, columns.last)
    row = report.write_notes(sheet, row + 1, columns.last, _notes(plan, group, fixed))
    _draw_parts(plan, sheet, group, row + 1)
    sheet.worksheet.freeze_panes(first, len(_WIDTHS))
    sheet.worksheet.repeat_rows(heading, first - 1)
    sheet.protect()
    report.prepare_page(sheet, title, lines=len(ranking.placements))


def _all_widths(group: GroupPlan, columns: RankingColumns) -> list[float]:
    widths = [*_WIDTHS, *[_NUMBER_WIDTH] * (columns.last + 1 - len(_WIDTHS))]
    chosen = (
        {
            columns.rank_before: _SMALL_WIDTH,
            columns.change: _CHANGE_WIDTH,
            columns.score_change: _SMALL_WIDTH,
            columns.score: _SCORE_WIDTH,
            columns.level: _LEVEL_WIDTH,
            columns.reason: _SCORE_WIDTH,
            columns.trend: _LEVEL_WIDTH,
        }
        | dict.fromkeys(columns.pillars, _PILLAR_WIDTH)
        | dict.fromkeys(columns.editions, _EDITION_WIDTH)
    )
    for column, width in chosen.items():
        if column >= 0:
            widths[column] = width
    return widths


def _write_heading(plan: Plan, sheet: Sheet, group: GroupPlan, columns: RankingColumns) -> None:
    report, row = plan.report, plan.ranking_heading
    _, bottom = report.translate, plan.last_heading(group)
    words = {
        0: _("Hạng"),
        1: _("Mã"),
        2: _("Đơn vị"),
        columns.earned: _("Điểm đạt"),
        columns.attainable: _("Điểm tối đa áp dụng"),
        columns.score: report.score_name,
        columns.level: _("Mức độ"),
        columns.reason: _("Không xếp hạng vì"),
        columns.trend: _("Diễn biến"),
    }
    for column, text in words.items():
        if column >= 0:
            sheet.span(row, column, column, text, ("heading",), last_row=bottom)
    if columns.change >= 0:
        over = _("So với {period}").format(period=report.view_of(group.ranking).compared_with)
        sheet.span(row, columns.rank_before, columns.score_change, over, ("heading",))
        words_below = (_("Hạng khi đó"), _("Thay đổi hạng"), _("Thay đổi điểm"))
        sheet.row_of_texts(bottom, words_below, ("subheading",), columns.rank_before)
    history = report.story.history
    if history is not None and columns.editions:
        sheet.span(row, columns.editions[0], columns.editions[-1], _("Điểm qua các kỳ"), ("heading",))
        shown = [history.editions[place].period for place in plan.editions]
        periods = [period_text(period, report.language) for period in (*shown, report.result.record.period)]
        sheet.row_of_texts(bottom, periods, ("subheading",), columns.editions[0])
    if group.pillars:
        over = _("{score} theo trụ cột").format(score=report.score_name)
        sheet.span(row, columns.pillars[0], columns.pillars[-1], over, ("heading",))
        sheet.row_of_texts(
            bottom, [report.name_of(code) for code in group.pillars], ("subheading",), columns.pillars[0]
        )
    sheet.height(row, 3 if bottom == row or len(group.pillars) < 3 else 1)
    if bottom > row:
        sheet.height(bottom, 3)


class _Line:
    """Writes one scored unit a row."""

    def __init__(
        self, plan: Plan, stored: StoredValues, group: GroupPlan, sheet: Sheet, columns: RankingColumns
    ) -> None:
        self._plan, self._stored, self._group, self._sheet, self._columns = (
            plan,
            stored,
            group,
            sheet,
            columns,
        )
        self._report, self._points = plan.report, plan.on(f"points {group.position}", "")
        self._ranks: RankValues = stored.ranking(group)
        self._reasons = {entry.unit: entry for entry in group.ranking.unranked}
        self._words = reason_words(plan.report)
        view = self._report.view_of(group.ranking)
        self._changes = {row.unit: row.change for row in view.rows}
        self._changes |= {row.unit: row.change for row in view.unranked}

    def _there(self, unit: str, column: int) -> str:
        return self._points + cell_ref(self._group.points_row(unit), column, absolute=True)

    def write(self, row: int, unit: str) -> None:
        """Write the row of one unit."""
        sheet, report, columns, group = self._sheet, self._report, self._columns, self._group
        line, cell = self._ranks.line(unit), ("line",)
        sheet.height(row, lines_needed(report.unit_names[unit], _WIDTHS[2]), _LINE_SIZE)
        rank: Style = (*cell, "centre", "bold", "navy", "large", "0")
        if group.rank_columns.rank >= 0:
            value = DOES_NOT_APPLY if line.rank is None else Fraction(line.rank)
            sheet.formula(row, 0, self._there(unit, group.rank_columns.rank), value, rank)
        else:
            sheet.text(row, 0, DOES_NOT_APPLY, (*cell, "centre", "muted"))
        if group.indicators:
            figures = self._plan.on(
                "inputs", cell_ref(self._plan.input_row(unit, group.indicators[0].code), 0)
            )
            sheet.link(row, 1, unit, figures, (*cell, "left"))
        else:
            sheet.text(row, 1, unit, (*cell, "left"))
        sheet.text(row, 2, report.unit_names[unit], (*cell, "left", "wrap"))
        self._write_pillars(row, unit)
        total = group.columns[TOTAL]
        earned, attainable = self._stored.node(unit, TOTAL)
        points: Style = (*cell, "right", report.point_format)
        sheet.formula(row, columns.earned, self._there(unit, total.earned), earned, points)
        limit: Style = (*cell, "right", own_format(attainable))
        sheet.formula(row, columns.attainable, self._there(unit, total.attainable), attainable, limit)
        shown: Style = (*cell, "right", "bold", "large", report.score_format)
        score = DOES_NOT_APPLY if line.published is None else line.published
        sheet.formula(row, columns.score, self._there(unit, group.rank_columns.published), score, shown)
        if columns.level >= 0:
            level = self._there(unit, group.rank_columns.level)
            sheet.formula(row, columns.level, level, line.level, (*cell, "centre"))
        if columns.reason >= 0:
            entry = self._reasons.get(unit)
            reason = "" if entry is None else self._words[entry.reason.value]
            there = self._there(unit, group.rank_columns.stands)
            sheet.formula(row, columns.reason, there, reason, (*cell, "left", "muted", "wrap"))
        self._write_history(row, unit, line)

    def _write_pillars(self, row: int, unit: str) -> None:
        style = ("line", "right", self._report.score_format)
        for column, code in zip(self._columns.pillars, self._group.pillars, strict=True):
            score, _is_safe = self._stored.ranking(self._group).pillar(unit, code)
            there = self._there(unit, self._group.pillar_columns[code])
            value = DOES_NOT_APPLY if score is None else score
            self._sheet.formula(row, column, there, value, (*style, "muted") if score is None else style)

    def _write_history(self, row: int, unit: str, line: RankLine) -> None:
        columns, history = self._columns, self._report.story.history
        if history is None:
            return
        steps = history.units[unit].steps
        if columns.change >= 0:
            before = steps[-2]
            self._write_change(row, unit, line.rank, None if before is None else before.rank)
            self._write_score_change(row, line, None if before is None else before.score)
        if columns.editions:
            self._write_editions(row, line, [steps[place] for place in self._plan.editions])

    def _write_editions(self, row: int, line: RankLine, steps: Sequence[Step | None]) -> None:
        sheet, columns = self._sheet, self._columns
        style: Style = ("line", "small", "right", self._report.score_format)
        for column, step in zip(columns.editions[:-1], steps, strict=True):
            if step is None or step.score is None:
                sheet.text(row, column, "", style)  # no dash: it would be a point of the line
            else:
                sheet.number(row, column, step.score, style)
        score: Fraction | str = DOES_NOT_APPLY if line.published is None else line.published
        sheet.formula(row, columns.editions[-1], cell_ref(row, columns.score), score, (*style, "bold"))
        if columns.trend >= 0:
            sheet.text(row, columns.trend, "", ("line",))

    def _write_change(self, row: int, unit: str, rank: int | None, was: int | None) -> None:
        _, sheet, columns = self._report.translate, self._sheet, self._columns
        style: Style = ("line", "small", "left")
        if was is None:
            change = self._changes[unit]
            sheet.text(row, columns.rank_before, DOES_NOT_APPLY, ("line", "small", "centre", "muted"))
            sheet.text(row, columns.change, change.words if change else "", (*style, "muted", "wrap"))
            return
        sheet.number(row, columns.rank_before, was, ("line", "small", "centre", "0"))
        up, down, same = _("▲ tăng {count} bậc"), _("▼ giảm {count} bậc"), _("● giữ nguyên")
        off = _("không xếp hạng")
        now, then = cell_ref(row, 0), cell_ref(row, columns.rank_before)
        formula = (
            f"IF(ISNUMBER({now}),IF({now}<{then},{_with_count(up, f'({then}-{now})')},"
            f"IF({now}>{then},{_with_count(down, f'({now}-{then})')},{literal(same)})),{literal(off)})"
        )
        value = off
        if rank is not None:
            text = up if rank < was else down if rank > was else same
            value = text.format(count=abs(rank - was))
        sheet.formula(row, columns.change, formula, value, style)

    def _write_score_change(self, row: int, line: RankLine, before: Decimal | None) -> None:
        sheet, columns, digits = self._sheet, self._columns, self._plan.set.method.rounding.published_score
        style: Style = ("line", "small", "right", _signed(self._report.score_format))
        if before is None:
            sheet.text(row, columns.score_change, DOES_NOT_APPLY, (*style, "muted"))
            return
        now = cell_ref(row, columns.score)
        formula = f"IF(ISNUMBER({now}),ROUND({now}-{number(before)},{digits}),{literal(DOES_NOT_APPLY)})"
        value = DOES_NOT_APPLY if line.published is None else line.published - Fraction(before)
        sheet.formula(row, columns.score_change, formula, value, style)


def _with_count(text: str, count: str) -> str:
    before, after = text.split("{count}")
    return f"{literal(before)}&{count}&{literal(after)}"


def _signed(number_format: str) -> str:
    return f"+{number_format};-{number_format};{number_format}"


def _draw_trends(sheet: Sheet, columns: RankingColumns, first: int, last: int) -> None:
    """Draw each unit's scores through the editions, all on one scale so that their slopes can be compared."""
    rows = range(first, last + 1)
    options = {
        "location": [cell_ref(row, columns.trend) for row in rows],
        "range": [
            sheet.reference
            + range_ref((row, columns.editions[0]), (row, columns.editions[-1]), absolute=True)
            for row in rows
        ],
        "min": "group",
        "max": "group",
        "series_color": "#1F3864",
        "weight": 1.75,
        "markers": True,
        "markers_color": "#1F3864",
        "last_point": True,
        "last_color": "#C55A11",
    }
    sheet.worksheet.add_sparkline(first, columns.trend, options)


def _decorate(
    plan: Plan, sheet: Sheet, group: GroupPlan, columns: RankingColumns, first: int, last: int
) -> None:
    """Draw bars, and colour levels and changes."""
    top = float(plan.set.method.scale.factor)
    sheet.bar(first, columns.score, last, columns.score, _BAR, top)
    for place, column in enumerate(columns.pillars):
        sheet.bar(first, column, last, column, PART_COLOURS[place % len(PART_COLOURS)][1], top)
    levels = plan.set.levels_of(group.ranking.group)
    if levels is not None:
        _colour_levels(plan, sheet, group, levels, first, last, columns.level)
    if columns.trend >= 0:
        _draw_trends(sheet, columns, first, last)
    if columns.change >= 0:
        for sign, look in (("▲", "rise"), ("▼", "fall")):
            sheet.worksheet.conditional_format(
                first, columns.change, last, columns.change,
                {"type": "text", "criteria": "begins with", "value": sign, "format": sheet.look((look,))},
            )  # fmt: skip


def _colour_levels(
    plan: Plan, sheet: Sheet, group: GroupPlan, levels: Levels, first: int, last: int, column: int
) -> None:
    many = max(len(levels.bands) - 1, 1)
    for place in range(len(levels.bands)):
        colour = LEVEL_COLOURS[round(place * (len(LEVEL_COLOURS) - 1) / many)]
        named = f"={plan.level_cell(group.ranking.group, place)}"
        options = {"type": "cell", "criteria": "==", "value": named, "format": sheet.look((colour,))}
        sheet.worksheet.conditional_format(first, column, last, column, options)


def _draw_parts(plan: Plan, sheet: Sheet, group: GroupPlan, row: int) -> None:
    """Draw what each part adds to the total, unit by unit; only where the total is a sum and the bars can be read."""
    report, members = plan.report, [m.node for m in plan.set.total.members if group.exists(m.node)]
    _ = report.translate
    drawn = [code for code in members if code in group.columns]
    if (
        plan.set.total.aggregation is not Aggregation.SUM
        or len(drawn) < 2
        or drawn != members
        or not 1 < len(group.units) <= _MOST_DRAWN
        or len(drawn) > len(PART_COLOURS)
    ):
        return
    chart = sheet.new_chart({"type": "bar", "subtype": "stacked"})
    first, last = group.first_points, group.first_points + len(group.units) - 1
    there = plan.names[f"points {group.position}"]
    for place, code in enumerate(drawn):
        column = group.columns[code].earned
        chart.add_series(
            {
                "name": node_name(report, code),
                "categories": [there, first, 1, last, 1],
                "values": [there, first, column, last, column],
                "fill": {"color": PART_COLOURS[place][0]},
                "gap": 35,
            }
        )
    font = {"name": "Times New Roman", "size": 10}
    chart.set_title(
        {"name": _("Điểm đạt theo từng phần"), "name_font": {**font, "size": 13}, "overlay": False}
    )
    chart.set_y_axis({"reverse": True, "num_font": font, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": True, "line": {"color": "#D9DEE6"}}})
    chart.set_legend({"position": "top", "font": font})
    chart.set_size({"width": 1000, "height": 110 + 24 * len(group.units)})
    sheet.worksheet.insert_chart(
        row, 0, chart, {"object_position": 2, "description": _("Điểm đạt theo từng phần")}
    )


def _write_silent(plan: Plan, sheet: Sheet, row: int, silent: Sequence[Unranked], last: int) -> int:
    """Write who was not scored, and why, up to the last column; returns the row after."""
    report = plan.report
    _ = report.translate
    sheet.text(row, 0, _("Không xếp hạng"), ("section",))
    sheet.height(row, 1, 16)
    row += 1
    sheet.row_of_texts(row, ("", _("Mã"), _("Đơn vị")), ("subheading",))
    sheet.span(row, 3, last, _("Lý do"), ("subheading",))
    row += 1
    for entry in silent:
        reason = unranked_reason(entry, report.result, report.language)
        sheet.text(row, 0, DOES_NOT_APPLY, ("line", "centre", "muted"))
        sheet.text(row, 1, entry.unit, ("line", "left"))
        sheet.text(row, 2, report.unit_names[entry.unit], ("line", "left", "wrap"))
        sheet.paragraph(row, 3, last, reason, ("line", "left", "wrap"))
        row += 1
    return row


def _notes(plan: Plan, group: GroupPlan, fixed: Sequence[FixedCell]) -> Iterator[str]:
    report, method = plan.report, plan.set.method
    _ = report.translate
    for entry in group.ranking.unranked:
        if entry.unit in group.place:
            name, reason = (
                report.unit_names[entry.unit],
                unranked_reason(entry, report.result, report.language),
            )
            yield f"{name}: {reason}"
    if not group.ranking.ranked:
        return
    yield from report.view_of(group.ranking).notes
    yield _(_RANK_RULES[method.ties])
    yield _(
        "Sửa ô nhập ở trang “{sheet}” thì hạng, điểm và mức độ ở đây tính lại ngay; lời ghi chú và thứ tự dòng vẫn là "
        "của khi công bố."
    ).format(sheet=plan.names["inputs"])
    yield _(
        "Muốn xếp các dòng theo hạng mới: vào thẻ Xem lại, bấm Bỏ bảo vệ trang tính (không có mật khẩu), bấm nút ở cột "
        "“{rank}” rồi chọn xếp từ nhỏ đến lớn. Hoặc để nguyên trang này, chép bảng sang tệp khác bằng cách dán giá trị "
        "và xếp ở đó."
    ).format(rank=_("Hạng"))
    if fixed:
        yield fixed_note(report, fixed)
