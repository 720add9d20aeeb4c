"""The whole workbook: what stands where, what every formula comes to, and sheet after sheet."""

import datetime as dt
from collections.abc import Sequence

from cds_rank.reporting.story import Story
from cds_rank.reporting.workbook.background import write_findings, write_method, write_provenance
from cds_rank.reporting.workbook.comparison import write_comparison
from cds_rank.reporting.workbook.fixed import fixed_inputs, fixed_points
from cds_rank.reporting.workbook.inputs import write_inputs
from cds_rank.reporting.workbook.lists import write_lists
from cds_rank.reporting.workbook.paper import Paper, cell_ref
from cds_rank.reporting.workbook.places import FixedCell, Places, RankCells
from cds_rank.reporting.workbook.plan import Plan, node_cells
from cds_rank.reporting.workbook.points import write_points
from cds_rank.reporting.workbook.profile import write_profile
from cds_rank.reporting.workbook.ranking import write_ranking
from cds_rank.reporting.workbook.recognition import write_recognition_sheet
from cds_rank.reporting.workbook.report import Report
from cds_rank.reporting.workbook.review import write_review_sheets
from cds_rank.reporting.workbook.stored import StoredValues
from cds_rank.wording.periods import period_text

_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def build_workbook(story: Story) -> bytes:
    """Build the workbook (.xlsx) of a result; the same result always gives the same bytes.

    Every score is a formula over the sheet of inputs, stored together with its value, and every text is text,
    whatever it begins with.
    """
    report = Report(story)
    plan, stored, fixed = _planned(report)
    _, language = report.translate, story.language
    title = _("Kết quả xếp hạng – {period}").format(period=period_text(report.result.record.period, language))
    subject = report.indicator_set.name.in_language(language)
    paper = Paper(_moment(report), title, subject, is_large=plan.is_large)
    sheets = {key: paper.add_sheet(name) for key, name in plan.names.items()}
    for group, of_group in zip(plan.groups, fixed, strict=True):
        write_ranking(plan, stored, group, sheets[f"ranking {group.position}"], of_group)
        write_points(plan, stored, group, sheets[f"points {group.position}"], of_group)
        if f"comparison {group.position}" in sheets:
            write_comparison(plan, stored, group, sheets[f"comparison {group.position}"])
        if group.units:
            write_profile(plan, stored, group, sheets[f"profile {group.position}"])
    write_inputs(plan, stored, sheets["inputs"])
    if report.stages:
        write_review_sheets(plan, sheets["reviewed units"], sheets["reviews"])
    if report.recognition is not None:
        write_recognition_sheet(report, sheets["recognition"], report.recognition)
    write_method(report, sheets["method"])
    write_findings(report, sheets["findings"])
    write_provenance(report, sheets["provenance"])
    write_lists(plan, sheets["lists"])
    return paper.finish()


def places_in(story: Story) -> Places:
    """Say where the inputs and the scores stand in the workbook of a story."""
    report = Report(story)
    plan, _stored, fixed = _planned(report)
    rankings = {}
    for group in plan.groups:
        columns = plan.ranking_columns(group)
        for row, unit in enumerate(group.units, start=plan.first_ranked(group)):
            rankings[unit] = RankCells(
                plan.names[f"ranking {group.position}"],
                cell_ref(row, 0),
                cell_ref(row, columns.score),
                cell_ref(row, columns.level) if columns.level >= 0 else "",
            )
    words = report.words
    yes_no = {"yes": words.yes, "no": words.no}
    return Places(
        inputs={
            (unit, indicator.code): plan.inputs_of(unit, indicator)
            for group in plan.groups
            for unit in group.units
            for indicator in group.indicators
        },
        nodes=dict(node_cells(plan)),
        rankings=rankings,
        status_words=words.statuses,
        answer_words={
            code: dict(plan.answers[code]) if code in plan.answers else yes_no for code in plan.set.indicators
        },
        exceptions=(*plan.fixed_inputs, *(cell for of_group in fixed for cell in of_group)),
    )


def _planned(report: Report) -> tuple[Plan, StoredValues, Sequence[tuple[FixedCell, ...]]]:
    """Return what stands where, what it comes to, and, by group, what can't be a formula."""
    plan = Plan(report)
    stored = StoredValues(plan)
    plan.fixed_inputs = tuple(fixed_inputs(plan, stored))
    return plan, stored, [tuple(fixed_points(plan, stored, group)) for group in plan.groups]


def _moment(report: Report) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(report.result.record.created_at)
    except ValueError:
        return _UNDATED
