"""The ranking sheet of a group: who stands where, with live formulas down to the points."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from cds_rank.model.method import Levels, RankedOn, Ties
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import TOTAL, GroupRanking, Ranked
from cds_rank.reporting.maxima import Maxima
from cds_rank.reporting.sentences import unranked_reason
from cds_rank.reporting.workbook_paper import Sheet, Style, cell_ref, own_format, range_ref
from cds_rank.reporting.workbook_points import PointColumns
from cds_rank.reporting.workbook_report import DOES_NOT_APPLY, Report
from cds_rank.reporting.workbook_sums import (
    NoRankFormula,
    is_safe_to_round,
    rank_formula,
    score_formula,
    why_no_rank_formula,
)
from cds_rank.reporting.workbook_text import lines_needed
from cds_rank.wording.language import N_

_WIDTHS = (8.0, 13.0, 46.0)
_PILLAR_WIDTH, _NUMBER_WIDTH, _SCORE_WIDTH, _LEVEL_WIDTH = 15.0, 14.0, 24.0, 18.0
_FIRST_PILLAR = 3
_BAR = "#C9D5E8"
_LINE_SIZE = 13.0

_RANK_RULES = {
    Ties.COMPETITION: N_("Hạng = 1 + số đơn vị có điểm cao hơn; bằng điểm thì cùng hạng (1-2-2-4)."),
    Ties.MODIFIED_COMPETITION: N_("Hạng = số đơn vị có điểm bằng hoặc cao hơn (1-3-3-4)."),
    Ties.DENSE: N_("Hạng = 1 + số mức điểm cao hơn; bằng điểm thì cùng hạng (1-2-2-3)."),
}
_WHY_NO_FORMULA = {
    NoRankFormula.TIE_BREAKERS: N_(
        "Hạng ghi số, không ghi công thức: khi bằng điểm còn so các tiêu chí phụ (xem trang “{sheet}”)."
    ),
    NoRankFormula.TOO_CLOSE: N_(
        "Hạng và điểm ghi số, không ghi công thức: có điểm sát nhau hoặc sát mức làm tròn hơn độ chính xác của Excel."
    ),
}


def write_ranking_sheet(report: Report, ranking: GroupRanking, sheet: Sheet, points: PointColumns) -> None:
    """Write a group's ranking: those with a rank by rank, then those without one, each with the reason."""
    _ = report.translate
    pillars = report.pillars_of(ranking)
    levels = report.indicator_set.levels_of(ranking.group)
    has_levels = levels is not None
    widths = [*_WIDTHS, *[_PILLAR_WIDTH] * len(pillars), _NUMBER_WIDTH, _NUMBER_WIDTH, _SCORE_WIDTH]
    widths += [_LEVEL_WIDTH] * has_levels
    sheet.widths(widths)
    title = _("Xếp hạng – {group}").format(group=report.group_name(ranking))
    heading = report.write_head(sheet, title, len(widths) - 1, report.notices())
    first = _write_heading(report, sheet, heading, pillars, has_levels=has_levels)
    last = first + len(ranking.ranked) - 1
    why_not = why_no_rank_formula(ranking.ranked, report.indicator_set.method)
    line = _Line(report, sheet, points, pillars, first, last, why_not, levels)
    for row, entry in enumerate(ranking.ranked, start=first):
        line.write(row, entry)
    row = last + 1
    if ranking.ranked:
        _add_data_bar(report, sheet, first, last, _FIRST_PILLAR + len(pillars) + 2)
    else:
        sheet.span(
            row, 0, len(widths) - 1, _("Không có đơn vị nào được xếp hạng."), ("cell", "left", "muted")
        )
        row += 1
    if ranking.unranked:
        row = _write_unranked(report, sheet, row + 1, ranking, len(widths) - 1)
    report.write_notes(sheet, row + 1, len(widths) - 1, _notes(report, ranking, why_not))
    sheet.worksheet.freeze_panes(first, _FIRST_PILLAR)
    sheet.worksheet.repeat_rows(heading, first - 1)
    report.prepare_page(sheet, title, lines=len(ranking.placements))


def _write_heading(
    report: Report, sheet: Sheet, row: int, pillars: Sequence[str], *, has_levels: bool
) -> int:
    """Write the two rows of the heading; returns the first row below."""
    _ = report.translate
    texts = [_("Hạng"), _("Mã"), _("Đơn vị")]
    after = [_("Điểm đạt"), _("Điểm tối đa áp dụng"), report.score_name, *[_("Mức độ")] * has_levels]
    bottom = row + 1 if pillars else row
    for column, text in enumerate(texts):
        sheet.span(row, column, column, text, ("heading",), last_row=bottom)
    if pillars:
        over = _("{score} theo trụ cột").format(score=report.score_name)
        sheet.span(row, _FIRST_PILLAR, _FIRST_PILLAR + len(pillars) - 1, over, ("heading",))
        names = [report.name_of(code) for code in pillars]
        sheet.row_of_texts(bottom, names, ("subheading",), _FIRST_PILLAR)
    for column, text in enumerate(after, start=_FIRST_PILLAR + len(pillars)):
        sheet.span(row, column, column, text, ("heading",), last_row=bottom)
    sheet.height(row, 1 if len(pillars) > 2 else 3)
    if pillars:
        sheet.height(bottom, 2)
    return bottom + 1


class _Line:
    """Writes one ranked unit a row."""

    def __init__(
        self,
        report: Report,
        sheet: Sheet,
        points: PointColumns,
        pillars: Sequence[str],
        first: int,
        last: int,
        why_not: NoRankFormula | None,
        levels: Levels | None,
    ) -> None:
        self._report = report
        self._sheet = sheet
        self._points = points
        self._pillars = pillars
        self._first = first
        self._why_not = why_not
        self._method = report.indicator_set.method
        self._parts = tuple(_FIRST_PILLAR + len(pillars) + i for i in range(3))
        self._group = [range_ref((first, c), (last, c), row_absolute=True) for c in self._parts]
        self._levels = {b.code: b.name.in_language(report.language) for b in levels.bands} if levels else {}

    def write(self, row: int, entry: Ranked) -> None:
        sheet, report = self._sheet, self._report
        band: Style = ("cell", "band") if (row - self._first) % 2 else ("cell",)
        own = [cell_ref(row, column) for column in self._parts]
        rank: Style = (*band, "centre", "bold", "navy", "large", "0")
        if self._why_not is None:
            sheet.formula(row, 0, rank_formula(own, self._group, self._method), entry.rank, rank)
        else:
            sheet.number(row, 0, entry.rank, rank)
        sheet.height(row, lines_needed(report.unit_names[entry.unit], _WIDTHS[2]), _LINE_SIZE)
        sheet.text(row, 1, entry.unit, (*band, "left"))
        sheet.text(row, 2, report.unit_names[entry.unit], (*band, "left", "wrap"))
        self._write_pillars(row, entry, band)
        number: Style = (*band, "right", report.point_format)
        earned, attainable, score = self._parts
        sheet.formula(row, earned, self._points.earned(entry.unit, TOTAL), entry.earned, number)
        limit: Style = (*band, "right", own_format(entry.attainable))
        sheet.formula(row, attainable, self._points.attainable(entry.unit, TOTAL), entry.attainable, limit)
        shown: Style = (*band, "right", "bold", "large", report.score_format)
        if self._why_not is NoRankFormula.TOO_CLOSE:
            sheet.number(row, score, entry.published, shown)
        else:
            sheet.formula(row, score, score_formula(own[0], own[1], self._method), entry.published, shown)
        if self._levels:
            sheet.text(row, score + 1, self._levels.get(entry.level or "", ""), (*band, "centre"))

    def _write_pillars(self, row: int, entry: Ranked, band: Style) -> None:
        sheet, method, points = self._sheet, self._method, self._points
        nodes = self._report.result.scores[entry.unit].nodes
        style: Style = (*band, "right", self._report.score_format)
        for column, code in enumerate(self._pillars, start=_FIRST_PILLAR):
            node = nodes.get(code)
            if node is None or node.share is None:
                sheet.text(row, column, DOES_NOT_APPLY, (*band, "centre", "muted"))
                continue
            exact = node.share * Fraction(method.scale.factor)
            published = round_half_up(exact, method.rounding.published_score)
            if is_safe_to_round(exact, method):
                parts = points.earned(entry.unit, code), points.attainable(entry.unit, code)
                sheet.formula(row, column, score_formula(*parts, method), published, style)
            else:
                sheet.number(row, column, published, style)


def _add_data_bar(report: Report, sheet: Sheet, first: int, last: int, column: int) -> None:
    """Draw bars from zero to the scale's end, so that their lengths tell the truth."""
    options = {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_solid": True,
        "bar_color": _BAR,
        "bar_border_color": _BAR,
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": float(report.indicator_set.method.scale.factor),
    }
    sheet.worksheet.conditional_format(first, column, last, column, options)


def _write_unranked(report: Report, sheet: Sheet, row: int, ranking: GroupRanking, last: int) -> int:
    """Write who has no rank, and why, up to the last column; returns the row after."""
    _ = report.translate
    sheet.text(row, 0, _("Không xếp hạng"), ("section",))
    sheet.height(row, 1, 16)
    row += 1
    sheet.row_of_texts(row, ("", _("Mã"), _("Đơn vị")), ("subheading",))
    sheet.span(row, _FIRST_PILLAR, last, _("Lý do"), ("subheading",))
    row += 1
    for entry in ranking.unranked:
        reason = unranked_reason(entry, report.result, report.language)
        sheet.text(row, 0, DOES_NOT_APPLY, ("cell", "centre", "muted"))
        sheet.text(row, 1, entry.unit, ("cell", "left"))
        sheet.text(row, 2, report.unit_names[entry.unit], ("cell", "left", "wrap"))
        sheet.paragraph(row, _FIRST_PILLAR, last, reason, ("cell", "left", "wrap"))
        row += 1
    return row


def _notes(report: Report, ranking: GroupRanking, why_not: NoRankFormula | None) -> Iterator[str]:
    _, method = report.translate, report.indicator_set.method
    if not ranking.ranked:
        return
    maxima, pillars = Maxima(report.indicator_set), report.pillars_of(ranking)
    extra = [
        report.name_of(code)
        for code in report.indicator_set.pillars
        if code not in pillars and maxima.has_extra(code, ranking.group)
    ]
    if extra:
        yield _(
            "Chỉ có điểm cộng, điểm trừ nên không có tỷ lệ và không thành cột: {pillars}; xem ở từng đơn vị."
        ).format(pillars="; ".join(extra))
    if not method.tie_breakers:
        yield _(_RANK_RULES[method.ties])
    if why_not is not None:
        yield _(_WHY_NO_FORMULA[why_not]).format(sheet=_("Phương pháp"))
    looks_tied = any(a.published == b.published and a.rank != b.rank for a, b in pairwise(ranking.ranked))
    if looks_tied and method.rank_on is RankedOn.EXACT:
        yield _("Hai đơn vị in cùng một điểm mà khác hạng là vì xếp hạng theo điểm chính xác, chưa làm tròn.")
