"""Where the parts of a report stand: as places in one page, or as pages of a site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

Part = Literal[
    "overview",
    "ranking",
    "points",
    "movement",
    "reviews",
    "recognition",
    "files",
    "unit",
    "criterion",
    "quality",
    "method",
    "downloads",
    "provenance",
]
PARTS: tuple[Part, ...] = get_args(Part)
"""The parts in the order in which one page shows them."""
PARTS_BESIDE: frozenset[Part] = frozenset({"unit", "criterion", "provenance"})
"""The parts that go into every unit, criterion and file: they make a page of their own beside the first one."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page. code: of the group, unit or criterion; empty for all of them, or where there is but one.

    page: which page of a long ranking, counted from 0; the whole ranking where its links name no pages.
    """

    part: Part
    code: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Links:
    """Where to find what, as addresses in a page: relative ones, or places within it; empty text is no link.

    units, criteria, groups: by code. parts: the other parts. pages: of the rankings that stand
    on pages of their own, by group.
    downloads: names and addresses of data files beside the page; without them the page carries its data itself.
    more: words and addresses of other pages, such as those of other periods.
    beside: the file with the profiles and criteria that goes with the first page, and what is embedded there.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[Part, str] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    downloads: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    start: str = ""
    beside: str = ""

    def unit(self, code: str) -> str:
        """Return where a unit's profile is."""
        return self.units.get(code, "")

    def criterion(self, code: str) -> str:
        """Return where a criterion's results are."""
        return self.criteria.get(code, "")

    def group(self, code: str) -> str:
        """Return where a group's ranking is."""
        return self.groups.get(code, "")

    def method(self) -> str:
        """Return where the method is."""
        return self.parts.get("method", "")

    def quality(self) -> str:
        """Return where it is said who sent what."""
        return self.parts.get("quality", "")

    def movement(self) -> str:
        """Return where the change of places is."""
        return self.parts.get("movement", "")

    def recognition(self) -> str:
        """Return where it is said who is recognised."""
        return self.parts.get("recognition", "")

    def reviews(self) -> str:
        """Return where both stages stand side by side."""
        return self.parts.get("reviews", "")

    def home(self) -> str:
        """Return the first page of a site; empty within one page."""
        return self.start


def within_one_page(
    parts: Iterable[Part], units: Iterable[str], criteria: Iterable[str], groups: Iterable[str]
) -> Links:
    """Link everything that one page shows to its place in it: `#unit-139`.

    units, criteria, groups: codes of what the page shows.
    """
    return Links(
        units={code: f"#unit-{code}" for code in units},
        criteria={code: f"#c-{code}" for code in criteria},
        groups={code: f"#group-{code}" for code in groups},
        parts={part: f"#{part}" for part in parts},
    )


def in_two_files(
    parts: Iterable[Part],
    units: Iterable[str],
    criteria: Iterable[str],
    groups: Iterable[str],
    names: tuple[str, str],
) -> tuple[Links, Links]:
    """Link a page with the profiles and criteria that stand in a file beside it; gives the links of both.

    parts: of both. names: of the first page and of the file beside it.
    """
    first, beside = names
    whole = within_one_page(parts, units, criteria, groups)
    here = {part: place for part, place in whole.parts.items() if part not in PARTS_BESIDE}
    there = {part: place for part, place in whole.parts.items() if part in PARTS_BESIDE}
    to_first = {part: first + place for part, place in here.items()}
    to_beside = {part: beside + place for part, place in there.items()}
    return (
        replace(
            whole,
            units={code: beside + place for code, place in whole.units.items()},
            criteria={code: beside + place for code, place in whole.criteria.items()},
            parts=to_beside | here,
            beside=beside,
        ),
        replace(
            whole,
            groups={code: first + place for code, place in whole.groups.items()},
            parts=to_first | there,
            start=first,
        ),
    )
