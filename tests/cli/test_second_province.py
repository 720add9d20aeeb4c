"""A second province, from its indicator set to its published ranking: nothing in the program knows the first one."""

import ast
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.period import Period
from cds_rank.model.unit import Status
from cds_rank.reading.definitions import (
    Definitions,
    builtin_folder,
    load_definitions,
    load_unit_list,
    set_files,
)
from tests.cli.helpers import ROOT, Cli, result_in

Run = Callable[..., Cli]
NAME = "dien-bien-2025"
PERIOD = Period.parse("2025-Q2")
TABLE = ROOT / "data" / "samples" / "sources" / f"{NAME}.csv"
SOURCE = ROOT / "src" / "cds_rank"
CREATED_AT = "2025-07-10T08:00:00+07:00"
NOT_COLLECTED = "thiếu"
FIRST_PROVINCE = re.compile("Yên[ _-]?Bái|Yen[ _-]?Bai|QĐ 564|564/QĐ-UBND", re.IGNORECASE)


def definitions() -> Definitions:
    return load_definitions(builtin_folder() / f"{NAME}.yaml", (builtin_folder(),))


def write_workbooks(folder: Path) -> None:
    """Fill in a form for every row of the small table of invented figures ("numerator/denominator")."""
    loaded = definitions()
    with TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            unit = loaded.unit_list.by_code[row.pop("unit")]
            content = build_form(
                loaded.indicator_set,
                loaded.set_digest,
                unit,
                PERIOD,
                figures={code: figure(cell) for code, cell in row.items() if cell},
                illustrative=True,
            )
            (folder / form_file_name(unit, NAME, PERIOD)).write_bytes(content)


def figure(cell: str) -> Figure:
    if cell == NOT_COLLECTED:
        reason = "Chưa thống kê được doanh nghiệp theo từng xã, sẽ bổ sung quý sau (minh họa)."
        return Figure(status=ObservationStatus.MISSING, explanation=reason)
    numerator, denominator = map(Decimal, cell.split("/"))
    return Figure(
        numerator=numerator,
        denominator=denominator,
        status=ObservationStatus.REPORTED,
        evidence="Báo cáo số 15/BC-UBND ngày 02/7/2025 (minh họa)",
    )


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nop")
    write_workbooks(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, away from the sets and settings of the checkout."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Give every text file below a folder, and every part of every workbook, with its place."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as parts:
                for part in parts.namelist():
                    yield f"{path.name}!{part}", parts.read(part).decode("utf-8")
        elif path.is_file():
            yield path.name, path.read_text(encoding="utf-8")


def test_forms_are_made_for_the_ten_districts_and_on_request_for_the_province(desk: Path, cli: Run) -> None:
    made = cli("template", "--set", NAME, "--period", "2025-Q2", "--out", "bieu-mau")
    of_province = cli("template", "--set", NAME, "--period", "2025-Q2", "--unit", "11", "--out", "bieu-mau")

    assert (made.code, of_province.code) == (0, 0)
    names = sorted(path.name for path in (desk / "bieu-mau").iterdir())
    assert [name.split("_")[0] for name in names] == [f"{code:03d}" for code in range(94, 104)] + ["11"]
    assert names[6] == "100_huyen-dien-bien_dien-bien-2025_2025-Q2.xlsx"
    assert [place for place, text in texts_in(desk / "bieu-mau") if FIRST_PROVINCE.search(text)] == []


def test_filled_forms_pass_the_check(workbooks: Path, desk: Path, cli: Run) -> None:
    done = cli("validate", workbooks)

    assert len(list(workbooks.iterdir())) == 11
    assert done.code == 0, done.out + done.err
    assert not FIRST_PROVINCE.search(done.out + done.err)


@pytest.fixture
def computed(workbooks: Path, desk: Path, cli: Run) -> Path:
    done = cli("compute", workbooks, "--created-at", CREATED_AT)

    assert done.code == 0, done.out + done.err
    assert not FIRST_PROVINCE.search(done.out + done.err)
    return desk / "reports" / NAME / "2025-Q2"


def places(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        place["unit"]: place
        for group in result_in(folder)["groups"]
        if group["group"] == "huyen"
        for place in group["ranking"]
    }


def test_two_districts_get_what_one_finds_by_hand(computed: Path) -> None:
    """Ten indicators of 10 points: value / target where there is a target, else the share itself.

    TP Điện Biên Phủ: 90 % of the wanted 80 gives 10; 10; 38/40 = 9,5; 10; 45 of 50 = 9; 9,8; 80 of 80 = 10;
    9,9; 60 of 80 = 7,5; 10. Nậm Pồ: 48 of 80 = 6; 8; 7; 10; not collected = 0; 7,5; 40 of 80 = 5; 8,8;
    20 of 80 = 2,5; 9.
    """
    first = (
        Decimal("10") + 10 + Decimal("9.5") + 10 + 9 + Decimal("9.8") + 10 + Decimal("9.9") + Decimal("17.5")
    )
    last = Decimal(6) + 8 + 7 + 10 + 0 + Decimal("7.5") + 5 + Decimal("8.8") + Decimal("2.5") + 9
    found = places(computed)

    assert (first, last) == (Decimal("95.7"), Decimal("63.8"))
    assert (found["094"]["rank"], Decimal(found["094"]["score"])) == (1, first)
    assert (found["103"]["rank"], Decimal(found["103"]["score"])) == (10, last)


def test_every_district_is_ranked_and_the_province_is_not(computed: Path) -> None:
    province = result_in(computed)["groups"][0]

    assert sorted(place["rank"] for place in places(computed).values()) == list(range(1, 11))
    assert province["ranking"] == []
    assert [(entry["unit"], entry["reason"]) for entry in province["unranked"]] == [
        ("11", "group_not_ranked")
    ]


def test_the_province_has_over_half_of_its_goal_for_the_digital_economy(computed: Path) -> None:
    """1.485 of 27.000 tỷ đồng is 5,5 % of GRDP, and the goal is 10 %: 5,5 of 10 points; no district has this row."""
    with_grdp = {
        scores["unit"]: Decimal(node["earned"])
        for scores in result_in(computed)["scores"]
        for node in scores["nodes"]
        if node["node"] == "KTS-01"
    }

    assert with_grdp == {"11": Decimal("5.5")}


def test_nothing_that_is_published_names_the_first_province(computed: Path) -> None:
    published = dict(texts_in(computed))

    assert {"result.json", "ranking.html"} < published.keys()
    assert sum(place.startswith("ranking.xlsx!") for place in published) > 5
    assert "Huyện Nậm Pồ" in published["ranking.html"]
    assert [place for place, text in published.items() if FIRST_PROVINCE.search(text)] == []


class TestGoals:
    """Báo Điện Biên Phủ, 10/10/2022: 80 % level-4 services, 10 % of GRDP, fibre to more than 80 % of households."""

    def test_of_the_article_are_the_only_confirmed_ones(self) -> None:
        indicators = definitions().indicator_set.indicators.values()
        goals = {
            i.code: i.target.value for i in indicators if i.target and i.target.status is Status.CONFIRMED
        }

        assert goals == {"CQS-01": 80, "KTS-01": 10, "XHS-01": 80}
        assert {i.code for i in indicators if i.status is Status.CONFIRMED} == goals.keys()

    def test_claim_no_points_and_no_applicability_as_official(self) -> None:
        the_set = definitions().indicator_set

        assert the_set.status is Status.RECONSTRUCTED
        for indicator in the_set.indicators.values():
            assert indicator.max_points_status is Status.RECONSTRUCTED
            assert indicator.groups_status is Status.RECONSTRUCTED

    def test_end_with_the_districts(self) -> None:
        loaded = definitions()

        assert str(loaded.indicator_set.valid_to) == str(loaded.unit_list.valid_to) == "2025-06-30"


def test_ten_districts_have_labels_of_their_own() -> None:
    """Four units have “Điện Biên” in their names; in a table each must be told from the others."""
    labels = [unit.label for unit in definitions().unit_list.units]

    assert len(set(labels)) == len(labels) == 11
    assert "Điện Biên" not in labels


# --- the program itself

EXAMPLES = {"example", "examples"}  # shown to people as examples, read by nothing


class WithoutExamples(ast.NodeTransformer):
    """What a module does: docstrings and examples for people left out."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> ast.AST | None:
        return None if node.arg in EXAMPLES else self.generic_visit(node)


def works_with(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    return ast.unparse(WithoutExamples().visit(ast.parse(text)))


def ascii_words(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def names_of_provinces_and_sets() -> list[str]:
    """Every province as people write it and as “yen-bai”, “yen_bai” and “yenbai”, and every set's name."""
    provinces = load_unit_list(builtin_folder() / "units" / "vn-provinces-63.yaml").units
    labels = [unit.label for unit in provinces]
    words = [ascii_words(label).lower().split() for label in labels]
    slugs = [joint.join(parts) for parts in words for joint in ("-", "_", "")]
    return [*labels, *slugs, *set_files([builtin_folder()])]


def test_no_module_or_template_knows_a_province_or_a_shipped_set_by_name() -> None:
    names = names_of_provinces_and_sets()
    files = [
        path
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".j2", ".css", ".js", ".json"} and "locale" not in path.parts
    ]

    assert {"Yên Bái", "yen-bai", "Điện Biên", "Lào Cai", "lao_cai", "yen-bai-2022", NAME} <= set(names)
    assert len(files) > 100
    texts = {str(path.relative_to(SOURCE)): works_with(path) for path in files}
    assert [(place, name) for place, text in texts.items() for name in names if name in text] == []
