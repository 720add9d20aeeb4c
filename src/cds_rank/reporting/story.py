"""What every report starts from: a sealed result and what is told beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cds_rank.model.history import History
from cds_rank.model.result import Result
from cds_rank.model.stages import UnitStages
from cds_rank.record.sealing import SealedResult
from cds_rank.wording.language import Language

if TYPE_CHECKING:
    from cds_rank.reporting.view import ReportView


@dataclass(frozen=True)
class Story:
    """A sealed result, the language it is told in, and what stands beside it.

    stages: what `scoring.stages.stage_differences` says of the result; needed where there are reviews.
    history: what `scoring.history.make_history` says of it and earlier results; None where none was given.
    earlier: the earlier results themselves, oldest first.
    Raises ValueError for a result with reviews and without its stages.
    """

    sealed: SealedResult
    language: Language = "vi"
    stages: Sequence[UnitStages] = ()
    history: History | None = None
    earlier: Sequence[SealedResult] = ()

    def __post_init__(self) -> None:
        if self.sealed.result.reviews and not self.stages:
            raise ValueError("a result with reviews is not told without its stages")

    @property
    def result(self) -> Result:
        """The result itself."""
        return self.sealed.result

    @cached_property
    def view(self) -> "ReportView":
        """What is said of the result: made once, drawn by every renderer."""
        from cds_rank.reporting.view import make_view

        return make_view(self)
