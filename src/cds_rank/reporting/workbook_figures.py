"""The sheet of inputs: every figure of every scored unit, what it scored and why, and where it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.result import NodeScore, Treatment
from cds_rank.reporting.derivation import derivation
from cds_rank.reporting.sentences import figure_text, treatment_label
from cds_rank.reporting.workbook_paper import Sheet, Style, cell_ref, decimals_format, own_format, range_ref
from cds_rank.reporting.workbook_report import DOES_NOT_APPLY, FIGURES_SHEET, Report
from cds_rank.wording.labels import label
from cds_rank.wording.language import N_

_COLUMNS = (
    (N_("Mã đơn vị"), 11.0),
    (N_("Đơn vị"), 26.0),
    (N_("Mã chỉ tiêu"), 10.0),
    (N_("Chỉ tiêu"), 42.0),
    (N_("Đơn vị tính"), 10.0),
    (N_("Tử số"), 11.0),
    (N_("Mẫu số"), 11.0),
    (N_("Giá trị"), 12.0),
    (N_("Mục tiêu"), 10.0),
    (N_("Tình trạng"), 12.0),
    (N_("Giai đoạn"), 11.0),
    (N_("Điểm đạt"), 10.0),
    (N_("Điểm tối đa áp dụng"), 11.0),
    (N_("Cách ra điểm"), 40.0),
    (N_("Tài liệu kiểm chứng"), 30.0),
    (N_("Giải trình"), 26.0),
    (N_("Tệp"), 30.0),
    (N_("Trang tính"), 10.0),
    (N_("Ô"), 7.0),
)
_UNIT, _NUMERATOR, _DENOMINATOR, _VALUE, _EARNED = 0, 5, 6, 7, 11
_TEXT: Style = ("cell", "small", "wrap", "top", "left")
_NUMBER: Style = ("cell", "small", "top", "right")
_GAP: Style = ("cell", "small", "top", "centre", "muted")
_SIZE = 10.0
_HEAD_REACH = 3


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """Where other sheets find unit codes and points among the inputs, as absolute ranges."""

    units: str
    earned: str


@dataclass(frozen=True, slots=True)
class _Row:
    unit: str
    indicator: Indicator
    score: NodeScore
    figure: Observation | None


def write_figures_sheet(report: Report, sheet: Sheet) -> FigureColumns:
    """Write one row for each unit and indicator: unit by unit as ranked, indicators in the order of the tree."""
    _ = report.translate
    widths = [width for _heading, width in _COLUMNS]
    sheet.widths(widths)
    title = _(FIGURES_SHEET)
    note = _(
        "Mỗi dòng là một số liệu của một đơn vị. Giá trị của tỷ lệ là công thức từ tử số và mẫu số; "
        "điểm tính từ số chính xác, chưa làm tròn."
    )
    heading = report.write_head(sheet, title, _HEAD_REACH, [note])
    sheet.row_of_texts(heading, [_(text) for text, _width in _COLUMNS], ("heading", "small"))
    sheet.height(heading, 3, 10)
    first, rows = heading + 1, list(_rows(report))
    for row, entry in enumerate(rows, start=first):
        _write_row(report, sheet, row, entry)
    last = heading + max(len(rows), 1)
    sheet.worksheet.autofilter(heading, 0, last, len(_COLUMNS) - 1)
    sheet.worksheet.freeze_panes(first, _HEAD_REACH + 1)
    sheet.worksheet.repeat_rows(heading)
    sheet.worksheet.repeat_columns(0, _HEAD_REACH)
    report.prepare_page(sheet, title, pages_wide=2)
    ranges = [
        sheet.reference + range_ref((first, column), (last, column), absolute=True)
        for column in (_UNIT, _EARNED)
    ]
    return FigureColumns(*ranges)


def _rows(report: Report) -> Iterator[_Row]:
    result, indicators = report.result, report.indicator_set.indicators
    for ranking in result.rankings:
        for entry in ranking.placements:
            scores = result.scores.get(entry.unit)
            if scores is None:
                continue
            for code, indicator in indicators.items():
                if code in scores.nodes:
                    figure = result.observations.get((entry.unit, code))
                    yield _Row(entry.unit, indicator, scores.nodes[code], figure)


def _write_row(report: Report, sheet: Sheet, row: int, entry: _Row) -> None:
    language, indicator, figure = report.language, entry.indicator, entry.figure
    texts = (
        entry.unit,
        report.unit_names[entry.unit],
        indicator.code,
        indicator.name.in_language(language),
        indicator.unit_of_measure.in_language(language),
    )
    sheet.row_of_texts(row, texts, _TEXT)
    _write_number(sheet, row, _NUMERATOR, None if figure is None else figure.numerator)
    _write_number(sheet, row, _DENOMINATOR, None if figure is None else figure.denominator)
    _write_value(report, sheet, row, entry)
    _write_number(sheet, row, _VALUE + 1, indicator.target.value if indicator.target else None)
    treatment = entry.score.treatment
    scored = treatment is Treatment.SCORED
    followed = scored and not indicator.max_points
    state = report.translate("chỉ để theo dõi") if followed else treatment_label(treatment, language)
    sheet.text(row, _VALUE + 2, state, _TEXT if scored else (*_TEXT, "amber"))
    sheet.text(row, _VALUE + 3, "" if figure is None else label(figure.stage, language), _TEXT)
    for column, points in enumerate((entry.score.earned, entry.score.attainable), start=_EARNED):
        if treatment is Treatment.NOT_APPLICABLE:
            sheet.text(row, column, DOES_NOT_APPLY, _GAP)
        else:
            sheet.number(row, column, points, (*_NUMBER, report.point_format))
    origin = None if figure is None else figure.origin
    told = (
        derivation(entry.score, indicator, language),
        "" if figure is None else figure.evidence,
        "" if figure is None else figure.explanation,
        "" if origin is None else origin.file,
        "" if origin is None else origin.sheet,
        "" if origin is None else origin.cell,
    )
    sheet.row_of_texts(row, told, _TEXT, _EARNED + 2)
    sheet.fit_height(row, (*texts, *[""] * (_EARNED + 2 - len(texts)), *told), _SIZE)


def _write_number(sheet: Sheet, row: int, column: int, number: Decimal | None) -> None:
    if number is None:
        sheet.text(row, column, "", _NUMBER)
    else:
        sheet.number(row, column, number, (*_NUMBER, own_format(number)))


def _write_value(report: Report, sheet: Sheet, row: int, entry: _Row) -> None:
    figure, indicator = entry.figure, entry.indicator
    if figure is None or figure.status is not ObservationStatus.REPORTED:
        sheet.text(row, _VALUE, "", _NUMBER)
    elif indicator.input is InputKind.RATIO and figure.numerator is not None and figure.denominator:
        value = Fraction(figure.numerator) / Fraction(figure.denominator) * Fraction(indicator.per)
        divided = f"{cell_ref(row, _NUMERATOR)}/{cell_ref(row, _DENOMINATOR)}"
        formula = divided if indicator.per == 1 else f"{divided}*{indicator.per:f}"
        digits = 2 if indicator.per >= 100 else 4
        sheet.formula(row, _VALUE, formula, value, (*_NUMBER, decimals_format(digits)))
    elif figure.option is not None or indicator.input is InputKind.RATIO:
        sheet.text(row, _VALUE, figure_text(figure, indicator, report.language), (*_TEXT, "wrap"))
    else:
        _write_number(sheet, row, _VALUE, figure.value)
