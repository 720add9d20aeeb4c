"""Where the check of reports would refuse a row of the sheet of inputs: as a formula, and what it comes to at first.

Without it a figure that no report may hold would count here, and could score more than an honest one.
"""

from decimal import Decimal
from enum import Enum
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.reporting.workbook.figure_formulas import OWN
from cds_rank.reporting.workbook.formulas import compared, literal, number
from cds_rank.reporting.workbook.plan import CAUSES_COLUMN, Plan
from cds_rank.reporting.workbook.words import status_of
from cds_rank.wording.language import N_

_FIGURES = {
    InputKind.RATIO: ("numerator", "denominator"),
    InputKind.YES_NO: ("answer",),
    InputKind.CHOICE: ("answer",),
}


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


_PLACES = {cause: str(place) for place, cause in enumerate(Cause, start=1)}
_NOTHING = str(len(_PLACES) + 1)  # the empty cell below the list


def cause_texts(plan: Plan) -> dict[Cause, str]:
    """Return what the column says for each cause."""
    _, words = plan.report.translate, plan.report.words
    told = {"reported": words.reported, "not_applicable": words.not_applicable, "nothing": words.nothing}
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

    @cached_property
    def formula(self) -> str:
        """The formula: nothing, or what is wrong; it looks the words up, for they would be long in every row."""
        listed = self._plan.listed(CAUSES_COLUMN, len(Cause) + 1)
        return f'INDEX({listed},{self._place})&""'

    @property
    def _place(self) -> str:
        """Place in the list of causes."""
        figures = ":".join(self._at(name) for name in self._figures)
        given, maximum = self._at("given"), number(self._indicator.max_points)
        made = (
            f"IF({self._at('status')}={literal(self._plan.report.words.reported)},"
            f"{self._of_figures(figures)},{self._of_status(figures)})"
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

    def _of_status(self, figures: str) -> str:
        """Look at a row that is said to have no figures."""
        status, words = self._at("status"), self._plan.report.words
        listed = self._plan.listed(0, len(words.statuses))
        made = f"IF(SUMPRODUCT(--({listed}={status}))=0,{_PLACES[Cause.UNKNOWN_STATUS]},{_NOTHING})"
        for word, fits, cause in (
            (words.nothing, self._is_ratio, Cause.ONLY_RATIOS),
            (words.not_applicable, self._indicator.may_be_not_applicable, Cause.ALWAYS_APPLIES),
        ):
            if not fits:
                made = f"IF({status}={literal(word)},{_PLACES[cause]},{made})"
        return (
            f'IF(COUNTA({figures})>0,IF({status}="",{_PLACES[Cause.NO_STATUS]},{_PLACES[Cause.HAS_FIGURES]}),'
            f'IF({status}="",{_NOTHING},{made}))'
        )

    def _of_figures(self, figures: str) -> str:
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
        return texts[Cause.NOT_WHOLE] if self._whole and value != value.to_integral_value() else ""

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
