"""Whatever the console, its code page and its reader: the same words, no traceback, nothing heavy imported."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cds_rank.cli.main import choose_language
from tests.checks import forms
from tests.checks.forms import Form, file_name
from tests.cli.helpers import MODULE, Cli, environment, run

HEAVY = {"pandas", "numpy", "openpyxl", "jinja2", "xlsxwriter"}


@pytest.fixture
def spoilt(office: Path) -> Path:
    """An office where one cell is wrong, in words that no old code page can write."""
    form = Form()
    form.put("4.2", "value", "ba mươi bảy phẩy năm – khoảng ✓")
    form.save(office / "nop" / file_name())
    return office


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "cp1258"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "vi_VN.TCVN5712", "LC_ALL": "vi_VN.TCVN5712"},
        {"TERM": "dumb", "NO_COLOR": "1"},
        {"FORCE_COLOR": "", "COLUMNS": "1"},
        {"PYTHONUNBUFFERED": "1"},
    ],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_the_words_are_utf_8_whatever_the_console_says(env: dict[str, str], spoilt: Path) -> None:
    done = run("validate", "nop", env=env, cwd=spoilt)

    assert done.code == 1
    text = done.out.decode("utf-8")
    assert "ghi “ba mươi bảy phẩy năm – khoảng ✓”, không phải con số." in text
    assert "\ufffd" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("env", [{"PYTHONIOENCODING": "ascii"}, {"NO_COLOR": "1", "TERM": "dumb"}], ids=str)
def test_the_table_has_no_colours_when_nobody_asked(env: dict[str, str], spoilt: Path) -> None:
    done = run("compute", "nop", "--report", "none", env=env, cwd=spoilt)

    assert done.code == 1
    assert b"\x1b" not in done.out + done.err
    assert "Sở Tài chính" in done.out.decode("utf-8")
    assert "Đã ghi:" in done.err.decode("utf-8")


def test_errors_come_out_whole_too(office: Path) -> None:
    done = run("validate", "không có", env={"PYTHONIOENCODING": "cp1252"}, cwd=office)

    assert (done.code, done.out) == (2, b"")
    assert "Lỗi: Không có tệp hay thư mục không có." in done.err.decode("utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ["validate", "nop"],
        ["compute", "nop", "--report", "none"],
        ["compute", "nop", "--report", "none", "--format", "json"],
        ["set", "show", "yen-bai-2022"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_no_trouble(command: list[str], office: Path) -> None:
    """… | head: everything here is in order, and a reader that has seen enough does not make it a failure."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*MODULE, *command],
            stdout=writing,
            stderr=subprocess.PIPE,
            env=environment(),
            cwd=office,
            check=False,
        )
    finally:
        os.close(writing)

    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
    assert done.returncode == 0


def test_a_result_is_written_even_when_the_reader_went_away(office: Path) -> None:
    subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m cds_rank compute nop --report none --format json | true'],
        env=environment(), cwd=office, check=True, capture_output=True,
    )  # fmt: skip

    assert json.loads(next((office / "reports").rglob("result.json")).read_text(encoding="utf-8"))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's way to close a stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_a_stream_closed_beforehand_is_no_trouble(closed: str, office: Path) -> None:
    line = f'exec "{sys.executable}" -m cds_rank compute nop --report none {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", line], env=environment(), cwd=office, check=False, capture_output=True
    )

    assert b"Traceback" not in done.stderr
    assert done.returncode == 0
    assert next((office / "reports").rglob("result.json")).is_file()


# --- language


@pytest.mark.parametrize(
    ("arguments", "preset", "language", "remaining"),
    [
        (["validate", "x"], "", "vi", ["validate", "x"]),
        (["--lang", "en", "validate"], "", "en", ["validate"]),
        (["validate", "--lang", "en", "x"], "", "en", ["validate", "x"]),
        (["validate", "x", "--lang=en"], "", "en", ["validate", "x"]),
        (["validate"], "en", "en", ["validate"]),
        (["--lang", "vi", "validate"], "en", "vi", ["validate"]),
        (["--lang", "en", "--lang", "vi"], "", "vi", []),
        (["validate"], "fr", "vi", ["validate"]),
        (["--lang", "fr"], "", "vi", ["--lang", "fr"]),
        (["--lang"], "", "vi", ["--lang"]),
        (["validate", "--", "--lang", "en"], "", "vi", ["validate", "--", "--lang", "en"]),
    ],
)
def test_the_language_may_be_said_anywhere(
    arguments: list[str], preset: str, language: str, remaining: list[str]
) -> None:
    assert choose_language(arguments, preset) == (language, remaining)


@pytest.mark.parametrize("preset", ["vi", "en", "fr", "", "EN", "\u202e"])
def test_a_language_from_the_environment_never_breaks_anything(preset: str, office: Path) -> None:
    done = run("validate", "nop", env={"CDS_RANK_LANG": preset}, cwd=office)

    assert (done.code, done.err) == (0, b"")


def test_vietnamese_is_spoken_when_nobody_says(office: Path) -> None:
    done = run("--help", env={"LANG": "en_US.UTF-8", "LANGUAGE": "en"}, cwd=office)

    assert done.code == 0
    assert "Cách dùng: cds-rank" in done.out.decode("utf-8")


@pytest.mark.parametrize(
    "command",
    [[], ["template"], ["validate"], ["compute"], ["report"], ["set"], ["set", "list"], ["set", "check"]],
)
def test_every_command_explains_itself(command: list[str]) -> None:
    from typer.testing import CliRunner

    from cds_rank.cli.app import build_app

    done = CliRunner().invoke(build_app("vi"), [*command, "--help"], prog_name="cds-rank")

    assert done.exit_code == 0
    assert "Cách dùng: " in done.output
    assert "Hiện hướng dẫn này rồi thoát." in done.output


WRONG_USES = {
    "an option without its value": (["validate", "nop", "--set"], "Sau --set còn thiếu giá trị."),
    "a flag with a value": (["validate", "nop", "--statistics=x"], "--statistics đứng một mình"),
    "a word too many": (["doctor", "của", "tôi"], "Thừa “của tôi”."),
    "a number that is none": (["validate", "nop", "--jobs", "hai"], "này: phải là số nguyên."),
    "a number that is too small": (["validate", "nop", "--jobs", "0"], "phải từ 1 trở lên."),
    "a language that there is not": (["validate", "nop", "--lang", "fr"], "Sau --lang chỉ viết vi hoặc en."),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "told"), WRONG_USES.values(), ids=WRONG_USES)
def test_what_the_parser_refuses_is_told_in_vietnamese(
    arguments: list[str], told: str, cli: Callable[..., Cli], office: Path
) -> None:
    done = cli(*arguments)

    assert (done.code, done.out) == (2, "")
    first, hint = done.err.splitlines()
    assert told in first
    assert hint.startswith("Xem cách dùng: cds-rank")


def test_a_file_that_may_not_be_read_is_told_in_vietnamese(
    cli: Callable[..., Cli], office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office / "result.json").write_text("{}")
    monkeypatch.setattr(os, "access", lambda path, mode, **more: False)  # root may read everything

    assert "không có quyền đọc result.json." in cli("report", "result.json").err


def test_help_names_what_options_are_given_and_no_types_of_python() -> None:
    from typer.testing import CliRunner

    from cds_rank.cli.app import build_app

    app = build_app("vi")
    shown = "".join(
        CliRunner().invoke(app, [*command, "--help"], prog_name="cds-rank").output
        for command in ([], ["report"], ["validate"], ["set", "new"])
    )

    assert "--previous ĐƯỜNG_DẪN" in shown
    assert "--jobs SỐ" in shown
    assert "--period GIÁ_TRỊ" in shown
    assert "Cách dùng: cds-rank report [TÙY_CHỌN] KẾT_QUẢ\n" in shown
    for foreign in ("<", "OPTIONS", "ARGS", "{"):
        assert foreign not in shown


def test_the_version_is_said(office: Path) -> None:
    from cds_rank import __version__

    assert run("--version", cwd=office).out == f"cds-rank {__version__}\n".encode()


# --- what is imported


def imported_by(*arguments: str, cwd: Path) -> set[str]:
    code = (
        "import sys; from cds_rank.cli.main import main; code = main(sys.argv[1:]);"
        "print(code, *sys.modules, file=sys.stderr)"
    )
    done = run(*arguments, program=(sys.executable, "-c", code), cwd=cwd)
    exit_code, *modules = done.err.decode("utf-8").splitlines()[-1].split()
    assert exit_code == "0"
    return set(modules)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["validate", "--help"], ["set", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str], office: Path) -> None:
    modules = imported_by(*arguments, cwd=office)

    assert modules & HEAVY == set()


def test_validate_imports_nothing_heavy(office: Path) -> None:
    assert imported_by("validate", "nop", cwd=office) & HEAVY == set()


def test_a_table_of_results_needs_no_frames_and_no_workbook_writer(office: Path) -> None:
    assert imported_by("compute", "nop", "--report", "none", cwd=office) & HEAVY == set()


def test_the_set_of_the_tests_is_the_one_on_disk(office: Path) -> None:
    """Else every digest would differ and every story above would be about WBK013."""
    assert forms.findings_in(office, forms.filled()) == ()
