//! The outer fixed point of trade and the frictions that depend on it (docs/src/methods/composition.md).
//!
//! Some wedges depend on the trade they are levied on: a bank's fee rises until the payments for what is still traded
//! clear; assembly pays when the host's costs are low. Each iteration solves the world under the current wedges and asks
//! every such friction for its wedge in that world. The frictions use the slope of demand, so the iteration is close to
//! Newton's; where it overshoots all the same, steps are damped.

use unequal_equilibrium::{Counterfactual, SolveOptions, solve_from};

use crate::PolicyError;
use crate::instrument::Instrument;
use crate::scenario::Scenario;
use crate::wedges::Composed;

pub use crate::response::{Finding, Response, View};

/// Largest change of the logarithm of a wedge at which the iteration has converged.
pub const TOLERANCE: f64 = 1e-10;
/// Most iterations.
const MOST_ROUNDS: usize = 60;

/// Whether to go on; a question that nobody waits for any more says no.
pub type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// A world in which volumes and frictions agree.
pub struct Settled<'a> {
    /// The equilibrium.
    pub world: Counterfactual<'a>,
    /// Its wedges, with who receives which fee.
    pub composed: Composed,
    /// What each measure's friction came to, by position in the file; `None` for instruments that do not depend on the
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

/// Solves the world under some of the instruments, by position, starting from the world `before`.
///
/// The order of `instruments` does not matter, and nothing remains of an earlier call: taking an
/// instrument away and adding it back gives the same bytes.
pub fn settle<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    instruments: &[usize],
    options: &SolveOptions,
) -> Result<Settled<'a>, PolicyError> {
    settle_while(scenario, before, instruments, options, &|| true)
}

/// As [`settle`], as long as `go_on` says so, which is asked before each solve: a refusal is [`PolicyError::Stopped`].
pub fn settle_while<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    instruments: &[usize],
    options: &SolveOptions,
    go_on: GoOn<'_>,
) -> Result<Settled<'a>, PolicyError> {
    let responses = first_responses(scenario, instruments);
    settle_with(scenario, before, instruments, options, Beginning { responses, world: before }, go_on)
}

/// As [`settle`], starting from a world nearby: fewer evaluations, and the same answer within the tolerances.
///
/// `known` are answers of frictions, by position, to begin with; empty for none. Some frictions carry what held
/// before they moved, so that `known` must come from a world with the same instruments in another strength.
pub fn settle_from<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    instruments: &[usize],
    options: &SolveOptions,
    (start, known): (&Counterfactual<'a>, &[Option<Response>]),
    go_on: GoOn<'_>,
) -> Result<Settled<'a>, PolicyError> {
    let mut responses = first_responses(scenario, instruments);
    for (response, known) in responses.iter_mut().zip(known) {
        if let (Some(response), Some(known)) = (response.as_mut(), known) {
            *response = known.clone();
        }
    }
    settle_with(scenario, before, instruments, options, Beginning { responses, world: start }, go_on)
}

fn first_responses(scenario: &Scenario, instruments: &[usize]) -> Vec<Option<Response>> {
    let first = |(position, instrument): (usize, &Instrument)| {
        (instruments.contains(&position) || instrument.closes_for_all()).then(|| instrument.first_response()).flatten()
    };
    scenario.instruments().iter().enumerate().map(first).collect()
}

/// Where the iteration begins.
struct Beginning<'a, 'b> {
    responses: Vec<Option<Response>>,
    world: &'b Counterfactual<'a>,
}

fn settle_with<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    instruments: &[usize],
    options: &SolveOptions,
    beginning: Beginning<'a, '_>,
    go_on: GoOn<'_>,
) -> Result<Settled<'a>, PolicyError> {
    let baseline = before.baseline();
    let without = world_without(scenario, before, instruments, options, go_on)?;
    let mut responses = beginning.responses;
    let mut composed = scenario.compose(baseline, instruments, &responses)?;
    check(go_on)?;
    let mut world = solve_from(beginning.world, &composed.wedges, options)?;
    let (mut last_change, mut pace, mut rounds) = (f64::INFINITY, 1.0, 0);
    loop {
        rounds += 1;
        let (mut change, mut mover) = (0.0f64, "");
        for (instrument, response) in scenario.instruments().iter().zip(&mut responses) {
            let Some(current) = response else { continue };
            let without = without.as_deref().unwrap_or(before);
            let view = View { before, world: &world, without, composed: Some(&composed) };
            let answer = instrument.respond(&view, current)?;
            let moved = distance(current, &answer);
            if moved > change {
                (change, mover) = (moved, &instrument.name);
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
            return Err(PolicyError::Unsettled { instrument: mover.to_owned(), rounds, change, tolerance: TOLERANCE });
        }
        if change > 0.7 * last_change {
            pace = (0.5f64 * pace).max(0.05);
        }
        last_change = change;
        composed = scenario.compose(baseline, instruments, &responses)?;
        check(go_on)?;
        world = solve_from(&world, &composed.wedges, options)?;
    }
}

fn check(go_on: GoOn<'_>) -> Result<(), PolicyError> {
    if go_on() { Ok(()) } else { Err(PolicyError::Stopped) }
}

/// The settled world with those of the instruments that do not ask for one without them; `None` if none asks for it or no
/// other is left.
fn world_without<'a>(
    scenario: &Scenario,
    before: &Counterfactual<'a>,
    instruments: &[usize],
    options: &SolveOptions,
    go_on: GoOn<'_>,
) -> Result<Option<Box<Counterfactual<'a>>>, PolicyError> {
    let asks =
        |position: &usize| scenario.instruments().get(*position).is_some_and(Instrument::answers_to_the_world_without);
    let rest: Vec<usize> = instruments.iter().copied().filter(|position| !asks(position)).collect();
    if rest.is_empty() || rest.len() == instruments.len() {
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
