#!/bin/sh
# A private PostgreSQL cluster for the tests: no TCP, no password, nothing synced, gone afterwards.
#   postgres.sh start DIR    creates the cluster in DIR, starts it and prints its URL
#   postgres.sh stop DIR     stops it and removes DIR
#   postgres.sh crash DIR    stops it at once, as a power cut of its machine would, and keeps DIR
#   postgres.sh resume DIR   starts it again
# DIR must be short: the path of a socket holds at most 107 bytes.
set -eu

command=${1:?start, stop, crash or resume}
dir=${2:?directory of the cluster}

bin=
for candidate in "${WANGGE_POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin "$(dirname "$(command -v pg_ctl || echo /none/none)")"; do
    [ -n "$candidate" ] && [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] && bin=$candidate
done
if [ -z "$bin" ]; then
    echo "PostgreSQL is not installed (initdb and pg_ctl not found): run 'make setup'" >&2
    exit 1
fi

# PostgreSQL refuses to run as root.
as=
if [ "$(id -u)" = 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups env HOME=$dir"
fi

run_server() {
    $as "$bin/pg_ctl" -D "$dir/cluster" -l "$dir/server.log" -w start -o "-c listen_addresses='' \
        -c unix_socket_directories='$dir' -c port=5432 -c max_connections=200 \
        -c fsync=off -c full_page_writes=off -c synchronous_commit=off" >"$dir/start.log" 2>&1 || {
        cat "$dir/start.log" "$dir/server.log" >&2
        exit 1
    }
}

case "$command" in
start)
    mkdir -p "$dir"
    chmod 700 "$dir"
    [ -z "$as" ] || chown "$user" "$dir"
    cd "$dir"
    $as "$bin/initdb" -D "$dir/cluster" -U app -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 || {
        cat "$dir/initdb.log" >&2
        exit 1
    }
    run_server
    echo "postgres://app@localhost:5432/postgres?host=$dir"
    ;;
crash)
    cd "$dir"
    $as "$bin/pg_ctl" -D "$dir/cluster" -m immediate -w stop >/dev/null
    ;;
resume)
    cd "$dir"
    run_server
    ;;
stop)
    if [ -f "$dir/cluster/postmaster.pid" ]; then
        cd "$dir"
        $as "$bin/pg_ctl" -D "$dir/cluster" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    cd /
    # Only ever remove what start has made.
    [ ! -f "$dir/cluster/PG_VERSION" ] || rm -rf "$dir"
    ;;
*)
    echo "usage: postgres.sh start|stop|crash|resume DIR" >&2
    exit 2
    ;;
esac
