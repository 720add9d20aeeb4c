"""Every story of the corpus: its exact findings and none else, by the library and by the command line."""

import json
import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from cds_rank import workflow
from cds_rank.cli.main import main
from cds_rank.model.checked import CheckedFile, Figure
from cds_rank.model.finding import Finding, Severity, ValidationReport
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.findings import finding_text, place_text
from cds_rank.workflow import Choices, Effort
from tests.checks import forms
from tests.cli import helpers
from tests.corpus import (
    against_the_period_before,
    codes_and_rows,
    figures,
    folders,
    formulas,
    harmless,
    headings_and_sheets,
    identities,
    office,
    strange_files,
    typed_numbers,
    typed_texts,
)
from tests.corpus.registry import STORIES, Files, Story, Wanted

MODULES = (
    typed_numbers, typed_texts, codes_and_rows, headings_and_sheets, formulas, identities, figures,
    against_the_period_before, folders, harmless, strange_files,
)  # fmt: skip
HOSTILE = (
    "external-entity-in-the-sheet", "a-billion-laughs", "zip-bomb", "eleven-thousand-parts", "half-of-a-file",
    "a-blank-typed-into-the-last-cell-of-all", "a-command-in-the-explanation",
)  # fmt: skip
ABOUT_DEFINITIONS, OUR_OWN_BUGS = "SET", "SYS001"
ABOUT_REVIEWS = ("REV", "WBK016")  # tests/checks/test_reviews.py


@pytest.fixture(scope="session")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the office's set and units; returns the set's path."""
    folder = tmp_path_factory.mktemp("office") / "indicator_sets"
    return forms.write_definitions(folder, office.SET, office.UNITS)


@pytest.fixture
def sent(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Sent":
    """Lay out what a story tells, in a folder of its own."""
    story = STORIES[request.param]
    if story.needs and not shutil.which(story.needs):
        pytest.fail(f"{story.needs} is not here: make test installs it")
    folder, previous = tmp_path / "nop", tmp_path / "ky-truoc"
    lay_out(folder, story.files)
    if story.previous is not None:
        lay_out(previous, story.previous())
    hold(story.locked, monkeypatch)
    monkeypatch.delenv("CDS_RANK_LANG", raising=False)
    return Sent(story, folder, previous if story.previous is not None else None)


class Sent:
    """A story laid out: what to give to the program."""

    def __init__(self, story: Story, folder: Path, previous: Path | None) -> None:
        self.story = story
        self.path = folder if story.is_folder else folder / next(iter(story.files))
        self.previous = previous


def lay_out(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def hold(names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Make files as unreadable as Excel makes them on Windows while it has them open."""
    really = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name in names:
            raise PermissionError(13, "Permission denied")
        return really(path)

    if names:
        monkeypatch.setattr(Path, "read_bytes", read_bytes)


def checked(sent: Sent, definitions: Path) -> tuple[ValidationReport, tuple[CheckedFile, ...]]:
    choices = Choices(str(definitions), None, office.PERIOD, previous=sent.previous)
    outcome = workflow.check(workflow.find_sources([sent.path]), choices, Effort())
    report = workflow.report_of(
        outcome, whole_list=sent.story.is_folder, passed_over=workflow.passed_over([sent.path])
    )
    return report, outcome.files


def found_in(report: ValidationReport, *, is_folder: bool) -> list[Wanted]:
    return [Wanted(f.code, _place(f, is_folder=is_folder), f.is_explained) for f in report.findings]


def _place(finding: Finding, *, is_folder: bool) -> str:
    if not finding.origin.file:
        return finding.unit
    whole = place_text(finding)
    return whole if is_folder else whole.partition(" ▸ ")[2]


def in_words(found: Iterable[Wanted]) -> list[str]:
    return sorted(f"{f.code} {f.place}{' (giải trình)' * f.is_explained}".strip() for f in found)


@pytest.mark.parametrize("sent", STORIES, indirect=True)
def test_a_story_gives_its_findings_and_none_else(
    sent: Sent, definitions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the library and then by the command line: one test, so that each story is laid out once."""
    report, files = checked(sent, definitions)

    found = found_in(report, is_folder=sent.story.is_folder)
    assert in_words(sent.story.wanted) == in_words(found), [
        finding_text(finding, "vi").message for finding in report.findings
    ]
    if not sent.story.is_folder:
        assert wanted_figures(sent.story) == read_figures(files)
    if sent.story.on_command_line:
        code = main(arguments(sent, definitions))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert in_words(sent.story.wanted) == in_words(told(out, sent.story))
        assert code == wanted_exit(sent.story.wanted)


def wanted_figures(story: Story) -> dict[str, str]:
    """Give what has to be read: what was filled in, but for what the story tells of."""
    return {code: text for code, text in {**office.AS_FILLED, **story.reads}.items() if text is not None}


def read_figures(files: Iterable[CheckedFile]) -> dict[str, str]:
    return {figure.indicator: _written(figure) for file in files for figure in file.figures}


def _written(figure: Figure) -> str:
    value = _plain(figure.value)
    return value if figure.denominator is None else f"{value}/{_plain(figure.denominator)}"


def _plain(number: Decimal) -> str:
    return format(number.normalize() + 0, "f")


def arguments(sent: Sent, definitions: Path) -> list[str]:
    given = ["validate", str(sent.path), "--set", str(definitions), "--period", office.PERIOD]
    given += ["--format", "json", "--no-cache", "--isolated", "--jobs", "1"]
    return given if sent.previous is None else [*given, "--previous", str(sent.previous)]


def told(out: str, story: Story) -> list[Wanted]:
    return [
        Wanted(finding["code"], _told_place(finding, story), finding["explained"])
        for finding in json.loads(out)["findings"]
    ]


def _told_place(finding: dict[str, str], story: Story) -> str:
    if not finding["file"]:
        return finding["unit"]
    place = "!".join(filter(None, (finding["sheet"], finding["cell_range"])))
    if len(finding["cells"]) > 1:
        place += f" ({len(finding['cells'])} ô)"
    return " ▸ ".join(filter(None, (finding["file"], place))) if story.is_folder else place


def wanted_exit(wanted: Iterable[Wanted]) -> int:
    open_ones = (RULES[finding.code] for finding in wanted if not finding.is_explained)
    return int(any(rule.severity is not Severity.INFO for rule in open_ones))


@pytest.mark.parametrize("sent", HOSTILE, indirect=True)
def test_a_hostile_file_in_a_process_of_its_own_is_exit_1_and_no_traceback(
    sent: Sent, definitions: Path
) -> None:
    done = helpers.run(*arguments(sent, definitions))

    assert done.code == 1
    assert in_words(sent.story.wanted) == in_words(told(done.out.decode("utf-8"), sent.story))


# --- the corpus itself


def test_there_are_stories_enough_of_every_theme() -> None:
    assert len(STORIES) >= 150
    clean = [story for story in STORIES.values() if wanted_exit(story.wanted) == 0 and not story.is_folder]
    assert len(clean) >= 40


def test_every_rule_about_what_is_sent_has_its_story() -> None:
    """All but definitions, which nobody sends, reviews, which have cases of their own, and our own bugs."""
    told_of = {finding.code for story in STORIES.values() for finding in story.wanted}
    about_files = {code for code in RULES if not code.startswith((ABOUT_DEFINITIONS, *ABOUT_REVIEWS))} - {
        OUR_OWN_BUGS
    }

    assert about_files == told_of


def test_every_story_is_told_in_one_line() -> None:
    assert {
        name for name, story in STORIES.items() if "\n" in story.origin or len(story.origin) > 110
    } == set()
