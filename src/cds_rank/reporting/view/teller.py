"""Words and numbers of one result in one language, which every part of a report is made of."""

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from statistics import median

from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Composite,
    Indicator,
    IndicatorSet,
)
from cds_rank.model.observation import Observation, Origin
from cds_rank.model.quantity import Number
from cds_rank.model.result import (
    NodeScore,
    Result,
    Treatment,
)
from cds_rank.model.rule import Direction
from cds_rank.model.unit import Status
from cds_rank.reporting.adding_up import NOT_ADDED
from cds_rank.reporting.maxima import Maxima
from cds_rank.reporting.sentences import (
    signed,
    status_label,
)
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.recognition import make_recognition, standing_text
from cds_rank.wording.language import Language, Translate, translator
from cds_rank.wording.numbers import date_text, number_text

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
        self.units = {unit.code: unit for unit in self.result.unit_list.units}
        method = self.set.method
        self.digits = method.rounding.published_score
        self.factor = Fraction(method.scale.factor)
        self.point_digits = point_digits(self.result)
        self.names = {code: node.name.in_language(language) for code, node in self.set.nodes.items()}
        self.statuses = {status: status_label(status, language) for status in Status}
        self.targets = {code: self.target(item) for code, item in self.set.indicators.items()}
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
        """Write points with the decimals that points have in this result."""
        text = number_text(points, self.language, self.point_digits)
        return signed(text, points) if points < 0 else text

    def plain(self, number: Number) -> str:
        """Write a number with as many decimals as it has."""
        return number_text(number, self.language)

    def signed_points(self, points: Number) -> str:
        """Write points with their sign."""
        return signed(self.points(points), points)

    def on_scale(self, share: Number) -> str:
        """Write a share on the scale of the published score."""
        return number_text(Fraction(share) * self.factor, self.language, self.digits)

    def level(self, code: str | None, group: str) -> str:
        """Name a level of a group; empty where there is none."""
        levels = self.set.levels_of(group)
        if code is None or levels is None:
            return ""
        return next(band.name.in_language(self.language) for band in levels.bands if band.code == code)

    def label_of(self, unit: str) -> str:
        """Name a unit by its code: the short name where it has one."""
        return clean(self.units[unit].label)

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

    def target(self, indicator: Indicator) -> str:
        """Write what an indicator aims at, with year and status; empty where it aims at nothing."""
        _ = self.translate
        target = indicator.target
        if target is None:
            return ""
        sign = "≤" if indicator.direction is Direction.LOWER_IS_BETTER else "≥"
        facts = {"value": f"{sign} {self.plain(target.value)}", "status": self.statuses[target.status]}
        if target.year is None:
            return _("{value} ({status})").format(**facts)
        return _("{value} (năm {year}; {status})").format(year=target.year, **facts)

    def versioned(self, name: str, version: str) -> str:
        """Write an id with its version."""
        _ = self.translate
        return _("{id}, phiên bản {version}").format(id=name, version=version)

    def moment(self, created_at: str) -> str:
        """Write a moment of ISO 8601 as time and date; the text itself when it is not one."""
        _ = self.translate
        try:
            moment = dt.datetime.fromisoformat(created_at)
        except ValueError:
            return created_at
        return _("{time}, {date}").format(
            time=f"{moment:%H:%M}", date=date_text(moment.date(), self.language)
        )

    def owner(self, finding: Finding) -> str:
        """Return the code of the unit that a finding belongs to; empty when nobody knows."""
        return finding.unit or self.owners.get(finding.origin.file, "")
