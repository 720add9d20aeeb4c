"""Whatever bytes a file has, `validate` says something of it in words: no exception, no hang, no broken output.

tests/reading/test_ooxml_differential.py throws noise at the reader of workbooks alone; here it is whole forms, so that
most of the noise arrives at the table, the rules, the sentences and the renderers.
"""

import json
import random
import re
import signal
import time
import xml.dom.minidom
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from cds_rank.checks.context import Context
from cds_rank.cli.check_commands import rendered
from cds_rank.cli.check_options import FORMATS
from cds_rank.feedback.view import Against, CheckView, make_view
from cds_rank.model.finding import ValidationReport
from cds_rank.wording.language import LANGUAGES
from tests.checks import forms
from tests.fuzz.effort import dice
from tests.fuzz.sheets import FILE, SHEET_PART, Seen, packed, parts_of, seen, wide_context, wide_form

Noise = Callable[[random.Random, bytes], bytes]
SECONDS = 4.0  # of the processor, for one file of some kilobytes
TEXT_FORMATS = tuple(name for name in FORMATS if name != "xlsx")
# One character of a sender's that would end the output, the line or the tag it stands in.
NASTY = (
    "=1+1", "<b", '"><script>alert(1)</script>', "\u202e", "\u2028", "]]>", "::error::x", "%0A", "|", "\\n", "`", "{}",
    "{0}", "{cell}", "%s", "😀", "a\u0301", "_x000A_", "_x0000_", "_xD800_", "&#10;", "&#133;", "\ufffe", "", " ", "\t",
    "1e999999999", "1E-999999999", "-0", "NaN", "inf", "١٢", "9" * 70, "1." * 40, "0x1F", "1_000", "½", "²",
)  # fmt: skip
CODES = ("4.1", "4.10", "4.100", "I", "II", "1.1", "", "0", "A" * 300)
ATTRIBUTES = (
    "",
    "0",
    "1",
    "-1",
    "99999999999",
    "XFD1048576",
    "A0",
    "s",
    "n",
    "b",
    "e",
    "d",
    "str",
    "inlineStr",
    "x",
)


class _HangError(Exception):
    pass


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop what takes too long of the processor's time, where the system can do that."""

    def stop(_: int, __: FrameType | None) -> None:
        raise _HangError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def check_output(report: ValidationReport, context: Context) -> None:
    """Put a report into words in every language and draw it in every format that is text."""
    for language in LANGUAGES:
        against = Against("0", context.indicator_set, context.unit_list, context.period)
        view = make_view(report, against, language)
        for finding in view.findings:
            assert finding.title
            assert finding.message
            assert "{" not in finding.message.replace("{}", "").replace("{0}", "").replace("{cell}", "")
        check_formats(view)


def check_formats(view: CheckView) -> None:
    for name in TEXT_FORMATS:
        content = rendered(view, name)
        assert isinstance(content, str)
        content.encode("utf-8")
        match name:
            case "json" | "gitlab" | "sarif":
                json.loads(content)
            case "jsonl":
                assert [json.loads(line) for line in content.splitlines() if line]
            case "junit":
                xml.dom.minidom.parseString(content)


def survives(data: bytes, drawn: set[object]) -> bool:
    """Check a file as `validate` does; returns whether its figures could be read.

    drawn: what has been put into words already: the same findings need not be drawn twice.
    """
    context = wide_context()
    with at_most(SECONDS):
        file: Seen = seen(data, context)
        assert isinstance(file.report, ValidationReport)
        assert "SYS001" not in {finding.code for finding in file.findings}, file.findings
        assert file.read.submission is not None or file.findings, "neither figures nor a reason"
        said = repr([(f.code, f.origin.sheet, sorted(f.facts.items())) for f in file.findings])
        if said not in drawn:
            drawn.add(said)
            check_output(file.report, context)
    return file.read.submission is not None


def spoil_bytes(die: random.Random, data: bytes) -> bytes:
    """Change, drop, double or move some bytes."""
    changed = bytearray(data)
    for _ in range(die.choice((1, 1, 2, 8))):
        place, length = die.randrange(len(changed) + 1), die.choice((1, 1, 2, 4, 16, 300))
        match die.randrange(5):
            case 0:
                changed[place : place + length] = die.randbytes(length)
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = changed[place : place + length]
            case 3:
                changed[place:place] = die.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"PK\x01\x02", b"<", b"&", b"\xc3")
                )
            case _:
                piece = changed[place : place + length]
                del changed[place : place + length]
                there = die.randrange(len(changed) + 1)
                changed[there:there] = piece
    return bytes(changed)


def noise_in_the_zip(die: random.Random, data: bytes) -> bytes:
    """Spoil the file as it lies on the disk."""
    return spoil_bytes(die, data)


def _interesting(parts: dict[str, bytes]) -> list[str]:
    return [name for name in parts if "theme" not in name and "core" not in name]


def noise_in_a_part(die: random.Random, data: bytes) -> bytes:
    """Spoil the bytes of one part and pack the file properly."""
    parts = dict(parts_of(data))
    name = die.choice([*_interesting(parts), SHEET_PART, SHEET_PART])
    return packed(parts | {name: spoil_bytes(die, parts[name])})


def parts_mixed_up(die: random.Random, data: bytes) -> bytes:
    """Drop, empty, swap, double or rename parts."""
    parts = dict(parts_of(data))
    names = _interesting(parts)
    one, other = die.sample(names, 2)
    match die.randrange(6):
        case 0:
            del parts[one]
        case 1:
            parts[one] = b""
        case 2:
            parts[one], parts[other] = parts[other], parts[one]
        case 3:
            parts[one] = parts_of(forms.filled()).get(one, b"<x/>")
        case 4:
            parts[one.upper()] = parts.pop(one)
        case _:
            parts[one] = parts[one] + parts[one]
    return packed(parts)


def noise_in_attributes(die: random.Random, data: bytes) -> bytes:
    """Give attributes of the sheet, the workbook or the styles other values."""
    parts = dict(parts_of(data))
    name = die.choice(
        (SHEET_PART, SHEET_PART, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels")
    )
    pieces = re.split(r'(="[^"]*")', parts[name].decode())
    for _ in range(die.choice((1, 1, 3, 10))):
        index = 2 * die.randrange(len(pieces) // 2) + 1
        value = die.choice((*ATTRIBUTES, die.choice(pieces[1::2])[2:-1]))
        pieces[index] = f'="{value}"'
    return packed(parts | {name: "".join(pieces).encode()})


def noise_in_cells(die: random.Random, data: bytes) -> bytes:
    """Put nasty contents into cells, of every kind, and into the identity of the form."""
    parts = dict(parts_of(data))
    name = die.choice((SHEET_PART, SHEET_PART, SHEET_PART, "docProps/custom.xml", _meta_part(parts)))
    pieces = re.split(
        r"(<t>[^<]*</t>|<t [^<]*</t>|<v>[^<]*</v>|<f>[^<]*</f>|<vt:lpwstr>[^<]*<)", parts[name].decode()
    )
    for _ in range(die.choice((1, 2, 5, 20))):
        if len(pieces) < 3:
            break
        index = 2 * die.randrange(len(pieces) // 2) + 1
        content = die.choice((*NASTY, *CODES)) + die.choice(("", "", die.choice(NASTY)))
        content = re.sub(r"&(?!#)", "&amp;", content).replace("<", "&lt;").replace("\ufffe", "\ufffd")
        pieces[index] = re.sub(">[^<]*<", lambda _, text=content: f">{text}<", pieces[index], count=1)
    return packed(parts | {name: "".join(pieces).encode()})


def _meta_part(parts: dict[str, bytes]) -> str:
    return next(name for name, content in parts.items() if b"<t>set_digest<" in content and "sheet" in name)


@pytest.mark.parametrize(
    ("noise", "count", "some_are_read"),
    [
        (noise_in_the_zip, 400, False),
        (noise_in_a_part, 400, True),
        (parts_mixed_up, 150, True),
        (noise_in_attributes, 300, True),
        (noise_in_cells, 300, True),
    ],
)
def test_noise_gives_a_report_that_can_be_read(noise: Noise, count: int, some_are_read: bool) -> None:
    drawn: set[object] = set()
    outcomes = []
    for number, die in enumerate(dice(count)):
        data = noise(die, wide_form())
        try:
            outcomes.append(survives(data, drawn))
        except Exception as error:
            error.add_note(f"{noise.__name__}, number {number}")
            raise

    assert len(drawn) > 3
    assert not some_are_read or 0 < sum(outcomes) < len(outcomes)


def test_a_file_of_noise_takes_no_longer_than_a_file_in_order() -> None:
    """Bounded work: nothing in a form's own kilobytes may make the checks run away."""
    usual = _seconds(wide_form())
    slowest = max(_seconds(noise_in_cells(die, wide_form())) for die in dice(20))

    assert slowest < 20 * usual + 0.5


def _seconds(data: bytes) -> float:
    begin = time.process_time()
    seen(data)
    return time.process_time() - begin


def test_a_hang_would_be_noticed() -> None:
    """Guards the guards."""
    with pytest.raises(_HangError), at_most(0.05):
        _never_end()


def _never_end() -> None:
    while True:
        pass


def test_the_file_is_named_in_every_report() -> None:
    """Guards the guards: what is drawn is about the file that was spoilt."""
    file = seen(b"PK\x03\x04" + bytes(40))
    view = make_view(file.report, Against("0"), "vi")

    assert all(FILE in str(rendered(view, name)) for name in ("full", "json", "csv", "html", "sarif"))
