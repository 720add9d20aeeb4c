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
from cds_rank.record.sealing import seal
from cds_rank.reporting.html import Pages, render_html
from cds_rank.reporting.links import PARTS, Links, Section
from cds_rank.reporting.story import Story
from cds_rank.scoring.stages import stage_differences
from cds_rank.workflow import Choices
from printing import line

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "samples" / "yen-bai-2022"
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


def main() -> None:
    """Print the ratios and the sizes."""
    choices = Choices()
    validated = workflow.validate(workflow.find_sources([SAMPLES]), choices, whole_list=True)
    result = workflow.compute(validated, choices, created_at="2023-03-29T08:00:00+07:00", tool_version="0")
    sealed, stages = seal(result)[1], stage_differences(result)
    story = Story(sealed, "vi", stages)

    start = time.process_time()
    text = render_html(story)
    first = time.process_time() - start
    size = len(text.encode())
    template = Environment(autoescape=True).from_string(PLAIN)
    rows = plain_rows(size)
    whole, drawn, floor = seconds(
        lambda: render_html(Story(sealed, "vi", stages)),
        lambda: render_html(story),
        lambda: template.render(rows=rows),
    )
    line(
        "page of 28 units, what is said included / bare loop, same bytes",
        whole / floor,
        20,
        _ms(whole, floor),
    )
    line("page of 28 units, ms", 1000 * whole, 60, f"drawn only: {1000 * drawn:.0f} ms")
    line("page of 28 units, drawn only / bare loop, same bytes", drawn / floor, 8, _ms(drawn, floor))
    line("first page of a process / further ones", first / whole, 12, _ms(first, whole))
    line(
        "page of 28 units, kB",
        size / 1000,
        120,
        f"gzip {len(gzip.compress(text.encode())) / 1000:.0f} kB",
    )
    without = render_html(story, frozenset(PARTS) - {"downloads"}).encode()
    line(
        "the same without the embedded data, kB",
        len(without) / 1000,
        120,
        f"gzip {len(gzip.compress(without)) / 1000:.0f} kB",
    )

    units = story.view.profiles.keys
    pages = Pages(story, Links(units={unit: f"{unit}.html" for unit in units}, start="index.html"))
    one = seconds(lambda: [pages.render((Section("unit", unit),), unit) for unit in units])[0] / len(units)
    text = pages.render((Section("unit", units[0]),), units[0])
    line("one unit's page, ms", 1000 * one, 5, f"{len(text.encode()) / 1000:.0f} kB")


def _ms(*times: float) -> str:
    return " / ".join(f"{1000 * each:.0f} ms" for each in times)


if __name__ == "__main__":
    main()
