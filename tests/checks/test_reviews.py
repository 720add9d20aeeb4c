"""Review workbooks: each rule at its exact cell and nearly broken; what is taken over, and how parts go together."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell

from cds_rank import workflow
from cds_rank.checks.admission import admit
from cds_rank.checks.context import Context
from cds_rank.checks.reviews import check_reviews
from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.observation import Origin
from cds_rank.model.review import Cause, Review, Verdict
from cds_rank.model.review_layout import REVIEW_META_KEYS
from cds_rank.model.review_typed import ReadReview, ReviewRow
from cds_rank.reading.reviews import read_review_bytes
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.findings import finding_text
from cds_rank.workflow import reviewing
from tests.checks import forms, reviews
from tests.checks.forms import Form, places
from tests.checks.reviews import (
    ADJUSTED,
    AGREED,
    NO_EVIDENCE,
    PENDING,
    REASON,
    REJECTED,
    SHEET,
    Fill,
    ReviewPaper,
    blank,
    by_figure,
    checked,
    decides,
    filled,
)

Spoil = Callable[[ReviewPaper], str]


@dataclass(frozen=True)
class Case:
    """A reviewer's way of breaking a rule, and one of nearly breaking it.

    spoil: returns where the finding has to be. near: what the near-miss is found to be, mostly nothing.
    taken: the decision is taken over all the same, as warnings are.
    """

    code: str
    story: str
    spoil: Spoil
    near_miss: Fill
    near: tuple[str, ...] = ()
    taken: bool = False

    def __str__(self) -> str:
        return f"{self.code}-{self.story}".replace(" ", "-")


def at(unit: str, code: str, column: str, *steps: Fill) -> Spoil:
    """Do something whose finding stands in a cell of the row."""

    def do(paper: ReviewPaper) -> str:
        place = paper.place(unit, code, column)
        for step in steps:
            step(paper)
        return place

    return do


def whole_file(*steps: Fill) -> Spoil:
    def do(paper: ReviewPaper) -> str:
        for step in steps:
            step(paper)
        return ""

    return do


def syt(code: str, column: str, verdict: str | None, **typed: object) -> Spoil:
    """Decide on a figure of SYT; the finding stands in `column`."""
    return at("SYT", code, column, decides("SYT", code, verdict, **typed))


def types(unit: str, code: str, /, **typed: object) -> Fill:
    return lambda paper: paper.put(unit, code, **typed)


def is_of(key: str, value: str | None, *, in_properties: bool = True) -> Fill:
    return lambda paper: paper.set_identity(key, value, in_properties=in_properties)


def both(*steps: Fill) -> Fill:
    def do(paper: ReviewPaper) -> None:
        for step in steps:
            step(paper)

    return do


def signs_below(cell: str, text: object) -> Fill:
    return lambda paper: setattr(paper.sheet[cell], "value", text)


def clears(cell: Cell, place: str) -> str:
    cell.value = None
    return place


def one_verdict_for_two(paper: ReviewPaper) -> str:
    place = paper.put("SYT", "4.1", verdict=AGREED)
    below = paper.cell("SYT", "4.1", "verdict").row + 1
    merges("4.1", "verdict", rows=2)(paper)
    return f"{place}:N{below} (2 ô)"


def is_nothing(_: ReviewPaper) -> None:
    pass


def merges(code: str, column: str, *, rows: int = 1, columns: int = 1) -> Fill:
    """Merge a cell of SYT's with those below and to the right of it."""

    def do(paper: ReviewPaper) -> None:
        cell = paper.cell("SYT", code, column)
        paper.sheet.merge_cells(
            start_row=cell.row,
            start_column=cell.column,
            end_row=cell.row + rows - 1,
            end_column=cell.column + columns - 1,
        )

    return do


BELOW = "N45"  # in the column of verdicts, below the table
OK_1_1 = decides("SYT", "1.1", AGREED)

CASES = (
    Case(
        "REV001",
        "says nothing of itself",
        whole_file(*(is_of(key, None) for key in REVIEW_META_KEYS)),
        both(*(is_of(key, None, in_properties=False) for key in REVIEW_META_KEYS)),
    ),
    Case(
        "REV003",
        "half an identity",
        whole_file(is_of("part", None)),
        is_of("part", "SYT"),
    ),
    Case(
        "REV003",
        "period changed in the hidden sheet only",
        whole_file(is_of("period", "2022-Q3", in_properties=False)),
        is_of("period", "2022-Q4", in_properties=False),
    ),
    Case("REV003", "no period", whole_file(is_of("period", "quý 4")), is_of("period", "2022-Q4")),
    Case("REV004", "another period", whole_file(is_of("period", "2022-Q3")), is_of("period", "2022-Q4")),
    Case("REV004", "another set", whole_file(is_of("set_id", "bo-khac")), is_of("set_id", "bo-thu")),
    Case("REV004", "another version", whole_file(is_of("set_version", "1.1.0")), OK_1_1),
    Case("REV004", "changed under one version", whole_file(is_of("set_digest", "0" * 64)), OK_1_1),
    Case("REV004", "another layout", whole_file(is_of("form_version", "2")), is_of("form_version", "1")),
    Case(
        "REV005",
        "unit nobody knows",
        at("SYT", "1.1", "unit", OK_1_1, types("SYT", "1.1", unit="SYTE")),
        both(decides("SYT", "1.1", PENDING, reason="Chờ hỏi lại"), types("SYT", "1.1", unit="SYTE")),
    ),
    Case(
        "REV006",
        "criterion nobody knows",
        at("SYT", "1.1", "code", OK_1_1, types("SYT", "1.1", code="9.9")),
        types("SYT", "1.1", code="9.9"),
    ),
    Case(
        "KEY004",
        "4.10 became a number",
        at("SYT", "4.10", "code", decides("SYT", "4.10", AGREED), types("SYT", "4.10", code=4.1)),
        types("SYT", "4.10", code=4.1),
    ),
    Case(
        "REV007",
        "criterion of districts for a department",
        at("132", "4.5", "code", decides("132", "4.5", AGREED), types("132", "4.5", unit="SYT")),
        decides("132", "4.5", AGREED),
    ),
    Case(
        "REV008",
        "unit deleted",
        at("SYT", "1.1", "unit", OK_1_1, types("SYT", "1.1", unit=None)),
        types("SYT", "1.1", unit=None),
    ),
    Case(
        "REV008",
        "code deleted",
        at("SYT", "1.1", "code", OK_1_1, types("SYT", "1.1", code=None)),
        types("SYT", "1.1", code=None),
    ),
    Case(
        "REV008",
        "verdict far below",
        lambda paper: (signs_below(BELOW, AGREED)(paper), f"{SHEET}!A45")[1],
        signs_below(BELOW, "KT. GIÁM ĐỐC"),
    ),
    Case("REV009", "another word", syt("1.1", "verdict", "Đồng ý"), decides("SYT", "1.1", " thống  NHẤT ")),
    Case(
        "REV010",
        "points without a verdict",
        syt("1.1", "verdict", None, points=7, reason=REASON),
        decides("SYT", "1.1", ADJUSTED, points=7),
        taken=True,
    ),
    Case(
        "REV010",
        "only a reason",
        syt("1.1", "verdict", None, reason=REASON),
        decides("SYT", "1.1", PENDING, reason="Chờ hỏi lại đơn vị"),
    ),
    Case(
        "REV010",
        "points beside not reviewed yet",
        syt("1.1", "verdict", PENDING, points=7),
        decides("SYT", "1.1", PENDING),
    ),
    Case("REV011", "no figure", syt("4.2", "value", ADJUSTED), decides("SYT", "4.2", ADJUSTED, value=30)),
    Case("REV011", "no points", syt("1.1", "points", ADJUSTED), decides("SYT", "1.1", ADJUSTED, points=0)),
    Case("REV011", "a dash", syt("1.1", "points", ADJUSTED, points="-"), decides("SYT", "1.1", AGREED, points="-")),
    Case(
        "REV012",
        "value and points",
        syt("4.2", "points", ADJUSTED, value=30, points=3),
        decides("SYT", "4.2", ADJUSTED, points=3),
    ),
    Case(
        "REV012",
        "answer and points",
        syt("1.2", "points", ADJUSTED, value="Không", points=0),
        decides("SYT", "1.2", ADJUSTED, value="không"),
    ),
    Case(
        "REV013",
        "agreed with other points",
        syt("1.1", "points", AGREED, points=7),
        decides("SYT", "1.1", AGREED, points=8.5),
    ),
    Case(
        "REV013",
        "agreed with one other part",
        syt("4.1", "denominator", AGREED, numerator=60, denominator=90),
        decides("SYT", "4.1", AGREED, numerator=60, denominator=80),
    ),
    Case(
        "REV013",
        "agreed with another answer",
        syt("1.2", "value", AGREED, value="Không"),
        decides("SYT", "1.2", AGREED, value="Có"),
    ),
    Case(
        "REV013",
        "agreed on a figure with points",
        syt("4.2", "points", AGREED, points="3,75"),
        decides("SYT", "4.2", AGREED, value="37,5"),
    ),
    Case(
        "REV013",
        "rejected with points",
        syt("1.1", "points", REJECTED, points=1),
        decides("SYT", "1.1", REJECTED, points=0),
    ),
    Case(
        "REV014",
        "adjusted without a reason",
        syt("1.1", "reason", ADJUSTED, points=7, reason=None),
        decides("SYT", "1.1", ADJUSTED, points=8.5, reason=None),
    ),
    Case(
        "REV014",
        "raised without a reason",
        syt("1.1", "reason", ADJUSTED, points=10, reason=None),
        decides("SYT", "1.1", ADJUSTED, points=10),
    ),
    Case(
        "REV014",
        "rejected without a reason",
        syt("4.1", "reason", REJECTED, reason=" "),
        decides("SYT", "4.1", REJECTED, reason="Sai kỳ báo cáo"),
    ),
    *(
        Case(
            "REV015",
            f"a reason that says nothing {text}",
            syt("1.1", "reason", REJECTED, reason=text),
            decides("SYT", "1.1", REJECTED, reason="Không có quyết định"),
        )
        for text in ("x", "-", "không không", "Đã kiểm tra")
    ),
    Case(
        "REV016",
        "no cause",
        syt("1.1", "cause", REJECTED, cause=None),
        decides("SYT", "1.1", ADJUSTED, points=7),
        taken=True,
    ),
    Case(
        "REV017",
        "a cause of his own",
        syt("1.1", "cause", REJECTED, cause="Thiếu minh chứng"),
        decides("SYT", "1.1", REJECTED, cause="thiếu tài liệu  kiểm chứng"),
        taken=True,
    ),
    Case(
        "REV018",
        "unit of measure in the cell",
        syt("1.1", "points", ADJUSTED, points="7,5 điểm"),
        decides("SYT", "1.1", ADJUSTED, points="7,5"),
    ),
    Case(
        "REV018",
        "a percentage of points",
        syt("1.1", "points", ADJUSTED, points="75%"),
        decides("SYT", "4.2", ADJUSTED, value="75%"),
    ),
    Case(
        "NUM003",
        "one reading too many",
        syt("4.1", "numerator", ADJUSTED, numerator="1.340", denominator=2000),
        decides("SYT", "4.1", ADJUSTED, numerator=1340, denominator=2000),
        near=("REV029",),
    ),
    Case(
        "NUM004",
        "foreign point",
        syt("4.2", "value", ADJUSTED, value="95.29"),
        decides("SYT", "4.2", ADJUSTED, value="95,29"),
    ),
    Case(
        "CEL001",
        "formula never calculated",
        syt("1.1", "points", ADJUSTED, points="=5+2"),
        decides("SYT", "1.1", ADJUSTED, points=7),
    ),
    Case(
        "CEL001",
        "a verdict worked out by a formula never calculated",
        syt("1.1", "verdict", '=IF(J9=10,"Thống nhất","")'),
        types("SYT", "4.1", value="=IF(P12=0,0,O12/P12*100)"),
    ),
    Case(
        "CEL001",
        "an answer worked out by a formula never calculated",
        syt("1.2", "value", ADJUSTED, value='=IF(1=1,"Không","")'),
        decides("SYT", "1.2", ADJUSTED, value="Không"),
    ),
    Case(
        "CEL005",
        "one verdict for two criteria",
        one_verdict_for_two,
        both(decides("SYT", "4.1", ADJUSTED, numerator=50, denominator=80), merges("4.1", "reason", columns=2)),
    ),
    Case(
        "CEL005",
        "points for two criteria",
        at("SYT", "1.1", "points", decides("SYT", "1.1", ADJUSTED, points=7), merges("1.1", "points", rows=2)),
        both(decides("SYT", "1.1", ADJUSTED, points=7), merges("1.1", "reason", columns=2)),
    ),
    Case(
        "NUM011",
        "points that became a date",
        syt("1.1", "points", ADJUSTED, points=date(2022, 5, 7)),
        decides("SYT", "1.1", ADJUSTED, points=7),
    ),
    Case("REV011", "no parts", syt("4.1", "numerator", ADJUSTED), decides("SYT", "4.1", ADJUSTED, points=5)),
    Case(
        "VAL013",
        "answer of his own",
        syt("1.2", "value", ADJUSTED, value="Chưa"),
        decides("SYT", "1.3", ADJUSTED, value="Chưa ban hành"),
    ),
    Case(
        "REV019",
        "numerator alone",
        syt("4.1", "denominator", ADJUSTED, numerator=50),
        decides("SYT", "4.1", ADJUSTED, numerator=50, denominator=80),
    ),
    Case(
        "REV019",
        "denominator alone",
        syt("4.1", "numerator", ADJUSTED, denominator=90),
        decides("SYT", "4.1", ADJUSTED, points=5),
    ),
    Case(
        "REV019",
        "nothing to divide by",
        syt("4.1", "denominator", ADJUSTED, numerator=0, denominator=0),
        decides("SYT", "4.1", ADJUSTED, numerator=0, denominator=80),
    ),
    Case(
        "REV020",
        "a share where parts are asked",
        syt("4.1", "value", ADJUSTED, value=62),
        decides("SYT", "4.1", ADJUSTED, numerator=50, denominator=80, value=62.5),
    ),
    Case(
        "REV020",
        "points as a value",
        syt("1.1", "value", ADJUSTED, value=7),
        decides("SYT", "4.1", AGREED, value=75),
    ),
    Case(
        "REV020",
        "parts of a plain value",
        syt("4.3", "numerator", ADJUSTED, numerator=3),
        decides("SYT", "4.3", ADJUSTED, value=3),
    ),
    Case(
        "VAL001",
        "above its limit",
        syt("4.2", "value", ADJUSTED, value=100.5),
        decides("SYT", "4.2", ADJUSTED, value=100),
    ),
    Case(
        "VAL001",
        "fewer than none",
        syt("4.3", "value", ADJUSTED, value=-1),
        decides("SYT", "4.3", ADJUSTED, value=0),
    ),
    Case(
        "VAL001",
        "points below nought",
        syt("1.1", "points", ADJUSTED, points=-1),
        decides("SYT", "1.1", ADJUSTED, points=0),
    ),
    Case(
        "VAL001",
        "part below nought",
        syt("4.1", "numerator", ADJUSTED, numerator=-5, denominator=80),
        decides("SYT", "4.1", ADJUSTED, numerator=0, denominator=80),
    ),
    Case(
        "VAL003",
        "more than all",
        syt("4.1", "numerator", ADJUSTED, numerator=81, denominator=80),
        decides("SYT", "4.1", ADJUSTED, numerator=80, denominator=80),
    ),
    Case(
        "VAL006",
        "above the maximum",
        syt("1.1", "points", ADJUSTED, points="10,5"),
        decides("SYT", "1.1", ADJUSTED, points=10),
    ),
    Case(
        "VAL006",
        "points of a measured figure above its maximum",
        syt("4.2", "points", ADJUSTED, points=11),
        decides("SYT", "4.2", ADJUSTED, points=10),
    ),
    Case(
        "VAL012",
        "half a model",
        syt("4.3", "value", ADJUSTED, value=2.5),
        decides("SYT", "4.3", ADJUSTED, points=2.5),
    ),
    Case(
        "REV023",
        "evidence or figure changed since",
        at("SYT", "1.1", "verdict", OK_1_1, types("SYT", "1.1", mark="0123456789ab")),
        types("SYT", "1.1", mark="0123456789ab"),
    ),
    Case(
        "REV023",
        "adjusted before the figure changed",
        at("SYT", "1.1", "verdict", decides("SYT", "1.1", ADJUSTED, points=7), types("SYT", "1.1", mark="0" * 12)),
        decides("SYT", "1.1", ADJUSTED, points=7),
    ),
    Case(
        "REV024",
        "unit that sent nothing",
        at("SYT", "1.1", "unit", OK_1_1, types("SYT", "1.1", unit="SNV")),
        types("SYT", "1.1", unit="SNV"),
    ),
    Case(
        "TXT007",
        "a reason too long to keep",
        syt("1.1", "reason", REJECTED, reason="Chưa có văn bản " * 501),
        decides("SYT", "1.1", REJECTED, reason="Chưa có văn bản " * 499),
    ),
    Case(
        "SHT001",
        "sheet gone",
        whole_file(lambda paper: setattr(paper.sheet, "title", "Sheet1")),
        is_nothing,
    ),
    Case(
        "HDR001",
        "heading gone",
        lambda paper: clears(paper.heading("reason"), f"{SHEET}!A7"),
        lambda paper: clears(paper.heading("reviewer"), ""),
    ),
)  # fmt: skip


def test_a_second_sheet_with_the_table_is_told_and_nothing_is_taken_from_it() -> None:
    paper = ReviewPaper()
    copy = paper.workbook.copy_worksheet(paper.sheet)
    copy.title = "Bản của anh Tú"
    decides("SYT", "1.1", AGREED)(paper)
    copy["N9"] = REJECTED

    taken, found = checked({"tham-dinh.xlsx": paper.bytes()})

    assert [(finding.code, finding.origin.sheet, dict(finding.facts)) for finding in found] == [
        ("SHT012", "Bản của anh Tú", {"found": "Bản của anh Tú", "sheet": SHEET})
    ]
    assert [(review.indicator, review.verdict) for review in taken] == [("1.1", Verdict.AGREED)]


def test_a_sheet_of_notes_is_nobody_s_business() -> None:
    paper = ReviewPaper()
    notes = paper.workbook.create_sheet("Ghi chú")
    notes.append(("Mã", "Chỉ tiêu", "hỏi lại Sở Nội vụ"))

    assert checked({"tham-dinh.xlsx": paper.bytes()}) == ((), ())


@lru_cache
def spoilt(case: Case) -> tuple[tuple[Review, ...], tuple[Finding, ...], str]:
    paper = ReviewPaper()
    place = case.spoil(paper)
    return *checked({"tham-dinh.xlsx": paper.bytes()}), place


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_fault_gives_its_one_finding_at_its_cell(case: Case) -> None:
    taken, found, place = spoilt(case)

    assert places(found) == [(case.code, place)]
    assert bool(taken) is case.taken


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_near_miss_is_left_alone(case: Case) -> None:
    _, found = checked({"tham-dinh.xlsx": filled(case.near_miss)})

    assert [finding.code for finding in found] == list(case.near)


def test_every_rule_about_reviews_has_its_case() -> None:
    elsewhere = {"REV002", "REV021", "REV022"}  # each has a test of its own
    elsewhere |= {"REV025", "REV026", "REV027", "REV028", "REV029"}  # see test_review_changes.py

    assert {code for code in RULES if code.startswith("REV")} - elsewhere == {
        case.code for case in CASES if case.code.startswith("REV")
    }


def test_every_finding_reads_as_whole_sentences_and_names_its_unit() -> None:
    found = [finding for case in CASES for finding in spoilt(case)[1]] + list(conflict()[1])
    for finding in found:
        words = finding_text(finding, "vi")
        for sentence in (words.message, words.fix):
            assert "?" not in sentence.replace("có phải", "").rstrip("?"), sentence
            assert "“”" not in sentence, sentence
            assert sentence[-1] in ".?", sentence
    nameless = {f.code for f in found if f.origin.cell and not f.unit}

    assert nameless <= {"REV005", "REV008", "HDR001"}


def test_an_untouched_workbook_decides_nothing_and_has_no_findings() -> None:
    assert checked({"a.xlsx": blank()}) == ((), ())


# --- what is taken over


def taken(*steps: Fill) -> Review:
    reviews_taken, _ = checked({"a.xlsx": filled(*steps)})
    (review,) = reviews_taken
    return review


def test_a_decision_says_what_was_typed_and_where() -> None:
    review = taken(decides("SYT", "4.1", ADJUSTED, numerator=50, denominator=80, reviewer="Lò Thị A"))

    assert review == Review(
        "SYT", "4.1", Verdict.ADJUSTED, Origin("a.xlsx", SHEET, "N12"), reason=REASON, reviewer="Lò Thị A",
        numerator=Decimal(50), denominator=Decimal(80),
    )  # fmt: skip


def test_a_rejection_keeps_its_cause_and_no_figure() -> None:
    review = taken(decides("SYT", "1.1", REJECTED, points=0))

    assert (review.verdict, review.cause, review.points) == (Verdict.REJECTED, Cause.NO_EVIDENCE, None)


def test_a_verified_answer_is_its_option() -> None:
    assert taken(decides("SYT", "1.3", ADJUSTED, value="chưa BAN hành")).option == "none"
    assert taken(decides("SYT", "1.2", ADJUSTED, value="Không")).option == "no"


def test_what_an_agreed_figure_repeats_is_not_taken_for_another() -> None:
    review = taken(decides("SYT", "4.2", AGREED, value="37,50", cause=NO_EVIDENCE))

    assert (review.verdict, review.value, review.cause) == (Verdict.AGREED, None, None)


@pytest.mark.parametrize(
    ("points", "reason", "verdict"), [("8,5", None, Verdict.AGREED), ("9", REASON, Verdict.ADJUSTED)]
)
def test_a_row_without_a_verdict_is_read_by_its_figure(
    points: str, reason: str | None, verdict: Verdict
) -> None:
    data = filled(lambda paper: paper.put("SYT", "1.1", points=points, reason=reason))
    (review,), (finding,) = checked({"a.xlsx": data})

    label = {Verdict.AGREED: AGREED, Verdict.ADJUSTED: ADJUSTED}[verdict]
    assert (review.verdict, finding.code, finding.facts["verdict"]) == (verdict, "REV010", label)


def test_a_cause_of_his_own_counts_as_another_reason() -> None:
    assert taken(decides("SYT", "1.1", REJECTED, cause="Nộp muộn")).cause is Cause.OTHER


def test_one_wrong_row_costs_only_itself() -> None:
    data = filled(
        decides("SYT", "1.1", ADJUSTED), decides("SYT", "1.2", AGREED), decides("STC", "1.1", AGREED)
    )
    found, findings = checked({"a.xlsx": data})

    assert set(by_figure(found)) == {("SYT", "1.2"), ("STC", "1.1")}
    assert [f.code for f in findings] == ["REV011"]


def test_every_reason_why_a_row_is_refused_is_told() -> None:
    data = filled(decides("SYT", "1.1", ADJUSTED, points=11, reason=None))

    assert places(checked({"a.xlsx": data})[1]) == [("VAL006", f"{SHEET}!R9"), ("REV014", f"{SHEET}!T9")]


def test_decisions_on_a_unit_that_sent_nothing_are_one_finding() -> None:
    data = filled(*(decides("STC", code, AGREED) for code in ("1.1", "1.2", "1.3")))
    found, findings = checked({"a.xlsx": data}, told=reviews.reported(("SYT",)))

    assert found == ()
    assert [(f.code, f.unit, f.origin.cell, len(f.cells)) for f in findings] == [("REV024", "STC", "A18", 3)]


def test_the_cell_of_the_new_figure_is_named_when_a_unit_changed_it() -> None:
    form = Form(forms.filled("SYT"))
    form.put("4.2", "value", 40)
    told = reviews.reported_in({"SYT.xlsx": form.bytes()}, forms.context_of())
    found, (finding,) = checked({"a.xlsx": filled(decides("SYT", "4.2", AGREED), OK_1_1)}, told=told)

    assert set(by_figure(found)) == {("SYT", "1.1")}  # that figure is the same as before
    assert (finding.code, finding.facts["other"]) == ("REV023", "SYT.xlsx ▸ Số liệu!F15")


def test_only_what_units_report_themselves_for_this_period_is_reviewed() -> None:
    form = Form(forms.filled("SYT"))
    form.put("1.1", "verified_points", 6)
    files = {"SYT.xlsx": form.bytes(), "STC.xlsx": forms.filled("STC", "2022-Q3")}
    own = reviews.reported_in(files, forms.context_of())

    assert {unit for unit, _ in own} == {"SYT"}
    assert own["SYT", "1.1"].value == Decimal("8.5")


# --- several reviewers


def conflict() -> tuple[tuple[Review, ...], tuple[Finding, ...]]:
    return checked(
        {
            "a.xlsx": filled(decides("SYT", "1.1", AGREED), decides("SYT", "1.2", AGREED)),
            "b.xlsx": filled(decides("SYT", "1.1", ADJUSTED, points=7)),
        }
    )


def test_two_reviewers_who_differ_are_both_named_and_neither_is_taken() -> None:
    found, findings = conflict()

    assert set(by_figure(found)) == {("SYT", "1.2")}
    assert [(f.code, f.severity, f.origin, f.facts["others"]) for f in findings] == [
        (
            "REV021",
            Severity.ERROR,
            Origin("a.xlsx", SHEET, "N9"),
            f"b.xlsx ▸ {SHEET}!N9 (Điều chỉnh, Điểm thẩm định 7)",
        ),
        ("REV021", Severity.ERROR, Origin("b.xlsx", SHEET, "N9"), f"a.xlsx ▸ {SHEET}!N9 (Thống nhất)"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        (decides("SYT", "1.1", ADJUSTED, points=7), decides("SYT", "1.1", ADJUSTED, points="7,0"), False),
        (decides("SYT", "1.1", ADJUSTED, points=7), decides("SYT", "1.1", ADJUSTED, points="7,1"), True),
        (decides("SYT", "1.1", REJECTED), decides("SYT", "1.1", REJECTED, reason="Chưa có quyết định"), False),
        (decides("SYT", "1.1", REJECTED), decides("SYT", "1.1", REJECTED, cause="Ngoài kỳ đánh giá"), True),
        (decides("SYT", "1.1", AGREED), decides("SYT", "1.1", PENDING), None),
    ],
)  # fmt: skip
def test_the_same_decision_twice_is_one_decision(first: Fill, second: Fill, differ: bool | None) -> None:
    a, b = filled(first, decides("STC", "1.1", AGREED)), filled(second)
    found, findings = checked({"a.xlsx": a, "b.xlsx": b})

    codes = {True: ["REV021", "REV021"], False: ["REV022"], None: []}[differ]
    assert [f.code for f in findings] == codes
    assert (("SYT", "1.1") in by_figure(found)) is (differ is not True)
    if differ is False:
        assert by_figure(found)["SYT", "1.1"].origin.file == "a.xlsx"
        assert (findings[0].origin.file, findings[0].facts["other"]) == ("b.xlsx", "a.xlsx")


def test_one_file_sent_twice_is_one_file() -> None:
    data = filled(OK_1_1)
    found, findings = checked({"b.xlsx": data, "a.xlsx": data})

    assert [review.origin.file for review in found] == ["a.xlsx"]
    assert [(f.code, f.origin.file) for f in findings] == [("FIL014", "b.xlsx")]


FIGURES = [("SYT", "1.1"), ("SYT", "4.2"), ("STC", "1.1"), ("132", "1.1"), ("132", "4.2"), ("132", "1.2")]
WAYS: dict[str, dict[str, object]] = {
    "pending": {},
    "agreed": {"verdict": AGREED},
    "rejected": {"verdict": REJECTED, "cause": NO_EVIDENCE, "reason": REASON},
    "by points": {"verdict": ADJUSTED, "points": "5", "reason": REASON},
    "no reason": {"verdict": ADJUSTED, "points": "5"},
    "no such word": {"verdict": "OK"},
}


EVERYBODY = ("SYT", "STC", "132")


@lru_cache
def read_rows() -> tuple[ReadReview, dict[tuple[str, str, str], ReviewRow]]:
    """Read each figure decided in each way, and a workbook to put such rows into."""
    rows: dict[tuple[str, str, str], ReviewRow] = {}
    for way, typed in WAYS.items():
        data = filled(*(types(*figure, **{"reviewer": None, **typed}) for figure in FIGURES))
        read = read_review_bytes(data, "a.xlsx", forms.the_set())
        rows |= {(row.unit, row.code, way): row for row in read.rows}
    return read, rows


def part(name: str, ways: Iterable[tuple[tuple[str, str], str]]) -> ReadReview:
    """Put together the workbook of one reviewer: these figures, decided in these ways."""
    read, rows = read_rows()
    file = replace(read.file, name=name, sha256=name)
    return replace(read, file=file, rows=tuple(rows[*figure, way] for figure, way in ways))


def without_origin(found: tuple[Review, ...]) -> list[Review]:
    return [replace(review, origin=Origin("")) for review in found]


def told(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    return sorted((f.code, f.unit, code) for f in findings for code in f.indicators)


some_ways = st.tuples(*(st.sampled_from(list(WAYS)) for _ in FIGURES))


@settings(deadline=None)
@given(some_ways, st.sampled_from([0, 1]))
def test_parts_by_unit_or_by_criterion_say_what_the_whole_says(ways: tuple[str, ...], by: int) -> None:
    context, own = forms.context_of(), reviews.reported()
    decided = dict(zip(FIGURES, ways, strict=True))
    names = {figure[by] for figure in FIGURES}
    parts = [part(f"{name}.xlsx", ((f, w) for f, w in decided.items() if f[by] == name)) for name in names]

    expected, findings = check_reviews([part("a.xlsx", decided.items())], context, own)
    found, of_parts = check_reviews(parts, context, own)
    assert without_origin(found) == without_origin(expected)
    assert told(of_parts) == told(findings)


@settings(deadline=None)
@given(st.lists(some_ways, min_size=2, max_size=3))
def test_the_order_of_the_files_makes_no_difference(several: list[tuple[str, ...]]) -> None:
    parts = [part(f"{number}.xlsx", zip(FIGURES, ways, strict=True)) for number, ways in enumerate(several)]
    outcomes = [
        check_reviews(order, forms.context_of(), reviews.reported())
        for order in itertools.permutations(parts)
    ]

    assert outcomes[1:] == outcomes[:-1]


def test_workbooks_of_parts_are_read_like_the_whole() -> None:
    """The part of criterion 1.1 has no columns for ratios."""
    steps = {
        ("SYT", "1.1"): decides("SYT", "1.1", ADJUSTED, points="7,5"),
        ("132", "1.1"): decides("132", "1.1", AGREED),
        ("STC", "4.1"): decides("STC", "4.1", ADJUSTED, numerator=50, denominator=80),
    }
    whole, _ = checked({"a.xlsx": filled(*steps.values())})
    parts = {
        code: filled(*(step for key, step in steps.items() if key[1] == code), data=blank(EVERYBODY, (code,)))
        for code in ("1.1", "4.1")
    }
    found, findings = checked(parts)

    assert findings == ()
    assert len(found) == len(steps)
    assert without_origin(found) == without_origin(whole)


def test_equal_findings_of_two_units_stay_apart() -> None:
    data = filled(*(decides(unit, "1.1", ADJUSTED, points=7, reason=None) for unit in EVERYBODY))

    assert [(f.code, f.unit) for f in checked({"a.xlsx": data})[1]] == [
        ("REV014", unit) for unit in EVERYBODY
    ]


# --- files that are something else


def test_a_submission_given_as_a_review_is_told() -> None:
    found, findings = checked({"SYT.xlsx": forms.filled()})

    assert (found, places(findings)) == ((), [("REV002", "")])


def test_a_review_among_the_submissions_is_told(tmp_path: Path) -> None:
    assert places(forms.findings_in(tmp_path, filled(OK_1_1))) == [("WBK016", "")]


@pytest.mark.parametrize(("data", "code"), [(b"", "FIL001"), (b"<html>", "FIL002"), (b"PK\3\4", "FIL005")])
def test_a_review_that_cannot_be_opened_is_a_finding(data: bytes, code: str) -> None:
    assert [f.code for f in checked({"a.xlsx": data})[1]] == [code]


def test_a_bug_of_ours_on_one_file_costs_that_file(monkeypatch: pytest.MonkeyPatch) -> None:
    context = forms.context_of()
    good, bad = (read_review_bytes(filled(step), name, context.indicator_set) for step, name in (
        (OK_1_1, "good.xlsx"), (decides("STC", "1.1", AGREED), "bad.xlsx"),
    ))  # fmt: skip
    broken = replace(bad, rows=(replace(bad.rows[0], cells={}, unit="SYT", code="1.1", verdict=None),) * 2)
    broken = replace(broken, rows=tuple(replace(row, texts={"verdict": "?"}) for row in broken.rows))
    found, findings = check_reviews([good, broken], context, reviews.reported())

    assert [review.origin.file for review in found] == ["good.xlsx"]
    assert [(f.code, f.origin.file) for f in findings] == [("SYS001", "bad.xlsx")]


# --- beside the submissions


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the set, the submissions of two units below nop/ and reviews below tham-dinh/."""
    monkeypatch.chdir(tmp_path)
    forms.write_definitions(tmp_path / "indicator_sets")
    for folder in ("nop", "tham-dinh"):
        (tmp_path / folder).mkdir()
    for unit in ("SYT", "STC"):
        (tmp_path / "nop" / f"{unit}.xlsx").write_bytes(forms.filled(unit))
    return tmp_path


def validated(sent: Path, *folders: str, submissions: str = "nop") -> workflow.Validated:
    sources = workflow.find_sources([sent / submissions])
    choices = workflow.Choices(reviews=tuple(sent / folder for folder in folders))
    done = workflow.validate(sources, choices, whole_list=False)
    report = workflow.report_of(workflow.check(sources, choices, workflow.Effort()), whole_list=False)
    assert (report.findings, report.files) == (done.report.findings, done.report.files)
    return done


def test_reviews_are_read_beside_the_submissions(sent: Path) -> None:
    (sent / "tham-dinh" / "a.xlsx").write_bytes(filled(OK_1_1, decides("STC", "4.2", ADJUSTED, value=101)))
    done = validated(sent, "tham-dinh")

    assert set(by_figure(done.reviews)) == {("SYT", "1.1")}
    assert [(f.code, f.origin.file, f.unit) for f in done.report.findings] == [("VAL001", "a.xlsx", "STC")]
    assert [file.name for file in done.report.files] == ["STC.xlsx", "SYT.xlsx", "a.xlsx"]


def test_an_error_in_a_review_refuses_no_submission_even_of_one_name(sent: Path) -> None:
    (sent / "tham-dinh" / "SYT.xlsx").write_bytes(filled(decides("SYT", "1.1", ADJUSTED, points=11)))
    done = validated(sent, "tham-dinh")
    admission = admit(done.read, done.report, done.context)

    assert [(f.code, f.origin.file) for f in done.report.findings] == [("VAL006", "tham-dinh/SYT.xlsx")]
    assert [unit.code for unit in admission.dataset.units] == ["SYT", "STC"]
    assert admission.refused_files == ()


@pytest.mark.parametrize(("submissions", "given"), [("nop", "nop/tham-dinh"), ("nop", "nop")])
def test_reviews_may_lie_in_the_folder_of_the_submissions(sent: Path, submissions: str, given: str) -> None:
    (sent / "nop" / "tham-dinh").mkdir()
    (sent / "nop" / "tham-dinh" / "a.xlsx").write_bytes(filled(OK_1_1))
    done = validated(sent, given, submissions=submissions)

    assert (len(done.reviews), done.report.findings, len(done.read)) == (1, (), 2)


def test_a_folder_without_reviews_is_refused(sent: Path) -> None:
    with pytest.raises(CdsRankError) as refused:
        validated(sent, "tham-dinh")

    assert refused.value.code == "nothing_to_read"


def test_a_review_that_trips_the_program_costs_one_finding(
    sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(*_: object) -> ReadReview:
        raise ZeroDivisionError("somewhere deep")

    (sent / "tham-dinh" / "a.xlsx").write_bytes(filled(OK_1_1))
    monkeypatch.setattr(reviewing, "read_review", trips)

    assert [(f.code, f.origin.file) for f in validated(sent, "tham-dinh").report.findings] == [
        ("SYS001", "a.xlsx")
    ]


def other_context(**changes: object) -> Context:
    return replace(forms.context_of(), **changes)  # type: ignore[arg-type]


def test_a_file_of_another_set_decides_nothing_whatever_it_says() -> None:
    found, findings = checked({"a.xlsx": filled(OK_1_1)}, other_context(set_digest="f" * 64))

    assert (found, [f.code for f in findings]) == ((), ["REV004"])
