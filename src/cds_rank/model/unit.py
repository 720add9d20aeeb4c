"""Who is ranked: units and the versioned lists they belong to."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cds_rank.model.text import Code, IsoDate, Model, NonEmpty, file_code


class Status(StrEnum):
    """Whether a fact stands in a named source, or was put together from parent documents."""

    CONFIRMED = "confirmed"
    RECONSTRUCTED = "reconstructed"


class Unit(Model):
    """One unit (đơn vị): its identity is (list, version, code), never its name."""

    code: Code = Field(description="Mã đơn vị trong danh sách này", examples=["132", "STTTT"])
    name: NonEmpty = Field(description="Tên đầy đủ của đơn vị")
    group: Code = Field(description="Mã nhóm (khối) mà đơn vị được xếp hạng trong đó")
    short_name: str = Field("", description="Tên ngắn, dùng ở chỗ hẹp")
    parent: Code | None = Field(None, description="Mã đơn vị cấp trên (xã thuộc huyện nào)")
    also_written: tuple[NonEmpty, ...] = Field((), description="Cách viết khác gặp trong văn bản")
    status: Status = Field(description="confirmed: có nguồn; reconstructed: suy ra")
    source: str = Field("", description="Nguồn của thông tin")

    @property
    def label(self) -> str:
        """The short name where there is one, else the name."""
        return self.short_name or self.name


class ParentUnit(Model):
    """A unit above units of the list that is not in the list itself (the district of a commune)."""

    code: Code = Field(description="Mã đơn vị cấp trên, như ở parent")
    name: NonEmpty = Field(description="Tên đơn vị cấp trên")


class FormerUnit(Model):
    """A unit that the list no longer has, because it was renamed or merged, and where it went."""

    code: Code = Field(description="Mã cũ của đơn vị")
    name: NonEmpty = Field(description="Tên cũ của đơn vị")
    became: tuple[Code, ...] = Field(
        min_length=1, description="Mã các đơn vị trong danh sách này thay cho nó"
    )
    since: IsoDate | None = Field(None, description="Ngày thay đổi")
    status: Status = Field(description="confirmed: có nguồn; reconstructed: suy ra")
    source: NonEmpty = Field(description="Văn bản sắp xếp, đổi tên")


class UnitList(Model):
    """A versioned list of units: a code means something only inside its list version."""

    id: Code = Field(description="Mã danh sách đơn vị", examples=["yen-bai-2022"])
    version: NonEmpty = Field(description="Phiên bản; đổi danh sách thì đổi phiên bản", examples=["1.0.0"])
    name: NonEmpty = Field(description="Tên danh sách")
    source: NonEmpty = Field(description="Nguồn của danh sách")
    valid_from: IsoDate | None = Field(None, description="Ngày bắt đầu có hiệu lực")
    valid_to: IsoDate | None = Field(None, description="Ngày hết hiệu lực")
    notes: str = Field("", description="Ghi chú")
    units: tuple[Unit, ...] = Field(min_length=1, description="Các đơn vị")
    parents: tuple[ParentUnit, ...] = Field(
        (), description="Tên các đơn vị cấp trên không có trong danh sách này"
    )
    former: tuple[FormerUnit, ...] = Field((), description="Các đơn vị cũ đã đổi tên hoặc sáp nhập")

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "UnitList":
        problems: list[tuple[tuple[str | int, ...], str, dict[str, str]]] = []
        first_use: dict[str, int] = {}
        for position, unit in enumerate(self.units):
            if unit.code in first_use:
                problems.append((("units", position, "code"), "SET006", {"code": unit.code}))
            first_use.setdefault(unit.code, position)
        for position, old in enumerate(self.former):
            if old.code in first_use:
                problems.append((("former", position, "code"), "SET006", {"code": old.code}))
            for place, code in enumerate(old.became):
                if code not in first_use:
                    facts = {"code": code, "known": "\n".join(first_use)}
                    problems.append((("former", position, "became", place), "SET007", facts))
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            facts = {"lower": self.valid_from.isoformat(), "upper": self.valid_to.isoformat()}
            problems.append((("valid_to",), "SET008", facts))
        if problems:
            raise PydanticCustomError("contradictions", "a unit code twice", {"problems": problems})
        return self

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        """Units by their code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def former_by_code(self) -> dict[str, FormerUnit]:
        """Units of earlier lists by their old code."""
        return {unit.code: unit for unit in self.former}

    @cached_property
    def by_file_code(self) -> dict[str, Unit]:
        """Units by the beginning of their forms' file names."""
        return {file_code(unit.code): unit for unit in self.units}

    def in_groups(self, groups: Iterable[str]) -> tuple[Unit, ...]:
        """Return the units of these groups, in list order."""
        wanted = set(groups)
        return tuple(unit for unit in self.units if unit.group in wanted)
