"""Results and findings on the terminal."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator

if TYPE_CHECKING:
    from rich.console import Console

    from cds_rank.workflow import Progress

_Item = TypeVar("_Item")
_WIDTH_WHEN_NOT_A_TERMINAL = 140
_FEWEST_FOR_A_BAR = 5


def say(text: str = "") -> None:
    """Write a line of the result."""
    print(_harmless(text))  # noqa: T201


def note(text: str) -> None:
    """Write a line about the work, beside the result."""
    print(_harmless(text), file=sys.stderr)  # noqa: T201


def _harmless(text: str) -> str:
    """Take out what would act on the terminal, whoever wrote it."""
    return "\n".join(printable(line) for line in text.split("\n"))


def shown_name(name: str) -> str:
    """Return a file's name as every report shows it."""
    return printable(name)


def console() -> "Console":
    """Make a console on stdout: as wide as the terminal, or wide enough for a table when there is none."""
    from rich.console import Console

    is_terminal = sys.stdout.isatty()
    return Console(
        file=sys.stdout, highlight=False, width=None if is_terminal else _WIDTH_WHEN_NOT_A_TERMINAL
    )


def watch_progress(language: Language) -> "Progress":
    """Make what shows progress over files: a bar on a terminal, nothing elsewhere."""
    _ = translator(language)
    label = _("Đang đọc")

    def watch(items: Iterable[_Item], total: int) -> Iterable[_Item]:
        if total < _FEWEST_FOR_A_BAR or not sys.stderr.isatty():
            return items
        from rich.console import Console
        from rich.progress import track

        return track(items, label, total=total, console=Console(stderr=True), transient=True)

    return watch


def table_of(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> None:
    """Print a plain table."""
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console().print(table)
