//! A full inter-country table as read, its defects, and its treatment.

use ndarray::{Array1, Array2, Array3, Axis};

use super::soundness::Accounts;
use crate::crumbs::drop_crumbs;
use crate::labels::{Labels, Sector};
use crate::provenance::Provenance;
use crate::table::{EconomyTable, TableParts};
use crate::{Result, WorldError};

/// A full table: flows by selling and buying industry.
///
/// The node axis runs over regions, within each over sectors.
#[derive(Debug, Clone)]
pub struct InterCountryTable {
    /// Regions in order.
    pub regions: Labels,
    /// Sectors in order.
    pub sectors: Vec<Sector>,
    /// Calendar year.
    pub year: u16,
    /// Source and treatment so far.
    pub provenance: Provenance,
    /// `[seller node][buyer node]`, USD million.
    pub intermediate: Array2<f64>,
    /// `[seller node][buying region]`: final use, all categories together, USD million. May be
    /// negative where inventories fell by more than everything else bought.
    pub final_use: Array2<f64>,
    /// Number of negative cells of final use, counted by category.
    pub negative_cells: usize,
    /// Their sum without the sign, USD million.
    pub negative_mass: f64,
    /// `[node]`: output as the table's last column states it; zero if it does not.
    pub stated_row_output: Array1<f64>,
    /// `[node]`: output as the table's last row states it; zero if it does not.
    pub stated_column_output: Array1<f64>,
    /// `[node]`: value added as the table states it, taxes less subsidies on products included; zero if it does not.
    pub stated_value_added: Array1<f64>,
    /// How far rounding alone can move a sum, USD million: where every cell is a whole number, a million for each column.
    pub rounding: f64,
    /// Columns that are neither an industry's nor final use nor output, with their sums, USD million.
    pub unused_columns: Vec<(String, f64)>,
}

/// What a raw table violates before any treatment.
#[derive(Debug, Clone, PartialEq)]
pub struct RawDefects {
    /// Largest gap between a row's sum and the output stated for it, USD million, and its node.
    pub row_gap: (f64, String),
    /// Largest gap between the outputs stated by row and by column, USD million, and its node.
    pub statement_gap: (f64, String),
    /// Number of negative cells of final use by category.
    pub negative_cells: usize,
    /// Their sum as a share of all final use (positive number).
    pub negative_share: f64,
    /// Number of cells that stay negative when the categories are added up.
    pub net_negative_cells: usize,
    /// Their sum as a share of all final use (positive number).
    pub net_negative_share: f64,
    /// Columns that were not used, with their sums, USD million.
    pub unused_columns: Vec<(String, f64)>,
    /// In what the table contradicts itself so far that no answer from it can be trusted, each without its full stop.
    pub faults: Vec<String>,
}

/// Clipping more than this share of a region's final demand is refused (model.md section 2).
const MOST_CLIPPED: f64 = 0.02;

impl InterCountryTable {
    fn node_name(&self, node: usize) -> String {
        let sectors = self.sectors.len();
        format!("{}_{}", self.regions.code(node / sectors), self.sectors[node % sectors].code)
    }

    fn worst(&self, gaps: &Array1<f64>) -> (f64, String) {
        let mut worst = (0.0, 0);
        for (node, gap) in gaps.iter().enumerate() {
            if gap.abs() > f64::abs(worst.0) {
                worst = (*gap, node);
            }
        }
        (worst.0, self.node_name(worst.1))
    }

    /// Sums of each row as read, negative cells included, USD million.
    #[must_use]
    pub fn row_sums(&self) -> Array1<f64> {
        self.intermediate.sum_axis(Axis(1)) + self.final_use.sum_axis(Axis(1))
    }

    /// Checks the table as it was read.
    #[must_use]
    pub fn defects(&self) -> RawDefects {
        let stated = |output: &Array1<f64>| output.iter().any(|value| *value != 0.0);
        let mut faults = super::repeats::faults(self);
        let zero = || (0.0, "not stated".to_owned());
        let world_use = self.final_use.sum().max(f64::MIN_POSITIVE);
        RawDefects {
            row_gap: if stated(&self.stated_row_output) {
                self.worst(&(&self.row_sums() - &self.stated_row_output))
            } else {
                zero()
            },
            statement_gap: if stated(&self.stated_row_output) && stated(&self.stated_column_output) {
                self.worst(&(&self.stated_column_output - &self.stated_row_output))
            } else {
                zero()
            },
            negative_cells: self.negative_cells,
            negative_share: self.negative_mass / world_use,
            net_negative_cells: self.final_use.iter().filter(|value| **value < 0.0).count(),
            net_negative_share: -self.final_use.iter().map(|value| value.min(0.0)).sum::<f64>() / world_use,
            unused_columns: self.unused_columns.clone(),
            faults: {
                let accounts = Accounts {
                    intermediate: &self.intermediate,
                    sold: self.row_sums(),
                    stated_rows: &self.stated_row_output,
                    stated_columns: &self.stated_column_output,
                    stated_value_added: &self.stated_value_added,
                    rounding: self.rounding,
                    name: &|node| self.node_name(node),
                };
                faults.extend(accounts.faults());
                faults
            },
        }
    }

    /// Adds up the categories of final use, sets what is still negative to zero, keeps the
    /// technical coefficients and recomputes output `x' = (I - A)^-1 F+` (Costinot and
    /// Rodriguez-Clare's procedure, model.md section 2 step 2); then condenses the result to an
    /// [`EconomyTable`], in which output is what the rows sum to and value added is the rest.
    /// Adding up first keeps an ordinary fall of inventories from inventing demand.
    ///
    /// The changes are recorded in the provenance. Clipping more than 2 % of a region's final
    /// demand is refused unless the region stands in `excused`.
    pub fn condense(mut self, excused: &[&str]) -> Result<EconomyTable> {
        let defects = self.defects();
        let before = self.row_sums();
        if !defects.faults.is_empty() {
            let words =
                format!("The file contradicts itself, so do not quote answers from it: {}.", defects.faults.join("; "));
            // Graver than what else is estimated.
            self.provenance.estimated.insert(0, words);
        }
        if let Some(doubt) = self.doubtful_magnitude(&before) {
            self.provenance.estimated.push(doubt);
        }
        self.clip(excused)?;
        let final_demand = self.final_use.sum_axis(Axis(1));
        let after = self.leontief_output(&before, &final_demand)?;
        for (node, mut column) in self.intermediate.axis_iter_mut(Axis(1)).enumerate() {
            if before[node] > 0.0 {
                column *= after[node] / before[node];
            }
        }
        if defects.negative_cells > 0 {
            self.provenance.changes.push(format!(
                "{} negative cells of final demand ({:.2} % of it) were added to the other categories of the same \
                 flow; the {} still negative ({:.3} %) were set to zero and output recomputed with the same input \
                 coefficients, world output {:+.3} %",
                defects.negative_cells,
                100.0 * defects.negative_share,
                defects.net_negative_cells,
                100.0 * defects.net_negative_share,
                100.0 * (after.sum() / before.sum() - 1.0)
            ));
        }
        if defects.row_gap.0 != 0.0 {
            self.provenance.changes.push(format!(
                "output is the sum of each row, which misses the stated output by up to {:.0} USD million ({})",
                defects.row_gap.0.abs(),
                defects.row_gap.1
            ));
        }
        self.collect()
    }

    /// What must be said where value added is far from what the countries are known to produce.
    fn doubtful_magnitude(&self, sold: &Array1<f64>) -> Option<String> {
        let added = sold - &self.intermediate.sum_axis(Axis(0));
        let of_regions = added.as_slice()?.chunks(self.sectors.len().max(1)).map(|nodes| nodes.iter().sum::<f64>());
        let codes = self.regions.iter().map(crate::Code::as_str);
        super::magnitude::doubt(codes.zip(of_regions), self.year)
    }

    fn clip(&mut self, excused: &[&str]) -> Result<()> {
        for (region, mut column) in self.final_use.axis_iter_mut(Axis(1)).enumerate() {
            let share = -column.iter().map(|value| value.min(0.0)).sum::<f64>() / column.sum().max(f64::MIN_POSITIVE);
            let code = self.regions.code(region).as_str();
            if share > MOST_CLIPPED {
                if !excused.contains(&code) {
                    return Err(WorldError::ClippedTooMuch {
                        region: code.to_owned(),
                        share: 100.0 * share,
                        limit: 100.0 * MOST_CLIPPED,
                    });
                }
                self.provenance.changes.push(format!(
                    "{code}: clipping raises final demand by {:.1} %, more than the 2 % accepted elsewhere; do not \
                     quote {code} for this year",
                    100.0 * share
                ));
            }
            column.mapv_inplace(|value| value.max(0.0));
        }
        Ok(())
    }

    /// Output that meets the given final demand with the table's input coefficients.
    fn leontief_output(&self, before: &Array1<f64>, final_demand: &Array1<f64>) -> Result<Array1<f64>> {
        const MOST_ROUNDS: usize = 2000;
        let mut output = before.clone();
        let mut change = f64::INFINITY;
        for _ in 0..MOST_ROUNDS {
            let scale = ndarray::Zip::from(&output)
                .and(before)
                .map_collect(|now, before| if *before > 0.0 { now / before } else { 0.0 });
            let next = self.intermediate.dot(&scale) + final_demand;
            change = ndarray::Zip::from(&next)
                .and(&output)
                .fold(0.0, |worst: f64, next, now| worst.max((next - now).abs() / next.abs().max(1.0)));
            output = next;
            if change < 1e-13 {
                return Ok(output);
            }
        }
        Err(WorldError::NotConverged {
            what: "output after clipping negative final demand",
            change,
            iterations: MOST_ROUNDS,
            place: self.provenance.source.clone(),
        })
    }

    fn collect(mut self) -> Result<EconomyTable> {
        let (regions, sectors) = (self.regions.len(), self.sectors.len());
        let mut flows = Array3::zeros((sectors, regions, regions));
        let mut intermediate_use = Array3::zeros((regions, sectors, sectors));
        let mut final_use = Array2::zeros((regions, sectors));
        for ((seller, buyer), value) in self.intermediate.indexed_iter() {
            let (exporter, input) = (seller / sectors, seller % sectors);
            let (importer, using) = (buyer / sectors, buyer % sectors);
            flows[[input, importer, exporter]] += value;
            intermediate_use[[importer, input, using]] += value;
        }
        for ((seller, importer), value) in self.final_use.indexed_iter() {
            let (exporter, sector) = (seller / sectors, seller % sectors);
            flows[[sector, importer, exporter]] += value;
            final_use[[importer, sector]] += value;
        }
        let crumbs = drop_crumbs(&mut flows, &mut intermediate_use, &mut final_use);
        if crumbs.products > 0 {
            self.provenance.changes.push(format!(
                "{} purchases of products that the buyer does not make, each below 0.001 % of its use, were dropped: \
                 {:.0} USD million in all",
                crumbs.products, crumbs.value
            ));
        }
        let lost = cap_inputs(&mut flows, &mut intermediate_use, &mut final_use);
        if lost > 0.0 {
            self.provenance
                .changes
                .push(format!("inputs that exceeded output were moved to final use: {lost:.1} USD million in all"));
        }
        for mut row in flows.rows_mut() {
            let sum = row.sum();
            if sum > 0.0 {
                row /= sum;
            }
        }
        EconomyTable::new(TableParts {
            regions: self.regions,
            sectors: self.sectors,
            year: self.year,
            provenance: self.provenance,
            sourcing: flows,
            intermediate_use,
            final_use,
        })
    }
}

/// Where an industry's inputs exceed its output (rounding in tiny industries), the excess is
/// booked as final use of the same products, which keeps every flow. Returns the mass moved.
fn cap_inputs(flows: &mut Array3<f64>, intermediate_use: &mut Array3<f64>, final_use: &mut Array2<f64>) -> f64 {
    let (sectors, regions) = (flows.shape()[0], flows.shape()[1]);
    let mut moved = 0.0;
    for region in 0..regions {
        for using in 0..sectors {
            let output: f64 = (0..regions).map(|importer| flows[[using, importer, region]]).sum();
            let inputs: f64 = (0..sectors).map(|input| intermediate_use[[region, input, using]]).sum();
            if inputs > output {
                let keep = output / inputs;
                for input in 0..sectors {
                    let value = &mut intermediate_use[[region, input, using]];
                    let excess = *value * (1.0 - keep);
                    *value -= excess;
                    final_use[[region, input]] += excess;
                    moved += excess;
                }
            }
        }
    }
    moved
}
