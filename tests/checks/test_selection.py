"""What is shown of a report: the more specific choice decides, and nothing gets lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_rank.checks.selection import ONLY_BY_NAME, Selection, matches, select
from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Finding, Severity, ValidationReport
from cds_rank.model.observation import Origin
from cds_rank.wording.catalogue import FAMILIES, RULES

CODES = ("FIL004", "FIL008", "FIL012", "NUM002", "NUM003", "VAL001", "SYS001")


def finding(code: str, file: str = "a.xlsx", cell: str = "D5", explanation: str = "") -> Finding:
    return Finding(code, RULES[code].severity, Origin(file, "Số liệu", cell), explanation=explanation)


def report(*findings: Finding, **more: object) -> ValidationReport:
    return ValidationReport(findings, (), **more)  # type: ignore[arg-type]


def codes(shown: ValidationReport) -> list[str]:
    return [finding.code for finding in shown.findings]


ALL = report(*(finding(code) for code in CODES))


@pytest.mark.parametrize(
    ("selected", "ignored", "shown"),
    [
        ((), (), "FIL004 FIL008 FIL012 NUM002 NUM003 VAL001 SYS001"),
        (("NUM",), (), "FIL004 NUM002 NUM003 SYS001"),
        (("NUM003", "VAL"), (), "FIL004 NUM003 VAL001 SYS001"),
        ((), ("NUM",), "FIL004 FIL008 FIL012 VAL001 SYS001"),
        (("NUM",), ("NUM003",), "FIL004 NUM002 SYS001"),
        (("NUM003",), ("NUM",), "FIL004 NUM003 SYS001"),
        (("NUM003",), ("NUM00", "NUM003"), "FIL004 SYS001"),
        (("FIL", "NUM"), ("NUM",), "FIL004 FIL008 FIL012 SYS001"),
        (("FIL01",), ("FIL0",), "FIL004 FIL012 SYS001"),
    ],
)
def test_the_more_specific_decides(selected: tuple[str, ...], ignored: tuple[str, ...], shown: str) -> None:
    result = select(ALL, Selection(selected, ignored))

    assert codes(result) == shown.split()
    assert result.set_aside.get("ignored", 0) == len(CODES) - len(shown.split())


@pytest.mark.parametrize("code", sorted(ONLY_BY_NAME))
@pytest.mark.parametrize("per_file", [False, True])
def test_a_file_that_was_not_read_is_passed_over_only_by_the_very_code(code: str, per_file: bool) -> None:
    def shown(*ignored: str) -> list[str]:
        chosen = Selection(per_file_ignores={"*.xlsx": ignored}) if per_file else Selection(ignore=ignored)
        return codes(select(report(finding(code)), chosen))

    assert shown(code[:3], code[:5]) == [code]
    assert shown(code) == []


def test_only_rules_about_whole_files_are_so_protected() -> None:
    assert {code[:3] for code in ONLY_BY_NAME} == {"FIL", "SYS"}
    assert all(RULES[code].severity is Severity.ERROR for code in ONLY_BY_NAME)


def test_ignores_of_a_file_leave_other_files_alone() -> None:
    given = report(
        finding("FIL012", "luu/a.xlsx"), finding("NUM003", "luu/a.xlsx"), finding("FIL012", "b.xlsx")
    )

    shown = select(given, Selection(select=("FIL012", "NUM"), per_file_ignores={"luu/*.xlsx": ("FIL",)}))

    assert [(f.code, f.origin.file) for f in shown.findings] == [
        ("NUM003", "luu/a.xlsx"),
        ("FIL012", "b.xlsx"),
    ]
    assert shown.set_aside == {"ignored": 1}


def test_what_was_known_is_set_aside_and_the_new_is_shown() -> None:
    known, new = finding("NUM003", "a.xlsx"), finding("NUM003", "b.xlsx")

    shown = select(report(known, new), Selection(baseline=frozenset({known.fingerprint})))

    assert shown.findings == (new,)
    assert shown.set_aside == {"baseline": 1}


def test_counts_of_earlier_parts_are_added_to() -> None:
    given = report(finding("NUM003"), finding("NUM002"), set_aside={"ignored": 2})

    shown = select(given, Selection(ignore=("NUM002",)))

    assert shown.set_aside == {"ignored": 3}


def test_who_sent_nothing_stays_whatever_is_chosen() -> None:
    shown = select(report(not_submitted=("SYT",), units={"a.xlsx": "STC"}), Selection(select=("NUM",)))

    assert (shown.not_submitted, shown.units) == (("SYT",), {"a.xlsx": "STC"})


@pytest.mark.parametrize(
    ("name", "near"),
    [("NUM999", "NUM"), ("NMU003", "NUM003"), ("num003", "NUM003"), ("NUN", "NUM"), ("fil", "FIL"), ("", ""),
     ("N", ""), ("NUM0034", "NUM"), ("ZQX", "")],
)  # fmt: skip
@pytest.mark.parametrize("where", ["select", "ignore", "per-file"])
def test_a_code_that_no_rule_has_is_refused(name: str, near: str, where: str) -> None:
    chosen = {
        "select": Selection(select=("NUM", name)),
        "ignore": Selection(ignore=(name,)),
        "per-file": Selection(per_file_ignores={"*": (name,)}),
    }[where]

    with pytest.raises(CdsRankError) as refused:
        select(report(), chosen)

    assert refused.value.code == "code_unknown"
    assert refused.value.facts == {"name": name, "nearest": near, "known": ", ".join(FAMILIES)}


@pytest.mark.parametrize("code", sorted({code[:length] for code in RULES for length in (3, 4, 5, 6)}))
def test_every_code_and_every_beginning_of_one_can_be_chosen(code: str) -> None:
    assert select(report(), Selection(select=(code,))).findings == ()


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("luu/*.xlsx", "luu/a.xlsx", True),
        ("luu/*.xlsx", "luu/cu/a.xlsx", False),
        ("luu/*.xlsx", "nop/luu/a.xlsx", False),
        ("luu/*.xlsx", "luu/a.XLSX", False),
        ("Luu/*.xlsx", "luu/a.xlsx", False),
        ("luu/**", "luu/cu/a.xlsx", True),
        ("luu/**", "luus/a.xlsx", False),
        ("luu/**/*.xlsx", "luu/a.xlsx", True),
        ("luu/**/*.xlsx", "luu/1/2/3/a.xlsx", True),
        ("**/cu/*.xlsx", "cu/a.xlsx", True),
        ("**/cu/*.xlsx", "luu/cu/a.xlsx", True),
        ("**/cu/*.xlsx", "luu/cu/1/a.xlsx", False),
        ("**/cu/**/a.xlsx", "x/cu/cu/y/a.xlsx", True),
        ("**", "luu/cu/a.xlsx", True),
        ("SYT*.xlsx", "SYT_2022.xlsx", True),
        ("SYT*.xlsx", "luu/SYT_2022.xlsx", True),
        ("SYT*.xlsx", "SYT/a.xlsx", False),
        ("lu?/[ab].xlsx", "luu/b.xlsx", True),
        ("lu?/[!ab].xlsx", "luu/b.xlsx", False),
        ("l*a.xlsx", "luu/a.xlsx", False),
        ("lưu/*.xlsx", "lu\u031bu/a.xlsx", True),
        ("a.xlsx", "a+xlsx", False),
        ("luu", "luu/a.xlsx", False),
    ],
)
def test_patterns_of_file_names(pattern: str, name: str, fits: bool) -> None:
    assert matches(name, pattern) is fits


FINDINGS = st.builds(
    finding,
    st.sampled_from(CODES),
    st.sampled_from(["a.xlsx", "luu/a.xlsx", "luu/cu/b.xlsx", ""]),
    st.sampled_from(["D5", "D6", "E5", ""]),
    st.sampled_from(["", "Đã kiểm tra với Sở Nội vụ"]),
)
STARTS = st.lists(
    st.sampled_from(["FIL", "NUM", "NUM003", "NUM00", "FIL004", "SYS001", "VAL001"]), max_size=3
)
SELECTIONS = st.builds(
    Selection,
    select=STARTS,
    ignore=STARTS,
    per_file_ignores=st.dictionaries(st.sampled_from(["luu/**", "a.xlsx", "*"]), STARTS, max_size=2),
    baseline=st.frozensets(FINDINGS.map(lambda f: f.fingerprint), max_size=3),
)
COUNTS = st.dictionaries(st.sampled_from(["ignored", "baseline"]), st.integers(1, 5))


@given(st.lists(FINDINGS, max_size=25), SELECTIONS, COUNTS)
def test_nothing_is_lost(findings: list[Finding], selection: Selection, before: dict[str, int]) -> None:
    given = report(*findings, set_aside=before)

    shown = select(given, selection)

    left_out = sum(shown.set_aside.values()) - sum(before.values())
    assert len(shown.findings) + left_out == len(findings)
    rest = iter(findings)
    assert all(any(finding == other for other in rest) for finding in shown.findings)  # in the same order


@given(st.lists(FINDINGS, max_size=10), SELECTIONS)
def test_choosing_twice_is_choosing_once(findings: list[Finding], selection: Selection) -> None:
    once = select(report(*findings), selection)

    assert select(once, selection) == once
