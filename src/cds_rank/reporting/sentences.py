"""Scores and methods in words: the sentences that every report shares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.indicator_set import Aggregation, Indicator, IndicatorSet, InputKind, RollUp
from cds_rank.model.method import LevelBand
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.quantity import is_decimal, parse_exact
from cds_rank.model.result import NodeScore, Result, Treatment, Unranked, UnrankedReason
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
)
from cds_rank.model.unit import Status
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text

_FEW_POINTS = 10
_PLACES = 4  # decimals of a measured value when a derivation prints it


@dataclass(frozen=True, slots=True)
class Statement:
    """One choice of the method: what it is about, and what was chosen."""

    title: str
    text: str


def points_text(points: Fraction | Decimal, language: Language, attainable: Fraction | None = None) -> str:
    """Write points with two decimals, half up; with four where less than ten are attainable (weights of 1)."""
    return number_text(points, language, 4 if attainable is not None and attainable < _FEW_POINTS else 2)


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


def derivation(score: NodeScore, indicator: Indicator, language: Language) -> str:
    """Say how a figure became points, so that it can be done again on paper.

    "≈" stands before a number that was shortened to be printed: the points are computed from the exact one.
    """
    _ = translator(language)
    points = _points(score.earned, score.attainable, language)
    maximum = _points(score.attainable, score.attainable, language)
    if "when_all_equal" in score.how and score.treatment is not Treatment.NOT_APPLICABLE:
        value = _shown(score.how["value"], language)
        text = _("Mọi đơn vị trong nhóm có cùng giá trị {value}: {points} trên {maximum} điểm.")
        return text.format(value=value, points=points, maximum=maximum)
    match score.treatment:
        case Treatment.MISSING:
            return _("Chưa báo cáo: 0 trên {maximum} điểm.").format(maximum=maximum)
        case Treatment.UNREADABLE:
            return _("Số liệu không đọc được: 0 trên {maximum} điểm.").format(maximum=maximum)
        case Treatment.NOT_APPLICABLE:
            return _("Không áp dụng: không tính vào điểm đạt và điểm tối đa.")
        case Treatment.NOTHING_TO_COUNT:
            text = _("Không phát sinh (mẫu số bằng 0): {points} trên {maximum} điểm.")
            return text.format(points=points, maximum=maximum)
        case _:
            return " ".join(_steps_of(score, indicator, language))


def _points(points: Fraction, attainable: Fraction, language: Language) -> str:
    return (
        number_text(points, language) if is_decimal(points, 2) else points_text(points, language, attainable)
    )


def _shown(text: str, language: Language) -> str:
    return number_text(parse_exact(text), language, None, _PLACES)


def _equals(number: Fraction, places: int) -> str:
    return "=" if is_decimal(number, places) else "≈"


def _steps_of(score: NodeScore, indicator: Indicator, language: Language) -> Iterator[str]:
    how, rule = score.how, indicator.rule
    _ = translator(language)

    def shown(key: str) -> str:
        return _shown(how[key], language)

    if "numerator" in how:
        facts = {key: shown(key) for key in ("numerator", "denominator", "per", "value")}
        equals = _equals(parse_exact(how["value"]), _PLACES)
        yield _("{numerator} / {denominator} × {per} {equals} {value}.").format(equals=equals, **facts)
    maximum, share = _points(score.attainable, score.attainable, language), shown("share")
    facts = {"maximum": maximum, "share": share, **{key: shown(key) for key in how if _is_number(how[key])}}
    earned = _points(score.earned, score.attainable, language)
    equals = _equals(score.earned, 4 if score.attainable < _FEW_POINTS else 2)
    lower = indicator.direction is Direction.LOWER_IS_BETTER
    match rule:
        case YesNoRule() | ChoiceRule():
            text = _("Trả lời này được {share} điểm tối đa: {share} × {maximum}")
        case ProportionalRule():
            text = _("(1 − {value} / {full}) × {maximum}") if lower else _("{value} / {full} × {maximum}")
        case TargetRule() if score.earned == score.attainable:
            text = _("Đạt mục tiêu {target}: được điểm tối đa")
        case TargetRule():
            text = _("{target} / {value} × {maximum}") if lower else _("{value} / {target} × {maximum}")
        case StepsRule():
            text = _("Giá trị {value} thuộc bậc {share} điểm tối đa: {share} × {maximum}")
        case CappedCountRule():
            text = _("{value} × {points_each} điểm, không quá {maximum}")
        case BestInGroupRule():
            text = _("{best} / {value} × {maximum}") if lower else _("{value} / {best} × {maximum}")
        case MinMaxRule() | GoalpostsRule():
            text = (
                _("({upper} − {value}) / ({upper} − {lower}) × {maximum}")
                if lower
                else _("({value} − {lower}) / ({upper} − {lower}) × {maximum}")
            )
        case AssessedRule():
            text = _("Điểm được chấm: {value}, điểm tối đa {maximum}")
    worked = text.format_map(facts)
    if _is_capped(how):
        worked = _("{rule}, giữ trong khoảng 0 đến {maximum}:").format(rule=worked, maximum=maximum)
        equals = ""
    yield " ".join(
        _("{rule} {equals} {earned} điểm.").format(rule=worked, equals=equals, earned=earned).split()
    )
    if "exact_points" in how:
        yield _("Đã làm tròn từ {exact}.").format(exact=shown("exact_points"))


def _is_capped(how: Mapping[str, str]) -> bool:
    """Tell whether the formula alone would go below 0 or above the maximum."""
    if "value" not in how:
        return False
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
        case UnrankedReason.NOTHING_ATTAINABLE:
            return _("Không có chỉ tiêu nào áp dụng.")
        case UnrankedReason.GROUP_NOT_RANKED:
            group = result.indicator_set.group(result.unit(entry.unit).group).name.in_language(language)
            score = score_text(Decimal(facts["score"]), result.indicator_set, language)
            return _("Nhóm “{group}” không xếp hạng; {name}: {score}.").format(
                group=group, name=result.indicator_set.method.scale.name.in_language(language), score=score
            )


def score_text(published: Decimal, indicator_set: IndicatorSet, language: Language) -> str:
    """Write a published score as the set says: 98,82 % or 0,8002."""
    scale, digits = indicator_set.method.scale, indicator_set.method.rounding.published_score
    number = number_text(published, language, digits)
    return f"{number} {scale.suffix}".strip()


def rule_text(indicator: Indicator, language: Language) -> str:
    """Say how an indicator is scored."""
    _ = translator(language)
    rule, lower = indicator.rule, indicator.direction is Direction.LOWER_IS_BETTER
    full = number_text(indicator.max_points, language)

    def number(value: Decimal) -> str:
        return number_text(value, language)

    match rule:
        case YesNoRule():
            text = _("Không: {full} điểm; có: 0.") if lower else _("Có: {full} điểm; không: 0.")
        case ChoiceRule():
            cases = "; ".join(
                f"{o.name.in_language(language)}: {number_text(o.share * Fraction(indicator.max_points), language)}"
                for o in indicator.options
            )
            text = _("Theo trường hợp, điểm: {cases}.").replace(
                "{cases}", cases.replace("{", "(").replace("}", ")")
            )
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
        case StepsRule():
            steps = "; ".join(_step_text(step, indicator, language) for step in rule.steps)
            text = _("Theo bậc: {steps}; còn lại: 0.").replace("{steps}", steps)
        case CappedCountRule():
            text = _("Mỗi đơn vị đếm được {bound} điểm, không quá {full}.").replace(
                "{bound}", number(rule.points_each)
            )
        case BestInGroupRule():
            text = (
                _("Giá trị thấp nhất trong nhóm / giá trị × {full}.")
                if lower
                else _("Giá trị / giá trị cao nhất trong nhóm × {full}.")
            )
        case MinMaxRule():
            text = _("Vị trí giữa giá trị thấp nhất và cao nhất trong nhóm × {full}.")
        case GoalpostsRule():
            text = _("Vị trí giữa ngưỡng {lower} và ngưỡng {upper} × {full}.")
            text = text.replace("{lower}", number(rule.lower)).replace("{upper}", number(rule.upper))
        case AssessedRule():
            text = _("Điểm do đơn vị tự chấm và cơ quan thẩm định xác nhận, tối đa {full}.")
    return text.replace("{full}", full)


def _step_text(step: Step, indicator: Indicator, language: Language) -> str:
    _ = translator(language)
    points = number_text(step.share * Fraction(indicator.max_points), language)
    texts = {
        "at_least": _("từ {bound} trở lên: {points}"),
        "above": _("trên {bound}: {points}"),
        "at_most": _("đến {bound}: {points}"),
        "below": _("dưới {bound}: {points}"),
    }
    name, bound = next((name, value) for name in texts if (value := getattr(step, name)) is not None)
    return texts[name].format(bound=number_text(bound, language), points=points)


def level_text(band: LevelBand, language: Language) -> str:
    """Say from where a level counts, and whether the bound itself belongs to it."""
    _ = translator(language)
    name = band.name.in_language(language)
    if band.at_least is not None:
        bound = number_text(band.at_least, language)
        return _("{name}: từ {bound} trở lên").format(name=name, bound=bound)
    if band.above is not None:
        bound = number_text(band.above, language)
        return _("{name}: trên {bound}").format(name=name, bound=bound)
    return _("{name}: còn lại").format(name=name)


def roll_up_text(roll_up: RollUp, indicator_set: IndicatorSet, language: Language) -> str:
    """Say which nodes are put together, and how."""
    _ = translator(language)
    names = {m.node: indicator_set.nodes[m.node].name.in_language(language) for m in roll_up.members}
    if roll_up.aggregation is Aggregation.WEIGHTED_MEAN:
        parts = "; ".join(f"{names[m.node]} × {number_text(m.weight, language)}" for m in roll_up.members)
        return _("Trung bình có trọng số: {parts}.").format(parts=parts)
    return _("Cộng điểm: {parts}.").format(parts="; ".join(names.values()))


def method_statements(indicator_set: IndicatorSet, language: Language) -> tuple[Statement, ...]:
    """Say every choice of the method, in the order in which scoring goes."""
    _ = translator(language)
    method = indicator_set.method
    rounding = method.rounding
    scale_name = method.scale.name.in_language(language)

    def digits(number: int | None) -> str:
        return _("giữ chính xác") if number is None else _("{n} chữ số thập phân").format(n=number)

    statements = [
        Statement(_("Số liệu được tính"), _sentence(label(method.stage, language))),
        Statement(_("Chỉ tiêu chưa báo cáo"), _sentence(label(method.missing, language))),
        Statement(_("Mẫu số bằng 0"), _sentence(label(method.zero_denominator, language))),
        Statement(
            _("Chỉ tiêu không áp dụng"),
            _("Không tính cả ở điểm đạt và điểm tối đa; trọng số không chia lại."),
        ),
        Statement(_("Tổng điểm"), roll_up_text(indicator_set.total, indicator_set, language)),
        Statement(
            scale_name,
            _("Điểm đạt / điểm tối đa áp dụng của chính đơn vị × {factor}.").format(
                factor=number_text(method.scale.factor, language)
            ),
        ),
        Statement(
            _("Làm tròn (nửa lên)"),
            _("Điểm chỉ tiêu: {indicator}; điểm trụ cột: {node}; điểm công bố: {published}.").format(
                indicator=digits(rounding.indicator_points),
                node=digits(rounding.node_points),
                published=digits(rounding.published_score),
            ),
        ),
        Statement(_("Xếp hạng theo"), _sentence(label(method.rank_on, language))),
        Statement(_("Đồng điểm"), _sentence(label(method.ties, language))),
    ]
    if method.tie_breakers:
        names = "; ".join(
            indicator_set.nodes[code].name.in_language(language) for code in method.tie_breakers
        )
        statements.append(Statement(_("Khi đồng điểm, so lần lượt"), names + "."))
    if method.levels is not None:
        bands = "; ".join(level_text(band, language) for band in method.levels.bands)
        source = _("{bands}. Nguồn: {source} ({status}).").format(
            bands=bands, source=method.levels.source, status=label(method.levels.status, language)
        )
        statements.append(Statement(_("Mức độ"), source))
    statements += [
        Statement(
            composite.name.in_language(language), roll_up_text(composite.roll_up, indicator_set, language)
        )
        for composite in indicator_set.composites
    ]
    return tuple(statements)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
