"""Which submissions are scored, which units stand unranked and why: folders as they come in."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from cds_rank import workflow
from cds_rank.checks.admission import Admission, admit
from cds_rank.checks.context import Context
from cds_rank.checks.run import run_checks
from cds_rank.forms.workbook import form_file_name
from cds_rank.model.method import StageUsed
from cds_rank.model.observation import ObservationStatus
from cds_rank.model.result import Result, Unranked, UnrankedReason
from cds_rank.reading.definitions import load_definitions
from cds_rank.workflow import Choices
from tests.checks import forms
from tests.checks.forms import Form, filled


def admitted(
    folder: Path, files: Mapping[str, bytes], context: Context | None = None, *, accept_errors: bool = False
) -> Admission:
    context = context or forms.context_of()
    read = []
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        read.append(forms.read(path, context, name))
    report = run_checks(read, context, whole_list=True)
    return admit(read, report, context, accept_errors=accept_errors)


def units(admission: Admission) -> list[str]:
    return [unit.code for unit in admission.dataset.units]


def spoilt(code: str, column: str, value: object, unit: str = "SYT") -> bytes:
    form = Form(filled(unit))
    form.put(code, column, value)
    return form.bytes()


WITH_ERROR = ("4.2", "value", 101)  # VAL001
WITH_WARNING = ("4.2", "evidence", None)  # EVD001
CUT_OFF = filled("STC")[:3000]


def test_units_are_admitted_in_the_order_of_the_list_whatever_their_files_are_called(tmp_path: Path) -> None:
    files = {"a.xlsx": filled("SNV"), "b.xlsx": filled("STC"), "c.xlsx": filled()}

    assert units(admitted(tmp_path, files)) == ["SYT", "STC", "SNV"]


def test_a_warning_does_not_refuse(tmp_path: Path) -> None:
    admission = admitted(tmp_path, {"SYT_1.xlsx": spoilt(*WITH_WARNING)})

    assert (units(admission), admission.refused_units, admission.refused_files) == (["SYT"], {}, ())


def test_an_error_refuses_its_own_unit_and_nobody_else(tmp_path: Path) -> None:
    admission = admitted(tmp_path, {"SYT_1.xlsx": spoilt(*WITH_ERROR), "STC_1.xlsx": filled("STC")})

    assert units(admission) == ["STC"]
    assert admission.refused_files == ("SYT_1.xlsx",)
    facts = {"files": "SYT_1.xlsx", "codes": "VAL001", "errors": "1"}
    assert admission.refused_units == {"SYT": Unranked("SYT", UnrankedReason.REFUSED, facts)}


def test_a_file_that_nobody_can_read_is_its_units_by_its_name(tmp_path: Path) -> None:
    admission = admitted(tmp_path, {"STC_so-tai-chinh_bo-thu_2022-Q4.xlsx": CUT_OFF})

    assert admission.refused_units["STC"].facts["codes"] == "FIL005"


@pytest.mark.parametrize("name", ["lung-tung.xlsx", "XYZ_la.xlsx", "_.xlsx", "STC.xlsx"])
def test_a_file_that_nobody_can_read_and_that_names_nobody_is_still_named(name: str, tmp_path: Path) -> None:
    admission = admitted(tmp_path, {name: CUT_OFF})

    assert ({}, (name,)) == (admission.refused_units, admission.refused_files)


@pytest.mark.parametrize("code", ["STC", "133", "P.014", "P_014", "Đ1", "A/1", "CON", "con"])
def test_the_template_writes_names_by_which_a_broken_file_is_known(code: str, tmp_path: Path) -> None:
    units = forms.changed(forms.UNITS)
    units["units"][1]["code"] = code
    context = forms.context_of(units=units)
    name = form_file_name(context.unit_list.by_code[code], "bo-thu", context.period)

    assert list(admitted(tmp_path, {name: CUT_OFF}, context).refused_units) == [code]


@pytest.mark.parametrize("order", [1, -1])
def test_a_good_file_beside_an_unreadable_one_is_scored(order: int, tmp_path: Path) -> None:
    files = {"STC_hong.xlsx": CUT_OFF, "STC_tot.xlsx": filled("STC")}

    admission = admitted(tmp_path, dict(list(files.items())[::order]))

    assert (units(admission), admission.refused_units) == (["STC"], {})
    assert admission.refused_files == ("STC_hong.xlsx",)


def test_the_same_bytes_twice_are_scored_once(tmp_path: Path) -> None:
    admission = admitted(tmp_path, {"SYT_1.xlsx": filled(), "SYT_2.xlsx": filled()})

    assert units(admission) == ["SYT"]
    assert {1} == {len(stages) for stages in admission.dataset.observations.values()}


def test_a_broken_file_sent_twice_is_refused_once(tmp_path: Path) -> None:
    data = spoilt(*WITH_ERROR)

    admission = admitted(tmp_path, {"SYT_1.xlsx": data, "SYT_2.xlsx": data})

    assert admission.refused_units["SYT"].facts["codes"] == "VAL001"


@pytest.mark.parametrize("accept_errors", [False, True])
def test_of_two_versions_neither_is_scored(accept_errors: bool, tmp_path: Path) -> None:
    files = {"SYT_1.xlsx": filled(), "SYT_2.xlsx": spoilt("4.2", "value", 90)}

    admission = admitted(tmp_path, files, accept_errors=accept_errors)

    assert units(admission) == []
    assert admission.refused_units["SYT"].facts["files"] == "SYT_1.xlsx, SYT_2.xlsx"


def test_a_unit_whose_last_quarters_file_lies_in_the_folder_is_ranked_on_this_quarters(
    tmp_path: Path,
) -> None:
    files = {"SYT_1.xlsx": filled(), "SYT_2.xlsx": filled("SYT", "2022-Q3")}

    admission = admitted(tmp_path, files)

    assert (units(admission), admission.refused_units) == (["SYT"], {})


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("period", "2022-Q3", "WBK003"),
        ("set_id", "bo-khac", "WBK010"),
        ("set_digest", "thiếu", "WBK012"),
        ("group", "huyen", "KEY005"),
        ("form_version", "2", "WBK014"),
    ],
)
def test_figures_of_which_is_not_clear_whose_they_are_are_never_accepted(
    key: str, value: str, code: str, tmp_path: Path
) -> None:
    form = Form()
    form.set_identity(key, value)

    admission = admitted(tmp_path, {"SYT_1.xlsx": form.bytes()}, accept_errors=True)

    assert (units(admission), code) == ([], admission.refused_units["SYT"].facts["codes"].split(", ")[0][:6])


def test_a_form_with_another_units_name_typed_over_it_is_never_accepted(tmp_path: Path) -> None:
    form = Form()
    form.sheet["A4"] = "Đơn vị: Sở Tài chính (STC)"

    admission = admitted(tmp_path, {"SYT_1.xlsx": form.bytes()}, accept_errors=True)

    assert (units(admission), admission.refused_units["SYT"].facts["codes"]) == ([], "WBK015")


def test_the_figures_of_a_unit_that_was_merged_are_nobodys(tmp_path: Path) -> None:
    """Two communes that became one would both count as the new one, whichever came last."""
    old = {"code": "SYX", "name": "Sở Y tế cũ", "became": ["SYT"], "status": "confirmed", "source": "NQ 1"}
    context = forms.context_of(units=forms.UNITS | {"former": [old]})
    form = Form()
    form.set_identity("unit", "SYX")

    admission = admitted(tmp_path, {"a.xlsx": form.bytes()}, context, accept_errors=True)

    assert (units(admission), admission.refused_units, admission.refused_files) == ([], {}, ("a.xlsx",))


def test_a_table_of_another_set_is_never_accepted(tmp_path: Path) -> None:
    form = Form()
    for row in range(18, 29):
        form.sheet.cell(row, 1).value = f"CQS-{row}"

    admission = admitted(tmp_path, {"SYT_1.xlsx": form.bytes()}, accept_errors=True)

    assert (units(admission), admission.refused_units["SYT"].facts["codes"]) == ([], "KEY010")


def test_an_explained_warning_does_not_refuse_and_an_explained_error_does(tmp_path: Path) -> None:
    told = "Tăng vì từ tháng 10 có thêm 12 xã nộp hồ sơ trực tuyến"
    files = {}
    for unit, fault in (("SYT", ("4.2", "value", 0.5)), ("STC", WITH_ERROR)):
        form = Form(filled(unit))
        form.put(*fault)
        form.put("4.2", "explanation", told)
        files[f"{unit}_1.xlsx"] = form.bytes()

    admission = admitted(tmp_path, files)

    assert (units(admission), list(admission.refused_units)) == (["SYT"], ["STC"])


def test_a_file_nobody_can_read_is_not_accepted_either(tmp_path: Path) -> None:
    admission = admitted(tmp_path, {"STC_1.xlsx": CUT_OFF}, accept_errors=True)

    assert (units(admission), list(admission.refused_units)) == ([], ["STC"])


def test_accepted_errors_leave_what_cannot_be_read_unread(tmp_path: Path) -> None:
    data = spoilt("4.2", "value", "12 hồ sơ")

    admission = admitted(tmp_path, {"SYT_1.xlsx": data}, accept_errors=True)

    assert (units(admission), admission.refused_files) == (["SYT"], ())
    (observation,) = admission.dataset.observations["SYT", "4.2"]
    assert (observation.status, observation.value) == (ObservationStatus.UNREADABLE, None)


# --- from files to ranks


def ranked(
    folder: Path, files: Mapping[str, bytes], choices: Choices | None = None, *, accept_errors: bool = False
) -> Result:
    set_path = forms.write_definitions(folder / "bo")
    for name, data in files.items():
        path = folder / "nop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    load_definitions(set_path, (set_path.parent,))
    choices = choices or Choices(str(set_path), None, "2022-Q4")
    validated = workflow.validate(workflow.find_sources([folder / "nop"]), choices, whole_list=True)
    return workflow.compute(validated, choices, created_at="", tool_version="0", accept_errors=accept_errors)


def test_the_whole_way_gives_the_points_one_can_add_up_by_hand(tmp_path: Path) -> None:
    result = ranked(tmp_path, {"SYT_1.xlsx": filled()})
    (entry,) = result.rankings[0].ranked

    assert (entry.earned, entry.attainable) == (Fraction(forms.EARNED), Fraction(forms.ATTAINABLE))
    assert str(entry.published) == "67.81"  # 54,25 / 80 = 67,8125 %


def test_everybody_has_a_place_or_a_reason(tmp_path: Path) -> None:
    result = ranked(tmp_path, {"SYT_1.xlsx": filled(), "STC_1.xlsx": CUT_OFF})
    so, huyen = result.rankings

    assert [entry.unit for entry in so.ranked] == ["SYT"]
    assert [(entry.unit, entry.reason) for entry in so.unranked] == [
        ("STC", UnrankedReason.REFUSED),
        ("SNV", UnrankedReason.NOT_SUBMITTED),
    ]
    assert [(entry.unit, entry.reason) for entry in huyen.unranked] == [("132", UnrankedReason.NOT_SUBMITTED)]


def test_files_of_another_set_and_of_unknown_units_are_named_and_rank_nobody(tmp_path: Path) -> None:
    stranger, other = Form(), Form(filled("STC"))
    stranger.set_identity("unit", "XYZ")
    other.set_identity("set_id", "bo-khac")

    result = ranked(tmp_path, {"a.xlsx": stranger.bytes(), "b.xlsx": other.bytes(), "c.xlsx": filled("SNV")})

    assert result.refused_files == ("a.xlsx", "b.xlsx")
    assert [entry.unit for entry in result.rankings[0].ranked] == ["SNV"]


def test_both_stages_are_read_and_neither_caps_the_other(tmp_path: Path) -> None:
    """Self-assessed 8,5; verified 9: the final stage counts 9, the other its own."""
    data = spoilt("1.1", "verified_points", 9)
    final = ranked(tmp_path / "a", {"SYT_1.xlsx": data})
    set_path = str(tmp_path / "a" / "bo" / "bo-thu.yaml")
    own = Choices(set_path, None, "2022-Q4", StageUsed.SELF_ASSESSED)
    unverified = ranked(tmp_path / "a", {}, own)

    assert tuple(float(r.scores["SYT"].nodes["1.1"].earned) for r in (final, unverified)) == (9, 8.5)


def test_subfolders_are_searched_and_what_is_no_submission_is_passed_over(tmp_path: Path) -> None:
    files = {
        "so/SYT_1.xlsx": filled(),
        "huyen/sau/132_1.xlsx": filled("132"),
        "so/~$SYT_1.xlsx": b"\x05Admin",
        ".an.xlsx": b"x",
        "ghi-chu.txt": b"x",
        "cong-van.docx": b"x",
    }

    result = ranked(tmp_path, files)

    assert [file.name for file in result.record.inputs] == ["huyen/sau/132_1.xlsx", "so/SYT_1.xlsx"]
    assert result.refused_files == ()


def test_files_of_other_kinds_that_hold_figures_are_not_passed_over(tmp_path: Path) -> None:
    result = ranked(
        tmp_path,
        {"SYT_1.XLSX": filled(), "STC_1.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "SNV_1.ods": b"PK"},
    )

    assert [entry.unit for entry in result.rankings[0].ranked] == ["SYT"]
    assert {"STC_1.xls", "SNV_1.ods"} == set(result.refused_files)
