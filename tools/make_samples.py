"""Build the sample submissions from the small tables in data/samples/sources; same tables, same bytes.

Usage: python tools/make_samples.py [FOLDER]   (default: data/samples)
"""

import csv
import datetime as dt
import hashlib
import sys
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.period import Period
from cds_rank.model.quantity import round_half_up
from cds_rank.model.rule import TargetRule
from cds_rank.model.unit import Unit
from cds_rank.reading.definitions import Definitions, builtin_folder, find_set, load_definitions
from cds_rank.wording.numbers import date_text

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"
CREATED_AT = dt.datetime(2023, 3, 29, 1, 0, tzinfo=dt.UTC)
SPREAD = Fraction(16, 100)  # how far a criterion may lie from its unit's level, both ways together
NOT_COLLECTED = {("139", "XHS-08"), ("139", "CQS-09"), ("137", "XHS-10"), ("BQLKCN", "CQS-17")}
NOTHING_TO_COUNT = {("BQLKCN", "CQS-09"), ("SKHCN", "CQS-05")}
ALL_OF_THEM = {"XHS-11"}  # known: 1.356/1.356 thôn, tổ dân phố have their team

Row = Mapping[str, str]


def main(folder: Path = SAMPLES) -> None:
    write_yen_bai(folder / "yen-bai-2022")
    write_published("dti-tinh-2022", "2022", folder, "Bảng xếp hạng DTI 2022, dti.gov.vn/xep-hang-2022")
    write_published("dti-tinh-2020", "2020", folder, "DTI 2020: stttt.bacninh.gov.vn 57420")


def read_table(name: str) -> list[Row]:
    with (SAMPLES / "sources" / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def load(set_name: str) -> Definitions:
    folders = (builtin_folder(),)
    return load_definitions(find_set(set_name, folders), folders)


def write_yen_bai(folder: Path) -> None:
    definitions = load("yen-bai-2022")
    counted_in = {row["indicator"]: row["counted_in"] for row in read_table("denominators")}
    rows = {row["unit"]: row for name in ("so-ban-nganh", "huyen") for row in read_table(name)}
    period = Period.parse("2022-Q4")
    for unit in definitions.unit_list.units:
        if unit.code in rows:
            figures = invent_figures(unit, rows[unit.code], definitions, counted_in)
            save(folder, definitions, unit, period, figures, illustrative=True)


def invent_figures(
    unit: Unit, row: Row, definitions: Definitions, counted_in: Mapping[str, str]
) -> dict[str, Figure]:
    indicators = definitions.indicator_set.indicators_for(unit.group)
    level = Fraction(row["level"]) / 100
    offsets = {i.code: spread_of(unit.code, i.code) for i in indicators if i.code not in ALL_OF_THEM}
    middle = sum(offsets.values(), Fraction(0)) / len(offsets)
    return {
        i.code: invent_figure(unit, i, row, counted_in[i.code], level + offsets.get(i.code, middle) - middle)
        for i in indicators
    }


def invent_figure(unit: Unit, indicator: Indicator, row: Row, column: str, share: Fraction) -> Figure:
    if row.get("no_procedures") == "yes" and indicator.may_be_not_applicable and not row[column]:
        reason = "Đơn vị không trực tiếp giải quyết thủ tục hành chính (minh họa)."
        return Figure(status=ObservationStatus.NOT_APPLICABLE, explanation=reason)
    if (unit.code, indicator.code) in NOT_COLLECTED:
        reason = "Chưa tách được số liệu theo địa bàn, sẽ bổ sung quý sau (minh họa)."
        return Figure(status=ObservationStatus.MISSING, explanation=reason)
    if (unit.code, indicator.code) in NOTHING_TO_COUNT:
        reason = "Trong kỳ không phát sinh (minh họa)."
        return Figure(status=ObservationStatus.NOTHING_TO_COUNT, explanation=reason)
    denominator = Decimal(row[column])
    goal = Fraction(1)
    if isinstance(indicator.rule, TargetRule) and indicator.target is not None:
        goal = Fraction(indicator.target.value) / 100
    share = Fraction(1) if indicator.code in ALL_OF_THEM else min(share, Fraction(1))
    numerator = min(round_half_up(share * goal * Fraction(denominator), 0), denominator)
    return Figure(
        numerator=numerator,
        denominator=denominator,
        status=ObservationStatus.REPORTED,
        evidence=evidence_of(unit, indicator),
    )


def spread_of(unit: str, indicator: str) -> Fraction:
    """Give a fixed share of SPREAD around 0 for a unit and indicator: no dice, the same on every machine."""
    first = hashlib.sha256(f"{unit}|{indicator}".encode()).digest()[:4]
    return (Fraction(int.from_bytes(first, "big"), 2**32 - 1) - Fraction(1, 2)) * SPREAD


def evidence_of(unit: Unit, indicator: Indicator) -> str:
    number = int(hashlib.sha256(f"{unit.code}|{indicator.code}".encode()).hexdigest()[:4], 16) % 240 + 1
    day = dt.date(2022, 12, 1 + number % 28)
    issuer = "UBND" if unit.group == "huyen" else unit.code
    return f"Báo cáo số {number}/BC-{issuer} {date_text(day, 'vi')} (minh họa)"


def write_published(set_name: str, period_text: str, folder: Path, evidence: str) -> None:
    definitions = load(set_name)
    period = Period.parse(period_text)
    inputs = [i for i in definitions.indicator_set.indicators.values() if i.input is InputKind.VALUE]
    for row in read_table(set_name):
        unit = definitions.unit_list.by_code[row["unit"]]
        figures = {
            i.code: Figure(value=Decimal(row[i.code]), evidence=evidence) for i in inputs if i.code in row
        }
        save(folder / set_name, definitions, unit, period, figures, illustrative=False)


def save(
    folder: Path,
    definitions: Definitions,
    unit: Unit,
    period: Period,
    figures: Mapping[str, Figure],
    *,
    illustrative: bool,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = build_form(
        definitions.indicator_set,
        definitions.set_digest,
        unit,
        period,
        created_at=CREATED_AT,
        figures=figures,
        illustrative=illustrative,
    )
    (folder / form_file_name(unit, definitions.indicator_set.id, period)).write_bytes(content)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
