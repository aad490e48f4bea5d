//! How far exit costs miss where a year is carried on from the one before, on years whose table is known.

use std::path::Path;

use super::carry::carry;
use super::observed::Observed;
use super::{base, table_of};
use crate::Result;
use crate::totals::{
    Anchors, ELASTICITY, ExitCosts, Totals, TradeShares, common_shares, exit_costs, print_errors, print_share_errors,
    table_of as known_table,
};

/// Years that are carried on from the year before and compared with their own table: those of which trade is recorded, and
/// the base years before in both sources.
const TRIALS: std::ops::RangeInclusive<u16> = 2016..=2020;

/// Runs the trials and prints two tables of errors in markdown: of the method, and of taking the year before as it is.
pub fn print(sources: &Path) -> Result<()> {
    let totals = Totals::read(&sources.join("icio_totals/totals_2011_2022.parquet"))?;
    let anchors = Anchors::new(sources, &totals)?;
    let mut carried: Vec<(ExitCosts, ExitCosts)> = Vec::new();
    let mut unchanged: Vec<(ExitCosts, ExitCosts)> = Vec::new();
    let mut shares: Vec<(TradeShares, TradeShares)> = Vec::new();
    for year in TRIALS {
        let before = known_table(&totals, &anchors, year - 1)?;
        let own = known_table(&totals, &anchors, year)?;
        let truth = exit_costs(&own, ELASTICITY)?;
        let observed = Observed::read(sources, &totals, year, base(year))?;
        let estimate = table_of(&before, carry(&before, &observed, &[])?, year)?;
        shares.push(common_shares(&own, &estimate, None));
        carried.push((truth.clone(), exit_costs(&estimate, ELASTICITY)?));
        unchanged.push((truth, exit_costs(&before, ELASTICITY)?));
    }
    print_errors("A year carried on from the year before, 2016 to 2020", &carried);
    print_errors("The year before, taken as it is", &unchanged);
    print_share_errors("Trade of a year carried on from the year before", &shares);
    Ok(())
}
