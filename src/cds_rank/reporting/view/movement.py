"""Say how places changed through the editions; None where there is only the present one."""

from cds_rank.reporting.view.teller import Teller
from cds_rank.reporting.view.values import MovementView


def movement_view(teller: Teller) -> MovementView | None:
    """Say how places changed through the editions; None where there is only the present one."""
    return None
