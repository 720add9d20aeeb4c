"""What pages for a portal cost: 3,321 communes in one ranking, 168 in a site with a page for each unit.

python benchmarks/bench_site.py: ratios within one run, next to opening the same result file, and beside them the
seconds of the processor and the kilobytes themselves; each in a process of its own, so that the memory is its own too.
"""

import json
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import InputFile, Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, RunRecord, UnitListUsed
from cds_rank.model.unit import Status, Unit
from cds_rank.record.sealing import seal
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from printing import line

ALL_COMMUNES, OF_A_PROVINCE = 3321, 168
MOST_SECONDS, MOST_KILOBYTES = 3, 300  # for the pages of all communes; for one page of a province
PILLARS, CRITERIA = 3, 30
PERIOD = Period.parse("2025")
_MEASURE = """
import gc, json, re, sys, time
from pathlib import Path
gc.set_threshold(100_000, 50, 50)  # as a command does when it starts
from cds_rank.cli.report_drawing import draw
from cds_rank.cli.report_options import Paper
from cds_rank.model.settings import DecisionSettings
from cds_rank.reporting.site import result_files
from cds_rank.record.sealing import load_result
from cds_rank.workflow.telling import story_of
path, what = Path(sys.argv[1]), sys.argv[2]
import cds_rank.reporting.html, cds_rank.reporting.data, jinja2
begin = time.process_time()
sealed = load_result(path)
opened = time.process_time()
story = story_of(sealed, [], "vi")
if what == "site":
    files = dict(result_files(story))
else:
    files = draw(story, [what], [], Paper(DecisionSettings()))
done = time.process_time()
# Not getrusage: a process begins with the peak of the one that started it.
peak = re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]
largest = max(len(content) for name, content in files.items() if str(name).endswith(".html"))
print(json.dumps([opened - begin, done - opened, int(peak) // 1024, len(files), largest]))
"""


def _named(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def _a_set() -> IndicatorSet:
    def criterion(number: int) -> dict[str, Any]:
        return {
            "code": f"C{number:02d}", "name": _named(f"Tỷ lệ hồ sơ thủ tục hành chính thứ {number} được số hóa"),
            "unit_of_measure": _named("%"), "input": "value", "direction": "higher_is_better",
            "rule": {"kind": "goalposts", "lower": 0, "upper": 100}, "max_points": 10, "groups": ["xa"],
            "status": "confirmed", "source": "đo",
        }  # fmt: skip

    each = CRITERIA // PILLARS
    tree = [
        {"code": f"P{n}", "name": _named(f"Trụ cột {n}"), "children": [criterion(n * each + k) for k in range(each)]}
        for n in range(PILLARS)
    ]  # fmt: skip
    pillars = [node["code"] for node in tree]
    return IndicatorSet.model_validate(
        {
            "id": "do", "version": "1", "name": _named("Chỉ số chuyển đổi số cấp xã"), "status": "confirmed",
            "groups": [{"code": "xa", "name": _named("Xã, phường, đặc khu")}], "tree": tree, "pillars": pillars,
            "total": {"aggregation": "sum", "members": [{"node": code} for code in pillars]},
            "method": {
                "missing": "zero", "zero_denominator": "zero", "stage": "final", "ties": "competition",
                "scale": {"name": _named("Tỷ lệ hoàn thành"), "factor": 100, "suffix": "%"},
                "rounding": {"published_score": 2}, "rank_on": "exact",
            },
        }
    )  # fmt: skip


def made_result(count: int) -> Result:
    """Make a result of so many communes, the same every time."""
    die = random.Random(1)
    the_set = _a_set()
    units = tuple(
        Unit(code=f"{n:05d}", name=f"Xã Mường Thứ {n}", group="xa", status=Status.CONFIRMED)
        for n in range(count)
    )
    figures = {
        (unit.code, code): Observation(
            unit.code, code, PERIOD, Stage.SELF_ASSESSED, ObservationStatus.REPORTED,
            Origin(f"{unit.code}.xlsx", "Số liệu", f"D{row + 8}"), value=Decimal(die.randrange(10_001)) / 100,
            evidence="Công văn số 12/UBND-VX",
        )
        for unit in units
        for row, code in enumerate(the_set.indicators)
    }  # fmt: skip
    scores = build_index(units, figures, the_set)
    files = tuple(InputFile(f"{unit.code}.xlsx", f"{n:064x}", 15_000) for n, unit in enumerate(units))
    return Result(
        record=RunRecord("", "0.4.0", PERIOD, "final", False, True, files, content_digest(the_set)),
        indicator_set=the_set,
        unit_list=UnitListUsed("do", "1", "b" * 64, units),
        rankings=rank_units(units, scores, {}, the_set),
        scores=scores,
        observations=figures,
        findings=(),
        refused_files=(),
    )


def measured(path: Path, what: str) -> tuple[float, float, int, int, int]:
    """Return the seconds of opening and of drawing, the peak in MB, how many files, and the largest page in bytes."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path), what], capture_output=True, check=True, encoding="utf-8"
    )
    opened, drawn, peak, files, largest = json.loads(done.stdout)
    return opened, drawn, peak, files, largest


def main() -> None:
    """Print the ratios."""
    with TemporaryDirectory() as folder:
        for count, what, limit, most in ((ALL_COMMUNES, "html", 1.2, 400), (OF_A_PROVINCE, "site", 12, 200)):
            path = Path(folder) / f"{count}.json"
            path.write_text(seal(made_result(count))[0], encoding="utf-8")
            opened, drawn, peak, files, largest = measured(path, what)
            detail = f"{drawn:.2f} s / {opened:.2f} s; {files} files, largest page {largest // 1000} kB"
            line(f"{what} of {count} units / opening the result", drawn / opened, limit, detail)
            if count == ALL_COMMUNES:
                line(f"{what} of {count} units, in seconds", drawn, MOST_SECONDS, f"opening {opened:.2f} s")
            else:
                line(
                    f"{what} of {count} units, largest page in kB",
                    largest / 1000,
                    MOST_KILOBYTES,
                    f"{files} files",
                )
            line(
                f"{what} of {count} units, peak in MB",
                peak,
                most,
                f"{path.stat().st_size // 1_000_000} MB of result",
            )


if __name__ == "__main__":
    main()
