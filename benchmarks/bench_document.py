"""What the decision as a Word file costs: 28 and 3,321 units, next to a bare python-docx loop writing the same cells.

python benchmarks/bench_document.py: processor time, after imports; the view is made beforehand, as every format
shares it.
"""

import io
import random
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from statistics import median

from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, RunRecord, UnitListUsed
from cds_rank.model.settings import DecisionSettings
from cds_rank.model.unit import Status, Unit
from cds_rank.record.sealing import seal
from cds_rank.reporting.decision import make_decision
from cds_rank.reporting.document import build_document
from cds_rank.reporting.story import Story
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units

FEW, MANY = 28, 3_321
LIMIT = 0.2  # seconds for few units
ROUNDS = 5
PERIOD = Period.parse("2022")


def _named(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def _a_set() -> IndicatorSet:
    def indicator(code: str) -> dict[str, object]:
        return {
            "code": code, "name": _named(f"Chỉ tiêu {code}"), "unit_of_measure": _named("%"), "input": "value",
            "direction": "higher_is_better", "rule": {"kind": "proportional", "full": "100"}, "max_points": "10",
            "groups": ["xa"], "status": "confirmed", "source": "đo",
        }  # fmt: skip

    pillars = [
        {
            "code": f"P{n}",
            "name": _named(f"Trụ cột {n}"),
            "children": [indicator(f"I{n}.1"), indicator(f"I{n}.2")],
        }
        for n in range(1, 4)
    ]
    return IndicatorSet.model_validate(
        {
            "id": "do", "version": "1", "name": _named("Bộ chỉ tiêu đo"), "status": "confirmed",
            "groups": [{"code": "xa", "name": _named("Xã, phường")}], "tree": pillars,
            "pillars": [pillar["code"] for pillar in pillars],
            "total": {"aggregation": "sum", "members": [{"node": pillar["code"]} for pillar in pillars]},
            "method": {
                "missing": "zero", "zero_denominator": "zero", "stage": "final", "ties": "competition",
                "scale": {"name": _named("Tỷ lệ")}, "rounding": {"published_score": 2}, "rank_on": "exact",
            },
        }
    )  # fmt: skip


def story_of(count: int) -> Story:
    """Make a result of so many communes, of figures drawn by a die that always falls the same."""
    die, made_of = random.Random(1), _a_set()
    units = [Unit(code=f"X{n}", name=f"Xã số {n}", group="xa", status=Status.CONFIRMED) for n in range(count)]
    observations = {
        (unit.code, code): Observation(
            unit=unit.code, indicator=code, period=PERIOD, stage=Stage.SELF_ASSESSED, value=Decimal(die.randrange(101)),
            status=ObservationStatus.REPORTED, origin=Origin(f"{unit.code}.xlsx", "Số liệu", "D9"),
        )
        for unit in units
        for code in made_of.indicators
    }  # fmt: skip
    scores = build_index(units, observations, made_of)
    record = RunRecord(
        created_at="2023-01-20T08:00:00+07:00", tool_version="0", period=PERIOD, stage="final", accepted_errors=False,
        illustrative=False, inputs=(), set_digest="",
    )  # fmt: skip
    result = Result(
        record=record, indicator_set=made_of, unit_list=UnitListUsed("xa", "1", "", tuple(units)),
        rankings=rank_units(units, scores, {}, made_of), scores=scores, observations=observations, findings=(),
        refused_files=(),
    )  # fmt: skip
    story = Story(seal(result)[1])
    _ = story.view
    return story


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median processor time of some work, after one turn that warms the caches."""
    taken = []
    for turn in range(rounds + 1):
        begin = time.process_time()
        work()
        if turn:
            taken.append(time.process_time() - begin)
    return median(taken)


def bare_loop(rows: list[tuple[str, ...]]) -> bytes:
    """Write the same cells with python-docx, one table, its cells looked up once."""
    from docx import Document

    document = Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    cells = iter(table._cells)  # noqa: SLF001 - Table.cell() in a loop is quadratic
    for row in rows:
        for text in row:
            next(cells).text = text
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def main() -> None:
    """Print what few and many units cost."""
    for count, rounds in ((FEW, ROUNDS), (MANY, 3)):
        story = story_of(count)
        bare = seconds(partial(bare_loop, _cells(story)), rounds)
        ours = seconds(partial(build_document, story, DecisionSettings()), rounds)
        verdict = "OVER" if count == FEW and ours > LIMIT else "ok"
        detail = f"{ours:.3f} s / {bare:.3f} s"
        print(f"{verdict:4}  docx of {count} units / bare python-docx loop {ours / bare:5.2f}   {detail}")


def _cells(story: Story) -> list[tuple[str, ...]]:
    """Return every row of every table, filled up to the same width."""
    appendices = make_decision(story, DecisionSettings()).appendices
    rows = [row for appendix in appendices for table in appendix.tables for row in table.rows]
    widest = max(map(len, rows))
    return [(*row, *[""] * (widest - len(row))) for row in rows]


if __name__ == "__main__":
    main()
