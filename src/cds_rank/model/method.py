"""The method (phương pháp): every choice between the points of indicators and the published rank."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from cds_rank.model.rule import ZeroDenominator
from cds_rank.model.text import Amount, Code, Model, Names, Share, Text
from cds_rank.model.unit import Status


class StageUsed(StrEnum):
    """Which stage's figures are scored."""

    FINAL = "final"  # verified where there is a verified figure, else self-assessed
    SELF_ASSESSED = "self"
    VERIFIED = "verified"


class MissingPolicy(StrEnum):
    """What a value that was not reported does."""

    ZERO = "zero"
    UNRANKED = "unranked"


class Ties(StrEnum):
    """Which ranks equal scores share."""

    COMPETITION = "competition"  # 1-2-2-4
    MODIFIED_COMPETITION = "modified_competition"  # 1-3-3-4
    DENSE = "dense"  # 1-2-2-3


class RankedOn(StrEnum):
    """Which score decides the rank."""

    EXACT = "exact"
    PUBLISHED = "published"


class Beyond(StrEnum):
    """What becomes of a total that bonus or deductions carry beyond the scale."""

    KEPT = "kept"
    CUT = "cut"


class ImputedBy(StrEnum):
    """What stands in for a figure that was not reported."""

    GROUP_MEDIAN = "group_median"
    GROUP_MEAN = "group_mean"
    PREVIOUS = "previous"  # the unit's own figure of the earlier period


class LevelBand(Model):
    """A level (mức độ); exactly one bound, none for the lowest."""

    code: Code = Field(description="Mã mức")
    name: Names = Field(description="Tên mức")
    at_least: Amount | None = Field(None, description="Từ điểm này trở lên (kể cả)")
    above: Amount | None = Field(None, description="Trên điểm này (không kể)")


class Levels(Model):
    """Levels from best to lowest, on the scale of the score."""

    bands: tuple[LevelBand, ...] = Field(min_length=2, description="Các mức, từ cao xuống thấp")
    status: Status = Field(description="confirmed hay reconstructed")
    source: Text = Field(description="Văn bản quy định mức")


class ScoreScale(Model):
    """How the share earned / attainable is shown: times `factor`, with `digits` decimals, then `suffix`."""

    factor: Amount = Field(Decimal(100), gt=0, description="100: phần trăm; 1: từ 0 đến 1")
    suffix: str = Field("%", description="Chữ sau con số")
    name: Names = Field(description="Tên gọi của điểm được công bố")


class Rounding(Model):
    """Where numbers are rounded (half up), in decimals; null keeps them exact."""

    indicator_points: int | None = Field(None, ge=0, le=12, description="Làm tròn điểm từng chỉ tiêu")
    node_points: int | None = Field(None, ge=0, le=12, description="Làm tròn điểm từng trụ cột, chỉ số")
    published_score: int = Field(ge=0, le=12, description="Số chữ số thập phân của điểm công bố")


class ExtraPoints(Model):
    """What bonus and deductions may do to the total."""

    above_maximum: Beyond = Field(description="Tổng vượt điểm tối đa: kept giữ nguyên, cut cắt còn tối đa")
    below_zero: Beyond = Field(description="Tổng dưới 0: kept giữ nguyên, cut tính là 0")


class Coverage(Model):
    """How much of what applies a unit must have reported, by points, to be ranked."""

    least: Share = Field(description="Phần điểm tối đa áp dụng phải có số liệu: 65% hoặc 2/3")


class Imputation(Model):
    """A figure put in for one that was not reported: named, listed in the result and published."""

    indicators: tuple[Code, ...] = Field(min_length=1, description="Các chỉ tiêu được phép điền thay")
    by: ImputedBy = Field(description="Điền bằng gì: trung vị, trung bình của nhóm, hay số kỳ trước")
    status: Status = Field(description="confirmed hay reconstructed")
    source: Text = Field(description="Văn bản cho phép điền thay")


class Survey(Model):
    """A block whose points come from a survey; a period without a survey leaves it out on both sides."""

    node: Code = Field(description="Nút gồm các chỉ tiêu điều tra xã hội học")
    source: Text = Field(description="Văn bản quy định quy đổi khi không điều tra")
    status: Status = Field(description="confirmed hay reconstructed")


class Method(Model):
    """Every choice that decides a rank; a default nobody chose is a decision nobody can defend."""

    missing: MissingPolicy = Field(description="Số liệu thiếu: 0 điểm, hay không xếp hạng")
    zero_denominator: ZeroDenominator = Field(description="Mẫu số bằng 0")
    stage: StageUsed = Field(description="Số liệu dùng để tính")
    scale: ScoreScale = Field(description="Cách thể hiện điểm")
    rounding: Rounding = Field(description="Làm tròn: ở bước nào, mấy chữ số")
    ties: Ties = Field(description="Đồng hạng")
    tie_breakers: tuple[Code, ...] = Field((), description="Khi bằng điểm, so lần lượt các nút này")
    rank_on: RankedOn = Field(description="Xếp theo điểm chính xác hay điểm đã làm tròn")
    levels: Levels | None = Field(None, description="Các mức độ, nếu có; nhóm có thể có mức riêng")
    extra_points: ExtraPoints | None = Field(
        None, description="Điểm cộng, điểm trừ đưa tổng ra ngoài thang điểm thì sao"
    )
    coverage: Coverage | None = Field(
        None, description="Phải có số liệu cho bao nhiêu phần mới được xếp hạng"
    )
    imputations: tuple[Imputation, ...] = Field((), description="Điền thay số liệu thiếu, có nêu tên")
    surveys: tuple[Survey, ...] = Field((), description="Các khối điều tra xã hội học")
