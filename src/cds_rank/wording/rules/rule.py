"""What the catalogue says of one rule."""

from dataclasses import dataclass
from typing import Final

from cds_rank.model.finding import Severity

ERROR: Final = Severity.ERROR
WARNING: Final = Severity.WARNING
INFO: Final = Severity.INFO


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its severity, and what is said of it in Vietnamese (translated where it is shown).

    message: one sentence with named facts. fix: what to do, in Excel's terms.
    cause: how it comes about, in one or two sentences. example: a cell's content that breaks the rule, and what it
    should be.
    explainable: a warning that a real explanation in the column "Giải trình" answers.
    mendable: `validate --fix` can put it right without guessing.
    """

    severity: Severity
    title: str
    message: str
    fix: str
    cause: str = ""
    example: str = ""
    explainable: bool = False
    mendable: bool = False
