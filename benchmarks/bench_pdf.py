"""What the PDF costs: the 28 samples and 3,321 made-up units, next to one bare table with as many cells in typst.

python benchmarks/bench_pdf.py: ratios within one run, each document in a process of its own.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from statistics import median

from cds_rank import workflow
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, RunRecord, UnitListUsed
from cds_rank.model.settings import DecisionSettings
from cds_rank.model.unit import Status, Unit
from cds_rank.record.sealing import SealedResult, seal
from cds_rank.reporting.pdf import FONTS, STANDARDS, build_pdf, build_unit_pdf
from cds_rank.reporting.story import Story
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from printing import line

NOTHING = DecisionSettings()
ROOT = str(Path(__file__).resolve().parent.parent)
UNITS = 3_321  # the communes of Viet Nam since July 2025
SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples" / "yen-bai-2022"
PERIOD = Period.parse("2025")
BARE = b"""#set text(font: "Tinos", lang: "vi")
#set document(title: "x")
#let rows = json(bytes(sys.inputs.rows))
#table(columns: rows.first().len(), table.header(..rows.first()), ..rows.slice(1).flatten())
"""


def many_units() -> SealedResult:
    """Rank 3,321 communes by six indicators in three pillars; every figure is made up from its number."""
    indicator_set = _a_set()
    units = [
        Unit(code=f"X{n}", name=f"Xã Tân Lập {n}", group="xa", status=Status.CONFIRMED) for n in range(UNITS)
    ]
    figures = {(item.unit, item.indicator): item for item in _figures(units, tuple(indicator_set.indicators))}
    scores = build_index(units, figures, indicator_set)
    record = RunRecord(
        created_at="2026-01-20T08:00:00+07:00", tool_version="0", period=PERIOD, stage="final",
        accepted_errors=False, illustrative=True, inputs=(InputFile("x.xlsx", "ab" * 32, 100),),
        set_digest="cd" * 32,
    )  # fmt: skip
    result = Result(
        record=record,
        indicator_set=indicator_set,
        unit_list=UnitListUsed("xa", "1", "ef" * 32, tuple(units)),
        rankings=rank_units(units, scores, {}, indicator_set),
        scores=scores,
        observations=figures,
        findings=(),
        refused_files=(),
    )
    return seal(result)[1]


def _figures(units: list[Unit], indicators: tuple[str, ...]) -> Iterator[Observation]:
    for number, unit in enumerate(units):
        for place, code in enumerate(indicators):
            yield Observation(
                unit=unit.code, indicator=code, period=PERIOD,
                stage=Stage.SELF_ASSESSED, status=ObservationStatus.REPORTED,
                value=Decimal((number * (7 + place) + 31 * place) % 9973) / 100,
                origin=Origin(f"{unit.code}.xlsx", "Số liệu", f"D{9 + place}"),
            )  # fmt: skip


def _a_set() -> IndicatorSet:
    pillars = ("Chính quyền số", "Kinh tế số", "Xã hội số")
    tree = [
        {
            "code": f"P{p}", "name": _named(name),
            "children": [
                {
                    "code": f"P{p}-{n}", "name": _named(f"Chỉ tiêu {n}"), "unit_of_measure": _named("%"),
                    "input": "value", "direction": "higher_is_better", "max_points": 10, "groups": ["xa"],
                    "rule": {"kind": "proportional", "full": 100}, "status": "confirmed", "source": "đo",
                }
                for n in (1, 2)
            ],
        }
        for p, name in enumerate(pillars)
    ]  # fmt: skip
    codes = [f"P{p}" for p in range(len(pillars))]
    return IndicatorSet.model_validate(
        {
            "id": "do", "version": "1", "name": _named("Bộ chỉ tiêu đo"), "status": "confirmed",
            "groups": [{"code": "xa", "name": _named("Xã, phường, đặc khu")}], "tree": tree, "pillars": codes,
            "total": {"aggregation": "sum", "members": [{"node": code} for code in codes]},
            "method": {
                "missing": "zero", "zero_denominator": "zero", "stage": "final", "ties": "competition",
                "scale": {"name": _named("Điểm")}, "rounding": {"published_score": 2}, "rank_on": "exact",
            },
        }
    )  # fmt: skip


def _named(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def samples() -> SealedResult:
    """Score the 28 samples."""
    choices = workflow.Choices()
    validated = workflow.validate(workflow.find_sources([SAMPLES]), choices, whole_list=True)
    result = workflow.compute(validated, choices, created_at="2023-03-29T08:00:00+07:00", tool_version="0")
    return seal(result)[1]


def _bare(rows: int, columns: int) -> bytes:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    cells = json.dumps([[f"{row}.{column}" for column in range(columns)] for row in range(rows)])
    return typst.compile(
        BARE,
        format="pdf",
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"rows": cells},
        pdf_standards=list(STANDARDS),
        timestamp=0,
    )


def once(what: str) -> tuple[float, float, int]:
    """Set one document in this process: seconds of processor time, highest memory in MB, size in bytes.

    Reading, scoring and the view, which all formats share, come before; so does loading the library.
    """
    import typst  # noqa: F401

    work: Callable[[], bytes]
    match what:
        case "few" | "unit":
            few = Story(samples())
            keys = few.view.profiles.keys
            work = lambda: build_pdf(few, NOTHING) if what == "few" else build_unit_pdf(few, keys[0])  # noqa: E731
        case "many":
            many = Story(many_units())
            assert many.view.groups
            work = lambda: build_pdf(many, NOTHING)  # noqa: E731
        case _:
            work = lambda: _bare(UNITS, 8)  # noqa: E731
    begin = time.process_time()
    content = work()
    taken = time.process_time() - begin
    return taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(content)


def _measured(what: str, rounds: int) -> tuple[float, float, int]:
    """Take the median of several processes: typst remembers what it has set, so a second time tells nothing."""
    found = []
    for _ in range(rounds):
        command = [sys.executable, __file__, what]
        done = subprocess.run(
            command, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": ROOT}
        )
        found.append(json.loads(done.stdout))
    taken, memory, size = (median(values) for values in zip(*found, strict=True))
    return taken, memory, int(size)


def main() -> None:
    """Print the times and the ratios."""
    few, _, few_size = _measured("few", 3)
    unit, _, unit_size = _measured("unit", 3)
    many, memory, many_size = _measured("many", 1)
    bare, bare_memory, _ = _measured("bare", 1)
    line("decision on 28 units, s", few, 0.5, f"{few_size / 1000:.0f} KB")
    line("profile of one unit, s", unit, 0.5, f"{unit_size / 1000:.0f} KB")
    line(
        "decision on 3,321 units, s",
        many,
        3,
        f"{many_size / 1000:.0f} KB",
    )
    line(
        "the same / a bare table of as many cells in typst", many / bare, 1.6, f"{many:.2f} s / {bare:.2f} s"
    )
    line("highest memory for 3,321 units, MB", memory, 400, f"the bare table alone: {bare_memory:.0f} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(once(sys.argv[1])))
    else:
        main()
