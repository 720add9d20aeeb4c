"""The result file: it comes back as it was, it shows every change, and nothing else than a result gets in."""

import contextlib
import copy
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds_rank import record
from cds_rank.errors import ResultFileError
from cds_rank.model.digest import canonical_json, text_digest
from cds_rank.model.result import Ranked, Result
from cds_rank.record.codec import SCHEMA_VERSION, to_json
from cds_rank.record.sealing import load_result, seal
from cds_rank.wording.messages import error_text
from tests.record.results import empty, of_many_ratios, varied

bounded = settings(
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SEALED = seal(varied())[0]
DATA: dict[str, Any] = to_json(varied())


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "ket-qua.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def resealed(data: Any) -> str:
    """Put a fitting digest under changed data: what somebody does who knows how the seal is made."""
    plain = {key: value for key, value in data.items() if key != "digest"}
    return json.dumps({**plain, "digest": text_digest(canonical_json(plain))}, ensure_ascii=False)


def refusal(path: Path) -> ResultFileError:
    with pytest.raises(ResultFileError) as caught:
        load_result(path)
    assert caught.value.facts["path"] == str(path)
    assert str(path) in error_text(caught.value, "vi")
    return caught.value


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give the path of every part of JSON data."""
    if path:
        yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def put(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(data)
    node = changed
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return changed


PLACES = list(places(DATA))


class TestRoundTrip:
    @pytest.mark.parametrize("result", [varied(), empty()], ids=["varied", "empty"])
    def test_gives_back_the_same_result(self, result: Result, tmp_path: Path) -> None:
        text, sealed = seal(result)
        loaded = load_result(write(tmp_path, text))

        for field in dataclasses.fields(Result):
            assert getattr(loaded.result, field.name) == getattr(result, field.name), field.name
        assert loaded.digest == sealed.digest
        assert sealed.result is result

    def test_keeps_exact_numbers_of_any_length(self, tmp_path: Path) -> None:
        """A province reports forty ratios; their exact sum has hundreds of digits above and below the line."""
        result = of_many_ratios()
        entry = result.rankings[0].ranked[0]
        loaded = load_result(write(tmp_path, seal(result)[0])).result

        assert len(str(entry.score)) > 400
        assert loaded.rankings[0].ranked[0].score == entry.score
        assert loaded.scores == dict(result.scores)

    def test_gives_back_types_and_not_only_values(self, tmp_path: Path) -> None:
        entries = load_result(write(tmp_path, SEALED)).result.rankings[0].ranked
        entry = entries[0]

        assert [str(e.published) for e in entries] == ["59.79", "59.79", "25.00"]
        assert isinstance(entry, Ranked)
        assert (type(entry.score), type(entry.published)) == (Fraction, Decimal)

    def test_keeps_the_order_of_nodes(self, tmp_path: Path) -> None:
        loaded = load_result(write(tmp_path, SEALED)).result

        assert list(loaded.scores) == list(varied().scores)
        assert list(loaded.scores["01"].nodes) == list(varied().scores["01"].nodes)

    def test_takes_a_path_as_text(self, tmp_path: Path) -> None:
        assert load_result(str(write(tmp_path, SEALED))).result == varied()


class TestText:
    def test_is_the_same_every_time(self) -> None:
        assert seal(varied())[0] == SEALED
        assert seal(load_of(SEALED))[0] == SEALED

    @pytest.mark.parametrize("seed", ["0", "1"])
    def test_does_not_depend_on_hash_seeds_or_the_locale(self, seed: str) -> None:
        """Sets and dicts of texts come in another order with another seed."""
        script = (
            "import sys; from tests.record.results import varied; from cds_rank.record.sealing import seal; "
            "sys.stdout.buffer.write(seal(varied())[0].encode())"
        )
        root, source = Path(__file__).parents[2], Path(record.__file__).parents[2]
        environment = {
            **os.environ,
            "PYTHONPATH": f"{source}{os.pathsep}{root}",
            "PYTHONHASHSEED": seed,
            "LC_ALL": "C",
        }
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, env=environment
        )

        assert done.stdout.decode() == SEALED

    def test_is_json_with_one_item_of_a_list_a_line(self) -> None:
        lines = SEALED.split("\n")

        assert json.loads(SEALED)["schema_version"] == SCHEMA_VERSION
        assert len([line for line in lines if '"indicator": "A"' in line and line.startswith("  {")]) == 5
        assert SEALED.endswith("}\n")
        assert "Đơn vị" in SEALED

    def test_writes_numbers_as_decimal_text_with_fractions_beside_them(self) -> None:
        first = DATA["groups"][0]["ranking"][0]

        # 10 × 1/3 + 10 × 1/3 + 7,25 + 10 of 40 points
        assert (first["earned"], first["earned_exact"]) == ("23.916666666667", "287/12")
        assert (first["attainable"], first["score"]) == ("40", "59.79")
        nodes = {node["node"]: node for node in DATA["scores"][0]["nodes"]}
        assert (nodes["A"]["earned"], nodes["A"]["earned_exact"]) == ("3.333333333333", "10/3")
        assert "earned_exact" not in nodes["4.10"]

    def test_has_no_binary_floats(self) -> None:
        def floats(data: Any) -> bool:
            if isinstance(data, dict):
                return any(map(floats, data.values()))
            return any(map(floats, data)) if isinstance(data, list) else isinstance(data, float)

        assert not floats(json.loads(SEALED))


def load_of(text: str) -> Result:
    from cds_rank.record.codec import from_json

    data = json.loads(text)
    data.pop("digest")
    return from_json(data)


class TestSeal:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"rank": 1', '"rank": 2'),
            ('"final"', '"self"'),
            ('"illustrative": true', '"illustrative": false'),
            ("Đơn vị S2", "Đơn vị S3"),
            ('"287/12"', '"288/12"'),
            ('"59.79"', '"59.80"'),
            ("2023-01-20", "2023-01-21"),
            ("D13", "D14"),
            ('"share": "1/3"', '"share": "1/4"'),
        ],
    )
    def test_shows_a_change(self, old: str, new: str, tmp_path: Path) -> None:
        assert old in SEALED
        assert refusal(write(tmp_path, SEALED.replace(old, new, 1))).code == "result_changed"

    @bounded
    @given(st.sampled_from(PLACES), st.sampled_from(["", "x", None, 0, True, [], {}]))
    def test_shows_a_change_of_any_part(
        self, tmp_path: Path, path: tuple[str | int, ...], value: Any
    ) -> None:
        data = put(json.loads(SEALED), path, value)
        if data == json.loads(SEALED) and canonical_json(data) == canonical_json(json.loads(SEALED)):
            return
        code = refusal(write(tmp_path, json.dumps(data))).code

        assert code == ("result_newer" if path == ("schema_version",) else "result_changed")

    @bounded
    @given(st.integers(0, len(SEALED.encode()) - 1), st.integers(0, 255))
    def test_shows_a_changed_byte_or_nothing_changed(self, tmp_path: Path, position: int, byte: int) -> None:
        raw = bytearray(SEALED.encode())
        raw[position] = byte
        path = write(tmp_path, bytes(raw))
        try:
            loaded = load_result(path)
        except ResultFileError:
            return
        assert loaded.result == varied()  # white space between parts, or the same byte

    @pytest.mark.parametrize("length", [0, 1, 100, len(SEALED) // 2, len(SEALED) - 3])
    def test_shows_a_file_cut_short(self, length: int, tmp_path: Path) -> None:
        assert refusal(write(tmp_path, SEALED[:length])).code == "result_not_readable"

    @pytest.mark.parametrize("digest", ["", "0" * 64, None, 5, ["a"]])
    def test_shows_another_digest(self, digest: Any, tmp_path: Path) -> None:
        data = {**json.loads(SEALED), "digest": digest}

        assert refusal(write(tmp_path, json.dumps(data))).code == "result_changed"

    def test_shows_that_the_digest_was_taken_away(self, tmp_path: Path) -> None:
        assert refusal(write(tmp_path, json.dumps(DATA))).code == "result_changed"

    def test_shows_a_line_put_in_beside_the_true_one(self, tmp_path: Path) -> None:
        """With a key twice, people read the first and the program the last."""
        forged = SEALED.replace('"rank": 1,', '"rank": 9, "rank": 1,', 1)

        assert forged != SEALED
        assert refusal(write(tmp_path, forged)).code in {"result_changed", "result_not_readable"}

    def test_does_not_look_at_layout(self, tmp_path: Path) -> None:
        indented = json.dumps(json.loads(SEALED), indent=3)

        assert load_result(write(tmp_path, indented)).digest == json.loads(SEALED)["digest"]

    def test_depends_on_every_part_of_the_result(self) -> None:
        whole = varied()
        others = [
            dataclasses.replace(whole, record=dataclasses.replace(whole.record, accepted_errors=True)),
            dataclasses.replace(whole, findings=whole.findings[:1]),
            dataclasses.replace(whole, refused_files=()),
            dataclasses.replace(whole, rankings=whole.rankings[:1]),
            dataclasses.replace(whole, observations={}),
            dataclasses.replace(whole, unit_list=dataclasses.replace(whole.unit_list, version="2")),
        ]

        assert len({seal(other)[1].digest for other in (whole, *others)}) == 1 + len(others)


class TestWhatIsNoResult:
    @pytest.mark.parametrize("version", ["2", "10", "", None, 1, [], {"a": 1}])
    def test_another_schema_is_refused_before_its_seal(self, version: Any, tmp_path: Path) -> None:
        error = refusal(write(tmp_path, json.dumps({**DATA, "schema_version": version})))

        assert (error.code, error.facts["known"]) == ("result_newer", SCHEMA_VERSION)

    @pytest.mark.parametrize(
        "content",
        [
            b"", b" ", b"{", b"null", b"[]", b'"schema_version"', b'["schema_version"]', b"1", b"NaN", b"{}",
            b'{"a": 1}', b"\xff\xfe", b"\x00" * 100, b"PK\x03\x04", b"<html>", b"{'schema_version': '1'}",
            b"\xef\xbb\xbf", b'{"schema_version": "1", "a": ' + b"9" * 5000 + b"}",
        ],
    )  # fmt: skip
    def test_other_content_is_refused(self, content: bytes, tmp_path: Path) -> None:
        assert refusal(write(tmp_path, content)).code == "result_not_readable"

    @pytest.mark.parametrize("text", [r'"\ud800"', r'{"\udfff": 1}', r'["a\ud800b"]'])
    def test_half_a_character_is_refused(self, text: str, tmp_path: Path) -> None:
        """JSON can name one half of a surrogate pair; UTF-8 cannot write it."""
        assert refusal(write(tmp_path, f'{{"schema_version": "1", "digest": "", "a": {text}}}'))

    @pytest.mark.parametrize("depth", [300, 5000, 100_000])
    def test_deep_nesting_is_refused(self, depth: int, tmp_path: Path) -> None:
        nested = "[" * depth + "]" * depth

        assert refusal(write(tmp_path, f'{{"schema_version": "1", "digest": "", "a": {nested}}}'))

    def test_nesting_between_what_can_be_read_and_what_can_be_written_is_refused(
        self, tmp_path: Path
    ) -> None:
        """At one depth near the interpreter's limit json reads a list that it can no longer write."""
        for depth in range(850, 1000):
            nested = "[" * depth + "]" * depth

            assert refusal(write(tmp_path, f'{{"schema_version": "1", "digest": "", "a": {nested}}}'))

    def test_a_deep_tree_under_a_fitting_seal_is_refused(self, tmp_path: Path) -> None:
        nested: Any = []
        for _ in range(300):
            nested = [{"code": "A", "name": {"vi": "A", "en": "A"}, "children": nested}]

        assert refusal(write(tmp_path, resealed(put(DATA, ("definition", "tree"), nested))))

    @pytest.mark.parametrize("made", ["missing", "folder"])
    def test_what_cannot_be_opened(self, made: str, tmp_path: Path) -> None:
        path = tmp_path / made
        if made == "folder":
            path.mkdir()

        assert refusal(path).code == "file_not_readable"

    def test_a_name_that_no_file_can_have(self) -> None:
        with pytest.raises(ResultFileError):
            load_result("a\0b")

    @pytest.mark.parametrize("key", list(DATA))
    def test_a_missing_part_is_refused_even_under_a_fitting_seal(self, key: str, tmp_path: Path) -> None:
        """The name of the tool is nothing that a result rests on; everything else is."""
        data = {name: value for name, value in DATA.items() if name != key}

        assert refusal(write(tmp_path, resealed(data))).code == "result_not_readable"

    def test_a_set_that_contradicts_itself_is_refused_even_under_a_fitting_seal(self, tmp_path: Path) -> None:
        data = put(DATA, ("definition", "total", "members", 0, "node"), "khong-co")

        assert refusal(write(tmp_path, resealed(data))).code == "result_not_readable"

    @pytest.mark.parametrize(
        "number", ["1e999999999", "1/0", "9" * 100_000 + "/7", "x", "", "∞", "nan", 5, None, []]
    )
    def test_a_number_that_is_none_is_refused_even_under_a_fitting_seal(
        self, number: Any, tmp_path: Path
    ) -> None:
        data = put(DATA, ("scores", 0, "total", "attainable"), number)

        assert refusal(write(tmp_path, resealed(data))).code == "result_not_readable"

    @settings(parent=bounded, max_examples=70)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(PLACES),
                st.recursive(
                    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
                    | st.sampled_from(["1/0", "NaN", "Infinity", "1e9999", "final", "ranked", "2022", "A"]),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
                    max_leaves=5,
                ),
            ),
            min_size=1, max_size=2,
        )
    )  # fmt: skip
    def test_any_shape_is_read_or_refused_even_under_a_fitting_seal(
        self, tmp_path: Path, changes: list[tuple[tuple[str | int, ...], Any]]
    ) -> None:
        data = DATA
        for path, value in changes:
            try:
                data = put(data, path, value)
            except (KeyError, IndexError, TypeError):
                continue  # an earlier change took this place away
        try:
            text = resealed(data)
        except UnicodeEncodeError:
            return
        with contextlib.suppress(ResultFileError):
            load_result(write(tmp_path, text))

    @bounded
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.sampled_from([*DATA, "digest"]) | st.text(max_size=4), inner, max_size=6)
            ),
            max_leaves=20,
        ),
        st.booleans(),
    )
    def test_any_json_is_refused(self, tmp_path: Path, data: Any, with_version: bool) -> None:
        if with_version and isinstance(data, dict):
            data = {**data, "schema_version": "1"}

        refusal(write(tmp_path, json.dumps(data)))

    @bounded
    @given(st.binary(max_size=60))
    def test_any_bytes_are_refused(self, tmp_path: Path, content: bytes) -> None:
        refusal(write(tmp_path, content))
