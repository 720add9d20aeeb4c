"""How a figure became points, in words: every number of it can be worked out again on paper."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import assert_never

from cds_rank.model.indicator_set import Effect, Indicator, points_fall
from cds_rank.model.method import ImputedBy
from cds_rank.model.quantity import is_decimal, parse_exact
from cds_rank.model.result import NodeScore, Treatment
from cds_rank.model.rule import (
    AssessedRule,
    BestInGroupRule,
    BracketsRule,
    CappedCountRule,
    ChoiceRule,
    GoalpostsRule,
    MinMaxRule,
    PercentileRule,
    PiecewiseRule,
    ProportionalRule,
    RankRule,
    StepsRule,
    TargetRule,
    YesNoRule,
    ZScoreRule,
)
from cds_rank.reporting.sentences import FEW_POINTS, points_text
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text

_PLACES = 4  # decimals of a measured value


def derivation(score: NodeScore, indicator: Indicator, language: Language) -> str:
    """Say how a figure became points, so that it can be done again on paper.

    "≈" stands before a number that was shortened to be printed: the points are computed from the exact one.
    """
    top = parse_exact(score.how["maximum"]) if "maximum" in score.how else score.attainable
    reason = _reason(score, language)
    if not indicator.max_points:
        return " ".join(_followed(score, reason, language))
    if reason is None:
        return " ".join(_steps_of(score, indicator, top, language))
    _ = translator(language)
    if score.treatment is Treatment.NOT_APPLICABLE:
        if indicator.effect is not Effect.SCORE:
            return _("{reason}: không cộng, không trừ.").format(reason=reason)
        return _("{reason}: không tính vào điểm đạt và điểm tối đa.").format(reason=reason)
    text = _("{reason}: {points} trên {maximum} điểm.")
    if indicator.effect is Effect.DEDUCTION:
        text = _("{reason}: bị trừ {points} trên {maximum} điểm.")
    elif indicator.effect is Effect.BONUS:
        text = _("{reason}: cộng {points} trên {maximum} điểm.")
    sentence = text.format(
        reason=reason, points=_points(abs(score.earned), top, language), maximum=_points(top, top, language)
    )
    return " ".join([*_stood_in(score.how, language), sentence])


def _followed(score: NodeScore, reason: str | None, language: Language) -> Iterator[str]:
    """Say what was measured, where it gives no points whatever it is."""
    _ = translator(language)
    yield from _stood_in(score.how, language)
    if reason is None:
        yield from _measured(score.how, _facts(score.how, language), language)
    else:
        yield _("{reason}.").format(reason=reason)
    yield _("Không tính điểm, chỉ để theo dõi.")


def _reason(score: NodeScore, language: Language) -> str | None:
    """Say why no rule was applied to a figure; None where one was."""
    _ = translator(language)
    how = score.how
    if "when_all_equal" in how:
        value = _shown(how["value"], language)
        return _("Mọi đơn vị trong nhóm có cùng giá trị {value}").format(value=value)
    match score.treatment:
        case Treatment.MISSING if "lacks" in how:
            return _("Thiếu số liệu của chỉ tiêu {code} để chia").format(code=how["lacks"])
        case Treatment.MISSING if "condition" in how:
            text = _("Chưa trả lời chỉ tiêu {code} nên chưa rõ có phải tính hay không, coi như chưa báo cáo")
            return text.format(code=how["condition"])
        case Treatment.MISSING:
            return _("Chưa báo cáo")
        case Treatment.UNREADABLE:
            return _("Số liệu không đọc được")
        case Treatment.REJECTED:
            return _("Không được chấp nhận khi thẩm định")
        case Treatment.NOT_APPLICABLE | Treatment.NOTHING_TO_COUNT if how.get("because") == "no_earlier":
            return _("Kỳ trước không có số liệu để so")
        case Treatment.NOT_APPLICABLE if how.get("because") == "not_held":
            return _("Kỳ này không tổ chức điều tra")
        case Treatment.NOT_APPLICABLE if "condition" in how:
            return _("Chưa đủ điều kiện để tính (theo chỉ tiêu {code})").format(code=how["condition"])
        case Treatment.NOT_APPLICABLE if "zero_denominator" not in how:
            return _("Không áp dụng")
        case Treatment.NOT_APPLICABLE | Treatment.NOTHING_TO_COUNT:
            return _("Không phát sinh (mẫu số bằng 0)")
        case _:
            return None


def _stood_in(how: Mapping[str, str], language: Language) -> Iterator[str]:
    _ = translator(language)
    if "imputed_by" in how:
        text = _("Chưa báo cáo; điền thay bằng {by}: {stand_in}.")
        by = label(ImputedBy(how["imputed_by"]), language)
        yield text.format(by=by, stand_in=_shown(how["stand_in"], language))


def _points(points: Fraction, attainable: Fraction, language: Language) -> str:
    return (
        number_text(points, language) if is_decimal(points, 2) else points_text(points, language, attainable)
    )


@lru_cache(maxsize=65536)
def _shown(text: str, language: Language) -> str:
    return number_text(parse_exact(text), language, None, _PLACES)


def _equals(number: Fraction, places: int) -> str:
    return "=" if is_decimal(number, places) else "≈"


def _facts(how: Mapping[str, str], language: Language) -> dict[str, str]:
    """Write those facts that are numbers."""
    return {key: _shown(how[key], language) for key in how if _is_number(how[key])}


def _steps_of(score: NodeScore, indicator: Indicator, top: Fraction, language: Language) -> Iterator[str]:
    how = score.how
    _ = translator(language)
    facts = _facts(how, language)
    facts["maximum"] = _points(top, top, language)
    if "given" in how:
        yield _given(indicator, language).format_map(facts)
        return
    if "share" in how and not is_decimal(parse_exact(how["share"]), _PLACES):
        facts["share"] = _fraction_text(parse_exact(how["share"]), language)
    if "z" in how:
        facts["z_equals"] = _equals(parse_exact(how["z"]), _PLACES)
    yield from _stood_in(how, language)
    yield from _measured(how, facts, language)
    earned = _points(abs(score.earned), top, language)
    equals = _equals(score.earned, 4 if top < FEW_POINTS else 2)
    worked = _rule_applied(indicator, how, language).format_map(
        _knots_around(indicator, how, language) | facts
    )
    if _is_capped(indicator, how):
        worked = _("{rule}, giữ trong khoảng 0 đến {maximum}:").format(rule=worked, maximum=facts["maximum"])
    if worked.endswith(":"):
        equals = ""
    whole = _("{rule} {equals} {earned} điểm.")
    if indicator.effect is Effect.DEDUCTION:
        whole = _("{rule} {equals} {earned} điểm bị trừ.")
    elif indicator.effect is Effect.BONUS:
        whole = _("{rule} {equals} {earned} điểm cộng.")
    yield " ".join(whole.format(rule=worked, equals=equals, earned=earned).split())
    if "exact_points" in how:
        yield _("Đã làm tròn từ {exact}.").format(exact=facts["exact_points"])


def _given(indicator: Indicator, language: Language) -> str:
    """Return the sentence for points that the reviewers gave instead of a figure."""
    _ = translator(language)
    match indicator.effect:
        case Effect.SCORE:
            return _("Người thẩm định cho {given} trên {maximum} điểm.")
        case Effect.BONUS:
            return _("Người thẩm định cộng {given} trên {maximum} điểm.")
        case Effect.DEDUCTION:
            return _("Người thẩm định trừ {given} trên {maximum} điểm.")


def _measured(how: Mapping[str, str], facts: Mapping[str, str], language: Language) -> Iterator[str]:
    """Say how the measured value came about: a ratio, a figure per so many, a change."""
    _ = translator(language)

    def step(text: str, result: str) -> str:
        return text.format(equals=_equals(parse_exact(how[result]), _PLACES), result=facts[result], **facts)

    of_figure = "now" if "now" in how else "value"
    if "numerator" in how:
        ratio = _("{numerator} / {denominator} × {per} {equals} {result}.")
        yield step(ratio, "figure" if "figure" in how else of_figure)
    if "divisor" in how:
        yield step(_("{figure} / {divisor} × {so_many} {equals} {result}."), of_figure)
    if how.get("change") == "percent" and parse_exact(how["then"]) < 0:
        yield step(_("({now} − ({then})) / |{then}| × 100 {equals} {result}."), "value")
    elif how.get("change") == "percent":
        yield step(_("({now} − {then}) / {then} × 100 {equals} {result}."), "value")
    elif how.get("change") == "difference" and parse_exact(how["then"]) < 0:
        yield step(_("{now} − ({then}) {equals} {result}."), "value")
    elif how.get("change") == "difference":
        yield step(_("{now} − {then} {equals} {result}."), "value")


def _rule_applied(indicator: Indicator, how: Mapping[str, str], language: Language) -> str:
    """Return the rule with places for its facts; what it comes to is added behind it."""
    _ = translator(language)
    if "floor" in how:
        return _("Giá trị {value} kém mức sàn {floor}:")
    if "ceiling" in how:
        return _("Giá trị {value} đạt mức {ceiling}, được điểm tối đa:")
    rule, lower = indicator.rule, points_fall(indicator)
    match rule:
        case YesNoRule() | ChoiceRule():
            return _("Trả lời này được {share} điểm tối đa: {share} × {maximum}")
        case ProportionalRule():
            return _("(1 − {value} / {full}) × {maximum}") if lower else _("{value} / {full} × {maximum}")
        case TargetRule() if how["share"] == "1":
            return _("Đạt mục tiêu {target}: được điểm tối đa")
        case TargetRule():
            return _("{target} / {value} × {maximum}") if lower else _("{value} / {target} × {maximum}")
        case StepsRule():
            return _("Giá trị {value} thuộc bậc {share} điểm tối đa: {share} × {maximum}")
        case BracketsRule():
            return _("Giá trị {value} thuộc khoảng {share} điểm tối đa: {share} × {maximum}")
        case PiecewiseRule() if _is_between_knots(rule, how):
            return _(
                "Nội suy giữa {near} ({near_points} điểm) và {far} ({far_points} điểm): "
                "{near_points} + ({value} − {near}) / ({far} − {near}) × ({far_points} − {near_points})"
            )
        case PiecewiseRule():
            return _(
                "Giá trị {value} ở điểm gãy hoặc ngoài hai đầu, được {share} điểm tối đa: {share} × {maximum}"
            )
        case CappedCountRule():
            return _("{value} × {points_each} điểm, không quá {maximum}")
        case BestInGroupRule() if parse_exact(how["best"]) <= 0:
            if not lower:
                return _("Giá trị cao nhất trong nhóm là {best}, không lớn hơn 0:")
            if how["share"] == "1":
                return _("Giá trị {value} không lớn hơn 0, được điểm tối đa:")
            return _("Giá trị thấp nhất trong nhóm là {best}, không lớn hơn 0, còn ở đây là {value}:")
        case BestInGroupRule():
            return _("{best} / {value} × {maximum}") if lower else _("{value} / {best} × {maximum}")
        case MinMaxRule() | GoalpostsRule():
            return (
                _("({upper} − {value}) / ({upper} − {lower}) × {maximum}")
                if lower
                else _("({value} − {lower}) / ({upper} − {lower}) × {maximum}")
            )
        case ZScoreRule():
            return (
                _(
                    "z = ({value} − {mean}) / {deviation} {z_equals} {z}; ({centre} − {spread} × z) / 100 × {maximum}"
                )
                if lower
                else _(
                    "z = ({value} − {mean}) / {deviation} {z_equals} {z}; ({centre} + {spread} × z) / 100 × {maximum}"
                )
            )
        case RankRule():
            return _("Hạng {place} trong {units}: ({units} − {place}) / ({units} − 1) × {maximum}")
        case PercentileRule():
            return _("Hạng {place} trong {units}: ({units} − {place} + 0,5) / {units} × {maximum}")
        case AssessedRule():
            return _("Điểm được chấm: {value}, điểm tối đa {maximum}")
        case _:
            assert_never(rule)


def _is_capped(indicator: Indicator, how: Mapping[str, str]) -> bool:
    """Tell whether the formula alone would go below 0 or above the maximum."""
    if "value" not in how or "floor" in how or "ceiling" in how:
        return False
    alone = _formula(indicator, how)
    return alone is not None and alone != parse_exact(how["share"])


def _formula(indicator: Indicator, how: Mapping[str, str]) -> Fraction | None:
    """Work the printed formula out, as a share of the maximum; None where what is printed is no formula."""
    fact = {key: parse_exact(text) for key, text in how.items() if _is_number(text)}
    value, lower = fact["value"], points_fall(indicator)
    match indicator.rule:
        case ProportionalRule():
            return 1 - value / fact["full"] if lower else value / fact["full"]
        case TargetRule() if how["share"] != "1" and not lower:
            return value / fact["target"]
        case CappedCountRule() if value < 0:
            return value
        case BestInGroupRule() if fact["best"] > 0:
            return fact["best"] / value if lower else value / fact["best"]
        case MinMaxRule() | GoalpostsRule():
            distance = fact["upper"] - value if lower else value - fact["lower"]
            return distance / (fact["upper"] - fact["lower"])
        case ZScoreRule():
            return (fact["centre"] + (-1 if lower else 1) * fact["spread"] * fact["z"]) / 100
        case RankRule():
            return (fact["units"] - fact["place"]) / (fact["units"] - 1)
        case _:
            return None


def _is_between_knots(rule: PiecewiseRule, how: Mapping[str, str]) -> bool:
    value = parse_exact(how["value"])
    inside = Fraction(rule.knots[0].value) < value < Fraction(rule.knots[-1].value)
    return inside and all(Fraction(knot.value) != value for knot in rule.knots)


def _knots_around(indicator: Indicator, how: Mapping[str, str], language: Language) -> dict[str, str]:
    """Return the knots on both sides of a value, and their points; nothing where it lies on none of the lines."""
    rule = indicator.rule
    if not isinstance(rule, PiecewiseRule) or "value" not in how or not _is_between_knots(rule, how):
        return {}
    value = parse_exact(how["value"])
    near, far = next((a, b) for a, b in pairwise(rule.knots) if value < Fraction(b.value))
    maximum = Fraction(indicator.max_points)
    return {
        "near": number_text(near.value, language),
        "near_points": number_text(near.share * maximum, language),
        "far": number_text(far.value, language),
        "far_points": number_text(far.share * maximum, language),
    }


def _fraction_text(share: Fraction, language: Language) -> str:
    """Write a share that has no end as a decimal as it was meant: 1/3."""
    if share.denominator >= 1000:
        return number_text(share, language, None, _PLACES)
    return f"{share.numerator}/{share.denominator}"


@lru_cache(maxsize=65536)
def _is_number(text: str) -> bool:
    try:
        parse_exact(text)
    except ValueError:
        return False
    return True
