"""`cds-rank recognise`: from submissions and from a result file, as a table, JSON, CSV and Markdown."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cds_rank.cli.recognition_commands import recognise
from cds_rank.errors import CdsRankError
from cds_rank.forms.workbook import Figure, build_form, form_file_name
from cds_rank.model.digest import content_digest
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import Origin
from cds_rank.model.review import Review, Verdict
from cds_rank.model.unit import Unit
from cds_rank.record.sealing import seal
from cds_rank.wording.language import Language
from cds_rank.wording.messages import error_text
from cds_rank.workflow import Choices
from tests.checks.forms import write_definitions
from tests.cli.helpers import CREATED_AT
from tests.reporting import recognised as case

Recognise = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Recognise:
    def call(
        path: Path, output_format: str = "table", language: Language = "vi", **more: Any
    ) -> tuple[int, str]:
        given: dict[str, Any] = {"out": None, "created_at": None, "accept_errors": False}
        code = recognise([path], Choices(), output_format=output_format, language=language, **(given | more))
        return code, capsys.readouterr().out

    return call


@pytest.fixture
def result_file(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path, data: dict[str, Any] = case.SET, **more: Any) -> Path:
    path = folder / "result.json"
    path.write_text(seal(case.result(data, **more))[0], encoding="utf-8")
    return path


@pytest.fixture
def submissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The forms of the communes that sent something, in an office that has the set; one of them is broken."""
    write_definitions(tmp_path / "indicator_sets", case.SET, case.UNITS)
    monkeypatch.chdir(tmp_path)
    the_set = IndicatorSet.model_validate(case.SET)
    folder = tmp_path / "nop"
    folder.mkdir()
    for data in case.UNITS["units"]:
        unit = Unit.model_validate(data)
        if unit.code not in case.ANSWERS:
            continue
        figures = {
            code: Figure(answer="yes" if code in case.ANSWERS[unit.code] else "no")
            for code, indicator in the_set.indicators.items()
            if unit.group in indicator.groups
        }
        form = build_form(the_set, content_digest(the_set), unit, case.PERIOD, figures=figures)
        (folder / form_file_name(unit, the_set.id, case.PERIOD)).write_bytes(form)
    refused = Unit.model_validate(next(u for u in case.UNITS["units"] if u["code"] == case.REFUSED))
    (folder / form_file_name(refused, the_set.id, case.PERIOD)).write_bytes(b"PK\x03\x04 cut off")
    return folder


def plain(text: str) -> str:
    return " ".join("".join(" " if "─" <= letter <= "╿" else letter for letter in text).split())


def test_submissions_and_the_result_made_of_them_say_the_same(
    submissions: Path, result_file: Path, run: Recognise
) -> None:
    code, from_submissions = run(submissions, "csv", created_at=CREATED_AT)

    assert code == 1  # a submission was refused
    assert from_submissions == run(result_file, "csv")[1]


def test_submissions_say_beside_the_table_what_is_wrong_with_the_refused(
    submissions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recognise(
        [submissions], Choices(), output_format="table", out=None, created_at=None, accept_errors=False, language="vi"
    )  # fmt: skip
    shown = capsys.readouterr()

    assert "04251" in shown.err
    assert "Chưa được công nhận: 2" in shown.out


def test_the_table_names_the_recognised_and_what_the_others_lack(result_file: Path, run: Recognise) -> None:
    shown = plain(run(result_file)[1])

    assert "Đăng ký: 4 · Được công nhận: 2 (50,0 %) · Nâng cao: 1 (25,0 %) · Đạt: 1 (25,0 %)" in shown
    assert "Nâng cao: 1 (25,0 %) Thuộc Đơn vị Huyện Văn Yên Thị trấn Mậu A" in shown
    assert "Phường Yên Ninh 2/3 2, cần 2 Thiếu 1 trong 3 chỉ tiêu bắt buộc: B3." in shown
    assert "B3 Hồ sơ công việc trên mạng 2 B2 Bộ phận một cửa điện tử 1" in shown
    assert "Chỉ còn thiếu một chỉ tiêu (1): Phường Yên Ninh" in shown
    assert "Chưa đăng ký (1): Phường Minh Tân" in shown
    assert "Báo cáo chưa được chấp nhận (1): Phường Đồng Tâm" in shown
    assert "Chưa nộp báo cáo (2): Phường Hồng Hà, Xã Tuy Lộc" in shown
    assert "SỐ LIỆU MINH HỌA" in shown


def test_many_units_are_counted_and_ten_are_named(tmp_path: Path, run: Recognise) -> None:
    silent = [
        {"code": f"S{n}", "name": f"Xã {n}", "group": "xa", "parent": "132", "status": "confirmed"}
        for n in range(1, 14)
    ]
    units = {**case.UNITS, "units": [*case.UNITS["units"], *silent]}

    shown = plain(run(written(tmp_path, units=units))[1])

    assert "Chưa nộp báo cáo (15): Phường Hồng Hà, Xã Tuy Lộc, Xã 1," in shown
    assert "Xã 8 và 5 đơn vị khác" in shown
    assert "Xã 9" not in shown


def test_units_of_the_same_name_each_keep_theirs(tmp_path: Path, run: Recognise) -> None:
    """Only the unit above is left out where it repeats."""
    listed = [
        {key: value for key, value in unit.items() if key != "parent"}
        | ({"name": "Xã Tân Thịnh"} if unit["code"] in {"04240", "04252"} else {})
        for unit in case.UNITS["units"]
    ]
    units = {**case.UNITS, "units": listed}
    answers = case.answering("04240", "R")

    shown = run(written(tmp_path, units=units, answers=answers))[1]

    assert shown.count("│ Xã Tân Thịnh") == 2


def test_json_has_codes_names_and_numbers(result_file: Path, run: Recognise) -> None:
    (group,) = json.loads(run(result_file, "json")[1])["groups"]
    by_unit = {unit["unit"]: unit for unit in group["units"]}

    assert group["counts"] == {
        "units": 8, "scored": 5, "registered": 4, "recognised": 2, "one_criterion_away": 1, "refused": 1,
        "not_submitted": 2,
    }  # fmt: skip
    assert {tier["tier"]: tier["units"] for tier in group["tiers"]} == {
        "nang-cao": ["04375"],
        "dat": ["04240"],
    }
    assert by_unit["04317"]["next_tier"] == {"tier": "dat", "criteria_short": 3}
    assert by_unit["04317"]["tiers"][1]["mandatory_unmet"] == [
        {"code": "B2", "name": "Bộ phận một cửa điện tử"},
        {"code": "B3", "name": "Hồ sơ công việc trên mạng"},
    ]
    assert by_unit["04317"]["parent"] == "136"
    assert by_unit["04255"]["registered"] is False
    assert [entry["reason"] for entry in group["not_scored"]] == ["refused", "not_submitted", "not_submitted"]


TYPED = '=HYPERLINK("http://x")|<script>*a*</script>\x1b[31m'


def test_csv_runs_nothing_that_people_typed(tmp_path: Path, run: Recognise) -> None:
    path = written(tmp_path, units=case.changed_units("04252", name=TYPED))
    rows = csv.DictReader(io.StringIO(run(path, "csv")[1], newline=""))

    assert {row["name"][:2] for row in rows if row["unit"] == "04252"} == {"'="}


def test_markdown_shows_literally_what_people_typed(tmp_path: Path, run: Recognise) -> None:
    text = run(written(tmp_path, units=case.changed_units("04252", name=TYPED)), "markdown")[1]

    assert "&lt;script&gt;*a*&lt;/script&gt;" in text
    assert "<script>" not in text
    assert "\x1b" not in text
    assert "<td>Thiếu 1 trong 3 chỉ tiêu bắt buộc: B3.</td>" in text
    assert "<td>B3</td><td>Hồ sơ công việc trên mạng</td><td>2</td>" in text


def test_the_terminal_obeys_nothing_that_people_typed(tmp_path: Path, run: Recognise) -> None:
    data = case.changed(notes=case.names("[red]ghi chú[/red]\x1b[2J"))
    text = run(written(tmp_path, data, units=case.changed_units("04252", name=TYPED)))[1]

    assert "\x1b" not in text
    assert "[red]ghi chú[/red]" in text


@pytest.mark.parametrize("output_format", ["table", "json", "csv", "markdown"])
def test_a_file_gets_what_the_screen_would(result_file: Path, run: Recognise, output_format: str) -> None:
    out = result_file.with_name("công nhận.txt")
    shown = run(result_file, output_format)[1]

    assert run(result_file, output_format, out=out)[1] == ""
    assert out.read_text(encoding="utf-8") == shown


def test_the_result_file_is_not_overwritten(result_file: Path, run: Recognise) -> None:
    before = result_file.read_bytes()

    with pytest.raises(CdsRankError) as caught:
        run(result_file, "json", out=result_file.parent / "." / "result.json")

    assert caught.value.code == "would_overwrite"
    assert result_file.read_bytes() == before


def test_what_a_unit_sent_is_not_overwritten(submissions: Path, run: Recognise) -> None:
    sent = {path: path.read_bytes() for path in submissions.iterdir()}

    with pytest.raises(CdsRankError) as caught:
        run(submissions, "csv", out=min(sent))

    assert caught.value.code == "would_overwrite"
    assert {path: path.read_bytes() for path in submissions.iterdir()} == sent


@pytest.mark.parametrize("output_format", ["table", "markdown"])
def test_what_nobody_has_reviewed_yet_is_said_above_the_tables(
    tmp_path: Path, run: Recognise, output_format: str
) -> None:
    result = case.result()
    review = Review("04375", "B1", Verdict.AGREED, Origin("td.xlsx", "Thẩm định", "N8"))
    reviewed = replace(
        result,
        reviews={("04375", "B1"): review},
        self_scores=result.scores,
        self_observations=result.observations,
    )
    path = tmp_path / "reviewed.json"
    path.write_text(seal(reviewed)[0], encoding="utf-8")

    assert "Chưa thẩm định" not in run(written(tmp_path), output_format)[1]
    assert "Chưa thẩm định" in run(path, output_format)[1]


def test_a_set_without_tiers_is_told_so(tmp_path: Path, run: Recognise) -> None:
    data = case.changed()
    del data["recognition"]

    with pytest.raises(CdsRankError) as caught:
        run(written(tmp_path, data))

    assert caught.value.code == "no_recognition"
    assert error_text(caught.value, "vi").startswith("Bộ chỉ tiêu xa-thu không quy định mức công nhận nào")


@pytest.mark.parametrize(
    ("choices", "accept_errors", "created_at"),
    [(Choices(period="2022"), False, None), (Choices(), True, None), (Choices(), False, CREATED_AT)],
    ids=["period", "accept-errors", "created-at"],
)
def test_choices_that_a_finished_result_cannot_follow_are_refused(
    result_file: Path, choices: Choices, accept_errors: bool, created_at: str | None
) -> None:
    with pytest.raises(CdsRankError) as caught:
        recognise(
            [result_file], choices, output_format="table", out=None, created_at=created_at,
            accept_errors=accept_errors, language="vi",
        )  # fmt: skip

    assert caught.value.code == "result_is_done"


def test_an_unknown_format_is_refused_before_anything_is_read(tmp_path: Path, run: Recognise) -> None:
    with pytest.raises(CdsRankError) as caught:
        run(tmp_path / "không có.json", "xml")

    assert caught.value.code == "format_unknown"
