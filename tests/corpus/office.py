"""The office that the workbooks of the corpus are sent to: its indicator set, its units, and its forms filled in."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from cds_rank.checks.context import Context
from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model import form_layout as layout
from cds_rank.model.period import Period
from cds_rank.model.unit import Status, Unit
from tests.checks import forms
from tests.checks.forms import RATIO, Form, indicator, names, unit

PERIOD, BEFORE = "2022-Q4", "2022-Q3"
SET_ID = "cds-mau"
PERCENT = {"minimum": "0", "maximum": "100"}


def _named(code: str, name: str, kind: str, rule: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return indicator(code, kind, rule, name=names(name), **more)


_PROPORTIONAL = {"kind": "proportional"}
_COUNTED = {"kind": "capped_count", "points_each": "0.5"}
# A form of a department: rows 8 to 23, the last one 5.3; D numerator, E denominator, F value, H points,
# J status, K evidence, L explanation.
SET: dict[str, Any] = forms.changed(
    forms.SET,
    id=SET_ID,
    units={"id": "don-vi-mau", "version": "1.0.0"},
    checks={"sums": [{"total": "5.1", "parts": ["5.2", "5.3"]}]},
    total={"aggregation": "sum", "members": [{"node": "I"}, {"node": "II"}, {"node": "III"}]},
    tree=[
        {
            "code": "I",
            "name": names("Thể chế số"),
            "children": [
                _named(
                    "1.1",
                    "Kế hoạch chuyển đổi số hằng năm",
                    "points",
                    {"kind": "assessed"},
                    unit_of_measure=names("điểm"),
                ),
                _named(
                    "1.2",
                    "Có tổ công nghệ số cộng đồng",
                    "yes_no",
                    {"kind": "yes_no"},
                    unit_of_measure=names("Có/Không"),
                ),
                _named(
                    "1.3",
                    "Quy chế quản lý dữ liệu dùng chung",
                    "choice",
                    {"kind": "choice"},
                    options=forms.OPTIONS,
                    unit_of_measure=names("lựa chọn"),
                ),
            ],
        },
        {
            "code": "II",
            "name": names("Chính quyền số"),
            "children": [
                _named(
                    "4.1",
                    "Tỷ lệ hồ sơ nộp trực tuyến",
                    "ratio",
                    _PROPORTIONAL,
                    may_be_not_applicable=True,
                    **RATIO,
                ),
                _named("4.10", "Tỷ lệ hòa giải thành ở cơ sở", "ratio", _PROPORTIONAL, **RATIO),
                _named(
                    "4.2", "Tỷ lệ văn bản điện tử có chữ ký số", "value", _PROPORTIONAL, limits=dict(PERCENT)
                ),
                _named(
                    "4.3",
                    "Tỷ lệ cán bộ được tập huấn",
                    "value",
                    _PROPORTIONAL,
                    limits={**PERCENT, "decimals": 2},
                ),
                _named(
                    "4.4",
                    "Số điểm thanh toán điện tử",
                    "count",
                    _COUNTED,
                    unit_of_measure=names("điểm"),
                    cumulative=True,
                ),
                _named(
                    "4.5",
                    "Số ngày xử lý hồ sơ bình quân",
                    "value",
                    {"kind": "target"},
                    target={"value": "30", "status": "confirmed", "source": "Kế hoạch"},
                    unit_of_measure=names("ngày"),
                    limits={"minimum": "1", "maximum": "365", "whole": True},
                ),
                _named("4.6", "Tỷ lệ xã có mạng 5G", "ratio", _PROPORTIONAL, groups=["huyen"], **RATIO),
            ],
        },
        {
            "code": "III",
            "name": names("Kinh tế số"),
            "children": [
                _named(
                    "001",
                    "Kinh phí chi cho chuyển đổi số",
                    "value",
                    _PROPORTIONAL,
                    unit_of_measure=names("triệu đồng"),
                    limits={"largest_change": "50"},
                ),
                _named(
                    "5.1",
                    "Tổng số doanh nghiệp",
                    "count",
                    _COUNTED,
                    unit_of_measure=names("doanh nghiệp"),
                ),
                _named(
                    "5.2",
                    "Doanh nghiệp có nền tảng số",
                    "count",
                    _COUNTED,
                    unit_of_measure=names("doanh nghiệp"),
                ),
                _named(
                    "5.3",
                    "Doanh nghiệp chưa có nền tảng số",
                    "count",
                    _COUNTED,
                    unit_of_measure=names("doanh nghiệp"),
                ),
            ],
        },
    ],
)
DEPARTMENTS = {
    "SYT": "Sở Y tế",
    "STC": "Sở Tài chính",
    "SNV": "Sở Nội vụ",
    "SKHCN": "Sở Khoa học và Công nghệ",
    "SCT": "Sở Công Thương",
    "SGD": "Sở Giáo dục và Đào tạo",
    "STP": "Sở Tư pháp",
    "SXD": "Sở Xây dựng",
}
UNITS: dict[str, Any] = forms.changed(
    forms.UNITS,
    id="don-vi-mau",
    units=[
        *(unit(code, name) for code, name in DEPARTMENTS.items()),
        unit("132", "Thành phố Yên Bái", "huyen"),
    ],
    former=[
        {
            "code": "STTTT",
            "name": "Sở Thông tin và Truyền thông",
            "became": ["SKHCN"],
            "status": "confirmed",
            "source": "Nghị quyết",
        }
    ],
)


def _evidence(number: int) -> str:
    return f"Báo cáo {number}/BC-SYT ngày 15/12/2022"


FIGURES: dict[str, Figure] = {
    "1.1": Figure(points=Decimal("8.5"), evidence=_evidence(101)),
    "1.2": Figure(answer="yes", evidence=_evidence(102)),
    "1.3": Figure(answer="full", evidence=_evidence(103)),
    "4.1": Figure(numerator=Decimal(60), denominator=Decimal(80), evidence=_evidence(104)),
    "4.10": Figure(numerator=Decimal(30), denominator=Decimal(40), evidence=_evidence(105)),
    "4.2": Figure(value=Decimal("37.5"), evidence=_evidence(106)),
    "4.3": Figure(value=Decimal("82.25"), evidence=_evidence(107)),
    "4.4": Figure(value=Decimal(24), evidence=_evidence(108)),
    "4.5": Figure(value=Decimal(15), evidence=_evidence(109)),
    "001": Figure(value=Decimal(1250), evidence=_evidence(110)),
    "5.1": Figure(value=Decimal(340), evidence=_evidence(111)),
    "5.2": Figure(value=Decimal(300), evidence=_evidence(112)),
    "5.3": Figure(value=Decimal(40), evidence=_evidence(113)),
}
AS_FILLED = {
    "1.1": "8.5", "4.1": "60/80", "4.10": "30/40", "4.2": "37.5", "4.3": "82.25", "4.4": "24", "4.5": "15",
    "001": "1250", "5.1": "340", "5.2": "300", "5.3": "40",
}  # fmt: skip
"""The figures that a form filled in as asked reports, numerator/denominator for a ratio."""

FILE = "SYT_so-y-te_cds-mau_2022-Q4.xlsx"


@lru_cache
def the_context() -> Context:
    return forms.context_of(SET, UNITS)


def built(of_unit: Unit, period: str = PERIOD, figures: Mapping[str, Figure] | None = None) -> bytes:
    """Give a form that the province made; without figures as it was sent out."""
    context = the_context()
    return build_form(
        context.indicator_set, context.set_digest, of_unit, Period.parse(period), figures=figures or {}
    )


def stranger(code: str, name: str) -> Unit:
    """Give a department that the list does not have."""
    return Unit(code=code, name=name, group="so", status=Status.CONFIRMED)


@cache
def filled(code: str = "SYT", period: str = PERIOD, changes: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Give a form with everything filled in as asked; changes: other values, by indicator."""
    figures = dict(FIGURES)
    for indicator_code, value in changes:
        figures[indicator_code] = Figure(value=Decimal(value), evidence=_evidence(114))
    of_unit = the_context().unit_list.by_code[code]
    if of_unit.group == "huyen":
        figures["4.6"] = FIGURES["4.1"]
    return built(of_unit, period, figures)


@lru_cache
def light() -> bytes:
    """Give SYT's filled form without the guide, as some units send it back: half the time to open."""
    form = Form(filled())
    _drop(form, (layout.GUIDE_SHEET, layout.DICTIONARY_SHEET))
    return form.bytes()


def _drop(form: Form, titles: Iterable[str]) -> None:
    for title in titles:
        del form.workbook[title]


def file_name(code: str, period: str = PERIOD) -> str:
    """Give the name under which the province sent a unit's form out."""
    return form_file_name(the_context().unit_list.by_code[code], SET_ID, Period.parse(period))
