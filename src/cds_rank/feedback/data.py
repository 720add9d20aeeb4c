"""Findings as data for other programs: JSON, JSON lines, and CSV that a spreadsheet opens without harm."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from cds_rank.feedback.view import CheckView, FileView, FindingView
from cds_rank.model.finding import Severity
from cds_rank.model.text import guarded
from cds_rank.wording.findings import printable

_Value = TypeVar("_Value")

SCHEMA = "cds-rank/validation-report"
SCHEMA_VERSION = "1"
SCHEMA_PATH = Path(__file__).resolve().parent / "schemas" / "validation-report.schema.json"

# What makes a spreadsheet read a field as a formula (OWASP ASVS 1.2.10), and the full-width forms it folds to them.
_CSV_COLUMNS = (
    "code",
    "severity",
    "explained",
    "file",
    "sheet",
    "cells",
    "line",
    "column",
    "unit",
    "unit_label",
    "indicators",
    "row",
    "title",
    "message",
    "fix",
    "explanation",
    "mendable",
    "fingerprint",
)


def render_json(view: CheckView) -> str:
    """Write everything as one JSON document; schemas/validation-report.schema.json describes it."""
    document = _about(view) | {
        "files": [_file(file) for file in view.files],
        "findings": [_finding(finding) for finding in view.findings],
    }
    return json_text(document | _outcome(view), indent=2)


def render_jsonl(view: CheckView) -> str:
    """Write one finding a line, as in the JSON document, and last a line {"summary": …} with all the rest."""
    records = [*map(_finding, view.findings)]
    records.append({"summary": _about(view) | {"files": [*map(_file, view.files)]} | _outcome(view)})
    return "".join(map(json_text, records))


def render_csv(view: CheckView) -> str:
    """Write one finding a line, for Excel: begins with a byte order mark, lines end in CR LF.

    A field that a spreadsheet would take for a formula gets an apostrophe in front. To be written as UTF-8 without
    translating line ends.
    """
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_CSV_COLUMNS)
    for finding in view.findings:
        record = _finding(finding) | {
            "cells": finding.cell_range,
            "indicators": ", ".join(finding.indicators),
            "unit_label": finding.unit_label,
            "row": finding.row,
        }
        writer.writerow(_field(record[column]) for column in _CSV_COLUMNS)
    return text.getvalue()


def json_text(value: object, indent: int | None = None) -> str:
    """Write a value as JSON in readable letters, with a line end.

    What `json` leaves raw and a terminal or a reader by lines would obey (C1, bidi, U+2028) becomes a blank.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(f"{printable(line)}\n" for line in text.split("\n"))


def _field(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return guarded(printable(str(value)))


def _about(view: CheckView) -> dict[str, Any]:
    known = bool(view.set_id)
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "cds-rank", "version": view.tool_version},
        "language": view.language,
        "set": {"id": view.set_id, "version": view.set_version} if known else None,
        "unit_list": view.unit_list_id or None,
        "period": view.period or None,
    }


def _outcome(view: CheckView) -> dict[str, Any]:
    failed = len(view.failed_files)
    return {
        "not_submitted": [{"unit": code, "label": label} for code, label in view.not_submitted],
        "set_aside": _sorted(view.set_aside),
        "cut": _sorted(view.cut),
        "totals": {
            "files": len(view.files),
            "passed": len(view.files) - failed,
            "failed": failed,
            "errors": view.count(Severity.ERROR),
            "warnings": view.count(Severity.WARNING),
            "explained": view.explained,
            "infos": view.count(Severity.INFO),
        },
    }


def _file(file: FileView) -> dict[str, Any]:
    return {
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "unit": file.unit,
        "verdict": "passed" if file.passed else "failed",
        "errors": file.count(Severity.ERROR),
        "warnings": file.count(Severity.WARNING),
        "explained": file.explained,
        "infos": file.count(Severity.INFO),
    }


def _finding(finding: FindingView) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "explained": bool(finding.explanation),
        "explanation": finding.explanation,
        "file": finding.file,
        "sheet": finding.sheet,
        "cells": list(finding.cells),
        "cell_range": finding.cell_range,
        "line": finding.line or None,
        "column": finding.column or None,
        "unit": finding.unit,
        "indicators": list(finding.indicators),
        "title": finding.title,
        "message": finding.message,
        "fix": finding.fix,
        "fingerprint": finding.fingerprint,
        "mendable": finding.mendable,
        "facts": _sorted(finding.facts),
    }


def _sorted(mapping: Mapping[str, _Value]) -> dict[str, _Value]:
    return dict(sorted(mapping.items()))
