"""Rules about which indicator a row stands for, and whether the rows are the form's (KEY, SHT010)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from cds_rank.checks.context import Context, found_in_file
from cds_rank.model.finding import Finding, Spot, cells_text
from cds_rank.model.form_layout import form_rows
from cds_rank.model.indicator_set import Indicator
from cds_rank.model.observation import ObstacleKind, Origin, ReadFile, Submission, SubmittedRow
from cds_rank.model.similarity import nearest
from cds_rank.wording.catalogue import RULES

_MANY_STRANGE_CODES = 10
_FAR_TOO_MANY = 200
_FEW_NUMBERED = 3


def damaged_codes(read: ReadFile, context: Context) -> Iterator[Finding]:
    """Find indicator codes that are numbers, unknown, twice in the sheet, absent, or not for the group."""
    submission = read.submission
    if submission is None:
        return
    indicator_set = context.indicator_set
    strange = [r for r in submission.rows if r.code not in indicator_set.indicators and not r.code_is_number]
    are_most = len(strange) > _MANY_STRANGE_CODES and len(strange) > len(submission.rows) // 2
    if are_most or len(strange) > _FAR_TOO_MANY:
        facts = {"count": str(len(strange)), "rows": str(len(submission.rows))}
        yield found_in_file(read, "KEY010", facts, submission.sheet)
        return
    applicable = {i.code: i for i in indicator_set.indicators_for(submission.identity.group)}
    places: dict[str, list[str]] = defaultdict(list)
    strays = sum(obstacle.kind is ObstacleKind.FIGURES_WITHOUT_CODE for obstacle in read.obstacles)
    numbered = [row for row in submission.rows if row.code_is_number]
    if len(numbered) > _FEW_NUMBERED:  # the whole column was turned into numbers: one cause
        first, *others = numbered
        facts = {"text": ", ".join(row.code for row in numbered[:3]) + "…", "nearest": ""}
        spots = tuple(Spot(row.cells["code"], row.row, "") for row in others)
        cells = cells_text([row.cells["code"] for row in numbered])
        yield replace(_found("KEY004", submission, first, facts | {"cell": cells}), also=spots)
    for row in submission.rows:
        cell = row.cells["code"]
        if row.code_is_number and len(numbered) > _FEW_NUMBERED:
            strays += 1
            continue
        if row.code_is_number:
            strays += 1
            yield _found("KEY004", submission, row, {"text": row.code, "nearest": _meant(row, applicable)})
            continue
        if row.code not in indicator_set.indicators:
            strays += 1
            near = _meant(row, applicable) or nearest(row.code, applicable)
            yield _found("KEY003", submission, row, {"text": row.code[:60], "nearest": near})
            continue
        if row.code not in applicable and row.numbers:
            yield _found("KEY008", submission, row, {"indicator": row.code})
        places[row.code].append(cell)
        if len(places[row.code]) == 2:
            facts = {"indicator": row.code, "cells": ", ".join(places[row.code])}
            yield _found("KEY002", submission, row, facts)
    absent = [code for code in indicator_set.indicators if code in applicable and code not in places]
    if len(absent) > strays:  # else each absent code is one of the damaged ones: one cause, one finding
        facts = {"column": "code", "cell": "", "indicator": ", ".join(absent)}
        origin = Origin(read.file.name, submission.sheet)
        indicator = absent[0] if len(absent) == 1 else ""
        unit = submission.identity.unit
        yield Finding("KEY001", RULES["KEY001"].severity, origin, facts, unit, indicator)


def _found(code: str, submission: Submission, row: SubmittedRow, facts: Mapping[str, str]) -> Finding:
    cell = row.cells["code"]
    origin = Origin(submission.file.name, submission.sheet, cell)
    indicator, unit = facts.get("indicator", ""), submission.identity.unit
    facts = {"column": "code", "cell": cell, **facts}
    return Finding(code, RULES[code].severity, origin, facts, unit, indicator, row.row)


def _meant(row: SubmittedRow, applicable: dict[str, Indicator]) -> str:
    """Return the code of the indicator whose name stands in the row: 1.1 beside the name of 1.10 is 1.10."""
    name = " ".join(row.texts.get("name", "").split())
    meant = [code for code, indicator in applicable.items() if " ".join(indicator.name.vi.split()) == name]
    return meant[0] if len(meant) == 1 else ""


def rows_moved(read: ReadFile, context: Context) -> Iterator[Finding]:
    """Find rows put in, taken out or moved against the form; the figures are found by their codes all the same."""
    submission = read.submission
    if submission is None or any(o.kind is ObstacleKind.FIGURES_WITHOUT_CODE for o in read.obstacles):
        return
    tree, group = context.indicator_set.tree, submission.identity.group
    wanted = {
        node.code: place
        for place, (_, node) in enumerate(form_rows(tree, group))
        if isinstance(node, Indicator)
    }
    found = [row for row in submission.rows if row.code in wanted and not row.code_is_number]
    if [*{row.code: 0 for row in found}] != [row.code for row in found]:
        return
    if {row.code for row in found} != wanted.keys() or len(found) != len(submission.rows):
        return  # a code is absent, strange or there twice: that is the finding
    for before, row in pairwise(found):
        if row.row - before.row != wanted[row.code] - wanted[before.code]:
            facts = {"indicator": row.code, "row": str(row.row)}
            yield _found("SHT010", submission, row, facts)
            return
