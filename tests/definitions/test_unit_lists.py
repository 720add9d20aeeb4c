"""The unit lists that come with the program, and what a list may not say."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from cds_rank.model.unit import Status, UnitList
from cds_rank.reading.definitions import builtin_folder, load_unit_list
from tests.definitions.marked import UNITS, changed, place_of_mark, problems_of

FOLDER = builtin_folder() / "units"
LISTS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def shipped(name: str) -> UnitList:
    return load_unit_list(FOLDER / f"{name}.yaml")


def test_these_lists_are_shipped() -> None:
    assert LISTS == ["dien-bien-2025", "vn-provinces-63", "yen-bai-2022", "yen-bai-communes-2022"]


@pytest.mark.parametrize("name", LISTS)
class TestEveryList:
    def test_is_called_as_its_file_and_names_its_source(self, name: str) -> None:
        listed = shipped(name)

        assert listed.id == name
        assert listed.source
        assert listed.version

    def test_has_unique_codes_that_are_text(self, name: str) -> None:
        codes = [unit.code for unit in shipped(name).units]

        assert len(codes) == len(set(codes)) == len(shipped(name).by_code)
        assert all(code.strip() == code for code in codes)

    def test_is_in_nfc(self, name: str) -> None:
        assert unicodedata.is_normalized("NFC", (FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))

    def test_names_every_unit(self, name: str) -> None:
        for unit in shipped(name).units:
            assert unit.name
            assert unit.label in {unit.name, unit.short_name}
            assert unit.status is Status.CONFIRMED or unit.source


class TestYenBai:
    def test_has_a_province_19_departments_and_9_districts(self) -> None:
        """Every ranking of those years ends at 19 departments; the districts are 9."""
        assert Counter(unit.group for unit in shipped("yen-bai-2022").units) == {
            "tinh": 1, "so-ban-nganh": 19, "huyen": 9,
        }  # fmt: skip

    def test_marks_which_departments_no_source_names(self) -> None:
        departments = shipped("yen-bai-2022").in_groups(["so-ban-nganh"])

        assert Counter(unit.status for unit in departments) == {Status.CONFIRMED: 9, Status.RECONSTRUCTED: 10}

    def test_has_the_statistics_office_s_district_codes(self) -> None:
        districts = {unit.code: unit.label for unit in shipped("yen-bai-2022").in_groups(["huyen"])}

        assert set(districts) == {"132", "133", "135", "136", "137", "138", "139", "140", "141"}
        assert (
            districts["137"] == "Mù Căng Chải"
        )  # the list's spelling; documents write Mù Cang Chải, see below
        assert "Nghĩa Lộ" in districts["133"]

    def test_knows_the_other_spelling_of_mu_cang_chai(self) -> None:
        unit = shipped("yen-bai-2022").by_code["137"]

        assert any("Mù Cang Chải" in name for name in (unit.name, *unit.also_written))

    def test_is_itself_15_before_july_2025(self) -> None:
        assert shipped("yen-bai-2022").by_code["15"].label == "Yên Bái"
        assert shipped("vn-provinces-63").by_code["15"].label == "Yên Bái"


class TestCommunes:
    def test_are_173_in_9_districts(self) -> None:
        communes = shipped("yen-bai-communes-2022").units
        expected = {
            "132": 15,
            "133": 14,
            "135": 24,
            "136": 25,
            "137": 14,
            "138": 21,
            "139": 12,
            "140": 24,
            "141": 24,
        }

        assert len(communes) == 173
        assert Counter(unit.parent for unit in communes) == expected

    def test_keep_the_leading_nought_of_their_codes(self) -> None:
        codes = [unit.code for unit in shipped("yen-bai-communes-2022").units]

        assert all(len(code) == 5 and code.startswith("0") and code.isdigit() for code in codes)

    def test_of_the_same_name_are_told_apart_by_code(self) -> None:
        named = [unit for unit in shipped("yen-bai-communes-2022").units if unit.name.endswith("Tân Thịnh")]

        assert [unit.parent for unit in named] == ["132", "140"]
        assert len({unit.code for unit in named}) == 2

    def test_that_differ_by_one_mark_are_two(self) -> None:
        labels = [unit.name for unit in shipped("yen-bai-communes-2022").units]

        assert sum(label.endswith("Minh Quán") for label in labels) == 1
        assert sum(label.endswith("Minh Quân") for label in labels) == 1


def test_provinces_are_63() -> None:
    provinces = shipped("vn-provinces-63").units

    assert len(provinces) == 63
    assert all(len(unit.code) == 2 and unit.code.isdigit() for unit in provinces)


def former(code: str, became: str) -> str:
    return f"former:\n  - {{code: {code}, name: Sở cũ, became: {became}, status: confirmed, source: NQ 1}}"


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("SET006", 'code: "02"', 'code: ⟦"01"'),
        ("SET002", "id: danh-sach\n", "id: danh-sach\n⟦id: khac\n"),
        ("SET003", "name: Danh sách thử", "name: Danh sách thử\n⟦nots: x"),
        ("SET004", "name: Sở B", "name: ⟦''"),
        ("SET004", "source: QĐ", "source: ⟦' '"),
        (
            "SET012",
            '{code: "02", name: Sở B, group: so, status: confirmed}',
            '⟦{code: "02", name: Sở B, group: so}',
        ),
        ("SET021", "name: Sở B, group: so, status: confirmed", "name: Sở B, group: so, status: ⟦sure"),
        ("SET008", "source: QĐ", "source: QĐ\nvalid_from: 2025-07-01\n⟦valid_to: 2025-06-30"),
        ("SET006", "source: QĐ", "source: QĐ\n" + former('⟦"01"', '["02"]')),
        ("SET007", "source: QĐ", "source: QĐ\n" + former('"00"', '["01", ⟦"00"]')),
        ("SET004", "source: QĐ", "source: QĐ\n" + former('"00"', "⟦[]")),
        ("SET010", "source: QĐ", "source: QĐ\n" + former("⟦00", '["01"]')),
    ],
)
def test_a_list_with_a_fault_is_refused_at_its_place(code: str, old: str, new: str, tmp_path: Path) -> None:
    text, line, column = place_of_mark(changed(old, new, UNITS))

    assert [(p.code, p.line, p.column) for p in problems_of(tmp_path, text, units=True)] == [
        (code, line, column)
    ]


def test_a_former_unit_is_known_by_its_old_code_and_says_what_became_of_it(tmp_path: Path) -> None:
    path = tmp_path / "ds.yaml"
    path.write_text(changed("source: QĐ", "source: QĐ\n" + former('"00"', '["01", "02"]'), UNITS), "utf-8")
    listed = load_unit_list(path)

    assert listed.former_by_code["00"].became == ("01", "02")
    assert listed.former_by_code["00"].name == "Sở cũ"
    assert "00" not in listed.by_code


def test_a_list_without_former_units_knows_none(tmp_path: Path) -> None:
    path = tmp_path / "ds.yaml"
    path.write_text(UNITS, "utf-8")

    assert load_unit_list(path).former_by_code == {}


def test_every_unit_with_a_used_code_is_named(tmp_path: Path) -> None:
    thrice = "".join(f'  - {{code: "01", name: Sở {i}, group: so, status: confirmed}}\n' for i in range(2))
    problems = problems_of(tmp_path, UNITS + thrice, units=True)

    assert [(problem.code, problem.line) for problem in problems] == [("SET006", 8), ("SET006", 9)]


def test_a_set_is_no_unit_list(tmp_path: Path) -> None:
    codes = {p.code for p in problems_of(tmp_path, "id: a\nversion: '1'\nname: {vi: a, en: a}\n", units=True)}

    assert {"SET004", "SET012"} <= codes
