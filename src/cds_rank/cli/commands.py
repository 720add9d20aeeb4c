"""What the commands do: the workflow's values, shown and written."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank import __version__, workflow
from cds_rank.cli import display
from cds_rank.cli.main import EXIT_FINDINGS, EXIT_OK
from cds_rank.cli.parsing import moment_from, one_of, several_of
from cds_rank.errors import CdsRankError
from cds_rank.model.finding import Severity
from cds_rank.model.similarity import nearest
from cds_rank.model.unit import Unit
from cds_rank.reading.definitions import Definitions, find_set, load_definitions
from cds_rank.wording.language import Language, translator
from cds_rank.workflow import Choices
from cds_rank.workflow.sources import is_folder

if TYPE_CHECKING:
    from cds_rank.model.result import Result
    from cds_rank.model.review import ReviewCounts
    from cds_rank.record.sealing import SealedResult

SCREEN_FORMATS = ("table", "json", "csv")


@dataclass(frozen=True, slots=True)
class ComputeOptions:
    """Where `compute` writes, and what it shows."""

    out: Path
    screen: str
    reports: str
    created_at: str | None
    accept_errors: bool = False


def compute_ranking(
    paths: Sequence[Path], choices: Choices, options: ComputeOptions, language: Language
) -> int:
    """Score, rank, show and write; returns 1 when a submission or a reviewer's decision was refused, else 0."""
    from cds_rank.cli.report_drawing import draw
    from cds_rank.cli.report_options import (
        FORMATS,
        paper_for,
        refuse_unwritable,
        refuse_what_is_not_installed,
    )
    from cds_rank.record.sealing import seal
    from cds_rank.workflow.telling import story_of

    _ = translator(language)
    one_of(options.screen, SCREEN_FORMATS)
    wanted = several_of(options.reports, FORMATS)
    refuse_what_is_not_installed(wanted)
    refuse_unwritable([options.out])
    paper = paper_for(wanted)
    validated, result = read_and_compute(
        paths,
        choices,
        created_at=moment_from(options.created_at),
        accept_errors=options.accept_errors,
        language=language,
    )
    text, sealed = seal(result)
    folder = options.out / result.indicator_set.id / result.record.period.text
    contents = {folder / "result.json": text.encode("utf-8")}
    if wanted:
        story = story_of(sealed, _results_before(choices), language, only_earlier=True)
        contents |= {folder / name: content for name, content in draw(story, wanted, (), paper).items()}
    from cds_rank.cli.output import write_files

    write_files(contents)
    match options.screen:
        case "json":
            sys.stdout.write(text)
        case "csv":
            from cds_rank.record.frames import csv_text

            sys.stdout.write(csv_text(sealed.to_frame("ranking")))
        case _:
            from cds_rank.cli.ranking_table import show_result

            show_result(result, language)
    note_errors(validated, language)
    if validated.review_counts is not None:
        note_reviews(validated.review_counts, language)
    display.note(_("Đã ghi:"))
    for path in contents:
        display.note(f"  {path}")
    return EXIT_FINDINGS if result.refused_files or has_review_errors(validated) else EXIT_OK


def _results_before(choices: Choices) -> "list[SealedResult]":
    """Return the earlier result that was given, for the reports to compare with; a folder of workbooks is none."""
    if choices.previous is None or is_folder(choices.previous):
        return []
    from cds_rank.record.sealing import load_result

    return [load_result(choices.previous)]


def has_review_errors(validated: workflow.Validated) -> bool:
    """Tell whether some decision was left out for an error, or a review workbook as a whole."""
    report = validated.report
    return any(f.severity is Severity.ERROR and f.origin.file in report.review_files for f in report.findings)


def is_read(out: Path, paths: Sequence[Path], choices: Choices) -> bool:
    """Tell whether a file is one of those that are read: what people sent is never written over."""
    if not out.exists():
        return False
    earlier = () if choices.previous is None else (choices.previous,)
    given = workflow.find_sources([*paths, *choices.reviews, *earlier])
    return out.resolve() in {source.path.resolve() for source in given}


def note_reviews(counts: "ReviewCounts", language: Language) -> None:
    """Tell in one line how many of the reviewers' decisions count."""
    _ = translator(language)
    display.note(
        _(
            "Phiếu thẩm định: {taken} kết luận được lấy, {dropped} không lấy (có lỗi), {pending} chưa thẩm định"
        ).format(taken=counts.taken, dropped=counts.dropped, pending=counts.pending)
    )


def read_and_compute(
    paths: Sequence[Path], choices: Choices, *, created_at: str, accept_errors: bool, language: Language
) -> "tuple[workflow.Validated, Result]":
    """Check the submissions below some paths and make the result of them; shows progress on a terminal."""
    sources = workflow.find_sources(paths)
    watch = display.watch_progress(language)
    validated = workflow.validate(sources, choices, whole_list=True, watch=watch)
    result = workflow.compute(
        validated, choices, created_at=created_at, tool_version=__version__, accept_errors=accept_errors
    )
    return validated, result


def note_errors(validated: workflow.Validated, language: Language) -> None:
    """Tell what kept files from being scored, beside the result."""
    from cds_rank.feedback.text import render_full
    from cds_rank.feedback.view import Against, make_view

    context = validated.context
    against = Against(__version__, context.indicator_set, context.unit_list, context.period)
    view = make_view(validated.report, against, language)
    display.note("\n" + render_full(view, only=Severity.ERROR).rstrip())


def make_templates(
    set_name: str,
    period_text: str,
    out: Path,
    *,
    unit_codes: Sequence[str],
    group_codes: Sequence[str],
    units: str | None,
    force: bool,
    language: Language,
) -> None:
    """Write one submission workbook for each unit asked for."""
    from cds_rank.cli.output import write_files
    from cds_rank.forms.workbook import build_form, form_file_name

    _ = translator(language)
    folders = workflow.set_folders()
    definitions = load_definitions(find_set(set_name, folders), folders, units)
    period = workflow.parse_period(period_text)
    chosen = chosen_units(definitions, unit_codes, group_codes)
    indicator_set = definitions.indicator_set
    targets = {unit.code: out / form_file_name(unit, indicator_set.id, period) for unit in chosen}
    existing = [path for path in targets.values() if path.exists()]
    if existing and not force:
        # It may be filled in already: nobody's figures are overwritten unasked.
        raise CdsRankError("form_exists", path=existing[0], count=len(existing))
    written = {
        targets[unit.code]: build_form(indicator_set, definitions.set_digest, unit, period) for unit in chosen
    }
    write_files(written)
    display.say(_("Đã ghi {count} biểu mẫu vào {folder}").format(count=len(written), folder=out))


def chosen_units(
    definitions: Definitions, unit_codes: Sequence[str], group_codes: Sequence[str]
) -> list[Unit]:
    """Return the units named by code or by group, in list order; those of every ranked group when none is named.

    Raises CdsRankError for a code or a group that there is none of, with the nearest one.
    """
    unit_list, indicator_set = definitions.unit_list, definitions.indicator_set
    for code in unit_codes:
        if code not in unit_list.by_code:
            names = {unit.code: unit.code for unit in unit_list.units} | {
                u.name: u.code for u in unit_list.units
            }
            near = names.get(nearest(code, names), "")
            raise CdsRankError("unit_unknown", name=code, list=unit_list.id, nearest=near)
    for code in group_codes:
        if code not in indicator_set.group_codes:
            known = indicator_set.group_codes
            raise CdsRankError(
                "group_unknown", name=code, known=", ".join(known), nearest=nearest(code, known)
            )
    if not unit_codes and not group_codes:
        ranked = [group.code for group in indicator_set.groups if group.ranked]
        group_codes = ranked or list(indicator_set.group_codes)  # a set that only recognises ranks nobody
    return [unit for unit in unit_list.units if unit.code in unit_codes or unit.group in group_codes]


def print_json(data: object) -> None:
    """Print data as JSON that people can read."""
    display.say(json.dumps(data, ensure_ascii=False, indent=2))
