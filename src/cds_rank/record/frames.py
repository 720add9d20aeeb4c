"""A result's tables as pandas frames, for notebooks and CSV; nothing on the way of `validate` comes here."""

import csv
from typing import Literal, get_args

import pandas as pd

from cds_rank.model.result import TOTAL, Result, TierOutcome, UnitRecognition
from cds_rank.model.text import guarded

Table = Literal["ranking", "scores", "observations", "recognition", "reviews"]
TABLES: tuple[Table, ...] = get_args(Table)

_TEXT, _NUMBER, _WHOLE, _TRUTH = "string", "float64", "Int64", "boolean"
COLUMNS: dict[Table, dict[str, str]] = {
    "ranking": {
        "group": _TEXT, "unit": _TEXT, "name": _TEXT, "rank": _WHOLE, "shares_rank": _TRUTH, "score": _NUMBER,
        "published": _TEXT, "earned": _NUMBER, "attainable": _NUMBER, "level": _TEXT, "unranked_reason": _TEXT,
    },
    "scores": {
        "group": _TEXT, "unit": _TEXT, "node": _TEXT, "name": _TEXT, "earned": _NUMBER, "attainable": _NUMBER,
        "share": _NUMBER, "treatment": _TEXT,
    },
    "observations": {
        "unit": _TEXT, "indicator": _TEXT, "stage": _TEXT, "status": _TEXT, "value": _NUMBER, "numerator": _NUMBER,
        "denominator": _NUMBER, "option": _TEXT, "evidence": _TEXT, "explanation": _TEXT, "file": _TEXT,
        "sheet": _TEXT, "cell": _TEXT,
    },
    "recognition": {
        "group": _TEXT, "unit": _TEXT, "name": _TEXT, "parent": _TEXT, "registered": _TRUTH, "recognised_as": _TEXT,
        "tier": _TEXT, "reached": _TRUTH, "mandatory_met": _WHOLE, "mandatory_unmet": _WHOLE,
        "mandatory_lacking": _TEXT, "extended_met": _WHOLE, "extended_unmet": _WHOLE, "extended_needed": _WHOLE,
        "extended_lacking": _TEXT, "lacks_tier": _TEXT, "unranked_reason": _TEXT,
    },
    "reviews": {
        "group": _TEXT, "unit": _TEXT, "indicator": _TEXT, "verdict": _TEXT, "cause": _TEXT, "reason": _TEXT,
        "reviewer": _TEXT, "claimed": _NUMBER, "earned": _NUMBER, "difference": _NUMBER, "file": _TEXT,
        "sheet": _TEXT, "cell": _TEXT,
    },
}  # fmt: skip


def to_frame(result: Result, table: Table = "ranking") -> pd.DataFrame:
    """Return one table of a result.

    ranking: one row a unit, ranked ones first in each group; rank and score are missing (NA) for a unit
    without a rank, which has `unranked_reason` instead. `score` is the unrounded score on the set's scale,
    `published` the rounded one as text. scores: one row for each unit and node, the total with node "";
    `share` = earned / attainable, NA where nothing is attainable. observations: one row for each figure used.
    recognition: one row for each unit and tier of its group, tiers from the highest to the lowest; counts of
    criteria, and the codes of those not met, separated by "; "; `recognised_as` is the highest tier the unit reaches,
    NA for none. A unit that was not scored has one row, with `unranked_reason` and no tier. Without rows where the
    set recognises nobody.
    reviews: one row for each figure that a review workbook speaks of, pending ones too; points claimed, points earned
    and earned less claimed, NA where the indicator is not one of the unit's group; the place of the verdict.
    Floats are for analysis; the exact numbers are in the result itself.
    """
    makers = {
        "ranking": _ranking,
        "scores": _scores,
        "observations": _observations,
        "recognition": _recognition,
        "reviews": _reviews,
    }
    rows = makers[table](result)
    return pd.DataFrame(rows, columns=list(COLUMNS[table])).astype(COLUMNS[table])


def _ranking(result: Result) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for ranking in result.rankings:
        rows += [
            {
                "group": ranking.group,
                "unit": entry.unit,
                "name": result.unit(entry.unit).name,
                "rank": entry.rank,
                "shares_rank": entry.shares_rank,
                "score": float(entry.score),
                "published": format(entry.published, "f"),
                "earned": float(entry.earned),
                "attainable": float(entry.attainable),
                "level": entry.level,
            }
            for entry in ranking.ranked
        ]
        rows += [
            {
                "group": ranking.group,
                "unit": entry.unit,
                "name": result.unit(entry.unit).name,
                "unranked_reason": entry.reason.value,
            }
            for entry in ranking.unranked
        ]
    return rows


def _scores(result: Result) -> list[dict[str, object]]:
    names = {code: node.name.vi for code, node in result.indicator_set.nodes.items()} | {TOTAL: ""}
    return [
        {
            "group": scores.group,
            "unit": scores.unit,
            "node": score.node,
            "name": names[score.node],
            "earned": float(score.earned),
            "attainable": float(score.attainable),
            "share": None if score.share is None else float(score.share),
            "treatment": score.treatment.value,
        }
        for scores in result.scores.values()
        for score in (scores.total, *scores.nodes.values())
    ]


def _observations(result: Result) -> list[dict[str, object]]:
    numbers = ("value", "numerator", "denominator")
    return [
        {
            "unit": figure.unit,
            "indicator": figure.indicator,
            "stage": figure.stage.value,
            "status": figure.status.value,
            **{n: None if getattr(figure, n) is None else float(getattr(figure, n)) for n in numbers},
            "option": figure.option,
            "evidence": figure.evidence,
            "explanation": figure.explanation,
            "file": figure.origin.file,
            "sheet": figure.origin.sheet,
            "cell": figure.origin.cell,
        }
        for figure in result.observations.values()
    ]


def _recognition(result: Result) -> list[dict[str, object]]:
    recognition = result.indicator_set.recognition
    with_tiers = {group for tier in recognition.tiers for group in tier.groups} if recognition else set()
    found = {item.unit: item for item in result.recognitions}
    rows: list[dict[str, object]] = []
    for ranking in result.rankings:
        if ranking.group not in with_tiers:
            continue
        members = {placement.unit for placement in ranking.placements}
        reasons = {entry.unit: entry.reason.value for entry in ranking.unranked}
        for unit in (unit for unit in result.unit_list.units if unit.code in members):
            who: dict[str, object] = {
                "group": ranking.group,
                "unit": unit.code,
                "name": unit.name,
                "parent": unit.parent,
            }
            if unit.code in found:
                item = found[unit.code]
                rows += [who | _outcome_row(item, outcome) for outcome in item.outcomes]
            else:
                rows.append(who | {"unranked_reason": reasons.get(unit.code)})
    return rows


def _outcome_row(item: UnitRecognition, outcome: TierOutcome) -> dict[str, object]:
    return {
        "registered": item.registered,
        "recognised_as": item.tier,
        "tier": outcome.tier,
        "reached": outcome.reached,
        "mandatory_met": len(outcome.mandatory_met),
        "mandatory_unmet": len(outcome.mandatory_unmet),
        "mandatory_lacking": "; ".join(outcome.mandatory_unmet),
        "extended_met": len(outcome.extended_met),
        "extended_unmet": len(outcome.extended_unmet),
        "extended_needed": outcome.extended_needed,
        "extended_lacking": "; ".join(outcome.extended_unmet),
        "lacks_tier": outcome.lacks_tier or None,
    }


def _reviews(result: Result) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for review in result.reviews.values():
        scores = result.scores[review.unit]
        claimed = result.self_scores[review.unit].nodes.get(review.indicator)
        earned = scores.nodes.get(review.indicator)
        points: dict[str, object] = {}
        if claimed is not None and earned is not None:
            difference = earned.earned - claimed.earned
            points = {
                "claimed": float(claimed.earned),
                "earned": float(earned.earned),
                "difference": float(difference),
            }
        rows.append(
            {
                "group": scores.group,
                "unit": review.unit,
                "indicator": review.indicator,
                "verdict": review.verdict.value,
                "cause": review.cause.value if review.cause else None,
                "reason": review.reason,
                "reviewer": review.reviewer,
                **points,
                "file": review.origin.file,
                "sheet": review.origin.sheet,
                "cell": review.origin.cell,
            }
        )
    return rows


def csv_text(frame: pd.DataFrame) -> str:
    """Write a frame as CSV; a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    safe = frame.copy()
    for name in [str(name) for name, kind in frame.dtypes.items() if kind == "string"]:
        safe[name] = safe[name].map(guarded, na_action="ignore")
    return str(safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC))
