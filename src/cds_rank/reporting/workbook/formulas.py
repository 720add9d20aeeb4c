"""Rules written as formulas: from a measured value to the share of the maximum, and what numbers look like there.

Only functions that Excel 2010 and LibreOffice 7.4 know; nothing volatile, nothing entered as an array.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from cds_rank.model.indicator_set import Indicator, points_fall
from cds_rank.model.quantity import decimal_text, is_decimal
from cds_rank.model.rule import (
    AssessedRule,
    BestInGroupRule,
    Bracket,
    BracketsRule,
    CappedCountRule,
    ChoiceRule,
    GoalpostsRule,
    MinMaxRule,
    PercentileRule,
    PiecewiseRule,
    ProportionalRule,
    RankRule,
    Rule,
    Step,
    StepsRule,
    TargetRule,
    YesNoRule,
    ZeroDenominator,
    ZScoreRule,
)
from cds_rank.reporting.workbook.floats import DECIMALS

DOES_NOT_APPLY = "—"
LONGEST = 8000
"""Characters of a formula: Excel takes 8,192."""
DEEPEST = 60
"""IFs inside one another: Excel takes 64."""
_LIKE_A_CALL = re.compile(r"(?<=[A-Z])\(")
_LONGEST_LITERAL = 250  # Excel takes 255


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Where a group's values of one indicator and what is worked out from them stand, as absolute addresses."""

    values: str
    count: str
    lowest: str
    highest: str
    mean: str
    deviation: str
    median: str


def literal(text: str) -> str:
    """Write a text as formulas do."""
    # XlsxWriter takes "MAP(" for a new function, even inside a text.
    doubled = _LIKE_A_CALL.sub('"&"(', text.replace('"', '""'))
    if len(text) <= _LONGEST_LITERAL:
        return f'"{doubled}"' if doubled.replace('""', "").count('"') == 0 else f'("{doubled}")'
    parts = [text[i : i + _LONGEST_LITERAL] for i in range(0, len(text), _LONGEST_LITERAL)]
    return "(" + "&".join(literal(part) for part in parts) + ")"


@lru_cache(maxsize=4096)
def number(value: Decimal | Fraction | int) -> str:
    """Write a number as formulas do: 12.5, or (1/3) where decimals are not exact."""
    text = decimal_text(value) if is_decimal(value) else str(Fraction(value))
    return f"({text})" if "/" in text or text.startswith("-") else text


def rounded(expression: str, digits: int, decimals: int = DECIMALS) -> str:
    """Round half up; first to so many decimals that 2.4999999999999996 is 2.5 again."""
    return f"ROUND(ROUND({expression},{decimals}),{digits})"


def compared(expression: str, decimals: int = DECIMALS) -> str:
    """Take off a double's error, so that what is equal on paper is equal here."""
    return f"ROUND({expression},{decimals})"


def clipped(expression: str) -> str:
    """Keep a share between 0 and 1."""
    return f"MAX(0,MIN(1,{expression}))"


def policy(choice: ZeroDenominator, *, takes: bool) -> str:
    """Write the share that a published policy gives; takes: of a deduction."""
    match choice:
        case ZeroDenominator.MAXIMUM:
            return "0" if takes else "1"
        case ZeroDenominator.ZERO:
            return "0"
        case ZeroDenominator.NOT_APPLICABLE:
            return literal(DOES_NOT_APPLY)


def share_formula(indicator: Indicator, value: str, group: GroupFigures | None, *, takes: bool) -> str | None:
    """Write the share of the maximum that a measured value scores.

    value: address of a number; of an answer, what it was chosen to be worth. group: of rules that compare units.
    Returns None where the rule is too long for a formula.
    """
    rule, rises = indicator.rule, not _falls(indicator)
    match rule:
        case YesNoRule() | ChoiceRule():
            return value
        case ProportionalRule():
            return _with_floor(_proportional(rule, value, rises=rises), rule.floor, value, rises=rises)
        case TargetRule():
            assert indicator.target is not None  # IndicatorSet refuses the rule without a target
            aim = number(indicator.target.value)
            made = clipped(f"{value}/{aim}") if rises else f"IF({compared(value)}<={aim},1,{aim}/{value})"
            return _with_floor(made, rule.floor, value, rises=rises)
        case StepsRule():
            return _chain([(_holds(step, value), number(step.share)) for step in rule.steps], "0")
        case BracketsRule():
            cases = [(_holds(bracket, value), number(bracket.share)) for bracket in rule.brackets]
            return _chain(cases, number(rule.outside or 0))
        case PiecewiseRule():
            return _piecewise(rule, value)
        case CappedCountRule():
            return (
                clipped(f"{value}*{number(rule.points_each)}/{number(indicator.max_points)}")
                if (indicator.max_points)
                else "0"
            )
        case GoalpostsRule():
            return _between(value, number(rule.lower), number(rule.upper), rises=rises)
        case AssessedRule():
            return clipped(f"{value}/{number(indicator.max_points)}") if indicator.max_points else "0"
        case _:
            assert group is not None  # rules that compare units have their group's values
            return _within_group(rule, value, group, rises=rises, takes=takes)


def _falls(indicator: Indicator) -> bool:
    return not isinstance(indicator.rule, CappedCountRule | AssessedRule | ChoiceRule) and points_fall(
        indicator
    )


def yes_scores(indicator: Indicator) -> bool:
    """Tell whether "yes" is the answer that scores."""
    return not points_fall(indicator)


def _proportional(rule: ProportionalRule, value: str, *, rises: bool) -> str:
    share = clipped(f"{value}/{number(rule.full)}")
    made = share if rises else f"1-{share}"
    if rule.ceiling is None:
        return made
    reached = f"{compared(value)}{'>=' if rises else '<='}{number(rule.ceiling)}"
    return f"IF({reached},1,{made})"


def _with_floor(made: str, floor: Decimal | None, value: str, *, rises: bool) -> str:
    if floor is None:
        return made
    return f"IF({compared(value)}{'<' if rises else '>'}{number(floor)},0,{made})"


def _holds(limits: Step | Bracket, value: str) -> str:
    bounds = _bounds(limits, value)
    return bounds[0] if len(bounds) == 1 else "AND(" + ",".join(bounds or ["TRUE"]) + ")"


def _bounds(limits: Step | Bracket, value: str) -> list[str]:
    signs = ((">=", limits.at_least), (">", limits.above), ("<=", limits.at_most), ("<", limits.below))
    return [f"{compared(value)}{sign}{number(bound)}" for sign, bound in signs if bound is not None]


def _chain(cases: Sequence[tuple[str, str]], otherwise: str) -> str | None:
    if len(cases) > DEEPEST:
        return None
    formula = otherwise
    for test, result in reversed(cases):
        formula = f"IF({test},{result},{formula})"
    return formula if len(formula) < LONGEST // 2 else None


def _piecewise(rule: PiecewiseRule, value: str) -> str | None:
    cases = [(f"{compared(value)}<={number(rule.knots[0].value)}", number(rule.knots[0].share))]
    for left, right in pairwise(rule.knots):
        low, high = number(left.value), number(right.value)
        rise = number(right.share - left.share)
        line = f"{number(left.share)}+{rise}*({value}-{low})/({high}-{low})"
        cases.append((f"{compared(value)}<={high}", line))
    return _chain(cases, number(rule.knots[-1].share))


def _between(value: str, low: str, high: str, *, rises: bool) -> str:
    share = clipped(f"({value}-{low})/({high}-{low})")
    return share if rises else f"1-{share}"


def _within_group(rule: Rule, value: str, group: GroupFigures, *, rises: bool, takes: bool) -> str:
    apart = f"{compared(f'{group.highest}-{group.lowest}')}=0"
    match rule:
        case BestInGroupRule() if rises:
            return f"IF({group.highest}>0,{clipped(f'{value}/{group.highest}')},0)"
        case BestInGroupRule():
            best = f"MAX({group.lowest},0)"
            return f"IF({compared(value)}<={compared(best)},1,{best}/{value})"
        case MinMaxRule():
            made = _between(value, group.lowest, group.highest, rises=rises)
            return f"IF({apart},{policy(rule.when_all_equal, takes=takes)},{made})"
        case ZScoreRule():
            sign = "+" if rises else "-"
            z = f"ROUND(({value}-{group.mean})/{group.deviation},12)"
            made = clipped(f"({number(rule.centre)}{sign}{number(rule.spread)}*{z})/100")
            return f"IF({apart},{policy(rule.when_all_equal, takes=takes)},{made})"
        case RankRule():
            made = clipped(
                f"({group.count}-{_better(value, group, rises=rises)}-({_equal(value, group)}+1)/2)/({group.count}-1)"
            )
            return f"IF({apart},{policy(rule.when_all_equal, takes=takes)},{made})"
        case PercentileRule():
            return (
                f"({group.count}-{_better(value, group, rises=rises)}-{_equal(value, group)}/2)/{group.count}"
            )
        case _:
            raise AssertionError(rule.kind)  # every other rule has been written above


def _better(value: str, group: GroupFigures, *, rises: bool) -> str:
    # ISNUMBER: a text is greater than every number.
    sign = ">" if rises else "<"
    return f"SUMPRODUCT(ISNUMBER({group.values})*({group.values}{sign}{compared(value)}))"


def _equal(value: str, group: GroupFigures) -> str:
    return f"SUMPRODUCT(ISNUMBER({group.values})*({group.values}={compared(value)}))"


def bounds_of(indicator: Indicator) -> list[Decimal]:
    """List the values at which a rule jumps or turns, against which a value is compared."""
    match indicator.rule:
        case ProportionalRule() as rule:
            return [bound for bound in (rule.floor, rule.ceiling) if bound is not None]
        case TargetRule() as rule:
            return [rule.floor] if rule.floor is not None else []
        case StepsRule() | BracketsRule() as rule:
            parts = rule.steps if isinstance(rule, StepsRule) else rule.brackets
            found = [(part.at_least, part.above, part.at_most, part.below) for part in parts]
            return [bound for bounds in found for bound in bounds if bound is not None]
        case _:
            return []  # continuous: on either side of a knot the share is the same
