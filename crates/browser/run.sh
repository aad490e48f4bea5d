#!/usr/bin/env bash
# The program without files, threads and a clock: the module for a browser, asked under Node with data files given to it one
# by one, and compared with the answers of the program's server to 1e-9.
set -euo pipefail
cd "$(dirname "$0")/../.."

module="$(bash crates/browser/build.sh | tail -n 1)"
cargo build --locked --quiet --release --bin unequal
node crates/browser/check.mjs "$module" "${CARGO_TARGET_DIR:-target}/release/unequal" data
