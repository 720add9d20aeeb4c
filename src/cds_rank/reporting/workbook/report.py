"""What every sheet of the Excel report shares: the result, its words, and the head of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cds_rank.model.indicator_set import Indicator, IndicatorSet
from cds_rank.model.result import GroupRanking, Result
from cds_rank.model.stages import UnitStages
from cds_rank.record.sealing import SealedResult
from cds_rank.reporting.story import Story
from cds_rank.reporting.view import point_digits
from cds_rank.reporting.view.recognition import RecognitionView, make_recognition
from cds_rank.reporting.view.values import GroupView, Notice
from cds_rank.reporting.workbook.paper import Sheet, decimals_format
from cds_rank.reporting.workbook.words import Words
from cds_rank.wording.language import N_, Language, Translate, translator
from cds_rank.wording.numbers import moment_text
from cds_rank.wording.periods import period_text

METHOD_SHEET = N_("Phương pháp")
FIGURES_SHEET = N_("Số liệu")
FINDINGS_SHEET = N_("Kiểm tra")
PROVENANCE_SHEET = N_("Nguồn gốc")

_LINES_ON_A_PAGE = 30
_HEAD_ROWS = 3  # set, title, period


@dataclass(frozen=True)
class Report:
    """What the workbook tells, as its sheets need it."""

    story: Story

    @property
    def sealed(self) -> SealedResult:
        """The result with its digest."""
        return self.story.sealed

    @property
    def language(self) -> Language:
        """The language it is told in."""
        return self.story.language

    @property
    def stages(self) -> Sequence[UnitStages]:
        """Both stages of each unit, where there are reviews."""
        return self.story.stages

    @property
    def result(self) -> Result:
        """The result itself."""
        return self.sealed.result

    @property
    def indicator_set(self) -> IndicatorSet:
        """The set the result was scored by."""
        return self.sealed.result.indicator_set

    @cached_property
    def translate(self) -> Translate:
        """Put a text of the program into the report's language."""
        return translator(self.language)

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Full names of the units, by code."""
        return {unit.code: unit.name for unit in self.result.unit_list.units}

    @cached_property
    def point_digits(self) -> int:
        """Decimals of points: as fine as the score, 233,67 of 330 but 0,6482 of 1."""
        return point_digits(self.result)

    @cached_property
    def point_format(self) -> str:
        """Number format of points."""
        return decimals_format(self.point_digits)

    @cached_property
    def score_format(self) -> str:
        """Number format of published scores."""
        return decimals_format(self.indicator_set.method.rounding.published_score)

    @cached_property
    def score_name(self) -> str:
        """The published score's name, with what its numbers are counted in: Tỷ lệ hoàn thành (%)."""
        scale = self.indicator_set.method.scale
        name = scale.name.in_language(self.language)
        return f"{name} ({scale.suffix})" if scale.suffix else name

    def name_of(self, node: str) -> str:
        """Name of a node of the set."""
        return self.indicator_set.nodes[node].name.in_language(self.language)

    def name_among_figures(self, indicator: Indicator) -> str:
        """Name of an indicator beside its figures; one without points says so."""
        name, _ = indicator.name.in_language(self.language), self.translate
        return name if indicator.max_points else _("{indicator} (chỉ để theo dõi)").format(indicator=name)

    def group_name(self, ranking: GroupRanking) -> str:
        """Name of a group."""
        return self.indicator_set.group(ranking.group).name.in_language(self.language)

    def pillars_of(self, ranking: GroupRanking) -> tuple[str, ...]:
        """List the pillars in which some unit of the group can have points."""
        scored = [self.result.scores[e.unit] for e in ranking.placements if e.unit in self.result.scores]
        heard_of = {code for scores in scored for code, score in scores.nodes.items() if score.attainable}
        return tuple(code for code in self.indicator_set.pillars if code in heard_of)

    @cached_property
    def words(self) -> Words:
        """What formulas compare."""
        return Words(self.language)

    def view_of(self, ranking: GroupRanking) -> GroupView:
        """What every report says of a group's ranking."""
        return next(view for view in self.story.view.groups if view.code == ranking.group)

    @cached_property
    def recognition(self) -> RecognitionView | None:
        """Who is recognised, where the set recognises anybody."""
        return make_recognition(self.result, self.language)

    @cached_property
    def warning(self) -> str:
        """What stands on every sheet and printed page of a result with invented figures; empty otherwise."""
        return next((notice.title for notice in self.story.view.notices if notice.kind == "illustrative"), "")

    def table_row(self, notes: int) -> int:
        """Row of a table below a head with so many notes."""
        return _HEAD_ROWS + bool(self.warning) + notes + 1

    @cached_property
    def subtitle(self) -> str:
        """Period, time and stage in one line."""
        _, record = self.translate, self.result.record
        facts = {
            "period": period_text(record.period, self.language),
            "stage": self.story.view.stage,
            "moment": moment_text(record.created_at, self.language),
        }
        if record.created_at:
            return _("Kỳ báo cáo: {period}  ·  Số liệu: {stage}  ·  Lập lúc {moment}").format(**facts)
        return _("Kỳ báo cáo: {period}  ·  Số liệu: {stage}").format(**facts)

    @cached_property
    def notices(self) -> list[str]:
        """What has to be read before any number; the title of the notice of invented figures is the banner."""
        return [_notice_text(notice) for notice in self.story.view.notices]

    @property
    def rests(self) -> str:
        """What a sheet says that follows no edit of the inputs."""
        _ = self.translate
        told = _("Như khi công bố; sửa trang “{sheet}” thì trang này không đổi.")
        return told.format(sheet=_(FIGURES_SHEET))

    def prepare_page(
        self,
        sheet: Sheet,
        title: str,
        *,
        pages_wide: int = 1,
        lines: int | None = None,
    ) -> None:
        """Set a sheet up for printing under the report's footer.

        lines: of its table, where a table that is not too long is to be one page high.
        """
        _ = self.translate
        page_words = _("Trang {page}/{pages}").format(page="&P", pages="&N")
        name = self.indicator_set.name.in_language(self.language)
        footer = _("{title} · {set_name}").format(title=title, set_name=name)
        pages_high = 1 if lines is not None and lines <= _LINES_ON_A_PAGE else 0
        sheet.prepare_page(
            footer,
            page_words,
            self.warning,
            pages_wide=pages_wide,
            pages_high=pages_high,
        )

    def write_head(
        self,
        sheet: Sheet,
        title: str,
        last: int,
        notices: Iterable[str] = (),
        *,
        narrow: bool = False,
        first_of_all: str = "",
    ) -> int:
        """Write the head of a page: set, title, period, and what has to be read first.

        last: the last column it reaches over. first_of_all: what stands out from the notices and before them.
        Returns the row of the table below it.
        """
        name = self.indicator_set.name.in_language(self.language)
        sheet.paragraph(0, 0, last, name, ("kicker",))
        sheet.paragraph(1, 0, last, title, ("title", "smaller_title") if narrow else ("title",))
        sheet.paragraph(2, 0, last, self.subtitle, ("subtitle",))
        row = _HEAD_ROWS
        if self.warning:
            sheet.paragraph(row, 0, last, self.warning, ("banner",))
            row += 1
        if first_of_all:
            sheet.paragraph(row, 0, last, first_of_all, ("note", "bold", "navy", "amber", "left", "wrap"))
            row += 1
        return self.write_notes(sheet, row, last, notices) + 1

    def write_notes(self, sheet: Sheet, row: int, last: int, texts: Iterable[str]) -> int:
        """Write notes below one another up to a column; returns the row after them."""
        for text in texts:
            sheet.paragraph(row, 0, last, text, ("note",))
            row += 1
        return row


def _notice_text(notice: Notice) -> str:
    facts = "; ".join(f"{fact.label} {fact.text}" for fact in notice.facts)
    text = notice.text if notice.kind == "illustrative" else f"{notice.title}. {notice.text}"
    return f"{text} {facts}".strip()
