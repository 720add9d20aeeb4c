"""Text as the model wants it: codes that stay text, names in two languages."""

import datetime as dt
import hashlib
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

CODE_PATTERN = r"^[^\W_]([\w.\-/]*[^\W_])?$"
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in range(10)}
)


class UnquotedText(str):
    """A YAML scalar without quotes that YAML would take for a number, a date or a truth value."""

    __slots__ = ()


def _must_be_quoted(value: Any) -> Any:
    if isinstance(value, UnquotedText):
        raise PydanticCustomError("unquoted_code", "{value} looks like a number", {"value": str(value)})
    return value


def _share(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value
    text = str(value).strip().replace(" ", "")
    try:
        # Fraction("1e999999999") would fill the memory.
        text = "" if len(text) > 60 or "e" in text.lower() else text
        share = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise PydanticCustomError("share", "{value} is not a share", {"value": text}) from None
    if not 0 <= share <= 1:
        raise PydanticCustomError("share", "{value} is not a share", {"value": text})
    return share


def _iso_date(value: Any) -> Any:
    # pydantic would take 86400 for a number of seconds.
    if isinstance(value, str) and not _ISO_DATE.fullmatch(value):
        raise PydanticCustomError("date_form", "{value} is not a date", {"value": value})
    return value


# What Excel, LibreOffice or Google Sheets may run when a cell begins with it; the wide ones are typed with an
# East Asian keyboard, and some programs make plain ones of them.
_RUNS = frozenset("=+-@\t\r\n\0＝＋－＠")


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet might run, and before one that begins with an apostrophe."""
    start = text.lstrip(" \u00a0\u3000")[:1]
    return f"'{text}" if text[:1] == "'" or start in _RUNS else text


def file_code(code: str) -> str:
    """Return a unit's code as the beginning of a file's name: ASCII, safe on Windows, different for each code.

    "A/1" and "A-1", "Đ1" and "D1" must not overwrite each other; CON and NUL are devices there.
    """
    ascii_code = ascii_words(code)
    if ascii_code != code or "_" in code:
        ascii_code = ascii_code.replace("_", "-") + "-" + hashlib.sha256(code.encode()).hexdigest()[:6]
    if ascii_code.split(".")[0].upper() in _DEVICES:
        head, dot, tail = ascii_code.partition(".")  # COM1.2 is still the device COM1
        ascii_code = f"{head}-unit{dot}{tail}"
    return ascii_code


def ascii_words(text: str) -> str:
    """Write a text with ASCII letters, digits, dots and underscores; a hyphen for anything between them."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    letters = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", letters).strip("-._")


Code = Annotated[
    str, StringConstraints(pattern=CODE_PATTERN, max_length=40), BeforeValidator(_must_be_quoted)
]
"""A code: text that stays text (4.10 is not 4.1), letters and digits with . - / _ between them."""

Share = Annotated[
    Fraction,
    BeforeValidator(_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d+([.]\d+)?%?$|^\d+/\d+$"},
                {"type": "number", "minimum": 0, "maximum": 1},
            ],
            "examples": ["1/2", "0.5", "50%"],
        }
    ),
]
"""A share of the maximum, 0 to 1, written 1/2, 0.5 or 50%."""

Amount = Annotated[Decimal, Field(max_digits=30, decimal_places=15)]
"""A number in a definition: exact, and of a size that can be meant."""

IsoDate = Annotated[dt.date, BeforeValidator(_iso_date)]
"""A date written 2022-04-08."""

NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Model(BaseModel):
    """Base of what people write in YAML: frozen, and an unknown key is an error."""

    # Built when first used, and then once for the whole set: starting the program costs a third less.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Names(Model):
    """One thing's name in Vietnamese and in English."""

    vi: NonEmpty = Field(description="Tên tiếng Việt")
    en: NonEmpty = Field(description="Tên tiếng Anh")

    def in_language(self, language: str) -> str:
        """Return the name in `language` ("vi" or "en")."""
        return self.en if language == "en" else self.vi


TEXT_TAGS = frozenset({"[text]", "[names]"})
"""The two forms of a `Text`, as pydantic names them in the paths of its errors; no key of a file looks like them."""


def _text_form(data: Any) -> str:
    return "[names]" if isinstance(data, dict | Names) else "[text]"


Text = Annotated[
    Annotated[NonEmpty, Tag("[text]")] | Annotated[Names, Tag("[names]")], Discriminator(_text_form)
]
"""What a set says of its sources: in Vietnamese only, as plain text, or in both languages, as a name."""

TextOrNone = Annotated[
    Annotated[str, Tag("[text]")] | Annotated[Names, Tag("[names]")], Discriminator(_text_form)
]
"""A `Text` that may be left out: then it is empty."""


def in_language(text: str | Names, language: str) -> str:
    """Return a text in `language` ("vi" or "en"), or in Vietnamese where that is all there is."""
    return text if isinstance(text, str) else text.in_language(language)


def is_in_language(text: str | Names, language: str) -> bool:
    """Tell whether `in_language` gives the text in the language asked for; an empty text is in any."""
    return language == "vi" or not text or isinstance(text, Names)
