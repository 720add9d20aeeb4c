"""The method in words: how each indicator is scored, how nodes are put together, and every choice that was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Condition,
    Effect,
    Indicator,
    IndicatorSet,
    InputKind,
    RollUp,
    points_fall,
)
from cds_rank.model.method import LevelBand, Levels
from cds_rank.model.recognition import Recognition, Tier
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


@dataclass(frozen=True, slots=True)
class Statement:
    """One choice of the method: what it is about, and what was chosen."""

    title: str
    text: str


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
        yield _("{case}: {points} điểm.").format(case=case, points=points)
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
                yield _capital(bracket_text(step, language)), step.share
            yield _("Còn lại"), nothing
        case BracketsRule():
            for bracket in rule.brackets:
                yield _capital(bracket_text(bracket, language)), bracket.share
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
            text = _("Mỗi {what} được {bound} điểm, không quá {full}.").replace("{what}", what)
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
    if roll_up.aggregation is Aggregation.SUM:
        return _("Cộng điểm: {parts}.").format(parts="; ".join(names.values()))
    parts = "; ".join(f"{names[m.node]} × {number_text(m.weight, language)}" for m in roll_up.members)
    match roll_up.aggregation:
        case Aggregation.WEIGHTED_MEAN:
            return _("Trung bình có trọng số: {parts}.").format(parts=parts)
        case Aggregation.GEOMETRIC:
            text = _("Trung bình nhân có trọng số của tỷ lệ đạt, giữ 12 chữ số thập phân: {parts}.")
        case Aggregation.HARMONIC:
            text = _("Trung bình điều hòa có trọng số của tỷ lệ đạt: {parts}.")
        case Aggregation.COPELAND:
            text = _(
                "So từng cặp đơn vị trong nhóm (Copeland): thắng khi các phần tốt hơn có tổng trọng số lớn hơn, "
                "hòa tính một nửa; trọng số: {parts}."
            )
    return f"{text.format(parts=parts)} {_lowest(roll_up.lowest_share, language)}".strip()


def _lowest(share: Fraction | None, language: Language) -> str:
    _ = translator(language)
    if share is None:
        return ""
    percent = number_text(share * 100, language)
    return _("Tỷ lệ đạt thấp hơn {percent} % được tính là {percent} %.").format(percent=percent)


def aggregation_text(branch: Branch, language: Language) -> str:
    """Say how a branch is made of its parts; empty for a plain sum."""
    _ = translator(language)
    match branch.aggregation:
        case Aggregation.BEST:
            text = _("Lấy trường hợp có điểm cao nhất.")
        case Aggregation.GEOMETRIC:
            text = _("Trung bình nhân của tỷ lệ đạt, trọng số là điểm tối đa, giữ 12 chữ số thập phân.")
        case Aggregation.HARMONIC:
            text = _("Trung bình điều hòa của tỷ lệ đạt, trọng số là điểm tối đa.")
        case _:
            text = ""
    cap = ""
    if branch.at_most is not None:
        cap = _("Cộng hoặc trừ nhiều nhất {points} điểm.").format(
            points=number_text(branch.at_most, language)
        )
    return " ".join(part for part in (text, _lowest(branch.lowest_share, language), cap) if part)


def method_statements(indicator_set: IndicatorSet, language: Language) -> tuple[Statement, ...]:
    """Say every choice of the method, in the order in which scoring goes."""
    return (
        *_of_figures(indicator_set, language),
        *_of_nodes(indicator_set, language),
        *_of_the_score(indicator_set, language),
        *_of_recognition(indicator_set, language),
    )


def _of_figures(indicator_set: IndicatorSet, language: Language) -> Iterator[Statement]:
    _ = translator(language)
    method = indicator_set.method
    yield Statement(_("Số liệu được tính"), _sentence(label(method.stage, language)))
    yield Statement(_("Chỉ tiêu chưa báo cáo"), _sentence(label(method.missing, language)))
    if any(indicator.effect is Effect.DEDUCTION for indicator in indicator_set.indicators.values()):
        text = _(
            "Bị trừ mức tối đa, cả khi số liệu không đọc được hoặc không được chấp nhận; không phát sinh thì không trừ."
        )
        yield Statement(_("Điểm trừ chưa báo cáo"), text)
    if any(indicator.applies_when is not None for indicator in indicator_set.indicators.values()):
        text = _("Chưa trả lời chỉ tiêu dùng để xét thì chỉ tiêu có điều kiện coi như chưa báo cáo.")
        yield Statement(_("Chỉ tiêu chỉ tính khi có điều kiện"), text)
    for imputation in method.imputations:
        text = _("{codes}: {by}. Nguồn: {source} ({status}).").format(
            codes=", ".join(imputation.indicators),
            by=label(imputation.by, language),
            source=imputation.source,
            status=label(imputation.status, language),
        )
        yield Statement(_("Điền thay số liệu thiếu"), text)
    if method.coverage is not None:
        least = number_text(method.coverage.least * 100, language)
        text = _("Có số liệu cho ít nhất {least} % điểm tối đa áp dụng; số điền thay không tính là có.")
        yield Statement(_("Điều kiện xếp hạng"), text.format(least=least))
    yield Statement(_("Mẫu số bằng 0"), _sentence(label(method.zero_denominator, language)))
    yield Statement(
        _("Chỉ tiêu không áp dụng"),
        _("Không tính cả ở điểm đạt và điểm tối đa; trọng số không chia lại."),
    )
    for survey in method.surveys:
        name = indicator_set.nodes[survey.node].name.in_language(language)
        text = _(
            "{name}: kỳ không tổ chức điều tra thì không tính cả ở điểm đạt và điểm tối đa. Nguồn: {source} ({status})."
        ).format(name=name, source=survey.source, status=label(survey.status, language))
        yield Statement(_("Điều tra xã hội học"), text)


def _of_nodes(indicator_set: IndicatorSet, language: Language) -> Iterator[Statement]:
    _ = translator(language)
    yield Statement(_("Tổng điểm"), roll_up_text(indicator_set.total, indicator_set, language))
    for node in indicator_set.nodes.values():
        if isinstance(node, Branch) and (text := aggregation_text(node, language)):
            yield Statement(node.name.in_language(language), text)
    for composite in indicator_set.composites:
        text = roll_up_text(composite.roll_up, indicator_set, language)
        yield Statement(composite.name.in_language(language), text)
    extra = indicator_set.method.extra_points
    if extra is not None:
        text = _("Tổng vượt điểm tối đa: {above}. Tổng dưới 0: {below}.").format(
            above=label(extra.above_maximum, language), below=label(extra.below_zero, language)
        )
        yield Statement(_("Điểm cộng, điểm trừ"), text)


def _of_the_score(indicator_set: IndicatorSet, language: Language) -> Iterator[Statement]:
    _ = translator(language)
    method, rounding = indicator_set.method, indicator_set.method.rounding

    def digits(number: int | None) -> str:
        return _("giữ chính xác") if number is None else _("{n} chữ số thập phân").format(n=number)

    yield Statement(
        method.scale.name.in_language(language),
        _("Điểm đạt / điểm tối đa áp dụng của chính đơn vị × {factor}.").format(
            factor=number_text(method.scale.factor, language)
        ),
    )
    yield Statement(
        _("Làm tròn (nửa lên)"),
        _("Điểm chỉ tiêu: {indicator}; điểm trụ cột: {node}; điểm công bố: {published}.").format(
            indicator=digits(rounding.indicator_points),
            node=digits(rounding.node_points),
            published=digits(rounding.published_score),
        ),
    )
    yield Statement(_("Xếp hạng theo"), _sentence(label(method.rank_on, language)))
    yield Statement(_("Đồng điểm"), _sentence(label(method.ties, language)))
    if method.tie_breakers:
        names = "; ".join(
            indicator_set.nodes[code].name.in_language(language) for code in method.tie_breakers
        )
        yield Statement(_("Khi đồng điểm, so lần lượt"), names + ".")
    if method.levels is not None:
        yield Statement(_("Mức độ"), _levels_text(method.levels, language))
    for group in indicator_set.groups:
        if group.levels is not None:
            title = _("Mức độ – {group}").format(group=group.name.in_language(language))
            yield Statement(title, _levels_text(group.levels, language))


def _levels_text(levels: Levels, language: Language) -> str:
    _ = translator(language)
    bands = "; ".join(level_text(band, language) for band in levels.bands)
    return _("{bands}. Nguồn: {source} ({status}).").format(
        bands=bands, source=levels.source, status=label(levels.status, language)
    )


def _of_recognition(indicator_set: IndicatorSet, language: Language) -> Iterator[Statement]:
    recognition = indicator_set.recognition
    if recognition is None:
        return
    _ = translator(language)
    for tier in recognition.tiers:
        name = tier.name.in_language(language)
        yield Statement(_("Công nhận: {tier}").format(tier=name), tier_text(tier, recognition, language))
    text = _(
        "Chỉ tiêu đạt từ {share} % điểm tối đa; số chỉ tiêu phải đạt {rounding}; không áp dụng: {policy}."
    )
    yield Statement(
        _("Công nhận: cách xét"),
        text.format(
            share=number_text(recognition.met_from * 100, language),
            rounding=label(recognition.rounding, language),
            policy=label(recognition.inapplicable, language),
        ),
    )


def tier_text(tier: Tier, recognition: Recognition, language: Language) -> str:
    """Say what a tier of recognition takes."""
    _ = translator(language)
    parts = [_("Đạt đủ {n} chỉ tiêu bắt buộc.").format(n=len(tier.mandatory))]
    if tier.unmet_at_most:
        text = _("Đạt các chỉ tiêu bắt buộc ({n}), được thiếu nhiều nhất {unmet}.")
        parts = [text.format(n=len(tier.mandatory), unmet=tier.unmet_at_most)]
    if tier.extended_at_least is not None:
        text = _("Đạt ít nhất {share} % trong {n} chỉ tiêu mở rộng.")
        share = number_text(tier.extended_at_least * 100, language)
        parts.append(text.format(share=share, n=len(tier.extended)))
    if tier.presupposes is not None:
        names = {other.code: other.name.in_language(language) for other in recognition.tiers}
        parts.append(_("Đã đạt mức “{tier}”.").format(tier=names[tier.presupposes]))
    if not tier.recognised:
        parts.append(_("Chỉ để theo dõi, chưa phải công nhận."))
    source = _("Nguồn: {source} ({status}).").format(source=tier.source, status=label(tier.status, language))
    return " ".join([*parts, source])


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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    return _capital(text) + "."
