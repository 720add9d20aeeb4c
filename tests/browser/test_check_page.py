"""The page of a check in a real browser: finding, opening, printing, narrow screens, and words one can read."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from cds_rank.feedback.page import render_html
from tests.feedback.views import finding_of, view

CHROMIUM = os.environ.get("CDS_RANK_CHROMIUM", "/usr/bin/chromium")
LONG_NAME = "nop/" + "Nông_nghiệp_và_Phát_triển_nông_thôn_" * 8 + ".xlsx"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Four files, one of them hostile and one with a very long name; every sort of finding."""
    made = replace(view(), cut={"NUM002": 7}, set_aside={"baseline": 1})
    torn = next(file for file in made.files if not file.unit)
    files = tuple(replace(file, name=LONG_NAME) if file is torn else file for file in made.files)
    file = tmp_path_factory.mktemp("page") / "check.html"
    file.write_text(render_html(replace(made, files=files)), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Thirty files of ten findings each: folded when opened."""
    made = view()
    finding = finding_of(made, "NUM003")
    files = tuple(
        replace(
            made.files[0],
            name=f"nop/{n}.xlsx",
            findings=(replace(finding, file=f"nop/{n}.xlsx"),) * 10,
            counts=Counter({finding.severity: 10}),
        )
        for n in range(30)
    )
    listed = tuple(finding for file in files for finding in file.findings)
    file = tmp_path_factory.mktemp("page") / "long.html"
    file.write_text(render_html(replace(made, files=files, findings=listed)), encoding="utf-8")
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
    opened.on("dialog", lambda dialog: troubles.append(dialog.message))
    opened.on("request", lambda request: troubles.append(request.url) if request.url != address else None)
    opened.goto(address)
    yield opened
    opened.close()
    assert not troubles


def codes(page: Page) -> list[str]:
    """Codes of the findings in sight."""
    return page.locator("#findings .found tbody tr:visible .code").all_inner_texts()


def search(page: Page, words: str) -> None:
    page.get_by_label("Tìm", exact=True).fill(words)
    page.wait_for_timeout(200)  # the page waits for the typing to stop


def test_finding_needs_no_marks_and_says_how_much_it_found(page: Page) -> None:
    everything = codes(page)

    search(page, "mau nuoc ngoai, khong co")
    assert codes(page) == []
    search(page, "1.340 HOAC")

    assert codes(page) == ["NUM003"]
    assert page.locator("#live").inner_text() == "Hiện 1 trên 6 phát hiện, trong 1 tệp."
    assert page.locator("#findings details.file:visible").count() == 1

    search(page, "")

    assert codes(page) == everything
    assert page.locator("#live").inner_text() == ""


def test_a_units_name_finds_all_of_its_findings(page: Page) -> None:
    search(page, "so y te")

    assert codes(page) == ["NUM002", "NUM003", "PCT002", "KEY008"]


def test_unticking_a_severity_hides_its_findings(page: Page) -> None:
    page.get_by_label("lỗi", exact=True).uncheck()
    page.get_by_label("thông tin", exact=True).uncheck()
    page.wait_for_timeout(200)

    assert codes(page) == ["NUM002", "PCT002"]

    page.get_by_label("đã giải trình", exact=True).uncheck()
    page.wait_for_timeout(200)

    assert "PCT002" not in codes(page)


def test_a_search_opens_what_it_finds_and_closes_it_again(page: Page) -> None:
    page.get_by_role("button", name="Đóng tất cả").click()
    assert codes(page) == []

    search(page, "NUM003")
    assert codes(page) == ["NUM003"]

    search(page, "")
    assert page.locator("details.file[open]").count() == 0


def test_one_button_opens_all_files(browser: Browser, long_address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(long_address)
    assert page.locator("details.file[open]").count() == 0

    page.get_by_role("button", name="Mở tất cả").click()
    assert page.locator("details.file[open]").count() == 30
    page.get_by_role("button", name="Đóng tất cả").click()
    assert page.locator("details.file[open]").count() == 0
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_link_opens_the_file_it_leads_to(browser: Browser, long_address: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(long_address)

    page.locator("#files tbody a").nth(17).click()

    page.locator("#file-18 .found").wait_for(state="visible", timeout=2000)
    assert page.locator("details.file[open]").count() == 1
    assert page.locator("#search").is_visible() is scripts
    context.close()


def test_a_link_to_a_file_that_the_search_hides_ends_the_search(page: Page) -> None:
    search(page, "1.340")
    assert not page.locator("#file-2").is_visible()

    page.locator("#files tbody a[href='#file-2']").click()

    page.locator("#file-2 .found").wait_for(state="visible", timeout=2000)
    assert page.get_by_label("Tìm", exact=True).input_value() == ""


def test_a_code_leads_to_the_rules_explanation(page: Page) -> None:
    page.locator("#findings").get_by_role("link", name="NUM003").click()

    assert page.url.endswith("#NUM003")
    assert page.locator("article#NUM003").is_visible()


def test_a_file_opens_and_closes_with_the_keyboard(page: Page) -> None:
    summary = page.locator("details.file summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.file").first.get_attribute("open") is None

    page.keyboard.press("Space")
    assert page.locator("details.file").first.get_attribute("open") is not None


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_has_to_be_scrolled_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") == width
    clipped = page.evaluate(
        """[...document.querySelectorAll("body *")]
        .filter((e) => !e.closest(".unseen, .skip, thead") && e.getBoundingClientRect().right > innerWidth + 1)
        .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert clipped == []


def test_paper_shows_the_verdict_and_only_opened_files(page: Page) -> None:
    page.locator("details.file summary").first.click()

    page.emulate_media(media="print")

    assert page.locator("h1").is_visible()
    assert page.locator("#files").is_visible()
    assert page.locator("details.file:visible").count() == 2
    assert not page.locator("#search").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_words_stand_out_from_what_is_behind_them(browser: Browser, address: str, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 : 1, measured on every element that has words of its own, symbols of chips too."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(address)
    faint = page.evaluate(
        """() => {
        const parse = (text) => text.match(/[\\d.]+/g).map(Number);
        const brightness = ([r, g, b]) => {
          const [x, y, z] = [r, g, b].map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
          return 0.2126 * x + 0.7152 * y + 0.0722 * z;
        };
        const contrast = (a, b) => {
          const [low, high] = [brightness(a), brightness(b)].sort((x, y) => x - y);
          return (high + 0.05) / (low + 0.05);
        };
        const behind = (element) => {
          for (let e = element; e; e = e.parentElement) {
            const colour = parse(getComputedStyle(e).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
          }
          return null;
        };
        const found = [];
        let measured = 0;
        for (const element of document.querySelectorAll("body, body *")) {
          if (element.closest("script, .skip")) continue;
          const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
          if (own) {
            measured += 1;
            const ratio = contrast(parse(getComputedStyle(element).color), behind(element));
            if (ratio < 4.5) found.push([element.outerHTML.slice(0, 80), ratio]);
          }
          if (element.matches(".chip")) {
            const mark = getComputedStyle(element, "::before");
            const ratio = contrast(parse(mark.color), parse(mark.backgroundColor));
            if (ratio < 4.5) found.push(["mark of " + element.outerHTML.slice(0, 80), ratio]);
          }
        }
        return { measured, found };
      }"""
    )
    context.close()

    assert faint["measured"] > 100
    assert faint["found"] == []
