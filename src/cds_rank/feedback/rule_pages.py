"""The catalogue of rules as people look it up: one rule in a terminal, all of them as a page of the documentation."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from string import Formatter

from cds_rank.model.finding import Severity
from cds_rank.wording.catalogue import FAMILIES, RULES, Rule
from cds_rank.wording.field_labels import SEVERITY_LABELS
from cds_rank.wording.language import N_, Language, translator

FAMILY_NAMES: Mapping[str, str] = {
    "FIL": N_("tệp"),
    "WBK": N_("sổ tính"),
    "SHT": N_("trang tính"),
    "HDR": N_("tiêu đề cột"),
    "CEL": N_("ô"),
    "NUM": N_("số"),
    "PCT": N_("phần trăm"),
    "DAT": N_("ngày tháng"),
    "TXT": N_("văn bản"),
    "KEY": N_("mã chỉ tiêu và đơn vị"),
    "VAL": N_("giá trị"),
    "EVD": N_("minh chứng và giải trình"),
    "REV": N_("thẩm định"),
    "SET": N_("bộ chỉ tiêu"),
    "SYS": N_("chương trình"),
}
"""What each family of rules is about."""

# What stands between ‹ and › for a fact that a sentence names; the fact's own name where nothing is said here.
_FACT_WORDS: Mapping[str, str] = {
    "measure": N_("đơn vị đo"),
    "typed": N_("nội dung ghi"),
    "aggregation": N_("cách gộp"),
    "allowed": N_("các giá trị được nhận"),
    "became": N_("đơn vị thay thế"),
    "bound": N_("giới hạn"),
    "bounds": N_("các khóa giới hạn"),
    "cell": N_("địa chỉ ô"),
    "cells": N_("địa chỉ các ô"),
    "change": N_("mức biến động"),
    "changes": N_("nội dung đã đổi"),
    "choices": N_("các giá trị được nhận"),
    "code": N_("mã"),
    "column": N_("tên cột"),
    "columns": N_("các cột"),
    "computed": N_("giá trị tính lại"),
    "consequence": N_("hệ quả"),
    "contradiction": N_("điều mâu thuẫn"),
    "count": N_("số lượng"),
    "decimals": N_("số chữ số"),
    "declared": N_("tổng đã ghi"),
    "denominator": N_("mẫu số"),
    "detail": N_("chi tiết"),
    "earlier": N_("giá trị kỳ trước"),
    "expected": N_("kiểu giá trị phải có"),
    "factor": N_("số lần"),
    "field": N_("tên mục"),
    "files": N_("các tệp"),
    "first": N_("cách hiểu thứ nhất"),
    "formula": N_("công thức"),
    "found": N_("nội dung trong tệp"),
    "given": N_("các khóa đang có"),
    "group": N_("mã nhóm"),
    "heading": N_("tiêu đề cột"),
    "in_properties": N_("nội dung trong thuộc tính"),
    "in_sheet": N_("nội dung trong trang ẩn"),
    "indicator": N_("mã chỉ tiêu"),
    "input": N_("loại dữ liệu"),
    "key": N_("khóa"),
    "kind": N_("loại tệp"),
    "length": N_("độ dài"),
    "letters": N_("chữ cái của cột"),
    "limit": N_("giới hạn"),
    "limits": N_("giới hạn"),
    "list": N_("danh sách đơn vị"),
    "lower": N_("giới hạn dưới"),
    "maximum": N_("mức tối đa"),
    "median": N_("số đứng giữa"),
    "mended": N_("giá trị viết lại"),
    "missing": N_("hàng không còn"),
    "name": N_("tên đơn vị"),
    "named": N_("mã trong tên tệp"),
    "nearest": N_("gợi ý gần nhất"),
    "number": N_("giá trị"),
    "numerator": N_("tử số"),
    "of_group": N_("nhóm"),
    "id": N_("mã bộ hoặc danh sách"),
    "other": N_("tệp kia"),
    "others": N_("những chỗ kia"),
    "part": N_("tên phần trong tệp"),
    "parts": N_("các phần"),
    "period": N_("kỳ báo cáo"),
    "problem": N_("điều chưa đúng"),
    "program": N_("tên chương trình"),
    "rest": N_("phần bị cắt"),
    "row": N_("số hàng"),
    "rows": N_("tổng số hàng"),
    "rule": N_("cách tính"),
    "second": N_("cách hiểu thứ hai"),
    "share": N_("tỷ lệ"),
    "sheet": N_("tên trang"),
    "sheets": N_("tên các trang"),
    "size": N_("số đo được"),
    "sources": N_("các nguồn"),
    "status": N_("tình trạng"),
    "suggested": N_("giá trị gợi ý"),
    "suggestion": N_("giá trị gợi ý"),
    "sum": N_("tổng tính được"),
    "targets": N_("các tệp được liên kết"),
    "text": N_("nội dung ô"),
    "tier": N_("mã mức công nhận"),
    "unit": N_("mã đơn vị"),
    "unit_name": N_("tên đơn vị"),
    "upper": N_("giới hạn trên"),
    "value": N_("giá trị"),
    "verdict": N_("kết luận"),
    "version": N_("phiên bản"),
    "wanted": N_("nội dung phải có"),
    "wanted_column": N_("tên cột đúng"),
    "what": N_("điều được đo"),
    "why": N_("vì sao cần"),
}
_WIDTH = 88  # letters in a line of a terminal
_MARKS_OF_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~$&])")


def pattern_text(pattern: str, language: Language) -> str:
    """Write a sentence of the catalogue, already in `language`, with ‹…› where a finding names its facts.

    A fact that joins the word before it without a space ("{nearest}" brings its own) gets one.
    """
    _ = translator(language)
    written = ""
    for before, fact, _spec, _conversion in Formatter().parse(pattern):
        written += before
        if fact is not None:
            joined = written[-1:].isalnum() or written.endswith("›")
            written += f"{' ' if joined else ''}‹{_(_FACT_WORDS[fact]) if fact in _FACT_WORDS else fact}›"
    return written


def rule_text(code: str, language: Language) -> str:
    """Write one rule for a terminal: plain text, lines of at most 88 letters, a line end at the end.

    code: a key of the catalogue.
    """
    _ = translator(language)
    rule = RULES[code]
    family = code[:3]
    head = [
        f"{code}  {_(rule.title)}",
        _("Nhóm: {family}, {name}").format(family=family, name=_(FAMILY_NAMES[family])),
        _("Mức: {severity}").format(severity=_severity(code, language)),
    ]
    paragraphs = [
        f"{label}:\n" + textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")
        for label, text in (
            *_statements(rule, language),
            (_("Giải trình"), explanation_text(rule, language)),
            (_("Tự sửa"), mending_text(rule, language)),
        )
    ]
    return "\n".join([*head, "", *paragraphs]) + "\n"


def rules_markdown(language: Language) -> str:
    """Write the whole catalogue as a page of the documentation, in Markdown.

    Every rule has an anchor, its code in small letters: #num003.
    """
    return "\n".join([*_introduction(language), *_families(language)]) + "\n"


def rules_json(language: Language) -> str:
    """Write the whole catalogue as JSON; sentences name their facts in braces, as `facts` lists them."""
    _ = translator(language)
    rules = [
        {
            "code": code,
            "family": code[:3],
            "family_name": _(FAMILY_NAMES[code[:3]]),
            "severity": rule.severity.value,
            "severity_label": _(SEVERITY_LABELS[rule.severity]),
            "title": _(rule.title),
            "message": _(rule.message),
            "fix": _(rule.fix),
            "cause": _translated(rule.cause, language),
            "example": _translated(rule.example, language),
            "facts": _facts(rule),
            "explainable": rule.explainable,
            "mendable": rule.mendable,
        }
        for code, rule in RULES.items()
    ]
    return json.dumps({"language": language, "rules": rules}, ensure_ascii=False, indent=2) + "\n"


def _facts(rule: Rule) -> list[str]:
    named = [
        fact
        for pattern in (rule.message, rule.fix)
        for _before, fact, _spec, _conversion in Formatter().parse(pattern)
        if fact is not None
    ]
    return list(dict.fromkeys(named))


def _translated(text: str, language: Language) -> str:
    # gettext answers "" with the header of its catalogue.
    return translator(language)(text) if text else ""


def _severity(code: str, language: Language) -> str:
    _ = translator(language)
    rule = RULES[code]
    word = _(SEVERITY_LABELS[rule.severity])
    if rule.severity is Severity.INFO:
        return _("{severity} – để biết, không phải làm gì với tệp").format(severity=word)
    if code.startswith("SET"):
        return _("{severity} – phải sửa, nếu không bộ chỉ tiêu không dùng được").format(severity=word)
    if code.startswith("REV"):
        if rule.severity is Severity.ERROR:
            return _("{severity} – phải sửa, nếu không kết luận ở đó không được lấy").format(severity=word)
        return _("{severity} – nên xem lại; kết luận được hiểu như đã nói").format(severity=word)
    if rule.severity is Severity.ERROR:
        return _("{severity} – phải sửa, nếu không báo cáo không được chấm điểm").format(severity=word)
    if rule.explainable:
        return _("{severity} – phải sửa hoặc giải trình").format(severity=word)
    return _("{severity} – phải sửa, nhưng báo cáo vẫn được chấm điểm").format(severity=word)


def _statements(rule: Rule, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what is said of a rule, label and text; nothing where the catalogue is silent."""
    _ = translator(language)
    yield _("Thông báo"), pattern_text(_(rule.message), language)
    if rule.cause:
        yield _("Nguyên nhân"), _(rule.cause)
    if rule.example:
        yield _("Ví dụ"), _(rule.example)
    yield _("Cách sửa"), pattern_text(_(rule.fix), language)


def explanation_text(rule: Rule, language: Language) -> str:
    """Say whether an explanation of the sender answers a finding of this rule."""
    _ = translator(language)
    if rule.explainable:
        return _("Được nhận: ghi lý do thật ở cột “Giải trình” của hàng đó.")
    return _("Không thay được việc sửa.")


def mending_text(rule: Rule, language: Language) -> str:
    """Say whether the program mends a finding of this rule by itself."""
    _ = translator(language)
    if rule.mendable:
        return _("Được: cds-rank validate --fix sửa trong một bản sao.")
    return _("Không: phải có người quyết định.")


def _introduction(language: Language) -> Iterator[str]:
    _ = translator(language)
    yield "# " + _("Các quy tắc kiểm tra")
    yield ""
    yield _(
        "Trang này được lập từ danh mục quy tắc của chương trình bằng lệnh `cds-rank rule --all --format markdown`; "
        "không sửa bằng tay. Xem một quy tắc ở dòng lệnh: `cds-rank rule NUM003`."
    )
    yield ""
    yield _(
        "Mỗi quy tắc có một mã không bao giờ đổi và không dùng lại. **Lỗi** phải sửa, nếu không báo cáo không được "
        "chấm điểm. **Cảnh báo** phải sửa; với những quy tắc nhận giải trình, một lời giải trình thật ở cột "
        "“Giải trình” biến cảnh báo thành *đã giải trình* và được nêu trong báo cáo. **Thông tin** chỉ để biết."
    )
    yield ""
    yield _(
        "Ở phiếu thẩm định, lỗi chỉ làm cho kết luận ở chỗ đó không được lấy (lỗi của cả tệp: không kết luận nào); "
        "các kết luận khác vẫn được lấy, và báo cáo của đơn vị vẫn được chấm điểm."
    )
    yield ""
    yield _(
        "Quy tắc nào nhận giải trình, hoặc được `cds-rank validate --fix` tự sửa trong một bản sao, "
        "thì ghi rõ ở mục của nó."
    )
    yield ""
    yield _("Trong các câu dưới đây, chỗ ghi trong dấu ‹ › được thay bằng nội dung của từng trường hợp.")
    yield ""
    yield "| " + " | ".join([_("Họ"), _("Nói về"), _("Quy tắc")]) + " |"
    yield "|---|---|---|"
    for family, rules in FAMILIES.items():
        if rules:
            links = " · ".join(f"[{code}](#{code.lower()})" for code in rules)
            yield f"| [{family}](#{family.lower()}) | {_(FAMILY_NAMES[family])} | {links} |"


def _families(language: Language) -> Iterator[str]:
    _ = translator(language)
    for family, rules in FAMILIES.items():
        if not rules:
            continue
        yield ""
        yield f'<a id="{family.lower()}"></a>'
        yield ""
        yield f"## {family} – {_(FAMILY_NAMES[family])}"
        for code, rule in rules.items():
            yield from _section(code, rule, language)


def _section(code: str, rule: Rule, language: Language) -> Iterator[str]:
    _ = translator(language)
    yield ""
    yield f'<a id="{code.lower()}"></a>'
    yield ""
    yield f"### {code} · {_markdown(_(rule.title))}"
    yield ""
    yield f"- **{_('Mức')}:** {_markdown(_severity(code, language))}"
    for label, text in _statements(rule, language):
        yield f"- **{label}:** {_markdown(text)}"
    if rule.explainable:
        yield f"- **{_('Giải trình')}:** {_markdown(explanation_text(rule, language))}"
    if rule.mendable:
        yield f"- **{_('Tự sửa')}:** {_markdown(mending_text(rule, language))}"


def _markdown(text: str) -> str:
    return _MARKS_OF_MARKDOWN.sub(r"\\\1", " ".join(text.split()))
