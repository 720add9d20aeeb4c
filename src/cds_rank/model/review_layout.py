"""The review workbook's layout (phiếu thẩm định): what its writer puts where and its reader looks for.

One row for each figure that a reviewer holds, of one unit or of many: left what the unit reported, right what was
decided. A part is told by its rows alone, so parts can be cut by unit or by criterion and put together again.
"""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from cds_rank.model.form_layout import Column
from cds_rank.model.observation import Observation
from cds_rank.model.period import Period
from cds_rank.model.review import Cause, Verdict
from cds_rank.model.text import Code, NonEmpty

REVIEW_VERSION: Final = "1"
REVIEW_KIND: Final = "review"
REVIEW_SHEET: Final = "Thẩm định"
REVIEW_GUIDE_SHEET: Final = "Hướng dẫn"
REVIEW_HEADER_ROW: Final = 7
REVIEW_FIRST_ROW: Final = REVIEW_HEADER_ROW + 1

REVIEW_COLUMNS: Final = (
    Column("unit", "Mã đơn vị"),
    Column("unit_name", "Đơn vị"),
    Column("code", "Mã"),
    Column("name", "Chỉ tiêu"),
    Column("unit_of_measure", "Đơn vị tính"),
    Column("max_points", "Điểm tối đa"),
    Column("reported_numerator", "Tử số báo cáo"),
    Column("reported_denominator", "Mẫu số báo cáo"),
    Column("reported_value", "Giá trị báo cáo"),
    Column("self_points", "Điểm tự đánh giá"),
    Column("evidence", "Tài liệu kiểm chứng"),
    Column("explanation", "Giải trình"),
    Column("findings", "Lưu ý khi kiểm tra"),
    Column("verdict", "Kết luận"),
    Column("numerator", "Tử số thẩm định"),
    Column("denominator", "Mẫu số thẩm định"),
    Column("value", "Giá trị thẩm định"),
    Column("points", "Điểm thẩm định"),
    Column("cause", "Nguyên nhân"),
    Column("reason", "Lý do"),
    Column("reviewer", "Người thẩm định"),
    Column("mark", "Dấu số liệu"),
)
"""Every column there can be, from left to right; ratio columns are left out where no row is a ratio's.

mark (hidden): a fingerprint of what the unit had reported when the workbook was made (`mark_of`).
"""

REVIEWER_COLUMNS: Final = frozenset(
    {"verdict", "numerator", "denominator", "value", "points", "cause", "reason", "reviewer"}
)
"""What reviewers fill in; everything else is locked."""

VERDICT_LABELS: Final[Mapping[str, Verdict]] = {
    "Thống nhất": Verdict.AGREED,
    "Điều chỉnh": Verdict.ADJUSTED,
    "Không chấp nhận": Verdict.REJECTED,
    "Chưa thẩm định": Verdict.PENDING,
}

CAUSE_LABELS: Final[Mapping[str, Cause]] = {
    "Thiếu tài liệu kiểm chứng": Cause.NO_EVIDENCE,
    "Tài liệu kiểm chứng không phù hợp": Cause.WRONG_EVIDENCE,
    "Số liệu chưa đúng": Cause.WRONG_FIGURE,
    "Ngoài kỳ đánh giá": Cause.WRONG_PERIOD,
    "Theo số liệu của cơ quan thẩm định": Cause.OWN_DATA,
    "Lý do khác": Cause.OTHER,
}


class ReviewIdentity(BaseModel):
    """What a review workbook says it is; it stands where a submission's identity stands, and `kind` tells them apart.

    part: what the reviewer holds, in words ("Tất cả", a unit's or a pillar's code). illustrative: figures are invented.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Annotated[str, StringConstraints(pattern=f"^{REVIEW_KIND}$")]
    set_id: Code
    set_version: NonEmpty
    set_digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    period: Annotated[str, AfterValidator(lambda text: Period.parse(text).text)]
    part: NonEmpty
    form_version: NonEmpty
    illustrative: bool = False


REVIEW_META_KEYS: Final = tuple(ReviewIdentity.model_fields)


def review_entries(identity: ReviewIdentity) -> dict[str, str]:
    """Write an identity as text, by the keys of REVIEW_META_KEYS and in their order."""
    values = identity.model_dump()
    values["illustrative"] = "true" if identity.illustrative else "false"
    return {key: values[key] for key in REVIEW_META_KEYS}


def mark_of(observation: Observation | None) -> str:
    """Return a short fingerprint of what a unit reported: figure, answer, status, evidence; "" where it sent nothing.

    A reviewer's decision holds for the figure he saw: when the mark is another one now, he has to look again.
    """
    if observation is None:
        return ""
    parts = (
        observation.status.value,
        *(
            "" if number is None else format(number.normalize(), "f")
            for number in (observation.value, observation.numerator, observation.denominator)
        ),
        observation.option or "",
        observation.evidence,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
