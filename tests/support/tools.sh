#!/usr/bin/env bash
# Says in one sentence which tool is missing or too old, before anything is built.
set -eu

fail() { printf '%s\n' "$1" >&2; exit 1; }

# version_at_least HAVE WANT: both dotted numbers
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

command -v cc >/dev/null || fail "A C compiler is missing: install it with 'apt-get install build-essential'."
command -v cargo >/dev/null || fail "Rust is missing: install Rust 1.94 or newer (https://rustup.rs)."
command -v node >/dev/null || fail "Node.js is missing: install Node.js 20.19 or newer."
command -v npm >/dev/null || fail "npm is missing: it belongs to Node.js 20.19 or newer."

rust=$(rustc --version | awk '{print $2}')
version_at_least "$rust" 1.94.0 || fail "Rust $rust is too old: 1.94 or newer is needed."
node=$(node --version); node=${node#v}
version_at_least "$node" 20.19.0 || fail "Node.js $node is too old: 20.19 or newer is needed."
