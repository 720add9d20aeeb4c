"""What is committed as an example is what the program makes, byte for byte."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cds_rank import load_result
from cds_rank.cli.main import main
from cds_rank.cli.set_commands import definition_schema
from cds_rank.feedback.rule_pages import rules_markdown
from cds_rank.wording.language import Language

ROOT = Path(__file__).resolve().parents[2]
CREATED_AT = "2023-03-29T08:00:00+07:00"
EXAMPLES = [("yen-bai-2022", "2022-Q4"), ("dti-tinh-2022", "2022")]
SAMPLES_KEPT = (
    "yen-bai-2022",
    "yen-bai-2022-quy-3",
    "yen-bai-2022-tham-dinh",
    "dti-tinh-2022",
    "dti-tinh-2020",
)
"""`make samples` builds more."""


@pytest.mark.parametrize(("name", "period"), EXAMPLES)
def test_committed_reports_come_out_byte_for_byte(name: str, period: str, tmp_path: Path) -> None:
    samples = ROOT / "data" / "samples" / name

    assert main(["compute", str(samples), "--created-at", CREATED_AT, "--out", str(tmp_path)]) == 0

    for file in ("result.json", "ranking.html", "details.html"):
        made = (tmp_path / name / period / file).read_bytes()
        assert made == (ROOT / "reports" / name / period / file).read_bytes(), (
            f"make reports: {file} has changed"
        )


def test_reports_made_again_from_the_result_file_are_the_same(tmp_path: Path) -> None:
    committed = ROOT / "reports" / "yen-bai-2022" / "2022-Q4"

    assert main(["report", str(committed / "result.json"), "--format", "html", "--out", str(tmp_path)]) == 0

    for file in ("ranking.html", "details.html"):
        assert (tmp_path / file).read_bytes() == (committed / file).read_bytes()


def test_samples_are_what_the_small_tables_make(tmp_path: Path) -> None:
    tool = str(ROOT / "tools" / "make_samples.py")
    subprocess.run([sys.executable, tool, str(tmp_path), *SAMPLES_KEPT], check=True)

    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.xlsx")}
    samples = ROOT / "data" / "samples"
    committed = {
        path.relative_to(samples): path.read_bytes()
        for name in SAMPLES_KEPT
        for path in (samples / name).glob("*.xlsx")
    }
    assert made.keys() == committed.keys()
    assert [name for name in made if made[name] != committed[name]] == []


def test_the_samples_lead_to_the_published_order_of_2022() -> None:
    """Hội nghị 29/3/2023: Sở TT&TT 1, VP UBND tỉnh 2, Sở Tài chính 3, BQL các KCN 19; TP Yên Bái 1 … Trạm Tấu 9."""
    frame = load_result(ROOT / "reports" / "yen-bai-2022" / "2022-Q4" / "result.json").to_frame()
    ranks = dict(zip(frame["name"], frame["rank"], strict=True))

    departments = [
        "Sở Thông tin và Truyền thông", "Văn phòng UBND tỉnh", "Sở Tài chính", "Ban Quản lý các khu công nghiệp",
    ]  # fmt: skip
    districts = ["Thành phố Yên Bái", "Huyện Văn Yên", "Huyện Yên Bình", "Huyện Trạm Tấu"]
    assert [ranks[name] for name in departments] == [1, 2, 3, 19]
    assert [ranks[name] for name in districts] == [1, 2, 3, 9]


def test_invented_samples_say_so_and_published_ones_do_not() -> None:
    invented = load_result(ROOT / "reports" / "yen-bai-2022" / "2022-Q4" / "result.json").result
    published = load_result(ROOT / "reports" / "dti-tinh-2022" / "2022" / "result.json").result

    assert invented.record.illustrative
    assert not published.record.illustrative
    page = (ROOT / "reports" / "yen-bai-2022" / "2022-Q4" / "ranking.html").read_text(encoding="utf-8")
    assert "Số liệu minh họa" in page


@pytest.mark.parametrize(("name", "of_units"), [("indicator-set", False), ("unit-list", True)])
def test_committed_schema_is_the_models(name: str, of_units: bool) -> None:
    path = ROOT / "indicator_sets" / "schema" / f"{name}.schema.json"

    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(
        json.dumps(definition_schema(of_units=of_units))
    ), "make schema"


@pytest.mark.parametrize(("language", "page"), [("vi", "docs/vi/quy-tac.md"), ("en", "docs/en/rules.md")])
def test_the_pages_of_rules_are_the_catalogue(language: Language, page: str) -> None:
    assert (ROOT / page).read_text(encoding="utf-8") == rules_markdown(language), "make rules"
