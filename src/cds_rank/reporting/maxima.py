"""What nodes can give a group when everything applies: points, and apart from them bonus and deductions."""

from fractions import Fraction

from cds_rank.model.indicator_set import (
    Aggregation,
    Branch,
    Composite,
    Effect,
    Indicator,
    IndicatorSet,
    RollUp,
)
from cds_rank.model.result import TOTAL
from cds_rank.reporting.sentences import signed
from cds_rank.wording.language import Language, translator
from cds_rank.wording.numbers import number_text

_ZERO = Fraction(0)


class Maxima:
    """The maxima of a set's nodes, group by group; TOTAL stands for the total."""

    def __init__(self, indicator_set: IndicatorSet) -> None:
        self._set = indicator_set
        self._known: dict[tuple[str, str], Fraction] = {}

    def of(self, code: str, group: str) -> Fraction:
        """Return the points attainable; bonus and deductions are in no maximum."""
        known = self._known.get((code, group))
        if known is None:
            known = self._known[code, group] = self._of(code, group)
        return known

    def _of(self, code: str, group: str) -> Fraction:
        node = self._set.nodes[code] if code != TOTAL else None
        match node:
            case None:
                return self._of_roll_up(self._set.total, group)
            case Indicator():
                counts = node.effect is Effect.SCORE and group in node.groups
                return Fraction(node.max_points) if counts else _ZERO
            case Composite():
                return self._of_roll_up(node.roll_up, group)
            case Branch():
                parts = [self.of(child.code, group) for child in node.children]
                return max(parts) if node.aggregation is Aggregation.BEST else sum(parts, _ZERO)

    def _of_roll_up(self, rule: RollUp, group: str) -> Fraction:
        parts = [(member, self.of(member.node, group)) for member in rule.members]
        if rule.aggregation is Aggregation.SUM:
            return sum((part for _member, part in parts), _ZERO)
        return sum((Fraction(member.weight) for member, part in parts if part), _ZERO)

    def extra(self, code: str, group: str, effect: Effect) -> Fraction:
        """Return the most that bonus can add, or deductions can take; a branch's own limit holds them."""
        node = self._set.nodes[code] if code != TOTAL else None
        match node:
            case Indicator():
                counts = node.effect is effect and group in node.groups
                return Fraction(node.max_points) if counts else _ZERO
            case Branch():
                most = sum((self.extra(child.code, group, effect) for child in node.children), _ZERO)
                return most if node.at_most is None else min(most, Fraction(node.at_most))
            case _:
                rule = node.roll_up if isinstance(node, Composite) else self._set.total
                return sum((self.extra(member.node, group, effect) for member in rule.members), _ZERO)

    def has_extra(self, code: str, group: str) -> bool:
        """Tell whether a node has bonus or deductions for a group."""
        return any(self.extra(code, group, effect) for effect in (Effect.BONUS, Effect.DEDUCTION))

    def signed(self, code: str, group: str, language: Language) -> str:
        """Write the most that a node can add or take: +3, −5 or +3 −5."""
        bonus, taken = (self.extra(code, group, effect) for effect in (Effect.BONUS, Effect.DEDUCTION))
        return " ".join(signed(number_text(points, language), points) for points in (bonus, -taken) if points)

    def extent_text(self, code: str, group: str, language: Language) -> str:
        """Say how many criteria of a group a node has, and what they can give; the total's row tells of all."""
        _ = translator(language)
        inside = self._indicators_of(code, group)
        told = self._set.indicators_for(group) if code == TOTAL else inside
        parts = []
        texts = {
            Effect.SCORE: _("{points} điểm / {count} chỉ tiêu"),
            Effect.BONUS: _("điểm cộng tối đa {points} / {count} chỉ tiêu"),
            Effect.DEDUCTION: _("điểm trừ tối đa {points} / {count} chỉ tiêu"),
        }
        for effect, text in texts.items():
            count = sum(item.effect is effect and bool(item.max_points) for item in inside)
            if count:
                scored = effect is Effect.SCORE
                most = self.of(code, group) if scored else self.extra(code, group, effect)
                parts.append(text.format(points=number_text(most, language), count=count))
        followed = sum(not item.max_points for item in told)
        if followed:
            parts.append(_("{count} chỉ tiêu chỉ để theo dõi").format(count=followed))
        codes = {item.code for item in inside}
        outside = sum(bool(item.max_points) and item.code not in codes for item in told)
        if outside:
            parts.append(_("{count} chỉ tiêu ngoài tổng").format(count=outside))
        return "; ".join(parts) or "—"

    def _indicators_of(self, code: str, group: str) -> tuple[Indicator, ...]:
        starts = [code] if code != TOTAL else [member.node for member in self._set.total.members]
        inside = {item.code for start in starts for item in self._set.indicators_under(start)}
        return tuple(item for item in self._set.indicators_for(group) if item.code in inside)
