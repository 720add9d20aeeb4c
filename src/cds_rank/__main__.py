"""`python -m cds_rank`: the same command line as `cds-rank`."""

from cds_rank.cli.main import run

run()
