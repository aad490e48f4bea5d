#!/usr/bin/env bash
# Fuzzes one target with the stable compiler: bash fuzz/run.sh TARGET [SECONDS]
#
# `cargo fuzz` asks for nightly because of AddressSanitizer, which code without `unsafe` does not
# need. The flags below are those it passes for coverage, and stable accepts them. Seeds are
# fuzz/seeds/TARGET, fuzz/corpus-kept/TARGET and the shipped files; what is found stays in
# fuzz/corpus, from which fuzz/keep.sh takes what is worth keeping, and in fuzz/artifacts. What the
# targets check is in crates/fuzz-checks.
set -euo pipefail
cd "$(dirname "$0")"
target="${1:?which target: scenario, claims, article, world_file, inter_country_csv or table_file}"
seconds="${2:-600}"
triple="$(rustc -vV | sed -n 's/^host: //p')"
RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1" \
    cargo build --release --target "$triple" --bin "$target"
[ -n "${BUILD_ONLY:-}" ] && exit 0
mkdir -p "corpus/$target" "artifacts/$target"
seeds=("seeds/$target")
[ -d "corpus-kept/$target" ] && seeds+=("corpus-kept/$target")
[ "$target" = scenario ] && seeds+=(../scenarios)
[ "$target" = claims ] && seeds+=(../claims)
dictionary=()
[ -f "seeds/$target.dict" ] && dictionary+=("-dict=seeds/$target.dict")
exec nice -n 19 "${CARGO_TARGET_DIR:-target}/$triple/release/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="artifacts/$target/" "${dictionary[@]}" "corpus/$target" "${seeds[@]}"
