"""A result's tables as pandas frames, for notebooks and CSV; nothing on the way of `validate` comes here."""

import csv
from typing import Literal, get_args

import pandas as pd

from cds_rank.model.result import TOTAL, Result

Table = Literal["ranking", "scores", "observations"]
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
}  # fmt: skip


def to_frame(result: Result, table: Table = "ranking") -> pd.DataFrame:
    """Return one table of a result.

    ranking: one row a unit, ranked ones first in each group; rank and score are missing (NA) for a unit
    without a rank, which has `unranked_reason` instead. `score` is the unrounded score on the set's scale,
    `published` the rounded one as text. scores: one row for each unit and node, the total with node "";
    `share` = earned / attainable, NA where nothing is attainable. observations: one row for each figure used.
    Floats are for analysis; the exact numbers are in the result itself.
    """
    rows = {"ranking": _ranking, "scores": _scores, "observations": _observations}[table](result)
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


def csv_text(frame: pd.DataFrame) -> str:
    """Write a frame as CSV; a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    safe = frame.copy()
    for name in [str(name) for name, kind in frame.dtypes.items() if kind == "string"]:
        runs = safe[name].str.match(r"[=+\-@\t\r]").fillna(value=False).astype(bool)
        safe[name] = safe[name].where(~runs, "'" + safe[name])
    return str(safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC))
