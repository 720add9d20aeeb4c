"""The sheet of points: one line a unit, one column an indicator, then nodes, total, score and rank, all formulas."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from xlsxwriter.utility import xl_col_to_name

from cds_rank.model.indicator_set import Effect
from cds_rank.model.result import TOTAL, GroupRanking, Treatment, Unranked
from cds_rank.reporting.sentences import signed, treatment_label
from cds_rank.reporting.workbook.background import first_criterion
from cds_rank.reporting.workbook.formulas import DOES_NOT_APPLY
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.node_formulas import NodeFormulas
from cds_rank.reporting.workbook.paper import Sheet, Style, as_shown, cell_ref, own_format
from cds_rank.reporting.workbook.places import FixedCell
from cds_rank.reporting.workbook.plan import POINTS_SHEET, Plan, fixed_note
from cds_rank.reporting.workbook.report import Report
from cds_rank.reporting.workbook.stored import RankLine, RankValues, StoredValues, Value
from cds_rank.wording.labels import label
from cds_rank.wording.numbers import number_text

_WIDTHS = (13.0, 42.0)
_INDICATOR_WIDTH, _SUM_WIDTH = 11.0, 12.0
_COLUMNS_A_PAGE = 12
_LEAST_HEADING_LINES = 4
_CELL: Style = ("cell", "small")
_UNMARKED = {Treatment.NOT_APPLICABLE, Treatment.SCORED}
_INPUT_ROW = re.compile(b"\x03(\\d+)\x04")
_NOT_THERE = Fraction(-(10**9))


def write_points(
    plan: Plan, stored: StoredValues, group: GroupPlan, sheet: Sheet, fixed: Sequence[FixedCell]
) -> None:
    """Write a group's points and ranks, its units in the order of the ranking."""
    report, ranking = plan.report, group.ranking
    _ = report.translate
    widths = [*_WIDTHS, *[_INDICATOR_WIDTH] * len(group.indicators)]
    widths += [_SUM_WIDTH] * (group.last_column + 1 - len(widths))
    sheet.widths(widths)
    title = _(POINTS_SHEET).format(group=report.group_name(ranking))
    row = report.write_head(sheet, title, group.first_indicator - 1, narrow=True)
    assert row == group.points_heading  # what every formula points to
    _write_heading(plan, sheet, group)
    line = _Line(plan, stored, group, sheet)
    for unit in group.units:
        line.write(unit)
        if plan.is_large:
            sheet.worksheet.pack_rows_below(group.points_row(unit))
    after = group.first_points + len(group.units)
    for entry in ranking.unranked:
        if entry.unit not in group.place:
            _write_silent_unit(report, sheet, after, entry, group)
            after += 1
    report.write_notes(sheet, after + 1, group.first_indicator - 1, _notes(plan, group, fixed))
    sheet.worksheet.freeze_panes(group.first_points, group.first_indicator)
    sheet.worksheet.repeat_rows(row, group.maxima_row)
    sheet.worksheet.repeat_columns(0, group.first_indicator - 1)
    sheet.protect()
    pages_wide = -(-(group.last_column + 1 - group.first_indicator) // _COLUMNS_A_PAGE)
    report.prepare_page(sheet, title, pages_wide=pages_wide, lines=after - group.first_points)


def node_name(report: Report, code: str) -> str:
    """Name a node; the total too."""
    _ = report.translate
    return _("Tổng điểm") if code == TOTAL else report.name_of(code)


def _notes(plan: Plan, group: GroupPlan, fixed: Sequence[FixedCell]) -> list[str]:
    report = plan.report
    _ = report.translate
    notes = [
        _(
            "Điểm tính từ trang “{sheet}”. “{gap}”: không áp dụng, không tính cả điểm đạt và điểm tối đa."
        ).format(gap=DOES_NOT_APPLY, sheet=plan.names["inputs"]),
        fixed_note(report, fixed),
    ]
    marked = _marked(report, group.ranking, group)
    if marked:
        states = "; ".join(treatment_label(treatment, report.language) for treatment in marked)
        notes.append(_("Ô vàng: {states}.").format(states=states))
    if any(indicator.effect is not Effect.SCORE for indicator in group.indicators):
        notes.append(_("+, −: cộng hoặc trừ nhiều nhất; không tính vào điểm tối đa."))
    return notes


def _marked(report: Report, ranking: GroupRanking, group: GroupPlan) -> list[Treatment]:
    """List what the marked cells of a group stand for."""
    scores, codes = report.result.scores, [indicator.code for indicator in group.indicators]
    found = {node.treatment for unit in group.units for node in map(scores[unit].nodes.__getitem__, codes)}
    return [treatment for treatment in Treatment if treatment in found - _UNMARKED]


# --- the heading


def _write_heading(plan: Plan, sheet: Sheet, group: GroupPlan) -> None:
    report = plan.report
    _ = report.translate
    criteria = {
        code: row for row, code in enumerate(report.indicator_set.indicators, first_criterion(report))
    }
    row, depth, maxima = group.points_heading, group.depth, group.maxima_row
    codes, names = row + depth, row + depth + 1
    dark: Style = ("heading", "small")
    light: Style = ("subheading", "small")
    levels, first = group.branches_above, group.first_indicator
    for level in range(depth):
        sheet.height(row + level, 1, 10)
        style = dark if level == 0 else light
        column = first
        for path, same in groupby(path[: level + 1] for path in levels):
            width = sum(1 for _item in same)
            text = report.name_of(path[level]) if len(path) > level else ""
            # Not merged: a merged heading would be cut where a page ends.
            sheet.text(row + level, column, text, (*style, "open", "starts"))
            sheet.row_of_texts(row + level, [""] * (width - 1), (*style, "open"), column + 1)
            column += width
    sheet.span(row, 0, 0, _("Mã"), dark, last_row=names)
    sheet.span(row, 1, 1, _("Đơn vị"), dark, last_row=names)
    for column, indicator in enumerate(group.indicators, start=first):
        there = plan.on("method", cell_ref(criteria[indicator.code], 0))
        sheet.link(codes, column, indicator.code, there, light)
        sheet.text(names, column, indicator.name.in_language(report.language), (*light, "plain", "tiny"))
        maximum = indicator.max_points
        shown: Style = (*_CELL, "tint", "right")
        if indicator.effect is Effect.SCORE:
            sheet.number(maxima, column, maximum, (*shown, own_format(maximum)))
        else:
            # A text: no formula can take it for a maximum that the total has.
            sign = -1 if indicator.effect is Effect.DEDUCTION else 1
            sheet.text(maxima, column, signed(number_text(maximum, report.language), sign), shown)
    above = max(names - 1, row)
    for code, columns in group.columns.items():
        sheet.span(row, columns.earned, columns.last, node_name(report, code), dark, last_row=above)
        words = {
            columns.earned: _("Điểm đạt"),
            columns.attainable: _("Điểm tối đa áp dụng"),
            columns.missing: _("Thiếu số liệu bắt buộc"),
            columns.reported: _("Phần có số liệu"),
        }
        for column, text in words.items():
            if column >= 0:
                sheet.text(names, column, text, light)
    _write_rank_heading(report, sheet, group, row, above, names)
    last = group.last_column
    sheet.row_of_texts(
        maxima,
        [""] * (last + 1 - first - len(group.indicators)),
        (*_CELL, "tint"),
        first + len(group.indicators),
    )
    sheet.span(maxima, 0, 1, _("Điểm tối đa của chỉ tiêu"), (*_CELL, "tint", "bold", "navy", "left"))
    full_names = [indicator.name.in_language(report.language) for indicator in group.indicators]
    sheet.fit_height(names, [*full_names, "\n" * _LEAST_HEADING_LINES], 8, first)


def _write_rank_heading(
    report: Report, sheet: Sheet, group: GroupPlan, row: int, above: int, names: int
) -> None:
    _ = report.translate
    dark: Style = ("heading", "small")
    light: Style = ("subheading", "small")
    ranks = group.rank_columns
    breakers = report.indicator_set.method.tie_breakers
    words = {
        ranks.score: _("Điểm chưa làm tròn"),
        ranks.published: report.score_name,
        ranks.stands: _("Không xếp hạng vì"),
        **{column: _("Khi bằng điểm: {node}").format(node=report.name_of(code))
           for column, code in zip(ranks.breakers, breakers, strict=False)},
        ranks.key: _("Điểm xét hạng"),
        ranks.place: _("Số đơn vị đứng trên, cộng 1"),
        ranks.first_of_place: _("Đơn vị đầu của mỗi mức"),
        ranks.rank: _("Hạng"),
        ranks.level: _("Mức độ"),
    }  # fmt: skip
    used = {column: text for column, text in words.items() if column >= 0}
    sheet.span(row, min(used), max(used), _("Điểm và hạng"), dark, last_row=above)
    for column, text in used.items():
        sheet.text(names, column, text, light)
    if group.pillar_columns:
        columns = list(group.pillar_columns.values())
        over = _("{score} theo trụ cột").format(score=report.score_name)
        sheet.span(row, columns[0], columns[-1], over, dark, last_row=above)
        for code, column in group.pillar_columns.items():
            sheet.text(names, column, report.name_of(code), light)
    if group.share_columns:
        columns = [column for pair in group.share_columns.values() for column in pair]
        sheet.span(row, columns[0], columns[-1], _("Để so từng cặp đơn vị"), dark, last_row=above)
        for code, (share, flag) in group.share_columns.items():
            sheet.text(names, share, report.name_of(code), light)
            sheet.text(names, flag, _("có áp dụng"), light)


# --- units


class _Line:
    """Writes one unit a row."""

    def __init__(self, plan: Plan, stored: StoredValues, group: GroupPlan, sheet: Sheet) -> None:
        self._plan, self._stored, self._group, self._sheet = plan, stored, group, sheet
        self._report = plan.report
        self._formulas = NodeFormulas(plan, group)
        self._ranks: RankValues = stored.ranking(group)
        self._doubtful = frozenset(stored.doubtful_nodes(group))
        words = reason_words(plan.report)
        scored = (entry for entry in group.ranking.unranked if entry.unit in group.place)
        self._reasons = {entry.unit: words[entry.reason.value] for entry in scored}
        formulas = self._formulas
        self._nodes = {
            code: (formulas.earned(code), formulas.attainable(code), formulas.missing(code) if c.missing >= 0 else "",
                   formulas.reported(code) if c.reported >= 0 else "")
            for code, c in group.columns.items()
        }  # fmt: skip
        self._pillars = {code: formulas.pillar(code) for code in group.pillar_columns}
        levels = plan.set.levels_of(group.ranking.group)
        self._level = formulas.level(levels) if levels is not None else ""
        self._breakers = [
            formulas.breaker(code)
            for _column, code in zip(group.rank_columns.breakers, plan.set.method.tie_breakers, strict=False)
        ]
        self._number: Style = (*_CELL, "right", self._report.point_format)
        earned_there = plan.on("inputs", xl_col_to_name(plan.input_columns["earned"]))
        self._earned_there = {
            indicator.code: f"{earned_there}\x03{place}\x04"
            for place, indicator in enumerate(group.indicators)
        }

    def write(self, unit: str) -> None:
        """Write the row of one unit."""
        sheet, report, group, row = self._sheet, self._report, self._group, self._group.points_row(unit)
        sheet.fit_height(row, (unit, report.unit_names[unit]), 11)
        cells = {
            0: sheet.text_cell(0, unit, (*_CELL, "left")),
            1: sheet.text_cell(1, report.unit_names[unit], (*_CELL, "left", "wrap")),
        }
        self._put_indicators(cells, unit)
        self._put_nodes(cells, unit)
        self._put_rank(cells, unit, self._ranks.line(unit))
        self._put_pillars(cells, unit)
        self._put_shares(cells, unit)
        line = b"".join([cells[column] for column in sorted(cells)])
        first = group.first_input + group.place[unit] * len(group.indicators) + 1
        sheet.line(row, _INPUT_ROW.sub(lambda found: b"%d" % (first + int(found[1])), line), max(cells))

    def _put(
        self, cells: dict[int, bytes], column: int, formula: str | None, value: Value, style: Style
    ) -> None:
        if formula is not None:
            cells[column] = self._sheet.formula_cell(column, formula, style).showing(as_shown(value))
        elif isinstance(value, str):
            cells[column] = self._sheet.text_cell(column, value, (*style, "fixed"))
        else:
            cells[column] = self._sheet.number_cell(column, value, (*style, "fixed"))

    def _put_indicators(self, cells: dict[int, bytes], unit: str) -> None:
        nodes, muted, amber = (
            self._report.result.scores[unit].nodes,
            (*self._number, "muted"),
            (*self._number, "amber"),
        )
        for column, (code, there) in enumerate(self._earned_there.items(), start=self._group.first_indicator):
            score = nodes[code]
            if score.treatment is Treatment.NOT_APPLICABLE:
                self._put(cells, column, there, DOES_NOT_APPLY, muted)
            else:
                style = self._number if score.treatment is Treatment.SCORED else amber
                self._put(cells, column, there, score.earned, style)

    def _put_nodes(self, cells: dict[int, bytes], unit: str) -> None:
        gaps = self._stored.gaps(self._group, unit) if self._has_gaps else None
        right: Style = (*_CELL, "right")
        for code, columns in self._group.columns.items():
            earned, attainable = self._stored.node(unit, code)
            first, second, missing, reported = self._nodes[code]
            safe = None if (unit, code) in self._doubtful else first
            self._put(cells, columns.earned, safe, earned, (*self._number, "band", "bold"))
            shown: Style = (*right, "band", own_format(attainable))
            self._put(cells, columns.attainable, second, attainable, shown)
            if gaps is not None and columns.missing >= 0:
                self._put(cells, columns.missing, missing, gaps.missing(code), (*right, "0"))
            if gaps is not None and columns.reported >= 0:
                self._put(cells, columns.reported, reported, gaps.reported(code), (*right, "percent"))

    @property
    def _has_gaps(self) -> bool:
        columns = self._group.columns[TOTAL]
        return columns.missing >= 0 or columns.reported >= 0

    def _put_shares(self, cells: dict[int, bytes], unit: str) -> None:
        """Put what Copeland's comparison looks at."""
        for code, (share_column, flag_column) in self._group.share_columns.items():
            share, flag = self._formulas.share_and_flag(code)
            earned, attainable = self._stored.node(unit, code)
            value = earned / attainable if attainable else Fraction(0)
            self._put(cells, share_column, share, value, (*_CELL, "right", "0.0000"))
            self._put(cells, flag_column, flag, int(bool(attainable)), (*_CELL, "right", "0"))

    def _put_rank(self, cells: dict[int, bytes], unit: str, line: RankLine) -> None:
        ranks, formulas = self._group.rank_columns, self._formulas
        right: Style = (*_CELL, "right")

        def put(column: int, formula: str | None, value: Value, style: Style) -> None:
            self._put(cells, column, formula, value, style)

        put(ranks.score, formulas.score, _or_dash(line.score), (*right, "0.0000000000"))
        published = None if unit in self._ranks.doubtful_scores else formulas.published
        shown: Style = (*right, "bold", self._report.score_format)
        put(ranks.published, published, _or_dash(line.published), shown)
        put(ranks.stands, formulas.stands, self._reasons.get(unit, ""), (*_CELL, "left", "muted"))
        for column, breaker, share in zip(ranks.breakers, self._breakers, line.breakers, strict=True):
            put(column, breaker, _NOT_THERE if share is None else share, (*right, "breaker"))
        if ranks.key >= 0:
            key = line.judged if line.place is not None else None
            put(ranks.key, formulas.key, _or_dash(key), (*right, "0.0000000000"))
            doubtful = unit in self._ranks.doubtful_ranks
            place = DOES_NOT_APPLY if line.place is None else line.place
            put(ranks.place, None if doubtful else formulas.place, place, (*right, "0"))
            if ranks.first_of_place >= 0:
                put(ranks.first_of_place, formulas.first_of_place, line.first_of_place, (*right, "0"))
            rank = DOES_NOT_APPLY if line.rank is None else line.rank
            put(ranks.rank, None if doubtful else formulas.rank, rank, (*right, "bold", "0"))
        if ranks.level >= 0:
            level = None if unit in self._ranks.doubtful_levels else self._level
            put(ranks.level, level, line.level, (*_CELL, "centre"))

    def _put_pillars(self, cells: dict[int, bytes], unit: str) -> None:
        style: Style = (*_CELL, "right", self._report.score_format)
        for code, column in self._group.pillar_columns.items():
            published, is_safe = self._ranks.pillar(unit, code)
            if published is None:
                self._put(cells, column, self._pillars[code], DOES_NOT_APPLY, (*style, "muted"))
            else:
                self._put(cells, column, self._pillars[code] if is_safe else None, published, style)


def _or_dash(value: Fraction | None) -> Fraction | str:
    return DOES_NOT_APPLY if value is None else value


def reason_words(report: Report) -> dict[str, str]:
    """Return, by reason, the few words that formulas say why a unit is not ranked."""
    _ = report.translate
    return {
        "group_not_ranked": _("nhóm không xếp hạng"),
        "low_coverage": _("số liệu chưa đủ"),
        "missing_values": _("thiếu số liệu"),
        "nothing_attainable": _("không có chỉ tiêu nào áp dụng"),
    }


def _write_silent_unit(report: Report, sheet: Sheet, row: int, entry: Unranked, group: GroupPlan) -> None:
    _ = report.translate
    sheet.fit_height(row, (entry.unit, report.unit_names[entry.unit]), 11)
    sheet.text(row, 0, entry.unit, (*_CELL, "left"))
    sheet.text(row, 1, report.unit_names[entry.unit], (*_CELL, "left", "wrap"))
    reason = _("Không có điểm: {reason}").format(reason=label(entry.reason, report.language))
    sheet.span(row, group.first_indicator, group.last_column, reason, (*_CELL, "left", "muted"))
