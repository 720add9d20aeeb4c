"""The Excel report: rankings, points, inputs, profiles, method, findings and provenance in one live workbook."""

from cds_rank.reporting.workbook.building import build_workbook, places_in

__all__ = ["build_workbook", "places_in"]
