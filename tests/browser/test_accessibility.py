"""Every kind of page in a real browser: WCAG 2.2 AA and good practice by axe-core, drawings that can be told apart."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from cds_rank import __version__, workflow
from cds_rank.record.sealing import SealedResult, seal
from cds_rank.reporting.html import render_html
from cds_rank.reporting.site import site_files
from cds_rank.reporting.story import Story
from cds_rank.scoring.history import make_history
from cds_rank.scoring.stages import stage_differences
from cds_rank.wording.language import Language
from cds_rank.workflow import Choices
from tests.reporting import recognised

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "samples"
CHROMIUM = os.environ.get("CDS_RANK_CHROMIUM", "/usr/bin/chromium")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}


UNITS = ("STTTT", "VPUBND", "BQLKCN", "132", "137", "139")
"""Few enough for axe-core, which looks at every element: the parts of a page are the same with all 28."""


@cache
def computed(folder: str, reviews: str = "") -> SealedResult:
    chosen = Choices(reviews=(SAMPLES / reviews,)) if reviews else Choices()
    files = [path for path in (SAMPLES / folder).iterdir() if path.name.split("_")[0] in UNITS]
    validated = workflow.validate(workflow.find_sources(sorted(files)), chosen, whole_list=True)
    result = workflow.compute(
        validated, chosen, created_at="2023-03-29T08:00:00+07:00", tool_version=__version__
    )
    return seal(result)[1]


def told(name: str, language: Language = "vi") -> Story:
    if name == "compared":
        present, earlier = computed("yen-bai-2022"), computed("yen-bai-2022-quy-3")
        return Story(
            present, language, history=make_history(present.result, [earlier.result]), earlier=(earlier,)
        )
    if name == "reviewed":
        sealed = computed("yen-bai-2022", "yen-bai-2022-tham-dinh")
        return Story(sealed, language, stage_differences(sealed.result))
    return Story(recognised.sealed(), language)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def opened(browser: Browser, address: str, scheme: Any) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    return page


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} ({len(v['nodes'])})" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "language"),
    [("compared", "vi"), ("reviewed", "vi"), ("recognised", "vi"), ("compared", "en")],
)
def test_nothing_on_a_report_shuts_anybody_out(
    browser: Browser, folder: Path, name: str, language: Language, scheme: str
) -> None:
    file = folder / f"{name}.{language}.html"
    if not file.exists():
        file.write_text(render_html(told(name, language)), encoding="utf-8")
    page = opened(browser, file.as_uri(), scheme)

    assert violations(page) == []
    page.close()


def test_nothing_on_the_pages_of_a_site_shuts_anybody_out(browser: Browser, folder: Path) -> None:
    site = folder / "site"
    for name, content in site_files([told("compared")], "vi"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    kinds = {path.relative_to(site).parts[-2:][0]: path for path in sorted(site.rglob("*.html"))}
    assert len(kinds) >= 4

    for kind, path in kinds.items():
        page = opened(browser, path.as_uri(), "light")
        assert violations(page) == [], kind
        page.close()


MARKS = """() => {
  const out = [];
  const skip = new Set(['none', 'transparent', 'rgba(0, 0, 0, 0)', 'context-fill', 'context-stroke']);
  const ground = e => {
    for (let n = e; n; n = n.parentElement) {
      const c = getComputedStyle(n).backgroundColor;
      if (!skip.has(c)) return c;
    }
    return getComputedStyle(document.documentElement).colorScheme.includes('dark') ? 'rgb(0,0,0)' : 'rgb(255,255,255)';
  };
  for (const e of document.querySelectorAll('main svg:not(.defs) :is(path,rect,circle,line,polyline,use)')) {
    if (e.closest('defs,pattern,symbol') || e.closest('.track,.axis')) continue;
    const box = e.getBoundingClientRect();
    if (!box.width && !box.height) continue;
    const style = getComputedStyle(e);
    const solid = [style.fill, style.stroke].filter(c => !skip.has(c) && !c.startsWith('url'));
    if (solid.length) out.push([solid, ground(e), e.outerHTML.slice(0, 120)]);
  }
  return out;
}"""


def luminance(colour: str) -> float:
    """Relative luminance of a CSS colour rgb(r, g, b), as WCAG 2 defines it."""
    parts = [float(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(118, 118, 118)", "rgb(255, 255, 255)") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["compared", "reviewed", "recognised"])
def test_what_is_drawn_stands_out_from_its_ground(
    browser: Browser, folder: Path, name: str, scheme: str
) -> None:
    """WCAG 1.4.11, which axe-core does not test: 3:1; empty rests of bars and guide lines are not needed."""
    file = folder / f"{name}.drawn.html"
    if not file.exists():
        file.write_text(render_html(told(name)), encoding="utf-8")
    page = opened(browser, file.as_uri(), scheme)

    drawn = page.evaluate(MARKS)
    faint = [
        (round(max(contrast(colour, ground) for colour in colours), 2), shape)
        for colours, ground, shape in drawn
        if max(contrast(colour, ground) for colour in colours) < 3
    ]
    assert name == "recognised" or len(drawn) > 20
    assert faint == []
    page.close()


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_needs_no_sideways_scrolling_of_the_page(browser: Browser, folder: Path, width: int) -> None:
    file = folder / "phone.html"
    file.write_text(render_html(told("compared")), encoding="utf-8")
    page = opened(browser, file.as_uri(), "light")
    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_no_page_asks_for_anything_or_complains(browser: Browser, folder: Path) -> None:
    file = folder / "quiet.html"
    file.write_text(render_html(told("compared")), encoding="utf-8")
    page = browser.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: troubles.append(request.url) if request.url != file.as_uri() else None)
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(200)

    assert troubles == []
    page.close()
