"""The real command line, run as people run it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "samples" / "yen-bai-2022"
CREATED_AT = "2023-03-29T08:00:00+07:00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)
MODULE = (sys.executable, "-m", "cds_rank")


@dataclass(frozen=True)
class Cli:
    """How a command ended, and what it wrote where."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Ended:
    """How a process ended; bytes, because encodings are what is looked at."""

    code: int
    out: bytes
    err: bytes


def run(
    *arguments: object,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    program: tuple[str, ...] = MODULE,
) -> Ended:
    """Run a command in a process of its own; never a traceback, whatever happens."""
    done = subprocess.run(
        [*program, *map(str, arguments)], cwd=cwd, env=environment(env), capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr + done.stdout, done.stderr.decode(errors="replace")
    return Ended(done.returncode, done.stdout, done.stderr)


OTHERS = {"CDS_RANK_LANG", "LANGUAGE", "COLUMNS", "LINES"}  # what tests say themselves, or a terminal


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OTHERS}
    return kept | dict(more or {})


def on_a_terminal(width: int, *arguments: object) -> str:
    """Run a command on a terminal of so many columns; returns what can be read there, colours left out."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    process = subprocess.Popen(
        [*MODULE, *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )
    os.close(theirs)
    shown = b""
    while chunk := _next_chunk(ours):
        shown += chunk
    os.close(ours)
    assert process.wait() in {0, 1}
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8"))


def _next_chunk(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other end has gone
        return b""


def result_in(folder: Path) -> dict[str, Any]:
    """Open the one result file below a folder."""
    (path,) = folder.rglob("result.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def ranked(result: Mapping[str, Any]) -> list[str]:
    return [entry["unit"] for group in result["groups"] for entry in group["ranking"]]


def unranked(result: Mapping[str, Any]) -> dict[str, str]:
    return {entry["unit"]: entry["reason"] for group in result["groups"] for entry in group["unranked"]}
