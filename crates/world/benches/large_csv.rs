//! A csv of 300 MB in the layout of the OECD's edition of 2025, from the file to a checked table: seconds and memory, beside
//! pandas and polars, which only read it. `UNEQUAL_PANDAS_PYTHON` names a Python that has both; without it they are left out.
//!
//! The aim is at most 5 s and 800 MB. Each reader is a process of its own, so that its memory is its own.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and fails by panicking")]

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use unequal_world::readers::TableFile;

const REGIONS: usize = 81;
const SECTORS: usize = 50;
const CATEGORIES: [&str; 6] = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"];
/// Purchases of one industry or category from another: a number that any place gives again.
fn value(row: usize, column: usize) -> f64 {
    let mixed = (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (column as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 40) as f64 / 1e5 + 0.001
}

/// Writes the table. Value added is what each industry's inputs leave of its sales.
fn write(path: &Path) {
    let region = |place: usize| format!("{}{}{}", letter(place / 26), letter(place), letter(place + 7));
    let sectors: Vec<String> = unequal_world::names::sectors("icio50").iter().map(|one| one.code.to_string()).collect();
    assert_eq!(sectors.len(), SECTORS);
    let nodes = REGIONS * SECTORS;
    let columns = nodes + REGIONS * CATEGORIES.len();
    let mut file = BufWriter::new(std::fs::File::create(path).unwrap());
    let mut line = "V1".to_owned();
    for place in 0..nodes {
        write!(line, ",{}_{}", region(place / SECTORS), sectors[place % SECTORS]).unwrap();
    }
    for place in 0..REGIONS {
        for category in CATEGORIES {
            write!(line, ",{}_{category}", region(place)).unwrap();
        }
    }
    writeln!(file, "{line},OUT").unwrap();
    let mut inputs = vec![0.0; nodes];
    let mut output = vec![0.0; nodes];
    for row in 0..nodes {
        line.clear();
        write!(line, "{}_{}", region(row / SECTORS), sectors[row % SECTORS]).unwrap();
        for column in 0..columns {
            // Final use is large enough for value added to be positive.
            let cell = if column < nodes { value(row, column) } else { 40.0 * value(row, column) };
            output[row] += cell;
            if let Some(inputs) = inputs.get_mut(column) {
                *inputs += cell;
            }
            write!(line, ",{cell:.11}").unwrap();
        }
        writeln!(file, "{line},{}", output[row]).unwrap();
    }
    for (label, of) in [("VALU", 1.0), ("OUT", 0.0)] {
        line.clear();
        line.push_str(label);
        for column in 0..nodes {
            write!(line, ",{}", output[column] - of * inputs[column]).unwrap();
        }
        line.push_str(&",0".repeat(REGIONS * CATEGORIES.len() + 1));
        writeln!(file, "{line}").unwrap();
    }
    file.flush().unwrap();
}

fn letter(place: usize) -> char {
    char::from(b'A' + (place % 26) as u8)
}

/// Largest memory of this process so far, MB.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}

fn read(path: &Path) {
    let start = Instant::now();
    let file = TableFile::open(path).unwrap();
    if let TableFile::InterCountry(table) = &file {
        let defects = table.defects();
        assert!(defects.faults.is_empty(), "{:?}", defects.faults);
    }
    let table = file.into_table().unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!("unequal, checked and condensed: {seconds:.2} s, {:.0} MB; output {:.6e}", memory(), table.output().sum());
}

const PYTHON: &str = r#"
import resource, sys, time
start = time.perf_counter()
if sys.argv[1] == "pandas":
    import pandas
    frame = pandas.read_csv(sys.argv[2], index_col=0)
else:
    import polars
    frame = polars.read_csv(sys.argv[2], infer_schema_length=10)
seconds = time.perf_counter() - start
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{sys.argv[1]}, read only: {seconds:.2f} s, {memory:.0f} MB; {frame.shape[0]} rows, {frame.shape[1]} columns")
"#;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, mode, path, ..] = arguments.as_slice()
        && mode == "read"
    {
        return read(Path::new(path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2022_SML.csv");
    write(&path);
    println!("{:.0} MB", std::fs::metadata(&path).unwrap().len() as f64 / 1e6);
    let run = |program: &mut Command| assert!(program.status().unwrap().success());
    for _ in 0..2 {
        run(Command::new(std::env::current_exe().unwrap()).arg("read").arg(&path));
        if let Ok(python) = std::env::var("UNEQUAL_PANDAS_PYTHON") {
            for library in ["pandas", "polars"] {
                run(Command::new(&python).args(["-c", PYTHON, library]).arg(&path));
            }
        }
    }
}
