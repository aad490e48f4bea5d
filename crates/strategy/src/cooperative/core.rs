//! The core: splits that no coalition can better, and the least core where there is none.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::game::{Game, holds};
use crate::game::{GameError, Result};

/// Most players: the program has a row for every coalition.
pub(super) const MOST: usize = 12;

/// How much a coalition may be short for a split to count as in the core, relative to what everybody earns.
const TOLERANCE: f64 = 1e-9;

/// A split that leaves the worst-off coalition as little short as can be.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastCore {
    /// One such split.
    pub shares: Vec<f64>,
    /// By how much the worst-off coalition is short in it; zero or below if there is a core.
    pub shortfall: f64,
    /// Whether some split leaves no coalition short.
    pub has_core: bool,
}

/// The least core by one linear program (2 to 12 players).
pub fn least_core(game: &Game) -> Result<LeastCore> {
    let (shares, shortfall) = program(game, &[], "the least core")?;
    let scale = game.proper().chain([game.everybody()]).map(|set| game.value(set).abs()).fold(0.0, f64::max);
    Ok(LeastCore { shares, shortfall, has_core: shortfall <= TOLERANCE * scale.max(f64::MIN_POSITIVE) })
}

/// Coalitions whose shortfall is settled.
pub(super) type Settled = (usize, f64);

/// Least largest shortfall over the coalitions that are not settled, with a split that attains it.
pub(super) fn program(game: &Game, settled: &[Settled], what: &'static str) -> Result<(Vec<f64>, f64)> {
    let (mut problem, shares) = splits(game, settled, what)?;
    let shortfall = problem.add_var(1.0, (f64::NEG_INFINITY, f64::INFINITY));
    for coalition in game.proper().filter(|set| settled.iter().all(|(known, _)| known != set)) {
        let terms = members(&shares, coalition).chain([(shortfall, 1.0)]).collect::<Vec<_>>();
        problem.add_constraint(terms, ComparisonOp::Ge, game.value(coalition));
    }
    let solution = solved(problem, what)?;
    Ok((shares.iter().map(|share| solution.var_value(*share)).collect(), solution.var_value(shortfall)))
}

/// The most a coalition gets while no open coalition is shorter than `shortfall`.
pub(super) fn most(
    game: &Game,
    settled: &[Settled],
    shortfall: f64,
    coalition: usize,
    what: &'static str,
) -> Result<f64> {
    let (mut problem, shares) = splits(game, settled, what)?;
    let total = problem.add_var(-1.0, (f64::NEG_INFINITY, f64::INFINITY));
    let terms = members(&shares, coalition).chain([(total, -1.0)]).collect::<Vec<_>>();
    problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
    for open in game.proper().filter(|set| settled.iter().all(|(known, _)| known != set)) {
        problem.add_constraint(
            members(&shares, open).collect::<Vec<_>>(),
            ComparisonOp::Ge,
            game.value(open) - shortfall,
        );
    }
    Ok(solved(problem, what)?.var_value(total))
}

/// All that everybody earns is given out; settled coalitions get what is settled.
fn splits(game: &Game, settled: &[Settled], what: &'static str) -> Result<(Problem, Vec<Variable>)> {
    if !(2..=MOST).contains(&game.players()) {
        return Err(GameError::Players { what, least: 2, most: MOST, found: game.players() });
    }
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let shares: Vec<Variable> =
        (0..game.players()).map(|_| problem.add_var(0.0, (f64::NEG_INFINITY, f64::INFINITY))).collect();
    let everybody = game.everybody();
    problem.add_constraint(members(&shares, everybody).collect::<Vec<_>>(), ComparisonOp::Eq, game.value(everybody));
    for (coalition, shortfall) in settled {
        let terms = members(&shares, *coalition).collect::<Vec<_>>();
        problem.add_constraint(terms, ComparisonOp::Eq, game.value(*coalition) - shortfall);
    }
    Ok((problem, shares))
}

fn members(shares: &[Variable], coalition: usize) -> impl Iterator<Item = (Variable, f64)> {
    shares.iter().enumerate().filter(move |(player, _)| holds(coalition, *player)).map(|(_, share)| (*share, 1.0))
}

fn solved(problem: Problem, what: &'static str) -> Result<microlp::Solution> {
    let failed = |reason: String| GameError::Program { what, reason };
    let outcome = problem.solve().map_err(|error| failed(error.to_string()))?;
    outcome.into_solution().map_err(|_| failed("it stopped before an optimum".to_owned()))
}
