"""What the form says of an indicator in plain Vietnamese: how it is measured, how it scores, what is aimed at."""

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.method import Method
from cds_rank.model.period import Period
from cds_rank.model.quantity import Number
from cds_rank.model.rule import (
    AssessedRule,
    BestInGroupRule,
    CappedCountRule,
    ChoiceRule,
    Direction,
    GoalpostsRule,
    MinMaxRule,
    ProportionalRule,
    Step,
    StepsRule,
    TargetRule,
    YesNoRule,
    ZeroDenominator,
)
from cds_rank.model.unit import Status
from cds_rank.wording.numbers import number_text
from cds_rank.wording.periods import period_text

ILLUSTRATIVE = "SỐ LIỆU MINH HỌA – không phải số liệu thật"
STATUS_WORDS = {Status.CONFIRMED: "Chính thức", Status.RECONSTRUCTED: "Suy ra"}


def number(value: Number) -> str:
    """Write a number the Vietnamese way, with as many decimals as it has."""
    return number_text(value, "vi")


def period_words(period: Period) -> str:
    """Write a period as it begins a line: Quý IV năm 2022."""
    text = period_text(period, "vi")
    return text[0].upper() + text[1:]


def measure(indicator: Indicator) -> str:
    """Say how the figure comes about: what is divided by what, or which answers there are."""
    unit = indicator.unit_of_measure.vi
    match indicator.input:
        case InputKind.RATIO:
            numerator = indicator.numerator.vi if indicator.numerator else "Tử số"
            denominator = indicator.denominator.vi if indicator.denominator else "Mẫu số"
            times = "" if indicator.per == 1 else f" × {number(indicator.per)}"
            text = f"Tử số: {numerator}\nMẫu số: {denominator}\nGiá trị = Tử số ÷ Mẫu số{times}"
        case InputKind.VALUE:
            text = f"Một con số, tính bằng: {unit}"
        case InputKind.COUNT:
            text = f"Số đếm, tính bằng: {unit}"
        case InputKind.YES_NO:
            text = "Trả lời Có hoặc Không"
        case InputKind.CHOICE:
            text = "Chọn một:\n" + "\n".join(f"– {option.name.vi}" for option in indicator.options)
        case InputKind.POINTS:
            text = "Điểm do đơn vị tự đánh giá và cơ quan thẩm định chấm"
    return f"{text}\nLưu ý: {indicator.notes.vi}" if indicator.notes else text


def limits_text(indicator: Indicator) -> str:
    """Say between which numbers a figure has to be; empty when there are no limits."""
    limits = indicator.limits
    match limits.minimum, limits.maximum:
        case None, None:
            return ""
        case Decimal() as low, None:
            return f"Không nhỏ hơn {number(low)}."
        case None, Decimal() as high:
            return f"Không lớn hơn {number(high)}."
        case low, high:
            return f"Từ {number(low or 0)} đến {number(high or 0)}."


def scoring(indicator: Indicator, method: Method) -> str:
    """Say how points are given; "giá trị" is the figure in the indicator's unit of measure."""
    if not indicator.max_points:
        return "Không tính điểm, chỉ để theo dõi"
    if indicator.input is not InputKind.RATIO:
        return _rule_text(indicator)
    nothing_to_count = indicator.zero_denominator or method.zero_denominator
    return f"{_rule_text(indicator)}\nMẫu số bằng 0: {_zero_denominator_text(nothing_to_count)}"


def _rule_text(indicator: Indicator) -> str:
    rule, lower_is_better = indicator.rule, indicator.direction is Direction.LOWER_IS_BETTER
    match rule:
        case YesNoRule():
            good, bad = ("Không", "Có") if lower_is_better else ("Có", "Không")
            return f"{good}: {_points(indicator, Fraction(1))}\n{bad}: 0 điểm"
        case ChoiceRule():
            return "\n".join(f"{o.name.vi}: {_points(indicator, o.share)}" for o in indicator.options)
        case ProportionalRule():
            share = f"Giá trị ÷ {number(rule.full)}"
            share = f"(1 − {share})" if lower_is_better else share
            return f"{share} × điểm tối đa{_capped(lower_is_better)}"
        case TargetRule():
            if lower_is_better:
                return "Mục tiêu ÷ Giá trị × điểm tối đa; không vượt mục tiêu thì được điểm tối đa"
            return "Giá trị ÷ Mục tiêu × điểm tối đa; đạt mục tiêu trở lên thì được điểm tối đa"
        case StepsRule():
            steps = [f"{_bound(step)}: {_points(indicator, step.share)}" for step in rule.steps]
            return "\n".join([*steps, "Còn lại: 0 điểm"])
        case CappedCountRule():
            return (
                f"{number(rule.points_each)} điểm cho mỗi {indicator.unit_of_measure.vi}, "
                f"nhiều nhất {_points(indicator, Fraction(1))}"
            )
        case BestInGroupRule():
            if lower_is_better:
                return "Giá trị thấp nhất trong nhóm ÷ Giá trị × điểm tối đa"
            return "Giá trị ÷ Giá trị cao nhất trong nhóm × điểm tối đa"
        case MinMaxRule():
            best, worst = ("thấp nhất", "cao nhất") if lower_is_better else ("cao nhất", "thấp nhất")
            return (
                f"Theo vị trí trong nhóm: giá trị {best} được điểm tối đa, giá trị {worst} được 0 điểm, "
                f"ở giữa chia đều theo khoảng cách. Mọi đơn vị bằng nhau: {_zero_denominator_text(rule.when_all_equal)}"
            )
        case GoalpostsRule():
            full, none = (rule.lower, rule.upper) if lower_is_better else (rule.upper, rule.lower)
            return (
                f"Theo vị trí giữa hai ngưỡng: {number(full)} được điểm tối đa, {number(none)} được 0 điểm, "
                "ở giữa chia đều theo khoảng cách"
            )
        case AssessedRule():
            return f"Lấy điểm được chấm, từ 0 đến {number(indicator.max_points)}"
        case _:
            assert_never(rule)


def _points(indicator: Indicator, share: Fraction) -> str:
    return f"{number(share * Fraction(indicator.max_points))} điểm"


def _capped(lower_is_better: bool) -> str:
    return ", không dưới 0 điểm" if lower_is_better else ", không quá điểm tối đa"


def _bound(step: Step) -> str:
    if step.at_least is not None:
        return f"Từ {number(step.at_least)} trở lên"
    if step.above is not None:
        return f"Trên {number(step.above)}"
    if step.at_most is not None:
        return f"Từ {number(step.at_most)} trở xuống"
    return f"Dưới {number(step.below or 0)}"


def _zero_denominator_text(policy: ZeroDenominator) -> str:
    return {
        ZeroDenominator.MAXIMUM: "điểm tối đa",
        ZeroDenominator.ZERO: "0 điểm",
        ZeroDenominator.NOT_APPLICABLE: "không tính chỉ tiêu này",
    }[policy]


def target_text(indicator: Indicator) -> str:
    """Say the target with its year and where it comes from; empty when there is none."""
    target = indicator.target
    if target is None:
        return ""
    unit = indicator.unit_of_measure.vi
    amount = f"{number(target.value)}{' ' + unit if len(unit) <= 12 else ''}"
    sign = "≤" if indicator.direction is Direction.LOWER_IS_BETTER else "≥"
    year = f" (năm {target.year})" if target.year else ""
    return f"{sign} {amount}{year}\n{_sourced(target.status, target.source)}"


def evidence_text(indicator: Indicator) -> str:
    """Say which documents are wanted."""
    what = indicator.evidence.what
    wanted = what.vi if what else "Văn bản, báo cáo hoặc ảnh chụp hệ thống có số liệu này"
    return wanted if indicator.evidence.required else f"Không bắt buộc. {wanted}"


def provenance(indicator: Indicator) -> str:
    """Say whether the indicator stands in a named source or was put together, and from what."""
    parts = [_sourced(indicator.status, indicator.source)]
    if indicator.max_points_status is not indicator.status:
        parts.append(f"Điểm tối đa: {STATUS_WORDS[indicator.max_points_status].lower()}")
    if indicator.groups_status is not indicator.status:
        parts.append(f"Phạm vi áp dụng: {STATUS_WORDS[indicator.groups_status].lower()}")
    return "\n".join(parts)


def _sourced(status: Status, source: str) -> str:
    label = STATUS_WORDS[status]
    return source if source.lower().startswith(label.lower()) else f"{label}: {source}"
