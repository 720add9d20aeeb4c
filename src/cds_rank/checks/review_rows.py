"""What one row of a review workbook decides, and what keeps it from being taken over (REV, and rules of figures).

An error means that this decision is not taken over: the figure stays as not reviewed. A warning says how the row was
understood.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cds_rank.checks.context import plain
from cds_rank.checks.explanations import is_real
from cds_rank.checks.numbers import shown
from cds_rank.checks.review_changes import changes, is_only_evidence, is_stale
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.form_layout import YES_NO_LABELS
from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import NumberRemark, Observation, ObservationStatus, Origin
from cds_rank.model.review import Cause, Review, Verdict
from cds_rank.model.review_layout import CAUSE_LABELS, REVIEW_COLUMNS, VERDICT_LABELS
from cds_rank.model.review_typed import ReviewRow
from cds_rank.model.similarity import nearest
from cds_rank.model.unit import Unit
from cds_rank.wording.catalogue import RULES

_HEADINGS = {column.key: column.heading for column in REVIEW_COLUMNS}
_LABELS = {verdict: label for label, verdict in VERDICT_LABELS.items()}
_FIGURE_COLUMNS: Mapping[InputKind, tuple[str, ...]] = {
    InputKind.VALUE: ("value",),
    InputKind.COUNT: ("value",),
    InputKind.RATIO: ("numerator", "denominator"),
    InputKind.YES_NO: (),
    InputKind.CHOICE: (),
    InputKind.POINTS: (),
}
"""In which columns a verified figure is typed as a number; points may be given instead of any."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ABOUT_A_SHOWN_SHARE = Fraction(1, 200)  # half a unit of the second decimal: what the sheet shows was copied
_FEWEST_WORDS, _FEWEST_LETTERS = 2, 6  # of a reason: "sai kỳ" says more than "x"


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One row of a known unit and indicator, beside what the unit reported.

    reported: the unit's own observation; None where its submission has no such row.
    reported_in: the file of the unit's submission.
    """

    file: str
    sheet: str
    row: ReviewRow
    unit: Unit
    indicator: Indicator
    reported: Observation | None
    reported_in: str

    def found(self, code: str, column: str, facts: Mapping[str, str] | None = None) -> Finding:
        """Make a finding at one of the row's cells."""
        return found_in_row(
            code, self.file, self.sheet, self.row, column, facts, self.unit.code, self.indicator.code
        )

    def number(self, column: str) -> Decimal | None:
        """Return the number in a column, None where there is none or it cannot be read."""
        typed = self.row.numbers.get(column)
        return None if typed is None else typed.value

    @property
    def figure_columns(self) -> tuple[str, ...]:
        """The columns of a verified figure that hold a number."""
        return tuple(c for c in _FIGURE_COLUMNS[self.indicator.input] if c in self.row.numbers)

    @property
    def has_figure(self) -> bool:
        """Whether another figure or answer is given."""
        return bool(self.figure_columns) or bool(self.row.texts.get("answer"))


def found_in_row(
    code: str,
    file: str,
    sheet: str,
    row: ReviewRow,
    column: str,
    facts: Mapping[str, str] | None = None,
    unit: str = "",
    indicator: str = "",
) -> Finding:
    """Make a finding at a cell of a review workbook."""
    cell = row.cells[column]
    told = {"column": _HEADINGS[column], "cell": cell, **(facts or {})}
    return Finding(
        code,
        RULES[code].severity,
        Origin(file, sheet, cell),
        told,
        unit=unit,
        indicator=indicator,
        row=row.row,
    )


def decision(entry: ReviewEntry) -> tuple[Review | None, tuple[Finding, ...]]:
    """Return what a row decides, None where it decides nothing that can be taken over, and what was found in it."""
    if _is_withdrawn(entry):
        is_left = _gives_something(entry) or not entry.row.texts.keys().isdisjoint({"cause", "reason"})
        return None, (entry.found("REV027", "verdict", {"unit_name": entry.unit.name}),) if is_left else ()
    findings = list(_hard_to_read(entry))
    if _are_grave(findings):
        return None, tuple(findings)
    verdict = entry.row.verdict or _understood(entry)
    if entry.row.verdict is None or (verdict is Verdict.PENDING and _gives_something(entry)):
        findings.append(entry.found("REV010", "verdict", {"verdict": _LABELS[verdict]}))
    if verdict is Verdict.PENDING:
        return None, tuple(findings)
    findings += _against_rules(entry, verdict)
    if _are_grave(findings):
        return None, tuple(findings)
    return _review(entry, verdict), tuple(findings)


def _is_withdrawn(entry: ReviewEntry) -> bool:
    """Tell whether a row is printed for another figure and its verdict was cleared: nothing is decided there."""
    row = entry.row
    if not is_stale(row, entry.reported) or "verdict" in row.merged | row.not_calculated:
        return False
    return row.verdict is Verdict.PENDING or "verdict" not in row.texts


def _are_grave(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _gives_something(entry: ReviewEntry) -> bool:
    return entry.has_figure or "points" in entry.row.numbers


def _review(entry: ReviewEntry, verdict: Verdict) -> Review:
    texts = entry.row.texts
    made = Review(
        entry.unit.code,
        entry.indicator.code,
        verdict,
        Origin(entry.file, entry.sheet, entry.row.cells["verdict"]),
        cause=None if verdict is Verdict.AGREED else _cause(entry),
        reason=texts.get("reason", ""),
        reviewer=texts.get("reviewer", ""),
    )
    if verdict is not Verdict.ADJUSTED:
        return made  # what is repeated beside such a verdict is no figure of the reviewer's
    asked = {column: entry.number(column) for column in entry.figure_columns}
    return replace(made, **asked, option=entry.row.option, points=entry.number("points"))  # type: ignore[arg-type]


def _cause(entry: ReviewEntry) -> Cause | None:
    return entry.row.cause or (Cause.OTHER if entry.row.texts.get("cause") else None)


# --- what was typed


def _hard_to_read(entry: ReviewEntry) -> Iterator[Finding]:
    if entry.row.merged:
        yield entry.found("CEL005", next(key for key in _HEADINGS if key in entry.row.merged))
        return
    for column in _HEADINGS:
        if column in entry.row.not_calculated:
            yield entry.found("CEL001", column)
    verdict = entry.row.texts.get("verdict", "")
    if verdict and entry.row.verdict is None:
        facts = {"text": verdict[:60], "nearest": nearest(verdict, VERDICT_LABELS)}
        yield entry.found("REV009", "verdict", facts)
        return
    yield from _unreadable_numbers(entry)
    yield from _wrong_columns(entry)
    answer = entry.row.texts.get("answer", "")
    if answer and entry.row.option is None:
        choices = (
            list(YES_NO_LABELS.values())
            if entry.indicator.input is InputKind.YES_NO
            else [option.name.vi for option in entry.indicator.options]
        )
        facts = {"text": answer[:60], "nearest": nearest(answer, choices) or choices[0]}
        yield entry.found("VAL013", "value", facts)


def _unreadable_numbers(entry: ReviewEntry) -> Iterator[Finding]:
    for column, number in entry.row.numbers.items():
        if number.is_readable:
            continue
        facts = {"text": shown(number)}
        if NumberRemark.AMBIGUOUS_SEPARATOR in number.remarks:
            readings = {"first": number.suggestions[0], "second": number.suggestions[1]}
            yield entry.found("NUM003", column, facts | readings)
        elif NumberRemark.FOREIGN_STYLE in number.remarks:
            yield entry.found("NUM004", column, facts | {"suggestion": number.suggestions[0]})
        elif not facts["text"]:
            yield entry.found("CEL001", column)
        elif NumberRemark.DATE in number.remarks:
            yield entry.found("NUM011", column)
        else:
            yield entry.found("REV018", column, facts)


def _wrong_columns(entry: ReviewEntry) -> Iterator[Finding]:
    asked = (*_FIGURE_COLUMNS[entry.indicator.input], "points")
    for column, number in entry.row.numbers.items():
        if column in asked or not number.is_readable or _repeats_the_share(entry, column):
            continue
        yield entry.found(
            "REV020", column, {"text": shown(number), "wanted_column": _HEADINGS[_asked_first(entry)]}
        )


def _asked_first(entry: ReviewEntry) -> str:
    """Return the column in which a verified figure, answer or points belong first."""
    if entry.indicator.input in {InputKind.YES_NO, InputKind.CHOICE}:
        return "value"
    return (*_FIGURE_COLUMNS[entry.indicator.input], "points")[0]


def _repeats_the_share(entry: ReviewEntry, column: str) -> bool:
    """Tell whether a number in the column "value" only says what the two parts of a ratio come to."""
    value, reported = entry.number("value"), entry.reported
    if column != "value" or value is None or entry.indicator.input is not InputKind.RATIO:
        return False
    parts = entry.number("numerator"), entry.number("denominator")
    if parts == (None, None) and reported is not None:
        parts = reported.numerator, reported.denominator
    numerator, denominator = parts
    if numerator is None or not denominator:
        return False
    share = Fraction(numerator) / Fraction(denominator) * Fraction(entry.indicator.per)
    return abs(Fraction(value) - share) <= _ABOUT_A_SHOWN_SHARE


def _understood(entry: ReviewEntry) -> Verdict:
    """Return what a row without a verdict is taken to say."""
    if not _gives_something(entry):
        return Verdict.PENDING
    return Verdict.ADJUSTED if _differing(entry) else Verdict.AGREED


# --- what it says


def _against_rules(entry: ReviewEntry, verdict: Verdict) -> Iterator[Finding]:
    if is_stale(entry.row, entry.reported):
        yield _stale(entry)
        return  # compared with figures that the reviewer never saw, anything may look wrong
    if verdict is not Verdict.AGREED and _is_declared_not_applicable(entry):
        facts = {
            "unit_name": entry.unit.name,
            "indicator": entry.indicator.code,
            "verdict": _LABELS[verdict],
            "maximum": plain(entry.indicator.max_points),
        }
        yield entry.found("REV025", "verdict", facts)
    if verdict is Verdict.ADJUSTED:
        yield from _adjusted(entry)
    else:
        yield from _contradicting(entry, verdict)
    if verdict is Verdict.REJECTED or (verdict is Verdict.ADJUSTED and _differing(entry)):
        yield from _reason(entry)
    cause = entry.row.texts.get("cause", "")
    if verdict is Verdict.REJECTED and not cause:
        yield entry.found("REV016", "cause")
    elif verdict is not Verdict.AGREED and cause and entry.row.cause is None:
        facts = {"text": cause[:60], "nearest": nearest(cause, CAUSE_LABELS)}
        yield entry.found("REV017", "cause", facts)


def _stale(entry: ReviewEntry) -> Finding:
    changed = changes(entry.row, entry.indicator, entry.reported)
    if entry.reported is None:
        other = entry.reported_in
    elif is_only_evidence(changed):  # its cell is another one of that row than the figure's
        origin = entry.reported.origin
        other = (
            f"{origin.file} ▸ {origin.sheet}!{origin.cell.lstrip(_LETTERS)}:{origin.cell.lstrip(_LETTERS)}"
        )
    else:
        other = place_of(entry.reported.origin)
    facts = {"unit_name": entry.unit.name, "changes": "; ".join(changed), "other": other}
    return entry.found("REV023", "verdict", facts)


def _is_declared_not_applicable(entry: ReviewEntry) -> bool:
    return entry.reported is not None and entry.reported.status is ObservationStatus.NOT_APPLICABLE


def place_of(origin: Origin) -> str:
    """Write a place as a fact: SYT.xlsx ▸ Số liệu!D7."""
    return f"{origin.file} ▸ {origin.sheet}!{origin.cell}"


def _differing(entry: ReviewEntry) -> list[str]:
    """Return the columns in which something else stands than what the unit reported."""
    reported, indicator = entry.reported, entry.indicator
    differing = [
        column
        for column in entry.figure_columns
        if reported is None or entry.number(column) != getattr(reported, column)
    ]
    if entry.row.option is not None and (reported is None or entry.row.option != reported.option):
        differing.append("value")
    if "points" in entry.row.numbers:
        # Whether points come to the same as a reported figure is for the scoring to say.
        is_same = indicator.input is InputKind.POINTS and reported is not None
        if not is_same or reported is None or entry.number("points") != reported.value:
            differing.append("points")
    return differing


def _contradicting(entry: ReviewEntry, verdict: Verdict) -> Iterator[Finding]:
    """Find figures beside a verdict that leaves no room for them; 0 beside a rejection says the same."""
    for column in _differing(entry):
        number = entry.number(column)
        if verdict is Verdict.REJECTED and number == 0:
            continue
        text = entry.row.texts.get("answer", "")[:60] if number is None else shown(entry.row.numbers[column])
        yield entry.found("REV013", column, {"verdict": _LABELS[verdict], "text": text})


def _adjusted(entry: ReviewEntry) -> Iterator[Finding]:
    points = entry.number("points")
    if not entry.has_figure and points is None:
        yield entry.found("REV011", _asked_first(entry))
    elif entry.has_figure and points is not None:
        yield entry.found("REV012", "points")
    elif points is not None:
        yield from _outside(entry, "points", Decimal(0), None)
        if points > entry.indicator.max_points:
            facts = {"number": plain(points), "maximum": plain(entry.indicator.max_points)}
            yield entry.found("VAL006", "points", facts)
    elif entry.indicator.input is InputKind.RATIO:
        yield from _ratio(entry)
    elif "value" in entry.row.numbers:
        limits, is_count = entry.indicator.limits, entry.indicator.input is InputKind.COUNT
        lower = Decimal(0) if is_count and limits.minimum is None else limits.minimum
        yield from _outside(entry, "value", lower, limits.maximum, whole=limits.whole or is_count)


def _ratio(entry: ReviewEntry) -> Iterator[Finding]:
    numerator, denominator = entry.number("numerator"), entry.number("denominator")
    if numerator is None or denominator is None:
        absent = "numerator" if numerator is None else "denominator"
        yield entry.found("REV019", absent, {"problem": "empty"})
        return
    wrong = [
        *_outside(entry, "numerator", Decimal(0), None),
        *_outside(entry, "denominator", Decimal(0), None),
    ]
    yield from wrong
    if wrong:
        return
    most = entry.indicator.limits.maximum
    if not denominator:
        yield entry.found("REV019", "denominator", {"problem": "denominator_zero"})
    elif most is not None and numerator * entry.indicator.per > most * denominator:
        facts = {"numerator": plain(numerator), "denominator": plain(denominator)}
        yield entry.found("VAL003", "numerator", facts)
    elif entry.reported is not None and entry.reported.denominator not in {None, denominator}:
        assert entry.reported.denominator is not None
        facts = {"denominator": plain(denominator), "earlier": plain(entry.reported.denominator)}
        yield entry.found("REV029", "denominator", facts)


def _outside(
    entry: ReviewEntry, column: str, lower: Decimal | None, upper: Decimal | None, *, whole: bool = False
) -> Iterator[Finding]:
    number = entry.number(column)
    if number is None:
        return
    if (lower is not None and number < lower) or (upper is not None and number > upper):
        bounds = {
            "lower": "" if lower is None else plain(lower),
            "upper": "" if upper is None else plain(upper),
        }
        yield entry.found("VAL001", column, {"number": plain(number), "limits": "", **bounds})
    elif whole and number != number.to_integral_value():
        yield entry.found("VAL012", column, {"number": plain(number)})


def _reason(entry: ReviewEntry) -> Iterator[Finding]:
    reason = entry.row.texts.get("reason", "")
    if not reason:
        yield entry.found("REV014", "reason")
    elif not is_real(reason, fewest_words=_FEWEST_WORDS, fewest_letters=_FEWEST_LETTERS):
        yield entry.found("REV015", "reason", {"text": reason[:60]})
