"""YAML as plain data that keeps its places: every scalar stays text, and every path knows its line and column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cds_rank.errors import CdsRankError, DefinitionError, DefinitionProblem
from cds_rank.model.text import UnquotedText
from cds_rank.reading.yaml_syntax import syntax_facts

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_BRACKETS = re.compile(r"[\[\]{}]")
_LINE_STARTS = re.compile(r"^[ \t]*(?:[-?:][ \t]+)*", re.MULTILINE)
_DECIMAL = re.compile(r"(-?[\d.]*\d), ?(\d+%?)")
_WITHOUT_BLANK = re.compile(r"\w+:\S")  # max_points:10 is one word to YAML
_DEEPEST = 400
_QUOTED = ("'", '"', "|", ">")  # a plain scalar has the style None, or "" from libyaml
_LARGEST_FILE = 4_000_000  # bytes; a set of 400 criteria has 0.4 MB


@dataclass(frozen=True, slots=True)
class YamlSource:
    """One YAML file read: its data (maps, lists, text, None), and the problems of its form."""

    file: str
    data: Any
    root: yaml.Node | None
    problems: tuple[DefinitionProblem, ...]

    def problem(
        self, path: Sequence[str | int], code: str, facts: dict[str, str], *, key: bool = False
    ) -> DefinitionProblem:
        """Make a problem at the place of `path`; parts that the file does not have are passed over.

        key: point at the key itself, not at its value.
        """
        mark = self._mark(path, key=key)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return DefinitionProblem(self.file, line, column, code, facts)

    def _mark(self, path: Sequence[str | int], *, key: bool) -> yaml.Mark | None:
        node = self.root
        mark = node.start_mark if node is not None else None
        for part in path:
            if isinstance(node, yaml.MappingNode):
                for key_node, value_node in node.value:
                    if key_node.value == part:
                        node = value_node
                        mark = key_node.start_mark if key else value_node.start_mark
                        break
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                mark = node.start_mark
        return mark


def read_yaml(path: Path) -> YamlSource:
    """Read a YAML file without interpreting its scalars.

    Raises CdsRankError when the file cannot be opened, DefinitionError (SET001) when it is not YAML.
    """
    name = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CdsRankError("file_not_readable", path=name, reason=error.strerror or "") from error

    def refuse(line: int, column: int, detail: str) -> DefinitionError:
        return DefinitionError(name, [DefinitionProblem(name, line, column, "SET001", {"detail": detail})])

    if len(raw) > _LARGEST_FILE:
        raise refuse(1, 1, "too_large")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refuse(line, error.start - raw.rfind(b"\n", 0, error.start), "not_utf8") from error
    if _is_too_deep(text):
        raise refuse(1, 1, "too_deep")
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark, facts = syntax_facts(error, text)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise DefinitionError(name, [DefinitionProblem(name, line, column, "SET001", facts)]) from error
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes, the Python reader characters.
        in_bytes = _LOADER is not yaml.SafeLoader
        before = (
            text.encode()[: error.position].decode("utf-8", "ignore") if in_bytes else text[: error.position]
        )
        column = len(before) - before.rfind("\n")
        raise refuse(before.count("\n") + 1, column, "bad_character") from error
    except RecursionError as error:
        raise refuse(1, 1, "too_deep") from error
    builder = _Builder(name, text)
    try:
        data = None if root is None else builder.build(root)
    except RecursionError as error:
        raise refuse(1, 1, "too_deep") from error
    return YamlSource(name, data, root, tuple(builder.problems))


def _is_numeric(text: str) -> bool:
    """Tell whether other readers of YAML take a plain text for a number: 1e5 is one since YAML 1.2."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_too_deep(text: str) -> bool:
    """Tell whether a text could nest deeper than any definition does: libyaml would overflow its stack and die.

    Counts brackets, and what stands before the first word of each line, so it is quick and never too low.
    """
    depth = deepest = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest > _DEEPEST or any(len(start) > _DEEPEST for start in _LINE_STARTS.findall(text))


class _Builder:
    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._text = text
        self.problems: list[DefinitionProblem] = []
        self._seen: set[int] = set()

    def _problem(self, node: yaml.Node, code: str, **facts: str) -> None:
        mark = node.start_mark
        self.problems.append(DefinitionProblem(self.file, mark.line + 1, mark.column + 1, code, facts))

    def build(self, node: yaml.Node) -> Any:
        if id(node) in self._seen:
            # An alias: the same node again. Repeating by reference hides what a decision says, and can explode.
            self._problem(node, "SET019")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item) for item in node.value]
        assert isinstance(node, yaml.MappingNode)
        return self._mapping(node)

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        if node.style in _QUOTED or (node.tag == _STRING and not _is_numeric(node.value)):
            return node.value
        if node.tag == _NULL:
            return None
        return UnquotedText(node.value)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if node.flow_style:
            # The node keeps what was put together: later problems point at it, and no other node gets its identity.
            node.value = self._put_together(node.value)
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(key_node, "SET001", detail="key_not_text")
                continue
            key = str(key_node.value)
            value = self.build(value_node)
            if key in data:
                self._problem(key_node, "SET002", key=key)
            else:
                data[key] = value
        return data

    def _put_together(self, pairs: list[tuple[yaml.Node, yaml.Node]]) -> list[tuple[yaml.Node, yaml.Node]]:
        """Give each value back what a comma inside braces cut off it, and say so once a value (SET041).

        Whoever writes {points_each: 0,5} means a half, not a second key "5": going on with what is meant keeps the
        missing half from being reported as other faults.
        """
        kept: list[tuple[yaml.Node, yaml.Node]] = []
        cut: dict[int, list[tuple[yaml.Node, yaml.Node]]] = {}
        for pair in pairs:
            if kept and self._is_cut_off(kept[-1][1], *pair):
                cut.setdefault(len(kept) - 1, []).append(pair)
            else:
                kept.append(pair)
        for place, pieces in cut.items():
            key, value = kept[place]
            parts = [": ".join(filter(None, (str(k.value), str(v.value)))) for k, v in pieces]
            whole = ", ".join([str(value.value), *parts])
            meant = _meant(whole)
            facts = {"key": str(key.value), "rest": parts[0], "whole": whole}
            self._problem(pieces[0][0], "SET041", **facts, mended=meant or _quoted(whole))
            tag = _STRING if meant is None else "tag:yaml.org,2002:float"
            kept[place] = (
                key,
                yaml.ScalarNode(
                    tag,
                    meant or whole,
                    value.start_mark,
                    value.end_mark,
                    style='"' if meant is None else None,
                ),
            )
        return kept

    def _is_cut_off(self, before: yaml.Node, key: yaml.Node, value: yaml.Node) -> bool:
        """Tell whether a pair is the rest of the value before it: words without a colon, or a key with blanks."""
        if not (
            isinstance(before, yaml.ScalarNode)
            and isinstance(key, yaml.ScalarNode)
            and isinstance(value, yaml.ScalarNode)
        ):
            return False
        if not before.value or key.style in _QUOTED or _WITHOUT_BLANK.match(key.value):
            return False
        if not value.value:
            between = self._text[key.end_mark.index : value.start_mark.index]
            return value.style not in _QUOTED and ":" not in between
        return " " in key.value and not _is_numeric(before.value)


def _meant(whole: str) -> str | None:
    """Read a number that was written with a comma: "0,5" is 0.5, "1,000" is 1000; None when it is no number."""
    found = _DECIMAL.fullmatch(whole)
    if found is None:
        return None
    before, after = found[1].replace(".", ""), found[2]
    return f"{before}{after}" if after == "000" and before.strip("-0") else f"{before}.{after}"


def _quoted(text: str) -> str:
    return f'"{text}"' if '"' not in text else "'" + text.replace("'", "''") + "'"
