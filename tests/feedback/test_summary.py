"""The summary on a CI page: totals first, what to mend below, never too large, and nothing in it is alive."""

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from cds_rank.feedback.summary import render_markdown
from cds_rank.feedback.text import totals
from cds_rank.feedback.view import Against
from cds_rank.model.finding import Severity
from cds_rank.model.observation import InputFile
from cds_rank.model.text import Names
from cds_rank.wording.findings import printable
from tests.checks.forms import the_set, the_units
from tests.feedback import views
from tests.feedback.views import clean_view, finding_of, found, view, without_context

ALLOWED = {"h3", "h4", "p", "table", "tr", "th", "td", "code", "br"}


class Page(HTMLParser):
    """What a browser would make of it: the elements, and the text of each cell and paragraph."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: list[object] = []
        self.texts: list[str] = []
        self.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += attrs
        if tag in {"p", "td", "th", "h3", "h4"}:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data

    @property
    def shown(self) -> list[str]:
        return [" ".join(text.split()) for text in self.texts if text.strip()]


def test_the_totals_come_first_and_count_what_is_not_listed() -> None:
    everything = view(set_aside={"ignored": 2, "baseline": 1}, cut={"NUM002": 4})
    page = Page(render_markdown(everything))

    assert totals(everything).startswith("4 tệp: 1 đạt, 3 chưa đạt · 3 lỗi, 6 cảnh báo")
    assert page.shown[:4] == [
        "cds-rank: 3 tệp chưa đạt",
        "Bộ chỉ tiêu thử · 1.2.0 · 2022-Q4",
        f"{totals(everything)} · 3 bỏ qua theo yêu cầu · 4 không liệt kê",
        f"Chưa nộp (1): {view().not_submitted[0][1]}",
    ]


def test_failing_files_stand_in_a_table_with_their_counts() -> None:
    shown = Page(render_markdown(view())).shown
    start = shown.index("Tệp chưa đạt")

    assert shown[start + 1 : start + 5] == ["Tệp", "Đơn vị", "Lỗi", "Cảnh báo"]
    row = shown.index(views.SYT, start)
    assert shown[row + 2 : row + 4] == ["1", "2"]  # three NUM002 folded into one, and the explained PCT002
    assert views.GOOD not in shown


def test_what_asks_for_no_answer_is_not_listed() -> None:
    shown = Page(render_markdown(view())).shown

    assert "NUM003" in shown
    assert "NUM002" in shown
    assert "PCT002" not in shown  # explained by the sender
    assert "KEY008" not in shown  # only information


def test_errors_stand_before_warnings() -> None:
    shown = Page(render_markdown(view())).shown

    assert shown.index("NUM003") < shown.index("NUM002")
    assert shown.index("NUM001") < shown.index("NUM002")


def test_each_line_says_where_what_and_how_to_mend_it() -> None:
    markdown = render_markdown(view())
    shown = Page(markdown).shown
    finding = finding_of(view(), "NUM003")

    place = shown.index(finding.place)
    assert shown[place : place + 3] == [finding.place, "NUM003", finding.severity_label]
    assert shown[place + 3] == finding.whose + finding.message
    assert shown[place + 4] == finding.fix


def test_all_well_is_three_lines() -> None:
    assert render_markdown(clean_view()) == (
        "### cds-rank: mọi tệp đều đạt\n\n"
        "<p>Bộ chỉ tiêu thử · 1.2.0 · 2022-Q4</p>\n\n"
        "<p>1 tệp: 1 đạt, 0 chưa đạt · 0 lỗi, 0 cảnh báo</p>\n"
    )


def test_without_a_set_nothing_is_said_of_one() -> None:
    assert Page(render_markdown(without_context())).shown[1].startswith("1 tệp: 0 đạt, 1 chưa đạt")


def test_hostile_texts_are_shown_and_do_nothing() -> None:
    page = Page(render_markdown(view()))

    assert page.elements <= ALLOWED
    assert page.attributes == []
    assert " ".join(printable(views.HOSTILE_NAME).split()) in page.shown
    assert any("<script>&amp;]]>" in text for text in page.shown)


MARKS = (
    "**a** _b_ `c` [d](http://e) ![f](http://g) | h <img src=x> &lt; # i @j www.k.vn \\ - 1. ~~l~~ $m$ :n:"
)


@pytest.mark.parametrize(
    "before", ["", "\n\n", "</td></table>\n\n", "\r\n\r\n# ", "-->", "```\n", "| --- |\n"]
)
def test_marks_of_markdown_are_only_characters(before: str) -> None:
    name = before + MARKS + ".xlsx"
    shown = Page(
        render_markdown(
            view(
                findings=[found("NUM003", Severity.ERROR, "H20", name, text=MARKS)],
                files=(InputFile(name, "0" * 64, 1),),
                against=Against("9.8.7"),
            )
        )
    )

    assert shown.elements <= ALLOWED
    assert " ".join(printable(name).split()) in shown.shown


def test_the_name_of_a_set_stays_in_its_line() -> None:
    name = Names(vi="Bộ\n\n# thử <b>", en="Test")
    against = Against("9.8.7", the_set().model_copy(update={"name": name}), the_units())

    shown = Page(render_markdown(view(against=against))).shown

    assert shown[1] == "Bộ # thử <b> · 1.2.0"


@pytest.mark.parametrize("largest", [20_000, 100_000])
def test_a_long_summary_is_cut_at_a_row_and_says_so(largest: int) -> None:
    many = [found("NUM003", Severity.ERROR, f"H{row}", f"{row}.xlsx", text="1.340") for row in range(1, 2001)]
    files = tuple(InputFile(f"{row}.xlsx", "0" * 64, 1) for row in range(1, 2001))

    markdown = render_markdown(view(findings=many, files=files, not_submitted=()), largest)

    shown = Page(markdown).shown
    listed, more = shown.count("NUM003"), [text for text in shown if text.startswith("… và")]
    assert largest / 2 < len(markdown.encode()) <= largest
    assert len(more) == 2
    assert more[1] == f"… và {2000 - listed} dòng nữa."
    assert "2000 tệp: 0 đạt, 2000 chưa đạt · 2000 lỗi, 0 cảnh báo" in shown


def test_ten_thousand_failures_stay_below_what_github_takes() -> None:
    many = [found("NUM003", Severity.ERROR, f"H{row}", text=f"{row}" + "ẫ" * 200) for row in range(1, 10_001)]
    units = tuple(unit.code for unit in the_units().units) * 2000

    markdown = render_markdown(view(findings=many, not_submitted=units))

    assert 500_000 < len(markdown.encode()) < 1_000_000


def test_the_same_view_gives_the_same_bytes_in_either_language() -> None:
    assert render_markdown(view()) == render_markdown(view())
    assert Page(render_markdown(view("en"))).elements == Page(render_markdown(view())).elements
