"""What checking submissions costs: next to pandas reading them, with more files, with a cache, on two processes.

python benchmarks/bench_validating.py: ratios within one run; a file is a form of 45 rows, filled in.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from printing import line
from submissions import write_office

ROUNDS = 5
FEW, SOME, MANY = 28, 200, 2000
_MEASURE = """
import json, re, sys, time
from pathlib import Path
import cds_rank.cli.check_commands, cds_rank.feedback.text
from cds_rank import workflow
from cds_rank.workflow import Choices, Effort
sources = workflow.find_sources([Path("nop")])[: int(sys.argv[1])]
begin = time.process_time()
checked = workflow.check(sources, Choices(), Effort(jobs=1, cache=None))
report = workflow.report_of(checked, whole_list=False)
seconds = time.process_time() - begin
# Not getrusage: a process begins with the peak of the one that started it.
peak = re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]
print(json.dumps([seconds, int(peak)]))
"""


def times_in_turns(works: list[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """Give the median processor seconds of each; they take turns, so that a busy machine slows all alike."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(rounds + 1):
        for work, times in zip(works, taken, strict=True):
            begin = time.process_time()
            work()
            if turn:  # the first turn warms the caches
                times.append(time.process_time() - begin)
    return [median(times) for times in taken]


def against_pandas() -> None:
    """Check 200 submissions on one core, and let pandas read the same data sheets."""
    import pandas as pd

    from cds_rank import workflow
    from cds_rank.workflow import Choices, Effort

    sources = workflow.find_sources([Path("nop")])[:SOME]

    def check() -> None:
        checked = workflow.check(sources, Choices(), Effort(jobs=1, cache=None))
        assert not workflow.report_of(checked, whole_list=False).findings

    def read() -> None:
        for source in sources:
            pd.read_excel(source.path, engine="openpyxl", sheet_name="Số liệu")

    ours, theirs = times_in_turns([check, read])
    line(f"check {SOME} / pandas reads them", ours / theirs, 0.5, f"{ours:.2f} s / {theirs:.2f} s")


def with_more_files() -> None:
    """Measure time and memory for 28, 200 and 2,000 files, each in a process of its own.

    What a run costs whatever it reads (the set, the list of 2,000 units) is measured with one file and taken off.
    """
    taken: dict[int, list[list[float]]] = {1: [], FEW: [], SOME: [], MANY: []}
    for _ in range(3):
        for count, runs in taken.items():
            # Short runs more often, or one hiccup would decide.
            runs += [_in_own_process(count) for _ in range(1 if count == MANY else 3)]
    seconds = {count: median(run[0] for run in runs) for count, runs in taken.items()}
    each = {count: (seconds[count] - seconds[1]) / (count - 1) for count in (FEW, SOME, MANY)}
    detail = ", ".join(f"{count}: {1000 * cost:.2f} ms" for count, cost in each.items())
    detail += f"; besides {1000 * seconds[1]:.0f} ms"
    line("a file: dearest / cheapest of 28, 200, 2,000", max(each.values()) / min(each.values()), 1.2, detail)
    peaks = {count: median(run[1] for run in runs) for count, runs in taken.items()}
    detail = ", ".join(f"{count}: {peak / 1024:.0f} MB" for count, peak in peaks.items())
    line("memory kept of a file, kB", (peaks[MANY] - peaks[FEW]) / (MANY - FEW), 10, detail)


def _in_own_process(count: int) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(count)], capture_output=True, text=True, check=True
    )
    measured: list[float] = json.loads(done.stdout)
    return measured


def with_cache() -> None:
    """Check 2,000 files twice with a cache."""
    from cds_rank import workflow
    from cds_rank.cli.cache import FolderCache
    from cds_rank.workflow import Choices, Effort

    sources = workflow.find_sources([Path("nop")])
    with TemporaryDirectory() as folder:
        runs = []
        for _ in range(2):
            begin = time.process_time()
            workflow.check(sources, Choices(), Effort(jobs=1, cache=FolderCache(Path(folder))))
            runs.append(time.process_time() - begin)
    first, second = runs
    line(
        f"check {MANY} again with the cache / the first time",
        second / first,
        1,
        f"{second:.2f} s / {first:.2f} s",
    )


def on_two_processes() -> None:
    """Check 2,000 files on one process and on two; wall time, starting the processes included."""
    cores = os.cpu_count() or 1
    seconds = []
    for jobs in (1, 2):
        command = [sys.executable, "-m", "cds_rank", "validate", "nop", "--no-cache", "--jobs", str(jobs)]
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        seconds.append(time.perf_counter() - begin)
    one, two = seconds
    line(f"--jobs 2 / --jobs 1, {MANY} files, {cores} cores", two / one, 0.7, f"{two:.1f} s / {one:.1f} s")


def main() -> None:
    """Measure and print."""
    here = Path.cwd()
    with TemporaryDirectory() as folder:
        write_office(Path(folder), MANY)
        os.chdir(folder)
        try:
            against_pandas()
            with_more_files()
            with_cache()
            on_two_processes()
        finally:
            os.chdir(here)


if __name__ == "__main__":
    main()
