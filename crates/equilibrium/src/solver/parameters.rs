//! The numerical parameters of the solver, in one place, each with the reason for its value.
//!
//! None of them decides what counts as a solution: that is the exact double-precision residual against
//! [`crate::SolveOptions::tolerance`]. They decide how many evaluations of the map it takes to get there. "Measured" means on
//! random scenarios of the world of 2022 (`tests/random_scenarios.rs` and the benchmark of this crate).

/// The parameters that every solve uses.
pub(crate) const PARAMETERS: Parameters = Parameters {
    attempts: AttemptParameters { newton: 150, own_elasticity: 450, unaccelerated: 100 },
    residual_floor: 1e-6,
    acceleration: AccelerationParameters { window: 8, refinement_window: 6, divergence: 1e3 },
    steps: StepParameters {
        max_log_change: 1.0,
        min_part_kept: 0.1,
        unaccelerated_wage_damping: 0.5,
        max_backtracks: 30,
    },
    refinement: RefinementParameters {
        reduction: 1e-5,
        last_step: 4.0,
        min_progress: 0.1,
        patience: 4,
        max_exponent: 20.0,
        min_part_left: 1e-4,
    },
    wages: WageParameters {
        max_log_step: 0.5,
        max_balance_step: 8.0,
        max_balance_step_own: 4.0,
        nearly_closed: 0.5,
        imports_lost: 0.2,
        max_demand_response: 0.2,
    },
    balance: BalanceParameters { flows_share: 16, min_part_left: 1e-4 },
    elimination: EliminationParameters {
        max_iterations: 40,
        far: [0.8, 0.4],
        tolerance: 1e-2,
        wage_damping: 0.5,
        max_log_wage_step: 2.0,
        windows: [2, 0],
        few_partners: 4,
        passes: 2,
    },
};

/// All parameters, by the part of the solver that they belong to.
pub(crate) struct Parameters {
    pub attempts: AttemptParameters,
    /// Spending below this part of its region's value added is compared with that part instead of with itself, so that a
    /// market that closes can converge.
    pub residual_floor: f64,
    pub acceleration: AccelerationParameters,
    pub steps: StepParameters,
    pub refinement: RefinementParameters,
    pub wages: WageParameters,
    pub balance: BalanceParameters,
    pub elimination: EliminationParameters,
}

/// How long each way of updating wages is tried, in evaluations of the map.
pub(crate) struct AttemptParameters {
    /// With the approximate Jacobian, which mostly converges in 10 to 40. Measured: giving up sooner shortens the slowest
    /// solves and lengthens more others.
    pub newton: usize,
    /// With each wage's own elasticity, accelerated from the start, which takes up to about 400.
    pub own_elasticity: usize,
    /// Picard iterations of the last attempt before its acceleration begins.
    pub unaccelerated: usize,
}

/// Anderson acceleration.
pub(crate) struct AccelerationParameters {
    /// Steps remembered in double precision. Measured: more save no evaluations.
    pub window: usize,
    /// Steps remembered in iterative refinement, which is not used far from a solution, where the longer memory helps.
    pub refinement_window: usize,
    /// Growth of the step over the smallest one so far at which the history is dropped: the iterate has left the region
    /// where the map contracts.
    pub divergence: f64,
}

/// Safeguards of a step.
pub(crate) struct StepParameters {
    /// Largest change of the logarithm of a cost or wage in one accelerated step.
    pub max_log_change: f64,
    /// Part of an amount (use, income) that one step keeps at least: an amount that vanished at once would leave an industry
    /// without labour demand.
    pub min_part_kept: f64,
    /// Part of the wage step that an unaccelerated (Picard) iteration makes: slow and safe far from the equilibrium, where a
    /// history says little.
    pub unaccelerated_wage_damping: f64,
    /// Steps of one attempt that may be halved because they left a region without income.
    pub max_backtracks: usize,
}

/// Mixed-precision iterative refinement.
pub(crate) struct RefinementParameters {
    /// Part of its first step at which the inner iteration has done what single precision can: its rounding error of 6e-8 with a margin for sums.
    pub reduction: f64,
    /// Size of a step, in units of the size wanted, that is the last one: it leaves about a fifth.
    pub last_step: f64,
    /// The exact residual must fall to this part of itself in one refinement, or single precision does not resolve what is
    /// left; the inner iteration must come as far to be used at all when it stalls.
    pub min_progress: f64,
    /// Inner evaluations without a step half as long, after which the inner iteration has stalled. Near the end rounding
    /// stalls it; far away double precision is sooner where its history helps.
    pub patience: usize,
    /// Largest log change of a producer's power, of either sign, that single precision is trusted with.
    pub max_exponent: f32,
    /// Least part of a price sum, or of labour demand, that may be left.
    pub min_part_left: f32,
}

/// Updates of wages.
pub(crate) struct WageParameters {
    /// Longest step of the logarithm of a wage in one evaluation: far from the equilibrium the Newton step overshoots.
    pub max_log_step: f64,
    /// Longest step that a balance of trade may take; the logarithm of exports over imports is nearly linear in that of the
    /// wage, so the step may be long.
    pub max_balance_step: f64,
    /// The same in the attempt with own elasticities, which comes after one that failed.
    pub max_balance_step_own: f64,
    /// Part of its openness below which a region counts as nearly closed, and the baseline's Jacobian no longer holds for
    /// its wage. Measured: 0.1 to 0.7 do about as well.
    pub nearly_closed: f64,
    /// Part of its imports, at unchanged prices, below which a region's wage follows its balance of trade: one that makes
    /// little of what it uses stays open even when hardly anything can be imported. Measured: 0.1 to 0.4 do as well.
    pub imports_lost: f64,
    /// Largest change of log labour demand that the Gauss-Seidel correction may expect, of either sign: far from the
    /// baseline its responses do not hold. Measured on 10,000 random scenarios: with larger ones more take long.
    pub max_demand_response: f64,
}

/// Balances of trade of nearly closed regions.
pub(crate) struct BalanceParameters {
    /// The regions together may have one flow in this many of all flows (about two regions of eighty); more would take a
    /// noticeable part of an evaluation. A single region may have any number.
    pub flows_share: usize,
    /// Least part of exports or imports that a difference may leave.
    pub min_part_left: f64,
}

/// Nonlinear elimination of nearly closed regions.
pub(crate) struct EliminationParameters {
    /// Iterations on one region after which it is not eliminated; measured: 10 to 20 suffice where a solution exists.
    pub max_iterations: usize,
    /// Size of a first step beyond which a region is far from its solution: with many partners, then with few, which move
    /// far themselves. Measured: nearer regions need an evaluation less without elimination.
    pub far: [f64; 2],
    /// Size of a step at which a region's own equations are solved well enough; the response of the others moves it as far.
    pub tolerance: f64,
    /// Part of the wage step that is made, because costs and use have not converged when it is computed.
    pub wage_damping: f64,
    /// Longest step of the logarithm of the wage, before damping.
    pub max_log_wage_step: f64,
    /// Anderson's memory, tried in turn. Measured: a longer one diverges more often.
    pub windows: [usize; 2],
    /// Up to this many partners are eliminated as well.
    pub few_partners: usize,
    /// Gauss-Seidel passes over several regions.
    pub passes: usize,
}
