"""How long to look: a moment within `make test`, minutes when CDS_RANK_FUZZ says how many."""

import os
import random
import time
from collections.abc import Iterator

from hypothesis import HealthCheck, settings

MINUTES = float(os.environ.get("CDS_RANK_FUZZ", "0"))
SEED = int(os.environ.get("CDS_RANK_FUZZ_SEED", "0")) or (
    random.SystemRandom().getrandbits(32) if MINUTES else 2022
)
"""Where the mutations begin; a failure says it, so that it comes back with CDS_RANK_FUZZ_SEED."""

_PROPERTIES = 8  # tests that share the minutes
_EXAMPLES_A_MINUTE = 4000


def examples(usually: int) -> settings:
    """Give the settings of a property: so many examples usually, always the same ones."""
    return settings(
        max_examples=max(usually, int(MINUTES * _EXAMPLES_A_MINUTE / _PROPERTIES)),
        deadline=None,
        derandomize=not MINUTES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        print_blob=True,
    )


def dice(usually: int) -> Iterator[random.Random]:
    """Give so many dice usually, each seeded by itself; when minutes were asked for, until they are over."""
    end = time.monotonic() + 60 * MINUTES / _PROPERTIES
    number = 0
    while number < usually or time.monotonic() < end:
        yield random.Random(f"{SEED}/{number}")
        number += 1
