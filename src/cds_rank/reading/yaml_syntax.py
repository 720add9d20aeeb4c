"""What an author most likely did where the YAML parser stopped: its English words turned into a known mistake."""

import re

import yaml

_TAB_IN_INDENT = re.compile(r" *\t")
_SIGNS = ("cannot start any token", "mapping keys are not allowed", "tag handle")
_SIGNS_BEFORE = ("comment or a line break", "comment or line break", "chomping", "alphabetic or numeric")
_ALIASES = ("undefined alias", "second occurrence")


def syntax_facts(error: yaml.MarkedYAMLError, text: str) -> tuple[yaml.Mark | None, dict[str, str]]:
    """Say where a mistake of form is and which one it probably is.

    Returns the mark to show and the facts of SET001: `detail` is a known mistake, with the `sign` or the line where
    something was `opened`, or the parser's own words. libyaml and the Python parser word most of them differently.
    """
    at, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    problem, context = error.problem or "", error.context or ""
    if at is None or start is None:
        return None, {"detail": problem}
    lines = text.splitlines()
    line, sign = _line(lines, at), _sign(lines, at)
    if _TAB_IN_INDENT.match(line):
        return at, {"detail": "tab"}
    if any(words in problem for words in _SIGNS + _ALIASES):
        return at, {"detail": "sign", "sign": sign}
    if any(words in problem for words in _SIGNS_BEFORE):
        return start, {"detail": "sign", "sign": _sign(lines, start)}
    if "mapping values are not allowed" in problem:
        return at, {"detail": "colon" if ": " in line[: at.column] else "misplaced_key"}
    if "could not find expected ':'" in problem:
        return start, {"detail": "no_colon"}
    if "unexpected ':'" in problem:
        return at, {"detail": "colon"}
    if "flow" in context:
        return at, _in_brackets(at, start, sign)
    if "quoted scalar" in context:
        return (at, {"detail": "backslash"}) if "escape" in problem else (start, {"detail": "unclosed_quote"})
    if "node content" in problem and sign in "]},":
        return at, {"detail": "extra_bracket"}
    if "sequence entries are not allowed" in problem:
        return at, {"detail": "dash_in_line"}
    if "block collection" in context:
        return at, {"detail": "no_dash"}
    if "block mapping" in context:
        return at, {"detail": _in_block(line[: at.column], sign)}
    if "another document" in problem:
        return at, {"detail": "two_documents"}
    return at, {"detail": problem}


def _line(lines: list[str], mark: yaml.Mark) -> str:
    return lines[mark.line] if mark.line < len(lines) else ""


def _sign(lines: list[str], mark: yaml.Mark) -> str:
    return _line(lines, mark)[mark.column : mark.column + 1]


def _in_brackets(at: yaml.Mark, start: yaml.Mark, sign: str) -> dict[str, str]:
    if at.line == start.line and sign:
        return {"detail": "colon"} if sign == ":" else {"detail": "after_quote"}
    return {"detail": "unclosed", "opened": str(start.line + 1)}


def _in_block(before: str, sign: str) -> str:
    if sign and sign in "]}":
        return "extra_bracket"
    return "after_quote" if before.strip().rpartition(" ")[2][-1:] in {'"', "'"} else "uneven"
