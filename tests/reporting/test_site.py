"""Folders of pages and cards: every link leads somewhere, nothing leaves the folder, no name becomes markup."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from cds_rank.cli.report_drawing import draw
from cds_rank.cli.report_options import Paper
from cds_rank.model.settings import DecisionSettings
from cds_rank.model.unit import Unit
from cds_rank.reporting.card import HEIGHT, WIDTH, render_unit_svg
from cds_rank.reporting.html import MOST_WITH_PROFILES, ROWS_PER_PAGE
from cds_rank.reporting.site import editions, is_long, result_files, site_files, unit_drawer, units_index
from cds_rank.reporting.story import Story
from cds_rank.reporting.versions import newer_version
from tests.reporting import FIGURES, criterion, sealed, small_set, unit
from tests.reporting.test_data import compared, of_period, story_of

EVIL = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% include 'x' %} </title></style>",
    "Huyện \u202egnor\u202c & 😀\nhai dòng",
    '\'=HYPERLINK("http://x")',
    "Tên dài " * 37,
)
CODES = ("A/1", "A-1", "CON", "Đ1", "139")
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Page:
    """What a browser would follow, load or run on a page."""

    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    tags: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    policy: str = ""
    words: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.page.tags.append(tag)
        self.page.ids.add(found.get("id", ""))
        self.page.links += [found[name] for name in ("href", "src", "action") if found.get(name)]
        self.page.events += [name for name in found if name.startswith("on") or name == "style"]
        if found.get("http-equiv") == "Content-Security-Policy":
            self.page.policy = found["content"]

    def handle_data(self, data: str) -> None:
        self.page.words += data


def read(content: bytes | str) -> Page:
    reader = _Reader()
    reader.feed(content.decode("utf-8") if isinstance(content, bytes) else content)
    return reader.page


def site_of(*stories: Story) -> dict[str, bytes]:
    return dict(site_files(stories, stories[0].language))


def pages_in(files: dict[str, bytes]) -> dict[str, Page]:
    return {name: read(content) for name, content in files.items() if name.endswith(".html")}


def astray(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return the links that lead nowhere, by the page they are on."""
    pages = pages_in(files)
    found = []
    for name, page in pages.items():
        for link in page.links:
            path, _, place = link.partition("#")
            parts: list[str] = list(PurePosixPath(name).parent.parts) if path else [name]
            for step in PurePosixPath(path).parts:
                parts = parts[:-1] if step == ".." and parts else [*parts, step]
            target = "/".join(parts)
            is_there = target in files and (not place or target not in pages or place in pages[target].ids)
            if not is_there and not link.startswith("data:"):
                found.append((name, link))
    return found


def hostile(names: Sequence[str] = EVIL, codes: Sequence[str] = CODES) -> Story:
    units = [unit(code, name) for code, name in zip(codes, names, strict=True)]
    figures = dict.fromkeys(codes, FIGURES["139"])
    return story_of(sealed(units=units, figures=figures))


def of_many(count: int, criteria: int = 1) -> Story:
    tree = [
        criterion(f"C{n}", f"Tỷ lệ hồ sơ thủ tục hành chính thứ {n} được số hóa") for n in range(criteria)
    ]
    total = {"aggregation": "sum", "members": [{"node": node["code"]} for node in tree]}
    the_set = small_set(tree=tree, pillars=[], total=total)
    units: list[Unit] = [unit(f"{n:05d}", f"Xã Mường {n} Thượng") for n in range(count)]
    figures = {one.code: {f"C{n}": (7 * int(one.code) + n) % 101 for n in range(criteria)} for one in units}
    return story_of(sealed(the_set, units, figures))


# --- a site


def test_every_link_of_a_site_leads_to_a_place_in_it() -> None:
    files = site_of(compared(), story_of(of_period("2021-Q4")))

    assert astray(files) == []
    assert {name.rsplit("/", 1)[-1] for name in files} >= {
        "139.html",
        "CQ-1.html",
        "method.html",
        "ranking.csv",
    }


def test_pages_ask_for_nothing_and_run_nothing_but_what_their_hashes_allow() -> None:
    for name, page in pages_in(site_of(compared())).items():
        assert page.policy.startswith("default-src 'none'"), name
        assert "unsafe" not in page.policy, name
        assert [
            link for link in page.links if re.match(r"[a-z]+:|/", link) and not link.startswith("data:")
        ] == []
        assert page.events == [], name


def test_names_are_words_on_every_page_whatever_is_in_them() -> None:
    files = site_of(hostile())
    harmless = pages_in(site_of(hostile(names=["A", "B", "C", "D", "E"])))

    for name, page in pages_in(files).items():
        assert page.tags == harmless[name].tags, name
        assert page.events == [], name
    start = next(page for name, page in pages_in(files).items() if name.endswith("2022-Q4/index.html"))
    assert EVIL[0] in start.words
    assert "{{ 7*7 }}" in start.words


def test_codes_that_are_no_file_names_have_pages_of_their_own() -> None:
    files = site_of(hostile())

    units = [PurePosixPath(name).name for name in files if "/units/" in name]
    assert len({name.lower() for name in units}) == 5
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+\.html", name) for name in units)
    assert "CON.html" not in units
    assert astray(files) == []


def test_movement_has_a_page_only_where_there_is_an_earlier_result() -> None:
    files = site_of(compared(), story_of(of_period("2021-Q4")))

    assert [name for name in files if name.endswith("movement.html")] == ["thu-2022/2022-Q4/movement.html"]


def test_each_period_leads_to_the_others_and_to_the_start() -> None:
    pages = pages_in(site_of(compared(), story_of(of_period("2021-Q4"))))

    assert {"../../../index.html", "../../2021-Q4/index.html"} <= set(
        pages["thu-2022/2022-Q4/units/139.html"].links
    )


def test_the_start_names_every_result_in_order_with_its_first_places() -> None:
    """Compared with a year before, Yên Bái went from second to first."""
    first, second = editions([compared(), story_of(of_period("2021-Q4"))])

    assert (first.period, first.href) == ("Quý IV năm 2022", "thu-2022/2022-Q4/index.html")
    assert second.period == "Quý IV năm 2021"
    told = {fact.label: fact.text for fact in first.facts}
    assert told["Huyện"] == (
        "1. Thành phố Yên Bái (90,00 %); 2. Thị xã Nghĩa Lộ (60,00 %); 3. Huyện Trạm Tấu (10,00 %)"
    )
    assert told["Tăng hạng nhiều nhất so với quý IV năm 2021"] == "Thành phố Yên Bái: lên 1 bậc"


def test_the_same_results_give_the_same_site() -> None:
    assert site_of(compared()) == site_of(compared())


def test_a_site_in_english_has_no_vietnamese_title() -> None:
    files = dict(site_files([story_of(sealed(), language="en")], "en"))

    assert '<html lang="en"' in files["index.html"].decode()


@pytest.mark.parametrize("part", ["ranking", "method", "quality"])
def test_a_folder_of_some_parts_has_only_their_pages(part: str) -> None:
    files = dict(result_files(story_of(sealed()), parts=[part]))  # type: ignore[list-item]

    assert not [name for name in files if name.startswith(("units/", "criteria/")) or name.endswith(".csv")]
    assert astray(files) == []


def test_pages_of_168_units_stay_below_300_kilobytes() -> None:
    """As many communes as the largest province had, 30 criteria."""
    files = result_files(of_many(168, 30))

    sizes = {name: len(content) for name, content in files if name.endswith(".html")}
    assert len(sizes) > 168 + 30
    assert max(sizes.values()) < 300_000


# --- a result too long for one page


def test_a_long_ranking_is_split_and_nobody_is_lost_between_the_pages() -> None:
    files = dict(result_files(of_many(MOST_WITH_PROFILES + 1)))

    pages = {name: page.words for name, page in pages_in(files).items() if name.startswith("groups/")}
    assert list(pages) == ["groups/huyen.html", *(f"groups/huyen-{n}.html" for n in (2, 3, 4))]
    assert [page.count("Xã Mường") for page in pages.values()] == [
        *[ROWS_PER_PAGE] * 3,
        MOST_WITH_PROFILES + 1 - 3 * ROWS_PER_PAGE,
    ]
    told = "".join(pages.values())
    names = [f"Xã Mường {n} Thượng" for n in range(MOST_WITH_PROFILES + 1)]
    assert [name for name in names if told.count(name) != 1] == []
    assert "groups/huyen-2.html" in " ".join(read(files["groups/huyen.html"]).links).replace("../", "")
    assert astray(files) == []


def test_the_start_leads_to_the_row_of_every_unit_of_a_long_ranking() -> None:
    files = dict(result_files(of_many(MOST_WITH_PROFILES + 1)))

    start = read(files["index.html"])
    assert [start.words.count(f"Trang {n}: hạng") for n in (1, 2, 3, 4, 5)] == [1, 1, 1, 1, 0]
    rows = {link for link in start.links if "#u-" in link}
    assert len(rows) == MOST_WITH_PROFILES + 1
    assert {link.partition("#")[0] for link in rows} == {
        "groups/huyen.html",
        "groups/huyen-2.html",
        "groups/huyen-3.html",
        "groups/huyen-4.html",
    }
    assert {"search", "find"} <= start.ids
    assert astray(files) == []


def test_a_page_of_a_long_ranking_says_that_only_its_rows_are_searched() -> None:
    files = dict(result_files(of_many(MOST_WITH_PROFILES + 1)))

    second = read(files["groups/huyen-2.html"])
    assert second.words.count("Trang 3 hạng ") == 1
    assert "Chỉ tìm trong trang này" in second.words
    assert "../index.html#where" in second.links


def test_a_long_result_says_that_it_has_no_profiles_and_gives_no_command() -> None:
    files = dict(result_files(of_many(MOST_WITH_PROFILES + 1)))

    assert not [name for name in files if name.startswith("units/")]
    start = read(files["index.html"]).words
    assert "không kèm theo vì có hơn 500 đơn vị" in start
    assert "cds-rank" not in start


def test_a_long_result_whose_group_is_not_ranked_is_as_long() -> None:
    """A set that only recognises units ranks nobody; its pages were one for each of thousands."""
    names = {"huyen": "Huyện", "so": "Sở"}
    groups = [
        {"code": code, "name": {"vi": name, "en": name}, "ranked": False} for code, name in names.items()
    ]
    count = MOST_WITH_PROFILES + 1
    the_set = small_set(
        tree=[criterion("C0", "Hồ sơ trực tuyến")],
        pillars=[],
        total={"aggregation": "sum", "members": [{"node": "C0"}]},
        groups=groups,
    )
    units = [unit(f"{n:05d}", f"Xã {n}") for n in range(count)]
    story = story_of(sealed(the_set, units, {one.code: {"C0": 50} for one in units}))

    assert is_long(story)
    assert not [name for name, _content in result_files(story) if name.startswith("units/")]


def test_a_long_result_names_the_file_with_the_digests_instead_of_a_row_for_each_file() -> None:
    files = dict(result_files(of_many(MOST_WITH_PROFILES + 1)))

    page = read(files["provenance.html"])
    assert "501 tệp: xem ranking.json, mục “provenance”, “inputs”" in page.words
    assert "00007.xlsx" not in page.words
    assert '"00007.xlsx"' in files["ranking.json"].decode()


def test_a_long_result_tells_units_alike_in_one_row_of_the_page_of_quality() -> None:
    files = dict(result_files(of_many(MOST_WITH_PROFILES + 1)))

    page = read(files["quality.html"])
    assert page.words.count("đã tính điểm") == 1
    assert "501 đơn vị" in page.words
    assert page.words.count("Xã Mường") == 501
    assert len(files["quality.html"]) < 150_000


def test_a_long_result_in_english_has_a_folder_of_its_own() -> None:
    story = of_many(MOST_WITH_PROFILES + 1)
    english = dataclasses.replace(story, language="en")

    names = draw(english, ["html"], [], Paper(DecisionSettings()))

    assert PurePosixPath("ranking.en/index.html") in names
    assert {name.parts[0] for name in names} == {"ranking.en"}


def test_a_result_of_as_many_units_as_fit_has_their_profiles() -> None:
    names = [name for name, _content in result_files(of_many(251))]

    assert sum(name.startswith("units/") for name in names) == 251


# --- single units


def test_a_profile_alone_is_a_page_without_links_to_pages_it_does_not_have() -> None:
    page = read(unit_drawer(story_of(sealed()))("139"))

    assert "nav" not in page.tags
    assert [link for link in page.links if not link.startswith(("#", "data:"))] == []
    assert "Huyện Trạm Tấu" in page.words


def test_the_index_of_units_leads_to_every_file() -> None:
    story = story_of(sealed())
    names = {code: f"unit-{code}.html" for code in FIGURES}

    assert set(names.values()) <= set(read(units_index(story, names)).links)


# --- cards


def texts_of(svg: str) -> list[str]:
    return ["".join(item.itertext()) for item in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_card_says_unit_rank_score_pillars_and_period() -> None:
    svg = render_unit_svg(story_of(sealed(illustrative=False)), "139")

    told = texts_of(svg)
    assert {"Huyện Trạm Tấu", "2 / 3", "70,00 %", "Quý IV năm 2022", "Chính quyền số"} <= set(told)
    assert any(text.startswith("trung vị") for text in told)
    root = ET.fromstring(svg)
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))


def test_a_card_of_invented_figures_says_so_in_the_picture() -> None:
    assert "Số liệu minh họa – không phải số liệu thật" in texts_of(
        render_unit_svg(story_of(sealed()), "139")
    )


def test_a_card_tells_the_change_since_the_earlier_result() -> None:
    assert any("giảm 2 bậc" in text for text in texts_of(render_unit_svg(compared(), "139")))


@pytest.mark.parametrize(("code", "name"), [*zip(CODES, EVIL, strict=True)], ids=CODES)
def test_a_card_shows_a_name_as_text_and_runs_nothing(code: str, name: str) -> None:
    svg = render_unit_svg(hostile(), code)

    root = ET.fromstring(svg)
    assert {item.tag.removeprefix(SVG) for item in root.iter()} == {
        "svg",
        "title",
        "desc",
        "rect",
        "text",
        "tspan",
    }
    assert not [key for item in root.iter() for key in item.attrib if key.startswith("on") or "href" in key]
    title = root.findtext(f"{SVG}title") or ""
    assert title.startswith(" ".join(re.sub("[\u202e\u202c]", "", name).split()))


def test_a_card_leaves_out_what_xml_cannot_hold() -> None:
    named = unit("139", "Huyện\ufffe \x07Trạm\u200b Tấu")

    svg = render_unit_svg(story_of(sealed(units=[named], figures={"139": FIGURES["139"]})), "139")

    assert "Huyện Trạm Tấu" in texts_of(svg)


def test_a_long_name_is_cut_in_the_picture_and_whole_in_the_title() -> None:
    svg = render_unit_svg(hostile(), "139")

    lines = [text for text in texts_of(svg) if "Tên dài" in text]
    assert [line.endswith("…") for line in lines] == [False, True]
    assert " ".join(EVIL[-1].split()) in svg


def test_a_unit_without_a_rank_has_a_card_that_says_why() -> None:
    groups = [
        {"code": "huyen", "name": {"vi": "Huyện", "en": "Districts"}},
        {"code": "so", "name": {"vi": "Sở", "en": "Departments"}, "ranked": False},
    ]

    told = texts_of(render_unit_svg(story_of(sealed(small_set(groups=groups))), "STC"))

    assert "Không xếp hạng" in told
    assert any("Nhóm “Sở” không xếp hạng" in text for text in told)


def test_the_same_unit_gives_the_same_card_and_an_unknown_one_none() -> None:
    story = story_of(sealed())

    assert render_unit_svg(story, "139") == render_unit_svg(story_of(sealed()), "139")
    with pytest.raises(KeyError):
        render_unit_svg(story, "không có")


# --- versions


@pytest.mark.parametrize(
    ("made_by", "ours", "newer"),
    [
        ("0.5.0", "0.4.0", "0.5.0"),
        ("0.10.0", "0.9.3", "0.10.0"),
        ("1.0", "1.0.0", ""),
        ("0.3.9", "0.4.0", ""),
        ("thử", "0.4.0", ""),
    ],
)
def test_versions_are_compared_number_by_number(made_by: str, ours: str, newer: str) -> None:
    result = sealed().result
    record = dataclasses.replace(result.record, tool_version=made_by)

    assert newer_version(dataclasses.replace(result, record=record), ours) == newer
