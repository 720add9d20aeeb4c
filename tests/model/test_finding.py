"""Findings: one for equal ones in a column, one order, and a fingerprint that outlives inserted rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_rank.model.finding import (
    Finding,
    Severity,
    Spot,
    ValidationReport,
    cells_text,
    folded,
    in_order,
)
from cds_rank.model.observation import Origin
from cds_rank.wording.findings import place_text

SHEET = "Số liệu"


def at(
    cell: str,
    code: str = "EVD001",
    *,
    indicator: str = "",
    file: str = "SYT.xlsx",
    sheet: str = SHEET,
    severity: Severity = Severity.WARNING,
    **facts: str,
) -> Finding:
    """Make a finding as a rule makes it: of row 12 the indicator is i12."""
    row = int(re.sub(r"\D", "", cell) or 0)
    indicator = indicator or (f"i{row}" if row else "")
    told = {"column": "evidence", "cell": cell, **facts} if cell else dict(facts)
    return Finding(code, severity, Origin(file, sheet, cell), told, "SYT", indicator, row)


def cells(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    return [finding.cells for finding in findings]


# --- folding


def test_equal_findings_in_a_column_are_one_with_every_cell_row_and_indicator() -> None:
    (found,) = folded([at("D9", row="9"), at("D8", row="8"), at("D10", row="10"), at("D14", row="14")])

    assert found.origin.cell == "D8"
    assert found.also == (Spot("D9", 9, "i9"), Spot("D10", 10, "i10"), Spot("D14", 14, "i14"))
    assert found.cells == ("D8", "D9", "D10", "D14")
    assert found.indicators == ("i8", "i9", "i10", "i14")
    assert (found.row, found.indicator) == (8, "i8")
    assert (found.facts["cell"], found.facts["row"]) == ("D8:D10, D14", "8–10, 14")


def test_an_indicator_that_the_sentence_names_becomes_all_of_them() -> None:
    named = [
        replace(at(cell, "KEY008", indicator=code), facts={"indicator": code, "cell": cell})
        for cell, code in (("A8", "4.1"), ("A9", "4.10"))
    ]
    (both,) = folded(named)

    assert both.facts == {"indicator": "4.1, 4.10", "cell": "A8:A9"}


def test_one_cell_stays_as_it_is() -> None:
    alone = at("D8", text="x")

    assert folded([alone]) == (alone,)
    assert alone.also == ()


def test_the_same_finding_twice_in_one_cell_is_said_once() -> None:
    assert cells(folded([at("D8"), at("D8")])) == [("D8",)]


@pytest.mark.parametrize(
    "other",
    [
        at("E9"),
        at("AD9"),
        at("D9", "EVD003"),
        at("D9", text="x"),
        at("D9", file="STC.xlsx"),
        at("D9", sheet="SO LIEU"),
        replace(at("D9"), explanation="Văn bản đang trình ký, có sau"),
    ],
    ids=["column", "column of two letters", "rule", "fact", "file", "sheet", "explanation"],
)
def test_what_differs_does_not_fold(other: Finding) -> None:
    assert cells(folded([at("D8"), other])) in ([("D8",), other.cells], [other.cells, ("D8",)])


def test_different_facts_down_a_column_alternate_without_mixing() -> None:
    found = folded([at(f"D{row}", text="xy"[row % 2]) for row in range(8, 13)])

    assert [(f.facts["text"], f.facts["cell"]) for f in found] == [("x", "D8, D10, D12"), ("y", "D9, D11")]


def test_findings_about_a_sheet_or_a_file_never_fold() -> None:
    whole = [at("", "SHT003"), at("", "SHT003"), at("", "FIL011", sheet="")]

    assert len(folded(whole)) == 3


def test_what_is_folded_already_stays_folded() -> None:
    once = folded([at(f"D{row}") for row in (8, 9, 11)])

    assert folded(once) == once


FINDINGS = st.lists(
    st.builds(
        lambda column, row, code, text, file: at(f"{column}{row}", code, text=text, file=file),
        st.sampled_from(["D", "E", "AA"]),
        st.integers(8, 14),
        st.sampled_from(["NUM002", "EVD001"]),
        st.sampled_from(["", "x"]),
        st.sampled_from(["a.xlsx", "b.xlsx"]),
    ),
    max_size=30,
)


@given(FINDINGS, st.randoms(use_true_random=False))
def test_folding_does_not_look_at_the_order_and_loses_no_cell(
    findings: list[Finding], random: Random
) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)
    result = folded(findings)

    def every_cell(of: Sequence[Finding]) -> set[tuple[object, ...]]:
        return {(f.code, f.origin.file, f.facts["text"], cell) for f in of for cell in f.cells}

    assert folded(shuffled) == result
    assert every_cell(result) == every_cell(findings)
    assert sum(len(f.cells) for f in result) == len(every_cell(findings))
    assert in_order(result) == result


# --- order and places


def test_the_order_is_file_sheet_row_cell_and_code() -> None:
    ordered = [
        at("", "FIL012", file="a.xlsx", sheet=""),
        at("", "SHT009", file="a.xlsx"),
        at("D9", "NUM002", file="a.xlsx"),
        at("D9", "VAL001", file="a.xlsx"),
        at("K9", "EVD001", file="a.xlsx"),
        at("AA9", "EVD001", file="a.xlsx"),
        at("D10", "NUM002", file="a.xlsx"),
        at("D8", "NUM002", file="b.xlsx"),
    ]

    assert list(in_order(reversed(ordered))) == ordered


@pytest.mark.parametrize(
    ("given_cells", "text"),
    [
        (["D8"], "D8"),
        (["D8", "D9"], "D8:D9"),
        (["D8", "D10"], "D8, D10"),
        (["D10", "D9", "D8", "D9"], "D8:D10"),
        (["D8", "D9", "E9", "E10"], "D8:D9, E9:E10"),
        (["D9", "AD9"], "D9, AD9"),
        ([f"D{row}" for row in range(5, 63)], "D5:D62"),
        (["D2", "D4", "D6", "D8"], "D2, D4, D6, D8"),
        (["D2", "D4", "D6", "D8", "D10"], "D2, D4, D6, …"),
        (["D2", "D4", "D6", "D8", "D10", "D12"], "D2, D4, D6, …"),
        (["nơi nào đó"], "nơi nào đó"),
        ([], ""),
    ],
)
def test_cells_are_written_as_ranges(given_cells: list[str], text: str) -> None:
    assert cells_text(given_cells) == text


def test_a_place_says_how_many_cells_there_are() -> None:
    (found,) = folded([at(f"D{row}") for row in range(8, 21)])
    (gaps,) = folded([at(f"D{row}") for row in (8, 9, 12)])

    assert place_text(found) == "SYT.xlsx ▸ Số liệu!D8:D20 (13 ô)"
    assert place_text(gaps) == "SYT.xlsx ▸ Số liệu!D8:D9, D12 (3 ô)"
    assert place_text(at("D8")) == "SYT.xlsx ▸ Số liệu!D8"


# --- fingerprints


def moved(finding: Finding, by: int) -> Finding:
    """Give the finding as it is after rows were put in above."""
    cell = re.sub(r"\d+", lambda number: str(int(number[0]) + by), finding.origin.cell)
    facts = {**finding.facts, "cell": cell} | (
        {"row": str(finding.row + by)} if "row" in finding.facts else {}
    )
    origin = replace(finding.origin, cell=cell)
    return replace(finding, origin=origin, row=finding.row + by, facts=facts)


@pytest.mark.parametrize("by", [1, 2, 92, 1000])
def test_rows_inserted_above_leave_the_fingerprint(by: int) -> None:
    alone = at("D8", text="1.340", row="8")
    several = [at(f"D{row}", indicator=f"4.{row}") for row in (8, 9, 14)]
    (before,), (after,) = folded(several), folded([moved(finding, by) for finding in several])

    assert alone.fingerprint == moved(alone, by).fingerprint
    assert before.fingerprint == after.fingerprint


def test_a_gap_put_between_rows_leaves_it_too() -> None:
    (together,) = folded([at("D8", indicator="a"), at("D9", indicator="b")])
    (apart,) = folded([at("D8", indicator="a"), at("D20", indicator="b")])

    assert together.fingerprint == apart.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        at("D8", "NUM003", indicator="4.1", text="1.340"),
        at("D8", "NUM002", indicator="4.2", text="1.340"),
        at("D8", "NUM002", indicator="4.1", text="1.341"),
        at("E8", "NUM002", indicator="4.1", text="1.340"),
        at("D8", "NUM002", indicator="4.1", text="1.340", file="STC.xlsx"),
        at("D8", "NUM002", indicator="4.1", text="1.340", sheet="So lieu"),
        at("D8", "NUM002", indicator="4.1", text="1.340", more="x"),
        folded([at("D8", "NUM002", indicator=i, text="1.340") for i in ("4.1",)]
               + [at("D9", "NUM002", indicator="4.2", text="1.340")])[0],
    ],
    ids=["rule", "indicator", "fact", "column", "file", "sheet", "one fact more", "one cell more"],
)  # fmt: skip
def test_another_finding_has_another_fingerprint(other: Finding) -> None:
    assert at("D8", "NUM002", indicator="4.1", text="1.340").fingerprint != other.fingerprint


def test_a_finding_at_no_row_of_the_table_is_told_apart_by_its_cell() -> None:
    """KEY003 in A18 and in A19, both of the code “x”: nothing but the cell tells them apart."""
    first, second = (replace(at(cell, "KEY003", text="x"), indicator="") for cell in ("A18", "A19"))

    assert first.fingerprint != second.fingerprint


def test_a_fingerprint_is_sixteen_hexadecimal_digits_and_the_same_in_every_run() -> None:
    assert at("D8", "NUM002", indicator="4.1", text="1.340").fingerprint == "75590d43d768a013"


def test_severity_and_explanation_do_not_change_the_fingerprint() -> None:
    """A baseline still knows a finding whose rule became graver, or that was answered since."""
    one = at("D8")

    assert one.fingerprint == replace(one, severity=Severity.ERROR, explanation="Có lý do").fingerprint


def test_text_that_cannot_be_written_has_a_fingerprint_too() -> None:
    assert re.fullmatch("[0-9a-f]{16}", at("D8", text="\ud800").fingerprint)


# --- reports


@pytest.mark.parametrize(
    ("severity", "explanation", "reached"),
    [
        (Severity.ERROR, "", (True, True, True)),
        (Severity.WARNING, "", (False, True, True)),
        (Severity.INFO, "", (False, False, True)),
        (Severity.WARNING, "Có thêm 12 xã nộp hồ sơ trực tuyến", (False, False, False)),
    ],
)
def test_a_report_reaches_a_threshold_by_what_still_asks_for_an_answer(
    severity: Severity, explanation: str, reached: tuple[bool, ...]
) -> None:
    report = ValidationReport((replace(at("D8", severity=severity), explanation=explanation),), ())

    assert tuple(report.reaches(threshold) for threshold in Severity) == reached
    assert report.count(severity) == 1
    assert report.files_with_errors == ({"SYT.xlsx"} if severity is Severity.ERROR else frozenset())


def test_a_report_gives_the_findings_of_one_file() -> None:
    findings = at("D8"), at("D9", file="STC.xlsx")
    report = ValidationReport(findings, ())
    expected: Mapping[str, tuple[Finding, ...]] = {
        "SYT.xlsx": findings[:1],
        "STC.xlsx": findings[1:],
        "x": (),
    }

    assert {name: report.of_file(name) for name in expected} == expected
