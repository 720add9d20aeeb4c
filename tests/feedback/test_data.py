"""Findings as data: documents that keep their schema, lines that are one record each, a CSV that runs nothing."""

import copy
import csv
import io
import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from cds_rank.feedback.data import SCHEMA_PATH, render_csv, render_json, render_jsonl
from cds_rank.feedback.view import CheckView
from cds_rank.model.finding import Severity
from tests.feedback.views import (
    DAMAGED,
    FINDINGS,
    SYT,
    TORN,
    clean_view,
    finding_of,
    found,
    view,
    without_context,
)

Renderer = Callable[[CheckView], str]
each_renderer = pytest.mark.parametrize("render", [render_json, render_jsonl, render_csv])
VALIDATOR = Draft202012Validator(json.loads(SCHEMA_PATH.read_text(encoding="utf-8")))


def document(of: CheckView | None = None) -> dict[str, Any]:
    loaded = json.loads(render_json(of or view()))
    assert isinstance(loaded, dict)
    return loaded


def rows(of: CheckView | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(of or view()).removeprefix("\ufeff"), newline="")))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize(
    "made",
    [
        view(),
        view("en"),
        view(cut={"NUM002": 3}, set_aside={"ignored": 1}),
        clean_view(),
        without_context(),
        view(findings=(), files=(), not_submitted=()),
    ],
    ids=["all kinds", "in English", "cut and set aside", "clean", "nothing readable", "no files"],
)
def test_the_json_document_keeps_its_schema(made: CheckView) -> None:
    assert list(VALIDATOR.iter_errors(document(made))) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), "other"),
        (("schema_version",), 1),
        (("findings", 1, "severity"), "fatal"),
        (("findings", 1, "line"), 0),
        (("findings", 1, "cells", 0), "20H"),
        (("findings", 1, "fingerprint"), "XYZ"),
        (("findings", 1, "colour"), "red"),
        (("findings", 1, "facts", "text"), 5),
        (("files", 0, "verdict"), "maybe"),
        (("files", 0, "sha256"), "00"),
        (("totals", "errors"), -1),
        (("cut", "num2"), 1),
        (("set", "id"), None),
        (("period",), ""),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else None,
)
def test_the_schema_refuses_what_is_not_promised(path: tuple[str | int, ...], wrong: object) -> None:
    spoilt = copy.deepcopy(document())
    holder: Any = spoilt
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = wrong

    assert list(VALIDATOR.iter_errors(spoilt)) != []


@pytest.mark.parametrize("where", [(), ("totals",), ("files", 0), ("findings", 1), ("tool",)])
def test_the_schema_asks_for_every_property(where: tuple[str | int, ...]) -> None:
    holder: Any = document()
    for key in where:
        holder = holder[key]
    for missing in holder:
        spoilt = document()
        part: Any = spoilt
        for key in where:
            part = part[key]
        del part[missing]
        assert list(VALIDATOR.iter_errors(spoilt)) != [], missing


def test_json_says_of_a_finding_where_what_and_how_to_mend_it() -> None:
    v = view()
    (finding,) = (f for f in document(v)["findings"] if f["code"] == "NUM002")

    assert finding == {
        "code": "NUM002",
        "severity": "warning",
        "explained": False,
        "explanation": "",
        "file": SYT,
        "sheet": "Số liệu",
        "cells": ["F17", "F18", "F21"],
        "cell_range": "F17:F18, F21",
        "line": 17,
        "column": 6,
        "unit": "SYT",
        "indicators": ["4.1", "4.10", "4.3"],
        "title": finding_of(v, "NUM002").title,
        "message": finding_of(v, "NUM002").message,
        "fix": finding_of(v, "NUM002").fix,
        "fingerprint": finding_of(v, "NUM002").fingerprint,
        "mendable": True,
        "facts": {
            "cell": "F17:F18, F21",
            "column": "numerator",
            "indicator": "4.1, 4.10, 4.3",
            "text": "60,5",
            "unit": "SYT",
            "value": "60,5",
        },
    }


def test_json_tells_what_was_held_against_what_and_the_totals() -> None:
    data = document(view(cut={"NUM003": 2}, set_aside={"baseline": 7}))
    keys = ("tool", "language", "set", "unit_list", "period", "not_submitted", "set_aside", "cut", "totals")

    assert {key: data[key] for key in keys} == {
        "tool": {"name": "cds-rank", "version": "9.8.7"},
        "language": "vi",
        "set": {"id": "bo-thu", "version": "1.2.0"},
        "unit_list": "ds-thu",
        "period": "2022-Q4",
        "not_submitted": [{"unit": "SNV", "label": "Sở Nội vụ"}],
        "set_aside": {"baseline": 7},
        "cut": {"NUM003": 2},
        "totals": {
            "files": 4,
            "passed": 1,
            "failed": 3,
            "errors": 5,
            "warnings": 2,
            "explained": 1,
            "infos": 2,
        },
    }


def test_json_gives_each_file_its_verdict() -> None:
    files = document()["files"]

    assert [(f["name"], f["unit"], f["verdict"]) for f in files if "=" not in f["name"]] == [
        ("nop/132.xlsx", "132", "passed"),
        (SYT, "SYT", "failed"),
        (TORN, "", "failed"),
    ]
    assert files[2] == {
        "name": SYT,
        "sha256": f"{1:064x}",
        "size": 1001,
        "unit": "SYT",
        "verdict": "failed",
        "errors": 1,
        "warnings": 2,
        "explained": 1,
        "infos": 1,
    }


def test_of_a_run_in_which_nothing_could_be_read_json_says_that_the_set_is_not_known() -> None:
    data = document(without_context())

    assert (data["set"], data["unit_list"], data["period"]) == (None, None, None)


def test_json_is_in_readable_letters() -> None:
    assert '"sheet": "Số liệu"' in render_json(view())


def test_json_lines_are_the_findings_of_the_document_and_then_its_summary() -> None:
    *lines, last = [json.loads(line) for line in render_jsonl(view()).split("\n")[:-1]]
    whole = document()

    assert lines == whole["findings"]
    assert last == {"summary": {key: value for key, value in whole.items() if key != "findings"}}


def test_a_reader_by_lines_never_meets_a_torn_record() -> None:
    hostile = found("NUM001", Severity.ERROR, "H20", text="a\u2028b\x85c\x0bd\u2029", column="value\u2028")
    v = view(findings=(hostile,))
    v = replace(v, findings=tuple(replace(f, unit="S\u2028", indicators=("4\x85",)) for f in v.findings))

    first, last = map(json.loads, render_jsonl(v).splitlines())
    assert (first["code"], list(last)) == ("NUM001", ["summary"])


def test_csv_opens_in_excel_begins_with_a_mark_and_ends_lines_its_way() -> None:
    text = render_csv(view())

    assert text.encode("utf-8").startswith(b"\xef\xbb\xbfcode,severity,")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == 1 + len(view().findings)


def test_csv_has_a_row_for_each_finding_that_of_a_silent_unit_too() -> None:
    v = view()

    assert [(row["code"], row["file"]) for row in rows(v)] == [(f.code, f.file) for f in v.findings]
    assert rows(v)[0] == {
        "code": "KEY007",
        "severity": "info",
        "explained": "false",
        "file": "",
        "sheet": "",
        "cells": "",
        "line": "",
        "column": "",
        "unit": "SNV",
        "unit_label": "Sở Nội vụ",
        "indicators": "",
        "row": "",
        "title": finding_of(v, "KEY007").title,
        "message": finding_of(v, "KEY007").message,
        "fix": finding_of(v, "KEY007").fix,
        "explanation": "",
        "mendable": "false",
        "fingerprint": finding_of(v, "KEY007").fingerprint,
    }


@pytest.mark.parametrize(
    "start",
    ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=", "\x0b@", " =", "\u3000＝", "\u200b+"],
)
def test_csv_runs_no_formula_whatever_a_name_or_an_explanation_begins_with(start: str) -> None:
    hostile = replace(
        found("PCT002", Severity.WARNING, "H22", file=f"{start}cmd|'/c calc'!A1", suggestion="1"),
        explanation=f"{start}1+1",
    )
    (row,) = rows(view(findings=(hostile,), files=()))

    assert row["explanation"].startswith("'")
    assert row["explanation"].endswith("1+1")
    assert row["file"].startswith("'")


def test_csv_leaves_harmless_fields_as_they_are() -> None:
    (row,) = rows(view(findings=(DAMAGED,)))

    assert row["file"] == TORN
    assert row["message"] == finding_of(view(), "FIL005").message


@each_renderer
def test_nothing_that_a_sender_typed_acts_on_a_terminal(render: Renderer) -> None:
    v = view()
    v = replace(v, findings=tuple(replace(f, unit="S\x9b", indicators=("4\u202e",)) for f in v.findings))
    text = render(v).removeprefix("\ufeff").replace("\r\n", "\n")

    assert [c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}] == []


@each_renderer
@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_things_were_found_does_not_change_a_byte(render: Renderer, seed: int) -> None:
    shuffled = random.Random(seed).sample(FINDINGS, len(FINDINGS))

    assert render(view(findings=shuffled)) == render(view())


@each_renderer
def test_the_order_in_which_facts_were_noted_does_not_change_a_byte(render: Renderer) -> None:
    turned = [replace(finding, facts=dict(reversed(list(finding.facts.items())))) for finding in FINDINGS]

    assert render(view(findings=turned)) == render(view())
