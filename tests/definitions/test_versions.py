"""A published version does not change quietly: other content, other version."""

from pathlib import Path

import pytest

from cds_rank.cli.main import main
from cds_rank.reading.definitions import changed_under_its_version
from tests.checks.forms import SET, UNITS, changed, names, write_definitions, write_yaml

Printed = pytest.CaptureFixture[str]


def in_two_folders(folder: Path, **changes: object) -> tuple[Path, Path]:
    """Write a set as it was issued, and somebody's copy of it."""
    issued = write_definitions(folder / "ban-hanh")
    copy = write_yaml(folder / "bo-thu.yaml", changed(SET, **changes))
    return issued, copy


def test_other_content_under_the_same_version_is_told_at_the_version(tmp_path: Path) -> None:
    issued, copy = in_two_folders(tmp_path, name=names("Bộ chỉ tiêu đã sửa"))

    (problem,) = changed_under_its_version(copy, [issued, copy])

    lines = copy.read_text(encoding="utf-8").splitlines()
    assert problem.code == "SET011"
    assert lines[problem.line - 1].startswith("version:")
    assert problem.facts == {"id": "bo-thu", "version": "1.2.0", "other": str(issued)}


@pytest.mark.parametrize(
    "changes", [{"version": "1.3.0", "name": names("Khác")}, {"id": "bo-khac", "name": names("Khác")}, {}]
)
def test_another_version_another_set_or_the_same_content_is_no_problem(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    issued, copy = in_two_folders(tmp_path, **changes)

    assert changed_under_its_version(copy, [issued, copy]) == []


def test_a_file_that_cannot_be_read_as_a_set_is_passed_over(tmp_path: Path) -> None:
    _, copy = in_two_folders(tmp_path)
    broken = tmp_path / "hong.yaml"
    broken.write_text("id: bo-thu\n", encoding="utf-8")

    assert changed_under_its_version(copy, [broken, tmp_path / "khong-co.yaml"]) == []


def test_unit_lists_are_held_to_it_too(tmp_path: Path) -> None:
    one = write_yaml(tmp_path / "a.yaml", UNITS)
    other = write_yaml(tmp_path / "b.yaml", changed(UNITS, name="Danh sách đã sửa"))

    assert [p.code for p in changed_under_its_version(one, [other])] == ["SET011"]


def test_set_check_of_both_says_it_of_both_and_fails(tmp_path: Path, capsys: Printed) -> None:
    issued, copy = in_two_folders(tmp_path, name=names("Bộ chỉ tiêu đã sửa"))

    assert main(["set", "check", str(issued), str(copy)]) == 1

    printed = capsys.readouterr().out
    assert printed.count(": SET011 ") == 2
    assert main(["set", "check", str(issued)]) == 0


def test_an_own_copy_of_a_built_in_set_is_held_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    builtin = Path(__file__).resolve().parents[2] / "indicator_sets" / "dti-tinh-2022.yaml"
    own = tmp_path / "dti-tinh-2022.yaml"
    text = builtin.read_text(encoding="utf-8")
    own.write_text(text.replace("status: reconstructed", "status: confirmed", 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    code = main(["set", "check", str(own)])

    printed = capsys.readouterr().out
    assert "SET011" in printed
    assert code == 1
