"""Submissions by the thousand to measure with: one form built as the program builds it, then its XML filled in anew."""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from cds_rank.forms.workbook import Figure, build_form
from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.period import Period
from cds_rank.model.unit import Unit, UnitList

ROWS = 45
PERIOD = "2022-Q4"
SET_ID, LIST_ID = "do-toc-do", "ds-do-toc-do"
_FIRST_UNIT = "U0000"
_KINDS = ("ratio", "value", "count", "ratio", "value")


def _names(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def _indicator(number: int) -> dict[str, Any]:
    kind = _KINDS[number % len(_KINDS)]
    described: dict[str, Any] = {
        "code": f"{number // 10 + 1}.{number % 10 + 1}",
        "name": _names(f"Tỷ lệ hồ sơ thủ tục hành chính được giải quyết trực tuyến, nhóm {number}"),
        "unit_of_measure": _names("mô hình" if kind == "count" else "%"),
        "input": kind,
        "direction": "higher_is_better",
        "rule": {"kind": "capped_count", "points_each": "0.5"}
        if kind == "count"
        else {"kind": "proportional"},
        "max_points": "10",
        "groups": ["xa"],
        "status": "confirmed",
        "source": "Quyết định",
    }
    if kind == "ratio":
        described |= {"numerator": _names("Số hồ sơ trực tuyến"), "denominator": _names("Tổng số hồ sơ")}
    if kind != "count":
        described["limits"] = {"minimum": "0", "maximum": "100"}
    return described


def definitions(units: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Describe a set of 45 indicators, and its list of so many units."""
    indicator_set = {
        "id": SET_ID,
        "version": "1.0.0",
        "name": _names("Bộ chỉ tiêu để đo tốc độ"),
        "status": "confirmed",
        "units": {"id": LIST_ID, "version": "1.0.0"},
        "groups": [{"code": "xa", "name": _names("Xã")}],
        "tree": [
            {
                "code": letter,
                "name": _names(f"Phần {letter}"),
                "children": [_indicator(number) for number in range(15 * place, 15 * place + 15)],
            }
            for place, letter in enumerate(("I", "II", "III"))
        ],
        "total": {"aggregation": "sum", "members": [{"node": letter} for letter in ("I", "II", "III")]},
        "method": {
            "missing": "zero",
            "zero_denominator": "not_applicable",
            "stage": "final",
            "scale": {"name": _names("Tỷ lệ hoàn thành")},
            "rounding": {"published_score": 2},
            "ties": "competition",
            "rank_on": "exact",
        },
    }
    unit_list = {
        "id": LIST_ID,
        "version": "1.0.0",
        "name": "Danh sách để đo tốc độ",
        "source": "Tự đặt",
        "units": [
            {"code": f"U{number:04}", "name": f"Xã số {number}", "group": "xa", "status": "confirmed"}
            for number in range(units)
        ],
    }
    return indicator_set, unit_list


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True  # indicator sets take no anchors


def write_office(folder: Path, units: int) -> None:
    """Write the set, the list of units and a submission of 45 rows from each: `indicator_sets`, `nop`."""
    indicator_set, unit_list = definitions(units)
    (folder / "indicator_sets" / "units").mkdir(parents=True)
    (folder / "nop").mkdir()
    for path, data in ((f"{SET_ID}.yaml", indicator_set), (f"units/{LIST_ID}.yaml", unit_list)):
        text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        (folder / "indicator_sets" / path).write_text(text, encoding="utf-8")
    parts = _template(IndicatorSet.model_validate(indicator_set), UnitList.model_validate(unit_list).units[0])
    for number in range(units):
        name = f"U{number:04}_xa-so-{number}_{SET_ID}_{PERIOD}.xlsx"
        (folder / "nop" / name).write_bytes(_packed(_of_unit(parts, number)))


def _template(indicator_set: IndicatorSet, unit: Unit) -> dict[str, bytes]:
    figures = {i.code: _figure(i.input.value) for i in indicator_set.indicators.values()}
    form = build_form(
        indicator_set, content_digest(indicator_set), unit, Period.parse(PERIOD), figures=figures
    )
    with zipfile.ZipFile(io.BytesIO(form)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _figure(kind: str) -> Figure:
    if kind == "ratio":
        return Figure(numerator=Decimal(101), denominator=Decimal(997), evidence="Báo cáo số 12/BC-UBND")
    return Figure(value=Decimal(7), evidence="Báo cáo số 12/BC-UBND ngày 30/12/2022")


def _of_unit(parts: dict[str, bytes], number: int) -> Iterator[tuple[str, bytes]]:
    """Give the parts with another unit's name and figures."""
    for name, part in parts.items():
        changed = part.replace(_FIRST_UNIT.encode(), f"U{number:04}".encode())
        if b"<v>997</v>" in part:
            changed = changed.replace("Xã số 0 ".encode(), f"Xã số {number} ".encode())
            changed = re.sub(
                rb"<v>(101|997|7)</v>",
                lambda found: b"<v>%d</v>" % (int(found[1]) + number % 17),
                changed,
            )
        yield name, changed


def _packed(parts: Iterator[tuple[str, bytes]]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts:
            package.writestr(name, part)
    return saved.getvalue()
