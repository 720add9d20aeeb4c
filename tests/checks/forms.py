"""Real forms, filled in and then spoilt with openpyxl the way a clerk does with Excel."""

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.checks.context import Context
from cds_rank.checks.run import run_checks
from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model import form_layout as layout
from cds_rank.model.digest import content_digest
from cds_rank.model.finding import Finding, ValidationReport
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ReadFile
from cds_rank.model.period import Period
from cds_rank.model.unit import UnitList
from cds_rank.reading.submissions import read_submission
from cds_rank.wording.findings import place_text

PERIOD = Period.parse("2022-Q4")
HEADINGS = {column.key: column.heading for column in layout.COLUMNS}
Place = tuple[str, str]  # what was found, where: ("NUM003", "Số liệu!D12")


def names(vi: str) -> dict[str, str]:
    return {"vi": vi, "en": vi}


def indicator(code: str, kind: str, rule: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": names(f"Chỉ tiêu {code}"),
        "unit_of_measure": names("%"),
        "input": kind,
        "direction": "higher_is_better",
        "rule": dict(rule),
        "max_points": "10",
        "groups": ["so", "huyen"],
        "status": "confirmed",
        "source": "Quyết định",
    } | more


RATIO: Mapping[str, Any] = {
    "numerator": names("Số hồ sơ nộp trực tuyến"),
    "denominator": names("Tổng số hồ sơ"),
    "limits": {"minimum": "0", "maximum": "100"},
}
OPTIONS = [
    {"code": "full", "name": names("Đã ban hành và triển khai đầy đủ"), "share": "1"},
    {"code": "none", "name": names("Chưa ban hành"), "share": "0"},
]

SET: dict[str, Any] = {
    "id": "bo-thu",
    "version": "1.2.0",
    "name": names("Bộ chỉ tiêu thử"),
    "status": "confirmed",
    "units": {"id": "ds-thu", "version": "1.0.0"},
    "groups": [{"code": "so", "name": names("Sở")}, {"code": "huyen", "name": names("Huyện")}],
    "tree": [
        {
            "code": "I",
            "name": names("Thể chế số"),
            "children": [
                indicator("1.1", "points", {"kind": "assessed"}, unit_of_measure=names("điểm")),
                indicator("1.2", "yes_no", {"kind": "yes_no"}, unit_of_measure=names("Có/Không")),
                indicator(
                    "1.3", "choice", {"kind": "choice"}, options=OPTIONS, unit_of_measure=names("lựa chọn")
                ),
            ],
        },
        {
            "code": "II",
            "name": names("Chính quyền số"),
            "children": [
                indicator("4.1", "ratio", {"kind": "proportional"}, may_be_not_applicable=True, **RATIO),
                indicator("4.10", "ratio", {"kind": "proportional"}, **RATIO),
                indicator(
                    "4.2", "value", {"kind": "proportional"}, limits={"minimum": "0", "maximum": "100"}
                ),
                indicator(
                    "4.3",
                    "count",
                    {"kind": "capped_count", "points_each": "0.5"},
                    unit_of_measure=names("mô hình"),
                ),
                indicator(
                    "4.4",
                    "value",
                    {"kind": "target"},
                    target={"value": "30", "status": "confirmed", "source": "Kế hoạch"},
                    unit_of_measure=names("ngày"),
                    limits={"minimum": "1", "maximum": "365", "whole": True},
                ),
                indicator("4.5", "ratio", {"kind": "proportional"}, groups=["huyen"], **RATIO),
            ],
        },
    ],
    "total": {"aggregation": "sum", "members": [{"node": "I"}, {"node": "II"}]},
    "method": {
        "missing": "zero",
        "zero_denominator": "not_applicable",
        "stage": "final",
        "scale": {"name": names("Tỷ lệ hoàn thành")},
        "rounding": {"published_score": 2},
        "ties": "competition",
        "rank_on": "exact",
    },
}


def unit(code: str, name: str, group: str = "so") -> dict[str, str]:
    return {"code": code, "name": name, "group": group, "status": "confirmed"}


UNITS: dict[str, Any] = {
    "id": "ds-thu",
    "version": "1.0.0",
    "name": "Danh sách thử",
    "source": "Tự đặt",
    "units": [
        unit("SYT", "Sở Y tế"),
        unit("STC", "Sở Tài chính"),
        unit("SNV", "Sở Nội vụ"),
        unit("132", "Thành phố Yên Bái", "huyen"),
    ],
}
FIGURES: dict[str, Figure] = {
    "1.1": Figure(points=Decimal("8.5"), evidence="BC 1"),
    "1.2": Figure(answer="yes", evidence="BC 2"),
    "1.3": Figure(answer="full", evidence="BC 3"),
    "4.1": Figure(numerator=Decimal(60), denominator=Decimal(80), evidence="BC 4"),
    "4.10": Figure(numerator=Decimal(30), denominator=Decimal(40), evidence="BC 5"),
    "4.2": Figure(value=Decimal("37.5"), evidence="BC 6"),
    "4.3": Figure(value=Decimal(4), evidence="BC 7"),
    "4.4": Figure(value=Decimal(15), evidence="BC 8"),
}
# 8,5 + 10 + 10 + 7,5 + 7,5 + 3,75 + 2 + 5 of 80 points
EARNED, ATTAINABLE = Decimal("54.25"), Decimal(80)


def changed(data: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return copy.deepcopy(dict(data)) | more


@lru_cache
def the_set() -> IndicatorSet:
    return IndicatorSet.model_validate(SET)


@lru_cache
def the_units() -> UnitList:
    return UnitList.model_validate(UNITS)


def context_of(data: Mapping[str, Any] | None = None, units: Mapping[str, Any] | None = None) -> Context:
    indicator_set = the_set() if data is None else IndicatorSet.model_validate(data)
    unit_list = the_units() if units is None else UnitList.model_validate(units)
    return Context(indicator_set, content_digest(indicator_set), unit_list, PERIOD)


def write_definitions(
    folder: Path, data: Mapping[str, Any] | None = None, units: Mapping[str, Any] | None = None
) -> Path:
    """Write the set and its unit list as YAML, the list where the set looks for it; returns the set's path."""
    data, units = data or SET, units or UNITS
    (folder / "units").mkdir(parents=True, exist_ok=True)
    write_yaml(folder / "units" / f"{units['id']}.yaml", units)
    return write_yaml(folder / f"{data['id']}.yaml", data)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True  # indicator sets take no anchors


def write_yaml(path: Path, data: Mapping[str, Any]) -> Path:
    text = yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


@lru_cache(maxsize=64)
def filled(unit_code: str = "SYT", period: str = "2022-Q4") -> bytes:
    """Give the bytes of a form in which everything is filled in as asked."""
    context = context_of()
    figures = dict(FIGURES)
    of_unit = context.unit_list.by_code[unit_code]
    if of_unit.group == "huyen":
        figures["4.5"] = FIGURES["4.1"]
    return build_form(
        context.indicator_set, context.set_digest, of_unit, Period.parse(period), figures=figures
    )


def file_name(unit_code: str = "SYT", period: str = "2022-Q4") -> str:
    return form_file_name(the_units().by_code[unit_code], "bo-thu", Period.parse(period))


class Form:
    """A filled-in form on a clerk's screen."""

    def __init__(self, data: bytes | None = None) -> None:
        self.workbook: Workbook = load_workbook(io.BytesIO(filled() if data is None else data))
        self.afterwards: list[
            Callable[[bytes], bytes]
        ] = []  # what openpyxl cannot do, done to the saved file

    @property
    def sheet(self) -> Worksheet:
        sheet = self.workbook[layout.DATA_SHEET]
        assert isinstance(sheet, Worksheet)
        return sheet

    @property
    def meta(self) -> Worksheet:
        sheet = self.workbook[layout.META_SHEET]
        assert isinstance(sheet, Worksheet)
        return sheet

    @property
    def header_row(self) -> int:
        return next(row for row in range(1, 40) if self.sheet.cell(row, 1).value == HEADINGS["code"])

    def heading(self, column: str) -> Cell:
        return next(
            cell
            for cell in self.sheet[self.header_row]
            if isinstance(cell, Cell) and cell.value == HEADINGS[column]
        )

    def row(self, code: str) -> int:
        return next(r for r in range(1, self.sheet.max_row + 1) if str(self.sheet.cell(r, 1).value) == code)

    def cell(self, code: str, column: str) -> Cell:
        cell = self.sheet.cell(self.row(code), self.heading(column).column)
        assert isinstance(cell, Cell)
        return cell

    def put(self, code: str, column: str, value: Any, number_format: str | None = None) -> str:
        """Type something into a cell; returns where, as a finding says it."""
        cell = self.cell(code, column)
        cell.value = value
        if number_format is not None:
            cell.number_format = number_format
        return f"{layout.DATA_SHEET}!{cell.coordinate}"

    def say(self, code: str, column: str, text: str) -> str:
        """Type a text, whatever it looks like: "=1" stays a text."""
        place = self.put(code, column, text)
        self.cell(code, column).data_type = "s"
        return place

    def compute(self, code: str, column: str, formula: str, result: str) -> str:
        """Type a formula that Excel has calculated: openpyxl alone never stores a result."""
        place = self.put(code, column, formula)
        cell = self.cell(code, column).coordinate
        self.afterwards.append(lambda data: with_result(data, cell, result))
        return place

    def add_parts(self, parts: Mapping[str, bytes]) -> None:
        """Put parts into the file that openpyxl would not keep."""
        self.afterwards.append(lambda data: with_parts(data, parts))

    def clear(self, code: str, *columns: str) -> None:
        for column in columns:
            self.put(code, column, None)

    def place(self, code: str, column: str) -> str:
        return f"{layout.DATA_SHEET}!{self.cell(code, column).coordinate}"

    def set_identity(
        self, key: str, value: str, *, in_sheet: bool = True, in_properties: bool = True
    ) -> None:
        if in_sheet:
            for row in self.meta.iter_rows():
                if row[0].value == key:
                    row[1].value = value
        if in_properties:
            properties = self.workbook.custom_doc_props  # type: ignore[attr-defined]
            properties[layout.PROPERTY_PREFIX + key].value = value

    def forget_properties(self) -> None:
        self.workbook.custom_doc_props.props.clear()  # type: ignore[attr-defined]

    def bytes(self) -> bytes:
        saved = io.BytesIO()
        self.workbook.save(saved)
        data = saved.getvalue()
        for change in self.afterwards:
            data = change(data)
        return data

    def save(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.bytes())
        return path


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Change or add parts of a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in old.namelist():
            if name not in parts:
                out.writestr(name, old.read(name))
        for name, content in parts.items():
            out.writestr(name, content)
    return packed.getvalue()


def with_result(data: bytes, cell: str, result: str) -> bytes:
    """Give a formula the result that Excel would have stored."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            text = package.read(name).decode("utf-8") if name.startswith("xl/worksheets/sheet") else ""
            new = re.sub(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v ?/>', rf"\g<1><v>{result}</v>", text)
            if new != text:
                parts[name] = new.encode()
    assert len(parts) == 1, cell
    return with_parts(data, parts)


def sheet_part(data: bytes) -> str:
    """Tell which part holds the data sheet: it is the second one."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "xl/worksheets/sheet2.xml" in package.namelist()
    return "xl/worksheets/sheet2.xml"


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def read(path: Path, context: Context | None = None, name: str | None = None) -> ReadFile:
    return read_submission(path, name or path.name, (context or context_of()).indicator_set)


def report_on(
    folder: Path, files: Mapping[str, bytes], context: Context | None = None, *, whole_list: bool = False
) -> ValidationReport:
    """Lay files into a folder and check them in the order given."""
    context = context or context_of()
    submissions = []
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        submissions.append(read(path, context, name))
    return run_checks(submissions, context, whole_list=whole_list)


def findings_in(
    folder: Path, data: bytes, name: str = "", context: Context | None = None
) -> tuple[Finding, ...]:
    return report_on(folder, {name or file_name(): data}, context).findings


def places(findings: Iterable[Finding]) -> list[Place]:
    """Say what was found where, without the file: [("NUM003", "Số liệu!D12")]."""
    return [(finding.code, _in_file(finding)) for finding in findings]


def _in_file(finding: Finding) -> str:
    _, _, place = place_text(finding).partition(" ▸ ")
    return place


def observed(folder: Path, data: bytes, context: Context | None = None) -> dict[str, Observation]:
    """Read what a form says, by indicator; of points the unit's own."""
    path = folder / "doc.xlsx"
    path.write_bytes(data)
    submission = read(path, context).submission
    assert submission is not None
    return {o.indicator: o for o in reversed(submission.observations)}
