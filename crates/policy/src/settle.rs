//! The outer fixed point, in which volumes and frictions settle (model.md section 1.2).
//!
//! Some wedges depend on the trade they weigh on: a bank's fee rises until the payments for what
//! is still traded clear; assembly pays when the host's costs are low. Each round solves the
//! world under the wedges at hand and asks every such friction for its answer to that world. The
//! frictions know the slope of demand, so the rounds are close to Newton's; where they overshoot
//! all the same, steps are halved.

use serde::Serialize;
use unequal_equilibrium::{Counterfactual, SolveOptions, solve_from};

use crate::PolicyError;
use crate::scenario::{Composed, Flow, Measure, Scenario};

/// Largest change of the logarithm of a wedge at which frictions have settled.
pub const TOLERANCE: f64 = 1e-10;
/// Rounds after which settling is given up.
const MOST_ROUNDS: usize = 60;

/// Whether to go on; a question that nobody waits for any more says no.
pub type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// What a friction that depends on the economy has come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Numbers that settle: logarithms of the wedges it makes, and shares. Empty once the flows are closed.
    pub ln_wedges: Vec<f64>,
    /// Nothing can pass at any price: the flows are forbidden.
    pub closed: bool,
}

/// The world a friction answers to.
pub struct View<'a, 'b> {
    /// The world without any measure.
    pub before: &'b Counterfactual<'a>,
    /// The world as it is now.
    pub world: &'b Counterfactual<'a>,
    /// The world with the same measures but for those whose frictions are measured against the world without them, such
    /// as price caps; that before if there are no others.
    pub without: &'b Counterfactual<'a>,
    /// The measures' wedges now; `None` for none.
    pub composed: Option<&'b Composed>,
}

impl<'a, 'b> View<'a, 'b> {
    /// A world of which no friction is measured against the world without it.
    #[must_use]
    pub fn plain(before: &'b Counterfactual<'a>, world: &'b Counterfactual<'a>) -> Self {
        Self { before, world, without: before, composed: None }
    }
}

impl View<'_, '_> {
    /// Value of flows at the producer's price, USD million: before and now.
    #[must_use]
    pub fn volumes(&self, flows: &[Flow]) -> (f64, f64) {
        let sum = |world: &Counterfactual<'_>| {
            flows.iter().map(|(sector, importer, exporter)| world.producer_value(*sector, *importer, *exporter)).sum()
        };
        (sum(self.before), sum(self.world))
    }

    /// Value at the producer's price of what is paid for on some flows now, USD million: goods that go round are paid for on
    /// the legs of their way and not on the direct flow.
    #[must_use]
    pub fn paid_on(&self, flows: &[Flow]) -> f64 {
        let value = |(sector, importer, exporter): Flow| self.world.producer_value(sector, importer, exporter);
        flows
            .iter()
            .map(|flow| self.composed.map_or_else(|| value(*flow), |composed| composed.ways.on_leg(*flow, value)))
            .sum()
    }

    /// What measures leave of a flow's varieties, from 0 to 1.
    #[must_use]
    pub fn left(&self, flow: Flow) -> f64 {
        self.composed.and_then(|composed| composed.left.get(&flow)).copied().unwrap_or(1.0)
    }

    /// Trade elasticity of some flows, averaged by their value before.
    #[must_use]
    pub fn trade_elasticity(&self, flows: &[Flow]) -> f64 {
        let theta = &self.before.baseline().primitives().trade_elasticity;
        let (mut sum, mut weight) = (0.0, 0.0);
        for (sector, importer, exporter) in flows {
            let value = self.before.producer_value(*sector, *importer, *exporter);
            sum += theta[*sector] * value;
            weight += value;
        }
        if weight > 0.0 { sum / weight } else { 0.0 }
    }
}

/// A figure about one measure that its friction has come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What it is, in words.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// Its unit: `share`, `USD million`, `banks`, ...
    pub unit: &'static str,
}

impl Finding {
    /// A figure.
    pub fn new(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { what: what.into(), value, unit }
    }
}

/// A world in which volumes and frictions agree.
pub struct Settled<'a> {
    /// The equilibrium.
    pub world: Counterfactual<'a>,
    /// Its wedges, with who receives which fee.
    pub composed: Composed,
    /// What each measure's friction came to, by position in the file; `None` for measures that do not depend on the
    /// economy, and for those left out unless the economy is closed for them in every column.
    pub responses: Vec<Option<Response>>,
    /// Rounds of the outer fixed point; 1 where no friction depends on the economy.
    pub rounds: usize,
    /// See [`View::without`]; `None` where it is the world before.
    without: Option<Box<Counterfactual<'a>>>,
}

impl<'a> Settled<'a> {
    /// The settled world as its frictions see it; `before` is the world that it was settled from.
    #[must_use]
    pub fn view<'b>(&'b self, before: &'b Counterfactual<'a>) -> View<'a, 'b> {
        let without = self.without.as_deref().unwrap_or(before);
        View { before, world: &self.world, without, composed: Some(&self.composed) }
    }
}

/// Solves the world under some of the measures, by position, starting from the world `before`.
///
/// The order of `measures` does not matter, and nothing remains of an earlier call: taking a
/// measure away and adding it back gives the same bytes.
pub fn settle<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    measures: &[usize],
    options: &SolveOptions,
) -> Result<Settled<'a>, PolicyError> {
    settle_while(scenario, before, measures, options, &|| true)
}

/// As [`settle`], as long as `go_on` says so, which is asked before each solve: a refusal is [`PolicyError::Stopped`].
pub fn settle_while<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    measures: &[usize],
    options: &SolveOptions,
    go_on: GoOn<'_>,
) -> Result<Settled<'a>, PolicyError> {
    let responses = first_responses(scenario, measures);
    settle_with(scenario, before, measures, options, Beginning { responses, world: before }, go_on)
}

/// As [`settle`], starting from a world nearby: fewer evaluations, and the same answer within the tolerances.
///
/// `known` are answers of frictions, by position, to begin with; empty for none. Some frictions carry what held
/// before they moved, so that `known` must come from a world with the same measures in another strength.
pub fn settle_from<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    measures: &[usize],
    options: &SolveOptions,
    (start, known): (&Counterfactual<'a>, &[Option<Response>]),
    go_on: GoOn<'_>,
) -> Result<Settled<'a>, PolicyError> {
    let mut responses = first_responses(scenario, measures);
    for (response, known) in responses.iter_mut().zip(known) {
        if let (Some(response), Some(known)) = (response.as_mut(), known) {
            *response = known.clone();
        }
    }
    settle_with(scenario, before, measures, options, Beginning { responses, world: start }, go_on)
}

fn first_responses(scenario: &Scenario, measures: &[usize]) -> Vec<Option<Response>> {
    let first = |(position, measure): (usize, &Measure)| {
        (measures.contains(&position) || measure.closes_for_all()).then(|| measure.first_response()).flatten()
    };
    scenario.measures().iter().enumerate().map(first).collect()
}

/// Where the rounds begin.
struct Beginning<'a, 'b> {
    responses: Vec<Option<Response>>,
    world: &'b Counterfactual<'a>,
}

fn settle_with<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    measures: &[usize],
    options: &SolveOptions,
    beginning: Beginning<'a, '_>,
    go_on: GoOn<'_>,
) -> Result<Settled<'a>, PolicyError> {
    let baseline = before.baseline();
    let without = world_without(scenario, before, measures, options, go_on)?;
    let mut responses = beginning.responses;
    let mut composed = scenario.compose(baseline, measures, &responses)?;
    check(go_on)?;
    let mut world = solve_from(beginning.world, &composed.wedges, options)?;
    let (mut last_change, mut pace, mut rounds) = (f64::INFINITY, 1.0, 0);
    loop {
        rounds += 1;
        let (mut change, mut mover) = (0.0f64, "");
        for (measure, response) in scenario.measures().iter().zip(&mut responses) {
            let Some(current) = response else { continue };
            let without = without.as_deref().unwrap_or(before);
            let view = View { before, world: &world, without, composed: Some(&composed) };
            let answer = measure.respond(&view, current)?;
            let moved = distance(current, &answer);
            if moved > change {
                (change, mover) = (moved, &measure.name);
            }
            // Within the tolerance the wedges stay those that the world was solved under.
            if moved > TOLERANCE {
                *current = towards(current, answer, pace);
            }
        }
        if change <= TOLERANCE {
            return Ok(Settled { world, composed, responses, rounds, without });
        }
        if rounds == MOST_ROUNDS {
            return Err(PolicyError::Unsettled { measure: mover.to_owned(), rounds, change, tolerance: TOLERANCE });
        }
        if change > 0.7 * last_change {
            pace = (0.5f64 * pace).max(0.05);
        }
        last_change = change;
        composed = scenario.compose(baseline, measures, &responses)?;
        check(go_on)?;
        world = solve_from(&world, &composed.wedges, options)?;
    }
}

fn check(go_on: GoOn<'_>) -> Result<(), PolicyError> {
    if go_on() { Ok(()) } else { Err(PolicyError::Stopped) }
}

/// The settled world with those of the measures that do not ask for one without them; `None` if none asks for it or no
/// other is left.
fn world_without<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    measures: &[usize],
    options: &SolveOptions,
    go_on: GoOn<'_>,
) -> Result<Option<Box<Counterfactual<'a>>>, PolicyError> {
    let asks = |position: &usize| scenario.measures().get(*position).is_some_and(Measure::answers_to_the_world_without);
    let rest: Vec<usize> = measures.iter().copied().filter(|position| !asks(position)).collect();
    if rest.is_empty() || rest.len() == measures.len() {
        return Ok(None);
    }
    Ok(Some(Box::new(settle_while(scenario, before, &rest, options, go_on)?.world)))
}

/// Largest change between two answers of one friction.
fn distance(current: &Response, answer: &Response) -> f64 {
    if current.closed != answer.closed || current.ln_wedges.len() != answer.ln_wedges.len() {
        return f64::INFINITY;
    }
    let pairs = current.ln_wedges.iter().zip(&answer.ln_wedges);
    pairs.map(|(old, new)| (new - old).abs()).fold(0.0, f64::max)
}

fn towards(current: &Response, answer: Response, pace: f64) -> Response {
    if current.closed != answer.closed || current.ln_wedges.len() != answer.ln_wedges.len() {
        return answer;
    }
    let pairs = current.ln_wedges.iter().zip(&answer.ln_wedges);
    Response { ln_wedges: pairs.map(|(old, new)| old + pace * (new - old)).collect(), closed: answer.closed }
}
