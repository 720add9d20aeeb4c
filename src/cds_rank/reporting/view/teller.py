"""Words and numbers of one result in one language, which every part of a report is made of."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Composite,
    Effect,
    Indicator,
    IndicatorSet,
)
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.quantity import Number, round_half_up
from cds_rank.model.result import (
    NodeScore,
    Result,
    Treatment,
)
from cds_rank.model.rule import Direction
from cds_rank.model.text import Names, in_language, is_in_language
from cds_rank.model.unit import Status
from cds_rank.reporting.adding_up import NOT_ADDED
from cds_rank.reporting.maxima import Maxima
from cds_rank.reporting.sentences import (
    figure_text,
    signed,
    status_label,
    treatment_label,
)
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.choices import Choice, choices_of, excused
from cds_rank.reporting.view.recognition import make_recognition, standing_text
from cds_rank.reporting.view.spreads import Spread, spreads_of
from cds_rank.reporting.view.values import SourceText
from cds_rank.wording.language import Language, Translate, translator
from cds_rank.wording.numbers import moment_text, number_text, with_sign

MOST_SEGMENTS = 12
"""A total made of more parts than this is drawn as one plain bar."""
MOST_LOSSES = 3
_ONE = Fraction(1)
_ZERO = Fraction(0)
# Control and direction marks: in a name they can only make another name of it.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


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


def _usual_places(figures: Mapping[tuple[str, str], Observation]) -> dict[str, Origin]:
    """Return the file and sheet that most of each unit's figures are in, to be named once."""
    places: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for figure in figures.values():
        places[figure.unit][figure.origin.file, figure.origin.sheet] += 1
    return {unit: Origin(*counted.most_common(1)[0][0]) for unit, counted in places.items()}


def in_size(numbers: Iterable[Fraction]) -> list[Fraction]:
    """Sort numbers, the smallest first."""
    # Quotients of whole numbers are rounded alike, so that only equal ones need the exact comparison.
    return sorted(numbers, key=lambda number: (number.numerator / number.denominator, number))


def middle(ordered: Sequence[Fraction]) -> Fraction:
    """Return the median of numbers in order: the one in the middle, or halfway between the two."""
    upper, lower = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (upper + lower) / 2


def drawn(share: Fraction) -> Fraction:
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


class Teller:
    """Names, points and places of one result, in one language."""

    def __init__(self, story: Story) -> None:
        sealed, language = story.sealed, story.language
        self.story = story
        self.sealed = sealed
        self.result: Result = sealed.result
        self.set: IndicatorSet = sealed.result.indicator_set
        self.language: Language = language
        self.translate: Translate = translator(language)
        self._written: dict[tuple[int, int], str] = {}
        self._plain: dict[tuple[int, int], str] = {}
        self._printed: dict[tuple[int, int], Decimal] = {}
        self._figures: dict[tuple[str, str], str] = {}
        self._excused: dict[str, frozenset[str]] = {}
        self.units = self.result.unit_list.by_code
        self.unit_names = {code: clean(unit.name) for code, unit in self.units.items()}
        self.unit_labels = {code: clean(unit.label) for code, unit in self.units.items()}
        method = self.set.method
        self.digits = method.rounding.published_score
        self.factor = Fraction(method.scale.factor)
        self.point_digits = point_digits(self.result)
        self.names = {code: node.name.in_language(language) for code, node in self.set.nodes.items()}
        self.statuses = {status: status_label(status, language) for status in Status}
        self.targets = {code: self.target(item) for code, item in self.set.indicators.items()}
        self.maxima = Maxima(self.set)
        self.applied = self._applied_nodes()
        self.members = self._members()
        # A review workbook may speak of many units; what a unit sent is its own.
        self.sent = self.result.self_observations or self.result.observations
        self.sources = _usual_places(self.sent)
        self.owners = {origin.file: unit for unit, origin in self.sources.items()}
        self.recognition = make_recognition(self.result, language)
        groups = self.recognition.groups if self.recognition else ()
        self.standings = {s.unit: standing_text(s, language) for group in groups for s in group.standings}

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The branches of which the best case counts."""
        return choices_of(self.set)

    def excused(self, unit: str) -> frozenset[str]:
        """Return the criteria that a scored unit left empty because it reported another case instead."""
        if unit not in self._excused:
            self._excused[unit] = excused(self.result.scores[unit], self.choices)
        return self._excused[unit]

    @cached_property
    def spreads(self) -> dict[tuple[str, str], Spread]:
        """How the scored units are spread at every criterion; by group and criterion."""
        scored = (self.result.scores[code] for code in self.units if code in self.result.scores)
        return spreads_of(scored, self.set.indicators)

    @cached_property
    def is_unreviewed(self) -> bool:
        """Whether verified figures would count, and there is none."""
        result = self.result
        if result.reviews or StageUsed(result.record.stage) is not StageUsed.FINAL:
            return False
        return all(figure.stage is Stage.SELF_ASSESSED for figure in result.observations.values())

    @cached_property
    def peers(self) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
        """The median and the best share of every pillar in every group, of all units scored."""
        shares: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
        for scores in self.result.scores.values():
            for code in self.set.pillars:
                node = scores.nodes.get(code)
                if node is not None and (share := node.share) is not None:
                    shares[scores.group, code].append(share)
        ordered = {key: in_size(found) for key, found in shares.items()}
        return {key: (middle(found), found[-1]) for key, found in ordered.items()}

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
        """Write points with the decimals that points have in this result."""
        # A fraction's own hash costs more than writing most of them.
        ratio = points.as_integer_ratio()
        text = self._written.get(ratio)
        if text is None:
            text = number_text(points, self.language, self.point_digits)
            text = self._written[ratio] = signed(text, points) if points < 0 else text
        return text

    def printed(self, points: Number) -> Decimal:
        """Return points as they are printed, to count with."""
        ratio = points.as_integer_ratio()
        found = self._printed.get(ratio)
        if found is None:
            found = self._printed[ratio] = round_half_up(points, self.point_digits)
        return found

    def plain(self, number: Number) -> str:
        """Write a number with as many decimals as it has."""
        ratio = number.as_integer_ratio()
        text = self._plain.get(ratio)
        if text is None:
            text = self._plain[ratio] = number_text(number, self.language)
        return text

    def signed_points(self, points: Number) -> str:
        """Write points with their sign."""
        return signed(self.points(points), points)

    def points_of(self, indicator: Indicator, points: Number) -> str:
        """Write points of an indicator: with their sign where they add to the total or are taken from it."""
        return self.points(points) if indicator.effect is Effect.SCORE else self.signed_points(points)

    def on_scale(self, share: Fraction) -> str:
        """Write a share on the scale of the published score."""
        return number_text(share * self.factor, self.language, self.digits)

    def level(self, code: str | None, group: str) -> str:
        """Name a level of a group; empty where there is none."""
        levels = self.set.levels_of(group)
        if code is None or levels is None:
            return ""
        return next(band.name.in_language(self.language) for band in levels.bands if band.code == code)

    def label_of(self, unit: str) -> str:
        """Name a unit by its code: the short name where it has one."""
        return self.unit_labels[unit]

    def told(self, unit: str, code: str) -> Observation | None:
        """Choose the figure that is shown: where a verdict left none, the one that the unit reported."""
        used = self.result.observations.get((unit, code))
        leaves_none = used is not None and (
            used.status is ObservationStatus.REJECTED or used.points is not None
        )
        return self.sent.get((unit, code), used) if leaves_none else used

    def figure(self, unit: str, indicator: Indicator) -> str:
        """Write a figure; of one that a verdict took the place of, why the unit gave none, if it gave none."""
        key = (unit, indicator.code)
        text = self._figures.get(key)
        if text is None:
            told = self.told(*key)
            text = figure_text(told, indicator, self.language)
            if not text and told is not None and told is not self.result.observations.get(key):
                claimed = self.result.self_scores[unit].nodes[indicator.code]
                text = treatment_label(claimed.treatment, self.language)
            self._figures[key] = text
        return text

    def way(self, aggregation: Aggregation) -> str:
        """Say how a node is put together."""
        _ = self.translate
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

    def aggregation(self, code: str) -> Aggregation:
        """Tell how a node is put together."""
        node = self.set.nodes[code]
        if isinstance(node, Composite):
            return node.roll_up.aggregation
        return node.aggregation if isinstance(node, Branch) else Aggregation.SUM

    def telling_digits(self, difference: Fraction) -> int:
        """Return as many decimals as it takes to see a difference."""
        return next((n for n in range(self.digits, 12) if difference * 10**n >= 1), 12)

    def earned_of(self, code: str, score: NodeScore, group: str) -> tuple[str, str]:
        """Write a node's points and its maximum; dashes where it has none, signs where it only adds or takes."""
        if score.attainable:
            return self.points(score.earned), self.plain(score.attainable)
        if score.treatment is Treatment.NOT_APPLICABLE or not self.maxima.has_extra(code, group):
            return "—", "—"
        return self.signed_points(score.earned), self.maxima.signed(code, group, self.language)

    def said(self, text: str | Names) -> SourceText:
        """Give a text of the set in the report's language; where it has none, in Vietnamese and marked so."""
        lang = "" if is_in_language(text, self.language) else "vi"
        return SourceText(in_language(text, self.language), lang)

    def target(self, indicator: Indicator) -> str:
        """Write what an indicator aims at, with year and status; empty where it aims at nothing."""
        _ = self.translate
        target = indicator.target
        if target is None:
            return ""
        sign = "≤" if indicator.direction is Direction.LOWER_IS_BETTER else "≥"
        unit = indicator.unit_of_measure.in_language(self.language)
        value = with_sign(self.plain(target.value), unit, self.language)
        facts = {"value": f"{sign} {value}", "status": self.statuses[target.status]}
        if target.year is None:
            return _("{value} ({status})").format(**facts)
        return _("{value} (năm {year}; {status})").format(year=target.year, **facts)

    def versioned(self, name: str, version: str) -> str:
        """Write an id with its version."""
        _ = self.translate
        return _("{id}, phiên bản {version}").format(id=name, version=version)

    def moment(self, created_at: str) -> str:
        """Write a moment of ISO 8601 as time and date; the text itself when it is not one."""
        return moment_text(created_at, self.language)

    def owner(self, finding: Finding) -> str:
        """Return the code of the unit that a finding belongs to; empty when nobody knows."""
        return finding.unit or self.owners.get(finding.origin.file, "")
