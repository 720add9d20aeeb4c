"""A short first page and the file beside it: all is in one of them, and every link from one to the other leads."""

from decimal import Decimal

import pytest

from cds_rank.reporting.html import render_details, render_first, render_html
from cds_rank.reporting.links import PARTS
from cds_rank.reporting.story import Story
from cds_rank.wording.language import Language
from tests.reporting import sealed
from tests.reporting.recalculation.shipped import of_samples
from tests.reporting.recalculation.worlds import story_of
from tests.reporting.test_html import Element, Tree, embedded_files

NAMES = ("ranking.html", "details.html")


def texts(story: Story, names: tuple[str, str] = NAMES) -> tuple[str, str]:
    return render_first(story, names), render_details(story, names)


def two(story: Story, names: tuple[str, str] = NAMES) -> dict[str, Element]:
    return {name: Tree(text).root for name, text in zip(names, texts(story, names), strict=True)}


def parts(page: Element) -> set[str]:
    return {element.attributes["id"] for element in page.all("section", "part")}


def test_what_one_page_says_stands_in_one_of_the_two() -> None:
    story = Story(sealed())
    pages = two(story)
    whole = parts(Tree(render_html(story, frozenset(PARTS))).root)

    first, beside = (parts(page) for page in pages.values())
    assert first | beside == whole
    assert first & beside == {"downloads"}
    assert {"unit", "criterion", "provenance"} <= beside


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_link_leads_to_a_place_that_is_there(language: Language) -> None:
    names = ("a.html", "b.html")
    pages = two(Story(sealed(), language), names)
    places = {
        name: {e.attributes["id"] for e in page if "id" in e.attributes} for name, page in pages.items()
    }

    crossing = 0
    for name, page in pages.items():
        for link in page.all("a"):
            href = link.attributes["href"]
            if href.startswith("data:"):
                continue
            file, _, place = href.partition("#")
            crossing += file not in {"", name}
            assert file in {"", *names}, href
            assert not place or place in places[file or name], href
    assert crossing > 20


def test_the_first_page_says_which_file_goes_with_it() -> None:
    first, beside = two(Story(sealed())).values()
    assert "details.html: khi gửi, gửi cả hai tệp" in first.one("header").text
    assert "gửi cả hai" not in beside.text
    assert "đủ mọi thứ trong một tệp" not in first.one("footer").text + beside.one("footer").text


def test_the_first_page_hands_over_the_ranking_and_the_other_one_all_data() -> None:
    first, beside = two(Story(sealed())).values()
    assert set(embedded_files(first)) == {"ranking.csv"}
    assert "du-lieu.zip" in embedded_files(beside)
    assert "data.zip" in embedded_files(two(Story(sealed(), "en"))["details.html"])


def test_the_points_of_every_unit_add_up_on_the_first_page_alone() -> None:
    """Read as printed: cells of a row, then the points earned in the ranking above."""
    story = story_of(of_samples("yen-bai-2022"))
    page = two(story)["ranking.html"]
    earned = {
        row.one("th").text: row.all("td", "e")[0].text.split()[0]
        for table in page.all("table", "ranking")
        for row in table.one("tbody").all("tr")
    }

    added = {}
    for table in page.all("table", "matrix"):
        for row in table.one("tbody").all("tr"):
            _rank, total, *cells = [cell.text.rstrip("*") for cell in row.all("td")]
            numbers = [cell.replace(",", ".").replace("−", "-") for cell in cells if cell not in {"", "—"}]
            assert sum(map(Decimal, numbers)) == Decimal(total.replace(".", "").replace(",", "."))
            added[row.one("th").text] = total
    assert added == earned
    assert len(added) == 28


def test_the_first_page_of_a_province_stays_below_120_kb() -> None:
    """28 units and 40 criteria, 677 figures."""
    first, beside = texts(story_of(of_samples("yen-bai-2022")))
    assert len(first.encode()) < 120_000
    assert len(beside.encode()) < 700_000
