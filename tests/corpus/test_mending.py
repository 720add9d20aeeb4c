"""What `--fix` promises, on real findings: whatever is marked ⚒ is gone from the copy, and nothing new is in it."""

from pathlib import Path

import pytest

from cds_rank.cli.main import main
from cds_rank.wording.catalogue import RULES
from cds_rank.workflow import Choices, Effort, check, find_sources, report_of
from tests.checks import forms
from tests.corpus import codes_and_rows, figures, headings_and_sheets, office, typed_numbers, typed_texts
from tests.corpus.registry import STORIES
from tests.corpus.test_corpus import found_in, in_words, lay_out, read_figures

MODULES = (typed_numbers, typed_texts, codes_and_rows, headings_and_sheets, figures)
MENDABLE = [
    name
    for name, story in STORIES.items()
    if not story.is_folder
    and story.previous is None
    and story.on_command_line
    and any(RULES[wanted.code].mendable for wanted in story.wanted)
]


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "indicator_sets"
    return forms.write_definitions(folder, office.SET, office.UNITS)


def test_every_rule_that_is_marked_as_mendable_has_a_story() -> None:
    told = {wanted.code for name in MENDABLE for wanted in STORIES[name].wanted}

    assert {code for code, rule in RULES.items() if rule.mendable} <= told


@pytest.mark.parametrize("name", MENDABLE)
def test_what_is_marked_is_mended_and_no_figure_changes(name: str, definitions: Path, tmp_path: Path) -> None:
    story = STORIES[name]
    lay_out(tmp_path / "nop", story.files)
    file = next(iter(story.files))
    base = ["--set", str(definitions), "--period", office.PERIOD, "--no-cache"]
    main(["validate", str(tmp_path / "nop" / file), *base, "--fix", str(tmp_path / "sua")])

    def outcome(folder: str) -> tuple[list[str], object]:
        choices = Choices(str(definitions), None, office.PERIOD)
        checked = check(find_sources([tmp_path / folder / file]), choices, Effort())
        report = report_of(checked, whole_list=False)
        return in_words(found_in(report, is_folder=False)), read_figures(checked.files)

    before, after = outcome("nop"), outcome("sua")

    assert [found for found in after[0] if RULES[found[:6]].mendable] == []
    assert after[0] == [found for found in before[0] if not RULES[found[:6]].mendable]
    assert after[1] == before[1]
