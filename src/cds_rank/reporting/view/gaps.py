"""Criteria that apply to a unit and have no figure of its own that counts: why, and what that costs."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from cds_rank.model.indicator_set import Effect, Indicator
from cds_rank.model.method import ImputedBy, StageUsed
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.quantity import exact, parse_exact
from cds_rank.model.result import NodeScore, Treatment, UnitScores
from cds_rank.model.review import Review
from cds_rank.reporting.view.choices import WITHOUT_FIGURE
from cds_rank.reporting.view.teller import Teller, clean
from cds_rank.reporting.view.values import GapRow
from cds_rank.wording.labels import label
from cds_rank.wording.numbers import number_text

_ZERO = Fraction(0)


def is_due(indicator: Indicator, score: NodeScore) -> bool:
    """Tell whether a unit has to have a figure: the indicator applies, and is no bonus that it did not claim.

    Whether it is a case in place of which another was reported is told by `excused`.
    """
    unclaimed = indicator.effect is Effect.BONUS and score.treatment is Treatment.MISSING
    return score.treatment is not Treatment.NOT_APPLICABLE and not unclaimed


def is_gap(indicator: Indicator, score: NodeScore) -> bool:
    """Tell whether a unit has to have a figure and has none of its own that counts."""
    return score.treatment in WITHOUT_FIGURE and is_due(indicator, score)


def gap_rows(teller: Teller, scores: UnitScores, factors: Mapping[str, Fraction]) -> Iterator[GapRow]:
    """Give a unit's gaps in the order of the tree; what the total does not count costs nothing: a dash.

    factors: by criterion, what one of its points counts.
    """
    for code, indicator in teller.set.indicators.items():
        score = scores.nodes.get(code)
        if score is None or not is_gap(indicator, score) or code in teller.excused(scores.unit):
            continue
        factor = factors.get(code)
        most = _ZERO if indicator.effect is Effect.DEDUCTION else exact(indicator.max_points)
        counts = factor is not None and indicator.max_points
        yield GapRow(
            code=code,
            name=teller.names[code],
            reason=gap_reason(teller, scores.unit, score),
            lost=teller.points((most - score.earned) * (factor or _ZERO)) if counts else "—",
        )


def gap_reason(teller: Teller, unit: str, score: NodeScore) -> str:
    """Say why there is no figure of the unit's own that counts."""
    _ = teller.translate
    how = score.how
    match score.treatment:
        case Treatment.REJECTED:
            review = teller.result.reviews.get((unit, score.node))
            return label(score.treatment, teller.language) if review is None else review_text(teller, review)
        case Treatment.IMPUTED:
            return _("chưa báo cáo; điền thay bằng {by}: {stand_in}").format(
                by=label(ImputedBy(how["imputed_by"]), teller.language),
                stand_in=number_text(parse_exact(how["stand_in"]), teller.language, None, 4),
            )
        case Treatment.MISSING if "lacks" in how:
            return _("thiếu số liệu của chỉ tiêu {code} để chia").format(code=how["lacks"])
        case Treatment.MISSING if "condition" in how:
            return _("chưa trả lời chỉ tiêu {code} nên chưa rõ có phải tính hay không").format(
                code=how["condition"]
            )
        case Treatment.MISSING if _waits_for_review(teller, unit, score.node):
            return _("đã báo cáo nhưng chưa thẩm định")
        case _:
            return label(score.treatment, teller.language)


def review_text(teller: Teller, review: Review) -> str:
    """Say what the reviewers decided, for which cause and with which reason."""
    verdict = label(review.verdict, teller.language)
    if review.cause is not None:
        verdict = f"{verdict} ({label(review.cause, teller.language)})"
    reason = clean(review.reason)
    return f"{verdict}: {reason}" if reason else verdict


def _waits_for_review(teller: Teller, unit: str, code: str) -> bool:
    """Tell whether only verified figures are scored, and this one was reported and is not verified."""
    sent = teller.sent.get((unit, code))
    is_sent = sent is not None and sent.status is ObservationStatus.REPORTED
    return teller.result.record.stage == StageUsed.VERIFIED.value and is_sent
