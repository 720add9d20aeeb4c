"""The indicator set (bộ chỉ tiêu): what is measured, how it is scored, and how it is ranked, all as data."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from cds_rank.model.contradictions import contradictions
from cds_rank.model.text import Amount, Code, IsoDate, Model, Names, NonEmpty, Share
from cds_rank.model.unit import Status


class InputKind(StrEnum):
    """What a unit writes down for an indicator."""

    VALUE = "value"
    RATIO = "ratio"  # a numerator and a denominator
    YES_NO = "yes_no"
    CHOICE = "choice"
    COUNT = "count"
    POINTS = "points"  # points assessed by the unit itself and by the reviewers


class Direction(StrEnum):
    """Whether more is better (chiều thuận) or less is better (chiều nghịch)."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


class StageUsed(StrEnum):
    """Which stage's figures are scored."""

    FINAL = "final"  # verified where there is a verified figure, else self-assessed
    SELF_ASSESSED = "self"
    VERIFIED = "verified"


class MissingPolicy(StrEnum):
    """What a value that was not reported does."""

    ZERO = "zero"
    UNRANKED = "unranked"


class ZeroDenominator(StrEnum):
    """What a ratio scores when there was nothing to count."""

    MAXIMUM = "maximum"
    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"


class Ties(StrEnum):
    """Which ranks equal scores share."""

    COMPETITION = "competition"  # 1-2-2-4
    MODIFIED_COMPETITION = "modified_competition"  # 1-3-3-4
    DENSE = "dense"  # 1-2-2-3


class RankedOn(StrEnum):
    """Which score decides the rank."""

    EXACT = "exact"
    PUBLISHED = "published"


class Aggregation(StrEnum):
    """How a node is made of its children."""

    SUM = "sum"  # earned = sum of earned, attainable = sum of attainable
    BEST = "best"  # the best of alternative cases
    WEIGHTED_MEAN = "weighted_mean"  # weights times shares; the weights of what does not apply leave


class LegalText(Model):
    """A document the set rests on."""

    title: NonEmpty = Field(description="Số hiệu, ngày và trích yếu của văn bản")
    date: IsoDate | None = Field(None, description="Ngày ban hành")
    role: str = Field("", description="Văn bản này cho biết điều gì")
    source: str = Field("", description="Nơi đọc được")
    status: Status = Field(Status.CONFIRMED, description="confirmed: có nguồn; reconstructed: suy ra")


class Target(Model):
    """The value aimed at, with its year and where it is written."""

    value: Amount = Field(description="Mục tiêu, theo đơn vị tính của chỉ tiêu", gt=0)
    year: int | None = Field(None, description="Năm phải đạt")
    status: Status = Field(
        description="confirmed: mục tiêu của chính bộ này; reconstructed: lấy từ văn bản khác"
    )
    source: NonEmpty = Field(description="Văn bản nêu mục tiêu")


class Limits(Model):
    """What a figure may be."""

    minimum: Amount | None = Field(None, description="Giá trị nhỏ nhất được nhận")
    maximum: Amount | None = Field(None, description="Giá trị lớn nhất được nhận")
    whole: bool = Field(False, description="Chỉ nhận số nguyên")
    decimals: int | None = Field(None, ge=0, le=12, description="Nhiều nhất bao nhiêu chữ số thập phân")
    largest_change: Amount | None = Field(
        None,
        gt=0,
        description="Biến động lớn nhất so với kỳ trước mà không phải giải trình: "
        "% của số kỳ trước; với tỷ lệ phần trăm là điểm phần trăm",
    )


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


class TargetRule(Model):
    """value / target of the maximum, capped (target / value where lower is better)."""

    kind: Literal["target"]


class StepsRule(Model):
    """The share of the first step the value reaches; none reached scores zero."""

    kind: Literal["steps"]
    steps: tuple[Step, ...] = Field(min_length=1, description="Các bậc, từ tốt đến kém")


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
    | CappedCountRule
    | BestInGroupRule
    | MinMaxRule
    | GoalpostsRule
    | AssessedRule,
    Field(discriminator="kind"),
]


class Evidence(Model):
    """What a unit has to show for its figure."""

    required: bool = Field(True, description="Có bắt buộc nêu tài liệu kiểm chứng không")
    what: Names | None = Field(None, description="Tài liệu nào được nhận")


class Indicator(Model):
    """A criterion (chỉ tiêu): a leaf of the tree, one row of the submission workbook."""

    code: Code = Field(
        description="Mã chỉ tiêu, đặt trong ngoặc kép nếu trông như số", examples=["CQS-01", "4.10"]
    )
    name: Names = Field(description="Tên chỉ tiêu")
    unit_of_measure: Names = Field(description="Đơn vị tính")
    input: InputKind = Field(description="Đơn vị phải điền gì")
    numerator: Names | None = Field(None, description="Tử số là gì")
    denominator: Names | None = Field(None, description="Mẫu số là gì")
    per: Amount = Field(Decimal(100), gt=0, description="Tử số / mẫu số nhân với số này (100: phần trăm)")
    options: tuple[Option, ...] = Field((), description="Các lựa chọn, khi input là choice")
    limits: Limits = Field(Limits(), description="Giới hạn của số liệu")
    direction: Direction = Field(description="Chiều: cao hơn tốt hơn hay thấp hơn tốt hơn")
    rule: Rule = Field(description="Cách tính điểm")
    max_points: Amount = Field(ge=0, description="Điểm tối đa; 0 là chỉ tiêu chỉ để biết")
    max_points_status: Status = Field(Status.CONFIRMED, description="Điểm tối đa có nguồn hay suy ra")
    target: Target | None = Field(None, description="Mục tiêu, năm và nguồn")
    groups: tuple[Code, ...] = Field(min_length=1, description="Các nhóm mà chỉ tiêu áp dụng")
    groups_status: Status = Field(Status.CONFIRMED, description="Phạm vi áp dụng có nguồn hay suy ra")
    cumulative: bool = Field(False, description="Số lũy kế: kỳ sau không thể nhỏ hơn kỳ trước")
    may_be_not_applicable: bool = Field(False, description="Đơn vị có được khai “Không áp dụng” không")
    zero_denominator: ZeroDenominator | None = Field(
        None, description="Riêng chỉ tiêu này: mẫu số bằng 0 thì sao"
    )
    evidence: Evidence = Field(Evidence(), description="Tài liệu kiểm chứng")
    status: Status = Field(description="confirmed: tên chỉ tiêu có trong nguồn; reconstructed: suy ra")
    source: NonEmpty = Field(description="Nguồn của chỉ tiêu")
    notes: Names | None = Field(None, description="Giải thích thêm cho người điền")


class Branch(Model):
    """A node above indicators: a pillar, a main index, or a criterion made of parts."""

    code: Code = Field(description="Mã trụ cột hoặc chỉ số", examples=["CQS"])
    name: Names = Field(description="Tên")
    aggregation: Literal[Aggregation.SUM, Aggregation.BEST] = Field(
        Aggregation.SUM, description="sum: cộng điểm; best: lấy trường hợp cao nhất"
    )
    max_points: dict[Code, Amount] = Field(
        {}, description="Điểm tối đa theo nhóm, để đối chiếu với tổng các phần"
    )
    status: Status | None = Field(None, description="confirmed hay reconstructed")
    source: str = Field("", description="Nguồn")
    children: tuple["Node", ...] = Field(min_length=1, description="Các phần")


def _node_kind(data: Any) -> str:
    if isinstance(data, dict):
        return "branch" if "children" in data else "indicator"
    return "branch" if isinstance(data, Branch) else "indicator"


Node = Annotated[
    Annotated[Branch, Tag("branch")] | Annotated[Indicator, Tag("indicator")],
    Discriminator(_node_kind),
]


class Member(Model):
    """One node that a roll-up takes, and its weight."""

    node: Code = Field(description="Mã nút được lấy")
    weight: Amount = Field(Decimal(1), gt=0, description="Trọng số, khi cách gộp là weighted_mean")


class RollUp(Model):
    """Which nodes are put together, and how; nothing is assumed to be the sum of the pillars."""

    aggregation: Literal[Aggregation.SUM, Aggregation.WEIGHTED_MEAN] = Field(
        description="sum: cộng điểm; weighted_mean: trung bình có trọng số"
    )
    members: tuple[Member, ...] = Field(min_length=1, description="Các nút được lấy")
    weights_total: Amount = Field(Decimal(1), gt=0, description="Tổng trọng số phải bằng số này")
    max_points: dict[Code, Amount] = Field({}, description="Điểm tối đa theo nhóm, để đối chiếu")


class Composite(Model):
    """A node that regroups nodes of the tree, such as a pillar that shares indices with another."""

    code: Code = Field(description="Mã")
    name: Names = Field(description="Tên")
    roll_up: RollUp = Field(description="Gồm những nút nào, gộp thế nào")
    status: Status = Field(description="confirmed hay reconstructed")
    source: str = Field("", description="Nguồn")


class Group(Model):
    """Units that are ranked with one another (khối, nhóm)."""

    code: Code = Field(description="Mã nhóm", examples=["so-ban-nganh"])
    name: Names = Field(description="Tên nhóm")
    ranked: bool = Field(True, description="Có xếp hạng trong nhóm không")


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
    source: NonEmpty = Field(description="Văn bản quy định mức")


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
    levels: Levels | None = Field(None, description="Các mức độ, nếu có")


class SumCheck(Model):
    """Figures that have to add up in every submission; it decides no points, only findings."""

    total: Code = Field(description="Mã chỉ tiêu là tổng")
    parts: tuple[Code, ...] = Field(min_length=2, description="Mã các chỉ tiêu cộng lại bằng tổng")


class Checks(Model):
    """What submissions are checked for beyond the limits of each figure; nothing here changes a score."""

    sums: tuple[SumCheck, ...] = Field((), description="Các tổng phải khớp với các phần")
    largest_change_points: Amount | None = Field(
        None, gt=0, description="Tỷ lệ phần trăm đổi quá bao nhiêu điểm phần trăm so với kỳ trước thì hỏi lại"
    )
    largest_change_percent: Amount | None = Field(
        None, gt=0, description="Số khác đổi quá bao nhiêu % so với kỳ trước thì hỏi lại"
    )
    evidence_grace_days: int = Field(
        90, ge=0, le=3660, description="Tài liệu kiểm chứng được ký sau khi hết kỳ nhiều nhất bao nhiêu ngày"
    )


class UnitListReference(Model):
    """The unit list the set is meant for."""

    id: Code = Field(description="Mã danh sách đơn vị")
    version: NonEmpty = Field(description="Phiên bản")


class IndicatorSet(Model):
    """A versioned indicator set; it cannot be built when it contradicts itself."""

    id: Code = Field(description="Mã bộ chỉ tiêu", examples=["yen-bai-2022"])
    version: NonEmpty = Field(
        description="Phiên bản; đổi nội dung thì phải đổi phiên bản", examples=["1.0.0"]
    )
    name: Names = Field(description="Tên bộ chỉ tiêu")
    description: Names | None = Field(None, description="Bộ chỉ tiêu này là gì, phần nào chính thức")
    status: Status = Field(description="reconstructed khi có phần quan trọng do suy ra")
    legal_basis: tuple[LegalText, ...] = Field((), description="Căn cứ")
    valid_from: IsoDate | None = Field(None, description="Ngày bắt đầu có hiệu lực")
    valid_to: IsoDate | None = Field(None, description="Ngày hết hiệu lực")
    units: UnitListReference | None = Field(None, description="Danh sách đơn vị đi kèm")
    groups: tuple[Group, ...] = Field(min_length=1, description="Các nhóm xếp hạng riêng")
    tree: tuple[Node, ...] = Field(min_length=1, description="Cây chỉ tiêu")
    composites: tuple[Composite, ...] = Field((), description="Nút gộp thêm; được phép chồng lên nhau")
    pillars: tuple[Code, ...] = Field((), description="Các nút hiện thành cột trụ cột trong báo cáo")
    total: RollUp = Field(description="Tổng điểm gồm những nút nào")
    method: Method = Field(description="Phương pháp")
    checks: Checks = Field(Checks(), description="Kiểm tra thêm trên số liệu; không ảnh hưởng tới điểm")

    @model_validator(mode="after")
    def _does_not_contradict_itself(self) -> Self:
        problems = contradictions(self.model_dump(mode="json"))
        if problems:
            raise PydanticCustomError("contradictions", "the set contradicts itself", {"problems": problems})
        return self

    @cached_property
    def nodes(self) -> dict[str, "Branch | Indicator | Composite"]:
        """Every node by its code: the tree depth first, then the composites."""
        found: dict[str, Branch | Indicator | Composite] = {}

        def walk(nodes: tuple[Branch | Indicator, ...]) -> None:
            for node in nodes:
                found[node.code] = node
                if isinstance(node, Branch):
                    walk(node.children)

        walk(self.tree)
        found.update({composite.code: composite for composite in self.composites})
        return found

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by its code, in the order of the tree."""
        return {code: node for code, node in self.nodes.items() if isinstance(node, Indicator)}

    @cached_property
    def group_codes(self) -> tuple[str, ...]:
        """Codes of the groups, in order."""
        return tuple(group.code for group in self.groups)

    def group(self, code: str) -> Group:
        """Return the group with this code; KeyError when there is none."""
        for group in self.groups:
            if group.code == code:
                return group
        raise KeyError(code)

    def indicators_for(self, group: str) -> tuple[Indicator, ...]:
        """Return the indicators that apply to a group, in the order of the tree."""
        return tuple(indicator for indicator in self.indicators.values() if group in indicator.groups)

    def indicators_under(self, code: str) -> Iterator[Indicator]:
        """Give the indicators below a node; what two members share is given once."""
        seen: set[str] = set()

        def below(here: str) -> Iterator[Indicator]:
            if here in seen:
                return
            seen.add(here)
            node = self.nodes[here]
            if isinstance(node, Indicator):
                yield node
            elif isinstance(node, Branch):
                for child in node.children:
                    yield from below(child.code)
            else:
                for member in node.roll_up.members:
                    yield from below(member.node)

        yield from below(code)
