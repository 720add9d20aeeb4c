"""What is raised when the work cannot go on; wrong data is a finding, never one of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


class CdsRankError(Exception):
    """The job cannot be done; carries a code and named facts, the sentence is written in `reporting`.

    code: key of the sentence in `reporting/messages.py`.
    facts: what the sentence names (paths, options, counts), as text.
    """

    default_code: ClassVar[str] = "cannot_go_on"

    def __init__(self, code: str | None = None, /, **facts: object) -> None:
        self.code = code or self.default_code
        self.facts: Mapping[str, str] = {name: str(value) for name, value in facts.items()}
        super().__init__(f"{self.code}: {dict(self.facts)}")


@dataclass(frozen=True, slots=True)
class DefinitionProblem:
    """One thing wrong with a YAML definition, and where it is written.

    line, column: 1-based, as editors count.
    """

    file: str
    line: int
    column: int
    code: str  # SET001 …
    facts: Mapping[str, str]


class DefinitionError(CdsRankError):
    """An indicator set or unit list is refused; every problem of the file is listed."""

    default_code = "definition_refused"

    def __init__(self, file: str, problems: Sequence[DefinitionProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(file=file, count=len(self.problems))


class ResultFileError(CdsRankError):
    """A result file cannot be opened: not ours, damaged, changed after sealing or from a newer version."""

    default_code = "result_not_readable"
