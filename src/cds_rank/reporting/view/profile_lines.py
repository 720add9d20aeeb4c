"""A unit's criteria, line by line, and what lies between them and the total."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Composite,
    Indicator,
)
from cds_rank.model.observation import Origin
from cds_rank.model.quantity import parse_exact
from cds_rank.model.result import (
    TOTAL,
    NodeScore,
    Treatment,
    UnitScores,
)
from cds_rank.reporting.adding_up import AddedUp, Shares, add_up
from cds_rank.reporting.derivation import derivation
from cds_rank.reporting.sentences import (
    treatment_label,
)
from cds_rank.reporting.view.gaps import review_text
from cds_rank.reporting.view.teller import Teller, cell_text, clean
from cds_rank.reporting.view.values import BranchRow, CriterionRow


def profile_lines(
    teller: Teller, scores: UnitScores, shares: Shares, source: Origin, *, shows_counted: bool
) -> Iterator[BranchRow | CriterionRow]:
    """Give a unit's branches and criteria in the order of the tree."""

    def walk(nodes: Sequence[Branch | Indicator], depth: int) -> Iterator[BranchRow | CriterionRow]:
        for node in nodes:
            score = scores.nodes.get(node.code)
            if score is None:
                continue
            if isinstance(node, Indicator):
                counted = shares.factors.get(node.code) if shows_counted else None
                yield _criterion(
                    teller, scores.unit, node, score, counted, source, shows_counted=shows_counted
                )
            else:
                earned, attainable = teller.earned_of(node.code, score, scores.group)
                yield BranchRow(
                    name=teller.names[node.code],
                    depth=depth,
                    how=_made(teller, node, score),
                    earned=earned,
                    attainable=attainable,
                )
                yield from walk(node.children, depth + 1)

    yield from walk(teller.set.tree, 0)


def _made(teller: Teller, node: Branch, score: NodeScore) -> str:
    """Say how a branch came to its points, where it is not the plain sum of what stands below it."""
    _ = teller.translate
    if node.aggregation is Aggregation.BEST:
        return _("lấy trường hợp cao nhất: {code}").format(code=score.how["taken"])
    if node.aggregation is not Aggregation.SUM:
        return teller.way(node.aggregation)
    if "cut_from" in score.how:
        before = parse_exact(score.how["cut_from"])
        text = _("cộng lại {before}, chỉ tính {after} theo giới hạn")
        return text.format(before=teller.signed_points(before), after=teller.signed_points(score.earned))
    return ""


def _criterion(
    teller: Teller,
    unit: str,
    indicator: Indicator,
    score: NodeScore,
    factor: Fraction | None,
    source: Origin,
    *,
    shows_counted: bool,
) -> CriterionRow:
    used = teller.result.observations.get((unit, indicator.code))
    figure = teller.told(unit, indicator.code)
    group = teller.result.scores[unit].group
    earned, attainable = teller.earned_of(indicator.code, score, group)
    scored = score.treatment is Treatment.SCORED
    median, place = _among_peers(teller, unit, indicator, group)
    review = teller.result.reviews.get((unit, indicator.code))
    counted = ""
    if shows_counted:
        counted = "—" if factor is None else teller.points(factor * score.earned)
    return CriterionRow(
        code=indicator.code,
        name=teller.names[indicator.code],
        status=indicator.status.value,
        status_label=teller.statuses[indicator.status],
        treatment=score.treatment.value,
        treatment_label="" if scored else treatment_label(score.treatment, teller.language),
        figure=teller.figure(unit, indicator),
        cell="" if figure is None else cell_text(figure.origin, source),
        verdict_cell="" if used is None or figure is used else cell_text(used.origin, source),
        target=teller.targets[indicator.code],
        earned=earned,
        attainable=attainable,
        share=score.share,
        counted=counted,
        derivation=derivation(_written_out(score), indicator, teller.language),
        evidence="" if figure is None else clean(figure.evidence),
        explanation="" if figure is None else clean(figure.explanation),
        median=median,
        place=place,
        review="" if review is None else review_text(teller, review),
    )


def _written_out(score: NodeScore) -> NodeScore:
    """Write the facts of a score out once: fresh from the scoring they are written anew whenever one is read."""
    return score if isinstance(score.how, dict) else replace(score, how=dict(score.how))


def _among_peers(teller: Teller, unit: str, indicator: Indicator, group: str) -> tuple[str, str]:
    """Write the median's points and the unit's place; nothing where no other unit has the criterion."""
    spread = teller.spreads.get((group, indicator.code))
    if spread is None or spread.median is None or unit not in spread.places:
        return "", ""
    return teller.points_of(indicator, spread.median), f"{spread.places[unit]}/{spread.count}"


def rounding_note(teller: Teller, scores: UnitScores, shares: Shares) -> str:
    """Say what lies between printed criteria and the printed points above them; empty when all of them add up."""
    notes = (_total_note(teller, scores, shares), _branches_note(teller, scores))
    return " ".join(note for note in notes if note)


def _branches_note(teller: Teller, scores: UnitScores) -> str:
    """Name the branches whose printed rows do not add up to their own printed points."""
    _ = teller.translate
    apart = {code: _rows_less_own(teller, scores, node) for code, node in teller.set.nodes.items()}
    named = [
        _("“{node}” {difference}").format(node=teller.names[code], difference=teller.signed_points(points))
        for code, points in apart.items()
        if points
    ]
    if not named:
        return ""
    text = _("Do làm tròn, các dòng cộng lại chênh so với điểm in của từng phần: {parts}.")
    return text.format(parts="; ".join(named))


def _rows_less_own(teller: Teller, scores: UnitScores, node: Branch | Composite | Indicator) -> Decimal:
    """Add up the rows next below a branch and take off its own points, as printed; 0 where it is no sum."""
    own = scores.nodes.get(node.code)
    if own is None or not isinstance(node, Branch) or node.aggregation is not Aggregation.SUM:
        return Decimal(0)
    below = (scores.nodes.get(child.code) for child in node.children)
    rows = sum((teller.printed(score.earned) for score in below if score is not None), Decimal(0))
    added = parse_exact(own.how["cut_from"]) if "cut_from" in own.how else own.earned
    return rows - teller.printed(added)


def _total_note(teller: Teller, scores: UnitScores, shares: Shares) -> str:
    _ = teller.translate
    if TOTAL in shares.wholes:
        text = _("Tổng điểm gộp theo cách: {how}; không phải là phép cộng các dòng ở trên.")
        return text.format(how=teller.way(teller.set.total.aggregation))
    found = add_up(scores, shares, teller.point_digits)
    if found.rows == found.total:
        return ""
    at_nodes = teller.set.method.rounding.node_points is not None
    facts = {"sum": teller.points(found.rows), "difference": teller.points(abs(found.rounding))}
    if found.wholes or found.cuts:
        stated = _between(teller, scores, found, at_nodes=at_nodes)
        return " ".join((_("Cộng các dòng chỉ tiêu ở trên được {sum}.").format(**facts), *stated))
    if at_nodes:
        text = _(
            "Cộng các số đã làm tròn ở trên được {sum}; chênh {difference} là do làm tròn ở từng phần và khi in."
        )
        return text.format(**facts)
    return _("Cộng các số đã làm tròn ở trên được {sum}; chênh {difference} là do làm tròn khi in.").format(
        **facts
    )


def _between(teller: Teller, scores: UnitScores, found: AddedUp, *, at_nodes: bool) -> Iterator[str]:
    """Give a sentence for each amount that is not among the rows."""
    _ = teller.translate
    for code, points in found.wholes.items():
        text = _("“{node}” gộp theo cách: {how}, không phải là phép cộng các dòng của nó: {points}.")
        how = teller.way(teller.aggregation(code))
        yield text.format(node=teller.names[code], how=how, points=teller.signed_points(points))
    for code, points in found.cuts.items():
        change = teller.signed_points(points)
        if code != TOTAL:
            text = _("“{node}” chỉ tính trong giới hạn: {points}.")
            yield text.format(node=teller.names[code], points=change)
        elif points > 0:
            yield _("Tổng dưới 0 được tính là 0: {points}.").format(points=change)
        else:
            maximum = teller.plain(scores.total.attainable)
            text = _("Tổng vượt điểm tối đa được cắt còn {maximum}: {points}.")
            yield text.format(maximum=maximum, points=change)
    if found.rounding:
        text = (
            _("Chênh do làm tròn ở từng phần và khi in: {points}.")
            if at_nodes
            else _("Chênh do làm tròn khi in: {points}.")
        )
        yield text.format(points=teller.signed_points(found.rounding))
