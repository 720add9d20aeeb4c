"""A report speaks one language: English without Vietnamese words, Vietnamese without English ones, in every format."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from cds_rank.model.finding import Finding, Severity
from cds_rank.model.indicator_set import InputKind
from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, Unranked, UnrankedReason
from cds_rank.model.settings import DecisionSettings
from cds_rank.reading.definitions import load_indicator_set
from cds_rank.record.sealing import seal
from cds_rank.reporting.card import render_unit_svg
from cds_rank.reporting.data import csv_files, json_text
from cds_rank.reporting.document import build_document
from cds_rank.reporting.html import render_html
from cds_rank.reporting.pdf import build_pdf, build_unit_pdf
from cds_rank.reporting.story import Story
from cds_rank.reporting.workbook import build_workbook
from cds_rank.scoring.history import make_history
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from cds_rank.scoring.recognition import recognise
from cds_rank.wording.language import Language
from tests.reporting import criterion, sealed, small_set, unit

VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
ENGLISH = re.compile(
    r"\b(the|and|with|without|points?|maximum|figure|unit of|median|score|criteri(?:on|a)|method|page|of|not)\b",
    re.IGNORECASE,
)
LANGUAGES: tuple[Language, Language] = ("en", "vi")
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
        self.marked: list[str] = []  # what the page itself says is Vietnamese
        self._inside = ""
        self._is_marked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self._is_marked = tag != "html" and ("lang", "vi") in attrs  # what is marked has no elements in it
        self.said += [
            value or "" for name, value in attrs if name in {"aria-label", "title", "alt", "data-l"}
        ]

    def handle_endtag(self, tag: str) -> None:
        self._inside, self._is_marked = "", False

    def handle_data(self, data: str) -> None:
        if self._inside not in {"script", "style"}:
            (self.marked if self._is_marked else self.said).append(data)


def page_of(made: Story) -> _Texts:
    page = _Texts()
    page.feed(render_html(made))
    return page


def in_html(made: Story) -> list[str]:
    page = page_of(made)
    return [*page.said, *page.marked]


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


SETS = Path(__file__).resolve().parents[2] / "indicator_sets"
SHIPPED = sorted(path.stem for path in SETS.glob("*.yaml"))
NAMES_OF_THEIR_OWN = re.compile(
    r"Báo Yên Bái|Yên Bái|Báo Điện Biên Phủ|Điện Biên|ĐBP|Tú Lệ|Vân Anh|Văn Tâm|Bắc Ninh|Trà Vinh|/(?:QĐ|NĐ)-"
)
"""Places, people, newspapers and the symbols of documents, which an English page writes as they are."""


def shipped_story(name: str, language: Language) -> Story:
    """A result of a shipped set: of each group two units, with figures from nothing to the highest."""
    the_set = load_indicator_set(SETS / f"{name}.yaml")
    units = tuple(
        unit(f"U{place}{number}", f"Unit {place}{number}", group)
        for place, group in enumerate(the_set.group_codes)
        for number in (1, 2)
    )
    result = sealed(the_set, units, {one.code: {} for one in units}).result
    observations = {}
    for number, one in enumerate(units):
        for row, item in enumerate(the_set.indicators_for(one.group), start=9):
            value = Decimal(row * (number + 1) % 5)
            observations[one.code, item.code] = Observation(
                unit=one.code,
                indicator=item.code,
                period=result.record.period,
                stage=Stage.VERIFIED,
                status=ObservationStatus.REPORTED if value else ObservationStatus.MISSING,
                origin=Origin("data.xlsx", "Data", f"D{row}"),
                value=value if value and item.input in {InputKind.VALUE, InputKind.COUNT} else None,
                numerator=value if value and item.input is InputKind.RATIO else None,
                denominator=Decimal(4) if value and item.input is InputKind.RATIO else None,
                option=("yes" if value > 2 else "no") if value and item.input is InputKind.YES_NO else None,
                evidence="Báo cáo số 1" if value else "",
                explanation="" if value else "Chưa thu thập được",
            )
    scores = build_index(units, observations, the_set)
    made = replace(
        result,
        observations=observations,
        scores=scores,
        rankings=rank_units(units, scores, {}, the_set),
        recognitions=recognise(scores, observations, the_set),
    )
    return Story(seal(made)[1], language)


def foreign_to_english(text: str) -> bool:
    return bool(VIETNAMESE.search(NAMES_OF_THEIR_OWN.sub("", text)))


@pytest.mark.parametrize("name", SHIPPED)
def test_an_english_page_of_a_shipped_set_is_english_except_for_what_people_typed(name: str) -> None:
    page = page_of(shipped_story(name, "en"))

    assert [text for text in said_by_the_program(page.said) if foreign_to_english(text)] == []
    assert {text.strip() for text in page.marked} <= {"Báo cáo số 1", "Chưa thu thập được"}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_vietnamese_page_of_a_shipped_set_is_vietnamese(name: str) -> None:
    page = page_of(shipped_story(name, "vi"))

    assert [text for text in said_by_the_program(page.said) if ENGLISH.search(text)] == []
    assert page.marked == []  # nothing on it is in another language than the page


def test_what_a_set_says_in_vietnamese_only_is_marked_as_vietnamese() -> None:
    """A screen reader speaks it with the right voice (WCAG 3.1.2); on a Vietnamese page there is nothing to mark."""
    basis = {"title": "Quyết định 1", "role": {"vi": "Vai trò", "en": "Role"}, "source": "Công báo"}
    target = {"value": 95, "status": "confirmed", "source": {"vi": "Kế hoạch", "en": "Plan"}}
    item = leaf("CQ-1") | {"target": target, "source": "Quyết định 2"}
    made = small_set(
        groups=[{"code": "huyen", "name": names("group")}],
        tree=[{"code": "CQ", "name": names("one"), "source": "Quyết định 3", "children": [item]}],
        pillars=[],
        total={"aggregation": "sum", "members": [{"node": "CQ"}]},
        legal_basis=[basis],
    )
    result = typed_in_ascii(sealed(made, UNITS, {"U1": {"CQ-1": 50}}).result)

    english, vietnamese = (page_of(Story(seal(result)[1], language)) for language in LANGUAGES)

    told = {"Quyết định 1", "Công báo", "Quyết định 2", "Quyết định 3"}
    assert {text.strip() for text in english.marked} == told | {"No. 1"}
    assert {"Role", "Plan"} <= {text.strip() for text in english.said}
    assert vietnamese.marked == []
    assert {"Vai trò", "Kế hoạch", *told} <= {text.strip() for text in vietnamese.said}
