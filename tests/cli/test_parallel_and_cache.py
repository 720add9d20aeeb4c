"""How the files are gone through changes nothing: processes, cache, parts of a run; and the cache is never wrong."""

import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cds_rank import workflow
from cds_rank.cli import check_commands
from cds_rank.cli.check_options import FORMATS
from cds_rank.reading import submissions
from cds_rank.workflow import Source, checking, shard_of
from tests.checks import forms
from tests.checks.forms import Form, file_name, filled
from tests.cli.helpers import ENCRYPTED, Cli

Run = Callable[..., Cli]


@pytest.fixture
def spoilt(office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office whose files have faults of every kind, and a cache of its own."""
    monkeypatch.setenv("CDS_RANK_CACHE", str(office / "cache"))
    nop = office / "nop"
    form = Form((nop / file_name("SYT")).read_bytes())
    form.put("4.2", "value", 101)
    form.put("4.1", "numerator", "1.340")
    form.clear("4.3", "evidence")
    form.save(nop / file_name("SYT"))
    (nop / "hai").mkdir()
    (nop / "hai" / file_name("SYT")).write_bytes(filled("SYT"))
    (nop / file_name("STC")).write_bytes(filled("STC")[:6000])
    (nop / "khoa.xlsx").write_bytes(ENCRYPTED)
    (nop / "cong-van.pdf").write_bytes(b"%PDF")
    (nop / file_name("132")).unlink()
    return office


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read and checked, as they are."""
    names: list[str] = []
    real = workflow.check_source

    def spy(source: Source, context: Any) -> Any:
        names.append(source.name)
        return real(source, context)

    monkeypatch.setattr(checking, "check_source", spy)
    return names


def output_of(cli: Run, office: Path, name: str, *options: object) -> tuple[int, bytes]:
    """Run `validate` (or what `options` begin with) and return what it wrote to a file, byte by byte."""
    target = office / f"out.{name}"
    command = options or ("validate", "nop")
    done = cli(*command, "--format", name, "--output", target)
    assert done.code in {0, 1}, done.err
    content = target.read_bytes()
    target.unlink()
    return done.code, content


@pytest.mark.parametrize("name", FORMATS)
def test_processes_and_cache_change_no_byte(name: str, spoilt: Path, cli: Run) -> None:
    base = ("validate", "nop")
    plain = output_of(cli, spoilt, name, *base, "--no-cache", "--jobs", 1)
    assert not (spoilt / "cache").exists()

    assert plain == output_of(cli, spoilt, name, *base, "--jobs", 1)  # an empty cache
    assert any((spoilt / "cache").glob("*/*.json"))
    assert plain == output_of(cli, spoilt, name, *base, "--jobs", 1)  # a warm one
    if name in {"full", "json", "xlsx"}:  # the others are drawn from the same view
        assert plain == output_of(cli, spoilt, name, *base, "--no-cache", "--jobs", 2)
        assert plain == output_of(cli, spoilt, name, *base, "--jobs", 2)


def test_a_second_run_reads_no_workbook(
    spoilt: Path, cli: Run, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cli("validate", "nop", "--set", "bo-thu", "--period", "2022-Q4")
    assert len(opened) == 5

    def never(*_: object, **__: object) -> None:
        pytest.fail("a workbook was opened")

    monkeypatch.setattr(submissions, "open_workbook", never)

    assert first == cli("validate", "nop", "--set", "bo-thu", "--period", "2022-Q4")
    assert len(opened) == 5


def test_only_a_changed_file_is_read_again(spoilt: Path, cli: Run, opened: list[str]) -> None:
    cli("validate", "nop")
    opened.clear()
    path = spoilt / "nop" / file_name("SNV")
    form = Form(path.read_bytes())
    form.put("4.2", "value", 102)
    form.save(path)

    assert "102" in cli("validate", "nop").out
    assert opened == [file_name("SNV")]


def test_a_file_of_the_same_size_and_time_is_still_another_file(
    spoilt: Path, cli: Run, opened: list[str]
) -> None:
    """It is the content that tells, not what the disk says of it."""
    path = spoilt / "nop" / file_name("STC")
    cli("validate", "nop")
    opened.clear()
    before, data = path.stat(), path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    cli("validate", "nop")

    assert opened == [file_name("STC")]


def test_the_same_file_under_another_name_is_shown_under_that(
    spoilt: Path, cli: Run, opened: list[str]
) -> None:
    cli("validate", "nop")
    opened.clear()
    path = spoilt / "nop" / file_name("SYT")
    path.rename(path.with_name("STC_so-y-te.xlsx"))

    done = cli("validate", "nop")

    assert opened == ["STC_so-y-te.xlsx"]
    assert "STC_so-y-te.xlsx ▸ Số liệu!D13" in done.out
    assert done == cli("validate", "nop", "--no-cache")


def other_set(office: Path) -> tuple[object, ...]:
    changed = forms.changed(forms.SET)
    changed["tree"][1]["children"][2]["limits"]["maximum"] = "200"
    forms.write_definitions(office / "indicator_sets", changed)
    return ()


def other_units(office: Path) -> tuple[object, ...]:
    units = forms.changed(forms.UNITS)
    units["units"][0]["name"] = "Sở Y tế (mới)"
    forms.write_definitions(office / "indicator_sets", units=units)
    return ()


def other_period(_: Path) -> tuple[object, ...]:
    return ("--period", "2022-Q3")


def other_unit_list(office: Path) -> tuple[object, ...]:
    units = forms.changed(forms.UNITS, version="1.0.1")
    return ("--units", forms.write_yaml(office / "khac.yaml", units))


def earlier_period(office: Path) -> tuple[object, ...]:
    (office / "truoc").mkdir()
    (office / "truoc" / file_name("SYT", "2022-Q3")).write_bytes(filled("SYT", "2022-Q3"))
    return ("--previous", office / "truoc")


@pytest.mark.parametrize("change", [other_set, other_units, other_period, other_unit_list, earlier_period])
def test_what_the_files_are_held_against_belongs_to_the_question(
    change: Callable[[Path], tuple[object, ...]], spoilt: Path, cli: Run, opened: list[str]
) -> None:
    cli("validate", "nop")
    opened.clear()
    options = change(spoilt)

    with_cache = cli("validate", "nop", *options)

    assert len(opened) == 5
    assert with_cache == cli("validate", "nop", *options, "--no-cache")


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"null", b"{}", b"\xff\xfe", b'{"file": {"name": "x"}}', b"[" * 5000, None]
)
def test_a_damaged_entry_is_as_if_it_were_not_there(
    damage: bytes | None, spoilt: Path, cli: Run, opened: list[str]
) -> None:
    first = cli("validate", "nop")
    opened.clear()
    for entry in (spoilt / "cache").glob("*/*.json"):
        if damage is None:
            entry.unlink()
            entry.mkdir()
        else:
            entry.write_bytes(damage)

    assert first == cli("validate", "nop")
    assert len(opened) == 5


def is_a_file(folder: Path) -> None:
    folder.write_bytes(b"")


def is_closed(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)


def is_in_nowhere(folder: Path) -> None:
    folder.symlink_to(folder.parent / "khong-co" / "dau")


@pytest.mark.parametrize("make", [is_a_file, is_closed, is_in_nowhere])
def test_a_cache_that_cannot_be_written_does_no_harm(
    make: Callable[[Path], None], spoilt: Path, cli: Run
) -> None:
    plain = cli("validate", "nop", "--no-cache")
    make(spoilt / "cache")

    assert plain == cli("validate", "nop")
    assert plain == cli("validate", "nop")


def test_the_program_failing_is_not_remembered(
    spoilt: Path, cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(checking, "read_submission", fail)
        assert "SYS001" in cli("validate", "nop").out

    assert "SYS001" not in cli("validate", "nop").out


# --- parts of a run


@pytest.mark.parametrize("of", [1, 2, 3, 7, 50, 999_999])
def test_every_file_is_in_exactly_one_part(of: int) -> None:
    sources = [Source(Path(f"{n}.xlsx"), f"thư mục/{n}.xlsx") for n in range(300)]
    counted = [
        source.name for number in numbers_up_to(of, sources) for source in shard_of(sources, number, of)
    ]

    assert sorted(counted) == sorted(source.name for source in sources)


def numbers_up_to(of: int, sources: list[Source]) -> Iterator[int]:
    """Give every part's number, and of very many those that any file can be in."""
    if of <= 1000:
        yield from range(1, of + 1)
        return
    from hashlib import sha256

    found = {int.from_bytes(sha256(s.name.encode()).digest()[:8], "big") % of + 1 for s in sources}
    yield from sorted(found)


def test_the_parts_are_of_about_the_same_size() -> None:
    sources = [Source(Path(f"{n}.xlsx"), f"{n}_xa_bo_2022-Q4.xlsx") for n in range(4000)]

    assert all(800 < len(shard_of(sources, number, 4)) < 1200 for number in (1, 2, 3, 4))


def test_a_new_file_moves_no_other_to_another_part() -> None:
    few = [Source(Path(f"{n}"), f"{n}.xlsx") for n in range(50)]
    more = [*few, Source(Path("a"), "a.xlsx"), Source(Path("000"), "000.xlsx")]

    assert all(set(shard_of(few, n, 3)) <= set(shard_of(more, n, 3)) for n in (1, 2, 3))


@pytest.mark.parametrize("wrong", ["0/2", "3/2", "1", "1/0", "-1/2", "a/b", "1/2/3", "1.5/2"])
def test_a_part_that_there_cannot_be_is_refused(wrong: str, spoilt: Path, cli: Run) -> None:
    done = cli("validate", "nop", "--shard", wrong, "--format", "json")

    assert (done.code, done.out) == (2, "")
    assert wrong in done.err


def write_parts(cli: Run, office: Path, of: int = 3, folder: str = "phan") -> list[Path]:
    (office / folder).mkdir(exist_ok=True)
    paths = []
    for number in range(1, of + 1):
        path = office / folder / f"{number}.json"
        done = cli("validate", "nop", "--shard", f"{number}/{of}", "--format", "json", "--output", path)
        assert done.code in {0, 1}, done.err
        paths.append(path)
    return paths


@pytest.mark.parametrize("name", FORMATS)
def test_the_parts_together_are_the_whole_run(name: str, spoilt: Path, cli: Run) -> None:
    whole = output_of(cli, spoilt, name, "validate", "nop")
    parts = write_parts(cli, spoilt, 2)

    assert whole == output_of(cli, spoilt, name, "merge", *reversed(parts))
    assert whole == output_of(cli, spoilt, name, "merge", spoilt / "phan")


@pytest.mark.parametrize("of", [1, 5])
def test_any_number_of_parts_will_do(of: int, spoilt: Path, cli: Run) -> None:
    whole = cli("validate", "nop")
    parts = write_parts(cli, spoilt, of)

    assert (whole.code, whole.out) == ((merged := cli("merge", *parts)).code, merged.out)


def missing(parts: list[Path], _: Path) -> list[Path]:
    return parts[:-1]


def twice(parts: list[Path], _: Path) -> list[Path]:
    return [*parts, parts[0]]


def one_twice_and_one_missing(parts: list[Path], _: Path) -> list[Path]:
    return [parts[0], parts[0], parts[2]]


def of_another_set(parts: list[Path], office: Path) -> list[Path]:
    other_set(office)
    return parts


def a_mixture(parts: list[Path], office: Path) -> list[Path]:
    document = json.loads(parts[0].read_text(encoding="utf-8"))
    document["period"] = "2021-Q4"
    parts[0].write_text(json.dumps(document), encoding="utf-8")
    return parts


def edited(parts: list[Path], _: Path) -> list[Path]:
    for path in parts:
        text = path.read_text(encoding="utf-8")
        if "VAL001" in text:
            document = json.loads(text)
            for file in document["shard"]["checked"]:
                file["findings"] = []
            path.write_text(json.dumps(document), encoding="utf-8")
    return parts


def not_a_part(parts: list[Path], office: Path) -> list[Path]:
    shutil.copy(office / "nop" / file_name("SNV"), parts[1])
    return parts


def a_plain_report(parts: list[Path], office: Path) -> list[Path]:
    document = json.loads(parts[1].read_text(encoding="utf-8"))
    del document["shard"]
    parts[1].write_text(json.dumps(document), encoding="utf-8")
    return parts


def cut_off(parts: list[Path], _: Path) -> list[Path]:
    parts[2].write_bytes(parts[2].read_bytes()[:-40])
    return parts


def nested_too_deep(parts: list[Path], _: Path) -> list[Path]:
    parts[2].write_bytes(b"[" * 200_000)
    return parts


def nothing_there(parts: list[Path], office: Path) -> list[Path]:
    return [*parts[:2], office / "khong-co.json"]


def an_empty_folder(_: list[Path], office: Path) -> list[Path]:
    (office / "rong").mkdir()
    return [office / "rong"]


@pytest.mark.parametrize(
    "spoil",
    [missing, twice, one_twice_and_one_missing, of_another_set, a_mixture, edited, not_a_part, a_plain_report, cut_off,
     nested_too_deep, nothing_there, an_empty_folder],
)  # fmt: skip
def test_parts_that_do_not_make_up_a_run_are_refused(
    spoil: Callable[[list[Path], Path], list[Path]], spoilt: Path, cli: Run
) -> None:
    parts = spoil(write_parts(cli, spoilt), spoilt)

    done = cli("merge", *parts)

    assert (done.code, done.out) == (2, "")
    assert len(done.err.strip()) > 20
    assert "log" not in done.err.casefold()  # ours to answer for would be worse than theirs


def test_a_part_of_another_run_is_refused(spoilt: Path, cli: Run) -> None:
    """Same numbers, other files: 3 parts of one folder and 2 of another do not add up."""
    three, two = write_parts(cli, spoilt, 3), write_parts(cli, spoilt, 2, "hai-phan")

    assert cli("merge", three[0], two[1]).code == 2
    assert cli("merge", *three, two[0]).code == 2


def test_a_run_in_parts_needs_a_format_that_can_be_put_together(spoilt: Path, cli: Run) -> None:
    done = cli("validate", "nop", "--shard", "1/2")

    assert (done.code, done.out) == (2, "")
    assert "json" in done.err


def test_the_spy_watches_the_real_thing(spoilt: Path, cli: Run, opened: list[str]) -> None:
    """Guards the guards: without a cache every file is looked at every time."""
    for _ in range(2):
        cli("validate", "nop", "--no-cache")

    assert len(opened) == 10
    assert sys.modules["cds_rank.cli.check_commands"] is check_commands


def test_a_part_of_another_folder_is_refused(spoilt: Path, cli: Run) -> None:
    """Same set, same period, 1/2 and 2/2: and still nobody has looked at all files of either folder."""
    first = spoilt / "mot.json"
    cli("validate", "nop", "--shard", "1/2", "--format", "json", "--output", first)
    other = spoilt / "khac" / "nop"
    shutil.copytree(spoilt / "nop", other)
    (other / file_name("132")).write_bytes(filled("132"))
    second = spoilt / "hai.json"
    cli("validate", other, "--shard", "2/2", "--format", "json", "--output", second)

    done = cli("merge", first, second)

    assert (done.code, done.out) == (2, "")
