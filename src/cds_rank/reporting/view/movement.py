"""How places changed through the editions."""

from collections.abc import Iterator, Mapping

from cds_rank.model.history import Comparison, History
from cds_rank.model.result import GroupRanking
from cds_rank.reporting.view.changes import change_view, comparison_text, edition_text, has_steps, step_views
from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import MovementGroup, MovementLine, MovementView


def movement_view(teller: Teller) -> MovementView | None:
    """Say how places changed through the editions; None where there is only the present one.

    Units that had a rank in none of the editions are left out: there is nothing to draw of them.
    """
    history = teller.story.history
    if history is None:
        return None
    rankings = teller.result.rankings if has_steps(history) else ()
    groups = (_group(teller, history, ranking) for ranking in rankings)
    return MovementView(
        periods=tuple(edition_text(teller, edition) for edition in history.editions),
        notes=tuple(_notes(teller, history)),
        groups=tuple(group for group in groups if group.lines),
    )


def _group(teller: Teller, history: History, ranking: GroupRanking) -> MovementGroup:
    lines = tuple(_lines(teller, history, ranking))
    return MovementGroup(
        code=ranking.group,
        name=teller.set.group(ranking.group).name.in_language(teller.language),
        most=max((rank for line in lines for rank in line.ranks if rank is not None), default=0),
        lines=lines,
    )


def _lines(teller: Teller, history: History, ranking: GroupRanking) -> Iterator[MovementLine]:
    for entry in ranking.placements:
        ranks = tuple(None if step is None else step.rank for step in history.units[entry.unit].steps)
        change = change_view(teller, entry.unit)
        if change is not None and any(rank is not None for rank in ranks):
            yield MovementLine(
                unit=entry.unit,
                name=teller.unit_names[entry.unit],
                ranks=ranks,
                scores=tuple(step.score for step in step_views(teller, entry.unit)),
                change=change,
            )


def _notes(teller: Teller, history: History) -> Iterator[str]:
    _ = teller.translate
    present = history.editions[-1]
    invented = _invented(teller)
    for edition in history.editions[:-1]:
        period = edition_text(teller, edition)
        facts = {"period": period, "then": edition.set_version, "now": present.set_version}
        if edition.comparison is Comparison.OTHER_METHOD:
            yield _(
                "Không so sánh được với {period}: bộ chỉ tiêu đã đổi cách tính (phiên bản {then}, nay là {now})."
            ).format(**facts)
        elif edition.comparison is not Comparison.COMPARABLE:
            why = comparison_text(teller, edition.comparison)
            yield _("Không so sánh được với {period}: {why}.").format(period=period, why=why)
        elif edition.set_version != present.set_version:
            yield _(
                "Bộ chỉ tiêu của {period} là phiên bản {then}, nay là {now}; những gì quyết định điểm và thứ hạng "
                "không đổi nên vẫn so sánh được."
            ).format(**facts)
        if invented.get(edition.period.text) and not teller.result.record.illustrative:
            yield _("Số liệu của {period} là số liệu minh họa, không phải số liệu thật.").format(
                period=period
            )


def _invented(teller: Teller) -> Mapping[str, bool]:
    """Tell of which periods the earlier results have invented figures."""
    records = (sealed.result.record for sealed in teller.story.earlier)
    return {record.period.text: record.illustrative for record in records}
