"""Whose workbook it is: the identity that submissions and review workbooks carry in two places."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from cds_rank.model import form_layout as layout
from cds_rank.model.observation import FormIdentity, ObstacleKind
from cds_rank.model.review_layout import REVIEW_KIND, REVIEW_META_KEYS, ReviewIdentity
from cds_rank.reading.collecting import Reading
from cds_rank.reading.ooxml import Workbook

_KEYS = frozenset((*layout.META_KEYS, *REVIEW_META_KEYS))


def told_identity(workbook: Workbook) -> FormIdentity:
    """Return what a workbook says it is, looking at as little as possible; ValidationError when it does not say."""
    return layout.identity_from(_in_properties(workbook) or _in_sheet(workbook))


def is_review(workbook: Workbook) -> bool:
    """Tell whether a workbook says in either place that it is a review workbook."""
    return REVIEW_KIND in (_in_properties(workbook).get("kind"), _in_sheet(workbook).get("kind"))


def read_identity(workbook: Workbook, reading: Reading) -> FormIdentity | None:
    """Return the identity on which both places agree; whatever is wrong with it becomes an obstacle."""
    if is_review(workbook):
        reading.met(ObstacleKind.IS_REVIEW)
        return None
    entries = _agreed(workbook, layout.META_KEYS, reading)
    if entries is None:
        return None
    if not entries:
        reading.met(ObstacleKind.NOT_FROM_TEMPLATE)
        return None
    try:
        return layout.identity_from(entries)
    except ValidationError as error:
        _malformed(error, entries, reading)
        return None


def read_review_identity(workbook: Workbook, reading: Reading) -> ReviewIdentity | None:
    """Return a review workbook's identity, on which both places agree; what is wrong becomes an obstacle."""
    if not is_review(workbook):
        is_form = "unit" in (_in_properties(workbook) | _in_sheet(workbook))
        reading.met(ObstacleKind.IS_SUBMISSION if is_form else ObstacleKind.NOT_A_REVIEW)
        return None
    entries = _agreed(workbook, REVIEW_META_KEYS, reading)
    if entries is None:
        return None
    try:
        return ReviewIdentity.model_validate(dict(entries))
    except ValidationError as error:
        _malformed(error, entries, reading)
        return None


def _agreed(workbook: Workbook, keys: Sequence[str], reading: Reading) -> Mapping[str, str] | None:
    """Return the entries, empty where neither place has any; None, with the obstacle, where the two disagree."""
    in_properties, in_sheet = _in_properties(workbook), _in_sheet(workbook)
    for key in keys:
        both = in_properties.get(key), in_sheet.get(key)
        if in_properties and in_sheet and both[0] != both[1]:
            facts = {"field": key, "in_properties": both[0] or "", "in_sheet": both[1] or ""}
            reading.met(ObstacleKind.IDENTITY_DISAGREES, facts=facts)
            return None
    return in_sheet or in_properties


def _malformed(error: ValidationError, entries: Mapping[str, str], reading: Reading) -> None:
    for detail in error.errors(include_url=False):
        key = str(detail["loc"][0])
        reading.met(
            ObstacleKind.IDENTITY_MALFORMED, facts={"field": key, "typed": entries.get(key, "")[:100]}
        )


def _in_properties(workbook: Workbook) -> dict[str, str]:
    prefix = layout.PROPERTY_PREFIX
    return {
        key.removeprefix(prefix): value
        for key, value in workbook.properties.items()
        if key.startswith(prefix)
    }


def _in_sheet(workbook: Workbook) -> dict[str, str]:
    if layout.META_SHEET not in workbook.sheet_names:
        return {}
    sheet = workbook.sheet(layout.META_SHEET)
    pairs = ((cells[0].text.strip(), cells[1].text.strip()) for _, cells in sheet.rows() if len(cells) > 1)
    return {key: value for key, value in pairs if key in _KEYS}
