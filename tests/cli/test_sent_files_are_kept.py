"""What people sent is never written over, and a folder without review workbooks is said to be one."""

import shutil
from pathlib import Path

import pytest

from cds_rank.cli.main import main

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"


@pytest.fixture
def received(tmp_path: Path) -> Path:
    folder = tmp_path / "nop"
    folder.mkdir()
    for name in ("STC_so-tai-chinh", "SYT_so-y-te"):
        shutil.copy(SAMPLES / "yen-bai-2022" / f"{name}_yen-bai-2022_2022-Q4.xlsx", folder / f"{name}.xlsx")
    return folder


def test_the_outcome_is_not_written_over_a_submission(
    received: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = received / "SYT_so-y-te.xlsx"
    before = sent.read_bytes()

    code = main(["validate", str(received), "--format", "xlsx", "--output", str(sent)])

    assert (code, sent.read_bytes()) == (2, before)
    assert "Không ghi đè tệp đã nhận" in capsys.readouterr().err


def test_the_outcome_is_not_written_over_a_review(received: Path, tmp_path: Path) -> None:
    review = tmp_path / "td" / "phieu.xlsx"
    review.parent.mkdir()
    shutil.copy(next((SAMPLES / "yen-bai-2022-tham-dinh").glob("*_KTS_*.xlsx")), review)
    before = review.read_bytes()

    code = main(
        ["validate", str(received), "--reviews", str(review), "--format", "xlsx", "--output", str(review)]
    )

    assert (code, review.read_bytes()) == (2, before)


def test_a_folder_without_review_workbooks_is_said_to_be_one(
    received: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compute", str(received), "--reviews", str(received)]) == 2
    assert "Không thấy phiếu thẩm định nào" in capsys.readouterr().err
