"""`cds-rank report`: reports made again from a result, one unit's profile, or a site of many results."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cds_rank.cli import display
from cds_rank.cli.report_drawing import draw, draw_index, known_units, scored_units, unit_drawer, unit_file
from cds_rank.cli.report_options import (
    ReportOptions,
    TypedReport,
    decided_report,
    refuse_unwritable,
    report_settings_lines,
)
from cds_rank.errors import CdsRankError
from cds_rank.wording.language import Language, translator
from cds_rank.wording.messages import error_text
from cds_rank.workflow.sources import is_folder
from cds_rank.workflow.telling import result_file, tell, tell_all

if TYPE_CHECKING:
    from cds_rank.reporting.story import Story

_FEWEST_FOR_A_BAR = 5
_MOST_NAMED = 12  # files written; of more only the folder is told


def make_reports(path: Path, typed: TypedReport, language: Language, *, show_settings: bool = False) -> None:
    """Make reports of a result file, or a site of a folder of them; tells which files were written.

    Raises CdsRankError before any work for whatever cannot be meant or cannot be written.
    """
    options = decided_report(typed)
    if show_settings:
        for line in report_settings_lines(options):
            display.say(line)
        return
    if typed.site is not None:
        contents = dict(_site(path, typed.site, language))
        _write(contents, language)
        note_left_over(typed.site, contents, language)
        return
    source = result_file(path)
    folder = typed.all_units or typed.out or source.parent
    refuse_unwritable([folder])
    story = tell(source, typed.previous, language)
    note_newer(story, source, language)
    note_not_compared(story, language)
    refused: list[CdsRankError] = []
    if typed.all_units is not None:
        units = scored_units(story)
        contents = dict(_units(story, _watched(units, language), folder, options.formats, refused))
        paths = {unit: folder / unit_file(unit, options.formats[0], language) for unit in units}
        names = {unit: path.name for unit, path in paths.items() if path in contents}
        if names:
            contents[folder / "index.html"] = draw_index(story, names)
    elif typed.units:
        contents = dict(_units(story, known_units(story, typed.units), folder, options.formats, refused))
    else:
        refuse_absent_parts(story, options, source)
        drawn = draw(story, options.formats, options.parts, options.paper)
        contents = {folder / name: content for name, content in drawn.items()}
    if not contents:
        raise refused[0]
    _write(contents, language)
    if "html" in options.formats and not typed.units and typed.all_units is None:
        note_without_profiles(story, language)
    if {"docx", "pdf"} & {*options.formats}:
        note_early_day(story, options, language)
        note_template(options, language)
        if typed.final:
            note_gaps(story, options, language)
    for error in refused[:-1]:
        display.note(error_text(error, language))
    if refused:
        raise refused[-1]


def copy_decision_template(folder: Path, *, force: bool, language: Language) -> None:
    """Copy the Word template that comes with the program, for an office to make its own of it.

    Raises CdsRankError ("form_exists") where a file of that name stands already, unless `force`.
    """
    from importlib.resources import files

    target = folder / "decision.docx"
    if target.exists() and not force:
        raise CdsRankError("form_exists", path=target, count=1)
    content = files("cds_rank").joinpath("reporting", "templates", "decision.docx").read_bytes()
    _write({target: content}, language)


def refuse_absent_parts(story: "Story", options: ReportOptions, path: Path) -> None:
    """Refuse parts that a result does not have, instead of an empty page (CdsRankError)."""
    result = story.result
    if "movement" in options.parts and story.history is None:
        raise CdsRankError("option_needed", option="--previous", example="--previous reports/…/result.json")
    if "recognition" in options.parts and result.indicator_set.recognition is None:
        raise CdsRankError("no_recognition", set=result.indicator_set.id)
    if "reviews" in options.parts and not result.reviews:
        raise CdsRankError("no_reviews", paths=path)


def note_newer(story: "Story", path: Path, language: Language) -> None:
    """Tell that a result was made by a newer version than this one, which may leave something of it unsaid."""
    from cds_rank.reporting.versions import newer_version

    newer = newer_version(story.result)
    if newer:
        _ = translator(language)
        text = _(
            "Lưu ý: {path} do cds-rank {version} lập, mới hơn bản này; báo cáo có thể thiếu điều bản mới ghi."
        )
        display.note(text.format(path=path, version=newer))


def note_not_compared(story: "Story", language: Language) -> None:
    """Tell of earlier results that were given and cannot be compared: the reports then show no changes."""
    from cds_rank.reporting.view.changes import comparison_text, edition_text
    from cds_rank.reporting.view.teller import Teller

    _ = translator(language)
    teller = Teller(story)
    for edition in story.history.editions[:-1] if story.history else ():
        why = comparison_text(teller, edition.comparison)
        if why:
            text = _("Lưu ý: không so được với kết quả {period}: {why}.")
            display.note(text.format(period=edition_text(teller, edition), why=why))


def note_without_profiles(story: "Story", language: Language) -> None:
    """Tell that a long ranking's pages have no profiles, and how to get them: no word for the public's page."""
    from cds_rank.reporting.site import is_long

    if is_long(story):
        _ = translator(language)
        display.note(
            _(
                "Kết quả có hơn 500 đơn vị nên trang web không kèm hồ sơ từng đơn vị; lập riêng bằng: "
                "cds-rank report … --all-units THƯ_MỤC"
            )
        )


def note_gaps(story: "Story", options: ReportOptions, language: Language) -> None:
    """Tell what a decision that is no draft still leaves to be filled in by hand."""
    from cds_rank.reporting.decision import make_decision, open_gaps

    gaps = open_gaps(make_decision(story, options.paper.decision, draft=options.paper.draft))
    if gaps:
        _ = translator(language)
        display.note(_("Quyết định còn chỗ phải điền: {gaps}.").format(gaps="; ".join(gaps)))


def note_early_day(story: "Story", options: ReportOptions, language: Language) -> None:
    """Tell of a decision dated before its period was over: the date of another one may stand in the settings."""
    from cds_rank.wording.numbers import date_text

    day, period = options.paper.decision.date, story.result.record.period
    if day is not None and day <= period.last:
        _ = translator(language)
        text = _(
            "Lưu ý: quyết định ghi {day}, mà đến hết {last} kỳ {period} mới kết thúc. Xem lại ngày trong "
            "cds-rank.toml, hoặc nêu ngày đúng bằng --decision-date."
        )
        day_told, last = date_text(day, language), date_text(period.last, language)
        display.note(text.format(day=day_told, last=last, period=period.text))


def note_template(options: ReportOptions, language: Language) -> None:
    """Tell that an office's own template makes the Word file alone: the PDF beside it says other words."""
    if options.paper.template_name and "pdf" in options.formats:
        _ = translator(language)
        text = _(
            "Lưu ý: decision.pdf dùng bố cục có sẵn, không dùng mẫu {path}. Muốn có PDF theo mẫu thì mở decision.docx "
            "bằng Word rồi lưu thành PDF."
        )
        display.note(text.format(path=options.paper.template_name))


def note_left_over(folder: Path, written: Iterable[Path], language: Language) -> None:
    """Tell of pages in a site's folder that this run did not write: a result taken back may still be published."""
    ours = {path.resolve() for path in written}
    left = sorted(path for path in folder.rglob("*.html") if path.resolve() not in ours)
    if left:
        _ = translator(language)
        text = _(
            "Lưu ý: trong {folder} còn {count} trang không thuộc lần lập này, ví dụ {example}. "
            "Nếu là kết quả đã rút thì hãy xóa."
        )
        display.note(text.format(folder=folder, count=len(left), example=left[0]))


def _units(
    story: "Story", units: Iterable[str], folder: Path, formats: Sequence[str], refused: list[CdsRankError]
) -> Iterator[tuple[Path, bytes]]:
    """Draw the profiles of units; one that has a letter which no face has costs only itself, and goes to `refused`."""
    drawers = {name: unit_drawer(story, name) for name in formats}
    for unit in units:
        for name, draw_unit in drawers.items():
            try:
                content = draw_unit(unit)
            except CdsRankError as error:
                if error.code != "pdf_glyph_missing":
                    raise
                refused.append(error)
            else:
                yield folder / unit_file(unit, name, story.language), content


def _site(folder: Path, target: Path, language: Language) -> Iterator[tuple[Path, bytes]]:
    from cds_rank.reporting.site import site_files

    if not is_folder(folder):
        raise CdsRankError("site_needs_folder", path=folder)
    refuse_unwritable([target])
    if target.resolve() == folder.resolve():
        raise CdsRankError("site_among_results", path=target, example=target.resolve().parent / "web")
    told = tell_all(folder, language)
    for one in told:
        note_newer(one.story, one.path, language)
    for name, content in site_files([one.story for one in told], language):
        yield target / name, content


def _watched(units: Sequence[str], language: Language) -> "Iterator[str]":
    """Go through units with a bar on a terminal, and nothing elsewhere."""
    if len(units) < _FEWEST_FOR_A_BAR or not sys.stderr.isatty():
        yield from units
        return
    from rich.console import Console
    from rich.progress import track

    _ = translator(language)
    yield from track(units, _("Đang lập"), console=Console(stderr=True), transient=True)


def _write(contents: Mapping[Path, bytes], language: Language) -> None:
    from cds_rank.cli.output import write_files

    _ = translator(language)
    write_files(contents)
    paths = list(contents)
    if len(paths) <= _MOST_NAMED or not any(path.name == "index.html" for path in paths):
        display.note(_("Đã ghi:"))
        for path in paths:
            display.note(f"  {path}")
        return
    start = min((path for path in paths if path.name == "index.html"), key=lambda path: len(path.parts))
    text = _("Đã ghi {count} tệp vào {folder}; mở {start} để xem.")
    display.note(text.format(count=len(paths), folder=start.parent, start=start))
