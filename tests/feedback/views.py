"""Small check views, made of real findings the way a run makes them, hostile texts included."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from cds_rank.feedback.view import Against, CheckView, FindingView, make_view
from cds_rank.model.finding import Finding, Severity, ValidationReport, folded
from cds_rank.model.observation import InputFile, Origin
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.language import Language
from tests.checks.forms import PERIOD, the_set, the_units

SHEET = "Số liệu"
SYT, GOOD, TORN = "nop/SYT.xlsx", "nop/132.xlsx", "nop/hỏng.xlsx"
# A name that is a formula, a workflow command, markup, an escape sequence and a change of direction.
HOSTILE_NAME = (
    "nop/=cmd,x%0A::error title=y::z\n::warning::w\r<b>&\"']]>\x1b[31m\u202e##[add-mask]\ufffe.xlsx"
)
HOSTILE_TEXT = (
    '=HYPERLINK("http://x")\n::error::hỏng\r\x00\x1b]8;;x\x07%0A<script>&amp;]]>\u202e\u200b|\ufffe\ud800'
)
EXPLANATION = "=1+1 Số liệu đúng,\nxem báo cáo 12 <b>::error::"
AGAINST = Against("9.8.7", the_set(), the_units(), PERIOD)


def found(
    code: str, severity: Severity, cell: str = "", file: str = SYT, sheet: str = SHEET, **facts: str
) -> Finding:
    """Make a finding; the facts "unit" and "indicator" are the finding's own too."""
    return Finding(
        code,
        severity,
        Origin(file, sheet if cell else "", cell),
        {"cell": cell} | facts if cell else facts,
        unit=facts.get("unit", ""),
        indicator=facts.get("indicator", ""),
        row=int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0),
    )


NOT_SENT = found("KEY007", Severity.INFO, file="", unit="SNV", unit_name="Sở Nội vụ")
AMBIGUOUS = found(
    "NUM003",
    Severity.ERROR,
    "H20",
    column="value",
    text="1.340",
    first="1340",
    second="1,34",
    unit="SYT",
    indicator="4.2",
)
TYPED = tuple(
    found(
        "NUM002",
        Severity.WARNING,
        cell,
        column="numerator",
        text="60,5",
        value="60,5",
        unit="SYT",
        indicator=i,
    )
    for cell, i in (("F17", "4.1"), ("F18", "4.10"), ("F21", "4.3"))
)
EXPLAINED = replace(
    found(
        "PCT002",
        Severity.WARNING,
        "H22",
        column="value",
        text="0,95",
        suggestion="95",
        unit="SYT",
        indicator="4.4",
    ),
    explanation=EXPLANATION,
)
REMARK = found("KEY008", Severity.INFO, "A23", unit="SYT", indicator="4.5")
DAMAGED = found("FIL005", Severity.ERROR, file=TORN, part="xl/worksheets/sheet2.xml")
HOSTILE = found(
    "NUM001",
    Severity.ERROR,
    "H20",
    HOSTILE_NAME,
    column="value",
    text=HOSTILE_TEXT,
    unit="STC",
    indicator="4.2",
)
FINDINGS = (HOSTILE, REMARK, DAMAGED, *TYPED, EXPLAINED, NOT_SENT, AMBIGUOUS)
FILES = tuple(
    InputFile(name, f"{number:064x}", 1000 + number)
    for number, name in enumerate([SYT, GOOD, TORN, HOSTILE_NAME], start=1)
)
UNITS = {SYT: "SYT", GOOD: "132", HOSTILE_NAME: "STC"}


def view(
    language: Language = "vi",
    findings: Iterable[Finding] = FINDINGS,
    files: tuple[InputFile, ...] = FILES,
    *,
    not_submitted: tuple[str, ...] = ("SNV",),
    set_aside: Mapping[str, int] | None = None,
    cut: Mapping[str, int] | None = None,
    mendable: Collection[str] = ("NUM002",),
    against: Against = AGAINST,
) -> CheckView:
    """Make the view of a run: one failing file, one that passes, a torn one, a hostile one, a unit that sent nothing.

    The three NUM002 come folded into one. mendable: codes that `--fix` mends, whatever the catalogue says.
    """
    report = ValidationReport(folded(findings), files, not_submitted, UNITS, dict(set_aside or {}))
    made = make_view(report, against, language)

    def marked(findings: Iterable[FindingView]) -> tuple[FindingView, ...]:
        return tuple(replace(finding, mendable=finding.code in mendable) for finding in findings)

    return replace(
        made,
        cut=dict(cut or {}),
        counts=_with_cut(made.counts, cut or {}),
        findings=marked(made.findings),
        files=tuple(replace(file, findings=marked(file.findings)) for file in made.files),
    )


def _with_cut(counts: Mapping[Severity, int], cut: Mapping[str, int]) -> Counter[Severity]:
    return Counter(counts) + Counter(
        {s: sum(n for c, n in cut.items() if RULES[c].severity is s) for s in Severity}
    )


def clean_view(language: Language = "vi") -> CheckView:
    """Make the view of a run in which all is well: one file, nothing found, everybody has sent."""
    return view(language, (), FILES[1:2], not_submitted=())


def without_context(language: Language = "vi") -> CheckView:
    """Make the view of a run in which no file could be read, so that no set and no period are known."""
    return view(language, (DAMAGED,), FILES[2:3], not_submitted=(), against=Against("9.8.7"))


def finding_of(view: CheckView, code: str) -> FindingView:
    """Give the one finding of a rule."""
    (finding,) = (finding for finding in view.findings if finding.code == code)
    return finding
