"""The walls of the house: who may import whom, and what a command may not load."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cds_rank"

# Each room and the rooms it may import from; everybody may import `errors` and the package's own version.
ROOMS = {
    "model": set[str](),
    "wording": {"model"},
    "reading": {"model"},
    "checks": {"model", "wording"},
    "scoring": {"model"},
    "record": {"model"},
    "pages": {"wording"},
    "forms": {"model", "wording"},
    "reporting": {"model", "wording", "record", "pages"},
    "feedback": {"model", "wording", "forms", "pages"},
    "authoring": {"model", "wording", "reading"},
    "batch": set[str](),
    "workflow": {"model", "reading", "checks", "scoring", "record", "reporting", "forms", "batch"},
    "cli": {
        "model",
        "wording",
        "reading",
        "checks",
        "scoring",
        "record",
        "forms",
        "reporting",
        "feedback",
        "authoring",
        "workflow",
    },
}
MODEL_MAY_IMPORT = {"pydantic", "pydantic_core"}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if room_of(path) in ROOMS]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_rooms_import_only_what_lies_below_them(path: Path) -> None:
    room = room_of(path)
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "cds_rank" or len(parts) == 1:
            continue
        target = parts[1]
        allowed = ROOMS[room] | {room, "errors", "__version__"}
        if room == "cli":
            allowed |= {"workflow"}
        assert target in allowed, f"{path.name} ({room}) imports {name}"


def test_every_module_stands_in_a_room() -> None:
    outside = {room_of(path) for path in SOURCE.rglob("*.py")} - set(ROOMS)

    assert outside == {"__init__", "__main__", "errors"}


@pytest.mark.parametrize("path", [p for p in modules() if room_of(p) == "model"], ids=lambda p: p.name)
def test_the_model_imports_nothing_but_pydantic(path: Path) -> None:
    foreign = {name.split(".")[0] for name in imports_of(path)} - set(sys.stdlib_module_names)

    assert foreign <= MODEL_MAY_IMPORT | {"cds_rank"}


def test_no_room_below_cli_reads_the_clock_or_prints() -> None:
    for path in modules():
        if room_of(path) == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {
                    "print",
                    "time.time",
                    "dt.datetime.now",
                    "datetime.now",
                    "random.random",
                }, path


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], {"pandas", "openpyxl", "numpy", "jinja2", "pydantic", "xlsxwriter"}),
        (["validate", "data/samples/dti-tinh-2020"], {"pandas", "openpyxl", "numpy", "jinja2", "xlsxwriter"}),
    ],
    ids=["--help", "validate"],
)
def test_quick_commands_load_nothing_heavy(arguments: list[str], unwanted: set[str]) -> None:
    code = (
        "import sys\n"
        "from cds_rank.cli.main import main\n"
        f"main({arguments!r})\n"
        f"print('LOADED', sorted({unwanted!r} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)

    assert done.stdout.decode("utf-8").splitlines()[-1] == "LOADED []"
