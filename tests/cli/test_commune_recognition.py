"""The 173 communes of Yên Bái in 2022: invented figures from which the counts that were published come out.

Known (“Yên Bái xây dựng mô hình chuyển đổi số lấy người dân làm trung tâm”, after Báo Yên Bái): 73 of 173 registered;
of 5 in TP Yên Bái one xã met 17/17 goals and four phường 16/17; about 18 in Văn Yên are recognised, thị trấn Mậu A and
xã Đông Cuông at the higher tier; 30 % of those that registered were done by the end of the year.
"""

import importlib.util
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import UnitRecognition
from cds_rank.model.unit import Status, Unit
from cds_rank.reading.definitions import Definitions, builtin_folder, load_definitions
from cds_rank.scoring.index import build_index
from cds_rank.scoring.recognition import recognise
from tests.cli.helpers import CREATED_AT, ROOT, Cli, result_in, unranked

NAME = "yen-bai-xa-2022"
CITY, VAN_YEN = "132", "136"
SOME = ("04249", "04258", "04261", "04267", "04543", "04270", "04375", "04399", "04726")
"""The five of the city, one of its others, Mậu A, Đông Cuông, and one that met everything and did not register."""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", ROOT / "tools" / "make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load_definitions(builtin_folder() / f"{NAME}.yaml", (builtin_folder(),))


@pytest.fixture(scope="module")
def units(definitions: Definitions) -> Mapping[str, Unit]:
    return definitions.unit_list.by_code


@pytest.fixture(scope="module")
def found(tool: ModuleType, definitions: Definitions) -> Mapping[str, UnitRecognition]:
    """How all 173 stand, from the figures that go into their workbooks."""
    figures = {
        (unit.code, code): observation(unit.code, code, figure)
        for unit, of_unit in tool.communes(definitions)
        for code, figure in of_unit.items()
    }
    scores = build_index(definitions.unit_list.units, figures, definitions.indicator_set)
    return {entry.unit: entry for entry in recognise(scores, figures, definitions.indicator_set)}


def observation(unit: str, indicator: str, figure: Any) -> Observation:
    return Observation(
        unit,
        indicator,
        Period.parse("2022"),
        Stage.SELF_ASSESSED,
        figure.status or ObservationStatus.REPORTED,
        Origin("bang.csv", "", ""),
        figure.value,
        figure.numerator,
        figure.denominator,
        figure.answer or None,
    )


class TestAllCommunes:
    def test_73_of_173_registered(self, found: Mapping[str, UnitRecognition]) -> None:
        assert (len(found), sum(entry.registered is True for entry in found.values())) == (173, 73)

    def test_of_five_in_the_city_one_xa_met_17_goals_and_four_phuong_16(
        self, found: Mapping[str, UnitRecognition], units: Mapping[str, Unit]
    ) -> None:
        registered = [e for e in found.values() if e.registered and units[e.unit].parent == CITY]

        assert Counter(
            (units[e.unit].name.split()[0], len(e.outcomes[1].mandatory_met), e.tier) for e in registered
        ) == {("Xã", 17, "dat"): 1, ("Phường", 16, "co-ban"): 4}

    def test_18_of_van_yen_are_recognised_two_of_them_at_the_higher_tier(
        self, found: Mapping[str, UnitRecognition], units: Mapping[str, Unit]
    ) -> None:
        tiers = Counter(e.tier for e in found.values() if units[e.unit].parent == VAN_YEN)

        assert tiers == {"dat": 16, "nang-cao": 2, None: 7}

    def test_mau_a_and_dong_cuong_alone_are_nang_cao(
        self, found: Mapping[str, UnitRecognition], units: Mapping[str, Unit]
    ) -> None:
        advanced = [units[e.unit] for e in found.values() if e.tier == "nang-cao"]

        assert [(unit.name, unit.parent) for unit in advanced] == [
            ("Thị trấn Mậu A", VAN_YEN),
            ("Xã Đông Cuông", VAN_YEN),
        ]

    def test_30_percent_of_those_that_registered_are_done(self, found: Mapping[str, UnitRecognition]) -> None:
        """22 of 73 are 30,1 %: 1 in the city, 18 in Văn Yên, and 3 that we chose."""
        done = sum(entry.tier in {"dat", "nang-cao"} for entry in found.values())

        assert (done, round(100 * done / 73)) == (22, 30)

    def test_who_met_everything_and_did_not_register_is_not_recognised(
        self, found: Mapping[str, UnitRecognition], units: Mapping[str, Unit]
    ) -> None:
        silent = [e for e in found.values() if not e.registered and not e.outcomes[1].mandatory_unmet]

        assert [(units[e.unit].name, e.tier) for e in silent] == [("Xã Cảm Nhân", None)]

    def test_a_phuong_without_farm_products_needs_two_of_six_a_xa_three_of_seven(
        self, found: Mapping[str, UnitRecognition], units: Mapping[str, Unit]
    ) -> None:
        needed = {
            (units[e.unit].name.split()[0] == "Phường", e.outcomes[0].extended_needed) for e in found.values()
        }

        assert needed == {(True, 2), (False, 3)}


class TestTheTable:
    def test_says_of_every_commune_what_is_known_of_it(
        self, tool: ModuleType, units: Mapping[str, Unit]
    ) -> None:
        rows = tool.read_table(NAME)
        known = Counter(row["basis"] for row in rows if row["registered"] == "yes")

        assert [row["name"] for row in rows] == [units[row["unit"]].name for row in rows]
        assert [row["name"] for row in rows if row["basis"] == "named"] == ["Thị trấn Mậu A", "Xã Đông Cuông"]
        assert known == {"named": 2, "counted": 5 + 16, "invented": 50}

    def test_gives_the_communes_the_1356_hamlets_of_the_province(
        self, tool: ModuleType, definitions: Definitions
    ) -> None:
        hamlets = [figures["BB-09"].denominator for _, figures in tool.communes(definitions)]

        assert (len(hamlets), sum(hamlets)) == (173, 1356)


class TestTheSet:
    def test_claims_nothing_as_official(self, definitions: Definitions) -> None:
        """The content of the 17 goals is in no source."""
        the_set = definitions.indicator_set
        assert the_set.recognition is not None

        statuses = {tier.status for tier in the_set.recognition.tiers} | {the_set.status}
        for indicator in the_set.indicators.values():
            statuses |= {indicator.status, indicator.max_points_status, indicator.groups_status}
            statuses |= {indicator.target.status} if indicator.target else set()
        assert statuses == {Status.RECONSTRUCTED}

    def test_has_17_mandatory_goals_and_the_rule_of_30_percent(self, definitions: Definitions) -> None:
        assert definitions.indicator_set.recognition is not None
        advanced, reached, nearly = definitions.indicator_set.recognition.tiers

        assert advanced.mandatory == reached.mandatory == nearly.mandatory
        assert (len(reached.mandatory), reached.unmet_at_most, nearly.unmet_at_most) == (17, 0, 1)
        assert (len(advanced.extended), str(advanced.extended_at_least)) == (7, "3/10")


def test_workbooks_of_communes_lead_to_the_same_recognitions(
    tool: ModuleType, found: Mapping[str, UnitRecognition], tmp_path: Path, cli: Callable[..., Cli]
) -> None:
    """From files to result.json; nobody is ranked, and the figures say that they are invented."""
    tool.write_communes(tmp_path / "nop", SOME)

    done = cli("compute", tmp_path / "nop", "--created-at", CREATED_AT, "--out", tmp_path / "ra")

    assert done.code == 0
    result = result_in(tmp_path)
    assert {entry["unit"]: entry["tier"] for entry in result["recognitions"]} == {
        "04249": "co-ban",
        "04258": "co-ban",
        "04261": "co-ban",
        "04267": "co-ban",
        "04543": "dat",
        "04270": None,
        "04375": "nang-cao",
        "04399": "nang-cao",
        "04726": None,
    }
    unmet = {e["unit"]: e["tiers"][1]["mandatory_unmet"] for e in result["recognitions"]}
    assert unmet == {code: list(found[code].outcomes[1].mandatory_unmet) for code in SOME}
    assert {unranked(result)[code] for code in SOME} == {"group_not_ranked"}
    assert result["illustrative"] is True
