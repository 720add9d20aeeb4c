"""Every way of scoring that was seen in decisions can be written as a set and gives the points worked out by hand.

data/scoring_patterns.csv lists them with their sources; a new row without a worked example here fails.
"""

import csv
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import Treatment
from cds_rank.model.unit import Unit
from cds_rank.scoring.index import build_index
from cds_rank.scoring.merging import merged_scores
from cds_rank.scoring.recognition import recognise
from tests.scoring.builders import (
    Table,
    Value,
    branch,
    figure,
    got,
    index,
    indicator,
    make_set,
    named,
    no_figure,
    rankings,
    ratio,
    target,
    unit,
)

F = Fraction
NOT_APPLICABLE = no_figure(ObservationStatus.NOT_APPLICABLE)
with (Path(__file__).parent / "data" / "scoring_patterns.csv").open(encoding="utf-8", newline="") as file:
    PATTERNS = [row["pattern"] for row in csv.DictReader(file)]
WORKED: dict[str, Callable[[], None]] = {}


def worked(check: Callable[[], None]) -> Callable[[], None]:
    WORKED[check.__name__] = check
    return check


def points_of(indicator_set: IndicatorSet, **values: Value) -> Fraction:
    return index(indicator_set, {"U": values})["U"].total.earned


def points_for(data: dict[str, Any], *values: Value) -> list[Fraction]:
    return [points_of(make_set(data), A=value) for value in values]


def published(
    indicator_set: IndicatorSet, table: Table, groups: dict[str, str] | None = None
) -> dict[str, str]:
    return {
        entry.unit: str(entry.published)
        for ranking in rankings(indicator_set, table, groups)
        for entry in ranking.ranked
    }


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_gives_the_points_worked_out_by_hand(pattern: str) -> None:
    WORKED[pattern]()


def test_no_example_is_left_of_a_pattern_that_is_gone() -> None:
    assert set(WORKED) == set(PATTERNS)


@worked
def ratio_() -> None:
    """Meetings chaired by the head / all meetings x 20: 6 of 7 are 120/7 = 17,14; none of 7 is 0."""
    assert points_for(ratio(max_points=20), (6, 7), (7, 7), (0, 7)) == [F(120, 7), 20, 0]


WORKED["ratio"] = WORKED.pop("ratio_")


@worked
def stepped_count() -> None:
    """Meetings of the committee: 4 and more 20, 3: 15, 2: 10, 1: 5, else 0."""
    steps = [{"at_least": n, "share": f"{5 * n}/20"} for n in (4, 3, 2, 1)]
    of_count = indicator(rule={"kind": "steps", "steps": steps}, input="count", max_points=20)

    assert points_for(of_count, 9, 4, 3, 2, 1, 0) == [20, 20, 15, 10, 5, 0]


@worked
def choice_fraction() -> None:
    """The head is secretary or chairman: 10; deputy: 1/2 of 10; others: 0."""
    options = [
        {"code": code, "name": named(code), "share": share}
        for code, share in (("truong", 1), ("pho", "1/2"), ("khac", 0))
    ]

    assert points_for(indicator(rule="choice", options=options), "truong", "pho", "khac") == [10, 5, 0]


@worked
def additive_parts() -> None:
    """1/2 of 10 for all meetings of the province, 1/2 for chairing one's own."""
    whole = make_set(
        branch("P", *(indicator(c, "yes_no", max_points=5) for c in "AB"), max_points={"so": 10})
    )

    assert [points_of(whole, A=a, B=b) for a, b in (("yes", "yes"), ("yes", "no"), ("no", "no"))] == [
        10,
        5,
        0,
    ]


@worked
def yes_no() -> None:
    assert points_for(indicator(rule="yes_no"), "yes", "no") == [10, 0]


@worked
def best_performer() -> None:
    """Bandwidth per official, 40 points: 30 Mb/s for 12 officials are 2,5; the best has 10: 2,5/10 x 40 = 10."""
    per_official = indicator("A", "best_in_group", max_points=40, denomination={"by": "N"})
    counted = indicator("N", "proportional", input="count", max_points=0)
    table: Table = {"U": {"A": 30, "N": 12}, "V": {"A": 80, "N": 8}, "W": {"A": 80, "N": 20}}
    scores = index(make_set(per_official, counted), table)

    assert {code: of.total.earned for code, of in scores.items()} == {"U": 10, "V": 40, "W": 16}


@worked
def count_capped() -> None:
    """A point for each application, 5 at most."""
    each = {"kind": "capped_count", "points_each": 1}

    assert points_for(indicator(rule=each, max_points=5), 0, 3, 5, 8) == [0, 3, 5, 5]


@worked
def sum_ratio_and_cap() -> None:
    """Share x 45 + min(5, applications): 8 of 10 and 3 are 36 + 3; 10 of 10 and 8 are 45 + 5."""
    each = {"kind": "capped_count", "points_each": 1}
    whole = branch("P", ratio("A", max_points=45), indicator("B", each, max_points=5), max_points={"so": 50})

    assert points_of(make_set(whole), A=(8, 10), B=3) == 39
    assert points_of(make_set(whole), A=(10, 10), B=8) == 50


@worked
def best_of_cases() -> None:
    """Own data centre (60) or a hired one (40): 30 of 60 and 40 of 40 count 40, out of 60."""
    cases = [indicator("A", "assessed", max_points=60), indicator("B", "assessed", max_points=40)]
    best = make_set(branch("P", *cases, aggregation="best", max_points={"so": 60}))
    scores = index(best, {"U": {"A": 30, "B": 40}})["U"].nodes["P"]

    assert got(scores.earned, scores.attainable, scores.how["taken"]) == (40, 60, "B")


@worked
def target_threshold() -> None:
    """Target 80: from 80 on 10 points, 60 are 60/80 x 10 = 7,5."""
    assert points_for(indicator(rule="target", target=target(80)), 95, 80, 60, 0) == [10, 10, F("7.5"), 0]


@worked
def unscored_info() -> None:
    """Maximum 0: stands in the form, moves neither side, and leaving it out costs no rank."""
    informed = make_set(indicator("A"), indicator("D", max_points=0), method={"missing": "unranked"})

    assert published(informed, {"U": {"A": 50, "D": 100}, "V": {"A": 50}}) == {"U": "50.00", "V": "50.00"}


@worked
def weighted_main_indices() -> None:
    """0,1 x 5 + 0,2 + 0,15 + 0,15: shares 0,8 five times, then 0,5, 0,6 and 0,4 are 0,4 + 0,1 + 0,09 + 0,06 = 0,65."""
    weights = ["0.1"] * 5 + ["0.2", "0.15", "0.15"]
    members = [{"node": f"I{i}", "weight": weight} for i, weight in enumerate(weights)]
    total = {"aggregation": "weighted_mean", "members": members}
    whole = make_set(*(indicator(f"I{i}") for i in range(8)), total=total)
    values = dict(zip((f"I{i}" for i in range(8)), [80] * 5 + [50, 60, 40], strict=True))

    assert points_of(whole, **values) == F("0.65")


@worked
def weighted_pillars() -> None:
    """0,4 x government + 0,3 x economy + 0,3 x society: 0,7, 0,5 and 0,6 are 0,28 + 0,15 + 0,18 = 0,61."""
    members = [{"node": c, "weight": w} for c, w in (("CQS", "0.4"), ("KTS", "0.3"), ("XHS", "0.3"))]
    pillars = [branch(code, indicator(f"{code}-1")) for code in ("CQS", "KTS", "XHS")]
    whole = make_set(*pillars, total={"aggregation": "weighted_mean", "members": members})

    assert points_of(whole, **{"CQS-1": 70, "KTS-1": 50, "XHS-1": 60}) == F("0.61")


@worked
def merge_mean() -> None:
    """Two old provinces with 60 and 80 % of the first index and 30 and 40 % of the second: 70 % and 35 %."""
    whole = make_set(indicator("A"), indicator("B"))
    olds: Table = {"O1": {"A": 60, "B": 30}, "O2": {"A": 80, "B": 40}}
    merged = merged_scores([unit("N")], {"N": ("O1", "O2")}, index(whole, olds), whole)

    assert [merged["N"].nodes[code].share for code in "AB"] == [F("0.7"), F("0.35")]


@worked
def percent_of_own_max() -> None:
    """340/340 = 100 %; 261/390 = 66,92 %."""
    whole = make_set(indicator("A", "assessed", max_points=340), indicator("B", "assessed", max_points=50))
    table: Table = {"U": {"A": 340, "B": NOT_APPLICABLE}, "V": {"A": 240, "B": 21}}
    assert published(whole, table) == {"U": "100.00", "V": "66.92"}


@worked
def group_max() -> None:
    """With procedures 1000 points, without 750: 800/1000 and 600/750 are both 80 %, each in its own list."""
    groups = [{"code": code, "name": named(code)} for code in ("co", "khong")]
    both = indicator("A", "assessed", max_points=750, groups=["co", "khong"])
    only = indicator("B", "assessed", max_points=250, groups=["co"])
    total = {
        "aggregation": "sum", "members": [{"node": "A"}, {"node": "B"}], "max_points": {"co": 1000, "khong": 750},
    }  # fmt: skip
    whole = make_set(both, only, groups=groups, total=total)

    found = published(whole, {"U": {"A": 600, "B": 200}, "V": {"A": 600}}, {"U": "co", "V": "khong"})
    assert found == {"U": "80.00", "V": "80.00"}


@worked
def rescale_without_survey() -> None:
    """70 points of documents, 30 of a survey: 63 + 24 are 87 %; without a survey 63 of 70 are 90 %."""
    surveyed = make_set(
        indicator("A", "assessed", max_points=70),
        branch("S", indicator("S1", "assessed", max_points=30)),
        method={"surveys": [{"node": "S", "source": "QĐ", "status": "confirmed"}]},
    )
    units: list[Unit] = [unit("U")]
    figures = {("U", code): figure(v, indicator=code) for code, v in (("A", 63), ("S1", 24))}
    held = build_index(units, figures, surveyed)["U"]
    not_held = build_index(units, figures, surveyed, not_held=frozenset({"S"}))["U"]

    assert (held.total.share, not_held.total.share) == (F("0.87"), F("0.9"))
    assert not_held.nodes["S1"].treatment is Treatment.NOT_APPLICABLE


@worked
def recognition() -> None:
    """All mandatory criteria, and at least 30 % of seven extended ones (2,1, so 3): 2 are not enough, 3 are."""
    extended = [f"E{i}" for i in range(7)]
    tier = {
        "code": "dat", "name": named("Đạt"), "groups": ["so"], "mandatory": ["M"], "extended": extended,
        "extended_at_least": "30%", "status": "confirmed", "source": "HD 02/HD-UBND",
    }  # fmt: skip
    whole = make_set(
        *(indicator(code, "yes_no") for code in ("M", *extended)),
        recognition={"tiers": [tier], "met_from": 1, "rounding": "up", "inapplicable": "leaves"},
    )
    table: Table = {
        "two": {"M": "yes", **dict.fromkeys(extended[:2], "yes")},
        "three": {"M": "yes", **dict.fromkeys(extended[:3], "yes")},
        "without": {"M": "no", **dict.fromkeys(extended, "yes")},
    }
    found = {outcome.unit: outcome.tier for outcome in recognise(index(whole, table), {}, whole)}

    assert found == {"two": None, "three": "dat", "without": None}
