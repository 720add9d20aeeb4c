"""From submitted workbooks to a ranking that a province can publish and defend.

For notebooks: `load_result(path).to_frame()` gives a result's tables as pandas frames.
"""

import os
from typing import TYPE_CHECKING, Any

__version__ = "0.4.0"

# With lxml openpyxl would write the same form in other bytes, a third longer: one writer everywhere.
os.environ.setdefault("OPENPYXL_LXML", "False")

if TYPE_CHECKING:
    from cds_rank.record.sealing import SealedResult, load_result

__all__ = ["SealedResult", "__version__", "load_result"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import cds_rank` itself costs nothing."""
    if name in {"SealedResult", "load_result"}:
        from cds_rank.record import sealing

        return getattr(sealing, name)
    raise AttributeError(name)
