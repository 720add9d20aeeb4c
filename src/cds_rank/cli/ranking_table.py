"""A result's rankings as tables on the terminal."""

from fractions import Fraction

from rich.table import Table
from rich.text import Text

from cds_rank.cli.display import console
from cds_rank.model.result import GroupRanking, Result, UnrankedReason
from cds_rank.reporting.sentences import points_text, score_text, unranked_reason
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text

_MOST_SILENT_ROWS = 10  # more units that sent nothing are counted below the table, and named in the summary


def show_result(result: Result, language: Language) -> None:
    """Print the ranking of every group as a table."""
    _ = translator(language)
    screen = console()
    if result.record.illustrative:
        screen.print(_("SỐ LIỆU MINH HỌA – không phải số liệu thật"), style="bold red", markup=False)
    for ranking in result.rankings:
        screen.print()
        screen.print(_ranking_table(result, ranking, language))


def _ranking_table(result: Result, ranking: GroupRanking, language: Language) -> Table:
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
    if method.levels is not None:
        table.add_column(_("Mức độ"))
    levels = (
        {band.code: band.name.in_language(language) for band in method.levels.bands} if method.levels else {}
    )
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
        if method.levels is not None:
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
