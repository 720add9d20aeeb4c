"""The Excel report: rankings, points, inputs, method, findings and provenance in one live workbook."""

import datetime as dt

from cds_rank.reporting.story import Story
from cds_rank.reporting.view.recognition import make_recognition
from cds_rank.reporting.workbook_background import (
    write_findings_sheet,
    write_method_sheet,
    write_provenance_sheet,
)
from cds_rank.reporting.workbook_figures import write_figures_sheet
from cds_rank.reporting.workbook_paper import Paper
from cds_rank.reporting.workbook_points import write_points_sheet
from cds_rank.reporting.workbook_ranking import write_ranking_sheet
from cds_rank.reporting.workbook_recognition import RECOGNITION_SHEET, write_recognition_sheet
from cds_rank.reporting.workbook_report import (
    FIGURES_SHEET,
    FINDINGS_SHEET,
    METHOD_SHEET,
    PROVENANCE_SHEET,
    Report,
)
from cds_rank.reporting.workbook_review import REVIEWED_UNITS_SHEET, REVIEWS_SHEET, write_review_sheets
from cds_rank.wording.periods import period_text

_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def build_workbook(story: Story) -> bytes:
    """Build the workbook (.xlsx) of a result; the same result always gives the same bytes.

    Every formula is stored together with its value, and every text is text, whatever it begins with.
    """
    report, language = Report(story), story.language
    _, rankings = report.translate, report.result.rankings
    title = _("Kết quả xếp hạng – {period}").format(period=period_text(report.result.record.period, language))
    paper = Paper(_moment(report), title, report.indicator_set.name.in_language(language))
    # Sheets stand in the order in which they are added; each needs addresses from the one after it.
    ranking_name, points_name = _("Xếp hạng – {group}"), _("Điểm chỉ tiêu – {group}")
    ranking_sheets = [paper.add_sheet(ranking_name.format(group=report.group_name(r))) for r in rankings]
    points_sheets = [paper.add_sheet(points_name.format(group=report.group_name(r))) for r in rankings]
    if report.stages:
        both = paper.add_sheet(_(REVIEWED_UNITS_SHEET)), paper.add_sheet(_(REVIEWS_SHEET))
        write_review_sheets(report, *both)
    recognition = make_recognition(report.result, language)
    if recognition is not None:
        write_recognition_sheet(report, paper.add_sheet(_(RECOGNITION_SHEET)), recognition)
    figures_sheet = paper.add_sheet(_(FIGURES_SHEET))
    figures = write_figures_sheet(report, figures_sheet)
    for ranking, ranking_sheet, points_sheet in zip(rankings, ranking_sheets, points_sheets, strict=True):
        points = write_points_sheet(report, ranking, points_sheet, figures)
        write_ranking_sheet(report, ranking, ranking_sheet, points)
    write_method_sheet(report, paper.add_sheet(_(METHOD_SHEET)))
    write_findings_sheet(report, paper.add_sheet(_(FINDINGS_SHEET)))
    write_provenance_sheet(report, paper.add_sheet(_(PROVENANCE_SHEET)))
    return paper.finish()


def _moment(report: Report) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(report.result.record.created_at)
    except ValueError:
        return _UNDATED
