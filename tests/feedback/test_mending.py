"""Safe mends: only what a finding leaves no doubt about, nothing else in the file, and every change listed."""

import io
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.feedback.mending import (
    CHANGES_MARKER_NAME,
    Change,
    PackageRefused,
    mend,
    package_parts,
    with_parts,
)
from cds_rank.feedback.view import FileView, make_view
from cds_rank.model import form_layout as layout
from cds_rank.model.finding import Finding, Severity, ValidationReport, folded
from cds_rank.model.observation import Observation
from tests.checks.forms import Form, file_name, filled, observed, part_of, report_on, sheet_part
from tests.checks.forms import with_parts as with_other_parts
from tests.feedback.views import AGAINST, found

NAME = file_name()
Cells = dict[tuple[str, str], object]


@lru_cache
def check(data: bytes) -> ValidationReport:
    with tempfile.TemporaryDirectory() as folder:
        return report_on(Path(folder), {NAME: data})


def view_of(findings: Iterable[Finding]) -> FileView:
    report = replace(check(filled()), findings=tuple(findings))
    view = make_view(report, AGAINST, "vi").files[0]
    return replace(view, findings=tuple(replace(f, mendable=True) for f in view.findings))


def real_view(data: bytes) -> FileView:
    return make_view(check(data), AGAINST, "vi").files[0]


def number(code: str, cell: str, text: str, value: str) -> Finding:
    return found(code, Severity.WARNING, cell, NAME, column="numerator", text=text, value=value)


def text(code: str, cell: str, **facts: str) -> Finding:
    return found(code, Severity.WARNING, cell, NAME, column="evidence", **facts)


def opened(content: bytes | None) -> Workbook:
    assert content is not None
    return load_workbook(io.BytesIO(content))


def data_sheet(content: bytes | None) -> Worksheet:
    sheet = opened(content)[layout.DATA_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def cells(content: bytes | None) -> Cells:
    workbook = opened(content)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook.worksheets
        if sheet.title != layout.CHANGES_SHEET
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def differing(before: bytes, after: bytes | None) -> dict[str, object]:
    """Return what stands in the cells that differ."""
    old, new = cells(before), cells(after)
    return {cell[1]: new.get(cell) for cell in old.keys() | new.keys() if old.get(cell) != new.get(cell)}


def values(data: bytes) -> dict[str, Observation]:
    with tempfile.TemporaryDirectory() as folder:
        return observed(Path(folder), data)


def spoilt_form() -> Form:
    form = Form()
    form.say("4.1", "numerator", "60\u00a0")  # D13
    form.say("4.10", "numerator", "30")  # D14
    form.cell("4.10", "numerator").number_format = "@"
    form.cell("4.10", "numerator").quotePrefix = True
    form.say("4.2", "value", "95,5%")  # F15
    form.say("4.3", "value", "1.340")  # F16: may be two numbers
    return form


@lru_cache
def spoilt() -> bytes:
    return spoilt_form().bytes()


def test_numbers_typed_as_text_become_numbers_and_their_findings_go() -> None:
    mended = mend(spoilt(), real_view(spoilt()), "vi")
    assert mended.content is not None
    before = {(f.code, f.origin.cell) for f in check(spoilt()).findings}
    after = {(f.code, f.origin.cell) for f in check(mended.content).findings}

    assert differing(spoilt(), mended.content) == {"D13": 60, "D14": 30, "F15": 95.5}
    assert before - after == {("NUM009", "D13"), ("NUM002", "D14"), ("PCT003", "F15")}
    assert after - before == set()
    assert mended.left == len(after)


def test_a_mended_number_is_a_number_in_a_plain_cell_that_looks_as_before() -> None:
    sheet, old = data_sheet(mend(spoilt(), real_view(spoilt()), "vi").content), data_sheet(spoilt())

    assert (sheet["D14"].number_format, sheet["D14"].quotePrefix) == ("General", False)
    assert sheet["D14"].fill.fgColor.rgb == old["D14"].fill.fgColor.rgb
    assert sheet["D14"].protection.locked is old["D14"].protection.locked is False


def test_every_change_is_told_with_cell_before_and_after() -> None:
    assert mend(spoilt(), real_view(spoilt()), "vi").changes == (
        Change("Số liệu", "D13", "60\u00a0", "60", "NUM009"),
        Change("Số liệu", "D14", "30", "30", "NUM002"),
        Change("Số liệu", "F15", "95,5%", "95,5", "PCT003"),
    )


def test_every_figure_that_could_be_read_keeps_its_value() -> None:
    content = mend(spoilt(), real_view(spoilt()), "vi").content
    assert content is not None

    assert {k: (o.value, o.numerator, o.denominator, o.option) for k, o in values(content).items()} == {
        k: (o.value, o.numerator, o.denominator, o.option) for k, o in values(spoilt()).items()
    }


def test_what_may_be_two_numbers_is_left() -> None:
    assert data_sheet(mend(spoilt(), real_view(spoilt()), "vi").content)["F16"].value == "1.340"


def test_a_percentage_shown_as_such_becomes_a_plain_number_of_hundredths() -> None:
    form = Form()
    form.put("4.2", "value", 0.95, "0%")
    mended = mend(form.bytes(), view_of([number("PCT001", "F15", "0.95", "95")]), "vi")

    assert data_sheet(mended.content)["F15"].value == 95
    assert data_sheet(mended.content)["F15"].number_format == "General"
    assert mended.changes[0].before == "0,95"


@pytest.mark.parametrize(
    ("finding", "typed"),
    [
        (number("NUM002", "D13", "60", "60"), "61"),  # not what the finding says any more
        (number("NUM002", "D13", "60", "sáu mươi"), "60"),
        (number("NUM002", "D13", "60", "Infinity"), "60"),
        (number("NUM002", "D13", "60", "1234567890123456"), "60"),  # more digits than Excel keeps
        (number("NUM002", "D999", "60", "60"), "60"),
        (number("NUM002", "D13", "", "60"), "60"),
        (number("NUM002", "D13", "=1+1", "2"), "=1+1"),
        (text("TXT003", "D13", text="60", suggestion="Thứ khác hẳn"), "60"),
        (text("TXT005", "D13", text="60", suggestion="61"), "60"),
        (text("HDR005", "D13", text="60", suggestion="Không có cột này"), "60"),
        (text("HDR005", "D13", text="60", suggestion="Giá trị"), "61"),
        (text("NUM003", "D13", text="60", suggestion="60"), "60"),
    ],
)
def test_what_is_in_doubt_is_left(finding: Finding, typed: str) -> None:
    form = Form()
    form.put("4.1", "numerator", typed)
    mended = mend(form.bytes(), view_of([finding]), "vi")

    assert mended.content is None
    assert mended.changes == ()
    assert mended.left == 1


def test_texts_are_put_right_each_in_its_own_way() -> None:
    form = Form()
    pieces = unicodedata.normalize("NFD", "Báo cáo số 4")
    form.put("4.1", "evidence", pieces)
    form.put("4.10", "evidence", "Báo\u00a0cáo \u200bsố 5 ")
    form.put("4.2", "name", "Hoà Bình")
    form.put("4.3", "evidence", "Ðã b\u0430n hành")  # Eth, and a Cyrillic а
    places = {
        code: form.cell(code, column).coordinate
        for code, column in (("4.1", "evidence"), ("4.10", "evidence"), ("4.2", "name"), ("4.3", "evidence"))
    }
    heading = form.heading("evidence").coordinate
    form.heading("evidence").value = "Tài liệu kiểm chứng."
    findings = (
        text("TXT001", places["4.1"]),
        text("TXT002", places["4.10"]),
        text("TXT003", places["4.2"], text="Hoà Bình", suggestion="Hòa Bình"),
        text("TXT005", places["4.3"], text="Ðã b\u0430n hành", suggestion="Đã ban hành"),
        text("HDR005", heading, text="Tài liệu kiểm chứng.", suggestion="Tài liệu kiểm chứng"),
    )
    mended = mend(form.bytes(), view_of(findings), "vi")

    assert differing(form.bytes(), mended.content) == {
        places["4.1"]: "Báo cáo số 4",
        places["4.10"]: "Báo cáo số 5",
        places["4.2"]: "Hòa Bình",
        places["4.3"]: "Đã ban hành",
        heading: "Tài liệu kiểm chứng",
    }
    assert mended.left == 0


def test_a_finding_in_several_cells_is_mended_in_each_with_its_own_text() -> None:
    form = Form()
    form.put("4.1", "evidence", "Báo\u00a0cáo 1")
    form.put("4.10", "evidence", "Báo\u00a0cáo 2")
    (finding,) = folded([text("TXT002", "K13"), text("TXT002", "K14")])
    mended = mend(form.bytes(), view_of([finding]), "vi")

    assert differing(form.bytes(), mended.content) == {"K13": "Báo cáo 1", "K14": "Báo cáo 2"}
    assert mended.left == 0


def test_a_finding_of_which_one_cell_is_in_doubt_is_left_though_the_others_are_mended() -> None:
    form = Form()
    form.say("4.1", "numerator", "60")
    form.say("4.10", "numerator", "61")
    (finding,) = folded([number("NUM002", "D13", "60", "60"), number("NUM002", "D14", "60", "60")])
    mended = mend(form.bytes(), view_of([finding]), "vi")

    assert differing(form.bytes(), mended.content) == {"D13": 60}
    assert mended.left == 1


def test_a_formula_stays_even_when_its_stored_result_is_what_the_finding_says() -> None:
    form = spoilt_form()
    form.put("4.1", "numerator", "=60+0")
    part = sheet_part(form.bytes())
    stored = part_of(form.bytes(), part).replace(b"<f>60+0</f><v />", b"<f>60+0</f><v>60</v>")
    data = with_parts(form.bytes(), {part: stored})

    assert b"<v>60</v>" in stored
    assert mend(data, view_of([number("NUM002", "D13", "60", "60")]), "vi").content is None


def test_two_findings_on_one_cell_are_both_mended_and_change_it_once() -> None:
    form = Form()
    form.put("4.1", "evidence", unicodedata.normalize("NFD", "Báo\u200b cáo"))
    mended = mend(form.bytes(), view_of([text("TXT002", "K13"), text("TXT001", "K13")]), "vi")

    assert [change.after for change in mended.changes] == ["Báo cáo"]
    assert mended.left == 0


def test_a_renamed_sheet_gets_its_name_back_where_others_mention_it_too() -> None:
    form = spoilt_form()
    form.sheet.title = "so lieu"
    other = form.workbook.create_sheet("Tính thử")
    other["A1"], other["A2"], other["A3"] = "='so lieu'!D13", "='so lieu'!D14*2", "'so lieu'! là tên cũ"
    data = form.bytes()
    assert b"'so lieu'!" in part_of(data, "xl/workbook.xml")  # what is printed on every page
    view = real_view(data)
    mended = mend(data, view, "vi")
    workbook = opened(mended.content)

    assert "SHT002" in {finding.code for finding in view.findings}
    assert mended.content is not None
    assert "SHT002" not in {finding.code for finding in check(mended.content).findings}
    assert layout.DATA_SHEET in workbook.sheetnames
    assert [workbook["Tính thử"][cell].value for cell in ("A1", "A2", "A3")] == [
        "='Số liệu'!D13",
        "='Số liệu'!D14*2",
        "'so lieu'! là tên cũ",
    ]
    assert b"so lieu" not in part_of(mended.content, "xl/workbook.xml")
    assert mended.changes[-1] == Change("Số liệu", "", "so lieu", "Số liệu", "SHT002")
    assert {change.sheet for change in mended.changes} == {"Số liệu"}
    assert data_sheet(mended.content)["D13"].value == 60


def test_a_sheet_is_not_renamed_onto_another() -> None:
    form = Form()
    form.workbook.create_sheet("so lieu")["A1"] = "khác"
    finding = found("SHT002", Severity.WARNING, "A1", NAME, sheet="so lieu")
    finding = replace(finding, facts={"found": "so lieu", "sheet": "Số liệu"})

    assert mend(form.bytes(), view_of([finding]), "vi").content is None


def test_parts_without_a_change_keep_their_bytes() -> None:
    content = mend(spoilt(), real_view(spoilt()), "vi").content
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(spoilt())) as old, zipfile.ZipFile(io.BytesIO(content)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        added = set(new.namelist()) - set(old.namelist())

    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        sheet_part(spoilt()),
    }
    assert added == {"xl/worksheets/cds-rank-changes.xml"}


def test_the_list_of_changes_is_a_sheet_of_texts_with_links() -> None:
    form = spoilt_form()
    form.say("1.1", "evidence", "=HYPERLINK(1)\u200b")
    data = form.bytes()
    view = real_view(data)
    odd = replace(view_of([text("TXT002", "K9")]).findings[0])
    mended = mend(data, replace(view, findings=(*view.findings, odd)), "vi")
    workbook = opened(mended.content)
    sheet = workbook[layout.CHANGES_SHEET]
    rows = [row for row in sheet.iter_rows(min_row=5) if row[0].value]

    assert workbook.sheetnames[-1] == layout.CHANGES_SHEET
    assert all(cell.data_type == "s" for row in rows for cell in row)
    assert ("K9", "=HYPERLINK(1)⟨U+200B⟩", "=HYPERLINK(1)") in {
        tuple(cell.value for cell in row[2:5]) for row in rows
    }
    assert [row[2].hyperlink.location for row in rows if row[2].hyperlink] == [
        f"'Số liệu'!{c.cell}" for c in mended.changes
    ]


@pytest.mark.parametrize("setting", [b"", b'<calcPr calcId="191029"/>', b"<calcPr fullCalcOnLoad='0' />"])
def test_excel_is_told_to_compute_what_depends_on_the_changes(setting: bytes) -> None:
    xml = re.sub(rb"<calcPr[^>]*/>", setting, part_of(spoilt(), "xl/workbook.xml"))
    mended = mend(with_parts(spoilt(), {"xl/workbook.xml": xml}), real_view(spoilt()), "vi")
    assert mended.content is not None
    written = part_of(mended.content, "xl/workbook.xml")

    assert written.count(b"<calcPr") == written.count(b'fullCalcOnLoad="1"') == 1
    assert written.index(b"</definedNames>") < written.index(b"<calcPr")


def test_the_next_run_replaces_the_list_and_adds_no_second_one() -> None:
    once = mend(spoilt(), real_view(spoilt()), "vi").content
    workbook = opened(once)
    sheet = workbook[layout.DATA_SHEET]
    sheet["F16"] = "12\u00a0"
    sheet["F16"].data_type = "s"
    saved = io.BytesIO()
    workbook.save(saved)
    again = mend(saved.getvalue(), real_view(saved.getvalue()), "vi")
    listed = opened(again.content)[layout.CHANGES_SHEET]

    assert opened(again.content).sheetnames.count(layout.CHANGES_SHEET) == 1
    assert len(opened(again.content).sheetnames) == len(workbook.sheetnames)
    assert [row[2] for row in listed.iter_rows(min_row=5, values_only=True) if row[0]] == ["F16"]


def test_a_forged_marker_does_not_let_the_list_overwrite_the_figures() -> None:
    xml = part_of(spoilt(), "xl/workbook.xml").decode()
    forged = f"<definedName name=\"{CHANGES_MARKER_NAME}\">'{layout.DATA_SHEET}'!$A$1</definedName>"
    data = with_other_parts(
        spoilt(), {"xl/workbook.xml": xml.replace("</definedNames>", forged + "</definedNames>").encode()}
    )
    mended = mend(data, real_view(spoilt()), "vi")

    assert forged in part_of(data, "xl/workbook.xml").decode()
    assert differing(spoilt(), mended.content) == {"D13": 60, "D14": 30, "F15": 95.5}
    assert mended.content is not None
    assert part_of(mended.content, "xl/workbook.xml").count(CHANGES_MARKER_NAME.encode()) == 1


def test_elements_with_a_prefix_are_mended_too() -> None:
    part = sheet_part(spoilt())
    xml = part_of(spoilt(), part).decode()
    prefixed = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x=", 1)
    data = with_other_parts(spoilt(), {part: prefixed.encode()})
    mended = mend(data, real_view(spoilt()), "vi")
    assert mended.content is not None

    assert differing(data, mended.content) == {"D13": 60, "D14": 30, "F15": 95.5}
    assert re.search(rb'<x:c r="D13"[^>]*><x:v>60</x:v></x:c>', part_of(mended.content, part))


def test_the_same_file_gives_the_same_bytes() -> None:
    view = real_view(spoilt())

    assert mend(spoilt(), view, "vi").content == mend(spoilt(), view, "vi").content


@pytest.mark.parametrize("data", [b"", b"not a zip", filled()[:5000]])
def test_what_is_no_workbook_is_left(data: bytes) -> None:
    assert mend(data, real_view(spoilt()), "vi").content is None
    with pytest.raises(PackageRefused):
        package_parts(data, 1 << 20)


def test_entities_and_parts_beyond_the_limit_are_refused() -> None:
    with pytest.raises(PackageRefused) as refused:
        package_parts(filled(), 1000)
    assert refused.value.too_large
    with pytest.raises(PackageRefused):
        package_parts(with_parts(filled(), {"xl/styles.xml": b"<!DOCTYPE a><a/>"}), 1 << 24)


def test_broken_xml_in_the_sheet_mends_nothing() -> None:
    data = with_parts(spoilt(), {sheet_part(spoilt()): b"<worksheet><sheetData><row>"})

    assert mend(data, real_view(spoilt()), "vi").content is None
