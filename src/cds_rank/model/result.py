"""What scoring and ranking come to: every node's score, every unit's place, and the record of the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation
from cds_rank.model.period import Period
from cds_rank.model.review import Review
from cds_rank.model.unit import ParentUnit, Unit

TOTAL = ""
"""Node code of the total: no node of a set can have it."""


class Treatment(StrEnum):
    """How a node came to its score."""

    SCORED = "scored"
    MISSING = "missing"  # not reported: zero points
    UNREADABLE = "unreadable"  # accepted in spite of an error: zero points
    NOT_APPLICABLE = "not_applicable"  # leaves earned and attainable
    NOTHING_TO_COUNT = "nothing_to_count"  # a zero denominator, by its published rule
    REJECTED = "rejected"  # not accepted by the reviewers: zero points
    IMPUTED = "imputed"  # not reported; scored with a stand-in that the set names
    AGGREGATED = "aggregated"


@dataclass(frozen=True, slots=True)
class NodeScore:
    """Points of one unit at one node.

    earned, attainable: points; both 0 when the node does not apply.
    how: named facts from which the derivation is printed (rule, value, target, share, max_points …).
    """

    node: str
    earned: Fraction
    attainable: Fraction
    treatment: Treatment
    how: Mapping[str, str]

    @property
    def share(self) -> Fraction | None:
        """earned / attainable, None when nothing is attainable."""
        return self.earned / self.attainable if self.attainable else None


@dataclass(frozen=True, slots=True)
class UnitScores:
    """Every node's score of one unit, by node code, and the total."""

    unit: str
    group: str
    nodes: Mapping[str, NodeScore]
    total: NodeScore


class UnrankedReason(StrEnum):
    """Why a unit has no rank."""

    REFUSED = "refused"  # its submission has errors
    NOT_SUBMITTED = "not_submitted"
    MISSING_VALUES = "missing_values"  # under the policy missing: unranked
    NOTHING_ATTAINABLE = "nothing_attainable"
    GROUP_NOT_RANKED = "group_not_ranked"
    LOW_COVERAGE = "low_coverage"  # too little of what applies was reported


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with a rank.

    score: exact, on the set's scale. published: rounded as the set says.
    shares_rank: another unit has the same rank.
    """

    unit: str
    rank: int
    score: Fraction
    published: Decimal
    earned: Fraction
    attainable: Fraction
    level: str | None
    shares_rank: bool = False


@dataclass(frozen=True, slots=True)
class Unranked:
    """A unit without a rank, and why; facts name files and findings."""

    unit: str
    reason: UnrankedReason
    facts: Mapping[str, str]


Placement = Ranked | Unranked


@dataclass(frozen=True, slots=True)
class GroupRanking:
    """The places of one group: ranked units by rank (ties in list order), then those without a rank."""

    group: str
    ranked: tuple[Ranked, ...]
    unranked: tuple[Unranked, ...]

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Everybody's place: nobody disappears."""
        return (*self.ranked, *self.unranked)


@dataclass(frozen=True, slots=True)
class TierOutcome:
    """How a unit stands against one tier of recognition.

    met, unmet: codes of criteria; what does not apply is in neither, unless the set counts it.
    extended_needed: how many of the extended criteria have to be met.
    lacks_tier: the tier that is presupposed and was not reached, else empty.
    """

    tier: str
    reached: bool
    mandatory_met: tuple[str, ...]
    mandatory_unmet: tuple[str, ...]
    extended_met: tuple[str, ...]
    extended_unmet: tuple[str, ...]
    extended_needed: int
    lacks_tier: str = ""


@dataclass(frozen=True, slots=True)
class UnitRecognition:
    """What a unit is recognised as: the highest tier it reaches, and how it stands against every tier of its group.

    registered: None where the set does not ask; a unit that did not register reaches nothing.
    """

    unit: str
    registered: bool | None
    tier: str | None
    outcomes: tuple[TierOutcome, ...]


@dataclass(frozen=True)
class UnitListUsed:
    """The unit list behind the codes of a result."""

    id: str
    version: str
    digest: str
    units: tuple[Unit, ...]
    parents: tuple[ParentUnit, ...] = ()  # units above these that are not among them

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """The units by their codes."""
        return {unit.code: unit for unit in self.units}


@dataclass(frozen=True, slots=True)
class RunRecord:
    """How a result came about.

    created_at: ISO 8601 with offset, or empty. accepted_errors: errors were scored all the same.
    illustrative: at least one submission says that its figures are invented.
    stage: whose figures were scored ("final", "self", "verified").
    not_held: survey blocks of which it was said that no survey was held.
    earlier: the period that growth was measured against, or empty.
    """

    created_at: str
    tool_version: str
    period: Period
    stage: str
    accepted_errors: bool
    illustrative: bool
    inputs: tuple[InputFile, ...]
    set_digest: str
    not_held: tuple[str, ...] = ()
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A ranking with all that it rests on: what reports are made from."""

    record: RunRecord
    indicator_set: IndicatorSet
    unit_list: UnitListUsed
    rankings: tuple[GroupRanking, ...]
    scores: Mapping[str, UnitScores]  # by unit code
    observations: Mapping[tuple[str, str], Observation]  # the figure used, by (unit, indicator)
    findings: tuple[Finding, ...]
    refused_files: tuple[str, ...]
    reviews: Mapping[tuple[str, str], Review] = field(default_factory=dict)  # by (unit, indicator)
    self_scores: Mapping[str, UnitScores] = field(
        default_factory=dict
    )  # where there are reviews: what was claimed
    self_observations: Mapping[tuple[str, str], Observation] = field(
        default_factory=dict
    )  # where there are reviews
    recognitions: tuple[UnitRecognition, ...] = ()

    def unit(self, code: str) -> Unit:
        """Return the unit with this code; KeyError when the list has none."""
        return self.unit_list.by_code[code]
