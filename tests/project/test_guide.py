"""The guide to writing a set, done as it says: its commands run, its files load, and its numbers come out."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from cds_rank import load_result
from cds_rank.cli.main import main
from cds_rank.model import form_layout, review_layout
from cds_rank.model.indicator_set import Effect, InputKind
from cds_rank.model.quantity import exact_text
from cds_rank.model.rule import BracketsRule
from cds_rank.reading.definitions import load_definitions, load_indicator_set

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "vi" / "bo-chi-tieu.md"
_STEP = re.compile(
    r"<!-- (?P<mark>[^>]+?) -->\n+(?:```(?P<language>\w+)\n(?P<code>.*?)```|(?P<table>(?:\|[^\n]*\n)+))",
    re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """One thing that the guide tells its reader to do, or to see."""

    mark: str
    about: str
    code: str
    table: tuple[tuple[str, ...], ...]


def steps() -> Iterator[Step]:
    for found in _STEP.finditer(GUIDE.read_text(encoding="utf-8")):
        mark, _, about = found["mark"].partition(":")
        yield Step(mark.strip(), about.strip(), found["code"] or "", _rows(found["table"] or ""))


def _rows(table: str) -> tuple[tuple[str, ...], ...]:
    lines = [line for line in table.splitlines() if not re.fullmatch(r"[|\- ]+", line)]
    return tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines)


def run_all(code: str, capsys: pytest.CaptureFixture[str]) -> str:
    said = ""
    for line in code.splitlines():
        program, *arguments = shlex.split(line)
        assert program == "cds-rank", line
        ended = main(arguments)
        captured = capsys.readouterr()
        assert ended == 0, f"{line}\n{captured.out}{captured.err}"
        said += captured.out + captured.err
    return said


def fill_in(folder: Path, table: Sequence[Sequence[str]]) -> None:
    """Type the table's figures into the forms as a clerk does."""
    (_, *units), *rows = table
    for place, unit in enumerate(units, start=1):
        (path,) = folder.glob(f"{unit}*.xlsx")
        book = load_workbook(path)
        sheet = book[form_layout.DATA_SHEET]
        headings = headings_of(sheet, form_layout.HEADER_ROW)
        lines = {
            sheet.cell(line, 1).value: line for line in range(form_layout.FIRST_DATA_ROW, sheet.max_row + 1)
        }
        for row in rows:
            for heading, value in typed(row[place]):
                _put(sheet, lines[row[0]], heading, value, headings)
        book.save(path)


def headings_of(sheet: Any, line: int) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[line] if cell.value}


def typed(figure: str) -> Iterator[tuple[str, Any]]:
    if figure == form_layout.NOT_APPLICABLE:
        yield "Tình trạng", figure
    elif " / " in figure:
        above, below = figure.split(" / ")
        yield "Tử số", int(above)
        yield "Mẫu số", int(below)
    else:
        yield "Giá trị", int(figure) if figure.isdigit() else figure


def _put(sheet: Any, line: int, heading: str, value: Any, headings: dict[str, int]) -> None:
    # Where points are asked for, the column of values is locked.
    cell = sheet.cell(line, headings[heading])
    if heading == "Giá trị" and cell.protection.locked:
        cell = sheet.cell(line, headings["Điểm tự đánh giá"])
    assert not cell.protection.locked, f"{heading} {line}"
    cell.value = value


def decide(folder: Path, table: Sequence[Sequence[str]]) -> None:
    """Type the table's verdicts into the review workbook."""
    (path,) = folder.glob("*.xlsx")
    book = load_workbook(path)
    sheet = book[review_layout.REVIEW_SHEET]
    headings = headings_of(sheet, review_layout.REVIEW_HEADER_ROW)
    (_, _, *columns), *rows = table
    for unit, code, *cells in rows:
        line = next(
            line
            for line in range(review_layout.REVIEW_FIRST_ROW, sheet.max_row + 1)
            if sheet.cell(line, headings["Mã đơn vị"]).value == unit
            and sheet.cell(line, headings["Mã"]).value == code
        )
        for heading, text in zip(columns, cells, strict=True):
            if text:
                sheet.cell(line, headings[heading]).value = int(text) if text.isdigit() else text
    book.save(path)


def change(table: Sequence[Sequence[str]]) -> None:
    for file, before, after in ([cell.strip("`") for cell in row] for row in table[1:]):
        path = Path(file)
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{file}: {before}"
        path.write_text(text.replace(before, after), encoding="utf-8")


def ranked(result: str) -> list[tuple[str, ...]]:
    """What the result says, in the columns of the guide's tables."""
    made = load_result(Path("reports") / result / "result.json").result
    (ranking,) = made.rankings
    return [
        (
            place.unit,
            _plain(place.earned),
            _plain(place.attainable),
            f"{place.published:.2f}".replace(".", ","),
            str(place.rank),
            str(place.level),
        )
        for place in ranking.ranked
    ]


def _plain(number: Fraction) -> str:
    return exact_text(number).replace(".", ",")


def test_whoever_follows_the_guide_ranks_three_units(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    done: list[str] = []
    for step in steps():
        done.append(step.mark)
        match step.mark:
            case "chạy":
                said.append(run_all(step.code, capsys))
            case "tệp":
                assert Path(step.about).exists(), f"{step.about}: the guide's first command writes it"
                Path(step.about).write_text(step.code, encoding="utf-8")
            case "điền":
                fill_in(Path(step.about), step.table)
            case "thẩm định":
                decide(Path(step.about), step.table)
            case "sửa":
                change(step.table)
            case "kết quả":
                assert ranked(step.about) == list(step.table[1:])
            case "đoạn":
                continue
            case other:
                raise AssertionError(other)

    assert done.count("chạy") == 9
    assert done.count("kết quả") == 2
    assert "90" in said[-1], "set diff names the target that was moved"
    assert "Được công nhận: 1" in said[4]


def test_the_guides_set_has_ten_criteria_of_every_kind_of_input(tmp_path: Path) -> None:
    for step in steps():
        if step.mark == "tệp":
            path = tmp_path / Path(step.about).relative_to("indicator_sets")
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.code, encoding="utf-8")

    loaded = load_definitions(tmp_path / "cac-xa-2026.yaml", [tmp_path])

    kinds = {indicator.input.value for indicator in loaded.indicator_set.indicators.values()}
    assert len(loaded.indicator_set.indicators) == 10
    assert kinds == {"value", "ratio", "yes_no", "choice", "count", "points"}
    assert len(loaded.unit_list.units) == 3
    indicators = loaded.indicator_set.indicators.values()
    assert [i.code for i in indicators if i.effect is Effect.DEDUCTION]
    assert [i.code for i in indicators if isinstance(i.rule, BracketsRule)]
    assert [i.code for i in indicators if i.input is InputKind.RATIO and i.per == 1000]


def test_every_piece_of_yaml_in_the_guide_is_marked_and_loads(tmp_path: Path) -> None:
    """A piece stands for the tree of a set; the set around it is the guide's own."""
    text = GUIDE.read_text(encoding="utf-8")
    marked = [step for step in steps() if step.mark in {"tệp", "đoạn"}]
    whole = yaml.load(next(s.code for s in marked if "tree:" in s.code), Loader=yaml.BaseLoader)
    pieces = [yaml.load(step.code, Loader=yaml.BaseLoader) for step in marked if step.mark == "đoạn"]

    assert text.count("```yaml") == len(marked)
    assert pieces
    for piece in pieces:
        total = {"aggregation": "sum", "members": [{"node": node["code"]} for node in piece]}
        kept = {key: whole[key] for key in ("id", "version", "name", "status", "groups", "method")}
        path = tmp_path / "bo.yaml"
        text = yaml.safe_dump({**kept, "tree": piece, "total": total}, default_style='"', allow_unicode=True)
        path.write_text(text, encoding="utf-8")
        assert len(load_indicator_set(path).indicators) == len(piece)


def test_every_command_that_the_pages_name_exists_with_its_options(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also those that stand in the middle of a sentence, which nobody runs here."""
    pages = [GUIDE, GUIDE.with_name("phuong-phap.md"), *sorted((GUIDE.parent / "phuong-phap").glob("*.md"))]
    named = {
        found
        for page in pages
        for found in re.findall(r"`cds-rank ([^`]+)`", page.read_text(encoding="utf-8"))
    }
    unknown = []
    for command in sorted(named):
        words = command.split()
        name = words[: 2 if words[0] == "set" else 1]
        ended = main([*name, "--help"])
        told = capsys.readouterr().out
        options = [word for word in words if word.startswith("--")]
        if ended != 0 or not all(re.search(rf"{option}\b", told) for option in options):
            unknown.append(command)

    assert len(named) >= 5
    assert unknown == []


def test_every_command_in_the_guide_is_marked() -> None:
    text = GUIDE.read_text(encoding="utf-8")

    assert text.count("```sh") == sum(step.mark == "chạy" for step in steps())
