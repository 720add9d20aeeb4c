"""A finding in the reader's words: what, where, and how to mend it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from cds_rank.model.finding import Finding, cells_text
from cds_rank.wording.catalogue import RULES
from cds_rank.wording.field_labels import COLUMN_LABELS, IDENTITY_LABELS, SEVERITY_LABELS
from cds_rank.wording.language import N_, Language, Translate, translator
from cds_rank.wording.numbers import number_text

_TERMS: Mapping[str, str] = {
    "empty": N_("để trống"),
    "zero": N_("bằng 0 trong khi tử số khác 0"),
    "denominator_zero": N_("bằng 0"),
    "has_figures": N_("lại có số liệu"),
    "not_a_ratio": N_("không phải tỷ lệ nên không có “không phát sinh”"),
    "missing_zero": N_("chỉ tiêu được 0 điểm"),
    "missing_unranked": N_("đơn vị không được xếp hạng"),
    "missing_taken": N_("đơn vị bị trừ mức tối đa của chỉ tiêu này"),
    "missing_not_added": N_("đơn vị không được cộng điểm ở chỉ tiêu này"),
    "missing_stood_in": N_("số liệu được điền thay theo phương pháp của bộ chỉ tiêu"),
    "nothing_taken": N_("đơn vị không bị trừ điểm"),
    "maximum": N_("chỉ tiêu được điểm tối đa"),
    "not_applicable": N_("chỉ tiêu không tính vào cả điểm đạt và điểm tối đa"),
}
_CONSEQUENCES = {**_TERMS, "zero": N_("chỉ tiêu được 0 điểm")}
_KINDS: Mapping[str, str] = {
    "text": N_("văn bản thường"),
    "binary": N_("dữ liệu nhị phân"),
    "image": N_("hình ảnh"),
    "doc": N_("văn bản Word"),
    "docx": N_("văn bản Word"),
    "ppt": N_("bản trình chiếu PowerPoint"),
    "pptx": N_("bản trình chiếu PowerPoint"),
    "archive": N_("tệp nén"),
    "zip": N_("tệp nén ZIP"),
}
_WEIGHED: Mapping[str, str] = {
    "file": N_("cỡ tệp, byte"),
    "unpacked": N_("cỡ sau khi giải nén, byte"),
    "part": N_("cỡ một phần, byte"),
    "ratio": N_("tỷ lệ nén"),
    "entries": N_("số phần trong tệp"),
    "names": N_("số tên khác nhau"),
    "relationships": N_("số liên kết giữa các phần"),
    "properties": N_("số thuộc tính"),
    "sheets": N_("số trang"),
    "cells": N_("số ô có nội dung"),
    "rows": N_("số hàng có nội dung trên trang số liệu"),
    "shared_strings": N_("số chuỗi dùng chung"),
    "string_characters": N_("số ký tự"),
}
_PARTS: Mapping[str, str] = {"zip directory": N_("mục lục tệp nén")}
_SOURCES: Mapping[str, str] = {
    "connection": N_("kết nối dữ liệu"),
    "dde": N_("liên kết DDE tới chương trình khác"),
    "ole": N_("đối tượng nhúng"),
}
_MEASURES: Mapping[str, str] = {"percent": "%", "points": N_("điểm phần trăm")}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "measure": _MEASURES,
    "field": IDENTITY_LABELS,
    "problem": _TERMS,
    "contradiction": _TERMS,
    "consequence": _CONSEQUENCES,
    "kind": _KINDS,
    "what": _WEIGHED,
    "part": _PARTS,
}
_LISTS: Mapping[str, Mapping[str, str]] = {"sources": _SOURCES}
_COLUMNS = frozenset({"column", "wanted_column", "columns"})
_NUMBERS = frozenset(
    {"number", "value", "suggested", "computed", "maximum", "numerator", "denominator", "lower", "upper", "sum",
     "earlier", "change", "limit", "median", "factor", "decimals", "count", "rows", "size", "length"}
)  # fmt: skip
"""Facts that are exact numbers, in text with a point: shown with the reader's separators."""
_MOST_DIGITS = 30
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FindingText:
    """The words of one finding."""

    severity: str
    title: str
    message: str
    fix: str


def finding_text(finding: Finding, language: Language) -> FindingText:
    """Put a finding into words; facts that are terms of the model are translated too.

    What a sender typed is shown literally but for control and direction marks, which are left out.
    """
    _ = translator(language)
    rule = RULES[finding.code]
    facts = {key: printable(_worded(key, value, language)) for key, value in finding.facts.items()}
    to_type = {key: _as_typed(facts[key], finding.facts[key]) for key in _NUMBERS & facts.keys()}
    if facts.get("nearest") and "{nearest}" in rule.message and finding.code != "VAL013":
        facts["nearest"] = _("; gần nhất là {code}").format(code=facts["nearest"])
    if finding.code == "REV028":
        gone = facts.get("missing", "")
        facts["missing"] = _(" (phiếu không còn hàng {rows})").format(rows=gone) if gone else ""
    if facts.get("formula") and finding.code == "CEL002":
        facts["formula"] = _(" (công thức {formula})").format(formula=facts["formula"])
    message = _(rule.message)
    if finding.code == "CEL008" and not facts.get("text"):
        message = _("Ô “{column}” bị xóa trống; biểu mẫu ghi “{wanted}”.")
    if finding.code == "VAL010" and finding.facts.get("column") == "numerator":
        message = _("Tỷ lệ là {number}, khác xa {size} đơn vị cùng nhóm (số đứng giữa là {median}).")
    if finding.code == "VAL001":
        facts["limits"] = _limits(facts, _)
    shown = _Facts(facts)
    return FindingText(
        _(SEVERITY_LABELS[finding.severity]),
        _(rule.title),
        message.format_map(shown),
        _(rule.fix).format_map(_Facts(facts | to_type)),
    )


def answered_text(finding: Finding, language: Language) -> FindingText:
    """Put a finding into words for a report: where its sender has explained it, that stands in place of the fix."""
    text = finding_text(finding, language)
    if not finding.explanation:
        return text
    _ = translator(language)
    told = _("Giải trình của đơn vị: {explanation}").format(explanation=printable(finding.explanation))
    return replace(text, severity=_("đã giải trình"), fix=told)


def printable(text: str) -> str:
    """Return a text without what would act on a terminal or turn the direction of a line."""
    return _CONTROL.sub(" ", text)


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _worded(key: str, value: str, language: Language) -> str:
    _ = translator(language)
    if key in _COLUMNS:  # by the heading that stands on the form, in every language
        return ", ".join(COLUMN_LABELS.get(part, part) for part in value.split(","))
    if key in _NUMBERS:
        return _number(value, language)
    if key in _LISTS:
        terms = _LISTS[key]
        return ", ".join(_(terms[part]) if part in terms else part for part in value.split(","))
    term = _TABLES[key].get(value) if key in _TABLES else None
    return _(term) if term is not None else value


def _number(value: str, language: Language) -> str:
    """Write an exact decimal text the reader's way, with every digit that was typed; any other text as it is."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return value
    return number_text(number, language, at_most=_MOST_DIGITS)


def _as_typed(shown: str, value: str) -> str:
    """Write a number as it is to be typed into a Vietnamese Excel: decimal comma, nothing between thousands."""
    try:
        Decimal(value)
    except InvalidOperation:
        return shown
    return value.replace(".", ",")


def _limits(facts: Mapping[str, str], _: Translate) -> str:
    lower, upper = facts.get("lower", ""), facts.get("upper", "")
    if lower and upper:
        return _("từ {lower} đến {upper}").format(lower=lower, upper=upper)
    return (
        _("không dưới {lower}").format(lower=lower) if lower else _("không quá {upper}").format(upper=upper)
    )


def place_text(finding: Finding, language: Language = "vi") -> str:
    """Write where a finding is: nop/SYT.xlsx ▸ Số liệu!D7, or Số liệu!D5:D62 (58 ô) when in several cells."""
    origin = finding.origin
    cell = f"{origin.sheet}!{cells_text(finding.cells)}" if origin.sheet and origin.cell else origin.sheet
    if finding.also:
        _ = translator(language)
        cell += " " + _("({count} ô)").format(count=len(finding.cells))
    return f"{origin.file} ▸ {cell}" if cell else origin.file
