"""The catalogue as people look it up: one rule in a terminal, all of them in the documentation, and as JSON."""

import json
import re
from dataclasses import replace
from string import Formatter

import pytest

from cds_rank.feedback.rule_pages import FAMILY_NAMES, pattern_text, rule_text, rules_json, rules_markdown
from cds_rank.wording import catalogue
from cds_rank.wording.catalogue import FAMILIES, RULES


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> str:
    """A warning of which the catalogue says all there is to say; its texts are full of Markdown."""
    rule = replace(
        RULES["NUM002"],
        title="Dấu *, _ và |",
        cause="Gõ chữ <b>.",
        example="“60,5” → 60,5",
        explainable=True,
        mendable=True,
    )
    monkeypatch.setitem(catalogue.RULES, "NUM002", rule)
    monkeypatch.setitem(catalogue.FAMILIES["NUM"], "NUM002", rule)
    return "NUM002"


def test_a_fact_of_a_sentence_is_shown_in_words_between_angle_marks() -> None:
    assert pattern_text("Ô “{column}” ghi {text}.", "vi") == "Ô “‹tên cột›” ghi ‹nội dung ô›."


def test_a_fact_that_brings_its_own_space_is_kept_apart_from_the_word_before_it() -> None:
    assert pattern_text("bộ chỉ tiêu{nearest}.", "vi") == "bộ chỉ tiêu ‹gợi ý gần nhất›."
    assert pattern_text("lỗi {text}{formula}.", "vi") == "lỗi ‹nội dung ô› ‹công thức›."


def test_a_fact_without_words_goes_by_its_name() -> None:
    assert pattern_text("{never_heard_of}", "vi") == "‹never_heard_of›"


@pytest.mark.parametrize("code", RULES)
def test_every_fact_of_the_catalogue_is_shown_in_words(code: str) -> None:
    facts = {fact for _, fact, _, _ in Formatter().parse(RULES[code].message + RULES[code].fix) if fact}

    assert {fact for fact in facts if pattern_text(f"{{{fact}}}", "vi") == f"‹{fact}›"} == set()


def test_every_family_has_a_name() -> None:
    assert list(FAMILY_NAMES) == list(FAMILIES)


@pytest.mark.parametrize("code", RULES)
def test_each_rule_reads_well_in_a_terminal(code: str) -> None:
    text = rule_text(code, "vi")

    assert text.startswith(f"{code}  {RULES[code].title}\n")
    assert "{" not in text
    assert max(len(line) for line in text.splitlines()[2:]) <= 88
    assert text.endswith(".\n")


def test_what_the_catalogue_does_not_say_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """gettext answers the empty text with the header of its catalogue: that must not show."""
    monkeypatch.setitem(catalogue.RULES, "NUM003", replace(RULES["NUM003"], cause="", example=""))

    assert "Nguyên nhân" not in rule_text("NUM003", "vi")
    assert "Ví dụ" not in rule_text("NUM003", "vi")
    assert "Project-Id-Version" not in rule_text("NUM003", "en") + rules_json("en")


def test_a_rule_says_its_cause_and_example_and_that_it_can_be_explained_and_mended(told: str) -> None:
    text = rule_text(told, "vi")

    assert "Mức: cảnh báo – phải sửa hoặc giải trình\n" in text
    assert "Nguyên nhân:\n    Gõ chữ <b>.\n" in text
    assert "Ví dụ:\n    “60,5” → 60,5\n" in text
    assert "Giải trình:\n    Được nhận" in text
    assert "Tự sửa:\n    Được: cds-rank validate --fix" in text


def test_an_error_cannot_be_explained_away() -> None:
    text = rule_text("VAL003", "vi")

    assert "phải sửa, nếu không báo cáo không được chấm điểm" in text
    assert "Giải trình:\n    Không thay được việc sửa." in text


def test_each_rule_has_one_section_with_an_anchor_that_the_table_links_to() -> None:
    page = rules_markdown("vi")

    anchors = re.findall(r'^<a id="([a-z0-9]+)"></a>$', page, re.MULTILINE)
    links = re.findall(r"\]\(#([a-z0-9]+)\)", page)
    assert len(anchors) == len(set(anchors))
    assert set(anchors) == set(links) >= {code.lower() for code in RULES}
    assert re.findall(r"^### (\w+) · ", page, re.MULTILINE) == list(RULES)


def test_markdown_in_a_rule_is_shown_literally(told: str) -> None:
    page = rules_markdown("vi")

    assert f"### {told} · Dấu \\*, \\_ và \\|\n" in page
    assert "- **Nguyên nhân:** Gõ chữ \\<b\\>.\n" in page


def test_json_lists_every_rule_with_its_facts() -> None:
    rules = {rule["code"]: rule for rule in json.loads(rules_json("vi"))["rules"]}

    assert list(rules) == list(RULES)
    assert rules["NUM003"]["facts"] == ["column", "text", "first", "second", "cell"]
    assert rules["NUM003"]["severity"] == "error"
    assert rules["NUM003"]["family_name"] == "số"
    assert rules["NUM003"]["message"] == RULES["NUM003"].message
