#!/usr/bin/env bash
# Runs fuzz targets and prints one row of the table in README.md for each.
#   bash tests/fuzz/run.sh [SECONDS] [TARGET...]     300 seconds and all targets when nothing is said
# Needs cargo-fuzz and Python. The crates are those of the product's lock file; a stable toolchain does.
# WANGGE_FUZZ_BINS names a folder with built targets, to run without building.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-300}
shift || true
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
    mapfile -t targets < <(sed -n 's/^path = "targets\/\(.*\)\.rs"$/\1/p' Cargo.toml)
fi
bins=${WANGGE_FUZZ_BINS:-}
if [ -z "$bins" ]; then
    cp ../../Cargo.lock .
    RUSTC_BOOTSTRAP=1 cargo fuzz build --sanitizer none --fuzz-dir . >&2
    bins=$(echo target/*/release)
fi
python3 seeds.py
# One thread: what a target costs is then its own, and runs beside each other do not disturb.
export RAYON_NUM_THREADS=1 TMPDIR=${TMPDIR:-/tmp}
failed=0
for target in "${targets[@]}"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    log="artifacts/$target.log"
    outcome=0
    nice -n 15 "$bins/$target" "corpus/$target" "seeds/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=500 \
        -print_final_stats=1 -artifact_prefix="artifacts/$target/" >"$log" 2>&1 || outcome=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1 || true)
    memory=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log" | tail -1 || true)
    edges=$(grep -o 'cov: [0-9]*' "$log" | tail -1 | cut -d" " -f2 || true)
    features=$(grep -o 'ft: [0-9]*' "$log" | tail -1 | cut -d" " -f2 || true)
    result=none
    if [ $outcome != 0 ]; then
        result="see $log"
        failed=1
    fi
    echo "| \`$target\` | $runs | $edges | $features | $memory | $result |"
done
exit $failed
