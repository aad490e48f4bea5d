//! Breaks in the mean of a series (Bai and Perron 1998, 2003).
//!
//! For every number of breaks the partition with the least sum of squared residuals is found exactly by dynamic
//! programming over all admissible partitions; segments have at least a share `h` of the observations. The number of
//! breaks is the one with the lowest Bayesian information criterion,
//!
//! ```text
//! BIC(m) = n (ln(RSS/n) + ln(2 pi) + 1) + 2 (m + 1) ln n
//! ```
//!
//! with two parameters counted a segment, as R's *strucchange* does. Breaks are counted in observations, so that a gap
//! in the years is one step and nothing is interpolated.

use serde::{Deserialize, Serialize};

use crate::{HistoryError, Observation, Result, values};

/// Share of the observations that a segment has at least.
pub const TRIMMING: f64 = 0.15;

/// Most breaks that are tried.
pub const MOST_BREAKS: usize = 5;

/// The best partition with a given number of breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// Number of observations up to and including the last before each break, ascending.
    pub ends: Vec<usize>,
    /// Sum of squared residuals around the segments' means.
    pub residual: f64,
    /// Bayesian information criterion; lower is better.
    pub criterion: f64,
}

/// A stretch of years with one mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Segment {
    /// First observed year.
    pub from: u16,
    /// Last observed year.
    pub to: u16,
    /// Observed years.
    pub years: usize,
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean, with observations taken as independent, which they seldom are: an underestimate.
    pub standard_error: f64,
}

/// A break with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Break {
    /// Last year before the break.
    pub after: u16,
    /// First year of the 95 % interval of that year.
    pub earliest: u16,
    /// Last year of it.
    pub latest: u16,
    /// Mean after less mean before.
    pub change: f64,
}

/// Breaks of a series and the segments between them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Breaks {
    /// Breaks, ascending.
    pub breaks: Vec<Break>,
    /// Segments, one more than breaks.
    pub segments: Vec<Segment>,
    /// Bayesian information criterion by number of breaks, from none on.
    pub criteria: Vec<f64>,
}

/// Sums and sums of squares from the start, to get any segment's residual at once.
struct Sums {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Sums {
    fn of(values: &[f64]) -> Self {
        // Around the mean, so that squares of large values do not swamp their differences.
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let running = |power: i32| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(values.iter().map(|value| {
                    sum += (value - mean).powi(power);
                    sum
                }))
                .collect()
        };
        Self { first: running(1), second: running(2) }
    }

    fn residual(&self, from: usize, to: usize) -> f64 {
        let sum = self.first[to] - self.first[from];
        (self.second[to] - self.second[from] - sum * sum / (to - from) as f64).max(0.0)
    }
}

/// The best partitions with no break, one break and so on, as many as fit and are asked for.
///
/// `trimming` is the least share of observations in a segment, above 0 and at most one half.
pub fn partitions(values: &[f64], trimming: f64, most: usize) -> Result<Vec<Partition>> {
    if !(trimming > 0.0 && trimming <= 0.5) {
        return Err(HistoryError::Parameter {
            what: "the trimming",
            value: trimming,
            expected: "above 0, at most 0.5",
        });
    }
    let count = values.len();
    // As in strucchange: whole observations, and at least two.
    let least = ((trimming * count as f64).floor() as usize).max(2);
    if count < 2 * least {
        return Err(HistoryError::TooShort { what: "a search for breaks", least: 4, found: count });
    }
    let sums = Sums::of(values);
    let most = most.min(count / least - 1);
    // cost[m][end]: least residual of the first `end` observations with m breaks, and where the last segment begins.
    let mut costs: Vec<Vec<(f64, usize)>> =
        vec![(0..=count).map(|end| (if end < least { f64::INFINITY } else { sums.residual(0, end) }, 0)).collect()];
    for breaks in 1..=most {
        let before = &costs[breaks - 1];
        let row = (0..=count)
            .map(|end| {
                (least * breaks..=end.saturating_sub(least))
                    .map(|start| (before[start].0 + sums.residual(start, end), start))
                    .min_by(|left, right| left.0.total_cmp(&right.0))
                    .unwrap_or((f64::INFINITY, 0))
            })
            .collect();
        costs.push(row);
    }
    Ok((0..=most)
        .map(|breaks| {
            let mut ends = Vec::with_capacity(breaks);
            let mut end = count;
            for row in costs[1..=breaks].iter().rev() {
                end = row[end].1;
                ends.push(end);
            }
            ends.reverse();
            let residual = costs[breaks][count].0;
            Partition { ends, residual, criterion: criterion(count, breaks, residual) }
        })
        .collect())
}

fn criterion(count: usize, breaks: usize, residual: f64) -> f64 {
    let count = count as f64;
    // A perfect fit has an infinite likelihood; a tiny floor keeps the comparison finite.
    let variance = (residual / count).max(f64::MIN_POSITIVE);
    count * (variance.ln() + (2.0 * std::f64::consts::PI).ln() + 1.0) + 2.0 * (breaks as f64 + 1.0) * count.ln()
}

/// Breaks of a series by [`partitions`] with [`TRIMMING`], the number chosen by the criterion.
pub fn find(series: &[Observation]) -> Result<Breaks> {
    let values = values(series)?;
    let partitions = partitions(&values, TRIMMING, MOST_BREAKS)?;
    let criteria = partitions.iter().map(|partition| partition.criterion).collect();
    let best = partitions.iter().min_by(|left, right| left.criterion.total_cmp(&right.criterion));
    let Some(best) = best else {
        return Err(HistoryError::TooShort { what: "a search for breaks", least: 4, found: values.len() });
    };
    let bounds: Vec<usize> =
        std::iter::once(0).chain(best.ends.iter().copied()).chain(std::iter::once(values.len())).collect();
    let segments: Vec<Segment> = bounds.windows(2).map(|bound| segment(series, bound[0], bound[1])).collect();
    let variance = best.residual / values.len() as f64;
    let breaks = best
        .ends
        .iter()
        .zip(segments.windows(2))
        .map(|(end, around)| dated(series, *end, around[1].mean - around[0].mean, variance))
        .collect();
    Ok(Breaks { breaks, segments, criteria })
}

fn segment(series: &[Observation], from: usize, to: usize) -> Segment {
    let part = &series[from..to];
    let count = part.len() as f64;
    let mean = part.iter().map(|observation| observation.value).sum::<f64>() / count;
    let spread: f64 = part.iter().map(|observation| (observation.value - mean).powi(2)).sum();
    let standard_error = (spread / (count - 1.0).max(1.0) / count).sqrt();
    Segment { from: part[0].year, to: part[part.len() - 1].year, years: part.len(), mean, standard_error }
}

/// Interval of a break by Bai (1994, 1997): the estimate is off by at most `1 + floor(11 s^2/d^2)` observations with a
/// probability of 95 %, with d the change of the mean and s^2 the residual variance, for independent residuals. Where
/// residuals are autocorrelated the true interval is wider.
fn dated(series: &[Observation], end: usize, change: f64, variance: f64) -> Break {
    let reach = 1 + (11.0 * variance / (change * change)).floor().min(series.len() as f64) as usize;
    let year = |place: usize| series[place.clamp(1, series.len()) - 1].year;
    Break { after: year(end), earliest: year(end.saturating_sub(reach)), latest: year(end + reach), change }
}
