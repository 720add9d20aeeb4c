"""Shapes of the drawings in a page: where points, lines and labels stand, as SVG writes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cds_rank.reporting.view.values import Dot, MovementGroup, PillarRow, RankedRow, TreeRow

COLOURS = 8
"""How many colours, and how many patterns, the pages have for the parts of a bar."""
BAR = 240
"""How long a bar is that reaches the maximum."""
_PLOT, _EDGE, _DOT, _STACK = (
    616,
    12,
    8,
    64,
)  # a dot plot: length of its scale, space beside it, dots, highest pile
_LONGEST = 38  # letters of a label in a drawing; the table has the whole name
_SPARK = (96, 28)
_ROW, _STEP, _LEFT = 22, 190, 40  # movement: height of a place, distance of two editions, room for ranks


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a drawing; anchor: start, middle or end."""

    x: str
    y: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Dots piled over a scale from no to all points; median: where its line stands, empty without one."""

    dots: str
    height: int
    median: str
    median_label: Label | None
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Spark:
    """A unit's ranks as a small line; empty where fewer than two editions have one."""

    line: str
    dots: str


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


def dot_plot(dots: Sequence[Dot], median: Fraction | None, many: str) -> DotPlot:
    """Pile the units of a group over their points (Wilkinson's dot plot): one dot for each unit.

    many: words for a pile too large to name, with a place for {count}.
    """
    piles: dict[int, list[str]] = {}
    for dot in dots:
        piles.setdefault(round(float(dot.at) * _PLOT / _DOT), []).extend(dot.units)
    highest = max((len(units) for units in piles.values()), default=1)
    step = min(float(_DOT), _STACK / highest)
    top = 48
    base = top + round(step * highest)
    shape = "".join(
        f"M{number(_EDGE + pile * _DOT)} {number(base - 5 - step * position)}h0"
        for pile, units in piles.items()
        for position in range(len(units))
    )
    at = "" if median is None else number(_EDGE + float(median) * _PLOT)
    return DotPlot(
        dots=shape,
        height=base + 22,
        median=at,
        median_label=None if median is None else Label(at, "11", _anchor(float(median)), ""),
        labels=tuple(_ends(piles, many)),
    )


def _ends(piles: dict[int, list[str]], many: str) -> Iterator[Label]:
    """Name who stands at both ends."""
    if not piles:
        return
    for pile, y in ((max(piles), "26"), (min(piles), "41"))[: len(piles)]:
        units = piles[pile]
        text = ", ".join(units) if len(units) <= 2 else many.format(count=len(units))
        if len(text) > _LONGEST:
            text = f"{text[:_LONGEST].rstrip()}…" if len(units) == 1 else many.format(count=len(units))
        yield Label(number(_EDGE + pile * _DOT), y, _anchor(pile * _DOT / _PLOT), text)


def _anchor(at: float) -> str:
    return "start" if at < 1 / 3 else "end" if at > 2 / 3 else "middle"


def spark(ranks: Sequence[int | None], most: int) -> Spark:
    """Draw ranks through the editions, the first at the top."""
    width, height = _SPARK
    across = (width - 8) / max(1, len(ranks) - 1)
    down = (height - 8) / max(1, most - 1)
    points = [
        None if rank is None else (4 + across * position, 4 + down * (rank - 1))
        for position, rank in enumerate(ranks)
    ]
    if sum(point is not None for point in points) < 2:
        return Spark("", "")
    return Spark(_line(points), _dots(points))


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
