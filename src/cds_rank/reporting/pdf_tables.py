"""How wide the columns of a printed table have to be, and which of its rows are one line high for certain.

A row whose height is known is set in half the time and memory of one whose texts have to be laid out to know it.
"""

import string
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from cds_rank.reporting.decision import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, Appendix, DecisionTable

_SIZE: Final = 12  # points
_MILLIMETRES: Final = 25.4 / 72  # of a point
_PADDING: Final = 8.5  # points, left and right of a text together
_BOLD: Final = 1.12  # at most as much wider than upright letters
_WIDEST_WORD: Final = 45  # millimetres; a longer one breaks
# Upper bounds of how wide Tinos is, in hundredths of its size; a test reads the font. Tones are above and below.
_WIDTHS: Final = {
    letter: width
    for width, letters in (
        (35, "fijltI.,;:!'’|`()[]/\\-›· \N{NO-BREAK SPACE}"),
        (45, "acersz?J“”"),
        (53, f'bdđghknopquvxy{string.digits}#$*_"^{{}}–'),
        (57, "ơưFPS+<=>−~≤≥"),
        (74, "wABCDĐEGHKLNOQRTUVXYZƠ"),
        (78, "m&Ư"),
        (101, "MW%@…—"),
    )
    for letter in letters
}
_HORN: Final = "\N{COMBINING HORN}"
_OTHER: Final = 300


def appendix_tables(appendix: Appendix) -> list[dict[str, object]]:
    """Lay out the tables of an appendix: titles, columns with their widths in millimetres, rows, which are low."""
    paper = LANDSCAPE_WIDTH if appendix.landscape else PORTRAIT_WIDTH
    return [_laid_out(table, paper) for table in appendix.tables]


def text_width(text: str) -> float:
    """Return at least how wide a line of upright letters is, in millimetres."""
    return sum(map(letter_width, text)) / 100 * _SIZE * _MILLIMETRES


@lru_cache(maxsize=4096)
def letter_width(letter: str) -> int:
    """Return at least how wide an upright letter is, in hundredths of its size."""
    parts = unicodedata.normalize("NFD", letter)
    plain = unicodedata.normalize("NFC", parts[0] + _HORN) if _HORN in parts else parts[0]
    if plain in _WIDTHS:
        return _WIDTHS[plain]
    return 0 if unicodedata.category(letter) in {"Mn", "Cf"} else _OTHER


def _laid_out(table: DecisionTable, paper: int) -> dict[str, object]:
    needed = [
        max(_word_width([column.name]) * _BOLD, _word_width({row[place] for row in table.rows}))
        for place, column in enumerate(table.columns)
    ]
    widths = _widths([column.width for column in table.columns], needed, paper)
    fitting = [width - _PADDING * _MILLIMETRES for width in widths]
    return {
        "title": table.title,
        "columns": [
            {"name": column.name, "width": width, "align": column.align}
            for column, width in zip(table.columns, widths, strict=True)
        ],
        "rows": table.rows,
        "low": [_is_low(row, fitting) for row in table.rows],
    }


def _word_width(texts: Iterable[str]) -> float:
    # Not at spaces that hold words together.
    words = {word for text in texts for word in text.replace("\n", " ").split(" ")}
    widest = max(map(text_width, words), default=0)
    return min(widest + _PADDING * _MILLIMETRES, _WIDEST_WORD)


def _widths(planned: Sequence[int], needed: Sequence[float], paper: int) -> list[float]:
    """Share the paper as planned, but give every column at least what its longest word needs."""
    if sum(needed) >= paper:
        return [need * paper / sum(needed) for need in needed]
    widths = [plan * paper / sum(planned) for plan in planned]
    narrow: set[int] = set()
    # What one column takes the others have less of, until each has enough.
    while more := {place for place, width in enumerate(widths) if width < needed[place]}:
        narrow |= more
        rest = paper - sum(needed[place] for place in narrow)
        shared = sum(plan for place, plan in enumerate(planned) if place not in narrow)
        widths = [
            needed[place] if place in narrow else plan * rest / shared for place, plan in enumerate(planned)
        ]
    return [round(width, 2) for width in widths]


def _is_low(row: Sequence[str], fitting: Sequence[float]) -> bool:
    return all(
        "\n" not in text and text_width(text) <= width for text, width in zip(row, fitting, strict=True)
    )
