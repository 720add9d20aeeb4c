"""What units reported, each figure with the place it is written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from cds_rank.model.period import Period
from cds_rank.model.text import Code, NonEmpty
from cds_rank.model.text_remark import TextRemark
from cds_rank.model.unit import Unit


class Stage(StrEnum):
    """Who stands behind a figure; neither stage caps the other."""

    SELF_ASSESSED = "self"  # tự đánh giá
    VERIFIED = "verified"  # thẩm định


class ObservationStatus(StrEnum):
    """What a figure, or its absence, says; these are different things and score by different rules."""

    REPORTED = "reported"
    MISSING = "missing"  # left empty, not yet due or not collected
    NOT_APPLICABLE = "not_applicable"  # declared by the unit, where the set allows it
    NOTHING_TO_COUNT = "nothing_to_count"  # không phát sinh: the denominator is zero
    UNREADABLE = "unreadable"
    REJECTED = "rejected"  # not accepted by the reviewers


@dataclass(frozen=True, slots=True)
class Origin:
    """The place something is written in: xa-ban-lau.xlsx › Số liệu › D12.

    file: name within the submission folder, "/" between folders. sheet, cell: empty when the whole file is meant.
    """

    file: str
    sheet: str = ""
    cell: str = ""


class NumberRemark(StrEnum):
    """What is notable about how a number was written; the blocking ones leave no value."""

    STORED_AS_TEXT = "stored_as_text"  # one reading only
    PERCENT_SIGN = "percent_sign"  # "%" typed as text
    ODD_CHARACTERS = "odd_characters"  # full-width digits, odd minus, blanks inside
    PERCENT_FORMAT = "percent_format"  # 0.95 shown as 95 %: scaled to 95
    PERCENT_ELSEWHERE = "percent_elsewhere"  # a percentage where a count is asked
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_SEPARATOR = "ambiguous_separator"  # "1.340": 1340 or 1,34
    FOREIGN_STYLE = "foreign_style"  # "95.29", "1,340.5"
    UNIT_IN_CELL = "unit_in_cell"  # "12 hồ sơ", ">95"
    TICK_OR_WORD = "tick_or_word"  # x, ✓, Có, TRUE where a number is asked
    PLACEHOLDER = "placeholder"  # -, N/A, không có
    ERROR_VALUE = "error_value"  # #DIV/0!
    FORMULA_NOT_CALCULATED = "formula_not_calculated"
    DATE = "date"  # Excel turned the figure into a date
    DATE_AS_TEXT = "date_as_text"  # "30/09/2022"
    SCIENTIFIC = "scientific"  # "1,2E+05"


NON_BLOCKING_REMARKS = frozenset(
    {
        NumberRemark.STORED_AS_TEXT,
        NumberRemark.PERCENT_SIGN,
        NumberRemark.ODD_CHARACTERS,
        NumberRemark.PERCENT_FORMAT,
    }
)


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number as somebody typed it.

    value: what was meant, None where that cannot be told. text: as in the file.
    remarks: what is notable, empty for a plain number.
    """

    value: Decimal | None
    text: str
    remarks: tuple[NumberRemark, ...] = ()
    suggestions: tuple[str, ...] = ()  # what it could mean, written the Vietnamese way
    formula: str = ""

    def __post_init__(self) -> None:
        blocking = [remark for remark in self.remarks if remark not in NON_BLOCKING_REMARKS]
        if (self.value is None) is not bool(blocking):
            raise ValueError(f"{self.text!r}: value {self.value} with remarks {self.remarks}")

    @property
    def is_readable(self) -> bool:
        """Whether it can be told what was meant."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Observation:
    """What one unit reported for one indicator in one period, and where it is written.

    value: in the indicator's unit of measure, of assessed points the points; for a ratio None: numerator and
    denominator decide. option: code of the chosen case, or "yes" / "no".
    points: points that reviewers gave instead of a figure, whatever the scoring rule.
    """

    unit: str
    indicator: str
    period: Period
    stage: Stage
    status: ObservationStatus
    origin: Origin
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    option: str | None = None
    evidence: str = ""
    explanation: str = ""
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    """One row of a submission's data sheet as read: interpreted, not judged.

    numbers: by column (numerator, denominator, value, points, verified_points); only cells with content.
    texts: by column (name, unit_of_measure, answer, status, evidence, explanation), in NFC, trimmed.
    cells: the coordinate of each of the row's columns ("numerator": "D12"), with content or not.
    merged: columns whose cell lies in a merged range. formulas: columns whose cell holds a formula.
    text_remarks: by column, what is odd in how its text was typed; only columns with something odd.
    """

    row: int
    code: str
    code_is_number: bool
    numbers: Mapping[str, TypedNumber]
    texts: Mapping[str, str]
    cells: Mapping[str, str]
    status: ObservationStatus | None
    formulas: Mapping[str, str] = field(default_factory=dict)
    merged: frozenset[str] = frozenset()
    is_hidden: bool = False
    text_remarks: Mapping[str, tuple[TextRemark, ...]] = field(default_factory=dict)


class FormIdentity(BaseModel):
    """What a workbook says it is: which set, which unit, which period.

    illustrative: the figures are invented, and every report has to say so.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    set_id: Code
    set_version: NonEmpty
    set_digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    unit: Code
    group: Code
    period: Annotated[str, AfterValidator(lambda text: Period.parse(text).text)]
    form_version: NonEmpty
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that was given, as it is recorded beside the result."""

    name: str  # within the submission folder, "/" between folders
    sha256: str
    size: int


class ObstacleKind(StrEnum):
    """What stands between a file and its figures."""

    EMPTY_FILE = "empty_file"
    NOT_A_WORKBOOK = "not_a_workbook"
    OLD_XLS = "old_xls"
    PASSWORD = "password"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    DOCTYPE = "doctype"
    UNSUPPORTED_KIND = "unsupported_kind"
    LOCKED = "locked"
    INTERNAL_ERROR = "internal_error"
    HAS_MACROS = "has_macros"
    NOT_FROM_TEMPLATE = "not_from_template"
    IS_REVIEW = "is_review"  # a review workbook where a submission was expected
    NOT_A_REVIEW = "not_a_review"
    IS_SUBMISSION = "is_submission"  # a submission where a review workbook was expected
    IDENTITY_DISAGREES = "identity_disagrees"
    IDENTITY_MALFORMED = "identity_malformed"
    SHEET_MISSING = "sheet_missing"
    SHEET_RENAMED = "sheet_renamed"
    HEADER_NOT_FOUND = "header_not_found"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    FIGURES_WITHOUT_CODE = "figures_without_code"
    NOT_IN_LIST = "not_in_list"
    OTHER_PROGRAM = "other_program"
    EXTERNAL_LINK = "external_link"
    PROTECTION_REMOVED = "protection_removed"
    HIDDEN_SHEET = "hidden_sheet"
    DATES_FROM_1904 = "dates_from_1904"
    OUTSIDE_SOURCE = "outside_source"
    OTHER_UNIT_NAMED = "other_unit_named"
    EXTRA_SHEET = "extra_sheet"
    SECOND_DATA_SHEET = "second_data_sheet"
    FAR_CONTENT = "far_content"
    BLANK_ROWS = "blank_rows"
    HIDDEN_COLUMN = "hidden_column"
    FILTERED = "filtered"
    NOTE_OUTSIDE = "note_outside"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_ORDER = "column_order"
    HEADING_REWORDED = "heading_reworded"
    HEADING_SPLIT = "heading_split"
    HEADING_BLANK = "heading_blank"
    TEXT_TOO_LONG = "text_too_long"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something met while reading, with its place and facts; `checks` says how much it matters."""

    kind: ObstacleKind
    origin: Origin
    facts: Mapping[str, str] = field(default_factory=dict)
    row: int = 0
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One workbook read: who it is from, its rows, and the observations they make.

    is_filtered: an active filter hides some of the rows.
    """

    file: InputFile
    identity: FormIdentity
    sheet: str
    rows: tuple[SubmittedRow, ...]
    observations: tuple[Observation, ...]
    is_filtered: bool = False


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of one file: a submission, or only what is known of it, and the obstacles met."""

    file: InputFile
    identity: FormIdentity | None
    submission: Submission | None
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The observations that may be scored, by unit and indicator, and the units they are of."""

    period: Period
    units: tuple[Unit, ...]
    observations: Mapping[tuple[str, str], tuple[Observation, ...]]  # every stage of one figure
