"""`validate`: check, choose, show, write, and give the exit code."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cds_rank import __version__, workflow
from cds_rank.checks.context import Context
from cds_rank.checks.selection import select
from cds_rank.cli import display
from cds_rank.cli.check_options import CheckOptions, Typed, decided, settings_lines
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.errors import CdsRankError
from cds_rank.feedback.view import Against, CheckView, make_view, shortened
from cds_rank.model.finding import ValidationReport
from cds_rank.wording.language import Language, translator
from cds_rank.workflow import Checked, Effort, Source

_LETTERS_FOLDER = "thu"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a run found: all of it, and against what."""

    report: ValidationReport
    context: Context | None
    checked: Checked | None = None


def check_submissions(
    paths: Sequence[Path], typed: Typed, language: Language, *, show_settings: bool = False
) -> int:
    """Check files and show what was found, totals last; returns the exit code."""
    options = decided(typed)
    if show_settings:
        display.say("\n".join(settings_lines(options)))
        return EXIT_OK
    sources = workflow.find_sources(paths)
    _refuse_to_overwrite(sources, options)
    part = None if options.shard is None else workflow.shard_of(sources, *options.shard)
    outcome = _checked(sources, part, paths, options, language)
    report = select(outcome.report, options.selection)
    view = make_view(report, against(outcome.context), language)
    _give_back(view, sources, options, language)
    shown = shortened(view, options.max_per_rule)
    content = drawn(shown, options, prefix_of(sources))
    if options.shard is not None and outcome.checked is not None and isinstance(content, str):
        from cds_rank.cli.part_commands import as_part

        content = as_part(content, outcome.checked, options.shard, paths, sources)
    deliver(content, shown, options)
    if outcome.checked is not None and outcome.checked.reviewed is not None:
        from cds_rank.cli.commands import note_reviews

        note_reviews(outcome.checked.reviewed.counts, language)
    return EXIT_FINDINGS if report.reaches(options.fail_on) else EXIT_OK


def _checked(
    sources: Sequence[Source],
    part: Sequence[Source] | None,
    paths: Sequence[Path],
    options: CheckOptions,
    language: Language,
) -> _Outcome:
    cache = None
    if options.cache and len(sources) > 1:  # one file is read as quickly as what is known of it
        from cds_rank.cli.cache import FolderCache, cache_folder

        cache = FolderCache(cache_folder())
    effort = Effort(options.jobs, cache, display.watch_progress(language))
    whole_list = part is None and any(path.is_dir() for path in paths)
    try:
        checked = workflow.check(sources, options.choices, effort, part)
    except CdsRankError as error:
        if error.code not in {"set_needed", "period_needed"}:
            raise
        report = workflow.unreadable_files(sources if part is None else part)
        if not report.findings:
            raise
        return _Outcome(report, None)
    if cache is not None:
        cache.tidy()
    others = workflow.passed_over(paths) if part is None else []
    report = workflow.report_of(checked, whole_list=whole_list, passed_over=others)
    return _Outcome(report, checked.context, checked)


def against(context: Context | None) -> Against:
    """Say what the files were held against; only the program's version when nothing could be told."""
    if context is None:
        return Against(__version__)
    return Against(__version__, context.indicator_set, context.unit_list, context.period)


def prefix_of(sources: Sequence[Source]) -> str:
    """Return the folder that the names are below, as seen from here, when they are all below one."""
    folders = set()
    for source in sources:
        path = source.path.as_posix()
        if not path.endswith(source.name):
            return ""
        folders.add(path[: -len(source.name)].rstrip("/"))
    folder = folders.pop() if len(folders) == 1 else ""
    here = Path.cwd().as_posix() + "/"
    return "" if folder == "." else folder.removeprefix(here)


def drawn(view: CheckView, options: CheckOptions, prefix: str) -> str | bytes:
    """Draw a view as the options ask; prefix: the folder that the names are below."""
    if options.statistics and options.output_format in {"full", "concise", "grouped"}:
        from cds_rank.feedback.text import render_statistics

        return render_statistics(view)
    return rendered(view, options.output_format, prefix)


def rendered(view: CheckView, name: str, prefix: str = "") -> str | bytes:
    """Draw a view in one of the formats; only the renderer asked for is imported."""
    match name:
        case "full" | "concise" | "grouped":
            from cds_rank.feedback import text

            return {"full": text.render_full, "concise": text.render_concise, "grouped": text.render_grouped}[
                name
            ](view)
        case "json" | "jsonl" | "csv":
            from cds_rank.feedback import data

            return {"json": data.render_json, "jsonl": data.render_jsonl, "csv": data.render_csv}[name](view)
        case "html":
            from cds_rank.feedback.page import render_html

            return render_html(view)
        case "xlsx":
            from cds_rank.feedback.list_workbook import build_list_workbook

            return build_list_workbook(view)
        case "markdown":
            from cds_rank.feedback.summary import render_markdown

            return render_markdown(view)
    from cds_rank.feedback import code_hosts

    if name == "junit":
        return code_hosts.render_junit(view)
    with_paths = {
        "github": code_hosts.render_github,
        "gitlab": code_hosts.render_gitlab,
        "sarif": code_hosts.render_sarif,
    }
    return with_paths[name](view, prefix)


def deliver(content: str | bytes, view: CheckView, options: CheckOptions) -> None:
    """Print it, or write it to the file asked for and print the totals."""
    if options.output is not None:
        from cds_rank.cli.output import write_files
        from cds_rank.feedback.text import totals

        write_files({options.output: content if isinstance(content, bytes) else content.encode("utf-8")})
        display.note(totals(view))
        display.note(str(options.output))
    elif isinstance(content, str):
        sys.stdout.write(content)


# --- back to the sender


def _refuse_to_overwrite(sources: Iterable[Source], options: CheckOptions) -> None:
    """Refuse to write copies, or the outcome, where they would take the place of what was sent."""
    from cds_rank.cli.commands import is_read

    if options.output is not None and is_read(options.output, [s.path for s in sources], options.choices):
        raise CdsRankError("would_overwrite", path=options.output)
    for folder in (options.annotate, options.fix):
        if folder is None:
            continue
        for source in sources:
            target = (folder / source.name).with_suffix(".xlsx")
            if target.resolve() == source.path.resolve().with_suffix(".xlsx"):
                raise CdsRankError("would_overwrite", path=source.path)


def _give_back(view: CheckView, sources: Sequence[Source], options: CheckOptions, language: Language) -> None:
    contents: dict[Path, bytes] = {}
    paths = {display.shown_name(source.name): source.path for source in sources}
    if options.annotate is not None:
        contents |= _annotated(view, paths, options.annotate, language)
    if options.fix is not None:
        contents |= _mended(view, paths, options.fix, language)
    if contents:
        from cds_rank.cli.output import write_files

        write_files(contents)
        _ = translator(language)
        display.note(_("Đã ghi {count} tệp.").format(count=len(contents)))


def _annotated(
    view: CheckView, paths: Mapping[str, Path], folder: Path, language: Language
) -> dict[Path, bytes]:
    from cds_rank.feedback.annotating import annotate
    from cds_rank.feedback.letters import letter, reminder

    _ = translator(language)
    contents: dict[Path, bytes] = {}
    for file in view.files:
        if file.name not in paths:
            continue  # a review workbook: what it lacks is told on the screen and in the list
        if file.findings:
            made = annotate(_bytes_of(paths[file.name]), file, language)
            target = folder / made.file_name
            # a.xls and a.xlsx in one folder: both copies would be a.xlsx.
            contents[target if target not in contents else folder / f"{file.name}.xlsx"] = made.content
            if made.list_only:
                display.note(
                    _("{file}: chỉ có danh sách lỗi. {reason}").format(file=file.name, reason=made.reason)
                )
        target = (folder / _LETTERS_FOLDER / file.name).with_suffix(".txt")
        contents[target] = letter(file, view).encode("utf-8")
    from cds_rank.model.text import file_code

    for code, label in view.not_submitted:
        target = folder / _LETTERS_FOLDER / f"{file_code(code)}_chua-nop.txt"
        contents[target] = reminder(label, view).encode("utf-8")
    return contents


def _mended(
    view: CheckView, paths: Mapping[str, Path], folder: Path, language: Language
) -> dict[Path, bytes]:
    from cds_rank.feedback.mending import mend

    _ = translator(language)
    contents: dict[Path, bytes] = {}
    for file in view.files:
        if file.name not in paths or not any(finding.mendable for finding in file.findings):
            continue
        mended = mend(_bytes_of(paths[file.name]), file, language)
        if mended.content is None:
            continue
        contents[folder / file.name] = mended.content
        display.note(
            _("⚒ {file}: sửa {count} ô, còn {left} phát hiện.").format(
                file=file.name, count=len(mended.changes), left=mended.left
            )
        )
        for change in mended.changes:
            place = f"{change.sheet}!{change.cell}" if change.cell else change.sheet
            display.note(f"  {place}   {change.code}   “{change.before}” → “{change.after}”")
    if not contents:
        display.note(_("Không có gì tự sửa được một cách chắc chắn."))
    return contents


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
