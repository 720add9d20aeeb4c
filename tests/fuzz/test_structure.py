"""Rows, columns, headings and sheets moved about: every figure is read for its own indicator, or something is said."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_rank.model import form_layout as layout
from cds_rank.model.finding import Severity
from tests.fuzz.effort import examples
from tests.fuzz.sheets import FIGURE_CELLS, Cell, Place, Seen, Sheet, seen, wide_sheet

Change = Callable[[st.DataObject, Sheet], Sheet]
FIRST, LAST = 8, 17  # rows of the table
HEADER = layout.HEADER_ROW
RIGHT = {key: seen(wide_sheet().bytes()).figure(*key) for key in FIGURE_CELLS}
FIGURE_COLUMNS = (4, 5, 6, 8)


def moved(sheet: Sheet, where: Callable[[Place], Place | None]) -> Sheet:
    """Put every cell elsewhere; None throws it away."""
    cells = {new: cell for place, cell in sheet.cells.items() if (new := where(place)) is not None}
    return replace(sheet, cells=cells)


def rows_moved(sheet: Sheet, where: Callable[[int], int | None]) -> Sheet:
    new = moved(sheet, lambda place: None if (row := where(place[0])) is None else (row, place[1]))
    rows = {there: attributes for row, attributes in sheet.rows.items() if (there := where(row)) is not None}
    merged = tuple(
        (top, left, bottom, right)
        for first, left, last, right in sheet.merged
        if (top := where(first)) is not None and (bottom := where(last)) is not None
    )
    return replace(new, rows=rows, merged=merged)


def written(text: str) -> Cell:
    return Cell(' t="inlineStr"', f'<is><t xml:space="preserve">{text}</t></is>')


def a_row(data: st.DataObject) -> int:
    return data.draw(st.integers(FIRST, LAST), label="row")


def insert_row(data: st.DataObject, sheet: Sheet) -> Sheet:
    at = data.draw(st.integers(1, LAST + 1), label="insert above")
    return rows_moved(sheet, lambda row: row + 1 if row >= at else row)


def delete_row(data: st.DataObject, sheet: Sheet) -> Sheet:
    at = a_row(data)
    return rows_moved(sheet, lambda row: None if row == at else row - 1 if row > at else row)


def sort_rows(data: st.DataObject, sheet: Sheet) -> Sheet:
    order = data.draw(st.permutations(range(FIRST, LAST + 1)), label="order")
    return rows_moved(sheet, lambda row: order[row - FIRST] if FIRST <= row <= LAST else row)


def copy_row(data: st.DataObject, sheet: Sheet) -> Sheet:
    """Copy a row over the blank one below the table, or over another."""
    source, target = a_row(data), data.draw(st.integers(FIRST, LAST + 1), label="onto")
    kept = moved(sheet, lambda place: None if place[0] == target else place)
    copied = {(target, column): cell for (row, column), cell in sheet.cells.items() if row == source}
    return replace(kept, cells={**kept.cells, **copied})


def spoil_code(data: st.DataObject, sheet: Sheet) -> Sheet:
    place = (a_row(data), 1)
    spoilt = data.draw(
        st.sampled_from(
            [Cell("", "<v>1.1</v>"), Cell("", "<v>44562</v>"), Cell("", "")]
            + [
                written(text)
                for text in ("", " ", "1,10", "1.1", "1.10", "2.3", "1.10.", "I", "1.\u00a010", "3.1")
            ]
        ),
        label="code",
    )
    return replace(sheet, cells={**sheet.cells, place: spoilt})


def reword_heading(data: st.DataObject, sheet: Sheet) -> Sheet:
    place = (HEADER, data.draw(st.integers(1, 12), label="heading"))
    text = sheet.text(place)
    new = data.draw(
        st.sampled_from(
            ["", f"{text} (%)", f"{text.upper()} ", text[:-1], text.replace(" ", "\n"), "Cột 1", "Số lượng", "Ghi chú",
             *(column.heading for column in layout.COLUMNS)]
        ),
        label="text",
    )  # fmt: skip
    return replace(sheet, cells={**sheet.cells, place: written(new)})


def swap_columns(data: st.DataObject, sheet: Sheet) -> Sheet:
    one, other = data.draw(st.tuples(st.integers(1, 12), st.integers(1, 12)), label="columns")
    there = {one: other, other: one}
    return moved(sheet, lambda p: (p[0], there.get(p[1], p[1])) if HEADER <= p[0] <= LAST else p)


def insert_column(data: st.DataObject, sheet: Sheet) -> Sheet:
    at = data.draw(st.integers(1, 13), label="insert before")
    return moved(sheet, lambda place: (place[0], place[1] + 1) if place[1] >= at else place)


def delete_column(data: st.DataObject, sheet: Sheet) -> Sheet:
    at = data.draw(st.integers(1, 12), label="delete")
    return moved(sheet, lambda p: None if p[1] == at else (p[0], p[1] - 1) if p[1] > at else p)


def shift_row_sideways(data: st.DataObject, sheet: Sheet) -> Sheet:
    row, by = a_row(data), data.draw(st.sampled_from([-1, 1, 2]), label="by")
    return moved(sheet, lambda p: (p[0], p[1] + by) if p[0] == row and p[1] > 3 else p)


def header_in_two_rows(_: st.DataObject, sheet: Sheet) -> Sheet:
    lower = rows_moved(sheet, lambda row: row + 1 if row > HEADER else row)
    return moved(lower, lambda p: (HEADER + 1, p[1]) if p[0] == HEADER and p[1] in (4, 5, 6) else p)


def merge_cells(data: st.DataObject, sheet: Sheet) -> Sheet:
    """Merge an area, which empties all but its first cell."""
    top, left = data.draw(st.tuples(st.integers(FIRST, LAST), st.integers(1, 12)), label="from")
    bottom, right = (
        top + data.draw(st.integers(0, 2), label="down"),
        left + data.draw(st.integers(0, 2), label="across"),
    )
    gone = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) != (top, left)]
    if not gone:
        return sheet
    return replace(sheet.without(*gone), merged=(*sheet.merged, (top, left, bottom, right)))


def rename_sheets(data: st.DataObject, sheet: Sheet) -> Sheet:
    names = ["Số liệu", "SỐ LIỆU ", "So lieu", "Sheet1", "Số liệu (2)", "Hướng dẫn", "_meta", "Danh mục"]
    old, new = data.draw(st.tuples(st.sampled_from(names), st.sampled_from(names)), label="rename")
    xml = sheet.parts["xl/workbook.xml"].decode()
    if f'name="{new}"' in xml:
        xml = xml.replace(f'name="{new}"', 'name="x1"')
    xml = xml.replace(f'name="{old}"', f'name="{new}"').replace('name="x1"', f'name="{old}"')
    return replace(sheet, parts={**sheet.parts, "xl/workbook.xml": xml.encode()})


def hide(data: st.DataObject, sheet: Sheet) -> Sheet:
    row = a_row(data)
    return replace(sheet, rows={**sheet.rows, row: ' hidden="1"'})


CHANGES: tuple[Change, ...] = (
    insert_row,
    delete_row,
    sort_rows,
    copy_row,
    spoil_code,
    reword_heading,
    swap_columns,
    insert_column,
    delete_column,
    shift_row_sideways,
    header_in_two_rows,
    merge_cells,
    rename_sheets,
    hide,
)


def blocked(file: Seen) -> bool:
    return any(finding.severity is Severity.ERROR for finding in file.findings)


def wrong_in_silence(file: Seen) -> dict[tuple[str, str], Decimal | None]:
    """Give the figures that are not what their unit wrote though nothing is said about their row."""
    return {
        key: value
        for key, right in RIGHT.items()
        if (value := file.figure(*key)) != right and not file.about(key[0])
    }


@examples(500)
@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3), st.data())
def test_figures_follow_their_indicators_or_something_is_said(
    changes: list[Change], data: st.DataObject
) -> None:
    sheet = wide_sheet()
    for change in changes:
        sheet = change(data, sheet)
    file = seen(sheet.bytes())

    silent = wrong_in_silence(file)
    if blocked(file):  # then it is enough that no figure would be taken for another when errors are accepted
        silent = {key: value for key, value in silent.items() if value is not None}
    assert not silent, [(finding.code, finding.cells, dict(finding.facts)) for finding in file.findings]


@examples(120)
@given(st.sampled_from(FIGURE_COLUMNS), st.integers(FIRST, LAST), st.sampled_from([-1, 1]))
def test_figures_shifted_against_their_codes_do_not_pass_unnoticed(column: int, start: int, by: int) -> None:
    """Cells inserted or deleted within one column: which figure was meant for which row, nobody can tell."""
    sheet = wide_sheet()
    gone = start if by < 0 else None
    shifted = moved(
        sheet,
        lambda p: (
            p
            if p[1] != column or p[0] < start or p[0] > LAST
            else None
            if p[0] == gone
            else (p[0] + by, p[1])
        ),
    )
    file = seen(shifted.bytes())

    if any(file.figure(*key) != right for key, right in RIGHT.items()):
        assert file.findings


@examples(60)
@given(st.permutations(range(FIRST, LAST + 1)), st.integers(1, 3))
def test_codes_sorted_without_their_figures_are_noticed(order: list[int], columns: int) -> None:
    file = seen(
        moved(
            wide_sheet(),
            lambda p: (order[p[0] - FIRST], p[1]) if FIRST <= p[0] <= LAST and p[1] <= columns else p,
        ).bytes()
    )

    if any(file.figure(*key) != right for key, right in RIGHT.items()):
        assert file.findings


@pytest.mark.parametrize(("one", "other"), [("1.10", "1.2"), ("2.1", "2.2")])
def test_codes_and_names_of_two_alike_rows_changed_over_are_noticed(one: str, other: str) -> None:
    """Nothing in the rows themselves tells it: only that the form has them the other way round."""
    rows = wide_sheet().row_of
    there = {rows[one]: rows[other], rows[other]: rows[one]}
    file = seen(moved(wide_sheet(), lambda p: (there.get(p[0], p[0]), p[1]) if p[1] <= 3 else p).bytes())

    assert RIGHT[one, column_of(one)] == file.figure(other, column_of(other))
    assert "SHT010" in {finding.code for finding in file.findings}


def column_of(indicator: str) -> str:
    return next(column for code, column in FIGURE_CELLS if code == indicator)


@pytest.mark.parametrize("change", [insert_row, sort_rows, swap_columns, insert_column])
def test_what_only_moves_figures_loses_none(change: Change) -> None:
    """Guards the guards: such changes are followed, not only complained about."""

    @examples(25)
    @given(st.data())
    def follows(data: st.DataObject) -> None:
        file = seen(change(data, wide_sheet()).bytes())
        assert {key: file.figure(*key) for key in RIGHT} == RIGHT

    follows()


def test_the_sheet_is_taken_apart_and_put_together_without_loss() -> None:
    assert len(RIGHT) == 9
    assert not re.search("None", str(RIGHT))
