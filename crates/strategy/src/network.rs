//! Gas in a network as a game of coalitions (docs/src/methods/pipeline.md; after Hubert and Ikonnikova 2011): what the owners of
//! wells, pipes and markets earn together, with capacities, pipes that must be built first, and pipes that stand already.
//!
//! A coalition uses what its members own, and what nobody owns. It earns the worth of the gas it brings to its markets
//! less all costs, the most that a linear program finds over flows and over which pipes to build. Rates are a year.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use crate::cooperative::{Game, holds};
use crate::game::{GameError, Result, checked, not_negative};

/// Most pipes that may be built or not: every set of them is tried.
const MOST_CHOICES: usize = 10;

/// Gas that can be brought up at a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Well {
    /// Player.
    pub owner: usize,
    /// Node.
    pub node: usize,
    /// Billion cubic metres a year.
    pub capacity: f64,
    /// USD per thousand cubic metres.
    pub cost: f64,
}

/// A market at a node: the first volumes are worth most.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Player.
    pub owner: usize,
    /// Node.
    pub node: usize,
    /// Volumes (billion cubic metres a year) and what each is worth (USD per thousand cubic metres), worth falling.
    pub steps: Vec<(f64, f64)>,
}

/// A pipe from one node to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipe {
    /// Player whose consent it needs; none for a pipe that anybody may use.
    pub owner: Option<usize>,
    /// Nodes it joins, in the direction of the gas.
    pub ends: [usize; 2],
    /// Billion cubic metres a year.
    pub capacity: f64,
    /// USD per thousand cubic metres.
    pub cost: f64,
    /// What building it costs a year, USD billion; none where it stands.
    pub to_build: Option<f64>,
}

/// Wells, pipes and markets of several players.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    players: usize,
    nodes: usize,
    wells: Vec<Well>,
    pipes: Vec<Pipe>,
    markets: Vec<Market>,
}

impl Network {
    /// A network; owners and nodes must exist, volumes and costs be numbers of 0 or more, worths fall.
    pub fn new(players: usize, nodes: usize, wells: Vec<Well>, pipes: Vec<Pipe>, markets: Vec<Market>) -> Result<Self> {
        let player = |owner: usize| index("a player", owner, players);
        let node = |node: usize| index("a node", node, nodes);
        for well in &wells {
            player(well.owner)?;
            node(well.node)?;
            not_negative("a well's capacity", well.capacity)?;
            not_negative("a well's cost", well.cost)?;
        }
        for pipe in &pipes {
            pipe.owner.map_or(Ok(()), player)?;
            pipe.ends.into_iter().try_for_each(node)?;
            not_negative("a pipe's capacity", pipe.capacity)?;
            not_negative("a pipe's cost", pipe.cost)?;
            not_negative("what a pipe costs to build", pipe.to_build.unwrap_or_default())?;
        }
        for market in &markets {
            player(market.owner)?;
            node(market.node)?;
            for (volume, worth) in &market.steps {
                not_negative("a market's volume", *volume)?;
                not_negative("what gas is worth", *worth)?;
            }
            for pair in market.steps.windows(2) {
                checked("what more gas is worth", pair[1].1, pair[1].1 <= pair[0].1, "no more than the volume before")?;
            }
        }
        let choices = pipes.iter().filter(|pipe| pipe.to_build.is_some()).count();
        if choices > MOST_CHOICES {
            let what = "the list of pipes that may be built";
            return Err(GameError::Length { what, found: choices, expected: MOST_CHOICES });
        }
        Ok(Self { players, nodes, wells, pipes, markets })
    }

    /// The same network after its pipes `built` were paid for: the hold-up problem, because who paid no longer matters.
    pub fn with_built(mut self, built: &[usize]) -> Result<Self> {
        for place in built {
            index("a pipe", *place, self.pipes.len())?;
            self.pipes[*place].to_build = None;
        }
        Ok(self)
    }

    /// What every coalition earns, USD billion a year.
    pub fn game(&self) -> Result<Game> {
        // The game itself refuses sizes for which this would be too long.
        Game::new(self.players, |_| 0.0)?;
        let values = (0..1usize << self.players).map(|set| self.earns(set)).collect::<Result<Vec<f64>>>()?;
        Game::new(self.players, |set| values[set])
    }

    /// What a coalition (a set of bits, one a player) earns, USD billion a year: the best over sets of pipes to build.
    pub fn earns(&self, coalition: usize) -> Result<f64> {
        let may = |owner: Option<usize>| owner.is_none_or(|owner| holds(coalition, owner));
        let choices: Vec<usize> = (0..self.pipes.len())
            .filter(|place| self.pipes[*place].to_build.is_some() && may(self.pipes[*place].owner))
            .collect();
        let mut best = 0.0f64;
        for set in 0..1usize << choices.len() {
            let chosen =
                |place: usize| choices.iter().position(|choice| *choice == place).is_some_and(|bit| holds(set, bit));
            let usable = |place: usize| {
                let pipe = &self.pipes[place];
                may(pipe.owner) && (pipe.to_build.is_none() || chosen(place))
            };
            let paid: f64 =
                choices.iter().filter(|place| chosen(**place)).filter_map(|place| self.pipes[*place].to_build).sum();
            best = best.max(self.flows(coalition, usable)? - paid);
        }
        Ok(best)
    }

    /// The worth of the best flows, USD billion a year: volumes in billion cubic metres times USD per thousand.
    fn flows(&self, coalition: usize, usable: impl Fn(usize) -> bool) -> Result<f64> {
        if (0..self.pipes.len()).any(&usable) { self.program(coalition, usable) } else { Ok(self.by_merit(coalition)) }
    }

    /// The same without any pipe: at every node the cheapest gas goes to the market that it is worth most to.
    fn by_merit(&self, coalition: usize) -> f64 {
        let at = |node: usize| {
            let wells = self.wells.iter().filter(|well| well.node == node && holds(coalition, well.owner));
            let mut supply: Vec<(f64, f64)> = wells.map(|well| (well.capacity, well.cost)).collect();
            supply.sort_by(|left, right| left.1.total_cmp(&right.1));
            let markets = self.markets.iter().filter(|market| market.node == node && holds(coalition, market.owner));
            let mut demand: Vec<(f64, f64)> = markets.flat_map(|market| market.steps.iter().copied()).collect();
            demand.sort_by(|left, right| right.1.total_cmp(&left.1));
            matched(supply, demand)
        };
        (0..self.nodes).map(at).sum::<f64>() / 1e3
    }

    fn program(&self, coalition: usize, usable: impl Fn(usize) -> bool) -> Result<f64> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut balance: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); self.nodes];
        for well in self.wells.iter().filter(|well| holds(coalition, well.owner)) {
            let flow = problem.add_var(-well.cost, (0.0, well.capacity));
            balance[well.node].push((flow, 1.0));
        }
        for (_, pipe) in self.pipes.iter().enumerate().filter(|(place, _)| usable(*place)) {
            let flow = problem.add_var(-pipe.cost, (0.0, pipe.capacity));
            balance[pipe.ends[0]].push((flow, -1.0));
            balance[pipe.ends[1]].push((flow, 1.0));
        }
        for market in self.markets.iter().filter(|market| holds(coalition, market.owner)) {
            for (volume, worth) in &market.steps {
                let flow = problem.add_var(*worth, (0.0, *volume));
                balance[market.node].push((flow, -1.0));
            }
        }
        for terms in balance.into_iter().filter(|terms| !terms.is_empty()) {
            problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
        }
        let what = "the flows of gas";
        let failed = |reason: String| GameError::Program { what, reason };
        let outcome = problem.solve().map_err(|error| failed(error.to_string()))?;
        let solution = outcome.into_solution().map_err(|_| failed("it stopped before an optimum".to_owned()))?;
        Ok(solution.objective() / 1e3)
    }
}

/// Gain from volumes at rising costs and volumes at falling worths, as far as worth exceeds cost.
fn matched(supply: Vec<(f64, f64)>, demand: Vec<(f64, f64)>) -> f64 {
    let (mut supply, mut demand) = (supply.into_iter(), demand.into_iter());
    let (mut offer, mut want) = (supply.next(), demand.next());
    let mut gain = 0.0;
    while let (Some((offered, cost)), Some((wanted, worth))) = (offer, want) {
        if worth <= cost {
            break;
        }
        let volume = offered.min(wanted);
        gain += volume * (worth - cost);
        offer = if offered > volume { Some((offered - volume, cost)) } else { supply.next() };
        want = if wanted > volume { Some((wanted - volume, worth)) } else { demand.next() };
    }
    gain
}

fn index(what: &'static str, given: usize, count: usize) -> Result<()> {
    if given < count { Ok(()) } else { Err(GameError::Length { what, found: given, expected: count }) }
}
