"""What a unit changed since a review workbook was made: what is printed there beside what it reports now."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from cds_rank.checks.context import plain
from cds_rank.model.form_layout import NOT_APPLICABLE, NOTHING_TO_COUNT, YES_NO_LABELS
from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.review_layout import REVIEW_COLUMNS, mark_of
from cds_rank.model.review_typed import ReviewRow
from cds_rank.model.spelling import comparison_key

_HEADINGS = {column.key: column.heading for column in REVIEW_COLUMNS}
_NOTHING = "–"
_LONGEST = 60  # characters of an answer that a finding repeats
_WITHOUT_FIGURE = {
    ObservationStatus.NOT_APPLICABLE: NOT_APPLICABLE,
    ObservationStatus.NOTHING_TO_COUNT: NOTHING_TO_COUNT,
}
_FIGURES = {
    InputKind.RATIO: {"reported_numerator": "numerator", "reported_denominator": "denominator"},
    InputKind.POINTS: {"self_points": "value"},
}
"""In which columns a reported figure is printed, where that is not the column of the value."""


def is_stale(row: ReviewRow, reported: Observation | None) -> bool:
    """Tell whether a row was printed for another figure or evidence than what the unit reports now."""
    return row.texts.get("mark", "") != mark_of(reported)


def changes(row: ReviewRow, indicator: Indicator, reported: Observation | None) -> tuple[str, ...]:
    """Say what is another now than what is printed in a row, by the columns' headings: Tử số báo cáo: 7 → 9.

    Evidence is only named. The hidden mark is named where nothing else tells.
    """
    found = [*_changed_figures(row, indicator, reported)]
    evidence = reported.evidence if reported is not None else ""
    if _key(row.printed.get("evidence", "")) != _key(evidence):
        found.append(_HEADINGS["evidence"])
    return tuple(found) or (_HEADINGS["mark"],)


def is_only_evidence(changed: tuple[str, ...]) -> bool:
    """Tell whether only the evidence is another one."""
    return changed == (_HEADINGS["evidence"],)


def answer_in_words(indicator: Indicator, option: str) -> str:
    """Return the words of an answer as the workbook offers them."""
    if indicator.input is InputKind.YES_NO:
        return YES_NO_LABELS.get(option, option)
    return next((one.name.vi for one in indicator.options if one.code == option), option)


def _changed_figures(row: ReviewRow, indicator: Indicator, reported: Observation | None) -> Iterator[str]:
    is_figure = reported is not None and reported.status is ObservationStatus.REPORTED
    was_figure = not _is_in_words(row) or indicator.input in {InputKind.YES_NO, InputKind.CHOICE}
    if not (is_figure and was_figure):
        before = row.printed.get("reported_value", "") if not was_figure else _printed_figure(row, indicator)
        now = _in_words(indicator, reported)
        if _key(before) != _key(now):
            yield _told("reported_value", before, now)
        return
    assert reported is not None  # it is a figure
    if reported.option:
        before, now = row.printed.get("reported_value", ""), answer_in_words(indicator, reported.option)
        if _key(before) != _key(now):
            yield _told("reported_value", before, now)
        return
    for column, field in _FIGURES.get(indicator.input, {"reported_value": "value"}).items():
        number: Decimal | None = getattr(reported, field)
        if not _is_same(row.printed.get(column, ""), number):
            yield _told(column, row.printed.get(column, ""), "" if number is None else plain(number))


def _is_in_words(row: ReviewRow) -> bool:
    printed = row.printed.get("reported_value", "")
    return bool(printed) and _number(printed) is None


def _printed_figure(row: ReviewRow, indicator: Indicator) -> str:
    columns = _FIGURES.get(indicator.input, {"reported_value": "value"})
    return " / ".join(_shown(row.printed[column]) for column in columns if row.printed.get(column))


def _in_words(indicator: Indicator, reported: Observation | None) -> str:
    """Write what is reported now as one text: 7 / 8, Có, Không áp dụng; "" where there is nothing."""
    if reported is None:
        return ""
    if reported.status is not ObservationStatus.REPORTED:
        return _WITHOUT_FIGURE.get(reported.status, "")
    if reported.option:
        return answer_in_words(indicator, reported.option)
    numbers = [
        getattr(reported, field)
        for field in _FIGURES.get(indicator.input, {"reported_value": "value"}).values()
    ]
    return " / ".join(_shown(plain(number)) for number in numbers if number is not None)


def _is_same(printed: str, number: Decimal | None) -> bool:
    before = _number(printed)
    if before is None or number is None:
        return before is None and number is None
    return before == number or float(before) == float(number)  # a spreadsheet keeps sixteen digits


def _told(column: str, before: str, now: str) -> str:
    return f"{_HEADINGS[column]}: {_shown(before)} → {_shown(now)}"


def _shown(text: str) -> str:
    number = _number(text)
    return plain(number).replace(".", ",") if number is not None else text[:_LONGEST] or _NOTHING


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _key(text: str) -> str:
    return "".join(comparison_key(text).split())
