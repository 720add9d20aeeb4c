"""The report as one HTML file that opens anywhere, asks for nothing, and works without scripts."""

import base64
import hashlib
import json
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank.record.sealing import SealedResult
from cds_rank.reporting.view import make_view
from cds_rank.wording.language import Language, translator

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).resolve().parent / "templates"
COLOURS = 8
"""How many colours and how many patterns the style sheet has for the parts of a bar."""


def render_html(sealed: SealedResult, language: Language = "vi") -> str:
    """Draw a result as one self-contained HTML page; the same result always gives the same text.

    Style and script are inline and allowed by their hashes only, so that nothing else on the page can run
    or load, whatever a name contains.
    """
    environment = _environment(language)
    style = environment.get_template("report.css.j2").render()
    script = environment.get_template("report.js.j2").render()
    return environment.get_template("report.html.j2").render(
        view=make_view(sealed, language),
        style=style,
        script=script,
        style_hash=_csp_hash(style),
        script_hash=_csp_hash(script),
    )


@lru_cache
def _environment(language: Language) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        newline_sequence="\n",
        auto_reload=False,
    )
    environment.globals["_"] = translator(language)
    environment.filters.update(px=_px, colour=_colour, pattern=_pattern, quoted=_quoted)
    return environment


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _px(share: Fraction, length: int) -> str:
    """Write a share of `length` pixels for a drawing, to a tenth."""
    return f"{float(share) * length:.1f}".removesuffix(".0")


def _colour(slot: int) -> int:
    return slot % COLOURS


def _pattern(slot: int) -> int:
    """Choose a pattern so that parts with the same colour differ by it."""
    return (slot + slot // COLOURS) % COLOURS


def _quoted(text: str) -> str:
    """Write a text as a CSS string."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\3c ")
