"""The HTML report in a real browser: sorting, finding, opening, printing, and narrow screens."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from cds_rank.reporting.html import render_html
from cds_rank.reporting.site import result_files
from cds_rank.reporting.story import Story
from tests.reporting import FIGURES, UNITS, recognised, sealed, unit
from tests.reporting.test_html import compared

CHROMIUM = os.environ.get("CDS_RANK_CHROMIUM", "/usr/bin/chromium")
LONG_NAME = "Sở " + "Nông-nghiệp-và-Phát-triển-nông-thôn-" * 8


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    units = (*UNITS[:-1], unit("STC", LONG_NAME, "so"))
    file = tmp_path_factory.mktemp("page") / "ranking.html"
    file.write_text(render_html(Story(sealed(units=units, figures=FIGURES))), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """An open page; whatever it says on the console or asks for besides itself is an error."""
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda request: troubles.append(request.url) if request.url != address else None)
    opened.goto(address)
    yield opened
    opened.close()
    assert not troubles


def names(page: Page, group: str = "huyen") -> list[str]:
    return page.locator(f"#group-{group} .ranking tbody tr:visible th").all_inner_texts()


def test_words_are_found_from_their_beginning(page: Page) -> None:
    """Every district is a “Huyện”: who looks for Yên Bái does not want all of them."""
    page.fill("#find", "yen")
    assert sorted(names(page)) == ["Thành phố Yên Bái"]
    page.fill("#find", "yen ba")
    assert sorted(names(page)) == ["Thành phố Yên Bái"]


def test_a_search_puts_nothing_aside_on_paper(page: Page) -> None:
    page.fill("#find", "tram tau")
    assert len(names(page)) == 1
    page.emulate_media(media="print")
    assert len(names(page)) == 3
    page.emulate_media(media="screen")


def test_enter_leads_to_the_first_unit_found(page: Page) -> None:
    page.fill("#find", "tram tau")
    page.press("#find", "Enter")

    assert page.evaluate("document.activeElement.textContent") == "Huyện Trạm Tấu"
    assert page.locator("#group-huyen tr:visible", has_text="Trạm Tấu").is_visible()
    page.fill("#find", "không có ai")
    page.press("#find", "Enter")
    assert page.evaluate("document.activeElement.id") == "find"


def test_a_heading_sorts_by_its_column_and_says_so(page: Page) -> None:
    """Social pillar: 100, 90, and one to whom it does not apply, who is last both ways."""
    heading = page.locator("#group-huyen .ranking thead th", has_text="Xã hội số")

    heading.get_by_role("button").click()

    assert names(page) == ["Thị xã Nghĩa Lộ", "Huyện Trạm Tấu", "Thành phố Yên Bái"]
    assert heading.get_attribute("aria-sort") == "descending"
    assert page.locator("#group-huyen [aria-sort]").count() == 1
    assert "Xã hội số" in page.locator("#live").inner_text()

    heading.get_by_role("button").click()

    assert names(page) == ["Huyện Trạm Tấu", "Thị xã Nghĩa Lộ", "Thành phố Yên Bái"]
    assert heading.get_attribute("aria-sort") == "ascending"


def test_names_sort_the_vietnamese_way(page: Page) -> None:
    page.locator("#group-huyen .ranking").get_by_role("button", name="Đơn vị").click()

    assert names(page) == ["Huyện Trạm Tấu", "Thành phố Yên Bái", "Thị xã Nghĩa Lộ"]


def test_finding_needs_no_marks(page: Page) -> None:
    page.get_by_label("Tìm đơn vị").fill("tram TAU")

    assert names(page) == ["Huyện Trạm Tấu"]
    assert names(page, "so") == []
    assert page.locator("details.profile:visible").count() == 1
    assert page.locator("#live").inner_text() == "Hiện 1 trên 5 đơn vị."

    page.get_by_label("Tìm đơn vị").fill("")

    assert len(names(page)) == 3


def test_a_profile_opens_with_the_keyboard(page: Page) -> None:
    profile = page.locator("details.profile").nth(1)

    page.locator("details.profile").nth(0).locator("summary").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert profile.get_attribute("open") is not None
    assert page.locator("#unit-139 .criteria").is_visible()


def test_a_link_opens_the_profile_it_leads_to(page: Page) -> None:
    page.locator("#group-huyen").get_by_role("link", name="Huyện Trạm Tấu").click()

    page.locator("#unit-139 .criteria").wait_for(state="visible", timeout=2000)
    assert page.locator("details[open]").count() == 1


def test_one_button_opens_all_profiles(page: Page) -> None:
    button = page.get_by_role("button", name="Mở tất cả hồ sơ")

    button.click()
    assert page.locator("details[open]").count() == len(FIGURES)
    button.click()
    assert page.locator("details[open]").count() == 0


def test_the_page_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)

    assert names(page) == ["Thành phố Yên Bái", "Huyện Trạm Tấu", "Thị xã Nghĩa Lộ"]
    assert not page.get_by_label("Tìm đơn vị").is_visible()
    page.locator("#group-huyen").get_by_role("link", name="Huyện Trạm Tấu").click()
    page.locator("#unit-139 .criteria").wait_for(state="visible", timeout=2000)
    context.close()


def test_finding_knows_the_letter_d_with_a_stroke(context: BrowserContext, recognition_address: str) -> None:
    """Đ is a letter of its own, not a D with a mark: taking marks off leaves it."""
    page = context.new_page()
    page.goto(recognition_address)

    page.get_by_label("Tìm đơn vị").fill("dong cuong")

    assert names(page, "xa") == ["Xã Đông Cuông"]
    page.close()


def test_a_short_name_and_a_code_find_their_unit_too(page: Page) -> None:
    page.get_by_label("Tìm đơn vị").fill("132")

    assert names(page) == ["Thành phố Yên Bái"]


def test_the_data_in_the_page_can_be_saved(page: Page) -> None:
    with page.expect_download() as started:
        page.locator("#downloads").get_by_role("link", name="du-lieu.zip").click()

    with zipfile.ZipFile(started.value.path()) as archive:
        assert {"ranking.csv", "points.csv", "ranking.json"} <= set(archive.namelist())
        assert "Huyện Trạm Tấu" in archive.read("ranking.csv").decode()


def test_a_criterion_opens_from_a_profile_and_has_its_table(page: Page) -> None:
    page.locator("#group-huyen").get_by_role("link", name="Huyện Trạm Tấu").click()
    page.locator("#unit-139").get_by_role("link", name="CQ-2").click()

    sheet = page.locator("#c-CQ-2")
    sheet.locator(".plot").first.wait_for(state="visible", timeout=2000)
    sheet.locator("summary", has_text="Bảng số liệu: Huyện").click()
    assert sheet.locator(".levels tbody tr:visible").count() == 3


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_has_to_be_scrolled_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") == width
    clipped = page.evaluate(
        """[...document.querySelectorAll("main *")]
        .filter((e) => !e.closest(".scroll, svg, .unseen") && e.getBoundingClientRect().right > innerWidth + 1)
        .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert clipped == []


def test_movement_scrolls_within_its_own_region(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "ranking.html"
    file.write_text(render_html(compared()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(file.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("#movement .scroll").first.evaluate("(e) => e.scrollWidth > e.clientWidth")
    page.close()


def test_a_region_that_scrolls_can_be_reached_with_the_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})

    unreachable = page.evaluate(
        """[...document.querySelectorAll(".scroll")]
        .filter((e) => e.tabIndex !== 0 || !e.matches("[aria-label], [aria-labelledby]")).length"""
    )

    assert page.locator(".scroll").count() >= 2
    assert unreachable == 0


def test_paper_shows_rankings_and_method_and_only_opened_profiles(page: Page) -> None:
    page.locator("details.profile").nth(1).locator("summary").click()

    page.emulate_media(media="print")

    assert names(page) == ["Thành phố Yên Bái", "Huyện Trạm Tấu", "Thị xã Nghĩa Lộ"]
    assert page.locator("#method").is_visible()
    assert page.locator("details.profile:visible").count() == 1
    assert not page.get_by_label("Tìm đơn vị").is_visible()
    assert page.locator("#group-huyen .onpaper").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_bars_stand_out_from_the_paper(browser: Browser, address: str, scheme: str) -> None:
    """WCAG 2.2: 4.5 : 1 for words (1.4.3), 3 : 1 for the parts of a drawing (1.4.11)."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(address)
    found = page.evaluate(
        """() => {
        const brightness = (text) => {
          const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a, b) => {
          const [low, high] = [brightness(a), brightness(b)].sort((x, y) => x - y);
          return (high + 0.05) / (low + 0.05);
        };
        const style = getComputedStyle(document.documentElement);
        const shown = (colour) => {
          const probe = document.createElement("i");
          document.body.append(probe);
          probe.style.color = colour;
          return getComputedStyle(probe).color;
        };
        const pairs = [["--ink", "--paper"], ["--quiet", "--paper"], ["--accent", "--paper"], ["--bad", "--paper"],
          ["--good", "--paper"], ["--ink", "--soft"], ["--quiet", "--soft"], ["--warn-ink", "--warn"]];
        const value = (name) => shown(style.getPropertyValue(name));
        const words = pairs.map(([a, b]) => [a, b, contrast(value(a), value(b))]);
        const paper = value("--paper");
        const svg = document.querySelector("svg");
        const parts = [0, 1, 2, 3, 4, 5, 6, 7].map((slot) => {
          const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
          rect.setAttribute("class", "c" + slot);
          svg.append(rect);
          return ["c" + slot, "--paper", contrast(getComputedStyle(rect).fill, paper)];
        });
        return { words, parts };
      }"""
    )
    context.close()

    assert [pair for pair in found["words"] if pair[2] < 4.5] == []
    assert [pair for pair in found["parts"] if pair[2] < 3] == []


@pytest.fixture(scope="module")
def recognition_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("recognition") / "ranking.html"
    file.write_text(render_html(Story(recognised.sealed())), encoding="utf-8")
    return file.as_uri()


def test_finding_reaches_who_is_not_recognised_and_counts_nobody_twice(
    context: BrowserContext, recognition_address: str
) -> None:
    """9 units; Phường Yên Ninh stands in the ranking and among those that lack something."""
    page = context.new_page()
    page.goto(recognition_address)

    page.get_by_label("Tìm đơn vị").fill("yen ninh")

    assert page.locator(".lacking tr[data-find]:visible th").all_inner_texts() == ["Phường Yên Ninh"]
    assert page.locator(".lacking tbody:visible").count() == 1
    assert "1 trên 9" in page.locator("#live").inner_text()
    page.close()


def test_recognition_fits_a_narrow_screen_and_its_links_open_profiles(
    browser: Browser, recognition_address: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(recognition_address)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".lacking a", has_text="Phường Yên Ninh").click()

    assert page.locator("#unit-04252 .standing").is_visible()
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_word_of_300_letters_breaks_wherever_it_stands(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    """It is first in its group, and without a rank in another."""
    endless = "Ằ" * 300
    units = (
        unit("132", endless),
        *(one for one in UNITS if one.code not in {"132", "141"}),
        unit("141", endless),
    )
    story = compared()
    file = tmp_path / "ranking.html"
    file.write_text(
        render_html(Story(sealed(units=units), "vi", (), story.history, story.earlier)), encoding="utf-8"
    )
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")

    clipped = page.evaluate(
        """[...document.querySelectorAll("body *")]
        .filter((e) => !e.closest(".scroll, svg, .unseen, .skip") && e.getBoundingClientRect().right > innerWidth + 1)
        .map((e) => `${e.closest("table")?.className} ${e.outerHTML.slice(0, 60)}`)"""
    )

    assert clipped == []
    page.close()


def site_page(browser: Browser, folder: Path, name: str) -> Page:
    """Open one page of a site for printing."""
    for path, content in result_files(compared()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    page = browser.new_page()
    page.goto((folder / name).as_uri())
    page.emulate_media(media="print")
    return page


def breaks(page: Page) -> object:
    return page.locator("section.part").evaluate_all(
        "(all) => all.map((e) => getComputedStyle(e).breakBefore)"
    )


def test_no_paper_holds_a_title_alone_or_the_foot_alone(browser: Browser, tmp_path: Path) -> None:
    page = site_page(browser, tmp_path, "movement.html")

    assert breaks(page) == ["auto"]
    assert not page.locator(".foot").is_visible()
    page.close()


def test_the_first_paper_of_a_site_goes_on_with_the_ranking(browser: Browser, tmp_path: Path) -> None:
    page = site_page(browser, tmp_path, "index.html")

    assert breaks(page) == ["auto", "page", "page"]
    assert page.locator("#overview .first").first.is_visible()
    assert not page.get_by_role("link", name="CQ-1").first.is_visible()
    page.close()
