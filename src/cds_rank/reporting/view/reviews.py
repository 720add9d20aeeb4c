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
from cds_rank.model.stages import IndicatorStages, Movement, UnitStages
from cds_rank.reporting.sentences import difference_unit, figure_text, score_text, signed, treatment_label
from cds_rank.reporting.view.teller import cell_text, clean, point_digits, source_text
from cds_rank.reporting.view.values import Cell, Fact, Notice
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, Translate, translator
from cds_rank.wording.numbers import number_text

_NOTHING = "—"
_LOSSES = (Movement.NO_EVIDENCE, Movement.WRONG_EVIDENCE, Movement.LOST)


@dataclass(frozen=True, slots=True)
class ReviewedColumn:
    """A column of numbers. heading: with the unit its numbers are counted in; sort: up or down first."""

    heading: str
    sort: str


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """One scored unit: both stages side by side, a cell for each column. find: what it is searched by."""

    unit: str
    name: str
    find: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ReviewedGroup:
    """The scored units of one group."""

    code: str
    name: str
    facts: tuple[Fact, ...]
    columns: tuple[ReviewedColumn, ...]
    rows: tuple[ReviewedRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewedCriterion:
    """One criterion of one unit. verdict: agreed, adjusted, rejected or pending; figures: 27 → 25, where changed.

    maximum: by how much the maximum applied to the unit changes, empty where it does not.
    """

    code: str
    name: str
    claimed: str
    final: str
    difference: str
    maximum: str
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

    why: what the review did to the rank, in a sentence, empty where claims alone are scored.
    source: the file and sheet of most verdicts, empty where there are none.
    """

    why: str
    facts: tuple[Fact, ...]
    criteria: tuple[ReviewedCriterion, ...]
    source: str
    claimed: str
    final: str
    difference: str
    note: str


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A pillar or a review workbook, and how far its review has come. kind: which of the two.

    open, due: of a pillar only; a workbook's rows without a verdict are not in the result.
    """

    kind: str
    name: str
    reviewed: str
    open: str
    due: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """All a report says of reviews. final_heading: what the second stage is called; units: by code.

    open_parts: pillars of which something is not reviewed yet, then the review workbooks; empty when all is done.
    """

    final_heading: str
    open_parts: tuple[OpenPart, ...]
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
        open_parts=tuple(author.open_parts(stages)),
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
    text = open_consequence(result, language)
    said_no = sum(
        entry.is_due and entry.claimed.treatment is Treatment.NOT_APPLICABLE
        for unit in stages
        for entry in unit.indicators
    )
    if said_no:
        text += " " + _(
            "Trong {due} số liệu phải thẩm định có {count} chỗ đơn vị khai là không áp dụng, cũng phải thẩm định."
        ).format(due=shown["due"], count=number_text(said_no, language))
    return Notice("reviews", title.format(**shown), text)


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


def _is_untouched(unit: UnitStages) -> bool:
    """Tell whether nothing of a unit is reviewed, nor changed for another reason: no nought, but nothing to say."""
    return not unit.difference and all(entry.is_open and not entry.difference for entry in unit.indicators)


def _unless_untouched(unit: UnitStages, cell: Cell) -> Cell:
    return Cell(_NOTHING, "") if _is_untouched(unit) else cell


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

    def _moved(self, unit: UnitStages, movement: Movement) -> Decimal:
        return unit.printed_moved(movement, self.point_digits)

    # What is not reviewed yet

    def open_parts(self, stages: Sequence[UnitStages]) -> Iterator[OpenPart]:
        if not any(unit.open for unit in stages):
            return
        _ = self._
        entries = [entry for unit in stages for entry in unit.indicators if entry.is_due]
        due = Counter(entry.indicator for entry in entries)
        left = Counter(entry.indicator for entry in entries if entry.is_open)
        for code in self.set.pillars or tuple(node.code for node in self.set.tree):
            under = [indicator.code for indicator in self.set.indicators_under(code)]
            of_due, of_left = sum(due[c] for c in under), sum(left[c] for c in under)
            if of_due:
                name = self.set.nodes[code].name.in_language(self.language)
                counts = [number_text(n, self.language) for n in (of_due - of_left, of_left, of_due)]
                yield OpenPart(
                    _("Trụ cột"), name, counts[0], counts[1], counts[2], self._nothing_said(of_due - of_left)
                )
        verdicts = Counter(
            review.origin.file
            for review in self.result.reviews.values()
            if review.verdict is not Verdict.PENDING
        )
        for file in self._review_files():
            said = number_text(verdicts[file], self.language)
            note = self._nothing_said(verdicts[file])
            yield OpenPart(_("Phiếu thẩm định"), clean(file), said, _NOTHING, _NOTHING, note)

    def _nothing_said(self, verdicts: int) -> str:
        return "" if verdicts else self._("chưa có kết luận nào")

    def _review_files(self) -> list[str]:
        """List the review workbooks, those without any verdict too: what was read and is no unit's own file."""
        own = {figure.origin.file for figure in self.result.self_observations.values()}
        own |= set(self.result.refused_files)
        read = {file.name for file in self.result.record.inputs} - own
        return sorted(read | {review.origin.file for review in self.result.reviews.values()})

    # Groups

    def groups(self, stages: Sequence[UnitStages]) -> Iterator[ReviewedGroup]:
        for ranking in self.result.rankings:
            units = [unit for unit in stages if unit.group == ranking.group]
            if units:
                group = self.set.group(ranking.group)
                shows_maximum = any(unit.changes_maximum for unit in units)
                yield ReviewedGroup(
                    code=group.code,
                    name=group.name.in_language(self.language),
                    facts=tuple(self._group_facts(units)),
                    columns=tuple(self._columns(shows_maximum=shows_maximum)),
                    rows=tuple(self._row(unit, shows_maximum=shows_maximum) for unit in units),
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
            total(lambda unit: unit.moved(Movement.NO_EVIDENCE) < 0),
        )
        yield Fact(
            _("Đơn vị mất điểm vì tài liệu kiểm chứng không phù hợp"),
            total(lambda unit: unit.moved(Movement.WRONG_EVIDENCE) < 0),
        )

    def _columns(self, *, shows_maximum: bool) -> Iterator[ReviewedColumn]:
        _, scale = self._, self.set.method.scale
        between = difference_unit(scale, self.language)

        def counted_in(unit: str, heading: str) -> str:
            return f"{heading} ({unit})" if unit else heading

        yield ReviewedColumn(_("Hạng trước → sau"), "up")
        yield ReviewedColumn(counted_in(scale.suffix, _("Tự đánh giá")), "down")
        yield ReviewedColumn(counted_in(scale.suffix, final_heading(self.result, self.language)), "down")
        yield ReviewedColumn(counted_in(between, _("Chênh lệch")), "up")
        if shows_maximum:
            yield ReviewedColumn(_("Điểm tối đa áp dụng"), "down")
            yield ReviewedColumn(counted_in(between, _("Riêng do điểm tối đa đổi")), "up")
        yield ReviewedColumn(_("Mất vì thiếu tài liệu kiểm chứng (điểm)"), "down")
        yield ReviewedColumn(_("Mất vì tài liệu không phù hợp (điểm)"), "down")
        yield ReviewedColumn(_("Mất vì lý do khác (điểm)"), "down")
        yield ReviewedColumn(_("Được thêm (điểm)"), "down")
        yield ReviewedColumn(_("Chưa thẩm định"), "down")

    def _row(self, unit: UnitStages, *, shows_maximum: bool) -> ReviewedRow:
        placement, known = unit.final.placement, self.result.unit(unit.unit)
        cells = [
            Cell(ranks_text(unit), str(placement.rank) if isinstance(placement, Ranked) else ""),
            self._score(unit.claimed.published),
            self._score(unit.final.published),
            _unless_untouched(unit, self._score(unit.published_difference, signed)),
        ]
        if shows_maximum:
            cells += [self._maxima(unit), self._score(self._maximum_effect(unit), signed)]
        cells += [_unless_untouched(unit, self._lost(self._moved(unit, movement))) for movement in _LOSSES]
        gained = self._moved(unit, Movement.GAINED)
        cells.append(_unless_untouched(unit, Cell(self.signed_points(gained), decimal_text(gained))))
        cells.append(Cell(f"{unit.open}/{unit.due}", str(unit.open)))
        return ReviewedRow(
            unit=unit.unit,
            name=clean(known.name),
            find=clean(f"{known.name} {known.short_name} {known.code}"),
            cells=tuple(cells),
        )

    def _maxima(self, unit: UnitStages) -> Cell:
        before, after = self._both_maxima(unit)
        text = f"{before} → {after}" if unit.changes_maximum else after
        return Cell(text, decimal_text(unit.final.total.attainable))

    def _both_maxima(self, unit: UnitStages) -> tuple[str, str]:
        before, after = unit.claimed.total.attainable, unit.final.total.attainable
        return number_text(before, self.language), number_text(after, self.language)

    def _maximum_effect(self, unit: UnitStages) -> Decimal | None:
        """Return what the changed maximum alone does to the score, on the set's scale."""
        effect = unit.maximum_effect
        if effect is None:
            return None
        return round_half_up(effect * Fraction(self.set.method.scale.factor), self.digits)

    def _score(
        self, published: Decimal | None, shown: Callable[[str, Number], str] = lambda text, _number: text
    ) -> Cell:
        if published is None:
            return Cell(_NOTHING, "")
        text = number_text(published, self.language, self.digits)
        return Cell(shown(text, published), decimal_text(published))

    def _lost(self, points: Decimal) -> Cell:
        return Cell(self.signed_points(points), decimal_text(-points))

    def _group_notes(self, units: Sequence[UnitStages]) -> Iterator[str]:
        _ = self._
        if any(not unit.adds_up for unit in units):
            yield _(
                "Tổng điểm của bộ này không chỉ là phép cộng điểm các chỉ tiêu (còn có trung bình, trường hợp cao "
                "nhất, giới hạn cộng trừ hoặc làm tròn), nên điểm mất và điểm được thêm ở các chỉ tiêu cộng lại "
                "không ra chênh lệch của tổng."
            )
        if any(self._rounding_left(unit) for unit in units):
            yield _(
                "Điểm mất và điểm được thêm cộng từ các chênh lệch đã làm tròn của từng chỉ tiêu, nên tổng của chúng "
                "có thể lệch chút ít so với chênh lệch của tổng điểm; hồ sơ đơn vị ghi mức lệch."
            )
        moved = [unit for unit in units if unit.changes_maximum]
        if moved:
            names = (clean(self.result.unit(unit.unit).label) for unit in moved)
            yield _(
                "Thẩm định làm thay đổi điểm tối đa áp dụng của: {units}. Điểm so với điểm tối đa của chính đơn vị, "
                "nên có thể giảm dù điểm đạt tăng, hoặc ngược lại. Cột “Riêng do điểm tối đa đổi” so điểm sau thẩm "
                "định chia cho điểm tối đa mới với chính điểm ấy chia cho điểm tối đa cũ."
            ).format(units="; ".join(names))

    def _rounding_left(self, unit: UnitStages) -> Decimal:
        """Return by how much the printed parts miss the printed total; 0 where they are no parts of it."""
        if not unit.adds_up:
            return Decimal(0)
        parts = sum((self._moved(unit, movement) for movement in Movement), Decimal(0))
        return parts - unit.printed_difference(self.point_digits)

    # Units

    def unit(self, unit: UnitStages) -> ReviewedUnit:
        usual = _usual_place(unit)
        return ReviewedUnit(
            why=self._why(unit),
            facts=tuple(self._unit_facts(unit)),
            criteria=tuple(self._criterion(unit.unit, entry, usual) for entry in unit.indicators),
            source="" if usual is None else source_text(usual),
            claimed=self.points(unit.claimed.total.earned),
            final=self.points(unit.final.total.earned),
            difference=_NOTHING
            if _is_untouched(unit)
            else self.signed_points(unit.printed_difference(self.point_digits)),
            note=self._note(unit),
        )

    def _why(self, unit: UnitStages) -> str:
        """Say in a sentence what the review did; parts that are nothing are left out."""
        _ = self._
        if StageUsed(self.result.record.stage) is StageUsed.SELF_ASSESSED:
            return ""
        parts = {
            _("mất {points} điểm vì thiếu tài liệu kiểm chứng"): self._moved(unit, Movement.NO_EVIDENCE),
            _("mất {points} điểm vì tài liệu không phù hợp"): self._moved(unit, Movement.WRONG_EVIDENCE),
            _("mất {points} điểm vì lý do khác"): self._moved(unit, Movement.LOST),
            _("được thêm {points} điểm"): self._moved(unit, Movement.GAINED),
        }
        said = [text.format(points=self.points(abs(points))) for text, points in parts.items() if points]
        if unit.changes_maximum:
            before, after = self._both_maxima(unit)
            said.append(
                _("điểm tối đa áp dụng đổi từ {before} thành {after}").format(before=before, after=after)
            )
        claimed, final = (self._place(outcome.placement) for outcome in (unit.claimed, unit.final))
        if _is_untouched(unit):
            return _(
                "Tự đánh giá {claimed}, sau thẩm định {final}; chưa số liệu nào của đơn vị được thẩm định."
            ).format(claimed=claimed, final=final)
        if not said:
            return _("Tự đánh giá {claimed}, sau thẩm định {final}; điểm không đổi.").format(
                claimed=claimed, final=final
            )
        return _("Tự đánh giá {claimed}, sau thẩm định {final}: {changes}.").format(
            claimed=claimed, final=final, changes=", ".join(said)
        )

    def _place(self, placement: Placement) -> str:
        if isinstance(placement, Ranked):
            return self._("hạng {rank}").format(rank=placement.rank)
        return self._("không xếp hạng")

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
        if unit.changes_maximum:
            before, after = self._both_maxima(unit)
            yield Fact(_("Điểm tối đa áp dụng"), f"{before} → {after}")
            effect = self._maximum_effect(unit)
            if effect is not None:
                number = number_text(effect, self.language, self.digits)
                shown = f"{signed(number, effect)} {difference_unit(self.set.method.scale, self.language)}"
                yield Fact(_("Riêng do điểm tối đa đổi"), shown.strip())
        movements = (
            (_("Mất vì thiếu tài liệu kiểm chứng"), Movement.NO_EVIDENCE),
            (_("Mất vì tài liệu không phù hợp"), Movement.WRONG_EVIDENCE),
            (_("Mất vì lý do khác"), Movement.LOST),
            (_("Được thêm"), Movement.GAINED),
        )
        for heading, movement in movements:
            points = self.signed_points(self._moved(unit, movement))
            text = _NOTHING if _is_untouched(unit) else _("{points} điểm").format(points=points)
            yield Fact(heading, text)
        yield Fact(_("Chưa thẩm định"), f"{unit.open}/{unit.due}")

    def _criterion(self, unit: str, entry: IndicatorStages, usual: Origin | None) -> ReviewedCriterion:
        review = entry.review
        cause = review.cause if review is not None else None
        return ReviewedCriterion(
            code=entry.indicator,
            name=self.names[entry.indicator],
            claimed=self._earned(entry.claimed, changes_maximum=entry.changes_maximum),
            final=self._earned(entry.final, changes_maximum=entry.changes_maximum),
            difference=_NOTHING
            if entry.is_open and not entry.difference
            else self.signed_points(entry.printed_difference(self.point_digits)),
            maximum=self._maximum(entry),
            verdict=(Verdict.PENDING if review is None else review.verdict).value,
            verdict_label=verdict_text(entry, self.language),
            cause=label(cause, self.language) if cause is not None else "",
            reason=clean(review.reason) if review is not None else "",
            figures=self._figures(unit, entry),
            reviewer=clean(review.reviewer) if review is not None else "",
            place=cell_text(review.origin, usual) if review is not None else "",
        )

    def _earned(self, score: NodeScore, *, changes_maximum: bool) -> str:
        """Write points; of what applies in one stage only, also that it does not in the other."""
        if score.treatment is Treatment.NOT_APPLICABLE:
            return treatment_label(score.treatment, self.language) if changes_maximum else _NOTHING
        points = self.points(score.earned)
        if not changes_maximum:
            return points
        maximum = number_text(score.attainable, self.language)
        return self._("{points} trên {maximum}").format(points=points, maximum=maximum)

    def _maximum(self, entry: IndicatorStages) -> str:
        if not entry.changes_maximum:
            return ""
        change = entry.final.attainable - entry.claimed.attainable
        return self._("điểm tối đa {change}").format(
            change=signed(number_text(change, self.language), change)
        )

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
        counted = [entry for entry in unit.indicators if entry.in_total]
        if not unit.adds_up:
            return _(
                "Chênh lệch ở các chỉ tiêu cộng lại là {sum} điểm; tổng điểm của bộ này không chỉ là phép cộng điểm "
                "các chỉ tiêu (còn có trung bình, trường hợp cao nhất, giới hạn cộng trừ hoặc làm tròn)."
            ).format(
                sum=self.signed_points(
                    sum((entry.printed_difference(self.point_digits) for entry in counted), Decimal(0))
                )
            )
        outcomes = unit.claimed.total.earned, unit.final.total.earned
        exact = (
            sum((entry.claimed.earned for entry in counted), Fraction(0)),
            sum((entry.final.earned for entry in counted), Fraction(0)),
        )
        sums = self._printed_sums(unit)
        if exact != outcomes or sums == tuple(
            round_half_up(points, self.point_digits) for points in outcomes
        ):
            return ""
        return _(
            "Mỗi chênh lệch là hiệu của hai số in trên cùng dòng. Cộng từng cột các số đã làm tròn ở trên được "
            "{claimed}, {final} và {difference}; lệch so với dòng này là do làm tròn khi in."
        ).format(
            claimed=self.points(sums[0]),
            final=self.points(sums[1]),
            difference=self.signed_points(sums[1] - sums[0]),
        )

    def _printed_sums(self, unit: UnitStages) -> tuple[Decimal, Decimal]:
        counted = [entry for entry in unit.indicators if entry.in_total]
        claimed = (round_half_up(entry.claimed.earned, self.point_digits) for entry in counted)
        final = (round_half_up(entry.final.earned, self.point_digits) for entry in counted)
        return sum(claimed, Decimal(0)), sum(final, Decimal(0))
