"""Every rule of the catalogue: one form that breaks it, at the exact cell, and one that nearly does."""

import ast
import datetime as dt
import inspect
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cds_rank import checks, workflow
from cds_rank.checks import run
from cds_rank.checks.context import Context, Entry
from cds_rank.checks.run import run_checks
from cds_rank.forms.workbook import build_form
from cds_rank.model import form_layout as layout
from cds_rank.model.earlier import Earlier, EarlierFigure
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.observation import Observation
from cds_rank.model.period import Period
from cds_rank.reading import submissions
from cds_rank.reading.ooxml import Limits, open_workbook
from cds_rank.reading.ooxml import Workbook as OpenedWorkbook
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.findings import finding_text
from cds_rank.wording.language import LANGUAGES
from tests.checks import forms, reviews
from tests.checks.forms import FIGURES, PERIOD, SET, UNITS, Form, Place, filled, names, places

NOT_COLLECTED, NOTHING_TO_COUNT = layout.NOT_COLLECTED, layout.NOTHING_TO_COUNT
NOT_APPLICABLE, HAVE_FIGURES = layout.NOT_APPLICABLE, layout.HAVE_FIGURES
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)

Do = Callable[[Form], object]
Spoil = Callable[[Form], str]  # returns where the finding has to be


@lru_cache
def usual() -> Context:
    return forms.context_of()


@dataclass(frozen=True)
class Case:
    """A clerk's way of breaking a rule, and one of nearly breaking it.

    near: what the near-miss is found to be, mostly nothing. file: under which name it is sent.
    context: what it is held against. besides: for the few rules that speak about another finding, that one.
    """

    code: str
    story: str
    spoil: Spoil
    near_miss: Do
    near: tuple[str, ...] = ()
    file: str = "SYT_so-y-te_bo-thu_2022-Q4.xlsx"
    context: Callable[[], Context] = usual
    besides: tuple[Place, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}-{self.story}".replace(" ", "-")


# --- what clerks do


def types(code: str, column: str, value: object, number_format: str | None = None) -> Spoil:
    return lambda form: form.put(code, column, value, number_format)


def says(code: str, column: str, text: str) -> Spoil:
    return lambda form: form.say(code, column, text)


def clears(code: str, *columns: str) -> Do:
    return lambda form: form.clear(code, *columns)


def declares(code: str, status: str, reason: str = "Có lý do") -> Do:
    """Choose a status and give a reason in place of any figure."""

    def do(form: Form) -> None:
        figures = ("points",) if code == "1.1" else ("numerator", "denominator", "value")
        form.clear(code, "evidence", *figures)
        form.put(code, "status", status)
        form.put(code, "explanation", reason or None)

    return do


def both(*steps: Do) -> Do:
    def do(form: Form) -> None:
        for step in steps:
            step(form)

    return do


def at(place: str, *steps: Do) -> Spoil:
    """Do something whose finding stands at a place known beforehand."""

    def do(form: Form) -> str:
        both(*steps)(form)
        return place

    return do


def at_cell(code: str, column: str, *steps: Do) -> Spoil:
    """Do something whose finding stands in another cell."""

    def do(form: Form) -> str:
        both(*steps)(form)
        return form.place(code, column)

    return do


def shows_error(code: str, column: str, error: str) -> Spoil:
    def do(form: Form) -> str:
        place = form.put(code, column, error)
        form.cell(code, column).data_type = "e"
        return place

    return do


def both_at(spoil: Spoil, *steps: Do) -> Spoil:
    """Do several things of which the first says where the finding stands."""

    def do(form: Form) -> str:
        both(*steps)(form)
        return spoil(form)

    return do


def hides(code: str) -> Do:
    return lambda form: setattr(form.sheet.row_dimensions[form.row(code)], "hidden", True)


def hides_row_4(form: Form) -> None:
    form.sheet.row_dimensions[4].hidden = True


def rewords(column: str, heading: str) -> Do:
    return lambda form: setattr(form.heading(column), "value", heading)


def writes(cell: str, text: str) -> Do:
    return lambda form: setattr(form.sheet[cell], "value", text)


def writes_number(cell: str, number: float) -> Do:
    return lambda form: setattr(form.sheet[cell], "value", number)


def renames(sheet: str, title: str) -> Do:
    return lambda form: setattr(form.workbook[sheet], "title", title)


def deletes(code: str) -> Do:
    return lambda form: form.sheet.delete_rows(form.row(code))


def adds_row(code: object, **cells: object) -> Do:
    """Write one more row right below the table."""

    def do(form: Form) -> None:
        row = form.row("4.4") + 1
        form.sheet.cell(row, 1).value = code  # type: ignore[assignment]
        for column, value in cells.items():
            form.sheet.cell(row, form.heading(column).column).value = value  # type: ignore[assignment]

    return do


def forgets_code(code: str) -> Do:
    return lambda form: setattr(form.cell(code, "code"), "value", None)


def merges(code: str, first: str, last: str, rows: int = 1) -> Do:
    def do(form: Form) -> None:
        begin, end = form.cell(code, first), form.cell(code, last)
        form.sheet.merge_cells(
            start_row=begin.row,
            end_row=begin.row + rows - 1,
            start_column=begin.column,
            end_column=end.column,
        )

    return do


def is_of(key: str, value: str) -> Spoil:
    def do(form: Form) -> str:
        form.set_identity(key, value)
        return ""

    return do


def does_nothing(_: Form) -> None:
    pass


def computes(code: str, column: str, formula: str, result: str) -> Spoil:
    return lambda form: form.compute(code, column, formula, result)


def adds_parts(**parts: bytes) -> Do:
    """Put parts below xl/ into the file: connections_xml is xl/connections.xml."""
    return lambda form: form.add_parts({f"xl/{name.replace('_', '.')}": part for name, part in parts.items()})


def adds_sheet(title: str, text: str = "12", state: str = "visible") -> Do:
    def do(form: Form) -> None:
        sheet = form.workbook.create_sheet(title)
        sheet["A1"] = text or None
        sheet.sheet_state = state

    return do


def adds_codes(count: int) -> Do:
    """Paste so many rows of another table below the form's own eight."""

    def do(form: Form) -> None:
        for number in range(count):
            form.sheet.cell(LAST + 1 + number, 1).value = f"CQS-{number}"

    return do


def swaps_columns(form: Form) -> None:
    for row in range(form.header_row, LAST + 1):
        second, third = form.sheet.cell(row, 2), form.sheet.cell(row, 3)
        second.value, third.value = third.value, second.value


def splits_the_heading(form: Form) -> None:
    for cell, text in (("D7", "Số liệu"), ("E7", None), ("D8", "Tử số"), ("E8", "Mẫu số")):
        form.sheet[cell] = text


def puts_a_title_above_the_heading(form: Form) -> None:
    form.sheet.insert_rows(7)
    form.sheet["D7"] = "Số liệu"


def gives_height(row: int) -> Do:
    return lambda form: setattr(form.sheet.row_dimensions[row], "height", 20)


def hides_column(letters: str) -> Do:
    return lambda form: setattr(form.sheet.column_dimensions[letters], "hidden", True)


def filters(form: Form) -> None:
    form.sheet.auto_filter.ref = f"A7:L{LAST}"


def unprotects(form: Form) -> None:
    form.sheet.protection.sheet = False


def is_opened_with_a_password(form: Form) -> None:
    form.sheet.protection.password = "1234"


def counts_days_from_1904(form: Form) -> None:
    form.workbook.epoch = CALENDAR_MAC_1904


RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def links_to_another_workbook(form: Form) -> None:
    """Keep a link as Excel does for =[1]Q4!C5: a part of its own, and where the other workbook was."""

    def link(data: bytes) -> bytes:
        arrows = forms.part_of(data, "xl/_rels/workbook.xml.rels").decode()
        book = f'Type="{RELATIONSHIPS}/externalLink" Target="externalLinks/externalLink1.xml"'
        path = (
            f'Type="{RELATIONSHIPS}/externalLinkPath" Target="file:///D:/Theodoi.xlsx" TargetMode="External"'
        )
        around = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
        return forms.with_parts(
            data,
            {
                "xl/_rels/workbook.xml.rels": arrows.replace(
                    "</Relationships>", f'<Relationship Id="rId99" {book}/></Relationships>'
                ).encode(),
                "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": around.format(
                    f'<Relationship Id="rId1" {path}/>'
                ).encode(),
            },
        )

    form.afterwards.append(link)


def points_to_a_paper_on_the_disk(form: Form) -> None:
    form.cell("4.2", "evidence").hyperlink = "file:///D:/BC6.docx"


# --- what a form is held against


def set_with(code: str = "", checks: Mapping[str, object] | None = None, **more: object) -> dict[str, object]:
    """Give the test set with one indicator changed, or with checks."""
    data = forms.changed(SET)
    for branch in data["tree"]:
        for one in branch["children"]:
            one.update(more if one["code"] == code else {})
    return data | ({"checks": dict(checks)} if checks else {})


@lru_cache
def with_effect(effect: str, code: str = "4.2", **method: str) -> Context:
    direction = "lower_is_better" if effect == "deduction" else "higher_is_better"
    data = set_with(code, effect=effect, direction=direction)
    extra = {"extra_points": {"above_maximum": "kept", "below_zero": "kept"}}
    return forms.context_of(data | {"method": SET["method"] | extra | method})


def with_a_deduction() -> Context:
    return with_effect("deduction")


def with_a_deducted_ratio() -> Context:
    return with_effect("deduction", "4.10", zero_denominator="maximum")


@lru_cache
def with_an_imputation() -> Context:
    rule = {"indicators": ["4.2"], "by": "group_median", "status": "confirmed", "source": "Quyết định"}
    return forms.context_of(forms.changed(SET) | {"method": SET["method"] | {"imputations": [rule]}})


@lru_cache
def with_decimals() -> Context:
    return forms.context_of(set_with("4.2", limits={"minimum": "0", "maximum": "100", "decimals": "2"}))


@lru_cache
def with_two_percentages() -> Context:
    limits = {"minimum": "0", "maximum": "100"}
    return forms.context_of(set_with("4.4", limits=limits, unit_of_measure=names("%")))


@lru_cache
def with_a_sum() -> Context:
    return forms.context_of(set_with(checks={"sums": [{"total": "4.2", "parts": ["4.3", "4.4"]}]}))


@lru_cache
def with_a_toned_name() -> Context:
    return forms.context_of(set_with("4.3", name=names("Tổ hòa giải")))


@lru_cache
def with_a_former_unit() -> Context:
    old = {
        "code": "SYX",
        "name": "Sở Y tế và Dân số",
        "became": ["SYT"],
        "status": "confirmed",
        "source": "NQ 1",
    }
    return forms.context_of(units=UNITS | {"former": [old]})


def after(figures: Mapping[str, EarlierFigure], data: Mapping[str, object] | None = None) -> Context:
    context = forms.context_of(data)
    by_unit = {("SYT", code): figure for code, figure in figures.items()}
    return replace(context, earlier=Earlier(Period.parse("2022-Q3"), context.indicator_set.id, by_unit))


def earlier(value: str) -> EarlierFigure:
    return EarlierFigure(Decimal(value))


@lru_cache
def with_a_limit_of_change() -> Context:
    limits = {"minimum": "0", "maximum": "100", "largest_change": "20"}
    return after({"4.2": earlier("10")}, set_with("4.2", limits=limits))


@lru_cache
def with_12_before() -> Context:
    return after({"4.3": earlier("12")})


@lru_cache
def with_5_before_and_no_way_down() -> Context:
    return after({"4.3": earlier("5")}, set_with("4.3", cumulative=True))


@lru_cache
def with_the_same_before() -> Context:
    return after(
        {
            code: EarlierFigure(
                figure.points if figure.points is not None else figure.value,
                figure.numerator,
                figure.denominator,
                figure.answer or None,
            )
            for code, figure in FIGURES.items()
        }
    )


SHEET = layout.DATA_SHEET
LAST = 17  # the row of 4.4, the last of the table
REAL = "Tăng vì từ tháng 10 có thêm 12 xã nộp hồ sơ trực tuyến"


@lru_cache
def light(context: Callable[[], Context] = usual) -> bytes:
    """Give the form without its guide, as some units send it, and without drop-downs: half the time to open."""
    made = context()
    unit = made.unit_list.by_code["SYT"]
    form = Form(build_form(made.indicator_set, made.set_digest, unit, PERIOD, figures=FIGURES))
    for title in (layout.GUIDE_SHEET, layout.DICTIONARY_SHEET):
        del form.workbook[title]
    form.sheet.data_validations.dataValidation = []
    form.sheet.conditional_formatting = ConditionalFormattingList()
    return form.bytes()


CASES = [
    # typed numbers
    Case(
        "CEL001",
        "formula never calculated",
        types("4.2", "value", "=30+7.5"),
        types("4.10", "value", "=D14/E14*100"),  # the sheet's own convenience, which nobody reads
    ),
    Case(
        "CEL002",
        "error value",
        shows_error("4.1", "numerator", "#DIV/0!"),
        shows_error("4.1", "value", "#DIV/0!"),
        ("CEL007",),  # nothing reads it, but it is no longer the form's formula
    ),
    Case(
        "CEL003",
        "sum in the cell",
        computes("4.2", "value", "=30+7.5", "37.5"),
        computes("4.1", "value", "=D13/E13*100", "75"),
    ),
    Case("CEL004", "same result typed over", types("4.1", "value", 75), types("4.1", "value", None)),
    Case(
        "CEL005",
        "one figure for two rows",
        at("Số liệu!D13:D14 (2 ô)", merges("4.1", "numerator", "numerator", 2)),
        merges("4.1", "evidence", "explanation"),
    ),
    Case(
        "CEL006",
        "figure from another workbook",
        both_at(computes("4.2", "value", "=[1]Q4!C5", "37.5"), links_to_another_workbook),
        computes("4.2", "value", "='Danh mục'!C5", "37.5"),
        ("CEL003",),
    ),
    Case("NUM001", "a word", says("4.2", "value", "nhiều"), types("4.2", "explanation", "nhiều")),
    Case("NUM002", "comma as text", says("4.2", "value", "37,3"), types("4.2", "value", 37.3)),
    Case(
        "NUM002",
        "thousands as text",
        says("4.1", "denominator", "1.234.567"),
        types("4.1", "denominator", 123),
    ),
    Case(
        "NUM003",
        "dot of two meanings",
        says("4.1", "denominator", "1.340"),
        says("4.1", "denominator", "0,340"),
        ("NUM002", "VAL003"),
    ),
    Case(
        "NUM003",
        "comma of two meanings",
        says("4.3", "value", "1,340"),
        says("4.3", "value", "1340"),
        ("NUM002",),
    ),
    Case(
        "NUM004", "decimal point", says("4.2", "value", "95.29"), says("4.2", "value", "95,29"), ("NUM002",)
    ),
    Case(
        "NUM004",
        "thousands comma",
        says("4.1", "denominator", "1,340.5"),
        says("4.1", "denominator", "1.340,5"),
        ("NUM002",),
    ),
    Case(
        "NUM005",
        "scientific as text",
        says("4.3", "value", "1,2E+06"),
        types("4.3", "value", 1.2e6),
    ),
    Case(
        "NUM006",
        "all digits of a division",
        types("4.2", "value", 95.294),
        types("4.2", "value", 95.29),
        context=with_decimals,
    ),
    Case(
        "DAT001",
        "date as text",
        says("4.2", "value", "30/09/2022"),
        says("4.2", "evidence", "BC 6 ngày 30/09/2022"),
    ),
    Case(
        "NUM007",
        "unit in the cell",
        says("4.1", "numerator", "12 hồ sơ"),
        says("4.1", "numerator", "12"),
        ("NUM002",),
    ),
    Case("NUM007", "more than", says("4.2", "value", ">95"), says("4.2", "explanation", ">95")),
    Case("NUM008", "a tick", says("4.3", "value", "x"), says("4.3", "explanation", "x")),
    Case("NUM008", "a checkbox", types("4.3", "value", True), types("4.3", "value", 1)),
    Case("NUM008", "yes where a number is asked", says("4.2", "value", "Có"), says("1.2", "value", "có")),
    Case(
        "NUM009",
        "full-width digits",
        says("4.2", "value", "３７,５"),
        says("4.2", "value", "37,5"),
        ("NUM002",),
    ),
    Case(
        "NUM009",
        "no-break space",
        says("4.3", "value", "1\u00a0340"),
        says("4.3", "value", " 1340 "),
        ("NUM002",),
    ),
    Case(
        "NUM009",
        "blank between thousands",
        says("4.3", "value", "1 340"),
        types("4.3", "value", 1340, "# ##0"),
    ),
    Case(
        "NUM010",
        "placeholder without a status",
        says("4.2", "value", "-"),
        both(declares("4.2", NOT_COLLECTED), says("4.2", "value", "-")),
    ),
    Case(
        "NUM010",
        "placeholder that the status denies",
        at_cell("4.2", "value", types("4.2", "status", HAVE_FIGURES), says("4.2", "value", "N/A")),
        both(declares("4.1", NOTHING_TO_COUNT), says("4.1", "numerator", "không có")),
    ),
    Case(
        "NUM011",
        "a date",
        types("4.2", "value", dt.date(2022, 5, 1)),
        types("4.2", "explanation", dt.date(2022, 5, 1)),
    ),
    Case(
        "NUM011",
        "a number shown as a date",
        types("4.3", "value", 12, "dd/mm/yyyy"),
        types("4.3", "value", 12, '0" d"'),
    ),
    Case(
        "PCT001",
        "percent beside plain figures",
        types("4.2", "value", 0.375, "0.0%"),
        both(types("4.2", "value", 0.375, "0.0%"), types("4.4", "value", 0.15, "0%")),
        context=with_two_percentages,
    ),
    Case("PCT002", "a share of one", types("4.2", "value", 0.95), types("4.2", "value", 0.95, "0%")),
    Case("PCT002", "one itself", types("4.2", "value", 1), types("4.2", "value", 1.01)),
    Case(
        "PCT003",
        "percent sign as text",
        says("4.2", "value", "95,29%"),
        types("4.2", "value", 0.9529, "0.00%"),
    ),
    Case(
        "PCT004", "count shown as percent", types("4.3", "value", 4, "0%"), types("4.3", "value", 4, '0"%"')
    ),
    Case(
        "PCT004",
        "count typed with a percent sign",
        says("4.3", "value", "5%"),
        says("4.3", "value", "5"),
        ("NUM002",),
    ),
    Case(
        "PCT004",
        "numerator as percent",
        types("4.1", "numerator", 0.6, "0%"),
        types("4.1", "value", 0.75, "0%"),
        ("CEL004",),
    ),
    # cells
    Case(
        "CEL007",
        "result typed over",
        types("4.1", "value", 80),
        types("4.1", "value", 75.004),
        ("CEL004",),
    ),
    Case(
        "CEL008",
        "name changed",
        types("4.2", "name", "Chỉ tiêu 4.2 (sửa)"),
        types("4.2", "name", "Chỉ  tiêu\n4.2 "),
    ),
    Case(
        "CEL008",
        "unit of measure changed",
        types("4.3", "unit_of_measure", "%"),
        types("4.3", "status", HAVE_FIGURES),
    ),
    Case("SHT007", "row hidden", at_cell("4.2", "code", hides("4.2")), hides_row_4),
    Case("SHT008", "column hidden", at(SHEET, hides_column("L")), hides_column("M")),
    Case("SHT009", "filtered", at(SHEET, filters, hides("4.2"), hides("4.3")), filters),
    Case(
        "SHT010",
        "row put in",
        at(f"{SHEET}!A16", lambda form: form.sheet.insert_rows(15)),
        lambda form: form.sheet.insert_rows(2),
    ),
    Case(
        "SHT011",
        "note in the column of codes",
        at(f"{SHEET}!A18", writes("A18", "Ghi chú: số liệu tạm tính")),
        writes("B18", "Ghi chú: số liệu tạm tính"),
    ),
    Case(
        "SHT005",
        "something far below",
        at(f"{SHEET}!F219", writes("F219", "45+12")),
        writes("F218", "45+12"),
    ),
    Case(
        "SHT005",
        "something far to the right",
        at(f"{SHEET}!AG3", writes("AG3", "45+12")),
        writes("AF3", "45+12"),
    ),
    Case(
        "SHT005",
        "something far to the right of a row of figures",
        at(f"{SHEET}!AG15", writes("AG15", "45+12")),
        writes("AG12", ""),
    ),
    Case("SHT006", "blank rows in a frame", at(SHEET, gives_height(5021)), gives_height(5020)),
    Case("SHT003", "sheet of one's own", at("", adds_sheet("tính nháp")), adds_sheet("Lỗi")),
    Case(
        "SHT012",
        "data sheet twice",
        at("Số liệu (2)", adds_sheet("Số liệu (2)")),
        adds_sheet("Bảng số liệu"),
        ("SHT003",),
    ),
    Case("WBK005", "link left behind", at("", links_to_another_workbook), points_to_a_paper_on_the_disk),
    Case(
        "WBK005",
        "link in a cell that is no figure",
        at("", computes("4.2", "explanation", "=[1]Q4!C5", "1"), links_to_another_workbook),
        computes("4.2", "explanation", "='Danh mục'!C5", "1"),
    ),
    Case("WBK006", "unlocked", at(SHEET, unprotects), is_opened_with_a_password),
    Case(
        "WBK007",
        "hidden sheet",
        at("nháp", adds_sheet("nháp", "12", "hidden")),
        adds_sheet("nháp", "", "hidden"),
    ),
    Case(
        "WBK008",
        "days from 1904",
        at("", counts_days_from_1904),
        types("4.2", "explanation", dt.date(1904, 1, 1)),
    ),
    Case(
        "WBK009",
        "connection to a database",
        at("", adds_parts(connections_xml=b"<connections/>")),
        adds_parts(notes_xml=b"<connections/>"),
    ),
    # codes
    Case(
        "KEY001",
        "row deleted",
        at(SHEET, deletes("4.2")),
        lambda form: form.sheet.delete_rows(form.row("4.1") - 1),
        ("SHT010",),
    ),
    Case("KEY001", "two rows deleted", at(SHEET, deletes("4.2"), deletes("4.3")), does_nothing),
    Case(
        "KEY002",
        "row twice",
        at(f"{SHEET}!A{LAST + 1}", adds_row("4.2", name="Chỉ tiêu 4.2", unit_of_measure="%", value=99)),
        adds_row(None, name="Chỉ tiêu 4.2"),
    ),
    Case(
        "KEY003",
        "unknown code",
        at(f"{SHEET}!A{LAST + 1}", adds_row("4.20", value=1)),
        adds_row(None, explanation="4.20"),
    ),
    Case(
        "KEY003",
        "code mistyped",
        types("4.2", "code", "4.2a"),
        types("4.2", "code", " 4.2\u200b "),
        ("TXT002",),
    ),
    Case("KEY010", "table of another set", at(SHEET, adds_codes(11)), adds_codes(10), ("KEY003",) * 10),
    Case("KEY004", "code became a number", types("4.10", "code", 4.1), types("4.10", "code", "4.10")),
    Case(
        "KEY008",
        "indicator of another group",
        at(f"{SHEET}!A{LAST + 1}", adds_row("4.5", numerator=1, denominator=2)),
        adds_row("4.5", evidence="không có số"),
    ),
    Case(
        "KEY009",
        "figures without a code",
        at(f"{SHEET}!D{LAST + 1}", adds_row(None, numerator=5)),
        adds_row(None, name="Tổng cộng", evidence="5"),
    ),
    Case("KEY009", "code deleted", at(f"{SHEET}!F15", forgets_code("4.2")), writes("B12", "")),
    # values
    Case("VAL001", "above the maximum", types("4.2", "value", 100.5), types("4.2", "value", 100)),
    Case("VAL001", "below the minimum", types("4.4", "value", 0), types("4.4", "value", 1)),
    Case("VAL001", "negative count", types("4.3", "value", -1), types("4.3", "value", 0)),
    Case("VAL001", "negative points", types("1.1", "points", -0.5), types("1.1", "points", 0)),
    Case("VAL001", "negative numerator", types("4.1", "numerator", -6), types("4.1", "numerator", 0)),
    Case("VAL001", "negative denominator", types("4.1", "denominator", -80), types("4.1", "denominator", 80)),
    Case(
        "VAL002",
        "left empty",
        types("4.3", "value", None),
        declares("4.3", NOT_COLLECTED),
    ),
    Case(
        "VAL002",
        "ratio left empty",
        at_cell("4.1", "numerator", clears("4.1", "numerator", "denominator")),
        declares("4.1", NOTHING_TO_COUNT),
    ),
    Case(
        "VAL002",
        "said to have figures",
        at_cell("1.1", "points", types("1.1", "status", HAVE_FIGURES), clears("1.1", "points")),
        types("1.1", "status", HAVE_FIGURES),
    ),
    Case(
        "VAL002",
        "a deduction left empty",
        types("4.2", "value", None),
        declares("4.2", NOT_COLLECTED),
        context=with_a_deduction,
    ),
    Case("VAL003", "part above the whole", types("4.1", "numerator", 81), types("4.1", "numerator", 80)),
    Case("VAL004", "no denominator", types("4.1", "denominator", None), declares("4.1", NOT_COLLECTED)),
    Case("VAL004", "no numerator", types("4.1", "numerator", None), types("4.1", "numerator", 0)),
    Case(
        "VAL004",
        "something over nothing",
        types("4.1", "denominator", 0),
        both(types("4.1", "numerator", 0), types("4.1", "denominator", 80)),
    ),
    Case(
        "VAL005",
        "total that does not fit",
        types("4.2", "value", 20),
        types("4.2", "value", 19),  # 4 + 15
        context=with_a_sum,
    ),
    Case(
        "VAL018",
        "figure in the wrong column",
        both_at(types("4.2", "numerator", 37.5), clears("4.2", "value")),
        types("4.1", "numerator", 37.5),
    ),
    Case(
        "VAL018",
        "ratio typed as a percentage",
        both_at(types("4.1", "value", 75), clears("4.1", "numerator", "denominator")),
        types("4.1", "value", None),
    ),
    Case(
        "VAL007",
        "21 points more",
        types("4.2", "value", 31),
        types("4.2", "value", 30),
        context=with_a_limit_of_change,
    ),
    Case(
        "VAL008",
        "a nought too many",
        types("4.3", "value", 120),
        types("4.3", "value", 100),
        context=with_12_before,
    ),
    Case(
        "VAL009",
        "last quarter's sheet",
        at(SHEET, does_nothing),
        types("4.3", "value", 5),
        context=with_the_same_before,
    ),
    Case(
        "VAL017",
        "a total that fell",
        types("4.3", "value", 4),
        types("4.3", "value", 5),
        context=with_5_before_and_no_way_down,
    ),
    Case("VAL006", "points above the maximum", types("1.1", "points", 10.01), types("1.1", "points", 10)),
    Case(
        "VAL006",
        "reviewers' points above it",
        types("1.1", "verified_points", 11),
        types("1.1", "verified_points", 10),
    ),
    Case(
        "VAL011",
        "figures that the status denies",
        types("4.2", "status", NOT_COLLECTED),
        types("4.2", "status", HAVE_FIGURES),
    ),
    Case(
        "VAL011",
        "nothing to count in what is no ratio",
        at_cell("4.2", "status", declares("4.2", NOTHING_TO_COUNT)),
        declares("4.10", NOTHING_TO_COUNT),
    ),
    Case("VAL012", "part of a day", types("4.4", "value", 15.5), types("4.4", "value", 15.0)),
    Case("VAL012", "half a model", types("4.3", "value", 2.5), types("4.2", "value", 2.5)),
    Case(
        "VAL013",
        "text in yes or no",
        says("1.2", "value", "Có nhưng chưa đủ"),
        says("1.2", "value", "KHÔNG "),
    ),
    Case("VAL013", "tick in yes or no", says("1.2", "value", "x"), says("1.2", "value", "khong")),
    Case(
        "VAL013",
        "no such option",
        says("1.3", "value", "Đang ban hành"),
        says("1.3", "value", "da ban hanh va  trien khai day du"),
    ),
    Case(
        "VAL013",
        "no such status",
        types("4.2", "status", "Đã xong"),
        types("4.2", "status", "đã có  số liệu"),
    ),
    Case(
        "VAL013",
        "no such status and nothing else",
        at_cell("4.2", "status", clears("4.2", "value", "evidence"), types("4.2", "status", "Sẽ nộp sau")),
        declares("4.2", "chưa đến kỳ"),
    ),
    Case(
        "VAL014",
        "nothing over nothing",
        at_cell("4.1", "denominator", types("4.1", "numerator", 0), types("4.1", "denominator", 0)),
        declares("4.1", NOTHING_TO_COUNT),
    ),
    Case(
        "VAL015",
        "not applicable where that is not allowed",
        at_cell("4.10", "status", declares("4.10", NOT_APPLICABLE)),
        declares("4.1", NOT_APPLICABLE),
    ),
    Case(
        "VAL016",
        "no reason given",
        at_cell("4.2", "explanation", declares("4.2", NOT_COLLECTED, "")),
        declares("4.2", NOT_COLLECTED, "Sẽ có vào quý sau"),
    ),
    # texts
    Case("EVD001", "no evidence", types("4.2", "evidence", None), declares("4.2", NOT_COLLECTED)),
    Case(
        "EVD001",
        "evidence of blanks",
        says("4.2", "evidence", " \u00a0\u200b"),
        says("4.2", "evidence", "BC"),
    ),
    Case("EVD001", "a dash for evidence", says("4.2", "evidence", "-"), says("4.2", "evidence", "- BC 6")),
    Case(
        "EVD002",
        "explained with nothing",
        both_at(says("4.2", "explanation", "Đã kiểm tra"), clears("4.2", "evidence")),
        both(says("4.2", "explanation", REAL), clears("4.2", "evidence")),
        ("EVD001",),
        besides=(("EVD001", f"{SHEET}!K15"),),
    ),
    Case(
        "EVD003",
        "link cut short",
        says("4.2", "evidence", "http:/yenbai.gov.vn/vb125"),
        says("4.2", "evidence", "https://yenbai.gov.vn/vb125"),
    ),
    Case(
        "DAT003",
        "no such day",
        says("4.2", "evidence", "QĐ 125 ngày 31/11/2022"),
        says("4.2", "evidence", "QĐ 125 ngày 30/11/2022"),
    ),
    Case(
        "DAT004",
        "signed too late",
        says("4.2", "evidence", "BC 6 ngày 01/04/2023"),
        says("4.2", "evidence", "BC 6 ngày 31/03/2023"),  # 90 days after the quarter
    ),
    Case(
        "TXT001",
        "letters and marks apart",
        says("4.2", "evidence", "Ba\u0301o ca\u0301o 6"),
        says("4.2", "evidence", "Báo cáo 6"),
    ),
    Case(
        "TXT002",
        "no-break space",
        says("4.2", "evidence", "BC\u00a06"),
        says("4.2", "evidence", "BC  6"),
    ),
    Case(
        "TXT003",
        "tone on the other letter",
        types("4.3", "name", "Tổ hoà giải"),
        types("4.3", "name", "Tổ  hòa giải "),
        context=with_a_toned_name,
    ),
    Case(
        "TXT004",
        "old font",
        says("4.2", "evidence", "B¸o c¸o sè 12 cña Së Y tÕ"),
        says("4.2", "evidence", "Báo cáo số 12 của Sở Y tế"),
    ),
    Case(
        "TXT005",
        "letter of Iceland",
        says("4.2", "evidence", "Ðề án 6"),
        says("4.2", "evidence", "Đề án 6"),
    ),
    Case(
        "TXT006",
        "text like a formula",
        says("4.2", "evidence", "=SUM(A1:A9)"),
        says("4.2", "evidence", "- Báo cáo 6"),
    ),
    Case(
        "TXT007", "a novel", types("4.2", "explanation", "a" * 8001), types("4.2", "explanation", "a" * 8000)
    ),
    # headings
    Case(
        "HDR001",
        "heading of another meaning",
        at(f"{SHEET}!A7", rewords("denominator", "Tổng")),
        rewords("denominator", "MẪU\nSỐ"),
    ),
    Case(
        "HDR005",
        "heading reworded",
        at(f"{SHEET}!E7", rewords("denominator", "Mẫu số (tổng)")),
        rewords("denominator", "mau so"),
    ),
    Case(
        "HDR003",
        "column of one's own",
        at(f"{SHEET}!M7", writes("M7", "Ghi chú"), writes("M15", "xem lại")),
        writes("M7", "Ghi chú"),
    ),
    Case(
        "HDR007",
        "something beside the table",
        at(f"{SHEET}!M15", writes("M15", "tăng 5 so với quý 3")),
        writes("M12", "tăng 5 so với quý 3"),
    ),
    Case(
        "HDR004",
        "columns exchanged",
        at(f"{SHEET}!A7", swaps_columns),
        lambda form: form.sheet.insert_cols(3),
    ),
    Case(
        "HDR006",
        "heading of two rows",
        at(f"{SHEET}!A7", splits_the_heading),
        puts_a_title_above_the_heading,
    ),
    Case(
        "HDR002",
        "heading twice",
        at(f"{SHEET}!N7", writes("N7", "Mã")),
        writes("N7", "Mã số"),
    ),
    Case(
        "SHT004",
        "no header row",
        at(SHEET, lambda form: form.sheet.delete_rows(form.header_row)),
        lambda form: form.sheet.insert_rows(2, 3),
    ),
    Case(
        "SHT002",
        "sheet name without marks",
        at("SO LIEU", renames(SHEET, "SO LIEU")),
        renames(layout.LISTS_SHEET, "Danh muc"),
        ("WBK007",),
    ),
    Case(
        "SHT001",
        "sheet renamed",
        at("", renames(SHEET, "Sheet1")),
        lambda form: form.workbook.create_sheet("Sheet1"),
        ("SHT003",),
    ),
    # identity
    Case(
        "WBK001",
        "identity lost",
        at("", Form.forget_properties, lambda form: form.workbook.remove(form.meta)),
        lambda form: form.workbook.remove(form.meta),
    ),
    Case("WBK002", "older version", is_of("set_version", "1.1.0"), is_of("set_version", "1.2.0")),
    Case("WBK003", "other period", is_of("period", "2022-Q3"), is_of("period", "2022-Q4")),
    Case(
        "WBK004",
        "unknown unit",
        is_of("unit", "XYZ"),
        both(is_of("unit", "STC"), writes("A4", "Đơn vị: Sở Tài chính (STC)")),
        file="XYZ_so-la_bo-thu_2022-Q4.xlsx",
    ),
    Case("KEY005", "unit of another group", is_of("group", "huyen"), is_of("group", "so")),
    Case(
        "KEY006",
        "unit merged into another",
        is_of("unit", "SYX"),
        is_of("unit", "SYZ"),
        ("WBK004",),
        context=with_a_former_unit,
    ),
    Case("WBK010", "other set", is_of("set_id", "yen-bai-2022"), is_of("set_id", "bo-thu")),
    Case(
        "WBK011",
        "sheet of another unit pasted in",
        at("", lambda form: form.set_identity("unit", "STC", in_properties=False)),
        Form.forget_properties,
    ),
    Case("WBK012", "digest shortened", is_of("set_digest", "abc"), is_of("illustrative", "true")),
    Case("WBK013", "set changed, version not", is_of("set_digest", "0" * 64), does_nothing),
    Case("WBK014", "another edition of the form", is_of("form_version", "2"), is_of("form_version", "1")),
    Case(
        "WBK015",
        "another unit's form typed over",
        at(f"{SHEET}!A4", writes("A4", "Đơn vị: Sở Tài chính (STC)")),
        writes("A4", "ĐƠN VỊ:  SỞ Y TẾ (syt)"),
    ),
]


@lru_cache(maxsize=len(CASES))
def spoilt(case: Case) -> tuple[tuple[Finding, ...], str]:
    """Give what is found in a case's form, and where it has to be."""
    form = Form(light(case.context))
    place = case.spoil(form)
    with TemporaryDirectory() as folder:
        return forms.findings_in(Path(folder), form.bytes(), case.file, case.context()), place


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_fault_gives_its_one_finding_at_its_cell(case: Case) -> None:
    found, place = spoilt(case)

    assert sorted([(case.code, place), *case.besides]) == sorted(places(found))
    assert {case.file} == {finding.origin.file for finding in found}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_near_miss_is_left_alone(case: Case, tmp_path: Path) -> None:
    form = Form(light(case.context))
    case.near_miss(form)

    found = forms.findings_in(tmp_path, form.bytes(), case.file, case.context())

    assert list(case.near) == sorted(finding.code for finding in found)


def test_a_form_filled_in_as_asked_has_no_findings(tmp_path: Path) -> None:
    assert forms.findings_in(tmp_path, filled()) == ()


@pytest.mark.parametrize("span", [("numerator", "denominator", 1), ("numerator", "numerator", 2)], ids=str)
def test_merged_cells_are_found_and_nothing_is_made_of_what_they_hide(
    span: tuple[str, str, int], tmp_path: Path
) -> None:
    """Excel keeps the first cell's figure and drops the others'."""
    form = Form(light())
    merges("4.1", *span)(form)
    expected = ["Số liệu!D13, E13 (2 ô)"] if span[2] == 1 else ["Số liệu!D13:D14 (2 ô)"]

    found = places(forms.findings_in(tmp_path, form.bytes()))

    assert [("CEL005", place) for place in expected] == found


def test_merged_cells_in_texts_are_left_alone(tmp_path: Path) -> None:
    form = Form(light())
    merges("4.1", "evidence", "explanation")(form)

    assert forms.findings_in(tmp_path, form.bytes()) == ()


def test_every_row_may_have_its_own_fault(tmp_path: Path) -> None:
    form = Form(light())
    expected = [
        ("VAL006", form.put("1.1", "points", 11)),
        ("VAL013", form.put("1.2", "value", "Có thể")),
        ("NUM007", form.say("4.1", "numerator", "12 hồ sơ")),
        ("VAL003", form.put("4.10", "numerator", 41)),
        ("PCT002", form.put("4.2", "value", 0.5)),
        ("NUM008", form.say("4.3", "value", "✓")),
        ("EVD001", form.place("4.4", "evidence")),
    ]
    form.clear("4.4", "evidence")

    assert expected == places(forms.findings_in(tmp_path, form.bytes()))


ONE_CAUSE: list[tuple[str, Spoil, str]] = [
    ("KEY009 figure far below the table", at(f"{SHEET}!F300", writes_number("F300", 57)), ""),
    (
        "WBK015 borrowed form under the borrower's name",
        at(f"{SHEET}!A4", writes("A4", "Đơn vị: Sở Tài chính (STC)")),
        "STC_so-tai-chinh_bo-thu_2022-Q4.xlsx",
    ),
    (
        "VAL013 status of one's own and a placeholder",
        at_cell("4.2", "status", types("4.2", "status", "Đã xong"), says("4.2", "value", "-")),
        "",
    ),
    (
        "WBK005 link in the cell of the form's formula",
        at("", computes("4.1", "value", "=[1]Q4!C5", "75"), links_to_another_workbook),
        "",
    ),
    ("SHT012 hidden copy of the sheet", at("Số liệu (2)", adds_sheet("Số liệu (2)", state="hidden")), ""),
]


@pytest.mark.parametrize(("rule", "spoil", "file"), ONE_CAUSE, ids=[rule for rule, *_ in ONE_CAUSE])
def test_one_cause_gives_one_finding(rule: str, spoil: Spoil, file: str, tmp_path: Path) -> None:
    form = Form(light())
    place = spoil(form)

    assert [(rule[:6], place)] == places(forms.findings_in(tmp_path, form.bytes(), file))


@pytest.mark.parametrize(
    ("context", "figures", "code", "place"),
    [
        (with_a_sum, {"4.3": -4, "4.2": 11}, "VAL001", "F16"),  # -4 + 15: the total is not wrong besides
        (with_a_sum, {"4.3": -4, "4.2": 19}, "VAL001", "F16"),
        (with_decimals, {"4.2": 0.954321}, "PCT002", "F15"),
    ],
)
def test_a_figure_that_is_wrong_by_itself_is_not_held_against_others(
    context: Callable[[], Context], figures: dict[str, object], code: str, place: str, tmp_path: Path
) -> None:
    form = Form(light(context))
    for indicator, figure in figures.items():
        form.put(indicator, "value", figure)

    found = forms.findings_in(tmp_path, form.bytes(), context=context())

    assert [(code, f"{SHEET}!{place}")] == places(found)


@pytest.mark.parametrize(
    "evidence",
    [
        "https://10.20.30.5/vb125",  # a server of the office's own
        "http://dichvucong.yenbai.gov.vn:8080/tra-cuu?so=125&nam=2022#ket-qua",
        "www.yenbai.gov.vn.",
        "(xem https://yenbai.gov.vn/vb125)",
        "BC 12/BC-HTT; QĐ 6/QĐ-UBND",  # no link at all
        "Phòng HTTT: báo cáo 6",
    ],
)
def test_evidence_whose_link_is_whole_is_left_alone(evidence: str, tmp_path: Path) -> None:
    form = Form(light())
    form.say("4.2", "evidence", evidence)

    assert forms.findings_in(tmp_path, form.bytes()) == ()


@pytest.mark.parametrize(
    "evidence",
    ["https:/yenbai.gov.vn", "https//yenbai.gov.vn/vb", "htttp://yenbai.gov.vn", "http://", "www.yenbai"],
)
def test_evidence_whose_link_is_not_is_told(evidence: str, tmp_path: Path) -> None:
    form = Form(light())
    place = form.say("4.2", "evidence", evidence)

    assert places(forms.findings_in(tmp_path, form.bytes())) == [("EVD003", place)]


@pytest.mark.parametrize(
    ("code", "spoil", "shown"),
    [
        ("VAL018", both_at(types("4.2", "numerator", 37.5), clears("4.2", "value")), "37,5"),
        ("CEL007", types("4.1", "value", 80.25), "80,25"),
        ("PCT004", types("4.3", "value", 0.05, "0%"), "5%"),
    ],
)
def test_a_figure_is_shown_as_the_clerk_sees_it_in_excel(
    code: str, spoil: Spoil, shown: str, tmp_path: Path
) -> None:
    """A file keeps 37.5; a Vietnamese Excel shows 37,5, and the two must not stand in one sentence."""
    form = Form(light())
    spoil(form)
    (found,) = forms.findings_in(tmp_path, form.bytes())

    assert found.code == code
    for language in LANGUAGES:  # the form is Vietnamese, and so is the clerk's Excel
        assert shown in finding_text(found, language).message


@pytest.mark.parametrize("broken", ["20224", "2022.4", "1234567"])
def test_an_identity_of_digits_is_shown_as_it_was_written(broken: str, tmp_path: Path) -> None:
    form = Form(light())
    form.set_identity("period", broken)
    (found,) = forms.findings_in(tmp_path, form.bytes())

    assert f"“{broken}”" in finding_text(found, "vi").message


def test_a_locked_text_that_was_deleted_is_told_in_a_whole_sentence(tmp_path: Path) -> None:
    form = Form(light())
    place = form.put("4.2", "name", None)
    (found,) = forms.findings_in(tmp_path, form.bytes())

    assert places([found]) == [("CEL008", place)]
    assert "“”" not in finding_text(found, "vi").message


@pytest.mark.parametrize("code", ["HDR005"])
def test_the_example_of_a_rule_breaks_that_rule(code: str, tmp_path: Path) -> None:
    """What the page of rules shows as typed is what gives the finding: “ĐVT” for “Đơn vị tính”."""
    typed, wanted = re.findall("“([^”]+)”", RULES[code].example)
    form = Form(light())
    cell = next(c for c in form.sheet[form.header_row] if c.value == wanted)
    cell.value = typed

    assert [finding.code for finding in forms.findings_in(tmp_path, form.bytes())] == [code]


# --- files


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def bomb() -> bytes:
    """A 5 KB file that unpacks to 4 MB."""
    return forms.with_parts(filled(), {"xl/worksheets/sheet2.xml": b"<worksheet>" + b" " * 4_000_000})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


def with_doctype() -> bytes:
    data = filled()
    part = forms.sheet_part(data)
    text = forms.part_of(data, part).replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)
    return forms.with_parts(data, {part: text})


def saved_by(program: str) -> bytes:
    data, part = filled(), "docProps/app.xml"
    text = re.sub(
        "<Application>[^<]*", f"<Application>{program}", forms.part_of(data, part).decode(), count=1
    )
    return forms.with_parts(data, {part: text.encode()})


def review_workbook() -> bytes:
    return reviews.blank()


def other_workbook() -> bytes:
    saved = io.BytesIO()
    Workbook().save(saved)
    return saved.getvalue()


FILES: dict[str, tuple[Callable[[], bytes], Callable[[], bytes], str]] = {
    # rule and story: the file that breaks it; one that nearly does; what the near-miss is
    "FIL001 nothing in it": (lambda: b"", lambda: b" ", "FIL002"),
    "FIL002 web page": (lambda: b"<html><table></table></html>", other_workbook, "WBK001"),
    "FIL002 text": ("Kính gửi".encode, other_workbook, "WBK001"),
    "FIL002 picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), other_workbook, "WBK001"),
    "FIL002 Word": (
        lambda: zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"}),
        lambda: zipped({"[Content_Types].xml": b"<Types/>"}),
        "FIL005",
    ),
    "WBK016 review": (review_workbook, other_workbook, "WBK001"),
    "FIL003 old Excel": (lambda: OLE, lambda: ENCRYPTED, "FIL004"),
    "FIL004 password": (lambda: ENCRYPTED, lambda: OLE, "FIL003"),
    "FIL005 cut off": (lambda: truncated(filled()), lambda: filled() + bytes(100), ""),
    "FIL006 bomb": (bomb, lambda: forms.with_parts(filled(), {"extra": b"x" * 4_000_000}), ""),
    "FIL007 DTD": (with_doctype, filled, ""),
    "FIL008 macros": (
        lambda: forms.with_parts(filled(), {"xl/vbaProject.bin": b"x"}),
        lambda: forms.with_parts(filled(), {"xl/vba.bin": b"x"}),
        "",
    ),
    "FIL013 LibreOffice": (
        lambda: saved_by("LibreOffice/7.4.7.2$Linux_X86_64"),
        lambda: saved_by("Microsoft Macintosh Excel"),
        "",
    ),
    "FIL009 ods": (
        lambda: zipped(
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
        ),
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        "FIL002",
    ),
}


@pytest.mark.parametrize("rule", FILES)
def test_a_file_that_cannot_be_used_gives_its_one_finding(rule: str, tmp_path: Path) -> None:
    make, _, _ = FILES[rule]

    assert [(rule[:6], "")] == places(forms.findings_in(tmp_path, make()))


@pytest.mark.parametrize("rule", FILES)
def test_a_file_that_nearly_cannot_be_used(rule: str, tmp_path: Path) -> None:
    _, make, expected = FILES[rule]

    found = forms.findings_in(tmp_path, make())

    assert [expected] * bool(expected) == [finding.code for finding in found]


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    read = forms.read(tmp_path / "gone.xlsx")

    assert places(run_checks([read], forms.context_of(), whole_list=False).findings) == [("FIL010", "")]


def test_a_bomb_is_told_before_it_goes_off() -> None:
    assert len(bomb()) < 60_000


def test_two_different_files_of_one_unit_are_both_named(tmp_path: Path) -> None:
    other = Form(light())
    other.put("4.2", "value", 99)

    found = forms.report_on(tmp_path, {"SYT_1.xlsx": filled(), "cu/SYT_2.xlsx": other.bytes()}).findings

    assert [(f.code, f.origin.file) for f in found] == [("FIL011", "SYT_1.xlsx"), ("FIL011", "cu/SYT_2.xlsx")]
    assert {"SYT_1.xlsx, cu/SYT_2.xlsx"} == {finding.facts["files"] for finding in found}


def test_the_same_bytes_twice_are_one_submission_and_a_warning(tmp_path: Path) -> None:
    found = forms.report_on(tmp_path, {"SYT_1.xlsx": filled(), "SYT_2.xlsx": filled()}).findings

    assert [(f.code, f.origin.file, f.severity) for f in found] == [
        ("FIL014", "SYT_2.xlsx", Severity.WARNING)
    ]


def test_files_of_two_units_are_no_repetition(tmp_path: Path) -> None:
    assert forms.report_on(tmp_path, {"SYT_1.xlsx": filled(), "STC_1.xlsx": filled("STC")}).findings == ()


def test_a_file_of_another_period_does_not_spoil_the_right_one(tmp_path: Path) -> None:
    """Last quarter's file beside this quarter's is wrong for its period, and not a second version."""
    found = forms.report_on(
        tmp_path, {"SYT_a.xlsx": filled(), "SYT_b.xlsx": filled("SYT", "2022-Q3")}
    ).findings

    assert [(finding.code, finding.origin.file) for finding in found] == [("WBK003", "SYT_b.xlsx")]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("STC_so-tai-chinh.xlsx", ["FIL012"]),
        ("SYT_so-tai-chinh.xlsx", []),
        ("STC.xlsx", []),  # only what the template writes counts: a code, then "_"
        ("Copy of STC_x.xlsx", []),
        ("STC_folder/SYT_so-y-te.xlsx", []),
    ],
)
def test_a_file_named_after_another_unit_is_a_warning(name: str, codes: list[str], tmp_path: Path) -> None:
    assert codes == [finding.code for finding in forms.findings_in(tmp_path, filled(), name)]


def test_units_that_sent_nothing_are_named_once_when_the_folder_is_all_there_is(tmp_path: Path) -> None:
    files = {"SYT_1.xlsx": filled(), "STC_1.xlsx": truncated(filled("STC"))}

    whole = forms.report_on(tmp_path, files, whole_list=True)
    part = forms.report_on(tmp_path, files, whole_list=False)

    assert {finding.unit for finding in whole.findings if finding.code == "KEY007"} == {"SNV", "132"}
    assert whole.not_submitted == ("SNV", "132")
    assert part.not_submitted == ()


def trips_over_stc(source: Path | bytes, *, limits: Limits) -> OpenedWorkbook:
    data = source if isinstance(source, bytes) else source.read_bytes()
    if data == filled("STC"):
        raise ZeroDivisionError("somewhere deep")
    return open_workbook(data, limits=limits)


def test_one_file_that_trips_the_program_costs_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    definitions = forms.write_definitions(tmp_path / "set")
    for code in ("SYT", "STC"):
        (tmp_path / f"{code}_1.xlsx").write_bytes(filled(code))
    monkeypatch.setattr(submissions, "open_workbook", trips_over_stc)
    sources = workflow.find_sources([tmp_path])
    choices = workflow.Choices(str(definitions), None, "2022-Q4")
    validated = workflow.validate(sources, choices, whole_list=False)

    assert [(f.code, f.origin.file) for f in validated.report.findings] == [("SYS001", "STC_1.xlsx")]
    assert "ZeroDivisionError" in validated.report.findings[0].facts["detail"]


def test_a_crash_while_looking_who_sent_a_file_costs_one_finding_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --set and --period every file is opened once more, to be asked what it is."""
    monkeypatch.chdir(tmp_path)
    forms.write_definitions(tmp_path / "indicator_sets")
    for code in ("SYT", "STC", "SNV"):
        (tmp_path / f"{code}_1.xlsx").write_bytes(filled(code))
    monkeypatch.setattr(submissions, "open_workbook", trips_over_stc)
    validated = workflow.validate(workflow.find_sources([tmp_path]), workflow.Choices(), whole_list=False)

    assert [finding.code for finding in validated.report.findings] == ["SYS001"]


def test_a_rule_that_trips_costs_its_file_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other rules found in it is not told: it may be as wrong as the rule that tripped."""

    def trips_over_syt(entry: Entry, _: Context) -> Iterator[Finding]:
        if entry.submission.identity.unit == "SYT":
            raise ZeroDivisionError("somewhere deep")
        yield from ()

    monkeypatch.setattr(run, "ROW_RULES", (*run.ROW_RULES, trips_over_syt))
    stc = Form(filled("STC"))
    stc.put("4.2", "value", 101)
    found = forms.report_on(tmp_path, {"SYT_1.xlsx": filled(), "STC_1.xlsx": stc.bytes()}).findings

    assert [(f.code, f.origin.file, f.unit) for f in found] == [
        ("VAL001", "STC_1.xlsx", "STC"),
        ("SYS001", "SYT_1.xlsx", "SYT"),
    ]
    assert found[1].facts["detail"] == "ZeroDivisionError: somewhere deep"


@pytest.mark.parametrize(
    ("passed_over", "facts"),
    [
        ((), None),
        (("CV 1.docx",), {"count": "1", "files": "CV 1.docx"}),
        (("a", "b", "c", "d", "e"), {"count": "5", "files": "a, b, c, d, e"}),
        (("a", "b", "c", "d", "e", "f"), {"count": "6", "files": "a, b, c, d, e, …"}),
    ],
)
def test_files_that_are_no_workbooks_are_named_once(
    passed_over: tuple[str, ...], facts: dict[str, str] | None
) -> None:
    found = run_checks([], usual(), whole_list=False, passed_over=passed_over).findings

    assert [finding.facts for finding in found] == ([] if facts is None else [facts])
    assert [(f.code, f.severity, f.origin.file) for f in found] == [("FIL015", Severity.INFO, "")] * len(
        found
    )


def eight_departments(last: str) -> tuple[dict[str, bytes], Context]:
    """Give the forms of eight departments with 10, 11 … 16 models, and `last`."""
    units = [forms.unit(f"S{number}", f"Sở {number}") for number in range(8)]
    context = forms.context_of(units=UNITS | {"units": units})
    counts = [*map(str, range(10, 17)), last]
    return {
        f"{unit.code}_1.xlsx": build_form(
            context.indicator_set,
            context.set_digest,
            unit,
            PERIOD,
            figures=FIGURES | {"4.3": replace(FIGURES["4.3"], value=Decimal(count))},
        )
        for unit, count in zip(context.unit_list.units, counts, strict=True)
    }, context


@pytest.mark.parametrize(("last", "told"), [("23", False), ("24", True)])
def test_a_figure_far_from_the_other_units_is_told_of_the_one(last: str, told: bool, tmp_path: Path) -> None:
    """Of 10 … 16 and 23 the median is 13.5, the distances' 2: 0.6745 x 9.5 / 2 = 3.20; of 24 it is 3.54."""
    found = forms.report_on(tmp_path, *eight_departments(last)).findings

    expected = [("VAL010", "S7_1.xlsx", "F16")] if told else []
    assert expected == [(f.code, f.origin.file, f.origin.cell) for f in found]


def test_every_rule_has_its_case() -> None:
    elsewhere = {
        "FIL010",
        "FIL011",
        "FIL012",
        "FIL014",
        "FIL015",
        "KEY007",
        "SYS001",
        "VAL010",
    }  # each has a test of its own
    elsewhere |= {code for code in RULES if code.startswith("REV")}  # tests/checks/test_reviews.py
    covered = {case.code for case in CASES} | {rule[:6] for rule in FILES} | elsewhere

    assert of_submissions() == covered


def of_submissions() -> set[str]:
    """Return the codes that a submission can have; those of definitions are provoked in tests/definitions."""
    return {code for code in RULES if not code.startswith("SET")}


# --- what clerks do that changes nothing


def same_figures(form: Form, tmp_path: Path, *told: Place) -> None:
    """Whatever was done to the form, its figures are read as before, and nothing else is said than `told`."""
    data = form.bytes()
    assert list(told) == places(forms.findings_in(tmp_path, data))
    read = {code: figure_of(observation) for code, observation in forms.observed(tmp_path, data).items()}
    assert read == EXPECTED


def figure_of(observation: Observation) -> tuple[object, ...]:
    return observation.value, observation.numerator, observation.denominator, observation.option


EXPECTED = {
    code: (
        figure.points if figure.points is not None else figure.value,
        figure.numerator,
        figure.denominator,
        figure.answer or None,
    )
    for code, figure in FIGURES.items()
}


def test_the_form_says_what_was_filled_in(tmp_path: Path) -> None:
    same_figures(Form(), tmp_path)


def test_rows_may_be_sorted_upside_down(tmp_path: Path) -> None:
    form = Form(light())
    rows = [[cell.value for cell in row] for row in form.sheet.iter_rows(min_row=8, max_row=LAST)]
    for number, values in enumerate(reversed(rows), start=8):
        for column, value in enumerate(values, start=1):
            form.sheet.cell(number, column).value = value

    same_figures(form, tmp_path, ("SHT010", f"{SHEET}!A9"))


def test_rows_may_be_inserted_above_the_table(tmp_path: Path) -> None:
    form = Form(light())
    form.sheet.insert_rows(1, 4)
    form.sheet["A2"] = "UBND TỈNH"

    same_figures(form, tmp_path)


def test_a_second_table_of_notes_above_is_not_taken_for_the_table(tmp_path: Path) -> None:
    form = Form(light())
    form.sheet.insert_rows(1, 4)
    for cell, text in (
        ("A2", "Mã"),
        ("B2", "Chỉ tiêu"),
        ("C2", "Giải trình"),
        ("A3", "4.1"),
        ("C3", "xem dưới"),
    ):
        form.sheet[cell] = text

    same_figures(form, tmp_path)


def test_columns_may_be_moved_and_added(tmp_path: Path) -> None:
    form = Form(light())
    sheet = form.sheet
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7, max_row=LAST)]
    for number, values in enumerate(rows, start=7):
        new = ["Ghi chú" if number == 7 else "tự thêm", *reversed(values)]
        for column, value in enumerate(new, start=1):
            sheet.cell(number, column).value = value

    same_figures(form, tmp_path, ("HDR003", f"{SHEET}!A7"), ("HDR004", f"{SHEET}!A7"))


def test_the_guide_and_the_lists_may_be_thrown_away(tmp_path: Path) -> None:
    form = Form()
    for title in (layout.GUIDE_SHEET, layout.DICTIONARY_SHEET, layout.LISTS_SHEET):
        del form.workbook[title]

    same_figures(form, tmp_path)


def test_colours_comments_and_filters_change_nothing(tmp_path: Path) -> None:
    form = Form(light())
    form.sheet.auto_filter.ref = "A7:L17"
    form.cell("4.2", "value").comment = Comment("Anh Tư xem lại", "SYT")
    form.cell("4.2", "value").fill = PatternFill("solid", fgColor="FF0000")
    form.sheet.freeze_panes = None

    same_figures(form, tmp_path)


@pytest.mark.parametrize(
    ("typed", "number_format", "expected"),
    [
        ("37,3", None, "37.3"),
        (" 37,3 ", None, "37.3"),
        ("95,29%", None, "95.29"),
        ("95 %", None, "95"),
        (0.95, "0%", "95"),
        (0.9529, "0.00%", "95.29"),
        (0.9529000000000001, "0.00 %", "95.29"),
        (95.29000000000001, None, "95.29"),
        ("３７,５", None, "37.5"),
        ("37\u00a0", None, "37"),
        ("+37", None, "37"),
        ("037", None, "37"),
        (37, "#,##0.00", "37"),
        (37, "@", "37"),
        ("1.340", None, None),
        ("95.29", None, None),
        ("37,5 (ước)", None, None),
        ("10²", None, None),
        ("37-38", None, None),
        ("37,", None, None),
        ("1,2,3", None, None),
        ("٣٧", None, None),
        ("0x25", None, None),
        ("1e1", None, None),
        ("không", None, None),
        ("", None, None),
    ],
)
def test_a_number_is_what_was_meant_or_nothing(
    typed: object, number_format: str | None, expected: str | None, tmp_path: Path
) -> None:
    form = Form(light())
    form.put("4.2", "value", typed, number_format)
    value = forms.observed(tmp_path, form.bytes())["4.2"].value

    assert (None if expected is None else Decimal(expected)) == value


def test_nothing_to_count_may_be_said_beside_two_noughts(tmp_path: Path) -> None:
    """The form leaves such a row grey: status and figures say the same thing twice (forms/data_sheet.py)."""
    form = Form(light())
    declares("4.1", NOTHING_TO_COUNT)(form)
    form.put("4.1", "numerator", 0)
    form.put("4.1", "denominator", 0)

    found = forms.findings_in(tmp_path, form.bytes())

    assert [finding.code for finding in found if finding.severity is Severity.ERROR] == []


def test_a_figure_typed_over_the_formula_contradicts_a_status_too(tmp_path: Path) -> None:
    form = Form(light())
    declares("4.1", NOTHING_TO_COUNT)(form)
    form.put("4.1", "value", 75)

    assert [finding.code for finding in forms.findings_in(tmp_path, form.bytes())] == ["VAL011"]


@pytest.mark.parametrize(
    "mark", ["\u200b", "\ufeff", "\u00ad", "\u00a0", "\u200e", "\u200f", "\u202c", "\u2069"], ids=ascii
)
def test_marks_that_nobody_can_see_make_no_difference_and_are_told(mark: str, tmp_path: Path) -> None:
    """They come along when text is copied from Zalo, Word or a web page."""
    form = Form(light())
    form.put("4.3", "status", f"{HAVE_FIGURES}{mark}")
    for code, column in (("4.2", "name"), ("4.3", "unit_of_measure"), ("1.2", "value"), ("4.2", "code")):
        form.put(code, column, f"{form.cell(code, column).value}{mark}")

    cells = ("F10", "A15", "B15", "C16", "J16")
    same_figures(form, tmp_path, *(("TXT002", f"{SHEET}!{cell}") for cell in cells))


@pytest.mark.parametrize("spoilt", ["=NOT(FALSE)", "#DIV/0!"])
def test_an_answer_that_cannot_be_read_is_not_an_answer_that_is_missing(spoilt: str, tmp_path: Path) -> None:
    form = Form(light())
    place = form.put("1.2", "value", spoilt)

    (found,) = forms.findings_in(tmp_path, form.bytes())

    assert (Severity.ERROR, place) == (found.severity, f"{SHEET}!{found.origin.cell}")


def test_an_untouched_form_is_all_warnings_and_no_error(tmp_path: Path) -> None:
    context = forms.context_of()
    empty = build_form(context.indicator_set, context.set_digest, context.unit_list.by_code["SYT"], PERIOD)

    found = forms.findings_in(tmp_path, empty)

    assert places(found) == [
        ("VAL002", f"{SHEET}!H9"),
        ("VAL002", f"{SHEET}!F10:F11, F15:F17 (5 ô)"),
        ("VAL002", f"{SHEET}!D13:D14 (2 ô)"),
    ]
    assert {code for finding in found for code in finding.indicators} == set(FIGURES)


def test_an_indicator_without_points_may_stay_empty(tmp_path: Path) -> None:
    data = forms.changed(SET)
    data["tree"][1]["children"][2]["max_points"] = "0"
    context = forms.context_of(data)
    figures = {code: figure for code, figure in FIGURES.items() if code != "4.2"}
    form = build_form(
        context.indicator_set, context.set_digest, context.unit_list.by_code["SYT"], PERIOD, figures=figures
    )

    assert forms.findings_in(tmp_path, form, context=context) == ()


# --- the sentences


@pytest.mark.parametrize(
    ("context", "consequence"),
    [
        (lambda: with_effect("score"), "chỉ tiêu được 0 điểm"),
        (with_a_deduction, "đơn vị bị trừ mức tối đa của chỉ tiêu này"),
        (lambda: with_effect("bonus"), "đơn vị không được cộng điểm ở chỉ tiêu này"),
        (lambda: with_effect("score", missing="unranked"), "đơn vị không được xếp hạng"),
        (lambda: with_effect("deduction", missing="unranked"), "đơn vị không được xếp hạng"),
        (lambda: with_effect("bonus", missing="unranked"), "đơn vị không được cộng điểm ở chỉ tiêu này"),
        (with_an_imputation, "số liệu được điền thay theo phương pháp của bộ chỉ tiêu"),
    ],
)
def test_a_gap_costs_what_scoring_will_take_for_it(
    tmp_path: Path, context: Callable[[], Context], consequence: str
) -> None:
    form = Form(light(context))
    form.put("4.2", "value", None)

    (found,) = forms.findings_in(tmp_path, form.bytes(), context=context())

    assert finding_text(found, "vi").message == f"Chưa điền số liệu; nếu để trống, {consequence}."


def test_nothing_to_count_takes_nothing_of_a_deduction(tmp_path: Path) -> None:
    form = Form(light(with_a_deducted_ratio))
    form.put("4.10", "numerator", 0)
    form.put("4.10", "denominator", 0)

    (found,) = forms.findings_in(tmp_path, form.bytes(), context=with_a_deducted_ratio())

    assert "được hiểu là không phát sinh: đơn vị không bị trừ điểm." in finding_text(found, "vi").message


def provoked(tmp_path: Path) -> list[Finding]:
    found = [finding for case in CASES for finding in spoilt(case)[0]]
    for make, _, _ in FILES.values():
        found += forms.findings_in(tmp_path, make())
    form = Form(light())
    merges("4.1", "numerator", "denominator")(form)
    found += forms.report_on(
        tmp_path,
        {
            "SYT_1.xlsx": form.bytes(),
            "SYT_2.xlsx": filled(),
            "SYT_3.xlsx": filled(),
            "STC_1.xlsx": filled("SNV"),
        },
        whole_list=True,
    ).findings
    found += run_checks([], usual(), whole_list=False, passed_over=("CV 1.docx",)).findings
    found += forms.report_on(tmp_path, *eight_departments("90")).findings
    return found


def test_every_finding_reads_as_whole_sentences(tmp_path: Path) -> None:
    odd = []
    for finding in provoked(tmp_path):
        words = finding_text(finding, "vi")
        for sentence in (words.message, words.fix):
            has_gap = re.search(r"[{}]|“”|: \.|  | ,|\(\)|là \.$", sentence)
            has_unknown = "?" in sentence and "có phải" not in sentence
            if has_gap or has_unknown or sentence[-1] not in ".?":
                odd.append((finding.code, sentence))

    assert odd == []


def test_every_finding_at_a_known_row_names_its_unit_and_indicator(tmp_path: Path) -> None:
    """Only of codes nobody knows, of headings and of what stands beside the rows can the indicator not be told."""
    unknown = {"KEY003", "KEY004", "KEY009", "SHT005", "SHT011", "WBK015"}
    at_rows = [
        f for f in provoked(tmp_path) if f.origin.cell and f.code not in unknown and f.code[:3] != "HDR"
    ]

    assert {f.code for f in at_rows if not f.unit} == set()
    assert {f.code for f in at_rows if not f.indicator} == set()
    assert {f.code for f in at_rows if not f.row} == set()


def test_every_code_that_a_check_mentions_is_in_the_catalogue() -> None:
    folder = Path(inspect.getfile(checks)).parent
    written = {
        node.value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[A-Z]{3}\d{3}", node.value)
    }

    assert of_submissions() == written
