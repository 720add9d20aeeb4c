"""What the form says of an indicator in plain Vietnamese: how it is measured, how it scores, what is aimed at."""

from decimal import Decimal

from cds_rank.model.indicator_set import Denomination, Indicator, InputKind
from cds_rank.model.method import Method
from cds_rank.model.period import Period
from cds_rank.model.quantity import Number
from cds_rank.model.rule import Direction
from cds_rank.model.text import Names, in_language
from cds_rank.model.unit import Status
from cds_rank.wording.labels import label
from cds_rank.wording.numbers import number_text
from cds_rank.wording.periods import period_text
from cds_rank.wording.rule_words import scored_sentences

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
        case InputKind.VALUE | InputKind.COUNT if indicator.denomination is not None:
            text = f"Đơn vị tính sau khi chia: {unit}"
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
    if indicator.denomination is not None:
        text = f"{text}\n{raw_figure(indicator.denomination)}"
    return f"{text}\nLưu ý: {indicator.notes.vi}" if indicator.notes else text


def raw_figure(denomination: Denomination) -> str:
    """Say that the figure is asked for as counted: a unit that divides it itself would be divided twice."""
    times = "" if denomination.per == 1 else f" và nhân {number(denomination.per)}"
    return f"Gõ số đếm được (chưa chia); chương trình tự chia cho chỉ tiêu {denomination.by}{times}."


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
    """Say how points are given, a line a case; "giá trị" is the figure in the indicator's unit of measure."""
    policy = label(indicator.zero_denominator or method.zero_denominator, "vi")
    return "\n".join(scored_sentences(indicator, policy, "vi"))


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


def _sourced(status: Status, source: str | Names) -> str:
    label, text = STATUS_WORDS[status], in_language(source, "vi")
    return text if text.lower().startswith(label.lower()) else f"{label}: {text}"
