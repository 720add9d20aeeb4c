"""Ways in which somebody types the number they mean into a cell, from right to hopeless."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from hypothesis import strategies as st

PERCENT, PERCENT_2, DATE, DATE_OF_OURS, GROUPED, TEXT_FORMAT = range(6)
STYLES: Final[tuple[tuple[int, str], ...]] = (
    (9, ""),
    (10, ""),
    (14, ""),
    (180, "dd/mm/yyyy;@"),
    (3, ""),
    (49, ""),
)
"""Number formats that a clerk picks, by the names above: added behind the form's own styles."""

FULL_WIDTH: Final = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789,.%+-"}
BLANKS: Final = ("\u00a0", "\u202f", "\u2009", " ")
SIGNS: Final = ("\u2212", "\uff0d", "\u2011", "\u2010", "\u2012", "\ufe63")
UNITS: Final = (
    "hồ sơ",
    "triệu đồng",
    "%o",
    "người",
    "tỷ",
    "k",
    "điểm",
    "(ước)",
    "*",
    "/577",
    "≈",
    "phần trăm",
    "‰",
)
WORDS: Final = (
    "x",
    "✓",
    "Có",
    "không",
    "-",
    "…",
    "N/A",
    "chưa có",
    "đang rà soát",
    "như trên",
    "nt",
    "#REF!",
    "?",
)


@dataclass(frozen=True)
class Typed:
    """A cell as somebody left it.

    meant: the number they mean, None where nobody can tell, so that something has to be said of the cell.
    style: one of STYLES, None for the form's own. story: how it was typed, for who reads a failure.
    """

    story: str
    inside: str
    kind: str
    meant: Decimal | None
    style: int | None = None


def plain(number: Decimal) -> str:
    return format(number, "f")


def grouped(number: Decimal, group: str, point: str) -> str:
    """Write a number with groups of three: 1.340,5."""
    whole, _, fraction = plain(abs(number)).partition(".")
    head = len(whole) % 3 or 3
    parts = [whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))]
    return ("-" if number < 0 else "") + group.join(parts) + (point + fraction if fraction else "")


def ungrouped(number: Decimal, point: str) -> str:
    return plain(number).replace(".", point)


def text(story: str, written: str, meant: Decimal | None) -> Typed:
    return Typed(story, f'<is><t xml:space="preserve">{escape(written)}</t></is>', "inlineStr", meant)


def stored(
    story: str, number: str, meant: Decimal | None, style: int | None = None, formula: str = ""
) -> Typed:
    before = f"<f>{escape(formula)}</f>" if formula else ""
    return Typed(story, f"{before}<v>{number}</v>", "n", meant, style)


def _runs(*runs: tuple[str, str]) -> str:
    written = (f'<r><rPr>{look}</rPr><t xml:space="preserve">{escape(piece)}</t></r>' for look, piece in runs)
    return f"<is>{''.join(written)}</is>"


def vietnamese_texts(number: Decimal) -> Iterable[Typed]:
    """Write it as a Vietnamese clerk writes it, with what gets into a cell besides."""
    comma = ungrouped(number, ",")
    dots = grouped(number, ".", ",")
    yield text("text with a decimal comma", comma, number)
    yield text("text with thousands dots", dots, number)
    yield text("text with blanks around it", f"  {dots}\n", number)
    yield text("text full-width", dots.translate(FULL_WIDTH), number)
    yield text("text with something invisible in it", "\u200b" + comma[:1] + "\ufeff" + comma[1:], number)
    yield text("text with an apostrophe in front", f"'{comma}", number)
    for blank in BLANKS:
        yield text(f"text grouped by {blank!r}", grouped(number, blank, ","), number)
    for sign in SIGNS:
        yield text(f"text with the minus {sign!r}", comma.replace("-", sign), number)
    for unit in UNITS:
        yield text(f"text with {unit!r}", f"{dots} {unit}", number)
    yield Typed("a footnote mark raised beside it", _runs(("", comma), ('<vertAlign val="superscript"/>', "1")),
                "inlineStr", number)  # fmt: skip
    yield Typed(
        "an old number struck out before it", _runs(("<strike/>", "12"), ("", comma)), "inlineStr", number
    )
    yield text("two numbers in two lines", f"{abs(number).to_integral_value()}\n{345}", None)


def english_texts(number: Decimal) -> Iterable[Typed]:
    """Write it with a point, and commas between thousands."""
    yield text("text with a decimal point", ungrouped(number, "."), number)
    yield text("text with thousands commas", grouped(number, ",", "."), number)
    yield text("text grouped by apostrophes", grouped(number, "'", "."), number)
    yield text("text in scientific notation", f"{number:E}", number)
    yield text("text in scientific notation, with a comma", f"{number:.2E}".replace(".", ","), number)


def numbers(number: Decimal) -> Iterable[Typed]:
    """Type it so that Excel takes it for a number."""
    yield stored("a number", plain(number), number)
    yield stored("a number as a float is stored", repr(float(number)), number)
    yield stored(
        "a number with noughts behind", plain(number) + ("00" if "." in plain(number) else ".00"), number
    )
    yield stored("a number with groups shown", plain(number), number, GROUPED)
    yield stored("a number formatted as text", plain(number), number, TEXT_FORMAT)
    yield stored("a formula with its result", plain(number), number, formula="SUM(A1:A9)")
    yield Typed(
        "a formula with a text as its result", f"<f>A1</f><v>{ungrouped(number, ',')}</v>", "str", number
    )


def hopeless(number: Decimal) -> Iterable[Typed]:
    """Leave something of which nobody can tell what number it is."""
    yield stored("turned into a date by Excel", "45931", None, DATE)
    yield stored("turned into a date by Excel, shown our way", "44576.5", None, DATE_OF_OURS)
    yield Typed("an ISO date", "<v>2022-12-30</v>", "d", None)
    yield text("a date as text", "30/12/2022", None)
    yield text("a month as text", "12/2022", None)
    yield Typed("a formula never calculated", "<f>SUM(A1:A9)</f>", "n", None)
    yield Typed("a formula with an empty result", "<f>SUM(A1:A9)</f><v></v>", "n", None)
    yield Typed("TRUE", "<v>1</v>", "b", None)
    yield Typed("FALSE", "<v>0</v>", "b", None)
    yield text("a range", f"{plain(abs(number))}-{plain(abs(number) + 1)}", None)
    yield text("a quotient", "1/2", None)
    yield text("a sum", "12+5", None)
    for error in ("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?"):
        yield Typed(error, f"<v>{error}</v>", "e", None)
        yield Typed(f"a formula that gives {error}", f"<f>A1/0</f><v>{error}</v>", "e", None)
    for word in WORDS:
        yield text(f"the word {word!r}", word, None)


def percentages(number: Decimal, *, percent: bool) -> Iterable[Typed]:
    """Type it with a percent sign, or as a share shown as a percentage.

    percent: the column asks for a percentage; elsewhere nobody can tell what a percentage means.
    """
    meant = number if percent else None
    yield text("text with %", f"{ungrouped(number, ',')}%", meant)
    yield text("text with % after a blank", f"{grouped(number, '.', ',')}\u00a0%", meant)
    yield text("text with % full-width", f"{ungrouped(number, ',')}%".translate(FULL_WIDTH), meant)
    yield text("English text with %", f"{ungrouped(number, '.')}%", meant)
    yield stored("a share shown as a percentage", plain(number / 100), meant, PERCENT)
    yield stored("a share shown as a percentage with decimals", repr(float(number) / 100), meant, PERCENT_2)
    yield stored(
        "a formula whose result is shown as a percentage", plain(number / 100), meant, PERCENT, "D8/E8"
    )


def shares(number: Decimal) -> Iterable[Typed]:
    """Type a percentage as a share, not shown as one."""
    share = number / 100
    yield stored("a share", plain(share), number)
    yield stored("a share by a formula", plain(share), number, formula="D8/E8")
    yield text("a share as text", ungrouped(share, ","), number)
    yield text("a share as English text", plain(share), number)


def _decimals(low: int, high: int) -> st.SearchStrategy[Decimal]:
    by_places: Callable[[int], st.SearchStrategy[Decimal]] = lambda places: st.decimals(  # noqa: E731
        low, high, places=places, allow_nan=False, allow_infinity=False
    )
    return st.one_of(*(by_places(places) for places in range(5))).map(lambda n: n + 0)


MEANINGS: Final = st.one_of(
    st.integers(0, 2000).map(Decimal),
    st.integers(-(10**9), 10**9).map(Decimal),
    st.sampled_from(["1340", "1.34", "0.5", "95.29", "1340.5", "0", "100", "1234567", "0.001", "12.345"]).map(
        Decimal
    ),
    _decimals(0, 100),
    _decimals(0, 100_000),
    _decimals(-(10**9), 10**9),
)
"""Numbers that somebody may mean: at most fifteen digits, as Excel keeps."""


@st.composite
def typed_cells(draw: st.DrawFn, *, percent: bool, of_hundred: bool) -> Typed:
    """Draw a number somebody means and a way to type it.

    percent: the column asks for a percentage. of_hundred: and it may be at most 100.
    """
    number = draw(MEANINGS)
    ways = [
        numbers(number),
        vietnamese_texts(number),
        english_texts(number),
        hopeless(number),
        percentages(number, percent=percent),
    ]
    if of_hundred and 0 < number <= 100:
        ways.append(shares(number))
    return draw(st.sampled_from(list(draw(st.sampled_from(ways)))))
