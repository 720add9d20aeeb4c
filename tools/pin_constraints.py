"""Pin every dependency with the hashes of all its files into constraints.txt, without naming a registry host.

Usage: python tools/pin_constraints.py   (needs pip-tools; Python 3.11, the oldest supported)
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Versions and hashes of everything cds-rank and its tests use. Made by `make constraints`.
# Install: python -m pip install --require-hashes -r constraints.txt
"""


def main() -> None:
    target = ROOT / "constraints.txt"
    command = [
        sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes", "--strip-extras",
        "--extra", "test", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-header",
        "--no-annotate", "--allow-unsafe", "--output-file", str(target), "pyproject.toml",
    ]  # fmt: skip
    target.unlink(missing_ok=True)
    subprocess.run(command, cwd=ROOT, check=True)
    text = target.read_text(encoding="utf-8")
    if re.search(r"https?://|file:", text):
        sys.exit("constraints.txt names an address")
    target.write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    main()
