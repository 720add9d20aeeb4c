"""Rules about texts: how they are spelt inside, and whether the form's own are still there (TXT, CEL008)."""

from collections.abc import Iterator

from cds_rank.checks.context import Context, Entry
from cds_rank.model.finding import Finding
from cds_rank.model.form_layout import INPUT_COLUMNS
from cds_rank.model.spelling import clean_text, tone_key, unmixed
from cds_rank.model.text_remark import TextRemark, TextRemarkKind

_CODE_OF_REMARK = {
    TextRemarkKind.DECOMPOSED: "TXT001",
    TextRemarkKind.INVISIBLE: "TXT002",
    TextRemarkKind.LEGACY: "TXT004",
    TextRemarkKind.LOOK_ALIKE: "TXT005",
    TextRemarkKind.FORMULA_LIKE: "TXT006",
    TextRemarkKind.ERROR_VALUE: "CEL002",
    TextRemarkKind.NOT_CALCULATED: "CEL001",
}
_UNTOLD = frozenset({TextRemarkKind.ERROR_VALUE, TextRemarkKind.NOT_CALCULATED})
_LONGEST_SHOWN = 80


def odd_texts(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find texts that are not what they look like: letters in pieces, invisible characters, legacy encodings."""
    for column, remarks in entry.row.text_remarks.items():
        for remark in remarks:
            if remark.kind not in _UNTOLD and not _typed(entry, column):
                continue
            yield entry.found(_CODE_OF_REMARK[remark.kind], column, _facts(entry, column, remark))


def _facts(entry: Entry, column: str, remark: TextRemark) -> dict[str, str]:
    if remark.kind in _UNTOLD:
        formula = entry.row.formulas.get(column, "")
        return {"text": remark.suggestion, "formula": f"={formula[:80]}" if formula else ""}
    if remark.kind in {TextRemarkKind.DECOMPOSED, TextRemarkKind.INVISIBLE}:
        return {}  # it looks the same before and after
    return {"text": _typed(entry, column)[:_LONGEST_SHOWN], "suggestion": remark.suggestion[:_LONGEST_SHOWN]}


def _typed(entry: Entry, column: str) -> str:
    """Return what can be read of a cell; empty when all of it is invisible."""
    if column == "code":
        return entry.row.code
    return entry.row.texts.get("answer" if column == "value" else column, "")


def locked_text_changed(entry: Entry, _: Context) -> Iterator[Finding]:
    """Find names and units of measure that are no longer those of the template."""
    wanted = {"name": entry.indicator.name.vi, "unit_of_measure": entry.indicator.unit_of_measure.vi}
    if entry.row.merged & set(INPUT_COLUMNS[entry.indicator.input]):
        return  # merged over the row: that is the finding
    for column, text in wanted.items():
        if entry.row.texts.get(column) == text:
            continue
        typed, template = _one_line(entry.row.texts.get(column, "")), _one_line(text)
        if typed == template:
            continue
        remarks = entry.row.text_remarks.get(column, ())
        if any(remark.kind is TextRemarkKind.LEGACY for remark in remarks) or unmixed(typed) == template:
            continue  # told already: only its letters differ
        if tone_key(typed) == tone_key(template):
            yield entry.found("TXT003", column, {"text": typed[:_LONGEST_SHOWN], "suggestion": text})
        else:
            yield entry.found("CEL008", column, {"text": typed[:_LONGEST_SHOWN], "wanted": text})


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())
