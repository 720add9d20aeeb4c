"""`cds-rank.toml`: found upward, read as meant, and every slip named with its line and column."""

import datetime as dt
import json
from pathlib import Path

import pytest

from cds_rank.errors import CdsRankError, DefinitionError, DefinitionProblem
from cds_rank.model.finding import Severity
from cds_rank.model.settings import Settings, ValidateSettings
from cds_rank.reading.settings import find_settings, load_baseline, load_settings, read_baseline
from cds_rank.wording.messages import error_text

MARK = "⟦"
FULL = """\
[validate]
set = "yen-bai-2022"
units = "ds/xa.yaml"
period = "2022-Q4"
previous = "ky-truoc/result.json"
format = "concise"
select = ["FIL", "NUM003"]
ignore = ["FIL013"]
fail-on = "error"
max-per-rule = 20
statistics = false
baseline = "nen.json"
jobs = 4
cache = true

[validate.per-file-ignores]
"luu/*.xlsx" = ["TXT", "FIL012"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "cds-rank.toml"
    path.write_bytes(text.encode())
    return path


def problems_of(folder: Path, text: str) -> tuple[DefinitionProblem, ...]:
    with pytest.raises(DefinitionError) as refused:
        load_settings(written(folder, text))
    return refused.value.problems


def test_every_setting_is_read_and_paths_start_from_the_file(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, FULL)).validation

    assert settings.model_dump() == {
        "indicator_set": "yen-bai-2022",
        "units": str(tmp_path / "ds" / "xa.yaml"),
        "period": "2022-Q4",
        "previous": str(tmp_path / "ky-truoc" / "result.json"),
        "output_format": "concise",
        "select": ("FIL", "NUM003"),
        "ignore": ("FIL013",),
        "fail_on": Severity.ERROR,
        "max_per_rule": 20,
        "statistics": False,
        "baseline": str(tmp_path / "nen.json"),
        "jobs": 4,
        "cache": True,
        "per_file_ignores": {"luu/*.xlsx": ("TXT", "FIL012")},
    }


def test_an_absolute_path_stays_as_it_is(tmp_path: Path) -> None:
    elsewhere = (tmp_path / "khac" / "nen.json").as_posix()

    settings = load_settings(written(tmp_path, f'[validate]\nbaseline = "{elsewhere}"\n'))

    assert settings.validation.baseline == str(Path(elsewhere))


REPORT = """\
[report]
template = "mau/quyet-dinh.docx"

[report.decision]
superior = "Ủy ban nhân dân tỉnh"
authority = "Sở Thử nghiệm"
issued-by = "Giám đốc Sở Thử nghiệm"
number = 31
symbol = "QĐ-STN"
place = "Yên Bái"
date = 2025-02-05
subject = "Về việc thử"
grounds = ["Căn cứ một", "Căn cứ hai"]
proposal = "Trưởng phòng"
articles = ["Công bố.", '''Giao việc.
Đoạn hai.''']
signs-for = "KT. Giám đốc"
signer-role = "Phó Giám đốc"
signer = "Nguyễn Văn Mẫu"
recipients = ["Lưu: VT"]

[report.decision.en]
authority = "Department of Trials"
"""


def test_every_setting_of_a_decision_is_read_and_the_template_starts_from_the_file(tmp_path: Path) -> None:
    report = load_settings(written(tmp_path, REPORT)).report

    assert report.template == str(tmp_path / "mau" / "quyet-dinh.docx")
    texts = report.decision.model_dump()
    english = texts.pop("en")
    assert texts == {
        "superior": "Ủy ban nhân dân tỉnh",
        "authority": "Sở Thử nghiệm",
        "issued_by": "Giám đốc Sở Thử nghiệm",
        "number": "31",
        "symbol": "QĐ-STN",
        "place": "Yên Bái",
        "date": dt.date(2025, 2, 5),
        "subject": "Về việc thử",
        "grounds": ("Căn cứ một", "Căn cứ hai"),
        "proposal": "Trưởng phòng",
        "articles": ("Công bố.", "Giao việc.\nĐoạn hai."),
        "signs_for": "KT. Giám đốc",
        "signer_role": "Phó Giám đốc",
        "signer": "Nguyễn Văn Mẫu",
        "recipients": ("Lưu: VT",),
    }
    assert {name for name, text in english.items() if text} == {"authority"}


def test_a_date_may_stand_in_quotes(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, '[report.decision]\ndate = "2025-02-05"\n'))

    assert settings.report.decision.date == dt.date(2025, 2, 5)


@pytest.mark.parametrize("text", ["", "# chưa có gì\n", "[validate]\n", "[report]\n", "[report.decision]\n"])
def test_nothing_written_sets_nothing(text: str, tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, text)) == Settings()


def test_what_notepad_saves_is_read(tmp_path: Path) -> None:
    text = "\ufeff[validate]\r\njobs = 2\r\n"

    assert load_settings(written(tmp_path, text)).validation.jobs == 2


def test_the_model_writes_the_keys_as_they_are_typed() -> None:
    assert ValidateSettings().model_dump(by_alias=True).keys() == {
        "set", "units", "period", "previous", "format", "select", "ignore", "fail-on", "max-per-rule", "statistics",
        "baseline", "jobs", "cache", "per-file-ignores",
    }  # fmt: skip


# name, code, facts it must state, the file with ⟦ where the problem is
FAULTS: list[tuple[str, str, dict[str, str], str]] = [
    ("no TOML", "SET001", {"syntax": "TOML"}, "[validate]\nset ⟦yen-bai\n"),
    ("a text not closed", "SET001", {}, '[validate]\nset = "yen-bai⟦\njobs = 1\n'),
    ("the end is missing", "SET001", {}, '[validate]\nselect = ["FIL"⟦'),
    ("a key twice", "SET002", {"key": "jobs"}, "[validate]\njobs = 1\n⟦jobs = 2\n"),
    ("a table twice", "SET002", {"key": "validate"}, "[validate]\njobs = 1\n[⟦validate]\n"),
    ("an unknown table", "SET003", {"key": "validat", "nearest": "validate"}, "[⟦validat]\njobs = 1\n"),
    ("a key outside its table", "SET003", {"key": "jobs"}, "\n⟦jobs = 1\n"),
    ("an unknown key", "SET003", {"key": "fail_on", "nearest": "fail-on"},
     '[validate]\njobs = 1\n  ⟦fail_on = "error"\n'),
    ("an unknown key in quotes", "SET003", {"key": "selct", "nearest": "select"}, '[validate]\n⟦"selct" = []\n'),
    ("a dotted key", "SET003", {"key": "job", "nearest": "jobs"}, "⟦validate.job = 1\n"),
    ("a text for a number", "SET004", {"key": "jobs", "value": "4"}, '[validate]\njobs = ⟦"4"\n'),
    ("a number for a text", "SET004", {"key": "period", "value": "2022"}, "[validate]\nperiod = ⟦2022\n"),
    ("a text for a truth value", "SET004", {"key": "cache", "value": "no"}, '[validate]\ncache =   ⟦"no"\n'),
    ("nobody to work", "SET004", {"key": "jobs", "bound": "1"}, "[validate]\njobs = ⟦0\n"),
    ("nothing listed", "SET004", {"key": "max-per-rule", "bound": "1"}, "[validate]\nmax-per-rule = ⟦0\n"),
    ("one code without a list", "SET004", {"key": "select", "value": "FIL"}, '[validate]\nselect = ⟦"FIL"\n'),
    ("a number for a code", "SET004", {"key": "ignore"}, '[validate]\nignore = ["FIL", ⟦3]\n'),
    ("an empty name", "SET004", {"key": "set"}, '[validate]\nset = ⟦""\n'),
    ("a table for a text", "SET004", {"key": "set"}, "[⟦validate.set]\na = 1\n"),
    ("a small code", "SET007", {"code": "num003", "nearest": "NUM003"},
     '[validate]\nselect = [\n  "FIL",\n  ⟦"num003", # số\n]\n'),
    ("no code", "SET007", {"code": "FIL0001", "nearest": ""}, "[validate]\nignore = [⟦'FIL0001']\n"),
    ("no code for a file", "SET007", {"code": "*"}, '[validate.per-file-ignores]\n"a.xlsx" = [⟦"*"]\n'),
    ("an unknown format", "SET021", {"key": "format", "value": "sarf", "nearest": "sarif"},
     '[validate]\nformat = ⟦"sarf"\n'),
    ("an unknown key of the report", "SET003", {"key": "templat", "nearest": "template"}, '[report]\n⟦templat = "a"\n'),
    ("an unknown key of the decision", "SET003", {"key": "signer-rol", "nearest": "signer-role"},
     '[report.decision]\nplace = "Yên Bái"\n⟦signer-rol = "a"\n'),
    ("an unknown key of the English decision", "SET003", {"key": "autority", "nearest": "authority"},
     '[report.decision.en]\n⟦autority = "a"\n'),
    ("a number in the English decision", "SET003", {"key": "number"}, "[report.decision.en]\n⟦number = 3\n"),
    ("an underscore in the decision", "SET003", {"key": "issued_by", "nearest": "issued-by"},
     '[report]\ndecision.place = "a"\n⟦decision.issued_by = "b"\n'),
    ("a table many times", "SET004", {"key": "decision"}, "[[⟦report.decision]]\n"),
    ("a date as people write it", "SET004", {"key": "date", "value": "29/3/2023"},
     '[report.decision]\ndate = ⟦"29/3/2023"\n'),
    ("grounds that are no list", "SET004", {"key": "grounds"}, '[report.decision]\ngrounds = ⟦"Căn cứ"\n'),
    ("a ground that is a number", "SET004", {"key": "grounds", "value": "3"},
     '[report.decision]\ngrounds = [\n  "Căn cứ",\n  ⟦3,\n]\n'),
    ("an empty recipient", "SET004", {"key": "recipients"}, '[report.decision]\nrecipients = ["a", ⟦""]\n'),
    ("a number that is true", "SET004", {"key": "number"}, "[report.decision]\nnumber = ⟦true\n"),
    ("an unknown severity", "SET021", {"key": "fail-on", "choices": "error, warning, info", "nearest": "warning"},
     '[validate]\nfail-on = ⟦"warn"\n'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "facts", "marked"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_slip_is_named_where_it_stands(
    code: str, facts: dict[str, str], marked: str, tmp_path: Path
) -> None:
    before, _, _ = marked.partition(MARK)

    (problem,) = problems_of(tmp_path, marked.replace(MARK, ""))

    assert (problem.code, problem.line, problem.column) == (
        code,
        before.count("\n") + 1,
        len(before) - before.rfind("\n"),
    )
    assert facts.items() <= problem.facts.items()


def test_every_slip_of_a_file_is_listed_in_the_order_of_its_lines(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, '[validate]\nfromat = "csv"\njobs = 0\nselect = ["fil", "NUM"]\n')

    assert [(p.line, p.column, p.code) for p in problems] == [
        (2, 1, "SET003"),
        (3, 8, "SET004"),
        (4, 11, "SET007"),
    ]


@pytest.mark.parametrize("marked", [f[3] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_every_slip_has_its_sentence(marked: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as refused:
        load_settings(written(tmp_path, marked.replace(MARK, "")))

    text = error_text(refused.value, "vi")

    assert str(tmp_path / "cds-rank.toml") in text
    assert "?" not in text.replace("không?", "")  # a fact that the sentence needs and nobody gave
    assert "{" not in text


def test_a_file_in_another_encoding_is_named_at_its_first_odd_byte(tmp_path: Path) -> None:
    path = tmp_path / "cds-rank.toml"
    path.write_bytes(b'[validate]\nset = "t\xd8nh"\n')

    with pytest.raises(DefinitionError) as refused:
        load_settings(path)

    (problem,) = refused.value.problems
    assert (problem.line, problem.column, problem.facts["detail"]) == (2, 9, "not_utf8")


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "# " + "x" * 1_000_001], ids=["deep", "large"])
def test_a_hostile_file_is_refused(text: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, text)

    assert problem.facts["detail"] in {"too_deep", "too_large"}


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CdsRankError, match="file_not_readable"):
        load_settings(tmp_path / "cds-rank.toml")


def test_the_nearest_settings_above_count(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    far, near = tmp_path / "cds-rank.toml", tmp_path / "nop" / "cds-rank.toml"
    (tmp_path / "nop" / "quy-4").mkdir(parents=True)
    far.touch()

    assert find_settings(tmp_path / "nop" / "quy-4") == far

    near.touch()

    assert find_settings(tmp_path / "nop" / "quy-4") == near
    assert find_settings(tmp_path / "nop" / "quy-4" / ".." / ".." / "nop") == near


def test_a_file_is_looked_for_from_its_folder(tmp_path: Path) -> None:
    settings = written(tmp_path, "")
    (tmp_path / "SYT.xlsx").touch()

    assert find_settings(tmp_path / "SYT.xlsx") == settings


def test_settings_above_the_repository_do_not_count(tmp_path: Path) -> None:
    written(tmp_path, "")
    (tmp_path / "kho" / ".git").mkdir(parents=True)
    (tmp_path / "kho" / "nop").mkdir()

    assert find_settings(tmp_path / "kho" / "nop") is None


def test_a_folder_of_that_name_is_no_settings(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "cds-rank.toml").mkdir()

    assert find_settings(tmp_path) is None


def report_text(*fingerprints: object, schema: str = "cds-rank/validation-report") -> str:
    return json.dumps(
        {"schema": schema, "findings": [{"code": "NUM003", "fingerprint": f} for f in fingerprints]}
    )


def test_a_baseline_is_the_fingerprints_of_a_report(tmp_path: Path) -> None:
    path = tmp_path / "nen.json"
    path.write_text(report_text("0123456789abcdef", "fedcba9876543210"), encoding="utf-8-sig")

    assert load_baseline(path) == {"0123456789abcdef", "fedcba9876543210"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        "{}",
        json.dumps({"schema": "cds-rank/validation-report"}),
        json.dumps({"findings": []}),
        report_text("0123456789abcdef", schema="cds-rank/result"),
        report_text("0123456789abcdef", 7),
        report_text("0123"),
        json.dumps({"schema": "cds-rank/validation-report", "findings": ["0123456789abcdef"]}),
        json.dumps({"schema": "cds-rank/validation-report", "findings": [{}]}),
    ],
    ids=range(12),
)
def test_anything_else_is_no_baseline(text: str) -> None:
    with pytest.raises(CdsRankError) as refused:
        read_baseline(text, "nen.json")

    assert (refused.value.code, refused.value.facts) == ("not_a_baseline", {"path": "nen.json"})


def test_a_workbook_is_no_baseline(tmp_path: Path) -> None:
    path = tmp_path / "nen.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")

    with pytest.raises(CdsRankError, match="not_a_baseline"):
        load_baseline(path)
