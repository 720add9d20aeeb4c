"""The submission workbook, opened again with other programs' eyes."""

import csv
import datetime as dt
import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.forms import style, words
from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model import form_layout as layout
from cds_rank.model.indicator_set import IndicatorSet, InputKind
from cds_rank.model.observation import FormIdentity, ObservationStatus
from cds_rank.model.period import Period
from cds_rank.model.unit import Status, Unit

DIGEST = "0123456789abcdef" * 4
PERIOD = Period.parse("2022-Q4")
UNIT = Unit(
    code="STTTT", name="Sở Thông tin và Truyền thông", group="so", status=Status.CONFIRMED, source="Danh sách"
)


def names(vi: str) -> dict[str, str]:
    return {"vi": vi, "en": vi}


def indicator(code: str, kind: str, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": names(f"Chỉ tiêu {code}"),
        "unit_of_measure": names("%"),
        "input": kind,
        "direction": "higher_is_better",
        "rule": rule,
        "max_points": "10",
        "groups": ["so"],
        "status": "confirmed",
        "source": "Quyết định",
    } | more


def indicator_set(*tree: dict[str, Any], **more: Any) -> IndicatorSet:
    data = {
        "id": "bo-thu",
        "version": "1.2.0",
        "name": names("Bộ chỉ tiêu đánh giá chuyển đổi số của các sở, ban, ngành tỉnh Thử Nghiệm năm 2022"),
        "status": "confirmed",
        "groups": [{"code": "so", "name": names("Sở, ban, ngành")}, {"code": "huyen", "name": names("Huyện")}],
        "tree": list(tree),
        "total": {"aggregation": "sum", "members": [{"node": node["code"]} for node in tree]},
        "method": {
            "missing": "zero",
            "zero_denominator": "zero",
            "stage": "final",
            "scale": {"name": names("Tỷ lệ hoàn thành")},
            "rounding": {"published_score": 2},
            "ties": "competition",
            "rank_on": "exact",
        },
    }
    return IndicatorSet.model_validate(data | more)


RATIO = {
    "numerator": names("Số hồ sơ nộp trực tuyến đã giải quyết"),
    "denominator": names("Tổng số hồ sơ đã giải quyết"),
    "limits": {"minimum": "0", "maximum": "100"},
}
OPTIONS = [
    {"code": "full", "name": names("Đã ban hành và triển khai đầy đủ, có báo cáo định kỳ"), "share": "1"},
    {"code": "half", "name": names("Đã ban hành nhưng chưa triển khai đầy đủ"), "share": "1/2"},
    {"code": "none", "name": names("Chưa ban hành"), "share": "0"},
]

MIXED = indicator_set(
    {
        "code": "I",
        "name": names("Nhận thức và thể chế số"),
        "max_points": {"so": "30"},
        "children": [
            {
                "code": "I.1",
                "name": names("Nhận thức của người đứng đầu"),
                "children": [
                    indicator("1.1", "points", {"kind": "assessed"}, unit_of_measure=names("điểm")),
                    indicator("1.2", "yes_no", {"kind": "yes_no"}, unit_of_measure=names("Có/Không")),
                ],
            },
            indicator(
                "1.3",
                "choice",
                {"kind": "choice"},
                options=OPTIONS,
                unit_of_measure=names("lựa chọn"),
                name=names("Ban hành kế hoạch chuyển đổi số hằng năm của cơ quan và tổ chức triển khai thực hiện"),
                may_be_not_applicable=True,
            ),
        ],
    },
    {
        "code": "II",
        "name": names("Hoạt động chính quyền số"),
        "children": [
            indicator("4.1", "ratio", {"kind": "proportional"}, **RATIO),
            indicator(
                "4.10",
                "ratio",
                {"kind": "target"},
                target={"value": "80", "year": 2025, "status": "reconstructed", "source": "QĐ 942/QĐ-TTg"},
                name=names(
                    "Tỷ lệ thủ tục hành chính có đủ điều kiện theo quy định được cung cấp dưới hình thức dịch vụ "
                    "công trực tuyến, được cung cấp trên nhiều phương tiện truy cập khác nhau, bao gồm cả di động"
                ),
                **RATIO | {"numerator": names("Số thủ tục " + "rất dài " * 60)},
            ),
            indicator("4.2", "value", {"kind": "proportional"}, limits={"minimum": "0", "maximum": "100"}),
            indicator(
                "4.3",
                "count",
                {"kind": "capped_count", "points_each": "0.5"},
                unit_of_measure=names("mô hình"),
                evidence={"required": False},
            ),
            indicator("4.4", "ratio", {"kind": "proportional"}, groups=["huyen"], **RATIO),
        ],
    },
    {
        "code": "III",
        "name": names("Chỉ của huyện"),
        "children": [indicator("5.1", "ratio", {"kind": "proportional"}, groups=["huyen"], **RATIO)],
    },
)
