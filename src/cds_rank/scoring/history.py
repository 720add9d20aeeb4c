"""How places and scores changed since earlier results; only what is scored alike is compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cds_rank.errors import CdsRankError
from cds_rank.model.digest import canonical_json, text_digest
from cds_rank.model.history import Comparison, Edition, History, Standing, Step, UnitHistory
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.method import StageUsed
from cds_rank.model.result import Ranked, Result
from cds_rank.model.spelling import clean_text, tone_key
from cds_rank.model.unit import Unit

# What a set says besides what decides a score: a change of these leaves scores comparable.
_WORDS = frozenset(
    {
        "version", "name", "description", "notes", "source", "status", "max_points_status", "groups_status",
        "legal_basis", "valid_from", "valid_to", "year", "units", "unit_of_measure", "numerator", "denominator",
        "suffix", "pillars", "levels", "recognition", "evidence", "limits", "cumulative", "checks",
    }
)  # fmt: skip


def make_history(present: Result, earlier: Sequence[Result]) -> History | None:
    """Put earlier results, in any order, beside the present one; None when there are none.

    Scores and places are compared where both results were scored by the same rules, on the same stage's figures,
    within the same unit list; where not, the edition says why. A unit is the same where its code and one of its names
    are, in the same group.
    Raises CdsRankError ("report_not_earlier") for a result that is not of an earlier period, or of one given twice.
    """
    if not earlier:
        return None
    ordered = sorted(earlier, key=lambda result: result.record.period.first)
    periods = [*(result.record.period for result in ordered), present.record.period]
    for before, after in pairwise(periods):
        if not before.last < after.first:
            raise CdsRankError("report_not_earlier", found=before.text, wanted=after.text)
    basis = scoring_basis(present.indicator_set)
    editions = tuple(
        Edition(result.record.period, result.indicator_set.version, _compare(present, basis, result))
        for result in (*ordered, present)
    )
    places = [_places(result) for result in (*ordered, present)]
    units = {unit: _unit_history(unit, editions, places) for unit in places[-1]}
    return History(editions, units)


def scoring_basis(indicator_set: IndicatorSet) -> str:
    """Return a digest over all that decides scores and ranks in a set, and over nothing else."""
    return text_digest(canonical_json(_without_words(indicator_set.model_dump(mode="json"))))


def _without_words(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_words(value) for key, value in data.items() if key not in _WORDS}
    return [_without_words(item) for item in data] if isinstance(data, list) else data


def _compare(present: Result, basis: str, other: Result) -> Comparison:
    if other.indicator_set.id != present.indicator_set.id:
        return Comparison.OTHER_SET
    if scoring_basis(other.indicator_set) != basis:
        return Comparison.OTHER_METHOD
    if _stage(other) != _stage(present):
        return Comparison.OTHER_STAGE
    if other.unit_list.id != present.unit_list.id:
        return Comparison.OTHER_UNITS
    return Comparison.COMPARABLE


def _stage(result: Result) -> tuple[str, bool]:
    """Tell whose figures were scored: of the final ones it depends on whether anybody reviewed them."""
    stage = result.record.stage
    return stage, stage == StageUsed.FINAL.value and bool(result.reviews)


@dataclass(frozen=True, slots=True)
class _Place:
    group: str
    names: frozenset[str]
    step: Step

    def is_of(self, other: "_Place") -> bool:
        """Tell whether both are places of one unit: a code alone does not, lists of one family may use it anew."""
        return self.group == other.group and not self.names.isdisjoint(other.names)


def _spellings(unit: Unit) -> frozenset[str]:
    """Return all a unit is called, without what makes no other name: case, blanks, where a tone stands."""
    names = (unit.name, *unit.also_written)
    return frozenset(" ".join(tone_key(clean_text(name)).casefold().split()) for name in names)


def _places(result: Result) -> dict[str, _Place]:
    names = {unit.code: _spellings(unit) for unit in result.unit_list.units}
    return dict(_each_place(result, names))


def _each_place(result: Result, names: dict[str, frozenset[str]]) -> Iterator[tuple[str, _Place]]:
    for ranking in result.rankings:
        count = len(ranking.ranked)
        for entry in ranking.placements:
            step = (
                Step(entry.rank, entry.published, count)
                if isinstance(entry, Ranked)
                else Step(None, None, count)
            )
            yield entry.unit, _Place(ranking.group, names[entry.unit], step)


def _unit_history(unit: str, editions: Sequence[Edition], places: Sequence[dict[str, _Place]]) -> UnitHistory:
    present = places[-1][unit]

    def step_in(edition: Edition, found: dict[str, _Place]) -> Step | None:
        place = found.get(unit)
        is_told = edition.comparison is Comparison.COMPARABLE and place is not None and place.is_of(present)
        return place.step if place is not None and is_told else None

    steps = tuple(step_in(edition, found) for edition, found in zip(editions, places, strict=True))
    before, now = steps[-2], present.step
    standing = _standing(editions[-2], before, now)
    if standing is not Standing.COMPARED or before is None:
        return UnitHistory(unit, standing, steps, None, None)
    if before.rank is None or now.rank is None or before.score is None or now.score is None:
        raise ValueError(f"{unit} is compared and has no rank")
    return UnitHistory(unit, standing, steps, before.rank - now.rank, now.score - before.score)


def _standing(edition: Edition, before: Step | None, now: Step) -> Standing:
    if now.rank is None:
        return Standing.NOT_RANKED_NOW
    if edition.comparison is not Comparison.COMPARABLE:
        return Standing.NOT_COMPARABLE
    if before is None:
        return Standing.NEW
    return Standing.COMPARED if before.rank is not None else Standing.NOT_RANKED_BEFORE
