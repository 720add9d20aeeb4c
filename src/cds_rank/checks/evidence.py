"""Rules about evidence: is there any, is its link whole, is it of the period (EVD001, EVD003, DAT003, DAT004)."""

import datetime as dt
import re
from collections.abc import Iterator

from cds_rank.checks.context import Context, Entry
from cds_rank.model.finding import Finding
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.spelling import comparison_key
from cds_rank.model.text_remark import TextRemarkKind

_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/.-]*\d)", re.ASCII)
_LINK = re.compile(r"""\bh+t+p+s?\s*(?:[:;]\s*/*|/+)[^\s"'<>“”]*|\bwww\.[^\s"'<>“”]*""", re.IGNORECASE)
_WHOLE_LINK = re.compile(
    r"(?:https?://|www\.)(?:[\w-]+\.)+(?:[\w-]{2,}|\d)(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)
_SAYS_NOTHING = frozenset(
    {"khong co", "khong", "chua co", "-", "--", "...", "n/a", "x", "co", "ok", "1", "0", "true"}
)
_AFTER_A_LINK = ".,;:)]}>”\"'"


def evidence_missing(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find reported figures without the evidence that the set asks for."""
    observation = entry.observation
    reported = observation is not None and observation.status is ObservationStatus.REPORTED
    text = entry.row.texts.get("evidence", "")
    told = bool(text) and comparison_key(text) not in _SAYS_NOTHING
    if reported and entry.indicator.evidence.required and not told and not _is_formula(entry):
        yield entry.found("EVD001", "evidence")


def _is_formula(entry: Entry) -> bool:
    """Tell whether a formula or an error value stands in the cell: what it gives is another rule's matter."""
    remarks = entry.row.text_remarks.get("evidence", ())
    return "evidence" in entry.row.formulas or any(r.kind is TextRemarkKind.ERROR_VALUE for r in remarks)


def broken_links(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find links in the evidence that cannot be followed."""
    for link in _LINK.findall(entry.row.texts.get("evidence", "")):
        if not _WHOLE_LINK.fullmatch(link.rstrip(_AFTER_A_LINK)):
            yield entry.found("EVD003", "evidence", {"text": link[:80]})
            return


def dates_of_evidence(entry: Entry, context: Context) -> Iterator[Finding]:
    """Find evidence dated long after the period, and dates that are none when read day first.

    Older papers are no finding: a decision of earlier years may still be in force.
    """
    limit = context.period.last + dt.timedelta(days=context.indicator_set.checks.evidence_grace_days)
    for match in _DATE.finditer(entry.row.texts.get("evidence", "")):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        try:
            date = dt.date(year, month, day)
        except ValueError:
            yield entry.found("DAT003", "evidence", {"text": match[0]})
            return
        if date > limit:
            facts = {"text": match[0], "period": context.period.text, "limit": f"{limit:%d/%m/%Y}"}
            yield entry.found("DAT004", "evidence", facts)
            return
