"""Tiny sets, units and figures: a test says only what it is about."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import (
    GroupRanking,
    NodeScore,
    Ranked,
    UnitScores,
    Unranked,
    UnrankedReason,
)
from cds_rank.model.unit import Status, Unit
from cds_rank.scoring.index import build_index
from cds_rank.scoring.measuring import Measuring
from cds_rank.scoring.points import score_indicator
from cds_rank.scoring.ranking import rank_units
from cds_rank.scoring.shares import Peers

PERIOD = Period.parse("2022")
_INPUT_OF_RULE = {"yes_no": "yes_no", "choice": "choice", "assessed": "points", "capped_count": "count"}

Value = int | str | Decimal | tuple[int | str, int | str] | Observation
Table = Mapping[str, Mapping[str, Value]]


def named(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def indicator(code: str = "A", rule: str | dict[str, Any] = "proportional", **more: Any) -> dict[str, Any]:
    """rule: its kind, or the whole of it. 10 points, group "so", higher is better unless `more` says otherwise."""
    whole = {"kind": rule} if isinstance(rule, str) else rule
    return {
        "code": code,
        "name": named(code),
        "unit_of_measure": named("%"),
        "input": _INPUT_OF_RULE.get(whole["kind"], "value"),
        "direction": "higher_is_better",
        "rule": whole,
        "max_points": 10,
        "groups": ["so"],
        "status": "confirmed",
        "source": "QĐ",
    } | more


def ratio(code: str = "A", rule: str | dict[str, Any] = "proportional", **more: Any) -> dict[str, Any]:
    return indicator(code, rule, input="ratio", numerator=named("a"), denominator=named("b"), **more)


def target(value: int | str) -> dict[str, Any]:
    return {"value": value, "status": "confirmed", "source": "QĐ"}


def branch(code: str, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": code, "name": named(code), "children": list(children)} | more


def composite(code: str, aggregation: str, *members: str, **more: Any) -> dict[str, Any]:
    roll_up = {"aggregation": aggregation, "members": [{"node": node} for node in members]} | more
    return {"code": code, "name": named(code), "status": "confirmed", "roll_up": roll_up}


def set_data(*tree: dict[str, Any], method: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The data of a set whose total is the sum of the tree's nodes; `method` and `more` change parts of it."""
    chosen: dict[str, Any] = {
        "missing": "zero",
        "zero_denominator": "zero",
        "stage": "final",
        "scale": {"name": named("Tỷ lệ hoàn thành")},
        "rounding": {"published_score": 2},
        "ties": "competition",
        "rank_on": "exact",
    }
    return {
        "id": "bo-thu",
        "version": "1.0.0",
        "name": named("Bộ thử"),
        "status": "confirmed",
        "groups": [{"code": "so", "name": named("Sở, ban, ngành")}],
        "tree": list(tree),
        "total": {"aggregation": "sum", "members": [{"node": node["code"]} for node in tree]},
        "method": chosen | dict(method or {}),
    } | more


def make_set(*tree: dict[str, Any], method: Mapping[str, Any] | None = None, **more: Any) -> IndicatorSet:
    return IndicatorSet.model_validate(set_data(*tree, method=method, **more))


def got(*facts: object) -> tuple[object, ...]:
    """Put what came out side by side, to be compared in one go."""
    return facts


def unit(code: str, group: str = "so") -> Unit:
    return Unit(code=code, name=f"Đơn vị {code}", group=group, status=Status.CONFIRMED)


def figure(
    value: Value | None = None,
    *,
    unit: str = "U",
    indicator: str = "A",
    stage: Stage = Stage.SELF_ASSESSED,
    status: ObservationStatus = ObservationStatus.REPORTED,
) -> Observation:
    """value: a number, a (numerator, denominator), or the code of an answer."""
    if isinstance(value, Observation):
        return Observation(
            unit, indicator, PERIOD, value.stage, value.status, value.origin,
            value.value, value.numerator, value.denominator, value.option,
        )  # fmt: skip
    origin = Origin(f"{unit}.xlsx", "Số liệu", "D12")
    made: dict[str, Any] = {}
    if isinstance(value, tuple):
        made = {"numerator": Decimal(value[0]), "denominator": Decimal(value[1])}
    elif isinstance(value, str) and value[:1].isalpha():
        made = {"option": value}
    elif value is not None:
        made = {"value": Decimal(value)}
    return Observation(unit, indicator, PERIOD, stage, status, origin, **made)


def no_figure(status: ObservationStatus) -> Observation:
    return figure(status=status)


def points(
    of: dict[str, Any], value: Value | None, *peers: int | Fraction, method: Mapping[str, Any] | None = None
) -> NodeScore:
    """Score one figure of one indicator; None: nothing was sent."""
    indicator_set = make_set(of, method=method)
    only = next(iter(indicator_set.indicators.values()))
    sent = None if value is None else figure(value, indicator=only.code)
    figures = {} if sent is None else {(sent.unit, only.code): sent}
    measured = Measuring(indicator_set, figures).measure("U", only)
    return score_indicator(only, measured, Peers([Fraction(peer) for peer in peers]), indicator_set.method)


def earned(of: dict[str, Any], value: Value | None, *peers: int | Fraction, **method: Any) -> Fraction:
    return points(of, value, *peers, method=method).earned


def index(
    indicator_set: IndicatorSet, table: Table, groups: Mapping[str, str] | None = None
) -> dict[str, UnitScores]:
    """table: unit → indicator → value; an indicator left out was not sent. groups: unit → group, "so" if left out."""
    units = [unit(code, (groups or {}).get(code, "so")) for code in table]
    figures = {
        (of, code): figure(value, unit=of, indicator=code)
        for of, values in table.items()
        for code, value in values.items()
    }
    return build_index(units, figures, indicator_set)


def rankings(
    indicator_set: IndicatorSet,
    table: Table,
    groups: Mapping[str, str] | None = None,
    *,
    silent: tuple[str, ...] = (),
    refused: Mapping[str, Unranked] | None = None,
) -> tuple[GroupRanking, ...]:
    """silent: units of the list that sent nothing."""
    units = [unit(code, (groups or {}).get(code, "so")) for code in (*table, *silent, *(refused or {}))]
    return rank_units(units, index(indicator_set, table, groups), refused or {}, indicator_set)


def places(
    indicator_set: IndicatorSet, table: Table, groups: Mapping[str, str] | None = None
) -> dict[str, int | UnrankedReason]:
    """Everybody's rank, or the reason for having none."""
    return {
        placement.unit: placement.rank if isinstance(placement, Ranked) else placement.reason
        for ranking in rankings(indicator_set, table, groups)
        for placement in ranking.placements
    }


def levels(*bands: tuple[str, str | None, int | str | None]) -> dict[str, Any]:
    """bands: (code, "at_least" or "above", bound), best first; the last with None, None."""
    listed = [
        {"code": code, "name": named(code)} | ({} if bound is None else {str(key): bound})
        for code, key, bound in bands
    ]
    return {"bands": listed, "status": "confirmed", "source": "QĐ"}
