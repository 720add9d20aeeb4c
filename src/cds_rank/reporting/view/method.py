"""The method, as the set declares it: weights, rules, sources and their status."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Effect,
    Indicator,
)
from cds_rank.model.result import (
    TOTAL,
)
from cds_rank.model.text import Names
from cds_rank.model.unit import Status
from cds_rank.reporting.sentences import (
    signed,
)
from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import CriterionView, Fact, LegalView, MethodView, TreeRow
from cds_rank.wording.labels import label
from cds_rank.wording.method import method_statements
from cds_rank.wording.rule_words import rule_text


def method_view(teller: Teller) -> MethodView:
    """Say how the set measures, scores and puts together."""
    description = teller.set.description
    return MethodView(
        description=description.in_language(teller.language) if description else "",
        statements=method_statements(teller.set, teller.language),
        groups=tuple(group.name.in_language(teller.language) for group in teller.set.groups),
        tree=tuple(_tree(teller)),
        criteria=tuple(_criterion_view(teller, item) for item in teller.set.indicators.values()),
        legal_basis=tuple(
            LegalView(
                title=teller.said(text.title),
                role=teller.said(text.role),
                source=teller.said(text.source),
                status=text.status.value,
                status_label=teller.statuses[text.status],
            )
            for text in teller.set.legal_basis
        ),
    )


def _tree(teller: Teller) -> Iterator[TreeRow]:
    _ = teller.translate

    def row(
        code: str, name: str, depth: int, chosen: Aggregation, status: Status | None, source: str | Names
    ) -> TreeRow:
        return TreeRow(
            name=name,
            code=code,
            depth=depth,
            how=teller.way(chosen),
            status=status.value if status else "",
            status_label=teller.statuses[status] if status else "",
            source=teller.said(source),
            per_group=tuple(
                teller.maxima.extent_text(code, group, teller.language) for group in teller.set.group_codes
            ),
            shares=tuple(_share_of_total(teller, code, group) for group in teller.set.group_codes),
        )

    def branches(nodes: Sequence[Branch | Indicator], depth: int) -> Iterator[TreeRow]:
        for node in nodes:
            if isinstance(node, Branch):
                name = teller.names[node.code]
                yield row(node.code, name, depth, node.aggregation, node.status, node.source)
                yield from branches(node.children, depth + 1)

    yield from branches(teller.set.tree, 0)
    for item in teller.set.composites:
        name = teller.names[item.code]
        yield row(item.code, name, 0, item.roll_up.aggregation, item.status, item.source)
    yield row(TOTAL, _("Tổng điểm"), 0, teller.set.total.aggregation, None, "")


def _share_of_total(teller: Teller, code: str, group: str) -> Fraction | None:
    """Return how much of a group's maximum a node is; None where its points are not among those of the total."""
    most, total = teller.maxima.of(code, group), teller.maxima.of(TOTAL, group)
    added = teller.set.total.aggregation is Aggregation.SUM
    return most / total if added and total and most <= total else None


def _criterion_view(teller: Teller, indicator: Indicator) -> CriterionView:
    _, names = teller.translate, teller.set.groups
    everybody = set(indicator.groups) == set(teller.set.group_codes)
    groups = [g.name.in_language(teller.language) for g in names if g.code in indicator.groups]
    doubtful = (
        (_("điểm tối đa"), indicator.max_points_status),
        (_("phạm vi áp dụng"), indicator.groups_status),
    )
    inferred = [what for what, status in doubtful if status is Status.RECONSTRUCTED]
    zero = indicator.zero_denominator
    return CriterionView(
        code=indicator.code,
        name=indicator.name.in_language(teller.language),
        measure=tuple(_measure(teller, indicator)),
        rule=rule_text(indicator, teller.language)
        if indicator.max_points
        else _("Không tính điểm, chỉ để theo dõi."),
        zero_denominator=_("Mẫu số bằng 0: {rule}.").format(rule=label(zero, teller.language))
        if zero and indicator.max_points
        else "",
        target=teller.targets[indicator.code],
        target_source=teller.said(indicator.target.source if indicator.target else ""),
        maximum=_most(teller, indicator),
        groups=_("mọi nhóm") if everybody else "; ".join(groups),
        status=indicator.status.value,
        status_label=teller.statuses[indicator.status],
        reconstructed=_("Suy ra: {what}.").format(what=", ".join(inferred)) if inferred else "",
        source=teller.said(indicator.source),
    )


def _most(teller: Teller, indicator: Indicator) -> str:
    most = teller.plain(indicator.max_points)
    if indicator.effect is Effect.SCORE:
        return most
    return signed(most, -1 if indicator.effect is Effect.DEDUCTION else 1)


def _measure(teller: Teller, indicator: Indicator) -> Iterator[Fact]:
    _ = teller.translate
    yield Fact(_("Đơn vị tính"), indicator.unit_of_measure.in_language(teller.language))
    if indicator.numerator is not None:
        yield Fact(_("Tử số"), indicator.numerator.in_language(teller.language))
    if indicator.denominator is not None:
        yield Fact(_("Mẫu số"), indicator.denominator.in_language(teller.language))
