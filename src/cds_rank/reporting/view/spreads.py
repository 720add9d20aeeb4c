"""How the units of a group are spread at one criterion: who has how many points, where each stands, the middle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cds_rank.model.indicator_set import Effect, Indicator
from cds_rank.model.quantity import exact
from cds_rank.model.result import UnitScores
from cds_rank.reporting.adding_up import counts_points

_ONE = Fraction(1)

_Level = tuple[Fraction, list[str]]


@dataclass(frozen=True, slots=True)
class Spread:
    """The scored units of a group to which a criterion applies, by their points.

    levels: points and the units that have just as many, most points first, units in the order of the list.
    places: of every unit, as written: 3, or 3= where others have the same points; the next place is left out then.
    median: points of the one in the middle, or halfway between the two; None where there is one unit alone.
    """

    levels: tuple[tuple[Fraction, tuple[str, ...]], ...]
    places: Mapping[str, str]
    median: Fraction | None

    @property
    def count(self) -> int:
        """How many units there are."""
        return len(self.places)


def spreads_of(
    scored: Iterable[UnitScores], indicators: Mapping[str, Indicator]
) -> dict[tuple[str, str], Spread]:
    """Spread the units of every group at every criterion that can give or take points; by group and criterion.

    scored: in the order of the unit list. A pair to whom nothing applies is left out.
    """
    found: dict[tuple[str, str], dict[tuple[int, int], _Level]] = defaultdict(dict)
    for scores in scored:
        for code, score in scores.nodes.items():
            indicator = indicators.get(code)
            if indicator is None or not counts_points(indicator, score):
                continue
            # A fraction's own hash costs more than all the rest.
            level = found[scores.group, code].setdefault(score.earned.as_integer_ratio(), (score.earned, []))
            level[1].append(scores.unit)
    return {key: _spread(levels) for key, levels in found.items()}


def position(indicator: Indicator, points: Fraction) -> Fraction:
    """Return where points lie between the worst that an indicator can give, 0, and the best, 1."""
    share = points / exact(indicator.max_points)
    return share + _ONE if indicator.effect is Effect.DEDUCTION else share


def _spread(found: Mapping[tuple[int, int], _Level]) -> Spread:
    # Quotients of whole numbers are rounded alike, so that only equal ones need the exact comparison.
    best_first = sorted(
        found.items(), key=lambda level: (level[0][0] / level[0][1], level[1][0]), reverse=True
    )
    levels = tuple((points, tuple(units)) for _ratio, (points, units) in best_first)
    places: dict[str, str] = {}
    for _points, units in levels:
        place = len(places) + 1
        places.update(dict.fromkeys(units, str(place) if len(units) == 1 else f"{place}="))
    return Spread(levels, places, _median(levels, len(places)) if len(places) > 1 else None)


def _median(levels: Iterable[tuple[Fraction, tuple[str, ...]]], count: int) -> Fraction:
    upper, lower = (count - 1) // 2, count // 2
    middle: list[Fraction] = []
    passed = 0
    for points, units in levels:
        middle += [points for wanted in (upper, lower) if passed <= wanted < passed + len(units)]
        passed += len(units)
    return middle[0] if middle[0] is middle[1] else (middle[0] + middle[1]) / 2
