"""Rules about which indicator a row stands for (KEY)."""

from collections import defaultdict
from collections.abc import Iterator

from cds_rank.checks.context import Context
from cds_rank.model.finding import Finding
from cds_rank.model.observation import ObstacleKind, Origin, ReadFile
from cds_rank.model.similarity import nearest
from cds_rank.wording.catalogue import RULES


def damaged_codes(read: ReadFile, context: Context) -> Iterator[Finding]:
    """Find indicator codes that are numbers, unknown, twice in the sheet, absent, or not for the group."""
    submission = read.submission
    if submission is None:
        return
    indicator_set = context.indicator_set
    applicable = {i.code for i in indicator_set.indicators_for(submission.identity.group)}
    strays = sum(obstacle.kind is ObstacleKind.FIGURES_WITHOUT_CODE for obstacle in read.obstacles)
    places: dict[str, list[str]] = defaultdict(list)

    def found(code: str, row_number: int, cell: str, **facts: str) -> Finding:
        origin = Origin(read.file.name, submission.sheet, cell)
        facts = {"column": "code", "cell": cell, **facts}
        indicator = facts.get("indicator", "")
        unit = submission.identity.unit
        return Finding(code, RULES[code].severity, origin, facts, unit, indicator, row_number)

    for row in submission.rows:
        cell = row.cells["code"]
        if row.code_is_number:
            strays += 1
            yield found("KEY004", row.row, cell, text=row.code)
            continue
        if row.code not in indicator_set.indicators:
            strays += 1
            yield found("KEY003", row.row, cell, text=row.code[:60], nearest=nearest(row.code, applicable))
            continue
        if row.code not in applicable and row.numbers:
            yield found("KEY008", row.row, cell, indicator=row.code)
        places[row.code].append(cell)
        if len(places[row.code]) == 2:
            yield found("KEY002", row.row, cell, indicator=row.code, cells=", ".join(places[row.code]))
    absent = [code for code in indicator_set.indicators if code in applicable and code not in places]
    if len(absent) > strays:  # else each absent code is one of the damaged ones: one cause, one finding
        for code in absent:
            yield found("KEY001", 0, "", indicator=code)
