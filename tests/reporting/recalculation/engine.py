"""What the engine says held against a workbook's cells, unit by unit and node by node."""

import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction

from cds_rank.model.observation import Observation
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import TOTAL, NodeScore, Ranked, Result, Treatment, Unranked
from cds_rank.reporting.workbook.places import Places
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from cds_rank.wording.language import Language
from tests.reporting.recalculation.cells import Book, Cell, Place, Value
from tests.reporting.recalculation.office import differs

Key = tuple[str, str]  # unit, indicator
DOES_NOT_APPLY = "—"
_EMPTY = Cell(None)


def with_figures(
    result: Result, changes: Mapping[Key, Observation], earlier: Mapping[Key, Observation] | None = None
) -> Result:
    """Score and rank again with other figures; everything else stays as it was.

    changes: the figures that count instead. earlier: those that growth is measured against, of everybody.
    """
    figures = {**result.observations, **changes}
    units = [unit for unit in result.unit_list.units if unit.code in result.scores]
    refused = {
        entry.unit: entry
        for ranking in result.rankings
        for entry in ranking.unranked
        if entry.unit not in result.scores
    }
    scores = build_index(
        units, figures, result.indicator_set, earlier=earlier, not_held=frozenset(result.record.not_held)
    )
    rankings = rank_units(result.unit_list.units, scores, refused, result.indicator_set)
    return dataclasses.replace(result, observations=figures, scores=scores, rankings=rankings)


def contradicted(
    places: Places, book: Book, result: Result, language: Language = "vi", *, live_only: bool = False
) -> list[str]:
    """List the cells that say something else than the engine.

    live_only: leave out cells that hold a value instead of a formula, for they cannot follow a change.
    """
    dead = {(one.sheet, one.cell) for one in places.exceptions} if live_only else set()
    found = []
    for what, place, expected in _expected(places, result, language):
        if place in dead:
            continue
        sheet, address = place
        cell = book[sheet].get(address, _EMPTY)
        if differs(cell.value, expected):
            found.append(f"{what}: {cell.value!r}, not {expected!r} ({sheet}!{address} ={cell.formula})")
    return found


def dead(places: Places, book: Book, result: Result) -> list[Place]:
    """List the cells that have to follow the figures, hold no formula and do not say why."""
    excused = {(one.sheet, one.cell) for one in places.exceptions}
    for ranking in result.rankings:
        if not result.indicator_set.group(ranking.group).ranked:  # no figure can give a rank there
            rows = [
                places.rankings[entry.unit] for entry in ranking.placements if entry.unit in result.scores
            ]
            excused |= {(row.sheet, row.rank) for row in rows}
    return [
        place
        for place in _live(places)
        if place not in excused and book[place[0]].get(place[1], _EMPTY).formula is None
    ]


def _live(places: Places) -> Iterator[Place]:
    for cells in places.inputs.values():
        yield from ((cells.sheet, at) for at in (cells.share, cells.earned, cells.attainable))
    for node in places.nodes.values():
        yield from ((node.sheet, at) for at in (node.earned, node.attainable))
    for row in places.rankings.values():
        yield from ((row.sheet, at) for at in (row.rank, row.score, row.level) if at)


def _expected(
    places: Places, result: Result, language: Language
) -> Iterator[tuple[str, tuple[str, str], Value]]:
    for (unit, code), cells in places.inputs.items():
        score = result.scores[unit].nodes[code]
        absent = score.treatment is Treatment.NOT_APPLICABLE
        what = f"{unit} {code}"
        share: Value = DOES_NOT_APPLY if absent else _share(score)
        yield f"{what} share", (cells.sheet, cells.share), share
        earned: Value = DOES_NOT_APPLY if absent else float(score.earned)
        yield f"{what} earned", (cells.sheet, cells.earned), earned
        attainable: Value = DOES_NOT_APPLY if absent else float(score.attainable)
        yield f"{what} attainable", (cells.sheet, cells.attainable), attainable
        if "value" in score.how:
            value = float(Fraction(score.how["value"]))
            where = cells.used if "imputed_by" in score.how else cells.measured
            yield f"{what} value", (cells.sheet, where), value
    for (unit, code), node in places.nodes.items():
        scores = result.scores[unit]
        score = scores.total if code == TOTAL else scores.nodes[code]
        yield f"{unit} {code or 'total'} earned", (node.sheet, node.earned), float(score.earned)
        yield f"{unit} {code or 'total'} attainable", (node.sheet, node.attainable), float(score.attainable)
    for ranking in result.rankings:
        bands = result.indicator_set.levels_of(ranking.group)
        names = {band.code: band.name.in_language(language) for band in bands.bands} if bands else {}
        for entry in ranking.placements:
            row = places.rankings.get(entry.unit)
            if row is None:
                assert entry.unit not in result.scores, f"{entry.unit} is scored and stands nowhere"
                continue
            rank: Value = float(entry.rank) if isinstance(entry, Ranked) else DOES_NOT_APPLY
            yield f"{entry.unit} rank", (row.sheet, row.rank), rank
            yield f"{entry.unit} score", (row.sheet, row.score), _published(result, entry)
            if isinstance(entry, Ranked) and row.level:
                yield f"{entry.unit} level", (row.sheet, row.level), names[entry.level or ""]


def _share(score: NodeScore) -> float:
    return float(Fraction(score.how["share"]))


def _published(result: Result, entry: Ranked | Unranked) -> Value:
    if isinstance(entry, Ranked):
        return float(entry.published)
    method, share = result.indicator_set.method, result.scores[entry.unit].total.share
    if share is None:
        return DOES_NOT_APPLY
    return float(round_half_up(share * Fraction(method.scale.factor), method.rounding.published_score))
