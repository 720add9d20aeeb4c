"""All the rules, in one list each, and the one loop that runs them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from sys import intern
from typing import Final

from cds_rank.checks import earlier, evidence, files, keys, numbers, texts, values
from cds_rank.checks.context import Context, Entry, entries, found_in_file
from cds_rank.checks.explanations import answered
from cds_rank.model.checked import CheckedFile, Figure
from cds_rank.model.finding import Finding, Severity, ValidationReport, folded
from cds_rank.model.form_layout import INPUT_COLUMNS
from cds_rank.model.observation import ObservationStatus, Origin, ReadFile, Submission
from cds_rank.wording.catalogue import RULES

FileRule = Callable[[ReadFile, Context], Iterator[Finding]]
TableRule = Callable[[Sequence[Entry], Context], Iterator[Finding]]
RowRule = Callable[[Entry, Context], Iterator[Finding]]
FolderRule = Callable[[Sequence[CheckedFile], Context], Iterator[Finding]]

FILE_RULES: Final[tuple[FileRule, ...]] = (
    files.obstacles,
    files.other_set,
    files.other_period,
    files.unknown_unit,
    files.misnamed,
)
CODE_RULES: Final[tuple[FileRule, ...]] = (
    keys.damaged_codes,
    keys.rows_moved,
)
TABLE_RULES: Final[tuple[TableRule, ...]] = (
    numbers.mixed_percentages,
    values.hidden_rows,
    values.totals_of_parts,
    earlier.copied_sheet,
)
ROW_RULES: Final[tuple[RowRule, ...]] = (
    numbers.wrong_column,
    numbers.unreadable_numbers,
    numbers.formulas,
    numbers.numbers_as_text,
    numbers.share_instead_of_percentage,
    numbers.too_many_decimals,
    numbers.merged_cells,
    numbers.value_against_parts,
    values.outside_limits,
    values.numerator_above_denominator,
    values.incomplete_ratio,
    values.missing_figures,
    values.status_against_figures,
    values.answers_outside_list,
    texts.odd_texts,
    texts.locked_text_changed,
    evidence.evidence_missing,
    evidence.broken_links,
    evidence.dates_of_evidence,
    earlier.against_earlier,
)
FOLDER_RULES: Final[tuple[FolderRule, ...]] = (
    files.sent_twice,
    earlier.outliers,
)


def run_checks(
    read: Iterable[ReadFile], context: Context, *, whole_list: bool, passed_over: Sequence[str] = ()
) -> ValidationReport:
    """Run every rule over the files read; as `conclude` over `checked` of each."""
    return conclude(
        [checked(file, context) for file in read], context, whole_list=whole_list, passed_over=passed_over
    )


def conclude(
    files_checked: Sequence[CheckedFile],
    context: Context,
    *,
    whole_list: bool,
    passed_over: Sequence[str] = (),
) -> ValidationReport:
    """Run the rules across files and put the report together.

    whole_list: the files are all there is, so that a unit of a ranked group without one has sent nothing.
    passed_over: names of files in the folders that are no workbooks and were not read.
    """
    findings = [finding for file in files_checked for finding in file.findings]
    wrong = {(f.origin.file, f.origin.cell) for f in findings if f.severity is Severity.ERROR}
    findings += [
        finding
        for rule in FOLDER_RULES
        for finding in rule(files_checked, context)
        if not finding.origin.cell or (finding.origin.file, finding.origin.cell) not in wrong
    ]
    absent = _not_submitted(files_checked, context) if whole_list else ()
    findings += [_without_file("KEY007", u, unit_name=context.unit_name(u), unit=u) for u in absent]
    if passed_over:
        shown = ", ".join(passed_over[:5]) + (", …" if len(passed_over) > 5 else "")
        findings.append(_without_file("FIL015", count=str(len(passed_over)), files=shown))
    units = {file.file.name: file.identity.unit for file in files_checked if file.identity is not None}
    return ValidationReport(folded(findings), tuple(file.file for file in files_checked), absent, units)


def _without_file(code: str, of_unit: str = "", /, **facts: str) -> Finding:
    return Finding(code, RULES[code].severity, Origin(""), facts, unit=of_unit)


def checked(read: ReadFile, context: Context) -> CheckedFile:
    """Check one file by itself; a bug of ours on it costs one SYS001 and nothing else."""
    try:
        findings = folded(check_file(read, context))
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:200]
        findings = (found_in_file(read, "SYS001", {"detail": detail}),)
    is_used = read.submission is not None and _is_for_this_run(read, context)
    figures = tuple(_figures(read.submission, context)) if is_used and read.submission else ()
    sheet = read.submission.sheet if read.submission else ""
    return CheckedFile(read.file, read.identity, sheet, figures, findings)


def _figures(submission: Submission, context: Context) -> Iterator[Figure]:
    for entry in entries(submission, context.indicator_set):
        observation = entry.observation
        if observation is None or observation.status is not ObservationStatus.REPORTED:
            continue
        column = INPUT_COLUMNS[entry.indicator.input][0]
        cell, row = intern(entry.place(column).cell), entry.row.row  # one text for all files
        if observation.value is not None:
            yield Figure(entry.indicator.code, column, cell, row, observation.value)
        elif observation.numerator is not None and observation.denominator:
            numbers = observation.numerator, observation.denominator
            yield Figure(entry.indicator.code, column, cell, row, *numbers)


def check_file(read: ReadFile, context: Context) -> Iterator[Finding]:
    """Run the rules that look at one file only; one cause gives one finding."""
    for rule in FILE_RULES:
        yield from rule(read, context)
    if read.submission is not None and _is_for_this_run(read, context):
        table = tuple(entries(read.submission, context.indicator_set))
        yield from answered(_in_table(read, table, context), table)


def _in_table(read: ReadFile, table: Sequence[Entry], context: Context) -> Iterator[Finding]:
    for rule in CODE_RULES:
        yield from rule(read, context)
    for table_rule in TABLE_RULES:
        yield from table_rule(table, context)
    for entry in table:
        for row_rule in ROW_RULES:
            yield from row_rule(entry, context)


def _is_for_this_run(read: ReadFile, context: Context) -> bool:
    identity = read.identity
    return (
        identity is not None
        and identity.set_id == context.indicator_set.id
        and identity.set_version == context.indicator_set.version
        and files.is_known_unit(identity, context)
    )


def _not_submitted(sent: Sequence[CheckedFile], context: Context) -> tuple[str, ...]:
    heard_of = {file.identity.unit for file in sent if file.identity is not None}
    heard_of |= {files.unit_in_file_name(file.file.name, context) for file in sent if file.identity is None}
    ranked = [group.code for group in context.indicator_set.groups if group.ranked]
    return tuple(unit.code for unit in context.unit_list.in_groups(ranked) if unit.code not in heard_of)
