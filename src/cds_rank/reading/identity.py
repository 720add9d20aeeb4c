"""Whose workbook it is: the identity that the form carries in two places."""

from pydantic import ValidationError

from cds_rank.model import form_layout as layout
from cds_rank.model.observation import FormIdentity, ObstacleKind
from cds_rank.reading.collecting import Reading
from cds_rank.reading.ooxml import Workbook


def told_identity(workbook: Workbook) -> FormIdentity:
    """Return what a workbook says it is, looking at as little as possible; ValidationError when it does not say."""
    return layout.identity_from(_in_properties(workbook) or _in_sheet(workbook))


def read_identity(workbook: Workbook, reading: Reading) -> FormIdentity | None:
    """Return the identity on which both places agree; whatever is wrong with it becomes an obstacle."""
    in_properties, in_sheet = _in_properties(workbook), _in_sheet(workbook)
    if not in_properties and not in_sheet:
        reading.met(ObstacleKind.NOT_FROM_TEMPLATE)
        return None
    for key in layout.META_KEYS:
        both = in_properties.get(key), in_sheet.get(key)
        if in_properties and in_sheet and both[0] != both[1]:
            facts = {"field": key, "in_properties": both[0] or "", "in_sheet": both[1] or ""}
            reading.met(ObstacleKind.IDENTITY_DISAGREES, facts=facts)
            return None
    entries = in_sheet or in_properties
    try:
        return layout.identity_from(entries)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            key = str(detail["loc"][0])
            facts = {"field": key, "typed": entries.get(key, "")[:100]}
            reading.met(ObstacleKind.IDENTITY_MALFORMED, facts=facts)
        return None


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
    return {key: value for key, value in pairs if key in layout.META_KEYS}
