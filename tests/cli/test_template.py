"""`cds-rank template`: one form for each unit, and nobody's figures overwritten."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cds_rank.reading.submissions import peek_identity
from tests.checks.forms import Form, file_name, filled
from tests.cli.helpers import Cli

Run = Callable[..., Cli]
BASIC = ("template", "--set", "bo-thu", "--period", "2022-Q4")


def test_every_unit_gets_its_form(office: Path, cli: Run) -> None:
    done = cli(*BASIC, "--out", "bieu-mau")

    assert (done.code, done.err) == (0, "")
    assert "Đã ghi 4 biểu mẫu vào bieu-mau" in done.out
    made = sorted(path.name for path in (office / "bieu-mau").iterdir())
    assert made == sorted(file_name(unit) for unit in ("SYT", "STC", "SNV", "132"))


def test_a_form_knows_whose_it_is(office: Path, cli: Run) -> None:
    cli(*BASIC, "--out", "bieu-mau", "--unit", "STC")

    (path,) = (office / "bieu-mau").iterdir()
    identity = peek_identity(path)
    assert identity is not None
    assert (identity.unit, identity.set_id, identity.period) == ("STC", "bo-thu", "2022-Q4")


def test_the_forms_are_the_same_bytes_every_time(office: Path, cli: Run) -> None:
    cli(*BASIC, "--out", "a")
    cli(*BASIC, "--out", "b")

    assert [p.read_bytes() for p in sorted((office / "a").iterdir())] == [
        p.read_bytes() for p in sorted((office / "b").iterdir())
    ]


def test_what_is_made_passes_as_made_from_the_template(office: Path, cli: Run) -> None:
    """Nothing is filled in: every row is warned about, a warning for each column, and nothing is wrong."""
    cli(*BASIC, "--out", "bieu-mau")

    done = cli("validate", "bieu-mau", "--fail-on", "error")

    assert done.code == 0
    assert "0 lỗi, 12 cảnh báo" in done.out  # 4 x (points, numerators, values)
    assert "F10:F11, F15:F17 (5 ô)   VAL002 cảnh báo" in done.out


@pytest.mark.parametrize(
    ("options", "units"),
    [
        (["--unit", "STC"], ["STC"]),
        (["--unit", "STC", "--unit", "132"], ["STC", "132"]),
        (["--group", "huyen"], ["132"]),
        (["--group", "huyen", "--unit", "SYT"], ["SYT", "132"]),
        (["--unit", "STC", "--unit", "STC"], ["STC"]),
    ],
)
def test_units_and_groups_choose(options: list[str], units: list[str], office: Path, cli: Run) -> None:
    done = cli(*BASIC, "--out", "bieu-mau", *options)

    assert done.code == 0
    assert {path.name for path in (office / "bieu-mau").iterdir()} == {file_name(unit) for unit in units}


def test_filled_in_forms_are_not_overwritten_unasked(office: Path, cli: Run) -> None:
    before = {path.name: path.read_bytes() for path in (office / "nop").iterdir()}
    (office / "nop" / file_name("STC")).unlink()

    done = cli(*BASIC, "--out", "nop")

    assert done.code == 2
    assert "(3 tệp trùng)" in done.err
    assert not (office / "nop" / file_name("STC")).exists()
    assert {path.name: path.read_bytes() for path in (office / "nop").iterdir()}.items() <= before.items()


def test_with_force_they_are(office: Path, cli: Run) -> None:
    done = cli(*BASIC, "--out", "nop", "--force")

    assert done.code == 0
    assert (office / "nop" / file_name()).read_bytes() != filled()


@pytest.mark.parametrize(
    "arguments",
    [
        ["template"],
        ["template", "--set", "bo-thu", "--period", "2022-Q4"],
        [*BASIC, "--out", "x", "--unit", "XYZ"],
        [*BASIC, "--out", "x", "--group", "xa"],
        [*BASIC, "--out", "x", "--units", "khong-co"],
        ["template", "--set", "bo-thi", "--period", "2022-Q4", "--out", "x"],
        ["template", "--set", "bo-thu", "--period", "Q4", "--out", "x"],
        [*BASIC, "--out", "nop/" + file_name()],
        [*BASIC, "--out", "/dev/null/x"],
        [*BASIC, "--out", "x", "thừa"],
    ],
    ids=lambda arguments: " ".join(arguments)[-40:],
)
def test_what_cannot_be_done_is_exit_2_and_writes_nothing(
    arguments: list[str], office: Path, cli: Run
) -> None:
    before = sorted(office.rglob("*"))

    done = cli(*arguments)

    assert (done.code, done.out) == (2, "")
    assert "Lỗi: " in done.err
    assert "ngoài dự kiến" not in done.err
    assert sorted(office.rglob("*")) == before


@pytest.mark.parametrize(
    ("typed", "meant"), [("syt", "SYT"), ("Sở Y tế", "SYT"), ("STCC", "STC"), ("Thanh pho Yen Bai", "132")]
)
def test_a_unit_nearly_right_is_pointed_to(typed: str, meant: str, office: Path, cli: Run) -> None:
    done = cli(*BASIC, "--out", "x", "--unit", typed)

    assert done.code == 2
    assert f"có phải “{meant}” không?" in done.err


def test_the_way_round_from_form_to_rank(office: Path, cli: Run) -> None:
    cli(*BASIC, "--out", "bieu-mau", "--unit", "SYT")
    path = office / "bieu-mau" / file_name()
    form = Form(path.read_bytes())
    form.put("4.1", "numerator", 60)
    form.put("4.1", "denominator", 80)
    form.put("4.1", "evidence", "BC 4")
    form.save(path)

    done = cli("compute", path, "--report", "none")

    assert done.code == 0
    assert "7,50 / 80" in done.out
    assert "9,38 %" in done.out  # 7,5 / 80 = 9,375 %
