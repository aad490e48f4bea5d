//! Issues of the same ratio of worths: what an agreement fixes and what it leaves open.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_strategy::linkage::{Agreement, Bargain, Group, Issue};

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12, "{found} is not {expected}");
}

fn utilities(bargain: &Bargain, shares: &[f64]) -> [f64; 2] {
    let (mut first, mut second) = (0.0, 0.0);
    for (issue, share) in bargain.issues().iter().zip(shares) {
        first += issue.worth_first * share;
        second += issue.worth_second * (1.0 - share);
    }
    [first, second]
}

/// The shares with one issue at an end of its range, the others of its group taking what is left one after another.
fn moved(bargain: &Bargain, agreement: &Agreement, group: &Group, rank: usize, end: usize) -> Vec<f64> {
    let mut shares = agreement.shares.clone();
    let worth = |place: usize| bargain.issues()[place].worth_first;
    let mut left = group.share * group.issues.iter().map(|place| worth(*place)).sum::<f64>();
    shares[group.issues[rank]] = group.ranges[rank][end];
    left -= worth(group.issues[rank]) * group.ranges[rank][end];
    for place in group.issues.iter().filter(|place| **place != group.issues[rank]) {
        shares[*place] = (left / worth(*place)).clamp(0.0, 1.0);
        left -= worth(*place) * shares[*place];
    }
    shares
}

/// By hand: worths (5, 2.5), (2.5, 1.25) and (6, 2), equal power, nothing without a deal. R's part t of the tied pair
/// maximises `ln(6 + t)` and `ln((7.5 - t) / 2)` if it has all of the third: t = (7.5 - 6) / 2 = 0.75, a tenth of the pair.
#[test]
fn tied_ratios_fix_the_joint_share_and_leave_the_single_ones_open() {
    let bargain = |order: [usize; 3]| {
        let issues = [("gas", 5.0, 2.5), ("plants", 2.5, 1.25), ("border", 6.0, 2.0)];
        let issue = |place: usize| Issue::new(issues[place].0, issues[place].1, issues[place].2);
        Bargain::new(order.map(issue).to_vec(), 0.5).unwrap()
    };
    // Whichever of the tied issues stands first in the file.
    for (order, ranges) in [([0, 1, 2], [[0.0, 0.15], [0.0, 0.3]]), ([1, 0, 2], [[0.0, 0.3], [0.0, 0.15]])] {
        let bargain = bargain(order);
        let outcome = bargain.linked();
        let groups = bargain.fixed(outcome.agreement().unwrap());
        assert_eq!(groups.iter().map(|group| group.issues.clone()).collect::<Vec<_>>(), [vec![0, 1], vec![2]]);
        close(groups[0].share, 0.1);
        for (found, expected) in groups[0].ranges.iter().zip(ranges) {
            close(found[0], expected[0]);
            close(found[1], expected[1]);
        }
        assert!(groups[0].is_open() && !groups[1].is_open() && groups[1].share == 1.0);
    }
}

#[test]
fn what_is_worth_nothing_to_either_is_open_and_ties_with_nothing() {
    let bargain = Bargain::new(vec![Issue::new("one", 1.0, 1.0), Issue::new("idle", 0.0, 0.0)], 0.5).unwrap();
    let outcome = bargain.linked();
    let agreement = outcome.agreement().unwrap();
    let groups = bargain.fixed(agreement);
    assert_eq!(groups.len(), 2);
    assert_eq!((groups[0].ranges[0], groups[1].ranges[0]), ([0.5, 0.5], [0.0, 1.0]));
    assert!(agreement.interchangeable.is_empty());
}

fn tied() -> impl Strategy<Value = Bargain> {
    // Few ratios over several issues, so that most share theirs with others.
    let issue = (0.1..5.0f64, prop::sample::select(vec![0.5, 1.0, 2.0]));
    (prop::collection::vec(issue, 2..7), 0.05..0.95f64, 0.0..0.4f64, 0.0..0.4f64).prop_map(
        |(issues, power, first, second)| {
            let issue = |(worth, ratio): &(f64, f64)| Issue::new("k", *worth, worth * ratio);
            let issues: Vec<Issue> = issues.iter().map(issue).collect();
            let most = |side: fn(&Issue) -> f64| issues.iter().map(side).sum::<f64>();
            let outside = [first * most(|issue| issue.worth_first), second * most(|issue| issue.worth_second)];
            Bargain::new(issues, power).unwrap().with_outside(outside[0], outside[1])
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Every end of every range is an agreement with the same utilities, and nothing beyond it is.
    #[test]
    fn ends_of_the_ranges_leave_both_utilities_as_they_are(bargain in tied()) {
        let outcome = bargain.linked();
        let agreement = outcome.agreement().unwrap();
        let before = utilities(&bargain, &agreement.shares);
        for group in bargain.fixed(agreement) {
            for rank in 0..group.issues.len() {
                for end in 0..2 {
                    let shares = moved(&bargain, agreement, &group, rank, end);
                    let after = utilities(&bargain, &shares);
                    prop_assert!((before[0] - after[0]).abs() < 1e-9 && (before[1] - after[1]).abs() < 1e-9);
                    // Beyond an end inside 0 to 1 all others are already at theirs.
                    let [low, high] = group.ranges[rank];
                    let others = || group.issues.iter().filter(|place| **place != group.issues[rank]);
                    if end == 0 && low > 1e-9 {
                        prop_assert!(others().all(|place| shares[*place] > 1.0 - 1e-9));
                    }
                    if end == 1 && high < 1.0 - 1e-9 {
                        prop_assert!(others().all(|place| shares[*place] < 1e-9));
                    }
                }
            }
        }
    }

    /// What is fixed does not hang on the order in which tied issues stand in the file.
    #[test]
    fn joint_shares_do_not_hang_on_the_order_of_the_issues(bargain in tied()) {
        let mut turned: Vec<Issue> = bargain.issues().to_vec();
        turned.reverse();
        let [first, second] = bargain.outside();
        let other = Bargain::new(turned, bargain.power()).unwrap().with_outside(first, second);
        let (one, two) = (bargain.linked(), other.linked());
        let last = bargain.issues().len() - 1;
        let theirs = other.fixed(two.agreement().unwrap());
        for group in bargain.fixed(one.agreement().unwrap()) {
            let same = theirs.iter().find(|other| other.issues.contains(&(last - group.issues[0]))).unwrap();
            prop_assert!((group.share - same.share).abs() < 1e-9, "{group:?} {same:?}");
        }
    }
}
