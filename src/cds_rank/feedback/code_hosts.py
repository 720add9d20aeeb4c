"""Findings in the formats of code hosts and build servers: GitHub, GitLab, JUnit XML, SARIF.

These formats know lines and columns: a row of the sheet is a line, and the cell stands in the text too.
"""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from cds_rank.feedback.data import json_text
from cds_rank.feedback.text import (
    NOT_SUBMITTED,
    cell_place,
    concise_line,
    findings_by_file,
    listed,
    standing,
    totals,
)
from cds_rank.feedback.view import CheckView, FindingView, cell_position
from cds_rank.model.finding import Severity
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Translate, translator

_MOST_ANNOTATIONS = 10  # of each kind that GitHub shows of one step
_MOST_RELATED = 100
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SARIF_LANGUAGE = {"vi": "vi-VN", "en": "en-US"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_github(view: CheckView, prefix: str = "") -> str:
    """Write workflow commands of GitHub Actions, the gravest first, and last one with the totals.

    prefix: folder of the submissions within the repository, put before each file's name. GitHub shows ten annotations
    of a kind; what would push the totals out of sight stands above them as plain lines of the log.
    """
    _ = translator(view.language)
    last = "error" if view.count(Severity.ERROR) else "notice"
    findings = sorted(listed(view), key=lambda finding: (finding.severity.order, bool(finding.explanation)))
    room = {level: _MOST_ANNOTATIONS - (level == last) for level in ("error", "warning", "notice")}
    shown, plain = [], []
    for finding in findings:
        level = _github_level(finding)
        if room[level]:
            room[level] -= 1
            shown.append(_github_command(level, finding, prefix, _))
        else:
            # Begins with our own words, and never has the runner's old marker of a command, obeyed anywhere in a line.
            plain.append(printable(f"- {concise_line(finding, _)}").replace("##[", "# #["))
    if plain:
        more = printable(_("Còn {count} phát hiện").format(count=len(plain)))
        plain = [f"::group::{_escaped(more)}", *plain, "::endgroup::"]
    total = f"::{last} title=cds-rank::{_escaped(printable(totals(view)))}"
    return "".join(f"{line}\n" for line in (*shown, *plain, total))


def render_gitlab(view: CheckView, prefix: str = "") -> str:
    """Write a Code Quality report of GitLab: a JSON array, each entry with a fingerprint of its own.

    A unit that sent nothing stands at the folder itself, because every entry has to have a path.
    """
    _ = translator(view.language)
    seen: Counter[str] = Counter()
    entries = []
    for finding in view.findings:
        seen[finding.fingerprint] += 1
        entries.append(
            {
                "description": printable(_message(finding, _)),
                "check_name": finding.code,
                "fingerprint": _distinct(finding.fingerprint, seen[finding.fingerprint]),
                "severity": _gitlab_severity(finding),
                "location": {
                    "path": _path(finding.file, prefix) or ".",
                    "lines": {"begin": max(finding.line, 1)},
                },
            }
        )
    return json_text(entries, indent=2)


def render_junit(view: CheckView) -> str:
    """Write JUnit XML: a suite a file, in which an error is a failed test.

    A warning or an information is a test that passes and says so in its output; a file with nothing found has one test
    that passes; a unit that sent nothing is a skipped test of a last suite.
    """
    _ = translator(view.language)
    root = ET.Element("testsuites")
    by_file = dict.fromkeys([file.name for file in view.files], ()) | findings_by_file(view)
    for name, findings in by_file.items():
        cases = [_junit_case(name, finding, _) for finding in findings]
        root.append(_junit_suite(name, cases or [_case(name, _("Không có phát hiện"))]))
    silent = [_junit_silent(code, label, _) for code, label in view.not_submitted]
    if silent:
        root.append(_junit_suite(_("Chưa nộp"), silent))
    root.attrib = {"name": "cds-rank", **_counts(root)}
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def render_sarif(view: CheckView, prefix: str = "") -> str:
    """Write a SARIF 2.1.0 log of one run.

    Paths are relative to %SRCROOT%; the cell is the logical location, Số liệu!C17. An explained warning is suppressed,
    with the sender's words as justification. prefix: as for GitHub.
    """
    codes = sorted({finding.code for finding in view.findings})
    index = {code: number for number, code in enumerate(codes)}
    _ = translator(view.language)
    run = {
        "tool": {
            "driver": {
                "name": "cds-rank",
                "version": view.tool_version,
                "rules": [_sarif_rule(code, _) for code in codes],
            }
        },
        "language": _SARIF_LANGUAGE[view.language],
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, index[finding.code], prefix) for finding in view.findings],
    }
    return json_text({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _github_level(finding: FindingView) -> str:
    if finding.severity is Severity.ERROR:
        return "error"
    return "warning" if finding.severity is Severity.WARNING and not finding.explanation else "notice"


def _github_command(level: str, finding: FindingView, prefix: str, _: Translate) -> str:
    properties = {"file": _path(finding.file, prefix)} if finding.file else {}
    if finding.line:
        properties |= {"line": str(finding.line), "col": str(finding.column)}
    properties["title"] = f"{finding.code} {finding.title}"
    if finding.explanation:
        properties["title"] += f" ({standing(finding, _)})"
    written = ",".join(f"{key}={_escaped_property(printable(value))}" for key, value in properties.items())
    return f"::{level} {written}::{_escaped(printable(_message(finding, _)))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _message(finding: FindingView, _: Translate) -> str:
    """Say in one line where, what, and what to do or what the sender answered."""
    place = f"{cell_place(finding)}: " if cell_place(finding) else ""
    if finding.explanation:
        rest = _("Giải trình: {explanation}").format(explanation=finding.explanation)
    else:
        rest = _("Cách sửa: {fix}").format(fix=finding.fix)
    return f"{place}{finding.message} {rest}"


def _gitlab_severity(finding: FindingView) -> str:
    match finding.severity:
        case Severity.ERROR:
            return "blocker"
        case Severity.WARNING:
            return "minor" if finding.explanation else "major"
        case Severity.INFO:
            return "info"


def _distinct(fingerprint: str, occurrence: int) -> str:
    if occurrence == 1:
        return fingerprint
    return hashlib.sha256(f"{fingerprint} {occurrence}".encode()).hexdigest()[:16]


def _path(file: str, prefix: str) -> str:
    folder = prefix.replace("\\", "/").rstrip("/")
    return "/".join(part for part in ("" if folder == "." else folder, file) if part)


def _junit_case(suite: str, finding: FindingView, _: Translate) -> ET.Element:
    case = _case(suite, " ".join(part for part in (finding.code, cell_place(finding)) if part))
    if finding.severity is Severity.ERROR:
        failure = ET.SubElement(case, "failure", {"message": _xml(finding.message), "type": finding.code})
        failure.text = _xml(f"{finding.place}\n{_message(finding, _)}")
    else:
        output = ET.SubElement(case, "system-out")
        output.text = _xml(f"{finding.place}\n{standing(finding, _)}: {_message(finding, _)}")
    return case


def _junit_silent(code: str, label: str, _: Translate) -> ET.Element:
    case = _case(NOT_SUBMITTED, label if label == code else f"{code} {label}")
    ET.SubElement(case, "skipped", {"message": _("Chưa nộp")})
    return case


def _case(suite: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": _xml(suite), "name": _xml(name)})


def _junit_suite(name: str, cases: Iterable[ET.Element]) -> ET.Element:
    suite = ET.Element("testsuite")
    named: Counter[str] = Counter()
    for case in cases:
        # Two tests of one name would count as one.
        named[case.attrib["name"]] += 1
        if (occurrence := named[case.attrib["name"]]) > 1:
            case.attrib["name"] += f" #{occurrence}"
        suite.append(case)
    suite.attrib = {"name": _xml(name), **_counts(suite)}
    return suite


def _counts(element: ET.Element) -> dict[str, str]:
    kinds = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    return {key: str(sum(1 for _child in element.iter(tag))) for key, tag in kinds.items()}


def _xml(text: str) -> str:
    """Return a text without the characters that XML 1.0 has no way to write."""
    return _NOT_XML.sub(" ", text)


def _sarif_rule(code: str, _: Translate) -> dict[str, Any]:
    rule = RULES[code]
    written: dict[str, Any] = {"id": code, "name": _(rule.title), "shortDescription": {"text": _(rule.title)}}
    if rule.cause:
        written["fullDescription"] = {"text": _(rule.cause)}
    # The steps name the cell of each finding; of the rule as such they name none.
    written["help"] = {"text": _(rule.fix).format_map(_Unnamed())}
    written["defaultConfiguration"] = {"level": _SARIF_LEVEL[rule.severity]}
    return written


class _Unnamed(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _sarif_result(finding: FindingView, rule_index: int, prefix: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": _SARIF_LEVEL[finding.severity],
        "message": {"text": _sarif_message(finding.message)},
        "locations": [_sarif_location(finding, finding.cells[:1], prefix)],
    }
    further = list(_sarif_further(finding, prefix))
    if further:
        result["relatedLocations"] = further
    result["partialFingerprints"] = {"cdsRank/v1": finding.fingerprint}
    # Either every result of a run has suppressions or none has (SARIF 2.1.0, 3.27.23).
    result["suppressions"] = _sarif_suppressions(finding)
    return result


def _sarif_message(text: str) -> str:
    """Return a text for a SARIF message, where [text](target) would be a link that the sender has laid."""
    text = printable(text)
    return re.sub(r"([\[\]\\])", r"\\\1", text) if "](" in text else text


def _sarif_further(finding: FindingView, prefix: str) -> Iterator[dict[str, Any]]:
    for cell in finding.cells[1 : _MOST_RELATED + 1]:
        message = {"message": {"text": printable(f"{finding.sheet}!{cell}")}}
        yield _sarif_location(finding, (cell,), prefix) | message


def _sarif_suppressions(finding: FindingView) -> list[dict[str, str]]:
    if not finding.explanation:
        return []
    return [{"kind": "inSource", "status": "accepted", "justification": printable(finding.explanation)}]


def _sarif_location(finding: FindingView, cell: Sequence[str], prefix: str) -> dict[str, Any]:
    # A unit that sent nothing has the folder for its place: hosts refuse a result without one.
    path = _path(finding.file, prefix)
    uri = quote(path.encode("utf-8", "replace"), safe="/") if finding.file else f"{quote(path or '.')}/"
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
    location: dict[str, Any] = {"physicalLocation": physical}
    line, column = cell_position(cell[0]) if cell else (0, 0)
    if line:
        physical["region"] = {"startLine": line, "startColumn": column}
    if finding.sheet:
        name = f"{finding.sheet}!{cell[0]}" if cell else finding.sheet
        location["logicalLocations"] = [
            {"fullyQualifiedName": printable(name), "kind": "element" if cell else "module"}
        ]
    return location
