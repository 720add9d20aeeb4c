"""What a workbook carries besides its figures: other sheets, macros, links, hidden parts, who saved it."""

import re
from collections.abc import Iterator

from cds_rank.model import form_layout as layout
from cds_rank.model.observation import ObstacleKind
from cds_rank.model.spelling import comparison_key
from cds_rank.reading.collecting import FAR_COLUMNS, Reading
from cds_rank.reading.ooxml import Sheet, SheetState, UnreadableWorkbook, Workbook, column_letters

_OTHER_PROGRAMS = (
    "libreoffice",
    "wps",
    "openoffice",
    "onlyoffice",
    "google",
    "numbers",
    "collabora",
    "softmaker",
)
_FAR_ROWS = 200  # beyond the table
_MANY_BLANK_ROWS = 5_000
_NUMBERED = re.compile(r" \(\d+\)$")  # what is added to a name that is taken already
_LONGEST_LIST = 200  # characters


def survey_workbook(workbook: Workbook, reading: Reading) -> None:
    """Note what stands in the workbook beside the form's own sheets."""
    if workbook.has_macros:
        reading.met(ObstacleKind.HAS_MACROS)
    if workbook.external_links:
        reading.met(ObstacleKind.EXTERNAL_LINK, facts={"targets": _listed(workbook.external_links)})
    if workbook.outside_sources:
        reading.met(ObstacleKind.OUTSIDE_SOURCE, facts={"sources": ",".join(workbook.outside_sources)})
    if workbook.date_1904:
        reading.met(ObstacleKind.DATES_FROM_1904)
    program = workbook.application
    if program.casefold().startswith(_OTHER_PROGRAMS):
        reading.met(ObstacleKind.OTHER_PROGRAM, facts={"program": program[:60]})
    _survey_sheets(workbook, reading)


def _listed(names: tuple[str, ...]) -> str:
    text = ", ".join(names)
    return text if len(text) <= _LONGEST_LIST else text[: _LONGEST_LIST - 1] + "…"


def _survey_sheets(workbook: Workbook, reading: Reading) -> None:
    data_key = comparison_key(layout.DATA_SHEET)
    data_sheet = next((name for name in _preferred(workbook) if comparison_key(name) == data_key), None)
    extra = []
    for name, state in workbook.states.items():
        if name == data_sheet or _is_own(name):
            continue
        if comparison_key(name).startswith(data_key):
            facts = {"found": name, "sheet": layout.DATA_SHEET}
            reading.met(ObstacleKind.SECOND_DATA_SHEET, name, facts=facts)
        elif state is not SheetState.VISIBLE:
            if _has_content(workbook, name):
                reading.met(ObstacleKind.HIDDEN_SHEET, name, facts={"sheet": name})
        else:
            extra.append(name)
    if (
        extra and data_sheet is not None
    ):  # else the data may be on one of them, and that finding names them all
        reading.met(ObstacleKind.EXTRA_SHEET, facts={"sheets": _listed(tuple(extra))})


def _preferred(workbook: Workbook) -> list[str]:
    """Give the sheets, the data sheet by its very name before those that are only called alike."""
    return sorted(workbook.sheet_names, key=lambda name: name != layout.DATA_SHEET)


def _is_own(name: str) -> bool:
    """Tell whether a sheet is the form's, or was added to a copy that came back to its sender."""
    added = {layout.ANNOTATION_SHEET, layout.CHANGES_SHEET}
    return (name in layout.OWN_SHEETS and name != layout.DATA_SHEET) or _NUMBERED.sub("", name) in added


def _has_content(workbook: Workbook, name: str) -> bool:
    try:
        return bool(workbook.sheet(name).cells)
    except UnreadableWorkbook:
        return True


def survey_sheet(sheet: Sheet, table_rows: range, columns: dict[str, int], reading: Reading) -> None:
    """Note what is hidden in the data sheet, unlocked, or stands far outside its table.

    table_rows: from the first to the last row with a code.
    """
    if not sheet.has_protection:
        reading.met(ObstacleKind.PROTECTION_REMOVED, sheet.name, facts={"sheet": sheet.name})
    hidden = [key for key, column in columns.items() if sheet.is_column_hidden(column)]
    if hidden:
        letters = ", ".join(column_letters(columns[key]) for key in hidden)
        reading.met(
            ObstacleKind.HIDDEN_COLUMN, sheet.name, facts={"columns": ",".join(hidden), "letters": letters}
        )
    if sheet.filtered and any(sheet.is_row_hidden(row) for row in table_rows):
        reading.met(ObstacleKind.FILTERED, sheet.name)
    told = {obstacle.origin.cell for obstacle in reading.obstacles}
    places = _far_places(sheet, table_rows.stop + _FAR_ROWS, max(columns.values()) + FAR_COLUMNS)
    far = next((place for place in places if sheet.cells[place].coordinate not in told), None)
    if far is not None:
        cell = sheet.cells[far]
        reading.met(ObstacleKind.FAR_CONTENT, sheet.name, cell.coordinate, far[0], {"text": cell.text[:60]})
    last_filled = max((row for row, _ in sheet.cells), default=0)
    if sheet.last_row - last_filled >= _MANY_BLANK_ROWS:
        facts = {"count": str(sheet.last_row - last_filled)}
        reading.met(ObstacleKind.BLANK_ROWS, sheet.name, facts=facts)


def _far_places(sheet: Sheet, row_limit: int, column_limit: int) -> Iterator[tuple[int, int]]:
    return (place for place in sheet.cells if place[0] > row_limit or place[1] > column_limit)
