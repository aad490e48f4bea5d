# Tasks for developers; `just --list` shows them.

# The brief on the embedded world.
brief first="RUS" second="CHN":
    cargo run --release -- brief {{first}} {{second}}

# The tests that need nothing beyond the repository.
test:
    cargo test

# The property tests with many new random cases; prints the seed.
explore cases="20000":
    seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' '); echo "PROPTEST_RNG_SEED=$seed"; \
    PROPTEST_RNG_SEED=$seed PROPTEST_CASES={{cases}} cargo test --release --workspace

# How long solves take on this machine; the NAFTA benchmark needs UNEQUAL_REFERENCE_DATA.
bench:
    cargo bench -p unequal-equilibrium -p unequal-strategy -p unequal-study -p unequal-world --benches
    bash crates/equilibrium/benches/nafta.sh
    cargo build --release
    time ./target/release/unequal exit-cost --matrix --format csv --out target/exit-costs.csv

# The workbench as a static site, its engine a module for the browser.
site out="target/site":
    module="$(bash crates/browser/build.sh | tail -n 1)"; \
    cargo run --release -- workbench --export {{out}} --engine "$module"

# All checks that a change must pass.
check:
    bash .ci/run

# Remake data/ from the public sources (see data/PROVENANCE.md for their layout).
world sources:
    cargo run --release -p unequal-world-builder -- --sources {{sources}} --out data

# The book, opened in a browser; needs mdbook and Node.
book:
    cd docs/equations && npm ci --silent --no-audit --no-fund
    mdbook serve docs --open

# The package for Python, installed in target/python; needs Python 3.10 or later.
python:
    [ -x target/python/bin/python ] || python3 -m venv target/python
    target/python/bin/pip install --quiet --requirement crates/python/requirements.txt
    target/python/bin/maturin build --release --manifest-path crates/python/Cargo.toml --out target/wheels
    target/python/bin/pip install --quiet --no-deps --force-reinstall target/wheels/unequal-*.whl
