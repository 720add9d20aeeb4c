"""The catalogue of rules and the sentences of errors: well formed, complete, and inert whatever is put into them."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cds_rank
from cds_rank.checks.files import CODE_OF_OBSTACLE
from cds_rank.errors import DefinitionError, DefinitionProblem
from cds_rank.model.finding import Finding, Severity
from cds_rank.model.form_layout import COLUMNS, META_KEYS
from cds_rank.model.observation import ObstacleKind, Origin
from cds_rank.model.review_layout import REVIEW_META_KEYS
from cds_rank.reading.ooxml import UnreadableCause
from cds_rank.wording import field_labels, labels, messages
from cds_rank.wording.catalogue import FAMILIES, RULES
from cds_rank.wording.findings import finding_text, place_text, printable
from cds_rank.wording.language import LANGUAGES, Language
from cds_rank.wording.messages import error_text, problem_text

SOURCE = Path(cds_rank.__file__).parent
HOSTILE = "\x1b[31mđỏ\x1b[0m \u202exlsx.exe\u202c \x07\x9b31m \u2066a\u2069"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def modules() -> Iterator[ast.Module]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def calls(*names: str) -> Iterator[ast.Call]:
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node


# --- rules


@pytest.mark.parametrize("code", RULES)
def test_a_code_is_three_letters_and_three_digits(code: str) -> None:
    assert re.fullmatch(rf"({'|'.join(FAMILIES)})\d{{3}}", code)
    assert code in FAMILIES[code[:3]]


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_is_wrong_and_what_to_do(code: str) -> None:
    rule = RULES[code]

    assert rule.title
    assert rule.title[-1] not in ".:"
    for sentence in (rule.message, rule.fix):
        assert sentence == sentence.strip()
        assert sentence[-1] in ".?"
        assert sentence[0].isupper()
        assert sentence.count("“") == sentence.count("”")


def test_no_two_rules_have_one_title() -> None:
    titles = [rule.title for rule in RULES.values()]

    assert sorted(set(titles)) == sorted(titles)


def test_the_fix_of_a_cell_never_asks_for_what_only_the_message_was_told() -> None:
    """What a fix names beyond its message has to be the cell, which every finding at a cell has."""
    for code, rule in RULES.items():
        assert placeholders(rule.fix) <= placeholders(rule.message) | {"cell"}, code


def test_every_obstacle_breaks_a_rule() -> None:
    assert set(ObstacleKind) == set(CODE_OF_OBSTACLE)
    assert set(CODE_OF_OBSTACLE.values()) <= set(RULES)


def test_every_way_of_being_unreadable_is_an_obstacle() -> None:
    assert {cause.value for cause in UnreadableCause} <= {kind.value for kind in ObstacleKind}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", RULES)
def test_a_finding_can_be_put_into_words_in_every_language(code: str, language: Language) -> None:
    facts = dict.fromkeys(placeholders(RULES[code].message) | placeholders(RULES[code].fix), "·")
    words = finding_text(Finding(code, RULES[code].severity, Origin("a.xlsx"), facts), language)

    for sentence in (words.title, words.message, words.fix):
        assert sentence
        assert not re.search(r"[{}]", sentence)
        assert "?" not in sentence.replace("có phải", "").rstrip("?")


@pytest.mark.parametrize("code", RULES)
def test_what_a_sender_wrote_is_shown_inert(code: str) -> None:
    names = placeholders(RULES[code].message) | placeholders(RULES[code].fix)
    facts = dict.fromkeys(names, HOSTILE) | {"lower": "0", "upper": "100"}
    words = finding_text(Finding(code, Severity.ERROR, Origin("a.xlsx"), facts), "vi")

    assert not unprintable(words.message + words.fix)


def test_a_format_string_typed_by_a_sender_stays_what_it_is() -> None:
    finding = Finding(
        "NUM001", Severity.ERROR, Origin("a"), {"column": "value", "text": "{cell} {0} %s", "cell": "D1"}
    )

    assert "{cell} {0} %s" in finding_text(finding, "vi").message


def test_a_place_is_written_as_people_look_for_it() -> None:
    def place(*parts: str) -> str:
        return place_text(Finding("NUM001", Severity.ERROR, Origin(*parts)))

    assert place("nop/SYT.xlsx", "Số liệu", "D7") == "nop/SYT.xlsx ▸ Số liệu!D7"
    assert place("SYT.xlsx", "Số liệu") == "SYT.xlsx ▸ Số liệu"
    assert place("SYT.xlsx") == "SYT.xlsx"


# --- what may act on a terminal


def unprintable(text: str) -> list[str]:
    """Controls, and the marks that turn a line around (Unicode's Bidi_Control)."""
    marks = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return [f"U+{ord(c):04X}" for c in text if ord(c) < 32 or 127 <= ord(c) < 160 or c in marks]


@given(st.text())
def test_nothing_unprintable_is_left_of_any_text(text: str) -> None:
    assert not unprintable(printable(text))


@pytest.mark.parametrize(
    "code", [0x061C, 0x200E, 0x202E, 0x2066, 0x2069, 0x1B, 0x9B, 0x7F, 0x0A, 0x2028, 0x2029]
)
def test_a_mark_that_acts_is_taken_out(code: int) -> None:
    assert chr(code) not in printable(f"a{chr(code)}b")


def test_vietnamese_passes_unharmed() -> None:
    text = "Trụ sở UBND xã Ỷ Tý – “Đường”, ½ · đ̉"

    assert printable(text) == text


# --- errors


def raised() -> list[tuple[str, set[str]]]:
    return [
        (str(call.args[0].value), {keyword.arg or "" for keyword in call.keywords})
        for call in calls("CdsRankError", "ResultFileError")
        if call.args and isinstance(call.args[0], ast.Constant)
    ]


def test_every_error_raised_has_its_sentence_and_every_fact_it_needs() -> None:
    given_by_itself = {"nearest", "reason"}
    assert len(raised()) > 15
    for code, facts in raised():
        assert code in messages._MESSAGES, code
        assert placeholders(messages._MESSAGES[code]) - facts <= given_by_itself, code


def test_every_sentence_of_an_error_is_raised_somewhere() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if path.name != "messages.py"
    )

    assert [code for code in messages._MESSAGES if f'"{code}"' not in text] == []


def test_every_problem_of_a_definition_has_its_sentence() -> None:
    mentioned = {
        node.value
        for module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"SET\d{3}", node.value)
    }

    assert mentioned == set(FAMILIES["SET"])


def test_a_problem_of_a_definition_begins_with_its_place_and_code() -> None:
    """As compilers write it, so that editors jump there."""
    for code, rule in FAMILIES["SET"].items():
        facts = dict.fromkeys(placeholders(rule.message), "·")
        text = problem_text(DefinitionProblem("bo.yaml", 3, 5, code, facts), "vi")
        problem, fix = text.split("\n")
        assert re.fullmatch(rf"bo\.yaml:3:5: {code} [^{{}}?]+(\?\))?[^{{}}?]*", problem), problem
        assert re.fullmatch(rf"    Cách sửa: [^{{}}?]+ Xem: cds-rank rule {code}", fix), fix


def test_a_refused_definition_lists_every_problem() -> None:
    problems = [DefinitionProblem("bo.yaml", line, 1, "SET012", {"key": f"khoa{line}"}) for line in (2, 9)]

    mend = (
        "    Cách sửa: Thêm dòng “{key}:” và giá trị của nó vào mục này, thụt lề bằng các khóa bên cạnh. "
        "Xem: cds-rank rule SET012"
    )
    assert error_text(DefinitionError("bo.yaml", problems), "vi").splitlines()[1:] == [
        "bo.yaml:2:1: SET012 Thiếu khóa “khoa2”.",
        mend.format(key="khoa2"),
        "bo.yaml:9:1: SET012 Thiếu khóa “khoa9”.",
        mend.format(key="khoa9"),
    ]


# --- labels


def test_every_column_and_every_part_of_the_identity_has_a_name() -> None:
    assert {column.key for column in COLUMNS} == set(field_labels.COLUMN_LABELS)
    assert {column.heading for column in COLUMNS} == set(field_labels.COLUMN_LABELS.values())
    assert {*META_KEYS, *REVIEW_META_KEYS} == set(field_labels.IDENTITY_LABELS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_the_model_has_a_word(language: Language) -> None:
    for kind, words in labels._LABELS.items():
        assert set(kind) == set(words)
        assert all(labels.label(term, language) for term in kind)
