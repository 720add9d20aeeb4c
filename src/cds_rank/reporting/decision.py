"""What an official decision says: the same words for the Word file and the PDF, worded for one language."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from cds_rank.model.settings import DecisionSettings, DecisionTexts
from cds_rank.model.unit import Status
from cds_rank.reporting.sentences import status_label
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.teller import clean
from cds_rank.reporting.view.values import GroupView, Notice, RankedRow, ReportView
from cds_rank.wording.language import Language, Translate, translator
from cds_rank.wording.numbers import date_text, number_text

Align = Literal["left", "centre", "right"]

PORTRAIT_WIDTH: Final = 165
"""Millimetres between the margins of an upright A4 page: 210 less 30 on the left and 15 on the right."""
LANDSCAPE_WIDTH: Final = 257
"""Millimetres between the margins of an A4 page on its side: 297 less 20 on each side."""

_TEXTS: Final = frozenset(DecisionTexts.model_fields)
_PROPER_NAMES: Final = frozenset({"place", "signer"})
_GAP = "……………"
_SHORT_GAP = "……"
_BLANK_NUMBER = "\N{NO-BREAK SPACE}" * 8
_NARROWEST_NAME = 44  # millimetres
_NARROWEST_FIGURES = 17
_WIDEST_FIGURES = 32
_ENDING = re.compile(r"[\s;,.]+$")
_ARTICLE = re.compile(r"^\s*(?:Điều|Article)\s+\d+\s*[.:]\s*", re.IGNORECASE)
_DASH = re.compile(r"^\s*[-–—]\s*")
_LEFT_OPEN = re.compile(r"…{2,}|\.{4,}")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its label stands bold before the first paragraph."""

    label: str  # Điều 1.
    paragraphs: tuple[str, ...]  # at least one


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table; width: in millimetres, as wide as it should be beside the others."""

    name: str
    width: int
    align: Align


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table of an appendix: headings to be repeated on every page, and rows with a text for each column."""

    title: str  # empty where the appendix' own title says it
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """One Phụ lục: it begins a page and counts its own pages. landscape: its tables need the page on its side."""

    label: str  # Phụ lục I
    title: str  # capitals; a line end between what it is and of whom
    attached: str  # (Kèm theo Quyết định số … ngày … của …)
    landscape: bool
    paragraphs: tuple[str, ...]  # above the tables
    tables: tuple[DecisionTable, ...]
    notes: tuple[str, ...]  # below them


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A whole decision, in the order in which it is read.

    warnings: why the paper must not be taken for an official one; empty only where nothing speaks against it.
    invented: what stands on every page of a result of illustrative figures, as an appendix may be taken off the rest.
    rankings: the groups with every figure by its name, for templates that draw tables of their own.
    """

    language: Language
    stamp: str  # DỰ THẢO, empty for the final text
    invented: str  # empty for real figures
    reading_note: str  # that this is a translation for reading; empty in Vietnamese
    warning_title: str  # empty where there are no warnings
    warnings: tuple[Notice, ...]
    superior: str  # capitals, empty where there is none
    authority: str  # capitals; a line end as typed
    state: str  # Quốc hiệu
    motto: str  # Tiêu ngữ
    number: str  # Số: 310/QĐ-UBND
    place_and_date: str
    kind: str  # QUYẾT ĐỊNH
    subject: str
    issued_by: str  # capitals
    grounds: tuple[str, ...]  # italic, each with its ";", the last with its "."
    resolves: str  # QUYẾT ĐỊNH:
    articles: tuple[Article, ...]
    recipients_title: str
    recipients: tuple[str, ...]  # each with its "- " and ";"
    signature: tuple[str, ...]  # lines above the name, capitals
    signer: str
    appendices: tuple[Appendix, ...]
    rankings: tuple[GroupView, ...]


def make_decision(story: Story, settings: DecisionSettings, *, draft: bool = True) -> DecisionView:
    """Say everything that the decision on a result says, in the story's language.

    Whatever the settings leave out becomes a gap of dots; no name, number or date is ever made up.
    Source of the order: Nghị định 30/2020/NĐ-CP, Phụ lục I, from a summary of it.
    """
    _, language = translator(story.language), story.language
    view, texts = story.view, _in_language(settings, story.language)
    attached = _attached(settings, texts, language)
    appendices = tuple(_appendices(story, settings.date or _day(story), attached))
    articles = tuple(_articles(texts, view, appendices, _))
    return DecisionView(
        language=language,
        stamp=_("DỰ THẢO") if draft else "",
        invented=invented_title(view),
        reading_note=_reading_note(settings, language),
        warning_title=_("CHƯA PHẢI VĂN BẢN CHÍNH THỨC") if view.notices else "",
        warnings=view.notices,
        superior=texts.superior.upper(),
        authority=(texts.authority or _GAP).upper(),
        state=_("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        motto=_("Độc lập - Tự do - Hạnh phúc"),
        number=_("Số: {number}").format(number=_number(settings)),
        place_and_date=_("{place}, {date}").format(
            place=texts.place or _SHORT_GAP, date=_date(settings, language)
        ),
        kind=_("QUYẾT ĐỊNH"),
        subject=texts.subject or _usual_subject(view, _),
        issued_by=_issuer(texts).upper(),
        grounds=tuple(_grounds(texts, _)),
        resolves=_("QUYẾT ĐỊNH:"),
        articles=articles,
        recipients_title=_("Nơi nhận:"),
        recipients=tuple(_recipients(texts, len(articles), _)),
        signature=_signature(texts),
        signer=texts.signer or _GAP,
        appendices=appendices,
        rankings=view.groups,
    )


def invented_title(view: ReportView) -> str:
    """Return what every page of a result of illustrative figures says; empty for real ones."""
    return next((notice.title for notice in view.notices if notice.kind == "illustrative"), "")


def open_gaps(view: DecisionView) -> tuple[str, ...]:
    """Name what of a decision is still to be filled in by hand, in its language and in the order of the paper.

    Dots that the office typed itself are such gaps too.
    """
    _ = translator(view.language)
    places: list[tuple[str, tuple[str, ...]]] = [
        (_("cơ quan ban hành"), (view.authority, view.issued_by)),
        (_("số, ký hiệu"), (view.number,)),
        (_("địa danh, ngày tháng"), (view.place_and_date,)),
        (_("trích yếu"), (view.subject,)),
        (_("căn cứ"), view.grounds[:-1]),
        (_("cơ quan đề nghị"), view.grounds[-1:]),
        *((article.label.rstrip(" ."), article.paragraphs) for article in view.articles),
        (_("nơi nhận"), view.recipients),
        (_("chức vụ người ký"), view.signature),
        (_("họ tên người ký"), (view.signer,)),
    ]
    return tuple(name for name, texts in places if any(map(_is_open, texts)))


def _is_open(text: str) -> bool:
    return _BLANK_NUMBER in text or _LEFT_OPEN.search(text) is not None


def _day(story: Story) -> dt.date | None:
    """Return the day on which the result was made; None where it does not tell."""
    try:
        return dt.datetime.fromisoformat(story.result.record.created_at).date()
    except ValueError:
        return None


# What the office typed


def _in_language(settings: DecisionSettings, language: Language) -> DecisionTexts:
    """Take the texts of one language; in English what was not translated stays as it was typed."""
    told = settings.model_dump(include=set(_TEXTS))
    if language == "en":
        told |= {name: text for name, text in settings.en.model_dump().items() if text}
    return DecisionTexts().model_copy(update={name: _tidy(typed) for name, typed in told.items()})


def _tidy(typed: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(typed, str):
        return clean(typed).strip()
    return tuple(text for text in (clean(text).strip() for text in typed) if text)


def _reading_note(settings: DecisionSettings, language: Language) -> str:
    if language == "vi":
        return ""
    _ = translator(language)
    note = _("Bản dịch để đọc; văn bản có giá trị là bản tiếng Việt.")
    typed = settings.model_dump(include=set(_TEXTS - _PROPER_NAMES))
    if any(text and not getattr(settings.en, name) for name, text in typed.items()):
        return " ".join((note, _("Phần cơ quan chỉ ghi bằng tiếng Việt được giữ nguyên.")))
    return note


def _number(settings: DecisionSettings) -> str:
    number = clean(settings.number).strip() or _BLANK_NUMBER
    if "/" in number:  # typed with its symbol, as it is spoken of
        return number
    return f"{number}/{clean(settings.symbol).strip() or 'QĐ-……'}"


def _date(settings: DecisionSettings, language: Language) -> str:
    _ = translator(language)
    return date_text(settings.date, language) if settings.date else _("ngày …… tháng …… năm 20……")


def _attached(settings: DecisionSettings, texts: DecisionTexts, language: Language) -> str:
    _ = translator(language)
    return _("(Kèm theo Quyết định số {number} {date} của {issuer})").format(
        number=_number(settings),
        date=_date(settings, language),
        issuer=_issuer(texts),
    )


def _issuer(texts: DecisionTexts) -> str:
    # Where the head of the paper breaks the name, a sentence does not.
    return " ".join((texts.issued_by or texts.authority or _GAP).split())


def _usual_subject(view: ReportView, _: Translate) -> str:
    return _("Về việc công bố kết quả xếp hạng {period} theo {set}").format(
        period=view.period, set=view.title
    )


def _grounds(texts: DecisionTexts, _: Translate) -> Iterator[str]:
    """End every ground with a semicolon and the last with a full stop, whatever was typed there."""
    gap = _("Căn cứ {gap}").format(gap=_GAP * 2)
    proposal = texts.proposal
    if not proposal:
        proposal = _("Theo đề nghị của {who}").format(who=_GAP * 2)
    elif not proposal.casefold().startswith(("theo đề nghị", "xét đề nghị", "at the ", "on the ")):
        proposal = _("Theo đề nghị của {who}").format(who=proposal)
    told = [_ENDING.sub("", text) for text in (*(texts.grounds or (gap, gap)), proposal)]
    yield from (f"{text};" for text in told[:-1])
    yield f"{told[-1]}."


def _articles(
    texts: DecisionTexts, view: ReportView, appendices: Sequence[Appendix], _: Translate
) -> Iterator[Article]:
    wanted = texts.articles or tuple(_usual_articles(view, appendices, _))
    for number, text in enumerate(wanted, start=1):
        paragraphs = tuple(line.strip() for line in _ARTICLE.sub("", text).split("\n") if line.strip())
        yield Article(_("Điều {number}.").format(number=number), paragraphs or (_GAP,))


def _usual_articles(view: ReportView, appendices: Sequence[Appendix], _: Translate) -> Iterator[str]:
    places = [
        _("{appendix} ({group})").format(appendix=appendix.label, group=group.name)
        for appendix, group in zip(appendices, view.groups, strict=False)
    ]
    ranked = sum(len(group.rows) for group in view.groups)
    unranked = sum(len(group.unranked) for group in view.groups)
    counts = {"ranked": number_text(ranked, view.language), "unranked": number_text(unranked, view.language)}
    facts = {"period": view.period, "set": view.title, **counts}
    opening = (
        _(
            "Công bố kết quả xếp hạng {period} theo {set}: {ranked} đơn vị được xếp hạng, {unranked} đơn vị không được "
            "xếp hạng, có nêu lý do."
        )
        if unranked
        else _("Công bố kết quả xếp hạng {period} theo {set}: {ranked} đơn vị được xếp hạng.")
    )
    where = _("Kết quả từng nhóm tại {places}; phương pháp tính và bộ chỉ tiêu tại {method}.").format(
        places="; ".join(places), method=appendices[-1].label
    )
    yield f"{opening.format(**facts)} {where}"
    yield _(
        "Giao {gap} công khai kết quả, theo dõi, hướng dẫn các đơn vị khắc phục những chỉ tiêu còn hạn chế."
    ).format(gap=_GAP * 2)
    yield _(
        "Quyết định này có hiệu lực kể từ ngày ký. {gap} và thủ trưởng các cơ quan, đơn vị có liên quan chịu trách "
        "nhiệm thi hành Quyết định này./."
    ).format(gap=_GAP * 2)


def _recipients(texts: DecisionTexts, articles: int, _: Translate) -> Iterator[str]:
    usual = (_("Như Điều {number}").format(number=articles), _GAP, _("Lưu: VT, {gap}").format(gap=_SHORT_GAP))
    told = [_ENDING.sub("", _DASH.sub("", text)) for text in texts.recipients or usual]
    yield from (f"- {text};" for text in told[:-1])
    yield f"- {told[-1]}."


def _signature(texts: DecisionTexts) -> tuple[str, ...]:
    lines = (line.strip() for line in f"{texts.signs_for}\n{texts.signer_role or _GAP}".split("\n"))
    return tuple(line.upper() for line in lines if line)


# The appendices


def _appendices(story: Story, day: dt.date | None, attached: str) -> Iterator[Appendix]:
    _, view = translator(story.language), story.view
    for number, group in enumerate(view.groups, start=1):
        yield _group_appendix(_("Phụ lục {number}").format(number=_roman(number)), group, view, attached, _)
    label = _("Phụ lục {number}").format(number=_roman(len(view.groups) + 1))
    yield _method_appendix(label, story, day, attached, _)


def _group_appendix(label: str, group: GroupView, view: ReportView, attached: str, _: Translate) -> Appendix:
    columns, landscape, left_out = _ranking_columns(group, view, _)
    pillars = len(group.columns) - left_out
    tables = []
    if group.rows:
        rows = tuple(
            _ranking_row(row, pillars, _, has_level=group.has_levels, has_change=bool(group.compared_with))
            for row in group.rows
        )
        tables.append(DecisionTable("", columns, rows))
    if group.unranked:
        tables.append(_unranked_table(group, _))
    notes = list(_paper_notes(group.notes, _))
    if left_out:
        notes.append(_("Điểm các trụ cột không in hết trên khổ giấy này; xem bảng Excel của cùng kết quả."))
    return Appendix(
        label=label,
        title="\n".join((_("Kết quả xếp hạng {period}").format(period=view.period), group.name)).upper(),
        attached=attached,
        landscape=landscape,
        paragraphs=() if group.rows else (_("Không có đơn vị nào của nhóm này được xếp hạng."),),
        tables=tuple(tables),
        notes=tuple(notes),
    )


def _ranking_columns(
    group: GroupView, view: ReportView, _: Translate
) -> tuple[tuple[TableColumn, ...], bool, int]:
    """Choose the columns, whether the page lies on its side, and how many pillars are left out even so."""
    suffix = f" ({view.suffix})" if view.suffix else ""
    pillars = [_figures(f"{column.name}{suffix}") for column in group.columns]
    last = [_figures(_("Điểm đạt")), _figures(_("Điểm tối đa")), _figures(view.score_heading)]
    if group.has_levels:
        last.append(TableColumn(_("Mức độ"), 26, "left"))
    if group.compared_with:
        last.append(TableColumn(_("So với {period}").format(period=group.compared_with), 27, "left"))
    rank = TableColumn(_("Hạng"), 15, "centre")
    others = sum(column.width for column in (rank, *last))
    landscape = others + sum(column.width for column in pillars) > PORTRAIT_WIDTH - _NARROWEST_NAME
    width, kept = LANDSCAPE_WIDTH if landscape else PORTRAIT_WIDTH, list(pillars)
    while kept and others + sum(column.width for column in kept) > width - _NARROWEST_NAME:
        kept.pop()
    name_width = max(_NARROWEST_NAME, width - others - sum(column.width for column in kept))
    name = TableColumn(_("Đơn vị"), name_width, "left")
    return (rank, name, *kept, *last), landscape, len(pillars) - len(kept)


def _figures(heading: str) -> TableColumn:
    """Make a column of figures, as wide as the longest word of its heading is in bold 12-point letters."""
    letters = max((len(word) for word in heading.split()), default=0)
    return TableColumn(
        heading, min(max(_NARROWEST_FIGURES, round(2.6 * letters) + 4), _WIDEST_FIGURES), "right"
    )


def _ranking_row(
    row: RankedRow, pillars: int, _: Translate, *, has_level: bool, has_change: bool
) -> tuple[str, ...]:
    cells = [str(row.rank), row.name, *(cell.text for cell in row.pillars[:pillars])]
    cells += [row.earned.text, row.attainable.text, row.score.text]
    if has_level:
        cells.append(row.level)
    if has_change:
        cells.append(row.change.brief if row.change else "")
    return tuple(cells)


def _unranked_table(group: GroupView, _: Translate) -> DecisionTable:
    columns = (
        TableColumn(_("TT"), 12, "centre"),
        TableColumn(_("Đơn vị"), 60, "left"),
        TableColumn(_("Lý do không xếp hạng"), 93, "left"),
    )
    rows = tuple((str(n), row.name, row.reason) for n, row in enumerate(group.unranked, start=1))
    return DecisionTable(_("Đơn vị không được xếp hạng"), columns, rows)


def _paper_notes(notes: Sequence[str], _: Translate) -> Iterator[str]:
    """Take the notes that hold on paper: of those about drawn bars only what they say of the figures."""
    of_bars = _(
        "Thanh cơ cấu dài bằng tổng điểm, trong khoảng từ 0 đến điểm tối đa: điểm trừ bớt ở cuối thanh, "
        "phần vượt điểm tối đa không vẽ."
    )
    with_bars = _(
        "Các trụ cột không phải là các phần cộng thành tổng, nên cộng các cột trụ cột không ra điểm; "
        "thanh cơ cấu vẽ theo các phần của tổng."
    )
    plain = _("Các trụ cột không phải là các phần cộng thành tổng, nên cộng các cột trụ cột không ra điểm.")
    for note in notes:
        if note != of_bars:
            yield plain if note == with_bars else note


def _method_appendix(label: str, story: Story, day: dt.date | None, attached: str, _: Translate) -> Appendix:
    view = story.view
    choices = DecisionTable(
        _("Cách tính"),
        (TableColumn(_("Nội dung"), 50, "left"), TableColumn(_("Quy định"), 115, "left")),
        tuple((statement.title, statement.text) for statement in view.method.statements),
    )
    criteria = _criteria_table(story, _)
    sources, later = _sources_table(story, day, _)
    notes = []
    if any(item.reconstructed for item in view.method.criteria):
        notes.append(_("({sign}): không nêu trong văn bản nào đã đọc được.").format(sign=_inferred(story)))
    if later and day:
        notes.append(
            _("Không kể {count} văn bản ban hành sau {date}.").format(
                count=number_text(later, story.language), date=date_text(day, story.language)
            )
        )
    notes.append(_("Mã băm của tệp kết quả (SHA-256): {digest}").format(digest=story.sealed.digest))
    return Appendix(
        label=label,
        title=_("Phương pháp tính và bộ chỉ tiêu").upper(),
        attached=attached,
        landscape=False,
        paragraphs=tuple(f"{fact.label}: {fact.text}." for fact in view.head),
        tables=tuple(table for table in (choices, criteria, sources) if table.rows),
        notes=tuple(notes),
    )


def _criteria_table(story: Story, _: Translate) -> DecisionTable:
    """List the criteria; beside what no source states it says so, each time: single pages are passed on."""
    indicators = story.result.indicator_set.indicators

    def told(text: str, status: Status) -> str:
        return f"{text} ({_inferred(story)})" if status is Status.RECONSTRUCTED else text

    return DecisionTable(
        _("Bộ chỉ tiêu"),
        (
            TableColumn(_("Mã"), 20, "left"),
            TableColumn(_("Chỉ tiêu"), 63, "left"),
            TableColumn(_("Điểm tối đa"), 25, "right"),
            TableColumn(_("Áp dụng cho"), 36, "left"),
            TableColumn(_("Nguồn của tên"), 21, "left"),
        ),
        tuple(
            (
                item.code,
                item.name,
                told(item.maximum, indicators[item.code].max_points_status),
                told(item.groups, indicators[item.code].groups_status),
                item.status_label,
            )
            for item in story.view.method.criteria
        ),
    )


def _inferred(story: Story) -> str:
    # Beside a number in a narrow column: not broken.
    return status_label(Status.RECONSTRUCTED, story.language).replace(" ", "\N{NO-BREAK SPACE}")


def _sources_table(story: Story, day: dt.date | None, _: Translate) -> tuple[DecisionTable, int]:
    """List the documents that there were on the day of the decision; returns too how many came later."""
    texts = story.result.indicator_set.legal_basis
    shown = [
        told
        for text, told in zip(texts, story.view.method.legal_basis, strict=True)
        if not (day and text.date and text.date > day)
    ]
    columns = (TableColumn(_("Văn bản"), 135, "left"), TableColumn(_("Tình trạng"), 30, "left"))
    rows = tuple((clean(text.title.text), text.status_label) for text in shown)
    return DecisionTable(_("Văn bản mà bộ chỉ tiêu dựa vào"), columns, rows), len(texts) - len(shown)


def _roman(number: int) -> str:
    """Write a number as appendices are counted: I, II, III, IV."""
    text = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
    ):
        text += sign * (number // value)
        number %= value
    return text + "I" * number
