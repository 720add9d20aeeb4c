"""All there is to say of one unit: its place, why it has it, its pillars."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from heapq import nlargest
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import (
    Effect,
)
from cds_rank.model.observation import Origin
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import (
    TOTAL,
    GroupRanking,
    Ranked,
    UnitScores,
    Unranked,
)
from cds_rank.model.unit import Unit
from cds_rank.reporting.adding_up import Shares, counts_points, shares_of_total
from cds_rank.reporting.sentences import (
    difference_unit,
    score_text,
    unranked_reason,
)
from cds_rank.reporting.view.changes import change_view, step_views
from cds_rank.reporting.view.findings import finding_views
from cds_rank.reporting.view.gaps import gap_rows
from cds_rank.reporting.view.neighbours import Side, neighbour, told_gap
from cds_rank.reporting.view.on_demand import OnDemand
from cds_rank.reporting.view.profile_lines import profile_lines, rounding_note
from cds_rank.reporting.view.strengths import counted_factors, strengths
from cds_rank.reporting.view.teller import MOST_LOSSES, Teller, clean, drawn, source_text
from cds_rank.reporting.view.values import Fact, Losses, LossRow, Neighbour, PillarRow, ProfileView
from cds_rank.wording.numbers import number_text, with_sign

_ZERO = Fraction(0)
_MOST_EQUALS = 3  # units with the same rank that are named


def profiles(teller: Teller) -> OnDemand[ProfileView]:
    """Give the profile of every unit that was scored, group by group in the order of the ranking; by unit code."""
    of_units = defaultdict(list)
    refused = set(teller.result.refused_files)
    for finding in teller.result.findings:
        if finding.origin.file not in refused:
            of_units[teller.owner(finding)].append(finding)
    places = {place.entry.unit: place for place in _places(teller)}

    @lru_cache(maxsize=2)  # a unit's profile is mostly asked for after that of the unit above it
    def shares_of(unit: str) -> Shares:
        return shares_of_total(teller.result.scores[unit], teller.set)

    def make(unit: str) -> ProfileView:
        return _profile(teller, places[unit], shares_of, of_units.get(unit, ()))

    return OnDemand(places, make)


class _Place(NamedTuple):
    """Where a unit stands in its group's ranking; equals, above, below: who has its rank and those next to it."""

    entry: Ranked | Unranked
    ranking: GroupRanking
    equals: Sequence[Ranked] = ()
    above: Sequence[Ranked] = ()
    below: Sequence[Ranked] = ()


def _places(teller: Teller) -> Iterator[_Place]:
    for ranking in teller.result.rankings:
        ranks = [tuple(equals) for _rank, equals in groupby(ranking.ranked, key=attrgetter("rank"))]
        for above, equals, below in zip(((), *ranks), ranks, (*ranks[1:], ()), strict=False):
            for entry in equals:
                yield _Place(entry, ranking, equals, above, below)
        for left_out in ranking.unranked:
            if left_out.unit in teller.result.scores:
                yield _Place(left_out, ranking)


def _profile(
    teller: Teller, place: _Place, shares_of: Callable[[str], Shares], findings: Sequence[Finding]
) -> ProfileView:
    entry, ranking = place.entry, place.ranking
    unit, scores = teller.units[entry.unit], teller.result.scores[entry.unit]
    shares = shares_of(entry.unit)
    shows_counted = TOTAL not in shares.wholes and any(
        shares.factors.get(code, _ZERO) != 1
        for code, score in scores.nodes.items()
        if code in teller.set.indicators and counts_points(teller.set.indicators[code], score)
    )
    source = teller.sources.get(entry.unit, Origin(""))
    factors = counted_factors(teller, scores, shares)
    above, below = strengths(teller, scores, factors)
    share = scores.total.share
    published = None if share is None else round_half_up(share * teller.factor, teller.digits)
    return ProfileView(
        unit=entry.unit,
        name=teller.unit_names[entry.unit],
        group=teller.set.group(scores.group).name.in_language(teller.language),
        group_code=scores.group,
        rank=f"{entry.rank}/{len(ranking.ranked)}" if isinstance(entry, Ranked) else "",
        score="—" if published is None else score_text(published, teller.set, teller.language),
        facts=tuple(_profile_facts(teller, entry, ranking, unit, scores)),
        why=" ".join(_why(teller, place)),
        losses=_losses(teller, scores, shares),
        pillars=tuple(_pillar_rows(teller, scores)),
        source=source_text(source),
        lines=tuple(profile_lines(teller, scores, shares, source, shows_counted=shows_counted)),
        total_earned=teller.points(scores.total.earned),
        total_attainable=teller.plain(scores.total.attainable),
        shows_counted=shows_counted,
        rounding_note=rounding_note(teller, scores, shares),
        findings=tuple(finding_views(teller, findings)),
        recognition=teller.standings.get(entry.unit, ""),
        change=change_view(teller, entry.unit),
        steps=step_views(teller, entry.unit),
        strengths=above,
        weaknesses=below,
        gaps=tuple(gap_rows(teller, scores, factors)),
        neighbour=_neighbour(teller, place, shares_of),
    )


def _profile_facts(
    teller: Teller, entry: Ranked | Unranked, ranking: GroupRanking, unit: Unit, scores: UnitScores
) -> Iterator[Fact]:
    _ = teller.translate
    yield Fact(_("Nhóm"), teller.set.group(scores.group).name.in_language(teller.language))
    if isinstance(entry, Ranked):
        place = (
            _("{rank} trên {count} đơn vị, đồng hạng")
            if entry.shares_rank
            else _("{rank} trên {count} đơn vị")
        )
        yield Fact(_("Hạng"), place.format(rank=entry.rank, count=len(ranking.ranked)))
        if entry.level is not None:
            yield Fact(_("Mức độ"), teller.level(entry.level, scores.group))
    else:
        yield Fact(_("Hạng"), _("không xếp hạng"))
    points = _("{earned} trên {attainable}").format(
        earned=teller.points(scores.total.earned), attainable=teller.plain(scores.total.attainable)
    )
    yield Fact(_("Điểm đạt trên điểm tối đa áp dụng"), points)
    yield Fact(_("Mã đơn vị"), unit.code)


def _why(teller: Teller, place: _Place) -> Iterator[str]:
    _ = teller.translate
    entry = place.entry
    if isinstance(entry, Unranked):
        yield clean(unranked_reason(entry, teller.result, teller.language))
        return
    if place.above:
        better = place.above[-1]
        gap, digits = told_gap(teller, better, entry)
        yield _("Còn kém {gap} so với {better} ở hạng liền trên ({score}).").format(
            better=teller.label_of(better.unit),
            score=score_text(better.published, teller.set, teller.language),
            gap=with_sign(
                number_text(gap, teller.language, digits),
                difference_unit(teller.set.method.scale, teller.language),
                teller.language,
            ),
        )
    else:
        yield _("Đơn vị có điểm cao nhất nhóm.")
    equals = [teller.label_of(one.unit) for one in place.equals if one is not entry]
    if len(equals) > _MOST_EQUALS:
        yield _("Đồng hạng với {count} đơn vị khác.").format(count=teller.plain(len(equals)))
    elif equals:
        yield _("Đồng hạng với {units}.").format(units=", ".join(equals))


def _neighbour(teller: Teller, place: _Place, shares_of: Callable[[str], Shares]) -> Neighbour | None:
    """Compare with the last of those at the next better rank, and of those at the first with the next worse one."""
    beside = place.above[-1:] or place.below[:1]
    if isinstance(place.entry, Unranked) or not beside:
        return None
    own, other = (
        Side(entry, teller.result.scores[entry.unit], shares_of(entry.unit))
        for entry in (place.entry, *beside)
    )
    return neighbour(teller, own, other, len(place.above or place.below))


def _losses(teller: Teller, scores: UnitScores, shares: Shares) -> Losses | None:
    _ = teller.translate
    lost = [(code, shares.lost[code]) for code in teller.set.nodes if code in shares.lost]
    lost = [(code, points) for code, points in lost if points > 0]
    if not lost:
        return None
    others = any(
        item.effect is not Effect.SCORE and scores.nodes[code].earned
        for code, item in teller.set.indicators.items()
        if code in shares.factors
    )
    # Bonus and cuts make up for losses in the total, and nowhere else.
    total = sum(shares.lost.values(), _ZERO) if others else scores.total.attainable - scores.total.earned
    if total <= 0:
        return None
    most = nlargest(MOST_LOSSES, lost, key=itemgetter(1))  # equal ones stay in the order of the tree
    printed = [round_half_up(points, teller.point_digits) for _code, points in most]
    printed_total = round_half_up(total, teller.point_digits)
    # The rest is what is left of the printed numbers, so that the column adds up on paper.
    rest = printed_total - sum(printed, Decimal(0))
    share = sum((points for _code, points in most), _ZERO) / total * 100
    return Losses(
        rows=tuple(
            LossRow(code, teller.names[code], teller.points(points))
            for (code, _lost), points in zip(most, printed, strict=True)
        ),
        rest=teller.points(rest),
        total=teller.points(printed_total),
        share=number_text(share, teller.language, 0),
        note=_("Kể cả điểm bị trừ; chưa kể điểm cộng và phần cắt theo giới hạn.") if others else "",
    )


def _pillar_rows(teller: Teller, scores: UnitScores) -> Iterator[PillarRow]:
    for code in teller.set.pillars:
        score = scores.nodes.get(code)
        if score is None or score.share is None:
            continue
        middle, best = teller.peers[scores.group, code]
        yield PillarRow(
            name=teller.names[code],
            earned=teller.points(score.earned),
            attainable=teller.plain(score.attainable),
            own_text=teller.on_scale(score.share),
            median_text=teller.on_scale(middle),
            best_text=teller.on_scale(best),
            own=drawn(score.share),
            median=drawn(middle),
            best=drawn(best),
        )
