"""The sets that come with the program say what their sources say, and claim nothing more."""

import json
import re
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from cds_rank.cli.set_commands import definition_schema
from cds_rank.errors import CdsRankError, DefinitionError
from cds_rank.model.contradictions import RULES_BY_INPUT
from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import Branch, IndicatorSet
from cds_rank.model.text import Names, in_language, is_in_language
from cds_rank.model.unit import Status
from cds_rank.reading.definitions import (
    builtin_folder,
    find_set,
    find_unit_list,
    load_definitions,
    load_indicator_set,
    set_files,
)
from cds_rank.wording.messages import error_text
from tests.definitions.marked import SET, UNITS, changed, load, place_of_mark, problems_of
from tests.scoring.builders import got

FOLDER = builtin_folder()
SETS = sorted(set_files([FOLDER]))
DEPARTMENTS, DISTRICTS, PROVINCE = "so-ban-nganh", "huyen", "tinh"


def shipped(name: str) -> IndicatorSet:
    return load_indicator_set(FOLDER / f"{name}.yaml")


@pytest.fixture(scope="module")
def yen_bai() -> IndicatorSet:
    return shipped("yen-bai-2022")


def test_these_sets_are_shipped() -> None:
    assert SETS == ["dien-bien-2025", "dti-tinh-2020", "dti-tinh-2022", "yen-bai-2022", "yen-bai-xa-2022"]


@pytest.mark.parametrize("name", SETS)
class TestEverySet:
    def test_is_called_as_its_file(self, name: str) -> None:
        assert shipped(name).id == name

    def test_says_its_sources_in_english_too(self, name: str) -> None:
        indicator_set = shipped(name)
        legal = [part for text in indicator_set.legal_basis for part in (text.title, text.role, text.source)]
        nodes = [node.source for node in indicator_set.nodes.values()]
        targets = [item.target.source for item in indicator_set.indicators.values() if item.target]

        assert [text for text in (*legal, *nodes, *targets) if text and not isinstance(text, Names)] == []

    def test_fits_its_unit_list(self, name: str) -> None:
        definitions = load_definitions(FOLDER / f"{name}.yaml", (FOLDER,))

        assert {unit.group for unit in definitions.unit_list.units} == set(
            definitions.indicator_set.group_codes
        )

    def test_gives_every_indicator_a_source(self, name: str) -> None:
        for indicator in shipped(name).indicators.values():
            assert indicator.source
            assert indicator.target is None or indicator.target.source

    def test_declares_the_maximum_of_every_group(self, name: str) -> None:
        """So that loading it has checked the sums of the parts."""
        the_set = shipped(name)

        assert set(the_set.total.max_points) == set(the_set.group_codes)
        for node in the_set.nodes.values():
            if isinstance(node, Branch):
                assert set(node.max_points) <= set(the_set.group_codes)

    def test_is_in_nfc(self, name: str) -> None:
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")

        assert unicodedata.is_normalized("NFC", text)

    def test_names_everything_in_two_languages(self, name: str) -> None:
        """An English name with Vietnamese vowels is one that nobody translated; “Yên Bái” and “QĐ” are names."""
        vietnamese = re.compile("[ăâêôơưạảãấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữự]", re.IGNORECASE)
        for indicator in shipped(name).indicators.values():
            assert not vietnamese.search(indicator.name.en), indicator.code
            assert indicator.name.vi != indicator.name.en


class TestYenBai:
    """QĐ 564/QĐ-UBND of 8 April 2022; the counts are in the ministry's news of 16 April 2022."""

    @pytest.mark.parametrize(("pillar", "count"), [("CQS", 23), ("KTS", 6), ("XHS", 11)])
    def test_has_23_and_6_and_11_indicators(self, yen_bai: IndicatorSet, pillar: str, count: int) -> None:
        assert len(list(yen_bai.indicators_under(pillar))) == count
        assert len(yen_bai.indicators) == 40

    def test_numbers_them_without_gaps(self, yen_bai: IndicatorSet) -> None:
        codes = [f"{p}-{i:02d}" for p, n in (("CQS", 23), ("KTS", 6), ("XHS", 11)) for i in range(1, n + 1)]

        assert list(yen_bai.indicators) == codes

    def test_has_eleven_confirmed_names_and_says_that_the_set_is_reconstructed(
        self, yen_bai: IndicatorSet
    ) -> None:
        confirmed = [i.code for i in yen_bai.indicators.values() if i.status is Status.CONFIRMED]

        assert confirmed == [*(f"CQS-0{i}" for i in range(1, 6)), *(f"KTS-0{i}" for i in range(1, 7))]
        assert yen_bai.status is Status.RECONSTRUCTED

    def test_claims_no_maximum_points_and_no_applicability_as_official(self, yen_bai: IndicatorSet) -> None:
        for indicator in yen_bai.indicators.values():
            assert indicator.max_points_status is Status.RECONSTRUCTED
            assert indicator.groups_status is Status.RECONSTRUCTED

    def test_only_the_target_in_an_indicator_s_own_name_is_confirmed(self, yen_bai: IndicatorSet) -> None:
        """KTS-01: the digital economy is to be 20 % of GRDP."""
        confirmed = [
            i for i in yen_bai.indicators.values() if i.target and i.target.status is Status.CONFIRMED
        ]

        assert [i.code for i in confirmed] == ["KTS-01"]
        assert confirmed[0].target is not None
        assert confirmed[0].target.value == 20

    @pytest.mark.parametrize(
        ("group", "count", "points"), [(PROVINCE, 40, 400), (DEPARTMENTS, 20, 200), (DISTRICTS, 33, 330)]
    )
    def test_each_group_has_its_own_indicators_and_maximum(
        self, yen_bai: IndicatorSet, group: str, count: int, points: int
    ) -> None:
        applicable = yen_bai.indicators_for(group)

        assert (len(applicable), sum(i.max_points for i in applicable)) == (count, points)
        assert yen_bai.total.max_points[group] == points

    def test_a_department_has_no_work_files_of_districts_and_communes(self, yen_bai: IndicatorSet) -> None:
        of_departments = yen_bai.indicators_for(DEPARTMENTS)
        lower = [
            i for i in yen_bai.indicators.values() if "hồ sơ công việc" in i.name.vi and "cấp xã" in i.name.vi
        ]

        assert [i.code for i in lower] == ["CQS-04"]
        assert not [i for i in of_departments if "cấp xã" in i.name.vi and "hồ sơ công việc" in i.name.vi]
        assert not [i for i in of_departments if i.code.startswith(("KTS", "XHS"))]

    def test_a_district_has_no_work_files_of_the_province(self, yen_bai: IndicatorSet) -> None:
        (provincial,) = [
            i
            for i in yen_bai.indicators.values()
            if "hồ sơ công việc" in i.name.vi and "cấp tỉnh" in i.name.vi
        ]

        assert DISTRICTS not in provincial.groups
        assert DEPARTMENTS in provincial.groups

    def test_only_the_province_has_a_place_in_the_national_ranking(self, yen_bai: IndicatorSet) -> None:
        (rank,) = [i for i in yen_bai.indicators.values() if "DTI" in i.name.vi]

        assert rank.groups == (PROVINCE,)
        assert rank.direction.value == "lower_is_better"
        assert rank.target is not None
        assert rank.target.value == 30  # NQ 51-NQ/TU: among the first 30 of 63

    def test_only_the_province_has_a_grdp(self, yen_bai: IndicatorSet) -> None:
        assert {i.groups for i in yen_bai.indicators.values() if "GRDP" in i.name.vi} == {(PROVINCE,)}

    def test_the_province_alone_is_not_ranked(self, yen_bai: IndicatorSet) -> None:
        assert [group.ranked for group in yen_bai.groups] == [False, True, True]

    def test_publishes_a_percentage_with_two_decimals(self, yen_bai: IndicatorSet) -> None:
        scale, rounding = yen_bai.method.scale, yen_bai.method.rounding

        assert got(scale.factor, scale.suffix, rounding.published_score) == (100, "%", 2)
        assert (rounding.indicator_points, rounding.node_points) == (None, None)

    def test_percentages_may_not_pass_100(self, yen_bai: IndicatorSet) -> None:
        for indicator in yen_bai.indicators.values():
            if indicator.unit_of_measure.vi == "%" and indicator.target is not None:
                assert indicator.target.value <= 100
            if indicator.limits.maximum is not None and indicator.unit_of_measure.vi == "%":
                assert indicator.limits.maximum == 100


class TestNationalIndex:
    def test_of_2022_has_a_thousand_points_and_smart_city_none(self) -> None:
        """QĐ 922: five common indices of 100, then 200, 150 and 150; smart city is not scored."""
        points = {i.code: i.max_points for i in shipped("dti-tinh-2022").indicators.values()}

        assert points == {
            "NTS": 100, "TCS": 100, "HTS": 100, "NLS": 100, "ATTT": 100, "DTTM": 0,
            "HDCQS": 200, "HDKTS": 150, "HDXHS": 150,
        }  # fmt: skip
        assert sum(points.values()) == 1000

    def test_of_2022_has_overlapping_pillars_of_700_and_650_points(self) -> None:
        the_set = shipped("dti-tinh-2022")
        of_pillars = {
            code: sum(i.max_points for i in the_set.indicators_under(code)) for code in the_set.pillars
        }

        assert of_pillars == {"CQS": 700, "KTS": 650, "XHS": 650}
        assert sum(of_pillars.values()) > sum(i.max_points for i in the_set.indicators.values())

    def test_of_2020_weighs_its_pillars(self) -> None:
        weights = {m.node: m.weight for m in shipped("dti-tinh-2020").total.members}

        assert weights == {"CQS": Decimal("0.4"), "KTS": Decimal("0.3"), "XHS": Decimal("0.3")}

    @pytest.mark.parametrize("name", ["dti-tinh-2020", "dti-tinh-2022"])
    def test_is_printed_from_0_to_1_with_four_decimals(self, name: str) -> None:
        method = shipped(name).method

        assert got(method.scale.factor, method.rounding.published_score, method.ties.value) == (
            1,
            4,
            "competition",
        )


class TestDigest:
    def test_does_not_look_at_layout_comments_or_stated_defaults(self, tmp_path: Path) -> None:
        text = "# chú thích\n" + changed("pillars: [P, K]", "pillars:\n  - P\n  - K")
        text = changed(
            "rule: {kind: choice}", "rule: {kind: choice}\n        may_be_not_applicable: false", text
        )

        assert content_digest(load(tmp_path, text)) == content_digest(load(tmp_path, SET))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("max_points: 20", "max_points: 20.5"),
            ("ties: competition", "ties: dense"),
            ("vi: Bộ thử", "vi: Bộ thử hai"),
            ("[P, K]", "[K, P]"),
        ],
    )
    def test_looks_at_everything_else(self, old: str, new: str, tmp_path: Path) -> None:
        text = (
            changed(old, new)
            .replace("max_points: {so: 30, huyen: 10}", "")
            .replace("  max_points: {so: 40}\n", "")
        )
        base = SET.replace("max_points: {so: 30, huyen: 10}", "").replace("  max_points: {so: 40}\n", "")

        assert content_digest(load(tmp_path, text)) != content_digest(load(tmp_path, base))


class TestSources:
    """Texts about sources are in Vietnamese only, or in both languages."""

    BOTH = "source: {vi: suy ra từ QĐ 749, en: inferred from Decision 749}"

    def test_in_both_languages_are_given_in_the_one_asked_for(self, tmp_path: Path) -> None:
        source = load(tmp_path, changed("source: suy ra", self.BOTH)).nodes["C"].source

        assert [in_language(source, language) for language in ("vi", "en")] == [
            "suy ra từ QĐ 749",
            "inferred from Decision 749",
        ]
        assert is_in_language(source, "en")

    def test_in_vietnamese_only_stay_so_in_english(self, tmp_path: Path) -> None:
        source = load(tmp_path, SET).nodes["C"].source

        assert in_language(source, "en") == "suy ra"
        assert not is_in_language(source, "en")
        assert is_in_language(source, "vi")

    def test_keep_their_form_in_data_so_that_old_sets_keep_their_digest(self, tmp_path: Path) -> None:
        plain, both = load(tmp_path, SET), load(tmp_path, changed("source: suy ra", self.BOTH))

        written = [one.nodes["C"].model_dump(mode="json")["source"] for one in (plain, both)]
        assert written == ["suy ra", {"vi": "suy ra từ QĐ 749", "en": "inferred from Decision 749"}]
        assert content_digest(plain) != content_digest(both)
        assert IndicatorSet.model_validate(both.model_dump(mode="json")) == both

    def test_of_a_legal_text_may_be_in_both_languages_part_by_part(self, tmp_path: Path) -> None:
        basis = "legal_basis:\n  - title: {vi: Quyết định 1, en: Decision 1}\n    role: Ban hành\n"

        (text,) = load(tmp_path, SET + basis).legal_basis

        told = [in_language(part, "en") for part in (text.title, text.role, text.source)]
        assert told == ["Decision 1", "Ban hành", ""]


class TestChecks:
    """What is asked of submissions beyond the limits: it decides no points, but a slip in it costs every unit."""

    def test_are_none_unless_the_set_says_so(self, tmp_path: Path) -> None:
        checked = load(tmp_path, SET)
        limits = checked.indicators["D"].limits

        assert checked.checks.sums == ()
        assert (limits.decimals, limits.largest_change, checked.indicators["D"].cumulative) == (
            None,
            None,
            False,
        )

    def test_are_read_as_written(self, tmp_path: Path) -> None:
        text = changed(
            "input: value\n",
            "input: value\n    limits: {decimals: 2, largest_change: 12.5}\n    cumulative: true\n",
        )
        checked = load(tmp_path, f"{text}checks:\n  sums:\n    - {{total: D, parts: [A, C]}}\n")
        (total,) = checked.checks.sums
        limits = checked.indicators["D"].limits

        assert (total.total, total.parts) == ("D", ("A", "C"))
        assert (limits.decimals, limits.largest_change) == (2, Decimal("12.5"))
        assert checked.indicators["D"].cumulative

    @pytest.mark.parametrize(
        ("code", "marked"),
        [
            ("SET007", "{total: ⟦Z, parts: [A, C]}"),
            ("SET007", "{total: D, parts: [A, ⟦Z]}"),
            ("SET007", "{total: ⟦P, parts: [A, C]}"),  # a pillar has no figure
            ("SET004", "{total: D, parts: ⟦[A]}"),
            ("SET012", "⟦{total: D}"),
            ("SET003", "{total: D, parts: [A, C], ⟦part: B}"),
        ],
    )
    def test_of_what_is_not_there_are_refused(self, code: str, marked: str, tmp_path: Path) -> None:
        text, line, column = place_of_mark(f"{SET}checks:\n  sums:\n    - {marked}\n")

        assert [(p.code, p.line, p.column) for p in problems_of(tmp_path, text)] == [(code, line, column)]

    @pytest.mark.parametrize(
        "limits",
        [
            "{decimals: ⟦-1}",
            "{decimals: ⟦13}",
            "{decimals: ⟦1.5}",
            "{largest_change: ⟦0}",
            "{largest_change: ⟦-5}",
            "{largest_change: ⟦mười}",
        ],
    )
    def test_limits_that_nothing_could_keep_are_refused(self, limits: str, tmp_path: Path) -> None:
        marked = changed("input: value\n", f"input: value\n    limits: {limits}\n")
        text, line, column = place_of_mark(marked)

        assert [(p.code, p.line, p.column) for p in problems_of(tmp_path, text)] == [("SET004", line, column)]


class TestFinding:
    @pytest.fixture
    def folders(self, tmp_path: Path) -> tuple[Path, Path]:
        for name in ("own", "builtin"):
            (tmp_path / name / "units").mkdir(parents=True)
            text = changed("vi: Bộ thử", f"vi: {name}") + "units: {id: danh-sach, version: '1.0.0'}\n"
            (tmp_path / name / "bo-thu.yaml").write_text(text, encoding="utf-8")
            (tmp_path / name / "units" / "danh-sach.yaml").write_text(UNITS, encoding="utf-8")
        (tmp_path / "builtin" / "bo-khac.yaml").write_text(SET, encoding="utf-8")
        return tmp_path / "own", tmp_path / "builtin"

    def test_by_name_the_first_folder_wins(self, folders: tuple[Path, Path]) -> None:
        assert find_set("bo-thu", folders).parent.name == "own"
        assert find_set("bo-khac", folders).parent.name == "builtin"
        assert find_unit_list("danh-sach", folders).parts[-3] == "own"

    def test_by_path(self, folders: tuple[Path, Path]) -> None:
        path = folders[1] / "bo-khac.yaml"

        assert find_set(str(path), ()) == path

    def test_an_unknown_name_suggests_the_nearest(self, folders: tuple[Path, Path]) -> None:
        with pytest.raises(CdsRankError) as caught:
            find_set("bo-tu", folders)

        assert (caught.value.code, caught.value.facts["nearest"]) == ("set_unknown", "bo-thu")
        assert "bo-thu" in error_text(caught.value, "vi")

    def test_an_unknown_list_suggests_the_nearest(self, folders: tuple[Path, Path]) -> None:
        with pytest.raises(CdsRankError) as caught:
            find_unit_list("danhsach", folders)

        assert (caught.value.code, caught.value.facts["nearest"]) == ("units_unknown", "danh-sach")

    def test_a_path_that_is_not_there(self) -> None:
        with pytest.raises(CdsRankError) as caught:
            find_set("khong-co.yaml", ())

        assert caught.value.code == "file_not_readable"

    def test_a_set_brings_its_list(self, folders: tuple[Path, Path]) -> None:
        definitions = load_definitions(folders[0] / "bo-thu.yaml", folders)

        assert definitions.unit_list.id == "danh-sach"
        assert definitions.set_digest == content_digest(definitions.indicator_set)
        assert definitions.units_digest == content_digest(definitions.unit_list)

    def test_a_set_without_a_list_asks_for_one(self, folders: tuple[Path, Path]) -> None:
        with pytest.raises(CdsRankError) as caught:
            load_definitions(folders[1] / "bo-khac.yaml", folders)

        assert caught.value.code == "units_needed"
        assert load_definitions(folders[1] / "bo-khac.yaml", folders, "danh-sach").unit_list.id == "danh-sach"

    def test_another_version_of_the_list_is_refused(self, folders: tuple[Path, Path]) -> None:
        (folders[0] / "units" / "danh-sach.yaml").write_text(
            UNITS.replace("1.0.0", "2.0.0"), encoding="utf-8"
        )
        with pytest.raises(CdsRankError) as caught:
            load_definitions(folders[0] / "bo-thu.yaml", folders)

        facts = caught.value.facts
        assert (caught.value.code, facts["wanted"], facts["found"]) == ("units_version", "1.0.0", "2.0.0")

    def test_a_list_with_units_of_an_unknown_group_is_refused(self, folders: tuple[Path, Path]) -> None:
        other = changed("name: Sở B, group: so", "name: Sở B, group: s0", UNITS)
        (folders[0] / "units" / "danh-sach.yaml").write_text(other, encoding="utf-8")
        with pytest.raises(DefinitionError) as caught:
            load_definitions(folders[0] / "bo-thu.yaml", folders)
        (problem,) = caught.value.problems

        assert (problem.code, problem.facts["code"]) == ("SET007", "s0")
        assert problem.file.endswith("danh-sach.yaml")


_SCALARS = (
    (re.compile(r"[-+]?\d+"), int),
    (re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?"), float),
)


def as_editors_see_it(path: Path) -> Any:
    """Read YAML 1.2 as an editor's language server does: numbers, true, false and null are not text, dates are."""

    def value(node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {key.value: value(item) for key, item in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [value(item) for item in node.value]
        text = str(node.value)
        if isinstance(node, yaml.ScalarNode) and node.style in {"'", '"', "|", ">"}:
            return text
        if text in {"true", "false"}:
            return text == "true"
        if text in {"", "~", "null"}:
            return None
        return next((made(text) for form, made in _SCALARS if form.fullmatch(text)), text)

    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert root is not None
    return value(root)


class TestSchema:
    """The JSON Schema with which editors complete and check what authors type."""

    @staticmethod
    def validator(*, of_units: bool = False) -> jsonschema.Draft202012Validator:
        schema = definition_schema(of_units=of_units)
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema)

    @pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
    def test_accepts_the_shipped_sets(self, path: Path) -> None:
        assert [error.message for error in self.validator().iter_errors(as_editors_see_it(path))] == []

    @pytest.mark.parametrize("path", sorted((FOLDER / "units").glob("*.yaml")), ids=lambda path: path.stem)
    def test_accepts_the_shipped_unit_lists(self, path: Path) -> None:
        found = self.validator(of_units=True).iter_errors(as_editors_see_it(path))

        assert [error.message for error in found] == []

    @pytest.mark.parametrize(
        ("old", "new", "where"),
        [
            ("code: D", "code: 4.10", ["tree", 2]),
            ("code: D", "code: 15", ["tree", 2]),
            ("code: D", "code: true", ["tree", 2]),
            ("code: D", "code: null", ["tree", 2]),
            ("code: D", "code: 1e5", ["tree", 2]),
            ("direction: lower_is_better", "direction: lower", ["tree", 2]),
            ("ties: competition", "ties: competitive", ["method", "ties"]),
            ("ties: competition", "tie: competition", ["method"]),
            ("published_score: 2", "published_score: -1", ["method", "rounding", "published_score"]),
            ("status: confirmed\ngroups", "status: certain\ngroups", ["status"]),
            ("pillars: [P, K]", "pilars: [P, K]", []),
        ],
    )
    def test_flags_what_the_program_refuses(
        self, old: str, new: str, where: list[str | int], tmp_path: Path
    ) -> None:
        path = tmp_path / "bo.yaml"
        path.write_text(changed(old, new), encoding="utf-8")
        errors = list(self.validator().iter_errors(as_editors_see_it(path)))

        assert [list(error.absolute_path)[: len(where)] for error in errors] == [where] * len(errors)
        assert errors

    def test_flags_an_unquoted_unit_code(self, tmp_path: Path) -> None:
        path = tmp_path / "ds.yaml"
        path.write_text(changed('code: "02"', "code: 02", UNITS), encoding="utf-8")

        (error,) = self.validator(of_units=True).iter_errors(as_editors_see_it(path))
        assert list(error.absolute_path) == ["units", 1, "code"]

    def test_describes_every_field_in_vietnamese(self) -> None:
        for of_units in (False, True):
            definitions = definition_schema(of_units=of_units)
            parts = [definitions, *dict(definitions.get("$defs", {})).values()]  # type: ignore[call-overload]
            silent = [
                f"{part.get('title')}.{name}"
                for part in parts
                for name, field in part.get("properties", {}).items()
                if name != "kind" and not field.get("description")
            ]

            assert silent == []

    def test_is_the_same_every_time(self) -> None:
        assert json.dumps(definition_schema(of_units=False)) == json.dumps(definition_schema(of_units=False))


def test_every_rule_can_be_written_with_some_input() -> None:
    schema: Any = definition_schema(of_units=False)
    kinds = set(schema["$defs"]["Indicator"]["properties"]["rule"]["discriminator"]["mapping"])

    assert kinds == set().union(*RULES_BY_INPUT.values())
    assert set(RULES_BY_INPUT) == set(schema["$defs"]["InputKind"]["enum"])
