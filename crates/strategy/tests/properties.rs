//! Properties of the games on random inputs, and best replies against brute force.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_strategy::linkage::{Bargain, Issue};
use unequal_strategy::payoff_tensor::Strength;
use unequal_strategy::threat::{Game, Move, Play};

fn issues() -> impl Strategy<Value = Vec<Issue>> {
    proptest::collection::vec((0.01..10.0f64, 0.01..10.0f64), 1..6).prop_map(|weights| {
        let issue = |(place, (first, second)): (usize, (f64, f64))| Issue::new(format!("issue {place}"), first, second);
        weights.into_iter().enumerate().map(issue).collect()
    })
}

fn plays() -> impl Strategy<Value = Vec<Play>> {
    // Few distinct payoffs, so that ties are common.
    let payoff = || (0..4i8).prop_map(f64::from);
    let play = [payoff(), payoff(), payoff(), payoff()];
    proptest::collection::vec(play, 1..9).prop_map(|payoffs| {
        let play = |(place, [a, b, c, d]): (usize, [f64; 4])| Play {
            strength: Strength { level: place as f64, effort: 1.0 },
            leader: [a, b],
            follower: [c, d],
        };
        payoffs.into_iter().enumerate().map(play).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// The linked product is never below the separate one, and no division of a fine grid beats it.
    #[test]
    fn linking_never_hurts_the_product(issues in issues(), power in 0.05..0.95f64, outside in 0.0..0.4f64) {
        let bargain = Bargain::new(issues.clone(), power).unwrap();
        let linked = bargain.linked();
        let linked = linked.agreement().unwrap();
        prop_assert!(linked.product >= bargain.separate().product * (1.0 - 1e-12));
        prop_assert!(linked.shares.iter().filter(|share| **share > 0.0 && **share < 1.0).count() <= 1);

        let most = |side: fn(&Issue) -> f64| issues.iter().map(side).sum::<f64>();
        let outside = [outside * most(|issue| issue.worth_first), outside * most(|issue| issue.worth_second)];
        let bargain = bargain.with_outside(outside[0], outside[1]);
        let linked = bargain.linked();
        let best = linked.agreement().unwrap().product;
        // Brute force over the corners and a coarse grid of divisions.
        let steps: usize = if issues.len() <= 3 { 7 } else { 2 };
        for number in 0..steps.pow(issues.len() as u32) {
            let mut left = number;
            let (mut first, mut second) = (0.0, 0.0);
            for issue in &issues {
                let share = (left % steps) as f64 / (steps - 1) as f64;
                left /= steps;
                first += issue.worth_first * share;
                second += issue.worth_second * (1.0 - share);
            }
            prop_assert!(bargain.product(first, second) <= best * (1.0 + 1e-9) + 1e-12);
        }
    }

    /// Equal products, linked and separate, if the weights are proportional; and not unique if there are several issues.
    #[test]
    fn proportional_weights_leave_nothing_to_link(
        weights in proptest::collection::vec(0.1..10.0f64, 2..6), scale in 0.1..10.0f64, power in 0.05..0.95f64,
    ) {
        let issues = weights.iter().map(|weight| Issue::new(weight.to_string(), *weight, scale * weight)).collect();
        let bargain = Bargain::new(issues, power).unwrap();
        let (linked, separate) = (bargain.linked(), bargain.separate());
        let linked = linked.agreement().unwrap();
        prop_assert!(bargain.is_proportional());
        prop_assert!((linked.product - separate.product).abs() <= 1e-9 * linked.product);
        prop_assert_eq!(linked.interchangeable.len(), weights.len());
    }

    /// Strictly more if the weights are not proportional.
    #[test]
    fn other_weights_gain_from_linking(issues in issues(), power in 0.1..0.9f64) {
        let bargain = Bargain::new(issues, power).unwrap();
        let ratio = |issue: &Issue| issue.worth_first / issue.worth_second;
        let ratios: Vec<f64> = bargain.issues().iter().map(ratio).collect();
        let apart = ratios.iter().fold(0.0f64, |most, ratio| most.max((ratio / ratios[0]).ln().abs()));
        if apart > 0.01 {
            let linked = bargain.linked();
            prop_assert!(linked.agreement().unwrap().product > bargain.separate().product);
        }
    }

    /// Best replies, leading and stability are what their definitions say, checked one by one.
    #[test]
    fn best_replies_are_those_of_brute_force(plays in plays()) {
        let game = Game::new(plays.clone(), Vec::new()).unwrap();
        let solution = game.solve();
        // The government's reply is no worse than the other move, and it complies if indifferent.
        for (play, reply) in plays.iter().zip(&solution.replies.follower) {
            let complies = play.follower[0] >= play.follower[1];
            prop_assert_eq!(*reply == Move::Comply, complies);
        }
        let led = |place: usize| {
            let play = &plays[place];
            if play.follower[0] >= play.follower[1] { play.leader[0] } else { play.leader[1] }
        };
        let most = (0..plays.len()).map(led).fold(f64::NEG_INFINITY, f64::max);
        let leading: Vec<usize> = (0..plays.len()).filter(|place| led(*place) == most).collect();
        prop_assert_eq!(&solution.leading, &leading);
        prop_assert_eq!(solution.leading_payoff, most);
        // Stable pairs: neither side gains by a move of its own.
        let mut stable = Vec::new();
        for (action, reply) in Move::BOTH.into_iter().enumerate() {
            for place in 0..plays.len() {
                let leader_stays = plays.iter().all(|other| other.leader[action] <= plays[place].leader[action]);
                let follower_stays = plays[place].follower[1 - action] <= plays[place].follower[action];
                if leader_stays && follower_stays {
                    stable.push((place, reply));
                }
            }
        }
        prop_assert_eq!(&solution.stable, &stable);
    }
}

/// Matching pennies: neither side can rest, and the solution lists nothing instead of inventing something.
#[test]
fn a_game_without_a_stable_pair_lists_none() {
    let play = |level, leader, follower| Play { strength: Strength { level, effort: 1.0 }, leader, follower };
    let game =
        Game::new(vec![play(0.0, [1.0, 0.0], [0.0, 1.0]), play(1.0, [0.0, 1.0], [1.0, 0.0])], Vec::new()).unwrap();
    assert!(game.solve().stable.is_empty());
    assert!(Game::new(Vec::new(), Vec::new()).is_err());
}

/// Refinement finds a better strength between those of the grid, and never a worse one.
#[test]
fn refinement_goes_towards_the_best_strength() {
    let play = |strength: Strength| {
        let distance = (strength.level.ln() - 0.4f64).powi(2) + (strength.effort.ln() - 1.3).powi(2);
        Play { strength, leader: [0.0, -distance], follower: [-1.0, 0.0] }
    };
    let grid = [1.0, 2.0, 4.0, 8.0];
    let plays = grid.iter().flat_map(|level| grid.map(|effort| play(Strength { level: *level, effort }))).collect();
    let mut game = Game::new(plays, Vec::new()).unwrap();
    let before = game.solve().leading_payoff;
    game.refine(4, |wanted| Ok(wanted.iter().map(|strength| Some(play(*strength))).collect())).unwrap();
    let after = game.solve();
    assert!(after.leading_payoff > before);
    let best = game.plays()[after.leading[0]].strength;
    assert!((best.level.ln() - 0.4).abs() < 0.1 && (best.effort.ln() - 1.3).abs() < 0.1, "{best:?}");
}
