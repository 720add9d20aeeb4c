"""Scores and methods in words: the sentences that every report shares."""

from decimal import Decimal
from fractions import Fraction

from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.method import ScoreScale
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import Number, parse_exact
from cds_rank.model.result import Result, Treatment, Unranked, UnrankedReason
from cds_rank.model.unit import Status
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text, with_sign

_MINUS = "\N{MINUS SIGN}"
FEW_POINTS = 10
"""Where less is attainable (weights of 1), points are shown with four decimals."""


def points_text(points: Fraction | Decimal, language: Language, attainable: Fraction | None = None) -> str:
    """Write points with two decimals, half up; with four where less than ten are attainable (weights of 1)."""
    return number_text(points, language, 4 if attainable is not None and attainable < FEW_POINTS else 2)


def signed(text: str, number: Number) -> str:
    """Put a sign before a number's text: +1,25 or −3,40; nothing before a number that shows as 0."""
    plain = text.lstrip(f"-{_MINUS}")
    if not plain.strip("0.,"):
        return plain
    return f"{'+' if number > 0 else _MINUS}{plain}"


def treatment_label(treatment: Treatment, language: Language) -> str:
    """Return the word for how a node came to its score."""
    return label(treatment, language)


def status_label(status: Status, language: Language) -> str:
    """Return the word for confirmed or reconstructed."""
    return label(status, language)


def figure_text(observation: Observation | None, indicator: Indicator, language: Language) -> str:
    """Write the figure as reported: 6.073 / 6.373, 27, Có; an empty text when there is none."""
    if observation is None or observation.status is not ObservationStatus.REPORTED:
        return ""
    _ = translator(language)
    if observation.option is not None:
        if indicator.input is InputKind.YES_NO:
            return _("Có") if observation.option == "yes" else _("Không")
        names = {option.code: option.name.in_language(language) for option in indicator.options}
        return names.get(observation.option, observation.option)
    if observation.numerator is not None and observation.denominator is not None:
        parts = number_text(observation.numerator, language), number_text(observation.denominator, language)
        return " / ".join(parts)
    return "" if observation.value is None else number_text(observation.value, language)


def unranked_reason(entry: Unranked, result: Result, language: Language) -> str:
    """Say why a unit has no rank."""
    _ = translator(language)
    facts = entry.facts
    match entry.reason:
        case UnrankedReason.REFUSED:
            return _("Báo cáo chưa được chấp nhận: {files} ({codes}).").format_map(facts)
        case UnrankedReason.NOT_SUBMITTED:
            return _("Chưa nộp báo cáo.")
        case UnrankedReason.MISSING_VALUES:
            return _("Thiếu số liệu của các chỉ tiêu: {indicators}.").format_map(facts)
        case UnrankedReason.LOW_COVERAGE:
            text = _("Mới có số liệu cho {reported} % điểm tối đa áp dụng, cần ít nhất {least} %.")
            percents = {key: number_text(parse_exact(facts[key]) * 100, language, 2) for key in facts}
            return text.format_map(percents)
        case UnrankedReason.NOTHING_ATTAINABLE:
            return _("Không có chỉ tiêu nào áp dụng.")
        case UnrankedReason.GROUP_NOT_RANKED:
            group = result.indicator_set.group(result.unit(entry.unit).group).name.in_language(language)
            score = score_text(Decimal(facts["score"]), result.indicator_set, language)
            return _("Nhóm “{group}” không xếp hạng; {name}: {score}.").format(
                group=group, name=result.indicator_set.method.scale.name.in_language(language), score=score
            )


def score_text(published: Decimal, indicator_set: IndicatorSet, language: Language) -> str:
    """Write a published score as the set says: 98,82 % (in English 98.82%) or 0,8002."""
    scale, digits = indicator_set.method.scale, indicator_set.method.rounding.published_score
    number = number_text(published, language, digits)
    return with_sign(number, scale.suffix, language)


def difference_unit(scale: ScoreScale, language: Language) -> str:
    """Say what the difference of two scores is counted in: of two percentages it is percentage points."""
    _ = translator(language)
    return _("điểm phần trăm") if scale.suffix == "%" else scale.suffix
