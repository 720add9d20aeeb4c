"""Earlier results beside the present one: who can be compared with what, and how places and scores changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cds_rank.model.period import Period


class Comparison(StrEnum):
    """Whether the scores of an earlier result mean the same as those of the present one."""

    COMPARABLE = "comparable"
    OTHER_SET = "other_set"  # another indicator set
    OTHER_METHOD = "other_method"  # the same set, but what decides a score has changed since
    OTHER_STAGE = "other_stage"  # claimed against verified figures
    OTHER_UNITS = "other_units"  # another unit list: codes mean other units


class Standing(StrEnum):
    """What can be said of a unit's change since the latest earlier result."""

    COMPARED = "compared"  # ranked in both
    NEW = "new"  # not in the earlier result, or in another group then
    NOT_RANKED_BEFORE = "not_ranked_before"
    NOT_RANKED_NOW = "not_ranked_now"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Edition:
    """One result of a history. comparison: with the present result."""

    period: Period
    set_version: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Step:
    """Where a unit stood in one edition; rank and score None without a rank; count: units ranked in its group."""

    rank: int | None
    score: Decimal | None  # as published
    count: int


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """A unit's way through the editions.

    steps: one for each edition, None where it was not in the result, was in another group or can't be compared.
    ranks_gained: places won since the latest earlier edition (less than 0: lost); None unless COMPARED.
    score_gained: published score now less published score then; None unless COMPARED.
    """

    unit: str
    standing: Standing
    steps: tuple[Step | None, ...]
    ranks_gained: int | None
    score_gained: Decimal | None


@dataclass(frozen=True, slots=True)
class History:
    """The editions, oldest first and the present one last, and every unit of the present one by code."""

    editions: tuple[Edition, ...]
    units: Mapping[str, UnitHistory]

    @property
    def latest(self) -> Edition:
        """The edition that the present one is compared with."""
        return self.editions[-2]
