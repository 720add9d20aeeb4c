"""All there is to say of one unit: its place, why it has it, its pillars."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from heapq import nlargest
from operator import itemgetter
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
    score_text,
    unranked_reason,
)
from cds_rank.reporting.view.changes import change_view, step_views
from cds_rank.reporting.view.findings import finding_views
from cds_rank.reporting.view.gaps import gap_rows
from cds_rank.reporting.view.on_demand import OnDemand
from cds_rank.reporting.view.profile_lines import profile_lines, rounding_note
from cds_rank.reporting.view.strengths import counted_factors, strengths
from cds_rank.reporting.view.teller import MOST_LOSSES, Teller, clean, drawn, source_text
from cds_rank.reporting.view.values import Fact, Losses, LossRow, PillarRow, ProfileView
from cds_rank.wording.numbers import number_text

_ZERO = Fraction(0)


def profiles(teller: Teller) -> OnDemand[ProfileView]:
    """Give the profile of every unit that was scored, group by group in the order of the ranking; by unit code."""
    of_units = defaultdict(list)
    refused = set(teller.result.refused_files)
    for finding in teller.result.findings:
        if finding.origin.file not in refused:
            of_units[teller.owner(finding)].append(finding)
    places = {place.entry.unit: place for place in _places(teller)}

    def make(unit: str) -> ProfileView:
        place = places[unit]
        return _profile(teller, place.entry, place.ranking, place.better, of_units.get(unit, ()))

    return OnDemand(places, make)


class _Place(NamedTuple):
    entry: Ranked | Unranked
    ranking: GroupRanking
    better: Ranked | None  # the last of those at the next better rank


def _places(teller: Teller) -> Iterator[_Place]:
    for ranking in teller.result.rankings:
        better: Ranked | None = None
        previous: Ranked | None = None
        for entry in ranking.ranked:
            if previous is not None and previous.rank != entry.rank:
                better = previous
            previous = entry
            yield _Place(entry, ranking, better)
        for left_out in ranking.unranked:
            if left_out.unit in teller.result.scores:
                yield _Place(left_out, ranking, None)


def _profile(
    teller: Teller,
    entry: Ranked | Unranked,
    ranking: GroupRanking,
    better: Ranked | None,
    findings: Sequence[Finding],
) -> ProfileView:
    unit, scores = teller.units[entry.unit], teller.result.scores[entry.unit]
    shares = shares_of_total(scores, teller.set)
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
        rank=f"{entry.rank}/{len(ranking.ranked)}" if isinstance(entry, Ranked) else "",
        score="—" if published is None else score_text(published, teller.set, teller.language),
        facts=tuple(_profile_facts(teller, entry, ranking, unit, scores)),
        why=_why(teller, entry, better),
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


def _why(teller: Teller, entry: Ranked | Unranked, better: Ranked | None) -> str:
    _ = teller.translate
    if isinstance(entry, Unranked):
        return clean(unranked_reason(entry, teller.result, teller.language))
    if better is None:
        return _("Đơn vị có điểm cao nhất nhóm.")
    # What readers subtract are the printed scores; only where these are equal does it take the exact ones.
    printed = better.published - entry.published
    exact = better.score - entry.score
    digits = teller.telling_digits(exact) if exact > 0 and not printed else teller.digits
    return _("Còn kém {gap} so với {better} ở hạng liền trên ({score}).").format(
        better=teller.label_of(better.unit),
        score=score_text(better.published, teller.set, teller.language),
        gap=number_text(printed or exact, teller.language, digits),
    )


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
