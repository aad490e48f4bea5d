//! How far the estimate of final demand misses, on years of WIOD whose answer is withheld.
//!
//! Each trial takes a year of WIOD, hides its final use by destination, and hands the
//! estimate what it has for 2022: intermediate flows, each industry's final sales, final use
//! of eight years before for some of the countries only, and noisy trade in goods of a
//! neighbouring year. The result is compared with what was hidden.

mod errors;
mod noise;
mod trial;
mod year;

use std::path::Path;

use crate::Result;
use errors::{Errors, mean};
#[cfg(test)]
pub use noise::Noise;
use trial::{Years, run};

/// A set of trials whose errors are averaged.
struct Set {
    title: &'static str,
    /// Years estimated; each with the year before and the year after as recorded trade.
    years: &'static [u16],
    /// Countries that the earlier year does not cover.
    not_covered: &'static [&'static str],
}

/// The constants of the estimate were chosen with the years of the first set (and 2009).
/// The second has years that were not used for that, and withholds other countries, all but
/// one (IDN).
const SETS: [Set; 2] = [
    Set {
        title: "Years on which the constants were chosen: 2003, 2007, 2011",
        years: &[2003, 2007, 2011],
        not_covered: &["BRA", "BGR", "CYP", "CZE", "EST", "IDN", "IND", "IRL", "KOR", "MEX", "MLT", "POL", "TUR"],
    },
    Set {
        title: "Other years, other countries withheld: 2004, 2006, 2008, 2010",
        years: &[2004, 2006, 2008, 2010],
        not_covered: &[
            "AUS", "CAN", "DNK", "FIN", "GRC", "HUN", "LTU", "LVA", "PRT", "ROU", "SVK", "SVN", "TWN", "IDN", "JPN",
        ],
    },
];

/// From the earlier year to the estimated one: 2014 to 2022.
const YEARS_BETWEEN: u16 = 8;
/// Last year of WIOD's 2013 release.
const LAST_YEAR: u16 = 2011;

/// Runs every trial and prints a table of errors in markdown.
pub fn print(sources: &Path) -> Result<()> {
    let mut years = Years::new(sources);
    for set in &SETS {
        let mut by_method: [Vec<Errors>; 3] = Default::default();
        for year in set.years {
            for neighbour in [year - 1, year + 1] {
                if neighbour > LAST_YEAR {
                    continue;
                }
                let trial = run(&mut years, *year, neighbour, set.not_covered)?;
                for (errors, of_trial) in by_method.iter_mut().zip(trial) {
                    errors.push(of_trial);
                }
            }
        }
        println!("\n{}\n", set.title);
        print_table(&by_method);
    }
    Ok(())
}

fn print_table(by_method: &[Vec<Errors>; 3]) {
    let columns = by_method.each_ref().map(|errors| mean(errors));
    println!("| weighted error | proportional | prior alone | full |");
    println!("|---|---:|---:|---:|");
    for (row, name) in Errors::NAMES.iter().enumerate() {
        let [proportional, prior, full] = columns.each_ref().map(|errors| 100.0 * errors.0[row]);
        println!("| {name} | {proportional:.1} % | {prior:.1} % | {full:.1} % |");
    }
}
