"""The report as one HTML file that opens anywhere, asks for nothing, and works without scripts."""

from fractions import Fraction
from pathlib import Path

from cds_rank.pages import csp_hash, page_environment
from cds_rank.reporting.story import Story

_TEMPLATES = Path(__file__).resolve().parent / "templates"
COLOURS = 8
"""How many colours and how many patterns the style sheet has for the parts of a bar."""


def render_html(story: Story) -> str:
    """Draw a result as one self-contained HTML page; the same result always gives the same text.

    Style and script are inline and allowed by their hashes only, so that nothing else on the page can run
    or load, whatever a name contains.
    """
    environment = page_environment(_TEMPLATES, story.language)
    environment.filters.update(px=_px, colour=_colour, pattern=_pattern)
    style = environment.get_template("report.css.j2").render()
    script = environment.get_template("report.js.j2").render()
    return environment.get_template("report.html.j2").render(
        view=story.view,
        style=style,
        script=script,
        style_hash=csp_hash(style),
        script_hash=csp_hash(script),
    )


def _px(share: Fraction, length: int) -> str:
    """Write a share of `length` pixels for a drawing, to a tenth."""
    return f"{float(share) * length:.1f}".removesuffix(".0")


def _colour(slot: int) -> int:
    return slot % COLOURS


def _pattern(slot: int) -> int:
    """Choose a pattern so that parts with the same colour differ by it."""
    return (slot + slot // COLOURS) % COLOURS
