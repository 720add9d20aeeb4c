"""The ranking of each group: rows, bars, and the notes below them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from cds_rank.model.indicator_set import (
    Aggregation,
)
from cds_rank.model.method import RankedOn, StageUsed
from cds_rank.model.quantity import decimal_text, round_half_up
from cds_rank.model.result import (
    GroupRanking,
    NodeScore,
    Ranked,
    UnitScores,
    Unranked,
    UnrankedReason,
)
from cds_rank.model.review import Verdict
from cds_rank.reporting.adding_up import NOT_ADDED
from cds_rank.reporting.sentences import (
    score_text,
    unranked_reason,
)
from cds_rank.reporting.view.changes import (
    comparison_text,
    edition_text,
    is_compared,
    joining_text,
    row_change,
)
from cds_rank.reporting.view.teller import Teller, clean, drawn, in_size, middle
from cds_rank.reporting.view.values import Cell, Column, Fact, GroupView, RankedRow, Segment, UnrankedRow
from cds_rank.wording.numbers import number_text

_ZERO = Fraction(0)
_MOST_APART = 10  # pairs with one printed score and two ranks that are told one by one
_KEY_PLACES = 6  # of a number that only sorts


def group_view(teller: Teller, ranking: GroupRanking) -> GroupView:
    """Say one group's ranking."""
    group, history = teller.set.group(ranking.group), teller.story.history
    applied = teller.applied.get(ranking.group, set())
    pillars = [code for code in teller.set.pillars if code in applied]
    rows = tuple(_ranked_row(teller, entry, pillars) for entry in ranking.ranked)
    visible = {segment.slot for row in rows for segment in row.segments if segment.width}
    shown = [code for slot, code in enumerate(teller.members) if code in applied or slot in visible]
    return GroupView(
        code=group.code,
        name=group.name.in_language(teller.language),
        facts=tuple(_group_facts(teller, ranking)),
        columns=tuple(Column(teller.names[code], _slot(teller, code)) for code in pillars),
        legend=tuple(Column(teller.names[code], _slot(teller, code)) for code in shown),
        has_levels=teller.set.levels_of(ranking.group) is not None,
        rows=rows,
        unranked=tuple(_unranked_row(teller, entry) for entry in ranking.unranked),
        notes=tuple(_group_notes(teller, ranking, rows, pillars)),
        compared_with=edition_text(teller, history.latest) if history and is_compared(teller) else "",
    )


def _slot(teller: Teller, node: str) -> int | None:
    return teller.members.index(node) if node in teller.members else None


def _group_facts(teller: Teller, ranking: GroupRanking) -> Iterator[Fact]:
    _ = teller.translate
    silent = sum(entry.reason is UnrankedReason.NOT_SUBMITTED for entry in ranking.unranked)
    yield Fact(_("Được xếp hạng"), teller.plain(len(ranking.ranked)))
    yield Fact(_("Không xếp hạng"), teller.plain(len(ranking.unranked)))
    yield Fact(_("Trong đó chưa nộp"), teller.plain(silent))
    if ranking.ranked:
        scores = in_size(entry.score for entry in ranking.ranked)
        chosen = (
            (_("Cao nhất"), scores[-1]),
            (_("Trung vị"), middle(scores)),
            (_("Thấp nhất"), scores[0]),
        )
        for title, score in chosen:
            yield Fact(title, score_text(round_half_up(score, teller.digits), teller.set, teller.language))


def _ranked_row(teller: Teller, entry: Ranked, pillars: Sequence[str]) -> RankedRow:
    unit, scores = teller.units[entry.unit], teller.result.scores[entry.unit]
    return RankedRow(
        unit=entry.unit,
        name=clean(unit.name),
        short_name=clean(unit.short_name),
        rank=entry.rank,
        shares_rank=entry.shares_rank,
        pillars=tuple(_share_cell(teller, scores.nodes.get(code)) for code in pillars),
        segments=tuple(_segments(teller, scores)),
        earned=Cell(teller.points(entry.earned), decimal_text(entry.earned, _KEY_PLACES)),
        attainable=Cell(teller.plain(entry.attainable), decimal_text(entry.attainable, _KEY_PLACES)),
        score=Cell(number_text(entry.published, teller.language, teller.digits), decimal_text(entry.score)),
        level=teller.level(entry.level, unit.group),
        change=row_change(teller, entry.unit),
    )


def _share_cell(teller: Teller, score: NodeScore | None) -> Cell:
    share = None if score is None else score.share
    if share is None:
        return Cell("—", "")
    return Cell(teller.on_scale(share), decimal_text(share, _KEY_PLACES))


def _segments(teller: Teller, scores: UnitScores) -> Iterator[Segment]:
    _ = teller.translate
    total = scores.total
    end = drawn(total.share or _ZERO)
    if not teller.members:
        yield Segment(0, _("Tổng điểm"), teller.points(total.earned), _ZERO, end)
        return
    start = _ZERO
    for slot, code in enumerate(teller.members):
        score = scores.nodes.get(code)
        if score is None or not (score.attainable or score.earned):
            continue
        points = _counted_points(teller, code, score)
        width = min(max(points / total.attainable, _ZERO), end - start)
        yield Segment(slot, teller.names[code], teller.points(points), start, width)
        start += width


def _counted_points(teller: Teller, code: str, score: NodeScore) -> Fraction:
    """Return what a member of the total gives it; not for totals that are no sums."""
    if teller.set.total.aggregation is not Aggregation.WEIGHTED_MEAN:
        return score.earned
    weight = next(Fraction(member.weight) for member in teller.set.total.members if member.node == code)
    return weight * (score.share or _ZERO)


def _is_drawn_whole(teller: Teller, scores: UnitScores) -> bool:
    """Tell whether the parts of a unit's bar are as long as their points: nothing taken off or left out."""
    parts = (scores.nodes.get(code) for code in teller.members)
    below = any(part is not None and part.earned.numerator < 0 for part in parts)
    total = scores.total
    is_within = not total.attainable or (total.earned.numerator >= 0 and total.earned <= total.attainable)
    return not below and "cut_from" not in total.how and is_within


def _unranked_row(teller: Teller, entry: Unranked) -> UnrankedRow:
    unit, scores = teller.units[entry.unit], teller.result.scores.get(entry.unit)
    score = ""
    if scores is not None and scores.total.share is not None:
        published = round_half_up(scores.total.share * teller.factor, teller.digits)
        score = score_text(published, teller.set, teller.language)
    return UnrankedRow(
        unit=entry.unit,
        name=clean(unit.name),
        short_name=clean(unit.short_name),
        reason=clean(unranked_reason(entry, teller.result, teller.language)),
        score=score,
        refused=entry.reason is UnrankedReason.REFUSED,
        has_profile=scores is not None,
        change=row_change(teller, entry.unit),
    )


def _group_notes(
    teller: Teller, ranking: GroupRanking, rows: Sequence[RankedRow], pillars: Sequence[str]
) -> Iterator[str]:
    _ = teller.translate
    if not ranking.ranked:
        return
    left_out = [code for code in teller.set.pillars if code not in pillars]
    absent = [code for code in left_out if not teller.maxima.has_extra(code, ranking.group)]
    if absent:
        names = "; ".join(teller.names[code] for code in absent)
        yield _("Nhóm này không có chỉ tiêu thuộc: {pillars}.").format(pillars=names)
    extra = [code for code in left_out if code not in absent]
    if extra:
        names = "; ".join(teller.names[code] for code in extra)
        yield _(
            "Chỉ có điểm cộng, điểm trừ nên không có tỷ lệ và không thành cột: {pillars}; xem ở từng đơn vị."
        ).format(pillars=names)
    members = {member.node for member in teller.set.total.members}
    is_added = teller.set.total.aggregation not in NOT_ADDED and members == set(teller.set.pillars)
    if teller.set.pillars and not is_added:
        yield (
            _(
                "Các trụ cột không phải là các phần cộng thành tổng, nên cộng các cột trụ cột không ra điểm; "
                "thanh cơ cấu vẽ theo các phần của tổng."
            )
            if teller.members
            else _(
                "Các trụ cột không phải là các phần cộng thành tổng, nên cộng các cột trụ cột không ra điểm."
            )
        )
    if not all(_is_drawn_whole(teller, teller.result.scores[entry.unit]) for entry in ranking.ranked):
        yield _(
            "Thanh cơ cấu dài bằng tổng điểm, trong khoảng từ 0 đến điểm tối đa: điểm trừ bớt ở cuối thanh, "
            "phần vượt điểm tối đa không vẽ."
        )
    if any(not cell.key for row in rows for cell in row.pillars):
        yield _("Dấu — là trụ cột không áp dụng cho đơn vị: không tính cả ở điểm đạt và điểm tối đa.")
    if silent := _unreviewed(teller, ranking):
        yield _("Chưa số liệu nào được thẩm định: {units}.").format(units="; ".join(silent))
    apart = [
        (upper, lower)
        for upper, lower in pairwise(ranking.ranked)
        if upper.published == lower.published and upper.rank != lower.rank
    ]
    for upper, lower in apart[:_MOST_APART]:
        yield _same_but_apart(teller, upper, lower)
    if len(apart) > _MOST_APART:
        yield _(
            "Còn {count} cặp đơn vị liền nhau khác cùng số công bố mà khác hạng; điểm chưa làm tròn của từng đơn vị "
            "có trong tệp số liệu."
        ).format(count=teller.plain(len(apart) - _MOST_APART))
    history = teller.story.history
    if history is not None and (why := comparison_text(teller, history.latest.comparison)):
        yield _("Không so sánh thứ hạng và điểm với {period}: {why}.").format(
            period=edition_text(teller, history.latest), why=why
        )
    if joining := joining_text(teller, ranking):
        yield joining


def _unreviewed(teller: Teller, ranking: GroupRanking) -> list[str]:
    """Name the ranked units of which nobody reviewed a figure, where reviews have begun and count."""
    if StageUsed(teller.result.record.stage) is StageUsed.SELF_ASSESSED:
        return []
    reviewed = {
        unit
        for (unit, _code), review in teller.result.reviews.items()
        if review.verdict is not Verdict.PENDING
    }
    ranked = [entry.unit for entry in ranking.ranked]
    return [teller.label_of(unit) for unit in ranked if unit not in reviewed] if reviewed else []


def _same_but_apart(teller: Teller, upper: Ranked, lower: Ranked) -> str:
    """Say why two units with the same published score have different ranks."""
    _ = teller.translate
    names = {"upper": teller.label_of(upper.unit), "lower": teller.label_of(lower.unit)}
    if teller.set.method.rank_on is RankedOn.PUBLISHED or upper.score == lower.score:
        return _(
            "{upper} và {lower} bằng điểm; thứ hạng do so tiếp theo thứ tự ghi ở phần phương pháp."
        ).format(**names)
    digits = teller.telling_digits(upper.score - lower.score)
    return _(
        "{upper} và {lower} cùng số công bố nhưng khác hạng, vì xếp theo điểm chưa làm tròn: "
        "{upper_score} và {lower_score}."
    ).format(
        upper_score=number_text(upper.score, teller.language, digits),
        lower_score=number_text(lower.score, teller.language, digits),
        **names,
    )
