"""A check as one HTML file that opens anywhere, asks for nothing, and works without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cds_rank.feedback.rule_pages import explanation_text, mending_text, pattern_text
from cds_rank.feedback.view import CheckView, FileView, FindingView, RuleCount
from cds_rank.model.finding import Severity
from cds_rank.pages import csp_hash, page_environment
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.field_labels import SEVERITY_LABELS
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_MOST_FINDINGS = 500  # listed of one file
_OPEN_UP_TO = 60  # findings: a short page shows them all, a long one is opened file by file
_PASSED_UP_TO = 30  # files that passed; a longer list of them is folded away


@dataclass(frozen=True, slots=True)
class _Section:
    """One file as it is drawn. left_out: how many of its findings are counted but not shown."""

    anchor: str
    file: FileView
    findings: tuple[FindingView, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _RuleEntry:
    """What is said of one broken rule, in the reader's language; "" where the catalogue is silent."""

    count: RuleCount
    severity: str
    message: str
    fix: str
    cause: str
    example: str
    explanation: str
    mending: str


def render_html(view: CheckView) -> str:
    """Draw a check as one self-contained HTML page; the same view always gives the same text.

    Style and script are inline and allowed by their hashes only, so that nothing else on the page can run
    or load, whatever a cell contains. Of one file at most 500 findings are listed, the gravest; the page says so.
    """
    environment = page_environment(_TEMPLATES, view.language)
    environment.filters["count"] = lambda number: number_text(number, view.language)
    style = environment.get_template("check.css.j2").render()
    script = environment.get_template("check.js.j2").render()
    sections = _sections(view.files)
    silent = {code for code, _label in view.not_submitted}
    without_file = [finding for finding in view.findings if not finding.file]
    return environment.get_template("check.html.j2").render(
        view=view,
        Severity=Severity,
        failed=[section for section in sections if not section.file.passed and not section.file.is_review],
        faulty_reviews=[
            section for section in sections if not section.file.passed and section.file.is_review
        ],
        passed=[section for section in sections if section.file.passed],
        sections=[section for section in sections if section.findings],
        # That a unit sent nothing is said once, in the list of those units.
        general=[finding for finding in without_file if finding.unit not in silent],
        missing=next((finding for finding in without_file if finding.unit in silent), None),
        rules=[_rule_entry(count, view.language) for count in view.statistics],
        all_open=len(view.findings) <= _OPEN_UP_TO,
        passed_folded=sum(file.passed for file in view.files) > _PASSED_UP_TO,
        style=style,
        script=script,
        style_hash=csp_hash(style),
        script_hash=csp_hash(script),
    )


def _sections(files: Sequence[FileView]) -> list[_Section]:
    """Put the files that fail first, then those with more to look at; equal ones stay in order of name."""
    ordered = sorted(
        files,
        key=lambda file: (-file.count(Severity.ERROR), -file.count(Severity.WARNING), not file.findings),
    )
    return [_section(f"file-{number}", file) for number, file in enumerate(ordered, start=1)]


def _section(anchor: str, file: FileView) -> _Section:
    shown = file.findings
    if len(shown) > _MOST_FINDINGS:
        order = sorted(range(len(shown)), key=lambda place: shown[place].severity.order)
        shown = tuple(file.findings[place] for place in sorted(order[:_MOST_FINDINGS]))
    return _Section(anchor, file, shown, len(file.findings) - len(shown))


def _rule_entry(count: RuleCount, language: Language) -> _RuleEntry:
    _ = translator(language)
    rule = RULES[count.code]
    return _RuleEntry(
        count=count,
        severity=_(SEVERITY_LABELS[rule.severity]),
        message=pattern_text(_(rule.message), language),
        fix=pattern_text(_(rule.fix), language),
        cause=_(rule.cause) if rule.cause else "",
        example=_(rule.example) if rule.example else "",
        explanation=explanation_text(rule, language) if rule.severity is Severity.WARNING else "",
        mending=mending_text(rule, language) if rule.mendable else "",
    )
