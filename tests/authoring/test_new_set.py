"""A new set: the template is complete, a copy keeps every comment."""

from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.authoring.difference import differences
from cds_rank.authoring.new_set import (
    copy_of_set,
    copy_of_units,
    is_code,
    set_from_template,
    units_from_template,
)
from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.method import MissingPolicy, RankedOn, StageUsed, Ties
from cds_rank.model.rule import Rule, ZeroDenominator
from cds_rank.model.text import in_language
from cds_rank.model.unit import Status, UnitList
from cds_rank.reading.definitions import builtin_folder, load_definitions, load_indicator_set, load_unit_list


def read_set(text: str, folder: Path) -> IndicatorSet:
    path = folder / "a-set.yaml"
    path.write_text(text, encoding="utf-8")
    return load_indicator_set(path)


def read_units(text: str, folder: Path) -> UnitList:
    path = folder / "a-list.yaml"
    path.write_text(text, encoding="utf-8")
    return load_unit_list(path)


def test_the_template_goes_with_its_unit_list(tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    (tmp_path / "ha-giang-2025.yaml").write_text(set_from_template("ha-giang-2025", None), encoding="utf-8")
    (tmp_path / "units" / "ha-giang-2025.yaml").write_text(
        units_from_template("ha-giang-2025"), encoding="utf-8"
    )

    made = load_definitions(tmp_path / "ha-giang-2025.yaml", [tmp_path])

    assert (made.indicator_set.id, made.unit_list.id) == ("ha-giang-2025", "ha-giang-2025")
    assert [len(made.unit_list.in_groups([group])) for group in made.indicator_set.group_codes] == [3, 2]


def test_the_template_shows_every_kind_of_input_and_every_rule(tmp_path: Path) -> None:
    template = read_set(set_from_template("mau", None), tmp_path)
    rules = {str(get_args(kind.model_fields["kind"].annotation)[0]) for kind in get_args(get_args(Rule)[0])}

    assert {indicator.input for indicator in template.indicators.values()} == set(InputKind)
    assert {indicator.rule.kind for indicator in template.indicators.values()} == rules


@pytest.mark.parametrize(
    "choices", [MissingPolicy, ZeroDenominator, StageUsed, Ties, RankedOn], ids=lambda kind: kind.__name__
)
def test_the_template_names_every_alternative_of_a_method_choice(choices: type[MissingPolicy]) -> None:
    method = set_from_template("mau", None).split("\nmethod:\n")[1]

    assert [choice.value for choice in choices if choice.value not in method] == []


def test_nothing_in_the_template_looks_official(tmp_path: Path) -> None:
    template = read_set(set_from_template("mau", None), tmp_path)
    units = read_units(units_from_template("mau"), tmp_path)
    statuses = [template.status, *(text.status for text in template.legal_basis)]
    for node in template.nodes.values():
        statuses.append(node.status or Status.CONFIRMED)
        assert in_language(node.source, "vi").startswith("ví dụ")
        if isinstance(node, Indicator):
            statuses += [node.max_points_status, node.groups_status]

    assert {*statuses, *(unit.status for unit in units.units)} == {Status.RECONSTRUCTED}


def test_the_template_takes_the_name_that_was_given(tmp_path: Path) -> None:
    made = read_set(set_from_template("mau", "Bộ: “một” # hai"), tmp_path)

    assert (made.name.vi, made.name.en) == ("Bộ: “một” # hai", "Bộ: “một” # hai")


def original(name: str = "yen-bai-2022") -> tuple[str, IndicatorSet]:
    path = builtin_folder() / f"{name}.yaml"
    return path.read_text(encoding="utf-8"), load_indicator_set(path)


@pytest.mark.parametrize("name", ["yen-bai-2022", "dti-tinh-2022", "dti-tinh-2020"])
def test_a_copy_differs_in_identity_alone(name: str, tmp_path: Path) -> None:
    text, source = original(name)

    copy = read_set(copy_of_set(text, source, "ban-sao", None, None), tmp_path)

    assert (copy.id, copy.version) == ("ban-sao", "1.0.0")
    assert {change.path[0] for change in differences(source, copy)} <= {"id", "version", "name"}
    assert source.name.vi in copy.name.vi


def test_a_copy_keeps_every_comment_and_says_what_it_was_copied_from() -> None:
    text, source = original()

    copy = copy_of_set(text, source, "ban-sao", "Bản sao", None)
    heading, *others = copy.splitlines()

    assert heading == f"# Chép từ yen-bai-2022 phiên bản {source.version}, mã băm {content_digest(source)}."
    comments = [line for line in text.splitlines() if "#" in line]
    assert len(comments) > 10
    assert [line for line in comments if line not in others] == []


def test_a_copy_with_a_unit_list_of_its_own_names_it(tmp_path: Path) -> None:
    text, source = original()
    list_path = builtin_folder() / "units" / "yen-bai-2022.yaml"
    listed = load_unit_list(list_path)

    copy = read_set(copy_of_set(text, source, "ban-sao", None, "ban-sao"), tmp_path)
    units = read_units(copy_of_units(list_path.read_text(encoding="utf-8"), listed, "ban-sao"), tmp_path)

    assert copy.units is not None
    assert (copy.units.id, copy.units.version) == (units.id, units.version) == ("ban-sao", "1.0.0")
    assert units.units == listed.units


FOLDED = """# đầu
name:
  vi: >-
    Tên dài
    hai dòng

  # giữa
  en: 'Long name'   # cuối
version: "2.0"   # phiên bản
id: cu
units: {id: cu, version: "2.0"}
"""


def test_folded_quoted_and_plain_values_are_replaced_where_they_stand() -> None:
    _, source = original()

    copy = copy_of_set(FOLDED, source, "moi", "Tên mới", "ds")

    assert copy.split("#\n", 1)[1] == (
        '# đầu\nname:\n  vi: "Tên mới"\n\n  # giữa\n  en: "Tên mới"   # cuối\n'
        'version: "1.0.0"   # phiên bản\nid: "moi"\nunits: {id: "ds", version: "1.0.0"}\n'
    )


@settings(max_examples=30, deadline=None)
@given(name=st.text())
def test_whatever_the_name_is_the_file_says_it_and_nothing_else(name: str) -> None:
    data = yaml.load(set_from_template("mau", name), Loader=yaml.CSafeLoader)

    given_name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    assert data["name"]["vi"] == (given_name or "Bộ chỉ tiêu mẫu – thay bằng tên theo văn bản")
    assert data["method"]["ties"] == "competition"


@pytest.mark.parametrize(
    ("text", "good"),
    [("ha-giang-2025", True), ("2025", True), ("a b", False), ("../x", False), ("a\n", False), ("", False)],
)
def test_only_what_the_model_takes_is_an_id(text: str, good: bool) -> None:
    assert is_code(text) is good


def test_an_id_of_digits_stays_text(tmp_path: Path) -> None:
    assert read_set(set_from_template("2025", None), tmp_path).id == "2025"


def test_the_declared_maxima_of_the_template_hold(tmp_path: Path) -> None:
    template = read_set(set_from_template("mau", None), tmp_path)

    assert template.total.max_points == {"xa": Decimal(170), "phong": Decimal(90)}
