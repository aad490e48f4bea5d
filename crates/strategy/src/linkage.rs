//! Several issues settled at once (model.md section 11): what is traded for what.
//!
//! Issue k can be settled anywhere between the first side's wish (1) and the second's (0); utilities are linear. The
//! linked Nash solution gives the first side the issues for which it cares most, relative to the other, and splits at
//! most one (the "comparative interest" of Horstmann, Markusen and Robles 2005).

use serde::Serialize;

use crate::{Result, StrategyError, not_negative, share, within};

/// An issue's worth to both sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Issue {
    /// To the first side, if it is settled as that side wishes.
    pub first: f64,
    /// To the second side, if it is settled as that one wishes.
    pub second: f64,
}

/// A settlement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settlement {
    /// For each issue, how far it goes the first side's way, 0 to 1.
    pub ways: Vec<f64>,
    /// The first side's utility.
    pub first: f64,
    /// The second side's.
    pub second: f64,
}

fn settlement(issues: &[Issue], ways: Vec<f64>) -> Settlement {
    let first = issues.iter().zip(&ways).map(|(issue, way)| issue.first * way).sum();
    let second = issues.iter().zip(&ways).map(|(issue, way)| issue.second * (1.0 - way)).sum();
    Settlement { ways, first, second }
}

fn check(issues: &[Issue]) -> Result<()> {
    if issues.is_empty() {
        return Err(StrategyError::Shape { what: "issues", found: 0, expected: 1 });
    }
    for issue in issues {
        not_negative("an issue's worth to the first side", issue.first)?;
        not_negative("an issue's worth to the second side", issue.second)?;
        within(
            "an issue's worth to both sides",
            issue.first + issue.second,
            issue.first + issue.second > 0.0,
            "above 0",
        )?;
    }
    Ok(())
}

/// Every issue by itself: each goes the first side's way by its weight.
pub fn separate(issues: &[Issue], weight: f64) -> Result<Settlement> {
    check(issues)?;
    let weight = share("the first side's weight", weight)?;
    Ok(settlement(issues, vec![weight; issues.len()]))
}

/// All issues at once: maximises `(u_1 - d_1)^b (u_2 - d_2)^(1-b)` over all ways.
///
/// `weight` is b, strictly between 0 and 1; `without` are the two sides' utilities without agreement. An error where
/// no settlement gives both at least that.
pub fn linked(issues: &[Issue], weight: f64, without: [f64; 2]) -> Result<Settlement> {
    check(issues)?;
    let weight = within("the first side's weight", weight, weight > 0.0 && weight < 1.0, "between 0 and 1")?;
    for value in without {
        within("the utility without agreement", value, true, "a number")?;
    }
    let mut order: Vec<usize> = (0..issues.len()).collect();
    // By w1/w2, highest first, without dividing.
    order.sort_by(|left, right| {
        let (left, right) = (issues[*left], issues[*right]);
        (right.first * left.second).total_cmp(&(left.first * right.second))
    });
    let (mut first, mut second) = (0.0, issues.iter().map(|issue| issue.second).sum::<f64>());
    let mut best: Option<(f64, Vec<f64>)> = None;
    let mut ways = vec![0.0; issues.len()];
    for place in order {
        let issue = issues[place];
        let way = best_way(issue, [first - without[0], second - without[1]], weight);
        let gains = [first + way * issue.first - without[0], second - way * issue.second - without[1]];
        if gains[0] >= 0.0 && gains[1] >= 0.0 {
            let product = gains[0].powf(weight) * gains[1].powf(1.0 - weight);
            if best.as_ref().is_none_or(|(known, _)| product > *known) {
                ways[place] = way;
                best = Some((product, ways.clone()));
            }
        }
        ways[place] = 1.0;
        first += issue.first;
        second -= issue.second;
    }
    match best {
        Some((_, ways)) => Ok(settlement(issues, ways)),
        None => Err(StrategyError::NoAgreement {
            surplus: issues.iter().map(|issue| issue.first.max(issue.second)).sum(),
            asked: without[0] + without[1],
        }),
    }
}

/// Where on one edge of the frontier the product of gains is largest, as the part of the issue given to the first side.
fn best_way(issue: Issue, gains: [f64; 2], weight: f64) -> f64 {
    if issue.first == 0.0 {
        return 0.0;
    }
    if issue.second == 0.0 {
        return 1.0;
    }
    // b w1 (g2 - w2 x) = (1-b) w2 (g1 + w1 x).
    let way = weight * gains[1] / issue.second - (1.0 - weight) * gains[0] / issue.first;
    way.clamp(0.0, 1.0)
}
