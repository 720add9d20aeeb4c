"""What changed between two indicator sets, or two unit lists: from two models to a list of changes.

The models are compared as plain data, so that a field nobody thought of here is compared like every other.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from typing import Any

from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import Aggregation, Branch, Effect, Indicator, IndicatorSet, RollUp
from cds_rank.model.unit import UnitList

Definition = IndicatorSet | UnitList
Path = tuple[str, ...]
_Plain = Any  # maps, tuples, and the scalars of the models


class Part(IntEnum):
    """What a change is about, what moves ranks first."""

    MAXIMA = 1  # the sum for each group: what the other changes come to
    STRUCTURE = 2  # criteria, branches or units added, removed, moved, given other codes
    POINTS = 3
    RULES = 4
    APPLICABILITY = 5
    METHOD = 6
    CHECKS = 7
    OTHER = 8  # fields that are not known here
    WORDING = 9
    PROVENANCE = 10


class Kind(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    RECODED = "recoded"  # the same thing under another code
    MOVED = "moved"  # to another branch
    REORDERED = "reordered"
    CHANGED = "changed"
    TOTAL = "total"  # a group's attainable maximum


class Thing(StrEnum):
    """What a change happened to."""

    INDICATOR = "indicator"
    BRANCH = "branch"
    COMPOSITE = "composite"
    GROUP = "group"
    UNIT = "unit"
    FORMER_UNIT = "former_unit"
    WHOLE = "whole"  # the definition itself


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    code, name: of what changed, as it is now (as it was, when it is gone); empty for the definition itself.
    path: keys below it; items of lists stand by their code, or their place from 0.
    before, after: plain values of the models; None where there was or is nothing.
    """

    part: Part
    kind: Kind
    thing: Thing
    code: str
    name: Mapping[str, str]  # by language
    path: Path
    before: Any
    after: Any


class VersionStep(StrEnum):
    """How the version went from the first definition to the second."""

    SAME = "same"
    FORWARD = "forward"
    BACKWARD = "backward"
    UNCLEAR = "unclear"  # not numbers with dots between them


@dataclass(frozen=True, slots=True)
class _Entity:
    """One thing with a code, its own fields, and where it stands."""

    thing: Thing
    code: str
    name: Mapping[str, str]
    fields: Mapping[str, Any]
    parent: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.thing, self.code


def differences(before: Definition, after: Definition) -> tuple[Change, ...]:
    """List what changed between two definitions of one sort, what can change ranks first.

    Nothing is listed exactly when the two have the same content. A thing whose name stands once on either side is
    known by it even when its code changed. Raises TypeError when one is a set and the other a unit list.
    """
    if type(before) is not type(after):
        raise TypeError(f"{type(before).__name__} and {type(after).__name__} cannot be compared")
    if content_digest(before) == content_digest(after):
        return ()
    found: list[Change] = []
    if isinstance(before, IndicatorSet) and isinstance(after, IndicatorSet):
        found += _totals(before, after)
    old, new = list(_entities(before)), list(_entities(after))
    pairs = _paired(old, new)
    codes = {
        entity.code: new[place].code
        for entity, place in zip(old, pairs, strict=True)
        if place is not None and entity.thing in _IN_TREE
    }
    groups = {
        entity.code: new[place].code
        for entity, place in zip(old, pairs, strict=True)
        if place is not None and entity.thing is Thing.GROUP
    }
    for entity, place in zip(old, pairs, strict=True):
        if place is None:
            found.append(_whole_entity(Kind.REMOVED, entity))
        else:
            found += _entity_changes(entity, new[place], codes, groups)
    kept = {place for place in pairs if place is not None}
    found += [_whole_entity(Kind.ADDED, entity) for place, entity in enumerate(new) if place not in kept]
    found += _orders(old, new, pairs, codes)
    places = {entity.key: place for place, entity in enumerate((*new, *old))}
    return tuple(sorted(found, key=lambda change: (change.part, places.get((change.thing, change.code), -1))))


def version_step(before: str, after: str) -> VersionStep:
    """Tell whether a version went up; 1.10.0 comes after 1.9.0."""
    if before == after:
        return VersionStep.SAME
    try:
        old, new = ([int(part) for part in version.split(".")] for version in (before, after))
    except ValueError:
        return VersionStep.UNCLEAR
    if old == new:
        return VersionStep.UNCLEAR
    return VersionStep.FORWARD if new > old else VersionStep.BACKWARD


_IN_TREE = frozenset({Thing.INDICATOR, Thing.BRANCH, Thing.COMPOSITE})
_LISTS: Mapping[str, Thing] = {
    "composites": Thing.COMPOSITE,
    "groups": Thing.GROUP,
    "units": Thing.UNIT,
    "former": Thing.FORMER_UNIT,
}


def _entities(definition: Definition) -> Iterator[_Entity]:
    """Give the definition itself, then everything in it that has a code of its own."""
    data = definition.model_dump()
    lists = {key: thing for key, thing in _LISTS.items() if isinstance(data.get(key), tuple) and key in data}
    own = {key: value for key, value in data.items() if key not in lists and key != "tree"}
    yield _Entity(Thing.WHOLE, "", {}, own)
    yield from _tree_entities(data.get("tree", ()), "")
    for key, thing in lists.items():
        for item in data[key]:
            yield _entity(thing, item, "")


def _tree_entities(nodes: Sequence[Mapping[str, Any]], parent: str) -> Iterator[_Entity]:
    for node in nodes:
        thing = Thing.BRANCH if "children" in node else Thing.INDICATOR
        yield _entity(thing, {key: value for key, value in node.items() if key != "children"}, parent)
        yield from _tree_entities(node.get("children", ()), node["code"])


def _entity(thing: Thing, data: Mapping[str, Any], parent: str) -> _Entity:
    name = data["name"]
    names = name if isinstance(name, Mapping) else {"vi": name, "en": name}
    return _Entity(thing, data["code"], names, data, parent)


def _paired(old: Sequence[_Entity], new: Sequence[_Entity]) -> list[int | None]:
    """Find for every old entity the place of the new one that is the same thing; None when it is gone."""
    by_code = {entity.key: place for place, entity in enumerate(new)}
    old_names, new_names = (Counter(map(_name_key, entities)) for entities in (old, new))
    by_name = {_name_key(entity): place for place, entity in enumerate(new)}

    def named(entity: _Entity) -> int | None:
        name = _name_key(entity)
        return by_name[name] if old_names[name] == new_names[name] == 1 else None

    pairs = [named(entity) for entity in old]
    taken = {place for place in pairs if place is not None}
    for position, entity in enumerate(old):
        place = by_code.get(entity.key)
        if pairs[position] is None and place is not None and place not in taken:
            pairs[position] = place
            taken.add(place)
    return pairs


def _name_key(entity: _Entity) -> tuple[str, str]:
    return entity.thing, " ".join(entity.name.get("vi", "").split()).casefold()


def _whole_entity(kind: Kind, entity: _Entity) -> Change:
    values = (entity.fields, None) if kind is Kind.REMOVED else (None, entity.fields)
    part = Part.APPLICABILITY if entity.thing is Thing.GROUP else Part.STRUCTURE
    return Change(part, kind, entity.thing, entity.code, entity.name, (), *values)


def _entity_changes(
    old: _Entity, new: _Entity, codes: Mapping[str, str], groups: Mapping[str, str]
) -> Iterator[Change]:
    def change(part: Part, kind: Kind, path: Path, before: _Plain, after: _Plain) -> Change:
        return Change(part, kind, new.thing, new.code, new.name, path, before, after)

    if old.code != new.code:
        yield change(Part.STRUCTURE, Kind.RECODED, ("code",), old.code, new.code)
    if codes.get(old.parent, old.parent) != new.parent:
        yield change(Part.STRUCTURE, Kind.MOVED, ("parent",), old.parent, new.parent)
    before = _recoded({key: value for key, value in old.fields.items() if key != "code"}, codes, groups)
    after = {key: value for key, value in new.fields.items() if key != "code"}
    for path, was, becomes in _leaves((), before, after):
        kind = _kind(was, becomes)
        yield change(_part(kind, path, was, becomes), kind, path, was, becomes)


def _kind(before: _Plain, after: _Plain) -> Kind:
    of_texts = all(isinstance(one, tuple) and all(isinstance(i, str) for i in one) for one in (before, after))
    is_order = of_texts and sorted(before) == sorted(after)
    return Kind.REORDERED if is_order else Kind.CHANGED


_CODES_OF_NODES = frozenset({"node", "by", "indicator", "total", "registered_by"})
_LISTS_OF_NODES = frozenset({"pillars", "tie_breakers", "parts", "indicators", "mandatory", "extended"})


def _recoded(
    fields: Mapping[str, Any], codes: Mapping[str, str], groups: Mapping[str, str]
) -> dict[str, Any]:
    """Put the new codes into what refers to recoded things: a new code is told once, where it was given."""

    def new_value(key: str, value: _Plain) -> _Plain:
        if isinstance(value, Mapping):
            if key == "max_points":
                return {groups.get(group, group): points for group, points in value.items()}
            return _recoded(value, codes, groups)
        if isinstance(value, tuple):
            known = codes if key in _LISTS_OF_NODES else groups if key == "groups" else {}
            return tuple(
                new_value("", item) if isinstance(item, Mapping) else known.get(item, item) for item in value
            )
        if isinstance(value, str) and key in _CODES_OF_NODES and not isinstance(value, Enum):
            return codes.get(value, value)
        return groups.get(value, value) if key == "group" and isinstance(value, str) else value

    return {key: new_value(key, value) for key, value in fields.items()}


def _leaves(path: Path, before: _Plain, after: _Plain) -> Iterator[tuple[Path, _Plain, _Plain]]:
    """Give the smallest parts that differ; a rule of another kind is another rule as a whole."""
    if _same(before, after):
        return
    if _is_names(before) or _is_names(after):
        before, after = _as_names(before), _as_names(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.get("kind") == after.get("kind"):
        for key in (*after, *(key for key in before if key not in after)):
            yield from _leaves((*path, key), before.get(key), after.get(key))
        return
    old, new = _by_key(before), _by_key(after)
    if old is None or new is None:
        yield path, before, after
        return
    for key in (*new, *(key for key in old if key not in new)):
        yield from _leaves((*path, key), old.get(key), new.get(key))
    common = tuple(key for key in old if key in new), tuple(key for key in new if key in old)
    if common[0] != common[1]:
        yield path, *common


def _is_names(value: _Plain) -> bool:
    return isinstance(value, Mapping) and value.keys() == {"vi", "en"}


def _as_names(value: _Plain) -> _Plain:
    """Take plain text for the Vietnamese of a text in two languages: a translation added is told as just that."""
    return {"vi": value, "en": None} if isinstance(value, str) else value


def _by_key(items: _Plain) -> dict[str, _Plain] | None:
    """Return a list's items by what they are known by; None when it is no such list."""
    if not isinstance(items, tuple) or not all(isinstance(item, Mapping) for item in items):
        return None
    for key in ("code", "node", "title"):
        found = {_known_by(item[key]): item for item in items if key in item}
        if items and len(found) == len(items):
            return found
    return None if items else {}


def _known_by(value: _Plain) -> str:
    return str(value["vi"] if _is_names(value) else value)


def _same(before: _Plain, after: _Plain) -> bool:
    """Tell whether two values have the same digest: 10 and 10.0 are one number, but not one text."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(map(_same, before, after))
    return type(before) is type(after) and str(before) == str(after)


def _orders(
    old: Sequence[_Entity], new: Sequence[_Entity], pairs: Sequence[int | None], codes: Mapping[str, str]
) -> Iterator[Change]:
    """Find branches whose parts, and lists whose items, stand in another order; what came or went is left out."""
    old_order: dict[tuple[str, str], list[int]] = {}
    for entity, place in zip(old, pairs, strict=True):
        if place is not None and codes.get(entity.parent, entity.parent) == new[place].parent:
            family = "tree" if entity.thing in {Thing.INDICATOR, Thing.BRANCH} else str(entity.thing)
            old_order.setdefault((family, new[place].parent), []).append(place)
    for (family, parent), places in old_order.items():
        if places == sorted(places):
            continue
        was, becomes = (tuple(new[place].code for place in order) for order in (places, sorted(places)))
        branch = next((e for e in new if e.thing is Thing.BRANCH and e.code == parent), None)
        thing, name = (Thing.WHOLE, {}) if branch is None else (Thing.BRANCH, branch.name)
        yield Change(Part.WORDING, Kind.REORDERED, thing, parent, name, (family,), was, becomes)


_PARTS_OF_FIELDS: Mapping[str, Part] = {
    "max_points": Part.POINTS, "at_most": Part.POINTS, "effect": Part.POINTS, "aggregation": Part.POINTS,
    "lowest_share": Part.POINTS, "roll_up": Part.POINTS, "weights_total": Part.POINTS,
    "total": Part.POINTS, "members": Part.POINTS,
    "rule": Part.RULES, "target": Part.RULES, "direction": Part.RULES, "input": Part.RULES, "per": Part.RULES,
    "options": Part.RULES, "change": Part.RULES, "denomination": Part.RULES,
    "groups": Part.APPLICABILITY, "group": Part.APPLICABILITY, "applies_when": Part.APPLICABILITY,
    "may_be_not_applicable": Part.APPLICABILITY, "zero_denominator": Part.APPLICABILITY,
    "ranked": Part.APPLICABILITY, "became": Part.APPLICABILITY, "parent": Part.APPLICABILITY,
    "method": Part.METHOD, "levels": Part.METHOD, "recognition": Part.METHOD,
    "limits": Part.CHECKS, "evidence": Part.CHECKS, "cumulative": Part.CHECKS, "checks": Part.CHECKS,
    "name": Part.WORDING, "unit_of_measure": Part.WORDING, "notes": Part.WORDING, "numerator": Part.WORDING,
    "denominator": Part.WORDING, "description": Part.WORDING, "pillars": Part.WORDING,
    "short_name": Part.WORDING, "also_written": Part.WORDING,
    "status": Part.PROVENANCE, "source": Part.PROVENANCE, "max_points_status": Part.PROVENANCE,
    "groups_status": Part.PROVENANCE, "legal_basis": Part.PROVENANCE, "valid_from": Part.PROVENANCE,
    "valid_to": Part.PROVENANCE, "units": Part.PROVENANCE, "id": Part.PROVENANCE, "version": Part.PROVENANCE,
    "since": Part.PROVENANCE,
}  # fmt: skip
_SAYS_WHERE_FROM = frozenset({"status", "source", "year"})
_TEXTS = frozenset({"vi", "en", "name", "notes", "what", "suffix"})


def _part(kind: Kind, path: Path, before: _Plain, after: _Plain) -> Part:
    if path[-1] in _SAYS_WHERE_FROM or path[-2:-1] == ("source",):
        return Part.PROVENANCE
    part = _PARTS_OF_FIELDS.get(path[0], Part.OTHER)
    if part in {Part.OTHER, Part.PROVENANCE}:
        return part
    only_order = kind is Kind.REORDERED and path[-1] != "tie_breakers"
    only_spelling = before == after  # 10 written 10.0
    return Part.WORDING if path[-1] in _TEXTS or only_order or only_spelling else part


def _totals(before: IndicatorSet, after: IndicatorSet) -> Iterator[Change]:
    """Tell for every group of both sets how many points can be earned, where that changed."""
    for group in after.groups:
        old_groups = {old.name.vi: old.code for old in before.groups}
        code = group.code if group.code in before.group_codes else old_groups.get(group.name.vi)
        if code is None:
            continue
        totals = attainable(before, code), attainable(after, group.code)
        if totals[0] != totals[1]:
            names = {"vi": group.name.vi, "en": group.name.en}
            yield Change(Part.MAXIMA, Kind.TOTAL, Thing.GROUP, group.code, names, ("total",), *totals)


def attainable(indicator_set: IndicatorSet, group: str) -> Fraction:
    """Return the most points that a unit of a group can earn when everything applies to it.

    Bonus and deductions are left out: they move what is earned, not what it is held against. A roll-up that weighs
    its members is on the scale of their weights, as where sets declare their sums.
    """
    known: dict[str, Fraction] = {}

    def of_members(roll_up: RollUp) -> Fraction:
        parts = [(of(member.node), Fraction(member.weight)) for member in roll_up.members]
        if roll_up.aggregation is Aggregation.SUM:
            return sum((points for points, _ in parts), Fraction(0))
        return sum((weight for points, weight in parts if points), Fraction(0))

    def of(code: str) -> Fraction:
        if code not in known:
            node = indicator_set.nodes[code]
            if isinstance(node, Indicator):
                counts = group in node.groups and node.effect is Effect.SCORE
                known[code] = Fraction(node.max_points) if counts else Fraction(0)
            elif isinstance(node, Branch):
                parts = [of(child.code) for child in node.children]
                known[code] = max(parts) if node.aggregation is Aggregation.BEST else sum(parts, Fraction(0))
            else:
                known[code] = of_members(node.roll_up)
        return known[code]

    return of_members(indicator_set.total)
