"""Who is recognised, as tables: on the terminal, as plain text, and as Markdown."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from cds_rank.model.result import Result
from cds_rank.reporting.view.recognition import (
    Absent,
    Bundle,
    GroupRecognition,
    RecognitionView,
    Standing,
)
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator
from cds_rank.wording.periods import period_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_MOST_UNITS = 10  # named in a line below the tables
_WIDTH_IN_A_FILE = 140


@dataclass(frozen=True, slots=True)
class _Listing:
    """A table; by_parent: its first column is the unit above, which a terminal shows only where it changes."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    by_parent: bool


def show_recognition(result: Result, view: RecognitionView, language: Language, screen: "Console") -> None:
    """Print everybody's recognition, group by group."""
    from rich.text import Text

    for line in _warnings(result, language):
        screen.print(Text(line, style="bold red"))
    screen.print(Text(_title(result, language), style="bold"))
    for group in view.groups:
        screen.print()
        screen.print(Text(printable(group.name), style="bold"))
        screen.print(Text(_counts(group)))
        for listing in _listings(group, language):
            screen.print()
            screen.print(_drawn(listing))
        lines = [*_others(group, language)]
        if lines:
            screen.print()
        for line in lines:
            screen.print(Text(line))
    if view.notes:
        screen.print()
        screen.print(Text(printable(view.notes)))


def recognition_text(result: Result, view: RecognitionView, language: Language) -> str:
    """Write the same tables as plain text, for a file."""
    from rich.console import Console

    written = io.StringIO()
    show_recognition(result, view, language, Console(file=written, highlight=False, width=_WIDTH_IN_A_FILE))
    return written.getvalue()


def recognition_markdown(result: Result, view: RecognitionView, language: Language) -> str:
    """Write the same tables as Markdown; they are HTML in it, so that a name with * or | is only a name."""
    parts = [f"<h3>{_html(_title(result, language))}</h3>"]
    parts += [f"<p><b>{_html(line)}</b></p>" for line in _warnings(result, language)]
    for group in view.groups:
        parts.append(f"<h4>{_html(group.name)}</h4>")
        parts.append(f"<p>{_html(_counts(group))}</p>")
        parts += [_html_table(listing) for listing in _listings(group, language)]
        parts += [f"<p>{_html(line)}</p>" for line in _others(group, language)]
    if view.notes:
        parts.append(f"<p>{_html(view.notes)}</p>")
    return "\n\n".join(parts) + "\n"


def _title(result: Result, language: Language) -> str:
    name = result.indicator_set.name.in_language(language)
    return printable(f"{name} · {period_text(result.record.period, language)}")


def _warnings(result: Result, language: Language) -> Iterator[str]:
    _ = translator(language)
    if result.record.illustrative:
        yield _("SỐ LIỆU MINH HỌA – không phải số liệu thật")
    if result.record.accepted_errors:
        yield _("Đã tính cả báo cáo còn lỗi")
    if result.reviews:
        from cds_rank.reporting.view.reviews import open_notice
        from cds_rank.scoring.stages import stage_differences

        left = open_notice(result, tuple(stage_differences(result)), language)
        if left is not None:
            yield f"{left.title}. {left.text}"


def _counts(group: GroupRecognition) -> str:
    return " · ".join(f"{printable(count.label)}: {count.text}" for count in group.counts)


def _listings(group: GroupRecognition, language: Language) -> Iterator[_Listing]:
    _ = translator(language)
    columns = ([_("Thuộc")] if group.has_parents else []) + [_("Đơn vị")]
    for tier in group.tiers:
        if tier.bundles:
            yield _Listing(
                f"{printable(tier.name)}: {tier.count}",
                tuple(columns),
                tuple(_row(group, bundle, _labels(bundle.units)) for bundle in tier.bundles),
                group.has_parents,
            )
    if group.lacking:
        extended = [_("Mở rộng")] if group.lacking_extended else []
        title = (
            _("Đăng ký nhưng chưa được công nhận") if group.asks_registration else _("Chưa được công nhận")
        )
        yield _Listing(
            title,
            (*columns, _("Bắt buộc"), *extended, _("Còn thiếu")),
            tuple(
                _row(group, bundle, unit.label, *_standing_cells(group, unit, language))
                for bundle in group.lacking
                for unit in bundle.units
            ),
            group.has_parents,
        )
    if group.lacked:
        yield _criteria(group, language)


def _row(group: GroupRecognition, bundle: Bundle, *cells: str) -> tuple[str, ...]:
    return (bundle.parent or "–", *cells) if group.has_parents else cells


def _standing_cells(group: GroupRecognition, unit: Standing, language: Language) -> Iterator[str]:
    _ = translator(language)
    yield f"{unit.mandatory_met}/{unit.mandatory_count}"
    if group.lacking_extended:
        extended = _("{met}, cần {needed}").format(met=unit.extended_met, needed=unit.extended_needed)
        yield extended if unit.extended_count else "–"
    yield printable(unit.lacks_by_code)


def _criteria(group: GroupRecognition, language: Language) -> _Listing:
    """Name the criteria that the table before has by code alone, those that most units lack first."""
    _ = translator(language)
    return _Listing(
        _("Các chỉ tiêu bắt buộc còn thiếu"),
        (_("Mã"), _("Chỉ tiêu"), _("Số đơn vị thiếu")),
        tuple((row.criterion.code, printable(row.criterion.name), str(row.units)) for row in group.lacked),
        by_parent=False,
    )


def _others(group: GroupRecognition, language: Language) -> Iterator[str]:
    """Count and name the units that stand in no table, and those that are nearly there."""
    _ = translator(language)
    kinds: tuple[tuple[str, Sequence[Standing | Absent]], ...] = (
        (_("Chỉ còn thiếu một chỉ tiêu ({count}): {units}"), group.one_away),
        (_("Chưa đăng ký ({count}): {units}"), group.not_registered),
        (_("Báo cáo chưa được chấp nhận ({count}): {units}"), group.refused),
        (_("Chưa nộp báo cáo ({count}): {units}"), group.silent),
    )
    for text, units in kinds:
        if units:
            named = _labels(units[:_MOST_UNITS])
            left = len(units) - _MOST_UNITS
            more = _(" và {count} đơn vị khác").format(count=left) if left > 0 else ""
            yield text.replace("{count}", str(len(units))).replace("{units}", named + more)


def _labels(units: Iterable[Standing | Absent]) -> str:
    return ", ".join(unit.label for unit in units)


def _drawn(listing: _Listing) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(listing.title, style="bold"), title_justify="left", header_style="bold")
    for heading in listing.headings:
        table.add_column(heading, overflow="fold", min_width=6)
    before = ""
    for first, *rest in listing.rows:
        repeats = listing.by_parent and first == before
        before = first
        table.add_row(*(Text(cell) for cell in ("" if repeats else first, *rest)))
    return table


def _html_table(listing: _Listing) -> str:
    def row(tag: str, cells: Iterable[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{_html(cell)}</{tag}>" for cell in cells) + "</tr>"

    head = row("th", listing.headings)
    lines = [row("td", cells) for cells in listing.rows]
    return "\n".join([f"<p><b>{_html(listing.title)}</b></p>\n<table>", head, *lines, "</table>"])


def _html(text: str) -> str:
    """Write a text for an HTML block, in one line: an empty one would end the block."""
    return escape(" ".join(printable(text).split()), quote=True)
