//! Issues whose worths stand in the same ratio: what an agreement fixes of them, and what it leaves open.
//!
//! The linked bargain fixes both sides' utilities. Issues of one ratio w^R / w^C can be traded against each other
//! without changing either, so that only R's share of what they are worth together is fixed:
//! `sum w^R_k x_k / sum w^R_k`, which equals `sum w^C_k x_k / sum w^C_k`. The share of one of them lies in an interval.

use super::Bargain;
use super::bargain::{Agreement, Issue, same_ratio};

/// How far apart the ends of a range of shares must be for the share to count as open.
const OPEN: f64 = 1e-9;

/// Issues whose worths stand in the same ratio, and R's share of them together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The issues by position.
    pub issues: Vec<usize>,
    /// R's share of what they are worth together, the same by either side's worths; the same in every agreement with
    /// the same utilities. One half, without a meaning, if they are worth nothing to either.
    pub share: f64,
    /// Least and greatest share that R may have of each issue, in the order of `issues`, all utilities unchanged.
    pub ranges: Vec<[f64; 2]>,
}

impl Group {
    /// Whether shares of its issues can change without changing a utility.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.ranges.iter().any(|[low, high]| high - low > OPEN)
    }
}

impl Bargain {
    /// The issues by ratio of their worths, in their own order; what is worth nothing to either stands alone.
    #[must_use]
    pub fn ties(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (place, issue) in self.issues().iter().enumerate() {
            let same = |group: &&mut Vec<usize>| {
                group.first().and_then(|first| self.issues().get(*first)).is_some_and(|other| same_ratio(issue, other))
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(place),
                None => groups.push(vec![place]),
            }
        }
        groups
    }

    /// What an agreement fixes of the issues and what it leaves open, by [ties](Self::ties).
    #[must_use]
    pub fn fixed(&self, agreement: &Agreement) -> Vec<Group> {
        self.ties().into_iter().map(|issues| self.group(issues, agreement)).collect()
    }

    fn group(&self, issues: Vec<usize>, agreement: &Agreement) -> Group {
        // By R's worths; by C's where R values none of them.
        let first: f64 = issues.iter().filter_map(|place| self.issues().get(*place)).map(|one| one.worth_first).sum();
        let worth = |issue: &Issue| if first > 0.0 { issue.worth_first } else { issue.worth_second };
        let terms: Vec<(f64, f64)> = issues
            .iter()
            .filter_map(|place| Some((worth(self.issues().get(*place)?), *agreement.shares.get(*place)?)))
            .collect();
        let all: f64 = terms.iter().map(|(worth, _)| worth).sum();
        if all <= 0.0 {
            return Group { share: 0.5, ranges: vec![[0.0, 1.0]; issues.len()], issues };
        }
        let share = (terms.iter().map(|(worth, share)| worth * share).sum::<f64>() / all).clamp(0.0, 1.0);
        let ranges = terms.iter().map(|(worth, _)| range(*worth / all, share)).collect();
        Group { issues, share, ranges }
    }
}

/// Least and greatest share of an issue that makes up the part `part` of a group of which R has the share `share`: with
/// all of the others at one end and with none.
fn range(part: f64, share: f64) -> [f64; 2] {
    if part <= 0.0 {
        return [0.0, 1.0];
    }
    [((share - (1.0 - part)) / part).clamp(0.0, 1.0), (share / part).clamp(0.0, 1.0)]
}
