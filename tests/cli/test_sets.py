"""`cds-rank set …`: what those who write indicator sets are told."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cds_rank.reading.definitions import builtin_folder, load_indicator_set
from tests.checks import forms
from tests.cli.helpers import Cli

Run = Callable[..., Cli]


def test_the_sets_of_the_working_folder_stand_beside_the_built_in_ones(office: Path, cli: Run) -> None:
    done = cli("set", "list")

    assert (done.code, done.err) == (0, "")
    for name in ("bo-thu", "yen-bai-2022", "dti-tinh-2022"):
        assert name in done.out


def test_a_broken_set_is_listed_as_broken_and_hides_no_other(office: Path, cli: Run) -> None:
    (office / "indicator_sets" / "hong.yaml").write_text("id: hong\n", encoding="utf-8")
    (office / "indicator_sets" / "tay.yaml").write_bytes(b"\xff\x00")
    (office / "indicator_sets" / "thu-muc.yaml").mkdir()

    done = cli("set", "list")

    assert done.code == 0
    assert re.search(r"hong\s.*có lỗi: \d+ chỗ", done.out)
    assert "yen-bai-2022" in done.out


@pytest.mark.parametrize("name", ["yen-bai-2022", "dti-tinh-2022", "dti-tinh-2020"])
def test_every_node_of_a_set_is_shown(name: str, tmp_path: Path, cli: Run) -> None:
    done = cli("set", "show", name)

    shown = load_indicator_set(builtin_folder() / f"{name}.yaml")
    assert done.code == 0
    in_tree = shown.nodes.keys() - {composite.code for composite in shown.composites}
    assert [code for code in in_tree if f" {code} " not in done.out] == []
    assert [composite.name.vi for composite in shown.composites if composite.name.vi not in done.out] == []


def test_a_shown_set_says_which_way_is_better_and_what_is_only_watched(office: Path, cli: Run) -> None:
    waiting = forms.indicator("CHO", "value", {"kind": "goalposts", "lower": "1", "upper": "9"},
                              direction="lower_is_better")  # fmt: skip
    watched = forms.indicator("DAN", "count", {"kind": "proportional"}, max_points="0")
    total = {"aggregation": "sum", "members": [{"node": "CHO"}, {"node": "DAN"}]}
    data = forms.changed(forms.SET, id="chieu", tree=[waiting, watched], total=total)
    forms.write_yaml(office / "indicator_sets" / "chieu.yaml", data)

    shown = cli("set", "show", "chieu").out

    (row,) = [line for line in shown.splitlines() if " CHO " in line]
    assert "↓" in row
    (row,) = [line for line in shown.splitlines() if " DAN " in line]
    assert "↑" in row
    assert "Không tính điểm, chỉ để theo" in row
    assert "Giá trị / 100" not in shown
    assert "Chiều" in shown


def test_the_built_in_definitions_are_in_order(cli: Run) -> None:
    paths = sorted(builtin_folder().rglob("*.yaml"))

    done = cli("set", "check", *paths)

    assert (done.code, done.err) == (0, "")
    assert done.out.count(": đạt (") == len(paths)


def test_check_takes_names_and_paths_of_sets_and_unit_lists(office: Path, cli: Run) -> None:
    done = cli("set", "check", "bo-thu", "ds-thu", "indicator_sets/bo-thu.yaml")

    assert done.code == 0
    assert "bo-thu 1.2.0, 9 chỉ tiêu" in done.out
    assert "ds-thu 1.0.0, 4 đơn vị" in done.out


def test_every_mistake_is_shown_at_once_with_line_and_column(office: Path, cli: Run) -> None:
    path = office / "indicator_sets" / "bo-thu.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("status: confirmed", "status: confirm", 1).replace("input: yes_no", "input: yesno", 1)
    path.write_text(text.replace("missing: zero", "mising: zero", 1), encoding="utf-8")

    done = cli("set", "check", "bo-thu")

    assert done.code == 1
    problems = re.findall(
        r"bo-thu\.yaml:\d+:\d+: (SET\d{3}) .*\n    Cách sửa: .* Xem: cds-rank rule (SET\d{3})\n", done.out
    )
    assert len(problems) >= 3
    assert all(named == shown for named, shown in problems)
    for line, wrong in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if re.search(r"status: confirm$|yesno|mising", wrong):
            assert f"bo-thu.yaml:{line}:" in done.out


def test_a_command_that_refuses_a_set_says_how_to_mend_it(office: Path, cli: Run) -> None:
    path = office / "indicator_sets" / "bo-thu.yaml"
    text = path.read_text(encoding="utf-8").replace("missing: zero", "missing: zro", 1)
    path.write_text(text, encoding="utf-8")

    refused = cli("validate", "nop", "--set", "bo-thu")

    assert refused.code == 2
    assert "    Cách sửa: Thay giá trị của “missing” bằng một trong: " in refused.err
    assert "Xem: cds-rank rule SET021" in refused.err


def test_what_a_definition_holds_cannot_act_on_the_terminal(office: Path, cli: Run) -> None:
    path = office / "xau.yaml"
    path.write_text('id: "\\e[31m\\u202E[red]x"\n"k\\e]0;x\\a": 1\nversion: [\n', encoding="utf-8")
    data = forms.changed(forms.SET, id="dep", name=forms.names("Bộ \x1b[31m[red]đỏ[/red]\u202e"))
    forms.write_yaml(office / "indicator_sets" / "dep.yaml", data)

    for done in (cli("set", "check", path), cli("set", "show", "dep"), cli("set", "list")):
        assert not set(done.out + done.err) & set("\x1b\x07\u202e")
    assert "[red]đỏ[/red]" in cli("set", "show", "dep").out


@pytest.mark.parametrize("option", [[], ["--units"]])
def test_the_schema_is_one_json_document(option: list[str], cli: Run) -> None:
    done = cli("set", "schema", *option)

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize(
    "arguments",
    [
        ["set"],
        ["set", "show"],
        ["set", "show", "yen-bai-2023"],
        ["set", "show", "yen-bai-2022", "thừa"],
        ["set", "show", "khong-co.yaml"],
        ["set", "check"],
        ["set", "check", "khong-co"],
        ["set", "check", "khong-co.yaml"],
        ["set", "check", "nop"],
        ["set", "schema", "--unit"],
        ["set", "lits"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_exit_2(arguments: list[str], office: Path, cli: Run) -> None:
    done = cli(*arguments)

    assert done.code == 2
    assert "Lỗi: " in done.err or arguments == ["set"]
    assert "ngoài dự kiến" not in done.err


def test_the_nearest_name_is_pointed_to(office: Path, cli: Run) -> None:
    assert "có phải “yen-bai-2022” không?" in cli("set", "show", "yen-bai-2023").err


def test_a_set_of_the_working_folder_comes_before_the_built_in_one(office: Path, cli: Run) -> None:
    shutil.copy(office / "indicator_sets" / "bo-thu.yaml", office / "indicator_sets" / "yen-bai-2022.yaml")

    assert "Bộ chỉ tiêu thử" in cli("set", "show", "yen-bai-2022").out


def test_a_set_whose_unit_list_is_of_another_version_is_refused(office: Path, cli: Run) -> None:
    forms.write_yaml(
        office / "indicator_sets" / "units" / "ds-thu.yaml", forms.changed(forms.UNITS, version="2.0.0")
    )

    done = cli("validate", "nop")

    assert done.code == 2
    assert "là phiên bản 2.0.0; bộ chỉ tiêu cần phiên bản 1.0.0" in done.err
