"""A result as plain JSON data and back; every number is a decimal string, exact fractions stand beside it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from cds_rank.model.finding import Finding, Severity, Spot
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.quantity import decimal_text, is_decimal, parse_exact
from cds_rank.model.result import (
    GroupRanking,
    NodeScore,
    Ranked,
    Result,
    RunRecord,
    TierOutcome,
    Treatment,
    UnitListUsed,
    UnitRecognition,
    UnitScores,
    Unranked,
    UnrankedReason,
)
from cds_rank.model.review import Cause, Review, Verdict
from cds_rank.model.unit import ParentUnit, Unit

SCHEMA_VERSION = "1"
Json = dict[str, Any]
_EXACT = {name: f"{name}_exact" for name in ("earned", "attainable", "unrounded_score")}
# To be looked up a hundred thousand times: calling an enumeration costs three times as much.
_TREATMENTS: Mapping[str, Treatment] = {member.value: member for member in Treatment}
_STAGES: Mapping[str, Stage] = {member.value: member for member in Stage}
_STATUSES: Mapping[str, ObservationStatus] = {member.value: member for member in ObservationStatus}


def to_json(result: Result) -> Json:
    """Write a result as plain data, without its seal."""
    record, used = result.record, result.unit_list
    return {
        "schema_version": SCHEMA_VERSION,
        "created_at": record.created_at,
        "tool": {"name": "cds-rank", "version": record.tool_version},
        "period": record.period.text,
        "stage": record.stage,
        **({"not_held": list(record.not_held)} if record.not_held else {}),
        **({"earlier": record.earlier} if record.earlier else {}),
        "accepted_errors": record.accepted_errors,
        "illustrative": record.illustrative,
        "indicator_set": {
            "id": result.indicator_set.id,
            "version": result.indicator_set.version,
            "digest": record.set_digest,
        },
        "unit_list": {
            "id": result.unit_list.id,
            "version": result.unit_list.version,
            "digest": result.unit_list.digest,
        },
        "inputs": [{"name": f.name, "sha256": f.sha256, "size": f.size} for f in record.inputs],
        "refused_files": list(result.refused_files),
        "groups": [_group(result, ranking) for ranking in result.rankings],
        "scores": [_unit_scores(scores) for scores in result.scores.values()],
        "observations": [_observation(observation) for observation in result.observations.values()],
        **_reviewed(result),
        **(
            {"recognitions": [_recognition(item) for item in result.recognitions]}
            if result.recognitions
            else {}
        ),
        "findings": [_finding(finding) for finding in result.findings],
        "units": [u.model_dump(mode="json", exclude_defaults=True) for u in result.unit_list.units],
        **({"parents": [p.model_dump(mode="json") for p in used.parents]} if used.parents else {}),
        "definition": result.indicator_set.model_dump(mode="json", exclude_defaults=True),
    }


def from_json(data: Json) -> Result:
    """Read what `to_json` wrote; KeyError, TypeError or ValueError when it is not that."""
    read = readers(Period.parse(data["period"]))
    return assembled(data | {key: [read[key](item) for item in data[key]] for key in read.keys() & data})


def readers(period: Period) -> Mapping[str, Callable[[Json], Any]]:
    """Return what reads one item of each list that grows with units times criteria, by the list's key.

    period: of the result.
    """
    # The same few numbers of a figure come again and again; a table of their own goes with the reading.
    decimal = lru_cache(maxsize=65536)(Decimal)

    def observation(data: Json) -> Observation:
        return _observation_from(data, period, decimal)

    return {
        "observations": observation,
        "self_observations": observation,
        "scores": _unit_scores_from,
        "self_scores": _unit_scores_from,
        "reviews": _review_from,
    }


def assembled(data: Json) -> Result:
    """Make a result of its parts: plain data, but for the lists that `readers` have read.

    Raises KeyError, TypeError or ValueError when they are no result.
    """
    period = Period.parse(data["period"])
    indicator_set = IndicatorSet.model_validate(data["definition"])
    units = tuple(Unit.model_validate(unit) for unit in data["units"])
    parents = tuple(ParentUnit.model_validate(parent) for parent in data.get("parents", ()))
    used = data["unit_list"]
    claimed, reported = data.get("self_scores", ()), data.get("self_observations", ())
    return Result(
        record=RunRecord(
            created_at=data["created_at"],
            tool_version=data["tool"]["version"],
            period=period,
            stage=data["stage"],
            accepted_errors=data["accepted_errors"],
            illustrative=data["illustrative"],
            inputs=tuple(InputFile(f["name"], f["sha256"], f["size"]) for f in data["inputs"]),
            set_digest=data["indicator_set"]["digest"],
            not_held=tuple(data.get("not_held", ())),
            earlier=data.get("earlier", ""),
        ),
        indicator_set=indicator_set,
        unit_list=UnitListUsed(used["id"], used["version"], used["digest"], units, parents),
        rankings=tuple(_group_from(item) for item in data["groups"]),
        scores={item.unit: item for item in data["scores"]},
        observations={(item.unit, item.indicator): item for item in data["observations"]},
        findings=tuple(_finding_from(item) for item in data["findings"]),
        refused_files=tuple(data["refused_files"]),
        reviews={(item.unit, item.indicator): item for item in data.get("reviews", ())},
        self_scores={item.unit: item for item in claimed},
        self_observations={(item.unit, item.indicator): item for item in reported},
        recognitions=tuple(_recognition_from(item) for item in data.get("recognitions", ())),
    )


def _exact(name: str, number: Fraction) -> Json:
    plain = {name: decimal_text(number)}
    return plain if is_decimal(number) else plain | {_EXACT[name]: str(number)}


def _exact_from(data: Mapping[str, Any], name: str) -> Fraction:
    return parse_exact(data.get(_EXACT[name], data[name]))


def _group(result: Result, ranking: GroupRanking) -> Json:
    return {
        "group": ranking.group,
        "ranking": [_ranked(result, entry) for entry in ranking.ranked],
        "unranked": [
            {
                "unit": entry.unit,
                "name": result.unit(entry.unit).name,
                "reason": entry.reason.value,
                "facts": dict(entry.facts),
            }
            for entry in ranking.unranked
        ],
    }


def _ranked(result: Result, entry: Ranked) -> Json:
    return {
        "unit": entry.unit,
        "name": result.unit(entry.unit).name,
        "rank": entry.rank,
        "shares_rank": entry.shares_rank,
        "score": format(entry.published, "f"),
        **_exact("unrounded_score", entry.score),
        **_exact("earned", entry.earned),
        **_exact("attainable", entry.attainable),
        "level": entry.level,
    }


def _group_from(data: Json) -> GroupRanking:
    ranked = tuple(
        Ranked(
            unit=item["unit"],
            rank=item["rank"],
            score=_exact_from(item, "unrounded_score"),
            published=Decimal(item["score"]),
            earned=_exact_from(item, "earned"),
            attainable=_exact_from(item, "attainable"),
            level=item["level"],
            shares_rank=item["shares_rank"],
        )
        for item in data["ranking"]
    )
    unranked = tuple(
        Unranked(item["unit"], UnrankedReason(item["reason"]), item["facts"]) for item in data["unranked"]
    )
    return GroupRanking(data["group"], ranked, unranked)


def _node(score: NodeScore) -> Json:
    return {
        "node": score.node,
        **_exact("earned", score.earned),
        **_exact("attainable", score.attainable),
        "treatment": score.treatment.value,
        "how": dict(score.how),
    }


def _node_from(data: Json) -> NodeScore:
    return NodeScore(
        data["node"],
        _exact_from(data, "earned"),
        _exact_from(data, "attainable"),
        _TREATMENTS[data["treatment"]],
        data["how"],
    )


def _unit_scores(scores: UnitScores) -> Json:
    return {
        "unit": scores.unit,
        "group": scores.group,
        "total": _node(scores.total),
        "nodes": [_node(score) for score in scores.nodes.values()],
    }


def _unit_scores_from(data: Json) -> UnitScores:
    nodes = [_node_from(item) for item in data["nodes"]]
    by_code = {score.node: score for score in nodes}
    return UnitScores(data["unit"], data["group"], by_code, _node_from(data["total"]))


def _reviewed(result: Result) -> Json:
    if not result.reviews:
        return {}
    return {
        "reviews": [_review(review) for review in result.reviews.values()],
        "self_scores": [_unit_scores(scores) for scores in result.self_scores.values()],
        "self_observations": [_observation(o) for o in result.self_observations.values()],
    }


def _review(review: Review) -> Json:
    numbers = {key: getattr(review, key) for key in _NUMBERS}
    texts = {key: getattr(review, key) for key in ("reason", "reviewer", "option")}
    return {
        "unit": review.unit,
        "indicator": review.indicator,
        "verdict": review.verdict.value,
        **({"cause": review.cause.value} if review.cause else {}),
        **{key: format(number, "f") for key, number in numbers.items() if number is not None},
        **{key: text for key, text in texts.items() if text},
        "origin": _origin(review.origin),
    }


def _review_from(data: Json) -> Review:
    return Review(
        unit=data["unit"],
        indicator=data["indicator"],
        verdict=Verdict(data["verdict"]),
        origin=Origin(**data["origin"]),
        cause=Cause(data["cause"]) if "cause" in data else None,
        reason=data.get("reason", ""),
        reviewer=data.get("reviewer", ""),
        option=data.get("option"),
        **{key: Decimal(data[key]) for key in _NUMBERS if key in data},
    )


def _recognition(item: UnitRecognition) -> Json:
    return {
        "unit": item.unit,
        "registered": item.registered,
        "tier": item.tier,
        "tiers": [
            {
                "tier": outcome.tier,
                "reached": outcome.reached,
                "mandatory_met": list(outcome.mandatory_met),
                "mandatory_unmet": list(outcome.mandatory_unmet),
                "extended_met": list(outcome.extended_met),
                "extended_unmet": list(outcome.extended_unmet),
                "extended_needed": outcome.extended_needed,
                **({"lacks_tier": outcome.lacks_tier} if outcome.lacks_tier else {}),
            }
            for outcome in item.outcomes
        ],
    }


def _recognition_from(data: Json) -> UnitRecognition:
    outcomes = tuple(
        TierOutcome(
            tier=item["tier"],
            reached=item["reached"],
            mandatory_met=tuple(item["mandatory_met"]),
            mandatory_unmet=tuple(item["mandatory_unmet"]),
            extended_met=tuple(item["extended_met"]),
            extended_unmet=tuple(item["extended_unmet"]),
            extended_needed=item["extended_needed"],
            lacks_tier=item.get("lacks_tier", ""),
        )
        for item in data["tiers"]
    )
    return UnitRecognition(data["unit"], data["registered"], data["tier"], outcomes)


_NUMBERS = ("value", "numerator", "denominator", "points")
_TEXTS = ("option", "evidence", "explanation")


def _observation(observation: Observation) -> Json:
    numbers = {key: getattr(observation, key) for key in _NUMBERS}
    texts = {key: getattr(observation, key) for key in _TEXTS}
    return {
        "unit": observation.unit,
        "indicator": observation.indicator,
        "stage": observation.stage.value,
        "status": observation.status.value,
        **{key: format(number, "f") for key, number in numbers.items() if number is not None},
        **{key: text for key, text in texts.items() if text},
        "origin": _origin(observation.origin),
    }


def _observation_from(data: Json, period: Period, decimal: Callable[[Any], Decimal]) -> Observation:
    """Read one figure; decimal: makes its numbers."""
    return Observation(
        unit=data["unit"],
        indicator=data["indicator"],
        period=period,
        stage=_STAGES[data["stage"]],
        status=_STATUSES[data["status"]],
        origin=Origin(**data["origin"]),
        option=data.get("option"),
        evidence=data.get("evidence", ""),
        explanation=data.get("explanation", ""),
        value=decimal(data["value"]) if "value" in data else None,
        numerator=decimal(data["numerator"]) if "numerator" in data else None,
        denominator=decimal(data["denominator"]) if "denominator" in data else None,
        points=decimal(data["points"]) if "points" in data else None,
    )


def _origin(origin: Origin) -> Json:
    return {"file": origin.file, "sheet": origin.sheet, "cell": origin.cell}


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "unit": finding.unit,
        "indicator": finding.indicator,
        "origin": _origin(finding.origin),
        "row": finding.row,
        "facts": dict(finding.facts),
        **({"also": [_spot(spot) for spot in finding.also]} if finding.also else {}),
        **({"explanation": finding.explanation} if finding.explanation else {}),
    }


def _spot(spot: Spot) -> Json:
    return {"cell": spot.cell, "row": spot.row, "indicator": spot.indicator}


def _finding_from(data: Json) -> Finding:
    return Finding(
        data["code"],
        Severity(data["severity"]),
        Origin(**data["origin"]),
        data["facts"],
        data["unit"],
        data["indicator"],
        data["row"],
        tuple(Spot(**spot) for spot in data.get("also", ())),
        data.get("explanation", ""),
    )
