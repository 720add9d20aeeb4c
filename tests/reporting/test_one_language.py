"""A report speaks one language: English without Vietnamese words, Vietnamese without English ones, in every format."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from cds_rank.model.finding import Finding, Severity
from cds_rank.model.observation import Origin
from cds_rank.model.period import Period
from cds_rank.model.result import Result, Unranked, UnrankedReason
from cds_rank.model.settings import DecisionSettings
from cds_rank.record.sealing import seal
from cds_rank.reporting.card import render_unit_svg
from cds_rank.reporting.data import csv_files, json_text
from cds_rank.reporting.document import build_document
from cds_rank.reporting.html import render_html
from cds_rank.reporting.pdf import build_pdf, build_unit_pdf
from cds_rank.reporting.story import Story
from cds_rank.reporting.workbook import build_workbook
from cds_rank.scoring.history import make_history
from cds_rank.wording.language import Language
from tests.reporting import criterion, sealed, small_set, unit

VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
ENGLISH = re.compile(
    r"\b(the|and|with|without|points?|maximum|figure|unit of|median|score|criteri(?:on|a)|method|page|of|not)\b",
    re.IGNORECASE,
)
UNITS = tuple(
    unit(code, name) for code, name in (("U1", "Alpha"), ("U2", "Beta"), ("U3", "Gamma"), ("U4", "Delta"))
)
FIGURES: dict[str, dict[str, float | str | None]] = {
    "U1": {"CQ-1": 50, "CQ-2": 70, "XH-1": 90},
    "U2": {"CQ-1": 90, "CQ-2": 90, "XH-1": "not_applicable"},
    "U3": {"CQ-1": 80, "CQ-2": None, "XH-1": 100},
}


def names(code: str) -> dict[str, str]:
    return {"vi": f"Viet {code}", "en": f"Eng {code}"}


def leaf(code: str) -> dict[str, Any]:
    made = criterion(
        code,
        "",
        groups=["huyen"],
        source="Source 1",
        status="reconstructed",
        max_points_status="reconstructed",
    )
    target = {"value": 95, "year": 2025, "status": "reconstructed", "source": "Source 2"}
    return made | {
        "name": names(code),
        "rule": {"kind": "target"},
        "target": target,
        "groups_status": "confirmed",
    }


def story(language: Language) -> Story:
    bands = [{"code": "a", "name": names("A"), "at_least": 80}, {"code": "b", "name": names("B")}]
    method = small_set().method.model_dump(mode="json") | {
        "scale": {"name": names("share")},
        "levels": {"bands": bands, "status": "reconstructed", "source": "Source 3"},
    }
    the_set = small_set(
        name=names("set"),
        groups=[{"code": "huyen", "name": names("group")}],
        tree=[
            {"code": "CQ", "name": names("one"), "children": [leaf("CQ-1"), leaf("CQ-2")]},
            {"code": "XH", "name": names("two"), "children": [leaf("XH-1")]},
        ],
        method=method,
    )
    origin = Origin("U4.xlsx", "Data", "D4")
    finding = Finding("NUM003", Severity.ERROR, origin, {"value": "1.340", "field": "value"})
    refused = [Unranked("U4", UnrankedReason.REFUSED, {"files": "U4.xlsx", "codes": "NUM003"})]
    present = typed_in_ascii(sealed(the_set, UNITS, FIGURES, refused=refused, findings=[finding]).result)
    earlier = sealed(the_set, UNITS, {**FIGURES, "U1": {"CQ-1": 99, "CQ-2": 99, "XH-1": 99}}).result
    before = replace(earlier, record=replace(earlier.record, period=Period.parse("2022-Q3")))
    return Story(seal(present)[1], language, history=make_history(present, [before]))


def typed_in_ascii(result: Result) -> Result:
    """What units typed stands in reports as it is: here it has letters of neither language's own."""
    figures = {
        key: replace(figure, origin=replace(figure.origin, sheet="Data"), evidence="No. 1")
        for key, figure in result.observations.items()
    }
    return replace(result, observations=figures)


def said_by_the_program(texts: list[str]) -> list[str]:
    """Leave out what is in one language only on purpose: names of files, and a decision's symbol."""
    return [re.sub(r"[\w-]+\.(?:csv|json|xlsx|html|yaml)\b|/QĐ-|cds-rank", "", text) for text in texts]


class _Texts(HTMLParser):
    """Whatever of a page is shown or read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.said += [
            value or "" for name, value in attrs if name in {"aria-label", "title", "alt", "data-l"}
        ]

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in {"script", "style"}:
            self.said.append(data)


def in_html(made: Story) -> list[str]:
    page = _Texts()
    page.feed(render_html(made))
    return page.said


def in_xlsx(made: Story) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(made)), data_only=True)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    notes = [cell.comment.text for cell in cells if cell.comment]
    return [*book.sheetnames, *notes, *(str(cell.value) for cell in cells if isinstance(cell.value, str))]


def in_docx(made: Story) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(build_document(made, DecisionSettings()))) as package:
        parts = [
            name for name in package.namelist() if re.match(r"word/(document|header\d*|footer\d*)\.xml", name)
        ]
        roots = [ET.fromstring(package.read(name)) for name in parts]
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return [
        "".join(t.text or "" for t in p.iter(f"{word}t")) for root in roots for p in root.iter(f"{word}p")
    ]


def pdf_lines(content: bytes) -> list[str]:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return read.stdout.decode("utf-8").splitlines()


FORMATS: dict[str, Callable[[Story], list[str]]] = {
    "html": in_html,
    "xlsx": in_xlsx,
    "docx": in_docx,
    "pdf": lambda made: pdf_lines(build_pdf(made, DecisionSettings())),
    "unit pdf": lambda made: pdf_lines(build_unit_pdf(made, "U1")),
    "csv": lambda made: [line for text in csv_files(made).values() for line in text.splitlines()],
    "json": lambda made: json_text(made).splitlines(),
    "svg": lambda made: list(ET.fromstring(render_unit_svg(made, "U1")).itertext()),
}


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # sparklines, by openpyxl
@pytest.mark.parametrize("form", FORMATS)
def test_english_reports_have_no_vietnamese_words(form: str) -> None:
    said = said_by_the_program(FORMATS[form](story("en")))

    assert any("Eng" in text for text in said)
    assert [text for text in said if VIETNAMESE.search(text) or "Viet " in text] == []


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.parametrize("form", [form for form in FORMATS if form not in {"csv", "json"}])
def test_vietnamese_reports_have_no_english_words(form: str) -> None:
    """CSV and JSON have English keys in either language: they are for programs."""
    said = said_by_the_program(FORMATS[form](story("vi")))

    assert any("Viet" in text for text in said)
    assert [text for text in said if ENGLISH.search(text) or "Eng " in text] == []
