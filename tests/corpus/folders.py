"""Folders: who sent twice, who sent something else, who sent nothing."""

from tests.checks.forms import Form
from tests.corpus import office
from tests.corpus.registry import Files, folder_story


def changed(code: str, **values: float) -> bytes:
    """Give a unit's form with other values: i42=40 for 4.2."""
    return office.filled(
        code, office.PERIOD, tuple((f"{key[1]}.{key[2:]}", str(v)) for key, v in values.items())
    )


def everybody() -> Files:
    """Give a form from every unit, each with a value of its own for 4.2."""
    forms = {
        office.file_name(code): changed(code, i42=60 + 3 * place)
        for place, code in enumerate(office.DEPARTMENTS)
    }
    return forms | {office.file_name("132"): office.filled("132")}


def without(*codes: str) -> Files:
    """Give everybody's forms but these units'."""
    files = everybody()
    for code in codes:
        del files[office.file_name(code)]
    return files


@folder_story()
def everybody_sent_theirs() -> Files:
    """A folder in order."""
    return everybody()


@folder_story(("KEY007", "SCT"), ("KEY007", "132"))
def two_units_sent_nothing() -> Files:
    """They are named, and nobody else."""
    return without("SCT", "132")


SYT, SECOND = office.file_name("SYT"), "SYT (sửa).xlsx"


@folder_story(("FIL011", SYT), ("FIL011", SECOND))
def two_different_files_of_one_unit() -> Files:
    """A mended file came, and the first one stayed in the folder."""
    return everybody() | {SECOND: changed("SYT", i42=70)}


@folder_story(("FIL014", "zalo/SYT (1).xlsx"))
def the_same_file_by_mail_and_by_zalo() -> Files:
    """To the byte the same: it counts once."""
    return everybody() | {"zalo/SYT (1).xlsx": everybody()[SYT]}


@folder_story(("FIL015", ""))
def scans_and_archives_beside_the_workbooks() -> Files:
    """A .rar and a signed scan; there may be figures in them."""
    return everybody() | {"SYT.rar": b"Rar!\x1a\x07", "công văn/BC 125.pdf": b"%PDF-1.7"}


@folder_story(("FIL015", ""), ("KEY007", "SCT"))
def a_unit_that_sent_only_a_scan() -> Files:
    """The signed scan is no workbook: the unit has sent nothing that can be read."""
    return without("SCT") | {"SCT_so-cong-thuong.pdf": b"%PDF-1.7"}


@folder_story(("FIL010", office.file_name("SCT")), locked=(office.file_name("SCT"),))
def a_file_open_in_excel() -> Files:
    """It cannot be read; its name says whose it is, so that the unit has not sent nothing."""
    return everybody()


@folder_story()
def owner_files_and_hidden_files() -> Files:
    """Excel's ~$ files, and what Macs leave behind."""
    return everybody() | {f"~${SYT}": b"\x04Hoa" + bytes(160), "._SYT.xlsx": b"\0\5\26\7"}


@folder_story(("FIL005", office.file_name("SCT")))
def one_broken_file_among_many() -> Files:
    """One finding, the others are checked, and the unit is not said to have sent nothing."""
    return everybody() | {office.file_name("SCT"): everybody()[office.file_name("SCT")][:9000]}


@folder_story(
    ("FIL012", office.file_name("SCT")),
    ("FIL011", SYT),
    ("FIL011", office.file_name("SCT")),
    ("KEY007", "SCT"),
)
def a_neighbours_form_under_ones_own_name() -> Files:
    """SCT sent SYT's form: what is in it stands against SYT's own."""
    return everybody() | {office.file_name("SCT"): changed("SYT", i42=70)}


@folder_story(("WBK003", office.file_name("SYT", office.BEFORE)))
def last_quarters_file_left_in_the_folder() -> Files:
    """It is wrong for its period, and no second version of this quarter's."""
    return everybody() | {office.file_name("SYT", office.BEFORE): office.filled("SYT", office.BEFORE)}


FORMER = "STTTT_so-thong-tin-va-truyen-thong.xlsx"


@folder_story(("KEY006", FORMER), ("KEY007", "SKHCN"))
def the_merged_department_still_reports_by_itself() -> Files:
    """The old department's form came, the new one's did not."""
    old = office.built(office.stranger("STTTT", "Sở Thông tin và Truyền thông"), figures=office.FIGURES)
    return without("SKHCN") | {FORMER: old}


@folder_story(("VAL010", f"{office.file_name('SXD')} ▸ Số liệu!F15"))
def one_unit_far_from_the_others() -> Files:
    """3 where all others have 60 to 78: for the province to ask about."""
    return everybody() | {office.file_name("SXD"): changed("SXD", i42=3)}


@folder_story(("VAL001", f"{office.file_name('SXD')} ▸ Số liệu!F15"))
def impossible_and_far_from_the_others() -> Files:
    """600 %: that it is far from the others is not said besides."""
    return everybody() | {office.file_name("SXD"): changed("SXD", i42=600)}


@folder_story(("NUM003", f"{SYT} ▸ Số liệu!F20"), ("FIL002", office.file_name("132")))
def a_web_page_and_an_ambiguous_dot() -> Files:
    """Each file its own finding."""
    form = Form(everybody()[SYT])
    form.say("001", "value", "1.340")
    return everybody() | {
        SYT: form.bytes(),
        office.file_name("132"): b"<html><table><tr><td>1</td></tr></table></html>",
    }
