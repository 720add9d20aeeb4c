"""Names that look like markup, formulas or commands stand in every format as they were typed, and do nothing."""

import csv
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from cds_rank.errors import CdsRankError
from cds_rank.model.settings import DecisionSettings
from cds_rank.reporting.card import render_unit_svg
from cds_rank.reporting.data import csv_files, json_text
from cds_rank.reporting.document import build_document
from cds_rank.reporting.html import render_html
from cds_rank.reporting.pdf import build_pdf, build_unit_pdf
from cds_rank.reporting.story import Story
from cds_rank.reporting.workbook import build_workbook
from tests.reporting import FIGURES, UNITS, sealed, unit

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*extension is not supported:UserWarning"
)  # sparklines, by openpyxl

PRINTED = (
    '=HYPERLINK("http://x";"y")',
    "+1+2",
    "-1+2",
    "@SUM(1)",
    "<b>đậm</b> & <script>alert(1)</script>",
    "{{ 7*7 }} {% raise %} {# ghi #}",
    "#panic() *đậm* _nghiêng_ $x$ - Điều 2",
    "\"ngoặc\" 'đơn' `lệnh` \\n C:\\x",
    "</text></svg><rect/>",
    "&lt;đã mã hóa&gt; &#x41;",
    "Sở " + "Nông nghiệp và Phát triển nông thôn " * 8,
)
UNPRINTABLE = ("Sở 🙂 Nội vụ",)
CHANGED = "Huyện \u202eàhnauQ"  # the mark would turn the rest around: it is left out


def story(name: str) -> Story:
    return Story(sealed(units=(*UNITS[:1], unit("132", name), *UNITS[2:]), figures=FIGURES))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)  # long words may be broken where a mark without width stands


class _Texts(HTMLParser):
    """The texts a page shows, and the elements that a name could have made."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def in_html(made: Story) -> str:
    page, plain = _Texts(), _Texts()
    page.feed(render_html(made))
    plain.feed(render_html(story("Huyện Yên Bình")))
    assert page.scripts == plain.scripts
    return "".join(page.shown)


def in_xlsx(made: Story) -> str:
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(made)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return "\n".join(str(cell.value) for cell in cells if cell.data_type == "s")


def in_docx(made: Story) -> str:
    with zipfile.ZipFile(io.BytesIO(build_document(made, DecisionSettings()))) as package:
        body = ET.fromstring(package.read("word/document.xml"))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "".join(text.text or "" for text in body.iter(f"{word}t"))


def in_csv(made: Story) -> str:
    tables = csv_files(made)
    cells = [cell for text in tables.values() for row in csv.reader(io.StringIO(text)) for cell in row]
    # A guarded cell begins with an apostrophe; nothing begins with what a spreadsheet would run.
    assert not [cell for cell in cells if re.match(r"[=+@\t\r\n]|-\D", cell)]
    return "\n".join(cells)


def in_json(made: Story) -> str:
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for item in value.values() for text in texts(item)]
        if isinstance(value, list):
            return [text for item in value for text in texts(item)]
        return [str(value)]

    return "\n".join(texts(json.loads(json_text(made))))


def in_svg(made: Story) -> str:
    drawing = ET.fromstring(render_unit_svg(made, "132"))
    return "".join(drawing.itertext())


def pdf_text(content: bytes) -> str:
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return read.stdout.decode("utf-8")


def in_pdf(made: Story) -> str:
    return pdf_text(build_pdf(made, DecisionSettings()))


def in_unit_pdf(made: Story) -> str:
    return pdf_text(build_unit_pdf(made, "132"))


FORMATS: dict[str, Callable[[Story], str]] = {
    "html": in_html, "xlsx": in_xlsx, "docx": in_docx, "csv": in_csv, "json": in_json, "pdf": in_pdf,
    "unit pdf": in_unit_pdf,
}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", PRINTED, ids=range(len(PRINTED)))
def test_a_name_is_shown_as_it_was_typed(form: str, name: str) -> None:
    # A printed line may be broken anywhere: spaces are not compared.
    assert squeezed(name) in squeezed(FORMATS[form](story(name)))


@pytest.mark.parametrize("name", PRINTED, ids=range(len(PRINTED)))
def test_a_card_shows_the_beginning_of_a_name(name: str) -> None:
    assert squeezed(name)[:20] in squeezed(in_svg(story(name)))


@pytest.mark.parametrize("form", ["html", "xlsx", "docx", "csv", "json"])
@pytest.mark.parametrize("name", UNPRINTABLE)
def test_screens_show_emoji_too(form: str, name: str) -> None:
    assert squeezed(name) in squeezed(FORMATS[form](story(name)))


@pytest.mark.parametrize("form", ["pdf", "unit pdf"])
def test_a_letter_that_no_face_has_is_refused_by_name(form: str) -> None:
    with pytest.raises(CdsRankError) as caught:
        FORMATS[form](story(UNPRINTABLE[0]))

    assert "🙂" in str(caught.value.facts)


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "unit pdf"])
def test_marks_that_turn_text_around_are_left_out(form: str) -> None:
    shown = FORMATS[form](story(CHANGED))

    assert "\u202e" not in shown
    assert "Huyện àhnauQ" in re.sub(r"\s+", " ", shown)


@pytest.mark.parametrize("form", FORMATS)
def test_a_line_break_in_a_name_breaks_nothing(form: str) -> None:
    assert squeezed("Huyện Yên\nBình") in squeezed(FORMATS[form](story("Huyện Yên\nBình")))


def test_nothing_of_a_name_gets_out_of_its_file(tmp_path: Path) -> None:
    """A typst or template command in a name neither reads nor writes a file."""
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("BÍ MẬT", encoding="utf-8")
    made = story(f'#read("{secret.as_posix()}")')

    for form in ("pdf", "docx", "html"):
        assert "BÍ MẬT" not in FORMATS[form](made)
