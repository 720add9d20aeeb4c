"""From Vietnamese, the language the program is written in, to the reader's language."""

import gettext
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
Translate = Callable[[str], str]

_LOCALE = Path(__file__).resolve().parent.parent / "locale"


def N_(text: str) -> str:  # noqa: N802 - gettext's own name: marks a text for translation where it is shown
    """Mark a text for translation without translating it here."""
    return text


@lru_cache
def translator(language: Language) -> Translate:
    """Give the function that puts a Vietnamese text of the program into `language`."""
    if language == "vi":
        return N_
    catalogue = gettext.translation("cds_rank", localedir=_LOCALE, languages=[language])
    return catalogue.gettext
