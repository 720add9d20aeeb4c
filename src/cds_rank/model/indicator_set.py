"""The indicator set (bộ chỉ tiêu): what is measured, how it is scored, and how it is ranked, all as data."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from cds_rank.model.contradictions import contradictions
from cds_rank.model.method import Levels, Method
from cds_rank.model.recognition import Recognition
from cds_rank.model.rule import Direction, Option, Rule, ZeroDenominator
from cds_rank.model.text import Amount, Code, IsoDate, Model, Names, NonEmpty, Share, Text, TextOrNone
from cds_rank.model.unit import Status


class InputKind(StrEnum):
    """What a unit writes down for an indicator."""

    VALUE = "value"
    RATIO = "ratio"  # a numerator and a denominator
    YES_NO = "yes_no"
    CHOICE = "choice"
    COUNT = "count"
    POINTS = "points"  # points assessed by the unit itself and by the reviewers


class Effect(StrEnum):
    """What an indicator's points do."""

    SCORE = "score"
    BONUS = "bonus"  # điểm cộng: adds to the points earned, not to the maximum
    DEDUCTION = "deduction"  # điểm trừ: takes from the points earned; its maximum is the most it can take


class Aggregation(StrEnum):
    """How a node is made of its children."""

    SUM = "sum"  # earned = sum of earned, attainable = sum of attainable
    BEST = "best"  # the best of alternative cases
    WEIGHTED_MEAN = "weighted_mean"  # weights times shares; the weights of what does not apply leave
    GEOMETRIC = "geometric"  # weighted geometric mean of shares: a low part cannot be made good by a high one
    HARMONIC = "harmonic"  # weighted harmonic mean of shares
    COPELAND = "copeland"  # how many units of the group one beats by the weight of parts, pair by pair


UNDEFINED_AT_ZERO = frozenset({Aggregation.GEOMETRIC, Aggregation.HARMONIC})
"""Means that need shares above 0."""


class LegalText(Model):
    """A document the set rests on."""

    title: Text = Field(description="Số hiệu, ngày và trích yếu của văn bản")
    date: IsoDate | None = Field(None, description="Ngày ban hành")
    role: TextOrNone = Field("", description="Văn bản này cho biết điều gì")
    source: TextOrNone = Field("", description="Nơi đọc được")
    status: Status = Field(Status.CONFIRMED, description="confirmed: có nguồn; reconstructed: suy ra")


class Target(Model):
    """The value aimed at, with its year and where it is written."""

    value: Amount = Field(description="Mục tiêu, theo đơn vị tính của chỉ tiêu", gt=0)
    year: int | None = Field(None, description="Năm phải đạt")
    status: Status = Field(
        description="confirmed: mục tiêu của chính bộ này; reconstructed: lấy từ văn bản khác"
    )
    source: Text = Field(description="Văn bản nêu mục tiêu")


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


class Evidence(Model):
    """What a unit has to show for its figure."""

    required: bool = Field(True, description="Có bắt buộc nêu tài liệu kiểm chứng không")
    what: Names | None = Field(None, description="Tài liệu nào được nhận")


class Change(Model):
    """What is measured is the change against an earlier period, not the figure itself."""

    kind: Literal["percent", "difference"] = Field(
        description="percent: tăng bao nhiêu % so với kỳ trước; difference: chênh lệch, theo đơn vị tính"
    )
    without_earlier: ZeroDenominator = Field(
        description="Kỳ trước không có số liệu hoặc bằng 0: maximum, zero, not_applicable"
    )


class Denomination(Model):
    """What is measured is the figure per so many of another indicator's: per 1,000 inhabitants, per official."""

    by: Code = Field(description="Mã chỉ tiêu làm mẫu số, thường là chỉ tiêu thông tin (0 điểm)")
    per: Amount = Field(Decimal(1), gt=0, description="Tính trên bao nhiêu: 1000 là trên 1.000 dân")


class Condition(Model):
    """When an indicator applies ("chỉ tính khi…"): another one's answer, or its value against exactly one bound."""

    indicator: Code = Field(description="Mã chỉ tiêu được xét")
    answer: Code | None = Field(None, description="Câu trả lời phải là: yes, no hoặc mã lựa chọn")
    at_least: Amount | None = Field(None, description="Giá trị từ số này trở lên (kể cả)")
    above: Amount | None = Field(None, description="Giá trị trên số này (không kể)")
    at_most: Amount | None = Field(None, description="Giá trị đến số này (kể cả)")
    below: Amount | None = Field(None, description="Giá trị dưới số này (không kể)")


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
    change: Change | None = Field(None, description="Tính trên mức tăng so với kỳ trước")
    denomination: Denomination | None = Field(None, description="Chia cho số liệu của một chỉ tiêu khác")
    direction: Direction = Field(description="Chiều: cao hơn tốt hơn hay thấp hơn tốt hơn")
    rule: Rule = Field(description="Cách tính điểm")
    max_points: Amount = Field(ge=0, description="Điểm tối đa; 0 là chỉ tiêu chỉ để biết")
    max_points_status: Status = Field(Status.CONFIRMED, description="Điểm tối đa có nguồn hay suy ra")
    effect: Effect = Field(Effect.SCORE, description="score: điểm; bonus: điểm cộng; deduction: điểm trừ")
    target: Target | None = Field(None, description="Mục tiêu, năm và nguồn")
    groups: tuple[Code, ...] = Field(min_length=1, description="Các nhóm mà chỉ tiêu áp dụng")
    groups_status: Status = Field(Status.CONFIRMED, description="Phạm vi áp dụng có nguồn hay suy ra")
    applies_when: Condition | None = Field(None, description="Chỉ tính khi…; nếu không thì không áp dụng")
    cumulative: bool = Field(False, description="Số lũy kế: kỳ sau không thể nhỏ hơn kỳ trước")
    may_be_not_applicable: bool = Field(False, description="Đơn vị có được khai “Không áp dụng” không")
    zero_denominator: ZeroDenominator | None = Field(
        None, description="Riêng chỉ tiêu này: mẫu số bằng 0 thì sao"
    )
    evidence: Evidence = Field(Evidence(), description="Tài liệu kiểm chứng")
    status: Status = Field(description="confirmed: tên chỉ tiêu có trong nguồn; reconstructed: suy ra")
    source: Text = Field(description="Nguồn của chỉ tiêu")
    notes: Names | None = Field(None, description="Giải thích thêm cho người điền")


def points_fall(indicator: Indicator) -> bool:
    """Tell whether the rule's points fall when the value rises; a deduction's points grow with what is bad."""
    lower_is_better = indicator.direction is Direction.LOWER_IS_BETTER
    return lower_is_better is not (indicator.effect is Effect.DEDUCTION)


class Branch(Model):
    """A node above indicators: a pillar, a main index, or a criterion made of parts."""

    code: Code = Field(description="Mã trụ cột hoặc chỉ số", examples=["CQS"])
    name: Names = Field(description="Tên")
    aggregation: Literal[Aggregation.SUM, Aggregation.BEST, Aggregation.GEOMETRIC, Aggregation.HARMONIC] = (
        Field(
            Aggregation.SUM,
            description="sum: cộng điểm; best: lấy trường hợp cao nhất; geometric, harmonic: trung bình nhân, "
            "điều hòa của tỷ lệ đạt, trọng số là điểm tối đa",
        )
    )
    lowest_share: Share | None = Field(
        None, description="Với geometric, harmonic: tỷ lệ đạt thấp hơn số này được nâng lên bằng nó"
    )
    max_points: dict[Code, Amount] = Field(
        {}, description="Điểm tối đa theo nhóm, để đối chiếu với tổng các phần"
    )
    at_most: Amount | None = Field(
        None, gt=0, description="Nhánh điểm cộng hoặc điểm trừ: cộng, trừ nhiều nhất bao nhiêu điểm"
    )
    status: Status | None = Field(None, description="confirmed hay reconstructed")
    source: TextOrNone = Field("", description="Nguồn")
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
    weight: Amount = Field(Decimal(1), gt=0, description="Trọng số, khi cách gộp không phải là sum")


class RollUp(Model):
    """Which nodes are put together, and how; nothing is assumed to be the sum of the pillars."""

    aggregation: Literal[
        Aggregation.SUM,
        Aggregation.WEIGHTED_MEAN,
        Aggregation.GEOMETRIC,
        Aggregation.HARMONIC,
        Aggregation.COPELAND,
    ] = Field(
        description="sum: cộng điểm; weighted_mean, geometric, harmonic: trung bình cộng, nhân, điều hòa có trọng "
        "số của tỷ lệ đạt; copeland: so từng cặp đơn vị"
    )
    lowest_share: Share | None = Field(
        None, description="Với geometric, harmonic: tỷ lệ đạt thấp hơn số này được nâng lên bằng nó"
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
    source: TextOrNone = Field("", description="Nguồn")


class Group(Model):
    """Units that are ranked with one another (khối, nhóm)."""

    code: Code = Field(description="Mã nhóm", examples=["so-ban-nganh"])
    name: Names = Field(description="Tên nhóm")
    ranked: bool = Field(True, description="Có xếp hạng trong nhóm không")
    levels: Levels | None = Field(None, description="Các mức độ riêng của nhóm, thay cho mức chung")


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
    recognition: Recognition | None = Field(None, description="Công nhận đơn vị đạt, theo mức")
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

    def levels_of(self, group: str) -> Levels | None:
        """Return the levels of a group: its own, or those of the method; None when there are none."""
        return self.group(group).levels or self.method.levels

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
