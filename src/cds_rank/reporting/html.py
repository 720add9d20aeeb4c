"""The report as one HTML file that opens anywhere, asks for nothing, and works without scripts."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from cds_rank.model.stages import UnitStages
from cds_rank.pages import csp_hash, page_environment
from cds_rank.record.sealing import SealedResult
from cds_rank.reporting.review_view import open_notice, review_section
from cds_rank.reporting.view import ReportView, make_view
from cds_rank.wording.language import Language

_TEMPLATES = Path(__file__).resolve().parent / "templates"
COLOURS = 8
"""How many colours and how many patterns the style sheet has for the parts of a bar."""


def render_html(sealed: SealedResult, language: Language = "vi", stages: Sequence[UnitStages] = ()) -> str:
    """Draw a result as one self-contained HTML page; the same result always gives the same text.

    Style and script are inline and allowed by their hashes only, so that nothing else on the page can run
    or load, whatever a name contains.
    stages: what `scoring.stages.stage_differences` says of the result; needed where there are reviews.
    """
    environment = page_environment(_TEMPLATES, language)
    environment.filters.update(px=_px, colour=_colour, pattern=_pattern)
    style = environment.get_template("report.css.j2").render()
    script = environment.get_template("report.js.j2").render()
    return environment.get_template("report.html.j2").render(
        view=_view(sealed, language, stages),
        style=style,
        script=script,
        style_hash=csp_hash(style),
        script_hash=csp_hash(script),
    )


def _view(sealed: SealedResult, language: Language, stages: Sequence[UnitStages]) -> ReportView:
    view, result = make_view(sealed, language), sealed.result
    if not result.reviews:
        return view
    if not stages:
        raise ValueError("a result with reviews is not told without its stages")
    notice = open_notice(result, stages, language)
    notices = view.notices if notice is None else (*view.notices, notice)
    return replace(view, notices=notices, reviews=review_section(result, stages, language))


def _px(share: Fraction, length: int) -> str:
    """Write a share of `length` pixels for a drawing, to a tenth."""
    return f"{float(share) * length:.1f}".removesuffix(".0")


def _colour(slot: int) -> int:
    return slot % COLOURS


def _pattern(slot: int) -> int:
    """Choose a pattern so that parts with the same colour differ by it."""
    return (slot + slot // COLOURS) % COLOURS
