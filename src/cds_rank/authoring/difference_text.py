"""Changes between two definitions in words: for the screen, as Markdown, as JSON."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any

from cds_rank.authoring.difference import (
    Change,
    Definition,
    Kind,
    Part,
    Path,
    Thing,
    VersionStep,
    version_step,
)
from cds_rank.model.digest import content_digest
from cds_rank.wording.findings import printable
from cds_rank.wording.labels import label
from cds_rank.wording.language import N_, Language, translator
from cds_rank.wording.numbers import date_text, number_text

_PARTS: Mapping[Part, str] = {
    Part.MAXIMA: N_("Điểm tối đa của mỗi nhóm"),
    Part.STRUCTURE: N_("Thêm, bớt, chuyển chỗ, đổi mã"),
    Part.POINTS: N_("Điểm tối đa, trọng số, cách gộp"),
    Part.RULES: N_("Cách tính điểm, mục tiêu, số liệu phải điền"),
    Part.APPLICABILITY: N_("Phạm vi áp dụng, nhóm"),
    Part.METHOD: N_("Phương pháp, mức độ, công nhận"),
    Part.CHECKS: N_("Giới hạn số liệu, tài liệu kiểm chứng, kiểm tra"),
    Part.OTHER: N_("Thay đổi khác"),
    Part.WORDING: N_("Lời văn, thứ tự, cách trình bày"),
    Part.PROVENANCE: N_("Nguồn, tình trạng, căn cứ, hiệu lực"),
}
_THINGS: Mapping[Thing, str] = {
    Thing.INDICATOR: N_("chỉ tiêu"),
    Thing.BRANCH: N_("nhánh"),
    Thing.COMPOSITE: N_("nút gộp"),
    Thing.GROUP: N_("nhóm"),
    Thing.UNIT: N_("đơn vị"),
    Thing.FORMER_UNIT: N_("đơn vị cũ"),
    Thing.WHOLE: "",
}
_FIELDS: Mapping[str, str] = {
    "id": N_("mã"), "version": N_("phiên bản"), "name": N_("tên"), "description": N_("mô tả"),
    "vi": N_("tiếng Việt"), "en": N_("tiếng Anh"), "status": N_("tình trạng nguồn"), "source": N_("nguồn"),
    "legal_basis": N_("căn cứ"), "title": N_("văn bản"), "date": N_("ngày"), "role": N_("vai trò"),
    "valid_from": N_("hiệu lực từ"), "valid_to": N_("hiệu lực đến"), "units": N_("danh sách đơn vị"),
    "unit_of_measure": N_("đơn vị tính"), "input": N_("số liệu phải điền"), "numerator": N_("tử số"),
    "denominator": N_("mẫu số"), "per": N_("tính trên"), "options": N_("lựa chọn"),
    "share": N_("phần của điểm tối đa"), "limits": N_("giới hạn số liệu"), "minimum": N_("nhỏ nhất"),
    "maximum": N_("lớn nhất"), "whole": N_("chỉ số nguyên"), "decimals": N_("số chữ số thập phân"),
    "largest_change": N_("biến động lớn nhất"), "direction": N_("chiều"), "rule": N_("cách tính điểm"),
    "full": N_("giá trị được điểm tối đa"), "floor": N_("ngưỡng sàn"), "ceiling": N_("ngưỡng trần"),
    "steps": N_("các bậc"), "brackets": N_("các khoảng"), "outside": N_("ngoài các khoảng"),
    "knots": N_("các điểm gãy"), "points_each": N_("điểm cho mỗi đơn vị đếm được"),
    "when_all_equal": N_("khi mọi đơn vị bằng nhau"), "lower": N_("ngưỡng dưới"), "upper": N_("ngưỡng trên"),
    "centre": N_("điểm của giá trị trung bình"), "spread": N_("điểm cho một độ lệch chuẩn"),
    "deviation": N_("độ lệch chuẩn"), "max_points": N_("điểm tối đa"),
    "max_points_status": N_("tình trạng nguồn của điểm tối đa"), "effect": N_("tác dụng"),
    "target": N_("mục tiêu"), "value": N_("giá trị"), "year": N_("năm"), "groups": N_("áp dụng cho nhóm"),
    "groups_status": N_("tình trạng nguồn của phạm vi áp dụng"), "applies_when": N_("chỉ tính khi"),
    "cumulative": N_("số lũy kế"), "may_be_not_applicable": N_("được khai “Không áp dụng”"),
    "zero_denominator": N_("mẫu số bằng 0"), "evidence": N_("tài liệu kiểm chứng"),
    "required": N_("bắt buộc"), "what": N_("tài liệu được nhận"), "notes": N_("ghi chú"),
    "aggregation": N_("cách gộp"), "lowest_share": N_("tỷ lệ đạt thấp nhất được tính"),
    "at_most": N_("nhiều nhất"), "roll_up": N_("gồm những nút nào"), "members": N_("các nút được lấy"),
    "weight": N_("trọng số"), "weights_total": N_("tổng trọng số"), "node": N_("nút"),
    "total": N_("tổng điểm"), "pillars": N_("các cột trụ cột trong báo cáo"), "method": N_("phương pháp"),
    "missing": N_("chỉ tiêu chưa báo cáo"), "stage": N_("số liệu được tính"),
    "scale": N_("cách thể hiện điểm"), "factor": N_("nhân với"), "suffix": N_("chữ sau con số"),
    "rounding": N_("làm tròn"), "indicator_points": N_("điểm chỉ tiêu"), "node_points": N_("điểm trụ cột"),
    "published_score": N_("điểm công bố"), "ties": N_("đồng điểm"),
    "tie_breakers": N_("khi đồng điểm, so lần lượt"), "rank_on": N_("xếp hạng theo"),
    "levels": N_("mức độ"), "bands": N_("các mức"), "ranked": N_("có xếp hạng"), "checks": N_("kiểm tra thêm"),
    "sums": N_("các tổng phải khớp"), "parts": N_("các phần"),
    "largest_change_points": N_("biến động lớn nhất (điểm phần trăm)"),
    "largest_change_percent": N_("biến động lớn nhất (%)"),
    "evidence_grace_days": N_("số ngày tài liệu được ký sau kỳ"), "extra_points": N_("điểm cộng, điểm trừ"),
    "above_maximum": N_("tổng vượt điểm tối đa"), "below_zero": N_("tổng dưới 0"),
    "coverage": N_("phải có đủ số liệu"), "least": N_("ít nhất"), "imputations": N_("điền thay số liệu thiếu"),
    "indicators": N_("các chỉ tiêu"), "by": N_("theo"), "surveys": N_("điều tra xã hội học"),
    "recognition": N_("công nhận"), "tiers": N_("các mức công nhận"), "mandatory": N_("chỉ tiêu bắt buộc"),
    "unmet_at_most": N_("được thiếu nhiều nhất"), "extended": N_("chỉ tiêu mở rộng"),
    "extended_at_least": N_("phần chỉ tiêu mở rộng phải đạt"), "presupposes": N_("phải đạt trước"),
    "met_from": N_("coi là đạt từ"), "inapplicable": N_("chỉ tiêu không áp dụng"),
    "registered_by": N_("chỉ tiêu cho biết đã đăng ký"), "change": N_("mức tăng so với kỳ trước"),
    "without_earlier": N_("khi kỳ trước không có số liệu"), "denomination": N_("chia cho chỉ tiêu khác"),
    "indicator": N_("chỉ tiêu"), "answer": N_("trả lời"), "group": N_("nhóm"), "short_name": N_("tên ngắn"),
    "parent": N_("cấp trên"), "also_written": N_("cách viết khác"), "became": N_("thay bằng"),
    "since": N_("từ ngày"),
}  # fmt: skip
# Their items stand by codes that people chose, which may look like any of the names above.
_HOLD_CODES = frozenset({"options", "max_points", "members", "bands", "tiers", "legal_basis", "surveys"})
_STANDS_IN_THE_PATH = frozenset({"code", "node", "title"})
_KINDS: Mapping[str, str] = {
    "yes_no": N_("Có/Không"),
    "choice": N_("theo trường hợp"),
    "proportional": N_("tỷ lệ thuận"),
    "target": N_("theo mục tiêu"),
    "steps": N_("theo bậc"),
    "brackets": N_("theo khoảng"),
    "piecewise": N_("theo đoạn thẳng"),
    "capped_count": N_("đếm, có tối đa"),
    "best_in_group": N_("so với đơn vị tốt nhất nhóm"),
    "min_max": N_("giữa thấp nhất và cao nhất nhóm"),
    "z_score": N_("so với trung bình nhóm, theo độ lệch chuẩn"),
    "rank": N_("theo thứ tự trong nhóm"),
    "percentile": N_("theo phần đơn vị kém hơn trong nhóm"),
    "goalposts": N_("giữa hai ngưỡng"),
    "assessed": N_("điểm được chấm"),
    "percent": N_("tăng bao nhiêu %"),
    "difference": N_("chênh lệch"),
}
_TERMS: Mapping[str, Mapping[str, str]] = {
    "InputKind": {
        "value": N_("một giá trị"),
        "ratio": N_("tử số và mẫu số"),
        "yes_no": N_("Có hoặc Không"),
        "choice": N_("một lựa chọn"),
        "count": N_("một số đếm"),
        "points": N_("điểm tự chấm"),
    },
    "Direction": {
        "higher_is_better": N_("cao hơn tốt hơn"),
        "lower_is_better": N_("thấp hơn tốt hơn"),
    },
    "Aggregation": {
        "sum": N_("cộng điểm"),
        "best": N_("lấy phần cao nhất"),
        "weighted_mean": N_("trung bình có trọng số"),
        "geometric": N_("trung bình nhân"),
        "harmonic": N_("trung bình điều hòa"),
        "copeland": N_("so từng cặp đơn vị"),
    },
}
_BOUNDS: Mapping[str, str] = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}


def difference_text(
    before: Definition, after: Definition, changes: Sequence[Change], language: Language
) -> str:
    """Write the changes as plain text, in parts that say what each is about."""
    lines = [*_opening(before, after, changes, language)]
    for title, sentences in _by_part(changes, language):
        lines += ["", title, *(f"  - {sentence}" for sentence in sentences)]
    return "\n".join(lines) + "\n"


def difference_markdown(
    before: Definition, after: Definition, changes: Sequence[Change], language: Language
) -> str:
    """Write the changes as Markdown; what people typed is shown, never acted on."""
    first, *others = (_markdown(line) for line in _opening(before, after, changes, language))
    lines = [f"# {first}", *(paragraph for line in others for paragraph in ("", line))]
    for title, sentences in _by_part(changes, language):
        lines += ["", f"## {_markdown(title)}", "", *(f"- {_markdown(sentence)}" for sentence in sentences)]
    return "\n".join(lines) + "\n"


def difference_json(
    before: Definition, after: Definition, changes: Sequence[Change], language: Language
) -> str:
    """Write the changes as JSON: plain values as text where they are numbers, and the sentence of each."""

    def identity(definition: Definition) -> dict[str, str]:
        digest = content_digest(definition)
        return {"id": definition.id, "version": definition.version, "digest": digest}

    data = {
        "before": identity(before),
        "after": identity(after),
        "version_step": version_step(before.version, after.version).value,
        "changes": [
            {
                "part": change.part.name.lower(),
                "kind": change.kind.value,
                "thing": change.thing.value,
                "code": change.code,
                "name": dict(change.name),
                "path": list(change.path),
                "before": _plain(change.before),
                "after": _plain(change.after),
                "text": change_sentence(change, language),
            }
            for change in changes
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _opening(
    before: Definition, after: Definition, changes: Sequence[Change], language: Language
) -> Iterator[str]:
    _ = translator(language)
    yield f"{before.id} {_one_line(before.version)} → {after.id} {_one_line(after.version)}"
    if not changes:
        yield _("Không có khác biệt về nội dung.")
        return
    yield _("{n} thay đổi.").format(n=len(changes))
    if before.id != after.id:
        yield _("Hai bản có mã khác nhau: đây là hai bộ khác nhau, không phải hai phiên bản của một bộ.")
        return
    match version_step(before.version, after.version):
        case VersionStep.SAME:
            yield _("Nội dung đổi mà phiên bản giữ nguyên {version}: phải tăng phiên bản.").format(
                version=_one_line(after.version)
            )
        case VersionStep.BACKWARD:
            yield _(
                "Bản sau có phiên bản thấp hơn ({after} < {before}): có phải đã đặt ngược thứ tự hai bản không?"
            ).format(after=_one_line(after.version), before=_one_line(before.version))
        case VersionStep.UNCLEAR:
            yield _(
                "Không so được phiên bản {before} với {after} cái nào mới hơn; nên viết như 1.2.0."
            ).format(before=_one_line(before.version), after=_one_line(after.version))
        case VersionStep.FORWARD if all(change.path == ("version",) for change in changes):
            yield _("Chỉ phiên bản đổi, nội dung giữ nguyên.")


def _by_part(changes: Sequence[Change], language: Language) -> Iterator[tuple[str, list[str]]]:
    _ = translator(language)
    for part, title in _PARTS.items():
        sentences = [change_sentence(change, language) for change in changes if change.part is part]
        if sentences:
            yield _(title), sentences


def change_sentence(change: Change, language: Language) -> str:
    """Say one change in words, on one line."""
    _ = translator(language)
    name = _one_line(change.name.get(language, ""))
    thing = _(_THINGS[change.thing]) if _THINGS[change.thing] else ""
    facts = {"thing": thing, "code": change.code, "name": name}
    match change.kind:
        case Kind.TOTAL:
            text = _("Nhóm {code} “{name}”: tổng điểm tối đa {before} → {after}.")
            facts |= {"before": _value(change.before, language), "after": _value(change.after, language)}
        case Kind.ADDED:
            text = _("Thêm {thing} {code} “{name}”{details}.")
            facts["details"] = _details(change.after, language)
        case Kind.REMOVED:
            text = _("Bỏ {thing} {code} “{name}”{details}.")
            facts["details"] = _details(change.before, language)
        case Kind.RECODED:
            text = _("Đổi mã {thing} “{name}”: {before} → {after}.")
            facts |= {"before": change.before, "after": change.after}
        case Kind.MOVED:
            text = _("Chuyển {thing} {code} “{name}”: từ {before} sang {after}.")
            top = _("gốc của cây")
            facts |= {"before": change.before or top, "after": change.after or top}
        case _:
            subject = f"{thing} {change.code} “{name}”: " if change.code else ""
            before, after = _sides(change, language)
            facts |= {"field": _field(change.path, language), "before": before, "after": after}
            return _capital(subject + _field_text(change, language).format_map(facts))
    return text.format_map(facts)


def _field_text(change: Change, language: Language) -> str:
    _ = translator(language)
    if change.kind is Kind.REORDERED:
        return _("đổi thứ tự {field}: {before} → {after}.")
    if change.before is None and isinstance(change.after, Mapping):
        return _("thêm {field}: {after}.")
    if change.after is None and isinstance(change.before, Mapping):
        return _("bỏ {field}: {before}.")
    return "{field}: {before} → {after}."


_ORDERED: Mapping[str, str] = {
    "tree": N_("các phần"),
    "composite": N_("các nút gộp"),
    "group": N_("các nhóm"),
    "unit": N_("các đơn vị"),
    "former_unit": N_("các đơn vị cũ"),
}


def _field(path: Path, language: Language) -> str:
    _ = translator(language)
    if path[0] in _ORDERED and len(path) == 1 and path[0] not in _FIELDS:
        return _(_ORDERED[path[0]])
    words: list[str] = []
    for place, part in enumerate(path):
        is_code = place > 0 and path[place - 1] in _HOLD_CODES
        words.append(_one_line(part) if is_code or part not in _FIELDS else _(_FIELDS[part]))
    return " › ".join(words)


def _details(entity: Mapping[str, Any], language: Language) -> str:
    """Say of what came or went the few things that move ranks."""
    _ = translator(language)
    told = []
    points = entity.get("max_points")
    if isinstance(points, Decimal):
        told.append(_("{points} điểm").format(points=number_text(points, language)))
    if isinstance(entity.get("groups"), tuple):
        told.append(_("nhóm {groups}").format(groups=", ".join(entity["groups"])))
    if isinstance(entity.get("group"), str):
        told.append(_("nhóm {groups}").format(groups=entity["group"]))
    if isinstance(entity.get("rule"), Mapping):
        told.append(_value(entity["rule"], language))
    return f" ({'; '.join(told)})" if told else ""


def _sides(change: Change, language: Language) -> tuple[str, str]:
    before, after = (_value(side, language, change.path[-1]) for side in (change.before, change.after))
    if before == after:  # 10 written 10.0: the same number, shown as it is written
        return str(_plain(change.before)), str(_plain(change.after))
    return before, after


def _value(value: Any, language: Language, key: str = "") -> str:
    """Write a plain value of the models in the reader's words."""
    _ = translator(language)
    if value is None or value in ("", ()):
        return _("(không có)")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, StrEnum):
        return _term(value, language)
    if isinstance(value, Decimal | int):
        return number_text(value, language, None, 15)
    if isinstance(value, Fraction):
        return number_text(value, language) if key != "share" and value.denominator == 1 else str(value)
    if isinstance(value, dt.date):
        return date_text(value, language)
    if isinstance(value, Mapping):
        return _mapping(value, language)
    if isinstance(value, tuple):
        separator = "; " if isinstance(value[0], Mapping) else ", "
        return separator.join(_value(item, language) for item in value)
    text = _one_line(str(value))
    if key == "kind" or (key == "deviation" and text in _KINDS):
        return _(_KINDS[text]) if text in _KINDS else text
    return f"“{text}”" if " " in text else text


def _term(term: StrEnum, language: Language) -> str:
    _ = translator(language)
    words = _TERMS.get(type(term).__name__, {})
    if term.value in words:
        return _(words[term.value])
    try:
        return label(term, language)
    except KeyError:  # a term of the model that has no word yet
        return term.value


def _mapping(values: Mapping[str, Any], language: Language) -> str:
    _ = translator(language)
    if values.keys() == {"vi", "en"}:
        return f"“{_one_line(values[language])}”"
    told = {
        key: value
        for key, value in values.items()
        if value is not None and value not in ("", ()) and key not in _STANDS_IN_THE_PATH
    }
    bounds = [f"{_BOUNDS[key]} {_value(told[key], language)}" for key in _BOUNDS if key in told]
    if "share" in told and told.keys() <= {*_BOUNDS, "share", "value"}:
        where = ", ".join(bounds) or _value(told.get("value"), language)
        return f"{where}: {_value(told['share'], language, 'share')}"
    kind = _value(told["kind"], language, "kind") if "kind" in told else ""
    others = [
        f"{_(_FIELDS[key]) if key in _FIELDS else _one_line(str(key))}: {_value(value, language, key)}"
        for key, value in told.items()
        if key != "kind" and key not in _BOUNDS
    ]
    inside = "; ".join([*others, *bounds])
    return f"{kind} ({inside})" if kind and inside else kind or inside or _("(không có)")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _markdown(text: str) -> str:
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~&!@])", r"\\\1", text)
    return escaped.replace("://", ":\\//").replace("www.", "www\\.")  # no links that nobody made
