"""The formulas of one figure's row: from what was typed to the points.

A formula is made once for each indicator of a group; `OWN`, `ASKED` and `DIVISOR` stand for the numbers of the rows of
the figure itself, of the one its condition looks at, and of the one it is divided by.
"""

from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from cds_rank.model.indicator_set import Condition, Effect, Indicator, InputKind
from cds_rank.model.method import ImputedBy
from cds_rank.model.rule import RelativeRule
from cds_rank.reporting.workbook.formulas import (
    DOES_NOT_APPLY,
    LONGEST,
    GroupFigures,
    clipped,
    compared,
    literal,
    number,
    policy,
    rounded,
    share_formula,
    yes_scores,
)
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.plan import Plan
from cds_rank.reporting.workbook.quick import ROW

OWN, ASKED, DIVISOR = ROW, "\x01", "\x02"
_NOTHING = literal(DOES_NOT_APPLY)


@dataclass(frozen=True)
class FigureFormulas:
    """The formulas of one indicator in one group."""

    plan: Plan
    group: GroupPlan
    indicator: Indicator

    def _at(self, name: str, row: str = OWN) -> str:
        return f"{xl_col_to_name(self.plan.input_columns[name])}{row}"

    @property
    def _takes(self) -> bool:
        return self.indicator.effect is Effect.DEDUCTION

    @cached_property
    def is_left_out(self) -> bool:
        """Whether it belongs to a survey that was not held."""
        return self.indicator.code in self.plan.left_out

    @cached_property
    def peers(self) -> GroupFigures | None:
        """The group's values, where they are looked at."""
        if self.indicator in self.group.values_shown:
            return self.plan.group_figures(self.group, self.indicator)
        return None

    @cached_property
    def asked(self) -> Indicator | None:
        """The indicator that the condition looks at, where the group has it."""
        condition = self.indicator.applies_when
        if condition is None or condition.indicator not in self.group.indicator_places:
            return None
        return self.plan.set.indicators[condition.indicator]

    @cached_property
    def divisor(self) -> Indicator | None:
        """The indicator that the figure is divided by, where the group has it."""
        by = self.indicator.denomination
        if by is None or by.by not in self.group.indicator_places:
            return None
        return self.plan.set.indicators[by.by]

    # --- does it apply

    @cached_property
    def applies(self) -> str:
        """Whether the condition holds: yes, no, or not known; empty without a condition, or where nobody asks."""
        condition, words = self.indicator.applies_when, self.plan.report.words
        if condition is None or self.is_left_out:
            return ""
        yes, no, unsure = (literal(word) for word in (words.applies, words.applies_not, words.unsure))
        asked = self.asked
        if condition.indicator in self.plan.left_out:
            return no
        if asked is None:
            return unsure
        status = self._at("status", ASKED)
        unknown = ",".join(
            f"{status}={literal(word)}" for word in (words.missing, words.unreadable, words.rejected, "")
        )
        test = self._asked_test(asked, condition, yes, no, unsure)
        inner = (
            f"IF(OR({unknown}),{unsure},IF({status}={literal(words.not_applicable)},{no},"
            f"IF({status}={literal(words.nothing)},{yes},{test})))"
        )
        if asked.applies_when is None:
            return inner
        there = self._at("applies", ASKED)
        return f"IF({there}={yes},{inner},{there})"

    def _asked_test(self, asked: Indicator, condition: Condition, yes: str, no: str, unsure: str) -> str:
        without = f"IF(ISNUMBER({self._at('given', ASKED)}),{yes},{unsure})"
        if condition.answer is not None:
            answer = self._at("answer", ASKED)
            wanted = self.plan.answer_cell(asked, condition.answer)
            return f'IF({answer}="",{without},IF(EXACT({answer},{wanted}),{yes},{no}))'
        value, is_there = self._plain_value(asked, ASKED)
        bounds = (
            (">=", condition.at_least),
            (">", condition.above),
            ("<=", condition.at_most),
            ("<", condition.below),
        )
        test = next(f"{compared(value)}{sign}{number(bound)}" for sign, bound in bounds if bound is not None)
        holds = f"IF({test},{yes},{no})"
        if asked.input is InputKind.RATIO:
            holds = f"IF({self._at('denominator', ASKED)}=0,{yes},{holds})"
        return f"IF({is_there},{holds},{without})"

    def _plain_value(self, indicator: Indicator, row: str) -> tuple[str, str]:
        """Return what a figure says, and the test that it is there (a denominator of 0 still to be looked at)."""
        if indicator.input is InputKind.RATIO:
            above, below = self._at("numerator", row), self._at("denominator", row)
            times = "" if indicator.per == 1 else f"*{number(indicator.per)}"
            return f"{above}{times}/{below}", f"COUNT({above}:{below})=2"
        value = self._at("value", row)
        return value, f"ISNUMBER({value})"

    # --- what it measures

    @cached_property
    def measured(self) -> str:
        """The measured value, or a word for why there is none."""
        words = self.plan.report.words
        if self.is_left_out:
            return literal(words.not_applicable)
        status, given = self._at("status"), self._at("given")
        missing = literal(words.missing)
        body = (
            f"IF(ISNUMBER({given}),{literal(words.given)},IF({status}={literal(words.reported)},"
            f'{self._reported(missing)},IF({status}="",{missing},{status})))'
        )
        if self.indicator.applies_when is None:
            return body
        applies = self._at("applies")
        return (
            f"IF({applies}={literal(words.applies)},{body},"
            f"IF({applies}={literal(words.applies_not)},{literal(words.not_applicable)},{literal(words.unsure)}))"
        )

    def _reported(self, missing: str) -> str:
        indicator, words = self.indicator, self.plan.report.words
        if indicator.input in {InputKind.YES_NO, InputKind.CHOICE}:
            answer = self._at("answer")
            if indicator.input is InputKind.YES_NO:
                good = words.yes if yes_scores(indicator) else words.no
                return f'IF({answer}="",{missing},IF({answer}={literal(good)},1,0))'
            texts, shares = self.plan.answer_list(indicator.code)
            return f'IF({answer}="",{missing},SUMPRODUCT(--EXACT({texts},{answer}),{shares}))'
        value, is_there = self._plain_value(indicator, OWN)
        nothing = literal(words.nothing)
        made = self._changed(self._divided(value, missing, nothing))
        if indicator.input is InputKind.RATIO:
            made = f"IF({self._at('denominator')}=0,{nothing},{made})"
        return f"IF({is_there},{made},{missing})"

    def _divided(self, value: str, missing: str, nothing: str) -> "_Value":
        by = self.indicator.denomination
        if by is None:
            return _Value(value)
        if self.divisor is None:
            return _Value(missing, is_number=False)
        divisor, is_there = self._plain_value(self.divisor, DIVISOR)
        status = self._at("status", DIVISOR)
        tests = f"{status}={literal(self.plan.report.words.reported)},{is_there}"
        zero = f"{divisor}=0"
        if self.divisor.input is InputKind.RATIO:
            # A ratio without a denominator says nothing: the divisor is missing, it is not 0.
            tests += f",N({self._at('denominator', DIVISOR)})<>0"
            zero = f"{self._at('numerator', DIVISOR)}=0"
        per = "" if by.per == 1 else f"*{number(by.per)}"
        return _Value(
            f"({value}){per}/({divisor})",
            before=f"IF(AND({tests}),IF({zero},{nothing},",
            after=f"),{missing})",
        )

    def _changed(self, value: "_Value") -> str:
        change = self.indicator.change
        if change is None or not value.is_number:
            return value.whole
        earlier, none = self._at("earlier"), literal(self.plan.report.words.no_earlier)
        if change.kind == "difference":
            made = f"IF(ISNUMBER({earlier}),{value.formula}-{earlier},{none})"
        else:
            made = f"IF(N({earlier})=0,{none},({value.formula}-{earlier})/ABS({earlier})*100)"
        return f"{value.before}{made}{value.after}"

    @cached_property
    def used(self) -> str:
        """The measured value, or what stands in for it; empty where nothing may."""
        by = self.plan.imputed_by(self.indicator)
        if by is None:
            return ""
        measured = self._at("measured")
        is_missing = f"{measured}={literal(self.plan.report.words.missing)}"
        if by is ImputedBy.PREVIOUS:
            tests = [is_missing, f"ISNUMBER({self._at('earlier')})"]
            if isinstance(self.indicator.rule, RelativeRule):
                assert self.peers is not None  # values of relative rules are shown
                tests.append(f"{self.peers.count}>0")
            return f"IF(AND({','.join(tests)}),{self._at('earlier')},{measured})"
        assert self.peers is not None  # values that stand-ins are taken from are shown
        stand_in = self.peers.median if by is ImputedBy.GROUP_MEDIAN else self.peers.mean
        return f"IF(AND({is_missing},{self.peers.count}>0),{stand_in},{measured})"

    # --- what it scores

    @cached_property
    def share(self) -> str | None:
        """The share of the maximum; None where the rule is too long for a formula."""
        words, indicator = self.plan.report.words, self.indicator
        if self.is_left_out:
            return _NOTHING
        value = self._at("used" if self.used else "measured")
        by_rule = share_formula(indicator, value, self.peers, takes=self._takes)
        if by_rule is None:
            return None
        gap = "1" if self._takes else "0"
        zero = policy(indicator.zero_denominator or self.plan.set.method.zero_denominator, takes=self._takes)
        given = (
            clipped(f"{self._at('given')}/{number(indicator.max_points)}") if indicator.max_points else "0"
        )
        made = gap
        if indicator.change is not None:
            without = policy(indicator.change.without_earlier, takes=self._takes)
            made = f"IF({value}={literal(words.no_earlier)},{without},{made})"
        made = (
            f"IF(ISNUMBER({value}),{by_rule},IF({value}={literal(words.given)},{given},"
            f"IF({value}={literal(words.not_applicable)},{_NOTHING},IF({value}={literal(words.nothing)},{zero},{made}))))"
        )
        return made if len(made) < LONGEST else None

    @cached_property
    def earned(self) -> str:
        """The points earned."""
        indicator, digits = self.indicator, self.plan.set.method.rounding.indicator_points
        share, maximum = self._at("share"), number(indicator.max_points)
        points = f"{share}*{maximum}"
        if digits is not None:
            points = f"MIN({rounded(points, digits)},{maximum})"
        return f"IF(ISNUMBER({share}),{'-' if self._takes else ''}{points},{_NOTHING})"

    @cached_property
    def attainable(self) -> str:
        """The points attainable."""
        maximum = number(self.indicator.max_points) if self.indicator.effect is Effect.SCORE else "0"
        return f"IF(ISNUMBER({self._at('share')}),{maximum},{_NOTHING})"

    @cached_property
    def absent(self) -> str:
        """1 where a figure that is needed for a rank was not reported, else 0; empty where it is never needed."""
        if not self.indicator.max_points or self.indicator.effect is Effect.BONUS:
            return ""
        return f"IF({self._is_gap(self._at('used' if self.used else 'measured'))},1,0)"

    @cached_property
    def reported(self) -> str:
        """1 where the figure was reported, else 0; a stand-in was not."""
        return f"IF({self._is_gap(self._at('measured'))},0,1)"

    def _is_gap(self, value: str) -> str:
        return "OR(" + ",".join(f"{value}={literal(word)}" for word in self.plan.report.words.gaps) + ")"


@dataclass(frozen=True, slots=True)
class _Value:
    """A formula for a number, inside tests of whether there is one."""

    formula: str
    before: str = ""
    after: str = ""
    is_number: bool = True

    @property
    def whole(self) -> str:
        return f"{self.before}{self.formula}{self.after}"
