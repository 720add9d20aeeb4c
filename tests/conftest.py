"""What every test runs under: a cache of its own, never the one of whoever runs the tests."""

import os
import tempfile

import pytest

import cds_rank  # noqa: F401 - before openpyxl: it decides how that writes


def pytest_configure(config: pytest.Config) -> None:
    """Give each process of a test run a cache folder of its own."""
    folder = tempfile.TemporaryDirectory(prefix="cds-rank-tests-", ignore_cleanup_errors=True)
    os.environ["CDS_RANK_CACHE"] = folder.name
    config.add_cleanup(folder.cleanup)
