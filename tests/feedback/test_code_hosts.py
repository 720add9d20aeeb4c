"""Findings for code hosts: what each format's readers demand, and that no file name can give orders."""

import json
import random
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from cds_rank.feedback.code_hosts import render_github, render_gitlab, render_junit, render_sarif
from cds_rank.feedback.text import totals
from cds_rank.feedback.view import CheckView
from cds_rank.model.finding import Severity
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.findings import printable
from tests.feedback.views import (
    AMBIGUOUS,
    EXPLAINED,
    FILES,
    FINDINGS,
    GOOD,
    HOSTILE,
    HOSTILE_NAME,
    SYT,
    TORN,
    TYPED,
    clean_view,
    finding_of,
    found,
    view,
    without_context,
)

Renderer = Callable[[CheckView], str]
each_renderer = pytest.mark.parametrize(
    "render", [render_github, render_gitlab, render_junit, render_sarif], ids=lambda r: r.__name__
)
each_view = pytest.mark.parametrize(
    "made",
    [
        view(),
        view("en"),
        clean_view(),
        without_context(),
        view(findings=(), files=(), not_submitted=()),
    ],
    ids=["all kinds", "in English", "clean", "nothing readable", "no files"],
)
SARIF = Draft4Validator(
    json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
)


# GitHub: read the way its runner does (ActionCommand.cs): a command begins a line, blanks aside, or stands
# anywhere behind "##[" in a line that is no command of the first kind.

Command = tuple[str, dict[str, str], str]


def commands(text: str) -> Iterator[Command]:
    for line in re.split("[\r\n]", text):
        if line.lstrip().startswith("::"):
            head, _, data = line.lstrip()[2:].partition("::")
            name, _, properties = head.partition(" ")
            pairs = (pair.partition("=") for pair in properties.split(",") if pair)
            yield name, {key: decoded(value, of_property=True) for key, _, value in pairs}, decoded(data)
        elif "##[" in line:
            yield "##[", {}, line


def decoded(text: str, *, of_property: bool = False) -> str:
    marks = {"%0D": "\r", "%0A": "\n"} | ({"%3A": ":", "%2C": ","} if of_property else {})
    for mark, character in marks.items():
        text = text.replace(mark, character)
    return text.replace("%25", "%")


def many(severity: Severity, number: int, code: str) -> list[Any]:
    return [
        found(code, severity, f"H{row}", column="value", text=f"t{row}") for row in range(20, 20 + number)
    ]


def test_github_gets_a_command_for_each_finding_the_gravest_first_and_last_the_totals() -> None:
    v = view()

    assert [(name, properties["title"][:6]) for name, properties, _ in commands(render_github(v))] == [
        ("error", "NUM001"),
        ("error", "NUM003"),
        ("error", "FIL005"),
        ("warning", "NUM002"),
        ("notice", "PCT002"),
        ("notice", "KEY008"),
        ("error", "cds-ra"),
    ]


def test_github_gets_what_asks_for_an_answer_before_what_has_one() -> None:
    last = found("NUM002", Severity.WARNING, "H90", column="value", text="1")
    answered = [replace(f, explanation="Đúng") for f in many(Severity.WARNING, 3, "NUM009")]
    told = commands(render_github(view(findings=(*answered, last))))

    assert [name for name, _, _ in told] == ["warning", "notice", "notice", "notice", "notice"]


def test_github_puts_a_finding_at_its_row_and_column_and_names_the_cell() -> None:
    v = view(findings=(AMBIGUOUS,))
    finding = finding_of(v, "NUM003")

    assert next(commands(render_github(v, "bao-cao/q4/"))) == (
        "error",
        {"file": f"bao-cao/q4/{SYT}", "line": "20", "col": "8", "title": f"NUM003 {finding.title}"},
        f"Số liệu!H20: {finding.message} Cách sửa: {finding.fix}",
    )


@pytest.mark.parametrize(
    ("prefix", "path"),
    [("", SYT), (".", SYT), ("a", f"a/{SYT}"), ("a/b/", f"a/b/{SYT}"), ("a\\b", f"a/b/{SYT}")],
)
def test_the_folder_within_the_repository_stands_before_each_name(prefix: str, path: str) -> None:
    v = view(findings=(AMBIGUOUS,))

    assert next(commands(render_github(v, prefix)))[1]["file"] == path
    assert json.loads(render_gitlab(v, prefix))[0]["location"]["path"] == path
    assert sarif_results(v, prefix)[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path


def test_github_is_told_at_the_end_that_all_is_well() -> None:
    v = clean_view()

    assert list(commands(render_github(v))) == [("notice", {"title": "cds-rank"}, totals(v))]


def test_a_run_with_warnings_only_ends_in_a_notice() -> None:
    v = view(findings=TYPED)

    assert [name for name, _, _ in commands(render_github(v))] == ["warning", "notice"]


def test_github_shows_ten_of_a_kind_so_the_totals_are_the_tenth_error_and_the_rest_is_in_the_log() -> None:
    findings = [*many(Severity.ERROR, 30, "NUM001"), *many(Severity.WARNING, 12, "NUM009")]
    v = view(findings=findings, not_submitted=())
    lines = render_github(v).splitlines()
    names = [name for name, _, _ in commands(render_github(v))]

    assert names == ["error"] * 9 + ["warning"] * 10 + ["group", "endgroup", "error"]
    assert lines[19] == "::group::Còn 23 phát hiện"
    assert len(lines[20:-2]) == 23
    assert lines[20].startswith("- nop/SYT.xlsx:Số liệu!H29: NUM001 lỗi: ")
    assert lines[-1] == "::error title=cds-rank::4 tệp: 3 đạt, 1 chưa đạt · 30 lỗi, 12 cảnh báo"


def test_ten_findings_of_the_kind_of_the_totals_lose_none() -> None:
    v = view(findings=many(Severity.ERROR, 10, "NUM001"))
    text = render_github(v)

    assert all(f"H{row}:" in text for row in range(20, 30))


def test_a_hostile_name_or_text_gives_github_no_order() -> None:
    clones = [replace(HOSTILE, origin=replace(HOSTILE.origin, cell=f"H{row}")) for row in range(20, 60)]
    texts = [replace(f, facts=dict(f.facts) | {"text": f"{f.row}{f.facts['text']}"}) for f in clones]
    distinct = [
        replace(f, facts=dict(f.facts) | {"text": f"{n} ##[stop-commands]x"}) for n, f in enumerate(texts)
    ]
    v = view(findings=distinct)
    orders = list(commands(render_github(v)))

    assert [name for name, _, _ in orders] == ["error"] * 9 + ["group", "endgroup", "error"]
    assert orders[0][1]["file"] == printable(HOSTILE_NAME)
    assert set(orders[0][1]) == {"file", "line", "col", "title"}
    assert "::error::" in next(commands(render_github(view())))[2]


def test_what_the_check_of_orders_reads_as_one_is_one() -> None:
    assert [name for name, _, _ in commands("  ::error::x\nabc ##[add-mask]y\rz\r::debug::")] == [
        "error",
        "##[",
        "debug",
    ]


# GitLab


def test_gitlab_gets_what_its_code_quality_report_asks_for() -> None:
    v = view()
    entry = next(e for e in json.loads(render_gitlab(v)) if e["check_name"] == "NUM003")
    finding = finding_of(v, "NUM003")

    assert entry == {
        "description": f"Số liệu!H20: {finding.message} Cách sửa: {finding.fix}",
        "check_name": "NUM003",
        "fingerprint": finding.fingerprint,
        "severity": "blocker",
        "location": {"path": SYT, "lines": {"begin": 20}},
    }


def test_gitlab_severities_say_what_blocks_and_what_is_answered() -> None:
    assert {e["check_name"]: e["severity"] for e in json.loads(render_gitlab(view()))} == {
        "KEY007": "info",
        "NUM001": "blocker",
        "NUM002": "major",
        "NUM003": "blocker",
        "PCT002": "minor",
        "KEY008": "info",
        "FIL005": "blocker",
    }


@each_view
def test_each_gitlab_entry_has_a_path_and_a_line(made: CheckView) -> None:
    for entry in json.loads(render_gitlab(made)):
        assert entry["location"]["path"]
        assert entry["location"]["lines"]["begin"] >= 1


def test_gitlab_fingerprints_differ_even_where_those_of_the_findings_agree() -> None:
    v = view(findings=TYPED[:1])
    v = replace(v, findings=v.findings * 4)
    first = [entry["fingerprint"] for entry in json.loads(render_gitlab(v))]

    assert len(set(first)) == 4
    assert first[0] == v.findings[0].fingerprint
    assert first == [entry["fingerprint"] for entry in json.loads(render_gitlab(v))]


# JUnit

COUNTED = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
OUTCOMES = {"failure", "error", "skipped"}


def junit_faults(text: str) -> list[str]:
    """List what is wrong with a JUnit document, by the shape that Jenkins, GitLab and the Ant schema share."""
    root = ET.fromstring(text)
    faults = [f"root is {root.tag}"] if root.tag != "testsuites" else []
    faults += _junit_element_faults(root, "testsuites", {"name", *COUNTED}, {"testsuite"})
    for suite in root:
        faults += _junit_element_faults(suite, "testsuite", {"name", *COUNTED}, {"testcase"})
        named = [case.get("name") for case in suite]
        faults += ["two tests of one name"] if len(named) != len(set(named)) else []
        faults += ["a suite without tests"] if not named else []
        for case in suite:
            faults += _junit_case_faults(case)
    return faults


def _junit_element_faults(
    element: ET.Element, tag: str, attributes: set[str], children: set[str]
) -> list[str]:
    faults = [f"{tag} without {name}" for name in sorted(attributes - set(element.attrib))]
    faults += [f"{tag} with {name}" for name in sorted(set(element.attrib) - attributes)]
    faults += [f"{child.tag} in {tag}" for child in element if child.tag not in children]
    for name, counted in COUNTED.items():
        if element.get(name) != str(sum(1 for _ in element.iter(counted))):
            faults.append(f"{tag}: wrong {name}")
    return faults


def _junit_case_faults(case: ET.Element) -> list[str]:
    faults = [f"testcase without {name}" for name in ("classname", "name") if not case.get(name)]
    faults += [f"testcase with {name}" for name in set(case.attrib) - {"classname", "name"}]
    tags = [child.tag for child in case]
    faults += [f"{tag} in testcase" for tag in set(tags) - OUTCOMES - {"system-out"}]
    faults += ["two outcomes"] if len(OUTCOMES & set(tags)) > 1 or len(tags) != len(set(tags)) else []
    for child in case:
        wanted = {"failure": {"message", "type"}, "skipped": {"message"}}.get(child.tag, set())
        faults += [f"{child.tag} without {name}" for name in sorted(wanted) if not child.get(name)]
    return faults


@each_view
def test_junit_has_the_shape_that_its_readers_share(made: CheckView) -> None:
    assert junit_faults(render_junit(made)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('failures="3"', 'failures="2"', "testsuites: wrong failures"),
        (f'name="{GOOD}" tests="1"', f'name="{GOOD}" tests="2"', "testsuite: wrong tests"),
        (' errors="0"', "", "testsuites without errors"),
        (f' classname="{GOOD}"', "", "testcase without classname"),
        (' type="NUM003"', "", "failure without type"),
        ("system-out>", "output>", "output in testcase"),
        ('<skipped message="Chưa nộp" />', '<skipped message="x" /><error />', "two outcomes"),
        ("<testsuites ", '<testsuites time="1" ', "testsuites with time"),
        ('name="PCT002 Số liệu!H22"', 'name="NUM003 Số liệu!H20"', "two tests of one name"),
        ("testsuites", "suites", "root is suites"),
    ],
)
def test_the_check_of_junit_refuses_what_is_wrong(old: str, new: str, fault: str) -> None:
    right = render_junit(view())
    assert old in right

    assert fault in junit_faults(right.replace(old, new))


def test_junit_is_a_suite_a_file_in_which_only_errors_fail() -> None:
    suites = {suite.get("name"): suite for suite in ET.fromstring(render_junit(view()))}
    outcome = {
        name: [(case.get("name"), *(child.tag for child in case)) for case in suite]
        for name, suite in suites.items()
        if "=" not in str(name)
    }

    assert outcome == {
        GOOD: [("Không có phát hiện",)],
        SYT: [
            ("NUM002 Số liệu!F17:F18, F21", "system-out"),
            ("NUM003 Số liệu!H20", "failure"),
            ("PCT002 Số liệu!H22", "system-out"),
            ("KEY008 Số liệu!A23", "system-out"),
        ],
        TORN: [("FIL005", "failure")],
        "Chưa nộp": [("SNV Sở Nội vụ", "skipped")],
    }
    assert len(suites) == 5


def test_a_file_with_warnings_only_passes_and_shows_them() -> None:
    v = view(findings=(*TYPED, EXPLAINED), files=FILES[:1], not_submitted=())
    (suite,) = ET.fromstring(render_junit(v))
    shown = [case.findtext("system-out", "") for case in suite]

    assert suite.attrib == {"name": SYT, "tests": "2", "failures": "0", "errors": "0", "skipped": "0"}
    assert f"cảnh báo: Số liệu!F17:F18, F21: {finding_of(v, 'NUM002').message}" in shown[0]
    assert "đã giải trình: Số liệu!H22: " in shown[1]
    assert "<b>::error::" in shown[1]


def test_two_findings_of_one_rule_in_one_cell_are_two_tests() -> None:
    twice = [found("NUM007", Severity.ERROR, "H20", column="value", text=text) for text in ("1 a", "2 b")]
    (suite,) = ET.fromstring(render_junit(view(findings=twice, files=FILES[:1], not_submitted=())))

    assert [case.get("name") for case in suite] == ["NUM007 Số liệu!H20", "NUM007 Số liệu!H20 #2"]


def test_junit_leaves_out_what_xml_cannot_write_and_shows_the_rest_literally() -> None:
    suites = ET.fromstring(render_junit(view()))
    (failure,) = (f for f in suites.iter("failure") if f.get("type") == "NUM001")

    assert '=HYPERLINK("http://x")' in str(failure.get("message"))
    assert "<script>&amp;]]>" in str(failure.text)
    assert "\ufffe" not in render_junit(view())


# SARIF


def sarif_results(of: CheckView, prefix: str = "") -> list[dict[str, Any]]:
    (run,) = json.loads(render_sarif(of, prefix))["runs"]
    results = run["results"]
    assert isinstance(results, list)
    return results


def result_of(of: CheckView, code: str) -> dict[str, Any]:
    (result,) = (r for r in sarif_results(of) if r["ruleId"] == code)
    return result


@each_view
def test_sarif_keeps_the_schema_of_the_standard(made: CheckView) -> None:
    assert list(SARIF.iter_errors(json.loads(render_sarif(made)))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"ruleIndex": 0', '"ruleIndex": "0"'),
        ('"level": "error"', '"level": "lỗi"'),
        ('"startLine": 20', '"startLine": 0'),
        ('"version": "2.1.0"', '"version": "2.2"'),
        ('"kind": "inSource"', '"kind": "explained"'),
        ('"status": "accepted"', '"status": "yes"'),
        ('"columnKind": "unicodeCodePoints"', '"columnKind": "cells"'),
        ('"relatedLocations"', '"otherLocations"'),
    ],
)
def test_the_schema_of_sarif_refuses_what_is_wrong(old: str, new: str) -> None:
    right = render_sarif(view())
    assert old in right

    assert list(SARIF.iter_errors(json.loads(right.replace(old, new)))) != []


def test_a_sarif_result_names_the_rule_the_place_and_the_cell() -> None:
    v = view(findings=(AMBIGUOUS,))
    finding = finding_of(v, "NUM003")

    assert sarif_results(v) == [
        {
            "ruleId": "NUM003",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": finding.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": SYT, "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 20, "startColumn": 8},
                    },
                    "logicalLocations": [{"fullyQualifiedName": "Số liệu!H20", "kind": "element"}],
                }
            ],
            "partialFingerprints": {"cdsRank/v1": finding.fingerprint},
            "suppressions": [],
        }
    ]


def test_sarif_describes_the_rules_used_and_no_others() -> None:
    (run,) = json.loads(render_sarif(view(findings=(*TYPED, AMBIGUOUS))))["runs"]
    driver = run["tool"]["driver"]

    assert (driver["name"], driver["version"]) == ("cds-rank", "9.8.7")
    assert [rule["id"] for rule in driver["rules"]] == ["NUM002", "NUM003"]
    assert driver["rules"][1]["shortDescription"] == {"text": RULES["NUM003"].title}
    assert driver["rules"][1]["defaultConfiguration"] == {"level": "error"}
    assert all(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_the_help_of_a_sarif_rule_names_no_placeholder() -> None:
    (run,) = json.loads(render_sarif(view()))["runs"]
    texts = [rule["help"]["text"] for rule in run["tool"]["driver"]["rules"]]

    assert len(texts) == 7
    assert not any("{" in text for text in texts)


def test_sarif_tells_the_cause_of_a_rule_where_the_catalogue_does(monkeypatch: pytest.MonkeyPatch) -> None:
    told = dict(RULES) | {"NUM003": replace(RULES["NUM003"], cause="Gõ dấu chấm.")}
    told["NUM002"] = replace(RULES["NUM002"], cause="")
    monkeypatch.setattr("cds_rank.feedback.code_hosts.RULES", told)
    (run,) = json.loads(render_sarif(view(findings=(*TYPED, AMBIGUOUS))))["runs"]
    without, with_cause = run["tool"]["driver"]["rules"]

    assert with_cause["fullDescription"] == {"text": "Gõ dấu chấm."}
    assert "fullDescription" not in without


def test_the_further_cells_of_a_folded_finding_are_related_locations() -> None:
    related = result_of(view(), "NUM002")["relatedLocations"]

    assert [(r["message"]["text"], r["physicalLocation"]["region"]) for r in related] == [
        ("Số liệu!F18", {"startLine": 18, "startColumn": 6}),
        ("Số liệu!F21", {"startLine": 21, "startColumn": 6}),
    ]
    assert "relatedLocations" not in result_of(view(), "NUM003")


def test_of_many_further_cells_a_hundred_are_related_locations() -> None:
    typed = [
        found("NUM002", Severity.WARNING, f"AB{row}", column="value", text="1") for row in range(10, 310)
    ]
    result = result_of(view(findings=typed), "NUM002")

    assert len(result["relatedLocations"]) == 100
    assert result["relatedLocations"][-1]["physicalLocation"]["region"] == {
        "startLine": 110,
        "startColumn": 28,
    }


def test_an_explained_warning_is_suppressed_in_the_words_of_the_sender() -> None:
    suppressed = {r["ruleId"]: r["suppressions"] for r in sarif_results(view()) if r["suppressions"]}

    assert suppressed == {
        "PCT002": [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "=1+1 Số liệu đúng, xem báo cáo 12 <b>::error::",
            }
        ]
    }


def test_every_sarif_result_says_whether_it_is_suppressed_and_has_a_place() -> None:
    """SARIF 2.1.0, 3.27.23: all results of a run have suppressions or none; GitHub refuses one without a place."""
    for result in sarif_results(view()):
        assert "suppressions" in result
        assert len(result["locations"]) == 1


def test_a_file_as_a_whole_has_no_region() -> None:
    assert result_of(view(), "FIL005")["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "nop/h%E1%BB%8Fng.xlsx", "uriBaseId": "%SRCROOT%"},
            }
        }
    ]


@each_view
@pytest.mark.parametrize("prefix", ["", "báo cáo/q4"])
def test_sarif_paths_are_relative_uris_that_lead_back_to_the_file(made: CheckView, prefix: str) -> None:
    results = sarif_results(made, prefix)
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]
    folder = f"{prefix}/" if prefix else ""

    for uri, finding in zip(uris, made.findings, strict=True):
        assert re.fullmatch(r"[A-Za-z0-9._~/-]+(%[0-9A-F]{2}|[A-Za-z0-9._~/-])*", uri)
        assert urlsplit(uri).scheme == ""
        assert unquote(uri) == (folder + finding.file if finding.file else folder or "./")


def test_a_sender_lays_no_link_in_a_sarif_message() -> None:
    """SARIF 2.1.0, 3.11.6: [text](target) in a message is a link unless the brackets are escaped."""
    hostile = found("NUM001", Severity.ERROR, "H20", column="value", text="[xem](http://x) [31m")
    plain = found("NUM001", Severity.ERROR, "H21", column="value", text="[31m")
    texts = [result["message"]["text"] for result in sarif_results(view(findings=(hostile, plain)))]

    assert r"“\[xem\](http://x) \[31m”" in texts[0]
    assert "“[31m”" in texts[1]


# All of them


@each_renderer
@each_view
def test_a_text_ends_in_one_line_end(render: Renderer, made: CheckView) -> None:
    text = render(made)

    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@each_renderer
@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_things_were_found_does_not_change_a_byte(render: Renderer, seed: int) -> None:
    shuffled = random.Random(seed).sample(FINDINGS, len(FINDINGS))

    assert render(view(findings=shuffled)) == render(view())


@each_renderer
def test_nothing_that_a_sender_typed_acts_on_a_terminal(render: Renderer) -> None:
    text = render(view())

    acting = [c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert acting == []
    text.encode("utf-8")
