"""The file itself: the same bytes, readable by previewers, safe to open, and within what Excel takes."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from cds_rank.model.result import Ranked, Result
from cds_rank.reporting.workbook import build_workbook, places_in
from cds_rank.wording.language import Language
from tests.reporting.recalculation.cells import Book, Cell, read_book
from tests.reporting.recalculation.engine import contradicted
from tests.reporting.recalculation.office import disagreements, opened, recalculated
from tests.reporting.recalculation.shipped import REVIEWED, of_samples
from tests.reporting.recalculation.worlds import World, story_of, world_of
from tests.scoring.builders import branch, figure, indicator, named, ratio, set_data

SEEDS = tuple(range(12))
LANGUAGES: tuple[Language, ...] = ("vi", "en")
HOSTILE = {
    "formula": "=1+1",
    "command": "+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(1)",
    "markup": "<b>đậm</b> & <script>alert(1)</script>",
    "emoji": "Sở 🏛️ 👩‍💻",
    "right to left": "Sở \u202eABC\u202c",
    "long": "Sở " + "rất dài " * 40,
    "lines": "Sở\nhai dòng\r\n\tba",
    "quotes": "Sở 'A' \"B\" [C]:*?/\\",
    "link": "http://evil.example/a",
    "braces": "{=1+1}",
    "error": "#REF!",
}


@pytest.fixture(scope="module")
def reviewed() -> Result:
    return of_samples("yen-bai-2022", REVIEWED)


@pytest.fixture(scope="module")
def workbooks(reviewed: Result) -> dict[str, bytes]:
    made = {f"world {seed}": build_workbook(world_of(seed).story(LANGUAGES[seed % 2])) for seed in SEEDS}
    made |= {f"hostile: {kind}": build_workbook(hostile(text).story()) for kind, text in HOSTILE.items()}
    return made | {"reviewed": build_workbook(story_of(reviewed))}


@pytest.fixture(scope="module")
def books(workbooks: dict[str, bytes]) -> dict[str, Book]:
    return {name: read_book(content) for name, content in workbooks.items()}


def hostile(text: str) -> World:
    """A world in which every name is a text that somebody would like to see executed."""
    told: dict[str, Any] = {"name": named(text), "unit_of_measure": named(text), "source": text}
    options = [
        {"code": "a", "name": named(text), "share": 1},
        {"code": "b", "name": named(f"{text}."), "share": 0},
    ]
    leaves = [
        ratio("A", **told, max_points=10),
        indicator("C", "choice", **told, options=options),
        indicator("S", "proportional", **told),
    ]
    codes = ("01", "1", "A1")
    figures = {
        unit: {
            "A": figure((place, 3), unit=unit, indicator="A"),
            "C": figure("a" if place == 1 else "b", unit=unit, indicator="C"),
            "S": figure(30, unit=unit, indicator="S"),
        }
        for place, unit in enumerate(codes, start=1)
    }
    return World(
        set_data(
            branch("P", *leaves, name=named(text)),
            name=named(text),
            groups=[{"code": "so", "name": named(text)}],
            pillars=["P"],
        ),
        dict.fromkeys(codes, "so"),
        figures,
        names=dict.fromkeys(codes, text),
    )


def formula_cells(book: Book) -> Iterator[tuple[str, Cell]]:
    for sheet, cells in book.items():
        for ref, cell in cells.items():
            if cell.formula is not None:
                yield f"{sheet}!{ref}", cell


def test_the_file_as_it_is_opens_and_computes(
    workbooks: dict[str, bytes], books: dict[str, Book], tmp_path: Path
) -> None:
    """Elsewhere only its cells are handed to LibreOffice."""
    assert disagreements(books["world 9"], opened(workbooks["world 9"], tmp_path)) == []


def test_the_same_story_gives_the_same_bytes(workbooks: dict[str, bytes], reviewed: Result) -> None:
    for seed in SEEDS:
        assert build_workbook(world_of(seed).story(LANGUAGES[seed % 2])) == workbooks[f"world {seed}"]
    assert build_workbook(story_of(reviewed)) == workbooks["reviewed"]


def test_every_part_is_well_formed_and_none_is_stored_twice(workbooks: dict[str, bytes]) -> None:
    for content in workbooks.values():
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert package.testzip() is None
            assert len(set(package.namelist())) == len(package.namelist())
            for part in package.namelist():
                ET.fromstring(package.read(part))


def test_nothing_leads_out_of_the_workbook(workbooks: dict[str, bytes]) -> None:
    for name, content in workbooks.items():
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.namelist()
            assert not [p for p in parts if "externalLink" in p or "connections" in p or "vba" in p], name
            for part in parts:
                assert b'TargetMode="External"' not in package.read(part), f"{name} › {part}"


@pytest.mark.parametrize("engine", ["openpyxl", "calamine"])
@pytest.mark.filterwarnings(
    "ignore:.*extension is not supported:UserWarning"
)  # openpyxl: sparklines, data bars
def test_pandas_reads_the_stored_values(
    engine: Literal["openpyxl", "calamine"], reviewed: Result, workbooks: dict[str, bytes]
) -> None:
    places = places_in(story_of(reviewed))
    frames = pd.read_excel(io.BytesIO(workbooks["reviewed"]), sheet_name=None, header=None, engine=engine)

    for ranking in reviewed.rankings:
        for entry in ranking.ranked:
            row = places.rankings[entry.unit]
            assert isinstance(entry, Ranked)
            assert value_at(frames[row.sheet], row.rank) == entry.rank
            assert value_at(frames[row.sheet], row.score) == float(entry.published)


def value_at(frame: pd.DataFrame, address: str) -> object:
    letters, digits = re.fullmatch(r"([A-Z]+)([0-9]+)", address).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return frame.iat[int(digits) - 1, column - 1]


# --- formulas

_VOLATILE = frozenset(
    {"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "INFO", "CELL"}
)
_LEADING_OUT = frozenset({"HYPERLINK", "WEBSERVICE", "FILTERXML", "RTD", "CALL", "REGISTER.ID"})
_EXCEL_2007 = frozenset(
    {
        "ABS", "AND", "AVERAGE", "CHOOSE", "COLUMN", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "DEVSQ",
        "EXACT", "EXP", "FALSE", "FREQUENCY", "GEOMEAN", "HARMEAN", "HLOOKUP", "IF", "IFERROR", "INDEX", "INT",
        "ISBLANK", "ISERROR", "ISLOGICAL", "ISNUMBER", "ISTEXT", "LARGE", "LEN", "LN", "LOOKUP", "MATCH", "MAX",
        "MEDIAN", "MIN",
        "MMULT", "N", "NA", "NOT", "OR", "POWER", "PRODUCT", "RANK", "ROUND", "ROUNDDOWN", "ROUNDUP", "ROW", "SIGN",
        "SMALL", "SQRT", "STDEV", "STDEVP", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "SUMSQ", "T", "TEXT", "TRANSPOSE",
        "TRIM", "TRUE", "VALUE", "VLOOKUP",
    }
)  # fmt: skip
_DOES_NOT_SPREAD = frozenset({"IF", "IFERROR", "CHOOSE", "INDEX"})
"""Functions that Excel does not take through every cell of a range within SUMPRODUCT, as LibreOffice does."""


def distinct_formulas(books: dict[str, Book]) -> dict[str, str]:
    """One formula of each shape, by the place of one that has it: the same in every row but for numbers."""
    shapes: dict[str, tuple[str, str]] = {}
    for name, book in books.items():
        for place, cell in formula_cells(book):
            shape = re.sub(r"\d+", "0", cell.formula or "") + str(cell.is_array)
            shapes.setdefault(shape, (f"{name} › {place}", cell.formula or ""))
    return dict(shapes.values())


def functions(formula: str) -> list[str]:
    items = Tokenizer(f"={formula}").items
    return [item.value[:-1] for item in items if item.type == Token.FUNC and item.subtype == Token.OPEN]


def test_formulas_use_functions_that_every_excel_knows_and_none_that_is_volatile(
    books: dict[str, Book],
) -> None:
    for place, formula in distinct_formulas(books).items():
        used = set(functions(formula))
        assert not used & (_VOLATILE | _LEADING_OUT), f"{place}: {formula}"
        assert used <= _EXCEL_2007, f"{place}: {sorted(used - _EXCEL_2007)}"


def test_formulas_name_no_other_workbook_and_no_program(books: dict[str, Book]) -> None:
    for place, formula in distinct_formulas(books).items():
        for item in Tokenizer(f"={formula}").items:
            if item.type == Token.OPERAND and item.subtype == Token.RANGE:
                assert "[" not in item.value, f"{place}: {formula}"
                assert "|" not in re.sub(r"'(?:[^']|'')*'!", "", item.value), f"{place}: {formula}"


def test_formulas_stay_within_excel_s_limits(books: dict[str, Book]) -> None:
    """8192 characters, 64 levels, 255 arguments, texts of 255 characters: beyond, Excel offers to repair the file."""
    for place, formula in distinct_formulas(books).items():
        assert len(formula) < 8192, place
        depth, deepest, arguments = 0, 0, [0]
        for item in Tokenizer(f"={formula}").items:
            if item.subtype == Token.OPEN:
                depth += 1
                arguments.append(1)
            elif item.subtype == Token.CLOSE:
                depth -= 1
                arguments.pop()
            elif item.type == Token.SEP and item.subtype == Token.ARG:
                arguments[-1] += 1
            elif item.type == Token.OPERAND and item.subtype == Token.TEXT:
                assert len(item.value) <= 257, f"{place}: {item.value}"
            deepest = max(deepest, depth)
            assert arguments[-1] <= 255, place
        assert deepest <= 64, place


def test_no_formula_rests_on_arrays_that_only_libreoffice_spreads(books: dict[str, Book]) -> None:
    """Excel takes IF over a range within SUMPRODUCT for one cell; LibreOffice for all: the test above would not see."""
    for place, formula in distinct_formulas(books).items():
        calls: list[str] = []
        for item in Tokenizer(f"={formula}").items:
            if item.subtype == Token.OPEN:
                calls.append(item.value[:-1])
            elif item.subtype == Token.CLOSE:
                calls.pop()
            elif item.type == Token.OPERAND and item.subtype == Token.RANGE and ":" in item.value:
                inside = calls[calls.index("SUMPRODUCT") + 1 :] if "SUMPRODUCT" in calls else []
                assert not set(inside) & _DOES_NOT_SPREAD, f"{place}: {formula}"


# --- what people typed


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_people_typed_is_text_and_stands_there_as_typed(kind: str, books: dict[str, Book]) -> None:
    text, book = HOSTILE[kind], books[f"hostile: {kind}"]
    cells = [cell for of_sheet in book.values() for cell in of_sheet.values()]
    shown = " ".join(text.split())

    texts = [cell for cell in cells if isinstance(cell.value, str) and shown in " ".join(cell.value.split())]
    assert len(texts) > 10
    for _place, cell in formula_cells(book):
        plain = re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!', "", cell.formula or "")
        assert "cmd" not in plain
        assert "1+1" not in plain
        assert "SUM(1)" not in plain
        assert not cell.is_error


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_names_make_sheet_names_that_excel_accepts(kind: str, books: dict[str, Book]) -> None:
    names = list(books[f"hostile: {kind}"])

    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_hostile_names_do_not_disturb_the_sums(
    workbooks: dict[str, bytes], books: dict[str, Book], tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {kind: f"hostile-{place}" for place, kind in enumerate(HOSTILE)}
    computed = recalculated(
        {file: workbooks[f"hostile: {kind}"] for kind, file in files.items()},
        tmp_path_factory.mktemp("office"),
    )

    for kind, file in files.items():
        world = hostile(HOSTILE[kind])
        assert disagreements(books[f"hostile: {kind}"], computed[file], kind) == []
        assert contradicted(places_in(world.story()), computed[file], world.result) == []
