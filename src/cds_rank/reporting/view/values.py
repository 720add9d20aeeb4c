"""What a report says, as typed values: every text worded for one language, every number also as drawn or sorted by."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_rank.reporting.view.on_demand import OnDemand
from cds_rank.reporting.view.recognition import RecognitionView
from cds_rank.wording.language import Language
from cds_rank.wording.method import Statement

if TYPE_CHECKING:
    from cds_rank.reporting.view.reviews import ReviewSection


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """What the set says of its sources, and in which language where that is not the report's."""

    text: str
    lang: str = ""  # "vi" in an English report of a set that has no English here


@dataclass(frozen=True, slots=True)
class Notice:
    """What has to be read before any number: kind is illustrative, accepted_errors or reconstructed."""

    kind: str
    title: str
    text: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as printed, and as sorted by; key is empty where nothing is attainable."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the total in a unit's bar; start and width as shares of the unit's own attainable.

    The bar ends where the total does: deductions are taken off its end, and nothing is drawn beyond the maximum.
    """

    slot: int  # which colour and pattern: the part's position in the total
    name: str
    points: str
    start: Fraction
    width: Fraction


@dataclass(frozen=True, slots=True)
class Column:
    """A pillar's column; slot where the bar draws the same node, else None."""

    name: str
    slot: int | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What became of a unit's place and score since the earlier edition.

    kind: up, down, same, new, not_ranked_before, not_ranked_now or not_comparable. mark: ▲, ▼, = or empty.
    ranks: places won or lost, without sign, empty unless compared. score: with its sign, empty unless compared.
    key: places won, to sort by; empty unless compared. brief: the words for a narrow column, where the places
    themselves stand beside it.
    """

    kind: str
    mark: str
    ranks: str
    words: str
    score: str
    key: str
    brief: str


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One line of a ranking."""

    unit: str
    name: str
    short_name: str
    rank: int
    shares_rank: bool
    pillars: tuple[Cell, ...]
    segments: tuple[Segment, ...]
    earned: Cell
    attainable: Cell
    score: Cell
    level: str
    change: ChangeView | None = None  # None where there is no earlier edition to compare with


@dataclass(frozen=True, slots=True)
class UnrankedRow:
    """A unit without a rank, and why."""

    unit: str
    name: str
    short_name: str
    reason: str
    score: str  # empty when it was not scored
    refused: bool
    has_profile: bool
    change: ChangeView | None = None


@dataclass(frozen=True, slots=True)
class GroupView:
    """The ranking of one group."""

    code: str
    name: str
    facts: tuple[Fact, ...]
    columns: tuple[Column, ...]
    legend: tuple[Column, ...]
    has_levels: bool
    rows: tuple[RankedRow, ...]
    unranked: tuple[UnrankedRow, ...]
    notes: tuple[str, ...]
    compared_with: str = ""  # the earlier edition's period, empty where there is none to compare with


@dataclass(frozen=True, slots=True)
class PointsCell:
    """What one criterion gives a unit's total. lacks: no figure was scored; share: of the maximum, None for none."""

    text: str
    share: Fraction | None = None
    lacks: bool = False


@dataclass(frozen=True, slots=True)
class PointsColumn:
    """A criterion at the head of a column; its maximum, as it counts, is empty where units differ in it."""

    code: str
    name: str
    maximum: str


@dataclass(frozen=True, slots=True)
class PointsRow:
    """The points of one unit; its cells and what else there is come to the total as printed."""

    unit: str
    rank: str  # — where it has none
    cells: tuple[PointsCell, ...]
    other: str  # with its sign; empty where there is nothing else
    total: str


@dataclass(frozen=True, slots=True)
class PointsTable:
    """Where the points of a group's units come from."""

    group: str
    columns: tuple[PointsColumn, ...]
    rows: tuple[PointsRow, ...]
    has_other: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words."""

    severity: str  # error, warning or info
    label: str
    code: str
    place: str
    title: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that was not scored, and what was found in it."""

    name: str
    unit: str  # the unit's name, empty when the file does not tell
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class LossRow:
    """Points that a unit did not get at one criterion."""

    code: str
    name: str
    lost: str


@dataclass(frozen=True, slots=True)
class Losses:
    """Where most points were lost; rows, rest and total add up as printed.

    note: what else made the total what it is (bonus, cuts), empty where there is nothing.
    """

    rows: tuple[LossRow, ...]
    rest: str
    total: str
    share: str  # of the total that the rows make up, in per cent
    note: str


@dataclass(frozen=True, slots=True)
class PillarRow:
    """A unit's pillar beside its group's; own, median and best as drawn: shares kept between 0 and 1."""

    name: str
    earned: str
    attainable: str
    own_text: str
    median_text: str
    best_text: str
    own: Fraction
    median: Fraction
    best: Fraction


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion of one unit. counted: the points in the total, where these are not simply the points.

    attainable: of bonus and deductions the most they can add or take, with its sign.
    """

    code: str
    name: str
    status: str
    status_label: str
    treatment: str
    treatment_label: str  # empty for what was simply scored
    figure: str
    cell: str
    verdict_cell: str  # of the verdict that left no figure, empty where the figure counts
    target: str
    earned: str
    attainable: str
    share: Fraction | None
    counted: str
    derivation: str
    evidence: str
    explanation: str
    median: str = ""  # points of the unit in the middle of its group, empty where fewer than two have any
    place: str = ""  # by points among those of the group to whom it applies: 3/9, 3=/9 with others
    review: str = ""  # what the reviewers decided, and their reason


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A pillar or a main index above its criteria, with its own points."""

    name: str
    depth: int
    how: str
    earned: str
    attainable: str


@dataclass(frozen=True, slots=True)
class StrengthRow:
    """A criterion at which a unit stands above or below the middle of its group; difference: points, with sign."""

    code: str
    name: str
    points: str
    median: str
    difference: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """A criterion without a figure that counts: why, and what that costs at most."""

    code: str
    name: str
    reason: str
    lost: str


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """What one criterion does to the distance between two units; code is empty for what is no criterion's.

    own, other: points of each, dashes where it does not apply. difference: of the published score, with sign.
    own_note, other_note: that there is no figure, empty where there is one.
    """

    code: str
    name: str
    own: str
    other: str
    difference: str
    own_note: str = ""
    other_note: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A unit beside the one next above it, the first beside the one next below: rows and rest add up to the total.

    rest: what is left of the printed total, empty where nothing is left; rest_name says what it is.
    note: what one has to know of the two units, empty where there is nothing. rows: empty where a score has no parts.
    """

    unit: str
    name: str
    short_name: str
    rank: int
    is_above: bool
    own_score: str
    score: str
    rows: tuple[NeighbourRow, ...]
    rest_name: str
    rest: str
    total: str
    note: str


@dataclass(frozen=True, slots=True)
class StepView:
    """Where a unit stood in one edition; rank and score are dashes where it had none."""

    period: str
    rank: str
    score: str


@dataclass(frozen=True, slots=True)
class ProfileView:
    """All there is to say of one unit's result."""

    unit: str
    name: str
    group: str
    rank: str  # 6 / 9, or empty
    score: str
    facts: tuple[Fact, ...]
    why: str
    losses: Losses | None
    pillars: tuple[PillarRow, ...]
    source: str
    lines: tuple[BranchRow | CriterionRow, ...]
    total_earned: str
    total_attainable: str
    shows_counted: bool
    rounding_note: str
    findings: tuple[FindingView, ...]
    recognition: str  # empty where nobody of the group is recognised
    change: ChangeView | None = None
    steps: tuple[StepView, ...] = ()  # through the editions; empty where no earlier one can be compared
    strengths: tuple[StrengthRow, ...] = ()
    weaknesses: tuple[StrengthRow, ...] = ()
    gaps: tuple[GapRow, ...] = ()
    group_code: str = ""
    neighbour: Neighbour | None = None  # None for a unit without a rank, or alone at the only one


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A node above criteria and, group by group, its criteria and its maximum points."""

    name: str
    code: str
    depth: int
    how: str
    status: str
    status_label: str
    source: SourceText
    per_group: tuple[str, ...]
    shares: tuple[
        Fraction | None, ...
    ] = ()  # of the group's total, as drawn; empty where a node is no part of it


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion of the set: what is measured, how it scores, what is aimed at, where that is written."""

    code: str
    name: str
    measure: tuple[Fact, ...]
    rule: str
    zero_denominator: str
    target: str
    target_source: SourceText
    maximum: str
    groups: str
    status: str
    status_label: str
    reconstructed: str
    source: SourceText


@dataclass(frozen=True, slots=True)
class Dot:
    """Units of one group with the same share of a criterion's points; at: 0 to 1, as drawn.

    units: short names, those with a figure first. without: how many of them, the last ones, have no figure that counts.
    """

    at: Fraction
    points: str
    units: tuple[str, ...]
    without: int = 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """A unit without a figure that counts, and why."""

    unit: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class CriterionPlace:
    """One unit at one criterion, as in the table behind the drawing; rank by points among its group."""

    unit: str
    name: str
    rank: str
    figure: str
    points: str
    attainable: str
    key: str  # share of the points, to sort by


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """A criterion in one group: how its units are spread, who does best, who lacks it.

    median: points, as drawn in median_at. best: names of the units with most points; empty where all are equal.
    """

    code: str
    name: str
    facts: tuple[Fact, ...]
    dots: tuple[Dot, ...]
    median: str
    median_at: Fraction | None
    best: tuple[str, ...]
    best_figure: str
    lacking: tuple[Lacking, ...]
    places: tuple[CriterionPlace, ...]
    without: str = ""  # what the points of units without a figure are, empty where all have one


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """All there is to say of one criterion's results; what it is stands in MethodView.criteria."""

    code: str
    name: str
    target: str
    maximum: str
    rule: str
    groups: tuple[CriterionGroup, ...]


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One unit's way through the editions; ranks: one for each, None where it had none."""

    unit: str
    name: str
    ranks: tuple[int | None, ...]
    scores: tuple[str, ...]
    change: ChangeView


@dataclass(frozen=True, slots=True)
class MovementGroup:
    """The ways of a group's units, in the order of the present ranking; most: the largest rank that occurs."""

    code: str
    name: str
    most: int
    lines: tuple[MovementLine, ...]


@dataclass(frozen=True, slots=True)
class MovementView:
    """How places changed through the editions."""

    periods: tuple[str, ...]
    notes: tuple[str, ...]  # which editions cannot be compared, and why
    groups: tuple[MovementGroup, ...]


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """What one unit sent: its file, what state it is in, and how much of what applies has a figure."""

    unit: str
    name: str
    file: str  # empty where nothing was sent
    state: str  # scored, refused or not_submitted
    state_label: str
    reported: str  # 23/24, empty where it was not scored
    errors: str
    warnings: str
    explained: str


@dataclass(frozen=True, slots=True)
class SubmissionsAlike:
    """Units of which the very same is to be said, in the order of the unit list; see `SubmissionRow`."""

    units: tuple[str, ...]  # codes
    count: str
    state: str
    state_label: str
    reported: str
    errors: str  # empty, as the next two, where nothing was sent
    warnings: str
    explained: str


@dataclass(frozen=True, slots=True)
class SubmissionGroup:
    """The submissions of one group: unit by unit in the order of the unit list, then those that are told together."""

    name: str
    rows: tuple[SubmissionRow, ...]
    alike: tuple[SubmissionsAlike, ...]


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How often one rule was broken in the whole result, and in how many units."""

    code: str
    severity: str
    severity_label: str
    title: str
    findings: str
    units: str


@dataclass(frozen=True, slots=True)
class QualityView:
    """Who sent what, and what was found in it."""

    facts: tuple[Fact, ...]
    groups: tuple[SubmissionGroup, ...]
    counts: tuple[FindingCount, ...]


@dataclass(frozen=True, slots=True)
class LegalView:
    """A document the set rests on."""

    title: SourceText
    role: SourceText
    source: SourceText
    status: str
    status_label: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """The method, as the set declares it."""

    description: str
    statements: tuple[Statement, ...]
    groups: tuple[str, ...]
    tree: tuple[TreeRow, ...]
    criteria: tuple[CriterionView, ...]
    legal_basis: tuple[LegalView, ...]


@dataclass(frozen=True, slots=True)
class InputView:
    """A file that was read."""

    name: str
    size: str
    sha256: str
    refused: bool


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    """What the result was made from and with."""

    facts: tuple[Fact, ...]
    digests: tuple[Fact, ...]
    inputs: tuple[InputView, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report."""

    language: Language
    title: str
    period: str
    stage: str  # whose figures were scored
    illustrative: bool
    notices: tuple[Notice, ...]
    head: tuple[Fact, ...]
    score_name: str
    score_heading: str  # with the suffix that the numbers of its column leave out
    suffix: str
    groups: tuple[GroupView, ...]
    refused: tuple[FileView, ...]
    other_findings: tuple[FindingView, ...]
    profiles: OnDemand[ProfileView]  # by unit code
    method: MethodView
    provenance: ProvenanceView
    recognition: RecognitionView | None
    reviews: "ReviewSection | None"
    criteria: OnDemand[CriterionPage]  # by code
    movement: MovementView | None  # None where there is no earlier edition
    quality: QualityView
    points: OnDemand[PointsTable]  # by group code
