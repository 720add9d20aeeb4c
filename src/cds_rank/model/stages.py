"""Two stages of one score side by side: what a unit claimed, and what came of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import NodeScore, Placement
from cds_rank.model.review import Cause, Review, Verdict

_ZERO = Fraction(0)
_LOSING = frozenset({Verdict.ADJUSTED, Verdict.REJECTED})


class Movement(StrEnum):
    """What became of an indicator's points between the stages, and for want of what."""

    NO_EVIDENCE = "no_evidence"  # lost: there was none
    WRONG_EVIDENCE = "wrong_evidence"  # lost: there was some, of something else
    LOST = "lost"  # lost for any other reason
    GAINED = "gained"
    UNCHANGED = "unchanged"


_WANTING = {Cause.NO_EVIDENCE: Movement.NO_EVIDENCE, Cause.WRONG_EVIDENCE: Movement.WRONG_EVIDENCE}


@dataclass(frozen=True, slots=True)
class IndicatorStages:
    """One indicator of one unit: its points as claimed and as scored.

    review: None while nobody said anything. is_due: it can give points, and applies or is said by the unit not to,
    so it has to be reviewed. in_total: it lies under the total.
    """

    indicator: str
    claimed: NodeScore
    final: NodeScore
    review: Review | None
    is_due: bool
    in_total: bool

    @property
    def difference(self) -> Fraction:
        """Points scored less points claimed."""
        return self.final.earned - self.claimed.earned

    @property
    def is_open(self) -> bool:
        """Tell whether it still has to be reviewed; pending is not a verdict."""
        return self.is_due and (self.review is None or self.review.verdict is Verdict.PENDING)

    @property
    def movement(self) -> Movement:
        """What became of its points."""
        if not self.difference:
            return Movement.UNCHANGED
        if self.difference > 0:
            return Movement.GAINED
        review = self.review
        if review is None or review.verdict not in _LOSING or review.cause is None:
            return Movement.LOST
        return _WANTING.get(review.cause, Movement.LOST)

    @property
    def lacks_evidence(self) -> bool:
        """Tell whether points were lost because the reviewers wanted evidence."""
        return self.movement in _WANTING.values()

    @property
    def changes_maximum(self) -> bool:
        """Tell whether it applies in one stage only, so that the unit's maximum is not the same in both."""
        return self.claimed.attainable != self.final.attainable

    def printed_difference(self, digits: int) -> Decimal:
        """Difference of both stages' points as printed with so many decimals."""
        return _printed_difference(self.claimed, self.final, digits)


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """What a unit's score comes to in one stage; published: on the set's scale, None where nothing is attainable."""

    total: NodeScore
    published: Decimal | None
    placement: Placement


@dataclass(frozen=True, slots=True)
class UnitStages:
    """Both stages of one unit, in total and indicator by indicator.

    indicators: in the order of the tree; what neither applies nor was reviewed is left out.
    Points lost and gained are those of indicators under the total, each once.
    """

    unit: str
    group: str
    claimed: StageOutcome
    final: StageOutcome
    indicators: tuple[IndicatorStages, ...]

    @property
    def difference(self) -> Fraction:
        """Points of the total scored less points of the total claimed."""
        return self.final.total.earned - self.claimed.total.earned

    @property
    def published_difference(self) -> Decimal | None:
        """Difference of the two scores as published; None where one of them is not there."""
        if self.final.published is None or self.claimed.published is None:
            return None
        return self.final.published - self.claimed.published

    def printed_difference(self, digits: int) -> Decimal:
        """Difference of both totals as printed with so many decimals."""
        return _printed_difference(self.claimed.total, self.final.total, digits)

    def moved(self, movement: Movement) -> Fraction:
        """Points that moved so, less than 0 where they were lost."""
        return sum((e.difference for e in self._counted if e.movement is movement), _ZERO)

    def printed_moved(self, movement: Movement, digits: int) -> Decimal:
        """Sum of the printed differences of the indicators that moved so."""
        return sum(
            (e.printed_difference(digits) for e in self._counted if e.movement is movement), Decimal(0)
        )

    @property
    def lost_for_want_of_evidence(self) -> Fraction:
        """Points lost because the reviewers wanted evidence, 0 or more."""
        return -self.moved(Movement.NO_EVIDENCE) - self.moved(Movement.WRONG_EVIDENCE)

    @property
    def lost_otherwise(self) -> Fraction:
        """Points lost for any other reason, 0 or more."""
        return -self.moved(Movement.LOST)

    @property
    def gained(self) -> Fraction:
        """Points that the reviewers added, 0 or more."""
        return self.moved(Movement.GAINED)

    @property
    def changes_maximum(self) -> bool:
        """Tell whether more or less is attainable in the second stage."""
        return self.claimed.total.attainable != self.final.total.attainable

    @property
    def maximum_effect(self) -> Fraction | None:
        """What the changed maximum alone does to the share of points, −1 to 1; None where a stage has none.

        The share scored, less what the same points would be of the maximum claimed.
        """
        before, after = self.claimed.total, self.final.total
        if not before.attainable or not after.attainable:
            return None
        return after.earned / after.attainable - after.earned / before.attainable

    @property
    def adds_up(self) -> bool:
        """Tell whether the indicators' differences make the total's.

        Always so where the total is a plain sum of points; means, the best of cases, caps and roundings on the way
        can keep them apart.
        """
        return self.difference == self.gained - self.lost_for_want_of_evidence - self.lost_otherwise

    @property
    def due(self) -> int:
        """How many indicators have to be reviewed."""
        return sum(entry.is_due for entry in self.indicators)

    @property
    def open(self) -> int:
        """How many indicators are not reviewed yet."""
        return sum(entry.is_open for entry in self.indicators)

    @property
    def not_reviewed(self) -> int:
        """How many indicators that have to be reviewed no review workbook speaks of."""
        return sum(entry.is_due and entry.review is None for entry in self.indicators)

    def count(self, verdict: Verdict) -> int:
        """Return how many of the indicators that have to be reviewed got this verdict."""
        reviews = (entry.review for entry in self.indicators if entry.is_due)
        return sum(review is not None and review.verdict is verdict for review in reviews)

    @property
    def _counted(self) -> tuple[IndicatorStages, ...]:
        return tuple(entry for entry in self.indicators if entry.in_total)


def _printed_difference(claimed: NodeScore, final: NodeScore, digits: int) -> Decimal:
    return round_half_up(final.earned, digits) - round_half_up(claimed.earned, digits)
