"""What a report says of a result, in which order and with which notes; renderers only draw it."""

from typing import TYPE_CHECKING

from cds_rank.reporting.view.criteria import criterion_pages
from cds_rank.reporting.view.findings import found_text, other_findings, refused_files
from cds_rank.reporting.view.method import method_view
from cds_rank.reporting.view.movement import movement_view
from cds_rank.reporting.view.notices import notices
from cds_rank.reporting.view.points import points_tables
from cds_rank.reporting.view.profiles import profiles
from cds_rank.reporting.view.provenance import head_facts, provenance_view, stage_text
from cds_rank.reporting.view.quality import quality_view
from cds_rank.reporting.view.rankings import group_view
from cds_rank.reporting.view.reviews import review_section
from cds_rank.reporting.view.teller import Teller, clean, point_digits
from cds_rank.reporting.view.values import BranchRow, CriterionRow, ProfileView, ReportView
from cds_rank.wording.periods import period_text

if TYPE_CHECKING:
    from cds_rank.reporting.story import Story

__all__ = [
    "BranchRow",
    "CriterionRow",
    "ProfileView",
    "ReportView",
    "found_text",
    "make_view",
    "point_digits",
]


def make_view(story: "Story") -> ReportView:
    """Say everything that a report of this story says, in its language."""
    teller = Teller(story)
    scale, language, result = teller.set.method.scale, story.language, story.result
    name = scale.name.in_language(language)
    return ReportView(
        language=language,
        title=clean(teller.set.name.in_language(language)),
        period=period_text(result.record.period, language),
        stage=stage_text(teller),
        illustrative=result.record.illustrative,
        notices=tuple(notices(teller)),
        head=tuple(head_facts(teller)),
        score_name=name,
        score_heading=f"{name} ({scale.suffix})" if scale.suffix else name,
        suffix=scale.suffix,
        groups=tuple(group_view(teller, ranking) for ranking in result.rankings),
        refused=tuple(refused_files(teller)),
        other_findings=tuple(other_findings(teller)),
        profiles=profiles(teller),
        method=method_view(teller),
        provenance=provenance_view(teller),
        recognition=teller.recognition,
        reviews=review_section(result, story.stages, language) if result.reviews else None,
        criteria=criterion_pages(teller),
        movement=movement_view(teller),
        quality=quality_view(teller),
        points=points_tables(teller),
    )
