"""What changed between two sets or unit lists, in words."""

import copy
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cds_rank.authoring.difference import (
    Change,
    Kind,
    Part,
    Thing,
    VersionStep,
    attainable,
    differences,
    version_step,
)
from cds_rank.authoring.difference_text import (
    change_sentence,
    difference_json,
    difference_markdown,
    difference_text,
)
from cds_rank.authoring.new_set import set_from_template
from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.unit import UnitList
from cds_rank.reading.definitions import builtin_folder, load_indicator_set
from tests.checks import forms

Data = dict[str, Any]
BEFORE = forms.the_set()


def with_change(edit: Callable[[Data], object]) -> IndicatorSet:
    data = copy.deepcopy(forms.SET)
    edit(data)
    return IndicatorSet.model_validate(data)


def changes_of(edit: Callable[[Data], object]) -> tuple[Change, ...]:
    return differences(BEFORE, with_change(edit))


def told(edit: Callable[[Data], object]) -> list[str]:
    return [change_sentence(change, "vi") for change in changes_of(edit)]


def leaf(data: Data, code: str) -> Data:
    for branch in data["tree"]:
        for node in branch["children"]:
            if node["code"] == code:
                assert isinstance(node, dict)
                return node
    raise KeyError(code)


@pytest.mark.parametrize("name", ["yen-bai-2022", "dti-tinh-2022", "dti-tinh-2020"])
def test_a_set_does_not_differ_from_itself(name: str) -> None:
    one, other = (load_indicator_set(builtin_folder() / f"{name}.yaml") for _ in range(2))

    assert differences(one, other) == ()


def test_an_added_criterion_moves_the_maximum_of_its_groups() -> None:
    """The set has 80 points for departments and 90 for districts; another 10 make 90 and 100."""

    def edit(data: Data) -> None:
        data["tree"][1]["children"].append(forms.indicator("4.6", "value", {"kind": "proportional"}))

    assert told(edit) == [
        "Nhóm so “Sở”: tổng điểm tối đa 80 → 90.",
        "Nhóm huyen “Huyện”: tổng điểm tối đa 90 → 100.",
        "Thêm chỉ tiêu 4.6 “Chỉ tiêu 4.6” (10 điểm; nhóm so, huyen; tỷ lệ thuận (giá trị được điểm tối đa: 100)).",
    ]


def test_a_removed_criterion_is_named_with_its_points() -> None:
    found = told(lambda data: data["tree"][1]["children"].pop())

    assert found == [
        "Nhóm huyen “Huyện”: tổng điểm tối đa 90 → 80.",
        "Bỏ chỉ tiêu 4.5 “Chỉ tiêu 4.5” (10 điểm; nhóm huyen; tỷ lệ thuận (giá trị được điểm tối đa: 100)).",
    ]


def test_the_same_name_under_another_code_is_one_criterion_and_nothing_else_changed() -> None:
    def edit(data: Data) -> None:
        leaf(data, "4.1")["code"] = "4.01"

    assert told(edit) == ["Đổi mã chỉ tiêu “Chỉ tiêu 4.1”: 4.1 → 4.01."]


def test_renumbered_criteria_are_known_by_their_names() -> None:
    """4.2 and 4.3 are swapped: nobody reworded two criteria and changed their rules."""

    def edit(data: Data) -> None:
        one, other = leaf(data, "4.2"), leaf(data, "4.3")
        one["code"], other["code"] = "4.3", "4.2"

    kinds = {(change.kind, change.before, change.after) for change in changes_of(edit)}

    assert kinds == {(Kind.RECODED, "4.2", "4.3"), (Kind.RECODED, "4.3", "4.2")}


def test_a_branch_with_another_code_moves_none_of_its_parts_and_no_sum() -> None:
    def edit(data: Data) -> None:
        data["tree"][0]["code"] = "TC"
        data["total"]["members"][0]["node"] = "TC"

    assert told(edit) == ["Đổi mã nhánh “Thể chế số”: I → TC."]


def test_a_criterion_in_another_branch_has_moved() -> None:
    def edit(data: Data) -> None:
        data["tree"][1]["children"].insert(0, data["tree"][0]["children"].pop())

    assert told(edit) == ["Chuyển chỉ tiêu 1.3 “Chỉ tiêu 1.3”: từ I sang II."]


def test_old_and_new_words_of_a_reworded_criterion_stand_side_by_side() -> None:
    def edit(data: Data) -> None:
        leaf(data, "4.1")["name"]["vi"] = "Tỷ lệ hồ sơ {0} trực tuyến"

    (change,) = changes_of(edit)

    assert change.part is Part.WORDING
    assert (
        change_sentence(change, "vi")
        == "Chỉ tiêu 4.1 “Tỷ lệ hồ sơ {0} trực tuyến”: tên › tiếng Việt: “Chỉ tiêu 4.1” → “Tỷ lệ hồ sơ {0} trực tuyến”."
    )


@pytest.mark.parametrize(
    ("code", "values", "part", "sentence"),
    [
        ("4.2", {"max_points": "15"}, Part.POINTS, "điểm tối đa: 10 → 15."),
        (
            "4.4",
            {"target": {"value": "40", "status": "confirmed", "source": "Kế hoạch"}},
            Part.RULES,
            "mục tiêu › giá trị: 30 → 40.",
        ),
        (
            "4.4",
            {"target": {"value": "30", "status": "confirmed", "source": "KH 2"}},
            Part.PROVENANCE,
            "mục tiêu › nguồn: “Kế hoạch” → “KH 2”.",
        ),
        (
            "4.3",
            {"rule": {"kind": "capped_count", "points_each": "0.75"}},
            Part.RULES,
            "cách tính điểm › điểm cho mỗi đơn vị đếm được: 0,5 → 0,75.",
        ),
        (
            "4.3",
            {"rule": {"kind": "best_in_group"}},
            Part.RULES,
            "cách tính điểm: đếm, có tối đa (điểm cho mỗi đơn vị đếm được: 0,5) → so với đơn vị tốt nhất nhóm.",
        ),
        (
            "4.2",
            {
                "rule": {
                    "kind": "steps",
                    "steps": [{"at_least": "80", "share": "1"}, {"above": "50", "share": "1/2"}],
                }
            },
            Part.RULES,
            "cách tính điểm: tỷ lệ thuận (giá trị được điểm tối đa: 100) → theo bậc (các bậc: ≥ 80: 1; > 50: 1/2).",
        ),
        (
            "4.2",
            {"direction": "lower_is_better"},
            Part.RULES,
            "chiều: cao hơn tốt hơn → thấp hơn tốt hơn.",
        ),
        ("4.2", {"groups": ["so"]}, Part.APPLICABILITY, "áp dụng cho nhóm: so, huyen → so."),
        (
            "4.2",
            {"limits": {"minimum": "0", "maximum": "120"}},
            Part.CHECKS,
            "giới hạn số liệu › lớn nhất: 100 → 120.",
        ),
        (
            "4.2",
            {"evidence": {"required": False}},
            Part.CHECKS,
            "tài liệu kiểm chứng › bắt buộc: có → không.",
        ),
        ("4.2", {"status": "reconstructed"}, Part.PROVENANCE, "tình trạng nguồn: có nguồn → suy ra."),
        (
            "1.3",
            {"options": [forms.OPTIONS[0], forms.OPTIONS[1] | {"share": "1/3"}]},
            Part.RULES,
            "lựa chọn › none › phần của điểm tối đa: 0 → 1/3.",
        ),
    ],
)
def test_a_change_of_a_criterion_is_said_in_the_readers_words(
    code: str, values: Data, part: Part, sentence: str
) -> None:
    found = [c for c in changes_of(lambda data: leaf(data, code).update(values)) if c.kind is Kind.CHANGED]

    assert [(c.code, c.part) for c in found] == [(code, part)]
    assert change_sentence(found[0], "vi") == f"Chỉ tiêu {code} “Chỉ tiêu {code}”: {sentence}"


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            lambda data: data["method"].update(zero_denominator="zero"),
            "Phương pháp › mẫu số bằng 0: không áp dụng: không tính cả điểm đạt và điểm tối đa → được 0 điểm.",
        ),
        (
            lambda data: data["method"].update(missing="unranked"),
            "Phương pháp › chỉ tiêu chưa báo cáo: được 0 điểm, điểm tối đa giữ nguyên → đơn vị không được xếp hạng.",
        ),
        (
            lambda data: data["groups"][0].update(ranked=False),
            "Nhóm so “Sở”: có xếp hạng: có → không.",
        ),
        (
            lambda data: data.update(legal_basis=[{"title": "QĐ 1", "date": "2022-04-08"}]),
            "Thêm căn cứ › QĐ 1: ngày: ngày 08 tháng 4 năm 2022; tình trạng nguồn: có nguồn.",
        ),
        (lambda data: data.update(version="1.3.0"), "Phiên bản: 1.2.0 → 1.3.0."),
        (
            lambda data: data["tree"].reverse(),
            "Đổi thứ tự các phần: I, II → II, I.",
        ),
    ],
)
def test_a_change_of_the_whole_is_said_in_the_readers_words(
    edit: Callable[[Data], object], sentence: str
) -> None:
    assert told(edit) == [sentence]


def test_weights_of_a_roll_up_are_points() -> None:
    def weighted(first: str, second: str) -> Callable[[Data], None]:
        def edit(data: Data) -> None:
            members = [{"node": "I", "weight": first}, {"node": "II", "weight": second}]
            data["total"] = {"aggregation": "weighted_mean", "members": members}

        return edit

    found = differences(with_change(weighted("0.4", "0.6")), with_change(weighted("0.5", "0.5")))

    assert [(change.part, change_sentence(change, "vi")) for change in found] == [
        (Part.POINTS, "Tổng điểm › các nút được lấy › I › trọng số: 0,4 → 0,5."),
        (Part.POINTS, "Tổng điểm › các nút được lấy › II › trọng số: 0,6 → 0,5."),
    ]


def test_a_translation_added_to_a_source_is_told_as_just_that() -> None:
    """The Vietnamese is the same; neither the rule nor the target changed."""

    def edit(data: Data) -> None:
        node = leaf(data, "4.1")
        node["source"] = {"vi": node["source"], "en": "Decision 1"}

    (change,) = changes_of(edit)

    assert change.part is Part.PROVENANCE
    assert (change.path, change.before, change.after) == (("source", "en"), None, "Decision 1")
    assert told(edit) == ["Chỉ tiêu 4.1 “Chỉ tiêu 4.1”: nguồn › tiếng Anh: (không có) → “Decision 1”."]


def test_a_legal_text_is_known_by_its_vietnamese_title() -> None:
    def with_title(title: object) -> IndicatorSet:
        return with_change(lambda data: data.update(legal_basis=[{"title": title, "role": "Ban hành"}]))

    before, after = with_title("Quyết định 1"), with_title({"vi": "Quyết định 1", "en": "Decision 1"})

    (change,) = differences(before, after)

    assert change.path == ("legal_basis", "Quyết định 1", "title", "en")


def test_what_moves_ranks_stands_before_words_and_sources() -> None:
    def edit(data: Data) -> None:
        data["version"] = "1.3.0"
        leaf(data, "1.1")["name"]["vi"] = "Kế hoạch"
        leaf(data, "4.5")["max_points"] = "20"
        data["method"]["rank_on"] = "published"

    parts = [change.part for change in changes_of(edit)]

    assert parts == [Part.MAXIMA, Part.POINTS, Part.METHOD, Part.WORDING, Part.PROVENANCE]


def test_a_number_written_otherwise_is_wording_and_shown_as_written() -> None:
    (change,) = changes_of(lambda data: leaf(data, "4.2").update(max_points="10.0"))

    assert change.part is Part.WORDING
    assert change_sentence(change, "vi").endswith("điểm tối đa: 10 → 10.0.")


def test_a_field_nobody_thought_of_is_told_by_its_path() -> None:
    change = Change(
        Part.OTHER, Kind.CHANGED, Thing.INDICATOR, "4.2", {"vi": "Tên"}, ("brand_new", "x"), Decimal(1), None
    )

    assert change_sentence(change, "vi") == "Chỉ tiêu 4.2 “Tên”: brand_new › x: 1 → (không có)."


def test_a_code_that_looks_like_a_field_is_shown_as_it_is_written() -> None:
    def edit(data: Data) -> None:
        data["groups"].append({"code": "source", "name": forms.names("Khối")})
        leaf(data, "4.2")["groups"].append("source")
        data["tree"][1]["max_points"] = {"source": "10"}

    assert "Nhánh II “Chính quyền số”: điểm tối đa › source: (không có) → 10." in told(edit)


def test_units_that_came_went_moved_or_got_another_code_are_told() -> None:
    data = copy.deepcopy(forms.UNITS)
    units = data["units"]
    units[0]["code"] = "SYTE"
    units[1]["group"] = "huyen"
    units[2] = forms.unit("SNGV", "Sở Ngoại vụ")

    found = differences(forms.the_units(), UnitList.model_validate(data))

    assert [change_sentence(change, "vi") for change in found] == [
        "Đổi mã đơn vị “Sở Y tế”: SYT → SYTE.",
        "Thêm đơn vị SNGV “Sở Ngoại vụ” (nhóm so).",
        "Bỏ đơn vị SNV “Sở Nội vụ” (nhóm so).",
        "Đơn vị STC “Sở Tài chính”: nhóm: so → huyen.",
    ]


def test_a_set_is_not_compared_with_a_unit_list() -> None:
    with pytest.raises(TypeError):
        differences(BEFORE, forms.the_units())


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        ("1.9.0", "1.10.0", VersionStep.FORWARD),
        ("1.10.0", "1.9.0", VersionStep.BACKWARD),
        ("1.0", "1.0.1", VersionStep.FORWARD),
        ("1.0.0", "1.0.0", VersionStep.SAME),
        ("2022", "bản 2", VersionStep.UNCLEAR),
        ("1.0", "1.00", VersionStep.UNCLEAR),
    ],
)
def test_versions_are_compared_number_by_number(before: str, after: str, step: VersionStep) -> None:
    assert version_step(before, after) is step


@pytest.mark.parametrize(
    ("version", "said"),
    [("1.2.0", "phải tăng phiên bản"), ("1.1.9", "(1.1.9 < 1.2.0)"), ("v2", "Không so được phiên bản")],
)
def test_a_version_that_did_not_go_up_is_remarked_on(version: str, said: str) -> None:
    def edit(data: Data) -> None:
        data["version"] = version
        leaf(data, "4.2")["max_points"] = "20"

    after = with_change(edit)

    assert said in difference_text(BEFORE, after, differences(BEFORE, after), "vi")


def test_a_version_that_went_up_with_its_content_is_not_remarked_on() -> None:
    def edit(data: Data) -> None:
        data["version"] = "1.3.0"
        leaf(data, "4.2")["notes"] = forms.names("Mới")

    after = with_change(edit)
    text = difference_text(BEFORE, after, differences(BEFORE, after), "vi")

    assert text.splitlines()[:3] == ["bo-thu 1.2.0 → bo-thu 1.3.0", "2 thay đổi.", ""]


def test_what_people_typed_does_nothing_in_markdown_or_on_a_terminal() -> None:
    hostile = "<script>x</script> [a](https://x.vn) *b* \x1b[31m|"

    def edit(data: Data) -> None:
        leaf(data, "4.1")["name"]["vi"] = hostile

    after = with_change(edit)
    found = differences(BEFORE, after)
    markdown = difference_markdown(BEFORE, after, found, "vi")

    assert "\\<script\\>x\\</script\\> \\[a\\](https:\\//x.vn) \\*b\\*" in markdown
    assert "\x1b" not in markdown + difference_text(BEFORE, after, found, "vi")
    assert json.loads(difference_json(BEFORE, after, found, "vi"))["changes"][0]["after"] == hostile


def test_json_holds_the_values_exactly() -> None:
    def edit(data: Data) -> None:
        leaf(data, "1.3")["options"][1]["share"] = "1/3"

    after = with_change(edit)
    data = json.loads(difference_json(BEFORE, after, differences(BEFORE, after), "vi"))

    assert data["version_step"] == "same"
    assert data["after"]["digest"] == content_digest(after)
    (change,) = data["changes"]
    assert (change["code"], change["path"]) == ("1.3", ["options", "none", "share"])
    assert (change["before"], change["after"]) == ("0", "1/3")


def test_the_attainable_points_are_those_that_the_sets_declare() -> None:
    for name in ("yen-bai-2022", "dti-tinh-2022", "dti-tinh-2020"):
        indicator_set = load_indicator_set(builtin_folder() / f"{name}.yaml")
        for group, declared in indicator_set.total.max_points.items():
            assert attainable(indicator_set, group) == Fraction(declared)


def test_bonus_points_are_no_part_of_what_can_be_attained() -> None:
    def edit(data: Data) -> None:
        bonus = forms.indicator("5.1", "yes_no", {"kind": "yes_no"}, effect="bonus")
        data["tree"].append({"code": "III", "name": forms.names("Điểm cộng"), "children": [bonus]})
        data["total"]["members"].append({"node": "III"})
        data["method"]["extra_points"] = {"above_maximum": "cut", "below_zero": "cut"}

    with_bonus = with_change(edit)

    assert attainable(with_bonus, "so") == 80
    assert Part.MAXIMA not in {change.part for change in differences(BEFORE, with_bonus)}


# Every single field of a set that shows everything, changed by itself.


def template() -> Data:
    return IndicatorSet.model_validate(
        yaml.load(set_from_template("mau", None), Loader=yaml.BaseLoader)
    ).model_dump(mode="json")


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
    elif isinstance(data, list) and data:
        for position, value in enumerate(data):
            yield from places(value, (*path, position))
    else:
        yield path


TEMPLATE = template()
UNCHANGED = IndicatorSet.model_validate(TEMPLATE)
PLACES = list(places(TEMPLATE))
OTHER_VALUES = (
    "khác", "7", 7, True, False, "1/4", "2022-04-08", None, "reconstructed", "confirmed", "zero", "maximum",
    "dense", "published", "self", "lower_is_better", "sample", "best", "bonus", "xa", ["phong"], "phong",
    {"vi": "Mới", "en": "New"}, {"value": "7", "status": "confirmed", "source": "QĐ"}, {"least": "1/2"},
    {"by": "3.3", "per": "1000"}, {"kind": "percent", "without_earlier": "zero"},
    {"indicator": "1.1", "answer": "yes"}, {"above_maximum": "cut", "below_zero": "cut"},
)  # fmt: skip


def with_value(place: tuple[str | int, ...], value: Any) -> IndicatorSet | None:
    data = copy.deepcopy(TEMPLATE)
    holder: Any = data
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = value
    try:
        return IndicatorSet.model_validate(data)
    except ValidationError:
        return None


def code_at(path: tuple[str | int, ...]) -> str:
    """The code of the innermost node, group or composite around a place."""
    here, code = TEMPLATE, ""
    for part in path:
        here = here[part]  # type: ignore[index]
        if isinstance(here, dict) and "code" in here and path[0] in {"tree", "groups", "composites"}:
            code = here["code"] if "name" in here and "share" not in here else code
    return code


@settings(max_examples=200, deadline=None)
@given(place=st.sampled_from(PLACES), value=st.sampled_from(OTHER_VALUES))
def test_every_change_of_a_single_field_is_told_and_names_its_place(
    place: tuple[str | int, ...], value: Any
) -> None:
    after = with_value(place, value)
    if after is None:
        return  # a value that does not belong there, or a sum that no longer holds
    found = differences(UNCHANGED, after)

    assert bool(found) == (content_digest(UNCHANGED) != content_digest(after))
    if found:
        code = value if place[-1] == "code" else code_at(place)
        assert any(code in {change.code, *change.path} for change in found), (place, value, found)
        assert all(change_sentence(change, "vi") for change in found)


def test_the_property_above_looks_at_changes_that_a_set_can_have() -> None:
    """Most values do not fit most places; enough of them do."""
    fitting = [
        place for place in PLACES[::29] for value in OTHER_VALUES[::3] if with_value(place, value) is not None
    ]

    assert len(fitting) > len(PLACES[::29])
