"""How our HTML pages are made: templates in the reader's language, style and script allowed by their hashes only."""

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank.wording.language import Language, translator

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache
def page_environment(templates: Path, language: Language) -> "Environment":
    """Make the templates of a folder ready; whoever asks adds the filters of its own."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        newline_sequence="\n",
        auto_reload=False,
    )
    environment.globals["_"] = translator(language)
    environment.filters["quoted"] = _quoted
    return environment


def csp_hash(text: str) -> str:
    """Return the hash by which a content security policy allows one inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _quoted(text: str) -> str:
    """Write a text of the program as a CSS string."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\3c ")
