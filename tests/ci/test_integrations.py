"""What CI runs: the very command lines of the hooks, the action, the GitLab job and the guides, run for real."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cds_rank.model.settings import Settings
from tests.checks.forms import Form
from tests.cli.helpers import ROOT, SAMPLES

PROGRAM_FOLDER = Path(sys.executable).parent  # where pip put `cds-rank`
NAMES = tuple(
    f"{name}_yen-bai-2022_2022-Q4.xlsx"
    for name in ("132_thanh-pho-yen-bai", "133_thi-xa-nghia-lo", "SYT_so-y-te", "STC_so-tai-chinh")
)
SPOILT = NAMES[2]
GUIDES = ("docs/vi/ci.md", "docs/en/ci.md")
_INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")


@dataclass(frozen=True)
class Ran:
    """How a script ended, what it printed, and what it left for the page of the run."""

    code: int
    out: str
    err: str
    summary: str = ""
    outputs: str = ""


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def action() -> dict[str, Any]:
    data = loaded("action.yml")
    assert isinstance(data, dict)
    return data


def bash(script: str, folder: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run a script as GitHub and GitLab do."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GITHUB_", "CDS_RANK_", "INPUT_"))
    }
    kept["XDG_CACHE_HOME"] = str(folder / ".cache")  # what an earlier test has read is no answer here
    kept["PATH"] = f"{PROGRAM_FOLDER}{os.pathsep}{kept['PATH']}"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=kept | dict(env or {}),
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def run_action(folder: Path, **inputs: str) -> Ran:
    """Run the action's own script in a workspace; keywords: its inputs, with _ for -."""
    given = {name: str(about.get("default", "")) for name, about in action()["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    (step,) = (step for step in action()["runs"]["steps"] if step.get("id") == "check")
    env = {name: _INPUT.sub(lambda found: given[found[1]], str(v)) for name, v in step["env"].items()}
    summary, outputs = folder / ".summary", folder / ".outputs"
    for file in (summary, outputs):
        file.write_text("", encoding="utf-8")
    env |= {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(outputs)}
    ran = bash(step["run"], folder, env)
    return Ran(
        ran.code,
        ran.out,
        ran.err,
        summary.read_text(encoding="utf-8"),
        outputs.read_text(encoding="utf-8").strip(),
    )


@lru_cache
def with_ambiguous_number(name: str) -> bytes:
    form = Form((SAMPLES / name).read_bytes())
    form.say("CQS-06", "numerator", "1.340")
    return form.bytes()


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """Give a workspace with four workbooks in `nop`, all in order."""
    folder = tmp_path / "workspace"
    (folder / "nop").mkdir(parents=True)
    for name in NAMES:
        shutil.copy(SAMPLES / name, folder / "nop" / name)
    return folder


@pytest.fixture
def spoilt(clean: Path) -> Path:
    """Give the same workspace with one number typed as an ambiguous text."""
    (clean / "nop" / SPOILT).write_bytes(with_ambiguous_number(SPOILT))
    return clean


# --- the files themselves


@pytest.mark.parametrize("name", ["action.yml", "docs/ci/github-workflow.yml"])
def test_no_expression_stands_inside_a_script(name: str) -> None:
    """What stands there is pasted into the script before bash reads it, branch names and all."""
    steps = (
        action()["runs"]["steps"]
        if name == "action.yml"
        else [step for job in loaded(name)["jobs"].values() for step in job["steps"]]
    )

    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []
    assert all("@" in step["uses"] for step in steps if "uses" in step)


def test_every_input_of_the_action_is_used_and_described() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")

    for name, about in action()["inputs"].items():
        assert about["description"], name
        assert re.search(rf"inputs\.{name}\b", text), name
    assert set(_INPUT.findall(text)) <= set(action()["inputs"])


def test_the_example_workflow_gives_only_inputs_the_action_has() -> None:
    for job in loaded("docs/ci/github-workflow.yml")["jobs"].values():
        for step in job["steps"]:
            if "cds-rank@" in step.get("uses", ""):
                assert set(step["with"]) <= set(action()["inputs"])


# --- pre-commit


def hook(name: str) -> dict[str, Any]:
    (found,) = (hook for hook in loaded(".pre-commit-hooks.yaml") if hook["id"] == name)
    assert isinstance(found, dict)
    return found


def run_hook(name: str, folder: Path, *files: str, args: tuple[str, ...] = ()) -> Ran:
    words = [*shlex.split(hook(name)["entry"]), *args, *files]
    return bash(shlex.join(words), folder)


@pytest.mark.parametrize(
    ("hook_id", "file", "taken"),
    [
        ("cds-rank-validate", "nop/SYT.xlsx", True),
        ("cds-rank-validate", "nop/SYT.XLSX", True),
        ("cds-rank-validate", "SYT cũ.xls", True),
        ("cds-rank-validate", "nop/~$SYT.xlsx", False),
        ("cds-rank-validate", "nop/.SYT.xlsx", False),
        ("cds-rank-validate", ".luu/SYT.xlsx", True),
        ("cds-rank-validate", "nop/SYT.xlsx.txt", False),
        ("cds-rank-validate", "nop/xlsx", False),
        ("cds-rank-set-check", "indicator_sets/tinh.yaml", True),
        ("cds-rank-set-check", "indicator_sets/units/xa.yml", True),
        ("cds-rank-set-check", "kho/indicator_sets/tinh.yaml", True),
        ("cds-rank-set-check", "indicator_sets/schema/unit-list.schema.json", False),
        ("cds-rank-set-check", "my_indicator_sets/tinh.yaml", False),
        ("cds-rank-set-check", ".github/workflows/ci.yaml", False),
    ],
)
def test_a_hook_looks_at_its_files_only(hook_id: str, file: str, taken: bool) -> None:
    about = hook(hook_id)
    wanted = re.search(about["files"], file) is not None
    refused = "exclude" in about and re.search(about["exclude"], file) is not None

    assert (wanted and not refused) is taken


def test_the_hook_lets_good_workbooks_through(clean: Path) -> None:
    ran = run_hook("cds-rank-validate", clean, *(f"nop/{name}" for name in NAMES))

    assert (ran.code, ran.err) == (0, "")


def test_the_hook_stops_a_spoilt_workbook_and_names_the_cell(spoilt: Path) -> None:
    ran = run_hook("cds-rank-validate", spoilt, f"nop/{NAMES[0]}", f"nop/{SPOILT}")

    assert ran.code == 1
    assert SPOILT in ran.out
    assert "NUM003" in ran.out
    assert NAMES[0] not in ran.out


def test_options_of_the_office_reach_the_hook(spoilt: Path) -> None:
    ran = run_hook("cds-rank-validate", spoilt, f"nop/{SPOILT}", args=("--ignore", "NUM003"))

    assert ran.code == 0


def test_the_set_hook_passes_the_sets_of_this_repository() -> None:
    about = hook("cds-rank-set-check")
    files = [p.relative_to(ROOT).as_posix() for p in sorted((ROOT / "indicator_sets").rglob("*.yaml"))]

    assert files
    assert all(re.search(about["files"], file) for file in files)
    assert run_hook("cds-rank-set-check", ROOT, *files).code == 0


def test_the_set_hook_stops_a_broken_set(tmp_path: Path) -> None:
    text = (ROOT / "indicator_sets" / "dti-tinh-2020.yaml").read_text(encoding="utf-8")
    (tmp_path / "indicator_sets").mkdir()
    broken = tmp_path / "indicator_sets" / "tinh.yaml"
    broken.write_text(text.replace("\nname:", "\nnam:", 1), encoding="utf-8")

    ran = run_hook("cds-rank-set-check", tmp_path, "indicator_sets/tinh.yaml")

    assert ran.code == 1
    assert "indicator_sets/tinh.yaml:" in ran.out
    assert "SET003" in ran.out


# --- the GitHub action


def test_the_action_passes_what_is_in_order(clean: Path) -> None:
    ran = run_action(clean, paths="nop")

    assert (ran.code, ran.outputs) == (0, "exit-code=0")
    assert "::error" not in ran.out
    assert ran.summary.startswith("### cds-rank: mọi tệp đều đạt")
    assert "4 tệp: 4 đạt, 0 chưa đạt" in ran.summary


def test_the_action_fails_annotates_and_sums_up(spoilt: Path) -> None:
    ran = run_action(spoilt, paths="nop\n", sarif="cds-rank.sarif")

    assert (ran.code, ran.outputs) == (1, "exit-code=1")
    (annotation,) = (line for line in ran.out.splitlines() if line.startswith("::error file="))
    assert f"file=nop/{SPOILT}," in annotation  # a path of the repository: GitHub shows it beside the file
    assert "NUM003" in annotation
    assert ran.summary.startswith("### cds-rank: 1 tệp chưa đạt")
    assert SPOILT in ran.summary
    assert "“1.340”" in ran.summary
    report = json.loads((spoilt / "cds-rank-report.json").read_text(encoding="utf-8"))
    assert [finding["code"] for finding in report["findings"] if finding["severity"] == "error"] == ["NUM003"]
    sarif = json.loads((spoilt / "cds-rank.sarif").read_text(encoding="utf-8"))
    assert [r["ruleId"] for r in sarif["runs"][0]["results"] if r["level"] == "error"] == ["NUM003"]


def test_the_action_speaks_english_when_asked(spoilt: Path) -> None:
    ran = run_action(
        spoilt, paths="nop", language="en", set="yen-bai-2022", units="yen-bai-2022", fail_on="error"
    )

    assert "Indicator set for assessing digital transformation in Yên Bái province, 2022" in ran.summary
    assert SPOILT in ran.summary


def test_the_verdict_of_the_action_follows_its_inputs(spoilt: Path) -> None:
    assert run_action(spoilt, paths="nop", args="--ignore NUM003,FIL  --fail-on error").code == 0
    assert run_action(spoilt, paths=f"nop/{NAMES[0]}\r\nnop/{SPOILT}\r\n", period="2022-Q4").code == 1


@pytest.mark.parametrize("inputs", [{}, {"paths": "khong-co"}, {"paths": "nop", "set": "khong-co"}])
def test_an_action_that_cannot_do_its_job_fails_with_2(inputs: dict[str, str], clean: Path) -> None:
    ran = run_action(clean, **inputs)

    assert (ran.code, ran.outputs, ran.summary) == (2, "exit-code=2", "")
    assert ran.err


EVIL = "$(touch pwned) `touch pwned` ; touch pwned # ' \" & * "


def test_inputs_are_words_and_never_commands(clean: Path) -> None:
    (clean / "nop").rename(clean / EVIL)

    words = dict.fromkeys(
        ("set", "units", "period", "fail_on", "shard", "args", "report", "sarif"), f"x{EVIL}"
    )

    assert run_action(clean, paths=EVIL).code == 0
    assert run_action(clean, paths=EVIL, **words).code == 2
    assert run_action(clean, parts=EVIL).code == 2
    assert not (clean / "pwned").exists()


def test_options_are_split_at_blanks_and_not_expanded(spoilt: Path) -> None:
    (spoilt / "NUM003").touch()

    assert (
        run_action(spoilt, paths="nop", args="--ignore NUM00*").code == 2
    )  # no such code; not the file NUM003


def test_a_path_that_looks_like_an_option_is_a_path(clean: Path) -> None:
    (clean / "nop").rename(clean / "--fail-on")

    assert run_action(clean, paths="--fail-on").code == 0


def test_the_example_workflow_checks_in_parts_and_decides_together(spoilt: Path, tmp_path: Path) -> None:
    workflow = loaded("docs/ci/github-workflow.yml")
    parts, together = workflow["jobs"]["parts"], workflow["jobs"]["together"]
    merged = tmp_path / "together"
    shutil.copytree(spoilt, merged)
    (merged / "parts").mkdir()
    for shard in parts["strategy"]["matrix"]["shard"]:
        job = tmp_path / f"job-{shard}"
        shutil.copytree(spoilt, job)
        check, upload = parts["steps"][1], parts["steps"][2]
        assert "cds-rank@" in check["uses"]
        inputs = {k: str(v).replace("${{ matrix.shard }}", str(shard)) for k, v in check["with"].items()}
        ran = run_action(job, **inputs)
        assert (ran.code, ran.summary) == (0, ""), ran.err
        produced = upload["with"]["path"].replace("${{ matrix.shard }}", str(shard))
        shutil.copy(job / produced, merged / "parts" / produced)

    ran = run_action(merged, **together["steps"][-1]["with"])

    whole = run_action(spoilt, paths="nop", fail_on="warning")
    assert (ran.code, ran.outputs) == (1, "exit-code=1")
    assert ran.summary == whole.summary
    assert sorted(ran.out.splitlines()) == sorted(whole.out.splitlines())


# --- GitLab


def run_gitlab(folder: Path) -> Ran:
    job = loaded("docs/ci/gitlab-ci.yml")["cds-rank"]
    return bash("\n".join(job["script"]), folder, job["variables"])


def test_the_gitlab_job_leaves_its_reports_and_fails(spoilt: Path) -> None:
    ran = run_gitlab(spoilt)

    reports = loaded("docs/ci/gitlab-ci.yml")["cds-rank"]["artifacts"]["reports"]
    quality = json.loads((spoilt / reports["codequality"]).read_text(encoding="utf-8"))
    junit = ET.parse(spoilt / reports["junit"]).getroot()
    assert ran.code == 1
    assert SPOILT in ran.out
    assert [
        entry["check_name"] for entry in quality if entry["severity"] in {"major", "critical", "blocker"}
    ] == ["NUM003"]
    assert len(junit.findall(".//failure")) >= 1


def test_the_gitlab_job_passes_what_is_in_order(clean: Path) -> None:
    ran = run_gitlab(clean)

    assert ran.code == 0
    assert (clean / "gl-code-quality-report.json").is_file()
    assert ET.parse(clean / "cds-rank-junit.xml").getroot().findall(".//failure") == []


def test_the_gitlab_job_that_cannot_do_its_job_fails_with_2(clean: Path) -> None:
    shutil.rmtree(clean / "nop")

    assert run_gitlab(clean).code == 2


# --- the guides


def blocks(guide: str, language: str) -> list[str]:
    text = (ROOT / guide).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_guides_say_the_same_in_two_languages() -> None:
    vietnamese, english = GUIDES

    for language in ("sh", "yaml"):
        assert blocks(vietnamese, language) == blocks(english, language)
    assert [tomllib.loads(b) for b in blocks(vietnamese, "toml")] == [
        tomllib.loads(b) for b in blocks(english, "toml")
    ]


PLACES_OF_OWNER = (*GUIDES, "docs/ci/github-workflow.yml")


@pytest.mark.parametrize("name", PLACES_OF_OWNER)
def test_whoever_copies_an_address_is_told_on_the_line_above_that_its_owner_is_to_be_replaced(
    name: str,
) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").split("\n")
    addresses = [number for number, line in enumerate(lines) if "OWNER/cds-rank" in line]

    assert len(addresses) == 2
    for number in addresses:
        assert lines[number - 1].lstrip().startswith("# thay OWNER bằng ")
        assert " · put in place of OWNER " in lines[number - 1]


def test_every_address_of_an_owner_is_looked_at_and_names_one_version() -> None:
    files = [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "docs").rglob("*.yml"),
        *ROOT.glob("*.md"),
        *ROOT.glob("*.yml"),
    ]
    having = {
        p.relative_to(ROOT).as_posix() for p in files if "OWNER/cds-rank" in p.read_text(encoding="utf-8")
    }
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in PLACES_OF_OWNER)

    assert having == {*PLACES_OF_OWNER}
    assert len(set(re.findall(r"(?:OWNER/cds-rank@|rev: )(v[\d.]+)", text))) == 1


@pytest.mark.parametrize("guide", GUIDES)
def test_the_links_of_a_guide_lead_somewhere(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)

    assert len(links) >= 4
    for link in links:
        assert (ROOT / guide).parent.joinpath(link).is_file(), link


def test_the_settings_in_the_guide_are_settings() -> None:
    (text,) = blocks(GUIDES[0], "toml")

    assert Settings.model_validate(tomllib.loads(text)).validation.ignore == ("FIL012",)


def test_the_yaml_in_the_guide_names_what_there_is() -> None:
    hooks, steps = (yaml.safe_load(text) for text in blocks(GUIDES[0], "yaml"))

    assert {used["id"] for used in hooks["repos"][0]["hooks"]} == {
        h["id"] for h in loaded(".pre-commit-hooks.yaml")
    }
    assert set(steps[1]["with"]) <= set(action()["inputs"])


def test_a_baseline_made_as_the_guide_says_lets_the_next_run_pass(spoilt: Path) -> None:
    accept, _ = blocks(GUIDES[0], "sh")

    assert bash("cds-rank validate nop", spoilt).code == 1
    assert bash(accept, spoilt).code == 0

    (spoilt / "nop" / NAMES[0]).write_bytes(with_ambiguous_number(NAMES[0]))
    ran = bash("cds-rank validate nop --baseline nen.json --format concise", spoilt)
    assert ran.code == 1
    assert NAMES[0] in ran.out
    assert SPOILT not in ran.out


def test_the_parts_of_the_guide_say_what_one_run_says(spoilt: Path) -> None:
    _, split = blocks(GUIDES[0], "sh")

    merged = bash(split, spoilt)

    whole = bash("cds-rank validate nop --format concise", spoilt)
    assert (merged.code, whole.code) == (1, 1)
    assert merged.out == whole.out
