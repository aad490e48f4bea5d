//! What in a full table contradicts itself so far that no answer from it can be trusted.

use ndarray::{Array1, Array2, Axis};

/// What a table states and what its cells add up to, `[node]`, USD million.
pub(super) struct Accounts<'a> {
    /// `[seller node][buyer node]`.
    pub intermediate: &'a Array2<f64>,
    /// Sums of the rows.
    pub sold: Array1<f64>,
    /// Output as the last column states it; zero if it does not.
    pub stated_rows: &'a Array1<f64>,
    /// Output as the last row states it; zero if it does not.
    pub stated_columns: &'a Array1<f64>,
    /// Value added as stated; zero if it is not.
    pub stated_value_added: &'a Array1<f64>,
    /// How far rounding alone can move a sum.
    pub rounding: f64,
    /// The name of a node.
    pub name: &'a dyn Fn(usize) -> String,
}

/// A gap of an industry's accounts is a fault beyond this share of its output.
const MOST_GAP: f64 = 0.01;
/// Industries below this share of the table's output are not looked at.
const LEAST_OUTPUT: f64 = 1e-4;
/// Inputs beyond output, and negative inputs, are faults beyond this share of the table's output.
const MOST_MOVED: f64 = 1e-3;

impl Accounts<'_> {
    /// The faults, each as a sentence without its full stop; none where the table can be used.
    pub fn faults(&self) -> Vec<String> {
        let output = self.sold.iter().map(|value| value.abs()).sum::<f64>().max(f64::MIN_POSITIVE);
        let bought = self.intermediate.sum_axis(Axis(0));
        let stated = |values: &Array1<f64>| values.iter().any(|value| *value != 0.0);
        let mut faults = Vec::new();
        if stated(self.stated_rows) {
            faults.extend(self.gap(output, "rows miss the output stated in their last column", |node| {
                self.stated_rows[node] - self.sold[node]
            }));
        }
        if stated(self.stated_rows) && stated(self.stated_columns) {
            faults.extend(self.gap(output, "outputs stated by row and by column differ", |node| {
                self.stated_columns[node] - self.stated_rows[node]
            }));
        }
        if stated(self.stated_value_added) {
            faults.extend(self.gap(output, "output less inputs misses the stated value added", |node| {
                self.sold[node] - bought[node] - self.stated_value_added[node]
            }));
        }
        let excess: f64 = bought.iter().zip(&self.sold).map(|(bought, sold)| (bought - sold).max(0.0)).sum();
        if excess > MOST_MOVED * output {
            faults.push(format!("inputs exceed output by {:.1} % of all output", 100.0 * excess / output));
        }
        let negative: Vec<f64> = self.intermediate.iter().copied().filter(|value| *value < 0.0).collect();
        let mass = -negative.iter().sum::<f64>();
        if mass > MOST_MOVED * output {
            let share = 100.0 * mass / output;
            faults.push(format!("{} sales of inputs are negative, {share:.1} % of all output", negative.len()));
        }
        faults
    }

    /// The largest gap as a share of output, where that is a fault.
    fn gap(&self, output: f64, what: &str, gap: impl Fn(usize) -> f64) -> Option<String> {
        let base = |node: usize| {
            let stated = self.stated_rows[node].abs().max(self.stated_columns[node].abs());
            self.sold[node].abs().max(stated)
        };
        let large = (0..self.sold.len()).filter(|node| base(*node) >= LEAST_OUTPUT * output);
        let beyond = |node: usize| (gap(node).abs() - self.rounding).max(0.0);
        let shares = large.map(|node| (node, beyond(node) / base(node)));
        let (node, share) = shares.max_by(|one, other| one.1.total_cmp(&other.1))?;
        let place = || (self.name)(node);
        (share > MOST_GAP).then(|| format!("{what} by up to {:.1} % of output ({})", 100.0 * share, place()))
    }
}
