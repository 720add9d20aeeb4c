"""Outbound to the units: the workbook that a province sends out and each unit fills in."""
