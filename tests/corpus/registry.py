"""How a story of the corpus is told: what was sent, what has to be found in it, and nothing else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from cds_rank.model import form_layout as layout
from tests.checks.forms import Form
from tests.corpus import office

Files = dict[str, bytes]  # by name below the folder, "/" between folders
EXPLAINED = "đã giải trình"
_CELLS = re.compile(r"[A-Z]{1,3}\d+\b.*")


@dataclass(frozen=True)
class Wanted:
    """One finding that has to be there: its code, its place, and whether the sender has explained it."""

    code: str
    place: str
    is_explained: bool = False


@dataclass(frozen=True)
class Story:
    """One story: a file or a folder as somebody sent it, and its exact findings.

    make: gives the files by name; one, unless `is_folder`: then the folder is all there is.
    wanted: its exact findings.
    reads: figures that differ from a form filled in as asked, by indicator: "37.3", "12/50", None for no figure.
    previous: files of the period before. locked: names of files that another program holds.
    needs: a program without which the story cannot be told.
    """

    name: str
    origin: str
    make: Callable[[], Files]
    wanted: tuple[Wanted, ...]
    reads: Mapping[str, str | None] = field(default_factory=dict)
    previous: Callable[[], Files] | None = None
    is_folder: bool = False
    locked: tuple[str, ...] = ()
    on_command_line: bool = True
    needs: str = ""

    @cached_property
    def files(self) -> Files:
        """The files, made once."""
        return self.make()

    def __str__(self) -> str:
        return self.name


STORIES: dict[str, Story] = {}
"""Every story by its name, in the order in which the modules tell them."""

Found = tuple[str, str] | tuple[str, str, str]
SpoilForm = Callable[[Form], None]
MakeFile = Callable[[], bytes]
MakeFolder = Callable[[], Files]


def form_story(
    *wanted: Found,
    reads: Mapping[str, str | None] | None = None,
    file: str = office.FILE,
    form: Callable[[], bytes] = office.light,
    previous: MakeFolder | None = None,
) -> Callable[[SpoilForm], SpoilForm]:
    """Tell what a clerk did to a form that was filled in as asked."""

    def tell(spoil: SpoilForm) -> SpoilForm:
        def make() -> Files:
            opened = Form(form())
            spoil(opened)
            return {file: opened.bytes()}

        _add(spoil, make, wanted, Story("", "", make, (), reads or {}, previous))
        return spoil

    return tell


def file_story(
    *wanted: Found,
    reads: Mapping[str, str | None] | None = None,
    file: str = office.FILE,
    on_command_line: bool = True,
    needs: str = "",
) -> Callable[[MakeFile], MakeFile]:
    """Tell what one file is, byte for byte."""

    def tell(give: MakeFile) -> MakeFile:
        def make() -> Files:
            return {file: give()}

        story = Story("", "", make, (), reads or {}, on_command_line=on_command_line, needs=needs)
        _add(give, make, wanted, story)
        return give

    return tell


def folder_story(*wanted: Found, locked: tuple[str, ...] = ()) -> Callable[[MakeFolder], MakeFolder]:
    """Tell what lay in a folder; the place of a finding begins with its file, a unit's code where there is none."""

    def tell(make: MakeFolder) -> MakeFolder:
        _add(make, make, wanted, Story("", "", make, (), is_folder=True, locked=locked))
        return make

    return tell


def _add(
    teller: Callable[..., object], make: Callable[[], Files], wanted: tuple[Found, ...], told: Story
) -> None:
    name = teller.__name__.replace("_", "-")
    assert name not in STORIES, name
    assert teller.__doc__, name
    findings = tuple(_wanted(found, is_folder=told.is_folder) for found in wanted)
    STORIES[name] = replace(told, name=name, origin=teller.__doc__.strip(), make=make, wanted=findings)


def _wanted(found: Found, *, is_folder: bool) -> Wanted:
    code, place = found[0], found[1]
    if not is_folder and _CELLS.fullmatch(place):
        place = f"{layout.DATA_SHEET}!{place}"
    return Wanted(code, place, is_explained=found[2:] == (EXPLAINED,))
