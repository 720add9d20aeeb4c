"""Reading a result a few lines at a time: it gives what reading it whole gives, or leaves it to that."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds_rank.errors import ResultFileError
from cds_rank.model.digest import canonical_json, text_digest
from cds_rank.record import lines, sealing
from cds_rank.record.lines import read_lines
from cds_rank.record.sealing import SealedResult, load_result, seal
from tests.record.results import empty, of_many_ratios, varied

SEALED, WHOLE = seal(varied())
bounded = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "ket-qua.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def with_digest(text: str) -> str:
    """Put the digest under a text that it should have: of what its keys come to, the last one of several."""
    data = json.loads(text)
    return text.replace(data.pop("digest"), text_digest(canonical_json(data)))


@pytest.mark.parametrize("result", [varied(), empty(), of_many_ratios()], ids=["varied", "empty", "ratios"])
@pytest.mark.parametrize("piece", [1, 100, 1 << 15])
def test_what_was_sealed_is_read_in_lines(
    result: Any, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists are cut anywhere: in the middle of a line, or after many."""
    monkeypatch.setattr(lines, "_PIECE", piece)
    text, whole = seal(result)

    assert read_lines(write(tmp_path, text)) == (result, whole.digest)


def test_a_sealed_file_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path) -> bytes:
        raise AssertionError("read whole")

    path = write(tmp_path, SEALED)
    monkeypatch.setattr(Path, "read_bytes", refused)

    assert load_result(path) == WHOLE


def test_control_characters_and_backslashes_come_back(tmp_path: Path) -> None:
    r"""A path such as \\may-chu\upload looks like a character written as its number, and \x1f is written so."""
    text = with_digest(SEALED.replace("Đơn vị S2", r"Đơn vị \\\\may-chu\\upload \u001f \"S2\""))

    found = read_lines(write(tmp_path, text))

    assert found is not None
    assert found[0].unit("S2").name == 'Đơn vị \\\\may-chu\\upload \x1f "S2"'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"rank": 1,', '"rank": 9, "rank": 1,'),
        ('"indicator": "A",', '"indicator": "B", "indicator": "A",'),
        ('"share": "1/3"', '"share": "1/4", "share": "1/3"'),
        # Quotes written as numbers make up for those of the key.
        ('"rank": 1,', '"rank": 9, "rank": 1, "\\u0022\\u0022": 0,'),
        (' "stage": "final"', ' "stage": "self",\n "stage": "final"'),
    ],
)
def test_a_key_twice_is_left_to_the_reading_of_the_whole_under_a_fitting_digest_too(
    old: str, new: str, tmp_path: Path
) -> None:
    path = write(tmp_path, with_digest(SEALED.replace(old, new, 1)))

    assert old in SEALED
    assert read_lines(path) is None
    with pytest.raises(ResultFileError) as caught:
        load_result(path)
    assert caught.value.code == "result_not_readable"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(json.loads(SEALED), ensure_ascii=False),
        json.dumps(json.loads(SEALED), indent=1, ensure_ascii=False),
        json.dumps(json.loads(SEALED)),
        SEALED.replace("\n", "\r\n"),
        "\n" + SEALED,
        SEALED + "\n",
    ],
    ids=["one-line", "indented", "ascii", "crlf", "blank-before", "blank-after"],
)
def test_another_layout_is_read_all_the_same(text: str, tmp_path: Path) -> None:
    assert load_result(write(tmp_path, text)) == WHOLE


@pytest.mark.parametrize("end", ["}\n}\n", "]\n}\n", "x", "", "}\nx", " }\n"])
def test_a_file_that_does_not_end_as_it_should_is_not_read_in_lines(end: str, tmp_path: Path) -> None:
    assert SEALED.endswith("\n}\n")
    assert read_lines(write(tmp_path, SEALED.removesuffix("}\n") + end)) is None


def test_lines_are_taken_only_as_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_PIECE", 1)
    for old, new in (
        ("},\n  {", "}\n  {"),
        ('",\n "', '"\n "'),
        ("],\n ", "]\n "),
        ("\n ],\n", "\n ]x,\n"),
        ("}\n ]", "},\n ]"),
    ):
        assert old in SEALED
        assert read_lines(write(tmp_path, SEALED.replace(old, new, 1))) is None


def whole_reading(path: Path) -> SealedResult | str:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sealing, "read_lines", lambda _path: None)
        try:
            return load_result(path)
        except ResultFileError as error:
            return error.code


def reading(path: Path) -> SealedResult | str:
    try:
        return load_result(path)
    except ResultFileError as error:
        return error.code


@bounded
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SEALED) - 1),
            st.sampled_from(
                ["", "\n", " ", ",", "{", "]", '"', "\\", "\\u0022", '"x": 1, ', "\n ]", "null", "é"]
            ),
            st.integers(0, 3),
        ),
        max_size=3,
    ),
    st.booleans(),
)
def test_any_text_is_read_as_reading_it_whole_reads_it(
    tmp_path: Path, changes: list[tuple[int, str, int]], fits: bool
) -> None:
    text = SEALED
    for position, put, left_out in changes:
        text = text[:position] + put + text[position + left_out :]
    if fits:
        try:
            text = with_digest(text)
        except (ValueError, KeyError, AttributeError, TypeError):
            return
    path = write(tmp_path, text)

    assert reading(path) == whole_reading(path)
