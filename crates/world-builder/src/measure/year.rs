//! What a trial withholds and what it gives away.

use ndarray::Array3;
use unequal_world::Labels;

use crate::estimate::Accounts;

/// One year of WIOD without the rest of the world.
pub struct Year {
    /// Regions in order.
    pub regions: Labels,
    /// What the estimate may see.
    pub accounts: Accounts,
    /// `[exporter][sector][importer]`: the hidden final use, USD million; inventories that
    /// make a flow negative count as zero.
    pub final_use: Array3<f64>,
}
