"""`cds-rank set import`: a table of criteria in Excel becomes the YAML of a set, to be completed by a person."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank.cli import display
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.errors import CdsRankError, DefinitionError
from cds_rank.model.text import CODE_PATTERN, ascii_words
from cds_rank.wording.language import Language, translator

if TYPE_CHECKING:
    from cds_rank.authoring.proposal import Proposal

DEFAULT_GROUP = ("don-vi", "Các đơn vị")
_LONGEST_CODE = 40
_NOT_A_WORKBOOK = {"password": "criteria_password", "too_large": "criteria_too_large"}


def import_set(
    file: Path,
    *,
    out: Path | None,
    set_id: str | None,
    groups: list[str],
    sheet: str | None,
    header_row: int | None,
    columns: list[str],
    force: bool,
    language: Language,
) -> int:
    """Read a table of criteria, write it as a set, and say what was guessed and what was not understood.

    groups: "so-nganh" or "so-nganh=Sở, ban, ngành". columns: "code=B", "evidence=-" for none.
    Returns 0 when the written set passes the check, 1 when a person has to complete it first.
    Raises CdsRankError when there is no table to read, the file exists already, or it is the table itself.
    """
    from cds_rank.authoring.set_text import SetHead, set_yaml
    from cds_rank.cli.output import write_files

    _ = translator(language)
    wanted_id = _set_id(set_id, file)
    target = Path("indicator_sets") / f"{wanted_id}.yaml" if out is None else out
    if target.exists() and not force:
        raise CdsRankError("set_exists", path=target)
    if target.resolve() == file.resolve():
        raise CdsRankError("would_overwrite", path=file)
    proposal = _proposal(file, sheet, header_row, columns)
    head = SetHead(wanted_id, _groups(groups), " ".join(file.stem.split()) or wanted_id)
    write_files({target: set_yaml(proposal, head, language).encode("utf-8")})
    for line in _told(proposal, language):
        display.say(line)
    display.say()
    display.say(_("Đã ghi {path}").format(path=target))
    return _checked(target, language)


def _proposal(file: Path, sheet: str | None, header_row: int | None, columns: Sequence[str]) -> "Proposal":
    from cds_rank.authoring.criteria_table import propose
    from cds_rank.authoring.table_columns import find_table, parse_overrides
    from cds_rank.reading.ooxml import UnreadableCause, UnreadableWorkbook, open_workbook

    overrides = parse_overrides(columns)
    shown = display.shown_name(file.name)
    try:
        workbook = open_workbook(file)
        place = find_table(workbook, shown, sheet=sheet, header_row=header_row, overrides=overrides)
        return propose(place, file=shown, date_1904=workbook.date_1904)
    except UnreadableWorkbook as error:
        if error.cause is UnreadableCause.LOCKED:
            reason = error.facts.get("detail", "")
            raise CdsRankError("file_not_readable", path=file, reason=reason) from error
        code = _NOT_A_WORKBOOK.get(error.cause.value, "criteria_not_a_workbook")
        raise CdsRankError(code, path=file) from error


def _set_id(given: str | None, file: Path) -> str:
    if given is not None:
        return _code(given)
    made = re.sub(r"[^a-z0-9]+", "-", ascii_words(file.stem).lower())[:_LONGEST_CODE].strip("-")
    return made or "bo-chi-tieu"


def _groups(given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for text in given:
        code, _, name = (part.strip() for part in text.partition("="))
        found[_code(code)] = " ".join(name.split()) or code
    return tuple(found.items()) or (DEFAULT_GROUP,)


def _code(text: str) -> str:
    if not re.fullmatch(CODE_PATTERN, text) or len(text) > _LONGEST_CODE:
        raise CdsRankError("not_a_code", text=text)
    return text


def _told(proposal: "Proposal", language: Language) -> Iterator[str]:
    from cds_rank.authoring.proposal import rules_used
    from cds_rank.authoring.remarks import Remark, RemarkKind, remark_text
    from cds_rank.authoring.set_text import LEFT_OUT_WORDS, ROLE_WORDS

    _ = translator(language)
    yield _("{file}, trang “{sheet}”, dòng tiêu đề {row}. Các cột được hiểu là:").format(
        file=proposal.file, sheet=proposal.sheet, row=proposal.header_row
    )
    for role, letters, heading in proposal.columns:
        words = " ".join(heading.split())
        yield f"  {letters}: {role.value} ({_(ROLE_WORDS[role])}) ← “{words}”"
    for letters, heading in proposal.kept_columns:
        words = " ".join(heading.split())
        yield _("  {column}: chép vào notes ← “{heading}”").format(column=letters, heading=words)
    yield _("Nếu không đúng: thêm --column code=B (bỏ một cột: --column notes=-), --sheet, --header-row.")
    yield ""
    counts = ", ".join(f"{rule} {count}" for rule, count in rules_used(proposal).items())
    yield _("{n} chỉ tiêu. Cách tính đoán từ lời văn: {counts}.").format(
        n=len(proposal.indicators()), counts=counts
    )
    remarks = [*proposal.remarks, Remark(RemarkKind.METHOD_TO_CHOOSE), Remark(RemarkKind.ENGLISH_MISSING)]
    yield ""
    yield _("Cần người xem lại ({n} chỗ):").format(n=len(remarks))
    for remark in remarks:
        sentence = remark_text(remark, language)
        if not remark.cell:
            yield f"  {sentence}"
        elif remark.node:
            place = _("{sheet} › {cell}, mã {code}").format(
                sheet=proposal.sheet, cell=remark.cell, code=remark.node
            )
            yield f"  {place}: {sentence}"
        else:
            yield f"  {proposal.sheet} › {remark.cell}: {sentence}"
    if proposal.left_out:
        yield ""
        yield _("Không đưa vào bộ chỉ tiêu ({n}):").format(n=len(proposal.left_out))
        for piece in proposal.left_out:
            text = " ".join(piece.text.split())
            yield f"  {proposal.sheet} › {piece.cell} ({_(LEFT_OUT_WORDS[piece.kind])}): {text}"


def _checked(target: Path, language: Language) -> int:
    from cds_rank.reading.definitions import load_indicator_set
    from cds_rank.wording.messages import error_text

    _ = translator(language)
    try:
        load_indicator_set(target)
    except DefinitionError as error:
        display.say(_("Phải hoàn chỉnh những chỗ sau trước khi dùng được:"))
        display.say(error_text(error, language))
        return EXIT_FINDINGS
    display.say(
        _(
            "Tệp đã qua cds-rank set check. Hãy xem những chỗ ghi “CẦN XEM” trong tệp trước khi dùng để chấm điểm."
        )
    )
    return EXIT_OK
