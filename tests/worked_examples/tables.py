"""The published tables in data/ and the sets in sets/, and what the program makes of them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation
from cds_rank.model.result import Placement, Ranked, UnitScores, UnrankedReason
from cds_rank.model.text import ascii_words
from cds_rank.model.unit import Status, Unit, UnitList
from cds_rank.reading.definitions import Definitions, builtin_folder, load_definitions, load_indicator_set
from cds_rank.reading.definitions import load_unit_list as load_list
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from tests.scoring.builders import Value, figure

HERE = Path(__file__).parent
Row = dict[str, str]
Figures = Mapping[str, Mapping[str, Value]]  # unit, as the table writes it → indicator → figure


def table(name: str) -> list[Row]:
    """Rows of data/NAME.csv, as text; the lines with "#" say where the figures stand."""
    lines = (HERE / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def example_set(name: str) -> IndicatorSet:
    return load_indicator_set(HERE / "sets" / f"{name}.yaml")


def builtin(name: str) -> Definitions:
    folder = builtin_folder()
    return load_definitions(folder / f"{name}.yaml", (folder,))


def unit_list(name: str) -> UnitList:
    return load_list(builtin_folder() / "units" / f"{name}.yaml")


def number(printed: str) -> Decimal:
    """731,61 or 0.4096, as the source writes it."""
    return Decimal(printed.replace(",", "."))


def printed(value: Decimal) -> str:
    """Write a number as Vietnamese tables do: 73,16."""
    return str(value).replace(".", ",")


def units_of(rows: Iterable[Row], groups: Mapping[str, str], *, named: str = "unit") -> list[Unit]:
    """One unit for each row; groups: the table's first column → the set's group."""
    return [
        Unit(code=ascii_words(row[named]), name=row[named], group=groups[next(iter(row.values()))],
             status=Status.CONFIRMED)
        for row in rows
    ]  # fmt: skip


def written(units: Iterable[Unit]) -> dict[str, Unit]:
    """Units by every way of writing their name."""
    return {name: unit for unit in units for name in (unit.name, unit.short_name, *unit.also_written) if name}


def scored(indicator_set: IndicatorSet, units: Sequence[Unit], figures: Figures) -> dict[str, UnitScores]:
    """Scores of the units that have figures, by the name in `figures`."""
    by_name = written(units)
    observed: dict[tuple[str, str], Observation] = {
        (by_name[name].code, code): figure(value, unit=by_name[name].code, indicator=code)
        for name, values in figures.items()
        for code, value in values.items()
    }
    sent = [by_name[name] for name in figures]
    scores = build_index(sent, observed, indicator_set)
    return {name: scores[by_name[name].code] for name in figures}


def placed(indicator_set: IndicatorSet, units: Sequence[Unit], figures: Figures) -> dict[str, Placement]:
    """Everybody's place, by the name of the unit list; those with a rank by rank."""
    scores = {of.unit: of for of in scored(indicator_set, units, figures).values()}
    names = {unit.code: unit.name for unit in units}
    return {
        names[placement.unit]: placement
        for ranking in rank_units(units, scores, {}, indicator_set)
        for placement in ranking.placements
    }


def ranked(places: Mapping[str, Placement]) -> dict[str, Ranked]:
    return {name: place for name, place in places.items() if isinstance(place, Ranked)}


def ranks(places: Mapping[str, Placement]) -> dict[str, int]:
    return {name: place.rank for name, place in ranked(places).items()}


def unranked(places: Mapping[str, Placement]) -> dict[str, UnrankedReason]:
    return {name: place.reason for name, place in places.items() if not isinstance(place, Ranked)}


def one_of(earned: str, attainable: str) -> Fraction:
    """Points of points as an exact share."""
    return Fraction(earned) / Fraction(attainable)
