"""`cds-rank set new` and `set diff`: from nothing to a ranking, and from one version to the next."""

import datetime as dt
import json
import shlex
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.period import Period
from cds_rank.reading.definitions import load_definitions
from tests.cli.helpers import CREATED_AT, Cli, ranked, result_in

Run = Callable[..., Cli]
PERIOD = Period.parse("2025")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    folder = tmp_path / "ban làm việc"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def figure(indicator: Indicator, size: int) -> Figure:
    """Make up a figure: size 3 is large, 1 is small."""
    match indicator.input:
        case InputKind.YES_NO:
            return Figure(answer="yes" if size > 1 else "no", evidence="KH 1")
        case InputKind.CHOICE:
            return Figure(answer={3: "du", 2: "dang", 1: "chua"}[size], evidence="KH 1")
        case InputKind.RATIO:
            return Figure(numerator=Decimal(20 * size), denominator=Decimal(80), evidence="KH 1")
        case InputKind.POINTS:
            return Figure(points=Decimal(5 * size), evidence="KH 1")
        case _:
            return Figure(value=Decimal(size if indicator.code == "1.6" else 2 * size), evidence="KH 1")


def fill_forms(folder: Path, set_path: Path, sizes: dict[str, int]) -> None:
    definitions = load_definitions(set_path, [set_path.parent])
    folder.mkdir()
    for code, size in sizes.items():
        unit = definitions.unit_list.by_code[code]
        figures = {
            indicator.code: figure(indicator, size)
            for indicator in definitions.indicator_set.indicators_for(unit.group)
        }
        form = build_form(
            definitions.indicator_set,
            definitions.set_digest,
            unit,
            PERIOD,
            figures=figures,
            illustrative=True,
        )
        (folder / form_file_name(unit, definitions.indicator_set.id, PERIOD)).write_bytes(form)


def test_a_new_set_passes_the_check_and_ranks_three_made_up_units(desk: Path, cli: Run) -> None:
    made = cli("set", "new", "ha-giang-2025", "--name", "Bộ chỉ tiêu Hà Giang")
    checked = cli(
        "set", "check", "indicator_sets/ha-giang-2025.yaml", "indicator_sets/units/ha-giang-2025.yaml"
    )
    fill_forms(desk / "nop", desk / "indicator_sets/ha-giang-2025.yaml", {"XA1": 2, "XA2": 3, "XA3": 1})
    computed = cli("compute", "nop", "--created-at", CREATED_AT, "--report", "none", "--out", "kq")

    assert (made.code, checked.code, computed.code) == (0, 0, 0), computed.err
    assert "cds-rank template --set ha-giang-2025" in made.out
    result = result_in(desk / "kq")
    assert ranked(result)[:3] == ["XA2", "XA1", "XA3"]


def test_the_commands_that_come_next_can_be_run_as_they_are_printed(desk: Path, cli: Run) -> None:
    made = cli("set", "new", "bo-a", "--out", "cua toi/bo-a.yaml", "--units-out", "ds.yaml")
    commands = [
        shlex.split(line.split(": ", 1)[1])[1:] for line in made.out.splitlines() if ": cds-rank" in line
    ]

    assert [command[:2] for command in commands] == [
        ["set", "check"],
        ["template", "--set"],
        ["compute", "nop"],
    ]
    assert commands[1][commands[1].index("--period") + 1] == str(dt.datetime.now().astimezone().year)
    assert [cli(*command).code for command in commands[:2]] == [0, 0]
    assert len(list((desk / "nop").glob("*.xlsx"))) == 5


def test_nothing_is_overwritten_unasked(desk: Path, cli: Run) -> None:
    cli("set", "new", "bo-a")
    path = desk / "indicator_sets" / "bo-a.yaml"
    path.write_text("của tôi", encoding="utf-8")
    (desk / "indicator_sets" / "units" / "bo-a.yaml").unlink()

    refused = cli("set", "new", "bo-a")

    assert refused.code == 2
    assert "--force" in refused.err
    assert path.read_text(encoding="utf-8") == "của tôi"
    assert not (desk / "indicator_sets" / "units" / "bo-a.yaml").exists()
    assert cli("set", "new", "bo-a", "--force").code == 0
    assert "tree:" in path.read_text(encoding="utf-8")


def test_a_built_in_set_is_copied_under_another_name(desk: Path, cli: Run) -> None:
    made = cli("set", "new", "ban-sao", "--from", "yen-bai-2022")
    path = desk / "indicator_sets" / "ban-sao.yaml"

    assert made.code == 0
    assert path.read_text(encoding="utf-8").startswith("# Chép từ yen-bai-2022 phiên bản ")
    assert not (desk / "indicator_sets" / "units").exists()
    assert cli("set", "check", "ban-sao").code == 0
    compared = cli("set", "diff", "yen-bai-2022", "ban-sao")
    assert compared.code == 0
    assert "hai bộ khác nhau" in compared.out


def test_a_copy_may_have_a_unit_list_of_its_own(desk: Path, cli: Run) -> None:
    made = cli("set", "new", "ban-sao", "--from", "yen-bai-2022", "--units-out", "units/ban-sao.yaml")

    assert made.code == 0
    assert cli("set", "check", "units/ban-sao.yaml").code == 0
    assert "--units units/ban-sao.yaml" in made.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hai từ"], "hai từ"),
        (["../ngoai"], "../ngoai"),
        (["bo-a", "--from", "khong-co"], "khong-co"),
        (["bo-a", "--from", "khong-co.yaml"], "khong-co.yaml"),
    ],
)
def test_what_cannot_be_started_is_said_and_nothing_is_written(
    arguments: list[str], said: str, desk: Path, cli: Run
) -> None:
    done = cli("set", "new", *arguments)

    assert done.code == 2
    assert said in done.err
    assert list(desk.iterdir()) == []


def two_versions(desk: Path, cli: Run, version: str) -> None:
    cli("set", "new", "bo-a", "--out", "cu.yaml")
    text = (desk / "cu.yaml").read_text(encoding="utf-8")
    changed = text.replace("{at_least: 80, share: 1}", "{at_least: 75, share: 1}")
    assert changed != text
    changed = changed.replace('version: "1.0.0"', f'version: "{version}"', 1)
    (desk / "moi.yaml").write_text(changed, encoding="utf-8")


def test_what_changed_is_said_in_words(desk: Path, cli: Run) -> None:
    two_versions(desk, cli, "1.1.0")

    done = cli("set", "diff", "cu.yaml", "moi.yaml")

    assert (done.code, done.err) == (0, "")
    assert "các bậc: ≥ 80: 1; ≥ 50: 1/2 → ≥ 75: 1; ≥ 50: 1/2" in done.out
    assert "Phiên bản: 1.0.0 → 1.1.0." in done.out


def test_a_changed_set_under_an_unchanged_version_is_refused(desk: Path, cli: Run) -> None:
    two_versions(desk, cli, "1.0.0")

    done = cli("set", "diff", "cu.yaml", "moi.yaml")

    assert done.code == 1
    assert "≥ 75: 1" in done.out
    lines = (desk / "moi.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text.startswith("version:"))
    assert done.err.startswith(f"moi.yaml:{line}:10: SET011 ")


def test_a_version_that_went_down_is_remarked_on(desk: Path, cli: Run) -> None:
    two_versions(desk, cli, "0.9.0")

    done = cli("set", "diff", "cu.yaml", "moi.yaml")

    assert done.code == 0
    assert "0.9.0 < 1.0.0" in done.out


def test_two_files_with_the_same_content_have_no_differences(desk: Path, cli: Run) -> None:
    two_versions(desk, cli, "1.0.0")
    text = (desk / "cu.yaml").read_text(encoding="utf-8")
    (desk / "moi.yaml").write_text("# chú thích khác\n" + text, encoding="utf-8")

    done = cli("set", "diff", "cu.yaml", "moi.yaml")

    assert (done.code, done.err) == (0, "")
    assert "Không có khác biệt" in done.out


@pytest.mark.parametrize("output_format", ["markdown", "json"])
def test_differences_come_as_markdown_and_json(output_format: str, desk: Path, cli: Run) -> None:
    two_versions(desk, cli, "1.1.0")

    done = cli("set", "diff", "cu.yaml", "moi.yaml", "--format", output_format)

    assert done.code == 0
    if output_format == "json":
        changes = json.loads(done.out)["changes"]
        assert [(change["code"], change["path"]) for change in changes] == [
            ("1.5", ["rule", "steps"]),
            ("", ["version"]),
        ]
    else:
        assert done.out.startswith("# bo-a 1.0.0 → bo-a 1.1.0\n")


def test_unit_lists_are_compared_too_but_not_with_sets(desk: Path, cli: Run) -> None:
    two_versions(desk, cli, "1.1.0")
    text = (desk / "units" / "bo-a.yaml").read_text(encoding="utf-8")
    (desk / "moi-ds.yaml").write_text(text.replace("Xã Ví dụ Hai", "Xã Tân Lập"), encoding="utf-8")

    lists = cli("set", "diff", "units/bo-a.yaml", "moi-ds.yaml")
    mixed = cli("set", "diff", "cu.yaml", "moi-ds.yaml")

    assert lists.code == 1
    assert "Đơn vị XA2 “Xã Tân Lập”: tên: “Xã Ví dụ Hai” → “Xã Tân Lập”." in lists.out
    assert "SET011" in lists.err
    assert mixed.code == 2
    assert "hai bộ chỉ tiêu, hoặc hai danh sách đơn vị" in mixed.err


def test_a_set_and_its_unit_list_are_not_written_into_one_file(desk: Path, cli: Run) -> None:
    done = cli("set", "new", "bo-moi", "--out", "a.yaml", "--units-out", "a.yaml")

    assert (done.code, "hai tệp khác nhau" in done.err, list(desk.iterdir())) == (2, True, [])
