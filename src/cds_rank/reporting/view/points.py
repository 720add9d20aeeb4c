"""Where each unit's points come from, criterion by criterion: rows that add up to the points of the ranking."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.result import TOTAL, GroupRanking, Treatment, UnitScores
from cds_rank.reporting.adding_up import ONE, Shares, shares_of_total
from cds_rank.reporting.view.on_demand import OnDemand
from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import PointsCell, PointsColumn, PointsRow, PointsTable

_NO_FIGURE = frozenset({Treatment.MISSING, Treatment.UNREADABLE, Treatment.REJECTED})
_NOT_APPLICABLE, _NOT_COUNTED = PointsCell("—"), PointsCell("")
_ZERO = Decimal(0)


def points_tables(teller: Teller) -> OnDemand[PointsTable]:
    """Give the table of points of every group that has scored units; by group code."""
    scored = {ranking.group: _scored(teller, ranking) for ranking in teller.result.rankings}
    rankings = {ranking.group: ranking for ranking in teller.result.rankings if scored[ranking.group]}
    return OnDemand(rankings, lambda group: _table(teller, rankings[group], scored[group]))


def _scored(teller: Teller, ranking: GroupRanking) -> list[UnitScores]:
    scores = teller.result.scores
    return [scores[entry.unit] for entry in ranking.placements if entry.unit in scores]


def _table(teller: Teller, ranking: GroupRanking, scored: Sequence[UnitScores]) -> PointsTable:
    splits = [shares_of_total(scores, teller.set) for scores in scored]
    adds = not any(TOTAL in shares.wholes for shares in splits)
    counted = {code for shares in splits for code in shares.factors}
    told = counted if adds else teller.applied.get(ranking.group, set())
    codes = [code for code in teller.set.indicators if code in told]
    ranks = {entry.unit: str(entry.rank) for entry in ranking.ranked}
    rows = tuple(
        _row(teller, scores, shares, codes, ranks.get(scores.unit, "—"), adds=adds)
        for scores, shares in zip(scored, splits, strict=True)
    )
    factors = {code: {shares.factors[code] for shares in splits if code in shares.factors} for code in codes}
    return PointsTable(
        group=ranking.group,
        columns=tuple(_column(teller, code, ranking.group, factors[code]) for code in codes),
        rows=rows,
        has_other=any(row.other for row in rows),
        notes=tuple(_notes(teller, rows, splits, adds=adds)),
    )


def _column(teller: Teller, code: str, group: str, factors: Collection[Fraction]) -> PointsColumn:
    """Give a criterion's code, name and the most it counts; no maximum where that differs among the units.

    factors: what one of its points counts in the total.
    """
    maximum = teller.maxima.of(code, group)
    if set(factors) <= {ONE}:
        text = teller.plain(maximum) if maximum else teller.maxima.signed(code, group, teller.language)
    elif len(factors) == 1 and maximum:
        (factor,) = factors
        text = teller.points(maximum * factor)
    else:
        text = ""
    return PointsColumn(code, teller.names[code], text)


def _row(
    teller: Teller, scores: UnitScores, shares: Shares, codes: Sequence[str], rank: str, *, adds: bool
) -> PointsRow:
    cells, added = [], _ZERO
    for code in codes:
        cell, printed = _cell(teller, scores, shares, code, adds=adds)
        cells.append(cell)
        added += printed
    # What readers add up are the printed numbers.
    other = teller.printed(scores.total.earned) - added if adds else _ZERO
    return PointsRow(
        unit=scores.unit,
        rank=rank,
        cells=tuple(cells),
        other=teller.signed_points(other) if other else "",
        total=teller.points(scores.total.earned),
    )


def _cell(
    teller: Teller, scores: UnitScores, shares: Shares, code: str, *, adds: bool
) -> tuple[PointsCell, Decimal]:
    """Return a cell, and what is printed in it to count with."""
    score = scores.nodes.get(code)
    if score is None or score.treatment is Treatment.NOT_APPLICABLE:
        return _NOT_APPLICABLE, _ZERO
    factor = shares.factors.get(code) if adds else ONE
    if factor is None:
        return _NOT_COUNTED, _ZERO
    points = score.earned if factor is ONE else score.earned * factor
    cell = PointsCell(teller.points(points), score.share, lacks=score.treatment in _NO_FIGURE)
    return cell, teller.printed(points)


def _notes(
    teller: Teller, rows: Sequence[PointsRow], splits: Iterable[Shares], *, adds: bool
) -> Iterator[str]:
    _ = teller.translate
    cells = [cell for row in rows for cell in row.cells]
    if adds:
        yield _("Cộng các ô của một dòng được đúng điểm đạt ở bảng xếp hạng.")
    else:
        how = teller.way(teller.set.total.aggregation)
        yield _("Tổng điểm gộp theo cách: {how}; không phải là phép cộng các ô.").format(how=how)
    if any(row.other for row in rows):
        whole = any(shares.wholes for shares in splits)
        yield (
            _("Cột “Khác”: phần không phải là phép cộng, phần cắt theo giới hạn và phần làm tròn khi in.")
            if whole
            else _("Cột “Khác”: phần cắt theo giới hạn và phần làm tròn khi in.")
        )
    if any(cell.lacks for cell in cells):
        yield _("Dấu *: không có số liệu được tính (chưa báo cáo, không đọc được hoặc không được chấp nhận).")
    if any(cell.text == "—" for cell in cells):
        yield _("Dấu —: chỉ tiêu không áp dụng cho đơn vị.")
    if any(not cell.text for cell in cells):
        yield _("Ô trống: không tính vào tổng, vì đã tính trường hợp khác.")
