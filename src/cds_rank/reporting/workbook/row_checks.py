"""Where the check of reports would refuse a row of the sheet of inputs: as a formula, and what it comes to at first.

Without it a figure that no report may hold would count here, and could score more than an honest one.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from cds_rank.model.indicator_set import Indicator, InputKind, SumCheck
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.reporting.workbook.figure_formulas import OWN
from cds_rank.reporting.workbook.formulas import compared, literal, number
from cds_rank.reporting.workbook.group_plan import GroupPlan
from cds_rank.reporting.workbook.plan import CAUSES_COLUMN, Plan
from cds_rank.reporting.workbook.words import status_of
from cds_rank.wording.language import N_

_FIGURES = {
    InputKind.RATIO: ("numerator", "denominator"),
    InputKind.YES_NO: ("answer",),
    InputKind.CHOICE: ("answer",),
}
_SINGLE_NUMBERS = frozenset({InputKind.VALUE, InputKind.COUNT, InputKind.POINTS})


class Cause(Enum):
    """Why a row would be refused, in the words of its column; the sheet of lists has them in this order."""

    NOT_A_NUMBER = N_("ô số chứa chữ hoặc TRUE, FALSE")
    GIVEN = N_("điểm cho nằm ngoài mức từ 0 đến điểm tối đa")
    NO_STATUS = N_("có số liệu mà chưa chọn tình trạng")
    UNKNOWN_STATUS = N_("tình trạng không có trong danh sách")
    HAS_FIGURES = N_("còn số liệu mà tình trạng không phải là “{reported}”")
    ALWAYS_APPLIES = N_("chỉ tiêu này không được khai “{not_applicable}”")
    ONLY_RATIOS = N_("chỉ tỷ lệ mới được khai “{nothing}”")
    HALF_A_RATIO = N_("thiếu tử số hoặc mẫu số")
    ZERO_BELOW = N_("mẫu số bằng 0 mà tử số khác 0")
    ABOVE_DENOMINATOR = N_("tử số lớn hơn mẫu số")
    OUTSIDE = N_("ngoài giới hạn được nhận")
    NOT_WHOLE = N_("phải là số nguyên")
    ABOVE_MAXIMUM = N_("cao hơn điểm tối đa")
    UNKNOWN_ANSWER = N_("trả lời không có trong danh sách")
    REJECTED = N_("chỉ người thẩm định mới ghi “{rejected}”")
    UNEQUAL_SUM = N_("tổng không bằng các phần cộng lại")


_PLACES = {cause: str(place) for place, cause in enumerate(Cause, start=1)}
_NOTHING = str(len(_PLACES) + 1)  # the empty cell below the list


def cause_texts(plan: Plan) -> dict[Cause, str]:
    """Return what the column says for each cause."""
    _, words = plan.report.translate, plan.report.words
    told = {
        "reported": words.reported,
        "not_applicable": words.not_applicable,
        "nothing": words.nothing,
        "rejected": words.rejected,
    }
    return {cause: _(cause.value).format_map(told) for cause in Cause}


class RowCheck:
    """The check of one indicator's rows; the first cause is told."""

    def __init__(self, plan: Plan, indicator: Indicator) -> None:
        self._plan, self._indicator, self._texts = plan, indicator, cause_texts(plan)
        self._figures = _FIGURES.get(indicator.input, ("value",))
        limits, kind = indicator.limits, indicator.input
        self._lowest, self._highest, self._whole = limits.minimum, limits.maximum, limits.whole
        if kind is InputKind.COUNT:
            self._lowest, self._whole = (Decimal(0) if limits.minimum is None else limits.minimum), True
        elif kind is InputKind.POINTS:
            self._lowest, self._highest, self._whole = Decimal(0), indicator.max_points, False
        self._sums = tuple(check for check in plan.set.checks.sums if check.total == indicator.code)
        self._formulas: dict[tuple[int, bool, tuple[SumCheck, ...]], str] = {}

    @property
    def _is_ratio(self) -> bool:
        return self._indicator.input is InputKind.RATIO

    @property
    def _above(self) -> Cause:
        """What is wrong with a figure above the highest."""
        indicator = self._indicator
        if indicator.input is InputKind.POINTS:
            return Cause.ABOVE_MAXIMUM
        is_part = self._is_ratio and self._highest == indicator.per
        return Cause.ABOVE_DENOMINATOR if is_part else Cause.OUTSIDE

    # --- as a formula

    def _at(self, name: str) -> str:
        return f"{xl_col_to_name(self._plan.input_columns[name])}{OWN}"

    def formula_of(self, unit: str) -> str:
        """Return the formula of a unit's row: nothing, or what is wrong; it looks the words up, as they are long.

        What the reviewers decided is no error: a figure that they rejected, a sum that no longer adds up through them.
        """
        result, group = self._plan.report.result, self._plan.group_of[unit]
        figure = result.observations.get((unit, self._indicator.code)) if result.reviews else None
        is_rejected = figure is not None and figure.status is ObservationStatus.REJECTED
        sums = self._sums and tuple(check for check in self._sums if not self._is_of_reviewers(check, unit))
        key = group.position, is_rejected, sums
        if key not in self._formulas:
            place = self._place(is_rejected=is_rejected, equals=self._equals(sums, group))
            listed = self._plan.listed(CAUSES_COLUMN, len(Cause) + 1)
            self._formulas[key] = f'INDEX({listed},{place})&""'
        return self._formulas[key]

    def _place(self, *, is_rejected: bool, equals: Sequence[str]) -> str:
        """Place in the list of causes. equals: conditions under which sums are not what they should be."""
        figures = ":".join(self._at(name) for name in self._figures)
        given, maximum = self._at("given"), number(self._indicator.max_points)
        made = (
            f"IF({self._at('status')}={literal(self._plan.report.words.reported)},"
            f"{self._of_figures(figures, equals)},{self._of_status(figures, is_rejected=is_rejected)})"
        )
        made = f"IF(OR({given}<0,{given}>{maximum}),{_PLACES[Cause.GIVEN]},{made})"
        cells = ",".join(self._at(name) for name in self._numbers)
        # LibreOffice counts TRUE as a number.
        is_logical = ",".join(f"ISLOGICAL({self._at(name)})" for name in self._numbers)
        test = f"OR(COUNTA({cells})>COUNT({cells}),{is_logical})"
        return f"IF({test},{_PLACES[Cause.NOT_A_NUMBER]},{made})"

    @property
    def _numbers(self) -> tuple[str, ...]:
        """Columns in which the row takes numbers."""
        figures = () if self._figures == ("answer",) else self._figures
        earlier = ("earlier",) if self._plan.needs_earlier(self._indicator) else ()
        return (*figures, "given", *earlier)

    def _equals(self, sums: Sequence[SumCheck], group: GroupPlan) -> list[str]:
        """Write the test, for each sum of which the group has all parts, that it is there and not what they make."""
        own = group.indicator_places[self._indicator.code]

        def there(name: str, code: str) -> str:
            column = xl_col_to_name(self._plan.input_columns[name])
            whole = f"${column}$1:${column}${self._plan.after_inputs}"
            return f"INDEX({whole},ROW(){group.indicator_places[code] - own:+d})"

        made = []
        for check in sums:
            if not all(
                code in group.indicator_places and self._is_number(code) for code in self._codes(check)
            ):
                continue
            parts = [there("value", code) for code in check.parts]
            reported = literal(self._plan.report.words.reported)
            said = [f"{there('status', code)}={reported}" for code in check.parts]
            value, added = self._at("value"), "+".join(f"N({part})" for part in parts)
            counts = f"COUNT({','.join((value, *parts))})={len(parts) + 1}"
            made.append(f"AND({','.join((*said, counts))},{compared(value)}<>{compared(added)})")
        return made

    def _is_number(self, code: str) -> bool:
        return self._plan.set.indicators[code].input in _SINGLE_NUMBERS and code not in self._plan.left_out

    @staticmethod
    def _codes(check: SumCheck) -> tuple[str, ...]:
        return (check.total, *check.parts)

    def _of_status(self, figures: str, *, is_rejected: bool) -> str:
        """Look at a row that is said to have no figures."""
        status, words = self._at("status"), self._plan.report.words
        listed = self._plan.listed(0, len(words.statuses))
        made = f"IF(SUMPRODUCT(--({listed}={status}))=0,{_PLACES[Cause.UNKNOWN_STATUS]},{_NOTHING})"
        for word, fits, cause in (
            (words.nothing, self._is_ratio, Cause.ONLY_RATIOS),
            (words.not_applicable, self._indicator.may_be_not_applicable, Cause.ALWAYS_APPLIES),
            (words.rejected, is_rejected, Cause.REJECTED),
        ):
            if not fits:
                made = f"IF({status}={literal(word)},{_PLACES[cause]},{made})"
        return (
            f'IF(COUNTA({figures})>0,IF({status}="",{_PLACES[Cause.NO_STATUS]},{_PLACES[Cause.HAS_FIGURES]}),'
            f'IF({status}="",{_NOTHING},{made}))'
        )

    def _of_figures(self, figures: str, equals: Sequence[str]) -> str:
        """Look at the figures of a row that has some."""
        wrong = _PLACES[Cause.UNKNOWN_ANSWER]
        if self._indicator.input is InputKind.YES_NO:
            words = self._plan.report.words
            known = f'{figures}="",{figures}={literal(words.yes)},{figures}={literal(words.no)}'
            return f"IF(OR({known}),{_NOTHING},{wrong})"
        if self._indicator.input is InputKind.CHOICE:
            listed, _shares = self._plan.answer_list(self._indicator.code)
            unknown = f"SUMPRODUCT(--EXACT({listed},{figures}))=0"
            return f'IF({figures}="",{_NOTHING},IF({unknown},{wrong},{_NOTHING}))'
        if self._is_ratio:
            return self._of_ratio(figures)
        made = _NOTHING
        for test in equals:
            made = f"IF({test},{_PLACES[Cause.UNEQUAL_SUM]},{made})"
        if self._whole:
            made = f"IF({figures}<>INT({figures}),{_PLACES[Cause.NOT_WHOLE]},{made})"
        if self._highest is not None:
            made = f"IF({figures}>{number(self._highest)},{_PLACES[self._above]},{made})"
        if self._lowest is not None:
            made = f"IF({figures}<{number(self._lowest)},{_PLACES[Cause.OUTSIDE]},{made})"
        return made if made == _NOTHING else f'IF({figures}="",{_NOTHING},{made})'

    def _of_ratio(self, figures: str) -> str:
        above, below, made = self._at("numerator"), self._at("denominator"), _NOTHING
        if self._highest is not None:
            times, most = _times(above, self._indicator.per), _times(below, self._highest)
            by_zero = f"IF({below}=0,{_PLACES[Cause.ZERO_BELOW]},{_PLACES[self._above]})"
            made = f"IF({compared(times)}>{compared(most)},{by_zero},{made})"
        else:
            made = f"IF(AND({below}=0,{above}<>0),{_PLACES[Cause.ZERO_BELOW]},{made})"
        made = f"IF(MIN({figures})<0,{_PLACES[Cause.OUTSIDE]},{made})"
        return f"IF(COUNT({figures})=1,{_PLACES[Cause.HALF_A_RATIO]},{made})"

    # --- what it comes to

    def found(self, figure: Observation | None) -> str:
        """Say what is wrong with a figure as it is written into the row; nothing for what is accepted."""
        texts, status = self._texts, status_of(figure)
        if figure is None or status is not ObservationStatus.REPORTED:
            if status is ObservationStatus.NOT_APPLICABLE and not self._indicator.may_be_not_applicable:
                return texts[Cause.ALWAYS_APPLIES]
            is_odd = status is ObservationStatus.NOTHING_TO_COUNT and not self._is_ratio
            return texts[Cause.ONLY_RATIOS] if is_odd else ""
        points = figure.points
        if points is not None and not 0 <= points <= self._indicator.max_points:
            return texts[Cause.GIVEN]
        if self._figures == ("answer",):
            is_known = figure.option is None or figure.option in self._answers
            return "" if is_known else texts[Cause.UNKNOWN_ANSWER]
        return self._found_in_ratio(figure) if self._is_ratio else self._found_in_value(figure)

    @cached_property
    def _answers(self) -> frozenset[str]:
        if self._indicator.input is InputKind.YES_NO:
            return frozenset({"yes", "no"})
        return frozenset(option.code for option in self._indicator.options)

    def _found_in_value(self, figure: Observation) -> str:
        value, texts = figure.value, self._texts
        if value is None:
            return ""
        if self._lowest is not None and value < self._lowest:
            return texts[Cause.OUTSIDE]
        if self._highest is not None and value > self._highest:
            return texts[self._above]
        if self._whole and value != value.to_integral_value():
            return texts[Cause.NOT_WHOLE]
        observations = self._plan.report.result.observations
        wrong = any(
            self._is_unequal(check, figure.unit, observations)
            and not self._is_of_reviewers(check, figure.unit)
            for check in self._sums
        )
        return texts[Cause.UNEQUAL_SUM] if wrong else ""

    def _is_of_reviewers(self, check: SumCheck, unit: str) -> bool:
        """Tell whether a sum that the unit reported rightly was made wrong by what reviewers put in its place."""
        result = self._plan.report.result
        claimed = result.self_observations
        return (
            bool(claimed)
            and self._is_unequal(check, unit, result.observations)
            and not self._is_unequal(check, unit, claimed)
        )

    def _is_unequal(
        self, check: SumCheck, unit: str, observations: Mapping[tuple[str, str], Observation]
    ) -> bool:
        codes = self._codes(check)
        if not all(self._is_number(code) for code in codes):
            return False
        figures = [observations.get((unit, code)) for code in codes]
        values = [figure.value for figure in figures if figure is not None and figure.value is not None]
        return len(values) == len(codes) and values[0] != sum(values[1:])

    def _found_in_ratio(self, figure: Observation) -> str:
        above, below, texts = figure.numerator, figure.denominator, self._texts
        if above is None or below is None:
            return "" if above is below else texts[Cause.HALF_A_RATIO]
        if above < 0 or below < 0:
            return texts[Cause.OUTSIDE]
        if not below and above:
            return texts[Cause.ZERO_BELOW]
        if self._highest is not None and above * self._indicator.per > self._highest * below:
            return texts[self._above]
        return ""


def _times(cell: str, factor: Decimal) -> str:
    return cell if factor == 1 else f"{cell}*{number(factor)}"
