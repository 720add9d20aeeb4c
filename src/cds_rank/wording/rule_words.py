"""How each indicator is scored, in words: its rule, bounds and condition."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from cds_rank.model.indicator_set import Condition, Effect, Indicator, InputKind, points_fall
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
    RelativeRule,
    Step,
    StepsRule,
    TargetRule,
    YesNoRule,
    ZScoreRule,
)
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text


def rule_text(indicator: Indicator, language: Language) -> str:
    """Say how an indicator is scored, in a sentence or a few."""
    return " ".join(rule_sentences(indicator, language))


def rule_sentences(indicator: Indicator, language: Language) -> Iterator[str]:
    """Give the sentences of `rule_text`: where points go by cases, one a case."""
    _ = translator(language)
    if indicator.effect is Effect.BONUS:
        yield _("Điểm cộng, không tính vào điểm tối đa.")
    elif indicator.effect is Effect.DEDUCTION:
        yield _("Điểm trừ.")
    if indicator.applies_when is not None:
        yield _("Chỉ tính khi {condition}.").format(
            condition=condition_text(indicator.applies_when, language)
        )
    if indicator.denomination is not None:
        per = number_text(indicator.denomination.per, language)
        by = indicator.denomination.by
        text = _("Giá trị là số liệu chia cho số liệu của chỉ tiêu {by}, nhân {per}.")
        yield text.format(by=by, per=per)
    if indicator.change is not None:
        yield (
            _("Giá trị là mức tăng so với kỳ trước, tính bằng %.")
            if indicator.change.kind == "percent"
            else _("Giá trị là chênh lệch so với kỳ trước.")
        )
    yield from _rule_sentences(indicator, language)
    yield from _bounds(indicator, language)
    if indicator.change is not None:
        policy = label(indicator.change.without_earlier, language)
        yield _("Kỳ trước không có số liệu: {policy}.").format(policy=policy)


def scored_sentences(indicator: Indicator, zero: str, language: Language) -> Iterator[str]:
    """Say how an indicator is scored, and what a zero denominator does; that it is not, where it has no points.

    zero: the policy for a zero denominator, in words.
    """
    _ = translator(language)
    if not indicator.max_points:
        yield _("Không tính điểm, chỉ để theo dõi.")
        return
    yield from rule_sentences(indicator, language)
    if indicator.input is InputKind.RATIO or indicator.denomination is not None:
        yield _("Mẫu số bằng 0: {policy}.").format(policy=zero)


def _bounds(indicator: Indicator, language: Language) -> Iterator[str]:
    _ = translator(language)
    rule, lower = indicator.rule, points_fall(indicator)
    if isinstance(rule, ProportionalRule) and rule.ceiling is not None:
        bound = number_text(rule.ceiling, language)
        yield (_("Từ {bound} trở xuống: đủ điểm.") if lower else _("Từ {bound} trở lên: đủ điểm.")).format(
            bound=bound
        )
    if isinstance(rule, ProportionalRule | TargetRule) and rule.floor is not None:
        bound = number_text(rule.floor, language)
        yield (_("Trên {bound}: 0 điểm.") if lower else _("Dưới {bound}: 0 điểm.")).format(bound=bound)


def _rule_sentences(indicator: Indicator, language: Language) -> Iterator[str]:
    cases = list(_cases(indicator, language))
    if not cases:
        yield _formula(indicator, language)
        return
    _ = translator(language)
    for case, share in cases:
        points = number_text(share * Fraction(indicator.max_points), language)
        takes = indicator.effect is Effect.DEDUCTION and share
        text = _("{case}: trừ {points} điểm.") if takes else _("{case}: {points} điểm.")
        yield text.format(case=case, points=points)
    if isinstance(indicator.rule, PiecewiseRule):
        yield _("Ở giữa: theo đường thẳng; ngoài hai đầu giữ nguyên.")


def _cases(indicator: Indicator, language: Language) -> Iterator[tuple[str, Fraction]]:
    """Give the cases that a rule tells apart, each with its share of the maximum; none of a formula."""
    _ = translator(language)
    rule, nothing = indicator.rule, Fraction(0)
    match rule:
        case YesNoRule():
            lower = points_fall(indicator)
            yield (_("Không") if lower else _("Có")), Fraction(1)
            yield (_("Có") if lower else _("Không")), nothing
        case ChoiceRule():
            for option in indicator.options:
                yield option.name.in_language(language), option.share
        case StepsRule():
            for step in rule.steps:
                yield capitalised(bracket_text(step, language)), step.share
            yield _("Còn lại"), nothing
        case BracketsRule():
            for bracket in rule.brackets:
                yield capitalised(bracket_text(bracket, language)), bracket.share
            if rule.outside is not None:
                yield _("Ngoài các khoảng"), rule.outside
        case PiecewiseRule():
            for knot in rule.knots:
                yield _("Giá trị {value}").format(value=number_text(knot.value, language)), knot.share


def _formula(indicator: Indicator, language: Language) -> str:
    _ = translator(language)
    rule, lower = indicator.rule, points_fall(indicator)
    full = number_text(indicator.max_points, language)

    def number(value: Decimal) -> str:
        return number_text(value, language)

    match rule:
        case YesNoRule() | ChoiceRule() | StepsRule() | BracketsRule() | PiecewiseRule():
            raise AssertionError(rule.kind)  # told case by case
        case ProportionalRule():
            text = (
                _("(1 − giá trị / {bound}) × {full}, không dưới 0.")
                if lower
                else _("Giá trị / {bound} × {full}, không quá {full}.")
            )
            text = text.replace("{bound}", number(rule.full))
        case TargetRule():
            text = (
                _("Từ {bound} trở xuống: {full} điểm; cao hơn: {bound} / giá trị × {full}.")
                if lower
                else _("Đạt mục tiêu {bound} trở lên: {full} điểm; chưa đạt: giá trị / {bound} × {full}.")
            )
            text = text.replace("{bound}", number(indicator.target.value) if indicator.target else "?")
        case CappedCountRule():
            what = indicator.unit_of_measure.in_language(language).replace("{", "(").replace("}", ")")
            text = (
                _("Mỗi {what} bị trừ {bound} điểm, không quá {full}.")
                if indicator.effect is Effect.DEDUCTION
                else _("Mỗi {what} được {bound} điểm, không quá {full}.")
            ).replace("{what}", what)
            text = text.replace("{bound}", number(rule.points_each))
        case BestInGroupRule() | MinMaxRule() | ZScoreRule() | RankRule() | PercentileRule():
            text = _relative_sentence(rule, language, lower=lower)
        case GoalpostsRule():
            text = (
                _("({upper} − giá trị) / ({upper} − {lower}) × {full}, giữ trong khoảng 0 đến {full}.")
                if lower
                else _("(Giá trị − {lower}) / ({upper} − {lower}) × {full}, giữ trong khoảng 0 đến {full}.")
            )
            text = text.replace("{lower}", number(rule.lower)).replace("{upper}", number(rule.upper))
        case AssessedRule():
            text = _("Điểm do đơn vị tự chấm và cơ quan thẩm định xác nhận, tối đa {full}.")
        case _:
            assert_never(rule)
    return text.replace("{full}", full)


def _relative_sentence(rule: RelativeRule, language: Language, *, lower: bool) -> str:
    _ = translator(language)
    match rule:
        case BestInGroupRule():
            text = (
                _("Giá trị thấp nhất trong nhóm / giá trị × {full}.")
                if lower
                else _("Giá trị / giá trị cao nhất trong nhóm × {full}.")
            )
        case MinMaxRule():
            text = (
                _("(Cao nhất trong nhóm − giá trị) / (cao nhất − thấp nhất) × {full}.")
                if lower
                else _("(Giá trị − thấp nhất trong nhóm) / (cao nhất − thấp nhất) × {full}.")
            )
        case ZScoreRule():
            sign = "−" if lower else "+"
            text = _(
                "z = (giá trị − trung bình nhóm) / độ lệch chuẩn; ({centre} {sign} {spread} × z) / 100 × {full}, "
                "giữ trong khoảng 0 đến {full}."
            ).replace("{sign}", sign)
            text = text.replace("{centre}", number_text(rule.centre, language)).replace(
                "{spread}", number_text(rule.spread, language)
            )
        case RankRule():
            text = _("(n − thứ hạng trong nhóm) / (n − 1) × {full}; bằng nhau thì lấy hạng trung bình.")
        case PercentileRule():
            text = _("Tỷ lệ đơn vị trong nhóm kém hơn, bằng nhau tính một nửa, × {full}.")
        case _:
            assert_never(rule)
    return (
        text if isinstance(rule, BestInGroupRule | PercentileRule) else f"{text} {_all_equal(rule, language)}"
    )


def _all_equal(rule: MinMaxRule | ZScoreRule | RankRule, language: Language) -> str:
    _ = translator(language)
    policy = label(rule.when_all_equal, language)
    return _("Mọi đơn vị bằng nhau: {policy}.").format(policy=policy)


def bracket_text(bracket: Step | Bracket | Condition, language: Language) -> str:
    """Say which values lie in a bracket, and whether its bounds do: "từ 50 đến dưới 80"."""
    _ = translator(language)

    def number(value: Decimal) -> str:
        return number_text(value, language)

    below = above = ""
    if bracket.at_most is not None:
        below = _("đến {bound}").format(bound=number(bracket.at_most))
    elif bracket.below is not None:
        below = _("dưới {bound}").format(bound=number(bracket.below))
    if bracket.at_least is not None:
        text = _("từ {bound}") if below else _("từ {bound} trở lên")
        above = text.format(bound=number(bracket.at_least))
    elif bracket.above is not None:
        above = _("trên {bound}").format(bound=number(bracket.above))
    return f"{above} {below}".strip() or _("mọi giá trị")


def condition_text(condition: Condition, language: Language) -> str:
    """Say when an indicator applies."""
    _ = translator(language)
    if condition.answer is not None:
        answers = {"yes": _("Có"), "no": _("Không")}
        answer = answers.get(condition.answer, condition.answer)
        return _("chỉ tiêu {code} là “{answer}”").format(code=condition.indicator, answer=answer)
    values = bracket_text(condition, language)
    return _("chỉ tiêu {code} {values}").format(code=condition.indicator, values=values)


def capitalised(text: str) -> str:
    """Write the first letter as a capital and leave the rest as it is."""
    return text[:1].upper() + text[1:]
