"""The sheets of the review: what became of every claim, and what that comes to for each unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from cds_rank.model.observation import Observation
from cds_rank.model.quantity import round_half_up
from cds_rank.model.result import NodeScore, Placement, Ranked, Treatment
from cds_rank.model.review import Verdict
from cds_rank.model.stages import IndicatorStages, Movement, StageOutcome, UnitStages
from cds_rank.reporting.sentences import difference_unit, figure_text, treatment_label
from cds_rank.reporting.view.reviews import final_heading, open_consequence, verdict_text
from cds_rank.reporting.workbook.formulas import DOES_NOT_APPLY, literal
from cds_rank.reporting.workbook.paper import Sheet, Style, cell_ref, own_format, range_ref
from cds_rank.reporting.workbook.plan import Plan
from cds_rank.reporting.workbook.report import Report
from cds_rank.reporting.workbook.text import lines_needed
from cds_rank.wording.labels import label
from cds_rank.wording.language import N_

REVIEWED_UNITS_SHEET = N_("Thẩm định – đơn vị")
REVIEWS_SHEET = N_("Thẩm định")

_KINDS = {
    Movement.NO_EVIDENCE: N_("mất vì thiếu tài liệu kiểm chứng"),
    Movement.WRONG_EVIDENCE: N_("mất vì tài liệu không phù hợp"),
    Movement.LOST: N_("mất vì lý do khác"),
    Movement.GAINED: N_("được thêm"),
    Movement.UNCHANGED: N_("không đổi"),
}
_MAXIMUM_CHANGED = N_("không đổi điểm, đổi điểm tối đa")
_OUTSIDE_THE_TOTAL = N_("ngoài tổng điểm")
_GIVES_NO_POINTS = N_("không tính điểm")
_WANTING = (Movement.NO_EVIDENCE, Movement.WRONG_EVIDENCE)
_PARTS = (*_WANTING, Movement.LOST, Movement.GAINED)

_DIGITS = 9  # decimals of a number: far coarser than a float's error, far finer than printed points
_EDITED = "0.000001"  # points: above all that floats add up to over many rows
_SIZE, _NOTE_SIZE = 10.0, 11.0
_SUBTITLE_ROW, _LINES_BESIDE = 2, 5  # lines of notes that the other rows of the head have room for
_TEXT: Style = ("cell", "small", "wrap", "top", "left")
_NUMBER: Style = ("cell", "small", "top", "right")
_GAP: Style = ("cell", "small", "top", "centre", "muted")
_VERDICT_LOOKS: dict[Verdict, Style] = {
    Verdict.AGREED: (),
    Verdict.ADJUSTED: ("amber", "bold"),
    Verdict.REJECTED: ("alarm", "bold"),
    Verdict.PENDING: ("tint", "bold", "navy"),
}

_ROW_WIDTHS = (
    11.0, 26.0, 10.0, 38.0, 15.0, 10.0, 15.0, 10.0, 10.0, 14.0, 20.0, 24.0, 42.0, 25.0, 30.0, 12.0, 8.0,
)  # fmt: skip
_CLAIMED_FIGURE, _CLAIMED, _FINAL_FIGURE, _FINAL, _DIFFERENCE, _VERDICT, _KIND = range(4, 11)
_HEAD_REACH = 3

_UNIT_WIDTHS = (
    22.0, 10.0, 32.0, 8.0, 8.0, 11.0, 11.0, 10.0, 11.0, 11.0, 10.0, 10.0, 10.0, 12.0,
    13.0, 13.0, 11.0, 10.0, 10.0, 13.0, 9.0, 9.0, 9.0, 9.0, 9.0,
)  # fmt: skip
_CODE = 1
_SCORES, _POINTS, _MAXIMA, _SUMS, _LEFT, _CHECK, _COUNTS = 5, 8, 11, 14, 18, 19, 20


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the summary finds units, points, differences, verdicts and kinds of difference, as absolute ranges."""

    units: str
    claimed: str
    final: str
    kinds: str
    verdicts: str
    differences: str


def write_review_sheets(plan: Plan, units_sheet: Sheet, reviews_sheet: Sheet) -> None:
    """Write both stages: a row for each unit on one sheet, each indicator of it on the other.

    The report has the stages of its result. They are a record of what was decided and follow no edit: a new figure
    has no verdict. Where the points differ from theirs by now, a line above each table says so.
    """
    columns = _write_reviews(plan, reviews_sheet)
    _write_units(plan, units_sheet, columns)


def kind_of(entry: IndicatorStages) -> str:
    """Name what the difference of an indicator counts as, untranslated."""
    if not entry.is_due:
        return _GIVES_NO_POINTS
    if not entry.in_total:
        return _OUTSIDE_THE_TOTAL
    if not entry.difference and entry.changes_maximum:
        return _MAXIMUM_CHANGED
    return _KINDS[entry.movement]


def _warn_of_edits(plan: Plan, sheet: Sheet, row: int, last: int, final: str) -> None:
    """Write into an empty row a formula that tells of points among the inputs other than the final ones here.

    final: range of the final points of all rows. Sums and sums of squares: two edits could make up for each other.
    """
    _ = plan.report.translate
    column, end = plan.input_columns["earned"], max(plan.after_inputs - 1, plan.first_input)
    there = plan.on("inputs", range_ref((plan.first_input, column), (end, column), absolute=True))
    told = _("Trang “{sheet}” đã được sửa: điểm ở đó nay khác ở đây.").format(sheet=plan.names["inputs"])
    tests = ",".join(f"ABS({name}({there})-{name}({final}))>{_EDITED}" for name in ("SUM", "SUMSQ"))
    sheet.span(row, 0, last, "", ("left", "bold", "fall"))
    sheet.formula(row, 0, f'IF(OR({tests}),{literal(told)},"")', "", ("left", "bold", "fall", "wrap"))
    sheet.height(row, 1)


# One row for each unit and indicator


def _write_reviews(plan: Plan, sheet: Sheet) -> _Columns:
    report = plan.report
    _, final = report.translate, final_heading(report.result, report.language)
    sheet.widths(_ROW_WIDTHS)
    title = _(REVIEWS_SHEET)
    note = _(
        "Mỗi dòng là một chỉ tiêu của một đơn vị ở hai giai đoạn; lọc cột “Kết luận” để xem chỗ chưa thẩm định. "
        "Chênh lệch là công thức, hiệu của hai số điểm đã làm tròn cùng dòng; chỉ tiêu ngoài tổng điểm và chỉ tiêu "
        "để biết không tính vào các cột mất, thêm."
    )
    at_end = _("Dòng chưa thẩm định xếp cuối bảng và không in ra.")
    heading = report.write_head(sheet, title, _HEAD_REACH, [note, at_end], first_of_all=report.rests)
    headings = (
        _("Mã đơn vị"),
        _("Đơn vị"),
        _("Mã chỉ tiêu"),
        _("Chỉ tiêu"),
        _("Số liệu tự đánh giá"),
        _("Tự đánh giá (điểm)"),
        _("Số liệu: {stage}").format(stage=final.lower()),
        _("{stage} (điểm)").format(stage=final),
        _("Chênh lệch (điểm)"),
        _("Kết luận"),
        _("Chênh lệch tính là"),
        _("Nguyên nhân"),
        _("Lý do"),
        _("Người hoặc cơ quan thẩm định"),
        _("Tệp"),
        _("Trang tính"),
        _("Ô"),
    )
    sheet.row_of_texts(heading, headings, ("heading", "small"))
    sheet.height(heading, 3, 10)
    first = row = heading + 1
    lines = [(unit.unit, entry) for unit in report.stages for entry in unit.indicators]
    printed = sum(not entry.is_open for _unit, entry in lines)
    for unit, entry in sorted(lines, key=lambda line: line[1].is_open):
        _write_review(report, sheet, row, unit, entry)
        row += 1
    last = max(row - 1, first)
    sheet.worksheet.autofilter(heading, 0, last, len(headings) - 1)
    sheet.worksheet.freeze_panes(first, _HEAD_REACH + 1)
    sheet.worksheet.repeat_rows(heading)
    sheet.worksheet.repeat_columns(0, _HEAD_REACH)
    report.prepare_page(sheet, title, pages_wide=2)
    if printed:
        sheet.worksheet.print_area(0, 0, first + printed - 1, len(headings) - 1)
    columns = _Columns(
        *(
            sheet.reference + range_ref((first, column), (last, column), absolute=True)
            for column in (0, _CLAIMED, _FINAL, _KIND, _VERDICT, _DIFFERENCE)
        )
    )
    _warn_of_edits(plan, sheet, heading - 1, _HEAD_REACH, columns.final)
    return columns


def _write_review(report: Report, sheet: Sheet, row: int, unit: str, entry: IndicatorStages) -> None:
    _, language, review = report.translate, report.language, entry.review
    key = unit, entry.indicator
    before, after = report.result.self_observations.get(key), report.result.observations.get(key)
    names = (unit, report.unit_names[unit], entry.indicator, report.name_of(entry.indicator))
    sheet.row_of_texts(row, names, _TEXT)
    claimed = _write_figure(report, sheet, row, _CLAIMED_FIGURE, before, entry.claimed)
    final = _write_figure(report, sheet, row, _FINAL_FIGURE, after, entry.final)
    _write_points(report, sheet, row, _CLAIMED, entry.claimed)
    _write_points(report, sheet, row, _FINAL, entry.final)
    # N() makes 0 of the dash that stands where an indicator does not apply.
    digits = report.point_digits
    later, earlier = (f"ROUND(N({cell_ref(row, column)}),{digits})" for column in (_FINAL, _CLAIMED))
    formula, shown = f"ROUND({later}-{earlier},{digits})", (*_NUMBER, _signed(report.point_format))
    sheet.formula(row, _DIFFERENCE, formula, entry.printed_difference(digits), shown)
    verdict = Verdict.PENDING if review is None else review.verdict
    look = _VERDICT_LOOKS[verdict]
    sheet.text(row, _VERDICT, verdict_text(entry, language), (*_TEXT, *look))
    kind = kind_of(entry)
    alarming: Style = ("alarm",) if kind in (_KINDS[m] for m in _WANTING) else ()
    sheet.text(row, _KIND, _(kind), (*_TEXT, *alarming))
    told = ("",) * 6
    if review is not None:
        cause = label(review.cause, language) if review.cause is not None else ""
        place = review.origin
        told = (cause, review.reason, review.reviewer, place.file, place.sheet, place.cell)
    sheet.row_of_texts(row, told, _TEXT, _KIND + 1)
    lines = (*names, claimed, "", final, "", "", verdict_text(entry, language), _(kind), *told)
    sheet.fit_height(row, lines, _SIZE)


def _write_figure(
    report: Report, sheet: Sheet, row: int, column: int, figure: Observation | None, score: NodeScore
) -> str:
    """Write a figure, or in words why there is none; returns what stands there."""
    indicator = report.indicator_set.indicators[score.node]
    text = figure_text(figure, indicator, report.language)
    if figure is not None and text and figure.value is not None:
        sheet.number(row, column, figure.value, (*_NUMBER, own_format(figure.value)))
        return text
    if not text and score.treatment is not Treatment.SCORED:
        text = treatment_label(score.treatment, report.language)
        sheet.text(row, column, text, (*_TEXT, "muted"))
        return text
    sheet.text(row, column, text, (*_NUMBER, "wrap"))
    return text


def _write_points(report: Report, sheet: Sheet, row: int, column: int, score: NodeScore) -> None:
    if score.treatment is Treatment.NOT_APPLICABLE:
        sheet.text(row, column, DOES_NOT_APPLY, _GAP)
    else:
        sheet.number(row, column, score.earned, (*_NUMBER, report.point_format))


# One row for each unit


def _write_units(plan: Plan, sheet: Sheet, columns: _Columns) -> None:
    report = plan.report
    _ = report.translate
    sheet.widths(_UNIT_WIDTHS)
    title = _(REVIEWED_UNITS_SHEET)
    # Not beyond the columns that every page repeats: there the end of a longer text would be cut.
    reach = _CODE + 1
    heading = report.write_head(sheet, title, reach, first_of_all=report.rests)
    _write_beside(sheet, heading - 2, reach + 1, _SUMS - 1, "\n".join(_unit_notes(report)))
    _warn_of_edits(plan, sheet, heading - 1, reach, columns.final)
    names = _write_unit_heading(report, sheet, heading)
    first = names + 1
    for row, unit in enumerate(report.stages, start=first):
        _write_unit(report, sheet, row, unit, columns)
    sheet.worksheet.autofilter(names, 0, names + len(report.stages), len(_UNIT_WIDTHS) - 1)
    sheet.worksheet.freeze_panes(first, _CODE + 2)
    sheet.worksheet.repeat_rows(heading, names)
    sheet.worksheet.repeat_columns(0, _CODE + 1)
    report.prepare_page(sheet, title, pages_wide=2)


def _write_beside(sheet: Sheet, end: int, first: int, last: int, text: str) -> None:
    """Write notes beside the head of a page, down to a row: below it they would push the table off its page."""
    sheet.span(0, first, last, text, ("note",), last_row=end)
    lines = sum(
        lines_needed(note, sum(_UNIT_WIDTHS[first : last + 1]), _NOTE_SIZE) for note in text.split("\n")
    )
    sheet.height(_SUBTITLE_ROW, max(2, lines - _LINES_BESIDE))


def _unit_notes(report: Report) -> Iterator[str]:
    _, stages = report.translate, report.stages
    left, due = sum(unit.open for unit in stages), sum(unit.due for unit in stages)
    if left:
        told = _("Chưa thẩm định {open}/{due} số liệu.").format(open=left, due=due)
        yield f"{told} {open_consequence(report.result, report.language)}"
    yield _(
        "Các cột mất, thêm và số kết luận là công thức từ trang “{sheet}”. Mỗi chênh lệch là hiệu của hai số đã làm "
        "tròn; cột “Do làm tròn” là phần các cột mất, thêm cộng lại còn lệch so với chênh lệch của điểm đạt, cột đối "
        "chiếu so bằng số chưa làm tròn."
    ).format(sheet=_(REVIEWS_SHEET))
    if any(unit.changes_maximum for unit in stages):
        yield _(
            "Riêng do điểm tối đa đổi: điểm sau thẩm định chia cho điểm tối đa mới, so với chính điểm ấy chia cho "
            "điểm tối đa cũ."
        )
    if not all(unit.adds_up for unit in stages):
        yield _(
            "Tổng điểm của bộ này không chỉ là phép cộng điểm các chỉ tiêu (còn có trung bình, trường hợp cao "
            "nhất, giới hạn cộng trừ hoặc làm tròn), nên điểm mất và điểm được thêm ở các chỉ tiêu cộng lại "
            "không ra chênh lệch của tổng."
        )


def _write_unit_heading(report: Report, sheet: Sheet, row: int) -> int:
    """Write the two rows of the heading; returns the lower one."""
    _, final = report.translate, final_heading(report.result, report.language)
    over = (
        (0, _("Đơn vị")),
        (3, _("Hạng")),
        (_SCORES, report.score_name),
        (_POINTS, _("Điểm đạt")),
        (_MAXIMA, _("Điểm tối đa áp dụng")),
        (_SUMS, _("Điểm mất và được thêm ở các chỉ tiêu")),
        (_COUNTS, _("Số chỉ tiêu theo kết luận")),
    )
    ends = [column - 1 for column, _text in over[1:]] + [len(_UNIT_WIDTHS) - 1]
    for (column, text), end in zip(over, ends, strict=True):
        sheet.span(row, column, end, text, ("heading",))
    unit = difference_unit(report.indicator_set.method.scale, report.language)
    on_scale = f" ({unit})" if unit else ""
    both = (_("Tự đánh giá"), final)
    names = (
        _("Nhóm"),
        _("Mã"),
        _("Đơn vị"),
        *both,
        *both,
        _("Chênh lệch") + on_scale,
        *both,
        _("Chênh lệch (điểm)"),
        *both,
        _("Riêng do điểm tối đa đổi") + on_scale,
        _("Thiếu tài liệu kiểm chứng (điểm)"),
        _("Tài liệu không phù hợp (điểm)"),
        _("Lý do khác (điểm)"),
        _("Được thêm (điểm)"),
        _("Do làm tròn (điểm)"),
        _("Đối chiếu với tổng"),
        _("Phải thẩm định"),
        _("Thống nhất"),
        _("Điều chỉnh"),
        _("Không chấp nhận"),
        _("Chưa thẩm định"),
    )
    sheet.height(row, 2)
    sheet.row_of_texts(row + 1, names, ("subheading", "small"))
    sheet.height(row + 1, 3, 10)
    return row + 1


def _write_unit(report: Report, sheet: Sheet, row: int, unit: UnitStages, columns: _Columns) -> None:
    group = report.indicator_set.group(unit.group).name.in_language(report.language)
    names = (group, unit.unit, report.unit_names[unit.unit])
    sheet.row_of_texts(row, names, _TEXT)
    sheet.fit_height(row, names, _SIZE)
    for column, outcome in enumerate((unit.claimed, unit.final), start=3):
        _write_rank(sheet, row, column, outcome.placement)
    _write_scores(report, sheet, row, unit)
    _write_totals(report, sheet, row, unit)
    _write_sums(report, sheet, row, unit, columns)
    _write_counts(report, sheet, row, unit, columns)


def _write_rank(sheet: Sheet, row: int, column: int, placement: Placement) -> None:
    if isinstance(placement, Ranked):
        sheet.number(row, column, placement.rank, (*_NUMBER, "centre", "bold", "navy", "0"))
    else:
        sheet.text(row, column, DOES_NOT_APPLY, _GAP)


def _write_scores(report: Report, sheet: Sheet, row: int, unit: UnitStages) -> None:
    for column, outcome in enumerate((unit.claimed, unit.final), start=_SCORES):
        if outcome.published is None:
            sheet.text(row, column, DOES_NOT_APPLY, _GAP)
        else:
            sheet.number(row, column, outcome.published, (*_NUMBER, report.score_format))
    if unit.published_difference is None:
        sheet.text(row, _SCORES + 2, DOES_NOT_APPLY, _GAP)
    else:
        formula, style = _minus(row, _SCORES), (*_NUMBER, "bold", _signed(report.score_format))
        sheet.formula(row, _SCORES + 2, formula, unit.published_difference, style)


def _write_totals(report: Report, sheet: Sheet, row: int, unit: UnitStages) -> None:
    outcomes: tuple[StageOutcome, ...] = (unit.claimed, unit.final)
    for column, outcome in enumerate(outcomes, start=_POINTS):
        sheet.number(row, column, outcome.total.earned, (*_NUMBER, report.point_format))
    digits = report.point_digits
    style = (*_NUMBER, "bold", _signed(report.point_format))
    later, earlier = (f"ROUND({cell_ref(row, column)},{digits})" for column in (_POINTS + 1, _POINTS))
    difference = unit.printed_difference(digits)
    sheet.formula(row, _POINTS + 2, f"ROUND({later}-{earlier},{digits})", difference, style)
    _write_maxima(report, sheet, row, unit)


def _write_maxima(report: Report, sheet: Sheet, row: int, unit: UnitStages) -> None:
    changed: Style = ("amber", "bold") if unit.changes_maximum else ()
    for column, outcome in enumerate((unit.claimed, unit.final), start=_MAXIMA):
        maximum = outcome.total.attainable
        sheet.number(row, column, maximum, (*_NUMBER, *changed, own_format(maximum)))
    effect = unit.maximum_effect
    if effect is None:
        sheet.text(row, _MAXIMA + 2, DOES_NOT_APPLY, _GAP)
        return
    method = report.indicator_set.method
    factor, digits = method.scale.factor, method.rounding.published_score
    points, before, after = (cell_ref(row, column) for column in (_POINTS + 1, _MAXIMA, _MAXIMA + 1))
    formula = f"ROUND(ROUND({points}/{after}*{factor}-{points}/{before}*{factor},{_DIGITS}),{digits})"
    style = (*_NUMBER, *changed, _signed(report.score_format))
    sheet.formula(row, _MAXIMA + 2, formula, round_half_up(effect * Fraction(factor), digits), style)


def _minus(row: int, column: int) -> str:
    return f"ROUND({cell_ref(row, column + 1)}-{cell_ref(row, column)},{_DIGITS})"


def _write_sums(report: Report, sheet: Sheet, row: int, unit: UnitStages, columns: _Columns) -> None:
    _, digits = report.translate, report.point_digits
    style = (*_NUMBER, _signed(report.point_format))
    moved = {movement: unit.printed_moved(movement, digits) for movement in _PARTS}
    for column, (movement, points) in enumerate(moved.items(), start=_SUMS):
        kind = _(_KINDS[movement])
        formula = (
            f'ROUND({_of_unit(row, columns)}*({columns.kinds}="{kind}")*{columns.differences}),{digits})'
        )
        look: Style = ("alarm",) if movement in _WANTING and points else ()
        sheet.formula(row, column, formula, points, (*style, *look))
    agrees, differs = _("khớp"), _("không cộng thẳng")
    # Commas, not "*", before the points: a dash that stands for "does not apply" counts as nothing.
    outside = f'({columns.kinds}<>"{_(_OUTSIDE_THE_TOTAL)}")*({columns.kinds}<>"{_(_GIVES_NO_POINTS)}")'
    later, earlier = (
        f"{_of_unit(row, columns)}*{outside},{points})" for points in (columns.final, columns.claimed)
    )
    total = f"({cell_ref(row, _POINTS + 1)}-{cell_ref(row, _POINTS)})"
    test = f'IF(ABS({later}-{earlier}-{total})<0.000001,"{agrees}","{differs}")'
    sheet.formula(row, _CHECK, test, agrees if unit.adds_up else differs, _GAP)
    parts, check = range_ref((row, _SUMS), (row, _LEFT - 1)), cell_ref(row, _CHECK)
    formula = (
        f'IF({check}="{agrees}",ROUND({cell_ref(row, _POINTS + 2)}-SUM({parts}),{digits}),"{DOES_NOT_APPLY}")'
    )
    left = unit.printed_difference(digits) - sum(moved.values())
    sheet.formula(row, _LEFT, formula, left if unit.adds_up else DOES_NOT_APPLY, (*style, "muted"))


def _write_counts(report: Report, sheet: Sheet, row: int, unit: UnitStages, columns: _Columns) -> None:
    _ = report.translate
    due = f'({columns.kinds}<>"{_(_GIVES_NO_POINTS)}")'
    style: Style = (*_NUMBER, "0")
    sheet.formula(row, _COUNTS, f"{_of_unit(row, columns)}*{due})", unit.due, style)
    for column, verdict in enumerate(Verdict, start=_COUNTS + 1):
        word = label(verdict, report.language)
        count = unit.open if verdict is Verdict.PENDING else unit.count(verdict)
        formula = f'{_of_unit(row, columns)}*{due}*({columns.verdicts}="{word}"))'
        look = _VERDICT_LOOKS[verdict] if verdict is Verdict.PENDING and count else ()
        sheet.formula(row, column, formula, count, (*style, *look))


def _of_unit(row: int, columns: _Columns) -> str:
    """Begin a sum over the rows of the unit in this row; EXACT, because 4.1 and 4.10 are two codes."""
    return f"SUMPRODUCT(EXACT({columns.units},{cell_ref(row, _CODE)})"


def _signed(number_format: str) -> str:
    # "_ " keeps the width of a blank: LibreOffice forgets the indent of numbers in parts.
    return f"+{number_format}_ ;-{number_format}_ ;{number_format}_ "
