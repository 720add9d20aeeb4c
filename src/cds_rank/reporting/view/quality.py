"""Say who sent what, and what was found in it."""

from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import QualityView


def quality_view(teller: Teller) -> QualityView:
    """Say who sent what, and what was found in it."""
    return QualityView((), (), ())
