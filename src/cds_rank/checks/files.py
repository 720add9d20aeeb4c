"""Rules about files and workbooks: can it be read, is it ours, whose is it, was it sent twice (FIL, WBK, SHT, HDR)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cds_rank.checks.context import Context, found_in_file
from cds_rank.model.checked import CheckedFile
from cds_rank.model.finding import Finding
from cds_rank.model.form_layout import FORM_VERSION, INPUT_COLUMNS, UNIT_LINE
from cds_rank.model.observation import FormIdentity, Obstacle, ObstacleKind, ReadFile, Submission
from cds_rank.model.similarity import nearest
from cds_rank.model.spelling import comparison_key
from cds_rank.wording.catalogue import RULES

CODE_OF_OBSTACLE: Mapping[ObstacleKind, str] = {
    ObstacleKind.EMPTY_FILE: "FIL001",
    ObstacleKind.NOT_A_WORKBOOK: "FIL002",
    ObstacleKind.OLD_XLS: "FIL003",
    ObstacleKind.PASSWORD: "FIL004",
    ObstacleKind.DAMAGED: "FIL005",
    ObstacleKind.TOO_LARGE: "FIL006",
    ObstacleKind.DOCTYPE: "FIL007",
    ObstacleKind.HAS_MACROS: "FIL008",
    ObstacleKind.UNSUPPORTED_KIND: "FIL009",
    ObstacleKind.LOCKED: "FIL010",
    ObstacleKind.OTHER_PROGRAM: "FIL013",
    ObstacleKind.NOT_FROM_TEMPLATE: "WBK001",
    ObstacleKind.IS_REVIEW: "WBK016",
    ObstacleKind.NOT_A_REVIEW: "REV001",
    ObstacleKind.IS_SUBMISSION: "REV002",
    ObstacleKind.EXTERNAL_LINK: "WBK005",
    ObstacleKind.PROTECTION_REMOVED: "WBK006",
    ObstacleKind.HIDDEN_SHEET: "WBK007",
    ObstacleKind.DATES_FROM_1904: "WBK008",
    ObstacleKind.OUTSIDE_SOURCE: "WBK009",
    ObstacleKind.IDENTITY_DISAGREES: "WBK011",
    ObstacleKind.IDENTITY_MALFORMED: "WBK012",
    ObstacleKind.OTHER_UNIT_NAMED: "WBK015",
    ObstacleKind.SHEET_MISSING: "SHT001",
    ObstacleKind.SHEET_RENAMED: "SHT002",
    ObstacleKind.EXTRA_SHEET: "SHT003",
    ObstacleKind.HEADER_NOT_FOUND: "SHT004",
    ObstacleKind.FAR_CONTENT: "SHT005",
    ObstacleKind.BLANK_ROWS: "SHT006",
    ObstacleKind.HIDDEN_COLUMN: "SHT008",
    ObstacleKind.FILTERED: "SHT009",
    ObstacleKind.NOTE_OUTSIDE: "SHT011",
    ObstacleKind.SECOND_DATA_SHEET: "SHT012",
    ObstacleKind.COLUMN_MISSING: "HDR001",
    ObstacleKind.COLUMN_TWICE: "HDR002",
    ObstacleKind.UNKNOWN_COLUMN: "HDR003",
    ObstacleKind.COLUMN_ORDER: "HDR004",
    ObstacleKind.HEADING_REWORDED: "HDR005",
    ObstacleKind.HEADING_SPLIT: "HDR006",
    ObstacleKind.HEADING_BLANK: "HDR007",
    ObstacleKind.FIGURES_WITHOUT_CODE: "KEY009",
    ObstacleKind.NOT_IN_LIST: "VAL013",
    ObstacleKind.TEXT_TOO_LONG: "TXT007",
    ObstacleKind.INTERNAL_ERROR: "SYS001",
}


def obstacles(read: ReadFile, context: Context | None = None) -> Iterator[Finding]:
    """Say of every obstacle met while reading which rule it breaks."""
    unit = read.identity.unit if read.identity else ""
    for obstacle in read.obstacles:
        if not _is_told_otherwise(obstacle, read, context):
            yield of_obstacle(obstacle, unit)


def _is_told_otherwise(obstacle: Obstacle, read: ReadFile, context: Context | None) -> bool:
    """Tell whether another finding says it already: one cause, one finding."""
    if obstacle.kind is ObstacleKind.EXTERNAL_LINK and read.submission is not None:
        return context is not None and _takes_figures_from_outside(read.submission, context)
    if obstacle.kind is ObstacleKind.OTHER_UNIT_NAMED and context is not None and read.identity is not None:
        return not is_known_unit(read.identity, context) or _names(
            obstacle.facts["text"], read.identity, context
        )
    return False


def _takes_figures_from_outside(submission: Submission, context: Context) -> bool:
    indicators = context.indicator_set.indicators
    return any(
        points_outside(row.formulas.get(column, ""))
        for row in submission.rows
        if row.code in indicators
        for column in INPUT_COLUMNS[indicators[row.code].input]
    )


def _names(line: str, identity: FormIdentity, context: Context) -> bool:
    """Tell whether the line above the table still names the form's own unit, by its name alone."""
    unit = context.unit_list.by_code[identity.unit]
    typed = comparison_key(line).removeprefix(comparison_key(UNIT_LINE)).strip()
    if "(" in typed:
        return False  # it names another code
    names = [comparison_key(name) for name in (unit.name, unit.short_name, *unit.also_written) if name]
    return any(typed.startswith(name) for name in names)


def points_outside(formula: str) -> bool:
    """Tell whether a formula takes something from another workbook: [1]Sheet1!A1, 'C:\\[so.xlsx]T1'!A1."""
    return bool(re.search(r"\[[^\[\]]+\][^\[\]]*!", formula))


def of_obstacle(obstacle: Obstacle, unit: str = "") -> Finding:
    """Say of one obstacle which rule it breaks."""
    code = CODE_OF_OBSTACLE[obstacle.kind]
    facts = dict(obstacle.facts)
    if "choices" in facts:
        choices = facts.pop("choices").split("\n")
        facts["nearest"] = nearest(facts["text"], choices) or choices[0]
    if obstacle.origin.cell:
        facts.setdefault("cell", obstacle.origin.cell)
    return Finding(code, RULES[code].severity, obstacle.origin, facts, unit, obstacle.indicator, obstacle.row)


def other_set(read: ReadFile, context: Context) -> Iterator[Finding]:
    """Find a workbook made for another indicator set, version or content, or from another edition of the form."""
    identity, wanted = read.identity, context.indicator_set
    if identity is None:
        return
    if identity.set_id != wanted.id:
        yield found_in_file(read, "WBK010", {"found": identity.set_id, "wanted": wanted.id})
    elif identity.set_version != wanted.version:
        yield found_in_file(read, "WBK002", {"found": identity.set_version, "wanted": wanted.version})
    elif identity.set_digest != context.set_digest:
        yield found_in_file(read, "WBK013", {"version": wanted.version})
    elif identity.form_version != FORM_VERSION:
        yield found_in_file(read, "WBK014", {"found": identity.form_version, "wanted": FORM_VERSION})


def other_period(read: ReadFile, context: Context) -> Iterator[Finding]:
    """Find a workbook of another period than the one in use."""
    if read.identity is not None and read.identity.period != context.period.text:
        yield found_in_file(read, "WBK003", {"found": read.identity.period, "wanted": context.period.text})


def unknown_unit(read: ReadFile, context: Context) -> Iterator[Finding]:
    """Find a workbook whose unit the list does not have, no longer has, or has in another group."""
    identity = read.identity
    if identity is None or identity.set_id != context.indicator_set.id:
        return
    units = context.unit_list
    unit, former = units.by_code.get(identity.unit), units.former_by_code.get(identity.unit)
    if unit is None and former is not None:
        became = ", ".join(context.unit_name(code) for code in former.became)
        yield found_in_file(read, "KEY006", {"unit": former.code, "name": former.name, "became": became})
    elif unit is None:
        near = nearest(identity.unit, units.by_code)
        facts = {"unit": identity.unit, "list": units.id, "nearest": near}
        yield found_in_file(read, "WBK004", facts)
    elif unit.group != identity.group:
        facts = {"unit": unit.code, "unit_name": unit.name, "found": identity.group, "wanted": unit.group}
        yield found_in_file(read, "KEY005", facts)


def is_known_unit(identity: FormIdentity, context: Context) -> bool:
    """Tell whether the list has the unit, in the group that the form was made for."""
    unit = context.unit_list.by_code.get(identity.unit)
    return unit is not None and unit.group == identity.group


def misnamed(read: ReadFile, context: Context) -> Iterator[Finding]:
    """Find a file whose name says another unit than its content does."""
    named = unit_in_file_name(read.file.name, context)
    if read.identity is None or not named or read.identity.unit not in context.unit_list.by_code:
        return
    if any(obstacle.kind is ObstacleKind.OTHER_UNIT_NAMED for obstacle in read.obstacles):
        return  # its own unit was typed over another's form: that is the finding
    if named != read.identity.unit:
        facts = {
            "named": named,
            "unit": read.identity.unit,
            "unit_name": context.unit_name(read.identity.unit),
        }
        yield found_in_file(read, "FIL012", facts)


def unit_in_file_name(name: str, context: Context) -> str:
    """Return the unit code that a file's name begins with, as the template writes it; empty when there is none."""
    stem = re.split(r"[\\/]", name)[-1]
    first, underscore, _rest = stem.partition("_")
    unit = context.unit_list.by_file_code.get(first) if underscore else None
    return unit.code if unit else ""


def sent_twice(files: Sequence[CheckedFile], context: Context) -> Iterator[Finding]:
    """Find units with two different files, and files that are the same to the byte."""
    by_unit: dict[str, list[CheckedFile]] = defaultdict(list)
    first_by_content: dict[str, CheckedFile] = {}
    for read in files:
        first = first_by_content.setdefault(read.file.sha256, read)
        if first is not read and read.file.sha256 and read.file.size:
            yield found_in_file(read, "FIL014", {"other": first.file.name})
        elif read.identity is not None and _is_of_this_run(read.identity, context):
            by_unit[read.identity.unit].append(read)
    for unit, of_unit in by_unit.items():
        if len(of_unit) > 1:
            names = ", ".join(read.file.name for read in of_unit)
            for read in of_unit:
                yield found_in_file(read, "FIL011", {"unit_name": context.unit_name(unit), "files": names})


def _is_of_this_run(identity: FormIdentity, context: Context) -> bool:
    return (identity.set_id, identity.period) == (context.indicator_set.id, context.period.text)
