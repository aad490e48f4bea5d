//! What must hold of any game of coalitions.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_strategy::cooperative::{Game, exact, holds, least_core, nucleolus, sampled, together};

fn game(players: usize, numbers: &[f64]) -> Game {
    Game::new(players, |set| if set == 0 { 0.0 } else { numbers[set] }).unwrap_or_else(|error| panic!("{error}"))
}

/// A number of players and a value for each set of them.
fn sized(players: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = (usize, Vec<f64>)> {
    players.prop_flat_map(|players| (Just(players), prop::collection::vec(0.0..5.0f64, 1 << players)))
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
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// The nucleolus gives everything out, leaves no coalition shorter than the least core does, and lies in the core
    /// where there is one.
    #[test]
    fn the_nucleolus_is_in_the_least_core((players, numbers) in sized(3..=6)) {
        let game = game(players, &numbers);
        let all = numbers.len() - 1;
        let found = nucleolus(&game).unwrap();
        let least = least_core(&game).unwrap();
        prop_assert!((found.iter().sum::<f64>() - numbers[all]).abs() < 1e-7);
        let worst = (1..all).map(|set| game.value(set) - together(&found, set)).fold(f64::NEG_INFINITY, f64::max);
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
