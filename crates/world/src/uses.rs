//! Uses of products that go with changed flows.

use ndarray::{Array2, Array3, Axis, Slice};

use crate::biproportional::{MOST_ROUNDS, balance};
use crate::table::EconomyTable;
use crate::{Result, WorldError};

/// Uses of a product that differ by less are the same, USD million.
const SAME: f64 = 1e-9;
/// Largest relative gap in an industry's inputs that is accepted.
const MOST_GAP: f64 = 1e-6;

/// Uses of products, as in [`crate::TableParts`].
pub(crate) struct Uses {
    /// `[region][input][using sector]`, USD million.
    pub intermediate_use: Array3<f64>,
    /// `[region][sector]`, USD million.
    pub final_use: Array2<f64>,
}

impl Uses {
    /// Uses that go with flows `[sector][buyer][seller]`: where a region's use of a product has changed, its uses are balanced
    /// so that each industry buys as many inputs as before and final buyers the rest.
    pub fn balanced(table: &EconomyTable, flows: &Array3<f64>) -> Result<Uses> {
        let mut uses =
            Self { intermediate_use: table.intermediate_use().clone(), final_use: table.final_use().clone() };
        let sectors = table.sectors().len();
        for region in 0..table.regions().len() {
            let used: Vec<f64> = flows.index_axis(Axis(1), region).rows().into_iter().map(|row| row.sum()).collect();
            let before = table.total_use().row(region);
            if used.iter().zip(before).all(|(used, before)| (used - before).abs() < SAME) {
                continue;
            }
            let inputs = table.intermediate_use().index_axis(Axis(0), region);
            let final_use = table.final_use();
            let mut matrix = Array2::from_shape_fn((sectors, sectors + 1), |(product, user)| {
                if user < sectors { inputs[[product, user]] } else { final_use[[region, product]] }
            });
            let mut columns: Vec<f64> = matrix.columns().into_iter().map(|column| column.sum()).collect();
            let inputs: f64 = columns.iter().take(sectors).sum();
            let place = || format!("{}, {}", table.name(), table.regions().code(region));
            if let Some(last) = columns.last_mut() {
                *last = used.iter().sum::<f64>() - inputs;
                if *last < 0.0 {
                    return Err(WorldError::NothingLeft { place: place(), missing: -*last });
                }
            }
            let gap = balance(&mut matrix, &used, &columns);
            if gap > MOST_GAP {
                return Err(WorldError::NotConverged {
                    what: "balancing a table to records",
                    change: gap,
                    iterations: MOST_ROUNDS,
                    place: place(),
                });
            }
            let inputs = matrix.slice_axis(Axis(1), Slice::from(..sectors));
            uses.intermediate_use.index_axis_mut(Axis(0), region).assign(&inputs);
            uses.final_use.row_mut(region).assign(&matrix.column(sectors));
        }
        Ok(uses)
    }
}
