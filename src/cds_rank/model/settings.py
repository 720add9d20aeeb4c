"""What an office writes once in `cds-rank.toml` instead of typing it with every command."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints
from pydantic_core import PydanticCustomError

from cds_rank.model.finding import Severity
from cds_rank.model.text import IsoDate, Model

_RULE_CODE = re.compile(r"[A-Z]{3}[0-9]{0,3}")

OutputFormat = Literal[
    "full", "concise", "grouped", "json", "jsonl", "csv", "xlsx", "html", "github", "gitlab", "junit", "sarif",
    "markdown",
]  # fmt: skip
"""The formats in which `validate` writes what it found."""


def is_rule_code(text: str) -> bool:
    """Tell whether a text has the form of a rule's code or of its beginning: NUM003, NUM0, NUM."""
    return _RULE_CODE.fullmatch(text) is not None


def _rule_code(value: Any) -> Any:
    if isinstance(value, str) and not is_rule_code(value):
        raise PydanticCustomError("rule_code", "{value} is not a rule code", {"value": value})
    return value


def _as_text(value: Any) -> Any:
    # The number of a decision is text (310, 310a), but nobody would think of quotes around 310.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _kebab(name: str) -> str:
    return name.replace("_", "-")


RuleCode = Annotated[str, BeforeValidator(_rule_code)]
"""The code of a rule, or its beginning: three capitals and up to three digits."""

_Text = Annotated[str, StringConstraints(min_length=1)]


class ValidateSettings(Model):
    """What `cds-rank validate` does when the command line says nothing else; None and empty: nothing is set."""

    model_config = ConfigDict(alias_generator=_kebab)

    indicator_set: _Text | None = Field(None, alias="set")  # a name or a YAML file
    units: _Text | None = None  # a name or a YAML file
    period: _Text | None = None
    previous: _Text | None = None  # a result file or a folder
    output_format: OutputFormat | None = Field(None, alias="format")
    select: tuple[RuleCode, ...] = ()  # empty: every rule
    ignore: tuple[RuleCode, ...] = ()
    fail_on: Severity | None = None
    max_per_rule: StrictInt | None = Field(None, ge=1)
    statistics: StrictBool | None = None
    baseline: _Text | None = None  # a JSON report of an earlier run
    jobs: StrictInt | None = Field(None, ge=1)
    cache: StrictBool | None = None
    per_file_ignores: Mapping[_Text, tuple[RuleCode, ...]] = Field(default_factory=dict)


class DecisionTexts(Model):
    """What of a decision is worded for one language; what is left out is shown as a gap to be filled in by hand.

    Lists are paragraphs in order. Names of bodies and offices in ordinary letters: capitals are made where they stand.
    The names of fields follow Nghị định 30/2020/NĐ-CP.
    """

    model_config = ConfigDict(alias_generator=_kebab)

    superior: str = ""  # cơ quan chủ quản, above the issuing body: empty for a people's committee
    authority: str = ""  # cơ quan ban hành: Ủy ban nhân dân tỉnh Yên Bái; a line end breaks it in the head
    issued_by: str = ""  # thẩm quyền ban hành: Chủ tịch Ủy ban nhân dân tỉnh Yên Bái; empty: the authority
    place: str = ""  # địa danh: Yên Bái
    subject: str = ""  # trích yếu; empty: made of the set's name and the period
    grounds: tuple[_Text, ...] = ()  # căn cứ
    proposal: str = ""  # theo đề nghị của …
    articles: tuple[_Text, ...] = ()  # Điều 1…, a line end begins a new paragraph; empty: the usual three
    signs_for: str = ""  # TM. Ủy ban nhân dân, or KT. Chủ tịch
    signer_role: str = ""  # Chủ tịch
    signer: str = ""  # họ và tên
    recipients: tuple[_Text, ...] = ()  # nơi nhận


class DecisionSettings(DecisionTexts):
    """What stands around the ranking in an official decision, as typed, and how its English reading names it."""

    number: Annotated[str, BeforeValidator(_as_text)] = ""  # số: 310
    symbol: str = ""  # ký hiệu: QĐ-UBND
    date: IsoDate | None = None  # ngày ban hành
    en: DecisionTexts = Field(default_factory=DecisionTexts)  # what is left out here stays as typed above


class ReportSettings(Model):
    """What `cds-rank report` does when the command line says nothing else."""

    model_config = ConfigDict(alias_generator=_kebab)

    template: _Text | None = None  # a .docx of the office's own
    decision: DecisionSettings = Field(default_factory=DecisionSettings)


class Settings(Model):
    """A whole `cds-rank.toml`: a table for each command that has defaults."""

    validation: ValidateSettings = Field(default_factory=ValidateSettings, alias="validate")
    report: ReportSettings = Field(default_factory=ReportSettings)
