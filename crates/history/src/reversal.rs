//! When one side's dependence became the other's.

use serde::{Deserialize, Serialize};

use crate::breaks::Breaks;

/// How many standard errors a segment's mean must be from zero for its sign to count.
const SURE: f64 = 2.0;

/// A change of sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reversal {
    /// Last year of the segment before.
    pub after: u16,
    /// First observed year of the segment with the other sign.
    pub by: u16,
    /// First year of the 95 % interval of `after`, by the break's.
    pub earliest: u16,
    /// Last year in which the new side may have begun.
    pub latest: u16,
    /// Means before and after.
    pub means: [f64; 2],
}

/// Changes of sign between segments whose means are both significant; segments in between that are not widen the
/// interval.
#[must_use]
pub fn find(breaks: &Breaks) -> Vec<Reversal> {
    let sure: Vec<usize> = breaks
        .segments
        .iter()
        .enumerate()
        .filter(|(_, segment)| segment.mean.abs() > SURE * segment.standard_error)
        .map(|(place, _)| place)
        .collect();
    sure.windows(2)
        .filter_map(|pair| {
            let (before, after) = (breaks.segments.get(pair[0])?, breaks.segments.get(pair[1])?);
            let (first, last) = (breaks.breaks.get(pair[0])?, breaks.breaks.get(pair[1] - 1)?);
            (before.mean * after.mean < 0.0).then(|| Reversal {
                after: before.to,
                by: after.from,
                earliest: first.earliest,
                latest: last.latest.max(after.from),
                means: [before.mean, after.mean],
            })
        })
        .collect()
}
