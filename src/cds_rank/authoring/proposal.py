"""What a table of criteria was understood to say: nodes with their guesses, remarks, and what was left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cds_rank.authoring.remarks import Remark
from cds_rank.authoring.scoring_words import Scoring
from cds_rank.authoring.table_columns import Role


class LeftOutKind(StrEnum):
    """Why a piece of the sheet is not in the set."""

    ABOVE = "above"
    FURNITURE = "furniture"
    SUBTOTAL = "subtotal"
    NOTE = "note"
    COLUMN = "column"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the sheet that is not in the set: its cell (or column), why, and what it says."""

    kind: LeftOutKind
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class ProposedIndicator:
    """An indicator as proposed. maximum: in points. notes: the table's own words, by line."""

    code: str
    name: str
    cell: str
    unit: str
    scoring: Scoring
    maximum: Decimal
    evidence: str
    notes: str


@dataclass(frozen=True, slots=True)
class ProposedBranch:
    """A branch as proposed. maximum: only where it is the sum (or best) of the parts. kept: words without a key."""

    code: str
    name: str
    cell: str
    best: bool
    maximum: Decimal | None
    kept: tuple[str, ...]
    children: tuple["ProposedBranch | ProposedIndicator", ...]


ProposedNode = ProposedBranch | ProposedIndicator


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table of criteria says, as far as it was understood. total: declared by a row "Tổng cộng"."""

    file: str
    sheet: str
    header_row: int
    columns: tuple[tuple[Role, str, str], ...]  # role, letters, heading
    kept_columns: tuple[tuple[str, str], ...]  # letters, heading; their content goes into the notes
    nodes: tuple[ProposedNode, ...]
    total: Decimal | None
    titles: tuple[tuple[str, str], ...]  # cell, text
    remarks: tuple[Remark, ...]
    left_out: tuple[LeftOut, ...]

    def indicators(self) -> list[ProposedIndicator]:
        """All indicators, in the order of the tree."""
        return [node for node in _flat(self.nodes) if isinstance(node, ProposedIndicator)]


def _flat(nodes: Sequence[ProposedNode]) -> list[ProposedNode]:
    found: list[ProposedNode] = []
    for node in nodes:
        found.append(node)
        if isinstance(node, ProposedBranch):
            found += _flat(node.children)
    return found


def attainable(node: ProposedNode) -> Decimal:
    """Return the points that a node can give when everything applies."""
    if isinstance(node, ProposedIndicator):
        return node.maximum
    found = [attainable(child) for child in node.children]
    return max(found) if node.best else sum(found, Decimal(0))


def rules_used(proposal: Proposal) -> Mapping[str, int]:
    """Count the indicators by their rule, in the order in which the rules first occur."""
    return Counter(indicator.scoring.rule for indicator in proposal.indicators())


def plain(value: Decimal) -> str:
    """Write a number as YAML has it: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def one_line(text: str, limit: int | None = None) -> str:
    """Put a text on one line, cut where it is longer than `limit`."""
    text = " ".join(text.split())
    return text if limit is None or len(text) <= limit else f"{text[: limit - 1]}…"
