"""Reports of many pages: one result as a folder, and a folder of results as a site that a portal can serve as it is."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cds_rank.model.history import UnitHistory
from cds_rank.model.result import Ranked
from cds_rank.model.text import file_code
from cds_rank.reporting.html import (
    MOST_WITH_PROFILES,
    Edition,
    Pages,
    page_count,
    render_index,
    render_page,
)
from cds_rank.reporting.links import PARTS, Links, Part, Section
from cds_rank.reporting.sentences import score_text
from cds_rank.reporting.story import Story
from cds_rank.reporting.view import make_view
from cds_rank.reporting.view.teller import clean
from cds_rank.reporting.view.values import Fact, ReportView
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text
from cds_rank.wording.periods import period_text

START = "index.html"
MOST_ROWS_ON_THE_START = 250
"""With more units than this the rankings stand on pages of their own, group by group."""
_FIRST_PLACES = 3
_DATA: frozenset[Part] = frozenset({"downloads", "provenance"})
_OF_ONE: frozenset[Part] = frozenset({"unit", "criterion", "points"})


@dataclass(frozen=True, slots=True)
class _Page:
    """One page: where it is in the folder, what is on it, and its heading."""

    path: str
    sections: tuple[Section, ...]
    title: str

    @property
    def depth(self) -> int:
        """How many folders lie between the page and the start."""
        return self.path.count("/")


class _LongStory(Story):
    """A story told without a page for each unit and criterion and without the list of files, which says so."""

    @cached_property
    def view(self) -> ReportView:
        """What is said of the result."""
        _ = translator(self.language)
        left_out = Fact(
            _("Hồ sơ từng đơn vị"),
            _("không kèm theo vì có hơn {count} đơn vị").format(count=MOST_WITH_PROFILES),
        )
        made = make_view(self)
        inputs = made.provenance.inputs
        if len(inputs) > MOST_WITH_PROFILES:
            listed = Fact(
                _("Tên và mã băm từng tệp"),
                _("{count} tệp: xem ranking.json, mục “provenance”, “inputs”").format(
                    count=number_text(len(inputs), self.language)
                ),
            )
            facts = (*made.provenance.facts, listed)
            kept = tuple(file for file in inputs if file.refused)
            made = replace(made, provenance=replace(made.provenance, facts=facts, inputs=kept))
        return replace(made, head=(*made.head, left_out))


def is_long(story: Story) -> bool:
    """Tell whether a result has too many scored units for a page of each, whether they are ranked or not."""
    return len(story.result.scores) > MOST_WITH_PROFILES


def site_files(stories: Sequence[Story], language: Language) -> Iterator[tuple[str, bytes]]:
    """Draw a site of several results; gives each file's place in the site and what it holds, the start page last.

    stories: set by set, the newest period first; no two of the same set and period.
    """
    _ = translator(language)
    for story in stories:
        folder = _folder(story)
        others = [(_("Tất cả các kỳ"), "../../" + START)]
        others += [
            (_heading(other), f"../{file_code(other.result.record.period.text)}/{START}")
            for other in stories
            if other.result.indicator_set.id == story.result.indicator_set.id and other is not story
        ]
        for name, content in result_files(story, more=others, workbook=True):
            yield f"{folder}/{name}", content
    yield START, render_index(language, _("Tất cả các kỳ"), editions(stories)).encode("utf-8")


def result_files(
    story: Story,
    *,
    parts: Collection[Part] | None = None,
    more: Sequence[tuple[str, str]] = (),
    workbook: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Draw one result as a folder of pages; gives each file's place in the folder and what it holds.

    parts: which parts have pages, None for all. more: words and addresses, from the start page, of other pages.
    workbook: put the Excel workbook beside the other data.
    Of more than MOST_WITH_PROFILES scored units there is no page for each unit and criterion; the pages say so.
    """
    chosen = frozenset(PARTS if parts is None else parts)
    if is_long(story):
        chosen -= _OF_ONE
        story = _LongStory(story.sealed, story.language, story.stages, story.history, story.earlier)
    data = dict(_data_files(story, workbook=workbook)) if chosen & _DATA else {}
    pages = list(_pages(story, chosen))
    links = _links(story, pages, tuple((name, name) for name in data), more)
    at_depth = {depth: Pages(story, _from_depth(links, depth)) for depth in {page.depth for page in pages}}
    for page in pages:
        yield page.path, at_depth[page.depth].render(page.sections, page.title).encode("utf-8")
    yield from data.items()


def unit_drawer(story: Story) -> Callable[[str], str]:
    """Return what draws a unit's profile, by its code, as a page by itself; what all pages share is made once."""
    pages = Pages(story, Links())
    names = {unit.code: clean(unit.name) for unit in story.result.unit_list.units}
    return lambda unit: pages.render((Section("unit", unit),), names[unit])


def units_index(story: Story, names: Mapping[str, str]) -> str:
    """Draw the page that leads to the profiles of all units. names: their files beside the page, by unit."""
    _ = translator(story.language)
    links = Links(units=names, start=START)
    return render_page(story, (Section("overview"),), links, _("Hồ sơ từng đơn vị"))


def editions(stories: Sequence[Story]) -> tuple[Edition, ...]:
    """Say in a few lines of each result what stands on its start page."""
    return tuple(
        Edition(
            title=story.result.indicator_set.name.in_language(story.language),
            period=_heading(story),
            href=f"{_folder(story)}/{START}",
            illustrative=story.result.record.illustrative,
            facts=tuple(_edition_facts(story)),
        )
        for story in stories
    )


def _folder(story: Story) -> str:
    result = story.result
    return f"{file_code(result.indicator_set.id)}/{file_code(result.record.period.text)}"


def _period(story: Story) -> str:
    return period_text(story.result.record.period, story.language)


def _heading(story: Story) -> str:
    period = _period(story)
    return period[:1].upper() + period[1:]


def _edition_facts(story: Story) -> Iterator[Fact]:
    _ = translator(story.language)
    result = story.result
    for ranking in result.rankings:
        name = result.indicator_set.group(ranking.group).name.in_language(story.language)
        first = [_placed(entry, story) for entry in ranking.ranked[:_FIRST_PLACES]]
        yield Fact(name, "; ".join(first) or _("không xếp hạng"))
    climbed = _climbed_most(story)
    if climbed and story.history is not None:
        since = period_text(story.history.latest.period, story.language)
        yield Fact(_("Tăng hạng nhiều nhất so với {period}").format(period=since), climbed)


def _placed(entry: Ranked, story: Story) -> str:
    _ = translator(story.language)
    score = score_text(entry.published, story.result.indicator_set, story.language)
    return _("{rank}. {unit} ({score})").format(
        rank=entry.rank, unit=clean(story.result.unit(entry.unit).label), score=score
    )


def _climbed_most(story: Story) -> str:
    """Name the units that won most places; empty where nobody won any."""
    _ = translator(story.language)
    found = () if story.history is None else tuple(story.history.units.values())
    most = max((_gained(unit) for unit in found), default=0)
    if most <= 0:
        return ""
    names = [clean(story.result.unit(unit.unit).label) for unit in found if _gained(unit) == most]
    shown = ", ".join(names[:_FIRST_PLACES]) + (", …" if len(names) > _FIRST_PLACES else "")
    return _("{units}: lên {count} bậc").format(units=shown, count=most)


def _gained(unit: UnitHistory) -> int:
    return unit.ranks_gained or 0


# --- one result


def _pages(story: Story, parts: Collection[Part]) -> Iterator[_Page]:
    _ = translator(story.language)
    view, result = story.view, story.result
    rows = sum(len(ranking.placements) for ranking in result.rankings)
    on_start = [part for part in ("overview", "ranking") if part in parts]
    if rows <= MOST_ROWS_ON_THE_START:
        yield _Page(START, tuple(Section(part) for part in on_start), "")  # type: ignore[arg-type]
    else:
        yield _Page(START, (Section("overview"),), "")
        if "ranking" in parts:
            yield from _ranking_pages(view)
    single: tuple[tuple[str, tuple[Part, ...], str, bool], ...] = (
        ("points.html", ("points",), _("Điểm từng chỉ tiêu"), bool(view.points)),
        ("movement.html", ("movement",), _("So với các kỳ trước"), view.movement is not None),
        ("recognition.html", ("recognition",), _("Công nhận"), view.recognition is not None),
        ("reviews.html", ("reviews",), _("Thẩm định"), view.reviews is not None),
        ("quality.html", ("quality", *_files(view)), _("Chất lượng số liệu"), True),
        ("method.html", ("method",), _("Phương pháp"), True),
        ("provenance.html", ("downloads", "provenance"), _("Nguồn gốc kết quả"), True),
    )
    for path, of_page, title, is_there in single:
        if is_there and any(part in parts for part in of_page):
            yield _Page(path, tuple(Section(part) for part in of_page), title)
    if "criterion" in parts:
        for criterion in view.criteria:
            path = f"criteria/{file_code(criterion.code)}.html"
            yield _Page(path, (Section("criterion", criterion.code),), f"{criterion.code} {criterion.name}")
    if "unit" in parts:
        for profile in view.profiles:
            yield _Page(
                f"units/{file_code(profile.unit)}.html", (Section("unit", profile.unit),), profile.name
            )


def _files(view: ReportView) -> tuple[Part, ...]:
    """Return the part about files that were not scored, where there is one."""
    return ("files",) if view.refused or view.other_findings else ()


def _ranking_pages(view: ReportView) -> Iterator[_Page]:
    for group in view.groups:
        count = page_count(group)
        for number in range(count):
            more = f"-{number + 1}" if number else ""
            path = f"groups/{file_code(group.code)}{more}.html"
            title = f"{group.name} ({number + 1}/{count})" if count > 1 else group.name
            yield _Page(path, (Section("ranking", group.code, number),), title)


def _links(
    story: Story,
    pages: Sequence[_Page],
    downloads: tuple[tuple[str, str], ...],
    more: Sequence[tuple[str, str]],
) -> Links:
    """Collect the addresses of all pages, from the start page."""
    of_part: dict[Part, str] = {}
    of_code: dict[Part, dict[str, str]] = {"unit": {}, "criterion": {}, "ranking": {}}
    of_group: dict[str, list[str]] = {}
    for page in pages:
        for section in page.sections:
            if section.code:
                of_code[section.part].setdefault(section.code, page.path)
            if section.part == "ranking" and section.code:
                of_group.setdefault(section.code, []).append(page.path)
            elif section.part == "ranking":
                of_code["ranking"] = {g.code: f"{START}#group-{g.code}" for g in story.view.groups}
            elif not section.code:
                first = page.sections[0] is section
                of_part[section.part] = page.path if first else f"{page.path}#{section.part}"
    return Links(
        units=of_code["unit"],
        criteria=of_code["criterion"],
        groups=of_code["ranking"],
        parts=of_part,
        pages={group: tuple(paths) for group, paths in of_group.items()},
        downloads=downloads,
        more=tuple(more),
        start=START,
    )


def _from_depth(links: Links, depth: int) -> Links:
    """Write the addresses as they are from a page in a folder below the start."""
    if not depth:
        return links
    up = "../" * depth
    return replace(
        links,
        units={code: up + path for code, path in links.units.items()},
        criteria={code: up + path for code, path in links.criteria.items()},
        groups={code: up + path for code, path in links.groups.items()},
        parts={part: up + path for part, path in links.parts.items()},
        pages={group: tuple(up + path for path in paths) for group, paths in links.pages.items()},
        downloads=tuple((name, up + path) for name, path in links.downloads),
        more=tuple((words, up + path) for words, path in links.more),
        start=up + links.start,
    )


def _data_files(story: Story, *, workbook: bool) -> Iterator[tuple[str, bytes]]:
    """Give the files beside the pages; of a long result without the table of points: it has a row for each figure."""
    from cds_rank.reporting.data import csv_files, json_text, ranking_csv

    if workbook:
        from cds_rank.reporting.workbook import build_workbook

        yield "ranking.xlsx", build_workbook(story)
    tables = {"ranking.csv": ranking_csv(story)} if is_long(story) else csv_files(story)
    for name, text in tables.items():
        yield name, text.encode("utf-8")
    yield "ranking.json", json_text(story).encode("utf-8")
