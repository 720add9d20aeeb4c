"""Results as data: a document that keeps its schema, tables that lose nothing and run nothing."""

import copy
import csv
import dataclasses
import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from cds_rank.model.period import Period
from cds_rank.model.result import Result, Unranked, UnrankedReason
from cds_rank.model.text import guarded
from cds_rank.record.sealing import SealedResult, seal
from cds_rank.reporting.data import SCHEMA_PATH, csv_files, json_text
from cds_rank.reporting.story import Story
from cds_rank.scoring.history import make_history
from cds_rank.scoring.stages import stage_differences
from cds_rank.wording.language import Language
from tests.record.results import EVIL, empty, of_many_ratios, varied
from tests.reporting import FIGURES, UNITS, sealed, small_set, unit

SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
HOSTILE = (
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    " =1",
    "\u3000=1",
)


def strict(schema: Any) -> Any:
    """Refuse what the schema does not name: readers may meet new fields, but each one has to be written down."""
    schema = copy.deepcopy(schema)

    def close(part: Any) -> None:
        if isinstance(part, dict):
            if "properties" in part and "additionalProperties" not in part:
                part["additionalProperties"] = False
            for below in part.values():
                close(below)
        elif isinstance(part, list):
            for below in part:
                close(below)

    close(schema)
    return schema


VALIDATOR = Draft202012Validator(strict(SCHEMA))


def story_of(result: Result | SealedResult, *earlier: SealedResult, language: Language = "vi") -> Story:
    one = seal(result)[1] if isinstance(result, Result) else result
    history = make_history(one.result, [item.result for item in earlier])
    return Story(one, language, stage_differences(one.result), history, earlier)


def of_everything() -> Result:
    """Give a result with ties, thirds, gaps, units without a rank for every reason."""
    made = varied()
    rankings = tuple(
        dataclasses.replace(
            ranking,
            unranked=tuple(
                dataclasses.replace(entry, facts={"codes": "NUM003", **entry.facts})
                for entry in ranking.unranked
            ),
        )
        for ranking in made.rankings
    )
    return dataclasses.replace(made, rankings=rankings)


def of_period(period: str, figures: Any = FIGURES) -> SealedResult:
    """Give the small result, as if it were of another period."""
    found = sealed(figures=figures)
    record = dataclasses.replace(found.result.record, period=Period.parse(period))
    return dataclasses.replace(found, result=dataclasses.replace(found.result, record=record))


def document(story: Story) -> dict[str, Any]:
    def refuse(number: str) -> None:
        raise AssertionError(f"{number} may be rounded by whoever reads it")

    loaded = json.loads(json_text(story), parse_float=refuse)
    assert isinstance(loaded, dict)
    return loaded


def rows(story: Story, name: str = "ranking.csv") -> list[dict[str, str]]:
    text = csv_files(story)[name]
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def compared() -> Story:
    """Show Trạm Tấu last among three, where it was first a year ago; one unit was not ranked then."""
    before = of_period("2021-Q4", {"139": {"CQ-1": 95, "CQ-2": 95, "XH-1": 95}, "132": FIGURES["132"]})
    now = {**FIGURES, "139": {"CQ-1": 10, "CQ-2": 10, "XH-1": 10}}
    return story_of(of_period("2022-Q4", now), before)


# --- JSON


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "story",
    [
        story_of(of_everything()),
        story_of(of_everything(), language="en"),
        story_of(empty()),
        story_of(of_many_ratios()),
        story_of(sealed()),
        compared(),
    ],
    ids=[
        "something of everything",
        "in English",
        "nobody",
        "long fractions",
        "small",
        "with an earlier result",
    ],
)
def test_every_document_keeps_the_schema(story: Story) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(document(story))] == []


def test_the_schema_refuses_a_number_that_is_no_decimal_string() -> None:
    data = document(story_of(sealed()))
    data["groups"][0]["placements"][0]["score"] = 90.0

    assert not VALIDATOR.is_valid(data)


def test_placements_say_what_was_scored() -> None:
    """Trạm Tấu: 5 + 7 + 9 = 21 of 30 points, 70 %, second of three."""
    places = document(story_of(sealed()))["groups"][0]["placements"]

    tram_tau = next(place for place in places if place["unit"] == "139")
    assert {key: tram_tau[key] for key in ("name", "rank", "score", "earned", "attainable", "unranked")} == {
        "name": "Huyện Trạm Tấu",
        "rank": 2,
        "score": "70.00",
        "earned": "21",
        "attainable": "30",
        "unranked": None,
    }
    assert tram_tau["criteria"]["CQ-2"] == {"earned": "7", "attainable": "10", "treatment": "scored"}
    assert tram_tau["pillars"]["CQ"] == {"earned": "12", "attainable": "20", "treatment": "aggregated"}


def test_nobody_is_missing_from_the_document_or_the_table() -> None:
    refused = Unranked("141", UnrankedReason.REFUSED, {"files": "141.xlsx", "errors": "1", "codes": "NUM003"})
    story = story_of(sealed(refused=[refused]))
    everybody = {item.code for item in UNITS}

    placements = [place for group in document(story)["groups"] for place in group["placements"]]
    assert {place["unit"] for place in placements} == {row["unit"] for row in rows(story)} == everybody
    assert next(p for p in placements if p["unit"] == "141")["unranked"]["reason"] == "refused"
    assert next(row for row in rows(story) if row["unit"] == "141")["unranked_reason"] == "refused"


def test_changes_since_the_earlier_result_are_told_with_their_kind() -> None:
    """Trạm Tấu fell from the first of two places to the third: two places, 95 % less 10 %."""
    story = compared()

    places = {p["unit"]: p["change"] for g in document(story)["groups"] for p in g["placements"]}
    assert places["139"] == {"kind": "down", "ranks": -2, "score": "-85.00"}
    assert places["132"] == {"kind": "up", "ranks": 1, "score": "0.00"}
    assert places["133"]["kind"] == "not_ranked_before"
    assert document(story)["compared_with"]["period"] == "2021-Q4"
    table = {row["unit"]: row for row in rows(story)}
    assert (table["139"]["change"], table["139"]["ranks_gained"], table["139"]["score_gained"]) == (
        "down",
        "-2",
        "-85.00",
    )


def test_where_the_figures_are_invented_every_table_and_the_document_say_so() -> None:
    story = story_of(sealed(illustrative=True))

    assert document(story)["illustrative"] is True
    assert {row["illustrative"] for name in csv_files(story) for row in rows(story, name)} == {"true"}


def test_the_same_story_gives_the_same_text() -> None:
    first, second = story_of(sealed()), story_of(sealed())

    assert json_text(first) == json_text(second)
    assert csv_files(first) == csv_files(second)


def test_no_vietnamese_is_left_in_english_data_but_names_and_sources() -> None:
    first = rows(story_of(sealed(), language="en"), "points.csv")[0]

    assert (first["criterion_name"], first["treatment_text"]) == ("Hồ sơ trực tuyến", "scored")


# --- CSV


def test_tables_open_everywhere_with_the_right_letters() -> None:
    """RFC 4180: CRLF, commas, quotes; a byte order mark, without which Excel reads UTF-8 as another encoding."""
    for text in csv_files(story_of(sealed())).values():
        assert text.startswith("\ufeffindicator_set,")
        assert text.count("\r\n") == len(text.splitlines())


def test_the_points_table_has_every_figure_that_was_scored() -> None:
    """Nghĩa Lộ did not report CQ-2: no figure, 0 of 10 points."""
    table = rows(story_of(sealed()), "points.csv")

    assert len(table) == 3 + 3 + 3 + 2
    gap = next(row for row in table if (row["unit"], row["criterion"]) == ("133", "CQ-2"))
    assert (gap["value"], gap["earned"], gap["attainable"], gap["treatment"]) == ("", "0", "10", "missing")
    scored = next(row for row in table if (row["unit"], row["criterion"]) == ("139", "CQ-1"))
    assert (scored["value"], scored["earned"], scored["cell"]) == ("50", "5", "D9")


def test_thirds_have_twelve_decimals() -> None:
    figures = {"139": {"CQ-1": 100, "CQ-2": 100, "XH-1": 0}}

    assert rows(story_of(sealed(figures=figures)))[0]["unrounded_score"] == "66.666666666667"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["Huyện", "1.1", "", "Sở = 1", "−1", "a\n=1"])
def test_plain_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize(
    "name", [*HOSTILE, "'quoted", 'a "b", c;d', "hai\r\ndòng", "\u202egnor", "A" * 300, EVIL, "😀"]
)
def test_dropping_one_leading_apostrophe_gives_every_name_as_it_was(name: str) -> None:
    named = unit("139", "x").model_copy(update={"name": name})
    story = story_of(sealed(units=[named], figures={"139": FIGURES["139"]}))

    for table in csv_files(story):
        read = rows(story, table)[0]["name"]
        assert read.removeprefix("'") == name
        assert read[:1] not in {*"=+-@\t\r\n\0＝＋－＠"}
    assert document(story)["groups"][0]["placements"][0]["name"] == name


def test_negative_numbers_are_numbers_and_no_formulas() -> None:
    table = {row["unit"]: row for row in rows(compared())}

    assert float(table["139"]["score_gained"]) == -85


def test_every_pillar_has_its_column_on_the_scale_of_the_score() -> None:
    """Trạm Tấu: 12 of 20 points of CQ is 60 %; Sở has nothing of XH."""
    table = {row["unit"]: row for row in rows(story_of(sealed(small_set())))}

    assert (table["139"]["pillar_CQ"], table["STC"]["pillar_XH"]) == ("60", "")
