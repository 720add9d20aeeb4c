"""Shapes of the drawings in a page: where points, lines and labels stand, as SVG writes them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from cds_rank.reporting.view.values import Dot, MovementGroup, PillarRow, RankedRow, TreeRow

COLOURS = 8
"""How many colours, and how many patterns, the pages have for the parts of a bar."""
BAR = 240
"""How long a bar is that reaches the maximum."""
PLOT_TEXT = 16
"""How large letters are in a dot plot, as the style sheet has them."""
_PLOT, _EDGE, _DOT, _STACK = 616, 12, 8, 64  # a dot plot: its scale, space beside it, dots, highest pile
_FIRST, _LINE, _TOP, _APART = 14, 18, 6, 10  # its labels: first line, distance of lines, to dots, of labels
_WIDEST = 290  # of them
_LONGEST = 38  # letters of a label in a drawing; the table has the whole name
_SPARK, _SPARK_EDGE = (240, 64), 34  # the edge is for the ranks at both ends
_ROW, _STEP, _LEFT = 22, 190, 40  # movement: height of a place, distance of two editions, room for ranks
_NARROW, _WIDE = frozenset("iljtfrI.,;:'’|!()[]/- "), frozenset("mwMW@%—…")


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a drawing; anchor: start, middle or end."""

    x: str
    y: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Dots piled over a scale from no to all points; hollow: those of units without a figure.

    median: where its line stands, from below its label down to the scale; empty without one. base: height of the scale.
    """

    dots: str
    hollow: str
    base: int
    height: int
    median: str
    median_label: Label | None
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Spark:
    """A unit's ranks as a small line, the first one at the top; empty where fewer than two editions have one.

    first, last: which editions the ends are of; labels: their ranks.
    """

    line: str
    dots: str
    first: int = 0
    last: int = 0
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Slope:
    """One unit's line through the editions; kind as in `ChangeView`."""

    kind: str
    line: str
    dots: str
    label: Label


@dataclass(frozen=True, slots=True)
class Slopes:
    """The ways of a group's units; columns: where each edition stands; ranks: at the left edge."""

    width: int
    height: int
    columns: tuple[str, ...]
    lines: tuple[Slope, ...]
    ranks: tuple[Label, ...]


def number(value: float | Fraction) -> str:
    """Write a coordinate to a tenth."""
    return f"{float(value):.1f}".removesuffix(".0")


def colour(slot: int) -> int:
    """Choose a part's colour."""
    return slot % COLOURS


def pattern(slot: int) -> int:
    """Choose a pattern so that parts with the same colour differ by it."""
    return (slot + slot // COLOURS) % COLOURS


def bar_path(row: RankedRow) -> tuple[tuple[int, int, str], ...]:
    """Draw the parts of a unit's total: colour, pattern and shape of each."""
    return tuple(
        (
            colour(part.slot),
            pattern(part.slot),
            f"M{number(part.start * BAR)} 0h{number(part.width * BAR)}v14H{number(part.start * BAR)}z",
        )
        for part in row.segments
        if part.width
    )


def tick(share: Fraction | None) -> int | None:
    """Round a share to twentieths, for the small bar behind points; the number beside it is exact."""
    return None if share is None else min(max(round(float(share) * 20), 0), 20)


def shade(share: Fraction | None) -> int | None:
    """Round a share to fifths, for the ground below points; the number on it is exact."""
    return None if share is None else min(max(round(float(share) * 5), 0), 5)


def beside(row: PillarRow) -> tuple[str, str, str]:
    """Draw a unit's pillar beside its group's: how long its bar is, where the median and the best stand."""
    return number(row.own * 160), number(row.median * 160), number(row.best * 152 + 4)


def wide(text: str, size: float) -> float:
    """Reckon how wide a text is at most, in units of its size: which font the reader has is not known here."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1.1
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.92
    return 0.7 if letter.isupper() else 0.56


def extent(label: Label, size: float = PLOT_TEXT) -> tuple[float, float]:
    """Return from where to where a label reaches at most."""
    x, length = float(label.x), wide(label.text, size)
    start = {"start": x, "middle": x - length / 2, "end": x - length}[label.anchor]
    return start, start + length


def dot_plot(dots: Sequence[Dot], median: Fraction | None, many: str, median_text: str = "") -> DotPlot:
    """Pile the units of a group over their points (Wilkinson's dot plot): one dot for each unit.

    many: words for a pile too large to name, with a place for {count}. median_text: what stands at the median's line.
    Who stands at both ends is named above the dots. No label meets another, a dot or the median's line.
    """
    piles: dict[int, tuple[list[str], list[str]]] = {}
    for dot in dots:
        with_figure, without = piles.setdefault(round(float(dot.at) * _PLOT / _DOT), ([], []))
        reported = len(dot.units) - dot.without
        with_figure += dot.units[:reported]
        without += dot.units[reported:]
    highest = max((len(full) + len(hollow) for full, hollow in piles.values()), default=1)
    step = min(float(_DOT), _STACK / highest)
    middle = None if median is None else _label(float(median), median_text)
    labels, middle, rows = _rows(
        list(_ends({pile: full + hollow for pile, (full, hollow) in piles.items()}, many)), middle
    )
    lowest = _TOP + _LINE * rows + 4 + round(step * (highest - 1))

    def shape(pile: int, positions: range) -> str:
        x = number(_EDGE + pile * _DOT)
        return "".join(f"M{x} {number(lowest - step * position)}h0" for position in positions)

    return DotPlot(
        dots="".join(shape(pile, range(len(full))) for pile, (full, _hollow) in piles.items()),
        hollow="".join(
            shape(pile, range(len(full), len(full) + len(hollow)))
            for pile, (full, hollow) in piles.items()
            if hollow
        ),
        base=lowest + 5,
        height=lowest + 25,
        median="" if middle is None else middle.x,
        median_label=middle,
        labels=tuple(labels),
    )


def _label(at: float, text: str) -> Label:
    """Place a label over a share of the scale, on the first line."""
    anchor = "start" if at < 1 / 3 else "end" if at > 2 / 3 else "middle"
    return Label(number(_EDGE + at * _PLOT), str(_FIRST), anchor, text)


def _ends(piles: Mapping[int, Sequence[str]], many: str) -> Iterator[Label]:
    """Name who stands at both ends, the best first."""
    for pile in dict.fromkeys((max(piles), min(piles))) if piles else ():
        units = piles[pile]
        text = ", ".join(units[:2])
        if len(units) > 2 or (len(units) > 1 and wide(text, PLOT_TEXT) > _WIDEST):
            text = many.format(count=len(units))
        yield _label(pile * _DOT / _PLOT, _cut(text))


def _cut(text: str) -> str:
    """Cut a name that is too long for a drawing."""
    whole = text
    while wide(text, PLOT_TEXT) > _WIDEST:
        text = text[:-1]
    return text if text == whole else f"{text.rstrip()}…"


def _rows(names: list[Label], middle: Label | None) -> tuple[list[Label], Label | None, int]:
    """Put labels on as few lines as they need, the median's on the last one: its line crosses none below itself."""
    if middle is not None and not _meet([*names, middle]):
        return names, middle, 1
    lines = len(names) if _meet(names) else 1
    placed = [
        replace(label, y=str(_FIRST + _LINE * (position % lines))) for position, label in enumerate(names)
    ]
    if middle is None:
        return placed, None, lines if names else 0
    lines = lines if names else 0
    return placed, replace(middle, y=str(_FIRST + _LINE * lines)), lines + 1


def _meet(labels: Sequence[Label]) -> bool:
    """Tell whether any two labels of one line stand closer than a word's distance."""
    extents = sorted(extent(label) for label in labels)
    return any(after[0] < before[1] + _APART for before, after in pairwise(extents))


def spark(ranks: Sequence[int | None], most: int) -> Spark:
    """Draw ranks through the editions, the first at the top."""
    width, height = _SPARK
    across = (width - 2 * _SPARK_EDGE) / max(1, len(ranks) - 1)
    down = (height - 16) / max(1, most - 1)
    points = [
        None if rank is None else (_SPARK_EDGE + across * position, 8 + down * (rank - 1))
        for position, rank in enumerate(ranks)
    ]
    told = [position for position, point in enumerate(points) if point is not None]
    if len(told) < 2:
        return Spark("", "")
    ends = ((told[0], "end", -8), (told[-1], "start", 8))
    labels = tuple(
        Label(number(point[0] + away), number(point[1] + 4), anchor, str(ranks[position]))
        for position, anchor, away in ends
        if (point := points[position]) is not None
    )
    return Spark(_line(points), _dots(points), told[0], told[-1], labels)


def slopes(group: MovementGroup, editions: int) -> Slopes:
    """Draw how the places of a group's units changed, each line with its name at its end."""
    columns = [_LEFT + _STEP * position for position in range(editions)]
    taken: dict[int, int] = {}
    lines = []
    for line in group.lines:
        points = [
            None if rank is None else (float(x), _height(rank))
            for x, rank in zip(columns, line.ranks, strict=True)
        ]
        last = line.ranks[-1]
        if last is None:
            continue
        # Units that share a rank share its place: their names stand one below the other.
        shared = taken[last] = taken.get(last, -1) + 1
        name = line.name if len(line.name) <= _LONGEST else f"{line.name[:_LONGEST].rstrip()}…"
        text = f"{last}  {name}"
        label = Label(number(columns[-1] + 12), number(_height(last + shared) + 4), "start", text)
        lines.append(Slope(line.change.kind, _line(points), _dots(points), label))
    present = {line.ranks[0] for line in group.lines}
    return Slopes(
        width=columns[-1] + 300,
        height=round(_height(max(group.most, len(lines)))) + 14,
        columns=tuple(number(x) for x in columns),
        lines=tuple(lines),
        ranks=tuple(
            Label(number(_LEFT - 12), number(_height(rank) + 4), "end", str(rank))
            for rank in sorted(rank for rank in present if rank is not None)
        ),
    )


def _height(rank: int) -> float:
    return 20.0 + _ROW * rank


def _line(points: Sequence[tuple[float, float] | None]) -> str:
    """Join the points that follow each other; nothing is drawn across a gap."""
    shape, joined = [], False
    for point in points:
        if point is not None:
            shape.append(f"{'L' if joined else 'M'}{number(point[0])} {number(point[1])}")
        joined = point is not None
    return "".join(shape)


def _dots(points: Sequence[tuple[float, float] | None]) -> str:
    return "".join(f"M{number(point[0])} {number(point[1])}h0" for point in points if point is not None)


def widths(row: TreeRow) -> tuple[tuple[str, int | None], ...]:
    """Pair what a node has in each group with its share of the group's total in twentieths, where that is known."""
    shares: tuple[Fraction | None, ...] = row.shares or (None,) * len(row.per_group)
    return tuple((text, tick(share) or None) for text, share in zip(row.per_group, shares, strict=True))
