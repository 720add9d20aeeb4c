"""Option values: from what was typed to what is meant, or one clear error."""

import datetime as dt
from collections.abc import Sequence

from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Severity
from cds_rank.model.method import StageUsed
from cds_rank.model.similarity import nearest


def one_of(value: str, known: Sequence[str]) -> str:
    """Return the value if it is known; CdsRankError with the nearest one if it is not."""
    if value not in known:
        raise CdsRankError(
            "format_unknown", name=value, known=", ".join(known), nearest=nearest(value, known)
        )
    return value


def several_of(value: str, known: Sequence[str]) -> tuple[str, ...]:
    """Read a comma-separated list, each part as `one_of`; "none" and "" are no part."""
    parts = [part.strip() for part in value.split(",")]
    wanted = [part for part in parts if part and part != "none"]
    return tuple(dict.fromkeys(one_of(part, known) for part in wanted))


def stage_from(value: str | None) -> StageUsed | None:
    """Read a stage; None when none was given."""
    return None if value is None else StageUsed(one_of(value, [stage.value for stage in StageUsed]))


def severity_from(value: str) -> Severity:
    """Read a severity."""
    return Severity(one_of(value, [severity.value for severity in Severity]))


def moment_from(value: str | None) -> str:
    """Return a moment in ISO 8601 with its offset; now, to the second, when none is given."""
    if value is None:
        return dt.datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        moment = dt.datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.astimezone()).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError) as error:
        raise CdsRankError("not_a_time", text=value) from error
