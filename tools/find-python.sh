#!/bin/sh
# Make a virtual environment with Python 3.11 or newer, or say clearly what is missing.
set -eu
python=$1 venv=$2
for candidate in "$python" python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        [ -x "$venv/bin/python" ] || "$candidate" -m venv "$venv" || {
            echo "Không tạo được môi trường ảo (Debian/Ubuntu: sudo apt install python3-venv)." >&2
            exit 1
        }
        exit 0
    fi
done
echo "Cần Python 3.11 trở lên. Cài rồi chạy lại: make PYTHON=/đường/dẫn/python3.11 …" >&2
exit 1
