"""What the live workbook costs: the 28 samples next to a bare XlsxWriter loop, and 3,321 units by themselves.

python benchmarks/bench_workbook.py: the ratio holds within one run; the loop writes as many cells as the report has,
half of them numbers and half texts, into one sheet without formats.
"""

import gc
import io
import random
import subprocess
import sys
import time
import warnings
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook

from cds_rank.model.indicator_set import Indicator, IndicatorSet, InputKind
from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, RunRecord, UnitListUsed
from cds_rank.model.unit import Status, Unit
from cds_rank.reading.definitions import load_indicator_set
from cds_rank.record.sealing import SealedResult, load_result, seal
from cds_rank.reporting.story import Story
from cds_rank.reporting.workbook import build_workbook
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from printing import line

ROUNDS = 5
COMMUNES = 3_321
COLUMNS = 20
PART = 10  # the bare loop writes this part of a large book
ROOT = Path(__file__).resolve().parent.parent
PERIOD = Period.parse("2022")


def _figure(indicator: Indicator, unit: str, die: random.Random) -> Observation:
    told: dict[str, object] = {"value": Decimal(die.randrange(10_001)) / 100}
    if indicator.input is InputKind.RATIO:
        whole = die.randrange(1, 500)
        told = {"numerator": Decimal(die.randrange(whole + 1)), "denominator": Decimal(whole)}
    elif indicator.input is InputKind.YES_NO:
        told = {"option": die.choice(("yes", "no"))}
    elif indicator.input is InputKind.CHOICE:
        told = {"option": die.choice(indicator.options).code}
    origin = Origin(f"{unit}.xlsx", "Số liệu", "D12")
    status, stage = ObservationStatus.REPORTED, Stage.SELF_ASSESSED
    return Observation(unit, indicator.code, PERIOD, stage, status, origin, evidence="Báo cáo", **told)  # type: ignore[arg-type]


def sealed_result(indicator_set: IndicatorSet, count: int) -> SealedResult:
    """Score so many units of the set's first group from invented figures."""
    die, group = random.Random(1), indicator_set.groups[0].code
    units = [
        Unit(code=f"X{n:04}", name=f"Xã số {n}", group=group, status=Status.CONFIRMED) for n in range(count)
    ]
    figures = {
        (unit.code, indicator.code): _figure(indicator, unit.code, die)
        for unit in units
        for indicator in indicator_set.indicators_for(group)
    }
    scores = build_index(units, figures, indicator_set)
    record = RunRecord("2023-01-20T08:00:00+07:00", "0", PERIOD, "final", False, False, (), "0" * 64)
    used = UnitListUsed("do", "1", "0" * 64, tuple(units))
    rankings = rank_units(units, scores, {}, indicator_set)
    return seal(Result(record, indicator_set, used, rankings, scores, figures, (), ()))[1]


def _bare(cells: int) -> None:
    book = Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    for row in range(cells // COLUMNS):
        for column in range(0, COLUMNS, 2):
            sheet.write_number(row, column, row * column + 0.5)
            sheet.write_string(row, column + 1, f"chữ {row} {column}")
    book.close()


def _cells(content: bytes) -> int:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know data bars' newer half
        book = load_workbook(io.BytesIO(content))
    return sum(len(sheet._cells) for sheet in book.worksheets)  # noqa: SLF001 - the quickest way to count


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for turn in range(ROUNDS + 1):
        begin = time.process_time()
        work()
        if turn:
            taken.append(time.process_time() - begin)
    return median(taken)


def main() -> None:
    """Print the ratio, and what 3,321 units take."""
    indicator_set = load_indicator_set(ROOT / "indicator_sets" / "yen-bai-2022.yaml")
    sample = sealed_result(indicator_set, 28)
    cells = _cells(build_workbook(Story(sample)))
    ours, bare = _seconds(lambda: build_workbook(Story(sample))), _seconds(lambda: _bare(cells))
    detail = f"{cells} cells: {1000 * ours:.0f} ms / {1000 * bare:.0f} ms"
    line("workbook of 28 units / bare XlsxWriter loop", ours / bare, 3, detail)

    communes = load_indicator_set(ROOT / "indicator_sets" / "yen-bai-xa-2022.yaml")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "result.json"
        file.write_text(seal(sealed_result(communes, COMMUNES).result)[0], encoding="utf-8")
        subprocess.run([sys.executable, __file__, str(file)], check=True)  # a process of its own: memory


def of_file(file: Path) -> None:
    """Print what the workbook of a result takes in a process that does nothing else."""
    gc.set_threshold(100_000, 50, 50)  # as a command does when it starts
    story = Story(load_result(file))
    before = _most_memory()
    begin = time.process_time()
    content = build_workbook(story)
    taken = time.process_time() - begin
    most = _most_memory()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        cells = sum(book.read(name).count(b"<c ") for name in book.namelist() if "/worksheets/" in name)
    begin = time.process_time()
    _bare(cells // PART)
    bare = PART * (time.process_time() - begin)
    detail = f"{cells} cells: {taken:.1f} s / {bare:.1f} s"
    line(f"workbook of {COMMUNES} units / bare XlsxWriter loop", taken / bare, 0.75, detail)
    line(f"workbook of {COMMUNES} units, seconds", taken, 6, f"{len(content) / 1e6:.1f} MB")
    line("memory at most, MB", most, 400, f"{before} MB for reading the result")


def _most_memory() -> int:
    """Return the most memory this process has held, in MB; what getrusage says is inherited from the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        of_file(Path(sys.argv[1]))
    else:
        main()
