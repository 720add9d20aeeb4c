"""From a table of criteria in a workbook to a proposal for an indicator set; what was guessed is said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from cds_rank.authoring.remarks import Remark, RemarkKind
from cds_rank.authoring.row_codes import roman_value
from cds_rank.authoring.scoring_words import ASSESSED, Scoring, highest_points, read_scoring
from cds_rank.authoring.table_columns import Columns, Place, Role, column_name
from cds_rank.authoring.table_rows import (
    Points,
    RowKind,
    TableRow,
    is_total,
    label_of,
    read_rows,
)
from cds_rank.errors import CdsRankError
from cds_rank.model.spelling import clean_text, comparison_key
from cds_rank.reading.ooxml import Sheet


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


def propose(place: Place, *, file: str, date_1904: bool) -> Proposal:
    """Turn a table of criteria into a proposal.

    Raises CdsRankError ("criteria_no_rows") when there is not one criterion below the header.
    """
    builder = _Builder(place.sheet, place.columns)
    nodes = builder.build(read_rows(place.sheet, place.columns, date_1904))
    if not nodes:
        raise CdsRankError("criteria_no_rows", path=file, sheet=place.sheet.name)
    columns = place.columns
    if place.others:
        builder.say(RemarkKind.OTHER_SHEETS, sheets=", ".join(f"“{name}”" for name in place.others))
    titles = _titles(place.sheet, columns)
    shown = sorted(columns.roles.items(), key=lambda entry: entry[1])
    return Proposal(
        file=file,
        sheet=place.sheet.name,
        header_row=columns.header_row,
        columns=tuple((role, column_name(column), columns.heading(column)) for role, column in shown),
        nodes=tuple(nodes),
        total=builder.total,
        titles=titles,
        remarks=tuple(builder.remarks),
        left_out=(
            *(LeftOut(LeftOutKind.ABOVE, cell, text) for cell, text in titles),
            *(
                LeftOut(LeftOutKind.COLUMN, column_name(column), columns.heading(column))
                for column in columns.left_out
            ),
            *builder.left_out,
        ),
    )


def _titles(sheet: Sheet, columns: Columns) -> tuple[tuple[str, str], ...]:
    above = (
        (cell.coordinate, clean_text(cell.text))
        for row, cells in sheet.rows()
        if row < columns.header_row
        for cell in cells
    )
    return tuple((cell, text) for cell, text in above if text)


@dataclass(slots=True)
class _Draft:
    """A node while the tree grows."""

    code: str
    name: str
    cell: str
    row: int
    points: Points = field(default_factory=Points)
    points_cell: str = ""
    texts: dict[Role, str] = field(default_factory=dict)
    cells: dict[Role, str] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)
    children: list["_Draft"] = field(default_factory=list)
    parts: list[TableRow] = field(default_factory=list)
    subtotals: list[TableRow] = field(default_factory=list)
    group: str = ""
    group_cell: str = ""
    heading: "_Draft | None" = None


class _Builder:
    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        self.sheet = sheet
        self.columns = columns
        self.remarks: list[Remark] = []
        self.left_out: list[LeftOut] = []
        self.total: Decimal | None = None
        self._roots: list[_Draft] = []
        self._headings: list[_Draft] = []  # open, outer first
        self._kinds: list[str] = []
        self._by_code: dict[str, _Draft] = {}
        self._last: _Draft | None = None  # the item that a row without a code belongs to
        self._totals: list[TableRow] = []

    def say(self, kind: RemarkKind, cell: str = "", node: str = "", **facts: object) -> None:
        texts = {name: _short(str(fact)) for name, fact in facts.items()}
        self.remarks.append(Remark(kind, cell, node, texts))

    def build(self, rows: Sequence[TableRow]) -> list[ProposedNode]:
        rows = self._numbered_apart(rows)
        self._say_of_columns(rows)
        for row in rows:
            self._take(row)
        self._settle_parts(self._all())
        self._gather_groups()
        nodes = [node for draft in self._roots if (node := self._proposed(draft)) is not None]
        self._check_total(nodes)
        return nodes

    def _say_of_columns(self, rows: Sequence[TableRow]) -> None:
        if Role.MAX_POINTS not in self.columns.roles:
            self.say(RemarkKind.NO_MAXIMA)
        if Role.CODE not in self.columns.roles:
            self.say(RemarkKind.NO_CODES)
        numbers = sum(row.code.is_number and "." in row.code.text for row in rows)
        if numbers:
            self.say(RemarkKind.CODES_AS_NUMBERS, count=numbers)

    def _numbered_apart(self, rows: Sequence[TableRow]) -> list[TableRow]:
        """Put the group's code before codes that begin again in each group: I.1, I.2, II.1."""
        heading = ""
        context: list[str] = []
        for row in rows:
            if row.kind is RowKind.HEADING and row.code.code:
                heading = row.code.code
            context.append(heading)
        places: dict[str, list[str]] = {}
        for row, here in zip(rows, context, strict=True):
            if row.kind is RowKind.ITEM and row.code.code:
                places.setdefault(row.code.code, []).append(here)
        restarts = any(len(found) > 1 and len(set(found)) == len(found) for found in places.values())
        if not restarts:
            return list(rows)
        changed = []
        example = ""
        for row, here in zip(rows, context, strict=True):
            if row.kind is RowKind.ITEM and row.code.code and here and not row.code.code.startswith(f"{here}."):
                code = f"{here}.{row.code.code}"
                example = example or code
                changed.append(replace(row, code=replace(row.code, code=code)))
            else:
                changed.append(row)
        self.say(RemarkKind.NUMBERING_RESTARTS, code=example)
        return changed

    def _take(self, row: TableRow) -> None:
        match row.kind:
            case RowKind.FURNITURE:
                self._leave(LeftOutKind.FURNITURE, row)
            case RowKind.NOTE:
                self._leave(LeftOutKind.NOTE, row)
            case RowKind.SUBTOTAL:
                self._leave(LeftOutKind.SUBTOTAL, row)
                self._keep_subtotal(row)
            case RowKind.HEADING:
                self._open_heading(row)
            case RowKind.PART if self._last is not None:
                self._last.parts.append(row)
            case RowKind.CONTINUATION:
                self._continue(row)
            case _:
                self._add_item(row)

    def _leave(self, kind: LeftOutKind, row: TableRow) -> None:
        self.left_out.append(LeftOut(kind, row.name_cell, _short(row.all_text, 300)))

    def _keep_subtotal(self, row: TableRow) -> None:
        if row.points.value is None:
            return
        last_word = row.name.replace(":", " ").split()[-1].strip(".")
        if last_word in self._by_code:
            self._by_code[last_word].subtotals.append(row)
        elif is_total(row.name) or not self._headings:
            self._totals.append(row)
        else:
            self._headings[0].subtotals.append(row)

    def _open_heading(self, row: TableRow) -> None:
        code = row.code.code
        kind = "title" if not code else self._kind_of_token(code)
        if kind in self._kinds:
            depth = self._kinds.index(kind)
            del self._headings[depth:], self._kinds[depth:]
        parent = self._headings[-1] if self._headings else None
        taken = code in self._by_code
        if not code:
            code = self._free(f"N{sum(d.code.startswith('N') for d in self._by_code.values()) + 1}", row)
            self.say(RemarkKind.HEADING_GUESSED, row.name_cell, code, text=row.name)
        elif taken:
            code = self._free(f"{parent.code}.{code}" if parent else code, row)
        draft = self._draft(row, code)
        draft.heading = parent
        (parent.children if parent else self._roots).append(draft)
        self._headings.append(draft)
        self._kinds.append(kind)
        self._last = None

    def _kind_of_token(self, code: str) -> str:
        """Tell a Roman numeral from a capital letter: I, V, X, L, C, D can be both."""
        roman = roman_value(code)
        if roman is None:
            return "numbered" if len(code) > 1 else "letter"
        if len(code) > 1 or code == "I":
            is_ninth = code == "I" and self._latest("letter") == "H"
            return "letter" if is_ninth else "roman"
        before = self._latest("letter")
        return "letter" if before and ord(before) + 1 == ord(code) else "roman"

    def _latest(self, kind: str) -> str:
        if kind not in self._kinds:
            return ""
        return self._headings[self._kinds.index(kind)].code[-1]

    def _continue(self, row: TableRow) -> None:
        if self._last is None:
            self.left_out.append(LeftOut(LeftOutKind.NOT_UNDERSTOOD, row.name_cell, _short(row.all_text, 300)))
            return
        draft = self._last
        texts = {role: text for role, text in row.texts.items() if role is not Role.GROUP}
        if row.points.text:
            words = texts.get(Role.METHOD, "")
            texts[Role.METHOD] = f"{words}: {row.points.text}" if words else row.points.text
        for role, text in texts.items():
            draft.texts[role] = f"{draft.texts[role]}\n{text}" if role in draft.texts else text
            draft.cells.setdefault(role, row.cells.get(role, row.name_cell))
        for column, text in row.others.items():
            draft.others[column] = f"{draft.others[column]}\n{text}" if column in draft.others else text

    def _add_item(self, row: TableRow) -> None:
        code = row.code.code
        parent = self._last_numbered(code)
        if parent is not None and len(code) == 1:
            code = f"{parent.code}.{code}"
        wanted = code or f"dong-{row.row}"
        known = self._by_code.get(wanted)
        final = self._free(wanted, row)
        draft = self._draft(row, final)
        if known is not None:
            self.say(RemarkKind.CODE_TWICE, row.name_cell, final, text=wanted, other=known.cell, code=final)
        elif not row.code.code:
            kind = row.code.remark or RemarkKind.CODE_MADE_UP
            self.say(kind, row.cells.get(Role.CODE, row.name_cell), final, text=row.code.text, code=final)
        elif row.code.remark is not None:
            place = row.cells.get(Role.CODE, row.name_cell)
            self.say(row.code.remark, place, final, text=row.code.text, code=final)
        above = self._parent_by_code(final) or (self._headings[-1] if self._headings else None)
        draft.heading = self._headings[-1] if self._headings else None
        (above.children if above else self._roots).append(draft)
        self._last = draft

    def _last_numbered(self, code: str) -> _Draft | None:
        """Return the criterion that a small letter ("a", "b") is a part of."""
        if len(code) != 1 or not code.islower() or self._last is None:
            return None
        stem, _, tail = self._last.code.rpartition(".")
        is_sibling = len(tail) == 1 and tail.islower() and stem in self._by_code
        return self._by_code[stem] if is_sibling else self._last

    def _parent_by_code(self, code: str) -> _Draft | None:
        parts = code.split(".")
        for length in range(len(parts) - 1, 0, -1):
            found = self._by_code.get(".".join(parts[:length]))
            if found is not None:
                return found
        return None

    def _free(self, code: str, row: TableRow) -> str:
        if code not in self._by_code and len(code) <= 40:
            return code
        code = f"{code[:25]}-dong-{row.row}"
        number = 2
        free = code
        while free in self._by_code:
            free, number = f"{code}-{number}", number + 1
        return free

    def _draft(self, row: TableRow, code: str) -> _Draft:
        draft = _Draft(
            code, row.name, row.name_cell, row.row, row.points, row.cells.get(Role.MAX_POINTS, row.name_cell),
            {role: text for role, text in row.texts.items() if role is not Role.GROUP},
            dict(row.cells), dict(row.others), group=row.texts.get(Role.GROUP, ""),
            group_cell=row.cells.get(Role.GROUP, ""),
        )  # fmt: skip
        self._by_code[code] = draft
        return draft

    def _all(self) -> list[_Draft]:
        return list(self._by_code.values())

    def _settle_parts(self, drafts: Sequence[_Draft]) -> None:
        """Make children of "- …" rows whose points add up to the criterion's; else they are cases of its method."""
        for draft in drafts:
            if not draft.parts:
                continue
            values = [part.points.value for part in draft.parts]
            known = [value for value in values if value is not None]
            adds_up = len(known) == len(values) > 1 and sum(known) == draft.points.value and not draft.children
            for number, part in enumerate(draft.parts, start=1):
                if adds_up and draft.points.value:
                    code = self._free(f"{draft.code}.{number}", part)
                    child = self._draft(replace(part, name=part.name.lstrip("-+–•* ")), code)
                    draft.children.append(child)
                    self.say(RemarkKind.CODE_MADE_UP, part.name_cell, code, code=code)
                else:
                    self._join_part(draft, part)

    def _join_part(self, draft: _Draft, part: TableRow) -> None:
        points = f": {part.points.text} điểm" if part.points.value is not None else f" {part.points.text}"
        words = [part.name + points.rstrip(), part.texts.get(Role.METHOD, "")]
        line = "\n".join(word for word in words if word)
        before = draft.texts.get(Role.METHOD)
        draft.texts[Role.METHOD] = f"{before}\n{line}" if before else line
        draft.cells.setdefault(Role.METHOD, part.name_cell)
        rest = {r: t for r, t in part.texts.items() if r not in {Role.METHOD, Role.GROUP}}
        for role, text in rest.items():
            draft.texts[role] = f"{draft.texts[role]}\n{text}" if role in draft.texts else text
        for column, text in part.others.items():
            draft.others[column] = f"{draft.others[column]}\n{text}" if column in draft.others else text
        if read_scoring(draft.texts[Role.METHOD], draft.points.value or Decimal(0)).rule == "assessed":
            self.say(RemarkKind.PARTS_JOINED, part.name_cell, draft.code, text=part.name, code=draft.code)

    def _gather_groups(self) -> None:
        """Put what stands at the top under the branches that the group column names; spelling does not matter."""
        groups: dict[str, list[_Draft]] = {}
        alone: list[_Draft] = []
        current = ""
        for draft in self._roots:
            is_item = draft.heading is None and draft not in self._headings
            current = draft.group or current
            if Role.GROUP in self.columns.roles and is_item and current:
                draft.group = draft.group or current
                groups.setdefault(comparison_key(current), []).append(draft)
            else:
                alone.append(draft)
        if not groups:
            return
        branches = [self._group_branch(members, len(groups)) for members in groups.values()]
        self._roots = [*alone, *branches]

    def _group_branch(self, members: Sequence[_Draft], count: int) -> _Draft:
        spellings = [" ".join(member.group.split()) for member in members]
        name = max(dict.fromkeys(spellings), key=spellings.count)
        if len(members) == 1 and comparison_key(members[0].name) == comparison_key(name) and members[0].children:
            return members[0]
        first = {member.code.split(".")[0] for member in members}
        code = next(iter(first)) if len(first) == 1 else ""
        if not code or code in self._by_code:
            number = 1
            while f"N{number}" in self._by_code:
                number += 1
            code = f"N{number}"
        branch = _Draft(code, name, members[0].group_cell or members[0].cell, members[0].row)
        self._by_code[code] = branch
        branch.children = list(members)
        for other in dict.fromkeys(spelling for spelling in spellings if spelling != name):
            cells = [m.group_cell for m, s in zip(members, spellings, strict=True) if s == other and m.group_cell]
            self.say(RemarkKind.GROUP_SPELLINGS, branch.cell, code, other=other, text=name, cells=", ".join(cells))
        return branch

    def _proposed(self, draft: _Draft) -> ProposedNode | None:
        if draft.children:
            return self._branch(draft)
        if draft in self._heading_drafts() and not (draft.points.text or Role.METHOD in draft.texts):
            self.say(RemarkKind.GROUP_EMPTY, draft.cell, "", text=draft.name or draft.code)
            text = " | ".join(part for part in (draft.code, draft.name, *draft.texts.values()) if part)
            self.left_out.append(LeftOut(LeftOutKind.NOT_UNDERSTOOD, draft.cell, _short(text, 300)))
            return None
        return self._indicator(draft)

    def _heading_drafts(self) -> list[_Draft]:
        return self._opened

    def _branch(self, draft: _Draft) -> ProposedNode | None:
        children = [node for child in draft.children if (node := self._proposed(child)) is not None]
        if not children:
            return None
        method = draft.texts.get(Role.METHOD, "")
        best = read_scoring(method, Decimal(1)).remark is RemarkKind.METHOD_BEST_CASE
        found = [attainable(child) for child in children]
        sum_ = max(found) if best else sum(found, Decimal(0))
        declared = draft.points.value
        maximum = None
        if declared is not None and draft.points.text:
            if declared == sum_:
                maximum = declared
            else:
                facts = {"declared": plain(declared), "sum": plain(sum_)}
                self.say(RemarkKind.SUM_DIFFERS, draft.points_cell, draft.code, **facts)
        elif draft.points.remark is not None:
            self.say(draft.points.remark, draft.points_cell, draft.code, text=draft.points.text, points="–")
        for row in draft.subtotals:
            if row.points.value != sum_:
                facts = {"text": row.name, "declared": plain(row.points.value or Decimal(0)), "sum": plain(sum_)}
                self.say(RemarkKind.SUBTOTAL_DIFFERS, row.name_cell, draft.code, **facts)
            elif declared is None:
                maximum = row.points.value
        if not draft.name:
            self.say(RemarkKind.NAME_MISSING, draft.cell, draft.code)
        kept = tuple(self._labelled(draft, tuple(role for role in Role if role in draft.texts)))
        return ProposedBranch(
            draft.code, _one_line(draft.name) or draft.code, draft.cell, best, maximum, kept, tuple(children)
        )

    def _indicator(self, draft: _Draft) -> ProposedIndicator:
        method = draft.texts.get(Role.METHOD, "")
        maximum = self._maximum(draft, method)
        scoring = read_scoring(method, maximum)
        if scoring.remark is not None:
            place = draft.cells.get(Role.METHOD, draft.cell)
            facts = {"points": plain(highest_points(method) or Decimal(0)), "maximum": plain(maximum)}
            self.say(scoring.remark, place, draft.code, **facts)
        elif not method and Role.METHOD in self.columns.roles and maximum > 0:
            self.say(RemarkKind.METHOD_BLANK, draft.cell, draft.code)
        if scoring.rule == "steps" and scoring.input == "value" and scoring.unit == "%" and scoring is ASSESSED:
            raise AssertionError
        if not draft.name:
            self.say(RemarkKind.NAME_MISSING, draft.cell, draft.code)
        unit = draft.texts.get(Role.UNIT_OF_MEASURE, "") or scoring.unit
        if not unit and scoring.input in {"value", "count"}:
            unit = "số lượng" if scoring.input == "count" else "giá trị"
            self.say(RemarkKind.UNIT_MISSING, draft.cell, draft.code, text=unit)
        shown = (Role.METHOD, Role.DATA_SOURCE, Role.NOTES)
        return ProposedIndicator(
            code=draft.code,
            name=_one_line(draft.name) or draft.code,
            cell=draft.cell,
            unit=_one_line(unit),
            scoring=scoring,
            maximum=maximum,
            evidence=draft.texts.get(Role.EVIDENCE, ""),
            notes="\n".join(self._labelled(draft, shown)),
        )

    def _maximum(self, draft: _Draft, method: str) -> Decimal:
        points, place = draft.points, draft.points_cell
        if points.value is not None:
            if points.remark is not None:
                facts = {"text": points.text, "points": plain(points.value)}
                self.say(points.remark, place, draft.code, **facts)
            return points.value
        named = highest_points(method)
        value = named or Decimal(0)
        if points.remark is not None:
            self.say(points.remark, place, draft.code, text=points.text, points=plain(value))
        elif named:
            self.say(RemarkKind.MAXIMUM_FROM_METHOD, place, draft.code, points=plain(named))
        else:
            self.say(RemarkKind.MAXIMUM_MISSING, place, draft.code)
        return value

    def _labelled(self, draft: _Draft, roles: Sequence[Role]) -> list[str]:
        """Quote the table's own words, each with the heading of its column."""
        lines = []
        for role in roles:
            if role in draft.texts:
                column = self.columns.roles.get(role)
                heading = label_of(self.columns, column) if column is not None else ""
                lines.append(f"{heading}: {draft.texts[role]}" if heading else draft.texts[role])
        lines += [f"{label_of(self.columns, column)}: {text}" for column, text in sorted(draft.others.items())]
        return lines

    def _check_total(self, nodes: Sequence[ProposedNode]) -> None:
        sum_ = sum((attainable(node) for node in nodes), Decimal(0))
        for row in self._totals:
            if row.points.value == sum_:
                self.total = sum_
            else:
                declared = plain(row.points.value or Decimal(0))
                self.say(
                    RemarkKind.SUBTOTAL_DIFFERS, row.name_cell, "", text=row.name, declared=declared, sum=plain(sum_)
                )


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


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, limit: int = 120) -> str:
    text = _one_line(text)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
