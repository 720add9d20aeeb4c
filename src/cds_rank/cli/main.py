"""The entry point: the reader's language, the streams, and the one place where errors are caught."""

import contextlib
import gc
import gettext
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cds_rank.errors import CdsRankError
from cds_rank.wording.language import LANGUAGES, N_, Language, Translate, translator

EXIT_OK, EXIT_FINDINGS, EXIT_CANNOT = 0, 1, 2
_SAID_BY_THE_PARSER = (
    (r"Option '(?P<option>.*?)' requires an argument", N_("Sau {option} còn thiếu giá trị.")),
    (
        r"Option '(?P<option>.*?)' does not take a value",
        N_("{option} đứng một mình, không có giá trị theo sau."),
    ),
    (
        r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)",
        N_(
            "Thừa “{words}”. Tên có dấu cách thì đặt trong ngoặc kép; xem tùy chọn đứng trước có thiếu giá trị không."
        ),
    ),
    (r"Input should be a valid integer", N_("phải là số nguyên.")),
    (r"Input should be greater than or equal to (?P<bound>\S+)", N_("phải từ {bound} trở lên.")),
    (r"path '(?P<path>.*)' is not readable", N_("không có quyền đọc {path}.")),
)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Leaves without taking the interpreter apart: every file is closed by then, and freeing a hundred thousand
    objects one by one is a tenth of a short command's time.
    """
    code = main(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    if "joblib" in sys.modules:  # its locks and folders are given back on a regular exit only
        sys.exit(code)
    os._exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns 0 (done), 1 (findings) or 2 (could not do the job), and never a traceback."""
    # A command is over in seconds: looking for garbage every 700 objects costs a tenth of its start.
    gc.set_threshold(100_000, 50, 50)
    _prepare_streams()
    language, remaining = choose_language(arguments, os.environ.get("CDS_RANK_LANG", ""))
    _translate_parser(language)
    try:
        return _dispatch(remaining, language)
    except CdsRankError as error:
        from cds_rank.wording.messages import error_text

        _complain(error_text(error, language), language)
        return EXIT_CANNOT
    except BrokenPipeError:
        return _reader_has_gone()
    except KeyboardInterrupt:
        _ = translator(language)
        _complain(_("Đã dừng theo yêu cầu."), language)
        return EXIT_CANNOT
    except Exception as error:
        from cds_rank.wording.messages import error_text

        detail = f"{type(error).__name__}: {error}"[:300]
        _complain(error_text(CdsRankError("internal", detail=detail, log=_write_log()), language), language)
        return EXIT_CANNOT


def choose_language(arguments: Sequence[str], preset: str) -> tuple[Language, list[str]]:
    """Take `--lang vi|en` out of the arguments, wherever it stands; Vietnamese when nobody says.

    preset: the language from the environment. Raises nothing: an unknown language leaves Vietnamese, and the
    option stays in place for the parser to refuse.
    """
    language: Language = "en" if preset == "en" else "vi"
    remaining: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            remaining += [word, *waiting]
            break
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and waiting:
            value = waiting[0]
        known = next((name for name in LANGUAGES if name == value), None)
        if known is None:
            remaining.append(word)
            continue
        language = known
        if word == "--lang":
            waiting.pop(0)
    return language, remaining


def _dispatch(arguments: list[str], language: Language) -> int:
    from cds_rank.cli.app import build_app

    application = build_app(language)
    try:
        code = application(arguments, standalone_mode=False, prog_name="cds-rank")
        sys.stdout.flush()
    except SystemExit:  # the parser leaves like this for one thing only: a pipe that was closed
        return _reader_has_gone()
    except Exception as error:
        if not hasattr(error, "format_message"):  # not one of the parser's own
            raise
        return _usage_error(error, language)
    return code if isinstance(code, int) else EXIT_OK


def _reader_has_gone() -> int:
    """Whoever read our output has seen enough (… | head): nothing more to say, and nothing went wrong."""
    void = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(void, stream.fileno())
    return EXIT_OK


def _usage_error(error: Any, language: Language) -> int:
    _ = translator(language)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message())  # noqa: T201
        return EXIT_CANNOT
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "cds-rank"
    hint = _("Xem cách dùng: {command} --help").format(command=command)
    _complain(f"{_usage_sentence(error, _)}\n{hint}", language)
    return EXIT_CANNOT


def _usage_sentence(error: Any, _: Translate) -> str:
    name = type(error).__name__
    near = next(iter(getattr(error, "possibilities", None) or ()), "")
    parameter = getattr(error, "param", None)
    shown = ""
    if parameter is not None:
        option = max(parameter.opts, key=len, default="")
        shown = option if option.startswith("-") else str(parameter.metavar or parameter.name)
    match name:
        case "NoSuchOption" if error.option_name == "--lang":  # taken out before, had it been one of the two
            return _("Sau --lang chỉ viết vi hoặc en.")
        case "NoSuchOption":
            text = _("Không có tùy chọn {option}.").format(option=error.option_name)
            guess = _("Có phải {near} không?").format(near=near) if near else ""
            return f"{text} {guess}".rstrip()
        case "MissingParameter":
            return _("Thiếu {parameter}.").format(parameter=shown)
        case "BadParameter" | "BadOptionUsage" | "BadArgumentUsage" if shown:
            return _("{parameter} không nhận giá trị này: {detail}").format(
                parameter=shown, detail=_in_our_words(error.message, _)
            )
    command = re.match(r"No such command '(.*?)'\.(?: Did you mean '(.*?)')?", error.message)
    if command:
        text = _("Không có lệnh “{command}”.").format(command=command[1])
        guess = _("Có phải {near} không?").format(near=command[2]) if command[2] else ""
        return f"{text} {guess}".rstrip()
    words = _in_our_words(error.message, _)
    return words if words != error.message else _("Lệnh gọi chưa đúng: {detail}").format(detail=words)


def _in_our_words(message: str, _: Translate) -> str:
    """Say what the parser says in the reader's language, and as it says it where we have no words for it."""
    for form, text in _SAID_BY_THE_PARSER:
        if found := re.match(form, message, re.DOTALL):
            return _(text).format(**found.groupdict())
    return message


def _translate_parser(language: Language) -> None:
    """Let the argument parser's own words (Options, Commands …) come from our catalogues."""
    locale = Path(__file__).resolve().parent.parent / "locale"
    gettext.bindtextdomain("messages", str(locale))
    gettext.textdomain("messages")
    os.environ["LANGUAGE"] = language


def _prepare_streams() -> None:
    """Write UTF-8 whatever the console's code page: cp1258 cannot even write "ã"."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plug-ins costs 30 ms
    # A stream that was closed before we started (>&-) is None: write into the void.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _complain(text: str, language: Language) -> None:
    from cds_rank.wording.findings import printable

    _ = translator(language)
    shown = "\n".join(printable(line) for line in text.split("\n"))
    print(_("Lỗi: {text}").format(text=shown), file=sys.stderr)  # noqa: T201


def _write_log() -> str:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="cds-rank-", suffix=".log", delete=False
    ) as log:
        log.write(traceback.format_exc())
    return log.name
