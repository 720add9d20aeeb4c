"""A result's rankings as tables on the terminal."""

from collections.abc import Mapping
from fractions import Fraction

from rich.table import Table
from rich.text import Text

from cds_rank.cli.display import console
from cds_rank.model.result import GroupRanking, Ranked, Result, UnrankedReason
from cds_rank.model.stages import UnitStages
from cds_rank.reporting.sentences import difference_unit, points_text, score_text, unranked_reason
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text

_WIDE_ENOUGH_FOR_BOTH_STAGES = 110
_MOST_SILENT_ROWS = 10  # more units that sent nothing are counted below the table, and named in the summary


def show_result(result: Result, language: Language) -> None:
    """Print the ranking of every group as a table."""
    _ = translator(language)
    screen = console()
    if result.record.illustrative:
        screen.print(_("SỐ LIỆU MINH HỌA – không phải số liệu thật"), style="bold red", markup=False)
    stages = _stages(result)
    if stages:
        from cds_rank.reporting.view.reviews import open_notice

        left = open_notice(result, tuple(stages.values()), language)
        if left is not None:
            screen.print(f"{left.title}. {left.text}", style="yellow", markup=False)
    shown = stages if screen.width >= _WIDE_ENOUGH_FOR_BOTH_STAGES else {}
    for ranking in result.rankings:
        screen.print()
        screen.print(_ranking_table(result, ranking, language, shown))


def _stages(result: Result) -> Mapping[str, UnitStages]:
    """Return both stages of every scored unit, by code; nothing where there are no reviews."""
    if not result.reviews:
        return {}
    from cds_rank.scoring.stages import stage_differences

    return {unit.unit: unit for unit in stage_differences(result)}


def _stage_cells(entry: Ranked, stages: UnitStages, language: Language, digits: int) -> tuple[str, str]:
    """Write the claimed score and by how much the published one differs from it."""
    from cds_rank.reporting.sentences import signed

    claimed = stages.claimed.published
    if claimed is None:
        return "–", "–"
    difference = entry.published - claimed
    return (
        number_text(claimed, language, digits),
        signed(number_text(difference, language, digits), difference),
    )


def _ranking_table(
    result: Result, ranking: GroupRanking, language: Language, stages: Mapping[str, UnitStages]
) -> Table:
    """stages: of every scored unit, or empty where they are not to be shown."""
    _ = translator(language)
    indicator_set = result.indicator_set
    method = indicator_set.method
    factor, digits = Fraction(method.scale.factor), method.rounding.published_score
    group = indicator_set.group(ranking.group)
    title = _("{group} – kỳ {period}").format(
        group=group.name.in_language(language), period=result.record.period
    )
    table = Table(title=Text(title, style="bold"), title_justify="left", header_style="bold")
    table.add_column(_("Hạng"), justify="right", no_wrap=True, min_width=4)
    table.add_column(_("Đơn vị"), min_width=8, overflow="fold")
    # A pillar of which nothing applies to the group would only be a column of dashes.
    scored = [result.scores[entry.unit].nodes for entry in ranking.ranked]
    pillars = [code for code in indicator_set.pillars if any(code in nodes for nodes in scored)]
    for code in pillars:
        table.add_column(
            Text(indicator_set.nodes[code].name.in_language(language)),
            justify="right",
            min_width=digits + 3,
            overflow="fold",
        )
    table.add_column(_("Điểm đạt / tối đa"), justify="right", overflow="fold")
    table.add_column(Text(method.scale.name.in_language(language)), justify="right", style="bold")
    if stages:
        suffix = f" ({method.scale.suffix})" if method.scale.suffix else ""
        unit = difference_unit(method.scale, language)
        between = f" ({unit})" if unit else ""
        claimed, difference = Text(_("Tự đánh giá") + suffix), Text(_("Chênh lệch") + between)
        table.add_column(claimed, justify="right", min_width=digits + 3, overflow="fold")
        table.add_column(difference, justify="right", min_width=digits + 4, overflow="fold")
    own_levels = indicator_set.levels_of(ranking.group)
    if own_levels is not None:
        table.add_column(_("Mức độ"))
    levels = {band.code: band.name.in_language(language) for band in own_levels.bands} if own_levels else {}
    for entry in ranking.ranked:
        nodes = result.scores[entry.unit].nodes
        shares = [nodes[code].share if code in nodes else None for code in pillars]
        cells = [
            f"{entry.rank}{'=' if entry.shares_rank else ''}",
            printable(result.unit(entry.unit).label),
            *("–" if share is None else number_text(share * factor, language, digits) for share in shares),
            f"{points_text(entry.earned, language, entry.attainable)} / {number_text(entry.attainable, language)}",
            score_text(entry.published, indicator_set, language),
        ]
        if stages:
            cells += _stage_cells(entry, stages[entry.unit], language, digits)
        if own_levels is not None:
            cells.append(levels[entry.level or ""])
        table.add_row(*(Text(cell) for cell in cells))
    silent = [entry for entry in ranking.unranked if entry.reason is UnrankedReason.NOT_SUBMITTED]
    for absent in ranking.unranked:
        if absent in silent and len(silent) > _MOST_SILENT_ROWS:
            continue
        reason = printable(unranked_reason(absent, result, language))
        label = printable(result.unit(absent.unit).label)
        table.add_row(Text("–"), Text(f"{label}: {_('không xếp hạng')}. {reason}", style="yellow"))
    if len(silent) > _MOST_SILENT_ROWS:
        table.caption = _("Chưa nộp, không xếp hạng: {count} đơn vị").format(count=len(silent))
    return table
