"""Each group's unit sheet shows whichever of its units is chosen, and prints no row that stays empty."""

import io
import warnings

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.reporting.workbook import build_workbook
from tests.reporting.recalculation.cells import Book, read_book, with_inputs
from tests.reporting.recalculation.office import disagreements, recalculated
from tests.reporting.recalculation.worlds import World, figure_at
from tests.scoring.builders import branch, indicator, named, ratio, set_data

OFFICES, DISTRICTS = "Hồ sơ – Sở, ban, ngành", "Hồ sơ – Huyện"
WORLD = World(
    set_data(
        branch("P", ratio("A", groups=["so", "huyen"]), ratio("B", groups=["huyen"])),
        branch("Q", indicator("C", groups=["huyen"])),
        groups=[{"code": "so", "name": named("Sở, ban, ngành")}, {"code": "huyen", "name": named("Huyện")}],
        pillars=["P", "Q"],
    ),
    {"S1": "so", "S2": "so", "H1": "huyen", "H2": "huyen", "H3": "huyen"},
    {
        "S1": {"A": figure_at(("S1", "A"), (8, 10))},
        "S2": {"A": figure_at(("S2", "A"), (9, 10))},
        **{
            unit: {
                "A": figure_at((unit, "A"), (good, 10)),
                "B": figure_at((unit, "B"), (good, 20)),
                "C": figure_at((unit, "C"), 10 * good),
            }
            for unit, good in (("H1", 4), ("H2", 6), ("H3", 8))
        },
    },
)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return build_workbook(WORLD.story())


@pytest.fixture(scope="module")
def sheets(workbook: bytes) -> dict[str, Worksheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know data bars' newer half
        return {sheet.title: sheet for sheet in load_workbook(io.BytesIO(workbook)).worksheets}


@pytest.fixture(scope="module")
def computed(
    workbook: bytes, sheets: dict[str, Worksheet], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Book]:
    chosen = (DISTRICTS, choice_of(sheets[DISTRICTS]))
    books = {
        "stored": workbook,
        "chosen": with_inputs(workbook, {chosen: "Đơn vị H1 · H1"}),
        "nobody": with_inputs(workbook, {chosen: "Đơn vị S1 · S1"}),
    }
    return recalculated(books, tmp_path_factory.mktemp("office"))


def choice_of(sheet: Worksheet) -> str:
    (chosen,) = {str(one.sqref) for one in sheet.data_validations.dataValidation}
    return chosen


def shown(book: Book, sheet: str) -> set[object]:
    return {cell.value for cell in book[sheet].values() if cell.value not in {"", None}}


def criteria(sheet: Worksheet) -> range:
    """Rows below the last heading, down to the last that is printed."""
    heading = max(cell.row for cell in sheet["A"] if cell.value == "Mã")
    return range(heading + 1, int(str(sheet.print_area).rpartition("$")[2]) + 1)


@pytest.mark.parametrize(("sheet", "count"), [(OFFICES, 1), (DISTRICTS, 3)])
def test_what_is_printed_ends_with_the_last_criterion_of_the_group(
    sheet: str, count: int, sheets: dict[str, Worksheet]
) -> None:
    assert len(criteria(sheets[sheet])) == count
    assert (
        max(row for row in range(1, sheets[sheet].max_row + 1) if sheets[sheet].cell(row, 1).value)
        == (criteria(sheets[sheet])[-1])
    )


def test_a_further_page_repeats_whose_it_is_and_the_heading(sheets: dict[str, Worksheet]) -> None:
    sheet = sheets[DISTRICTS]
    first, last = (int(row) for row in str(sheet.print_title_rows).replace("$", "").split(":"))

    assert (
        sheet.cell(first, 1).value == f'="Từng chỉ tiêu: "&${choice_of(sheet)[0]}${choice_of(sheet)[1:]}&""'
    )
    assert (last, sheet.cell(last, 1).value) == (criteria(sheet)[0] - 1, "Mã")


def test_only_columns_that_a_criterion_of_the_group_fills_are_shown(sheets: dict[str, Worksheet]) -> None:
    heads = [
        [cell.value for cell in sheets[name][criteria(sheets[name])[0] - 1] if cell.value]
        for name in (OFFICES, DISTRICTS)
    ]

    assert ("Tử số" in heads[0], "Giá trị hoặc trả lời" in heads[0]) == (True, False)
    assert ("Tử số" in heads[1], "Giá trị hoặc trả lời" in heads[1]) == (True, True)
    assert "Q" not in {cell.value for row in sheets[OFFICES].iter_rows() for cell in row}


def test_stored_values_are_what_libreoffice_comes_to(workbook: bytes, computed: dict[str, Book]) -> None:
    assert disagreements(read_book(workbook), computed["stored"]) == []


def test_another_unit_of_the_group_can_be_chosen(computed: dict[str, Book]) -> None:
    """H1 is the third of three: 4 + 2 + 4 of 30 points."""
    now, then = (shown(computed[name], DISTRICTS) for name in ("chosen", "stored"))

    assert {"3 / 3", 33.33, "Từng chỉ tiêu: Đơn vị H1 · H1", "H1.xlsx"} <= now
    assert {"1 / 3", 66.67, "Từng chỉ tiêu: Đơn vị H3 · H3", "H3.xlsx"} <= then
    assert shown(computed["chosen"], OFFICES) == shown(computed["stored"], OFFICES)


def test_a_unit_of_another_group_is_nobody_here(computed: dict[str, Book]) -> None:
    assert not {"1 / 3", "2 / 3", "3 / 3", "H1.xlsx", "S1.xlsx"} & shown(computed["nobody"], DISTRICTS)
