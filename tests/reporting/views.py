"""Views of small results: units with figures, reviewed or not, beside earlier results or alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.period import Period
from cds_rank.model.result import Result
from cds_rank.record.sealing import seal
from cds_rank.reporting.story import Story
from cds_rank.reporting.view import ProfileView, ReportView
from cds_rank.reporting.view.values import CriterionPage
from cds_rank.scoring.history import make_history
from cds_rank.scoring.stages import stage_differences
from cds_rank.wording.language import Language
from tests.scoring.reviews import Claims, reviewed


def result_of(the_set: IndicatorSet, claims: Claims, *reviews: Any, period: str = "", **more: Any) -> Result:
    """Score claims; `more` goes to `reviewed`. period: instead of the usual one."""
    result = reviewed(the_set, claims, *reviews, **more)
    if not period:
        return result
    return replace(result, record=replace(result.record, period=Period.parse(period)))


def told(result: Result, *earlier: Result, language: Language = "vi") -> ReportView:
    """Tell a result beside earlier ones."""
    history = make_history(result, earlier)
    before = tuple(seal(one)[1] for one in earlier)
    return Story(seal(result)[1], language, stage_differences(result), history, before).view


def view_of(the_set: IndicatorSet, claims: Claims, *reviews: Any, **more: Any) -> ReportView:
    return told(result_of(the_set, claims, *reviews, **more))


def profile_of(the_set: IndicatorSet, claims: Claims, unit: str, *reviews: Any, **more: Any) -> ProfileView:
    return view_of(the_set, claims, *reviews, **more).profiles.of(unit)


def page_of(the_set: IndicatorSet, claims: Claims, code: str, *reviews: Any, **more: Any) -> CriterionPage:
    return view_of(the_set, claims, *reviews, **more).criteria.of(code)


def column(code: str, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Claims of one criterion: unit → value."""
    return {unit: {code: value} for unit, value in values.items()}
