"""A small province that recognises communes: a set with two tiers, communes of two districts, and their answers.

Mức “đạt” takes B1, B2, B3 and 30 % of the four E (1,2, so two of them); “nâng cao” takes N1 and N2 as well, and
“đạt” before it. R says who registered.
"""

import copy
from collections.abc import Mapping
from typing import Any

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, RunRecord, UnitListUsed, Unranked, UnrankedReason
from cds_rank.model.unit import Unit
from cds_rank.record.sealing import SealedResult, seal
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from cds_rank.scoring.recognition import recognise

PERIOD = Period.parse("2022-Q4")
MANDATORY, EXTENDED, ADVANCED = ("B1", "B2", "B3"), ("E1", "E2", "E3", "E4"), ("N1", "N2")
NAMES = {
    "B1": "Có tổ công nghệ số",
    "B2": "Bộ phận một cửa điện tử",
    "B3": "Hồ sơ công việc trên mạng",
    "R": "Đăng ký đạt chuyển đổi số",
}


def names(vi: str, en: str = "") -> dict[str, str]:
    return {"vi": vi, "en": en or vi}


def _criterion(code: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": names(NAMES.get(code, f"Chỉ tiêu {code}")),
        "unit_of_measure": names("Có/Không"),
        "input": "yes_no",
        "direction": "higher_is_better",
        "rule": {"kind": "yes_no"},
        "max_points": "10",
        "max_points_status": "reconstructed",
        "groups": ["xa"],
        "groups_status": "reconstructed",
        "status": "reconstructed",
        "source": "Bịa ra để thử",
    } | more


def _tier(code: str, vi: str, en: str, mandatory: tuple[str, ...], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": names(vi, en),
        "groups": ["xa"],
        "mandatory": list(mandatory),
        "status": "reconstructed",
        "source": "HD 02/HD-UBND",
    } | more


_EXTENDED = {"extended": list(EXTENDED), "extended_at_least": "30%"}
SET: dict[str, Any] = {
    "id": "xa-thu",
    "version": "1.0.0",
    "name": names("Bộ chỉ tiêu xã thử", "Trial set for communes"),
    "status": "reconstructed",
    "units": {"id": "ds-xa", "version": "1.0.0"},
    "groups": [
        {"code": "xa", "name": names("Xã, phường, thị trấn", "Communes")},
        {"code": "huyen", "name": names("Huyện", "Districts")},
    ],
    "tree": [
        {
            "code": "I",
            "name": names("Chỉ tiêu"),
            "children": [
                *(_criterion(code) for code in (*MANDATORY, *EXTENDED, *ADVANCED)),
                _criterion("H1", groups=["huyen"]),
                _criterion("R", max_points="0"),
            ],
        },
    ],
    "total": {"aggregation": "sum", "members": [{"node": "I"}]},
    "method": {
        "missing": "zero",
        "zero_denominator": "zero",
        "stage": "final",
        "scale": {"name": names("Tỷ lệ hoàn thành")},
        "rounding": {"published_score": 2},
        "ties": "competition",
        "rank_on": "exact",
    },
    "recognition": {
        "tiers": [
            _tier(
                "nang-cao", "Nâng cao", "Advanced", (*MANDATORY, *ADVANCED), presupposes="dat", **_EXTENDED
            ),
            _tier("dat", "Đạt", "Achieved", MANDATORY, **_EXTENDED),
        ],
        "met_from": "1",
        "rounding": "up",
        "inapplicable": "leaves",
        "registered_by": "R",
        "notes": names("Nâng cao đòi hỏi đạt: do người lập bộ chọn."),
    },
}


def _unit(code: str, name: str, parent: str | None = None, **more: str) -> dict[str, Any]:
    group = "xa" if parent else "huyen"
    return (
        {"code": code, "name": name, "group": group, "status": "confirmed"}
        | ({"parent": parent} if parent else {})
        | more
    )


UNITS: dict[str, Any] = {
    "id": "ds-xa",
    "version": "1.0.0",
    "name": "Danh sách xã thử",
    "source": "Tự đặt",
    "units": [
        _unit("136", "Huyện Văn Yên"),
        _unit("04375", "Thị trấn Mậu A", "136"),
        _unit("04240", "Phường Yên Thịnh", "132"),
        _unit("04252", "Phường Yên Ninh", "132"),
        _unit("04317", "Xã Đông Cuông", "136"),
        _unit("04255", "Phường Minh Tân", "132"),
        _unit("04251", "Phường Đồng Tâm", "132"),
        _unit("04261", "Phường Hồng Hà", "132"),
        _unit("04264", "Xã Tuy Lộc", "132"),
    ],
}  # fmt: skip
ALL = (*MANDATORY, *EXTENDED, *ADVANCED, "R")
ANSWERS: Mapping[str, tuple[str, ...]] = {  # what is answered with yes
    "136": ("H1",),
    "04375": ALL,  # nâng cao
    "04240": ("B1", "B2", "B3", "E1", "E2", "N1", "R"),  # đạt; N2 from nâng cao
    "04252": ("B1", "B2", "E1", "E2", "R"),  # one away: B3
    "04317": ("B1", "E1", "N1", "N2", "R"),  # two mandatory and one extended away
    "04255": ("B1", "B2", "B3", "E1", "E2"),  # would be đạt, but did not register
}
REFUSED, SILENT = "04251", ("04261", "04264")


def changed(**recognition: Any) -> dict[str, Any]:
    """Give the set with parts of its recognition changed; a part that is None is left out."""
    data = copy.deepcopy(SET)
    data["recognition"] |= recognition
    data["recognition"] = {key: value for key, value in data["recognition"].items() if value is not None}
    return data


def answering(unit: str, *yes: str) -> dict[str, tuple[str, ...]]:
    """Give everybody's answers with one unit's changed."""
    return {**ANSWERS, unit: yes}


def changed_units(code: str, **more: str) -> dict[str, Any]:
    """Give the list with one unit changed."""
    units = [unit | more if unit["code"] == code else unit for unit in UNITS["units"]]
    return UNITS | {"units": units}


def result(
    data: Mapping[str, Any] = SET,
    answers: Mapping[str, tuple[str, ...]] = ANSWERS,
    units: Mapping[str, Any] = UNITS,
    refused: str = REFUSED,
) -> Result:
    """Score, rank and recognise; a criterion of a unit's group that is not answered with yes is answered with no."""
    the_set = IndicatorSet.model_validate(data)
    everybody = tuple(Unit.model_validate(unit) for unit in units["units"])
    scored = [unit for unit in everybody if unit.code in answers]
    figures = {
        (unit.code, code): Observation(
            unit.code, code, PERIOD, Stage.SELF_ASSESSED, ObservationStatus.REPORTED,
            Origin(f"{unit.code}.xlsx", "Số liệu", f"D{row}"), option="yes" if code in answers[unit.code] else "no",
        )
        for unit in scored
        for row, (code, indicator) in enumerate(the_set.indicators.items(), start=9)
        if unit.group in indicator.groups
    }  # fmt: skip
    scores = build_index(scored, figures, the_set)
    reasons = {refused: Unranked(refused, UnrankedReason.REFUSED, {"files": "hỏng.xlsx", "codes": "FIL005"})}
    files = tuple(InputFile(f"{unit.code}.xlsx", "0" * 64, 1000) for unit in scored)
    return Result(
        record=RunRecord("2023-01-20T08:00:00+07:00", "0.1.0", PERIOD, "final", False, True, files, "a" * 64),
        indicator_set=the_set,
        unit_list=UnitListUsed("ds-xa", "1.0.0", "b" * 64, everybody),
        rankings=rank_units(everybody, scores, reasons if refused else {}, the_set),
        scores=scores,
        observations=figures,
        findings=(),
        refused_files=("hỏng.xlsx",) if refused else (),
        recognitions=recognise(scores, figures, the_set),
    )


def sealed(data: Mapping[str, Any] = SET, **more: Any) -> SealedResult:
    return seal(result(data, **more))[1]
