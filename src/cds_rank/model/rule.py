"""Scoring rules (cách tính điểm): how one figure becomes a share of the maximum points."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from cds_rank.model.text import Amount, Code, Model, Names, Share


class Direction(StrEnum):
    """Whether more is better (chiều thuận) or less is better (chiều nghịch)."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


class ZeroDenominator(StrEnum):
    """What is scored when there was nothing to count, or nothing to compare with."""

    MAXIMUM = "maximum"
    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"


class Option(Model):
    """One case of a choice and its share of the maximum points."""

    code: Code = Field(description="Mã lựa chọn")
    name: Names = Field(description="Nội dung lựa chọn, đúng như hiện trong ô chọn")
    share: Share = Field(description="Phần của điểm tối đa: 1, 1/2, 0…")


class Step(Model):
    """One step of a stepped score; exactly one bound is given."""

    at_least: Amount | None = Field(None, description="Từ giá trị này trở lên (kể cả)")
    above: Amount | None = Field(None, description="Trên giá trị này (không kể)")
    at_most: Amount | None = Field(None, description="Đến giá trị này (kể cả)")
    below: Amount | None = Field(None, description="Dưới giá trị này (không kể)")
    share: Share = Field(description="Phần của điểm tối đa")


class Bracket(Model):
    """One bracket (khoảng) of values; a side without a bound is open."""

    at_least: Amount | None = Field(None, description="Từ giá trị này (kể cả)")
    above: Amount | None = Field(None, description="Trên giá trị này (không kể)")
    at_most: Amount | None = Field(None, description="Đến giá trị này (kể cả)")
    below: Amount | None = Field(None, description="Dưới giá trị này (không kể)")
    share: Share = Field(description="Phần của điểm tối đa")


class Knot(Model):
    """A value and its share; between two knots the share follows the straight line."""

    value: Amount = Field(description="Giá trị")
    share: Share = Field(description="Phần của điểm tối đa ở giá trị này")


class YesNoRule(Model):
    """Yes scores the maximum (or no does, where lower is better)."""

    kind: Literal["yes_no"]


class ChoiceRule(Model):
    """The chosen case's share of the maximum."""

    kind: Literal["choice"]


class ProportionalRule(Model):
    """value / full of the maximum: (a/b) x maximum for a percentage."""

    kind: Literal["proportional"]
    full: Amount = Field(Decimal(100), gt=0, description="Giá trị ứng với điểm tối đa")
    floor: Amount | None = Field(
        None, description="Kém giá trị này thì 0 điểm; đúng bằng thì tính theo công thức"
    )
    ceiling: Amount | None = Field(None, description="Đạt giá trị này trở lên thì được điểm tối đa")


class TargetRule(Model):
    """value / target of the maximum, capped (target / value where lower is better)."""

    kind: Literal["target"]
    floor: Amount | None = Field(
        None, description="Kém giá trị này thì 0 điểm; đúng bằng thì tính theo công thức"
    )


class StepsRule(Model):
    """The share of the first step the value reaches; none reached scores zero."""

    kind: Literal["steps"]
    steps: tuple[Step, ...] = Field(min_length=1, description="Các bậc, từ tốt đến kém")


class BracketsRule(Model):
    """The share of the bracket the value lies in; brackets neither overlap nor leave a gap unless it is said."""

    kind: Literal["brackets"]
    brackets: tuple[Bracket, ...] = Field(min_length=1, description="Các khoảng, từ thấp lên cao")
    outside: Share | None = Field(
        None, description="Phần điểm khi không rơi vào khoảng nào; không ghi thì các khoảng phải phủ kín"
    )


class PiecewiseRule(Model):
    """Straight lines between knots; beyond the first and the last knot their shares stay."""

    kind: Literal["piecewise"]
    knots: tuple[Knot, ...] = Field(min_length=2, description="Các điểm gãy, giá trị tăng dần")


class CappedCountRule(Model):
    """So many points each, up to the maximum."""

    kind: Literal["capped_count"]
    points_each: Amount = Field(gt=0, description="Điểm cho mỗi đơn vị đếm được")


class BestInGroupRule(Model):
    """value / best value in the group of the maximum."""

    kind: Literal["best_in_group"]


class MinMaxRule(Model):
    """The value's place between the lowest and the highest of the group."""

    kind: Literal["min_max"]
    when_all_equal: ZeroDenominator = Field(description="Cách tính khi mọi đơn vị bằng nhau")


class ZScoreRule(Model):
    """centre + spread x (value - mean of the group) / standard deviation, out of 100, kept between 0 and 100."""

    kind: Literal["z_score"]
    centre: Amount = Field(Decimal(50), ge=0, le=100, description="Điểm (trên 100) của giá trị trung bình")
    spread: Amount = Field(Decimal(10), gt=0, le=100, description="Điểm (trên 100) cho một độ lệch chuẩn")
    deviation: Literal["population", "sample"] = Field(
        description="Độ lệch chuẩn: population chia cho n, sample chia cho n - 1"
    )
    when_all_equal: ZeroDenominator = Field(description="Cách tính khi mọi đơn vị bằng nhau")


class RankRule(Model):
    """(n - rank) / (n - 1) among the n units of the group; equal values share the mean of their ranks."""

    kind: Literal["rank"]
    when_all_equal: ZeroDenominator = Field(description="Cách tính khi mọi đơn vị bằng nhau")


class PercentileRule(Model):
    """The share of the group's values that are worse, equal ones counted half."""

    kind: Literal["percentile"]


class GoalpostsRule(Model):
    """The value's place between two goalposts fixed in advance."""

    kind: Literal["goalposts"]
    lower: Amount = Field(description="Ngưỡng dưới")
    upper: Amount = Field(description="Ngưỡng trên")


class AssessedRule(Model):
    """The points themselves, as assessed."""

    kind: Literal["assessed"]


Rule = Annotated[
    YesNoRule
    | ChoiceRule
    | ProportionalRule
    | TargetRule
    | StepsRule
    | BracketsRule
    | PiecewiseRule
    | CappedCountRule
    | BestInGroupRule
    | MinMaxRule
    | ZScoreRule
    | RankRule
    | PercentileRule
    | GoalpostsRule
    | AssessedRule,
    Field(discriminator="kind"),
]

RelativeRule = BestInGroupRule | MinMaxRule | ZScoreRule | RankRule | PercentileRule
"""Rules that compare a unit with the others of its group: a score can change because another unit's figure does."""
