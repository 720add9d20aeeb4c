"""Where one group's units, indicators and nodes stand on the sheets of points and rankings."""

from dataclasses import dataclass
from functools import cached_property

from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Composite,
    Effect,
    Indicator,
)
from cds_rank.model.method import ImputedBy, MissingPolicy, Ties
from cds_rank.model.result import TOTAL, GroupRanking
from cds_rank.model.rule import PercentileRule, RankRule, RelativeRule
from cds_rank.reporting.workbook.paper import range_ref
from cds_rank.reporting.workbook.report import Report


@dataclass(frozen=True, slots=True)
class NodeColumns:
    """A node's columns on the sheet of points; a column is -1 where the method has no use for it."""

    earned: int
    attainable: int
    missing: int
    reported: int

    @property
    def last(self) -> int:
        """The rightmost of them."""
        return max(self.attainable, self.missing, self.reported)


@dataclass(frozen=True, slots=True)
class RankColumns:
    """Columns, on the sheet of points, from the total to the rank; -1 where the method has no use for one."""

    score: int
    published: int
    stands: int
    breakers: tuple[int, ...]
    key: int
    place: int
    first_of_place: int
    rank: int
    level: int


class GroupPlan:
    """Where one group's units, indicators and nodes stand.

    units: those scored, in the order of the ranking. Rows and columns count from 0.
    """

    def __init__(self, report: Report, ranking: GroupRanking, position: int) -> None:
        self._report, self._set = report, report.indicator_set
        self.ranking, self.position = ranking, position
        scored = report.result.scores
        self.units = tuple(entry.unit for entry in ranking.placements if entry.unit in scored)
        self.place = {unit: place for place, unit in enumerate(self.units)}
        self.indicators = self._set.indicators_for(ranking.group)
        self.first_input = 0  # set once the groups before are known

    @cached_property
    def indicator_places(self) -> dict[str, int]:
        """Each indicator's place among those of the group."""
        return {indicator.code: place for place, indicator in enumerate(self.indicators)}

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Nodes above indicators that exist for the group, parts before what is made of them, the total last."""
        found: dict[str, None] = {}

        def visit(code: str) -> bool:
            node = self._set.nodes[code]
            if isinstance(node, Indicator):
                return code in self.indicator_places
            parts = parts_of(node)
            exists = [visit(part) for part in parts]
            if any(exists):
                found.setdefault(code)
            return any(exists)

        for code in self._set.nodes:
            visit(code)
        return (*found, TOTAL)

    def exists(self, code: str) -> bool:
        """Tell whether a node exists for the group."""
        return code in self.indicator_places or code in self.columns

    @cached_property
    def values_shown(self) -> tuple[Indicator, ...]:
        """Indicators whose values are compared within the group, or stood in for from it."""
        by_group = {
            code
            for rule in self._set.method.imputations
            if rule.by is not ImputedBy.PREVIOUS
            for code in rule.indicators
        }
        return tuple(
            item for item in self.indicators if isinstance(item.rule, RelativeRule) or item.code in by_group
        )

    # --- the sheet of points

    @property
    def first_indicator(self) -> int:
        """Column of the first indicator, after code and name."""
        return 2

    @cached_property
    def columns(self) -> dict[str, NodeColumns]:
        """Columns of the nodes, by code."""
        method, column = self._set.method, self.first_indicator + len(self.indicators)
        made = {}
        for code in self.nodes:
            places: list[int] = []
            for wanted in (
                True,
                True,
                method.missing is MissingPolicy.UNRANKED,
                method.coverage is not None,
            ):
                places.append(column if wanted else -1)
                column += wanted
            made[code] = NodeColumns(*places)
        return made

    @cached_property
    def rank_columns(self) -> RankColumns:
        """Columns from the score to the rank."""
        method = self._set.method
        column = self.columns[TOTAL].last + 1
        is_ranked = self._set.group(self.ranking.group).ranked
        breakers = tuple(range(column + 3, column + 3 + len(method.tie_breakers))) if is_ranked else ()
        places = [column, column + 1, column + 2]  # always there: score, published, stands
        column += len(places) + len(breakers)
        for use in (
            is_ranked,
            is_ranked,
            is_ranked and method.ties is Ties.DENSE,
            is_ranked,
            self._set.levels_of(self.ranking.group) is not None,
        ):
            places.append(column if use else -1)
            column += use
        score, published, stands, key, place, first_of_place, rank, level = places
        return RankColumns(score, published, stands, breakers, key, place, first_of_place, rank, level)

    @cached_property
    def share_columns(self) -> dict[str, tuple[int, int]]:
        """Of parts that are compared pair by pair: the columns of their share and of whether they apply."""
        start = self.last_calculated + 1
        parts: dict[str, None] = {}
        for code in self.nodes:
            roll_up = self._set.total if code == TOTAL else getattr(self._set.nodes[code], "roll_up", None)
            if roll_up is not None and roll_up.aggregation is Aggregation.COPELAND:
                parts.update((member.node, None) for member in roll_up.members if self.exists(member.node))
        return {code: (start + 2 * place, start + 2 * place + 1) for place, code in enumerate(parts)}

    @cached_property
    def pillars(self) -> tuple[str, ...]:
        """Pillars in which some unit of the group can have points."""
        return self._report.pillars_of(self.ranking)

    @cached_property
    def pillar_columns(self) -> dict[str, int]:
        """Columns of the pillars' published scores."""
        ranks = self.rank_columns
        start = max(ranks.stands, ranks.key, ranks.place, ranks.rank, ranks.level, *ranks.breakers) + 1
        return {code: start + place for place, code in enumerate(self.pillars)}

    @property
    def last_calculated(self) -> int:
        """The last column before those that only Copeland's comparison needs."""
        ranks = self.rank_columns
        fixed = max(ranks.stands, ranks.key, ranks.place, ranks.rank, ranks.level, *ranks.breakers)
        return max([fixed, *self.pillar_columns.values()])

    @property
    def last_column(self) -> int:
        """The last column of the sheet of points."""
        return max([self.last_calculated, *(flag for _share, flag in self.share_columns.values())])

    @cached_property
    def depth(self) -> int:
        """Rows of the heading that name branches."""
        return max((len(path) for path in self.branches_above), default=0)

    @cached_property
    def branches_above(self) -> list[tuple[str, ...]]:
        """Each indicator's branches, the topmost first."""
        above: dict[str, tuple[str, ...]] = {}

        def walk(nodes: tuple[Branch | Indicator, ...], path: tuple[str, ...]) -> None:
            for node in nodes:
                if isinstance(node, Indicator):
                    above[node.code] = path
                else:
                    walk(node.children, (*path, node.code))

        walk(self._set.tree, ())
        return [above[indicator.code] for indicator in self.indicators]

    @property
    def points_heading(self) -> int:
        """First row of the heading of the sheet of points."""
        return self._report.table_row(0)

    @property
    def maxima_row(self) -> int:
        """Row of the maximum points, below the heading."""
        return self.points_heading + self.depth + 2

    @property
    def first_points(self) -> int:
        """Row of the first unit on the sheet of points."""
        return self.maxima_row + 1

    def points_row(self, unit: str) -> int:
        """Row of a unit on the sheet of points."""
        return self.first_points + self.place[unit]

    def column_range(self, column: int) -> str:
        """All units' cells of a column of the sheet of points, as that sheet writes them."""
        last = self.first_points + max(len(self.units), 1) - 1
        return range_ref((self.first_points, column), (last, column), absolute=True)


def parts_of(node: Branch | Composite) -> tuple[str, ...]:
    """Return the codes of the nodes that a node is made of."""
    if isinstance(node, Branch):
        return tuple(child.code for child in node.children)
    return tuple(member.node for member in node.roll_up.members)


def has_rounded_values(indicator: Indicator) -> bool:
    """Tell whether only the order of an indicator's values counts."""
    return isinstance(indicator.rule, RankRule | PercentileRule)


def counts_in_maximum(indicator: Indicator) -> bool:
    """Tell whether an indicator's maximum is part of what is attainable."""
    return indicator.effect is Effect.SCORE and bool(indicator.max_points)
