//! The shards of an ensemble one by one, for programs that spread them over several machines: which are missing in a store,
//! one shard's draws as the bytes that a store keeps, and those bytes into a store. Bytes do not depend on who computes them.

use std::path::Path;

use unequal_ensemble::plan::Plan;
use unequal_ensemble::store::{Shard, Store};

use super::{Draws, Kept, Part};
use crate::observer::{Observer, Steps};
use crate::{Question, Result, Session, StudyError};

/// Draws of one question in shards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shards {
    /// Name of the folder of a store in which they are kept.
    pub identity: String,
    /// How many there are.
    pub count: usize,
    /// Those that the question's store does not hold, or all where it names none.
    pub missing: Vec<usize>,
}

/// What is done with the draws of a question.
trait Use {
    type Outcome;

    fn with(self, draws: &impl Draws, folder: Option<&Path>) -> Result<Self::Outcome>;
}

impl Session {
    /// The shards of an `ensemble` or `scenario-ensemble` question.
    pub fn ensemble_shards(&self, question: &Question, observer: &dyn Observer) -> Result<Shards> {
        self.with_draws(question, observer, Missing)
    }

    /// The draws of one shard as the bytes of a Parquet file. The observer is told of draws.
    pub fn ensemble_shard(&self, question: &Question, shard: usize, observer: &dyn Observer) -> Result<Vec<u8>> {
        self.with_draws(question, observer, Solved { shard, observer })
    }

    /// Keeps a shard's bytes in the question's store, if they are what the plan expects there.
    pub fn keep_shard(&self, question: &Question, shard: usize, bytes: &[u8], observer: &dyn Observer) -> Result<()> {
        self.with_draws(question, observer, Keep { shard, bytes })
    }

    fn with_draws<U: Use>(&self, question: &Question, observer: &dyn Observer, how: U) -> Result<U::Outcome> {
        match question {
            Question::Ensemble(asked) => {
                Kept::checked(asked.draws, asked.store.as_deref(), None::<Part>)?;
                let (draws, _) = self.prepared(asked, observer)?;
                how.with(&draws, asked.store.as_deref())
            }
            Question::ScenarioEnsemble(asked) => {
                Kept::checked(asked.draws, asked.store.as_deref(), None::<Part>)?;
                let scenario = self.scenario(&asked.file, asked.table.as_ref())?;
                let draws = self.scenario_draws(&scenario, asked)?;
                how.with(&draws, asked.store.as_deref())
            }
            _ => Err(StudyError::Value {
                what: "the question",
                value: "one without draws".to_owned(),
                expected: "`ensemble` or `scenario-ensemble`".to_owned(),
            }),
        }
    }
}

struct Missing;

impl Use for Missing {
    type Outcome = Shards;

    fn with(self, draws: &impl Draws, folder: Option<&Path>) -> Result<Shards> {
        let plan = draws.plan();
        let all = 0..plan.shards();
        let missing = match folder {
            Some(folder) => {
                let store = Store::open(folder, plan, draws.columns())?;
                all.filter(|shard| !store.has(*shard)).collect()
            }
            None => all.collect(),
        };
        Ok(Shards { identity: plan.identity().to_owned(), count: plan.shards(), missing })
    }
}

struct Solved<'a> {
    shard: usize,
    observer: &'a dyn Observer,
}

impl Use for Solved<'_> {
    type Outcome = Vec<u8>;

    fn with(self, draws: &impl Draws, _: Option<&Path>) -> Result<Vec<u8>> {
        in_plan(draws.plan(), self.shard)?;
        let numbers = Plan::numbers(self.shard);
        let steps = Steps::new(self.observer, numbers.len(), "draws");
        let rows = draws.shard(self.shard, &steps)?;
        Ok(Shard { first: numbers.start, rows }.bytes(&draws.columns())?)
    }
}

struct Keep<'a> {
    shard: usize,
    bytes: &'a [u8],
}

impl Use for Keep<'_> {
    type Outcome = ();

    fn with(self, draws: &impl Draws, folder: Option<&Path>) -> Result<()> {
        in_plan(draws.plan(), self.shard)?;
        let folder = folder.ok_or_else(|| StudyError::Value {
            what: "the store",
            value: "none".to_owned(),
            expected: "a folder, where shards are kept".to_owned(),
        })?;
        Ok(Store::open(folder, draws.plan(), draws.columns())?.put(self.shard, self.bytes)?)
    }
}

fn in_plan(plan: &Plan, shard: usize) -> Result<()> {
    if shard < plan.shards() {
        return Ok(());
    }
    Err(StudyError::Value {
        what: "the shard",
        value: shard.to_string(),
        expected: format!("a number below {}, counted from 0", plan.shards()),
    })
}
