#!/usr/bin/env bash
# Puts into fuzz/corpus-kept what a run of fuzz/run.sh has found: bash fuzz/keep.sh TARGET
#
# The fewest files that reach every place which the seeds, the files kept before and fuzz/corpus reach, of files up to a
# length. An ordinary test reads them all, so they are short and few: under 300,000 bytes for all targets.
set -euo pipefail
cd "$(dirname "$0")"
target="${1:?which target: scenario, claims, article, world_file or inter_country_csv}"
BUILD_ONLY=1 bash run.sh "$target"
case "$target" in
    world_file) longest=250 ;;
    scenario) longest=250 ;;
    *) longest=350 ;;
esac
triple="$(rustc -vV | sed -n 's/^host: //p')"
kept="corpus-kept/$target"
mkdir -p "$kept" "corpus/$target"
rm -rf "$kept.new" && mkdir "$kept.new"
"${CARGO_TARGET_DIR:-target}/$triple/release/$target" -set_cover_merge=1 -use_counters=0 -max_len="$longest" -timeout=100 \
    "$kept.new" "seeds/$target" "$kept" "corpus/$target"
rm -rf "$kept" && mv "$kept.new" "$kept"
echo "$kept: $(find "$kept" -type f | wc -l) files, $(cat "$kept"/* | wc -c) bytes"
