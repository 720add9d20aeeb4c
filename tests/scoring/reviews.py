"""Results under review: claims, what reviewers said of them, and what that scores."""

from collections.abc import Mapping
from typing import Any

from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import Observation, ObservationStatus, Origin
from cds_rank.model.result import Result, RunRecord, UnitListUsed, Unranked
from cds_rank.model.review import Cause, Review, Verdict, with_reviews
from cds_rank.scoring.index import build_index, used_observations
from cds_rank.scoring.ranking import rank_units
from tests.scoring.builders import PERIOD, Value, figure, unit

Claims = Mapping[str, Mapping[str, Value | None]]


def said(of: str, code: str, verdict: Verdict, cause: Cause | None = None, **given: Any) -> Review:
    return Review(of, code, verdict, Origin("tham-dinh.xlsx", "Thẩm định", "N8"), cause, **given)


def reviewed(
    the_set: IndicatorSet,
    claims: Claims,
    *reviews: Review,
    stage: StageUsed = StageUsed.FINAL,
    groups: Mapping[str, str] | None = None,
    refused: Mapping[str, Unranked] | None = None,
) -> Result:
    """Score claims under reviews, as the workflow does. claims: unit → indicator → value; None: not reported."""
    units = [unit(code, (groups or {}).get(code, "so")) for code in claims]
    listed = (*units, *(unit(code) for code in refused or {}))
    missing = figure(status=ObservationStatus.MISSING)
    observations: dict[tuple[str, str], tuple[Observation, ...]] = {
        (of, code): (figure(missing if value is None else value, unit=of, indicator=code),)
        for of, values in claims.items()
        for code, value in values.items()
    }
    both = with_reviews(observations, reviews, PERIOD)
    used, claimed = used_observations(both, stage), used_observations(both, StageUsed.SELF_ASSESSED)
    scores = build_index(units, used, the_set)
    return Result(
        record=RunRecord("", "0.1.0", PERIOD, stage.value, False, False, (), content_digest(the_set)),
        indicator_set=the_set,
        unit_list=UnitListUsed("danh-sach", "1.0.0", "b" * 64, listed),
        rankings=rank_units(listed, scores, refused or {}, the_set),
        scores=scores,
        observations=used,
        findings=(),
        refused_files=(),
        reviews={(r.unit, r.indicator): r for r in reviews},
        self_scores=build_index(units, claimed, the_set) if reviews else {},
        self_observations=claimed if reviews else {},
    )
