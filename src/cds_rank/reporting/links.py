"""Where the parts of a report stand: as places in one page, or as pages of a site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Part = Literal[
    "overview",
    "ranking",
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
    """

    units: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[Part, str] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    downloads: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    start: str = ""

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
