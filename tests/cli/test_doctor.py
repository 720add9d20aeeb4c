"""`doctor`: what is found on a computer that has everything, on one that has nothing, and how it is told."""

import importlib.metadata
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cds_rank.cli import doctor_words
from cds_rank.cli.doctor_commands import as_text, try_writing
from cds_rank.cli.doctor_words import tell
from cds_rank.errors import CdsRankError
from cds_rank.reading.definitions import builtin_folder
from cds_rank.reporting.glyphs import VIETNAMESE_LETTERS
from cds_rank.workflow import health
from cds_rank.workflow.health import Check, State, Surroundings, examine, worst
from tests.cli.helpers import Cli, on_a_terminal, run
from tests.reporting.test_glyphs import font, format_12

FAMILIES = {
    "Times New Roman": "times.ttf",
    "Liberation Serif": "LiberationSerif-Regular.ttf",
    "Tinos": "Tinos.ttf",
}
A_TO_Z = range(0x20, 0x7F)
WORDS = Path(health.__file__).read_text(encoding="utf-8")


def drawing(*code_points: int) -> bytes:
    """Make a font that draws these characters."""
    return font((3, 10, format_12(*((code, code, 1) for code in sorted(code_points)))))


COMPLETE = drawing(*A_TO_Z, *map(ord, health.NEEDED_GLYPHS))
LATIN_1 = drawing(*A_TO_Z, *range(0xA0, 0x100))


@pytest.fixture
def computer(tmp_path: Path) -> Surroundings:
    """A computer that has everything, below one folder."""
    home, work = tmp_path / "home", tmp_path / "work"
    fonts = home / ".local" / "share" / "fonts"
    for folder in (fonts, work, tmp_path / "bin", tmp_path / "shipped", tmp_path / "tmp"):
        folder.mkdir(parents=True)
    (fonts / "times.ttf").write_bytes(COMPLETE)
    for name in health.SHIPPED_FACES:
        (tmp_path / "shipped" / name).write_bytes(COMPLETE)
    for name in ("soffice", "firefox"):
        (tmp_path / "bin" / name).write_text("#!/bin/sh\n")
        (tmp_path / "bin" / name).chmod(0o755)
    return Surroundings(
        system="Linux", machine="x86_64", python="3.12.1", bits=64,
        environment={"PATH": str(tmp_path / "bin"), "LANG": "vi_VN.UTF-8"},
        utf8_mode=False, on_a_terminal=True, locale_encoding="UTF-8", console_encoding="UTF-8", long_paths=None,
        home=home, working_folder=work, reports_folder=work / "reports", cache_folder=home / ".cache" / "cds-rank",
        temp_folder=tmp_path / "tmp", shipped_fonts=tmp_path / "shipped", builtin_sets=builtin_folder(),
        try_writing=try_writing,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def no_fonts_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for fonts at home only: what this machine has in /usr is no part of the claims."""
    everywhere = health.font_folders
    monkeypatch.setattr(
        health,
        "font_folders",
        lambda around: [f for f in everywhere(around) if f.is_relative_to(around.home)],
    )


def refuse(folder: Path) -> bool:
    raise PermissionError(13, "Permission denied", str(folder))


def of(checks: tuple[Check, ...], topic: str) -> list[tuple[str, State]]:
    return [(check.code, check.state) for check in checks if check.topic == topic]


# --- everything, nothing


def test_a_computer_that_has_everything_is_fine(computer: Surroundings) -> None:
    checks = examine(computer)

    assert [check.code for check in checks if check.state is not State.FINE] == []
    assert as_text(checks, [tell(check, "vi") for check in checks], "vi").endswith("Kết luận: máy dùng tốt.")


def test_a_computer_that_has_nothing_is_told_so_and_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", absent)
    monkeypatch.setattr(importlib.metadata, "requires", absent)
    nowhere = tmp_path / "nowhere"
    around = Surroundings(
        system="", machine="", python="3.11.0", bits=32, environment={}, utf8_mode=False, on_a_terminal=False,
        locale_encoding="", console_encoding="", long_paths=False, home=nowhere, working_folder=nowhere / ("x" * 200),
        reports_folder=nowhere / "reports", cache_folder=nowhere, temp_folder=nowhere, shipped_fonts=nowhere,
        builtin_sets=nowhere, try_writing=refuse,
    )  # fmt: skip
    checks = examine(around)

    codes = [check.code for check in checks if check.state is not State.FINE]
    assert codes == [
        "python_32", "console_locale", *["library_missing"] * len(health.NEEDED_LIBRARIES), "pdf_missing",
        "shipped_missing", "fonts_none", "office_none", "browser_none", "working_refused", "reports_refused",
        "cache_refused", "temp_refused", "path_too_long", "sets_none",
    ]  # fmt: skip
    assert worst(checks) is State.BROKEN
    for check in checks:
        words = tell(check, "vi")
        assert words.found
        assert bool(words.todo) == (check.state is not State.FINE), check.code


def test_every_outcome_has_its_sentence_and_every_sentence_its_outcome() -> None:
    literal = set(re.findall(r'Check\(\s*"[a-z]+",\s*"([a-z_0-9]+)"', WORDS))
    spelt = literal | set(
        re.findall(r'"((?:console|python|pdf|office|browser|working|reports|cache|temp)\w*)"', WORDS)
    )
    composed = {f"{name}_refused" for name in ("working", "reports", "cache", "temp")}
    composed |= {"office_none", "browser_none"}

    assert literal <= set(doctor_words._FOUND)
    assert set(doctor_words._FOUND) <= spelt | composed
    assert set(doctor_words._TODO) <= set(doctor_words._FOUND)


def test_a_mac_is_called_by_the_name_its_users_know(computer: Surroundings) -> None:
    check = health.python_check(replace(computer, system="Darwin", machine="arm64"))

    assert tell(check, "vi").found == "Python 3.12.1, bản 64 bit, trên macOS arm64."


# --- console


@pytest.mark.parametrize(
    ("changes", "code", "missing"),
    [
        ({"system": "Windows", "locale_encoding": "cp1258"}, "console", ""),  # a terminal: written as Unicode
        ({"system": "Windows", "locale_encoding": "cp1258", "on_a_terminal": False}, "console_windows", "ã ữ ▲ ▼"),
        ({"system": "Windows", "locale_encoding": "cp1252", "on_a_terminal": False}, "console_windows", "ữ ▲ ▼"),
        ({"system": "Windows", "locale_encoding": "cp1258", "on_a_terminal": False, "utf8_mode": True}, "console", ""),
        ({"locale_encoding": "ANSI_X3.4-1968"}, "console_locale", "ã ữ ▲ ▼"),
        ({"environment": {"PYTHONIOENCODING": "cp1258:replace"}}, "console_variable", "ã ữ ▲ ▼"),
        ({"environment": {"PYTHONIOENCODING": "no such thing"}}, "console_variable", "ã ữ ▲ ▼"),
        ({"environment": {"PYTHONIOENCODING": ":replace"}}, "console", ""),
    ],
)  # fmt: skip
def test_an_old_code_page_is_named_with_what_it_cannot_write(
    computer: Surroundings, changes: dict[str, object], code: str, missing: str
) -> None:
    check = health.console_check(replace(computer, **changes))  # type: ignore[arg-type]

    assert (check.code, check.facts["missing"].split("\n")) == (code, missing.split(" "))
    assert check.state is (State.LOOK if missing else State.FINE)


# --- libraries


@pytest.mark.parametrize(
    ("version", "state"), [("3.1.4", State.BROKEN), ("3.1.5", State.FINE), ("3.10", State.FINE), ("", State.BROKEN)]
)  # fmt: skip
def test_an_old_library_is_told_from_a_new_one(
    version: str, state: State, computer: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        importlib.metadata, "requires", lambda name: ["openpyxl>=3.1.5", 'typst>=0.11; extra == "pdf"']
    )
    installed = importlib.metadata.version
    monkeypatch.setattr(health, "_version", lambda name: version if name == "openpyxl" else installed(name))
    libraries = [check for check in health.library_checks() if check.topic == "libraries"]

    assert worst(libraries) is state
    if version and state is State.BROKEN:
        assert tell(libraries[0], "vi").found == "openpyxl 3.1.4 đã cũ; cần bản 3.1.5 trở lên."


def test_a_library_that_does_not_load_is_broken_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        if name == "pandas":
            raise ImportError("DLL load failed {while} importing")

    monkeypatch.setattr(importlib, "import_module", load)
    broken = [check for check in health.library_checks() if check.state is State.BROKEN]

    assert [(check.code, check.facts["name"]) for check in broken] == [("library_damaged", "pandas")]
    assert "ImportError: DLL load failed {while} importing" in tell(broken[0], "vi").found


def test_a_typst_that_is_too_old_breaks_pdf_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["typst>=99.1; extra == 'pdf'"])
    checks = tuple(health.library_checks())

    assert of(checks, "pdf") == [("library_old", State.BROKEN)]
    assert of(checks, "libraries") == [("libraries", State.FINE)]


def test_the_command_itself_stands_on_few_libraries(office: Path) -> None:
    """Whoever has a half-installed program asks the doctor first."""
    absent = (
        "openpyxl",
        "xlsxwriter",
        "jinja2",
        "pandas",
        "docxtpl",
        "typst",
        "joblib",
        "rich",
        "platformdirs",
    )
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({absent}));"
        "from cds_rank.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    program = (sys.executable, "-c", code)
    done = run("doctor", "--format", "json", program=program, env={"CDS_RANK_CACHE": ""}, cwd=office)
    broken = {
        check["facts"]["name"].lower() for check in json.loads(done.out)["checks"] if "name" in check["facts"]
    }

    assert (done.code, done.err) == (1, b"")
    assert broken == set(absent)


# --- fonts


def test_a_liberation_serif_without_vietnamese_letters_is_told_in_plain_words(computer: Surroundings) -> None:
    """The old package of Debian: à á â ã … are there, ả ạ ấ and their like are not."""
    folder = health.font_folders(computer)[0]
    (folder / "LiberationSerif-Bold.ttf").write_bytes(COMPLETE)
    (folder / "LiberationSerif-BoldItalic.ttf").write_bytes(drawing(*map(ord, VIETNAMESE_LETTERS[1:])))
    (folder / "LiberationSerif-Regular.ttf").write_bytes(LATIN_1)
    lacking = [letter for letter in VIETNAMESE_LETTERS if not 0xA0 <= ord(letter) < 0x100]
    check = next(
        check for check in health.font_checks(computer) if check.facts.get("family") == "Liberation Serif"
    )

    assert (check.code, check.state) == ("font_lacks_letters", State.LOOK)
    words = tell(check, "vi")
    assert words.found.startswith(
        f"Liberation Serif trên máy này thiếu {len(lacking)} trong 134 chữ Việt (ă, đ, ơ, ư, ả, ạ …)"
    )
    assert "lẫn hai kiểu chữ" in words.found
    assert "fonts-liberation2" in words.todo


def test_the_faces_looked_for_are_those_that_pdf_is_set_in() -> None:
    from cds_rank.cli.doctor_commands import surroundings
    from cds_rank.reporting.pdf import FACES, FONTS

    assert set(health.SHIPPED_FACES) == set(FACES)
    assert surroundings().shipped_fonts == FONTS
    assert [check.code for check in health.font_checks(surroundings())][:1] == ["shipped"]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (shutil.rmtree, "shipped_missing"),
        (lambda folder: (folder / "Tinos-Bold.ttf").unlink(), "shipped_missing"),
        (lambda folder: (folder / "Tinos-Bold.ttf").write_bytes(COMPLETE[:500]), "shipped_damaged"),
        (lambda folder: (folder / "Tinos-Bold.ttf").write_bytes(LATIN_1), "shipped_damaged"),
        (
            lambda folder: (folder / "Tinos-Bold.ttf").write_bytes(drawing(*map(ord, VIETNAMESE_LETTERS))),
            "shipped_damaged",
        ),
    ],
    ids=["no folder", "a face missing", "cut off", "without letters", "without arrows"],
)
def test_shipped_fonts_that_are_not_whole_break_pdf(
    computer: Surroundings, damage: Callable[[Path], object], code: str
) -> None:
    damage(computer.shipped_fonts)
    check = next(iter(health.font_checks(computer)))

    assert (check.code, check.state) == (code, State.BROKEN)
    assert "Tinos-Bold.ttf" in tell(check, "vi").found


def test_a_damaged_font_of_the_system_is_worth_a_look(computer: Surroundings) -> None:
    (health.font_folders(computer)[0] / "times.ttf").write_bytes(b"\x00\x01\x00\x00")

    assert of(tuple(health.font_checks(computer)), "fonts")[1:] == [("font_damaged", State.LOOK)]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("times.ttf", "Times New Roman"), ("TIMESBD.TTF", "Times New Roman"), ("timesbi.ttf", "Times New Roman"),
        ("Times New Roman Bold.ttf", "Times New Roman"), ("Times_New_Roman.ttf", "Times New Roman"),
        ("LiberationSerif-Italic.ttf", "Liberation Serif"), ("Tinos-Regular.ttf", "Tinos"),
        ("timeszone.ttf", None), ("LiberationSans-Regular.ttf", None), ("times.txt", None),
    ],
)  # fmt: skip
def test_families_are_known_by_the_names_of_their_files(
    name: str, family: str | None, tmp_path: Path
) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / name).touch()
    found = health.installed_faces([tmp_path, tmp_path / "absent"])

    assert [known for known, faces in found.items() if faces] == ([family] if family else [])


@pytest.mark.parametrize(
    ("system", "environment", "wanted"),
    [
        ("Windows", {"WINDIR": r"D:\Win", "LOCALAPPDATA": r"D:\Local"}, [r"D:\Win", r"D:\Local"]),
        ("Windows", {}, [r"C:\Windows", "AppData"]),
        ("Darwin", {}, ["/System/Library/Fonts", "/Library/Fonts", "home/Library/Fonts", "Microsoft Word.app"]),
        ("Linux", {}, ["/usr/share/fonts", "/usr/local/share/fonts", "home/.local/share/fonts", "home/.fonts"]),
        ("Linux", {"XDG_DATA_HOME": "/data"}, ["/usr/share", "/usr/local", "/data/fonts", "home/.fonts"]),
    ],
)  # fmt: skip
def test_fonts_are_looked_for_where_each_system_keeps_them(
    computer: Surroundings, system: str, environment: Mapping[str, str], wanted: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.undo()
    folders = health.font_folders(replace(computer, system=system, environment=environment))

    assert len(folders) == len(wanted)
    assert all(part in str(folder) for part, folder in zip(wanted, folders, strict=True))


# --- programs


def test_programs_are_found_where_windows_and_a_mac_keep_them(computer: Surroundings, tmp_path: Path) -> None:
    office = tmp_path / "Program Files" / "Microsoft Office" / "root" / "Office16" / "EXCEL.EXE"
    edge = tmp_path / "x86" / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    for file in (office, edge):
        file.parent.mkdir(parents=True)
        file.touch()
    # Windows gives Python the names in capitals.
    environment = {
        "PROGRAMFILES": str(tmp_path / "Program Files"),
        "PROGRAMFILES(X86)": str(tmp_path / "x86"),
    }
    windows = list(health.program_checks(replace(computer, system="Windows", environment=environment)))
    (computer.home / "Applications" / "LibreOffice.app").mkdir(parents=True)
    mac = list(health.program_checks(replace(computer, system="Darwin", environment={})))

    assert [check.facts["found"] for check in windows] == [
        f"Microsoft Excel ({office})",
        f"Microsoft Edge ({edge})",
    ]
    assert mac[0].facts["found"] == f"LibreOffice ({computer.home / 'Applications' / 'LibreOffice.app'})"


# --- folders, space, paths


def test_a_folder_that_cannot_be_written_says_which_and_what_then(computer: Surroundings) -> None:
    checks = tuple(health.folder_checks(replace(computer, try_writing=refuse)))

    assert of(checks, "folders") == [
        ("working_refused", State.LOOK), ("reports_refused", State.BROKEN), ("cache_refused", State.LOOK),
        ("temp_refused", State.BROKEN),
    ]  # fmt: skip
    assert tell(checks[1], "vi").found == (
        f"Không ghi được vào thư mục báo cáo: {computer.reports_folder} (không có quyền)."
    )


def test_trying_to_write_leaves_nothing_behind(computer: Surroundings, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    checks = tuple(health.folder_checks(computer))

    assert [check.code for check in checks] == ["working", "reports", "cache", "temp"]
    assert sorted(tmp_path.rglob("*")) == before


def test_folders_that_refuse_vietnamese_names_are_named_once(computer: Surroundings) -> None:
    around = replace(computer, try_writing=lambda folder: folder == computer.temp_folder)
    *others, last = health.folder_checks(around)

    assert {check.state for check in others} == {State.FINE}
    assert (last.code, last.state) == ("names_refused", State.LOOK)
    assert str(computer.working_folder) in last.facts["folders"].split("\n")
    assert str(computer.temp_folder) not in last.facts["folders"].split("\n")


def test_a_file_where_a_folder_should_be_cannot_be_written(computer: Surroundings) -> None:
    computer.reports_folder.write_text("a file")

    assert ("reports_refused", State.BROKEN) in of(tuple(health.folder_checks(computer)), "folders")


@pytest.mark.parametrize(
    ("free", "code", "state"),
    [
        (99_999_999, "space_none", State.BROKEN),
        (100_000_000, "space", State.LOOK),
        (10**9, "space", State.FINE),
    ],
)
def test_too_little_space_is_told_before_it_is_needed(
    free: int, code: str, state: State, computer: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**10, 10**10 - free, free)
    )
    check = health.space_check(computer)

    assert (check.code, check.state) == (code, state)
    assert f"{check.facts['megabytes']} MB".replace("1000", "1.000") in tell(check, "vi").found


def test_much_space_is_told_in_a_number_that_can_be_read(
    computer: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """78.807 MB might be taken for less than eighty."""
    usage = shutil._ntuple_diskusage(10**12, 0, 78_807_654_321)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)

    assert "Còn 78 GB ở nơi ghi báo cáo" in tell(health.space_check(computer), "vi").found


@pytest.mark.parametrize(
    ("allowed", "length", "outcome"),
    [
        (None, 300, []),
        (True, 300, ["long_paths"]),
        (False, 140, ["short_enough"]),
        (False, 141, ["path_too_long"]),
    ],
)
def test_long_paths_matter_on_windows_only(
    allowed: bool | None, length: int, outcome: list[str], computer: Surroundings
) -> None:
    folder = Path("/".ljust(length, "x"))
    checks = health.path_checks(replace(computer, long_paths=allowed, working_folder=folder))

    assert [check.code for check in checks] == outcome


# --- settings and sets


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[validate]\nformatt = "html"', "cds-rank.toml:2:1: SET003 Không có khóa “formatt” (có phải “format” không?)"),
        ('[validate]\nset = "yen-bai-2023"', "Không có bộ chỉ tiêu “yen-bai-2023” (có phải “yen-bai-2022” không?)"),
        ('[validate]\nunits = "nobody"', "Không có danh sách đơn vị “nobody”"),
        ('[validate]\nunits = "nobody.yaml"', "nobody.yaml. Kiểm tra lại đường dẫn."),
        ('[validate]\nbaseline = "old.json"', "old.json. Kiểm tra lại đường dẫn."),
        ('[validate]\nignore = ["XYZ"]', "Không có mã “XYZ”"),
        ('[report]\ntemplate = "letter.docx"', "letter.docx. Kiểm tra lại đường dẫn."),
        ("[validate", "cds-rank.toml:1:10: SET001"),
        ("\udcff", "SET001"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_settings_is_named(text: str, told: str, computer: Surroundings) -> None:
    (computer.working_folder / "cds-rank.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    check = health.settings_check(computer)

    assert (check.code, check.state) == ("settings_refused", State.BROKEN)
    assert told in tell(check, "vi").found
    assert "cds-rank.toml" in tell(check, "vi").found


def test_settings_that_are_in_order_are_named_too(computer: Surroundings) -> None:
    (computer.working_folder / "cds-rank.toml").write_text(
        '[validate]\nset = "yen-bai-2022"\nselect = ["NUM"]\n'
    )
    below = computer.working_folder / "quý 4"
    below.mkdir()
    check = health.settings_check(replace(computer, working_folder=below))

    assert (check.code, check.facts["file"]) == ("settings", str(computer.working_folder / "cds-rank.toml"))


def test_a_built_in_set_that_does_not_load_breaks_and_one_of_the_office_is_worth_a_look(
    computer: Surroundings, tmp_path: Path
) -> None:
    builtin = tmp_path / "builtin"
    shutil.copytree(builtin_folder(), builtin)
    own = computer.working_folder / "indicator_sets"
    own.mkdir()
    (own / "mine.yaml").write_text("id: mine\n")
    around = replace(computer, builtin_sets=builtin)
    assert of(tuple(health.set_checks(around)), "sets") == [("sets", State.FINE), ("set_refused", State.LOOK)]

    (builtin / "units" / "yen-bai-2022.yaml").write_text("units: [\n")
    checks = tuple(health.set_checks(around))
    assert ("set_refused", State.BROKEN) in of(checks, "sets")
    assert ("sets", State.FINE) not in of(checks, "sets")


# --- the real command


def everything(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "cp1258"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_the_words_come_whole_on_an_old_console_and_nothing_is_left_behind(
    env: dict[str, str], office: Path
) -> None:
    temp, cache = office / "tạm", office / "nhớ"
    temp.mkdir()
    before = everything(office)
    done = run("doctor", env={**env, "TMPDIR": str(temp), "CDS_RANK_CACHE": str(cache)}, cwd=office)
    text = done.out.decode("utf-8")

    assert done.err == b""
    assert "\ufffd" not in text
    assert "Bốn ký tự này phải hiện đúng trên màn hình: ã ữ ▲ ▼" in text
    assert re.search(r"Ghi được vào thư mục tạm của máy:\s+\S+tạm\.", text)
    assert done.code == (1 if "\n  hỏng " in text else 0)
    assert everything(office) == before


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that not even root can write")
def test_a_folder_that_cannot_be_written_gives_exit_code_1() -> None:
    done = run("doctor", "--format", "json", cwd=Path("/proc"))
    data = json.loads(done.out)

    assert done.code == 1
    states = {check["code"]: check["state"] for check in data["checks"]}
    assert (states["working_refused"], states["reports_refused"]) == ("look", "broken")
    assert data["state"] == "broken"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder one stands in")
def test_a_working_folder_that_was_removed_breaks_nothing(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    line = f'cd "{gone}" && rmdir "{gone}" && exec "{sys.executable}" -m cds_rank doctor'
    done = run("-c", line, program=("/bin/sh",), env={"PYTHONPATH": str(Path(__file__).parents[2] / "src")})

    assert done.code in {0, 1}
    assert "Kết luận:" in done.out.decode("utf-8")


def test_json_says_for_each_check_what_was_found_and_what_to_do(
    cli: Callable[..., Cli], office: Path
) -> None:
    (office / "cds-rank.toml").write_text('[validate]\nformatt = "x"\n', encoding="utf-8")
    done = cli("doctor", "--format", "json")
    data = json.loads(done.out)
    (settings,) = (check for check in data["checks"] if check["topic"] == "settings")

    assert (done.code, done.err, data["schema"], data["schema_version"]) == (1, "", "cds-rank/doctor", 1)
    assert (settings["state"], settings["state_label"]) == ("broken", "hỏng")
    assert settings["found"].startswith(f"{office / 'cds-rank.toml'}: có 1 chỗ sai, chưa dùng được.\n")
    assert "formatt" in settings["found"]
    assert settings["what_to_do"].startswith("Sửa các chỗ nêu trên")
    (console,) = (check for check in data["checks"] if check["topic"] == "console")
    assert isinstance(console["facts"]["missing"], list)


def test_a_file_to_be_sent_holds_what_the_screen_would_show(cli: Callable[..., Cli], office: Path) -> None:
    """A > of PowerShell spoils the letters on the way; a file that we write holds UTF-8."""
    shown = cli("doctor")
    done = cli("doctor", "--output", "khám.txt")
    written = (office / "khám.txt").read_text(encoding="utf-8")

    assert (done.code, done.out) == (shown.code, "")
    assert re.sub(r"[\d.]+ [MG]B", "MB", written) == re.sub(r"[\d.]+ [MG]B", "MB", shown.out)
    assert done.err.splitlines() == [written.splitlines()[-1], "khám.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of their own width")
@pytest.mark.parametrize("columns", [60, 80])
def test_a_narrow_terminal_breaks_no_word(columns: int) -> None:
    lines = on_a_terminal(columns, "doctor").replace("\r", "").split("\n")

    broken = [line for line in lines if len(line) > columns and " " in line.strip()]
    assert [line for line in broken if not re.search(r"\S{40}", line)] == []
    assert any("khám máy" in line for line in lines)


def test_something_worth_a_look_is_still_exit_code_0(
    cli: Callable[..., Cli], office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = (
        Check("python", "python_32", State.LOOK, {"version": "3", "bits": "32", "system": "", "machine": ""}),
    )
    monkeypatch.setattr("cds_rank.cli.doctor_commands.examine", lambda around: look)
    done = cli("doctor")

    assert done.code == 0
    assert "cần xem" in done.out
    assert "Kết luận: dùng được; 1 chỗ cần xem" in done.out


def test_an_unknown_format_is_refused(cli: Callable[..., Cli], office: Path) -> None:
    done = cli("doctor", "--format", "jsonn")

    assert done.code == 2
    assert "có phải “json” không?" in done.err


@pytest.mark.parametrize("name", ["a\x1b[31mb", "a\u202eb", "<b>{x}"])
def test_names_of_folders_are_shown_and_not_obeyed(name: str, cli: Callable[..., Cli], office: Path) -> None:
    folder = office / name
    folder.mkdir()
    os.chdir(folder)
    for output_format in ("text", "json"):
        done = cli("doctor", "--format", output_format)
        assert "\x1b" not in done.out
        assert "\u202e" not in done.out
        assert ("<b>{x}" in done.out) == (name == "<b>{x}")


def test_an_error_of_the_settings_that_is_no_definition_names_the_file_first() -> None:
    error = CdsRankError("path_missing", path="b")
    check = Check("settings", "settings_refused", State.BROKEN, {"file": "a/cds-rank.toml"}, error)

    assert tell(check, "vi").found.split("\n") == [
        "a/cds-rank.toml nêu một thứ không có:",
        "Không có tệp hay thư mục b. Kiểm tra lại đường dẫn.",
    ]
