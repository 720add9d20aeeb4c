"""Sets and figures of every kind: the workbook says what the engine says, before and after somebody appeals."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cds_rank.model.indicator_set import Branch, Composite
from cds_rank.model.observation import Observation
from cds_rank.model.result import Ranked, Result
from cds_rank.reporting.story import Story
from cds_rank.reporting.workbook import build_workbook, places_in
from cds_rank.reporting.workbook.places import Places
from tests.reporting.recalculation.appeals import appeals, the_past, typed
from tests.reporting.recalculation.cells import Book, Place, Value, read_book, with_inputs
from tests.reporting.recalculation.engine import contradicted, dead, with_figures
from tests.reporting.recalculation.office import disagreements, formulas, recalculated
from tests.reporting.recalculation.worlds import RULES, World, world_of

HOW_MANY = 25
ONCE_WRONG = (14, 171)
"""A condition within a survey that was not held; a stand-in where everybody is equal."""


def seeds() -> list[int]:
    """Numbers that hypothesis comes up with, always the same; LibreOffice takes all worlds in one go."""
    found: list[int] = []

    @settings(
        max_examples=HOW_MANY,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def draw(seed: int) -> None:
        found.append(seed)

    draw()
    return found


@dataclass(frozen=True)
class Trial:
    """One world, its workbook, and what somebody changes in it."""

    seed: int

    @cached_property
    def world(self) -> World:
        return world_of(self.seed)

    @cached_property
    def result(self) -> Result:
        return self.world.result

    @cached_property
    def story(self) -> Story:
        return self.world.story("en" if self.seed % 2 else "vi")

    @cached_property
    def places(self) -> Places:
        return places_in(self.story)

    @cached_property
    def workbook(self) -> bytes:
        return build_workbook(self.story)

    @cached_property
    def changes(self) -> dict[tuple[str, str], Observation]:
        """The first appeal that moves anybody's score; many move nobody's."""
        tried = [appeals(self.world, self.seed + attempt, 3) for attempt in range(6)]
        before = _totals(self.result)
        moving = (made for made in tried if _totals(self._after(made)) != before)
        return next(moving, tried[0])

    def appealed(self) -> bytes:
        inputs: dict[Place, Value] = the_past(self.places, self.world.set, self.world.earlier)
        for key, made in self.changes.items():
            inputs |= typed(self.places, key, made)
        return with_inputs(self.workbook, inputs)

    @cached_property
    def after(self) -> Result:
        return self._after(self.changes)

    def _after(self, changes: dict[tuple[str, str], Observation]) -> Result:
        return with_figures(self.result, changes, self.world.earlier)


def _totals(result: Result) -> dict[str, Fraction | None]:
    return {unit: scores.total.share for unit, scores in result.scores.items()}


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    return [Trial(seed) for seed in (*seeds(), *ONCE_WRONG)]


@pytest.fixture(scope="module")
def computed(trials: list[Trial], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    books = {f"{trial.seed}": trial.workbook for trial in trials}
    books |= {f"{trial.seed}-appealed": trial.appealed() for trial in trials}
    return recalculated(books, tmp_path_factory.mktemp("office"))


def test_libreoffice_comes_to_every_stored_value(trials: list[Trial], computed: dict[str, Book]) -> None:
    stored = {trial.seed: read_book(trial.workbook) for trial in trials}

    assert [
        problem
        for trial in trials
        for problem in disagreements(stored[trial.seed], computed[f"{trial.seed}"], f"world {trial.seed}")
    ] == []
    assert sum(map(formulas, stored.values())) > 100 * HOW_MANY


def test_stored_values_are_the_engine_s(trials: list[Trial]) -> None:
    assert [
        f"world {trial.seed} › {problem}"
        for trial in trials
        for problem in contradicted(trial.places, read_book(trial.workbook), trial.result)
    ] == []


def test_everybody_moves_as_the_engine_says_when_figures_are_changed(
    trials: list[Trial], computed: dict[str, Book]
) -> None:
    assert [
        f"world {trial.seed}, changed {sorted(trial.changes)} › {problem}"
        for trial in trials
        for problem in contradicted(
            trial.places, computed[f"{trial.seed}-appealed"], trial.after, live_only=True
        )
    ] == []


def test_whatever_scores_is_a_formula_or_says_why_not(trials: list[Trial]) -> None:
    for trial in trials:
        assert dead(trial.places, read_book(trial.workbook), trial.result) == [], f"world {trial.seed}"
        assert all(one.why for one in trial.places.exceptions)


def test_every_score_of_everybody_has_its_cells(trials: list[Trial]) -> None:
    for trial in trials:
        indicators, found = trial.result.indicator_set.indicators, trial.result.scores
        leaves = {(unit, code) for unit, of in found.items() for code in of.nodes if code in indicators}
        above = {
            (unit, code) for unit, of in found.items() for code in (*of.nodes, "") if code not in indicators
        }

        assert set(trial.places.inputs) == leaves
        assert set(trial.places.nodes) == above
        assert set(trial.places.rankings) == set(found)


def test_the_worlds_have_something_of_everything(trials: list[Trial]) -> None:
    """Or the tests above would pass over what never came up."""
    seen = {feature for trial in trials for feature in features(trial)}
    wanted = {
        *RULES,
        *(f"{kind} {way}" for kind in ("branch", "composite", "total") for way in WAYS[kind]),
        "exact", "published", "competition", "modified_competition", "dense",
        "bonus", "deduction", "at_most", "change", "denomination", "condition", "imputed",
        "points rounded", "nodes rounded", "tie breakers", "levels", "coverage", "survey not held",
        "tie", "missing", "unreadable", "rejected", "not_applicable", "nothing_to_count", "given points",
        "missing_values", "low_coverage", "nothing_attainable", "group_not_ranked", "refused", "not_submitted",
        "rank moved", "became unranked", "score moved",
    }  # fmt: skip

    assert wanted - seen == set()


WAYS = {
    "branch": ("sum", "best", "geometric", "harmonic"),
    "composite": ("sum", "weighted_mean", "geometric", "harmonic", "copeland"),
    "total": ("sum", "weighted_mean", "geometric", "harmonic", "copeland"),
}


def features(trial: Trial) -> Iterator[str]:
    the_set, result = trial.world.set, trial.result
    for indicator in the_set.indicators.values():
        yield from (indicator.rule.kind, indicator.effect.value)
        parts = {
            "change": indicator.change,
            "denomination": indicator.denomination,
            "condition": indicator.applies_when,
        }
        yield from (name for name, part in parts.items() if part)
    for node in the_set.nodes.values():
        if isinstance(node, Branch):
            yield f"branch {node.aggregation}"
            yield "at_most" if node.at_most else ""
        if isinstance(node, Composite):
            yield f"composite {node.roll_up.aggregation}"
    method = the_set.method
    yield from (f"total {the_set.total.aggregation}", method.ties, method.rank_on)
    yield "points rounded" if method.rounding.indicator_points is not None else ""
    yield "nodes rounded" if method.rounding.node_points is not None else ""
    yield "tie breakers" if method.tie_breakers else ""
    yield "levels" if method.levels else ""
    yield "coverage" if method.coverage else ""
    yield "survey not held" if trial.world.not_held else ""
    for scores in result.scores.values():
        yield from (score.treatment.value for score in scores.nodes.values())
    yield "given points" if any(one.points is not None for one in result.observations.values()) else ""
    after = {entry.unit: entry for ranking in trial.after.rankings for entry in ranking.placements}
    for ranking in result.rankings:
        for entry in ranking.placements:
            then = after[entry.unit]
            if isinstance(entry, Ranked):
                yield "tie" if entry.shares_rank else ""
                if isinstance(then, Ranked):
                    yield "rank moved" if entry.rank != then.rank else ""
                    yield "score moved" if entry.score != then.score else ""
                else:
                    yield "became unranked"
            else:
                yield entry.reason.value
