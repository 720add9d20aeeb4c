"""Which heading is meant for which column, and when it cannot be told."""

from pathlib import Path

import pytest

from tests.checks import forms
from tests.checks.forms import Form, places


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("numerator", "Số tử"),
        ("numerator", "Tử số (hồ sơ)"),
        ("denominator", "Mẫu sô"),
        ("unit_of_measure", "ĐVT"),
        ("evidence", "Tài liệu minh chứng"),
        ("explanation", "Ghi chú"),
    ],
)
def test_a_reworded_heading_is_understood_and_told(column: str, typed: str, tmp_path: Path) -> None:
    form = Form()
    cell = form.heading(column)
    cell.value = typed

    assert places(forms.findings_in(tmp_path, form.bytes())) in (
        [("HDR005", f"Số liệu!{cell.coordinate}")],
        [],  # "Mẫu sô" without its marks is "Mẫu số"
    )
    assert len(forms.observed(tmp_path, form.bytes())) == len(forms.FIGURES)


@pytest.mark.parametrize("typed", ["Cột mới", "Số", "Kỳ trước"])
def test_a_heading_that_may_mean_anything_is_a_missing_column(typed: str, tmp_path: Path) -> None:
    form = Form()
    form.heading("numerator").value = typed

    assert ("HDR001", f"Số liệu!A{form_header(form)}") in places(forms.findings_in(tmp_path, form.bytes()))


def test_of_two_swapped_headings_neither_is_guessed(tmp_path: Path) -> None:
    """Both are the form's own, in each other's place: the figures go where the headings say."""
    form = Form()
    first, second = form.heading("numerator"), form.heading("denominator")
    first.value, second.value = second.value, first.value

    assert "HDR004" in {code for code, _ in places(forms.findings_in(tmp_path, form.bytes()))}


def form_header(form: Form) -> int:
    """Give the row of the headings, whichever heading was changed."""
    return form.heading("status").row
