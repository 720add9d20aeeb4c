"""`validate`, `merge` and `rule`: check, choose, show, write, and give the exit code."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cds_rank import __version__, workflow
from cds_rank.checks.context import Context
from cds_rank.checks.selection import select
from cds_rank.cli import display
from cds_rank.cli.check_options import CheckOptions, Typed, decided, settings_lines
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.errors import CdsRankError
from cds_rank.feedback.view import Against, CheckView, make_view, shortened
from cds_rank.model.finding import ValidationReport
from cds_rank.model.similarity import nearest
from cds_rank.wording.catalogue import FAMILIES, RULES
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
    view = make_view(report, _against(outcome.context), language)
    _give_back(view, sources, options, language)
    shown = shortened(view, options.max_per_rule)
    content = _rendered(shown, options, _prefix(sources))
    if options.shard is not None and outcome.checked is not None and isinstance(content, str):
        content = _as_part(content, outcome.checked, options.shard, paths, sources)
    _deliver(content, shown, options)
    return EXIT_FINDINGS if report.reaches(options.fail_on) else EXIT_OK


def _checked(
    sources: Sequence[Source],
    part: Sequence[Source] | None,
    paths: Sequence[Path],
    options: CheckOptions,
    language: Language,
) -> _Outcome:
    cache = None
    if options.cache:
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


def _against(context: Context | None) -> Against:
    if context is None:
        return Against(__version__)
    return Against(__version__, context.indicator_set, context.unit_list, context.period)


def _prefix(sources: Sequence[Source]) -> str:
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


def _rendered(view: CheckView, options: CheckOptions, prefix: str) -> str | bytes:
    if options.statistics and options.output_format in {"full", "concise", "grouped"}:
        from cds_rank.feedback.text import render_statistics

        return render_statistics(view)
    return rendered(view, options.output_format, prefix)


def rendered(view: CheckView, name: str, prefix: str = "") -> str | bytes:
    """Draw a view in one of the formats; only the renderer asked for is imported."""
    from cds_rank.feedback import code_hosts, data, text

    def html() -> str:
        from cds_rank.feedback.page import render_html

        return render_html(view)

    def xlsx() -> bytes:
        from cds_rank.feedback.list_workbook import build_list_workbook

        return build_list_workbook(view)

    def markdown() -> str:
        from cds_rank.feedback.summary import render_markdown

        return render_markdown(view)

    renderers: Mapping[str, Callable[[], str | bytes]] = {
        "full": lambda: text.render_full(view),
        "concise": lambda: text.render_concise(view),
        "grouped": lambda: text.render_grouped(view),
        "json": lambda: data.render_json(view),
        "jsonl": lambda: data.render_jsonl(view),
        "csv": lambda: data.render_csv(view),
        "xlsx": xlsx,
        "html": html,
        "github": lambda: code_hosts.render_github(view, prefix),
        "gitlab": lambda: code_hosts.render_gitlab(view, prefix),
        "junit": lambda: code_hosts.render_junit(view),
        "sarif": lambda: code_hosts.render_sarif(view, prefix),
        "markdown": markdown,
    }
    return renderers[name]()


def _deliver(content: str | bytes, view: CheckView, options: CheckOptions) -> None:
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
    """Refuse to write copies into a folder in which they would take the place of what was sent."""
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
        if not any(finding.mendable for finding in file.findings):
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


# --- parts of a run, and putting them together


def _as_part(
    text: str, checked: Checked, shard: tuple[int, int], paths: Sequence[Path], sources: Sequence[Source]
) -> str:
    from cds_rank.feedback.data import json_text
    from cds_rank.model.digest import text_digest

    context = checked.context
    outcomes = _outcomes_format().dump_python(list(checked.files), mode="json")
    part: dict[str, Any] = {
        "number": shard[0],
        "of": shard[1],
        "whole_list": any(path.is_dir() for path in paths),
        "passed_over": workflow.passed_over(paths),
        "set_digest": context.set_digest,
        "units_digest": checked.definitions.units_digest,
        "prefix": _prefix(sources),
        "folder": text_digest(repr([(source.name, _size(source.path)) for source in sources])),
        "checked": outcomes,
    }
    part["digest"] = text_digest(json_text(part))
    return json_text({**json.loads(text), "shard": part}, indent=2)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _outcomes_format() -> Any:
    from pydantic import TypeAdapter

    from cds_rank.model.checked import CheckedFile

    return TypeAdapter(list[CheckedFile])


def merge_parts(parts: Sequence[Path], typed: Typed, language: Language) -> int:
    """Put the parts of one run together and show it as if it had been one; returns the exit code."""
    options = decided(typed)
    documents = [_read_part(path) for path in _part_files(parts)]
    first = documents[0]
    for document in documents:
        _refuse_different(first, document)
    _refuse_incomplete(documents)
    checked = _joined(documents, options)
    report = workflow.report_of(
        checked, whole_list=first["shard"]["whole_list"], passed_over=first["shard"]["passed_over"]
    )
    report = select(report, options.selection)
    shown = shortened(make_view(report, _against(checked.context), language), options.max_per_rule)
    _deliver(_rendered(shown, options, first["shard"]["prefix"]), shown, options)
    return EXIT_FINDINGS if report.reaches(options.fail_on) else EXIT_OK


def _part_files(paths: Sequence[Path]) -> list[Path]:
    files = [file for path in paths for file in (sorted(path.rglob("*.json")) if path.is_dir() else [path])]
    if not files:
        raise CdsRankError("path_missing", path=paths[0])
    return files


def _read_part(path: Path) -> dict[str, Any]:
    from cds_rank.feedback.data import json_text
    from cds_rank.model.digest import text_digest

    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        part = dict(document["shard"])
        stated = part.pop("digest")
        intact = stated == text_digest(json_text(part))
    except OSError as error:
        raise CdsRankError("file_not_readable", path=path, reason=error.strerror or "") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CdsRankError("not_a_part", path=path) from error
    if not intact:
        raise CdsRankError("not_a_part", path=path)
    document["path"] = str(path)
    return dict(document)


def _refuse_different(first: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    same = all(first[key] == other[key] for key in ("tool", "set", "period")) and all(
        first["shard"][key] == other["shard"][key] for key in ("of", "folder", "set_digest", "units_digest")
    )
    if not same:
        raise CdsRankError("parts_differ", first=first["path"], second=other["path"])


def _refuse_incomplete(documents: Sequence[Mapping[str, Any]]) -> None:
    numbers = [document["shard"]["number"] for document in documents]
    of = documents[0]["shard"]["of"]
    missing = sorted(set(range(1, of + 1)) - set(numbers))
    if missing or len(numbers) != of:
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        raise CdsRankError(
            "parts_incomplete",
            missing=", ".join(f"{n}/{of}" for n in missing) or "–",
            twice=", ".join(f"{n}/{of}" for n in twice) or "–",
        )


def _joined(documents: Sequence[Mapping[str, Any]], options: CheckOptions) -> Checked:
    from cds_rank.reading.definitions import find_set, load_definitions

    first = documents[0]
    folders = workflow.set_folders()
    name = options.choices.indicator_set or first["set"]["id"]
    definitions = load_definitions(find_set(name, folders), folders, options.choices.units)
    stated = first["shard"]["set_digest"], first["shard"]["units_digest"]
    if stated != (definitions.set_digest, definitions.units_digest):
        raise CdsRankError("part_other_set", path=first["path"], set=definitions.indicator_set.id)
    period = workflow.parse_period(first["period"])
    context = Context(definitions.indicator_set, definitions.set_digest, definitions.unit_list, period)
    outcomes = [
        outcome
        for document in documents
        for outcome in _outcomes_format().validate_python(document["shard"]["checked"], strict=False)
    ]
    return Checked(definitions, context, tuple(sorted(outcomes, key=lambda outcome: outcome.file.name)))


# --- the catalogue of rules


def show_rules(codes: Sequence[str], output_format: str, *, all_rules: bool, language: Language) -> int:
    """Print what the catalogue says of some rules, or of all of them."""
    from cds_rank.cli.parsing import one_of
    from cds_rank.feedback import rule_pages

    one_of(output_format, ("text", "markdown", "json"))
    wanted = [] if all_rules else [code.strip().upper() for code in codes]
    if not wanted and not all_rules:
        raise CdsRankError("rule_needed")
    for code in wanted:
        if code not in RULES and code not in FAMILIES:
            raise CdsRankError(
                "code_unknown", name=code, nearest=nearest(code, RULES), known=", ".join(FAMILIES)
            )
    matching = [code for code in RULES if all_rules or any(code.startswith(start) for start in wanted)]
    match output_format:
        case "markdown":
            sys.stdout.write(rule_pages.rules_markdown(language))
        case "json":
            sys.stdout.write(rule_pages.rules_json(language))
        case _:
            sys.stdout.write("\n".join(rule_pages.rule_text(code, language) for code in matching))
    return EXIT_OK
