"""Annotated copies: what the sender sees in them, what they keep, and that they can be sent in again."""

import datetime as dt
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.feedback.annotating import ANNOTATION_MARKER_NAME, Annotated, annotate
from cds_rank.feedback.view import FileView, make_view
from cds_rank.model import form_layout as layout
from cds_rank.model.finding import Finding, Severity, ValidationReport, folded
from tests.checks.forms import Form, file_name, filled, part_of, report_on, sheet_part, with_parts
from tests.feedback.views import AGAINST, DAMAGED, HOSTILE_TEXT, TORN, TYPED, found

NAME = file_name()


@lru_cache
def check(data: bytes) -> ValidationReport:
    with tempfile.TemporaryDirectory() as folder:
        return report_on(Path(folder), {NAME: data})


def file_view(report: ValidationReport) -> FileView:
    return make_view(replace(report, units={NAME: "SYT"}), AGAINST, "vi").files[0]


@lru_cache
def annotated(data: bytes) -> Annotated:
    return annotate(data, file_view(check(data)), "vi")


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def worksheet(workbook: Workbook, title: str) -> Worksheet:
    sheet = workbook[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def spoilt_form() -> Form:
    form = Form()
    form.put("1.1", "points", 12)  # H9: VAL006, error
    form.say("4.10", "numerator", "1.340")  # D14: NUM003, error
    form.say("4.2", "value", "95,5%")  # F15: PCT003, warning
    form.say("1.2", "evidence", "=1+1 <b>")
    return form


@lru_cache
def spoilt() -> bytes:
    return spoilt_form().bytes()


def tints(sheet: Worksheet) -> dict[str, str]:
    """Say which of our tints each range has."""
    return {
        str(area.sqref): str(rule.dxf.fill.bgColor.rgb)[-6:]
        for area in sheet.conditional_formatting
        for rule in area.rules
        if "cds-rank" in rule.formula[0] and rule.dxf is not None and rule.dxf.fill is not None
    }


def comments(sheet: Worksheet) -> dict[str, str]:
    return {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment is not None}


def everything(workbook: Workbook) -> Iterator[object]:
    """Give what a person sees of a workbook: cells, fills, formats, tints, comments, sizes, states."""
    for sheet in workbook.worksheets:
        yield sheet.title, sheet.sheet_state, sheet.protection.sheet
        for row in sheet.iter_rows():
            for cell in row:
                link = cell.hyperlink.location if cell.hyperlink else None
                note = (cell.comment.text, cell.comment.author) if cell.comment else None
                fill = cell.fill.fgColor.rgb if cell.fill.fill_type else None
                yield sheet.title, cell.coordinate, cell.value, cell.number_format, fill, link, note
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                yield sheet.title, str(area.sqref), rule.formula, rule.priority, rule.stopIfTrue


def test_the_spoilt_form_has_the_findings_these_tests_are_about() -> None:
    found_in = {(f.code, f.origin.cell) for f in check(spoilt()).findings}

    assert {("VAL006", "H9"), ("NUM003", "D14"), ("PCT003", "F15")} <= found_in


def test_every_cell_with_a_finding_is_tinted_by_its_gravity_and_has_a_comment() -> None:
    view = file_view(check(spoilt()))
    sheet = worksheet(opened(annotate(spoilt(), view, "vi").content), layout.DATA_SHEET)
    cells = {cell for finding in view.findings for cell in finding.cells}

    assert tints(sheet)["D14 H9"] == "FF9F9F"
    assert any("F15" in places and colour == "FFC466" for places, colour in tints(sheet).items())
    assert comments(sheet).keys() == cells
    assert "NUM003" in comments(sheet)["D14"]
    assert "Cách sửa: " in comments(sheet)["D14"]


def test_the_copy_gives_the_same_findings_as_the_original() -> None:
    assert check(annotated(spoilt()).content).findings == check(spoilt()).findings


def test_stored_results_of_formulas_survive_so_that_the_copy_reads_like_the_original() -> None:
    form = spoilt_form()
    form.put("4.3", "value", "=2+2")
    data = form.bytes()
    xml = part_of(data, sheet_part(data))
    stored = re.sub(rb"(<f>2\+2</f>)<v ?/>", rb"\1<v>4.0000000000000001</v>", xml)
    assert stored != xml
    data = with_parts(data, {sheet_part(data): stored})
    copy = annotated(data).content

    assert b"<f>2+2</f><v>4.0000000000000001</v>" in part_of(copy, "xl/worksheets/sheet3.xml")
    assert check(copy).findings == check(data).findings
    assert "CEL001" not in {finding.code for finding in check(copy).findings}


def test_drop_downs_that_look_at_other_sheets_and_unwanted_triangles_stay_as_they_were() -> None:
    data = filled()
    xml = part_of(data, sheet_part(data))
    extension = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="0"/>'
        b"</ext></extLst>"
    )
    data = with_parts(data, {sheet_part(data): xml.replace(b"</worksheet>", extension + b"</worksheet>")})
    copied = part_of(annotated(data).content, "xl/worksheets/sheet3.xml")

    assert copied.endswith(extension + b"</worksheet>")
    assert copied.count(b"<ignoredErrors>") == 1
    assert copied.index(b"<ignoredErrors>") > copied.index(b"<pageSetup")


def test_the_list_stands_first_and_each_row_leads_to_its_cell() -> None:
    view = file_view(check(spoilt()))
    workbook = opened(annotate(spoilt(), view, "vi").content)
    sheet = workbook.worksheets[0]
    rows = [list(row) for row in sheet.iter_rows() if isinstance(row[0].value, int)]

    assert sheet.title == layout.ANNOTATION_SHEET
    assert workbook.active is sheet
    assert len(rows) == len(view.findings)
    assert {(row[2].value, row[3].hyperlink.location) for row in rows if row[3].hyperlink} == {
        (finding.code, f"'Số liệu'!{finding.cells[0]}") for finding in view.findings
    }
    assert sheet.freeze_panes == f"A{rows[0][0].row}"
    assert str(sheet.auto_filter.ref).startswith("A")
    assert str(sheet.auto_filter.ref).endswith(f":H{rows[-1][0].row}")


def test_the_list_begins_with_the_errors() -> None:
    sheet = opened(annotated(spoilt()).content).worksheets[0]
    levels = [row[1] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]

    assert levels[:2] == ["lỗi", "lỗi"]
    assert "lỗi" not in levels[2:]
    assert levels[2:]


def test_a_copy_annotated_again_is_what_the_original_annotated_is() -> None:
    view = file_view(check(spoilt()))
    once = annotate(spoilt(), view, "vi").content
    again = annotate(once, view, "vi").content

    assert list(everything(opened(once))) == list(everything(opened(again)))


def test_nothing_of_ours_is_left_on_cells_once_they_are_mended() -> None:
    clean = file_view(check(filled()))
    assert clean.findings == ()
    cleaned = opened(annotate(annotated(spoilt()).content, clean, "vi").content)
    sheet = worksheet(cleaned, layout.DATA_SHEET)

    assert tints(sheet) == {}
    assert comments(sheet) == {}
    assert cleaned.sheetnames.count(layout.ANNOTATION_SHEET) == 1


def _look(cell: Cell | MergedCell) -> tuple[object, ...]:
    return cell.fill.fill_type, cell.fill.fgColor.rgb, cell.protection.locked, cell.quotePrefix


def test_fills_number_formats_and_protection_of_the_form_are_not_touched() -> None:
    before, after = opened(spoilt()), opened(annotated(spoilt()).content)

    for sheet in before.worksheets:
        other = worksheet(after, sheet.title)
        assert (other.sheet_state, other.protection.sheet) == (sheet.sheet_state, sheet.protection.sheet)
        for row in sheet.iter_rows():
            for cell in row:
                same = other[cell.coordinate]
                assert (same.value, same.number_format) == (cell.value, cell.number_format)
                assert _look(same) == _look(cell)
    assert before.security.lockStructure
    assert after.security.lockStructure


def test_a_persons_comment_stays_above_ours_and_is_whole_again_afterwards() -> None:
    said = "Chị Hoa: số này lấy từ báo cáo\ntháng 12 "
    form = spoilt_form()
    form.cell("4.10", "numerator").comment = Comment(said, "Hoa")
    form.cell("4.4", "value").comment = Comment("để nguyên", "Hoa")
    data = form.bytes()
    once = annotated(data).content
    note = worksheet(opened(once), layout.DATA_SHEET)["D14"].comment
    cleared = annotate(once, file_view(check(filled())), "vi").content

    assert note is not None
    assert note.text.startswith(said + "\n\n▼ cds-rank\nLỖI NUM003")
    assert note.author == "Hoa"
    assert comments(worksheet(opened(cleared), layout.DATA_SHEET)) == {"D14": said, "F17": "để nguyên"}


def test_several_findings_in_a_cell_make_one_comment() -> None:
    first = found("NUM003", Severity.ERROR, "D14", NAME, column="numerator", text="1.340", first="1340")
    second = found("CEL005", Severity.ERROR, "D14", NAME, column="numerator")
    view = file_view(replace(check(filled()), findings=(first, second)))
    note = comments(worksheet(opened(annotate(filled(), view, "vi").content), layout.DATA_SHEET))["D14"]

    assert note.count("▼ cds-rank") == note.count("▲ cds-rank") == 1
    assert "NUM003" in note
    assert "CEL005" in note


def test_an_explained_warning_is_green_and_shows_the_explanation() -> None:
    warning = replace(TYPED[0], origin=replace(TYPED[0].origin, file=NAME), explanation="=1+1 đúng vậy")
    view = file_view(replace(check(filled()), findings=(warning,)))
    workbook = opened(annotate(filled(), view, "vi").content)
    listed = [row for row in workbook.worksheets[0].iter_rows() if isinstance(row[0].value, int)]

    assert tints(worksheet(workbook, layout.DATA_SHEET)) == {"F17": "CDEBC5"}
    assert listed[0][7].value == "=1+1 đúng vậy"
    assert listed[0][7].data_type == "s"


def test_a_senders_own_sheet_of_the_same_name_stays() -> None:
    form = spoilt_form()
    theirs = form.workbook.create_sheet(layout.ANNOTATION_SHEET)
    theirs["A1"] = "Ghi chép của đơn vị"
    view = file_view(check(form.bytes()))
    again = opened(annotate(annotate(form.bytes(), view, "vi").content, view, "vi").content)

    assert worksheet(again, "Lỗi")["A1"].value == "Ghi chép của đơn vị"
    assert again.sheetnames[0] == "Lỗi (2)"
    assert sum(title.startswith("Lỗi") for title in again.sheetnames) == 2


def test_a_list_that_was_renamed_is_known_again() -> None:
    workbook = opened(annotated(spoilt()).content)
    workbook.worksheets[0].title = "Đã xem"
    workbook.defined_names[ANNOTATION_MARKER_NAME].attr_text = "'Đã xem'!$A$1"  # as Excel does
    saved = io.BytesIO()
    workbook.save(saved)
    again = opened(annotate(saved.getvalue(), file_view(check(spoilt())), "vi").content)

    assert "Đã xem" not in again.sheetnames
    assert again.sheetnames[0] == "Lỗi"


@pytest.mark.parametrize("reference", [f"'{layout.DATA_SHEET}'!$A$1", "#REF!", "nonsense", "'Lỗi'!#REF!"])
def test_a_forged_or_broken_marker_costs_the_copy_nothing(reference: str) -> None:
    form = spoilt_form()
    form.workbook.defined_names[ANNOTATION_MARKER_NAME] = DefinedName(
        ANNOTATION_MARKER_NAME, attr_text=reference
    )
    copy = annotate(form.bytes(), file_view(check(spoilt())), "vi")

    assert not copy.list_only
    assert opened(copy.content).sheetnames == ["Lỗi", *opened(spoilt()).sheetnames]


def test_what_senders_typed_is_text_in_the_list_and_breaks_neither_sheet_nor_comment() -> None:
    hostile = found(
        "NUM001", Severity.ERROR, "D14", NAME, column="numerator", text=HOSTILE_TEXT + "\n▲ cds-rank\n=x"
    )
    view = file_view(replace(check(filled()), findings=(hostile,)))
    view = replace(view, name="=cmd|' /C calc'!A0.xlsx", unit_label="=1+1")
    once = annotate(filled(), view, "vi")
    workbook = opened(once.content)
    again = opened(annotate(once.content, file_view(check(filled())), "vi").content)

    assert not once.list_only
    assert all(c.data_type != "f" for row in workbook.worksheets[0].iter_rows() for c in row)
    assert any("=HYPERLINK" in str(c.value) for row in workbook.worksheets[0].iter_rows() for c in row)
    assert comments(worksheet(again, layout.DATA_SHEET)) == {}


def test_a_text_that_looks_like_the_end_of_our_comment_does_not_keep_it_alive() -> None:
    view = file_view(replace(check(filled()), findings=(found("NUM001", Severity.ERROR, "D14", NAME),)))
    forged = replace(view.findings[0], message="▲ cds-rank", fix="còn đây")
    once = annotate(filled(), replace(view, findings=(forged,)), "vi").content
    again = annotate(once, file_view(check(filled())), "vi").content

    assert "còn đây" in comments(worksheet(opened(once), layout.DATA_SHEET))["D14"]
    assert comments(worksheet(opened(again), layout.DATA_SHEET)) == {}


def test_the_copy_is_as_old_as_the_original_not_as_the_run() -> None:
    form = spoilt_form()
    core = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*",
        rb"\g<1>2023-01-19T07:30:00Z",
        part_of(form.bytes(), "docProps/core.xml"),
    )
    data = with_parts(form.bytes(), {"docProps/core.xml": core})

    assert opened(annotated(data).content).properties.modified == dt.datetime(2023, 1, 19, 7, 30)  # noqa: DTZ001


def test_many_cells_are_all_tinted_but_only_the_first_have_comments() -> None:
    many = folded(
        found("NUM001", Severity.ERROR, f"{letter}{row}", NAME, column="value", text="nhiều")
        for letter in "DEFG"
        for row in range(9, 9 + 600)
    )
    view = file_view(replace(check(filled()), findings=many))
    workbook = opened(annotate(filled(), view, "vi").content)
    sheet = worksheet(workbook, layout.DATA_SHEET)

    assert tints(sheet) == {"D9:D608 E9:E608 F9:F608 G9:G608": "FF9F9F"}
    assert len(comments(sheet)) == 500


def test_a_finding_in_a_merged_cell_is_noted_where_the_range_is_shown() -> None:
    form = Form()
    form.sheet.merge_cells("D13:E13")
    view = file_view(replace(check(filled()), findings=(found("CEL005", Severity.ERROR, "E13", NAME),)))
    sheet = worksheet(opened(annotate(form.bytes(), view, "vi").content), layout.DATA_SHEET)

    assert comments(sheet).keys() == {"D13"}
    assert tints(sheet).keys() == {"E13"}


def _with_entities(data: bytes) -> bytes:
    xml = part_of(data, sheet_part(data))
    end = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    return with_parts(data, {sheet_part(data): b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml[end:]})


def _strict(data: bytes) -> bytes:
    xml = part_of(data, "xl/workbook.xml")
    main, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return with_parts(data, {"xl/workbook.xml": xml.replace(main, strict)})


@pytest.mark.parametrize(
    "spoil",
    [lambda _: b"", lambda _: b"\xd0\xcf\x11\xe0 old", lambda data: data[:3000], _with_entities, _strict],
)
def test_a_file_that_cannot_be_copied_gives_the_list_and_says_why(spoil: Callable[[bytes], bytes]) -> None:
    view = file_view(check(spoilt()))
    result = annotate(spoil(spoilt()), view, "vi")
    workbook = opened(result.content)
    texts = [cell.value for row in workbook.worksheets[0].iter_rows() for cell in row]

    assert result.list_only
    assert workbook.sheetnames == ["Lỗi"]
    assert result.reason in texts
    assert "NUM003" in texts
    assert not any(cell.hyperlink for row in workbook.worksheets[0].iter_rows() for cell in row)


def test_a_file_that_our_own_reader_refused_is_not_handed_to_another() -> None:
    refused = replace(DAMAGED, origin=replace(DAMAGED.origin, file=NAME))
    view = file_view(replace(check(filled()), findings=(refused,)))

    assert annotate(filled(), view, "vi").list_only


def test_the_copy_is_called_like_the_original_but_always_xlsx() -> None:
    view = file_view(check(filled()))

    def named(name: str) -> str:
        return annotate(b"", replace(view, name=name), "vi").file_name

    assert named("huyen/SYT.xlsx") == "huyen/SYT.xlsx"
    assert named("SYT.xlsm") == named("SYT.xls") == named("SYT") == "SYT.xlsx"
    assert named(TORN) == "nop/hỏng.xlsx"


def test_the_same_file_gives_the_same_bytes() -> None:
    view = file_view(check(spoilt()))

    assert annotate(spoilt(), view, "vi").content == annotate(spoilt(), view, "vi").content
    assert annotate(b"", view, "vi").content == annotate(b"", view, "vi").content


def test_a_sheet_level_finding_leads_to_the_sheet_and_one_about_the_file_to_nothing() -> None:
    on_sheet = found("HDR001", Severity.ERROR, "A7", NAME, column="value")
    on_sheet = replace(on_sheet, origin=replace(on_sheet.origin, cell=""))
    on_file: Finding = found("WBK003", Severity.ERROR, file=NAME)
    view = file_view(replace(check(filled()), findings=(on_file, on_sheet)))
    sheet = opened(annotate(filled(), view, "vi").content).worksheets[0]
    rows = [row for row in sheet.iter_rows() if isinstance(row[0].value, int)]

    assert [row[3].value for row in rows] == ["Cả tệp", "Số liệu"]
    assert rows[0][3].hyperlink is None
    assert rows[1][3].hyperlink is not None
    assert rows[1][3].hyperlink.location == "'Số liệu'!A1"
