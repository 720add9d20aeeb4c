"""What this computer has and lacks for cds-rank: facts and a state each; the words stand in `cli/`."""

import importlib
import importlib.metadata
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from cds_rank.checks.selection import Selection, check_codes
from cds_rank.errors import CdsRankError
from cds_rank.reading.definitions import (
    find_set,
    find_unit_list,
    load_definitions,
    load_indicator_set,
    set_files,
)
from cds_rank.reading.settings import find_settings, load_settings
from cds_rank.reporting.glyphs import VIETNAMESE_LETTERS, missing_characters

SAMPLE: Final = "ãữ▲▼"
"""Characters that tell whether a console can write reports: on old code pages each of them fails."""
NEEDED_GLYPHS: Final = VIETNAMESE_LETTERS + "▲▼₫"
NEEDED_LIBRARIES: Final = (
    "typer", "pydantic", "PyYAML", "rich", "Babel", "Jinja2", "openpyxl", "XlsxWriter", "pandas", "docxtpl", "joblib",
    "platformdirs",
)  # fmt: skip
SHIPPED_FACES: Final = (
    "Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"
)  # fmt: skip
LEAST_SPACE: Final = 100_000_000  # bytes; reports of a whole province take a few tens of millions
ENOUGH_SPACE: Final = 1_000_000_000
LONGEST_PATH: Final = 260  # characters, on Windows without long paths
LONGEST_OF_OURS: Final = 120  # characters that names of sets, periods and files add to a folder's path

_MODULES: Final = {"PyYAML": "yaml", "Babel": "babel", "Jinja2": "jinja2", "XlsxWriter": "xlsxwriter"}
_AT_LEAST: Final = re.compile(r"([A-Za-z0-9_.-]+)[^;]*?>=\s*([0-9.]+)")
_FAMILIES: Final = {
    "Times New Roman": re.compile(r"times(bd|bi|i)?\.ttf|times[ _-]?new[ _-]?roman.*\.tt[fc]", re.IGNORECASE),
    "Liberation Serif": re.compile(r"liberation ?serif.*\.(ttf|otf)", re.IGNORECASE),
    "Tinos": re.compile(r"tinos.*\.(ttf|otf)", re.IGNORECASE),
}


class State(StrEnum):
    """How something is: in order, worth a look (the work goes on), or broken (some command fails)."""

    FINE = "fine"
    LOOK = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    topic: what it belongs to. code: which sentences say it. facts: what the sentences name, as text; several things
    of a kind are divided by line ends. error: what a reader of ours said, with its own sentences.
    """

    topic: str
    code: str
    state: State
    facts: Mapping[str, str] = field(default_factory=dict)
    error: CdsRankError | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run found around itself: given, so that nothing below reads the environment.

    system: "Windows", "Darwin" or "Linux". locale_encoding: what files and pipes get when nobody says.
    console_encoding: of the terminal itself ("cp1258"), "" when there is none. long_paths: None but on Windows.
    try_writing: writes files below an existing folder and takes them away again; OSError when it cannot, False when
    it can but not under a Vietnamese name.
    """

    system: str
    machine: str
    python: str
    bits: int
    environment: Mapping[str, str]
    utf8_mode: bool
    on_a_terminal: bool
    locale_encoding: str
    console_encoding: str
    long_paths: bool | None
    home: Path
    working_folder: Path
    reports_folder: Path
    cache_folder: Path
    temp_folder: Path
    shipped_fonts: Path
    builtin_sets: Path
    try_writing: Callable[[Path], bool]


def examine(around: Surroundings) -> tuple[Check, ...]:
    """Look at everything, in the order in which it is told; what is missing is a check's outcome, never an error."""
    return (
        python_check(around),
        console_check(around),
        *library_checks(),
        *font_checks(around),
        *program_checks(around),
        *folder_checks(around),
        space_check(around),
        *path_checks(around),
        settings_check(around),
        *set_checks(around),
    )


def worst(checks: Sequence[Check]) -> State:
    """Return the worst state there is; in order when nothing was looked at."""
    order = list(State)
    return max((check.state for check in checks), key=order.index, default=State.FINE)


# --- Python and the console


def python_check(around: Surroundings) -> Check:
    """Say which Python this is; 32 bit runs out of memory early and has no wheel of typst."""
    facts = {
        "version": around.python,
        "bits": str(around.bits),
        "system": around.system,
        "machine": around.machine,
    }
    is_wide = around.bits >= 64
    return Check("python", "python" if is_wide else "python_32", State.FINE if is_wide else State.LOOK, facts)


def console_check(around: Surroundings) -> Check:
    """Tell whether the console's own encoding can write what reports contain.

    We write UTF-8 whatever it is; what another program makes of it (a pipe, a file, an old terminal) depends on it.
    """
    encoding = stream_encoding(around)
    missing = [char for char in SAMPLE if not _can_write(char, encoding)]
    names = ("PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LC_CTYPE", "LANG")
    variables = [f"{name}={around.environment[name]}" for name in names if around.environment.get(name)]
    facts = {
        "encoding": encoding,
        "console": around.console_encoding,
        "locale": around.locale_encoding,
        "variables": "\n".join(variables),
        "missing": "\n".join(missing),
    }
    if not missing:
        return Check("console", "console", State.FINE, facts)
    if "PYTHONIOENCODING" in around.environment:
        code = "console_variable"
    else:
        code = "console_windows" if around.system == "Windows" else "console_locale"
    return Check("console", code, State.LOOK, facts)


def stream_encoding(around: Surroundings) -> str:
    """Tell which encoding Python gives its output here.

    Source: Python's documentation of sys.stdout: PYTHONIOENCODING first, then UTF-8 mode, then on a Windows terminal
    UTF-8, else the locale's.
    """
    named = around.environment.get("PYTHONIOENCODING", "").partition(":")[0]
    if named:
        return named
    if around.utf8_mode or (around.system == "Windows" and around.on_a_terminal):
        return "utf-8"
    return around.locale_encoding


def _can_write(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


# --- libraries


def library_checks() -> Iterator[Check]:
    """Load every library the commands stand on, and typst, which only PDF needs."""
    least = _least_versions()
    found: list[str] = []
    for name in NEEDED_LIBRARIES:
        check = _library_check(name, least)
        if check.state is State.FINE:
            found.append(f"{name} {check.facts['version']}")
        else:
            yield check
    if found:
        yield Check("libraries", "libraries", State.FINE, {"versions": "\n".join(found)})
    check = _library_check("typst", least)
    absent = check.code == "library_missing"
    fine = check.state is State.FINE
    code = "pdf_missing" if absent else "pdf" if fine else check.code
    yield replace(check, topic="pdf", code=code, state=State.LOOK if absent else check.state)


def _library_check(name: str, least: Mapping[str, str]) -> Check:
    version, reason = _loaded(name)
    wanted = least.get(name.lower(), "")
    facts = {"name": name, "version": version, "wanted": wanted, "reason": reason}
    if not version:
        return Check("libraries", "library_missing", State.BROKEN, facts)
    if reason:
        return Check("libraries", "library_damaged", State.BROKEN, facts)
    if _numbers(version) < _numbers(wanted):
        return Check("libraries", "library_old", State.BROKEN, facts)
    return Check("libraries", "libraries", State.FINE, facts)


def _loaded(name: str) -> tuple[str, str]:
    """Return a library's version ("" when it is not installed) and why it does not load ("" when it does)."""
    version = _version(name)
    if not version:
        return "", ""
    try:
        importlib.import_module(_MODULES.get(name, name))
    except Exception as error:  # whatever a broken installation raises is the answer
        return version, f"{type(error).__name__}: {error}"[:200]
    return version, ""


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _least_versions() -> dict[str, str]:
    """Return what our own package asks for, by name in small letters; nothing when it was not installed."""
    try:
        wanted = importlib.metadata.requires("cds-rank") or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    found = (_AT_LEAST.match(line) for line in wanted)
    return {match[1].lower(): match[2].rstrip(".") for match in found if match}


def _numbers(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: 3.1.5rc1 → (3, 1, 5)."""
    match = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in match[0].split(".")) if match else ()


# --- fonts


def font_checks(around: Surroundings) -> Iterator[Check]:
    """Look at the shipped faces, then at the families that Word files are read with on this computer."""
    yield _shipped_fonts(around.shipped_fonts)
    folders = font_folders(around)
    families = installed_faces(folders)
    searched = "\n".join(_shown(folder) for folder in folders)
    if not any(families.values()):
        facts = {"families": "\n".join(_FAMILIES), "folders": searched}
        yield Check("fonts", "fonts_none", State.LOOK, facts)
    for family, faces in families.items():
        if faces:
            yield _family_check(family, faces)


def _shipped_fonts(folder: Path) -> Check:
    absent = [name for name in SHIPPED_FACES if not (folder / name).is_file()]
    facts = {"folder": _shown(folder), "faces": "\n".join(absent)}
    if absent:
        return Check("fonts", "shipped_missing", State.BROKEN, facts)
    lacking = {name: _lacking(folder / name, NEEDED_GLYPHS) for name in SHIPPED_FACES}
    bad = [name for name, missing in lacking.items() if missing is None or missing]
    if bad:
        return Check("fonts", "shipped_damaged", State.BROKEN, {**facts, "faces": "\n".join(bad)})
    return Check("fonts", "shipped", State.FINE, {**facts, "count": str(len(SHIPPED_FACES))})


def _family_check(family: str, faces: Sequence[Path]) -> Check:
    """Judge a family by its worst face: a heading in bold has the same letters as the text."""
    lacking = {face: _lacking(face, VIETNAMESE_LETTERS) for face in faces}
    damaged = [_shown(face) for face, missing in lacking.items() if missing is None]
    poorest = max((missing for missing in lacking.values() if missing), key=len, default=())
    facts = {
        "family": family,
        "folder": _shown(faces[0].parent),
        "faces": "\n".join(damaged),
        "count": str(len(poorest)),
        "of": str(len(VIETNAMESE_LETTERS)),
        "letters": "\n".join(poorest[:6]),
    }
    if damaged:
        return Check("fonts", "font_damaged", State.LOOK, facts)
    if poorest:
        return Check("fonts", "font_lacks_letters", State.LOOK, facts)
    return Check("fonts", "font", State.FINE, facts)


def _lacking(face: Path, wanted: str) -> tuple[str, ...] | None:
    """Return which of the characters a face lacks; None when it cannot be read."""
    try:
        return tuple(missing_characters(wanted, [face]))
    except CdsRankError:
        return None


def font_folders(around: Surroundings) -> list[Path]:
    """Return where a system keeps its fonts: its own, the user's, and on a Mac those inside Word."""
    of, home = around.environment.get, around.home
    match around.system:
        case "Windows":
            local = of("LOCALAPPDATA") or str(home / "AppData" / "Local")
            return [
                Path(of("WINDIR") or r"C:\Windows") / "Fonts",
                Path(local) / "Microsoft" / "Windows" / "Fonts",
            ]
        case "Darwin":
            library = "Library/Fonts"
            word = "/Applications/Microsoft Word.app/Contents/Resources/DFonts"
            return [
                Path("/System", library),
                Path("/", library),
                home / "Library" / "Fonts",
                Path(word),
            ]
    data = Path(of("XDG_DATA_HOME") or home / ".local" / "share")
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"]


def installed_faces(folders: Sequence[Path]) -> dict[str, list[Path]]:
    """Find the faces of the families we know by their file names, in the folders and below."""
    found: dict[str, list[Path]] = {family: [] for family in _FAMILIES}
    for folder in folders:
        for place, below, names in os.walk(folder):
            below.sort()
            for name in sorted(names):
                for family, pattern in _FAMILIES.items():
                    if pattern.fullmatch(name):
                        found[family].append(Path(place, name))
    return found


# --- programs beside ours


def program_checks(around: Surroundings) -> Iterator[Check]:
    """Look for what opens our files: a spreadsheet program (which also recalculates) and a browser."""
    offices = dict(_found_programs(around, _OFFICES))
    browsers = dict(_found_programs(around, _BROWSERS))
    for topic, found, wanted in (
        ("office", offices, _OFFICES),
        ("browser", browsers, _BROWSERS),
    ):
        named = "\n".join(f"{name} ({path})" for name, path in found.items())
        absent = "\n".join(program.name for program in wanted if program.name not in found)
        facts = {"found": named, "absent": absent}
        code = topic if found else f"{topic}_none"
        yield Check("programs", code, State.FINE if found else State.LOOK, facts)


@dataclass(frozen=True, slots=True)
class _Program:
    """Where a program is found: commands on the path, places below Windows' program folders, a Mac's bundle."""

    name: str
    commands: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    mac: str = ""


_OFFICES: Final = (
    _Program(
        "Microsoft Excel",
        windows=(
            "Microsoft Office/root/Office16/EXCEL.EXE",
            "Microsoft Office/Office16/EXCEL.EXE",
            "Microsoft Office/Office15/EXCEL.EXE",
            "Microsoft Office/Office14/EXCEL.EXE",
        ),
        mac="Microsoft Excel.app",
    ),
    _Program(
        "LibreOffice", ("soffice", "libreoffice"), ("LibreOffice/program/soffice.exe",), "LibreOffice.app"
    ),
)
_BROWSERS: Final = (
    _Program("Microsoft Edge", ("microsoft-edge", "microsoft-edge-stable"), ("Microsoft/Edge/Application/msedge.exe",),
             "Microsoft Edge.app"),
    _Program("Google Chrome", ("google-chrome", "google-chrome-stable"), ("Google/Chrome/Application/chrome.exe",),
             "Google Chrome.app"),
    _Program("Chromium", ("chromium", "chromium-browser"), (), "Chromium.app"),
    _Program("Firefox", ("firefox", "firefox-esr"), ("Mozilla Firefox/firefox.exe",), "Firefox.app"),
    _Program("Safari", (), (), "Safari.app"),
)  # fmt: skip


def _found_programs(around: Surroundings, programs: Sequence[_Program]) -> Iterator[tuple[str, str]]:
    of = around.environment.get
    for program in programs:
        places: list[Path] = []
        if around.system == "Windows":
            names = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA")
            roots = dict.fromkeys(root for name in names if (root := of(name) or of(name.upper())))
            places = [Path(root, place) for root in roots for place in program.windows]
        elif around.system == "Darwin" and program.mac:
            places = [
                folder / program.mac for folder in (Path("/Applications"), around.home / "Applications")
            ]
        on_the_path = (shutil.which(command, path=of("PATH", "")) for command in program.commands)
        existing = (str(place) for place in places if _exists(place))
        found = next((path for path in (*on_the_path, *existing) if path), None)
        if found is not None:
            yield program.name, found


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


# --- folders, space, paths


def folder_checks(around: Surroundings) -> Iterator[Check]:
    """Really write into the folders that commands write into; of a folder yet to be made, into the one above it."""
    states = {
        "working": (around.working_folder, State.LOOK),
        "reports": (around.reports_folder, State.BROKEN),
        "cache": (around.cache_folder, State.LOOK),
        "temp": (around.temp_folder, State.BROKEN),
    }
    plain_names_only: list[str] = []
    for name, (folder, when_refused) in states.items():
        facts = {"folder": _shown(folder)}
        try:
            takes_our_names = around.try_writing(_nearest_existing(folder))
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
            yield Check("folders", f"{name}_refused", when_refused, {**facts, "reason": reason})
            continue
        if not takes_our_names:
            plain_names_only.append(_shown(folder))
        yield Check("folders", name, State.FINE, facts)
    if plain_names_only:
        yield Check("folders", "names_refused", State.LOOK, {"folders": "\n".join(plain_names_only)})


def _shown(path: Path) -> str:
    """Return a path as text that can be written down, whatever encoding its letters were read in."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _nearest_existing(folder: Path) -> Path:
    return next((place for place in (folder, *folder.parents) if _exists(place)), folder)


def space_check(around: Surroundings) -> Check:
    """Ask how much room is left where the reports go."""
    facts = {"folder": _shown(around.reports_folder)}
    try:
        free = shutil.disk_usage(_nearest_existing(around.reports_folder)).free
    except (OSError, ValueError):
        return Check("space", "space_unknown", State.LOOK, facts)
    facts["megabytes"] = str(free // 1_000_000)
    if free < LEAST_SPACE:
        return Check("space", "space_none", State.BROKEN, facts)
    return Check("space", "space", State.FINE if free >= ENOUGH_SPACE else State.LOOK, facts)


def path_checks(around: Surroundings) -> Iterator[Check]:
    """On Windows: is there room for our files' names below this folder?"""
    if around.long_paths is None:
        return
    length = len(str(around.working_folder))
    facts = {"length": str(length), "longest": str(LONGEST_PATH), "folder": _shown(around.working_folder)}
    if around.long_paths:
        yield Check("paths", "long_paths", State.FINE, facts)
    elif length + LONGEST_OF_OURS <= LONGEST_PATH:
        yield Check("paths", "short_enough", State.FINE, facts)
    else:
        yield Check("paths", "path_too_long", State.LOOK, facts)


# --- settings and sets


def settings_check(around: Surroundings) -> Check:
    """Read the `cds-rank.toml` that commands would use here, and look for every file and code that it names."""
    path = find_settings(around.working_folder)
    if path is None:
        return Check("settings", "settings_none", State.FINE, {"folder": _shown(around.working_folder)})
    facts = {"file": _shown(path)}
    folders = _set_folders(around)
    try:
        settings = load_settings(path)
        named = settings.validation
        check_codes(Selection(named.select, named.ignore, named.per_file_ignores))
        if named.indicator_set:
            find_set(named.indicator_set, folders)
        if named.units:
            units = find_unit_list(named.units, folders)
            _must_exist(units)
        for name in (named.previous, named.baseline, settings.report.template):
            if name:
                _must_exist(Path(name))
    except CdsRankError as error:
        return Check("settings", "settings_refused", State.BROKEN, facts, error)
    return Check("settings", "settings", State.FINE, facts)


def _must_exist(path: Path) -> None:
    if not _exists(path):
        raise CdsRankError("path_missing", path=path)


def set_checks(around: Surroundings) -> Iterator[Check]:
    """Load every built-in set with its units, then those of the working folder."""
    builtin, own = set_files([around.builtin_sets]), _own_sets(around)
    facts = {"folder": _shown(around.builtin_sets), "sets": "\n".join(builtin), "count": str(len(builtin))}
    refused = list(_refused(builtin, _set_folders(around), State.BROKEN))
    yield from refused
    if not builtin:
        yield Check("sets", "sets_none", State.BROKEN, facts)
    elif not refused:
        yield Check("sets", "sets", State.FINE, facts)
    if own is not None:
        files = set_files([own])
        refused = list(_refused(files, _set_folders(around), State.LOOK))
        yield from refused
        if files and not refused:
            facts = {"folder": _shown(own), "sets": "\n".join(files), "count": str(len(files))}
            yield Check("sets", "own_sets", State.FINE, facts)


def _refused(files: Mapping[str, Path], folders: Sequence[Path], state: State) -> Iterator[Check]:
    for name, path in files.items():
        try:
            if load_indicator_set(path).units is not None:
                load_definitions(path, folders)
        except CdsRankError as error:
            yield Check("sets", "set_refused", state, {"set": name, "file": _shown(path)}, error)


def _own_sets(around: Surroundings) -> Path | None:
    own = around.working_folder / "indicator_sets"
    is_another = _exists(own) and own.resolve() != around.builtin_sets.resolve()
    return own if is_another else None


def _set_folders(around: Surroundings) -> list[Path]:
    own = _own_sets(around)
    return [around.builtin_sets] if own is None else [own, around.builtin_sets]
