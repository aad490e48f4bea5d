//! What must hold of any game.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_strategy::cooperative::{Game, exact, holds, least_core, nucleolus, sampled, together};
use unequal_strategy::linkage::{Issue, linked, separate};
use unequal_strategy::patron::{Grid, Patron};
use unequal_strategy::technology::Technology;

fn game(players: usize, numbers: &[f64]) -> Game {
    Game::new(players, |set| if set == 0 { 0.0 } else { numbers[set] }).unwrap_or_else(|error| panic!("{error}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Shapley's axioms: all is given out, alike players get alike, a player who adds nothing gets nothing, and the
    /// value of a sum of games is the sum of the values.
    #[test]
    fn axioms_of_shapley(one in prop::collection::vec(-5.0..5.0f64, 32), other in prop::collection::vec(-5.0..5.0f64, 32)) {
        let (first, second) = (game(5, &one), game(5, &other));
        let (value, added) = (exact(&first), exact(&second));
        prop_assert!((value.iter().sum::<f64>() - one[31]).abs() < 1e-9);
        let sum: Vec<f64> = one.iter().zip(&other).map(|(one, other)| one + other).collect();
        for ((value, added), sum) in value.iter().zip(&added).zip(exact(&game(5, &sum))) {
            prop_assert!((value + added - sum).abs() < 1e-9);
        }
        // Player 4 adds nothing; players 0 and 1 are alike.
        let dull = Game::new(5, |set| {
            let set = set & 0b1111;
            let swapped = set & !0b11 | (set & 1) << 1 | (set >> 1 & 1);
            if set == 0 { 0.0 } else { one[set] + one[swapped] }
        }).unwrap();
        let value = exact(&dull);
        prop_assert!(value[4].abs() < 1e-12 && (value[0] - value[1]).abs() < 1e-9, "{:?}", value);
    }

    #[test]
    fn linking_never_loses(
        worths in prop::collection::vec((0.05..2.0f64, 0.05..2.0f64), 1..6), weight in 0.05..0.95f64,
    ) {
        let issues: Vec<Issue> = worths.iter().map(|(first, second)| Issue { first: *first, second: *second }).collect();
        let (apart, joined) = (separate(&issues, weight).unwrap(), linked(&issues, weight, [0.0, 0.0]).unwrap());
        let product = |first: f64, second: f64| first.powf(weight) * second.powf(1.0 - weight);
        prop_assert!(product(joined.first, joined.second) >= product(apart.first, apart.second) * (1.0 - 1e-12));
        prop_assert!(joined.ways.iter().filter(|way| **way > 0.0 && **way < 1.0).count() <= 1);
        // Nothing on a grid of all ways is better.
        if issues.len() <= 3 {
            let steps = 12usize;
            for code in 0..(steps + 1).pow(issues.len() as u32) {
                let ways: Vec<f64> = (0..issues.len())
                    .map(|place| (code / (steps + 1).pow(place as u32) % (steps + 1)) as f64 / steps as f64)
                    .collect();
                let first: f64 = issues.iter().zip(&ways).map(|(issue, way)| issue.first * way).sum();
                let second: f64 = issues.iter().zip(&ways).map(|(issue, way)| issue.second * (1.0 - way)).sum();
                prop_assert!(product(first, second) <= product(joined.first, joined.second) * (1.0 + 1e-9));
            }
        }
        // Equal to settling apart if and only if both care in the same proportion.
        let alike: Vec<Issue> = worths.iter().map(|(first, _)| Issue { first: *first, second: 2.0 * first }).collect();
        let (apart, joined) = (separate(&alike, weight).unwrap(), linked(&alike, weight, [0.0, 0.0]).unwrap());
        prop_assert!((product(joined.first, joined.second) / product(apart.first, apart.second) - 1.0).abs() < 1e-9);
    }

    /// As a side has less without agreement, it gives more.
    #[test]
    fn less_leverage_gives_more(worths in prop::collection::vec((0.05..2.0f64, 0.05..2.0f64), 1..6), low in 0.0..0.2f64, more in 0.0..0.2f64) {
        let issues: Vec<Issue> = worths.iter().map(|(first, second)| Issue { first: *first, second: *second }).collect();
        let scale: f64 = worths.iter().map(|worth| worth.0).sum();
        let weak = linked(&issues, 0.5, [low * scale, 0.0]);
        let strong = linked(&issues, 0.5, [(low + more) * scale, 0.0]);
        if let (Ok(weak), Ok(strong)) = (weak, strong) {
            prop_assert!(strong.first >= weak.first - 1e-9);
        }
    }

    #[test]
    fn what_is_held_back_shrinks(stock in 0.0..1.0f64, own in 0.0..0.2f64, open in 0.0..0.5f64, transfers in prop::collection::vec(0.0..1.0f64, 1..20)) {
        let technology = Technology { stock, frontier: 1.0, own_speed: own, open_speed: own + open, research: 0.01, worth: 2.0 };
        let course = technology.course(&transfers).unwrap();
        let closed = technology.course(&vec![0.0; transfers.len()]).unwrap();
        for (pair, closed) in course.windows(2).zip(&closed[1..]) {
            prop_assert!(pair[1].hold_back <= pair[0].hold_back && pair[1].stock <= 1.0);
            prop_assert!(pair[1].hold_back <= closed.hold_back + 1e-12);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// The nucleolus gives everything out, leaves no coalition shorter than the least core does, and lies in the core
    /// where there is one.
    #[test]
    fn the_nucleolus_is_in_the_least_core(numbers in prop::collection::vec(0.0..5.0f64, 16)) {
        let game = game(4, &numbers);
        let found = nucleolus(&game).unwrap();
        let least = least_core(&game).unwrap();
        prop_assert!((found.iter().sum::<f64>() - numbers[15]).abs() < 1e-7);
        let worst = (1..15).map(|set| game.value(set) - together(&found, set)).fold(f64::NEG_INFINITY, f64::max);
        prop_assert!((worst - least.shortfall).abs() < 1e-6, "{worst} {least:?}");
        prop_assert_eq!(least.has_core, worst <= 1e-7);
    }

    /// A convex game has a core, and its Shapley value lies in it (Shapley 1971).
    #[test]
    fn convex_games_have_their_value_in_the_core(weights in prop::collection::vec(0.1..2.0f64, 5)) {
        let game = Game::new(5, |set| {
            let sum: f64 = weights.iter().enumerate().filter(|(player, _)| holds(set, *player)).map(|(_, weight)| weight).sum();
            sum * sum
        }).unwrap();
        let value = exact(&game);
        prop_assert!((1..31).all(|set| together(&value, set) >= game.value(set) - 1e-9));
        prop_assert!(least_core(&game).unwrap().has_core);
    }

    #[test]
    fn samples_agree_with_the_exact_value(numbers in prop::collection::vec(-5.0..5.0f64, 32), seed in 0u64..1000) {
        let game = game(5, &numbers);
        let set = |members: &[bool]| members.iter().enumerate().map(|(player, member)| usize::from(*member) << player).sum::<usize>();
        let found = sampled(5, |members| game.value(set(members)), 400, seed).unwrap();
        for (found, exact) in found.iter().zip(exact(&game)) {
            prop_assert!((found.value - exact).abs() <= 5.0 * found.standard_error + 1e-9, "{found:?} {exact}");
        }
        prop_assert_eq!(sampled(5, |members| game.value(set(members)), 400, seed).unwrap(), found);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The patron's value rises with dependence, with its worth and with that of the war; without an effect of support
    /// there is none.
    #[test]
    fn the_patron_gains_from_what_it_gains_from(worth in 0.2..2.0f64, diversion in -0.5..0.5f64, cost in 0.05..0.5f64) {
        let patron = Patron {
            dependence_worth: worth, diversion, cost: [0.02, cost], growth: [0.05, 0.1], decay: 0.03, hazard: 0.25,
            prolonging: 1.0, patience: 0.9,
        };
        let grid = Grid { states: 61, actions: 11 };
        let base = patron.by_values(grid, 2.0).unwrap();
        prop_assert!(base.value.windows(2).all(|pair| pair[1] >= pair[0] - 1e-9));
        let dearer = Patron { dependence_worth: worth + 0.1, ..patron }.by_values(grid, 2.0).unwrap();
        let longer = Patron { diversion: diversion + 0.1, ..patron }.by_values(grid, 2.0).unwrap();
        for (base, more) in base.value.iter().zip(&dearer.value).chain(base.value.iter().zip(&longer.value)) {
            prop_assert!(more >= &(base - 1e-9));
        }
        let idle = Patron { prolonging: 0.0, growth: [0.05, 0.0], ..patron }.by_values(grid, 2.0).unwrap();
        prop_assert!(idle.support.iter().all(|support| *support == 0.0));
    }
}
