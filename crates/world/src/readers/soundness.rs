//! What in a full table contradicts itself so far that no answer from it can be trusted.

use ndarray::{Array1, Axis};

use super::inter_country_table::InterCountryTable;

/// A gap of an industry's accounts is a fault beyond this share of its output.
const MOST_GAP: f64 = 0.01;
/// Industries below this share of the table's output are not looked at.
const LEAST_OUTPUT: f64 = 1e-4;
/// Inputs beyond output, and negative inputs, are faults beyond this share of the table's output.
const MOST_MOVED: f64 = 1e-3;

/// The faults, each as a sentence without its full stop; none where the table can be used.
pub(super) fn faults(table: &InterCountryTable) -> Vec<String> {
    let accounts = Accounts::of(table);
    let mut faults = Vec::new();
    let stated = |values: &Array1<f64>| values.iter().any(|value| *value != 0.0);
    if stated(&table.stated_row_output) {
        faults.extend(accounts.gap(table, "rows miss the output stated in their last column", |node| {
            table.stated_row_output[node] - accounts.sold[node]
        }));
    }
    if stated(&table.stated_row_output) && stated(&table.stated_column_output) {
        faults.extend(accounts.gap(table, "outputs stated by row and by column differ", |node| {
            table.stated_column_output[node] - table.stated_row_output[node]
        }));
    }
    if stated(&table.stated_value_added) {
        faults.extend(accounts.gap(table, "output less inputs misses the stated value added", |node| {
            accounts.sold[node] - accounts.bought[node] - table.stated_value_added[node]
        }));
    }
    let excess: f64 = accounts.bought.iter().zip(&accounts.sold).map(|(bought, sold)| (bought - sold).max(0.0)).sum();
    if excess > MOST_MOVED * accounts.output {
        faults.push(format!("inputs exceed output by {:.1} % of all output", 100.0 * excess / accounts.output));
    }
    let negative: Vec<f64> = table.intermediate.iter().copied().filter(|value| *value < 0.0).collect();
    let mass = -negative.iter().sum::<f64>();
    if mass > MOST_MOVED * accounts.output {
        faults.push(format!(
            "{} sales of inputs are negative, {:.1} % of all output",
            negative.len(),
            100.0 * mass / accounts.output
        ));
    }
    faults
}

/// What industries sell and buy, `[node]`, USD million.
struct Accounts {
    sold: Array1<f64>,
    bought: Array1<f64>,
    output: f64,
}

impl Accounts {
    fn of(table: &InterCountryTable) -> Self {
        let sold = table.row_sums();
        let output = sold.iter().map(|value| value.abs()).sum::<f64>().max(f64::MIN_POSITIVE);
        Self { bought: table.intermediate.sum_axis(Axis(0)), output, sold }
    }

    /// The largest gap as a share of output, where that is a fault.
    fn gap(&self, table: &InterCountryTable, what: &str, gap: impl Fn(usize) -> f64) -> Option<String> {
        let base = |node: usize| {
            let stated = table.stated_row_output[node].abs().max(table.stated_column_output[node].abs());
            self.sold[node].abs().max(stated)
        };
        let large = (0..self.sold.len()).filter(|node| base(*node) >= LEAST_OUTPUT * self.output);
        let beyond = |node: usize| (gap(node).abs() - table.rounding).max(0.0);
        let shares = large.map(|node| (node, beyond(node) / base(node)));
        let (node, share) = shares.max_by(|one, other| one.1.total_cmp(&other.1))?;
        (share > MOST_GAP)
            .then(|| format!("{what} by up to {:.1} % of output ({})", 100.0 * share, table.node_name(node)))
    }
}
