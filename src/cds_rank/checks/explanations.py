"""Warnings that the sender has answered in the column "Giải trình", and answers that say nothing (EVD002)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cds_rank.checks.context import Entry
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.spelling import comparison_key
from cds_rank.wording.catalogue import RULES

_FEWEST_WORDS, _FEWEST_LETTERS = 4, 15
_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY_WORDS = frozenset(
    """da kiem tra|so lieu dung|so lieu chinh xac|da ra soat|da kiem tra so lieu|so lieu da kiem tra|dung roi|nhu tren|
    nhu ky truoc|khong co gi|khong co y kien|khong giai trinh|da giai trinh|theo bao cao|theo bao cao cua don vi|
    so lieu dung thuc te|so lieu dung voi thuc te|so lieu chinh xac theo thuc te|don vi da kiem tra lai so lieu|
    da kiem tra lai|da kiem tra lai so lieu|de nghi chap nhan|de nghi giu nguyen so lieu|xac nhan so lieu dung|
    xac nhan so lieu la dung""".replace("\n    ", "").split("|")
)


def is_real(
    explanation: str, *, fewest_words: int = _FEWEST_WORDS, fewest_letters: int = _FEWEST_LETTERS
) -> bool:
    """Tell whether an explanation says anything: some words, and not only that all is well.

    What it says is for the reviewer to judge; it is listed with the warning in every report.
    """
    words = _WORD.findall(explanation)
    bare = " ".join(re.findall(r"\w+", comparison_key(explanation)))
    return (
        len(words) >= fewest_words
        and sum(map(len, words)) >= fewest_letters
        and len(set(map(str.casefold, words))) >= max(2, fewest_words - 1)
        and bare not in _EMPTY_WORDS
    )


def answered(findings: Iterable[Finding], table: Iterable[Entry]) -> Iterator[Finding]:
    """Give the findings, each explainable warning with its row's explanation where that is a real one.

    An explanation that says nothing beside a warning still open becomes a finding of its own, once a row.
    """
    rows = {entry.indicator.code: entry for entry in table}
    empty: dict[str, Entry] = {}
    for finding in findings:
        entry = rows.get(finding.indicator)
        text = entry.row.texts.get("explanation", "") if entry is not None else ""
        if entry is None or not text or not _may_be_explained(finding):
            yield finding
        elif is_real(text):
            yield replace(finding, explanation=" ".join(text.split()))
        else:
            empty[finding.indicator] = entry
            yield finding
    for entry in empty.values():
        yield entry.found("EVD002", "explanation", {"text": entry.row.texts["explanation"][:80]})


def _may_be_explained(finding: Finding) -> bool:
    return finding.severity is Severity.WARNING and RULES[finding.code].explainable
