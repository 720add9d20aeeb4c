"""Two stages of one score side by side: what a unit claimed, and what came of it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.result import NodeScore, Placement
from cds_rank.model.review import WANT_OF_EVIDENCE, Review, Verdict

_ZERO = Fraction(0)
_LOSING = frozenset({Verdict.ADJUSTED, Verdict.REJECTED})


@dataclass(frozen=True, slots=True)
class IndicatorStages:
    """One indicator of one unit: its points as claimed and as scored.

    review: None while nobody said anything. is_due: it applies and can give points, so it has to be reviewed.
    in_total: it lies under the total.
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
    def lacks_evidence(self) -> bool:
        """Tell whether points were lost because the reviewers wanted evidence."""
        review = self.review
        return (
            review is not None
            and review.verdict in _LOSING
            and review.cause in WANT_OF_EVIDENCE
            and self.difference < 0
        )


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

    @property
    def lost_for_want_of_evidence(self) -> Fraction:
        """Points lost because the reviewers wanted evidence, 0 or more."""
        return -sum((entry.difference for entry in self._counted if entry.lacks_evidence), _ZERO)

    @property
    def lost_otherwise(self) -> Fraction:
        """Points lost for any other reason, 0 or more."""
        lost = (e.difference for e in self._counted if e.difference < 0 and not e.lacks_evidence)
        return -sum(lost, _ZERO)

    @property
    def gained(self) -> Fraction:
        """Points that the reviewers added, 0 or more."""
        return sum((entry.difference for entry in self._counted if entry.difference > 0), _ZERO)

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
