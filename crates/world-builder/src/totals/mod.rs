//! The worlds of 2012 to 2021: who sells what to whom is OECD's; which industries use it is carried over.
//!
//! The source states every flow between countries by product, inputs and final use together, so trade, output and
//! total use are observed. What is estimated is how each country's use of a product divides over its industries and
//! final buyers: input coefficients of the full tables of 2011 (WIOD) and 2022 (OECD), interpolated, then balanced
//! against the year's output and use (`data/PROVENANCE.md`).

mod anchors;
pub mod balance;
mod read;
mod share_trial;
#[cfg(test)]
mod tests;
mod trial;

use std::path::Path;

use ndarray::{Array2, Array3, Axis};
use unequal_world::crumbs::{Dropped, drop_crumbs};
use unequal_world::labels::{Code, Labels, Sector};
use unequal_world::{EconomyTable, Provenance, TableParts};

use crate::{Result, write_table};
use balance::{Balanced, Known};

pub use anchors::{Anchors, like_all_others};
pub use balance::Prior;
pub use read::Totals;
pub use share_trial::{TradeShares, common_shares, print_share_errors};
pub use trial::{ELASTICITY, ExitCosts, exit_costs, print as print_trials, print_errors};

/// First and last year made from totals alone.
pub const YEARS: std::ops::RangeInclusive<u16> = 2012..=2021;

/// Classification of the tables: 27 goods and one sector for all services.
pub const CLASSIFICATION: &str = "icio28";

/// Reads the sources and writes a table for every year.
pub fn build(sources: &Path, out: &Path) -> Result<()> {
    let totals = Totals::read(&sources.join("icio_totals/totals_2011_2022.parquet"))?;
    let anchors = Anchors::new(sources, &totals)?;
    for year in YEARS {
        let table = table_of(&totals, &anchors, year)?;
        write_table(&table, &out.join(format!("world/icio-{year}.world")))?;
    }
    Ok(())
}

/// The table of a year between 2011 and 2022, both included.
pub fn table_of(totals: &Totals, anchors: &Anchors, year: u16) -> Result<EconomyTable> {
    let parts = Year { regions: &totals.regions, sectors: &totals.sectors, year, flows: totals.of_year(year)?.clone() };
    from_flows(parts, &anchors.prior(year), provenance)
}

/// A year whose flows are known and whose uses are not.
pub struct Year<'a> {
    /// Countries.
    pub regions: &'a Labels,
    /// Products.
    pub sectors: &'a [Sector],
    /// The year.
    pub year: u16,
    /// `[sector][importer][exporter]`, inputs and final use together, USD million.
    pub flows: Array3<f64>,
}

/// The table with these flows whose uses are as near as possible to the prior's.
/// `provenance` is told what was dropped, and by how much an industry's inputs miss the prior's share of its output.
pub fn from_flows(
    known: Year<'_>,
    prior: &Prior,
    provenance: impl FnOnce(Dropped, f64) -> Provenance,
) -> Result<EconomyTable> {
    let Year { regions, sectors, year, mut flows } = known;
    let use_by_product = flows.sum_axis(Axis(2)).reversed_axes().as_standard_layout().into_owned();
    let output = flows.sum_axis(Axis(1)).reversed_axes().as_standard_layout().into_owned();
    let Balanced { mut inputs, mut final_use, largest_gap } =
        balance::balance(prior, &Known { use_by_product: &use_by_product, output: &output })?;
    let crumbs = drop_crumbs(&mut flows, &mut inputs, &mut final_use);
    for mut row in flows.rows_mut() {
        let sum = row.sum();
        if sum > 0.0 {
            row /= sum;
        }
    }
    Ok(EconomyTable::new(TableParts {
        regions: regions.clone(),
        sectors: sectors.to_vec(),
        year,
        provenance: provenance(crumbs, largest_gap),
        sourcing: flows,
        intermediate_use: inputs,
        final_use,
    })?)
}

/// The axes of the source, regions by code.
fn axes(regions: impl Iterator<Item = String>) -> Result<(Labels, Vec<Sector>, Labels)> {
    let codes = regions.map(|code| Code::new(&code)).collect::<unequal_world::Result<_>>()?;
    let sectors = unequal_world::names::sectors(CLASSIFICATION);
    let labels = Labels::new(sectors.iter().map(|sector| sector.code.clone()).collect(), "sector")?;
    Ok((Labels::new(codes, "region")?, sectors, labels))
}

/// `[region][input][using sector]` and `[region][sector]`.
type Uses = (Array3<f64>, Array2<f64>);

/// What a table's provenance says of the purchases that [`drop_crumbs`] removed, in USD million.
pub fn dropped_purchases(dropped: Dropped) -> String {
    format!(
        "{} purchases of products that the buyer does not make, each below 0.001 % of its use, were dropped: \
         {:.1} USD million in all",
        dropped.products, dropped.value
    )
}

fn provenance(crumbs: Dropped, largest_gap: f64) -> Provenance {
    Provenance {
        valuation: unequal_world::Valuation::Basic,
        source: "OECD ICIO, 2025 edition (total flows)".to_owned(),
        classification: CLASSIFICATION.to_owned(),
        licence: "OECD terms, attribution".to_owned(),
        estimated: Vec::new(),
        estimated_between: Vec::new(),
        estimated_use: vec![
            "Trade between countries is the source\u{2019}s; which industries use a product is estimated from the tables \
             of 2011 (WIOD) and 2022 (OECD), balanced against the year\u{2019}s output and use."
                .to_owned(),
            "All services are one sector, in which trade and transport margins on exported goods are booked.".to_owned(),
        ],
        changes: vec![
            dropped_purchases(crumbs),
            format!(
                "inputs of an industry differ from their share in its output by at most {:.1e} of the output after \
                 balancing",
                largest_gap
            ),
        ],
    }
}
