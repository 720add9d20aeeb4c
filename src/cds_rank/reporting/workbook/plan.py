"""Where everything stands in the workbook: worked out before anything is written, for formulas to point to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cds_rank.model.history import Comparison
from cds_rank.model.indicator_set import (
    Indicator,
    InputKind,
)
from cds_rank.model.method import ImputedBy, MissingPolicy
from cds_rank.reporting.workbook.formulas import GroupFigures
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.paper import cell_ref, quoted, range_ref
from cds_rank.reporting.workbook.places import FixedCell, InputCells, NodeCells
from cds_rank.reporting.workbook.report import Report
from cds_rank.reporting.workbook.text import sheet_name
from cds_rank.wording.language import N_

RANKING_SHEET = N_("Xếp hạng – {group}")
POINTS_SHEET = N_("Điểm chỉ tiêu – {group}")
COMPARISON_SHEET = N_("Giá trị so sánh – {group}")
PROFILE_SHEET = N_("Hồ sơ – {group}")
LISTS_SHEET = N_("Danh mục")
CHECK_HEADING = N_("Kiểm tra")
CLAIMED_HEADING = N_("Số liệu đơn vị tự báo cáo")
MANY_UNITS = 500
"""Above so many scored units long texts are left out of the inputs."""
_MOST_NAMED = 12  # cells in a note
LEVEL_COLUMN, CAUSES_COLUMN = 11, 13  # of the sheet of lists
STATISTICS = ("count", "lowest", "highest", "mean", "deviation", "median")


@dataclass(frozen=True, slots=True)
class RankingColumns:
    """Columns of a ranking sheet; -1 or empty for what is not shown."""

    change: int
    score_change: int
    rank_before: int
    pillars: tuple[int, ...]
    earned: int
    attainable: int
    score: int
    level: int
    reason: int
    editions: tuple[int, ...]
    trend: int

    @property
    def last(self) -> int:
        """The rightmost."""
        return max(self.score, self.level, self.reason, self.trend, *self.editions)


class Plan:
    """Where everything stands. Rows and columns count from 0."""

    def __init__(self, report: Report) -> None:
        self.report, self.set = report, report.indicator_set
        self.groups = tuple(
            GroupPlan(report, ranking, place) for place, ranking in enumerate(report.result.rankings)
        )
        row = self.first_input
        for group in self.groups:
            group.first_input = row
            row += len(group.units) * len(group.indicators)
        self.after_inputs = row
        self.group_of = {unit: group for group in self.groups for unit in group.units}
        self.is_large = len(self.group_of) > MANY_UNITS

    # --- rankings

    @cached_property
    def editions(self) -> tuple[int, ...]:
        """Earlier editions that can be compared with the present one, by their place in the history."""
        history = self.report.story.history
        if history is None:
            return ()
        comparable = (
            place
            for place, edition in enumerate(history.editions[:-1])
            if edition.comparison is Comparison.COMPARABLE
        )
        return tuple(comparable)

    def ranking_columns(self, group: GroupPlan) -> RankingColumns:
        """Columns of a group's ranking."""
        column, method = 3, self.set.method
        is_compared = bool(self.report.view_of(group.ranking).compared_with)
        may_fall_out = method.missing is MissingPolicy.UNRANKED or method.coverage is not None
        is_short = not {*group.units} <= {entry.unit for entry in group.ranking.ranked}

        def take(use: bool) -> int:
            nonlocal column
            column += use
            return column - 1 if use else -1

        rank_before, change, score_change = take(is_compared), take(is_compared), take(is_compared)
        pillars = tuple(take(True) for _code in group.pillars)
        earned, attainable, score = take(True), take(True), take(True)
        level = take(self.set.levels_of(group.ranking.group) is not None)
        reason = take(may_fall_out or is_short)
        shown = (*self.editions, -1) if self.editions else ()  # the present one last
        editions = tuple(take(True) for _edition in shown)
        trend = take(len(self.editions) > 1)  # a line between two points says no more than their change
        return RankingColumns(
            change,
            score_change,
            rank_before,
            pillars,
            earned,
            attainable,
            score,
            level,
            reason,
            editions,
            trend,
        )

    @property
    def ranking_heading(self) -> int:
        """First row of a ranking's heading."""
        return self.report.table_row(len(self.report.notices))

    def last_heading(self, group: GroupPlan) -> int:
        """Last row of a ranking's heading: there are two where columns belong together."""
        columns = self.ranking_columns(group)
        return self.ranking_heading + bool(group.pillars or columns.change >= 0 or columns.editions)

    def first_ranked(self, group: GroupPlan) -> int:
        """Row of the first unit of a ranking."""
        return self.last_heading(group) + 1

    # --- sheets

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the sheets in their order; of a group's with its place."""
        from cds_rank.reporting.workbook.report import (
            FIGURES_SHEET,
            FINDINGS_SHEET,
            METHOD_SHEET,
            PROVENANCE_SHEET,
        )

        _, report = self.report.translate, self.report
        wanted: dict[str, str] = {}
        for group in self.groups:
            name = report.group_name(group.ranking)
            wanted[f"ranking {group.position}"] = _(RANKING_SHEET).format(group=name)
        for group in (group for group in self.groups if group.units):
            name = report.group_name(group.ranking)
            wanted[f"profile {group.position}"] = _(PROFILE_SHEET).format(group=name)
        wanted["inputs"] = _(FIGURES_SHEET)
        for group in self.groups:
            name = report.group_name(group.ranking)
            wanted[f"points {group.position}"] = _(POINTS_SHEET).format(group=name)
            if group.values_shown and group.units:
                wanted[f"comparison {group.position}"] = _(COMPARISON_SHEET).format(group=name)
        if report.stages:
            from cds_rank.reporting.workbook.review import REVIEWED_UNITS_SHEET, REVIEWS_SHEET

            wanted |= {"reviewed units": _(REVIEWED_UNITS_SHEET), "reviews": _(REVIEWS_SHEET)}
        if report.recognition is not None:
            from cds_rank.reporting.workbook.recognition import RECOGNITION_SHEET

            wanted["recognition"] = _(RECOGNITION_SHEET)
        wanted |= {
            "method": _(METHOD_SHEET),
            "findings": _(FINDINGS_SHEET),
            "provenance": _(PROVENANCE_SHEET),
            "lists": _(LISTS_SHEET),
        }
        made: dict[str, str] = {}
        for key, name in wanted.items():
            made[key] = sheet_name(name, made.values())
        return made

    def on(self, sheet: str, address: str) -> str:
        """Write an address on a sheet, as other sheets refer to it."""
        return quoted(self.names[sheet]) + address

    # --- the inputs

    fixed_inputs: tuple["FixedCell", ...] = ()
    """Cells among the inputs that hold a value; known once values are."""

    @cached_property
    def input_notes(self) -> list[str]:
        """What is said above the inputs."""
        _ = self.report.translate
        notes = [
            _(
                "Ô vàng chữ xanh là ô nhập: sửa một ô thì điểm, tổng điểm, mức độ và hạng của mọi đơn vị tính lại ngay "
                "trên trang này và các trang xếp hạng, điểm chỉ tiêu, giá trị so sánh, hồ sơ đơn vị. Các cột nói nguồn "
                "số liệu và các trang khác ghi như khi công bố. Trang khóa không mật khẩu."
            ),
            _(
                "Tình trạng khác “{reported}” thì số liệu trong dòng không được tính; ô nhập để trống coi như chưa báo "
                "cáo. Điểm người thẩm định cho thay cho số liệu. Cột “{check}” nói dòng nào sẽ không được nhận khi "
                "kiểm tra báo cáo, và vì sao."
            ).format(reported=self.report.words.reported, check=_(CHECK_HEADING)),
        ]
        notes.append(fixed_note(self.report, self.fixed_inputs))
        if self.report.stages:
            notes.append(
                _(
                    "Muốn bỏ một lần không chấp nhận hoặc điều chỉnh của người thẩm định: chọn tình trạng "
                    "“{reported}”, xóa điểm người thẩm định cho, rồi gõ số liệu đơn vị tự "
                    "báo cáo (ở trang “{reviews}”{column})."
                ).format(
                    reported=self.report.words.reported,
                    reviews=self.names["reviews"],
                    column=""
                    if self.is_large
                    else _(" và ở cột “{column}”").format(column=_(CLAIMED_HEADING)),
                )
            )
        if self.is_large:
            notes.append(
                _(
                    "Có trên {many} đơn vị nên trang này không chép cách ra điểm, tài liệu kiểm chứng và giải trình; "
                    "xem ở báo cáo HTML hoặc tệp kết quả."
                ).format(many=MANY_UNITS)
            )
        return notes

    @cached_property
    def first_input(self) -> int:
        """Row of the first figure."""
        many = sum(
            r.unit in self.report.result.scores for g in self.report.result.rankings for r in g.placements
        )
        notes = 3 + (many > MANY_UNITS) + bool(self.report.stages)
        return self.report.table_row(notes) + 1

    @property
    def wrong_rows(self) -> tuple[int, int]:
        """Row and column, above the heading, of how many rows of inputs would be refused."""
        return self.first_input - 2, self.input_columns["check"]

    @property
    def checks(self) -> str:
        """Range of the checks of all rows."""
        column, last = self.input_columns["check"], max(self.after_inputs - 1, self.first_input)
        return range_ref((self.first_input, column), (last, column), absolute=True)

    @cached_property
    def input_columns(self) -> dict[str, int]:
        """Columns of the sheet of inputs by what they hold; what no indicator of the set needs is left out."""
        indicators = list(self.set.indicators.values())
        kinds = {indicator.input for indicator in indicators}
        method = self.set.method
        by_previous = any(rule.by is ImputedBy.PREVIOUS for rule in method.imputations)
        ratio = InputKind.RATIO in kinds
        many = len(self.report.result.scores) > MANY_UNITS
        wanted = {
            "unit": True,
            "unit_name": True,
            "indicator": True,
            "indicator_name": True,
            "unit_of_measure": not many,
            "status": True,
            "numerator": ratio,
            "denominator": ratio,
            "value": bool(kinds & {InputKind.VALUE, InputKind.COUNT, InputKind.POINTS}),
            "answer": bool(kinds & {InputKind.YES_NO, InputKind.CHOICE}),
            "given": True,
            "earlier": by_previous or any(indicator.change for indicator in indicators),
            "check": True,
            "applies": any(indicator.applies_when for indicator in indicators),
            "measured": True,
            "used": bool(method.imputations),
            "share": True,
            "earned": True,
            "attainable": True,
            "absent": method.missing is MissingPolicy.UNRANKED,
            "reported": method.coverage is not None,
            "target": not many and any(indicator.target for indicator in indicators),
            "stage": not many,
            "claimed": not many and bool(self.report.stages),
            "derivation": not many,
            "evidence": not many,
            "explanation": not many,
            "file": True,
            "origin_sheet": not many,
            "origin_cell": True,
        }
        return {name: column for column, name in enumerate(name for name, use in wanted.items() if use)}

    def input_row(self, unit: str, indicator: str) -> int:
        """Row of a figure."""
        group = self.group_of[unit]
        return (
            group.first_input + group.place[unit] * len(group.indicators) + group.indicator_places[indicator]
        )

    def inputs_of(self, unit: str, indicator: Indicator) -> InputCells:
        """Where a figure's cells stand."""
        row = self.input_row(unit, indicator.code)

        def at(name: str, *, use: bool = True) -> str:
            return cell_ref(row, self.input_columns[name]) if use and name in self.input_columns else ""

        kind = indicator.input
        is_ratio = kind is InputKind.RATIO
        return InputCells(
            sheet=self.names["inputs"],
            row=row + 1,
            status=at("status"),
            numerator=at("numerator", use=is_ratio),
            denominator=at("denominator", use=is_ratio),
            value=at("value", use=kind in {InputKind.VALUE, InputKind.COUNT, InputKind.POINTS}),
            answer=at("answer", use=kind in {InputKind.YES_NO, InputKind.CHOICE}),
            given=at("given"),
            earlier=at("earlier", use=self.needs_earlier(indicator)),
            applies=at("applies", use=indicator.applies_when is not None),
            measured=at("measured"),
            used=at("used", use=self.imputed_by(indicator) is not None),
            share=at("share"),
            earned=at("earned"),
            attainable=at("attainable"),
            check=at("check", use=indicator.code not in self.left_out),
        )

    def imputed_by(self, indicator: Indicator) -> ImputedBy | None:
        """Return what stands in for the indicator's figure where it was not reported; None where nothing does."""
        found = (rule.by for rule in self.set.method.imputations if indicator.code in rule.indicators)
        return next(found, None)

    def needs_earlier(self, indicator: Indicator) -> bool:
        """Tell whether the indicator looks at the earlier period's figure."""
        return indicator.change is not None or self.imputed_by(indicator) is ImputedBy.PREVIOUS

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Indicators of surveys that were not held."""
        nodes = self.report.result.record.not_held
        return frozenset(item.code for node in nodes for item in self.set.indicators_under(node))

    # --- the group's values

    @cached_property
    def comparison_heading(self) -> int:
        """Row of the heading of a sheet of compared values."""
        return self.report.table_row(1)

    def group_figures(self, group: GroupPlan, indicator: Indicator) -> GroupFigures:
        """Where a group's values of an indicator, and what is worked out from them, stand."""
        column = 2 + group.values_shown.index(indicator)
        sheet = f"comparison {group.position}"
        statistics = {
            name: self.on(sheet, cell_ref(self.comparison_heading + 1 + place, column, absolute=True))
            for place, name in enumerate(STATISTICS)
        }
        first = self.first_compared
        last = first + len(group.units) - 1
        values = self.on(sheet, range_ref((first, column), (last, column), absolute=True))
        return GroupFigures(values, **statistics)

    @property
    def first_compared(self) -> int:
        """Row of the first unit on a sheet of compared values."""
        return self.comparison_heading + 1 + len(STATISTICS)

    # --- lists to choose from

    @cached_property
    def answers(self) -> dict[str, list[tuple[str, str]]]:
        """Answers of every indicator with a choice, as (code, text); texts of one list differ."""
        from cds_rank.reporting.workbook.words import answer_texts

        return {
            code: answer_texts(indicator, self.report.language)
            for code, indicator in self.set.indicators.items()
            if indicator.input is InputKind.CHOICE
        }

    def answer_text(self, indicator: Indicator, code: str | None) -> str:
        """Return an answer as its cell shows it; a code that is no answer as it is, nothing for None."""
        words = self.report.words
        if code is None:
            return ""
        if indicator.input is InputKind.YES_NO:
            return {"yes": words.yes, "no": words.no}.get(code, code)
        return dict(self.answers[indicator.code]).get(code, code)

    def answer_cell(self, indicator: Indicator, code: str) -> str:
        """Address of the text of an answer: what people typed is pointed to, never written into a formula."""
        if indicator.input is InputKind.YES_NO:
            return self.on("lists", cell_ref(self.first_listed + (code != "yes"), 2, absolute=True))
        place = [option for option, _text in self.answers[indicator.code]].index(code)
        row = self.first_listed + self._answer_starts[indicator.code] + place
        return self.on("lists", cell_ref(row, 3, absolute=True))

    def level_cell(self, group: str, place: int) -> str:
        """Address of the name of a group's level, counted from the best."""
        start = 0
        for other in self.set.groups:
            if other.code == group:
                break
            levels = self.set.levels_of(other.code)
            start += len(levels.bands) if levels else 0
        return self.on("lists", cell_ref(self.first_listed + start + place, LEVEL_COLUMN, absolute=True))

    def answer_list(self, indicator: str) -> tuple[str, str]:
        """Ranges, on the sheet of lists, of an indicator's answers and of what each is worth."""
        first = self.first_listed + self._answer_starts[indicator]
        last = first + len(self.answers[indicator]) - 1
        texts = range_ref((first, 3), (last, 3), absolute=True)
        shares = range_ref((first, 4), (last, 4), absolute=True)
        return self.on("lists", _as_range(texts)), self.on("lists", _as_range(shares))

    @cached_property
    def _answer_starts(self) -> dict[str, int]:
        starts, row = {}, 0
        for code, texts in self.answers.items():
            starts[code] = row
            row += len(texts)
        return starts

    @property
    def first_listed(self) -> int:
        """Row of the first entry of every list."""
        return self.report.table_row(1) + 1

    def listed(self, column: int, count: int) -> str:
        """Range of a list."""
        first = self.first_listed
        return self.on(
            "lists", _as_range(range_ref((first, column), (first + max(count, 1) - 1, column), absolute=True))
        )


def fixed_note(report: Report, cells: Sequence[FixedCell]) -> str:
    """Say which cells of a sheet hold a value instead of a formula, and why."""
    _ = report.translate
    if not cells:
        return _("Mọi điểm trên trang này đều là công thức.")
    named = "; ".join(
        f"{cell.cell} ({cell.unit}, {cell.what}: {_(cell.why)})" for cell in cells[:_MOST_NAMED]
    )
    more = _(" và {count} ô khác").format(count=len(cells) - _MOST_NAMED) if len(cells) > _MOST_NAMED else ""
    return _(
        "Ô tím, chữ nghiêng: ghi số, không phải công thức, nên không đổi khi sửa số liệu: {cells}."
    ).format(cells=named + more)


def _as_range(address: str) -> str:
    return address if ":" in address else f"{address}:{address}"


def node_cells(plan: Plan) -> Iterator[tuple[tuple[str, str], NodeCells]]:
    """Give every node of every scored unit its cells."""
    for group in plan.groups:
        sheet = plan.names[f"points {group.position}"]
        for unit in group.units:
            row = group.points_row(unit)
            for code, columns in group.columns.items():
                earned, attainable = cell_ref(row, columns.earned), cell_ref(row, columns.attainable)
                yield (unit, code), NodeCells(sheet, earned, attainable)
