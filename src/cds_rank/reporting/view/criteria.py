"""Say of every criterion that scores how the units of each group are spread, who does best, and who lacks it."""

from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import CriterionPage


def criterion_pages(teller: Teller) -> tuple[CriterionPage, ...]:
    """Say of every criterion that scores how the units of each group are spread, who does best, and who lacks it."""
    return ()
