"""Warnings answered in the column "Giải trình": which answers count, and that an answer hides nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_rank.checks.context import Context
from cds_rank.checks.explanations import is_real
from cds_rank.checks.run import run_checks
from cds_rank.model.finding import Finding, Severity, ValidationReport
from cds_rank.model.form_layout import NOT_COLLECTED
from cds_rank.model.observation import NumberRemark, ReadFile, SubmittedRow, TypedNumber
from cds_rank.wording.catalogue import RULES
from tests.checks import forms
from tests.checks.forms import Form

REAL = "Tăng vì từ tháng 10 có thêm 12 xã nộp hồ sơ trực tuyến"
EMPTY = [
    "đã kiểm tra",
    "Số liệu đúng.",
    "SỐ LIỆU CHÍNH XÁC",
    "Đơn vị đã kiểm tra lại số liệu",
    "số liệu đúng với thực tế!",
    "theo báo cáo của đơn vị",
    "Đề nghị giữ nguyên số liệu",
    "Xác nhận số liệu là đúng",
]


@lru_cache
def context() -> Context:
    return forms.context_of()


@lru_cache
def as_filled() -> ReadFile:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "SYT.xlsx"
        path.write_bytes(forms.filled())
        return forms.read(path)


def with_rows(*changed: SubmittedRow) -> ReadFile:
    read = as_filled()
    assert read.submission is not None
    new = {row.code: row for row in changed}
    rows = tuple(new.get(row.code, row) for row in read.submission.rows)
    return replace(read, submission=replace(read.submission, rows=rows))


def row(code: str, explanation: str = "", **numbers: TypedNumber) -> SubmittedRow:
    """Give a row of the filled-in form with an explanation, and with other figures."""
    submission = as_filled().submission
    assert submission is not None
    filled = next(row for row in submission.rows if row.code == code)
    texts = {**filled.texts, "explanation": explanation}
    return replace(filled, texts=texts, numbers={**filled.numbers, **numbers})


def without_evidence(code: str, explanation: str = "") -> SubmittedRow:
    given = row(code, explanation)
    return replace(given, texts={**given.texts, "evidence": ""})


def plain(number: str) -> TypedNumber:
    return TypedNumber(Decimal(number), number)


def report(*rows: SubmittedRow) -> ValidationReport:
    return run_checks([with_rows(*rows)], context(), whole_list=False)


def codes(found: ValidationReport) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize("text", [REAL, "Mới thí điểm ở một phòng", "Chờ Cục Thống kê công bố số chính thức"])
def test_an_explained_warning_stays_a_warning_and_asks_for_nothing_more(text: str) -> None:
    open_one, answered = report(without_evidence("4.2")), report(without_evidence("4.2", f" {text}\n "))
    (finding,) = answered.findings

    assert (finding.code, finding.severity, finding.explanation) == ("EVD001", Severity.WARNING, text)
    assert [r.reaches(Severity.WARNING) for r in (open_one, answered)] == [True, False]
    assert not answered.reaches(Severity.INFO)
    assert answered.count(Severity.WARNING) == 1


@pytest.mark.parametrize("text", EMPTY)
def test_words_that_say_nothing_leave_it_open_and_are_told(text: str) -> None:
    found = report(without_evidence("4.2", text))

    assert codes(found) == ["EVD001", "EVD002"]
    assert [finding.origin.cell for finding in found.findings] == ["K15", "L15"]
    assert found.findings[1].facts["text"] == text
    assert found.reaches(Severity.WARNING)
    assert not any(finding.is_explained for finding in found.findings)


@pytest.mark.parametrize("text", EMPTY)
def test_the_same_words_with_a_reason_behind_them_are_real(text: str) -> None:
    assert not is_real(text)
    assert is_real(f"{text}, vì mới có thêm 12 xã")


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("có thêm xã mới", False),  # 11 letters
        ("có thêm nhiều xã mới", True),  # 16
        ("triển khai nghiêm túc", True),
        ("triển khai nghiêm", False),  # three words
        ("đúng đúng đúng đúng đúng", False),
        ("đúng rồi đúng rồi đúng rồi", False),  # two words, over and over
        ("thật có thật sự thật", True),  # three different ones
        ("12/10 15/11 20/12 25/12 2022", False),
        ("a b c d e f g h i j k l m n o p", False),  # letters, no words
        ("… --- ???", False),
        ("Số  liệu\u00a0đúng\u200b thực tế", False),
    ],
)
def test_a_few_words_of_some_length_that_are_not_all_the_same_are_real(text: str, real: bool) -> None:
    assert is_real(text) is real


def test_empty_words_are_told_once_a_row_however_many_warnings_it_has() -> None:
    spoilt = without_evidence("4.2", "Đã kiểm tra")
    found = report(replace(spoilt, numbers={"value": plain("0.5")}))

    assert codes(found) == ["PCT002", "EVD001", "EVD002"]


def test_empty_words_beside_nothing_to_explain_are_left_alone() -> None:
    assert codes(report(row("4.2", "Đã kiểm tra"))) == []


def test_one_explanation_answers_every_warning_of_its_row_and_none_of_another() -> None:
    spoilt = replace(without_evidence("4.2", REAL), numbers={"value": plain("0.5")})
    found = report(spoilt, without_evidence("4.3")).findings

    assert [(f.code, f.indicator, f.is_explained) for f in found] == [
        ("PCT002", "4.2", True),
        ("EVD001", "4.2", True),
        ("EVD001", "4.3", False),
    ]


def test_an_error_is_never_explained_away() -> None:
    found = report(row("4.2", REAL, value=plain("101")))

    assert [(f.code, f.severity, f.explanation) for f in found.findings] == [("VAL001", Severity.ERROR, "")]
    assert found.reaches(Severity.ERROR)
    assert found.files_with_errors


def test_a_warning_that_has_to_be_mended_is_not_explained_away_either() -> None:
    """ "37,5" as text is retyped in a second; no reason makes it a number."""
    as_text = TypedNumber(Decimal("37.5"), "37,5", (NumberRemark.STORED_AS_TEXT,))
    found = report(row("4.2", REAL, value=as_text))

    assert [(f.code, f.is_explained) for f in found.findings] == [("NUM002", False)]


def test_only_warnings_can_be_explained() -> None:
    assert {
        code for code, rule in RULES.items() if rule.explainable and rule.severity is not Severity.WARNING
    } == set()


def test_a_reason_for_having_no_figure_is_no_answer_to_a_warning(tmp_path: Path) -> None:
    """VAL016 asks for the reason; whoever gives it is done, and a short one is enough."""
    form = Form()
    form.clear("4.2", "value", "evidence")
    form.put("4.2", "status", NOT_COLLECTED)
    form.put("4.2", "explanation", "Chưa có")

    assert forms.findings_in(tmp_path, form.bytes()) == ()


def test_warnings_with_different_explanations_do_not_fold() -> None:
    other = "Văn bản đang trình ký, có trước ngày 15"
    same = report(without_evidence("4.2", REAL), without_evidence("4.3", REAL)).findings
    different = report(without_evidence("4.2", REAL), without_evidence("4.3", other)).findings

    assert [finding.cells for finding in same] == [("K15", "K16")]
    assert [(finding.cells, finding.explanation) for finding in different] == [
        (("K15",), REAL),
        (("K16",), other),
    ]


FAULTY = [
    without_evidence("4.2"),
    row("4.2", value=plain("0.5")),
    row("4.2", value=plain("101")),
    row("4.2", value=TypedNumber(None, "1.340", (NumberRemark.AMBIGUOUS_SEPARATOR,), ("1340", "1,34"))),
    replace(row("4.3"), numbers={}),
    row("4.1", numerator=plain("0"), denominator=plain("0")),
    row("4.1", denominator=plain("0")),
    row("1.1", points=plain("11")),
    replace(without_evidence("4.4"), numbers={"value": plain("15.5")}),
    replace(row("1.2"), is_hidden=True),
]


def facts(findings: Sequence[Finding]) -> list[tuple[object, ...]]:
    return [
        (f.code, f.severity, cell, sorted((key, value) for key, value in f.facts.items() if key != "cell"))
        for f in findings
        for cell in f.cells
        if f.code != "EVD002"
    ]


@settings(max_examples=60, deadline=None)
@given(
    faults=st.lists(st.sampled_from(FAULTY), unique_by=lambda row: row.code),
    text=st.one_of(st.sampled_from([REAL, *EMPTY]), st.text(max_size=60)),
    code=st.sampled_from(["1.1", "1.2", "4.1", "4.2", "4.3", "4.4"]),
)
def test_an_explanation_adds_and_removes_no_other_finding(
    faults: list[SubmittedRow], text: str, code: str
) -> None:
    explained = [
        replace(fault, texts={**fault.texts, "explanation": text}) if fault.code == code else fault
        for fault in faults
    ]
    if code not in {fault.code for fault in faults}:
        explained.append(row(code, text))
    before, after = report(*faults), report(*explained)

    assert sorted(facts(before.findings), key=repr) == sorted(facts(after.findings), key=repr)
    assert before.files_with_errors == after.files_with_errors
    assert {f.indicator for f in after.findings if f.code == "EVD002"} <= {code}
    assert {i for f in after.findings if f.is_explained for i in f.indicators} <= {code}
