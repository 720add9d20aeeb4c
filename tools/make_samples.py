"""Build the sample submissions from the small tables in data/samples/sources; same tables, same bytes.

Usage: python tools/make_samples.py [FOLDER [SET ...]]   (default: data/samples, every set)
"""

import csv
import datetime as dt
import hashlib
import os
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

from cds_rank import workflow
from cds_rank.batch import in_processes
from cds_rank.forms.review_contents import FilledReview, parts_of
from cds_rank.forms.review_workbook import build_review, review_file_name
from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model.indicator_set import Indicator, InputKind
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.period import Period
from cds_rank.model.quantity import round_half_up
from cds_rank.model.review import Cause, Verdict
from cds_rank.model.rule import TargetRule
from cds_rank.model.unit import Unit
from cds_rank.reading.definitions import Definitions, builtin_folder, find_set, load_definitions
from cds_rank.wording.numbers import date_text
from cds_rank.workflow import Choices
from cds_rank.workflow.review_forms import review_material

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"
CREATED_AT = dt.datetime(2023, 3, 29, 1, 0, tzinfo=dt.UTC)
SPREAD = Fraction(16, 100)  # how far a criterion may lie from its unit's level, both ways together
NOT_COLLECTED = {("139", "XHS-08"), ("139", "CQS-09"), ("137", "XHS-10"), ("BQLKCN", "CQS-17")}
NOTHING_TO_COUNT = {("BQLKCN", "CQS-09"), ("SKHCN", "CQS-05")}
ALL_OF_THEM = {"XHS-11"}  # known: 1.356/1.356 thôn, tổ dân phố have their team
COMMUNES = "yen-bai-xa-2022"
REVIEWS = "yen-bai-2022-tham-dinh"
EARLIER = "yen-bai-2022-quy-3"  # the quarter before, for reports that compare with it
LAST_PERIOD = Period.parse("2022-Q4")
SILENT_EARLIER = {"137", "BDT"}
LATELY = Fraction(12, 100)  # the most that a unit has won since the quarter before
SETS = ("yen-bai-2022", EARLIER, REVIEWS, "dti-tinh-2022", "dti-tinh-2020", COMMUNES)
REVIEWERS = {
    "CQS": "Tổ thẩm định 1 (minh họa)",
    "KTS": "Tổ thẩm định 2 (minh họa)",
    "XHS": "Tổ thẩm định 2 (minh họa)",
}

Row = Mapping[str, str]


def main(folder: Path = SAMPLES, sets: Sequence[str] = SETS) -> None:
    if "yen-bai-2022" in sets:
        write_yen_bai(folder / "yen-bai-2022")
    if EARLIER in sets:
        write_yen_bai(folder / EARLIER, Period.parse("2022-Q3"))
    if REVIEWS in sets:
        write_reviews(folder / "yen-bai-2022", folder / REVIEWS)
    if "dti-tinh-2022" in sets:
        source = "Bảng xếp hạng DTI 2022, dti.gov.vn/xep-hang-2022"
        write_published("dti-tinh-2022", "2022", folder, source)
    if "dti-tinh-2020" in sets:
        write_published("dti-tinh-2020", "2020", folder, "DTI 2020: stttt.bacninh.gov.vn 57420")
    if COMMUNES in sets:
        write_communes(folder / COMMUNES, jobs=os.cpu_count() or 1)


def read_table(name: str) -> list[Row]:
    with (SAMPLES / "sources" / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def load(set_name: str) -> Definitions:
    folders = (builtin_folder(),)
    return load_definitions(find_set(set_name, folders), folders)


def write_yen_bai(folder: Path, period: Period = LAST_PERIOD) -> None:
    definitions = load("yen-bai-2022")
    counted_in = {row["indicator"]: row["counted_in"] for row in read_table("denominators")}
    rows = {row["unit"]: row for name in ("so-ban-nganh", "huyen") for row in read_table(name)}
    is_earlier = period != LAST_PERIOD
    for unit in definitions.unit_list.units:
        if unit.code in rows and not (is_earlier and unit.code in SILENT_EARLIER):
            level = Fraction(rows[unit.code]["level"]) / 100
            if is_earlier:
                level -= fixed_share(unit.code, "lately") * LATELY
            figures = invent_figures(unit, rows[unit.code], level, period, definitions, counted_in)
            save(folder, definitions, unit, period, figures, illustrative=True)


def invent_figures(
    unit: Unit,
    row: Row,
    level: Fraction,
    period: Period,
    definitions: Definitions,
    counted_in: Mapping[str, str],
) -> dict[str, Figure]:
    indicators = definitions.indicator_set.indicators_for(unit.group)
    offsets = {i.code: spread_of(unit.code, i.code) for i in indicators if i.code not in ALL_OF_THEM}
    middle = sum(offsets.values(), Fraction(0)) / len(offsets)
    return {
        i.code: invent_figure(
            unit, i, row, counted_in[i.code], level + offsets.get(i.code, middle) - middle, period
        )
        for i in indicators
    }


def invent_figure(
    unit: Unit, indicator: Indicator, row: Row, column: str, share: Fraction, period: Period
) -> Figure:
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
        evidence=evidence_of(unit, indicator, period),
    )


def spread_of(unit: str, indicator: str) -> Fraction:
    """Give a fixed share of SPREAD around 0 for a unit and indicator: no dice, the same on every machine."""
    return (fixed_share(unit, indicator) - Fraction(1, 2)) * SPREAD


def fixed_share(*names: str) -> Fraction:
    """Give a share between 0 and 1 that depends on the names alone."""
    first = hashlib.sha256("|".join(names).encode()).digest()[:4]
    return Fraction(int.from_bytes(first, "big"), 2**32 - 1)


def evidence_of(unit: Unit, indicator: Indicator, period: Period = LAST_PERIOD) -> str:
    number = int(hashlib.sha256(f"{unit.code}|{indicator.code}".encode()).hexdigest()[:4], 16) % 240 + 1
    day = period.last.replace(day=1 + number % 28)
    issuer = "UBND" if unit.group in {"huyen", "xa"} else unit.code
    return f"Báo cáo số {number}/BC-{issuer} {date_text(day, 'vi')} (minh họa)"


def write_reviews(submissions: Path, folder: Path) -> None:
    """Write the review workbooks of three reviewers: what the table does not name is agreed to."""
    validated = workflow.validate(workflow.find_sources([submissions]), Choices(), whole_list=True)
    material = review_material(validated)
    table = {(row["unit"], row["indicator"]): row for row in read_table("tham-dinh")}
    indicator_set = validated.definitions.indicator_set
    folder.mkdir(parents=True, exist_ok=True)
    for pillar, rows in parts_of(material.rows, "pillar", indicator_set):
        filled = {
            (row.unit.code, row.indicator.code): decided(
                next(
                    (
                        table[key]
                        for key in (
                            (row.unit.code, row.indicator.code), (row.unit.code, "*"), ("*", row.indicator.code)
                        )
                        if key in table
                    ),
                    None,
                ),
                REVIEWERS[pillar],
            )
            for row in rows
        }  # fmt: skip
        period = validated.context.period
        content = build_review(
            indicator_set, validated.definitions.set_digest, period, rows, pillar,
            created_at=CREATED_AT, illustrative=material.illustrative, filled=filled,
        )  # fmt: skip
        (folder / review_file_name(indicator_set.id, period, pillar)).write_bytes(content)


def decided(row: Row | None, reviewer: str) -> FilledReview:
    if row is None:
        return FilledReview(Verdict.AGREED, reviewer=reviewer)
    verdict = Verdict(row["verdict"])
    if verdict is Verdict.PENDING:
        return FilledReview(verdict)

    def number(column: str) -> Decimal | None:
        return Decimal(row[column]) if row[column] else None

    return FilledReview(
        verdict,
        numerator=number("numerator"),
        denominator=number("denominator"),
        points=number("points"),
        cause=Cause(row["cause"]),
        reason=f"{row['reason']} (minh họa)",
        reviewer=reviewer,
    )


def write_communes(folder: Path, chosen: Container[str] | None = None, jobs: int = 1) -> None:
    """Build the workbooks of the communes, on `jobs` processes. chosen: codes of communes, all when None."""
    definitions = load(COMMUNES)

    def write(commune: tuple[Unit, Mapping[str, Figure]]) -> None:
        save(folder, definitions, commune[0], Period.parse("2022"), commune[1], illustrative=True)

    def stop(commune: tuple[Unit, Mapping[str, Figure]], reason: str) -> None:
        raise RuntimeError(f"{commune[0].name}: {reason}")

    wanted = [commune for commune in communes(definitions) if chosen is None or commune[0].code in chosen]
    for _ in in_processes(write, wanted, jobs, stop):
        pass


def communes(definitions: Definitions) -> Iterator[tuple[Unit, dict[str, Figure]]]:
    """Give every commune with its invented figures.

    A commune that is not in the table did not register, and misses what chance would let it miss.
    """
    counted_in = {row["indicator"]: row["counted_in"] for row in read_table("denominators")}
    districts = {row["unit"]: row for row in read_table("huyen")}
    rows = {row["unit"]: row for row in read_table(COMMUNES)}
    indicators = definitions.indicator_set.indicators_for("xa")
    for unit, sizes in with_sizes(definitions.unit_list.units, districts):
        row = rows.get(unit.code) or unregistered(unit, indicators)
        yield (
            unit,
            {i.code: commune_figure(unit, i, row, sizes.get(counted_in.get(i.code, ""))) for i in indicators},
        )


def with_sizes(
    units: Sequence[Unit], districts: Mapping[str, Row]
) -> Iterator[tuple[Unit, Mapping[str, int]]]:
    """Give every commune an equal part of what its district counts; what is left over goes to the first ones."""
    seen: dict[str, int] = {}
    for unit in units:
        district = districts[unit.parent or ""]
        position = seen.get(district["unit"], 0)
        seen[district["unit"]] = position + 1
        sizes = {"products": 2 + floor(8 * fixed_share(unit.code, "products"))}
        for column, total in district.items():
            if column not in {"unit", "level"}:
                each, left_over = divmod(int(total), int(district["communes"]))
                sizes[column] = each + (position < left_over)
        yield unit, sizes


def unregistered(unit: Unit, indicators: Sequence[Indicator]) -> Row:
    lots = {i.code: fixed_share(unit.code, i.code, "met") for i in indicators}
    return {
        "registered": "no",
        "unmet": " ".join(code for code, lot in lots.items() if lot < Fraction(1, 2)),
        "extended": " ".join(code for code, lot in lots.items() if lot > Fraction(4, 5)),
    }


def commune_figure(unit: Unit, indicator: Indicator, row: Row, denominator: int | None) -> Figure:
    if indicator.code == "MR-02" and unit.name.startswith("Phường"):
        reason = "Phường không có sản phẩm nông sản, đặc sản (minh họa)."
        return Figure(status=ObservationStatus.NOT_APPLICABLE, explanation=reason)
    evidence = evidence_of(unit, indicator)
    if indicator.max_points == 0:
        return Figure(answer=row["registered"], evidence=evidence)
    extended = indicator.code.startswith("MR-")
    is_met = (
        indicator.code in row["extended"].split() if extended else indicator.code not in row["unmet"].split()
    )
    if indicator.input is InputKind.YES_NO:
        return Figure(answer="yes" if is_met else "no", evidence=evidence)
    assert indicator.target is not None
    target, lot = Fraction(indicator.target.value), fixed_share(unit.code, indicator.code)
    if indicator.input is InputKind.COUNT:
        count = target + floor(3 * lot) if is_met else floor(target * lot)
        return Figure(value=Decimal(int(count)), evidence=evidence)
    assert denominator is not None
    needed = target / 100 * denominator
    # Met: up to half of the way from the target to all of them. Not met: two fifths to nine tenths of the target.
    numerator = (
        ceil(needed + (denominator - needed) * lot / 2)
        if is_met
        else floor(needed * (Fraction(2, 5) + lot / 2))
    )
    return Figure(
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
        status=ObservationStatus.REPORTED,
        evidence=evidence,
    )


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
    main(Path(sys.argv[1]) if sys.argv[1:] else SAMPLES, sys.argv[2:] or SETS)
