"""`cds-rank report`: real workbooks of two periods computed by the real command line, told in every way there is."""

import csv
import importlib.util
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cds_rank.cli.main import main
from cds_rank.model.digest import canonical_json, text_digest
from tests.checks import forms
from tests.cli.helpers import CREATED_AT, Cli

Run = Callable[..., Cli]
FORMATS = "html,xlsx,docx,pdf,csv,json"
WRITTEN = {
    "ranking.html",
    "details.html",
    "ranking.xlsx",
    "decision.docx",
    "decision.pdf",
    "ranking.csv",
    "points.csv",
    "ranking.json",
}
EVIL = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "\u202egnor\u202c {{ 7*7 }} \\end{x} #eval(1)",
    "Tên rất dài & 'trích' " * 14,
)
SETTINGS = """
[report.decision]
authority = "Ủy ban nhân dân tỉnh Thử"
signer = "Nguyễn Văn Thử"
"""


@pytest.fixture(scope="module")
def two_periods(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with the results of 2021-Q4 and 2022-Q4; a year ago Sở Y tế had half of one criterion."""
    folder = tmp_path_factory.mktemp("hai-ky")
    forms.write_definitions(folder / "indicator_sets")
    for period in ("2021-Q4", "2022-Q4"):
        (folder / period).mkdir()
        for unit in forms.the_units().units:
            form = forms.Form(forms.filled(unit.code, period))
            if (period, unit.code) == ("2021-Q4", "SYT"):
                form.put("1.1", "points", 4)
            (folder / period / forms.file_name(unit.code, period)).write_bytes(form.bytes())
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            arguments = ["--created-at", CREATED_AT, "--report", "none", "--format", "csv"]
            assert main(["compute", period, *arguments]) == 0
    return folder


@pytest.fixture
def office(two_periods: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "office"
    shutil.copytree(two_periods, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CDS_RANK_LANG", raising=False)
    return folder


NOW, BEFORE = Path("reports/bo-thu/2022-Q4/result.json"), Path("reports/bo-thu/2021-Q4/result.json")


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def everything(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


# --- formats


def test_the_usual_formats_are_the_page_and_the_workbook(office: Path, cli: Run) -> None:
    assert cli("report", NOW).code == 0

    assert names(NOW.parent) == {"result.json", "ranking.html", "details.html", "ranking.xlsx"}


def test_every_format_is_written_and_is_what_its_name_says(office: Path, cli: Run) -> None:
    done = cli("report", NOW, "--format", FORMATS, "--out", "ra")

    assert (done.code, names(Path("ra"))) == (0, WRITTEN)
    for name in ("ranking.xlsx", "decision.docx"):
        assert zipfile.is_zipfile(Path("ra", name))
    assert Path("ra/decision.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads(Path("ra/ranking.json").read_text("utf-8"))["schema"] == "cds-rank/ranking"
    assert len(list(csv.reader(io.StringIO(Path("ra/ranking.csv").read_text("utf-8-sig"))))) == 1 + 4
    assert all(str(Path("ra", name)) in done.err for name in WRITTEN)


def test_reports_in_english_stand_beside_the_vietnamese_ones(office: Path, cli: Run) -> None:
    for language in ("vi", "en"):
        cli("report", NOW, "--lang", language, "--format", "html,csv,json", "--out", "ra")

    assert names(Path("ra")) == {
        "ranking.html", "details.html", "ranking.csv", "points.csv", "ranking.json",
        "ranking.en.html", "details.en.html", "ranking.en.csv", "points.en.csv", "ranking.en.json",
    }  # fmt: skip
    assert '<html lang="en"' in Path("ra/ranking.en.html").read_text("utf-8")


def test_the_folder_of_a_result_means_the_result(office: Path, cli: Run) -> None:
    cli("report", NOW.parent, "--format", "json", "--out", "ra")
    cli("report", NOW, "--format", "json", "--out", "rb")

    assert everything(Path("ra")) == everything(Path("rb"))


def test_compute_writes_every_format_too(office: Path, cli: Run) -> None:
    done = cli("compute", "2022-Q4", "--report", FORMATS, "--out", "ra", "--created-at", CREATED_AT)

    assert (done.code, names(Path("ra/bo-thu/2022-Q4"))) == (0, WRITTEN | {"result.json"})


def test_the_same_result_gives_the_same_bytes(office: Path, cli: Run) -> None:
    for folder in ("ra", "rb"):
        cli("report", NOW, "--format", FORMATS, "--previous", BEFORE, "--out", folder)

    assert everything(Path("ra")) == everything(Path("rb"))


# --- earlier results


def test_an_earlier_result_shows_who_rose(office: Path, cli: Run) -> None:
    """Sở Y tế: 4 instead of 8,5 points a year ago, behind the other two; now all three are equal."""
    cli("report", NOW, "--previous", BEFORE, "--format", "html,json", "--out", "ra")

    data = json.loads(Path("ra/ranking.json").read_text("utf-8"))
    changes = {p["unit"]: p["change"] for group in data["groups"] for p in group["placements"]}
    # 49,75 of 80 then, 54,25 now: 62,19 and 67,81 per cent
    assert changes["SYT"] == {"kind": "up", "ranks": 2, "score": "5.62"}
    assert changes["STC"] == {"kind": "same", "ranks": 0, "score": "0.00"}
    assert "tăng 2 bậc" in Path("ra/ranking.html").read_text("utf-8")


def test_compute_compares_with_the_result_that_it_was_given(office: Path, cli: Run) -> None:
    cli("report", NOW, "--previous", BEFORE, "--format", "json", "--out", "ra")
    cli(
        "compute",
        "2022-Q4",
        "--previous",
        BEFORE,
        "--report",
        "json",
        "--created-at",
        CREATED_AT,
        "--out",
        "rb",
    )

    reported, computed = (
        json.loads(path.read_text("utf-8"))
        for path in (Path("ra/ranking.json"), Path("rb/bo-thu/2022-Q4/ranking.json"))
    )
    assert computed["compared_with"]["period"] == "2021-Q4"
    assert (computed["groups"], computed["compared_with"]) == (reported["groups"], reported["compared_with"])


COPY = Path("ban-sao/2021-Q4/result.json")
EARLIER = {
    "the same period": (NOW, f"{NOW} là của kỳ 2022-Q4, không trước kỳ 2022-Q4"),
    "one twice": (COPY, f"{COPY} (kỳ 2021-Q4) là của cùng một kỳ"),
    "an overlapping period": (Path("ca-nam"), "ca-nam/result.json (kỳ 2021)"),
    "a folder without a result": (Path("2021-Q4"), "Không thấy kết quả nào (result.json) trong 2021-Q4"),
    "a folder of several": (Path("reports"), f"ví dụ --previous {BEFORE}"),
    "a newer version's": (Path("moi"), "moi/result.json do phiên bản khác"),
    "a damaged one": (Path("hong"), "hong/result.json không phải tệp kết quả"),
    "a changed one": (Path("sua"), "sua/result.json đã bị sửa"),
    "a workbook": (Path("2021-Q4/SYT.xlsx"), "2021-Q4/SYT.xlsx không phải tệp kết quả của cds-rank"),
    "nothing": (Path("khong-co"), "khong-co"),
}


@pytest.mark.parametrize(("wrong", "told"), EARLIER.values(), ids=EARLIER)
def test_of_several_earlier_results_the_wrong_one_is_named(
    wrong: Path, told: str, office: Path, cli: Run
) -> None:
    shutil.copytree(BEFORE.parent, COPY.parent)
    for name in ("ca-nam", "moi", "hong", "sua"):
        shutil.copytree(BEFORE.parent, name)
    resealed(Path("ca-nam/result.json"), lambda text: text.replace('"period": "2021-Q4"', '"period": "2021"'))
    resealed(
        Path("moi/result.json"), lambda text: text.replace('"schema_version": "1"', '"schema_version": "2"')
    )
    Path("hong/result.json").write_bytes(BEFORE.read_bytes()[:-100])
    Path("sua/result.json").write_text(BEFORE.read_text("utf-8").replace("Sở Y tế", "Sở Y tê"), "utf-8")
    next(Path("2021-Q4").glob("SYT*.xlsx")).rename("2021-Q4/SYT.xlsx")

    done = cli("report", NOW, "--previous", BEFORE, "--previous", wrong, "--out", "ra")

    assert (done.code, Path("ra").exists()) == (2, False)
    assert told in done.err


def test_an_earlier_result_of_another_set_is_told_beside_the_reports(office: Path, cli: Run) -> None:
    resealed(BEFORE, lambda text: text.replace('"id": "bo-thu"', '"id": "bo-khac"'))

    done = cli("report", NOW, "--previous", BEFORE, "--format", "json", "--out", "ra")

    assert done.code == 0
    assert "không so được với kết quả quý IV năm 2021: theo bộ chỉ tiêu khác." in done.err
    assert "không so được" not in cli("report", NOW, "--format", "json", "--out", "ra").err


# --- parts and units


def test_a_part_alone_is_a_page_of_that_part(office: Path, cli: Run) -> None:
    cli("report", NOW, "--part", "method", "--out", "ra")
    cli("report", NOW, "--out", "rb")

    part, whole = (Path(folder, "ranking.html").read_text("utf-8") for folder in ("ra", "rb"))
    assert 'id="method"' in part
    assert "Sở Y tế" not in part
    assert len(part) < len(whole)
    assert names(Path("ra")) == {"ranking.html"}


def test_all_parts_make_one_page_that_holds_everything(office: Path, cli: Run) -> None:
    assert cli("report", NOW, "--part", "all", "--out", "ra").code == 0

    assert names(Path("ra")) == {"ranking.html"}
    page = Path("ra/ranking.html").read_text("utf-8")
    assert all(f'id="{part}"' in page for part in ("points", "unit", "criterion", "method", "provenance"))
    assert "details.html" not in page


@pytest.mark.parametrize(
    "chosen", [("--unit", "SYT"), ("--part", "unit", "--unit", "Sở Y tế"), ("--unit", "so  Y TE")]
)
def test_one_unit_alone_is_told_in_three_formats(chosen: tuple[str, ...], office: Path, cli: Run) -> None:
    done = cli("report", NOW, *chosen, "--format", "html,pdf,svg", "--out", "ra")

    assert (done.code, names(Path("ra"))) == (0, {"unit-SYT.html", "unit-SYT.pdf", "unit-SYT.svg"})
    assert "Sở Y tế" in Path("ra/unit-SYT.html").read_text("utf-8")
    assert "Sở Tài chính" not in Path("ra/unit-SYT.svg").read_text("utf-8")
    assert Path("ra/unit-SYT.pdf").read_bytes().startswith(b"%PDF-")


def test_the_template_of_the_decision_can_be_copied_out_and_used(office: Path, cli: Run) -> None:
    assert cli("template", "--decision", "--out", "mau").code == 0
    own = Path("mau/decision.docx").read_bytes()

    assert cli("template", "--decision", "--out", "mau").code == 2
    assert cli("report", NOW, "--format", "docx", "--template", "mau/decision.docx", "--out", "ra").code == 0
    assert Path("mau/decision.docx").read_bytes() == own


def test_all_units_have_their_files_and_an_index(office: Path, cli: Run) -> None:
    done = cli("report", NOW, "--all-units", "ho-so")

    units = {"unit-SYT.html", "unit-STC.html", "unit-SNV.html", "unit-132.html"}
    assert (done.code, names(Path("ho-so"))) == (0, units | {"index.html"})
    index = Path("ho-so/index.html").read_text("utf-8")
    assert all(f'href="{name}"' in index for name in units)


def test_all_units_as_pictures_are_pictures(office: Path, cli: Run) -> None:
    cli("report", NOW, "--all-units", "ho-so", "--format", "svg")

    for path in Path("ho-so").glob("*.svg"):
        assert ET.fromstring(path.read_text("utf-8")).get("width") == "1200"
    assert len(names(Path("ho-so"))) == 5


# --- a site


def test_a_folder_of_results_becomes_a_site(office: Path, cli: Run) -> None:
    done = cli("report", "reports", "--site", "web")

    found = names(Path("web"))
    assert done.code == 0
    assert {"index.html", "bo-thu/2022-Q4/index.html", "bo-thu/2021-Q4/units/SYT.html"} <= found
    assert {"bo-thu/2022-Q4/movement.html", "bo-thu/2022-Q4/ranking.xlsx"} <= found
    assert "bo-thu/2021-Q4/movement.html" not in found
    index = Path("web/index.html").read_text("utf-8")
    assert index.index("bo-thu/2022-Q4/") < index.index("bo-thu/2021-Q4/")
    assert "web/index.html" in done.err


def test_pages_of_a_result_taken_back_are_told(office: Path, cli: Run) -> None:
    cli("report", "reports", "--site", "web")
    shutil.rmtree("reports/bo-thu/2021-Q4")

    done = cli("report", "reports", "--site", "web")

    assert done.code == 0
    assert "web/bo-thu/2021-Q4" in done.err
    assert "hãy xóa" in done.err


def test_a_site_is_not_laid_among_the_results(office: Path, cli: Run) -> None:
    before = everything(office)

    done = cli("report", "reports", "--site", Path("reports", "bo-thu", ".."))

    assert (done.code, everything(office) == before) == (2, True)
    assert f"--site {office.resolve() / 'web'}" in done.err
    assert "là một tệp" in cli("report", "reports", "--site", NOW).err
    assert everything(office) == before
    assert cli("report", "reports", "--site", "reports/web").code == 0


def test_two_results_of_one_period_are_not_put_into_one_site(office: Path, cli: Run) -> None:
    shutil.copytree(NOW.parent, "reports/ban-sao")

    done = cli("report", "reports", "--site", "web")

    assert (done.code, Path("web").exists()) == (2, False)
    assert "ban-sao" in done.err
    assert "2022-Q4" in done.err


# --- what cannot be done is said before anything is written

REFUSED = {
    "an unknown format": (["--format", "pdff"], "có phải “pdf” không"),
    "an unknown part": (["--part", "metod"], "có phải “method” không"),
    "an unknown unit": (["--unit", "SYTT"], "có phải “Sở Y tế, SYT” không"),
    "no format": (["--format", ","], "Chỉ nhận: html"),
    "no part": (["--part", ""], "Chỉ nhận: "),
    "a format that no part has": (
        ["--part", "method", "--format", "xlsx"],
        "không có dạng xlsx. Hãy bỏ --part",
    ),
    "a format that no unit has": (["--unit", "SYT", "--format", "xlsx"], "Chỉ có: html, pdf, svg"),
    "a format of units alone": (["--format", "html,svg"], "svg chỉ có cho hồ sơ đơn vị. Thêm --unit"),
    "a unit's part beside another": (
        ["--part", "unit,method"],
        "--part unit không đi cùng --part method",
    ),
    "a final text that is not made": (["--final"], "--final chỉ có tác dụng với quyết định (docx, pdf)"),
    "a template of a PDF": (
        ["--template", "x.docx", "--format", "pdf"],
        "Viết --format pdf,docx, hoặc bỏ --template",
    ),
    "a number of no decision": (
        ["--decision-number", "310"],
        "Viết --format docx, hoặc bỏ --decision-number",
    ),
    "a day of no decision": (["--decision-date", "5/10/2025", "--format", "csv"], "Viết --format csv,docx"),
    "a number of a unit": (
        ["--unit", "SYT", "--decision-number", "3"],
        "--unit không đi cùng --decision-number",
    ),
    "a final part": (["--part", "method", "--final"], "--part không đi cùng --final"),
    "a number that is none": (
        ["--format", "docx", "--decision-number", "Số ba"],
        "“Số ba” không phải số quyết định",
    ),
    "an empty number": (["--format", "docx", "--decision-number", ""], "“” không phải số quyết định"),
    "a day that no month has": (
        ["--format", "docx", "--decision-date", "31/02/2025"],
        "“31/02/2025” không phải ngày",
    ),
    "a day as Americans write it": (["--format", "docx", "--decision-date", "10/25/2025"], "không phải ngày"),
    "a day of a short year": (
        ["--format", "pdf", "--decision-date", "5/10/25"],
        "Viết 05/10/2025 (ngày 5 tháng 10)",
    ),
    "no day": (["--format", "pdf", "--decision-date", ""], "“” không phải ngày"),
    "units into a file": (["--all-units", "2022-Q4.txt"], "2022-Q4.txt là một tệp, ở đây cần một thư mục"),
    "an option without its value": (["--format"], "Sau --format còn thiếu giá trị."),
    "a word too many": (["so", "y", "te"], "Thừa “so y te”. Tên có dấu cách thì đặt trong ngoặc kép"),
    "a language that there is not": (["--lang", "fr"], "Sau --lang chỉ viết vi hoặc en."),
    "a unit's part without the unit": (["--part", "unit"], "--unit"),
    "movement of nothing": (["--part", "movement"], "--previous"),
    "recognition where there is none": (["--part", "recognition"], "không quy định mức công nhận"),
    "reviews where there are none": (["--part", "reviews"], "Không thấy phiếu thẩm định"),
    "units and a site": (["--unit", "SYT", "--site", "ra"], "không đi cùng"),
    "a part and all units": (["--part", "method", "--all-units", "ra"], "không đi cùng"),
    "a final stamp on a site": (["--site", "ra", "--final"], "--final"),
    "an own template for a unit": (["--unit", "SYT", "--template", "mau.docx"], "--template"),
    "a site of one file": (["--site", "ra"], "không phải thư mục"),
    "a template that is not there": (["--format", "docx", "--template", "mau.docx"], "mau.docx"),
    "a template that is none": (["--format", "docx", "--template", str(NOW)], "không phải tệp Word"),
    "a folder below a file": (["--out", str(NOW / "ra")], f"Lỗi: {NOW} là một tệp, ở đây cần một thư mục"),
    "an earlier result that is not there": (["--previous", "khong-co"], "khong-co"),
}


@pytest.mark.parametrize(("arguments", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_one_sentence_and_no_file(
    arguments: list[str], told: str, office: Path, cli: Run
) -> None:
    Path("2022-Q4.txt").write_text("x", "utf-8")
    before = everything(office)
    out = [] if {"--out", "--site", "--all-units"} & {*arguments} else ["--out", "ra"]

    done = cli("report", *out, NOW, *arguments)

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("Lỗi:") == 1
    assert everything(office) == before


def test_a_folder_that_may_not_be_written_is_told_before_any_work(
    office: Path, cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    may = {os.R_OK: True}  # root may write everywhere
    monkeypatch.setattr(os, "access", lambda path, mode, **more: may.get(mode, False) and access(path, mode))

    for given in (("--out", "ra"), ("--all-units", "ra"), ()):
        done = cli("report", NOW, *given)
        assert (done.code, Path("ra").exists()) == (2, False)
        assert f"Không có quyền ghi vào thư mục {'ra' if given else NOW.parent}." in done.err
    assert "vào thư mục ra." in cli("report", "reports", "--site", "ra").err


@pytest.mark.parametrize(
    ("path", "told"), [("2022-Q4", "Không thấy kết quả"), ("reports", "có 2 kết quả"), ("x", "x")]
)
def test_a_path_that_means_no_result_is_refused(path: str, told: str, office: Path, cli: Run) -> None:
    done = cli("report", path)

    assert done.code == 2
    assert told in done.err


def test_without_the_typesetter_the_way_to_install_it_is_told(
    office: Path, cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "typst" else find(name, *more)
    )

    for command in (
        ("report", NOW, "--format", "html,pdf", "--out", "ra"),
        ("compute", "2022-Q4", "--report", "pdf"),
    ):
        done = cli(*command)
        assert done.code == 2
        assert 'pip install "cds-rank[pdf]"' in done.err
    assert not Path("ra").exists()


def test_when_one_format_fails_no_other_is_written(
    office: Path, cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cds_rank.reporting import workbook

    def fail(_story: object) -> bytes:
        raise OSError("đầy")

    monkeypatch.setattr(workbook, "build_workbook", fail)

    assert cli("report", NOW, "--format", "html,xlsx", "--out", "ra").code == 2
    assert not Path("ra").exists()


# --- versions, settings, hostile names


def resealed(path: Path, changed: Callable[[str], str]) -> None:
    data = json.loads(changed(path.read_text("utf-8")))
    data.pop("digest")
    data["digest"] = text_digest(canonical_json(data))
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def test_a_pdf_beside_a_word_file_of_the_offices_template_says_that_it_is_not_of_it(
    office: Path, cli: Run
) -> None:
    cli("template", "--decision", "--out", "mau")
    template = next(Path("mau").glob("*.docx"))

    both = cli("report", NOW, "--format", "docx,pdf", "--template", template, "--out", "ra")
    word = cli("report", NOW, "--format", "docx", "--template", template, "--out", "rb")

    assert (both.code, word.code) == (0, 0)
    assert f"không dùng mẫu {template}" in both.err
    assert "không dùng mẫu" not in word.err


def test_a_letter_no_face_has_costs_its_own_unit_alone(office: Path, cli: Run) -> None:
    """The others' profiles are written, the index leads to what is there, and the end is not told as a success."""
    resealed(NOW, lambda text: text.replace("Sở Y tế", "Sở Y tế 😀"))

    done = cli("report", NOW, "--all-units", "ra", "--format", "html,pdf")

    assert done.code == 2
    assert "😀" in done.err
    assert "Sở Y tế" in done.err
    written = names(Path("ra"))
    assert {"unit-SYT.html", "index.html"} <= written
    assert "unit-SYT.pdf" not in written
    assert any(name.endswith(".pdf") for name in written)
    assert cli("report", NOW, "--unit", "SYT", "--format", "pdf", "--out", "rb").code == 2
    assert not Path("rb").exists()


def test_a_result_of_a_newer_version_is_told_with_a_note(office: Path, cli: Run) -> None:
    resealed(NOW, lambda text: re.sub(r'("name": "cds-rank", "version": )"[^"]+"', r'\1"99.1.0"', text))

    done = cli("report", NOW, "--format", "json", "--out", "ra")

    assert (done.code, names(Path("ra"))) == (0, {"ranking.json"})
    assert "99.1.0" in done.err
    assert "99.1.0" not in cli("report", BEFORE, "--format", "json", "--out", "ra").err


def test_a_result_of_a_newer_schema_is_refused(office: Path, cli: Run) -> None:
    resealed(NOW, lambda text: text.replace('"schema_version": "1"', '"schema_version": "2"'))

    done = cli("report", NOW, "--out", "ra")

    assert (done.code, Path("ra").exists()) == (2, False)
    assert "nâng cấp" in done.err


def words_of(docx: Path) -> str:
    with zipfile.ZipFile(docx) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def test_the_decision_takes_its_names_from_the_settings_unless_isolated(office: Path, cli: Run) -> None:
    Path("cds-rank.toml").write_text(SETTINGS, "utf-8")

    cli("report", NOW, "--format", "docx", "--out", "ra")
    cli("report", NOW, "--format", "docx", "--out", "rb", "--isolated")
    cli("compute", "2022-Q4", "--report", "docx", "--out", "rc")

    assert "Nguyễn Văn Thử" in words_of(Path("ra/decision.docx"))
    assert "Nguyễn Văn Thử" not in words_of(Path("rb/decision.docx"))
    assert "Nguyễn Văn Thử" in words_of(Path("rc/bo-thu/2022-Q4/decision.docx"))


def test_a_decision_is_a_draft_until_it_is_said_to_be_final(office: Path, cli: Run) -> None:
    cli("report", NOW, "--format", "docx", "--out", "ra")
    cli("report", NOW, "--format", "docx", "--out", "rb", "--final")

    assert Path("ra/decision.docx").read_bytes() != Path("rb/decision.docx").read_bytes()


NUMBERED = """
[report.decision]
number = 310
symbol = "QĐ-UBND"
date = 2023-03-29
signer = "Nguyễn Văn Thử"
"""


def test_a_number_and_a_day_that_were_typed_stand_over_those_of_the_folder(office: Path, cli: Run) -> None:
    Path("cds-rank.toml").write_text(NUMBERED, "utf-8")
    typed = ("--decision-number", "415", "--decision-date", "05/10/2023")

    cli("report", NOW, "--format", "docx", "--out", "ra")
    cli("report", NOW, "--format", "docx", "--out", "rb", *typed)
    cli("report", NOW, "--format", "docx", "--out", "rc", "--decision-date", "2023-10-05")

    told = {name: words_of(Path(name, "decision.docx")) for name in ("ra", "rb", "rc")}
    assert "Số: 310/QĐ-UBND" in told["ra"]
    assert "số 415/QĐ-UBND ngày 05 tháng 10 năm 2023" in told["rb"]
    assert "số 310/QĐ-UBND ngày 05 tháng 10 năm 2023" in told["rc"]
    assert all("Nguyễn Văn Thử" in text for text in told.values())
    assert "Số: 310" not in told["rb"]
    shown = cli("report", NOW, "--show-settings", "--format", "docx", *typed).out
    assert 'number = "415"\nsymbol = "QĐ-UBND"\ndate = "2023-10-05"' in shown


def test_a_number_with_its_symbol_is_the_whole_number(office: Path, cli: Run) -> None:
    Path("cds-rank.toml").write_text(NUMBERED, "utf-8")

    cli("report", NOW, "--format", "docx", "--out", "ra", "--decision-number", "9/QĐ-STTTT")

    assert "Số: 9/QĐ-STTTT<" in words_of(Path("ra/decision.docx"))


def test_a_decision_dated_before_its_period_was_over_is_worth_a_look(office: Path, cli: Run) -> None:
    """The date may be that of the decision before, left in the settings."""
    Path("cds-rank.toml").write_text(NUMBERED.replace("2023-03-29", "2022-03-29"), "utf-8")

    early = cli("report", NOW, "--format", "docx", "--out", "ra")
    later = cli("report", NOW, "--format", "docx", "--out", "ra", "--decision-date", "1/1/2023")

    assert (early.code, "quyết định ghi ngày 29 tháng 3 năm 2022" in early.err) == (0, True)
    assert "quyết định ghi" not in later.err


def test_formats_are_understood_as_people_divide_them(office: Path, cli: Run) -> None:
    assert cli("report", NOW, "--format", "CSV; json  docx", "--out", "ra").code == 0

    assert names(Path("ra")) == {"ranking.csv", "points.csv", "ranking.json", "decision.docx"}


def test_a_final_decision_tells_what_is_still_to_be_filled_in(office: Path, cli: Run) -> None:
    Path("cds-rank.toml").write_text(SETTINGS, "utf-8")

    final = cli("report", NOW, "--format", "docx", "--final", "--out", "ra")

    assert (final.code, "còn chỗ phải điền" in final.err) == (0, True)
    assert "còn chỗ phải điền" not in cli("report", NOW, "--format", "docx", "--out", "ra").err


def test_the_settings_in_use_are_shown_as_toml_that_says_the_same(office: Path, cli: Run) -> None:
    import tomllib

    Path("cds-rank.toml").write_text(SETTINGS, "utf-8")

    done = cli("report", NOW, "--show-settings")

    assert tomllib.loads(done.out)["report"] == tomllib.loads(SETTINGS)["report"]
    assert "cds-rank.toml" in done.out
    assert tomllib.loads(cli("report", NOW, "--show-settings", "--isolated").out) == {"report": {}}


def test_wrong_settings_are_refused_with_their_place(office: Path, cli: Run) -> None:
    Path("cds-rank.toml").write_text('[report]\ntemplat = "x.docx"\n', "utf-8")

    done = cli("report", NOW, "--out", "ra")

    assert (done.code, Path("ra").exists()) == (2, False)
    assert "cds-rank.toml:2:1" in done.err


def test_hostile_names_are_words_in_every_format(office: Path, cli: Run) -> None:
    """The names of all four units are attacks, from the unit list on."""
    codes = [unit.code for unit in forms.the_units().units]
    named = dict(zip(codes, EVIL, strict=True))

    def rename(text: str) -> str:
        data = json.loads(text)
        for listed in (data["units"], *(g[k] for g in data["groups"] for k in ("ranking", "unranked"))):
            for entry in listed:
                entry["name"] = named[entry.get("code") or entry["unit"]].strip()
        return json.dumps(data)

    resealed(NOW, rename)

    done = cli("report", NOW, "--format", FORMATS, "--out", "ra")
    assert done.code == 0
    assert cli("report", NOW, "--all-units", "ra/ho-so", "--format", "html,svg,pdf").code == 0
    page = Path("ra/ranking.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    table = list(csv.DictReader(io.StringIO(Path("ra/ranking.csv").read_text("utf-8-sig"))))
    assert {row["name"].removeprefix("'") for row in table} == {name.strip() for name in EVIL}
    assert not [row for row in table if row["name"].startswith("=")]
    assert "<script>" not in words_of(Path("ra/decision.docx"))
