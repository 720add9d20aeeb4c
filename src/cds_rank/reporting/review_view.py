"""What a report says of the two stages: who claimed what, what the reviewers made of it, what is still open."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.method import StageUsed
from cds_rank.model.observation import Origin
from cds_rank.model.quantity import Number, decimal_text, round_half_up
from cds_rank.model.result import NodeScore, Placement, Ranked, Result, Treatment
from cds_rank.model.review import Verdict
from cds_rank.model.stages import IndicatorStages, UnitStages
from cds_rank.reporting.sentences import figure_text, score_text, treatment_label
from cds_rank.reporting.view import Cell, Fact, Notice, cell_text, clean, point_digits, source_text
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, Translate, translator
from cds_rank.wording.numbers import number_text

_NOTHING = "—"
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """One scored unit: both stages side by side. find: what it is searched by; ranks: 3 → 5."""

    unit: str
    name: str
    find: str
    ranks: Cell
    claimed: Cell
    final: Cell
    difference: Cell
    lacks_evidence: Cell
    lost_otherwise: Cell
    gained: Cell
    open: Cell


@dataclass(frozen=True, slots=True)
class ReviewedGroup:
    """The scored units of one group."""

    code: str
    name: str
    facts: tuple[Fact, ...]
    rows: tuple[ReviewedRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewedCriterion:
    """One criterion of one unit. verdict: agreed, adjusted, rejected or pending; figures: 27 → 25, where changed."""

    code: str
    name: str
    claimed: str
    final: str
    difference: str
    verdict: str
    verdict_label: str
    cause: str
    reason: str
    figures: str
    reviewer: str
    place: str


@dataclass(frozen=True, slots=True)
class ReviewedUnit:
    """Both stages of one unit, criterion by criterion; note: why a column does not add up, else empty.

    source: the file and sheet of most verdicts, empty where there are none.
    """

    facts: tuple[Fact, ...]
    criteria: tuple[ReviewedCriterion, ...]
    source: str
    claimed: str
    final: str
    difference: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """All a report says of reviews. final_heading: what the second stage is called; units: by code."""

    final_heading: str
    groups: tuple[ReviewedGroup, ...]
    units: Mapping[str, ReviewedUnit]


def review_section(result: Result, stages: Sequence[UnitStages], language: Language) -> ReviewSection | None:
    """Word both stages of a result; None where there are no reviews.

    stages: what `scoring.stages.stage_differences` says of the result.
    """
    if not stages:
        return None
    author = _Author(result, language)
    return ReviewSection(
        final_heading=final_heading(result, language),
        groups=tuple(author.groups(stages)),
        units={unit.unit: author.unit(unit) for unit in stages},
    )


def open_notice(result: Result, stages: Sequence[UnitStages], language: Language) -> Notice | None:
    """Say how much is not reviewed yet and what stands in for it; None when everything is reviewed."""
    _ = translator(language)
    left, due = sum(unit.open for unit in stages), sum(unit.due for unit in stages)
    if not left:
        return None
    title = _("Chưa thẩm định {open}/{due} số liệu")
    shown = {"open": number_text(left, language), "due": number_text(due, language)}
    return Notice("reviews", title.format(**shown), open_consequence(result, language))


def open_consequence(result: Result, language: Language) -> str:
    """Say what is scored where nobody has reviewed yet."""
    _ = translator(language)
    match StageUsed(result.record.stage):
        case StageUsed.FINAL:
            return _("Những số liệu này đang dùng số tự đánh giá của đơn vị; kết quả còn có thể thay đổi.")
        case StageUsed.VERIFIED:
            return _(
                "Bảng này chỉ tính số đã thẩm định: những số liệu này coi như chưa báo cáo; "
                "kết quả còn có thể thay đổi."
            )
        case StageUsed.SELF_ASSESSED:
            return _("Bảng này tính theo số tự đánh giá của đơn vị, không theo kết quả thẩm định.")


def final_heading(result: Result, language: Language) -> str:
    """Return what the points beside the claimed ones are called: they are the verified ones only if these count."""
    _ = translator(language)
    by_claims = result.record.stage == StageUsed.SELF_ASSESSED.value
    return _("Được tính") if by_claims else _("Sau thẩm định")


def signed(text: str, number: Number) -> str:
    """Put a sign before a number's text: +1,25 or −3,40; nothing before a number that shows as 0."""
    plain = text.lstrip("-")
    if not plain.strip("0.,"):
        return plain
    return f"{'+' if number > 0 else _MINUS}{plain}"


def _usual_place(unit: UnitStages) -> Origin | None:
    """Return the file and sheet that most of a unit's verdicts are in, to be named once."""
    places = Counter(
        (e.review.origin.file, e.review.origin.sheet) for e in unit.indicators if e.review is not None
    )
    return Origin(*places.most_common(1)[0][0]) if places else None


def verdict_text(entry: IndicatorStages, language: Language) -> str:
    """Return the verdict in words; what nobody speaks of is not reviewed yet."""
    return label(Verdict.PENDING if entry.review is None else entry.review.verdict, language)


def ranks_text(unit: UnitStages) -> str:
    """Write both ranks: 3 → 5; a dash where there is none."""
    return f"{_rank(unit.claimed.placement)} → {_rank(unit.final.placement)}"


def _rank(placement: Placement) -> str:
    return str(placement.rank) if isinstance(placement, Ranked) else _NOTHING


class _Author:
    """Words both stages in one language."""

    def __init__(self, result: Result, language: Language) -> None:
        self.result = result
        self.set = result.indicator_set
        self.language: Language = language
        self._: Translate = translator(language)
        self.digits = self.set.method.rounding.published_score
        self.point_digits = point_digits(result)
        self.names = {code: item.name.in_language(language) for code, item in self.set.indicators.items()}

    def points(self, points: Number) -> str:
        return number_text(points, self.language, self.point_digits)

    def signed_points(self, points: Number) -> str:
        return signed(self.points(points), points)

    # Groups

    def groups(self, stages: Sequence[UnitStages]) -> Iterator[ReviewedGroup]:
        for ranking in self.result.rankings:
            units = [unit for unit in stages if unit.group == ranking.group]
            if units:
                group = self.set.group(ranking.group)
                yield ReviewedGroup(
                    code=group.code,
                    name=group.name.in_language(self.language),
                    facts=tuple(self._group_facts(units)),
                    rows=tuple(self._row(unit) for unit in units),
                    notes=tuple(self._group_notes(units)),
                )

    def _group_facts(self, units: Sequence[UnitStages]) -> Iterator[Fact]:
        _ = self._

        def total(of: Callable[[UnitStages], int]) -> str:
            return number_text(sum(of(unit) for unit in units), self.language)

        yield Fact(_("Số liệu phải thẩm định"), total(lambda unit: unit.due))
        yield Fact(_("Thống nhất"), total(lambda unit: unit.count(Verdict.AGREED)))
        yield Fact(_("Điều chỉnh"), total(lambda unit: unit.count(Verdict.ADJUSTED)))
        yield Fact(_("Không chấp nhận"), total(lambda unit: unit.count(Verdict.REJECTED)))
        yield Fact(_("Chưa thẩm định"), total(lambda unit: unit.open))
        yield Fact(
            _("Đơn vị mất điểm vì thiếu tài liệu kiểm chứng"),
            total(lambda unit: unit.lost_for_want_of_evidence > 0),
        )

    def _row(self, unit: UnitStages) -> ReviewedRow:
        placement, known = unit.final.placement, self.result.unit(unit.unit)
        return ReviewedRow(
            unit=unit.unit,
            name=clean(known.name),
            find=clean(f"{known.name} {known.short_name} {known.code}"),
            ranks=Cell(ranks_text(unit), str(placement.rank) if isinstance(placement, Ranked) else ""),
            claimed=self._score(unit.claimed.published),
            final=self._score(unit.final.published),
            difference=self._score(unit.published_difference, signed),
            lacks_evidence=self._lost(unit.lost_for_want_of_evidence),
            lost_otherwise=self._lost(unit.lost_otherwise),
            gained=Cell(self.signed_points(unit.gained), decimal_text(unit.gained)),
            open=Cell(f"{unit.open}/{unit.due}", str(unit.open)),
        )

    def _score(
        self, published: Decimal | None, shown: Callable[[str, Number], str] = lambda text, _number: text
    ) -> Cell:
        if published is None:
            return Cell(_NOTHING, "")
        text = number_text(published, self.language, self.digits)
        return Cell(shown(text, published), decimal_text(published))

    def _lost(self, points: Fraction) -> Cell:
        return Cell(self.signed_points(-points), decimal_text(points))

    def _group_notes(self, units: Sequence[UnitStages]) -> Iterator[str]:
        _ = self._
        if any(not unit.adds_up for unit in units):
            yield _(
                "Tổng điểm của bộ này không phải là phép cộng điểm các chỉ tiêu, nên điểm mất và điểm được thêm ở "
                "các chỉ tiêu cộng lại không ra chênh lệch của tổng."
            )
        moved = [unit for unit in units if unit.claimed.total.attainable != unit.final.total.attainable]
        if moved:
            names = (clean(self.result.unit(unit.unit).label) for unit in moved)
            yield _(
                "Thẩm định làm thay đổi điểm tối đa áp dụng của: {units}. Điểm so với điểm tối đa của chính đơn vị, "
                "nên có thể giảm dù điểm đạt tăng, hoặc ngược lại."
            ).format(units="; ".join(names))

    # Units

    def unit(self, unit: UnitStages) -> ReviewedUnit:
        usual = _usual_place(unit)
        return ReviewedUnit(
            facts=tuple(self._unit_facts(unit)),
            criteria=tuple(self._criterion(unit.unit, entry, usual) for entry in unit.indicators),
            source="" if usual is None else source_text(usual),
            claimed=self.points(unit.claimed.total.earned),
            final=self.points(unit.final.total.earned),
            difference=self.signed_points(unit.difference),
            note=self._note(unit),
        )

    def _unit_facts(self, unit: UnitStages) -> Iterator[Fact]:
        _ = self._
        second = final_heading(self.result, self.language)
        for heading, outcome in ((_("Tự đánh giá"), unit.claimed), (second, unit.final)):
            score = _NOTHING
            if outcome.published is not None:
                score = score_text(outcome.published, self.set, self.language)
            placement = outcome.placement
            if isinstance(placement, Ranked):
                place = _("{score}, hạng {rank}").format(score=score, rank=placement.rank)
            else:
                place = _("{score}, không xếp hạng").format(score=score)
            yield Fact(heading, place)
        if unit.claimed.total.attainable != unit.final.total.attainable:
            before, after = (
                number_text(outcome.total.attainable, self.language) for outcome in (unit.claimed, unit.final)
            )
            yield Fact(_("Điểm tối đa áp dụng"), f"{before} → {after}")
        losses = (
            (_("Mất vì thiếu tài liệu kiểm chứng"), -unit.lost_for_want_of_evidence),
            (_("Mất vì lý do khác"), -unit.lost_otherwise),
            (_("Được thêm"), unit.gained),
        )
        for heading, points in losses:
            yield Fact(heading, _("{points} điểm").format(points=self.signed_points(points)))
        yield Fact(_("Chưa thẩm định"), f"{unit.open}/{unit.due}")

    def _criterion(self, unit: str, entry: IndicatorStages, usual: Origin | None) -> ReviewedCriterion:
        review = entry.review
        cause = review.cause if review is not None else None
        return ReviewedCriterion(
            code=entry.indicator,
            name=self.names[entry.indicator],
            claimed=self._earned(entry.claimed),
            final=self._earned(entry.final),
            difference=self.signed_points(entry.difference),
            verdict=(Verdict.PENDING if review is None else review.verdict).value,
            verdict_label=verdict_text(entry, self.language),
            cause=label(cause, self.language) if cause is not None else "",
            reason=clean(review.reason) if review is not None else "",
            figures=self._figures(unit, entry),
            reviewer=clean(review.reviewer) if review is not None else "",
            place=cell_text(review.origin, usual) if review is not None else "",
        )

    def _earned(self, score: NodeScore) -> str:
        applies = score.treatment is not Treatment.NOT_APPLICABLE
        return self.points(score.earned) if applies else _NOTHING

    def _figures(self, unit: str, entry: IndicatorStages) -> str:
        """Write the figure that was changed: 27 → 25; empty where it stayed or points were given instead."""
        key, indicator = (unit, entry.indicator), self.set.indicators[entry.indicator]
        after = figure_text(self.result.observations.get(key), indicator, self.language)
        before = figure_text(self.result.self_observations.get(key), indicator, self.language)
        if not after or after == before:
            return ""
        return f"{before or treatment_label(entry.claimed.treatment, self.language)} → {after}"

    def _note(self, unit: UnitStages) -> str:
        """Say why the printed differences do not add up to the printed total; empty where they do."""
        _ = self._
        counted = [entry.difference for entry in unit.indicators if entry.in_total]
        if not unit.adds_up:
            return _(
                "Chênh lệch ở các chỉ tiêu cộng lại là {sum} điểm; tổng điểm của bộ này không phải là phép cộng "
                "điểm các chỉ tiêu."
            ).format(sum=self.signed_points(sum(counted, Fraction(0))))
        printed = sum((round_half_up(points, self.point_digits) for points in counted), Decimal(0))
        missed = printed - round_half_up(unit.difference, self.point_digits)
        if not missed:
            return ""
        return _(
            "Cộng các số đã làm tròn ở trên được {sum}; chênh {difference} là do làm tròn khi in."
        ).format(sum=self.signed_points(printed), difference=self.points(abs(missed)))
