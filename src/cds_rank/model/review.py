"""What reviewers (thẩm định) said of the figures that units reported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period


class Verdict(StrEnum):
    """What a reviewer decided."""

    AGREED = "agreed"  # thống nhất
    ADJUSTED = "adjusted"  # điều chỉnh: another figure or other points, higher ones too
    REJECTED = "rejected"  # không chấp nhận: no points
    PENDING = "pending"  # chưa thẩm định, which is not a verified nothing


class Cause(StrEnum):
    """Why a reviewed figure is not the reported one."""

    NO_EVIDENCE = "no_evidence"  # thiếu hoặc không có tài liệu kiểm chứng
    WRONG_EVIDENCE = "wrong_evidence"  # tài liệu không đúng nội dung
    WRONG_FIGURE = "wrong_figure"  # số liệu sai
    WRONG_PERIOD = "wrong_period"  # ngoài kỳ đánh giá
    OWN_DATA = "own_data"  # theo số liệu của cơ quan thẩm định
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Review:
    """What was decided on one unit's figure for one indicator, and where it is written.

    Of an adjusted figure either the figure (value, or numerator and denominator, or option) is given, or points.
    reviewer: who held the part, as the workbook says. origin: the cell of the verdict.
    """

    unit: str
    indicator: str
    verdict: Verdict
    origin: Origin
    cause: Cause | None = None
    reason: str = ""
    reviewer: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    option: str | None = None
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many figures are decided on, how many decisions are not taken for an error, and how many wait for one."""

    taken: int
    dropped: int
    pending: int


def verified_observation(review: Review, reported: Observation | None, period: Period) -> Observation | None:
    """Make the verified observation that a review comes to; None while it is pending.

    reported: the unit's own observation, None where it sent nothing. Agreeing with nothing confirms that there is
    nothing.
    """
    evidence = reported.evidence if reported is not None else ""
    explanation = reported.explanation if reported is not None else ""
    made = Observation(
        review.unit, review.indicator, period, Stage.VERIFIED, ObservationStatus.MISSING, review.origin,
        evidence=evidence, explanation=explanation,
    )  # fmt: skip
    match review.verdict:
        case Verdict.PENDING:
            return None
        case Verdict.REJECTED:
            return replace(made, status=ObservationStatus.REJECTED)
        case Verdict.AGREED:
            if reported is None:
                return made
            return replace(reported, stage=Stage.VERIFIED)  # the cell it came from is still the unit's own
        case Verdict.ADJUSTED:
            return replace(
                made,
                status=ObservationStatus.REPORTED,
                value=review.value,
                numerator=review.numerator,
                denominator=review.denominator,
                option=review.option,
                points=review.points,
            )


def with_reviews(
    observations: Mapping[tuple[str, str], tuple[Observation, ...]],
    reviews: Iterable[Review],
    period: Period,
) -> dict[tuple[str, str], tuple[Observation, ...]]:
    """Put the verified observations beside the reported ones; a review stands before a figure in the unit's own form.

    Only units that have observations are looked at: a review admits nobody.
    """
    units = {unit for unit, _ in observations}
    reviewed = dict(observations)
    for review in reviews:
        key = review.unit, review.indicator
        if review.unit not in units:
            continue
        stages = reviewed.get(key, ())
        reported = next((o for o in stages if o.stage is Stage.SELF_ASSESSED), None)
        verified = verified_observation(review, reported, period)
        if verified is not None:
            kept = tuple(o for o in stages if o.stage is not Stage.VERIFIED)
            reviewed[key] = (*kept, verified)
    return reviewed
