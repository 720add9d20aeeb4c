"""The formulas of one group's points above indicators: nodes, total, score and rank, on the sheet of points."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from cds_rank.model.indicator_set import Aggregation, Branch, Composite, Indicator, RollUp
from cds_rank.model.method import Beyond, Levels, MissingPolicy, RankedOn, Ties
from cds_rank.model.result import TOTAL
from cds_rank.reporting.workbook.figure_formulas import OWN
from cds_rank.reporting.workbook.floats import decimals_compared
from cds_rank.reporting.workbook.formulas import (
    DOES_NOT_APPLY,
    LONGEST,
    compared,
    literal,
    number,
    rounded,
)
from cds_rank.reporting.workbook.group_plan import GroupPlan, counts_in_maximum, parts_of
from cds_rank.reporting.workbook.plan import Plan

LOWEST = "-1E+9"
"""The key of who is not ranked: below every score."""
_NOT_THERE = "-1E+9"
"""A share that does not exist: below every one that does."""
_NOTHING = literal(DOES_NOT_APPLY)
MOST_COMPARED = 1000
"""Units that Copeland's formula compares pair by pair; with more a change would take minutes."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a node: formulas of its points earned, as a number, and attainable ("0" where it never is any)."""

    code: str
    earned: str
    attainable: str
    weight: str


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Put places together into runs of neighbours: 3, 4, 5, 8 gives (3, 5), (8, 8)."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


class NodeFormulas:
    """Formulas of a group's row; `OWN` stands for the row's number."""

    def __init__(self, plan: Plan, group: GroupPlan) -> None:
        self._plan, self._group, self._set = plan, group, plan.set
        self._method = plan.set.method
        self.decimals = decimals_compared(self._method)

    def _at(self, column: int) -> str:
        return f"{xl_col_to_name(column)}{OWN}"

    def _indicator_column(self, code: str) -> int:
        return self._group.first_indicator + self._group.indicator_places[code]

    # --- points

    def raw(self, code: str) -> str | None:
        """Points earned at a node before the method rounds or cuts them; None where that is no formula."""
        rule = self._rule(code)
        parts = self._parts(code)
        aggregation = rule.aggregation
        if aggregation is Aggregation.SUM:
            made: str | None = self._sum(code)
        elif aggregation is Aggregation.BEST:
            made = self._best(parts)
        elif aggregation is Aggregation.COPELAND:
            made = self._copeland(code, parts)
        else:
            made = self._mean(rule, parts)
        return made if made is not None and len(made) < LONGEST else None

    def earned(self, code: str) -> str | None:
        """Points earned at a node."""
        raw, digits = self.raw(code), self._method.rounding.node_points
        if raw is None:
            return None
        if digits is not None:
            attainable = self._at(self._group.columns[code].attainable)
            points = rounded(raw, digits)
            # 2.5 of 2.5 is not 3
            raw = f"IF({compared(f'{raw}-{attainable}')}<=0,MIN({points},{attainable}),{points})"
            if len(raw) > LONGEST:
                return None
        node = None if code == TOTAL else self._set.nodes[code]
        if isinstance(node, Branch) and node.at_most is not None:
            limit = number(node.at_most)
            raw = f"MAX(-{limit},MIN({limit},{raw}))"
        return self._within_scale(raw) if code == TOTAL else raw

    def _within_scale(self, points: str) -> str:
        extra, attainable = self._method.extra_points, self._at(self._group.columns[TOTAL].attainable)
        if extra is not None and extra.above_maximum is Beyond.CUT:
            points = f"MIN({points},{attainable})"
        if extra is not None and extra.below_zero is Beyond.CUT:
            points = f"MAX({points},0)"
        return points

    def attainable(self, code: str) -> str:
        """Points attainable at a node."""
        rule, parts = self._rule(code), self._parts(code)
        if not parts:
            return "0"
        if isinstance(rule, Branch) or rule.aggregation is Aggregation.SUM:
            if rule.aggregation is Aggregation.BEST:
                return f"MAX({','.join(part.attainable for part in parts)})"
            return self._sum_attainable(code)
        return (
            "+".join(f"IF({part.attainable}>0,{part.weight},0)" for part in parts if part.attainable != "0")
            or "0"
        )

    def _rule(self, code: str) -> Branch | RollUp:
        if code == TOTAL:
            return self._set.total
        node = self._set.nodes[code]
        assert not isinstance(node, Indicator)  # indicators have a rule of their own
        return node.roll_up if isinstance(node, Composite) else node

    def _codes(self, code: str) -> list[str]:
        """Parts of a node that exist for the group, one as often as it counts."""
        if code == TOTAL:
            codes = tuple(member.node for member in self._set.total.members)
        else:
            node = self._set.nodes[code]
            assert not isinstance(node, Indicator)  # has no parts
            codes = parts_of(node)
        return [part for part in codes if self._group.exists(part)]

    def _parts(self, code: str) -> list[_Part]:
        rule = self._rule(code)
        weights: dict[str, Fraction] = {}
        if isinstance(rule, RollUp):
            weights = {member.node: Fraction(member.weight) for member in rule.members}
        return [
            _Part(
                part,
                self.points_of(part),
                attainable := self.maximum_of(part),
                number(weights[part]) if part in weights else attainable,
            )
            for part in self._codes(code)
        ]

    def points_of(self, code: str) -> str:
        """A node's points as a number, 0 where it does not apply."""
        if code in self._group.indicator_places:
            return f"N({self._at(self._indicator_column(code))})"
        return self._at(self._group.columns[code].earned)

    def maximum_of(self, code: str) -> str:
        """A node's points attainable."""
        if code in self._group.indicator_places:
            indicator = self._set.indicators[code]
            if not counts_in_maximum(indicator):
                return "0"
            return f"(ISNUMBER({self._at(self._indicator_column(code))})*{number(indicator.max_points)})"
        return self._at(self._group.columns[code].attainable)

    def _columns_of(self, codes: Sequence[str], *, attainable: bool) -> tuple[list[int], list[int]]:
        """Split parts into columns of indicators and columns of nodes."""
        own, above = [], []
        for code in codes:
            if code in self._group.indicator_places:
                if not attainable or counts_in_maximum(self._set.indicators[code]):
                    own.append(self._indicator_column(code))
            else:
                columns = self._group.columns[code]
                above.append(columns.attainable if attainable else columns.earned)
        return own, above

    def _sum(self, code: str) -> str:
        own, above = self._columns_of(self._codes(code), attainable=False)
        stretches = [self._stretch(first, last) for first, last in self._separate(own)]
        terms = [*stretches, *(self._at(column) for column in above)]
        if not terms:
            return "0"
        # SUM takes no more than 255 arguments.
        return "+".join(f"SUM({','.join(terms[i : i + 200])})" for i in range(0, len(terms), 200))

    @staticmethod
    def _separate(columns: list[int]) -> list[tuple[int, int]]:
        """Runs of neighbours; what is counted twice stands twice."""
        found: list[tuple[int, int]] = []
        left = list(columns)
        while left:
            once = sorted(set(left))
            found += runs(once)
            for column in once:
                left.remove(column)
        return found

    def _stretch(self, first: int, last: int) -> str:
        return self._at(first) if first == last else f"{self._at(first)}:{self._at(last)}"

    def _sum_attainable(self, code: str) -> str:
        own, above = self._columns_of(self._codes(code), attainable=True)
        row = self._group.maxima_row + 1
        terms = []
        for first, last in self._separate(own):
            top = f"{xl_col_to_name(first)}${row}:{xl_col_to_name(last)}${row}"
            if first == last:
                terms.append(f"ISNUMBER({self._at(first)})*{xl_col_to_name(first)}${row}")
            else:
                terms.append(f"SUMPRODUCT(--ISNUMBER({self._stretch(first, last)}),{top})")
        terms += [self._at(column) for column in above]
        return "+".join(terms) or "0"

    def _best(self, parts: Sequence[_Part]) -> str:
        points = ",".join(part.earned for part in parts)
        maxima = ",".join(part.attainable for part in parts)
        cases = ",".join(f"IF({part.attainable}>0,{part.earned},{LOWEST})" for part in parts)
        return f"IF(MAX({maxima})=0,MAX({points}),MAX({cases}))"

    def _mean(self, rule: Branch | RollUp, parts: Sequence[_Part]) -> str:
        counted = [part for part in parts if part.attainable != "0"]
        if not counted:
            return self._sum_of(parts) if isinstance(rule, Branch) else "0"
        total = "(" + "+".join(f"IF({part.attainable}>0,{part.weight},0)" for part in counted) + ")"
        terms = []
        for part in counted:
            share = f"{part.earned}/{part.attainable}"
            if rule.lowest_share is not None:
                share = f"MAX({number(rule.lowest_share)},{share})"
            term = {
                Aggregation.WEIGHTED_MEAN: f"{part.weight}*{share}",
                Aggregation.GEOMETRIC: f"{part.weight}*LN({share})",
                Aggregation.HARMONIC: f"{part.weight}/({share})",
            }[rule.aggregation]
            terms.append(f"IF({part.attainable}>0,{term},0)")
        parts_sum = "+".join(terms)
        made = {
            Aggregation.WEIGHTED_MEAN: f"({parts_sum})",
            Aggregation.GEOMETRIC: f"ROUND(EXP(({parts_sum})/{total}),12)*{total}",
            Aggregation.HARMONIC: f"{total}/({parts_sum})*{total}",
        }[rule.aggregation]
        # A harmonic mean of a share of 0 or less is not defined, whatever the division comes to.
        if rule.aggregation is Aggregation.HARMONIC:
            lows = ",".join(f"IF({part.attainable}>0,{part.earned},1)" for part in counted)
            if rule.lowest_share is None or rule.lowest_share <= 0:
                made = f"IF(MIN({lows})<=0,LN(0),{made})"
        if rule.aggregation is Aggregation.WEIGHTED_MEAN:
            return made
        nothing = self._sum_of(parts) if isinstance(rule, Branch) else "0"
        return f"IF({total}=0,{nothing},{made})"

    @staticmethod
    def _sum_of(parts: Sequence[_Part]) -> str:
        return "+".join(part.earned for part in parts) or "0"

    def _copeland(self, code: str, parts: Sequence[_Part]) -> str | None:
        """How many units of the group a unit beats, a draw counted half; nobody beats oneself."""
        if len(self._group.units) > MOST_COMPARED:
            return None
        balance, flags = [], []
        for part in parts:
            share, flag = self._group.share_columns[part.code]
            here, there = self._at(share), self._group.column_range(share)
            on, all_on = self._at(flag), self._group.column_range(flag)
            balance.append(f"{part.weight}*{on}*{all_on}*SIGN(ROUND({here}-{there},{self.decimals}))")
            flags.append(all_on)
        attainable = self._at(self._group.columns[code].attainable)
        any_on = f"SIGN({'+'.join(flags)})"
        wins = f"SUMPRODUCT({any_on}*(1+SIGN(ROUND({'+'.join(balance)},{self.decimals}))))"
        others = f"(SUMPRODUCT({any_on})-1)"
        return f"IF({attainable}=0,0,IF({others}=0,1,({wins}-1)/2/{others})*{attainable})"

    def share_and_flag(self, code: str) -> tuple[str, str]:
        """A part's share for Copeland's comparison, 0 where it does not apply, and 1 or 0: whether it does."""
        maximum = self.maximum_of(code)
        if maximum == "0":
            return "0", "0"
        return f"IF({maximum}>0,{self.points_of(code)}/{maximum},0)", f"IF({maximum}>0,1,0)"

    # --- gaps

    def missing(self, code: str) -> str:
        """How many figures that are needed below a node were not reported; 0 where another case makes good."""
        parts = [(part, self._missing_of(part)) for part in self._codes(code)]
        terms = [term for _part, term in parts if term != "0"]
        total = "+".join(terms) or "0"
        rule = self._rule(code)
        if rule.aggregation is not Aggregation.BEST or not terms:
            return total
        made_good = [
            f"AND({self.maximum_of(part)}>0,{term}=0)" for part, term in parts if self.maximum_of(part) != "0"
        ]
        return f"IF(OR({','.join(made_good)}),0,{total})" if made_good else total

    def _missing_of(self, code: str) -> str:
        if code in self._group.indicator_places:
            return self._input(code, "absent")
        return self._at(self._group.columns[code].missing)

    def _input(self, code: str, name: str) -> str:
        """Address of a figure's cell among the inputs; `INPUTS` stands for where the unit's rows begin."""
        column = xl_col_to_name(self._plan.input_columns[name])
        return f"{self._plan.on('inputs', column)}\x03{self._group.indicator_places[code]}\x04"

    def reported(self, code: str) -> str:
        """How much of what applies below a node was reported, 0 to 1."""
        rule, codes = self._rule(code), self._codes(code)
        if isinstance(rule, Branch) and rule.aggregation is Aggregation.BEST:
            earned = self._at(self._group.columns[code].earned)
            cases = [
                f"IF(AND({self.maximum_of(part)}>0,{compared(f'{self.points_of(part)}-{earned}', 9)}=0),"
                f"{self._reported_of(part)},-1)"
                for part in codes
                if self.maximum_of(part) != "0"
            ]
            if not cases:
                return "1"
            best = f"MAX({','.join(cases)})"
            return f"IF({best}<0,1,{best})"
        weights = {part.code: part.weight for part in self._parts(code)}
        by_weight = isinstance(rule, RollUp) and rule.aggregation is not Aggregation.SUM
        terms, totals = [], []
        for part in codes:
            maximum = self.maximum_of(part)
            if maximum == "0":
                continue
            weight = f"IF({maximum}>0,{weights[part]},0)" if by_weight else maximum
            terms.append(f"{weight}*{self._reported_of(part)}")
            totals.append(weight)
        if not terms:
            return "1"
        total = "+".join(totals)
        return f"IF({total}=0,1,({'+'.join(terms)})/({total}))"

    def _reported_of(self, code: str) -> str:
        if code in self._group.indicator_places:
            return self._input(code, "reported")
        return self._at(self._group.columns[code].reported)

    # --- score and rank

    @cached_property
    def score(self) -> str:
        """The exact score, on the set's scale."""
        columns = self._group.columns[TOTAL]
        earned, attainable = self._at(columns.earned), self._at(columns.attainable)
        return f"IF({attainable}>0,{self._scaled(earned, attainable)},{_NOTHING})"

    def _scaled(self, earned: str, attainable: str) -> str:
        factor = self._method.scale.factor
        return f"{earned}/{attainable}" + ("" if factor == 1 else f"*{number(factor)}")

    @cached_property
    def published(self) -> str:
        """The score as published."""
        here = self._at(self._group.rank_columns.score)
        digits = self._method.rounding.published_score
        return f"IF(ISNUMBER({here}),{rounded(here, digits, self.decimals)},{_NOTHING})"

    def pillar(self, code: str) -> str:
        """A pillar's share on the set's scale, as published."""
        maximum, digits = self.maximum_of(code), self._method.rounding.published_score
        if maximum == "0":
            return _NOTHING
        score = rounded(self._scaled(self.points_of(code), maximum), digits, self.decimals)
        return f"IF({maximum}>0,{score},{_NOTHING})"

    @cached_property
    def stands(self) -> str:
        """Why a unit is not ranked; "" where it is."""
        _ = self._plan.report.translate
        columns, method = self._group.columns[TOTAL], self._method
        score = self._at(self._group.rank_columns.score)
        is_ranked = self._set.group(self._group.ranking.group).ranked
        made = '""' if is_ranked else literal(_("nhóm không xếp hạng"))
        if method.coverage is not None:
            least = number(method.coverage.least)
            low = f"{compared(self._at(columns.reported))}<{compared(least)}"
            made = f"IF({low},{literal(_('số liệu chưa đủ'))},{made})"
        if method.missing is MissingPolicy.UNRANKED:
            made = f"IF({self._at(columns.missing)}>0,{literal(_('thiếu số liệu'))},{made})"
        nothing = literal(_("không có chỉ tiêu nào áp dụng"))
        undefined = literal(_("không tính được điểm"))
        attainable = self._at(columns.attainable)
        return f"IF(ISERROR({score}),{undefined},IF({attainable}<=0,{nothing},{made}))"

    @cached_property
    def judged(self) -> str:
        """The score that ranks and levels go by: as published, or exact but for a double's error."""
        ranks = self._group.rank_columns
        if self._method.rank_on is RankedOn.PUBLISHED:
            return self._at(ranks.published)
        return compared(self._at(ranks.score), self.decimals)

    @cached_property
    def key(self) -> str:
        """What ranks are taken from: the score; no number for who is not ranked."""
        return f'IF({self._at(self._group.rank_columns.stands)}="",{self.judged},{_NOTHING})'

    def breaker(self, code: str) -> str:
        """A node's share, as it decides between equal scores."""
        if not self._group.exists(code) or (maximum := self.maximum_of(code)) == "0":
            return _NOT_THERE
        return f"IF({maximum}>0,{compared(f'{self.points_of(code)}/{maximum}', self.decimals)},{_NOT_THERE})"

    @cached_property
    def place(self) -> str:
        """1 + how many units have a higher key; "—" for who is not ranked."""
        ranks = self._group.rank_columns
        own, everybody = self._at(ranks.key), self._group.column_range(ranks.key)
        made = f"RANK({own},{everybody})"
        equal = f"({everybody}={own})"
        for column in ranks.breakers:
            mine, theirs = self._at(column), self._group.column_range(column)
            made += f"+SUMPRODUCT({equal}*({theirs}>{mine}))"
            equal += f"*({theirs}={mine})"
        return f"IF(ISNUMBER({own}),{made},{_NOTHING})"

    @cached_property
    def first_of_place(self) -> str:
        """1 for the first unit of every place, so that places can be counted."""
        ranks = self._group.rank_columns
        column = xl_col_to_name(ranks.place)
        first = f"{column}${self._group.first_points + 1}"
        return f"IF(ISNUMBER({column}{OWN}),IF(COUNTIF({first}:{column}{OWN},{column}{OWN})=1,1,0),0)"

    @cached_property
    def rank(self) -> str:
        """The rank, by the set's rule for equal scores."""
        ranks = self._group.rank_columns
        place, everybody = self._at(ranks.place), self._group.column_range(ranks.place)
        match self._method.ties:
            case Ties.COMPETITION:
                return place
            case Ties.MODIFIED_COMPETITION:
                made = f"{place}+COUNTIF({everybody},{place})-1"
            case Ties.DENSE:
                firsts = self._group.column_range(ranks.first_of_place)
                made = f'1+SUMIF({everybody},"<"&{place},{firsts})'
        return f"IF(ISNUMBER({place}),{made},{_NOTHING})"

    def level(self, levels: Levels) -> str:
        """The level of the score."""
        ranks, group = self._group.rank_columns, self._group.ranking.group
        made = self._plan.level_cell(group, len(levels.bands) - 1)
        for place, band in reversed(list(enumerate(levels.bands[:-1]))):
            sign, bound = (">=", band.at_least) if band.at_least is not None else (">", band.above)
            if bound is not None:
                made = f"IF({self.judged}{sign}{number(bound)},{self._plan.level_cell(group, place)},{made})"
        return f"IF(ISNUMBER({self._at(ranks.score)}),{made},{_NOTHING})"
