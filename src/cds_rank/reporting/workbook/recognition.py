"""The recognition sheet: one row a unit, what it is recognised as, and what it still lacks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cds_rank.reporting.view.recognition import (
    Absent,
    GroupRecognition,
    RecognitionView,
    Standing,
)
from cds_rank.reporting.workbook.formulas import DOES_NOT_APPLY
from cds_rank.reporting.workbook.paper import Sheet, Style
from cds_rank.reporting.workbook.report import Report
from cds_rank.wording.language import N_, Translate

RECOGNITION_SHEET = N_("Công nhận")
_COLUMNS = (
    (N_("Mã"), 9.0),
    (N_("Đơn vị"), 28.0),
    (N_("Thuộc"), 22.0),
    (N_("Đăng ký"), 9.5),
    (N_("Mức công nhận"), 21.0),
    (N_("Bắt buộc: đạt"), 9.5),
    (N_("Bắt buộc: tổng số"), 9.5),
    (N_("Mở rộng: đạt"), 9.5),
    (N_("Mở rộng: cần"), 9.5),
    (N_("Còn thiếu cho mức"), 21.0),
    (N_("Còn thiếu gì"), 62.0),
)
_GROUP_COLUMN = (N_("Nhóm"), 20.0)  # last, and only where there are several groups
_UNIT, _TIER, _FIRST_NUMBER, _AIM, _LACKS = 1, 4, 5, 9, 10
_TEXT: Style = ("cell", "wrap", "top", "left")
_NUMBER: Style = ("cell", "top", "right", "0")
_HIGHEST: Style = ("heading", "top")
_LOWER: Style = ("subheading", "top")


def write_recognition_sheet(report: Report, sheet: Sheet, view: RecognitionView) -> None:
    """Write every unit of the groups that have tiers: its tier, its counts, and what it lacks for the next one."""
    _ = report.translate
    columns = (*_COLUMNS, _GROUP_COLUMN) if len(view.groups) > 1 else _COLUMNS
    sheet.widths(width for _heading, width in columns)
    title, last = _(RECOGNITION_SHEET), len(columns) - 1
    notes = (*report.notices, *_notes(view, _))
    row = report.write_head(sheet, title, last, notes, first_of_all=report.rests)
    for group in view.groups:
        row = _write_summary(sheet, row, last, group)
    heading = row + 1
    sheet.row_of_texts(heading, [_(text) for text, _width in columns], ("heading",))
    sheet.height(heading, 2)
    lines = [line for group in view.groups for line in _lines(group, _)]
    for row, line in enumerate(lines, start=heading + 1):
        _write_line(sheet, row, line, last)
    sheet.worksheet.autofilter(heading, 0, heading + len(lines), last)
    sheet.worksheet.freeze_panes(heading + 1, _UNIT + 1)
    sheet.worksheet.repeat_rows(heading)
    report.prepare_page(sheet, title)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet, from left to right, and how what stands out looks."""

    unit: tuple[str, str, str, str]  # code, name, parent, registered
    tier: str
    numbers: tuple[int | None, ...]
    aim: str
    lacks: str
    group: str
    tier_look: Style
    lacks_look: Style = ()


def _lines(group: GroupRecognition, _: Translate) -> Iterator[_Line]:
    """Give every unit a row: recognised ones by tier, then the others, then those that were not scored."""
    for position, tier in enumerate(group.tiers):
        look = _LOWER if position else _HIGHEST
        for bundle in tier.bundles:
            yield from (_standing_line(group, standing, look, _) for standing in bundle.units)
    for bundle in group.lacking:
        yield from (_standing_line(group, standing, (), _) for standing in bundle.units)
    yield from (_standing_line(group, standing, (), _) for standing in group.not_registered)
    yield from (_absent_line(group, entry, _) for entry in (*group.refused, *group.silent))


def _standing_line(group: GroupRecognition, standing: Standing, look: Style, _: Translate) -> _Line:
    registered = {True: _("có"), False: _("chưa"), None: DOES_NOT_APPLY}[standing.registered]
    tier = standing.tier_name or (_("chưa được công nhận") if standing.is_considered else _("chưa đăng ký"))
    near = _("Chỉ còn thiếu một chỉ tiêu.") if standing.is_one_away else ""
    return _Line(
        unit=(standing.unit, standing.name, standing.parent, registered),
        tier=tier,
        numbers=(
            standing.mandatory_met,
            standing.mandatory_count,
            *((standing.extended_met, standing.extended_needed) if standing.extended_count else (None, None)),
        ),
        aim=standing.lack.tier_name if standing.lack else DOES_NOT_APPLY,
        lacks=f"{near} {standing.lacks}".strip() or DOES_NOT_APPLY,
        group=group.name,
        tier_look=look,
        lacks_look=("amber",) if standing.is_one_away else (),
    )


def _absent_line(group: GroupRecognition, entry: Absent, _: Translate) -> _Line:
    return _Line(
        unit=(entry.unit, entry.name, entry.parent, DOES_NOT_APPLY),
        tier=_("chưa xét được"),
        numbers=(None,) * 4,
        aim=DOES_NOT_APPLY,
        lacks=entry.reason,
        group=group.name,
        tier_look=("muted",),
        lacks_look=("alarm",) if entry.refused else (),
    )


def _write_line(sheet: Sheet, row: int, line: _Line, last: int) -> None:
    sheet.row_of_texts(row, line.unit, _TEXT)
    sheet.text(row, _TIER, line.tier, (*_TEXT, *line.tier_look))
    for column, number in enumerate(line.numbers, start=_FIRST_NUMBER):
        if number is None:
            sheet.text(row, column, DOES_NOT_APPLY, ("cell", "top", "centre", "muted"))
        else:
            sheet.number(row, column, number, _NUMBER)
    sheet.text(row, _AIM, line.aim, _TEXT)
    sheet.text(row, _LACKS, line.lacks, (*_TEXT, *line.lacks_look))
    if last > _LACKS:
        sheet.text(row, last, line.group, _TEXT)
    sheet.fit_height(row, (*line.unit, line.tier, *[""] * len(line.numbers), line.aim, line.lacks), 12.0)


def _write_summary(sheet: Sheet, row: int, last: int, group: GroupRecognition) -> int:
    """Write a group's counts in one line, and what each tier takes; returns the row after."""
    counts = " · ".join(f"{count.label}: {count.text}" for count in group.counts)
    sheet.paragraph(row, 0, last, f"{group.name}. {counts}", ("subtitle", "bold"))
    for number, tier in enumerate(group.tiers, start=row + 1):
        sheet.paragraph(number, 0, last, f"{tier.name}: {tier.rule}", ("note",))
    return row + 1 + len(group.tiers)


def _notes(view: RecognitionView, _: Translate) -> Sequence[str]:
    explained = _(
        "Số chỉ tiêu đạt đếm theo mức được công nhận; đơn vị chưa được công nhận thì theo mức thấp nhất."
    )
    return (explained, view.notes) if view.notes else (explained,)
