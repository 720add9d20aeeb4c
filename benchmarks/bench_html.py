"""The HTML report: time against a plain template loop that writes as much, and its size; ratios within one run.

The floor is a bare jinja loop over tuples that writes a table of the same number of bytes. What an empty process pays
once (templates are compiled when first used) is told apart from what each further page costs.
"""

import gzip
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import Environment

from cds_rank import workflow
from cds_rank.model.result import Result
from cds_rank.record.sealing import seal
from cds_rank.reporting.html import Pages, render_details, render_first
from cds_rank.reporting.links import Links, Section
from cds_rank.reporting.story import Story
from cds_rank.scoring.history import make_history
from cds_rank.scoring.stages import stage_differences
from cds_rank.workflow import Choices
from printing import line

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "samples" / "yen-bai-2022"
QUARTER_BEFORE = ROOT / "data" / "samples" / "yen-bai-2022-quy-3"
NAMES = ("ranking.html", "details.html")
PLAIN = "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
ROUNDS = 9
CELL = "Tỷ lệ hồ sơ & văn bản"


def plain_rows(size: int) -> Sequence[tuple[str, ...]]:
    """Make rows of eight cells that a bare loop turns into about `size` bytes."""
    of_row = 8 * (len(CELL.encode()) + len("<td></td>") + 4) + len("<tr></tr>")
    return [(CELL,) * 8] * (size // of_row)


def seconds(*works: Callable[[], object]) -> list[float]:
    """Do the works in turns and return each one's median time of the processor."""
    taken: list[list[float]] = [[] for _work in works]
    for turn in range(ROUNDS + 1):
        for number, work in enumerate(works):
            start = time.process_time()
            work()
            if turn:  # the first turn warms what is kept
                taken[number].append(time.process_time() - start)
    return [statistics.median(times) for times in taken]


def scored(samples: Path) -> Result:
    """Score a folder of samples."""
    choices = Choices()
    validated = workflow.validate(workflow.find_sources([samples]), choices, whole_list=True)
    return workflow.compute(validated, choices, created_at="2023-03-29T08:00:00+07:00", tool_version="0")


def main() -> None:
    """Print the ratios and the sizes."""
    result, before = scored(SAMPLES), seal(scored(QUARTER_BEFORE))[1]
    sealed, stages = seal(result)[1], stage_differences(result)
    history = make_history(result, [before.result])

    def told() -> Story:
        return Story(sealed, "vi", stages)

    def compared() -> Story:
        return Story(sealed, "vi", stages, history, (before,))

    start = time.process_time()
    text = render_first(told(), NAMES)
    coldest = time.process_time() - start
    beside = render_details(told(), NAMES)
    template = Environment(autoescape=True).from_string(PLAIN)
    rows, more_rows = plain_rows(len(text.encode())), plain_rows(len(beside.encode()))
    first, first_compared, details, floor, floor_beside = seconds(
        lambda: render_first(told(), NAMES),
        lambda: render_first(compared(), NAMES),
        lambda: render_details(told(), NAMES),
        lambda: template.render(rows=rows),
        lambda: template.render(rows=more_rows),
    )
    line("first page of 28 units, ms", 1000 * first, 60, "what is said and drawing it")
    line("the same beside the quarter before, ms", 1000 * first_compared, 60, "")
    line("first page / bare loop, same bytes", first / floor, 20, _ms(first, floor))
    line("first page of a process / further ones", coldest / first, 12, _ms(coldest, first))
    _size("first page of 28 units, kB", text, 120)
    _size("the same beside the quarter before, kB", render_first(compared(), NAMES), 120)
    line(
        "details of 28 units / bare loop, same bytes", details / floor_beside, 20, _ms(details, floor_beside)
    )
    _size("details of 28 units, 677 figures, kB", beside, 700)

    story = told()
    units = story.view.profiles.keys
    pages = Pages(story, Links(units={unit: f"{unit}.html" for unit in units}, start="index.html"))
    one = seconds(lambda: [pages.render((Section("unit", unit),), unit) for unit in units])[0] / len(units)
    text = pages.render((Section("unit", units[0]),), units[0])
    line("one unit's page, ms", 1000 * one, 5, f"{len(text.encode()) / 1000:.0f} kB")


def _size(what: str, text: str, limit: float) -> None:
    packed = len(gzip.compress(text.encode())) / 1000
    line(what, len(text.encode()) / 1000, limit, f"gzip {packed:.0f} kB")


def _ms(*times: float) -> str:
    return " / ".join(f"{1000 * each:.0f} ms" for each in times)


if __name__ == "__main__":
    main()
