#!/usr/bin/env bash
# Installs what the tests need and this system lacks: Chromium, a CJK font, PostgreSQL without its automatic
# cluster. Uses sudo when not root. Does nothing when all is there.
set -eu

packages=()
command -v chromium >/dev/null || packages+=(chromium)
ls /usr/share/fonts/opentype/noto/NotoSansCJK-* >/dev/null 2>&1 || packages+=(fonts-noto-cjk)
server() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
server || packages+=(postgresql)
[ ${#packages[@]} -gt 0 ] || exit 0

root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)
command -v apt-get >/dev/null || { echo "Please install by hand: ${packages[*]} (apt-get is not here)." >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
echo "installing ${packages[*]}"
"${root[@]}" apt-get update -qq
if ! server; then
    # The tests run their own private cluster; Debian's automatic one is not wanted.
    "${root[@]}" apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
    "${root[@]}" sed -i -E 's/^#?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
fi
"${root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
