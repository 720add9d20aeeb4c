"""A proposal written as the YAML of an indicator set, with what has to be looked at said at its place."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cds_rank.authoring.plain_words import folded
from cds_rank.authoring.proposal import (
    LeftOutKind,
    Proposal,
    ProposedBranch,
    ProposedIndicator,
    ProposedNode,
    plain,
)
from cds_rank.authoring.remarks import Remark, RemarkKind, remark_text
from cds_rank.authoring.scoring_words import Scoring
from cds_rank.authoring.table_columns import Role
from cds_rank.wording.language import N_, Language, Translate, translator

LEFT_OUT_WORDS: Mapping[LeftOutKind, str] = {
    LeftOutKind.ABOVE: N_("phía trên bảng"),
    LeftOutKind.FURNITURE: N_("dòng tiêu đề lặp lại hoặc đánh số cột"),
    LeftOutKind.SUBTOTAL: N_("dòng cộng, chỉ dùng để đối chiếu"),
    LeftOutKind.NOTE: N_("ghi chú ngoài bảng"),
    LeftOutKind.COLUMN: N_("cột số thứ tự hoặc cột của phiếu báo cáo"),
    LeftOutKind.NOT_UNDERSTOOD: N_("chưa hiểu"),
}
ROLE_WORDS: Mapping[Role, str] = {
    Role.CODE: N_("mã"),
    Role.NAME: N_("tên chỉ tiêu"),
    Role.GROUP: N_("nhóm"),
    Role.MAX_POINTS: N_("điểm tối đa"),
    Role.METHOD: N_("cách tính điểm"),
    Role.EVIDENCE: N_("tài liệu kiểm chứng"),
    Role.DATA_SOURCE: N_("nguồn dữ liệu"),
    Role.UNIT_OF_MEASURE: N_("đơn vị tính"),
    Role.NOTES: N_("ghi chú"),
}

_ENGLISH_UNITS = {"%": "%", "điểm": "points", "có/không": "yes/no", "lựa chọn": "choice"}
_UNITS_BY_INPUT = {"points": "điểm", "yes_no": "có/không", "choice": "lựa chọn"}
_PLAIN = re.compile(
    r"[^\W\d_](?:[^\W_]|[ .()/%–,;+-])*"
)  # no ": ", " #" or anything else that means something
_LIKE_OTHERS = re.compile(r"(?i:y|n|yes|no|true|false|on|off|null|nan|inf|infinity|\.?inf)")
_NOT_IN_YAML = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_FLOW_MARKS = frozenset(",[]{}")
_WIDTH = 100
_TITLE_OF_A_SET = re.compile(r"\b(?:bo )?(?:chi so|tieu chi|chi tieu)\b")
_DECISION = re.compile(r"\b(?:quyet dinh|qd|nghi quyet|ke hoach|huong dan)\b.{0,40}\d")


@dataclass(frozen=True, slots=True)
class SetHead:
    """What the table does not say of its set. groups: code and name of each."""

    id: str
    groups: tuple[tuple[str, str], ...]
    fallback_name: str


def set_yaml(proposal: Proposal, head: SetHead, language: Language) -> str:
    """Write an indicator set to be completed.

    Everything is marked `reconstructed`; remarks stand as comments where they belong. Same proposal, same text.
    """
    return "\n".join(_Writer(proposal, head, language).lines()) + "\n"


class _Writer:
    def __init__(self, proposal: Proposal, head: SetHead, language: Language) -> None:
        self.proposal = proposal
        self.head = head
        self._: Translate = translator(language)
        self.language: Language = language
        self._remarks: dict[str, list[Remark]] = {}
        for remark in proposal.remarks:
            self._remarks.setdefault(remark.node, []).append(remark)
        self._group_codes = ", ".join(_scalar(code, flow=True) for code, _ in head.groups)

    def lines(self) -> Iterator[str]:
        yield "# yaml-language-server: $schema=./schema/indicator-set.schema.json"
        yield "#"
        yield from self._opening()
        yield ""
        yield f"id: {_scalar(self.head.id)}"
        yield 'version: "0.1.0"'
        yield from _names("name", self._set_name(), 0)
        yield "status: reconstructed"
        yield from self._legal_basis()
        yield ""
        yield "groups:"
        for code, name in self.head.groups:
            yield f"  - code: {_scalar(code)}"
            yield from _names("name", name, 4)
        yield ""
        yield "tree:"
        for node in self.proposal.nodes:
            yield from self._node(node, 2)
        yield ""
        yield from self._roll_up()
        yield ""
        yield from self._method()

    def _opening(self) -> Iterator[str]:
        _ = self._
        place = _("Nhập từ {file}, trang “{sheet}”; dòng tiêu đề: {row}.").format(
            file=self.proposal.file, sheet=self.proposal.sheet, row=self.proposal.header_row
        )
        yield from _comment(place, 0)
        for role, letters, heading in self.proposal.columns:
            yield from _comment(f"  {letters} “{heading}” → {role.value} ({_(ROLE_WORDS[role])})", 0)
        for letters, heading in self.proposal.kept_columns:
            yield from _comment(f"  {letters} “{heading}” → notes", 0)
        general = [
            Remark(RemarkKind.NOT_A_SOURCE),
            Remark(RemarkKind.ENGLISH_MISSING),
            *self._remarks.get("", ()),
        ]
        for remark in general:
            yield from self._said(remark, 0)
        if self.proposal.left_out:
            yield "#"
            yield from _comment(_("Không đưa vào bộ chỉ tiêu:"), 0)
            for piece in self.proposal.left_out:
                yield from _comment(f"  {piece.cell} ({_(LEFT_OUT_WORDS[piece.kind])}): {piece.text}", 0)

    def _said(self, remark: Remark, indent: int) -> Iterator[str]:
        _ = self._
        sentence = remark_text(remark, self.language)
        if remark.cell:
            yield from _comment(
                _("CẦN XEM: (ô {cell}) {sentence}").format(cell=remark.cell, sentence=sentence), indent
            )
        else:
            yield from _comment(_("CẦN XEM: {sentence}").format(sentence=sentence), indent)

    def _set_name(self) -> str:
        titles = [" ".join(text.split()) for _, text in self.proposal.titles]
        return next(
            (title for title in titles if _TITLE_OF_A_SET.search(folded(title)) and len(title) < 300),
            self.head.fallback_name,
        )

    def _legal_basis(self) -> Iterator[str]:
        decisions = [
            (cell, " ".join(text.split()))
            for cell, text in self.proposal.titles
            if _DECISION.search(folded(" ".join(text.split())))
        ]
        if decisions:
            yield "legal_basis:"
        for cell, title in decisions:
            yield from _entry("- title", title.strip("() "), 2)
            yield from _entry("source", self._source(cell), 4)
            yield "    status: reconstructed"

    def _source(self, cell: str) -> str:
        _ = self._
        return _("Nhập từ {file}, trang {sheet}, ô {cell}").format(
            file=self.proposal.file, sheet=self.proposal.sheet, cell=cell
        )

    def _node(self, node: ProposedNode, indent: int) -> Iterator[str]:
        for remark in self._remarks.get(node.code, ()):
            yield from self._said(remark, indent)
        if isinstance(node, ProposedBranch):
            yield from self._branch(node, indent)
        else:
            yield from self._indicator(node, indent)

    def _branch(self, node: ProposedBranch, indent: int) -> Iterator[str]:
        inner = indent + 2
        for text in node.kept:
            yield from _comment(text, indent)
        yield f"{' ' * indent}- code: {_code(node.code)}"
        yield from _names("name", node.name, inner)
        if node.best:
            yield f"{' ' * inner}aggregation: best"
        if node.maximum is not None:
            yield f"{' ' * inner}max_points: {self._maxima(plain(node.maximum))}"
        yield f"{' ' * inner}status: reconstructed"
        yield from _entry("source", self._source(node.cell), inner)
        yield f"{' ' * inner}children:"
        for child in node.children:
            yield from self._node(child, inner + 2)

    def _maxima(self, points: str) -> str:
        return "{" + ", ".join(f"{_scalar(code, flow=True)}: {points}" for code, _ in self.head.groups) + "}"

    def _indicator(self, node: ProposedIndicator, indent: int) -> Iterator[str]:
        inner, scoring = indent + 2, node.scoring
        space = " " * inner
        yield f"{' ' * indent}- code: {_code(node.code)}"
        yield from _names("name", node.name, inner)
        unit = node.unit or _UNITS_BY_INPUT.get(scoring.input, "điểm")
        yield from _names("unit_of_measure", unit, inner, _ENGLISH_UNITS.get(unit, unit))
        yield f"{space}input: {scoring.input}"
        if scoring.input == "ratio":
            yield from _names("numerator", scoring.numerator or "a (xem cách tính)", inner)
            yield from _names("denominator", scoring.denominator or "b (xem cách tính)", inner)
        if scoring.cases:
            yield f"{space}options:"
            for number, case in enumerate(scoring.cases, start=1):
                yield f"{space}  - code: muc-{number}"
                yield from _names("name", case.name, inner + 4)
                yield f"{space}    share: {case.share}"
        if limits := _limits(scoring, unit):
            yield f"{space}limits: {limits}"
        yield f"{space}direction: {'lower_is_better' if scoring.lower_is_better else 'higher_is_better'}"
        yield from _rule(scoring, inner)
        yield f"{space}max_points: {plain(node.maximum)}"
        yield f"{space}max_points_status: reconstructed"
        yield f"{space}groups: [{self._group_codes}]"
        yield f"{space}groups_status: reconstructed"
        if node.evidence:
            yield f"{space}evidence:"
            yield from _names("what", node.evidence, inner + 2)
        yield f"{space}status: reconstructed"
        yield from _entry("source", self._source(node.cell), inner)
        if node.notes:
            yield from _names("notes", node.notes, inner)

    def _roll_up(self) -> Iterator[str]:
        branches = [node.code for node in self.proposal.nodes if isinstance(node, ProposedBranch)]
        if branches:
            yield f"pillars: [{', '.join(_code(code) for code in branches)}]"
        yield "total:"
        yield "  aggregation: sum"
        yield "  members:"
        for node in self.proposal.nodes:
            yield f"    - node: {_code(node.code)}"
        if self.proposal.total is not None:
            yield f"  max_points: {self._maxima(plain(self.proposal.total))}"

    def _method(self) -> Iterator[str]:
        _ = self._
        yield from self._said(Remark(RemarkKind.METHOD_TO_CHOOSE), 0)
        yield "method:"
        choices = (
            ("missing: zero", "zero, unranked"),
            ("zero_denominator: not_applicable", "maximum, zero, not_applicable"),
            ("stage: final", "final, self, verified"),
            ("scale: {name: {vi: Tỷ lệ hoàn thành, en: Completion rate}}", ""),
            ("rounding: {published_score: 2}", ""),
            ("ties: competition", "competition, modified_competition, dense"),
            ("rank_on: exact", "exact, published"),
        )
        for line, others in choices:
            yield f"  {line}  # {others}" if others else f"  {line}"


def _rule(scoring: Scoring, indent: int) -> Iterator[str]:
    space = " " * indent
    match scoring.rule:
        case "steps":
            yield f"{space}rule:"
            yield f"{space}  kind: steps"
            yield f"{space}  steps:"
            for band in scoring.bands:
                yield f"{space}    - {{{band.bound}: {plain(band.value)}, share: {band.share}}}"
        case "capped_count":
            assert scoring.points_each is not None
            yield f"{space}rule: {{kind: capped_count, points_each: {plain(scoring.points_each)}}}"
        case kind:
            yield f"{space}rule: {{kind: {kind}}}"


def _limits(scoring: Scoring, unit: str) -> str:
    match scoring.input:
        case "ratio":
            return "{minimum: 0, maximum: 100}"
        case "value" if unit == "%" and scoring.rule == "steps":
            return "{minimum: 0}"
        case "count":
            return "{minimum: 0, whole: true}"
    return ""


def _names(key: str, text: str, indent: int, english: str | None = None) -> Iterator[str]:
    """Write a text in both languages; the English is the Vietnamese until somebody translates it."""
    english = text if english is None else english
    short = f"{' ' * indent}{key}: {{vi: {_scalar(text, flow=True)}, en: {_scalar(english, flow=True)}}}"
    if len(short) <= _WIDTH and "\n" not in text:
        yield short
        return
    yield f"{' ' * indent}{key}:"
    yield from _entry("vi", text, indent + 2)
    yield from _entry("en", english, indent + 2)


def _entry(key: str, text: str, indent: int) -> Iterator[str]:
    """Write `key: text`: on one line where it fits, else as a block."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    space = " " * indent
    body = " " * (indent + (4 if key.startswith("- ") else 2))
    if any(_NOT_IN_YAML.search(line) for line in lines):
        yield f"{space}{key}: {_quoted(chr(10).join(lines))}"
    elif len(lines) > 1:
        yield f"{space}{key}: |-"
        for line in lines:
            yield f"{body}{line}"
    else:
        line = "".join(lines)
        short = f"{space}{key}: {_scalar(line)}"
        if len(short) <= _WIDTH:
            yield short
            return
        yield f"{space}{key}: >-"
        width = max(_WIDTH - len(body), 40)
        for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False):
            yield f"{body}{part}"


def _code(code: str) -> str:
    """Write a code: in quotes when it looks like anything but a word."""
    return code if re.fullmatch(r"[^\W\d_][\w.\-/]*", code) and not _is_special(code) else _quoted(code)


def _scalar(text: str, *, flow: bool = False) -> str:
    """Write a text on one line, in quotes where YAML would read it as something else."""
    is_plain = bool(_PLAIN.fullmatch(text)) and text == text.strip() and not _is_special(text)
    if flow and _FLOW_MARKS.intersection(text):
        is_plain = False
    return text if is_plain else _quoted(text)


def _is_special(text: str) -> bool:
    return bool(_LIKE_OTHERS.fullmatch(text)) or text.endswith(":") or "  " in text


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def _comment(text: str, indent: int) -> Iterator[str]:
    """Write a text as comment lines; nothing in it can end the comment."""
    space = " " * indent
    for line in re.split(r"[\n\r\x85\u2028\u2029]", text):
        shown = _NOT_IN_YAML.sub(" ", line).rstrip()
        lead = "  " if shown.startswith("  ") else ""
        width = max(_WIDTH + 10 - indent, 50)
        wrapped: Sequence[str] = textwrap.wrap(
            shown.strip(), width, initial_indent=lead, subsequent_indent=f"{lead}  ", break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip
        for part in wrapped:
            yield f"{space}# {part}"
