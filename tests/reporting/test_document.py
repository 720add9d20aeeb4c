"""The decision as a Word file, read back with python-docx and laid out by LibreOffice."""

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm

from cds_rank.errors import CdsRankError
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Observation, ObservationStatus, Origin, Stage
from cds_rank.model.period import Period
from cds_rank.model.result import Result, RunRecord, UnitListUsed, Unranked, UnrankedReason
from cds_rank.model.settings import DecisionSettings
from cds_rank.model.unit import Status, Unit
from cds_rank.record.sealing import seal
from cds_rank.reporting import template_tags
from cds_rank.reporting.decision import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, make_decision, open_gaps
from cds_rank.reporting.document import FIELDS, SHIPPED, build_document, check_template
from cds_rank.reporting.story import Story
from cds_rank.scoring.history import make_history
from cds_rank.scoring.index import build_index
from cds_rank.scoring.ranking import rank_units
from cds_rank.wording.messages import error_text

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "make_decision_template.py"
DRAFT = "DỰ THẢO"
NOT_OFFICIAL = "CHƯA PHẢI VĂN BẢN CHÍNH THỨC"
ILLUSTRATIVE = "Số liệu minh họa – không phải số liệu thật"
FULL = DecisionSettings.model_validate(
    {
        "authority": "Ủy ban nhân dân\ntỉnh Yên Bái",
        "issued-by": "Chủ tịch Ủy ban nhân dân tỉnh Yên Bái",
        "number": 310,
        "symbol": "QĐ-UBND",
        "place": "Yên Bái",
        "date": "2025-02-05",
        "subject": "Về việc công bố kết quả thử",
        "grounds": ["Căn cứ Luật thứ nhất.", "Căn cứ Nghị quyết thứ hai"],
        "proposal": "Giám đốc Sở Thử nghiệm",
        "articles": ["Điều 1. Công bố kết quả.", "Giao Sở Thử nghiệm.\nCác đơn vị thực hiện.", "Hiệu lực./."],
        "signs-for": "KT. Chủ tịch",
        "signer-role": "Phó Chủ tịch",
        "signer": "Nguyễn Văn Mẫu",
        "recipients": ["- Như Điều 3;", "Lưu: VT."],
    }
)


# Small results


def _named(text: str) -> dict[str, str]:
    return {"vi": text, "en": f"{text} in English"}


def _indicator(code: str) -> dict[str, Any]:
    return {
        "code": code, "name": _named(f"Chỉ tiêu {code}"), "unit_of_measure": _named("%"), "input": "value",
        "direction": "higher_is_better", "rule": {"kind": "proportional", "full": "100"}, "max_points": "10",
        "groups": ["xa"], "status": "confirmed", "source": "Quyết định",
    }  # fmt: skip


def a_set(count: int = 2, **more: Any) -> IndicatorSet:
    """A set with so many pillars of one indicator each, 10 points."""
    tree = [
        {"code": f"P{n}", "name": _named(f"Trụ cột {n}"), "children": [_indicator(f"I{n}")]}
        for n in range(1, count + 1)
    ]
    return IndicatorSet.model_validate(
        {
            "id": "bo-thu", "version": "1.0.0", "name": _named("Bộ chỉ tiêu thử"), "status": "confirmed",
            "groups": [{"code": "xa", "name": _named("Xã, phường")}], "tree": tree,
            "pillars": [node["code"] for node in tree],
            "total": {"aggregation": "sum", "members": [{"node": node["code"]} for node in tree]},
            "method": {
                "missing": "zero", "zero_denominator": "zero", "stage": "final", "ties": "competition",
                "scale": {"name": _named("Tỷ lệ")}, "rounding": {"published_score": 2}, "rank_on": "exact",
            },
        }
        | more
    )  # fmt: skip


def a_result(
    shares: Mapping[str, int],
    *,
    made_of: IndicatorSet | None = None,
    names: Mapping[str, str] | None = None,
    silent: Sequence[str] = (),
    period: str = "2025",
    **record: Any,
) -> Result:
    """Score units that reached the same share of every indicator, in per cent; silent ones sent nothing."""
    made_of = made_of or a_set()
    units = [
        Unit(code=code, name=(names or {}).get(code, f"Xã {code}"), group="xa", status=Status.CONFIRMED)
        for code in (*shares, *silent)
    ]
    observations = {
        (unit, code): Observation(
            unit=unit, indicator=code, period=Period.parse(period), stage=Stage.VERIFIED,
            value=Decimal(share), status=ObservationStatus.REPORTED, origin=Origin(f"{unit}.xlsx", "Số liệu", "D9"),
        )
        for unit, share in shares.items()
        for code in made_of.indicators
    }  # fmt: skip
    scores = build_index([unit for unit in units if unit.code in shares], observations, made_of)
    about: dict[str, Any] = {
        "created_at": "2025-02-01T08:00:00+07:00", "tool_version": "0", "period": Period.parse(period),
        "stage": "final", "accepted_errors": False, "illustrative": False, "inputs": (), "set_digest": "",
    } | record  # fmt: skip
    reasons = {code: Unranked(code, UnrankedReason.NOT_SUBMITTED, {}) for code in silent}
    return Result(
        record=RunRecord(**about),
        indicator_set=made_of,
        unit_list=UnitListUsed("xa", "1", "", tuple(units)),
        rankings=rank_units(units, scores, reasons, made_of),
        scores=scores,
        observations=observations,
        findings=(),
        refused_files=(),
    )


def told(result: Result, **more: Any) -> Story:
    return Story(seal(result)[1], **more)


@lru_cache
def plain_story() -> Story:
    return told(a_result({"A": 90, "B": 80, "C": 80}, silent=["D"]))


@lru_cache
def illustrative_story() -> Story:
    return told(a_result({"A": 90}, illustrative=True))


# Reading back


def opened(packed: bytes) -> WordDocument:
    return Document(io.BytesIO(packed))


def parts_of(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def written(document: WordDocument) -> str:
    """All texts of the body, tables included, a line for each paragraph."""
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)


def in_headers(document: WordDocument) -> list[str]:
    section = document.sections[0]
    return [
        "".join(p.text for p in header.paragraphs) for header in (section.first_page_header, section.header)
    ]


def rows_of(table: Any) -> list[list[str]]:
    return [
        ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.findall(qn("w:tc"))]
        for row in table._tbl.findall(qn("w:tr"))
    ]


def of_style(document: WordDocument, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def ranking_of(document: WordDocument) -> Any:
    return next(table for table in document.tables if rows_of(table)[0][0] == "Hạng")


def a_template(*paragraphs: str, header: str = "") -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


# What stands in it


def test_the_decision_says_what_the_settings_say_in_the_order_of_the_decree() -> None:
    document = opened(build_document(plain_story(), FULL))

    head, foot = document.tables[0], document.tables[1]
    assert [cell.text.split("\n") for row in head.rows for cell in row.cells] == [
        ["ỦY BAN NHÂN DÂN", "TỈNH YÊN BÁI", ""],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", ""],
        ["Số: 310/QĐ-UBND"],
        ["Yên Bái, ngày 05 tháng 02 năm 2025"],
    ]
    body = [p.text for p in document.paragraphs if p.text]
    assert body[:11] == [
        "QUYẾT ĐỊNH",
        "Về việc công bố kết quả thử",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH YÊN BÁI",
        "Căn cứ Luật thứ nhất;",
        "Căn cứ Nghị quyết thứ hai;",
        "Theo đề nghị của Giám đốc Sở Thử nghiệm.",
        "QUYẾT ĐỊNH:",
        "Điều 1. Công bố kết quả.",
        "Điều 2. Giao Sở Thử nghiệm.",
        "Các đơn vị thực hiện.",
        "Điều 3. Hiệu lực./.",
    ]
    left, right = (cell.text.split("\n") for cell in foot.rows[0].cells)
    assert left == ["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT."]
    assert right == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"]


def test_what_is_not_set_is_a_gap_and_never_a_name() -> None:
    document = opened(build_document(plain_story(), DecisionSettings()))
    text = written(document)

    assert "Số: \N{NO-BREAK SPACE}\N{NO-BREAK SPACE}" in text
    assert "/QĐ-……" in text
    assert "……, ngày …… tháng …… năm 20……" in text
    assert "Căn cứ ……" in text
    assert "Theo đề nghị của ……" in text
    assert "Yên Bái" not in text
    assert "3 đơn vị được xếp hạng, 1 đơn vị không được xếp hạng, có nêu lý do" in text
    assert (
        "Kết quả từng nhóm tại Phụ lục I (Xã, phường); phương pháp tính và bộ chỉ tiêu tại Phụ lục II."
        in text
    )


def test_every_appendix_names_its_decision_and_counts_its_own_pages() -> None:
    document = opened(build_document(plain_story(), FULL))

    of_decision = (
        "Quyết định số 310/QĐ-UBND ngày 05 tháng 02 năm 2025 của Chủ tịch Ủy ban nhân dân tỉnh Yên Bái"
    )
    attached = f"(Kèm theo {of_decision})"
    assert of_style(document, "QĐ Phụ lục") == ["Phụ lục I", "Phụ lục II"]
    assert of_style(document, "QĐ Tên phụ lục") == [
        "KẾT QUẢ XẾP HẠNG NĂM 2025\nXÃ, PHƯỜNG",
        "PHƯƠNG PHÁP TÍNH VÀ BỘ CHỈ TIÊU",
    ]
    assert of_style(document, "QĐ Kèm theo") == [attached, attached]
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    assert [start is not None and start.get(qn("w:start")) for start in starts] == [False, "1", "1"]


def test_the_ranking_stands_in_its_appendix_with_repeated_heads_and_whole_rows() -> None:
    document = opened(build_document(plain_story(), FULL))
    table = ranking_of(document)

    assert rows_of(table) == [
        ["Hạng", "Đơn vị", "Trụ cột 1 (%)", "Trụ cột 2 (%)", "Điểm đạt", "Điểm tối đa", "Tỷ lệ (%)"],
        ["1", "Xã A", "90,00", "90,00", "18,00", "20", "90,00"],
        ["2", "Xã B", "80,00", "80,00", "16,00", "20", "80,00"],
        ["2", "Xã C", "80,00", "80,00", "16,00", "20", "80,00"],
    ]
    properties = [row.trPr for row in table._tbl.tr_lst]
    assert [p.find(qn("w:tblHeader")) is not None for p in properties] == [True, False, False, False]
    assert all(p.find(qn("w:cantSplit")) is not None for p in properties)
    assert [["TT", "Đơn vị", "Lý do không xếp hạng"], ["1", "Xã D", "Chưa nộp báo cáo."]] in map(
        rows_of, document.tables
    )


def test_columns_have_the_widths_of_the_view_and_fill_the_page() -> None:
    document = opened(build_document(plain_story(), FULL))

    for table in document.tables[2:]:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        cells = [int(width.get(qn("w:w"))) for width in table._tbl.tr_lst[-1].iter(qn("w:tcW"))]
        assert grid == cells
        assert sum(grid) == 11906 - 1701 - 850  # A4 less 30 mm and 15 mm, in twentieths of a point
    rank, name, *_ = (int(column.get(qn("w:w"))) for column in ranking_of(document)._tbl.tblGrid)
    assert name > 2 * rank


def test_many_pillars_turn_the_page_and_what_does_not_fit_even_then_is_told() -> None:
    few, many, most = (
        make_decision(told(a_result({"A": 90}, made_of=a_set(pillars))), FULL).appendices[0]
        for pillars in (2, 6, 20)
    )

    assert [appendix.landscape for appendix in (few, many, most)] == [False, True, True]
    assert sum(column.width for column in few.tables[0].columns) == PORTRAIT_WIDTH
    assert sum(column.width for column in many.tables[0].columns) == LANDSCAPE_WIDTH
    assert sum(column.width for column in most.tables[0].columns) <= LANDSCAPE_WIDTH
    assert len(many.tables[0].columns) == 5 + 6
    assert any("không in hết trên khổ giấy này" in note for note in most.notes)
    document = opened(build_document(told(a_result({"A": 90}, made_of=a_set(6))), FULL))
    sizes = [(section.page_width > section.page_height) for section in document.sections]  # type: ignore[operator]
    assert sizes == [False, True, False]


def test_places_are_compared_with_the_earlier_edition_where_it_can_be() -> None:
    before = a_result({"A": 70, "B": 80, "C": 60}, period="2024")
    now = a_result({"A": 90, "B": 80, "C": 60, "E": 50})
    story = told(now, history=make_history(now, [before]), earlier=[seal(before)[1]])

    table = make_decision(story, FULL).appendices[0].tables[0]

    assert table.columns[-1].name == "So với năm 2024"
    assert [(row[1], row[-1]) for row in table.rows] == [
        ("Xã A", "tăng 1 bậc"),
        ("Xã B", "giảm 1 bậc"),
        ("Xã C", "không đổi"),
        ("Xã E", "mới"),
    ]


def test_an_edition_that_cannot_be_compared_is_one_note_and_no_column() -> None:
    before, now = a_result({"A": 70}, made_of=a_set(3), period="2024"), a_result({"A": 90})
    story = told(now, history=make_history(now, [before]), earlier=[seal(before)[1]])

    appendix = make_decision(story, FULL).appendices[0]

    assert [column.name for column in appendix.tables[0].columns][-1] == "Tỷ lệ (%)"
    assert len([note for note in appendix.notes if "so sánh" in note and "năm 2024" in note]) == 1


def _doubtful(code: str, **more: Any) -> dict[str, Any]:
    return {"code": f"P{code}", "name": _named("Trụ cột"), "children": [_indicator(code) | more]}


def test_what_no_source_states_of_a_criterion_says_so_at_the_place() -> None:
    made_of = a_set(
        tree=[
            _doubtful("1", max_points_status="reconstructed"),
            _doubtful("2", groups_status="reconstructed", status="reconstructed"),
        ],
        pillars=["P1", "P2"],
        total={"aggregation": "sum", "members": [{"node": "P1"}, {"node": "P2"}]},
    )
    appendix = make_decision(told(a_result({"A": 90}, made_of=made_of)), FULL).appendices[1]
    table = appendix.tables[1]

    inferred = "(suy\N{NO-BREAK SPACE}ra)"
    assert [column.name for column in table.columns][2:] == ["Điểm tối đa", "Áp dụng cho", "Nguồn của tên"]
    assert [row[2:] for row in table.rows] == [
        (f"10 {inferred}", "mọi nhóm", "có nguồn"),
        ("10", f"mọi nhóm {inferred}", "suy ra"),
    ]
    assert appendix.notes[0] == f"{inferred}: không nêu trong văn bản nào đã đọc được."
    assert "suy" not in "".join(make_decision(plain_story(), FULL).appendices[1].notes)


@pytest.mark.parametrize(
    ("date", "named", "note"),
    [
        (
            "2025-02-05",
            ["Một", "Cùng ngày", "Không ngày"],
            "1 văn bản ban hành sau ngày 05 tháng 02 năm 2025",
        ),
        (None, ["Một", "Không ngày"], "2 văn bản ban hành sau ngày 01 tháng 02 năm 2025"),
        ("2025-03-01", ["Một", "Cùng ngày", "Sau", "Không ngày"], ""),
    ],
    ids=["the decision's day", "the result's day", "later than all"],
)
def test_a_decision_rests_on_no_document_that_came_later(
    date: str | None, named: list[str], note: str
) -> None:
    days = {"Một": "2024-12-31", "Cùng ngày": "2025-02-05", "Sau": "2025-02-06", "Không ngày": None}
    made_of = a_set(
        legal_basis=[{"title": title, **({"date": day} if day else {})} for title, day in days.items()]
    )
    settings = DecisionSettings.model_validate({"date": date})
    appendix = make_decision(told(a_result({"A": 90}, made_of=made_of)), settings).appendices[1]

    assert [row[0] for row in appendix.tables[2].rows] == named
    assert [text for text in appendix.notes if "ban hành sau" in text] == (
        [f"Không kể {note}."] if note else []
    )


def test_a_result_that_tells_no_day_leaves_no_document_out() -> None:
    made_of = a_set(legal_basis=[{"title": "Sau", "date": "2099-01-01"}])
    story = told(a_result({"A": 90}, made_of=made_of, created_at=""))

    assert make_decision(story, DecisionSettings()).appendices[1].tables[2].rows == (("Sau", "có nguồn"),)


def test_what_is_left_to_be_filled_in_by_hand_is_named() -> None:
    nothing = make_decision(plain_story(), DecisionSettings(), draft=False)

    assert open_gaps(nothing) == (
        "cơ quan ban hành", "số, ký hiệu", "địa danh, ngày tháng", "căn cứ", "cơ quan đề nghị", "Điều 2", "Điều 3",
        "nơi nhận", "chức vụ người ký", "họ tên người ký",
    )  # fmt: skip
    assert open_gaps(make_decision(plain_story(), FULL, draft=False)) == ()
    for field, typed, name in (
        ("number", "", "số, ký hiệu"), ("date", None, "địa danh, ngày tháng"), ("signer", "......", "họ tên người ký"),
        ("articles", ("Công bố.", "Giao …… thực hiện."), "Điều 2"), ("proposal", "", "cơ quan đề nghị"),
    ):  # fmt: skip
        some = FULL.model_copy(update={field: typed})
        assert open_gaps(make_decision(plain_story(), some, draft=False)) == (name,)
    assert open_gaps(make_decision(plain_story(), FULL.model_copy(update={"subject": "Về … một việc"}))) == ()


def test_more_than_a_thousand_units_are_counted_with_a_separator() -> None:
    names = {f"X{n}": 50 for n in range(1001)}
    story = told(a_result(names, made_of=a_set(1), silent=[f"Y{n}" for n in range(1002)]))

    first = make_decision(story, DecisionSettings()).articles[0].paragraphs[0]
    assert "1.001 đơn vị được xếp hạng, 1.002 đơn vị không được xếp hạng" in first


def test_notes_about_drawn_bars_are_not_printed_on_paper() -> None:
    regrouped = a_set(
        composites=[
            {
                "code": "G", "name": _named("Gộp"), "status": "reconstructed", "source": "Suy ra",
                "roll_up": {"aggregation": "sum", "members": [{"node": "P1"}, {"node": "P2"}]},
            }
        ],
        pillars=["G"],
    )  # fmt: skip
    story = told(a_result({"A": 90}, made_of=regrouped))

    assert any("thanh cơ cấu" in note for note in story.view.groups[0].notes)
    notes = make_decision(story, FULL).appendices[0].notes
    assert notes
    assert not any("anh cơ cấu" in note for note in notes)


# Drafts and warnings


def test_a_draft_is_stamped_on_every_page_and_the_final_text_is_not() -> None:
    assert all(DRAFT in text for text in in_headers(opened(build_document(plain_story(), FULL))))

    final = opened(build_document(plain_story(), FULL, draft=False))
    assert not any(DRAFT in text for text in in_headers(final))
    assert DRAFT not in written(final)


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize(
    "template", [None, a_template("Số {{ number }}")], ids=["shipped", "the office's own"]
)
def test_illustrative_figures_are_never_without_their_warning(template: bytes | None, draft: bool) -> None:
    text = written(opened(build_document(illustrative_story(), FULL, template, draft=draft)))

    assert ILLUSTRATIVE in text
    assert NOT_OFFICIAL in text
    assert text.index(NOT_OFFICIAL) < text.index("310")


def test_a_template_without_a_field_for_the_stamp_gets_it_at_the_top() -> None:
    document = opened(build_document(plain_story(), FULL, a_template("Số {{ number }}")))

    assert document.paragraphs[0].text == DRAFT


def test_nothing_speaks_against_a_result_of_confirmed_rules_and_real_figures() -> None:
    assert NOT_OFFICIAL not in written(opened(build_document(plain_story(), FULL)))


@pytest.mark.parametrize(
    ("record", "title"),
    [({"accepted_errors": True}, "Đã tính cả báo cáo còn lỗi"), ({"illustrative": True}, ILLUSTRATIVE)],
)
def test_whatever_speaks_against_it_stands_in_the_box_at_the_top(record: dict[str, Any], title: str) -> None:
    document = opened(build_document(told(a_result({"A": 90}, **record)), FULL))

    (box,) = rows_of(document.tables[0])
    assert box[0].startswith(NOT_OFFICIAL)
    assert f"{title}. " in box[0]


def test_the_english_text_says_that_it_is_a_reading_translation() -> None:
    view = make_decision(told(a_result({"A": 90}), language="en"), FULL)

    assert view.reading_note
    assert view.state != "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert not make_decision(plain_story(), FULL).reading_note


def test_english_texts_are_taken_where_the_office_gave_them_and_else_stay_as_typed() -> None:
    settings = FULL.model_copy(update={"en": FULL.en.model_copy(update={"authority": "People's Committee"})})

    view = make_decision(told(a_result({"A": 90}), language="en"), settings)

    assert view.authority == "PEOPLE'S COMMITTEE"
    assert view.subject == "Về việc công bố kết quả thử"
    assert view.place_and_date == "Yên Bái, 5 February 2025"


def test_an_appendix_says_of_illustrative_figures_that_they_are_when_it_is_taken_off_the_rest() -> None:
    wide = told(a_result({"A": 90}, made_of=a_set(6), illustrative=True))
    document = opened(build_document(wide, FULL, draft=False))

    assert [ILLUSTRATIVE in text for text in in_headers(document)] == [True, True]
    assert all(section.header.is_linked_to_previous for section in list(document.sections)[1:])
    assert not any(
        ILLUSTRATIVE in text for text in in_headers(opened(build_document(plain_story(), FULL, draft=False)))
    )


def _of_many_sections() -> bytes:
    """The second section has headers of its own, the third goes on with them; odd and even pages differ."""
    document = Document()
    document.add_paragraph("Số {{ number }}")
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "Phụ lục"
    document.add_section().different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def test_every_header_of_the_offices_own_template_says_that_figures_are_illustrative() -> None:
    for template in (a_template("Số {{ number }}"), a_template("A", header="Sở"), _of_many_sections()):
        document = opened(build_document(illustrative_story(), FULL, template, draft=False))

        for section in document.sections:
            headers: list[Any] = [section.header]
            if section.different_first_page_header_footer:
                headers.append(section.first_page_header)
            if document.settings.odd_and_even_pages_header_footer:
                headers.append(section.even_page_header)
            for header in headers:
                assert header.paragraphs[0].text == ILLUSTRATIVE


# Templates


def test_the_shipped_template_is_what_the_script_makes(tmp_path: Path) -> None:
    made = tmp_path / "decision.docx"
    subprocess.run([sys.executable, str(SCRIPT), str(made)], check=True, capture_output=True)

    # Part by part: another zlib packs the same parts into other bytes.
    assert parts_of(made.read_bytes()) == parts_of(SHIPPED.read_bytes())


def test_a_letterhead_of_the_office_is_filled_and_kept() -> None:
    template = a_template(
        "SỞ THỬ NGHIỆM", "{{ number }}", "{{ appendices[0].label }}", header="Mẫu của {{ authority }}"
    )

    document = opened(build_document(plain_story(), FULL, template))

    assert written(document).split("\n")[-3:] == ["SỞ THỬ NGHIỆM", "Số: 310/QĐ-UBND", "Phụ lục I"]
    assert document.sections[0].header.paragraphs[0].text == "Mẫu của ỦY BAN NHÂN DÂN\nTỈNH YÊN BÁI"


def test_a_table_drawn_by_the_office_takes_figures_by_their_names() -> None:
    document = Document()
    table = document.add_table(rows=4, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        (
            "Thứ",
            "Tên",
            "{%tr for row in rankings[0].rows %}",
            "",
            "{{ row.rank }}",
            "{{ row.name }}",
            "{%tr endfor %}",
            "",
        ),
        strict=True,
    ):
        cell.text = text
    packed = io.BytesIO()
    document.save(packed)

    filled = opened(build_document(plain_story(), FULL, packed.getvalue()))

    assert rows_of(filled.tables[0]) == [["Thứ", "Tên"], ["1", "Xã A"], ["2", "Xã B"], ["2", "Xã C"]]


def test_texts_that_are_no_loop_stand_line_by_line() -> None:
    template = a_template("{{ signature }}", "{{ grounds }}", "{{ articles[1].paragraphs }}")

    paragraphs = [
        p.text for p in opened(build_document(plain_story(), FULL, template, draft=False)).paragraphs
    ]

    assert paragraphs == [
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "Căn cứ Luật thứ nhất;\nCăn cứ Nghị quyết thứ hai;\nTheo đề nghị của Giám đốc Sở Thử nghiệm.",
        "Giao Sở Thử nghiệm.\nCác đơn vị thực hiện.",
    ]


def _split_between_cell_and_body(*, in_header: bool = False) -> bytes:
    document = Document()
    document.add_paragraph("A {% if superior %}")
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "B {% endif %}"
    if in_header:
        document = Document()
        header = document.sections[0].header
        header.paragraphs[0].text = "A {% if superior %}"
        header.add_table(1, 1, Cm(9)).rows[0].cells[0].text = "B {% endif %}"
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _packed(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr(name, "<a/>")
    return packed.getvalue()


def _replaced(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for part, old in parts_of(SHIPPED.read_bytes()).items():
            out.writestr(part, content if part == name else old)
    return packed.getvalue()


FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A_FOOTNOTE = (
    f'<w:footnotes xmlns:w="{NAMESPACE}"><w:footnote><w:p><w:r><w:t>%s</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>%s</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def _with_footnotes(content: str, encoding: str = "utf-8") -> bytes:
    kind = f'<Override PartName="/word/footnotes.xml" ContentType="{FOOTNOTES}"/></Types>'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>'
    parts = parts_of(a_template("x")) | {"word/footnotes.xml": content.encode(encoding)}
    for name, end, more in (
        ("[Content_Types].xml", b"</Types>", kind),
        ("word/_rels/document.xml.rels", b"</Relationships>", link),
    ):
        parts[name] = parts[name].replace(end, more.encode())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, part in parts.items():
            out.writestr(name, part)
    return packed.getvalue()


def test_a_footnote_of_the_office_is_filled() -> None:
    template = _with_footnotes(A_FOOTNOTE % ("{{ number }}", "a"))

    filled = parts_of(build_document(plain_story(), FULL, template))["word/footnotes.xml"].decode()

    assert ">Số: 310/QĐ-UBND</w:t>" in filled
    assert "{{" not in filled


# name, code, what the sentence has to name, template
BROKEN: list[tuple[str, str, str, bytes]] = [
    ("no file of Word", "template_not_docx", "mau.docx", b"xin chao"),
    ("empty", "template_not_docx", "mau.docx", b""),
    ("another package", "template_not_docx", "mau.docx", _packed("xl/workbook.xml")),
    ("without its styles", "template_not_docx", "mau.docx", _replaced("word/styles.xml", b"<a/>")),
    ("without its properties", "template_not_docx", "mau.docx", _replaced("docProps/core.xml", b"<a/>")),
    ("without its text", "template_not_docx", "mau.docx", _replaced("word/document.xml", b"<a/>")),
    ("a book", "template_too_large", "mau.docx", a_template("Rất nhiều chữ. " * 150_000)),
    ("an unknown field", "template_field", "“numbr” (có phải “number” không?)", a_template("Số {{ numbr }}")),
    ("the guide to the fields", "template_field", "docs/vi/quyet-dinh.md", a_template("Số {{ numbr }}")),
    ("fields without a name", "template_failed", "{{ articles }}", a_template("{{ articles }}")),
    ("a field with fields", "template_failed", "{{ articles[0] }}", a_template("{{ articles[0] }}")),
    ("an unknown field in the header", "template_field", "“stampp”", a_template("A", header="{{ stampp }}")),
    ("an unknown field of a field", "template_field", "“titel”", a_template("{{ appendices[0].titel }}")),
    ("a loop without an end", "template_syntax", "{% endfor %}", a_template("{%p for a in articles %}", "x")),
    ("two crossed", "template_syntax", "{% endif %} khi thẻ {% for %}", a_template("{% for a in b %}{% endif %}")),
    ("an end too many", "template_syntax", "không có thẻ mở", a_template("x {% endif %}")),
    ("a tag of nothing", "template_syntax", "sau {% phải là", a_template("{% %}x")),
    ("a remark without an end", "template_syntax", "đóng bằng #}", a_template("{# x")),
    ("two fields in one", "template_syntax", "chữ “authority” thừa", a_template("{{ number authority }}")),
    ("no field", "template_syntax", "còn thiếu chữ", a_template("{{ }}")),
    ("a loop without in", "template_syntax", "“b” ở chỗ phải là “in”", a_template("{% for a b %}{% endfor %}")),
    ("a bracket not closed", "template_syntax", "thiếu một dấu )", a_template("{{ (number }}")),
    ("a sign", "template_syntax", "dấu ! đặt sai chỗ", a_template("{{ number ! }}")),
    ("what has no words of ours", "template_syntax", "báo “", a_template("{% set 1 = 2 %}")),
    ("braces not closed", "template_syntax", "đó: thẻ mở ra chưa đóng", a_template("Số {{ number ")),
    ("a brace too few", "template_syntax", "thẻ mở ra chưa đóng", a_template("{{ number }")),
    ("brackets without end", "template_syntax", "quá sâu", a_template("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}")),
    ("loops in loops", "template_syntax", "quá sâu", a_template("{% for a in articles %}" * 25 + "{% endfor %}" * 25)),
    ("a number without end", "template_syntax", "quá dài", a_template("{{ " + "9" * 5000 + " }}")),
    ("an unknown tag", "template_syntax", "{% fro %} (có phải “for” không?)", a_template("{% fro a in articles %}")),
    ("an unknown filter", "template_filter", "“uper” (có phải “upper” không?)", a_template("{{ number|uper }}")),
    ("an unknown test", "template_filter", "defined", a_template("{% if number is dfined %}{% endif %}")),
    ("what rolls dice", "template_unsafe", "{{ lipsum() }}", a_template("{{ lipsum() }}")),
    ("what rolls dice, uncalled", "template_field", "“lipsum”", a_template("{{ lipsum }}")),
    ("what lies behind a field", "template_unsafe", "__class__", a_template("{{ number.__class__ }}")),
    ("a text without end", "template_unsafe", '"a" * 9', a_template('{{ "a" * 999999999999 }}')),
    ("a text with itself", "template_unsafe", "number + number", a_template("{{ number + number }}")),
    ("a text beside itself", "template_unsafe", "number ~ number", a_template("{{ number ~ number }}")),
    ("a list in itself", "template_unsafe", "[articles]", a_template("{% set x = [articles] %}")),
    ("blanks without end", "template_filter", "“format”", a_template("{{ '%1000000000d'|format(1) }}")),
    ("blanks of a text", "template_unsafe", "ljust", a_template("{{ number.ljust(1000000000) }}")),
    ("a macro without end", "template_unsafe", "m()", a_template("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")),
    ("a text kept", "template_unsafe", "{% set x %}", a_template("{% set x %}a{% endset %}")),
    ("a loop that calls itself", "template_unsafe", "recursive", a_template("{% for a in b recursive %}{% endfor %}")),
    ("another file", "template_unsafe", '{% include "a" %}', a_template('{% include "a" %}')),
    ("a field that is called", "template_unsafe", "{{ number() }}", a_template("{{ number() }}")),
    ("numbers without end", "template_endless", "range(999999)", a_template("{{ range(999999)|length }}")),
    ("a replacement", "template_endless", "state", a_template("{{ state|replace('', '" + 9**6 * "a" + "') }}")),
    ("a join without end", "template_endless", "join", a_template("{{ range(50000)|join('abcde') }}")),
    ("tags across cells", "template_torn", "mau.docx", _split_between_cell_and_body()),
    ("tags across a header", "template_torn", "mau.docx", _split_between_cell_and_body(in_header=True)),
    ("an unknown field in a footnote", "template_field", "“numbr”", _with_footnotes(A_FOOTNOTE % ("{{ numbr }}", ""))),
    ("tags across a footnote", "template_torn", "mau.docx", _with_footnotes(
        (A_FOOTNOTE % ("{% if superior %}", "")).replace("</w:footnote>", "</w:footnote>{% endif %}")
    )),
    ("footnotes in other letters", "template_not_docx", "mau.docx", _with_footnotes(A_FOOTNOTE, "utf-16")),
    ("footnotes cut off", "template_not_docx", "mau.docx", _with_footnotes(A_FOOTNOTE[:-9])),
]  # fmt: skip


@pytest.mark.parametrize(("code", "named", "template"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_template_is_refused_with_the_place_in_words(code: str, named: str, template: bytes) -> None:
    with pytest.raises(CdsRankError) as refused:
        build_document(plain_story(), FULL, template, template_name="mau.docx")

    assert refused.value.code == code
    sentence = error_text(refused.value, "vi")
    assert "mau.docx" in sentence
    assert named in sentence


LOOPS = {
    "over numbers": "{% for i in range(1500) %}{% for j in range(1500) %}{% endfor %}{% endfor %}",
    "over fields": "{% for a in grounds %}" * 14 + "{% endfor %}" * 14,
    "over letters": "{% for a in state %}" * 5 + "{% endfor %}" * 5,
    "of which nothing is taken": "{% for i in range(1500) %}{% for j in range(1500) if 0 %}{% endfor %}{% endfor %}",
    "with a search": "{% for i in range(5000) %}{% if 'x' in range(9000) %}{% endif %}{% endfor %}",
    "with a filter": "{% for i in range(5000) %}{% if range(9000)|list %}{% endif %}{% endfor %}",
    "with much to do": "{% for i in range(5000) %}" + "{% if i %}{% endif %}" * 200 + "{% endfor %}",
}  # fmt: skip


@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS)
def test_a_template_that_would_go_on_for_hours_is_stopped_with_its_place(
    loop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenth of the usual patience: what is counted is what is worked out, and no clock."""
    monkeypatch.setattr(template_tags, "_MOST_STEPS", template_tags._MOST_STEPS // 10)

    with pytest.raises(CdsRankError) as refused:
        build_document(plain_story(), FULL, a_template("Trước.", loop), template_name="mau.docx")

    assert refused.value.code == "template_endless"
    assert "{% for" in error_text(refused.value, "vi")


def test_a_template_that_would_write_a_library_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_tags, "_LARGEST_FILLED", 1_000_000)
    text = "Rất nhiều chữ. " * 100

    with pytest.raises(CdsRankError) as refused:
        build_document(plain_story(), FULL, a_template("{% for i in range(900) %}" + text + "{% endfor %}"))

    assert refused.value.code == "template_endless"


def test_what_offices_write_in_templates_is_worked_out() -> None:
    told = {
        "{{ number|upper }}": "SỐ: 310/QĐ-UBND",
        "{{ grounds[:2]|join(' ')|replace('thứ nhất', '1') }}": "Căn cứ Luật 1; Căn cứ Nghị quyết thứ hai;",
        "{% for r in ROWS[:2] %}{{ loop.index + 1 }}/{{ loop.length }} {{ r.name }};{% endfor %}": "2/2 Xã A;3/2 Xã B;",
        "{% for r in ROWS if r.rank == 2 %}{{ r.name }}{% if not loop.last %}, {% endif %}{% endfor %}": "Xã B, Xã C",
        "{{ ROWS|map(attribute='name')|join(', ') }}": "Xã A, Xã B, Xã C",
        "{% set r = ROWS|first %}{{ r.name }}{{ superior|default('không có', true) }}": "Xã Akhông có",
        "{% if language in ('vi', 'en') %}{{ language|e }}{% endif %}": "vi",
        "{% for r in ROWS %}{{ loop.cycle('a', 'b') }}{% endfor %}": "aba",
    }  # fmt: skip
    template = a_template(*(text.replace("ROWS", "rankings[0].rows") for text in told))

    read = [p.text for p in opened(build_document(plain_story(), FULL, template, draft=False)).paragraphs]

    assert read == list(told.values())


@pytest.mark.parametrize("guide", ["docs/vi/quyet-dinh.md", "docs/en/decision.md"])
def test_the_guides_name_every_field_and_every_filter(guide: str) -> None:
    text = (SCRIPT.parents[1] / guide).read_text(encoding="utf-8")

    assert [name for name in (*sorted(FIELDS), *template_tags.FILTERS) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("at", range(0, 100, 5))
def test_a_damaged_template_is_refused_or_filled_and_never_a_crash(at: int) -> None:
    """One byte after another is turned over, in every part of the file."""
    whole = SHIPPED.read_bytes()
    place = len(whole) * at // 100
    damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]

    try:
        built = build_document(plain_story(), FULL, damaged)
    except CdsRankError as error:
        assert error.code.startswith("template_")  # noqa: PT017 - most places make it unreadable, some change nothing
    else:
        assert "Xã A" in written(opened(built))


def test_a_template_is_checked_before_any_work() -> None:
    check_template(SHIPPED.read_bytes(), "decision.docx")

    for name, code, _named_in_it, template in BROKEN:
        if code in {"template_not_docx", "template_syntax", "template_filter"} or name.startswith(
            "an unknown field i"
        ):
            with pytest.raises(CdsRankError) as refused:
                check_template(template, "mau.docx")
            assert refused.value.code == code


def test_the_shipped_template_uses_every_field_but_the_one_for_tables_of_the_office() -> None:
    with zipfile.ZipFile(SHIPPED) as packed:
        text = "".join(
            packed.read(n).decode() for n in packed.namelist() if n.startswith("word/") and n.endswith(".xml")
        )

    assert {field for field in FIELDS if field not in text} == {"rankings"}


# Hostile texts, bytes, pages

HOSTILE = [
    "{{ number }} {% for a in articles %} {# x #}",
    "{_{ 1 }_} {_% x %_}",
    "<w:t>x</w:t> & \"y\" 'z' ]]> &amp; <!-- -->",
    "Xã 🏔️ Mường 한국 ﷽",
    "=1+1 #REF! \\ `$(x)`",
    "Tên " + "rất dài " * 37,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_stands_literally_in_the_table(name: str) -> None:
    name = name.strip()
    story = told(a_result({"A": 90}, names={"A": name}))

    assert rows_of(ranking_of(opened(build_document(story, FULL))))[1][1] == name


def test_a_name_with_a_line_end_breaks_its_line_and_marks_nobody_sees_are_left_out() -> None:
    story = told(a_result({"A": 90}, names={"A": "Xã một\nhai\u202e ba\x0b"}))

    cell = ranking_of(opened(build_document(story, FULL))).rows[1].cells[1]

    assert cell.text == "Xã một\nhai ba"
    assert len(list(cell._tc.iter(qn("w:br")))) == 1


def test_what_the_office_typed_is_text_too() -> None:
    settings = FULL.model_copy(update={"subject": "{{ signer }} <w:p/> & \u202e", "signer": "{% x %}"})

    text = written(opened(build_document(plain_story(), settings)))

    assert "{{ signer }} <w:p/> &" in text
    assert "{% x %}" in text


def test_the_same_story_gives_the_same_bytes_and_nobodys_name() -> None:
    first, second = (build_document(told(a_result({"A": 90})), FULL) for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = opened(first).core_properties
    assert core.created is not None
    assert core.created.isoformat() == "2025-02-01T01:00:00+00:00"  # 08:00 in Việt Nam
    assert core.title == "QUYẾT ĐỊNH – Về việc công bố kết quả thử"
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")


def test_hundreds_of_units_have_a_line_each() -> None:
    story = told(a_result({f"X{n}": n % 101 for n in range(300)}))

    table = ranking_of(opened(build_document(story, FULL)))

    assert len(table._tbl.tr_lst) == 301


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The texts of the pages as LibreOffice lays them out."""
    assert shutil.which("soffice"), "LibreOffice is needed; make test installs it"
    folder = tmp_path_factory.mktemp("docx")
    story = told(
        a_result(
            {f"X{n:02d}": 99 - n for n in range(60)}, silent=["D"], illustrative=True, accepted_errors=True
        )
    )
    (folder / "decision.docx").write_bytes(build_document(story, FULL.model_copy(update={"articles": ()})))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(folder / "decision.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    done = subprocess.run(
        ["pdftotext", "-layout", str(folder / "decision.pdf"), "-"], check=True, capture_output=True
    )
    return done.stdout.decode("utf-8").split("\f")[:-1]


def test_libreoffice_lays_out_every_page_with_its_number_and_stamp(pages: list[str]) -> None:
    """One page of text and signature, the ranking of 60 on two or three, the method on one."""
    first_lines = [page.split("\n", 1)[0].split() for page in pages]

    assert all(DRAFT in page and ILLUSTRATIVE in page.split("\n", 1)[0] for page in pages)
    starts = [
        n for n, page in enumerate(pages) if "Phụ lục" in page.split("(Kèm theo")[0] and "(Kèm theo" in page
    ]
    assert len(starts) == 2
    for n, line in enumerate(first_lines):
        begin = max([0, *(start for start in starts if start <= n)])
        told = " ".join(line).removeprefix(ILLUSTRATIVE).removesuffix(DRAFT).strip()
        assert told == (str(n - begin + 1) if n > begin else "")


def test_libreoffice_repeats_the_heads_and_keeps_the_warning_on_the_first_page(pages: list[str]) -> None:
    with_units = [page for page in pages if "Xã X" in page]

    assert len(with_units) >= 2
    assert all("Hạng" in page for page in with_units)
    assert NOT_OFFICIAL in pages[0]
    assert ILLUSTRATIVE in pages[0]
    assert "Nguyễn Văn Mẫu" in pages[0]
    assert "Phụ lục I" in pages[1]
