"""The words that formulas compare and cells choose from: one text for each, in the report's language."""

from dataclasses import dataclass
from functools import cached_property

from cds_rank.model.indicator_set import Indicator
from cds_rank.model.observation import Observation, ObservationStatus
from cds_rank.model.result import Treatment
from cds_rank.wording.cell_text import clean, clip
from cds_rank.wording.labels import label
from cds_rank.wording.language import Language, translator

_LONGEST_ANSWER = 250  # a formula compares texts up to 255 characters


@dataclass(frozen=True)
class Words:
    """Words for statuses and for what came of a figure; no two are the same, capital letters or not."""

    language: Language

    @cached_property
    def statuses(self) -> dict[ObservationStatus, str]:
        """What can be chosen as a figure's status."""
        return {
            ObservationStatus.REPORTED: self.reported,
            ObservationStatus.MISSING: self.missing,
            ObservationStatus.NOT_APPLICABLE: self.not_applicable,
            ObservationStatus.NOTHING_TO_COUNT: self.nothing,
            ObservationStatus.UNREADABLE: self.unreadable,
            ObservationStatus.REJECTED: self.rejected,
        }

    @cached_property
    def reported(self) -> str:
        """There is a figure."""
        _ = translator(self.language)
        return _("có số liệu")

    @cached_property
    def missing(self) -> str:
        """Not reported."""
        return label(Treatment.MISSING, self.language)

    @cached_property
    def unreadable(self) -> str:
        """Something stands there that is no figure."""
        return label(Treatment.UNREADABLE, self.language)

    @cached_property
    def rejected(self) -> str:
        """Not accepted by the reviewers."""
        return label(Treatment.REJECTED, self.language)

    @cached_property
    def not_applicable(self) -> str:
        """Leaves what is attainable."""
        return label(Treatment.NOT_APPLICABLE, self.language)

    @cached_property
    def nothing(self) -> str:
        """Nothing to count."""
        return label(Treatment.NOTHING_TO_COUNT, self.language)

    @cached_property
    def unsure(self) -> str:
        """It is not known whether the indicator applies; counts as not reported."""
        _ = translator(self.language)
        return _("chưa rõ có áp dụng không")

    @cached_property
    def no_earlier(self) -> str:
        """Nothing to compare with."""
        _ = translator(self.language)
        return _("kỳ trước không có số")

    @cached_property
    def given(self) -> str:
        """Reviewers gave points."""
        _ = translator(self.language)
        return _("điểm thẩm định cho")

    @cached_property
    def applies(self) -> str:
        """A condition holds."""
        _ = translator(self.language)
        return _("có")

    @cached_property
    def applies_not(self) -> str:
        """A condition does not hold."""
        _ = translator(self.language)
        return _("không")

    @cached_property
    def yes(self) -> str:
        """The answer yes."""
        _ = translator(self.language)
        return _("Có")

    @cached_property
    def no(self) -> str:
        """The answer no."""
        _ = translator(self.language)
        return _("Không")

    @property
    def gaps(self) -> tuple[str, ...]:
        """What makes a figure count as not reported."""
        return self.missing, self.unreadable, self.unsure


def answer_texts(indicator: Indicator, language: Language) -> list[tuple[str, str]]:
    """List a choice's answers as (code, text as in the cell); what reads alike gets its code before it."""
    found: list[tuple[str, str]] = []
    taken: set[str] = set()
    for option in indicator.options:
        text = clip(" ".join(clean(option.name.in_language(language)).split()), _LONGEST_ANSWER)
        if not text or text.casefold() in taken:
            text = clip(f"{option.code} – {text}", _LONGEST_ANSWER)
        taken.add(text.casefold())
        found.append((option.code, text))
    return found


def status_of(figure: Observation | None) -> ObservationStatus:
    """Return the status that says of a figure what the engine takes it for.

    A figure that is said to be there without its numbers counts as nothing to count.
    """
    if figure is None:
        return ObservationStatus.MISSING
    is_bare = (
        figure.value is None
        and figure.option is None
        and figure.points is None
        and (figure.numerator is None or figure.denominator is None)
    )
    if figure.status is ObservationStatus.REPORTED and is_bare:
        return ObservationStatus.NOTHING_TO_COUNT
    return figure.status
