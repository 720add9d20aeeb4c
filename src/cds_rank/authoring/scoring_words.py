"""What a method of scoring says in words, where it can be read exactly; where not, points as assessed.

The patterns are those of decisions and guides of provinces (có/không, cases with parts of the maximum, bands of
values, a/b, so many points each). Nothing is rounded or filled in: a text that leaves anything open is not read.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cds_rank.authoring.band_words import Band, is_band, read_bands
from cds_rank.authoring.plain_words import NUMBER, amount_in, folded, joined
from cds_rank.authoring.remarks import RemarkKind


@dataclass(frozen=True, slots=True)
class Case:
    """One named case and its share of the maximum."""

    name: str
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

_MAXIMUM = r"(?:diem toi da|so diem toi da|toi da|diem chuan)"
_POINTS = re.compile(
    rf"(?:^|[\s:=,→–-])(?:thi )?(?:duoc |tinh |cham |dat |cho |bang |la )*"
    rf"(?:(?P<share>\d+/\d+|{NUMBER}\s?%)\s*(?:x|×|\*)?\s*(?:cua )?{_MAXIMUM}|(?P<full>{_MAXIMUM})|"
    rf"(?P<points>{NUMBER})\s*(?:diem|d)|(?P<none>khong (?:co |duoc |tinh |cham )*diem)|(?P<bare>{NUMBER}))$"
)
_SEPARATED = re.compile(r"[:=→]\s*$")
_BULLET = re.compile(r"^(?:[-–+*•·]|[a-zđ]\)|\d+\))\s*")
_INTRODUCTION = re.compile(
    r"^(?:cach (?:tinh|cham|xac dinh)|diem (?:duoc )?(?:tinh|cham|xac dinh)|(?:thang|muc) diem|cham diem|"
    r"tinh diem|cu the|diem danh gia|nhu sau)\b[^:]{0,60}:?\s*"
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
    rf"(?P<each>{NUMBER})\s*(?:diem|d)\b[\s,;.(]*(?:nhung |va |tong )?"
    rf"(?:(?:cong )?(?:diem )?(?:toi da khong qua|toi da|khong qua|khong vuot qua)(?: la)? "
    rf"(?P<top>{NUMBER})(?: (?:diem|d))?)?[).\s]*$"
)
_FORMULA = re.compile(
    rf"\(?\s*(?:ty le|ti le|a\s*/\s*b)\s*\)?\s*(?:[x×*]\s*100\s*%?\s*)?\)?\s*[x×*]\s*{_MAXIMUM}"
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
_SAYS_NOTHING = re.compile(
    r"a\s*/\s*b\s*\)?\s*(?:[x×*]\s*100)?|"
    r"\b(?:trong do|voi|diem|cong thuc|cach tinh|tinh theo|theo|so|ty le|ti le|duoc|bang)\b"
)
_HIDES_A_CONDITION = re.compile(r"\b(?:diem|neu|duoi|tro len|truong hop)\b|%|[<>≥≤]")
_SHARE_OF_BEST = re.compile(
    rf"^(?:[^=/;]{{0,60}}=\s*)?\(?\s*[^=/;]*gia tri[^=/;]*/\s*[^=/;×*]*(?:lon|cao) nhat[^=/;×*]*?\)?\s*[;.,]?\s*"
    rf"(?:diem = [^=;×*]{{0,60}})?[x×*]\s*{_MAXIMUM}[.\s]*$"
)
_OF_BEST = re.compile(r"gia tri (?:lon|cao) nhat|don vi (?:cao|lon) nhat|cao nhat (?:trong )?nhom")
_BEST_CASE = re.compile(r"truong hop (?:co |dat )?(?:so )?diem cao nhat|truong hop cao nhat")
_SPEAKS_OF_AMOUNTS = re.compile(
    r"(?:\b(?:tu|tren|duoi|den|hon|moi|toi da|khong qua)|[<>≤≥])\s*\d|^moi |^toi da|^khong qua"
)
_LONGEST_METHOD = 4000
_LONGEST_CASE = 400


def read_scoring(method: str, maximum: Decimal) -> Scoring:
    """Read a method of scoring; `ASSESSED` with a remark where it cannot be read exactly.

    maximum: the indicator's maximum points. A method that gives more or less than the maximum in its best case is
    not read.
    """
    if not method:
        return ASSESSED
    if maximum <= 0 or len(method) > _LONGEST_METHOD:
        return replace(ASSESSED, remark=RemarkKind.METHOD_NOT_READ if maximum > 0 else None)
    key = folded(joined(method))
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
            text = joined(piece).strip(" .,")
            if text:
                yield text


def _clauses(method: str) -> tuple[list[_Clause], str]:
    """Divide a method into its cases; also returns what belongs to none of them."""
    found: list[_Clause] = []
    waiting = ""
    left_over: list[str] = []
    for piece in _pieces(method):
        is_new = bool(_BULLET.match(piece))
        if waiting and (is_new or len(waiting) > _LONGEST_CASE):
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
    points = amount_in(match["points"] or match["bare"])
    return None if points is None else _Clause(label, points, None)


def _share(text: str) -> Fraction | None:
    if "/" in text:
        upper, lower = text.split("/")
        share = Fraction(int(upper), int(lower)) if int(lower) else None
    else:
        percent = amount_in(text.rstrip("% "))
        share = None if percent is None else Fraction(percent) / 100
    return share if share is not None and share <= 1 else None


def _each(key: str, method: str, maximum: Decimal) -> Scoring | None:
    text = joined(method)
    start = _BULLET.match(key)
    if start:
        key, text = key[start.end() :], text[start.end() :]
    match = _EACH.match(key)
    if match is None:
        return None
    each, top = amount_in(match["each"]), amount_in(match["top"]) if match["top"] else maximum
    if not each:
        return None
    if top != maximum:
        return replace(ASSESSED, remark=RemarkKind.METHOD_NOT_FULL)
    unit = text[match.start("what") : match.end("what")].strip()
    return Scoring("count", "capped_count", unit=unit, points_each=each)


def _ratio(method: str) -> Scoring | None:
    """Read (a/b) x maximum; nothing else may stand beside the formula but what a and b are."""
    text = joined(method)
    key = folded(text)
    if _OF_BEST.search(key):
        return None
    formula = _FORMULA.search(key)
    if formula:
        return _with_parts(text, key, formula)
    spelt = _SPELT_OUT.match(key)
    if spelt is None or re.search(r"\d", spelt["a"] + spelt["b"]):
        return None
    return _of_parts(text[spelt.start("a") : spelt.end("a")], text[spelt.start("b") : spelt.end("b")])


def _with_parts(text: str, key: str, formula: re.Match[str]) -> Scoring | None:
    """Find what a and b are, behind the formula or before it."""
    behind, offset = key[formula.end() :], formula.end()
    ahead = _LEADS_TO_FORMULA.sub("", key[: formula.start()])
    for words, start, rest in ((behind, offset, ahead), (ahead, 0, behind)):
        a, b = _A_IS.search(words), _B_IS.search(words)
        if a is None or b is None:
            continue
        if not _says_nothing(f"{words[: a.start()]} {rest}"):
            return None
        return _of_parts(
            text[start + a.start(1) : start + a.end(1)], text[start + b.start(1) : start + b.end(1)]
        )
    if not _says_nothing(f"{ahead} {behind}"):
        return None
    return Scoring("ratio", "proportional", unit="%", remark=RemarkKind.RATIO_PARTS_UNNAMED)


def _of_parts(numerator: str, denominator: str) -> Scoring | None:
    """Make a ratio of what a and b are called; None when a condition hides in one of the names."""
    names = [text.strip(" .,;:()-–") for text in (numerator, denominator)]
    if any(_HIDES_A_CONDITION.search(folded(name)) for name in names):
        return None
    return Scoring("ratio", "proportional", unit="%", numerator=names[0], denominator=names[1])


def _says_nothing(text: str) -> bool:
    return not re.search(r"[^\W_]", _SAYS_NOTHING.sub(" ", text))


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
    if any(is_band(clause.text) for clause in clauses):
        found = read_bands([clause.text for clause in clauses], shares)
        if found is None:
            return replace(ASSESSED, remark=RemarkKind.METHOD_BANDS)
        return Scoring(
            "count" if found.is_count else "value",
            "steps",
            unit=found.unit,
            lower_is_better=found.lower_is_better,
            bands=found.steps,
        )
    if any(_SPEAKS_OF_AMOUNTS.search(label) for label in labels):
        return replace(ASSESSED, remark=RemarkKind.METHOD_BANDS)
    if any(re.search(r"[x×*]", label) for label in labels):
        return None  # a formula, not the name of a case
    if len(set(labels)) < len(labels):
        return None
    return Scoring(
        "choice", "choice", cases=tuple(Case(c.text, share) for c, share in zip(clauses, shares, strict=True))
    )
