"""The sheet that holds the table, also where it was renamed a little."""

from cds_rank.model.observation import ObstacleKind
from cds_rank.model.spelling import comparison_key
from cds_rank.reading.collecting import Reading
from cds_rank.reading.ooxml import Sheet, Workbook


def named_sheet(workbook: Workbook, wanted: str, reading: Reading) -> Sheet | None:
    """Return the sheet called `wanted`, or the only one called alike; None, with the obstacle, where there is none."""
    if wanted in workbook.sheet_names:
        return workbook.sheet(wanted)
    alike = [name for name in workbook.sheet_names if comparison_key(name) == comparison_key(wanted)]
    if len(alike) == 1:
        facts = {"found": alike[0], "sheet": wanted, "suggestion": wanted}
        reading.met(ObstacleKind.SHEET_RENAMED, alike[0], facts=facts)
        return workbook.sheet(alike[0])
    facts = {"sheet": wanted, "sheets": ", ".join(workbook.sheet_names)}
    reading.met(ObstacleKind.SHEET_MISSING, facts=facts)
    return None
