"""A result as files for machines: two tables in CSV, and one JSON document under a published schema."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from cds_rank.model.history import History, Standing, UnitHistory
from cds_rank.model.indicator_set import Indicator
from cds_rank.model.quantity import decimal_text
from cds_rank.model.result import (
    GroupRanking,
    NodeScore,
    Placement,
    Ranked,
    Result,
    Treatment,
    UnitScores,
    Unranked,
)
from cds_rank.model.text import guarded, in_language
from cds_rank.reporting.sentences import treatment_label, unranked_reason
from cds_rank.reporting.story import Story
from cds_rank.wording.periods import period_text

SCHEMA_VERSION = "1"
SCHEMA_PATH = Path(__file__).resolve().parent / "schemas" / "ranking.schema.json"
_SCHEMA = "cds-rank/ranking"
Json = dict[str, Any]


def csv_files(story: Story) -> dict[str, str]:
    """Write the two tables of a result, by file name: ranking.csv and points.csv.

    ranking.csv: one row a unit, in the order of the rankings, units without a rank last with their reason.
    points.csv: one row for each unit that was scored and criterion of its group, with the figure that counts.
    Comma, CRLF and quotes as in RFC 4180; numbers have a point and no grouping in every language, at most twelve
    decimals. A text that a spreadsheet would run gets an apostrophe before it, and so does one that begins with an
    apostrophe: whoever drops one leading apostrophe has the text as it was.
    The files begin with a byte order mark, without which Excel takes the letters for another encoding.
    """
    return {"ranking.csv": ranking_csv(story), "points.csv": _csv(_POINT_COLUMNS, _point_rows(story))}


def ranking_csv(story: Story) -> str:
    """Write the table of units alone; see `csv_files`."""
    pillars = [f"pillar_{code}" for code in story.result.indicator_set.pillars]
    return _csv([*_RANKING_COLUMNS, *pillars], _ranking_rows(story))


def json_text(story: Story) -> str:
    """Write what is published of a result as one JSON document; the same story always gives the same text.

    Measured numbers are decimal strings, places and counts whole numbers; `schemas/ranking.schema.json` says the rest.
    """
    sections = [f" {json.dumps(key)}: {_section(value)}" for key, value in json_data(story).items()]
    return "{\n" + ",\n".join(sections) + "\n}\n"


def json_data(story: Story) -> Json:
    """Make the document that `json_text` writes."""
    result, language = story.result, story.language
    record, the_set, used = result.record, result.indicator_set, result.unit_list
    scale = the_set.method.scale
    return {
        "schema": _SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "language": language,
        "illustrative": record.illustrative,
        "accepted_errors": record.accepted_errors,
        "period": {
            "code": record.period.text,
            "text": period_text(record.period, language),
            "first": record.period.first.isoformat(),
            "last": record.period.last.isoformat(),
        },
        "indicator_set": {
            "id": the_set.id,
            "version": the_set.version,
            "name": the_set.name.in_language(language),
            "status": the_set.status.value,
            "digest": record.set_digest,
        },
        "unit_list": {"id": used.id, "version": used.version, "digest": used.digest},
        "provenance": {
            "created_at": record.created_at,
            "tool": {"name": "cds-rank", "version": record.tool_version},
            "result_digest": story.sealed.digest,
            "stage": record.stage,
            "not_held": list(record.not_held),
            "growth_since": record.earlier or None,
            "inputs": [{"name": f.name, "sha256": f.sha256, "size": f.size} for f in record.inputs],
            "refused_files": list(result.refused_files),
        },
        "scale": {
            "name": scale.name.in_language(language),
            "suffix": scale.suffix,
            "maximum": decimal_text(scale.factor),
        },
        "compared_with": _compared_with(story.history),
        "pillars": [
            {"code": c, "name": the_set.nodes[c].name.in_language(language)} for c in the_set.pillars
        ],
        "criteria": [_criterion(indicator, story) for indicator in the_set.indicators.values()],
        "groups": [_group(ranking, story) for ranking in result.rankings],
        "recognitions": [{"unit": item.unit, "tier": item.tier} for item in result.recognitions],
    }


def _section(value: object) -> str:
    """Write lists one item a line, so that two documents can be compared line by line."""
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value) + "\n ]"
    return json.dumps(value, ensure_ascii=False)


def change_kind(found: UnitHistory) -> str:
    """Name what became of a unit's place: up, down, same, or why that cannot be said."""
    if found.standing is not Standing.COMPARED or found.ranks_gained is None:
        return found.standing.value
    return "up" if found.ranks_gained > 0 else "down" if found.ranks_gained < 0 else "same"


# --- JSON


def _compared_with(history: History | None) -> Json | None:
    if history is None:
        return None
    latest = history.latest
    return {
        "period": latest.period.text,
        "set_version": latest.set_version,
        "comparison": latest.comparison.value,
    }


def _criterion(indicator: Indicator, story: Story) -> Json:
    target = indicator.target
    return {
        "code": indicator.code,
        "name": indicator.name.in_language(story.language),
        "unit_of_measure": indicator.unit_of_measure.in_language(story.language),
        "effect": indicator.effect.value,
        "max_points": decimal_text(indicator.max_points),
        "max_points_status": indicator.max_points_status.value,
        "groups": list(indicator.groups),
        "groups_status": indicator.groups_status.value,
        "target": None
        if target is None
        else {"value": decimal_text(target.value), "year": target.year, "status": target.status.value},
        "status": indicator.status.value,
        "source": in_language(indicator.source, story.language),
    }


def _group(ranking: GroupRanking, story: Story) -> Json:
    group = story.result.indicator_set.group(ranking.group)
    names = {unit.code: unit.name for unit in story.result.unit_list.units}
    return {
        "code": group.code,
        "name": group.name.in_language(story.language),
        "ranked": group.ranked,
        "placements": [_placement(entry, names[entry.unit], ranking, story) for entry in ranking.placements],
    }


def _placement(entry: Placement, name: str, ranking: GroupRanking, story: Story) -> Json:
    result = story.result
    the_set, scores = result.indicator_set, result.scores.get(entry.unit)
    criteria = the_set.indicators
    nodes: Mapping[str, NodeScore] = {} if scores is None else scores.nodes
    return {
        "unit": entry.unit,
        "name": name,
        **_place(entry, ranking, story),
        "earned": None if scores is None else decimal_text(scores.total.earned),
        "attainable": None if scores is None else decimal_text(scores.total.attainable),
        "change": _change(story.history, entry.unit),
        "pillars": {code: _points(nodes[code]) for code in the_set.pillars if code in nodes},
        "criteria": {code: _points(score) for code, score in nodes.items() if code in criteria},
    }


def _place(entry: Placement, ranking: GroupRanking, story: Story) -> Json:
    match entry:
        case Ranked():
            return {
                "rank": entry.rank,
                "shares_rank": entry.shares_rank,
                "score": format(entry.published, "f"),
                "unrounded_score": decimal_text(entry.score),
                "level": _level(entry.level, ranking.group, story),
                "unranked": None,
            }
        case Unranked():
            text = unranked_reason(entry, story.result, story.language)
            nothing = dict.fromkeys(("rank", "score", "unrounded_score", "level"))
            return nothing | {"shares_rank": False, "unranked": {"reason": entry.reason.value, "text": text}}


def _points(score: NodeScore) -> Json:
    earned, attainable = score.earned.as_integer_ratio(), score.attainable.as_integer_ratio()
    return _points_of(*earned, *attainable, score.treatment)


@lru_cache(maxsize=65536)
def _points_of(
    earned: int, of_earned: int, attainable: int, of_attainable: int, treatment: Treatment
) -> Json:
    """Write points given as the parts of two fractions: of a large result most come again and again."""
    return {
        "earned": decimal_text(Fraction(earned, of_earned)),
        "attainable": decimal_text(Fraction(attainable, of_attainable)),
        "treatment": treatment.value,
    }


def _level(code: str | None, group: str, story: Story) -> Json | None:
    name = _level_name(code, group, story)
    return {"code": code, "name": name} if code is not None else None


def _level_name(code: str | None, group: str, story: Story) -> str:
    levels = story.result.indicator_set.levels_of(group)
    if code is None or levels is None:
        return ""
    return next(band.name.in_language(story.language) for band in levels.bands if band.code == code)


def _change(history: History | None, unit: str) -> Json | None:
    if history is None:
        return None
    found = history.units[unit]
    return {
        "kind": change_kind(found),
        "ranks": found.ranks_gained,
        "score": None if found.score_gained is None else format(found.score_gained, "f"),
    }


# --- CSV: every row is put together from the cells of its edition, its unit, its criterion and its figure

_EDITION = ("indicator_set", "set_version", "period", "stage", "illustrative")
_PLACE = (
    "rank",
    "shares_rank",
    "score",
    "unrounded_score",
    "level",
    "level_name",
    "unranked_reason",
    "unranked_text",
)
_RANKING_COLUMNS = (
    *_EDITION, "group", "group_name", "unit", "name", *_PLACE, "earned", "attainable", "change", "ranks_gained",
    "score_gained", "compared_with",
)  # fmt: skip
_POINT_COLUMNS = (
    *_EDITION, "group", "unit", "name", "criterion", "criterion_name", "criterion_status", "effect", "earned",
    "attainable", "treatment", "treatment_text", "value", "numerator", "denominator", "answer", "given_points",
    "evidence", "explanation", "file", "sheet", "cell", "claimed", "verdict", "cause", "reviewer_reason",
)  # fmt: skip
_NO_FIGURE = [""] * 10
_NO_REVIEW = [""] * 4
_Cells = list[str]


def _csv(columns: Sequence[str], rows: Iterable[_Cells]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return "\ufeff" + written.getvalue()


@lru_cache(maxsize=65536)
def _truth(is_so: bool) -> str:
    return "true" if is_so else "false"


def _edition(result: Result) -> _Cells:
    """Say in every row what it belongs to: rows of several periods and sets are often put together."""
    record, the_set = result.record, result.indicator_set
    texts = (the_set.id, the_set.version, record.period.text, record.stage)
    return [*map(guarded, texts), _truth(record.illustrative)]


def _ranking_rows(story: Story) -> Iterator[_Cells]:
    result = story.result
    edition = _edition(result)
    names = {unit.code: unit.name for unit in result.unit_list.units}
    for ranking in result.rankings:
        group = result.indicator_set.group(ranking.group).name.in_language(story.language)
        for entry in ranking.placements:
            scores = result.scores.get(entry.unit)
            total = None if scores is None else scores.total
            yield [
                *edition,
                *map(guarded, (ranking.group, group, entry.unit, names[entry.unit])),
                *_place_cells(entry, ranking, story),
                "" if total is None else decimal_text(total.earned),
                "" if total is None else decimal_text(total.attainable),
                *_change_cells(story.history, entry.unit),
                *_pillar_cells(scores, result),
            ]


def _place_cells(entry: Placement, ranking: GroupRanking, story: Story) -> _Cells:
    match entry:
        case Ranked():
            level = _level_name(entry.level, ranking.group, story)
            numbers = [format(entry.published, "f"), decimal_text(entry.score)]
            texts = [entry.level or "", guarded(level)]
            return [str(entry.rank), _truth(entry.shares_rank), *numbers, *texts, "", ""]
        case Unranked():
            text = unranked_reason(entry, story.result, story.language)
            return ["", "false", "", "", "", "", entry.reason.value, guarded(text)]


def _change_cells(history: History | None, unit: str) -> _Cells:
    if history is None:
        return ["", "", "", ""]
    found = history.units[unit]
    places = "" if found.ranks_gained is None else str(found.ranks_gained)
    score = "" if found.score_gained is None else format(found.score_gained, "f")
    return [change_kind(found), places, score, history.latest.period.text]


def _pillar_cells(scores: UnitScores | None, result: Result) -> _Cells:
    """Give the pillars' scores on the scale of the published score, not rounded to its decimals."""
    factor = Fraction(result.indicator_set.method.scale.factor)
    nodes = {} if scores is None else scores.nodes
    shares = [nodes[code].share if code in nodes else None for code in result.indicator_set.pillars]
    return ["" if share is None else decimal_text(share * factor) for share in shares]


def _point_rows(story: Story) -> Iterator[_Cells]:
    result = story.result
    edition = _edition(result)
    names = {unit.code: unit.name for unit in result.unit_list.units}
    criteria = {item.code: _criterion_cells(item, story) for item in result.indicator_set.indicators.values()}
    treatments = {treatment: treatment_label(treatment, story.language) for treatment in Treatment}
    for ranking in result.rankings:
        for entry in ranking.placements:
            if entry.unit not in result.scores:
                continue
            unit = [*edition, *map(guarded, (ranking.group, entry.unit, names[entry.unit]))]
            for code, score in result.scores[entry.unit].nodes.items():
                if code in criteria:
                    yield [
                        *unit,
                        *criteria[code],
                        decimal_text(score.earned),
                        decimal_text(score.attainable),
                        score.treatment.value,
                        treatments[score.treatment],
                        *_figure_cells(entry.unit, code, result),
                        *_review_cells(entry.unit, code, result),
                    ]


def _criterion_cells(indicator: Indicator, story: Story) -> _Cells:
    name = guarded(indicator.name.in_language(story.language))
    return [guarded(indicator.code), name, indicator.status.value, indicator.effect.value]


def _figure_cells(unit: str, code: str, result: Result) -> _Cells:
    figure = result.observations.get((unit, code))
    if figure is None:
        return _NO_FIGURE
    origin = figure.origin
    numbers = map(_typed, (figure.value, figure.numerator, figure.denominator))
    texts = (figure.evidence, figure.explanation, origin.file, origin.sheet, origin.cell)
    return [*numbers, guarded(figure.option or ""), _typed(figure.points), *map(guarded, texts)]


def _typed(number: Decimal | None) -> str:
    """Write a figure with as many decimals as were typed."""
    return "" if number is None else format(number, "f")


def _review_cells(unit: str, code: str, result: Result) -> _Cells:
    review = result.reviews.get((unit, code))
    if review is None:
        return _NO_REVIEW
    claimed = result.self_scores[unit].nodes.get(code) if unit in result.self_scores else None
    cause = review.cause.value if review.cause else ""
    points = "" if claimed is None else decimal_text(claimed.earned)
    return [points, review.verdict.value, cause, guarded(review.reason)]
