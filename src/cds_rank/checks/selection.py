"""What of a report counts: rules chosen and left out, findings already known."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Final

from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Finding, ValidationReport
from cds_rank.model.settings import is_rule_code
from cds_rank.model.similarity import nearest
from cds_rank.wording.catalogue import FAMILIES, RULES

ONLY_BY_NAME: Final = frozenset(
    {"SYS001", "FIL001", "FIL002", "FIL003", "FIL004", "FIL005", "FIL006", "FIL007", "FIL009", "FIL010"}
)
"""What says that a file was not looked at: a choice of other rules must not make such a file look right."""

_FAMILY_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """Which findings count.

    select, ignore: codes or their beginnings; empty select: every rule. The longer one decides, ignore when equal.
    per_file_ignores: codes by a pattern of the file's name. baseline: fingerprints of findings already known.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    per_file_ignores: Mapping[str, Sequence[str]] = field(default_factory=dict)
    baseline: frozenset[str] = frozenset()


def select(report: ValidationReport, selection: Selection) -> ValidationReport:
    """Leave out what the selection does not want ("ignored") or already knows ("baseline").

    Nothing is lost: what is left out is counted in `set_aside`. Raises CdsRankError ("code_unknown").
    """
    check_codes(selection)
    kept: list[Finding] = []
    set_aside = Counter(dict(report.set_aside))
    for finding in report.findings:
        if not _is_wanted(finding, selection):
            set_aside["ignored"] += 1
        elif finding.fingerprint in selection.baseline:
            set_aside["baseline"] += 1
        else:
            kept.append(finding)
    return replace(report, findings=tuple(kept), set_aside=dict(sorted(set_aside.items())))


def check_codes(selection: Selection) -> None:
    """Refuse a code that no rule has or begins with: CdsRankError "code_unknown" (name, nearest, known)."""
    per_file = (code for codes in selection.per_file_ignores.values() for code in codes)
    for name in (*selection.select, *selection.ignore, *per_file):
        if not is_rule_code(name) or not (name in FAMILIES or any(code.startswith(name) for code in RULES)):
            raise CdsRankError(
                "code_unknown", name=name, nearest=_nearest_code(name), known=", ".join(FAMILIES)
            )


def _nearest_code(name: str) -> str:
    near = nearest(name, RULES if len(name.strip()) > _FAMILY_LETTERS else FAMILIES)
    # NUM999 is not a misspelt NUM009: nothing is nearer than the family.
    return near[:_FAMILY_LETTERS] if near.startswith(name[:_FAMILY_LETTERS]) else near


def _is_wanted(finding: Finding, selection: Selection) -> bool:
    code = finding.code
    ignored = [*selection.ignore, *_of_file(finding.origin.file, selection.per_file_ignores)]
    if code in ONLY_BY_NAME:
        return code not in ignored
    if any(code.startswith(start) for start in _of_file(finding.origin.file, selection.per_file_ignores)):
        return False
    wanted = _longest(code, selection.select) if selection.select else 0
    return wanted > _longest(code, selection.ignore)


def _longest(code: str, starts: Iterable[str]) -> int:
    """Return the length of the longest beginning that fits, or -1."""
    return max((len(start) for start in starts if code.startswith(start)), default=-1)


def _of_file(name: str, per_file: Mapping[str, Sequence[str]]) -> list[str]:
    return [code for pattern, codes in per_file.items() if matches(name, pattern) for code in codes]


def matches(name: str, pattern: str) -> bool:
    """Tell whether a file's name fits a pattern, "/" between folders, capitals and small letters told apart.

    * and ? and [abc] stay within a folder, ** is any number of folders. A pattern without "/" is held against the
    last part of the name. An accented letter may be written in one character or in two.
    """
    parts = unicodedata.normalize("NFC", name).split("/")
    wanted = unicodedata.normalize("NFC", pattern).split("/")
    if len(wanted) == 1 and wanted != ["**"]:
        return fnmatchcase(parts[-1], wanted[0])
    reached = {0}  # how many parts of the name are matched so far
    for part in wanted:
        if part == "**":
            reached = set(range(min(reached), len(parts) + 1)) if reached else set()
        else:
            reached = {n + 1 for n in reached if n < len(parts) and fnmatchcase(parts[n], part)}
    return len(parts) in reached
