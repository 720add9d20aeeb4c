"""Small results to draw: invented units of two groups, with arithmetic one can check by eye."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cds_rank.model.finding import Finding
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, RunRecord, UnitListUsed, Unranked
from cds_rank.model.unit import Status, Unit
from cds_rank.record.sealing import SealedResult, seal
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units

PERIOD = Period("2022-Q4", dt.date(2022, 10, 1), dt.date(2022, 12, 31))


def criterion(code: str, name: str, **more: Any) -> dict[str, Any]:
    """A percentage out of 100, worth 10 points, in both groups; `more` overrides."""
    return {
        "code": code,
        "name": {"vi": name, "en": name},
        "unit_of_measure": {"vi": "%", "en": "%"},
        "input": "value",
        "direction": "higher_is_better",
        "rule": {"kind": "proportional"},
        "max_points": 10,
        "groups": ["huyen", "so"],
        "may_be_not_applicable": True,
        "status": "confirmed",
        "source": "Quyết định 1",
    } | more


def small_set(**more: Any) -> IndicatorSet:
    """Two pillars of two criteria and one criterion; the district group is ranked, the other as `more` says."""
    data: dict[str, Any] = {
        "id": "thu-2022",
        "version": "1.0.0",
        "name": {"vi": "Bộ chỉ tiêu thử", "en": "Trial set"},
        "status": "reconstructed",
        "groups": [
            {"code": "huyen", "name": {"vi": "Huyện", "en": "Districts"}},
            {"code": "so", "name": {"vi": "Sở", "en": "Departments"}},
        ],
        "tree": [
            {
                "code": "CQ",
                "name": {"vi": "Chính quyền số", "en": "Government"},
                "children": [criterion("CQ-1", "Hồ sơ trực tuyến"), criterion("CQ-2", "Văn bản ký số")],
            },
            {
                "code": "XH",
                "name": {"vi": "Xã hội số", "en": "Society"},
                "children": [
                    criterion("XH-1", "Dân số có tài khoản", status="reconstructed", groups=["huyen"])
                ],
            },
        ],
        "pillars": ["CQ", "XH"],
        "total": {"aggregation": "sum", "members": [{"node": "CQ"}, {"node": "XH"}]},
        "method": {
            "missing": "zero",
            "zero_denominator": "not_applicable",
            "stage": "final",
            "scale": {"name": {"vi": "Tỷ lệ hoàn thành", "en": "Completion rate"}},
            "rounding": {"published_score": 2},
            "ties": "competition",
            "rank_on": "exact",
        },
    }
    return IndicatorSet.model_validate(data | more)


def unit(code: str, name: str, group: str = "huyen") -> Unit:
    return Unit(code=code, name=name, group=group, status=Status.CONFIRMED)


UNITS = (
    unit("139", "Huyện Trạm Tấu"),
    unit("132", "Thành phố Yên Bái"),
    unit("133", "Thị xã Nghĩa Lộ"),
    unit("141", "Huyện Yên Bình"),
    unit("STC", "Sở Tài chính", "so"),
)
FIGURES: Mapping[str, Mapping[str, float | str | None]] = {
    "139": {"CQ-1": 50, "CQ-2": 70, "XH-1": 90},  # 21 of 30: 70 %
    "132": {"CQ-1": 90, "CQ-2": 90, "XH-1": "not_applicable"},  # 18 of 20: 90 %
    "133": {"CQ-1": 80, "CQ-2": None, "XH-1": 100},  # 18 of 30: 60 %
    "STC": {"CQ-1": 100, "CQ-2": 50},  # 15 of 20: 75 %
}


def observation(unit_code: str, indicator: str, value: float | str | None, row: int) -> Observation:
    """A number is a reported value, None a missing one; a word is the name of a status."""
    status = ObservationStatus(value) if isinstance(value, str) else ObservationStatus.REPORTED
    return Observation(
        unit=unit_code,
        indicator=indicator,
        period=PERIOD,
        stage=Stage.VERIFIED,
        status=ObservationStatus.MISSING if value is None else status,
        origin=Origin(f"{unit_code}.xlsx", "Số liệu", f"D{row}"),
        value=Decimal(str(value)) if isinstance(value, int | float) else None,
        evidence="Báo cáo số 1" if value is not None else "",
    )


def sealed(
    indicator_set: IndicatorSet | None = None,
    units: Sequence[Unit] = UNITS,
    figures: Mapping[str, Mapping[str, float | str | None]] = FIGURES,
    *,
    refused: Sequence[Unranked] = (),
    findings: Sequence[Finding] = (),
    illustrative: bool = True,
    accepted_errors: bool = False,
) -> SealedResult:
    """Score, rank and seal invented figures: by unit and indicator."""
    chosen = indicator_set or small_set()
    observations = {
        (code, indicator): observation(code, indicator, value, row)
        for code, of_unit in figures.items()
        for row, (indicator, value) in enumerate(of_unit.items(), start=9)
    }
    scored = [item for item in units if item.code in figures]
    scores = build_index(scored, observations, chosen)
    files = [*(f"{code}.xlsx" for code in figures), *(entry.facts["files"] for entry in refused)]
    record = RunRecord(
        created_at="2023-01-20T08:00:00+07:00",
        tool_version="0.1.0",
        period=PERIOD,
        stage="final",
        accepted_errors=accepted_errors,
        illustrative=illustrative,
        inputs=tuple(InputFile(name, f"{number:064x}", 1000) for number, name in enumerate(files)),
        set_digest="a" * 64,
    )
    result = Result(
        record=record,
        indicator_set=chosen,
        unit_list=UnitListUsed("thu", "1.0.0", "b" * 64, tuple(units)),
        rankings=rank_units(units, scores, {entry.unit: entry for entry in refused}, chosen),
        scores=scores,
        observations=observations,
        findings=tuple(findings),
        refused_files=tuple(entry.facts["files"] for entry in refused),
    )
    return seal(result)[1]
