"""A result with something of everything, made by the scoring itself."""

import dataclasses
from functools import cache

from cds_rank.model.digest import content_digest
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin, Stage
from cds_rank.model.result import Result, RunRecord, UnitListUsed, Unranked, UnrankedReason
from cds_rank.model.unit import Status, Unit
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from tests.scoring.builders import (
    PERIOD,
    branch,
    composite,
    figure,
    indicator,
    levels,
    make_set,
    named,
    ratio,
)

EVIL = '=HYPERLINK("http://x")'


OPTIONS = [
    {"code": "truong", "name": named("Trưởng"), "share": "1"},
    {"code": "pho", "name": named("Phó"), "share": "1/3"},
]
GROUP_OF = {"01": "so", "S2": "so", "S3": "so", "S4": "so", "S5": "so", "H1": "huyen", "15": "tinh"}


def varied_set() -> IndicatorSet:
    both = ["so", "huyen"]
    return make_set(
        branch("P", ratio("A", groups=both), indicator("B", "choice", options=OPTIONS, groups=both)),
        branch(
            "Q",
            indicator("C", "assessed", groups=both),
            indicator("D", groups=[*both, "tinh"]),
            aggregation="best",
        ),
        indicator("4.10", "yes_no", groups=["so"]),
        composites=[composite("K", "sum", "A", "C"), composite("W", "weighted_mean", "P")],
        pillars=["P", "K"],
        groups=[
            {"code": "so", "name": named("Sở")},
            {"code": "huyen", "name": named("Huyện")},
            {"code": "tinh", "name": named("Tỉnh"), "ranked": False},
        ],
        method={
            "levels": levels(("cao", "above", 75), ("thap", None, None)),
            "rounding": {"published_score": 2, "indicator_points": None},
            "tie_breakers": ["P"],
        },
    )


def _answers() -> dict[str, dict[str, Observation]]:
    verified = figure("7.25", stage=Stage.VERIFIED)
    unreadable = figure(status=ObservationStatus.UNREADABLE)
    not_applicable = figure(status=ObservationStatus.NOT_APPLICABLE)
    return {
        "01": {"A": figure((1, 3)), "B": figure("pho"), "C": verified, "4.10": figure("yes")},
        "S2": {"A": figure((2, 6)), "B": figure("pho"), "C": figure("7.25"), "4.10": figure("yes")},
        "S3": {"A": figure((0, 0)), "D": figure("1E+2"), "4.10": figure("no")},
        "S5": dict.fromkeys(("A", "B", "C", "D", "4.10"), not_applicable),
        "H1": {"A": figure((10**15, 3 * 10**15)), "B": unreadable},
        "15": {"D": figure(50)},
    }


def _in_file(unit: str, code: str, made: Observation) -> Observation:
    return dataclasses.replace(
        made,
        unit=unit,
        indicator=code,
        origin=Origin(f"{unit}/báo cáo.xlsx", "Số liệu", "D12"),
        evidence=EVIL if unit == "01" else "",
        explanation='“ngoặc”, "kép"\nhai dòng' if unit == "S2" else "",
    )


@cache
def varied() -> Result:
    """Ties, units without a rank, thirds, absences, both stages, findings, odd texts."""
    the_set, answers = varied_set(), _answers()
    units = tuple(
        Unit(code=code, name=f"Đơn vị {code}", group=group, status=Status.CONFIRMED)
        for code, group in GROUP_OF.items()
    )
    figures = {
        (unit, code): _in_file(unit, code, made)
        for unit, values in answers.items()
        for code, made in values.items()
    }
    scores = build_index([unit for unit in units if unit.code in answers], figures, the_set)
    refused = {"S4": Unranked("S4", UnrankedReason.REFUSED, {"files": "s4.xlsx", "errors": "3"})}
    files = tuple(InputFile(f"{code}/báo cáo.xlsx", f"{n:064x}", 1000 + n) for n, code in enumerate(answers))
    gap = Origin("S3/báo cáo.xlsx", "Số liệu", "D13")
    findings = (
        Finding("VAL002", Severity.WARNING, gap, {"consequence": "0 điểm"}, "S3", "B", 13),
        Finding("FIL001", Severity.ERROR, Origin("s4.xlsx")),
    )
    created_at, digest = "2023-01-20T08:00:00+07:00", content_digest(the_set)
    return Result(
        record=RunRecord(created_at, "0.1.0", PERIOD, "final", False, True, files, digest),
        indicator_set=the_set,
        unit_list=UnitListUsed("danh-sach", "1.0.0", "b" * 64, units),
        rankings=rank_units(units, scores, refused, the_set),
        scores=scores,
        observations=figures,
        findings=findings,
        refused_files=("s4.xlsx",),
    )


def of_many_ratios(count: int = 40) -> Result:
    """One unit whose denominators have little in common: its exact total has some 400 digits."""
    denominators = [842_001 + 2 * i for i in range(count)]
    the_set = make_set(*(ratio(f"I{i}") for i in range(count)))
    units = (Unit(code="U", name="Tỉnh", group="so", status=Status.CONFIRMED),)
    figures = {
        ("U", f"I{i}"): figure((denominator - 1000 - i, denominator), unit="U", indicator=f"I{i}")
        for i, denominator in enumerate(denominators)
    }
    scores = build_index(units, figures, the_set)
    return Result(
        record=RunRecord("", "0.1.0", PERIOD, "final", False, False, (), content_digest(the_set)),
        indicator_set=the_set,
        unit_list=UnitListUsed("danh-sach", "1.0.0", "b" * 64, units),
        rankings=rank_units(units, scores, {}, the_set),
        scores=scores,
        observations=figures,
        findings=(),
        refused_files=(),
    )


def empty() -> Result:
    """Nobody sent anything, and there is nobody to rank."""
    the_set = make_set(indicator("A"))
    return Result(
        record=RunRecord("", "0.1.0", PERIOD, "final", False, False, (), content_digest(the_set)),
        indicator_set=the_set,
        unit_list=UnitListUsed("danh-sach", "1.0.0", "b" * 64, ()),
        rankings=(), scores={}, observations={}, findings=(), refused_files=(),
    )  # fmt: skip
