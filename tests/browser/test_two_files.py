"""The first page and the file beside it in a real browser: the way between them, sorting points, no trouble."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cds_rank.reporting.html import render_details, render_first
from tests.browser.test_accessibility import browser, contrast, opened, violations
from tests.reporting.test_html import compared

__all__ = ["browser"]  # the fixture
NAMES = ("ranking.html", "details.html")
GROUNDS = """() => [...document.querySelectorAll('.matrix td[class]')].map(cell => {
  const canvas = document.createElement('canvas');
  const paint = canvas.getContext('2d');
  const shown = [];
  for (const property of ['color', 'backgroundColor']) {
    paint.fillStyle = getComputedStyle(document.body).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    paint.fillStyle = getComputedStyle(cell)[property];
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
    shown.push(`rgb(${red}, ${green}, ${blue})`);
  }
  return shown;
})"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("two")
    (made / NAMES[0]).write_text(render_first(compared(), NAMES), encoding="utf-8")
    (made / NAMES[1]).write_text(render_details(compared(), NAMES), encoding="utf-8")
    return made


@pytest.fixture
def first(browser: Browser, folder: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto((folder / NAMES[0]).as_uri())
    yield page
    page.close()
    assert not troubles


@pytest.mark.parametrize("name", NAMES)
def test_neither_file_shuts_anybody_out(browser: Browser, folder: Path, name: str) -> None:
    page = opened(browser, (folder / name).as_uri(), "light")
    assert violations(page) == []
    page.close()


def test_a_name_leads_to_its_open_profile_in_the_other_file_and_back(first: Page) -> None:
    first.locator("#points").get_by_role("link", name="Huyện Trạm Tấu").click()
    first.wait_for_url("**/details.html#unit-139")

    profile = first.locator("#unit-139")
    assert profile.is_visible()
    assert first.locator("details.profile[open]").count() == 1
    first.get_by_role("link", name="Phương pháp").first.click()
    first.wait_for_url("**/ranking.html#method")


def test_points_are_sorted_by_a_criterion_whose_name_its_code_tells(first: Page) -> None:
    head = first.locator(".matrix th", has_text="CQ-1").first
    assert head.get_attribute("title") == "Hồ sơ trực tuyến"

    def column() -> list[str]:
        return first.locator(".matrix").first.locator("tbody td:nth-child(4)").all_inner_texts()

    head.get_by_role("button").click()
    numbers = [float(text.rstrip("*").replace(",", ".")) for text in column() if text != "—"]
    assert len(numbers) > 2
    assert numbers == sorted(numbers, reverse=True)
    assert "CQ-1" in first.locator("#live").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_points_are_read_on_every_ground(browser: Browser, folder: Path, scheme: str) -> None:
    """WCAG 1.4.3, 4.5:1, for the mixed colours too, which axe-core may leave undecided."""
    page = opened(browser, (folder / NAMES[0]).as_uri(), scheme)
    shown = page.evaluate(GROUNDS)
    assert len({ground for _colour, ground in shown}) > 2
    assert min(contrast(colour, ground) for colour, ground in shown) >= 4.5
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_wide_points_scroll_by_themselves_not_the_page(browser: Browser, folder: Path, width: int) -> None:
    page = opened(browser, (folder / NAMES[0]).as_uri(), "light")
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
