#!/usr/bin/env bash
# Builds the workbench's module for a browser, `wasm32-unknown-unknown` with 128-bit vectors, and prints where it is.
#
# Uses the target of rustup where it is installed; else Debian's compiler, which brings the source of the standard library.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=wasm32-unknown-unknown
# Compiled apart, as it is another compiler.
folder="${CARGO_TARGET_DIR:-target}/wasm"
arguments=(build --locked --quiet --profile browser -p unequal-browser --lib --target "$target" --target-dir "$folder")

if rustup target list --installed 2>/dev/null | grep -qx "$target"; then
    RUSTFLAGS="-C target-feature=+simd128" cargo "${arguments[@]}"
else
    for program in rustc cargo wasm-ld; do
        if [ ! -x "/usr/bin/$program" ] || [ ! -d /usr/share/doc/rust-web-src ]; then
            apt-get update -qq
            apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src lld >/dev/null
            break
        fi
    done
    PATH="/usr/bin:$PATH" RUSTC_BOOTSTRAP=1 RUSTFLAGS="-C target-feature=+simd128 -C linker=wasm-ld" \
        /usr/bin/cargo "${arguments[@]}" -Zbuild-std=std,panic_abort
fi
echo "$folder/$target/browser/unequal_browser.wasm"
