"""Inbound: bytes to model values (definitions in YAML, workbooks, numbers as people type them)."""
