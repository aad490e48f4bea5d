#!/usr/bin/env bash
# The program without files, threads and a clock: the module for a browser, asked under Node with data files given to it one
# by one, and compared with the native answers to 1e-9.
set -euo pipefail
cd "$(dirname "$0")/../.."

module="$(bash crates/browser/build.sh | tail -n 1)"
# Together with the program, so that both are built from the same dependencies.
cargo build --locked --quiet --release -p unequal-cli -p unequal-browser --bin unequal --bin unequal-browser
node crates/browser/check.mjs "$module" "${CARGO_TARGET_DIR:-target}/release/unequal-browser" data
