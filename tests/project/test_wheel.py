"""The built wheel, installed away from the checkout, does the whole job."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pydantic
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_wheel_carries_sets_templates_words_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert "cds_rank/indicator_sets/yen-bai-2022.yaml" in names
    assert "cds_rank/indicator_sets/units/vn-provinces-63.yaml" in names
    assert "cds_rank/indicator_sets/schema/indicator-set.schema.json" in names
    assert "cds_rank/py.typed" in names
    assert "cds_rank/locale/en/LC_MESSAGES/cds_rank.mo" in names
    assert any(name.startswith("cds_rank/reporting/templates/") for name in names)
    assert {"decision.docx", "decision.typ", "unit.typ", "report.css"} <= {
        name.removeprefix("cds_rank/reporting/templates/") for name in names
    }
    assert {"Tinos-Regular.ttf", "Tinos-BoldItalic.ttf", "LICENSE.txt"} <= {
        name.removeprefix("cds_rank/reporting/fonts/") for name in names
    }
    assert "cds_rank/reporting/schemas/ranking.schema.json" in names
    assert "cds_rank/feedback/templates/check.html.j2" in names
    assert "cds_rank/feedback/schemas/validation-report.schema.json" in names


def test_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    packages = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True, capture_output=True, text=True,
        ).stdout.strip()
    )  # fmt: skip
    zipfile.ZipFile(wheel).extractall(packages)
    # The libraries come from the test environment, the package itself only from the wheel.
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    for path in Path(pydantic.__file__).parents[1].iterdir():
        if "cds_rank" not in path.name and path.suffix != ".pth":
            (libraries / path.name).symlink_to(path)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONPATH": str(libraries)}
    work = tmp_path / "work"
    work.mkdir()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(python), "-m", "cds_rank", *arguments]
        return subprocess.run(
            command, cwd=work, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    listed = run("set", "list")
    made = run("template", "--set", "yen-bai-2022", "--period", "2022-Q4", "--unit", "132", "--out", "forms")
    computed = run("compute", str(ROOT / "data" / "samples" / "yen-bai-2022"))
    made_form = next((work / "forms").glob("132_*.xlsx"))
    checked = run(
        "validate", str(made_form), "--format", "html", "--output", "check.html", "--annotate", "back"
    )
    explained = run("--lang", "en", "rule", "NUM003")
    told = run(
        "report",
        "reports/yen-bai-2022/2022-Q4",
        "--format",
        "html,xlsx,docx,pdf,csv,json",
        "--out",
        "publish",
    )
    site = run("report", "reports", "--site", "site")
    doctor = run("doctor", "--format", "json")

    assert told.returncode == 0, told.stderr
    assert {path.suffix for path in (work / "publish").iterdir()} == {
        ".html", ".xlsx", ".docx", ".pdf", ".csv", ".json"
    }  # fmt: skip
    assert site.returncode == 0, site.stderr
    assert doctor.returncode == 0, doctor.stdout
    assert listed.returncode == 0, listed.stderr
    assert "yen-bai-2022" in listed.stdout
    assert made.returncode == 0, made.stderr
    assert len(list((work / "forms").glob("132_*.xlsx"))) == 1
    assert computed.returncode == 0, computed.stderr
    files = sorted(path.name for path in (work / "reports" / "yen-bai-2022" / "2022-Q4").iterdir())
    assert files == ["details.html", "ranking.html", "ranking.xlsx", "result.json"]
    assert checked.returncode == 1, checked.stderr  # an empty form: nothing but warnings
    assert "VAL002" in (work / "check.html").read_text(encoding="utf-8")
    assert (work / "back" / made_form.name).is_file()
    assert "Ambiguous separator" in explained.stdout
