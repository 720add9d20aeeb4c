"""Reports as HTML: a first page and its details, one page, or those of a site; they ask for nothing, need no script."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup, escape

from cds_rank.pages import csp_hash, page_environment
from cds_rank.reporting import drawing, embedded
from cds_rank.reporting.links import (
    PARTS,
    PARTS_BESIDE,
    Links,
    Part,
    Section,
    in_two_files,
    within_one_page,
)
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.values import (
    CriterionGroup,
    CriterionPage,
    CriterionView,
    Fact,
    GroupView,
    MovementGroup,
    RankedRow,
    UnrankedRow,
)
from cds_rank.wording.language import Language, translator

_TEMPLATES = Path(__file__).resolve().parent / "templates"
ROWS_PER_PAGE = 150
"""How many units stand on one page of a long ranking."""
MOST_WITH_PROFILES = 500
"""With more ranked units than this a result has no page for each of them, nor their names at each criterion."""
MOST_IN_SLOPES = 30
"""Movement of more units than this is told by the table alone."""
_SEARCHED = ("ranking", "reviews", "recognition")  # parts with rows of units to be found
_BRIEF = 70  # letters of a name in a list
_LINE_BREAK = re.compile(r"\s*\n\s*")
_CSS_DETAILS = re.compile(r"/\* Only where .*?\{ \*/.*?/\* \} \*/", re.DOTALL)
_CSS_SPACE = re.compile(r"/\*.*?\*/|\s*\n\s*|(?<=[{};:,])\s+|\s+(?=[{}])", re.DOTALL)
_JS_SPACE = re.compile(r"^\s+(?://.*)?|\n(?=\s*//)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edition:
    """One report of several, as the page above them names it."""

    title: str
    period: str
    href: str
    illustrative: bool
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class RankingPage:
    """One page of a long ranking: its address, and the units on it; those without a rank come last."""

    address: str
    rows: Sequence[RankedRow]
    unranked: Sequence[UnrankedRow]


@dataclass(frozen=True, slots=True)
class CriterionSheet:
    """A criterion as a page shows it: what it is, and its results group by group, drawn."""

    definition: CriterionView
    groups: tuple[tuple[CriterionGroup, drawing.DotPlot, tuple["Level", ...]], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """The units of one group with the same points at a criterion: rank, points, units with their figures."""

    rank: str
    points: str
    attainable: str
    units: tuple[tuple[Markup, str], ...]
    count: int


def render_html(story: Story, parts: frozenset[Part] | None = None) -> str:
    """Draw a result as one self-contained HTML page; the same result always gives the same text.

    parts: what the page shows; everything without them.
    Style and script are inline and allowed by their hashes only, so that nothing else on the page can run
    or load, whatever a name contains.
    """
    shown = _shown(story, PARTS if parts is None else [part for part in PARTS if part in parts])
    view = story.view
    links = within_one_page(
        shown,
        units=view.profiles.keys if "unit" in shown else (),
        criteria=_described(story, shown),
        groups=[group.code for group in view.groups] if "ranking" in shown else [],
    )
    return Pages(story, links).render(tuple(Section(part) for part in shown))


def render_first(story: Story, names: tuple[str, str]) -> str:
    """Draw the first page of a result, which stands by itself: the points of every unit add up there.

    names: of this file and of the one beside it, which `render_details` draws.
    """
    return Pages(story, _links_of_two(story, names)[0]).render(_sections(story, beside=False))


def render_details(story: Story, names: tuple[str, str]) -> str:
    """Draw the file beside the first page: every unit's profile, every criterion, all data, where they came from.

    names: of the first page and of this file.
    """
    _ = translator(story.language)
    title = _("Hồ sơ từng đơn vị, từng chỉ tiêu")
    return Pages(story, _links_of_two(story, names)[1]).render(_sections(story, beside=True), title)


def _links_of_two(story: Story, names: tuple[str, str]) -> tuple[Links, Links]:
    view = story.view
    groups = [group.code for group in view.groups]
    return in_two_files(_shown(story, PARTS), view.profiles.keys, view.criteria.keys, groups, names)


def _sections(story: Story, *, beside: bool) -> list[Section]:
    """List what stands on the first page or beside it; both hand over data."""
    shown = _shown(story, PARTS)
    return [Section(part) for part in shown if part == "downloads" or (part in PARTS_BESIDE) is beside]


def page_count(group: GroupView) -> int:
    """Return how many pages a group's ranking takes where it has pages of its own."""
    return max(1, -(-(len(group.rows) + len(group.unranked)) // ROWS_PER_PAGE))


def render_page(story: Story, sections: Sequence[Section], links: Links, title: str) -> str:
    """Draw one page of a site; for many pages of a story make `Pages` once."""
    return Pages(story, links).render(sections, title)


def render_index(language: Language, title: str, editions: Sequence[Edition]) -> str:
    """Draw the page that leads to several reports, in the order given."""
    style = _style(language, details=False)
    return (
        _environment(language)
        .get_template("editions.html.j2")
        .render(language=language, title=title, editions=editions, style=style, style_hash=csp_hash(style))
    )


def _described(story: Story, shown: Collection[Part]) -> Sequence[str]:
    """List the criteria that have a place in one page: with their results, or in the method alone."""
    if "criterion" in shown:
        return story.view.criteria.keys
    return [item.code for item in story.view.method.criteria] if "method" in shown else []


def _shown(story: Story, parts: Iterable[Part]) -> list[Part]:
    """Leave out the parts of which a story has nothing to say."""
    view = story.view
    said: dict[Part, bool] = {
        "movement": view.movement is not None,
        "reviews": view.reviews is not None,
        "recognition": view.recognition is not None,
        "files": bool(view.refused or view.other_findings),
        "points": bool(view.points),
        "unit": bool(view.profiles),
        "criterion": bool(view.criteria),
    }
    return [part for part in parts if said.get(part, True)]


class Pages:
    """Draws pages of one story that share their links: what they have in common is made once."""

    def __init__(self, story: Story, links: Links) -> None:
        self._story = story
        self._links = links
        self._view = story.view
        self._ = translator(story.language)
        self._environment = _environment(story.language)

    def render(self, sections: Sequence[Section], title: str = "") -> str:
        """Draw one page; title: what the page is of, empty where it is the whole report or its first page."""
        shown = {section.part for section in sections}
        sole = bool(title) and len(sections) == 1
        searched = (*_SEARCHED, "overview") if self._links.pages else _SEARCHED
        first = next((section for section in sections if section.part in searched), None)
        body = "".join(
            self._section(section, shown, sole=sole, searched=section is first) for section in sections
        )
        style = _style(self._story.language, details=bool(shown & {"unit", "criterion"}))
        return self._environment.get_template("page.html.j2").render(
            self._shared,
            style=style,
            style_hash=csp_hash(style),
            title=title,
            body=Markup(body),
            shown=shown,
            sections=sections,
        )

    @cached_property
    def _shared(self) -> dict[str, Any]:
        script = _script()
        return {
            "view": self._view,
            "links": self._links,
            "names": self._names,
            "unlinked": self._unlinked,
            "criteria": self._criterion_names,
            "briefs": self._briefs,
            "bar": drawing.bar_path,
            "beside": drawing.beside,
            "script": script,
            "script_hash": csp_hash(script),
        }

    @cached_property
    def _names(self) -> dict[str, Markup]:
        """Give every unit's name, linked to its profile: escaped once, however often it stands."""
        return {unit: _linked(self._links.unit(unit), name) for unit, name in self._unlinked.items()}

    @cached_property
    def _unlinked(self) -> dict[str, Markup]:
        """Give every unit's name for tables beside the ranking, which has the links already."""
        return {row.unit: Markup("<bdi>%s</bdi>") % row.name for row in self._rows_of_all()}

    def _rows_of_all(self) -> Iterator[RankedRow | UnrankedRow]:
        for group in self._view.groups:
            yield from group.rows
            yield from group.unranked

    @cached_property
    def _criterion_names(self) -> dict[str, Markup]:
        """Give every criterion's code, linked to its page, and its name; what is reconstructed is marked."""
        names = {}
        for item in self._view.method.criteria:
            code = _linked(self._links.criterion(item.code), escape(item.code))
            mark = Markup(" <em>%s</em>") % item.status_label if item.status == "reconstructed" else ""
            names[item.code] = Markup("%s %s%s") % (code, item.name, mark)
        return names

    @cached_property
    def _briefs(self) -> dict[str, Markup]:
        """Give the code of every node and how its name begins, for lists beside the table that names it in full."""
        method = self._view.method
        names = {row.code: row.name for row in method.tree} | {
            item.code: item.name for item in method.criteria
        }
        return {code: Markup("<i>%s</i> %s") % (code, _brief(name)) for code, name in names.items()}

    @cached_property
    def _labels(self) -> dict[str, Markup]:
        """Give every unit's short name."""
        return {row.unit: escape(row.short_name or row.name) for row in self._rows_of_all()}

    def _section(self, section: Section, shown: set[Part], *, sole: bool, searched: bool) -> str:
        makers = {
            "overview": self._overview,
            "ranking": self._ranking,
            "unit": self._units,
            "criterion": self._criteria,
            "points": self._points,
            "movement": self._movement,
            "downloads": self._downloads,
            "method": self._method,
        }
        maker = makers.get(section.part)
        facts = maker(section) if maker else {}
        if facts is None or section.part not in _shown(self._story, [section.part]):
            return ""
        template = self._environment.get_template(f"{section.part}.html.j2")
        return template.render(
            self._shared,
            shown=shown,
            section=section,
            sole=sole,
            searched=searched,
            h=2 if sole else 3,
            **facts,
        )

    def _overview(self, _section: Section) -> dict[str, Any]:
        """Give the rows of every page of the rankings that have pages of their own."""
        apart = [group for group in self._view.groups if group.code in self._links.pages]
        return {"apart": [(group, self._pages(group)) for group in apart]}

    def _ranking(self, section: Section) -> dict[str, Any]:
        groups = [group for group in self._view.groups if section.code in {"", group.code}]
        pages = {group.code: self._pages(group) for group in groups}
        whole = {group.code: RankingPage("", group.rows, group.unranked) for group in groups}
        return {
            "groups": [
                (
                    group,
                    pages[group.code][section.page] if pages[group.code] else whole[group.code],
                    pages[group.code],
                )
                for group in groups
            ]
        }

    def _pages(self, group: GroupView) -> list[RankingPage]:
        """Return every page of a ranking; none where it shares a page with others."""
        pages = []
        for number, address in enumerate(self._links.pages.get(group.code, ())):
            first, end = number * ROWS_PER_PAGE, (number + 1) * ROWS_PER_PAGE
            beyond = slice(max(0, first - len(group.rows)), max(0, end - len(group.rows)))
            pages.append(RankingPage(address, group.rows[first:end], group.unranked[beyond]))
        return pages

    def _units(self, section: Section) -> dict[str, Any]:
        profiles = self._view.profiles
        chosen = [profiles.of(section.code)] if section.code else profiles
        return {"profiles": chosen, "ranks": self._rank_paths, "looks": _VERDICT_LOOKS, "ticks": self._ticks}

    @cached_property
    def _ticks(self) -> "_Ticks":
        return _Ticks()

    @cached_property
    def _shades(self) -> "_Shades":
        return _Shades()

    @cached_property
    def _rank_paths(self) -> dict[str, drawing.Spark]:
        """Draw every unit's ranks through the editions."""
        groups: tuple[MovementGroup, ...] = self._view.movement.groups if self._view.movement else ()
        return {line.unit: drawing.spark(line.ranks, group.most) for group in groups for line in group.lines}

    def _criteria(self, section: Section) -> dict[str, Any]:
        pages = self._view.criteria
        chosen = [pages.of(section.code)] if section.code else pages
        # Where every criterion stands on one page, short names without links keep it small.
        names = self._names if section.code else self._labels
        return {"sheets": [self._sheet(page, self._definitions[page.code], names) for page in chosen]}

    @cached_property
    def _definitions(self) -> dict[str, CriterionView]:
        return {item.code: item for item in self._view.method.criteria}

    def _sheet(
        self, page: CriterionPage, definition: CriterionView, names: dict[str, Markup]
    ) -> CriterionSheet:
        groups = tuple((group, self._plot(group), tuple(_levels(group, names))) for group in page.groups)
        return CriterionSheet(definition, groups)

    def _plot(self, group: CriterionGroup) -> drawing.DotPlot:
        _ = self._
        median = _("trung vị {points}").format(points=group.median)
        return drawing.dot_plot(group.dots, group.median_at, _("{count} đơn vị"), median)

    def _points(self, section: Section) -> dict[str, Any]:
        points = self._view.points
        groups = [group for group in self._view.groups if group.code in points.keys]
        chosen = [group for group in groups if section.code in {"", group.code}]
        return {"tables": [(group, points.of(group.code)) for group in chosen], "shades": self._shades}

    def _movement(self, section: Section) -> dict[str, Any] | None:
        movement = self._view.movement
        if movement is None:
            return None
        chosen = [group for group in movement.groups if section.code in {"", group.code}]
        return {
            "periods": movement.periods,
            "groups": [
                (
                    group,
                    drawing.slopes(group, len(movement.periods))
                    if len(group.lines) <= MOST_IN_SLOPES
                    else None,
                )
                for group in chosen
            ],
        }

    def _method(self, _section: Section) -> dict[str, Any]:
        return {"tree": [(row, drawing.widths(row)) for row in self._view.method.tree]}

    def _downloads(self, _section: Section) -> dict[str, Any]:
        if self._links.downloads:
            return {"files": ()}
        return {"files": embedded.tables(self._story) if self._links.beside else embedded.files(self._story)}


class _Ticks(dict[Fraction | None, Markup]):
    """The class of a cell whose points are drawn below them, by share; each share is worked out once."""

    def __missing__(self, share: Fraction | None) -> Markup:
        drawn = drawing.tick(share)
        made = self[share] = Markup("") if drawn is None else Markup(f" class=b{drawn}")
        return made


class _Shades(dict[Fraction | None, Markup]):
    """The class of a cell whose ground shows its share of the maximum."""

    def __missing__(self, share: Fraction | None) -> Markup:
        shade = drawing.shade(share)
        made = self[share] = Markup("") if shade is None else Markup(f" class=q{shade}")
        return made


_VERDICT_LOOKS = {"agreed": "confirmed", "adjusted": "", "rejected": "zero", "pending": "reconstructed"}


def _levels(group: CriterionGroup, names: dict[str, Markup]) -> Iterator[Level]:
    """Put the units with the same points together: the same data as the drawing."""
    levels: dict[tuple[str, str, str], list[tuple[Markup, str]]] = {}
    for place in group.places:
        units = levels.setdefault((place.rank, place.points, place.attainable), [])
        units.append((names[place.unit], place.figure))
    for (rank, points, attainable), units in levels.items():
        named = tuple(units) if len(group.places) <= MOST_WITH_PROFILES else ()
        yield Level(rank, points, attainable, named, len(units))


def _brief(name: str) -> str:
    """Cut a long name at a word."""
    if len(name) <= _BRIEF:
        return name
    return f"{name[:_BRIEF].rsplit(' ', 1)[0].rstrip(' ,;')}…"


def _linked(href: str, text: Markup) -> Markup:
    return Markup('<a href="%s">%s</a>') % (href, text) if href else text


class _OneLine(Extension):
    """Leaves the line breaks of a template out of its pages; those within what people typed stay."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Join the lines of a template."""
        return _LINE_BREAK.sub("", source)


@lru_cache
def _environment(language: Language) -> Environment:
    return page_environment(_TEMPLATES, language).overlay(extensions=[_OneLine])


@lru_cache
def _style(language: Language, *, details: bool) -> str:
    """Return the style sheet, with what profiles and criteria need and the words written before their figures."""
    text = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    if not details:
        return _CSS_SPACE.sub("", _CSS_DETAILS.sub("", text))
    _ = translator(language)
    words = (_("Số liệu"), _("Mục tiêu"), _("Điểm"), _("Trung vị"), _("Thứ"), _("Tính vào tổng"))
    quoted = _environment(language).filters["quoted"]
    declared = ";".join(f"--w{column}:{quoted(word + ': ')}" for column, word in enumerate(words, start=2))
    return f":root{{{declared}}}" + _CSS_SPACE.sub("", text)


def _script() -> str:
    return _JS_SPACE.sub("", (_TEMPLATES / "report.js").read_text(encoding="utf-8"))
