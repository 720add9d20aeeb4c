"""Review workbooks made from what units sent in: of every admitted unit, and nobody's decisions overwritten."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cds_rank import workflow
from cds_rank.cli.review_commands import make_review_forms
from cds_rank.errors import CdsRankError
from cds_rank.model import review_layout as layout
from cds_rank.model.indicator_set import IndicatorSet
from cds_rank.model.observation import ObservationStatus
from cds_rank.workflow import Choices
from cds_rank.workflow.review_forms import ReviewMaterial, review_material
from tests.checks.forms import Form, file_name
from tests.cli.helpers import SAMPLES

Make = Callable[..., tuple[int, str, str]]


@pytest.fixture
def make(capsys: pytest.CaptureFixture[str]) -> Make:
    """Call the command's function; returns its exit code and what it said."""

    def call(folder: Path, out: Path, by: str = "all", **more: Any) -> tuple[int, str, str]:
        options: dict[str, Any] = {"unit_codes": (), "group_codes": (), "force": False, "language": "vi"}
        code = make_review_forms([folder], out, by, Choices(), **options | more)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def material_of(folder: Path) -> ReviewMaterial:
    validated = workflow.validate(workflow.find_sources([folder]), Choices(), whole_list=True)
    return review_material(validated)


def rows_in(path: Path) -> list[list[Any]]:
    sheet = load_workbook(path)[layout.REVIEW_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=layout.REVIEW_FIRST_ROW)]
    return [row for row in rows if row[0] is not None]


def column(key: str) -> int:
    return [column.key for column in layout.REVIEW_COLUMNS].index(key)


def made_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


# --- the samples of Yên Bái


@pytest.fixture(scope="module")
def yen_bai() -> ReviewMaterial:
    return material_of(SAMPLES)


def test_every_sample_is_reviewed_with_the_indicators_of_its_group(
    yen_bai: ReviewMaterial, make: Make, tmp_path: Path
) -> None:
    """19 departments with 20 indicators and 9 districts with 33 make 677 figures."""
    code, said, noted = make(SAMPLES, tmp_path / "TD")

    assert (code, noted) == (0, "")
    assert f"Đã ghi 1 phiếu thẩm định (677 dòng của 28 đơn vị) vào {tmp_path / 'TD'}" in said
    assert made_in(tmp_path / "TD") == ["tham-dinh_tat-ca_yen-bai-2022_2022-Q4.xlsx"]
    rows = rows_in(tmp_path / "TD" / "tham-dinh_tat-ca_yen-bai-2022_2022-Q4.xlsx")
    assert [(row[0], row[2]) for row in rows] == [(r.unit.code, r.indicator.code) for r in yen_bai.rows]
    assert len(rows) == 677
    assert sum(row[0] == "132" for row in rows) == 33


def test_the_figures_and_claims_are_those_of_the_submission(yen_bai: ReviewMaterial) -> None:
    """TP Yên Bái reported 238 of 268 for CQS-01, of 10 points: 8,88; its target is 100 %."""
    (row,) = [r for r in yen_bai.rows if (r.unit.code, r.indicator.code) == ("132", "CQS-01")]

    assert row.reported is not None
    assert (row.reported.numerator, row.reported.denominator) == (Decimal(238), Decimal(268))
    assert row.claimed == Fraction(238, 268) * 10
    assert row.reported.evidence.startswith("Báo cáo số 168/BC-UBND")


def test_who_declares_that_an_indicator_does_not_apply_claims_no_points(yen_bai: ReviewMaterial) -> None:
    absent = [r for r in yen_bai.rows if r.reported and r.reported.status is ObservationStatus.NOT_APPLICABLE]

    assert absent
    assert {row.claimed for row in absent} == {None}


def test_invented_submissions_make_a_review_that_says_so(make: Make, tmp_path: Path) -> None:
    make(SAMPLES, tmp_path, unit_codes=["SYT"])

    (path,) = tmp_path.iterdir()
    workbook = load_workbook(path)
    assert str(workbook[layout.REVIEW_SHEET]["A1"].value).startswith("SỐ LIỆU MINH HỌA")


# --- an office: three departments and a district


@pytest.mark.parametrize(
    ("by", "files"),
    [
        ("unit", ["132", "SNV", "STC", "SYT"]),
        ("pillar", ["I", "II"]),
        ("all", ["tat-ca"]),
    ],
)
def test_the_work_can_be_cut_into_parts(by: str, files: Sequence[str], office: Path, make: Make) -> None:
    code, _, _ = make(Path("nop"), Path("TD"), by)

    assert code == 0
    assert made_in(office / "TD") == sorted(f"tham-dinh_{name}_bo-thu_2022-Q4.xlsx" for name in files)


def test_units_and_groups_choose(office: Path, make: Make) -> None:
    make(Path("nop"), Path("TD"), "unit", unit_codes=["STC"], group_codes=["huyen"])

    assert made_in(office / "TD") == [f"tham-dinh_{name}_bo-thu_2022-Q4.xlsx" for name in ("132", "STC")]


def test_a_unit_that_does_not_exist_is_said(office: Path, make: Make) -> None:
    with pytest.raises(CdsRankError, match="unit_unknown"):
        make(Path("nop"), Path("TD"), unit_codes=["SXX"])
    with pytest.raises(CdsRankError, match="format_unknown"):
        make(Path("nop"), Path("TD"), "units")
    assert not (office / "TD").exists()


def test_units_that_are_left_out_are_named_with_the_reason(office: Path, make: Make) -> None:
    form = Form((office / "nop" / file_name("SYT")).read_bytes())
    form.put("4.1", "numerator", "nhiều")
    form.save(office / "nop" / file_name("SYT"))
    (office / "nop" / file_name("STC")).unlink()

    code, said, noted = make(Path("nop"), Path("TD"))

    assert code == 1
    assert "của 2 đơn vị" in said
    assert f"Sở Y tế: {file_name('SYT')} (NUM001)" in noted
    assert "chưa nộp báo cáo: Sở Tài chính" in noted
    (path,) = (office / "TD").iterdir()
    assert {row[0] for row in rows_in(path)} == {"SNV", "132"}


def test_who_was_not_asked_for_is_not_missed(office: Path, make: Make) -> None:
    (office / "nop" / file_name("STC")).unlink()

    code, _, noted = make(Path("nop"), Path("TD"), unit_codes=["SYT"])

    assert (code, noted) == (0, "")


def test_nothing_is_written_when_nobody_is_admitted(office: Path, make: Make) -> None:
    for unit in ("STC", "SNV", "132"):
        (office / "nop" / file_name(unit)).unlink()
    form = Form((office / "nop" / file_name("SYT")).read_bytes())
    form.put("4.1", "numerator", "nhiều")
    form.save(office / "nop" / file_name("SYT"))

    code, said, _ = make(Path("nop"), Path("TD"))

    assert code == 1
    assert said == "Chưa lập phiếu thẩm định nào: không có báo cáo nào dùng được.\n"
    assert made_in(office / "TD") == []


def test_what_was_found_stands_beside_the_figure(office: Path, make: Make) -> None:
    form = Form((office / "nop" / file_name("SYT")).read_bytes())
    form.clear("4.1", "evidence")
    form.save(office / "nop" / file_name("SYT"))

    make(Path("nop"), Path("TD"), "unit", unit_codes=["SYT"])

    (path,) = (office / "TD").iterdir()
    found = {row[2]: row[column("findings")] for row in rows_in(path) if row[column("findings")]}
    assert list(found) == ["4.1"]
    assert str(found["4.1"]).startswith("– ")


def test_decisions_are_not_overwritten_unasked(office: Path, make: Make) -> None:
    make(Path("nop"), Path("TD"), "unit")
    filled = office / "TD" / "tham-dinh_STC_bo-thu_2022-Q4.xlsx"
    fresh = filled.read_bytes()
    filled.write_bytes(b"decided")

    with pytest.raises(CdsRankError, match="review_exists"):
        make(Path("nop"), Path("TD"), "unit")
    assert filled.read_bytes() == b"decided"
    make(Path("nop"), Path("TD"), "unit", force=True)
    assert filled.read_bytes() == fresh


def test_review_workbooks_are_the_same_bytes_every_time(office: Path, make: Make, tmp_path: Path) -> None:
    shutil.copytree(office / "nop", tmp_path / "copy" / "nop")
    make(Path("nop"), Path("a"))
    make(tmp_path / "copy" / "nop", Path("b"))

    (first,), (second,) = (office / "a").iterdir(), (office / "b").iterdir()
    assert first.read_bytes() == second.read_bytes()


def test_a_set_that_measures_growth_needs_the_earlier_period() -> None:
    """Without it the claimed points would not be those that `compute` comes to."""
    validated = workflow.validate(
        workflow.find_sources([SAMPLES.parent / "dti-tinh-2020"]), Choices(), whole_list=True
    )
    data = validated.context.indicator_set.model_dump(mode="json")
    data["tree"][0]["change"] = {"kind": "percent", "without_earlier": "zero"}
    growing = replace(validated.context, indicator_set=IndicatorSet.model_validate(data))

    with pytest.raises(CdsRankError, match="previous_needed"):
        review_material(replace(validated, context=growing))
