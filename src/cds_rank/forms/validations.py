"""What cells accept: numbers within bounds, answers from lists, and what is said when they do not."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from openpyxl.worksheet.datavalidation import DataValidation

from cds_rank.forms import style
from cds_rank.forms.lists import Lists
from cds_rank.forms.words import number
from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.wording.cell_text import clean, clip

ANSWERED_IN_WORDS = frozenset({InputKind.YES_NO, InputKind.CHOICE})
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255  # Excel's own limits
_ANY_NUMBER = Decimal(10) ** 15


def answer_labels(indicator: Indicator) -> tuple[str, ...]:
    """Return the answers that a question in words offers."""
    if indicator.input is InputKind.YES_NO:
        return tuple(layout.YES_NO_LABELS.values())
    return tuple(option.name.vi for option in indicator.options)


def answer_label(indicator: Indicator, answer: str) -> str:
    """Return the words of an answer given by its code; any other text as it is."""
    if indicator.input is InputKind.YES_NO:
        return layout.YES_NO_LABELS.get(answer, answer)
    return next((option.name.vi for option in indicator.options if option.code == answer), answer)


def asks_whole_number(indicator: Indicator) -> bool:
    """Tell whether an indicator's value has no decimals."""
    return indicator.limits.whole or indicator.input is InputKind.COUNT


def figure_bounds(indicator: Indicator, key: str) -> tuple[Decimal, Decimal | None]:
    """Return the least and the greatest number that a column takes in an indicator's row; None: no greatest one."""
    limits, zero = indicator.limits, Decimal(0)
    match indicator.input, key:
        case InputKind.RATIO, "numerator":
            below_zero = limits.minimum is not None and limits.minimum < 0
            return (-_ANY_NUMBER, _ANY_NUMBER) if below_zero else (zero, None)
        case InputKind.RATIO, _:
            return zero, None
        case InputKind.POINTS, _:
            highest = indicator.max_points if limits.maximum is None else limits.maximum
            return limits.minimum or zero, highest
        case InputKind.COUNT, _:
            return limits.minimum or zero, limits.maximum
        case _:
            if limits.minimum is None:
                return -_ANY_NUMBER, _ANY_NUMBER if limits.maximum is None else limits.maximum
            return limits.minimum, limits.maximum


def number_rule(low: Decimal, high: Decimal | None, *, whole: bool) -> DataValidation:
    """Make the rule that takes numbers within bounds, the bounds included."""
    rule = DataValidation(type="whole" if whole else "decimal", allow_blank=True)
    if high is None:
        rule.operator, rule.formula1 = "greaterThanOrEqual", f"{low:f}"
    else:
        rule.operator, rule.formula1, rule.formula2 = "between", f"{low:f}", f"{high:f}"
    return rule


def number_error(low: Decimal, high: Decimal | None, *, whole: bool) -> str:
    """Say which numbers are taken."""
    bounds = f"từ {number(low)} trở lên" if high is None else f"từ {number(low)} đến {number(high)}"
    if low == -_ANY_NUMBER:
        bounds = "" if high == _ANY_NUMBER else f"không quá {number(high or 0)}"
    kind = "số nguyên" if whole else "con số"
    return f"Chỉ nhận {kind} {bounds}".rstrip() + ", không kèm đơn vị tính hay chữ. Xóa ô rồi gõ lại."


def list_rule(lists: Lists, labels: tuple[str, ...], title: str, prompt: str) -> DataValidation:
    """Make the rule that offers a list; the list is added to `lists`."""
    name = lists.name_of(tuple(clean(label) for label in labels))
    rule = DataValidation(type="list", formula1=name, allow_blank=True)
    return worded(rule, title, prompt, "Chỉ nhận một trong các dòng của danh sách. Xóa ô rồi chọn lại.")


def worded(rule: DataValidation, title: str, prompt: str, error: str) -> DataValidation:
    """Give a rule its words: a prompt beside the cell, and what is said when an entry is refused ("": nothing is)."""
    rule.showInputMessage = True
    rule.promptTitle = clip(style.one_line(title), _LONGEST_TITLE)
    rule.prompt = clip(style.one_line(prompt), _LONGEST_PROMPT)
    if error:
        rule.showErrorMessage = True
        rule.errorStyle = "stop"
        rule.errorTitle = "Chưa nhận được"
        rule.error = clip(style.one_line(error), _LONGEST_PROMPT)
    return rule


def runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the first and the last of each run of neighbouring rows; at least one row, ascending."""
    first = last = rows[0]
    for row in chain(rows[1:], [-1]):
        if row == last + 1:
            last = row
        else:
            yield first, last
            first = last = row
