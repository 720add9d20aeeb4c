"""What the tags of an office's own template may do: read fields, choose, and go through lists that end."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any, Final

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from cds_rank.model.similarity import nearest

FILTERS: Final = (
    "capitalize", "count", "d", "default", "e", "escape", "first", "groupby", "int", "join", "last", "length", "list",
    "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "select", "selectattr", "sort",
    "string", "title", "trim", "truncate", "unique", "upper",
)  # fmt: skip
"""What a template may do to a value; none makes something long out of something short."""

_TESTS: Final = (
    "!=", "<", "<=", "==", ">", ">=", "defined", "divisibleby", "eq", "equalto", "even", "false", "ge", "gt", "le",
    "lt", "ne", "none", "number", "odd", "string", "true", "undefined",
)  # fmt: skip
# Nothing here keeps what it wrote for later, calls itself, or puts texts together.
_PARTS: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign, nodes.Name, nodes.Getattr,
    nodes.Getitem, nodes.Slice, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Keyword, nodes.Add, nodes.Sub, nodes.Mul, nodes.Neg, nodes.Pos,
)  # fmt: skip
_BLOCKS: Final = ("for", "endfor", "if", "elif", "else", "endif", "set")
_LARGEST_FILLED: Final = 50_000_000  # letters of all parts of a file, with their markup
_LONGEST_TEXT: Final = 200_000  # letters that a filter may put together: the names of a few thousand units
_MOST_STEPS: Final = 20_000_000  # parts of tags worked out; a decision on 3,321 units takes half a million
_LARGEST_NUMBER: Final = 1_000_000
_COUNTED, _CHARGED = "(counted)", "(charged)"  # filters of ours, under names that nobody can type
_PAIRS: Final = (("{{", "}}"), ("{%", "%}"))
# What the parser says, and the name under which that is worded; the first that fits.
_SAID: Final = tuple(
    (detail, re.compile(form, re.DOTALL))
    for detail, form in (
        ("unclosed", r"Unexpected end of template\. .*needs to be closed is '(?P<block>\w+)'"),
        ("crossed", r"unknown tag '(?P<found>end\w+|else|elif)'\..*needs to be closed is '(?P<block>\w+)'"),
        ("unopened", r"unknown tag '(?P<found>end\w+|else|elif)'"),
        ("unknown_tag", r"unknown tag '(?P<found>.+?)'"),
        ("tag_name", r"tag name expected"),
        ("comment", r"Missing end of comment"),
        ("stray", r"expected token 'end of (?:print )?statement(?: block)?', got '(?P<found>.+)'"),
        ("cut_short", r"got 'end of (?:print )?statement(?: block)?'|unexpected 'end of"),
        ("wanted", r"expected token '(?P<wanted>.+)', got '(?P<found>.+)'"),
        ("bracket", r"unexpected '(?P<found>.+)', expected '(?P<wanted>.+)'"),
        ("sign", r"unexpected (?:char )?['\"](?P<found>.+?)['\"](?: at|$|,)"),
    )
)


class EndlessError(Exception):
    """A template would go on for hours or fill the memory."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A part that no template may have. line: of the template, 1-based; code, facts: of the CdsRankError it becomes."""

    code: str
    line: int
    facts: Mapping[str, str]


class Sandbox(SandboxedEnvironment):
    """Where the tags of a template are worked out: they read the fields, and every loop comes to an end.

    What was worked out and written is counted over all parts of a file; no clock is looked at, so that a template is
    refused on every computer or on none. letters: what was written, to be added to by whoever takes it.
    """

    intercepted_binops = frozenset({"+", "*"})

    def __init__(self, literal: Callable[[object], str]) -> None:
        """Make one for the filling of one file. literal: how a value is written between the tags of the file."""
        # optimized would work out texts before anything is counted.
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=literal, optimized=False)
        # What rolls dice (lipsum, random) would give other bytes every time.
        self.globals = {"range": self.globals["range"]}
        self.filters = {name: self.filters[name] for name in FILTERS}
        # Every value is written literally: what escapes too would be seen in print.
        self.filters |= {"e": _same, "escape": _same, "join": _joined, "replace": _replaced}
        self.filters |= {_COUNTED: self._counted, _CHARGED: self._charged}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.steps = self.letters = 0

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add and multiply numbers such as places in a list; of texts these would make gigabytes."""
        if not all(isinstance(side, int) and abs(side) < _LARGEST_NUMBER for side in (left, right)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    def _counted(self, items: Iterable[object], weight: int) -> Iterator[object]:
        """Go through the items of a loop. weight: of how many parts the tags up to its end are made."""
        for item in items:
            self.steps += weight
            if self.steps > _MOST_STEPS or self.letters > _LARGEST_FILLED:
                raise EndlessError
            yield item

    def _charged(self, value: object) -> object:
        """Count what a filter or a search has to go through."""
        if isinstance(value, str | list | tuple | range):
            self.steps += len(value)
        return value


def printable_value(value: object) -> object:
    """Return what can be printed; raises TypeError for what has fields of its own."""
    if isinstance(value, list | tuple) or is_dataclass(value):
        raise TypeError("only its fields can be printed")
    return value


def first_refused(tree: nodes.Template) -> Refused | None:
    """Find the first part that no template may have: calls, macros, other files, filters that are not ours."""
    for node in tree.find_all(nodes.Node):
        if _is_refused(node):
            return Refused("template_unsafe", node.lineno, {})
        if isinstance(node, nodes.Filter | nodes.Test):
            known = FILTERS if isinstance(node, nodes.Filter) else _TESTS
            if node.name not in known:
                facts = {"name": node.name, "nearest": nearest(node.name, known), "known": ", ".join(known)}
                return Refused("template_filter", node.lineno, facts)
    return None


def _is_refused(node: nodes.Node) -> bool:
    match node:
        case nodes.For():
            return node.recursive
        case nodes.List() | nodes.Tuple():
            # Of constants, or of names to be given: a list of lists of lists would take no room and all the time.
            kind = nodes.Name if isinstance(node, nodes.Tuple) and node.ctx == "store" else nodes.Const
            return not all(isinstance(item, kind) for item in node.items)
        case nodes.Call(node=nodes.Name(name="range")):
            return False
        case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="loop"), attr="cycle")):
            return False
    return not isinstance(node, _PARTS)


def counted(tree: nodes.Template) -> nodes.Template:
    """Let the loops, the filters and the searches of a template be counted while it is filled; changes the tree."""
    for loop in list(tree.find_all(nodes.For)):
        weight = nodes.Const(sum(1 for _node in loop.find_all(nodes.Node)), lineno=loop.lineno)
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [weight], [], None, None, lineno=loop.lineno)
    for used in [node for node in tree.find_all(nodes.Filter) if node.name != _COUNTED]:
        used.node = _charged(used.node, used.lineno)
    for operand in list(tree.find_all(nodes.Operand)):
        if operand.op in {"in", "notin"}:
            operand.expr = _charged(operand.expr, operand.lineno)
    return tree


def _charged(value: nodes.Expr | None, line: int) -> nodes.Filter:
    return nodes.Filter(value, _CHARGED, [], [], None, None, lineno=line)


def what_was_said(message: str, paragraph: str) -> dict[str, str]:
    """Return what the parser said of a paragraph as facts; "detail" is the name under which that is worded."""
    if any(paragraph.count(opening) > paragraph.count(closing) for opening, closing in _PAIRS):
        return {"detail": "cut_off"}  # the parser stumbles over what comes behind
    for detail, form in _SAID:
        if found := form.search(message):
            facts = {name: text or "" for name, text in found.groupdict().items()}
            near = nearest(facts["found"], _BLOCKS) if detail == "unknown_tag" else ""
            return {"detail": detail, "nearest": near, **facts}
    return {"detail": "other", "text": message}


# Filters of ours


def _same(value: object) -> object:
    return value


def _joined(values: Iterable[object], between: str = "") -> str:
    texts = [str(printable_value(value)) for value in values]
    if sum(map(len, texts)) + len(between) * len(texts) > _LONGEST_TEXT:
        raise EndlessError
    return between.join(texts)


def _replaced(text: object, old: str, new: str) -> str:
    told = str(printable_value(text))
    if told.count(old) * len(new) + len(told) > _LONGEST_TEXT:
        raise EndlessError
    return told.replace(old, new)
