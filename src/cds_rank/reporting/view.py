"""What a report says of a result, in which order and with which notes; renderers only draw it.

Every text and number is worded for one language. Numbers that are also drawn or sorted by come a second time
as exact values.
"""

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from cds_rank.model.finding import Finding, Severity
from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Composite,
    Effect,
    Indicator,
    IndicatorSet,
)
from cds_rank.model.method import Levels, RankedOn, StageUsed
from cds_rank.model.observation import Observation, ObservationStatus, Origin
from cds_rank.model.quantity import Number, decimal_text, parse_exact, round_half_up
from cds_rank.model.result import (
    TOTAL,
    GroupRanking,
    NodeScore,
    Ranked,
    Result,
    Treatment,
    UnitScores,
    Unranked,
    UnrankedReason,
)
from cds_rank.model.rule import Direction
from cds_rank.model.unit import Status, Unit
from cds_rank.record.sealing import SealedResult
from cds_rank.reporting.adding_up import NOT_ADDED, AddedUp, Shares, add_up, counts_points, shares_of_total
from cds_rank.reporting.derivation import derivation
from cds_rank.reporting.maxima import Maxima
from cds_rank.reporting.recognition_view import RecognitionView, make_recognition, standing_text
from cds_rank.reporting.sentences import (
    figure_text,
    score_text,
    signed,
    status_label,
    treatment_label,
    unranked_reason,
)
from cds_rank.wording.findings import answered_text, place_text
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, Translate, translator
from cds_rank.wording.method import Statement, method_statements
from cds_rank.wording.numbers import date_text, number_text
from cds_rank.wording.periods import period_text
from cds_rank.wording.rule_words import rule_text

if TYPE_CHECKING:
    from cds_rank.reporting.review_view import ReviewSection

MOST_SEGMENTS = 12
"""A total made of more parts than this is drawn as one plain bar."""
MOST_LOSSES = 3
_KEY_PLACES = 6  # of a number that only sorts
_ONE = Fraction(1)
_ZERO = Fraction(0)
# Control and direction marks: in a name they can only make another name of it.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    text: str


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


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A pillar or a main index above its criteria, with its own points."""

    name: str
    depth: int
    how: str
    earned: str
    attainable: str


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


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A node above criteria and, group by group, its criteria and its maximum points."""

    name: str
    code: str
    depth: int
    how: str
    status: str
    status_label: str
    source: str
    per_group: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion of the set: what is measured, how it scores, what is aimed at, where that is written."""

    code: str
    name: str
    measure: tuple[Fact, ...]
    rule: str
    zero_denominator: str
    target: str
    target_source: str
    maximum: str
    groups: str
    status: str
    status_label: str
    reconstructed: str
    source: str


@dataclass(frozen=True, slots=True)
class LegalView:
    """A document the set rests on."""

    title: str
    role: str
    source: str
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
    illustrative: bool
    notices: tuple[Notice, ...]
    head: tuple[Fact, ...]
    score_name: str
    score_heading: str  # with the suffix that the numbers of its column leave out
    suffix: str
    groups: tuple[GroupView, ...]
    refused: tuple[FileView, ...]
    other_findings: tuple[FindingView, ...]
    profiles: tuple[ProfileView, ...]
    method: MethodView
    provenance: ProvenanceView
    recognition: RecognitionView | None
    reviews: "ReviewSection | None" = None  # put there by whoever knows both stages


def make_view(sealed: SealedResult, language: Language) -> ReportView:
    """Say everything that a report of this result says, in `language`."""
    return _Author(sealed, language).report()


def point_digits(result: Result) -> int:
    """Choose decimals for points as fine as those of the score: 233,67 of 330, but 0,6482 of 1."""
    method = result.indicator_set.method
    most = max((scores.total.attainable for scores in result.scores.values()), default=_ONE) or _ONE
    finer = math.floor(math.log10(float(Fraction(method.scale.factor) / most)))
    declared = method.rounding.indicator_points or 0
    return min(max(2, method.rounding.published_score + finer, declared), 12)


def clean(text: str) -> str:
    """Leave out control and direction marks, which cannot be seen but change what is."""
    return _UNSEEN.sub("", text)


class _Author:
    """Words one result in one language; each method says one part of the report."""

    def __init__(self, sealed: SealedResult, language: Language) -> None:
        self.sealed = sealed
        self.result: Result = sealed.result
        self.set: IndicatorSet = sealed.result.indicator_set
        self.language: Language = language
        self._: Translate = translator(language)
        self.units = {unit.code: unit for unit in self.result.unit_list.units}
        method = self.set.method
        self.digits = method.rounding.published_score
        self.factor = Fraction(method.scale.factor)
        self.point_digits = point_digits(self.result)
        self.names = {code: node.name.in_language(language) for code, node in self.set.nodes.items()}
        self.statuses = {status: status_label(status, language) for status in Status}
        self.targets = {code: self._target(item) for code, item in self.set.indicators.items()}
        self.maxima = Maxima(self.set)
        self.peers = self._peer_shares()
        self.applied = self._applied_nodes()
        self.members = self._members()
        # A review workbook may speak of many units; what a unit sent is its own.
        self.sent = self.result.self_observations or self.result.observations
        self.sources = _usual_places(self.sent)
        self.owners = {origin.file: unit for unit, origin in self.sources.items()}
        self.recognition = make_recognition(self.result, language)
        groups = self.recognition.groups if self.recognition else ()
        self.standings = {s.unit: standing_text(s, language) for group in groups for s in group.standings}

    # What everything else is built of

    def _peer_shares(self) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
        """Return the median and the best share of every pillar in every group, of all units scored."""
        shares: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
        for scores in self.result.scores.values():
            for code in self.set.pillars:
                node = scores.nodes.get(code)
                if node is not None and (share := node.share) is not None:
                    shares[scores.group, code].append(share)
        return {key: (median(found), max(found)) for key, found in shares.items()}

    def _applied_nodes(self) -> dict[str, set[str]]:
        """Return the nodes of each group that apply to at least one of its units."""
        applied: dict[str, set[str]] = defaultdict(set)
        for scores in self.result.scores.values():
            applied[scores.group] |= {code for code, score in scores.nodes.items() if score.attainable}
        return applied

    def _members(self) -> tuple[str, ...]:
        """List the parts of the total, in the pillars' order where they are the same."""
        members = tuple(member.node for member in self.set.total.members)
        if len(members) > MOST_SEGMENTS or self.set.total.aggregation in NOT_ADDED:
            return ()
        return self.set.pillars if set(members) == set(self.set.pillars) else members

    def points(self, points: Number) -> str:
        text = number_text(points, self.language, self.point_digits)
        return signed(text, points) if points < 0 else text

    def plain(self, number: Number) -> str:
        return number_text(number, self.language)

    def signed_points(self, points: Number) -> str:
        return signed(self.points(points), points)

    def on_scale(self, share: Number) -> str:
        return number_text(Fraction(share) * self.factor, self.language, self.digits)

    # The whole

    def report(self) -> ReportView:
        scale = self.set.method.scale
        name = scale.name.in_language(self.language)
        profiles = tuple(self._profiles())
        return ReportView(
            language=self.language,
            title=clean(self.set.name.in_language(self.language)),
            period=period_text(self.result.record.period, self.language),
            illustrative=self.result.record.illustrative,
            notices=tuple(self._notices()),
            head=tuple(self._head()),
            score_name=name,
            score_heading=f"{name} ({scale.suffix})" if scale.suffix else name,
            suffix=scale.suffix,
            groups=tuple(self._group(ranking) for ranking in self.result.rankings),
            refused=tuple(self._refused_files()),
            other_findings=tuple(self._other_findings()),
            profiles=profiles,
            method=self._method(),
            provenance=self._provenance(),
            recognition=self.recognition,
        )

    def _notices(self) -> Iterator[Notice]:
        _, record = self._, self.result.record
        if record.illustrative:
            yield Notice(
                "illustrative",
                _("Số liệu minh họa – không phải số liệu thật"),
                _(
                    "Ít nhất một báo cáo đầu vào ghi rõ là số liệu bịa ra để thử; không dùng để đánh giá đơn vị nào."
                ),
            )
        if record.accepted_errors:
            yield Notice(
                "accepted_errors",
                _("Đã tính cả báo cáo còn lỗi"),
                _(
                    "Người lập chọn tính điểm cả những báo cáo còn lỗi; ô không đọc được tính như chưa báo cáo. "
                    "Kết quả này chưa đủ điều kiện công bố."
                ),
            )
        facts = tuple(self._reconstructed())
        if self.set.status is Status.RECONSTRUCTED:
            yield Notice(
                "reconstructed",
                _("Bộ chỉ tiêu có phần do suy ra – không thay cho văn bản gốc"),
                _(
                    "Phần có nguồn và phần suy ra được ghi riêng ở từng chỉ tiêu. Số mục có nguồn trên tổng số:"
                ),
                facts,
            )
        elif facts:
            yield Notice(
                "reconstructed",
                _("Một số mục của bộ chỉ tiêu do suy ra"),
                _("Số mục có nguồn trên tổng số:"),
                facts,
            )

    def _reconstructed(self) -> Iterator[Fact]:
        """Count what is confirmed of each kind of statement that has something reconstructed."""
        _, criteria = self._, tuple(self.set.indicators.values())
        kinds: tuple[tuple[str, list[Status]], ...] = (
            (_("Tên chỉ tiêu"), [item.status for item in criteria]),
            (_("Điểm tối đa"), [item.max_points_status for item in criteria]),
            (_("Phạm vi áp dụng"), [item.groups_status for item in criteria]),
            (_("Mục tiêu"), [item.target.status for item in criteria if item.target]),
            (_("Trụ cột gộp"), [item.status for item in self.set.composites]),
            (_("Mức độ"), [levels.status for levels in self._all_levels()]),
        )
        for title, statuses in kinds:
            confirmed = sum(status is Status.CONFIRMED for status in statuses)
            if confirmed < len(statuses):
                yield Fact(title, f"{confirmed}/{len(statuses)}")

    def _all_levels(self) -> Iterator[Levels]:
        for levels in (self.set.method.levels, *(group.levels for group in self.set.groups)):
            if levels is not None:
                yield levels

    def _head(self) -> Iterator[Fact]:
        _, record = self._, self.result.record
        if record.created_at:
            yield Fact(_("Lập"), self._moment(record.created_at))
        yield Fact(_("Số liệu"), label(StageUsed(record.stage), self.language))
        yield Fact(_("Bộ chỉ tiêu"), self._versioned(self.set.id, self.set.version))

    def _versioned(self, name: str, version: str) -> str:
        return self._("{id}, phiên bản {version}").format(id=name, version=version)

    def _moment(self, created_at: str) -> str:
        try:
            moment = dt.datetime.fromisoformat(created_at)
        except ValueError:
            return created_at
        return self._("{time}, {date}").format(
            time=f"{moment:%H:%M}", date=date_text(moment.date(), self.language)
        )

    # Rankings

    def _group(self, ranking: GroupRanking) -> GroupView:
        group = self.set.group(ranking.group)
        applied = self.applied.get(ranking.group, set())
        pillars = [code for code in self.set.pillars if code in applied]
        rows = tuple(self._ranked_row(entry, pillars) for entry in ranking.ranked)
        visible = {segment.slot for row in rows for segment in row.segments if segment.width}
        drawn = [code for slot, code in enumerate(self.members) if code in applied or slot in visible]
        return GroupView(
            code=group.code,
            name=group.name.in_language(self.language),
            facts=tuple(self._group_facts(ranking)),
            columns=tuple(Column(self.names[code], self._slot(code)) for code in pillars),
            legend=tuple(Column(self.names[code], self._slot(code)) for code in drawn),
            has_levels=self.set.levels_of(ranking.group) is not None,
            rows=rows,
            unranked=tuple(self._unranked_row(entry) for entry in ranking.unranked),
            notes=tuple(self._group_notes(ranking, rows, pillars)),
        )

    def _slot(self, node: str) -> int | None:
        return self.members.index(node) if node in self.members else None

    def _group_facts(self, ranking: GroupRanking) -> Iterator[Fact]:
        _ = self._
        silent = sum(entry.reason is UnrankedReason.NOT_SUBMITTED for entry in ranking.unranked)
        yield Fact(_("Được xếp hạng"), str(len(ranking.ranked)))
        yield Fact(_("Không xếp hạng"), str(len(ranking.unranked)))
        yield Fact(_("Trong đó chưa nộp"), str(silent))
        if ranking.ranked:
            scores = [entry.score for entry in ranking.ranked]
            chosen = (
                (_("Cao nhất"), max(scores)),
                (_("Trung vị"), median(scores)),
                (_("Thấp nhất"), min(scores)),
            )
            for title, score in chosen:
                yield Fact(title, score_text(round_half_up(score, self.digits), self.set, self.language))

    def _ranked_row(self, entry: Ranked, pillars: Sequence[str]) -> RankedRow:
        unit, scores = self.units[entry.unit], self.result.scores[entry.unit]
        return RankedRow(
            unit=entry.unit,
            name=clean(unit.name),
            short_name=clean(unit.short_name),
            rank=entry.rank,
            shares_rank=entry.shares_rank,
            pillars=tuple(self._share_cell(scores.nodes.get(code)) for code in pillars),
            segments=tuple(self._segments(scores)),
            earned=Cell(self.points(entry.earned), decimal_text(entry.earned, _KEY_PLACES)),
            attainable=Cell(self.plain(entry.attainable), decimal_text(entry.attainable, _KEY_PLACES)),
            score=Cell(number_text(entry.published, self.language, self.digits), decimal_text(entry.score)),
            level=self._level(entry.level, unit.group),
        )

    def _share_cell(self, score: NodeScore | None) -> Cell:
        if score is None or score.share is None:
            return Cell("—", "")
        return Cell(self.on_scale(score.share), decimal_text(score.share, _KEY_PLACES))

    def _segments(self, scores: UnitScores) -> Iterator[Segment]:
        total = scores.total
        end = _drawn(total.share or _ZERO)
        if not self.members:
            yield Segment(0, self._("Tổng điểm"), self.points(total.earned), _ZERO, end)
            return
        start = _ZERO
        for slot, code in enumerate(self.members):
            score = scores.nodes.get(code)
            if score is None or not (score.attainable or score.earned):
                continue
            points = self._counted_points(code, score)
            width = min(max(points / total.attainable, _ZERO), end - start)
            yield Segment(slot, self.names[code], self.points(points), start, width)
            start += width

    def _counted_points(self, code: str, score: NodeScore) -> Fraction:
        """Return what a member of the total gives it; not for totals that are no sums."""
        if self.set.total.aggregation is not Aggregation.WEIGHTED_MEAN:
            return score.earned
        weight = next(Fraction(member.weight) for member in self.set.total.members if member.node == code)
        return weight * (score.share or _ZERO)

    def _is_drawn_whole(self, scores: UnitScores) -> bool:
        """Tell whether the parts of a unit's bar are as long as their points: nothing taken off or left out."""
        parts = (scores.nodes.get(code) for code in self.members)
        below = any(part is not None and part.earned < 0 for part in parts)
        return not below and "cut_from" not in scores.total.how and 0 <= (scores.total.share or _ZERO) <= 1

    def _level(self, code: str | None, group: str) -> str:
        levels = self.set.levels_of(group)
        if code is None or levels is None:
            return ""
        return next(band.name.in_language(self.language) for band in levels.bands if band.code == code)

    def _unranked_row(self, entry: Unranked) -> UnrankedRow:
        unit, scores = self.units[entry.unit], self.result.scores.get(entry.unit)
        score = ""
        if scores is not None and scores.total.share is not None:
            published = round_half_up(scores.total.share * self.factor, self.digits)
            score = score_text(published, self.set, self.language)
        return UnrankedRow(
            unit=entry.unit,
            name=clean(unit.name),
            short_name=clean(unit.short_name),
            reason=clean(unranked_reason(entry, self.result, self.language)),
            score=score,
            refused=entry.reason is UnrankedReason.REFUSED,
            has_profile=scores is not None,
        )

    def _group_notes(
        self, ranking: GroupRanking, rows: Sequence[RankedRow], pillars: Sequence[str]
    ) -> Iterator[str]:
        _ = self._
        if not ranking.ranked:
            return
        left_out = [code for code in self.set.pillars if code not in pillars]
        absent = [code for code in left_out if not self.maxima.has_extra(code, ranking.group)]
        if absent:
            names = "; ".join(self.names[code] for code in absent)
            yield _("Nhóm này không có chỉ tiêu thuộc: {pillars}.").format(pillars=names)
        extra = [code for code in left_out if code not in absent]
        if extra:
            names = "; ".join(self.names[code] for code in extra)
            yield _(
                "Chỉ có điểm cộng, điểm trừ nên không có tỷ lệ và không thành cột: {pillars}; xem ở từng đơn vị."
            ).format(pillars=names)
        members = {member.node for member in self.set.total.members}
        is_added = self.set.total.aggregation not in NOT_ADDED and members == set(self.set.pillars)
        if self.set.pillars and not is_added:
            yield (
                _(
                    "Các trụ cột không phải là các phần cộng thành tổng, nên cộng các cột trụ cột không ra điểm; "
                    "thanh cơ cấu vẽ theo các phần của tổng."
                )
                if self.members
                else _(
                    "Các trụ cột không phải là các phần cộng thành tổng, nên cộng các cột trụ cột không ra điểm."
                )
            )
        if not all(self._is_drawn_whole(self.result.scores[entry.unit]) for entry in ranking.ranked):
            yield _(
                "Thanh cơ cấu dài bằng tổng điểm, trong khoảng từ 0 đến điểm tối đa: điểm trừ bớt ở cuối thanh, "
                "phần vượt điểm tối đa không vẽ."
            )
        if any(not cell.key for row in rows for cell in row.pillars):
            yield _("Dấu — là trụ cột không áp dụng cho đơn vị: không tính cả ở điểm đạt và điểm tối đa.")
        for upper, lower in pairwise(ranking.ranked):
            if upper.published == lower.published and upper.rank != lower.rank:
                yield self._same_but_apart(upper, lower)

    def _same_but_apart(self, upper: Ranked, lower: Ranked) -> str:
        """Say why two units with the same published score have different ranks."""
        _ = self._
        names = {"upper": self._label(upper.unit), "lower": self._label(lower.unit)}
        if self.set.method.rank_on is RankedOn.PUBLISHED or upper.score == lower.score:
            return _(
                "{upper} và {lower} bằng điểm; thứ hạng do so tiếp theo thứ tự ghi ở phần phương pháp."
            ).format(**names)
        digits = self._telling_digits(upper.score - lower.score)
        return _(
            "{upper} và {lower} cùng số công bố nhưng khác hạng, vì xếp theo điểm chưa làm tròn: "
            "{upper_score} và {lower_score}."
        ).format(
            upper_score=number_text(upper.score, self.language, digits),
            lower_score=number_text(lower.score, self.language, digits),
            **names,
        )

    def _telling_digits(self, difference: Fraction) -> int:
        """Return as many decimals as it takes to see a difference."""
        return next((n for n in range(self.digits, 12) if difference * 10**n >= 1), 12)

    def _label(self, unit: str) -> str:
        return clean(self.units[unit].label)

    # Findings

    def _refused_files(self) -> Iterator[FileView]:
        owners = {
            file: entry.unit
            for ranking in self.result.rankings
            for entry in ranking.unranked
            for file in entry.facts.get("files", "").split(", ")
        }
        by_file = defaultdict(list)
        for finding in self.result.findings:
            by_file[finding.origin.file].append(finding)
        for file in self.result.refused_files:
            owner = owners.get(file)
            yield FileView(
                clean(file),
                clean(self.units[owner].name) if owner in self.units else "",
                tuple(self._findings(by_file[file])),
            )

    def _findings(self, findings: Iterable[Finding]) -> Iterator[FindingView]:
        for finding in sorted(findings, key=lambda finding: finding.severity.order):
            text = answered_text(finding, self.language)
            yield FindingView(
                finding.severity.value,
                text.severity,
                finding.code,
                clean(place_text(finding, self.language)),
                text.title,
                text.message,
                text.fix,
            )

    def _owner(self, finding: Finding) -> str:
        return finding.unit or self.owners.get(finding.origin.file, "")

    def _other_findings(self) -> Iterator[FindingView]:
        """Give the findings that stand neither with a refused file nor in a profile nor as "not submitted"."""
        refused = set(self.result.refused_files)
        yield from self._findings(
            finding
            for finding in self.result.findings
            if finding.origin.file
            and finding.origin.file not in refused
            and self._owner(finding) not in self.result.scores
        )

    # Profiles

    def _profiles(self) -> Iterator[ProfileView]:
        of_units = defaultdict(list)
        refused = set(self.result.refused_files)
        for finding in self.result.findings:
            if finding.origin.file not in refused:
                of_units[self._owner(finding)].append(finding)
        for ranking in self.result.rankings:
            better: Ranked | None = None
            previous: Ranked | None = None
            for entry in ranking.ranked:
                if previous is not None and previous.rank != entry.rank:
                    better = previous
                previous = entry
                yield self._profile(entry, ranking, better, of_units[entry.unit])
            for left_out in ranking.unranked:
                if left_out.unit in self.result.scores:
                    yield self._profile(left_out, ranking, None, of_units[left_out.unit])

    def _profile(
        self,
        entry: Ranked | Unranked,
        ranking: GroupRanking,
        better: Ranked | None,
        findings: Sequence[Finding],
    ) -> ProfileView:
        unit, scores = self.units[entry.unit], self.result.scores[entry.unit]
        shares = shares_of_total(scores, self.set)
        shows_counted = TOTAL not in shares.wholes and any(
            shares.factors.get(code, _ZERO) != 1
            for code, score in scores.nodes.items()
            if code in self.set.indicators and counts_points(self.set.indicators[code], score)
        )
        source = self.sources.get(entry.unit, Origin(""))
        share = scores.total.share
        published = None if share is None else round_half_up(share * self.factor, self.digits)
        return ProfileView(
            unit=entry.unit,
            name=clean(unit.name),
            group=self.set.group(scores.group).name.in_language(self.language),
            rank=f"{entry.rank}/{len(ranking.ranked)}" if isinstance(entry, Ranked) else "",
            score="—" if published is None else score_text(published, self.set, self.language),
            facts=tuple(self._profile_facts(entry, ranking, unit, scores)),
            why=self._why(entry, better),
            losses=self._losses(scores, shares),
            pillars=tuple(self._pillar_rows(scores)),
            source=source_text(source),
            lines=tuple(self._lines(scores, shares, source, shows_counted=shows_counted)),
            total_earned=self.points(scores.total.earned),
            total_attainable=self.plain(scores.total.attainable),
            shows_counted=shows_counted,
            rounding_note=self._rounding_note(scores, shares),
            findings=tuple(self._findings(findings)),
            recognition=self.standings.get(entry.unit, ""),
        )

    def _profile_facts(
        self, entry: Ranked | Unranked, ranking: GroupRanking, unit: Unit, scores: UnitScores
    ) -> Iterator[Fact]:
        _ = self._
        yield Fact(_("Nhóm"), self.set.group(scores.group).name.in_language(self.language))
        if isinstance(entry, Ranked):
            place = (
                _("{rank} trên {count} đơn vị, đồng hạng")
                if entry.shares_rank
                else _("{rank} trên {count} đơn vị")
            )
            yield Fact(_("Hạng"), place.format(rank=entry.rank, count=len(ranking.ranked)))
            if entry.level is not None:
                yield Fact(_("Mức độ"), self._level(entry.level, scores.group))
        else:
            yield Fact(_("Hạng"), _("không xếp hạng"))
        points = _("{earned} trên {attainable}").format(
            earned=self.points(scores.total.earned), attainable=self.plain(scores.total.attainable)
        )
        yield Fact(_("Điểm đạt trên điểm tối đa áp dụng"), points)
        yield Fact(_("Mã đơn vị"), unit.code)

    def _why(self, entry: Ranked | Unranked, better: Ranked | None) -> str:
        _ = self._
        if isinstance(entry, Unranked):
            return clean(unranked_reason(entry, self.result, self.language))
        if better is None:
            return _("Đơn vị có điểm cao nhất nhóm.")
        gap = better.score - entry.score
        digits = self._telling_digits(gap) if gap > 0 else self.digits
        return _("Còn kém {gap} so với {better} ở hạng liền trên ({score}).").format(
            better=self._label(better.unit),
            score=score_text(better.published, self.set, self.language),
            gap=number_text(gap, self.language, digits),
        )

    def _losses(self, scores: UnitScores, shares: Shares) -> Losses | None:
        order = {code: position for position, code in enumerate(self.set.nodes)}
        lost = sorted(
            ((code, points) for code, points in shares.lost.items() if points > 0),
            key=lambda item: (-item[1], order[item[0]]),
        )
        if not lost:
            return None
        others = any(
            item.effect is not Effect.SCORE and scores.nodes[code].earned
            for code, item in self.set.indicators.items()
            if code in shares.factors
        )
        # Bonus and cuts make up for losses in the total, and nowhere else.
        total = sum(shares.lost.values(), _ZERO) if others else scores.total.attainable - scores.total.earned
        if total <= 0:
            return None
        most = lost[:MOST_LOSSES]
        printed = [round_half_up(points, self.point_digits) for _code, points in most]
        printed_total = round_half_up(total, self.point_digits)
        # The rest is what is left of the printed numbers, so that the column adds up on paper.
        rest = printed_total - sum(printed, Decimal(0))
        share = sum((points for _code, points in most), _ZERO) / total * 100
        return Losses(
            rows=tuple(
                LossRow(code, self.names[code], self.points(points))
                for (code, _lost), points in zip(most, printed, strict=True)
            ),
            rest=self.points(rest),
            total=self.points(printed_total),
            share=number_text(share, self.language, 0),
            note=self._("Kể cả điểm bị trừ; chưa kể điểm cộng và phần cắt theo giới hạn.") if others else "",
        )

    def _pillar_rows(self, scores: UnitScores) -> Iterator[PillarRow]:
        for code in self.set.pillars:
            score = scores.nodes.get(code)
            if score is None or score.share is None:
                continue
            middle, best = self.peers[scores.group, code]
            yield PillarRow(
                name=self.names[code],
                earned=self.points(score.earned),
                attainable=self.plain(score.attainable),
                own_text=self.on_scale(score.share),
                median_text=self.on_scale(middle),
                best_text=self.on_scale(best),
                own=_drawn(score.share),
                median=_drawn(middle),
                best=_drawn(best),
            )

    def _lines(
        self, scores: UnitScores, shares: Shares, source: Origin, *, shows_counted: bool
    ) -> Iterator[BranchRow | CriterionRow]:
        def walk(nodes: Sequence[Branch | Indicator], depth: int) -> Iterator[BranchRow | CriterionRow]:
            for node in nodes:
                score = scores.nodes.get(node.code)
                if score is None:
                    continue
                if isinstance(node, Indicator):
                    counted = shares.factors.get(node.code) if shows_counted else None
                    yield self._criterion(
                        scores.unit, node, score, counted, source, shows_counted=shows_counted
                    )
                else:
                    earned, attainable = self._earned_of(node.code, score, scores.group)
                    yield BranchRow(
                        name=self.names[node.code],
                        depth=depth,
                        how=self._made(node, score),
                        earned=earned,
                        attainable=attainable,
                    )
                    yield from walk(node.children, depth + 1)

        yield from walk(self.set.tree, 0)

    def _made(self, node: Branch, score: NodeScore) -> str:
        """Say how a branch came to its points, where it is not the plain sum of what stands below it."""
        _ = self._
        if node.aggregation is Aggregation.BEST:
            return _("lấy trường hợp cao nhất: {code}").format(code=score.how["taken"])
        if node.aggregation is not Aggregation.SUM:
            return self._way(node.aggregation)
        if "cut_from" in score.how:
            before = parse_exact(score.how["cut_from"])
            text = _("cộng lại {before}, chỉ tính {after} theo giới hạn")
            return text.format(before=self.signed_points(before), after=self.signed_points(score.earned))
        return ""

    def _aggregation(self, code: str) -> Aggregation:
        node = self.set.nodes[code]
        if isinstance(node, Composite):
            return node.roll_up.aggregation
        return node.aggregation if isinstance(node, Branch) else Aggregation.SUM

    def _way(self, aggregation: Aggregation) -> str:
        _ = self._
        match aggregation:
            case Aggregation.SUM:
                return _("cộng điểm")
            case Aggregation.BEST:
                return _("lấy trường hợp cao nhất")
            case Aggregation.WEIGHTED_MEAN:
                return _("trung bình có trọng số")
            case Aggregation.GEOMETRIC:
                return _("trung bình nhân")
            case Aggregation.HARMONIC:
                return _("trung bình điều hòa")
            case Aggregation.COPELAND:
                return _("so từng cặp đơn vị (Copeland)")

    def _earned_of(self, code: str, score: NodeScore, group: str) -> tuple[str, str]:
        """Write a node's points and its maximum; dashes where it has none, signs where it only adds or takes."""
        if score.attainable:
            return self.points(score.earned), self.plain(score.attainable)
        if score.treatment is Treatment.NOT_APPLICABLE or not self.maxima.has_extra(code, group):
            return "—", "—"
        return self.signed_points(score.earned), self.maxima.signed(code, group, self.language)

    def _criterion(
        self,
        unit: str,
        indicator: Indicator,
        score: NodeScore,
        factor: Fraction | None,
        source: Origin,
        *,
        shows_counted: bool,
    ) -> CriterionRow:
        used = self.result.observations.get((unit, indicator.code))
        figure = self._told(used, (unit, indicator.code))
        earned, attainable = self._earned_of(indicator.code, score, self.result.scores[unit].group)
        scored = score.treatment is Treatment.SCORED
        counted = ""
        if shows_counted:
            counted = "—" if factor is None else self.points(factor * score.earned)
        return CriterionRow(
            code=indicator.code,
            name=self.names[indicator.code],
            status=indicator.status.value,
            status_label=self.statuses[indicator.status],
            treatment=score.treatment.value,
            treatment_label="" if scored else treatment_label(score.treatment, self.language),
            figure=self._figure(figure, used, indicator),
            cell="" if figure is None else cell_text(figure.origin, source),
            verdict_cell="" if used is None or figure is used else cell_text(used.origin, source),
            target=self.targets[indicator.code],
            earned=earned,
            attainable=attainable,
            share=score.share,
            counted=counted,
            derivation=derivation(score, indicator, self.language),
            evidence="" if figure is None else clean(figure.evidence),
            explanation="" if figure is None else clean(figure.explanation),
        )

    def _figure(self, figure: Observation | None, used: Observation | None, indicator: Indicator) -> str:
        """Write a figure; of one that a verdict took the place of, why the unit gave none, if it gave none."""
        text = figure_text(figure, indicator, self.language)
        if text or figure is None or figure is used:
            return text
        return treatment_label(
            self.result.self_scores[figure.unit].nodes[indicator.code].treatment, self.language
        )

    def _told(self, used: Observation | None, key: tuple[str, str]) -> Observation | None:
        """Choose the figure that is shown: where a verdict left none, the one that the unit reported."""
        leaves_none = used is not None and (
            used.status is ObservationStatus.REJECTED or used.points is not None
        )
        return self.sent.get(key, used) if leaves_none else used

    def _rounding_note(self, scores: UnitScores, shares: Shares) -> str:
        """Say what lies between the printed criteria and the printed total; empty when they add up."""
        _ = self._
        if TOTAL in shares.wholes:
            text = _("Tổng điểm gộp theo cách: {how}; không phải là phép cộng các dòng ở trên.")
            return text.format(how=self._way(self.set.total.aggregation))
        found = add_up(scores, shares, self.point_digits)
        if found.rows == found.total:
            return ""
        at_nodes = self.set.method.rounding.node_points is not None
        facts = {"sum": self.points(found.rows), "difference": self.points(abs(found.rounding))}
        if found.wholes or found.cuts:
            stated = self._between(scores, found, at_nodes=at_nodes)
            return " ".join((_("Cộng các dòng chỉ tiêu ở trên được {sum}.").format(**facts), *stated))
        if at_nodes:
            text = _(
                "Cộng các số đã làm tròn ở trên được {sum}; chênh {difference} là do làm tròn ở từng phần và khi in."
            )
            return text.format(**facts)
        return _(
            "Cộng các số đã làm tròn ở trên được {sum}; chênh {difference} là do làm tròn khi in."
        ).format(**facts)

    def _between(self, scores: UnitScores, found: AddedUp, *, at_nodes: bool) -> Iterator[str]:
        """Give a sentence for each amount that is not among the rows."""
        _ = self._
        for code, points in found.wholes.items():
            text = _("“{node}” gộp theo cách: {how}, không phải là phép cộng các dòng của nó: {points}.")
            how = self._way(self._aggregation(code))
            yield text.format(node=self.names[code], how=how, points=self.signed_points(points))
        for code, points in found.cuts.items():
            change = self.signed_points(points)
            if code != TOTAL:
                text = _("“{node}” chỉ tính trong giới hạn: {points}.")
                yield text.format(node=self.names[code], points=change)
            elif points > 0:
                yield _("Tổng dưới 0 được tính là 0: {points}.").format(points=change)
            else:
                maximum = self.plain(scores.total.attainable)
                text = _("Tổng vượt điểm tối đa được cắt còn {maximum}: {points}.")
                yield text.format(maximum=maximum, points=change)
        if found.rounding:
            text = (
                _("Chênh do làm tròn ở từng phần và khi in: {points}.")
                if at_nodes
                else _("Chênh do làm tròn khi in: {points}.")
            )
            yield text.format(points=self.signed_points(found.rounding))

    def _target(self, indicator: Indicator) -> str:
        target = indicator.target
        if target is None:
            return ""
        sign = "≤" if indicator.direction is Direction.LOWER_IS_BETTER else "≥"
        facts = {"value": f"{sign} {self.plain(target.value)}", "status": self.statuses[target.status]}
        if target.year is None:
            return self._("{value} ({status})").format(**facts)
        return self._("{value} (năm {year}; {status})").format(year=target.year, **facts)

    # Method

    def _method(self) -> MethodView:
        description = self.set.description
        return MethodView(
            description=description.in_language(self.language) if description else "",
            statements=method_statements(self.set, self.language),
            groups=tuple(group.name.in_language(self.language) for group in self.set.groups),
            tree=tuple(self._tree()),
            criteria=tuple(self._criterion_view(item) for item in self.set.indicators.values()),
            legal_basis=tuple(
                LegalView(text.title, text.role, text.source, text.status.value, self.statuses[text.status])
                for text in self.set.legal_basis
            ),
        )

    def _tree(self) -> Iterator[TreeRow]:
        _ = self._

        def row(
            code: str, name: str, depth: int, chosen: Aggregation, status: Status | None, source: str
        ) -> TreeRow:
            return TreeRow(
                name=name,
                code=code,
                depth=depth,
                how=self._way(chosen),
                status=status.value if status else "",
                status_label=self.statuses[status] if status else "",
                source=source,
                per_group=tuple(
                    self.maxima.extent_text(code, group, self.language) for group in self.set.group_codes
                ),
            )

        def branches(nodes: Sequence[Branch | Indicator], depth: int) -> Iterator[TreeRow]:
            for node in nodes:
                if isinstance(node, Branch):
                    name = self.names[node.code]
                    yield row(node.code, name, depth, node.aggregation, node.status, node.source)
                    yield from branches(node.children, depth + 1)

        yield from branches(self.set.tree, 0)
        for item in self.set.composites:
            name = self.names[item.code]
            yield row(item.code, name, 0, item.roll_up.aggregation, item.status, item.source)
        yield row(TOTAL, _("Tổng điểm"), 0, self.set.total.aggregation, None, "")

    def _criterion_view(self, indicator: Indicator) -> CriterionView:
        _, names = self._, self.set.groups
        everybody = set(indicator.groups) == set(self.set.group_codes)
        groups = [g.name.in_language(self.language) for g in names if g.code in indicator.groups]
        doubtful = (
            (_("điểm tối đa"), indicator.max_points_status),
            (_("phạm vi áp dụng"), indicator.groups_status),
        )
        inferred = [what for what, status in doubtful if status is Status.RECONSTRUCTED]
        zero = indicator.zero_denominator
        return CriterionView(
            code=indicator.code,
            name=indicator.name.in_language(self.language),
            measure=tuple(self._measure(indicator)),
            rule=rule_text(indicator, self.language)
            if indicator.max_points
            else _("Không tính điểm, chỉ để theo dõi."),
            zero_denominator=_("Mẫu số bằng 0: {rule}.").format(rule=label(zero, self.language))
            if zero and indicator.max_points
            else "",
            target=self.targets[indicator.code],
            target_source=indicator.target.source if indicator.target else "",
            maximum=self._most(indicator),
            groups=_("mọi nhóm") if everybody else "; ".join(groups),
            status=indicator.status.value,
            status_label=self.statuses[indicator.status],
            reconstructed=_("Suy ra: {what}.").format(what=", ".join(inferred)) if inferred else "",
            source=indicator.source,
        )

    def _most(self, indicator: Indicator) -> str:
        most = self.plain(indicator.max_points)
        if indicator.effect is Effect.SCORE:
            return most
        return signed(most, -1 if indicator.effect is Effect.DEDUCTION else 1)

    def _measure(self, indicator: Indicator) -> Iterator[Fact]:
        _ = self._
        yield Fact(_("Đơn vị tính"), indicator.unit_of_measure.in_language(self.language))
        if indicator.numerator is not None:
            yield Fact(_("Tử số"), indicator.numerator.in_language(self.language))
        if indicator.denominator is not None:
            yield Fact(_("Mẫu số"), indicator.denominator.in_language(self.language))

    # Provenance

    def _provenance(self) -> ProvenanceView:
        _, record = self._, self.result.record
        used = self.result.unit_list
        counts = Counter(finding.severity for finding in self.result.findings)
        found = found_text(counts, self.language)
        refused = set(self.result.refused_files)
        return ProvenanceView(
            facts=(
                Fact(_("Lập lúc"), self._moment(record.created_at) if record.created_at else _("không ghi")),
                Fact(_("Chương trình"), f"cds-rank {record.tool_version}"),
                Fact(_("Bộ chỉ tiêu"), self._versioned(self.set.id, self.set.version)),
                Fact(_("Danh sách đơn vị"), self._versioned(used.id, used.version)),
                Fact(_("Phát hiện khi kiểm tra"), found),
                Fact(_("Tệp đã đọc"), str(len(record.inputs))),
                Fact(_("Tệp không được tính"), str(len(refused))),
            ),
            digests=(
                Fact(_("Kết quả"), self.sealed.digest),
                Fact(_("Bộ chỉ tiêu"), record.set_digest),
                Fact(_("Danh sách đơn vị"), used.digest),
            ),
            inputs=tuple(
                InputView(clean(file.name), self.plain(file.size), file.sha256, file.name in refused)
                for file in record.inputs
            ),
        )


def _usual_places(figures: Mapping[tuple[str, str], Observation]) -> dict[str, Origin]:
    """Return the file and sheet that most of each unit's figures are in, to be named once."""
    places: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for figure in figures.values():
        places[figure.unit][figure.origin.file, figure.origin.sheet] += 1
    return {unit: Origin(*counted.most_common(1)[0][0]) for unit, counted in places.items()}


def found_text(counts: Mapping[Severity, int], language: Language) -> str:
    """Say how many findings a result has; of the hints it keeps only those on units that sent nothing."""
    return translator(language)(
        "{errors} lỗi, {warnings} cảnh báo, {silent} đơn vị chưa nộp; các mục chỉ để người tổng hợp biết không đưa "
        "vào báo cáo"
    ).format(errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], silent=counts[Severity.INFO])


def _drawn(share: Fraction) -> Fraction:
    """Keep a share within what can be drawn: bonus and deductions carry it beyond."""
    return min(max(share, _ZERO), _ONE)


def source_text(origin: Origin) -> str:
    """Name a file and its sheet."""
    return clean(f"{origin.file} › {origin.sheet}" if origin.sheet else origin.file)


def cell_text(origin: Origin, common: Origin | None) -> str:
    """Name a cell; the file and sheet too, where they are not the usual ones."""
    if common is not None and (origin.file, origin.sheet) == (common.file, common.sheet):
        return clean(origin.cell)
    return clean(f"{origin.file} › {origin.sheet}!{origin.cell}")
