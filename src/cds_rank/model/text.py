"""Text as the model wants it: codes that stay text, names in two languages."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

CODE_PATTERN = r"^[^\W_]([\w.\-/]*[^\W_])?$"


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
        share = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise PydanticCustomError("share", "{value} is not a share", {"value": text}) from None
    if not 0 <= share <= 1:
        raise PydanticCustomError("share", "{value} is not a share", {"value": text})
    return share


Code = Annotated[
    str, BeforeValidator(_must_be_quoted), StringConstraints(pattern=CODE_PATTERN, max_length=40)
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
