"""What a method of scoring says in words, where it can be read exactly; where not, points as assessed.

The patterns are those of decisions and guides of provinces (có/không, cases with parts of the maximum, bands of
values, a/b, so many points each). Nothing is rounded or filled in: a text that leaves anything open is not read.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from cds_rank.authoring.remarks import RemarkKind
from cds_rank.reading.numbers import number_in_text


@dataclass(frozen=True, slots=True)
class Case:
    """One named case and its share of the maximum."""

    name: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """One step: `bound` is at_least, above, at_most or below."""

    bound: str
    value: Decimal
    share: Fraction


@dataclass(frozen=True, slots=True)
class Scoring:
    """How an indicator is asked for and scored, in the words of an indicator set.

    input, rule: as in YAML. unit: the unit of measure the words speak of, "" when they name none.
    remark: why it was not read, None when it was.
    """

    input: str = "points"
    rule: str = "assessed"
    unit: str = ""
    lower_is_better: bool = False
    cases: tuple[Case, ...] = ()
    bands: tuple[Band, ...] = ()
    points_each: Decimal | None = None
    numerator: str = ""
    denominator: str = ""
    remark: RemarkKind | None = None


ASSESSED = Scoring()

_N = r"(\d+(?:[.,]\d+)*)"
_MAXIMUM = r"(?:diem toi da|so diem toi da|toi da|diem chuan)"
_POINTS = re.compile(
    rf"(?:^|[\s:=,→–-])(?:thi )?(?:duoc |tinh |cham |dat |cho |bang |la )*"
    rf"(?:(?P<share>\d+/\d+|{_N}\s?%)\s*(?:x|×|\*)?\s*(?:cua )?{_MAXIMUM}|(?P<full>{_MAXIMUM})|"
    rf"(?P<points>{_N})\s*(?:diem|d)|(?P<none>khong (?:co |duoc |tinh |cham )*diem)|(?P<bare>{_N}))$"
)
_SEPARATED = re.compile(r"[:=→]\s*$")
_BULLET = re.compile(r"^(?:[-–+*•·]|[a-zđ]\)|\d+\))\s*")
_INTRODUCTION = re.compile(
    r"^(?:cach (?:tinh|cham|xac dinh)|diem (?:duoc )?(?:tinh|cham|xac dinh)|(?:thang|muc) diem|cham diem|tinh diem|cu the|"
    r"diem danh gia|nhu sau)\b[^:]{0,60}:?\s*"
)
_AFTER_POINTS = re.compile(r"(?<=điểm)\s*[.,]\s+|(?<=điểm tối đa)\s*[.,]\s+|(?<=\d)[.]\s+(?=[^\W\da-zà-ỹ])")
_YES = re.compile(
    r"^(?:(?:neu |truong hop )?(?:da )?co|dat|(?:co |da )?thuc hien|(?:da )?hoan thanh|(?:da )?ban hanh)$"
)
_NO = re.compile(
    r"^(?:neu )?(?:khong|chua)(?: (?:co|dat|thuc hien|hoan thanh|ban hanh))?$|^(?:con lai|truong hop khac|khac)$"
)
_ONLY_YES_NO = re.compile(r"^(?:co|dat)\s*(?:/|hoac)\s*(?:khong|chua(?: co| dat)?|khong dat|khong co)$")
_EACH = re.compile(
    rf"^(?:cu )?(?:moi|1|01|mot) (?:mot )?(?P<what>[^:=,;\d]{{2,60}}?)[\s:=,]*(?:duoc |tinh |cham |cong |la )*"
    rf"(?P<each>{_N})\s*(?:diem|d)\b[\s,;.(]*(?:nhung |va |tong )?"
    rf"(?:(?:cong )?(?:diem )?(?:toi da khong qua|toi da|khong qua|khong vuot qua)(?: la)? (?P<top>{_N})(?: (?:diem|d))?)?[).\s]*$"
)
_FORMULA = re.compile(
    rf"\(?\s*(?:ty le|ti le|a\s*/\s*b|[^=]*?a\s*/\s*b)\s*\)?\s*(?:[x×*]\s*100\s*%?\s*)?\)?\s*[x×*]\s*{_MAXIMUM}"
)
_SPELT_OUT = re.compile(
    rf"^(?:[^=:;]{{0,60}}[=:]\s*)?\(?\s*(?P<a>[^=:;×*]{{4,200}}?)\s*/\s*(?P<b>tong [^/=:;×*()]{{4,200}}?)\s*\)?\s*"
    rf"(?:(?:[x×*]\s*100\s*%?\s*\)?\s*)?[x×*]\s*{_MAXIMUM})?[.\s]*$"
)
_A_IS = re.compile(
    r"(?:^|[\s,;(-])a\s*(?:=|:|la)\s*(.{3,200}?)(?=$|[;,.]?\s+[-–+]?\s*(?:va )?b\s*(?:=|:|la)\s)"
)
_B_IS = re.compile(r"(?:^|[\s,;(-])b\s*(?:=|:|la)\s*(.{3,200}?)[\s.;,)]*$")
_LEADS_TO_FORMULA = re.compile(r"[\s.,;:]*(?:\bdiem|\bty le|\bcong thuc|\bcach tinh)?(?: diem)?\s*[:=]?\s*$")
_SHARE_OF_BEST = re.compile(
    rf"^(?:[^=/;]{{0,60}}=\s*)?\(?\s*[^=/;]*gia tri[^=/;]*/\s*[^=/;×*]*(?:lon|cao) nhat[^=/;×*]*?\)?\s*[;.,]?\s*"
    rf"(?:diem = [^=;×*]{{0,60}})?[x×*]\s*{_MAXIMUM}[.\s]*$"
)
_OF_BEST = re.compile(r"gia tri (?:lon|cao) nhat|don vi (?:cao|lon) nhat|cao nhat (?:trong )?nhom")
_BEST_CASE = re.compile(r"truong hop (?:co |dat )?(?:so )?diem cao nhat|truong hop cao nhat")
_UNIT = r"(?P<unit>%|[^\W\d]+(?: [^\W\d]+){0,2})?"
_PREFIX = r"^(?:neu |truong hop |dat |co |ty le |ti le |so luong |hop |to chuc |muc |la )*"
_BAND_FORMS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(rf"{_PREFIX}(?:tu )?(?P<low>{_N})\s*{_UNIT} tro len$"), "[)"),
    (re.compile(rf"{_PREFIX}(?:>=|≥|=>) ?(?P<low>{_N})\s*{_UNIT}$"), "[)"),
    (re.compile(rf"{_PREFIX}(?:tren|lon hon|hon|>) ?(?P<low>{_N})\s*{_UNIT}$"), "()"),
    (
        re.compile(rf"{_PREFIX}tren (?P<low>{_N})\s*%?\s*(?:den|-|–) (?:duoi|<) ?(?P<high>{_N})\s*{_UNIT}$"),
        "()",
    ),
    (
        re.compile(
            rf"{_PREFIX}(?:tu )?(?P<low>{_N})\s*%?\s*(?:den|-|–) (?:duoi|<) ?(?P<high>{_N})\s*{_UNIT}$"
        ),
        "[)",
    ),
    (re.compile(rf"{_PREFIX}tren (?P<low>{_N})\s*%?\s*(?:den|-|–) ?(?P<high>{_N})\s*{_UNIT}$"), "(]"),
    (re.compile(rf"{_PREFIX}(?:tu )?(?P<low>{_N})\s*%?\s*(?:den|-|–) ?(?P<high>{_N})\s*{_UNIT}$"), "[]"),
    (re.compile(rf"{_PREFIX}(?:duoi|nho hon|it hon|<) ?(?P<high>{_N})\s*{_UNIT}$"), "()"),
    (re.compile(rf"{_PREFIX}(?:<=|≤|=<) ?(?P<high>{_N})\s*{_UNIT}$"), "(]"),
    (re.compile(rf"{_PREFIX}(?P<high>{_N})\s*{_UNIT} tro xuong$"), "(]"),
    (re.compile(rf"{_PREFIX}(?P<low>{_N})\s*{_UNIT}$"), "="),
)
_ELSE = re.compile(
    r"^(?:(?:truong hop |cac truong hop )?(?:con lai|khac)|khong (?:co|hop|to chuc)|chua co)(?: .{1,30})?$"
)
_SPEAKS_OF_AMOUNTS = re.compile(r"(?:\b(?:tu|tren|duoi|den|hon|moi|toi da|khong qua)|[<>≤≥])\s*\d|^moi |^toi da|^khong qua")
_LONGEST_METHOD = 4000


def read_scoring(method: str, maximum: Decimal) -> Scoring:
    """Read a method of scoring; `ASSESSED` with a remark where it cannot be read exactly.

    maximum: the indicator's maximum points. A method that gives more or less than the maximum in its best case is
    not read.
    """
    if not method:
        return ASSESSED
    if maximum <= 0 or len(method) > _LONGEST_METHOD:
        return replace(ASSESSED, remark=RemarkKind.METHOD_NOT_READ if maximum > 0 else None)
    key = folded(_one_line(method))
    if _BEST_CASE.search(key):
        return replace(ASSESSED, remark=RemarkKind.METHOD_BEST_CASE)
    if _ONLY_YES_NO.match(key):
        return Scoring("yes_no", "yes_no")
    if _SHARE_OF_BEST.match(key):
        return Scoring("value", "best_in_group")
    readings = (_each(key, method, maximum), _ratio(method), _by_clauses(method, maximum))
    return next(
        (reading for reading in readings if reading is not None),
        replace(ASSESSED, remark=RemarkKind.METHOD_NOT_READ),
    )


def highest_points(method: str) -> Decimal | None:
    """Return the highest number of points that the clauses of a method name, None when they name none."""
    found = [clause.points for clause in _clauses(method)[0] if clause.points is not None]
    return max(found, default=None)


def folded(text: str) -> str:
    """Return a text in small letters without marks, letter for letter: places in both are the same."""
    return "".join(_fold(letter) for letter in text)


def _fold(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _amount(text: str) -> Decimal | None:
    value = number_in_text(text).value
    if value is None and re.fullmatch(r"\d+\.\d{1,2}", text, re.ASCII):
        value = Decimal(text)  # a decimal point can be nothing else here
    return value


@dataclass(frozen=True, slots=True)
class _Clause:
    """One case of a method: what has to be, and points or the share of the maximum it gives."""

    text: str
    points: Decimal | None
    share: Fraction | None

    def of(self, maximum: Decimal) -> Fraction:
        return self.share if self.share is not None else Fraction(self.points or 0) / Fraction(maximum)


def _pieces(method: str) -> Iterator[str]:
    for line in re.split(r"[\n;]+", unicodedata.normalize("NFC", method)):
        for piece in _AFTER_POINTS.split(line):
            text = _one_line(piece).strip(" .,")
            if text:
                yield text


def _clauses(method: str) -> tuple[list[_Clause], str]:
    """Divide a method into its cases; also returns what belongs to none of them."""
    found: list[_Clause] = []
    waiting = ""
    left_over: list[str] = []
    for piece in _pieces(method):
        is_new = bool(_BULLET.match(piece))
        if waiting and is_new:
            left_over.append(waiting)
            waiting = ""
        text = f"{waiting} {_BULLET.sub('', piece)}".strip()
        introduction = _INTRODUCTION.match(folded(text))
        if introduction and not waiting:
            text = text[introduction.end() :]
        clause = _clause(text)
        if clause is None:
            waiting = text
        else:
            found.append(clause)
            waiting = ""
    return found, " ".join([*left_over, waiting]).strip()


def _clause(text: str) -> _Clause | None:
    key = folded(text)
    match = _POINTS.search(key)
    if match is None:
        return None
    before = key[: match.start() + 1]
    if match["bare"] is not None and not _SEPARATED.search(before):
        return None
    label = text[: match.start()].strip(" :=,→–-")
    if not label:
        return None
    if match["none"] is not None:
        return _Clause(label, Decimal(0), None)
    if match["full"] is not None:
        return _Clause(label, None, Fraction(1))
    if match["share"] is not None:
        share = _share(match["share"])
        return None if share is None else _Clause(label, None, share)
    points = _amount(match["points"] or match["bare"])
    return None if points is None else _Clause(label, points, None)


def _share(text: str) -> Fraction | None:
    if "/" in text:
        upper, lower = text.split("/")
        share = Fraction(int(upper), int(lower)) if int(lower) else None
    else:
        percent = _amount(text.rstrip("% "))
        share = None if percent is None else Fraction(percent) / 100
    return share if share is not None and share <= 1 else None


def _each(key: str, method: str, maximum: Decimal) -> Scoring | None:
    text = _one_line(method)
    start = _BULLET.match(key)
    if start:
        key, text = key[start.end() :], text[start.end() :]
    match = _EACH.match(key)
    if match is None:
        return None
    each, top = _amount(match["each"]), _amount(match["top"]) if match["top"] else maximum
    if not each:
        return None
    if top != maximum:
        return replace(ASSESSED, remark=RemarkKind.METHOD_NOT_FULL)
    unit = text[match.start("what") : match.end("what")].strip()
    return Scoring("count", "capped_count", unit=unit, points_each=each)


def _ratio(method: str) -> Scoring | None:
    """Read (a/b) x maximum; nothing else may stand beside the formula but what a and b are."""
    text = _one_line(method)
    key = folded(text)
    if _OF_BEST.search(key):
        return None
    formula = _FORMULA.search(key)
    if formula:
        a, b = _A_IS.search(key[formula.end() :]), _B_IS.search(key[formula.end() :])
        ahead = _LEADS_TO_FORMULA.sub("", key[: formula.start()])
        before = (_A_IS.search(ahead), _B_IS.search(ahead))
        if a and b:
            rest, offset = key[formula.end() :][: a.start()], formula.end()
        elif before[0] and before[1]:
            a, b = before
            rest, offset = key[formula.end() :] + key[: a.start()], 0
        else:
            rest, offset = key[formula.end() :] + key[: formula.start()], -1
        if not _says_nothing(rest):
            return None
        if offset < 0 or a is None or b is None:
            return Scoring("ratio", "proportional", unit="%", remark=RemarkKind.RATIO_PARTS_UNNAMED)
        numerator = text[offset + a.start(1) : offset + a.end(1)]
        denominator = text[offset + b.start(1) : offset + b.end(1)]
        return Scoring(
            "ratio", "proportional", unit="%", numerator=_named(numerator), denominator=_named(denominator)
        )
    spelt = _SPELT_OUT.match(key)
    if spelt is None or re.search(r"\d", spelt["a"] + spelt["b"]):
        return None
    numerator, denominator = text[spelt.start("a") : spelt.end("a")], text[spelt.start("b") : spelt.end("b")]
    return Scoring(
        "ratio", "proportional", unit="%", numerator=_named(numerator), denominator=_named(denominator)
    )


def _named(text: str) -> str:
    return text.strip(" .,;:()-–")


def _says_nothing(text: str) -> bool:
    words = re.sub(
        r"\b(?:trong do|voi|diem|cong thuc|cach tinh|tinh theo|theo|so|ty le|ti le|duoc|bang)\b", " ", text
    )
    return not re.search(r"[^\W_]", words)


def _by_clauses(method: str, maximum: Decimal) -> Scoring | None:
    clauses, left_over = _clauses(method)
    if len(clauses) < 2 or left_over:
        return None
    shares = [clause.of(maximum) for clause in clauses]
    labels = [folded(clause.text) for clause in clauses]
    if max(shares) != 1:
        if sum(shares) == 1:
            return replace(ASSESSED, remark=RemarkKind.METHOD_PARTS_ADD_UP)
        return replace(ASSESSED, remark=RemarkKind.METHOD_NOT_FULL)
    if sorted(shares) == [0, 1]:
        yes, no = labels[shares.index(Fraction(1))], labels[shares.index(Fraction(0))]
        if _YES.match(yes) and _NO.match(no):
            return Scoring("yes_no", "yes_no")
    if any(_interval(clause.text) for clause in clauses):
        texts = [clause.text for clause in clauses]
        return _bands(texts, shares) or replace(ASSESSED, remark=RemarkKind.METHOD_BANDS)
    if any(_SPEAKS_OF_AMOUNTS.search(label) for label in labels):
        return replace(ASSESSED, remark=RemarkKind.METHOD_BANDS)
    if any(re.search(r"[x×*]", label) for label in labels):
        return None  # a formula, not the name of a case
    return Scoring(
        "choice", "choice", cases=tuple(Case(c.text, share) for c, share in zip(clauses, shares, strict=True))
    )


@dataclass(frozen=True, slots=True)
class _Interval:
    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool
    unit: str
    is_value: bool = False  # one value only: "3 lần"


def _interval(text: str) -> _Interval | None:
    key = folded(text)
    for pattern, ends in _BAND_FORMS:
        match = pattern.match(key)
        if match is None:
            continue
        names = match.groupdict()
        low, high = (_amount(names[end]) if names.get(end) else None for end in ("low", "high"))
        if low is None and high is None:
            return None
        unit = text[match.start("unit") : match.end("unit")].lower() or ("%" if "%" in text else "")
        if ends == "=":
            return _Interval(low, True, low, True, unit, is_value=True)
        return _Interval(low, ends[0] == "[", high, ends[1] == "]", unit)
    return None


def _bands(texts: Sequence[str], shares: Sequence[Fraction]) -> Scoring | None:
    """Put bands into steps; None unless together they leave no gap, overlap nowhere and go one way."""
    known: list[tuple[_Interval, Fraction]] = []
    rest = Fraction(0)
    for position, (text, share) in enumerate(zip(texts, shares, strict=True)):
        interval = _interval(text)
        if interval is not None:
            known.append((interval, share))
        elif position == len(texts) - 1 and _ELSE.match(folded(text)):
            rest = share
        else:
            return None
    units = {interval.unit for interval, _ in known if interval.unit}
    if len(units) > 1 or rest != 0:
        return None
    unit = next(iter(units), "")
    known.sort(key=lambda entry: (entry[0].low is not None, entry[0].low or 0, entry[0].high is None))
    if any(not _touch(first, second) for (first, _), (second, _) in pairwise(known)):
        return None
    ordered = [share for _, share in known]
    if ordered == sorted(ordered) and not (known[-1][0].high is not None and not _is_top(known[-1][0])):
        steps = _upward(known)
        lower_is_better = False
    elif ordered == sorted(ordered, reverse=True) and known[0][0].low in {None, Decimal(0)}:
        steps = _downward(known)
        lower_is_better = True
    else:
        return None
    if steps is None:
        return None
    counted = any(interval.is_value for interval, _ in known) or unit != ""
    kind = "count" if counted and unit != "%" else "value"
    return Scoring(kind, "steps", unit=unit, bands=steps, lower_is_better=lower_is_better)


def _is_top(interval: _Interval) -> bool:
    """Whether nothing lies above: 100 % is the highest there is."""
    return interval.unit == "%" and interval.high == 100


def _touch(lower: _Interval, upper: _Interval) -> bool:
    if lower.high is None or upper.low is None:
        return False
    if lower.is_value and "%" in lower.unit:
        return False
    if lower.is_value:  # counts one by one: 1, 2, 3, then 4 and more
        return upper.low == lower.high + (1 if upper.low_in else 0)
    if upper.is_value and _is_top(upper):
        return lower.high == upper.low and not lower.high_in
    return lower.high == upper.low and lower.high_in != upper.low_in


def _upward(known: Sequence[tuple[_Interval, Fraction]]) -> tuple[Band, ...] | None:
    steps = []
    for interval, share in reversed(known):
        if share == 0:
            continue
        if interval.low is None:  # no measured value lies below zero
            steps.append(Band("at_least", Decimal(0), share))
        else:
            steps.append(Band("at_least" if interval.low_in else "above", interval.low, share))
    return tuple(steps) or None


def _downward(known: Sequence[tuple[_Interval, Fraction]]) -> tuple[Band, ...] | None:
    steps = []
    for interval, share in known:
        if share == 0:
            continue
        if interval.high is None:
            return None
        steps.append(Band("at_most" if interval.high_in else "below", interval.high, share))
    return tuple(steps) or None
