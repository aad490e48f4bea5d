#!/usr/bin/env bash
# The program without files, threads and a clock: `unequal-study`, `unequal-presentation` and `unequal-render` with their embedded data, built for
# wasm32-unknown-unknown, asked one question under Node and compared with the native answer to 1e-9.
#
# Uses the target of rustup where it is installed; else Debian's compiler, which brings the source of the standard library.
set -euo pipefail
cd "$(dirname "$0")/../.."

question='{"question": {"question": "exit-cost", "first": "RUS", "second": "CHN", "year": 2022}}'
target=wasm32-unknown-unknown
# Compiled apart, as it is another compiler. Not optimised as a release is, which takes minutes more and changes no number.
folder="${CARGO_TARGET_DIR:-target}/wasm"

if rustup target list --installed 2>/dev/null | grep -qx "$target"; then
    RUSTFLAGS="-C target-feature=+simd128" \
        cargo build --locked -p unequal-wasm-check --lib --target "$target" --target-dir "$folder"
else
    for program in rustc cargo wasm-ld; do
        if [ ! -x "/usr/bin/$program" ] || [ ! -d /usr/share/doc/rust-web-src ]; then
            apt-get update -qq
            apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src lld >/dev/null
            break
        fi
    done
    PATH="/usr/bin:$PATH" RUSTC_BOOTSTRAP=1 RUSTFLAGS="-C target-feature=+simd128 -C linker=wasm-ld" \
        /usr/bin/cargo build --locked -p unequal-wasm-check --lib --target "$target" --target-dir "$folder" \
        -Zbuild-std=std,panic_abort
fi
# Together with the program, so that both are built from the same dependencies.
cargo build --locked --quiet --release -p unequal-cli -p unequal-wasm-check --bin unequal --bin unequal-wasm-check

module="$folder/$target/debug/unequal_wasm_check.wasm"
echo "$(stat -c %s "$module") bytes, $(gzip -c "$module" | wc -c) compressed"
node crates/wasm-check/ask.mjs "$module" "${CARGO_TARGET_DIR:-target}/release/unequal-wasm-check" "$question"
