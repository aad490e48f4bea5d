//! Caliendo and Parro's (2015) NAFTA exercise from the authors' files to the published rows.
//!
//! `cargo run --release -p unequal-equilibrium --example nafta -- FOLDER`, where FOLDER holds `xbilat1993.txt`,
//! `tariffs1993.txt`, `tariffs2005.txt`, `B.txt`, `GO.txt`, `IO.txt` and `T.txt` of the replication files.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

#[path = "../tests/common/nafta.rs"]
mod nafta;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use nafta::{NAFTA, Nafta};
use unequal_equilibrium::{Baseline, DeficitRule, SolveOptions, Wedges, decomposition, solve};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: nafta FOLDER, the folder with the authors' text files (xbilat1993.txt and others)");
        return ExitCode::from(2);
    };
    keep_freed_memory();
    match run(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("nafta: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A large block, freed untouched, teaches the C library that large blocks come and go: it then keeps them
/// instead of asking the system for each anew, which clears every page. Elsewhere it does nothing.
fn keep_freed_memory() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(1 << 24)));
}

fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let Nafta { primitives, tariffs_after } = nafta::read(folder)?;
    let options = |deficits| SolveOptions { deficits, tolerance: 1e-10, ..SolveOptions::default() };
    let (kept, zero) = (options(DeficitRule::FixedNominal), options(DeficitRule::Zero));
    let with_deficits = Baseline::settle_owned(primitives, &kept)?;
    let mut wedges = with_deficits.no_wedges();
    wedges.set_tariffs(tariffs_after)?;
    print_scenario("deficits as in the data", &with_deficits, &wedges, &kept)?;
    print_scenario("zero deficits", &with_deficits.settle_again(&zero)?, &wedges, &zero)
}

fn print_scenario(
    name: &str,
    baseline: &Baseline,
    wedges: &Wedges,
    options: &SolveOptions,
) -> Result<(), Box<dyn Error>> {
    let after = solve(baseline, wedges, options)?;
    let (table, exact) = (decomposition::first_order(&after), after.ln_real_income());
    println!("NAFTA, tariffs of 1993 to 2005, {name}; percent");
    println!("     terms of trade     volume  first-order sum  real wage  exact real income");
    for region in NAFTA {
        println!(
            "{}  {:>14.6} {:>10.6} {:>16.6} {:>10.6} {:>18.6}",
            baseline.primitives().regions.code(region),
            100.0 * table[region].terms_of_trade,
            100.0 * table[region].volume_of_trade,
            100.0 * table[region].first_order_welfare(),
            100.0 * table[region].real_wage,
            100.0 * exact[region].exp_m1(),
        );
    }
    let ended = after.convergence();
    println!("{} evaluations, largest residual {:.1e} ({})\n", ended.evaluations, ended.residual, ended.worst);
    Ok(())
}
