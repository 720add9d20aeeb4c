"""What the checks of a set's plain data look at: its parts with their paths, and what is written in them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

Path = tuple[str | int, ...]
Problem = tuple[Path, str, dict[str, str]]  # where, SET code, facts


def items_of(value: Any) -> list[Any]:
    """Give the items of a list; none of anything else."""
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def map_of(value: Any) -> Mapping[str, Any]:
    """Give a map as it is; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def number_of(value: Any) -> Fraction | None:
    """Read a number, fraction or percentage as written; None for anything else."""
    if value is None or isinstance(value, bool | Mapping | list | tuple):
        return None
    if isinstance(value, str) and "/" in value:
        try:
            return Fraction(value.replace(" ", ""))
        except (ValueError, ZeroDivisionError):
            return None
    try:
        if isinstance(value, str) and value.endswith("%"):
            return Fraction(Decimal(value[:-1])) / 100
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and abs(number.adjusted()) < 40 else None


def text_of(number: Fraction) -> str:
    """Write a number as a decimal where it is one, else as a fraction."""
    if number.denominator == 1:
        return str(number.numerator)
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return format(decimal.normalize(), "f") if Fraction(decimal) == number else str(number)


class Survey:
    """The parts of the data that the checks look at, each with its path."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.method = map_of(data.get("method"))
        self.groups = [(("groups", i), map_of(group)) for i, group in enumerate(items_of(data.get("groups")))]
        self.nodes = list(self._walk(("tree",), data.get("tree")))
        self.composites = [
            (("composites", i), map_of(item)) for i, item in enumerate(items_of(data.get("composites")))
        ]
        recognition = map_of(data.get("recognition"))
        self.tiers = [
            (("recognition", "tiers", i), map_of(tier))
            for i, tier in enumerate(items_of(recognition.get("tiers")))
        ]
        self.indicators = [(path, node) for path, node in self.nodes if "children" not in node]
        self.branches = [(path, node) for path, node in self.nodes if "children" in node]
        self.group_codes = [str(group.get("code")) for _, group in self.groups]
        self.node_codes = [
            str(node.get("code"))
            for _, node in (*self.nodes, *self.composites)
            if node.get("code") is not None
        ]

    def _walk(self, path: Path, nodes: Any) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        for position, node in enumerate(items_of(nodes)):
            here = (*path, position)
            yield here, map_of(node)
            yield from self._walk((*here, "children"), map_of(node).get("children"))

    def roll_ups(self) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
        """Give the roll-ups of the composites and the total, each with its path and code; the total has none."""
        for path, composite in self.composites:
            yield (*path, "roll_up"), str(composite.get("code")), map_of(composite.get("roll_up"))
        yield ("total",), "", map_of(self.data.get("total"))
