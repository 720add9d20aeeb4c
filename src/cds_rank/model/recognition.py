"""Recognition (công nhận): which criteria a unit must meet to be recognised at which tier."""

from enum import StrEnum

from pydantic import Field

from cds_rank.model.text import Code, Model, Names, Share, Text
from cds_rank.model.unit import Status


class CountRounding(StrEnum):
    """How "at least 30 % of n criteria" becomes a number of criteria."""

    UP = "up"  # 2.1 needs 3: a strict reading of "at least"
    HALF_UP = "half_up"
    DOWN = "down"


class Inapplicable(StrEnum):
    """What a criterion that does not apply to the unit counts as."""

    LEAVES = "leaves"  # it leaves the number of criteria
    MET = "met"
    UNMET = "unmet"


class Tier(Model):
    """One tier of recognition and what it takes."""

    code: Code = Field(description="Mã mức công nhận", examples=["dat", "nang-cao"])
    name: Names = Field(description="Tên mức công nhận")
    groups: tuple[Code, ...] = Field(min_length=1, description="Các nhóm được xét mức này")
    mandatory: tuple[Code, ...] = Field(min_length=1, description="Các chỉ tiêu bắt buộc")
    unmet_at_most: int = Field(
        0, ge=0, description="Được thiếu nhiều nhất bao nhiêu chỉ tiêu bắt buộc (16/17 là thiếu 1)"
    )
    extended: tuple[Code, ...] = Field((), description="Các chỉ tiêu mở rộng")
    extended_at_least: Share | None = Field(
        None, description="Phần chỉ tiêu mở rộng phải đạt, ví dụ 30%; cần có khi có extended"
    )
    presupposes: Code | None = Field(None, description="Phải đạt mức này trước")
    recognised: bool = Field(
        True, description="Đạt mức này là được công nhận; false: chỉ để theo dõi, như “cơ bản hoàn thành”"
    )
    status: Status = Field(description="confirmed hay reconstructed")
    source: Text = Field(description="Văn bản quy định mức này")


class Recognition(Model):
    """Who is recognised, from the highest tier to the lowest; what the sources leave open is chosen here."""

    tiers: tuple[Tier, ...] = Field(min_length=1, description="Các mức công nhận, từ cao xuống thấp")
    met_from: Share = Field(description="Chỉ tiêu được coi là đạt từ phần điểm này: 1 là đủ điểm tối đa")
    rounding: CountRounding = Field(description="Làm tròn số chỉ tiêu phải đạt: up, half_up, down")
    inapplicable: Inapplicable = Field(description="Chỉ tiêu không áp dụng: leaves, met, unmet")
    registered_by: Code | None = Field(
        None,
        description="Chỉ tiêu Có/Không cho biết đơn vị có đăng ký; không ghi thì mọi đơn vị đều được xét",
    )
    notes: Names | None = Field(None, description="Những điểm văn bản chưa rõ và cách đã chọn")
