"""What formulas come to, from the sealed result: stored beside them, for programs that do not compute.

Where doubles would come to something else than the exact result, the cell is named here and holds the value alone.
"""

import math
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from cds_rank.model.indicator_set import Aggregation, Branch, Effect, Indicator, RollUp
from cds_rank.model.method import RankedOn
from cds_rank.model.quantity import parse_exact, round_half_up
from cds_rank.model.result import TOTAL, NodeScore, Ranked, Treatment, UnitScores
from cds_rank.model.rule import RelativeRule
from cds_rank.reporting.workbook.floats import (
    NEAR,
    as_compared,
    as_double,
    decimals_compared,
    is_near,
    may_be_near,
    quotient,
    rounds_alike,
)
from cds_rank.reporting.workbook.formulas import DOES_NOT_APPLY, bounds_of
from cds_rank.reporting.workbook.group_plan import GroupPlan, has_rounded_values, parts_of
from cds_rank.reporting.workbook.plan import Plan
from cds_rank.reporting.workbook.row_checks import RowCheck
from cds_rank.reporting.workbook.words import Words

_ZERO = Fraction(0)
_ABSENT = frozenset({Treatment.MISSING, Treatment.UNREADABLE})
_NOT_REPORTED = _ABSENT | {Treatment.IMPUTED}
Shown = float | str
Value = Fraction | Shown


class FigureValues(NamedTuple):
    """What the formulas of one figure's row come to.

    doubtful: names of the columns in which doubles would come to something else.
    """

    applies: str
    measured: Shown
    used: Shown
    share: Shown
    earned: Shown
    attainable: Shown
    absent: int
    reported: int
    doubtful: tuple[str, ...] = ()


class _Figures:
    """What the formulas of one indicator's figures come to."""

    def __init__(self, indicator: Indicator, words: Words, digits: int | None) -> None:
        """digits: to which the method rounds an indicator's points."""
        self._maximum, self._words, self._digits = indicator.max_points, words, digits
        self._bounds = [(bound, float(bound)) for bound in bounds_of(indicator)]
        self._is_needed = bool(indicator.max_points) and indicator.effect is not Effect.BONUS

    def values(self, score: NodeScore) -> FigureValues:
        """Work out what one figure's formulas come to."""
        how, treatment, words = score.how, score.treatment, self._words
        facts = frozenset(how)  # asking the facts themselves would write each of them as text
        text, is_number = _measured(score, facts, words)
        measured = as_double(text) if is_number else text
        used = as_double(how["stand_in"]) if "stand_in" in facts else measured
        applies = words.applies
        if "condition" in facts:
            applies = words.unsure if treatment is Treatment.MISSING else words.applies_not
        doubtful: tuple[str, ...] = ()
        if treatment is Treatment.NOT_APPLICABLE:
            share = earned = attainable = DOES_NOT_APPLY  # type: Shown
        else:
            earned, attainable = quotient(score.earned), quotient(score.attainable)
            share = as_double(how["share"]) if "share" in facts else 0.0
            if self._digits is not None and "exact_points" in facts:
                exact = parse_exact(how["exact_points"])
                if not rounds_alike(exact, self._digits):
                    doubtful += ("earned",)
        if self._bounds and "value" in facts and self._is_near_a_bound(how["value"]):
            doubtful += ("share",)
        if treatment is Treatment.AGGREGATED:  # a unit that was merged: there is no figure to compute from
            doubtful += ("share", "earned")
            share = quotient(abs(score.earned) / Fraction(self._maximum)) if self._maximum else 0.0
        return FigureValues(
            applies,
            measured,
            used,
            share,
            earned,
            attainable,
            int(self._is_needed and treatment in _ABSENT),
            int(treatment not in _NOT_REPORTED and "imputed_by" not in facts),
            doubtful,
        )

    def _is_near_a_bound(self, text: str) -> bool:
        value = as_double(text)
        return any(
            may_be_near(value, double) and is_near(parse_exact(text), bound) for bound, double in self._bounds
        )


def _measured(score: NodeScore, facts: Container[str], words: Words) -> tuple[str, bool]:
    """Return the measured value or a word for why there is none, and whether it is a number, written exactly."""
    how, treatment = score.how, score.treatment
    because = how["because"] if "because" in facts else ""
    if because == "not_held" or "condition" in facts:
        return words.unsure if treatment is Treatment.MISSING else words.not_applicable, False
    if "given" in facts:
        return words.given, False
    if because == "no_earlier":
        return words.no_earlier, False
    if "imputed_by" in facts:
        return words.missing, False
    if "value" in facts:
        return how["value"], True
    if "answer" in facts:
        return how["share"], True
    if "zero_denominator" in facts:
        return words.nothing, False
    word = {
        Treatment.MISSING: words.missing,
        Treatment.UNREADABLE: words.unreadable,
        Treatment.REJECTED: words.rejected,
        Treatment.NOTHING_TO_COUNT: words.nothing,
    }.get(treatment, words.not_applicable)
    return word, False


class StoredValues:
    """Values of every formula of a workbook."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.result = plan, plan.report.result
        digits, words = plan.set.method.rounding.indicator_points, plan.report.words
        self._close = frozenset[tuple[str, str]]().union(*map(self._close_values, plan.groups))
        self._figures = {
            code: _Figures(indicator, words, digits) for code, indicator in plan.set.indicators.items()
        }
        self._rankings = {group.position: RankValues(self, group) for group in plan.groups}

    def figure(self, unit: str, indicator: Indicator) -> FigureValues:
        """What a figure's row comes to."""
        code = indicator.code
        made = self._figures[code].values(self.result.scores[unit].nodes[code])
        if (unit, code) not in self._close or "share" in made.doubtful:
            return made
        return made._replace(doubtful=(*made.doubtful, "share"))

    def may_be_doubtful(self, indicator: Indicator) -> bool:
        """Tell whether doubles could come to something else for some figure of an indicator."""
        digits = self.plan.set.method.rounding.indicator_points
        return digits is not None or isinstance(indicator.rule, RelativeRule) or bool(bounds_of(indicator))

    def measured(self, unit: str, code: str) -> Fraction | str:
        """The value that is compared within the group, or a word for why there is none."""
        score = self.result.scores[unit].nodes[code]
        text, is_number = _measured(score, frozenset(score.how), self.plan.report.words)
        return parse_exact(text) if is_number else text

    def _close_values(self, group: GroupPlan) -> frozenset[tuple[str, str]]:
        """Find values of a group that lie closer to one another than doubles can tell."""
        found: set[tuple[str, str]] = set()
        for indicator in group.indicators:
            if not isinstance(indicator.rule, RelativeRule):
                continue
            values = sorted(
                (value, unit)
                for unit in group.units
                if isinstance(value := self._compared(unit, indicator.code), Fraction)
            )
            if has_rounded_values(indicator):
                for (one, unit), (other, next_unit) in pairwise(values):
                    if 0 < other - one < NEAR:
                        found |= {(unit, indicator.code), (next_unit, indicator.code)}
            elif values and 0 < values[-1][0] - values[0][0] < NEAR:
                found |= {(unit, indicator.code) for _value, unit in values}
        return frozenset(found)

    def _compared(self, unit: str, code: str) -> Value:
        how = self.result.scores[unit].nodes[code].how
        return parse_exact(how["value"]) if "value" in frozenset(how) else ""

    @cached_property
    def wrong_rows(self) -> dict[tuple[str, str], str]:
        """What is wrong with the rows that the check of reports would refuse, by unit and indicator."""
        found, figures = {}, self.result.observations
        for group in self.plan.groups:
            for indicator in group.indicators:
                if indicator.code in self.plan.left_out:
                    continue
                check = RowCheck(self.plan, indicator)
                for unit in group.units:
                    wrong = check.found(figures.get((unit, indicator.code)))
                    if wrong:
                        found[unit, indicator.code] = wrong
        return found

    # --- nodes

    def node(self, unit: str, code: str) -> tuple[Fraction, Fraction]:
        """Points earned and attainable at a node, 0 of 0 where it does not exist."""
        scores = self.result.scores[unit]
        score = scores.total if code == TOTAL else scores.nodes.get(code)
        return (_ZERO, _ZERO) if score is None else (score.earned, score.attainable)

    def doubtful_nodes(self, group: GroupPlan) -> Iterator[tuple[str, str]]:
        """Give the (unit, node) whose points doubles would round to something else."""
        digits = self.plan.set.method.rounding.node_points
        for code in group.nodes:
            rule = rule_of(self.plan, code)
            if rule.aggregation is Aggregation.COPELAND:
                if self._has_close_shares(group, [member.node for member in rule.members]):
                    yield from ((unit, code) for unit in group.units)
                continue
            if digits is None:
                continue
            for unit in group.units:
                raw = self._raw(unit, code, rule)
                if raw is not None and not rounds_alike(raw, digits):
                    yield unit, code

    def _has_close_shares(self, group: GroupPlan, codes: Sequence[str]) -> bool:
        for code in codes:
            shares = sorted(
                earned / attainable
                for unit in group.units
                if (points := self.node(unit, code))
                and (attainable := points[1])
                and (earned := points[0]) is not None
            )
            if any(0 < above - below < NEAR for below, above in pairwise(shares)):
                return True
        return False

    def _raw(self, unit: str, code: str, rule: Branch | RollUp) -> Fraction | None:
        """Points before the method rounds them; None for means that are rounded anyway."""
        weights = {}
        if isinstance(rule, RollUp):
            weights = {member.node: Fraction(member.weight) for member in rule.members}
            codes: Sequence[str] = [member.node for member in rule.members]
        else:
            codes = parts_of(rule)
        nodes = self.result.scores[unit].nodes
        parts = [nodes[part] for part in codes if part in nodes]
        counted = [(weights.get(part.node, part.attainable), part) for part in parts if part.attainable]
        match rule.aggregation:
            case Aggregation.SUM:
                return sum((part.earned for part in parts), _ZERO)
            case Aggregation.BEST:
                return max(part.earned for part in ([part for _w, part in counted] or parts))
            case Aggregation.WEIGHTED_MEAN:
                return sum((weight * part.earned / part.attainable for weight, part in counted), _ZERO)
            case _:
                return None

    # --- gaps

    def gaps(self, group: GroupPlan, unit: str) -> "Gaps":
        """What the unit did not report, node by node."""
        return Gaps(self.plan, group, self.result.scores[unit])

    # --- ranks

    def ranking(self, group: GroupPlan) -> "RankValues":
        """What the group's ranks come to."""
        return self._rankings[group.position]


def rule_of(plan: Plan, code: str) -> Branch | RollUp:
    """Return how a node above indicators is made of its parts."""
    if code == TOTAL:
        return plan.set.total
    node = plan.set.nodes[code]
    assert not isinstance(node, Indicator)  # has no parts
    return node if isinstance(node, Branch) else node.roll_up


class Gaps:
    """How much of one unit was not reported, below every node."""

    def __init__(self, plan: Plan, group: GroupPlan, scores: UnitScores) -> None:
        self._plan, self._group, self._scores = plan, group, scores
        self._missing: dict[str, int] = {}
        self._reported: dict[str, Fraction] = {}

    def _parts(self, code: str) -> list[str]:
        rule = rule_of(self._plan, code)
        codes = [m.node for m in rule.members] if isinstance(rule, RollUp) else list(parts_of(rule))
        return [part for part in codes if self._group.exists(part)]

    def missing(self, code: str) -> int:
        """How many figures that are needed were not reported; 0 where another case makes good."""
        if code not in self._missing:
            self._missing[code] = self._count_missing(code)
        return self._missing[code]

    def _count_missing(self, code: str) -> int:
        if code in self._group.indicator_places:
            indicator = self._plan.set.indicators[code]
            is_needed = bool(indicator.max_points) and indicator.effect is not Effect.BONUS
            return int(is_needed and self._scores.nodes[code].treatment in _ABSENT)
        parts = self._parts(code)
        if rule_of(self._plan, code).aggregation is Aggregation.BEST and any(
            self._scores.nodes[part].attainable and not self.missing(part) for part in parts
        ):
            return 0
        return sum(self.missing(part) for part in parts)

    def reported(self, code: str) -> Fraction:
        """How much of what applies was reported, 0 to 1."""
        if code not in self._reported:
            self._reported[code] = self._share_reported(code)
        return self._reported[code]

    def _share_reported(self, code: str) -> Fraction:
        nodes = self._scores.nodes
        if code in self._group.indicator_places:
            return Fraction(nodes[code].treatment not in _NOT_REPORTED)
        rule = rule_of(self._plan, code)
        parts = [part for part in self._parts(code) if nodes[part].attainable]
        if rule.aggregation is Aggregation.BEST:
            best = nodes[code].earned
            return max((self.reported(p) for p in parts if nodes[p].earned == best), default=Fraction(1))
        weights = {part: nodes[part].attainable for part in parts}
        if isinstance(rule, RollUp) and rule.aggregation is not Aggregation.SUM:
            weights = {m.node: Fraction(m.weight) for m in rule.members if m.node in weights}
        total = sum(weights.values(), _ZERO)
        if not total:
            return Fraction(1)
        return sum((weight * self.reported(part) for part, weight in weights.items()), _ZERO) / total


@dataclass(frozen=True, slots=True)
class RankLine:
    """What the formulas of one unit's score and rank come to; rank and place None for who is not ranked."""

    score: Fraction | None
    published: Fraction | None
    judged: Fraction | None
    breakers: tuple[Fraction | None, ...]
    place: int | None
    first_of_place: int
    rank: int | None
    level: str


class RankValues:
    """What a group's scores and ranks come to, and where doubles would come to something else."""

    def __init__(self, stored: StoredValues, group: GroupPlan) -> None:
        self._stored, self._group = stored, group
        self._method = stored.plan.set.method
        self._decimals = decimals_compared(self._method)
        self._ranked = {entry.unit: entry for entry in group.ranking.ranked}
        self._lines: dict[str, RankLine] = {}
        self._pillars: dict[tuple[str, str], tuple[Fraction | None, bool]] = {}
        self._factor = self._method.scale.factor.as_integer_ratio()

    @cached_property
    def places(self) -> dict[str, int]:
        """1 + how many units stand higher, for every ranked unit."""
        places: dict[str, int] = {}
        above: Ranked | None = None
        for position, entry in enumerate(self._group.ranking.ranked, start=1):
            tied = above is not None and above.rank == entry.rank
            places[entry.unit] = places[above.unit] if tied and above is not None else position
            above = entry
        return places

    def line(self, unit: str) -> RankLine:
        """One unit's values."""
        made = self._lines.get(unit)
        if made is None:
            made = self._lines[unit] = self._line(unit)
        return made

    def _line(self, unit: str) -> RankLine:
        method = self._method
        earned, attainable = self._stored.node(unit, TOTAL)
        score = self._scaled(earned, attainable)
        if score is None:
            return RankLine(None, None, None, self._breakers(unit), None, 0, None, DOES_NOT_APPLY)
        published = Fraction(round_half_up(score, method.rounding.published_score))
        judged = (
            published
            if method.rank_on is RankedOn.PUBLISHED
            else Fraction(round_half_up(score, self._decimals))
        )
        entry, place = self._ranked.get(unit), self.places.get(unit)
        first = place is not None and self._first_holders[place] == unit
        return RankLine(
            score, published, judged, self._breakers(unit), place, int(first),
            None if entry is None else entry.rank, self._level(score, published),
        )  # fmt: skip

    @cached_property
    def _first_holders(self) -> dict[int, str]:
        firsts: dict[int, str] = {}
        for unit in self._group.units:
            if unit in self.places:
                firsts.setdefault(self.places[unit], unit)
        return firsts

    def _breakers(self, unit: str) -> tuple[Fraction | None, ...]:
        if not self._group.rank_columns.breakers:
            return ()
        shares = []
        for code in self._method.tie_breakers:
            earned, attainable = self._stored.node(unit, code)
            share = earned / attainable if attainable else None
            shares.append(None if share is None else Fraction(round_half_up(share, self._decimals)))
        return tuple(shares)

    def _level(self, score: Fraction, published: Fraction) -> str:
        levels = self._stored.plan.set.levels_of(self._group.ranking.group)
        if levels is None:
            return ""
        judged = published if self._method.rank_on is RankedOn.PUBLISHED else score
        for band in levels.bands:
            reached = (band.at_least is not None and judged >= Fraction(band.at_least)) or (
                band.above is not None and judged > Fraction(band.above)
            )
            if reached:
                return band.name.in_language(self._stored.plan.report.language)
        return levels.bands[-1].name.in_language(self._stored.plan.report.language)

    @cached_property
    def doubtful_scores(self) -> frozenset[str]:
        """Units whose published score doubles may round to something else."""
        return frozenset(
            unit
            for unit in self._group.units
            if (score := self.line(unit).score) is not None and not self.is_safe(score)
        )

    def is_safe(self, score: Fraction) -> bool:
        """Tell whether doubles round a score as it is published."""
        return rounds_alike(score, self._method.rounding.published_score, self._decimals)

    def pillar(self, unit: str, code: str) -> tuple[Fraction | None, bool]:
        """Return a pillar's published score, and whether doubles round it so; None where nothing applies."""
        made = self._pillars.get((unit, code))
        if made is None:
            score = self._scaled(*self._stored.node(unit, code))
            published = score and Fraction(round_half_up(score, self._method.rounding.published_score))
            made = self._pillars[unit, code] = published, score is None or self.is_safe(score)
        return made

    def _scaled(self, earned: Fraction, attainable: Fraction) -> Fraction | None:
        """Bring points onto the set's scale."""
        if not attainable:
            return None
        (points, of), (most, of_most) = earned.as_integer_ratio(), attainable.as_integer_ratio()
        factor, of_factor = self._factor
        return Fraction(points * of_most * factor, of * most * of_factor)  # made once, not for each step

    @cached_property
    def doubtful_levels(self) -> frozenset[str]:
        """Units whose level doubles may take for another."""
        levels = self._stored.plan.set.levels_of(self._group.ranking.group)
        if levels is None or self._method.rank_on is RankedOn.PUBLISHED:
            return frozenset()
        bounds = [b for band in levels.bands for b in (band.at_least, band.above) if b is not None]
        return frozenset(
            unit
            for unit in self._group.units
            if (score := self.line(unit).score) is not None and any(is_near(score, bound) for bound in bounds)
        )

    @cached_property
    def doubtful_ranks(self) -> frozenset[str]:
        """Units whose place doubles may take for another: they lie too close to somebody else's score."""
        keys: dict[str, tuple[Fraction | None, ...]] = {unit: self._key(unit) for unit in self._ranked}
        together: dict[tuple[Fraction | None, ...], list[str]] = defaultdict(list)
        for unit, key in keys.items():
            together[key].append(unit)
        doubtful: set[str] = set()
        for units in together.values():
            places = {self.places[unit] for unit in units}
            if len(places) > 1:  # apart in fractions, the same in doubles
                doubtful |= set(units)
        doubtful |= self._wavering()
        return frozenset(doubtful)

    def _key(self, unit: str) -> tuple[Fraction | None, ...]:
        line = self.line(unit)
        return line.judged, *line.breakers

    def _wavering(self) -> set[str]:
        """Units whose score doubles may round to either side, where somebody else's score is the same or the next."""
        if self._method.rank_on is RankedOn.PUBLISHED:
            return set()
        found: set[str] = set()
        near = Fraction(2, 10**self._decimals)
        for above, below in pairwise(self._group.ranking.ranked):
            if above.score - below.score <= near:
                compared = [as_compared(entry.score, self._decimals) for entry in (above, below)]
                if None in compared:
                    found |= {above.unit, below.unit}
        return found


def stored_statistics(values: Sequence[Value], deviation: str) -> dict[str, float | str]:
    """Work out count, lowest, highest, mean, deviation and median of those values that are numbers.

    deviation: "population", "sample", or empty where nobody needs it.
    """
    numbers = sorted(value for value in values if isinstance(value, Fraction))
    count = len(numbers)
    if not count:
        return {"count": 0.0} | dict.fromkeys(
            ("lowest", "highest", "mean", "deviation", "median"), DOES_NOT_APPLY
        )
    mean = sum(numbers, _ZERO) / count
    squares = float(sum(((value - mean) ** 2 for value in numbers), _ZERO))
    divisor = count - (deviation == "sample")
    return {
        "count": float(count),
        "lowest": float(numbers[0]),
        "highest": float(numbers[-1]),
        "mean": float(mean),
        "deviation": math.sqrt(squares / divisor) if deviation and divisor else DOES_NOT_APPLY,
        "median": float((numbers[count // 2] + numbers[~(count // 2)]) / 2),
    }
