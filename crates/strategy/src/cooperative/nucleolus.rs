//! The nucleolus (Schmeidler 1969): the split whose shortfalls, worst first, are as small as can be.
//!
//! A sequence of linear programs (Maschler, Peleg and Shapley 1979): after each, the coalitions that cannot be less short
//! than the optimum in any of its splits are settled, until the settled ones leave one split.

use super::core::{MOST, Settled, most, program};
use super::game::{Game, holds, together};
use crate::game::{GameError, Result};

/// How near its bound a coalition must be to be settled, relative to the game's largest value.
const TIGHT: f64 = 1e-8;

/// The nucleolus among all splits of what everybody earns (2 to 12 players; quick up to 8).
pub fn nucleolus(game: &Game) -> Result<Vec<f64>> {
    let what = "the nucleolus";
    let scale = (1..=game.everybody()).map(|set| game.value(set).abs()).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let mut settled: Vec<Settled> = Vec::new();
    let mut shares = Vec::new();
    for _ in 0..=1usize << MOST.min(game.players()) {
        let rank = rank(game.players(), &settled);
        if rank == game.players() {
            return Ok(shares);
        }
        let (found, shortfall) = program(game, &settled, what)?;
        shares = found;
        let open: Vec<usize> = game
            .proper()
            .filter(|set| settled.iter().all(|(known, _)| known != set))
            .filter(|set| (game.value(*set) - together(&shares, *set) - shortfall).abs() <= TIGHT * scale)
            .collect();
        let mut new = Vec::new();
        for coalition in open {
            let bound = game.value(coalition) - shortfall;
            if most(game, &settled, shortfall, coalition, what)? <= bound + TIGHT * scale {
                new.push((coalition, shortfall));
            }
        }
        if new.is_empty() {
            return Err(GameError::Endless { what, rounds: settled.len() });
        }
        settled.extend(new);
        settle_implied(game, &mut settled, &shares);
    }
    Err(GameError::Endless { what, rounds: settled.len() })
}

/// Settles what the settled coalitions imply, so that no program turns on it again.
fn settle_implied(game: &Game, settled: &mut Vec<Settled>, shares: &[f64]) {
    let base = rank(game.players(), settled);
    for coalition in game.proper() {
        if settled.iter().any(|(known, _)| *known == coalition) {
            continue;
        }
        let mut with = settled.clone();
        with.push((coalition, 0.0));
        if rank(game.players(), &with) == base {
            settled.push((coalition, game.value(coalition) - together(shares, coalition)));
        }
    }
}

/// Number of independent equations: everybody's and the settled coalitions'.
fn rank(players: usize, settled: &[Settled]) -> usize {
    let everybody = (1usize << players) - 1;
    let mut rows: Vec<Vec<f64>> = std::iter::once(everybody)
        .chain(settled.iter().map(|(coalition, _)| *coalition))
        .map(|set| (0..players).map(|player| f64::from(u8::from(holds(set, player)))).collect())
        .collect();
    let mut rank = 0;
    for column in 0..players {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column].abs() > 1e-9) else { continue };
        rows.swap(rank, pivot);
        let pivot = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1) {
            let factor = row[column] / pivot[column];
            for (value, pivot) in row.iter_mut().zip(&pivot) {
                *value -= factor * pivot;
            }
        }
        rank += 1;
    }
    rank
}
