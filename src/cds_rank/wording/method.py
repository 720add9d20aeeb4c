"""The method in words: how nodes are put together, and every choice that was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from cds_rank.model.indicator_set import Aggregation, Branch, Effect, IndicatorSet, RollUp
from cds_rank.model.method import LevelBand, Levels
from cds_rank.model.recognition import Recognition, Tier
from cds_rank.model.text import in_language
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text
from cds_rank.wording.rule_words import capitalised


@dataclass(frozen=True, slots=True)
class Statement:
    """One choice of the method: what it is about, and what was chosen."""

    title: str
    text: str


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
            source=in_language(imputation.source, language),
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
        ).format(
            name=name,
            source=in_language(survey.source, language),
            status=label(survey.status, language),
        )
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
        if number is None:
            return _("giữ chính xác")
        return _("1 chữ số thập phân") if number == 1 else _("{n} chữ số thập phân").format(n=number)

    yield Statement(
        method.scale.name.in_language(language),
        _("Điểm đạt / điểm tối đa áp dụng của chính đơn vị.")
        if method.scale.factor == 1
        else _("Điểm đạt / điểm tối đa áp dụng của chính đơn vị × {factor}.").format(
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
        bands=bands,
        source=in_language(levels.source, language),
        status=label(levels.status, language),
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
    source = _("Nguồn: {source} ({status}).").format(
        source=in_language(tier.source, language), status=label(tier.status, language)
    )
    return " ".join([*parts, source])


def _sentence(text: str) -> str:
    return capitalised(text) + "."
