"""The submission workbook's layout (phiếu báo cáo): what its writer puts where and its reader looks for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cds_rank.model.indicator_set import Branch, Indicator, InputKind
from cds_rank.model.observation import FormIdentity, ObservationStatus

FORM_VERSION: Final = "1"

GUIDE_SHEET: Final = "Hướng dẫn"
DATA_SHEET: Final = "Số liệu"
DICTIONARY_SHEET: Final = "Giải thích chỉ tiêu"
LISTS_SHEET: Final = "Danh mục"  # hidden
META_SHEET: Final = "_meta"  # very hidden; LibreOffice turns that into hidden

ANNOTATION_SHEET: Final = "Lỗi"  # of an annotated copy; ours only with the marker below
CHANGES_SHEET: Final = "Đã sửa"  # of a mended copy
OWN_SHEETS: Final = frozenset(
    {GUIDE_SHEET, DATA_SHEET, DICTIONARY_SHEET, LISTS_SHEET, META_SHEET, ANNOTATION_SHEET, CHANGES_SHEET}
)
"""Sheets that the form has, or that were added to a copy of it that came back to its sender."""

UNIT_LINE: Final = "Đơn vị: "
"""What the line above the table begins with that names the unit; its code stands at the end in parentheses."""

HEADER_ROW: Final = 7
"""Row of the column headings on the data sheet; everything above it is for the eye.

Below it a row is an indicator's if and only if its first cell (column A, Mã) is not empty. Titles of pillars,
blank rows and the signatures leave column A empty and stand in columns of text, never in one of figures.
"""
FIRST_DATA_ROW: Final = HEADER_ROW + 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the data sheet.

    key: as in `SubmittedRow` (the column "value" also takes the answers to yes/no and choice questions).
    """

    key: str
    heading: str


_CODE = Column("code", "Mã")
_NAME = Column("name", "Chỉ tiêu")
_UNIT_OF_MEASURE = Column("unit_of_measure", "Đơn vị tính")
_NUMERATOR = Column("numerator", "Tử số")
_DENOMINATOR = Column("denominator", "Mẫu số")
_VALUE = Column("value", "Giá trị")
_MAX_POINTS = Column("max_points", "Điểm tối đa")
_POINTS = Column("points", "Điểm tự đánh giá")
_VERIFIED_POINTS = Column("verified_points", "Điểm thẩm định")
_STATUS = Column("status", "Tình trạng")
_EVIDENCE = Column("evidence", "Tài liệu kiểm chứng")
_EXPLANATION = Column("explanation", "Giải trình")

COLUMNS: Final = (
    _CODE,
    _NAME,
    _UNIT_OF_MEASURE,
    _NUMERATOR,
    _DENOMINATOR,
    _VALUE,
    _MAX_POINTS,
    _POINTS,
    _VERIFIED_POINTS,
    _STATUS,
    _EVIDENCE,
    _EXPLANATION,
)
"""Every column there can be, from left to right; `columns_for` tells which ones a form has."""

_COLUMNS_NEEDED: Mapping[str, frozenset[InputKind]] = {
    "numerator": frozenset({InputKind.RATIO}),
    "denominator": frozenset({InputKind.RATIO}),
    "value": frozenset(InputKind) - {InputKind.POINTS},
    "max_points": frozenset({InputKind.POINTS}),
    "points": frozenset({InputKind.POINTS}),
    "verified_points": frozenset({InputKind.POINTS}),
}

INPUT_COLUMNS: Mapping[InputKind, tuple[str, ...]] = {
    InputKind.VALUE: ("value",),
    InputKind.RATIO: ("numerator", "denominator"),  # "value" is computed by the sheet: a convenience
    InputKind.YES_NO: ("value",),
    InputKind.CHOICE: ("value",),
    InputKind.COUNT: ("value",),
    InputKind.POINTS: ("points", "verified_points"),  # the second is filled in by the reviewers
}
"""Which figures or answers are asked for; status, evidence and explanation always are."""


def columns_for(indicators: Collection[Indicator]) -> tuple[Column, ...]:
    """Return the columns of a form with these indicators: none stands empty from top to bottom."""
    kinds = {indicator.input for indicator in indicators}
    return tuple(c for c in COLUMNS if c.key not in _COLUMNS_NEEDED or kinds & _COLUMNS_NEEDED[c.key])


def form_rows(tree: Iterable[Branch | Indicator], group: str) -> Iterator[tuple[int, Branch | Indicator]]:
    """Give the titles and indicators of a group's form in order, each with its depth in the tree, a row each."""
    return _rows_below(tree, group, 0)


def _rows_below(
    nodes: Iterable[Branch | Indicator], group: str, depth: int
) -> Iterator[tuple[int, Branch | Indicator]]:
    for node in nodes:
        if isinstance(node, Indicator):
            if group in node.groups:
                yield depth, node
            continue
        below = list(_rows_below(node.children, group, depth + 1))
        if below:
            yield depth, node
            yield from below


YES: Final = "Có"
NO: Final = "Không"
YES_NO_LABELS: Mapping[str, str] = {"yes": YES, "no": NO}

HAVE_FIGURES: Final = "Đã có số liệu"
NOT_YET_DUE: Final = "Chưa đến kỳ"
NOT_COLLECTED: Final = "Chưa thu thập được"
NOTHING_TO_COUNT: Final = "Không phát sinh"
NOT_APPLICABLE: Final = "Không áp dụng"

STATUS_LABELS: Mapping[str, ObservationStatus] = {
    HAVE_FIGURES: ObservationStatus.REPORTED,
    NOT_YET_DUE: ObservationStatus.MISSING,
    NOT_COLLECTED: ObservationStatus.MISSING,
    NOTHING_TO_COUNT: ObservationStatus.NOTHING_TO_COUNT,
    NOT_APPLICABLE: ObservationStatus.NOT_APPLICABLE,
}
"""What column Tình trạng may say; left empty, the row's figures speak for themselves."""


def status_labels_for(indicator: Indicator) -> tuple[str, ...]:
    """Return the statuses that an indicator's row offers."""
    refused = set[str]()
    if indicator.input is not InputKind.RATIO:
        refused.add(NOTHING_TO_COUNT)
    if not indicator.may_be_not_applicable:
        refused.add(NOT_APPLICABLE)
    return tuple(label for label in STATUS_LABELS if label not in refused)


def status_label(status: ObservationStatus | None) -> str:
    """Return the label that says a status; a missing figure was not collected, an unreadable one says nothing."""
    if status is ObservationStatus.MISSING:
        return NOT_COLLECTED
    return next((label for label, meant in STATUS_LABELS.items() if meant is status), "")


META_KEYS: Final = (
    "set_id",
    "set_version",
    "set_digest",
    "unit",
    "group",
    "period",
    "form_version",
    "illustrative",
)
"""Keys of the identity, in the order of the rows of `_meta` (column A key, column B value, from row 1)."""

PROPERTY_PREFIX: Final = "cds-rank."
"""The identity stands in the custom document properties too, as text: "cds-rank.unit" and so on."""

_TRUE, _FALSE = "true", "false"


def identity_entries(identity: FormIdentity) -> dict[str, str]:
    """Write an identity as text, by the keys of META_KEYS and in their order."""
    values = identity.model_dump()
    values["illustrative"] = _TRUE if identity.illustrative else _FALSE
    return {key: values[key] for key in META_KEYS}


def identity_from(entries: Mapping[str, str]) -> FormIdentity:
    """Read what `identity_entries` wrote; pydantic's ValidationError names every key that is missing or malformed."""
    return FormIdentity.model_validate(dict(entries))
