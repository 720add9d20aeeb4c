"""Figures against an earlier period's, and against the other units' of the group."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.checks.context import Context, entries
from cds_rank.checks.earlier import against_earlier, copied_sheet, median, outliers
from cds_rank.model import checked
from cds_rank.model.checked import CheckedFile
from cds_rank.model.earlier import Earlier, EarlierFigure, earlier_from_observations
from cds_rank.model.finding import Finding
from cds_rank.model.observation import (
    FormIdentity,
    InputFile,
    Observation,
    ObservationStatus,
    Origin,
    ReadFile,
    Stage,
    TypedNumber,
)
from cds_rank.model.period import Period
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.findings import finding_text
from tests.checks import forms

THEN = Period.parse("2022-Q3")
D = Decimal


def the_set(**changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give the set of the test forms with some indicators changed: {"i43": {...}} changes 4.3."""
    data = forms.changed(forms.SET)
    for branch in data["tree"]:
        for indicator in branch["children"]:
            indicator.update(changes.get("i" + indicator["code"].replace(".", ""), {}))
    return data


@lru_cache
def plain_context() -> Context:
    return forms.context_of()


def context_with(earlier: Mapping[str, EarlierFigure], data: Mapping[str, Any] | None = None) -> Context:
    context = plain_context() if data is None else forms.context_of(data)
    figures = {("SYT", code): figure for code, figure in earlier.items()}
    return replace(context, earlier=Earlier(THEN, context.indicator_set.id, figures))


@lru_cache
def as_filled() -> ReadFile:
    """Read SYT's form as `forms` fills it in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "SYT.xlsx"
        path.write_bytes(forms.filled())
        return forms.read(path)


def typed(**figures: Mapping[str, str]) -> ReadFile:
    """Give SYT's form with other figures typed in: i43={"value": "5"} is 5 for 4.3, i43={} nothing."""
    read = as_filled()
    submission = read.submission
    assert submission is not None
    rows, observations = list(submission.rows), list(submission.observations)
    for key, columns in figures.items():
        code = f"{key[1]}.{key[2:]}"
        numbers = {column: TypedNumber(D(number), number) for column, number in columns.items()}
        values = {column.replace("points", "value"): D(number) for column, number in columns.items()}
        status = ObservationStatus.REPORTED if columns else ObservationStatus.MISSING
        empty = {"value": None, "numerator": None, "denominator": None}
        rows = [replace(row, numbers=numbers) if row.code == code else row for row in rows]
        observations = [
            replace(o, status=status, **(empty | values)) if o.indicator == code else o  # type: ignore[arg-type]
            for o in observations
        ]
    changed = replace(submission, rows=tuple(rows), observations=tuple(observations))
    return replace(read, submission=changed)


def found(context: Context, **figures: Mapping[str, str]) -> list[Finding]:
    read = typed(**figures)
    assert read.submission is not None
    rows = entries(read.submission, context.indicator_set)
    return [finding for entry in rows for finding in against_earlier(entry, context)]


def place(code: str, column: str) -> str:
    submission = as_filled().submission
    assert submission is not None
    return next(row.cells[column] for row in submission.rows if row.code == code)


def value(number: str) -> EarlierFigure:
    return EarlierFigure(value=D(number))


@pytest.mark.parametrize(
    ("earlier", "now", "factor"),
    [
        ("134", "1340", "10"),
        ("1340", "134", "10"),
        ("12", "120", "10"),
        ("100", "1040", "10"),
        ("100", "11400", "100"),
        ("100", "86000", "1000"),
        ("1250", "1.25", "1000"),
        ("3.75", "37.5", "10"),  # small, but the very same digits
        ("5", "500", "100"),
    ],
)
def test_a_figure_a_power_of_ten_away_has_slipped(earlier: str, now: str, factor: str) -> None:
    data = the_set(i42={"limits": {}, "unit_of_measure": forms.names("triệu đồng")})
    context = context_with({"4.2": value(earlier)}, data)

    (finding,) = found(context, i42={"value": now})

    assert finding.code == "VAL008"
    assert finding.origin == Origin("SYT.xlsx", "Số liệu", place("4.2", "value"))
    assert finding.facts == {
        "column": "value", "cell": finding.origin.cell, "number": now, "earlier": earlier, "factor": factor,
        "period": "2022-Q3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("1", "10"),  # growth
        ("10", "1"),
        ("9", "93"),
        ("100", "1060"),  # more than 5 % away from ten times
        ("100", "11600"),  # more than 15 % away from a hundred times
        ("100", "5000"),
        ("0", "100"),
        ("100", "0"),
        ("-12", "120"),
        ("100", "1000000"),  # ten thousand times is no slip of one point
        ("1", "93"),
    ],
)
def test_other_changes_have_not(earlier: str, now: str) -> None:
    data = the_set(i42={"limits": {}, "unit_of_measure": forms.names("triệu đồng")})

    figure = {"value": now}
    assert found(context_with({"4.2": value(earlier)}, data), i42=figure) == []


def test_a_percentage_that_was_a_share_before_has_slipped() -> None:
    context = context_with({"4.2": value("0.95")})

    (finding,) = found(context, i42={"value": "96.2"})

    assert (finding.code, finding.facts["factor"]) == ("VAL008", "100")


def test_either_part_of_a_ratio_may_have_slipped() -> None:
    context = context_with({"4.1": EarlierFigure(numerator=D(58), denominator=D(79))})
    figure = {"numerator": "60", "denominator": "800"}

    (finding,) = found(context, i41=figure)

    assert (finding.code, finding.origin.cell) == ("VAL008", place("4.1", "denominator"))
    assert (finding.facts["number"], finding.facts["earlier"]) == ("800", "79")


def test_assessed_points_may_have_slipped() -> None:
    context = context_with({"1.1": value("0.85")})  # now 8.5

    (finding,) = found(context)

    assert (finding.code, finding.origin.cell) == ("VAL008", place("1.1", "points"))


def test_what_is_impossible_by_itself_is_told_once() -> None:
    context = context_with({"4.2": value("37.5"), "4.1": EarlierFigure(numerator=D(60), denominator=D(80))})
    too_much = {"value": "375"}
    above = {"numerator": "600", "denominator": "80"}

    assert found(context, i42=too_much, i41=above) == []


LIMITED: dict[str, Any] = {
    "i43": {"limits": {"largest_change": "50"}},  # a count: 50 % of the earlier one
    "i42": {"limits": {"minimum": "0", "maximum": "100", "largest_change": "20"}},  # per cent: 20 points
    "i41": {"limits": {"maximum": "100", "largest_change": "20"}},
}


@pytest.mark.parametrize(
    ("code", "earlier", "now", "column", "facts"),
    [
        ("4.3", value("20"), {"value": "31"}, "value",
         {"number": "31", "earlier": "20", "change": "55", "limit": "50", "measure": "percent"}),
        ("4.3", value("30"), {"value": "14"}, "value",
         {"number": "14", "earlier": "30", "change": "53.33", "limit": "50", "measure": "percent"}),
        ("4.2", value("60"), {"value": "80.5"}, "value",
         {"number": "80.5", "earlier": "60", "change": "20.5", "limit": "20", "measure": "points"}),
        ("4.2", value("0"), {"value": "21"}, "value",
         {"number": "21", "earlier": "0", "change": "21", "limit": "20", "measure": "points"}),
        ("4.1", EarlierFigure(numerator=D(30), denominator=D(80)), {"numerator": "60", "denominator": "80"},
         "numerator", {"number": "75", "earlier": "37.5", "change": "37.5", "limit": "20", "measure": "points"}),
    ],
)  # fmt: skip
def test_a_change_beyond_the_limit_is_a_jump(
    code: str, earlier: EarlierFigure, now: dict[str, str], column: str, facts: dict[str, str]
) -> None:
    context = context_with({code: earlier}, the_set(**LIMITED))

    (finding,) = found(context, **{"i" + code.replace(".", ""): now})

    assert (finding.code, finding.origin.cell) == ("VAL007", place(code, column))
    assert finding.facts == facts | {"column": column, "cell": finding.origin.cell, "period": "2022-Q3"}


@pytest.mark.parametrize(
    ("code", "earlier", "now"),
    [
        ("4.3", value("20"), {"value": "30"}),  # 50 %, which is allowed
        ("4.3", value("0"), {"value": "30"}),  # no percentage of nothing
        ("4.2", value("60"), {"value": "80"}),
        ("4.1", EarlierFigure(numerator=D(44), denominator=D(80)), {"numerator": "60", "denominator": "80"}),
        ("4.1", EarlierFigure(numerator=D(6), denominator=D(8)), {"numerator": "61", "denominator": "90"}),
    ],
)  # fmt: skip
def test_a_change_within_it_is_none(code: str, earlier: EarlierFigure, now: dict[str, str]) -> None:
    context = context_with({code: earlier}, the_set(**LIMITED))

    assert found(context, **{"i" + code.replace(".", ""): now}) == []


def test_where_the_set_names_no_limit_nothing_is_a_jump() -> None:
    assert found(context_with({"4.3": value("1"), "4.2": value("99")})) == []


def test_a_slip_is_no_jump_besides() -> None:
    context = context_with({"4.3": value("12")}, the_set(**LIMITED))

    (finding,) = found(context, i43={"value": "120"})

    assert finding.code == "VAL008"


CUMULATIVE: dict[str, Any] = {"i43": {"cumulative": True, "limits": {"largest_change": "50"}}}


@pytest.mark.parametrize(
    ("earlier", "now", "code"),
    [
        ("20", "19", "VAL017"),
        ("20", "0", "VAL017"),
        ("20", "20", ""),
        ("20", "21", ""),
        ("200", "20", "VAL008"),
    ],
)
def test_a_cumulative_count_cannot_fall(earlier: str, now: str, code: str) -> None:
    context = context_with({"4.3": value(earlier)}, the_set(**CUMULATIVE))

    findings = found(context, i43={"value": now})

    assert [(f.code, f.origin.cell) for f in findings] == ([(code, place("4.3", "value"))] if code else [])
    if code == "VAL017":
        assert findings[0].facts == {
            "column": "value", "cell": place("4.3", "value"), "number": now, "earlier": earlier, "period": "2022-Q3",
        }  # fmt: skip


def test_what_was_not_reported_in_both_periods_is_not_compared() -> None:
    context = context_with({"4.3": value("40"), "4.1": EarlierFigure(numerator=D(600))})
    other_set = replace(context, earlier=Earlier(THEN, "bo-khac", {("SYT", "4.2"): value("3.75")}))
    other_unit = replace(context, earlier=Earlier(THEN, "bo-thu", {("STC", "4.2"): value("3.75")}))

    assert found(context, i43={}) == []
    assert found(other_set) == []
    assert found(other_unit) == []
    assert found(plain_context()) == []
    assert len(found(context_with({"4.2": value("3.75")}))) == 1


AS_FILLED = {
    "1.1": value("8.5"),
    "4.1": EarlierFigure(numerator=D(60), denominator=D(80)),
    "4.10": EarlierFigure(numerator=D(30), denominator=D(40)),
    "4.2": value("37.5"),
    "4.3": value("4"),
    "4.4": value("15"),
    "1.2": EarlierFigure(option="yes"),
}


def copies(earlier: Mapping[str, EarlierFigure], **figures: Mapping[str, str]) -> list[Finding]:
    context, submission = context_with(earlier), typed(**figures).submission
    assert submission is not None
    return list(copied_sheet(tuple(entries(submission, context.indicator_set)), context))


def test_a_sheet_of_the_earlier_figures_is_found() -> None:
    (finding,) = copies(AS_FILLED)

    assert (finding.code, finding.origin, finding.unit) == ("VAL009", Origin("SYT.xlsx", "Số liệu"), "SYT")
    assert finding.facts == {"count": "8", "period": "2022-Q3"}


def test_one_new_figure_makes_it_a_new_sheet() -> None:
    assert copies(AS_FILLED | {"4.3": value("5")}) == []
    assert copies(AS_FILLED | {"4.3": value("0")}) == []


@pytest.mark.parametrize("number", ["0", "100"])
def test_figures_that_often_stay_the_same_do_not_count(number: str) -> None:
    same = {"value": number}

    assert copies(AS_FILLED | {"4.2": value(number)}, i42=same) == []


def test_seven_figures_are_too_few() -> None:
    assert copies({code: figure for code, figure in AS_FILLED.items() if code != "4.4"}) == []


AMOUNTS = st.decimals(0, 100, places=2).map(str)


@settings(deadline=None)
@given(AMOUNTS, st.integers(0, 10**6).map(str), AMOUNTS, st.integers(100, 10**6).map(str))
def test_figures_that_did_not_change_are_no_finding_of_their_own(
    share: str, count: str, numerator: str, denominator: str
) -> None:
    changes = LIMITED | {"i43": {"cumulative": True, "limits": {"largest_change": "0.01"}}}
    figures = {
        "i42": {"value": share},
        "i43": {"value": count},
        "i41": {"numerator": numerator, "denominator": denominator},
    }
    submission = typed(**figures).submission
    assert submission is not None
    earlier = earlier_from_observations(THEN, "bo-thu", submission.observations)

    assert len(earlier.figures) == 8
    assert found(replace(context_of_set(changes), earlier=earlier), **figures) == []


def context_of_set(changes: Mapping[str, Any]) -> Context:
    key = repr(changes)
    if key not in _CONTEXTS:
        _CONTEXTS[key] = forms.context_of(the_set(**changes))
    return _CONTEXTS[key]


_CONTEXTS: dict[str, Context] = {}


def test_the_earlier_figures_are_the_units_own_that_could_be_read_and_the_verified_ones_count() -> None:
    def made(stage: Stage, status: ObservationStatus, number: str | None) -> Observation:
        of_unit = D(number) if number else None
        return Observation("SYT", "1.1", THEN, stage, status, Origin("x"), of_unit)

    own, reported = Stage.SELF_ASSESSED, ObservationStatus.REPORTED
    observations = [
        made(own, ObservationStatus.MISSING, None), made(Stage.VERIFIED, reported, "7"),
        made(own, reported, "8"), made(own, reported, "9"),
    ]  # fmt: skip

    assert earlier_from_observations(THEN, "bo-thu", observations) == Earlier(
        THEN,
        "bo-thu",
        {("SYT", "1.1"): EarlierFigure(value=D(8))},
        {("SYT", "1.1"): EarlierFigure(value=D(7))},
    )


UNITS = forms.changed(forms.UNITS, units=[forms.unit(f"S{n}", f"Sở {n}") for n in range(1, 13)])


@lru_cache
def context_of_twelve() -> Context:
    return forms.context_of(units=UNITS)


def checked_file(unit: str, *figures: checked.Figure, period: str = "2022-Q4") -> CheckedFile:
    identity = FormIdentity(
        set_id="bo-thu", set_version="1.2.0", set_digest="0" * 64, unit=unit, group="so", period=period,
        form_version="1",
    )  # fmt: skip
    return CheckedFile(InputFile(f"{unit}.xlsx", "", 1), identity, "Số liệu", figures, ())


def counted(*numbers: int | str) -> list[CheckedFile]:
    """Give one file for each number, of units S1, S2 … for the count 4.3."""
    return [
        checked_file(f"S{n}", checked.Figure("4.3", "value", "F20", 20, D(number)))
        for n, number in enumerate(numbers, start=1)
    ]


def test_the_modified_z_score_by_hand() -> None:
    """Median 5; distances 4 3 2 1 0 1 2 3 25, their median 2: 0.6745 x 25 / 2 = 8.4, and 0.6745 x 4 / 2 = 1.3."""
    (finding,) = outliers(counted(1, 2, 3, 4, 5, 6, 7, 8, 30), context_of_twelve())

    assert (finding.code, finding.severity) == ("VAL010", RULES["VAL010"].severity)
    assert finding.origin == Origin("S9.xlsx", "Số liệu", "F20")
    assert (finding.unit, finding.indicator, finding.row) == ("S9", "4.3", 20)
    assert finding.facts == {
        "column": "value", "cell": "F20", "number": "30", "median": "5", "size": "9",
    }  # fmt: skip


@pytest.mark.parametrize(("last", "outlying"), [("15.378", False), ("15.379", True)])
def test_the_bound_is_three_and_a_half(last: str, outlying: bool) -> None:
    """Median 5, MAD 2: the bound is 3.5 x 2 / 0.6745 = 10.3780… from the median."""
    files = counted(1, 2, 3, 4, 5, 6, 7, 8, last)

    assert [f.unit for f in outliers(files, context_of_twelve())] == (["S9"] if outlying else [])


def test_low_values_stand_out_too() -> None:
    assert [f.unit for f in outliers(counted(90, 91, 92, 93, 94, 95, 96, 5), context_of_twelve())] == ["S8"]


def test_seven_units_are_too_few_and_equal_ones_say_nothing() -> None:
    assert list(outliers(counted(1, 2, 3, 4, 5, 6, 90), context_of_twelve())) == []
    assert list(outliers(counted(5, 5, 5, 5, 5, 5, 5, 90), context_of_twelve())) == []


def test_ratios_are_compared_by_their_value() -> None:
    shares = [(50 + n, 100) for n in range(8)] + [(9, 1000)]
    files = [
        checked_file(f"S{n}", checked.Figure("4.1", "numerator", "D15", 15, D(a), D(b)))
        for n, (a, b) in enumerate(shares, start=1)
    ]

    (finding,) = outliers(files, context_of_twelve())

    assert (finding.unit, finding.facts["number"], finding.facts["median"]) == ("S9", "0.9", "53")


def test_points_are_not_compared() -> None:
    files = [
        checked_file(f"S{n}", checked.Figure("1.1", "points", "G9", 9, D(points)))
        for n, points in enumerate([1, 2, 3, 4, 5, 6, 7, 8, 90], start=1)
    ]

    assert list(outliers(files, context_of_twelve())) == []


def test_a_unit_with_two_files_and_files_of_another_period_do_not_count() -> None:
    files = counted(1, 2, 3, 4, 5, 6, 7, 90)
    figure = checked.Figure("4.3", "value", "F20", 20, D(4))

    assert len(list(outliers(files, context_of_twelve()))) == 1
    assert list(outliers([*files, checked_file("S1", figure)], context_of_twelve())) == []
    assert (
        list(outliers([*files[1:], checked_file("S1", figure, period="2022-Q3")], context_of_twelve())) == []
    )


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), min_size=8, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(numbers: list[int], random: Any) -> None:
    files = counted(*numbers)
    shuffled = files.copy()
    random.shuffle(shuffled)

    assert by_unit(outliers(files, context_of_twelve())) == by_unit(outliers(shuffled, context_of_twelve()))


def by_unit(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.unit)


def test_the_median_is_exact() -> None:
    assert median([Fraction(3), Fraction(1), Fraction(2)]) == 2
    assert median([Fraction(1, 3), Fraction(1), Fraction(2), Fraction(0)]) == Fraction(2, 3)


def test_the_rules_run_over_real_forms(tmp_path: Path) -> None:
    form = forms.Form()
    count, share = form.put("4.3", "value", 19), form.put("4.2", "value", 37.5)
    context = context_with({"4.3": value("20"), "4.2": value("3.75")}, the_set(i43={"cumulative": True}))
    context = replace(context, set_digest=plain_context().set_digest)

    findings = forms.findings_in(tmp_path, form.bytes(), context=context)

    assert sorted(forms.places(findings)) == [("VAL008", share), ("VAL017", count)]
    for finding in findings:
        assert "?" not in finding_text(finding, "vi").message


def test_a_form_sent_in_again_for_the_next_period_is_noticed(tmp_path: Path) -> None:
    findings = forms.findings_in(tmp_path, forms.filled(), context=context_with(AS_FILLED))

    assert forms.places(findings) == [("VAL009", "Số liệu")]
    assert "8" in finding_text(findings[0], "vi").message
