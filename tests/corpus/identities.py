"""Whose form it is, of which set and period: what the workbook says of itself, and where it says otherwise."""

from cds_rank.model import form_layout as layout
from tests.checks import forms
from tests.checks.forms import Form
from tests.corpus import office
from tests.corpus.registry import file_story, form_story

NOTHING = dict.fromkeys(office.AS_FILLED)


@form_story(("WBK001", ""), reads=NOTHING)
def table_in_a_new_workbook(form: Form) -> None:
    """The sheet was copied to an empty workbook; nothing says any more whose it is."""
    form.forget_properties()
    for title in (layout.META_SHEET, layout.LISTS_SHEET):
        del form.workbook[title]


@file_story(("WBK010", ""), reads=NOTHING)
def form_of_another_set() -> bytes:
    """Two sets are gathered at once, and the wrong form was sent."""
    return forms.filled()


@form_story(("WBK002", ""), reads=NOTHING)
def form_of_an_older_version(form: Form) -> None:
    """The form was sent out before the set was changed."""
    form.set_identity("set_version", "1.1.0")


@form_story(("WBK013", ""))
def set_changed_without_a_new_version(form: Form) -> None:
    """The province changed a maximum and kept the number of the version."""
    form.set_identity("set_digest", "0" * 64)


@form_story(("WBK014", ""))
def form_of_another_edition_of_the_program(form: Form) -> None:
    """Made by a later cds-rank."""
    form.set_identity("form_version", "2")


@file_story(("WBK003", ""), file=office.file_name("SYT", office.BEFORE))
def form_of_the_quarter_before() -> bytes:
    """Last quarter's form, sent once more."""
    return office.filled("SYT", office.BEFORE)


@file_story(("WBK003", ""))
def form_of_the_quarter_before_with_a_new_name() -> bytes:
    """The name of the file says the fourth quarter, the form the third."""
    return office.filled("SYT", office.BEFORE)


@file_story(("WBK004", ""), reads=NOTHING, file="SYTE_so-y-te_cds-mau_2022-Q4.xlsx")
def unit_that_no_list_has() -> bytes:
    """Made for another list of units."""
    return office.built(office.stranger("SYTE", "Sở Y tế"), figures=office.FIGURES)


@file_story(("KEY006", ""), reads=NOTHING, file="STTTT_so-thong-tin-va-truyen-thong_cds-mau_2022-Q4.xlsx")
def unit_merged_into_another() -> bytes:
    """The department has been merged, and its form was still in the drawer."""
    return office.built(office.stranger("STTTT", "Sở Thông tin và Truyền thông"), figures=office.FIGURES)


@form_story(("KEY005", ""), reads=NOTHING)
def unit_moved_to_another_group(form: Form) -> None:
    """The list was sorted anew after the forms had been sent out."""
    form.set_identity("group", "huyen")


@form_story(("WBK011", ""), reads=NOTHING)
def identity_edited_in_the_hidden_sheet(form: Form) -> None:
    """Somebody found the sheet; the properties of the document still say the other."""
    form.set_identity("unit", "STC", in_properties=False)


@form_story(("WBK012", ""), reads=NOTHING)
def identity_damaged_in_both_places(form: Form) -> None:
    """ "quý 4" is no period."""
    form.set_identity("period", "quý 4")


@form_story(("WBK015", "A4"))
def another_unit_typed_over_the_title(form: Form) -> None:
    """A neighbour's form was borrowed, and one's own name typed over the first line."""
    form.sheet["A4"] = "Đơn vị: Sở Tài chính (STC)"


@file_story(("FIL012", ""), file=office.file_name("STC"))
def file_named_after_another_unit() -> bytes:
    """SYT's form under the name of STC's."""
    return office.light()


@form_story()
def identity_only_in_the_properties(form: Form) -> None:
    """The hidden sheet was found and deleted: the properties are enough."""
    del form.workbook[layout.META_SHEET]


@form_story()
def identity_only_in_the_sheet(form: Form) -> None:
    """Programs on the web drop the properties: the sheet is enough."""
    form.forget_properties()
