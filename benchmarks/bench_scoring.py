"""What exact scoring costs: the samples with derivations, and 10,000 units x 100 indicators without, next to NumPy.

python benchmarks/bench_scoring.py: ratios within one run. The study this project started from measured 1.38 s for the
R package COINr on the same work (normalise and aggregate 10,000 x 100); that package is not run here.
"""

import random
import time
from decimal import Decimal
from pathlib import Path
from statistics import median

from cds_rank import workflow
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.method import StageUsed
from cds_rank.model.unit import Status, Unit
from cds_rank.workflow import Choices
from printing import line

ROUNDS = 7
UNITS, INDICATORS = 10_000, 100
COINR_SECONDS = 1.38
SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples" / "yen-bai-2022"


def _named(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def _a_set() -> IndicatorSet:
    tree = [
        {
            "code": f"I{n}", "name": _named(f"I{n}"), "unit_of_measure": _named("%"), "input": "value",
            "direction": "higher_is_better", "rule": {"kind": "goalposts", "lower": 10, "upper": 90},
            "max_points": 10, "groups": ["xa"], "status": "confirmed", "source": "đo",
        }
        for n in range(INDICATORS)
    ]  # fmt: skip
    return IndicatorSet.model_validate(
        {
            "id": "do", "version": "1", "name": _named("đo"), "status": "confirmed",
            "groups": [{"code": "xa", "name": _named("xã")}], "tree": tree,
            "total": {"aggregation": "sum", "members": [{"node": node["code"]} for node in tree]},
            "method": {
                "missing": "zero", "zero_denominator": "zero", "stage": "final", "ties": "competition",
                "scale": {"name": _named("điểm")}, "rounding": {"published_score": 2}, "rank_on": "exact",
            },
        }
    )  # fmt: skip


def _seconds(work: object) -> float:
    assert callable(work)
    taken = []
    for turn in range(ROUNDS + 1):
        begin = time.process_time()
        work()
        if turn:
            taken.append(time.process_time() - begin)
    return median(taken)


def main() -> None:
    """Print the ratios."""
    import numpy as np

    from cds_rank.checks.admission import admit
    from cds_rank.scoring.index import build_index, used_observations
    from cds_rank.scoring.table import exact_totals, figure_column

    die = random.Random(1)
    indicator_set = _a_set()
    units = [Unit(code=f"U{n}", name=f"U{n}", group="xa", status=Status.CONFIRMED) for n in range(UNITS)]
    values = [[Decimal(die.randrange(10_001)) / 100 for _ in units] for _ in range(INDICATORS)]
    columns = {f"I{n}": figure_column(column) for n, column in enumerate(values)}
    floats = np.array(values, dtype=float).T.copy()

    def exactly() -> list[object]:
        return list(exact_totals(units, columns, indicator_set))

    def in_floats() -> object:
        return (np.clip((floats - 10) / 80, 0, 1) * 10).sum(axis=1)

    exact, numpy = _seconds(exactly), _seconds(in_floats)
    far = max(abs(float(e) - f) for (e, _), f in zip(exactly(), in_floats(), strict=True))  # type: ignore
    assert far < 1e-9, far
    line(
        "exact totals of 10,000 x 100 / NumPy floats",
        exact / numpy,
        40,
        f"{1000 * exact:.0f} ms / {1000 * numpy:.1f} ms",
    )
    line(
        "the same / what the study measured for COINr",
        exact / COINR_SECONDS,
        0.25,
        f"{1000 * exact:.0f} ms / 1380 ms",
    )

    validated = workflow.validate(workflow.find_sources([SAMPLES]), Choices(), whole_list=True)
    admission = admit(validated.read, validated.report, validated.context)
    figures = used_observations(admission.dataset.observations, StageUsed.FINAL)
    of_samples = _seconds(
        lambda: build_index(admission.dataset.units, figures, validated.context.indicator_set)
    )
    line("scoring the 28 samples with derivations, ms", 1000 * of_samples, 10, f"{len(figures)} figures")


if __name__ == "__main__":
    main()
