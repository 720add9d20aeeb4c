"""Texts as keyboards, converters and other people's computers leave them."""

import unicodedata

from tests.checks.forms import Form
from tests.corpus.registry import EXPLAINED, form_story


@form_story(("TXT001", "K15"))
def evidence_typed_on_a_mac(form: Form) -> None:
    """Letters and marks apart (NFD)."""
    form.say("4.2", "evidence", unicodedata.normalize("NFD", "Báo cáo tổng kết năm 2022"))


@form_story(("TXT001", "B14"))
def locked_name_typed_again_on_a_mac(form: Form) -> None:
    """The name is the template's, only in NFD: it is not called changed besides."""
    form.put("4.10", "name", unicodedata.normalize("NFD", "Tỷ lệ hòa giải thành ở cơ sở"))


@form_story(("TXT001", "B9:B11, B13:B18, B20:B23 (13 ô)"))
def every_name_in_pieces(form: Form) -> None:
    """The whole column came from a Mac: one finding for all of it."""
    for row in (9, 10, 11, *range(13, 19), *range(20, 24)):
        cell = form.sheet.cell(row, 2)
        cell.value = unicodedata.normalize("NFD", str(cell.value))


@form_story(("TXT002", "K13:K14 (2 ô)"))
def evidence_pasted_from_a_web_page(form: Form) -> None:
    """No-break spaces between the words of two cells."""
    form.say("4.1", "evidence", "Báo\u00a0cáo 104/BC-SYT")
    form.say("4.10", "evidence", "Báo\u00a0cáo 105/BC-SYT")


@form_story(("TXT002", "K15"))
def evidence_pasted_from_zalo(form: Form) -> None:
    """A zero-width space in front."""
    form.say("4.2", "evidence", "\u200bBáo cáo 106/BC-SYT")


@form_story(("TXT003", "B14"))
def tone_on_the_other_vowel(form: Form) -> None:
    """hoà in the name, where the template has hòa."""
    form.put("4.10", "name", "Tỷ lệ hoà giải thành ở cơ sở")


@form_story(("TXT004", "K15"))
def evidence_in_tcvn3(form: Form) -> None:
    """Copied from a document in .VnTime."""
    form.say("4.2", "evidence", "B¸o c¸o kÕt qu¶ cña Së Y tÕ")


@form_story(("TXT004", "B15"))
def locked_name_in_tcvn3(form: Form) -> None:
    """The whole row was typed again with an old font; one cause, one finding."""
    form.say("4.2", "name", "Tû lÖ v¨n b¶n ®iÖn tö cã ch÷ ký sè")


@form_story(("TXT004", "K15"))
def evidence_in_vni(form: Form) -> None:
    """Copied from a document in VNI-Times."""
    form.say("4.2", "evidence", "Baùo caùo keát quaû cuûa Sôû Y teá")


@form_story(("TXT004", "J15"))
def status_in_vni(form: Form) -> None:
    """ "Đã có số liệu" with an old font: that the list has no such status is the same fault."""
    form.say("4.2", "status", "Ñaõ coù soá lieäu")


@form_story(("CEL002", "K15"))
def evidence_looked_up_and_not_found(form: Form) -> None:
    """#N/A where the number of a document should be."""
    form.put("4.2", "evidence", "#N/A")
    form.cell("4.2", "evidence").data_type = "e"


@form_story(("TXT005", "K15"))
def icelandic_letter_for_d(form: Form) -> None:
    """Ð looks like Đ and is found by no search."""
    form.say("4.2", "evidence", "Ðề án 06 của Chính phủ")


@form_story(("TXT005", "B15"))
def cyrillic_letter_in_the_locked_name(form: Form) -> None:
    """A Cyrillic "с" in "có", from a program that reads scans; the name is not called changed besides."""
    form.put("4.2", "name", str(form.cell("4.2", "name").value).replace("có", "\u0441ó"))


@form_story(("TXT006", "K15"))
def evidence_that_a_csv_would_execute(form: Form) -> None:
    """A text that begins with "=" and runs when the list is exported."""
    form.say("4.2", "evidence", '=HYPERLINK("http://vidu.vn";"Báo cáo")')


@form_story(("TXT006", "L15"))
def a_command_in_the_explanation(form: Form) -> None:
    """The classic of DDE."""
    form.say("4.2", "explanation", "=cmd|'/c calc'!A0")


@form_story(("TXT007", "K15"))
def a_whole_report_pasted_into_one_cell(form: Form) -> None:
    """Nine thousand characters of evidence; that there is evidence need not be doubted besides."""
    form.put("4.2", "evidence", "Báo cáo. " * 1000)


@form_story(("EVD001", "K15"))
def no_evidence(form: Form) -> None:
    """To be added later, and forgotten."""
    form.clear("4.2", "evidence")


@form_story(("EVD001", "K15", EXPLAINED))
def no_evidence_and_a_reason(form: Form) -> None:
    """A warning that the column "Giải trình" answers is listed and asks for nothing more."""
    form.clear("4.2", "evidence")
    form.put("4.2", "explanation", "Văn bản đang trình Chủ tịch tỉnh ký, gửi bổ sung trước ngày 10/01/2023")


@form_story(("EVD001", "K15"), ("EVD002", "L15"))
def no_evidence_and_an_empty_phrase(form: Form) -> None:
    """ "Đã kiểm tra" explains nothing."""
    form.clear("4.2", "evidence")
    form.put("4.2", "explanation", "Đã kiểm tra")


@form_story(("EVD003", "K15"))
def a_link_cut_in_two(form: Form) -> None:
    """http//: the colon got lost."""
    form.put("4.2", "evidence", "http//yenbai.gov.vn/vanban/125")


@form_story(("DAT004", "K15"))
def evidence_of_next_year(form: Form) -> None:
    """The year was mistyped: half a year after the period."""
    form.put("4.2", "evidence", "Báo cáo 106/BC-SYT ngày 15/12/2023")


@form_story(("DAT003", "K15"))
def evidence_of_the_31st_of_november(form: Form) -> None:
    """There is no such day."""
    form.put("4.2", "evidence", "Quyết định 125/QĐ-UBND ngày 31/11/2022")
