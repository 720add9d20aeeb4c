"""`doctor`: what this run finds around itself, looked at, told in plain words, nothing left behind."""

import json
import locale
import os
import platform
import shutil
import struct
import sys
import tempfile
import textwrap
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from cds_rank import __version__
from cds_rank.cli.cache import cache_folder
from cds_rank.cli.display import note, say
from cds_rank.cli.doctor_words import LISTS, STATE_LABELS, TOPIC_LABELS, Told, tell
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.cli.output import write_files
from cds_rank.cli.parsing import one_of
from cds_rank.cli.ranking_app import REPORTS_FOLDER
from cds_rank.reading.definitions import builtin_folder
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator
from cds_rank.workflow.health import Check, State, Surroundings, examine, worst

SCHEMA: Final = "cds-rank/doctor"
_WIDTH: Final = 100  # columns, in a file that is passed on
_NARROWEST: Final = 40
_FONTS: Final = Path(__file__).resolve().parent.parent / "reporting" / "fonts"
_STREAMS: Final = (1, 2, 0)  # any of them may still be the terminal when the others go to a file


def examine_computer(output_format: str, output: Path | None, language: Language) -> int:
    """Look at this computer and say or write what was found; exit code 1 when something is broken."""
    one_of(output_format, ("text", "json"))
    checks = examine(surroundings())
    told = [tell(check, language) for check in checks]
    drawn = (
        as_json(checks, told, language)
        if output_format == "json"
        else as_text(checks, told, language, _WIDTH if output is not None else _columns())
    )
    text = "\n".join(printable(line) for line in drawn.split("\n"))
    if output is None:
        say(text)
    else:
        write_files({output: f"{text}\n".encode("utf-8", "replace")})
        note(verdict(checks, language))
        note(str(output))
    return EXIT_FINDINGS if worst(checks) is State.BROKEN else EXIT_OK


def surroundings() -> Surroundings:
    """Put together what this process can tell of itself, its terminal and its folders."""
    working_folder = _working_folder()
    return Surroundings(
        system=platform.system(),
        machine=platform.machine(),
        python=platform.python_version(),
        bits=struct.calcsize("P") * 8,
        environment=dict(os.environ),
        utf8_mode=bool(sys.flags.utf8_mode),
        on_a_terminal=sys.stdout.isatty(),
        locale_encoding=locale.getencoding(),
        console_encoding=_console_encoding(),
        long_paths=_long_paths(),
        home=Path(os.path.expanduser("~")),  # noqa: PTH111 - Path.home() fails where nobody is at home
        working_folder=working_folder,
        reports_folder=working_folder / REPORTS_FOLDER,
        cache_folder=_cache_folder(),
        temp_folder=_temp_folder(),
        shipped_fonts=_FONTS,
        builtin_sets=builtin_folder(),
        try_writing=try_writing,
    )


def try_writing(folder: Path) -> bool:
    """Write into a new folder below, read it again, take everything away; also under a Vietnamese name.

    Returns False when only the Vietnamese name is refused; raises OSError when nothing can be written. Nothing is
    left behind either way.
    """
    with tempfile.TemporaryDirectory(prefix=".cds-rank-", dir=folder) as place:
        file = Path(place, "a.tmp")
        file.write_bytes(b"cds-rank")
        file.read_bytes()
        try:
            file.rename(Path(place, "thử ghi ữ.tmp"))
        except (OSError, UnicodeError):
            return False
        return True


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError:  # it was removed under our feet
        return Path(os.environ.get("PWD", os.curdir))


def _cache_folder() -> Path:
    """Return where outcomes are kept; the folder for passing files where the library that knows is missing."""
    try:
        return cache_folder()
    except ImportError:
        return _temp_folder()


def _temp_folder() -> Path:
    """Return the folder for passing files; the first that was tried when none can be written."""
    try:
        return Path(tempfile.gettempdir())
    except OSError:
        return Path(os.environ.get("TMPDIR") or os.environ.get("TEMP") or os.curdir)


def _console_encoding() -> str:
    for stream in _STREAMS:
        with suppress(OSError):
            if encoding := os.device_encoding(stream):
                return encoding
    return ""


def _long_paths() -> bool | None:
    """Tell whether Windows was told to allow paths above 260 characters; None elsewhere."""
    if sys.platform != "win32":
        return None
    import winreg  # Windows only

    with (
        suppress(OSError),
        winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key,
    ):
        return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    return False


# --- drawn


def as_text(checks: Sequence[Check], told: Sequence[Told], language: Language, columns: int = _WIDTH) -> str:
    """Write the checks under their topics, what to do below each that needs it, and the verdict last."""
    _ = translator(language)
    labels = [_(STATE_LABELS[check.state]) for check in checks]
    width = max(map(len, labels), default=0)
    lines = [
        _("cds-rank {version}: khám máy").format(version=__version__),
        *_wrapped(
            _("Cần hỗ trợ thì gửi nguyên văn đoạn này. Trong đó có tên thư mục trên máy, không có số liệu."),
            "",
            "",
            columns,
        ),
    ]
    topic = ""
    for check, label, words in zip(checks, labels, told, strict=True):
        if check.topic != topic:
            topic = check.topic
            name = TOPIC_LABELS[topic]
            lines += ["", _(name)]
        lines += _wrapped(words.found, f"  {label:<{width}}  ", " " * (width + 4), columns)
        if words.todo:
            start = _("Cách làm: {todo}").format(todo=words.todo)
            lines += _wrapped(start, " " * (width + 4), " " * (width + 4), columns)
    return "\n".join([*lines, "", *_wrapped(verdict(checks, language), "", "", columns)])


def verdict(checks: Iterable[Check], language: Language) -> str:
    """Say in a sentence how the computer is."""
    _ = translator(language)
    states = [check.state for check in checks]
    broken, look = states.count(State.BROKEN), states.count(State.LOOK)
    if broken:
        return _(
            "Kết luận: {broken} chỗ hỏng, {look} chỗ cần xem. Làm theo các dòng “Cách làm”, rồi chạy lại "
            "cds-rank doctor."
        ).format(broken=broken, look=look)
    if look:
        return _("Kết luận: dùng được; {look} chỗ cần xem, không cản trở công việc.").format(look=look)
    return _("Kết luận: máy dùng tốt.")


def as_json(checks: Sequence[Check], told: Sequence[Told], language: Language) -> str:
    """Write the checks as JSON: states and facts for programs, sentences for people."""
    _ = translator(language)
    data = {
        "schema": SCHEMA,
        "schema_version": 1,
        "version": __version__,
        "language": language,
        "state": worst(checks).value,
        "verdict": verdict(checks, language),
        "checks": [
            {
                "topic": check.topic,
                "code": check.code,
                "state": check.state.value,
                "state_label": _(STATE_LABELS[check.state]),
                "found": words.found,
                "what_to_do": words.todo,
                "facts": {
                    name: value.split("\n") if name in LISTS else value for name, value in check.facts.items()
                },
            }
            for check, words in zip(checks, told, strict=True)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _columns() -> int:
    """Return how wide the text may be: as the terminal, up to a width that is good to read."""
    if not sys.stdout.isatty():
        return _WIDTH
    return max(_NARROWEST, min(_WIDTH, shutil.get_terminal_size((_WIDTH, 24)).columns))


def _wrapped(text: str, first: str, others: str, columns: int) -> list[str]:
    """Break a text into lines; what stands further in, in the text, stays further in."""
    lines: list[str] = []
    for part in text.split("\n"):
        further = others + " " * (len(part) - len(part.lstrip()))
        lines += textwrap.wrap(
            part.strip(),
            columns,
            initial_indent=further if lines else first,
            subsequent_indent=further,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines
