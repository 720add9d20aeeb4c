"""Who is recognised in the reports: everybody once, with the right tier, and with what is lacking in words."""

import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cds_rank.record.frames import to_frame
from cds_rank.record.sealing import seal
from cds_rank.reporting.html import render_html
from cds_rank.reporting.story import Story
from cds_rank.reporting.view.recognition import (
    GroupRecognition,
    Standing,
    make_recognition,
    standing_text,
)
from cds_rank.reporting.workbook import build_workbook
from cds_rank.wording.language import Language
from tests.reporting import recognised as case

SHEET = "Công nhận"


def communes(data: dict[str, Any] = case.SET, language: Language = "vi", **more: Any) -> GroupRecognition:
    view = make_recognition(case.result(data, **more), language)
    assert view is not None
    (group,) = view.groups
    return group


def standing(unit: str, data: dict[str, Any] = case.SET, **more: Any) -> Standing:
    return next(item for item in communes(data, **more).standings if item.unit == unit)


def counts(group: GroupRecognition) -> dict[str, str]:
    return {count.label: count.text for count in group.counts}


class TestView:
    def test_counts_who_registered_and_gives_shares_of_those(self) -> None:
        assert counts(communes()) == {
            "Đơn vị trong danh sách": "8",
            "Đăng ký": "4",
            "Được công nhận": "2 (50,0 %)",
            "Nâng cao": "1 (25,0 %)",
            "Đạt": "1 (25,0 %)",
            "Chưa được công nhận": "2",
            "Trong đó chỉ còn thiếu một chỉ tiêu": "1",
        }

    def test_without_registration_considers_everybody_and_gives_shares_of_the_list(self) -> None:
        """Phường Minh Tân is đạt once nobody has to register; 3 of 8 units are recognised."""
        found = counts(communes(case.changed(registered_by=None)))

        assert "Đăng ký" not in found
        assert found["Được công nhận"] == "3 (37,5 %)"
        assert found["Đạt"] == "2 (25,0 %)"

    def test_names_the_recognised_by_tier_and_by_the_unit_above(self) -> None:
        named = {
            tier.code: {bundle.parent: [unit.name for unit in bundle.units] for bundle in tier.bundles}
            for tier in communes().tiers
        }

        assert named == {
            "nang-cao": {"Huyện Văn Yên": ["Thị trấn Mậu A"]},
            "dat": {"Đơn vị cấp trên, mã 132": ["Phường Yên Thịnh"]},
        }

    def test_units_of_one_parent_stay_together_wherever_they_stand_in_the_list(self) -> None:
        """Mậu A and Đông Cuông are both in Văn Yên, with communes of another district between them."""
        nobody = dict.fromkeys(case.ANSWERS, ("R",))
        lacking = communes(answers=nobody).lacking

        assert [(bundle.parent, [unit.unit for unit in bundle.units]) for bundle in lacking] == [
            ("Huyện Văn Yên", ["04375", "04317"]),
            ("Đơn vị cấp trên, mã 132", ["04240", "04252", "04255"]),
        ]

    def test_nobody_disappears(self) -> None:
        group = communes()
        told = [
            *(unit.unit for tier in group.tiers for bundle in tier.bundles for unit in bundle.units),
            *(unit.unit for bundle in group.lacking for unit in bundle.units),
            *(unit.unit for unit in group.not_registered),
            *(unit.unit for unit in (*group.refused, *group.silent)),
        ]

        assert sorted(told) == sorted(u["code"] for u in case.UNITS["units"] if u["group"] == "xa")
        assert [entry.unit for entry in group.refused] == [case.REFUSED]
        assert [entry.unit for entry in group.silent] == list(case.SILENT)

    def test_says_what_is_lacking_by_code_and_name_and_number(self) -> None:
        assert standing("04317").lacks == (
            "Thiếu 2 trong 3 chỉ tiêu bắt buộc: B2 Bộ phận một cửa điện tử; B3 Hồ sơ công việc trên mạng. "
            "Mới đạt 1 trong 4 chỉ tiêu mở rộng, cần 2."
        )

    def test_says_what_a_recognised_unit_lacks_for_the_next_tier(self) -> None:
        assert standing_text(standing("04240"), "vi") == (
            "Được công nhận mức “Đạt”. Để đạt mức “Nâng cao”: Thiếu 1 trong 5 chỉ tiêu bắt buộc: N2 Chỉ tiêu N2."
        )
        assert standing_text(standing("04375"), "vi") == "Được công nhận mức “Nâng cao”."

    def test_says_that_a_unit_did_not_register_though_it_meets_everything(self) -> None:
        assert standing_text(standing("04255"), "vi") == (
            "Chưa đăng ký xét công nhận. Đủ chỉ tiêu của mức “Đạt” nhưng chưa đăng ký."
        )

    def test_says_which_tier_has_to_come_first(self) -> None:
        """All of nâng cao's own criteria are met, but đạt is not: B1 is asked for there alone."""
        data = case.changed()
        data["recognition"]["tiers"][0]["mandatory"] = ["N1", "N2"]
        answers = case.answering("04252", "B2", "B3", "E1", "E2", "N1", "N2", "R")

        assert standing("04252", data, answers=answers).lacks == (
            "Thiếu 1 trong 3 chỉ tiêu bắt buộc: B1 Có tổ công nghệ số. "
            "Mức “Nâng cao”: đủ chỉ tiêu, nhưng phải đạt mức trước đó."
        )

    def test_what_a_tier_presupposes_is_told_where_that_tier_is_the_next(self) -> None:
        """A unit of the lower tier “nâng cao” for which “đạt”, listed above it, has to come first."""
        data = case.changed()
        data["recognition"]["tiers"].reverse()

        assert standing("04252", data).lacks == (
            "Thiếu 3 trong 5 chỉ tiêu bắt buộc: B3 Hồ sơ công việc trên mạng; N1 Chỉ tiêu N1; N2 Chỉ tiêu N2. "
            "Phải đạt mức “Đạt” trước."
        )

    def test_sixteen_of_seventeen_counts_only_what_may_not_be_missing(self) -> None:
        """Two of three are unmet and one may be: one criterion away."""
        data = case.changed()
        data["recognition"]["tiers"][1]["unmet_at_most"] = 1
        answers = case.answering("04317", "B1", "E1", "E2", "R")
        found = standing("04317", data, answers=answers)

        assert found.lacks == (
            "Thiếu 2 trong 3 chỉ tiêu bắt buộc (chỉ được thiếu 1): "
            "B2 Bộ phận một cửa điện tử; B3 Hồ sơ công việc trên mạng."
        )
        assert found.is_one_away

    def test_what_may_be_missing_is_not_named_as_lacking(self) -> None:
        """B3 may be missing; only one extended criterion is in the way."""
        data = case.changed()
        data["recognition"]["tiers"][1]["unmet_at_most"] = 1
        answers = case.answering("04317", "B1", "B2", "E1", "R")

        assert standing("04317", data, answers=answers).lacks == "Mới đạt 1 trong 4 chỉ tiêu mở rộng, cần 2."
        assert communes(data, answers=answers).lacked == ()

    def test_a_tier_that_presupposes_nothing_is_not_held_back_by_another(self) -> None:
        """04255 did not register; that alone keeps it from both tiers."""
        data = case.changed()
        del data["recognition"]["tiers"][0]["presupposes"]
        answers = case.answering("04255", "B1", "B2", "B3", "E1", "E2", "N1", "N2")

        assert (
            standing("04255", data, answers=answers).lacks == "Đủ chỉ tiêu của mức “Đạt” nhưng chưa đăng ký."
        )

    def test_one_extended_criterion_away_is_one_away(self) -> None:
        answers = case.answering("04317", "B1", "B2", "B3", "E1", "R")

        assert standing("04317", answers=answers).is_one_away
        assert not standing("04317").is_one_away

    def test_who_did_not_register_is_not_one_away(self) -> None:
        answers = case.answering("04255", "B1", "B2", "E1", "E2")

        assert not standing("04255", answers=answers).is_one_away

    def test_says_it_by_code_alone_too_and_names_each_criterion_once(self) -> None:
        """B3 is lacking in two units, B2 in one of them."""
        assert standing("04317").lacks_by_code == (
            "Thiếu 2 trong 3 chỉ tiêu bắt buộc: B2, B3. Mới đạt 1 trong 4 chỉ tiêu mở rộng, cần 2."
        )
        assert [(row.criterion.name, row.units) for row in communes().lacked] == [
            ("Hồ sơ công việc trên mạng", 2),
            ("Bộ phận một cửa điện tử", 1),
        ]

    def test_a_set_that_recognises_nobody_has_no_view(self) -> None:
        data = case.changed()
        del data["recognition"]

        assert make_recognition(case.result(data), "vi") is None

    def test_braces_in_names_are_only_braces(self) -> None:
        data = case.changed()
        data["tree"][0]["children"][2]["name"]["vi"] = "{n} {tier}"
        data["recognition"]["tiers"][1]["name"]["vi"] = "{spare}"

        assert standing("04252", data).lacks == "Thiếu 1 trong 3 chỉ tiêu bắt buộc: B3 {n} {tier}."
        assert "mức “{spare}”" in standing("04255", data).lacks

    def test_control_and_direction_marks_of_names_are_left_out(self) -> None:
        units = case.changed_units("04252", name="Phường\u202e Yên\x1b[31m Ninh")

        assert "\u202e" not in standing("04252", units=units).name
        assert "\x1b" not in standing("04252", units=units).name

    def test_the_sealed_result_says_the_same(self) -> None:
        result = case.result()

        assert make_recognition(seal(result)[1].result, "en") == make_recognition(result, "en")


class _Text(HTMLParser):
    """The text of one section of a page, and its links."""

    def __init__(self, section: str) -> None:
        super().__init__()
        self._section, self._depth = section, 0
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.ids.append(attributes.get("id") or "")
        if tag == "section" and (self._depth or attributes.get("id") == self._section):
            self._depth += 1
        if self._depth and tag == "a":
            self.links.append((attributes.get("href") or "").removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "section" and self._depth > 0

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.words.append(data)


def section(name: str, data: dict[str, Any] = case.SET, **more: Any) -> _Text:
    read = _Text(name)
    read.feed(render_html(Story(case.sealed(data, **more))))
    return read


def text_of(read: _Text) -> str:
    return re.sub(r"\s+", " ", " ".join(read.words))


class TestPage:
    def test_has_a_section_with_everybody_and_links_that_lead_somewhere(self) -> None:
        read = section("recognition")

        names = [unit["name"] for unit in case.UNITS["units"] if unit["group"] == "xa"]
        assert [name for name in names if name not in text_of(read)] == []
        assert sorted(read.links) == sorted(f"unit-{code}" for code in case.ANSWERS if code != "136")
        assert [link for link in read.links if link not in read.ids] == []

    def test_says_what_each_tier_takes_and_where_that_is_written(self) -> None:
        text = text_of(section("recognition"))

        assert "Đạt đủ 3 chỉ tiêu bắt buộc. Đạt ít nhất 30 % trong 4 chỉ tiêu mở rộng." in text
        assert "Nguồn: HD 02/HD-UBND (suy ra)." in text
        assert "Nâng cao đòi hỏi đạt: do người lập bộ chọn." in text

    def test_a_unit_s_profile_says_how_it_stands(self) -> None:
        text = text_of(section("unit-04252"))

        assert (
            "Công nhận: Chưa được công nhận. Thiếu 1 trong 3 chỉ tiêu bắt buộc: B3 Hồ sơ công việc trên mạng."
        ) in text.replace("Công nhận :", "Công nhận:")

    def test_a_group_without_tiers_has_no_line_in_its_profiles(self) -> None:
        assert "ông nhận" not in text_of(section("unit-136"))

    def test_is_as_before_where_the_set_recognises_nobody(self) -> None:
        data = case.changed()
        del data["recognition"]
        page = render_html(Story(case.sealed(data)))

        assert 'id="recognition"' not in page
        assert 'href="#recognition"' not in page

    def test_shows_what_people_typed_literally(self) -> None:
        typed = "<script>alert(1)</script>"
        data = case.changed()
        data["tree"][0]["children"][2]["name"]["vi"] = typed
        page = render_html(Story(case.sealed(data, units=case.changed_units("04252", name=typed))))

        assert typed not in page
        assert f"B3 {typed}" in text_of(section("recognition", data))

    def test_is_the_same_every_time(self) -> None:
        assert render_html(Story(case.sealed())) == render_html(Story(case.sealed()))


def sheet(data: dict[str, Any] = case.SET, language: Language = "vi", **more: Any) -> Worksheet:
    workbook = load_workbook(io.BytesIO(build_workbook(Story(case.sealed(data, **more), language))))
    found = workbook[SHEET]
    assert isinstance(found, Worksheet)
    return found


def table(of: Worksheet) -> tuple[int, list[tuple[Any, ...]]]:
    rows = list(of.iter_rows(values_only=True))
    heading = next(number for number, row in enumerate(rows) if row[0] == "Mã")
    return heading + 1, rows[heading + 1 :]


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
class TestSheet:
    def test_has_one_row_for_each_unit(self) -> None:
        rows = table(sheet())[1]

        assert [row[0] for row in rows] == [
            "04375", "04240", "04252", "04317", "04255", "04251", "04261", "04264",
        ]  # fmt: skip
        assert rows[2] == (
            "04252", "Phường Yên Ninh", "Đơn vị cấp trên, mã 132", "có", "chưa được công nhận", 2, 3, 2, 2, "Đạt",
            "Chỉ còn thiếu một chỉ tiêu. Thiếu 1 trong 3 chỉ tiêu bắt buộc: B3 Hồ sơ công việc trên mạng.",
        )  # fmt: skip
        assert rows[0][4:10] == ("Nâng cao", 5, 5, 4, 2, "—")
        assert rows[5][3:5] == ("—", "chưa xét được")

    def test_says_at_the_top_that_it_follows_no_edit(self) -> None:
        first_lines = [row[0].value for row in sheet().iter_rows(max_row=5)]

        assert "Như khi công bố; sửa trang “Số liệu” thì trang này không đổi." in first_lines

    def test_is_filtered_frozen_and_ready_for_the_printer(self) -> None:
        made = sheet()
        heading, rows = table(made)

        assert made.auto_filter.ref == f"A{heading}:K{heading + len(rows)}"
        assert made.freeze_panes == f"C{heading + 1}"
        assert made.print_title_rows == f"${heading}:${heading}"
        assert made.page_setup.orientation == "landscape"

    def test_colours_say_nothing_that_words_do_not(self) -> None:
        made = sheet()
        heading = table(made)[0]
        fills = {
            made.cell(row, 5).value: made.cell(row, 5).fill.fgColor.rgb
            for row in range(heading + 1, heading + 5)
        }

        assert len({fills["Nâng cao"], fills["Đạt"], fills["chưa được công nhận"]}) == 3

    def test_has_a_dash_where_a_tier_asks_for_no_extended_criteria(self) -> None:
        data = case.changed()
        del data["recognition"]["tiers"][1]["extended"], data["recognition"]["tiers"][1]["extended_at_least"]
        rows = {row[0]: row for row in table(sheet(data))[1]}

        assert rows["04252"][7:9] == ("—", "—")
        assert rows["04375"][7:9] == (4, 2)

    def test_names_the_group_where_there_are_several(self) -> None:
        data = case.changed()
        district = {
            "code": "huyen",
            "name": case.names("Huyện đạt"),
            "groups": ["huyen"],
            "mandatory": ["H1"],
        }
        data["recognition"]["tiers"].append(district | {"status": "confirmed", "source": "HD 02"})
        data["recognition"]["registered_by"] = None
        rows = table(sheet({**data, "recognition": {k: v for k, v in data["recognition"].items() if v}}))[1]

        assert {row[0]: row[11] for row in rows if row[0] in {"136", "04375"}} == {
            "136": "Huyện",
            "04375": "Xã, phường, thị trấn",
        }

    def test_runs_nothing_that_people_typed(self) -> None:
        typed = '=HYPERLINK("http://x")'
        made = sheet(units=case.changed_units("04252", name=typed))
        heading = table(made)[0]
        cell = made.cell(heading + 3, 2)

        assert (cell.value, cell.data_type, cell.quotePrefix) == (typed, "s", True)

    def test_there_is_none_where_the_set_recognises_nobody(self) -> None:
        data = case.changed()
        del data["recognition"]
        workbook = load_workbook(io.BytesIO(build_workbook(Story(case.sealed(data)))))

        assert SHEET not in workbook.sheetnames


class TestFrame:
    FRAME = to_frame(case.result(), "recognition")

    def test_has_a_row_for_each_unit_and_tier(self) -> None:
        of_one = self.FRAME[self.FRAME["unit"] == "04240"].set_index("tier")

        assert list(of_one.index) == ["nang-cao", "dat"]
        assert list(of_one["reached"]) == [False, True]
        assert list(of_one["recognised_as"]) == ["dat", "dat"]
        assert list(of_one["mandatory_met"]) == [4, 3]
        assert of_one.loc["nang-cao", "mandatory_lacking"] == "N2"
        assert of_one.loc["dat", "extended_lacking"] == "E3; E4"

    def test_has_na_for_a_unit_that_is_recognised_at_no_tier(self) -> None:
        of_one = self.FRAME[self.FRAME["unit"] == "04252"]

        assert of_one["recognised_as"].isna().all()
        assert list(of_one["lacks_tier"].fillna("")) == ["dat", ""]

    def test_has_one_row_and_the_reason_for_those_not_scored(self) -> None:
        left_out = self.FRAME[self.FRAME["tier"].isna()]

        assert dict(zip(left_out["unit"], left_out["unranked_reason"], strict=True)) == {
            "04251": "refused", "04261": "not_submitted", "04264": "not_submitted",
        }  # fmt: skip
        assert left_out["registered"].isna().all()

    def test_leaves_out_groups_without_tiers(self) -> None:
        assert set(self.FRAME["group"]) == {"xa"}
