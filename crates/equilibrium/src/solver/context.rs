//! What solves from one baseline share, each computed when first needed.

use std::sync::{Arc, OnceLock};

use ndarray::{Array1, Array2};

use crate::model::primitives::Primitives;
use crate::solver::cached_evaluation::CachedEvaluation;
use crate::solver::prepared::Prepared;
use crate::solver::state::State;

/// An economy whose markets clear: what a context is computed from. It must be the same at every call.
#[derive(Clone, Copy)]
pub(crate) struct Equilibrium<'a> {
    pub primitives: &'a Primitives,
    /// X: `[region][sector]`.
    pub expenditure: &'a Array2<f64>,
    /// Y: `[region][sector]`.
    pub output: &'a Array2<f64>,
    /// I: `[region]`.
    pub income: &'a Array1<f64>,
}

/// The caches of a baseline. Clones share what has been computed; threads may ask at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct SolverContext {
    prepared: OnceLock<Arc<Prepared>>,
    initial_guess: OnceLock<Arc<State>>,
    cached: OnceLock<Option<Arc<CachedEvaluation>>>,
}

impl SolverContext {
    /// A context whose preconditioner is known.
    pub fn with(prepared: Arc<Prepared>) -> Self {
        Self { prepared: OnceLock::from(prepared), ..Self::default() }
    }

    /// Shares and preconditioner.
    pub fn prepared(&self, economy: Equilibrium<'_>) -> &Arc<Prepared> {
        self.prepared.get_or_init(|| Arc::new(Prepared::new(economy.primitives, Some(economy.expenditure))))
    }

    /// The initial guess of solves that know no nearer equilibrium: nothing has changed.
    pub fn initial_guess(&self, economy: Equilibrium<'_>) -> &State {
        self.initial_guess.get_or_init(|| {
            let output = |region, sector| economy.output[[region, sector]];
            let income = |region: usize| economy.income[region];
            Arc::new(State::unchanged(self.prepared(economy), economy.primitives, output, income))
        })
    }

    /// The exact evaluation there; `None` where it would save nothing.
    pub fn cached_evaluation(&self, economy: Equilibrium<'_>) -> Option<&CachedEvaluation> {
        let compute = || {
            let (prepared, state) = (self.prepared(economy), self.initial_guess(economy));
            CachedEvaluation::at_state(economy.primitives, prepared, state).map(Arc::new)
        };
        self.cached.get_or_init(compute).as_deref()
    }
}
