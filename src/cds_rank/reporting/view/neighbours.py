"""What lies between a unit's score and that of the one next above it, criterion by criterion."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from cds_rank.model.indicator_set import Branch, Effect
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import TOTAL, Ranked, UnitScores
from cds_rank.reporting.adding_up import Shares
from cds_rank.reporting.sentences import score_text, signed, treatment_label
from cds_rank.reporting.view.choices import WITHOUT_FIGURE
from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import Neighbour, NeighbourRow
from cds_rank.wording.numbers import number_text

MOST_ROWS, MOST_AGAINST = 6, 2
"""How many parts are told when there are many, and how many of them may be against the difference."""
_ZERO = Fraction(0)


class Side(NamedTuple):
    """One of two units that are compared."""

    entry: Ranked
    scores: UnitScores
    shares: Shares


class _Gap(NamedTuple):
    """What lies between two scores: exact, as printed with so many decimals, and what each node does to it.

    parts: by node, in whole numbers of `measure`, which is on the scale of the score; none that is 0.
    """

    exact: Fraction
    printed: Decimal
    digits: int
    parts: dict[str, int]
    measure: Fraction


def neighbour(teller: Teller, own: Side, other: Side, others_there: int) -> Neighbour:
    """Split what separates a unit's score from another's.

    A criterion's part is the points that each did not get there, divided by what the unit itself can attain: so one
    that does not apply to either side takes nothing from nobody. Bonus counts as points less than none lost.
    others_there: how many units have the other's rank.
    """
    _ = teller.translate
    gap = _gap_of(teller, own, other)
    rows, rest_name, rest = ((), "", "") if TOTAL in own.shares.wholes else _rows(teller, gap, own, other)
    return Neighbour(
        unit=other.entry.unit,
        name=teller.unit_names[other.entry.unit],
        short_name=teller.label_of(other.entry.unit),
        rank=other.entry.rank,
        is_above=other.entry.rank < own.entry.rank,
        own_score=score_text(own.entry.published, teller.set, teller.language),
        score=score_text(other.entry.published, teller.set, teller.language),
        rows=rows,
        rest_name=rest_name,
        rest=rest,
        total=_written(teller, gap.printed, gap.digits),
        note=" ".join(_notes(teller, own, other, others_there, [row.code for row in rows])),
    )


def told_gap(teller: Teller, own: Ranked, other: Ranked) -> tuple[Decimal, int]:
    """Return what separates two scores as readers subtract them, and its decimals: 0 only where nothing does."""
    # What readers subtract are the printed scores; only where these are equal does it take the exact ones.
    printed, exact = own.published - other.published, own.score - other.score
    if printed or not exact:
        return printed, teller.digits
    digits = teller.telling_digits(abs(exact))
    return round_half_up(exact, digits), digits


def _gap_of(teller: Teller, own: Side, other: Side) -> _Gap:
    printed, digits = told_gap(teller, own.entry, other.entry)
    limited = {code for side in (own, other) for code in side.shares.cuts if code != TOTAL}
    lost, lost_there = _lost(teller, own, limited), _lost(teller, other, limited)
    # Whole numbers over one denominator: fractions would be reduced at every step, which nobody looks at.
    whole = lcm(*(points.denominator for side in (lost, lost_there) for points in side.values()))
    here, there = own.scores.total.attainable, other.scores.total.attainable
    times, times_there = here.denominator * there.numerator, there.denominator * here.numerator
    measure = teller.factor / (here.numerator * there.numerator * whole)
    parts = {code: _wholes(points, whole) * -times for code, points in lost.items()}
    for code, points in lost_there.items():
        parts[code] = parts.get(code, 0) + _wholes(points, whole) * times_there
    parts = {code: part for code, part in parts.items() if part}
    return _Gap(own.entry.score - other.entry.score, printed, digits, parts, measure)


def _wholes(points: Fraction, denominator: int) -> int:
    return points.numerator * (denominator // points.denominator)


def _lost(teller: Teller, side: Side, limited: set[str]) -> dict[str, Fraction]:
    """Return the points of the total that a unit did not get, by node; branches that a limit holds are one."""
    shares, nodes = side.shares, side.scores.nodes
    lost = dict(shares.lost)
    for code, indicator in teller.set.indicators.items():
        if indicator.effect is Effect.BONUS and code in shares.factors:
            lost[code] = -shares.factors[code] * nodes[code].earned
    for code, points in shares.cuts.items():
        if code != TOTAL and code not in shares.lost:
            lost[code] = -points
    for code in limited:
        below = [part for part in _below(teller, code) if part in lost]
        lost[code] = sum((lost.pop(part) for part in below), lost.get(code, _ZERO))
    return lost


def _below(teller: Teller, code: str) -> Iterator[str]:
    node = teller.set.nodes[code]
    for child in node.children if isinstance(node, Branch) else ():
        yield child.code
        yield from _below(teller, child.code)


def _rows(teller: Teller, gap: _Gap, own: Side, other: Side) -> tuple[tuple[NeighbourRow, ...], str, str]:
    """Return the parts that matter most, and what the others and the rounding come to."""
    _ = teller.translate
    told = {code: round_half_up(part * gap.measure, gap.digits) for code, part in gap.parts.items()}
    shown = [(code, told[code]) for code in _that_matter(gap) if told[code]]
    rows = [_row(teller, code, printed, gap.digits, own, other) for code, printed in shown]
    elsewhere = round_half_up(gap.exact - sum(gap.parts.values()) * gap.measure, gap.digits)
    if elsewhere:
        name = _("Giới hạn của tổng điểm và làm tròn ở từng phần")
        rows.append(NeighbourRow("", name, "", "", _written(teller, elsewhere, gap.digits)))
    # The rest is what is left of the printed numbers, so that the column adds up on paper.
    rest = gap.printed - sum((printed for _code, printed in shown), elsewhere)
    # What prints as nothing is rounding, and nobody's advantage.
    count = sum(map(bool, told.values())) - len(shown)
    if count:
        name = _("Các chỉ tiêu khác có chênh lệch: {count}").format(count=teller.plain(count))
        return tuple(rows), name, _written(teller, rest, gap.digits)
    if rest:
        return tuple(rows), _("Do làm tròn khi in"), _written(teller, rest, gap.digits)
    return tuple(rows), "", ""


def _that_matter(gap: _Gap) -> Iterator[str]:
    """Give the parts that made the difference, the largest first, and then the largest of those against it."""
    is_ahead = gap.printed > 0
    largest_first = sorted(gap.parts, key=lambda code: -abs(gap.parts[code]))
    made = [code for code in largest_first if (gap.parts[code] > 0) == is_ahead]
    against = [code for code in largest_first if (gap.parts[code] > 0) != is_ahead]
    if len(gap.parts) > MOST_ROWS + 2:
        made = made[: MOST_ROWS - min(MOST_AGAINST, len(against))]
        against = against[: MOST_ROWS - len(made)]
    yield from made
    yield from against


def _row(teller: Teller, code: str, difference: Decimal, digits: int, own: Side, other: Side) -> NeighbourRow:
    (here, here_note), (there, there_note) = (_points(teller, side, code) for side in (own, other))
    name = teller.names[code]
    return NeighbourRow(code, name, here, there, _written(teller, difference, digits), here_note, there_note)


def _points(teller: Teller, side: Side, code: str) -> tuple[str, str]:
    """Write what a unit has at a node, and why no figure counts there."""
    score = side.scores.nodes.get(code)
    if score is None:
        return "—", ""
    note = treatment_label(score.treatment, teller.language) if score.treatment in WITHOUT_FIGURE else ""
    return teller.earned_of(code, score, side.scores.group)[0], note


def _written(teller: Teller, difference: Decimal, digits: int) -> str:
    return signed(number_text(difference, teller.language, digits), difference)


def _notes(teller: Teller, own: Side, other: Side, others_there: int, codes: Sequence[str]) -> Iterator[str]:
    _ = teller.translate
    if others_there > 1:
        yield _("Có {count} đơn vị cùng hạng {rank}; ở đây so với {unit}.").format(
            count=teller.plain(others_there), rank=other.entry.rank, unit=teller.label_of(other.entry.unit)
        )
    if TOTAL in own.shares.wholes:
        yield _("Tổng điểm gộp theo cách: {how}; nên không tách được theo từng chỉ tiêu.").format(
            how=teller.way(teller.set.total.aggregation)
        )
        return
    here, there = own.scores.total.attainable, other.scores.total.attainable
    if here != there:
        yield _(
            "Điểm tối đa áp dụng của hai đơn vị khác nhau ({here} và {there}): mỗi dòng so phần điểm chưa đạt trên "
            "điểm tối đa của chính đơn vị."
        ).format(here=teller.plain(here), there=teller.plain(there))
    elif any(side.shares.factors.get(code, 1) != 1 for side in (own, other) for code in codes):
        yield _("Mỗi dòng tính theo phần của chỉ tiêu trong tổng điểm, nên không bằng hiệu của hai cột bên.")
    else:
        text = (
            _("Mỗi dòng là hiệu điểm chia cho {attainable}.")
            if teller.factor == 1
            else _("Mỗi dòng là hiệu điểm chia cho {attainable}, nhân {factor}.")
        )
        yield text.format(attainable=teller.plain(here), factor=teller.plain(teller.factor))
