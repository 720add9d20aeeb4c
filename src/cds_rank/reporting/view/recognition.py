"""Who is recognised at which tier, and what each of the others still lacks: what every report says of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cds_rank.model.recognition import Recognition, Tier
from cds_rank.model.result import (
    GroupRanking,
    Result,
    TierOutcome,
    UnitRecognition,
    Unranked,
    UnrankedReason,
)
from cds_rank.model.unit import Unit
from cds_rank.reporting.sentences import unranked_reason
from cds_rank.wording.findings import printable
from cds_rank.wording.language import Language, translator
from cds_rank.wording.method import tier_text
from cds_rank.wording.numbers import number_text, with_sign

_SHARE_DIGITS = 1  # of "22 (30,1 %)"


@dataclass(frozen=True, slots=True)
class Count:
    """How many units something is true of, in words: 22 (30,1 %)."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion that is not met."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Lacked:
    """A mandatory criterion, and how many units are not recognised for want of it among others."""

    criterion: Criterion
    units: int


@dataclass(frozen=True, slots=True)
class Lack:
    """What stands between a unit and a tier.

    mandatory: those not met, of `mandatory_count`, of which `spare` may stay so. extended_met: of `extended_count`.
    presupposes: name of the tier that has to be reached first and is not, else empty.
    """

    tier: str
    tier_name: str
    mandatory: tuple[Criterion, ...]
    mandatory_count: int
    spare: int
    extended_met: int
    extended_count: int
    extended_needed: int
    presupposes: str

    @property
    def lacks_mandatory(self) -> bool:
        """More mandatory criteria are unmet than may be."""
        return len(self.mandatory) > self.spare

    @property
    def lacks_extended(self) -> bool:
        """Fewer extended criteria are met than have to be."""
        return self.extended_met < self.extended_needed

    @property
    def criteria_short(self) -> int:
        """How many more criteria the unit would have to meet."""
        mandatory = max(0, len(self.mandatory) - self.spare)
        return mandatory + max(0, self.extended_needed - self.extended_met)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a scored unit stands.

    tier: the highest it reaches, else empty. The counts are of that tier, or of the lowest where it reaches none.
    is_recognised: the tier is a recognition, and not only followed.
    lack: what stands between it and the next tier, None above the highest; `lacks` says it in sentences,
    `lacks_by_code` with the codes of criteria alone. held_back: names of further tiers whose criteria are all met,
    and that only another tier keeps it from.
    """

    unit: str
    name: str
    label: str
    parent: str
    registered: bool | None
    tier: str
    tier_name: str
    mandatory_met: int
    mandatory_count: int
    extended_met: int
    extended_count: int
    extended_needed: int
    lack: Lack | None
    held_back: tuple[str, ...]
    lacks: str
    lacks_by_code: str
    is_recognised: bool

    @property
    def is_considered(self) -> bool:
        """The unit registered, or nobody has to."""
        return self.registered is not False

    @property
    def is_one_away(self) -> bool:
        """The unit is not recognised, and one more criterion would change that."""
        lack = self.lack
        return (
            self.is_considered
            and not self.is_recognised
            and lack is not None
            and not lack.presupposes
            and lack.criteria_short == 1
        )


@dataclass(frozen=True, slots=True)
class Absent:
    """A unit whose report was not scored, and why."""

    unit: str
    name: str
    label: str
    parent: str
    refused: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Units of one parent unit (communes of a district), or of none."""

    parent: str
    units: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class TierView:
    """One tier: what it takes, and the units for which it is the highest they reach."""

    code: str
    name: str
    rule: str
    status: str  # confirmed or reconstructed; `rule` says it in words
    count: str
    bundles: tuple[Bundle, ...]


@dataclass(frozen=True, slots=True)
class GroupRecognition:
    """Everybody of one group: recognised, not yet, not registered, not scored; always in list order."""

    code: str
    name: str
    counts: tuple[Count, ...]
    tiers: tuple[TierView, ...]
    standings: tuple[Standing, ...]
    lacking: tuple[Bundle, ...]  # considered and not recognised
    lacked: tuple[Lacked, ...]  # what those lack, most first
    one_away: tuple[Standing, ...]
    not_registered: tuple[Standing, ...]
    refused: tuple[Absent, ...]
    silent: tuple[Absent, ...]
    asks_registration: bool
    has_parents: bool

    @property
    def lacking_extended(self) -> bool:
        """Somebody who is not recognised yet is held against extended criteria."""
        return any(unit.extended_count for bundle in self.lacking for unit in bundle.units)


@dataclass(frozen=True, slots=True)
class RecognitionView:
    """Who is recognised in a result; notes: what the sources leave open, and how it was chosen."""

    groups: tuple[GroupRecognition, ...]
    notes: str


def make_recognition(result: Result, language: Language) -> RecognitionView | None:
    """Say who is recognised and what the others lack; None where the set recognises nobody.

    Names come out without control and direction marks.
    """
    recognition = result.indicator_set.recognition
    if recognition is None:
        return None
    author = _Author(result, recognition, language)
    with_tiers = {group for tier in recognition.tiers for group in tier.groups}
    notes = recognition.notes
    return RecognitionView(
        groups=tuple(author.group(ranking) for ranking in result.rankings if ranking.group in with_tiers),
        notes=notes.in_language(language) if notes else "",
    )


def _lack_text(lack: Lack | None, held_back: Iterable[str], language: Language, *, with_names: bool) -> str:
    """Say in whole sentences what a unit lacks for the next tier; empty where there is none.

    held_back: as in `Standing`. with_names: criteria by code and name, else by code alone.
    """
    _ = translator(language)
    if lack is None:
        return ""
    sentences = [*_lacks(lack, language, with_names=with_names)]
    if not sentences:
        text = _("Đủ chỉ tiêu của mức “{tier}” nhưng chưa đăng ký.")
        sentences = [text.replace("{tier}", lack.tier_name)]
    sentences += [
        _("Mức “{tier}”: đủ chỉ tiêu, nhưng phải đạt mức trước đó.").replace("{tier}", name)
        for name in held_back
    ]
    return " ".join(sentences)


def _lacks(lack: Lack, language: Language, *, with_names: bool) -> Iterable[str]:
    _ = translator(language)
    if lack.lacks_mandatory:
        text = (
            _("Thiếu {n} trong {of} chỉ tiêu bắt buộc (chỉ được thiếu {spare}): {criteria}.")
            if lack.spare
            else _("Thiếu {n} trong {of} chỉ tiêu bắt buộc: {criteria}.")
        )
        criteria = (
            "; ".join(f"{criterion.code} {criterion.name}" for criterion in lack.mandatory)
            if with_names
            else ", ".join(criterion.code for criterion in lack.mandatory)
        )
        # Names are put in last: braces in them are only braces.
        yield text.format(
            n=len(lack.mandatory), of=lack.mandatory_count, spare=lack.spare, criteria="{criteria}"
        ).replace("{criteria}", criteria)
    if lack.lacks_extended:
        yield _("Mới đạt {met} trong {of} chỉ tiêu mở rộng, cần {needed}.").format(
            met=lack.extended_met, of=lack.extended_count, needed=lack.extended_needed
        )
    if lack.presupposes:
        yield _("Phải đạt mức “{tier}” trước.").replace("{tier}", lack.presupposes)


def standing_text(standing: Standing, language: Language) -> str:
    """Say in one line what a unit is recognised as, and what it lacks for the next tier."""
    _ = translator(language)
    if not standing.is_considered:
        return " ".join((_("Chưa đăng ký xét công nhận."), standing.lacks))
    if not standing.tier:
        return " ".join((_("Chưa được công nhận."), standing.lacks))
    reached = (
        _("Được công nhận mức “{tier}”.") if standing.is_recognised else _("{tier}, chưa được công nhận.")
    ).replace("{tier}", standing.tier_name)
    if standing.lack is None:
        return reached
    aim = _("Để đạt mức “{tier}”:").replace("{tier}", standing.lack.tier_name)
    return " ".join((reached, aim, standing.lacks))


def by_parent(standings: Iterable[Standing]) -> tuple[Bundle, ...]:
    """Put units of one parent together, parents and units in the order in which they come."""
    bundles: dict[str, list[Standing]] = {}
    for standing in standings:
        bundles.setdefault(standing.parent, []).append(standing)
    return tuple(Bundle(parent, tuple(units)) for parent, units in bundles.items())


def _lacked(standings: Iterable[Standing]) -> Iterator[Lacked]:
    lacks = [standing.lack for standing in standings if standing.lack is not None]
    counted = Counter(criterion for lack in lacks if lack.lacks_mandatory for criterion in lack.mandatory)
    for criterion, units in counted.most_common():
        yield Lacked(criterion, units)


class _Author:
    """Words one result's recognition in one language."""

    def __init__(self, result: Result, recognition: Recognition, language: Language) -> None:
        self._result = result
        self._recognition = recognition
        self._language: Language = language
        self._units = result.unit_list.by_code
        self._above = {parent.code: parent.name for parent in result.unit_list.parents}
        self._above |= {unit.code: unit.label for unit in result.unit_list.units}
        self._found = {item.unit: item for item in result.recognitions}
        self._tiers = {tier.code: tier for tier in recognition.tiers}
        self._tier_names = {tier.code: tier.name.in_language(language) for tier in recognition.tiers}
        self._names = {
            code: node.name.in_language(language) for code, node in result.indicator_set.nodes.items()
        }

    def group(self, ranking: GroupRanking) -> GroupRecognition:
        """Say everything of one group."""
        members = {placement.unit for placement in ranking.placements}
        units = [unit for unit in self._units.values() if unit.code in members]
        standings = tuple(
            self._standing(unit, self._found[unit.code]) for unit in units if unit.code in self._found
        )
        reasons = {entry.unit: entry for entry in ranking.unranked}
        absent = tuple(
            self._absent(unit, reasons[unit.code])
            for unit in units
            if unit.code not in self._found and unit.code in reasons
        )
        tiers = [tier for tier in self._recognition.tiers if ranking.group in tier.groups]
        asks = self._recognition.registered_by is not None
        considered = [standing for standing in standings if standing.is_considered]
        base = len(considered) if asks else len(units)
        one_away = tuple(standing for standing in standings if standing.is_one_away)
        lacking = [standing for standing in considered if not standing.is_recognised]
        return GroupRecognition(
            code=ranking.group,
            name=self._result.indicator_set.group(ranking.group).name.in_language(self._language),
            counts=tuple(self._counts(units, considered, tiers, len(one_away), base)),
            tiers=tuple(self._tier(tier, standings, base) for tier in tiers),
            standings=standings,
            lacking=by_parent(lacking),
            lacked=tuple(_lacked(lacking)),
            one_away=one_away,
            not_registered=tuple(standing for standing in standings if not standing.is_considered),
            refused=tuple(entry for entry in absent if entry.refused),
            silent=tuple(entry for entry in absent if not entry.refused),
            asks_registration=asks,
            has_parents=any(unit.parent for unit in units),
        )

    def _counts(
        self,
        units: Sequence[Unit],
        considered: Sequence[Standing],
        tiers: Sequence[Tier],
        one_away: int,
        base: int,
    ) -> Iterable[Count]:
        _ = translator(self._language)
        recognised = [standing for standing in considered if standing.is_recognised]
        yield Count(_("Đơn vị trong danh sách"), str(len(units)))
        if self._recognition.registered_by is not None:
            yield Count(_("Đăng ký"), str(len(considered)))
        yield Count(_("Được công nhận"), self._share(len(recognised), base))
        if len(tiers) > 1:
            for tier in tiers:
                count = sum(standing.tier == tier.code for standing in considered)
                yield Count(self._tier_names[tier.code], self._share(count, base))
        yield Count(_("Chưa được công nhận"), str(len(considered) - len(recognised)))
        yield Count(_("Trong đó chỉ còn thiếu một chỉ tiêu"), str(one_away))

    def _share(self, count: int, base: int) -> str:
        if not base:
            return str(count)
        share = number_text(Fraction(100 * count, base), self._language, _SHARE_DIGITS)
        return f"{count} ({with_sign(share, '%', self._language)})"

    def _tier(self, tier: Tier, standings: Sequence[Standing], base: int) -> TierView:
        reached = [standing for standing in standings if standing.tier == tier.code]
        return TierView(
            code=tier.code,
            name=self._tier_names[tier.code],
            rule=tier_text(tier, self._recognition, self._language),
            status=tier.status.value,
            count=self._share(len(reached), base),
            bundles=by_parent(reached),
        )

    def _standing(self, unit: Unit, found: UnitRecognition) -> Standing:
        codes = [outcome.tier for outcome in found.outcomes]
        reached = codes.index(found.tier) if found.tier is not None else len(codes)
        aim = self._aim(found.outcomes[:reached])
        judged = found.outcomes[reached] if reached < len(codes) else aim or found.outcomes[-1]
        lack = self._lack(aim) if aim is not None else None
        held_back = tuple(
            self._tier_names[outcome.tier]
            for outcome in found.outcomes[: max(0, reached - 1)]
            if outcome.lacks_tier and not self._lack(outcome).criteria_short
        )
        return Standing(
            unit=unit.code,
            name=printable(unit.name),
            label=printable(unit.label),
            parent=self._parent(unit),
            registered=found.registered,
            tier=found.tier or "",
            tier_name=self._tier_names[found.tier] if found.tier else "",
            mandatory_met=len(judged.mandatory_met),
            mandatory_count=len(judged.mandatory_met) + len(judged.mandatory_unmet),
            extended_met=len(judged.extended_met),
            extended_count=len(judged.extended_met) + len(judged.extended_unmet),
            extended_needed=judged.extended_needed,
            lack=lack,
            held_back=held_back,
            lacks=_lack_text(lack, held_back, self._language, with_names=True),
            lacks_by_code=_lack_text(lack, held_back, self._language, with_names=False),
            is_recognised=found.tier is not None and self._tiers[found.tier].recognised,
        )

    def _aim(self, above: Sequence[TierOutcome]) -> TierOutcome | None:
        """Choose what a unit should reach next: the lowest tier above it that is a recognition, else the lowest."""
        recognising = [outcome for outcome in above if self._tiers[outcome.tier].recognised]
        candidates = recognising or list(above)
        return candidates[-1] if candidates else None

    def _lack(self, outcome: TierOutcome) -> Lack:
        return Lack(
            tier=outcome.tier,
            tier_name=self._tier_names[outcome.tier],
            mandatory=tuple(Criterion(code, self._names[code]) for code in outcome.mandatory_unmet),
            mandatory_count=len(outcome.mandatory_met) + len(outcome.mandatory_unmet),
            spare=self._tiers[outcome.tier].unmet_at_most,
            extended_met=len(outcome.extended_met),
            extended_count=len(outcome.extended_met) + len(outcome.extended_unmet),
            extended_needed=outcome.extended_needed,
            presupposes=self._tier_names[outcome.lacks_tier] if outcome.lacks_tier else "",
        )

    def _absent(self, unit: Unit, entry: Unranked) -> Absent:
        return Absent(
            unit=unit.code,
            name=printable(unit.name),
            label=printable(unit.label),
            parent=self._parent(unit),
            refused=entry.reason is UnrankedReason.REFUSED,
            reason=printable(unranked_reason(entry, self._result, self._language)),
        )

    def _parent(self, unit: Unit) -> str:
        """Name the unit above; by its code alone where the result's own list does not have it."""
        if unit.parent is None:
            return ""
        if unit.parent in self._above:
            return printable(self._above[unit.parent])
        _ = translator(self._language)
        return _("Đơn vị cấp trên, mã {code}").format(code=unit.parent)
