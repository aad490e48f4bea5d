//! Exit costs of all pairs in all embedded years, in advance.

use std::path::Path;

use unequal_world::embedded;
use unequal_world::series::exit_costs::ELASTICITY;

use crate::Result;
use crate::record::Pack;
use crate::totals::exit_costs;

/// Solves every pair of every embedded table and writes `series/exit_costs.csv.zst`: losses in percent of real income.
pub fn build(out: &Path) -> Result<()> {
    let mut pack = Pack::new(&["side", "partner"], &["loss_percent"]);
    for year in embedded::years() {
        let table = embedded::table(year)?;
        let codes: Vec<&str> = table.regions().iter().map(|code| code.as_str()).collect();
        let pairs = (0..codes.len()).flat_map(|one| (one + 1..codes.len()).map(move |other| (one, other)));
        for ((one, other), cost) in pairs.zip(exit_costs(&table, ELASTICITY)?) {
            // A pair that cannot part has no figure.
            if let Some((first, second)) = cost {
                pack.add(&[codes[one], codes[other]], year, [100.0 * first]);
                pack.add(&[codes[other], codes[one]], year, [100.0 * second]);
            }
        }
        println!("{year}: {} countries", codes.len());
    }
    pack.write(&out.join("series"), "exit_costs", f64::NEG_INFINITY)
}
