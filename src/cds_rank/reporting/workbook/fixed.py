"""Cells that hold a value where a formula would not come to the result: which, and why."""

from collections.abc import Iterator

from cds_rank.model.result import TOTAL, Treatment
from cds_rank.reporting.workbook.figure_formulas import FigureFormulas
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.node_formulas import NodeFormulas
from cds_rank.reporting.workbook.paper import cell_ref
from cds_rank.reporting.workbook.places import FixedCell
from cds_rank.reporting.workbook.plan import Plan
from cds_rank.reporting.workbook.stored import StoredValues
from cds_rank.wording.language import N_

TOO_LONG = N_("quy tắc dài hơn một công thức chứa được")
TOO_CLOSE = N_("sát ngưỡng hoặc sát mức làm tròn hơn độ chính xác của bảng tính")
MERGED = N_("đơn vị hợp nhất, điểm lấy từ các đơn vị cũ")
COMPARED_IN_PAIRS = N_("so từng cặp quá nhiều đơn vị hoặc quá nhiều phần")


def fixed_inputs(plan: Plan, stored: StoredValues) -> Iterator[FixedCell]:
    """Give the cells among the inputs."""
    columns, sheet, scores = plan.input_columns, plan.names["inputs"], plan.report.result.scores
    for group in (group for group in plan.groups if group.units):
        for indicator in group.indicators:
            is_long = FigureFormulas(plan, group, indicator).share is None
            may_be_doubtful = is_long or stored.may_be_doubtful(indicator)
            for unit in group.units:
                score = scores[unit].nodes[indicator.code]
                if not may_be_doubtful and score.treatment is not Treatment.AGGREGATED:
                    continue
                doubtful = stored.figure(unit, indicator).doubtful
                names = dict.fromkeys(("share", *doubtful) if is_long else doubtful)
                if not names:
                    continue
                row = plan.input_row(unit, indicator.code)
                for name in names:
                    why = TOO_LONG if is_long and name == "share" else TOO_CLOSE
                    why = MERGED if score.treatment is Treatment.AGGREGATED else why
                    yield FixedCell(sheet, cell_ref(row, columns[name]), unit, indicator.code, why)


def fixed_points(plan: Plan, stored: StoredValues, group: GroupPlan) -> Iterator[FixedCell]:
    """Give the cells of a group's points, scores and ranks."""
    sheet, formulas, report = plan.names[f"points {group.position}"], NodeFormulas(plan, group), plan.report
    doubtful = frozenset(stored.doubtful_nodes(group))
    _ = report.translate

    def name(code: str) -> str:
        return _("Tổng điểm") if code == TOTAL else report.name_of(code)

    for code, columns in group.columns.items():
        is_long = formulas.earned(code) is None
        for unit in group.units:
            if is_long or (unit, code) in doubtful:
                cell = cell_ref(group.points_row(unit), columns.earned)
                yield FixedCell(sheet, cell, unit, name(code), COMPARED_IN_PAIRS if is_long else TOO_CLOSE)
    ranks, places = stored.ranking(group), group.rank_columns
    for unit in group.units:
        row = group.points_row(unit)
        cells: list[tuple[int, str]] = []
        if unit in ranks.doubtful_scores:
            cells.append((places.published, report.score_name))
        if unit in ranks.doubtful_ranks:
            cells += [(places.place, _("Hạng")), (places.rank, _("Hạng"))]
        if unit in ranks.doubtful_levels:
            cells.append((places.level, _("Mức độ")))
        for column, what in cells:
            if column >= 0:
                yield FixedCell(sheet, cell_ref(row, column), unit, what, TOO_CLOSE)
        for code, column in group.pillar_columns.items():
            if not ranks.pillar(unit, code)[1]:
                yield FixedCell(sheet, cell_ref(row, column), unit, name(code), TOO_CLOSE)
