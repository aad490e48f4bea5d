//! The linked and the separate Nash bargaining solutions in closed form.

use serde::{Deserialize, Serialize};

use crate::game::{Result, checked, not_negative};

/// Ratios of weights that differ by less, relatively, are one.
const SAME_RATIO: f64 = 1e-12;

/// Whether the worths of two issues stand in the same ratio; false where one of them is worth nothing to either side.
pub(super) fn same_ratio(one: &Issue, other: &Issue) -> bool {
    let (left, right) = (one.worth_first * other.worth_second, other.worth_first * one.worth_second);
    let worth_something = |issue: &Issue| issue.worth_first > 0.0 || issue.worth_second > 0.0;
    worth_something(one) && worth_something(other) && (left - right).abs() <= SAME_RATIO * left.max(right)
}

/// One issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// What it is about.
    pub name: String,
    /// w^R: what all of it is worth to side R; zero or more.
    pub worth_first: f64,
    /// w^C: what all of it is worth to side C; zero or more.
    pub worth_second: f64,
    /// What R has of it without any agreement, in R's utility.
    pub disagreement_first: f64,
    /// What C has of it without any agreement.
    pub disagreement_second: f64,
}

impl Issue {
    /// An issue without which neither has anything.
    #[must_use]
    pub fn new(name: impl Into<String>, worth_first: f64, worth_second: f64) -> Self {
        let name = name.into();
        Self { name, worth_first, worth_second, disagreement_first: 0.0, disagreement_second: 0.0 }
    }
}

/// Issues, outside options and bargaining power.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bargain {
    issues: Vec<Issue>,
    power: f64,
    outside: [f64; 2],
}

/// What the sides agree on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// x_k: R's share of each issue, in the order of the issues; one of several such lists where issues are
    /// interchangeable ([`Bargain::fixed`] says what is the same in all).
    pub shares: Vec<f64>,
    /// u_R.
    pub utility_first: f64,
    /// u_C.
    pub utility_second: f64,
    /// `(u_R - d_R)^beta (u_C - d_C)^(1 - beta)`.
    pub product: f64,
    /// Issues whose shares could be traded against each other without changing a utility, by position: their weights
    /// are proportional and not all at one end. Empty if the agreement is unique.
    pub interchangeable: Vec<usize>,
}

/// What comes of the linked bargain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BargainOutcome {
    /// An agreement.
    Agreement(Agreement),
    /// No division gives both at least what they have without one.
    NoDeal {
        /// The most that R could get if C got exactly its outside option; `None` if C's cannot be met at all.
        most_first: Option<f64>,
        /// R's outside option.
        outside_first: f64,
    },
}

impl BargainOutcome {
    /// The agreement, if there is one.
    #[must_use]
    pub fn agreement(&self) -> Option<&Agreement> {
        if let Self::Agreement(agreement) = self { Some(agreement) } else { None }
    }
}

/// What comes of bargaining over each issue by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Separate {
    /// R's share of each issue; `None` where the issue by itself has no deal.
    pub shares: Vec<Option<f64>>,
    /// u_R.
    pub utility_first: f64,
    /// u_C.
    pub utility_second: f64,
    /// The product of the linked bargain at these utilities; zero if a side has less than its outside option.
    pub product: f64,
}

impl Bargain {
    /// A bargain in which R's power is `power` (beta, 0 to 1) and the outside options are the sums over the issues of
    /// what each has without agreement.
    pub fn new(issues: Vec<Issue>, power: f64) -> Result<Self> {
        checked("the bargaining power", power, (0.0..=1.0).contains(&power), "0 to 1")?;
        checked("the number of issues", issues.len() as f64, !issues.is_empty(), "one or more")?;
        for issue in &issues {
            not_negative("the worth of an issue", issue.worth_first)?;
            not_negative("the worth of an issue", issue.worth_second)?;
            not_negative("what a side has without agreement", issue.disagreement_first)?;
            not_negative("what a side has without agreement", issue.disagreement_second)?;
        }
        let outside = [
            issues.iter().map(|issue| issue.disagreement_first).sum(),
            issues.iter().map(|issue| issue.disagreement_second).sum(),
        ];
        Ok(Self { issues, power, outside })
    }

    /// The same with other outside options, d_R and d_C, for all issues together.
    #[must_use]
    pub fn with_outside(self, first: f64, second: f64) -> Self {
        Self { outside: [first, second], ..self }
    }

    /// The issues.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// beta: R's bargaining power.
    #[must_use]
    pub fn power(&self) -> f64 {
        self.power
    }

    /// d_R and d_C.
    #[must_use]
    pub fn outside(&self) -> [f64; 2] {
        self.outside
    }

    /// `(u_R - d_R)^beta (u_C - d_C)^(1 - beta)`, zero where a side has less than its outside option.
    #[must_use]
    pub fn product(&self, utility_first: f64, utility_second: f64) -> f64 {
        let (first, second) = (utility_first - self.outside[0], utility_second - self.outside[1]);
        if first < 0.0 || second < 0.0 { 0.0 } else { first.powf(self.power) * second.powf(1.0 - self.power) }
    }

    /// Issues by how much R values them by comparison, most first.
    fn order(&self) -> Vec<usize> {
        let ratio = |place: &usize| {
            let issue = &self.issues[*place];
            issue.worth_first / (issue.worth_first + issue.worth_second).max(f64::MIN_POSITIVE)
        };
        let mut order: Vec<usize> = (0..self.issues.len()).collect();
        order.sort_by(|left, right| ratio(right).total_cmp(&ratio(left)));
        order
    }

    /// The linked Nash bargaining solution.
    ///
    /// The frontier of utilities gives R the issues in the order of w^R / w^C; on each of its straight pieces the
    /// product has one maximum in closed form, and the best of all pieces is the solution, with at most one issue
    /// divided.
    #[must_use]
    pub fn linked(&self) -> BargainOutcome {
        let order = self.order();
        let [outside_first, outside_second] = self.outside;
        let all_second: f64 = self.issues.iter().map(|issue| issue.worth_second).sum();
        let (mut first, mut second) = (0.0, all_second);
        let mut best: Option<(f64, usize, f64)> = None;
        let mut most_first = None;
        for (rank, place) in order.iter().enumerate() {
            let issue = &self.issues[*place];
            let (gain, loss) = (issue.worth_first, issue.worth_second);
            // x at which each side has exactly its outside option; between them both gain.
            let low = if gain > 0.0 {
                (outside_first - first) / gain
            } else if first >= outside_first {
                0.0
            } else {
                2.0
            };
            let high = if loss > 0.0 {
                (second - outside_second) / loss
            } else if second >= outside_second {
                1.0
            } else {
                -1.0
            };
            if high >= 0.0 {
                most_first = Some(first + gain * high.min(1.0));
            }
            let (low, high) = (low.max(0.0), high.min(1.0));
            if low <= high {
                // Maximum of beta ln(first + gain x - d_R) + (1 - beta) ln(second - loss x - d_C).
                let share = if gain == 0.0 {
                    0.0
                } else if loss == 0.0 {
                    1.0
                } else {
                    self.power * (second - outside_second) / loss - (1.0 - self.power) * (first - outside_first) / gain
                };
                let share = share.clamp(low, high);
                let product = self.product_beyond(first + gain * share, second - loss * share);
                if best.is_none_or(|(most, ..)| product > most) {
                    best = Some((product, rank, share));
                }
            }
            first += gain;
            second -= loss;
        }
        match best {
            Some((_, rank, share)) => BargainOutcome::Agreement(self.agreement(&order, rank, share)),
            None => BargainOutcome::NoDeal { most_first, outside_first },
        }
    }

    /// The product, with rounding below an outside option counted as meeting it.
    fn product_beyond(&self, utility_first: f64, utility_second: f64) -> f64 {
        self.product(utility_first.max(self.outside[0]), utility_second.max(self.outside[1]))
    }

    fn agreement(&self, order: &[usize], rank: usize, share: f64) -> Agreement {
        let mut shares = vec![0.0; self.issues.len()];
        for place in order.iter().take(rank) {
            shares[*place] = 1.0;
        }
        shares[order[rank]] = share;
        let utility_first: f64 = self.issues.iter().zip(&shares).map(|(issue, share)| issue.worth_first * share).sum();
        let utility_second: f64 =
            self.issues.iter().zip(&shares).map(|(issue, share)| issue.worth_second * (1.0 - share)).sum();
        Agreement {
            product: self.product_beyond(utility_first, utility_second),
            interchangeable: self.interchangeable(order[rank], share, &shares),
            shares,
            utility_first,
            utility_second,
        }
    }

    /// Issues with the ratio of the marginal one among which shares can move.
    fn interchangeable(&self, marginal: usize, share: f64, shares: &[f64]) -> Vec<usize> {
        let one = &self.issues[marginal];
        let same: Vec<usize> = (0..self.issues.len())
            .filter(|place| *place == marginal || same_ratio(one, &self.issues[*place]))
            .collect();
        let inside = share > 0.0 && share < 1.0;
        let mixed = same.iter().any(|place| shares[*place] > 0.0) && same.iter().any(|place| shares[*place] < 1.0);
        if same.len() > 1 && (inside || mixed) { same } else { Vec::new() }
    }

    /// Bargaining over each issue by itself: R gets `d_R + beta S` of it, where `S = w^R - d_R - (w^R / w^C) d_C`.
    #[must_use]
    pub fn separate(&self) -> Separate {
        let (mut utility_first, mut utility_second) = (0.0, 0.0);
        let mut shares = Vec::new();
        for issue in &self.issues {
            let alone = Self { issues: vec![issue.clone()], power: self.power, outside: [0.0; 2] }
                .with_outside(issue.disagreement_first, issue.disagreement_second);
            match alone.linked() {
                BargainOutcome::Agreement(agreement) => {
                    utility_first += agreement.utility_first;
                    utility_second += agreement.utility_second;
                    shares.push(agreement.shares.first().copied());
                }
                BargainOutcome::NoDeal { .. } => {
                    utility_first += issue.disagreement_first;
                    utility_second += issue.disagreement_second;
                    shares.push(None);
                }
            }
        }
        Separate { shares, utility_first, utility_second, product: self.product(utility_first, utility_second) }
    }

    /// Whether the weights of all issues are proportional, so that linking them changes nothing.
    #[must_use]
    pub fn is_proportional(&self) -> bool {
        let sum = |side: fn(&Issue) -> f64| self.issues.iter().map(side).sum::<f64>();
        let (first, second) = (sum(|issue| issue.worth_first), sum(|issue| issue.worth_second));
        self.issues.iter().all(|issue| {
            let (left, right) = (issue.worth_first * second, issue.worth_second * first);
            (left - right).abs() <= SAME_RATIO * left.max(right)
        })
    }
}
