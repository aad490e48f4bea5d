//! The Shapley (1953) value: each player's mean contribution over all orders of arrival.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

use super::game::Game;
use crate::game::{Result, checked};

/// The value of every player, exactly.
#[must_use]
pub fn exact(game: &Game) -> Vec<f64> {
    let players = game.players();
    // |S|! (n - |S| - 1)! / n!, by size of the coalition that a player joins.
    let weight: Vec<f64> = (0..players)
        .map(|size| {
            let choose = (0..size).fold(1.0, |product, step| product * (players - 1 - step) as f64 / (step + 1) as f64);
            1.0 / (players as f64 * choose)
        })
        .collect();
    (0..players)
        .map(|player| {
            let bit = 1 << player;
            (0..=game.everybody())
                .filter(|coalition| coalition & bit == 0)
                .map(|coalition| {
                    weight[coalition.count_ones() as usize] * (game.value(coalition | bit) - game.value(coalition))
                })
                .sum()
        })
        .collect()
}

/// An estimate with its error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sampled {
    /// Estimated value.
    pub value: f64,
    /// Standard error of it.
    pub standard_error: f64,
}

/// The value of every player from `draws` random orders, each used forwards and backwards; for any number of players.
///
/// `value` is asked for coalitions as lists of members in or out. The same seed gives the same answer.
pub fn sampled(players: usize, value: impl Fn(&[bool]) -> f64, draws: usize, seed: u64) -> Result<Vec<Sampled>> {
    checked("the number of draws", draws as f64, draws >= 2, "2 or more")?;
    checked("the number of players", players as f64, players >= 1, "1 or more")?;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..players).collect();
    let (mut sums, mut squares) = (vec![0.0; players], vec![0.0; players]);
    for _ in 0..draws {
        order.shuffle(&mut random);
        let mut gains = vec![0.0; players];
        let backwards: Vec<usize> = order.iter().rev().copied().collect();
        for arrivals in [&order, &backwards] {
            let mut present = vec![false; players];
            let mut before = value(&present);
            for player in arrivals {
                present[*player] = true;
                let after = value(&present);
                gains[*player] += (after - before) / 2.0;
                before = after;
            }
        }
        for ((sum, square), gain) in sums.iter_mut().zip(&mut squares).zip(gains) {
            *sum += gain;
            *square += gain * gain;
        }
    }
    let count = draws as f64;
    let estimate = |(sum, square): (&f64, &f64)| {
        let value = sum / count;
        let variance = ((square / count - value * value) * count / (count - 1.0)).max(0.0);
        Sampled { value, standard_error: (variance / count).sqrt() }
    };
    Ok(sums.iter().zip(&squares).map(estimate).collect())
}
