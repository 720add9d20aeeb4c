"""Option values: from what was typed to what is meant, or one clear error."""

import datetime as dt
import re
from collections.abc import Sequence

from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Severity
from cds_rank.model.method import StageUsed
from cds_rank.model.similarity import nearest

_ISO_DAY = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)", re.ASCII)
_DAY = re.compile(r"(\d\d?)/(\d\d?)/((?:19|20)\d\d)", re.ASCII)
_NUMBER_OF_DECISION = re.compile(r"\d[\w.-]{0,19}(?:/[^\W\d_][\w.-]{0,39}){0,2}")


def one_of(value: str, known: Sequence[str]) -> str:
    """Return the value if it is known; CdsRankError with the nearest one if it is not."""
    if value not in known:
        raise CdsRankError(
            "format_unknown", name=value, known=", ".join(known), nearest=nearest(value, known)
        )
    return value


def several_of(value: str, known: Sequence[str]) -> tuple[str, ...]:
    """Read a list divided by commas or blanks, each part as `one_of`; "none" and "" are no part.

    known: in small letters; capitals are taken for them.
    """
    wanted = [part for part in re.split(r"[,;\s]+", value.lower()) if part and part != "none"]
    return tuple(dict.fromkeys(one_of(part, known) for part in wanted))


def stage_from(value: str | None) -> StageUsed | None:
    """Read a stage; None when none was given."""
    return None if value is None else StageUsed(one_of(value, [stage.value for stage in StageUsed]))


def severity_from(value: str) -> Severity:
    """Read a severity."""
    return Severity(one_of(value, [severity.value for severity in Severity]))


def day_from(text: str) -> dt.date:
    """Read a day as offices write it, 05/10/2025 (5 October), or in ISO 8601 (CdsRankError, "not_a_date")."""
    told = text.strip()
    iso, usual = _ISO_DAY.fullmatch(told), _DAY.fullmatch(told)
    try:
        if iso:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if usual:
            return dt.date(int(usual[3]), int(usual[2]), int(usual[1]))
    except ValueError as error:  # 31/02/2025
        raise CdsRankError("not_a_date", text=text) from error
    raise CdsRankError("not_a_date", text=text)


def decision_number_from(text: str) -> str:
    """Read the number of a decision, with or without its symbol: 310, 310/QĐ-UBND.

    Raises CdsRankError ("not_a_decision_number").
    """
    if not _NUMBER_OF_DECISION.fullmatch(text.strip()):
        raise CdsRankError("not_a_decision_number", text=text)
    return text.strip()


def moment_from(value: str | None) -> str:
    """Return a moment in ISO 8601 with its offset; now, to the second, when none is given."""
    if value is None:
        return dt.datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        moment = dt.datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.astimezone()).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError) as error:
        raise CdsRankError("not_a_time", text=value) from error
