"""The rows of a table of criteria put into a tree: by codes, by rows that head a group, or by a column of groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cds_rank.authoring.proposal import LeftOut, LeftOutKind, one_line
from cds_rank.authoring.remarks import Remark, RemarkKind
from cds_rank.authoring.row_codes import roman_value
from cds_rank.authoring.scoring_words import read_scoring
from cds_rank.authoring.table_columns import Columns, Role
from cds_rank.authoring.table_rows import Points, RowKind, TableRow, is_total
from cds_rank.model.spelling import comparison_key

_LONGEST_FACT = 120
_LONGEST_CODE = 40


@dataclass(slots=True)
class Draft:
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
    children: list["Draft"] = field(default_factory=list)
    parts: list[TableRow] = field(default_factory=list)
    subtotals: list[TableRow] = field(default_factory=list)
    group: str = ""
    group_cell: str = ""
    is_heading: bool = False


@dataclass(slots=True)
class Notebook:
    """Where remarks and what was left out are written down on the way."""

    remarks: list[Remark] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def say(self, kind: RemarkKind, cell: str = "", node: str = "", **facts: object) -> None:
        """Write down a remark; facts are cut to what a line can show."""
        texts = {name: one_line(str(fact), _LONGEST_FACT) for name, fact in facts.items()}
        self.remarks.append(Remark(kind, cell, node, texts))

    def leave(self, kind: LeftOutKind, cell: str, text: str) -> None:
        """Write down a piece of the sheet that is not in the set."""
        self.left_out.append(LeftOut(kind, cell, one_line(text)))


def _add_words(draft: Draft, row: TableRow, texts: Mapping[Role, str]) -> None:
    """Put what a further row says behind what the criterion's own row says, column by column."""
    for role, text in texts.items():
        wanted = role
        if role is Role.GROUP:
            if not draft.group or comparison_key(draft.group) == comparison_key(text):
                draft.group = draft.group or text
                continue
            wanted = Role.NOTES
        draft.texts[wanted] = f"{draft.texts[wanted]}\n{text}" if wanted in draft.texts else text
        draft.cells.setdefault(wanted, row.cells.get(role, row.name_cell))
    for column, text in row.others.items():
        draft.others[column] = f"{draft.others[column]}\n{text}" if column in draft.others else text


class TreeBuilder:
    """Takes the rows from top to bottom; `roots` is the tree, `totals` are the rows that sum the whole table."""

    def __init__(self, columns: Columns, notebook: Notebook) -> None:
        self.columns = columns
        self.say = notebook.say
        self.leave = notebook.leave
        self.roots: list[Draft] = []
        self.totals: list[TableRow] = []
        self._headings: list[Draft] = []  # open, outer first
        self._kinds: list[str] = []
        self._by_code: dict[str, Draft] = {}
        self._made = 0  # codes made for groups without one
        self._last: Draft | None = None  # the item that a row without a code belongs to

    def build(self, rows: Sequence[TableRow]) -> None:
        """Put all rows of a table into the tree."""
        numbered = self._numbered_apart(rows)
        self._say_of_columns(numbered)
        for row in numbered:
            self._take(row)
        self._settle_parts(list(self._by_code.values()))
        self._gather_groups()

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
            if (
                row.kind is RowKind.ITEM
                and row.code.code
                and here
                and not row.code.code.startswith(f"{here}.")
            ):
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
                self.leave(LeftOutKind.FURNITURE, row.name_cell, row.all_text)
            case RowKind.NOTE:
                self.leave(LeftOutKind.NOTE, row.name_cell, row.all_text)
            case RowKind.SUBTOTAL:
                self.leave(LeftOutKind.SUBTOTAL, row.name_cell, row.all_text)
                self._keep_subtotal(row)
            case RowKind.HEADING:
                self._open_heading(row)
            case RowKind.PART if self._last is not None:
                self._last.parts.append(row)
            case RowKind.CONTINUATION:
                self._continue(row)
            case _:
                self._add_item(row)

    def _keep_subtotal(self, row: TableRow) -> None:
        if row.points.value is None:
            return
        last_word = row.name.replace(":", " ").split()[-1].strip(".")
        if last_word in self._by_code:
            self._by_code[last_word].subtotals.append(row)
        elif is_total(row.name) or not self._headings:
            self.totals.append(row)
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
            code = self._next_group_code()
            self.say(RemarkKind.HEADING_GUESSED, row.name_cell, code, text=row.name)
        elif taken:
            code = self._free(f"{parent.code}.{code}" if parent else code, row)
        draft = self._draft(row, code)
        draft.is_heading = True
        (parent.children if parent else self.roots).append(draft)
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
            self.leave(LeftOutKind.NOT_UNDERSTOOD, row.name_cell, row.all_text)
            return
        texts = dict(row.texts)
        if row.points.text:
            words = texts.get(Role.METHOD, "")
            texts[Role.METHOD] = f"{words}: {row.points.text}" if words else row.points.text
        _add_words(self._last, row, texts)

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
        (above.children if above else self.roots).append(draft)
        self._last = draft

    def _last_numbered(self, code: str) -> Draft | None:
        """Return the criterion that a small letter ("a", "b") is a part of."""
        if len(code) != 1 or not code.islower() or self._last is None:
            return None
        stem, _, tail = self._last.code.rpartition(".")
        is_sibling = len(tail) == 1 and tail.islower() and stem in self._by_code
        return self._by_code[stem] if is_sibling else self._last

    def _parent_by_code(self, code: str) -> Draft | None:
        parts = code.split(".")
        for length in range(len(parts) - 1, 0, -1):
            found = self._by_code.get(".".join(parts[:length]))
            if found is not None:
                return found
        return None

    def _next_group_code(self) -> str:
        self._made += 1
        while f"N{self._made}" in self._by_code:
            self._made += 1
        return f"N{self._made}"

    def _free(self, code: str, row: TableRow) -> str:
        if code not in self._by_code and len(code) <= _LONGEST_CODE:
            return code
        code = f"{code[:25]}-dong-{row.row}"
        number = 2
        free = code
        while free in self._by_code:
            free, number = f"{code}-{number}", number + 1
        return free

    def _draft(self, row: TableRow, code: str) -> Draft:
        draft = Draft(
            code, row.name, row.name_cell, row.row, row.points, row.cells.get(Role.MAX_POINTS, row.name_cell),
            {role: text for role, text in row.texts.items() if role is not Role.GROUP},
            dict(row.cells), dict(row.others), group=row.texts.get(Role.GROUP, ""),
            group_cell=row.cells.get(Role.GROUP, ""),
        )  # fmt: skip
        self._by_code[code] = draft
        return draft

    def _settle_parts(self, drafts: Sequence[Draft]) -> None:
        """Make children of "- …" rows whose points add up to the criterion's; else they are cases of its method."""
        for draft in drafts:
            if not draft.parts:
                continue
            values = [part.points.value for part in draft.parts]
            known = [value for value in values if value is not None]
            adds_up = (
                len(known) == len(values) > 1 and sum(known) == draft.points.value and not draft.children
            )
            for number, part in enumerate(draft.parts, start=1):
                if adds_up and draft.points.value:
                    code = self._free(f"{draft.code}.{number}", part)
                    child = self._draft(replace(part, name=part.name.lstrip("-+–•* ")), code)
                    draft.children.append(child)
                    self.say(RemarkKind.CODE_MADE_UP, part.name_cell, code, code=code)
                else:
                    self._join_part(draft, part)

    def _join_part(self, draft: Draft, part: TableRow) -> None:
        points = f": {part.points.text} điểm" if part.points.value is not None else f" {part.points.text}"
        words = [part.name + points.rstrip(), part.texts.get(Role.METHOD, "")]
        line = "\n".join(word for word in words if word)
        _add_words(draft, part, {**part.texts, Role.METHOD: line})
        if read_scoring(draft.texts[Role.METHOD], draft.points.value or Decimal(0)).rule == "assessed":
            self.say(RemarkKind.PARTS_JOINED, part.name_cell, draft.code, text=part.name, code=draft.code)

    def _gather_groups(self) -> None:
        """Put what stands at the top under the branches that the group column names; spelling does not matter."""
        groups: dict[str, list[Draft]] = {}
        alone: list[Draft] = []
        current = ""
        for draft in self.roots:
            current = draft.group or current
            if current and not draft.is_heading:
                draft.group = draft.group or current
                groups.setdefault(comparison_key(current), []).append(draft)
            else:
                alone.append(draft)
        if not groups:
            return
        branches = [self._group_branch(members) for members in groups.values()]
        self.roots = [*alone, *branches]

    def _group_branch(self, members: Sequence[Draft]) -> Draft:
        spellings = [" ".join(member.group.split()) for member in members]
        name = max(dict.fromkeys(spellings), key=spellings.count)
        if (
            len(members) == 1
            and comparison_key(members[0].name) == comparison_key(name)
            and members[0].children
        ):
            return members[0]
        first = {member.code.split(".")[0] for member in members}
        code = next(iter(first)) if len(first) == 1 else ""
        if not code or code in self._by_code:
            code = self._next_group_code()
        branch = Draft(code, name, members[0].group_cell or members[0].cell, members[0].row)
        self._by_code[code] = branch
        branch.children = list(members)
        for other in dict.fromkeys(spelling for spelling in spellings if spelling != name):
            cells = [
                m.group_cell for m, s in zip(members, spellings, strict=True) if s == other and m.group_cell
            ]
            self.say(
                RemarkKind.GROUP_SPELLINGS, branch.cell, code, other=other, text=name, cells=", ".join(cells)
            )
        return branch
