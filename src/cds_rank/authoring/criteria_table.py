"""From a table of criteria in a workbook to a proposal for an indicator set; what was guessed is said."""

from collections.abc import Sequence
from decimal import Decimal

from cds_rank.authoring.proposal import (
    LeftOut,
    LeftOutKind,
    Proposal,
    ProposedBranch,
    ProposedIndicator,
    ProposedNode,
    attainable,
    one_line,
    plain,
)
from cds_rank.authoring.remarks import RemarkKind
from cds_rank.authoring.row_tree import Draft, Notebook, TreeBuilder
from cds_rank.authoring.scoring_words import highest_points, read_scoring
from cds_rank.authoring.table_columns import Columns, Place, Role, column_name
from cds_rank.authoring.table_rows import TableRow, kept_points, label_of, read_rows
from cds_rank.errors import CdsRankError
from cds_rank.model.spelling import clean_text, comparison_key
from cds_rank.reading.ooxml import Sheet


def propose(place: Place, *, file: str, date_1904: bool) -> Proposal:
    """Turn a table of criteria into a proposal.

    Raises CdsRankError ("criteria_no_rows") when there is not one criterion below the header.
    """
    notebook = Notebook()
    tree = TreeBuilder(place.columns, notebook)
    tree.build(read_rows(place.sheet, place.columns, date_1904))
    proposer = _Proposer(place.columns, notebook)
    nodes = [node for draft in tree.roots if (node := proposer.node(draft, frozenset())) is not None]
    if not nodes:
        raise CdsRankError("criteria_no_rows", path=file, sheet=place.sheet.name)
    columns = place.columns
    total = proposer.total(nodes, tree.totals)
    if place.others:
        notebook.say(RemarkKind.OTHER_SHEETS, sheets=", ".join(f"“{name}”" for name in place.others))
    titles = _titles(place.sheet, columns)
    shown = sorted(columns.roles.items(), key=lambda entry: entry[1])
    return Proposal(
        file=file,
        sheet=place.sheet.name,
        header_row=columns.header_row,
        columns=tuple((role, column_name(column), columns.heading(column)) for role, column in shown),
        kept_columns=tuple((column_name(column), columns.heading(column)) for column in columns.kept),
        nodes=tuple(nodes),
        total=total,
        titles=titles,
        remarks=tuple(sorted(notebook.remarks, key=lambda remark: _place_of(remark.cell))),
        left_out=(
            *(LeftOut(LeftOutKind.ABOVE, cell, text) for cell, text in titles),
            *(
                LeftOut(LeftOutKind.COLUMN, column_name(column), columns.heading(column))
                for column in columns.left_out
            ),
            *notebook.left_out,
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


class _Proposer:
    def __init__(self, columns: Columns, notebook: Notebook) -> None:
        self.columns = columns
        self.say = notebook.say
        self.leave = notebook.leave

    def node(self, draft: Draft, inside: frozenset[str]) -> ProposedNode | None:
        """Propose a node. inside: names of the groups that it stands in."""
        if draft.group and comparison_key(draft.group) not in inside:
            draft.texts[Role.GROUP] = draft.group
        within = inside | {comparison_key(draft.name), comparison_key(draft.group)}
        children = [node for child in draft.children if (node := self.node(child, within)) is not None]
        if children:
            return self._branch(draft, children)
        if draft.is_heading and not (draft.points.text or Role.METHOD in draft.texts):
            self.say(RemarkKind.GROUP_EMPTY, draft.cell, "", text=draft.name or draft.code)
            parts = (draft.code, draft.name, draft.group, *draft.texts.values(), *draft.others.values())
            text = " | ".join(part for part in parts if part)
            self.leave(LeftOutKind.NOT_UNDERSTOOD, draft.cell, text)
            return None
        return self._indicator(draft)

    def _branch(self, draft: Draft, children: Sequence[ProposedNode]) -> ProposedBranch:
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
                facts = {
                    "text": row.name,
                    "declared": plain(row.points.value or Decimal(0)),
                    "sum": plain(sum_),
                }
                self.say(RemarkKind.SUBTOTAL_DIFFERS, row.name_cell, draft.code, **facts)
            elif declared is None:
                maximum = row.points.value
        if not draft.name:
            self.say(RemarkKind.NAME_MISSING, draft.cell, draft.code)
        kept = tuple(self._labelled(draft, tuple(role for role in Role if role in draft.texts)))
        return ProposedBranch(
            draft.code, one_line(draft.name) or draft.code, draft.cell, best, maximum, kept, tuple(children)
        )

    def _indicator(self, draft: Draft) -> ProposedIndicator:
        method = draft.texts.get(Role.METHOD, "")
        maximum = self._maximum(draft, method)
        scoring = read_scoring(method, maximum)
        if scoring.remark is not None:
            place = draft.cells.get(Role.METHOD, draft.cell)
            facts = {"points": plain(highest_points(method) or Decimal(0)), "maximum": plain(maximum)}
            self.say(scoring.remark, place, draft.code, **facts)
        elif not method and Role.METHOD in self.columns.roles and maximum > 0:
            self.say(RemarkKind.METHOD_BLANK, draft.cell, draft.code)
        if not draft.name:
            self.say(RemarkKind.NAME_MISSING, draft.cell, draft.code)
        unit = draft.texts.get(Role.UNIT_OF_MEASURE, "") or scoring.unit
        if not unit and scoring.input in {"value", "count"}:
            unit = "số lượng" if scoring.input == "count" else "giá trị"
            self.say(RemarkKind.UNIT_MISSING, draft.cell, draft.code, text=unit)
        shown = (Role.METHOD, Role.GROUP, Role.DATA_SOURCE, Role.NOTES)
        return ProposedIndicator(
            code=draft.code,
            name=one_line(draft.name) or draft.code,
            cell=draft.cell,
            unit=one_line(unit),
            scoring=scoring,
            maximum=maximum,
            evidence=draft.texts.get(Role.EVIDENCE, ""),
            notes="\n".join(self._labelled(draft, shown)),
        )

    def _maximum(self, draft: Draft, method: str) -> Decimal:
        points, place = draft.points, draft.points_cell
        if points.value is not None:
            if points.remark is not None:
                facts = {"text": points.text, "points": plain(points.value)}
                self.say(points.remark, place, draft.code, **facts)
            return points.value
        named = highest_points(method)
        value = kept_points(named or Decimal(0)) or Decimal(0)
        if points.remark is not None:
            self.say(points.remark, place, draft.code, text=points.text, points=plain(value))
        elif value:
            self.say(RemarkKind.MAXIMUM_FROM_METHOD, place, draft.code, points=plain(value))
        else:
            self.say(RemarkKind.MAXIMUM_MISSING, place, draft.code)
        return value

    def _labelled(self, draft: Draft, roles: Sequence[Role]) -> list[str]:
        """Quote the table's own words, each with the heading of its column."""
        lines = []
        for role in roles:
            if role in draft.texts:
                column = self.columns.roles.get(role)
                heading = label_of(self.columns, column) if column is not None else ""
                lines.append(f"{heading}: {draft.texts[role]}" if heading else draft.texts[role])
        lines += [
            f"{label_of(self.columns, column)}: {text}" for column, text in sorted(draft.others.items())
        ]
        return lines

    def total(self, nodes: Sequence[ProposedNode], rows: Sequence[TableRow]) -> Decimal | None:
        """Return the total that the table declares, where it is the sum of its nodes; else say so."""
        sum_ = sum((attainable(node) for node in nodes), Decimal(0))
        for row in rows:
            if row.points.value != sum_:
                facts = {"declared": plain(row.points.value or Decimal(0)), "sum": plain(sum_)}
                self.say(RemarkKind.SUBTOTAL_DIFFERS, row.name_cell, "", text=row.name, **facts)
        return sum_ if any(row.points.value == sum_ for row in rows) else None


def _place_of(cell: str) -> tuple[int, int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 0), len(letters), letters
