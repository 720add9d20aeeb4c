#!/bin/sh
# LibreOffice, Chromium and Poppler are part of the tests. Install what is missing where that is permitted;
# otherwise say so and fail: a test that is skipped for want of a tool proves nothing.
set -eu
missing=
have() { command -v "$1" >/dev/null 2>&1; }
have soffice || missing="$missing libreoffice-calc"
# Debian splits LibreOffice: without Writer a decision cannot be opened. Elsewhere it comes whole.
{ have soffice && ! have dpkg; } || have lowriter || missing="$missing libreoffice-writer"
have chromium || have chromium-browser || have google-chrome || missing="$missing chromium"
have pdftoppm || missing="$missing poppler-utils"
# Times New Roman's free metric twins with all Vietnamese letters; fonts-liberation 1.x lacks most of them.
{ have fc-list && fc-list 2>/dev/null | grep -qiE 'tinos|liberation ?serif|times new roman'; } ||
    missing="$missing fontconfig fonts-croscore"
[ -n "$missing" ] || exit 0

echo "Đang cài công cụ hệ thống cho kiểm thử:$missing" >&2
if have apt-get; then
    if [ "$(id -u)" = 0 ]; then as_root=; elif have sudo && sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root=no; fi
    if [ "$as_root" != no ]; then
        export DEBIAN_FRONTEND=noninteractive
        log=$(mktemp)
        # shellcheck disable=SC2086 # both are lists of words
        if { $as_root apt-get update && $as_root apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
            rm -f "$log"
            exit 0
        fi
        tail -n 20 "$log" >&2
        rm -f "$log"
    fi
fi
echo "Thiếu công cụ hệ thống mà kiểm thử cần:$missing" >&2
echo "Hãy cài rồi chạy lại make test (Debian/Ubuntu: sudo apt-get install$missing)." >&2
exit 1
