"""Either the parsed value equals what was meant, or a finding names the cell: never a wrong number in silence."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_rank.model import form_layout as layout
from cds_rank.reading.ooxml_cells import column_letters
from tests.fuzz import typing_styles as styles
from tests.fuzz.effort import examples
from tests.fuzz.sheets import FIGURE_CELLS, Cell, Place, Seen, Sheet, seen, style_count, wide_form, wide_sheet
from tests.fuzz.typing_styles import Typed, typed_cells

PERCENTAGES = {("2.1", "value"), ("2.2", "value")}
SAY_HOW = frozenset({"NUM002", "NUM009", "PCT003", "CEL003"})
"""What is said of a figure that has been read: typed oddly, this is its value. That has to be the right one."""


def place_of(indicator: str, column: str) -> Place:
    return wide_sheet().row_of[indicator], wide_sheet().columns[column]


def coordinate(place: Place) -> str:
    return f"{column_letters(place[1])}{place[0]}"


def typed_into(sheet: Sheet, place: Place, typed: Typed) -> Sheet:
    style = "" if typed.style is None else f' s="{style_count(wide_form()) + typed.style}"'
    return replace(sheet.put(place, typed.inside, f'{style} t="{typed.kind}"'), styles=styles.STYLES)


def is_told(file: Seen, indicator: str, column: str, meant: Decimal | None, *cells: str) -> bool:
    """Tell whether a figure is what was meant, or a finding says at its cell that it cannot be told."""
    if any(finding.code not in SAY_HOW for finding in file.at(*cells)):
        return True
    value = file.figure(indicator, column)
    return value == meant and value is not None


def said(file: Seen) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.code, finding.cells) for finding in file.findings]


figure_cells = st.sampled_from(FIGURE_CELLS)


@st.composite
def fillings(draw: st.DrawFn) -> tuple[str, str, Typed]:
    indicator, column = draw(figure_cells)
    percent = (indicator, column) in PERCENTAGES
    return indicator, column, draw(typed_cells(percent=percent, of_hundred=indicator == "2.2"))


@examples(600)
@given(fillings())
def test_a_figure_is_what_was_meant_or_its_cell_is_named(filling: tuple[str, str, Typed]) -> None:
    indicator, column, typed = filling
    place = place_of(indicator, column)
    file = seen(typed_into(wide_sheet(), place, typed).bytes())

    value = file.figure(indicator, column)
    assert is_told(file, indicator, column, typed.meant, coordinate(place)), (typed, value, said(file))


@examples(120)
@given(st.dictionaries(figure_cells, st.integers(0, 2**32), min_size=2), st.data())
def test_many_cells_at_once_do_not_hide_each_other(
    chosen: dict[tuple[str, str], int], data: st.DataObject
) -> None:
    sheet = wide_sheet()
    meant: dict[tuple[str, str], Typed] = {}
    for key in chosen:
        typed = data.draw(typed_cells(percent=key in PERCENTAGES, of_hundred=key[0] == "2.2"))
        meant[key] = typed
        sheet = typed_into(sheet, place_of(*key), typed)
    file = seen(sheet.bytes())

    for (indicator, column), typed in meant.items():
        # A ratio is one figure: what is said of one of its parts keeps both from being used.
        own = ("numerator", "denominator") if column in {"numerator", "denominator"} else (column,)
        cells = [coordinate(place_of(indicator, part)) for part in own]
        value = file.figure(indicator, column)
        assert is_told(file, indicator, column, typed.meant, *cells), (typed, value, said(file))


@examples(70)
@given(figure_cells, styles.MEANINGS, st.sampled_from([(0, 1), (1, 0), (-1, 0), (0, -1), (3, 0)]))
def test_a_figure_in_merged_cells_is_named(
    key: tuple[str, str], number: Decimal, reach: tuple[int, int]
) -> None:
    row, column = place_of(*key)
    rows, columns = sorted((row, row + reach[0])), sorted((column, column + reach[1]))
    sheet = typed_into(wide_sheet(), (row, column), styles.stored("a number", styles.plain(number), number))
    merged = (rows[0], columns[0], rows[1], columns[1])
    # Excel empties all but the first cell of what it merges.
    gone = [(r, c) for r in range(rows[0], rows[1] + 1) for c in range(columns[0], columns[1] + 1)][1:]
    file = seen(replace(sheet.without(*gone), merged=(*sheet.merged, merged)).bytes())

    assert "CEL005" in {f.code for f in file.at(coordinate((row, column)))}, said(file)


WRONG_COLUMNS = (
    "numerator",
    "denominator",
    "value",
    "points",
    "verified_points",
    "max_points",
    "unit_of_measure",
)


@examples(120)
@given(figure_cells, st.sampled_from(WRONG_COLUMNS), styles.MEANINGS, st.booleans())
def test_a_figure_in_a_wrong_column_is_named(
    key: tuple[str, str], wrong: str, number: Decimal, as_text: bool
) -> None:
    indicator, column = key
    asked = {place_of(indicator, part) for i, part in FIGURE_CELLS if i == indicator}
    right, typed_in = place_of(indicator, column), place_of(indicator, wrong)
    if typed_in in asked or (wrong == "verified_points" and column == "points"):
        return  # the reviewers' own column
    written = styles.ungrouped(number, ",")
    typed = (
        styles.text("text", written, number)
        if as_text
        else styles.stored("number", styles.plain(number), number)
    )
    file = seen(typed_into(wide_sheet().without(right), typed_in, typed).bytes())

    assert file.at(coordinate(right), coordinate(typed_in)), said(file)


@examples(60)
@given(
    st.sampled_from(sorted(set(range(8, 18)) - set(wide_sheet().row_of.values()))),
    st.sampled_from(("numerator", "denominator", "value", "points")),
    styles.MEANINGS,
)
def test_a_figure_in_a_row_without_a_code_is_named(row: int, column: str, number: Decimal) -> None:
    place = (row, wide_sheet().columns[column])
    file = seen(
        typed_into(wide_sheet(), place, styles.stored("a number", styles.plain(number), number)).bytes()
    )

    assert file.at(coordinate(place)), said(file)


@examples(60)
@given(fillings(), st.booleans())
def test_a_figure_in_a_hidden_row_is_as_in_any_other_and_the_row_is_named(
    filling: tuple[str, str, Typed], is_filtered: bool
) -> None:
    indicator, column, typed = filling
    place = place_of(indicator, column)
    sheet = typed_into(wide_sheet(), place, typed)
    sheet = replace(sheet, rows={**sheet.rows, place[0]: ' hidden="1"'})
    if is_filtered:
        sheet = replace(
            sheet, after=sheet.after.replace("<mergeCells>", '<autoFilter ref="A7:L17"/><mergeCells>')
        )
    file = seen(sheet.bytes())

    assert is_told(file, indicator, column, typed.meant, coordinate(place)), said(file)
    assert {"SHT007", "SHT009"} & {finding.code for finding in file.findings}


@examples(60)
@given(
    st.sampled_from([key for key in FIGURE_CELLS if key[1] != "points"]),
    st.sampled_from([label for label in layout.STATUS_LABELS if label != layout.HAVE_FIGURES]),
    styles.MEANINGS,
)
def test_a_figure_beside_a_status_that_says_there_is_none_is_named(
    key: tuple[str, str], status: str, number: Decimal
) -> None:
    indicator, column = key
    place = place_of(indicator, column)
    sheet = typed_into(wide_sheet(), place, styles.stored("a number", styles.plain(number), number))
    label = place_of(indicator, "status")
    sheet = replace(sheet, cells={**sheet.cells, label: Cell(' t="inlineStr"', f"<is><t>{status}</t></is>")})
    file = seen(sheet.bytes())

    assert file.about(indicator), said(file)


@pytest.mark.parametrize("key", FIGURE_CELLS)
def test_the_form_without_any_fault_has_no_findings_and_its_own_figures(key: tuple[str, str]) -> None:
    """Guards the guards: what is drawn starts from a form in order."""
    file = seen(wide_sheet().bytes())

    assert not file.findings
    assert file.figure(*key) is not None


def test_the_wrong_readings_would_be_noticed() -> None:
    """Guards the guards: a value other than the one meant, with nothing said, is no answer."""
    place = place_of("2.3", "value")
    file = seen(typed_into(wide_sheet(), place, styles.stored("a number", "1.34", Decimal(1340))).bytes())

    assert not is_told(file, "2.3", "value", Decimal(1340), coordinate(place))
    assert is_told(file, "2.3", "value", Decimal("1.34"), coordinate(place))
