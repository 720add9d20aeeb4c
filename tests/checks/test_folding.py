"""One fault down a column of a real form is one finding with all its cells, and is known again later."""

from pathlib import Path

from cds_rank.wording.findings import finding_text
from tests.checks import forms
from tests.checks.forms import FIGURES, Form, places


def test_a_column_left_empty_is_one_finding(tmp_path: Path) -> None:
    form = Form()
    for code in FIGURES:
        form.clear(code, "evidence")

    (found,) = forms.findings_in(tmp_path, form.bytes())

    assert places([found]) == [("EVD001", "Số liệu!K9:K11, K13:K17 (8 ô)")]
    assert found.indicators == tuple(sorted(FIGURES, key=form.row))
    assert (found.row, found.indicator) == (9, "1.1")
    assert "vào ô K9:K11, K13:K17;" in finding_text(found, "vi").fix


def test_what_was_typed_differently_is_told_apart(tmp_path: Path) -> None:
    form = Form()
    for code, typed in (("4.2", "12 hồ sơ"), ("4.3", "12 hồ sơ"), ("4.4", "13 hồ sơ")):
        form.say(code, "value", typed)

    assert places(forms.findings_in(tmp_path, form.bytes())) == [
        ("NUM007", "Số liệu!F15:F16 (2 ô)"),
        ("NUM007", "Số liệu!F17"),
    ]


def test_one_text_in_two_columns_is_two_findings(tmp_path: Path) -> None:
    form = Form()
    for column in ("numerator", "denominator"):
        form.say("4.1", column, "nhiều")

    assert places(forms.findings_in(tmp_path, form.bytes())) == [
        ("NUM001", "Số liệu!D13"),
        ("NUM001", "Số liệu!E13"),
    ]


def test_hidden_rows_are_named_together(tmp_path: Path) -> None:
    form = Form()
    for code in ("4.1", "4.10", "4.4"):
        form.sheet.row_dimensions[form.row(code)].hidden = True

    (found,) = forms.findings_in(tmp_path, form.bytes())

    assert places([found]) == [("SHT007", "Số liệu!A13:A14, A17 (3 ô)")]
    assert "Hàng 13–14, 17 của bảng" in finding_text(found, "vi").message


def test_a_finding_is_known_again_after_rows_were_put_in_above_the_table(tmp_path: Path) -> None:
    prints = []
    for rows in (0, 3):
        form = Form()
        form.clear("4.2", "evidence")
        form.clear("4.3", "evidence")
        form.say("4.4", "value", "1.340")
        form.sheet.row_dimensions[form.row("1.1")].hidden = True
        if rows:
            form.sheet.row_dimensions[form.row("1.1")].hidden = False
            form.sheet.insert_rows(1, rows)
            form.sheet.row_dimensions[form.row("1.1")].hidden = True
        found = forms.findings_in(tmp_path, form.bytes())
        assert {finding.code for finding in found} == {"SHT007", "EVD001", "NUM003"}
        prints.append([finding.fingerprint for finding in found])

    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 3
