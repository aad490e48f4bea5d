//! Solving a payoff tensor: each cell from a neighbour, combinations of factors side by side.

use rayon::prelude::*;
use unequal_equilibrium::{Baseline, Counterfactual, SolveOptions, solve};
use unequal_policy::PolicyError;
use unequal_policy::payments::{ClearingOutcome, Deterrence, Market, Threat, ThreatenedMarket, deterrence};
use unequal_policy::scenario::Scenario;
use unequal_policy::settle::{GoOn, Response, Settled, settle_from};

use super::{BankState, Cell, CellClearing, CellOutcome, Design, PayoffTensor, Payoffs, Player, Strength};
use crate::game::Result;

/// A design with its world without measures, from which cells are solved.
pub struct Solver<'a> {
    design: &'a Design,
    /// The scenario under each strength of the threat; a copy holds the whole table, so it is made once.
    scenarios: Vec<Scenario>,
    options: SolveOptions,
    before: Counterfactual<'a>,
    go_on: GoOn<'a>,
}

impl<'a> Solver<'a> {
    /// Solves the world without any measure.
    ///
    /// # Errors
    /// That world has no equilibrium.
    pub fn new(design: &'a Design, baseline: &'a Baseline, options: SolveOptions) -> Result<Self> {
        Self::from_world(design, solve(baseline, &baseline.no_wedges(), &options)?, options)
    }

    /// As [`Self::new`], with the world without any measure solved already under these options.
    ///
    /// # Errors
    /// A threat of the design has no market.
    pub fn from_world(design: &'a Design, before: Counterfactual<'a>, options: SolveOptions) -> Result<Self> {
        let at = |strength: &Strength| design.scenario.with_threat(&design.threats, strength.level, strength.effort);
        let scenarios = design.strengths.iter().map(at).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { design, scenarios, options, before, go_on: &|| true })
    }

    /// Solves as long as `go_on` says so; from then on it fails, and cells that it has not reached are missing.
    #[must_use]
    pub fn as_long_as(self, go_on: GoOn<'a>) -> Self {
        Self { go_on, ..self }
    }

    /// Every cell. The same for any number of threads: where a cell starts is fixed by the design.
    pub fn tensor(&self) -> Result<PayoffTensor> {
        let starts = self.without_threat()?;
        let chains = starts.par_iter().enumerate().map(|(combination, start)| self.chain(combination, start.as_ref()));
        let cells: Vec<Cell> = chains.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        let missing = cells.iter().filter(|cell| matches!(cell.outcome, CellOutcome::Missing(_))).count();
        let income = self.before.income();
        let player = |party: &unequal_world::Party| Player {
            code: party.code.clone(),
            name: party.name.clone(),
            income: party.members.iter().map(|member| income[*member]).sum(),
        };
        Ok(PayoffTensor {
            factors: self.design.factors.iter().map(|factor| factor.name.clone()).collect(),
            strengths: self.design.strengths.clone(),
            players: self.design.players.iter().map(player).collect(),
            cells,
            missing,
        })
    }

    /// The worlds of all combinations without a threat: each from the one with its highest factor taken away.
    fn without_threat(&self) -> Result<Vec<Result<Settled<'a>, String>>> {
        let mut worlds: Vec<Result<Settled<'a>, String>> = Vec::new();
        let mut done = 0;
        while done < self.design.combinations() {
            // Combinations up to twice as many differ from one already solved by one factor.
            let next: Vec<usize> = (done..(2 * done).max(1)).collect();
            let known = &worlds;
            let solved: Vec<_> = next
                .into_par_iter()
                .map(|combination| {
                    let start = known.get(combination.wrapping_sub(done)).and_then(|world| world.as_ref().ok());
                    let start = start.map_or(&self.before, |settled| &settled.world);
                    self.settle(combination, &self.design.scenario, false, start, &[])
                        .map_err(|error| error.to_string())
                })
                .collect();
            worlds.extend(solved);
            done = worlds.len();
        }
        Ok(worlds)
    }

    fn settle(
        &self,
        combination: usize,
        scenario: &Scenario,
        threatened: bool,
        start: &Counterfactual<'a>,
        known: &[Option<Response>],
    ) -> Result<Settled<'a>, PolicyError> {
        let measures = self.design.measures(combination, threatened);
        settle_from(scenario, &self.before, &measures, &self.options, (start, known), self.go_on)
    }

    /// The cells of one combination over all strengths of the threat, each from the one before.
    fn chain(&self, combination: usize, start: Result<&Settled<'a>, &String>) -> Result<Vec<Cell>> {
        let without = match start {
            Ok(settled) => CellOutcome::Solved(self.payoffs(settled, None)?),
            Err(reason) => CellOutcome::Missing(reason.clone()),
        };
        let mut cells = vec![Cell { combination, strength: 0, outcome: without }];
        let first = start.map_or(&self.before, |settled| &settled.world);
        let mut last: Option<Settled<'a>> = None;
        for (place, scenario) in self.scenarios.iter().enumerate().skip(1) {
            // Where nothing is traded that the threat touches, its strength changes nothing.
            let idle = cells.last().filter(|cell| cell.strength > 0 && is_idle(cell)).map(|cell| cell.outcome.clone());
            if let Some(outcome) = idle {
                cells.push(Cell { combination, strength: place, outcome });
                continue;
            }
            let settled = match &last {
                // What closed its flows begins afresh; so do worlds without a neighbour.
                Some(near) if near.responses.iter().flatten().all(|response| !response.closed) => {
                    self.settle(combination, scenario, true, &near.world, &near.responses)
                }
                _ => self.settle(combination, scenario, true, first, &[]),
            };
            let outcome = match settled {
                Ok(settled) => {
                    let outcome = CellOutcome::Solved(self.payoffs(&settled, Some(scenario))?);
                    last = Some(settled);
                    outcome
                }
                Err(error) => CellOutcome::Missing(error.to_string()),
            };
            cells.push(Cell { combination, strength: place, outcome });
        }
        Ok(cells)
    }

    /// Payoffs at a strength between those of the payoff tensor.
    pub fn at(&self, combination: usize, strength: Strength) -> Result<Payoffs> {
        let Design { scenario, threats, .. } = self.design;
        if strength.is_none() {
            return self.payoffs(&self.settle(combination, scenario, false, &self.before, &[])?, None);
        }
        let scenario = scenario.with_threat(threats, strength.level, strength.effort)?;
        let settled = self.settle(combination, &scenario, true, &self.before, &[])?;
        self.payoffs(&settled, Some(&scenario))
    }

    /// Payoffs of a settled world; `threatened` is the scenario with the threat in force, if one is.
    fn payoffs(&self, settled: &Settled<'a>, threatened: Option<&Scenario>) -> Result<Payoffs> {
        let world = &settled.world;
        let change = |party: &unequal_world::Party| world.ln_real_income_since(&self.before, &party.members);
        let (importer, exporter) = &self.design.pair;
        let sectors = self.design.scenario.table().sectors().len();
        let regions = self.design.scenario.table().regions().len();
        let (mut between, mut imports, mut exports) = (0.0, 0.0, 0.0);
        for sector in 0..sectors {
            for other in 0..regions {
                for one in &importer.members {
                    if !importer.contains(other) {
                        let value = world.producer_value(sector, *one, other);
                        imports += value;
                        between += if exporter.contains(other) { value } else { 0.0 };
                    }
                }
                for one in &exporter.members {
                    exports += if exporter.contains(other) { 0.0 } else { world.producer_value(sector, other, *one) };
                }
            }
        }
        let share = |whole: f64| if whole > 0.0 { between / whole } else { 0.0 };
        Ok(Payoffs {
            ln_real_income: self.design.players.iter().map(change).collect(),
            share_of_imports: share(imports),
            share_of_exports: share(exports),
            clearing: threatened.map_or(Ok(None), |scenario| self.clearing(settled, scenario))?,
        })
    }

    /// The market of the first threat; the others affect the payoffs only.
    fn clearing(&self, settled: &Settled<'a>, scenario: &Scenario) -> Result<Option<CellClearing>> {
        let Some(threat) = self.design.threats.first() else { return Ok(None) };
        let Some(measure) = scenario.instruments().get(*threat) else { return Ok(None) };
        let response = settled.responses.get(*threat).and_then(Option::as_ref);
        let view = settled.view(&self.before);
        let market = measure.clearing(&view, response)?;
        market.map(|market| described(&market)).transpose()
    }
}

/// Whether a threatened cell has nothing to clear.
fn is_idle(cell: &Cell) -> bool {
    matches!(&cell.outcome, CellOutcome::Solved(payoffs) if payoffs.clearing.is_none())
}

/// Stands for a probability that no effort reaches; finite, so that it survives JSON.
const UNDETERRABLE: f64 = 2.0;

/// A market for clearing, bank by bank.
fn described(state: &ThreatenedMarket) -> Result<CellClearing> {
    let market = Market::new(&state.system, 0.0)?;
    let without = market.clear_alone(Threat::NONE, |_| state.reference)?;
    let cleared = |outcome: &ClearingOutcome, place: usize| {
        outcome.cleared().and_then(|clearing| clearing.by_bank.get(place)).map_or(0.0, |bank| bank.volume)
    };
    let fee = state.outcome.cleared().map(|clearing| clearing.fee);
    let needed = deterrence(&market, fee.unwrap_or(state.fee_without), state.threat.level())?;
    let banks = state.system.banks().iter().zip(state.system.attention()).zip(needed).enumerate();
    let banks = banks.map(|(place, ((bank, attention), needed))| BankState {
        capacity: bank.capacity,
        dollar_business: bank.dollar_business_at_risk,
        attention: *attention,
        volume: cleared(&state.outcome, place),
        volume_without: cleared(&without, place),
        detection: state.threat.risk(bank, *attention).detection_probability,
        deterring_detection: match needed {
            Deterrence::NotNeeded => None,
            Deterrence::Deterrable { detection_probability, .. } => Some(detection_probability),
            Deterrence::Undeterrable => Some(UNDETERRABLE),
        },
    });
    Ok(CellClearing {
        fee,
        fee_without: state.fee_without,
        volume: state.now,
        volume_without: state.reference,
        banks: banks.collect(),
    })
}
