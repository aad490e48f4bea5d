//! Remakes `data/world`, `data/series` and `data/record` from the public sources.
//!
//! `cargo run --release -p unequal-world-builder -- --sources DIR --out data`

mod cow;
mod exit_costs;
mod files;
mod icio;
mod long_series;
mod rebased;
mod record;
#[cfg(test)]
mod sanity;
mod totals;
mod wiod;

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Parser;
use unequal_world::EconomyTable;

#[derive(Parser)]
#[command(about = "Remakes the embedded world from the public sources, byte for byte")]
struct Arguments {
    /// Folder with the sources, laid out as described in data/PROVENANCE.md.
    #[arg(long)]
    sources: PathBuf,
    /// Folder to write into.
    #[arg(long, default_value = "data")]
    out: PathBuf,
    /// Make only the record and the series, and leave the tables as they are.
    #[arg(long)]
    without_tables: bool,
    /// Make only the exit costs of all pairs, from the tables that come with the program.
    #[arg(long)]
    exit_costs: bool,
    /// Write nothing; print how far tables made of total flows, and tables carried on by a year, miss on years whose full
    /// table is known.
    #[arg(long)]
    measure: bool,
}

/// Most an industry may spend on inputs, as a share of its output. The OECD caps its own cost shares there, because an
/// industry without value added cannot be modelled.
const MOST_INPUTS: f64 = 0.98;

/// Errors of this tool are only ever printed.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.measure {
        totals::print_trials(&arguments.sources)?;
        return rebased::print_trials(&arguments.sources);
    }
    if arguments.exit_costs {
        return exit_costs::build(&arguments.out);
    }
    if !arguments.without_tables {
        std::fs::create_dir_all(arguments.out.join("world"))?;
        wiod::build(&arguments.sources, &arguments.out)?;
        let adjusted = icio::build(&arguments.sources, &arguments.out)?;
        rebased::build(&arguments.sources, &arguments.out, &adjusted)?;
        totals::build(&arguments.sources, &arguments.out)?;
    }
    record::build(&arguments.sources, &arguments.out)?;
    long_series::build(&arguments.sources, &arguments.out)?;
    Ok(())
}

/// The error for a name that must be in a table.
fn missing(kind: &str, code: &str) -> Box<dyn Error> {
    format!("no {kind} {code}").into()
}

/// Writes one year's table as a `.world` file and says what was done to it.
fn write_table(table: &EconomyTable, path: &Path) -> Result<()> {
    let mut failure = None;
    let bytes = unequal_world::format::write(table, |body| {
        zstd::bulk::compress(body, 19).unwrap_or_else(|error| {
            failure = Some(error);
            Vec::new()
        })
    })?;
    if let Some(error) = failure {
        return Err(error.into());
    }
    std::fs::write(path, &bytes)?;
    println!("{}: {} bytes", path.display(), bytes.len());
    for change in &table.provenance().changes {
        println!("  changed: {change}");
    }
    Ok(())
}
