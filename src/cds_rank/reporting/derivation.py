"""How a figure became points, in words: every number of it can be worked out again on paper."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from cds_rank.model.indicator_set import Effect, Indicator
from cds_rank.model.method import ImputedBy
from cds_rank.model.quantity import is_decimal, parse_exact
from cds_rank.model.result import NodeScore, Treatment
from cds_rank.model.rule import (
    AssessedRule,
    BestInGroupRule,
    BracketsRule,
    CappedCountRule,
    ChoiceRule,
    Direction,
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
    _ = translator(language)
    maximum_points = parse_exact(score.how["maximum"]) if "maximum" in score.how else score.attainable
    points = _points(abs(score.earned), maximum_points, language)
    maximum = _points(maximum_points, maximum_points, language)
    if "when_all_equal" in score.how and score.treatment is not Treatment.NOT_APPLICABLE:
        value = _shown(score.how["value"], language)
        text = _("Mọi đơn vị trong nhóm có cùng giá trị {value}: {points} trên {maximum} điểm.")
        return text.format(value=value, points=points, maximum=maximum)
    match score.treatment:
        case Treatment.MISSING if "lacks" in score.how:
            text = _("Thiếu số liệu của chỉ tiêu {code} để chia: 0 trên {maximum} điểm.")
            return text.format(code=score.how["lacks"], maximum=maximum)
        case Treatment.MISSING:
            return _("Chưa báo cáo: 0 trên {maximum} điểm.").format(maximum=maximum)
        case Treatment.UNREADABLE:
            return _("Số liệu không đọc được: 0 trên {maximum} điểm.").format(maximum=maximum)
        case Treatment.REJECTED:
            return _("Không được chấp nhận khi thẩm định: 0 trên {maximum} điểm.").format(maximum=maximum)
        case Treatment.NOT_APPLICABLE:
            return _not_applicable(score.how, language)
        case Treatment.NOTHING_TO_COUNT if score.how.get("because") == "no_earlier":
            text = _("Kỳ trước không có số liệu để so: {points} trên {maximum} điểm.")
            return text.format(points=points, maximum=maximum)
        case Treatment.NOTHING_TO_COUNT:
            text = _("Không phát sinh (mẫu số bằng 0): {points} trên {maximum} điểm.")
            return text.format(points=points, maximum=maximum)
        case _:
            return " ".join(_steps_of(score, indicator, maximum_points, language))


def _not_applicable(how: Mapping[str, str], language: Language) -> str:
    _ = translator(language)
    match how.get("because"):
        case "not_held":
            return _("Kỳ này không tổ chức điều tra: không tính vào điểm đạt và điểm tối đa.")
        case "condition":
            text = _(
                "Chưa đủ điều kiện để tính (theo chỉ tiêu {code}): không tính vào điểm đạt và điểm tối đa."
            )
            return text.format(code=how["condition"])
        case "no_earlier":
            return _("Kỳ trước không có số liệu để so: không tính vào điểm đạt và điểm tối đa.")
        case _:
            return _("Không áp dụng: không tính vào điểm đạt và điểm tối đa.")


def _points(points: Fraction, attainable: Fraction, language: Language) -> str:
    return (
        number_text(points, language) if is_decimal(points, 2) else points_text(points, language, attainable)
    )


def _shown(text: str, language: Language) -> str:
    return number_text(parse_exact(text), language, None, _PLACES)


def _equals(number: Fraction, places: int) -> str:
    return "=" if is_decimal(number, places) else "≈"


def _steps_of(score: NodeScore, indicator: Indicator, top: Fraction, language: Language) -> Iterator[str]:
    how = score.how
    _ = translator(language)
    facts = {key: _shown(how[key], language) for key in how if _is_number(how[key])}
    facts["maximum"] = _points(top, top, language)
    if "imputed_by" in how:
        text = _("Chưa báo cáo; điền thay bằng {by}: {stand_in}.")
        yield text.format(by=label(ImputedBy(how["imputed_by"]), language), stand_in=facts["stand_in"])
    yield from _measured(how, facts, language)
    earned = _points(abs(score.earned), top, language)
    equals = _equals(score.earned, 4 if top < FEW_POINTS else 2)
    worked = _rule_applied(indicator, how, language).format_map(facts)
    if _is_capped(how):
        worked = _("{rule}, giữ trong khoảng 0 đến {maximum}:").format(rule=worked, maximum=facts["maximum"])
        equals = ""
    whole = _("{rule} {equals} {earned} điểm.")
    if indicator.effect is Effect.DEDUCTION:
        whole = _("{rule} {equals} {earned} điểm bị trừ.")
    elif indicator.effect is Effect.BONUS:
        whole = _("{rule} {equals} {earned} điểm cộng.")
    yield " ".join(whole.format(rule=worked, equals=equals, earned=earned).split())
    if "exact_points" in how:
        yield _("Đã làm tròn từ {exact}.").format(exact=facts["exact_points"])


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
    if how.get("change") == "percent":
        yield step(_("({now} − {then}) / {then} × 100 {equals} {result}."), "value")
    elif how.get("change") == "difference":
        yield step(_("{now} − {then} {equals} {result}."), "value")


def _rule_applied(indicator: Indicator, how: Mapping[str, str], language: Language) -> str:
    """Return the rule with places for its facts; what it comes to is added behind it."""
    _ = translator(language)
    if "given" in how:
        return _("Điểm thẩm định cho: {given}, điểm tối đa {maximum}")
    if "floor" in how:
        return _("Giá trị {value} kém mức sàn {floor}")
    if "ceiling" in how:
        return _("Giá trị {value} đạt mức {ceiling}: được điểm tối đa")
    lower = indicator.direction is Direction.LOWER_IS_BETTER and indicator.effect is not Effect.DEDUCTION
    rule = indicator.rule
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
        case PiecewiseRule():
            return _("Nội suy tại giá trị {value}: {share} × {maximum}")
        case CappedCountRule():
            return _("{value} × {points_each} điểm, không quá {maximum}")
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
                _("z = {z}; ({centre} − {spread} × z) / 100 × {maximum}")
                if lower
                else _("z = {z}; ({centre} + {spread} × z) / 100 × {maximum}")
            )
        case RankRule():
            return _("Hạng {place} trong {units}: ({units} − {place}) / ({units} − 1) × {maximum}")
        case PercentileRule():
            return _("Hạng {place} trong {units}: ({units} − {place} + 0,5) / {units} × {maximum}")
        case AssessedRule():
            return _("Điểm được chấm: {value}, điểm tối đa {maximum}")
        case _:
            assert_never(rule)


def _is_capped(how: Mapping[str, str]) -> bool:
    """Tell whether the formula alone would go below 0 or above the maximum."""
    if "value" not in how or "floor" in how or "ceiling" in how:
        return False
    if "z" in how:
        score = parse_exact(how["centre"]) + parse_exact(how["spread"]) * abs(parse_exact(how["z"]))
        return how["share"] in {"0", "1"} and score > 2 * parse_exact(how["centre"])
    value = parse_exact(how["value"])
    lowest = parse_exact(how.get("lower", "0"))
    highest = next((parse_exact(how[key]) for key in ("upper", "full") if key in how), value)
    return how["share"] in {"0", "1"} and not lowest <= value <= highest


def _is_number(text: str) -> bool:
    try:
        parse_exact(text)
    except ValueError:
        return False
    return True
