"""The users' stories as plain functions: paths in, values out; nothing here prints or writes."""

from cds_rank.workflow.checking import (
    Checked,
    Choices,
    Effort,
    Progress,
    Validated,
    check,
    check_source,
    parse_period,
    read_safely,
    report_of,
    set_folders,
    unreadable_files,
    validate,
)
from cds_rank.workflow.computing import compute
from cds_rank.workflow.keeping import Cache
from cds_rank.workflow.sources import Source, find_sources, passed_over, shard_of

__all__ = [
    "Cache",
    "Checked",
    "Choices",
    "Effort",
    "Progress",
    "Source",
    "Validated",
    "check",
    "check_source",
    "compute",
    "find_sources",
    "parse_period",
    "passed_over",
    "read_safely",
    "report_of",
    "set_folders",
    "shard_of",
    "unreadable_files",
    "validate",
]
