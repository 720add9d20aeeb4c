"""Which file each report format becomes, and who draws it; only the renderers asked for are imported."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cds_rank.errors import CdsRankError
from cds_rank.model.similarity import nearest, plain
from cds_rank.model.text import file_code

if TYPE_CHECKING:
    from cds_rank.cli.report_options import Paper
    from cds_rank.reporting.links import Part
    from cds_rank.reporting.story import Story
    from cds_rank.wording.language import Language

_FILES: Mapping[str, str] = {
    "html": "ranking.html", "xlsx": "ranking.xlsx", "docx": "decision.docx", "pdf": "decision.pdf",
    "json": "ranking.json",
}  # fmt: skip
_PARTS: "Mapping[str, tuple[Part, ...]]" = {
    "ranking": ("overview", "ranking"),
    "points": ("points",),
    "units": ("unit",),
    "criteria": ("criterion",),
    "movement": ("movement",),
    "quality": ("quality", "files"),
    "method": ("method",),
    "recognition": ("recognition",),
    "reviews": ("reviews",),
    "provenance": ("downloads", "provenance"),
}


def draw(
    story: "Story", formats: Sequence[str], parts: Sequence[str], paper: "Paper"
) -> dict[PurePosixPath, bytes]:
    """Draw a story in some formats; returns what each file holds, by its place in the folder of the reports.

    parts: of the web page, empty for all of them.
    """
    drawn: dict[PurePosixPath, bytes] = {}
    for name in formats:
        drawn |= _DRAWERS[name](story, parts, paper)
    return {_in_language(path, story.language): content for path, content in drawn.items()}


def _in_language(path: PurePosixPath, language: "Language") -> PurePosixPath:
    """Name what is not Vietnamese: ranking.en.html, or the folder ranking.en."""
    if language == "vi":
        return path
    top, *below = path.parts
    named = f"{top}.{language}" if below else f"{path.stem}.{language}{path.suffix}"
    return PurePosixPath(named, *below)


def _html(story: "Story", parts: Sequence[str], _paper: "Paper") -> dict[PurePosixPath, bytes]:
    from cds_rank.reporting.links import PARTS
    from cds_rank.reporting.site import is_long, result_files

    of_name = {**_PARTS, "all": PARTS}
    chosen: frozenset[Part] = frozenset(part for name in parts for part in of_name[name])

    if is_long(story):
        pages = result_files(story, parts=chosen or None)
        return {PurePosixPath("ranking", name): content for name, content in pages}
    from cds_rank.reporting.html import render_details, render_first, render_html

    first, beside = PurePosixPath(_FILES["html"]), PurePosixPath("details.html")
    if chosen:
        return {first: render_html(story, chosen).encode("utf-8")}
    names = (_in_language(first, story.language).name, _in_language(beside, story.language).name)
    return {
        first: render_first(story, names).encode("utf-8"),
        beside: render_details(story, names).encode("utf-8"),
    }


def _xlsx(story: "Story", _parts: Sequence[str], _paper: "Paper") -> dict[PurePosixPath, bytes]:
    from cds_rank.reporting.workbook import build_workbook

    return {PurePosixPath(_FILES["xlsx"]): build_workbook(story)}


def _docx(story: "Story", _parts: Sequence[str], paper: "Paper") -> dict[PurePosixPath, bytes]:
    from cds_rank.reporting.document import build_document

    content = build_document(
        story, paper.decision, paper.template, draft=paper.draft, template_name=paper.template_name
    )
    return {PurePosixPath(_FILES["docx"]): content}


def _pdf(story: "Story", _parts: Sequence[str], paper: "Paper") -> dict[PurePosixPath, bytes]:
    from cds_rank.reporting.pdf import build_pdf

    return {PurePosixPath(_FILES["pdf"]): build_pdf(story, paper.decision, draft=paper.draft)}


def _csv(story: "Story", _parts: Sequence[str], _paper: "Paper") -> dict[PurePosixPath, bytes]:
    from cds_rank.reporting.data import csv_files

    return {PurePosixPath(name): text.encode("utf-8") for name, text in csv_files(story).items()}


def _json(story: "Story", _parts: Sequence[str], _paper: "Paper") -> dict[PurePosixPath, bytes]:
    from cds_rank.reporting.data import json_text

    return {PurePosixPath(_FILES["json"]): json_text(story).encode("utf-8")}


_Drawer = Callable[["Story", Sequence[str], "Paper"], dict[PurePosixPath, bytes]]
_DRAWERS: Mapping[str, _Drawer] = {
    "html": _html, "xlsx": _xlsx, "docx": _docx, "pdf": _pdf, "csv": _csv, "json": _json,
}  # fmt: skip


# --- single units


def known_units(story: "Story", codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of units that were scored, by code, name or short name, typed with or without marks.

    A name that means two units means none.
    Raises CdsRankError: "unit_unknown" with the nearest, "unit_not_scored" for one that has no profile.
    """
    units = story.result.unit_list.units
    names = [
        (plain(name), unit.code)
        for unit in units
        for name in {unit.name, unit.short_name, unit.label}
        if name
    ]
    meant = Counter(name for name, _code in dict.fromkeys(names))
    codes_of = {name: code for name, code in names if meant[name] == 1} | {
        unit.code: unit.code for unit in units
    }
    found = []
    for typed in codes:
        code = codes_of.get(typed) or codes_of.get(plain(typed))
        if code is None:
            near = codes_of.get(nearest(plain(typed), codes_of), "")
            shown = f"{story.result.unit(near).name}, {near}" if near else ""
            raise CdsRankError("unit_unknown", name=typed, list=story.result.unit_list.id, nearest=shown)
        if code not in story.result.scores:
            raise CdsRankError("unit_not_scored", name=story.result.unit(code).name)
        found.append(code)
    return tuple(dict.fromkeys(found))


def scored_units(story: "Story") -> tuple[str, ...]:
    """Return the codes of all units that have a profile, in the order of the rankings."""
    result = story.result
    places = (entry for ranking in result.rankings for entry in ranking.placements)
    return tuple(entry.unit for entry in places if entry.unit in result.scores)


def unit_file(unit: str, name: str, language: "Language") -> PurePosixPath:
    """Name the file of one unit's profile: unit-132.html."""
    return _in_language(PurePosixPath(f"unit-{file_code(unit)}.{name}"), language)


def unit_drawer(story: "Story", name: str) -> Callable[[str], bytes]:
    """Return what draws one unit's profile, by its code, as html, pdf or svg."""
    match name:
        case "svg":
            from cds_rank.reporting.card import render_unit_svg

            return lambda unit: render_unit_svg(story, unit).encode("utf-8")
        case "pdf":
            from cds_rank.reporting.pdf import build_unit_pdf

            return lambda unit: build_unit_pdf(story, unit)
    from cds_rank.reporting import site

    draw_page = site.unit_drawer(story)
    return lambda unit: draw_page(unit).encode("utf-8")


def draw_index(story: "Story", names: Mapping[str, str]) -> bytes:
    """Draw the page that leads to every unit's profile. names: the files beside it, by unit."""
    from cds_rank.reporting.site import units_index

    return units_index(story, names).encode("utf-8")
