#!/usr/bin/env bash
# The whole test run. Nothing is skipped: a missing PostgreSQL or Chromium fails. The private PostgreSQL
# cluster is stopped whatever happens.
set -eu -o pipefail
cd "$(dirname "$0")/../.."

step() { printf '\n== %s\n' "$1"; }

step "what the tests need"
bash tests/support/setup.sh
command -v chromium >/dev/null || { echo "Chromium is missing: run 'make setup'." >&2; exit 1; }

step "formatting"
cargo fmt --all -- --check

step "lints"
cargo clippy --locked --all-targets --quiet -- -D warnings

step "web: types, unit tests, build"
make --no-print-directory web
(cd web && npm run --silent check && npm test --silent)

step "Rust tests on SQLite and PostgreSQL"
cluster=$(mktemp -d /tmp/wangge-pg.XXXXXX)
trap 'bash tests/support/postgres.sh stop "$cluster"; rm -rf "$cluster"' EXIT
WANGGE_TEST_POSTGRES=$(bash tests/support/postgres.sh start "$cluster")
export WANGGE_TEST_POSTGRES
cargo test --locked --quiet

step "browser tests"
cargo build --locked --quiet --bin wangge
WANGGE_BIN="$PWD/target/debug/wangge" node tests/browser/run.mjs
