"""`cds-rank compute`: who is ranked and who is not, what is written, and that nothing is half-written."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cds_rank.cli import commands
from cds_rank.cli.output import write_files
from cds_rank.errors import CdsRankError
from cds_rank.record.sealing import load_result
from tests.checks import forms
from tests.checks.forms import Form, file_name, filled
from tests.cli.helpers import (
    CREATED_AT,
    ENCRYPTED,
    OLE,
    SAMPLES,
    Cli,
    on_a_terminal,
    ranked,
    result_in,
    run,
    unranked,
)

Run = Callable[..., Cli]
QUICK = ("--report", "none", "--created-at", CREATED_AT)
SYT = "SYT_so-y-te_yen-bai-2022_2022-Q4.xlsx"
STC = "STC_so-tai-chinh_yen-bai-2022_2022-Q4.xlsx"


def left_behind(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and (path.suffix == ".tmp" or ".tmp" in path.name)
    ]


# --- folder stories


def test_a_cut_off_and_a_locked_file_cost_their_two_units_and_nobody_else(samples: Path, cli: Run) -> None:
    (samples / SYT).write_bytes((samples / SYT).read_bytes()[:7000])
    (samples / STC).write_bytes(ENCRYPTED)

    done = cli("compute", samples, "--out", samples.parent / "ra", *QUICK)

    assert done.code == 1
    result = result_in(samples.parent / "ra")
    assert len(ranked(result)) == 26
    assert unranked(result) == {"STC": "refused", "SYT": "refused"}
    assert result["refused_files"] == [STC, SYT]
    shown = " ".join(done.out.replace("│", " ").split())
    assert f"Sở Y tế: không xếp hạng. Báo cáo chưa được chấp nhận: {SYT} (FIL005)." in shown
    assert f"{STC}   FIL004 lỗi" in done.err
    assert f"{SYT}   FIL005 lỗi" in done.err
    assert [place["rank"] for place in result["groups"][0]["ranking"]] == list(range(1, 18))


def test_the_others_keep_their_scores_when_two_files_are_refused(samples: Path, cli: Run) -> None:
    """No rule of this set compares units, so that nobody's points may move."""
    (samples / SYT).write_bytes(b"")
    cli("compute", samples, "--out", samples.parent / "ra", *QUICK)
    cli("compute", SAMPLES, "--out", samples.parent / "du", *QUICK)

    without, whole = (
        {
            e["unit"]: e["unrounded_score"]
            for g in result_in(samples.parent / name)["groups"]
            for e in g["ranking"]
        }
        for name in ("ra", "du")
    )

    assert without == {unit: score for unit, score in whole.items() if unit != "SYT"}


def test_a_folder_where_everything_went_wrong_still_names_everybody(office: Path, cli: Run) -> None:
    nop = office / "nop"
    (nop / file_name("SYT")).write_bytes(forms.filled()[:4000])
    (nop / file_name("STC")).write_bytes(OLE)
    (nop / file_name("SNV")).write_bytes(b"<html>")
    (nop / file_name("132")).write_bytes(b"")
    (nop / "them.xlsx").write_bytes(b"PK\x05\x06" + bytes(18))

    done = cli("compute", "nop", "--set", "bo-thu", "--period", "2022-Q4", *QUICK)

    result = result_in(office / "reports")
    assert (done.code, ranked(result)) == (1, [])
    assert set(unranked(result)) == {"SYT", "STC", "SNV", "132"}
    assert len(result["refused_files"]) == 5


def test_an_empty_folder_is_exit_2_and_leaves_nothing(office: Path, cli: Run) -> None:
    (office / "trong").mkdir()

    done = cli("compute", "trong", *QUICK)

    assert (done.code, done.out) == (2, "")
    assert "Không thấy tệp Excel nào trong trong." in done.err
    assert not (office / "reports").exists()


def test_a_unit_that_sent_two_versions_is_not_ranked_on_either(office: Path, cli: Run) -> None:
    form = Form()
    form.put("4.2", "value", 99)
    form.save(office / "nop" / "sua" / file_name())

    done = cli("compute", "nop", *QUICK)

    result = result_in(office / "reports")
    assert (done.code, unranked(result)) == (1, {"SYT": "refused"})
    assert len(result["refused_files"]) == 2


def test_a_copy_of_the_same_file_changes_nothing_but_a_warning(office: Path, cli: Run) -> None:
    shutil.copy(office / "nop" / file_name(), office / "nop" / f"Bản sao {file_name()}")

    done = cli("compute", "nop", *QUICK)

    result = result_in(office / "reports")
    assert (done.code, unranked(result)) == (0, {})
    assert [finding["code"] for finding in result["findings"]] == ["FIL014"]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("period", "2022-Q3", "WBK003"),
        ("set_id", "yen-bai-2022", "WBK010"),
        ("unit", "XYZ", "WBK004"),
        ("set_digest", "0" * 64, "WBK013"),
        ("set_version", "1.1.0", "WBK002"),
        ("illustrative", "có lẽ", "WBK012"),
    ],
)
def test_a_stranger_in_the_folder_is_named_and_not_ranked(
    key: str, value: str, code: str, office: Path, cli: Run
) -> None:
    form = Form()
    form.set_identity(key, value)
    form.save(office / "nop" / file_name())

    done = cli("compute", "nop", *QUICK)

    result = result_in(office / "reports")
    assert (done.code, result["refused_files"]) == (1, [file_name()])
    assert code in {finding["code"] for finding in result["findings"]}
    assert "SYT" not in ranked(result)
    assert "SYT" in unranked(result)


def test_an_edited_identity_sheet_is_refused_and_named_by_its_file(office: Path, cli: Run) -> None:
    form = Form()
    form.set_identity("unit", "STC", in_properties=False)
    form.save(office / "nop" / file_name())

    done = cli("compute", "nop", *QUICK)

    assert (done.code, unranked(result_in(office / "reports"))) == (1, {"SYT": "refused"})
    assert "trang ẩn ghi “STC”, thuộc tính ghi “SYT”" in done.err


def test_accepted_errors_are_ranked_and_said(office: Path, cli: Run) -> None:
    form = Form()
    form.put("4.2", "value", "khoảng 37")
    form.save(office / "nop" / file_name())

    refused = cli("compute", "nop", "--out", "a", *QUICK)
    accepted = cli("compute", "nop", "--out", "b", "--accept-errors", *QUICK)

    assert (refused.code, accepted.code) == (1, 0)
    assert unranked(result_in(office / "a")) == {"SYT": "refused"}
    result = result_in(office / "b")
    assert (unranked(result), result["accepted_errors"]) == ({}, True)
    (entry,) = [e for e in result["groups"][0]["ranking"] if e["unit"] == "SYT"]
    assert entry["earned"] == "50.5"  # 54,25 less 3,75
    assert "NUM007 lỗi" in accepted.err


def test_a_file_name_in_an_old_encoding_stops_nobody(office: Path, cli: Run) -> None:
    """A zip unpacked on Linux leaves names that are no UTF-8."""
    name = b"nop/S\xe3 Y t\xd5.xlsx"
    try:
        with open(name, "wb") as file:  # noqa: PTH123 - a Path cannot be made of bytes
            file.write(b"")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")

    done = cli("compute", "nop", *QUICK)

    assert done.code == 1
    assert len(ranked(result_in(office / "reports"))) == 4


def test_a_report_in_the_folder_is_not_taken_for_a_submission(office: Path, cli: Run) -> None:
    first = cli("compute", ".", "--out", ".", "--report", "xlsx", "--created-at", CREATED_AT)
    second = cli("compute", ".", "--out", ".", "--report", "xlsx", "--created-at", CREATED_AT)

    assert (first.code, second.code) == (0, 0)


def test_numbers_typed_by_people_reach_the_ranking(office: Path, cli: Run) -> None:
    """37,5 % comes in five ways, and every way scores the same."""
    ways: list[tuple[str, object, str | None]] = [
        ("SYT", "37,5", None),
        ("STC", 0.375, "0.0%"),
        ("SNV", "３７,５ %", None),
        ("132", "37,5%", None),
    ]
    for unit, value, number_format in ways:
        form = Form(filled(unit))
        form.put("4.2", "value", value, number_format)
        form.save(office / "nop" / file_name(unit))

    cli("compute", "nop", *QUICK)

    nodes = {
        s["unit"]: n
        for s in result_in(office / "reports")["scores"]
        for n in s["nodes"]
        if n["node"] == "4.2"
    }
    assert {unit: node["earned"] for unit, node in nodes.items()} == dict.fromkeys(
        ("SYT", "STC", "SNV", "132"), "3.75"
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_form_saved_by_libreoffice_gives_the_same_figures(office: Path, cli: Run) -> None:
    form = Form()
    form.put("4.2", "value", "37,5")
    form.cell("4.2", "value").data_type = "s"
    form.put("4.3", "value", "=2+2")
    form.put("4.4", "value", 0.5)  # a fault has to survive too
    form.save(office / "nop" / file_name())
    cli("compute", "nop", "--out", "truoc", "--accept-errors", *QUICK)
    own = f"-env:UserInstallation={(office / 'lo').as_uri()}"
    shutil.move(office / "nop" / file_name(), office / file_name())
    command = ["soffice", own, "--headless", "--convert-to", "xlsx", "--outdir", "nop", file_name()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = load_workbook(office / "nop" / file_name())
    assert saved["_meta"].sheet_state == "hidden"

    cli("compute", "nop", "--out", "sau", "--accept-errors", *QUICK)

    before, after = result_in(office / "truoc"), result_in(office / "sau")
    figures = [
        {
            (o["unit"], o["indicator"]): {
                k: v for k, v in o.items() if k in {"status", "value", "numerator", "option"}
            }
            for o in result["observations"]
        }
        for result in (before, after)
    ]
    # LibreOffice calculates the formula that no program had calculated before.
    assert figures[0].pop(("SYT", "4.3"))["status"] == "unreadable"
    assert figures[1].pop(("SYT", "4.3"))["value"] == "4"
    assert figures[0] == figures[1]
    codes = [
        [(f["code"], f["origin"]["cell"]) for f in result["findings"] if f["code"] != "CEL001"]
        for result in (before, after)
    ]
    told = [("NUM002", "F15"), ("CEL003", "F16"), ("VAL001", "F17")]
    assert codes == [[told[0], told[2]], told]


# --- what is written


def test_the_same_input_gives_the_same_bytes_in_any_order_and_from_any_place(office: Path, cli: Run) -> None:
    files = sorted((office / "nop").glob("*.xlsx"))
    form = Form()
    form.put("4.2", "value", 101)
    form.save(office / "nop" / "sua" / file_name())
    files.append(office / "nop" / "sua" / file_name())

    cli("compute", *files, "--out", "a", *QUICK)
    cli("compute", *files, "--out", "b", *QUICK)
    cli("compute", *reversed(files), "--out", "c", *QUICK)

    first, again, reverse = (next((office / name).rglob("result.json")).read_bytes() for name in "abc")
    assert first == again
    assert first == reverse


def test_json_on_the_screen_is_the_result_file_and_nothing_else(office: Path) -> None:
    done = run("compute", "nop", "--format", "json", *QUICK, cwd=office)

    assert done.code == 0
    assert done.out == next((office / "reports").rglob("result.json")).read_bytes()
    assert json.loads(done.out)["created_at"] == CREATED_AT


def test_csv_on_the_screen_is_a_table_of_every_unit(office: Path, cli: Run) -> None:
    units = forms.changed(forms.UNITS)
    units["units"][1]["name"] = '=HYPERLINK("x"), "Sở"\nhai dòng'
    forms.write_yaml(office / "indicator_sets" / "units" / "ds-thu.yaml", units)
    (office / "nop" / file_name("SNV")).write_bytes(b"")

    done = cli("compute", "nop", "--format", "csv", *QUICK)

    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {row["unit"]: row["unranked_reason"] for row in rows} == {
        "SYT": "",
        "STC": "",
        "SNV": "refused",
        "132": "",
    }
    assert next(row["name"] for row in rows if row["unit"] == "STC").startswith("'=HYPERLINK")
    assert {row["published"] for row in rows if row["group"] == "so" and not row["unranked_reason"]} == {
        "67.81"
    }


def test_a_written_result_opens_again_and_its_seal_holds(office: Path, cli: Run) -> None:
    cli("compute", "nop", *QUICK)
    path = next((office / "reports").rglob("result.json"))

    assert load_result(path).result.record.created_at == CREATED_AT


def test_reports_are_written_beside_the_result(office: Path, cli: Run) -> None:
    done = cli("compute", "nop", "--created-at", CREATED_AT)

    folder = office / "reports" / "bo-thu" / "2022-Q4"
    assert done.code == 0
    assert {path.name for path in folder.iterdir()} == {
        "result.json", "ranking.html", "details.html", "ranking.xlsx",
    }  # fmt: skip
    for path in folder.iterdir():
        assert str(path.relative_to(office)) in done.err


def test_the_table_shows_markup_and_escapes_for_what_they_are(office: Path, cli: Run) -> None:
    units = forms.changed(forms.UNITS)
    units["units"][0]["name"] = "[red]Sở[/red] \x1b[31mY tế \u202e[/]"
    forms.write_yaml(office / "indicator_sets" / "units" / "ds-thu.yaml", units)
    (office / "nop" / file_name("STC")).write_bytes(b"")

    done = cli("compute", "nop", *QUICK)

    assert "[red]Sở[/red]" in done.out
    assert not set(done.out + done.err) & set("\x1b\u202e")


@pytest.mark.skipif(sys.platform == "win32", reason="a Unix terminal")
def test_no_score_is_cut_off_on_a_narrow_terminal(tmp_path: Path) -> None:
    """84,99 % must not become 84: 80 columns is how most terminals open."""
    shown = on_a_terminal(80, "compute", SAMPLES, "--out", tmp_path, *QUICK)

    scores = [e["score"] for group in result_in(tmp_path)["groups"] for e in group["ranking"]]
    assert len(scores) == 28
    assert [score for score in scores if f"{score.replace('.', ',')} %" not in shown] == []


# --- what cannot be done


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xml"],
        ["--report", "word"],
        ["--report", "html,word"],
        ["--stage", "cuoi"],
        ["--created-at", "hôm nay"],
        ["--created-at", "2023-02-30T00:00:00"],
        ["--created-at", "0001-01-01T00:00:00"],
        ["--set", "khong-co"],
        ["--period", "2022-Q9"],
        ["--units", "khong-co.yaml"],
        ["--out", "nop/" + file_name()],
        ["--out", "/dev/null/x"],
        ["--accept-error", "--khong"],
        ["--accept-errors=co"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_exit_2_and_nothing_is_written(
    arguments: list[str], office: Path, cli: Run
) -> None:
    before = {path: path.read_bytes() for path in office.rglob("*") if path.is_file()}

    done = cli("compute", "nop", "--report", "none", *arguments)

    assert (done.code, done.out) == (2, "")
    assert "Lỗi: " in done.err
    assert "ngoài dự kiến" not in done.err
    assert before == {path: path.read_bytes() for path in office.rglob("*") if path.is_file()}


def test_a_period_is_known_by_the_forms_and_a_unit_list_must_be_of_the_set(office: Path, cli: Run) -> None:
    done = cli("compute", "nop", "--units", "vn-provinces-63", *QUICK)

    assert done.code == 2
    assert "vn-provinces-63" in done.err


def test_a_disk_that_fills_up_leaves_the_old_result_whole(
    office: Path, cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("compute", "nop", *QUICK)
    path = next((office / "reports").rglob("result.json"))
    before = path.read_bytes()

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    done = cli("compute", "nop", "--report", "none", "--created-at", "2024-01-01T00:00:00+07:00")

    assert done.code == 2
    assert path.read_bytes() == before
    assert left_behind(office) == []


def test_a_report_open_in_excel_leaves_no_mixture_of_old_and_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows an open file can be neither replaced nor moved away; the result beside it may not move on alone."""
    first, second = tmp_path / "result.json", tmp_path / "ranking.xlsx"
    write_files({first: b"old", second: b"old"})
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if second in (self, target):
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(CdsRankError):
        write_files({first: b"new", second: b"new"})

    assert (first.read_bytes(), second.read_bytes()) == (b"old", b"old")
    assert left_behind(tmp_path) == []


def test_what_cannot_be_put_back_is_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old report may be the only one there is, whatever goes wrong on the way back."""
    path = tmp_path / "ranking.xlsx"
    write_files({path: b"old"})
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(CdsRankError):
        write_files({path: b"new"})

    assert b"old" in [file.read_bytes() for file in tmp_path.iterdir()]


def test_a_reader_never_finds_the_file_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who opens the published report while it is being written anew gets the old one or the new."""
    paths = [tmp_path / "result.json", tmp_path / "ranking.html"]
    write_files(dict.fromkeys(paths, b"old"))
    replace = Path.replace
    gone: list[str] = []

    def watched(self: Path, target: Path) -> Path:
        moved = replace(self, target)
        gone.extend(path.name for path in paths if not path.exists())
        return moved

    monkeypatch.setattr(Path, "replace", watched)
    write_files(dict.fromkeys(paths, b"new"))

    assert gone == []


KILLED = """
import os, sys, time
from pathlib import Path
from cds_rank.cli.output import write_files

left = int(sys.argv[2])

def stop_at_last(work):
    def working(*given):
        global left
        left -= 1
        if left < 0:
            print("now", flush=True)
            time.sleep(60)
        return work(*given)
    return working

if sys.argv[1] == "writing":
    os.fsync = stop_at_last(os.fsync)
else:
    Path.replace = stop_at_last(Path.replace)
names = ("result.json", "ranking.html", "ranking.xlsx")
write_files({Path(sys.argv[3], name): b"new" for name in names})
"""


@pytest.mark.parametrize(("phase", "left"), [("writing", 2), ("moving", 1)])
def test_what_a_killed_run_left_is_taken_away_by_the_next(phase: str, left: str, tmp_path: Path) -> None:
    """Killed while it writes beside, and while it moves into place: the readers' files are whole, old or new."""
    paths = [tmp_path / name for name in ("result.json", "ranking.html", "ranking.xlsx")]
    write_files(dict.fromkeys(paths, b"old"))
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, phase, str(left), str(tmp_path)], stdout=subprocess.PIPE
    )
    assert killed.stdout is not None
    assert killed.stdout.readline() == b"now\n"
    killed.kill()
    killed.communicate()
    lost = {path for path in tmp_path.iterdir() if path not in paths}
    assert len(lost) >= 3
    assert {path.read_bytes() for path in paths} <= {b"old", b"new"}
    for path in lost:
        os.utime(path, (0, 0))

    write_files({paths[1]: b"newest"})

    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_nothing_but_what_a_killed_run_of_ours_left_is_taken_away(tmp_path: Path) -> None:
    """A run that is still at work beside ours, other programs' files, a folder of that name."""
    kept = [
        ".cds-rank-0000000.tmp",
        ".ranking.html.tmp",
        ".cds-rank-00000000.tmp.xlsx",
        "x.cds-rank-00000000.tmp",
    ]
    for name in kept:
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (0, 0))
    (tmp_path / ".cds-rank-00000001.tmp").mkdir()
    os.utime(tmp_path / ".cds-rank-00000001.tmp", (0, 0))
    (tmp_path / ".cds-rank-00000002.tmp").write_bytes(b"of a run that still writes")
    (tmp_path / ".cds-rank-00000003.old").write_bytes(b"of a run long ago")
    os.utime(tmp_path / ".cds-rank-00000003.old", (0, 0))

    write_files({tmp_path / "a": b""})

    kept += ["a", ".cds-rank-00000001.tmp", ".cds-rank-00000002.tmp"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


def test_a_folder_where_a_file_should_be_is_told(office: Path, cli: Run) -> None:
    (office / "reports" / "bo-thu" / "2022-Q4" / "result.json").mkdir(parents=True)

    done = cli("compute", "nop", *QUICK)

    assert done.code == 2
    assert "Không ghi được" in done.err
    assert left_behind(office) == []


def test_a_bug_of_ours_is_one_sentence_and_a_log(
    office: Path, cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(*_: object) -> int:
        raise ZeroDivisionError("\x1b[31mđỏ")

    monkeypatch.setattr(commands, "compute_ranking", trips)
    monkeypatch.setenv("TMPDIR", str(office))
    monkeypatch.setattr("tempfile.tempdir", str(office))

    done = cli("compute", "nop", *QUICK)

    assert (done.code, done.out) == (2, "")
    assert "ZeroDivisionError" in done.err
    assert "\x1b" not in done.err
    (log,) = office.glob("cds-rank-*.log")
    assert str(log) in done.err
    assert "Traceback" in log.read_text(encoding="utf-8")


# --- from a result file


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b'{"schema_version": "1"}',
        b'{"schema_version": "99"}',
        b'{"schema_version": {"a": "\\ud800"}, "digest": ""}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b'{"schema_version": "1", "x": NaN, "digest": "0"}',
        b'{"schema_version": "1", "x": "\\ud800", "digest": "0"}',
    ],
    ids=lambda content: repr(content[:40]),
)
def test_a_result_file_that_is_none_is_refused(content: bytes, office: Path, cli: Run) -> None:
    path = office / "result.json"
    path.write_bytes(content)

    done = cli("report", path, "--format", "html", "--out", office / "ra")

    assert (done.code, done.out) == (2, "")
    assert "result.json" in done.err
    assert "ngoài dự kiến" not in done.err
    assert not (office / "ra").exists()


@pytest.mark.parametrize("missing", ["khong-co.json", "nop", ""])
def test_a_result_file_that_is_not_there_is_refused(missing: str, office: Path, cli: Run) -> None:
    done = cli("report", missing)

    assert (done.code, "ngoài dự kiến" in done.err) == (2, False)


def test_a_result_changed_after_sealing_is_refused(office: Path, cli: Run) -> None:
    cli("compute", "nop", *QUICK)
    path = next((office / "reports").rglob("result.json"))
    path.write_text(path.read_text(encoding="utf-8").replace('"rank": 1', '"rank": 2', 1), encoding="utf-8")

    done = cli("report", path, "--format", "html")

    assert done.code == 2
    assert "đã bị sửa sau khi lập" in done.err


def test_reports_made_again_are_the_reports(office: Path, cli: Run) -> None:
    cli("compute", "nop", "--created-at", CREATED_AT)
    folder = office / "reports" / "bo-thu" / "2022-Q4"

    done = cli("report", folder / "result.json", "--out", office / "ra")

    assert done.code == 0
    for name in ("ranking.html", "details.html", "ranking.xlsx"):
        assert (office / "ra" / name).read_bytes() == (folder / name).read_bytes()
