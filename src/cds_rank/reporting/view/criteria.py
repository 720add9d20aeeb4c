"""Every criterion that can give or take points: how the units of each group are spread, who does best, who lacks it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cds_rank.model.indicator_set import Effect, Indicator
from cds_rank.model.quantity import decimal_text
from cds_rank.model.result import Treatment
from cds_rank.reporting.sentences import signed, treatment_label
from cds_rank.reporting.view.choices import WITHOUT_FIGURE
from cds_rank.reporting.view.gaps import gap_reason, is_due, is_gap
from cds_rank.reporting.view.on_demand import OnDemand
from cds_rank.reporting.view.spreads import Spread, position
from cds_rank.reporting.view.teller import Teller, drawn
from cds_rank.reporting.view.values import (
    CriterionGroup,
    CriterionPage,
    CriterionPlace,
    Dot,
    Fact,
    Lacking,
)
from cds_rank.wording.rule_words import rule_text

_MOST_FIGURES = 3  # that are named where the best do not have the same one
_KEY_PLACES = 6  # of a number that only sorts


def criterion_pages(teller: Teller) -> OnDemand[CriterionPage]:
    """Say of every criterion that scores how the units of each group are spread, who does best, and who lacks it."""
    indicators = teller.set.indicators

    def make(code: str) -> CriterionPage:
        indicator = indicators[code]
        return CriterionPage(
            code=code,
            name=teller.names[code],
            target=teller.targets[code],
            maximum=_maximum(teller, indicator),
            rule=rule_text(indicator, teller.language),
            groups=tuple(_groups(teller, indicator)),
        )

    return OnDemand((code for code, item in indicators.items() if item.max_points), make)


def _maximum(teller: Teller, indicator: Indicator) -> str:
    most = teller.plain(indicator.max_points)
    if indicator.effect is Effect.SCORE:
        return most
    return signed(most, -1 if indicator.effect is Effect.DEDUCTION else 1)


def _groups(teller: Teller, indicator: Indicator) -> Iterator[CriterionGroup]:
    for ranking in teller.result.rankings:
        spread = teller.spreads.get((ranking.group, indicator.code))
        if spread is not None:
            yield _group(teller, indicator, ranking.group, spread)


def _group(teller: Teller, indicator: Indicator, group: str, spread: Spread) -> CriterionGroup:
    median = spread.median
    best = _best(teller, indicator, spread)
    without = _without(teller, indicator, spread)
    at = [position(indicator, points) for points, _units in spread.levels]
    return CriterionGroup(
        code=group,
        name=teller.set.group(group).name.in_language(teller.language),
        facts=tuple(_facts(teller, indicator, spread, without)),
        dots=tuple(_dots(teller, indicator, spread, at, without)),
        median="" if median is None else teller.points_of(indicator, median),
        median_at=None if median is None else drawn(position(indicator, median)),
        best=tuple(teller.unit_names[unit] for unit in best),
        best_figure=_figures(teller, indicator, best),
        lacking=tuple(_lacking(teller, indicator, spread)),
        places=tuple(_places(teller, indicator, spread, at)),
        without=_without_text(
            teller, [points for points, units in spread.levels if without.intersection(units)]
        ),
    )


def _without(teller: Teller, indicator: Indicator, spread: Spread) -> set[str]:
    """List the units whose points come from no figure of their own: drawn apart from a reported nothing."""
    scores, code = teller.result.scores, indicator.code
    return {unit for unit in spread.places if scores[unit].nodes[code].treatment in WITHOUT_FIGURE}


def _without_text(teller: Teller, levels: Sequence[Fraction]) -> str:
    _ = teller.translate
    if not levels:
        return ""
    if any(levels):
        return _("chưa có số liệu, tính điểm theo quy định của bộ chỉ tiêu")
    return _("chưa có số liệu, tính 0 điểm")


def _dots(
    teller: Teller, indicator: Indicator, spread: Spread, at: Sequence[Fraction], without: set[str]
) -> Iterator[Dot]:
    for (points, units), where in zip(spread.levels, at, strict=True):
        lacking = [unit for unit in units if unit in without]
        figures_first = [*(unit for unit in units if unit not in without), *lacking] if lacking else units
        labels = tuple(teller.unit_labels[unit] for unit in figures_first)
        yield Dot(drawn(where), teller.points_of(indicator, points), labels, len(lacking))


def _best(teller: Teller, indicator: Indicator, spread: Spread) -> list[str]:
    """List who has most points by a figure of its own; nobody where all have the same points.

    Neither a stand-in nor having had nothing to count is anybody's practice.
    """
    if len(spread.levels) < 2:
        return []
    scores = teller.result.scores
    _points, units = spread.levels[0]
    return [unit for unit in units if scores[unit].nodes[indicator.code].treatment is Treatment.SCORED]


def _figures(teller: Teller, indicator: Indicator, best: list[str]) -> str:
    """Name the figures of the best, as long as they are few."""
    figures = dict.fromkeys(teller.figure(unit, indicator) for unit in best)
    return "; ".join(figures) if len(figures) <= _MOST_FIGURES else ""


def _lacking(teller: Teller, indicator: Indicator, spread: Spread) -> Iterator[Lacking]:
    """Give the scored units without a figure of their own, in the order of the list."""
    without = {unit for _points, units in spread.levels for unit in units if _lacks(teller, indicator, unit)}
    for unit in teller.units if without else ():
        if unit in without:
            score = teller.result.scores[unit].nodes[indicator.code]
            yield Lacking(unit, teller.unit_names[unit], gap_reason(teller, unit, score))


def _lacks(teller: Teller, indicator: Indicator, unit: str) -> bool:
    score = teller.result.scores[unit].nodes[indicator.code]
    return is_gap(indicator, score) and indicator.code not in teller.excused(unit)


def _places(
    teller: Teller, indicator: Indicator, spread: Spread, at: Sequence[Fraction]
) -> Iterator[CriterionPlace]:
    most = _maximum(teller, indicator)
    for (points, units), where in zip(spread.levels, at, strict=True):
        key, earned = decimal_text(where, _KEY_PLACES), teller.points_of(indicator, points)
        for unit in units:
            figure = teller.figure(unit, indicator)
            if not figure:
                treatment = teller.result.scores[unit].nodes[indicator.code].treatment
                figure = treatment_label(treatment, teller.language)
            yield CriterionPlace(
                unit=unit,
                name=teller.unit_names[unit],
                rank=spread.places[unit],
                figure=figure,
                points=earned,
                attainable=most,
                key=key,
            )


def _facts(teller: Teller, indicator: Indicator, spread: Spread, without: set[str]) -> Iterator[Fact]:
    _ = teller.translate
    code, scores = indicator.code, teller.result.scores
    due = [
        score
        for unit in spread.places
        if is_due(indicator, score := scores[unit].nodes[code]) and code not in teller.excused(unit)
    ]
    reported = sum(not is_gap(indicator, score) for score in due)
    yield Fact(_("Có số liệu"), f"{teller.plain(reported)}/{teller.plain(len(due))}")
    if spread.median is None:
        return
    # What a rule gives those without a figure is nobody's highest or lowest.
    told = [points for points, units in spread.levels if not without.issuperset(units)]
    middle = _("Trung vị")
    if without:
        middle = _("Trung vị (tính cả {count} đơn vị chưa có số liệu)").format(
            count=teller.plain(len(without))
        )
    shown = [(middle, spread.median)]
    if told:
        shown = [(_("Cao nhất"), told[0]), *shown, (_("Thấp nhất"), told[-1])]
    for title, points in shown:
        yield Fact(title, teller.points_of(indicator, points))
