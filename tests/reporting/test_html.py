"""The HTML report, read as a parser reads it: what stands where, and that nothing hostile gets through."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from cds_rank import workflow
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.indicator_set import InputKind
from cds_rank.model.observation import Origin
from cds_rank.model.period import Period
from cds_rank.model.result import Unranked, UnrankedReason
from cds_rank.reading.definitions import Definitions, find_set, load_definitions
from cds_rank.record.sealing import SealedResult
from cds_rank.reporting.story import Story
from cds_rank.reporting.html import render_html
from cds_rank.wording.periods import period_text
from tests.reporting import FIGURES, UNITS, criterion, sealed, small_set, unit

VOID = {"meta", "input", "br", "link", "img", "rect", "circle", "path"}


@dataclass
class Element:
    """An element of the page with its attributes, children and direct text."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    content: list["Element | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        for item in self.content:
            if isinstance(item, Element):
                yield item
                yield from item

    @property
    def text(self) -> str:
        parts = (item if isinstance(item, str) else item.text for item in self.content)
        return " ".join(" ".join(parts).split())

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def all(self, tag: str, *classes: str) -> list["Element"]:
        return [item for item in self if item.tag == tag and item.classes.issuperset(classes)]

    def one(self, tag: str, *classes: str) -> "Element":
        found = self.all(tag, *classes)
        assert len(found) == 1, (tag, classes, len(found))
        return found[0]

    def by_id(self, name: str) -> "Element":
        return next(item for item in self if item.attributes.get("id") == name)


class Tree(HTMLParser):
    """Builds the elements, and fails on a tag that is closed in the wrong place."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None)
        self.feed(text)
        self.close()
        assert self.here is self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, self.here)
        self.here.content.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.here.tag == tag, (self.here.tag, tag)
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.content.append(data)


def page_of(result: SealedResult) -> Element:
    return Tree(render_html(Story(result))).root


def ranking(page: Element, group: str = "huyen") -> list[Element]:
    table = page.by_id(f"group-{group}").one("table", "ranking")
    return table.one("tbody").all("tr")


def builtin(name: str) -> Definitions:
    return load_definitions(find_set(name, workflow.set_folders()), workflow.set_folders())


@pytest.fixture(scope="module")
def page() -> Element:
    return page_of(sealed())


def test_units_stand_in_the_order_of_their_ranks(page: Element) -> None:
    """18/20 before 21/30 before 18/30."""
    shown = [
        (row.one("td", "place").text, row.one("th").text, row.one("td", "score").text)
        for row in ranking(page)
    ]

    assert shown == [
        ("1", "Thành phố Yên Bái", "90,00"),
        ("2", "Huyện Trạm Tấu", "70,00"),
        ("3", "Thị xã Nghĩa Lộ", "60,00"),
    ]


def test_equal_scores_share_a_rank_and_say_so() -> None:
    figures: dict[str, Any] = {**FIGURES, "132": {"CQ-1": 70, "CQ-2": 70, "XH-1": 70}}

    places = [row.one("td", "place").text for row in ranking(page_of(sealed(figures=figures)))]

    assert places == ["1 đồng hạng", "1 đồng hạng", "3"]


def test_units_that_look_equal_but_have_different_ranks_are_explained() -> None:
    """7,0001 + 7 + 7 of 30 is 70,0003 %, printed 70,00 like 70 %."""
    seventy = dict.fromkeys(("CQ-1", "CQ-2", "XH-1"), 70.0)
    figures = {"139": seventy, "132": seventy | {"CQ-1": 70.001}}

    page = page_of(sealed(figures=figures))

    assert [row.one("td", "place").text for row in ranking(page)] == ["1", "2"]
    note = page.by_id("group-huyen").one("ul", "notes").text
    assert "Thành phố Yên Bái và Huyện Trạm Tấu" in note
    assert "70,0003 và 70,0000" in note


def test_a_pillar_that_does_not_apply_is_a_dash_and_explained(page: Element) -> None:
    cells = [[cell.text for cell in row.all("td", "n")][:2] for row in ranking(page)]

    assert cells == [["90,00", "—"], ["60,00", "90,00"], ["40,00", "100,00"]]
    assert "không áp dụng cho đơn vị" in page.by_id("group-huyen").one("ul", "notes").text


def test_a_pillar_that_no_unit_of_the_group_has_is_no_column(page: Element) -> None:
    group = page.by_id("group-so")

    assert "Xã hội số" not in group.one("table", "ranking").text
    assert "Nhóm này không có chỉ tiêu thuộc: Xã hội số." in group.one("ul", "notes").text


def test_the_bar_is_as_long_as_the_score(page: Element) -> None:
    """21 of 30: 12/30 and 9/30 of 240 pixels, one after the other."""
    parts = [
        next(piece for piece in part.all("rect") if "class" in piece.attributes).attributes
        for part in ranking(page)[1].one("td", "bar").all("g")
    ]

    assert [(part["x"], part["width"]) for part in parts] == [("0", "96"), ("96", "72")]


def test_nobody_disappears() -> None:
    refused = Unranked("141", UnrankedReason.REFUSED, {"files": "141.xlsx", "codes": "FIL005", "errors": "1"})
    finding = Finding("FIL005", Severity.ERROR, Origin("141.xlsx"), {"part": "sheet1.xml"}, unit="141")
    units = (*UNITS, unit("140", "Huyện Văn Chấn"))

    page = page_of(sealed(units=units, refused=[refused], findings=[finding]))

    rows = page.by_id("group-huyen").one("table", "unranked").one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == ["Huyện Yên Bình", "Huyện Văn Chấn"]
    assert "141.xlsx (FIL005)" in rows[0].text
    assert "Chưa nộp báo cáo." in rows[1].text
    files = page.by_id("files").text
    assert "Huyện Yên Bình" in files
    assert "sheet1.xml" in files
    facts = page.by_id("group-huyen").one("dl", "numbers").text
    assert facts.startswith("Được xếp hạng 3 Không xếp hạng 2 Trong đó chưa nộp 1")


def test_a_file_that_only_repeats_another_is_mentioned_too() -> None:
    finding = Finding("FIL014", Severity.WARNING, Origin("ban-sao.xlsx"), {"other": "139.xlsx"})

    assert "ban-sao.xlsx" in page_of(sealed(findings=[finding])).by_id("files").text


def test_a_group_that_is_not_ranked_has_scores_and_profiles_but_no_ranks() -> None:
    groups = [
        {"code": "huyen", "name": {"vi": "Huyện", "en": "Districts"}},
        {"code": "so", "name": {"vi": "Sở", "en": "Departments"}, "ranked": False},
    ]

    page = page_of(sealed(small_set(groups=groups)))

    group = page.by_id("group-so")
    assert not group.all("table", "ranking")
    assert "Sở Tài chính" in group.one("table", "unranked").text
    assert "75,00 %" in group.one("table", "unranked").text
    assert "không xếp hạng" in page.by_id("unit-STC").one("dl", "facts").text


def criteria(page: Element, code: str) -> tuple[list[Element], Element]:
    table = page.by_id(f"unit-{code}").one("table", "criteria")
    rows = [row for row in table.one("tbody").all("tr") if "branch" not in row.classes]
    return rows, table.one("tfoot")


def test_the_points_of_the_criteria_add_up_to_the_total(page: Element) -> None:
    """5 + 7 + 9 = 21 of 30."""
    rows, total = criteria(page, "139")

    points = [row.one("td", "p").text for row in rows]
    assert points == ["5,00 / 10", "7,00 / 10", "9,00 / 10"]
    assert total.one("td", "n").text == "21,00 / 30"


def test_rounding_that_keeps_printed_points_from_adding_up_is_stated() -> None:
    """3,3345 three times: printed 3,33 each, 9,99 together, beside a total of 10,0035."""
    figures = {"139": dict.fromkeys(("CQ-1", "CQ-2", "XH-1"), 33.345), "132": FIGURES["132"]}

    page = page_of(sealed(figures=figures))

    rows, total = criteria(page, "139")
    assert [row.one("td", "p").text for row in rows] == ["3,33 / 10"] * 3
    assert total.one("td", "n").text == "10,00 / 30"
    assert "được 9,99; chênh 0,01" in total.one("small").text
    assert "do làm tròn khi in" not in page.by_id("unit-132").text


def test_missing_and_not_applicable_are_different_words(page: Element) -> None:
    missing, not_applicable = criteria(page, "133")[0][1], criteria(page, "132")[0][2]

    assert missing.one("span", "state").text == "chưa báo cáo"
    assert missing.one("td", "p").text == "0,00 / 10"
    assert not_applicable.one("span", "state").text == "không áp dụng"
    assert not_applicable.one("td", "p").text == "— / —"


def test_the_most_points_lost_stand_first_and_add_up() -> None:
    """10 criteria of 10 points: lost 1, 2, … 9, and 0."""
    codes = [f"CQ-{number}" for number in range(1, 11)]
    tree = [
        {
            "code": "CQ",
            "name": {"vi": "Chính quyền số", "en": "Government"},
            "children": [criterion(code, code) for code in codes],
        }
    ]
    total = {"aggregation": "sum", "members": [{"node": "CQ"}]}
    figures = {"139": {code: 100 - 10 * position for position, code in enumerate(codes)}}

    page = page_of(sealed(small_set(tree=tree, pillars=["CQ"], total=total), figures=figures))

    table = page.by_id("unit-139").all("table")[0]
    lost = [row.one("td").text for row in table.one("tbody").all("tr")]
    assert lost == ["9,00", "8,00", "7,00", "21,00"]
    assert table.one("tfoot").one("td").text == "45,00"
    assert "53 %" in table.one("caption").text  # 24 of 45


def test_the_gap_to_the_unit_above_is_named(page: Element) -> None:
    assert "Còn kém 10,00 so với Huyện Trạm Tấu" in page.by_id("unit-133").text
    assert "Đơn vị có điểm cao nhất nhóm." in page.by_id("unit-132").text


def test_a_profile_names_the_cell_of_every_figure(page: Element) -> None:
    table = page.by_id("unit-139").one("table", "criteria")

    assert "139.xlsx › Số liệu" in table.one("caption").text
    assert [row.all("small")[0].text for row in criteria(page, "139")[0]] == ["D9", "D10", "D11"]


def test_the_best_of_alternatives_counts_and_the_other_does_not() -> None:
    """The better case's 7 points count; the other case's 5 are shown but count nothing."""
    tree = small_set().model_dump(mode="json")["tree"]
    tree[0]["aggregation"] = "best"

    page = page_of(sealed(small_set(tree=tree)))

    rows, total = criteria(page, "139")
    assert [row.one("td", "k").text for row in rows] == ["—", "7,00", "9,00"]
    assert total.one("td", "n").text == "16,00 / 20"


def test_weights_of_a_mean_show_what_each_pillar_counts() -> None:
    """0,4 × 0,5 + 0,3 × 0,6 + 0,3 × 0,7 = 0,59."""
    found = builtin("dti-tinh-2020")
    figures = {"01": {"CQS": 0.5, "KTS": 0.6, "XHS": 0.7}}

    page = page_of(sealed(found.indicator_set, found.unit_list.units, figures))

    rows, total = criteria(page, "01")
    assert [row.one("td", "k").text for row in rows] == ["0,2000", "0,1800", "0,2100"]
    assert total.one("td", "n").text == "0,5900 / 1"
    assert ranking(page, "tinh")[0].one("td", "score").text == "0,5900"


def test_pillars_that_overlap_are_not_drawn_as_parts_of_the_total() -> None:
    """Eight main indices at 0,8002 make 0,8002; three overlapping pillars would make twice as much."""
    found = builtin("dti-tinh-2022")
    figures = {"48": dict.fromkeys(found.indicator_set.indicators, 0.8002)}

    page = page_of(sealed(found.indicator_set, found.unit_list.units, figures))

    row = ranking(page, "tinh")[0]
    parts = [part.all("rect")[0].attributes for part in row.one("td", "bar").all("g")]
    assert len(parts) == 8
    assert round(sum((Decimal(part["width"]) for part in parts), Decimal(0))) == 192  # 0,8002 × 240
    assert [cell.text for cell in row.all("td", "n")][:3] == ["0,8002"] * 3
    assert row.one("td", "score").text == "0,8002"
    assert "không phải là các phần cộng thành tổng" in page.by_id("group-tinh").one("ul", "notes").text


def test_levels_have_a_column() -> None:
    levels = {
        "bands": [
            {"code": "A", "name": {"vi": "Tốt", "en": "Good"}, "at_least": 80},
            {"code": "B", "name": {"vi": "Chưa đạt", "en": "Poor"}},
        ],
        "status": "reconstructed",
        "source": "Dự thảo",
    }
    method = small_set().method.model_dump(mode="json") | {"levels": levels}

    rows = ranking(page_of(sealed(small_set(method=method))))

    assert [row.one("td", "level").text for row in rows] == ["Tốt", "Chưa đạt", "Chưa đạt"]


def test_invented_figures_and_accepted_errors_are_said_first(page: Element) -> None:
    body = page.one("body")
    assert body.all("aside", "banner")[0].text.startswith("Số liệu minh họa – không phải số liệu thật")
    assert page.by_id("group-huyen").one("h2").text == "Huyện minh họa"
    assert all(summary.text.count("minh họa") == 1 for summary in page.all("summary"))
    assert "[Minh họa]" in page.one("head").one("title").text
    real = page_of(sealed(illustrative=False, accepted_errors=True))
    assert "minh họa" not in real.one("body").text.lower()
    assert real.one("aside", "banner").text.startswith("Đã tính cả báo cáo còn lỗi")


def test_what_is_reconstructed_is_counted_and_marked(page: Element) -> None:
    """Two of three criteria have a source."""
    notice = page.one("div", "notice")
    assert "không thay cho văn bản gốc" in notice.text
    assert "Tên chỉ tiêu 2/3" in notice.text
    chips = [row.one("span", "chip").classes - {"chip"} for row in criteria(page, "139")[0]]
    assert chips == [{"confirmed"}, {"confirmed"}, {"reconstructed"}]


HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "{{ 7*7 }} {% raw %} {0} %s",
    "Sở & Ban &amp; <!-- ngành",
    "Sở " + "rất dài " * 37,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    units = (unit("139", name), *UNITS[1:])

    page = page_of(sealed(units=units))

    assert page.by_id("unit-139-name").text == " ".join(name.split())
    assert len(page.all("script")) == 1
    assert not page.all("img")
    assert not [key for element in page for key in element.attributes if key.startswith("on")]


def test_direction_marks_are_left_out_of_names() -> None:
    units = (unit("139", "Sở \u202eộN yêX\u202c\u200f\u0007"), *UNITS[1:])

    assert page_of(sealed(units=units)).by_id("unit-139-name").text == "Sở ộN yêX"


def test_nothing_is_asked_from_elsewhere(page: Element) -> None:
    links = [element.attributes["href"] for element in page if "href" in element.attributes]
    assert links
    assert all(link.startswith("#") for link in links)
    assert not [
        element.tag for element in page if {"src", "srcset", "style", "action"} & set(element.attributes)
    ]
    style = page.one("style").text
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_leads_somewhere_and_every_id_is_there_once(page: Element) -> None:
    names = [element.attributes["id"] for element in page if "id" in element.attributes]
    links = {element.attributes["href"][1:] for element in page if "href" in element.attributes}

    assert len(names) == len(set(names))
    assert links <= set(names)


def test_only_the_pages_own_script_and_style_may_run() -> None:
    text = render_html(Story(sealed()))
    page = Tree(text).root
    policy = next(
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    )

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        inside = text.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render_html(Story(sealed())) == render_html(Story(sealed()))


def test_headings_and_tables_are_built_for_reading_aloud(page: Element) -> None:
    assert render_html(Story(sealed())).startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert "Bộ chỉ tiêu thử" in page.one("h1").text
    assert "quý IV năm 2022" in page.one("h1").text
    levels = [int(element.tag[1]) for element in page if element.tag in {"h1", "h2", "h3", "h4"}]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in page.all("table"):
        assert table.one("caption").text
        assert all(head.attributes.get("scope") or head.attributes.get("colspan") for head in table.all("th"))
    for table in page.all("table", "ranking"):
        assert len([head for head in table.all("th") if "aria-sort" in head.attributes]) == 1


def test_provenance_names_every_file_and_digest(page: Element) -> None:
    section = page.by_id("provenance")
    codes = [code.text for code in section.one("dl", "statements").all("code")]

    assert codes == [sealed().digest, "a" * 64, "b" * 64]
    assert [row.one("th").text for row in section.one("tbody").all("tr")] == [
        f"{code}.xlsx" for code in FIGURES
    ]
    assert "08:00, ngày 20 tháng 01 năm 2023" in section.text


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2022", "năm 2022"),
        ("2022-H2", "6 tháng cuối năm 2022"),
        ("2022-Q4", "quý IV năm 2022"),
        ("2022-03", "tháng 3 năm 2022"),
    ],
)
def test_periods_are_written_as_in_papers(period: str, words: str) -> None:
    assert period_text(Period.parse(period), "vi") == words


def test_the_page_of_a_whole_province_stays_small() -> None:
    """28 units and 40 criteria, each figure another; measured 530 kB."""
    found = builtin("yen-bai-2022")
    figures: dict[str, dict[str, Any]] = {}
    for row, item in enumerate(found.unit_list.units):
        wanted = found.indicator_set.indicators_for(item.group)
        figures[item.code] = {
            indicator.code: 31 + (7 * row + 3 * column) % 59 + row / 100
            for column, indicator in enumerate(wanted)
            if indicator.input is not InputKind.YES_NO
        }

    text = render_html(Story(sealed(found.indicator_set, found.unit_list.units, figures)))

    assert len(Tree(text).root.all("details")) == len(found.unit_list.units)
    assert len(text.encode()) < 650_000
