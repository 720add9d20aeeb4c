"""The options of `report`: typed on the command line, else from `cds-rank.toml`; checked before any work."""

import importlib.util
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cds_rank.cli.parsing import day_from, decision_number_from, several_of
from cds_rank.errors import CdsRankError
from cds_rank.model.settings import DecisionSettings, ReportSettings
from cds_rank.reading.settings import find_settings, load_settings

FORMATS = ("html", "xlsx", "docx", "pdf", "csv", "json")
USUAL_FORMATS = ("html", "xlsx")
UNIT_FORMATS = ("html", "pdf", "svg")
PARTS = (
    "all", "ranking", "points", "units", "criteria", "movement", "quality", "method", "recognition", "reviews",
    "provenance", "unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypedReport:
    """What was typed after `cds-rank report`; None and empty where nothing was."""

    formats: str | None = None
    parts: str | None = None
    previous: tuple[Path, ...] = ()
    units: tuple[str, ...] = ()
    all_units: Path | None = None
    template: Path | None = None
    final: bool = False
    out: Path | None = None
    site: Path | None = None
    isolated: bool = False
    decision_number: str | None = None
    decision_date: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What a decision is made with. template: the office's own .docx, None for ours; draft: stamped as one."""

    decision: DecisionSettings
    template: bytes | None = None
    template_name: str = ""
    draft: bool = True


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a run of `report` does, everything decided.

    parts: of the page, empty for all. units: codes whose profiles are drawn instead of the report.
    """

    settings_file: Path | None
    settings: ReportSettings
    formats: tuple[str, ...]
    parts: tuple[str, ...]
    paper: Paper


def decided_report(typed: TypedReport) -> ReportOptions:
    """Put together what was typed and what `cds-rank.toml` says, and check what can be checked without the result.

    Settings are looked for from the working folder upwards, as `validate` does.
    Raises CdsRankError for anything that cannot be meant or cannot be done on this machine.
    """
    _refuse_contradictions(typed)
    parts = _parts(typed.parts)
    if "unit" in parts and len(parts) > 1:
        other = next(part for part in parts if part != "unit")
        raise CdsRankError("options_apart", first="--part unit", second=f"--part {other}")
    of_units = bool(typed.units or typed.all_units or "unit" in parts)
    formats = _formats(typed.formats, parts, of_units=of_units)
    if of_units and not (typed.units or typed.all_units):
        raise CdsRankError("option_needed", option="--unit", example="--part unit --unit 132")
    _refuse_without_decision(typed, formats)
    if typed.site is None:
        refuse_what_is_not_installed(formats)
    file = None if typed.isolated else find_settings(Path.cwd())
    of_folder = ReportSettings.model_construct() if file is None else load_settings(file).report
    settings = _with_typed(of_folder, typed)
    template = typed.template or (Path(settings.template) if settings.template else None)
    is_read = template is not None and "docx" in formats and typed.site is None
    content = _template_content(template) if template is not None and is_read else None
    paper = Paper(settings.decision, content, str(template or ""), draft=not typed.final)
    return ReportOptions(file, settings, formats, parts, paper)


def paper_for(formats: Sequence[str]) -> Paper:
    """Return what `cds-rank.toml` says of a decision, where one of the formats is a decision (CdsRankError)."""
    if not {"docx", "pdf"} & set(formats):
        return Paper(DecisionSettings.model_construct())
    return decided_report(TypedReport(formats=",".join(formats))).paper


def _refuse_contradictions(typed: TypedReport) -> None:
    """Refuse options of which each asks for another kind of output."""
    of_units = {"--unit": bool(typed.units), "--all-units": typed.all_units is not None}
    kinds = {"--site": typed.site is not None, **of_units}
    given = [option for option, is_given in kinds.items() if is_given]
    if len(given) > 1:
        raise CdsRankError("options_apart", first=given[0], second=given[1])
    others = {
        "--part": typed.parts is not None and typed.parts.strip() != "unit",
        "--previous": bool(typed.previous) and typed.site is not None,
        "--format": typed.formats is not None and typed.site is not None,
        "--out": typed.out is not None and (typed.site is not None or typed.all_units is not None),
        "--final": typed.final,
        "--template": typed.template is not None,
        "--decision-number": typed.decision_number is not None,
        "--decision-date": typed.decision_date is not None,
    }
    for option, is_given in others.items():
        if given and is_given:
            raise CdsRankError("options_apart", first=given[0], second=option)


def _refuse_without_decision(typed: TypedReport, formats: Sequence[str]) -> None:
    """Refuse what is said of a decision when none is made: it would be lost without a word."""
    drawn_by = {
        "--final": ("docx", "pdf") if typed.final else (),
        "--template": ("docx",) if typed.template is not None else (),
        "--decision-number": ("docx", "pdf") if typed.decision_number is not None else (),
        "--decision-date": ("docx", "pdf") if typed.decision_date is not None else (),
    }
    for option, drawers in drawn_by.items():
        if drawers and typed.parts is not None:
            raise CdsRankError("options_apart", first="--part", second=option)
        if drawers and not {*drawers} & {*formats}:
            example = f"--format {','.join((*formats, 'docx')) if typed.formats else 'docx'}"
            raise CdsRankError(
                "option_of_decision", option=option, formats=", ".join(drawers), example=example
            )


def _with_typed(settings: ReportSettings, typed: TypedReport) -> ReportSettings:
    """Put what was typed of one decision over what the folder's settings say of all."""
    given: dict[str, object] = {}
    if typed.decision_number is not None:
        given["number"] = decision_number_from(typed.decision_number)
    if typed.decision_date is not None:
        given["date"] = day_from(typed.decision_date)
    if not given:
        return settings
    return settings.model_copy(update={"decision": settings.decision.model_copy(update=given)})


def _parts(typed: str | None) -> tuple[str, ...]:
    parts = () if typed is None else several_of(typed, PARTS)
    if typed is not None and not parts:  # "" would be the whole page
        raise CdsRankError("format_unknown", name=typed, known=", ".join(PARTS), nearest="")
    return parts


def _formats(typed: str | None, parts: Sequence[str], *, of_units: bool) -> tuple[str, ...]:
    known = UNIT_FORMATS if of_units else ("html",) if parts else FORMATS
    usual = ("html",) if of_units or parts else USUAL_FORMATS
    every = tuple(dict.fromkeys((*known, *FORMATS, *UNIT_FORMATS)))
    formats = usual if typed is None else several_of(typed, every)
    if not formats:  # "" and "none" are no format: a report of nothing is a slip
        raise CdsRankError("format_unknown", name=typed, known=", ".join(known), nearest="")
    elsewhere = [name for name in formats if name not in known]
    if elsewhere:
        code = "format_not_of_units" if of_units else "format_not_of_parts" if parts else "format_of_units"
        raise CdsRankError(code, name=elsewhere[0], known=", ".join(known))
    return formats


def refuse_what_is_not_installed(formats: Sequence[str]) -> None:
    """Refuse a format whose library is missing (CdsRankError, "pdf_not_installed")."""
    if "pdf" in formats and importlib.util.find_spec("typst") is None:
        raise CdsRankError("pdf_not_installed")


def _template_content(path: Path) -> bytes:
    """Read the office's own template and try it (CdsRankError, as `check_template` and for an unreadable file)."""
    from cds_rank.reporting.document import check_template

    try:
        content = path.read_bytes()
    except OSError as error:
        raise CdsRankError("file_not_readable", path=path, reason=error.strerror or "") from error
    check_template(content, str(path))
    return content


def refuse_unwritable(folders: Sequence[Path]) -> None:
    """Refuse a folder that cannot be made or written to, before an hour of work is lost (CdsRankError)."""
    for folder in folders:
        here, typed = Path(os.path.abspath(folder)), folder  # noqa: PTH100 - does not follow links
        while not os.path.lexists(here) and here != here.parent:
            here, typed = here.parent, typed.parent
        if here.is_file():
            raise CdsRankError("file_for_folder", path=typed)
        if not here.is_dir() or not os.access(here, os.W_OK | os.X_OK):
            raise CdsRankError("folder_not_writable", path=folder)


def report_settings_lines(options: ReportOptions) -> list[str]:
    """Write the decided options as the TOML that would decide them again, after a line on where they came from."""
    settings = options.settings
    lines = [f"# {options.settings_file}" if options.settings_file else "#", "[report]"]
    if settings.template:
        lines.append(f"template = {_toml(settings.template)}")
    for title, texts in (
        ("report.decision", settings.decision),
        ("report.decision.en", settings.decision.en),
    ):
        given = texts.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"en"})
        if given:
            lines += ["", f"[{title}]", *(f"{key} = {_toml(value)}" for key, value in given.items())]
    return lines


def _toml(value: object) -> str:
    """Write a text or a list of texts: what JSON writes of these, TOML reads."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
