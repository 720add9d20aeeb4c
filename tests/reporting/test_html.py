"""The HTML report, read as a parser reads it: what stands where, and that nothing hostile gets through."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
from cds_rank.record.sealing import SealedResult, seal
from cds_rank.reporting import html
from cds_rank.reporting.data import csv_files, json_text
from cds_rank.reporting.html import Edition, render_html, render_index, render_page
from cds_rank.reporting.links import Links, Section
from cds_rank.reporting.story import Story
from cds_rank.scoring.history import make_history
from cds_rank.wording.language import Language
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


# Elements whose end may be left out, and what ends them when it comes (HTML, 13.1.2.4).
ENDED_BY = {
    "td": {"td", "th", "tr", "tbody", "tfoot", "thead"},
    "th": {"td", "th", "tr", "tbody", "tfoot", "thead"},
    "tr": {"tr", "tbody", "tfoot", "thead"},
    "thead": {"tbody", "tfoot"},
    "tbody": {"tbody", "tfoot"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "p": {"p", "div", "dl", "ul", "table", "h2", "h3", "h4", "section", "details", "form", "nav"},
}


class Tree(HTMLParser):
    """Builds the elements, ends left out included, and fails on a tag that is closed in the wrong place."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None)
        self.feed(text)
        self.close()
        assert self.here is self.root

    def leave(self) -> None:
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while tag in ENDED_BY.get(self.here.tag, ()) or (
            self.here.tag == "p" and tag in {"td", "th", "tr", "tfoot", "li", "dt", "dd"}
        ):
            self.leave()
        element = Element(tag, {key: value or "" for key, value in attrs}, self.here)
        self.here.content.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.leave()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self.here.tag != tag and self.here.tag in ENDED_BY:
            self.leave()
        assert self.here.tag == tag, (self.here.tag, tag)
        self.leave()

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
    bar = ranking(page)[1].one("td", "bar")
    shapes = [
        part.attributes["d"] for part in bar.all("path") if part.classes & {f"c{slot}" for slot in range(8)}
    ]

    assert shapes == ["M0 0h96v14H0z", "M96 0h72v14H96z"]
    assert bar.one("svg").attributes["aria-label"] == "Chính quyền số: 12,00; Xã hội số: 9,00"


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
    assert "không xếp hạng" in page.by_id("unit-STC").one("div", "hero").text


def criteria(page: Element, code: str) -> tuple[list[Element], Element]:
    table = page.by_id(f"unit-{code}").one("table", "criteria")
    rows = [row for row in table.one("tbody").all("tr") if "branch" not in row.classes]
    return rows, table.one("tfoot")


def points(row: Element) -> str:
    return row.all("td")[2].text


def test_the_points_of_the_criteria_add_up_to_the_total(page: Element) -> None:
    """5 + 7 + 9 = 21 of 30."""
    rows, total = criteria(page, "139")

    assert [points(row) for row in rows] == ["5,00 / 10", "7,00 / 10", "9,00 / 10"]
    assert points(total) == "21,00 / 30"


def test_rounding_that_keeps_printed_points_from_adding_up_is_stated() -> None:
    """3,3345 three times: printed 3,33 each, 9,99 together, beside a total of 10,0035."""
    figures = {"139": dict.fromkeys(("CQ-1", "CQ-2", "XH-1"), 33.345), "132": FIGURES["132"]}

    page = page_of(sealed(figures=figures))

    rows, total = criteria(page, "139")
    assert [points(row) for row in rows] == ["3,33 / 10"] * 3
    assert points(total) == "10,00 / 30"
    assert "được 9,99; chênh 0,01" in total.one("small").text
    assert "do làm tròn khi in" not in page.by_id("unit-132").text


def test_missing_and_not_applicable_are_different_words(page: Element) -> None:
    missing, not_applicable = criteria(page, "133")[0][1], criteria(page, "132")[0][2]

    assert missing.one("i").text == "chưa báo cáo"
    assert points(missing) == "0,00 / 10"
    assert not_applicable.one("i").text == "không áp dụng"
    assert points(not_applicable) == "— / —"


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
    assert "Còn kém 10,00 điểm phần trăm so với Huyện Trạm Tấu" in page.by_id("unit-133").text
    assert "Đơn vị có điểm cao nhất nhóm." in page.by_id("unit-132").text


def test_a_profile_names_the_cell_of_every_figure(page: Element) -> None:
    table = page.by_id("unit-139").one("table", "criteria")

    assert "139.xlsx › Số liệu" in table.one("caption").text
    assert [row.all("td")[0].one("p").text for row in criteria(page, "139")[0]] == ["D9", "D10", "D11"]


def test_the_best_of_alternatives_counts_and_the_other_does_not() -> None:
    """The better case's 7 points count; the other case's 5 are shown but count nothing."""
    tree = small_set().model_dump(mode="json")["tree"]
    tree[0]["aggregation"] = "best"

    page = page_of(sealed(small_set(tree=tree)))

    rows, total = criteria(page, "139")
    assert [row.all("td")[5].text for row in rows] == ["—", "7,00", "9,00"]
    assert points(total) == "16,00 / 20"


def test_weights_of_a_mean_show_what_each_pillar_counts() -> None:
    """0,4 × 0,5 + 0,3 × 0,6 + 0,3 × 0,7 = 0,59."""
    found = builtin("dti-tinh-2020")
    figures = {"01": {"CQS": 0.5, "KTS": 0.6, "XHS": 0.7}}

    page = page_of(sealed(found.indicator_set, found.unit_list.units, figures))

    rows, total = criteria(page, "01")
    assert [row.all("td")[5].text for row in rows] == ["0,2000", "0,1800", "0,2100"]
    assert points(total) == "0,5900 / 1"
    assert ranking(page, "tinh")[0].one("td", "score").text == "0,5900"


def test_pillars_that_overlap_are_not_drawn_as_parts_of_the_total() -> None:
    """Eight main indices at 0,8002 make 0,8002; three overlapping pillars would make twice as much."""
    found = builtin("dti-tinh-2022")
    figures = {"48": dict.fromkeys(found.indicator_set.indicators, 0.8002)}

    page = page_of(sealed(found.indicator_set, found.unit_list.units, figures))

    row = ranking(page, "tinh")[0]
    lengths = [
        Decimal(part.attributes["d"].split("h")[1].split("v")[0])
        for part in row.one("td", "bar").all("path")
        if part.classes and part.classes != {"track"}
    ]
    assert len(lengths) == 8
    assert round(sum(lengths, Decimal(0))) == 192  # 0,8002 × 240
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
    folded = page.all("details", "profile") + page.all("details", "sheet")
    summaries = [fold.all("summary")[0] for fold in folded]
    assert len(summaries) == len(FIGURES) + len(CODES)
    assert all(summary.text.count("minh họa") == 1 for summary in summaries)
    assert "[Minh họa]" in page.one("head").one("title").text
    real = page_of(sealed(illustrative=False, accepted_errors=True))
    assert "minh họa" not in real.one("body").text.lower()
    assert real.one("aside", "banner").text.startswith("Đã tính cả báo cáo còn lỗi")


def test_what_is_reconstructed_is_counted_and_marked(page: Element) -> None:
    """Two of three criteria have a source."""
    notice = page.one("div", "notice")
    assert "không thay cho văn bản gốc" in notice.text
    assert "Tên chỉ tiêu 2/3" in notice.text
    marks = [[mark.text for mark in row.one("th").all("em")] for row in criteria(page, "139")[0]]
    assert marks == [[], [], ["suy ra"]]
    chips = [page.by_id(f"c-{code}").all("span", "chip")[1].classes - {"chip"} for code in CODES]
    assert chips == [{"confirmed"}, {"confirmed"}, {"reconstructed"}]


CODES = ("CQ-1", "CQ-2", "XH-1")


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
    assert all(link.startswith(("#", "data:")) for link in links)
    assert {link.split(":")[0] for link in links if not link.startswith("#")} == {"data"}
    assert not [
        element.tag for element in page if {"src", "srcset", "style", "action"} & set(element.attributes)
    ]
    style = page.one("style").text
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_leads_somewhere_and_every_id_is_there_once(page: Element) -> None:
    names = [element.attributes["id"] for element in page if "id" in element.attributes]
    links = {element.attributes["href"] for element in page if "href" in element.attributes}

    assert len(names) == len(set(names))
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)
    labels = [
        name
        for element in page
        for name in [*element.attributes.get("aria-labelledby", "").split(), element.attributes.get("for")]
        if name
    ]
    assert set(labels) <= set(names)


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
    assert render_html(Story(sealed())).startswith('<!DOCTYPE html><html lang="vi">')
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


LATER = Period.parse("2023-Q1")


def compared(language: Language = "vi") -> Story:
    """Yên Bái 90 % as before; Trạm Tấu 40 → 70 %; Nghĩa Lộ 70 → 60 %; Yên Bình new; Tài chính had no report."""
    earlier = sealed(
        units=[UNITS[0], UNITS[1], UNITS[2], UNITS[4]],
        figures={
            "139": {"CQ-1": 10, "CQ-2": 20, "XH-1": 90},
            "132": FIGURES["132"],
            "133": {"CQ-1": 60, "CQ-2": 70, "XH-1": 80},
        },
    )
    present = sealed(figures={**FIGURES, "141": {"CQ-1": 10, "CQ-2": 10, "XH-1": 10}}).result
    later = seal(replace(present, record=replace(present.record, period=LATER)))[1]
    history = make_history(later.result, [earlier.result])
    return Story(later, language, (), history, (earlier,))


def compared_page() -> Element:
    return Tree(render_html(compared())).root


def test_changes_are_told_by_arrow_number_and_words() -> None:
    rows = {row.one("th").text: row.one("td", "ch") for row in ranking(compared_page())}

    assert {name: cell.classes - {"ch"} for name, cell in rows.items()} == {
        "Thành phố Yên Bái": {"same"},
        "Huyện Trạm Tấu": {"up"},
        "Thị xã Nghĩa Lộ": {"down"},
        "Huyện Yên Bình": {"new"},
    }
    up, down = rows["Huyện Trạm Tấu"], rows["Thị xã Nghĩa Lộ"]
    assert up.all("span")[0].attributes["aria-hidden"] == "true"
    assert [span.text for span in up.all("span")] == [
        "▲ 1",
        "tăng 1 bậc, từ hạng 3 trên 3 đơn vị lên hạng 2 trên 4 đơn vị",
    ]
    assert [span.text for span in down.all("span")] == [
        "▼ 1",
        "giảm 1 bậc, từ hạng 2 trên 3 đơn vị xuống hạng 3 trên 4 đơn vị",
    ]
    assert up.one("small").text == "+30,00"
    assert rows["Huyện Yên Bình"].text == "mới"
    assert [up.attributes["data-k"], down.attributes["data-k"]] == ["1", "-1"]


def test_a_unit_that_was_not_ranked_before_is_not_called_new() -> None:
    table = compared_page().by_id("group-so").one("table", "ranking")

    assert table.one("tbody").one("td", "ch").text == "kỳ trước không xếp hạng"


def test_scores_under_another_method_are_not_compared() -> None:
    story = compared()
    method = small_set().method.model_dump(mode="json") | {"missing": "unranked"}
    other = sealed(small_set(method=method))
    history = make_history(story.result, [other.result])

    page = Tree(render_html(replace(story, history=history, earlier=(other,)))).root

    group = page.by_id("group-huyen")
    why = "bộ chỉ tiêu đã đổi cách tính"
    assert not [cell for row in ranking(page) for cell in row.all("td", "ch")]
    assert "So với" not in group.one("table", "ranking").one("caption").text
    assert group.text.count(why) == 1
    assert page.by_id("unit-139").text.count(why) == 1
    assert why in page.by_id("movement").one("ul", "notes").text
    assert not page.by_id("movement").all("table")


def test_without_an_earlier_result_nothing_is_said_of_change(page: Element) -> None:
    assert not page.all("td", "ch")
    assert "movement" not in {element.attributes.get("id") for element in page}
    assert not page.all("table", "steps")


def test_movement_is_drawn_and_told_by_a_table() -> None:
    section = compared_page().by_id("movement")
    drawn, table = section.all("svg", "slopes")[0], section.all("table", "moves")[0]

    assert "nét đứt màu đỏ: giảm hạng" in section.text
    ways = [group.classes for group in drawn.all("g")]
    assert ways == [{"g-same"}, {"g-up"}, {"g-down"}, {"g-new"}]
    assert [group.one("text").text for group in drawn.all("g")] == [
        "1 Thành phố Yên Bái",
        "2 Huyện Trạm Tấu",
        "3 Thị xã Nghĩa Lộ",
        "4 Huyện Yên Bình",
    ]
    assert [cell.text for cell in table.one("tbody").all("tr")[1].all("td")] == [
        "3 40,00 %",
        "2 70,00 %",
        "▲ 1 tăng 1 bậc +30,00",
    ]
    assert table.one("tbody").all("tr")[3].all("td")[0].text == "—"


def test_a_profile_tells_its_way_through_the_editions() -> None:
    profile = compared_page().by_id("unit-139")

    steps = [
        [cell.text for cell in row if cell.tag in {"th", "td"}]
        for row in profile.one("table", "steps").one("tbody").all("tr")
    ]
    assert steps == [["quý IV năm 2022", "3/3", "40,00 %"], ["quý I năm 2023", "2/4", "70,00 %"]]
    drawn = profile.one("svg", "spark")
    assert drawn.one("path", "way").attributes["d"].count("L") == 1
    assert [label.text for label in drawn.all("text")] == ["3", "2"]
    assert profile.one("p", "ends").text == "quý IV năm 2022 quý I năm 2023"
    assert "vạch trên cùng là hạng 1" in profile.one("table", "steps").one("caption").text


def test_a_profile_names_strengths_weaknesses_and_gaps(page: Element) -> None:
    """Of 8, 5 and 9 points at CQ-1 the median is 8: Trạm Tấu is 3 below. Nghĩa Lộ did not report CQ-2."""
    weak = next(
        heading.parent for heading in page.by_id("unit-139").all("h4") if heading.text == "○ Điểm yếu"
    )

    assert weak is not None
    assert cells(weak.one("tbody").all("tr")[0]) == ["CQ-1 Hồ sơ trực tuyến", "5,00", "8,00", "−3,00"]
    mark = criteria(page, "139")[0][0].all("td")[4].one("span")
    assert (mark.text, mark.attributes["aria-label"]) == ("○", "điểm yếu")
    gaps = page.by_id("unit-133").one("table", "gaps").one("tbody")
    assert cells(gaps.one("tr")) == ["CQ-2 Văn bản ký số", "chưa báo cáo", "10,00"]


def cells(row: Element) -> list[str]:
    return [cell.text for cell in row if cell.tag in {"th", "td"}]


def test_a_profile_splits_what_separates_it_from_the_unit_above(page: Element) -> None:
    """Nghĩa Lộ has 18 of 30, Trạm Tấu 21: 3 more at CQ-1, 7 less at CQ-2, 1 more at XH-1, in tenths of thirds."""
    table = page.by_id("unit-133").one("table", "beside")

    rows = [cells(row) for row in table.one("tbody").all("tr")]
    assert [[row[0], *row[1:3]] for row in rows[:3]] == [
        ["CQ-2 Văn bản ký số", "0,00 chưa báo cáo", "7,00"],
        ["CQ-1 Hồ sơ trực tuyến", "8,00", "5,00"],
        ["XH-1 Dân số có tài khoản", "10,00", "9,00"],
    ]
    assert [row[3] for row in rows] == ["−23,33", "+10,00", "+3,33"]
    assert cells(table.one("tfoot"))[1:] == ["60,00 %", "70,00 %", "−10,00"]
    headings = {code: [h.text for h in page.by_id(f"unit-{code}").all("h4")] for code in ("133", "132")}
    assert "So với đơn vị xếp ngay trên" in headings["133"]
    assert "So với đơn vị xếp ngay dưới" in headings["132"]


def test_a_dot_of_a_unit_without_a_figure_is_hollow_and_its_meaning_is_said(page: Element) -> None:
    group = page.by_id("c-CQ-2").one("div", "pair").all("div")[0]

    assert group.one("svg", "plot").one("path", "hole").attributes["d"].count("h0") == 1
    assert "chưa có số liệu, tính 0 điểm" in group.text
    assert "chưa có số liệu, tính 0 điểm" not in page.by_id("c-CQ-1").text


def test_a_criterion_shows_everybody_once_and_who_lacks_it(page: Element) -> None:
    """CQ-2 of the districts: 9, 7, and one that did not report."""
    sheet = page.by_id("c-CQ-2")
    group = sheet.one("div", "pair").all("div")[0]
    rows = [
        [cell.text for cell in row if cell.tag in {"th", "td"}]
        for row in group.one("table", "levels").one("tbody").all("tr")
    ]

    assert [row[1:] for row in rows] == [
        ["9,00", "Thành phố Yên Bái 90"],
        ["7,00", "Huyện Trạm Tấu 70"],
        ["0,00", "Thị xã Nghĩa Lộ chưa báo cáo"],
    ]
    dots = group.one("svg", "plot").all("path", "dots")
    assert sum(path.attributes["d"].count("h0") for path in dots) == len(rows)
    assert "Chưa có số liệu: Thị xã Nghĩa Lộ (chưa báo cáo)" in group.text.replace(" :", ":")
    assert "Tốt nhất: Thành phố Yên Bái (90)" in group.text.replace(" :", ":")


def test_every_criterion_says_how_it_scores_and_where_that_is_written(page: Element) -> None:
    sheet = page.by_id("c-XH-1")
    told = dict(zip([dt.text for dt in sheet.all("dt")], [dd.text for dd in sheet.all("dd")], strict=True))

    assert told["Cách tính điểm"]
    assert told["Điểm tối đa"] == "10"
    assert told["Nhóm áp dụng"] == "Huyện"
    assert told["Nguồn"] == "suy ra Quyết định 1"


def test_the_tree_draws_how_much_of_the_total_each_part_is(page: Element) -> None:
    """Districts: 20 and 10 of 30 points; departments: all 20."""
    rows = page.by_id("method").one("table", "tree").one("tbody").all("tr")

    drawn = [[cell.classes - {"p"} for cell in row.all("td", "p")] for row in rows]
    assert drawn == [[{"b13"}, {"b20"}], [{"b7"}, set()], [{"b20"}, {"b20"}]]


def test_who_sent_what_is_told_of_every_unit(page: Element) -> None:
    rows = page.by_id("quality").all("table", "sent")[0].one("tbody").all("tr")

    told = {row.one("th").text: [cell.text for cell in row.all("td")][:3] for row in rows}
    folded = [item.text for item in page.by_id("quality").all("details")]
    assert set(told) == {item.name for item in UNITS if item.group == "huyen"} - {"Huyện Yên Bình"}
    assert told["Thị xã Nghĩa Lộ"][1:] == ["133.xlsx", "2/3"]
    assert folded == ["1 đơn vị: chưa nộp báo cáo Huyện Yên Bình"]


def embedded_files(page: Element) -> dict[str, bytes]:
    links = [link for link in page.by_id("downloads").all("a") if "download" in link.attributes]
    return {
        link.attributes["download"]: base64.b64decode(link.attributes["href"].split("base64,")[1])
        for link in links
    }


def test_the_data_is_in_the_page_itself(page: Element) -> None:
    story = Story(sealed())
    expected = {name: text.encode() for name, text in csv_files(story).items()}
    expected["ranking.json"] = json_text(story).encode()

    found = embedded_files(page)

    with zipfile.ZipFile(io.BytesIO(found["du-lieu.zip"])) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == expected
    assert found["ranking.csv"] == expected["ranking.csv"]


def test_a_site_links_files_beside_its_pages_instead() -> None:
    links = Links(downloads=(("ranking.csv", "so-lieu/ranking.csv"),), start="index.html")

    page = Tree(render_page(Story(sealed()), (Section("downloads"),), links, "Tải số liệu")).root

    assert [link.attributes["href"] for link in page.by_id("downloads").all("a")] == ["so-lieu/ranking.csv"]
    assert "data:" not in str([element.attributes for element in page])


SITE = Links(
    units={code: f"don-vi/{code}.html" for code in FIGURES},
    criteria={code: f"chi-tieu/{code}.html" for code in CODES},
    groups={"huyen": "huyen.html", "so": "so.html"},
    parts={"method": "phuong-phap.html"},
    start="index.html",
)


@pytest.mark.parametrize(
    ("section", "title"),
    [
        (Section("unit", "139"), "Huyện Trạm Tấu"),
        (Section("criterion", "CQ-2"), "CQ-2"),
        (Section("ranking", "huyen"), "Huyện"),
        (Section("method"), "Phương pháp"),
        (Section("quality"), "Chất lượng"),
        (Section("overview"), ""),
    ],
    ids=lambda value: value.part if isinstance(value, Section) else value or "first page",
)
def test_a_page_of_a_site_stands_by_itself(section: Section, title: str) -> None:
    page = Tree(render_page(Story(sealed()), (section,), SITE, title)).root

    names = {element.attributes["id"] for element in page if "id" in element.attributes}
    known = {
        *SITE.units.values(),
        *SITE.criteria.values(),
        *SITE.groups.values(),
        "phuong-phap.html",
        "index.html",
    }
    links = {element.attributes["href"] for element in page if "href" in element.attributes}
    assert {link for link in links if link.startswith("#")} <= {f"#{name}" for name in names}
    assert {link for link in links if not link.startswith("#")} <= known
    assert page.all("aside", "banner")[0].text.startswith("Số liệu minh họa")
    assert title in page.one("h1").text
    levels = [int(element.tag[1]) for element in page if element.tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    labelled = {
        element.attributes["aria-labelledby"] for element in page if "aria-labelledby" in element.attributes
    }
    assert labelled <= names


def test_a_criterion_that_is_only_followed_has_no_page_and_no_link_to_one() -> None:
    tree = [criterion("C1", "Hồ sơ trực tuyến"), criterion("C2", "Theo dõi", max_points=0)]
    total = {"aggregation": "sum", "members": [{"node": "C1"}]}
    followed = page_of(
        sealed(small_set(tree=tree, pillars=[], total=total), figures={"139": {"C1": 1, "C2": 2}})
    )

    links = {link.attributes["href"] for link in followed.all("a")}
    assert "#c-C1" in links
    assert "#c-C2" not in links


def test_a_long_ranking_goes_on_on_the_next_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "ROWS_PER_PAGE", 2)
    links = replace(SITE, pages={"huyen": ("huyen.html", "huyen-2.html")})
    pages = html.Pages(Story(sealed()), links)

    first, second = (
        Tree(pages.render((Section("ranking", "huyen", page=number),), "Huyện")).root for number in (0, 1)
    )

    assert [row.one("th").text for row in ranking(first)] == ["Thành phố Yên Bái", "Huyện Trạm Tấu"]
    assert [row.one("th").text for row in ranking(second)] == ["Thị xã Nghĩa Lộ"]
    assert not first.all("table", "unranked")
    assert second.one("table", "unranked").one("tbody").one("th").text == "Huyện Yên Bình"
    current = [link.attributes["href"] for link in second.all("a") if "aria-current" in link.attributes]
    assert current == ["huyen-2.html"]


def test_units_without_a_rank_go_on_on_further_pages_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a set that ranks nobody all of them stood on the last page."""
    monkeypatch.setattr(html, "ROWS_PER_PAGE", 3)
    story = Story(sealed())
    assert [html.page_count(group) for group in story.view.groups] == [2, 1]
    pages = html.Pages(story, replace(SITE, pages={"huyen": ("huyen.html", "huyen-2.html")}))

    second = Tree(pages.render((Section("ranking", "huyen", page=1),), "Huyện")).root

    assert not second.all("table", "ranking")
    assert second.one("table", "unranked").one("tbody").one("th").text == "Huyện Yên Bình"


def test_only_the_chosen_parts_are_drawn() -> None:
    page = Tree(render_html(Story(sealed()), frozenset({"ranking", "method"}))).root

    parts = [element.attributes["id"] for element in page.all("section", "part")]
    assert parts == ["group-huyen", "group-so", "method"]
    links = {element.attributes["href"] for element in page if "href" in element.attributes}
    assert links <= {f"#{element.attributes['id']}" for element in page if "id" in element.attributes}


def test_the_page_above_several_reports_leads_to_them() -> None:
    editions = [Edition("Bộ <b>", "năm 2022", "2022/index.html", illustrative=True)]

    page = Tree(render_index("vi", "Các kỳ", editions)).root

    (part,) = page.all("section", "part")
    assert part.one("a").attributes["href"] == "2022/index.html"
    assert "Bộ <b>" in part.text
    assert "minh họa" in part.text
    assert not page.all("script")


def test_hostile_names_stay_names_in_rows_drawings_and_data() -> None:
    name = "\"'><svg onload=alert(1)>\n=1+1"
    story = Story(sealed(units=(unit("139", name), *UNITS[1:])))

    page = Tree(render_html(story)).root

    with zipfile.ZipFile(io.BytesIO(embedded_files(page)["du-lieu.zip"])) as archive:
        assert "onload" in archive.read("ranking.csv").decode()
    assert not [key for element in page for key in element.attributes if key.startswith("on")]
    assert " ".join(name.split()) in page.by_id("group-huyen").text


def test_the_page_of_a_whole_province_stays_small() -> None:
    """28 units and 40 criteria, every figure another; measured 640 kB, of which 60 kB are the data to take away."""
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

    assert len(Tree(text).root.all("details", "profile")) == len(found.unit_list.units)
    assert len(text.encode()) < 700_000
