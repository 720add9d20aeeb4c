"""Speed as ratios within one run: `make bench`.

Commands are timed from outside, as whole processes, in turns (A B C A B C …) so that a machine that slows
down slows all of them; the medians' ratios are what counts, not the milliseconds.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench_document import main as word
from bench_hostile import main as hostile
from bench_html import main as html
from bench_pdf import main as pdf
from bench_reading import main as reading
from bench_scoring import main as scoring
from bench_site import main as site
from bench_validating import main as validating
from bench_workbook import main as workbook
from printing import line

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "samples" / "yen-bai-2022"
ROUNDS = 15
IMPORTS = "import cds_rank.cli.commands, cds_rank.reporting.workbook, cds_rank.cli.ranking_table, jinja2"


def wall_times(commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS) -> dict[str, float]:
    """Run the commands in turns and return each one's median wall time in seconds."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            # Whatever the exit code: it is the time that is asked for.
            subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
            if turn:  # the first turn warms the caches
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """Print every ratio."""
    python, cli = sys.executable, [sys.executable, "-m", "cds_rank"]
    one = next(iter(sorted(SAMPLES.glob("STC_*.xlsx"))))
    with tempfile.TemporaryDirectory() as out:
        times = wall_times(
            {
                "typer": [python, "-c", "import typer"],
                "help": [*cli, "--help"],
                "one": [*cli, "validate", str(one)],
                "imports": [python, "-c", IMPORTS],
                "folder": [*cli, "validate", str(SAMPLES)],
                "compute": [*cli, "compute", str(SAMPLES), "--out", out],
            }
        )
    ms = {name: f"{1000 * seconds:.0f} ms" for name, seconds in times.items()}
    line(
        "--help / python -c 'import typer'",
        times["help"] / times["typer"],
        3,
        f"{ms['help']} / {ms['typer']}",
    )
    line("validate one workbook / the same", times["one"] / times["typer"], 4, f"{ms['one']} / {ms['typer']}")
    both = times["imports"] + times["folder"]
    detail = f"{ms['compute']} / ({ms['imports']} + {ms['folder']})"
    line("compute 28 + both reports / (imports + validate folder)", times["compute"] / both, 2, detail)
    line("compute 28 + both reports, seconds of wall time", times["compute"], 1.5, ms["compute"])
    scoring()
    html()
    workbook()
    word()
    pdf()
    site()
    reading()
    validating()
    hostile()


if __name__ == "__main__":
    main()
